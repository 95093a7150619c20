"""Word edits and paragraph links beside the engines they are built on and the methods they stand against, on the same pairs.

Five tables. Word edits: every pair of linked, edited paragraphs; microseconds a pair, and against `resdiff` (below 1: faster); how many
places are marked, and the share of the characters left unmarked. Links: milliseconds a pair of documents, and precision, recall and mean
F1 against the hand-made gold. On the gold's pairs where the real documents are (RESDIFF_SHARED), else on the specimen, without F1. Engines
take turns in each round, so that the load of the machine falls on all. Usage: python -m benchmarks.alignment
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from diff_match_patch import diff_match_patch
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from resdiff import normalise, parse, read, vocabulary
from resdiff.align import align
from resdiff.diff import edits
from resdiff.models import Document, Language, LinkKind, Op, Source, SourceKind
from resdiff.read.words import known
from resdiff.tokens import tokenise

ROOT = Path(__file__).resolve().parent.parent
SHARED = (ROOT / os.environ.get("RESDIFF_SHARED", "../shared")).resolve()
ROUNDS = 5

Pair = tuple[Document, Document]
Edges = set[tuple[int, int]]


def document(path: Path) -> Document:
    """The document in an official XML."""
    data = path.read_bytes()
    blocks = read.read(data, path.name)
    words = vocabulary.load(Language.EN)
    repaired = normalise.repair(blocks, words, known(Language.EN))
    return parse.assemble(repaired.blocks, Source(SourceKind.AKN, hashlib.sha256(data).hexdigest(), file=path.name), words)


def real_pairs() -> list[tuple[Pair, Edges, Edges]]:
    """The gold's pairs with true and doubtful edges, by index of paragraph; nothing where the real documents are absent."""
    sys.path.insert(0, str(SHARED / "score"))
    try:
        from common import akn_file, match_lines
    except ImportError:
        return []
    found = []
    for path in sorted((SHARED / "score" / "gold").glob("align_*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        places = []
        pair = []
        for side in ("older", "newer"):
            told = document(akn_file(int(gold[side])))
            rows = (SHARED / "score" / "gold" / "texts" / f"{gold[side]}.txt").read_text(encoding="utf-8").splitlines()
            lines = match_lines([{"id": p.id, "text": p.text} for p in told.paragraphs], [row.partition("\t")[2] for row in rows])
            at = {p.id: n for n, p in enumerate(told.paragraphs)}
            places.append({line: at[id_] for id_, line in lines.items()})
            pair.append(told)
        true, doubtful = (
            {(places[0][e["s"]], places[1][e["t"]]) for e in gold[name] if e["s"] in places[0] and e["t"] in places[1]}
            for name in ("edges", "doubtful")
        )
        found.append(((pair[0], pair[1]), true, doubtful))
    return found


def specimen_pairs() -> list[tuple[Pair, Edges, Edges]]:
    """Each resolution of the specimen with the one before it."""
    told = [document(path) for path in sorted((ROOT / "src" / "resdiff" / "specimen").glob("S_RES_*.en.xml"))]
    return [((left, right), set(), set()) for left, right in pairwise(told)]


# --- word edits ------------------------------------------------------------------------------------------------------------------

Runs = list[tuple[bool, int]]
"""Whether a run is unchanged, and how many tokens it holds."""


def by_resdiff(left: str, right: str) -> Runs:
    return [(edit.op is Op.EQUAL, max(edit.left[1] - edit.left[0], edit.right[1] - edit.right[0])) for edit in edits(left, right)]


def by_difflib(left: str, right: str) -> Runs:
    a, b = list(tokenise(left)), list(tokenise(right))
    codes = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return [(tag == "equal", sum(map(len, a[i:j] or b[k:m]))) for tag, i, j, k, m in codes]


def by_rapidfuzz(left: str, right: str) -> Runs:
    a, b = list(tokenise(left)), list(tokenise(right))
    codes = Indel.opcodes(a, b)
    return [(c.tag == "equal", sum(map(len, a[c.src_start : c.src_end] or b[c.dest_start : c.dest_end]))) for c in codes]


def by_dmp(left: str, right: str) -> Runs:
    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    codes: dict[str, str] = {}
    texts = ["".join(codes.setdefault(word, chr(0xF0000 + len(codes))) for word in tokenise(text)) for text in (left, right)]
    words = {code: word for word, code in codes.items()}
    found = engine.diff_main(*texts, False)
    engine.diff_cleanupSemantic(found)
    return [(op == engine.DIFF_EQUAL, sum(len(words[c]) for c in text)) for op, text in found]


ENGINES: dict[str, Callable[[str, str], Runs]] = {
    "resdiff": by_resdiff,
    "difflib": by_difflib,
    "diff-match-patch, cleaned": by_dmp,
    "rapidfuzz Indel": by_rapidfuzz,
}


def word_edits(pairs: Iterable[Pair]) -> None:
    """The first table."""
    texts = []
    for left, right in pairs:
        ours, theirs = {p.id: p.text for p in left.paragraphs}, {p.id: p.text for p in right.paragraphs}
        links = align(left, right).links
        texts += [(ours[link.left], theirs[link.right]) for link in links if link.kind in (LinkKind.EDITED, LinkKind.PARTIAL)]
    times: dict[str, list[float]] = {name: [] for name in ENGINES}
    shown: dict[str, list[Runs]] = {}
    for _ in range(ROUNDS):
        for name, engine in ENGINES.items():
            started = time.perf_counter()
            shown[name] = [engine(left, right) for left, right in texts]
            times[name].append((time.perf_counter() - started) / len(texts) * 1e6)
    own = statistics.median(times["resdiff"])
    print(f"word edits, {len(texts)} pairs of paragraphs\n\n{'engine':28} {'us':>8} {'ratio':>7} {'edits':>7} {'unmarked':>9}")
    for name, runs in shown.items():
        took = statistics.median(times[name])
        places = sum(sum(1 for k, (same, _) in enumerate(one) if not same and (k == 0 or one[k - 1][0])) for one in runs)
        unmarked = sum(size for one in runs for same, size in one if same) / sum(size for one in runs for _, size in one)
        print(f"{name:28} {took:8.0f} {took / own:7.2f} {places / len(texts):7.1f} {unmarked:9.3f}")


# --- links -----------------------------------------------------------------------------------------------------------------------


def linked(left: Document, right: Document) -> Edges:
    at = [{p.id: n for n, p in enumerate(side.paragraphs)} for side in (left, right)]
    return {(at[0][link.left], at[1][link.right]) for link in align(left, right).links}


def in_order(left: Document, right: Document) -> Edges:
    a, b = [p.text for p in left.paragraphs], [p.text for p in right.paragraphs]
    found = set()
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and j - i == m - k):
            found |= set(zip(range(i, j), range(k, m), strict=True))
    return found


def scored(left: Document, right: Document) -> Sequence[tuple[float, int, int]]:
    found = []
    for i, ours in enumerate(left.paragraphs):
        for j, theirs in enumerate(right.paragraphs):
            score = fuzz.ratio(ours.text, theirs.text, score_cutoff=50)
            if score:
                found.append((score, i, j))
    return sorted(found, reverse=True)


def greedy(left: Document, right: Document) -> Edges:
    found: Edges = set()
    for _, i, j in scored(left, right):
        if not any(i == x or j == y for x, y in found):
            found.add((i, j))
    return found


def above(left: Document, right: Document) -> Edges:
    return {(i, j) for score, i, j in scored(left, right) if score >= 60}


METHODS: dict[str, Callable[[Document, Document], Edges]] = {
    "resdiff": linked,
    "difflib on paragraphs": in_order,
    "rapidfuzz, greedy 1:1": greedy,
    "rapidfuzz, all above 60": above,
}


def links(pairs: Sequence[tuple[Pair, Edges, Edges]]) -> None:
    """The second table."""
    print(f"\nlinks, {len(pairs)} pairs of documents\n\n{'method':28} {'ms':>8} {'ratio':>7} {'P':>7} {'R':>7} {'mean F1':>8}")
    own = 0.0
    for name, method in METHODS.items():
        took, figures = [], []
        for (left, right), true, doubtful in pairs:
            started = time.perf_counter()
            found = method(left, right)
            took.append((time.perf_counter() - started) * 1000)
            found -= doubtful
            hit = len(found & true)
            precision, recall = hit / max(1, len(found)), hit / max(1, len(true))
            figures.append((precision, recall, 2 * precision * recall / max(1e-9, precision + recall)))
        mean = statistics.mean(took)
        own = own or mean
        told = (
            " ".join(f"{statistics.mean(f[k] for f in figures):7.3f}" for k in range(3))
            if any(true for _, true, _ in pairs)
            else ""
        )
        print(f"{name:28} {mean:8.1f} {mean / own:7.2f} {told}")


if __name__ == "__main__":
    from benchmarks import whole  # which takes the engines from here

    chosen = real_pairs() or specimen_pairs()
    word_edits(pair for pair, _, _ in chosen)
    links(chosen)
    whole.table()
