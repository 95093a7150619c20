"""How the language on a theme evolved up to a document: chains of ancestors, wordings that changed, what was not carried over.

Everything adopted before is looked at, not only what the document recalls. Earlier paragraphs are read by themselves: a sub-paragraph that
is on the nexus only through the words that lead to it is found in the target but not in earlier documents.

The chain of a paragraph. One ancestor is sought at a time, by likeness:

    likeness = (shared words, weighed by rarity + shared runs of words) x (concepts of the theme in common)

Two things make descent out of likeness. *Same file*: a paragraph of the same agenda item is what drafters had before them, and outranks a
somewhat liker one of another item (drafting, 7.2). *Versions between*: a target may take words up again that its immediate ancestor had
left out, and then looks more like the grandparent; so between a paragraph and its likest ancestor stands every later version of that
ancestor, provided that it is alike enough to it and still carries most of what the two have in common.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from . import themes
from .diff import edits
from .earlier import Earlier
from .models import (
    Chain,
    ChainStep,
    ConceptChange,
    Evolution,
    Language,
    Lineage,
    ParagraphLineage,
    Reference,
    StrandCell,
    ThemeMark,
    VariantUse,
    Witness,
)
from .themes import Concept, Theme
from .tokens import words

LONGEST = 8
"""Steps of a chain, the target included."""

RUN = 3
"""Words in a row that count as a shared run."""

FLOOR = 0.25
"""The least likeness of an ancestor. Unrelated paragraphs of the same theme reach 0.1 to 0.2, distant rewordings 0.25 to 0.4."""

TRACED_FLOOR = 0.22
"""The same where the lineage names the ancestor: it has looked at the passages."""

OFF_FLOOR = 0.4
"""The same for an ancestor of an earlier paragraph that is not on the nexus: beyond it the chain follows sure descent only."""

PROOF = 6
"""Words in a row that an ancestor and its descendant must share at least once, unless the lineage names it: phrases such as "terrorism and
transnational organized crime" prove a theme, not a descent."""

OFF_NEXUS = 0.75
"""What likeness is worth where the ancestor of a paragraph on the nexus is not on it: the chain follows the theme's language first."""

UNTOLD = 0.8
"""What likeness is worth where the lineage names sources of the paragraph, but not this one."""

LOOKED_UP = 12
"""Paragraphs to look at for an ancestor of one that is not on the nexus."""

OTHER_FILE = 0.75
"""What likeness is worth across agenda items."""

VERSION, KEPT = 0.45, 0.75
"""The least likeness of a later version to the ancestor that it is a version of; or the least share of the ancestor's words, by rarity,
that it keeps among others of its own."""

CARRIED = 0.62
"""The least share of what an ancestor and its descendant have in common that a version between them holds."""

TRACED, DECLARED = 1.1, 1.25
"""What likeness is worth where the lineage names the paragraph as closest, and where the target itself names it as its source."""

LEFT = 0.22
"""Above this likeness to any paragraph of the target, a paragraph counts as found there."""


@dataclass(frozen=True)
class _Text:
    """A paragraph as chains see it."""

    symbol: str
    id: str
    text: str
    rank: int
    mark: ThemeMark | None
    unnamed: str
    """The text without the names of offices and conventions, in lower case."""

    @property
    def key(self) -> tuple[str, str]:
        return self.symbol, self.id

    @cached_property
    def words(self) -> tuple[str, ...]:
        return words(self.text)

    @cached_property
    def distinct(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        return frozenset(self.words[i : i + RUN] for i in range(len(self.words) - RUN + 1))

    @cached_property
    def proofs(self) -> frozenset[tuple[str, ...]]:
        told = words(self.unnamed)
        return frozenset(told[i : i + PROOF] for i in range(len(told) - PROOF + 1))

    @cached_property
    def concepts(self) -> frozenset[str]:
        return frozenset(c.concept for c in self.mark.concepts) if self.mark else frozenset()

    @property
    def nexus(self) -> bool:
        return self.mark is not None and self.mark.nexus

    @property
    def place(self) -> tuple[int, str, list[tuple[int, str]]]:
        """For sorting: by document, preamble before operative part, numbers as numbers."""
        parts = re.findall(r"(\d+)|([^\W\d]+)", self.id)
        return self.rank, "PP" if self.id.startswith("PP") else "Q", [(int(n or 0), w) for n, w in parts]

    def reference(self) -> Reference:
        return Reference(self.symbol, self.id, self.text)


def evolve(lineage: Lineage, theme: Theme, earlier: Earlier) -> Evolution:
    """How the language on a theme evolved up to the lineage's target. Where the theme has no patterns for the target's language, nothing
    but the lineage is told."""
    target = themes.mark(lineage.target, theme)
    lineage = replace(lineage, target=target)
    field = _Field(theme, earlier, lineage)
    chains = tuple(Chain(text.id, field.steps(text)) for text in field.target if text.nexus)
    return Evolution(
        theme=theme.names(target.language),
        lineage=replace(lineage, witnesses=field.witnesses(chains)),
        nexus=tuple(chain.id for chain in chains),
        chains=chains,
        variants=tuple(field.variants()),
        changes=field.changes(chains),
        strands=tuple(field.cells()),
        not_carried=tuple(text.reference() for text in field.not_carried(chains)),
    )


class _Field:
    """The target's paragraphs and all earlier ones on the nexus, with what they have in common."""

    def __init__(self, theme: Theme, earlier: Earlier, lineage: Lineage) -> None:
        self.theme = theme
        self.language: Language = lineage.target.language
        self._earlier = earlier
        self._lineage = lineage
        self._ranks = {symbol: i for i, symbol in enumerate(earlier.documents())}
        self.recalled = {c.symbol for p in lineage.target.paragraphs for c in p.citations} & set(self._ranks)
        now = len(self._ranks)
        name = lineage.target.name
        self.target = tuple(
            _Text(name, p.id, p.text, now, themes.of(p, theme), themes.unnamed(p.text, theme, self.language))
            for p in lineage.target.paragraphs
            if p.text
        )
        self.before = self._on_nexus() if self.language in theme.languages else ()
        self._found = {text.key: text for text in self.before}
        self._weights: dict[str, float] = {}
        self._masses: dict[tuple[str, str], tuple[float, float]] = {}
        self._likeness: dict[tuple[tuple[str, str], tuple[str, str]], float] = {}
        self._agendas: dict[str, frozenset[str] | None] = {name: _subject(lineage.target.adoption.agenda)}
        self._ancestors: dict[tuple[str, str], tuple[_Text, ...]] = {}

    def _on_nexus(self) -> tuple[_Text, ...]:
        """Every earlier paragraph on the nexus, oldest first, in the order of its document."""
        stems = self.theme.stems(self.language)
        found = {}
        for seed in self.theme.seeds(self.language):
            for candidate in self._earlier.phrase((seed,)):
                found[candidate.symbol, candidate.id] = candidate
        out = []
        for candidate in found.values():
            low = candidate.text.lower()
            if any(stem in low for stem in stems) and themes.on_nexus(candidate.text, self.theme, self.language):
                out.append(self._text(candidate.symbol, candidate.id, candidate.text))
        return tuple(sorted(out, key=lambda text: text.place))

    def _text(self, symbol: str, id_: str, text: str) -> _Text:
        mark = themes.look(text, self.theme, self.language)
        return _Text(symbol, id_, text, self._ranks[symbol], mark, themes.unnamed(text, self.theme, self.language))

    # --- likeness ----------------------------------------------------------------------------------------------------------------

    def _weight(self, word: str) -> float:
        known = self._weights.get(word)
        if known is None:
            known = self._weights[word] = self._earlier.rarity(word)
        return known

    def _mass(self, text: _Text) -> tuple[float, float]:
        """The squared rarity of a text's distinct words, and the rarity of all its words."""
        known = self._masses.get(text.key)
        if known is None:
            square = sum(self._weight(w) ** 2 for w in sorted(text.distinct))
            known = self._masses[text.key] = square or 1.0, sum(self._weight(w) for w in text.words) or 1.0
        return known

    def likeness(self, one: _Text, other: _Text) -> float:
        """How much two paragraphs have in common, 0..1; the same either way round."""
        pair = (one.key, other.key) if one.key < other.key else (other.key, one.key)
        known = self._likeness.get(pair)
        if known is None:
            (square, mass), (other_square, other_mass) = self._mass(one), self._mass(other)
            common = sum(self._weight(w) ** 2 for w in sorted(one.distinct & other.distinct)) / math.sqrt(square * other_square)
            shared = one.runs & other.runs
            runs = math.sqrt(self._covered(one, shared) / mass * self._covered(other, shared) / other_mass) if shared else 0.0
            union = one.concepts | other.concepts
            agreed = len(one.concepts & other.concepts) / len(union) if union else 1.0
            known = self._likeness[pair] = (common + runs) / 2 * (0.7 + 0.3 * agreed)
        return known

    def _covered(self, text: _Text, runs: frozenset[tuple[str, ...]]) -> float:
        """The rarity of a text's words that stand in these runs."""
        covered = {i + k for i in range(len(text.words) - RUN + 1) if text.words[i : i + RUN] in runs for k in range(RUN)}
        return sum(self._weight(text.words[i]) for i in sorted(covered))

    def _carried(self, ancestor: _Text, between: _Text, descendant: _Text) -> float:
        """The share of what two paragraphs have in common, by rarity, that a third one holds."""
        common = ancestor.distinct & descendant.distinct
        whole = sum(self._weight(w) for w in sorted(common))
        return sum(self._weight(w) for w in sorted(common & between.distinct)) / whole if whole else 0.0

    def _one_file(self, one: str, other: str) -> bool | None:
        """Whether two documents are of one agenda item (the words of one contain those of the other), or the target recalls one of them.
        None where unknown."""
        if self._lineage.target.name in (one, other) and {one, other} & self.recalled:
            return True
        first, second = self._agenda(one), self._agenda(other)
        return None if first is None or second is None else first <= second or second <= first

    def _agenda(self, symbol: str) -> frozenset[str] | None:
        if symbol not in self._agendas:
            witness = self._earlier.witness(symbol)
            self._agendas[symbol] = _subject(witness.adoption.agenda) if witness else None
        return self._agendas[symbol]

    # --- chains ------------------------------------------------------------------------------------------------------------------

    def steps(self, text: _Text) -> tuple[ChainStep, ...]:
        """The chain of a target paragraph, oldest first."""
        line = [text]
        while len(line) < LONGEST and (parents := self.parents(line[-1])):
            line.extend(parents)
        line = line[:LONGEST][::-1]
        out = []
        for i, one in enumerate(line):
            changed = edits(line[i - 1].text, one.text, self.language) if i else ()
            score = self.likeness(one, line[i + 1]) if i + 1 < len(line) else 1.0
            out.append(ChainStep(one.reference(), changed, round(score, 4)))
        return tuple(out)

    def parents(self, text: _Text) -> tuple[_Text, ...]:
        """The likest ancestor of a paragraph and the versions between, latest first; none where nothing is like it."""
        known = self._ancestors.get(text.key)
        if known is None:
            pool = [other for other in self._pool(text) if self._descends(text, other)]
            best = max(pool, key=lambda other: (self._worth(other, text), other.place), default=None)
            known = self._ancestors[text.key] = (*self._between(best, text), best) if best else ()
        return known

    def _pool(self, text: _Text) -> list[_Text]:
        """The earlier paragraphs that may be its ancestors: those on the nexus, those that the lineage names, and for a paragraph that is
        not on the nexus those that share rare runs of words with it."""
        pool = {other.key: other for other in self.before if other.rank < text.rank}
        told = self._told.get(text.id) if text.symbol == self._lineage.target.name else None
        named = [(r.symbol, r.id, r.text) for r in _named(told)] if told else []
        if not text.nexus and text.symbol in self._ranks:
            found = self._earlier.before(text.symbol).candidates(text.text, LOOKED_UP)
            named += [(c.symbol, c.id, c.text) for c in found[:LOOKED_UP]]
        for symbol, id_, words_ in named:
            if symbol in self._ranks and words_ and (symbol, id_) not in pool:
                pool[symbol, id_] = self._text(symbol, id_, words_)
        return list(pool.values())

    def _descends(self, text: _Text, ancestor: _Text) -> bool:
        """Whether there is proof enough that one paragraph descends from another."""
        sources = self._sources(text)
        if ancestor.key in sources:
            return self.likeness(ancestor, text) >= TRACED_FLOOR
        off = not text.nexus and text.symbol in self._ranks
        floor = OFF_FLOOR if off else FLOOR / UNTOLD if sources else FLOOR
        return self.likeness(ancestor, text) >= floor and not text.proofs.isdisjoint(ancestor.proofs)

    def _sources(self, text: _Text) -> frozenset[tuple[str, str]]:
        """The paragraphs that the lineage names as sources of a paragraph of the target."""
        told = self._told.get(text.id) if text.symbol == self._lineage.target.name else None
        return frozenset((r.symbol, r.id) for r in _named(told)) if told else frozenset()

    @cached_property
    def _told(self) -> dict[str, ParagraphLineage]:
        return {p.id: p for p in self._lineage.paragraphs}

    def _worth(self, ancestor: _Text, text: _Text) -> float:
        """Likeness, weighed by what else speaks for descent: for choosing among ancestors."""
        worth = self.likeness(ancestor, text)
        sources = self._sources(text)
        if ancestor.key not in sources:
            worth *= UNTOLD if sources else 1.0
            if self._one_file(ancestor.symbol, text.symbol) is False:
                worth *= OTHER_FILE
        if text.nexus and not ancestor.nexus:
            return worth * OFF_NEXUS
        told = self._told.get(text.id) if sources else None
        if told and any((r.symbol, r.id) == ancestor.key for r in told.declared):
            worth *= DECLARED
        elif told and told.closest and (told.closest.symbol, told.closest.id) == ancestor.key:
            worth *= TRACED
        return worth

    def _between(self, ancestor: _Text, text: _Text) -> tuple[_Text, ...]:
        """The versions of an ancestor that stand between it and its descendant, latest first, one of each document."""
        versions: dict[str, _Text] = {}
        for other in self._pool(text):
            if not ancestor.rank < other.rank < text.rank or not self._one_file(ancestor.symbol, other.symbol):
                continue
            version = self.likeness(ancestor, other) >= VERSION or self._carried(ancestor, other, ancestor) >= KEPT
            if not version or self._carried(ancestor, other, text) < CARRIED:
                continue
            rival = versions.get(other.symbol)
            if rival is None or self.likeness(rival, text) < self.likeness(other, text):
                versions[other.symbol] = other
        return tuple(sorted(versions.values(), key=lambda v: -v.rank))

    # --- wordings ----------------------------------------------------------------------------------------------------------------

    @cached_property
    def _uses(self) -> dict[tuple[str, str], list[Reference]]:
        """The earlier paragraphs that hold each variant, oldest first: {(concept, variant): paragraphs}."""
        uses: dict[tuple[str, str], list[Reference]] = defaultdict(list)
        for concept in self.theme.concepts:
            name = concept.name(self.language)
            for reference, held in self._everywhere(concept) if concept.everywhere else self._nexus_uses(name):
                for variant in sorted(held):
                    uses[name, variant].append(reference)
        return uses

    def _nexus_uses(self, concept: str) -> Iterable[tuple[Reference, Iterable[str]]]:
        return ((text.reference(), _variants(text, concept)) for text in self.before)

    def _everywhere(self, concept: Concept) -> Iterable[tuple[Reference, Iterable[str]]]:
        """The earlier paragraphs, on the nexus or not, that hold a concept's seeds, oldest first."""
        found = {}
        for seed in (seed for held in concept.seeds if held.language == self.language for seed in held.patterns):
            found |= {(c.symbol, c.id): c for c in self._earlier.phrase(words(seed))}
        for c in sorted(found.values(), key=lambda c: (self._ranks[c.symbol], c.id)):
            yield Reference(c.symbol, c.id, c.text), themes.wordings(c.text, concept, self.theme, self.language)

    def variants(self) -> Iterable[VariantUse]:
        """The wordings of every concept that the target has, in the theme's order: those that were used before or are used in it."""
        for concept in self.theme.concepts:
            name = concept.name(self.language)
            held = [text for text in self.target if _variants(text, name)]
            if not any(text.nexus for text in held):
                continue
            for variant in concept.ordered(self.language):
                uses = self._uses.get((name, variant), [])
                ids = tuple(text.id for text in held if variant in _variants(text, name))
                if uses or ids:
                    first, last = (uses[0], uses[-1]) if uses else (None, None)
                    yield VariantUse(name, variant, len(uses), first, last, ids)

    def changes(self, chains: Sequence[Chain]) -> tuple[ConceptChange, ...]:
        """Where the wording of a concept in the target differs from that of the paragraph's nearest ancestor: wordings that were not found
        before come first, then those that changed most often."""
        target = {text.id: text for text in self.target}
        found: dict[tuple[str, str, str], list[tuple[str, Reference]]] = defaultdict(list)
        for chain in chains:
            if len(chain.steps) < 2:
                continue
            ancestor = chain.steps[-2].reference
            old = self._text(ancestor.symbol, ancestor.id, ancestor.text or "")
            for concept in self.theme.concepts:
                name, order = concept.name(self.language), concept.ordered(self.language)
                was, now = _variants(old, name), _variants(target[chain.id], name)
                gained = sorted(now - was, key=order.index)
                if was and gained:
                    near = min(was - now or was, key=lambda v: (abs(order.index(v) - order.index(gained[0])), order.index(v)))
                    found[name, near, gained[0]].append((chain.id, ancestor))
        out = [
            ConceptChange(name, was, now, where[0][1], tuple(id_ for id_, _ in where), len(self._uses.get((name, now), ())))
            for (name, was, now), where in found.items()
        ]
        return tuple(sorted(out, key=lambda change: (change.to_found_before > 0, -len(change.target))))

    # --- strands, what was left, witnesses ---------------------------------------------------------------------------------------

    def cells(self) -> Iterable[StrandCell]:
        """The paragraphs on the nexus of each document that speak of each strand, documents oldest first, the target last."""
        cells: dict[tuple[str, str], list[str]] = defaultdict(list)
        for text in (*self.before, *self.target):
            if text.nexus:
                for strand in text.mark.strands if text.mark else ():
                    cells[strand, text.symbol].append(text.id)
        for strand in self.theme.strands:
            for symbol in (*self._ranks, self._lineage.target.name):
                if ids := cells.get((strand.key, symbol)):
                    yield StrandCell(strand.key, symbol, tuple(ids))

    def not_carried(self, chains: Sequence[Chain]) -> Iterable[_Text]:
        """The nexus paragraphs of the recalled documents of which nothing was found in the target, oldest first."""
        found = {(r.symbol, r.id) for p in self._lineage.paragraphs for r in (*_named(p), *_carriers(p))}
        found |= {(step.reference.symbol, step.reference.id) for chain in chains for step in chain.steps}
        for text in self.before:
            if text.symbol in self.recalled and text.key not in found:
                if all(self.likeness(text, other) < LEFT for other in self.target):
                    yield text

    def witnesses(self, chains: Sequence[Chain]) -> tuple[Witness, ...]:
        """Every document that the evolution refers to, oldest first."""
        named = {w.symbol for w in self._lineage.witnesses} | {text.symbol for text in self.before}
        named |= {step.reference.symbol for chain in chains for step in chain.steps}
        named |= {text.symbol for uses in self._uses.values() for text in (uses[0], uses[-1])}
        held = {w.symbol: w for w in self._lineage.witnesses}
        found = (held.get(symbol) or self._earlier.witness(symbol) for symbol in self._ranks if symbol in named)
        return tuple(replace(w, recalled=w.recalled or w.symbol in self.recalled) for w in found if w)


def _variants(text: _Text, concept: str) -> set[str]:
    return {c.variant for c in text.mark.concepts if c.concept == concept} if text.mark else set()


def _named(told: ParagraphLineage) -> Iterable[Reference]:
    """The paragraphs that a lineage names as sources, with their texts."""
    yield from (r for r in (told.closest, told.earliest) if r)
    yield from told.declared
    yield from (Reference(s.symbol, s.id, s.text) for s in told.sources)


def _carriers(told: ParagraphLineage) -> Iterable[Reference]:
    """The paragraphs in which some passage was found."""
    for span in told.spans:
        yield from (r for r in (span.origin, span.earliest, *span.nearest, *span.carriers) if r)


def _subject(agenda: str | None) -> frozenset[str] | None:
    return frozenset(words(agenda)) if agenda else None
