"""When faults strike: by role, stage, symbol, language, so many times, with a probability that is drawn anew for each visit of an address.

The draw depends on the seed, the plan, the address and how often it was asked: so the same run meets the same faults, whatever the order
of its requests, and a second run on the same stand-in meets others.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .answers import Ask, Reply
from .fault import ALL, Fault
from .shelf import language_of, spelling


@dataclass
class Planned:
    """A fault and when it strikes; `struck` counts how often it has."""

    fault: Fault
    role: str | None = None
    symbol: str | None = None
    language: str | None = None
    stage: str | None = None
    times: int | None = None
    probability: float = 1.0
    each: bool = False
    parameters: dict[str, Any] = field(default_factory=dict)
    struck: int = 0

    def __post_init__(self) -> None:
        self.fault.check(self.parameters)
        if self.stage is not None and self.stage not in ALL:
            raise KeyError(self.stage)
        self._counts: Counter[str] = Counter()

    def meets(self, ask: Ask, reply: Reply) -> bool:
        """Whether a request is one of those it is meant for."""
        return (
            reply.stage in ({self.stage} if self.stage else self.fault.at)
            and self.role in (None, ask.role)
            and (self.symbol is None or spelling(self.symbol) == spelling(reply.symbol))
            and (self.language is None or language_of(self.language) == reply.language)
        )

    def spent(self, key: str) -> bool:
        """Whether it has struck as often as it may."""
        return self.times is not None and (self._counts[key] if self.each else self.struck) >= self.times

    def strike(self, key: str) -> None:
        """Count it."""
        self.struck += 1
        self._counts[key] += 1


class Plan:
    """All faults that are asked for, in their order."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._planned: list[Planned] = []
        self._visits: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, planned: Planned) -> Planned:
        with self._lock:
            self._planned.append(planned)
        return planned

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()

    def striking(self, ask: Ask, reply: Reply) -> list[tuple[Planned, Random]]:
        """The faults that strike this request, each with its own source of chance."""
        key = f"{ask.role} {ask.target}"
        found = []
        with self._lock:
            visit = self._visits[key] = self._visits[key] + 1
            for number, planned in enumerate(self._planned):
                if not planned.meets(ask, reply) or planned.spent(key):
                    continue
                drawn = hashlib.sha256(f"{self.seed}/{number}/{key}/{visit}".encode()).digest()
                chance = Random(drawn)
                if chance.random() < planned.probability:
                    planned.strike(key)
                    found.append((planned, chance))
        return found
