"""Each fault of the servers in turn, met by the real command line as a separate process.

Two documents are asked for: one that the official XML collection has, and a letter that only the servers of the United Nations have. Either
comes, byte for byte, or it is named with the right reason; nothing wrong is kept; nobody is asked faster than his row allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from fetch_runs import QUICK, account, library, polite, quarantined, right, run, whole
from servers import Shelf, StandIn
from servers.faults import FAULTS
from servers.standin import free_port

SHELF = Shelf(6)
XML, LETTER = "S/RES/9102 (2091)", "S/2091/117"
COLLECTION, API, LOWER, DIRECT, OLD = (
    "official XML collection",
    "ODS symbol API",
    "ODS symbol API, file in lower case",
    "docs.un.org direct",
    "old front door",
)

# name, parameters, how it ends with the one document and with the other, what the quarantine says
TABLE: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("error_redirect", {}, COLLECTION, DIRECT, ""),
    ("shell", {}, COLLECTION, "ServerTrouble", ""),
    ("viewer", {}, COLLECTION, OLD, ""),
    ("zero_bytes", {}, "NotPublished", "NotPublished", ""),
    ("upper_case_fails", {}, COLLECTION, LOWER, ""),
    ("upper_case_fails", {"form": "stub"}, COLLECTION, LOWER, ""),
    ("no_frame", {}, COLLECTION, API, ""),
    ("strange_frame", {}, COLLECTION, API, ""),
    ("challenge", {}, "Challenge", "Challenge", ""),
    ("challenge", {"empty": True}, "Challenge", "Challenge", ""),
    ("bad_gateway", {}, "ServerTrouble", "ServerTrouble", ""),
    ("bad_gateway", {"times": 2}, COLLECTION, API, ""),
    ("server_error", {}, "ServerTrouble", "ServerTrouble", ""),
    ("unavailable", {}, "Busy", "Busy", ""),
    ("unavailable", {"times": 1, "retry_after": 1}, COLLECTION, API, ""),
    ("unavailable", {"retry_after": 3000}, "Busy", "Busy", ""),
    ("too_many", {"times": 1, "retry_after": 1}, COLLECTION, API, ""),
    ("forbidden", {}, "Challenge", "Challenge", ""),
    ("rate_limited", {}, API, API, ""),
    ("not_found", {}, "ServerTrouble", "ServerTrouble", ""),
    ("not_found", {"role": "raw"}, API, API, ""),
    ("json_error", {}, "ServerTrouble", "ServerTrouble", ""),
    ("bad_request", {}, COLLECTION, DIRECT, ""),
    ("slow_first_byte", {}, "TimedOut", "TimedOut", ""),
    ("slow_first_byte", {"seconds": 0.2}, COLLECTION, API, ""),
    ("drip", {}, "TimedOut", "TimedOut", ""),
    ("drip_headers", {}, "TimedOut", "TimedOut", ""),
    ("cut", {}, "ServerTrouble", "ServerTrouble", ""),
    ("cut", {"framing": "close"}, "ServerTrouble", "ServerTrouble", ""),
    ("cut", {"framing": "headers"}, "ServerTrouble", "ServerTrouble", ""),
    ("cut", {"times": 2}, COLLECTION, API, ""),
    ("refused", {}, "ServerTrouble", "ServerTrouble", ""),
    ("header_flood", {}, "ServerTrouble", "ServerTrouble", ""),
    ("gzip", {}, COLLECTION, API, ""),
    ("false_gzip", {}, "ServerTrouble", "ServerTrouble", ""),
    ("gzip_bomb", {"megabytes": 50}, "TooLong", "TooLong", ""),
    ("huge", {}, "TooLong", "TooLong", ""),
    ("huge", {"role": "documents"}, COLLECTION, DIRECT, ""),
    ("redirect_loop", {}, "ServerTrouble", "ServerTrouble", ""),
    ("redirect_loop", {"fresh": True}, "ServerTrouble", "ServerTrouble", ""),
    ("redirect_elsewhere", {}, "StrayRedirect", "StrayRedirect", ""),
    ("redirect_elsewhere", {"role": "documents"}, COLLECTION, DIRECT, ""),
    ("redirect_to_file_scheme", {}, "StrayRedirect", "StrayRedirect", ""),
    ("redirect_to", {"location": "https://user:secret@documents.un.org/"}, "StrayRedirect", "StrayRedirect", ""),
    ("redirect_nowhere", {}, "ServerTrouble", "ServerTrouble", ""),
    ("detour", {"hops": 1}, COLLECTION, API, ""),
    ("wrong_language", {}, "WrongDocument", "WrongDocument", "it is in fr, not in en"),
    ("wrong_language", {"role": "documents"}, COLLECTION, DIRECT, "it is in fr, not in en"),
    ("wrong_document", {}, "WrongDocument", "WrongDocument", "it bears S/RES/910"),
    ("wrong_document", {"role": "documents"}, COLLECTION, DIRECT, "it bears S/RES/9101 (2091)"),
    ("wordperfect", {}, COLLECTION, "NotReadable", ""),
    ("legacy_doc", {}, COLLECTION, "NotReadable", "Word"),
    ("legacy_doc", {"role": "documents"}, COLLECTION, DIRECT, "Word"),
    ("scan", {}, COLLECTION, "NotReadable", "a scan"),
    ("garbage", {}, "WrongDocument", "WrongDocument", "not a PDF that can be opened"),
    ("html_as_pdf", {}, "ServerTrouble", "ServerTrouble", ""),
    ("partial", {}, "ServerTrouble", "ServerTrouble", ""),
    ("not_modified", {}, "ServerTrouble", "ServerTrouble", ""),
    ("damaged", {"role": "raw"}, API, API, "not the bytes that the listing names"),
    ("listing_cut_short", {}, API, API, ""),
    ("listing_evil", {}, COLLECTION, API, ""),
    ("listing_no_json", {}, API, API, ""),
    ("evil_archive", {}, COLLECTION, API, ""),
]


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(SHELF) as servers:
        yield servers


@pytest.mark.parametrize(
    ("fault", "parameters", "xml", "letter", "refused"), TABLE, ids=[f"{row[0]}-{i}" for i, row in enumerate(TABLE)]
)
def test_a_fault(
    standin: StandIn, tmp_path: Path, fault: str, parameters: dict[str, Any], xml: str, letter: str, refused: str
) -> None:
    standin.fault(fault, **parameters)
    slow = fault in ("drip", "drip_headers", "slow_first_byte") and not parameters
    done = account(standin, tmp_path, XML, LETTER, **(QUICK if slow else {}), patience=1.5)
    ends = [document["reason"] or document["route"] for document in done.documents]
    assert ends == [xml, letter]
    had = sum(document["outcome"] == "fetched" for document in done.documents)
    assert done.code == {0: 7, 1: 8, 2: 0}[had]
    assert len(right(tmp_path, standin)) == had
    polite(standin)
    reasons = [record["reason"] for record in quarantined(tmp_path)]
    assert bool(reasons) == bool(refused)
    assert all(refused in reason for reason in reasons)
    assert slow or max(standin.concurrent_peak.values()) == 1
    for document in done.documents:
        if document["outcome"] == "failed":
            assert document["symbol"] in document["what"]
            assert "Tried: " in document["hint"]
            assert document["open"].startswith("https://docs.un.org/en/S/")
            assert document["add"] == f'resdiff add FILE --symbol "{document["symbol"]}" --lang en'
    assert len(standin.log) < (100 if parameters.get("fresh") else 60)


def test_every_fault_is_tried() -> None:
    assert {row[0] for row in TABLE} == FAULTS.keys()


@pytest.mark.parametrize(
    "fault", ["bad_gateway", "unavailable", "cut", "refused", "error_redirect", "redirect_elsewhere", "garbage"]
)
def test_what_failed_is_had_once_all_is_well(standin: StandIn, tmp_path: Path, fault: str) -> None:
    standin.fault(fault)
    account(standin, tmp_path, XML, LETTER)
    standin.clear_faults()
    before = len(standin.log)
    done = account(standin, tmp_path, XML, LETTER)
    assert done.code == 0
    assert right(tmp_path, standin) == {(XML, "en"), (LETTER, "en")}
    # what was had in the run before is not asked for again
    assert len(standin.log) - before <= 5


def test_a_certificate_that_nobody_trusts(standin: StandIn, tmp_path: Path) -> None:
    for role in ("documents", "docs", "daccess"):
        standin.fault("bad_certificate", role=role)
    done = account(standin, tmp_path, XML, LETTER)
    assert [document["reason"] for document in done.documents] == [None, "CertificateTrouble"]
    assert "REQUESTS_CA_BUNDLE" in done.documents[1]["hint"]
    assert not [r for r in standin.log if r.role in ("documents", "docs", "daccess") and r.method != "TLS"]
    assert len([r for r in standin.log if r.method == "TLS"]) <= 3


def test_closed_doors(standin: StandIn, tmp_path: Path) -> None:
    for role in standin.addresses:
        standin.shut(role)
    done = account(standin, tmp_path, XML, LETTER, backoff=[60.0])
    assert [document["reason"] for document in done.documents] == ["Offline", "Offline"]
    assert done.seconds < 30
    assert whole(tmp_path) == {}


def test_a_proxy_that_is_not_there(standin: StandIn, tmp_path: Path) -> None:
    """The shipped table, so that whoever asks goes out of this machine, save that the proxy is on it and deaf."""
    port = free_port()
    proxy = f"http://me:secret@127.0.0.1:{port}"
    done = run(None, tmp_path, LETTER, "--format", "json", env={"HTTPS_PROXY": proxy, "https_proxy": proxy})
    assert done.code == 7
    assert f"the proxy 127.0.0.1:{port} does not let us through to documents.un.org" in done.out
    assert "Offline" in done.out
    assert "secret" not in done.out + done.err
    done = run(standin, tmp_path, LETTER, env={"HTTP_PROXY": proxy, "http_proxy": proxy})
    assert "does not let us through" in done.out
    assert standin.log == ()
    done = run(standin, tmp_path, LETTER, env={"HTTP_PROXY": proxy, "http_proxy": proxy, "NO_PROXY": "127.0.0.1"})
    assert done.code == 0


def test_nothing_of_the_user_is_sent(standin: StandIn, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("default login delegate password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    assert run(standin, tmp_path, XML, LETTER).code == 0
    polite(standin)
    for request in standin.log:
        assert not any("secret" in value or "delegate" in value for value in request.headers.values())


def test_the_pace_of_a_row_is_kept(standin: StandIn, tmp_path: Path) -> None:
    done = account(standin, tmp_path, LETTER, "--originals", pace=0.25)
    assert done.code == 0
    polite(standin, 0.25)
    assert len(standin.requests("documents")) == 6
    assert done.seconds > 1.25


def test_pace_of_the_command_line_only_makes_it_slower(standin: StandIn, tmp_path: Path) -> None:
    assert run(standin, tmp_path, LETTER, "--pace", "0.3").code == 0
    polite(standin, 0.3)
    before = len(standin.log)
    assert run(standin, tmp_path, LETTER, "--refresh", "--pace", "0", pace=0.2).code == 0
    again = standin.log[before:]
    assert all(two.at - one.at >= 0.2 for one, two in pairwise(again))
    for bad in ("-1", "soon", "1e9"):
        assert run(standin, tmp_path, LETTER, "--pace", bad).code == 2


def test_what_a_server_says_is_no_command_to_a_terminal(standin: StandIn, tmp_path: Path) -> None:
    standin.fault("redirect_to", location="https://evil\x1b]0;owned\x07.example/\x1b[2J", stage="symbol")
    standin.fault("redirect_to", location="http://\u202egpj.exe.example/", role="docs")
    done = run(standin, tmp_path, LETTER)
    assert done.code in (0, 7)
    standin.fault("redirect_to", location="https://evil\x1b]0;owned\x07.example/\x1b[2J", role="archive")
    other = run(standin, tmp_path, "--collection", "sc")
    assert other.code == 7
    for text in (done.out, done.err, other.out, other.err):
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "\u202e" not in text


def test_the_library_is_nowhere_else(standin: StandIn, tmp_path: Path) -> None:
    """A run writes into the library and notes its pauses; nothing anywhere else."""
    run(standin, tmp_path, XML, LETTER)
    assert {path.name for path in tmp_path.iterdir()} == {"hosts.toml", "library", "cache"}
    assert {path.name for path in library(tmp_path).iterdir()} <= {
        *(".resdiff-library", "raw", "kept", "library.sqlite", "library.sqlite-wal", "library.sqlite-shm", "fetch.lock"),
    }
    assert {path.suffix for path in (tmp_path / "cache").rglob("*") if path.is_file()} <= {".lock", ".last"}
