"""One request at a time and a pause between two, for each host, over all runs of one user: the pause is kept on disk, under a lock."""

from __future__ import annotations

import contextlib
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from resdiff import interrupt
from resdiff.errors import Busy, LibraryError
from resdiff.fetch.hosts import Host

_TURN = 3600.0
"""Seconds to wait for another run of the same user that asks the same host."""


class Pace:
    """The pauses between requests. `folder` holds a lock and the time of the last request for each host."""

    def __init__(self, folder: Path, turn: float = _TURN) -> None:
        self.folder = folder
        self._longest = turn
        self._own: dict[str, float] = {}
        self._locks: dict[str, FileLock] = {}

    @contextlib.contextmanager
    def turn(self, host: Host) -> Iterator[None]:
        """Wait until this host may be asked again, and hold everybody else off until the answer is there. Raises Busy after an hour behind
        another run, LibraryError where the pauses cannot be kept."""
        name = re.sub(r"[^\w.-]", "_", host.name)
        with contextlib.ExitStack() as held:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                held.enter_context(self._lock(name))
                self._rest(host, name)
                interrupt.check()
                # noted before as well as after: a run that is killed in between must not shorten the pause of the next
                self._note(name)
            except Timeout as error:
                raise Busy(
                    f"another run of resdiff has been asking {host.name} for an hour", "Wait until it has ended, or end it."
                ) from error
            except (OSError, NotImplementedError) as error:
                raise LibraryError(
                    f"the pauses between requests cannot be kept in {self.folder}: {getattr(error, 'strerror', None) or error}",
                    "Without them nothing is asked. Set XDG_CACHE_HOME to a folder that can be written.",
                ) from error
            try:
                yield
            finally:
                with contextlib.suppress(OSError):
                    self._note(name)

    def _lock(self, name: str) -> FileLock:
        if name not in self._locks:
            self._locks[name] = FileLock(self.folder / f"{name}.lock", timeout=self._longest)
        return self._locks[name]

    def _rest(self, host: Host, name: str) -> None:
        pause = host.pace + random.uniform(0, host.jitter)  # noqa: S311
        left = 0.0
        if name in self._own:
            # a clock that is set while we run shortens nothing
            left = self._own[name] + pause - time.monotonic()
        with contextlib.suppress(OSError, ValueError):
            gone = time.time() - float((self.folder / f"{name}.last").read_text(encoding="ascii"))
            # a clock that was set back must not make a run wait for years
            left = max(left, pause - gone if gone >= 0 else pause)
        if left > 0:
            time.sleep(left)

    def _note(self, name: str) -> None:
        self._own[name] = time.monotonic()
        (self.folder / f"{name}.last").write_text(repr(time.time()), encoding="ascii")
