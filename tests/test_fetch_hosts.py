"""The host table: whom we may ask, and how fast, whatever a row or an address says."""

from __future__ import annotations

import math
import tomllib
from contextlib import suppress
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from resdiff.errors import NotFound, Unreadable
from resdiff.fetch import hosts as table
from resdiff.fetch.hosts import OTHER_PACE, UN_JITTER, UN_PACE, Hosts, floor, is_loopback, load
from resdiff.fetch.routes import ROUTES

SHIPPED = load()
ROLES = ("documents", "docs", "undocs", "daccess", "api", "raw", "archive")


def row(address: str, role: str = "documents", **columns: object) -> Hosts:
    """The table with one row of a user's own."""
    shipped = tomllib.loads((resources.files("resdiff.fetch") / "hosts.toml").read_text(encoding="utf-8"))
    given = {**next(r for r in shipped["host"] if r["role"] == "documents"), "role": role, "address": address, **columns}
    return Hosts({role: table._row(given)})


def written(folder: Path, text: str) -> Path:
    path = folder / "hosts.toml"
    path.write_text(text, encoding="utf-8")
    return path


# --- what is shipped --------------------------------------------------------------------------------------------------------------


def test_the_shipped_rows() -> None:
    hosts = load()
    assert {host.role for host in hosts} == set(ROLES)
    for host in hosts:
        assert host.address.startswith("https://")
        assert (host.pace, host.jitter) >= floor(host.address)
        assert host.connect == 15
        if host.name.endswith(("un.org", "undocs.org")):
            assert (host.pace, host.read, host.hiccup) == (UN_PACE, 120, 10)
            assert list(host.backoff) == [5, 15, 45][: host.tries - 1]
    assert {route.role for route in ROUTES} <= set(ROLES)


def test_a_role_that_nobody_plays() -> None:
    with pytest.raises(NotFound, match="no host has the role 'mirror'"):
        load().of("mirror")


def test_rows_of_the_user_take_the_place_of_those_of_the_same_role(tmp_path: Path) -> None:
    own = written(
        tmp_path,
        '[[host]]\nrole = "raw"\naddress = "https://mirror.example.org/"\npace = 7\n[[host]]\nrole = "more"\naddress = "https://x.org"\n',
    )
    hosts = load(own)
    assert (hosts.of("raw").address, hosts.of("raw").pace, hosts.of("raw").tries) == ("https://mirror.example.org", 7.0, 3)
    assert hosts.of("docs").address == "https://docs.un.org"
    assert hosts.of("more").read == hosts.of("documents").read
    assert hosts.at("https://raw.githubusercontent.com/x") is None
    assert hosts.at("https://mirror.example.org/x") == hosts.of("raw")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "host"),
        ("[host]\nx = 1", "not a host table"),
        ("[[host]]\naddress = 'https://x.org'", "role"),
        ("[[host]]\nrole = ['a']\naddress = 'https://x.org'", "not a host table"),
        ("host = [1]", "not a host table"),
        ("host = 1", "not a host table"),
        ("[[host]]\nrole = 'raw'\nwidth = 3", "no column is called width"),
        ("[[host]]\nrole = 'raw'\naddress = 'x.org'", "not the address of a host"),
        ("[[host]]\nrole = 'raw'\naddress = 'http://x.org'", "must begin with https"),
        ("[[host]]\nrole = 'raw'\naddress = 'ftp://x.org'", "must begin with https"),
        ("[[host]]\nrole = 'raw'\naddress = 'file:///etc/passwd'", "not the address of a host"),
        ("[[host]]\nrole = 'raw'\naddress = 'https://x.org/path'", "not the address of a host"),
        ("[[host]]\nrole = 'raw'\naddress = 'https://x.org?q'", "not the address of a host"),
        ("[[host]]\nrole = 'raw'\naddress = 'https://me@x.org'", "not the address of a host"),
        ("[[host]]\nrole = 'raw'\naddress = 'https://@x.org'", "not the address of a host"),
        ("[[host]]\nrole = 'raw'\naddress = 'https://x.org:99999'", "not the address of a host"),
        ("[[host]]\nrole = 'raw'\naddress = 'https://x.org:port'", "not the address of a host"),
        ("[[host]]\nrole = 'raw'\naddress = 'https://'", "not the address of a host"),
        ("[[host]]\nrole = 'raw'\naddress = 'https://[::1'", "not the address of a host"),
        ("[[host]]\nrole = 'raw'\ntries = 0", "tries of raw"),
        ("[[host]]\nrole = 'raw'\ntries = 7", "tries of raw"),
        ("[[host]]\nrole = 'raw'\ntries = 'many'", "not a host table"),
        ("[[host]]\nrole = 'raw'\npace = -1", "out of bounds"),
        ("[[host]]\nrole = 'raw'\npace = nan", "out of bounds"),
        ("[[host]]\nrole = 'raw'\njitter = inf", "out of bounds"),
        ("[[host]]\nrole = 'raw'\ntotal = 0", "out of bounds"),
        ("[[host]]\nrole = 'raw'\nbackoff = 5", "not a host table"),
        ("[[host]]\nrole = 'raw'\nbackoff = [-5.0]", "out of bounds"),
        ("[[host", "not a host table"),
        ("\x00", "not a host table"),
    ],
)
def test_what_is_no_host_table(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why) as caught:
        load(written(tmp_path, text))
    assert "[[host]]" in caught.value.hint
    assert "hosts.toml" in str(caught.value)


def test_a_host_table_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="No such file") as caught:
        load(tmp_path / "none.toml")
    assert "RESDIFF_HOSTS" in caught.value.hint
    (tmp_path / "hosts.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(Unreadable):
        load(tmp_path / "hosts.toml")


# --- the floor of the pace --------------------------------------------------------------------------------------------------------

DISGUISES = [
    "https://documents.un.org",
    "https://DOCUMENTS.UN.ORG",
    "https://documents.un.org.",
    "https://documents.un.org:443",
    "https://documents.un.org:8443",
    "https://un.org",
    "https://undocs.org",
    "https://www.undocs.org",
    "https://a.b.c.un.org",
    "https://documents.un.org/",
    "https://documents.un.org\t",
    "https://docu\nments.un.org",
    "https://93.184.216.34",
    "https://2130706433",
    "https://0x5db8d822",
    "https://0135.0270.0330.042",
    "https://[2001:db8::1]",
    "https://[::ffff:93.184.216.34]",
    "HTTPS://Documents.Un.Org.:443",
]


@pytest.mark.parametrize("address", DISGUISES)
def test_the_united_nations_in_any_disguise(address: str) -> None:
    host = row(address, pace=0.0, jitter=0.0, hiccup=0.0, backoff=[], tries=6).of("documents")
    assert host.pace >= UN_PACE
    assert host.jitter >= UN_JITTER


@pytest.mark.parametrize(
    "address",
    [
        "https://documents.ｕｎ.org",
        "https://documents。un。org",
        "https://documents%2Eun%2Eorg",
        "https://документы.un.org",
        "https://me:pass@documents.un.org",
        "https://127.0.0.1@documents.un.org",
        "https://localhost\\@documents.un.org",
        "https://documents.un.org\\.localhost",
        "https://documents .un.org",
        "https://documents..un.org",
        "https://[fe80::1%25eth0]",
        "http://documents.un.org",
        "http://127.0.0.1.un.org",
        "http://0x7f.1",
        "http://2130706433",
        "http://localhost.un.org",
    ],
)
def test_disguises_that_are_no_address_of_a_host(address: str) -> None:
    with pytest.raises(ValueError, match=r"address of a host|https://"):
        row(address)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8001", "http://localhost", "http://LOCALHOST.:80", "http://[::1]:9", "https://127.3.2.1"]
)
def test_this_machine_is_asked_as_fast_as_its_row_says(address: str) -> None:
    assert is_loopback(address)
    assert row(address, pace=0.001, jitter=0.0).of("documents").pace == 0.001


def test_others_have_a_floor_of_their_own() -> None:
    assert row("https://mirror.example.org", pace=0.0).of("documents").pace == OTHER_PACE
    for name in ("notun.org", "un.org.example", "xundocs.org", "un-org.net"):
        assert row(f"https://{name}", pace=0.0).of("documents").pace == OTHER_PACE


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://documents.un.org/x", True),
        ("https://DOCUMENTS.un.org.:443/x", True),
        ("http://documents.un.org/x", False),
        ("https://documents.un.org:8443/x", False),
        ("https://documents.un.org:0/x", False),
        ("https://documents.un.org:80/x", False),
        ("https://me@documents.un.org/x", False),
        ("https://documents.un.org@evil.example/x", False),
        ("https://documents.un.org.evil.example/x", False),
        ("//documents.un.org/x", False),
        ("documents.un.org/x", False),
        ("", False),
    ],
)
def test_an_address_is_of_a_row_by_scheme_name_and_port(address: str, found: bool) -> None:
    assert (load().at(address) is not None) is found


def test_two_rows_for_one_host_share_its_pauses_and_the_slower_pace() -> None:
    hosts = Hosts({
        "documents": row("https://documents.un.org").of("documents"),
        "raw": row("https://DOCUMENTS.un.org.:443", role="raw", pace=9.0).of("raw"),
        "docs": row("https://documents.un.org:8443", role="docs").of("docs"),
    })  # fmt: skip
    assert {host.name for host in hosts} == {"documents.un.org"}
    found = hosts.at("https://documents.un.org/x")
    assert found is not None
    assert found.pace == 9.0


_letters = st.sampled_from("documentsDOCUMENTS.unUNorgORG0123456789xX-:@/\\[]%２ｕｎ。 \t_#?")
_names = st.one_of(
    st.sampled_from(["documents.un.org", "un.org", "undocs.org", "docs.un.org", "127.0.0.1", "localhost", "mirror.example.org"]),
    st.ip_addresses().map(lambda ip: f"[{ip}]" if ip.version == 6 else str(ip)),
    st.ip_addresses(v=4).map(lambda ip: str(int(ip))),
    st.text(_letters, min_size=1, max_size=24),
)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """An address of a host, disguised in every way that readers of addresses know."""
    name = draw(_names)
    name = "".join(draw(st.sampled_from([c, c.upper(), c.lower()])) for c in name)
    if draw(st.booleans()):
        name = name.replace("n", "ｎ", 1) if draw(st.booleans()) else name.replace(".", "。", 1)
    user = draw(st.sampled_from(["", "", "", "me@", "me:word@", "@", "documents.un.org\\@", "localhost:80@"]))
    tail = draw(st.sampled_from(["", "", ".", "..", ":443", ":80", ":0", ":", ":8443", ".:443", "/", "#", "?", "\\", "%2e"]))
    return draw(st.sampled_from(["https://", "http://", "HTTPS://", "https:///", " https://"])) + user + name + tail


def asked(address: str) -> tuple[str, str, int] | None:
    """Whom the HTTP library would ask: scheme, name, port; None where it asks nobody."""
    try:
        url = requests.Request("GET", address).prepare().url
        parts = parse_url(url or "")
    except (requests.RequestException, ValueError, UnicodeError):
        return None
    return (
        parts.scheme or "",
        (parts.host or "").lower().strip("[]").rstrip("."),
        parts.port or {"https": 443, "http": 80}.get(parts.scheme or "", 0),
    )


@given(addresses(), st.floats(0, 10), st.floats(0, 10))
def test_no_row_asks_the_united_nations_faster_than_the_floor(address: str, pace: float, jitter: float) -> None:
    with suppress(ValueError):
        host = row(address, pace=pace, jitter=jitter).of("documents")
        whom = asked(host.address + "/x")
        assert whom is not None or ":0" in host.address
        if whom and (whom[1] in ("un.org", "undocs.org") or whom[1].endswith((".un.org", ".undocs.org"))):
            assert host.pace >= max(UN_PACE, pace)
            assert host.jitter >= UN_JITTER
            assert host.name == whom[1]
        if whom and not is_loopback(address):
            assert host.pace >= OTHER_PACE
            assert whom[0] == "https"


@given(addresses(), st.sampled_from(["", "/", "/x?y", "//documents.un.org/", "/\\documents.un.org"]))
def test_an_address_is_asked_only_as_the_row_that_it_is_found_under(address: str, path: str) -> None:
    hosts = Hosts(
        {"documents": row("https://documents.un.org").of("documents"), "raw": row("http://127.0.0.1:80", role="raw").of("raw")}
    )
    found = hosts.at(address + path)
    if found is not None:
        whom = asked(address + path)
        own = urlsplit(found.address)
        assert whom is None or whom == (own.scheme, own.hostname, own.port or 443)


@given(st.floats(), st.sampled_from(ROLES))
def test_pace_only_makes_slower(pace: float, role: str) -> None:
    before, after = SHIPPED.of(role), SHIPPED.slower(pace).of(role)
    assert after.pace >= before.pace
    assert after.pace in (before.pace, pace)
    assert not math.isnan(after.pace)


@given(st.text())
def test_any_text_is_an_address_or_none(text: str) -> None:
    assert SHIPPED.at(text) is None or text.strip().lower().startswith("https://")
    floor(text)
    is_loopback(text)
