"""Whole documents laid side by side, each engine in a process of its own: milliseconds and the memory it adds to the documents read.

Three tasks: one renewal (2253 -> 2368 where the real documents are, else the specimen's longest pair), two texts of 2,000 paragraphs made
of many documents, and every pair of many documents. Called by `python -m benchmarks.alignment`.
"""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection

from benchmarks.alignment import ROOT, SHARED, Pair, by_dmp, by_rapidfuzz, document, greedy, in_order
from resdiff.align import align
from resdiff.diff import compare
from resdiff.models import Document

LARGE = 2000
"""Paragraphs of each of the two long texts."""
MANY = 20
"""Documents of the all-pairs run."""


def both(left: Document, right: Document) -> None:
    compare(left, right, align(left, right))


def text_of(document_: Document) -> str:
    return "\n".join(p.text for p in document_.paragraphs)


ENGINES: dict[str, Callable[[Document, Document], object]] = {
    "resdiff: links, edits, names": both,
    "resdiff: links": align,
    "difflib on paragraphs": in_order,
    "rapidfuzz, greedy 1:1": greedy,
    "diff-match-patch on the text": lambda left, right: by_dmp(text_of(left), text_of(right)),
    "rapidfuzz Indel on the text": lambda left, right: by_rapidfuzz(text_of(left), text_of(right)),
}
SLOW = ("rapidfuzz, greedy 1:1", "diff-match-patch on the text", "rapidfuzz Indel on the text")
"""Engines that take minutes on more than one pair, and are left out there."""


def renewal() -> list[Pair]:
    found = [sorted((SHARED / "data" / "akn").rglob(f"S_RES_{number}_*.xml")) for number in (2253, 2368)]
    if not all(found):
        specimen = sorted((ROOT / "src" / "resdiff" / "specimen").glob("S_RES_*.en.xml"), key=lambda path: path.stat().st_size)
        found = [[specimen[-2]], [specimen[-1]]]
    return [(document(found[0][0]), document(found[1][0]))]


def shelf() -> list[Document]:
    """Some 120 English documents of 2020 on, or the specimen."""
    files = sorted((SHARED / "data" / "akn").rglob("S_RES_*.xml"), key=lambda path: path.name)
    files = [path for path in files if path.parent.name in ("English", "text") or "English" in str(path)] or files
    if not files:
        files = sorted((ROOT / "src" / "resdiff" / "specimen").glob("S_RES_*.en.xml"))
    step = max(1, len(files) // 120)
    return [document(path) for path in files[::step]]


def large() -> list[Pair]:
    """Two texts of LARGE paragraphs: every other document each, so that much of the one has an ancestor in the other."""
    sides = []
    documents = shelf()
    for start in (0, 1):
        paragraphs = [
            replace(p, id=f"{n}.{p.id}", path=(str(n), *p.path))
            for n, told in enumerate(itertools.islice(itertools.cycle(documents[start::2]), 1000))
            for p in told.paragraphs
        ]
        sides.append(replace(documents[start], paragraphs=tuple(paragraphs[:LARGE])))
    return [(sides[0], sides[1])]


def all_pairs() -> list[Pair]:
    documents = shelf()
    return list(itertools.combinations(documents[:: max(1, len(documents) // MANY)][:MANY], 2))


TASKS: dict[str, tuple[Callable[[], list[Pair]], int]] = {
    "one renewal": (renewal, 7),
    f"{LARGE:,} against {LARGE:,}": (large, 1),
    "all pairs": (all_pairs, 1),
}
"""The pairs and how often they are compared, the first time not counted where it is more than once."""


def serve(task: str, engine: str, pipe: Connection) -> None:
    """Compares, in this process, and tells pairs, milliseconds of the first round, of a round after it (median), and megabytes added. The
    first round compiles what the language's data say, once in a process."""
    make, rounds = TASKS[task]
    pairs = make()
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(rounds + (rounds > 1)):
        started = time.perf_counter()
        for left, right in pairs:
            ENGINES[engine](left, right)
        times.append((time.perf_counter() - started) * 1000)
    added = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    pipe.send((len(pairs), times[0], statistics.median(times[rounds > 1 :]), added))


def measured(task: str, engine: str) -> tuple[int, float, float, float]:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=serve, args=(task, engine, theirs))
    child.start()
    theirs.close()
    told: tuple[int, float, float, float] = ours.recv()
    child.join()
    return told


def table() -> None:
    """The tables of whole documents."""
    for task in TASKS:
        rows: Sequence[tuple[str, int, float, float, float]] = [
            (engine, *measured(task, engine)) for engine in ENGINES if task == "one renewal" or engine not in SLOW
        ]
        print(f"\n{task}, {rows[0][1]} pairs of documents\n\n{'engine':30} {'first ms':>9} {'ms':>9} {'ratio':>7} {'MB more':>8}")
        for engine, _, first, took, added in rows:
            print(f"{engine:30} {first:9.1f} {took:9.1f} {took / rows[0][3]:7.2f} {added:8.1f}")
