"""What a draft under negotiation sets apart: words in square brackets (options), the names of those who propose them and what options are
called (tags), what delegations ask for (positions), and how the talks left a paragraph (status).

    [Reaffirming [also] the need (France, UK)]     options, one in the other, and a tag
    [US: strongly] condemns                        an option with a tag
    ... by sea; [CHN: delete]                      a position, which is no wording and no option
    ... by sea; [agreed ad ref]                    a status, at the end of a paragraph or at its beginning

Nothing is taken out of the text. A tag is told by known names of delegations only (`vocabulary.talks`), or, right after an opening bracket
and before a colon, by a code in capitals. Names in round brackets count beside a square bracket, or before and after a sentence: a place
in running text ("Nice (France)") is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from resdiff.models import Block, Cover, Hint, Mark, MarkKind, Span
from resdiff.vocabulary import SETTLED, SUFFIX, stages, suffix, talks

_FAR = 12
"""Paragraphs over which a bracket may stay open."""
_DEEPEST = 16
"""Options within each other that are marked: talks go three or four deep."""
_COVER = 12
"""Blocks at the beginning among which a line that says the round is looked for."""
_NEAR = 40
"""Code points beside a name in round brackets that are looked at."""
_STATUS = re.compile(SETTLED)
_SPOKEN = re.compile(r"[^\W\d_][^\[\]()（）:：]{1,80}[:：]")
_NO_OPTION = re.compile(r"[\[［](?:sic|\.{3}|…|\W*)[\]］]", re.IGNORECASE)
_SQUARE = re.compile(r"[\[\]［］]")
_FLAT = re.compile(r"[\[［]([^\[\]［］<>\n]{1,200})[\]］]")
_ROUND = re.compile(r"[(（]([^\[\]［］<>()（）\n]{1,200})[)）]|<([^\[\]<>\n]{1,200})>")
"""Pairs of brackets with none of their kind inside."""
_NAMED = re.compile(r"[(（]([^()（）\[\]]{1,200})[)）]")
_SOURCE = re.compile(r"[(（]((?:[^()（）\[\]［］]|\(\d{4}\)){1,200})[)）]")
_WORDS = re.compile(r"[^\W\d_]+")
_BEFORE = re.compile(r"\s?([^\[\]():：]{1,200}?(?:\s?[(（][^()（）\[\]:：]{1,100}[)）])?)\s?[:：]")
_DASHED = re.compile(r"\s?[-–—]\s?([^\[\]():：–—-]{1,120}?)\s?(?=\])")
_OPEN, _SHUT = ("[", "［"), ("]", "］")
_ENDING = (",", ";", ".", ":", "；", "。", "،", "؛", "，")
_CLOSING = " \u00a0;.,:；。，：؛،]］)）"
"""What may follow what is printed at the end of a paragraph."""
_CLOSES = re.compile(r"[;,.؛،；，。]?\s?[\]］]")
_COUNTED = re.compile(rf"\W*((?:OP|PP)?\s?\d{{1,3}}(?:[\s.]?{SUFFIX})?|\([a-z]{{1,4}}\))?\W*", re.IGNORECASE)
"""The number of a paragraph, or nothing, and nothing that may be a word."""
_NUMBER = re.compile(rf"\W*(?:(?:OP|PP)?\s?\d{{1,3}}(?:[\s.]?{SUFFIX})?|[a-z]{{1,4}}(?:\s{SUFFIX})?)?\W*")
"""What stands before the own words of a paragraph: its number."""


@dataclass(frozen=True, slots=True)
class _Bracket:
    block: int
    at: int


def drafted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with marks for options, tags, positions and statuses."""
    empty = [_empty(block) for block in blocks]
    ends = [talks.trail(block.text) for block in blocks]
    positions = [() if none else tuple(_positions(block.text, end)) for block, none, end in zip(blocks, empty, ends, strict=True)]
    signed = [() if none else tuple(_numbered(block)) for block, none in zip(blocks, empty, strict=True)]
    owned = [
        first if none else (*first, *_owned(block.text, end))
        for block, none, end, first in zip(blocks, empty, ends, signed, strict=True)
    ]
    taken = [
        Cover((mark.start, mark.end) for mark in (*none, *asked, *names))
        for none, asked, names in zip(empty, positions, owned, strict=True)
    ]
    options = _options(blocks, taken)
    talked = bool(options) or any(positions) or any(owned) or any(stages.is_round_alone(block.text) for block in blocks[:_COVER])
    if talked:
        positions = [asked or _line(block) for block, asked in zip(blocks, positions, strict=True)]
    out = []
    for i, block in enumerate(blocks):
        ranges = options.get(i, [])
        choices = list(_choices(block.text, ranges, taken[i]))
        marks = [Mark(start, end, MarkKind.OPTION) for start, end in (*ranges, *choices)]
        marks += (*empty[i], *positions[i])
        apart = Cover((mark.start, mark.end) for mark in (*empty[i], *positions[i]))  # a position's names are its own
        tags = {tag.start: tag for tag in (*_tags(block.text, ranges, choices, talked=talked), *owned[i])}
        marks += (tag for tag in tags.values() if not apart.holds(tag.start))
        marks += () if empty[i] else _statuses(block.text, ends[i])
        merged = sorted([*block.marks, *marks], key=lambda mark: (mark.start, mark.end))
        out.append(replace(block, marks=tuple(merged)) if marks else block)
    return tuple(out)


def _line(block: Block) -> tuple[Mark, ...]:
    """What a delegation asks for on a line of its own without brackets: "US: delete OP1"."""
    said = (
        talks.position(block.text) if not block.marker and block.hint is not Hint.MASTHEAD and _SPOKEN.match(block.text) else None
    )
    return (Mark(0, len(block.text), MarkKind.POSITION, " ".join(block.text.split())),) if said and said.names else ()


def _empty(block: Block) -> tuple[Mark, ...]:
    """What stands under the number of a paragraph that is not there ("5. (deleted)"), as a status."""
    if len(block.text) > _NEAR:
        return ()
    number = _COUNTED.match(block.text)
    start = min(number.end(1), len(block.text)) if number and number[1] else 0
    while start < len(block.text) and block.text[start] in " .):\u00a0–-":
        start += 1
    if (start or block.marker) and stages.EMPTY.fullmatch(block.text, start):
        return (Mark(start, len(block.text), MarkKind.STATUS, _plain(block.text[start:].rstrip(" ;.،؛；。"))),)
    return ()


def _plain(text: str) -> str:
    return " ".join(text.strip("[]()［］（）{}").split())


def _positions(text: str, ends: int) -> Iterator[Mark]:
    """What delegations ask for, with it as the value; in round brackets only with a name. What is quoted there may hold brackets."""
    within = (0, 0)
    for start, end, square in _pairs(text):
        if within[0] <= start < within[1]:
            continue  # within another
        inside = text[start + 1 : end - 1]
        said = talks.position(inside)
        if (
            said
            and (said.names or square)
            and (start >= ends or not said.apart or (said.names and _stands_apart(text, start, end, square)))
        ):
            within = (start, end)
            yield Mark(start, end, MarkKind.POSITION, " ".join(inside.split()))
        elif square and (at := talks.answered(inside)):
            within = (start + 1 + at, end)
            yield Mark(start + 1 + at, end - 1, MarkKind.POSITION, " ".join(inside[at:].lstrip(" ;,/.；，").split()))


def _stands_apart(text: str, start: int, end: int, square: bool) -> bool:
    """Whether what brackets with a name hold can be no wording: round ones with a colon, square ones after a closing mark."""
    if not square:
        return any(colon in text[start:end] for colon in ":：")
    before, after = text[max(0, start - _NEAR) : start].rstrip(" \u00a0]］"), text[end : end + 2].strip(_CLOSING)
    return before[-1:] in _ENDING and (not after or after[0] in _OPEN)


def _pairs(text: str) -> list[tuple[int, int, bool]]:
    """The pairs of brackets that may hold a position, in order, and whether they are square. Square ones may have others in them."""
    found = [(match.start(), match.end(), False) for match in _ROUND.finditer(text)]
    opened: list[int] = []
    for match in _SQUARE.finditer(text):
        if match[0] in _OPEN:
            opened.append(match.start())
        elif opened and match.end() - (start := opened.pop()) <= talks.LONGEST:
            found.append((start, match.end(), True))
    return sorted(found)


def _owned(text: str, ends: int) -> Iterator[Mark]:
    """Names in square brackets of their own, after the last words of a paragraph or, as codes, beside another bracket: "[also] [FR]"; and
    where a paragraph is taken from, after its last words: "[AL 2368 OP4]"."""
    last = len(text.rstrip(_CLOSING))
    for match in _FLAT.finditer(text):
        beside = (
            text[max(0, match.start() - 2) : match.start()].rstrip()[-1:] in _SHUT
            or text[match.end() : match.end() + 2].lstrip()[:1] in _OPEN
        )
        after = match.start() >= ends
        code = (match.end() >= last or beside) and talks.is_code(match[1])
        if (after and talks.is_source(match[1])) or ((after or code) and talks.signers(match[1])):
            yield Mark(match.start(), match.end(), MarkKind.TAG, match[1].strip())
    for match in _SOURCE.finditer(text, ends):
        if talks.is_source(match[1]):
            yield Mark(match.start(), match.end(), MarkKind.TAG, match[1].strip())


def _numbered(block: Block) -> Iterator[Mark]:
    """Who proposes a paragraph, right after its number: "2 alt (India) ..."."""
    start = 1 if block.text[:1] in _OPEN else 0
    at = 0 if suffix(block.marker) else start + talks.own_number(block.text[start:])
    if at > start and (number := talks.NUMBERED.match(block.text, start)):
        at = number.end()
    elif at == start and not suffix(block.marker):
        return
    if found := talks.signature(block.text, at):
        (first, last), said = found
        yield Mark(first, last, MarkKind.TAG, said)


def _options(blocks: Sequence[Block], taken: Sequence[Cover]) -> dict[int, list[Span]]:
    """The ranges in square brackets, by block. One that closes in a later paragraph reaches over all between."""
    found: dict[int, list[Span]] = {}
    opened: list[_Bracket] = []
    for i, block in enumerate(blocks):
        if block.hint is Hint.MASTHEAD:
            continue
        opened = [bracket for bracket in opened if i - bracket.block <= _FAR]
        for match in _SQUARE.finditer(block.text):
            if match[0] in _OPEN:
                opened.append(_Bracket(i, match.start()))
            elif opened:
                bracket = opened.pop()
                if len(opened) >= _DEEPEST or (bracket.block == i and taken[i].holds(bracket.at)):
                    continue
                for at, start, end in _reach(blocks, bracket, i, match.end()):
                    whole = block.text[start:end] if at == i else "-"
                    if end > start and not _NO_OPTION.fullmatch(whole) and not _STATUS.fullmatch(whole):
                        found.setdefault(at, []).append((start, end))
    return found


def _reach(blocks: Sequence[Block], bracket: _Bracket, last: int, end: int) -> Iterator[tuple[int, int, int]]:
    for at in range(bracket.block, last + 1):
        if blocks[at].hint is not Hint.MASTHEAD:
            yield at, bracket.at if at == bracket.block else 0, end if at == last else len(blocks[at].text)


def _statuses(text: str, ends: int) -> Iterator[Mark]:
    """What says how the talks left a paragraph, as printed."""
    last = len(text.rstrip(_CLOSING))
    for match in _STATUS.finditer(text):
        first = match.start() < _NEAR and _COUNTED.fullmatch(text, 0, match.start())
        if first or match.start() >= ends or match.end() >= last:
            yield Mark(match.start(), match.end(), MarkKind.STATUS, _plain(match[0]))


def _choices(text: str, options: Sequence[Span], taken: Cover) -> Iterator[Span]:
    """The choices that stand in one pair of brackets, each under its own name: "[Option 1: Urges / Option 2: Invites]"."""
    for start, end in options:
        if text[start] in _OPEN and text[end - 1] in _SHUT:
            for first, last in talks.choices(text[start + 1 : end - 1]):
                if not taken.holds(start + 1 + first):
                    yield start + 1 + first, start + 1 + last


def _tags(text: str, options: Sequence[Span], choices: Sequence[Span], *, talked: bool) -> Iterator[Mark]:
    """The tags in a text, each with the names, or what an option is called, as its value. Names are looked for where the document shows
    otherwise, too, that it is talked about."""
    if talked:
        yield from _signed(text)
    opened = dict.fromkeys([*(start + 1 for start, _ in options), *(start for start, _ in choices)])
    first = _NUMBER.match(text)
    for start in (start for start in opened if start > 1 and talks.own_number(text[start:])):
        number = talks.NUMBERED.match(text, start)  # "...; [OP2 alt (US): ...]"
        signed = talks.signature(text, number.end()) if number else None
        end = signed[0][1] if signed else start + talks.own_number(text[start:])
        yield Mark(start, end, MarkKind.TAG, text[start:end].strip(" :："))
    reached = 0
    for start in [*opened, *([first.end()] if first and first.end() not in opened else [])]:
        if start == (first.end() if first else -1) < reached:
            continue  # within a tag: "[add new OP: ...]" has no number
        said = talks.LABELLED.match(text, start) or (_BEFORE.match(text, start) if talked else None)
        if said and (said.re is talks.LABELLED or talks.signers(said[1], coded=start in opened) or talks.is_kind(said[1])):
            more = _BEFORE.match(text, said.end())  # "US: new sentence: ..."
            end = more.end() if more and talks.is_kind(more[1]) else said.end()
            reached = reached or end
            yield Mark(said.start(1), end, MarkKind.TAG, said[1])


def _is_short_for(code: str, before: str) -> bool:
    """Whether a code in brackets is short for the words before it: "the African Union (AU)"."""
    printed = _WORDS.findall(before)[-2 * len(code) :]
    if not code.isupper() or not printed or not before[-1:].isalnum():
        return False
    if talks.is_body(code) and printed[-1][0].isupper():
        return True
    initials = [word[0] for word in printed]
    return any("".join(first).casefold().endswith(code.casefold()) for first in (initials, [x for x in initials if x.isupper()]))


def _signed(text: str) -> Iterator[Mark]:
    """Names after what they propose: "[also] (France)", "[also – FRA]"."""
    for match in _NAMED.finditer(text):
        before, after = (
            text[max(0, match.start() - _NEAR) : match.start()].rstrip(),
            text[match.end() : match.end() + _NEAR].lstrip(),
        )
        beside = before[-1:] in _SHUT or before[-1:] in _OPEN or _CLOSES.match(after)
        ends = before[-1:] in _ENDING and not after
        if (
            (beside or ends or (match.start() < _NEAR and _NUMBER.fullmatch(before)))
            and talks.signers(match[1])
            and not _is_short_for(match[1], before)
        ):
            yield Mark(match.start(), match.end(), MarkKind.TAG, match[1])
    for match in _DASHED.finditer(text):
        if talks.names(match[1], coded=True):
            yield Mark(match.start(), match.end(), MarkKind.TAG, match[1])
