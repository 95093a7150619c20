"""Safeguards and qualifiers gained, lost or reworded.

A safeguard is told of by what it protects: international humanitarian law is not lost where the other side still speaks of it in other
words, in the paragraph, in its chapeau or in a paragraph that the link was split into. A qualifier is told of where it was put into
words, or taken out of words, that are otherwise the same, and nothing to the same effect stands beside them on the other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from resdiff.diff.pairing import Frame, Laid, Pairing, Words, touches, words_of
from resdiff.models import Change, ChangeKind, Paragraph, Span
from resdiff.tokens import words
from resdiff.vocabulary import Phrase, Phrases, Protection, compiled

LIMB = 25
"""A deletion of more words than this beside a safeguard took away what the safeguard protected, too: nothing is said of it."""

ADDED = 3
"""How many words beside a qualifier may be put in or taken out with it: with more, it is new text that has a qualifier."""

OPENED = 1
"""The same beside a word that opens an enumeration ("in particular")."""

REPLACED = 5
"""How many other words it may replace."""

LONGEST = 12
"""How many words the longest qualifier may have."""

BESIDE = 50
"""Code points on both sides of the place of a qualifier where nothing to the same effect may stand."""


STEM = 4
"""How many letters two forms of one verb have in common."""


# --- safeguards ------------------------------------------------------------------------------------------------------------------


def safeguards(pairing: Pairing, laid: Laid, given: Frame) -> Iterator[Change]:
    """Safeguards of which one side says nothing, and such as were reworded; gains before losses, those that stand together as one."""
    left, right = pairing.left.text, pairing.right.text
    ours, theirs = _bare(pairing.left), _bare(pairing.right)
    gone, come = [run.left for run in laid.replaced], [run.right for run in laid.replaced]
    # in a later version, what went to a paragraph of its own, or came from one, was neither lost nor gained
    apart = (given.apart[0] if given.successive else (), given.apart[1])
    lost: list[_Found] = []
    gained: list[_Found] = []
    reworded = []
    for protection in given.vocabulary.protections.held(ours.text, theirs.text):
        before, after = ours.find(protection), theirs.find(protection)
        if after and not before:
            found = [span for span in after if touches(span, come)]
            if found and not _spoken_of(protection, pairing.left, pairing.sources, apart[0]):
                gained.append((found[0], protection))
        elif before and not after:
            found = [span for span in before if touches(span, gone) and _is_limb(left, span, gone)]
            if found and not _spoken_of(protection, pairing.right, pairing.siblings, apart[1]):
                lost.append((found[0], protection))
        elif len(before) == len(after) == 1 and (touches(before[0], gone) or touches(after[0], come)):
            one, other = ours.printed(before[0]), theirs.printed(after[0])
            if _core(one) != _core(other):
                reworded.append(Change(ChangeKind.SAFEGUARD_REWORDED, one, other))
    yield from (Change(ChangeKind.SAFEGUARD_GAINED, "", printed) for printed in _together(right, gained, come))
    yield from (Change(ChangeKind.SAFEGUARD_LOST, printed, "") for printed in _together(left, lost, gone))
    yield from reworded


@dataclass(frozen=True, slots=True)
class _Bare:
    """A text without square brackets and without what a draft prints of its talks."""

    text: str
    places: Sequence[int] | None
    """Where each code point stands in the whole text; None where nothing was left out."""

    def find(self, protection: Protection) -> tuple[Span, ...]:
        """Where a safeguard stands in the whole text."""
        found = protection.find(self.text)
        if self.places is None:
            return found
        return tuple([(self.places[start], self.places[end - 1] + 1) for start, end in found])

    def printed(self, span: Span) -> str:
        """The words of a range of the whole text."""
        if self.places is None:
            return self.text[slice(*span)]
        kept = (letter for letter, at in zip(self.text, self.places, strict=True) if span[0] <= at < span[1])
        return " ".join("".join(kept).split())


def _bare(paragraph: Paragraph) -> _Bare:
    text = paragraph.text
    if "[" not in text and "]" not in text:
        return _Bare(text, None)
    talked = {at for span in paragraph.talked for at in range(*span)}
    places = [at for at, letter in enumerate(text) if letter not in "[]" and at not in talked]
    return _Bare("".join([text[at] for at in places]), places)


_Found = tuple[Span, Protection]


def _spoken_of(protection: Protection, paragraph: Paragraph, around: Iterable[Paragraph], apart: Iterable[str]) -> bool:
    """Whether a side speaks of what a safeguard protects: in the paragraph or around it in any wording, or as the same safeguard in a
    paragraph that has no answer on the other side."""
    if protection.means(paragraph.text) or any(protection.means(other.text) for other in around):
        return True
    return any(protection.find(text) for text in apart)


def _is_limb(text: str, span: Span, ranges: Iterable[Span]) -> bool:
    """Whether the deleted text that holds a safeguard holds little besides it."""
    held = len(words(text[slice(*span)]))
    return all(len(words(text[slice(*range_)])) - held <= LIMB for range_ in ranges if touches(span, [range_]))


_HOUSE_STYLE = frozenset(
    words(
        "international applicable relevant provisions rules law the a and their its of with in including united nations"
        " comply complies compliance"
    )
)


def _core(text: str) -> frozenset[str]:
    """The words of a safeguard that tell one wording from another; order, hyphens, endings and "applicable" do not."""
    said = words(text.replace("-", " ").replace("\u2011", " "))
    return frozenset(word.rstrip("s").removesuffix("ie").rstrip("y") for word in said if word not in _HOUSE_STYLE)


_JOINT = re.compile(
    r"(?:[\s,]|\b(?:and|or|as well as|including|with|the|international|applicable|relevant|law|obligations under)\b)*",
    re.IGNORECASE,
)
_LAW = re.compile(r"\s+law\b", re.IGNORECASE)
_PART = re.compile(r"(?:international )?(?:humanitarian|human rights|refugees?)(?=[^;.]{0,80}?\blaw\b)", re.IGNORECASE)


def _together(text: str, found: Sequence[_Found], changed: Sequence[Span]) -> Iterator[str]:
    """The printed words of safeguards, such as follow each other as one phrase. One whose words stood there in part already, or that has
    only a part of its phrase for itself ("international humanitarian" of "international humanitarian and refugee law"), comes by the name
    of what it protects."""
    groups: list[list[_Found]] = []
    for item in sorted(found, key=lambda item: item[0]):
        last = groups[-1][-1][0] if groups else (0, 0)
        if groups and (item[0][0] <= last[1] or _JOINT.fullmatch(text, last[1], item[0][0])):
            groups[-1].append(item)
        else:
            groups.append([item])
    for group in groups:
        start, end = group[0][0][0], max(span[1] for span, _ in group)
        part = _PART.match(text, group[-1][0][0])
        cut = part is not None and part.end() == group[-1][0][1]
        whole = any(begin <= start and end <= stop for begin, stop in changed)
        if len(group) == 1 and (cut or not whole):
            yield group[0][1].name
        else:
            law = _LAW.match(text, end) if cut else None
            yield text[start : law.end() if law else end]


# --- qualifiers ------------------------------------------------------------------------------------------------------------------


def qualifiers(pairing: Pairing, laid: Laid, given: Frame) -> Iterator[Change]:
    """Qualifiers put into, or taken out of, words that are otherwise the same."""
    sides = (
        _Side(pairing.right.text, pairing.left.text, pairing.sources, laid.right, laid.back, given.vocabulary.qualifiers),
        _Side(pairing.left.text, pairing.right.text, pairing.siblings, laid.left, laid.there, given.vocabulary.qualifiers),
    )
    found: tuple[list[Span], list[Span]] = ([], [])
    for run in laid.fine:
        for side, here, there, spans in zip(sides, (run.right, run.left), (run.left, run.right), found, strict=True):
            for phrase in side.near(here) if side.may_qualify(here, there) else ():
                spans += side.put_in(phrase, here, there)
        yield from _exchanged(pairing.left.text[slice(*run.left)], pairing.right.text[slice(*run.right)], given)
    for span in _outermost(found[0]):
        yield Change(ChangeKind.QUALIFIER_GAINED, "", pairing.right.text[slice(*span)])
    for span in _outermost(found[1]):
        yield Change(ChangeKind.QUALIFIER_LOST, pairing.left.text[slice(*span)], "")


def _exchanged(gone: str, come: str, given: Frame) -> Iterator[Change]:
    """One qualifier that gave way to another ("immediately" to "as soon as possible")."""
    sides = (gone.strip(" ,"), come.strip(" ,"))
    if not all(sides):
        return
    names = [{p.name for p in given.vocabulary.qualifiers.held(side) if compiled(p.pattern).fullmatch(side)} for side in sides]
    if names[0] and names[1] and not names[0] & names[1]:
        yield Change(ChangeKind.QUALIFIER_CHANGED, *sides)


@dataclass(frozen=True, slots=True)
class _Side:
    """A text as it is seen from the other one: what came, if it is the later; what went, if it is the earlier."""

    text: str
    other: str
    beside: tuple[Paragraph, ...]
    """What belongs to the other text."""
    counted: Words
    same: Mapping[int, int]
    qualifiers: Phrases

    def may_qualify(self, here: Span, there: Span) -> bool:
        """Whether a run of edits is short enough to be a qualifier put in: a quick look before all are tried."""
        return 0 < len(self.counted.within(here)) <= LONGEST + ADDED and len(words(self.other[slice(*there)])) <= REPLACED

    def near(self, here: Span) -> list[Phrase]:
        """The qualifiers that may stand in a run or beside it."""
        return self.qualifiers.held(self._beside(here))

    def _beside(self, here: Span) -> str:
        return self.text[max(0, here[0] - BESIDE) : here[1] + BESIDE]

    def put_in(self, phrase: Phrase, here: Span, there: Span) -> Iterator[Span]:
        """Where a qualifier stands that came in the run `here` in the place of the run `there`: with a few words at most, into words that
        stayed; the other side has nothing to the same effect there, no more of the same elsewhere, and none in what governs it."""
        extra = OPENED if phrase.kind == "opener" else ADDED
        start = max(0, here[0] - BESIDE)
        for found in phrase.find(self._beside(here)):
            span = (found[0] + start, found[1] + start)
            if not touches(span, [here]):
                continue
            if len(self.counted.within(here)) - len(self.counted.within(span)) > extra and self._besides(span, here) > extra:
                continue
            if phrase.means(self._around(there)) or (phrase.noun and not self._stays(span)) or self._is_verb(span, here, there):
                continue
            if len(phrase.find(self.text)) > len(phrase.find(self.other)) and not any(phrase.find(p.text) for p in self.beside):
                yield span

    def _is_verb(self, span: Span, here: Span, there: Span) -> bool:
        """Whether "to" with its verb only gave way to another verb ("to enhance their watch", "to continue their watch"): no qualifier of a
        verb that stayed, as in "to ratify", "to consider ratifying" or "to continue to ratify"."""
        if self.text.startswith(" to ", span[1]):
            return False
        if not self.text[slice(*span)].lower().startswith("to ") or not self.other[: there[0]].lower().rstrip().endswith(" to"):
            return False
        if self.qualifiers.find(self.other[max(0, there[0] - 3) : there[1]]):
            return False
        verb, own = words(self.other[slice(*there)])[:1], words(self.text[slice(*here)])
        return bool(verb) and not any(word[:STEM] == verb[0][:STEM] for word in own)

    def _besides(self, span: Span, here: Span) -> int:
        """How many words of a run are no qualifier: several may come or go at once ("within its capabilities and without prejudice to")."""
        run = self.text[slice(*here)]
        covered = self.qualifiers.find(run)
        covered.append((span[0] - here[0], span[1] - here[0]))
        return sum(not touches(word, covered) for word in words_of(run).spans)

    def _around(self, there: Span) -> str:
        return self.other[max(0, there[0] - BESIDE) : there[1] + BESIDE]

    def _stays(self, span: Span) -> bool:
        """Whether the word after a qualifier, or before a qualifier that follows its word, is the same on the other side."""
        inside = self.counted.within(span)
        if inside.stop in self.same:
            return True
        follows = self.text[slice(*span)].endswith("concerned") and _ENDED.match(self.text, span[1]) is not None
        return follows and inside.start - 1 in self.same


_ENDED = re.compile(r"\s*(?:[,.;]|$|(?:to|in|on|at|by|for|of|with|and|or|as|that|which|shall|should|may|can)\b)")
"""What follows a noun with its qualifier after it ("the States concerned to")."""


def _outermost(found: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, those inside others left out."""
    spans = sorted(set(found))
    for span in spans:
        if not any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans):
            yield span
