"""Laws of alignment (every paragraph told once, equal keys, primary links, mirrors), and what rarity, claiming and structure decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdiff.align import align
from resdiff.align.explain import explain
from resdiff.cache import Origin
from resdiff.diff import compare
from resdiff.intake import read_document
from resdiff.models import (
    Adoption,
    Alignment,
    Document,
    Kind,
    Language,
    LinkKind,
    Masthead,
    Paragraph,
    Source,
    SourceKind,
    Status,
    Way,
)
from resdiff.tokens import tokenise

CLAUSES = (
    "calls upon all keepers to light their lamps before dusk",
    "requests the harbour master to report to the Guild within 30 days on lanterns lost in fog",
    "recalling the importance of bells, horns and rockets for ships that approach the northern reefs",
    "decides that no vessel shall carry false lights within sight of the coast",
    "encourages the keepers of the southern isles to train apprentices in the mending of lenses",
    "individuals, crews, guilds and companies associated with the wreckers",
    "decides to remain seized of the matter",
    "in accordance with the law of the sea and the customs of the ports",
    "notes with concern that smugglers profit from the sale of salvaged copper",
)


def paragraph(number: int, text: str, kind: Kind = Kind.OPERATIVE, path: tuple[str, ...] = ()) -> Paragraph:
    step = {Kind.PREAMBULAR: "PP", Kind.HEADING: "H", Kind.LISTING: "A.L"}.get(kind, "OP")
    return Paragraph(f"{step}{number}", f"para. {number}", kind, path or (f"{step}{number}",), len(path) or 1, f"{number}.", text)


def document(paragraphs: Sequence[Paragraph], language: Language = Language.EN) -> Document:
    source = Source(SourceKind.TEXT, "0" * 64)
    return Document(None, language, None, Status.RESOLUTION, Adoption(), source, Masthead(), (), tuple(paragraphs), ())


def written(*texts: str, preamble: Sequence[str] = ()) -> Document:
    recitals = [paragraph(n, text, Kind.PREAMBULAR) for n, text in enumerate(preamble, 1)]
    return document([*recitals, *(paragraph(n, text) for n, text in enumerate(texts, 1))])


def pairs(alignment: Alignment) -> set[tuple[str, str]]:
    return {(link.left, link.right) for link in alignment.links}


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document of clauses joined, with headings, sub-paragraphs and repeats."""
    found = []
    for number in range(1, draw(st.integers(0, 9)) + 1):
        kind = draw(st.sampled_from((Kind.PREAMBULAR, Kind.OPERATIVE, Kind.OPERATIVE, Kind.HEADING, Kind.LISTING)))
        words = "; ".join(draw(st.lists(st.sampled_from(CLAUSES), max_size=3))).split()
        text = " ".join(words[draw(st.integers(0, 4)) :])
        found.append(paragraph(number, text, kind))
    return document(found)


@given(documents(), documents())
def test_every_paragraph_is_linked_added_or_removed(left: Document, right: Document) -> None:
    found = align(left, right)
    assert {link.left for link in found.links} | set(found.removed) == {p.id for p in left.paragraphs}
    assert {link.right for link in found.links} | set(found.added) == {p.id for p in right.paragraphs}
    assert not {link.left for link in found.links} & set(found.removed)
    assert not {link.right for link in found.links} & set(found.added)
    assert len(pairs(found)) == len(found.links)


@given(documents(), documents())
def test_same_links_carry_equal_keys_and_each_right_paragraph_one_primary(left: Document, right: Document) -> None:
    found = align(left, right)
    for link in found.links:
        before, after = left.paragraph(link.left), right.paragraph(link.right)
        assert 0 <= link.score <= 1
        if link.kind is LinkKind.SAME:
            assert tokenise(before.text).keys == tokenise(after.text).keys
        if (before.kind is Kind.HEADING) != (after.kind is Kind.HEADING):
            assert tokenise(before.text).keys == tokenise(after.text).keys
            assert len((after if before.kind is Kind.HEADING else before).path) > 1
        assert (before.kind is Kind.LISTING) == (after.kind is Kind.LISTING)
        for run in link.runs:
            assert run.left[0] < run.left[1] <= len(before.text)
            assert run.right[0] < run.right[1] <= len(after.text)
    assert Counter(link.right for link in found.links if link.primary) == Counter({link.right for link in found.links})


@given(documents())
def test_a_document_against_itself_is_all_the_same(text: Document) -> None:
    found = align(text, text)
    assert [(link.left, link.right, link.kind) for link in found.links] == [(p.id, p.id, LinkKind.SAME) for p in text.paragraphs]


@given(documents(), documents())
def test_swapping_sides_mirrors_the_links(left: Document, right: Document) -> None:
    there, back = align(left, right), align(right, left)
    assert {(link.left, link.right, link.kind, link.score) for link in there.links} == {
        (link.right, link.left, link.kind, link.score) for link in back.links
    }
    assert (there.added, there.removed) == (back.removed, back.added)
    groups = [
        {frozenset(pair for pair, number in numbered if number == group) for _, group in numbered if group is not None}
        for numbered in (
            [((link.left, link.right), link.group) for link in there.links],
            [((link.right, link.left), link.group) for link in back.links],
        )
    ]
    assert groups[0] == groups[1]


@settings(max_examples=25)
@given(documents(), documents())
def test_comparing_keeps_the_alignment(left: Document, right: Document) -> None:
    found = align(left, right)
    told = compare(left, right, found)
    assert (told.added, told.removed) == (found.added, found.removed)
    assert [(link.left, link.right, link.kind, link.primary) for link in told.links] == [
        (link.left, link.right, link.kind, link.primary) for link in found.links
    ]


BASE = (
    "Calls upon all keepers to light their lamps before dusk and to keep a watch until dawn;",
    "Requests the harbour master to publish each month the names of ships that were lost in fog;",
    "Decides that no vessel shall carry false lights within sight of the northern reefs;",
    "Encourages the southern isles to train apprentices in the grinding and mending of lenses;",
    "Decides to remain seized of the matter.",
)


def test_an_insertion_shifts_numbers_not_links() -> None:
    found = align(written(*BASE), written(BASE[0], "Welcomes the bell that the fishermen cast for the harbour chapel;", *BASE[1:]))
    assert pairs(found) == {("OP1", "OP1"), ("OP2", "OP3"), ("OP3", "OP4"), ("OP4", "OP5"), ("OP5", "OP6")}
    assert found.added == ("OP2",)
    assert {link.kind for link in found.links} == {LinkKind.SAME}


def test_a_split_is_one_group() -> None:
    left = (
        "Requests the harbour master to publish the names of ships lost in fog, and to pay the widows of drowned pilots"
        " from the lantern tax;"
    )
    first = "Requests the harbour master to publish the names of ships lost in fog;"
    second = "Requests the harbour master to pay the widows of drowned pilots from the lantern tax;"
    found = align(written(BASE[0], left), written(BASE[0], first, second))
    assert {("OP2", "OP2"), ("OP2", "OP3")} <= pairs(found)
    assert len({link.group for link in found.links if link.left == "OP2"} - {None}) == 1
    assert all(link.primary for link in found.links)


def test_a_merge_is_one_group_with_one_primary() -> None:
    first = "Requests the harbour master to publish the names of all ships lost in fog during the winter storms;"
    second = "Requests the treasurer to pay the widows of drowned pilots from the lantern tax;"
    whole = (
        "Requests the harbour master to publish the names of all ships lost in fog during the winter storms, and the treasurer to pay"
        " the widows of drowned pilots from the lantern tax;"
    )
    found = align(written(BASE[0], first, second), written(BASE[0], whole))
    assert {("OP2", "OP2"), ("OP3", "OP2")} <= pairs(found)
    assert [link.left for link in found.links if link.right == "OP2" and link.primary] == ["OP2"]


def test_a_recital_may_become_an_operative_paragraph() -> None:
    recital = "Recognizing that lanterns lost at sea feed a trade in copper along the northern reefs,"
    left = written(*BASE, preamble=[recital])
    right = written("Recognizes that lanterns lost at sea feed a trade in copper along the northern reefs;", *BASE)
    assert ("PP1", "OP1") in pairs(align(left, right))


def test_boilerplate_makes_no_link() -> None:
    common = "individuals, crews, guilds and companies associated with the wreckers"
    left = written(
        f"Urges all ports to freeze the assets of {common};",
        f"Demands that {common} surrender their lanterns;",
        f"Condemns the burning of chapels by {common};",
        f"Notes the songs that praise {common};",
    )
    right = written(
        f"Encourages the press to name {common};",
        f"Invites bishops to pray for {common};",
        f"Deplores the purchase of rope by {common};",
        f"Regrets the flight of {common};",
    )
    assert not align(left, right).links


def test_formulas_that_differ_in_a_number_or_a_word_are_linked() -> None:
    """Their words stand in every other paragraph, yet what is left on both sides is linked; other objects of one verb are not."""
    left = written(
        "Requests the Secretary of the Guild to report to the Council on the matter of the bells;",
        "Takes note of the report of the Secretary of 9 March (G/2091/12);",
        "Decides to remain seized of the matter.",
    )
    right = written(
        "Takes note of the report of the Secretary of 11 July (G/2092/377);",
        "Takes note of the lamps that the fishermen lent to the southern isles;",
        "Decides to remain actively seized of the matter.",
    )
    found = align(left, right)
    assert pairs(found) == {("OP2", "OP1"), ("OP3", "OP3")}
    assert {link.kind for link in found.links} == {LinkKind.EDITED}
    assert [rival.linked for rival in explain(left, right, "OP3").later or ()][:1] == [True]


def test_paragraphs_of_one_number_that_differ_in_a_word_are_linked() -> None:
    left = written("Urges States to train keepers;", "Recommends that gulls be counted in spring;")
    right = written("Urges States to train pilots;", "Welcomes the harvest of whale oil;")
    assert pairs(align(left, right)) == {("OP1", "OP1")}


def test_a_heading_that_differs_in_a_word_is_linked() -> None:
    texts = [
        ("Lamps Committee/Panel of Keepers", Kind.HEADING),
        ("Urges pilots to carry ropes on board at all times;", Kind.OPERATIVE),
    ]
    left = document([paragraph(n, *text) for n, text in enumerate(texts, 1)])
    texts = [
        ("Lamps Committee and Panel of Keepers", Kind.HEADING),
        ("Urges pilots to carry ropes on board at night;", Kind.OPERATIVE),
    ]
    right = document([paragraph(n, *text) for n, text in enumerate(texts, 1)])
    assert len(align(left, right).links) == 2


CARRIED = (
    "Urges the harbour masters of the islands to count ropes each spring;",
    "Requests the Guild of Founders to cast twelve bells for the lighthouses;",
    "Calls upon pilots to report wrecks within a day of finding them;",
    "Decides that salvaged copper shall be weighed before it is sold;",
)
OLD = (
    "Encourages keepers of remote lamps, with help from coastal villages, to gather whale oil before autumn storms close the"
    " northern straits;"
)
NEW = (
    "Invites the Board of Supplies to publish yearly figures on how much whale oil reaches remote lamps, and to name those coastal villages"
    " that sell none;"
)


@pytest.mark.parametrize(("carried", "linked"), [(CARRIED, True), (CARRIED[:0], False)])
def test_what_is_left_is_linked_on_less_where_one_text_goes_on_with_the_other(carried: Sequence[str], linked: bool) -> None:
    answered = align(written(*carried, OLD), written(*carried, NEW))
    assert ((f"OP{len(carried) + 1}",) * 2 in pairs(answered)) is linked
    back = align(written(*carried, NEW), written(*carried, OLD))
    assert {(b, a) for a, b in pairs(back)} == pairs(answered)


def test_what_is_left_is_not_linked_where_another_is_as_good() -> None:
    left, right = written(*CARRIED, OLD), written(*CARRIED, NEW, NEW.replace("yearly", "monthly"))
    assert not {("OP5", "OP5"), ("OP5", "OP6")} & pairs(align(left, right))


def test_a_passage_that_went_into_a_paragraph_with_another_source_is_linked() -> None:
    """However little it is of what it stood in."""
    passage = "the keepers of the northern lights shall write down each wreck that they see from the tower"
    dropped = "; ".join(
        f"recalling the {n} of the {m} and all that was said of it" for n, m in zip("abcdefgh", "stuvwxyz", strict=True)
    )
    source = "Decides that no ship may leave the straits while fog stands on the water"
    left = written(*CARRIED, f"{source};", f"Notes that {passage}, {dropped};")
    right = written(*CARRIED, f"{source}, and that {passage};")
    assert {("OP5", "OP5"), ("OP6", "OP5")} <= pairs(align(left, right))
    assert {("OP5", "OP5"), ("OP5", "OP6")} <= pairs(align(right, left))


def test_the_heading_of_a_section_that_was_renamed_is_linked() -> None:
    left, right = (
        document([*(paragraph(n, t) for n, t in enumerate(CARRIED, 1)), paragraph(5, heading, Kind.HEADING), paragraph(6, body)])
        for heading, body in (
            ("Reports", "Asks the Watch for a count of gulls by the first of May;"),
            ("What the Watch tells", "Asks the Watch for a count of gulls by the second of May;"),
        )
    )
    assert ("H5", "H5") in pairs(align(left, right))


def test_a_long_list_of_recalled_resolutions_does_not_drown_what_is_said() -> None:
    """The list weighs no more than two of its resolutions; recitals that recall the same ones are linked however long the lists."""
    cited = [f"{number} (20{number % 90 + 10})" for number in range(9101, 9115)]
    one = f"Decides to extend until 17 May 2093 the mandate of the Watch as set out in its resolutions {', '.join(cited)}"
    two = "Decides to extend until 17 March 2094 the mandate of the Watch as set out in its resolution 9120 (2093)"
    recital = f"Recalling its earlier resolutions on the islands, in particular its resolutions {', '.join(cited[:10])},"
    later = f"Recalling all its earlier resolutions concerning the islands, including resolutions {cited[3]} and {cited[5]},"
    left = read_draft(f"{recital}\n\n1. {one};\n\n2. Requests the Guild to count the bells of the northern reefs;")
    right = read_draft(f"{later}\n\n1. {two};\n\n2. Requests the keepers to mend the ropes of the southern piers;")
    assert {("PP1", "PP1"), ("OP1", "OP1")} <= pairs(align(left, right))


def read_draft(body: str) -> Document:
    data = f"The Security Council,\n\n{body}\n".encode()
    return read_document(data, Origin.of(data, file="draft.txt"))


def test_as_few_paragraphs_as_can_be_are_moved_whatever_their_words() -> None:
    """One long paragraph that jumped over two short ones moved, not these; its words may differ."""
    left = written(BASE[0], BASE[1], BASE[2], BASE[3])
    right = written(BASE[1], BASE[2], BASE[0].replace("the", "each", 1), BASE[3])
    moved = {(link.left, link.right): link.moved for link in align(left, right).links}
    assert moved == {("OP1", "OP3"): True, ("OP2", "OP1"): False, ("OP3", "OP2"): False, ("OP4", "OP4"): False}


def test_a_paragraph_that_is_explained_is_not_explained_again_by_a_likeness() -> None:
    one = "Requests the Guild to inspect the lamps, bells and horns of the northern reefs each spring and to report thereon;"
    two = "Requests the Guild to inspect the ropes, nets and anchors of the southern isles each autumn and to report thereon;"
    left = written(BASE[0], one, two, BASE[3])
    found = align(left, written(BASE[0], one.replace("each", "every"), two.replace("each", "every"), BASE[3]))
    assert pairs(found) == {("OP1", "OP1"), ("OP2", "OP2"), ("OP3", "OP3"), ("OP4", "OP4")}


def test_equal_copies_are_paired_by_their_surroundings() -> None:
    copy = "Reiterates that the list is kept by the clerk of the Guild;"
    left = written(BASE[0], copy, BASE[1], BASE[2], copy, BASE[3])
    right = written(BASE[1], BASE[2], copy, BASE[3])
    assert ("OP5", "OP3") in pairs(align(left, right))


def test_text_that_changed_places_is_moved() -> None:
    found = align(written(*BASE), written(BASE[3], *BASE[:3], BASE[4]))
    kinds = {(link.left, link.right): link.kind for link in found.links}
    assert kinds.pop(("OP4", "OP1")) is LinkKind.MOVED
    assert set(kinds.values()) == {LinkKind.SAME}


def test_a_list_follows_its_paragraph() -> None:
    def list_of(number: int, *items: str) -> list[Paragraph]:
        head = f"OP{number}"
        letters = [
            Paragraph(f"{head}({letter})", "", Kind.OPERATIVE, (head, f"({letter})"), 2, f"({letter})", item)
            for letter, item in zip("abc", items, strict=False)
        ]
        return [paragraph(number, "Decides that every port shall:"), *letters]

    north = ("Keep a lamp at the head of the northern mole;", "Ring the bell in fog;")
    south = ("Keep a boat at the foot of the southern stair;", "Ring the bell in fog;")
    left = document([*list_of(1, *north), *list_of(2, *south)])
    right = document([*list_of(1, *south), *list_of(2, *north)])
    assert {("OP1(a)", "OP2(a)"), ("OP2(a)", "OP1(a)"), ("OP1(b)", "OP2(b)"), ("OP2(b)", "OP1(b)")} <= pairs(align(left, right))


@pytest.mark.parametrize("language", list(islice(Language, 6)))
def test_other_languages_align_too(language: Language) -> None:
    texts = {
        Language.FR: (
            "Demande aux gardiens d’allumer leurs lanternes",
            "Prie le maître du port de publier les noms des navires perdus",
        ),
        Language.ES: ("Exhorta a los guardianes a encender sus faroles", "Solicita al capitán del puerto que publique los nombres"),
        Language.RU: (
            "призывает смотрителей зажигать фонари до наступления темноты",
            "просит начальника порта публиковать названия судов",
        ),
        Language.AR: (
            "يهيب بجميع حراس المنارات أن يوقدوا مصابيحهم قبل الغروب",
            "يطلب إلى مدير الميناء أن ينشر أسماء السفن المفقودة",
        ),
        Language.ZH: ("促请所有灯塔看守人在黄昏前点亮灯火并守望至黎明", "请港务长每月公布在雾中失踪的船只名单"),
    }.get(language, BASE[:2])
    left = document([paragraph(n, text) for n, text in enumerate(texts, 1)], language)
    right = document([paragraph(n, text + "!") for n, text in enumerate(reversed(texts), 1)], language)
    assert pairs(align(left, right)) == {("OP1", "OP2"), ("OP2", "OP1")}


def test_a_number_printed_in_the_text_of_an_item_tells_nothing() -> None:
    def items(*texts: str) -> Document:
        lines = enumerate(texts, ord("a"))
        return document([paragraph(n, f"({chr(n)}) {text}", Kind.ANNEX, ("AI", "P1", f"({chr(n)})")) for n, text in lines])

    last = "Any other task."
    before, after = items(CLAUSES[0], last), items(CLAUSES[0], CLAUSES[2], CLAUSES[4], last)
    assert pairs(align(before, after)) == {("OP97", "OP97"), ("OP98", "OP100")}


def test_what_decided_about_a_paragraph_is_told() -> None:
    left = document([paragraph(n, text) for n, text in enumerate(CLAUSES, 1)])
    right = document([paragraph(n, text) for n, text in enumerate((*CLAUSES[2:], CLAUSES[0] + " " + CLAUSES[1]), 1)])
    links = {(link.left, link.right): link for link in align(left, right).links}
    for side, other in ((left, right), (right, left)):
        for own in side.paragraphs:
            told = explain(left, right, own.id)
            rivals = told.later if side is right else told.earlier
            assert rivals is not None
            ids = [(r.left, r.right) for r in rivals if r.linked]
            assert sorted(ids) == sorted(key for key in links if own.id == key[1 if side is right else 0])
            assert all(r.primary == links[r.left, r.right].primary for r in rivals if r.linked)
            assert all(r.words >= 0 for r in rivals if r.linked and r.way is Way.WORDS and not r.equal)
            assert all(any(run in p.text for p in right.paragraphs) for r in rivals for run in r.runs)
            assert len(rivals) <= len(other.paragraphs)
    assert explain(left, right, "OP77").later is None


def test_a_heading_meets_an_item_of_equal_words_and_never_prose() -> None:
    words = "Mending of lenses"
    heading = document([paragraph(1, "Urges all keepers to ring their bells"), paragraph(2, words, Kind.HEADING)])
    item = document([paragraph(1, "Decides that the Guild shall see to"), paragraph(2, words, path=("OP1", "(a)"))])
    prose = document([paragraph(1, "Decides that the Guild shall see to"), paragraph(2, words)])
    assert ("H2", "OP2") in {(link.left, link.right) for link in align(heading, item).links}
    assert ("OP2", "H2") in {(link.left, link.right) for link in align(item, heading).links}
    assert not align(heading, prose).links
    assert not align(prose, heading).links
