"""Terms and dates, names and citations that differ."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from resdiff.align.rarity import FUNCTION_KEYS, FUNCTION_WORDS
from resdiff.diff.pairing import EXTENDED, Frame, Laid, Pairing, Replacement, Words, touches
from resdiff.models import Change, ChangeKind, Kind, Language, LinkKind, Paragraph, Span
from resdiff.tokens import fold, words
from resdiff.vocabulary import Due, Renaming, Terms

# --- terms -----------------------------------------------------------------------------------------------------------------------

BESIDE = 4
"""How many words may come or go with a term for it to be told as gained or lost where the paragraph holds other terms, or the other side
speaks of the same time."""


def terms(pairing: Pairing, laid: Laid, given: Frame, *, own: bool = True) -> Iterator[Change]:
    """Terms of which one took the place of another, and such as came or went. Between two paragraphs that are not one by their words
    (`own`) only a term that stands among words that stayed gave way to another."""
    known = given.vocabulary.terms
    if known is None:
        return
    left, right = pairing.left.text, pairing.right.text
    before, after = known.find(left), known.find(right)
    if not before and not after:
        return
    ours, theirs = ([known.due(text[slice(*span)]) for span in spans] for text, spans in ((left, before), (right, after)))
    gone, come = set[int](), set[int]()
    pairs: list[tuple[int, int]] = []
    runs = []
    for run in laid.replaced:
        here = {n for n, span in enumerate(before) if touches(span, [run.left])}
        there = {n for n, span in enumerate(after) if touches(span, [run.right])}
        # a term of which only the words around its figures gave way ("within 30 days", "every 30 days")
        there |= set(_answering(here, before, laid.left, laid.wide, after, laid.right))
        here |= set(_answering(there, after, laid.right, laid.back, before, laid.left))
        gone |= here
        come |= there
        if len(here) == len(there) == 1:
            one, other = *here, *there
            if own or (_in_place(laid, before[one], after[other]) and not _strangers(pairing, before[one], after[other])):
                pairs.append((one, other))
        else:
            runs.append((run, here, there))
    gone -= {one for one, _ in pairs}
    come -= {other for _, other in pairs}
    if gone and come and len(before) == len(after) == 1 and _begin_as_one(laid, pairing, ours[0], theirs[0]):
        pairs.append((0, 0))
    elif gone and come:
        many = 2 if given.vocabulary.language is Language.ZH else 1
        around = (_beside(left, laid.left, before, many * REACH), _beside(right, laid.right, after, many * REACH))
        sides = [
            [_Term(n, laid_.keys[laid_.within(spans[n]).start], dues[n], beside[n]) for n in sorted(numbers)]
            for laid_, spans, dues, beside, numbers in (
                (laid.left, before, ours, around[0], gone),
                (laid.right, after, theirs, around[1], come),
            )
        ]
        partly = pairing.link.kind is LinkKind.PARTIAL
        apart = AROUND_ALONE if len(before) == len(after) == 1 else AROUND_APART
        least = (many * (AROUND if own else apart), many * AROUND_APART)
        pairs += (
            (one, other)
            for one, other in _by_words_around(sides[0], sides[1], least, mixed=not partly)
            if not partly or not _strangers(pairing, before[one], after[other])
        )
    for one, other in sorted(set(pairs), key=lambda pair: pair[1]):
        if ours[one] != theirs[other]:
            yield Change(ChangeKind.DEADLINE, left[slice(*before[one])], right[slice(*after[other])])
    if not own:
        return
    gone -= {one for one, _ in pairs}
    come -= {other for _, other in pairs}
    lost, gained = {ours[n] for n in gone}, {theirs[n] for n in come}
    for run, here, there in runs:
        if there and not here and lost <= gained:
            side = _Side(pairing.right, run.right, (pairing.left, *pairing.sources), given.apart[0], known, given.later)
            for n in sorted(there & come):
                if theirs[n] not in lost and side.is_due(after[n], theirs[n]):
                    yield Change(ChangeKind.DEADLINE, "", right[slice(*after[n])])
        elif here and not there and gained <= lost:
            side = _Side(pairing.left, run.left, (pairing.right, *pairing.siblings), given.apart[1], known, given.later)
            for n in sorted(here & gone):
                if ours[n] not in gained and side.is_due(before[n], ours[n]):
                    yield Change(ChangeKind.DEADLINE, left[slice(*before[n])], "")


BEGINS = 7
"""With how many words in common two paragraphs of one term each begin for the one to be in the place of the other ("Decides to extend the
mandate of the Mission", whatever follows)."""


def _begin_as_one(laid: Laid, pairing: Pairing, one: Due, other: Due) -> bool:
    """Whether two paragraphs begin with the same words, and their terms are both dates or lengths, or end what the Council extends."""
    if len(laid.left.keys) < BEGINS or laid.left.keys[:BEGINS] != laid.right.keys[:BEGINS]:
        return False
    extended = EXTENDED.match(pairing.left.text) is not None and EXTENDED.match(pairing.right.text) is not None
    return extended or _is_date(one) is _is_date(other)


def _in_place(laid: Laid, one: Span, other: Span) -> bool:
    """Whether two terms begin with one word that stayed, after another that did ("report to the Council every 60 days", "... every 90")."""
    here, there = laid.left.within(one).start, laid.right.within(other).start
    return laid.wide.get(here) == there and here > 0 and laid.wide.get(here - 1) == there - 1


def _answering(
    found: Iterable[int], own: Sequence[Span], here: Words, answers: Mapping[int, int], others: Sequence[Span], there: Words
) -> Iterator[int]:
    """The terms of the other side that have unchanged words of one of these."""
    for term in found:
        words_ = {answers[i] for i in here.within(own[term]) if i in answers}
        yield from (n for n, span in enumerate(others) if not words_.isdisjoint(there.within(span)))


AROUND, AROUND_ALONE, AROUND_APART = 2, 3, 4
"""How many words of meaning around a term must be around the other one for the two to be one term changed: in paragraphs that are one by
their words, in others where each is the only one, and in others, or where they begin otherwise. A judgement: "final report" tells which
of two reports is due, "extend the mandate of the Mission" what ends."""

CLEARLY = 1.25
"""How much nearer than any other one a term must be to its answer where one side has more terms than the other."""

REACH = 6
"""Words of meaning on either side of a term that are around it."""

_Around = tuple[dict[int, int], dict[int, int]]
"""The words of meaning before and after a term, each with how far it is."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A term that came, went or gave way: its number in its text, its first word, what it says and what stands around it."""

    number: int
    head: int
    due: Due
    around: _Around

    @property
    def dated(self) -> bool:
        """Whether it is a date, not a length of time."""
        return _is_date(self.due)


def _is_date(due: Due) -> bool:
    """Whether a term is a date: it has a year."""
    return any(isinstance(number, int) and number > _YEAR for number in due[0])


_YEAR = 1900
"""A number above this one is a year."""


_ABBREVIATED = re.compile(r"\b[^\W\d_a-zа-яё]{4,}\b")


def _strangers(pairing: Pairing, one: Span, other: Span) -> bool:
    """Whether one of two terms is about what the other text says nothing of."""
    left, right = pairing.left.text, pairing.right.text
    return _strange(left, one, right) or _strange(right, other, left)


def _strange(text: str, term: Span, other: str) -> bool:
    """Whether what a term is about goes by an abbreviation of which the other text says nothing: another mission's."""
    near = text[max(0, term[0] - NEAR) : term[1] + NEAR]
    return any(name not in other for name in _ABBREVIATED.findall(near) if name.isupper())


def _by_words_around(gone: Sequence[_Term], come: Sequence[_Term], least: tuple[int, int], *, mixed: bool) -> list[tuple[int, int]]:
    """The terms of two sides, by number, that answer to each other by the words around them, those first that have most and nearest in
    common; of a date and a length only where they are alone and this is asked for (`mixed`). Nothing is said of such as stand in another
    order, or of one that has two answers."""
    near: dict[tuple[int, int], float] = {}
    for one in gone:
        for other in come:
            if one.dated is other.dated or (mixed and len(gone) == len(come) == 1):
                count, score = _shared(one.around, other.around)
                if count >= least[one.head != other.head]:
                    near[one.number, other.number] = score + (one.due == other.due)
    pairs: list[tuple[int, int]] = []
    for pair in sorted(near, key=lambda pair: (-near[pair], pair)):
        if all(pair[0] != a and pair[1] != b for a, b in pairs):
            pairs.append(pair)
    uneven = {d for d in (True, False) if sum(t.dated is d for t in gone) != sum(t.dated is d for t in come)}
    dated = {term.number: term.dated for term in gone}

    def sure(pair: tuple[int, int]) -> bool:
        if any((pair[0] - a) * (pair[1] - b) < 0 for a, b in pairs):
            return False
        others = [near[p] for p in near if (p[0] == pair[0]) is not (p[1] == pair[1])]
        return dated[pair[0]] not in uneven or near[pair] >= CLEARLY * max(others, default=0)

    return [pair for pair in pairs if sure(pair)]


def _beside(text: str, said: Words, terms: Sequence[Span], reach: int) -> list[_Around]:
    """What stands around each term of a text, in its sentence, other terms left out."""
    places = [i for i, span in enumerate(said.spans) if said.keys[i] not in FUNCTION_KEYS and not touches(span, terms)]
    starts = [said.spans[i][0] for i in places]
    out = []
    for start, end in terms:
        at = bisect_left(starts, start)
        before: dict[int, int] = {}
        for far, k in enumerate(range(at - 1, max(-1, at - 1 - reach), -1), 1):
            if _STOP.search(text, said.spans[places[k]][1], start):
                break
            before.setdefault(said.keys[places[k]], far)
        after: dict[int, int] = {}
        for far, k in enumerate(range(at, min(len(places), at + reach)), 1):
            if _STOP.search(text, end, starts[k]):
                break
            after.setdefault(said.keys[places[k]], far)
        out.append((before, after))
    return out


_STOP = re.compile(r"[;；؛。]|\.\s")


def _shared(one: _Around, other: _Around) -> tuple[int, float]:
    """How many words two terms have around them both, and how near these are; a word on the other side of the term counts half."""
    here, there = one[0].keys() | one[1].keys(), other[0].keys() | other[1].keys()
    near = 0.0
    for word in here & there:
        same = [1 / max(one[side][word], other[side][word]) for side in (0, 1) if word in one[side] and word in other[side]]
        across = [
            0.5 / max(one[side][word], other[1 - side][word]) for side in (0, 1) if word in one[side] and word in other[1 - side]
        ]
        near += max(same + across)
    return len(here & there), near


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
        year = next((str(number) for number in due[0] if isinstance(number, int) and number > _YEAR), "")
        said = (other for other in texts if year in other)
        if any(due == self.known.due(other[slice(*place)]) for other in said for place in self.known.find(other)):
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


def citations(pairing: Pairing, laid: Laid, given: Frame, told: Sequence[tuple[Span, Span]]) -> Iterator[Change]:
    """Documents named on one side only, over the whole split or merge, and in more paragraphs of its document than of the other: what only
    went to another paragraph was neither gained nor lost, unless it stands in the place of another document that is not named here any
    more. Names that `told` has told are left out."""
    runs = [run for run in laid.replaced if _replaces_one(run, pairing)]
    come = _only(
        pairing.right,
        (pairing.left, *pairing.sources),
        given.cited[1],
        given.cited[0],
        [new for _, new in told],
        [run.right for run in runs],
    )
    gone = _only(
        pairing.left,
        (pairing.right, *pairing.siblings),
        given.cited[0],
        given.cited[1],
        [old for old, _ in told],
        [run.left for run in runs],
    )
    yield from _other_provisions(pairing)
    if given.english:
        yield from _redated(pairing, laid)
    if come:
        yield Change(ChangeKind.CITATION_GAINED, "", ", ".join(come))
    if gone:
        yield Change(ChangeKind.CITATION_LOST, ", ".join(gone), "")


def _redated(pairing: Pairing, laid: Laid) -> Iterator[Change]:
    """A document known by its date that gave way to one of another date ("Conclusions of 3 May 2031"), in English; with a symbol it is told
    by that."""
    left, right = pairing.left.text, pairing.right.text
    if not any(_FIGURE.search(left, *run.left) and _FIGURE.search(right, *run.right) for run in laid.replaced):
        return  # no date gave way, and to look for the names of documents takes long
    ours, theirs = (
        {
            match["name"]: match
            for match in _DATED.finditer(side.text)
            if not any(touches((c.start, c.end), [(match.start(), match.end() + SYMBOL)]) for c in side.citations)
        }
        for side in (pairing.left, pairing.right)
    )
    for name, before in ours.items():
        after = theirs.get(name)
        if after is not None and fold(before["date"]) != fold(after["date"]):
            yield Change(ChangeKind.CITATION_GAINED, "", after[0])
            yield Change(ChangeKind.CITATION_LOST, before[0], "")


_FIGURE = re.compile(r"\d")
SYMBOL = 80
"""Within how many code points after its date the symbol of a document stands."""

_DATED = re.compile(
    r"(?P<name>(?:(?:[A-Z][\w’'-]+|press|presidential|joint|ministerial|political)\s+){0,6}"
    r"(?i:statements?|communiqu[eé]s?|reports?|letters?|decisions?|conclusions|agreements?|declarations?|protocols?|memorand(?:um|a))"
    r"(?:\s+(?:of|by|from)\s+(?:the\s+)?[A-Z][\w’'-]+(?:\s+(?:(?:of|and|the|for)\s+)*[A-Z][\w’'-]+){0,8})?)"
    r",?\s+(?:of|dated|on|issued on)\s+(?P<date>\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\s+\d{4})(?!\s*(?:and|,)\s*\d)"
)


def _other_provisions(pairing: Pairing) -> Iterator[Change]:
    """One provision of another document cited in the place of another one of the same."""
    for citation in pairing.left.citations:
        same = [c for c in pairing.right.citations if c.symbol == citation.symbol and c.provision]
        own = [c for c in pairing.left.citations if c.symbol == citation.symbol and c.provision]
        if len(same) == len(own) == 1 and own[0] is citation and same[0].provision != citation.provision:
            before, after = (f"paragraph {c.provision} of {c.symbol}" for c in (citation, same[0]))
            yield Change(ChangeKind.CITATION_PROVISION, before, after)


def _replaces_one(run: Replacement, pairing: Pairing) -> bool:
    """Whether one resolution, or other document, took the place of one other in a run of edits."""
    sides = [
        {c.symbol for c in side.citations if touches((c.start, c.end), [span])}
        for side, span in ((pairing.left, run.left), (pairing.right, run.right))
    ]
    return len(sides[0]) == len(sides[1]) == 1 and sides[0] != sides[1]


def _only(
    here: Paragraph,
    there: Sequence[Paragraph],
    own: Mapping[str, int],
    others: Mapping[str, int],
    told: Sequence[Span],
    replaced: Sequence[Span],
) -> list[str]:
    """The documents that a paragraph names, and none of those on the other side, in whatever form."""
    spans = {citation.symbol: (citation.start, citation.end) for citation in here.citations}
    named = {citation.symbol for paragraph in there for citation in paragraph.citations}
    return [
        symbol
        for symbol, span in spans.items()
        if symbol not in named
        and (own.get(symbol, 0) > others.get(symbol, 0) or touches(span, replaced))
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
