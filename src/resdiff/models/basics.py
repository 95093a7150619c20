"""What everything else is told in: languages, statuses, families, symbols."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]
"""A half-open range of code points."""


class Cover:
    """Ranges as the stretches that they cover together."""

    def __init__(self, ranges: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(ranges):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def holds(self, at: int) -> bool:
        """Whether an offset lies in one of them."""
        i = bisect_right(self.starts, at) - 1
        return i >= 0 and at < self.ends[i]

    def within(self, span: Span) -> Iterator[Span]:
        """The stretches that lie in a range, cut to it."""
        first = max(0, bisect_right(self.starts, span[0]) - 1)
        for i in range(first, len(self.starts)):
            if self.starts[i] >= span[1]:
                return
            if self.ends[i] > span[0]:
                yield max(self.starts[i], span[0]), min(self.ends[i], span[1])

    def outside(self, span: Span) -> Iterator[Span]:
        """What of a range none of them covers, in order."""
        at = span[0]
        for start, end in self.within(span):
            if start > at:
                yield at, start
            at = end
        if at < span[1]:
            yield at, span[1]

    def __bool__(self) -> bool:
        return bool(self.starts)


class Language(StrEnum):
    """A language that resdiff reads. The first six are the official ones; German is read from official XML only."""

    EN = "en"
    FR = "fr"
    ES = "es"
    RU = "ru"
    AR = "ar"
    ZH = "zh"
    DE = "de"


class Status(StrEnum):
    """What a document is. Only adopted resolutions and statements are precedent (design, section 2)."""

    RESOLUTION = "resolution"
    STATEMENT = "statement"
    DRAFT = "draft"
    NOT_ADOPTED = "draft not adopted"
    PRESS = "press statement"
    LETTER = "letter or report"
    LOCAL = "local file"

    @property
    def is_precedent(self) -> bool:
        """Whether its words count as adopted language."""
        return self in (Status.RESOLUTION, Status.STATEMENT)


class Family(StrEnum):
    """The kinds of symbol that are told apart."""

    RESOLUTION = "resolution"
    STATEMENT = "statement"
    ASSEMBLY = "assembly resolution"
    MEETING = "meeting record"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document symbol in its canonical printed form, with what can be read from it."""

    text: str
    family: Family
    number: str
    """The number within its series: "2482", "9", "1177", "76/10"."""
    year: int | None

    def __str__(self) -> str:
        return self.text
