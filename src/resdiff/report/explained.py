"""Why a paragraph is linked as it is, in words: shared runs, figures, the runner-up, what would tip it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from resdiff.models import Bar, Explanation, Rival, Way
from resdiff.report.words import counted, joined, printable

RUNS = 6
"""Shared runs that are told of each pair."""

_WIDTH = 100

LEGEND = (
    "Words weigh by rarity: one that stands in one paragraph of each document counts as one rare word, "
    "one that stands in many for less."
)


def text(value: Explanation) -> str:
    """The explanation as lines of text."""
    out: list[str] = []
    for rivals, own, other, turned in (
        (value.later, value.right, value.left, False),
        (value.earlier, value.left, value.right, True),
    ):
        if rivals is not None:
            out += ["" if not out else "\n", *_paragraph(value.id, own, other, rivals, turned)]
    if any(not rival.equal for rivals in (value.later, value.earlier) for rival in rivals or ()):
        out += ["", *textwrap.wrap(LEGEND, _WIDTH)]
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
    taken = "" if rival.left_over >= rival.evidence else f", {rival.left_over:.2f} without those that other links explain"
    yield f"    Shared words weigh {rival.evidence:.2f} of both paragraphs{taken};"
    yield f"    with neighbours and place {rival.rank:.2f}; needed {rival.needed:.2f}."
    yield from (f"    {line}" for line in (*_bar(rival), _decided(rival)))
    yield f"    {counted(len(rival.runs), 'shared run')}{', the longest' if len(rival.runs) > RUNS else ''}:"
    for run in rival.runs[:RUNS]:
        yield from textwrap.wrap(f"“{' '.join(run.split())}”", _WIDTH, initial_indent="      ", subsequent_indent="       ")


def _bar(rival: Rival) -> Iterator[str]:
    """What counts besides that figure: of which paragraph the words are enough, or how many are the least."""
    if rival.bar is Bar.RANK:
        yield "One of the two is short: hence so high a bar."
    elif rival.bar is Bar.BOTH:
        yield "Other links explain most of one of the two already: the words must also be"
        yield f"{rival.enough:.2f} of the other one, and are {rival.contained:.2f}."
    elif rival.rank < rival.needed and rival.contained >= rival.enough:
        yield f"They are {rival.contained:.2f} of the shorter one, for which {rival.enough:.2f} is enough."
    if rival.shared < rival.least:
        yield f"They come to {rival.shared:.1f} rare words, and {rival.least:.1f} are the least that make a link."


def _decided(rival: Rival) -> str:
    """What made the link, or what would have made or unmade it."""
    if rival.way is Way.REST:
        return (
            "Both were left over, one text goes on with the other, and neither has as good a partner: "
            "fewer words are enough to link them."
        )
    if rival.way is Way.PASSAGE:
        return "A passage of the one that nothing else answers to stands in the other word for word: fewer words are enough to link them."
    if rival.way is Way.HEADING:
        return "Both are headings, nothing else answers to either, and the paragraphs below them are linked."
    if rival.way is Way.FORMULA:
        return (
            "Nothing else answers to either, and they are linked as the same formula: one but for numbers and a word or two, "
            "or recitals that open both texts by recalling the same resolutions."
        )
    if not rival.linked and rival.words >= 0:
        return "Links that were taken first explain one of the two already, and what is left does not make another."
    way = "fewer" if rival.linked else "more"
    if abs(rival.words) < 0.1:
        return f"It is on the edge: 0.1 rare words {way} would tip it."
    return f"It would tip if about {abs(rival.words):.1f} rare words {way} were shared."
