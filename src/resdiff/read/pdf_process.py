"""Keeps one child process that reads PDFs, and talks to it.

A crash, a hang (`TIMEOUT`) or a hunger for memory in the native library ends the child and is an error here; the next PDF gets another
one.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import signal
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class Pages:
    """What the child read: for each page its width, height, whether it is a scan, and its pieces; the numbers of pages that failed."""

    pages: tuple[tuple[float, float, bool, tuple[Piece, ...]], ...]
    failed: tuple[int, ...]


class Child:
    """A process that answers one request at a time, started when it is first needed and again when it has ended."""

    def __init__(self, script: Path = CHILD) -> None:
        self._script = script
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.late = False
        """Whether the process ended last because its own clock ran out."""

    def ask(self, data: bytes, timeout: float) -> tuple[bytes | None, bool]:
        """Its answer, or None where it ended without one, and whether it was stopped for being late."""
        with self._lock:
            process = self._running()
            late = threading.Event()

            def stop() -> None:
                late.set()
                process.kill()

            clock = threading.Timer(timeout, stop)
            clock.start()
            try:
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


def _exchange(process: subprocess.Popen[bytes], data: bytes) -> bytes | None:
    """The answer to one request, or None where the process ended before it was whole."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(struct.pack(">Q", len(data)))
        process.stdin.write(data)
        process.stdin.flush()
    except OSError:
        return None
    head = process.stdout.read(8)
    if len(head) < 8:
        return None
    size = struct.unpack(">Q", head)[0]
    body = process.stdout.read(size)
    return body if len(body) == size else None


_child = Child()
atexit.register(_child.close)


def pages(data: bytes, name: str = "", timeout: float = TIMEOUT, child: Child = _child) -> Pages:
    """The pages of a PDF. Raises Broken, Encrypted or TooLarge."""
    body, late = child.ask(data, timeout)
    if late:
        raise TooLarge(f"reading it took more than {timeout:g} seconds", _LARGE, file=name)
    if body is None and child.late:
        raise TooLarge("reading one of its pages took too long", _LARGE, file=name)
    if body is None:
        raise Broken("the PDF library stopped while reading it", "fetch the document again, or use its Word file", file=name)
    said = json.loads(body)
    if said.get("error") == "encrypted":
        raise Encrypted("the PDF is locked by a password", "open it with the password and save it without", file=name)
    if said.get("error") == "memory":
        raise TooLarge("reading it took too much memory", _LARGE, file=name)
    if said.get("error") == "large":
        raise TooLarge(said["what"], _LARGE, file=name)
    if "error" in said:
        raise Broken("not a PDF that can be opened, or a damaged one", "fetch the document again", file=name)
    return Pages(
        tuple((w, h, bool(scan), tuple(Piece(*p) for p in pieces)) for w, h, scan, pieces in said["pages"]),
        tuple(said["failed"]),
    )
