"""Why a paragraph is linked as it is, or is not: the candidates that were looked at, what they share, what decided."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from resdiff.align import CONTAINED, ENOUGH, LEAST, REPEATED, WHOLE, alignment, worked
from resdiff.align.claims import DEPTH, Found, Pair, Sides, claim, evidence_of, explained, ratio_of
from resdiff.align.rarity import ONE, common_runs
from resdiff.models import Bar, Document, Explanation, Rival, Way

MOST = 5
"""How many pairs are told; those that are linked all are."""


def explain(left: Document, right: Document, id_: str) -> Explanation:
    """What decided about the paragraphs of this id, in the right document and in the left one."""
    sides, found, pairs = worked(left, right)
    primary = {(link.left, link.right) for link in alignment(sides, found).links if link.primary}

    def rivals(side: int) -> tuple[Rival, ...] | None:
        at = next((n for n, p in enumerate((left, right)[side].paragraphs) if p.id == id_), None)
        if at is None:
            return None
        own = {key for key in (*pairs, *found.links) if key[side] == at}
        told = [_rival(sides, found, pairs.get(key), key, primary) for key in own]
        ranked = sorted(told, key=lambda r: (not r.linked, not r.primary, -r.rank, r.left, r.right))
        return tuple([r for n, r in enumerate(ranked) if r.linked or n < MOST])

    return Explanation(left.name, right.name, id_, rivals(1), rivals(0))


def _rival(sides: Sides, found: Found, pair: Pair | None, key: tuple[int, int], primary: set[tuple[str, str]]) -> Rival:
    i, j = key
    a, b = sides.a[i], sides.b[j]
    names = (sides.left[i].id, sides.right[j].id)
    runs = pair.runs if pair else found.links.get(key) or common_runs(a, b)
    evidence = pair.evidence if pair else evidence_of(a, b, runs, sides.worth, None, None)
    taken = _taken(sides, found, key)
    free = evidence_of(a, b, runs, sides.worth, *taken)
    ratio, rest = ratio_of(evidence, a.weight, b.weight), ratio_of(free, a.weight, b.weight)
    rank = (pair.rank if pair else ratio) * rest // max(1, ratio)
    bars = _bars(a.weight, b.weight, taken, free)
    wanting = bars.spare(free, rank)
    spans = sorted((b.span(y, n) for _, y, n in runs if n > 0), key=lambda span: span[0] - span[1])
    return Rival(
        *names,
        linked=key in found.links,
        primary=names in primary,
        equal=a.tokens.keys == b.tokens.keys,
        evidence=ratio / 1000,
        left_over=rest / 1000,
        rank=rank / 1000,
        needed=max(0, bars.needed) / 1000,
        contained=free / max(1, bars.whole),
        enough=bars.enough / 1000,
        bar=bars.bar,
        shared=free / ONE,
        least=bars.least / ONE,
        way=found.ways.get(key, Way.WORDS),
        runs=tuple([sides.right[j].text[start:end] for start, end in spans]),
        words=wanting / ONE,
    )


def _taken(sides: Sides, found: Found, key: tuple[int, int]) -> tuple[bytearray | None, bytearray | None]:
    """The words of two paragraphs that links made before theirs had claimed, or all links where they are not linked. Links stand in the
    order in which they were made."""
    before = Found()
    for other, runs in found.links.items():
        if other == key:
            break
        claim(sides, before, *other, runs)
    return before.left.get(key[0]), before.right.get(key[1])


@dataclass(frozen=True, slots=True)
class _Bars:
    """What a pair must reach; the same as `align` asks for, in the same whole numbers."""

    bar: Bar
    needed: int
    """Thousandths that the rank must reach."""
    mean: int
    """The geometric mean of both weights."""
    enough: int
    """Thousandths of `whole`."""
    whole: int
    """The weight that the evidence is measured against."""
    least: int
    """The evidence that there must be."""

    def spare(self, evidence: int, rank: int) -> int:
        """The evidence to spare; below 0 what is wanting."""
        by_rank = (rank - self.needed) * self.mean // 1000
        if self.bar is Bar.RANK:
            return by_rank
        by_part = evidence - self.enough * self.whole // 1000
        part = min(by_rank, by_part) if self.bar is Bar.BOTH else max(by_rank, by_part)
        return min(evidence - self.least, part)


def _bars(a: int, b: int, taken: tuple[bytearray | None, bytearray | None], evidence: int) -> _Bars:
    """The bars of two paragraphs of these weights, of which these words were claimed."""
    mean, lighter = isqrt(a * b), max(1, min(a, b))
    if lighter < LEAST:
        return _Bars(Bar.RANK, WHOLE, mean, CONTAINED, lighter, 0)
    needed = ENOUGH - DEPTH * evidence // ONE
    ours, theirs = map(explained, taken)
    if ours != theirs:
        return _Bars(Bar.BOTH, needed, mean, REPEATED, max(1, a if theirs else b), LEAST)
    return _Bars(Bar.EITHER, needed, mean, CONTAINED, lighter, LEAST)
