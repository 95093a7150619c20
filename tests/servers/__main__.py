"""The stand-in by hand: starts the servers, prints the path of the host table, serves until Ctrl-C, then tells what was asked.

    python -m tests.servers --documents 40 --fault shell:0.2 --fault unavailable:0.1,role=documents,retry_after=1
    RESDIFF_HOSTS=/tmp/.../hosts.toml resdiff fetch "S/RES/9108 (2091)" --cited        # in another terminal

A fault is NAME, NAME:PROBABILITY, or either followed by ,key=value pairs: role, symbol, language, stage, times, each, and the fault's own
parameters. `--list` names all faults and what is on the shelf.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import Any

if not __package__:
    raise SystemExit("call it as: python -m tests.servers")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from .faults import FAULTS
from .shelf import Shelf
from .standin import StandIn


def planned(said: str) -> tuple[str, dict[str, Any]]:
    """Name and arguments of a fault as it is typed."""
    head, *pairs = said.split(",")
    name, _, probability = head.partition(":")
    arguments: dict[str, Any] = {"probability": float(probability)} if probability else {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        arguments[key] = _value(value)
    return name, arguments


def _value(said: str) -> Any:
    if said in ("true", "false"):
        return said == "true"
    for kind in (int, float):
        try:
            return kind(said)
        except ValueError:
            continue
    return said


def arguments() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(
        "python -m tests.servers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=24, help="how many invented resolutions (24)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fault", action="append", default=[], metavar="NAME[:PROBABILITY][,KEY=VALUE...]")
    parser.add_argument("--folder", type=Path, help="where the host table is written (a new folder under the temporary one)")
    parser.add_argument("--pace", type=float, default=0.003, help="the pace of every row, in seconds (0.003)")
    parser.add_argument("--list", action="store_true", help="name all faults and what is on the shelf, and end")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every request")
    return parser.parse_args()


def listed(shelf: Shelf) -> str:
    """All faults and all symbols."""
    lines = [f"{name:24} {(fault.change.__doc__ or '').splitlines()[0]}" for name, fault in sorted(FAULTS.items())]
    lines += ["", *(f"{symbol:24} {' '.join(shelf.languages(symbol))}" for symbol in shelf.symbols())]
    return "\n".join(lines)


def main() -> None:
    """Serve until Ctrl-C."""
    given = arguments()
    shelf = Shelf(given.documents, given.seed)
    if given.list:
        print(listed(shelf))
        return
    folder = given.folder or Path(tempfile.mkdtemp(prefix="stand-in-"))
    with StandIn(shelf, given.seed) as standin:
        for said in given.fault:
            name, more = planned(said)
            if name not in FAULTS:
                raise SystemExit(f"no such fault: {name} (--list names them all)")
            standin.fault(name, **more)
        shown = 0
        try:
            print(standin.hosts_file(folder, pace=given.pace), flush=True)
            while True:
                threading.Event().wait(0.2)
                if given.verbose:
                    log = standin.log
                    for request in log[shown:]:
                        print(f"{request.role:9} {request.status:3} {request.answered:24} {request.path}", file=sys.stderr)
                    shown = len(log)
        except KeyboardInterrupt:
            said = Counter(f"{request.role}: {request.answered}" for request in standin.log)
            print("\n".join(f"{count:6} {what}" for what, count in sorted(said.items())), file=sys.stderr)


if __name__ == "__main__":
    main()
