"""Measures how many branches of the code that goes to the network, and of the raw files it fills, the tests take; fails below the floor.

Only tests within this process count: what the soak and the kills add comes on top.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOOR = 0.95
TESTS = ("hosts", "answers", "routes", "collection", "wire", "command")
CONFIGURATION = "[run]\nbranch = true\nsource =\n    resdiff.fetch\n    resdiff.retrieve\n    resdiff.cache\n    resdiff.report.fetching\n"


def main() -> None:
    files = [f"tests/test_fetch_{name}.py" for name in TESTS] + ["tests/test_fetch.py", "tests/test_retrieve.py", "tests/test_cache.py"]
    with tempfile.TemporaryDirectory() as folder:
        configuration, report = Path(folder) / "coveragerc", Path(folder) / "report.json"
        configuration.write_text(CONFIGURATION)
        cov = ["--cov", f"--cov-config={configuration}", f"--cov-report=json:{report}"]
        subprocess.run([sys.executable, "-m", "pytest", "-n", "2", *cov, *files], cwd=ROOT, check=True)
        measured = json.loads(report.read_text())["files"]
    low = []
    for name, file in sorted(measured.items()):
        there, taken = file["summary"]["num_branches"], file["summary"]["covered_branches"]
        share = taken / there if there else 1.0
        print(f"{name}: {taken} of {there} branches")
        if share < FLOOR:
            low.append(f"{name}: {share:.1%} of its branches are taken, fewer than {FLOOR:.0%}")
    if low or not measured:
        sys.exit("\n".join(low) or "nothing was measured")


if __name__ == "__main__":
    main()
