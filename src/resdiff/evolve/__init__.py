"""How the language on a theme evolved up to a document: chains of ancestors, wordings that changed, strands, what was not carried over.

Everything adopted before is looked at, not only what the document recalls.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from resdiff import themes
from resdiff.evolve.chains import PROOF, Ancestry, Text, named
from resdiff.evolve.wordings import Wordings
from resdiff.models import (
    Chain,
    Evolution,
    Lineage,
    ParagraphLineage,
    Reference,
    StrandCell,
    Verdict,
    Witness,
)
from resdiff.themes import Theme
from resdiff.trace.earlier import Earlier

DESCENT = (Verdict.VERBATIM, Verdict.ADAPTED, Verdict.ASSEMBLED)
"""Verdicts under which the closest source of a paragraph that is not on the nexus counts as its ancestor."""

LEFT = 0.22
"""Above this likeness to any paragraph of the target, a paragraph counts as found there."""

TAKEN = 0.3
"""From this share of its words on, standing in one paragraph of the target in long runs, a paragraph counts as found there too."""


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
        variants=tuple(told.wordings.variants()),
        changes=told.wordings.changes(told.descents()),
        strands=tuple(told.cells()),
        not_carried=tuple(text.reference() for text in told.not_carried()),
    )


class _Told:
    """What is told of an ancestry besides the chains."""

    def __init__(self, ancestry: Ancestry, chains: Sequence[Chain]) -> None:
        self._ancestry = ancestry
        self._chains = chains
        self._theme, self._lineage = ancestry.theme, ancestry.lineage
        self.wordings = Wordings(ancestry)

    # --- wordings ----------------------------------------------------------------------------------------------------------------

    def descents(self) -> Iterable[tuple[Text, Reference]]:
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
            if not known and not any(
                self._ancestry.likeness(text, o) >= LEFT or _taken(text, o) >= TAKEN for o in self._ancestry.target
            ):
                yield text

    def witnesses(self) -> tuple[Witness, ...]:
        """Every document that the evolution refers to, oldest first."""
        told = {w.symbol for w in self._lineage.witnesses} | {text.symbol for text in self._ancestry.before}
        told |= {step.reference.symbol for chain in self._chains for step in chain.steps}
        told |= {reference.symbol for reference in self.wordings.references()}
        held = {w.symbol: w for w in self._lineage.witnesses}
        found = (held.get(symbol) or self._ancestry.earlier.witness(symbol) for symbol in self._ancestry.ranks if symbol in told)
        return tuple(replace(w, recalled=w.recalled or w.symbol in self._ancestry.recalled) for w in found if w)


def _taken(text: Text, target: Text) -> float:
    """The share of a paragraph's words that stand in a target paragraph in stretches of `PROOF` words or more."""
    if text.stretches.isdisjoint(target.stretches):
        return 0.0
    starts = (i for i in range(len(text.words) - PROOF + 1) if text.words[i : i + PROOF] in target.stretches)
    return len({i + k for i in starts for k in range(PROOF)}) / len(text.words)


def _carriers(told: ParagraphLineage) -> Iterable[Reference]:
    """The paragraphs in which some passage was found."""
    for span in told.spans:
        yield from (r for r in (span.origin, span.earliest, *span.nearest, *span.carriers) if r)
