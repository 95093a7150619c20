"""Tables as Markdown and CSV: what goes into a cable, a spreadsheet, a circulated sourcing table.

Words that only the later text has are marked {+so+}, words that only the precedent has [-so-]; surface edits are not marked.
CSV is RFC 4180 (comma, double quotes, CRLF). A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a
carriage return) gets an apostrophe put before it, as spreadsheets themselves write text: OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from resdiff.asked import Asked
from resdiff.concordance import Concordance
from resdiff.models import Comparison, Document, Entry, Evolution, Hit, Lineage, Listing, PrecedentCard, Spelling, Verdict
from resdiff.report import asked, change_list, words
from resdiff.report.pieces import MOVED_LEGEND, Piece, Side, fences, found_pieces, has_moves, marked, right_pieces

if TYPE_CHECKING:
    from resdiff.report.concordance import CellView

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKDOWN = re.compile(r"([\\`*_\[\]<|~]|^(?:[>#]|[-+](?= )))")


# --- cells -----------------------------------------------------------------------------------------------------------------------


def csv_cell(text: str) -> str:
    """A cell's text with control characters made visible and formulas defused (see above)."""
    text = words.printable(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV file's text: a head and rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([csv_cell(cell) for cell in head])
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def md_text(text: str) -> str:
    """A text that Markdown prints as it is: on one line, with its special characters escaped."""
    return _MARKDOWN.sub(r"\\\1", " ".join(words.printable(text).split()))


def md_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace(chr(10), ' ') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def md_marked(pieces: Iterable[Piece]) -> str:
    """Marked pieces as Markdown: **{+gained+}**, ~~[-not carried over-]~~, moved words with ~ for both signs; the marks are words too, so
    that they outlive the rendering."""
    out = []
    for piece in pieces:
        if piece.side is Side.BOTH or (piece.note == "surface" and piece.side is Side.RIGHT):
            out.append(md_spaced(piece.text, "", ""))
        elif piece.note != "surface":
            around = "~~" if piece.side is Side.LEFT else "**"
            before, after = map(md_text, fences(piece))
            out.append(md_spaced(piece.text, around + before, after + around))
    return re.sub(r" {2,}", " ", "".join(out)).strip()


def md_spaced(text: str, before: str, after: str) -> str:
    """A text between marks, its outer spaces outside them: Markdown wants no space inside emphasis."""
    core = md_text(text)
    if not core:
        return " " if text else ""
    lead, tail = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
    return f"{lead}{before}{core}{after}{tail}"


# --- the sourcing table ----------------------------------------------------------------------------------------------------------

_SOURCING = ("Paragraph", "Text, marked against its precedent", "Precedent", "Remarks")


def trace_md(lineage: Lineage) -> str:
    """The sourcing table as Markdown."""
    from resdiff.report import sourcing

    table = []
    for row in sourcing.rows(lineage):
        if row.is_heading or not row.lineage:
            table.append((row.paragraph.id, f"*{md_text(row.paragraph.text)}*", "", ""))
            continue
        said = [f"**{md_text(row.verdict)}**"]
        if row.against and row.precedents:
            said.append(f"marked against {md_text(row.against)}")
        said += [md_text(str(precedent)) for precedent in row.precedents]
        said += [md_text(row.names)] if row.names else []
        shown = f"{md_text(row.shown)}<br>" if row.shown else ""
        table.append((row.paragraph.id, shown + md_marked(row.pieces), "<br>".join(said), ""))
    head = f"# Sourcing table of {md_text(words.heading(lineage.target))}\n\n"
    return head + _md_notes(lineage) + "\n" + md_table(_SOURCING, table)


def trace_csv(lineage: Lineage) -> str:
    """The sourcing table as CSV."""
    from resdiff.report import sourcing

    table = []
    for row in sourcing.rows(lineage):
        said = [row.verdict] if row.verdict else []
        if row.against and row.precedents:
            said.append(f"marked against {row.against}")
        said += [str(precedent) for precedent in row.precedents]
        said += [row.names] if row.names else []
        shown = f"{row.shown}\n" if row.shown else ""
        table.append((row.paragraph.id, shown + marked(row.pieces), "\n".join(said), ""))
    return csv_table(_SOURCING, table)


def _md_notes(lineage: Lineage) -> str:
    """Search space, its warning, and the note on numbers, as Markdown paragraphs."""
    space = (words.searched_line(lineage.searched), words.part_warning(lineage.searched))
    notes = [*space, words.language_note(lineage), words.count_note(lineage.target)]
    return "".join(f"{md_text(note)}\n\n" for note in notes if note)[:-1]


# --- two documents ---------------------------------------------------------------------------------------------------------------


def diff_md(comparison: Comparison) -> str:
    """The change list as Markdown, one line a change, ready to paste; then the numbering of both sides."""
    left, right = words.heading(comparison.left), words.heading(comparison.right)
    lines = change_list.folded(comparison)
    listed = "".join(f"* {md_text(str(line))}\n" for line in lines) or f"{md_text(words.nothing_differs(comparison))}\n"
    table = md_table((md_text(left), md_text(right)), [(md_text(a), md_text(b)) for a, b in numbering(comparison)])
    notes = "\n\n".join(
        md_text(note) for note in (words.strength_note(comparison), words.count_note(comparison.left, comparison.right)) if note
    )
    read = "".join(f"{md_text(note)}\n\n" for note in words.reading_notes(comparison))
    return f"# {md_text(left)} -> {md_text(right)}\n\n{read}{listed}\n## Numbering\n\n{table}\n{notes}\n"


def diff_csv(comparison: Comparison) -> str:
    """The change list as CSV: ids on both sides, kind, the change in words, both texts with their marks."""
    left = {p.id: p.text for p in comparison.left.paragraphs}
    right = {p.id: p.text for p in comparison.right.paragraphs}
    edits = {link.right: link.edits for link in comparison.links if link.primary}
    rows = []
    for line in change_list.change_list(comparison):
        text = left.get(line.left, "") if not line.right else right[line.right]
        if line.left and line.right:
            text = marked(right_pieces(left[line.left], right[line.right], edits.get(line.right, ())))
        rows.append((line.left, line.right, line.kind, line.what, text))
    return csv_table((comparison.left.name, comparison.right.name, "Kind", "Change", "Text"), rows)


def numbering(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """Old ids and the ids that answer to them, in the order of the earlier text, then what only the later text has."""
    rights: dict[str, list[str]] = {}
    for link in comparison.links:
        rights.setdefault(link.left, []).append(link.right)
    out = [(p.id, ", ".join(rights.get(p.id, [])) or "not carried over") for p in comparison.left.paragraphs]
    return (*out, *([("added", ", ".join(comparison.added))] if comparison.added else []))


# --- several documents -----------------------------------------------------------------------------------------------------------


def compare_md(concordance: Concordance) -> str:
    """A concordance as Markdown: a cell that says "same" holds the words of the one that it is compared with."""
    from resdiff.report.concordance import view

    shown = view(concordance)
    head = ["Row", *(f"{md_text(c.heading)}<br>{md_text(c.weight)}{'<br>*base*' if c.note else ''}" for c in shown.columns)]
    rows = [(str(row.row.number), *map(_md_cell, row.cells)) for row in shown.rows]
    about = "".join(f"{md_text(line)}\n\n" for line in shown.about)
    moves = has_moves(piece for row in shown.rows for cell in row.cells for part in cell.parts for piece in part.pieces)
    marks = ["[-only in what a cell is compared with-]", "{+only in the cell+}", *([MOVED_LEGEND] if moves else [])]
    told = md_text(" ".join(marks))
    return f"# {md_text(shown.title)}\n\n{about}{told}\n\n{md_table(head, rows)}\n{md_text(words.count_note(*concordance.documents))}\n"


def _md_cell(cell: CellView) -> str:
    said = [f"*{md_text(text)}*" for text in (cell.state, *cell.notes) if text] if cell.key != "absent" else []
    for part in cell.parts:
        said.append(f"**{md_text(part.label)}**" + ("" if cell.is_same else f" {md_marked(part.pieces)}"))
        said += [f"* {md_text(text)}" for text, _ in part.changes] + [f"*{md_text(note)}*" for note in part.notes]
    return "<br>".join(said)


def compare_csv(concordance: Concordance) -> str:
    """A concordance as CSV: for each document a column of texts, each after its id and with its marks, and one of what changed."""
    from resdiff.report.concordance import view

    shown = view(concordance)
    head = ["Row"]
    for column in shown.columns:
        base = "; base" if column.note else ""
        head += [f"{column.heading}; {column.weight}{base}", f"{column.heading}: change"]
    rows = []
    for row in shown.rows:
        line = [str(row.row.number)]
        for cell in row.cells:
            texts = [f"{part.id}  {marked(part.pieces)}" for part in cell.parts]
            said = [cell.state, *cell.notes] if cell.key != "absent" else []
            said += [text for part in cell.parts for text in (*(change for change, _ in part.changes), *part.notes)]
            line += ["\n".join(texts), "\n".join(text for text in said if text)]
        rows.append(line)
    return csv_table(head, rows)


# --- one document, the library, a search ------------------------------------------------------------------------------------------


def show_md(document: Document) -> str:
    """A document as Markdown: its facts, numbered paragraphs, notes, doubts."""
    head = [f"# {md_text(words.heading(document))}", "", md_text(document.title or ""), ""] if document.title else []
    head = head or [f"# {md_text(words.heading(document))}", ""]
    facts = [f"* {label}: {md_text(value)}" for label, value in words.weight(document.adoption, document.status)]
    facts += [f"* Issued: {md_text(document.masthead.issued)}"] if document.masthead.issued else []
    body = []
    for paragraph in document.paragraphs:
        label = f"**{md_text(paragraph.id)}**"
        body += [f"{'&emsp;' * paragraph.depth}{label} {md_text(words.headed(paragraph))}", ""]
    notes = [
        "## Notes",
        "",
        *(f"* {md_text(n.id)} ({md_text(n.paragraph or UNPLACED)}): {md_text(n.text)}" for n in document.notes),
        "",
    ]
    doubts = ["## Doubts", "", *(f"* {md_text(d.paragraph or 'document')}: {md_text(d.what)}" for d in document.doubts), ""]
    parts = [*head, *facts, "", *body, *(notes if document.notes else []), *(doubts if document.doubts else [])]
    return "\n".join([*parts, md_text(words.count_note(document))]) + "\n"


UNPLACED = "place unknown"


def asked_md(value: Asked) -> str:
    """Who is asked to do what by when as Markdown, a table for each kind of addressee."""
    parts = [f"# {md_text(asked.title(value))}", "", md_text(asked.counted(value)), ""]
    for group in value.groups:
        rows = [[md_text(cell) for cell in asked.cells(ask)] for ask in group.asks]
        parts += [f"## {md_text(group.name)} ({len(rows)})", "", md_table(asked.COLUMNS, rows)]
    return "\n".join([*parts, *(md_text(note) for note in asked.notes(value))]) + "\n"


def asked_csv(value: Asked) -> str:
    """Who is asked to do what by when as CSV, one row an act and kind of addressee."""
    head = ("Kind of addressee", "Paragraph", "Formal", "Verb", "Verb of", *asked.COLUMNS[2:])
    rows = [
        (group.name, ask.paragraph, ask.formal, ask.verb, ask.inherited, ask.addressee, ask.what, asked.terms(ask))
        for group in value.groups
        for ask in group.asks
    ]
    return csv_table(head, rows)


_LIST = ("Symbol", "Language", "Kind", "Adopted", "Paragraphs", "Doubts", "File")


def held(entry: Entry) -> tuple[str, ...]:
    """The cells of one line of the list."""
    return (
        entry.symbol or words.UNKNOWN,
        entry.language.value,
        entry.status.value,
        entry.date.isoformat() if entry.date else words.UNKNOWN,
        str(entry.paragraphs),
        str(entry.doubts),
        entry.file or "",
    )


def listing_md(listing: Listing) -> str:
    """What the library holds, as Markdown."""
    return md_table(_LIST, [[md_text(cell) for cell in held(entry)] for entry in listing.entries])


def listing_csv(listing: Listing) -> str:
    """What the library holds, as CSV."""
    return csv_table(_LIST, [held(entry) for entry in listing.entries])


def search_md(card: PrecedentCard) -> str:
    """A precedent card as Markdown."""
    lines = [f"# {md_text(words.snippet(card.query, 200))}", "", md_text(card_line(card)), ""]
    for label, hit in (("Earliest found", card.earliest), ("Last used", card.latest), ("Nearest", card.nearest)):
        if hit:
            lines.append(f"* {label}: {md_text(hit_line(hit))}")
    lines += [f"* Other spelling: {md_text(spelling_line(spelling))}" for spelling in card.spellings]
    out = "\n".join(lines) + "\n"
    for title, hits in ((f"Exact ({card.total_exact})", card.exact), ("Near", card.near)):
        if hits:
            out += f"\n## {title}\n\n" + md_table(("Where", "Weight", "Text"), [_hit_cells(card, hit) for hit in hits])
    notes = [words.searched_line(card.searched), words.part_warning(card.searched)]
    return out + "".join(f"\n{md_text(note)}\n" for note in notes if note)


def search_csv(card: PrecedentCard) -> str:
    """A precedent card as CSV: exact uses, then near ones."""
    rows = []
    for kind, hits in (("exact", card.exact), ("near", card.near)):
        for hit in hits:
            text = hit.reference.text or ""
            body = marked(found_pieces(card.query, text, hit.edits)) if hit.edits else text
            rows.append((kind, *_hit_weight(hit), f"{hit.score:.2f}", body))
    return csv_table(("Match", "Symbol", "Paragraph", "Adopted", "Vote", "Chapter VII", "Recalled", "Likeness", "Text"), rows)


def _hit_weight(hit: Hit) -> tuple[str, ...]:
    adoption = hit.witness.adoption
    when = adoption.date.isoformat() if adoption.date else words.UNKNOWN
    recalled = "yes" if hit.witness.recalled else "no"
    return hit.reference.symbol, hit.reference.id, when, words.vote(adoption, hit.witness.status), words.chapter(adoption), recalled


def _hit_cells(card: PrecedentCard, hit: Hit) -> tuple[str, str, str]:
    text = hit.reference.text or ""
    body = md_marked(found_pieces(card.query, text, hit.edits)) if hit.edits else md_text(text)
    return md_text(words.named(hit.reference)), md_text(words.weight_line(hit.witness.adoption, hit.witness.status)), body


def card_line(card: PrecedentCard) -> str:
    """A card's answer in one sentence."""
    if card.total_exact:
        return f"Found word for word in {_amount(card.total_exact, card.total_documents)}."
    if card.verdict is Verdict.STOCK:
        return "A stock phrase."
    if card.nearest:
        return f"Not found word for word in {words.space(card.searched)}; nearest: {words.named(card.nearest.reference)}."
    return f"Not found in {words.space(card.searched)}, nor anything near it."


def spelling_line(spelling: Spelling) -> str:
    """“Daesh” in 14 paragraphs of 9 documents, earliest found S/RES/2199 (2015) PP5, last used S/RES/2449 (2018) PP12."""
    where = f"“{spelling.text}” in {_amount(spelling.paragraphs, spelling.documents)}"
    return f"{where}, earliest found {words.named(spelling.earliest)}, last used {words.named(spelling.latest)}"


def _amount(paragraphs: int, documents: int) -> str:
    return words.counted(paragraphs, "paragraph") + (f" of {words.counted(documents, 'document')}" if documents else "")


def hit_line(hit: Hit) -> str:
    """Where a hit stands, and its document's weight."""
    recalled = "; recalled" if hit.witness.recalled else ""
    return f"{words.named(hit.reference)} ({words.weight_line(hit.witness.adoption, hit.witness.status)}{recalled})"


def evolve_md(evolution: Evolution) -> str:
    """The summary of an evolution as Markdown: what stands on the report's first half page."""
    from resdiff.report import summary

    view = summary.summarise(evolution)
    parts = [f"# {md_text(view.title)}", "", md_text(view.searched), ""]
    if view.warning:
        parts += [md_text(view.warning), ""]
    for section in view.sections():
        parts += [f"## {md_text(section.title)}", "", *(f"* {md_text(line)}" for line in section.lines), ""]
    return "\n".join(parts) + f"\n{md_text(words.count_note(evolution.lineage.target))}\n"
