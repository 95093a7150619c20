"""Paragraphs that a file of paragraphs has broken in mid-sentence: one in five hundred official files does."""

from __future__ import annotations

from collections.abc import Sequence

from resdiff.models import Block, Hint
from resdiff.normalise.ledger import Edit
from resdiff.vocabulary import Vocabulary

LONG = 60
"""Characters that the first part has at least: shorter ones may be titles."""


def broken(blocks: Sequence[Block], vocabulary: Vocabulary) -> tuple[list[Edit], list[int]]:
    """Edits that join what goes on (on the texts joined by line feeds), and the first block of each paragraph.

    Joined is only what leaves no doubt: the first part opens with a verb phrase and ends in a word, the second has no number and begins
    with a small letter and with no verb phrase."""
    edits: list[Edit] = []
    firsts: list[int] = []
    at = -1
    for i, block in enumerate(blocks):
        if i and _goes_on(blocks[i - 1], block, vocabulary):
            edits.append(Edit(at, at + 1, " ", "broken paragraph joined"))
        else:
            firsts.append(i)
        at += len(block.text) + 1
    return edits, firsts


def _goes_on(above: Block, below: Block, vocabulary: Vocabulary) -> bool:
    if below.marker or not below.text[:1].islower() or len(above.text) < LONG or not above.text[-1:].isalpha():
        return False
    if above.annex != below.annex or above.hint is not below.hint or above.hint in (Hint.ROW, Hint.HEADING, Hint.MASTHEAD):
        return False
    if vocabulary.opening(above.text) is None or vocabulary.opening(below.text) is not None:
        return False
    return vocabulary.marker(below.text) is None
