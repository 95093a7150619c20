"""Paragraphs that were divided or brought together: what each of their links lost and gained beside what the other links carry.

Words that another link of the same paragraph explains were neither lost nor gained; words that no link explains were, also where the
paragraph is not the first source of any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from resdiff.align.rarity import FUNCTION_WORDS
from resdiff.models import Comparison, Cover, Edit, EditClass, Link, Op, Span
from resdiff.tokens import words

LEAST = 4
"""Words of a run that another link carries; shorter ones stand in any two paragraphs."""
NEARLY = 0.9
"""Share of a paragraph that one of its links carries from which nothing was divided or brought together: the others have words of it; a
judgement."""


class Elsewhere:
    """The links of a comparison, by what they share paragraphs with."""

    def __init__(self, comparison: Comparison) -> None:
        self._texts = {p.id: p.text for p in comparison.left.paragraphs}, {p.id: p.text for p in comparison.right.paragraphs}
        self._by_left: dict[str, list[Link]] = defaultdict(list)
        self._by_right: dict[str, list[Link]] = defaultdict(list)
        for link in comparison.links:
            self._by_left[link.left].append(link)
            self._by_right[link.right].append(link)
        self._homes: dict[str, list[Link]] = defaultdict(list)
        for links in self._by_left.values():
            if not any(link.primary for link in links):
                home = max(links, key=lambda link: link.score)
                self._homes[home.right].append(home)

    def sources(self, right: str) -> list[Link]:
        """The links of a later paragraph, the primary one first."""
        return sorted(self._by_right.get(right, ()), key=lambda link: not link.primary)

    def answers(self, left: str) -> Sequence[Link]:
        """The links of an earlier paragraph."""
        return self._by_left.get(left, ())

    def second(self, right: str) -> Sequence[Link]:
        """The links by which a later paragraph took up earlier ones that are the first source of none: nothing else tells their words."""
        return self._homes.get(right, ())

    def went_into(self, left: str) -> list[str]:
        """The later paragraphs that an earlier one is linked with."""
        return [link.right for link in self.answers(left)]

    def parted(self, left: str) -> tuple[list[str], list[str]]:
        """The later paragraphs among which an earlier one was divided (none or two and more), and those that have words of it which stand
        in another of them too."""
        links = sorted(self.answers(left), key=lambda link: not link.primary)
        return parted(self._texts[0][left], [(link.right, link.edits) for link in links], 0)

    def joined(self, right: str) -> tuple[list[str], list[str]]:
        """The earlier paragraphs that a later one brings together (none or two and more), and those of whose words another one has most."""
        return parted(self._texts[1][right], [(link.left, link.edits) for link in self.sources(right)], 1)

    def own(self, link: Link, told: Iterable[Span] = ()) -> tuple[Edit, ...]:
        """The edits of a link without the words that other links of the two paragraphs carry, and without ranges of the earlier one that
        were told already."""
        left, right = self._texts[0][link.left], self._texts[1][link.right]
        gone = Cover([*told, *_carried(self._by_left[link.left], link, left, 0)])
        come = Cover(_carried(self._by_right[link.right], link, right, 1))
        if not gone and not come:
            return link.edits
        out: list[Edit] = []
        for edit in link.edits:
            if edit.op is Op.DELETE:
                out += [replace(edit, left=span) for span in _left_over(left, edit.left, gone)]
            elif edit.op is Op.INSERT:
                out += [replace(edit, right=span) for span in _left_over(right, edit.right, come)]
            else:
                out.append(edit)
        return tuple(out)


def parted(text: str, ways: Sequence[tuple[str, Sequence[Edit]]], side: int) -> tuple[list[str], list[str]]:
    """A paragraph and what its links carry of it, each under the other paragraph's id (`side` 0: it is the earlier one): those that have a
    part of their own, and those most of whose words stand in another one too. Of the first there are none or two and more; both keep the
    order that they were given in."""
    held = {id_: _runs(edits, text, side) for id_, edits in ways}
    size = {id_: _size(text, spans) for id_, spans in held.items()}
    ranked = sorted(held, key=lambda id_: -size[id_])
    whole = _size(text, [(0, len(text))])
    parts = set(ranked[:1])
    taken = list(held[ranked[0]]) if ranked else []
    for id_ in ranked[1:]:
        own = [part for span in held[id_] for part in Cover(taken).outside(span)]
        if size[ranked[0]] < NEARLY * whole and 2 * _size(text, own) >= size[id_]:
            parts.add(id_)
            taken += held[id_]
    kept = [id_ for id_ in held if id_ in parts]
    also = [id_ for id_ in held if id_ not in parts]
    return (kept if len(kept) > 1 else []), also


def _size(text: str, spans: Sequence[Span]) -> int:
    return sum(len(words(text[slice(*span)])) for span in spans)


def _runs(edits: Sequence[Edit], text: str, side: int) -> list[Span]:
    """The runs of a text that edits find on both sides, be it in other print, or elsewhere."""
    kept: list[Span] = []
    for edit in edits:
        start, end = (edit.left, edit.right)[side]
        if start == end or not (edit.op in (Op.EQUAL, Op.MOVE) or edit.class_ is EditClass.SURFACE):
            continue
        if kept and kept[-1][1] == start:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return [span for span in kept if len(words(text[slice(*span)])) >= LEAST]


def _carried(links: Sequence[Link], besides: Link, text: str, side: int) -> list[Span]:
    """The ranges of a text that other links find on both sides, be it in other print."""
    return [span for link in links if link is not besides for span in _runs(link.edits, text, side)]


def _left_over(text: str, span: Span, taken: Cover) -> list[Span]:
    """What of a range is not taken; scraps of small words and marks between taken parts are left out."""
    parts = list(taken.outside(span))
    return parts if parts == [span] else [part for part in parts if not FUNCTION_WORDS.issuperset(words(text[slice(*part)]))]
