"""Edits between two rounds of a draft: what is of the talks by itself, and words in brackets that moved.

The edits of short runs show them as deleted here and inserted there: "report [every 90 days] on wrecks", "report on wrecks [every 90
days]". They are the same proposal, and moved; or what stood between is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from resdiff.align.rarity import FUNCTION_WORDS
from resdiff.diff.pairing import Words, words_of
from resdiff.models import Cover, Edit, EditClass, MarkKind, Op, Paragraph, Span
from resdiff.tokens import words

_BRACKET = re.compile(r"[\[\]［］]")
_MARKS = " \u00a0,;.:/–—-，；。：؛،"
_Move = tuple[Span, Span]


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


def shifted(steps: tuple[Edit, ...], left: Paragraph, right: Paragraph) -> tuple[Edit, ...]:
    """The edits in which an option of either text that was deleted at one place and inserted at another, word for word, is a move."""
    here, there = _cores(left), _cores(right)
    if not (here or there):
        return steps
    gone = sorted(edit.left for edit in steps if edit.op is Op.DELETE and edit.class_ is None)
    come = [edit.right for edit in steps if edit.op is Op.INSERT and edit.class_ is None]
    moves: list[_Move] = []
    for core in here:
        wanted = left.text[slice(*core)]
        if _within(core, gone) and (place := _only(wanted, right.text, come)) and (place in there or _tells(wanted)):
            moves.append((core, place))
    for core in there:
        wanted = right.text[slice(*core)]
        if _within(core, come) and (place := _only(wanted, left.text, gone)) and (place in here or _tells(wanted)):
            moves.append((place, core))
    moves += _runs(left.text, gone, right.text, come)
    return _moved(steps, _apart(moves)) if moves else steps


_MOST = 40_000
"""Pairs of words beyond which no runs are looked for: a text that was written anew."""


def _runs(left: str, gone: Sequence[Span], right: str, come: Sequence[Span]) -> Iterator[_Move]:
    """The runs of words that the edits delete at one place and insert at another, each the only one of its words."""
    before, after = words_of(left), words_of(right)
    ours = [span for part in gone for span in _inside(before, part)]
    theirs = [span for part in come for span in _inside(after, part)]
    if len(ours) * len(theirs) > _MOST:
        return
    places: dict[str, list[int]] = defaultdict(list)
    for k, span in enumerate(theirs):
        places[right[slice(*span)]].append(k)
    found: dict[str, set[_Move]] = defaultdict(set)
    reached: dict[int, int] = {}
    for i, span in enumerate(ours):
        for k in places[left[slice(*span)]]:
            if reached.get(i - k, -1) >= i:
                continue  # within a run that was found
            count = 1
            while _goes_on(left, ours, i, right, theirs, k, count):
                count += 1
            reached[i - k] = i + count - 1
            move = (span[0], ours[i + count - 1][1]), (theirs[k][0], theirs[k + count - 1][1])
            if _says(left[slice(*move[0])]):
                found[left[slice(*move[0])]].add(move)
    yield from (move for moves in found.values() if len(moves) == 1 for move in moves)


def _inside(of: Words, part: Span) -> Iterator[Span]:
    return (of.spans[k] for k in of.within(part) if of.spans[k][1] <= part[1])


def _goes_on(left: str, ours: Sequence[Span], i: int, right: str, theirs: Sequence[Span], k: int, count: int) -> bool:
    """Whether the next words after a run are the same on both sides, with what parts them from it."""
    if i + count >= len(ours) or k + count >= len(theirs):
        return False
    before, after = left[ours[i + count - 1][1] : ours[i + count][1]], right[theirs[k + count - 1][1] : theirs[k + count][1]]
    return before == after and not _BRACKET.search(before)


def _cores(paragraph: Paragraph) -> list[Span]:
    """The words of each option that has one run of them, without marks at their ends; names and positions are none."""
    found = []
    options = paragraph.marked(MarkKind.OPTION)
    beside = Cover([*paragraph.talked, *(match.span() for match in _BRACKET.finditer(paragraph.text))] if options else ())
    for option in options:
        runs = [run for run in beside.outside(option) if words(paragraph.text[slice(*run)])]
        if len(runs) == 1:
            found.append(_trimmed(paragraph.text, runs[0]))
    return found


def _trimmed(text: str, span: Span) -> Span:
    """A range without marks and spaces at its ends."""
    said = text[slice(*span)]
    return span[0] + len(said) - len(said.lstrip(_MARKS)), span[1] - len(said) + len(said.rstrip(_MARKS))


def _within(span: Span, ranges: Sequence[Span]) -> bool:
    """Whether a range lies in one of others, which stand in order."""
    at = bisect_right(ranges, span[0], key=lambda other: other[0]) - 1
    return at >= 0 and span[1] <= ranges[at][1]


def _only(wanted: str, text: str, ranges: Sequence[Span]) -> Span | None:
    """The one place in some ranges of a text where words stand; None where there is none, or more than one."""
    pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    found = [match.span() for match in pattern.finditer(text) if _within(match.span(), ranges)]
    return found[0] if len(found) == 1 else None


def _says(wanted: str) -> bool:
    """Whether words are so many that they are the same words wherever they stand."""
    found = words(wanted)
    return len(found) > 1 and not FUNCTION_WORDS.issuperset(found)


def _tells(wanted: str) -> bool:
    """Whether the words of an option are the same words where they stand without brackets."""
    return _says(wanted) or (len(wanted) >= _LONG and not FUNCTION_WORDS.issuperset(words(wanted)))


_LONG = 5
"""Letters of a single word that is no small one; a judgement."""


def _apart(moves: Sequence[_Move]) -> list[_Move]:
    """The moves of which no two share a word, the longest first; in the order of the later text."""
    taken: list[_Move] = []
    for move in sorted(dict.fromkeys(moves), key=lambda move: (move[0][0] - move[0][1], move)):
        if not any(
            one[0] < other[1] and other[0] < one[1] for other_move in taken for one, other in zip(move, other_move, strict=True)
        ):
            taken.append(move)
    return sorted(taken, key=lambda move: move[1])


def _moved(steps: Sequence[Edit], moves: Sequence[_Move]) -> tuple[Edit, ...]:
    away, come = Cover([move[0] for move in moves]), {move[1]: move[0] for move in moves}
    out: list[Edit] = []
    for edit in steps:
        if edit.op is Op.DELETE and edit.class_ is None:
            out += [replace(edit, left=part) for part in away.outside(edit.left)]
        elif edit.op is Op.INSERT and edit.class_ is None:
            out += _filled(edit, [place for place in come if edit.right[0] <= place[0] and place[1] <= edit.right[1]], come)
        else:
            out.append(edit)
    return tuple(out)


def _filled(edit: Edit, places: Sequence[Span], come: dict[Span, Span]) -> Iterator[Edit]:
    """An insertion with the moves that stand in it."""
    at = edit.right[0]
    for place in places:
        if at < place[0]:
            yield replace(edit, right=(at, place[0]))
        yield Edit(Op.MOVE, come[place], place)
        at = place[1]
    if at < edit.right[1]:
        yield replace(edit, right=(at, edit.right[1]))
