"""Fixtures that every test may use."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("resdiff", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("resdiff")

# as under nohup: the programs that tests interrupt would inherit it, and never end
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and scorers; the test is skipped where there is none."""
    root = Path(__file__).resolve().parent.parent
    folder = root / os.environ.get("RESDIFF_SHARED", "../shared")
    if not (folder / "data").is_dir():
        pytest.skip("no real documents here: set RESDIFF_SHARED to their folder")
    return folder
