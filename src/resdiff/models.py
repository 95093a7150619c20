"""Every value type of resdiff, frozen, and its JSON (format 1).

The types are in the order of the data's way: a file becomes `Blocks`, then a `Document` of `Paragraph`s; two documents become a
`Comparison` of `Link`s; one document and all earlier ones a `Lineage`; with a theme, an `Evolution`. Every display only reads them.

Offsets are code points in the text of one paragraph, half-open. Scores and shares are 0..1. Symbols are held in their canonical printed
form ("S/RES/2482 (2019)", "S/PRST/2018/9"), as `symbols.parse(...).text` gives it. Field names are the JSON keys of the design; a
trailing underscore keeps clear of a Python keyword and is not printed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Span = tuple[int, int]
"""A half-open range of code points."""

FORMAT = 1

T = TypeVar("T")


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


# --- reading ---------------------------------------------------------------------------------------------------------------------


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


# --- a document ------------------------------------------------------------------------------------------------------------------


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


# --- two documents ---------------------------------------------------------------------------------------------------------------


class LinkKind(StrEnum):
    """How the right paragraph of a link comes from the left one."""

    SAME = "same"
    EDITED = "edited"
    MOVED = "moved"
    PARTIAL = "partial"


class Op(StrEnum):
    """What an edit does."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    MOVE = "move"


class EditClass(StrEnum):
    """Edits that do not change the words: spelling and the like, or a cross-reference renumbered."""

    SURFACE = "surface"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both texts and made the match."""

    left: Span
    right: Span


@dataclass(frozen=True, slots=True)
class Edit:
    """One step from the left text to the right one; an insertion has an empty left range, a deletion an empty right one. Applying the
    edits of a link in order gives the right text exactly."""

    op: Op
    left: Span
    right: Span
    class_: EditClass | None = None


class ChangeKind(StrEnum):
    """What a drafter would call a change."""

    VERB = "verb"
    QUALIFIER_GAINED = "qualifier gained"
    QUALIFIER_LOST = "qualifier lost"
    QUALIFIER_CHANGED = "qualifier changed"
    SAFEGUARD_GAINED = "safeguard gained"
    SAFEGUARD_LOST = "safeguard lost"
    SAFEGUARD_REWORDED = "safeguard reworded"
    CITATION_GAINED = "citation gained"
    CITATION_LOST = "citation lost"
    CITATION_PROVISION = "citation of another provision"
    ITEM_GAINED = "item gained"
    ITEM_LOST = "item lost"
    NAME = "name updated"
    MODAL = "modal"
    ADDRESSEE = "addressee"
    DEADLINE = "deadline"
    TO_OPERATIVE = "preamble to operative part"
    TO_PREAMBLE = "operative part to preamble"
    TO_RESOLUTION = "statement to resolution"


class Direction(StrEnum):
    """Only within one scale, one addressee and successive texts (design, section 2)."""

    STRONGER = "stronger"
    WEAKER = "weaker"


@dataclass(frozen=True, slots=True)
class Change:
    """What a drafter would say of a link: kind, the words on both sides, a direction only within one scale."""

    kind: ChangeKind
    from_: str
    to: str
    direction: Direction | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One left paragraph that answers to one right paragraph. `group` numbers links that belong to one split or merge; `primary` is true
    for exactly one link of each linked right paragraph."""

    left: str
    right: str
    kind: LinkKind
    score: float
    group: int | None
    primary: bool
    runs: tuple[Run, ...] = ()
    edits: tuple[Edit, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which paragraph answers to which; every paragraph is linked, in `added` (right) or in `removed` (left)."""

    links: tuple[Link, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rival:
    """A pair of paragraphs that was looked at for a link. Figures are shares, 0 and above: `evidence` is the weight of the runs of words
    that both share against the geometric mean of both weights, before other links took any of them; `left_over` the same after that;
    `rank` is `left_over` raised by neighbours that answer to each other and lowered by another part or place; `needed` is what `rank`
    must reach."""

    left: str
    right: str
    linked: bool
    primary: bool
    equal: bool
    evidence: float
    left_over: float
    rank: float
    needed: float
    runs: tuple[str, ...]
    """The runs of words that both share, as the right text prints them, the longest first."""
    words: float
    """How many words, as rare as can be, more than needed the evidence holds; below 0: how many are wanting."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a paragraph is linked as it is: the pairs that were looked at for it, linked ones first, then by rank."""

    left: str
    right: str
    id: str
    later: tuple[Rival, ...] | None
    """For the paragraph of this id in the right document; None where it has none."""
    earlier: tuple[Rival, ...] | None
    """The same for the left document."""


class Fate(StrEnum):
    """What became of a proposal in the next round of a draft."""

    KEPT = "kept without brackets"
    STILL = "still in brackets"
    PARTLY = "kept in part"
    GONE = "not carried over"
    ADDED = "added in brackets"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words that a draft sets in square brackets, whose they are (the delegations as printed, else ""), and what became of them; `left`
    and `right` are the paragraphs, "" where there is none."""

    left: str
    right: str
    text: str
    by: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Standing:
    """How the talks left a paragraph, as the drafts print it ("agreed ad ref"), "" where one prints nothing; `left` and `right` are the
    paragraphs, "" where there is none."""

    left: str
    right: str
    before: str
    after: str
    differs: bool
    """Whether other words of the paragraph differ."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents laid beside each other; the links carry their edits and changes."""

    left: Document
    right: Document
    added: tuple[str, ...]
    removed: tuple[str, ...]
    links: tuple[Link, ...]
    proposals: tuple[Proposal, ...] = ()
    """Of drafts: what became of the words in brackets."""
    standings: tuple[Standing, ...] = ()
    """Of drafts: the paragraphs that one of them marks as settled in the talks."""


# --- one document and all that came before ----------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One ancestor in a chain; `edits` lead from the step before to this one (none for the oldest)."""

    reference: Reference
    edits: tuple[Edit, ...]
    score: float
    """Likeness to the step after it; 1 for the target itself."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The ancestors of one target paragraph, oldest first, the target last."""

    id: str
    steps: tuple[ChainStep, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Words in which a variant of a concept is printed, letter for letter but for capitals, and how many earlier paragraphs print it so."""

    text: str
    before: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a paragraph of the target words a variant, and the words as printed."""

    id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class VariantUse:
    """How one variant of a concept was used before the target: how many paragraphs, earliest and last; and where the target has it.

    `before`, `earliest`, `latest` and `target` are of the variant by itself: neither in the name of something (a convention, an office) nor
    as a part of a longer variant of the same concept. Of the other earlier paragraphs that hold its words, `in_names` hold them in a name
    at least once, `in_longer` in a longer variant only; all three together are what a search for the words finds."""

    concept: str
    variant: str
    """What the theme calls it, which need not stand in any text."""
    before: int
    earliest: Reference | None
    latest: Reference | None
    target: tuple[str, ...]
    everywhere: bool = True
    """Whether all paragraphs were counted; else only those on the nexus, for the words mean other things elsewhere ("can contribute")."""
    in_names: int = 0
    in_longer: int = 0
    earliest_in_name: Reference | None = None
    target_in_names: tuple[str, ...] = ()
    target_in_longer: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    """The words in which it was printed before, the most frequent in front."""
    quotes: tuple[Quote, ...] = ()
    """Where the paragraphs of `target` have it."""
    paragraphs: tuple[Reference, ...] = ()
    """The paragraphs that `before` counts, oldest first, without their texts."""
    elsewhere: int = 0
    """Where only paragraphs on the nexus were counted and none has the variant: how many others hold the words that the target prints."""


@dataclass(frozen=True, slots=True)
class ChangePlace:
    """A place where one variant took that of another: the words that its ancestor has there, and those of the target."""

    id: str
    ancestor: Reference
    """With its whole text."""
    was: Span
    """Range in the ancestor's text."""
    now: Span
    """Range in the target paragraph's text."""
    was_text: str
    now_text: str


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """A variant of a concept that took the place of another one between a paragraph and its nearest ancestor."""

    concept: str
    from_: str
    to: str
    ancestor: Reference
    """The ancestor at the first of the places."""
    target: tuple[str, ...]
    """Ids of the target paragraphs where it changed."""
    to_found_before: int
    """How many earlier paragraphs have the target's variant: `VariantUse.before`."""
    everywhere: bool = True
    """As in VariantUse."""
    places: tuple[ChangePlace, ...] = ()
    to_in_names: int = 0
    to_in_longer: int = 0


@dataclass(frozen=True, slots=True)
class StrandCell:
    """The paragraphs of one document that speak of one strand."""

    strand: str
    symbol: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeNames:
    """What a theme is called, and its strands in their order, in the language of the report."""

    key: str
    title: str
    strands: tuple[tuple[str, str], ...]
    """(key, name as shown)."""


@dataclass(frozen=True, slots=True)
class Evolution:
    """How the language on a theme evolved up to a document: the content of the report."""

    theme: ThemeNames
    lineage: Lineage
    nexus: tuple[str, ...]
    """Ids of the target's paragraphs that tie the theme's two sides together."""
    chains: tuple[Chain, ...]
    variants: tuple[VariantUse, ...]
    changes: tuple[ConceptChange, ...]
    strands: tuple[StrandCell, ...]
    not_carried: tuple[Reference, ...]
    """Nexus paragraphs of the recalled documents (or of the chains' nearest ancestors) of which nothing was found in the target."""


# --- JSON ------------------------------------------------------------------------------------------------------------------------


def to_json(value: Any) -> Any:
    """The JSON value (dicts, lists, strings, numbers, None) of any type above, `format` not included.

    A `Reference` leaves its text out where it is None."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if is_dataclass(value):
        out = {}
        for field in fields(value):
            item = getattr(value, field.name)
            if item is None and field.name == "text":
                continue
            out[field.name.rstrip("_")] = to_json(item)
        return out
    return value


def dumps(value: Any) -> str:
    """What `--format json` prints: one object with `format` first, keys in the order of the types, not ASCII-escaped, on one
    line (an indented one takes three times as long to write)."""
    return json.dumps({"format": FORMAT, **to_json(value)}, ensure_ascii=False) + "\n"


def from_json(cls: type[T], value: Any) -> T:
    """The value of type `cls` that `to_json` made `value` from; keys it does not know are passed over. Raises KeyError, ValueError or
    TypeError on JSON that does not fit."""
    decode: Callable[[Any], T] = _decoder(cls)  # type: ignore[arg-type]
    return decode(value)


@cache
def _decoder(hint: Any) -> Callable[[Any], Any]:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = _decoder(next(arg for arg in get_args(hint) if arg is not NoneType))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        args = get_args(hint)
        if args[-1] is Ellipsis:
            item = _decoder(args[0])
            return lambda value: tuple([item(part) for part in value])
        items = [_decoder(arg) for arg in args]
        return lambda value: tuple([decode(part) for decode, part in zip(items, value, strict=True)])
    if is_dataclass(hint):
        return _dataclass_decoder(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if hint is date:
        return date.fromisoformat
    return lambda value: value


def _dataclass_decoder(cls: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(cls)
    plan = [(field.name, field.name.rstrip("_"), hints[field.name]) for field in fields(cls)]

    def decode(value: Mapping[str, Any]) -> Any:
        return cls(**{name: _decoder(hint)(value[key]) for name, key, hint in plan if key in value})

    return decode
