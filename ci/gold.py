"""Named changes against changes_gold.txt: how many of those that are told are right, how many of those that should be told are.

A told change is right where one of its family in the gold has its words; one line of the gold may be told as a loss and a gain. Those that
the gold calls doubtful count neither way. A direction that the gold does not give is wrong. Usage: gold.py [--all]
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from resdiff.align import align
from resdiff.cache import Origin, digest
from resdiff.diff import compare
from resdiff.intake import read_document
from resdiff.models import Change, Document, Link
from resdiff.tokens import words
from resdiff.workflow import Library

HERE = Path(__file__).resolve().parent
SHARED = (HERE.parent / os.environ.get("RESDIFF_SHARED", "../shared")).resolve()
FAMILIES = {"softener": "qualifier", "quantifier": "qualifier"}
FILLING = (
    "Commends the keepers of the northern lights for their patience in the great fog;",
    "Thanks the weavers of the islands for the sails that they gave to the pilots;",
    "Condemns the burning of beacons by those who profit from wrecked ships;",
    "Welcomes the opening of a school for bell founders in the southern harbour;",
    "Decides to remain seized of the matter.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One change of the gold: family, words on both sides, direction, whether it is doubtful."""

    family: str
    before: str
    after: str
    direction: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Case:
    title: str
    left: str
    right: str
    real: bool
    lines: tuple[Line, ...]


def cases() -> Iterator[Case]:
    """The cases of the gold."""
    for block in re.split(r"\n\s*\n", (HERE / "changes_gold.txt").read_text(encoding="utf-8")):
        rows = [row for row in block.strip().splitlines() if row]
        sides = dict(row.split(": ", 1) if row.startswith(("left:", "right:")) else row.split("]: ", 1) for row in rows if row[:4] in ("left", "righ"))
        if len(sides) != 2:
            continue
        (left_head, left), (right_head, right) = sides.items()
        real = left_head == "left"
        lines = tuple(line(row) for row in rows if row.startswith(("change:", "maybe:")))
        yield Case(rows[0][2:], left if real else f"{left_head}: {left}", right if real else f"{right_head}: {right}", real, lines)


def line(row: str) -> Line:
    """A change as it stands in the gold."""
    head, kind, rest = row.split(":", 2)
    told, _, direction = rest.partition(" ; direction: ")
    before, _, after = f" {told.strip()} ".partition(" -> ") if " -> " in f" {told.strip()} " else (told, "", "")
    family = kind.strip()
    return Line(FAMILIES.get(family, family), before.strip(), after.strip(), direction.strip(), head == "maybe")


# --- what is told ----------------------------------------------------------------------------------------------------------------


@cache
def real(symbol: str) -> Document:
    """A real document in English."""
    from common import akn_file

    name = re.sub(r" \(.*", "", symbol).replace("/", "_")
    statement = name.startswith("S_PRST")
    files = (SHARED / "data" / "akn" / "PRST").rglob("*.xml") if statement else (SHARED / "data" / "text").glob("*.en.txt")
    path = next((p for p in sorted(files) if re.match(rf"{name}(?!\d)", p.name)), None)
    if path is None and not statement:
        path = akn_file(int(name.rsplit("_", 1)[1]))
    if path is None:
        raise SystemExit(f"no file of {symbol}")
    with tempfile.TemporaryDirectory() as folder:
        return Library(Path(folder)).document(str(path))


@cache
def compared(left: str, right: str) -> tuple[Link, ...]:
    """The links between two real documents."""
    sides = real(left), real(right)
    return compare(*sides, align(*sides)).links


def invented(said: str) -> tuple[Document, str]:
    """A document around an invented paragraph, and the paragraph's id."""
    head, text = said.split(": ", 1)
    kind, year, month, day = re.search(r"\[(\w+),.*?(\d{4})-(\d\d)-(\d\d)", head + "]").groups()  # type: ignore[union-attr]
    months = "January February March April May June July August September October November December".split()
    date = f"{int(day)} {months[int(month) - 1]} {year}"
    if kind == "P":
        lines = [f"S/PRST/{year}/7", f"Statement by the President of the Security Council, {date}", f"“The Security Council {text[0].lower() + text[1:]}" if not text.startswith(("“", "The ")) else text]
        lines += [f"“The Security Council {filling[0].lower()}{filling[1:-1]}." for filling in FILLING]
    else:
        number = 9000 + int(year) % 100
        lines = [f"S/RES/{number} ({year})", f"Resolution {number} ({year})", f"Adopted by the Security Council at its {number}th meeting, on {date}", "The Security Council,"]
        lines += [text] if kind == "PP" else ["Recalling its resolution 9001 (2091),"]
        operative = [*FILLING[:2], *([text] if kind == "OP" else []), *FILLING[2:]]
        lines += [f"{n}. {paragraph}" for n, paragraph in enumerate(operative, 1)]
    data = "\n\n".join(lines).encode()
    document = read_document(data, Origin(digest(data), len(data), file="invented.txt"))
    wanted = words(text)[:6]
    return document, next(p.id for p in document.paragraphs if words(p.text)[: len(wanted)] == wanted or " ".join(wanted) in " ".join(words(p.text)[:12]))


def told(case: Case) -> tuple[Change, ...] | None:
    """The named changes between the two paragraphs; None where they are not linked."""
    if case.real:
        left, right = (side.rsplit(" ", 1) for side in (case.left, case.right))
        links, ids = compared(left[0], right[0]), (left[1], right[1])
    else:
        (one, first), (other, second) = invented(case.left), invented(case.right)
        links, ids = compare(one, other, align(one, other)).links, (first, second)
    return next((link.changes for link in links if (link.left, link.right) == ids), None)


def family(change: Change) -> str:
    """The family of a change in the gold's terms."""
    kind = str(change.kind)
    for part in ("qualifier", "safeguard", "citation", "item", "name"):
        if kind.startswith(part):
            return part
    return {"preamble to operative part": "preambular-operative", "operative part to preamble": "preambular-operative", "statement to resolution": "statement-resolution"}.get(kind, kind)


# --- the count -------------------------------------------------------------------------------------------------------------------


def alike(ours: str, theirs: str) -> bool:
    """Whether most words of the shorter are in the longer."""
    a, b = ({word[:5] for word in words(text)} for text in (ours, theirs))  # verbs are told in the form of a dictionary
    return 2 * len(a & b) > min(len(a), len(b)) or a == b


def meets(change: Change, gold: Line) -> bool:
    """Whether a told change is this one of the gold, or one half of it."""
    if family(change) != gold.family:
        return False
    if gold.family in ("preambular-operative", "statement-resolution"):
        return True
    sides = [(change.from_, gold.before), (change.to, gold.after)]
    if gold.family == "citation":
        return any(set(re.findall(r"\d{3,}", theirs)[:1]) & set(re.findall(r"\d{3,}", ours)) for ours, theirs in sides)
    both = [(ours, theirs) for ours, theirs in sides if ours.strip()]
    return bool(both) and all(theirs and alike(ours, theirs) for ours, theirs in both)


def main() -> None:
    """Print what differs, and the figures."""
    sys.path.insert(0, str(SHARED / "score"))
    right = wrong = found = missing = unlinked = 0
    by_family: Counter[tuple[str, str]] = Counter()
    for case in cases():
        changes = told(case)
        rows = []
        if changes is None:
            unlinked += 1
            rows.append("  not linked")
        certain = [gold for gold in case.lines if not gold.doubtful]
        for change in changes or ():
            met = [gold for gold in case.lines if meets(change, gold)]
            sure = [gold for gold in met if not gold.doubtful]
            if met and not sure:
                continue
            good = bool(sure) and (change.direction is None or str(change.direction) in {gold.direction for gold in sure})
            right += good
            wrong += not good
            by_family[family(change), "right" if good else "wrong"] += 1
            if not good:
                rows.append(f"  WRONG   {change.kind}: {change.from_} -> {change.to} {change.direction or ''}")
        for gold in certain:
            met_by = [change for change in changes or () if meets(change, gold)]
            found += bool(met_by)
            missing += not met_by
            by_family[gold.family, "found" if met_by else "missing"] += 1
            if not met_by:
                rows.append(f"  MISSING {gold.family}: {gold.before} -> {gold.after}")
        if rows or "--all" in sys.argv:
            print(f"{case.title} [{case.left[:60] if case.real else 'invented'} | {case.right[:60] if case.real else ''}]", *rows, sep="\n")
    for name in sorted({name for name, _ in by_family}):
        print(f"{name:22}", *(f"{what} {by_family[name, what]:4}" for what in ("right", "wrong", "found", "missing")))
    print(f"named changes: precision {right / max(1, right + wrong):.3f} recall {found / max(1, found + missing):.3f} ({unlinked} pairs not linked)")


if __name__ == "__main__":
    main()
