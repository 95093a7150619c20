"""Runs of `resdiff fetch` as a separate process against the stand-in, and what must hold of a library after any of them."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from resdiff import cli
from resdiff.cache import Cache, Origin, digest
from servers import Shelf, StandIn
from servers.standin import ROW

TOO_LONG = 600.0
"""Seconds after which a run is taken to hang: a net, never reached."""

QUICK: Mapping[str, object] = {"read": 0.3, "total": 0.4, "connect": 0.3, "tries": 1}
"""Columns for faults of slowness, so that a test of them takes a second."""


@dataclass
class Run:
    """What a run said. `documents` is the account as data."""

    code: int
    out: str
    err: str
    seconds: float
    documents: list[dict[str, Any]] = field(default_factory=list)

    @property
    def one(self) -> dict[str, Any]:
        """The only document of the account."""
        (document,) = self.documents
        return document

    def had(self) -> set[str]:
        """The symbols that were had or held."""
        return {d["symbol"] for d in self.documents if d["outcome"] != "failed"}

    def reasons(self) -> dict[str, str]:
        """The reason why, of each symbol that was not had."""
        return {d["symbol"]: d["reason"] for d in self.documents if d["outcome"] == "failed"}


def library(folder: Path) -> Path:
    """The library of the runs in a folder."""
    return folder / "library"


def environment(folder: Path, hosts: Path | None, **more: str) -> dict[str, str]:
    """The environment of a run: nothing of the user's own, and the host table of the stand-in."""
    keep = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy") and not k.startswith("RESDIFF")}
    own = {"XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder), "PYTHONHASHSEED": "0"}
    return keep | own | ({"RESDIFF_HOSTS": str(hosts)} if hosts else {}) | more


def command(folder: Path, *arguments: str) -> list[str]:
    """The command line of a run."""
    return [sys.executable, "-m", "resdiff", "fetch", *arguments, "--library", str(library(folder))]


def run(standin: StandIn | None, folder: Path, *arguments: str, env: Mapping[str, str] | None = None, **columns: Any) -> Run:
    """A run to its end. `columns` are those of the host table; with --format json among the arguments the account is read."""
    hosts = standin.hosts_file(folder, **columns) if standin else None
    start = time.monotonic()
    done = subprocess.run(
        command(folder, *arguments),
        env=environment(folder, hosts, **(env or {})),
        capture_output=True,
        text=True,
        timeout=TOO_LONG,
        check=False,
    )
    took = time.monotonic() - start
    documents = json.loads(done.stdout).get("documents", []) if "json" in arguments and done.stdout.startswith("{") else []
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode != 9, done.stderr
    return Run(done.returncode, done.stdout, done.stderr, took, documents)


def account(standin: StandIn, folder: Path, *arguments: str, env: Mapping[str, str] | None = None, **columns: Any) -> Run:
    """A run to its end, with its account as data."""
    return run(standin, folder, *arguments, "--format", "json", env=env, **columns)


def inside(standin: StandIn | None, folder: Path, *arguments: str, env: Mapping[str, str] | None = None, **columns: Any) -> Run:
    """The same within this process, which is quicker."""
    hosts = standin.hosts_file(folder, **columns) if standin else None
    own: dict[str, str | None] = {**dict.fromkeys(os.environ), **environment(folder, hosts, **(env or {}))}
    start = time.monotonic()
    done = CliRunner().invoke(cli.main, ["fetch", *arguments, "--library", str(library(folder))], env=own)
    assert done.exit_code != 9, done.stderr
    documents = json.loads(done.stdout).get("documents", []) if "json" in arguments and done.stdout.startswith("{") else []
    return Run(done.exit_code, done.stdout, done.stderr, time.monotonic() - start, documents)


@contextmanager
def started(standin: StandIn, folder: Path, *arguments: str, **columns: Any) -> Iterator[subprocess.Popen[str]]:
    """A run under way; at the end of the block it is killed where it still goes on."""
    hosts = standin.hosts_file(folder, **columns)
    process = subprocess.Popen(
        command(folder, *arguments),
        env=environment(folder, hosts),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


# --- what must hold ---------------------------------------------------------------------------------------------------------------


def whole(folder: Path) -> dict[str, Origin]:
    """Checks that a library is whole, in whatever state a run was ended; gives the records of what is held by SHA-256."""
    home = library(folder)
    cache = Cache(home)
    held = {}
    for path in home.glob("raw/*/*"):
        if path.name.startswith(".part-"):
            continue
        if path.suffix == ".json":
            assert cache.origin(path.stem) is not None, f"{path} cannot be read"
            continue
        assert digest(path.read_bytes()) == path.name, f"{path} is not whole"
        origin = cache.origin(path.name)
        assert origin is not None, f"{path} has no record"
        assert origin.sha256 == path.name
        held[path.name] = origin
    if (home / "library.sqlite").exists():
        with sqlite3.connect(home / "library.sqlite") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            # raw bytes are written before the database knows of them, so it never knows of what is not there
            known = {sha for (sha,) in connection.execute("SELECT sha256 FROM document")}
            assert known <= held.keys()
        connection.close()
    return held


_PRINTED: dict[int, dict[str, tuple[str, str]]] = {}


def printed(shelf: Shelf) -> dict[str, tuple[str, str]]:
    """Symbol and language of every file on the shelf, by its SHA-256."""
    files = _PRINTED.setdefault(id(shelf), {})
    if not files:
        for holding in shelf.holdings.values():
            forms = ["pdf"] + ["docx"] * (holding.word == "docx") + ["xml"] * (holding.text.family != "letter")
            for form in forms:
                files[digest(holding.body(form))] = (holding.text.symbol, holding.text.language)
    return files


def right(folder: Path, standin: StandIn) -> set[tuple[str, str]]:
    """Checks that every file held is, byte for byte, one that the shelf has under the symbol and the language that its record says; gives
    those."""
    on_shelf = printed(standin.shelf)
    found = set()
    for sha256, origin in whole(folder).items():
        assert sha256 in on_shelf, f"{origin.url} gave what nobody printed"
        assert on_shelf[sha256] == (origin.bears, origin.written_in)
        found.add(on_shelf[sha256])
    return found


def polite(standin: StandIn, pace: float = float(str(ROW["pace"]))) -> None:
    """Checks that nobody was asked quicker than the pace, nobody that is not in the table, and nothing personal was sent."""
    assert standin.requests("elsewhere") == ()
    for role in standin.addresses:
        asked = standin.requests(role)
        for one, next_ in pairwise(asked):
            assert next_.at - one.at >= pace, f"{role}: {one.path} and {next_.path}"
    for request in standin.log:
        if request.method == "TLS":
            continue
        headers = {name.lower(): value for name, value in request.headers.items()}
        assert headers["user-agent"].startswith("Mozilla/5.0 (compatible; resdiff/")
        assert "+https://" in headers["user-agent"]
        assert "authorization" not in headers
        assert "cookie" not in headers or "ApplicationGateway" in headers["cookie"]
        if role_of_the_un(request.role):
            assert headers.get("referer", "").startswith("https://docs.un.org/")


def role_of_the_un(role: str) -> bool:
    """Whether a role is played by a host of the United Nations."""
    return role in ("documents", "docs", "undocs", "daccess")


def quarantined(folder: Path) -> list[dict[str, Any]]:
    """The records of what was refused; checks that the bytes are there."""
    records = [json.loads(path.read_bytes()) for path in sorted((library(folder) / "quarantine").glob("*.json"))]
    for record in records:
        assert digest((library(folder) / "quarantine" / record["sha256"]).read_bytes()) == record["sha256"]
        assert record["reason"]
    return records
