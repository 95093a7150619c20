"""Words that describe, and phrases that limit, gained, lost or exchanged: "strong support" for "support", "continued refusal" for
"repeated refusal", "the perpetrators on all sides".

Describing words are told where nothing but such words came or went before a word that stayed, by a list that leaves out what is mostly the
name of a thing; an adverb is known by its ending. A phrase limits place, time, manner or doer, a clause adds "which ..." or "despite ...";
either is told where it alone was put into, or taken out of, words that stayed, and stands nowhere else on the other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from resdiff.diff.pairing import Frame, Laid, Pairing, Words, stands
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
    known, terms = given.vocabulary.describing, given.vocabulary.terms
    if known is None:
        return
    earlier = _Side(pairing.left.text, pairing.right.text, laid.left, laid.wide, known)
    later = _Side(pairing.right.text, pairing.left.text, laid.right, laid.back, known)
    said = " ".join(change.from_ for change in told), " ".join(change.to for change in told)
    for run in laid.fine:
        if max(run.left[1] - run.left[0], run.right[1] - run.right[0]) > WIDEST:
            continue
        gone, come = (
            _gave_way(earlier.described(run.left), later.described(run.right), earlier, later)
            or _gave_way(earlier.limit(run.left), later.limit(run.right), earlier, later)
            or ("", "")
        )
        if (gone and stands(gone, [said[0]])) or (come and stands(come, [said[1]])):
            continue
        if terms is not None and (terms.find(gone) or terms.find(come)):
            continue  # when something is due
        if gone and come:
            if not _alike(gone, come):
                yield Change(ChangeKind.QUALIFIER_CHANGED, gone, come)
        elif come:
            yield Change(ChangeKind.QUALIFIER_GAINED, "", come)
        elif gone:
            yield Change(ChangeKind.QUALIFIER_LOST, gone, "")


def _gave_way(gone: str | None, come: str | None, earlier: _Side, later: _Side) -> tuple[str, str] | None:
    """What went and what came in its place, either may be ""; None where either is more than that, or nothing changed but its place."""
    if gone is None or come is None or gone == come or not (earlier.has_more(gone) and later.has_more(come)):
        return None
    return gone, come


@dataclass(frozen=True, slots=True)
class _Side:
    """A text as it is seen from the other one."""

    text: str
    other: str
    counted: Words
    kept: Mapping[int, int]
    known: Describing

    def described(self, span: Span) -> str | None:
        """The describing words of a run, as printed, before a word that stayed; "" where it tells nothing, None where it tells more."""
        text = self.text
        found = [match.span() for match in _WORD.finditer(text, *span) if self.known.holds(match[0])]
        if not found:
            return "" if _BESIDE.fullmatch(text, *span) else None
        start, end = found[0][0], found[-1][1]
        edges = [span[0], *(at for one in found for at in one), span[1]]
        if all(text[slice(*one)] in self.known.kinds for one in found) and _ROW.search(text[slice(*span)]):
            return None
        if len(found) > MOST or not all(_BESIDE.fullmatch(text, *gap) for gap in zip(edges[::2], edges[1::2], strict=True)):
            return None
        next_ = self.counted.within(span).stop
        if next_ not in self.kept or (_NO_NOUN.match(text, end) and not self.known.adverb(text[found[-1][0] : end])):
            return None
        return text[start:end]

    def limit(self, span: Span) -> str | None:
        """The phrase that limits and is all of a run, as printed; "" where the run tells nothing, None where it tells more."""
        text = self.text
        if _BESIDE.fullmatch(text, *span):
            return ""
        start = span[0] + len(text[slice(*span)]) - len(text[slice(*span)].lstrip(" ,\u00a0"))
        said = text[start : span[1]].rstrip(" ,\u00a0")
        end = start + len(said)
        if not (self._hangs(start, end) or self._limits(said, end)):
            return None
        if _TITLE.search(text, 0, end) or self.known.holds(said.split()[-1]):
            return None  # a title goes on, or what the last word describes is not there
        inside = self.counted.within(span)
        ends = inside.stop == len(self.counted.spans) or inside.stop in self.kept
        if inside.start - 1 not in self.kept or not ends or _OPEN.search(text[:start]):
            return None
        return None if stands(said, [self.other]) else said

    def _hangs(self, start: int, end: int) -> bool:
        """Whether a range is a clause that limits, after a comma or first."""
        said = self.text[start:end]
        if not self.known.hangs(said) or not 3 <= len(words(said)) <= CLAUSE or _CUT.search(said):
            return False
        apart = self.text[start - 2 : start].endswith((", ", ",")) or not self.text[:start].strip()
        return apart and _STOPS.match(self.text, end) is not None

    def _limits(self, said: str, end: int) -> bool:
        """Whether words that end there are a phrase that limits."""
        if self.known.hangs(said) or not self.known.limits(said) or not 2 <= len(words(said)) <= LONGEST:
            return False
        return not _BREAK.search(said) and _AFTER.match(self.text, end) is not None

    def has_more(self, said: str) -> bool:
        """Whether the other side has fewer of each of these words, in whatever form ("regional", "in the region"): else they only moved."""
        stems = {word[:STEM] for word in words(said) if len(word) > 3 and not _BESIDE.fullmatch(word)}
        here, there = (words(self.text), words(self.other)) if stems else ((), ())
        return all(sum(word.startswith(stem) for word in here) > sum(word.startswith(stem) for word in there) for stem in stems)


def _alike(one: str, other: str) -> bool:
    """Whether two describing words are forms of one."""
    return one[:ALIKE] == other[:ALIKE]
