"""Which paragraphs of several documents are one provision: links between neighbouring documents, chained; and where a provision is missing
in the document between, links between documents further apart, so that what was left out and came back is in one row.

A chain of links must not draw everything into one row. So a paragraph follows its primary link, but one that only borrows a phrase stays
with its own kind: where a paragraph is continued elsewhere already, another joins it only if it is a piece of it, which is to say that at
least half of the lighter text stands in the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping

from resdiff.concordance.pairs import Node, Pairs
from resdiff.models import Link, LinkKind, Span

PIECE = 0.5
"""The share of a text's letters that stand in the other from which it is a piece of it, and not another provision that borrows words."""

WHOLE = 0.8
"""The same between documents further apart: the further apart, the more likely is a borrowed phrase."""

Gathered = tuple[tuple[str, ...], ...]
"""A row: for each document the ids of its paragraphs there, in their order."""


class _Rows:
    """Sets of paragraphs that grow together."""

    def __init__(self) -> None:
        self._above: dict[Node, Node] = {}
        self._columns: dict[Node, set[int]] = {}

    def of(self, node: Node) -> Node:
        """The row that a paragraph is in, by one paragraph of it."""
        while (above := self._above.get(node, node)) != node:
            self._above[node] = self._above.get(above, above)
            node = above
        return node

    def columns(self, node: Node) -> set[int]:
        """The documents that have text in a paragraph's row."""
        root = self.of(node)
        return self._columns.setdefault(root, {root[0]})

    def join(self, one: Node, other: Node) -> None:
        a, b = sorted((self.of(one), self.of(other)))
        if a != b:
            columns = self.columns(a) | self.columns(b)
            self._above[b], self._columns[a] = a, columns


def gather(pairs: Pairs) -> list[Gathered]:
    """The rows, in no order that means anything but the same each time. Every paragraph is in one."""
    rows = _Rows()
    for right in range(1, len(pairs.documents)):
        _neighbours(pairs, rows, right)
        _come_back(pairs, rows, right)
    found: dict[Node, list[list[str]]] = {}
    for column, document in enumerate(pairs.documents):
        for paragraph in document.paragraphs:
            root = rows.of((column, paragraph.id))
            found.setdefault(root, [[] for _ in pairs.documents])[column].append(paragraph.id)
    return [tuple(map(tuple, row)) for row in found.values()]


def _neighbours(pairs: Pairs, rows: _Rows, right: int) -> None:
    """Join a document's paragraphs to those of the document before."""
    links = pairs.alignment(right - 1, right).links
    for link in _joining(pairs, links, right - 1, right):
        rows.join((right - 1, link.left), (right, link.right))


def _joining(pairs: Pairs, links: tuple[Link, ...], left: int, right: int) -> Iterator[Link]:
    """The links that make one provision of two paragraphs."""
    theirs = {p.id: p.text for p in pairs.documents[right].paragraphs}
    children: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.primary:
            children[link.left].append(link)
    merged = _merged(links, {p.id: p.text for p in pairs.documents[left].paragraphs}, children.keys())
    into = {link.right for link in merged}
    for same in children.values():
        best = max(same, key=lambda link: (link.kind is not LinkKind.PARTIAL, link.score))
        for link in same:
            # what came from elsewhere and took in a part of a paragraph that is continued in another stays with where it came from
            piece = link.kind is not LinkKind.PARTIAL or _share(link, theirs[link.right], later=True) >= PIECE
            if link is best or (piece and link.right not in into):
                yield link
    yield from merged


def _merged(links: tuple[Link, ...], texts: Mapping[str, str], continued: Container[str]) -> list[Link]:
    """For each paragraph that went into one with others, the link to the text that holds most of it."""
    found: dict[str, Link] = {}
    for link in links:
        whole = link.kind is not LinkKind.PARTIAL or _share(link, texts[link.left], later=False) >= PIECE
        if whole and link.left not in continued and (link.left not in found or found[link.left].score < link.score):
            found[link.left] = link
    return list(found.values())


def _share(link: Link, text: str, *, later: bool) -> float:
    """The share of a text that the runs of a link cover."""
    spans = [run.right if later else run.left for run in link.runs]
    return _covered(spans) / max(1, len(text))


def _covered(spans: list[Span]) -> int:
    total = done = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, done))
        done = max(done, end)
    return total


def _come_back(pairs: Pairs, rows: _Rows, right: int) -> None:
    """Join paragraphs that nothing in the document before answers to with what was left out earlier."""
    waiting = set(pairs.alignment(right - 1, right).added)
    for left in range(right - 2, -1, -1):
        ended = {p.id for p in pairs.documents[left].paragraphs if not any(left < column for column in rows.columns((left, p.id)))}
        if not waiting or not ended:
            continue
        ours, theirs = ({p.id: p.text for p in pairs.documents[k].paragraphs} for k in (left, right))
        for link in pairs.alignment(left, right).links:
            if not (link.primary and link.right in waiting and link.left in ended):
                continue
            shares = _share(link, ours[link.left], later=False), _share(link, theirs[link.right], later=True)
            if link.kind is not LinkKind.PARTIAL or max(shares) >= WHOLE:
                rows.join((left, link.left), (right, link.right))
                waiting.discard(link.right)
