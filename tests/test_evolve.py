"""How language on a theme evolved: the laws of chains, then cases. The specimen's own story is told in test_specimen.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from resdiff import themes
from resdiff.diff import apply
from resdiff.evolve import evolve
from resdiff.models import Document, Evolution, Kind, Language
from resdiff.trace import trace
from shelf import document, paragraph, resolution, shelf

THEME = themes.load("terrorism-crime")

CLOSE = (
    "Notes with concern the close connection between terrorism and transnational organized crime along the lit coast, and stresses that"
    " every port must light its beacons before the fog comes down upon the pilots;"
)
SOME = (
    "Expressing concern regarding the connection, in some cases, between terrorism and transnational organized crime along the lit coast,"
    " and stressing that every port must light its beacons before the fog comes down upon its pilots,"
)
LINKS = (
    "Calls upon all keepers to watch the linkages between terrorism and organized crime, whether domestic or transnational, along the lit"
    " coast, and stresses that every port must light its beacons before the fog comes down upon its pilots;"
)
GAIN = "Concerned that terrorists benefit from the smuggling of whale oil through coves that no lighthouse commands in winter,"
CAN_GAIN = (
    "Concerned that terrorists can benefit from the smuggling of whale oil through coves that no lighthouse commands in winter,"
)
RANSOM = "Calls upon all keepers to prevent terrorists from benefiting from ransoms paid for kidnapped pilots and their dogs;"
CRIME = "Welcomes the talks on transnational organized crime that the guild of captains held over mulled cider;"
CRIME_NOW = (
    "Welcomes the talks on organized crime, whether domestic or transnational, that the guild of captains held over mulled cider;"
)
OTHER = "Welcomes the musical evening that seven retired captains arranged for orphans, and thanks the cook for her marzipan."


def evolved(folder: Path, target: Document, *earlier: Document) -> Evolution:
    with shelf(folder, *earlier) as corpus:
        before = corpus.earlier(before=target, language=target.language)
        return evolve(trace(target, before), THEME, before)


def on(agenda: str, one: Document) -> Document:
    return replace(one, adoption=replace(one.adoption, agenda=agenda))


def chain(evolution: Evolution, id_: str) -> list[str]:
    (found,) = [c for c in evolution.chains if c.id == id_]
    return [f"{s.reference.symbol.split('/')[-1][:4]} {s.reference.id}" for s in found.steps]


# --- laws -------------------------------------------------------------------------------------------------------------------------

TEXTS = st.sampled_from((CLOSE, SOME, LINKS, GAIN, CAN_GAIN, RANSOM, CRIME, OTHER))


@settings(max_examples=25)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=5))
def test_chains_grow_older_end_in_the_target_and_replay(history: list[list[str]]) -> None:
    documents = [resolution(9001 + n, *texts) for n, texts in enumerate(history)]
    with TemporaryDirectory() as folder:
        evolution = evolved(Path(folder), documents[-1], *documents[:-1])
    target = evolution.lineage.target
    assert [c.id for c in evolution.chains] == list(evolution.nexus)
    for one in evolution.chains:
        symbols = [s.reference.symbol for s in one.steps]
        assert symbols == sorted(set(symbols)), "each step is older than the next"
        last = one.steps[-1]
        assert (last.reference.symbol, last.reference.id, last.score) == (target.symbol, one.id, 1.0)
        assert one.steps[0].edits == ()
        for older, newer in zip(one.steps, one.steps[1:], strict=False):
            assert apply(newer.edits, older.reference.text or "", newer.reference.text or "") == newer.reference.text
            assert 0 < older.score <= 1
    before = {d.symbol for d in documents[:-1]}
    assert {r.symbol for r in evolution.not_carried} <= before
    named = {w.symbol for w in evolution.lineage.witnesses}
    assert {s.reference.symbol for c in evolution.chains for s in c.steps[:-1]} <= named <= before


def test_with_nothing_earlier_nothing_is_found(tmp_path: Path) -> None:
    evolution = evolved(tmp_path, resolution(9005, LINKS, CAN_GAIN))
    assert evolution.nexus == ("OP1", "OP2")
    assert [len(c.steps) for c in evolution.chains] == [1, 1]
    assert (evolution.changes, evolution.not_carried) == ((), ())
    assert {v.before for v in evolution.variants} == {0}


def test_a_language_without_patterns_gives_the_lineage_alone(tmp_path: Path) -> None:
    target = document(
        "S/RES/9002 (2092)", date(2092, 3, 4), ["Отмечая связь между терроризмом и преступностью,"], language=Language.RU
    )
    evolution = evolved(tmp_path, target)
    assert (evolution.nexus, evolution.chains, evolution.strands, evolution.variants) == ((), (), (), ())
    assert evolution.theme.title == "Terrorism and organized crime"


# --- chains -----------------------------------------------------------------------------------------------------------------------


def test_a_chain_goes_through_the_versions_between(tmp_path: Path) -> None:
    evolution = evolved(
        tmp_path, resolution(9004, LINKS, OTHER), resolution(9001, CLOSE, OTHER), resolution(9002, SOME), resolution(9003, OTHER)
    )
    assert chain(evolution, "OP1") == ["9001 OP1", "9002 OP1", "9004 OP1"]


def test_a_renewal_goes_back_to_the_mandate(tmp_path: Path) -> None:
    evolution = evolved(tmp_path, resolution(9003, CLOSE), resolution(9001, CLOSE), resolution(9002, LINKS))
    assert chain(evolution, "OP1") == ["9001 OP1", "9003 OP1"]


def test_the_same_file_comes_before_a_liker_text_of_another(tmp_path: Path) -> None:
    near = LINKS.replace("linkages", "close connection")
    lamps, whales = "The situation of the lamps", "Whales and their oil"
    evolution = evolved(
        tmp_path,
        on(lamps, resolution(9004, LINKS)),
        on(lamps, resolution(9001, near)),
        on(whales, resolution(9002, near + " Whales too.")),
    )
    assert chain(evolution, "OP1")[-2:] == ["9001 OP1", "9004 OP1"]


def test_a_phrase_of_the_theme_proves_no_descent(tmp_path: Path) -> None:
    short = "Recalling the links between terrorism and transnational organized crime,"
    evolution = evolved(
        tmp_path, resolution(9002, "Weighing the close connection between terrorism and organized crime,"), resolution(9001, short)
    )
    assert chain(evolution, "OP1") == ["9002 OP1"]


# --- wordings ---------------------------------------------------------------------------------------------------------------------


def test_a_wording_that_was_not_found_before_stands_first(tmp_path: Path) -> None:
    evolution = evolved(
        tmp_path, resolution(9003, CAN_GAIN, LINKS), resolution(9001, CLOSE, GAIN), resolution(9002, SOME, CAN_GAIN)
    )
    first = evolution.changes[0]
    assert (first.concept, first.from_, first.to) == (
        "the crime",
        "transnational organized crime",
        "organized crime, whether domestic or transnational",
    )
    assert (first.target, first.to_found_before) == (("OP2",), 0)
    uses = {(v.concept, v.variant): v for v in evolution.variants}
    gained = uses["the benefit", "can benefit"]
    assert (gained.before, gained.target) == (1, ("OP1",))
    assert gained.earliest is not None
    assert gained.earliest.symbol == "S/RES/9002 (2092)"
    assert uses["the benefit", "benefit"].target == ()
    assert uses["the crime", "organized crime, whether domestic or transnational"].before == 0


def test_a_wording_is_counted_and_compared_outside_the_nexus_too(tmp_path: Path) -> None:
    evolution = evolved(tmp_path, resolution(9002, LINKS, CRIME_NOW), resolution(9001, CRIME, OTHER))
    assert [(c.to, c.target) for c in evolution.changes] == [("organized crime, whether domestic or transnational", ("OP2",))]
    uses = {v.variant: v for v in evolution.variants}
    assert uses["transnational organized crime"].before == 1
    assert uses["organized crime, whether domestic or transnational"].target == ("OP1", "OP2")


def test_a_heading_is_counted_and_ties_nothing(tmp_path: Path) -> None:
    heading = paragraph("H1", "Links between terrorism and organized crime", Kind.HEADING)
    evolution = evolved(tmp_path, document("S/RES/9002 (2092)", date(2092, 3, 4), [heading, paragraph("OP1", LINKS)]))
    uses = {v.variant: v for v in evolution.variants}
    assert evolution.nexus == ("OP1",)
    assert uses["organized crime"].target == ("H1",)
    assert uses["links or linkages"].target == ("OP1",)


# --- strands and what was left ----------------------------------------------------------------------------------------------------


def test_strands_by_document_the_target_last(tmp_path: Path) -> None:
    evolution = evolved(tmp_path, resolution(9003, RANSOM, OTHER), resolution(9001, RANSOM), resolution(9002, OTHER))
    kidnapping = [(c.symbol, c.paragraphs) for c in evolution.strands if c.strand == "kidnapping"]
    assert kidnapping == [("S/RES/9001 (2091)", ("OP1",)), ("S/RES/9003 (2093)", ("OP1",))]
    assert dict(evolution.theme.strands)["kidnapping"] == "Kidnapping and extortion"


def test_what_recalled_documents_tie_and_the_target_does_not_take_up(tmp_path: Path) -> None:
    recalling = "Recalling its resolution 9001 (2091),"
    evolution = evolved(
        tmp_path, resolution(9003, recalling, LINKS), resolution(9001, CLOSE, RANSOM, OTHER), resolution(9002, GAIN)
    )
    assert [(r.symbol, r.id) for r in evolution.not_carried] == [("S/RES/9001 (2091)", "OP2")]
    recalled = {w.symbol: w.recalled for w in evolution.lineage.witnesses}
    assert recalled == {"S/RES/9001 (2091)": True, "S/RES/9002 (2092)": False}
