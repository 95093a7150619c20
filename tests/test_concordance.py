"""Laws of the concordance (every paragraph in one row, no link untold, edits replay), and what makes a row, a cell and their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdiff.align import align
from resdiff.cache import Origin
from resdiff.concordance import Cell, Concordance, State, by_age, concord, some
from resdiff.concordance.pairs import Pairs
from resdiff.concordance.rows import gather
from resdiff.diff import apply
from resdiff.intake import read_document
from resdiff.models import Adoption, Alignment, Document, Kind, Link, LinkKind, Op, Run, Status, dumps
from resdiff.report import concordance as views
from resdiff.workflow import Library
from test_align import document, documents, paragraph, written

several = st.lists(documents(), min_size=2, max_size=4)


def ids(concordance: Concordance) -> list[list[str]]:
    """The rows by the ids in their cells."""
    return [[" ".join(part.id for part in cell.parts) for cell in row.cells] for row in concordance.rows]


def row_of(concordance: Concordance, column: int, id_: str) -> tuple[Cell, ...]:
    return next(row.cells for row in concordance.rows if any(part.id == id_ for part in row.cells[column].parts))


# --- laws ------------------------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(several, st.sampled_from((None, 0, 1)))
def test_every_paragraph_stands_in_exactly_one_row(given_: list[Document], base: int | None) -> None:
    found = concord(given_, base)
    for column, text in enumerate(given_):
        told = Counter((part.id, part.text) for row in found.rows for part in row.cells[column].parts)
        assert told == Counter((p.id, p.text) for p in text.paragraphs)
    assert all(len(row.cells) == len(given_) and any(cell.parts for cell in row.cells) for row in found.rows)


@settings(max_examples=60)
@given(several)
def test_neighbours_share_a_row_only_where_they_are_linked_and_no_link_is_untold(given_: list[Document]) -> None:
    found = concord(given_)
    for column in range(1, len(given_)):
        links = align(given_[column - 1], given_[column]).links
        before = {part.id: row for row in found.rows for part in row.cells[column - 1].parts}
        after = {part.id: row for row in found.rows for part in row.cells[column].parts}
        for link in links:
            if before[link.left] is after[link.right]:
                continue
            part = next(part for part in after[link.right].cells[column].parts if part.id == link.right)
            compared = after[link.right].cells[column].against == column - 1
            told = compared and link.left in part.draws_on
            assert told or link.right in before[link.left].cells[column].elsewhere
        linked = {link.right for link in links} | {link.left for link in links}
        for row in found.rows:
            if len(given_) == 2 and all(cell.parts for cell in row.cells):
                assert all(part.id in linked for cell in row.cells for part in cell.parts)


@settings(max_examples=60)
@given(several, st.sampled_from((None, 0, 1)))
def test_the_edits_of_a_cell_lead_to_its_text(given_: list[Document], base: int | None) -> None:
    found = concord(given_, base)
    for row in found.rows:
        for cell in row.cells:
            for part in cell.parts:
                if part.source is None:
                    assert not part.edits
                    continue
                assert cell.against is not None
                source = given_[cell.against].paragraph(part.source).text
                assert apply(part.edits, source, part.text) == part.text


@settings(max_examples=40)
@given(several, st.sampled_from((None, 0, 1)))
def test_rows_stand_in_the_order_of_the_base(given_: list[Document], base: int | None) -> None:
    column = len(given_) - 1 if base is None else base
    places = {p.id: n for n, p in enumerate(given_[column].paragraphs)}
    told = [places[row.cells[column].parts[0].id] for row in concord(given_, base).rows if row.cells[column].parts]
    assert told == sorted(told)


@settings(max_examples=25)
@given(several)
def test_same_input_same_output(given_: list[Document]) -> None:
    assert dumps(concord(given_)) == dumps(concord(given_))


@settings(max_examples=25)
@given(documents())
def test_a_text_beside_itself_has_no_changes(text: Document) -> None:
    found = concord([text, text, text])
    assert ids(found) == [[p.id] * 3 for p in text.paragraphs]
    assert not any(row.changed for row in found.rows)


@settings(max_examples=25)
@given(documents(), documents())
def test_two_documents_share_rows_alike_from_both_sides(left: Document, right: Document) -> None:
    """Which paragraphs share a row does not hang on which document gives the order."""
    told = [{tuple(row) for row in ids(concord([left, right], base))} for base in (None, 0, 1)]
    assert told[0] == told[1] == told[2]


# --- rows ------------------------------------------------------------------------------------------------------------------------

LAMPS = "Calls upon all keepers to light their lamps before dusk and to keep a watch until dawn;"
NAMES = "Requests the harbour master to publish each month the names of ships that were lost in fog;"
REEFS = "Decides that no vessel shall carry false lights within sight of the northern reefs;"
LENSES = "Encourages the southern isles to train apprentices in the grinding and mending of lenses;"
SEIZED = "Decides to remain seized of the matter."


def test_what_was_left_out_and_came_back_is_one_row() -> None:
    found = concord([written(LAMPS, NAMES, SEIZED), written(LAMPS, SEIZED), written(LAMPS, NAMES.replace("month", "year"), SEIZED)])
    assert ids(found) == [["OP1", "OP1", "OP1"], ["OP2", "", "OP2"], ["OP3", "OP2", "OP3"]]
    cells = found.rows[1].cells
    assert [cell.state for cell in cells] == [State.PLAIN, State.GONE, State.BACK]
    assert cells[2].against == 0
    assert cells[2].parts[0].state is State.EDITED


def test_what_two_documents_have_left_out_is_compared_with_the_last_that_had_it() -> None:
    short = written(LAMPS, SEIZED)
    found = concord([written(LAMPS, NAMES, SEIZED), short, short, written(NAMES, LAMPS, SEIZED)])
    cells = row_of(found, 0, "OP2")
    assert [cell.state for cell in cells] == [State.PLAIN, State.GONE, State.ABSENT, State.BACK]
    assert cells[3].against == 0


def test_a_part_that_comes_back_is_in_the_row_of_the_whole() -> None:
    long = f"{REEFS[:-1]}, {NAMES[0].lower()}{NAMES[1:-1]}, {LENSES[0].lower()}{LENSES[1:-1]}, {GULLS[0].lower()}{GULLS[1:]}"
    found = concord([written(LAMPS, long, SEIZED), written(LAMPS, SEIZED), written(LAMPS, LENSES, SEIZED)])
    assert ids(found)[1] == ["OP2", "", "OP2"]


def test_a_split_and_a_merge_are_one_row_each() -> None:
    lamps, names = LAMPS.replace("and to keep", "; and also"), NAMES
    both = f"{LAMPS[:-1]}, and {NAMES[0].lower()}{NAMES[1:]}"
    apart, together = written(lamps, names, REEFS, LENSES, SEIZED), written(both, REEFS, LENSES, SEIZED)
    found = concord([apart, together, apart])
    assert ids(found)[0] == ["OP1 OP2", "OP1", "OP1 OP2"]
    merged, split = found.rows[0].cells[1:]
    assert {merged.parts[0].source, *merged.also_with} == {"OP1", "OP2"}
    assert [part.source for part in split.parts] == ["OP1", "OP1"]
    assert merged.state is split.state is State.EDITED


class Linked(Pairs):
    """Two documents with links of our own making: (left, right, primary, score)."""

    def __init__(self, *links: tuple[str, str, bool, float], kind: LinkKind = LinkKind.EDITED) -> None:
        super().__init__([written(LAMPS, NAMES), written(LAMPS, NAMES)])
        made = [Link(a, b, kind, score, 1, primary, (Run((0, 20), (0, 20)),)) for a, b, primary, score in links]
        self.made = Alignment(tuple(made), (), ())

    def alignment(self, left: int, right: int) -> Alignment:
        return self.made


def test_a_text_that_took_in_part_of_another_stays_with_its_own_ancestor() -> None:
    pairs = Linked(("OP1", "OP1", True, 0.9), ("OP1", "OP2", True, 0.6), ("OP2", "OP2", False, 0.4))
    assert gather(pairs) == [(("OP1",), ("OP1",)), (("OP2",), ("OP2",))]


def test_a_borrowed_phrase_makes_no_row() -> None:
    pairs = Linked(("OP1", "OP1", True, 0.4), ("OP1", "OP2", True, 0.3), kind=LinkKind.PARTIAL)
    assert (("OP1",), ("OP1",)) in gather(pairs)
    assert ((), ("OP2",)) in gather(pairs)


def test_a_paragraph_that_moved_keeps_its_row() -> None:
    found = concord([written(LAMPS, NAMES, REEFS, LENSES, SEIZED), written(NAMES, REEFS, LENSES, LAMPS, SEIZED)])
    assert [cell.parts[0].id for cell in row_of(found, 1, "OP4")] == ["OP1", "OP4"]
    assert row_of(found, 1, "OP4")[1].state is State.MOVED


def test_a_renumbered_or_respelt_text_is_the_same() -> None:
    found = concord([written(LAMPS, "Keeps the ship's lamps of the isle;"), written(LAMPS, "Keeps the ship’s lamps of the isle;")])
    assert [row.cells[1].state for row in found.rows] == [State.SAME, State.SAME]


# --- a base ----------------------------------------------------------------------------------------------------------------------


def test_against_a_base_every_column_is_compared_with_it() -> None:
    texts = [written(LAMPS, NAMES, SEIZED), written(LAMPS.replace("dusk", "dark"), SEIZED), written(LAMPS, REEFS, SEIZED)]
    found = concord(texts, 1)
    lamps = row_of(found, 1, "OP1")
    assert [cell.state for cell in lamps] == [State.EDITED, State.PLAIN, State.EDITED]
    assert [cell.against for cell in lamps] == [1, None, 1]
    assert [cell.state for cell in row_of(found, 0, "OP2")] == [State.OLDER, State.ABSENT, State.ABSENT]
    assert [cell.state for cell in row_of(found, 2, "OP2")] == [State.ABSENT, State.ABSENT, State.ADDED]
    assert [cell.state for cell in row_of(concord(texts, 2), 2, "OP2")] == [State.YET, State.YET, State.PLAIN]


def test_named_changes_of_an_older_column_are_told_in_the_order_of_time() -> None:
    later = LAMPS.replace("Calls upon", "Urges")
    told = [concord([written(LAMPS, SEIZED), written(later, SEIZED)], base).rows[0].cells for base in (0, 1)]
    assert told[0][1].parts[0].changes == told[1][0].parts[0].changes
    assert apply(told[1][0].parts[0].edits, later, LAMPS) == LAMPS


def test_mirrored_edits_tell_what_went_before_what_came() -> None:
    part = concord([written(LAMPS.replace("dusk", "dark"), SEIZED), written(LAMPS, SEIZED)], 1).rows[0].cells[0].parts[0]
    assert [edit.op for edit in part.edits] == [Op.EQUAL, Op.DELETE, Op.INSERT, Op.EQUAL]


# --- order -----------------------------------------------------------------------------------------------------------------------


def test_what_only_older_documents_have_stands_after_what_preceded_it() -> None:
    found = concord([written(NAMES, LAMPS, REEFS, SEIZED), written(LAMPS, LENSES, SEIZED), written(LAMPS, SEIZED)])
    assert ids(found) == [["OP1", "", ""], ["OP2", "OP1", "OP1"], ["OP3", "", ""], ["", "OP2", ""], ["OP4", "OP3", "OP2"]]


def test_rows_do_not_follow_a_paragraph_that_moved() -> None:
    older = written(LAMPS, GULLS, NAMES, REEFS, LENSES, SEIZED)
    found = concord([older, written(NAMES, REEFS, LENSES, LAMPS, SEIZED)])
    assert [row[0] for row in ids(found)] == ["OP2", "OP3", "OP4", "OP5", "OP1", "OP6"]


GULLS = "Recommends that gulls be counted in spring wherever apprentices can be spared from other duties;"


def dated(day: date | None, status: Status = Status.RESOLUTION) -> Document:
    return replace(written(LAMPS), adoption=Adoption(day), status=status)


def test_documents_stand_oldest_first_and_drafts_last_as_typed() -> None:
    old, late = dated(date(2091, 3, 4)), dated(date(2095, 1, 1))
    draft, file = dated(date(2090, 1, 1), Status.DRAFT), dated(None, Status.LOCAL)
    assert by_age([draft, late, file, old]) == (old, late, draft, file)
    assert by_age([file, old, draft]) == (old, file, draft)


def test_one_document_is_no_concordance() -> None:
    with pytest.raises(ValueError, match="two"):
        concord([written(LAMPS)])


# --- some of the rows ------------------------------------------------------------------------------------------------------------


def listed(*letters: str) -> Document:
    items = [
        paragraph(2, f"to {word} lenses in the {word} manner of the isles;", path=("OP2", f"({letter})"))
        for letter, word in zip("abc", letters, strict=False)
    ]
    items = [replace(item, id=f"OP2({letter})", formal=f"para. 2 ({letter})") for letter, item in zip("abc", items, strict=False)]
    return document([paragraph(1, LAMPS), paragraph(2, "Encourages all States:"), *items, paragraph(21, SEIZED)])


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        (["OP2"], ["OP2", "OP2(a)", "OP2(b)"]),
        (["op2 (b)"], ["OP2(b)"]),
        (["para. 2 (a)"], ["OP2(a)"]),
        (["OP21", "OP1"], ["OP1", "OP21"]),
        (["OP2("], []),
        (["OP"], []),
    ],
)
def test_an_id_takes_its_items_along(asked: Sequence[str], rows: list[str]) -> None:
    whole = concord([listed("grind", "mend"), listed("grind", "mend")])
    found = some.of_ids(whole, asked)
    assert [row[1] for row in ids(found)] == rows
    assert found.total == len(whole.rows)
    assert [row.number for row in found.rows] == [row.number for row in whole.rows if row in found.rows]
    assert some.unknown(whole, [*asked, "OP99"]) == ((*asked, "OP99") if not rows else ("OP99",))


def test_an_id_counts_in_any_column() -> None:
    found = some.of_ids(concord([written(NAMES, LAMPS, SEIZED), written(LAMPS, SEIZED)]), ["OP2"])
    assert ids(found) == [["OP2", "OP1"], ["OP3", "OP2"]]


def test_a_row_is_on_a_theme_where_a_cell_is() -> None:
    from resdiff import themes

    tie = "Notes that terrorists benefit from organized crime in some of the ports;"
    found = some.on_theme(concord([written(LAMPS, tie, SEIZED), written(LAMPS, SEIZED)]), themes.load("terrorism-crime"))
    assert ids(found) == [["OP2", ""]]
    assert found.theme


def test_a_listing_meets_listings_only() -> None:
    crew = paragraph(1, "Individuals, crews, guilds and companies associated with the wreckers", Kind.LISTING)
    text = replace(paragraph(1, crew.text), id="OP1")
    found = concord([document([crew]), document([text])])
    assert len(found.rows) == 2


# --- real documents --------------------------------------------------------------------------------------------------------------


def issued(shared: Path, language: str, number: int) -> str:
    """The official XML of a resolution of 2020 or 2021."""
    return str(
        next(path for year in (2020, 2021) for path in (shared / "data" / "akn" / str(year) / language).glob(f"*{number}*.xml"))
    )


@pytest.mark.real
@pytest.mark.parametrize("language", ["French", "Spanish", "Russian", "Arabic", "Chinese"])
@pytest.mark.parametrize("numbers", [(2530, 2555, 2581), (2541, 2590)])
def test_rows_are_the_same_in_every_language(shared: Path, tmp_path: Path, numbers: Sequence[int], language: str) -> None:
    library = Library(tmp_path / "library")
    told = [ids(library.compare([issued(shared, name, n) for n in numbers])) for name in ("English", language)]
    assert told[0] == told[1]


# --- drafts ----------------------------------------------------------------------------------------------------------------------


ROUNDS = (
    "1. Urges keepers to light their lamps [at dusk];\n\n[2. Encourages divers to map the wrecks; (Niger)]\n\n3. Rings the bells;",
    "1. Urges keepers to light their lamps at dusk; [agreed ad ref]\n\n2. Encourages divers to map the wrecks; [China: delete]\n\n"
    "3. Rings [all] the bells;",
    "1. Urges keepers to light their lamps at dusk;\n\n2. Rings the bells;",
)


def rounds() -> Concordance:
    texts = [f"Rev.{n}\n\nThe Security Council,\n\nRecalling its lamps,\n\n{text}\n" for n, text in enumerate(ROUNDS, 1)]
    return concord([read_document(text.encode(), Origin.of(text.encode(), file="draft.txt")) for text in texts])


def test_where_only_brackets_and_other_marks_of_the_talks_differ_the_words_are_the_same() -> None:
    found = rounds()
    assert [cell.state for cell in row_of(found, 0, "OP1")] == [State.PLAIN, State.MARKED, State.MARKED]
    assert row_of(found, 0, "OP2")[1].state is State.MARKED
    assert [cell.state for cell in row_of(found, 0, "OP3")] == [State.PLAIN, State.EDITED, State.EDITED]


def test_what_became_of_proposals_stands_in_the_cells() -> None:
    shown = views.view(rounds())
    told = {cell.parts[0].id: [what for what, _ in cell.parts[0].changes] for row in shown.rows if (cell := row.cells[1]).parts}
    assert told["OP1"] == ["[at dusk]: kept without brackets", "marked “agreed ad ref” in the later draft; its words are the same"]
    assert told["OP2"] == ["[Encourages divers to map the wrecks;] (Niger): kept without brackets", "China: “delete”: new position"]
    assert told["OP3"] == ["[all]: added in brackets"]
    gone = next(row for row in shown.rows if row.cells[2].key == "gone")
    assert gone.cells[2].notes == ("China: “delete”: position no longer printed; the text is as it asks",)
