"""Formal names of paragraphs in the six official languages: "fourth preambular paragraph", "para. 15 (c)", "al. 4 du préambule".

Forms after the Editorial Manual and usage in resolutions of 2020-2021: paragraph, never OP; English, Russian and Chinese put the letter in
brackets after the number, French and Spanish print it with one bracket, Arabic takes its own letters. German follows the German
translation service. Ordinals are spelt out as far as resolutions usually go (no preamble since 2000 has more than 47 recitals); beyond
the table the number stands in figures.
"""

from __future__ import annotations

import re

from resdiff.models import Kind, Language
from resdiff.vocabulary import beside

_spelt = str.split

_EN = _spelt(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth"
)
_EN_TENS = {
    2: ("twenty", "twentieth"),
    3: ("thirty", "thirtieth"),
    4: ("forty", "fortieth"),
    5: ("fifty", "fiftieth"),
    6: ("sixty", "sixtieth"),
}
_FR = _spelt(
    "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième treizième quatorzième "
    "quinzième seizième dix-septième dix-huitième dix-neuvième vingtième"
)
_FR_TENS = {2: ("vingt", "vingtième"), 3: ("trente", "trentième"), 4: ("quarante", "quarantième"), 5: ("cinquante", "cinquantième")}
_FR_UNITS = ["et unième", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième"]
_ES = _spelt(
    "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo decimotercer decimocuarto decimoquinto "
    "decimosexto decimoséptimo decimoctavo decimonoveno vigésimo"
)
_ES_TENS = {2: "vigésimo", 3: "trigésimo", 4: "cuadragésimo", 5: "quincuagésimo"}
_RU = _spelt(
    "первый второй третий четвертый пятый шестой седьмой восьмой девятый десятый одиннадцатый двенадцатый тринадцатый четырнадцатый "
    "пятнадцатый шестнадцатый семнадцатый восемнадцатый девятнадцатый двадцатый"
)
_RU_TENS = {2: ("двадцать", "двадцатый"), 3: ("тридцать", "тридцатый"), 4: ("сорок", "сороковой"), 5: ("пятьдесят", "пятидесятый")}
_AR = _spelt("الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة")
_HAN = "零一二三四五六七八九"
_ABJAD = _spelt("أ ب ج د ه و ز ح ط ي ك ل م ن س ع ف ص ق ر ش ت ث خ ذ ض")


def ordinal(number: int, language: Language) -> str:
    """An ordinal in words, in figures where it is larger than the tables go."""
    ones, tens = number % 10, number // 10
    if language is Language.EN:
        if number <= 20:
            return _EN[number - 1]
        word = _EN_TENS.get(tens)
        return f"{number}th" if word is None else word[1] if not ones else f"{word[0]}-{_EN[ones - 1]}"
    if language is Language.FR:
        if number <= 20:
            return _FR[number - 1]
        word = _FR_TENS.get(tens)
        if word is None:
            return f"{number}e"
        return word[1] if not ones else f"{word[0]} {_FR_UNITS[0]}" if ones == 1 else f"{word[0]}-{_FR_UNITS[ones - 1]}"
    if language is Language.ES:
        if number <= 20:
            return _ES[number - 1]
        ten = _ES_TENS.get(tens)
        return f"{number}.º" if ten is None else f"{ten} {_ES[ones - 1]}" if ones else ten
    if language is Language.RU:
        if number <= 20:
            return _RU[number - 1]
        word = _RU_TENS.get(tens)
        return f"{number}-й" if word is None else word[1] if not ones else f"{word[0]} {_RU[ones - 1]}"
    if language is Language.ZH:
        return _han(number)
    return _AR[number - 1] if language is Language.AR and number <= len(_AR) else str(number)


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number > 99 or not tens:
        return _HAN[ones] if not tens else str(number)
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")


_PREAMBULAR = {
    Language.EN: "{} preambular paragraph",
    Language.FR: "{} alinéa",
    Language.ES: "{} párrafo del preámbulo",
    Language.RU: "{} пункт преамбулы",
    Language.AR: "الفقرة {} من الديباجة",
    Language.ZH: "序言部分第{}段",
    Language.DE: "{}. Präambelabsatz",
}
_STATEMENT = {
    Language.EN: "{} paragraph",
    Language.FR: "{} paragraphe",
    Language.ES: "{} párrafo",
    Language.RU: "{} пункт",
    Language.AR: "الفقرة {}",
    Language.ZH: "第{}段",
    Language.DE: "{}. Absatz",
}
_PARAGRAPH = {
    Language.EN: "para. {}",
    Language.FR: "par. {}",
    Language.ES: "párr. {}",
    Language.RU: "пункт {}",
    Language.AR: "الفقرة {}",
    Language.ZH: "第{}段",
    Language.DE: "Ziffer {}",
}
_ANNEX = {
    Language.EN: "annex",
    Language.FR: "annexe",
    Language.ES: "anexo",
    Language.RU: "приложение",
    Language.AR: "المرفق",
    Language.ZH: "附件",
    Language.DE: "Anlage",
}
_SECTION = {
    Language.EN: "sect.",
    Language.FR: "sect.",
    Language.ES: "secc.",
    Language.RU: "раздел",
    Language.AR: "الفرع",
    Language.ZH: "部分",
    Language.DE: "Abschnitt",
}
_OTHER = {
    Kind.HEADING: ("heading", "intertitre", "epígrafe", "заголовок", "العنوان", "标题", "Überschrift"),
    Kind.ROW: ("row", "ligne", "fila", "строка", "السطر", "行", "Zeile"),
    Kind.LISTING: ("entry", "entrée", "entrada", "позиция", "البند", "条目", "Eintrag"),
}
_AFTER = ("cont.", "suite", "cont.", "продолжение", "تتمة", "续", "Forts.")
_PUT_IN = re.compile(r"(?:OP|PP)?(\d+)([a-z]\w*)")
"""A step that says it was put in beside another: "OP3bis"."""
_ORDER = (Language.EN, Language.FR, Language.ES, Language.RU, Language.AR, Language.ZH, Language.DE)


def formal(kind: Kind, path: tuple[str, ...], prefix: int, language: Language) -> str:
    """The formal name of a paragraph from its kind, its path and how many steps of that are an annex or a section."""
    place = _ORDER.index(language)
    base, *steps = path[prefix:] or path
    base, _, again = base.partition("~")
    inside = "".join(_step(step, place, language) for step in steps)
    digits = "".join(c for c in base if c.isdigit())
    if put_in := _PUT_IN.fullmatch(base):
        digits = put_in[1]
        inside = f"{'' if language is Language.ZH else ' '}{beside(put_in[2], language)}{inside}"
    if base.startswith("PP") and digits:
        name = _PREAMBULAR[language].format(ordinal(int(digits), language)) + inside
    elif base.startswith("P") and digits:
        name = _STATEMENT[language].format(ordinal(int(digits), language)) + inside
    elif kind in _OTHER:
        name = f"{_OTHER[kind][place]} {digits}{inside}"
    else:
        number = digits or base
        name = _PARAGRAPH[language].format(number + inside) if language is not Language.ZH else f"第{number}{inside}段"
    where = [_where(step, place, language) for step in path[:prefix]]
    return ", ".join([*where, name]) + (f" ({again})" if again else "")


def _where(step: str, place: int, language: Language) -> str:
    if step[0] == "A" and all(c in "IVXL" for c in step[1:]):
        return f"{_ANNEX[language]} {step[1:]}".strip()
    return f"{_SECTION[language]} {step}"


def _step(step: str, place: int, language: Language) -> str:
    step = step.partition("~")[0]
    if step.startswith("+"):
        return f" ({_AFTER[place]})"
    if not step.startswith("("):
        return f" ({step})" if step else ""
    inner = step.strip("()")
    inner, _, put_in = inner.partition(" ")
    if language is Language.AR and len(inner) == 1 and inner.isascii() and inner.islower():
        inner = _ABJAD[ord(inner) - 97]
    if put_in:
        inner += f"{'' if language is Language.ZH else ' '}{beside(put_in, language)}"
    if language in (Language.FR, Language.ES):
        return f" {inner})"
    return f"({inner})" if language is Language.ZH else f" ({inner})"
