"""Which document came before which: by adoption date, then meeting, then number.

Where a document says nothing of its date, that of the one numbered before it in its series is taken, for order only: numbers of
resolutions and of one year's statements follow time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from resdiff import symbols
from resdiff.models import Adoption, Document, Entry, Facts, Family, Language, SourceKind, Status, from_json

_ROWS = """
SELECT d.id, d.symbol, d.language, d.status, coalesce(d.date, f.date), coalesce(d.meeting, f.meeting), coalesce(d.title, f.title),
    d.kind, d.sha256, d.file, d.paragraphs, d.doubts, d.searchable, d.adoption, f.data
FROM document d LEFT JOIN fact f ON f.symbol = d.symbol
ORDER BY d.symbol, d.language, d.standing, d.job DESC, d.sha256
"""

Series = tuple[str, int, int]
"""Family, year (0 where numbers run through the years) and number."""


@dataclass(frozen=True, slots=True)
class Place:
    """One document held, and its place in time: documents of one symbol share a rank."""

    id: int
    entry: Entry
    own: str
    facts: str | None
    """The document's own facts of adoption and the metadata of its symbol, as JSON: few are ever asked for."""
    series: Series
    searchable: int
    """How many of its paragraphs are searched."""
    rank: int = 0
    when: date = date.min
    """Date of adoption; where it is unknown, that of the document numbered before it."""

    @property
    def adoption(self) -> Adoption:
        """The facts of adoption, from the document and where it is silent from the metadata."""
        own = from_json(Adoption, json.loads(self.own))
        return merge(own, from_json(Facts, json.loads(self.facts)).adoption) if self.facts else own


class Calendar:
    """All documents held, in the order of their adoption; files without a symbol at the end."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        self.places = places

    @classmethod
    def read(cls, connection: sqlite3.Connection) -> Calendar:
        """The calendar of the documents in the file."""
        places = list(_places(connection))
        when = _moments(places)
        places.sort(key=lambda p: (p.entry.symbol is None, when[p.id], p.series, p.entry.symbol or "", p.entry.language))
        ranks: dict[str, int] = {}
        return cls(
            tuple(
                replace(p, rank=ranks.setdefault(p.entry.symbol or p.entry.sha256, len(ranks)), when=when[p.id][0]) for p in places
            )
        )

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The place in time of each symbol."""
        return {p.entry.symbol: p.rank for p in self.places if p.entry.symbol}

    def before(self, cut: Document | date | None) -> tuple[Place, ...]:
        """The places that come before a document or a day; all of them before nothing."""
        if cut is None:
            return self.places
        if isinstance(cut, date):
            return tuple(p for p in self.places if p.when < cut)
        own = {cut.symbol, *cut.symbols} - {None}
        others = [p for p in self.places if p.entry.symbol not in own and p.entry.sha256 != cut.source.sha256]
        series = _series(cut.symbol)
        if cut.adoption.date is None:
            rank = self.ranks.get(cut.symbol or "")
            return tuple(p for p in others if rank is None or p.rank < rank)
        return tuple(p for p in others if _earlier(p, cut.adoption, series))


def _earlier(place: Place, adoption: Adoption, series: Series) -> bool:
    """Whether a place comes before a document adopted so; where the day alone cannot say, only what certainly came before does."""
    if place.entry.date != adoption.date or adoption.date is None:
        if place.entry.date is None and place.series[:2] == series[:2]:
            return place.series < series
        return adoption.date is not None and place.when < adoption.date
    if place.entry.meeting and adoption.meeting and place.entry.meeting != adoption.meeting:
        return place.entry.meeting < adoption.meeting
    return place.series[:2] == series[:2] and place.series < series


def _places(connection: sqlite3.Connection) -> Iterator[Place]:
    last = None
    for row in connection.execute(_ROWS):
        id_, symbol, language, status, day, meeting, title, kind, sha256, file, paragraphs, doubts, searchable, own, facts = row
        rival = (symbol, language) if symbol else sha256
        entry = Entry(
            symbol=symbol,
            language=Language(language),
            status=Status(status),
            date=date.fromisoformat(day) if day else None,
            meeting=meeting,
            title=title,
            kind=SourceKind(kind),
            sha256=sha256,
            file=file,
            paragraphs=paragraphs,
            doubts=doubts,
            preferred=rival != last,
        )
        last = rival
        yield Place(id_, entry, own, facts, _series(symbol), searchable)


def merge(own: Adoption, other: Adoption) -> Adoption:
    """A document's own facts of adoption, and those of its metadata where it is silent; of Chapter VII only its own words tell."""
    return Adoption(
        date=own.date or other.date,
        meeting=own.meeting or other.meeting,
        vote=own.vote or other.vote,
        chapter_vii=own.chapter_vii,
        agenda=own.agenda or other.agenda,
        draft=own.draft or other.draft,
        record=own.record or other.record,
    )


def _series(symbol: str | None) -> Series:
    try:
        parsed = symbols.parse(symbol or "")
    except ValueError:
        return (symbol or "", 0, 0)
    digits = "".join(c if c.isdigit() else " " for c in parsed.number).split()
    through = parsed.family is Family.RESOLUTION
    return parsed.family.value, 0 if through else parsed.year or 0, int(digits[-1]) if digits else 0


def _moments(places: list[Place]) -> dict[int, tuple[date, int]]:
    """Date and meeting of each document by its id, those unknown taken from the one before in the series."""
    when = {}
    last, series, meeting = date.min, "", 0
    for place in sorted(places, key=lambda p: p.series):
        if place.series[0] != series:
            last, series, meeting = date.min, place.series[0], 0
        day = place.entry.date
        if day is None:
            year = _year(place)
            day = last if year is None or last.year == year else date(year, 1, 1)
        meeting = place.entry.meeting or (meeting if day == last else 0)
        last = day
        when[place.id] = (day, meeting)
    return when


def _year(place: Place) -> int | None:
    try:
        return symbols.parse(place.entry.symbol or "").year
    except ValueError:
        return None
