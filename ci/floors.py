"""Runs the scorers on the real documents and compares their figures with floors.toml.

A figure below its floor fails. `--raise` writes floors up to what is measured, never down; lowering one is an edit by hand that a reviewer
sees. Usage: floors.py [--raise]
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import corpus
import gold
import picture
import renewals

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FLOORS = HERE / "floors.toml"
SHARED = (ROOT / os.environ.get("RESDIFF_SHARED", "../shared")).resolve()
SLACK = 0.0005
"""Figures are printed rounded; half a unit of the last place is no loss."""


def run(scorer: str, *arguments: str) -> str:
    """What a scorer prints."""
    environment = os.environ | {"RESDIFF": str(Path(sys.executable).parent / "resdiff")}
    done = subprocess.run(
        [sys.executable, str(SHARED / "score" / scorer), *arguments], check=False, capture_output=True, text=True, env=environment
    )
    print(done.stdout, done.stderr, sep="", flush=True)
    return done.stdout


def figures() -> dict[str, float]:
    """Every figure that has a floor. Those where less is better are turned round: 1 - error."""
    out = {}
    text = run("alignment.py")
    out["alignment mean F1"] = float(re.findall(r"mean F1 ([\d.]+)", text)[-1])
    text = run("structure.py")
    exact, ids, error = re.findall(r"mean paragraphs exact ([\d.]+)  ids ([\d.]+)  word error ([\d.]+)", text)[-1]
    out["structure paragraphs exact"], out["structure ids"], out["structure words right"] = (
        float(exact),
        float(ids),
        1 - float(error),
    )
    out["structure XML read right"] = float("XML misread in 0" in text)
    text = run("flat.py", "--sample", "6")
    for shape, language, perfect, ids in re.findall(r"(\w+) +(\w+) +documents perfect ([\d.]+)  ids right ([\d.]+)", text):
        out[f"flat {shape} {language} perfect"], out[f"flat {shape} {language} ids"] = float(perfect), float(ids)
    out["flat XML read right"] = float("XML misread in 0" in text)
    return out | corpus.figures() | gold.figures() | renewals.figures() | picture.figures()


def main() -> None:
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floors"]
    measured = figures()
    low = [
        f"{name}: {measured.get(name)} is below its floor {floor}"
        for name, floor in floors.items()
        if measured.get(name, -1.0) < floor - SLACK
    ]
    for name, value in measured.items():
        print(f"{name}: {value:.4f} (floor {floors.get(name, 'none')})")
    if "--raise" in sys.argv:
        head = FLOORS.read_text(encoding="utf-8").partition("[floors]")[0]
        best = {name: max(value, floors.get(name, 0.0)) for name, value in measured.items()}
        FLOORS.write_text(
            head + "[floors]\n" + "".join(f'"{name}" = {value:.4f}\n' for name, value in best.items()), encoding="utf-8"
        )
    if low:
        sys.exit("\n".join(low))


if __name__ == "__main__":
    main()
