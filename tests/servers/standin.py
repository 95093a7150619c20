"""The servers: one for each role, on 127.0.0.1 with a port of its own, with faults on demand and a log of every request."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from .answers import Request
from .certificate import context
from .faults import FAULTS
from .plan import Plan, Planned
from .roles import ROLES
from .shelf import Shelf
from .wire import Server

ROW: Mapping[str, object] = {
    "pace": 0.003,
    "jitter": 0.001,
    "connect": 2.0,
    "read": 1.0,
    "total": 5.0,
    "tries": 3,
    "backoff": [0.01, 0.02, 0.04],
    "hiccup": 0.01,
    "patience": 1.0,
    "largest": 2_000_000,
}
"""The columns of the host table as tests want them: milliseconds where the real rows have seconds."""


@dataclass
class StandIn:
    """Starts the servers as a context manager. The same shelf, seed and requests give the same answers, whatever their order.

    >>> with StandIn() as standin:
    ...     standin.fault("unavailable", role="documents", probability=0.3, retry_after=1)
    ...     run_resdiff(RESDIFF_HOSTS=standin.hosts_file(folder))
    ...     assert standin.requests("elsewhere") == ()
    """

    shelf: Shelf = field(default_factory=Shelf)
    seed: int = 1
    addresses: dict[str, str] = field(default_factory=dict)
    concurrent_peak: dict[str, int] = field(default_factory=dict)
    """By role: how many requests were being answered at once, at the most."""

    def __post_init__(self) -> None:
        self.plan = Plan(self.seed)
        self.closing = threading.Event()
        self._log: list[Request] = []
        self._lock = threading.Lock()
        self._now: dict[str, int] = {}
        self._servers: dict[str, Server] = {}

    def __enter__(self) -> StandIn:
        for role in ROLES:
            server = self._servers[role] = Server(self, role)
            self.addresses[role] = f"http://127.0.0.1:{server.server_port}"
            self.concurrent_peak[role] = self._now[role] = 0
            server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        stopping = [threading.Thread(target=server.stop) for server in self._servers.values()]
        for thread in stopping:
            thread.start()
        for thread in stopping:
            thread.join()

    # --- what tests ask for

    def fault(
        self,
        name: str,
        role: str | None = None,
        symbol: str | None = None,
        language: str | None = None,
        times: int | None = None,
        probability: float = 1.0,
        *,
        stage: str | None = None,
        each: bool = False,
        **parameters: Any,
    ) -> Planned | None:
        """Let a fault strike: at a role, a symbol (any spelling), a language, a stage; at most `times` in all, or with `each` so often for
        each address; with a probability. Gives the plan, whose `struck` counts. Raises KeyError for a fault, role or stage that does not
        exist, TypeError for a parameter that the fault does not have.

        "bad_certificate" is not one answer: the role (documents, if none is named) speaks TLS from now on with a certificate that nobody
        trusts, and its address begins with https; so it comes before `hosts_file`."""
        if name == "bad_certificate":
            self._servers[role or "documents"].tls = context()
            self.addresses[role or "documents"] = self.addresses[role or "documents"].replace("http://", "https://")
            return None
        if role is not None and role not in ROLES:
            raise KeyError(role)
        planned = Planned(FAULTS[name], role, symbol, language, stage, times, probability, each, parameters)
        return self.plan.add(planned)

    def clear_faults(self) -> None:
        """From now on everything is well (certificates and closed ports aside)."""
        self.plan.clear()

    def shut(self, role: str) -> None:
        """Close the port of a role: connections are refused."""
        self._servers[role].stop()

    def hosts_file(self, folder: Path, *, roles: Mapping[str, Mapping[str, object]] | None = None, **columns: object) -> Path:
        """Write the host table for $RESDIFF_HOSTS, one row for each role but "elsewhere". `columns` are set in every row, `roles` in one:
        hosts_file(folder, tries=2, roles={"archive": {"largest": 10**8}})."""
        rows = []
        for role, address in self.addresses.items():
            if role != "elsewhere":
                row = {**ROW, **columns, **(roles or {}).get(role, {})}
                rows.append(
                    f'[[host]]\nrole = "{role}"\naddress = "{address}"\n' + "".join(f"{k} = {_toml(v)}\n" for k, v in row.items())
                )
        path = folder / "hosts.toml"
        path.write_text("\n".join(rows), encoding="utf-8")
        return path

    @property
    def log(self) -> tuple[Request, ...]:
        """Every request so far, in the order in which they came."""
        with self._lock:
            return tuple(sorted(self._log, key=lambda request: request.at))

    def requests(self, role: str | None = None, *, symbol: str | None = None) -> tuple[Request, ...]:
        """The requests to one role, or about one symbol (as it is printed)."""
        return tuple(r for r in self.log if role in (None, r.role) and symbol in (None, r.symbol))

    # --- what the servers tell

    def note(self, request: Request) -> None:
        with self._lock:
            self._log.append(request)

    def begin(self, role: str) -> None:
        with self._lock:
            self._now[role] += 1
            self.concurrent_peak[role] = max(self.concurrent_peak[role], self._now[role])

    def end(self, role: str) -> None:
        with self._lock:
            self._now[role] -= 1


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def free_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pauses(requests: tuple[Request, ...]) -> tuple[float, ...]:
    """Seconds between the requests."""
    return tuple(b.at - a.at for a, b in pairwise(requests))
