"""Each cell of the rows, told against the column before it, or against the base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from resdiff.concordance.pairs import Pairs
from resdiff.concordance.parts import Cell, Part, State
from resdiff.concordance.rows import Gathered
from resdiff.diff import edits, reverse
from resdiff.models import Comparison, Edit, EditClass, Link, LinkKind, MarkKind, Op, Paragraph


def cells(pairs: Pairs, rows: Sequence[Gathered], base: int | None) -> Iterator[tuple[Cell, ...]]:
    """The cells of each row, one a document."""
    teller = _Teller(pairs, base)
    for row in rows:
        yield tuple(teller.cell(row, column) for column in range(len(row)))


class _Teller:
    """Tells cells; the links of each pair of columns are looked up once."""

    def __init__(self, pairs: Pairs, base: int | None) -> None:
        self._pairs = pairs
        self._base = base
        self._texts = [{p.id: p for p in document.paragraphs} for document in pairs.documents]
        self._links: dict[tuple[int, int], dict[str, list[Link]]] = {}

    def cell(self, row: Gathered, column: int) -> Cell:
        """One cell."""
        against = self._against(row, column)
        if not row[column]:
            return self._empty(row, column)
        if against is None:
            state = self._without(column)
            beside = None if state is State.PLAIN else column - 1 if self._base is None else self._base
            return Cell(state, beside, tuple(self._plain(column, beside, id_, state) for id_ in row[column]))
        parts = tuple(self._part(row, column, against, id_) for id_ in row[column])
        told = {part.source for part in parts}
        merged = tuple(id_ for id_ in row[against] if id_ not in told)
        state = _whole(parts, merged)
        if self._base is None and against < column - 1:
            state = State.BACK
        return Cell(state, against, parts, merged, self._elsewhere(row, column, against))

    def _empty(self, row: Gathered, column: int) -> Cell:
        """A cell without text: nothing was there before, or it has another place, or none."""
        beside = column - 1 if self._base is None else self._base
        if beside < 0 or not row[beside]:
            return Cell(State.ABSENT, None)
        state = State.GONE if beside < column else State.YET
        told = self._comparison(column, beside).proposals if state is State.GONE else ()
        gone = tuple(proposal for proposal in told if proposal.left in row[beside] and not proposal.right)
        return Cell(state, beside, elsewhere=self._elsewhere(row, column, beside), proposals=gone)

    def _against(self, row: Gathered, column: int) -> int | None:
        """The column that a cell with text is compared with: the base, or the nearest before it that has text."""
        if self._base is not None:
            return self._base if column != self._base and row[self._base] else None
        return next((k for k in range(column - 1, -1, -1) if row[k]), None)

    def _without(self, column: int) -> State:
        """The state of a text that nothing is compared with."""
        if column == (self._base or 0):
            return State.PLAIN
        return State.OLDER if self._base is not None and column < self._base else State.ADDED

    def _plain(self, column: int, before: int | None, id_: str, state: State) -> Part:
        """A paragraph that has no counterpart in what its cell is compared with, and what it draws on there all the same."""
        borrowed = () if before is None else self._others(column, before, id_, ())
        return Part(id_, self._texts[column][id_].text, state, None, (), (), borrowed)

    def _part(self, row: Gathered, column: int, against: int, id_: str) -> Part:
        paragraph = self._texts[column][id_]
        found = [link for link in self._linked(column, against).get(id_, ()) if _other(link, column, against) in row[against]]
        others = self._others(column, against, id_, row[against])
        if not found:
            source, steps = self._likest(paragraph, against, row[against])
            return Part(
                id_, paragraph.text, _state(steps, None, self._texts[against][source], paragraph), source, steps, (), others
            )
        link = max(found, key=lambda link: (link.primary, link.score))
        steps = link.edits if against < column else _deletions_first(reverse(link.edits))
        source = _other(link, column, against)
        state = State.EDITED if link.changes else _state(steps, link, self._texts[against][source], paragraph)
        told = self._comparison(column, against) if against < column else None
        proposals = tuple(one for one in told.proposals if one.right == id_) if told else ()
        standings = tuple(one for one in told.standings if one.right == id_) if told else ()
        return Part(id_, paragraph.text, state, source, steps, link.changes, others, proposals, standings)

    def _likest(self, paragraph: Paragraph, against: int, ids: Iterable[str]) -> tuple[str, tuple[Edit, ...]]:
        """The paragraph of a cell that has most in common with a text that no link leads to, and the edits from it."""
        document = self._pairs.documents[against]
        tried = [(id_, edits(self._texts[against][id_].text, paragraph.text, document.language)) for id_ in ids]
        return max(tried, key=lambda one: sum(edit.right[1] - edit.right[0] for edit in one[1] if edit.op is Op.EQUAL))

    def _linked(self, column: int, against: int) -> dict[str, list[Link]]:
        """The links between two columns by the id on the first one's side."""
        found = self._links.get((column, against))
        if found is None:
            found = self._links[column, against] = {}
            for link in self._comparison(column, against).links:
                found.setdefault(link.right if against < column else link.left, []).append(link)
        return found

    def _comparison(self, one: int, other: int) -> Comparison:
        return self._pairs.comparison(min(one, other), max(one, other))

    def _others(self, column: int, against: int, id_: str, here: Sequence[str]) -> tuple[str, ...]:
        """The ids in another column that a paragraph is linked to besides those of a row."""
        ids = {_other(link, column, against) for link in self._linked(column, against).get(id_, ())}
        return tuple(one for one in self._texts[against] if one in ids and one not in here)

    def _elsewhere(self, row: Gathered, column: int, against: int) -> tuple[str, ...]:
        """The ids of a column, in other rows, that the compared cell is linked to."""
        ids = {id_ for source in row[against] for id_ in self._others(against, column, source, row[column])}
        return tuple(id_ for id_ in self._texts[column] if id_ in ids)


def _deletions_first(steps: Sequence[Edit]) -> tuple[Edit, ...]:
    """Mirrored edits in the order in which edits are told: at one place what went stands before what came."""
    out = list(steps)
    for k in range(len(out) - 1):
        come, gone = out[k], out[k + 1]
        if come.op is Op.INSERT and gone.op is Op.DELETE and come.left[0] == gone.left[0] and come.right[1] == gone.right[0]:
            start, end = come.right[0], gone.left[1]
            out[k], out[k + 1] = replace(gone, right=(start, start)), replace(come, left=(end, end))
    return tuple(out)


def _other(link: Link, column: int, against: int) -> str:
    return link.left if against < column else link.right


_BRACKETS = frozenset("[]［］ \u00a0/")


def _state(steps: Iterable[Edit], link: Link | None, before: Paragraph, after: Paragraph) -> State:
    """What a paragraph is beside its source."""
    changed = [edit for edit in steps if edit.op is not Op.EQUAL]
    if not all(edit.class_ or _is_bracket(edit, before, after) for edit in changed):
        return State.EDITED
    if link and link.kind is LinkKind.MOVED:
        return State.MOVED
    return State.MARKED if any(edit.class_ in (None, EditClass.TALKS) for edit in changed) else State.SAME


def _is_bracket(edit: Edit, before: Paragraph, after: Paragraph) -> bool:
    """Whether an edit puts or takes the brackets of a draft's options, or spaces beside what it prints of the talks, and no word."""
    if edit.op is Op.MOVE or not any(p.talked or p.marked(MarkKind.OPTION) for p in (before, after)):
        return False
    return _BRACKETS.issuperset(before.text[slice(*edit.left)] + after.text[slice(*edit.right)])


def _whole(parts: Sequence[Part], merged: Sequence[str]) -> State:
    """What a cell is, from its paragraphs."""
    states = {part.state for part in parts}
    if merged or len({part.source for part in parts}) < len(parts) or State.EDITED in states:
        return State.EDITED
    return next((state for state in (State.MOVED, State.MARKED) if state in states), State.SAME)
