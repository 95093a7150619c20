"""The numbers that Word generates: "1.", "(a)", "(ii)", "•", counted as Word counts.

A paragraph names a list (w:num) and a level in it, itself or through its style; the list names its pattern (w:abstractNum), and may start
or look otherwise (w:lvlOverride). Lists that share a pattern count on together, unless one states a start of its own. A level begins
again when one above it was used, unless it says after which (w:lvlRestart).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from resdiff.read.word_package import W
from resdiff.read.word_styles import Numbered, Styles, numbered_of, value, whole
from resdiff.vocabulary.markers import roman

_LEVELS = 9
_LONGEST = 80
"""Characters of a generated number at most."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format_: str
    text: str
    restart: int | None
    legal: bool
    """Whether all numbers in it are printed in figures."""
    style: str
    """The paragraph style that stands for the level."""


@dataclass(slots=True)
class _Pattern:
    """A w:abstractNum and where its count stands."""

    levels: dict[int, _Level]
    link: str = ""
    """The numbering style that it borrows its levels from."""
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(frozen=True, slots=True)
class _List:
    pattern: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """The lists of one file and how far each has counted: ask for the paragraphs in their order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.patterns: dict[str, _Pattern] = {}
        self.lists: dict[str, _List] = {}
        self.begun: set[tuple[str, int]] = set()
        if root is None:
            return
        for one in root.iterchildren(f"{W}abstractNum"):
            levels = dict(_level(level) for level in one.iterchildren(f"{W}lvl"))
            self.patterns[one.get(f"{W}abstractNumId") or ""] = _Pattern(levels, value(one, "numStyleLink"))
        for one in root.iterchildren(f"{W}num"):
            self.lists[one.get(f"{W}numId") or ""] = _list(one)

    def marker(self, properties: etree._Element | None, style: str) -> str:
        """The number of the next paragraph, which has these properties (w:pPr) and this style; "" where it has none."""
        own, inherited = numbered_of(properties), self.styles.numbered(style)
        id_ = own.list_ if own.list_ is not None else inherited.list_
        one = self.lists.get(id_ or "")
        pattern = self._pattern(one) if one is not None else None
        if one is None or pattern is None or id_ == "0":
            return ""
        level = self._level_of(own, inherited, style, pattern)
        shape = self._shape(one, pattern, level)
        if shape is None:
            return ""
        self._count(id_ or "", one, pattern, level, shape)
        return self._printed(one, pattern, level, shape)

    def _pattern(self, one: _List) -> _Pattern | None:
        """The pattern of a list; one that borrows from a numbering style is followed to it."""
        key, seen = one.pattern, 0
        while (found := self.patterns.get(key)) is not None and found.link and not found.levels and seen < _LEVELS:
            borrowed = self.lists.get(self.styles.numbered(found.link).list_ or "")
            if borrowed is None:
                break
            key, seen = borrowed.pattern, seen + 1
        return found

    def _level_of(self, own: Numbered, inherited: Numbered, style: str, pattern: _Pattern) -> int:
        level = own.level if own.level is not None else inherited.level
        if level is None:
            level = next((at for at, shape in pattern.levels.items() if shape.style and shape.style == style), 0)
        return min(max(level, 0), _LEVELS - 1)

    @staticmethod
    def _shape(one: _List, pattern: _Pattern, level: int) -> _Level | None:
        return one.levels.get(level) or pattern.levels.get(level)

    def _count(self, id_: str, one: _List, pattern: _Pattern, level: int, shape: _Level) -> None:
        counts = pattern.counts
        fresh = (id_, level) not in self.begun and level in one.starts
        self.begun.add((id_, level))
        now = counts[level]
        counts[level] = one.starts[level] if fresh else shape.start if now is None else min(now + 1, 10**9)
        for above in range(level):
            if counts[above] is None:
                upper = self._shape(one, pattern, above)
                counts[above] = one.starts.get(above, upper.start if upper else 1)
        for below in range(level + 1, _LEVELS):
            lower = self._shape(one, pattern, below)
            after = lower.restart if lower else None
            if after is None or (after != 0 and level < after):
                counts[below] = None

    def _printed(self, one: _List, pattern: _Pattern, level: int, shape: _Level) -> str:
        if shape.format_ == "bullet":
            return _bullet(shape.text)

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            here = self._shape(one, pattern, at)
            count = pattern.counts[at]
            if here is None or count is None or at > level:
                return ""
            return printed(count, "decimal" if shape.legal and here.format_ != "none" else here.format_)

        return " ".join(re.sub(r"%([1-9])", number, shape.text).split())[:_LONGEST]


def _level(element: etree._Element) -> tuple[int, _Level]:
    start, restart = whole(value(element, "start")), whole(value(element, "lvlRestart"))
    legal = element.find(f"{W}isLgl")
    return whole(element.get(f"{W}ilvl")) or 0, _Level(
        start if start is not None else 0,
        value(element, "numFmt") or "decimal",
        value(element, "lvlText"),
        restart,
        legal is not None and legal.get(f"{W}val") not in ("0", "false"),
        value(element, "pStyle"),
    )


def _list(element: etree._Element) -> _List:
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for override in element.iterchildren(f"{W}lvlOverride"):
        at = whole(override.get(f"{W}ilvl")) or 0
        start = whole(value(override, "startOverride"))
        shape = override.find(f"{W}lvl")
        if start is not None:
            starts[at] = start
        if shape is not None:
            levels[at] = _level(shape)[1]
    return _List(value(element, "abstractNumId"), levels, starts)


_DOTS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "‣",
    "\uf0a8": "◦",
    "\uf02d": "–",
    "\uf06f": "◦",
    "\uf06e": "■",
    "o": "◦",
    "·": "•",
}


def _bullet(text: str) -> str:
    """A bullet as printed; those of symbol fonts, whose characters mean nothing elsewhere, by the one they look like."""
    text = text.strip()[:3]
    if len(text) == 1:
        text = _DOTS.get(text, "•" if "\ue000" <= text <= "\uf8ff" else text)
    return text


# --- figures ---------------------------------------------------------------------------------------------------------------------

_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALPHA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_HAN = "〇一二三四五六七八九"


def printed(number: int, format_: str) -> str:
    """A number in one of Word's number formats; a format that is not known prints figures."""
    if format_ == "none":
        return ""
    make = _FORMATS.get(format_)
    return make(number) if make is not None and 0 < number < 4000 else f"{number}"


def _cycled(alphabet: str) -> Callable[[int], str]:
    """a to z, then aa, bb: the same letter once more at every round."""

    def make(number: int) -> str:
        rounds, at = divmod(number - 1, len(alphabet))
        return alphabet[at] * min(rounds + 1, _LONGEST)

    return make


def _chinese(number: int) -> str:
    """Counting figures: 十一 for 11, 二十 for 20, 一百〇一 for 101."""
    if number >= 1000:
        return f"{number}"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    out = f"{_HAN[hundreds]}百" if hundreds else ""
    if tens:
        out += ("" if tens == 1 and not hundreds else _HAN[tens]) + "十"
    elif hundreds and ones:
        out += "〇"
    return out + (_HAN[ones] if ones else "")


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _digits(zero: str) -> Callable[[int], str]:
    return lambda number: "".join(chr(ord(zero) + int(digit)) for digit in str(number))


def _enclosed(first: str, last: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= last else f"{number}"


_LATIN = "abcdefghijklmnopqrstuvwxyz"
_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _cycled(_LATIN),
    "upperLetter": _cycled(_LATIN.upper()),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
    "ordinal": _ordinal,
    "arabicAbjad": _cycled(_ABJAD),
    "arabicAlpha": _cycled(_ALPHA),
    "russianLower": _cycled(_RUSSIAN),
    "russianUpper": _cycled(_RUSSIAN.upper()),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": lambda number: "".join(_HAN[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_HAN[int(digit)] for digit in str(number)),
    "ideographTraditional": lambda number: _HEAVENLY[number - 1] if number <= 10 else f"{number}",
    "decimalFullWidth": _digits("０"),
    "decimalFullWidth2": _digits("０"),
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedCircleChinese": _enclosed("①", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "ideographEnclosedCircle": _enclosed("㊀", 10),
    "numberInDash": lambda number: f"- {number} -",
}
"""The number formats of the standard (ECMA-376, ST_NumberFormat) that documents of the six languages use."""
