"""Hundreds of documents from servers that fail in every way at once, by chance that is the same each time.

Each document ends either in the library, byte for byte, or in the account with a reason that one of the faults it met can cause; none is
wrong, lost or there twice, and nobody is asked faster than his row allows. `make soak` asks for many more (CONTRIBUTING.md).
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from fetch_runs import account, polite, quarantined, right, whole
from servers import Shelf, StandIn
from servers.shelf import CONTROL, spelling
from servers.texts import FIRST, symbol_of

LONG = int(os.environ.get("RESDIFF_SOAK", "1"))
"""How many times as long as in the usual run of the tests."""

DOCUMENTS = min(260 * LONG, 850)

# fault, chance for each request that it may strike, parameters, the reasons that it may end in
FAULTS: tuple[tuple[str, float, dict[str, object], tuple[str, ...]], ...] = (
    ("error_redirect", 0.06, {}, ("ServerTrouble",)),
    ("shell", 0.03, {}, ("ServerTrouble",)),
    ("viewer", 0.02, {}, ("ServerTrouble",)),
    ("upper_case_fails", 0.10, {}, ("ServerTrouble",)),
    ("upper_case_fails", 0.05, {"form": "stub"}, ("ServerTrouble",)),
    ("zero_bytes", 0.01, {}, ("ServerTrouble", "NotPublished")),
    ("bad_gateway", 0.05, {}, ("ServerTrouble",)),
    ("server_error", 0.02, {}, ("ServerTrouble",)),
    ("unavailable", 0.05, {}, ("Busy",)),
    ("unavailable", 0.002, {"retry_after": 1}, ("Busy",)),
    ("too_many", 0.02, {"retry_after": None}, ("Busy",)),
    ("forbidden", 0.01, {}, ("Challenge",)),
    ("not_found", 0.01, {}, ("ServerTrouble",)),
    ("bad_request", 0.01, {}, ("ServerTrouble",)),
    ("json_error", 0.005, {}, ("ServerTrouble",)),
    ("slow_first_byte", 0.002, {"seconds": 0.8}, ("TimedOut",)),
    ("drip", 0.001, {}, ("TimedOut",)),
    ("cut", 0.03, {}, ("ServerTrouble",)),
    ("cut", 0.02, {"framing": "chunked", "share": 0.9}, ("ServerTrouble",)),
    ("cut", 0.02, {"framing": "close", "share": 0.7}, ("ServerTrouble",)),
    ("cut", 0.01, {"framing": "headers"}, ("ServerTrouble",)),
    ("refused", 0.02, {}, ("ServerTrouble",)),
    ("refused", 0.02, {"how": "close"}, ("ServerTrouble",)),
    ("header_flood", 0.005, {}, ("ServerTrouble",)),
    ("gzip", 0.05, {}, ()),
    ("false_gzip", 0.005, {}, ("ServerTrouble",)),
    ("gzip_bomb", 0.003, {"megabytes": 10}, ("TooLong",)),
    ("huge", 0.005, {}, ("TooLong",)),
    ("detour", 0.01, {}, ("ServerTrouble",)),
    ("redirect_loop", 0.005, {}, ("ServerTrouble",)),
    ("redirect_elsewhere", 0.02, {}, ("StrayRedirect",)),
    ("redirect_to_file_scheme", 0.005, {}, ("StrayRedirect",)),
    ("redirect_nowhere", 0.005, {}, ("ServerTrouble",)),
    ("wrong_language", 0.03, {}, ("WrongDocument",)),
    ("wrong_document", 0.03, {}, ("WrongDocument",)),
    ("garbage", 0.02, {}, ("WrongDocument",)),
    ("html_as_pdf", 0.01, {}, ("ServerTrouble",)),
    ("partial", 0.005, {}, ("ServerTrouble",)),
    ("wordperfect", 0.01, {}, ("NotReadable",)),
    ("legacy_doc", 0.01, {}, ("NotReadable",)),
    ("scan", 0.005, {}, ("NotReadable",)),
    ("damaged", 0.05, {"role": "raw"}, ("ServerTrouble", "WrongDocument")),
)
MISSING = {"en": {"S/RES/9052 (2092)": "NotPublished"}, "fr": {"S/RES/9053 (2093)": "NotPublished"}}
UNKNOWN = {"S/RES/9999 (2095)": "UnknownSymbol", "S/2099/1": "UnknownSymbol"}
COLUMNS = {"read": 0.5, "total": 1.0, "connect": 1.0, "largest": 1_000_000}


@pytest.mark.parametrize("seed", range(LONG))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_document_arrives_or_is_named(
    tmp_path: Path, language: str, seed: int, record_property: pytest.RecordProperty
) -> None:
    """Two languages, for what the collection has of the one it has not of the other."""
    absent = MISSING[language] | UNKNOWN
    wanted = [symbol_of(FIRST + n) for n in range(DOCUMENTS)] + ["S/2091/117", "S/PRST/2093/4", "S/RES/9054 (2094)", *absent]
    (tmp_path / "list.txt").write_text("\n".join(wanted))
    line = ("--from", str(tmp_path / "list.txt"), "--lang", language)
    with StandIn(Shelf(DOCUMENTS), seed=seed) as standin:
        for name, probability, parameters, _ in FAULTS:
            standin.fault(name, probability=probability, **parameters)  # type: ignore[arg-type]
        done = account(standin, tmp_path, *line, **COLUMNS)

        # none lost, none twice, none wrong
        assert [document["symbol"] for document in done.documents] == wanted
        assert right(tmp_path, standin) == {(symbol, language) for symbol in done.had()}
        assert len(whole(tmp_path)) == len(done.had())
        polite(standin)

        # most arrive, and the rest is named with a reason that its faults can cause
        assert not done.had() & absent.keys()
        assert len(done.had()) > 0.9 * DOCUMENTS
        assert done.code == 8
        met: dict[str, set[str]] = defaultdict(set)
        for request in standin.log:
            met[spelling(request.symbol)] |= set(request.answered.split("+"))
        for symbol, reason in done.reasons().items():
            faults = met[spelling(symbol)] | (met[spelling(CONTROL)] if symbol in absent else set())
            can = {r for name, _, _, reasons in FAULTS if name in faults for r in reasons}
            assert reason in can | {absent.get(symbol)}, f"{symbol}: {reason} after {sorted(faults)}"
        for record in quarantined(tmp_path):
            assert record["symbol"] in wanted
            assert record["language"] == language

        # once all is well the rest comes, and nothing that was there is asked for
        standin.clear_faults()
        before = len(standin.log)
        again = account(standin, tmp_path, *line)
        assert again.reasons() == absent
        assert len(whole(tmp_path)) == len(wanted) - len(absent)
        right(tmp_path, standin)
        assert not {request.symbol for request in standin.log[before:]} & done.had()

    told = Counter(document["reason"] or document["outcome"] for document in done.documents)
    struck = sum(request.answered != "served" for request in standin.log[:before])
    # shown by `make soak`
    print(f"{language}: {len(wanted)} documents, {before} requests, {struck} of them at fault, {dict(told)}, {done.seconds:.0f} s")  # noqa: T201
