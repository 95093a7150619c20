"""What everything else is told in: languages, statuses, families, symbols."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]
"""A half-open range of code points."""


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
