"""Mutated documents through the whole path from bytes to a document, in a child process with a limit of memory and a clock for each.

    python -m tests.fuzz READER [--minutes N] [--seed S] [--folder DIR]

READER is akn, html, text, pdf or word. Every input is read or refused in words; what is neither, takes more than ten seconds or too much
memory is written into the folder and ends the run with 1. The same seed and the same documents give the same inputs.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import collections
import itertools
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from .child import NAMES, Child  # noqa: E402
from .mutate import mutated, seeds  # noqa: E402


def main() -> int:
    """Run until the time is over; gives the exit code."""
    parser = argparse.ArgumentParser(
        "python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reader", choices=sorted(NAMES))
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + 60 * given.minutes
    files = seeds(given.reader)
    said: collections.Counter[str] = collections.Counter()
    slowest, peak = 0.0, 0
    with Child(given.reader) as child:
        for index in itertools.count():
            if time.monotonic() > end:
                break
            data = mutated(given.reader, files, f"{given.seed}.{index}")
            told = child.read(data)
            slowest, peak = max(slowest, told.seconds), max(peak, told.megabytes)
            said["wrong" if told.is_wrong else told.what] += 1
            if told.is_wrong:
                name = folder / f"{given.reader}-{given.seed}.{index}"
                name.write_bytes(data)
                print(f"{name}: {told.what}", flush=True)
    counts = ", ".join(f"{count} {what}" for what, count in said.most_common())
    print(
        f"{given.reader}: {sum(said.values())} inputs ({counts}); slowest {slowest:.1f} s, {peak} MB; {said['wrong']} wrong; {folder}"
    )
    return int(said["wrong"] > 0)


if __name__ == "__main__":
    sys.exit(main())
