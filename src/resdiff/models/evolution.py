"""The words of a theme through time: chains, forms, variants and what was changed."""

from __future__ import annotations

from dataclasses import dataclass

from resdiff.models.basics import Span
from resdiff.models.comparison import Edit
from resdiff.models.lineage import Lineage, Reference


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
