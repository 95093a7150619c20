"""What a draft under negotiation sets apart: words in square brackets (options), the names of those who propose them (tags), and how the
talks left a paragraph (status).

    [Reaffirming [also] the need (France, UK)]     options, one in the other, and a tag
    [US: strongly] condemns                        an option with a tag
    ... by sea; [agreed ad ref]                    a status, at the end of a paragraph or at its beginning

Nothing is taken out of the text. A tag is told by known names of delegations only (`delegations.toml`), or, right after an opening bracket
and before a colon, by a code in capitals. Names in round brackets count beside a square bracket, or before and after a sentence: a place
in running text ("Nice (France)") is none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from resdiff.models import Block, Hint, Mark, MarkKind
from resdiff.vocabulary import SETTLED

_FAR = 12
"""Paragraphs over which a bracket may stay open."""
_STATUS = re.compile(SETTLED)
_NO_OPTION = re.compile(r"\[(?:sic|\.{3}|…|\W*)\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Bracket:
    block: int
    at: int


def drafted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with marks for options, tags and statuses."""
    options = _options(blocks)
    out = []
    for i, block in enumerate(blocks):
        ranges = options.get(i, [])
        marks = [Mark(start, end, MarkKind.OPTION) for start, end in ranges]
        marks += _tags(block.text, ranges) if options else ()
        marks += _statuses(block.text)
        merged = sorted([*block.marks, *marks], key=lambda mark: (mark.start, mark.end))
        out.append(replace(block, marks=tuple(merged)) if marks else block)
    return tuple(out)


def _options(blocks: Sequence[Block]) -> dict[int, list[tuple[int, int]]]:
    """The ranges in square brackets, by block. One that closes in a later paragraph reaches over all between."""
    found: dict[int, list[tuple[int, int]]] = {}
    opened: list[_Bracket] = []
    for i, block in enumerate(blocks):
        if block.hint is Hint.MASTHEAD:
            continue
        opened = [bracket for bracket in opened if i - bracket.block <= _FAR]
        for match in re.finditer(r"[\[\]]", block.text):
            if match[0] == "[":
                opened.append(_Bracket(i, match.start()))
            elif opened:
                for at, start, end in _reach(blocks, opened.pop(), i, match.end()):
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


def _tags(text: str, options: Sequence[tuple[int, int]]) -> list[Mark]:
    """The tags in a text, each with the names as its value."""
    found = list(_named(text))
    taken = {mark.start for mark in found}
    for start, end in options:
        code = _CODE.match(text, start, end)
        if code and code.start(1) not in taken and not any(name in code[1] for name in _NO_CODE):
            found.append(Mark(code.start(1), code.end(1), MarkKind.TAG, code[1]))
    return found


def _named(text: str) -> Iterator[Mark]:
    for match in _names().finditer(text):
        round_, colon = match["round"], match["colon"]
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        if round_:
            beside = before[-1:] in ("[", "]") or after[:1] in ("[", "]")
            if beside or not before or (before[-1] in ",;.:；。،؛" and not after):
                yield Mark(match.start(), match.end(), MarkKind.TAG, round_)
        elif colon and (before[-1:] == "[" or not before):
            yield Mark(match.start("colon"), match.end("colon"), MarkKind.TAG, colon)


_NO_CODE = ("ALT", "ADD", "DEL", "NEW", "TBC", "TBD")
_CODE = re.compile(r"\[\s?([A-Z]{3}(?:\s?[,/+&]\s?[A-Z]{2,3})*)(?=\s?:)")


@cache
def _names() -> re.Pattern[str]:
    data = tomllib.loads((resources.files("resdiff.read") / "delegations.toml").read_text(encoding="utf-8"))
    names = sorted({*data["english"], *data["french"], *data["groups"]}, key=lambda name: (-len(name), name))
    one = "(?:" + "|".join(re.escape(name).replace("’", "['’]") for name in names) + ")"
    more = rf"{one}(?:\s?(?:,|;|/|\+|&|and|et)\s?(?:the\s)?{one}){{0,30}}"
    return re.compile(rf"\((?P<round>{more})\)|(?<![\w-])(?P<colon>{more})(?=\s?:)")
