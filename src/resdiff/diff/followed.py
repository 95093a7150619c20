"""The words of a draft's paragraph followed into the next round: where each stands, and which of several options was taken."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from resdiff.diff.options import DEEP, Option, options_of
from resdiff.diff.pairing import SLIGHT, Words, unchanged, words_of
from resdiff.models import Cover, Link, MarkKind, Op, Paragraph
from resdiff.tokens import words


@dataclass(frozen=True, slots=True)
class Followed:
    """The words of an earlier paragraph followed along one link: where each stands in the later one (None where nowhere), and how many up
    to each word are wording, stand there, stand there in brackets, or gave way to one of the choices that they print ("60/90"); and how
    many words of the later paragraph up to each are new wording."""

    link: Link
    words: Words
    there: tuple[int | None, ...]
    counted: tuple[int, ...]
    kept: tuple[float, ...]
    inside: tuple[int, ...]
    other: Words
    come: tuple[int, ...]
    brackets: Cover
    chosen: dict[Option, list[int]]
    """Of options side by side of which just one stands whole where they stood, and of one that does so with words that the edits give to
    what stands beside it: where the words of each stand."""
    beside: Cover
    """What the earlier paragraph prints of the talks."""
    moves: Cover
    """What the edits move."""
    later: list[Option]
    """The options of the later paragraph, once they were asked for."""

    @classmethod
    def of(cls, paragraph: Paragraph, own: Words, link: Link, other: Paragraph) -> Followed:
        """The words of a paragraph, `own`, followed along a link to another."""
        there: list[int | None] = [None] * len(own.spans)
        theirs = words_of(other.text)
        new = [1] * len(theirs.spans)
        for before, after in unchanged(link.edits):
            same = before[1] - before[0] == after[1] - after[0]
            for i in own.within(before):
                if own.spans[i][1] <= before[1]:
                    there[i] = after[0] + own.spans[i][0] - before[0] if same else after[0]
            stays = theirs.within(after)
            new[stays.start : stays.stop] = [0] * len(stays)
        chosen = _chosen(paragraph.text, own, link, other.text)
        brackets = Cover(other.marked(MarkKind.OPTION))
        beside, their_beside = Cover(paragraph.talked), Cover(other.talked)
        new = [int(is_new and not their_beside.holds(theirs.starts[k])) for k, is_new in enumerate(new)]
        counts = [not beside.holds(start) for start, _ in own.spans]
        slight = Cover([edit.left for edit in link.edits if edit.op is Op.DELETE and edit.class_ in SLIGHT])
        kept = [
            (at is not None or slight.holds(own.starts[i])) + (i in chosen) / 2 if counts[i] else 0.0 for i, at in enumerate(there)
        ]
        inside = [int(at is not None and counts[i] and brackets.holds(at)) for i, at in enumerate(there)]
        counted = tuple(accumulate(map(int, counts), initial=0))
        moves = Cover([edit.left for edit in link.edits if edit.op is Op.MOVE])
        sums = tuple(accumulate(kept, initial=0.0)), tuple(accumulate(inside, initial=0))
        return cls(
            link, own, tuple(there), counted, *sums, theirs, tuple(accumulate(new, initial=0)), brackets, {}, beside, moves, []
        )

    def holding(self, later: Paragraph, places: Sequence[int]) -> Option | None:
        """The innermost option of the later paragraph that holds some places of it as its own; None where none holds them all."""
        if not self.later:
            self.later.extend(options_of(later, self.other))
        before = bisect_right(self.later, min(places), key=lambda option: option.start)
        near = reversed(self.later[max(0, before - DEEP) : before])
        return next((option for option in near if all(map(Cover(option.parts()).holds, places))), None)

    def widened(self, option: Option) -> bool:
        """Whether words came between those of an option, which do not stand together there either."""
        found = self.words.within((option.start, option.end))
        there = [at for at in self.there[found.start : found.stop] if at is not None]
        if not there:
            return False
        place = self.other.within((min(there), max(there) + 1))
        return self.come[place.stop] > self.come[place.start] and self._stands(option.words(self.words), place) is None

    def places(self, option: Option) -> list[int]:
        """Where the words of an option stand in the later paragraph."""
        if (there := self.chosen.get(option)) is not None:
            return there
        found = (self.words.within(part) for part in option.parts())
        return [at for part in found for at in self.there[part.start : part.stop] if at is not None]

    def is_moved(self, option: Option) -> bool:
        """Whether the edits move an option, and other words of the paragraph that stayed stood on its other side."""
        places = self.places(option)
        own = option.words(self.words)
        if not places or not all(self.moves.holds(self.words.starts[i]) for i in own):
            return False
        outer = set(self.words.within((option.start, option.end)))
        return any(
            at is not None and i not in outer and ((i < own[0] and at > max(places)) or (i > own[-1] and at < min(places)))
            for i, at in enumerate(self.there)
            if not self.beside.holds(self.words.starts[i])
        )

    def counts(self, option: Option) -> tuple[float, int]:
        """How many words of an option stand in the later paragraph, and how many of them in brackets."""
        if (there := self.chosen.get(option)) is not None:
            return len(there), sum(map(self.brackets.holds, there))
        found = [self.words.within(part) for part in option.parts()]
        kept = sum(self.kept[part.stop] - self.kept[part.start] for part in found)
        return kept, sum(self.inside[part.stop] - self.inside[part.start] for part in found)

    def stand(self, option: Option) -> None:
        """Looks whether an option of which the edits keep a part stands whole where it stood: a word that it shares with what stood before
        it ("until June; [until December]" that became "until December") is then its own."""
        own = option.words(self.words)
        if option in self.chosen or len(own) < 2 or self.counts(option)[0] >= len(own):
            return
        if (stands := self._stands(own, self._place(option.start, option.end))) is not None:
            self.chosen[option] = [self.other.spans[k][0] for k in stands]

    def _place(self, start: int, end: int) -> range:
        """The words of the later paragraph between the nearest that stayed on both sides of a range, with the one before."""
        first, last = self.words.within((0, start)).stop, self.words.within((0, end)).stop
        before = next((at for at in reversed(self.there[:first]) if at is not None), 0)
        after = next((at for at in self.there[last:] if at is not None), self.other.spans[-1][1] if self.other.spans else 0)
        return self.other.within((before, after))

    def _stands(self, own: Sequence[int], place: range) -> range | None:
        """Where words stand one after the other in a place of the later paragraph."""
        keys = tuple([self.words.keys[i] for i in own])
        starts = (k for k in range(place.start, place.stop - len(keys) + 1) if self.other.keys[k : k + len(keys)] == keys)
        start = next(starts, None) if keys else None
        return None if start is None else range(start, start + len(keys))

    def choose(self, group: Sequence[Option]) -> None:
        """Looks which of some options side by side stands whole where they stood: a word that they share ("[every 60 days][every 90 days]")
        is then that one's, whichever the edits gave it to."""
        place = self._place(group[0].start, group[-1].end)
        found: dict[Option, range] = {}
        for option in group:
            if (stands := self._stands(option.words(self.words), place)) is not None:
                found[option] = stands
        if len(found) != 1:
            return
        ((chosen, held),) = found.items()
        taken = {self.other.spans[k][0] for k in held}
        for option in group:
            there = (self.there[i] for i in option.words(self.words))
            self.chosen[option] = [at for at in there if at is not None and at not in taken]
        self.chosen[chosen] = sorted(taken)


def _chosen(text: str, own: Words, link: Link, other: str) -> frozenset[int]:
    """The words that hold alternatives ("deep/grave", "60/90") and gave way to one of them."""
    found = set()
    for k, gone in enumerate(link.edits):
        if gone.op is not Op.DELETE or "/" not in text[slice(*gone.left)]:
            continue
        near = [edit.right for edit in link.edits[max(0, k - 3) : k + 4] if edit.op is Op.INSERT and gone.left[1] in edit.left]
        come = {word for there in near for word in words(other[slice(*there)])}
        for i in own.within(gone.left):
            choices = words(text[slice(*own.spans[i])].replace("/", " "))
            if "/" in text[slice(*own.spans[i])] and len(choices) > 1 and come.intersection(choices):
                found.add(i)
    return frozenset(found)
