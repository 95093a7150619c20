"""One document and all that came before: where its words come from, and precedents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from resdiff.models.basics import Language, Span, Status
from resdiff.models.comparison import Edit
from resdiff.models.document import Document
from resdiff.models.reading import Adoption


class Verdict(StrEnum):
    """How much of a paragraph was found before, in one word."""

    VERBATIM = "verbatim"
    ADAPTED = "adapted"
    ASSEMBLED = "assembled"
    PARTIAL = "partial"
    STOCK = "stock"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reference:
    """A paragraph of a document; `text` is the whole source paragraph, or None where it is told elsewhere."""

    symbol: str
    id: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class SourceShare:
    """A source paragraph and how many words of the target paragraph it accounts for, alone or as one of equals."""

    symbol: str
    id: str
    text: str | None
    words: int
    share: float


class SpanKind(StrEnum):
    """What a passage is."""

    INHERITED = "inherited"
    SAFEGUARD = "safeguard"
    STOCK = "stock"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of a target paragraph and where its words come from. Safeguards are inherited text of a class of their own."""

    start: int
    end: int
    kind: SpanKind
    origin: Reference | None = None
    earliest: Reference | None = None
    nearest: tuple[Reference, ...] = ()
    carriers: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class LongestRun:
    """Words of a paragraph in a row that stand in something earlier too: a range of its text, how many words, and their earliest use."""

    start: int
    end: int
    words: int
    earliest: Reference


@dataclass(frozen=True, slots=True)
class ParagraphLineage:
    """Where one paragraph comes from."""

    id: str
    verdict: Verdict
    closest: Reference | None
    earliest: Reference | None
    declared: tuple[Reference, ...]
    sources: tuple[SourceShare, ...]
    spans: tuple[Passage, ...]
    punctuation: bool = False
    """Whether a verbatim paragraph differs from `closest` in punctuation within the text: commas can matter, and are not folded."""
    uses: int | None = None
    """Of a paragraph of very few words that stand in earlier texts only within longer ones: how many paragraphs hold them. Nothing is
    said of descent (`stock`); the sources are among those that hold the words. None elsewhere."""
    longest: LongestRun | None = None
    """Of a paragraph that was not found (`none`): the longest run of its words that anything earlier holds, stock phrases apart, where
    that is more than two texts share by chance. None elsewhere."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched. `complete` is true only when the library holds every resolution of the Council in those years (by number)."""

    documents: int
    from_: date | None
    to: date | None
    symbols: tuple[str, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """Words of the target (headings, rows and listings left out) by what was found for them; the four kinds add up to `words`."""

    words: int
    inherited: int
    stock: int
    none: int


@dataclass(frozen=True, slots=True)
class Witness:
    """A document that a lineage refers to, with the weight of its precedent."""

    symbol: str
    status: Status
    adoption: Adoption
    title: str | None
    recalled: bool
    """Whether the target names it."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where every paragraph of a document comes from."""

    target: Document
    searched: Searched
    paragraphs: tuple[ParagraphLineage, ...]
    totals: Totals
    witnesses: tuple[Witness, ...] = ()
    """Every document referred to, oldest first."""
    shown: Document | None = None
    """The document asked for, where the lineage was computed on the English text of the same symbol: shown beside it by id. Else None."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph found for a phrase or sentence. `matched` are the ranges of its text that match; `edits` lead from the query to it."""

    reference: Reference
    witness: Witness
    score: float
    matched: tuple[Span, ...]
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Spelling:
    """A query in another spelling ("Daesh" for "Da'esh") as it is printed where it stands first: in how many paragraphs and documents."""

    text: str
    paragraphs: int
    documents: int
    earliest: Reference
    latest: Reference


@dataclass(frozen=True, slots=True)
class PrecedentCard:
    """The answer to `search`: exact uses oldest first, then near ones best first, other spellings before all; both may be cut to `limit`,
    `total_exact` (paragraphs) and `total_documents` are not."""

    query: str
    language: Language
    verdict: Verdict
    exact: tuple[Hit, ...]
    near: tuple[Hit, ...]
    earliest: Hit | None
    latest: Hit | None
    nearest: Hit | None
    total_exact: int
    searched: Searched
    total_documents: int = 0
    spellings: tuple[Spelling, ...] = ()
    """Uses in another spelling, most first: no exact ones."""
