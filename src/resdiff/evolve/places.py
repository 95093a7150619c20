"""Where, between an ancestor and its descendant, one wording of a concept took the place of another.

That both texts hold different wordings tells nothing: a paragraph may hold several, and take up or leave out each of them by itself. So a
change is told only at a place, and there are two proofs of a place:

    around    of the words next to the wordings, before or after, most are the same unchanged words in both texts;
    rewritten both wordings, which have a word in common, stand in one rewritten passage, each the only wording of its concept there, and
              not far from the same end of it; the words next to that end are unchanged.

It is no change where the wording's own words are the same on both sides, nor where a wording merely stands elsewhere in the other text;
and two texts that have too little in common have no places in common ("to counter terrorism and" stands before many things).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from resdiff.diff.pairing import Words, unchanged, words_of
from resdiff.models import ConceptMark, Edit, EditClass

AROUND, SAME = 5, 3
"""How many words before (or after) are looked at, and how many of them must be the same words in both texts."""

FAR = 12
"""How many words a wording may stand from the end of a rewritten passage: about a clause."""

LAST, ALIKE = 3, 3
"""The same where that end is the end of both paragraphs, so that no unchanged words follow; and how many other long words the two passages
must then have in common."""

IN_COMMON = 0.3
"""The least share of the shorter text's words that are unchanged. Of 54 changes read by eye, between paragraphs of 2007-2021 and the
earlier one likest by its words, those between sentences that have nothing else to do with each other lay at 0.27 or below, those between
versions of one paragraph at 0.30 or above."""

LETTERS = 4
"""The least letters of a word that two wordings have in common: not "of", "in", "for"."""


@dataclass(frozen=True, slots=True)
class Swap:
    """A wording of the left text and the one of the right text that stands in its place."""

    was: ConceptMark
    now: ConceptMark


@dataclass(frozen=True, slots=True)
class Image:
    """The words of two texts and which of them are unchanged: maps of numbers of words, each way round."""

    left: tuple[tuple[int, int, str], ...]
    right: tuple[tuple[int, int, str], ...]
    """Range and small letters of each word."""
    to: Mapping[int, int]
    back: Mapping[int, int]

    def here(self, mark: ConceptMark) -> range:
        """The numbers of the left words that a mark covers."""
        return _inside(self.left, mark)

    def there(self, mark: ConceptMark) -> range:
        """The numbers of the right words that a mark covers."""
        return _inside(self.right, mark)


def _inside(words: Sequence[tuple[int, int, str]], mark: ConceptMark) -> range:
    held = [i for i, (start, end, _) in enumerate(words) if start < mark.end and mark.start < end]
    return range(held[0], held[-1] + 1) if held else range(0)


def image(left: str, right: str, edits: Iterable[Edit]) -> Image:
    """The words of two texts, and which are unchanged (or moved, or spelt otherwise) between them."""
    ours, theirs = words_of(left), words_of(right)
    to: dict[int, int] = {}
    for before, after in unchanged(edits, (EditClass.SURFACE,)):
        here, there = ours.within(before), theirs.within(after)
        if len(here) == len(there):
            to.update(zip(here, there, strict=True))
    return Image(_lowered(left, ours), _lowered(right, theirs), to, {j: i for i, j in to.items()})


def _lowered(text: str, counted: Words) -> tuple[tuple[int, int, str], ...]:
    return tuple((start, end, text[start:end].casefold()) for start, end in counted.spans)


def swaps(left: Sequence[ConceptMark], right: Sequence[ConceptMark], between: Image) -> tuple[Swap, ...]:
    """Each place where a wording of one concept took that of another one of the same concept, in the order of the right text. Every
    wording counts once."""
    if len(between.to) < IN_COMMON * min(len(between.left), len(between.right)):
        return ()
    concepts = {mark.concept for mark in left} & {mark.concept for mark in right}
    found = [
        swap
        for concept in sorted(concepts)
        for swap in _Concept([m for m in left if m.concept == concept], [m for m in right if m.concept == concept], between).swaps()
    ]
    return tuple(sorted(found, key=lambda swap: (swap.now.start, swap.now.concept)))


class _Concept:
    """The wordings of one concept in two texts."""

    def __init__(self, left: Sequence[ConceptMark], right: Sequence[ConceptMark], between: Image) -> None:
        self._left, self._right, self._between = left, right, between
        kept = [(was, now) for was in left for now in right if was.variant == now.variant and self._same_words(was, now)]
        self._kept_left, self._kept_right = {was for was, _ in kept}, {now for _, now in kept}

    def swaps(self) -> Iterable[Swap]:
        """The places, in the order of the right text."""
        taken = set(self._kept_left)
        for now in self._right:
            rivals = [(self._worth(was, now), was) for was in self._left if was.variant != now.variant and was not in taken]
            best = max(rivals, key=lambda rival: (rival[0], -rival[1].start), default=None)
            if best and best[0] and now not in self._kept_right:
                taken.add(best[1])
                yield Swap(best[1], now)

    def _same_words(self, was: ConceptMark, now: ConceptMark) -> bool:
        """Whether all words of both are the same, unchanged from the one text to the other."""
        here, there = self._between.here(was), self._between.there(now)
        return len(here) == len(there) and all(self._between.to.get(i) == j for i, j in zip(here, there, strict=True))

    def _worth(self, was: ConceptMark, now: ConceptMark) -> int:
        """How much speaks for it that the one stands where the other stood; 0 where they do not."""
        here, there = self._between.here(was), self._between.there(now)
        if not here or not there or self._same_words(was, now):
            return 0
        common = sum(self._between.to.get(i) in there for i in here)
        around = max(self._context(here, there, -1), self._context(here, there, 1))
        if around >= SAME and (common or not self._elsewhere(was, now)):
            return around + AROUND * (1 + common)
        return 1 if not common and not self._elsewhere(was, now) and self._rewritten(was, now) else 0

    def _context(self, here: range, there: range, side: int) -> int:
        """How many of the words next to both ranges, on one side, are the same unchanged words."""
        if side < 0:
            ours, theirs = range(max(0, here.start - AROUND), here.start), range(max(0, there.start - AROUND), there.start)
        else:
            ours, theirs = range(here.stop, here.stop + AROUND), range(there.stop, there.stop + AROUND)
        return sum(self._between.to.get(i) in theirs for i in ours)

    def _elsewhere(self, was: ConceptMark, now: ConceptMark) -> bool:
        """Whether one of them stands in the other text too, at a place of its own: it may have been put there, not replaced."""
        again = any(held.variant == was.variant and held not in self._kept_right for held in self._right)
        return again or any(held.variant == now.variant and held not in self._kept_left for held in self._left)

    def _rewritten(self, was: ConceptMark, now: ConceptMark) -> bool:
        """Whether both stand, alone of their concept, in one rewritten passage, near the same end of it, and have a word in common."""
        between = self._between
        here, there = between.here(was), between.there(now)
        ours, theirs = _passage(here, between.to, len(between.left)), _passage(there, between.back, len(between.right))
        if _at(between.to, ours.start - 1, len(between.left), len(between.right)) != theirs.start - 1:
            return False
        if _at(between.to, ours.stop, len(between.left), len(between.right)) != theirs.stop:
            return False
        alone = sum(between.here(mark).start in ours for mark in self._left) == 1
        if not alone or sum(between.there(mark).start in theirs for mark in self._right) != 1:
            return False
        if not _in_common(between, here, there):
            return False
        begin = max(here.start - ours.start, there.start - theirs.start)
        end = max(ours.stop - here.stop, theirs.stop - there.stop)
        if begin <= FAR and self._context(ours, theirs, -1) >= SAME:
            return True
        if ours.stop == len(between.left) and theirs.stop == len(between.right):
            others = _in_common(between, ours, theirs) - _in_common(between, here, there)
            return end <= LAST and len(others) >= ALIKE
        return end <= FAR and self._context(ours, theirs, 1) >= SAME


def _in_common(between: Image, here: range, there: range) -> set[str]:
    """The long words that stand on both sides."""
    shared = {between.left[i][2] for i in here} & {between.right[j][2] for j in there}
    return {word for word in shared if len(word) >= LETTERS}


def _passage(words: range, unchanged: Mapping[int, int], count: int) -> range:
    """The rewritten passage around some words: all words in a row that are not unchanged."""
    start, stop = words.start, words.stop
    while start > 0 and start - 1 not in unchanged:
        start -= 1
    while stop < count and stop not in unchanged:
        stop += 1
    return range(start, stop)


def _at(to: Mapping[int, int], i: int, ours: int, theirs: int) -> int | None:
    """Where a left word stands on the right; before the head and after the end of the one is before the head and after the end of the
    other."""
    return -1 if i < 0 else theirs if i >= ours else to.get(i)
