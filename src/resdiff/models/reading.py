"""What readers hand on: blocks with their marks, notes, mastheads and doubts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from resdiff.models.basics import Language, Status


class SourceKind(StrEnum):
    """What kind of file a document was read from."""

    AKN = "akn"
    PDF = "pdf"
    WORD = "word"
    HTML = "html"
    TEXT = "text"


class MarkKind(StrEnum):
    """Why a range of a text is set apart."""

    ITALIC = "italic"
    NOTE = "note"
    OPTION = "option"
    TAG = "tag"
    STATUS = "status"
    POSITION = "position"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of a text that the document sets apart; a note's mark is empty (start == end) and its value is the note's id."""

    start: int
    end: int
    kind: MarkKind
    value: str = ""


class Hint(StrEnum):
    """What the source itself says a block is. A hint only: the assembler decides from the sequence of markers and words."""

    NONE = ""
    MASTHEAD = "masthead"
    FORMULA = "formula"
    PREAMBLE = "preamble"
    BODY = "body"
    HEADING = "heading"
    ITEM = "item"
    WRAP_UP = "wrap up"
    ANNEX = "annex"
    ROW = "row"
    FURNITURE = "furniture"
    """What a web page prints around the document; the repair takes it out and records it."""


class Layout(StrEnum):
    """What one block of a reading is: a whole printed paragraph (XML, Word, HTML) or one printed line (PDF, text)."""

    PARAGRAPHS = "paragraphs"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document as its reader found it."""

    text: str
    """Without the marker where the source keeps it apart; a PDF's or a text file's line still begins with it."""
    marker: str = ""
    """The number as printed ("1.", "(a)", "1 -", "•") where the source keeps it apart from the text, else empty."""
    marks: tuple[Mark, ...] = ()
    indent: float | None = None
    """Distance from the page's left text margin: points in a PDF, characters in a text file; None where unknown."""
    page: int | None = None
    line: int | None = None
    """Line in the source file or on the page, from 1."""
    hint: Hint = Hint.NONE
    annex: int = 0
    """0 in the document's own body; n in its n-th annex, where the source keeps annexes apart."""
    gap: bool = False
    """Whether more white space than between two lines stands before it (a blank line, a paragraph's spacing)."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One mending of the text as read. Ranges are in the text as read (all block texts joined by line feeds); repairs never overlap, and
    putting `text` in place of each range, last first, gives the repaired text."""

    start: int
    end: int
    text: str
    rule: str
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, taken out of the text: its id ("1", "a", "*"), the paragraph and offset of its anchor where known, its own words."""

    id: str
    paragraph: str | None
    offset: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands on the cover page, as printed; empty where it was not found."""

    lines: tuple[str, ...] = ()
    """Every line of the cover page and every line between it and the first paragraph, in order, in the document's words."""
    organ: str = ""
    distribution: str = ""
    issued: str = ""
    job_number: str = ""
    reissue: str = ""
    adoption_line: str = ""
    formula: str = ""
    """The enacting words, "The Security Council,"; for a statement, its introductory sentence."""
    sponsors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """How many voted for, against, and abstained; 0..15 each in the Council."""

    for_: int
    against: int
    abstaining: int


@dataclass(frozen=True, slots=True)
class Adoption:
    """The facts of adoption. None is unknown, and is printed so."""

    date: date | None = None
    meeting: int | None = None
    vote: Vote | None = None
    chapter_vii: bool | None = None
    """Whether the text itself says that the Council acts under Chapter VII; from its words, never from the metadata."""
    agenda: str | None = None
    draft: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a reader should check."""

    paragraph: str | None
    what: str


@dataclass(frozen=True, slots=True)
class Blocks:
    """A whole document as its reader found it: blocks in reading order, notes and cover page apart, and what the source states of itself.
    The assembler's input once `normalise.repair` has passed over it."""

    kind: SourceKind
    layout: Layout
    blocks: tuple[Block, ...]
    language: Language | None = None
    notes: tuple[Note, ...] = ()
    """Notes that the source keeps apart; their `paragraph` is empty: a NOTE mark in a block is the anchor."""
    masthead: Masthead = Masthead()
    symbols: tuple[str, ...] = ()
    """Symbols that the source states of itself, the document's own first."""
    title: str | None = None
    status: Status | None = None
    adoption: Adoption = Adoption()
    doubts: tuple[Doubt, ...] = ()
    scanned: bool = False
    """Whether its words are what a recogniser made of a scan."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an official metadata record says of one document: it fills what the document itself does not say."""

    symbol: str
    title: str | None
    adoption: Adoption
    sponsors: tuple[str, ...] = ()
