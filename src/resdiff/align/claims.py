"""What is known of two documents while they are aligned: candidates, links, the words that links have claimed, and what these leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isqrt

from resdiff.align.rarity import ONE, Runs, Weighed
from resdiff.models import Kind, Paragraph, Way

RUN_WORTH = tuple(round(1000 * (1 - 0.6**n)) for n in range(20))
"""What a run of 0, 1, 2... words is worth, in thousandths: one shared word may be chance, six in a row are not."""

RUN_WORTH_HAN = tuple(round(1000 * (1 - 0.6 ** (n / 1.6))) for n in range(20))
"""The same of Chinese characters, of which there are 1.6 for each English word in the same resolutions."""

ECHO = 500
"""Thousandths of its weight that a word still counts when one side has claimed it already: a clause may be repeated in two places."""

DEPTH = 20
"""Thousandths that each whole rare word of evidence counts for by itself: two long paragraphs may share much and be mostly different."""

Parents = Sequence[int | None]


@dataclass(slots=True)
class Pair:
    """A candidate and what speaks for it before any claim."""

    left: int
    right: int
    runs: Runs
    evidence: int
    ratio: int
    """Evidence against the geometric mean of both weights, in thousandths."""
    rank: int = 0
    """The ratio, raised or lowered by structure."""


@dataclass(slots=True)
class Found:
    """The links made so far, with their runs, and the words they have claimed on each side."""

    links: dict[tuple[int, int], Runs] = field(default_factory=dict)
    left: dict[int, bytearray] = field(default_factory=dict)
    right: dict[int, bytearray] = field(default_factory=dict)
    ways: dict[tuple[int, int], Way] = field(default_factory=dict)
    """How those links were made that do not rest on their words alone."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two documents, made ready."""

    left: Sequence[Paragraph]
    right: Sequence[Paragraph]
    a: Sequence[Weighed]
    b: Sequence[Weighed]
    left_parents: Parents
    right_parents: Parents
    worth: Sequence[int]


def ratio_of(evidence: int, a: int, b: int) -> int:
    """Evidence against the geometric mean of two weights, in thousandths."""
    return evidence * 1000 // max(1, isqrt(a * b))


def evidence_of(
    a: Weighed, b: Weighed, runs: Runs, worth: Sequence[int], claimed_a: bytearray | None, claimed_b: bytearray | None
) -> int:
    """The weight of the words of common runs, longer runs weighing more; claimed words count little or nothing."""
    sums_a, sums_b = (a.full, b.full) if a.formula or b.formula else (a.damped, b.damped)
    total = 0
    last = len(worth) - 1
    if claimed_a is None and claimed_b is None:
        for i, j, n in runs:
            ours, theirs = sums_a[i + n] - sums_a[i], sums_b[j + n] - sums_b[j]
            total += (ours if ours < theirs else theirs) * worth[n if n < last else last]
        return total // 1000
    for i, j, n in runs:
        start, state = 0, -1
        for k in range(n + 1):
            now = -1 if k == n else (claimed_a[i + k] if claimed_a else 0) + (claimed_b[j + k] if claimed_b else 0)
            if now != state:
                if state in (0, 1):
                    weight = min(sums_a[i + k] - sums_a[i + start], sums_b[j + k] - sums_b[j + start]) * worth[min(k - start, last)]
                    total += weight if state == 0 else weight * ECHO // 1000
                start, state = k, now
    return total // 1000


def remaining(sides: Sides, found: Found, pair: Pair) -> tuple[int, int]:
    """The evidence and the rank of a candidate that the claims have left."""
    a, b = sides.a[pair.left], sides.b[pair.right]
    evidence = evidence_of(a, b, pair.runs, sides.worth, found.left.get(pair.left), found.right.get(pair.right))
    return evidence, pair.rank * ratio_of(evidence, a.weight, b.weight) // max(1, pair.ratio)


def worth_of(evidence: int, rank: int) -> int:
    """What is measured against `ENOUGH`: the rank, and `DEPTH` for each whole rare word of evidence."""
    return rank + DEPTH * evidence // ONE


def claim(sides: Sides, found: Found, i: int, j: int, runs: Runs) -> None:
    """Make a link: its words are claimed on both sides."""
    found.links[i, j] = runs
    ours = found.left.setdefault(i, bytearray(len(sides.a[i].codes)))
    theirs = found.right.setdefault(j, bytearray(len(sides.b[j].codes)))
    for a, b, n in runs:
        ours[a : a + n] = b"\x01" * n
        theirs[b : b + n] = b"\x01" * n


def explained(claimed: bytearray | None) -> bool:
    """Whether links explain more than half of a paragraph's words, from those that they have claimed."""
    return claimed is not None and 2 * sum(claimed) > len(claimed)


def part_of(paragraph: Paragraph) -> str:
    """Which part of a document a paragraph stands in; annexes are one part."""
    if paragraph.path and paragraph.path[0].startswith("A"):
        return "annex"
    return "preamble" if paragraph.kind is Kind.PREAMBULAR else "body"
