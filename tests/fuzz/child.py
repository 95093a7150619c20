"""The process that reads the inputs, and its keeper: a clock and a limit of memory for each input, a new process after a fault."""

from __future__ import annotations

import multiprocessing
import resource
import time
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from resdiff.cache import Origin
from resdiff.errors import ResdiffError
from resdiff.intake import read_document

SOON = 10.0
"""Seconds of processor time for one input."""
MEMORY = 500
"""Megabytes that the process may come to, and with it the program itself."""
PATIENCE = 90.0
"""Seconds by the clock after which an input is given up: other work may share the machine."""
BATCH = 150
"""Inputs a process."""
NAMES = {"akn": "a.xml", "html": "a.html", "text": "a.txt", "pdf": "a.pdf", "word": "a.docx"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input."""

    what: str
    """"read", the name of a refusal, or what went wrong in full."""
    seconds: float
    """Of processor time."""
    megabytes: int
    """That the process had come to at most."""
    is_wrong: bool


def outcome(reader: str, data: bytes) -> Outcome:
    """Reads one input in this process."""
    before, _ = _spent()
    wrong = False
    try:
        read_document(data, Origin.of(data, file=NAMES[reader]))
        what = "read"
    except ResdiffError as error:
        what = type(error).__name__
    except Exception:
        what, wrong = traceback.format_exc(), True
    after, memory = _spent()
    took = after - before
    if took > SOON or memory > MEMORY:
        what, wrong = f"{what}: {took:.1f} s, {memory} MB", True
    return Outcome(what, took, memory, wrong)


def _spent() -> tuple[float, int]:
    """Seconds of processor time and megabytes at most, of this process and of those that it started and that have ended."""
    own, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    memory = max(_peak("self") or own.ru_maxrss // 1024, theirs.ru_maxrss // 1024)
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime, memory


def _peak(process: int | str) -> int:
    """Megabytes that a living process has come to; 0 where the system does not say. What `getrusage` tells begins with the memory of the
    process that started this one."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def serve(reader: str, pipe: Connection) -> None:
    """Answers inputs until the pipe is closed."""
    resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))
    while True:
        try:
            data = pipe.recv_bytes()
        except EOFError:
            return
        pipe.send(outcome(reader, data))


class Child:
    """A process that reads inputs, made anew every BATCH of them and whenever it did not answer or grew too large."""

    def __init__(self, reader: str) -> None:
        self.reader = reader
        self._count = 0
        self._process: multiprocessing.process.BaseProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def read(self, data: bytes) -> Outcome:
        """What becomes of an input."""
        if self._process is None or self._count >= BATCH:
            self._stop()
            self._start()
        self._count += 1
        start = time.monotonic()
        try:
            self._pipe.send_bytes(data)
            if self._pipe.poll(PATIENCE):
                told: Outcome = self._pipe.recv()
                if told.megabytes > MEMORY:
                    self._stop()
                return told
            what = f"no answer in {PATIENCE:.0f} s"
        except (EOFError, OSError):
            what = "no answer: the process has ended"
        memory = _peak(self._process.pid or 0) or resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        self._stop()
        return Outcome(what, time.monotonic() - start, memory, True)

    def _start(self) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=serve, args=(self.reader, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._count = 0

    def _stop(self) -> None:
        if self._process is not None:
            self._pipe.close()
            self._process.kill()
            self._process.join()
            self._process = None
