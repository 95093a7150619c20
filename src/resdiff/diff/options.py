"""The options of a draft's paragraph: words in brackets, whose they are, and what of them is another's."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resdiff.diff.pairing import Words, touches
from resdiff.models import Cover, Mark, MarkKind, Paragraph, Span
from resdiff.tokens import fold
from resdiff.vocabulary import talks


@dataclass(frozen=True, slots=True)
class Option:
    """Words in brackets: their range, whose alone they are, the marks of the talks within it, and the options within it that are another's:
    these have a name of their own, and are no words of this one."""

    start: int
    end: int
    by: tuple[str, ...]
    beside: tuple[Span, ...]
    others: tuple[Span, ...] = ()

    def parts(self) -> Iterator[Span]:
        """Its range without the options of others."""
        return Cover(self.others).outside((self.start, self.end)) if self.others else iter(((self.start, self.end),))

    def words(self, of: Words) -> list[int]:
        """The indices of its words among those of its paragraph, without what the talks print."""
        within = [i for part in self.parts() for i in of.within(part)]
        return [i for i in within if not touches(of.spans[i], self.beside)] if self.beside else within

    def meets(self, places: Sequence[int]) -> bool:
        """Whether one of some offsets, in order, lies in it."""
        return any(bisect_left(places, start) < bisect_left(places, end) for start, end in self.parts())


def options_of(paragraph: Paragraph, printed: Words) -> list[Option]:
    """The options of a paragraph that have words of their own, in order; found in one walk, for a text may hold thousands."""
    marks = [mark for mark in paragraph.marks if mark.kind is MarkKind.OPTION]
    tags = [mark for mark in paragraph.marks if mark.kind in (MarkKind.TAG, MarkKind.POSITION)]
    starts = [tag.start for tag in tags]
    names: dict[Mark, list[str]] = {mark: [] for mark in marks}
    for tag in (tag for tag in tags if tag.kind is MarkKind.TAG and tag.value):
        if owner := _owner(paragraph.text, marks, tag):
            names[owner].append(tag.value)
    named = [mark for mark in marks if names[mark]]
    firsts = [mark.start for mark in named]
    found = [
        Option(
            mark.start,
            mark.end,
            tuple(dict.fromkeys(names[mark])),
            tuple([(t.start, t.end) for t in tags[bisect_left(starts, mark.start) : bisect_left(starts, mark.end)]]),
            tuple([(m.start, m.end) for m in named[bisect_left(firsts, mark.start) : bisect_left(firsts, mark.end)] if m != mark]),
        )
        for mark in marks
    ]
    return [option for option in found if option.words(printed)]


_TOGETHER = 8
"""Options side by side that are looked at together; more are no choice between wordings."""


def side_by_side(text: str, options: Sequence[Option]) -> Iterator[list[Option]]:
    """Options that follow each other with nothing between but a space or a slash."""
    group: list[Option] = []
    for option in options:
        if group and option.start >= group[-1].end and not text[group[-1].end : option.start].strip(" /\u00a0"):
            group.append(option)
        elif not group or option.start >= group[-1].end:
            if 1 < len(group) <= _TOGETHER:
                yield group
            group = [option]
    if 1 < len(group) <= _TOGETHER:
        yield group


DEEP = 64
"""Options before a place that are looked at for the one that it belongs to."""


def _owner(text: str, marks: Sequence[Mark], tag: Mark) -> Mark | None:
    """The option that a tag belongs to: the one right before it ("[also] (France)"), unless it ends a larger one that holds it, else the
    innermost that holds it."""
    before = bisect_right(marks, tag.start, key=lambda mark: mark.start)
    near = marks[max(0, before - DEEP) : before]
    holding = next((mark for mark in reversed(near) if tag.end <= mark.end), None)
    if holding and not text[tag.end : holding.end].strip(" ;,.:]］\u00a0"):
        return holding
    beside = next((mark for mark in reversed(near) if mark.end <= tag.start and not text[mark.end : tag.start].strip(" (")), None)
    return beside if beside and (not holding or beside.start > holding.start) else holding


def said(paragraph: Paragraph, option: Option) -> tuple[str, str]:
    """The words of an option as printed, without brackets and tags, and whose they are."""
    printed = Cover([*option.beside, *option.others]).outside((option.start, option.end))
    text = "".join([paragraph.text[start:end] for start, end in printed])
    text = re.sub(r"(?<=\w)[\[\]［］]+(?=\w)", " ", re.sub(r"[\[［]\s*[:：–—-]|\(\s*\)", " ", text))
    text = " ".join(re.sub(r"[\[\]［］]", "", text).split())
    return re.sub(r"\s+([;,.:])$", r"\1", text).strip("/ "), ", ".join(option.by)


def delegations(tags: Sequence[str]) -> frozenset[str]:
    """The delegations that some tags name, as they are compared; what an option is called is none."""
    return frozenset([fold(name) for tag in tags for name in talks.signers(tag, coded=True)])
