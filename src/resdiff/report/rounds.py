"""From one round of a draft to the next, in words: what became of options, positions and statuses; and which edits these lines tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from resdiff.models import Cover, Edit, EditClass, Fate, MarkKind, Op, Paragraph, Proposal, Span, Standing
from resdiff.report.words import snippet

_POSITION = {
    Fate.STILL: "position still printed",
    Fate.GONE: "position no longer printed",
    Fate.MET: "position no longer printed; the text is as it asks",
    Fate.ADDED: "new position",
}


def proposal_words(proposal: Proposal) -> str:
    """What became of words in brackets; what a delegation asks for there ("[US: delete]") is no wording, and goes when it is done."""
    if proposal.position:
        by = f"{proposal.by}: " if proposal.by else ""
        return f"{by}“{snippet(proposal.text, 80)}”: {_POSITION[proposal.fate]}"
    by = f" ({proposal.by})" if proposal.by else ""
    moved = ", at another place" if proposal.moved else ""
    now = "" if proposal.now is None else f", now under {proposal.now}" if proposal.now else ", no longer under a name"
    if proposal.fate in (Fate.CHOSEN, Fate.OPEN, Fate.SIGNED, Fate.UNSIGNED):
        return f"“{snippet(proposal.text, 80)}”{by}: {proposal.fate.value}{moved}{now}"
    return f"[{snippet(proposal.text, 80)}]{by}: {proposal.fate.value}{moved}{now}"


def standing_words(standing: Standing) -> str:
    """How the drafts mark a paragraph, in their words, and whether its own words differ."""
    if standing.before and standing.after:
        said = f"marked “{standing.before}”" + (f", then “{standing.after}”" if standing.after != standing.before else " in both")
    elif standing.before:
        said = f"marked “{standing.before}” in the earlier draft, no longer marked"
    else:
        said = f"marked “{standing.after}” in the later draft"
    if not (standing.left and standing.right):
        return f"{said}; only in the {'earlier' if standing.left else 'later'} draft"
    return f"{said}; its words {'differ' if standing.differs else 'are the same'}"


_WORD = re.compile(r"[^\s\[\]［］/]")


class Options:
    """The options of a paragraph, each as the range from its first to its last word; brackets and what the talks print count for nothing.
    Looked for once a paragraph: a draft may hold thousands."""

    def __init__(self, paragraph: Paragraph) -> None:
        self.text = paragraph.text
        self.beside = Cover(paragraph.talked)
        found = [self._words(*option) for option in paragraph.marked(MarkKind.OPTION)]
        self.ranges = sorted(option for option in found if option[0] < option[1])

    def _words(self, start: int, end: int) -> Span:
        """A range without what stands at its ends and is no word."""
        moved = True
        while moved and start < end:
            moved = False
            while start < end and not _WORD.match(self.text, start):
                start += 1
            while start < end and not _WORD.match(self.text, end - 1):
                end -= 1
            for first, last in list(self.beside.within((start, end))):
                if first <= start < last:
                    start, moved = last, True
                if first < end <= last:
                    end, moved = first, True
        return start, end

    def hold(self, span: Span) -> bool:
        """Whether every word of a range belongs to an option that the range holds whole."""
        if span[0] == span[1]:  # a place alone: it must not part a word
            return not (span[0] and self.text[span[0] - 1 : span[0] + 1].isalnum() and span[0] < len(self.text))
        first, last = bisect_left(self.ranges, (span[0], 0)), bisect_left(self.ranges, (span[1], 0))
        whole = [option for option in self.ranges[first:last] if option[1] <= span[1]]
        return not any(_WORD.search(self.text, *part) for part in Cover([*whole, *self.beside.within(span)]).outside(span))


def untold(edits: Sequence[Edit], left: Options, right: Options) -> tuple[Edit, ...]:
    """The edits without those that the lines on the talks tell: their own, and what holds nothing but options with their brackets, save
    where it stands beside words that these lines do not tell ("90 -> [120]")."""
    told = [edit.op is not Op.EQUAL and left.hold(edit.left) and right.hold(edit.right) for edit in edits]
    kept = tuple(
        edit
        for k, edit in enumerate(edits)
        if edit.class_ is not EditClass.TALKS
        and not (told[k] and (edit.op not in _REPLACED or not any(_replaces(edits, k, n, told) for n in (k - 1, k + 1))))
    )
    return _without_closings(kept, left, right) if left.beside or right.beside or left.ranges or right.ranges else kept


_CLOSINGS = frozenset(";,.؛،；，。")


def _without_closings(edits: tuple[Edit, ...], left: Options, right: Options) -> tuple[Edit, ...]:
    """The edits without a mark that closes a paragraph and was only put before or behind what the draft prints there."""
    gone: dict[str, Edit] = {}
    come: dict[str, Edit] = {}
    for edit in edits:
        if edit.op in _REPLACED and edit.class_ is None:
            lost = edit.op is Op.DELETE
            text = left.text[slice(*edit.left)] if lost else right.text[slice(*edit.right)]
            (gone if lost else come)[text.strip(" \u00a0[]［］")] = edit
    moved = {edit for text in gone.keys() & come.keys() & _CLOSINGS for edit in (gone[text], come[text])}
    return tuple(edit for edit in edits if edit not in moved)


_REPLACED = {Op.DELETE: Op.INSERT, Op.INSERT: Op.DELETE}


def _replaces(edits: Sequence[Edit], k: int, other: int, told: Sequence[bool]) -> bool:
    """Whether another edit, whose words are not told, took or gave the place of this one."""
    if not 0 <= other < len(edits) or told[other] or edits[other].op is not _REPLACED[edits[k].op]:
        return False
    first, then = edits[min(k, other)], edits[max(k, other)]
    return edits[other].class_ is None and first.left[1] == then.left[0] and first.right[1] == then.right[0]
