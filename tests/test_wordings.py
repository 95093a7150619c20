"""Wordings of a theme: where one took the place of another, and how they are counted. Invented texts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdiff import themes
from resdiff.diff import edits
from resdiff.evolve import evolve
from resdiff.evolve.places import image, swaps
from resdiff.models import Document, Evolution, Kind, Language
from resdiff.report import summary, wordings
from resdiff.themes import Standing
from resdiff.trace import trace
from shelf import document, paragraph, resolution, shelf

THEME = themes.load("terrorism-crime")


def changed(left: str, right: str) -> list[tuple[str, str]]:
    """The words that took the place of others."""
    was, now = (found.concepts if (found := themes.look(text, THEME, Language.EN)) else () for text in (left, right))
    found = swaps(was, now, image(left, right, edits(left, right, Language.EN)))
    return [(left[swap.was.start : swap.was.end], right[swap.now.start : swap.now.end]) for swap in found]


def evolved(folder: Path, target: Document, *earlier: Document) -> Evolution:
    with shelf(folder, *earlier) as corpus:
        before = corpus.earlier(before=target, language=target.language)
        return evolve(trace(target, before), THEME, before)


# --- places -----------------------------------------------------------------------------------------------------------------------

KEEPERS = "Calls upon all keepers of the northern lights to combat "
COAST = " along the whole of the lit coast before the winter fog comes down"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("human trafficking", "trafficking in persons", [("human trafficking", "trafficking in persons")]),
        ("organized crime", "transnational organized crime", [("organized crime", "transnational organized crime")]),
        (
            "transnational organized crime",
            "organized crime, whether domestic or transnational,",
            [("transnational organized crime", "organized crime, whether domestic or transnational")],
        ),
        ("organised crime", "organized crime", []),
        # both stand in the paragraph: one was taken up, none was replaced
        ("the theft of artefacts", "the theft of artefacts and of cultural property", []),
        ("the theft of artefacts and of cultural property", "the theft of cultural property", []),
        ("the theft of artefacts and whale oil", "the theft of cultural property, artefacts and whale oil", []),
        # the order of a list
        ("artefacts, cultural property and oil", "cultural property, artefacts and oil", []),
        ("human trafficking and organized crime", "trafficking in persons", [("human trafficking", "trafficking in persons")]),
    ],
)
def test_a_wording_took_the_place_of_another(left: str, right: str, expected: list[tuple[str, str]]) -> None:
    assert changed(KEEPERS + left + COAST, KEEPERS + right + COAST) == expected


def test_a_wording_that_stands_in_an_added_sentence_took_no_place() -> None:
    left = "Notes the plan against drug trafficking and organized crime that the guild of captains drew up in June,"
    right = (
        "Reiterating its concern at transnational organized crime and its threat to pilots, and welcoming in this regard " + left
    )
    assert changed(left, right) == []
    assert changed(right, left) == []


def test_the_words_around_decide_and_not_that_both_texts_differ() -> None:
    left = "Urges captains to combat human trafficking at all times; thanks the cook for her marzipan and the mulled cider"
    right = "Welcomes the musical evening; asks the orphans to learn about trafficking in persons from the retired pilots"
    assert changed(left, right) == []


def test_a_rewritten_passage_that_has_one_wording_on_each_side() -> None:
    left = "Stressing how much the guilds can do in their efforts to prevent and combat ills such as transnational organized crime and fog,"
    right = (
        "Stressing how much the guilds can do in their efforts to prevent and combat fog, wreckers and organized crime, whether domestic"
        " or transnational,"
    )
    assert changed(left, right) == [("transnational organized crime", "organized crime, whether domestic or transnational")]
    two = right.replace("fog, wreckers", "transnational organized crime, wreckers")
    assert changed(left, two) == []


def test_a_name_in_capitals_is_no_wording() -> None:
    left = "Commends the work of the Transnational Organized Crime Unit along the lit coast before the winter fog"
    right = "Commends the work of the organized crime unit along the lit coast before the winter fog"
    assert changed(left, right) == []


PIECES = st.sampled_from(
    [
        *("organized crime", "transnational organized crime", "organized crime, whether domestic or transnational", "artefacts"),
        *(
            "cultural property",
            "human trafficking",
            "trafficking in persons",
            "all keepers",
            "the lit coast",
            "and",
            "of whale oil",
        ),
    ]
)


@given(st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map(" ".join))
def test_a_wording_changes_once_and_never_into_itself(left: str, right: str) -> None:
    was, now = (found.concepts if (found := themes.look(text, THEME, Language.EN)) else () for text in (left, right))
    found = swaps(was, now, image(left, right, edits(left, right, Language.EN)))
    assert all(s.was.concept == s.now.concept and s.was.variant != s.now.variant for s in found)
    assert len({s.was for s in found}) == len({s.now for s in found}) == len(found)
    assert {s.was for s in found} <= set(was)
    assert {s.now for s in found} <= set(now)


@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_a_text_did_not_change_against_itself(text: str) -> None:
    assert changed(text, text) == []


# --- how words stand --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("to combat transnational organized crime at sea", Standing.ALONE),
        ("Transnational organized crime is a threat", Standing.ALONE),
        ("the United Nations Convention against Transnational Organized Crime", Standing.NAME),
        ("the Transnational Organized Crime Unit of the port", Standing.NAME),
        ("la Convention against transnational organized crime", Standing.NAME),
    ],
)
def test_a_name_is_told_by_the_list_or_by_capitals(text: str, standing: Standing) -> None:
    crime = next(c for c in THEME.concepts if c.key == "crime")
    found = {use.variant: use.standing for use in themes.uses(text, [crime], THEME, Language.EN)}
    assert found["transnational organized crime"] is standing
    assert found["organized crime"] is (Standing.LONGER if standing is Standing.ALONE else Standing.NAME)


def test_in_a_heading_capitals_tell_no_name() -> None:
    ransom = next(c for c in THEME.concepts if c.key == "ransom")
    (use,) = themes.uses("Kidnapping for Ransom and Other Matters", [ransom], THEME, Language.EN, heading=True)
    assert use.standing is Standing.ALONE


# --- counts -----------------------------------------------------------------------------------------------------------------------

TIE = "Notes with concern the links between terrorism and organized crime, whether domestic or transnational, in the winter fog;"


def test_the_counts_together_are_the_paragraphs_that_hold_the_words(tmp_path: Path) -> None:
    convention = "Recalling the United Nations Convention against Transnational Organized Crime and the goodwill of captains,"
    alone = "Welcomes the talks on transnational organised crime that the guild of captains held over mulled cider;"
    both = "Invites the parties to the Convention against Transnational Organized Crime to combat transnational organized crime;"
    heading = paragraph("H1", "Transnational Organized Crime", Kind.HEADING)
    first = document("S/RES/9001 (2091)", date(2091, 3, 4), [convention, heading, paragraph("OP1", "Remains seized of whale oil.")])
    evolution = evolved(tmp_path, resolution(9004, TIE), first, resolution(9002, alone), resolution(9003, both))
    uses = {v.variant: v for v in evolution.variants}
    crime, shorter = uses["transnational organized crime"], uses["organized crime"]
    assert (crime.before, crime.in_names, crime.in_longer) == (3, 1, 0)
    assert [(r.symbol, r.id) for r in crime.paragraphs] == [
        ("S/RES/9001 (2091)", "H1"),
        ("S/RES/9002 (2092)", "OP1"),
        ("S/RES/9003 (2093)", "OP1"),
    ]
    assert crime.earliest_in_name is not None
    assert (crime.earliest_in_name.symbol, crime.earliest_in_name.id) == ("S/RES/9001 (2091)", "OP1")
    assert {(form.text.casefold(), form.before) for form in crime.forms} == {
        ("transnational organized crime", 2),
        ("transnational organised crime", 1),
    }
    assert (shorter.before, shorter.in_names, shorter.in_longer) == (0, 2, 2)
    assert shorter.target == ()
    assert shorter.target_in_longer == ("OP1",)


def test_words_after_a_hyphen_are_counted(tmp_path: Path) -> None:
    joined = "Encourages the guild of captains to keep up its anti-human trafficking patrols in the winter fog;"
    tie = "Concerned that terrorists benefit from human trafficking along the lit coast,"
    evolution = evolved(tmp_path, resolution(9002, tie), resolution(9001, joined))
    assert {v.variant: v.before for v in evolution.variants}["human trafficking"] == 1


def test_paragraphs_of_one_document_are_in_its_order(tmp_path: Path) -> None:
    texts = [f"Thanks captain number {n} for the talks on human trafficking held over mulled cider;" for n in range(1, 12)]
    tie = "Concerned that terrorists benefit from human trafficking along the lit coast,"
    evolution = evolved(tmp_path, resolution(9002, tie), resolution(9001, *texts))
    use = next(v for v in evolution.variants if v.variant == "human trafficking")
    assert use.earliest is not None
    assert use.latest is not None
    assert (use.earliest.id, use.latest.id) == ("OP1", "OP11")


# --- what is said -----------------------------------------------------------------------------------------------------------------


def test_quotation_marks_hold_words_as_printed(tmp_path: Path) -> None:
    old = "Notes with concern the close connection between terrorism and organized crime in the winter fog along the lit coast;"
    new = "Notes with concern the linkages between terrorism and organized crime in the winter fog along the lit coast;"
    evolution = evolved(tmp_path, resolution(9002, new), resolution(9001, old))
    (found,) = wordings.changed(evolution)
    (move,) = found.moves
    assert (move.was.text, move.now.text) == ("close connection", "linkages")
    assert str(move.now) == "“… with concern the linkages between terrorism and …”"
    lines = [line for section in summary.summarise(evolution).sections() for line in section.lines]
    assert not [line for line in lines if "links or linkages" in line]


def test_a_name_stands_beside_the_count(tmp_path: Path) -> None:
    convention = "Recalling the United Nations Convention against Transnational Organized Crime and the goodwill of captains,"
    alone = "Welcomes the talks on transnational organized crime that the guild of captains held over mulled cider;"
    evolution = evolved(tmp_path, resolution(9003, TIE), resolution(9001, convention), resolution(9002, alone))
    (line,) = [wordings.unfound_line(item, "2 documents") for item in wordings.unfound(evolution) if item.everywhere]
    assert line == (
        "“organized crime, whether domestic or transnational” (OP1): not found in 2 documents; before: “transnational organized crime”"
        " in 1 paragraph (1 more only in a name), last used S/RES/9002 (2092) OP1"
    )


def test_what_stands_in_a_name_only_is_not_called_not_found(tmp_path: Path) -> None:
    convention = "Recalling the United Nations Convention against Transnational Organized Crime and the goodwill of captains,"
    tie = "Concerned that terrorists benefit from transnational organized crime along the lit coast,"
    evolution = evolved(tmp_path, resolution(9002, tie), resolution(9001, convention))
    assert "the crime" not in {item.concept for item in wordings.unfound(evolution)}


def test_a_paragraph_with_an_ancestor_is_not_called_not_found(tmp_path: Path) -> None:
    old = (
        "Strengthen, where needed, their port, lamp and border-control capacities, and develop their investigation of arms-trafficking"
        " networks to address the link between transnational organized crime and terrorism;"
    )
    new = (
        "Underscoring the need of captains to build, where needed, their court and border-control skills, and to investigate, prosecute,"
        " disrupt and dismantle smuggling rings to address the link between transnational organized crime and terrorism,"
    )
    evolution = evolved(tmp_path, resolution(9002, new), resolution(9001, old))
    view = summary.summarise(evolution)
    with_ancestor = {chain.id for chain in evolution.chains if len(chain.steps) > 1}
    assert not with_ancestor & {item.id for item in view.not_found}
    assert {id_ for id_, _ in view.reworded} <= with_ancestor


def test_a_plain_wording_within_a_longer_one_is_not_called_not_found(tmp_path: Path) -> None:
    old = "Notes with concern the close connection between terrorism and transnational organized crime in the winter fog;"
    new = "Weighing the connection between terrorism and transnational organized crime along the lit coast,"
    evolution = evolved(tmp_path, resolution(9002, new), resolution(9001, old))
    use = next(v for v in evolution.variants if v.variant == "connection")
    assert (use.before, use.in_longer, use.target) == (0, 1, ("OP1",))
    assert not wordings.unfound(evolution)


def test_a_target_off_the_theme_is_told_so(tmp_path: Path) -> None:
    recalling = "Recalling its resolution 9001 (2091) and thanking the cook for her marzipan,"
    tie = "Concerned that terrorists benefit from human trafficking along the lit coast,"
    evolution = evolved(tmp_path, resolution(9002, recalling), resolution(9001, tie))
    view = summary.summarise(evolution)
    assert view.off == (
        "No paragraph of S/RES/9002 (2092) ties the two sides of the theme together. The documents that it recalls have 1 such paragraph."
    )
    assert view.not_carried == ()


def test_what_the_target_draws_on_most_stands_first_among_what_was_not_carried_over(tmp_path: Path) -> None:
    recalling = "Recalling its resolutions 9001 (2091) and 9002 (2092),"
    evening = "Welcomes the musical evening that seven retired captains arranged for orphans, and thanks the cook for her marzipan;"
    ransom = "Calls upon all keepers to prevent terrorists from benefiting from ransoms paid for kidnapped pilots and their dogs;"
    oil = "Concerned that terrorists benefit from the smuggling of whale oil through coves that no lighthouse commands,"
    evolution = evolved(
        tmp_path, resolution(9003, recalling, evening, TIE), resolution(9001, evening, ransom), resolution(9002, oil)
    )
    assert [item.symbol for item in summary.summarise(evolution).not_carried] == ["S/RES/9001 (2091)", "S/RES/9002 (2092)"]


def test_safeguards_are_no_words_of_a_passage_of_its_own() -> None:
    safeguard = "in a manner consistent with international law, including international human rights law and refugee law"
    assert summary.own_words(safeguard, Language.EN) == 1
    assert summary.own_words(f"keep the lamps lit for all pilots, {safeguard}, until dawn", Language.EN) == 10
