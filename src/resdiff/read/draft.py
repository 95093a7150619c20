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

from resdiff.models import Block, Cover, Hint, Mark, MarkKind
from resdiff.vocabulary import SETTLED, SUFFIX, talks

_FAR = 12
"""Paragraphs over which a bracket may stay open."""
_DEEPEST = 16
"""Options within each other that are marked: talks go three or four deep."""
_NEAR = 40
"""Code points beside a name in round brackets that are looked at."""
_STATUS = re.compile(SETTLED)
_NO_OPTION = re.compile(r"\[(?:sic|\.{3}|…|\W*)\]", re.IGNORECASE)
_FLAT = re.compile(r"\[(?P<square>[^\[\]<>\n]{1,200})\]|<(?P<angle>[^\[\]<>\n]{1,200})>|\((?P<round>[^\[\]<>()\n]{1,200})\)")
"""A pair of brackets with none inside, but for a name in round ones."""
_NAMED = re.compile(r"\(([^()\[\]]{1,200})\)")
_BEFORE = re.compile(r"\s?([^\[\]():：]{1,200}?)\s?[:：]")
_LABEL = re.compile(rf"\s?({talks.LABEL.pattern})\s?[:：.–—-]")
_DASHED = re.compile(r"\s?[-–—]\s?([^\[\]():：–—-]{1,120}?)\s?(?=\])")
_NUMBER = re.compile(rf"\W*(?:(?:OP|PP)?\s?\d{{1,3}}(?:[\s.]?{SUFFIX})?|[a-z]{{1,4}}(?:\s{SUFFIX})?)?\W*")
"""What stands before the own words of a paragraph: its number."""


@dataclass(frozen=True, slots=True)
class _Bracket:
    block: int
    at: int


def drafted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with marks for options, tags, positions and statuses."""
    positions = [tuple(_positions(block.text)) for block in blocks]
    options = _options(blocks, positions)
    talked = bool(options) or any(positions)
    out = []
    for i, block in enumerate(blocks):
        ranges = options.get(i, [])
        marks = [Mark(start, end, MarkKind.OPTION) for start, end in ranges]
        marks += positions[i]
        taken = Cover((mark.start, mark.end) for mark in positions[i])  # a position's names are its own
        marks += (tag for tag in _tags(block.text, ranges, talked=talked) if not taken.holds(tag.start))
        marks += _statuses(block.text)
        merged = sorted([*block.marks, *marks], key=lambda mark: (mark.start, mark.end))
        out.append(replace(block, marks=tuple(merged)) if marks else block)
    return tuple(out)


def _positions(text: str) -> Iterator[Mark]:
    """What delegations ask for, with it as the value; in round brackets only with a name."""
    for match in _FLAT.finditer(text):
        kind = match.lastgroup or ""
        said = talks.position(match[kind])
        if said and (said.names or kind == "square"):
            yield Mark(match.start(), match.end(), MarkKind.POSITION, " ".join(match[kind].split()))


def _options(blocks: Sequence[Block], positions: Sequence[Sequence[Mark]]) -> dict[int, list[tuple[int, int]]]:
    """The ranges in square brackets, by block. One that closes in a later paragraph reaches over all between."""
    found: dict[int, list[tuple[int, int]]] = {}
    opened: list[_Bracket] = []
    for i, block in enumerate(blocks):
        if block.hint is Hint.MASTHEAD:
            continue
        taken = {mark.start for mark in positions[i]}
        opened = [bracket for bracket in opened if i - bracket.block <= _FAR]
        for match in re.finditer(r"[\[\]]", block.text):
            if match[0] == "[":
                opened.append(_Bracket(i, match.start()))
            elif opened:
                bracket = opened.pop()
                if len(opened) >= _DEEPEST or (bracket.block == i and bracket.at in taken):
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


def _statuses(text: str) -> Iterator[Mark]:
    """What says how the talks left a paragraph, as printed."""
    for match in _STATUS.finditer(text):
        if not text[: match.start()].strip() or not text[match.end() :].strip(" ;.,:"):
            yield Mark(match.start(), match.end(), MarkKind.STATUS, " ".join(match[0].strip("[]()").split()))


def _tags(text: str, options: Sequence[tuple[int, int]], *, talked: bool) -> Iterator[Mark]:
    """The tags in a text, each with the names, or what an option is called, as its value. Names are looked for where the document shows
    otherwise, too, that it is talked about."""
    if talked:
        yield from _signed(text)
    opened = dict.fromkeys(start + 1 for start, _ in options)
    first = _NUMBER.match(text)
    for start in [*opened, *([first.end()] if first and first.end() not in opened else [])]:
        said = _LABEL.match(text, start) or (_BEFORE.match(text, start) if talked else None)
        if said and (said.re is _LABEL or talks.names(said[1], coded=start in opened)):
            yield Mark(said.start(1), said.end(), MarkKind.TAG, said[1])


def _signed(text: str) -> Iterator[Mark]:
    """Names after what they propose: "[also] (France)", "[also – FRA]"."""
    for match in _NAMED.finditer(text):
        before, after = (
            text[max(0, match.start() - _NEAR) : match.start()].rstrip(),
            text[match.end() : match.end() + _NEAR].lstrip(),
        )
        beside = before[-1:] in ("[", "]") or after[:1] in ("[", "]")
        ends = before[-1:] in (",", ";", ".", ":", "；", "。", "،", "؛") and not after
        if (beside or ends or (match.start() < _NEAR and _NUMBER.fullmatch(before))) and talks.names(match[1]):
            yield Mark(match.start(), match.end(), MarkKind.TAG, match[1])
    for match in _DASHED.finditer(text):
        if talks.names(match[1], coded=True):
            yield Mark(match.start(), match.end(), MarkKind.TAG, match[1])
