"""An alignment as word edits and named changes, and their replay.

The way of `edits`, for two texts of one paragraph:

1. Both are cut into tokens; spaces are set aside, so that only words and marks are compared.
2. rapidfuzz finds the longest common sequence of keys (exact and fast, but a scatter of chance matches).
3. diff-match-patch's semantic clean-up drops the matches that help no reader. Runs of `KEPT` or more words are kept from it.
4. What still stands as deleted and inserted word for word is put back: as unchanged where it keeps its order, else as a move.
5. Edits that could stand in several places slide to where a reader expects them: a phrase begins at its preposition or conjunction and
   takes its comma along ("a, b{+, c+} and d", not "a, {+b, +}c and d" by chance of the search).
6. The spaces come back, each on the side where it is; words whose keys agree but not their print are a surface edit.

Nothing depends on the numbers of interned keys, only on which are equal, so the same texts give the same edits in every process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from resdiff import changes
from resdiff.models import Alignment, Comparison, Document, Edit, EditClass, Language, Link, Op, Span
from resdiff.rarity import FUNCTION_WORDS
from resdiff.tokens import SPACE, Tokens, is_word, tokenise
from resdiff.vocabulary import compiled, load

KEPT = 6
"""An unchanged run of this many words is never shown as both deleted and inserted."""

MOVED = 5
"""The least number of words that is called a move."""


@dataclass(slots=True)
class _Hunk:
    """What stands between two unchanged runs: units of the left from `left[0]` up to `left[1]`, of the right likewise."""

    left: Span
    right: Span


@dataclass(frozen=True, slots=True)
class _Units:
    """A text's tokens without its spaces."""

    tokens: Tokens
    index: tuple[int, ...]
    """The token index of each unit."""
    keys: tuple[int, ...]
    printed: tuple[str, ...]

    def words(self, start: int, end: int) -> int:
        """How many of the units are words."""
        return sum(1 for key in self.keys[start:end] if is_word(key))


def _units(text: str) -> _Units:
    tokens = tokenise(text)
    index = tuple([i for i, key in enumerate(tokens.keys) if key != SPACE])
    bounds = tokens.bounds
    return _Units(tokens, index, tuple([tokens.keys[i] for i in index]), tuple([text[bounds[i] : bounds[i + 1]] for i in index]))


# --- unchanged runs and what stands between them ---------------------------------------------------------------------------------


Matches = list[tuple[int, int, int]]
"""Unchanged runs, in order on both sides: first left unit, first right unit, number of units."""


def edits(left: str, right: str, language: Language | None = None) -> tuple[Edit, ...]:
    """The word edits that lead from the left text to the right one, in the order of the right one: unchanged text, deletions before
    insertions at one place, moves at their right place. The left ranges of unchanged, deleted and moved text cover the left once, the
    right ranges of unchanged, inserted and moved text the right. With a language, spellings that its vocabulary calls one thing are
    surface edits."""
    if left == right:
        return (Edit(Op.EQUAL, (0, len(left)), (0, len(right))),) if left else ()
    a, b = _units(left), _units(right)
    matches = _readable(a, b, _matches(a, b))
    matches, moves = _put_back(a, b, matches)
    matches = _slide(a, b, matches, moves)
    return _classed(_edits(a, b, matches, moves), left, right, language)


def _matches(a: _Units, b: _Units) -> Matches:
    codes: dict[int, str] = {}
    for key in (*a.keys, *b.keys):
        if key not in codes:
            codes[key] = chr(0xF0000 + len(codes))
    blocks = Indel.opcodes("".join([codes[key] for key in a.keys]), "".join([codes[key] for key in b.keys])).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size]


def _hunks(a: _Units, b: _Units, matches: Matches) -> list[_Hunk]:
    """The hunks before, between and after unchanged runs; one more than there are runs."""
    starts = [(0, 0), *((i + n, j + n) for i, j, n in matches)]
    ends = [*((i, j) for i, j, _ in matches), (len(a.keys), len(b.keys))]
    return [_Hunk((i, end_i), (j, end_j)) for (i, j), (end_i, end_j) in zip(starts, ends, strict=True)]


def _readable(a: _Units, b: _Units, matches: Matches) -> Matches:
    """The matches that the semantic clean-up leaves, and all that are `KEPT` or more words long. Each stretch between long matches is
    cleaned by itself."""
    kept: Matches = []
    stretch: Matches = []
    at = (0, 0)
    for i, j, n in [*matches, (len(a.keys), len(b.keys), 0)]:
        if n and a.words(i, i + n) < KEPT:
            stretch.append((i, j, n))
            continue
        kept += _cleaned(stretch, at, (i, j))
        if n:
            kept.append((i, j, n))
        at, stretch = (i + n, j + n), []
    return _joined(kept)


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


# --- moves -----------------------------------------------------------------------------------------------------------------------


def _put_back(a: _Units, b: _Units, matches: Matches) -> tuple[Matches, Matches]:
    """Runs that stand as deleted and inserted word for word: unchanged where they keep their order among the matches, else moves. The
    longest first, until none of `MOVED` words is left."""
    moves: Matches = []
    while True:
        run = _longest(a, b, matches, moves)
        if run is None:
            return matches, moves
        i, j, n = run
        fits = all((i + n <= x and j + n <= y) or (x + m <= i and y + m <= j) for x, y, m in matches)
        if fits:
            matches = _joined(sorted([*matches, run]))
        else:
            moves.append(run)


def _longest(a: _Units, b: _Units, matches: Matches, moves: Matches) -> tuple[int, int, int] | None:
    """The longest run of free left units that stands in free right units in the same print, at least `MOVED` words."""
    free_a, free_b = _free(a.keys, [(i, n) for i, _, n in (*matches, *moves)]), _free(b.keys, [(j, n) for _, j, n in (*matches, *moves)])
    places: dict[tuple[str, ...], list[int]] = {}
    for start, end in free_a:
        for i in range(start, end - MOVED + 1):
            places.setdefault(a.printed[i : i + MOVED], []).append(i)
    if not places:
        return None
    ends_a = {i: end for start, end in free_a for i in range(start, end)}
    best: tuple[int, int, int, int] | None = None
    for start, end in free_b:
        for j in range(start, end - MOVED + 1):
            for i in places.get(b.printed[j : j + MOVED], ()):
                if i > 0 and j > start and i - 1 in ends_a and ends_a[i - 1] == ends_a[i] and a.printed[i - 1] == b.printed[j - 1]:
                    continue
                n = MOVED
                while i + n < ends_a[i] and j + n < end and a.printed[i + n] == b.printed[j + n]:
                    n += 1
                words = a.words(i, i + n)
                if words >= MOVED and (best is None or (words, -abs(i - j), -j, -i) > best[:1] + (-abs(best[1] - best[2]), -best[2], -best[1])):
                    best = (words, i, j, n)
    return (best[1], best[2], best[3]) if best else None


def _free(keys: Sequence[int], taken: Iterable[tuple[int, int]]) -> list[Span]:
    """The ranges of units that no run takes."""
    free = []
    at = 0
    for start, count in sorted(taken):
        if start > at:
            free.append((at, start))
        at = start + count
    if at < len(keys):
        free.append((at, len(keys)))
    return free


# --- where a reader expects an edit ----------------------------------------------------------------------------------------------


def _slide(a: _Units, b: _Units, matches: Matches, moves: Matches) -> Matches:
    """Shift each pure insertion or deletion along equal units to its best place."""
    if moves:
        return matches
    runs = [list(run) for run in matches]
    for k in range(len(runs) - 1):
        (i, j, n), (next_i, next_j, m) = runs[k], runs[k + 1]
        gone, come = next_i - i - n, next_j - j - n
        if (gone == 0) == (come == 0):
            continue
        units, start, size = (a, i + n, gone) if gone else (b, j + n, come)
        back = _shift(units, start, size, n - 1, -1)
        on = _shift(units, start, size, m - 1, 1)
        step = max(range(-back, on + 1), key=lambda s: (_placing(units, start + s, size), -abs(s), s))
        runs[k][2] = n + step
        runs[k + 1] = [next_i + step, next_j + step, m - step]
    return [(i, j, n) for i, j, n in runs]


def _shift(units: _Units, start: int, size: int, most: int, way: int) -> int:
    """By how many units an edit may slide that way, for the texts to stay what they are in print."""
    count = 0
    while count < most:
        if way > 0:
            out, in_ = start + count, start + size + count
        else:
            out, in_ = start + size - 1 - count, start - 1 - count
        if in_ < 0 or in_ >= len(units.printed) or units.printed[out] != units.printed[in_]:
            break
        count += 1
    return count


_CONJUNCTIONS = frozenset("and or as et ou y o и или 和 以及 و أو including notamment".split())


def _placing(units: _Units, start: int, size: int) -> int:
    """How well an edit of these units reads: higher is better."""
    words = [printed.casefold() for printed in units.printed[max(0, start - 1) : start + size + 1]]
    before = words[0] if start > 0 else ";"
    inside = words[1 : size + 1] if start > 0 else words[:size]
    after = words[-1] if start + size < len(units.printed) else ";"
    stop = {",", ";", ".", ":", "،", "؛", "，", "；", "。", "、"}
    first, last = inside[0], inside[-1]
    score = 0
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


# --- back to characters ----------------------------------------------------------------------------------------------------------


def _edits(a: _Units, b: _Units, matches: Matches, moves: Matches) -> tuple[Edit, ...]:
    """Units back to ranges of characters, with the spaces between them."""
    pairs = _token_pairs(a, b, matches)
    moved = {b.index[j]: (a.index[i], b.index[j], a.index[i + n - 1] + 1, b.index[j + n - 1] + 1) for i, j, n in moves}
    moved_left = sorted((begin, end) for begin, _, end, _ in moved.values())
    left, right = a.tokens, b.tokens
    out: list[Edit] = []
    i = j = 0
    for x, y in [*pairs, (len(left.keys), len(right.keys))]:
        _gap(out, left.bounds, (i, x), moved_left, j)
        place = left.bounds[x]
        at = j
        while at < y:
            if at in moved:
                begin, _, end, stop = moved[at]
                out.append(Edit(Op.MOVE, (left.bounds[begin], left.bounds[end]), (right.bounds[at], right.bounds[stop])))
                at = stop
                continue
            stop = min([m for m in moved if at < m < y], default=y)
            out.append(Edit(Op.INSERT, (place, place), (right.bounds[at], right.bounds[stop])))
            at = stop
        if x < len(left.keys):
            here, there = (left.bounds[x], left.bounds[x + 1]), (right.bounds[y], right.bounds[y + 1])
            if left.text[slice(*here)] == right.text[slice(*there)]:
                out.append(Edit(Op.EQUAL, here, there))
            else:
                out.append(Edit(Op.DELETE, here, (there[0], there[0]), EditClass.SURFACE))
                out.append(Edit(Op.INSERT, (here[1], here[1]), there, EditClass.SURFACE))
        i, j = x + 1, y + 1
    return _merged(out, right.bounds)


def _gap(out: list[Edit], bounds: Sequence[int], tokens: Span, moved: Iterable[Span], right_token: int) -> None:
    """Deletions of the tokens of a range that are not moved away. Their right place is filled in by `_merged`."""
    at, end = tokens
    for begin, stop in moved:
        if at <= begin < end:
            if begin > at:
                out.append(Edit(Op.DELETE, (bounds[at], bounds[begin]), (-1, -1)))
            at = stop
    if at < end:
        out.append(Edit(Op.DELETE, (bounds[at], bounds[end]), (-1, -1)))


def _token_pairs(a: _Units, b: _Units, matches: Matches) -> list[tuple[int, int]]:
    """The matched tokens, spaces included: a space is matched with the other side's where both follow matched units, else where both
    come before matched units."""
    units = [(a.index[i + k], b.index[j + k]) for i, j, n in matches for k in range(n)]
    pairs = []
    last = (-1, -1)
    ends = (len(a.tokens.keys), len(b.tokens.keys))
    for i, j in [*units, ends]:
        x, y = last[0] + 1, last[1] + 1
        if x < i and y < j and a.tokens.keys[x] == b.tokens.keys[y] == SPACE:
            pairs.append((x, y))
            x, y = x + 1, y + 1
        if x < i and y < j and a.tokens.keys[i - 1] == b.tokens.keys[j - 1] == SPACE:
            pairs.append((i - 1, j - 1))
        if (i, j) != ends:
            pairs.append((i, j))
        last = (i, j)
    return pairs


def _merged(found: Sequence[Edit], bounds: Sequence[int]) -> tuple[Edit, ...]:
    """Neighbouring edits of one kind made one; deletions get their place on the right."""
    out: list[Edit] = []
    at = 0
    for edit in found:
        if edit.op is Op.DELETE:
            edit = replace(edit, right=(at, at))
        if out and edit.op is not Op.MOVE:
            last = out[-1]
            if last.op is edit.op and last.class_ is edit.class_ and last.left[1] == edit.left[0] and last.right[1] == edit.right[0]:
                out[-1] = Edit(edit.op, (last.left[0], edit.left[1]), (last.right[0], edit.right[1]), edit.class_)
                at = edit.right[1]
                continue
        out.append(edit)
        at = edit.right[1]
    return tuple(out)


def _classed(found: tuple[Edit, ...], left: str, right: str, language: Language | None) -> tuple[Edit, ...]:
    """Deletion and insertion at one place whose words are two spellings of one thing become surface edits."""
    if language is None:
        return found
    pairs = load(language).surface_pairs
    out = list(found)
    for k in range(len(out) - 1):
        gone, come = out[k], out[k + 1]
        if gone.op is Op.DELETE and come.op is Op.INSERT and gone.class_ is come.class_ is None:
            before, after = left[slice(*gone.left)].strip(), right[slice(*come.right)].strip()
            if any(_one_thing(p, q, before, after) or _one_thing(q, p, before, after) for p, q in pairs):
                out[k], out[k + 1] = replace(gone, class_=EditClass.SURFACE), replace(come, class_=EditClass.SURFACE)
    return tuple(out)


def _one_thing(first: str, second: str, before: str, after: str) -> bool:
    return bool(compiled(first).fullmatch(before) and compiled(second).fullmatch(after))


# --- replay ----------------------------------------------------------------------------------------------------------------------


def apply(steps: Iterable[Edit], left: str, right: str) -> str:
    """The right text, made from the left one: unchanged and moved text is taken from the left, only insertions from the right."""
    return "".join(
        right[slice(*edit.right)] if edit.op is Op.INSERT else left[slice(*edit.left)] for edit in steps if edit.op is not Op.DELETE
    )


_MIRRORED = {Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT, Op.EQUAL: Op.EQUAL, Op.MOVE: Op.MOVE}


def reverse(steps: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that lead back: `apply(reverse(edits), right, left)` is the left text."""
    mirrored = [Edit(_MIRRORED[edit.op], edit.right, edit.left, edit.class_) for edit in steps]
    return tuple(sorted(mirrored, key=lambda edit: edit.right))


# --- two documents ---------------------------------------------------------------------------------------------------------------


def compare(left: Document, right: Document, alignment: Alignment) -> Comparison:
    """The two documents laid beside each other: every link of the alignment with its word edits and named changes."""
    ours, theirs = {p.id: p for p in left.paragraphs}, {p.id: p for p in right.paragraphs}
    rights: dict[str, list[str]] = {}
    lefts: dict[str, list[str]] = {}
    for link in alignment.links:
        rights.setdefault(link.left, []).append(link.right)
        lefts.setdefault(link.right, []).append(link.left)
    given = changes.frame(left, right, alignment.links)
    linked = {(link.left, link.right) for link in alignment.links}
    links = []
    for link in alignment.links:
        before, after = ours[link.left], theirs[link.right]
        steps = _references(edits(before.text, after.text, left.language), before.text, after.text, linked)
        link = replace(link, edits=steps)
        siblings = tuple(theirs[id_] for id_ in rights[link.left] if id_ != link.right)
        sources = tuple(ours[id_] for id_ in lefts[link.right] if id_ != link.left)
        links.append(replace(link, changes=changes.named(changes.Pairing(before, after, link, siblings, sources), given)))
    return Comparison(left, right, alignment.added, alignment.removed, tuple(links))


_POINTER = re.compile(
    r"(?:\b(?:sub-?)?(?:paragraph|paragraphe|párrafo|alinéa|inciso)s?|\bpara?s?\.|\bпункт\w*)\s+(?:[\d(][\d\s,()\w]{0,40}\s)?$", re.IGNORECASE
)
_FOREIGN = re.compile(r"[\s()\w,]{0,24}?\bof\s+(?:its\s+|the\s+)?(?:[\w-]+\s+){0,2}?(?:resolution\s+\d|annex|statute|charter|convention)", re.IGNORECASE)


def _references(steps: tuple[Edit, ...], left: str, right: str, linked: set[tuple[str, str]]) -> tuple[Edit, ...]:
    """Numbers of paragraphs of the document itself that were renumbered. Only where each old number's paragraph is linked to the new
    one's: otherwise the text points elsewhere now, and that is a change of substance."""
    out = list(steps)
    for k in range(len(out) - 1):
        gone, come = out[k], out[k + 1]
        if gone.op is not Op.DELETE or come.op is not Op.INSERT or gone.class_ or come.class_:
            continue
        before, after = left[slice(*gone.left)], right[slice(*come.right)]
        if not _NUMBERS.fullmatch(before) or not _NUMBERS.fullmatch(after) or not _POINTER.search(left[max(0, gone.left[0] - 80) : gone.left[0]]):
            continue
        if _FOREIGN.match(left, gone.left[1]) or _FOREIGN.match(right, come.right[1]):
            continue
        old, new = re.findall(r"\d+", before), re.findall(r"\d+", after)
        if len(old) == len(new) and all((f"OP{a}", f"OP{b}") in linked for a, b in zip(old, new, strict=True)):
            out[k], out[k + 1] = replace(gone, class_=EditClass.REFERENCE), replace(come, class_=EditClass.REFERENCE)
    return tuple(out)


_NUMBERS = re.compile(r"\s*\d+(?:\s*(?:,|and|or|to|et|à|y|и|-|–)?\s*\d+)*\s*")
