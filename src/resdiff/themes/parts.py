"""What a theme is made of: sides and ties, strands, concepts and their wordings, as its file writes them."""

from __future__ import annotations

from dataclasses import dataclass

from resdiff.models import Language, ThemeNames


def name_in(names: tuple[tuple[Language, str], ...], language: Language) -> str:
    """A name in a language, in English where it has none in that."""
    found = dict(names)
    return found.get(language) or found[Language.EN]


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns of one strand or variant in one language, as the file writes them."""

    language: Language
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strand:
    """A part of the theme that a paragraph may speak of."""

    key: str
    names: tuple[tuple[Language, str], ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a concept, in one language; `order` is its place in the order in which wordings lead on from each other."""

    name: str
    language: Language
    order: int
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A point at which the Council has chosen between wordings."""

    key: str
    names: tuple[tuple[Language, str], ...]
    everywhere: bool
    """Whether it is looked for in every paragraph, not only in those on the nexus."""
    variants: tuple[Variant, ...]
    """In the order in which they are tried."""
    seeds: tuple[Words, ...]
    """Where it is looked for everywhere: folded words in a row, of which every use of it holds some."""

    def name(self, language: Language) -> str:
        """What it is called in a language: the `concept` of its marks."""
        return name_in(self.names, language)

    def ordered(self, language: Language) -> tuple[str, ...]:
        """The names of its variants in a language, in the order in which they lead on from each other."""
        return tuple(v.name for v in sorted(self.variants, key=lambda v: v.order) if v.language == language)


@dataclass(frozen=True, slots=True)
class Nexus:
    """The two sides and the ties between them, in one language."""

    language: Language
    names: tuple[str, ...]
    neutral: tuple[str, ...]
    terrorism: tuple[str, ...]
    crime: tuple[str, ...]
    ties: tuple[str, ...]
    not_: tuple[str, ...]
    seeds: tuple[str, ...]
    """Folded words, of which every paragraph that names the first side holds at least one: what a library can look up."""
    stems: tuple[str, ...]
    """Letters in lower case, of which every paragraph that names the second side holds some: a cheap test before the patterns."""


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """A theme; one is itself only, so that it is told from another without comparing hundreds of patterns."""

    key: str
    titles: tuple[tuple[Language, str], ...]
    strands: tuple[Strand, ...]
    concepts: tuple[Concept, ...]
    nexus: tuple[Nexus, ...]

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that it has patterns for."""
        return tuple(nexus.language for nexus in self.nexus)

    def names(self, language: Language) -> ThemeNames:
        """Its title and strands as shown in a language, English where that language has no names."""
        return ThemeNames(
            self.key, name_in(self.titles, language), tuple((s.key, name_in(s.names, language)) for s in self.strands)
        )

    def seeds(self, language: Language) -> tuple[str, ...]:
        """Words, of which every paragraph on the nexus holds at least one; none where the theme has no patterns for the language."""
        return next((nexus.seeds for nexus in self.nexus if nexus.language == language), ())

    def stems(self, language: Language) -> tuple[str, ...]:
        """Letters, of which every paragraph on the nexus holds some, in lower case."""
        return next((nexus.stems for nexus in self.nexus if nexus.language == language), ())
