"""The look-up functions that `trace`, `search` and `evolve` are given, answered from the SQLite file."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from resdiff import symbols
from resdiff.corpus.index import SHIFT, Reader, keys
from resdiff.corpus.order import Place
from resdiff.models import Document, Family, Language, Paragraph, Searched, Witness
from resdiff.tokens import words
from resdiff.trace.earlier import Candidate

PAIRS_BUDGET, LOOSE_BUDGET = 150, 75
"""Postings counted for each paragraph asked for, the rarest pairs and words first: common ones tell little, and are dear."""

WORDS_BUDGET = 800
"""The same where words alone decide."""

LEAST = 0.1
"""The weight of a word that stands in every paragraph."""


class Shared:
    """What every view of one file in one language has in common: what was read stays read."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        language: Language,
        paragraphs: int,
        load: Callable[[str, Language], Document | None],
    ) -> None:
        self.connection = connection
        self.language = language
        self.paragraphs = paragraphs
        self.postings = Reader(connection)
        self.views: dict[tuple[int, int], Stored] = {}
        self._load = load
        self._documents: dict[str, Document | None] = {}
        self._byid: dict[str, dict[str, Paragraph]] = {}
        self._texts: dict[int, tuple[str, str]] = {}
        self._rarity: dict[str, float] = {}
        self._weights: dict[str, tuple[dict[str, float], float]] = {}

    def document(self, symbol: str) -> Document | None:
        """The document, read once."""
        if symbol not in self._documents:
            self._documents[symbol] = self._load(symbol, self.language)
        return self._documents[symbol]

    def paragraph(self, symbol: str, id_: str) -> Paragraph | None:
        """One paragraph of a document."""
        if symbol not in self._byid:
            document = self.document(symbol)
            self._byid[symbol] = {p.id: p for p in document.paragraphs} if document else {}
        return self._byid[symbol].get(id_)

    def texts(self, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Paragraph id and text of each of these rows."""
        ids = list(ids)
        missing = [id_ for id_ in ids if id_ not in self._texts]
        if missing:
            rows = self.connection.execute(
                "SELECT id, label, text FROM paragraph WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(missing),)
            )
            self._texts.update((id_, (label, text)) for id_, label, text in rows)
        return {id_: self._texts[id_] for id_ in ids if id_ in self._texts}

    @cached_property
    def _counts(self) -> dict[str, int]:
        # one pass over all words is quicker than some thousand look-ups
        return dict(self.connection.execute("SELECT word, paragraphs FROM word WHERE language = ?", (self.language.value,)))

    def rarity(self, word: str) -> float:
        """See `Earlier.rarity`."""
        known = self._rarity.get(word)
        if known is None:
            known = self._rarity[word] = math.log(max(1.0, self.paragraphs / max(1, self._counts.get(word, 1))))
        return known

    def weights(self, text: str) -> tuple[dict[str, float], float]:
        """The squared weight of each word of a text, in the order of the text, and the root of their sum."""
        known = self._weights.get(text)
        if known is None:
            weights = {word: (LEAST + self.rarity(word)) ** 2 for word in words(text)}
            known = self._weights[text] = weights, math.sqrt(sum(weights.values())) or 1.0
        return known


class Stored:
    """Everything in the file adopted before some moment, in one language: an `Earlier`."""

    def __init__(self, shared: Shared, places: tuple[Place, ...], narrowed: bool) -> None:
        self._shared = shared
        self._places = places
        self._narrowed = narrowed
        self._ranks = {p.id: p.rank for p in places}
        self._symbols = {p.id: p.entry.symbol or "" for p in places}

    @property
    def language(self) -> Language:
        """The language of every text in it."""
        return self._shared.language

    @cached_property
    def _by_symbol(self) -> dict[str, Place]:
        return {p.entry.symbol or "": p for p in self._places}

    @cached_property
    def searched(self) -> Searched:
        """What there is to search; complete when it holds every resolution from the first year's first to the last one."""
        days = [p.entry.date for p in self._places if p.entry.date]
        return Searched(
            documents=len(self._places),
            from_=min(days, default=None),
            to=max(days, default=None),
            symbols=tuple(p.entry.symbol or "" for p in self._places),
            complete=not self._narrowed and _complete(self._places),
        )

    def documents(self) -> tuple[str, ...]:
        """The symbols, oldest first."""
        return self.searched.symbols

    def document(self, symbol: str) -> Document | None:
        """One of these documents in full; None where it is not among them."""
        return self._shared.document(symbol) if symbol in self._by_symbol else None

    def paragraph(self, symbol: str, id_: str) -> Paragraph | None:
        """One paragraph of one of these documents; None where there is no such."""
        return self._shared.paragraph(symbol, id_) if symbol in self._by_symbol else None

    def witness(self, symbol: str) -> Witness | None:
        """The weight of one of these documents as precedent, `recalled` false; None where it is not among them."""
        place = self._by_symbol.get(symbol)
        return Witness(symbol, place.entry.status, place.adoption, place.entry.title, recalled=False) if place else None

    def rarity(self, word: str) -> float:
        """How much a folded word tells: the logarithm of how many paragraphs there are for each that holds it."""
        return self._shared.rarity(word)

    def before(self, symbol: str) -> Stored:
        """Everything adopted before one of these documents; nothing where it is not among them."""
        place = self._by_symbol.get(symbol)
        rank = place.rank if place else -1
        places = tuple(p for p in self._places if p.rank < rank)
        key = (len(places), id(self) if self._narrowed else 0)
        view = self._shared.views.get(key)
        if view is None or view._places != places:
            view = self._shared.views[key] = Stored(self._shared, places, self._narrowed)
        return view

    # --- paragraphs --------------------------------------------------------------------------------------------------------------

    def candidates(self, text: str, limit: int = 60) -> tuple[Candidate, ...]:
        """See `Earlier.candidates`."""
        folded = words(text)
        scores = self._scores(keys(folded, 2, self.language), PAIRS_BUDGET * limit)
        best = _best(scores, self._ranks, limit)
        loose = self._scores(keys(folded, 1, self.language), LOOSE_BUDGET * limit, square=True)
        held = set(best)
        tail = [id_ for id_ in _best(loose, self._ranks, max(4, limit // 5)) if id_ not in held]
        return self._made(best, scores) + self._made(tail, dict.fromkeys(tail, 0.0))

    def similar(self, text: str, limit: int = 20) -> tuple[Candidate, ...]:
        """See `Earlier.similar`."""
        raw = self._scores(keys(words(text), 1, self.language), WORDS_BUDGET * limit, square=True)
        best = _best(raw, self._ranks, 4 * limit)
        own, length = self._shared.weights(text)
        scores = {}
        for id_, (_, other) in self._shared.texts(best).items():
            theirs, norm = self._shared.weights(other)
            scores[id_] = sum(weight for word, weight in own.items() if word in theirs) / (length * norm)
        ranked = sorted(scores, key=lambda id_: (-scores[id_], self._ranks[id_ >> SHIFT], id_))
        return self._made(ranked[:limit], scores)

    def phrase(self, words_: Sequence[str]) -> tuple[Candidate, ...]:
        """See `Earlier.phrase`."""
        size = min(2, len(words_))
        runs = sorted(set(keys(words_, size, self.language)), key=self._shared.postings.count)
        if not runs:
            return ()
        found = {id_ for id_ in self._shared.postings.get(runs[0]) if id_ >> SHIFT in self._ranks}
        for key in runs[1:]:
            if not found:
                break
            found.intersection_update(self._shared.postings.get(key))
        texts = self._shared.texts(sorted(found))
        if len(words_) != size:
            wanted = f" {' '.join(words_)} "
            texts = {id_: held for id_, held in texts.items() if wanted in f" {' '.join(words(held[1]))} "}
        return self._made(sorted(texts, key=lambda id_: (self._ranks[id_ >> SHIFT], id_)), dict.fromkeys(texts, 1.0))

    def _scores(self, runs: Iterable[int], budget: int, square: bool = False) -> dict[int, float]:
        """The summed rarity of the runs that each paragraph shares, the rarest runs first until the budget is spent."""
        postings = self._shared.postings
        counted = sorted((count, key) for key in set(runs) if (count := postings.count(key)))
        scores: dict[int, float] = {}
        ranks, get = self._ranks, scores.get
        spent = 0
        for at, (count, key) in enumerate(counted):
            spent += count
            if spent > budget and at >= 3:
                break
            worth = math.log(max(1.0, self._shared.paragraphs / count)) + 0.01
            if square:
                worth *= worth
            for id_ in postings.get(key):
                if id_ >> SHIFT in ranks:
                    scores[id_] = get(id_, 0.0) + worth
        return scores

    def _made(self, ids: Sequence[int], scores: dict[int, float]) -> tuple[Candidate, ...]:
        texts = self._shared.texts(ids)
        return tuple(
            Candidate(self._symbols[id_ >> SHIFT], texts[id_][0], texts[id_][1], scores[id_], self._ranks[id_ >> SHIFT])
            for id_ in ids
            if id_ in texts
        )


def _best(scores: dict[int, float], ranks: dict[int, int], limit: int) -> list[int]:
    """The best `limit` ids, oldest first among equals, with all that equal the last one up to four times the limit."""
    if len(scores) > limit:
        least = sorted(scores.values(), reverse=True)[limit - 1] - 1e-9
        scores = {id_: score for id_, score in scores.items() if score >= least}
    return sorted(scores, key=lambda id_: (-scores[id_], ranks[id_ >> SHIFT], id_))[: 4 * limit]


def _complete(places: Sequence[Place]) -> bool:
    numbers = set()
    for place in places:
        try:
            parsed = symbols.parse(place.entry.symbol or "")
        except ValueError:
            continue
        if parsed.family is Family.RESOLUTION:
            numbers.add(int(parsed.number))
    if not numbers:
        return False
    year = symbols.year_of(min(numbers))
    beginning = min(numbers)
    return symbols.year_of(beginning - 1) != year and len(numbers) == max(numbers) - beginning + 1


def view(shared: Shared, places: Iterable[Place], among: frozenset[int] | None) -> Stored:
    """The searchable ones of these places, one rival of each, narrowed to some ids of documents where asked."""
    kept = (
        p
        for p in places
        if p.entry.language == shared.language and p.entry.preferred and p.entry.status.is_precedent and p.entry.symbol
    )
    chosen = tuple(p for p in kept if among is None or p.id in among)
    return Stored(shared, chosen, among is not None)
