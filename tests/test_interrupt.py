"""Ctrl-C that Python drops is heeded at the next piece of work."""

from __future__ import annotations

import signal

import pytest

from resdiff import interrupt


class _Dropping:
    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_is_dropped_comes_at_the_next_check() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interrupt.heeded():
        interrupt.check()
        _Dropping()
        with pytest.raises(KeyboardInterrupt):
            interrupt.check()
    assert signal.getsignal(signal.SIGINT) is before
    interrupt.check()


def test_an_interrupt_is_raised_at_once() -> None:
    with interrupt.heeded(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_where_ctrl_c_is_left_to_another_nothing_is_changed() -> None:
    mine = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interrupt.heeded():
            signal.raise_signal(signal.SIGINT)
            interrupt.check()
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, mine)
