"""The one host table: whom resdiff may ask, how fast, how patiently. The shipped rows are `hosts.toml`."""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from resdiff.errors import NotFound, Unreadable

UN_PACE = 2.5
"""Seconds between requests to a host of the United Nations, at the least: what a polite reader leaves between two documents. No row and
no option goes below."""

OTHER_PACE = 0.5
"""Seconds between requests to any other host that is not this machine, at the least."""

_UN = ("un.org", "undocs.org")
_MOST_TRIES = 6


@dataclass(frozen=True, slots=True)
class Host:
    """One row of the host table; times in seconds. `hosts.toml` says what each column is."""

    role: str
    address: str
    pace: float
    jitter: float
    connect: float
    read: float
    total: float
    tries: int
    backoff: tuple[float, ...]
    hiccup: float
    patience: float
    largest: int

    @property
    def name(self) -> str:
        """The host's name and, where it is not the scheme's own, its port: "documents.un.org", "127.0.0.1:8001"."""
        parts = urlsplit(self.address)
        return f"{_hostname(self.address)}:{parts.port}" if parts.port else _hostname(self.address)


class Hosts:
    """The host table. Raises NotFound where a role has no row."""

    def __init__(self, rows: Mapping[str, Host]) -> None:
        self._rows = dict(rows)

    def of(self, role: str) -> Host:
        """The row of a role. Raises NotFound."""
        try:
            return self._rows[role]
        except KeyError:
            raise NotFound(f"no host has the role {role!r}", f"Roles are {', '.join(sorted(self._rows))}.") from None

    def at(self, url: str) -> Host | None:
        """The row of the host that an address names, None where it has none: such an address is not asked. Scheme, name and port all
        count, so that no redirect leaves https."""
        parts = urlsplit(url)
        if parts.username or parts.password:
            return None
        try:
            wanted = (parts.scheme, _hostname(url), parts.port or _PORTS.get(parts.scheme))
        except ValueError:
            return None
        for row in self._rows.values():
            own = urlsplit(row.address)
            if wanted == (own.scheme, _hostname(row.address), own.port or _PORTS.get(own.scheme)):
                return row
        return None

    def slower(self, pace: float) -> Hosts:
        """The same table with no row quicker than `pace` seconds between requests; it is never made quicker."""
        return Hosts({role: replace(row, pace=max(row.pace, pace)) for role, row in self._rows.items()})


_PORTS = {"https": 443, "http": 80}


def load(own: Path | None = None) -> Hosts:
    """The shipped host table, with the rows of the user's own file in place of those of the same role. A row of the user's need only give
    what differs. Raises NotFound, and Unreadable for a file that is no host table."""
    shipped = tomllib.loads((resources.files("resdiff.fetch") / "hosts.toml").read_text(encoding="utf-8"))
    rows = {row["role"]: row for row in shipped["host"]}
    if own is not None:
        try:
            table = tomllib.loads(own.read_text(encoding="utf-8"))
            for row in table["host"]:
                rows[row["role"]] = {**rows.get(row["role"], rows["documents"]), **row}
        except OSError as error:
            raise NotFound(f"{own}: {error.strerror}", "Check the path in $RESDIFF_HOSTS.") from error
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(f"not a host table ({error})", _FORM, str(own)) from error
    try:
        return Hosts({role: _row(row) for role, row in rows.items()})
    except (TypeError, ValueError, KeyError) as error:
        raise Unreadable(f"not a host table ({error})", _FORM, str(own)) from error


_FORM = 'Each row begins with [[host]] and has a role and an address, as role = "documents"; docs/fetching.md shows one.'


def _row(given: Mapping[str, Any]) -> Host:
    unknown = given.keys() - {f.name for f in fields(Host)}
    if unknown:
        raise ValueError(f"no column is called {sorted(unknown)[0]}")
    row = Host(**{**given, "backoff": tuple(float(s) for s in given["backoff"]), "address": str(given["address"]).rstrip("/")})
    parts = urlsplit(row.address)
    local = is_loopback(row.address)
    if not parts.hostname or parts.username or parts.path or parts.query or parts.fragment:
        raise ValueError(f"{row.address} is no address of a host")
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise ValueError(f"{row.address} must begin with https://")
    if not 1 <= row.tries <= _MOST_TRIES:
        raise ValueError(f"tries of {row.role} must be 1 to {_MOST_TRIES}")
    numbers = (row.pace, row.jitter, row.connect, row.read, row.total, row.hiccup, row.patience, row.largest, *row.backoff)
    if not all(0 <= n < 1e12 for n in numbers) or min(row.connect, row.read, row.total) <= 0:
        raise ValueError(f"a number of {row.role} is out of bounds")
    return replace(row, pace=max(float(row.pace), floor(row.address)))


def floor(address: str) -> float:
    """Seconds between requests below which this address is never asked. An address in digits outside this machine may be anybody's, so it
    is treated as one of the UN's."""
    if is_loopback(address):
        return 0.0
    name = _hostname(address)
    if any(name == un or name.endswith("." + un) for un in _UN) or _digits(name):
        return UN_PACE
    return OTHER_PACE


def is_loopback(address: str) -> bool:
    """Whether an address is of this machine."""
    name = _hostname(address)
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _digits(name: str) -> bool:
    # "1.2.3.4", "[::1]", and the spellings that resolvers take for one ("0x7f.1", "2130706433")
    return ":" in name or all(part.isdigit() or part.startswith("0x") for part in name.split("."))


def _hostname(address: str) -> str:
    return (urlsplit(address).hostname or "").rstrip(".")
