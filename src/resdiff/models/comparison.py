"""Two documents side by side: links, edits, named changes, proposals of drafts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from resdiff.models.basics import Span
from resdiff.models.document import Document


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
    """Edits that do not change the wording: spelling and the like, a cross-reference renumbered, or what a draft prints of its talks."""

    SURFACE = "surface"
    REFERENCE = "reference"
    TALKS = "talks"


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
    for exactly one link of each linked right paragraph; `moved` is true where the order of the paragraphs changed, whatever their words."""

    left: str
    right: str
    kind: LinkKind
    score: float
    group: int | None
    primary: bool
    runs: tuple[Run, ...] = ()
    edits: tuple[Edit, ...] = ()
    changes: tuple[Change, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which paragraph answers to which; every paragraph is linked, in `added` (right) or in `removed` (left)."""

    links: tuple[Link, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


class Way(StrEnum):
    """How a link was made."""

    WORDS = "words"
    """By the words that both share."""
    REST = "rest"
    """By fewer words, for both were left where one text goes on with the other, and neither had as good a partner."""
    PASSAGE = "passage"
    """By a passage that went word for word into a paragraph with other sources, where one text goes on with the other."""
    FORMULA = "formula"
    """The paragraphs are one but for numbers and a word or two, or recall the same resolutions."""
    HEADING = "heading"
    """They are headings above paragraphs that are linked."""


class Bar(StrEnum):
    """What a pair of paragraphs must reach to be linked."""

    EITHER = "either"
    """`rank` must reach `needed`, or `contained` must reach `enough`."""
    BOTH = "both"
    """Both must be reached: other links explain most of one of the two already."""
    RANK = "rank"
    """`rank` must reach `needed`: one of the two is too short to hold `least`."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A pair of paragraphs that was looked at for a link. Figures are shares, 0 and above: `evidence` is the weight of the runs of words
    that both share against the geometric mean of both weights, before other links took any of them; `left_over` the same after that;
    `rank` is `left_over` raised by neighbours that answer to each other and lowered by another part or place; `needed` is what `rank`
    must reach; `contained`, what is left over against the weight of one paragraph alone, has its own bar `enough`; `bar` says which of
    the two counts. The one paragraph is the lighter, or with `Bar.BOTH` the one that other links do not explain yet. `way` is
    how a link was made; where not by its words, these alone would not make it."""

    left: str
    right: str
    linked: bool
    primary: bool
    equal: bool
    evidence: float
    left_over: float
    rank: float
    needed: float
    contained: float
    enough: float
    bar: Bar
    shared: float
    """What is left over, in words as rare as can be."""
    least: float
    """What `shared` must reach, whatever the shares are; 0 where a paragraph is too short for that."""
    way: Way
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
    WIDENED = "kept without brackets, with words added"
    STILL = "still in brackets"
    CHANGED = "still in brackets, with changes"
    PARTLY = "kept in part"
    GONE = "not carried over"
    ADDED = "added in brackets"
    BRACKETED = "put in brackets"
    REOPENED = "put in brackets, with changes"
    CHOSEN = "chosen"
    OPEN = "still an alternative"
    SIGNED = "still under a name"
    UNSIGNED = "carried over, no longer under a name"
    MET = "done as asked"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words that a draft sets in square brackets, or a paragraph under the name of its sponsor; whose they are (the delegations, or what
    the option is called, as printed, else ""), and what became of them; `left` and `right` are the paragraphs, "" where there is none. A
    position is what one delegation asks for, and no wording."""

    left: str
    right: str
    text: str
    by: str
    fate: Fate
    position: bool = False
    now: str | None = None
    """Under whose names the same words stand in the later draft, "" under none; None where the names are the same, or it is not known."""
    moved: bool = False
    """Whether the words stand at another place of their paragraph in the later draft."""


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
    successive: bool = True
    """Whether one is a version of the other, so that verbs can be called stronger or weaker."""
