"""Named changes: cases that a drafter can read, and what must never be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdiff.align import align
from resdiff.diff import compare
from resdiff.models import (
    Adoption,
    Alignment,
    Change,
    ChangeKind,
    Comparison,
    Document,
    EditClass,
    Kind,
    Language,
    Link,
    LinkKind,
    Masthead,
    Op,
    Paragraph,
    Source,
    SourceKind,
    Status,
)
from resdiff.parse.clauses import clauses
from resdiff.report.change_list import change_words
from resdiff.report.words import strength_note
from resdiff.symbols import citations
from resdiff.vocabulary import load

RENEWED = (
    "Requests the keepers of the northern lights to keep a log of every ship that passes in fog;",
    "Encourages the guild of pilots to train apprentices in the reading of charts and tides;",
    "Condemns the burning of beacons by those who profit from wrecked ships;",
    "Decides to remain seized of the matter.",
)
OTHERWISE = (
    "Welcomes the opening of a school for bell founders in the southern harbour;",
    "Notes the price of copper and of tallow during the winter months;",
    "Invites poets to describe the islands in spring;",
    "Thanks the weavers for their sails.",
)


def paragraph(id_: str, text: str, language: Language = Language.EN) -> Paragraph:
    kind = Kind.PREAMBULAR if id_.startswith("PP") else Kind.STATEMENT if id_.startswith("P") else Kind.OPERATIVE
    preamble = {Kind.PREAMBULAR: True, Kind.OPERATIVE: False}.get(kind)
    opening, acts = clauses(text, (), load(language), preamble=preamble, italics=False)
    return Paragraph(
        id_, id_, kind, (id_,), id_.count("("), "", text, opening=opening, clauses=acts, citations=citations(text, language)
    )


def document(texts: list[tuple[str, str]], language: Language = Language.EN, status: Status = Status.RESOLUTION) -> Document:
    source = Source(SourceKind.TEXT, "0" * 64)
    found = tuple(paragraph(id_, text, language) for id_, text in texts)
    return Document(None, language, None, status, Adoption(), source, Masthead(), (), found, ())


def compared(left: str, right: str, *, renewal: bool, language: Language = Language.EN) -> Comparison:
    """Two documents that hold one of the texts each; the rest is the same in a renewal, and nothing of it otherwise."""
    sides = []
    for text, rest in ((left, RENEWED), (right, RENEWED if renewal else OTHERWISE)):
        mark, _, words = text.partition(": ") if text.split(" ")[0] in ("PP:", "OP:") else ("OP", "", text)
        numbered = [(f"OP{n}", other) for n, other in enumerate(rest, 2 if mark == "OP" else 1)]
        sides.append(document([(f"{mark}1", words), *numbered], language))
    return compare(*sides, align(*sides))


def told(comparison: Comparison) -> list[str]:
    """The changes of the link between the two texts of a case, a line each."""
    own = comparison.left.paragraphs[0].id
    return [line(change) for link in comparison.links if link.left == own for change in link.changes]


def line(change: Change) -> str:
    sign = f" ({change.direction}, {change.rule})" if change.direction else f" ({change.rule})" if change.rule else ""
    return f"{change.kind}: {change.from_ or '-'} -> {change.to or '-'}{sign}"


def cases(name: str) -> Iterator[tuple[str, str, str, list[str]]]:
    lines = [
        row for row in (Path(__file__).parent / "cases" / name).read_text(encoding="utf-8").splitlines() if not row.startswith("#")
    ]
    parts = "\n".join(lines).strip().split("\n.\n")
    for k in range(0, len(parts) - 3, 4):
        title, left, right, expected = (part.strip() for part in parts[k : k + 4])
        yield title, left, right, [] if expected == "nothing" else expected.split("\n")


@pytest.mark.parametrize(("title", "left", "right", "expected"), list(cases("changes-renewal.txt")))
def test_between_successive_versions(title: str, left: str, right: str, expected: list[str]) -> None:
    assert told(compared(left, right, renewal=True)) == expected, title


@pytest.mark.parametrize(("title", "left", "right", "expected"), list(cases("changes-apart.txt")))
def test_between_texts_that_stand_side_by_side(title: str, left: str, right: str, expected: list[str]) -> None:
    assert told(compared(left, right, renewal=False)) == expected, title


# a request to the keepers to report on lamps, with a term in each language: until a date, in figures, in words, coming back, none
TERMS = {
    Language.FR: (
        "Prie les gardiens des phares du nord de lui présenter{}un rapport sur les lampes éteintes et sur les navires perdus ;",
        [
            " d’ici au 1er mars 2091 ",
            " le 15 avril 2092 au plus tard ",
            " dans un délai de 30 jours ",
            " dans les trente jours ",
            " tous les 30 jours ",
        ],
    ),
    Language.ES: (
        "Solicita a los guardianes de los faros que presenten{}un informe sobre las lámparas apagadas y los buques perdidos;",
        [
            " antes del 1 de marzo de 2091 ",
            " a más tardar el 15 de abril de 2092 ",
            " dentro de los 30 días ",
            " en un plazo de treinta días ",
            " cada 30 días ",
        ],
    ),
    Language.RU: (
        "просит хранителей северных маяков представить{}доклад о погасших лампах и о пропавших в тумане судах;",
        [
            " к 1 марта 2091 года ",
            " не позднее 15 апреля 2092 года ",
            " в течение 30 дней ",
            " в течение тридцати дней ",
            " каждые 30 дней ",
        ],
    ),
    Language.AR: (
        "يطلب إلى حراس المنارات الشمالية أن يقدموا{}تقريرا عن المصابيح المنطفئة وعن السفن المفقودة في الضباب؛",
        [
            " بحلول 1 آذار/مارس 2091 ",
            " في موعد أقصاه 15 نيسان/ أبريل 2092 ",
            " في غضون 30 يوما ",
            " في غضون ثلاثين يوما ",
            " كل 30 يوما ",
        ],
    ),
    Language.ZH: (
        "请北方灯塔看守人{}提交一份关于熄灭的灯和雾中失踪船只的报告；",
        ["在2091年3月1日之前", "至迟于2092年4月15日", "在30天内", "在三十天内", "每30天"],
    ),
}


@pytest.mark.parametrize("language", TERMS)
def test_terms_in_other_languages(language: Language) -> None:
    """A term that gave way to another, came or went; one in words is the one in figures, and one that comes back is another."""
    text, (early, late, figures, in_words, again) = TERMS[language]
    none = "" if language is Language.ZH else " "

    def deadlines(before: str, after: str) -> list[tuple[bool, bool]]:
        found = compared(text.format(before), text.format(after), renewal=True, language=language)
        changes = [change for link in found.links for change in link.changes if change.kind is ChangeKind.DEADLINE]
        return [(bool(change.from_), bool(change.to)) for change in changes]

    assert deadlines(early, late) == deadlines(late, figures) == deadlines(figures, again) == [(True, True)]
    assert deadlines(none, late) == deadlines(none, figures) == [(False, True)]
    assert deadlines(late, none) == deadlines(again, none) == [(True, False)]
    assert deadlines(figures, in_words) == []


def test_a_renewal_in_chinese_for_a_shorter_time() -> None:
    found = compared("决定将守灯人的授权再续延12个月；", "决定将守灯人的授权再延续3个月；", renewal=True, language=Language.ZH)
    assert told(found) == ["deadline: 续延12个月 -> 延续3个月"]


def test_a_date_of_the_past_is_no_deadline() -> None:
    left = "Urges both parties to restore the moorings and to remove every buoy laid since then;"
    right = "Urges both parties to restore the moorings as before 30 June 1990 and to remove every buoy laid since then;"
    rest = [(f"OP{n}", other) for n, other in enumerate(RENEWED, 2)]
    older, newer = document([("OP1", left), *rest]), document([("OP1", right), *rest])

    def found(adopted: date) -> list[ChangeKind]:
        later = replace(newer, adoption=Adoption(date=adopted))
        return [change.kind for link in compare(older, later, align(older, later)).links for change in link.changes]

    assert ChangeKind.DEADLINE not in found(date(2091, 5, 4))
    assert ChangeKind.DEADLINE in found(date(1990, 5, 4))


def test_documents_are_told_of_a_paragraph_that_was_mostly_rewritten() -> None:
    older = document(
        [("PP1", "Recalling its resolution 9001 (2091) and the report on lamps that were out in the northern bay (S/2091/11),")]
    )
    newer = document(
        [("PP1", "Recalling its resolution 9001 (2091) and noting what the pilots said of wrecks in fog (S/2092/12) last spring,")]
    )
    link = Link("PP1", "PP1", LinkKind.EDITED, 0.5, None, True)
    found = compare(older, newer, Alignment((link,), (), ()))
    assert [line(change) for change in found.links[0].changes] == [
        "citation gained: - -> S/2092/12",
        "citation lost: S/2091/11 -> -",
    ]
    part = compare(older, newer, Alignment((replace(link, kind=LinkKind.PARTIAL),), (), ()))
    assert part.links[0].changes == ()


def test_a_document_in_the_place_of_another_is_told_though_it_was_cited_elsewhere() -> None:
    report = "Welcoming the report on the lamps of the northern bay submitted by the pilots pursuant to resolution {} (2091),"
    older = document(
        [("PP1", report.format(9001)), ("PP2", "Recalling its resolution 9002 (2091) on the tolling of bells in fog,")]
    )
    newer = document([("PP1", report.format(9002)), ("PP2", "Mindful of the price of copper and of tallow in the winter,")])
    link = Link("PP1", "PP1", LinkKind.EDITED, 0.9, None, True)
    found = compare(older, newer, Alignment((link,), ("PP2",), ("PP2",)))
    assert [line(change) for change in found.links[0].changes] == [
        "citation gained: - -> S/RES/9002 (2091)",
        "citation lost: S/RES/9001 (2091) -> -",
    ]


def test_a_safeguard_comes_before_other_changes() -> None:
    comparison = compared(
        "Urges all keepers to search the boats of smugglers by night, in accordance with international law;",
        "Encourages all keepers to search the boats of smugglers by night;",
        renewal=True,
    )
    assert told(comparison)[0].startswith("safeguard lost")


def test_a_safeguard_in_the_other_half_of_a_split_is_not_lost() -> None:
    left = (
        "Urges keepers to search the boats of smugglers by night, in accordance with international law,"
        " and to hold the oil that they find in them;"
    )
    halves = (
        "Urges keepers to search the boats of smugglers by night, in accordance with international law;",
        "Urges keepers to hold the oil that they find in the boats of smugglers by night;",
    )
    older = document([("OP1", left), *((f"OP{n}", text) for n, text in enumerate(RENEWED, 2))])
    newer = document([(f"OP{n}", text) for n, text in enumerate((*halves, *RENEWED), 1)])
    found = compare(older, newer, align(older, newer))
    assert {(link.left, link.right) for link in found.links} >= {("OP1", "OP1"), ("OP1", "OP2")}
    assert not [change for link in found.links for change in link.changes if change.kind is ChangeKind.SAFEGUARD_LOST]


def listed(left: list[tuple[str, str]], right: list[tuple[str, str]]) -> list[str]:
    """The changes of all links between two renewals of which these are paragraphs, with their items."""
    rest = [(f"OP{n}", text) for n, text in enumerate(RENEWED, 11)]
    sides = []
    for texts in (left, right):
        found = document([*texts, *rest])
        steps = {id_: tuple(re.findall(r"OP\d+|\(\w\)", id_)) for id_, _ in texts}
        sides.append(replace(found, paragraphs=tuple(replace(p, path=steps.get(p.id, p.path)) for p in found.paragraphs)))
    return [line(change) for link in compare(*sides, align(*sides)).links for change in link.changes]


ITEM = "search the boats of smugglers by night and hold the oil that they find in them"


def test_what_the_chapeau_says_is_not_gained_by_an_item() -> None:
    chapeau = ("OP1", "Decides that all States shall, in accordance with international law and as appropriate:")
    gained = ("OP1(a)", f"{ITEM}, as appropriate and in accordance with international law;")
    assert not listed([chapeau, ("OP1(a)", f"{ITEM};")], [chapeau, gained])
    assert not listed([chapeau, gained], [chapeau, ("OP1(a)", f"{ITEM};")])


def test_what_went_into_an_item_is_not_lost_by_the_sentence() -> None:
    sentence = [("OP1", f"Decides that all keepers shall, in accordance with international law, {ITEM};")]
    list_ = [("OP1", f"Decides that all keepers shall {ITEM}:"), ("OP1(a)", "in accordance with international law;")]
    assert not [change for change in listed(sentence, list_) if "safeguard" in change]


def test_a_safeguard_that_went_to_a_paragraph_of_its_own_is_not_lost() -> None:
    left = [("OP1", f"Urges all keepers to {ITEM}, in accordance with international law;")]
    right = [
        ("OP1", f"Urges all keepers to {ITEM};"),
        ("OP2", "Underlines that every act be in accordance with international law;"),
    ]
    assert not listed(left, right)
    assert not listed(right, left)


def test_a_name_is_not_updated_before_its_date() -> None:
    text = "Requests the {} to keep a log of every ship that passes the northern lights in fog;"
    left, right = (document([("OP1", text.format(f"Department of {name} Operations"))]) for name in ("Peacekeeping", "Peace"))
    for year, said in ((2018, False), (2019, True)):
        dated = replace(right, adoption=Adoption(date=date(year, 6, 30)))
        changes = compare(left, dated, align(left, dated)).links[0].changes
        assert (ChangeKind.NAME in {change.kind for change in changes}) is said


@pytest.mark.parametrize("language", [language for language in Language if language is not Language.DE])
def test_a_document_is_no_name(language: Language) -> None:
    """The table of names is for bodies, lists and groups: another symbol is another document."""
    for renaming in load(language).renamed:
        for text in ("A/RES/70/291", "A/RES/75/291", "S/RES/2482 (2019)", "S/PRST/2018/9"):
            assert not renaming.earlier(text) or not renaming.later(text)


def test_only_the_source_that_a_paragraph_comes_from_tells_of_words() -> None:
    """Of a merge, the other source tells what its verbs do, but of no gain or loss."""
    first = "Urges keepers to search the boats of smugglers by night, as appropriate;"
    second = "Requests the guild of pilots to hold for one winter the oil that they find in wrecked ships;"
    merged = (
        "Urges keepers to search the boats of smugglers by night, and requests the guild of pilots to hold for one winter the oil;"
    )
    older = document([("OP1", first), ("OP2", second), *((f"OP{n}", text) for n, text in enumerate(RENEWED, 3))])
    newer = document([("OP1", merged), *((f"OP{n}", text) for n, text in enumerate(RENEWED, 2))])
    for link in compare(older, newer, align(older, newer)).links:
        assert link.primary or not link.changes


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Se dit préoccupé par la vente du cuivre des récifs", "Se déclare préoccupé par la vente du cuivre des récifs", []),
        (
            "Encourage les gardiens à fouiller les bateaux pendant la nuit",
            "Engage les gardiens à fouiller les bateaux pendant la nuit",
            ["verb: encourage -> engage"],
        ),
        (
            "Salue l’école des fondeurs de cloches et prie la guilde d’instruire les apprentis",
            "Prie la guilde d’ouvrir un chantier et salue l’école des fondeurs de cloches",
            [],
        ),
    ],
)
def test_verbs_in_french(left: str, right: str, expected: list[str]) -> None:
    rest = "dans tous les ports de la côte du nord, avant l’hiver ;"
    assert told(compared(f"{left} {rest}", f"{right} {rest}", renewal=True, language=Language.FR)) == expected


def test_a_statement_taken_up_in_a_resolution_says_so_and_gives_no_direction() -> None:
    text = "The Security Council {} all keepers to search the boats of smugglers by night and to report on what they find."
    left = replace(document([("P1", text.format("encourages"))]), status=Status.STATEMENT)
    right = document([("OP1", "Urges all keepers to search the boats of smugglers by night and to report on what they find;")])
    changes = compare(left, right, align(left, right)).links[0].changes
    assert ChangeKind.TO_RESOLUTION in {change.kind for change in changes}
    assert [change.direction for change in changes if change.kind is ChangeKind.VERB] == [None]


def test_other_languages_give_no_direction_and_judge_no_words() -> None:
    comparison = compared(
        "Prie instamment tous les gardiens de fouiller les bateaux des contrebandiers pendant la nuit, selon qu’il convient ;",
        "Encourage tous les gardiens à fouiller les bateaux des contrebandiers pendant la nuit ;",
        renewal=True,
        language=Language.FR,
    )
    changes = comparison.links[0].changes
    assert {change.kind for change in changes} <= {ChangeKind.VERB}
    assert not any(change.direction for change in changes)


def test_a_renumbered_reference_is_not_a_change_of_substance() -> None:
    measures = "Decides that every port shall freeze the oil of smugglers without delay;"
    pointer = "Confirms that the measures in paragraph {} above apply to copper salvaged from wrecks;"
    older = document([("OP1", RENEWED[0]), ("OP2", measures), ("OP3", pointer.format(2)), ("OP4", RENEWED[1])])
    newer = document([("OP1", measures), ("OP2", pointer.format(1)), ("OP3", RENEWED[1])])
    found = compare(older, newer, align(older, newer))
    link = next(link for link in found.links if link.left == "OP3")
    assert {edit.class_ for edit in link.edits if edit.op.value in ("insert", "delete")} == {EditClass.REFERENCE}
    assert not link.changes


def test_a_reference_to_another_paragraph_is_shown() -> None:
    pointer = "Confirms that the measures in paragraph {} above apply to copper salvaged from wrecks;"
    rest = [("OP1", RENEWED[0]), ("OP2", RENEWED[1])]
    older, newer = document([*rest, ("OP3", pointer.format(1))]), document([*rest, ("OP3", pointer.format(2))])
    link = next(link for link in compare(older, newer, align(older, newer)).links if link.left == "OP3")
    assert {edit.class_ for edit in link.edits} == {None}


@given(st.sampled_from(RENEWED), st.sampled_from(OTHERWISE), st.booleans())
def test_nothing_is_said_of_equal_texts(text: str, other: str, renewal: bool) -> None:
    left = document([("OP1", text), ("OP2", other)])
    right = document([("OP1", text), ("OP2", other)] if renewal else [("OP1", other), ("OP2", text)])
    assert not [change for link in compare(left, right, align(left, right)).links for change in link.changes]


def test_a_number_printed_on_one_side_only_is_layout() -> None:
    text = "Lanterns of brass, oil and glass for the keepers of the northern harbours;"
    old, young = document([("OP1(a)", f"(a) {text}")]), document([("OP1(a)", text)])
    old, young = (replace(d, paragraphs=tuple(replace(p, path=("OP1", "(a)")) for p in d.paragraphs)) for d in (old, young))
    for left, right in ((old, young), (young, old)):
        (link,) = compare(left, right, align(left, right)).links
        assert {edit.class_ for edit in link.edits if edit.op is not Op.EQUAL} == {EditClass.SURFACE}


def test_an_item_under_another_letter_has_not_changed() -> None:
    """Official XML prints the letters of the items of some annexes within their text."""
    texts = ("To visit every lighthouse of the coast and to report on its lamps.", "Any other task that the Keepers may give it.")

    def annex(*letters: str) -> Document:
        names = [f"A.P1{letter}" for letter in letters]
        held = document([(name, f"{a} {text}") for name, a, text in zip(names, letters, texts, strict=True)])
        items = [replace(p, kind=Kind.ANNEX, path=("A", "P1", a)) for p, a in zip(held.paragraphs, letters, strict=True)]
        return replace(held, paragraphs=tuple(items))

    sides = annex("(a)", "(z)"), annex("(a)", "(bb)")
    links = compare(*sides, align(*sides)).links
    assert [link.changes for link in links] == [(), ()]
    assert {edit.class_ for edit in links[1].edits if edit.op is not Op.EQUAL} == {EditClass.SURFACE}


def test_why_a_verb_is_not_called_stronger_or_weaker_is_said() -> None:
    """Only of texts that are not versions of one another, and only where a verb differs."""
    before = (
        "Encourages the guild of pilots to train apprentices in the drawing of maps of the southern bays before the autumn fogs;"
    )
    after = before.replace("Encourages", "Urges")
    assert "versions of one text" in strength_note(compared(before, after, renewal=False))
    assert strength_note(compared(before, after, renewal=True)) == ""
    assert strength_note(compared(before, before, renewal=False)) == ""


BODY = [
    ("OP1", "Urges all keepers to light their lamps before dusk;"),
    ("OP2", "Requests the pilots to carry ropes of forty fathoms;"),
    ("OP3", "Calls upon the harbour masters to count the bells of the reefs;"),
    ("OP4", "Decides that whale oil shall be stored in barrels of oak:"),
]
ITEMS = [
    (f"OP4({letter})", f"{word} of the {place} islands;")
    for letter, word, place in (("a", "Oil", "northern"), ("b", "Rope", "outer"), ("c", "Sails", "salt"), ("d", "Masts", "green"))
]


def test_a_list_that_was_dropped_does_not_make_a_renewal_another_text() -> None:
    left, right = document([*BODY, *ITEMS]), document([(id_, text.replace("Urges", "Strongly urges")) for id_, text in BODY])
    assert compare(left, right, align(left, right)).successive


@pytest.mark.parametrize(("many", "one"), [(12, True), (4, False)])
def test_a_text_filed_under_another_item_is_a_version_where_much_of_it_stands(many: int, one: bool) -> None:
    left, right = (
        replace(
            document([(f"OP{n}", f"Urges the islands to light {lamp} of {place};") for n, lamp, place in LAMPS[:many]]),
            adoption=Adoption(agenda=item),
        )
        for item in ("The situation in the islands", "Threats to lamps")
    )
    assert compare(left, right, align(left, right)).successive is one


LAMPS = [
    (n + 1, lamp, place)
    for n, (lamp, place) in enumerate(
        (lamp, place)
        for lamp in ("the old lamps", "new beacons", "all lanterns", "a fire")
        for place in ("the northern harbour", "every pier", "Green Cape")
    )
]


def test_a_text_of_which_little_is_left_is_another() -> None:
    left, right = document([*BODY, *ITEMS]), document([BODY[0], *((f"OP{n}", f"Notes the {n} storms;") for n in range(2, 9))])
    assert not compare(left, right, align(left, right)).successive


EXTENDED = "Decides to extend until 1 May 2031 the mandate of the {} to count the lamps of the outer islands;"


@pytest.mark.parametrize(
    ("earlier", "later", "recalls", "one"),
    [
        ("UNLAMP", "UNLAMP", "Recalling its resolution 9001 (2030),", True),
        ("UNLAMP", "Mission of the Lamps", "Recalling its resolution 9001 (2030),", True),
        ("UNLAMP", "UNBELL", "Recalling its resolution 9001 (2030),", False),
        ("UNLAMP", "UNLAMP", "Recalling its resolution 9000 (2029),", True),
        ("UNLAMP", "Mission of the Lamps", "Recalling its resolution 9000 (2029),", False),
    ],
)
def test_a_text_that_extends_what_an_earlier_one_did_is_its_version(earlier: str, later: str, recalls: str, one: bool) -> None:
    """However little besides they have in common; not where it extends another mission,
    or one of another name without recalling the earlier text."""
    agenda = Adoption(agenda="The situation in the islands")
    left, right = (
        replace(document(texts), adoption=agenda, symbol=symbol)
        for symbol, texts in (
            ("S/RES/9001 (2030)", [("OP1", EXTENDED.format(earlier)), *BODY[1:], *ITEMS]),
            ("S/RES/9002 (2031)", [("PP1", recalls), ("OP1", EXTENDED.format(later).replace("2031", "2032"))]),
        )
    )
    assert compare(left, right, align(left, right)).successive is one


def test_a_list_that_went_on_as_two_is_told_as_another_list() -> None:
    left = "Decides that the guild shall review every name on the Consolidated List of the coast within three years;"
    right = "Decides that the guild shall review every name on the Al-Qaida Sanctions List of the coast within three years;"
    (change,) = [c for link in compared(left, right, renewal=True).links for c in link.changes if c.kind is ChangeKind.NAME]
    assert change_words(change).endswith("(another list)")
