"""The order of documents and of rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from resdiff.concordance.rows import Gathered
from resdiff.models import Document, Status


def by_age(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents oldest first; those without a date of adoption, and drafts, after the dated ones in the order in which they came."""
    dated = [document for document in documents if _day(document)]
    return (*sorted(dated, key=lambda d: _day(d) or date.max), *(document for document in documents if not _day(document)))


def _day(document: Document) -> date | None:
    return None if document.status is Status.DRAFT else document.adoption.date


def in_order(documents: Sequence[Document], rows: Sequence[Gathered], base: int) -> list[Gathered]:
    """The rows in the order of one document; rows that it lacks stand after the row of what precedes them in the document nearest to it
    that has them (the older of two equally near)."""
    placed = [row for row in rows if row[base]]
    places = {p.id: n for n, p in enumerate(documents[base].paragraphs)}
    placed.sort(key=lambda row: places[row[base][0]])
    others = sorted((k for k in range(len(documents)) if k != base), key=lambda k: (abs(k - base), k))
    for column in others:
        _fill_in(documents[column], [row for row in rows if row[column]], column, placed)
    return placed


def _fill_in(document: Document, rows: Sequence[Gathered], column: int, placed: list[Gathered]) -> None:
    """Put a document's rows that have no place yet after the row that precedes them there. Rows that moved precede nothing: what stood
    after them is not to follow them about."""
    of = {id_: row for row in rows for id_ in row[column]}
    own = list(dict.fromkeys(of[p.id] for p in document.paragraphs))
    at = {row: n for n, row in enumerate(placed)}
    steady = set(_rising([at[row] for row in own if row in at]))
    after: dict[int, list[Gathered]] = {}
    last = -1
    for row in own:
        if row not in at:
            after.setdefault(last, []).append(row)
        elif at[row] in steady:
            last = at[row]
    for place in sorted(after, reverse=True):
        placed[place + 1 : place + 1] = after[place]


def _rising(numbers: Sequence[int]) -> list[int]:
    """The longest of the rising runs that are left when some numbers are taken out."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, number in enumerate(numbers):
        k = bisect_left(tails, number)
        before.append(ends[k - 1] if k else -1)
        tails[k : k + 1] = [number]
        ends[k : k + 1] = [n]
    out = []
    at = ends[-1] if ends else -1
    while at >= 0:
        out.append(numbers[at])
        at = before[at]
    return out
