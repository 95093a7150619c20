"""The one host table: whom resdiff may ask, how fast, how patiently. The shipped rows are `hosts.toml`."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from resdiff.errors import NotFound, Unreadable

UN_PACE, UN_JITTER = 2.5, 1.0
"""Seconds between requests to a host of the United Nations, at the least, and the random share on top: what a polite reader leaves between
two documents. No row and no option goes below."""

OTHER_PACE = 0.5
"""Seconds between requests to any other host that is not this machine, at the least."""

_UN = ("un.org", "undocs.org")
_MOST_TRIES = 6
_PORTS = {"https": 443, "http": 80}
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")


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
        """What the host is called, and what its pauses are kept under: its name, "documents.un.org", whatever its port; on this machine,
        where each port is a server of its own, with the port."""
        _, name, port = _place(self.address) or ("", self.address, 0)
        return f"{name}:{port}" if is_loopback(self.address) else name


class Hosts:
    """The host table. Raises NotFound where a role has no row."""

    def __init__(self, rows: Mapping[str, Host]) -> None:
        self._rows = dict(rows)

    def __iter__(self) -> Any:
        return iter(self._rows.values())

    def of(self, role: str) -> Host:
        """The row of a role. Raises NotFound."""
        try:
            return self._rows[role]
        except KeyError:
            raise NotFound(f"no host has the role {role!r}", f"Roles are {', '.join(sorted(self._rows))}.") from None

    def at(self, url: str) -> Host | None:
        """The row of the host that an address names, None where it has none: such an address is not asked. Scheme, name and port all
        count, so that no redirect leaves https. Of several rows for one host, the slowest."""
        wanted = _place(url)
        rows = [row for row in self._rows.values() if wanted is not None and _place(row.address) == wanted]
        return max(rows, key=lambda row: row.pace, default=None)

    def slower(self, pace: float) -> Hosts:
        """The same table with no row quicker than `pace` seconds between requests; it is never made quicker."""
        return Hosts({role: replace(row, pace=max(row.pace, pace)) for role, row in self._rows.items()})


def load(own: Path | None = None) -> Hosts:
    """The shipped host table, with the rows of the user's own file in place of those of the same role. A row of the user's need only give
    what differs. Raises NotFound, and Unreadable for a file that is no host table."""
    shipped = tomllib.loads((resources.files("resdiff.fetch") / "hosts.toml").read_text(encoding="utf-8"))
    rows = {row["role"]: row for row in shipped["host"]}
    try:
        for row in tomllib.loads(own.read_text(encoding="utf-8"))["host"] if own else ():
            rows[row["role"]] = {**rows.get(row["role"], rows["documents"]), **row}
        return Hosts({role: _row(row) for role, row in rows.items()})
    except OSError as error:
        raise NotFound(f"{own}: {error.strerror}", "Check the path in $RESDIFF_HOSTS.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"not a host table ({error})", _FORM, str(own)) from error


_FORM = 'Each row begins with [[host]] and has a role and an address, as role = "documents"; docs/fetching.md shows one.'


def _row(given: Mapping[str, Any]) -> Host:
    """A row as it stands in a file, with its address in one spelling and never below the floor. Raises ValueError, TypeError."""
    unknown = given.keys() - {f.name for f in fields(Host)}
    if unknown:
        raise ValueError(f"no column is called {sorted(unknown)[0]}")
    address = str(given["address"])
    place = _place(address)
    if place is None or urlsplit(address)[2:] not in (("", "", ""), ("/", "", "")):
        raise ValueError(f"{address!r} is not the address of a host, as https://mirror.example.org")
    row = Host(**{**given, "backoff": tuple(float(s) for s in given["backoff"]), "address": _written(*place)})
    if place[0] != "https" and not (place[0] == "http" and is_loopback(row.address)):
        raise ValueError(f"{row.address} must begin with https://")
    if not 1 <= row.tries <= _MOST_TRIES:
        raise ValueError(f"tries of {row.role} must be 1 to {_MOST_TRIES}")
    numbers = (row.pace, row.jitter, row.connect, row.read, row.total, row.hiccup, row.patience, row.largest, *row.backoff)
    if not all(0 <= n < 1e12 for n in numbers) or min(row.connect, row.read, row.total) <= 0:
        raise ValueError(f"a number of {row.role} is out of bounds")
    least, chance = floor(row.address)
    return replace(row, pace=max(float(row.pace), least), jitter=max(float(row.jitter), chance))


def floor(address: str) -> tuple[float, float]:
    """Pace and jitter, in seconds, below which this address is never asked. An address in digits outside this machine may be anybody's, so
    it is treated as one of the UN's."""
    if is_loopback(address):
        return 0.0, 0.0
    place = _place(address)
    name = place[1] if place else ""
    if not name or any(name == un or name.endswith("." + un) for un in _UN) or _digits(name):
        return UN_PACE, UN_JITTER
    return OTHER_PACE, 0.0


def is_loopback(address: str) -> bool:
    """Whether an address is of this machine."""
    place = _place(address)
    if place is None:
        return False
    return place[1] == "localhost" or (_is_ip(place[1]) and ipaddress.ip_address(place[1]).is_loopback)


def _place(address: str) -> tuple[str, str, int] | None:
    """Scheme, name and port of an address. None where it has no plain one: with a user's name in it, with letters that only look like those
    of a name or are turned into them by whoever resolves it (so that nobody is asked under a name that the table does not know)."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    name = (parts.hostname or "").removesuffix(".")
    if "@" in parts.netloc or not (_NAME.fullmatch(name) or _is_ip(name)):
        return None
    return parts.scheme, name, _PORTS.get(parts.scheme, 0) if port is None else port


def _written(scheme: str, name: str, port: int) -> str:
    """An address in its one spelling."""
    return f"{scheme}://{f'[{name}]' if ':' in name else name}" + (f":{port}" if port != _PORTS.get(scheme) else "")


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return "%" not in name


def _digits(name: str) -> bool:
    # "1.2.3.4", "[::1]", and the spellings that resolvers take for one ("0x7f.1", "2130706433")
    return ":" in name or all(part.isdigit() or part.startswith("0x") for part in name.split("."))
