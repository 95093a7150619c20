"""Reads every official XML of the real documents and says how many were read right, judged by the XML itself.

The figures: the share of the resolutions of which at least 99.5 % of the printed words stand in order in the paragraphs, with the
operative numbers of the XML (as `truth` of the scorers judges); the share of the texts of 2020 and 2021 in another official language
whose paragraph ids, headings apart, are those of the English text; the share of the resolutions whose ids, headings included, are the
same in every language that is there; and that share without the resolutions of which a file is known to be at fault (defects.toml).
Usage: corpus.py
"""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

from resdiff.cache import Origin
from resdiff.errors import ResdiffError
from resdiff.intake import read_document
from resdiff.models import Kind, to_json

ROOT = Path(__file__).resolve().parent.parent
SHARED = (ROOT / os.environ.get("RESDIFF_SHARED", "../shared")).resolve()
KEPT = 0.995
"""The scorers' own bar: below it they call the XML misread."""

Read = tuple[str, str, float, bool, tuple[str, ...], tuple[str, ...]]
DEFECTS = Path(__file__).resolve().parent / "defects.toml"


def read(path: Path) -> Read | None:
    """Symbol, language, share of words kept, whether the operative numbers are right, the ids without headings and all ids; None where
    there is no symbol or no judging it (not well-formed, or not read)."""
    from common import key, printed_blocks, truth

    data = path.read_bytes()
    try:
        document = read_document(data, Origin.of(data, file=str(path)))
        kept, numbered = truth(to_json(document), path)
        if reissue := key(document.masthead.reissue):
            # the note of a reissue stands among the paragraphs in the XML, and on the cover in a document
            words = [key(text) for _, text in printed_blocks(path, formula=False)]
            kept += (reissue in words) * len(reissue.split()) / len(" ".join(words).split())
    except (ResdiffError, SyntaxError):
        return None
    ids = tuple(paragraph.id for paragraph in document.paragraphs if paragraph.kind is not Kind.HEADING)
    return document.symbol or "", str(document.language), kept, numbered, ids, tuple(p.id for p in document.paragraphs)


def figures() -> dict[str, float]:
    """Both figures, and on standard output what falls short."""
    sys.path.insert(0, str(SHARED / "score"))
    paths = sorted(p for p in (SHARED / "data" / "akn").rglob("*.xml") if "PRST" not in str(p) and "German" not in str(p))
    with multiprocessing.Pool() as pool:
        results = dict(zip(paths, pool.imap(read, paths, chunksize=16), strict=True))
    right = 0
    ids: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    whole: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for path, result in results.items():
        if result is None or result[2] < KEPT or not result[3]:
            print(
                f"{path.relative_to(SHARED)}: {'not judged' if result is None else f'kept {result[2]:.4f}, numbers right: {result[3]}'}"
            )
        else:
            right += 1
        if result is not None and re.search(r"/202[01]/", str(path)):
            whole[result[0]].setdefault(result[1], result[5])
            if result[2] >= KEPT and result[3]:
                ids[result[0]][result[1]] = result[4]
    pairs = [texts[other] == texts["en"] for texts in ids.values() if "en" in texts for other in texts if other != "en"]
    print(
        f"official XML read right: {right} of {len(paths)}; ids as in English: {sum(pairs)} of {len(pairs)} texts in other languages"
    )
    return {
        "XML read right": right / len(paths),
        "ids in other languages as in English": sum(pairs) / len(pairs),
        **_resolutions(whole),
    }


def _resolutions(whole: dict[str, dict[str, tuple[str, ...]]]) -> dict[str, float]:
    """The shares of resolutions with the same ids in every language, of all and of those whose files have no known defect; prints those
    that differ without one, and defects that are none any more."""
    with DEFECTS.open("rb") as file:
        faulty = {defect["symbol"] for defect in tomllib.load(file)["defects"]}
    several = {symbol: texts for symbol, texts in whole.items() if len(texts) > 1}
    same = {symbol for symbol, texts in several.items() if len(set(texts.values())) == 1}
    for symbol in sorted(set(several) - same - faulty):
        print(f"{symbol}: ids differ between {', '.join(sorted(several[symbol]))}")
    for symbol in sorted(same & faulty):
        print(f"{symbol}: has a known defect, and yet all ids agree")
    sound = set(several) - faulty
    told = f"{len(same)} of {len(several)} resolutions, {len(same & sound)} of {len(sound)} without known defects"
    print(f"ids the same in every language: {told}")
    return {
        "resolutions with the same ids in every language": len(same) / len(several),
        "the same without known defects of the files": len(same & sound) / len(sound),
    }


if __name__ == "__main__":
    figures()
