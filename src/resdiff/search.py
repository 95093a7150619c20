"""A phrase or a whole sentence -> the precedent card: where it stands word for word, where something like it stands.

Words are compared folded (case, quotes, dashes) and without punctuation. An exact use is the whole query standing in a row in one
paragraph. The same words in a spelling that the language's vocabulary knows for them ("Daesh" for "Da’esh") are the nearest of the near
ones, and told by themselves. Another near one is judged by the stretch of its paragraph that is most like the query, not by the whole
paragraph, so that a clause is found in a long one; there "benefiting from" is like "benefit from", in the languages whose endings are
known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resdiff.align.rarity import equal_runs, stem
from resdiff.diff import edits
from resdiff.models import Edit, Hit, Language, Op, PrecedentCard, Reference, Span, Spelling, Verdict
from resdiff.tokens import intern, words
from resdiff.trace.descent import Matcher, Words, judge, ranges
from resdiff.trace.earlier import Candidate, Earlier
from resdiff.vocabulary import load

POOL = 100
"""Paragraphs looked at for near uses, for each of the two look-ups."""

LEAST = 0.35
"""Likeness below which a stretch of words is not told as near."""

MATCHED = 2
"""Words that a near stretch has in common with the query at least."""

INFLECTED = 0.9
"""What a word counts for that stands in another form."""

SPELLED = 0.99
"""What a use in another spelling counts: less than an exact one, more than any other."""

ROOM = 3
"""Words that a near stretch may have beyond half as many again as the query."""


@dataclass(frozen=True, slots=True)
class _Found:
    source: Candidate
    score: float
    stretch: Span
    """The characters from the earliest matching word to the last."""
    matched: tuple[Span, ...]


def search(query: str, language: Language, earlier: Earlier, limit: int = 20) -> PrecedentCard:
    """The precedent card of a query. A paragraph number before it is passed over. Of exact uses and of near ones at most `limit` are
    given; `total_exact`, `earliest` and `latest` are of all exact ones; `nearest` is the use whose paragraph is most like the query."""
    query = query.strip()
    marker = load(language).marker(query)
    if marker and words(query[marker.end :]):
        query = query[marker.end :].strip()
    matcher = Matcher(earlier)
    target = matcher.words(query)
    exact = earlier.phrase(words(query)) if target.codes else ()
    known = {(c.symbol, c.id) for c in exact}
    spelled = [(matcher.words(text), found) for text, found in _spelled(query, language, earlier)]
    others = {(c.symbol, c.id): _exact(c, matcher.words(c.text), text, SPELLED) for text, found in spelled for c in reversed(found)}
    near = [other for key, other in others.items() if key not in known]
    near = sorted(near, key=_rank) + _near(query, target, earlier, matcher, known | others.keys())
    # of paragraphs that all hold the whole query, the shortest is most like it
    whole = min(exact, key=lambda c: (len(c.text), -c.rank), default=None)

    def verbatim(source: Candidate) -> Hit:
        return _hit(_exact(source, matcher.words(source.text), target), query, language, earlier)

    hits = tuple(_hit(f, query, language, earlier) for f in near[:limit])
    return PrecedentCard(
        query=query,
        language=language,
        verdict=Verdict.VERBATIM if exact else _verdict(query, target, matcher, language),
        exact=tuple(verbatim(c) for c in exact[:limit]),
        near=hits,
        earliest=verbatim(exact[0]) if exact else None,
        latest=verbatim(exact[-1]) if exact else None,
        nearest=verbatim(whole) if whole else next(iter(hits), None),
        total_exact=len(exact),
        searched=earlier.searched,
        total_documents=len({c.symbol for c in exact}),
        spellings=tuple(_spelling(text, found, matcher) for text, found in spelled),
    )


def _spelled(query: str, language: Language, earlier: Earlier) -> list[tuple[str, tuple[Candidate, ...]]]:
    """The other spellings of a query that stand anywhere, and where: most uses first."""
    own = words(query)
    variants = {words(text): text for text in load(language).spellings(query)} if own else {}
    found = [(text, earlier.phrase(folded)) for folded, text in variants.items() if folded != own]
    return sorted([item for item in found if item[1]], key=lambda item: (-len(item[1]), item[0]))


def _spelling(text: Words, found: Sequence[Candidate], matcher: Matcher) -> Spelling:
    first, last = found[0], found[-1]
    printed = first.text[slice(*_exact(first, matcher.words(first.text), text).matched[0])]
    ends = [Reference(c.symbol, c.id) for c in (first, last)]
    return Spelling(printed, len(found), len({c.symbol for c in found}), *ends)


def _exact(source: Candidate, text: Words, target: Words, score: float = 1.0) -> _Found:
    """Every place of the query in a paragraph that holds it."""
    places = []
    at = text.codes.find(target.codes)
    while at >= 0:
        places.append((text.spans[at][0], text.spans[at + len(target.codes) - 1][1]))
        at = text.codes.find(target.codes, at + len(target.codes))
    return _Found(source, score, places[0], tuple(places))


def _rank(found: _Found) -> tuple[float, int, str, str]:
    return -found.score, -found.source.rank, found.source.symbol, found.source.id


def _near(query: str, target: Words, earlier: Earlier, matcher: Matcher, known: set[tuple[str, str]]) -> list[_Found]:
    """Paragraphs with a stretch like the query, the best first, the later one first among equals."""
    if len(target.codes) < 2:
        return []
    pool = {(c.symbol, c.id): c for c in (*earlier.candidates(query, POOL), *earlier.similar(query, POOL))}
    stems = _Stems(earlier.language)
    asked = stems.of(target)
    found = [_stretch(c, stems.of(matcher.words(c.text)), asked) for key, c in pool.items() if key not in known]
    told = [f for f in found if f and f.score >= LEAST]
    return sorted(told, key=_rank)


@dataclass(frozen=True, slots=True)
class _Stemmed:
    """A text's words, and one character for the stem of each."""

    words: Words
    stems: str


class _Stems:
    def __init__(self, language: Language) -> None:
        self._language = language
        self._known: dict[str, str] = {}

    def of(self, text: Words) -> _Stemmed:
        """The stems of a text's words."""
        folded = words(text.text)
        for word in folded:
            if word not in self._known:
                self._known[word] = chr(intern(stem(word, self._language)))
        return _Stemmed(text, "".join([self._known[word] for word in folded]))


def _stretch(source: Candidate, other: _Stemmed, target: _Stemmed) -> _Found | None:
    """The stretch of a paragraph that is most like the query; None where they share fewer than two words."""
    text = other.words
    start, end = _window(other, set(target.stems), len(target.stems) * 3 // 2 + ROOM)
    blocks = [(asked, at + start, size) for asked, at, size in equal_runs(target.stems, other.stems[start:end])]
    if sum(size for _, _, size in blocks) < MATCHED:
        return None
    first, last = blocks[0][1], blocks[-1][1] + blocks[-1][2]
    query = target.words
    common = sum(
        (text.weigh(at, at + 1) + query.weigh(asked, asked + 1)) * (1.0 if query.codes[asked] == text.codes[at] else INFLECTED)
        for asked_at, text_at, size in blocks
        for asked, at in zip(range(asked_at, asked_at + size), range(text_at, text_at + size), strict=True)
    )
    score = common / (query.weight + text.weigh(first, last))
    matched = tuple((text.spans[at][0], text.spans[at + size - 1][1]) for _, at, size in blocks)
    return _Found(source, round(min(SPELLED, score), 6), (matched[0][0], matched[-1][1]), matched)


def _window(other: _Stemmed, wanted: set[str], size: int) -> Span:
    """The `size` words in a row that hold most of the wanted ones by weight, each counted once."""
    text, codes = other.words, other.stems
    held: dict[str, int] = {}
    weight = best = 0.0
    at = 0
    for end, code in enumerate(codes):
        if code in wanted:
            if not held.get(code):
                weight += text.weigh(end, end + 1)
            held[code] = held.get(code, 0) + 1
        out = end - size
        if out >= 0 and codes[out] in wanted:
            held[codes[out]] -= 1
            if not held[codes[out]]:
                weight -= text.weigh(out, out + 1)
        if weight > best + 1e-9:
            best, at = weight, end
    return max(0, at - size + 1), min(len(codes), at + 1 + size // 3)


def _verdict(query: str, target: Words, matcher: Matcher, language: Language) -> Verdict:
    return judge(target, ranges(load(language).stock, target), matcher.matches(query))[0]


def _hit(found: _Found, query: str, language: Language, earlier: Earlier) -> Hit:
    source = found.source
    witness = earlier.witness(source.symbol)
    assert witness is not None, "a look-up found a document that it does not hold"
    text = source.text
    return Hit(
        reference=Reference(source.symbol, source.id, text),
        witness=witness,
        score=found.score,
        matched=found.matched,
        edits=tuple(_within(edits(query, text[slice(*found.stretch)], language), query, found.stretch, len(text))),
    )


def _within(steps: Sequence[Edit], query: str, stretch: Span, length: int) -> Iterable[Edit]:
    """Edits that lead to a stretch of a text, as edits that lead to the whole of it."""
    start, end = stretch
    if start:
        yield Edit(Op.INSERT, (0, 0), (0, start))
    for step in steps:
        yield Edit(step.op, step.left, (step.right[0] + start, step.right[1] + start), step.class_)
    if end < length:
        yield Edit(Op.INSERT, (len(query), len(query)), (end, length))
