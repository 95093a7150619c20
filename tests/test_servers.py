"""The stand-in for the servers does what it is meant to do: documents that are read right, the ways of the real servers, every fault."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import io
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import tarfile
import threading
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from resdiff import intake, specimen
from resdiff.cache import Origin
from resdiff.errors import NoTextLayer, Unreadable
from resdiff.models import Document
from resdiff.read.facts import read_facts
from servers import Shelf, StandIn, archives, texts
from servers.faults import FAULTS
from servers.standin import pauses

SYMBOL = "S/RES/9101(2091)"
API = f"/api/symbol/access?s={SYMBOL}&l=en&t=pdf"
LISTING = "/repos/UNxml/SCresolutions/git/trees/main?recursive=1"
ARCHIVE = "/UNxml/SCresolutions/tar.gz/refs/heads/main"
MOST = 3_000_000
"""Bytes of a body after which a test has seen enough."""


@dataclass
class Got:
    """What came back: `error` is the kind of failure, "" for none; the body as far as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    error: str = ""
    seconds: float = 0.0


def get(standin: StandIn, role: str, target: str, method: str = "GET", *, patience: float = 5.0, **headers: str) -> Got:
    """One request, redirects not followed; header names with _ for -."""
    parts = urlsplit(standin.addresses[role])
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=patience)
    got, start = Got(0, {}, b""), time.monotonic()
    try:
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        got = Got(answer.status, {key.lower(): value for key, value in answer.getheaders()}, b"")
        while len(got.body) < MOST and time.monotonic() - start < patience and (piece := answer.read1(65536)):
            got.body += piece
        if answer.length:
            got.error = "short"
    except (OSError, http.client.HTTPException) as error:
        got.error = type(error).__name__
    finally:
        connection.close()
    got.seconds = time.monotonic() - start
    return got


def follow(standin: StandIn, role: str, target: str) -> tuple[Got, list[str]]:
    """The answer after its redirects, and the places they led to."""
    way: list[str] = []
    got = get(standin, role, target)
    while 300 <= got.status < 400 and len(way) < 6:
        to = got.headers["location"]
        way.append(to)
        if not to.startswith("/"):
            host = to[: to.index("/", 8)]
            role = next(name for name, address in standin.addresses.items() if address == host)
            to = to.removeprefix(host)
        got = get(standin, role, to)
    return got, way


def file_of(standin: StandIn, symbol: str = SYMBOL, language: str = "en", form: str = "pdf") -> str:
    """The address of a file in the store."""
    holding = standin.shelf.find(symbol, language)
    assert holding is not None
    return holding.path(form).lower()


def raw_of(standin: StandIn, pattern: str = "S_RES_9101") -> str:
    path = next(path for path in standin.shelf.repositories["SCresolutions"].files if pattern in path)
    return f"/UNxml/SCresolutions/main/{quote(path)}"


def read(data: bytes, name: str = "x") -> Document:
    return intake.read_document(data, Origin(sha256=hashlib.sha256(data).hexdigest(), size=len(data), file=name))


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(24)


# --- the documents -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["pdf", "xml"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_invented_resolutions_are_read_right(shelf: Shelf, form: str, language: str) -> None:
    for number in range(9101, 9125):
        holding = shelf.find(texts.symbol_of(number), language)
        assert holding is not None
        document = read(holding.body(form))
        assert (document.symbol, document.language, document.doubts) == (holding.text.symbol, language, ())
        assert tuple(p.id for p in document.paragraphs) == holding.text.ids
        assert document.adoption.date == holding.text.day
        assert len([p for p in document.paragraphs if p.id.startswith("PP")]) in range(3, 9)
        cited = {c.symbol for p in document.paragraphs for c in p.citations}
        assert cited == set(holding.text.cites)


def test_no_two_invented_resolutions_are_alike(shelf: Shelf) -> None:
    said = [tuple(p.text for p in h.text.parts if p.kind != "operative" or "seized" not in p.text) for h in shelf.holdings.values()]
    assert len(set(said)) == len(said)
    other = Shelf(24, seed=2)
    assert other.find(SYMBOL, "en").text.parts != shelf.find(SYMBOL, "en").text.parts  # type: ignore[union-attr]
    assert Shelf(24).find(SYMBOL, "en") == shelf.find(SYMBOL, "en")


def test_the_specimen_printed_has_the_paragraphs_of_its_xml(shelf: Shelf) -> None:
    for name, data in specimen.files():
        if name.endswith(".xml"):
            official = read(data)
            holding = shelf.find(official.symbol or "", official.language)
            assert holding is not None
            assert holding.body("xml") == data
            printed = read(holding.body("pdf"))
            assert printed.symbol == official.symbol
            assert printed.language == official.language
            assert [p.id for p in printed.paragraphs] == [p.id for p in official.paragraphs], name


@pytest.mark.parametrize(
    ("symbol", "language", "status"),
    [
        ("S/2091/117", "en", "letter or report"),
        ("S/2091/117", "fr", "letter or report"),
        ("S/PRST/2093/4", "fr", "statement"),
        ("S/2095/812", "en", "draft"),
        ("A/RES/146/12", "fr", "resolution"),
        ("S/RES/9053 (2093)", "es", "resolution"),
        ("S/RES/1373 (2001)", "en", "resolution"),
    ],
)
def test_the_other_documents_are_read_right(shelf: Shelf, symbol: str, language: str, status: str) -> None:
    holding = shelf.find(symbol, language)
    assert holding is not None
    document = read(holding.body("pdf"))
    assert (document.symbol, document.language, document.status) == (symbol, language, status)


def test_every_document_says_that_it_is_a_specimen(shelf: Shelf) -> None:
    for holding in list(shelf.holdings.values())[::5]:
        assert re.search("SP[EÉ]CIMEN", "\n".join(read(holding.body("pdf")).masthead.lines))


def test_languages_that_a_document_has(shelf: Shelf) -> None:
    held = {symbol: shelf.languages(symbol) for symbol in shelf.symbols()}
    assert held["S/RES/9051 (2091)"] == ("en",)
    assert held["S/RES/9052 (2092)"] == ("fr",)
    assert held["S/RES/9053 (2093)"] == ("en", "es")
    assert held["S/RES/9008 (2099)"] == held["S/RES/9101 (2091)"] == ("en", "fr")


def test_word_files_are_read_right(shelf: Shelf) -> None:
    pytest.importorskip("resdiff.read.word")
    for number in range(9101, 9107):
        for language in ("en", "fr"):
            holding = shelf.find(texts.symbol_of(number), language)
            assert holding is not None
            document = read(holding.body("docx"))
            assert (document.symbol, document.language, document.doubts) == (holding.text.symbol, language, ())
            assert tuple(p.id for p in document.paragraphs) == holding.text.ids


def test_word_files(shelf: Shelf) -> None:
    kinds = {number: shelf.find(texts.symbol_of(number), "en") for number in range(9101, 9125)}
    first = kinds[9101]
    assert first is not None
    assert shelf.form(first, "docx") == "docx"
    words = zipfile.ZipFile(io.BytesIO(first.body("docx"))).read("word/document.xml").decode()
    assert all(part.text.replace("*", "") in re.sub("<[^>]+>", "", words) for part in first.text.parts)
    given = {number: shelf.form(holding, "doc") for number, holding in kinds.items() if holding}
    assert {given[9105], given[9107], given[9108]} == {"pdf", "doc", "docx"} or set(given.values()) == {"pdf", "doc", "docx", "wpf"}
    assert set(given.values()) == {"pdf", "doc", "docx", "wpf"}


# --- the ways of the servers ---------------------------------------------------------------------------------------------------------


def test_a_document_by_its_symbol(standin: StandIn) -> None:
    got, way = follow(standin, "documents", API)
    assert way == ["/doc/UNDOC/GEN/N91/001/01/PDF/N9100101.PDF", "/doc/undoc/gen/n91/001/01/pdf/n9100101.pdf"]
    assert [r.status for r in standin.log] == [302, 301, 200]
    assert got.body.startswith(b"%PDF-")
    assert len(got.body) == int(got.headers["content-length"]) > 4096
    assert got.headers["last-modified"]
    assert read(got.body).symbol == "S/RES/9101 (2091)"


@pytest.mark.parametrize("spelled", ["S%2FRES%2F9101%20%282091%29", "s/res/9101(2091)", "S/RES/9101%20(2091)", "S/RES/9101(2091)"])
def test_spellings_of_a_symbol(standin: StandIn, spelled: str) -> None:
    got = get(standin, "documents", f"/api/symbol/access?l=E&s={spelled}")
    assert got.headers["location"].endswith("N9100101.PDF")


def test_an_unknown_language_is_english(standin: StandIn) -> None:
    asked = {
        code: follow(standin, "documents", f"/api/symbol/access?s={SYMBOL}&l={code}&t=pdf")[0].body
        for code in ("ja", "en", "E", "F")
    }
    assert asked["ja"] == asked["en"] == asked["E"] != asked["F"]


def test_word_is_whatever_there_is(standin: StandIn) -> None:
    first = {}
    for number in (9101, 9105, 9107, 9108, 9109):
        got, _ = follow(standin, "documents", f"/api/symbol/access?s={texts.symbol_of(number).replace(' ', '')}&l=en&t=docx")
        first[number] = got.body[:4]
    assert {first[9101], first[9105]} == {b"PK\x03\x04", b"%PDF"}
    assert b"\xd0\xcf\x11\xe0" in first.values()


@pytest.mark.parametrize("target", ["/api/symbol/access?s=S/RES/9999(2095)&l=en", f"/api/symbol/access?s={SYMBOL}&l=ar"])
def test_what_is_not_there_is_the_shell(standin: StandIn, target: str) -> None:
    got, way = follow(standin, "documents", target)
    assert way == ["/error"]
    assert (got.status, len(got.body)) == (200, 1303)
    assert got.body.startswith(b"<!doctype html>")


def test_a_malformed_symbol(standin: StandIn) -> None:
    assert get(standin, "documents", "/api/symbol/access?s=S^RES^9101&l=en").status == 400


def test_a_part_of_a_file_and_a_file_that_has_not_changed(standin: StandIn) -> None:
    whole = get(standin, "documents", file_of(standin))
    part = get(standin, "documents", file_of(standin), Range="bytes=100-199")
    assert (part.status, part.body) == (206, whole.body[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole.body)}"
    assert get(standin, "documents", file_of(standin), If_None_Match=whole.headers["etag"]).status == 304
    assert get(standin, "documents", file_of(standin), If_Modified_Since=whole.headers["last-modified"]).status == 304
    assert get(standin, "documents", file_of(standin), Range="bytes=999999-").status == 416
    head = get(standin, "documents", file_of(standin), "HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(whole.body)))


def test_the_viewer_page_is_the_same_for_any_symbol(standin: StandIn) -> None:
    for symbol in (SYMBOL, "S/RES/9999(2095)", "A/NOTHING/1"):
        got = get(standin, "docs", f"/fr/{symbol}")
        assert (got.status, len(got.body)) == (200, 4240)
        frame = re.search(rb'<iframe[^>]* src="([^"]+)"', got.body)
        assert frame is not None
        assert frame[1].decode() == f"{standin.addresses['documents']}/api/symbol/access?s={symbol}&amp;l=fr&amp;t=pdf"
    assert b"<iframe" not in get(standin, "docs", f"/{SYMBOL}").body


def test_the_other_front_doors(standin: StandIn) -> None:
    direct = get(standin, "docs", f"/en/{SYMBOL}?direct=true").body
    assert direct == get(standin, "documents", file_of(standin)).body
    assert len(get(standin, "docs", "/en/S/RES/9999(2095)?direct=true").body) == 1303
    moved = get(standin, "undocs", f"/en/{SYMBOL}")
    assert (moved.status, moved.headers["location"]) == (301, f"{standin.addresses['docs']}/en/{SYMBOL}")
    got, way = follow(standin, "daccess", f"/access.nsf/Get?OpenAgent&DS={SYMBOL}&Lang=F")
    assert way[0].startswith(f"{standin.addresses['documents']}/access.nsf/get?DS=S%2FRES%2F9101%282091%29&Lang=F")
    assert read(got.body).language == "fr"


def test_a_joint_symbol_is_the_same_file(standin: StandIn) -> None:
    assert get(standin, "docs", "/en/A/146/434?direct=true").body == get(standin, "docs", "/en/S/2091/117?direct=true").body


# --- the collections -----------------------------------------------------------------------------------------------------------------


def test_the_listing_of_a_collection(standin: StandIn) -> None:
    got = get(standin, "api", LISTING)
    listing = json.loads(got.body)
    assert listing["truncated"] is False
    files = {entry["path"]: entry for entry in listing["tree"] if entry["type"] == "blob"}
    for path in (
        "Pre-2020/2091/S_RES_9001_9100117E.xml",
        "2092/French/SC_9002_2092-F.xml",
        "PRST/2093/S_PRST_2093_4-9300188E.xml",
        "data_extract/2091.json",
        "Pre-2020/2091/desktop.ini",
        "2096/English/test.txt",
    ):
        assert path in files
    assert any(path.startswith("Not adopted/English/S_2095_812-") for path in files)
    data = get(standin, "raw", raw_of(standin)).body
    entry = next(entry for path, entry in files.items() if "S_RES_9101" in path)
    assert entry["sha"] == hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
    assert entry["size"] == len(data)
    assert get(standin, "api", LISTING, If_None_Match=got.headers["etag"]).status == 304
    standin.shelf.repositories["SCresolutions"].put("2099/English/test.txt", b"")
    assert get(standin, "api", LISTING, If_None_Match=got.headers["etag"]).status == 200
    assert get(standin, "api", "/repos/UNxml/Nothing/git/trees/main").status == 404


def test_a_collection_holds_what_its_names_say_and_some_things_amiss(shelf: Shelf) -> None:
    said: dict[str, list[str]] = {}
    for path, data in shelf.repositories["SCresolutions"].files.items():
        if path.endswith(".xml"):
            document = read(data, path)
            said.setdefault(document.symbol or "", []).append(document.language)
    assert "S/RES/1373 (2001)" not in said
    assert sorted(said["S/RES/9005 (2095)"]) == ["en", "en", "fr"]  # two English files that differ
    assert said["S/RES/9001 (2091)"] == ["en"]
    assert said["S/RES/9051 (2091)"] == ["en", "en"]  # one in the folder of the French
    assert all(said[symbol] for symbol in ("S/2095/812", "S/2096/33", "S/PRST/2093/4", "S/RES/9052 (2092)"))
    assembly = shelf.repositories["GAresolutions"].files
    assert {read(data, path).symbol for path, data in assembly.items() if path.endswith("xml")} == {"A/RES/146/12", "A/RES/146/13"}


def test_the_archive_of_a_collection(standin: StandIn) -> None:
    got = get(standin, "archive", ARCHIVE)
    assert got.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in got.headers
    with tarfile.open(fileobj=io.BytesIO(got.body), mode="r:gz") as packed:
        files = {m.name: packed.extractfile(m).read() for m in packed if m.isfile()}  # type: ignore[union-attr]
    held = standin.shelf.repositories["SCresolutions"].files
    assert files == {f"SCresolutions-main/{path}": data for path, data in held.items()}
    facts = [f for path, data in held.items() if path.startswith("data_extract/") for f in read_facts(data)]
    assert {"S/RES/9001 (2091)", "S/RES/9101 (2091)", "S/PRST/2093/4"} <= {f.symbol for f in facts}
    assert get(standin, "archive", ARCHIVE, If_None_Match=got.headers["etag"]).status == 304


# --- faults --------------------------------------------------------------------------------------------------------------------------

Check = Callable[[Got, Got], bool]
"""Whether what came with the fault, beside what comes without it, is what the fault promises."""


def retry(got: Got) -> str:
    return got.headers.get("retry-after", "")


def refused(data: bytes) -> type[Unreadable] | None:
    """Why the bytes cannot be read."""
    try:
        read(data)
    except Unreadable as error:
        return type(error)
    return None


def half(got: Got, good: Got) -> bool:
    """Whether it is a part of what it should be, and nothing says so."""
    return not got.error and good.body.startswith(got.body) and 0 < len(got.body) < len(good.body)


PROMISES: list[tuple[str, dict[str, object], str, Check]] = [
    ("error_redirect", {}, "symbol", lambda got, good: got.headers["location"] == "/error"),
    ("error_redirect", {"absolute": True}, "symbol", lambda got, good: re.match(r"http://.*\d/error", got.headers["location"]) is not None),
    ("shell", {}, "symbol", lambda got, good: got.status == 200 and len(got.body) == 1303),
    ("zero_bytes", {}, "file", lambda got, good: got.status == 200 and got.body == b"" and not got.error),
    ("viewer", {}, "symbol", lambda got, good: got.status == 200 and len(got.body) == 4240),
    ("no_frame", {}, "viewer", lambda got, good: b"<iframe" not in got.body),
    ("strange_frame", {}, "viewer", lambda got, good: b"<iframe" in got.body and got.body != good.body),
    ("upper_case_fails", {}, "upper", lambda got, good: good.status == 301 and (got.status, len(got.body)) == (200, 1303)),
    ("upper_case_fails", {"form": "stub"}, "upper", lambda got, good: (got.status, len(got.body)) == (200, 162)),
    ("bad_gateway", {}, "symbol", lambda got, good: (got.status, len(got.body)) == (502, 552)),
    ("server_error", {}, "file", lambda got, good: got.status == 500),
    ("unavailable", {}, "file", lambda got, good: got.status == 503 and not retry(got)),
    ("unavailable", {"retry_after": 7}, "file", lambda got, good: got.status == 503 and retry(got) == "7"),
    ("unavailable", {"retry_after": "date:60"}, "file", lambda got, good: retry(got).endswith("GMT")),
    ("too_many", {}, "symbol", lambda got, good: got.status == 429 and retry(got) == "1"),
    ("slow_first_byte", {"seconds": 0.2}, "file", lambda got, good: got.body == good.body),
    ("drip", {"size": 5, "seconds": 0.3}, "file", lambda got, good: got.error == "short" and 0 < len(got.body) < 100),
    ("cut", {}, "file", lambda got, good: got.error in ("short", "IncompleteRead") and 0 < len(got.body) < len(good.body)),
    ("cut", {"framing": "chunked"}, "file", lambda got, good: got.error == "IncompleteRead" and "content-length" not in got.headers),
    ("cut", {"framing": "close"}, "file", lambda got, good: half(got, good)),
    ("cut", {"framing": "headers"}, "file", lambda got, good: got.status in (0, 200) and not got.body),
    ("wrong_language", {}, "file", lambda got, good: (read(got.body).symbol, read(got.body).language) == ("S/RES/9101 (2091)", "fr")),
    ("wrong_language", {}, "raw", lambda got, good: read(got.body).language == "fr"),
    ("wrong_document", {}, "file", lambda got, good: (read(got.body).symbol, read(got.body).language) == ("S/RES/9102 (2091)", "en")),
    ("wrong_document", {"served": "S/RES/9002 (2092)"}, "raw", lambda got, good: read(got.body).symbol == "S/RES/9002 (2092)"),
    ("challenge", {}, "symbol", lambda got, good: "x-amzn-waf-action" in got.headers and b"gokuProps" in got.body),
    ("challenge", {"empty": True}, "raw", lambda got, good: got.status == 202 and got.body == b""),
    ("forbidden", {}, "direct", lambda got, good: got.status == 403),
    ("rate_limited", {}, "listing", lambda got, good: got.status == 403 and got.headers["x-ratelimit-remaining"] == "0"),
    ("redirect_loop", {}, "symbol", lambda got, good: got.status == 302 and got.headers["location"] == API),
    ("redirect_loop", {"fresh": True}, "symbol", lambda got, good: got.headers["location"] == f"{API}&round=1"),
    ("redirect_elsewhere", {}, "symbol", lambda got, good: got.headers["location"].startswith("http://127.0.0.1:")),
    ("redirect_to_file_scheme", {}, "file", lambda got, good: got.headers["location"] == "file:///etc/passwd"),
    ("redirect_to", {"location": "{docs}/en"}, "file", lambda got, good: got.headers["location"].endswith("/en")),
    ("gzip", {}, "file", lambda got, good: got.headers["content-encoding"] == "gzip" and gzip.decompress(got.body) == good.body),
    ("gzip_bomb", {"megabytes": 30}, "file", lambda got, good: len(got.body) < 10**6 and len(gzip.decompress(got.body)) > 30 * 2**20),
    ("huge", {}, "file", lambda got, good: len(got.body) >= MOST),
    ("huge", {"declared": 10**12}, "raw", lambda got, good: got.headers["content-length"] == str(10**12) and len(got.body) >= MOST),
    ("not_found", {}, "file", lambda got, good: (got.status, len(got.body)) == (404, 29) and bool(json.loads(got.body))),
    ("bad_request", {}, "symbol", lambda got, good: got.status == 400),
    ("wordperfect", {}, "file", lambda got, good: got.body.startswith(b"\xffWPC")),
    ("legacy_doc", {}, "file", lambda got, good: got.body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    ("garbage", {}, "file", lambda got, good: got.body.startswith(b"%PDF-") and len(got.body) > 4096),
    ("html_as_pdf", {}, "direct", lambda got, good: got.headers["content-type"] == "application/pdf" and got.body.startswith(b"<!DOCTYPE")),
    ("damaged", {}, "file", lambda got, good: len(got.body) == len(good.body) and got.body != good.body),
    ("cut", {"framing": "short"}, "file", lambda got, good: got.status == 200 and half(got, good)),
    ("drip_headers", {"size": 20, "seconds": 0.3}, "symbol", lambda got, good: got.seconds > 1.5 and got.status == 302),
    ("false_gzip", {}, "raw", lambda got, good: got.headers["content-encoding"] == "gzip" and got.body == good.body),
    ("detour", {"hops": 0}, "symbol", lambda got, good: got.headers["location"] == good.headers["location"]),
    ("detour", {}, "file", lambda got, good: got.status == 302 and got.headers["location"].endswith("pdf?round=1")),
    ("redirect_nowhere", {}, "symbol", lambda got, good: got.status == 302 and "location" not in got.headers),
    ("partial", {}, "file", lambda got, good: got.status == 206 and half(got, good)),
    ("not_modified", {}, "listing", lambda got, good: got.status == 304 and not got.body),
    ("json_error", {}, "symbol", lambda got, good: got.status == 200 and "error" in json.loads(got.body)),
    ("scan", {}, "file", lambda got, good: got.body.startswith(b"%PDF-") and len(got.body) > 4096 and refused(got.body) is NoTextLayer),
    ("refused", {}, "file", lambda got, good: got.error in ("ConnectionResetError", "RemoteDisconnected") and got.status == 0),
    ("refused", {"how": "close"}, "symbol", lambda got, good: got.error == "RemoteDisconnected" and got.status == 0),
    ("header_flood", {}, "file", lambda got, good: got.error == "HTTPException"),
    ("listing_cut_short", {}, "listing", lambda got, good: json.loads(got.body)["truncated"] is True),
    ("listing_evil", {}, "listing", lambda got, good: b"../../etc/passwd" in got.body),
    ("listing_no_json", {}, "listing", lambda got, good: isinstance(json.loads(got.body), list)),
    ("evil_archive", {}, "archive", lambda got, good: b"outside" in gzip.decompress(got.body)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "parameters", "stage", "check"), PROMISES, ids=[f"{p[0]}-{p[2]}-{i}" for i, p in enumerate(PROMISES)]
)
def test_a_fault_does_what_it_promises(
    standin: StandIn, name: str, parameters: dict[str, object], stage: str, check: Check
) -> None:
    where = {
        "symbol": ("documents", API),
        "upper": ("documents", "/doc/UNDOC/GEN/N91/001/01/PDF/N9100101.PDF"),
        "file": ("documents", file_of(standin)),
        "viewer": ("docs", f"/en/{SYMBOL}"),
        "direct": ("docs", f"/en/{SYMBOL}?direct=true"),
        "listing": ("api", LISTING),
        "raw": ("raw", raw_of(standin)),
        "archive": ("archive", ARCHIVE),
    }[stage]
    good = get(standin, *where)
    assert not good.error
    assert stage in FAULTS[name].at
    planned = standin.fault(name, **parameters)  # type: ignore[arg-type]
    assert planned is not None
    got = get(standin, *where, patience=1.0 if name == "drip" else 5.0)
    assert check(got, good), (got.status, got.error, got.headers, got.body[:80])
    assert planned.struck == 1
    assert [r.answered for r in standin.log] == ["served", name]
    standin.clear_faults()
    again = get(standin, *where)
    assert (again.status, again.body, again.error) == (good.status, good.body, "")


def test_every_fault_is_tried() -> None:
    assert set(FAULTS) == {name for name, *_ in PROMISES}


def test_faults_meet_in_one_answer(standin: StandIn) -> None:
    good = get(standin, "documents", file_of(standin)).body
    standin.fault("wrong_document")
    standin.fault("gzip")
    standin.fault("slow_first_byte", seconds=0.1)
    start = time.monotonic()
    got = get(standin, "documents", file_of(standin))
    assert time.monotonic() - start > 0.1
    assert gzip.decompress(got.body) not in (b"", good)
    assert standin.log[-1].answered == "wrong_document+gzip+slow_first_byte"


def test_a_fault_strikes_where_and_as_often_as_it_is_told(standin: StandIn) -> None:
    standin.fault("unavailable", role="documents", symbol="S/RES/9101 (2091)", language="F", times=2)
    asked = {code: f"/api/symbol/access?s={SYMBOL}&l={code}" for code in ("en", "fr")}
    assert [get(standin, "documents", asked["fr"]).status for _ in range(3)] == [503, 503, 302]
    assert get(standin, "documents", asked["en"]).status == 302
    assert get(standin, "docs", f"/fr/{SYMBOL}?direct=true").status == 200
    standin.fault("bad_gateway", stage="symbol", times=1, each=True)
    assert [get(standin, "documents", asked[code]).status for code in ("en", "fr", "en", "fr")] == [502, 502, 302, 302]
    with pytest.raises(TypeError):
        standin.fault("shell", nonsense=1)
    for wrong in ({"name": "nonsense"}, {"name": "shell", "role": "nonsense"}, {"name": "shell", "stage": "nonsense"}):
        with pytest.raises(KeyError):
            standin.fault(**wrong)


def test_chance_depends_on_the_seed_and_not_on_the_order() -> None:
    def struck(seed: int, order: int) -> dict[int, list[str]]:
        numbers = list(range(9101, 9121))[::order]
        with StandIn(seed=seed) as standin:
            standin.fault("shell", probability=0.4)
            for number in numbers * 2:
                get(standin, "documents", f"/api/symbol/access?s={texts.symbol_of(number).replace(' ', '')}&l=en")
            return {n: [r.answered for r in standin.requests(symbol=texts.symbol_of(n))] for n in numbers}

    first = struck(1, 1)
    assert first == struck(1, -1)
    assert first != struck(2, 1)
    assert 8 <= sum(said.count("shell") for said in first.values()) <= 24
    assert any(len(set(said)) == 2 for said in first.values())  # drawn anew for each visit


def test_a_certificate_that_nobody_trusts(standin: StandIn, tmp_path: Path) -> None:
    standin.fault("bad_certificate")
    address = standin.addresses["documents"]
    assert address.startswith("https://")
    assert f'address = "{address}"' in standin.hosts_file(tmp_path).read_text()
    parts = urlsplit(address)
    trusting = ssl._create_unverified_context()
    for context, good in ((ssl.create_default_context(), False), (trusting, True)):
        connection = http.client.HTTPSConnection(parts.hostname or "", parts.port, context=context, timeout=5)
        if good:
            connection.request("GET", API)
            assert connection.getresponse().status == 302
        else:
            with pytest.raises(ssl.SSLCertVerificationError):
                connection.request("GET", API)
        connection.close()
    assert [r.answered for r in standin.requests("documents")] == ["bad_certificate", "served"]


def test_a_closed_port(standin: StandIn) -> None:
    standin.shut("docs")
    assert get(standin, "docs", f"/en/{SYMBOL}").error == "ConnectionRefusedError"
    assert get(standin, "documents", API).status == 302


@pytest.mark.parametrize("kind", sorted(archives.KINDS))
def test_evil_archives(shelf: Shelf, kind: str) -> None:
    good = shelf.repositories["SCresolutions"].archive()[1]
    data = archives.evil(kind, good)
    assert len(data) < 20 * 2**20
    names, links, sizes, error = [], [], [], ""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r|gz") as packed:
            for member in packed:
                names.append(member.name)
                sizes.append(member.size)
                links += [member.linkname] * (not member.isreg())
                if len(names) > 1000 or member.size > 10**8:
                    break
    except (tarfile.TarError, EOFError, OSError) as met:
        error = type(met).__name__
    assert {
        "traversal": any(".." in name for name in names),
        "absolute": any(name.startswith("/") for name in names),
        "symlink": "/etc/passwd" in links,
        "hardlink": "../../outside.xml" in links,
        "device": len(names) > 6,
        "bomb": sizes[:1] == [600 * 2**20] and len(data) < 2**20,
        "lying_size": sizes[:1] == [10**12],
        "many": len(names) > 1000,
        "cut": error in ("EOFError", "ReadError"),
        "not_gzip": error == "ReadError" and not names,
        "gzip_of_nothing": error == "ReadError" and not names,
        "empty": not error and not names,
        "other_tops": "loose.xml" in names,
        "twice": max(map(names.count, names), default=0) == 3,
    }[kind], (names[:9], links[:9], error)


# --- what tests ask of it ------------------------------------------------------------------------------------------------------------


def test_the_host_table(standin: StandIn, tmp_path: Path) -> None:
    path = standin.hosts_file(tmp_path, tries=2, roles={"archive": {"largest": 10**8}})
    rows = {row["role"]: row for row in tomllib.loads(path.read_text())["host"]}
    assert set(rows) == {"documents", "docs", "undocs", "daccess", "api", "raw", "archive"}
    assert rows["documents"]["address"] == standin.addresses["documents"]
    assert rows["documents"]["tries"] == 2
    assert (rows["archive"]["largest"], rows["raw"]["largest"]) == (10**8, 2_000_000)
    hosts = pytest.importorskip("resdiff.fetch.hosts")
    assert hosts.load(path).of("documents").pace == 0.003


def test_the_log(standin: StandIn) -> None:
    get(standin, "documents", API, User_Agent="specimen/1")
    get(standin, "docs", f"/fr/{SYMBOL}")
    get(standin, "elsewhere", "/anything")
    first, second, third = standin.log
    assert (first.role, first.method, first.path, first.answered, first.status) == ("documents", "GET", API, "served", 302)
    assert (first.headers["User-Agent"], first.symbol, first.language, first.stage) == (
        "specimen/1",
        "S/RES/9101 (2091)",
        "en",
        "symbol",
    )
    assert first.at < second.at < third.at <= time.monotonic()
    assert standin.requests("elsewhere") == (third,)
    assert standin.requests(symbol="S/RES/9101 (2091)") == (first,)
    assert len(pauses(standin.log)) == 2


def test_how_many_at_once(standin: StandIn) -> None:
    standin.fault("slow_first_byte", seconds=0.3)
    for _ in range(2):
        get(standin, "documents", API)
    assert standin.concurrent_peak["documents"] == 1
    threads = [threading.Thread(target=get, args=(standin, "documents", API)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert standin.concurrent_peak["documents"] == 5
    assert standin.concurrent_peak["docs"] == 0


def test_one_connection_serves_many_requests_quickly(standin: StandIn) -> None:
    parts = urlsplit(standin.addresses["documents"])
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    target = file_of(standin)
    start = time.monotonic()
    for _ in range(200):
        connection.request("GET", target)
        assert connection.getresponse().read().startswith(b"%PDF-")
    assert time.monotonic() - start < 4  # ten times what it takes on a quiet machine
    connection.close()


def test_it_ends_at_once_with_requests_under_way() -> None:
    start = time.monotonic()
    with StandIn() as standin:
        standin.fault("drip", seconds=60)
        standin.fault("slow_first_byte", stage="symbol", seconds=60)
        for role, target in (("documents", file_of(standin)), ("documents", API)):
            parts = urlsplit(standin.addresses[role])
            waiting = socket.create_connection((parts.hostname or "", parts.port or 0))
            waiting.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        while len(standin.log) < 2:
            time.sleep(0.01)
    assert time.monotonic() - start < 5


def test_by_hand(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "tests.servers", "--folder", str(tmp_path), "--fault", "bad_gateway:1.0,role=docs,times=1"]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as running:
        assert running.stdout is not None
        path = Path(running.stdout.readline().strip())
        address = next(row for row in tomllib.loads(path.read_text())["host"] if row["role"] == "docs")["address"]
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
        connection.request("GET", f"/en/{SYMBOL}")
        assert connection.getresponse().status == 502
        connection.close()
        running.send_signal(signal.SIGINT)
        try:
            _, said = running.communicate(timeout=10)
        finally:
            running.kill()  # where it has ended, nothing happens; else leaving the block would wait for ever
    assert "1 docs: bad_gateway" in said
