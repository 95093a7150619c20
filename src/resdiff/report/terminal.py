"""Displays for a terminal, with rich. Colour only where the console has it, and never alone: [-only earlier-], {+only later+}.

Control characters of a document's text never reach the terminal: they come out as visible characters, and marks that turn the direction
of writing (U+202A-U+202E, U+2066-U+2069) are taken out, so that a text cannot rearrange what stands beside it.
"""

from __future__ import annotations

import io
import os
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import IO, TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from resdiff.asked import Asked
from resdiff.concordance import Concordance
from resdiff.models import (
    Comparison,
    Document,
    Edit,
    Evolution,
    Explanation,
    Hit,
    Kind,
    Lineage,
    Link,
    LinkKind,
    Listing,
    Note,
    Op,
    Paragraph,
    PrecedentCard,
)
from resdiff.report import change_list, explained, words
from resdiff.report.elsewhere import Elsewhere
from resdiff.report.pieces import MOVED_LEGEND, Piece, Side, fences, found_pieces, has_moves, left_pieces, right_pieces
from resdiff.report.table import card_line, held, hit_line, spelling_line

if TYPE_CHECKING:
    from resdiff.report.concordance import CellView, View

WIDE = 120
"""Columns from which two documents stand side by side."""

_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def console(file: IO[str] | None = None, width: int | None = None) -> Console:
    """A console on standard output or a file; colour as the terminal, NO_COLOR and FORCE_COLOR say. Nothing in a text is read as markup,
    highlighted or turned into emoji."""
    return Console(file=file, width=width, markup=False, highlight=False, emoji=False, soft_wrap=False)


def as_text(display: Callable[..., None], value: object, width: int = 100) -> str:
    """What one of the displays below prints, as text without colour: for files and pipes."""
    out = io.StringIO()
    display(value, Console(file=out, width=width, markup=False, highlight=False, emoji=False, color_system=None))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def put(display: Callable[..., None], value: object) -> None:
    """Print a display to standard output: page by page to a terminal (with $PAGER, else less), as text without colour to a file or pipe."""
    to = console()
    if to.is_terminal:
        os.environ.setdefault("LESS", "FRX")  # as git does: what fits on the screen is printed and no pager stays
        with to.pager(styles=True):
            display(value, to)
    else:
        sys.stdout.write(as_text(display, value, to.width))


def safe(text: str) -> str:
    """A document's text that a terminal can print."""
    return words.printable(text).replace("\t", " ").translate(_TURNS)


def _text(text: str, style: str = "") -> Text:
    return Text(safe(text), style=style)


def _marked(pieces: Iterable[Piece], only: Side | None = None) -> Text:
    """Marked pieces; surface edits show the later text, unmarked."""
    out = Text()
    for piece in pieces:
        surface = piece.note == "surface"
        if piece.side is Side.BOTH or (surface and (piece.side is Side.RIGHT or only is Side.LEFT)):
            out.append(safe(piece.text))
        elif not surface:
            before, after = fences(piece)
            out.append(f"{before}{safe(piece.text)}{after}", "red strike" if piece.side is Side.LEFT else "green bold")
    return out


def _heading(to: Console, text: str) -> None:
    to.print()
    to.print(_text(text, "bold underline"))


def _hanging(text: str, width: int) -> str:
    """A line of a list, wrapped; what follows its first line is indented."""
    return "\n".join(textwrap.wrap(safe(text), width, subsequent_indent="  ", break_on_hyphens=False) or [""])


def _notes(to: Console, *notes: str) -> None:
    for note in notes:
        if note:
            to.print(_text(note, "dim"))


def _grid(*widths: int | None) -> Table:
    grid = Table.grid(padding=(0, 2), expand=False)
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    return grid


# --- one document, the library ---------------------------------------------------------------------------------------------------


def show(document: Document, to: Console | None = None) -> None:
    """One document as numbered paragraphs, with its facts, notes and doubts."""
    to = to or console()
    to.print(_text(words.heading(document), "bold"))
    if document.title:
        to.print(_text(document.title))
    to.print(_text(words.dated(document), "dim"))
    for paragraph in document.paragraphs:
        to.print()
        if paragraph.kind is Kind.HEADING:
            to.print(_text(f"{paragraph.id}  {words.headed(paragraph)}", "bold"))
            continue
        grid = _grid(max(8, len(paragraph.id)), None)
        grid.add_row(_text(paragraph.id, "cyan"), _opened(paragraph))
        to.print(Padding(grid, (0, 0, 0, 2 * paragraph.depth)))
    _list_notes(to, document.notes)
    if document.doubts:
        _heading(to, "Doubts")
        for doubt in document.doubts:
            to.print(_text(f"{doubt.paragraph or 'document'}: {doubt.what}"))
    to.print()
    _notes(to, words.count_note(document))


def _opened(paragraph: Paragraph) -> Text:
    """A paragraph's text, its opening words in italics as they are printed."""
    text = _text(words.headed(paragraph))
    if paragraph.opening and paragraph.text.startswith(paragraph.opening):
        text.stylize("italic", 0, len(safe(paragraph.opening)))
    return text


def _list_notes(to: Console, notes: Sequence[Note]) -> None:
    if notes:
        _heading(to, "Notes")
        for note in notes:
            to.print(_text(f"{note.id} ({note.paragraph or 'place unknown'}): {note.text}"))


def asked(value: Asked, to: Console | None = None) -> None:
    """Who is asked to do what by when, by kind of addressee."""
    from resdiff.report import asked as said

    to = to or console()
    to.print(_text(said.title(value), "bold"))
    to.print(_text(said.counted(value), "dim"))
    for group in value.groups:
        _heading(to, f"{group.name} ({len(group.asks)})")
        for ask in group.asks:
            grid = _grid(max(9, len(ask.paragraph)), None)
            grid.add_row(
                _text(ask.paragraph, "cyan"),
                _text(f"{said.verb(ask)}: {ask.addressee}" if ask.addressee else said.verb(ask), "bold"),
            )
            if ask.what:
                grid.add_row("", _text(words.snippet(ask.what, 240)))
            if ask.deadlines:
                grid.add_row("", _text(f"by when: {said.terms(ask)}", "green"))
            to.print(grid)
    to.print()
    _notes(to, *said.notes(value))


def listing(library: Listing, to: Console | None = None) -> None:
    """What the library holds."""
    to = to or console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Symbol", "Language", "Kind", "Adopted"):
        table.add_column(name, overflow="fold")
    for name in ("Paragraphs", "Doubts"):
        table.add_column(name, justify="right")
    count = 0
    for entry in library.entries:
        table.add_row(*(_text(cell) for cell in held(entry)[:6]))
        count += 1
    to.print(table if count else "The library is empty.")
    if count:
        _notes(to, words.counted(count, "document"))


# --- two documents ---------------------------------------------------------------------------------------------------------------


def diff(comparison: Comparison, to: Console | None = None) -> None:
    """The change list, then paragraph by paragraph: side by side on a wide terminal, else as one text. Unchanged paragraphs are counted,
    not shown."""
    to = to or console()
    left, right = words.heading(comparison.left), words.heading(comparison.right)
    to.print(_text(f"{left} -> {right}", "bold"))
    _notes(to, *words.reading_notes(comparison))
    lines = change_list.folded(comparison)
    for line in lines:
        to.print(_text(_hanging(str(line), to.width), "bold" if line.flagged else ""))
    if not lines:
        to.print(_text(_hanging(words.nothing_differs(comparison), to.width)))
        return
    _heading(to, "Paragraph by paragraph")
    moves = any(edit.op is Op.MOVE for link in comparison.links if link.primary for edit in link.edits)
    _notes(to, f"[-only in {left}-]  {{+only in {right}+}}" + (f"  {MOVED_LEGEND}" if moves else ""))
    texts = {p.id: p for p in comparison.left.paragraphs}
    primary = {link.right: link for link in comparison.links if link.primary}
    elsewhere = Elsewhere(comparison)
    same = 0
    for paragraph in comparison.right.paragraphs:
        link = primary.get(paragraph.id)
        if link and change_list.is_surface(link) and link.kind is not LinkKind.MOVED:
            same += 1
        else:
            _pair(to, texts[link.left] if link else None, paragraph, link)
        for second in elsewhere.second(paragraph.id):
            _taken_up(to, texts[second.left], elsewhere.own(second), elsewhere.went_into(second.left))
    for id_ in comparison.removed:
        _pair(to, texts[id_], None, None)
    to.print()
    _notes(
        to,
        f"{words.counted(same, 'paragraph')} not shown: no difference but of surface." if same else "",
        words.strength_note(comparison),
        words.count_note(comparison.left, comparison.right),
    )


def _taken_up(to: Console, left: Paragraph, edits: Sequence[Edit], rights: Sequence[str]) -> None:
    """An earlier paragraph that others took up, with what none of them has."""
    to.print()
    to.print(_text(f"{left.id} (earlier text)  its words went into {words.joined(rights)}", "bold"))
    to.print(_marked(left_pieces(left.text, [edit for edit in edits if edit.op is Op.DELETE]), Side.LEFT))


def _pair(to: Console, left: Paragraph | None, right: Paragraph | None, link: Link | None) -> None:
    """One pair of paragraphs, or one that stands on one side only."""
    to.print()
    if right is None and left is not None:
        to.print(_text(f"{left.id} not carried over", "bold red"))
        to.print(Text(f"[-{safe(left.text)}-]", "red"))
    elif left is None and right is not None:
        to.print(_text(f"{right.id} added", "bold green"))
        to.print(Text(f"{{+{safe(right.text)}+}}", "green"))
    elif left and right and link:
        changes = "; ".join(change_list.change_words(change) for change in link.changes)
        moved = f"{left.id} -> {right.id}" if left.id != right.id else right.id
        to.print(_text(f"{moved}  {changes}", "bold"))
        woven = right_pieces(left.text, right.text, link.edits)
        if to.width < WIDE:
            to.print(_marked(woven))
            return
        half = (to.width - 4) // 2
        grid = _grid(half, half)
        after = [piece for piece in woven if piece.side is not Side.LEFT]
        grid.add_row(_marked(left_pieces(left.text, link.edits), Side.LEFT), _marked(after))
        to.print(grid)


# --- several documents -----------------------------------------------------------------------------------------------------------

NARROW = 26
"""Columns below which a document of a concordance has no column of its own: then its cells stand below each other."""


_STYLES = {
    "added": "green",
    "back": "magenta",
    "edited": "yellow",
    "gone": "red",
    "marked": "yellow",
    "older": "cyan",
    "moved": "blue",
}


def explain(value: Explanation, to: Console | None = None) -> None:
    """Why a paragraph is linked as it is."""
    (to or console()).print(_text(explained.text(value)), end="", soft_wrap=True)


def compare(concordance: Concordance, to: Console | None = None) -> None:
    """A concordance: as a table where each document has room for a column, else row by row. A cell that says "same" holds the words of
    the one that it is compared with; an unchanged row that was not asked for is shown by its beginning."""
    from resdiff.report import concordance as views

    to = to or console()
    shown = views.view(concordance)
    to.print(_text(shown.title, "bold"))
    moves = has_moves(piece for row in shown.rows for cell in row.cells for part in cell.parts for piece in part.pieces)
    _notes(to, *shown.about, "[-only in what a cell is compared with-]  {+only in the cell+}", MOVED_LEGEND if moves else "")
    width = (to.width - 12) // len(shown.columns) - 2
    if width < NARROW:
        _below_each_other(to, shown)
    else:
        _side_by_side(to, shown, width)
    to.print()
    _notes(to, words.count_note(*concordance.documents))


def _side_by_side(to: Console, shown: View, width: int) -> None:
    table = Table(box=box.SQUARE if to.encoding.startswith("utf") else box.ASCII, show_lines=True, pad_edge=False, padding=(0, 1))
    table.add_column("Row", width=4, justify="right")
    for column in shown.columns:
        head = Text(safe(column.heading), "bold")
        head.append(f"\n{safe(column.weight)}" + (f"\n{column.note}" if column.note else ""), "not bold")
        table.add_column(head, width=width, overflow="fold")
    for row in shown.rows:
        table.add_row(str(row.row.number), *(_cell(cell, whole=shown.asked or row.change > 0) for cell in row.cells))
    to.print(table)


def _below_each_other(to: Console, shown: View) -> None:
    wide = max(len(safe(column.short)) for column in shown.columns)
    for column in shown.columns:
        to.print(_text(f"{column.heading}: {column.weight}{f' ({column.note})' if column.note else ''}", "dim"))
    for row in shown.rows:
        to.print()
        to.print(_text(f"{row.row.number}  {row.name}{'' if row.change else '  unchanged'}", "bold"))
        grid = _grid(min(wide, 24), None)
        for column, cell in zip(shown.columns, row.cells, strict=True):
            if cell.key != "absent" and (row.change or cell.key == "plain"):
                grid.add_row(_text(column.short, "cyan"), _cell(cell, whole=shown.asked or row.change > 0))
        to.print(Padding(grid, (0, 0, 0, 2)))


def _cell(cell: CellView, *, whole: bool) -> Text:
    """One cell: state, notes, then each paragraph with its named changes and marked text."""
    if cell.key == "absent":
        return Text("-", "dim")
    out = Text()
    ids = ", ".join(part.label for part in cell.parts)
    said = [f"{ids}: {cell.state}" if ids and cell.state else ids or cell.state, *cell.notes]
    out.append(safe("; ".join(said)), f"bold {_STYLES.get(cell.key, '')}".strip())
    for part in () if cell.is_same else cell.parts:
        for change, flagged in part.changes:
            out.append(f"\n* {safe(change)}", "bold" if flagged else "italic")
        for note in part.notes:
            out.append(f"\n{safe(note)}", "dim")
        out.append(f"\n{safe(part.id)}  " if len(cell.parts) > 1 else "\n", "cyan")
        out.append(_marked(part.pieces) if whole else _text(words.snippet(part.text, 80)))
    return out


# --- where it comes from ---------------------------------------------------------------------------------------------------------


def trace(lineage: Lineage, to: Console | None = None) -> None:
    """The sourcing table: verdict, marked text, precedents with their weight."""
    to = to or console()
    from resdiff.report import sourcing

    to.print(_text(f"Sourcing of {words.heading(lineage.target)}", "bold"))
    space = (words.searched_line(lineage.searched), words.part_warning(lineage.searched))
    _notes(to, *space, words.language_note(lineage), words.count_note(lineage.target))
    to.print(words.totals_line(lineage))
    for row in sourcing.rows(lineage):
        to.print()
        to.print(Text.assemble((safe(row.paragraph.id), "bold cyan"), "  ", (safe(row.verdict), "bold")))
        if row.shown:
            to.print(Padding(_text(row.shown, "italic"), (0, 0, 0, 4)))
        to.print(Padding(_marked(row.pieces), (0, 0, 0, 4)))
        for precedent in row.precedents:
            to.print(Padding(_text(str(precedent), "dim"), (0, 0, 0, 4)))
        if row.names:
            to.print(Padding(_text(row.names, "dim"), (0, 0, 0, 4)))


def search(card: PrecedentCard, to: Console | None = None) -> None:
    """The precedent card."""
    to = to or console()
    to.print(_text(card_line(card), "bold"))
    _notes(to, words.searched_line(card.searched), words.part_warning(card.searched))
    for label, hit in (("Earliest found", card.earliest), ("Last used", card.latest), ("Nearest", card.nearest)):
        if hit:
            to.print(_text(f"{label + ':':<16}{hit_line(hit)}"))
    for spelling in card.spellings:
        to.print(_text(f"{'Other spelling:':<16}{spelling_line(spelling)}"))
    _hits(to, f"Exact ({card.total_exact})", card, card.exact)
    _hits(to, "Near", card, card.near)


def _hits(to: Console, title: str, card: PrecedentCard, hits: Sequence[Hit]) -> None:
    if not hits:
        return
    _heading(to, title)
    for hit in hits:
        to.print(_text(hit_line(hit), "cyan"))
        text = hit.reference.text or ""
        body = _matched(hit, text) if hit.matched and hit in card.exact else _marked(found_pieces(card.query, text, hit.edits))
        to.print(Padding(body, (0, 0, 0, 4)))


def _matched(hit: Hit, text: str) -> Text:
    """A text with its matching ranges in bold; the words are the query's own, so nothing is lost without bold."""
    out = Text(safe(text))
    if len(out) == len(text):
        for start, end in hit.matched:
            out.stylize("bold", start, end)
    return out


def evolve(evolution: Evolution, to: Console | None = None) -> None:
    """The first half page of the evolution report, then the chain of each nexus paragraph as one line."""
    to = to or console()
    from resdiff.report import summary

    view = summary.summarise(evolution)
    to.print(_text(view.title, "bold"))
    _notes(to, view.searched, view.warning)
    for section in view.sections():
        _heading(to, section.title)
        for line in section.lines:
            to.print(Padding(_text(line), (0, 0, 0, 2)))
    chains = [chain for chain in evolution.chains if len(chain.steps) > 1]
    if chains:
        _heading(to, "Chains of ancestors, from the oldest on")
        for chain in chains:
            steps = " > ".join(words.named(step.reference) for step in chain.steps[:-1])
            to.print(Padding(_text(f"{steps} > {chain.id}"), (0, 0, 0, 2)))
    to.print()
    _notes(to, words.count_note(evolution.lineage.target))
