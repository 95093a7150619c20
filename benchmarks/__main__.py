"""Whole commands as a user runs them: median of five, beside a calibration loop of fixed work on the same machine.

Seconds depend on the machine; `/ cal` divides by the time of the loop and can be compared. Needs the real documents (RESDIFF_SHARED).
A figure over its bar is marked and, with --strict, is an error. Usage: python -m benchmarks [--strict] [NAME...]
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = (ROOT / os.environ.get("RESDIFF_SHARED", "../shared")).resolve()
RESDIFF = str(Path(sys.executable).parent / "resdiff")
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    arguments: tuple[str, ...]
    seconds: float
    """The bar, for the whole process."""
    megabytes: float = 600.0
    rounds: int = ROUNDS


def calibration() -> float:
    """Seconds for a fixed piece of pure-Python work on words."""
    started = time.perf_counter()
    words = [f"word{i * 7919 % 10007}" for i in range(200_000)]
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return time.perf_counter() - started


def akn(pattern: str) -> str:
    return str(next(iter(sorted((SHARED / "data" / "akn").rglob(pattern)))))


def cases(library: str) -> list[Case]:
    at = ("--library", library)
    return [
        Case("--help", ("--help",), 0.3),
        Case("demo", ("demo", "-o", str(Path(library).parent / "demo.html")), 5.0),
        Case("diff 2253 2368", ("diff", akn("S_RES_2253_*.xml"), akn("S_RES_2368_*.xml"), "--format", "json"), 1.5),
        Case(
            "compare five",
            ("compare", *(akn(f"S_RES_{n}_*.xml") for n in (1989, 2083, 2161, 2253, 2368)), "--format", "html", "-o", "-"),
            5.0,
        ),
        Case(
            "add the whole Council",
            ("add", str(SHARED / "data" / "akn"), str(SHARED / "data" / "metadata"), "-q", *at),
            180.0,
            rounds=1,
        ),
        Case("add it again", ("add", str(SHARED / "data" / "akn"), "-q", *at), 5.0),
        Case("evolve 2482", ("evolve", akn("S_RES_2482_*.xml"), "--format", "html", "-o", "-", *at), 5.0),
        Case("trace 2482", ("trace", "2482", "--format", "json", *at), 5.0),
        Case("search a phrase", ("search", "organized crime, whether domestic or transnational", "--format", "json", *at), 1.0),
    ]


def measure(case: Case) -> tuple[float, float]:
    """Median seconds, and the largest resident size in MB of any child so far (which only grows: read it at its first rise)."""
    times = []
    for _ in range(case.rounds):
        started = time.perf_counter()
        done = subprocess.run([RESDIFF, *case.arguments], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        times.append(time.perf_counter() - started)
        if done.returncode:
            sys.exit(f"{case.name}: exit {done.returncode}: {done.stderr.strip()[-300:]}")
    return statistics.median(times), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def table(chosen: Callable[[Case], bool]) -> bool:
    slow = False
    unit = statistics.median(calibration() for _ in range(ROUNDS))
    print(f"calibration loop: {unit * 1000:.0f} ms\n\n{'command':28} {'seconds':>8} {'/ cal':>7} {'bar':>7} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for case in filter(chosen, cases(str(Path(folder) / "library"))):
            seconds, peak = measure(case)
            over = seconds > case.seconds or peak > case.megabytes
            slow |= over
            print(
                f"{case.name:28} {seconds:8.2f} {seconds / unit:7.1f} {case.seconds:7.1f} {peak:8.0f}{'  OVER' if over else ''}",
                flush=True,
            )
    return slow


if __name__ == "__main__":
    names = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if table(lambda case: not names or any(name in case.name for name in names)) and "--strict" in sys.argv:
        sys.exit("over a bar")
