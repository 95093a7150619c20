"""Places in a document: scopes that count, open lists, paths and ids.

This half of the outline puts units down where it is told to; `outline` decides what each unit is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from resdiff.models import Hint, Kind
from resdiff.parse.units import DOTS, FIGURE, Reading, Unit, Words
from resdiff.vocabulary import OPERATIVE, MarkerStyle

UNMARKED = "unmarked"
"""The style of a list whose items bear no marks."""
_STOP = (".", "。")
_ITEM_ENDS = (";", "；", "؛", ",", "，", "،")
_PAUSE = re.compile("[;；؛,，،]")
_DEEPEST = 16
"""Steps of the longest path from which a list hangs; official documents have seven."""


@dataclass(slots=True)
class Piece:
    """A unit in its place."""

    unit: Unit
    kind: Kind
    path: tuple[str, ...]
    owner: str = ""
    """The id of the piece whose verb it inherits (an item's chapeau)."""

    @property
    def id(self) -> str:
        """The id of its path."""
        return join(self.path)


def join(path: Sequence[str]) -> str:
    """The id of a path: ("OP15", "(c)", "(ii)") is OP15(c)(ii), ("AI", "4", "(b)") is AI.4(b), ("OP8", "+1") is OP8+1."""
    out = path[0]
    for step in path[1:]:
        out += step if step[:1] in ("(", "+") else f".{step}"
    return out


@dataclass(slots=True)
class Level:
    """A list that is open: the path it hangs from, its style, the ordinal of its last item."""

    parent: tuple[str, ...]
    style: str
    ordinal: int


@dataclass(slots=True)
class Scope:
    """A stretch with a count of its own: the body, a section that starts the numbers again, an annex."""

    prefix: tuple[str, ...]
    number: int = 0
    recitals: int = 0
    paragraphs: int = 0
    rows: int = 0
    headings: int = 0
    restarts: int = 0
    heading_since: bool = False
    """Whether a heading or section letter came after the last number."""
    dots: str = ""
    """The style of bullets that stand for paragraphs of the first level, where an annex is a list of such."""
    label: str = ""
    """The section letter that came after the last number, as printed, without its point."""


@dataclass(slots=True)
class Outline:
    """What came out: the lines before the first paragraph, the enacting words, the pieces, the doubts (id or None, what)."""

    cover: list[Unit] = field(default_factory=list)
    formula: str = ""
    pieces: list[Piece] = field(default_factory=list)
    doubts: list[tuple[str | None, str]] = field(default_factory=list)


class Places:
    """The places of one document as they fill up, and the units that still come."""

    def __init__(self, all_units: Sequence[Unit], words: Words, *, statement: bool) -> None:
        self.units = list(all_units)
        self.words = words
        self.out = Outline()
        self.body = self.scope = Scope(())
        self.levels: list[Level] = []
        self.base: tuple[str, ...] = ()
        self.last: tuple[str, ...] = ()
        self.kind = Kind.OPERATIVE
        self.extras = 0
        self.used: dict[str, int] = {}
        self.annexes = 0
        self.statement = statement
        self.index = 0
        self.breaks: frozenset[int] = frozenset()
        self.placed: dict[tuple[str, ...], Piece] = {}
        self.said: Piece | None = None
        """The last piece that is no heading."""
        self.chapeau: Piece | None = None
        """The last piece that is no entry of a list of names without marks."""
        self.numbered = False
        """Whether an operative paragraph bore a number."""
        self._bearers: dict[Reading, list[int]] | None = None
        self._recitals: list[int] | None = None
        self._closed: list[int] | None = None
        self._stops: list[int] | None = None

    # what comes

    def ahead(self) -> Iterator[Unit]:
        """The units after this one, up to the next annex or enacting words."""
        for i in range(self.index + 1, len(self.units)):
            if i in self.breaks:
                return
            yield self.units[i]

    def next_number(self) -> int:
        """The first arabic number that a unit ahead bears; 0 where none does."""
        at = self._ahead_of(self._bearing(MarkerStyle.NUMBER, 0))
        return self.units[at].figure(MarkerStyle.NUMBER) if at else 0

    def comes(self, number: int) -> bool:
        """Whether a unit ahead bears this arabic number."""
        return bool(self._ahead_of(self._bearing(MarkerStyle.NUMBER, number)))

    def next_closed(self) -> Unit | None:
        """The first unit ahead that bears a number or ends as a sentence does; looked for once, for a text may hold thousands of others."""
        if self._closed is None:
            self._closed = [i for i, unit in enumerate(self.units) if unit.number or self.words.closes(unit.text)]
        at = self._ahead_of(self._closed)
        return self.units[at] if at else None

    def opens_twice(self) -> bool:
        """Whether two units ahead are paragraphs that begin with a preambular phrase."""
        if self._recitals is None:
            words = self.words
            self._recitals = [i for i, u in enumerate(self.units) if words.closes(u.text) and words.place(u.own, True)]
        first = self._ahead_of(self._recitals)
        return bool(first and self._ahead_of(self._recitals, first))

    def _bearing(self, style: str, ordinal: int) -> list[int]:
        """The indices of the units that bear a reading, in any ordinal for 0: looked for once, for a text may hold thousands."""
        if self._bearers is None:
            self._bearers = {}
            for i, unit in enumerate(self.units):
                for reading in {style: ordinal for style, ordinal in reversed(unit.readings) if ordinal}.items():
                    self._bearers.setdefault(reading, []).append(i)
                    self._bearers.setdefault((reading[0], 0), []).append(i)
        return self._bearers.get((style, ordinal), [])

    def _ahead_of(self, indices: Sequence[int], start: int | None = None) -> int:
        """The first of these indices that is ahead, up to the next annex or enacting words; 0 where none is."""
        if self._stops is None:
            self._stops = sorted(self.breaks)
        start = self.index if start is None else start
        at, stop = bisect_right(indices, start), bisect_right(self._stops, start)
        if at == len(indices) or (stop < len(self._stops) and self._stops[stop] <= indices[at]):
            return 0
        return indices[at]

    def put(self, unit: Unit, kind: Kind, path: tuple[str, ...], owner: str = "") -> Piece:
        """Keeps a piece; a path that was used before gets "~2" and a doubt."""
        id_ = join(path)
        count = self.used[id_] = self.used.get(id_, 0) + 1
        if count > 1:
            path = (*path[:-1], f"{path[-1]}~{count}")
            self.out.doubts.append((join(path), f"{id_} stands here once more ({count})"))
        piece = self.placed[path] = Piece(unit, kind, path, owner)
        self.append(piece)
        return piece

    def append(self, piece: Piece) -> None:
        """The next of the pieces; what later ones ask of it is remembered."""
        self.out.pieces.append(piece)
        if piece.kind is not Kind.HEADING:
            self.said = piece
        if not self._is_entry(piece):
            self.chapeau = piece
        self.numbered |= piece.kind is Kind.OPERATIVE and bool(piece.unit.figure(MarkerStyle.NUMBER))

    def _is_entry(self, piece: Piece) -> bool:
        """Whether a piece looks like one of a list of names without marks."""
        return not piece.unit.number and len(piece.path) > 1 and self.words.is_heading(piece.unit)

    def top(self, unit: Unit, kind: Kind, step: str) -> None:
        """A paragraph of the first level; lists that come hang from it."""
        piece = self.put(unit, kind, (*self.scope.prefix, step))
        self.base = self.last = piece.path
        self.kind = kind
        self.levels.clear()
        self.extras = 0

    def more(self, unit: Unit) -> None:
        """Text without a number that goes on after a paragraph or its list, or is an item of a list that prints no marks."""
        if self._lost_letter(unit):
            return
        if unit.hint is not Hint.WRAP_UP and not self.words.is_note(unit.text) and self._unmarked(unit):
            return
        self.extras += 1
        path = (*self.base, f"+{self.extras}")
        self.last = self.put(unit, self.kind, path, join(self.base)).path

    def _lost_letter(self, unit: Unit) -> bool:
        """Puts an item whose letter is lost: it stands alone between two closed items, and one letter is left out between these."""
        level = self.levels[-1] if self.levels else None
        following = next(self.ahead(), None)
        if level is None or following is None or level.style in (*DOTS, UNMARKED):
            return False
        if self.last != (*level.parent, step_of(level.style, level.ordinal)) or following.figure(level.style) != level.ordinal + 2:
            return False
        if not self.words.ends(self.text_of_last()) or not self.words.ends(unit.text):
            return False
        level.ordinal += 1
        step = step_of(level.style, level.ordinal)
        piece = self.put(unit, self.kind, (*level.parent, step), join(level.parent))
        self.last = piece.path
        self.out.doubts.append((join(piece.path), f"the item {step} is printed without its letter"))
        return True

    def _unmarked(self, unit: Unit) -> bool:
        """Puts an item without a mark: the chapeau before it ends in a colon and it does not end the sentence, the item before it was
        one and did not, or the item before it is a mere title."""
        if not self.last:
            return False
        level = self._unmarked_list(unit)
        if level is None:
            if not self._titled(unit) and not (self.words.opens_list(self.text_of_last()) and self._listed(unit)):
                return False
            level = self._open(UNMARKED)
        level.ordinal += 1
        self.last = self.put(unit, self.kind, (*level.parent, f"{level.ordinal}"), join(level.parent)).path
        return True

    def _unmarked_list(self, unit: Unit) -> Level | None:
        """The list without marks that a unit without a mark goes on with: its last item did not end the sentence, or all its items are
        sentences; where a note stands between, both must end as items do."""
        top = self.levels[-1] if self.levels else None
        if top is None or top.style != UNMARKED:
            return None
        last = (*top.parent, f"{top.ordinal}")
        if self.last == last:
            return top if self.words.closes(self.text_of_last()) not in _STOP or self._in_sentences(unit) else None
        item = self.placed.get(last)
        noted = self.last[-1][0] == "+" and self.words.is_note(self.text_of_last())
        unfinished = item is not None and self.words.closes(item.unit.text) in _ITEM_ENDS
        return top if noted and unfinished and self.words.closes(unit.text) in _ITEM_ENDS else None

    def _listed(self, unit: Unit) -> bool:
        """Whether a unit without a mark after a colon is an item: it does not end the sentence, or more such sentences follow."""
        if self.words.closes(unit.text) not in _STOP:
            return True
        return self._in_sentences(unit) and self._in_sentences(next(self.ahead(), None))

    def _in_sentences(self, unit: Unit | None) -> bool:
        """Whether a unit may be an item of a list of sentences: no mark, no heading, no verb phrase opens it."""
        if unit is None or unit.readings or not self.words.closes(unit.text):
            return False
        return self.words.place(unit.text, False) != OPERATIVE and not self.words.opens_list(unit.text)

    def _titled(self, unit: Unit) -> bool:
        """Whether a unit without a mark is what the item before it is only the title of: the item is short, without any closing mark."""
        if not self.levels or self.levels[-1].style == UNMARKED or not self.words.closes(unit.text):
            return False
        title = self.out.pieces[-1]
        if not self.last or self.last[-1][0] == "+":
            return False
        own = title.unit.own
        short = title.path == self.last and 0 < len(own) <= 2 * self.words.short and not self.words.closes(own)
        return short and not _PAUSE.search(own[-12:]) and not self.words.place(unit.text, None)

    def heading(self, unit: Unit) -> None:
        """Keeps a heading; it numbers nothing, but numbers may start again after it."""
        self.scope.headings += 1
        self.scope.dots = ""
        self.scope.heading_since = True
        self.put(unit, Kind.HEADING, (*self.scope.prefix, f"H{self.scope.headings}"))

    def loose(self, unit: Unit) -> Unit:
        """A unit whose number is none: it goes back to the text."""
        if unit.firm or not unit.number:
            return replace(unit, readings=()) if unit.skip else unit
        shift = len(unit.lead)
        marks = tuple(replace(m, start=m.start + shift, end=m.end + shift) for m in unit.marks)
        return replace(unit, text=unit.lead + unit.text, number="", readings=(), marks=marks, lead="")

    def text_of_last(self) -> str:
        """The text of the last piece that is no heading."""
        return self.said.unit.text if self.said else ""

    def fits(self, unit: Unit) -> bool:
        """Whether a unit continues an open list."""
        if unit.suffix:
            return self.beside(unit) is not None
        return any(
            level.style == style and level.ordinal + 1 == ordinal for level in self.levels for style, ordinal in unit.readings
        )

    def beside(self, unit: Unit) -> tuple[Level, Reading] | None:
        """The open list, the innermost first, in which a unit with a suffix ("(c bis)") stands: beside its last item or the next."""
        if unit.suffix:
            for late in (0, 1):
                for level in reversed(self.levels):
                    for style, ordinal in unit.readings:
                        if level.style == style and ordinal == level.ordinal + late:
                            return level, (style, ordinal)
        return None

    def fits_dots(self, unit: Unit) -> bool:
        """Whether a unit continues an open list, bullets counted as always in sequence."""
        styles = {style for style, _ in unit.readings if style in DOTS}
        return self.fits(unit) or any(level.style in styles for level in self.levels)

    def item(self, unit: Unit) -> bool:
        """Puts an item of a list in its place: it continues an open list, else begins one. False where it can do neither."""
        if not self.base and not self.scope.prefix:
            return False
        host = self.beside(unit)
        if host is not None:
            del self.levels[self.levels.index(host[0]) + 1 :]
        found = host[1] if host else self._continuing(unit) or self._beginning(unit) or self._skipping(unit)
        if found is None:
            return False
        style, ordinal = found
        level = self.levels[-1]
        level.ordinal = ordinal
        step = step_of(style, ordinal, unit.suffix)
        piece = self.put(unit, self.kind, (*level.parent, step), join(level.parent) if level.parent else "")
        self.last = piece.path
        return True

    def _continuing(self, unit: Unit) -> Reading | None:
        if self.last and self.last[-1][0] == "+" and self.words.opens_list(self.text_of_last()) and self._first(unit):
            return None
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            for style, ordinal in unit.readings:
                same = level.style == style or (style in DOTS and self._bare_beside(level))
                if same and (style in DOTS or level.ordinal + 1 == ordinal):
                    if self._rather_begins(unit, style, ordinal):
                        return None
                    del self.levels[depth + 1 :]
                    return style, level.ordinal + 1
        return None

    def _bare_beside(self, level: Level) -> bool:
        """Whether an open list without marks may go on with a bullet: some of its items have lost theirs."""
        piece = self.out.pieces[-1]
        last = self.last == piece.path == (*level.parent, f"{level.ordinal}")
        return level.style == UNMARKED and last and not self.words.opens_list(piece.unit.text)

    def _first(self, unit: Unit) -> Reading | None:
        """The reading under which a unit is the first of a list."""
        return next(((s, 1) for s, o in unit.readings if o == 1 or s in DOTS), None)

    def _rather_begins(self, unit: Unit, style: str, ordinal: int) -> bool:
        """Whether "(i)" after "(h)" is a numeral: the next item decides, else a colon before it."""
        other = next((s for s, o in unit.readings if o == 1 and s != style), None)
        if other is None or style in DOTS:
            return False
        end = self._ahead_of(self._bearing(MarkerStyle.NUMBER, 0)) or len(self.units)
        letter, numeral = (
            at if at < end else 0 for at in map(self._ahead_of, (self._bearing(style, ordinal + 1), self._bearing(other, 2)))
        )
        if numeral and (not letter or numeral < letter):
            return True
        return not letter and self.words.opens_list(self.text_of_last())

    def _beginning(self, unit: Unit) -> Reading | None:
        """A list begins under the last paragraph or item. A "(i)" that may be a letter begins as a numeral."""
        reading = self._first(unit)
        if reading is None:
            return None
        top = self.levels[-1] if self.levels else None
        if top is not None and top.style == reading[0] and self.last[-1][0] != "+":
            return self._same_again(unit, top, reading)
        if self.last and self.last[-1][0] == "+":
            self.levels.clear()
        self._open(reading[0])
        return reading[0], 1

    def _open(self, style: str) -> Level:
        """A list that hangs from the last piece; below the deepest place, beside what stands there. The open lists are a chain."""
        parent = (self.last or self.scope.prefix)[:_DEEPEST]
        while self.levels and (len(above := self.levels[-1].parent) >= len(parent) or parent[: len(above)] != above):
            self.levels.pop()
        level = Level(parent, style, 0)
        self.levels.append(level)
        return level

    def _same_again(self, unit: Unit, top: Level, reading: Reading) -> Reading | None:
        """The first item again under an open list of its style: nested where the last item ends in a colon, else a repeat."""
        if self.words.opens_list(self.text_of_last()):
            self._open(reading[0])
        return reading

    def _skipping(self, unit: Unit) -> Reading | None:
        """An item out of sequence: its list goes on with a gap, or begins late (the first items stand in the chapeau)."""
        for level in reversed(self.levels):
            for style, ordinal in unit.readings:
                if level.style == style and (ordinal > level.ordinal and (unit.firm or ordinal <= level.ordinal + 3)):
                    del self.levels[self.levels.index(level) + 1 :]
                    self.out.doubts.append((join((*level.parent, step_of(style, ordinal))), "an item before this one is missing"))
                    return style, ordinal
        for style, ordinal in unit.readings:
            if unit.firm or style in (MarkerStyle.LETTER, MarkerStyle.ROMAN, FIGURE):
                self._open(style)
                return style, ordinal
        return None


def step_of(style: str, ordinal: int, suffix: str = "") -> str:
    """The step of an id for an item: the same in every language, whatever script its markers are in; "(c bis)" for one put in beside
    another."""
    if suffix:
        plain = step_of(style, ordinal)
        return f"{plain[:-1]} {suffix})" if plain.endswith(")") else f"{plain}{suffix}"
    if style in (MarkerStyle.LETTER, MarkerStyle.BARE_LETTER):
        return f"({letters(ordinal)})"
    if style in (MarkerStyle.ROMAN, MarkerStyle.BARE_ROMAN):
        return f"({roman(ordinal).lower()})"
    if style == MarkerStyle.CAPITAL:
        return f"({letters(ordinal).upper()})"
    if style == MarkerStyle.CAPITAL_ROMAN:
        return f"({roman(ordinal)})"
    return f"({ordinal})" if style == FIGURE else f"{ordinal}"


def letters(ordinal: int) -> str:
    """a to z, then aa, bb and so on."""
    return chr(96 + (ordinal - 1) % 26 + 1) * ((ordinal - 1) // 26 + 1)


def roman(number: int) -> str:
    """A Roman numeral in capitals."""
    out = ""
    for value, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            out += sign
            number -= value
    return out
