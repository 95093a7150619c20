"""A Word document to blocks: .docx as Word shows it on the page, old .doc through a converter.

Numbers that Word generates become markers; footnotes, endnotes and comments are taken out and anchored; tracked changes are marks, and
the text is read with them accepted or, on request, rejected. Headers and footers are furniture: the first page's are the cover, all say
the symbol. The cover of United Nations documents is a table in the header or at the top of the body, or text boxes there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree

from resdiff import symbols, vocabulary
from resdiff.errors import EmptyFile, NoTextLayer
from resdiff.models import Block, Blocks, Doubt, Hint, Language, Layout, Mark, MarkKind, Masthead, Note, SourceKind
from resdiff.read.draft import drafted
from resdiff.read.furniture import REISSUE, SYMBOL, masthead_of, running
from resdiff.read.word_body import RAISED, Body, Entries, Entry, Grid
from resdiff.read.word_column import Commented, Remarks, commented
from resdiff.read.word_notes import Notes, typed
from resdiff.read.word_numbering import Numbering
from resdiff.read.word_package import Package, R, W, opened
from resdiff.read.word_styles import Styles
from resdiff.read.word_text import Writer
from resdiff.read.word_tidy import tidied
from resdiff.vocabulary import talks

_COVER = 60
"""Entries in which the enacting words must come for the cover to end with them."""
_CELLS = 20
"""Entries of a table of which one must say what mastheads say."""
_TOP = 4
"""Entries at the top in which a masthead stands where no enacting words come."""


def read(data: bytes, name: str = "", *, rejected: bool = False) -> Blocks:
    """The blocks of a .docx; layout PARAGRAPHS, generated numbers apart, notes and cover page apart. `rejected` reads tracked changes as
    rejected. Raises Broken, Encrypted, TooLarge, NotADocument, EmptyFile, NoTextLayer."""
    package = opened(data, name)
    reading = _Reading(package, rejected=rejected)
    blocks = reading.blocks()
    if not any(block.text or block.marker for block in blocks.blocks):
        if next(package.document.iter(f"{W}drawing", f"{W}pict"), None) is not None:
            raise NoTextLayer(
                "a Word file that holds pictures and no text",
                "run a text recogniser over it (OCR), or take the PDF or the official XML from the UN",
                name,
            )
        raise EmptyFile("the Word file holds no text", "fetch or save it again", name)
    return blocks


@dataclass(slots=True)
class _Part:
    """An entry on its way to a block: a printed paragraph, or a row of a table."""

    entry: Entry
    row: bool = False
    masthead: bool = False


class _Reading:
    """One file on its way to blocks."""

    def __init__(self, package: Package, *, rejected: bool) -> None:
        self.package = package
        body = package.document.find(f"{W}body")
        assert body is not None
        self.root = body
        self.language = vocabulary.detect(_glimpse(self.root))
        self.words = vocabulary.load(self.language or Language.EN)
        styles = Styles(package.styles)
        self.notes = Notes(package)
        self.remarks = Remarks()
        bold_too = self.language in (Language.AR, Language.ZH)
        fields = [char.get(f"{W}fldCharType") for char in self.root.iter(f"{W}fldChar")]
        whole = fields.count("begin") == fields.count("end")  # a table of contents that never ends would swallow the text
        self.writer = Writer(styles, self.notes.keep, rejected=rejected, bold_too=bold_too, contents=not whole)
        self.body = Body(styles, Numbering(package.numbering, styles), self.writer)
        quiet = Writer(styles, lambda kind, id_, mark: "", rejected=rejected, bold_too=bold_too)
        self.aside = Body(styles, Numbering(None, styles), quiet)
        """Reads headers, footers and notes, which count nothing."""

    def blocks(self) -> Blocks:
        entries = self.body.entries(self.root)
        cover, others = self._running()
        parts, typed_notes = self._without_typed_notes(self._parts(entries))
        notes = (*self.notes.all(self._words_of_note), *typed_notes, *self.remarks.notes)
        blocks = [self._block(part) for part in parts if part.entry.printed or part.entry.marks]
        masthead = self._masthead(cover, [note.text for note in notes if note.id.startswith("*")])
        printed = [part.entry.raw for part in parts if part.masthead]
        return Blocks(
            kind=SourceKind.WORD,
            layout=Layout.PARAGRAPHS,
            blocks=drafted(tuple(blocks)),
            language=self.language,
            notes=notes,
            masthead=masthead,
            symbols=stated([*cover, *(line for raw in printed for line in side_by_side(raw)), *others]),
            doubts=tuple(self._doubts(parts)),
        )

    # what the parts are

    def _parts(self, entries: Entries) -> list[_Part]:
        """Entries as parts, tables taken apart: boxes into their paragraphs, mastheads into their lines, others into rows."""
        at = self._formula_at(entries)
        found: list[_Part] = []
        for i, one in enumerate(entries):
            above = i < at if at is not None else i < _TOP and not any(not part.masthead for part in found)
            if isinstance(one, Entry):
                if one.apart and not above and self._is_running(one):
                    continue
                titles = at is None and above and self.words.is_masthead(one.text)
                found.append(_Part(one, masthead=above and (one.apart or titles)))
            elif above and any(self._says_masthead(line) for entry in one.entries()[:_CELLS] for line in side_by_side(entry.raw)):
                found += (_Part(entry, masthead=True) for entry in one.entries())
            elif (table := commented(one, self._may_be_paragraph)) is not None:
                found += (_Part(entry, masthead=True) for entry in table.heading)
                found += self._beside(table)
            elif one.is_box:
                found += self._parts([inner for row in one.rows for cell in row for inner in cell])
            else:
                found += (_Part(_joined(row), row=True) for row in one.rows)
        return found

    def _beside(self, table: Commented) -> list[_Part]:
        """The paragraphs of a table of text and comments, each with what is said of it."""
        entries: Entries = []
        waiting: list[tuple[str, Entry]] = []
        for cell, said in table.rows:
            entries += cell
            waiting += said
            last = entries[-1] if entries else None
            if waiting and isinstance(last, Entry):
                entries[-1], waiting = self.remarks.anchored(last, waiting), []
        return self._parts(entries)

    def _may_be_paragraph(self, text: str) -> bool:
        """Whether a text may stand in a resolution: enacting words, or one that opens as its paragraphs do."""
        found = self.words.marker(text)
        own = text[found.end if found else 0 :]
        return self._enacts(text) or self.words.opening(own[talks.lead(own) :], None) is not None

    def _formula_at(self, entries: Entries) -> int | None:
        """Where the enacting words stand; None where there are none near the top."""
        for i, one in enumerate(islice(entries, _COVER)):
            if any(self._enacts(entry.text) for entry in (one.entries() if isinstance(one, Grid) else [one])):
                return i
        return None

    def _enacts(self, text: str) -> bool:
        """Whether a text begins with the enacting words and their comma."""
        text = text.replace("’", "'")
        fits = (formula for formula in self.words.enacting if text.startswith(formula))
        return any(text[len(formula) :].lstrip()[:1] in tuple(",:،，：") for formula in fits)

    def _says_masthead(self, line: str) -> bool:
        return running(line, self.language) or self.words.is_masthead(line) or SYMBOL.fullmatch(line.rstrip("* ")) is not None

    def _is_running(self, entry: Entry) -> bool:
        return all(running(line, self.language) for line in side_by_side(entry.raw))

    def _without_typed_notes(self, parts: list[_Part]) -> tuple[list[_Part], tuple[Note, ...]]:
        kept, notes = typed([part.entry for part in parts])
        standing = {id(entry) for entry in kept}
        return [part for part in parts if id(part.entry) in standing], tuple(notes)

    def _block(self, part: _Part) -> Block:
        entry = part.entry
        hint = Hint.NONE
        if part.masthead:
            hint = Hint.MASTHEAD
        elif part.row:
            hint = Hint.ROW
        elif entry.heavy and self._could_head(entry.text):
            hint = Hint.HEADING
        return Block(entry.text, entry.marker, entry.marks, line=entry.line or None, hint=hint)

    @staticmethod
    def _could_head(text: str) -> bool:
        return 0 < len(text) < 160 and text[-1] not in ",;.:，；。：،؛" and any(map(str.isalpha, text))

    # headers, footers, notes

    def _running(self) -> tuple[list[str], list[str]]:
        """The lines of the first page's header and footer, and those of all others."""
        sections = list(self.package.document.iter(f"{W}sectPr"))
        first: list[etree._Element] = []
        for section in sections[:1]:
            named = {(_kind(one), one.get(f"{W}type") or "default"): one.get(f"{R}id") or "" for one in section if _kind(one)}
            own = "first" if section.find(f"{W}titlePg") is not None else "default"
            ids = [named.get((kind, own)) or named.get((kind, "default"), "") for kind in ("header", "footer")]
            first = [self.package.running[id_] for id_ in ids if id_ in self.package.running]
        cover = [line for root in first for line in self._lines(root)]
        seen = {id(root) for root in first}
        others = [line for root in self.package.running.values() if id(root) not in seen for line in self._lines(root)]
        return cover, others

    def _lines(self, root: etree._Element) -> list[str]:
        entries = Grid([[self.aside.entries(root)]]).entries()
        lines = (line for entry in entries for line in side_by_side(entry.raw))
        return [line for line in lines if not (line.startswith("*") and line.endswith("*"))]  # the words of a barcode

    def _words_of_note(self, element: etree._Element) -> str:
        return " ".join(entry.text for entry in Grid([[self.aside.entries(element)]]).entries() if entry.text)

    def _masthead(self, cover: Sequence[str], starred: Iterable[str]) -> Masthead:
        masthead = masthead_of(cover, self.language)
        reissue = masthead.reissue or next((text for text in starred if REISSUE.search(text)), "")
        return replace(masthead, reissue=reissue)

    # doubts

    def _doubts(self, parts: Sequence[_Part]) -> Iterable[Doubt]:
        inserted, deleted = (self.writer.changes[kind] for kind in (MarkKind.INSERT, MarkKind.DELETE))
        if inserted or deleted:
            how, other = ("rejected", "accepted") if self.writer.rejected else ("accepted", "rejected")
            counts = [f"{n} {what}{'s' if n > 1 else ''}" for n, what in ((inserted, "insertion"), (deleted, "deletion")) if n]
            yield Doubt(
                None, f"tracked changes ({', '.join(counts)}) are read as {how}; --tracked {other} reads them the other way"
            )
        if count := self.writer.struck:
            how, other = ("words of the text", "accepted") if self.writer.rejected else ("deleted", "rejected")
            yield Doubt(
                None,
                f"words struck out by their setting ({count} place{'s' if count > 1 else ''}) are read as {how}; "
                f"--tracked {other} reads them the other way",
            )
        if count := self.notes.comments:
            yield Doubt(None, f"{count} comment{'s' if count > 1 else ''} in the file, listed with the notes")
        if count := len(self.remarks.notes):
            yield Doubt(None, f"{count} comment{'s' if count > 1 else ''} in a column beside the text, listed with the notes")
        if self.body.foreign:
            yield Doubt(None, "a part of the file is embedded in another format and is not read")
        if any(self._enacts(text) for part in parts if part.row for text in part.entry.text.split("\t")):
            yield Doubt(None, "the text stands in a table: its rows are listed, its paragraphs are not told apart")


def side_by_side(raw: str) -> list[str]:
    """What stands on lines of its own or side by side in a masthead: tabs and line breaks part it."""
    parts = (tidied(part, ())[0] for part in raw.replace("\t", "\n").split("\n"))
    return [part for part in parts if part]


def stated(lines: Iterable[str]) -> tuple[str, ...]:
    """The symbols that lines of a masthead or running head state, in canonical form where they have one, in order."""
    found: dict[str, None] = {}
    for line in lines:
        line = line.rstrip("* ")
        match = SYMBOL.search(line)
        if match is None or len(line) - len(match[0]) > 40:
            continue
        whole = match.start() == 0 and re.fullmatch(r"(?:\s?\([^()]*\))?", line[match.end() :])
        printed = line if whole else match[0].rstrip(".-")
        try:
            found.setdefault(symbols.parse(printed).text)
        except ValueError:
            found.setdefault(" ".join(printed.split()))
    return tuple(found)


def _kind(reference: etree._Element) -> str:
    tag = reference.tag
    return {f"{W}headerReference": "header", f"{W}footerReference": "footer"}.get(tag, "") if isinstance(tag, str) else ""


def _glimpse(root: etree._Element) -> str:
    """The first words of a body, to tell its language by."""
    lines, size = [], 0
    for paragraph in root.iter(f"{W}p"):
        line = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        lines += [line] if line else []
        size += len(line)
        if size > 20_000:
            break
    return "\n".join(lines)


def _joined(row: list[Entries]) -> Entry:
    """A row as one entry, its cells parted by tabs."""
    text, marks = "", list[Mark]()
    for i, cell in enumerate(row):
        text += "\t" if i else ""
        for entry in Grid([[cell]]).entries():
            text += " " if text and text[-1] != "\t" and entry.printed else ""
            start = len(text) + len(entry.printed) - len(entry.text)
            marks += (replace(m, start=m.start + start, end=m.end + start) for m in entry.marks if m.value != RAISED)
            text += entry.printed
    lead = len(text) - len(text.lstrip("\t"))
    text = text.strip("\t")
    ranged = (replace(m, start=max(0, m.start - lead), end=max(0, m.end - lead)) for m in marks)
    return Entry(text, "", tuple(replace(m, start=min(m.start, len(text)), end=min(m.end, len(text))) for m in ranged), raw=text)
