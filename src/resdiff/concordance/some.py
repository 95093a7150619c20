"""Some of the rows of a concordance: those of chosen paragraphs, those on a theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from resdiff import themes
from resdiff.concordance import Concordance
from resdiff.models import Document
from resdiff.themes import Theme


def meant(document: Document, asked: str) -> frozenset[str]:
    """The ids of the paragraphs of a document that an id ("OP15(c)", in any case and spacing) or a formal name ("para. 15 (c)") means,
    with all that stands under them."""
    wanted = _plain(asked)
    steps = {_plain(p.id) for p in document.paragraphs if wanted == _plain(p.formal)} | {wanted}
    return frozenset(p.id for p in document.paragraphs if any(_under(_plain(p.id), step) for step in steps))


def _plain(id_: str) -> str:
    return "".join(id_.split()).casefold()


def _under(id_: str, above: str) -> bool:
    """Whether an id is another one or stands under it: its next step begins with a bracket, a point, a plus or a tilde."""
    return id_ == above or (bool(above) and id_.startswith(above) and id_[len(above)] in "(.+~")


def unknown(concordance: Concordance, asked: Sequence[str]) -> tuple[str, ...]:
    """Those of some ids that no document has."""
    return tuple(id_ for id_ in asked if not any(meant(document, id_) for document in concordance.documents))


def of_ids(concordance: Concordance, asked: Sequence[str]) -> Concordance:
    """The rows that hold one of these ids in any column; `meant` says what an id takes along."""
    wanted = [frozenset[str]().union(*(meant(document, id_) for id_ in asked)) for document in concordance.documents]
    return replace(_kept(concordance, wanted), only=tuple(asked))


def on_theme(concordance: Concordance, theme: Theme) -> Concordance:
    """The rows of which a cell is on a theme's nexus. Where the theme has no patterns for the language, none is."""
    wanted = []
    for document in concordance.documents:
        told = [(p.id, themes.of(p, theme)) for p in themes.mark(document, theme).paragraphs]
        wanted.append(frozenset(id_ for id_, mark in told if mark and mark.nexus))
    return replace(_kept(concordance, wanted), theme=theme.names(concordance.documents[0].language).title)


def _kept(concordance: Concordance, wanted: Sequence[frozenset[str]]) -> Concordance:
    """The rows with a wanted id in the column that it is wanted in."""
    rows = tuple(
        row
        for row in concordance.rows
        if any(part.id in ids for ids, cell in zip(wanted, row.cells, strict=True) for part in cell.parts)
    )
    return replace(concordance, rows=rows)
