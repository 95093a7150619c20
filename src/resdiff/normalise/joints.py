"""How printed lines join: the edits that make paragraphs of them once it is known which line begins one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from resdiff.models import Block
from resdiff.normalise.apart import Role
from resdiff.normalise.ledger import Edit
from resdiff.normalise.mend import HAN, Evidence
from resdiff.normalise.short import JOINING

_HYPHENED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-\u2010\u00ad]$")
"""A word and the hyphen at the end of a line."""


def joints(
    blocks: Sequence[Block], roles: Sequence[Role], rules: Sequence[str], evidence: Evidence
) -> tuple[list[Edit], list[int]]:
    """Edits that take out furniture and notes and join what goes on (on the lines joined by line feeds); each paragraph's first block."""
    edits: list[Edit] = []
    firsts: list[int] = []
    starts, at = [], 0
    for block in blocks:
        starts.append(at)
        at += len(block.text) + 1
    kept: int | None = None
    for i, block in enumerate(blocks):
        start, end = starts[i], starts[i] + len(block.text)
        if roles[i] in (Role.FURNITURE, Role.NOTE):
            edits.append(Edit(start, end + 1, "", rules[i]))
            continue
        if kept is None or roles[i] in (Role.START, Role.COVER):
            firsts.append(i)
        else:
            edits.append(_joint(starts[kept] + len(blocks[kept].text), blocks[kept].text, block.text, evidence))
        kept = i
    tail = len(blocks) - 1 - (kept if kept is not None else -1)
    if tail:
        edits = _moved_back(edits, tail, at - 1)
    return edits, firsts


def _moved_back(edits: list[Edit], tail: int, length: int) -> list[Edit]:
    """The same edits, but the last `tail` lines go with the line feed before them rather than the one after."""
    moved = [Edit(max(0, e.start - 1), min(e.end - 1, length), e.text, e.rule) for e in edits[-tail:]]
    if moved[0].start == 0 and edits[-tail].start == 0:
        moved = [Edit(0, edits[-tail].end - 1, "", moved[0].rule), *moved[1:]]
    return [*edits[:-tail], *moved]


def _joint(at: int, above: str, below: str, evidence: Evidence) -> Edit:
    """The edit that joins two lines, the first ending at `at`: by a space, by nothing between Chinese characters, and at a hyphen with or
    without it."""
    left, right = above[-1:], below[:1]
    if re.match(f"[{HAN}]", left) or re.match(f"[{HAN}]", right):
        return Edit(at, at + 1, "", "line joined")
    before = _HYPHENED.search(above) if left in "-\u2010\u00ad" else None
    after = re.match(r"[^\W\d_]+", below)
    if before and after:
        if left != "\u00ad" and after[0] in JOINING:
            return Edit(at, at + 1, " ", "line joined")
        if left != "\u00ad" and evidence.hyphen_stays(before[1], after[0]):
            return Edit(at, at + 1, "", "line joined at a hyphen")
        return Edit(at - 1, at + 1, "", "line-end hyphen")
    if (re.search(r"\d[-\u2010]$", above) and right.isalnum()) or (re.search(r"\w[-\u2010]$", above) and right.isdigit()):
        return Edit(at, at + 1, "", "line joined at a hyphen")
    return Edit(at, at + 1, " ", "line joined")
