"""Which source each passage of the target is shown under, and how many words each source accounts for.

A passage may stand in many documents alike. It is shown under the one of its nearest sources that accounts for most of the paragraph, so
that a paragraph falls into few, long bands; all others are listed with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from resdiff.models import Lineage, Paragraph, ParagraphLineage, Passage, Reference, SpanKind, Status
from resdiff.report.words import short, unknown_witness, witness_table
from resdiff.tokens import words

SLOTS = 8
"""How many sources have a colour and a pattern of their own; more than eight cannot be told apart."""

FOUND = (SpanKind.INHERITED, SpanKind.SAFEGUARD)


@dataclass(frozen=True, slots=True)
class SourceWords:
    """A document, the words of the target shown under it, in how many paragraphs, and its slot (1.., 0 for the others)."""

    symbol: str
    words: int
    paragraphs: int
    slot: int
    recalled: bool
    statement: bool

    @property
    def key(self) -> str:
        """The symbol as it is put over a passage."""
        return short(self.symbol)


@dataclass(frozen=True, slots=True)
class Mosaic:
    """Per paragraph id, the reference under which each passage is shown (None where nothing was found) and its words."""

    shown: dict[str, tuple[Reference | None, ...]]
    counts: dict[str, tuple[int, ...]]
    sources: tuple[SourceWords, ...]

    @property
    def slots(self) -> dict[str, int]:
        """The slot of every source that has one of its own."""
        return {source.symbol: source.slot for source in self.sources if source.slot}

    @property
    def top(self) -> tuple[SourceWords, ...]:
        """The sources with a slot of their own."""
        return tuple(source for source in self.sources if source.slot)

    @property
    def others(self) -> tuple[SourceWords, ...]:
        """All other sources."""
        return tuple(source for source in self.sources if not source.slot)


def shown_under(passage: Passage, rank: dict[tuple[str, str], int]) -> Reference | None:
    """The reference that a passage is shown under; None for what was not found."""
    if passage.kind is SpanKind.NONE:
        return None
    choices = passage.nearest or tuple(r for r in (passage.earliest, passage.origin) if r)
    return min(choices, key=lambda r: rank.get((r.symbol, r.id), len(rank))) if choices else None


def mosaic(lineage: Lineage) -> Mosaic:
    """The mosaic of a lineage; sources by words, most first."""
    texts = {paragraph.id: paragraph for paragraph in lineage.target.paragraphs}
    shown: dict[str, tuple[Reference | None, ...]] = {}
    counts: dict[str, tuple[int, ...]] = {}
    totals: dict[str, int] = {}
    where: dict[str, set[str]] = {}
    for item in lineage.paragraphs:
        shown[item.id], counts[item.id] = _paragraph(item, texts[item.id])
        for span, reference, count in zip(item.spans, shown[item.id], counts[item.id], strict=True):
            if reference and span.kind in FOUND:
                totals[reference.symbol] = totals.get(reference.symbol, 0) + count
                where.setdefault(reference.symbol, set()).add(item.id)
    known = witness_table(lineage.witnesses)
    ordered = sorted((symbol for symbol in totals if totals[symbol]), key=lambda symbol: (-totals[symbol], symbol))
    sources = []
    for i, symbol in enumerate(ordered):
        witness = known.get(symbol) or unknown_witness(symbol)
        slot = i + 1 if i < SLOTS else 0
        statement = witness.status is Status.STATEMENT
        sources.append(SourceWords(symbol, totals[symbol], len(where[symbol]), slot, witness.recalled, statement))
    return Mosaic(shown, counts, tuple(sources))


def _paragraph(item: ParagraphLineage, paragraph: Paragraph) -> tuple[tuple[Reference | None, ...], tuple[int, ...]]:
    rank = {(source.symbol, source.id): i for i, source in enumerate(sorted(item.sources, key=lambda s: -s.words))}
    references = tuple(shown_under(span, rank) for span in item.spans)
    return references, tuple(len(words(paragraph.text[span.start : span.end])) for span in item.spans)
