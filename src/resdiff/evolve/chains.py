"""The ancestors of each paragraph of a document, oldest first, along the language of a theme.

One ancestor is sought at a time, by likeness:

    likeness = (shared words, weighed by rarity + shared runs of words) x (concepts of the theme in common)

Three things make descent out of likeness. *Proof*: what the lineage names as a source, or else a run of words long enough to be no mere
phrase of the theme. *Same file*: a paragraph of the same agenda item is what drafters had before them, and outranks a somewhat liker one of
another item (drafting, 7.2). *Versions between*: a paragraph may take words up again that its immediate ancestor had left out, and then
looks more like the grandparent; so between a paragraph and its likest ancestor stands every later version of that ancestor that still
carries most of what the two have in common.

Earlier paragraphs are read by themselves: a sub-paragraph that is on the nexus only through the words that lead to it is found in the
target but not in earlier documents.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from resdiff import themes
from resdiff.diff import edits
from resdiff.models import ChainStep, Language, Lineage, ParagraphLineage, Reference, ThemeMark
from resdiff.themes import Theme
from resdiff.tokens import words
from resdiff.trace.earlier import Earlier

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

LEAST = 0.05
"""Added to the rarity of every word: in a library of a few documents, words that stand in all of them are all there is to compare."""

LOOKED_UP = 12
"""Paragraphs to look at for an ancestor of one that is not on the nexus."""

OTHER_FILE = 0.75
"""What likeness is worth across agenda items."""

VERSION, KEPT = 0.45, 0.75
"""The least likeness of a later version to the ancestor that it is a version of; or the least share of the ancestor's words, by rarity,
that it keeps among others of its own."""

CARRIED = 0.62
"""The least share of what an ancestor and its descendant have in common that a version between them holds."""

VERBATIM, RIVAL = 0.75, 0.8
"""From this likeness to its ancestor on, a text was taken from there as it stood, and only versions that are nearly as like it (this share)
stand between: a renewal of a mandate goes back to the mandate, whatever other texts made of the words meanwhile."""

TRACED, DECLARED = 1.1, 1.25
"""What likeness is worth where the lineage names the paragraph as closest, and where the target itself names it as its source."""


@dataclass(frozen=True)
class Text:
    """A paragraph as chains see it."""

    symbol: str
    id: str
    text: str
    rank: int
    theme: Theme
    language: Language
    given: ThemeMark | None = None
    """What is known to be marked in it (a sub-paragraph of the target may be on the nexus through what leads to it)."""

    @cached_property
    def mark(self) -> ThemeMark | None:
        """What it says of the theme."""
        return self.given or themes.look(self.text, self.theme, self.language)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others."""
        return self.symbol, self.id

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its folded words, in order."""
        return words(self.text)

    @cached_property
    def distinct(self) -> frozenset[str]:
        """Its folded words, each once."""
        return frozenset(self.words)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Its runs of words."""
        return frozenset(self.words[i : i + RUN] for i in range(len(self.words) - RUN + 1))

    @cached_property
    def stretches(self) -> frozenset[tuple[str, ...]]:
        """Its long runs of words."""
        return frozenset(self.words[i : i + PROOF] for i in range(len(self.words) - PROOF + 1))

    @cached_property
    def proofs(self) -> frozenset[tuple[str, ...]]:
        """Its long runs of words, names taken out."""
        told = words(themes.unnamed(self.text, self.theme, self.language))
        return frozenset(told[i : i + PROOF] for i in range(len(told) - PROOF + 1))

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The concepts that it words."""
        return frozenset(c.concept for c in self.mark.concepts) if self.mark else frozenset()

    @property
    def nexus(self) -> bool:
        """Whether it ties the theme's two sides."""
        return self.mark is not None and self.mark.nexus

    @property
    def place(self) -> tuple[int, str, list[tuple[int, str]]]:
        """For sorting: by document, preamble before operative part, numbers as numbers."""
        parts = re.findall(r"(\d+)|([^\W\d]+)", self.id)
        return self.rank, "PP" if self.id.startswith("PP") else "Q", [(int(n or 0), w) for n, w in parts]

    def reference(self) -> Reference:
        """The paragraph with its whole text."""
        return Reference(self.symbol, self.id, self.text)


class Ancestry:
    """The target's paragraphs and all earlier ones on the nexus, with what they have in common."""

    def __init__(self, theme: Theme, earlier: Earlier, lineage: Lineage) -> None:
        self.theme = theme
        self.language: Language = lineage.target.language
        self.earlier = earlier
        self.lineage = lineage
        self.ranks = {symbol: i for i, symbol in enumerate(earlier.documents())}
        self.recalled = {c.symbol for p in lineage.target.paragraphs for c in p.citations} & set(self.ranks)
        now = len(self.ranks)
        name = lineage.target.name
        self.target = tuple(
            Text(name, p.id, p.text, now, theme, self.language, themes.of(p, theme))
            for p in lineage.target.paragraphs
            if p.text and p.kind not in themes.SKIPPED
        )
        self.before = self._on_nexus() if self.language in theme.languages else ()
        self._weights: dict[str, float] = {}
        self._masses: dict[tuple[str, str], tuple[float, float]] = {}
        self._likeness: dict[tuple[tuple[str, str], tuple[str, str]], float] = {}
        self._agendas: dict[str, frozenset[str] | None] = {name: _subject(lineage.target.adoption.agenda)}
        self._ancestors: dict[tuple[str, str], tuple[Text, ...]] = {}

    def _on_nexus(self) -> tuple[Text, ...]:
        """Every earlier paragraph on the nexus, oldest first, in the order of its document."""
        stems = self.theme.stems(self.language)
        found = {}
        for seed in self.theme.seeds(self.language):
            for candidate in self.earlier.phrase((seed,)):
                found[candidate.symbol, candidate.id] = candidate
        out = []
        for candidate in found.values():
            low = candidate.text.lower()
            if any(stem in low for stem in stems) and themes.on_nexus(candidate.text, self.theme, self.language):
                out.append(self.text(candidate.symbol, candidate.id, candidate.text))
        return tuple(sorted(out, key=lambda text: text.place))

    def text(self, symbol: str, id_: str, text: str) -> Text:
        """A paragraph of one of the earlier documents."""
        return Text(symbol, id_, text, self.ranks[symbol], self.theme, self.language)

    # --- likeness ----------------------------------------------------------------------------------------------------------------

    def _weight(self, word: str) -> float:
        known = self._weights.get(word)
        if known is None:
            known = self._weights[word] = self.earlier.rarity(word) + LEAST
        return known

    def _mass(self, text: Text) -> tuple[float, float]:
        """The squared rarity of a text's distinct words, and the rarity of all its words."""
        known = self._masses.get(text.key)
        if known is None:
            square = sum(self._weight(w) ** 2 for w in sorted(text.distinct))
            known = self._masses[text.key] = square or 1.0, sum(self._weight(w) for w in text.words) or 1.0
        return known

    def likeness(self, one: Text, other: Text) -> float:
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

    def _covered(self, text: Text, runs: frozenset[tuple[str, ...]]) -> float:
        """The rarity of a text's words that stand in these runs."""
        covered = {i + k for i in range(len(text.words) - RUN + 1) if text.words[i : i + RUN] in runs for k in range(RUN)}
        return sum(self._weight(text.words[i]) for i in sorted(covered))

    def _carried(self, ancestor: Text, between: Text, descendant: Text) -> float:
        """The share of what two paragraphs have in common, by rarity, that a third one holds."""
        common = ancestor.distinct & descendant.distinct
        whole = sum(self._weight(w) for w in sorted(common))
        return sum(self._weight(w) for w in sorted(common & between.distinct)) / whole if whole else 0.0

    def _one_file(self, one: str, other: str) -> bool | None:
        """Whether two documents are of one agenda item (the words of one contain those of the other), or the target recalls one of them.
        None where unknown."""
        if self.lineage.target.name in (one, other) and {one, other} & self.recalled:
            return True
        first, second = self._agenda(one), self._agenda(other)
        return None if first is None or second is None else first <= second or second <= first

    def _agenda(self, symbol: str) -> frozenset[str] | None:
        if symbol not in self._agendas:
            witness = self.earlier.witness(symbol)
            self._agendas[symbol] = _subject(witness.adoption.agenda) if witness else None
        return self._agendas[symbol]

    # --- chains ------------------------------------------------------------------------------------------------------------------

    def steps(self, text: Text) -> tuple[ChainStep, ...]:
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

    def parents(self, text: Text) -> tuple[Text, ...]:
        """The likest ancestor of a paragraph and the versions between, latest first; none where nothing is like it."""
        known = self._ancestors.get(text.key)
        if known is None:
            sources = self._sources(text)
            pool = [other for other in self._pool(text) if self._descends(text, other, sources)]
            best = max(pool, key=lambda other: (self._worth(other, text), other.place), default=None)
            known = self._ancestors[text.key] = (*self._between(best, text), best) if best else ()
        return known

    def _pool(self, text: Text) -> list[Text]:
        """The earlier paragraphs that may be its ancestors: those on the nexus, those that the lineage names, and for a paragraph that is
        not on the nexus those that share rare runs of words with it."""
        pool = {other.key: other for other in self.before if other.rank < text.rank}
        told = self._told.get(text.id) if text.symbol == self.lineage.target.name else None
        others = [(r.symbol, r.id, r.text) for r in named(told)] if told else []
        if not text.nexus and text.symbol in self.ranks:
            found = self.earlier.before(text.symbol).candidates(text.text, LOOKED_UP)
            others += [(c.symbol, c.id, c.text) for c in found[:LOOKED_UP]]
        for symbol, id_, printed in others:
            if symbol in self.ranks and printed and (symbol, id_) not in pool:
                pool[symbol, id_] = self.text(symbol, id_, printed)
        return list(pool.values())

    def _descends(self, text: Text, ancestor: Text, sources: frozenset[tuple[str, str]]) -> bool:
        """Whether there is proof enough that one paragraph descends from another."""
        if ancestor.key in sources:
            return self.likeness(ancestor, text) >= TRACED_FLOOR
        off = not text.nexus and text.symbol in self.ranks
        floor = OFF_FLOOR if off else FLOOR / UNTOLD if sources else FLOOR
        return not text.proofs.isdisjoint(ancestor.proofs) and self.likeness(ancestor, text) >= floor

    def _sources(self, text: Text) -> frozenset[tuple[str, str]]:
        """The paragraphs that the lineage names as sources of a paragraph of the target."""
        told = self._told.get(text.id) if text.symbol == self.lineage.target.name else None
        return frozenset((r.symbol, r.id) for r in named(told)) if told else frozenset()

    @cached_property
    def _told(self) -> dict[str, ParagraphLineage]:
        return {p.id: p for p in self.lineage.paragraphs}

    def _worth(self, ancestor: Text, text: Text) -> float:
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

    def _between(self, ancestor: Text, text: Text) -> tuple[Text, ...]:
        """The versions of an ancestor that stand between it and its descendant, latest first, one of each document."""
        versions: dict[str, Text] = {}
        likest = self.likeness(ancestor, text)
        least = likest * RIVAL if likest >= VERBATIM else 0.0
        for other in self._pool(text):
            if not ancestor.rank < other.rank < text.rank or not self._one_file(ancestor.symbol, other.symbol):
                continue
            if ancestor.proofs.isdisjoint(other.proofs) or self.likeness(other, text) < least:
                continue
            version = self.likeness(ancestor, other) >= VERSION or self._carried(ancestor, other, ancestor) >= KEPT
            if not version or self._carried(ancestor, other, text) < CARRIED:
                continue
            rival = versions.get(other.symbol)
            if rival is None or self.likeness(rival, text) < self.likeness(other, text):
                versions[other.symbol] = other
        return tuple(sorted(versions.values(), key=lambda v: -v.rank))


def named(told: ParagraphLineage) -> Iterable[Reference]:
    """The paragraphs that a lineage names as sources, with their texts."""
    yield from (r for r in (told.closest, told.earliest) if r)
    yield from told.declared
    yield from (Reference(s.symbol, s.id, s.text) for s in told.sources)


def _subject(agenda: str | None) -> frozenset[str] | None:
    return frozenset(words(agenda)) if agenda else None
