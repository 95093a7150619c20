"""A document of numbered paragraphs, and what a library says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from resdiff.models.basics import Cover, Language, Span, Status
from resdiff.models.reading import Adoption, Doubt, Mark, MarkKind, Masthead, Note, SourceKind


class Kind(StrEnum):
    """What a paragraph is."""

    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    HEADING = "heading"
    ANNEX = "annex"
    STATEMENT = "statement"
    LISTING = "listing"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Clause:
    """One act within a paragraph: the verb phrase as printed, whom it addresses ("" where nobody is named), its range. A sub-paragraph
    without a verb of its own inherits its chapeau's (start == end == 0)."""

    verb: str
    addressee: str
    start: int
    end: int
    lemma: str = ""
    """The verb in the third person singular, adverbs such as also, further, again taken out: "calls upon", "notes with concern"."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named in running text, with the provision where one is named ("15 (c)", "preamble", "annex I"), else ""."""

    symbol: str
    provision: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ThemeMark:
    """What a paragraph says of a theme: strands, and "concept: variant" for each concept whose variant stands in it."""

    theme: str
    nexus: bool
    """Whether it ties the theme's two sides together, rather than mention one."""
    strands: tuple[str, ...]
    concepts: tuple[ConceptMark, ...]


@dataclass(frozen=True, slots=True)
class ConceptMark:
    """A variant of a concept where it stands in a paragraph."""

    concept: str
    variant: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, sub-paragraph, heading, row or listing, in document order."""

    id: str
    formal: str
    """Its name in formal usage and in the document's language: "fourth preambular paragraph", "para. 15 (c)"."""
    kind: Kind
    path: tuple[str, ...]
    """The id's steps from the outside in: ("OP15", "(c)", "(ii)"), ("AI", "4", "(b)")."""
    depth: int
    number: str
    """Its marker as printed: "15.", "(c)", "1 -", "•"; "" where none is printed."""
    text: str
    """As printed, without its number and without note marks."""
    opening: str = ""
    """The opening verb phrase as printed ("Reaffirming its determination" opens "Reaffirming"); "" where none was recognised."""
    marks: tuple[Mark, ...] = ()
    clauses: tuple[Clause, ...] = ()
    citations: tuple[Citation, ...] = ()
    page: int | None = None
    themes: tuple[ThemeMark, ...] = ()

    @property
    def begin(self) -> int:
        """Where its words begin in the text, in code points: after its own number where that is printed in the text, as official XML prints
        the items of some annexes ("(dd) Any other"); that number changes whenever an item is put in before."""
        number = self.path[-1] if self.path else ""
        return len(number) if number.startswith("(") and self.text.startswith(number) else 0

    @property
    def talked(self) -> tuple[Span, ...]:
        """The ranges of what a draft prints of its talks beside the wording: names, positions, statuses; in order."""
        return self.marked(MarkKind.TAG, MarkKind.POSITION, MarkKind.STATUS)

    @property
    def wording(self) -> tuple[Span, ...]:
        """The ranges of its text without `talked`, in order."""
        return tuple(Cover(self.talked).outside((0, len(self.text))))

    def marked(self, *kinds: MarkKind) -> tuple[Span, ...]:
        """The ranges of its marks of some kinds, in order."""
        return tuple([(mark.start, mark.end) for mark in self.marks if mark.kind in kinds])


@dataclass(frozen=True, slots=True)
class Source:
    """The raw bytes a document was read from."""

    kind: SourceKind
    sha256: str
    url: str | None = None
    retrieved: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document in one language, as numbered paragraphs."""

    symbol: str | None
    language: Language
    title: str | None
    status: Status
    adoption: Adoption
    source: Source
    masthead: Masthead
    notes: tuple[Note, ...]
    paragraphs: tuple[Paragraph, ...]
    doubts: tuple[Doubt, ...]
    symbols: tuple[str, ...] = ()
    """All symbols that the file bears (joint documents), the main one first."""

    @property
    def name(self) -> str:
        """What to call it in a line of text: its symbol, else the file it came from."""
        return self.symbol or self.source.file or self.source.sha256[:12]

    def paragraph(self, id_: str) -> Paragraph:
        """The paragraph with this id. Raises KeyError."""
        for paragraph in self.paragraphs:
            if paragraph.id == id_:
                return paragraph
        raise KeyError(id_)


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the library, in a line."""

    symbol: str | None
    language: Language
    status: Status
    date: date | None
    """Of adoption."""
    meeting: int | None
    title: str | None
    kind: SourceKind
    sha256: str
    file: str | None
    paragraphs: int
    doubts: int
    preferred: bool
    """Whether it is the one taken among rivals for the same symbol and language."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What the library holds, by date of adoption."""

    entries: tuple[Entry, ...]
