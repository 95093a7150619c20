"""Mutated documents through the whole path from bytes to a document, in a child process with a limit of memory and a clock for each.

    python -m tests.fuzz READER [--minutes N] [--seed S] [--folder DIR]

READER is akn, html, text, pdf or word. Every input is read or refused in words; what is neither, takes more than ten seconds or too much
memory is written into the folder and ends the run with 1. The same seed gives the same inputs.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import collections
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from .batch import BATCH, MEMORY, NAMES, SOON, work  # noqa: E402
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
    said: collections.Counter[str] = collections.Counter()
    slowest, peak, first, bad = 0.0, 0, 0, 0
    while time.monotonic() < end:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.get_context("spawn").Process(
            target=work, args=(given.reader, given.seed, first, theirs), daemon=True
        )
        child.start()
        theirs.close()
        at, waits = first, 60.0
        while True:
            try:
                told = ours.recv() if ours.poll(waits) else (at, f"no answer in {waits:.0f} s", waits, 0)
            except EOFError:
                told = (at, "no answer: the process has ended", 0.0, 0)
            at, what, took, memory = told
            if what == "done":
                break
            if what == "begin":
                waits = 3 * SOON
                continue
            waits = 60.0
            slowest, peak = max(slowest, took), max(peak, memory)
            wrong = "Traceback" in what or "no answer" in what or took > SOON or memory > MEMORY
            said["wrong" if wrong else what] += 1
            if wrong:
                bad += 1
                name = folder / f"{given.reader}-{given.seed}.{at}"
                name.write_bytes(mutated(seeds(given.reader), f"{given.seed}.{at}"))
                print(f"{name}: {took:.1f} s, {memory} MB\n{what}", flush=True)
                if "no answer" in what or memory > MEMORY:
                    break
        child.kill()
        child.join()
        first = first + BATCH if what == "done" else at + 1
    counts = ", ".join(f"{count} {what}" for what, count in said.most_common())
    print(f"{given.reader}: {sum(said.values())} inputs ({counts}); slowest {slowest:.1f} s, {peak} MB; {bad} wrong; {folder}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
