"""Running text as Akoma Ntoso: the words of one printed paragraph with its italics, notes, references and marks of a draft.

    italics                    <span class="italic">; bold type that stands for italics (Arabic, Chinese): class="bold"
    notes                      <authorialNote> at the first anchor, <noteRef> at others
    what the text cites        <ref>
    tracked changes            <ins>, <del>; who made them in `title`. An empty one stands where the other reading has words
    options, tags, statuses    <inline name="option">, <inline name="tag">, <inline name="status">

Marks that overlap without one lying in the other are written in parts; all but the first part bear the class "continued".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from resdiff.models import Citation, Document, Language, Mark, MarkKind, Note
from resdiff.report.words import address

NS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_UNHELD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold (its production Char)."""


def add(parent: etree._Element, tag: str, attributes: dict[str, str] | None = None) -> etree._Element:
    """A new last child of an element."""
    return etree.SubElement(parent, f"{{{NS}}}{tag}", attributes or {})


def put(element: etree._Element, text: str) -> None:
    """Adds words at the end of an element."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


@dataclass(slots=True)
class Writer:
    """What lasts longer than a paragraph: which notes were written, how many characters XML could not hold."""

    document: Document
    replaced: int = 0
    notes: dict[str, Note] = field(default_factory=dict)
    """The notes that stand at their anchors, by id."""
    written: set[str] = field(default_factory=set)
    """Ids of the notes written so far."""

    def safe(self, text: str) -> str:
        """The text with each character that XML cannot hold replaced by one that shows it; they are counted."""
        found, count = _UNHELD.subn(lambda m: chr(0x2400 + ord(m[0])) if ord(m[0]) < 0x20 else "\ufffd", text)
        self.replaced += count
        return found

    def text(
        self,
        element: etree._Element,
        text: str,
        marks: Sequence[Mark] = (),
        citations: Sequence[Citation] = (),
        continued: frozenset[int] = frozenset(),
    ) -> None:
        """Writes a text with its marks into an element; `continued` are the places of marks that began in another element."""
        text = self.safe(text)
        ranges = _ranges(text, marks, citations)
        points = sorted((m for m in marks if m.start == m.end), key=lambda m: m.start)
        edges = {0, len(text), *(p.start for p in points), *(at for r in ranges for at in (r.start, r.end))}
        stack: list[tuple[_Range, etree._Element]] = []
        cuts = sorted(at for at in edges if 0 <= at <= len(text))
        for at, upto in zip(cuts, [*cuts[1:], len(text)], strict=True):
            again = _closed(stack, at)
            for point in (p for p in points if p.start == at):
                self._point(stack[-1][1] if stack else element, point)
            for one in sorted([*again, *(r for r in ranges if r.start == at)], key=_Range.order):
                inside = stack[-1][1] if stack else element
                stack.append((one, self._open(inside, one, continued=one in again or one.index in continued)))
            put(stack[-1][1] if stack else element, text[at:upto])

    def _open(self, parent: etree._Element, one: _Range, *, continued: bool) -> etree._Element:
        if one.kind == "ref":
            return add(parent, "ref", {"href": address(one.value, self.document.language)})
        if one.kind is MarkKind.ITALIC:
            strong = one.value == "bold" and self.document.language in (Language.AR, Language.ZH)
            return add(parent, "span", {"class": "bold" if strong else "italic"})
        more = {"class": "continued"} if continued else {}
        return self._apart(parent, MarkKind(one.kind), one.value, more)

    def _apart(self, parent: etree._Element, kind: MarkKind, value: str, more: dict[str, str]) -> etree._Element:
        title = {"title": self.safe(value)} if value else {}
        if kind in (MarkKind.INSERT, MarkKind.DELETE):
            return add(parent, "ins" if kind is MarkKind.INSERT else "del", more | title)
        return add(parent, "inline", {"name": kind.value} | more | title)

    def _point(self, parent: etree._Element, mark: Mark) -> None:
        """An empty mark: the anchor of a note, or the place of words that stand in another reading."""
        if mark.kind is MarkKind.NOTE:
            self._note(parent, mark.value)
        elif mark.kind is not MarkKind.ITALIC:
            self._apart(parent, mark.kind, mark.value, {})

    def _note(self, parent: etree._Element, id_: str) -> None:
        note = self.notes.get(id_)
        if note is None or id_ in self.written:
            add(parent, "noteRef", {"marker": self.safe(id_), "href": f"#{note_id(id_)}"})
        else:
            self.write_note(parent, note, "authorialNote", {"placement": "bottom"})

    def write_note(self, parent: etree._Element, note: Note, tag: str, more: dict[str, str]) -> None:
        """A note with its words. Its marker is the printed one where reading it gives its id again, which counts repeats ("1~2")."""
        base = note.id.partition("~")[0]
        repeat = 1
        while (again := base if repeat == 1 else f"{base}~{repeat}") in self.written:
            repeat += 1
        marker = base if again == note.id else note.id
        one_id = {} if note.id in self.written else {"eId": note_id(note.id)}
        self.written.add(note.id)
        element = add(parent, tag, one_id | {"marker": self.safe(marker)} | more)
        put(add(element, "p"), self.safe(note.text))


def note_id(id_: str) -> str:
    """The eId of a note."""
    return "note_" + re.sub(r"[^\w~.-]", lambda m: f"_{ord(m[0]):x}", id_)


@dataclass(frozen=True, slots=True)
class _Range:
    """A range of a text with an element of its own; `index` is the mark's place among the marks."""

    start: int
    end: int
    kind: str
    value: str
    index: int

    def order(self) -> tuple[int, int, int]:
        """The outer ones first: those that begin earlier, then the longer, then the later mark."""
        return self.start, -self.end, -self.index


def _ranges(text: str, marks: Sequence[Mark], citations: Iterable[Citation]) -> list[_Range]:
    """The ranges of the marks, and of the citations that no mark cuts through."""
    found = [
        _Range(max(m.start, 0), min(m.end, len(text)), m.kind, m.value, i)
        for i, m in enumerate(marks)
        if m.kind is not MarkKind.NOTE and m.start < min(m.end, len(text))
    ]
    for citation in citations:
        one = _Range(citation.start, citation.end, "ref", citation.symbol, -1)
        if 0 <= one.start < one.end <= len(text) and not any(_crosses(one, other) for other in found):
            found.append(one)
    return found


def _crosses(one: _Range, other: _Range) -> bool:
    if other.kind == "ref":
        return one.start < other.end and other.start < one.end
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


def _closed(stack: list[tuple[_Range, etree._Element]], at: int) -> list[_Range]:
    """Takes from the stack what ends here and what lies within that; gives back what is to be opened again."""
    again: list[_Range] = []
    while any(one.end <= at for one, _ in stack):
        one, _ = stack.pop()
        if one.end > at:
            again.append(one)
    return again
