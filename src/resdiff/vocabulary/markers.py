"""Paragraph numbers and list markers in six languages, with every way to read each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from resdiff.models import Language


class MarkerStyle(StrEnum):
    """The ways in which a paragraph or an item is numbered."""

    NUMBER = "number"
    LETTER = "letter"
    ROMAN = "roman"
    BARE_LETTER = "bare_letter"
    BARE_ROMAN = "bare_roman"
    CAPITAL = "capital"
    CAPITAL_ROMAN = "capital_roman"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a marker: "(i)" is the ninth letter and the first Roman numeral; only the sequence can tell."""

    style: MarkerStyle
    ordinal: int


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a text: as printed, the offset where the paragraph's own text begins, and its possible readings."""

    printed: str
    end: int
    readings: tuple[Reading, ...]
    suffix: str = ""
    """What makes it one put in beside another: "bis" for "2 bis.", «2 бис.», "2之二." and "(c bis)"; else ""."""


_ABJAD = {letter: n for n, letter in enumerate("أبجدهوزحطيكلمنسعفصقرشتثخذض", 1)} | {"ا": 1, "إ": 1, "ى": 10}
_LOOKALIKE = dict(zip("асеорхукмтвнѕіј", "aceopxykmtbhsij", strict=True))
_CYRILLIC = {letter: n for n, letter in enumerate("абвгдежзиклмнопрстуфхцчшщэюя", 1)}
_LETTERED = ("ألف", "باء", "جيم", "دال", "هاء", "واو", "زاي", "حاء", "طاء", "ياء")
"""How Arabic documents letter their parts and sections where English prints A, B, C (names of the letters), and ..."""
_ORDINAL = ("أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا")
"""... where it prints I, II, III ("firstly", "secondly")."""
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAN_SIGNS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"),
    (4, "iv"), (1, "i"),
)  # fmt: skip
_HAN_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
_QUOTE = "[’‘'\"“”´`]"

_BESIDE = {
    "bis": ("бис", "مكررا", "之二"),
    "ter": ("тер", "مكررا ثانيا", "之三"),
    "quater": ("кватер", "مكررا ثالثا", "之四"),
    "quinquies": ("квинквиес", "مكررا رابعا", "之五"),
    "sexies": ("сексиес", "مكررا خامسا", "之六"),
    "septies": ("септиес", "مكررا سادسا", "之七"),
    "alt": ("альт", "بديل", "备选案文"),
}
"""What is printed after a number that is put in beside another: in Latin letters (in every language), in Russian, Arabic and Chinese.
Translations number articles of treaties so («статья 6 бис», «المادة 6 مكررا», 第六条之二); drafts add "alt" for an alternative."""
_WORDS = sorted((word for id_, (ru, ar, _) in _BESIDE.items() for word in (id_, ru, ar)), key=len, reverse=True)
_LETTERED_SUFFIX = "|".join(re.sub("ا$|ا(?= )", "(?:\u064bا|ا\u064b?)", word).replace(" ", r"\s") for word in _WORDS)
_HAN_SUFFIX = "|".join(han for _, _, han in _BESIDE.values())
SUFFIX = rf"(?i:(?:(?:{_LETTERED_SUFFIX}|مكرر)(?![^\W\d_])|{_HAN_SUFFIX})(?:(?<=alt)\s?\d{{1,2}}(?!\d))?)"
"""A pattern of what is printed after a number that is put in beside another: "bis", "alt 2", "مكررا ثانيا"."""
_SUFFIXES = re.compile(rf"(?<![a-z][a-z]){SUFFIX}", re.IGNORECASE)


def suffix(printed: str) -> str:
    """What makes a printed number one that is put in beside another, the same in every language: "bis" for "2 bis.", «2 бис.», "2之二."
    and "(c bis)", "alt2" for "OP2.alt 2"; "" for a plain number."""
    found = ""
    for match in _SUFFIXES.finditer(printed) if any(map(str.isalpha, printed)) else ():
        word = re.sub(r"مكرر(?!ا)", "مكررا", " ".join(match[0].lower().replace("\u064b", "").split()))
        found += next((id_ for id_, forms in _BESIDE.items() if word in forms), word.replace(" ", ""))
    return found


def beside(suffix: str, language: Language) -> str:
    """What a language prints for what `suffix` gave: "бис" for "bis" in Russian."""
    place = {Language.RU: 0, Language.AR: 1, Language.ZH: 2}.get(language)
    return suffix if place is None or suffix not in _BESIDE else _BESIDE[suffix][place]


_SMALL = rf"(?![A-ZА-Я])(?!alt|альт){SUFFIX}"
"""What makes a number one beside another where it stands after the number's own point or bracket: in small letters, for there an option
may begin ("(c) Alt 2: ...")."""


def _forms(after: str, pointed: str, goes_on: str) -> re.Pattern[str]:
    """The pattern of a marker, given what may follow its bracket, a number's point, and a number that has a suffix and no point."""
    return re.compile(
        rf"""
    (?P<number>(?:{pointed}\d{{1,3}}(?:[\s.]?{SUFFIX}){{1,2}}(?=\s+{goes_on})
       |\d{{1,3}}(?:\s?{SUFFIX}){{0,2}}(?:[.．、](?!\d)|\s?[-–—](?=\s|[^\W\d_a-z]))))(?P<tight>\s*)
  | [(（]\s?(?P<paren>[^\W\d_]{{1,7}}?)(?:[\s-]{SUFFIX}|(?i:bis)|{_HAN_SUFFIX})?\s?[)）]{after}(?:\.(?=\s))?\s*
  | (?P<half>[a-zа-яіѕј]{{1,6}}|[\u0621-\u064a]ـ?)(?:[\s-]{SUFFIX})?\s?\){after}(?:\s+|(?=[^\W\d_a-z])|$)
  | (?P<dashed>[\u0621-\u064a]ـ?)\s?[-–](?:\s+|(?=[\u0621-\u064a]))
  | (?P<named>(?:{"|".join((*_LETTERED, *_ORDINAL))})[\u064b]?)\s?[-–—:](?:\s+|$)
  | (?P<circled>[\u3220-\u3229])\s*
  | {_QUOTE}(?P<quoted>\d{{1,2}}){_QUOTE}\s*
  | (?P<han>[一二三四五六七八九十]{{1,3}})、\s*
  | (?P<bare>[a-z]|[ivxl]{{2,6}})(?:\s{SUFFIX})?\.{after}(?:\s+|$)
  | (?P<capital>[A-Z]|[IVXL]{{1,6}})\.(?:\s+|$)
  | (?P<alone>[A-Z]|[IVXL]{{1,6}})$
  | (?P<bullet>[•·▪■●◦‣\uf0b7\uf0a7–—-])(?:\s+|(?<=[•·▪■●◦‣\uf0b7\uf0a7]))
    """,
        re.VERBOSE,
    )


_MARKER = _forms(
    rf"(?:\.?\s?{_SMALL}\.?(?=[\s\u3400-\u9fff]))?", rf"\d{{1,3}}\.\s?{_SMALL}\.?(?=\s)|", r"(?:[A-ZÀ-ÖØ-ÞЀ-Я]|[\[“«])"
)
_GERMAN = _forms("", "", r"\[")
"""In German "bis" is "until": "3. bis zum Jahresende"."""


def read_marker(text: str, language: Language) -> Marker | None:
    """The marker at the start of `text`; None where there is none."""
    match = (_GERMAN if language is Language.DE else _MARKER).match(text.lstrip())
    if match is None:
        return None
    printed = match[0].strip()
    readings = _readings(match, language)
    if not readings:
        return None
    return Marker(printed, len(text) - len(text.lstrip()) + match.end(), readings, suffix(printed))


def _readings(match: re.Match[str], language: Language) -> tuple[Reading, ...]:
    kind = match.lastgroup if match.lastgroup != "tight" else "number"
    if kind == "number":
        digits = re.match(r"\d+", match["number"])
        assert digits is not None
        dashed = match["number"][-1] in "-–—" and not suffix(match["number"])
        if (dashed and language is not Language.AR) or not figure(digits[0]):
            return ()
        return (Reading(MarkerStyle.NUMBER, figure(digits[0])),)
    if kind == "bullet":
        return (Reading(MarkerStyle.BULLET, 0),)
    if kind == "dashed":
        return _bracketed(match["dashed"]) if language is Language.AR else ()
    if kind == "named":
        return _named(match["named"])
    if kind in ("circled", "quoted", "han"):
        return _figures(match, kind)
    printed = match[kind or ""]
    if kind in ("paren", "half"):
        if printed.isupper() and printed.isascii():
            return _latin(printed.lower(), MarkerStyle.CAPITAL, MarkerStyle.CAPITAL_ROMAN)
        return _bracketed(printed)
    if kind == "bare":
        return _latin(printed, MarkerStyle.BARE_LETTER, MarkerStyle.BARE_ROMAN)
    return _latin(printed.lower(), MarkerStyle.CAPITAL, MarkerStyle.CAPITAL_ROMAN)


def _named(printed: str) -> tuple[Reading, ...]:
    """The readings of a section's mark in Arabic words."""
    word = printed.rstrip("\u064b")
    if word in _LETTERED:
        return (Reading(MarkerStyle.CAPITAL, _LETTERED.index(word) + 1),)
    return (Reading(MarkerStyle.CAPITAL_ROMAN, _ORDINAL.index(word) + 1),)


def _figures(match: re.Match[str], kind: str) -> tuple[Reading, ...]:
    if kind == "circled":
        return (Reading(MarkerStyle.ROMAN, ord(match["circled"]) - 0x321F),)
    if kind == "quoted":
        return (Reading(MarkerStyle.ROMAN, figure(match["quoted"])),)
    ordinal = _han(match["han"])
    return (Reading(MarkerStyle.CAPITAL_ROMAN, ordinal),) if ordinal else ()


def _bracketed(printed: str) -> tuple[Reading, ...]:
    if printed[0] in _HAN_DIGITS:
        ordinal = _han(printed)
        return (Reading(MarkerStyle.ROMAN, ordinal),) if ordinal else ()
    if printed[0] in _ABJAD:
        return (Reading(MarkerStyle.LETTER, _ABJAD[printed[0]]),) if len(printed.rstrip("ـ")) == 1 else ()
    if printed.isascii():
        return _latin(printed, MarkerStyle.LETTER, MarkerStyle.ROMAN)
    latin = "".join(_LOOKALIKE.get(c, c) for c in printed)
    readings = _latin(latin, MarkerStyle.LETTER, MarkerStyle.ROMAN) if latin.isascii() else ()
    cyrillic = _CYRILLIC.get(printed) if len(printed) == 1 else None
    if cyrillic and Reading(MarkerStyle.LETTER, cyrillic) not in readings:
        readings += (Reading(MarkerStyle.LETTER, cyrillic),)
    return readings


def _latin(printed: str, letter: MarkerStyle, roman: MarkerStyle) -> tuple[Reading, ...]:
    """The readings of Latin letters: a to z, then aa or ab onwards; Roman numerals to 60, since no list is longer."""
    found = []
    if len(printed) == 1 and printed.isalpha():
        found.append(Reading(letter, ord(printed) - 96))
    elif len(printed) == 2 and printed.isalpha():
        if printed[0] == printed[1]:
            found.append(Reading(letter, 26 + ord(printed[0]) - 96))
        elif printed[0] == "a":
            found.append(Reading(letter, 26 + ord(printed[1]) - 96))
    value = roman_value(printed)
    if value:
        found.append(Reading(roman, value))
    return tuple(found)


def roman_value(printed: str) -> int:
    """The value of a well-formed Roman numeral in small letters up to lx (60); 0 for anything else."""
    if not re.fullmatch(r"(?=.)(?:x{0,3}|xl|l|lx)(?:ix|iv|v?i{0,3})", printed):
        return 0
    values = [_ROMAN[c] for c in printed]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def roman(number: int) -> str:
    """A number of 1 to 3,999 as a Roman numeral in small letters."""
    out = ""
    for worth, sign in _ROMAN_SIGNS:
        count, number = divmod(number, worth)
        out += sign * count
    return out


def _han(printed: str) -> int:
    if len(printed) == 1:
        return _HAN_DIGITS.get(printed, 0)
    tens, _, ones = printed.partition("十")
    if "十" not in printed or len(tens) > 1 or len(ones) > 1 or any(c not in _HAN_DIGITS for c in tens + ones):
        return 0
    return (_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0)


def figure(digits: str) -> int:
    """The number that digits of any script print."""
    return int("".join(str(unicodedata.digit(c)) for c in digits))
