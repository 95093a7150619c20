"""Links between the two texts of renewed mandates, computed in each language apart, against the English ones.

The figure of a language is the mean over the pairs of renewals.toml of the Jaccard index of its links and the English ones, by id, over
ids that stand in both languages on both sides. Usage: renewals.py [--all] prints what differs too.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import statistics
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

from resdiff.align import align
from resdiff.cache import Origin
from resdiff.errors import ResdiffError
from resdiff.intake import read_document
from resdiff.models import Document

HERE = Path(__file__).resolve().parent
SHARED = (HERE.parent / os.environ.get("RESDIFF_SHARED", "../shared")).resolve()
CODES = {"English": "EN", "French": "FR", "Spanish": "ES", "Russian": "RU", "Arabic": "AR", "Chinese": "ZH"}

Links = frozenset[tuple[str, str]]


def documents(number: int) -> dict[str, Document]:
    """A resolution in each language that is there."""
    found: dict[str, Document] = {}
    for year in ("2020", "2021"):
        for language, code in CODES.items():
            for path in sorted((SHARED / "data" / "akn" / year / language).glob("*")):
                if re.search(rf"(?<!\d){number}(?!\d)", path.name):
                    data = path.read_bytes()
                    try:
                        document = read_document(data, Origin.of(data, file=path.name))
                    except ResdiffError:
                        continue
                    if document.language.name == code:  # a text lies in the folder of another language here and there
                        found.setdefault(language, document)
    return found


def compared(pair: tuple[int, int]) -> dict[str, tuple[float, list[str]]]:
    """For each other language the Jaccard index of its links and the English ones, and what differs."""
    left, right = documents(pair[0]), documents(pair[1])
    if "English" not in left or "English" not in right:
        return {}
    ids = {
        language: ({p.id for p in left[language].paragraphs}, {p.id for p in right[language].paragraphs})
        for language in left.keys() & right.keys()
    }
    links = {
        language: frozenset((link.left, link.right) for link in align(left[language], right[language]).links) for language in ids
    }
    out = {}
    for language in ids.keys() - {"English"}:
        known = [one & other for one, other in zip(ids["English"], ids[language], strict=True)]
        ours, theirs = (
            frozenset((i, j) for i, j in links[name] if i in known[0] and j in known[1]) for name in ("English", language)
        )
        differ = [f"{i} -> {j} in {'English' if (i, j) in ours else language} only" for i, j in sorted(ours ^ theirs)]
        out[language] = (len(ours & theirs) / max(1, len(ours | theirs)), differ)
    return out


def figures() -> dict[str, float]:
    """The mean index of each language; on standard output the pairs that agree least, or with --all every difference."""
    pairs = [tuple(pair) for pair in tomllib.loads((HERE / "renewals.toml").read_text(encoding="utf-8"))["pairs"]]
    with multiprocessing.Pool() as pool:
        results = dict(zip(pairs, pool.map(compared, pairs), strict=True))
    scores: dict[str, list[float]] = defaultdict(list)
    for pair, found in results.items():
        for language, (score, differ) in sorted(found.items()):
            scores[language].append(score)
            if differ and ("--all" in sys.argv or score < 0.9):
                print(f"{pair[0]} -> {pair[1]} {language} {score:.3f}", *(differ if "--all" in sys.argv else ()), sep="\n    ")
    return {f"links of renewals {language}": statistics.fmean(found) for language, found in sorted(scores.items())}


if __name__ == "__main__":
    for name, value in figures().items():
        print(f"{name}: {value:.4f}")
