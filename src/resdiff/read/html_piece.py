"""The pieces of a web page: a gathered line to paragraphs, white space tidied, its marks moved with its words.

A line break is a new paragraph where the words before it are closed and those after it begin one, or where both are short, as in a
masthead; elsewhere it is a space.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from operator import attrgetter, itemgetter
from typing import TypeVar

from resdiff.models import Mark, MarkKind

_SPACE = re.compile(r"[^\S\u2028]+")
BREAK = "\u2028"
"""Stands for a line break while a paragraph is gathered."""
_KEPT = ("\u00a0", "\u202f")
"""Spaces that are kept where one stands alone."""
_CLOSED = re.compile(r"[,;:.،؛，；：。]\W{0,3}(?:\[?\d{1,3}\]?|\*)?$|[;,؛،；，]\s*(?:and|or|et|ou|y|o|и|или|و|أو|和|或)$")
OWN = re.compile(r"[(\[]?\s?(?:(?P<number>\d{1,3})|(?P<letter>[^\W\d_]{1,4}))\s?(?:[.)\]]|\s-)[\s\u00a0]|[•·▪–—-][\s\u00a0]")
"""A marker of the text's own."""
NUMBER = re.compile(r"\s*(?:\d{1,3}[.)]|[(\[](?:\d{1,3}|[^\W\d_]{1,4})[)\]])")
"""A marker alone."""
_SHORT = 60
_END = 1000
"""Characters before a line break that are looked at, so that thousands of breaks in one line cost no more than their words."""


@dataclass(slots=True)
class Piece:
    """A printed paragraph or row of the page."""

    text: str
    marks: tuple[Mark, ...] = ()
    marker: str = ""
    """The number that a list generates."""
    row: bool = False
    heading: bool = False
    """Whether the page says that it is a heading."""
    linked: float = 0.0
    """Share of its characters in links that lead elsewhere."""
    site: bool = False
    """Whether the page says that it is the site's: a menu, a banner, a side bar, the foot of the page."""
    anchors: tuple[Anchor, ...] = ()
    names: frozenset[str] = frozenset()
    """The names by which links on the page lead to it."""
    heavy: tuple[Mark, ...] = ()
    """What is in bold type: verbs of Arabic and Chinese texts are."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What may be the anchor of a note, or its number before its words: its range, the mark it prints, the name that it leads to."""

    start: int
    end: int
    id: str
    target: str


@dataclass(slots=True)
class Line:
    """A paragraph while it is gathered."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    italics: list[tuple[int, int]] = field(default_factory=list)
    heavy: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    struck: list[tuple[int, str]] = field(default_factory=list)
    added: list[tuple[int, int]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def split(raw: str, line: Line) -> Iterator[Piece]:
    """The paragraphs of a line that line breaks may part."""
    start = 0
    cuts = []
    breaks = [i for i, c in enumerate(raw) if c == BREAK]
    for n, at in enumerate(breaks):
        upto = breaks[n + 1] if n + 1 < len(breaks) else len(raw)
        if _parts(raw[max(start, at - _END) : at].replace(BREAK, " "), raw[at + 1 : upto], raw[at - 1 : at]):
            cuts.append((start, at))
            start = at + 1
    places = _Places(line)
    for a, b in [*cuts, (start, len(raw))]:
        piece = _piece(raw, a, b, places)
        if piece.text or (piece.names and b == len(raw)):
            yield piece


_T = TypeVar("_T")


class _Ranges:
    """Ranges of which those that lie in a piece are found without going through all."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self.ranges = sorted(ranges)
        self.starts = [start for start, _ in self.ranges]
        self.reach = list(accumulate((end for _, end in self.ranges), max))

    def over(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        """Those that may have something in common with a range."""
        return self.ranges[bisect_right(self.reach, start) : bisect_left(self.starts, end)]


class _Places:
    """What was gathered with a line, in the order of its places."""

    def __init__(self, line: Line) -> None:
        self.italics, self.heavy, self.links, self.added = map(_Ranges, (line.italics, line.heavy, line.links, line.added))
        self.anchors = sorted(line.anchors, key=attrgetter("start"))
        self.struck = sorted(line.struck, key=itemgetter(0))
        self.names = frozenset(line.names)

    def anchors_in(self, start: int, end: int) -> Sequence[Anchor]:
        """The anchors of a range."""
        return [a for a in _between(self.anchors, start, end, attrgetter("start")) if a.end <= end]

    def struck_in(self, start: int, end: int) -> Sequence[tuple[int, str]]:
        """The words struck out in a range, each with its place."""
        return _between(self.struck, start, end, itemgetter(0))


def _between(told: Sequence[_T], start: int, end: int, place: Callable[[_T], int]) -> Sequence[_T]:
    """Of things in the order of their places those between two, these included."""
    return told[bisect_left(told, start, key=place) : bisect_right(told, end, key=place)]


def _parts(before: str, after: str, last: str) -> bool:
    """Whether a line break parts two paragraphs."""
    if last == BREAK or not after.strip() or not before.strip():
        return True
    words = after.strip()
    if after[:1] in _KEPT and after[:3].strip("\u00a0 ") == "":
        return True  # an indent
    if OWN.match(words) or (_CLOSED.search(before.strip()) and not words[0].islower()):
        return True
    return len(before.strip()) < _SHORT and len(words) < _SHORT and not words[0].islower() and before.strip()[-1:] not in ",("


def _piece(raw: str, start: int, end: int, places: _Places) -> Piece:
    """A range of a line as a paragraph: white space made single, the marks moved with the words."""
    text, moved = _tidied(raw[start:end].replace(BREAK, " "))

    def within(ranges: _Ranges) -> Iterator[tuple[int, int]]:
        for a, b in ranges.over(start, end):
            if a < end and b > start:
                c, d = moved(max(a, start) - start), moved(min(b, end) - start)
                while c < d and text[c].isspace():
                    c += 1
                while c < d and text[d - 1].isspace():
                    d -= 1
                if c < d:
                    yield c, d

    anchors = tuple(replace(a, start=moved(a.start - start), end=moved(a.end - start)) for a in places.anchors_in(start, end))
    marks = [Mark(a, b, MarkKind.ITALIC) for a, b in within(places.italics)]
    marks += [Mark(a, b, MarkKind.INSERT) for a, b in within(places.added)]
    marks += [Mark(moved(at - start), moved(at - start), MarkKind.DELETE, said) for at, said in places.struck_in(start, end)]
    linked = sum(b - a for a, b in within(places.links))
    return Piece(
        text,
        tuple(sorted(set(marks), key=lambda m: (m.start, m.end, m.kind))),
        linked=linked / len(text) if text else 0.0,
        anchors=anchors,
        names=places.names,
        heavy=tuple(Mark(a, b, MarkKind.ITALIC, "bold") for a, b in within(places.heavy)),
    )


class _Moved:
    """Where offsets of a raw text stand in the tidied one."""

    def __init__(self, places: list[int]) -> None:
        self.places = places

    def __call__(self, offset: int) -> int:
        return self.places[min(max(offset, 0), len(self.places) - 1)]


def _tidied(raw: str) -> tuple[str, _Moved]:
    """The text with each run of white space made one space, a single no-break space kept, none at the ends; and where its offsets went."""
    places, out = [0] * (len(raw) + 1), ""
    at = 0
    chunks: list[str] = []
    length = 0
    for match in _SPACE.finditer(raw):
        for i in range(at, match.start()):
            places[i] = length + i - at
        chunks.append(raw[at : match.start()])
        length += match.start() - at
        inner = match.start() > 0 and match.end() < len(raw) and length > 0
        put = (match[0] if match[0] in _KEPT else " ") if inner else ""
        for i in range(match.start(), match.end()):
            places[i] = length
        chunks.append(put)
        length += len(put)
        at = match.end()
    for i in range(at, len(raw) + 1):
        places[i] = length + i - at
    chunks.append(raw[at:])
    out = "".join(chunks)
    text = out.rstrip()
    return text, _Moved([min(place, len(text)) for place in places])
