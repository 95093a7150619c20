"""Ctrl-C, never lost. Python raises KeyboardInterrupt wherever the main thread happens to be, and drops it where an object is just being
thrown away or a library calls back; long work therefore asks, between two pieces, whether it was told to stop."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_told = threading.Event()


@contextlib.contextmanager
def heeded() -> Iterator[None]:
    """Within it, Ctrl-C is remembered as well as raised. Without effect outside the main thread, and where Ctrl-C is left to another."""
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield
        return
    _told.clear()
    signal.signal(signal.SIGINT, _remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _told.clear()


def _remember(number: int, frame: FrameType | None) -> None:
    _told.set()
    raise KeyboardInterrupt


def check() -> None:
    """Raises KeyboardInterrupt where the user pressed Ctrl-C and that was dropped."""
    if _told.is_set():
        raise KeyboardInterrupt
