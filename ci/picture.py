"""Whether the edits between resolutions that follow each other are a right picture, over the whole official XML in English.

Of each linked pair of paragraphs: the edits lead from the left text to the right one and back; none begins or ends within a word, number or
symbol; no unchanged run of six words is shown as deleted and inserted, unless as a move. The figure is the share of pairs of paragraphs
that hold to all.
Looked at are the mandates of renewals.toml and one pair in STEP of those that follow each other by number. Usage: picture.py [--all] takes
every pair that follow each other by number, or on one agenda item.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

from resdiff.align import align
from resdiff.cache import Origin
from resdiff.diff import apply, compare, reverse
from resdiff.errors import ResdiffError
from resdiff.intake import read_document
from resdiff.models import Document, Edit, Language, Op
from resdiff.tokens import SPACE, fold, is_word, tokenise

HERE = Path(__file__).resolve().parent
SHARED = (HERE.parent / os.environ.get("RESDIFF_SHARED", "../shared")).resolve()
STEP = 8
KEPT = 6
"""Words of a run that must not be shown as deleted and inserted (design, law 6)."""


def runs(text: str, spans: list[tuple[int, int]]) -> set[tuple[str, ...]]:
    """Every run of KEPT words as printed, with the marks between them, that stands whole in one of the ranges."""
    found = set()
    for start, end in spans:
        tokens = tokenise(text[start:end])
        printed = [(token, is_word(key)) for token, key in zip(tokens, tokens.keys, strict=True) if key != SPACE]
        places = [n for n, (_, word) in enumerate(printed) if word]
        found |= {
            tuple([token for token, _ in printed[places[k] : places[k + KEPT - 1] + 1]]) for k in range(len(places) - KEPT + 1)
        }
    return found


def faults(left: str, right: str, edits: tuple[Edit, ...]) -> list[str]:
    """What is wrong with the edits between two texts."""
    out = []
    if apply(edits, left, right) != right or apply(reverse(edits), right, left) != left:
        out.append("does not lead from one to the other")
    for side, text in (("left", left), ("right", right)):
        bounds = set(tokenise(text).bounds)
        if any(not set(getattr(edit, side)) <= bounds for edit in edits):
            out.append(f"cuts a word on the {side}")
    gone = runs(left, [edit.left for edit in edits if edit.op is Op.DELETE and edit.class_ is None])
    come = runs(right, [edit.right for edit in edits if edit.op is Op.INSERT and edit.class_ is None])
    if gone & come:
        out.append("shows an unchanged run as deleted and inserted")
    return out


def document(path: Path) -> Document | None:
    """A document in English; None for another one."""
    data = path.read_bytes()
    try:
        found = read_document(data, Origin.of(data, file=str(path)))
    except ResdiffError:
        return None
    return found if found.language is Language.EN else None


def checked(paths: tuple[Path, Path]) -> tuple[int, list[str]]:
    """How many pairs of paragraphs of two documents were looked at, and what is wrong."""
    left, right = map(document, paths)
    if left is None or right is None:
        return 0, []
    texts = [{p.id: p.text for p in side.paragraphs} for side in (left, right)]
    links = compare(left, right, align(left, right)).links
    wrong = [
        f"{left.symbol} {link.left} -> {right.symbol} {link.right}: {what}"
        for link in links
        for what in faults(texts[0][link.left], texts[1][link.right], link.edits)
    ]
    return len(links), wrong


def number(path: Path) -> int:
    """The number of a resolution, from the name of its file; 0 for another document."""
    found = re.match(r"(?:S_RES|SC)[_-](\d+)", path.name)
    return int(found[1]) if found else 0


def agenda(path: Path) -> str:
    """The agenda item of a document; "" where there is none."""
    found = document(path)
    return fold(found.adoption.agenda or "") if found else ""


def pairs(everything: bool) -> list[tuple[Path, Path]]:
    """The pairs of documents that are looked at."""
    folders = {"Arabic", "Chinese", "French", "German", "Russian", "Spanish", "PRST"}
    found = {number(p): p for p in sorted((SHARED / "data" / "akn").rglob("*.xml")) if not folders & set(p.parts)}
    paths = [found[n] for n in sorted(found) if n]
    if not everything:
        renewed = tomllib.loads((HERE / "renewals.toml").read_text(encoding="utf-8"))["pairs"]
        return [*((found[a], found[b]) for a, b in renewed), *list(pairwise(paths))[::STEP]]
    with multiprocessing.Pool() as pool:
        items = dict(zip(paths, pool.map(agenda, paths, chunksize=16), strict=True))
    chains: dict[str, list[Path]] = {}
    for path in paths:
        chains.setdefault(items[path] or str(path), []).append(path)
    return [*pairwise(paths), *(pair for chain in chains.values() for pair in pairwise(chain))]


def figures() -> dict[str, float]:
    """The share of pairs of paragraphs without fault; the faults go to standard output."""
    wanted = pairs("--all" in sys.argv)
    with multiprocessing.Pool() as pool:
        results = pool.map(checked, wanted, chunksize=8)
    looked = sum(count for count, _ in results)
    wrong = [line for _, lines in results for line in lines]
    print(*wrong, f"{looked} pairs of paragraphs in {len(wanted)} pairs of documents, {len(wrong)} faults", sep="\n")
    return {"edits are a right picture": 1 - len(wrong) / max(1, looked)}


if __name__ == "__main__":
    for name, value in figures().items():
        print(f"{name}: {value:.4f}")
