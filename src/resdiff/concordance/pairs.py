"""Documents two by two: each pair aligned and compared once, when it is needed."""

from __future__ import annotations

from collections.abc import Sequence

from resdiff.align import align
from resdiff.diff import compare
from resdiff.models import Alignment, Comparison, Document

Node = tuple[int, str]
"""A paragraph: the index of its document, and its id."""


class Pairs:
    """Alignments and comparisons between documents, by their indexes."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self._alignments: dict[tuple[int, int], Alignment] = {}
        self._comparisons: dict[tuple[int, int], Comparison] = {}

    def alignment(self, left: int, right: int) -> Alignment:
        """Which paragraphs of two documents answer to each other."""
        found = self._alignments.get((left, right))
        if found is None:
            found = self._alignments[left, right] = align(self.documents[left], self.documents[right])
        return found

    def comparison(self, left: int, right: int) -> Comparison:
        """The same with edits and named changes."""
        found = self._comparisons.get((left, right))
        if found is None:
            ours, theirs = self.documents[left], self.documents[right]
            found = self._comparisons[left, right] = compare(ours, theirs, self.alignment(left, right))
        return found
