"""What the stand-in has to give: every document by symbol and language, its number in the store, and its forms.

Forms are made when they are first asked for, once a process. What lacks a form or a language does so on purpose; `Shelf` lists it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from resdiff import specimen

from . import texts
from .official import specimen as read_specimen
from .official import xml
from .printed import pdf
from .repository import Repository
from .sentences import WORDS
from .texts import Text
from .word import doc, docx, wordperfect

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "wpf": "application/wordperfect",
}
LANGUAGES = {"e": "en", "f": "fr", "s": "es", "a": "ar", "r": "ru", "c": "zh", "o": "de", "ot": "de"}
SIX = ("en", "fr", "es", "ar", "ru", "zh")
CONTROL = "S/RES/1373 (2001)"


@dataclass(frozen=True, slots=True)
class Holding:
    """One document in one language. `number` is the store's (N9100101); `word` the Word-ish form there is, "" for none."""

    text: Text
    number: str
    word: str = "docx"
    official: bytes = b""
    """The official XML, where it is not written from the text."""

    def body(self, form: str) -> bytes:
        """Its bytes in a form: pdf, docx, doc, wpf, xml."""
        if form == "pdf":
            return pdf(self.text)
        if form == "docx":
            return docx(self.text)
        if form == "xml":
            return self.official or xml(self.text)
        return doc(self.number) if form == "doc" else wordperfect(self.number)

    def path(self, form: str) -> str:
        """Where the store has it, in upper case: /doc/UNDOC/GEN/N91/001/01/PDF/N9100101.PDF"""
        n = self.number
        return f"/doc/UNDOC/GEN/{n[:3]}/{n[3:6]}/{n[6:8]}/{'PDF' if form == 'pdf' else 'DOC'}/{n}.{form.upper()}"


def spelling(symbol: str) -> str:
    """What all spellings of a symbol have in common."""
    return re.sub(r"\s+", "", symbol).casefold()


def language_of(code: str) -> str:
    """The language that a server takes a code for: what it does not know is English."""
    code = code.strip().casefold()
    code = LANGUAGES.get(code, code)
    return code if code in (*SIX, "de") else "en"


@dataclass
class Shelf:
    """`documents` invented resolutions from S/RES/9101 (2091), in English and French, beside these:

    | symbol | languages | |
    |---|---|---|
    | S/RES/9001 (2091) to 9008 (2099), S/PRST/2093/4 | en fr | the specimen's |
    | S/RES/9051 (2091) | en | |
    | S/RES/9052 (2092) | fr | there is no English |
    | S/RES/9053 (2093) | en es | |
    | S/RES/9054 (2094) | en fr | cites what nobody has: S/RES/9999 (2095), S/2099/1 |
    | S/2091/117 | en fr | a letter |
    | S/2095/812, S/2096/33 | en fr | drafts that were not adopted |
    | A/RES/146/12, A/RES/146/13 | en fr | of the General Assembly |
    | S/RES/1373 (2001) | en fr es | the control symbol; not in the collection |

    Every fifth invented resolution has no Word file (a PDF comes for it), every seventh an old one, every eleventh a WordPerfect file.
    """

    documents: int = 24
    seed: int = 1
    holdings: dict[tuple[str, str], Holding] = field(default_factory=dict)
    numbers: dict[str, Holding] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    repositories: dict[str, Repository] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._jobs: dict[str, str] = {}
        self._last = {"job": dict[int, int](), "number": dict[int, int]()}
        for text in self._texts():
            self.add(text, self._word(text.symbol))
        for name, data in specimen.files():
            if name.endswith(".xml"):
                self.add(read_specimen(data), official=data)
        self.aliases[spelling("A/146/434")] = spelling("S/2091/117")
        self.repositories = {
            "SCresolutions": Repository("SCresolutions", self._council()),
            "GAresolutions": Repository("GAresolutions", self._assembly()),
        }

    def _texts(self) -> Iterator[Text]:
        seed = self.seed
        for language in ("en", "fr"):
            for number in range(texts.FIRST, texts.FIRST + self.documents):
                yield texts.resolution(number, language, self._job(texts.when(number).year, number), seed=seed)
            yield texts.letter("S/2091/117", language, self._job(2091, "letter"), date(2091, 3, 3), seed=seed)
            yield texts.draft("S/2095/812", language, self._job(2095, 812), date(2095, 10, 4), seed=seed)
            yield texts.draft("S/2096/33", language, self._job(2096, 33), date(2096, 1, 17), seed=seed)
            yield texts.assembly(146, 12, language, self._job(2091, "146/12"), date(2091, 12, 1), seed=seed)
            yield texts.assembly(146, 13, language, self._job(2091, "146/13"), date(2091, 12, 2), seed=seed)
        apart = (
            (9051, ("en",), date(2091, 3, 20), ()),
            (9052, ("fr",), date(2092, 3, 20), ("S/RES/9051 (2091)",)),
            (9053, ("en", "es"), date(2093, 3, 20), ("S/RES/9051 (2091)", "S/RES/9052 (2092)")),
            (9054, ("en", "fr"), date(2094, 3, 20), ("S/RES/9051 (2091)", "S/RES/9999 (2095)", "S/2099/1")),
            (1373, ("en", "fr", "es"), date(2001, 9, 28), ()),
        )
        for number, languages, day, cites in apart:
            for language in languages:
                yield texts.resolution(number, language, self._job(day.year, number), seed=seed, day=day, cites=cites)

    def _job(self, year: int, what: object) -> str:
        """The job number of a document, the same in all its languages."""
        key = f"{year} {what}"
        if key not in self._jobs:
            self._jobs[key] = f"{year % 100:02d}-{self._next('job', year, 500):05d}"
        return self._jobs[key]

    def _next(self, what: str, year: int, first: int) -> int:
        self._last[what][year] = self._last[what].get(year, first) + 1
        return self._last[what][year]

    def _word(self, symbol: str) -> str:
        number = int(match[1]) if (match := re.match(r"S/RES/(9[1-9]\d\d) ", symbol)) else 1
        return "" if number % 5 == 0 else "doc" if number % 7 == 0 else "wpf" if number % 11 == 0 else "docx"

    def add(self, text: Text, word: str = "docx", official: bytes = b"") -> Holding:
        """Put a document on the shelf (the collections on GitHub are not changed)."""
        number = f"N{text.year % 100:02d}{self._next('number', text.year, 100):05d}"
        holding = Holding(text, number, word, official)
        self.holdings[spelling(text.symbol), text.language] = self.numbers[number] = holding
        return holding

    def find(self, symbol: str, language: str) -> Holding | None:
        """A document by any spelling of its symbol and any code of its language; what has no such language is not found."""
        key = spelling(symbol)
        return self.holdings.get((self.aliases.get(key, key), language_of(language)))

    def languages(self, symbol: str) -> tuple[str, ...]:
        """In which languages there is a document, the official ones in their usual order."""
        return tuple(language for language in SIX if self.find(symbol, language))

    def symbols(self) -> tuple[str, ...]:
        """Every symbol, in order."""
        return tuple(sorted({holding.text.symbol for holding in self.holdings.values()}))

    def form(self, holding: Holding, asked: str) -> str:
        """The form that is given for one asked for by `t=`: the Word-ish one there is, else the PDF."""
        return (holding.word or "pdf") if asked in ("docx", "doc") else "pdf"

    # --- what the collections hold

    def _council(self) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for holding in self.holdings.values():
            path = _path(holding)
            if path and holding.text.symbol != CONTROL:
                files[path] = holding.body("xml")
        english = self.holdings[spelling("S/RES/9005 (2095)"), "en"]
        files["2095/English/S_RES_9005_2095-E (2).xml"] = english.body("xml").replace(b"Recalling", b"Recalling again", 1)
        files["2092/French/SC_9051_2092-F.xml"] = self.holdings[spelling("S/RES/9051 (2091)"), "en"].body("xml")
        files["2096/English/test.txt"] = b"test\r\n"
        files["Pre-2020/2091/desktop.ini"] = b"[.ShellClassInfo]\r\nIconResource=C:\\WINDOWS\\system32\\SHELL32.dll,4\r\n"
        files["README.md"] = b"# SCresolutions\n\nSpecimen. No document in here is one of the United Nations.\n"
        return {**files, **self._metadata()}

    def _metadata(self) -> dict[str, bytes]:
        official = dict(specimen.files())["metadata.json"].decode().splitlines()
        years: dict[int, list[str]] = {}
        for line in official:
            years.setdefault(int(json.loads(line)["adoption_date"][-4:]), []).append(line)
        for (_, language), holding in self.holdings.items():
            text = holding.text
            if language == "en" and text.family == "resolution" and not holding.official and text.symbol != CONTROL:
                years.setdefault(text.year, []).append(json.dumps(_record(text)))
        return {f"data_extract/{year}.json": ("\n".join(lines) + "\n").encode() for year, lines in sorted(years.items())}

    def _assembly(self) -> dict[str, bytes]:
        files = {}
        for holding in self.holdings.values():
            if holding.text.family == "assembly":
                words, name = WORDS[holding.text.language], holding.text.symbol.replace("/", "_")
                job = holding.text.job.replace("-", "")
                old = name.endswith("13")
                last = f"{name.removeprefix('A_RES_')}_{words['letter']}" if old else f"{name}-{job}{words['letter']}"
                files[f"146session/{words['folder']}/{last}.xml"] = holding.body("xml")
        return {**files, "146session/GA resolutions_146session_English.zip": b"PK\x05\x06" + bytes(18)}


def _path(holding: Holding) -> str:
    """Where the collection of the Council has a document, "" where it has not: the habits change with the years, as in the real one."""
    text, words, job = holding.text, WORDS[holding.text.language], holding.text.job.replace("-", "")
    letter, folder, year = words["letter"], words["folder"], text.year
    if text.family == "statement":
        return f"PRST/{year}/{text.symbol.replace('/', '_')}-{job}E.xml" if text.language == "en" else ""
    if text.family == "draft":
        return f"Not adopted/{folder}/{text.symbol.replace('/', '_')}-{job}{letter}.xml"
    if text.family != "resolution":
        return ""
    number = int(text.symbol[6:10])
    if year == 2091:
        return f"Pre-2020/{year}/S_RES_{number}_{job}E.xml" if text.language == "en" else ""
    if year == 2093 and number % 3 == 0:
        return f"{year}/{folder}/S_RES_{number}_N{job}.xml"
    style = (
        f"S_RES_{number} ({year})-{job}{letter}",
        f"SC_{number}_{year}-{letter}",
        f"S_RES_{number}-{job}{letter}",
        f"S_RES-{number}-{job}{letter}",
        f"S_RES_{number} ({year})_{letter}",
    )[(number + 3 + (text.language == "fr")) % 5]
    return f"{year}/{folder}/{style}.xml"


def _record(text: Text) -> dict[str, object]:
    number = text.symbol[6:10]
    abstaining = int(number) % 4
    return {
        "symbol": text.symbol,
        "resolution_number": text.title,
        "document_title": text.adopted,
        "adoption_meeting": f"{texts.ordinal(text.meeting)} meeting",
        "adoption_date": texts.spelled(text.day, "en"),
        "agenda_item_name": "Lights and harbours",
        "adoption_type": "Adopted",
        "draft_resolution": f"S/{text.year}/{number}",
        "outcome_letter": f"S/PV.{text.meeting}",
        "resolution_title": f"SPECIMEN: {text.symbol} [on lights and harbours]",
        "chapter_VII": "",
        "MS_in_favour_count": str(15 - abstaining),
        "MS_against_count": "0",
        "MS_abstaining_count": str(abstaining),
        "sponsors": ["NORTHMERE"],
        "additional_sponsors": [],
    }
