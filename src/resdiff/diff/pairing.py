"""Two linked paragraphs laid beside each other word by word, with what stands around them: what the named changes are read from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from resdiff.align.rarity import equal_runs
from resdiff.models import Document, Edit, EditClass, Kind, Language, Link, LinkKind, Op, Paragraph, Span, Status
from resdiff.tokens import fold, intern, tokenise, words
from resdiff.vocabulary import Vocabulary, load

RENEWAL = 0.6
"""The least share of operative paragraphs, on both sides, that must answer to each other whole for two documents to be versions of one."""

MANY = 10
"""How many must where the documents are filed under different agenda items."""

SAME_MANDATE = 0.75
"""The least score of two paragraphs that extend one mandate where the later text does not cite the earlier one."""

NEAR = 0.6
"""The least share of the words of the shorter of two paragraphs that must be unchanged for the one to be the other's later form."""

ALIKE = 0.4
"""The same of the longer one."""

ALMOST, MOST = 0.8, 0.65
"""The same two shares of paragraphs that must be one whatever their verbs."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """A run of edits that touch: the left text that gave way and the right text that took its place; either may be empty."""

    left: Span
    right: Span


@dataclass(frozen=True, slots=True)
class Pairing:
    """A linked pair of paragraphs with its edits and what stands around it in both documents."""

    left: Paragraph
    right: Paragraph
    link: Link
    sources: tuple[Paragraph, ...]
    """Left paragraphs that belong here too: other sources of the right one, chapeaux and items of the left one."""
    siblings: tuple[Paragraph, ...]
    """Right paragraphs that belong here too: others that the left one went into, chapeaux and items of the right one."""

    @property
    def changed(self) -> bool:
        """Whether words were gained or lost; surface edits and renumbered references are none."""
        return any(edit.op in (Op.INSERT, Op.DELETE) and edit.class_ is None for edit in self.link.edits)


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for the whole comparison."""

    vocabulary: Vocabulary
    successive: bool
    to_resolution: bool
    later: date | None
    """When the right document was adopted."""
    cited: tuple[Mapping[str, int], Mapping[str, int]]
    """In how many paragraphs of the left and of the right document each symbol is named."""
    apart: tuple[tuple[str, ...], tuple[str, ...]]
    """The texts of the left and of the right document that answer to nothing on the other side."""

    @property
    def english(self) -> bool:
        """Whether more than verbs may be judged."""
        return self.vocabulary.language is Language.EN


def frame(left: Document, right: Document, links: Sequence[Link]) -> Frame:
    """The frame of a comparison, from the documents and their links."""
    sides = ((left, {link.left for link in links}), (right, {link.right for link in links}))
    cited = [Counter(symbol for p in d.paragraphs for symbol in {c.symbol for c in p.citations}) for d, _ in sides]
    apart = [tuple(p.text for p in d.paragraphs if p.id not in linked) for d, linked in sides]
    return Frame(
        load(left.language),
        _successive(left, right, links),
        left.status is Status.STATEMENT and right.status is Status.RESOLUTION,
        right.adoption.date,
        (cited[0], cited[1]),
        (apart[0], apart[1]),
    )


def _successive(left: Document, right: Document, links: Sequence[Link]) -> bool:
    """Whether one document is a version of the other: of one kind, of one agenda item where known, and with most operative paragraphs of
    both answering to each other whole, counted with their sub-paragraphs or without: a long list that was dropped or added does not make
    a renewal another text. Where many do, the item does not matter: the Council moves its texts from one to another."""
    agendas = {fold(document.adoption.agenda) for document in (left, right) if document.adoption.agenda}
    if (left.status is Status.STATEMENT) != (right.status is Status.STATEMENT):
        return False
    whole = [link for link in links if link.kind is not LinkKind.PARTIAL]
    sides = ((left, {link.left for link in whole}), (right, {link.right for link in whole}))
    least = MANY if len(agendas) > 1 else 1
    if any(all(_mostly(document, linked, least, items=items) for document, linked in sides) for items in (True, False)):
        return True
    return len(agendas) == 1 and _renewed(left, right, links)


def _renewed(left: Document, right: Document, links: Sequence[Link]) -> bool:
    """Whether a later text extends what the earlier one extended (in English): in two operative paragraphs that answer to each other, whole
    or with a name in common, and of no two missions, a mandate or measures are extended or renewed, and the later text cites the earlier
    one or the two paragraphs hardly differ. A short renewal that carries little besides ("technical rollover") and one that was written
    anew are versions of the text before them as well. A judgement: of 2064 pairs of resolutions, most of one agenda item, it holds for 98
    that have less in common than `RENEWAL` and of which the later one cites the earlier; all but a few have an extension in both titles."""
    if left.language is not Language.EN:
        return False
    cites = any(c.symbol == left.symbol for p in right.paragraphs for c in p.citations)
    ours, theirs = ({p.id: p.text for p in d.paragraphs if p.kind is Kind.OPERATIVE} for d in (left, right))
    for link in links:
        one, other = ours.get(link.left, ""), theirs.get(link.right, "")
        if link.primary and EXTENDED.search(one) and EXTENDED.search(other):
            before, after = _names(one), _names(other)
            short = [{name for name in names if name.isupper()} for names in (before, after)]
            if all(short) and short[0].isdisjoint(short[1]):
                continue  # two missions of one country
            if (cites and link.kind is not LinkKind.PARTIAL) or (before & after and (cites or link.score >= SAME_MANDATE)):
                return True
    return False


EXTENDED = re.compile(
    r"\bdecides\b[^.;]{0,60}?\b(?:extend|renew)\b(?=[^;]{0,300}?\b(?:mandates?|authori[sz]ations?|measures|provisions|exemptions?)\b)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[ (])[A-Z][\w-]+")
_NAMELESS = (
    "January February March April May June July August September October November December Security Council Charter Nations United"
    " Secretary-General Decides Member States Chapter"
)
_NO_NAME = frozenset(_NAMELESS.split())


def _names(text: str) -> frozenset[str]:
    """The words of a paragraph that are a part of a name, such aside as name nothing in particular."""
    return frozenset(_NAME.findall(text)) - _NO_NAME


def _mostly(document: Document, linked: Collection[str], least: int, *, items: bool) -> bool:
    """Whether most operative paragraphs of a document, their sub-paragraphs counted or not, are linked, and no fewer than so many."""
    body = [p.id for p in document.paragraphs if p.kind in (Kind.OPERATIVE, Kind.STATEMENT) and (items or not p.depth)]
    answered = sum(id_ in linked for id_ in body)
    return len(body) > 1 and answered >= RENEWAL * len(body) and answered >= least


def surroundings(document: Document) -> Mapping[str, tuple[Paragraph, ...]]:
    """For each paragraph, by id, its chapeaux and its own items."""
    by_path: dict[tuple[str, ...], Paragraph] = {}
    above: dict[str, tuple[Paragraph, ...]] = {}
    below: dict[str, list[Paragraph]] = {}
    for paragraph in document.paragraphs:
        steps = [by_path.get(paragraph.path[:n]) for n in range(1, len(paragraph.path))]
        above[paragraph.id] = tuple(step for step in steps if step is not None)
        for step in above[paragraph.id]:
            below.setdefault(step.id, []).append(paragraph)
        by_path[paragraph.path] = paragraph
    return {id_: (*chapeaux, *below.get(id_, ())) for id_, chapeaux in above.items()}


# --- word by word ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: where each begins and ends, and its interned key."""

    spans: tuple[Span, ...]
    keys: tuple[int, ...]
    starts: tuple[int, ...]

    def within(self, span: Span) -> range:
        """The indices of the words that begin in a range of the text."""
        first = bisect_left(self.starts, span[0])
        return range(first, max(first, bisect_left(self.starts, span[1])))


def words_of(text: str) -> Words:
    """The words of a text."""
    tokens = tokenise(text)
    indices = tokens.word_indices()
    spans = tuple([(tokens.bounds[i], tokens.bounds[i + 1]) for i in indices])
    return Words(spans, tuple([tokens.keys[i] for i in indices]), tuple([start for start, _ in spans]))


@dataclass(frozen=True, slots=True)
class Laid:
    """Two texts laid beside each other: which word of one is unchanged, moved or only spelt otherwise in the other; what was replaced."""

    left: Words
    right: Words
    there: Mapping[int, int]
    """Left word to the right word that it is, by index: unchanged, moved, or in another spelling."""
    wide: Mapping[int, int]
    """The same with words that stand again in what replaced them."""
    back: Mapping[int, int]
    """Right word to left word, of `wide`."""
    replaced: tuple[Replacement, ...]
    fine: tuple[Replacement, ...]
    """The same without the words that stand again in what replaced them: the edits show a run of few unchanged words as replaced."""

    @property
    def share(self) -> tuple[float, float]:
        """The unchanged words as a share of the shorter and of the longer text."""
        counts = sorted((len(self.left.keys), len(self.right.keys)))
        return (len(self.there) / counts[0], len(self.there) / counts[1]) if counts[0] else (0.0, 0.0)

    @property
    def one(self) -> bool:
        """Whether the two are earlier and later form of one paragraph, by the words that they share."""
        shorter, longer = self.share
        return shorter >= NEAR and longer >= ALIKE

    @property
    def nearly_same(self) -> bool:
        """Whether the two share so many words that the one must be the other, whatever its verb."""
        shorter, longer = self.share
        return shorter >= ALMOST and longer >= MOST


def lay(pairing: Pairing) -> Laid:
    """The two texts of a pairing beside each other."""
    left, right = words_of(pairing.left.text), words_of(pairing.right.text)
    there: dict[int, int] = {}
    for before, after in unchanged(pairing.link.edits):
        there.update(zip(left.within(before), right.within(after), strict=False))
    replaced = tuple(_replacements(pairing.link.edits))
    wide = dict(there)
    for run in replaced:
        wide.update(_again(left, left.within(run.left), right, right.within(run.right)))
    fine = tuple(part for run in replaced for part in _parts(run, left, right))
    return Laid(left, right, there, wide, {j: i for i, j in wide.items()}, replaced, fine)


_JOINTS = frozenset(map(intern, ("and", "or")))


def _parts(run: Replacement, left: Words, right: Words) -> Iterator[Replacement]:
    """A run of edits cut at the words that stand on both of its sides, "and" left out: what it joins tells what was put in."""
    ours = [i for i in left.within(run.left) if left.keys[i] not in _JOINTS]
    theirs = [j for j in right.within(run.right) if right.keys[j] not in _JOINTS]
    runs = equal_runs([left.keys[i] for i in ours], [right.keys[j] for j in theirs]) if ours and theirs else ()
    at, other = run.left[0], run.right[0]
    for i, j in ((ours[x + k], theirs[y + k]) for x, y, n in runs for k in range(n)):
        if at < left.spans[i][0] or other < right.spans[j][0]:
            yield Replacement((at, left.spans[i][0]), (other, right.spans[j][0]))
        at, other = left.spans[i][1], right.spans[j][1]
    if at < run.left[1] or other < run.right[1]:
        yield Replacement((at, run.left[1]), (other, run.right[1]))


def _again(left: Words, ours: range, right: Words, theirs: range) -> Iterator[tuple[int, int]]:
    """The words of a replaced run that stand in what replaced it, in order: the edits show a run of few unchanged words as replaced."""
    if ours and theirs:
        runs = equal_runs(left.keys[ours.start : ours.stop], right.keys[theirs.start : theirs.stop])
        yield from ((ours.start + i + k, theirs.start + j + k) for i, j, n in runs for k in range(n))


SLIGHT = (EditClass.SURFACE, EditClass.REFERENCE)
"""Edits that do not change the wording of what they touch."""


def unchanged(edits: Iterable[Edit], classes: Collection[EditClass] = SLIGHT) -> Iterator[tuple[Span, Span]]:
    """The ranges, left and right, that are unchanged, moved, or differ by edits of these classes only: spelling, a reference's number."""
    gone: Edit | None = None
    for edit in edits:
        if edit.op in (Op.EQUAL, Op.MOVE):
            yield edit.left, edit.right
        elif edit.class_ in classes and edit.op is Op.INSERT and gone is not None:
            yield gone.left, edit.right
        gone = edit if edit.op is Op.DELETE and edit.class_ in classes else None


def _replacements(edits: Iterable[Edit]) -> Iterator[Replacement]:
    run: Replacement | None = None
    for edit in edits:
        if edit.op in (Op.INSERT, Op.DELETE) and edit.class_ is None:
            if run is None:
                run = Replacement(edit.left, edit.right)
            else:
                run = Replacement((run.left[0], edit.left[1]), (run.right[0], edit.right[1]))
        elif run is not None:
            yield run
            run = None
    if run is not None:
        yield run


def touches(span: Span, ranges: Iterable[Span]) -> bool:
    """Whether a range overlaps one of the others."""
    return any(start < span[1] and span[0] < end for start, end in ranges)


def stands(text: str, others: Iterable[str]) -> bool:
    """Whether the words stand in a row in one of some texts, a hyphen more or less."""
    needle = f" {' '.join(words(text))} ".replace("-", "")
    return any(needle in f" {' '.join(words(other))} ".replace("-", "") for other in others)
