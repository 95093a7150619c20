"""Edits on a text, composed step by step into one record against the text as first read.

A *ledger* is a list of entries that cover the first text from its start to its end: `(length, None, "")` keeps so many characters,
`(length, text, rule)` puts a text in their place. Each step of the repair gives edits on the text that the step before left;
`Ledger.apply` composes them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Entry = tuple[int, str | None, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in place of `start:end` of the present text."""

    start: int
    end: int
    text: str
    rule: str


class Ledger:
    """The text as first read, the present text, and how the one becomes the other."""

    def __init__(self, text: str) -> None:
        self.first = text
        self.text = text
        self.entries: list[Entry] = [(len(text), None, "")] if text else []

    def apply(self, edits: Iterable[Edit]) -> bool:
        """Make edits on the present text; they must not overlap. Whether there were any."""
        chosen = sorted(edits, key=lambda e: (e.start, e.end))
        if not chosen:
            return False
        steps: list[Entry] = []
        out, at = [], 0
        for edit in chosen:
            if edit.start > at:
                steps.append((edit.start - at, None, ""))
            steps.append((edit.end - edit.start, edit.text, edit.rule))
            out += [self.text[at : edit.start], edit.text]
            at = edit.end
        if at < len(self.text):
            steps.append((len(self.text) - at, None, ""))
        out.append(self.text[at:])
        self.entries = _compose(self.entries, steps)
        self.text = "".join(out)
        return True

    def changes(self) -> tuple[Edit, ...]:
        """The edits that lead from the first text to the present one, in order, none overlapping or without effect."""
        found, at = [], 0
        for length, text, rule in self.entries:
            if text is not None and text != self.first[at : at + length]:
                found.append(Edit(at, at + length, text, rule))
            at += length
        return tuple(found)

    def mapper(self) -> Mapper:
        """Where offsets of the first text stand now."""
        return Mapper(self.entries)


class Mapper:
    """Where an offset of the first text stands in the present one; an offset inside a replaced range goes to the replacement's start."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.old, self.new, self.kept = [0], [0], []
        for length, text, _ in entries:
            self.kept.append(text is None)
            self.old.append(self.old[-1] + length)
            self.new.append(self.new[-1] + (length if text is None else len(text)))

    def __call__(self, offset: int) -> int:
        """The place of one offset."""
        i = min(bisect_right(self.old, offset) - 1, len(self.kept) - 1)
        if i < 0:
            return 0
        if self.kept[i]:
            return self.new[i] + min(offset, self.old[i + 1]) - self.old[i]
        return self.new[i] if offset < self.old[i + 1] else self.new[i + 1]


def _compose(first: Sequence[Entry], second: Sequence[Entry]) -> list[Entry]:
    """One ledger that does what two do one after the other."""
    out: list[Entry] = []
    stock = list(reversed(first))

    def take(wanted: int) -> list[Entry]:
        """Entries of the first ledger that give the next `wanted` characters, cut where needed."""
        taken: list[Entry] = []
        while wanted or (stock and stock[-1][1] == ""):
            length, text, rule = stock.pop()
            size = length if text is None else len(text)
            if size <= wanted:
                taken.append((length, text, rule))
                wanted -= size
            elif text is None:
                taken.append((wanted, None, ""))
                stock.append((length - wanted, None, ""))
                wanted = 0
            else:
                taken.append((length, text[:wanted], rule))
                stock.append((0, text[wanted:], rule))
                wanted = 0
            if not wanted and not (stock and stock[-1][1] == ""):
                break
        return taken

    for length, text, rule in second:
        if text is None:
            for entry in take(length):
                _push(out, entry)
        elif length == 0:
            _push(out, (0, text, rule))
        else:
            taken = take(length)
            _push(out, (sum(entry[0] for entry in taken), text, rule))
    for entry in reversed(stock):
        _push(out, entry)
    return out


def _push(out: list[Entry], entry: Entry) -> None:
    """Add an entry, joined to the last one where both keep, or where both replace and one of them replaces nothing."""
    length, text, rule = entry
    if out:
        before, last, named = out[-1]
        if last is None and text is None:
            out[-1] = (before + length, None, "")
            return
        if last is not None and text is not None and (not before or not length):
            out[-1] = (before + length, last + text, named if named == rule else f"{named}, {rule}")
            return
    out.append(entry)
