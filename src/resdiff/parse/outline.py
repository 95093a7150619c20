"""From the sequence of units to a place for each: which is the third recital, paragraph 15 (c) (ii), a heading, a row of annex I.

One assembler for all sources. What decides is the sequence: the enacting words, the first "1.", markers that continue a list or begin
one, closing marks. The source's own hints only break ties, since official XML files operative paragraphs under the preamble and prints
most lists flat.

Guarantees: the pieces that come back, numbers before texts, hold the words of the units in their order; paths are unique.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from resdiff.models import Hint, Kind, MarkKind
from resdiff.parse.places import Outline, Places, Scope, join, letters, roman
from resdiff.parse.units import DOTS, FIGURE, LABEL, Unit, Words, cut
from resdiff.vocabulary import BOTH, OPERATIVE, PREAMBULAR, SUFFIX, MarkerStyle, stages, suffix, talks

_POINTLESS = re.compile(rf"(\d{{1,3}})(?:\s?{SUFFIX}\s*|\s+)(?=[^\W\d])")
_CALLED = re.compile(
    r"[\[［]|(?i:alt|alternativ[ea]|option|opción|variante?|вариант|الخيار|备选案文)\.?[\s\u00a0]?(?:\d{1,2}|[A-ZА-Я])(?![^\W_])"
)
"""How a paragraph begins that is one of several under its number."""
_BRACKET = re.compile(r"[\[［]")
_ORNAMENT = re.compile(r"[\W_]*")
_QUOTED = re.compile(r"\s*[“”«\"„「『‘]")


class Zone(StrEnum):
    """Where in a document a block stands."""

    COVER = "cover"
    PREAMBLE = "preamble"
    OPERATIVE = "operative"
    ANNEX = "annex"
    STATEMENT = "statement"


class Builder(Places):
    """Puts the units of one document in their places, one after the other."""

    def __init__(self, all_units: Sequence[Unit], words: Words, *, statement: bool) -> None:
        super().__init__(all_units, words, statement=statement)
        self.zone = Zone.COVER
        self.heads = self._annex_starts()
        self.many = len(self.heads) > 1
        self.has_formula = any(self._is_formula(unit) for unit in self.units)
        self.breaks = self.heads | {i for i, unit in enumerate(self.units) if self._is_formula(unit)}

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

    def _numbers_ahead(self) -> bool:
        return self.comes(1)

    # the walk

    def run(self) -> Outline:
        """Walks over all units."""
        while self.index < len(self.units):
            rest: Unit | None = self.units[self.index]
            while rest is not None:
                rest = self.step(rest)
            self.index += 1
        return self.out

    def step(self, unit: Unit) -> Unit | None:
        """Puts one unit in its place; gives what follows enacting words in it, to be put next."""
        if not unit.readings and _ORNAMENT.fullmatch(unit.printed):
            return None  # "* * *" holds no words
        if self._repeats(unit):
            following = self.units[self.index + 1]
            self.units[self.index + 1] = replace(following, number=f"{unit.number}{following.number}")
        elif self._below(unit):
            self.out.cover.append(unit)
        elif self.zone is not Zone.COVER and self._meeting(unit):
            return None
        elif unit.text.startswith("*") and self.words.vocabulary.is_furniture(unit.text):
            self.out.cover.append(unit)  # the note of a reissue
        elif self.index in self.heads:
            self._annex(unit)
        elif self._is_formula(unit):
            return self._formula(unit)
        elif unit.hint is Hint.ROW and not (self.zone is Zone.COVER and self.has_formula):
            self.zone = Zone.STATEMENT if self.zone is Zone.COVER else self.zone
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
        return None

    def _repeats(self, unit: Unit) -> bool:
        """Whether a number without a text is that of the paragraph whose list goes on, printed again before an item ("58.b)")."""
        following = next(self.ahead(), None)
        if unit.text or following is None or not 0 < unit.figure(MarkerStyle.NUMBER) == self.scope.number:
            return False
        return self.fits(following)

    def _below(self, unit: Unit) -> bool:
        """Whether a unit is the line of adoption, or below the last paragraph of a draft one that only says how far that is ("Under silence
        until 12 March")."""
        if self.zone in (Zone.PREAMBLE, Zone.OPERATIVE, Zone.ANNEX) and self.words.is_adoption(unit):
            return True
        if self.zone is Zone.COVER or not stages.is_round(unit.text):
            return False
        last = self.units[self.index :] if self.index >= len(self.units) - 3 else ()
        return bool(last) and all(not u.readings and stages.is_round(u.text) for u in last)

    def _meeting(self, unit: Unit) -> bool:
        """Puts the line of the Assembly's meeting below the last paragraph, and a date on a line of its own, as one heading."""
        if self.words.is_meeting(unit):
            self.heading(unit)
            return True
        last = self.out.pieces[-1] if self.out.pieces else None
        if last is None or last.kind is not Kind.HEADING or not self.words.is_its_day(unit, last.unit.text):
            return False
        shift = len(last.unit.text) + 1
        marks = tuple(replace(mark, start=mark.start + shift, end=mark.end + shift) for mark in unit.marks)
        last.unit = replace(last.unit, text=f"{last.unit.text} {unit.text}", marks=(*last.unit.marks, *marks))
        return True

    def _annex(self, unit: Unit) -> None:
        self.annexes += 1
        self.zone = Zone.ANNEX
        self.kind = Kind.ANNEX
        self.scope = Scope((f"A{roman(self.annexes)}" if self.many else "A",))
        self.base = self.last = ()
        self.levels.clear()
        if self.words.is_annex(unit) or (self.words.is_heading(unit) and not unit.readings):
            self.heading(unit)
        else:
            self._in_annex(unit)

    def _formula(self, unit: Unit) -> Unit | None:
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
        if not unit.text[end:].strip():
            return None
        return replace(unit, text=unit.text[end:], marks=cut(unit.marks, end, len(unit.text)), hint=Hint.NONE)

    def _again(self, unit: Unit) -> None:
        """Enacting words inside a document: a lettered part with a preamble of its own, or a declaration in an annex."""
        if self.zone is Zone.ANNEX:
            self.heading(unit)
            return
        if self.scope.label and self.scope.number + self.scope.recitals:
            self.scope = Scope((self.scope.label,))
        self.heading(unit)
        self.zone = Zone.PREAMBLE
        self.base = self.last = ()
        self.levels.clear()

    def _cover(self, unit: Unit) -> None:
        titled = self.statement and not unit.readings and self.words.vocabulary.is_masthead(unit.text)
        if unit.hint is Hint.MASTHEAD or titled or (self.has_formula and not self.statement):
            self.out.cover.append(unit)
        elif self.statement:
            self.zone = Zone.STATEMENT
            self._statement(unit)
        elif unit.figure(MarkerStyle.NUMBER) == 1 and self.words.place(unit.own, False) == OPERATIVE:
            self.zone = Zone.OPERATIVE
            self._operative(unit)
        elif unit.hint in (Hint.PREAMBLE, Hint.BODY) or (
            not self.words.vocabulary.is_masthead(unit.printed)
            and self.words.place(unit.own, True)
            and self.words.closes(unit.text)
        ):
            self.zone = Zone.PREAMBLE
            self._preamble(unit)
        elif self.words.vocabulary.is_masthead(unit.printed) or self.opens_twice():  # else it is a letter, counted like a statement
            self.out.cover.append(unit)
        else:
            self.zone = Zone.STATEMENT
            self._statement(unit)

    # preamble

    def _preamble(self, unit: Unit) -> None:
        words, number = self.words, unit.figure(MarkerStyle.NUMBER)
        if unit.figure(LABEL):
            self._labelled(unit, unit.figure(LABEL))
        elif number and self._begins_operative(unit, number):
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
        elif self.base and not words.comma_ends(self.text_of_last()) and not words.place(unit.own, True):
            self.more(unit)
        else:
            self._recital(unit)

    def _recital(self, unit: Unit) -> None:
        self.body.recitals += self.scope is self.body
        if self.scope is not self.body:
            self.scope.recitals += 1
        self.top(unit, Kind.PREAMBULAR if self.zone is not Zone.ANNEX else Kind.ANNEX, f"PP{self.scope.recitals}")

    def _labelled(self, unit: Unit, number: int) -> None:
        """A recital that a draft labels: it has the number of its label, unless that falls behind the count."""
        scope = self.scope
        if unit.suffix and number in (scope.recitals, scope.recitals + 1):
            scope.recitals = number
            self.top(unit, Kind.PREAMBULAR, f"PP{number}{unit.suffix}")
        elif number >= max(1, scope.recitals):
            again = number == scope.recitals and self._is_alternative(unit)
            scope.recitals = number
            self.top(unit, Kind.PREAMBULAR, self._alternative(f"PP{number}") if again else f"PP{number}")
        else:
            self._recital(unit)

    def _begins_operative(self, unit: Unit, number: int) -> bool:
        """Whether a number in the preamble starts the operative part: not where a recital ends in a colon and the item is no act."""
        if self.base and self.words.opens_list(self.text_of_last()) and not self.words.place(unit.own, False):
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
        return unit.hint is Hint.BODY or (self.words.ends(unit.text) and (place != "" or not any(True for _ in self.ahead())))

    # operative part

    def _operative(self, unit: Unit) -> None:
        number = unit.figure(MarkerStyle.NUMBER)
        if number and self._numbered(unit, number):
            return
        if unit.figure(LABEL):
            self._labelled(unit, unit.figure(LABEL))
            return
        if self._section(unit):
            return
        if unit.readings:
            if self._heads(unit, numbered=True):
                self.heading(unit)
                return
            self._lost_number(unit)
            if not self.item(unit):
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
        if unit.suffix and number <= expected:
            if self.beside(unit) and (unit.figure(FIGURE) or number < scope.number):
                return self.item(unit)
            self.top(unit, kind, step + unit.suffix)
            scope.number = max(scope.number, number)
            return True
        if number > expected:
            if not unit.firm and not self._after_gap(unit, number, expected):
                return False
            self._gap(expected, number, kind)
        elif number < expected:
            if self._continues(number) or self._sublist(number, expected):
                return self.item(unit)
            if self._once_more(unit, number, step, kind):
                return True
            if not unit.firm and number != 1:
                return False
            self._restart(number)
        self.top(unit, kind, step + unit.suffix)
        self.scope.number = number
        self.scope.heading_since, self.scope.label = False, ""
        return True

    def _once_more(self, unit: Unit, number: int, step: str, kind: Kind) -> bool:
        """Puts a paragraph of the body that bears the number of the one before it: an alternative to that, where it is called an option
        or stands in brackets ("4. Option B: ...", "[4. ...]"), has "alt" in its id; else both keep the number, with a doubt."""
        words, counted = self.words, any(level.style in (MarkerStyle.NUMBER, FIGURE) for level in self.levels)
        if self.zone is not Zone.OPERATIVE or number != self.scope.number or counted or not words.ends(self.text_of_last()):
            return False
        if not self.base or self.base[-1].partition("alt")[0] != step or not (words.ends(unit.text) or words.opens_list(unit.text)):
            return False
        if self._is_alternative(unit):
            self.top(unit, kind, self._alternative(step))
            return True
        if unit.firm or words.place(unit.own, False) != OPERATIVE:
            return False
        self.top(unit, kind, step)
        return True

    def _is_alternative(self, unit: Unit) -> bool:
        """Whether a unit is called an option ("Option B: ...", "ALT 2 ..."), or stands in brackets."""
        return talks.is_labelled(unit.own) or bool(_CALLED.match(unit.own))

    def _alternative(self, step: str) -> str:
        """The step of one more alternative to a paragraph."""
        others = 1 + sum((*self.scope.prefix, f"{step}alt{n}") in self.placed for n in ("", *range(2, 100)))
        return f"{step}alt{others if others > 1 else ''}"

    def _after_gap(self, unit: Unit, number: int, expected: int) -> bool:
        """Whether a number that leaves others out is that of a paragraph: a verb opens it, and where many are left out, as in an excerpt
        or a draft, both it and what stands before it end as paragraphs do."""
        if number <= expected + 3:
            return bool(self.words.place(unit.own, None)) or self._drafted(unit, number)
        acts = self.words.place(unit.own, False) in (OPERATIVE, BOTH)
        return acts and self.zone is Zone.OPERATIVE and self.words.ends(unit.text) and self.words.ends(self.text_of_last())

    def _drafted(self, unit: Unit, number: int) -> bool:
        """Whether a number is that of a paragraph whose verb a draft leaves open: it holds words in brackets, ends as a paragraph does, and
        the next number still comes or nothing does."""
        drafted = any(mark.kind is MarkKind.OPTION for mark in unit.marks)
        return drafted and self.words.ends(unit.text) and (self.comes(number + 1) or not self.next_number())

    def _continues(self, number: int) -> bool:
        return any(level.style == MarkerStyle.NUMBER and level.ordinal + 1 == number for level in self.levels)

    def _sublist(self, number: int, expected: int) -> bool:
        """Whether "1." begins a list inside a paragraph: the chapeau ends in a colon and the paragraph's own successor still comes."""
        if number != 1 or not self.base or not self.words.opens_list(self.text_of_last()):
            return False
        return self.comes(expected)

    def _restart(self, number: int) -> None:
        """Numbers that start again begin a section: under its letter, else under a Roman numeral of our count."""
        scope = self.scope
        if not (scope.heading_since or scope.label) and number != 1:
            return
        root = scope.prefix[:1] if self.zone is Zone.ANNEX else ()
        restarts = scope.restarts + 1
        label = scope.label or roman(restarts + 1)
        section = join((*root, label, ""))
        count = self.used[section] = self.used.get(section, 0) + 1
        label = f"{label}~{count}" if count > 1 else label
        self.scope = Scope((*root, label), restarts=restarts, headings=0)
        if not scope.heading_since and not scope.label:
            self.out.doubts.append((None, f"numbers start again without a heading: section {label} by our count"))

    def _gap(self, expected: int, number: int, kind: Kind) -> None:
        """Numbers are missing: look for them inside the paragraphs before, where a neighbour has swallowed them, else a doubt."""
        if expected == 1 and self.zone is Zone.ANNEX:
            return  # an excerpt of a statute may begin with any article
        for missing in range(expected, number):
            if not self._swallowed(missing, kind):
                what = (
                    f"paragraph {missing} is missing"
                    if missing == number - 1
                    else f"paragraphs {missing} to {number - 1} are missing"
                )
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
                for after in tail:
                    self.append(after)
                return True
        return False

    def _unnumbered(self, unit: Unit) -> None:
        """A paragraph of the operative part without a number: a text that numbers none, one whose number is lost, or one that goes on."""
        if self._pointless(unit):
            return
        place = self.words.place(unit.own, False)
        ahead = self.next_number()
        scope = self.scope
        begins = not self.base or (self.base[-1][:2] == "PP" and scope.number == 0)
        if begins or (ahead == 0 and place == OPERATIVE and not self.numbered):
            scope.number += 1
            self.top(unit, Kind.OPERATIVE, f"OP{scope.number}")
        elif place == OPERATIVE and ahead == scope.number + 2 and not self.words.opens_list(self.text_of_last()):
            scope.number += 1
            self.top(unit, Kind.OPERATIVE, f"OP{scope.number}")
            self.out.doubts.append((join(self.base), f"paragraph {scope.number} is printed without its number"))
        else:
            self.more(unit)

    def _lost_number(self, unit: Unit) -> None:
        """Where an act begins a list after a paragraph that is closed, and the next number leaves room for one: "11. (a)" lost its 11."""
        number = self.scope.number + 1
        if self.levels or not self.words.ends(self.text_of_last()) or not any(ordinal == 1 for _, ordinal in unit.readings):
            return
        if unit.suffix:
            return
        ahead = self.next_number()
        if ahead == number + 1 and self.words.place(unit.own, False) in (OPERATIVE, BOTH):
            self.scope.number = number
            self.base = self.last = (*self.scope.prefix, f"OP{number}")
            self.kind, self.extras = Kind.OPERATIVE, 0
            self.out.doubts.append((None, f"the number {number} is not printed before its items"))

    def _pointless(self, unit: Unit) -> bool:
        """Puts a paragraph whose number is printed without its point ("7 Further underlines", «2 бис выражает»)."""
        scope, match = self.scope, _POINTLESS.match(unit.text)
        if match is None or unit.readings:
            return False
        printed, number, beside = match[0].strip(), int(match[1]), suffix(match[0])
        if number not in ((scope.number, scope.number + 1) if beside else (scope.number + 1,)):
            return False
        if self.words.place(unit.text[match.end() :], False) not in ((OPERATIVE, BOTH) if beside else (OPERATIVE,)):
            return False
        text, marks = unit.text[match.end() :], cut(unit.marks, match.end(), len(unit.text))
        self.top(replace(unit, text=text, number=printed, marks=marks), Kind.OPERATIVE, f"OP{number}{beside}")
        scope.number = number
        self.out.doubts.append((join(self.base), f"the number {printed} is printed without its point"))
        return True

    def _second_preamble(self, unit: Unit) -> bool:
        """A recital in the operative part: a preambular phrase with the comma of a recital, after a paragraph that is closed."""
        if not self.words.comma_ends(unit.text) or self.words.place(unit.own, True) not in (PREAMBULAR, BOTH):
            return False
        before = self.text_of_last()
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
            elif self._top_dot(unit):
                self._annex_text(unit)
                self.scope.dots = unit.readings[0][0]
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

    def _top_dot(self, unit: Unit) -> bool:
        """Whether a bullet stands for a paragraph of its own: before any other paragraph, or like those before it."""
        style = unit.readings[0][0]
        return style in DOTS and not self.scope.number and (not self.base or self.scope.dots == style)

    def _annex_text(self, unit: Unit) -> None:
        if self.base and self.scope.number and not self.scope.heading_since:
            self.more(unit)
            return
        if not unit.readings and self._among_items(unit):
            self.more(unit)
            return
        self.scope.paragraphs += 1
        self.top(unit, Kind.ANNEX, f"P{self.scope.paragraphs}")

    def _among_items(self, unit: Unit) -> bool:
        """Whether a unit without a mark stands among the items under a paragraph of an annex: a note between two, or anything under a
        bullet where the paragraphs themselves are bullets."""
        following = next(self.ahead(), None)
        if not self.base:
            return False
        if self.words.is_note(unit.text) and following is not None and self.fits_dots(following):
            return True
        return self.scope.dots != "" and (bool(self.levels) or self.words.opens_list(self.text_of_last()))

    def _statement(self, unit: Unit) -> None:
        if unit.readings and self._section(unit):
            return
        if unit.readings and self.base and (self.statement or not unit.figure(MarkerStyle.NUMBER)) and self.item(unit):
            return
        if not unit.readings and (unit.hint is Hint.HEADING or (self.words.is_heading(unit) and not _QUOTED.match(unit.text))):
            self.heading(unit)
            return
        if self.statement and not self.body.paragraphs and not unit.readings and self._introduces(unit):
            self.out.formula = unit.text
            self.heading(unit)
            return
        number = unit.figure(MarkerStyle.NUMBER)
        if not self.statement and number and (unit.firm or number == self.body.paragraphs + 1):
            self.body.paragraphs = max(number, self.body.paragraphs + 1)  # a report numbers its paragraphs
        else:
            unit = self.loose(unit)
            self.body.paragraphs += 1
        self.top(unit, Kind.STATEMENT, f"P{self.body.paragraphs}")

    def _introduces(self, unit: Unit) -> bool:
        """Whether a unit before the first paragraph of a statement is its introductory sentence: no quotation mark opens it, and a
        quoted paragraph follows or it ends in a colon."""
        if self.out.formula or _QUOTED.match(unit.text):
            return False
        return self.words.opens_list(unit.text) or any(_QUOTED.match(u.text) for u in self.ahead())

    # headings, sections

    def _heads(self, unit: Unit, *, numbered: bool = False) -> bool:
        """Whether a unit is a heading. A numbered one is where no list is open that it could continue and none is expected."""
        words = self.words
        if numbered:
            if self._again_ahead(unit):
                return True
            if not words.is_heading(unit) or not unit.own or self.fits(unit) or words.opens_list(self.text_of_last()):
                return unit.hint is Hint.HEADING and not self.fits(unit)
            following = self.next_closed()
            return unit.hint is Hint.HEADING or following is None or bool(following.figure(MarkerStyle.NUMBER))
        if unit.hint is Hint.HEADING:
            return not (words.closes(unit.text) and words.place(unit.own, None))
        if self.zone is Zone.PREAMBLE and _BRACKET.search(unit.text) and words.place(unit.own, True):
            return False  # a recital of a draft may end in what nobody has agreed yet
        if words.is_heading(unit) or self._annex_title(unit):
            return not self._entry()
        if self._titles_what_follows(unit):
            return True
        lead = words.comma_ends(unit.text) and len(unit.text) <= words.short and self.scope.heading_since
        return lead and self.zone is Zone.OPERATIVE and not words.place(unit.own, None)

    def _again_ahead(self, unit: Unit) -> bool:
        """Whether the next unit bears the same number as this title, which is then no item but a heading that was given a number."""
        following = next(self.ahead(), None)
        if following is None or not unit.own or not self.words.is_heading(unit) or self.words.is_heading(following):
            return False
        return (following.readings, following.suffix) == (unit.readings, unit.suffix) and unit.readings[0][0] not in DOTS

    def _titles_what_follows(self, unit: Unit) -> bool:
        """Whether a longer line without a closing mark, or a short one with a colon, is a heading: no verb opens it, and the next numbered
        paragraph, or after a closed item the next item of an open list, follows at once."""
        words = self.words
        limit = words.short if words.opens_list(unit.text) else 0 if words.closes(unit.text) else 2 * words.short
        following = next(self.ahead(), None)
        if len(unit.text) > limit or following is None or words.place(unit.text, None):
            return False
        if following.figure(MarkerStyle.NUMBER) == self.scope.number + 1 > 1:
            return True
        return self.fits(following) and words.ends(self.text_of_last())

    def _annex_title(self, unit: Unit) -> bool:
        """Whether a longer line without a closing mark is the title of an annex: it follows on the line that heads it."""
        scope = self.scope
        if self.zone is not Zone.ANNEX or not scope.headings or scope.number + scope.paragraphs + scope.recitals:
            return False
        return not self.words.closes(unit.text) and len(unit.text) <= 3 * self.words.short

    def _entry(self) -> bool:
        """Whether a short line stands in a list of names without marks: its chapeau ends in a colon, and no lettered item follows, as
        one does after a heading that stands between a chapeau and its list."""
        chapeau = self.chapeau
        if chapeau is None or chapeau.kind is Kind.HEADING or not self.words.opens_list(chapeau.unit.text):
            return False
        following = next(self.ahead(), None)
        return following is None or not following.readings or bool(following.figure(MarkerStyle.NUMBER))

    def _section(self, unit: Unit) -> bool:
        """A letter or Roman numeral that heads a section: alone, or before a heading."""
        styles = (MarkerStyle.CAPITAL, MarkerStyle.CAPITAL_ROMAN)
        if not unit.readings or unit.readings[0][0] not in styles or (unit.own and not self.words.is_heading(unit)):
            return False
        self.heading(unit)
        printed, (style, ordinal) = unit.number.strip("(). 、\u00a0"), unit.readings[0]
        if not printed.isascii():  # one id in every language
            printed = roman(ordinal) if style == MarkerStyle.CAPITAL_ROMAN else letters(ordinal).upper()
        self.scope.label = printed
        return True


def build(all_units: Sequence[Unit], words: Words, *, statement: bool) -> Outline:
    """The outline of a document; `statement` when it is known to be a statement of the President."""
    words.forget()
    return Builder(all_units, words, statement=statement).run()
