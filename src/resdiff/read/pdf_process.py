"""Keeps one child process that reads PDFs, and talks to it.

A crash, a hang (`TIMEOUT`) or a hunger for memory in the native library ends the child and is an error here; the next PDF gets another
one.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resdiff.errors import Broken, Encrypted, TooLarge

TIMEOUT = 60.0
"""Seconds for one PDF; the longest seen took two."""

_LARGE = "Check that it is one document, or save the pages that matter as a PDF of their own."

_ALARM = getattr(signal, "SIGALRM", 0)
CHILD = Path(__file__).with_name("pdf_child.py")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one style without a space inside; see `pdf_child`."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    style: int
    before: int


PICTURE, SCAN = 1, 2
"""Images of a page: a picture or drawing beside its text; what the whole page is."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What the child read: for each page its width, height, what its images are, and its pieces; the numbers of pages that failed."""

    pages: tuple[tuple[float, float, int, tuple[Piece, ...]], ...]
    failed: tuple[int, ...]


class Child:
    """A process that answers one request at a time, started when it is first needed and again when it has ended."""

    def __init__(self, script: Path = CHILD) -> None:
        self._script = script
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.late = False
        """Whether the process ended last because its own clock ran out."""

    def ask(self, data: bytes, timeout: float) -> tuple[list[Any] | None, bool]:
        """Its answer (a list for each page, and an object that ends it), or None where it ended without one; and whether it was stopped
        for being late."""
        with self._lock:
            process = self._running()
            late = threading.Event()

            def stop() -> None:
                late.set()
                process.kill()

            clock = threading.Timer(timeout, stop)
            clock.start()
            try:
                with _uncollected():
                    answer = _exchange(process, data)
            finally:
                clock.cancel()
            self.late = False
            if answer is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.late = process.wait(1) == -_ALARM
                self._end()
            return answer, late.is_set()

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        """The process. It is run by path, with no folder of ours on its search path."""
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-P", str(self._script)]
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own script
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


def _exchange(process: subprocess.Popen[bytes], data: bytes) -> list[Any] | None:
    """The answer to one request, each page made while the process reads the next; None where the process ended before it was whole."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(struct.pack(">Q", len(data)))
        process.stdin.write(data)
        process.stdin.flush()
    except OSError:
        return None
    answer: list[Any] = []
    while len(head := process.stdout.read(8)) == 8:
        size = struct.unpack(">Q", head)[0]
        body = process.stdout.read(size)
        if len(body) < size:
            return None
        said = json.loads(body)
        if isinstance(said, dict):
            return [*answer, said]
        width, height, images, pieces = said
        answer.append((width, height, images, tuple(Piece(*piece) for piece in pieces)))
    return None


_child = Child()
atexit.register(_child.close)


def pages(data: bytes, name: str = "", timeout: float = TIMEOUT, child: Child = _child) -> Pages:
    """The pages of a PDF. Raises Broken, Encrypted or TooLarge."""
    answer, late = child.ask(data, timeout)
    if late:
        raise TooLarge(f"reading it took more than {timeout:g} seconds", _LARGE, file=name)
    if answer is None and child.late:
        raise TooLarge("reading one of its pages took too long", _LARGE, file=name)
    if answer is None:
        raise Broken("the PDF library stopped while reading it", "fetch the document again, or use its Word file", file=name)
    *read, said = answer
    _refuse(said, name)
    return Pages(tuple(read), tuple(said["failed"]))


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles, which half a million new objects that have none make a second long."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _refuse(said: dict[str, Any], name: str) -> None:
    """Raises Broken, Encrypted or TooLarge for an error in the child's answer."""
    if said.get("error") == "encrypted":
        raise Encrypted("the PDF is locked by a password", "open it with the password and save it without", file=name)
    if said.get("error") == "memory":
        raise TooLarge("reading it took too much memory", _LARGE, file=name)
    if said.get("error") == "large":
        raise TooLarge(said["what"], _LARGE, file=name)
    if "error" in said:
        raise Broken("not a PDF that can be opened, or a damaged one", "fetch the document again", file=name)
