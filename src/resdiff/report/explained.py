"""Why a paragraph is linked as it is, in words: shared runs, figures, the runner-up, what would tip it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from resdiff.models import Explanation, Rival
from resdiff.report.words import counted, joined, printable

RUNS = 6
"""Shared runs that are told of each pair."""

_WIDTH = 100


def text(value: Explanation) -> str:
    """The explanation as lines of text."""
    out: list[str] = []
    for rivals, own, other, turned in (
        (value.later, value.right, value.left, False),
        (value.earlier, value.left, value.right, True),
    ):
        if rivals is not None:
            out += ["" if not out else "\n", *_paragraph(value.id, own, other, rivals, turned)]
    return "\n".join(printable(line) if line.strip() else line for line in out).strip("\n") + "\n"


def _paragraph(id_: str, own: str, other: str, rivals: tuple[Rival, ...], turned: bool) -> Iterator[str]:
    linked = [rival for rival in rivals if rival.linked]
    names = joined([_name(rival, turned) for rival in linked])
    yield f"{id_} of {own}: " + (f"linked to {names} of {other}" if linked else f"linked to nothing in {other}")
    if not rivals:
        yield f"  No paragraph of {other} shares enough rare words with it to be looked at."
    for rival in rivals:
        yield ""
        yield from _rival(rival, turned)


def _name(rival: Rival, turned: bool) -> str:
    return rival.right if turned else rival.left


def _rival(rival: Rival, turned: bool) -> Iterator[str]:
    role = "linked, primary" if rival.primary else "linked" if rival.linked else "not linked"
    yield f"  {_name(rival, turned)} ({role})"
    if rival.equal:
        yield "    The two are the same but for print: case, quotes, spaces."
        return
    taken = (
        ""
        if rival.linked or rival.left_over >= rival.evidence
        else f", {rival.left_over:.2f} without those that other links explain"
    )
    yield f"    Shared words weigh {rival.evidence:.2f} of both paragraphs{taken} (a word weighs more the fewer paragraphs have it);"
    yield f"    with neighbours and place {rival.rank:.2f}; needed {rival.needed:.2f}."
    if rival.rank < rival.needed and rival.contained >= rival.enough:
        yield f"    They are {rival.contained:.2f} of the shorter one, for which {rival.enough:.2f} is enough."
    amount = f"{abs(rival.words):.1f} rare words"
    if rival.formula:
        yield "    Nothing else answers to either, and they are one but for numbers and a word or two: linked as the same formula."
    elif rival.linked:
        yield f"    It would tip if about {amount} fewer were shared."
    elif rival.words < 0:
        yield f"    It would tip if about {amount} more were shared."
    else:
        yield "    Links that were taken first explain one of the two already, and what is left does not make another."
    yield f"    {counted(len(rival.runs), 'shared run')}{', the longest' if len(rival.runs) > RUNS else ''}:"
    for run in rival.runs[:RUNS]:
        yield from textwrap.wrap(f"“{' '.join(run.split())}”", _WIDTH, initial_indent="      ", subsequent_indent="       ")
