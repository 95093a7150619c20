"""The account of a run of `fetch`: what was asked for and how it went, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from resdiff.models import Language

LEFT_ALONE = "not asked again in this run: "
"""How the trouble with a host is told that is left alone."""


class Outcome(StrEnum):
    """How it went with one document."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    """Asked for again, and the same bytes came."""
    HELD = "held"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Retrieved:
    """One document asked for, in one form, and how it went. `size` in bytes, `seconds` on the wire; `reason` is the name of the error."""

    symbol: str
    language: Language
    outcome: Outcome
    cited_by: str | None = None
    form: str | None = None
    route: str | None = None
    url: str | None = None
    size: int | None = None
    seconds: float | None = None
    sha256: str | None = None
    reason: str | None = None
    what: str | None = None
    hint: str | None = None
    open: str | None = None
    """The address to open by hand, where it failed."""
    add: str | None = None
    """The line to type after saving what is there."""
    quarantined: tuple[str, ...] = ()
    """The files of what was refused."""


@dataclass(frozen=True, slots=True)
class FetchSummary:
    """What a run of `fetch` did, in the order in which documents were asked for."""

    documents: tuple[Retrieved, ...]

    def of(self, *outcomes: Outcome) -> tuple[Retrieved, ...]:
        """The documents with which it went so."""
        return tuple(d for d in self.documents if d.outcome in outcomes)


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be asked for one document, in order, each further address only where those before it give nothing; none where it is
    held."""

    symbol: str
    language: Language
    held: bool
    cited_by: str | None
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """What a run of `fetch` would ask; `incomplete` names documents whose citations are not known before they are there."""

    documents: tuple[Planned, ...]
    pace: float
    """Seconds between two requests to the UN's servers, at the least."""
    incomplete: tuple[str, ...]
