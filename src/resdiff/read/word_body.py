"""The paragraphs and tables of a Word file in their order, as entries: what is a masthead, a note, a row is decided afterwards.

A paragraph whose mark was deleted (or inserted, read as rejected) is one with the paragraph after it, which gives it its number, as in
Word; so are a dropped capital and a heading that runs in. Text boxes come after the paragraph that they are anchored in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from resdiff.models import Mark, MarkKind
from resdiff.read.word_numbering import Numbering
from resdiff.read.word_package import W
from resdiff.read.word_styles import Styles, outline_of, value
from resdiff.read.word_text import MC, Change, Line, Writer, alternative, change_of, content_of
from resdiff.read.word_tidy import tidied

RAISED = "\0raised"
"""The value of a passing mark: raised figures set by hand."""


@dataclass(slots=True)
class Entry:
    """A printed paragraph."""

    text: str
    marker: str = ""
    marks: tuple[Mark, ...] = ()
    heavy: bool = False
    """Whether all its letters are bold, or its style heads a part of the document."""
    apart: bool = False
    """Whether it stands in a text box or a frame, out of the run of the text."""
    raw: str = ""
    """The text before white space was tidied: tabs and line breaks part what a masthead prints side by side."""
    line: int = 0

    @property
    def printed(self) -> str:
        """Number and text."""
        return f"{self.marker} {self.text}".strip()


@dataclass(slots=True)
class Grid:
    """A table: rows of cells, each with what stands in it."""

    rows: list[list[list[Entry | Grid]]]

    def entries(self) -> list[Entry]:
        """Everything in it, cell by cell."""
        found: list[Entry] = []
        for row in self.rows:
            for cell in row:
                for one in cell:
                    found += one.entries() if isinstance(one, Grid) else [one]
        return found

    @property
    def is_box(self) -> bool:
        """Whether it is a box around paragraphs rather than a table: never two cells with words side by side."""
        return all(sum(any(_words(one) for one in cell) for cell in row) <= 1 for row in self.rows)


def _words(one: Entry | Grid) -> bool:
    return any(entry.printed for entry in one.entries()) if isinstance(one, Grid) else bool(one.printed)


Entries = list[Entry | Grid]


@dataclass(slots=True)
class _Flow:
    """What one container (the body, a cell, a text box) has given so far."""

    out: Entries = field(default_factory=list)
    pending: Line | None = None
    """A paragraph without its mark, which goes on in the next one."""
    lead: str = ""
    """The number of a heading that runs in."""
    waiting: list[Mark] = field(default_factory=list)
    """Marks of a paragraph of which nothing stands: they go to the next."""


class Body:
    """Reads containers of paragraphs into entries, in the order in which they are asked for: numbers count on."""

    def __init__(self, styles: Styles, numbering: Numbering, writer: Writer) -> None:
        self.styles = styles
        self.numbering = numbering
        self.writer = writer
        self.numbered = styles.numbered(styles.paragraph).list_ is not None
        """Whether paragraphs that say nothing are numbered."""
        self.count = 0
        self.foreign = 0
        """Parts embedded in another format, which are not read."""

    def entries(self, container: etree._Element) -> Entries:
        """What stands in a container."""
        flow = _Flow()
        self._walk(container, flow)
        self._flush(flow)
        return flow.out

    def _walk(self, container: etree._Element, flow: _Flow) -> None:
        for child in container:
            tag = child.tag
            if tag == f"{W}p":
                self._paragraph(child, flow)
            elif tag == f"{W}tbl":
                self._flush(flow)
                flow.out.append(Grid(list(self._rows(child))))
            elif tag == f"{W}sdt":
                if (content := content_of(child)) is not None:
                    self._walk(content, flow)
            elif tag in (f"{W}customXml", f"{W}smartTag"):
                self._walk(child, flow)
            elif tag == f"{MC}AlternateContent":
                if (chosen := alternative(child)) is not None:
                    self._walk(chosen, flow)
            elif tag == f"{W}altChunk":
                self.foreign += 1
            elif (change := change_of(child)) is not None and self.writer.stands(change):
                self._walk(child, flow)

    # paragraphs

    def _paragraph(self, element: etree._Element, flow: _Flow) -> None:
        if not len(element) and flow.pending is None and not self.numbered:
            return
        now = element.find(f"{W}pPr")
        properties = self._properties(now)
        style = value(properties, "pStyle") or self.styles.paragraph
        line = flow.pending if flow.pending is not None else Line()
        self.writer.inline(element, line, style)
        self.writer.end_paragraph()
        frame = properties.find(f"{W}framePr") if properties is not None else None
        gone = self._gone(now)
        runs_in = properties is not None and properties.find(f"{W}rPr/{W}specVanish") is not None
        if gone is not None or runs_in or (frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin")):
            if gone is not None and line.length and gone.who:
                line.marks.append(Mark(line.length, line.length, gone.kind, f"{gone.who}: ¶"))
            flow.pending = line
            flow.lead = flow.lead or (self.numbering.marker(properties, style) if runs_in else "")
            return
        flow.pending = None
        self._put(line, properties, style, flow, framed=frame is not None)

    def _put(self, line: Line, properties: etree._Element | None, style: str, flow: _Flow, *, framed: bool) -> None:
        marker, flow.lead = flow.lead or self.numbering.marker(properties, style), ""
        marks = [*line.marks, *(Mark(start, end, MarkKind.TAG, RAISED) for start, end in line.raised)]
        text, moved = tidied(line.text, marks)
        if text or marker:
            self.count += 1
            heavy = (line.heavy > 0 and not line.plain) or self.styles.heads(style) or (outline_of(properties) or 9) < 9
            if flow.waiting:
                moved = (*(replace(mark, start=0, end=0) for mark in flow.waiting), *moved)
                flow.waiting = []
            flow.out.append(_numbered_in_words(Entry(text, marker, moved, heavy, framed, line.text, self.count)))
        else:
            flow.waiting += [mark for mark in moved if mark.start == mark.end]
        for box in line.boxes:
            flow.out += [_set_apart(one) for one in self.entries(box)]

    def _flush(self, flow: _Flow) -> None:
        """Ends a container: a paragraph that has no mark stands by itself; marks without a paragraph go to the last one."""
        if flow.pending is not None:
            line, flow.pending = flow.pending, None
            self._put(line, None, self.styles.paragraph, flow, framed=False)
        if flow.waiting and flow.out and isinstance(last := flow.out[-1], Entry):
            end = len(last.text)
            last.marks = (*last.marks, *(replace(mark, start=end, end=end) for mark in flow.waiting))
        flow.waiting = []

    def _properties(self, now: etree._Element | None) -> etree._Element | None:
        """The paragraph's properties; read as rejected, those before they were changed."""
        if now is None or not self.writer.rejected:
            return now
        before = now.find(f"{W}pPrChange/{W}pPr")
        return before if before is not None else now

    def _gone(self, properties: etree._Element | None) -> Change | None:
        """The tracked change that takes the paragraph's mark away; None where the mark stands."""
        for child in properties.iterfind(f"{W}rPr/*") if properties is not None else ():
            change = change_of(child)
            if change is not None and not self.writer.stands(change):
                return change
        return None

    # tables

    def _rows(self, element: etree._Element) -> list[list[Entries]]:
        rows: list[list[Entries]] = []
        for child in element:
            if child.tag == f"{W}tr":
                row = self._row(child)
                if row is not None:
                    rows.append(row)
            elif child.tag == f"{W}sdt":
                if (content := content_of(child)) is not None:
                    rows += self._rows(content)
            elif child.tag == f"{W}customXml":
                rows += self._rows(child)
        return rows

    def _row(self, element: etree._Element) -> list[Entries] | None:
        """The cells of a row; None where a tracked change takes the row away."""
        change = next((c for one in element.iterfind(f"{W}trPr/*") if (c := change_of(one)) is not None), None)
        if change is not None:
            self.writer.changes[change.kind] += 1
            if not self.writer.stands(change):
                return None
        cells = self._cells(element)
        if change is not None:
            for entry in Grid([cells]).entries():
                if entry.text and not any(mark.kind is change.kind for mark in entry.marks):
                    entry.marks = (Mark(0, len(entry.text), change.kind, change.who), *entry.marks)
        return cells

    def _cells(self, element: etree._Element) -> list[Entries]:
        cells: list[Entries] = []
        for child in element:
            if child.tag == f"{W}tc":
                merged = child.find(f"{W}tcPr/{W}vMerge")
                goes_on = merged is not None and (merged.get(f"{W}val") or "continue") == "continue"
                cells.append([] if goes_on else self.entries(child))
            elif child.tag == f"{W}sdt":
                if (content := content_of(child)) is not None:
                    cells += self._cells(content)
            elif child.tag == f"{W}customXml":
                cells += self._cells(child)
        return cells


def _set_apart(one: Entry | Grid) -> Entry | Grid:
    for entry in one.entries() if isinstance(one, Grid) else [one]:
        entry.apart = True
    return one


_WORDS = re.compile(r"(?![ivxlcIVXLC]+\W*$)(?:[^\W\d_]{3,}(?:\s|$)|附)")


def _numbered_in_words(entry: Entry) -> Entry:
    """A generated number that is a word ("Annex II") goes to the text, which is then told by its words."""
    if not _WORDS.match(entry.marker):
        return entry
    lead = f"{entry.marker} " if entry.text else entry.marker
    marks = tuple(replace(mark, start=mark.start + len(lead), end=mark.end + len(lead)) for mark in entry.marks)
    return replace(entry, text=lead + entry.text, marker="", marks=marks)
