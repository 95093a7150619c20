"""What a cell of a concordance holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from resdiff.models import Change, Edit, Proposal, Standing


class State(StrEnum):
    """What a cell is beside the one that it is compared with."""

    PLAIN = "not compared"
    """The oldest column, or the base."""
    SAME = "same"
    """The same words: edits, if any, are of surface or renumbered references."""
    MARKED = "same words, other marks of the talks"
    """The same words; brackets, names, positions or statuses that a draft prints beside them differ."""
    EDITED = "edited"
    MOVED = "moved"
    """The same words in another place."""
    ADDED = "added"
    """Found in no column before it; with a base, not in the base."""
    BACK = "taken up again"
    """Not in the column before, but in an earlier one, with which it is compared."""
    OLDER = "not in the base"
    """Text of a column older than the base that the base does not have."""
    GONE = "not carried over"
    """Empty, where the column that it is compared with has text."""
    YET = "not yet there"
    """Empty in a column older than the base, which has text."""
    ABSENT = "absent"
    """Empty, and so is what it is compared with, or the provision is younger."""


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph in a cell."""

    id: str
    text: str
    state: State
    source: str | None
    """Id of the paragraph that it is compared with, in the column `Cell.against`."""
    edits: tuple[Edit, ...]
    """They lead from that paragraph's text to this one."""
    changes: tuple[Change, ...]
    """What a drafter would say of the two, from the older to the later, even where the later is the base."""
    draws_on: tuple[str, ...] = ()
    """Ids in the column `Cell.against`, in other rows, whose words stand here too."""
    proposals: tuple[Proposal, ...] = ()
    """Of drafts: what became here of the words in brackets, and what is newly in brackets."""
    standings: tuple[Standing, ...] = ()
    """Of drafts: whether either marks it as settled."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A provision in one document: its paragraphs in their order (several where it was split or merged), or none."""

    state: State
    against: int | None
    """Index of the column that it is compared with; None for the oldest column or the base, and for an absent cell."""
    parts: tuple[Part, ...] = ()
    also_with: tuple[str, ...] = ()
    """Ids in the compared cell that are nobody's `source` here: paragraphs that were brought together with others."""
    elsewhere: tuple[str, ...] = ()
    """Ids of this document, in other rows, where words of the compared cell stand too."""
    proposals: tuple[Proposal, ...] = ()
    """Of an empty cell: the proposals of the compared one that are gone with it."""

    @property
    def changed(self) -> bool:
        """Whether it is other than what it is compared with."""
        return self.state not in (State.PLAIN, State.SAME, State.ABSENT)
