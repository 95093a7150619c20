"""The strands of a theme over time, as tables: by document where these are few, else by year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from resdiff.models import Evolution, Form, Reference, VariantUse, Witness
from resdiff.report import words

COLUMNS = 40
"""Up to how many documents a timeline has a column for each; with more, the recalled ones have."""

_YEAR = re.compile(r"/((?:19|20|21)\d\d)/|\(((?:19|20|21)\d\d)\)")


@dataclass(frozen=True, slots=True)
class Timeline:
    """Strands in rows, years or documents in columns; a cell is a count and the ids or documents that it counts."""

    title: str
    columns: tuple[tuple[str, str, bool], ...]
    """(head, full name, whether it is the target)."""
    rows: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]
    left_out: int


def year_of(symbol: str, witness: Witness | None) -> int | None:
    """The year of a document: of its adoption, else the one in its symbol."""
    if witness and witness.adoption.date:
        return witness.adoption.date.year
    match = _YEAR.search(symbol)
    return int(match[1] or match[2]) if match else None


def timelines(evolution: Evolution) -> tuple[Timeline, ...]:
    """By document where these are few enough to have a column each; else by year, and by document for the recalled ones."""
    lineage = evolution.lineage
    witnesses = words.witness_table(lineage.witnesses)
    target = lineage.target.name
    dates = {cell.symbol: _order(cell.symbol, witnesses) for cell in evolution.strands}
    symbols = sorted((symbol for symbol in dates if symbol != target), key=lambda symbol: dates[symbol])
    symbols.append(target)
    if len(symbols) <= COLUMNS:
        return (_by_document(evolution, "Strands and documents", symbols, 0),)
    recalled = [s for s in symbols if s == target or (s in witnesses and witnesses[s].recalled)]
    title = "Strands in the documents that the target recalls"
    return (_by_year(evolution, symbols), _by_document(evolution, title, recalled, len(symbols) - len(recalled)))


def _order(symbol: str, witnesses: dict[str, Witness]) -> tuple[str, str]:
    witness = witnesses.get(symbol)
    if witness and witness.adoption.date:
        return witness.adoption.date.isoformat(), symbol
    return str(year_of(symbol, None) or ""), symbol


def _by_document(evolution: Evolution, title: str, symbols: Sequence[str], left_out: int) -> Timeline:
    target = evolution.lineage.target.name
    cells = {(cell.strand, cell.symbol): cell.paragraphs for cell in evolution.strands}
    columns = tuple((words.short(symbol), symbol, symbol == target) for symbol in symbols)
    rows = []
    for key, name in evolution.theme.strands:
        found = [cells.get((key, symbol), ()) for symbol in symbols]
        rows.append((name, tuple((len(ids), f"{s} {', '.join(ids)}") for s, ids in zip(symbols, found, strict=True))))
    return Timeline(title, columns, tuple(rows), left_out)


def _by_year(evolution: Evolution, symbols: Sequence[str]) -> Timeline:
    lineage = evolution.lineage
    witnesses = words.witness_table(lineage.witnesses)
    target = lineage.target.name
    years = {symbol: year_of(symbol, witnesses.get(symbol)) for symbol in symbols if symbol != target}
    known = [year for year in years.values() if year]
    span = range(min(known), max(known) + 1) if known else range(0)
    counts: dict[tuple[str, int], list[int]] = {}
    for cell in evolution.strands:
        if year := years.get(cell.symbol):
            held = counts.setdefault((cell.strand, year), [0, 0])
            held[0] += len(cell.paragraphs)
            held[1] += 1
    columns = (*((str(year), str(year), False) for year in span), (words.short(target), target, True))
    mine = {cell.strand: cell.paragraphs for cell in evolution.strands if cell.symbol == target}
    rows = []
    for key, name in evolution.theme.strands:
        told = [(*counts.get((key, year), [0, 0]), year) for year in span]
        line = [(n, f"{year}: {words.counted(n, 'paragraph')} in {words.counted(d, 'document')}") for n, d, year in told]
        ids = mine.get(key, ())
        rows.append((name, (*line, (len(ids), f"{target} {', '.join(ids)}"))))
    return Timeline("Strands by year: paragraphs of all documents searched", columns, tuple(rows), 0)


# --- when a wording was used -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Use:
    """A variant of a concept and, in per cent of the years searched, where its earliest and its last use stand (None where unknown)."""

    use: VariantUse
    start: float | None
    end: float | None
    years: str
    shown: tuple[Form, ...]
    """How it was printed before, or where it was not, how the target prints it (a count of 0)."""
    unfound: bool
    """Whether the target has it and no earlier document holds its words."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept and the uses of its variants, in the order of the theme."""

    name: str
    uses: tuple[Use, ...]


def concepts(evolution: Evolution) -> tuple[Concept, ...]:
    """The variants by concept."""
    lineage = evolution.lineage
    witnesses = words.witness_table(lineage.witnesses)
    begin = lineage.searched.from_.year if lineage.searched.from_ else None
    close = lineage.target.adoption.date or lineage.searched.to
    span = (begin, close.year) if begin and close else None
    out: dict[str, list[Use]] = {}
    for use in evolution.variants:
        years = [_year(reference, witnesses) for reference in (use.earliest, use.latest)]
        told = "-".join(dict.fromkeys(str(year) for year in years if year))
        places = [_place(year, span) for year in years]
        unfound = bool(use.target) and not (use.before or use.in_names or use.in_longer)
        out.setdefault(use.concept, []).append(Use(use, places[0], places[1], told, use.forms or _printed(use), unfound))
    return tuple(Concept(name, tuple(uses)) for name, uses in out.items())


def _printed(use: VariantUse) -> tuple[Form, ...]:
    """How the target prints a wording, each form once."""
    return tuple(Form(text, 0) for text in dict.fromkeys(" ".join(quote.text.split()) for quote in use.quotes))


def _year(reference: Reference | None, witnesses: dict[str, Witness]) -> int | None:
    return year_of(reference.symbol, witnesses.get(reference.symbol)) if reference else None


def _place(year: int | None, span: tuple[int, int] | None) -> float | None:
    if year is None or span is None:
        return None
    begin, close = span
    return round(4 + 88 * min(max((year - begin) / max(close - begin, 1), 0), 1), 1)
