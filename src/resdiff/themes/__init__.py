"""Loads `themes/*.toml`; which paragraphs speak of a theme, of which strand, with which words, and whether they tie its two sides together.

A theme has two sides ("terrorism", "crime"). Saying both in one breath is a list; a paragraph is on the *nexus* when one of the theme's
ties joins them ("links between T and C", "T benefit from C", "C that may fund T"). The ties, like all patterns, are the linguist's: how
they are written stands at the head of each file.

A paragraph is looked at in three layers of equal length, so that what is found in any of them is a range of the paragraph's text:

    plain    lower case, one kind of quote and dash, names of offices and conventions taken out ("N____")
    sided    besides, neutral words taken out, and each phrase of a side put as "T____" or "C____"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from resdiff.errors import NotFound
from resdiff.models import ConceptMark, Document, Kind, Language, Paragraph, ThemeMark
from resdiff.themes.parts import Concept, Nexus, Strand, Theme, Variant, Words
from resdiff.themes.patterns import hint, lowered, put, regex, union, words_in

__all__ = (
    "SKIPPED",
    "Concept",
    "Standing",
    "Theme",
    "Use",
    "load",
    "look",
    "mark",
    "of",
    "on_nexus",
    "shipped",
    "theme_of",
    "unnamed",
    "uses",
)

SKIPPED = (Kind.HEADING, Kind.LISTING, Kind.ROW)
"""Kinds of paragraph that say nothing of a theme."""


def shipped() -> tuple[str, ...]:
    """The themes that there are, by key."""
    return tuple(sorted(entry.name[:-5] for entry in (files("resdiff") / "themes").iterdir() if entry.name.endswith(".toml")))


@cache
def load(key: str) -> Theme:
    """The theme of this key. Raises NotFound, and ValueError on a pattern that is not well formed."""
    if key not in shipped():
        raise NotFound(f"there is no theme {key!r}", f"themes: {', '.join(shipped())}")
    theme = theme_of(tomllib.loads((files("resdiff") / "themes" / f"{key}.toml").read_text(encoding="utf-8")))
    for language in theme.languages:
        _compiled(theme, language)
    return theme


def theme_of(data: Mapping[str, Any]) -> Theme:
    """A theme from the content of its file."""
    return Theme(
        data["key"],
        _names(data["title"]),
        tuple(_strand(key, value) for key, value in data["strands"].items()),
        tuple(_concept(key, value) for key, value in data["concepts"].items()),
        tuple(
            Nexus(
                Language(language),
                *(
                    tuple(value.get(field, ()))
                    for field in ("names", "neutral", "terrorism", "crime", "ties", "not", "seeds", "stems")
                ),
            )
            for language, value in data["nexus"].items()
        ),
    )


def mark(document: Document, theme: Theme) -> Document:
    """The document with `Paragraph.themes` filled for this theme: in every paragraph that is on the nexus or speaks of a strand or concept.
    A sub-paragraph takes a side from the words that lead to it. Headings, listings and rows are passed over. Where the theme has no
    patterns for the document's language, nothing is marked."""
    if document.language not in theme.languages:
        return document
    texts: dict[tuple[str, ...], str] = {}
    out = []
    for paragraph in document.paragraphs:
        if paragraph.kind in SKIPPED:
            out.append(paragraph)
            continue
        texts.setdefault(paragraph.path, paragraph.text)
        found = look(paragraph.text, theme, document.language, texts.get(paragraph.path[:-1], ""))
        others = tuple(mark for mark in paragraph.themes if mark.theme != theme.key)
        out.append(replace(paragraph, themes=(*others, found) if found else others))
    return replace(document, paragraphs=tuple(out))


def look(text: str, theme: Theme, language: Language, chapeau: str = "") -> ThemeMark | None:
    """What a text says of a theme; None where that is nothing. `chapeau` is the text that leads to it, if it is a sub-paragraph."""
    if language not in theme.languages:
        return None
    compiled = _compiled(theme, language)
    plain = compiled.plain(text)
    sided = compiled.sided(plain)
    nexus = compiled.tied(sided) or bool(chapeau and compiled.tied_across(compiled.sided(compiled.plain(chapeau)), sided))
    strands = tuple(key for key, pattern in compiled.strands if pattern.search(plain))
    found = _found(compiled.variants, plain, sided, everywhere=not nexus)
    concepts = tuple(mark for mark in found if not _capitals(text, mark.start, mark.end))
    return ThemeMark(theme.key, nexus, strands, concepts) if nexus or strands or concepts else None


def on_nexus(text: str, theme: Theme, language: Language) -> bool:
    """Whether a text, read by itself, ties the theme's two sides: `look` without what it costs to look for strands and concepts."""
    compiled = _compiled(theme, language)
    return compiled.tied(compiled.sided(compiled.plain(text)))


def unnamed(text: str, theme: Theme, language: Language) -> str:
    """A text in lower case with the names of offices and conventions taken out; the text itself where the theme has no patterns."""
    return _compiled(theme, language).plain(text) if language in theme.languages else text


class Standing(Enum):
    """How a wording stands in a text."""

    ALONE = "alone"
    """By itself."""
    LONGER = "longer"
    """As a part of a longer wording of the same concept."""
    NAME = "name"
    """In the name or title of something, which is no choice of words: one that the theme's file lists, or one told by its capitals."""


@dataclass(frozen=True, slots=True)
class Use:
    """A wording where it stands in a text, in whatever way."""

    concept: str
    variant: str
    start: int
    end: int
    standing: Standing


def uses(text: str, concepts: Iterable[Concept], theme: Theme, language: Language, *, heading: bool = False) -> tuple[Use, ...]:
    """Every place of a text that holds the words of a variant of some concepts, each with how it stands there; of a concept that is looked
    for everywhere, that is all that a search for the words finds. In a heading capitals tell no name."""
    if language not in theme.languages:
        return ()
    compiled = _compiled(theme, language)
    low, plain = lowered(text), compiled.plain(text)
    everywhere = {concept.name(language): concept.everywhere for concept in concepts}
    variants = tuple(v for v in compiled.variants if v.concept in everywhere)
    sided = "" if all(everywhere.values()) else compiled.sided(plain)
    alone = {(mark.concept, mark.variant, mark.start, mark.end) for mark in _found(variants, plain, sided, everywhere=False)}
    out = []
    for variant in variants:
        for start, end in sorted(set(_ranges(variant, low, sided))):
            if plain[start:end] != low[start:end] or (not heading and _capitals(text, start, end)):
                standing = Standing.NAME
            elif (variant.concept, variant.name, start, end) in alone:
                standing = Standing.ALONE
            else:
                standing = Standing.LONGER
            out.append(Use(variant.concept, variant.name, start, end, standing))
    return tuple(out)


_SMALL = 4
"""Words of fewer letters ("of", "in", "for") have no capital in a title."""


def _capitals(text: str, start: int, end: int) -> bool:
    """Whether a range is printed as names and titles are: each word with a capital, and not at the head of a text or sentence only."""
    told = [word for word in re.findall(r"[^\W\d_]+", text[start:end]) if len(word) >= _SMALL]
    if not told or not all(word[0].isupper() for word in told):
        return False
    return len(told) > 1 or bool(re.search(r"[^\W_][,\s(]*\Z", text[:start]))


def of(paragraph: Paragraph, theme: Theme) -> ThemeMark | None:
    """What was marked of a theme in a paragraph."""
    return next((mark for mark in paragraph.themes if mark.theme == theme.key), None)


# --- the file --------------------------------------------------------------------------------------------------------------------


def _names(value: Mapping[str, str]) -> tuple[tuple[Language, str], ...]:
    return tuple((Language(language), name) for language, name in value.items())


def _strand(key: str, value: Mapping[str, Any]) -> Strand:
    words = tuple(Words(language, tuple(value[language])) for language in Language if language in value)
    return Strand(key, _names(value["name"]), words)


def _concept(key: str, value: Mapping[str, Any]) -> Concept:
    variants = []
    for language in Language:
        order = [row[language] for row in value["variants"] if language in row]
        for name, patterns in value.get(language, {}).items():
            variants.append(Variant(name, language, order.index(name), tuple(patterns)))
    seeds = tuple(Words(language, tuple(value["seeds"][language])) for language in Language if language in value.get("seeds", {}))
    return Concept(key, _names(value["name"]), value["where"] == "any", tuple(variants), seeds)


# --- ready to use ---------------------------------------------------------------------------------------------------------------

_SIDE = re.compile(r"(?<!\w)[TC](?!\w)")


@dataclass(frozen=True, slots=True)
class _Variant:
    concept: str
    name: str
    everywhere: bool
    hints: tuple[str, ...]
    """Letters, of which a text must hold some for the variant to stand in it; none where that cannot be told."""
    plain: tuple[re.Pattern[str], ...]
    sided: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A theme's patterns in one language, ready to use."""

    stems: tuple[str, ...]
    names: re.Pattern[str]
    neutral: re.Pattern[str]
    terrorism: re.Pattern[str]
    crime: re.Pattern[str]
    ties: tuple[re.Pattern[str], ...]
    """Those that begin with a side one by one, for Python looks for a first letter quickly; all others in one."""
    not_: re.Pattern[str]
    strands: tuple[tuple[str, re.Pattern[str]], ...]
    variants: tuple[_Variant, ...]

    def plain(self, text: str) -> str:
        return put(lowered(text), self.names, "N")

    def sided(self, plain: str) -> str:
        if not any(stem in plain for stem in self.stems):
            return put(put(plain, self.neutral, "N"), self.terrorism, "T")
        return put(put(put(plain, self.neutral, "N"), self.terrorism, "T"), self.crime, "C")

    def tied(self, sided: str) -> bool:
        if "T" not in sided or "C" not in sided:
            return False
        rest = put(sided, self.not_, "N")
        return any(tie.search(rest) for tie in self.ties)

    def tied_across(self, chapeau: str, sided: str) -> bool:
        """Whether a tie leads from the chapeau into the text."""
        if not ({"T", "C"} <= set(chapeau + sided)) or not ({"T", "C"} & set(sided)):
            return False
        chapeau = chapeau.rstrip(" .;:,-")
        rest = put(f"{chapeau} {sided}", self.not_, "N")
        return any(match.end() > len(chapeau) + 1 > match.start() for tie in self.ties for match in tie.finditer(rest))


def _found(variants: Iterable[_Variant], plain: str, sided: str, *, everywhere: bool) -> list[ConceptMark]:
    """Each use of each variant, in order of place; within a concept no letter counts twice. `everywhere` leaves out what is looked for on
    the nexus only."""
    taken: dict[str, list[tuple[int, int]]] = {}
    out = []
    for variant in variants:
        if everywhere and not variant.everywhere:
            continue
        mine = taken.setdefault(variant.concept, [])
        for start, end in _ranges(variant, plain, sided):
            if all(end <= a or b <= start for a, b in mine):
                mine.append((start, end))
                out.append(ConceptMark(variant.concept, variant.name, start, end))
    return sorted(out, key=lambda found: (found.start, found.end))


def _ranges(variant: _Variant, plain: str, sided: str) -> Iterator[tuple[int, int]]:
    """Where a variant stands."""
    if variant.hints and not any(hint in plain for hint in variant.hints):
        return
    for layer, patterns in ((plain, variant.plain), (sided, variant.sided)):
        for pattern in patterns:
            for match in pattern.finditer(layer):
                start, end = match.span("at") if "at" in pattern.groupindex else match.span()
                first, last = words_in(layer[start:end])
                yield start + first, start + last


def _all(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """One expression for the patterns that point at the whole of what they match, one for each that points at a part."""
    patterns = tuple(patterns)
    whole = [p for p in patterns if "[" not in p]
    return (*([union(whole)] if whole else []), *(re.compile(regex(p)) for p in patterns if "[" in p))


@cache
def _compiled(theme: Theme, language: Language) -> _Compiled:
    nexus = next(n for n in theme.nexus if n.language == language)
    sided = [tie for tie in nexus.ties if tie[:2] in ("T ", "C ")]
    rest = [tie for tie in nexus.ties if tie not in sided]
    variants = []
    for concept in theme.concepts:
        for variant in concept.variants:
            if variant.language == language:
                with_sides = [p for p in variant.patterns if _SIDE.search(p)]
                alone = [p for p in variant.patterns if p not in with_sides]
                hints = tuple(hint(p) for p in variant.patterns)
                name = concept.name(language)
                variants.append(
                    _Variant(name, variant.name, concept.everywhere, hints if all(hints) else (), _all(alone), _all(with_sides))
                )
    return _Compiled(
        nexus.stems,
        union(nexus.names),
        union(nexus.neutral),
        union(nexus.terrorism),
        union(nexus.crime),
        (*(re.compile(regex(tie)) for tie in sided), *([union(rest)] if rest else [])),
        union(nexus.not_),
        tuple((s.key, union(p for w in s.words if w.language == language for p in w.patterns)) for s in theme.strands),
        tuple(variants),
    )
