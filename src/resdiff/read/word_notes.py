"""Footnotes, endnotes and comments of a Word file: taken out of the text in the order of their anchors, with the number that Word prints.

A comment is a note too, named "comment 1" and so on, its text begun with who wrote it and when; the comments in which the United Nations'
document system keeps job number and symbol are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from resdiff.models import Mark, MarkKind, Note
from resdiff.read.word_body import RAISED, Entry
from resdiff.read.word_numbering import printed
from resdiff.read.word_package import Package, W
from resdiff.read.word_styles import value, whole

Words = Callable[[etree._Element], str]
"""The words of a note's element."""

_MACHINE = re.compile(r"<<ODS .*>>")
_DEFAULT = {"footnote": "decimal", "endnote": "lowerRoman"}


class Notes:
    """Gathers the notes of one file as their anchors come."""

    def __init__(self, package: Package) -> None:
        parts = {"footnote": package.footnotes, "endnote": package.endnotes, "comment": package.comments}
        self.elements = {kind: _by_id(root, kind) for kind, root in parts.items()}
        self.formats = {kind: _format(package, kind) for kind in _DEFAULT}
        self.counts: dict[str, int] = {}
        self.ids: dict[tuple[str, str], str] = {}
        self.used: dict[str, int] = {}
        self.found: list[tuple[str, str, etree._Element, str]] = []
        """Our id, kind, element and mark by hand of each note."""
        self.closed = False
        """Whether the text is read: anchors inside the notes themselves are none."""

    def keep(self, kind: str, id_: str, mark: str) -> str:
        """Takes a note out of the text and gives its id, the printed mark; "~2" is added when a mark comes again. "" for what is none."""
        element = self.elements[kind].get(id_)
        if element is None or self.closed:
            return ""
        if (kind, id_) in self.ids:
            return self.ids[kind, id_]
        name = mark or self._next(kind)
        self.used[name] = self.used.get(name, 0) + 1
        if self.used[name] > 1:
            name = f"{name}~{self.used[name]}"
        self.ids[kind, id_] = name
        self.found.append((name, kind, element, mark))
        return name

    def _next(self, kind: str) -> str:
        if kind == "comment":
            self.counts[kind] = self.counts.get(kind, 0) + 1
            return f"comment {self.counts[kind]}"
        format_, start = self.formats[kind]
        self.counts[kind] = self.counts.get(kind, start - 1) + 1
        return printed(self.counts[kind], format_)

    def all(self, words: Words) -> tuple[Note, ...]:
        """The notes with their words, comments last, those without an anchor too."""
        for id_ in self.elements["comment"]:
            self.keep("comment", id_, "")
        self.closed = True
        ordered = sorted(self.found, key=lambda one: one[1] == "comment")
        return tuple(Note(name, None, None, _text(kind, element, mark, words)) for name, kind, element, mark in ordered)

    @property
    def comments(self) -> int:
        """How many comments there are."""
        return len(self.elements["comment"])


def _by_id(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for element in root.iterchildren(f"{W}{kind}") if root is not None else ():
        if (element.get(f"{W}type") or "normal") != "normal":
            continue  # the rules that part notes from the text
        if kind == "comment" and _MACHINE.search("".join(t.text or "" for t in element.iter(f"{W}t"))):
            continue
        found[element.get(f"{W}id") or ""] = element
    return found


def _format(package: Package, kind: str) -> tuple[str, int]:
    """The number format and first number of the notes: the last section's, else the document's, else Word's own."""
    section = package.document.find(f"{W}body/{W}sectPr/{W}{kind}Pr")
    whole_document = package.settings.find(f"{W}{kind}Pr") if package.settings is not None else None
    format_ = value(section, "numFmt") or value(whole_document, "numFmt") or _DEFAULT[kind]
    start = whole(value(section, "numStart") or value(whole_document, "numStart"))
    return format_, start if start is not None else 1


def _text(kind: str, element: etree._Element, mark: str, words: Words) -> str:
    text = words(element)
    if mark and text.startswith(mark):
        text = text[len(mark) :].lstrip()
    if kind != "comment":
        return text
    who = ", ".join(filter(None, ((element.get(f"{W}author") or "").strip(), (element.get(f"{W}date") or "")[:10])))
    return f"{who}: {text}" if who else text


# --- notes typed by hand ---------------------------------------------------------------------------------------------------------


def typed(entries: list[Entry]) -> tuple[list[Entry], list[Note]]:
    """The entries without the notes typed by hand, and these. A paragraph that begins with a raised mark is one where the same raised mark
    stands in an earlier one; so is a framed paragraph that begins with asterisks. Other raised figures are the text's own."""
    kept: list[Entry] = []
    notes: list[Note] = []
    waiting: dict[str, tuple[Entry, Mark]] = {}
    anchors: list[tuple[Entry, Mark]] = []
    for entry in entries:
        raised = [mark for mark in entry.marks if mark.value == RAISED]
        entry.marks = tuple(mark for mark in entry.marks if mark.value != RAISED)
        lead = raised[0].end if raised and raised[0].start == 0 and not entry.marker else 0
        mark = entry.text[:lead].strip()
        said = entry.text[lead:].strip()
        star = _STARRED.match(entry.text) if entry.apart else None
        if mark and said and mark in waiting:
            notes.append(Note(mark, None, None, said))
            anchors.append(waiting.pop(mark))
        elif star:
            notes.append(Note(star[1], None, None, entry.text[star.end() :]))
        else:
            kept.append(entry)
            for one in raised:
                if one.start:
                    waiting.setdefault(entry.text[one.start : one.end], (entry, one))
    for entry, one in sorted(anchors, key=lambda anchor: -anchor[1].start):
        _anchor(entry, one, entry.text[one.start : one.end])
    return kept, notes


_STARRED = re.compile(r"(\*{1,4})[\s\u00a0]*(?=[^\s*])")


def _anchor(entry: Entry, raised: Mark, id_: str) -> None:
    """Puts the anchor of a note in place of its raised mark."""
    start, size = raised.start, raised.end - raised.start

    def moved(at: int) -> int:
        return at if at <= start else max(start, at - size)

    entry.text = entry.text[:start] + entry.text[raised.end :]
    pairs = [(mark, Mark(moved(mark.start), moved(mark.end), mark.kind, mark.value)) for mark in entry.marks]
    kept = [new for old, new in pairs if new.start < new.end or old.start == old.end]
    entry.marks = tuple(sorted([*kept, Mark(start, start, MarkKind.NOTE, id_)], key=lambda mark: (mark.start, mark.end)))
