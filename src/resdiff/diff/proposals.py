"""What became of the proposals of a draft in its next round: words in square brackets, and whose they are.

Each option of the earlier draft is followed word by word through the edits: kept once its brackets are gone, still in brackets, kept in
part, or not carried over. It is only called kept where every word of it stands, for one word is what a night was spent on. Options of the
later draft whose words the earlier one does not hold in brackets are added, or, where it holds them bare, put in brackets. A paragraph
numbered or called an alternative ("2 alt.", "Option B:") is chosen or not. Positions ("[US: delete]") are followed by delegation and
by what is asked. And which paragraphs the drafts mark as settled, with whether their words differ all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from resdiff.diff.pairing import Words, touches, unchanged, words_of
from resdiff.models import (
    Cover,
    Document,
    Edit,
    EditClass,
    Fate,
    Link,
    LinkKind,
    Mark,
    MarkKind,
    Op,
    Paragraph,
    Proposal,
    Span,
    Standing,
)
from resdiff.tokens import fold, words
from resdiff.vocabulary import suffix, talks

PARTLY = 0.2
"""Share of the words of a proposal below which nothing of it counts as kept: a word or two stand anywhere; a judgement."""

REOPENED = 0.5
"""Share of the words of a new option that must have stood bare in the earlier draft for them to be put in brackets rather than added; a
judgement."""

_ALTERNATIVE = re.compile(r"\w*\dalt\d*")
_Links = Mapping[str, Sequence[Link]]


def apart(steps: Sequence[Edit], left: Sequence[Span], right: Sequence[Span]) -> tuple[Edit, ...]:
    """The edits with those of what either text prints of the talks, in these ranges, by themselves, as edits of the talks."""
    before, after = Cover(left), Cover(right)
    if not (before or after):
        return tuple(steps)
    out: list[Edit] = []
    for edit in steps:
        if edit.op not in (Op.INSERT, Op.DELETE) or edit.class_ is not None:
            out.append(edit)
            continue
        for start, end, marked in _cut(edit.right, after) if edit.op is Op.INSERT else _cut(edit.left, before):
            class_ = EditClass.TALKS if marked else None
            come = edit.op is Op.INSERT
            out.append(Edit(edit.op, edit.left if come else (start, end), (start, end) if come else edit.right, class_))
    return tuple(out)


def _cut(span: Span, marked: Cover) -> Iterator[tuple[int, int, bool]]:
    """A range cut at the marks of the talks in it: each part, and whether it lies in one."""
    at = span[0]
    for start, end in marked.within(span):
        if at < start:
            yield at, start, False
        yield start, end, True
        at = end
    if at < span[1]:
        yield at, span[1], False


def proposals(left: Document, right: Document, links: Sequence[Link]) -> tuple[Proposal, ...]:
    """The options of both drafts with what became of them, in the order of the earlier one, then those that were added; then the
    positions."""
    theirs = {p.id: p for p in right.paragraphs}
    by_left: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_left[link.left].append(link)
    followed: dict[str, list[int]] = defaultdict(list)
    out: list[Proposal] = []
    for paragraph in left.paragraphs:
        printed = words_of(paragraph.text) if paragraph.marked(MarkKind.OPTION) else None
        if printed and (options := _options(paragraph, printed)):
            own = [_Followed.of(paragraph, printed, link, theirs[link.right]) for link in by_left[paragraph.id]]
            groups = list(_side_by_side(paragraph.text, options))
            for way in own:
                for group in groups:
                    way.choose(group)
                for option in options:
                    way.stand(option)
            found = [_fate(paragraph, printed, option, own, followed) for option in options]
            out += [_renamed(fate, option, own, theirs) for fate, option in zip(found, options, strict=True)]
    out += _alternatives(left, right, by_left)
    out += _under_names(left, right, by_left)
    out += _new_options(left, right, links, followed)
    out = _in_other_paragraphs(out, [p for p in right.paragraphs if p.id not in {link.right for link in links}])
    return (*out, *_positions(left, right, by_left))


def _in_other_paragraphs(found: Sequence[Proposal], added: Sequence[Paragraph]) -> list[Proposal]:
    """The proposals, with those that are gone from their paragraph and stand in brackets in another one, word for word, told as still in
    brackets, and those that a new paragraph holds as kept. Only where there is no doubt which is which."""
    gone: dict[tuple[str, ...], list[Proposal]] = defaultdict(list)
    come: dict[tuple[str, ...], list[Proposal]] = defaultdict(list)
    for told in found:
        if told.fate in (Fate.GONE, Fate.ADDED):
            (gone if told.fate is Fate.GONE else come)[words(told.text)].append(told)
    out: dict[Proposal, Proposal | None] = {}
    for said, (told, *more) in gone.items():
        if more or len(said) < _FEW:
            continue
        there = [p.id for p in added if _holds(p, said)]
        if len(come[said]) == 1:
            (other,) = come[said]
            same = _delegations([told.by]) == _delegations([other.by])
            out[told] = replace(told, right=other.right, fate=Fate.STILL, now=None if same else other.by)
            out[other] = None
        elif len(there) == 1 and not come[said]:
            out[told] = replace(told, right=there[0], fate=Fate.KEPT)
    return [now for told in found if (now := out.get(told, told)) is not None]


_FEW = 3
"""Words of a proposal below which the same words elsewhere may be others; a judgement."""


def _new_options(left: Document, right: Document, links: Sequence[Link], followed: Mapping[str, list[int]]) -> Iterator[Proposal]:
    """The options of the later draft of whose words the earlier one holds none in brackets: added, or put in brackets where they stood."""
    ours = {p.id: p for p in left.paragraphs}
    by_right: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_right[link.right].append(link)
    for paragraph in right.paragraphs:
        if not paragraph.marked(MarkKind.OPTION):
            continue
        met, printed = sorted(followed.get(paragraph.id, ())), words_of(paragraph.text)
        options = [o for o in _options(paragraph, printed) if not o.meets(met)]
        if not options:
            continue
        sources = []
        for link in by_right[paragraph.id]:
            wording = Cover(ours[link.left].talked)
            stood = {i for before, after in unchanged(link.edits) if not wording.holds(before[0]) for i in printed.within(after)}
            sources.append((link.left, stood))
        for option in options:
            text, by = _said(paragraph, option)
            own = option.words(printed)
            counts = [(len(stood.intersection(own)), id_) for id_, stood in sources]
            most, where = max(counts, default=(0, ""))
            if not own or most < REOPENED * len(own):
                yield Proposal("", paragraph.id, text, by, Fate.ADDED)
            else:
                yield Proposal(where, paragraph.id, text, by, Fate.BRACKETED if most == len(own) else Fate.REOPENED)


# --- options ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Option:
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


def _options(paragraph: Paragraph, printed: Words) -> list[_Option]:
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
        _Option(
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


def _side_by_side(text: str, options: Sequence[_Option]) -> Iterator[list[_Option]]:
    """Options that follow each other with nothing between but a space or a slash."""
    group: list[_Option] = []
    for option in options:
        if group and option.start >= group[-1].end and not text[group[-1].end : option.start].strip(" /\u00a0"):
            group.append(option)
        elif not group or option.start >= group[-1].end:
            if 1 < len(group) <= _TOGETHER:
                yield group
            group = [option]
    if 1 < len(group) <= _TOGETHER:
        yield group


_DEEP = 64
"""Options before a tag that are looked at for the one that it belongs to."""


def _owner(text: str, marks: Sequence[Mark], tag: Mark) -> Mark | None:
    """The option that a tag belongs to: the one right before it ("[also] (France)"), unless it ends a larger one that holds it, else the
    innermost that holds it."""
    before = bisect_right(marks, tag.start, key=lambda mark: mark.start)
    near = marks[max(0, before - _DEEP) : before]
    holding = next((mark for mark in reversed(near) if tag.end <= mark.end), None)
    if holding and not text[tag.end : holding.end].strip(" ;,.:]］\u00a0"):
        return holding
    beside = next((mark for mark in reversed(near) if mark.end <= tag.start and not text[mark.end : tag.start].strip(" (")), None)
    return beside if beside and (not holding or beside.start > holding.start) else holding


def _said(paragraph: Paragraph, option: _Option) -> tuple[str, str]:
    """The words of an option as printed, without brackets and tags, and whose they are."""
    printed = Cover([*option.beside, *option.others]).outside((option.start, option.end))
    text = "".join([paragraph.text[start:end] for start, end in printed])
    text = re.sub(r"(?<=\w)[\[\]［］]+(?=\w)", " ", re.sub(r"[\[［]\s*[:：–—-]|\(\s*\)", " ", text))
    text = " ".join(re.sub(r"[\[\]［］]", "", text).split())
    return re.sub(r"\s+([;,.:])$", r"\1", text), ", ".join(option.by)


@dataclass(frozen=True, slots=True)
class _Followed:
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
    chosen: dict[_Option, list[int]]
    """Of options side by side of which just one stands whole where they stood, and of one that does so with words that the edits give to
    what stands beside it: where the words of each stand."""
    beside: Cover
    """What the earlier paragraph prints of the talks."""
    moves: Cover
    """What the edits move."""
    later: list[_Option]
    """The options of the later paragraph, once they were asked for."""

    @classmethod
    def of(cls, paragraph: Paragraph, own: Words, link: Link, other: Paragraph) -> _Followed:
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
        slight = Cover([edit.left for edit in link.edits if edit.op is Op.DELETE and edit.class_ in _SLIGHT])
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

    def options(self, later: Paragraph) -> Sequence[_Option]:
        """The options of the later paragraph, outer ones before those within them."""
        if not self.later:
            self.later.extend(_options(later, self.other))
        return self.later

    def widened(self, option: _Option) -> bool:
        """Whether words came between those of an option, which do not stand together there either."""
        found = self.words.within((option.start, option.end))
        there = [at for at in self.there[found.start : found.stop] if at is not None]
        if not there:
            return False
        place = self.other.within((min(there), max(there) + 1))
        return self.come[place.stop] > self.come[place.start] and self._stands(option.words(self.words), place) is None

    def places(self, option: _Option) -> list[int]:
        """Where the words of an option stand in the later paragraph."""
        if (there := self.chosen.get(option)) is not None:
            return there
        found = (self.words.within(part) for part in option.parts())
        return [at for part in found for at in self.there[part.start : part.stop] if at is not None]

    def is_moved(self, option: _Option) -> bool:
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

    def counts(self, option: _Option) -> tuple[float, int]:
        """How many words of an option stand in the later paragraph, and how many of them in brackets."""
        if (there := self.chosen.get(option)) is not None:
            return len(there), sum(map(self.brackets.holds, there))
        found = [self.words.within(part) for part in option.parts()]
        kept = sum(self.kept[part.stop] - self.kept[part.start] for part in found)
        return kept, sum(self.inside[part.stop] - self.inside[part.start] for part in found)

    def stand(self, option: _Option) -> None:
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

    def choose(self, group: Sequence[_Option]) -> None:
        """Looks which of some options side by side stands whole where they stood: a word that they share ("[every 60 days][every 90 days]")
        is then that one's, whichever the edits gave it to."""
        place = self._place(group[0].start, group[-1].end)
        found: dict[_Option, range] = {}
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


_SLIGHT = (EditClass.SURFACE, EditClass.REFERENCE)
"""Edits that do not change the wording of what they touch."""


def _fate(
    paragraph: Paragraph, printed: Words, option: _Option, links: Sequence[_Followed], followed: dict[str, list[int]]
) -> Proposal:
    text, by = _said(paragraph, option)
    within = [printed.within(part) for part in option.parts()]
    best: tuple[float, int, str] = (0, 0, "")
    best_way: _Followed | None = None
    for way in links:
        followed[way.link.right].extend(way.places(option))
        if (found := (*way.counts(option), way.link.right)) > best:
            best, best_way = found, way
    kept, inside, where = best
    count = sum(best_way.counted[part.stop] - best_way.counted[part.start] for part in within) if best_way else 0
    whole = kept >= count
    if not best_way or kept < PARTLY * count:
        fate = Fate.GONE
    elif whole and not best_way.widened(option):
        fate = Fate.STILL if 2 * inside > kept else Fate.KEPT
    elif 2 * inside > kept:
        fate = Fate.CHANGED
    else:
        fate = Fate.WIDENED if whole else Fate.PARTLY
    moved = best_way is not None and fate in (Fate.KEPT, Fate.STILL) and best_way.is_moved(option)
    return Proposal(paragraph.id, where or next((way.link.right for way in links), ""), text, by, fate, moved=moved)


def _renamed(told: Proposal, option: _Option, links: Sequence[_Followed], later: Mapping[str, Paragraph]) -> Proposal:
    """What became of an option, with the names that its words stand under now where these are others."""
    way = next((way for way in links if way.link.right == told.right), None)
    if way is None or told.fate not in (Fate.STILL, Fate.CHANGED) or not (places := way.places(option)):
        return told
    paragraph = later[told.right]
    holding = [o for o in way.options(paragraph) if all(map(Cover(o.parts()).holds, places))]
    if not holding:
        return told
    now = holding[-1].by
    same = _delegations(now) == _delegations(option.by)
    return told if same else replace(told, now=", ".join(now) if _delegations(now) else "")


def _delegations(tags: Sequence[str]) -> frozenset[str]:
    """The delegations that some tags name, as they are compared; what an option is called is none."""
    return frozenset([fold(name) for tag in tags for name in talks.signers(tag, coded=True)])


def _alternatives(left: Document, right: Document, links: _Links) -> Iterator[Proposal]:
    """The paragraphs that the earlier draft numbers or calls alternatives ("2 alt.", "Option B: ..."): which was chosen, which still is one
    and which is gone. Those that stand in brackets are told as options."""
    others = {p.id for p in right.paragraphs if _called(p)}
    for paragraph in left.paragraphs:
        called = _called(paragraph)
        if not called:
            continue
        own = [link.right for link in links[paragraph.id] if link.primary]
        chosen = next((id_ for id_ in own if id_ not in others), "")
        fate = Fate.CHOSEN if chosen else Fate.OPEN if own else Fate.GONE
        whole = _Option(0, len(paragraph.text), (), paragraph.talked)
        yield Proposal(paragraph.id, chosen or next(iter(own), ""), _said(paragraph, whole)[0], called, fate)


def _under_names(left: Document, right: Document, links: _Links) -> Iterator[Proposal]:
    """The paragraphs that the earlier draft prints under the name of who proposes them, without brackets ("2 bis (Niger) Invites ..."), and
    that are no alternatives: which are gone, and which still have a name."""
    signed = {p.id: names for p in right.paragraphs if (names := _sponsors(p))}
    bracketed = {p.id for p in right.paragraphs if _is_bracketed(p)}
    for paragraph in left.paragraphs:
        sponsors = _sponsors(paragraph)
        if not sponsors or _is_bracketed(paragraph) or _called(paragraph):
            continue
        own = [link.right for link in links[paragraph.id] if link.primary and link.kind is not LinkKind.PARTIAL]
        if links[paragraph.id] and (not own or bracketed.intersection(own)):
            continue  # what became of it is in its edits, and in what is put in brackets
        still = next((signed[id_] for id_ in own if id_ in signed), None)
        fate = Fate.GONE if not own else Fate.SIGNED if still else Fate.UNSIGNED
        now = ", ".join(still) if still and _delegations(still) != _delegations(sponsors) else None
        number = paragraph.number.strip(" .:()（）–—-") if suffix(paragraph.number) else ""
        whole = _Option(0, len(paragraph.text), (), paragraph.talked)
        by = ", ".join(filter(None, [number, *sponsors]))
        yield Proposal(paragraph.id, next(iter(own), ""), _said(paragraph, whole)[0], by, fate, now=now)


def _is_bracketed(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands in brackets whole."""
    text = paragraph.text
    return any(not text[:start].strip() and not text[end:].strip(" ;,.") for start, end in paragraph.marked(MarkKind.OPTION))


def _called(paragraph: Paragraph) -> str:
    """What an alternative is called, as printed; "" where a paragraph is none, or is one in brackets."""
    text = paragraph.text
    if _is_bracketed(paragraph):
        return ""
    first = next((mark for mark in paragraph.marks if mark.kind is MarkKind.TAG), None)
    if first and first.start == 0 and talks.is_labelled(text):
        return first.value
    number = paragraph.number.strip(" .:()（）–—-") if _ALTERNATIVE.fullmatch(paragraph.path[-1]) else ""
    return ", ".join([number, *_sponsors(paragraph)]) if number else ""


def _sponsors(paragraph: Paragraph) -> list[str]:
    """Who proposes a paragraph, as it says before its own words, outside of brackets that hold some of them: "(India) Invites ..."."""
    tags = [mark for mark in paragraph.marks if mark.kind is MarkKind.TAG]
    begins = talks.lead(paragraph.text) if tags else 0
    options = Cover(paragraph.marked(MarkKind.OPTION))
    found = [mark for mark in tags if mark.end <= begins and not options.holds(mark.start)]
    return [mark.value for mark in found if talks.signers(mark.value, coded=True)]


# --- positions -------------------------------------------------------------------------------------------------------------------


def _positions(left: Document, right: Document, links: _Links) -> Iterator[Proposal]:
    """What delegations ask for in both drafts: each delegation's by itself, for another may have joined it."""
    theirs = {p.id: _asked(p) for p in right.paragraphs}
    others = {p.id: p for p in right.paragraphs}
    linked = {link.right for own in links.values() for link in own}
    added = [p for p in right.paragraphs if p.id not in linked]
    met: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for paragraph in left.paragraphs:
        for key, (name, ask) in _asked(paragraph).items():
            own = [link.right for link in links[paragraph.id]]
            where = next((id_ for id_ in own if key in theirs[id_]), "")
            met[where].add(key)
            is_done = _is_met(ask, paragraph, [others[id_] for id_ in own]) or _is_added(ask, added)
            fate = Fate.STILL if where else Fate.MET if is_done else Fate.GONE
            yield Proposal(paragraph.id, where or next(iter(own), ""), ask, name, fate, position=True)
    for paragraph in right.paragraphs:
        for key, (name, ask) in theirs[paragraph.id].items():
            if key not in met[paragraph.id]:
                yield Proposal("", paragraph.id, ask, name, Fate.ADDED, position=True)


def _is_met(ask: str, paragraph: Paragraph, later: Sequence[Paragraph]) -> bool:
    """Whether the later text is as a position asks: the words that it quotes last are there now, or those that it would see deleted are
    gone. Where it quotes nothing that is only known of a whole paragraph that was to be deleted."""
    quoted = [words(match[1]) for match in _QUOTED.finditer(ask)]
    deletes = talks.deletes(ask)
    if not quoted or not all(quoted):
        return deletes and not later and len(words(ask)) == 1
    if not later:
        return False
    stood = _holds(paragraph, quoted[-1])
    stands = any(_holds(other, quoted[-1]) for other in later)
    return stood and not stands if deletes else stands and not stood


def _is_added(ask: str, added: Sequence[Paragraph]) -> bool:
    """Whether the words that a position would see put in, and that it quotes last, stand in a paragraph that is new."""
    quoted = [words(match[1]) for match in _QUOTED.finditer(ask)]
    return bool(quoted) and len(quoted[-1]) > _FEW and not talks.deletes(ask) and any(_holds(p, quoted[-1]) for p in added)


_QUOTED = re.compile(r"[“„\"«「『]\s?([^“”„\"«»「」『』]{1,400}?)\s?[”“\"»」』]")


def _holds(paragraph: Paragraph, phrase: tuple[str, ...]) -> bool:
    """Whether the wording of a paragraph holds some words next to each other."""
    text = "".join(paragraph.text[start:end] for start, end in Cover(paragraph.talked).outside((0, len(paragraph.text))))
    said = words(text)
    return any(said[k : k + len(phrase)] == phrase for k in range(len(said) - len(phrase) + 1))


def _asked(paragraph: Paragraph) -> dict[tuple[str, str], tuple[str, str]]:
    """The positions that a paragraph prints, by delegation and what it asks, as they are compared, then as printed."""
    found = {}
    for mark in paragraph.marks:
        for said in talks.positions(mark.value) if mark.kind is MarkKind.POSITION else ():
            for name in said.names or ("",):
                found[fold(name), fold(said.ask)] = (name, said.ask)
    return found


# --- statuses --------------------------------------------------------------------------------------------------------------------


def standings(left: Document, right: Document, links: Sequence[Link]) -> tuple[Standing, ...]:
    """The paragraphs that one of two drafts marks as settled, in the order of the earlier one, then those that only the later marks."""
    ours, theirs = {p.id: p for p in left.paragraphs}, {p.id: p for p in right.paragraphs}
    by_left: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_left[link.left].append(link)
    found = []
    met: set[str] = set()
    for paragraph in left.paragraphs:
        own = by_left[paragraph.id]
        way = next((link for link in own if link.primary), own[0] if own else None)
        before, after = _status(paragraph), _status(theirs[way.right]) if way else ""
        if before or (after and way and way.right not in met):
            met.add(way.right if way else "")
            found.append(
                Standing(paragraph.id, way.right if way else "", before, after, way is None or _differs(way, ours, theirs))
            )
    linked = {link.right for link in links}
    found += [Standing("", p.id, "", said, True) for p in right.paragraphs if p.id not in linked and (said := _status(p))]
    return tuple(found)


def _status(paragraph: Paragraph) -> str:
    return next((mark.value for mark in paragraph.marks if mark.kind is MarkKind.STATUS), "")


def _differs(link: Link, ours: Mapping[str, Paragraph], theirs: Mapping[str, Paragraph]) -> bool:
    """Whether words differ; marks, spaces and what the talks print beside the wording count for nothing."""
    for edit in link.edits:
        if edit.op is Op.EQUAL or edit.class_ in (EditClass.SURFACE, EditClass.TALKS):
            continue
        if words(ours[link.left].text[slice(*edit.left)]) or words(theirs[link.right].text[slice(*edit.right)]):
            return True
    return False
