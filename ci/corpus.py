"""Reads every official XML of the real documents and says how many were read right, judged by the XML itself.

Two figures: the share of the resolutions of which at least 99.5 % of the printed words stand in order in the paragraphs, with the
operative numbers of the XML (as `truth` of the scorers judges); and the share of the resolutions of 2020 and 2021 whose paragraph ids in
another official language are those of the English text. Usage: corpus.py
"""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
from collections import defaultdict
from pathlib import Path

from resdiff.cache import Origin, digest
from resdiff.errors import ResdiffError
from resdiff.intake import read_document
from resdiff.models import Kind, to_json

ROOT = Path(__file__).resolve().parent.parent
SHARED = (ROOT / os.environ.get("RESDIFF_SHARED", "../shared")).resolve()
KEPT = 0.995
"""The scorers' own bar: below it they call the XML misread."""

Read = tuple[str, str, float, bool, tuple[str, ...]]


def read(path: Path) -> Read | None:
    """Symbol, language, share of words kept, whether the operative numbers are right, and the ids without headings; None where there is
    no symbol or no judging it (not well-formed, or not read)."""
    from common import truth

    data = path.read_bytes()
    try:
        document = read_document(data, Origin(digest(data), len(data), file=str(path)))
        kept, numbered = truth(to_json(document), path)
    except (ResdiffError, SyntaxError):
        return None
    ids = tuple(paragraph.id for paragraph in document.paragraphs if paragraph.kind is not Kind.HEADING)
    return document.symbol or "", str(document.language), kept, numbered, ids


def figures() -> dict[str, float]:
    """Both figures, and on standard output what falls short."""
    sys.path.insert(0, str(SHARED / "score"))
    paths = sorted(p for p in (SHARED / "data" / "akn").rglob("*.xml") if "PRST" not in str(p) and "German" not in str(p))
    with multiprocessing.Pool() as pool:
        results = dict(zip(paths, pool.imap(read, paths, chunksize=16), strict=True))
    right = 0
    ids: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for path, result in results.items():
        if result is None or result[2] < KEPT or not result[3]:
            print(
                f"{path.relative_to(SHARED)}: {'not judged' if result is None else f'kept {result[2]:.4f}, numbers right: {result[3]}'}"
            )
            continue
        right += 1
        if re.search(r"/202[01]/", str(path)):
            ids[result[0]][result[1]] = result[4]
    pairs = [texts[other] == texts["en"] for texts in ids.values() if "en" in texts for other in texts if other != "en"]
    print(
        f"official XML read right: {right} of {len(paths)}; ids as in English: {sum(pairs)} of {len(pairs)} texts in other languages"
    )
    return {"XML read right": right / len(paths), "ids in other languages as in English": sum(pairs) / len(pairs)}


if __name__ == "__main__":
    figures()
