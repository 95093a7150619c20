"""The provision that a citation names: "paragraph 15 (c) of resolution 2482 (2019)", « l'alinéa c) du paragraphe 15 de la résolution ».

English and French here, the plain forms of the other languages in `beside`. A provision is written "15 (c)", "15 (c) (ii)", "preamble",
"preamble 4", "annex", "annex I", whatever the language: French puts the letter before the number, and one "paragraphe" after several
letters.
"""

from __future__ import annotations

import re

from resdiff.models import Language
from resdiff.symbols import beside

_ITEM_EN = r"\d{1,3}(?:\s?\([a-z]{1,5}\))*"
_MORE_EN = rf"(?:{_ITEM_EN}|\([a-z]{{1,5}}\)(?:\s?\([a-z]{{1,5}}\))*)"
_JOIN_EN = r"(?:\s*,?\s*(?:and|or|to|through|as\s+well\s+as|and\s+in)\s+|\s*,\s*|\s*[-–]\s*)"
_LIST_EN = rf"{_ITEM_EN}(?:{_JOIN_EN}{_MORE_EN})*"
_PAR_EN = r"(?:(?:operative\s+)?para(?:graph)?s?\.?|OPs?\b|\bOP(?=\d))"
_UNIT_EN = rf"""(?:
    (?P<sub>(?:sub-?paras?(?:graphs?)?|sub-?items?)\.?\s+(?P<subs>\([a-z]{{1,5}}\)(?:{_JOIN_EN}\([a-z]{{1,5}}\))*)\s*,?\s+(?:of|in|to)\s+{_PAR_EN}\s+(?P<host>\d{{1,3}}(?:\s?\([a-z]{{1,5}}\))*))
  | (?P<par>(?:{_PAR_EN}|sub-?para(?:graph)?s?\.?)\s*(?P<list>{_LIST_EN}))
  | (?P<pre>(?:the\s+)?(?:(?P<ord>\w+)\s+)?preambular\s+para(?:graph)?s?\.?(?:\s+(?P<prelist>{_LIST_EN}))?)
  | (?P<preamble>preamble)
  | (?P<annex>annex(?:es)?(?:\s+(?P<which>[IVX]+|\d)(?:{_JOIN_EN}(?P<which2>[IVX]+|\d))?)?\b)
)"""
_ITEM_FR = r"\d{1,3}(?:\s[a-z]{1,5}\))*"
_JOIN_FR = r"(?:\s*,?\s*(?:et|ou|à|ainsi\s+que)\s+|\s*,\s*|\s*[-–]\s*)"
_LETTER_FR = r"(?:[a-z]{1,5}\)|(?!et\b|ou\b|du\b|de\b)[a-z]{1,4}\b)"
_MORE_FR = rf"(?:{_ITEM_FR}|[a-z]{{1,5}}\))"
_LIST_FR = rf"{_ITEM_FR}(?:{_JOIN_FR}{_MORE_FR})*"
_TO_FR = r"(?:du|des|de\s+la|de\s+l['’]|au|aux|les?|l['’]|de)\s*"
_UNIT_FR = rf"""(?:
    (?P<sub>(?:sous-)?alinéas?\s+(?P<subs>{_LETTER_FR}(?:{_JOIN_FR}{_LETTER_FR})*)\s*,?\s+(?:de\s+l['’]alinéa\s+(?P<mid>{_LETTER_FR})\s+)?(?:du|des|au|aux)\s+(?:par(?:agraphes?)?\.?)\s+(?P<host>{_ITEM_FR}))
  | (?P<par>par(?:agraphes?)?\.?\s+(?P<list>{_LIST_FR}))
  | (?P<pre>(?:(?P<ord>\w+)\s+)?(?:alinéas?|paragraphes?)\s+(?P<prelist>\Z.)?(?:du|de\s+son)\s+préambule)
  | (?P<preamble>préambule)
  | (?P<annex>annexes?(?:\s+(?P<which>[IVX]+|\d)(?:{_JOIN_FR}(?P<which2>[IVX]+|\d))?)?\b)
)"""
_ORDINALS = {
    word: n
    for n, words in enumerate(
        (
            "first premier", "second deuxième", "third troisième", "fourth quatrième", "fifth cinquième", "sixth sixième",
            "seventh septième", "eighth huitième", "ninth neuvième", "tenth dixième", "eleventh onzième", "twelfth douzième",
            "thirteenth treizième", "fourteenth quatorzième", "fifteenth quinzième", "last dernier",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip


def _bare(unit: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", unit)


class _Grammar:
    """How one language names a provision before and after a document."""

    def __init__(self, unit: str, join: str, to: str, link: str, after: str) -> None:
        flags = re.VERBOSE | re.IGNORECASE
        plain = _bare(unit)
        self.unit = re.compile(unit, flags)
        self.before = re.compile(rf"(?<!\w)({plain}(?:{join}(?:{to})?{plain})*){link}$", flags)
        self.elliptic = re.compile(
            rf"(?:and|or|et|ou|,)\s+(?:du\s+|des\s+)?({_LIST_FR if 'alin' in unit else _LIST_EN}){link}$", flags
        )
        self.after = re.compile(
            rf"{after}((?>{plain}(?:{join}(?:{to})?{plain})*))(?!\s*(?:above|below|ci-dessus|ci-après|ci-dessous|infra|supra|of|de\s+la|de\s+sa|in|du)\b)",
            flags,
        )


_GRAMMARS = {
    Language.EN: _Grammar(
        _UNIT_EN,
        _JOIN_EN,
        r"(?:in\s+|of\s+|to\s+|the\s+)*",
        r"\s*,?\s+(?:(?:of|in|to|from|under)\s+)?(?:(?:the|its|their|that|annex\s+[IVX]+\s+(?:to|of)|Security\s+Council(?:['’]s)?|Council|"
        r"United\s+Nations|same|said|previous|relevant)\s+)*(?:resolutions?|S/RES/)?\s*",
        r"\s*[,(]\s*(?:(?:and\s+)?(?:in\s+particular|including|notably|especially|see|its|the|in)\s+)*",
    ),
    Language.FR: _Grammar(
        _UNIT_FR,
        _JOIN_FR,
        _TO_FR,
        r"\s*,?\s+(?:(?:de|à|dans)\s+)?(?:(?:la|sa|ses|les|des|cette|ladite|aux|l['’]annexe\s+(?:[IVX]+\s+)?(?:à|de))\s+)*(?:même\s+)?(?:résolutions?)?\s*",
        r"\s*[,(]\s*(?:(?:et\s+)?(?:en\s+particulier|notamment|y\s+compris|voir|dont)\s+(?:(?:son|sa|ses|le|la|les|au|aux|à)\s+|l['’])?)?",
    ),
}  # fmt: skip
_NEAR = re.compile(r"para|par\.|alin|annex|preamb|préamb|\bOPs?(?:\s|\d)", re.IGNORECASE)


class Provisions:
    """The provisions named beside the documents of one text."""

    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.language = language
        self.grammar = _GRAMMARS.get(language)
        self.previous: tuple[int, tuple[str, ...], bool] = (-1, (), False)

    def of(self, start: int, end: int) -> tuple[str, ...]:
        """The provisions of the document mentioned in `text[start:end]`; mentions must be asked for in order."""
        if self.grammar is None:
            told = beside.named(self.text, start, end, self.language, self.previous[0])
            self.previous = (end, (), False)
            return (told,) if told.startswith("annex") else tuple(dict.fromkeys(_items(told)))
        named = self._before(start) or self._after(end)
        self.previous = (end, named, bool(named))
        return named

    def _before(self, start: int) -> tuple[str, ...]:
        assert self.grammar is not None
        window = self.text[max(0, start - 260, self.previous[0]) : start]
        if self.previous[2] and re.fullmatch(r"[\s\u00a0\u202f]*(?:,|and|or|et|ou|,[\s\u00a0\u202f]*and)[\s\u00a0\u202f]*", window):
            plural = re.search(
                r"(?:resolutions|résolutions)\s*(?:[\d(),\s]|and|et)*$", self.text[: self.previous[0]], re.IGNORECASE
            )
            return self.previous[1] if plural else ()
        if _NEAR.search(window):
            match = self.grammar.before.search(window)
            if match:
                return self._read(match[1])
        if self.previous[2]:
            match = self.grammar.elliptic.search(window)
            if match:
                return tuple(_items(match[1]))
        return ()

    def _after(self, end: int) -> tuple[str, ...]:
        assert self.grammar is not None
        match = self.grammar.after.match(self.text, end)
        return self._read(match[1]) if match else ()

    def _read(self, printed: str) -> tuple[str, ...]:
        assert self.grammar is not None
        found: list[str] = []
        for unit in self.grammar.unit.finditer(printed):
            found += _unit(unit)
        return tuple(dict.fromkeys(found))


def _unit(unit: re.Match[str]) -> list[str]:
    if unit["sub"]:
        host = _items(unit["host"])[0] + (f" ({_letter(unit['mid'])})" if "mid" in unit.re.groupindex and unit["mid"] else "")
        letters = re.findall(r"\(?\b([a-z]{1,5})\b\)?", re.sub(r"\b(?:and|or|et|ou|to|through)\b", ",", unit["subs"]))
        return [f"{host} ({letter})" for letter in letters]
    if unit["par"]:
        return _items(unit["list"])
    if unit["pre"]:
        if unit["prelist"]:
            return [f"preamble {item}" for item in _items(unit["prelist"])]
        number = _ORDINALS.get((unit["ord"] or "").lower())
        return [f"preamble {number}"] if number and number < 16 else ["preamble"]
    if unit["preamble"]:
        return ["preamble"]
    return [f"annex {which.upper()}" for which in (unit["which"], unit["which2"]) if which] or ["annex"]


def _letter(printed: str) -> str:
    return printed.strip("() ")


def _items(printed: str) -> list[str]:
    """ "8 (a) and (b), 10 to 12" as 8 (a), 8 (b), 10, 11, 12; French "8 a) et b)" alike."""
    tokens = re.findall(r"\d{1,3}|\(?\b[a-z]{1,5}\b\)|\bto\b|\bthrough\b|à|[-–]|[^\s]", printed, re.IGNORECASE)
    found: list[tuple[int, tuple[str, ...]]] = []
    ranged = fresh = False
    for token in tokens:
        if token.isdigit():
            number = int(token)
            if ranged and found and not found[-1][1] and 0 < number - found[-1][0] <= 60:
                found += [(n, ()) for n in range(found[-1][0] + 1, number)]
            found.append((number, ()))
            ranged, fresh = False, True
        elif token.endswith(")") and len(token) > 1 and found:
            letter = _letter(token).lower()
            number, letters = found[-1]
            if fresh:
                found[-1] = (number, (*letters, letter))
            else:
                found += _between(number, letters, letter) if ranged else []
                found.append((number, (*letters[:-1], letter)))
            ranged, fresh = False, True
        else:
            ranged = token.lower() in ("to", "through", "à", "-", "–")
            fresh = False
    return [" ".join((str(number), *(f"({letter})" for letter in letters))) for number, letters in found]


def _between(number: int, letters: tuple[str, ...], last: str) -> list[tuple[int, tuple[str, ...]]]:
    """The letters between two of a range "(a)-(e)", ends left out."""
    if not letters or len(letters[-1]) != 1 or len(last) != 1:
        return []
    return [(number, (*letters[:-1], chr(c))) for c in range(ord(letters[-1]) + 1, ord(last))]
