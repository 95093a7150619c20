"""A document and all earlier ones -> where each passage of it comes from.

Stock phrases inherit nothing, nor does a formula of a verb and whom it addresses, nor a paragraph of so few words that others hold them by
chance. Safeguards are inherited text of a class of their own. What one paragraph descends from is `descent`'s matter; here its findings
are told: verdicts, references, totals, witnesses.

`earliest` of a passage is the first paragraph of all that hold its words in a row. `earliest` of a paragraph is the oldest of its sources;
where the paragraph is verbatim, its sources are all that hold the whole of it, and both are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from resdiff.models import (
    Document,
    Kind,
    Lineage,
    LongestRun,
    Paragraph,
    ParagraphLineage,
    Passage,
    Reference,
    SourceShare,
    Span,
    SpanKind,
    Totals,
    Verdict,
    Witness,
)
from resdiff.tokens import SPACE, fold, is_word, tokenise, words
from resdiff.trace.descent import Match, Matcher, Share, Words, judge, ranges, shares
from resdiff.trace.earlier import Candidate, Earlier
from resdiff.vocabulary import load

__all__ = ["Candidate", "Earlier", "trace"]

UNTRACED = (Kind.HEADING, Kind.ROW, Kind.LISTING)
"""Kinds of paragraph that are no language of the Council's: they are left out of lineage and totals."""


FORMULA = 16
"""Words of a paragraph that is looked at for a formula: the longest found in 2,033 documents has 9."""

EQUALS = 6
"""Equal sources told with their text: the nearest and the oldest; all of them are among the carriers."""


def trace(document: Document, earlier: Earlier) -> Lineage:
    """Where each paragraph of a document comes from in what was adopted before it. Headings, rows and listings are left out."""
    tracer = _Tracer(document, earlier)
    paragraphs = tuple(tracer.paragraph(p) for p in document.paragraphs if p.kind not in UNTRACED)
    return Lineage(document, earlier.searched, paragraphs, tracer.totals(), tracer.witnesses(paragraphs))


class _Tracer:
    def __init__(self, document: Document, earlier: Earlier) -> None:
        self._document = document
        self._earlier = earlier
        self._matcher = Matcher(earlier)
        self._vocabulary = load(document.language)
        self._counts = dict.fromkeys(SpanKind, 0)

    def totals(self) -> Totals:
        """Words by what was found for them."""
        counts = self._counts
        inherited = counts[SpanKind.INHERITED] + counts[SpanKind.SAFEGUARD]
        return Totals(sum(counts.values()), inherited, counts[SpanKind.STOCK], counts[SpanKind.NONE])

    def paragraph(self, paragraph: Paragraph) -> ParagraphLineage:
        """The lineage of one paragraph."""
        # its own number is blank, so that offsets stay what they are
        text = " " * paragraph.begin + paragraph.text[paragraph.begin :]
        target = self._matcher.words(text)
        stock = self._stock(target)
        matches = self._matcher.matches(text)
        verdict, found = judge(target, stock, matches)
        uses = self._uses(target) if verdict is Verdict.NONE else ()
        if uses:
            verdict, stock, found = Verdict.STOCK, ((0, len(target.codes)),), ()
        kinds = _kinds(target, stock, found, ranges(self._vocabulary.safeguards, target))
        told = _held(target, uses) if uses else shares(matches, target) if verdict is Verdict.STOCK else found
        for kind in kinds:
            self._counts[kind] += 1
        nearest = max((m for share in told for m in share.sources), key=lambda m: (m.likeness, m.source.rank), default=None)
        place = {key: n for n, key in enumerate([(c.symbol, c.id) for c in uses] or [m.reference for m in matches])}
        earliest = min((m for share in told for m in share.sources), key=lambda m: place[m.reference], default=None)
        return ParagraphLineage(
            id=paragraph.id,
            verdict=verdict,
            closest=_reference(nearest.source, text=True) if nearest else None,
            earliest=_reference(earliest.source, text=True) if earliest else None,
            declared=tuple(self._declared(paragraph)),
            sources=_sources(told, target, earliest),
            spans=self._passages(target, kinds, found, matches),
            punctuation=verdict is Verdict.VERBATIM and nearest is not None and _other_points(text, nearest.source.text),
            uses=len(uses) or None,
            longest=self._longest(target, stock) if verdict is Verdict.NONE else None,
        )

    def _stock(self, target: Words) -> tuple[Span, ...]:
        """The words that inherit nothing: stock phrases, or all of a formula."""
        vocabulary = self._vocabulary
        opening = vocabulary.opening(target.text) if len(target.codes) <= FORMULA else None
        if opening:
            named = [span for phrase in vocabulary.addressees for span in phrase.find(target.text)]
            covered = [*named, (opening.start, opening.end)]
            rest = [target.text[a:b] for a, b in target.spans if not any(start < b and a < end for start, end in covered)]
            if all(fold(word) in vocabulary.connectives for word in rest):
                return ((0, len(target.codes)),)
        return ranges(vocabulary.stock, target)

    def _uses(self, target: Words) -> tuple[Candidate, ...]:
        """The paragraphs that hold a text of few words, oldest first; none for a longer text."""
        return self._earlier.phrase(words(target.text)) if len(target.codes) < target.measure.few else ()

    def _longest(self, target: Words, stock: Sequence[Span]) -> LongestRun | None:
        """The longest run of words beside stock phrases that anything earlier holds; None where none is longer than chance."""
        told = words(target.text)
        own = [True] * len(told)
        for span in stock:
            own[slice(*span)] = [False] * (span[1] - span[0])
        longest, start = None, 0
        size = target.measure.few
        while start + size <= len(told):
            end = start + size
            held = self._earlier.phrase(told[start:end]) if any(own[start:end]) else ()
            if held and sum(own[start:end]) >= target.measure.few:
                longest = LongestRun(target.spans[start][0], target.spans[end - 1][1], size, _reference(held[0]))
            if held:
                size += 1
            else:
                start += 1
        return longest

    def witnesses(self, paragraphs: Iterable[ParagraphLineage]) -> tuple[Witness, ...]:
        """Every document that the lineage refers to, oldest first."""
        named = {symbol for p in paragraphs for symbol in _symbols(p)}
        recalled = {c.symbol for p in self._document.paragraphs for c in p.citations}
        found = (self._earlier.witness(symbol) for symbol in self._earlier.documents() if symbol in named)
        return tuple(replace(w, recalled=w.symbol in recalled) for w in found if w)

    def _passages(
        self, target: Words, kinds: Sequence[SpanKind], found: Sequence[Share], matches: Sequence[Match]
    ) -> tuple[Passage, ...]:
        owners: list[tuple[Share, Span] | None] = [None] * len(kinds)
        for share in found:
            for start, end in share.runs:
                owners[start:end] = [(share, (start, end))] * (end - start)
        out = []
        start = 0
        for at in range(1, len(kinds) + 1):
            if at < len(kinds) and kinds[at] is kinds[start] and owners[at] is owners[start]:
                continue
            owner = owners[start]
            chars = target.spans[start][0], target.spans[at - 1][1]
            known = self._traced(target, *owner, (start, at), matches) if owner else Passage(0, 0, SpanKind.NONE)
            out.append(replace(known, start=chars[0], end=chars[1], kind=kinds[start]))
            start = at
        return tuple(out)

    def _traced(self, target: Words, share: Share, run: Span, part: Span, matches: Sequence[Match]) -> Passage:
        """What is told of a part of a run of words that these sources explain. Few words stand anywhere by chance: what is told of them is
        what is told of the run, by what has more in common with the paragraph, and no earliest use."""
        long = part[1] - part[0] >= target.measure.few
        told = long or (share.sources[0].whole and part == (0, len(target.codes)))
        if long:
            run = part
        codes = target.codes[slice(*run)]
        if long:
            ranked = self._earlier.phrase(words(target.text[target.spans[run[0]][0] : target.spans[run[1] - 1][1]]))
        else:
            ranked = tuple(m.source for m in matches if codes in m.words.codes)
        origin = self._origin(ranked[0], codes, run[0], matches)
        best = share.sources[0].likeness - 1e-9
        return Passage(
            start=0,
            end=0,
            kind=SpanKind.INHERITED,
            origin=_reference(origin),
            earliest=_reference(ranked[0]) if told else None,
            nearest=tuple(_reference(m.source) for m in share.sources if m.likeness >= best),
            carriers=tuple(_reference(c) for c in ranked),
        )

    def _origin(self, earliest: Candidate, codes: str, start: int, matches: Iterable[Match]) -> Candidate:
        """What a run of words goes back to, from its earliest use on."""
        blocks = (b for m in matches if m.source is earliest for b in m.blocks)
        at = next((j + start - i for i, j, n in blocks if i <= start and start + len(codes) <= i + n), -1)
        if at < 0:
            at = self._matcher.words(earliest.text).codes.find(codes)
        return self._matcher.origin(earliest, at, at + len(codes))

    def _declared(self, paragraph: Paragraph) -> Iterator[Reference]:
        """The sources that a paragraph names itself; the id is empty where no provision is named, or none such is held."""
        told = set()
        for citation in paragraph.citations:
            id_ = "OP" + "".join(citation.provision.split())
            held = self._earlier.paragraph(citation.symbol, id_) if citation.provision else None
            key = (citation.symbol, id_ if held else "")
            if key not in told:
                told.add(key)
                yield Reference(*key, held.text if held else None)


def _held(target: Words, uses: Sequence[Candidate]) -> tuple[Share, ...]:
    """Of the paragraphs that hold a text of few words, the shortest and so the most alike, and the oldest."""
    nearest = min(uses, key=lambda c: (len(c.text), -c.rank))
    size = len(target.codes)
    both = dict.fromkeys((nearest, uses[0]))
    return (Share(tuple(Match(c, target, ((0, 0, size),), False, False, 0.0) for c in both), ((0, size),)),)


def _other_points(text: str, source: str) -> bool:
    """Whether the words of a text stand in a source with other punctuation between them; what closes or opens a text does not count."""
    sides = []
    for side in (text, source):
        keys = [key for key in tokenise(side).keys if key != SPACE]
        while keys and not is_word(keys[-1]):
            keys.pop()
        while keys and not is_word(keys[0]):
            keys.pop(0)
        sides.append(keys)
    ours, theirs = sides
    return not any(theirs[at : at + len(ours)] == ours for at in range(len(theirs) - len(ours) + 1))


def _sources(found: Sequence[Share], target: Words, oldest: Match | None) -> tuple[SourceShare, ...]:
    """The sources as they are told: of more equal ones than EQUALS the nearest, and the oldest of all."""
    size = len(target.codes)
    told = []
    for share in found:
        equals = share.sources
        if len(equals) > EQUALS:
            last = oldest if oldest in equals else min(equals, key=lambda m: m.source.rank)
            equals = (*[m for m in equals if m is not last][: EQUALS - 1], last)
        told += [SourceShare(m.source.symbol, m.source.id, m.source.text, share.size, round(share.size / size, 4)) for m in equals]
    return tuple(told)


def _kinds(target: Words, stock: Sequence[Span], found: Sequence[Share], safeguards: Sequence[Span]) -> list[SpanKind]:
    """What was found for each word."""
    kinds = [SpanKind.NONE] * len(target.codes)
    for share in found:
        for start, end in share.runs:
            kinds[start:end] = [SpanKind.INHERITED] * (end - start)
    for start, end in safeguards:
        for at in range(start, end):
            if kinds[at] is SpanKind.INHERITED:
                kinds[at] = SpanKind.SAFEGUARD
    for start, end in stock:
        kinds[start:end] = [SpanKind.STOCK] * (end - start)
    return kinds


def _reference(source: Candidate, text: bool = False) -> Reference:
    return Reference(source.symbol, source.id, source.text if text else None)


def _symbols(paragraph: ParagraphLineage) -> Iterator[str]:
    for reference in (paragraph.closest, paragraph.earliest, *paragraph.declared, *paragraph.sources):
        if reference:
            yield reference.symbol
    for span in paragraph.spans:
        for reference in (span.origin, span.earliest, *span.nearest, *span.carriers):
            if reference:
                yield reference.symbol
