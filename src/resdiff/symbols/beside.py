"""The provision that a citation names in Spanish, Russian, Arabic and Chinese.

"párrafo 15 c) de la resolución", "пункт 15 c) резолюции", "الفقرة 15 (ج) من القرار" stand before the document, and behind it
"第2165(2014)号决议第15(c)段". Only these plain forms are read; beside the English of 2020 and 2021, paragraph by paragraph, they are nine
in ten.
"""

from __future__ import annotations

import re
from functools import lru_cache

from resdiff.models import Language

_B = r"[\s\u00a0\u202f]"
_ABJAD = dict(zip("أبجدهوزحطيكلمنسع", "abcdefghijklmnop", strict=True)) | {"ا": "a"}
_LOOKALIKE = str.maketrans("асеорх", "aceopx")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_REACH = 200
"""Code points looked at before a document."""

_BEFORE = {
    Language.ES: (
        rf"\d{{1,3}}(?:{_B}[a-z]{{1,5}}\))*",
        rf"(?:{_B}*,{_B}*|{_B}+(?:y|e|o|a|al){_B}+(?:(?:el|los){_B}+párrafos?{_B}+)?|{_B}*[-–]{_B}*)",
        r"[a-z]{1,5}\)",
        rf"(?:apartados?|incisos?){_B}+(?P<letters>[^\d]{{2,40}}?){_B}+del{_B}+párrafo",
        r"párrafos?",
        rf"{_B}+(?:de|en|a){_B}+(?:(?:la|las|su|sus|dicha|esa|esta){_B}+)?(?:misma{_B}+)?resoluci(?:ón|ones){_B}+",
    ),
    Language.RU: (
        rf"\d{{1,3}}(?:{_B}[a-zа-я]{{1,5}}\))*",
        rf"(?:{_B}*,{_B}*|{_B}+(?:и|или|по){_B}+(?:пункт\w*{_B}+)?|{_B}*[-–]{_B}*)",
        r"[a-zа-я]{1,5}\)",
        rf"подпункт\w*{_B}+(?P<letters>[^\d]{{2,40}}?){_B}+пункт\w*",
        r"пункт\w*",
        rf"{_B}+(?:(?:его|ее|своей|своих|этой|той{_B}+же|указанной){_B}+)?резолюци\w+{_B}+(?:Совета{_B}+Безопасности{_B}+)?",
    ),
    Language.AR: (
        rf"\d{{1,3}}(?:{_B}?\({_B}?[\u0621-\u064a]ـ?{_B}?\)|{_B}?[’‘']\d{{1,2}}[’‘'])*",
        rf"(?:{_B}*،{_B}*|{_B}+(?:و|أو|إلى){_B}+(?:(?:من{_B}+)?الفقر\w+{_B}+)?|{_B}+و(?=[\d(])|{_B}*[-–]{_B}*)",
        rf"\({_B}?[\u0621-\u064a]ـ?{_B}?\)",
        r"(?!)(?P<letters>)",
        rf"[وفبلك]{{0,2}}(?:ال|ل)?فقر(?:ة|تين|تان|ات)(?:{_B}+من(?={_B}+\d))?",
        rf"{_B}+من{_B}+(?:منطوق{_B}+)?(?:ال)?قرار(?:ات|ين|ي)?(?:ه|ها)?{_B}+(?:مجلس{_B}+الأمن{_B}+)?",
    ),
}
"""An item, what joins two, a letter that stands for an item of the number before it, letters before their number, the word for paragraph,
what stands between the provision and the document."""

_ZH_ITEM = rf"\d{{1,3}}(?:{_B}?[(（][a-z]{{1,5}}[)）])*"
_ZH = re.compile(rf"{_B}*号(?:决议)?(?:的)?(第{_B}?{_ZH_ITEM}段?(?:(?:、|，|和|及|以及|至|或|到)第?{_B}?{_ZH_ITEM}段?)*)(?<=段)")
_ANNEX = {
    Language.ES: rf"{_B}*,{_B}*anexo(?:{_B}+([IVX]+))?\b",
    Language.RU: rf"{_B}*,{_B}*приложение(?:{_B}+([IVX]+))?\b",
    Language.AR: rf"{_B}*،{_B}*المرفق(?:{_B}+(الأول|الثاني))?\b",
    Language.ZH: rf"(?:号文件)?[，,]{_B}?附件([一二三四五])?",
}
_ORDINALS = {"الأول": "I", "الثاني": "II", "一": "I", "二": "II", "三": "III", "四": "IV", "五": "V"}


@lru_cache(maxsize=8)
def _pattern(language: Language) -> re.Pattern[str]:
    item, join, letter, subs, word, link = _BEFORE[language]
    listed = rf"(?P<list>{item}(?:{join}(?:{item}|{letter}))*)"
    return re.compile(rf"(?<!\w)(?:{subs}|{word}){_B}+{listed}{link}$", re.IGNORECASE)


def named(text: str, start: int, end: int, language: Language, floor: int = 0) -> str:
    """The provisions of the document in `text[start:end]` as English prints a list ("8 (a), 10 to 12"), or "annex I", or "". Nothing before
    `floor` is looked at."""
    if language in _BEFORE:
        match = _pattern(language).search(text[max(0, floor, start - _REACH) : start])
        if match:
            listed = _english(match["list"], language)
            letters = re.findall(r"[a-zа-я]{1,5}(?=\))", match["letters"] or "", re.IGNORECASE)
            return ", ".join(f"{listed} ({_latin(one)})" for one in letters) or listed
    if language is Language.ZH and (match := _ZH.match(text, end)):
        return _english(match[1], language)
    annex = re.compile(_ANNEX[language], re.IGNORECASE).match(text, end) if language in _ANNEX else None
    return f"annex {_ORDINALS.get(annex[1], annex[1])}" if annex and annex[1] else "annex" if annex else ""


def _latin(letter: str) -> str:
    return "".join(_ABJAD.get(c, c) for c in letter.lower()).translate(_LOOKALIKE)


def _english(printed: str, language: Language) -> str:
    """A list of paragraphs as English prints it."""
    text = re.sub(r"段(?=[至到])|第|段", "", printed)
    text = re.sub(r"[’‘'](\d{1,2})[’‘']", lambda m: f"({_ROMAN[int(m[1]) - 1]})" if 0 < int(m[1]) <= len(_ROMAN) else "", text)
    if language is Language.AR:
        text = re.sub(r"\(\s?([\u0621-\u064a])ـ?\s?\)", lambda m: f"({_latin(m[1])})", text)
    elif language in (Language.ES, Language.RU):
        text = re.sub(r"(?<![\w(])([a-zа-я]{1,5})\)", lambda m: f"({_latin(m[1])})", text)
    ranges = {Language.ES: r"\ba\b(?!\))|\bal\b", Language.RU: r"\bпо\b", Language.AR: "إلى", Language.ZH: "[至到]"}[language]
    text = re.sub(ranges, " to ", text)
    return re.sub(r"[^\d()a-z–-]*\b(?:y|e|o|и|или|el|los|párrafos?|пункт\w*)\b[^\d()a-z–-]*|[،、，和及或و]", " , ", text)
