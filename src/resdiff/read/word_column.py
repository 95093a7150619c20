"""Tables in which delegations comment on a draft: the text in one column, what is said of it beside it.

    Text                          | Comments
    1. Urges keepers to watch;    | US: delete

What stands beside a paragraph is no word of it: it becomes a note, and what a delegation asks for there a position too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from resdiff.models import Mark, MarkKind, Note
from resdiff.read.word_body import Entries, Entry, Grid
from resdiff.vocabulary import talks

_HEADS = re.compile(
    r"\b(?:comments?|remarks?|observations?|positions?|proposals?|amendments?|suggestions?|reactions?|feedback|delegations?"
    r"|commentaires?|remarques?|propositions?|amendements?|délégations?|comentarios?|observaciones|propuestas?|enmiendas?|posiciones"
    r"|delegaciones|комментари[ий]|замечания|предложения|поправки|позиции|делегации)\b"
    r"|تعليقات|ملاحظات|مقترحات|الوفود|مواقف|评论|意见|备注|建议|代表团|立场",
    re.IGNORECASE,
)
"""What a column of comments is headed by."""
_HEADING = 60
"""Code points of the longest heading of a column."""
_LEAST = 2
"""Paragraphs that must stand in the column of the text."""


@dataclass(frozen=True, slots=True)
class Commented:
    """A table of text and comments: its heading, and each row's text with what is said of it, under the name that heads the column."""

    heading: tuple[Entry, ...]
    rows: tuple[tuple[Entries, tuple[tuple[str, Entry], ...]], ...]


def commented(grid: Grid, is_paragraph: Callable[[str], bool]) -> Commented | None:
    """A table as text and comments; None for any other table. `is_paragraph` tells what may stand in a resolution."""
    width = max(map(len, grid.rows), default=0)
    if width < 2:
        return None
    first = [_flat(cell) for cell in grid.rows[0]]
    names = _names(first)
    rows = grid.rows[1:] if names else grid.rows
    beside = names or ({1: ""} if width == 2 else {})
    column = next((k for k in range(width) if k not in beside), None)
    if not beside or column is None or len(beside) != width - 1:
        return None
    texts = [entry.text for row in rows for entry in (_flat(row[column]) if len(row) > column else ())]
    if sum(map(is_paragraph, texts)) < _LEAST:
        return None
    said = tuple((row[column] if len(row) > column else [], tuple(_said(row, beside))) for row in rows)
    if not names:
        return Commented((), said) if _all_by_name([entry for _, found in said for _, entry in found]) else None
    head = grid.rows[0][column] if len(grid.rows[0]) > column else []
    if any(is_paragraph(entry.text) for entry in _flat(head)):  # the text begins beside the heading of the comments
        first[column], said = [], ((head, ()), *said)
    return Commented(tuple(entry for cell in first for entry in cell), said)


def _flat(cell: Entries) -> list[Entry]:
    return [entry for entry in Grid([[cell]]).entries() if entry.printed]


def _names(first: Sequence[Sequence[Entry]]) -> dict[int, str]:
    """The columns that the first row heads as comments, each with the delegation that it names, or ""; none where it heads nothing."""
    heads = [" ".join(entry.printed for entry in cell) for cell in first]
    found: dict[int, str] = {}
    for k, head in enumerate(heads):
        if 0 < len(head) <= _HEADING:
            if talks.signers(head, coded=True):
                found[k] = head
            elif k and _HEADS.search(head):
                found[k] = ""
    return found


def _said(row: Sequence[Entries], beside: dict[int, str]) -> Iterator[tuple[str, Entry]]:
    for k, name in beside.items():
        if k < len(row):
            yield from ((name, entry) for entry in _flat(row[k]))


def _all_by_name(said: Sequence[Entry]) -> bool:
    """Whether all that a column without a heading holds is what delegations say."""
    return bool(said) and all(_speaker(entry.text) for entry in said)


def _speaker(text: str) -> bool:
    """Whether a text begins with the name of a delegation, or is what one asks for."""
    who = re.match(r"([^:：]{2,200})[:：]", text)
    if who and talks.signers(who[1], coded=True):
        return True
    return bool((said := talks.position(text)) and said.names)


class Remarks:
    """Gathers what columns of comments say."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def anchored(self, entry: Entry, said: Sequence[tuple[str, Entry]]) -> Entry:
        """A paragraph with what is said of it beside it."""
        end = len(entry.text)
        marks = list(entry.marks)
        for name, remark in said:
            text = remark.printed if not name or _speaker(remark.text) else f"{name}: {remark.printed}"
            if any(found.names for found in talks.positions(text)):
                marks.append(Mark(end, end, MarkKind.POSITION, text))
            id_ = f"remark {len(self.notes) + 1}"
            marks.append(Mark(end, end, MarkKind.NOTE, id_))
            self.notes.append(Note(id_, None, None, text))
        return replace(entry, marks=tuple(marks))
