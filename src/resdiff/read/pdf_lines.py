"""The pieces of a page to its lines: one baseline each, in reading order.

A space that the library inferred from a gap is not believed when the gap is far narrower than the line's other gaps (0.155 em, or 0.17 em
and 0.58 of their median: on 26 documents of 1994-2025 every such gap below was inside a word, all others between words), nor beside a
Chinese character, where setters leave air and print no space. Lines that hold a right-to-left letter are put in order by `pdf_rtl`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from resdiff.normalise.mend import HAN
from resdiff.read import pdf_rtl
from resdiff.read.pdf_process import Piece

ITALIC, BOLD, BARCODE = 1, 2, 4
_INFERRED = 2
NOTE_MARK = re.compile(r"\d{1,3}|\*{1,4}|[a-z]|[†‡§]")
_BARS = re.compile(r"\*\d{7}\*")
"""What a barcode says when its font is not at hand."""
CELL = 1.5
"""Em of free space between two cells of a row, at least."""
_COLUMNS, _ROWS, _SLACK = 3, 3, 4.0
"""Cells of a row and rows of a table at least; points by which cells of one column may stand apart."""
_CLOSE = 12
"""Baselines below a raised mark among which its line is."""
_HAN = re.compile(f"[{HAN}\u3200-\u32ff]")
_AIR = 1.0
"""Em of free space that part a number from the text beside it; anywhere else in a line air beside a Chinese character is no space."""


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces on one baseline of one page, in reading order, raised marks included."""

    page: int
    y: float
    size: float
    pieces: tuple[Piece, ...]
    rtl: bool = False
    """Whether it is read from right to left."""

    @property
    def x0(self) -> float:
        """Its left edge."""
        return min(p.x0 for p in self.pieces)

    @property
    def x1(self) -> float:
        """Its right edge."""
        return max(p.x1 for p in self.pieces)

    @property
    def bold(self) -> bool:
        """Whether all its letters are bold."""
        return all(p.style & BOLD for p in self.pieces if any(c.isalpha() for c in p.text))

    @property
    def plain(self) -> str:
        """All its words, raised marks included."""
        return "".join(text for text, _ in self.words())

    def raised(self, piece: Piece) -> bool:
        """Whether a piece is small and stands above the baseline, as note marks do."""
        return piece.size <= 0.8 * self.size and piece.y < self.y - 0.12 * self.size

    def words(self) -> Iterator[tuple[str, Piece]]:
        """Each piece's text with the space that stands before it, and the piece."""
        gaps = [apart(a, b) / self.size for a, b in pairwise(self.pieces) if b.before]
        usual = median(gaps) if gaps else 0.3
        last: Piece | None = None
        for i, piece in enumerate(self.pieces):
            space = ""
            gap = apart(last, piece) / self.size if last is not None else 0.0
            airy = last is not None and (i > 1 or gap < _AIR) and (_HAN.match(last.text[-1]) or _HAN.match(piece.text[0]))
            if last is not None and piece.before:
                narrow = -0.5 < gap < 0.17 and (gap < 0.155 or gap < 0.58 * usual) and len(gaps) > 2
                space = "" if piece.before == _INFERRED and (narrow or airy) else " "
            elif last is not None and gap > 0.6:
                space = "" if airy else " "
            yield space + piece.text.replace("\u00ad", "-"), piece
            last = piece


def apart(one: Piece, other: Piece) -> float:
    """The gap between two pieces in points, whichever stands on the left; below nought where they overlap."""
    return max(other.x0 - one.x1, one.x0 - other.x1)


def lines(number: int, pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a page from top to bottom. Pieces of full size are gathered by baseline (within a fifth of their size); smaller ones
    that stand raised beside a line join it."""
    pieces = [p for p in pieces if p.text and p.size > 0.5 and not p.style & BARCODE and not _BARS.fullmatch(p.text)]
    if not pieces:
        return []
    loose = any(pdf_rtl.LETTER.search(p.text) for p in pieces)
    if loose:
        pieces = pdf_rtl.signs_joined(pieces)
    body = _body_size(pieces)
    rows: list[list[Piece]] = []
    small = [p for p in pieces if p.size <= 0.72 * body and NOTE_MARK.fullmatch(p.text)]
    held = {id(p) for p in small}
    for piece in sorted((p for p in pieces if id(p) not in held), key=lambda p: p.y):
        if rows and abs(piece.y - rows[-1][0].y) <= 0.2 * min(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    if loose:
        rows = pdf_rtl.gathered(rows)
    levels = [row[0].y for row in rows]
    for mark in small:
        at = bisect_right(levels, mark.y)
        near = [
            row
            for row in rows[at : at + _CLOSE]
            if 0.05 * row[0].size < row[0].y - mark.y < 0.75 * row[0].size and _beside(row, mark)
        ]
        if near:
            near[0].append(mark)
        else:
            rows.append([mark])
    order = {id(p): i for i, p in enumerate(pieces)}
    rows = [sorted({id(p): p for p in row}.values(), key=lambda p: order[id(p)]) for row in rows]
    if loose:
        rows = pdf_rtl.unstretched(rows)
    least = pdf_rtl.parting(rows) if loose else None
    found = [line for row in rows if (line := _line(number, row, least))]
    return sorted(found, key=lambda line: line.y)


def _line(number: int, row: Sequence[Piece], least: float | None) -> Line | None:
    """The line that these pieces of one baseline make; where each is a single character, `least` em of free space part words."""
    size = max(p.size for p in row) if len(row) < 4 else Counter(round(p.size, 1) for p in row).most_common(1)[0][0]
    base = Counter(p.y for p in row if p.size > 0.8 * size).most_common(1)
    rtl = any(pdf_rtl.LETTER.search(p.text) for p in row)
    row = pdf_rtl.ordered(row, size, least) if least is not None else sorted(row, key=lambda p: p.x0)
    row = [p for p in row if not _BARS.fullmatch(p.text)]
    return Line(number, base[0][0] if base else row[0].y, size, tuple(row), rtl) if row else None


def _body_size(pieces: Sequence[Piece]) -> float:
    exact: dict[float, int] = {}
    for piece in pieces:
        exact[piece.size] = exact.get(piece.size, 0) + len(piece.text)
    sizes: Counter[float] = Counter()
    for size, count in exact.items():
        sizes[round(size, 1)] += count
    return sizes.most_common(1)[0][0]


def _beside(row: Sequence[Piece], mark: Piece) -> bool:
    """Whether a raised mark stands on a row: within its width, or next to an end of it."""
    left, right = min(p.x0 for p in row), max(p.x1 for p in row)
    return left - 12 <= mark.x0 <= right + 12


def table_rows(page: Sequence[Line]) -> set[int]:
    """Which lines of a page are rows of tables: three or more on end, each of three cells or more, that keep the columns of the line above.
    Justified lines and numbered paragraphs do not; rows whose cells run over several lines are not known."""
    cells = [_cells(line) for line in page]
    found: set[int] = set()
    run: list[int] = []
    for i in range(len(page) + 1):
        if i < len(page) and len(cells[i]) >= _COLUMNS and (not run or _same_columns(cells[i - 1], cells[i])):
            run.append(i)
            continue
        if len(run) >= _ROWS:
            found.update(run)
        run = [i] if i < len(page) and len(cells[i]) >= _COLUMNS else []
    return found


def _cells(line: Line) -> list[tuple[float, float]]:
    """Left and right edge of each run of words that much free space parts from the next; raised marks apart."""
    out: list[tuple[float, float]] = []
    for piece in sorted((p for p in line.pieces if not line.raised(p)), key=lambda p: p.x0):
        if out and piece.x0 - out[-1][1] <= CELL * line.size:
            out[-1] = (out[-1][0], max(out[-1][1], piece.x1))
        else:
            out.append((piece.x0, piece.x1))
    return out


def _same_columns(above: Sequence[tuple[float, float]], below: Sequence[tuple[float, float]]) -> bool:
    """Whether all cells but one of the line with fewer stand below or above one of the other: left, right or middle in line."""
    fewer, more = sorted((above, below), key=len)
    kept = sum(any(min(abs(a - c), abs(b - d), abs(a + b - c - d) / 2) < _SLACK for c, d in more) for a, b in fewer)
    return kept >= max(2, len(fewer) - 1)
