"""What resdiff knows of each language: opening phrases, list markers, furniture, months, scales of verbs, qualifiers, safeguards.

The knowledge is in `languages/*.toml`, which a linguist can edit; this module loads it and matches with it. Matching is on words, never
on italics: the official XML italicises "Calls" and leaves "upon" roman, cuts first letters off, or has no italics at all.

In the data files a *pattern* is a regular expression matched without regard to case, in which a space stands for any white space, " ?" for
an optional one, an apostrophe for any apostrophe and a hyphen for any hyphen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from resdiff.models import Language, Span
from resdiff.vocabulary.markers import SUFFIX, Marker, MarkerStyle, Reading, beside, figure, read_marker, roman_value, suffix
from resdiff.vocabulary.openings import BOTH, OPERATIVE, PREAMBULAR, Opening, Openings, expression, key
from resdiff.vocabulary.phrases import HAN, Phrase, Phrases, Pointers, Protection, Protections, compiled, find
from resdiff.vocabulary.spellings import spellings
from resdiff.vocabulary.stages import SETTLED
from resdiff.vocabulary.talks import TALKS
from resdiff.vocabulary.terms import Due, Terms

__all__ = [
    "BOTH",
    "OPERATIVE",
    "PREAMBULAR",
    "SETTLED",
    "SUFFIX",
    "TALKS",
    "Due",
    "Marker",
    "MarkerStyle",
    "Opening",
    "Phrase",
    "Phrases",
    "Protection",
    "Reading",
    "Renaming",
    "Rung",
    "Terms",
    "Vocabulary",
    "beside",
    "compiled",
    "detect",
    "find",
    "load",
    "roman_value",
    "suffix",
]


@dataclass(frozen=True, slots=True)
class Rung:
    """The place of a verb on a scale. Rungs of one scale compare by band; an intensifier lifts only the same verb; `restated` acts
    ("reiterates its call") have the band of their noun and are never weaker than the act itself."""

    scale: str
    band: int
    verb: str
    intensified: bool = False
    restated: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Renaming:
    """A body, list or group that got another name: patterns for the old name and for the later one, and since when."""

    from_: str
    to: str
    since: date
    source: str
    old: str
    new: str

    def earlier(self, text: str) -> tuple[Span, ...]:
        """Where the old name stands in the text."""
        return find(self.old, text)

    def later(self, text: str) -> tuple[Span, ...]:
        """Where the later name stands in the text."""
        return find(self.new, text)


class Renamings(tuple[Renaming, ...]):
    """Renamings that are looked for together."""

    def held(self, text: str) -> list[Renaming]:
        """Those whose old name may stand in a text, in their order."""
        return [self[place] for place in self._pointers.within(text)]

    @cached_property
    def _pointers(self) -> Pointers:
        return Pointers([renaming.old for renaming in self])


@dataclass(frozen=True, slots=True)
class Describing:
    """Words that describe a thing or an act."""

    words: frozenset[str]
    kinds: frozenset[str]
    """Of these such as tell of what kind a thing is ("regional"): in a row they are items."""
    ending: str
    """The ending of adverbs."""
    besides: frozenset[str]
    """Words of that ending that are none, or tell nothing."""
    limiting: str
    """A pattern of the words that open a phrase of place, time, manner or doer."""
    hanging: str
    """The same of the words that open a clause that limits ("despite the progress made")."""

    def limits(self, words: str) -> bool:
        """Whether words open as a phrase that limits."""
        return any(start == 0 for start, _ in find(self.limiting, words))

    def hangs(self, words: str) -> bool:
        """Whether words open as a clause that limits."""
        return any(start == 0 for start, _ in find(self.hanging, words))

    def holds(self, word: str) -> bool:
        """Whether a printed word describes; none with a capital does: it may be part of a name."""
        if not word.islower():
            return False
        small = word.replace("\u2010", "-").replace("\u2011", "-")
        return small in self.words or self.adverb(small)

    def adverb(self, word: str) -> bool:
        """Whether a word is an adverb."""
        return word.endswith(self.ending) and len(word) > len(self.ending) + 2 and word.rpartition("-")[2] not in self.besides


@lru_cache(maxsize=4096)
def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(expression(pattern), re.IGNORECASE)


def _plain(words: str) -> str:
    return re.escape(words).replace(r"\ ", " ").replace(r"\-", "-")


def _alternatives(pattern: str) -> tuple[str, ...]:
    """What "{strongly|fully} endorses" stands for."""
    head, brace, rest = pattern.partition("{")
    if not brace:
        return (pattern,)
    inside, _, tail = rest.partition("}")
    return tuple(head + choice + end for choice in inside.split("|") for end in _alternatives(tail))


_SLASH = re.compile(r"\s*/\s*")


# --- one language ----------------------------------------------------------------------------------------------------------------

_JOB = r"\d{2} ?-\d{5}\*{0,3}(?: ?\([A-Z]\))?"
_RUNNING = (
    r"(?-i:(?:A|E|S|ST|TD)/[A-Z0-9][A-Z0-9./-]*(?: ?\(\d{4}\))?(?:/(?:Rev|Add|Corr|Amend)\. ?\d+)*\*{0,3})",  # symbol
    rf"(?:\d{{1,3}} ?/ ?\d{{1,3}} )?{_JOB}(?: \d{{6}}){{0,2}}(?: \d{{1,3}}(?: ?/ ?\d{{1,3}})?)?",  # job number, with page or date
    rf"\d{{1,3}} {_JOB}",
    r"\d{1,3} ?/ ?\d{1,3}",  # page of pages
    r"[NS]\d{7}(?: ?\([A-Z]\))?(?: \d{6}){0,2}",  # job number before 2006
    r"\* ?(?:[NS]?\d{7}) ?\*",  # bar code
    r"/\.\.\.",  # "to be continued"
    r"https?://(?:www\.)?(?:undocs\.org|docs\.un\.org|documents(?:-dds-ny)?\.un\.org|digitallibrary\.un\.org)\S*",
    r"\(?[EFSRAC]\)? \d{6} \d{6}",
    r"[-_]{3,}",
)
"""Lines of the furniture that are the same in every language; matched on the whole stripped line."""


@dataclass(frozen=True)
class Vocabulary:
    """The knowledge of one language. Not slotted: what is compiled from the data is kept in cached properties."""

    language: Language
    enacting: tuple[str, ...]
    """Enacting words without their closing comma: "The Security Council"."""
    data: Mapping[str, Any]
    """The data file as read; every other property is drawn from it."""

    def opening(self, text: str, preamble: bool | None = None) -> Opening | None:
        """The verb phrase that opens `text`, longest first, or None. A preambular form is preferred when `preamble` is true, an
        operative one when it is false; a form of the other place is still found and says so."""
        return self._openings.match(text, 0, preamble)

    def inner(self, text: str, preamble: bool | None = None) -> tuple[Opening, ...]:
        """The verb phrases inside `text` that begin an act of their own: after a comma, a semicolon or "and", in the form of the
        asked place. The opening itself is left out. By words alone: a noun spelt like a verb ("supports") may slip in."""
        found: list[Opening] = []
        first = self.opening(text, preamble)
        reached = first.end if first else 0
        for match in self._joint.finditer(text):
            if match.end() < reached:
                continue
            opening = self._openings.match(text, match.end(), preamble)
            if opening is None or not opening.stands(preamble) or not self._openings.is_act(text, opening):
                continue
            found.append(opening)
            reached = opening.end
        return tuple(found)

    def marker(self, text: str) -> Marker | None:
        """The number, letter or bullet at the start of `text`, with every way to read it; None where there is none."""
        return read_marker(text, self.language)

    def rungs(self, lemma: str) -> tuple[Rung, ...]:
        """Where a lemma stands on the scales of verbs; empty where it stands on none (always so but in English)."""
        return self.scales.get(lemma, ())

    def is_furniture(self, line: str) -> bool:
        """Whether a line is a running header or footer, a job number, an address or a mark of the printer."""
        line = line.strip()
        return bool(line) and any(pattern.fullmatch(line) for pattern in self.furniture)

    def is_masthead(self, line: str) -> bool:
        """Whether a line is one of the cover page (organ, date, number of the resolution, adoption) or furniture."""
        line = line.strip()
        return self.is_furniture(line) or (bool(line) and any(pattern.fullmatch(line) for pattern in self.masthead))

    def date(self, text: str) -> date | None:
        """The first full date in `text`, in this language's words or in English ones (Arabic, Chinese and Russian documents bear an
        English date of issue)."""
        for pattern, months in self._dates:
            for match in pattern.finditer(text):
                year, month, day = match["year"], match["month"], match["day"]
                number = months.get(key(_SLASH.sub("/", month))) or (int(month) if month.isdigit() else 0)
                try:
                    return date(figure(year), number, figure(re.sub(r"\D", "", day)))
                except ValueError:
                    continue
        return None

    @cached_property
    def _openings(self) -> Openings:
        return Openings(self.data["openings"])

    @cached_property
    def _joint(self) -> re.Pattern[str]:
        joints = "|".join(re.escape(word) for word in self.data["openings"].get("conjunctions", ()))
        edge = "" if self.language is Language.ZH else r"\s+"
        return re.compile(rf"[,;:،؛，；—](?:\s*(?:{joints}){edge})?|\s(?:{joints}){edge}" if joints else r"[,;:，；—]")

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The twelve months as they stand in a date."""
        return tuple(names.split("|")[0] for names in self.data["months"])

    @cached_property
    def _dates(self) -> tuple[tuple[re.Pattern[str], Mapping[str, int]], ...]:
        own = {key(name): n for n, names in enumerate(self.data["months"], 1) for name in names.split("|")}
        english = {key(name): n for n, name in enumerate(_ENGLISH_MONTHS, 1)}
        plain = r"(?P<day>\d{1,2})(?:er|º|°)?\.?\s+(?:de\s+)?(?P<month>[^\W\d_][\w/ \u064b-\u0652]*?)\s+(?:de\s+|del\s+)?(?P<year>\d{4})"
        han = r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
        first = (re.compile(han), {}) if self.language is Language.ZH else (re.compile(plain), own)
        return first, (re.compile(plain), english)

    @cached_property
    def annex_words(self) -> tuple[str, ...]:
        """The words that head an annex."""
        return tuple(self.data["annex_words"])

    @property
    def note_words(self) -> tuple[str, ...]:
        """Words that open a note on what stands before it, without their colon: "Note"."""
        return tuple(self.data.get("note_words", ()))

    @cached_property
    def adoption(self) -> re.Pattern[str]:
        """The adoption line; groups `meeting` (may be None: written votes) and `date`."""
        return _line(self.data["adoption"])

    @cached_property
    def adopted(self) -> re.Pattern[str]:
        """The line below a resolution's last paragraph in the yearly volumes, to be matched whole: who adopted it how; group `meeting`
        (None where it is misread)."""
        return _line(self.data.get("adopted", "(?!)"))

    @cached_property
    def numbered(self) -> re.Pattern[str]:
        """The line that names a resolution of the Council by its number, to be matched whole; groups `number` and `year`. In the yearly
        volumes it ends in the date of adoption."""
        return _line(self.data.get("numbered", "(?!)"))

    @cached_property
    def assembly(self) -> re.Pattern[str]:
        """The adoption line of the General Assembly, with its date."""
        return _line(self.data.get("assembly", "(?!)"))

    @cached_property
    def plenary(self) -> re.Pattern[str]:
        """The line below the last paragraph of a resolution of the Assembly, to be matched whole; groups `meeting` and `date` (may be None:
        the date may stand on a line of its own)."""
        return _line(self.data.get("plenary", "(?!)"))

    @cached_property
    def agenda(self) -> re.Pattern[str]:
        """The line that names the agenda item by its number, to be matched whole; its title is on the next line."""
        return _line(self.data.get("agenda", "(?!)"))

    @cached_property
    def furniture(self) -> tuple[re.Pattern[str], ...]:
        """Running lines, to be matched on the whole stripped line."""
        return tuple(_line(pattern) for pattern in (*_RUNNING, *self.data.get("furniture", ())))

    @cached_property
    def masthead(self) -> tuple[re.Pattern[str], ...]:
        """Lines of the cover page; only there, since "Security Council" may be a line of text elsewhere."""
        return tuple(_line(pattern) for pattern in self.data.get("masthead", ()))

    @cached_property
    def closing(self) -> Mapping[str, str]:
        """The marks that close a "preambular", an "operative" and the "last" paragraph: a test of reading."""
        return dict(self.data.get("closing", {}))

    @cached_property
    def stock(self) -> Phrases:
        """The formulas that inherit nothing: a short list, not a frequency cut."""
        return self._phrases("stock")

    @cached_property
    def safeguards(self) -> Phrases:
        """The clauses that protect, traced always: frequent and the most contested."""
        return self._phrases("safeguards")

    @cached_property
    def formulas(self) -> Phrases:
        """Stock phrases and safeguards: what links no paragraphs by itself."""
        return Phrases((*self.stock, *self.safeguards))

    @cached_property
    def protections(self) -> Protections:
        """What the safeguards protect, for telling gains and losses."""
        words = self.data.get("protecting", {"duty": "", "breach": ""})
        return Protections(
            Protection(i["name"], i["said"], i["substance"], *((words["duty"], words["breach"]) if i.get("governed") else ()))
            for i in self.data.get("protections", ())
        )

    @cached_property
    def qualifiers(self) -> Phrases:
        """Words that soften, harden, widen or limit a clause; `note` says what is lost or gained."""
        return self._phrases("qualifiers")

    @cached_property
    def describing(self) -> Describing | None:
        """Words that describe; None where the language's data tell of none."""
        told = self.data.get("describing")
        if told is None:
            return None
        words, kinds, besides = (frozenset(told[name].split()) for name in ("words", "kinds", "besides"))
        return Describing(words | kinds, kinds, told["ending"], besides, told["limiting"], told["hanging"])

    @cached_property
    def phrases(self) -> Phrases:
        """Qualifiers, safeguards and stock phrases: words that are no item of an enumeration."""
        return Phrases((*self.qualifiers, *self.formulas))

    @cached_property
    def terms(self) -> Terms | None:
        """Times by which, or for which, something is due; None where the language's data tell of none."""
        return Terms(self.data["terms"], self.data["months"]) if "terms" in self.data else None

    @cached_property
    def whole_words(self) -> re.Pattern[str] | None:
        """Words of more than one character of a language without spaces, longest first, after numbers with what they count; None of the
        others."""
        if self.language is not Language.ZH:
            return None
        openings = self.data["openings"]
        forms = [form for verb in openings["verbs"] for forms in verb for form in forms.split("|")]
        said = {*forms, *openings["adverbs"], *openings["intensifiers"], *openings.get("words", ())}
        plain = sorted((re.escape(word) for word in said if len(word) > 1), key=lambda word: (-len(word), word))
        return re.compile("|".join([*openings.get("measures", ()), *plain]))

    @cached_property
    def addressees(self) -> Phrases:
        """Who is asked: States, parties, the Secretary-General, bodies."""
        return self._phrases("addressees")

    @cached_property
    def connectives(self) -> frozenset[str]:
        """The small words, folded, that may stand beside verb and addressee in a formula ("Calls upon all States to:")."""
        return frozenset(self.data["openings"].get("connectives", ()))

    @cached_property
    def surface_pairs(self) -> tuple[tuple[str, str], ...]:
        """Two patterns for spellings of one thing; a pair of stems ("recogniz", "recognis") stands for each of its endings."""
        stems = [
            (one + ending, other + ending)
            for one, other in self.data.get("spellings", ())
            for ending in self.data.get("endings", ("",))
        ]
        return (*((one, other) for one, other in self.data.get("surface_pairs", ())), *stems)

    def spellings(self, text: str) -> tuple[str, ...]:
        """The same text with one thing in it spelled otherwise ("Daesh" for "Da'esh"); each once, the text itself left out."""
        return spellings(text, self.surface_pairs)

    @cached_property
    def renamed(self) -> Renamings:
        """Bodies, lists and groups that got another name."""
        return Renamings(
            Renaming(r["from"], r["to"], r["since"], r["source"], r.get("old", _plain(r["from"])), r.get("new", _plain(r["to"])))
            for r in self.data.get("renamed", ())
        )

    @cached_property
    def scales(self) -> Mapping[str, tuple[Rung, ...]]:
        """Every lemma on a scale of verbs, with its rungs."""
        found: dict[str, tuple[Rung, ...]] = {}
        for item in self.data.get("scales", ()):
            for lemma in (lemma for pattern in item["verbs"] for lemma in _alternatives(pattern)):
                verb, marked, restated = item.get("of", lemma), item.get("intensified", False), item.get("restated", False)
                rung = Rung(item["scale"], item["band"], verb, marked, restated, item.get("source", "P"))
                found[lemma] = (*found.get(lemma, ()), rung)
        return found

    def _phrases(self, table: str) -> Phrases:
        return Phrases(
            Phrase(
                i["name"],
                i.get("kind", ""),
                i.get("pattern") or i["name"],
                i.get("note", ""),
                i.get("like", ""),
                i.get("noun", False),
            )
            for i in self.data.get(table, ())
        )


_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@cache
def load(language: Language) -> Vocabulary:
    """The vocabulary of a language. German has a data file of a few lines only: its structure is read, its words are not known."""
    source = files("resdiff").joinpath("languages", f"{Language(language).value}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    return Vocabulary(Language(language), tuple(data["enacting"]), data)


# --- which language ---------------------------------------------------------------------------------------------------------------

_FORMULAS = {
    Language.EN: r"^[^\w\n]*+The\s+(?:Security\s+Council|General\s+Assembly|Economic\s+and\s+Social\s+Council)\s*[,:]",
    Language.FR: r"^[^\w\n]*+(?:Le\s+Conseil\s+de\s+s[ée]curit[ée]|L['’]Assembl[ée]e\s+g[ée]n[ée]rale)\s*[,:]",
    Language.ES: r"^[^\w\n]*+(?:El\s+Consejo\s+de\s+Seguridad|La\s+Asamblea\s+General)\s*[,:]",
    Language.RU: r"^[^\w\n]*+(?:Совет\s+Безопасности|Генеральная\s+Ассамблея)\s*[,:]",
    Language.AR: r"^[^\w\n]*+(?:إن\s+)?(?:مجلس\s+الأمن|الجمعية\s+العامة)\s*[,:،]",
    Language.ZH: r"^[^\w\n]*+(?:安全理事会|大会)\s*[,:，：]",
    Language.DE: r"^[^\w\n]*+(?:Der\s+Sicherheitsrat|Die\s+Generalversammlung)\s*[,:]",
}
_COVER = {
    Language.EN: r"United\s+Nations|Security\s+Council|General\s+Assembly|Adopted\s+by\s+the|draft\s+resolution",
    Language.FR: r"Nations\s+Unies|Conseil\s+de\s+s[ée]curit[ée]|Distr\.\s+g[ée]n[ée]rale|Adopt[ée]e\s+par|projet\s+de\s+r[ée]solution",
    Language.ES: r"Naciones\s+Unidas|Consejo\s+de\s+Seguridad|Distr\.\s+general|Aprobada\s+por|proyecto\s+de\s+resoluci[óo]n",
    Language.DE: r"Vereinte\s+Nationen|Sicherheitsrat|Generalversammlung|verabschiedet",
}
_COMMON = {
    Language.EN: r"\b(?:the|of|and|to|in|that)\b",
    Language.FR: r"\b(?:le|la|les|des|et|du|que|dans)\b",
    Language.ES: r"\b(?:el|la|los|las|de|y|que|en)\b",
    Language.DE: r"\b(?:der|die|das|und|den|von|mit)\b",
}


def detect(text: str) -> Language | None:
    """The language of a document, from its enacting words, else its script, else the words of its cover page, else its commonest small
    words; None where nothing tells."""
    earliest = {language: m.start() for language, p in _FORMULAS.items() if (m := re.search(p, text, re.MULTILINE))}
    if earliest:
        return min(earliest, key=lambda language: earliest[language])
    letters = len(re.findall(r"[^\W\d_]", text[:20000])) or 1
    for language, script in (
        (Language.AR, "[\u0621-\u064a]"),
        (Language.RU, "[\u0400-\u04ff]"),
        (Language.ZH, f"[{HAN}]"),
    ):
        if len(re.findall(script, text[:20000])) > 0.4 * letters:
            return language
    for table, floor, reach in ((_COVER, 2, 3000), (_COMMON, 8, 20000)):
        counts = {language: len(re.findall(p, text[:reach], re.IGNORECASE)) for language, p in table.items()}
        best = max(counts, key=lambda language: counts[language])
        if counts[best] >= floor and sorted(counts.values())[-2] < 0.7 * counts[best]:
            return best
    return None
