"""The sourcing table as rows: each paragraph, its text marked against its precedent, the precedent with its weight.

Read by the HTML page, the terminal and the md and csv tables alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resdiff.diff import edits
from resdiff.models import Kind, Language, Lineage, Paragraph, ParagraphLineage, Reference, SpanKind, Verdict, Witness
from resdiff.report import words
from resdiff.report.pieces import Piece, Side, right_pieces, runs
from resdiff.tokens import words as cut

OTHER_SOURCES = 5
"""How many sources beside the closest one a row names."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """One source of a row: where, what it is to the paragraph ("closest", "earliest use of these words", "oldest source", "named by the
    paragraph itself", or how many words), and the document's weight."""

    where: str
    role: str
    witness: Witness

    @property
    def weight(self) -> str:
        """The weight in one line."""
        return words.weight_line(self.witness.adoption, self.witness.status)

    def __str__(self) -> str:
        return f"{self.where} ({self.weight})" + (f" [{self.role}]" if self.role else "")


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of the sourcing table; `against` says what its marks are relative to ("" where nothing is marked)."""

    paragraph: Paragraph
    lineage: ParagraphLineage | None
    verdict: str
    pieces: tuple[Piece, ...]
    against: str
    precedents: tuple[Precedent, ...]
    names: str = ""
    """The documents that the paragraph names without a provision, in a few words."""
    shown: str = ""
    """The same paragraph in the language asked for, where the lineage was computed on the English text."""

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return self.paragraph.kind is Kind.HEADING


def rows(lineage: Lineage) -> tuple[Row, ...]:
    """The rows, one for each paragraph of the target in order, listings left out."""
    known = {item.id: item for item in lineage.paragraphs}
    witnesses = words.witness_table(lineage.witnesses)
    shown = {id_: words.printable(text) for id_, text in words.beside(lineage).items()}
    out = []
    for paragraph in lineage.target.paragraphs:
        if paragraph.kind is Kind.LISTING:
            continue
        item = known.get(paragraph.id)
        if item is None:
            plain = (Piece(words.printable(paragraph.text), Side.BOTH),)
            out.append(Row(paragraph, None, "", plain, "", (), shown=shown.get(paragraph.id, "")))
            continue
        names = naming(item)
        pieces, against = _marked(paragraph, item, lineage.target.language)
        said = words.verdict(item, lineage.searched)
        out.append(
            Row(paragraph, item, said, pieces, against, precedents(paragraph, item, witnesses), names, shown.get(paragraph.id, ""))
        )
    return tuple(out)


def _marked(paragraph: Paragraph, item: ParagraphLineage, language: Language) -> tuple[tuple[Piece, ...], str]:
    """The text with its marks, and what they are relative to. A text with one precedent is laid against it, word by word; one that comes
    from several, or from a part of one, shows as gained the words that no source accounts for."""
    closest = item.closest
    if item.verdict in (Verdict.VERBATIM, Verdict.ADAPTED) and closest and closest.text is not None:
        found = right_pieces(closest.text, paragraph.text, edits(closest.text, paragraph.text, language))
        return found, words.named(closest) if any(piece.side is not Side.BOTH for piece in found) else ""
    if item.verdict is Verdict.STOCK:
        return (Piece(words.printable(paragraph.text), Side.BOTH),), ""
    none = {i for i, span in enumerate(item.spans) if span.kind is SpanKind.NONE}
    whole = not item.spans and item.verdict is Verdict.NONE
    parts = runs(paragraph.text, item.spans)
    pieces = [Piece(part.text, Side.RIGHT if whole or part.passage in none else Side.BOTH) for part in parts]
    return tuple(pieces), "everything searched"


def precedents(paragraph: Paragraph, item: ParagraphLineage, witnesses: dict[str, Witness]) -> tuple[Precedent, ...]:
    """The closest source, the oldest one, where the longest passage stood before that, what the paragraph itself names, then other
    sources by words; each once."""
    out: dict[str, Precedent] = {}

    def put(reference: Reference, role: str) -> None:
        where = words.named(reference)
        if where in out:
            role = f"{out[where].role}, {role}" if out[where].role else role
        witness = witnesses.get(reference.symbol) or words.unknown_witness(reference.symbol)
        out[where] = Precedent(where, role, witness)

    if item.closest:
        put(item.closest, "closest")
    if item.earliest:
        put(item.earliest, words.earliest_role(item))
    for reference, role in _longest(paragraph, item, witnesses):
        put(reference, role)
    for reference in (reference for reference in item.declared if reference.id):
        put(reference, "named by the paragraph itself")
    others = 0
    for source in item.sources:
        where = f"{source.symbol} {source.id}"
        share = f"{words.counted(source.words, 'word')}, {words.percent(source.share)}"
        if where in out or others < OTHER_SOURCES:
            others += where not in out
            put(Reference(source.symbol, source.id), share)
    return tuple(out.values())


def _longest(paragraph: Paragraph, item: ParagraphLineage, witnesses: dict[str, Witness]) -> Iterator[tuple[Reference, str]]:
    """Of a paragraph that is not verbatim as a whole, the first use of the longest passage that is older than every source."""
    if item.verdict in (Verdict.VERBATIM, Verdict.STOCK) or not item.earliest:
        return
    order = {symbol: n for n, symbol in enumerate(witnesses)}
    oldest = order.get(item.earliest.symbol, -1)
    older = [
        (len(cut(paragraph.text[span.start : span.end])), span.earliest)
        for span in item.spans
        if span.earliest and order.get(span.earliest.symbol, oldest) < oldest
    ]
    if older:
        size, first = max(older, key=lambda found: found[0])
        yield first, f"earliest use of {words.number(size)} of its words in a row"


def naming(item: ParagraphLineage, limit: int = 6) -> str:
    """The documents that a paragraph names as a whole: "names S/RES/1267 (1999), S/RES/1373 (2001) and 26 more", "" for none."""
    symbols = [reference.symbol for reference in item.declared if not reference.id]
    rest = len(symbols) - limit
    return "names " + words.joined(symbols[:limit], f"{rest} more" if rest > 0 else "") if symbols else ""
