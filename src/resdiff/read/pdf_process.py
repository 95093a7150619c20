"""Keeps one child process that reads PDFs, and talks to it.

A crash, a hang (`TIMEOUT`) or a hunger for memory in the native library ends the child and is an error here; the next PDF gets another child.
"""

from __future__ import annotations

import atexit
import json
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resdiff.errors import Broken, Encrypted, TooLarge

TIMEOUT = 60.0
"""Seconds for one PDF; the longest seen took two."""

_lock = threading.Lock()
_child: subprocess.Popen[bytes] | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """What the child read: for each page its width, height, whether it is a scan, and its pieces; the numbers of pages that failed."""

    pages: tuple[tuple[float, float, bool, tuple[tuple[Any, ...], ...]], ...]
    failed: tuple[int, ...]


def pages(data: bytes, name: str = "", timeout: float = TIMEOUT) -> Pages:
    """The pages of a PDF. Raises Broken, Encrypted or TooLarge."""
    with _lock:
        body, late = _ask(data, timeout)
    if late:
        raise TooLarge(f"reading it took more than {timeout:.0f} seconds", file=name)
    if body is None:
        raise Broken("the PDF library stopped while reading it", "fetch the document again, or use its Word file", file=name)
    said = json.loads(body)
    if said.get("error") == "encrypted":
        raise Encrypted("the PDF is locked by a password", "open it with the password and save it without", file=name)
    if said.get("error") == "memory":
        raise TooLarge("reading it took too much memory", file=name)
    if "error" in said:
        raise Broken("not a PDF that can be opened, or a damaged one", "fetch the document again", file=name)
    return Pages(
        tuple((w, h, bool(scan), tuple(tuple(p) for p in pieces)) for w, h, scan, pieces in said["pages"]),
        tuple(said["failed"]),
    )


def _ask(data: bytes, timeout: float) -> tuple[bytes | None, bool]:
    """The child's answer or None, and whether it was stopped for being late."""
    child = _running()
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(timeout, stop)
    clock.start()
    try:
        return _exchange(child, data), late.is_set()
    finally:
        clock.cancel()


def _exchange(child: subprocess.Popen[bytes], data: bytes) -> bytes | None:
    if child.stdin is None or child.stdout is None:
        return None
    try:
        child.stdin.write(struct.pack(">Q", len(data)))
        child.stdin.write(data)
        child.stdin.flush()
    except OSError:
        return _gone(child)
    head = child.stdout.read(8)
    if len(head) < 8:
        return _gone(child)
    size = struct.unpack(">Q", head)[0]
    body = child.stdout.read(size)
    return body if len(body) == size else _gone(child)


def _gone(child: subprocess.Popen[bytes]) -> None:
    global _child
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                pass
    _child = None


def _running() -> subprocess.Popen[bytes]:
    """The child, started if there is none. It is run by path with no folder of ours on its search path."""
    global _child
    if _child is None or _child.poll() is not None:
        command = [sys.executable, "-P", str(Path(__file__).with_name("pdf_child.py"))]
        _child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return _child


@atexit.register
def close() -> None:
    """End the child, if there is one."""
    global _child
    child, _child = _child, None
    if child is not None and child.poll() is None:
        if child.stdin is not None:
            child.stdin.close()
        child.terminate()
        child.wait(5)
