"""What became of the proposals of a draft in its next round: words in square brackets, and whose they are.

Each option of the earlier draft is followed word by word through the edits: kept once its brackets are gone, still in brackets, kept in
part, or not carried over. It is only called kept where every word of it stands, for one word is what a night was spent on. Options of the
later draft whose words the earlier one does not hold in brackets are added, or, where it holds them bare, put in brackets. A paragraph
numbered or called an alternative ("2 alt.", "Option B:") is chosen or not. Positions ("[US: delete]") come last (`positions`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from resdiff.diff.followed import Followed
from resdiff.diff.options import Option, delegations, options_of, said, side_by_side
from resdiff.diff.pairing import Words, unchanged, words_of
from resdiff.diff.positions import FEW, holds, positions
from resdiff.models import Cover, Document, Fate, Link, LinkKind, MarkKind, Paragraph, Proposal
from resdiff.tokens import words
from resdiff.vocabulary import suffix, talks

PARTLY = 0.2
"""Share of the words of a proposal below which nothing of it counts as kept: a word or two stand anywhere; a judgement."""

REOPENED = 0.5
"""Share of the words of a new option that must have stood bare in the earlier draft for them to be put in brackets rather than added; a
judgement."""

_ALTERNATIVE = re.compile(r"\w*\dalt\d*")
_Links = Mapping[str, Sequence[Link]]


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
        if printed and (options := options_of(paragraph, printed)):
            own = [Followed.of(paragraph, printed, link, theirs[link.right]) for link in by_left[paragraph.id]]
            groups = list(side_by_side(paragraph.text, options))
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
    linked = {link.right for link in links}
    out = _in_other_paragraphs(out, [p for p in right.paragraphs if p.id not in linked])
    return (*out, *positions(left, right, by_left))


def _in_other_paragraphs(found: Sequence[Proposal], added: Sequence[Paragraph]) -> list[Proposal]:
    """The proposals, with those that are gone from their paragraph and stand in brackets in another one, word for word, told as still in
    brackets, and those that a new paragraph holds as kept. Only where there is no doubt which is which."""
    gone: dict[tuple[str, ...], list[Proposal]] = defaultdict(list)
    come: dict[tuple[str, ...], list[Proposal]] = defaultdict(list)
    for told in found:
        if told.fate in (Fate.GONE, Fate.ADDED):
            (gone if told.fate is Fate.GONE else come)[words(told.text)].append(told)
    out: dict[Proposal, Proposal | None] = {}
    for phrase, (told, *more) in gone.items():
        if more or not phrase:
            continue
        few = len(phrase) < FEW
        there = [p.id for p in added if holds(p, phrase, whole=few)]
        if len(come[phrase]) == 1 and not few:
            (other,) = come[phrase]
            same = delegations([told.by]) == delegations([other.by])
            out[told] = replace(told, right=other.right, fate=Fate.STILL, now=None if same else other.by)
            out[other] = None
        elif len(there) == 1 and not come[phrase]:
            out[told] = replace(told, right=there[0], fate=Fate.KEPT)
    return [now for told in found if (now := out.get(told, told)) is not None]


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
        options = [o for o in options_of(paragraph, printed) if not o.meets(met)]
        if not options:
            continue
        sources = []
        for link in by_right[paragraph.id]:
            wording = Cover(ours[link.left].talked)
            stood = {i for before, after in unchanged(link.edits) if not wording.holds(before[0]) for i in printed.within(after)}
            sources.append((link.left, stood))
        for option in options:
            text, by = said(paragraph, option)
            own = option.words(printed)
            counts = [(len(stood.intersection(own)), id_) for id_, stood in sources]
            most, where = max(counts, default=(0, ""))
            if not own or most < REOPENED * len(own):
                yield Proposal("", paragraph.id, text, by, Fate.ADDED)
            else:
                yield Proposal(where, paragraph.id, text, by, Fate.BRACKETED if most == len(own) else Fate.REOPENED)


def _fate(
    paragraph: Paragraph, printed: Words, option: Option, links: Sequence[Followed], followed: dict[str, list[int]]
) -> Proposal:
    text, by = said(paragraph, option)
    within = [printed.within(part) for part in option.parts()]
    best: tuple[float, int, str] = (0, 0, "")
    best_way: Followed | None = None
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


def _renamed(told: Proposal, option: Option, links: Sequence[Followed], later: Mapping[str, Paragraph]) -> Proposal:
    """What became of an option, with the names that its words stand under now where these are others."""
    way = next((way for way in links if way.link.right == told.right), None)
    if way is None or told.fate not in (Fate.STILL, Fate.CHANGED) or not (places := way.places(option)):
        return told
    paragraph = later[told.right]
    holding = way.holding(paragraph, places)
    if holding is None:
        return told
    now = holding.by
    same = delegations(now) == delegations(option.by)
    return told if same else replace(told, now=", ".join(now) if delegations(now) else "")


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
        whole = Option(0, len(paragraph.text), (), paragraph.talked)
        yield Proposal(paragraph.id, chosen or next(iter(own), ""), said(paragraph, whole)[0], called, fate)


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
        now = ", ".join(still) if still and delegations(still) != delegations(sponsors) else None
        number = _number(paragraph) if suffix(paragraph.number) else ""
        whole = Option(0, len(paragraph.text), (), paragraph.talked)
        by = ", ".join(filter(None, [number, *sponsors]))
        yield Proposal(paragraph.id, next(iter(own), ""), said(paragraph, whole)[0], by, fate, now=now)


def _is_bracketed(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands in brackets whole, but for what is printed of the talks beside them."""
    options = paragraph.marked(MarkKind.OPTION)
    if not options:
        return False
    widest = max((start, end) for start, end in options if start == options[0][0])
    outside = Cover([widest, *paragraph.talked]).outside((0, len(paragraph.text)))
    return not any(paragraph.text[slice(*part)].strip(" ;,.\u00a0") for part in outside)


def _called(paragraph: Paragraph) -> str:
    """What an alternative is called, as printed; "" where a paragraph is none, or is one in brackets."""
    text = paragraph.text
    if _is_bracketed(paragraph):
        return ""
    first = next((mark for mark in paragraph.marks if mark.kind is MarkKind.TAG), None)
    if first and first.start == 0 and talks.is_labelled(text):
        return first.value
    number = _number(paragraph) if _ALTERNATIVE.fullmatch(paragraph.path[-1]) else ""
    return ", ".join([number, *_sponsors(paragraph)]) if number else ""


def _number(paragraph: Paragraph) -> str:
    """The number of a paragraph as printed, without what closes it."""
    return paragraph.number.strip(" .:()（）–—-")


def _sponsors(paragraph: Paragraph) -> list[str]:
    """Who proposes a paragraph, as it says before or after its own words, outside of brackets that hold some of them: "(India) Invites
    ...", "Invites ...; (India)"."""
    tags = [mark for mark in paragraph.marks if mark.kind is MarkKind.TAG]
    if not tags:
        return []
    text, options = paragraph.text, Cover(paragraph.marked(MarkKind.OPTION))
    begins, ends = talks.lead(text), talks.trail(text)
    beside = (
        mark for mark in tags if mark.end <= begins or (mark.start >= ends and text[: mark.start].rstrip()[-1:] not in ("]", "］"))
    )
    found = [mark for mark in beside if not options.holds(mark.start)]
    return [mark.value for mark in found if talks.signers(mark.value, coded=True) and not talks.is_source(mark.value)]
