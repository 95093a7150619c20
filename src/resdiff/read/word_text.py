"""Running text of a Word file: the words of one printed paragraph, with its italics, tracked changes and the anchors of its notes.

A `Writer` goes through the runs of a document in their order. It keeps what lasts longer than a paragraph: fields that are open, the
count of notes. What it writes into is a `Line`, which may hold the runs of several w:p where a tracked change joins them.

Read as accepted, an insertion stands and is marked, a deletion is an empty mark at its place, whose value ends in the words that were
struck; read as rejected, the other way round. A mark's value begins with who and when.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from resdiff.models import Mark, MarkKind
from resdiff.read.word_package import W
from resdiff.read.word_styles import Look, Styles, whole

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
BREAK = "\n"
"""A line break inside a paragraph, until it is tidied into a space."""
_STRUCK = 2000
"""Characters of struck words that a mark keeps."""
_SYMBOL = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "−", "\uf0b0": "°", "\uf0b1": "±", "\uf0b4": "×", "\uf0a3": "≤", "\uf0b3": "≥"}
_GREEK = dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_RAISED_MARK = frozenset("0123456789*†‡")

KeepNote = Callable[[str, str, str], str]
"""Takes "footnote", "endnote" or "comment", the note's id in the file and the mark printed by hand ("" where Word counts); gives our id."""


@dataclass(slots=True)
class Line:
    """A printed paragraph as it is being read."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    raised: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of raised figures and asterisks set by hand, which may be the marks of notes typed by hand."""
    boxes: list[etree._Element] = field(default_factory=list)
    """The text boxes anchored in it (w:txbxContent)."""
    plain: int = 0
    """Letters and figures that are not bold."""
    heavy: int = 0

    def put(self, text: str, look: Look | None = None, *, bold_too: bool = False) -> None:
        """Adds words that are set so."""
        if not text:
            return
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        if look is None:
            return
        if slant := look.slanted(bold_too=bold_too):
            self.marks.append(Mark(start, self.length, MarkKind.ITALIC, "" if slant == "italic" else slant))
        if any(map(str.isalnum, text)):
            self.heavy += len(text) * look.heavy
            self.plain += len(text) * (not look.heavy)
        if look.raised and text.strip() and _RAISED_MARK.issuperset(text.strip()):
            self.raised.append((start, self.length))

    @property
    def text(self) -> str:
        """The words so far, untidied."""
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change: what it does, who made it and when ("Ann Author, 2026-01-02")."""

    kind: MarkKind
    who: str


def change_of(element: etree._Element) -> Change | None:
    """The tracked change that a w:ins, w:del, w:moveFrom or w:moveTo makes; None for any other element."""
    kind = _CHANGES.get(element.tag)
    if kind is None:
        return None
    who = (element.get(f"{W}author") or "").strip()
    when = (element.get(f"{W}date") or "")[:10]
    return Change(kind, ", ".join(filter(None, (who, when))))


_CHANGES = {
    f"{W}ins": MarkKind.INSERT,
    f"{W}moveTo": MarkKind.INSERT,
    f"{W}del": MarkKind.DELETE,
    f"{W}moveFrom": MarkKind.DELETE,
}


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    code: str = ""
    begun: bool = False

    @property
    def lists_headings(self) -> bool:
        """Whether it is a table of contents, which repeats the headings."""
        return self.code.lstrip().upper().startswith("TOC")


class Writer:
    """Writes runs into lines; `rejected` reads tracked changes as rejected, `bold_too` takes bold for italics, `contents` reads the words
    of tables of contents too."""

    def __init__(self, styles: Styles, note: KeepNote, *, rejected: bool, bold_too: bool, contents: bool = False) -> None:
        self.styles = styles
        self.note = note
        self.rejected = rejected
        self.bold_too = bold_too
        self.contents = contents
        self.fields: list[_Field] = []
        self.silent = 0
        """How many removed changes the run stands in: nothing in them counts."""
        self.changes: dict[MarkKind, int] = {MarkKind.INSERT: 0, MarkKind.DELETE: 0}
        self.struck = 0
        """How many runs of words are struck out by their setting."""

    def stands(self, change: Change) -> bool:
        """Whether the words of a tracked change stand in the text."""
        return (change.kind is MarkKind.INSERT) is not self.rejected

    def look(self, style: str, properties: etree._Element | None) -> Look:
        """How a run is set, formatting changes read like the others."""
        if self.rejected and properties is not None:
            was = properties.find(f"{W}rPrChange/{W}rPr")
            properties = was if was is not None else properties
        return self.styles.look(style, properties)

    def inline(self, element: etree._Element, line: Line, style: str) -> None:
        """Writes what stands inside an element of a paragraph: runs, and what holds runs."""
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, line, style)
            elif tag in _CHANGES:
                self._changed(child, line, style)
            elif tag in _HOLDERS:
                self.inline(child, line, style)
            elif tag == f"{W}sdt":
                if (content := content_of(child)) is not None:
                    self.inline(content, line, style)
            elif tag == f"{MC}AlternateContent":
                if (chosen := alternative(child)) is not None:
                    self.inline(chosen, line, style)
            elif isinstance(tag, str) and tag.startswith(MATH):
                line.put("".join(t.text or "" for t in child.iter(f"{MATH}t")))

    def _changed(self, element: etree._Element, line: Line, style: str) -> None:
        change = change_of(element)
        assert change is not None
        if not self.silent:
            self.changes[change.kind] += 1
        if self.stands(change):
            start = line.length
            self.inline(element, line, style)
            if line.length > start:
                line.marks.append(Mark(start, line.length, change.kind, change.who))
            return
        gone = Line()
        self.silent += 1
        self.inline(element, gone, style)
        self.silent -= 1
        struck = " ".join(gone.text.split())[:_STRUCK]
        if struck and not self.silent:
            line.marks.append(Mark(line.length, line.length, change.kind, f"{change.who}: {struck}"))

    # runs

    def _run(self, run: etree._Element, line: Line, style: str) -> None:
        properties = run.find(f"{W}rPr")
        look = self.look(style, properties)
        if look.hidden:
            for child in run.iterchildren(f"{W}fldChar"):
                self._field(child, line)
            return
        if look.struck and not self.silent and any((t.text or "").strip() for t in run.iterchildren(f"{W}t")):
            self._struck(run, line, style, look)
        else:
            self._written(run, line, style, look)

    def _struck(self, run: etree._Element, line: Line, style: str, look: Look) -> None:
        """Words struck out by their setting, as penholders print what they propose to delete: read like a tracked deletion."""
        self.struck += 1
        if self.rejected:
            start = line.length
            self._written(run, line, style, look)
            line.marks.append(Mark(start, line.length, MarkKind.DELETE, ""))
            return
        gone = Line()
        self.silent += 1
        self._written(run, gone, style, look)
        self.silent -= 1
        line.marks.append(Mark(line.length, line.length, MarkKind.DELETE, " ".join(gone.text.split())[:_STRUCK]))

    def _written(self, run: etree._Element, line: Line, style: str, look: Look) -> None:
        """What a run prints."""
        own_mark = ""
        for child in run:
            tag = child.tag
            if tag in (f"{W}t", f"{W}delText"):
                if self._prints and not own_mark:
                    line.put(_words(child), look, bold_too=self.bold_too)
            elif tag == f"{W}fldChar":
                self._field(child, line)
            elif tag == f"{W}instrText":
                if self.fields and not self.fields[-1].begun:
                    self.fields[-1].code += (child.text or "")[:200]
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                own_mark = own_mark or _mark_by_hand(child, run)
                self._anchor(child, line, own_mark)
            elif tag == f"{W}commentReference":
                self._anchor(child, line, "")
            elif tag == f"{W}sym":
                if self._prints and not own_mark:
                    line.put(symbol(child), look, bold_too=self.bold_too)
            elif tag in _CHARACTERS:
                if self._prints:
                    line.put(_CHARACTERS[tag], look, bold_too=self.bold_too)
            elif tag == f"{W}ruby":
                base = child.find(f"{W}rubyBase")
                if base is not None:
                    self.inline(base, line, style)
            elif tag in _DRAWN:
                self._drawn(child, line)

    @property
    def _prints(self) -> bool:
        """Whether words are printed here: not in the instruction of a field."""
        return all(one.begun and (self.contents or not one.lists_headings) for one in self.fields)

    def _field(self, char: etree._Element, line: Line) -> None:
        kind = char.get(f"{W}fldCharType")
        if kind == "begin":
            data = char.find(f"{W}ffData/{W}ddList")
            if data is not None and self._prints:
                line.put(_dropped_down(data))
            if len(self.fields) < 64:
                self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].begun = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def end_paragraph(self) -> None:
        """A field whose result has not begun by the end of its paragraph is damaged: what follows is no instruction."""
        self.fields = [one for one in self.fields if one.begun]

    def _anchor(self, reference: etree._Element, line: Line, own_mark: str) -> None:
        if self.silent or not self._prints:
            return
        kind = reference.tag.rpartition("}")[2].removesuffix("Reference")
        id_ = self.note(kind, reference.get(f"{W}id") or "", own_mark)
        if id_:
            line.marks.append(Mark(line.length, line.length, MarkKind.NOTE, id_))

    def _drawn(self, element: etree._Element, line: Line) -> None:
        """Keeps the text boxes inside a drawing; of the two forms that Word writes of each, one."""
        if self.silent:
            return
        if element.tag == f"{MC}AlternateContent":
            chosen = alternative(element)
            if chosen is None:
                return
            element = chosen
        line.boxes.extend(_boxes(element))


_HOLDERS = frozenset(
    f"{W}{tag}" for tag in ("hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo", "sdtContent", "rubyBase")
)
_DRAWN = frozenset([f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent"])
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": BREAK,
    f"{W}cr": BREAK,
    f"{W}noBreakHyphen": "\u2011",
}


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes in a drawing, those inside them left to their own reading."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{MC}AlternateContent":
            if (chosen := alternative(child)) is not None:
                yield from _boxes(chosen)
        else:
            yield from _boxes(child)


def alternative(element: etree._Element) -> etree._Element | None:
    """The one form to read of a w:AlternateContent: the first that has words or boxes, else the first."""
    forms = [child for child in element if child.tag in (f"{MC}Choice", f"{MC}Fallback")]
    telling = (f for f in forms if next(f.iter(f"{W}t", f"{W}txbxContent"), None) is not None)
    return next(telling, forms[0] if forms else None)


def content_of(control: etree._Element) -> etree._Element | None:
    """What a content control (w:sdt) holds; None where it shows only its prompt ("Click here to enter text") or a table of contents."""
    properties = control.find(f"{W}sdtPr")
    if properties is not None:
        if properties.find(f"{W}showingPlcHdr") is not None:
            return None
        gallery = properties.find(f"{W}docPartObj/{W}docPartGallery")
        if gallery is not None and (gallery.get(f"{W}val") or "") == "Table of Contents":
            return None
    return control.find(f"{W}sdtContent")


def _words(element: etree._Element) -> str:
    """The characters of a w:t; Word drops the white space at its ends unless told to keep it."""
    text = element.text or ""
    if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
        text = text.strip(" \t\r\n")
    return text if text.isascii() or not _PRIVATE.search(text) else text.translate(_FOREIGN)


_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FOREIGN = {ord(char): printed for char, printed in _SYMBOL.items()}


def symbol(element: etree._Element) -> str:
    """The character that a w:sym prints; one of the symbol fonts by what it looks like where that is known."""
    code = element.get(f"{W}char") or ""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if not 0x20 <= point <= 0xFFFD or 0xD800 <= point < 0xE000:
        return ""
    char = chr(point)
    if (element.get(f"{W}font") or "").casefold() == "symbol" and (point & 0xFF) in _GREEK:
        return _GREEK[point & 0xFF]
    return _SYMBOL.get(chr(point | 0xF000) if point < 0x100 else char, char)


def _mark_by_hand(reference: etree._Element, run: etree._Element) -> str:
    """The mark that the author printed for a note in place of its number: the words of the same run."""
    if (reference.get(f"{W}customMarkFollows") or "0") in ("0", "false", "off"):
        return ""
    said = "".join(_words(c) if c.tag == f"{W}t" else symbol(c) for c in run if c.tag in (f"{W}t", f"{W}sym"))
    return said.strip()[:8]


def _dropped_down(data: etree._Element) -> str:
    """The entry chosen in a drop-down field of a form."""
    entries = [entry.get(f"{W}val") or "" for entry in data.iterchildren(f"{W}listEntry")]
    result = data.find(f"{W}result")
    chosen = whole(result.get(f"{W}val")) if result is not None else 0
    return entries[chosen] if chosen is not None and 0 <= chosen < len(entries) else ""
