"""Terms and dates, names and citations that differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from resdiff.align.rarity import FUNCTION_WORDS
from resdiff.diff.pairing import Frame, Laid, Pairing, Words, touches
from resdiff.models import Change, ChangeKind, Kind, Paragraph, Span
from resdiff.tokens import fold, words
from resdiff.vocabulary import Due, Renaming, Terms

# --- terms -----------------------------------------------------------------------------------------------------------------------

BESIDE = 4
"""How many words may come or go with a term for it to be told as gained or lost where the paragraph holds other terms, or the other side
speaks of the same time."""


def terms(pairing: Pairing, laid: Laid, given: Frame) -> Iterator[Change]:
    """Terms of which one took the place of another, and such as came or went."""
    known = given.vocabulary.terms
    if known is None:
        return
    left, right = pairing.left.text, pairing.right.text
    before, after = known.find(left), known.find(right)
    if not before and not after:
        return
    ours, theirs = ([known.due(text[slice(*span)]) for span in spans] for text, spans in ((left, before), (right, after)))
    for run in laid.replaced:
        gone = {n for n, span in enumerate(before) if touches(span, [run.left])}
        come = {n for n, span in enumerate(after) if touches(span, [run.right])}
        # a term of which only the words around its figures gave way ("within 30 days", "every 30 days")
        come |= set(_answering(gone, before, laid.left, laid.wide, after, laid.right))
        gone |= set(_answering(come, after, laid.right, laid.back, before, laid.left))
        if len(gone) == len(come) == 1:
            one, other = next(iter(gone)), next(iter(come))
            if ours[one] != theirs[other]:
                yield Change(ChangeKind.DEADLINE, left[slice(*before[one])], right[slice(*after[other])])
        elif come and not gone and not Counter(ours) - Counter(theirs):
            side = _Side(pairing.right, run.right, (pairing.left, *pairing.sources), given.apart[0], known, given.later)
            for n in sorted(come):
                if side.is_due(after[n], theirs[n]):
                    yield Change(ChangeKind.DEADLINE, "", right[slice(*after[n])])
        elif gone and not come and not Counter(theirs) - Counter(ours):
            side = _Side(pairing.left, run.left, (pairing.right, *pairing.siblings), given.apart[1], known, given.later)
            for n in sorted(gone):
                if side.is_due(before[n], ours[n]):
                    yield Change(ChangeKind.DEADLINE, left[slice(*before[n])], "")


def _answering(
    found: Iterable[int], own: Sequence[Span], here: Words, answers: Mapping[int, int], others: Sequence[Span], there: Words
) -> Iterator[int]:
    """The terms of the other side that have unchanged words of one of these."""
    for term in found:
        words_ = {answers[i] for i in here.within(own[term]) if i in answers}
        yield from (n for n, span in enumerate(others) if not words_.isdisjoint(there.within(span)))


@dataclass(frozen=True, slots=True)
class _Side:
    """A run of edits in which a term came, or went, and what the other side says elsewhere."""

    paragraph: Paragraph
    run: Span
    there: tuple[Paragraph, ...]
    apart: tuple[str, ...]
    known: Terms
    later: date | None

    def is_due(self, span: Span, due: Due) -> bool:
        """Whether a term came or went whole and is due yet: with few other words, or as a term of the operative part. A term that took many
        words with it must be unknown to the other side, and its words must not stand around the paragraph or in one that has no answer:
        there it may have another date."""
        if not (self.run[0] <= span[0] and span[1] <= self.run[1]) or self._is_past(due):
            return False
        text = self.paragraph.text
        if len(words(text[slice(*self.run)])) - len(words(text[slice(*span)])) <= BESIDE:
            return True
        if self.paragraph.kind is not Kind.OPERATIVE:
            return False
        texts = (*(p.text for p in self.there), *self.apart)
        if any(due == self.known.due(other[slice(*place)]) for other in texts for place in self.known.find(other)):
            return False
        near = _of_meaning(
            text[max(self.run[0], span[0] - NEAR) : span[0]] + " " + text[span[1] : min(self.run[1], span[1] + NEAR)]
        )
        others = (*(p.text for p in self.there[1:]), *(text for text in self.apart if self.known.find(text)))
        return not any(2 * len(near & _of_meaning(other)) > len(near) for other in others)

    def _is_past(self, due: Due) -> bool:
        """Whether a term is of a year long gone ("before 30 June 2000"): an event."""
        years = [number for number in due[0] if isinstance(number, int) and number > 1900]
        return bool(years) and self.later is not None and max(years) < self.later.year - 1


NEAR = 100
"""Code points on both sides of a term whose words tell what is due."""


def _of_meaning(text: str) -> frozenset[str]:
    return frozenset(words(text)) - FUNCTION_WORDS


# --- names -----------------------------------------------------------------------------------------------------------------------


def names(pairing: Pairing, laid: Laid, given: Frame) -> Iterator[tuple[Change, Span, Span]]:
    """An old name of the dated table that gave way to its later one, with where both stand; none before the date of the renaming, and none
    where the earlier text has the later name already."""
    said = set()
    left, right = pairing.left.text, pairing.right.text
    for renaming in given.vocabulary.renamed.held(left):
        if not _is_named(renaming, given.later):
            continue
        earlier = renaming.earlier(left)
        later = renaming.later(right) if earlier else ()
        held = renaming.later(left) if later else ()
        for old in earlier if later else ():
            if touches(old, held):
                continue
            new = next((span for span in later if _took_its_place(old, span, laid)), None)
            if new is None:
                continue
            one, other = left[slice(*old)], right[slice(*new)]
            if (fold(one), fold(other)) not in said and fold(one) != fold(other):
                said.add((fold(one), fold(other)))
                yield Change(ChangeKind.NAME, one, other, rule=renaming.source), old, new


def _is_named(renaming: Renaming, adopted: date | None) -> bool:
    return adopted is None or renaming.since <= adopted


def _took_its_place(old: Span, new: Span, laid: Laid) -> bool:
    """Whether the later name came in one edit with the loss of the old one, or was made of it by what was put in."""
    for run in laid.replaced:
        if touches(old, [run.left]) and touches(new, [run.right]):
            return True
        if touches(new, [run.right]):
            inside = set(laid.right.within(new))
            if any(laid.there.get(i) in inside for i in laid.left.within(old)):
                return True
    return False


# --- citations -------------------------------------------------------------------------------------------------------------------


def citations(pairing: Pairing, given: Frame, told: Sequence[tuple[Span, Span]]) -> Iterator[Change]:
    """Documents named on one side only, over the whole split or merge, and in more paragraphs of its document than of the other: what only
    went to another paragraph was neither gained nor lost. Names that `told` has told are left out."""
    come = _only(pairing.right, (pairing.left, *pairing.sources), given.cited[1], given.cited[0], [new for _, new in told])
    gone = _only(pairing.left, (pairing.right, *pairing.siblings), given.cited[0], given.cited[1], [old for old, _ in told])
    yield from _other_provisions(pairing)
    if come:
        yield Change(ChangeKind.CITATION_GAINED, "", ", ".join(come))
    if gone:
        yield Change(ChangeKind.CITATION_LOST, ", ".join(gone), "")


def _other_provisions(pairing: Pairing) -> Iterator[Change]:
    """One provision of another document cited in the place of another one of the same."""
    for citation in pairing.left.citations:
        same = [c for c in pairing.right.citations if c.symbol == citation.symbol and c.provision]
        own = [c for c in pairing.left.citations if c.symbol == citation.symbol and c.provision]
        if len(same) == len(own) == 1 and own[0] is citation and same[0].provision != citation.provision:
            before, after = (f"paragraph {c.provision} of {c.symbol}" for c in (citation, same[0]))
            yield Change(ChangeKind.CITATION_PROVISION, before, after)


def _only(
    here: Paragraph, there: Sequence[Paragraph], own: Mapping[str, int], others: Mapping[str, int], told: Sequence[Span]
) -> list[str]:
    """The documents that a paragraph names, and none of those on the other side, in whatever form."""
    spans = {citation.symbol: (citation.start, citation.end) for citation in here.citations}
    named = {citation.symbol for paragraph in there for citation in paragraph.citations}
    return [
        symbol
        for symbol, span in spans.items()
        if symbol not in named
        and own.get(symbol, 0) > others.get(symbol, 0)
        and not touches(span, told)
        and not _prints(symbol, there[0].text)
    ]


_NUMBERED = re.compile(r"/RES/(\d+)(?: \(\d{4}\))?$|(\d+/\d+(?:/\d+)?)$")


def _prints(symbol: str, text: str) -> bool:
    """Whether a text prints a document's number in any form ("UNSCR 1540", "the 1540 Committee", "(2015/6)"), not as a year in brackets."""
    number = _NUMBERED.search(symbol)
    if number is None:
        return False
    printed = number[1] or number[2]
    return re.search(rf"(?<![\d(]){printed}(?!\d)|\({printed}(?![\d)])", text) is not None
