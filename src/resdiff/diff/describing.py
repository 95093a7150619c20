"""Words that describe, and phrases that limit, gained, lost or exchanged: "strong support" for "support", "continued refusal" for
"repeated refusal", "the perpetrators on all sides".

Describing words are told where nothing but such words came or went before a word that stayed, by a list that leaves out what is mostly the
name of a thing; an adverb is known by its ending. A phrase limits place, time, manner or doer, a clause adds "which ..." or "despite ...";
either is told where it alone was put into, or taken out of, words that stayed, and stands nowhere else on the other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from resdiff.diff.pairing import Frame, Laid, Pairing, Words
from resdiff.models import Change, ChangeKind, Span
from resdiff.tokens import words
from resdiff.vocabulary import Describing

MOST = 4
"""How many describing words may come or go at once."""

CLAUSE = 25
"""The same of a clause that limits ("despite the progress made in the northern bay")."""

STEM = 6
"""How many letters tell the forms of one word ("continued", "to continue")."""

ALIKE = 5
"""How many letters two forms of one word share at least ("preventive", "preventative"): the one for the other changes nothing."""

LONGEST = 9
"""How many words the longest phrase that limits may have: longer ones are told word by word by the edits."""

WIDEST = 220
"""Code points of a run of edits that may be no more than a phrase: longer ones are not looked at."""

_BESIDE = re.compile(r"(?:[\s,]|\b(?:and|or|an?|the|its|their|as well as|but)\b)*", re.IGNORECASE)
"""What may come or go with describing words and tells nothing."""
_ROW = re.compile(r",|\b(?:and|or|as well as)\b")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011’'][^\W\d_]+)*")
_BREAK = re.compile(
    r"[,;:()]|\b(?:which|that|who|whose|where|is|are|was|were|has|have|had|shall|should|will|would|resolutions?|paragraphs?|decisions?)\b"
    r"|\b(?:and|or|of|to|in|on|at|by|for|from|with|under|the|an?|its|their|this|all|as|than)$",
    re.IGNORECASE,
)
"""What makes words more than one phrase, or less."""
_LINKING = (
    "of|to|in|on|at|by|for|from|with|within|under|through|throughout|during|between|among|against|about|over|into|upon|as|towards?"
    "|who|which|that|where|when|is|are|was|were|be|been|has|have|had|shall|should|will|would|may|can|must"
)
"""Words that no noun is, as choices of a pattern."""
_CUT = re.compile(
    r"[;:]|^(?:\w+\s+){1,3}(?:resolutions?|paragraphs?|statements? of its president)\b|\bS/"
    r"|\b(?:and|or|of|to|in|on|at|by|for|from|with|under|the|an?|its|their|this|all|as|than|which|that)$",
    re.IGNORECASE,
)
"""What makes words less than a clause that limits, or names documents: citations tell those."""
_STOPS = re.compile(r"\s*(?:[,.;]|$)")
_AFTER = re.compile(rf"\s*(?:[,.;]|$|(?:and|or|as well as|including|while|remains?|continues?|{_LINKING})\b)", re.IGNORECASE)
"""What may follow a phrase that has ended."""
_OPEN = re.compile(r"\b(?:of|to|in|on|at|by|for|from|with|under|the|an?|its|their|this|these|and|or)\s*$", re.IGNORECASE)
"""What no phrase of its own follows."""
_TITLE = re.compile(r"[A-Z][\w’'-]+ (?:in|on|against|for|of) [A-Z][\w’'-]*$|\b(?:in|within|by|from) [A-Z]{3,}$")
"""A phrase that is part of a name, or names a body by its letters: that is exchanged for another one, no limit."""
_NO_NOUN = re.compile(rf"[\s,]*(?:[.;:]|$|(?:than|{_LINKING})\b)", re.IGNORECASE)
"""What follows no word that describes a thing: with nothing after it to describe, it is the thing, or what is said of it."""


def describing(pairing: Pairing, laid: Laid, given: Frame, told: Sequence[Change]) -> Iterator[Change]:
    """The describing words gained, lost and exchanged, in order; what other changes have told is left out."""
    known = given.vocabulary.describing
    if known is None:
        return
    left, right = pairing.left.text, pairing.right.text
    said = (_all(change.from_ for change in told), _all(change.to for change in told))
    for run in laid.fine:
        if max(run.left[1] - run.left[0], run.right[1] - run.right[0]) > WIDEST:
            continue
        gone = _described(left, run.left, laid.left, laid.wide, known)
        come = _described(right, run.right, laid.right, laid.back, known)
        if gone is None or come is None or gone == come or not (_rarer(gone, left, right) and _rarer(come, right, left)):
            gone = _limit(left, run.left, right, laid.left, laid.wide, known)
            come = _limit(right, run.right, left, laid.right, laid.back, known)
            if gone is None or come is None or gone == come or not (_rarer(gone, left, right) and _rarer(come, right, left)):
                continue
        if (gone and _stands(gone, said[0])) or (come and _stands(come, said[1])):
            continue
        if given.vocabulary.terms is not None and (given.vocabulary.terms.find(gone) or given.vocabulary.terms.find(come)):
            continue  # when something is due
        if gone and come:
            if not _alike(gone, come):
                yield Change(ChangeKind.QUALIFIER_CHANGED, gone, come)
        elif come:
            yield Change(ChangeKind.QUALIFIER_GAINED, "", come)
        else:
            yield Change(ChangeKind.QUALIFIER_LOST, gone, "")


def _described(text: str, span: Span, counted: Words, kept: Mapping[int, int], known: Describing) -> str | None:
    """The describing words of a run, as printed, before a word that stayed; "" where the run tells nothing, None where it tells more."""
    found = [match.span() for match in _WORD.finditer(text, *span) if known.holds(match[0])]
    if not found:
        return "" if _BESIDE.fullmatch(text, *span) else None
    start, end = found[0][0], found[-1][1]
    edges = [span[0], *(at for one in found for at in one), span[1]]
    if all(text[slice(*one)] in known.kinds for one in found) and _ROW.search(text[slice(*span)]):
        return None
    if len(found) > MOST or not all(_BESIDE.fullmatch(text, *gap) for gap in zip(edges[::2], edges[1::2], strict=True)):
        return None
    inside = counted.within(span)
    if inside.stop not in kept or (_NO_NOUN.match(text, end) and not known.adverb(text[found[-1][0] : end])):
        return None
    return text[start:end]


def _limit(text: str, span: Span, other: str, counted: Words, kept: Mapping[int, int], known: Describing) -> str | None:
    """The phrase that limits and is all of a run, as printed; "" where the run tells nothing, None where it tells more."""
    if _BESIDE.fullmatch(text, *span):
        return ""
    start = span[0] + len(text[slice(*span)]) - len(text[slice(*span)].lstrip(" ,\u00a0"))
    said = text[start : span[1]].rstrip(" ,\u00a0")
    count = len(words(said))
    if known.hangs(said):
        apart = text[start - 2 : start].endswith((", ", ",")) or not text[:start].strip()
        fits = bool(3 <= count <= CLAUSE and not _CUT.search(said) and _STOPS.match(text, start + len(said)) and apart)
    else:
        fits = bool(
            2 <= count <= LONGEST and known.limits(said) and not _BREAK.search(said) and _AFTER.match(text, start + len(said))
        )
    if not fits:
        return None
    if _TITLE.search(text, 0, start + len(said)) or known.holds(said.split()[-1]):
        return None  # a title goes on, or what the last word describes is not there
    inside = counted.within(span)
    if inside.start - 1 not in kept or (inside.stop < len(counted.spans) and inside.stop not in kept) or _OPEN.search(text[:start]):
        return None
    return None if _stands(said, _all([other])) else said


def _rarer(said: str, here: str, there: str) -> bool:
    """Whether the other side has fewer of each of these words, in whatever form ("regional", "in the region"): else they only moved."""
    texts = [list(words(text)) for text in (here, there)]
    stems = {word[:STEM] for word in words(said) if len(word) > 3 and not _BESIDE.fullmatch(word)}
    return all(sum(word.startswith(stem) for word in texts[0]) > sum(word.startswith(stem) for word in texts[1]) for stem in stems)


def _stands(said: str, told: str) -> bool:
    return f" {' '.join(words(said))} " in told


def _all(told: Iterable[str]) -> str:
    return f" {' '.join(word for text in told for word in words(text))} "


def _alike(one: str, other: str) -> bool:
    """Whether two describing words are forms of one."""
    return one[:ALIKE] == other[:ALIKE]
