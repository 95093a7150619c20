"""A concordance of four invented documents with every kind of cell, made by hand: it does not move when the core's judgement does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import report_samples as samples
from resdiff.concordance import Cell, Concordance, Part, Row, State
from resdiff.models import Change, ChangeKind, Document, Kind, Language, Status

Body = dict[str, str]

RECITAL = "Concerned that fog hides what lanterns would show,"
LAMPS = "Urges all States to light their lamps before dusk, as appropriate;"
LAMPS_LATER = "Calls upon all States to light their lamps before dusk, in accordance with the law of the sea;"
BELLS = "Invites harbour masters to ring their bells in fog;"
REGISTER = "Decides that keepers shall keep a register of lanterns and that pilots shall read it each night;"
KEEPERS = "Decides that keepers shall keep a register of lanterns;"
PILOTS = "Decides also that pilots shall read it each night;"
GULLS = "Recommends that gulls be counted in spring;"
OIL = "Encourages sellers of lamp oil to mark their barrels;"
SEIZED = "Decides to remain seized of the matter."

BODIES: tuple[Body, ...] = (
    {"PP1": RECITAL, "OP1": LAMPS, "OP2": BELLS, "OP3": REGISTER, "OP4": OIL, "OP5": SEIZED},
    {"PP1": RECITAL, "OP1": LAMPS, "OP2": REGISTER, "OP3": SEIZED},
    {"PP1": RECITAL, "OP1": LAMPS_LATER, "OP2": BELLS, "OP3": KEEPERS, "OP4": PILOTS, "OP5": SEIZED},
    {"PP1": RECITAL, "OP1": BELLS, "OP2": LAMPS_LATER, "OP3": KEEPERS, "OP4": GULLS, "OP5": SEIZED},
)


def documents(language: Language = Language.EN) -> tuple[Document, ...]:
    """Three resolutions and a draft, oldest first."""
    out = []
    for n, body in enumerate(BODIES):
        items = tuple((id_, Kind.PREAMBULAR if id_[0] == "P" else Kind.OPERATIVE, 0, text) for id_, text in body.items())
        found = samples.document(f"S/RES/{9001 + n} ({2091 + n})", items, language, 2091 + n)
        source = replace(found.source, sha256=f"{n:064}", file=f"{9001 + n}.txt")
        adoption = replace(found.adoption, date=date(2091 + n, 3, 4))
        out.append(replace(found, source=source, adoption=adoption))
    draft = replace(out[3], symbol=None, status=Status.DRAFT, adoption=replace(out[3].adoption, date=None, vote=None))
    return (*out[:3], replace(draft, source=replace(draft.source, file="draft.txt")))


def part(column: int, id_: str, state: State = State.EDITED, source: tuple[int, str] | None = None, *changes: Change) -> Part:
    """One paragraph of a cell, with its edits."""
    text = BODIES[column][id_]
    steps = samples.edits(BODIES[source[0]][source[1]], text) if source else ()
    return Part(id_, text, state, source[1] if source else None, steps, changes)


def plain(id_: str) -> Cell:
    return Cell(State.PLAIN, None, (part(0, id_, State.PLAIN),))


def cell(state: State, column: int, id_: str, against: int, source: str, *changes: Change) -> Cell:
    return Cell(state, against, (part(column, id_, state, (against, source), *changes),))


SAME = State.SAME
ABSENT = Cell(State.ABSENT, None)
VERB = Change(ChangeKind.VERB, "Urges", "Calls upon")
SAFE = Change(ChangeKind.SAFEGUARD_GAINED, "", "in accordance with the law of the sea")


def _rows() -> tuple[tuple[Cell, ...], ...]:
    split = tuple(part(2, id_, State.EDITED, (1, "OP2")) for id_ in ("OP3", "OP4"))
    merged = Cell(State.EDITED, 2, (part(3, "OP3", SAME, (2, "OP3")),), ("OP4",), ("OP4",))
    added = replace(part(3, "OP4", State.ADDED), draws_on=("OP4",))
    return (
        (plain("PP1"), *(cell(SAME, n, "PP1", n - 1, "PP1") for n in (1, 2, 3))),
        (
            plain("OP2"),
            Cell(State.GONE, 0),
            replace(cell(SAME, 2, "OP2", 0, "OP2"), state=State.BACK),
            cell(State.MOVED, 3, "OP1", 2, "OP2"),
        ),
        (
            plain("OP1"),
            cell(SAME, 1, "OP1", 0, "OP1"),
            cell(State.EDITED, 2, "OP1", 1, "OP1", VERB, SAFE),
            cell(SAME, 3, "OP2", 2, "OP1"),
        ),
        (plain("OP3"), cell(SAME, 1, "OP2", 0, "OP3"), Cell(State.EDITED, 1, split), merged),
        (ABSENT, ABSENT, ABSENT, Cell(State.ADDED, 2, (added,))),
        (plain("OP4"), Cell(State.GONE, 0, elsewhere=("OP2",)), ABSENT, ABSENT),
        (
            plain("OP5"),
            cell(SAME, 1, "OP3", 0, "OP5"),
            cell(SAME, 2, "OP5", 1, "OP3"),
            cell(SAME, 3, "OP5", 2, "OP5"),
        ),
    )


def concordance(language: Language = Language.EN) -> Concordance:
    """The sample."""
    rows = tuple(Row(n, cells) for n, cells in enumerate(_rows(), 1))
    return Concordance(documents(language), None, rows, len(rows))


def based() -> Concordance:
    """A few rows against the third document."""
    lamps = (
        cell(State.EDITED, 0, "OP1", 2, "OP1", VERB, SAFE),
        cell(State.EDITED, 1, "OP1", 2, "OP1", VERB),
        Cell(State.PLAIN, None, (part(2, "OP1", State.PLAIN),)),
        cell(SAME, 3, "OP2", 2, "OP1"),
    )
    register = (
        Cell(State.EDITED, 2, (part(0, "OP3", State.EDITED, (2, "OP3")),), ("OP4",)),
        Cell(State.EDITED, 2, (part(1, "OP2", State.EDITED, (2, "OP3")),), ("OP4",)),
        Cell(State.PLAIN, None, tuple(part(2, id_, State.PLAIN) for id_ in ("OP3", "OP4"))),
        Cell(State.EDITED, 2, (part(3, "OP3", SAME, (2, "OP3")),), ("OP4",)),
    )
    oil = (Cell(State.OLDER, 2, (part(0, "OP4", State.OLDER),)), ABSENT, ABSENT, ABSENT)
    yet = Cell(State.YET, 2)
    pilots = (yet, yet, Cell(State.PLAIN, None, (part(2, "OP4", State.PLAIN),)), cell(SAME, 3, "OP4", 2, "OP4"))
    rows = (Row(2, lamps), Row(4, register), Row(6, oil), Row(7, pilots))
    return Concordance(documents(), 2, rows, 7, ("OP1", "OP4"), "lanterns")
