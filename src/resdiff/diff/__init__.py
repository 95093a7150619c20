"""An alignment as word edits and named changes, and their replay.

The way of `edits`: `unchanged` tells which words of the two texts are unchanged and which moved; here the spaces come back, each on the
side where it is, words whose keys agree but not their print become surface edits, and everything else is deleted or inserted. The edits of
a link replay: they give the right text from the left, and reversed the left from the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from resdiff.diff import changes
from resdiff.diff.pairing import Pairing, frame, surroundings
from resdiff.diff.proposals import proposals
from resdiff.diff.shifted import apart, shifted
from resdiff.diff.spellings import one_thing
from resdiff.diff.standings import standings
from resdiff.diff.unchanged import Matches, Units, in_whole_words, unchanged, units
from resdiff.models import Alignment, Comparison, Cover, Document, Edit, EditClass, Language, Op, Paragraph, Span
from resdiff.tokens import SPACE, Tokens, words
from resdiff.vocabulary import load


def edits(
    left: str, right: str, language: Language | None = None, beside: tuple[Sequence[Span], Sequence[Span]] = ((), ())
) -> tuple[Edit, ...]:
    """The word edits that lead from the left text to the right one, in the order of the right one: unchanged text, deletions before
    insertions at one place, moves at their right place. The left ranges of unchanged, deleted and moved text cover the left once, the
    right ranges of unchanged, inserted and moved text the right. With a language, spellings that its vocabulary calls one thing are
    surface edits. `beside` gives the ranges of both texts that are no wording, as what a draft prints of its talks."""
    if left == right:
        return (Edit(Op.EQUAL, (0, len(left)), (0, len(right))),) if left else ()
    a, b = units(left, beside[0]), units(right, beside[1])
    known = load(language).whole_words if language is not None else None
    matches, moves = unchanged(a, b, known)
    if known is not None:
        matches = in_whole_words(matches, a, b, known)
    return _classed(_edits(a, b, matches, moves), left, right, language)


# --- back to characters ----------------------------------------------------------------------------------------------------------


def _edits(a: Units, b: Units, matches: Matches, moves: Matches) -> tuple[Edit, ...]:
    """Units back to ranges of characters, with the spaces between them."""
    moved = [(a.index[i], b.index[j], a.index[i + n - 1] + 1, b.index[j + n - 1] + 1) for i, j, n in moves]
    away, come = sorted((begin, end) for begin, _, end, _ in moved), sorted(moved, key=lambda move: move[1])
    left, right = a.tokens, b.tokens
    out: list[Edit] = []
    i = j = 0
    for x, y, n in [*_blocks(a, b, matches), (len(left.keys), len(right.keys), 0)]:
        _gone(out, left.bounds, (i, x), away)
        _come(out, left.bounds, right.bounds, x, (j, y), come)
        here, there = (left.bounds[x], left.bounds[x + n]), (right.bounds[y], right.bounds[y + n])
        if left.text[slice(*here)] == right.text[slice(*there)]:
            out.append(Edit(Op.EQUAL, here, there))
        else:
            _printed(out, left, right, x, y, n)
        i, j = x + n, y + n
    return _merged(out)


def _printed(out: list[Edit], left: Tokens, right: Tokens, x: int, y: int, count: int) -> None:
    """Tokens of equal keys: unchanged, or a surface edit where their print differs."""
    at, other = left.bounds[x], right.bounds[y]
    for here, end, there, stop in zip(
        left.bounds[x : x + count],
        left.bounds[x + 1 : x + count + 1],
        right.bounds[y : y + count],
        right.bounds[y + 1 : y + count + 1],
        strict=True,
    ):
        if left.text[here:end] != right.text[there:stop]:
            out.append(Edit(Op.EQUAL, (at, here), (other, there)))
            out.append(Edit(Op.DELETE, (here, end), (there, there), EditClass.SURFACE))
            out.append(Edit(Op.INSERT, (end, end), (there, stop), EditClass.SURFACE))
            at, other = end, stop
    out.append(Edit(Op.EQUAL, (at, left.bounds[x + count]), (other, right.bounds[y + count])))


def _gone(out: list[Edit], bounds: Sequence[int], tokens: Span, moved: Iterable[Span]) -> None:
    """Deletions of the left tokens of a range that are not moved away. Their right place is filled in by `_merged`."""
    at, end = tokens
    for begin, stop in moved:
        if at <= begin < end:
            if begin > at:
                out.append(Edit(Op.DELETE, (bounds[at], bounds[begin]), (0, 0)))
            at = stop
    if at < end:
        out.append(Edit(Op.DELETE, (bounds[at], bounds[end]), (0, 0)))


def _come(
    out: list[Edit], left: Sequence[int], right: Sequence[int], place: int, tokens: Span, moved: Iterable[tuple[int, int, int, int]]
) -> None:
    """Insertions and moves that fill a range of right tokens; they stand before the left token `place`."""
    at, end = tokens
    for begin, there, stop, there_stop in moved:
        if at <= there < end:
            if there > at:
                out.append(Edit(Op.INSERT, (left[place], left[place]), (right[at], right[there])))
            out.append(Edit(Op.MOVE, (left[begin], left[stop]), (right[there], right[there_stop])))
            at = there_stop
    if at < end:
        out.append(Edit(Op.INSERT, (left[place], left[place]), (right[at], right[end])))


def _blocks(a: Units, b: Units, matches: Matches) -> list[tuple[int, int, int]]:
    """The matched runs in tokens, spaces included: a space is matched with the other side's where both follow matched units, else where
    both come before matched units."""
    ours, theirs = a.tokens.keys, b.tokens.keys
    blocks: list[list[int]] = []

    def match(x: int, y: int, count: int = 1) -> None:
        if blocks and blocks[-1][0] + blocks[-1][2] == x and blocks[-1][1] + blocks[-1][2] == y:
            blocks[-1][2] += count
        else:
            blocks.append([x, y, count])

    x = y = 0
    for i, j, whole in [*_stretches(a, b, matches), (len(ours), len(theirs), 1)]:
        if x < i and y < j and ours[x] == theirs[y] == SPACE:
            match(x, y)
            x, y = x + 1, y + 1
        if x < i and y < j and ours[i - 1] == theirs[j - 1] == SPACE:
            match(i - 1, j - 1)
        if i < len(ours) and j < len(theirs):
            match(i, j, whole)
        x, y = i + whole, j + whole
    return [(i, j, n) for i, j, n in blocks]


def _stretches(a: Units, b: Units, matches: Matches) -> Iterator[tuple[int, int, int]]:
    """The matched runs in tokens: whole where the spaces inside are the same on both sides, else unit by unit."""
    ours, theirs = a.tokens.keys, b.tokens.keys
    for i, j, n in matches:
        x, y, end = a.index[i], b.index[j], a.index[i + n - 1] + 1
        if ours[x:end] == theirs[y : y + end - x]:
            yield x, y, end - x
        else:
            for k in range(n):
                yield a.index[i + k], b.index[j + k], 1


def _merged(found: Sequence[Edit]) -> tuple[Edit, ...]:
    """Neighbouring edits of one kind made one, empty ones left out; deletions get their place on the right."""
    out: list[Edit] = []
    at = 0
    for edit in found:
        if edit.left[0] == edit.left[1] and edit.right[0] == edit.right[1]:
            continue
        if edit.op is Op.DELETE:
            edit = Edit(edit.op, edit.left, (at, at), edit.class_)
        at = edit.right[1]
        last = out[-1] if out else None
        if (
            last is not None
            and last.op is edit.op is not Op.MOVE
            and last.class_ is edit.class_
            and last.left[1] == edit.left[0]
            and last.right[1] == edit.right[0]
        ):
            out[-1] = Edit(edit.op, (last.left[0], edit.left[1]), (last.right[0], edit.right[1]), edit.class_)
        else:
            out.append(edit)
    return tuple(out)


def _classed(found: tuple[Edit, ...], left: str, right: str, language: Language | None) -> tuple[Edit, ...]:
    """Deletion and insertion at one place whose words are two spellings of one thing become surface edits."""
    if language is None:
        return found
    out = list(found)
    for k in range(len(out) - 1):
        gone, come = out[k], out[k + 1]
        if gone.op is not Op.DELETE or come.op is not Op.INSERT or gone.class_ or come.class_:
            continue
        if one_thing(left[slice(*gone.left)].strip(), right[slice(*come.right)].strip(), language):
            out[k], out[k + 1] = replace(gone, class_=EditClass.SURFACE), replace(come, class_=EditClass.SURFACE)
    return tuple(out)


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
    linked = {(link.left, link.right) for link in alignment.links}
    given = frame(left, right, alignment.links)
    around, around_other = surroundings(left), surroundings(right)
    links = []
    for link in alignment.links:
        before, after = ours[link.left], theirs[link.right]
        beside = before.talked, after.talked
        steps = edits(before.text, after.text, left.language, beside)
        if before.text != after.text:
            steps = _references(shifted(apart(steps, *beside), before, after), before.text, after.text, linked)
            steps = _own_numbers(_repeated_verbs(steps, before, after), before, after)
        link = replace(link, edits=steps)
        sources = (*(ours[id_] for id_ in lefts[link.right] if id_ != link.left), *around[link.left])
        siblings = (*(theirs[id_] for id_ in rights[link.left] if id_ != link.right), *around_other[link.right])
        pairing = Pairing(_worded(before), _worded(after), link, tuple(map(_worded, sources)), tuple(map(_worded, siblings)))
        told = changes.named(pairing, given)
        links.append(replace(link, changes=told) if told else link)
    return Comparison(
        left,
        right,
        alignment.added,
        alignment.removed,
        tuple(links),
        proposals(left, right, links),
        standings(left, right, links),
        given.successive,
    )


def _worded(paragraph: Paragraph) -> Paragraph:
    """A paragraph of a draft with spaces in the place of what it prints of the talks: a delegation that asks for words, and cites what they
    are taken from, changes no wording."""
    talked = Cover(paragraph.talked)
    if not talked:
        return paragraph
    parts = [" "] * len(paragraph.text)
    for start, end in paragraph.wording:
        parts[start:end] = paragraph.text[start:end]
    cited = tuple([citation for citation in paragraph.citations if not talked.holds(citation.start)])
    return replace(paragraph, text="".join(parts), citations=cited)


_POINTER = re.compile(
    r"""(?: \b(?:sub-?)?(?:paragraph|paragraphe|párrafo|alinéa|inciso)s? | \bparas?\. | \bпункт\w* ) \s+   # what is numbered
        (?: [\d(][\d\s,()\w]{0,40}\s )? $                                                               # numbers before this one""",
    re.IGNORECASE | re.VERBOSE,
)
_FOREIGN = re.compile(
    r"[\s()\w,]{0,24}?\bof\s+(?:its\s+|the\s+)?(?:[\w-]+\s+){0,2}?(?:resolution\s+\d|annex|statute|charter|convention)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\s*\d+(?:\s*(?:,|and|or|to|et|à|y|и|-|–)?\s*\d+)*\s*")


def _references(steps: tuple[Edit, ...], left: str, right: str, linked: set[tuple[str, str]]) -> tuple[Edit, ...]:
    """Numbers of paragraphs of the document itself that were renumbered. Only where each old number's paragraph is linked to the new
    one's: otherwise the text points elsewhere now, and that is a change of substance."""
    out = list(steps)
    for k in range(len(out) - 1):
        gone, come = out[k], out[k + 1]
        if gone.op is not Op.DELETE or come.op is not Op.INSERT or gone.class_ or come.class_:
            continue
        before, after = left[slice(*gone.left)], right[slice(*come.right)]
        if not (_NUMBERS.fullmatch(before) and _NUMBERS.fullmatch(after)):
            continue
        if not _POINTER.search(left[max(0, gone.left[0] - 80) : gone.left[0]]):
            continue
        if _FOREIGN.match(left, gone.left[1]) or _FOREIGN.match(right, come.right[1]):
            continue
        old, new = re.findall(r"\d+", before), re.findall(r"\d+", after)
        if len(old) == len(new) and all((f"OP{a}", f"OP{b}") in linked for a, b in zip(old, new, strict=True)):
            out[k], out[k + 1] = replace(gone, class_=EditClass.REFERENCE), replace(come, class_=EditClass.REFERENCE)
    return tuple(out)


def _own_numbers(steps: tuple[Edit, ...], left: Paragraph, right: Paragraph) -> tuple[Edit, ...]:
    """A paragraph's own number that a source prints within its text is layout, not words gained, lost or changed."""
    out = []
    for edit in steps:
        paragraph, span = (right, edit.right) if edit.op is Op.INSERT else (left, edit.left)
        if edit.op in (Op.INSERT, Op.DELETE) and (
            span[1] <= paragraph.begin
            or (span[0] == 0 and paragraph.text[: span[1]].strip() in (*paragraph.path[-1:], paragraph.number))
        ):
            edit = replace(edit, class_=EditClass.SURFACE)
        out.append(edit)
    return tuple(out)


_AGAIN = frozenset({("also",), ("further",), ("again",), ("once", "again"), ("moreover",), ("anew",), ("also", "again")})


def _repeated_verbs(steps: tuple[Edit, ...], left: Paragraph, right: Paragraph) -> tuple[Edit, ...]:
    """ "Also", "further", "again" gained or lost within the verb phrase of a clause are surface: house style for verbs that follow each
    other (United Nations Editorial Manual), not weight. Elsewhere they are words like any other."""
    out = []
    for edit in steps:
        paragraph, span = (right, edit.right) if edit.op is Op.INSERT else (left, edit.left)
        if edit.op in (Op.INSERT, Op.DELETE) and edit.class_ is None and words(paragraph.text[slice(*span)]) in _AGAIN:
            verbs = [
                (clause.start, clause.start + len(clause.verb) + 1) for clause in paragraph.clauses if clause.end > clause.start
            ]
            if any(start <= span[0] and span[1] <= end for start, end in verbs):
                edit = replace(edit, class_=EditClass.SURFACE)
        out.append(edit)
    return tuple(out)
