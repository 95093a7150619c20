"""Document symbols: "S/RES/2482 (2019)" in every usual spelling, and citations in running text with the provision they name.

Canonical forms: "S/RES/2482 (2019)", "S/PRST/2018/9", "A/RES/60/288", "A/RES/217 (III)", "S/PV.8582", "S/2019/580/Rev.1". The year of a
Security Council resolution follows from its number (`year_of`), so a citation without a year gets it, and one with a slip of the pen
("2140 (2015)" for 2140 (2014), printed once in 2511 OP2) still names the right resolution; `parse` keeps the year as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from resdiff.models import Citation, Family, Language, Symbol
from resdiff.symbols.provisions import Provisions

__all__ = ["Family", "citations", "parse", "year_of"]

# The highest number adopted in each year from 1946. Numbers run on from year to year and began again with 1 for the texts of 1946 when the
# Council took up numbering in 1964-1965. 2000-2021: official metadata; 1995-2025 checked against citations in later resolutions.
_FIRST_YEAR = 1946
_LAST = (
    15, 37, 66, 78, 89, 96, 98, 103, 105, 110, 121, 126, 131, 132, 160,  # to 1960
    170, 177, 185, 199, 219, 232, 244, 262, 275, 291, 307, 324, 344, 366, 384,  # to 1975
    402, 422, 443, 461, 484, 499, 528, 545, 559, 580, 593, 606, 626, 646, 683,  # to 1990
    725, 799, 892, 969, 1035, 1092, 1146, 1219, 1284, 1334, 1386, 1454, 1521, 1580, 1651,  # to 2005
    1738, 1794, 1859, 1907, 1966, 2032, 2085, 2132, 2195, 2259, 2336, 2397, 2451, 2503, 2560,  # to 2020
    2617, 2671, 2721, 2767, 2811,  # to 2025
    2855,  # 2026 was not over when this was written: as many as in 2025, so that no number of 2027 is given to it
)  # fmt: skip


def year_of(number: int) -> int | None:
    """The year in which the Security Council adopted resolution `number`; None for numbers not reached by 2026."""
    if not 1 <= number <= _LAST[-1]:
        return None
    return _FIRST_YEAR + bisect_left(_LAST, number)


# --- one symbol ------------------------------------------------------------------------------------------------------------------

_HOST = re.compile(r"https?://|www\.|^[\w.-]+\.(?:org|com|int|net)/", re.IGNORECASE)
_QUERY = re.compile(r"[?&](?:s|symbol|docsymbol)=([^&#]+)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:xml|akn|pdf|docx?|odt|rtf|wpf|txt|html?|json|md)$", re.IGNORECASE)
_TAIL = re.compile(
    r"""(?:[-._\s](?:en|fr|es|ru|ar|zh|de|eng|fre|fra|spa|rus|ara|chi|zho|english|french|spanish|russian|arabic|chinese|german)
        | [-_](?:[EFSRACGX]) | [-_/\s]\(?(?:[NSnsVG]?\d{7}|\d{2}-\d{5})\s?\(?[A-Za-z]{0,2}\)? | (?<=\d)_0(?:_0)? | \*+ | [.,;:])$""",
    re.VERBOSE | re.IGNORECASE,
)
_SUFFIX = r"(?P<suffix>(?:/(?:Rev|Add|Corr|Amend|Summary)\.?\s?\d+(?:\.\d+)?)*)"
_YEAR = r"(?:(?:\s?(?P<open>\()\s?|[/\s]\s?)(?P<year>(?:19[4-9]|2[01]\d)\d)(?(open)\s?\)))?"
_WORD = (
    r"(?:the\s|la\s|le\s)?(?:(?:UN\s?)?(?:SC|UNSC|Security\sCouncil|S/)\s?)?"
    r"(?:resolutions?|r[ée]solutions?|resoluci[óo]n(?:es)?|res(?:ol)?\.?|резолюци[яию]|القرار|UNSCR|SCR|SC/?RES|S/?RES)"
)
_RESOLUTION = re.compile(
    rf"(?:(?:{_WORD}|UNSCR|SC|第)(?:\.?\s?|[/-]))?(?P<number>\d{{1,4}}){_YEAR}(?:\s?号决议)?\s?(?P<star>\**)", re.IGNORECASE
)
_BY_SYMBOL = re.compile(rf"S/RES[./\s]\s?(?P<number>\d{{1,4}}){_YEAR}{_SUFFIX}", re.IGNORECASE)
_STATEMENT = re.compile(rf"(?:(?:SC|S)[/\s])?PRST[/\s](?P<year>\d{{4}})[/\s](?P<number>\d{{1,3}}){_SUFFIX}", re.IGNORECASE)
_ASSEMBLY = re.compile(
    r"""(?:A/RES/|(?:UN\s?)?(?:GA|UNGA|General\sAssembly)\s?(?:resolution|res\.?)\s?|(?=\d))
        (?P<session>ES-\d{1,2}|S-\d{1,2}|\d{1,3})[/](?P<number>\d{1,3})\s?/?(?P<part>[A-Z](?:\sand\s[A-Z])?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_OLD_ASSEMBLY = re.compile(
    r"(?:A/RES/|(?:GA|UNGA|General\sAssembly)\s(?:resolution|res\.?)\s|resolution\s)?(?P<number>\d{1,4})\s?(?P<part>[A-Z])?\s?"
    r"\((?P<session>(?:ES-|S-)?[IVXL]+)\)\s?(?P<after>[A-Z])?",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"S/PV\.?\s?(?P<number>\d{1,5})(?P<rest>\s?\((?:Resumption|Part|Res)\.?\s?\d+\)|/(?:Corr|Add)\.\d+)?", re.IGNORECASE
)
_DOCUMENT = re.compile(r"S/(?P<year>(?:199|2[01]\d)\d)/(?P<number>\d{1,5})" + _SUFFIX, re.IGNORECASE)
_PRESS = re.compile(r"SC/(?P<number>\d{4,5})", re.IGNORECASE)
_OTHER = re.compile(
    r"(?!S/(?:RES|PRST)\b|S/PV(?!\.\d+\s?[(/])|A/RES(?!/\d+/))"
    r"(?:A|E|S|ST|T|TD|CCPR|CEDAW|DP|JIU|HRI|IAEA|UNEP|GOV|SG|GA|UNTS|CERD|CRC|LOS)(?=[^\d]*\d)(?:/[A-Z0-9](?:[\w.&\s-]*\w)?"
    r"(?:\s?\(\s?\w[\w.\s-]*\))?(?:\s?[A-Z](?:\sand\s[A-Z])?)?)+",
    re.IGNORECASE | re.ASCII,
)
"""Symbols of other kinds. Those of resolutions, statements and meetings have readers of their own, and what these refuse is none."""
_KEPT = {
    word.casefold(): word for word in ("Rev", "Add", "Corr", "Amend", "Summary", "and", "Income", "sect", "Resumption", "Part")
}


def parse(text: str) -> Symbol:
    """The symbol that `text` spells: a symbol in any usual spelling, a bare number of a Security Council resolution, an address of a UN
    server, or a file name made from a symbol. Quotes and brackets around it and stops after it are passed over. Raises ValueError for
    anything else."""
    name = _plain(text)
    for reader in (_read_resolution, _read_statement, _read_assembly, _read_other):
        symbol = reader(name)
        if symbol is not None:
            return symbol
    raise ValueError(f"not a document symbol: {text.strip()[:80]!r}")


def _plain(text: str) -> str:
    """The symbol inside an address or a file name, its parts joined by slashes, without job number, language and extension."""
    name = unicodedata.normalize("NFKC", unquote(text)).translate(_HYPHENS).replace("−", "-").strip().strip("\"'“”‘’«»<>[]").strip()
    if _HOST.search(name):
        asked = _QUERY.search(name)
        name = asked[1] if asked else _from_path(name)
    elif _EXTENSION.search(name):
        name = re.split(r"[/\\]", name)[-1]
    name = re.sub(r"\s+", " ", name)
    shorter = ""
    while shorter != name:
        shorter = name
        name = _TAIL.sub("", _EXTENSION.sub("", name)).strip()
    name = re.sub(r"_+(?=\()", " ", name).replace("_", "/")
    name = re.sub(r"^S[\s-](RES|PRST|PV)[\s./-]", r"S/\1/", name, flags=re.IGNORECASE).replace("S/PV/", "S/PV.")
    return re.sub(r"\s*/\s*", "/", name).rstrip("/ ")


def _from_path(address: str) -> str:
    path = re.sub(r"^(?:https?://)?[^/]*/", "", address).split("?")[0].split("#")[0]
    start = re.search(r"(?:^|/)((?:[AES]|ST|SC|TD)/[A-Z0-9].*)$", path, re.IGNORECASE)
    if start:
        return re.sub(r"/+$", "", start[1])
    last = path.rstrip("/").split("/")[-1]
    if last.isdigit() and not re.search(r"resolutions?/\d+$", path.rstrip("/"), re.IGNORECASE):
        return ""  # a record number of the library, not a resolution
    return last


def _resolution(number: int, year: int | None, suffix: str = "") -> Symbol:
    year = year or year_of(number)
    printed = f"S/RES/{number} ({year})" if year else f"S/RES/{number}"
    return Symbol(printed + suffix, Family.RESOLUTION, f"{number}{suffix}", year)


def _read_resolution(name: str) -> Symbol | None:
    match = _BY_SYMBOL.fullmatch(name)
    if match and int(match["number"]):
        return _resolution(int(match["number"]), int(match["year"]) if match["year"] else None, _suffix(match["suffix"]))
    match = _RESOLUTION.fullmatch(name)
    if match is None or not int(match["number"]):
        return None
    number, year = int(match["number"]), int(match["year"]) if match["year"] else None
    if re.match(r"SC\W", name, re.IGNORECASE) and year is None and year_of(number) is None:
        return None  # a press release
    if "/" in name and re.fullmatch(r"\d+/\d{4}", name) and year_of(number) not in (None, year):
        return None
    return _resolution(number, year)


def _read_statement(name: str) -> Symbol | None:
    match = _STATEMENT.fullmatch(name)
    if match is None:
        return None
    number = f"{int(match['number'])}{_suffix(match['suffix'])}"
    return Symbol(f"S/PRST/{match['year']}/{number}", Family.STATEMENT, number, int(match["year"]))


def _read_assembly(name: str) -> Symbol | None:
    match = _OLD_ASSEMBLY.fullmatch(name)
    if match and not (match["part"] and match["after"]):
        part = (match["part"] or match["after"] or "").upper()
        number = f"{int(match['number'])}{' ' + part if part else ''} ({match['session'].upper()})"
        return Symbol(f"A/RES/{number}", Family.ASSEMBLY, number, None)
    match = _ASSEMBLY.fullmatch(name)
    if match is None:
        return None
    session = match["session"].upper().lstrip("0")
    if not session or (session.isdigit() and not 31 <= int(session) <= 199):
        return None  # numbers with the session before them begin with the thirty-first, in 1976
    number = f"{session}/{int(match['number'])}" + (f" {_letters(match['part'])}" if match["part"] else "")
    return Symbol(f"A/RES/{number}", Family.ASSEMBLY, number, None)


def _letters(part: str) -> str:
    return part.upper().replace(" AND ", " and ")


def _read_other(name: str) -> Symbol | None:
    match = _MEETING.fullmatch(name)
    if match:
        number = match["number"] + _suffix(match["rest"] or "").replace(" ", " ")
        return Symbol(f"S/PV.{number}", Family.MEETING, number, None)
    match = _DOCUMENT.fullmatch(name)
    if match:
        number = f"{int(match['number'])}{_suffix(match['suffix'])}"
        return Symbol(f"S/{match['year']}/{number}", Family.DOCUMENT, number, int(match["year"]))
    match = _PRESS.fullmatch(name)
    if match:
        return Symbol(f"SC/{match['number']}", Family.DOCUMENT, match["number"], None)
    if not _OTHER.fullmatch(name) or re.fullmatch(r"\w+/\d{1,2}", name):
        return None
    printed = re.sub(r"\s*([()])\s*", r" \1", re.sub(r"\s+", " ", _cased(name)))
    printed = re.sub(r"\s+\)", ")", printed).strip(" /.")
    family = Family.MEETING if re.search(r"/PV\.\d", printed) else Family.DOCUMENT
    return Symbol(printed, family, printed.partition("/")[2], None)


def _cased(name: str) -> str:
    """Capitals, but "Rev.1", "Add.2" and plain words in brackets."""
    return re.sub(r"[A-Za-z]+", lambda m: _KEPT.get(m[0].casefold(), m[0].upper()), name)


def _suffix(printed: str) -> str:
    printed = re.sub(r"\s*\((\w)", r" (\1", re.sub(r"(?<=[A-Za-z])\.?\s?(?=\d)", ".", printed) if "(" not in printed else printed)
    return re.sub(r"[A-Za-z]+", lambda m: m[0].capitalize(), printed)


# --- citations in running text ---------------------------------------------------------------------------------------------------

_NB = r"[\s\u00a0\u202f]"
_NUMBERED = re.compile(
    rf"(?<![0-9A-Za-z./-])(?<!\d,)(?P<number>\d{{1,4}}){_NB}?[(（]{_NB}?(?P<year>(?:19[4-9]|2[01]\d)\d){_NB}?[)）]", re.IGNORECASE
)
_SYMBOL = re.compile(
    r"""(?<![A-Za-z0-9_/.-])(?:
        S/RES/\d{1,4}(?:[\s\u00a0]?\(\d{4}\))?
      | (?:S/)?PRST/\d{4}/\d{1,3}
      | S/PV\.\d{1,5}(?:\s\(Resumption\s\d\))?
      | A/RES/(?:(?:ES-|S-)?\d{1,3}/\d{1,3}(?:\s?(?-i:[A-Z])\b)?|\d{1,4}[\s\u00a0]?(?:(?-i:[A-Z])[\s\u00a0]?)?\([IVXLES-]+\))
      | S/\d{4}/\d{1,5}
      | (?:A|E|ST|S)/(?:[A-Z0-9][A-Za-z0-9.-]*/)*[A-Za-z.-]*\d+
      )(?:/(?:Rev|Add|Corr|Amend)\.\d+)*(?![A-Za-z0-9_/])""",
    re.VERBOSE | re.IGNORECASE,
)
_STATEMENT_WORD = re.compile(
    r"\bpresidential[\s\u00a0]+statements?[\s\u00a0]+(?P<symbol>(?:19[89]|20\d|21\d)\d/\d{1,3})(?![\w/])", re.IGNORECASE
)
"""As in resolution 2388 (2017), first preambular paragraph: a statement named without the letters of its symbol."""
_RESOLUTION_WORD = {
    Language.EN: r"resolutions?",
    Language.FR: r"résolutions?",
    Language.ES: r"(?:resolución|resoluciones)(?:\s+de\s+la\s+Asamblea\s+General)?",
    Language.RU: r"резолюци\w+(?:\s+Генеральной\s+Ассамблеи|\s+Совета\s+Безопасности)?",
    Language.AR: r"[وفبلك]{0,2}(?:ال|ل)?قرار(?:ات|ين|ان|ا|ي)?(?:ه|ها)?"
    r"(?:\s+الجمعية\s+العامة(?:\s+للأمم\s+المتحدة)?|\s+مجلس\s+الأمن(?:\s+التابع\s+للأمم\s+المتحدة)?)?",
    Language.ZH: r"第",
    Language.DE: r"Resolution(?:en)?",
}
_AND = r"(?:,|and|or|et|ou|y|e|o|и|или|и\s+в|و|、|和|及|und|as\s+well\s+as|ainsi\s+que)"
_PLAIN = r"\d{2,4}(?![\d/%.,]*\d|[\s\u00a0]*(?:[(（][\dIVXL]|[/%°-]))"
_GA_PLAIN = r"(?:\d{1,3}/\d{1,3}(?:\s(?-i:[A-Z])\b)?|\d{1,4}(?:\s?(?-i:[A-Z]))?[\s\u00a0]?\((?:ES-|S-)?[IVXL]+\))"
_OTHER_ORGAN = re.compile(
    r"Human\s+Rights\s+Council|droits\s+de\s+l['’]homme|Economic\s+and\s+Social|économique\s+et\s+social|Commission|Conference|Governing"
    r"|IAEA|Agency|Board|World\s+Health|Conférence|Agence",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s*(?:troops|personnel|days|months|per\s+cent|soldats|jours|mois|military|police|Committee|Sanctions|Comité|January|February|March"
    r"|April|May|June|July|August|September|October|November|December|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre"
    r"|novembre|décembre)\b"
)


_HYPHENS = dict.fromkeys((0x2010, 0x2011), "-")
"""Hyphens as Word and official XML print them in symbols (that of the special session in 1820 PP4); one character for one."""


def citations(text: str, language: Language) -> tuple[Citation, ...]:
    """The documents named in `text`, in order, with the provision where one is named; a document cited with several
    provisions gives a citation for each, all with the range of the document's own mention. Dates, counts and names such as "1267
    Committee" are no citations."""
    text = text.translate(_HYPHENS)
    found: list[tuple[int, int, str]] = []
    for match in _SYMBOL.finditer(text):
        try:
            found.append((match.start(), match.end(), parse(match[0]).text))
        except ValueError:
            continue
    for more in (_statements(text), _with_year(text), _without_year(text, language)):
        found = _beside(found, more)
    provisions = Provisions(text, language)
    out = []
    for start, end, symbol in found:
        named = provisions.of(start, end)
        out += [Citation(symbol, provision, start, end) for provision in named or ("",)]
    return tuple(out)


def _beside(found: Sequence[tuple[int, int, str]], more: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The mentions found and those of the others that overlap none before, in order."""
    out = list(found)
    for start, end, symbol in more:
        at = bisect_left(out, (start, end))
        if (at == 0 or out[at - 1][1] <= start) and (at == len(out) or out[at][0] >= end):
            out.insert(at, (start, end, symbol))
    return out


_AFTER_WORD = re.compile(r"(?:resolutions?|résolutions?|resoluci[oó]n(?:es)?|резолюци\w+|القرار)[\s\u00a0]+\Z", re.IGNORECASE)


def _statements(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _STATEMENT_WORD.finditer(text):
        yield *match.span("symbol"), parse(f"S/PRST/{match['symbol']}").text


def _with_year(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _NUMBERED.finditer(text):
        number, printed = int(match["number"]), int(match["year"])
        known = year_of(number)
        if known == printed or (known is None and printed > _FIRST_YEAR + len(_LAST)):
            yield match.start(), match.end(), _resolution(number, printed).text
        elif (
            known is not None
            and number >= 100
            and (abs(known - printed) <= 1 or _AFTER_WORD.search(text[max(0, match.start() - 20) : match.start()]))
        ):
            yield match.start(), match.end(), _resolution(number, known).text  # a slip of the pen in the year


def _without_year(text: str, language: Language) -> Iterator[tuple[int, int, str]]:
    """Numbers right after the word "resolution", alone or listed, and resolutions of the General Assembly."""
    word = _RESOLUTION_WORD[language]
    edge = "" if language is Language.ZH else r"\b"
    item = rf"(?:{_GA_PLAIN}|\d{{1,4}}{_NB}?[(（]\d{{4}}[)）]|{_PLAIN})"
    month = rf"(?:{_NB}*[{_NB[1:-1]}/][^\W\d]+){{1,4}}"
    date = rf"(?:,?{_NB}+(?:of|du|dated|de|от|المؤرخة?){_NB}+\d{{1,2}}(?:er)?{month}{_NB}+\d{{4}}(?:{_NB}+года)?)?"
    runs = re.compile(rf"{edge}(?:{word}){_NB}*({item}{date}(?:{_NB}*,?{_NB}*{_AND}{_NB}*{item}{date})*)", re.IGNORECASE)
    for run in runs.finditer(text):
        organ = text[max(0, run.start() - 60) : run.start()] + text[run.end() : run.end() + 45]
        foreign = bool(_OTHER_ORGAN.search(organ))
        bare = re.sub(date.rstrip("?"), lambda m: " " * len(m[0]), run[1])
        for match in re.finditer(item, bare, re.IGNORECASE):
            start = run.start(1) + match.start()
            symbol = _named(match[0], foreign)
            if symbol and not _COUNTED.match(text, start + len(match[0])):
                yield start, start + len(match[0]), symbol


def _named(printed: str, foreign: bool) -> str | None:
    if printed.isdigit():
        number = int(printed)
        if foreign or number < 100 or (year_of(number) is None and number < 9000):
            return None
        return _resolution(number, None).text
    if foreign or re.search(r"[(（]\d", printed):
        return None
    symbol = _read_assembly(re.sub(r"\s+", " ", unicodedata.normalize("NFKC", printed)))
    return symbol.text if symbol else None
