"""The ways to one document, one after the other, and what a failure means; the judge here knows every byte of the shelf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from resdiff import symbols
from resdiff.errors import (
    Busy,
    CertificateTrouble,
    Challenge,
    FetchError,
    NotPublished,
    NotReadable,
    Offline,
    ServerTrouble,
    StrayRedirect,
    TimedOut,
    TooLong,
    UnknownSymbol,
    WrongDocument,
)
from resdiff.fetch import Fetcher, Form, Verdict, Wish
from resdiff.fetch.answers import Sort
from resdiff.fetch.collection import COLLECTIONS
from resdiff.fetch.hosts import load
from resdiff.fetch.pace import Pace
from resdiff.fetch.routes import Seen
from resdiff.fetch.wire import Wire
from resdiff.models import Language
from servers import Shelf, StandIn
from servers.standin import ROW

SHELF = Shelf(12)
EN, FR = Language.EN, Language.FR


class Kept(dict[str, tuple[str, bytes]]):
    """What a library would keep of listings."""

    def load(self, name: str) -> tuple[str, bytes] | None:
        return self.get(name)

    def save(self, name: str, etag: str, data: bytes) -> None:
        self[name] = (etag, data)


class Desk:
    """A fetcher and all that it was handed: what it refused, what it told."""

    def __init__(self, standin: StandIn, folder: Path, keep: Kept | None = None, **columns: Any) -> None:
        self.refused: list[tuple[str, str, str]] = []
        self.told: list[str] = []
        wire = Wire(load(standin.hosts_file(folder, **columns)), Pace(folder / "pace"), self.told.append)
        self.fetcher = Fetcher(wire, self.judge, self.refuse, keep, self.told.append)
        self.shelf = standin.shelf

    def judge(self, wish: Wish, data: bytes) -> Verdict:
        held = self.shelf.find(wish.symbol.text, wish.language.value)
        if held is None and wish.symbol.year is None:
            text = wish.symbol.text
            held = next(
                h
                for h in self.shelf.holdings.values()
                if h.text.symbol.startswith(f"{text} (") and h.text.language == wish.language
            )
        forms = ("pdf", "docx") if held and held.text.family == "letter" else ("pdf", "docx", "xml")
        if held and data in [held.body(form) for form in forms]:
            return Verdict(True)
        if data.startswith(b"\xd0\xcf"):
            return Verdict(False, "an old Word file", foreign=True)
        return Verdict(False, "it is another")

    def refuse(self, wish: Wish, data: bytes, route: str, url: str, reason: str) -> None:
        self.refused.append((route, url, reason))

    def fetch(self, symbol: str, language: Language = EN, **more: Any) -> Any:
        return self.fetcher.fetch(Wish(symbols.parse(symbol), language, **more))


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(SHELF) as servers:
        yield servers


@pytest.fixture
def desk(standin: StandIn, tmp_path: Path) -> Callable[..., Desk]:
    return lambda keep=None, **columns: Desk(standin, tmp_path, keep, **columns)


# --- the ways ---------------------------------------------------------------------------------------------------------------------


def test_official_xml_where_there_is_one(standin: StandIn, desk: Callable[..., Desk]) -> None:
    got = desk().fetch("S/RES/9101 (2091)")
    assert (got.sort, got.route) == (Sort.XML, "official XML collection")
    assert got.url.startswith(standin.addresses["raw"])
    assert got.etag
    assert [r.role for r in standin.log] == ["api", "raw"]


def test_word_where_there_is_no_xml(standin: StandIn, desk: Callable[..., Desk]) -> None:
    got = desk().fetch("S/RES/9101 (2091)", FR)
    assert (got.sort, got.route) == (Sort.WORD, "ODS symbol API")
    assert Counter(r.role for r in standin.log) == {"api": 1, "documents": 3}


@pytest.mark.parametrize(("number", "requests"), [(9105, 3), (9107, 6), (9108, 4)])
def test_pdf_where_there_is_no_word_that_can_be_read(
    standin: StandIn, desk: Callable[..., Desk], number: int, requests: int
) -> None:
    """9105 has none (a PDF comes for it), 9107 an old one, 9108 one of WordPerfect, which is not even asked for."""
    assert desk().fetch(f"S/RES/{number} (2091)", FR).sort is Sort.PDF
    assert len(standin.requests("documents")) == requests
    assert not any(".wpf" in r.path.lower() for r in standin.log)


@pytest.mark.parametrize(("prefer", "sort"), [(Form.XML, Sort.XML), (Form.WORD, Sort.WORD), (Form.PDF, Sort.PDF)])
def test_the_form_preferred(desk: Callable[..., Desk], prefer: Form, sort: Sort) -> None:
    assert desk().fetch("S/RES/9103 (2091)", prefer=prefer).sort is sort


def test_only_one_form(standin: StandIn, desk: Callable[..., Desk]) -> None:
    assert desk().fetch("S/RES/9103 (2091)", only=Form.PDF).sort is Sort.PDF
    assert not standin.requests("api")


def test_documents_of_other_kinds(desk: Callable[..., Desk]) -> None:
    table = desk()
    assert table.fetch("S/2091/117").sort is Sort.WORD
    assert table.fetch("S/PRST/2093/4").sort is Sort.XML
    assert table.fetch("A/RES/146/12", FR).sort is Sort.XML


WAYS = [
    ({"upper_case_fails": {}}, "ODS symbol API, file in lower case"),
    ({"upper_case_fails": {"form": "stub"}}, "ODS symbol API, file in lower case"),
    ({"error_redirect": {"times": 1}}, "ODS symbol API, symbol with a space"),
    ({"error_redirect": {"times": 2}}, "ODS symbol API, symbol in lower case"),
    ({"shell": {"stage": "symbol", "times": 1}}, "ODS symbol API, symbol with a space"),
    ({"error_redirect": {}}, "docs.un.org direct"),
    ({"bad_gateway": {"role": "documents"}}, "docs.un.org direct"),
    ({"unavailable": {"role": "documents"}}, "docs.un.org direct"),
    ({"challenge": {"role": "documents"}}, "docs.un.org direct"),
    ({"forbidden": {"role": "documents"}}, "docs.un.org direct"),
    ({"redirect_elsewhere": {"role": "documents"}}, "docs.un.org direct"),
    ({"huge": {"role": "documents"}}, "docs.un.org direct"),
    ({"wrong_document": {"role": "documents"}}, "docs.un.org direct"),
    ({"garbage": {"role": "documents"}}, "docs.un.org direct"),
    ({"legacy_doc": {"role": "documents"}}, "docs.un.org direct"),
    ({"html_as_pdf": {"role": "documents"}}, "docs.un.org direct"),
    ({"wordperfect": {"role": "documents"}}, "docs.un.org direct"),
    ({"viewer": {}}, "old front door"),
    ({"viewer": {"stage": "direct"}, "bad_gateway": {"stage": "symbol", "times": 2}}, "docs.un.org viewer"),
    ({"shell": {"stage": "direct"}, "bad_gateway": {"stage": "symbol", "times": 2}}, "docs.un.org viewer"),
    ({"bad_gateway": {"role": "docs"}, "shell": {"stage": "symbol"}}, "old front door"),
]


@pytest.mark.parametrize(("faults", "route"), WAYS, ids=range(len(WAYS)))
def test_where_one_way_fails_the_next_is_tried(
    standin: StandIn, desk: Callable[..., Desk], faults: dict[str, dict[str, Any]], route: str
) -> None:
    for name, parameters in faults.items():
        standin.fault(name, **parameters)
    table = desk(tries=2)
    got = table.fetch("S/RES/9101 (2091)", FR, only=Form.PDF)
    assert got.route == route
    assert got.data == SHELF.holdings["s/res/9101(2091)", "fr"].body("pdf")
    assert not standin.requests("elsewhere")


def test_before_another_spelling_there_is_a_pause(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("error_redirect", times=1)
    table = desk(hiccup=0.3)
    table.fetch("S/RES/9101 (2091)", only=Form.PDF)
    first, second = standin.requests("documents")[:2]
    assert second.at - first.at >= 0.3
    assert any("looking once more" in told for told in table.told)


@pytest.mark.parametrize("fault", ["no_frame", "strange_frame"])
def test_a_viewer_page_that_leads_nowhere(standin: StandIn, desk: Callable[..., Desk], fault: str) -> None:
    standin.fault(fault)
    standin.fault("viewer")
    assert desk().fetch("S/RES/9101 (2091)", only=Form.PDF).route == "old front door"
    assert not standin.requests("elsewhere")


def test_a_challenge_is_never_asked_twice(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("challenge")
    table = desk()
    for symbol in ("S/RES/9101 (2091)", "S/RES/9102 (2091)"):
        with pytest.raises(Challenge) as caught:
            table.fetch(symbol, FR)
    assert {role: len(standin.requests(role)) for role in ("api", "documents", "docs", "daccess")} == dict.fromkeys(
        ("api", "documents", "docs", "daccess"), 1
    )
    assert "not asked again in this run" in caught.value.hint


def test_one_refusal_does_not_shut_a_host(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("forbidden", symbol="S/RES/9101 (2091)")
    table = desk()
    with pytest.raises(Challenge, match=r"refused \(403\)"):
        table.fetch("S/RES/9101 (2091)", FR)
    assert table.fetch("S/RES/9102 (2091)", FR)


# --- what is refused --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["wrong_document", "wrong_language"])
def test_what_is_not_the_document_is_handed_over_with_its_reason(standin: StandIn, desk: Callable[..., Desk], fault: str) -> None:
    standin.fault(fault)
    table = desk()
    with pytest.raises(WrongDocument, match="it is another") as caught:
        table.fetch("S/RES/9103 (2091)", FR)
    assert {reason for _, _, reason in table.refused} == {"it is another"}
    assert {route for route, _, _ in table.refused} >= {"ODS symbol API", "docs.un.org direct", "old front door"}
    assert caught.value.hint.startswith("Tried: ")


@pytest.mark.parametrize(("fault", "kind"), [("legacy_doc", "an old Word file"), ("wordperfect", "WordPerfect")])
def test_a_kind_of_file_that_is_not_read_here(standin: StandIn, desk: Callable[..., Desk], fault: str, kind: str) -> None:
    standin.fault(fault)
    table = desk()
    with pytest.raises(NotReadable, match=f"cannot be read here: {kind}") as caught:
        table.fetch("S/RES/9101 (2091)", FR)
    assert "Open the address by hand" in caught.value.hint
    assert {reason for _, _, reason in table.refused} <= {kind}


def test_a_scan_is_the_same_at_every_door(standin: StandIn, desk: Callable[..., Desk]) -> None:
    table = desk()
    table.fetcher.judge = lambda wish, data: Verdict(False, "2 pages without a text layer (a scan)", foreign=True)
    with pytest.raises(NotReadable, match="a scan"):
        table.fetch("S/RES/9101 (2091)", only=Form.PDF)
    assert [r.stage for r in standin.log] == ["symbol", "upper", "file"]
    assert len(table.refused) == 1  # kept apart, so that its text can be recognised


def test_a_scan_that_comes_for_word_is_not_asked_for_as_pdf(standin: StandIn, desk: Callable[..., Desk]) -> None:
    table = desk()
    table.fetcher.judge = lambda wish, data: Verdict(False, "2 pages without a text layer (a scan)", foreign=True)
    with pytest.raises(NotReadable, match="a scan"):
        table.fetch("S/RES/9105 (2091)", FR)
    assert [r.stage for r in standin.requests("documents")] == ["symbol", "upper", "file"]
    assert len(table.refused) == 1


def test_an_old_word_file_whose_pdf_fails_is_trouble(standin: StandIn, desk: Callable[..., Desk]) -> None:
    """9108 is there as a WordPerfect file; pages come for its PDF."""
    standin.fault("html_as_pdf")
    with pytest.raises(ServerTrouble, match="nothing that can be used"):
        desk().fetch("S/RES/9108 (2091)", FR)


def test_an_old_word_file_without_a_pdf_cannot_be_read(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("legacy_doc", stage="file")
    table = desk()
    sent = table.fetcher._by_symbol

    def no_pdf(course: Any, form: Form, route: Any) -> Any:
        if form is Form.PDF:
            course.note(form, route, "the server's error page")
            course.seen[form].add(Seen.MISSING)
            return None
        return sent(course, form, route)

    table.fetcher._by_symbol = no_pdf  # type: ignore[method-assign]
    with pytest.raises(NotReadable, match="an old Word file"):
        table.fetch("S/RES/9101 (2091)", FR)


def test_one_strange_answer_among_those_that_say_no_is_asked_about(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("error_redirect", symbol="S/RES/9101 (2091)", language="fr", times=3)
    standin.fault("json_error", stage="symbol", symbol="S/RES/9101 (2091)", language="fr", times=4)
    standin.fault("bad_gateway", role="docs")
    standin.fault("bad_gateway", role="daccess")
    with pytest.raises(ServerTrouble):
        desk(tries=1).fetch("S/RES/9101 (2091)", FR)


def test_an_old_word_file_is_passed_over_where_there_is_a_pdf(standin: StandIn, desk: Callable[..., Desk]) -> None:
    table = desk()
    assert table.fetch("S/RES/9107 (2091)", FR).sort is Sort.PDF
    assert [reason for _, _, reason in table.refused] == []


def test_an_empty_file_is_not_published_yet(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("zero_bytes", language="fr")
    with pytest.raises(NotPublished, match="it is in en"):
        desk().fetch("S/RES/9101 (2091)", FR)
    assert len(standin.requests("documents")) <= 14


def test_a_file_of_the_collection_that_was_damaged_on_the_way(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("damaged", role="raw")
    table = desk()
    assert table.fetch("S/RES/9101 (2091)").sort is Sort.WORD
    assert [route for route, _, _ in table.refused] == ["official XML collection"]


def test_a_right_document_in_other_bytes_than_the_listing_names_is_not_trusted(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("damaged", role="raw")
    standin.fault("bad_gateway", role="documents")
    standin.fault("bad_gateway", role="docs")
    standin.fault("bad_gateway", role="daccess")
    table = desk(tries=1)
    table.fetcher.judge = lambda wish, data: Verdict(True)
    with pytest.raises(ServerTrouble, match="not the bytes that the listing names"):
        table.fetch("S/RES/9101 (2091)")
    assert [reason for _, _, reason in table.refused] == ["these are not the bytes that the listing names"]


def test_a_file_in_the_wrong_folder_is_refused_and_the_rest_goes_on(standin: StandIn, desk: Callable[..., Desk]) -> None:
    """The collection has a French file of 9051 that is in English; the servers have no French one."""
    table = desk()
    with pytest.raises(WrongDocument):
        table.fetch("S/RES/9051 (2091)", FR)
    assert len(table.refused) == 1


def test_of_two_files_for_one_document_the_other_is_tried_where_one_fails(standin: StandIn, desk: Callable[..., Desk]) -> None:
    paths = [path for path in SHELF.repositories["SCresolutions"].files if "9005" in path and "English" in path]
    assert len(paths) == 2
    got = desk().fetch("S/RES/9005 (2095)")
    assert got.sort is Sort.XML


# --- what a failure means ---------------------------------------------------------------------------------------------------------


def test_not_in_this_language(standin: StandIn, desk: Callable[..., Desk]) -> None:
    with pytest.raises(NotPublished, match=r"S/RES/9052 \(2092\) is not published in en; it is in fr") as caught:
        desk().fetch("S/RES/9052 (2092)")
    assert caught.value.hint.startswith("Ask for --lang fr.")
    with pytest.raises(NotPublished, match="it is in en, fr, es"):
        desk().fetch("S/RES/1373 (2001)", Language.AR)


def test_a_symbol_that_nobody_knows(standin: StandIn, desk: Callable[..., Desk]) -> None:
    with pytest.raises(UnknownSymbol, match="does not know S/2099/1"):
        desk().fetch("S/2099/1")


@pytest.mark.parametrize(
    ("symbol", "language", "most"), [("S/2099/1", EN, 12), ("S/RES/9999 (2095)", FR, 12), ("S/RES/9052 (2092)", EN, 11)]
)
def test_a_document_that_is_missing_costs_few_requests(
    standin: StandIn, desk: Callable[..., Desk], symbol: str, language: Language, most: int
) -> None:
    with pytest.raises((UnknownSymbol, NotPublished)):
        desk().fetch(symbol, language)
    asked = [r for r in standin.log if r.role != "api"]
    assert len(asked) <= most
    assert {r.role for r in asked} == {"documents"}  # the other doors lead to the same store
    assert {r.stage for r in asked} == {"symbol"}  # and no file is downloaded to find out


def test_one_slip_does_not_make_a_symbol_unknown(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("error_redirect", symbol="S/RES/9052 (2092)", language="fr", times=1)
    with pytest.raises(NotPublished, match="it is in fr"):
        desk().fetch("S/RES/9052 (2092)")


def test_what_the_server_named_a_file_of_is_never_said_not_to_exist(standin: StandIn, desk: Callable[..., Desk]) -> None:
    """It says no, then names a file under another spelling, and a page comes for it."""
    standin.fault("error_redirect", times=1)
    standin.fault("html_as_pdf")
    with pytest.raises(ServerTrouble, match="nothing that can be used"):
        desk().fetch("S/RES/9101 (2091)", only=Form.PDF)
    assert standin.requests("docs")


def test_a_server_that_is_ill_is_not_believed(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("shell", stage="symbol")
    standin.fault("shell", stage="direct")
    standin.fault("bad_gateway", role="daccess")
    with pytest.raises(ServerTrouble, match="is ill: it does not even give") as caught:
        desk().fetch("S/RES/9101 (2091)", FR)
    assert "Try again later" in caught.value.hint


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("unavailable", Busy),
        ("challenge", Challenge),
        ("redirect_loop", ServerTrouble),
        ("viewer", ServerTrouble),
        ("huge", TooLong),
    ],
)
def test_a_server_that_is_in_trouble_while_it_is_examined(
    standin: StandIn, desk: Callable[..., Desk], fault: str, kind: type[FetchError]
) -> None:
    """It says four times that it has it not, and then, asked for the control document, something else."""
    standin.fault("error_redirect", symbol="S/RES/9101 (2091)")
    standin.fault(fault, stage="symbol", symbol="S/RES/1373 (2001)")
    standin.fault("bad_gateway", role="docs")
    standin.fault("bad_gateway", role="daccess")
    with pytest.raises(kind):
        desk(tries=1).fetch("S/RES/9101 (2091)", FR)


def test_a_server_that_fails_while_other_languages_are_asked_for(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("unavailable", symbol="S/RES/9999 (2095)", language="es")
    with pytest.raises(Busy, match="whether it is in others, the server did not say"):
        desk(tries=1).fetch("S/RES/9999 (2095)")


def test_a_server_that_says_no_and_then_yes(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("error_redirect", symbol="S/RES/9101 (2091)", times=4)
    standin.fault("bad_gateway", symbol="S/RES/9101 (2091)", stage="symbol", times=1)
    standin.fault("bad_gateway", role="docs")
    standin.fault("bad_gateway", role="daccess")
    with pytest.raises(ServerTrouble, match="now that it has it, now that it has not"):
        desk(tries=1).fetch("S/RES/9101 (2091)", FR)


@pytest.mark.parametrize(
    ("fault", "parameters", "kind"),
    [
        ("bad_gateway", {}, ServerTrouble),
        ("server_error", {}, ServerTrouble),
        ("unavailable", {}, Busy),
        ("too_many", {"retry_after": 7200}, Busy),
        ("refused", {}, ServerTrouble),
        ("cut", {}, ServerTrouble),
        ("redirect_elsewhere", {}, StrayRedirect),
        ("redirect_to_file_scheme", {}, StrayRedirect),
        ("redirect_loop", {}, ServerTrouble),
        ("huge", {}, TooLong),
        ("challenge", {"empty": True}, Challenge),
        ("forbidden", {}, Challenge),
        ("zero_bytes", {}, NotPublished),
    ],
)
def test_every_way_fails_alike(
    standin: StandIn, desk: Callable[..., Desk], fault: str, parameters: dict[str, Any], kind: type[FetchError]
) -> None:
    standin.fault(fault, **parameters)
    with pytest.raises(FetchError) as caught:
        desk(tries=2).fetch("S/RES/9101 (2091)", FR)
    assert type(caught.value) is kind
    assert "S/RES/9101 (2091)" in caught.value.what
    assert "Tried: " in caught.value.hint
    if isinstance(caught.value, Busy) and fault == "too_many":
        assert caught.value.retry_after is not None


def test_silence(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("slow_first_byte", seconds=2)
    with pytest.raises(TimedOut):
        desk(read=0.1, tries=1).fetch("S/RES/9101 (2091)", FR)


def test_no_network(standin: StandIn, desk: Callable[..., Desk]) -> None:
    for role in standin.addresses:
        standin.shut(role)
    table = desk(backoff=[60.0])
    with pytest.raises(Offline, match="cannot be reached"):
        table.fetch("S/RES/9101 (2091)", FR)


def test_no_certificate(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("bad_certificate", role="documents")
    standin.fault("bad_gateway", role="docs")
    standin.fault("bad_gateway", role="daccess")
    with pytest.raises(CertificateTrouble):  # of several troubles the one that the user can do something about
        desk(tries=1).fetch("S/RES/9101 (2091)", FR)


# --- without a year ---------------------------------------------------------------------------------------------------------------


def test_a_number_alone_is_found_in_the_collection(standin: StandIn, desk: Callable[..., Desk]) -> None:
    assert desk().fetch("9101").sort is Sort.XML
    assert {r.role for r in standin.log} == {"api", "raw"}


@pytest.mark.parametrize(
    ("faults", "kind"),
    [((), UnknownSymbol), (("unavailable",), Busy), (("garbage",), WrongDocument), (("html_as_pdf",), ServerTrouble)],
)
def test_a_number_alone_that_is_not_found(
    standin: StandIn, desk: Callable[..., Desk], faults: tuple[str, ...], kind: type[FetchError]
) -> None:
    for fault in faults:
        standin.fault(fault)
    with pytest.raises(kind) as caught:
        desk().fetch("9101", Language.FR if not faults else EN)
    assert 'Give its year, as "S/RES/9101 (2027)"' in caught.value.hint
    assert {r.role for r in standin.log} <= {"api", "raw"}


# --- listings ---------------------------------------------------------------------------------------------------------------------


def test_a_listing_is_asked_for_once_a_run_and_then_only_when_it_has_changed(standin: StandIn, desk: Callable[..., Desk]) -> None:
    keep = Kept()
    for run in range(2):
        table = desk(keep)
        for number in (9101, 9102, 9103):
            table.fetch(f"S/RES/{number} (2091)")
        assert [r.status for r in standin.requests("api")] == [200, 304][: run + 1]
    assert keep["SCresolutions.json"][0].startswith('W/"')


@pytest.mark.parametrize(
    "fault",
    ["rate_limited", "bad_gateway", "listing_cut_short", "listing_no_json", "not_found", "refused", "zero_bytes", "challenge"],
)
def test_without_todays_listing_that_of_the_last_time_does(standin: StandIn, desk: Callable[..., Desk], fault: str) -> None:
    keep = Kept()
    desk(keep).fetch("S/RES/9101 (2091)")
    SHELF.repositories["SCresolutions"].put("x", b"")  # so that it has changed
    try:
        standin.fault(fault, role="api", **({"stage": "listing"} if fault == "zero_bytes" else {}))
        table = desk(keep)
        assert table.fetch("S/RES/9102 (2091)").sort is Sort.XML
        assert any("listing of the last time" in told for told in table.told)
    finally:
        SHELF.repositories["SCresolutions"].drop("x")


def test_a_listing_that_is_not_given_is_asked_for_once_a_run(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("not_found", role="api")
    table = desk(Kept())
    for number in (9101, 9102):
        assert table.fetch(f"S/RES/{number} (2091)").sort is Sort.WORD
    assert len(standin.requests("api")) == 1


def test_a_file_that_the_listing_names_and_nobody_gives(standin: StandIn, desk: Callable[..., Desk]) -> None:
    standin.fault("not_found", stage="raw")
    assert desk().fetch("S/RES/9101 (2091)").sort is Sort.WORD


# --- an archive -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("not_found", ServerTrouble),
        ("forbidden", Challenge),
        ("challenge", Challenge),
        ("unavailable", Busy),
        ("redirect_elsewhere", StrayRedirect),
    ],
)
def test_an_archive_that_is_not_given(
    standin: StandIn, desk: Callable[..., Desk], fault: str, kind: type[FetchError], tmp_path: Path
) -> None:
    standin.fault(fault, role="archive")
    with (tmp_path / "sink").open("w+b") as sink, pytest.raises(kind) as caught:
        desk().fetcher.archive("sc", sink)
    assert caught.value.hint
    assert (tmp_path / "sink").read_bytes() == b""


def test_an_archive_is_given_once(standin: StandIn, desk: Callable[..., Desk], tmp_path: Path) -> None:
    for short, name in COLLECTIONS.items():
        with (tmp_path / short).open("w+b") as sink:
            answer = desk().fetcher.archive(short, sink)
            again = desk().fetcher.archive(short, sink, answer.etag)
        assert (answer.status, again.status) == (200, 304)
        assert (tmp_path / short).read_bytes() == SHELF.repositories[name].archive()[1]


def test_the_rows_of_the_stand_in_are_those_of_the_table() -> None:
    assert set(ROW) | {"role", "address"} == set(load().of("documents").__slots__)
