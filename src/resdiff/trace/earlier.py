"""What came before, as look-up functions: `trace`, `search` and `evolve` are given them and know no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from resdiff.models import Document, Language, Paragraph, Searched, Witness


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier paragraph that a look-up found."""

    symbol: str
    id: str
    text: str
    score: float
    """Likeness by the measure of the look-up that found it: comparable within one answer only."""
    rank: int
    """Place of its document in time among all documents of the library: the smaller, the earlier; no two documents share one."""


class Earlier(Protocol):
    """Everything adopted before a document or a day, in one language: only adopted resolutions and statements, one rival of each, listings
    left out."""

    @property
    def language(self) -> Language:
        """The language of every text in it."""

    @property
    def searched(self) -> Searched:
        """What there is to search."""

    def documents(self) -> tuple[str, ...]:
        """The symbols, oldest first."""

    def document(self, symbol: str) -> Document | None:
        """One of these documents in full; None where it is not among them."""

    def paragraph(self, symbol: str, id_: str) -> Paragraph | None:
        """One paragraph of one of these documents; None where there is no such."""

    def witness(self, symbol: str) -> Witness | None:
        """The weight of one of these documents as precedent, `recalled` false; None where it is not among them."""

    def candidates(self, text: str, limit: int = 60) -> tuple[Candidate, ...]:
        """Paragraphs that share runs of words with the text, those that share the rarest and most first; a few that share rare words only
        are at the end, with score 0. All that share as much as the last one are given too (up to four times the limit)."""

    def similar(self, text: str, limit: int = 20) -> tuple[Candidate, ...]:
        """Paragraphs that share rare words with the text, in whatever order they stand, best first; score is the cosine, 0..1."""

    def phrase(self, words: Sequence[str]) -> tuple[Candidate, ...]:
        """Paragraphs in which these folded words (`tokens.words`) stand in a row, oldest first."""

    def rarity(self, word: str) -> float:
        """How much a folded word tells: the logarithm of how many paragraphs there are for each that holds it; 0 for one in all."""

    def before(self, symbol: str) -> Earlier:
        """Everything adopted before one of these documents."""
