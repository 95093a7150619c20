"""Which words of two texts of one paragraph are unchanged, which moved: what a reader of a word diff would say.

1. Spaces are set aside, so that only words and marks are compared.
2. rapidfuzz finds the longest common sequence of keys (exact and fast, but a scatter of chance matches).
3. diff-match-patch's semantic clean-up drops the matches that help no reader. Runs of `KEPT` or more words are kept from it.
4. What still stands as deleted and inserted word for word is put back: as unchanged where it keeps its order, else as a move.
5. Edits that could stand in several places slide to where a reader expects them: a phrase begins at its preposition or conjunction and
   takes its comma along ("a, b{+, c+} and d", not "a, {+b, +}c and d" by chance of the search).

Nothing depends on the numbers of interned keys, only on which are equal, so the same texts give the same answer in every process.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from diff_match_patch import diff_match_patch

from resdiff.align.rarity import FUNCTION_KEYS, FUNCTION_WORDS, equal_runs
from resdiff.models import Cover, Span
from resdiff.tokens import SPACE, Tokens, folded, intern, is_word, tokenise
from resdiff.vocabulary.phrases import HAN

KEPT = 6
"""An unchanged run of this many words is never shown as both deleted and inserted."""

MOVED = 5
"""The least number of words that is called a move."""


Matches = list[tuple[int, int, int]]
"""Runs of units: first on the left, first on the right, how many."""


@dataclass(frozen=True, slots=True)
class Units:
    """A text's tokens without its spaces; `beside` is what it prints that is no part of its wording. The keys of such units are their own:
    the words of a position ("[US: add “and bells”]") are unchanged where it still stands, and never where wording took them up."""

    tokens: Tokens
    index: tuple[int, ...]
    """The token index of each unit."""
    keys: tuple[int, ...]
    beside: Cover

    def printed(self, start: int, end: int) -> list[str]:
        """The units of a range as they stand in the text."""
        text, bounds = self.tokens.text, self.tokens.bounds
        return [text[bounds[i] : bounds[i + 1]] for i in self.index[start:end]]

    def alike(self, one: int, other: int) -> bool:
        """Whether two units are the same in print."""
        return self.keys[one] == self.keys[other] and self.printed(one, one + 1) == self.printed(other, other + 1)

    def space(self, unit: int) -> str:
        """The white space before a unit."""
        bounds = self.tokens.bounds
        return self.tokens.text[bounds[self.index[unit - 1] + 1] if unit else 0 : bounds[self.index[unit]]]

    def words(self, start: int, end: int) -> int:
        """How many of the units are words."""
        return sum(map(is_word, self.keys[start:end]))

    def wording(self, start: int, end: int) -> int:
        """How many of the units are words of the wording."""
        if not self.beside:
            return self.words(start, end)
        bounds = self.tokens.bounds
        return sum(1 for i in range(start, end) if is_word(self.keys[i]) and not self.beside.holds(bounds[self.index[i]]))


def units(text: str, beside: Iterable[Span] = ()) -> Units:
    """The words and marks of a text; in some ranges it prints what is no part of its wording."""
    tokens = tokenise(text)
    keys = tokens.keys
    index = tuple([i for i, key in enumerate(keys) if key != SPACE])
    apart = Cover(beside)
    if not apart:
        return Units(tokens, index, tuple([keys[i] for i in index]), apart)
    own = [intern(_BESIDE + folded(keys[i])) if apart.holds(tokens.bounds[i]) else keys[i] for i in index]
    return Units(tokens, index, tuple(own), apart)


_BESIDE = "\ue000"
"""Before the key of what is no wording: a character of no text."""


def in_whole_words(matches: Matches, a: Units, b: Units, known: re.Pattern[str]) -> Matches:
    """The unchanged runs without the parts of known words whose other part changed: in Chinese, which has no spaces, "approves" and
    "ratifies" share a character, and nobody reads half a word as unchanged."""
    ours, theirs = _inside(a, known), _inside(b, known)
    out: Matches = []
    for i, j, n in matches:
        while n and (i in ours or j in theirs):
            i, j, n = i + 1, j + 1, n - 1
        while n and (i + n in ours or j + n in theirs):
            n -= 1
        if n:
            out.append((i, j, n))
    return out


def _inside(side: Units, known: re.Pattern[str]) -> frozenset[int]:
    """The units before which a known word goes on."""
    starts = [side.tokens.bounds[index] for index in side.index]
    spans = [match.span() for match in known.finditer(side.tokens.text)]
    return frozenset(unit for start, end in spans for unit in range(bisect_right(starts, start), bisect_left(starts, end)))


# --- unchanged runs --------------------------------------------------------------------------------------------------------------


def unchanged(a: Units, b: Units, known: re.Pattern[str] | None = None) -> tuple[Matches, Matches]:
    """The unchanged runs of two texts, in order on both sides, and the moved ones; no unit is in two runs. Of Chinese the `known` words are
    not cut where they need not be."""
    matches, moves = _put_back(a, b, _out_of_brackets(a, b, _readable(a, b, _matches(a, b))))
    if _HAN.search(a.tokens.text) and not moves:
        inside = (_inside(a, known), _inside(b, known)) if known else (frozenset[int](), frozenset[int]())
        matches = _in_place_han(a, b, _closed(a, b, matches), inside)
    else:
        matches = _slide(a, b, matches, moves)
    return _with_closing_brackets(a, b, matches), moves


def _with_closing_brackets(a: Units, b: Units, matches: Matches) -> Matches:
    """The unchanged runs without a bracket that closes what gave way on both sides ("9001 (2091)", "9002 (2092)")."""
    out: Matches = []
    at = (0, 0)
    for i, j, n in matches:
        first = a.keys[i]
        if first == _CLOSING == b.keys[j] and at[0] < i and at[1] < j and _open(a, at[0], i) and _open(b, at[1], j):
            i, j, n = i + 1, j + 1, n - 1
        if n:
            out.append((i, j, n))
            at = (i + n, j + n)
    return out


_OPENING, _CLOSING = intern("("), intern(")")


def _open(side: Units, start: int, end: int) -> bool:
    """Whether a bracket that opens in a range does not close in it."""
    keys = side.keys[start:end]
    return keys.count(_OPENING) > keys.count(_CLOSING)


def _matches(a: Units, b: Units) -> Matches:
    return equal_runs(a.keys, b.keys)


def _readable(a: Units, b: Units, matches: Matches) -> Matches:
    """The matches that the semantic clean-up leaves, all that are `KEPT` or more words long, and those that only lost neighbours, or only
    got some. Each stretch between kept matches is cleaned by itself."""
    kept: Matches = []
    stretch: Matches = []
    at = last = (0, 0)
    ends = [*matches, (len(a.keys), len(b.keys), 0)]
    for (i, j, n), (x, y, _) in zip(ends, [*ends[1:], ends[-1]], strict=True):
        before, after = (i - last[0], j - last[1]), (x - i - n, y - j - n)
        last = (i + n, j + n)
        if n and a.words(i, i + n) < KEPT and len(stretch) < _STRETCH and not _among_losses(a, i, n, before, after):
            stretch.append((i, j, n))
            continue
        kept += _cleaned(stretch, at, (i, j))
        if n:
            kept.append((i, j, n))
        at, stretch = (i + n, j + n), []
    return _joined(kept)


def _among_losses(a: Units, at: int, count: int, before: Span, after: Span) -> bool:
    """Whether a match stands between words that all went, or all came ("{-fog, -}old lamps{- and bells-}"), and not many: then it is no
    chance of two texts that differ, however short it is."""
    pure = (not before[1] and not after[1]) or (not before[0] and not after[0])
    if not pure or not any(before) or not any(after) or max(*before, *after) > ONE_SIDED * count:
        return False
    return sum(is_word(key) and key not in FUNCTION_KEYS for key in a.keys[at : at + count]) >= TELLING


ONE_SIDED, TELLING = 4, 2
"""How many words may come or go on either side for each word of a match between them, and how many words of meaning it must have."""

_STRETCH = 250
"""Short matches in a row that are cleaned together: the clean-up takes time with their square. No official paragraph has as many."""


def _cleaned(matches: Matches, start: tuple[int, int], end: tuple[int, int]) -> Matches:
    """What diff-match-patch leaves of the matches between two points. Its texts are stand-ins: one letter for each unit, equal for
    matched units and for nothing else."""
    if not matches:
        return []
    engine = diff_match_patch()
    number = 0xF0000
    diffs: list[tuple[int, str]] = []
    at_i, at_j = start
    for i, j, n in [*matches, (*end, 0)]:
        for op, count in ((engine.DIFF_DELETE, i - at_i), (engine.DIFF_INSERT, j - at_j), (engine.DIFF_EQUAL, n)):
            if count:
                diffs.append((op, "".join(map(chr, range(number, number + count)))))
                number += count
        at_i, at_j = i + n, j + n
    engine.diff_cleanupSemantic(diffs)
    out: Matches = []
    i, j = start
    for op, text in diffs:
        if op == engine.DIFF_EQUAL:
            out.append((i, j, len(text)))
        i += len(text) * (op != engine.DIFF_INSERT)
        j += len(text) * (op != engine.DIFF_DELETE)
    return out


def _joined(matches: Matches) -> Matches:
    """Neighbouring runs made one."""
    out: Matches = []
    for i, j, n in matches:
        if out and out[-1][0] + out[-1][2] == i and out[-1][1] + out[-1][2] == j:
            out[-1] = (out[-1][0], out[-1][1], out[-1][2] + n)
        elif n:
            out.append((i, j, n))
    return out


def _out_of_brackets(a: Units, b: Units, matches: Matches) -> Matches:
    """The matches with those between them that lost or got nothing but square brackets ("[fully]", "fully"; "[60][90] days", "90 days"):
    the clean-up takes a word between two marks for chance, but in a draft it is what was talked about."""
    if _BRACKETS.isdisjoint(a.keys) and _BRACKETS.isdisjoint(b.keys):
        return matches
    out: Matches = []
    at = (0, 0)
    for i, j, n in [*matches, (len(a.keys), len(b.keys), 0)]:
        gone, come = slice(at[0], i), slice(at[1], j)
        if not (_BRACKETS.isdisjoint(a.keys[gone]) and _BRACKETS.isdisjoint(b.keys[come])):
            found = _without_brackets(a, b, gone, come)
            if 2 * sum(a.wording(x, x + m) for x, _, m in found) >= min(a.wording(at[0], i), b.wording(at[1], j)):
                out += found
        out.append((i, j, n))
        at = (i + n, j + n)
    return _joined(out)


_BRACKETS = frozenset(map(intern, "[]"))


def _without_brackets(a: Units, b: Units, gone: slice, come: slice) -> Matches:
    """The equal runs of two stretches, brackets set aside: these must not match each other where words could. Of the ways to match that
    the search finds from either end the one that leaves the least broken."""
    ours = [x for x in range(gone.start, gone.stop) if a.keys[x] not in _BRACKETS]
    theirs = [y for y in range(come.start, come.stop) if b.keys[y] not in _BRACKETS]
    one, other = [a.keys[x] for x in ours], [b.keys[y] for y in theirs]
    back = [(len(one) - i - n, len(other) - j - n, n) for i, j, n in reversed(equal_runs(one[::-1], other[::-1]))]
    first, last = (gone.start - 1, come.start - 1, 1), (gone.stop, come.stop, 1)
    ways = [[(ours[i + k], theirs[j + k]) for i, j, n in runs for k in range(n)] for runs in (back, equal_runs(one, other))]
    found = [_with_brackets(a, b, pairs, gone, come) for pairs in ways]
    return min(found, key=lambda runs: len(_joined([first, *runs, last])))


def _with_brackets(a: Units, b: Units, pairs: Sequence[tuple[int, int]], gone: slice, come: slice) -> Matches:
    """Matched units with the brackets beside them that are the same on both sides."""
    out: Matches = []
    done = (gone.start, come.start)
    for x, y in pairs:
        start, end = (x, y), (x + 1, y + 1)
        while start[0] > done[0] and start[1] > done[1] and a.keys[start[0] - 1] == b.keys[start[1] - 1] in _BRACKETS:
            start = (start[0] - 1, start[1] - 1)
        while end[0] < gone.stop and end[1] < come.stop and a.keys[end[0]] == b.keys[end[1]] in _BRACKETS:
            end = (end[0] + 1, end[1] + 1)
        out.append((*start, end[0] - start[0]))
        done = end
    return out


# --- moves -----------------------------------------------------------------------------------------------------------------------


def _put_back(a: Units, b: Units, matches: Matches) -> tuple[Matches, Matches]:
    """Runs that stand as deleted and inserted word for word: unchanged where they keep their order among the matches, else moves. The
    longest first, until none of `MOVED` words is left. Then those that differ in print only ("Action Plan", "action plan"), where they
    keep their order; a move is told of what is the same in print."""
    moves: Matches = []
    while run := _longest(a, b, matches, moves, exact=True):
        if _fits(run, matches):
            matches = _joined(sorted([*matches, run]))
        else:
            moves.append(run)
    while run := _longest(a, b, matches, moves, exact=False):
        matches = _joined(sorted([*matches, run]))
    return matches, moves


def _fits(run: tuple[int, int, int], matches: Matches) -> bool:
    i, j, n = run
    return all((i + n <= x and j + n <= y) or (x + m <= i and y + m <= j) for x, y, m in matches)


def _longest(a: Units, b: Units, matches: Matches, moves: Matches, *, exact: bool) -> tuple[int, int, int] | None:
    """The longest run of free left units that stands in free right units, at least `MOVED` words: the same in print, or by their keys; then
    only one that keeps its order among the matches, and whatever the spaces."""
    free_a = _free(a.keys, [(i, n) for i, _, n in (*matches, *moves)])
    free_b = _free(b.keys, [(j, n) for _, j, n in (*matches, *moves)])
    if not (free_a and free_b):
        return None
    ours, theirs = (tuple(zip(side.printed(0, len(side.keys)), side.keys, strict=True)) if exact else side.keys for side in (a, b))
    places: dict[Sequence[object], list[int]] = {}
    for start, end in free_a:
        for i in range(start, end - MOVED + 1):
            places.setdefault(ours[i : i + MOVED], []).append(i)
    ends_a = {i: end for start, end in free_a for i in range(start, end)}
    best: tuple[int, int, int, int] | None = None
    run = (0, 0, 0)
    for start, end in free_b:
        for j in range(start, end - MOVED + 1):
            for i in places.get(theirs[j : j + MOVED], ()):
                longer = j > start and ends_a.get(i - 1) == ends_a[i] and (not exact or a.space(i) == b.space(j))
                if longer and ours[i - 1] == theirs[j - 1]:
                    continue  # the run that begins a unit earlier holds this one
                n = 1
                while (
                    i + n < ends_a[i]
                    and j + n < end
                    and ours[i + n] == theirs[j + n]
                    and (not exact or a.space(i + n) == b.space(j + n))
                ):
                    n += 1
                words = a.words(i, i + n)
                rank = (words, -abs(i - j), -j, -i)
                if words >= MOVED and (best is None or rank > best) and (exact or _fits((i, j, n), matches)):
                    best, run = rank, (i, j, n)
    return run if best else None


def _free(keys: Sequence[int], taken: Iterable[tuple[int, int]]) -> list[Span]:
    """The ranges of units that no run takes, and that could hold `MOVED` words."""
    free = []
    at = 0
    for start, count in sorted(taken):
        if start - at >= MOVED:
            free.append((at, start))
        at = start + count
    if len(keys) - at >= MOVED:
        free.append((at, len(keys)))
    return free


# --- where a reader expects an edit ----------------------------------------------------------------------------------------------


def _slide(a: Units, b: Units, matches: Matches, moves: Matches) -> Matches:
    """Shift each pure insertion or deletion along equal units to its best place."""
    if moves:
        return matches
    runs = [list(run) for run in matches]
    for k, units, start, size, _ in _one_sided(a, b, runs):
        (i, j, n), (_, _, m) = runs[k], runs[k + 1]
        at_bracket = i == j == 0 and a.keys[0] in _BRACKETS
        back = _shift(units, start, size, n if at_bracket else n - 1, -1)
        on = _shift(units, start, size, m - 1, 1)
        step = max((_placing(units, start + s, size), -abs(s), s) for s in range(-back, on + 1))[-1]
        _move_gap(runs, k, step)
    return [(i, j, n) for i, j, n in runs if n]


def _one_sided(a: Units, b: Units, runs: Sequence[Sequence[int]]) -> Iterator[tuple[int, Units, int, int, int]]:
    """The gaps between unchanged runs where units came or went and nothing took their place: after which run, the side that has them, where
    they begin and how many they are, and the place on the other side. Runs may be changed while these are gone through."""
    for k in range(len(runs) - 1):
        (i, j, n), (next_i, next_j, _) = runs[k], runs[k + 1]
        gone, come = next_i - i - n, next_j - j - n
        if gone and not come:
            yield k, a, i + n, gone, j + n
        elif come and not gone:
            yield k, b, j + n, come, i + n


def _move_gap(runs: list[list[int]], k: int, step: int) -> None:
    """The gap after a run so many units further on."""
    i, j, n = runs[k + 1]
    runs[k][2] += step
    runs[k + 1] = [i + step, j + step, n - step]


_HAN = re.compile(f"[{HAN}]")


def _closed(a: Units, b: Units, matches: Matches) -> Matches:
    """The unchanged runs with the characters of Chinese beside them that are the same on both sides: the clean-up takes a single character
    for chance, but beside a run it may be a part of a word that stayed."""
    texts = (a.tokens.text, b.tokens.text)
    runs = [list(run) for run in matches]
    for k, run in enumerate(runs):
        i, j, n = run
        at = (runs[k - 1][0] + runs[k - 1][2], runs[k - 1][1] + runs[k - 1][2]) if k else (0, 0)
        end = (runs[k + 1][0], runs[k + 1][1]) if k + 1 < len(runs) else (len(a.keys), len(b.keys))
        most = 0
        while i - most > at[0] and j - most > at[1] and _same_character(a, i - most - 1, b, j - most - 1):
            most += 1
        if 0 < most < min(i - at[0], j - at[1]) + 1:
            back = min(range(most + 1), key=lambda e: (_cut(a, i - e, texts) + _cut(b, j - e, texts), -e))
            i, j, n = i - back, j - back, n + back
        most = 0
        while i + n + most < end[0] and j + n + most < end[1] and _same_character(a, i + n + most, b, j + n + most):
            most += 1
        if most:
            n += min(range(most + 1), key=lambda e: (_cut(a, i + n + e, texts) + _cut(b, j + n + e, texts), -e))
        runs[k] = [i, j, n]
    return _joined([(i, j, n) for i, j, n in runs])


def _same_character(a: Units, i: int, b: Units, j: int) -> bool:
    return a.keys[i] == b.keys[j] and _HAN.fullmatch("".join(a.printed(i, i + 1))) is not None


def _in_place_han(a: Units, b: Units, matches: Matches, inside: tuple[frozenset[int], frozenset[int]]) -> Matches:
    """Shift each pure insertion or deletion of Chinese, which has no spaces, along equal units to where it cuts no word. Beside the known
    words (`inside` has the units before which one goes on) only this is known: two characters that stand together in other places of the
    two texts, too, are one rather than such as meet here only."""
    texts = (a.tokens.text, b.tokens.text)
    runs = [list(run) for run in matches]
    for k, units, start, size, place in _one_sided(a, b, runs):
        own, other = inside if units is a else inside[::-1]
        back, on = _shift(units, start, size, runs[k][2] - 1, -1), _shift(units, start, size, runs[k + 1][2] - 1, 1)
        if not back and not on:
            continue
        ranks = []
        for step in range(-back, on + 1):
            cuts = (start + step in own) + (start + step + size in own) + (place + step in other)
            ranks.append((-cuts, _whole(units, start + step, size, texts), -abs(step), step))
        _move_gap(runs, k, max(ranks)[-1])
    return [(i, j, n) for i, j, n in runs]


def _whole(units: Units, start: int, size: int, texts: tuple[str, str]) -> int:
    """How well an edit of these units keeps words whole, and begins and ends where a phrase does: higher is better."""
    printed = units.printed(start, start + size)
    before = units.printed(start - 1, start)[0] if start else "；"
    after = units.printed(start + size, start + size + 1)[0] if start + size < len(units.keys) else "；"
    first, last = printed[0], printed[-1]
    score = -_cut(units, start, texts) - _cut(units, start + size, texts)
    if size > 1:
        score += min(2, sum(text.count("".join(printed)) for text in texts) - 1)
    if first in _HAN_STOPS and (after in _HAN_STOPS or after in _HAN_JOINTS):
        score += 4
    if last in _HAN_STOPS and before in _HAN_STOPS:
        score += 3
    if first in _HAN_JOINTS or first in _HAN_LEADING:
        score += 2
    if last in _HAN_JOINTS or last in _HAN_LEADING or first == "的":
        score -= 3
    return score


_HAN_JOINTS = frozenset("和与及或并")
_HAN_LEADING = frozenset("在对由将从向就")
_HAN_STOPS = frozenset("，、；。")


def _cut(units: Units, at: int, texts: tuple[str, str]) -> int:
    """How often the two characters before and after a place stand together in the texts, as far as it tells that they are one word."""
    if not 0 < at < len(units.keys):
        return 0
    one, other = units.printed(at - 1, at + 1)
    if one[-1].isdigit() and other in "年月日号段个天周条项":
        return 8
    if "的" in (one, other) or not (_HAN.fullmatch(one) and _HAN.fullmatch(other)):
        return 0
    count = sum(text.count(one + other) for text in texts)
    return max(0, count - 2) if other in _HAN_JOINTS else count


def _shift(units: Units, start: int, size: int, most: int, way: int) -> int:
    """By how many units an edit may slide that way, for the texts to stay what they are in print."""
    count = 0
    while count < most:
        if way > 0:
            out, in_ = start + count, start + size + count
        else:
            out, in_ = start + size - 1 - count, start - 1 - count
        if in_ < 0 or in_ >= len(units.keys) or not units.alike(out, in_):
            break
        count += 1
    return count


_CONJUNCTIONS = frozenset(["and", "or", "as", "et", "ou", "y", "o", "и", "или", "和", "以及", "و", "أو", "including", "notamment"])


def _placing(units: Units, start: int, size: int) -> int:
    """How well an edit of these units reads: higher is better."""
    words = [printed.casefold() for printed in units.printed(max(0, start - 1), start + size + 1)]
    before = words[0] if start > 0 else ";"
    inside = words[1 : size + 1] if start > 0 else words[:size]
    after = words[-1] if start + size < len(units.keys) else ";"
    stop = {",", ";", ".", ":", "،", "؛", "，", "；", "。", "、"}
    first, last = inside[0], inside[-1]
    score = 5 * (first == "[" and last == "]" and inside.count("[") == inside.count("]"))  # an option of a draft
    if first in _CONJUNCTIONS and last not in stop:
        score += 4
    if first in stop and (after in stop or after in _CONJUNCTIONS):
        score += 4
    if last in stop and (before in stop or start == 0):
        score += 3
    if first in FUNCTION_WORDS and last not in stop:
        score += 2
    if last in FUNCTION_WORDS:
        score -= 3
    if before in FUNCTION_WORDS and before not in _CONJUNCTIONS:
        score -= 1
    return score
