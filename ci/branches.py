"""How many branches of the code that goes to the network, and of the raw files that it fills, the tests take; fails below the floor.

Usage: branches.py [REPORT], where REPORT is what coverage wrote of a run of the tests (JSON); without one the tests are run. Only what runs
within the tests' own process counts: runs of the command line, the soak and the kills come on top.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FLOOR = 0.95
ROOMS = ("hosts", "answers", "routes", "collection", "wire", "command")
TESTS = (*(f"tests/test_fetch_{room}.py" for room in ROOMS), "tests/test_fetch.py", "tests/test_retrieve.py", "tests/test_cache.py")


def measured() -> Path:
    """Run the tests; gives the report."""
    report = Path(tempfile.mkdtemp()) / "branches.json"
    cov = ["--cov", f"--cov-config={HERE / 'coverage.ini'}", f"--cov-report=json:{report}"]
    subprocess.run([sys.executable, "-m", "pytest", "-n", "2", *cov, *TESTS], cwd=HERE.parent, check=True)
    return report


def main() -> None:
    report = Path(sys.argv[1]) if len(sys.argv) > 1 else measured()
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    low = []
    for name, file in sorted(files.items()):
        there, taken = file["summary"]["num_branches"], file["summary"]["covered_branches"]
        print(f"{name}: {taken} of {there} branches")
        if there and taken / there < FLOOR:
            low.append(f"{name}: {taken / there:.1%} of its branches are taken, fewer than {FLOOR:.0%}")
    if low or not files:
        sys.exit("\n".join(low) or "nothing was measured")


if __name__ == "__main__":
    main()
