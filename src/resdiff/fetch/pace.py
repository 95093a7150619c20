"""One request at a time and a pause between two, for each host, over all runs of one user: the pause is kept on disk, under a lock."""

from __future__ import annotations

import contextlib
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from resdiff.errors import FetchError
from resdiff.fetch.hosts import Host

_TURN = 3600.0
"""Seconds to wait for another run of the same user that asks the same host."""


class Pace:
    """The pauses between requests. `folder` holds a lock and the time of the last request for each host."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @contextlib.contextmanager
    def turn(self, host: Host) -> Iterator[None]:
        """Wait until this host may be asked again, and hold everybody else off until the answer is there. Raises FetchError after an
        hour behind another run."""
        name = re.sub(r"[^\w.-]", "_", host.name)
        last = self.folder / f"{name}.last"
        try:
            with FileLock(self.folder / f"{name}.lock", timeout=_TURN):
                self._rest(host, last)
                # noted before as well as after: a run that is killed in between must not shorten the pause of the next
                self._note(last)
                try:
                    yield
                finally:
                    self._note(last)
        except Timeout as error:
            raise FetchError(
                f"another run of resdiff has been asking {host.name} for an hour", "Wait until it has ended, or end it."
            ) from error

    def _rest(self, host: Host, last: Path) -> None:
        pause = host.pace + random.uniform(0, host.jitter)  # noqa: S311
        try:
            gone = time.time() - float(last.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return
        # a clock that was set back must not make a run wait for years
        if 0 <= gone < pause:
            time.sleep(pause - gone)
        elif gone < 0:
            time.sleep(pause)

    def _note(self, last: Path) -> None:
        last.write_text(repr(time.time()), encoding="ascii")
