"""Named changes against three gold files: how many of those that are told are right, how many of those that should be told are.

changes_gold.txt was written before the rules, and they were tuned on it; changes_blind.txt and changes_third.txt were written later, each
of other resolutions, without sight of code or output, and their cases were not chosen for what they show. The rules have been tuned on
the former since: the latter tells what a user will meet.

A told change is right where one of its family in the gold has its words; one line of the gold may be told as a loss and a gain. Those that
the gold calls doubtful count neither way. A direction that the gold does not give is wrong. Usage: gold.py [--all]
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from resdiff.align import align
from resdiff.cache import Origin
from resdiff.diff import compare
from resdiff.intake import read_document
from resdiff.models import Change, Document, Link
from resdiff.report.words import day
from resdiff.tokens import words

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


def cases(file: str) -> Iterator[Case]:
    """The cases of a gold file."""
    for block in re.split(r"\n\s*\n", (HERE / file).read_text(encoding="utf-8")):
        rows = [row for row in block.strip().splitlines() if row]
        sides = [row for row in rows if re.match(r"(?:left|right)(?: text \[[^\]]*\])?: ", row)]
        if len(sides) == 2:
            lines = tuple(line(row) for row in rows if row.startswith(("change:", "maybe:")))
            yield Case(rows[0][2:], sides[0], sides[1], sides[0].startswith("left: "), lines)


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
    data = path.read_bytes()
    return read_document(data, Origin.of(data, file=str(path)))


@cache
def compared(left: str, right: str) -> tuple[Link, ...]:
    """The links between two real documents."""
    sides = real(left), real(right)
    return compare(*sides, align(*sides)).links


def invented(said: str) -> tuple[Document, str]:
    """A document around an invented paragraph, and the paragraph's id."""
    found = re.match(r"\w+ text \[(\w+),.*?(\d{4})-(\d\d)-(\d\d)\]: (.*)", said)
    if found is None:
        raise SystemExit(f"not to be read: {said}")
    kind, year, month, day_, text = found.groups()
    number, adopted = 9000 + int(year) % 100, day(date(int(year), int(month), int(day_)))
    if kind == "P":
        own = text if text.startswith(("“", "The ")) else f"“The Security Council {text[0].lower()}{text[1:]}"
        filling = [f"“The Security Council {paragraph[0].lower()}{paragraph[1:-1]}." for paragraph in FILLING]
        lines = [f"S/PRST/{year}/7", f"Statement by the President of the Security Council, {adopted}", own, *filling]
    else:
        operative = [*FILLING[:2], *([text] if kind == "OP" else []), *FILLING[2:]]
        lines = [
            f"S/RES/{number} ({year})",
            f"Resolution {number} ({year})",
            f"Adopted by the Security Council at its {number}th meeting, on {adopted}",
            "The Security Council,",
            text if kind == "PP" else "Recalling its resolution 9001 (2091),",
            *(f"{n}. {paragraph}" for n, paragraph in enumerate(operative, 1)),
        ]
    data = "\n\n".join(lines).encode()
    document = read_document(data, Origin.of(data, file="invented.txt"))
    wanted = " ".join(words(text)[:6])
    return document, next(p.id for p in document.paragraphs if wanted in " ".join(words(p.text)[:12]))


def told(case: Case) -> tuple[Change, ...] | None:
    """The named changes between the two paragraphs; None where they are not linked."""
    if case.real:
        left, right = (side.partition(": ")[2].rsplit(" ", 1) for side in (case.left, case.right))
        links, ids = compared(left[0], right[0]), (left[1], right[1])
    else:
        (one, first), (other, second) = invented(case.left), invented(case.right)
        links, ids = compare(one, other, align(one, other)).links, (first, second)
    return next((link.changes for link in links if (link.left, link.right) == ids), None)


PARTS = {
    "preamble to operative part": "preambular-operative",
    "operative part to preamble": "preambular-operative",
    "statement to resolution": "statement-resolution",
}


def family(change: Change) -> str:
    """The family of a change in the gold's terms."""
    kind = str(change.kind)
    return next(
        (name for name in ("qualifier", "safeguard", "citation", "item", "name") if kind.startswith(name)), PARTS.get(kind, kind)
    )


# --- the count -------------------------------------------------------------------------------------------------------------------


def alike(ours: str, theirs: str, letters: int = 5) -> bool:
    """Whether most words of the shorter are in the longer, by their beginnings."""
    a, b = ({word[:letters] for word in words(text)} for text in (ours, theirs))
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
    # verbs are told in the form of a dictionary: "urges" of "Urging"
    letters = 3 if gold.family == "verb" else 5
    return bool(both) and all(theirs and alike(ours, theirs, letters) for ours, theirs in both)


def judged(case: Case) -> Iterator[tuple[str, str, str]]:
    """Each told change and each of the gold, as (family, "right", "wrong", "found", "missing" or "unlinked", words)."""
    changes = told(case)
    if changes is None:
        yield "link", "unlinked", "not linked"
    for change in changes or ():
        met = [gold for gold in case.lines if meets(change, gold)]
        sure = [gold for gold in met if not gold.doubtful]
        if sure or not met:
            good = bool(sure) and (change.direction is None or str(change.direction) in {gold.direction for gold in sure})
            yield (
                family(change),
                "right" if good else "wrong",
                f"{change.kind}: {change.from_} -> {change.to} {change.direction or ''}",
            )
    for gold in case.lines:
        if not gold.doubtful:
            met_by = any(meets(change, gold) for change in changes or ())
            yield gold.family, "found" if met_by else "missing", f"{gold.family}: {gold.before} -> {gold.after}"


def figures() -> dict[str, float]:
    """Precision and recall on each file; what differs goes to standard output."""
    sys.path.insert(0, str(SHARED / "score"))
    files = {"gold": "named changes", "blind": "named changes, blind", "third": "named changes, third"}
    return {name: value for file, title in files.items() for name, value in _figures(f"changes_{file}.txt", title).items()}


def _figures(file: str, title: str) -> dict[str, float]:
    print(f"== {file}")
    count: Counter[tuple[str, str]] = Counter()
    for case in cases(file):
        found = list(judged(case))
        count.update((name, what) for name, what, _ in found)
        rows = [f"  {what:8} {text}" for _, what, text in found if "--all" in sys.argv or what in ("wrong", "missing", "unlinked")]
        if rows:
            print(case.title, *rows, sep="\n")
    for name in sorted({name for name, _ in count}):
        print(f"{name:22}", *(f"{what} {count[name, what]:4}" for what in ("right", "wrong", "found", "missing")))
    right, wrong, hit, missing = (
        sum(n for (_, w), n in count.items() if w == what) for what in ("right", "wrong", "found", "missing")
    )
    return {f"{title} precision": right / (right + wrong), f"{title} recall": hit / (hit + missing)}


if __name__ == "__main__":
    for name, value in figures().items():
        print(f"{name}: {value:.4f}")
