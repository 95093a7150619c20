"""Lists and tables of a web page: the numbers that lists generate, and which tables hold data rather than a layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Tag

from resdiff.read.html_piece import OWN
from resdiff.vocabulary.markers import roman

_FEW = 8
"""Signs; a text is longer than that."""


@dataclass(slots=True)
class List:
    """A list that is open."""

    style: str
    count: int
    step: int


def value(tag: Tag, key: str) -> str:
    """What an attribute says; "" where it is not there."""
    said = tag.get(key)
    return said if isinstance(said, str) else " ".join(said) if said else ""


_STYLES = {
    "1": "1", "decimal": "1", "decimal-leading-zero": "1", "a": "a", "lower-alpha": "a", "lower-latin": "a", "i": "i", "lower-roman": "i",
    "A": "A", "upper-alpha": "A", "upper-latin": "A", "I": "I", "upper-roman": "I", "disc": "•", "circle": "•", "square": "•", "none": "",
}  # fmt: skip


def style_of(tag: Tag) -> str | None:
    """How an element says that its items are marked; None where it does not."""
    match = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", value(tag, "style"))
    if match and match[1] in _STYLES:
        return _STYLES[match[1]]
    said = value(tag, "type").strip()
    return _STYLES.get(said, _STYLES.get(said.lower())) if said else None


def list_of(tag: Tag) -> List:
    """The list that an element begins."""
    style = style_of(tag)
    if tag.name != "ol":
        return List("•" if style is None else style, 1, 1)
    start = value(tag, "start").strip()
    step = -1 if tag.has_attr("reversed") else 1
    first = int(start) if re.fullmatch(r"-?\d{1,4}", start) else 1
    if step < 0 and not start:
        first = len(tag.find_all("li", recursive=False))
    return List("1" if style is None else style, first, step)


def counted(number: int, style: str) -> str:
    """The marker of an item as a browser shows it."""
    if style in ("", "•"):
        return style
    if style == "1" or number < 1:
        return f"{number}."
    if style in "aA":
        out, rest = "", number
        while rest:
            rest, place = divmod(rest - 1, 26)
            out = chr(97 + place) + out
    else:
        out = roman(min(number, 399))
    return f"{out.upper() if style in 'AI' else out}."


def says(text: str, marker: str) -> bool:
    """Whether a text begins with a marker of its own, of the kind that the list would put before it."""
    own = OWN.match(text)
    if own is None:
        return False
    if not any(c.isalnum() for c in marker):
        return True
    return bool(own["number"]) == marker[0].isdigit() and (own["number"] or own["letter"]) is not None


def _rows(table: Tag) -> Iterator[Tag]:
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            yield row


def _cells(row: Tag) -> list[str]:
    return [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["td", "th"], recursive=False)]


_MARKED = re.compile(
    r"(?:[(\[]?\s?(?:\d{1,3}|[^\W\d_]{1,5})\s?(?:[.)\]]|[ \u00a0][-–])|['’‘]\d{1,2}['’‘]|\d{1,3}|[•·▪–—o-]|[\u2460-\u24ff\u3220-\u3247])"
)


def is_data(table: Tag) -> bool:
    """Whether a table holds data rather than a layout: it has a border or heads of columns, or rows alike of short cells; a table that
    holds another, or paragraphs, is a layout."""
    if table.find("table") is not None:
        return False
    rows = [cells for row in _rows(table) if any(cells := _cells(row))]
    if len(rows) < 2 or max(len(cells) for cells in rows) < 2 or any(len(cell) > 600 for cells in rows for cell in cells):
        return False
    border = value(table, "border").strip()
    framed = border not in ("", "0", "none") or table.find("th") is not None
    filled = {sum(map(bool, cells)) for cells in rows}
    numbered = all(not cells[0] or (_MARKED.fullmatch(cells[0]) and not cells[0].isdecimal()) for cells in rows)
    if numbered:
        return framed and len(filled) == 1
    return framed or (len(rows) > 3 and len(filled) == 1 and min(filled) > 1)


def is_numbered(row: Tag) -> bool:
    """Whether a row of a layout has a number in its first filled cell, and its text in the next."""
    if row.find("table") is not None:
        return False
    filled = [cell for cell in _cells(row) if cell]
    if len(filled) < 2 or _MARKED.fullmatch(filled[0]) is None:
        return False
    return not filled[0].isdecimal() or len(filled[1]) > _FEW
