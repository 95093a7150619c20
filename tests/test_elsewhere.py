"""Paragraphs that were divided or brought together: no word is lost in silence, none is told as lost that stands elsewhere."""

from __future__ import annotations

import invented
from resdiff.align import align
from resdiff.cache import Origin
from resdiff.diff import compare
from resdiff.intake import read_document
from resdiff.models import Alignment, Comparison, Document, Edit, Link, LinkKind, Op
from resdiff.report.change_list import change_list
from resdiff.report.changes import groups
from resdiff.report.elsewhere import parted
from resdiff.report.terminal import as_text, diff

LOG = "Requests the keepers of the northern lights to keep a log of every ship that passes in fog"
CHARTS = "encourages the guild of pilots to train apprentices in the reading of charts and tides"
DRUMS = "deplores the theft of copper drums from the signal towers of the western reefs"


def _document(number: int, *operative: str) -> Document:
    data = invented.resolution(number, 2098 + number - 9100, operative=operative).encode()
    return read_document(data, Origin.of(data, file=f"{number}.txt"))


def _compared(older: tuple[str, ...], newer: tuple[str, ...]) -> Comparison:
    left, right = _document(9100, *older), _document(9101, *newer)
    return compare(left, right, align(left, right))


def _lines(comparison: Comparison) -> list[str]:
    return [str(line) for line in change_list(comparison)]


def test_words_that_a_merge_left_out_are_told() -> None:
    """The second of two paragraphs that became one is the first source of none: what it lost is told all the same, and it is shown."""
    older = (f"{LOG};", f"{CHARTS[0].upper()}{CHARTS[1:]}, and {DRUMS};", "Decides to remain seized of the matter.")
    newer = (f"{LOG}, and {CHARTS};", "Decides to remain seized of the matter.")
    comparison = _compared(older, newer)
    assert any(
        line.startswith("OP2 (earlier text): words not carried over") and "copper drums" in line for line in _lines(comparison)
    )
    assert not any("words gained" in line for line in _lines(comparison))
    shown = " ".join(as_text(diff, comparison, 100).split())
    assert "OP2 (earlier text) its words went into OP1" in shown
    assert "deplores the theft of copper drums from the signal towers of the western reefs-]" in shown
    rows = [row for group in groups(comparison) for row in group.rows]
    taken = [row for row in rows if row.state == "taken-up"]
    assert [(row.left.id, row.shared) for row in taken if row.left] == [("OP2", ("OP1",))]
    assert "".join(piece.text for piece in taken[0].left_pieces) == comparison.left.paragraphs[3].text


def test_words_that_went_into_the_other_half_are_not_told_as_lost() -> None:
    """A paragraph that was divided lost only what neither half has, and that is told once."""
    older = (f"{LOG}; {CHARTS}, and {DRUMS};", "Decides to remain seized of the matter.")
    newer = (f"{LOG};", f"{CHARTS[0].upper()}{CHARTS[1:]};", "Decides to remain seized of the matter.")
    lost = [line for line in _lines(_compared(older, newer)) if "not carried over" in line]
    assert [("copper drums" in line, "apprentices" in line, "northern lights" in line) for line in lost] == [(True, False, False)]


def test_every_paragraph_of_the_earlier_text_has_a_row() -> None:
    """Nothing of the earlier text is left out of the page, whatever became of it."""
    older = (f"{LOG};", f"{CHARTS[0].upper()}{CHARTS[1:]}, and {DRUMS};", "Decides that the bell rings at noon;")
    comparison = _compared(older, (f"{LOG}, and {CHARTS};",))
    rows = [row for group in groups(comparison) for row in group.rows]
    assert {row.left.id for row in rows if row.left} == {p.id for p in comparison.left.paragraphs}
    assert [row.right.id for row in rows if row.right] == [p.id for p in comparison.right.paragraphs]


def _linked(older: tuple[str, ...], newer: tuple[str, ...], *ids: tuple[str, str, bool]) -> list[str]:
    """The change list of two documents whose paragraphs are linked so."""
    links = tuple(Link(left, right, LinkKind.EDITED, 0.9, 1, primary) for left, right, primary in ids)
    return _lines(compare(_document(9100, *older), _document(9101, *newer), Alignment(links, (), ())))


def test_a_paragraph_that_one_heir_keeps_whole_was_not_divided() -> None:
    """Words that stand in two later paragraphs, of which one has all: nothing was divided, they went into the other as well."""
    whole, part = f"{LOG}, {CHARTS}, and {DRUMS};", f"Decides that the guild meets at noon, {CHARTS};"
    lines = _linked((whole,), (whole, part), ("OP1", "OP1", True), ("OP1", "OP2", True))
    assert "OP1 (earlier text): words of it also went into OP2" in lines
    assert not any("divided" in line for line in lines)
    halves = f"{LOG}, and {DRUMS};", f"Decides also that the guild {CHARTS};"
    assert "OP1 (earlier text): divided among OP1 and OP2" in _linked((whole,), halves, ("OP1", "OP1", True), ("OP1", "OP2", True))


def test_a_paragraph_that_one_source_gives_whole_brings_nothing_together() -> None:
    """The same the other way round."""
    whole, part = f"{LOG}, {CHARTS}, and {DRUMS};", f"Decides that the guild meets at noon, {CHARTS};"
    lines = _linked((whole, part), (whole,), ("OP1", "OP1", True), ("OP2", "OP1", False))
    assert "OP1: has words of OP2 too" in lines
    assert not any("brings together" in line for line in lines)


def test_who_has_a_part_of_its_own() -> None:
    """A part is one whose words are for the most part no other's; a copy is none."""
    text = "one two three four five six seven eight nine ten eleven twelve"
    first, second = text.index("five"), text.index("nine")

    def kept(start: int, end: int) -> tuple[Edit, ...]:
        return (Edit(Op.EQUAL, (start, end), (0, end - start)),)

    halves = [("A", kept(0, second)), ("B", kept(second, len(text))), ("C", kept(first, second))]
    assert parted(text, halves, 0) == (["A", "B"], ["C"])
    assert parted(text, [("C", kept(first, second)), ("A", kept(0, len(text)))], 0) == ([], ["C"])
    assert parted(text, halves[:1], 0) == ([], [])


def test_a_half_is_not_said_to_differ_in_surface_only() -> None:
    """What a paragraph lost to another one is no matter of surface."""
    lines = _linked((f"{LOG}; {CHARTS};",), (f"{LOG};", f"{CHARTS};"), ("OP1", "OP1", True), ("OP1", "OP2", True))
    assert "OP1 (earlier text): divided among OP1 and OP2" in lines
    assert not any("surface" in line for line in lines)
