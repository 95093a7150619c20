"""Paragraphs as Akoma Ntoso: recitals in a preamble; paragraphs, lists and sections in a body.

The list that hangs from a paragraph lies in it; where a heading or a table stands between, it lies after. A reader that goes by the order
of the numbers, as resdiff's own does, sees the same either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from resdiff.models import Kind, Mark, Paragraph, Status
from resdiff.report.akn_inline import Writer, add


@dataclass(slots=True)
class _Node:
    """A paragraph and what hangs from it."""

    paragraph: Paragraph
    children: list[_Node] = field(default_factory=list)

    @property
    def apart(self) -> bool:
        """Whether it bears a number that stands apart from its words."""
        return _apart(self.paragraph)

    @property
    def goes_on(self) -> bool:
        """Whether it is text that goes on after a paragraph or its list."""
        return self.paragraph.path[-1].startswith("+")

    @property
    def lead(self) -> str:
        """The number that stands at the beginning of its words."""
        return "" if self.apart else self.paragraph.number


def _forest(paragraphs: Sequence[Paragraph]) -> list[_Node]:
    """The paragraphs as trees, in order; headings and rows stand alone, and nothing hangs across them."""
    roots: list[_Node] = []
    stack: list[_Node] = []
    for paragraph in paragraphs:
        node = _Node(paragraph)
        while stack and not _under(stack[-1].paragraph, paragraph):
            stack.pop()
        if paragraph.kind in (Kind.HEADING, Kind.ROW):
            stack.clear()
            roots.append(node)
        else:
            (stack[-1].children if stack else roots).append(node)
            stack.append(node)
    return roots


def _under(upper: Paragraph, lower: Paragraph) -> bool:
    return len(lower.path) > len(upper.path) and lower.path[: len(upper.path)] == upper.path


def _apart(paragraph: Paragraph) -> bool:
    """Whether a number stands apart from its words: not where it is printed without its point ("7 Further underlines"), where only the
    words after it tell a bullet from a letter ("o"), nor before a heading, which would be taken for a paragraph."""
    number, last = paragraph.number, paragraph.path[-1]
    if paragraph.kind is Kind.HEADING and re.fullmatch(r"\W?\d{1,3}\W{0,2}", number):
        return False
    pointless = number.isdecimal() and re.fullmatch(r"(?:OP)?\d+", last) is not None
    ring = number in ("o", "◦", "○") and last.isdecimal()
    return bool(number) and not pointless and not ring


def _runs(children: Sequence[_Node]) -> Iterator[tuple[list[_Node], list[_Node]]]:
    """The children in runs: items, then text that goes on after them. What hangs from such text begins the next run."""
    items: list[_Node] = []
    after: list[_Node] = []
    for child in children:
        if after and not child.goes_on:
            yield items, after
            items, after = [], []
        (after if child.goes_on else items).append(child)
        if child.goes_on and child.children:
            yield items, after
            items, after = list(child.children), []
    if items or after:
        yield items, after


def _heads_recitals(nodes: Sequence[_Node]) -> bool:
    """Whether a recital follows on the headings that come."""
    following = next((node for node in nodes if node.paragraph.kind is not Kind.HEADING), None)
    return following is not None and following.paragraph.kind is not Kind.ROW


class Body:
    """Writes paragraphs into a preamble or a main body."""

    def __init__(self, writer: Writer, root: etree._Element) -> None:
        self.writer = writer
        self.root = root
        self.place = root
        self.table: etree._Element | None = None
        """The table that the last row went into."""

    def recitals(self, paragraphs: Sequence[Paragraph]) -> None:
        """The recitals of a preamble, with headings and tables between them."""
        group: etree._Element | None = None
        nodes = _forest(paragraphs)
        for i, node in enumerate(nodes):
            kind = node.paragraph.kind
            if kind is Kind.ROW:
                group = None
                self._row(node, self.root)
                continue
            self.table = None
            if kind is Kind.HEADING and not _heads_recitals(nodes[i:]):
                group = None
                self._words(
                    add(self.root, "block", {"name": "heading"} | self._id(node.paragraph)), node, lead=node.paragraph.number
                )
                continue
            if group is None or (kind is Kind.HEADING and group[-1].tag.endswith("recital")):
                group = add(self.root, "recitals")
            if kind is Kind.HEADING:
                self._title(group, node)
            else:
                self._block(add(group, "recital", self._id(node.paragraph)), node)

    def paragraphs(self, paragraphs: Sequence[Paragraph]) -> None:
        """Paragraphs, lists, sections, tables; a main body is never without an element."""
        for node in _forest(paragraphs):
            paragraph = node.paragraph
            if paragraph.kind is Kind.ROW:
                self._row(node, self.place)
                continue
            self.table = None
            if paragraph.kind is Kind.HEADING and not self._introduces(paragraph):
                self.place = add(self.root, "section", self._id(paragraph))
                self._title(self.place, node)
            elif paragraph.kind is Kind.PREAMBULAR:
                self.place = self.root
                self._block(add(self.root, "container", {"name": "preamble"} | self._id(paragraph)), node)
            else:
                self._hierarchy(self.place, node, "point" if paragraph.depth else "paragraph")
        if not len(self.root):
            add(self.root, "p")

    def _introduces(self, paragraph: Paragraph) -> bool:
        """Whether a heading is the introductory sentence of a statement, which is no title."""
        document = self.writer.document
        return document.status is Status.STATEMENT and paragraph.text == document.masthead.formula

    def _block(self, parent: etree._Element, node: _Node) -> None:
        """Number, words and list of a recital or of an item of its list."""
        if node.apart:
            self._number(parent, node)
        if not node.children:
            self._words(add(parent, "p"), node)
            return
        for i, (items, after) in enumerate(_runs(node.children)):
            container = add(parent, "blockContainer")
            if not i:
                self._words(add(container, "p"), node)
            if items:
                listed = add(container, "blockList")
                for item in items:
                    self._block(add(listed, "item", self._id(item.paragraph)), item)
            self._after(container, after)

    def _hierarchy(self, parent: etree._Element, node: _Node, tag: str) -> None:
        """A paragraph or a point, and the list that hangs from it."""
        element = add(parent, tag, self._id(node.paragraph))
        if node.apart:
            self._number(element, node)
        if not node.children:
            self._words(add(add(element, "content"), "p"), node)
            return
        for i, (items, after) in enumerate(_runs(node.children)):
            listed = add(element, "list")
            if not i:
                self._words(add(add(listed, "intro"), "p"), node)
            for item in items:
                self._hierarchy(listed, item, "point")
            self._after(listed, after)

    def _after(self, parent: etree._Element, nodes: Sequence[_Node]) -> None:
        """Text that goes on after a list."""
        if nodes:
            wrap = add(parent, "wrapUp")
            for node in nodes:
                place = wrap
                if node.apart:
                    place = add(wrap, "blockContainer")
                    self._number(place, node)
                self._words(add(place, "p", self._id(node.paragraph)), node)

    # pieces

    def _id(self, paragraph: Paragraph) -> dict[str, str]:
        return {"eId": re.sub(r"\s", "_", self.writer.safe(paragraph.id))}

    def _number(self, parent: etree._Element, node: _Node) -> None:
        self.writer.text(add(parent, "num"), node.paragraph.number)

    def _title(self, parent: etree._Element, node: _Node) -> None:
        if node.apart:
            self._number(parent, node)
        self._words(add(parent, "heading"), node)

    def _words(self, element: etree._Element, node: _Node, lead: str = "") -> None:
        """The words of a paragraph, after the number that does not stand apart."""
        paragraph, lead = node.paragraph, lead or node.lead
        if not paragraph.text and not lead:
            element.set("class", "empty")
        if lead:
            element.text = self.writer.safe(f"{lead} " if paragraph.text else lead)
        self.writer.text(element, paragraph.text, paragraph.marks, paragraph.citations)

    def _row(self, node: _Node, parent: etree._Element) -> None:
        """A row, its cells parted by tabs; one that bears a number begins a table after it."""
        paragraph = node.paragraph
        if self.table is None or node.apart:
            in_body = parent.tag.endswith(("mainBody", "section"))
            holder = add(parent, "paragraph" if in_body else "blockContainer")
            if node.apart:
                self._number(holder, node)
            self.table = add(add(holder, "content") if in_body else holder, "table")
        row = add(self.table, "tr", self._id(paragraph))
        at = 0
        for cell in paragraph.text.split("\t"):
            data = add(row, "td")
            marks, continued = _within(paragraph.marks, at, at + len(cell))
            if cell or marks:
                self.writer.text(add(data, "p"), cell, marks, continued=continued)
            at += len(cell) + 1


def _within(marks: Sequence[Mark], start: int, end: int) -> tuple[list[Mark], frozenset[int]]:
    """The marks of a part of a text, with their offsets in it, and which of them began before it."""
    found: list[Mark] = []
    continued = set()
    for mark in marks:
        empty = mark.start == mark.end
        if (start <= mark.start <= end) if empty else (start < end and mark.start < end and mark.end > start):
            if mark.start < start:
                continued.add(len(found))
            found.append(replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start))
    return found, frozenset(continued)
