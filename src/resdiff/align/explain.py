"""Why a paragraph is linked as it is, or is not: the candidates that were looked at, what they share, what decided."""

from __future__ import annotations

from math import isqrt

from resdiff.align import CONTAINED, DEPTH, ENOUGH, LEAST, Found, Pair, Sides, alignment, evidence_of, ratio_of, worked
from resdiff.align.rarity import ONE, common_runs
from resdiff.models import Document, Explanation, Rival

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
    linked = key in found.links
    equal = a.tokens.keys == b.tokens.keys
    runs = pair.runs if pair else found.links.get(key) or common_runs(a, b)
    evidence = pair.evidence if pair else evidence_of(a, b, runs, sides.worth, None, None)
    free = evidence if linked else evidence_of(a, b, runs, sides.worth, found.left.get(i), found.right.get(j))
    ratio, rest = ratio_of(evidence, a.weight, b.weight), ratio_of(free, a.weight, b.weight)
    rank = (pair.rank if pair else ratio) * rest // max(1, ratio)
    needed = ENOUGH - DEPTH * free // ONE
    # what `suffices` asks for, each as weight of words to spare or wanting
    whole = (rank - needed) * isqrt(a.weight * b.weight) // 1000
    part = free - CONTAINED * min(a.weight, b.weight) // 1000
    wanting = min(free - LEAST, max(whole, part))
    spans = sorted((b.span(y, n) for _, y, n in runs if n > 0), key=lambda span: span[0] - span[1])
    return Rival(
        *names,
        linked=linked,
        primary=names in primary,
        equal=equal,
        evidence=ratio / 1000,
        left_over=rest / 1000,
        rank=rank / 1000,
        needed=max(0, needed) / 1000,
        contained=free / max(1, min(a.weight, b.weight)),
        enough=CONTAINED / 1000,
        formula=key in found.formulas,
        runs=tuple([sides.right[j].text[start:end] for start, end in spans]),
        words=round(wanting / ONE, 1),
    )
