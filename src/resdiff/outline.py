"""From the sequence of blocks to numbered places: which block is the third recital, paragraph 15 (c) (ii), a heading, a row of annex I.

One assembler for all sources. What decides is the sequence: the enacting words, the first "1.", markers that continue a list or begin
one, closing marks. The source's own hints only break ties, since official XML files operative paragraphs under the preamble and prints
most lists flat.

Guarantees: the pieces that come back, numbers before texts, hold the words of the blocks in their order; paths are unique.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from resdiff.models import Block, Hint, Kind, Language, Mark, MarkKind
from resdiff.vocabulary import OPERATIVE, PREAMBULAR, MarkerStyle, Vocabulary

FIGURE = "figure"
"""The style of "(1)": always an item, never a paragraph."""

Reading = tuple[str, int]
"""Style and ordinal of a marker."""


@dataclass(slots=True)
class Unit:
    """A block, or a part of it that has a number of its own ("11. (a)" begins two)."""

    text: str
    number: str
    readings: tuple[Reading, ...]
    marks: tuple[Mark, ...]
    hint: Hint
    annex: int
    page: int | None
    firm: bool
    """Whether the source keeps the number apart; otherwise the words at the start of the text only look like one."""
    skip: int = 0
    """Where the text's own words begin, when a number that was read stays in the text."""
    lead: str = ""
    """The number with the white space after it, as it stood at the start of the text; empty where the source keeps it apart."""

    @property
    def own(self) -> str:
        """The text past a number that stands in it."""
        return self.text[self.skip :] if self.skip else self.text

    def figure(self, style: str) -> int:
        """The ordinal under a style; 0 where it cannot be read so."""
        return next((ordinal for s, ordinal in self.readings if s == style), 0)

    @property
    def printed(self) -> str:
        return f"{self.number} {self.text}".strip()


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
        return join(self.path)


def join(path: Sequence[str]) -> str:
    """The id of a path: ("OP15", "(c)", "(ii)") is OP15(c)(ii), ("AI", "4", "(b)") is AI.4(b), ("OP8", "+1") is OP8+1."""
    out = path[0]
    for step in path[1:]:
        out += step if step[:1] in ("(", "+") else f".{step}"
    return out


# --- units -----------------------------------------------------------------------------------------------------------------------

_FIGURE = re.compile(r"\(?(\d{1,2})\)(?:\s+|$)")
_TWICE = re.compile(r"\(\s?([\u0621-\u064a])ـ?\s\1\s?\)\s*")
_RING = re.compile(r"[o◦○]\s+(?=\S)|[◦○](?=\S)")
"""A round bullet of the second level; word processors print it as a letter o."""
_SUFFIX = re.compile(r"\d\s?(bis|ter|quater|quinquies|alt\s?\d*)", re.IGNORECASE)
_DOTS = ("dash", "bullet", "ring")
"""Styles that do not count: their items are numbered by us."""
_WEAK = (MarkerStyle.CAPITAL, MarkerStyle.CAPITAL_ROMAN, MarkerStyle.BARE_LETTER, MarkerStyle.BARE_ROMAN)


def marker_of(text: str, vocabulary: Vocabulary) -> tuple[str, int, tuple[Reading, ...]] | None:
    """The marker at the start of a text: as printed, where the text goes on, its readings."""
    if match := _FIGURE.match(text):
        return match[0].strip(), match.end(), ((FIGURE, int(match[1])),)
    if match := _TWICE.match(text):  # after the twenty-sixth Arabic letter come doubled ones, as "aa" after "z"
        single = vocabulary.marker(f"({match[1]})")
        return (match[0].strip(), match.end(), ((MarkerStyle.LETTER, 26 + single.readings[0].ordinal),)) if single else None
    if (match := _RING.match(text)) and (text[0] != "o" or vocabulary.language is not Language.ES):
        return match[0].strip(), match.end(), (("ring", 0),)
    marker = vocabulary.marker(text)
    if marker is None or not marker.printed:
        return None
    return marker.printed, marker.end, tuple((_style(r.style, marker.printed), r.ordinal) for r in marker.readings)


def _style(style: MarkerStyle, printed: str) -> str:
    """Dashes and bullets are two lists, whatever the dash or the bullet."""
    if style is MarkerStyle.BULLET:
        return "dash" if printed[0] in "-–—" else "bullet"
    return style.value


def units(blocks: Sequence[Block], vocabulary: Vocabulary, *, inline: bool = False) -> Iterator[Unit]:
    """The units of the blocks, in order; every word of the blocks is in a number or a text. With `inline`, numbers at the start of texts
    are read but stay in the text."""
    for block in blocks:
        stated = list(_stated(block.marker, vocabulary))
        found: list[tuple[str, int, tuple[Reading, ...]]] = []
        at = 0
        while (marker := marker_of(block.text[at:], vocabulary)) and len(found) < 3:
            if stated and not found and marker[2] == stated[-1][1] or _implausible(marker[2], [*(r for _, r in stated), *(r for _, _, r in found)]):
                break
            found.append((marker[0], at, marker[2]))
            at += marker[1]
        yield from _split(block, stated, found, at, inline=inline)


def _split(
    block: Block, stated: list[tuple[str, tuple[Reading, ...]]], found: list[tuple[str, int, tuple[Reading, ...]]], at: int, *, inline: bool
) -> Iterator[Unit]:
    """The units of one block: a number each but for the last, which has the text as well."""
    marks = cut(block.marks, at, len(block.text))

    def bare(number: str, readings: tuple[Reading, ...], *, firm: bool) -> Unit:
        return Unit("", number, readings, (), block.hint, block.annex, block.page, firm)

    if inline and found and not stated:
        yield Unit(block.text, "", found[-1][2], block.marks, block.hint, block.annex, block.page, False, at)
        return
    if found:
        yield from (bare(number, readings, firm=True) for number, readings in stated)
        yield from (bare(number, readings, firm=False) for number, _, readings in found[:-1])
        number, start, readings = found[-1]
        yield Unit(block.text[at:], number, readings, marks, block.hint, block.annex, block.page, False, 0, block.text[start:at])
        return
    yield from (bare(number, readings, firm=True) for number, readings in stated[:-1])
    number, readings = stated[-1] if stated else ("", ())
    yield Unit(block.text, number, readings, marks, block.hint, block.annex, block.page, bool(stated))


def _implausible(readings: tuple[Reading, ...], before: Sequence[tuple[Reading, ...]]) -> bool:
    """Whether words at the start of a text are no marker: nothing is numbered after a dash, and a capital or bare letter counts only by
    itself."""
    return bool(before) and (readings[0][0] in (*_WEAK, FIGURE) or not before[-1] or before[-1][0][0] in _DOTS)


def _stated(marker: str, vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    """The numbers in a `marker` field: one, or several ("I 1.", "11. (a)"); one that cannot be read has no readings."""
    if not marker:
        return
    for text in (marker, marker + " "):
        found = marker_of(text, vocabulary)
        if found and found[1] >= len(marker):
            yield marker, found[2]
            return
    parts = marker.split()
    if len(parts) > 1 and all(marker_of(part, vocabulary) or marker_of(part + " ", vocabulary) for part in parts):
        for part in parts:
            found = marker_of(part, vocabulary) or marker_of(part + " ", vocabulary)
            yield part, found[2] if found else ()
        return
    yield marker, ()


def cut(marks: Sequence[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """The marks of a part of a text, with their offsets in that part."""
    if not marks:
        return ()
    out = []
    for mark in marks:
        if mark.kind is MarkKind.NOTE:
            if start <= mark.start <= end and (mark.start > start or start == 0):
                out.append(replace(mark, start=mark.start - start, end=mark.end - start))
        elif mark.start < end and mark.end > start:
            out.append(replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start))
    return tuple(out)


# --- words -----------------------------------------------------------------------------------------------------------------------

_CLOSED = ",;.:，；。：、؛،…!?؟"
_LAST = re.compile(r"[\s\u00a0\u200b-\u200f\u202a-\u202e”“»«\"’)\]]+$")
_ORNAMENT = re.compile(r"[\W_]*")


class Zone(StrEnum):
    """Where in a document a block stands."""

    COVER = "cover"
    PREAMBLE = "preamble"
    OPERATIVE = "operative"
    ANNEX = "annex"
    STATEMENT = "statement"


class Words:
    """What the words of a unit say, in one language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._places: dict[tuple[str, bool | None], str] = {}
        formulas = "|".join(r"\s+".join(map(re.escape, formula.split())) for formula in vocabulary.enacting)
        self.formula = re.compile(rf"[\s\u200e\u200f“\"«]*(?:{formulas})\s*[,:،，：]\s*", re.IGNORECASE) if formulas else re.compile(r"(?!)")
        annexes = "|".join(re.escape(word) for word in vocabulary.annex_words)
        label = r"(?:[IVXLivxl]{1,6}|[A-ZА-Я]|\d{1,2}|[\u0621-\u064a]{1,8}|[一二三四五六七八九十]{1,3})"
        self.annex = re.compile(rf"\W*(?:{annexes})(?:[\s\u00a0]*{label})?(?:[\s\u00a0]*(?:[:：.–—-]|\*+)?[\s\u00a0]*)$" if annexes else r"(?!)", re.IGNORECASE)
        self.titled = re.compile(rf"(?:{annexes})[\s\u00a0]+(?:[IVXL]{{1,6}}|[A-Z]|\d{{1,2}})[\s\u00a0]*[:.–—-]?[\s\u00a0]" if annexes else r"(?!)", re.IGNORECASE)
        closing = vocabulary.closing
        self.comma = closing.get("preambular", ",")
        self.short = 45 if vocabulary.language is Language.ZH else 130

    def closes(self, text: str) -> str:
        """The last mark of a text, quotes and brackets passed over; "" where it ends in a word."""
        end = _LAST.sub("", text)[-1:]
        return end if end in _CLOSED else ""

    def comma_ends(self, text: str) -> bool:
        return self.closes(text) in (self.comma, ",")

    def ends(self, text: str) -> bool:
        """Whether a text ends as an operative paragraph does."""
        return self.closes(text) in tuple(";.；。؛")

    def opens_list(self, text: str) -> bool:
        return self.closes(text) in (":", "：")

    def place(self, text: str, preamble: bool | None) -> str:
        """Where the opening phrase of a text belongs: preambular, operative, both, or "" without one."""
        key = (text[:200], preamble)
        if key not in self._places:
            opening = self.vocabulary.opening(text, preamble)
            self._places[key] = opening.place if opening else ""
        return self._places[key]

    def forget(self) -> None:
        """Drops what was kept of one document's openings."""
        self._places.clear()

    def is_annex(self, unit: Unit) -> bool:
        """Whether a unit is the line that heads an annex."""
        text = unit.text
        if unit.readings or len(text) > 120:
            return False
        return bool(self.annex.match(text)) or bool(self.titled.match(text)) and not self.closes(text)

    def is_heading(self, unit: Unit) -> bool:
        """Whether a unit looks like a heading: short, without a closing mark."""
        text = unit.text
        return len(text) <= self.short and not self.closes(text)


# --- places ----------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Level:
    """A list that is open: the path it hangs from, its style, the ordinal of its last item."""

    parent: tuple[str, ...]
    style: str
    ordinal: int


@dataclass(slots=True)
class _Scope:
    """A stretch with a count of its own: the body, a section that starts the numbers again, an annex."""

    prefix: tuple[str, ...]
    number: int = 0
    recitals: int = 0
    paragraphs: int = 0
    listings: int = 0
    rows: int = 0
    headings: int = 0
    restarts: int = 0
    heading_since: bool = False
    """Whether a heading or section letter came after the last number."""
    label: str = ""
    """The section letter that came after the last number, as printed, without its point."""


@dataclass(slots=True)
class Outline:
    """What came out: the lines before the first paragraph, the enacting words, the pieces, the doubts (id or None, what)."""

    cover: list[Unit] = field(default_factory=list)
    formula: str = ""
    pieces: list[Piece] = field(default_factory=list)
    doubts: list[tuple[str | None, str]] = field(default_factory=list)


class Builder:
    """Puts units in their places, one after the other."""

    def __init__(self, all_units: Sequence[Unit], words: Words, *, statement: bool) -> None:
        self.units = list(all_units)
        self.words = words
        self.out = Outline()
        self.zone = Zone.COVER
        self.body = self.scope = _Scope(())
        self.levels: list[_Level] = []
        self.base: tuple[str, ...] = ()
        self.last: tuple[str, ...] = ()
        self.kind = Kind.OPERATIVE
        self.extras = 0
        self.used: dict[str, int] = {}
        self.annexes = 0
        self.source_annex = 0
        self.statement = statement
        self.index = 0
        self.heads = self._annex_starts()
        self.many = len(self.heads) > 1
        self.has_formula = any(self._is_formula(unit) for unit in self.units)

    # what comes

    def _annex_starts(self) -> frozenset[int]:
        """The units that begin an annex: where the source begins one, or its heading line; a heading line right after the start of one
        that the source keeps apart begins no second one, nor does a part without a heading after one that holds nothing else."""
        starts, source, fresh, bare = [], 0, False, False
        for i, unit in enumerate(self.units):
            named = self.words.is_annex(unit) and unit.hint is not Hint.MASTHEAD
            if unit.annex != source:
                if not (bare and not named and not self.words.is_heading(unit)):
                    starts.append(i)
                    fresh = not named
                source, bare = unit.annex, True
            elif named:
                if not fresh:
                    starts.append(i)
                fresh, bare = False, True
            elif unit.text and not self.words.is_heading(unit):
                fresh = bare = False
        return frozenset(starts)

    def _is_formula(self, unit: Unit) -> bool:
        return unit.hint is Hint.FORMULA or bool(not unit.readings and self.words.formula.match(unit.text) and not self.statement)

    def _ahead(self) -> Iterator[Unit]:
        """The units after this one, up to the next annex or enacting words."""
        for i in range(self.index + 1, len(self.units)):
            if i in self.heads or self._is_formula(self.units[i]):
                return
            yield self.units[i]

    def _numbers_ahead(self) -> bool:
        return any(unit.figure(MarkerStyle.NUMBER) == 1 for unit in self._ahead())

    # what is put down

    def put(self, unit: Unit, kind: Kind, path: tuple[str, ...], owner: str = "") -> Piece:
        """Keeps a piece; a path that was used before gets "~2" and a doubt."""
        id_ = join(path)
        count = self.used[id_] = self.used.get(id_, 0) + 1
        if count > 1:
            path = (*path[:-1], f"{path[-1]}~{count}")
            self.out.doubts.append((join(path), f"{id_} stands here for the {count}{'nd' if count == 2 else 'rd' if count == 3 else 'th'} time"))
        piece = Piece(unit, kind, path, owner)
        self.out.pieces.append(piece)
        return piece

    def top(self, unit: Unit, kind: Kind, step: str) -> None:
        """A paragraph of the first level; lists that come hang from it."""
        piece = self.put(unit, kind, (*self.scope.prefix, step))
        self.base = self.last = piece.path
        self.kind = kind
        self.levels.clear()
        self.extras = 0

    def more(self, unit: Unit) -> None:
        """Text without a number that goes on after a paragraph or its list, or is an item of a list that prints no marks."""
        if unit.hint is not Hint.WRAP_UP and self._unmarked(unit):
            return
        self.extras += 1
        path = (*self.base, f"+{self.extras}")
        self.last = self.put(unit, self.kind, path, join(self.base)).path

    def _unmarked(self, unit: Unit) -> bool:
        """Puts an item without a mark: the chapeau before it ends in a colon and it does not end the sentence, or the item before it was
        one and did not."""
        if not self.last:
            return False
        before = self._text_of_last()
        running = bool(self.levels) and self.levels[-1].style == "unmarked" and self.last == (*self.levels[-1].parent, f"{self.levels[-1].ordinal}")
        if running and self.words.closes(before) not in tuple(".。"):
            level = self.levels[-1]
        elif self.words.opens_list(before) and self.words.closes(unit.text) not in tuple(".。"):
            level = _Level(self.last, "unmarked", 0)
            self.levels.append(level)
        else:
            return False
        level.ordinal += 1
        self.last = self.put(unit, self._item_kind(), (*level.parent, f"{level.ordinal}"), join(level.parent)).path
        return True

    def heading(self, unit: Unit) -> None:
        self.scope.headings += 1
        self.scope.heading_since = True
        self.put(unit, Kind.HEADING, (*self.scope.prefix, f"H{self.scope.headings}"))

    def loose(self, unit: Unit) -> Unit:
        """A unit whose number is none: it goes back to the text."""
        if unit.firm or not unit.number:
            return replace(unit, readings=()) if unit.skip else unit
        shift = len(unit.lead)
        marks = tuple(replace(m, start=m.start + shift, end=m.end + shift) for m in unit.marks)
        return replace(unit, text=unit.lead + unit.text, number="", readings=(), marks=marks, lead="")

    # the walk

    def run(self) -> Outline:
        while self.index < len(self.units):
            self.step(self.units[self.index])
            self.index += 1
        return self.out

    def step(self, unit: Unit) -> None:
        if not unit.readings and _ORNAMENT.fullmatch(unit.printed):
            return  # "* * *" holds no words
        if self.index in self.heads:
            self._annex(unit)
        elif self._is_formula(unit):
            self._formula(unit)
        elif unit.hint is Hint.ROW:
            self.scope.rows += 1
            self.put(unit, Kind.ROW, (*self.scope.prefix, f"R{self.scope.rows}"))
        elif self.zone is Zone.COVER:
            self._cover(unit)
        elif self.zone is Zone.PREAMBLE:
            self._preamble(unit)
        elif self.zone is Zone.OPERATIVE:
            self._operative(unit)
        elif self.zone is Zone.ANNEX:
            self._in_annex(unit)
        else:
            self._statement(unit)

    def _annex(self, unit: Unit) -> None:
        self.annexes += 1
        self.zone = Zone.ANNEX
        self.scope = _Scope((f"A{roman(self.annexes)}" if self.many else "A",))
        self.base = self.last = ()
        self.levels.clear()
        if self.words.is_annex(unit) or self.words.is_heading(unit) and not unit.readings:
            self.heading(unit)
        else:
            self._in_annex(unit)

    def _formula(self, unit: Unit) -> None:
        match = self.words.formula.match(unit.text)
        end = match.end() if match and unit.text[match.end() :].strip() else len(unit.text)
        if unit.hint is Hint.FORMULA and not match:
            end = len(unit.text)
        first = replace(unit, text=unit.text[:end].rstrip(), marks=cut(unit.marks, 0, end))
        if self.zone is Zone.COVER and not self.out.formula:
            self.out.formula = first.text
            self.out.cover.append(first)
            self.zone = Zone.PREAMBLE
        else:
            self._again(first)
        if unit.text[end:].strip():
            self.step(replace(unit, text=unit.text[end:], marks=cut(unit.marks, end, len(unit.text)), hint=Hint.NONE))

    def _again(self, unit: Unit) -> None:
        """Enacting words inside a document: a lettered part with a preamble of its own, or a declaration in an annex."""
        if self.zone is Zone.ANNEX:
            self.heading(unit)
            return
        if self.scope.label and self.scope.number + self.scope.recitals:
            self.scope = _Scope((self.scope.label,))
        self.heading(unit)
        self.zone = Zone.PREAMBLE
        self.base = self.last = ()
        self.levels.clear()

    def _cover(self, unit: Unit) -> None:
        if unit.hint is Hint.MASTHEAD or (self.has_formula and not self.statement):
            self.out.cover.append(unit)
        elif self.statement:
            self.zone = Zone.STATEMENT
            self._statement(unit)
        elif unit.figure(MarkerStyle.NUMBER) == 1 and self.words.place(unit.own, False) == OPERATIVE:
            self.zone = Zone.OPERATIVE
            self._operative(unit)
        elif unit.hint in (Hint.PREAMBLE, Hint.BODY) or (
            not self.words.vocabulary.is_masthead(unit.printed) and self.words.place(unit.own, True) and self.words.closes(unit.text)
        ):
            self.zone = Zone.PREAMBLE
            self._preamble(unit)
        elif self.words.vocabulary.is_masthead(unit.printed) or self._enacts_ahead():
            self.out.cover.append(unit)
        else:
            self.zone = Zone.STATEMENT
            self._statement(unit)

    def _enacts_ahead(self) -> bool:
        """Whether recitals or operative paragraphs come: else it is a letter or report, counted like a statement."""
        return sum(1 for unit in self._ahead() if self.words.closes(unit.text) and self.words.place(unit.own, True)) > 1

    # preamble

    def _preamble(self, unit: Unit) -> None:
        words, number = self.words, unit.figure(MarkerStyle.NUMBER)
        if number and self._begins_operative(unit, number):
            self.zone = Zone.OPERATIVE
            self._operative(unit)
        elif self._section(unit):
            return
        elif unit.readings:
            if not self.item(unit):
                self._recital(self.loose(unit))
        elif self._heads(unit):
            self.heading(unit)
        elif self._acts(unit):
            self.zone = Zone.OPERATIVE
            self._operative(unit)
        elif self.base and not words.comma_ends(self._text_of_last()) and not words.place(unit.own, True):
            self.more(unit)
        else:
            self._recital(unit)

    def _recital(self, unit: Unit) -> None:
        self.body.recitals += self.scope is self.body
        if self.scope is not self.body:
            self.scope.recitals += 1
        self.top(unit, Kind.PREAMBULAR if self.zone is not Zone.ANNEX else Kind.ANNEX, f"PP{self.scope.recitals}")

    def _begins_operative(self, unit: Unit, number: int) -> bool:
        """Whether a number in the preamble starts the operative part: not where a recital ends in a colon and the item is no act."""
        if self.base and self.words.opens_list(self._text_of_last()) and not self.words.place(unit.own, False):
            return unit.hint is Hint.BODY
        return unit.firm or number == 1 or self.words.place(unit.own, False) == OPERATIVE

    def _acts(self, unit: Unit) -> bool:
        """Whether a unit without a number begins the operative part of a resolution that numbers none."""
        place = self.words.place(unit.own, False)
        if self._numbers_ahead():
            return False
        if place == OPERATIVE:
            return True
        if place == PREAMBULAR:
            return False
        return unit.hint is Hint.BODY or self.words.ends(unit.text) and (place != "" or not any(True for _ in self._ahead()))

    # operative part

    def _operative(self, unit: Unit) -> None:
        number = unit.figure(MarkerStyle.NUMBER)
        if number and self._numbered(unit, number):
            return
        if self._section(unit):
            return
        if unit.readings:
            if self._heads(unit, numbered=True):
                self.heading(unit)
            elif not self.item(unit):
                self._unnumbered(self.loose(unit))
        elif self._heads(unit):
            self.heading(unit)
        elif self._second_preamble(unit):
            self._recital(unit)
        else:
            self._unnumbered(unit)

    def _numbered(self, unit: Unit, number: int) -> bool:
        """Puts a numbered paragraph in its place; False where the number belongs to a list inside one, or is none."""
        scope, expected = self.scope, self.scope.number + 1
        step, kind = (f"OP{number}", Kind.OPERATIVE) if self.zone is Zone.OPERATIVE else (f"{number}", Kind.ANNEX)
        suffix = _SUFFIX.search(unit.number)
        if suffix and number in (scope.number, expected):
            self.top(unit, kind, step + re.sub(r"\s", "", suffix[1].lower()))
            scope.number = max(scope.number, number)
            return True
        if number > expected:
            if not unit.firm and (number > expected + 3 or not self.words.place(unit.own, None)):
                return False
            self._gap(expected, number, kind)
        elif number < expected:
            if self._continues(number) or self._sublist(number, expected):
                return self.item(unit)
            if not unit.firm and number != 1:
                return False
            self._restart(number)
        self.top(unit, kind, step)
        self.scope.number = number
        self.scope.heading_since, self.scope.label = False, ""
        return True

    def _continues(self, number: int) -> bool:
        return any(level.style == MarkerStyle.NUMBER and level.ordinal + 1 == number for level in self.levels)

    def _sublist(self, number: int, expected: int) -> bool:
        """Whether "1." begins a list inside a paragraph: the chapeau ends in a colon and the paragraph's own successor still comes."""
        if number != 1 or not self.base or not self.words.opens_list(self._text_of_last()):
            return False
        return any(unit.figure(MarkerStyle.NUMBER) == expected for unit in self._ahead())

    def _restart(self, number: int) -> None:
        """Numbers that start again begin a section: under its letter, else under a Roman numeral of our count."""
        scope = self.scope
        if not (scope.heading_since or scope.label) and number != 1:
            return
        root = scope.prefix[:1] if self.zone is Zone.ANNEX else ()
        restarts = scope.restarts + 1
        label = scope.label or roman(restarts + 1)
        while join((*root, label, "")) in self.used:
            label = f"{label.partition('~')[0]}~{int(label.partition('~')[2] or 1) + 1}"
        self.used[join((*root, label, ""))] = 1
        self.scope = _Scope((*root, label), restarts=restarts, headings=0)
        if not scope.heading_since and not scope.label:
            self.out.doubts.append((None, f"numbers start again without a heading: section {label} by our count"))

    def _gap(self, expected: int, number: int, kind: Kind) -> None:
        """Numbers are missing: look for them inside the paragraphs before, where a neighbour has swallowed them, else a doubt."""
        if expected == 1 and self.zone is Zone.ANNEX:
            return  # an excerpt of a statute may begin with any article
        for missing in range(expected, number):
            if not self._swallowed(missing, kind):
                what = f"paragraph {missing} is missing" if missing == number - 1 else f"paragraphs {missing} to {number - 1} are missing"
                self.out.doubts.append((None, f"{what} before paragraph {number}"))
                return
            self.scope.number = missing

    def _swallowed(self, missing: int, kind: Kind) -> bool:
        """Takes a numbered paragraph out of the text of the last pieces; True where it was found there."""
        pattern = re.compile(rf"(?<=[;:.,؛،；。\s])\s*(?<!\d)({missing}\s?(?:[.．](?!\d)|[-–]))\s*(?=[^\W\d])")
        for back in range(1, min(12, len(self.out.pieces)) + 1):
            piece = self.out.pieces[-back]
            unit = piece.unit
            for match in pattern.finditer(unit.text):
                if match.start() == 0 or not self.words.place(unit.own[match.end() :], False):
                    continue
                start, end = match.start(), match.end()
                taken = replace(unit, text=unit.text[end:], number=match[1], marks=cut(unit.marks, end, len(unit.text)))
                piece.unit = replace(unit, text=unit.text[:start].rstrip(), marks=cut(unit.marks, 0, start))
                tail = self.out.pieces[len(self.out.pieces) - back + 1 :]
                del self.out.pieces[len(self.out.pieces) - back + 1 :]
                prefix = "OP" if kind is Kind.OPERATIVE else ""
                self.top(taken, kind, f"{prefix}{missing}")
                self.out.doubts.append((join(self.base), f"paragraph {missing} stood in the text of the paragraph before it"))
                self.out.pieces += tail
                return True
        return False

    def _unnumbered(self, unit: Unit) -> None:
        """A paragraph of the operative part without a number: a text that numbers none, one whose number is lost, or one that goes on."""
        if self._pointless(unit):
            return
        place = self.words.place(unit.own, False)
        ahead = next((n for u in self._ahead() if (n := u.figure(MarkerStyle.NUMBER))), 0)
        scope = self.scope
        if not self.base or (self.base[-1][:2] == "PP" and scope.number == 0) or (ahead == 0 and self._all_unnumbered() and place == OPERATIVE):
            scope.number += 1
            self.top(unit, Kind.OPERATIVE, f"OP{scope.number}")
            self.unnumbered = True
        elif place == OPERATIVE and ahead == scope.number + 2 and not self.words.opens_list(self._text_of_last()):
            scope.number += 1
            self.top(unit, Kind.OPERATIVE, f"OP{scope.number}")
            self.out.doubts.append((join(self.base), f"paragraph {scope.number} is printed without its number"))
        else:
            self.more(unit)

    def _pointless(self, unit: Unit) -> bool:
        """Puts a paragraph whose number is printed without its point ("7 Further underlines")."""
        expected = self.scope.number + 1
        match = re.match(rf"{expected}[\s\u00a0]+(?=[^\W\d])", unit.text)
        if match is None or unit.readings or self.words.place(unit.text[match.end() :], False) != OPERATIVE:
            return False
        text, marks = unit.text[match.end() :], cut(unit.marks, match.end(), len(unit.text))
        self.top(replace(unit, text=text, number=f"{expected}", marks=marks), Kind.OPERATIVE, f"OP{expected}")
        self.scope.number = expected
        self.out.doubts.append((join(self.base), f"the number {expected} is printed without its point"))
        return True

    def _all_unnumbered(self) -> bool:
        return not any(p.kind is Kind.OPERATIVE and p.unit.figure(MarkerStyle.NUMBER) for p in self.out.pieces)

    def _second_preamble(self, unit: Unit) -> bool:
        """A recital in the operative part: a preambular phrase with the comma of a recital, after a paragraph that is closed."""
        if not self.words.comma_ends(unit.text) or self.words.place(unit.own, True) not in (PREAMBULAR, "both"):
            return False
        before = self._text_of_last()
        return self.words.ends(before) or self.scope.heading_since or (self.base != () and self.base[-1][:2] == "PP")

    # annexes, statements

    def _in_annex(self, unit: Unit) -> None:
        number = unit.figure(MarkerStyle.NUMBER)
        if number and self._numbered(unit, number):
            return
        if self._section(unit):
            return
        if unit.readings:
            if self._heads(unit, numbered=True):
                self.heading(unit)
            elif not self.base and unit.readings[0][0] in _DOTS:
                self._listing(unit)
            elif not self.item(unit):
                self._annex_text(self.loose(unit))
        elif self._heads(unit):
            self.heading(unit)
        elif self._annexed_recital(unit):
            self._recital(unit)
        else:
            self._annex_text(unit)

    def _annexed_recital(self, unit: Unit) -> bool:
        """A recital of a declaration: before its numbered paragraphs, a preambular phrase with a comma, or after another recital."""
        if self.scope.number or self.words.place(unit.own, True) != PREAMBULAR:
            return False
        return self.words.comma_ends(unit.text) or bool(self.base and self.base[-1].startswith("PP"))

    def _listing(self, unit: Unit) -> None:
        self.scope.listings += 1
        self.put(unit, Kind.LISTING, (*self.scope.prefix, f"L{self.scope.listings}"))

    def _annex_text(self, unit: Unit) -> None:
        if self.base and self.scope.number and not self.scope.heading_since:
            self.more(unit)
            return
        self.scope.paragraphs += 1
        self.top(unit, Kind.ANNEX, f"P{self.scope.paragraphs}")

    def _statement(self, unit: Unit) -> None:
        if unit.readings and self._section(unit):
            return
        if unit.readings and self.base and self.item(unit):
            return
        if not unit.readings and (unit.hint is Hint.HEADING or self.words.is_heading(unit) and not _QUOTED.match(unit.text)):
            self.heading(unit)
            return
        if self.statement and not self.body.paragraphs and not unit.readings and self._introduces(unit):
            self.out.formula = unit.text
            self.heading(unit)
            return
        self.body.paragraphs += 1
        self.top(self.loose(unit), Kind.STATEMENT, f"P{self.body.paragraphs}")

    def _introduces(self, unit: Unit) -> bool:
        """Whether a unit before the first paragraph of a statement is its introductory sentence: no quotation mark opens it, and a
        quoted paragraph follows or it ends in a colon."""
        if self.out.formula or _QUOTED.match(unit.text):
            return False
        return self.words.opens_list(unit.text) or any(_QUOTED.match(u.text) for u in self._ahead())

    # headings, sections, lists

    def _text_of_last(self) -> str:
        """The text of the last piece that is no heading."""
        return next((p.unit.text for p in reversed(self.out.pieces) if p.kind is not Kind.HEADING), "")

    def _heads(self, unit: Unit, *, numbered: bool = False) -> bool:
        """Whether a unit is a heading. A numbered one is where no list is open that it could continue and none is expected."""
        words = self.words
        if numbered:
            if not words.is_heading(unit) or not unit.own or self._fits(unit) or words.opens_list(self._text_of_last()):
                return unit.hint is Hint.HEADING and not self._fits(unit)
            following = next((u for u in self._ahead() if u.number or words.closes(u.text)), None)
            return unit.hint is Hint.HEADING or following is None or bool(following.figure(MarkerStyle.NUMBER))
        if unit.hint is Hint.HEADING:
            return not (words.closes(unit.text) and words.place(unit.own, None))
        if words.is_heading(unit) or self._annex_title(unit):
            return not self._entry()
        if words.opens_list(unit.text) and len(unit.text) <= words.short and not words.place(unit.text, None):
            following = next(self._ahead(), None)
            return following is not None and following.figure(MarkerStyle.NUMBER) == self.scope.number + 1 > 1
        lead = words.comma_ends(unit.text) and len(unit.text) <= words.short and self.scope.heading_since
        return lead and self.zone is Zone.OPERATIVE and not words.place(unit.own, None)

    def _annex_title(self, unit: Unit) -> bool:
        """Whether a longer line without a closing mark is the title of an annex: it follows on the line that heads it."""
        scope = self.scope
        if self.zone is not Zone.ANNEX or not scope.headings or scope.number + scope.paragraphs + scope.recitals + scope.listings:
            return False
        return not self.words.closes(unit.text) and len(unit.text) <= 2 * self.words.short

    def _entry(self) -> bool:
        """Whether a short line stands in a list of names without marks: its chapeau ends in a colon, and no lettered item follows, as
        one does after a heading that stands between a chapeau and its list."""
        chapeau = next((p for p in reversed(self.out.pieces) if not self._is_entry(p)), None)
        if chapeau is None or chapeau.kind is Kind.HEADING or not self.words.opens_list(chapeau.unit.text):
            return False
        following = next(self._ahead(), None)
        return following is None or not following.readings or bool(following.figure(MarkerStyle.NUMBER))

    def _is_entry(self, piece: Piece) -> bool:
        return not piece.unit.number and len(piece.path) > 1 and self.words.is_heading(piece.unit)

    def _section(self, unit: Unit) -> bool:
        """A letter or Roman numeral that heads a section: alone, or before a heading."""
        styles = (MarkerStyle.CAPITAL, MarkerStyle.CAPITAL_ROMAN)
        if not unit.readings or unit.readings[0][0] not in styles or unit.own and not self.words.is_heading(unit):
            return False
        self.heading(unit)
        self.scope.label = unit.number.strip("(). 、\u00a0")
        return True

    def _fits(self, unit: Unit) -> bool:
        return any(level.style == style and level.ordinal + 1 == ordinal for level in self.levels for style, ordinal in unit.readings)

    def item(self, unit: Unit) -> bool:
        """Puts an item of a list in its place: it continues an open list, else begins one. False where it can do neither."""
        if not self.base and not self.scope.prefix:
            return False
        found = self._continuing(unit) or self._beginning(unit) or self._skipping(unit)
        if found is None:
            return False
        style, ordinal = found
        level = self.levels[-1]
        level.ordinal = ordinal
        piece = self.put(unit, self._item_kind(), (*level.parent, step_of(style, ordinal)), join(level.parent) if level.parent else "")
        self.last = piece.path
        return True

    def _item_kind(self) -> Kind:
        return Kind.ANNEX if self.zone is Zone.ANNEX else self.kind

    def _continuing(self, unit: Unit) -> Reading | None:
        if self.last and self.last[-1][0] == "+" and self.words.opens_list(self._text_of_last()) and self._first(unit):
            return None
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            for style, ordinal in unit.readings:
                same = level.style == style
                if same and (style in _DOTS or level.ordinal + 1 == ordinal):
                    if self._rather_begins(unit, style, ordinal):
                        return None
                    del self.levels[depth + 1 :]
                    return style, level.ordinal + 1
        return None

    def _first(self, unit: Unit) -> Reading | None:
        """The reading under which a unit is the first of a list."""
        return next(((s, 1) for s, o in unit.readings if o == 1 or s in _DOTS), None)

    def _rather_begins(self, unit: Unit, style: str, ordinal: int) -> bool:
        """Whether "(i)" after "(h)" is a numeral: the next item decides, else a colon before it."""
        other = next((s for s, o in unit.readings if o == 1 and s != style), None)
        if other is None or style in _DOTS:
            return False
        for following in self._ahead():
            if following.figure(MarkerStyle.NUMBER):
                break
            if following.figure(other) == 2 and following.figure(style) != ordinal + 1:
                return True
            if following.figure(style) == ordinal + 1:
                return False
        return self.words.opens_list(self._text_of_last())

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
        parent = self.last or self.scope.prefix
        self.levels.append(_Level(parent, reading[0], 0))
        return reading[0], 1

    def _same_again(self, unit: Unit, top: _Level, reading: Reading) -> Reading | None:
        """The first item again under an open list of its style: nested where the last item ends in a colon, else a repeat."""
        if self.words.opens_list(self._text_of_last()):
            self.levels.append(_Level(self.last, reading[0], 0))
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
                self.levels.append(_Level(self.last or self.scope.prefix, style, 0))
                return style, ordinal
        return None


_QUOTED = re.compile(r"\s*[“”«\"„「『‘]")


def build(all_units: Sequence[Unit], words: Words, *, statement: bool) -> Outline:
    """The outline of a document; `statement` when it is known to be a statement of the President."""
    words.forget()
    return Builder(all_units, words, statement=statement).run()


def step_of(style: str, ordinal: int) -> str:
    """The step of an id for an item: the same in every language, whatever script its markers are in."""
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


__all__ = ["Builder", "Outline", "Piece", "Unit", "Words", "Zone", "build", "cut", "join", "letters", "marker_of", "roman", "step_of", "units"]
