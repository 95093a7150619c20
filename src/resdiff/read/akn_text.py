"""Running text of official XML: words, italics and note anchors of one printed element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from resdiff.models import Mark, MarkKind
from resdiff.read.spaces import Spaced

SPACES = re.compile(r"[^\S\u00a0\u202f]+")
"""Runs of white space; no-break spaces are kept as printed."""
_UNTIDY = re.compile(r"^[^\S\u00a0\u202f]|[^\S\u00a0\u202f]$|[\t\n\r\f\v]|[^\S\u00a0\u202f]{2}")
_EMPHASIS = re.compile(r"\bitalic\b")
_STRONG = re.compile(r"\bbold\b")

_APART = {
    "ins": MarkKind.INSERT,
    "del": MarkKind.DELETE,
    "option": MarkKind.OPTION,
    "tag": MarkKind.TAG,
    "status": MarkKind.STATUS,
    "position": MarkKind.POSITION,
}
"""Elements, and names of `inline` elements, that set a range of a draft apart."""
_CONTINUED = "\0"
"""Before the value of a mark that goes on from another element."""

KeepNote = Callable[[etree._Element], str]
"""Takes a note out of the text and gives its id."""


def tag_of(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for comments, entities and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def outermost(element: etree._Element, tag: str, **having: str) -> Iterator[etree._Element]:
    """Of the element and those below it those of this name with these attributes, without such as stand in one of them: a file that nests
    them by mistake has its words once."""
    walk = etree.iterwalk(element, events=("start",), tag="{*}" + tag)
    for _, found in walk:
        if all(found.get(name) == value for name, value in having.items()):
            walk.skip_subtree()
            yield found


def words_of(element: etree._Element) -> str:
    """The text of an element, notes included, white space made single."""
    return content(element)[0]


def _beside(one: Mark, other: Mark, text: str) -> bool:
    return one.end <= other.start and not text[one.end : other.start].strip()


@dataclass(slots=True)
class _Run:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)

    def put(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)


def content(
    element: etree._Element, note: KeepNote | None = None, *, strong: bool = False, whole: bool = True
) -> tuple[str, tuple[Mark, ...]]:
    """The text of a printed element, white space made single (no-break spaces kept), and its marks; notes are taken out with `note`, or
    stay in the text without it. With `strong`, bold type counts as italics. Where the element is not the `whole` of a text, its marks are
    still to be `joined`."""
    run = _Run()
    _inline(element, run, note, strong=strong)
    text, marks = _tidy("".join(run.parts), run.marks)
    return text, joined(text, marks) if whole else marks


def joined(text: str, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks, those that were written in parts made one again; between two parts nothing but white space may stand."""
    if not any(mark.value.startswith(_CONTINUED) for mark in marks):
        return marks
    out: list[Mark] = []
    for mark in marks:
        value = mark.value.removeprefix(_CONTINUED)
        parts = [i for i, m in enumerate(out) if (m.kind, m.value) == (mark.kind, value) and _beside(m, mark, text)]
        at = max(parts, key=lambda i: out[i].start, default=None) if value != mark.value else None
        if at is None:
            out.append(replace(mark, value=value))
        else:
            out[at] = replace(out[at], end=mark.end)
    return tuple(out)


def _inline(element: etree._Element, run: _Run, note: KeepNote | None, *, strong: bool) -> None:
    run.put(element.text)
    for child in element:
        tag = tag_of(child)
        if tag == "authorialNote" and note is not None:
            run.marks.append(Mark(run.length, run.length, MarkKind.NOTE, note(child)))
        elif tag == "noteRef" and note is not None:
            run.marks.append(Mark(run.length, run.length, MarkKind.NOTE, child.get("marker") or "*"))
        elif tag == "eol":
            run.put(" ")
        elif tag == "":
            run.put(child.text if isinstance(child, etree._Entity) else None)
        else:
            start, style = run.length, child.get("class") or ""
            _inline(child, run, note, strong=strong)
            if run.length > start and tag == "span":
                if _EMPHASIS.search(style):
                    run.marks.append(Mark(start, run.length, MarkKind.ITALIC))
                elif strong and _STRONG.search(style):
                    run.marks.append(Mark(start, run.length, MarkKind.ITALIC, "bold"))
            if kind := _APART.get(child.get("name") or "" if tag == "inline" else tag):
                run.marks.append(Mark(start, run.length, kind, _CONTINUED * (style == "continued") + (child.get("title") or "")))
        run.put(child.tail)


def _tidy(raw: str, marks: list[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """Runs of white space made one space, none at the ends, and the marks moved with the text."""
    if not _UNTIDY.search(raw):
        return raw, tuple(marks)
    text = SPACES.sub(" ", raw).strip(" ")
    if not marks:
        return text, ()
    places = Spaced(raw, SPACES)
    moved = []
    for mark in marks:
        start, end = places(mark.start), places(mark.end)
        if mark.start == mark.end:
            moved.append(Mark(end, end, mark.kind, mark.value))
            continue
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            moved.append(Mark(start, end, mark.kind, mark.value))
    return text, tuple(moved)
