"""One polite question over HTTP: whom, how often, how long, and every failure under its own name."""

from __future__ import annotations

import email.utils
import io
import multiprocessing
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from resdiff.errors import (
    Busy,
    CertificateTrouble,
    FetchError,
    LibraryError,
    Offline,
    ServerTrouble,
    StrayRedirect,
    TimedOut,
    TooLong,
)
from resdiff.fetch import wire as module
from resdiff.fetch.failures import named, retry_after, span
from resdiff.fetch.hosts import Host, load
from resdiff.fetch.pace import Pace
from resdiff.fetch.wire import MOST_FAILURES, Wire, _onward, _plain, user_agent
from servers import Shelf, StandIn
from servers.standin import free_port, pauses

SHELF = Shelf(2)
SHIPPED = load()
API = "/api/symbol/access?s=S/RES/9101(2091)&l=en&t=pdf"


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(SHELF) as servers:
        yield servers


@pytest.fixture
def make(standin: StandIn, tmp_path: Path) -> Callable[..., Wire]:
    """A wire to the stand-in; what it tells is in its `told`."""

    def made(**columns: Any) -> Wire:
        told: list[str] = []
        wire = Wire(load(standin.hosts_file(tmp_path, **columns)), Pace(tmp_path / "pace"), told.append)
        wire.told = told  # type: ignore[attr-defined]
        return wire

    return made


def url(standin: StandIn, path: str = API, role: str = "documents") -> str:
    return standin.addresses[role] + path


# --- what is asked ----------------------------------------------------------------------------------------------------------------


def test_redirects_are_followed_and_told(standin: StandIn, make: Callable[..., Wire]) -> None:
    answer = make().ask(url(standin), {"Referer": "https://docs.un.org/en/x"})
    assert answer.data == SHELF.holdings["s/res/9101(2091)", "en"].body("pdf")
    assert [path.removeprefix(standin.addresses["documents"])[:5] for path in answer.asked] == ["/api/", "/doc/", "/doc/"]
    assert (answer.status, answer.media_type, answer.location) == (200, "application/pdf", "")
    assert answer.etag.startswith('"')
    assert answer.last_modified.endswith("GMT")
    assert answer.seconds > 0
    assert [r.headers["Referer"] for r in standin.log] == ["https://docs.un.org/en/x"] * 3


def test_not_followed_where_that_is_asked_for(standin: StandIn, make: Callable[..., Wire]) -> None:
    answer = make().ask(url(standin), follow=False)
    assert answer.location.startswith("/doc/UNDOC/")
    assert len(standin.log) == 1


def test_an_error_page_is_not_gone_to(standin: StandIn, make: Callable[..., Wire]) -> None:
    answer = make().ask(url(standin, "/api/symbol/access?s=S/RES/9999(2095)&l=en"))
    assert answer.location == "/error"
    assert len(standin.log) == 1


def test_in_lower_case(standin: StandIn, make: Callable[..., Wire]) -> None:
    standin.fault("upper_case_fails")
    answer = make().ask(url(standin), lower_case=True)
    assert answer.data.startswith(b"%PDF-")
    assert [r.stage for r in standin.log] == ["symbol", "file"]


def test_what_we_call_ourselves(monkeypatch: pytest.MonkeyPatch) -> None:
    assert user_agent().startswith("Mozilla/5.0 (compatible; resdiff/")
    assert user_agent().endswith("; +https://github.com/resdiff/resdiff)")
    monkeypatch.setattr(module, "metadata", lambda name: (_ for _ in ()).throw(module.PackageNotFoundError(name)))
    assert user_agent() == "Mozilla/5.0 (compatible; resdiff/0; +https://github.com/resdiff/resdiff)"


def test_no_password_is_sent(standin: StandIn, make: Callable[..., Wire], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\ndefault login me password secret\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    make().ask(url(standin))
    assert all("authorization" not in {name.lower() for name in r.headers} for r in standin.log)


# --- whom -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("{elsewhere}/x", "127.0.0.1:"),
        ("https://user:secret@documents.un.org/x", "documents.un.org"),
        ("//evil.example/x", "evil.example"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("ftp://documents.un.org/x", "documents.un.org"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("http://[", "http://["),
        ("http://[::1", "http://[::1"),
        ("https://documents.un.org\\@evil.example/", "evil.example"),
        ("http://127.0.0.1:99999/", "127.0.0.1:99999"),
        ("http://127.0.0.1:0/", "127.0.0.1:0"),
        ("http://127.0.0.1:x/", "127.0.0.1:x"),
        ("http://ev\x1b[31mil.example/", "ev%1B[31mil.example"),
        ("http://%65vil.example/", "%65vil.example"),
    ],
)
def test_no_redirect_leads_out_of_the_table(
    standin: StandIn, make: Callable[..., Wire], location: str, named: str, tmp_path: Path
) -> None:
    standin.fault("redirect_to", location=location)
    with pytest.raises(StrayRedirect) as caught:
        make().ask(url(standin))
    assert named in caught.value.what
    assert "secret" not in caught.value.what
    assert caught.value.what.isprintable()
    assert "host table" in caught.value.hint
    assert len(standin.log) == 1


def test_no_redirect_leaves_encryption(tmp_path: Path) -> None:
    hosts = load()
    assert hosts.at("https://documents.un.org/x") is not None
    assert hosts.at("http://documents.un.org/x") is None
    assert hosts.at("https://documents.un.org:80/x") is None
    with pytest.raises(StrayRedirect):
        Wire(hosts, Pace(tmp_path)).ask("http://documents.un.org/x")


def test_a_redirect_to_another_host_of_the_table_is_followed(standin: StandIn, make: Callable[..., Wire]) -> None:
    path = "/access.nsf/Get?OpenAgent&DS=S/RES/9101(2091)&Lang=E"
    assert make().ask(url(standin, path, "daccess")).data.startswith(b"%PDF-")
    assert [r.role for r in standin.log] == ["daccess", "documents"]


@pytest.mark.parametrize("fresh", [False, True])
def test_circles_end(standin: StandIn, make: Callable[..., Wire], fresh: bool) -> None:
    standin.fault("redirect_loop", fresh=fresh)
    with pytest.raises(ServerTrouble, match="in a circle"):
        make().ask(url(standin))
    assert len(standin.log) <= 7


@given(st.text(max_size=40), st.text(max_size=40), st.booleans())
def test_wherever_a_redirect_leads_it_is_an_address_in_plain_letters(before: str, location: str, lower: bool) -> None:
    found = _onward(_plain("https://documents.un.org/" + before), location, lower_case=lower)
    assert found.isascii()
    assert found.isprintable()
    assert " " not in found
    assert "\\" not in found
    SHIPPED.at(found)


# --- how patiently ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "parameters", "error", "status"),
    [
        ("unavailable", {}, Busy, "503"),
        ("too_many", {"retry_after": None}, Busy, "429"),
        ("bad_gateway", {}, ServerTrouble, "502"),
        ("server_error", {}, ServerTrouble, "500"),
        ("refused", {"how": "reset"}, ServerTrouble, "broke off"),
        ("refused", {"how": "close"}, ServerTrouble, "broke off"),
        ("header_flood", {}, ServerTrouble, "broke off"),
        ("cut", {"framing": "headers"}, ServerTrouble, "before the file"),
        ("cut", {"framing": "length"}, ServerTrouble, "broke off"),
        ("cut", {"framing": "chunked"}, ServerTrouble, "broke off"),
        ("cut", {"framing": "close"}, ServerTrouble, "in the middle"),
    ],
)
def test_a_busy_or_ill_server_is_asked_again_as_often_as_its_row_says(
    standin: StandIn, make: Callable[..., Wire], fault: str, parameters: Mapping[str, Any], error: type[FetchError], status: str
) -> None:
    standin.fault(fault, stage="file", **parameters)
    wire = make(tries=3)
    with pytest.raises(error, match=status):
        wire.ask(url(standin))
    # the address that failed is asked again, not the way to it
    assert [r.stage for r in standin.log] == ["symbol", "upper", "file", "file", "file"]
    assert len(wire.told) == 2  # type: ignore[attr-defined]
    with pytest.raises(error):
        wire.ask(url(standin))
    standin.clear_faults()
    assert wire.ask(url(standin)).data.startswith(b"%PDF-")


@pytest.mark.parametrize("fault", ["unavailable", "cut", "refused", "slow_first_byte"])
def test_one_bad_moment_is_passed_over(standin: StandIn, make: Callable[..., Wire], fault: str) -> None:
    standin.fault(fault, stage="file", times=1)
    assert make(read=0.3).ask(url(standin)).data.startswith(b"%PDF-")


def test_a_host_that_has_just_failed_is_tried_once_for_each_further_question(standin: StandIn, make: Callable[..., Wire]) -> None:
    standin.fault("bad_gateway", role="documents", times=4)
    wire = make(tries=3)
    for _ in range(2):
        with pytest.raises(ServerTrouble):
            wire.ask(url(standin))
    assert len(standin.log) == 4
    wire.ask(url(standin))
    standin.fault("bad_gateway", role="documents", times=1)
    assert wire.ask(url(standin)).data  # after an answer it has its tries again


def test_after_several_failures_in_a_row_a_host_is_left_alone(standin: StandIn, make: Callable[..., Wire]) -> None:
    standin.fault("bad_gateway", role="documents")
    wire = make(tries=1)
    for _ in range(MOST_FAILURES):
        with pytest.raises(ServerTrouble, match="in trouble"):
            wire.ask(url(standin))
    with pytest.raises(ServerTrouble, match="not asked again in this run"):
        wire.ask(url(standin))
    assert len(standin.log) == MOST_FAILURES
    # nor by way of another
    with pytest.raises(ServerTrouble, match="not asked again in this run"):
        wire.ask(url(standin, "/access.nsf/Get?OpenAgent&DS=S/RES/9101(2091)&Lang=E", "daccess"))
    assert len(standin.requests("documents")) == MOST_FAILURES


def test_failures_that_are_not_in_a_row_count_for_nothing(standin: StandIn, make: Callable[..., Wire]) -> None:
    wire = make(tries=1)
    for _ in range(2 * MOST_FAILURES):
        standin.fault("bad_gateway", role="documents", times=1)
        with pytest.raises(ServerTrouble):
            wire.ask(url(standin))
        wire.ask(url(standin))


def test_a_host_can_be_left_alone_by_whoever_asks(standin: StandIn, make: Callable[..., Wire]) -> None:
    wire = make()
    wire.leave(url(standin), ServerTrouble("it gives riddles", "Do not."))
    wire.leave("https://elsewhere.example", ServerTrouble("nobody knows it"))
    with pytest.raises(ServerTrouble, match="riddles") as caught:
        wire.ask(url(standin))
    assert caught.value.hint == "Do not."
    assert standin.log == ()


@pytest.mark.parametrize("after", [1, "date:2"])
def test_the_pause_that_a_server_asks_for_is_kept(standin: StandIn, make: Callable[..., Wire], after: int | str) -> None:
    standin.fault("unavailable", stage="symbol", times=1, retry_after=after)
    wire = make(patience=5)
    wire.ask(url(standin))
    assert pauses(standin.log)[0] >= 0.95
    assert "asks us to come back in" in wire.told[0]  # type: ignore[attr-defined]


def test_a_pause_that_is_too_long_is_told_and_kept_over_questions(standin: StandIn, make: Callable[..., Wire]) -> None:
    standin.fault("too_many", role="documents", retry_after=3000)
    wire = make(patience=5)
    with pytest.raises(Busy, match="50 minutes") as caught:
        wire.ask(url(standin))
    assert caught.value.retry_after == 3000
    with pytest.raises(Busy, match="50 minutes"):
        wire.ask(url(standin))
    assert len(standin.log) == 1


def test_a_pause_that_is_asked_for_at_the_end_of_all_tries_is_kept_before_the_next_question(
    standin: StandIn, make: Callable[..., Wire]
) -> None:
    standin.fault("too_many", role="documents", retry_after=1, times=1)
    wire = make(patience=5, tries=1)
    with pytest.raises(Busy):
        wire.ask(url(standin))
    wire.ask(url(standin))
    assert pauses(standin.log)[0] >= 0.95


def test_a_ration_that_is_spent(standin: StandIn, make: Callable[..., Wire]) -> None:
    path = "/repos/UNxml/SCresolutions/git/trees/main?recursive=1"
    standin.fault("rate_limited", reset=1800, times=1)
    wire = make()
    with pytest.raises(Busy, match="30 minutes"):
        wire.ask(url(standin, path, "api"))
    standin.fault("rate_limited", retry_after=1, times=1)
    assert make(patience=5).ask(url(standin, path, "api")).status == 200


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": " 7 "}, 7),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": "-7"}, None),
        ({"Retry-After": "7.5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "²"}, None),
        ({"Retry-After": "٧"}, 7),
        ({"Retry-After": "9" * 400}, None),
        ({"Retry-After": "9" * 30}, 366 * 86400),
        ({"Retry-After": "Mon, 01 Jan 0001 00:00:00 GMT"}, 0),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, 366 * 86400),
        ({"Retry-After": "Fri, 31 Dec 99999 23:59:59 GMT"}, None),
        ({"Retry-After": "Fri, 31 Dec 2100 23:59:59"}, None),
        ({"X-RateLimit-Reset": "1"}, 0),
        ({"X-RateLimit-Reset": "nan"}, None),
        ({"X-RateLimit-Reset": "soon"}, None),
    ],
)
def test_what_a_server_asks_to_wait(headers: Mapping[str, str], expected: float | None) -> None:
    assert retry_after(headers) == expected


def test_a_date_to_come_back_at() -> None:
    when = retry_after({"Retry-After": email.utils.formatdate(time.time() + 60, usegmt=True)})
    assert when is not None
    assert 55 < when <= 60


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_a_server_asks_is_a_number_of_seconds_or_nothing(after: str, reset: str) -> None:
    found = retry_after({"Retry-After": after, "X-RateLimit-Reset": reset})
    assert found is None or 0 <= found <= 366 * 86400


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0.4 seconds"), (1, "1.0 seconds"), (45, "45 seconds"), (300, "5 minutes"), (7200, "2 hours"), (1e6, "12 days")],
)
def test_spans_in_words(seconds: float, said: str) -> None:
    assert span(seconds) == said


# --- how long, how much -----------------------------------------------------------------------------------------------------------


def test_a_silent_server(standin: StandIn, make: Callable[..., Wire]) -> None:
    standin.fault("slow_first_byte", stage="symbol", seconds=5)
    start = time.monotonic()
    with pytest.raises(TimedOut, match=r"silent for 0\.2 seconds"):
        make(read=0.2, tries=6).ask(url(standin))
    assert time.monotonic() - start < 20
    assert len(standin.log) == 2  # a time-out of minutes is tried twice, whatever the row allows


def test_a_server_that_drips(standin: StandIn, make: Callable[..., Wire]) -> None:
    standin.fault("drip", stage="file", seconds=0.02)
    start = time.monotonic()
    with pytest.raises(TimedOut, match=r"not done after 0\.3 seconds"):
        make(read=0.2, total=0.3, connect=0.2, tries=1).ask(url(standin))
    assert time.monotonic() - start < 20
    end = time.monotonic() + 10
    while [thread for thread in threading.enumerate() if thread.name == "resdiff-wire"]:
        assert time.monotonic() < end, "the request goes on"
        time.sleep(0.01)


def test_a_server_that_drips_pieces_just_in_time(standin: StandIn, make: Callable[..., Wire]) -> None:
    """Each piece is large enough to be handed over, so the thread itself sees that the time is up."""
    standin.fault("drip", stage="file", size=70_000, seconds=0.01)
    standin.fault("huge", stage="file")
    with pytest.raises((TimedOut, TooLong)):
        make(read=0.5, total=0.3, connect=2.0, tries=1, largest=10**9).ask(url(standin))


def test_a_request_that_cannot_be_ended_keeps_its_host_from_being_asked(
    standin: StandIn, make: Callable[..., Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = make(total=0.5, connect=0.1, tries=1)
    free = threading.Event()
    monkeypatch.setattr(Wire, "_exchange", lambda self, *what: free.wait(10))
    with pytest.raises(TimedOut, match="not done"):
        wire.ask(url(standin))
    monkeypatch.undo()
    with pytest.raises(TimedOut, match="still sends an earlier answer"):
        wire.ask(url(standin))
    assert standin.log == ()
    free.set()
    next(iter(wire._hung.values())).join(10)
    assert wire.ask(url(standin)).data


@pytest.mark.parametrize("stage", ["symbol", "file"])
@pytest.mark.parametrize("framing", ["chunked", "close"])
def test_a_body_that_does_not_end(standin: StandIn, make: Callable[..., Wire], stage: str, framing: str) -> None:
    standin.fault("huge", stage=stage, framing=framing)
    with pytest.raises(TooLong, match="more than 1 MB") as caught:
        make(largest=2**20).ask(url(standin))
    assert caught.value.hint
    assert len([r for r in standin.log if r.stage == stage]) == 1


def test_a_bomb(standin: StandIn, make: Callable[..., Wire]) -> None:
    standin.fault("gzip_bomb", stage="file", megabytes=200)
    with pytest.raises(TooLong):
        make(largest=2**20).ask(url(standin))


def test_what_is_compressed_is_unpacked(standin: StandIn, make: Callable[..., Wire]) -> None:
    standin.fault("gzip", stage="file")
    assert make().ask(url(standin)).data == SHELF.holdings["s/res/9101(2091)", "en"].body("pdf")


def test_into_a_file(standin: StandIn, make: Callable[..., Wire]) -> None:
    path = "/UNxml/SCresolutions/tar.gz/refs/heads/main"
    standin.fault("cut", stage="archive", times=1, framing="chunked")
    standin.fault("cut", stage="archive", times=2, framing="length")
    sink = io.BytesIO()
    answer = make().ask(url(standin, path, "archive"), sink=sink)
    assert answer.data == b""
    assert sink.getvalue() == SHELF.repositories["SCresolutions"].archive()[1]
    assert [r.answered for r in standin.log] == ["cut+cut", "cut", "served"]
    sink = io.BytesIO()
    again = make().ask(url(standin, path, "archive"), {"If-None-Match": answer.etag}, sink=sink)
    assert (again.status, sink.getvalue()) == (304, b"")


def test_a_full_disk_is_no_fault_of_the_server(standin: StandIn, make: Callable[..., Wire]) -> None:
    class Full(io.BytesIO):
        def write(self, *what: Any) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        make().ask(url(standin, "/UNxml/SCresolutions/tar.gz/refs/heads/main", "archive"), sink=Full())
    assert len(standin.log) == 1


# --- no way -----------------------------------------------------------------------------------------------------------------------


def test_a_closed_port_is_told_at_once_where_nothing_answered_yet(standin: StandIn, make: Callable[..., Wire]) -> None:
    standin.shut("documents")
    wire = make(backoff=[60.0])
    start = time.monotonic()
    with pytest.raises(Offline, match="cannot be reached") as caught:
        wire.ask(url(standin))
    assert time.monotonic() - start < 20
    assert "HTTPS_PROXY" in caught.value.hint
    with pytest.raises(Offline, match="not asked again in this run"):
        wire.ask(url(standin))


def test_a_host_that_goes_away_within_a_run_is_waited_for(standin: StandIn, make: Callable[..., Wire]) -> None:
    wire = make(tries=3)
    wire.ask(url(standin, "/repos/UNxml/SCresolutions/git/trees/main?recursive=1", "api"))
    standin.shut("documents")
    with pytest.raises(Offline):
        wire.ask(url(standin))
    assert len(wire.told) == 2  # type: ignore[attr-defined]


def test_a_proxy_that_does_not_answer_is_named_without_its_password(
    standin: StandIn, make: Callable[..., Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("HTTP_PROXY", f"http://me:secret@127.0.0.1:{port}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(Offline, match=f"the proxy 127.0.0.1:{port} does not let us through") as caught:
        make().ask(url(standin))
    assert "secret" not in str(caught.value) + caught.value.hint
    assert standin.log == ()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert make().ask(url(standin)).data


def test_a_certificate_that_nobody_trusts(standin: StandIn, make: Callable[..., Wire], monkeypatch: pytest.MonkeyPatch) -> None:
    standin.fault("bad_certificate", role="documents")
    wire = make()
    with pytest.raises(CertificateTrouble, match="certificate") as caught:
        wire.ask(url(standin))
    assert "REQUESTS_CA_BUNDLE" in caught.value.hint
    with pytest.raises(CertificateTrouble, match="not asked again in this run"):
        wire.ask(url(standin))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/at/all.pem")
    with pytest.raises(CertificateTrouble, match="does not exist"):
        make().ask(url(standin))
    assert len(standin.log) <= 1


def test_a_host_that_lets_nobody_in(tmp_path: Path, standin: StandIn, make: Callable[..., Wire]) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        # the queue of a socket that accepts nobody is full after a few
        waiting = [socket.socket() for _ in range(4)]
        for client in waiting:
            client.setblocking(False)
            client.connect_ex(deaf.getsockname())
        standin.addresses["documents"] = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with pytest.raises(TimedOut, match=r"did not let us in|silent"):
            make(connect=0.3, read=0.3, tries=1).ask(url(standin))
        for client in waiting:
            client.close()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (requests.exceptions.SSLError("certificate verify failed"), CertificateTrouble),
        (requests.exceptions.SSLError("wrong version number"), ServerTrouble),
        (requests.exceptions.ProxyError("x"), Offline),
        (requests.exceptions.ConnectTimeout("x"), TimedOut),
        (requests.exceptions.ReadTimeout("x"), TimedOut),
        (requests.exceptions.ConnectionError("Read timed out."), TimedOut),
        (requests.exceptions.ConnectionError("NameResolutionError"), Offline),
        (requests.exceptions.ConnectionError(OSError("[Errno 101] Network is unreachable")), Offline),
        (requests.exceptions.ChunkedEncodingError("x"), ServerTrouble),
        (requests.exceptions.ContentDecodingError("x"), ServerTrouble),
        (requests.exceptions.InvalidURL("x"), ServerTrouble),
        (ConnectionResetError(104, "reset"), ServerTrouble),
        (OSError("Could not find a suitable TLS CA certificate bundle, invalid path: /x"), CertificateTrouble),
        (Busy("x"), Busy),
        (OSError(28, "No space left on device"), OSError),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (ZeroDivisionError(), ZeroDivisionError),
    ],
)
def test_errors_of_the_library_under_our_own_names(error: BaseException, kind: type[BaseException]) -> None:
    host = load().of("documents")
    told = named(error, host, "https://documents.un.org")
    assert type(told) is kind
    if isinstance(told, FetchError) and told is not error:
        assert told.hint


def test_an_error_of_our_own_is_not_taken_for_one_of_the_network(
    standin: StandIn, make: Callable[..., Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_body", lambda *what: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        make().ask(url(standin))
    assert len(standin.log) == 1


# --- the pace ---------------------------------------------------------------------------------------------------------------------


def host(pace: float, address: str = "http://127.0.0.1:1") -> Host:
    return Host("documents", address, pace, 0.0, 1, 1, 1, 1, (), 0, 1, 1)


def test_there_is_a_pause_between_two_requests(standin: StandIn, make: Callable[..., Wire]) -> None:
    make(pace=0.2).ask(url(standin))
    make(pace=0.2).ask(url(standin))  # another run: the pause is kept on disk
    assert len(standin.log) == 6
    assert min(pauses(standin.log)) >= 0.2


def _turns(folder: str, count: int, report: Any) -> None:
    pace = Pace(Path(folder))
    for _ in range(count):
        with pace.turn(host(0.05)):
            begin = time.time()
            time.sleep(0.01)
            report.put((begin, time.time()))


def test_over_all_processes_one_at_a_time_and_with_a_pause(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    report = context.Queue()
    processes = [context.Process(target=_turns, args=(str(tmp_path), 5, report)) for _ in range(3)]
    for process in processes:
        process.start()
    turns = sorted(report.get(timeout=30) for _ in range(15))
    for process in processes:
        process.join()
    for (_, end), (begin, _) in pairwise(turns):
        assert begin - end >= 0.049


@pytest.mark.parametrize("noted", ["", "soon", "nan", "inf", "-inf", "1e400", "0", "9e9", "\x00"])
def test_a_note_that_was_spoilt_or_a_clock_that_was_set_back(tmp_path: Path, noted: str) -> None:
    (tmp_path / "127.0.0.1_1.last").write_text(noted)
    start = time.monotonic()
    with Pace(tmp_path).turn(host(0.1)):
        pass
    assert time.monotonic() - start < 20


def test_a_clock_that_is_set_while_we_run_shortens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(tmp_path)
    with pace.turn(host(0.2)):
        start = time.monotonic()
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 3600)
    with pace.turn(host(0.2)):
        assert time.monotonic() - start >= 0.2


def test_a_run_that_waits_for_another_one_too_long(tmp_path: Path) -> None:
    first, second = Pace(tmp_path), Pace(tmp_path, turn=0.1)
    with first.turn(host(0.0)), pytest.raises(Busy, match="another run"), second.turn(host(0.0)):
        pass


def test_without_pauses_nothing_is_asked(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="pauses") as caught, Pace(tmp_path / "file" / "pace").turn(host(0.0)):
        pytest.fail("it was asked")
    assert "XDG_CACHE_HOME" in caught.value.hint


def test_what_goes_wrong_within_a_turn_is_not_taken_for_trouble_with_pauses(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="other"), Pace(tmp_path).turn(host(0.0)):
        raise OSError("other")
