"""Two and more documents beside each other: a concordance, one row per provision and one column per document, oldest first.

The way: `rows` gathers the paragraphs that answer to each other through all documents, `order` puts the rows in the order of one of them,
`cells` tells each cell against the column before it, or against the base. Nothing is judged here that `align` and `diff` do not say.

Law: every paragraph of every document stands in exactly one row, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resdiff.concordance.cells import cells
from resdiff.concordance.order import by_age, in_order
from resdiff.concordance.pairs import Pairs
from resdiff.concordance.parts import Cell, Part, State
from resdiff.concordance.rows import gather
from resdiff.models import Document

__all__ = ("Cell", "Concordance", "Part", "Row", "State", "by_age", "concord")


@dataclass(frozen=True, slots=True)
class Row:
    """One provision through the documents."""

    number: int
    """From 1, in the order of the whole concordance; it stays when only some rows are asked for."""
    cells: tuple[Cell, ...]
    """One a document, in their order."""

    @property
    def changed(self) -> bool:
        """Whether any cell is other than what it is compared with."""
        return any(cell.changed for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Concordance:
    """Documents beside each other."""

    documents: tuple[Document, ...]
    """Oldest first; those without a date, and drafts, last and in the order in which they were given."""
    base: int | None
    """The column that every other is compared with; None: each is compared with the one before it."""
    rows: tuple[Row, ...]
    total: int
    """Rows of the whole concordance."""
    only: tuple[str, ...] = ()
    """The ids that were asked for; none: all rows are there."""
    theme: str | None = None
    """The title of the theme that was asked for; None: the same."""


def concord(documents: Sequence[Document], base: int | None = None) -> Concordance:
    """The concordance of documents that stand in their order already (`by_age`), in one language. `base` is an index, and gives the rows
    their order too; without one they stand in the order of the last document. Raises ValueError for fewer than two."""
    if len(documents) < 2:
        raise ValueError("a concordance needs two documents or more")
    pairs = Pairs(documents)
    rows = in_order(documents, gather(pairs), len(documents) - 1 if base is None else base)
    told = tuple(Row(number, row) for number, row in enumerate(cells(pairs, rows, base), 1))
    return Concordance(tuple(documents), base, told, len(told))
