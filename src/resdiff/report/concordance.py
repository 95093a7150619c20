"""A concordance as rows of cells ready to show: the words of each cell's state and changes, and its text in marked pieces.

Law: the pieces of a part that are not only in the compared column, joined, are its text.
"""

from __future__ import annotations

from dataclasses import dataclass

from resdiff.concordance import Cell, Concordance, Part, Row, State
from resdiff.models import Document
from resdiff.report import change_list, rounds, words
from resdiff.report.elsewhere import parted
from resdiff.report.pieces import Piece, Side, right_pieces


@dataclass(frozen=True, slots=True)
class ColumnView:
    """The head of a column. `note` says what stands out of it: "base", or ""."""

    document: Document
    heading: str
    weight: str
    """Date and vote: "20 December 2000; vote 13-0-2"."""
    short: str
    note: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One paragraph. `label` is its id, with that of the paragraph it is compared with where that is another, the older in front: "OP3 →
    OP5"."""

    id: str
    label: str
    pieces: tuple[Piece, ...]
    text: str
    changes: tuple[tuple[str, bool], ...]
    """Named changes in words, and whether they are flagged (safeguards), the flagged in front."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell. `key` is the name of its state, for styles, `state` its state in words, `notes` what to say of other rows and columns."""

    key: str
    state: str
    parts: tuple[PartView, ...]
    notes: tuple[str, ...]
    is_same: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """One row. `name` is what to call it: the id in the column that gives the order, else in the one nearest to it with text, with that
    document's name. `number` counts the changed rows that are shown (0 for an unchanged one)."""

    row: Row
    name: str
    change: int
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class View:
    """All of it."""

    title: str
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    changed: int
    asked: bool
    """Whether some rows were asked for: then none is shown by its beginning only."""
    about: tuple[str, ...]
    """What is compared with what, and which rows are shown, in sentences."""


def view(concordance: Concordance) -> View:
    """What to show of a concordance."""
    columns = tuple(_column(concordance, n) for n in range(len(concordance.documents)))
    rows = []
    changed = 0
    for row in concordance.rows:
        changed += row.changed
        cells = tuple(_cell(concordance, columns, n, cell) for n, cell in enumerate(row.cells))
        rows.append(RowView(row, _name(concordance, columns, row), changed if row.changed else 0, cells))
    title = f"Concordance of {words.joined([column.heading for column in columns])}"
    asked = bool(concordance.only) or concordance.theme is not None
    return View(title, columns, tuple(rows), changed, asked, _about(concordance, columns, changed))


def file_name(concordance: Concordance) -> str:
    """What a file of it is called by: the numbers of its documents."""
    return " ".join(_short(document) for document in concordance.documents).replace("/", " ")[:100]


def _short(document: Document) -> str:
    return words.short(document.name)


def _column(concordance: Concordance, n: int) -> ColumnView:
    document = concordance.documents[n]
    alike = [other for other in concordance.documents if other.name == document.name]
    file = f" [{document.source.file}]" if len(alike) > 1 and document.source.file else ""
    adoption = document.adoption
    when = words.day(adoption.date) if adoption.date else f"date {words.UNKNOWN}"
    weight = f"{when}; vote {words.vote(adoption, document.status)}"
    note = "base" if n == concordance.base else ""
    return ColumnView(document, words.heading(document) + file, weight, _short(document) + file, note)


def _name(concordance: Concordance, columns: tuple[ColumnView, ...], row: Row) -> str:
    base = len(columns) - 1 if concordance.base is None else concordance.base
    nearest = min((n for n, cell in enumerate(row.cells) if cell.parts), key=lambda n: (abs(n - base), n))
    ids = ", ".join(part.id for part in row.cells[nearest].parts)
    return ids if nearest == base else f"{ids} ({columns[nearest].short})"


def _about(concordance: Concordance, columns: tuple[ColumnView, ...], changed: int) -> tuple[str, ...]:
    if concordance.base is None:
        compared = "Each column is compared with the one before it"
        compared += (
            ", or, where that has no text in the row, with the nearest before it that has. Rows in the order of the last column."
        )
    else:
        name = columns[concordance.base].heading
        compared = f"Every column is compared with {name}, in whose order the rows stand."
        if concordance.base:
            compared += " Named changes of older columns are told up to it, in the order of time."
    counted = words.counted(len(concordance.rows), "row") + f", {words.number(changed)} with changes"
    if not concordance.only and concordance.theme is None:
        return compared, f"{counted}."
    asked = [f"hold {' or '.join(concordance.only)}"] if concordance.only else []
    asked += [f"speak of the theme “{concordance.theme}”"] if concordance.theme is not None else []
    return compared, f"{counted}, of {words.number(concordance.total)}: those that {' and '.join(asked)}."


def _cell(concordance: Concordance, columns: tuple[ColumnView, ...], n: int, cell: Cell) -> CellView:
    other = columns[cell.against].short if cell.against is not None else ""
    texts = {p.id: p.text for p in concordance.documents[cell.against].paragraphs} if cell.against is not None else {}
    towards = f"up to {other}: " if cell.against is not None and cell.against > n else ""
    parts = tuple(_part(part, texts, other, towards) for part in cell.parts)
    notes = _notes(cell, texts, other, older=bool(towards))
    return CellView(cell.state.name.lower(), _state(cell, other), parts, notes, cell.state is State.SAME)


def _state(cell: Cell, other: str) -> str:
    """A cell's state in words; empty for one that is not compared."""
    if cell.state is State.PLAIN:
        return ""
    if cell.state is State.BACK:
        same = all(part.state in (State.SAME, State.MOVED, State.MARKED) for part in cell.parts) and not cell.also_with
        return f"taken up again, {'in the same words as in' if same else 'edited since'} {other}"
    if cell.state is State.SAME and any(part.edits and not _untouched(part) for part in cell.parts):
        return "same but for spelling or renumbered references"
    if cell.state is State.MOVED:
        return "moved, same words"
    return cell.state.value


def _untouched(part: Part) -> bool:
    return all(edit.left[1] - edit.left[0] == edit.right[1] - edit.right[0] and not edit.class_ for edit in part.edits)


def _notes(cell: Cell, texts: dict[str, str], other: str, *, older: bool) -> tuple[str, ...]:
    """What a cell has to do with other paragraphs of the compared column, and with other rows."""
    out = []
    sources = list(dict.fromkeys(part.source for part in cell.parts if part.source))
    if cell.also_with:
        every = words.joined([*sources, *cell.also_with])
        out.append(f"answers to {every} of {other}" if older else f"has words of {every} of {other}")
    for source in sources:
        own = [part for part in cell.parts if part.source == source]
        if len(own) > 1 and older:
            out.append(f"{source} of {other} answers to {words.joined([part.id for part in own])}")
        elif len(own) > 1:
            parts, also = parted(texts.get(source, ""), [(part.id, part.edits) for part in own], 0)
            out += [f"{source} of {other} divided among {words.joined(parts)}"] if parts else []
            out += [f"words of {source} of {other} also in {words.joined(also)}"] if also else []
    if cell.elsewhere:
        out.append(f"{'also' if cell.parts else 'words of it'} in {words.joined(cell.elsewhere)}")
    out += [rounds.proposal_words(proposal) for proposal in cell.proposals]
    return tuple(out)


def _part(part: Part, texts: dict[str, str], other: str, towards: str) -> PartView:
    before = texts.get(part.source, "") if part.source else ""
    pieces: tuple[Piece, ...] = (Piece(words.printable(part.text), Side.BOTH),)
    if part.source:
        pieces = right_pieces(before, part.text, part.edits)
    ids = (part.id, part.source) if towards else (part.source, part.id)
    label = part.id if part.source in (None, part.id) else " → ".join(map(str, ids))
    named = sorted(part.changes, key=lambda change: change.kind not in change_list.FLAGGED)
    talked = [rounds.proposal_words(proposal) for proposal in part.proposals]
    talked += [rounds.standing_words(standing) for standing in part.standings]
    lines = dict.fromkeys((line, False) for line in talked)
    lines |= dict.fromkeys((towards + change_list.change_words(change), change.kind in change_list.FLAGGED) for change in named)
    also = "also has" if part.source else "has"
    notes = (f"{also} words of {words.joined(part.draws_on)} of {other}",) if part.draws_on else ()
    return PartView(part.id, label, pieces, part.text, tuple(lines), notes)
