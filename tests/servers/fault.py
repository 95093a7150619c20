"""What a fault is: a function from an answer to a worse one, registered under its name with the stages at which it strikes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from .answers import Answer, Ask
from .roles import Addresses
from .shelf import Shelf

FILES = frozenset({"file", "direct", "raw"})
"""Where a document comes."""
ALL = frozenset({"symbol", "upper", "file", "error", "viewer", "direct", "choice", "redirect", "listing", "raw", "archive"})


@dataclass(frozen=True)
class Occasion:
    """Where a fault strikes: the request, what it is about, and a source of chance of its own."""

    ask: Ask
    stage: str
    symbol: str
    language: str
    form: str
    shelf: Shelf
    addresses: Addresses
    chance: Random


Change = Callable[..., Answer]


@dataclass(frozen=True)
class Fault:
    """A fault: what it does, and where it strikes unless it is told otherwise."""

    name: str
    change: Change
    at: frozenset[str]

    def check(self, parameters: dict[str, Any]) -> None:
        """Raises TypeError for a parameter that the fault does not have."""
        inspect.signature(self.change).bind(None, None, **parameters)


FAULTS: dict[str, Fault] = {}


def fault(*at: str) -> Callable[[Change], Change]:
    """Register a fault under its function's name."""

    def named(change: Change) -> Change:
        name = change.__name__.rstrip("_")
        FAULTS[name] = Fault(name, change, frozenset(at) or ALL)
        return change

    return named
