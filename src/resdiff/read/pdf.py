"""A PDF to blocks, one a printed line, by where its words stand on the page.

The characters come from a child process (`pdf_child`), their lines from `pdf_lines`. Here lines are told apart by position and pattern:

1. the masthead (page 1, above the enacting words, and the foot of page 1) goes to `Blocks.masthead`;
2. running heads and feet stay in the sequence as blocks with the hint MASTHEAD, so that `normalise.repair` takes them out and says so;
3. notes at the foot of a page go to `Blocks.notes`; a raised mark in a line becomes a NOTE mark at its place, a raised figure that no note
   bears ("km²") stays in the text;
4. everything else is a block: its text begins with its printed number, `indent` is the distance in points from the text margin (the right
   one in Arabic), `gap` tells of more white space above than between two lines.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise

from resdiff import vocabulary
from resdiff.errors import Broken, EmptyFile, NoTextLayer, TooLarge
from resdiff.models import Block, Blocks, Doubt, Hint, Language, Layout, Mark, MarkKind, Note, SourceKind
from resdiff.read import pdf_process, pdf_rtl
from resdiff.read.furniture import REISSUE, masthead_of, running, stated_symbols, well_read
from resdiff.read.pdf_lines import CELL, ITALIC, NOTE_MARK, Line, apart, lines, table_rows
from resdiff.read.pdf_process import Piece

LARGEST = 64 << 20
"""Bytes; the largest UN document seen is below 20 million."""

_RULE = re.compile(r"[_\u2014\u2015]{6,}|_+(?: _+)+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MEASURE = re.compile(r"\d\s?(?:[kcm]?m|[км]?м)$")
"""An amount whose unit may be squared or cubed."""
_FEW = 120
"""Characters a page, on average, below which a PDF has no text layer worth the name."""


def read(data: bytes, name: str = "") -> Blocks:
    """The blocks of a PDF. Raises EmptyFile, TooLarge, Broken, Encrypted, NoTextLayer."""
    if not data.strip():
        raise EmptyFile("the file is empty", file=name)
    if len(data) > LARGEST:
        raise TooLarge(f"larger than {LARGEST >> 20} MB", file=name)
    said = pdf_process.pages(data, name)
    if not said.pages:
        raise Broken("a PDF without pages", "fetch the document again", file=name)
    if len(said.failed) == len(said.pages):
        raise Broken("none of its pages can be read", "fetch the document again, or use its Word file", file=name)
    letters = sum(len(piece.text) for _, _, _, pieces in said.pages for piece in pieces)
    if letters < _FEW * len(said.pages):
        pages = f"{len(said.pages)} page{'s' if len(said.pages) > 1 else ''}"
        raise NoTextLayer(
            f"{pages} without a text layer (a scan)",
            "use the official XML, the Word file or another language of the same document, or let ocrmypdf recognise its text first: "
            f"ocrmypdf {shlex.quote(name or 'scan.pdf')} recognised.pdf",
            file=name,
        )
    doubts = [Doubt(None, f"page {number} could not be read") for number in said.failed]
    if pictures := [number for number, (_, _, images, _) in enumerate(said.pages, 1) if images == pdf_process.PICTURE]:
        doubts.append(Doubt(None, f"it holds a picture, such as a map, that is not read ({_pages(pictures)})"))
    if scans := [number for number, (_, _, images, _) in enumerate(said.pages, 1) if images == pdf_process.SCAN]:
        doubts.append(Doubt(None, f"a scan: its text is what a recogniser made of it, and words may be misread ({_pages(scans)})"))
    if blind := [n for n, (_, _, _, pieces) in enumerate(said.pages, 1) if pdf_rtl.spaceless(pieces)]:
        doubts.append(Doubt(None, f"it prints no spaces, and words may be joined or cut ({_pages(blind)})"))
    found = [lines(number, pieces) for number, (_, _, _, pieces) in enumerate(said.pages, 1)]
    reading = _Reading(found, [height for _, height, _, _ in said.pages])
    return reading.blocks(tuple(doubts), scanned=bool(scans))


def _pages(numbers: Sequence[int]) -> str:
    return f"page{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers[:6]))}{' ...' if len(numbers) > 6 else ''}"


class _Reading:
    """One document's pages on their way to blocks: finds what is usual in it (size, pitch, margin), then sorts the lines."""

    def __init__(self, pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> None:
        self.pages, self.heights = pages, heights
        everything = [line for page in pages for line in page]
        sizes = Counter[float]()
        for line in everything:
            sizes[round(line.size, 1)] += len(line.plain)
        self.size = sizes.most_common(1)[0][0]
        body = [line for line in everything if abs(line.size - self.size) < 0.6]
        self.pitch = self._usual([b.y - a.y for page in pages for a, b in pairwise(page)], 1.2 * self.size)
        self.language = vocabulary.detect("\n".join(line.plain for page in pages[:2] for line in page))
        self.rtl = self.language is Language.AR
        self.margin = Counter(round(line.x1 if self.rtl else line.x0) for line in body).most_common(1)[0][0]
        self.notes: list[Note] = []
        self.cover: list[Line] = []
        self.noteless: set[int] = set()

    def _indent(self, line: Line) -> float:
        """How far inside the text margin a line begins."""
        return round(self.margin - line.x1 if self.rtl else line.x0 - self.margin, 1)

    def _usual(self, steps: Sequence[float], default: float) -> float:
        """The step between two lines of a paragraph: the smallest of the frequent ones, since the others hold a paragraph's spacing."""
        likely = Counter(round(step, 1) for step in steps if 0.9 * self.size < step < 2.4 * self.size)
        if not likely:
            return default
        most = likely.most_common(1)[0][1]
        return min(step for step, count in likely.items() if count >= 0.3 * most)

    def blocks(self, doubts: tuple[Doubt, ...], *, scanned: bool) -> Blocks:
        out: list[Block] = []
        parted = [self._parted(index, list(page)) for index, page in enumerate(self.pages)]
        numbers = {note.id for note in self.notes}
        for index, (page, noted) in enumerate(parted):
            out += self._page(page, self.heights[index] or 792.0, numbers, noted)
        if self.noteless:
            doubts = (
                *doubts,
                Doubt(None, f"a raised number has no note, and stands in the text as ² ({_pages(sorted(self.noteless))})"),
            )
        cover = self._joined_cover()
        stated = stated_symbols([*cover, *(b.text for b in out if b.hint is Hint.MASTHEAD)], self.language)
        if scanned and (stated := well_read(stated)):
            doubts = (*doubts, Doubt(None, f"what it is called was read by a recogniser and may be misread: {', '.join(stated)}"))
        if self.rtl:
            doubts = (
                *doubts,
                Doubt(None, "an Arabic PDF: reading these is tested on specimens only; compare it with its Word file or XML"),
            )
        if not any(block.hint is not Hint.MASTHEAD for block in out):
            doubts = (*doubts, Doubt(None, "no text was found below the masthead"))
        return Blocks(
            kind=SourceKind.PDF,
            layout=Layout.LINES,
            blocks=tuple(out),
            language=self.language,
            notes=tuple(self.notes),
            masthead=masthead_of(cover, self.language),
            symbols=stated,
            doubts=doubts,
            scanned=scanned,
        )

    def _parted(self, index: int, page: list[Line]) -> tuple[list[Line], set[str]]:
        """A page without its notes and its part of the cover, which are put aside, and the marks of its notes."""
        page, cover = self._take_cover(page, self.heights[index] or 792.0) if index == 0 else (page, [])
        self.cover += cover
        before = len(self.notes)
        page = self._take_notes(page)
        return page, {note.id for note in self.notes[before:]}

    def _page(self, page: Sequence[Line], height: float, numbers: Container[str], noted: Container[str]) -> list[Block]:
        """The blocks of one page; `numbers` are the marks of the notes of the document, `noted` those of the page."""
        rows = table_rows(page)
        out, last = [], None
        for number, line in enumerate(page, 1):
            row = number - 1 in rows
            text, marks = self._text(line, numbers, noted, row=row)
            if not text:
                continue
            edge = line.y < 0.14 * height or line.y > 0.86 * height
            repeated = edge and (running(text, self.language) or (line.size < 0.92 * self.size and line.y < 0.11 * height))
            if repeated or _RULE.fullmatch(text) or re.fullmatch(r"-{3,}", text):
                out.append(Block(text, page=line.page, line=number, hint=Hint.MASTHEAD))
                continue
            gap = last is not None and line.y - last.y > 1.25 * self.pitch
            hint = Hint.ROW if row else Hint.HEADING if line.bold and any(c.isalpha() for c in text) else Hint.NONE
            out.append(Block(text, marks=marks, indent=self._indent(line), page=line.page, line=number, hint=hint, gap=gap))
            last = line
        return out

    def _take_cover(self, page: list[Line], height: float) -> tuple[list[Line], list[Line]]:
        """Page 1 without its masthead and foot, and these. The masthead ends before the enacting words; where there are none, with the
        last line that is set larger than the body or bold in the upper half, or matches what mastheads say."""
        start = self._formula_at(page)
        if start is None:
            marker = vocabulary.load(self.language or Language.EN).marker
            numbered = next((i for i, line in enumerate(page) if marker(line.plain) and line.y > 0.2 * height), len(page))
            upper = [i for i, line in enumerate(page[:numbered]) if line.y < 0.5 * height]
            big = [i for i in upper if line_is_cover(page[i], self.size) or self._on_covers(page[i])]
            start = big[-1] + 1 if big else 0
        foot = [line for line in page[start:] if line.y > 0.86 * height and (running(line.plain) or self._indent(line) < -30)]
        foot += [line for line in page[start:] if line.y > 0.8 * height and REISSUE.search(line.plain) and line not in foot]
        return [line for line in page[start:] if line not in foot], [*page[:start], *foot]

    def _on_covers(self, line: Line) -> bool:
        """Whether a column of a line is what covers say (a session, an item of the agenda)."""
        words = vocabulary.load(self.language or Language.EN)
        return any(words.is_masthead(text.strip()) and not words.marker(text) for text in self._columns(line))

    def _formula_at(self, page: Sequence[Line]) -> int | None:
        for language in (self.language,) if self.language else tuple(Language)[:6]:
            words = vocabulary.load(language).enacting
            for i, line in enumerate(page):
                plain = re.sub(r"\s+", " ", line.plain).strip()
                if any(plain.startswith(w) and (len(plain) <= len(w) + 2 or line.pieces[0].style & ITALIC) for w in words):
                    return i
        return None

    def _take_notes(self, page: list[Line]) -> list[Line]:
        """The page without the notes at its foot: what stands below a short rule, and lines smaller than the body that begin with a
        raised mark, with those that go on below them."""
        rule = next(
            (i for i, line in enumerate(page) if i > 0 and _RULE.fullmatch(line.plain.strip()) and line.x1 - line.x0 < 200), None
        )
        anchors: dict[str, int] = {}
        for i, line in enumerate(page):
            for piece in line.pieces:
                if line.raised(piece):
                    anchors.setdefault(piece.text, i)
        start = (
            rule + 1 if rule is not None else next((i for i, line in enumerate(page) if self._begins_note(line, i, anchors)), None)
        )
        if start is None or not (rule is not None or all(line.size < 0.95 * self.size for line in page[start:])):
            return page
        kept, lines = page[:start], page[start:]
        for line in lines:
            text = " ".join(line.plain.split())
            if running(text) and line is not lines[0]:
                kept.append(line)
                continue
            first = line.pieces[0]
            mark = NOTE_MARK.match(text)
            if mark and (
                line.raised(first) or mark[0].startswith("*") or (re.match(r"\d+[/.)]? ", text) and first.size < self.size)
            ):
                body = text[len(first.text) if line.raised(first) else mark.end() :].lstrip(" /")
                self.notes.append(Note(first.text if line.raised(first) else mark[0], None, None, body))
            elif self.notes:
                last = self.notes[-1]
                self.notes[-1] = Note(last.id, None, None, f"{last.text} {text}")
            else:
                kept.append(line)
        return kept

    def _begins_note(self, line: Line, at: int, anchors: Mapping[str, int]) -> bool:
        """Whether a small line, the `at`-th of its page, begins with a note's mark: a raised one, or one that stands raised above it."""
        first = line.pieces[0]
        if line.size >= 0.95 * self.size or not NOTE_MARK.fullmatch(first.text) or len(line.pieces) < 3:
            return False
        return line.raised(first) or anchors.get(first.text, at) < at

    def _text(self, line: Line, numbers: Container[str], noted: Container[str], *, row: bool) -> tuple[str, tuple[Mark, ...]]:
        """A line's text, with italic runs, and raised marks taken out and marked: signs, figures that a note of the document bears, and
        letters that one of the page does. Other figures are the text's own ("km²"). Tabs part the cells of a row."""
        text, marks, start = "", [], None
        last: Piece | None = None
        for words, piece in line.words():
            raised = last is not None and line.raised(piece) and NOTE_MARK.fullmatch(piece.text)
            if raised and piece.text.isdigit() and (piece.text not in numbers or _MEASURE.search(text)):
                if not _MEASURE.search(text):
                    self.noteless.add(line.page)
                words = words.strip().translate(_RAISED)
            elif raised and (not piece.text.isalpha() or piece.text in noted):
                marks.append(Mark(len(text), len(text), MarkKind.NOTE, piece.text))
                continue
            italic = bool(piece.style & ITALIC)
            if start is not None and not italic:
                marks.append(Mark(start, len(text), MarkKind.ITALIC))
                start = None
            if italic and start is None:
                start = len(text) + (words.startswith(" ") and bool(text))
            cell = row and last is not None and apart(last, piece) > CELL * line.size
            text += f"\t{words.lstrip()}" if cell else words if text else words.lstrip()
            last = piece
        if start is not None:
            marks.append(Mark(start, len(text), MarkKind.ITALIC))
        return text, tuple(marks)

    def _joined_cover(self) -> list[str]:
        """The cover's lines as text: words of one baseline far apart are lines of their own (left and right column), and a title that runs
        over several bold lines is one."""
        out: list[str] = []
        above: Line | None = None
        for line in self.cover:
            parts = self._columns(line)
            title = above is not None and above.bold and line.bold and abs(above.size - line.size) < 0.2 and len(parts) == 1
            if (
                out
                and above is not None
                and title
                and 0 < line.y - above.y < 1.25 * line.size
                and abs(self._indent(above) - self._indent(line)) < 3
            ):
                parts[0] = f"{out.pop()} {parts[0]}"
            out += parts
            above = line
        return [text for text in out if text and not _RULE.fullmatch(text)]

    @staticmethod
    def _columns(line: Line) -> list[str]:
        """A line's text, cut where it leaves more than three times its size free."""
        parts = [""]
        last: Piece | None = None
        for words, piece in line.words():
            if last is not None and apart(last, piece) > 3 * line.size:
                parts.append("")
            parts[-1] += words if parts[-1] else words.lstrip()
            last = piece
        return parts


def line_is_cover(line: Line, size: float) -> bool:
    """Whether a line looks like part of a masthead rather than of the text: larger than the body, or bold, or what mastheads say."""
    return line.size > 1.12 * size or line.bold or running(line.plain)
