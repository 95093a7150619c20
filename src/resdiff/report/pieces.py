"""Texts cut into marked pieces: a word diff as two columns or as one line, passages over a paragraph, italics.

Law: the pieces of a side, joined, are that side's text, whatever the edits or passages say. Every text comes out `words.printable`, which
keeps its length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from resdiff.models import Edit, EditClass, Mark, MarkKind, Op, Paragraph, Passage, Span
from resdiff.report.words import printable

MOVED = "moved"
"""The note of words that stand in both texts, in other places."""


class Side(StrEnum):
    """On which side of a comparison a piece stands."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one side or both. `note` is "surface", "reference", "moved" or ""."""

    text: str
    side: Side
    note: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a paragraph's text with what lies over it: the number of its passage (None between passages), and whether it is italic."""

    text: str
    passage: int | None
    italic: bool


def _note(edit: Edit) -> str:
    if edit.op is Op.MOVE:
        return MOVED
    return edit.class_.value if edit.class_ else ""


def _column(text: str, spans: Sequence[tuple[Span, Op, str]], side: Side) -> tuple[Piece, ...]:
    """One side's text cut at the ranges of its edits; gaps and overlaps are closed so that nothing is lost or told twice."""
    out: list[Piece] = []
    done = 0
    for (start, end), op, note in sorted(spans, key=lambda item: item[0]):
        start, end = max(start, done), min(end, len(text))
        if start >= end:
            continue
        if start > done:
            out.append(Piece(text[done:start], Side.BOTH))
        out.append(Piece(text[start:end], Side.BOTH if op is Op.EQUAL else side, note))
        done = end
    if done < len(text):
        out.append(Piece(text[done:], Side.BOTH))
    return tuple(out)


def left_pieces(left: str, edits: Iterable[Edit]) -> tuple[Piece, ...]:
    """The left text; what is not on the right stands on side LEFT."""
    spans = [(edit.left, edit.op, _note(edit)) for edit in edits if edit.op is not Op.INSERT]
    return _column(printable(left), spans, Side.LEFT)


def right_pieces(left: str, right: str, edits: Iterable[Edit]) -> tuple[Piece, ...]:
    """The right text with what only the left has put in at its place, and moved words at the place that they left too: the pieces on sides
    BOTH and RIGHT are the right text, those on sides LEFT and BOTH the left one."""
    left, right = printable(left), printable(right)
    edits = tuple(edits)
    spans = [(edit.right, edit.op, _note(edit)) for edit in edits if edit.op is not Op.DELETE]
    column = _column(right, spans, Side.RIGHT)
    gone: list[tuple[int, Span, str]] = []
    stays: list[tuple[int, int]] = [(0, 0)]
    at = 0
    for edit in edits:
        if edit.op is Op.DELETE and edit.left[0] < edit.left[1]:
            gone.append((min(at, len(right)), edit.left, _note(edit)))
        at = max(at, edit.right[1])
        if edit.op is Op.EQUAL or edit.op is Op.DELETE:
            stays.append((edit.left[1], min(at, len(right))))
    stays.sort()
    for edit in edits:
        if edit.op is Op.MOVE and edit.left[0] < edit.left[1]:
            place = bisect_right(stays, (edit.left[0], len(right) + 1)) - 1
            gone.append((stays[place][1], edit.left, _note(edit)))
    gone.sort(key=lambda item: item[:2])
    return _weave(column, [(place, Piece(left[slice(*span)], Side.LEFT, note)) for place, span, note in gone])


def _weave(column: Sequence[Piece], gone: Sequence[tuple[int, Piece]]) -> tuple[Piece, ...]:
    """Puts the left-only pieces into a column at their offsets, cutting its pieces where needed."""
    out: list[Piece] = []
    waiting = list(gone)
    at = 0
    for piece in column:
        text = piece.text
        while waiting and waiting[0][0] < at + len(text):
            cut = max(waiting[0][0] - at, 0)
            if cut:
                out.append(Piece(text[:cut], piece.side, piece.note))
                text, at = text[cut:], at + cut
            out.append(waiting.pop(0)[1])
        out.append(Piece(text, piece.side, piece.note))
        at += len(text)
    out.extend(piece for _, piece in waiting)
    return tuple(out)


def found_pieces(query: str, text: str, edits: Iterable[Edit]) -> tuple[Piece, ...]:
    """A text laid against a query that asks for a part of it: what stands before and after that part is context, not an insertion."""
    pieces = list(right_pieces(query, text, edits))
    for order in (range(len(pieces)), range(len(pieces) - 1, -1, -1)):
        for i in order:
            if pieces[i].side is not Side.RIGHT or pieces[i].note:
                break
            pieces[i] = Piece(pieces[i].text, Side.BOTH)
    return tuple(pieces)


def marked(pieces: Iterable[Piece]) -> str:
    """The pieces as plain text with [-only left-] and {+only right+}, moved words as [~these~] where they stood and {~these~} where they
    stand; surface edits show the right side only."""
    out = []
    for piece in pieces:
        if piece.side is Side.BOTH or (piece.note == EditClass.SURFACE.value and piece.side is Side.RIGHT):
            out.append(piece.text)
        elif piece.note != EditClass.SURFACE.value:
            before, after = fences(piece)
            out.append(f"{before}{piece.text}{after}")
    return "".join(out)


def fences(piece: Piece) -> tuple[str, str]:
    """The marks before and after a piece that stands on one side, so that it can be told from the other side's without colour."""
    mark = "~" if piece.note == MOVED else "-" if piece.side is Side.LEFT else "+"
    return (f"[{mark}", f"{mark}]") if piece.side is Side.LEFT else (f"{{{mark}", f"{mark}}}")


MOVED_LEGEND = "[~moved from here~]  {~moved to here~}"


def has_moves(pieces: Iterable[Piece]) -> bool:
    """Whether words moved, so that the marks for that want a word of explanation."""
    return any(piece.note == MOVED for piece in pieces)


def runs(text: str, passages: Sequence[Passage], marks: Iterable[Mark] = ()) -> tuple[Run, ...]:
    """The text cut wherever a passage or an italic begins or ends. Where passages overlap the earlier one has the words."""
    text = printable(text)
    size = len(text)
    owner: list[int | None] = [None] * size
    for i, passage in enumerate(passages):
        for at in range(max(passage.start, 0), min(passage.end, size)):
            if owner[at] is None:
                owner[at] = i
    italic = [False] * size
    for mark in marks:
        if mark.kind is MarkKind.ITALIC:
            for at in range(max(mark.start, 0), min(mark.end, size)):
                italic[at] = True
    out: list[Run] = []
    start = 0
    for at in range(1, size + 1):
        if at == size or (owner[at], italic[at]) != (owner[start], italic[start]):
            out.append(Run(text[start:at], owner[start], italic[start]))
            start = at
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Printed:
    """A run of a paragraph as it is printed, or, with no text, the anchor of a note."""

    text: str
    italic: bool
    note: str = ""


def printed(paragraph: Paragraph) -> tuple[Printed, ...]:
    """A paragraph's text in roman and italic, with the anchors of its notes at their places."""
    anchors = sorted((min(mark.start, len(paragraph.text)), mark.value) for mark in paragraph.marks if mark.kind is MarkKind.NOTE)
    out: list[Printed] = []
    at = 0
    for run in runs(paragraph.text, (), paragraph.marks):
        text = run.text
        while anchors and anchors[0][0] < at + len(text):
            cut = anchors[0][0] - at
            if cut:
                out.append(Printed(text[:cut], run.italic))
                text, at = text[cut:], at + cut
            out.append(Printed("", False, anchors.pop(0)[1]))
        out.append(Printed(text, run.italic))
        at += len(text)
    return (*out, *(Printed("", False, value) for _, value in anchors))
