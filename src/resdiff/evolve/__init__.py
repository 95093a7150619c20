"""How the language on a theme evolved up to a document: chains of ancestors, wordings that changed, strands, what was not carried over.

Everything adopted before is looked at, not only what the document recalls.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from resdiff import themes
from resdiff.evolve.chains import Ancestry, Text, named
from resdiff.models import (
    Chain,
    ConceptChange,
    Evolution,
    Lineage,
    ParagraphLineage,
    Reference,
    StrandCell,
    VariantUse,
    Verdict,
    Witness,
)
from resdiff.themes import Concept, Theme
from resdiff.tokens import words
from resdiff.trace.earlier import Candidate, Earlier

DESCENT = (Verdict.VERBATIM, Verdict.ADAPTED, Verdict.ASSEMBLED)
"""Verdicts under which the closest source of a paragraph that is not on the nexus counts as its ancestor."""

LEFT = 0.22
"""Above this likeness to any paragraph of the target, a paragraph counts as found there."""


def evolve(lineage: Lineage, theme: Theme, earlier: Earlier) -> Evolution:
    """How the language on a theme evolved up to the lineage's target. Where the theme has no patterns for the target's language, nothing
    but the lineage is told."""
    target = themes.mark(lineage.target, theme)
    lineage = replace(lineage, target=target)
    ancestry = Ancestry(theme, earlier, lineage)
    chains = tuple(Chain(text.id, ancestry.steps(text)) for text in ancestry.target if text.nexus)
    told = _Told(ancestry, chains)
    return Evolution(
        theme=theme.names(target.language),
        lineage=replace(lineage, witnesses=told.witnesses()),
        nexus=tuple(chain.id for chain in chains),
        chains=chains,
        variants=tuple(told.variants()),
        changes=told.changes(),
        strands=tuple(told.cells()),
        not_carried=tuple(text.reference() for text in told.not_carried()),
    )


class _Told:
    """What is told of an ancestry besides the chains."""

    def __init__(self, ancestry: Ancestry, chains: Sequence[Chain]) -> None:
        self._ancestry = ancestry
        self._chains = chains
        self._theme, self._language, self._lineage = ancestry.theme, ancestry.language, ancestry.lineage

    # --- wordings ----------------------------------------------------------------------------------------------------------------

    @cached_property
    def _uses(self) -> dict[tuple[str, str], list[Reference]]:
        """The earlier paragraphs that hold each variant, oldest first: {(concept, variant): paragraphs}."""
        uses: dict[tuple[str, str], list[Reference]] = defaultdict(list)
        for concept in self._theme.concepts:
            name = concept.name(self._language)
            for reference, held in self._everywhere(concept) if concept.everywhere else self._nexus_uses(name):
                for variant in sorted(held):
                    uses[name, variant].append(reference)
        return uses

    def _nexus_uses(self, concept: str) -> Iterable[tuple[Reference, Iterable[str]]]:
        return ((text.reference(), _variants(text, concept)) for text in self._ancestry.before)

    def _everywhere(self, concept: Concept) -> Iterable[tuple[Reference, Iterable[str]]]:
        """The earlier paragraphs, on the nexus or not, that hold a concept's seeds, oldest first."""
        found: dict[tuple[str, str], Candidate] = {}
        for seed in (seed for held in concept.seeds if held.language == self._language for seed in held.patterns):
            found |= {(c.symbol, c.id): c for c in self._ancestry.earlier.phrase(words(seed))}
        for c in sorted(found.values(), key=lambda c: (self._ancestry.ranks[c.symbol], c.id)):
            yield Reference(c.symbol, c.id, c.text), themes.wordings(c.text, concept, self._theme, self._language)

    def variants(self) -> Iterable[VariantUse]:
        """The wordings of every concept that the target has, in the theme's order: those that were used before or are used in it."""
        for concept in self._theme.concepts:
            name = concept.name(self._language)
            held = [text for text in self._ancestry.target if _variants(text, name)]
            if not any(text.nexus for text in held):
                continue
            for variant in concept.ordered(self._language):
                uses = self._uses.get((name, variant), [])
                ids = tuple(text.id for text in held if variant in _variants(text, name))
                if uses or ids:
                    first, last = (uses[0], uses[-1]) if uses else (None, None)
                    yield VariantUse(name, variant, len(uses), first, last, ids, concept.everywhere)

    def changes(self) -> tuple[ConceptChange, ...]:
        """Where the wording of a concept in the target differs from that of the paragraph's nearest ancestor: wordings that were not found
        before come first, then those that changed most often."""
        found: dict[tuple[str, str, str], list[tuple[str, Reference]]] = defaultdict(list)
        for text, ancestor in self._descents():
            old = self._ancestry.text(ancestor.symbol, ancestor.id, ancestor.text or "")
            for concept in self._theme.concepts:
                name, order = concept.name(self._language), concept.ordered(self._language)
                was, now = _variants(old, name), _variants(text, name)
                gained = sorted(now - was, key=order.index)
                if was and gained:
                    near = min(was - now or was, key=lambda v: (abs(order.index(v) - order.index(gained[0])), order.index(v)))
                    found[name, near, gained[0]].append((text.id, ancestor))
        everywhere = {concept.name(self._language): concept.everywhere for concept in self._theme.concepts}
        out = [
            ConceptChange(
                name, was, now, where[0][1], tuple(id_ for id_, _ in where), len(self._uses.get((name, now), ())), everywhere[name]
            )
            for (name, was, now), where in found.items()
        ]
        return tuple(sorted(out, key=lambda change: (change.to_found_before > 0, -len(change.target))))

    def _descents(self) -> Iterable[tuple[Text, Reference]]:
        """Each paragraph of the target with its nearest ancestor: the last step of its chain, else what the lineage calls closest."""
        chains = {chain.id: chain.steps[-2].reference for chain in self._chains if len(chain.steps) > 1}
        closest = {p.id: p.closest for p in self._lineage.paragraphs if p.verdict in DESCENT}
        for text in self._ancestry.target:
            ancestor = chains.get(text.id) if text.nexus else closest.get(text.id)
            if ancestor and ancestor.symbol in self._ancestry.ranks:
                yield text, ancestor

    # --- strands, what was left, witnesses ---------------------------------------------------------------------------------------

    def cells(self) -> Iterable[StrandCell]:
        """The paragraphs on the nexus of each document that speak of each strand, documents oldest first, the target last."""
        cells: dict[tuple[str, str], list[str]] = defaultdict(list)
        for text in (*self._ancestry.before, *self._ancestry.target):
            for key in text.mark.strands if text.mark and text.nexus else ():
                cells[key, text.symbol].append(text.id)
        for strand in self._theme.strands:
            for symbol in (*self._ancestry.ranks, self._lineage.target.name):
                if ids := cells.get((strand.key, symbol)):
                    yield StrandCell(strand.key, symbol, tuple(ids))

    def not_carried(self) -> Iterable[Text]:
        """The nexus paragraphs of the recalled documents (where none is recalled: of the nearest ancestors' documents) of which nothing was
        found in the target, oldest first."""
        found = {(r.symbol, r.id) for p in self._lineage.paragraphs for r in (*named(p), *_carriers(p))}
        found |= {(step.reference.symbol, step.reference.id) for chain in self._chains for step in chain.steps}
        nearest = {chain.steps[-2].reference.symbol for chain in self._chains if len(chain.steps) > 1}
        documents = self._ancestry.recalled or nearest
        for text in self._ancestry.before:
            known = text.key in found or text.symbol not in documents
            if not known and all(self._ancestry.likeness(text, other) < LEFT for other in self._ancestry.target):
                yield text

    def witnesses(self) -> tuple[Witness, ...]:
        """Every document that the evolution refers to, oldest first."""
        told = {w.symbol for w in self._lineage.witnesses} | {text.symbol for text in self._ancestry.before}
        told |= {step.reference.symbol for chain in self._chains for step in chain.steps}
        told |= {text.symbol for uses in self._uses.values() for text in (uses[0], uses[-1])}
        held = {w.symbol: w for w in self._lineage.witnesses}
        found = (held.get(symbol) or self._ancestry.earlier.witness(symbol) for symbol in self._ancestry.ranks if symbol in told)
        return tuple(replace(w, recalled=w.recalled or w.symbol in self._ancestry.recalled) for w in found if w)


def _variants(text: Text, concept: str) -> set[str]:
    return {c.variant for c in text.mark.concepts if c.concept == concept} if text.mark else set()


def _carriers(told: ParagraphLineage) -> Iterable[Reference]:
    """The paragraphs in which some passage was found."""
    for span in told.spans:
        yield from (r for r in (span.origin, span.earliest, *span.nearest, *span.carriers) if r)
