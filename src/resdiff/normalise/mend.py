"""Repairs inside one paragraph: characters, spaces, split words.

*Light* repairs hold for every source (a soft hyphen, a ligature, a Cyrillic letter in a Latin word is damage wherever it stands). *Heavy*
ones are for text that was read from printed lines, where extraction splits words and moves spaces. Each function gives edits on the text
it is handed, each with the rule's name. Split words are joined on evidence only:

* one of the halves, at least, is no word: not in the language's list, and not used time and again in the document; of one or two letters
  only closed lists count as words (a list of subtitles knows "ed" and "al"), and endings ("tion") never do;
* the joined form stands elsewhere in the document, or is in the language's list;
* the second half begins with a small letter, and nothing but one space stands between.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from resdiff.models import Language
from resdiff.normalise.ledger import Edit
from resdiff.normalise.short import BROKEN_AFTER, ENCLITICS, ENDINGS, PAIRS, PREFIXES, SINGLE

_WORD = re.compile(r"[^\W\d_]+")
_ALONE = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
_BESIDE = re.compile(r"(?<!\w)([^\W\d_]++)[ \n](?=([^\W\d_]++)(?!\w))")
"""A run of letters and the next, one space or line end between."""
_COMPOUND = re.compile(
    r"(?<![^\W\d_])[^\W\d_]++(?:[-\u2010\u2011][^\W\d_]++)+"
)  # possessive: a word of a million letters costs a pass
HAN = "\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"

_LATIN_LIKE = dict(zip("АВЕЅІЈКМНОРСТХУасеорхуіјѕԁһ", "ABESIJKMHOPCTXYaceopxyijsdh", strict=True))
_CYRILLIC_LIKE = {latin: cyrillic for cyrillic, latin in zip("АВЕКМНОРСТХасеорхуі", "ABEKMHOPCTXaceopxyi", strict=True)}
_LIGHT = re.compile(
    r"[\u00ad\u0002\u200b\u2060\ufeff\ufffe]+|[\t\v\f]|[\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufdff\ufe70-\ufefc]"
    r"|^\.\s+(?=[^\W\d_]|[“\"«])|[ \t]{2,}| +(?=[\u00a0\u202f])|(?<=[\u00a0\u202f]) +|^[ \t]+|[ \t]+$"
)
_LONE = re.compile("c(?= [а-яё]{3})")
"""A Latin c for the Russian preposition, at the start of a paragraph; a lone o may be a bullet, an a the letter of an item."""
_BETWEEN = re.compile(rf"(?<=[{HAN}]) +(?=[{HAN}])")
"""Left in official XML where a note was anchored: A/RES/76/121, PP35."""
_DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u036f\u064b-\u0655]+")
_LETTERS = "A-Za-z\u00c0-\u024f\u0400-\u04ff"
_MIXED = re.compile(
    rf"(?<![{_LETTERS}])(?=[A-Za-z\u00c0-\u024f]++[\u0400-\u04ff]|[\u0400-\u04ff]++[A-Za-z\u00c0-\u024f])[{_LETTERS}]{{3,}}+"
)
"""Latin and Cyrillic letters in one word; looked at once a word, however long it is."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document and the word list say of words: how often each stands in the document, and which have a hyphen in mid-line."""

    language: Language
    known: Callable[[str], bool]
    counts: Counter[str] = field(default_factory=Counter)
    compounds: frozenset[str] = frozenset()
    """The first two parts and the last two of every word with hyphens."""
    beside: dict[str, Counter[str]] = field(default_factory=dict)
    """For each run of letters, the forms that it makes with a neighbour, one space or line end between, and how often."""
    answers: dict[str, bool] = field(default_factory=dict, compare=False)
    """What `is_word` answered before."""

    @staticmethod
    def of(text: str, language: Language, known: Callable[[str], bool]) -> Evidence:
        """The evidence that a text gives."""
        folded = text.casefold()
        beside: dict[str, Counter[str]] = {}
        for pair, count in Counter(_BESIDE.findall(folded)).items():
            for half in pair:
                if half not in beside:
                    beside[half] = Counter()
                beside[half]["".join(pair)] += count
        return Evidence(
            language,
            known,
            Counter(_WORD.findall(folded)),
            frozenset(
                "-".join(two)
                for compound in set(_COMPOUND.findall(folded.replace("\u2011", "-")))
                for parts in (compound.split("-"),)
                for two in (parts[:2], parts[-2:])
            ),
            beside,
        )

    def is_word(self, printed: str) -> bool:
        """Whether a run of letters may stand alone."""
        answer = self.answers.get(printed)
        if answer is None:
            answer = self.answers[printed] = self._is_word(printed)
        return answer

    def _is_word(self, printed: str) -> bool:
        word = printed.casefold()
        if len(word) == 1:
            return word in SINGLE.get(self.language, frozenset())
        if printed.isupper() or word in PREFIXES:
            return True
        if len(word) == 2:
            return word in PAIRS.get(self.language, frozenset()) and (printed[1:].islower() or not printed.isascii())
        if word in ENDINGS.get(self.language, frozenset()):
            return False
        return self.known(word) or (self.counts[word] >= 3 and not self._always_split(word))

    def _always_split(self, word: str) -> bool:
        """Whether a run of letters stands nowhere but beside one that makes a listed word with it: half of a word that an extraction splits
        time and again."""
        forms = self.beside.get(word, Counter())
        return sum(count for form, count in forms.items() if self.known(form)) >= self.counts[word]

    def is_known(self, printed: str) -> bool:
        """Whether a joined form is found elsewhere in the document or in the word list."""
        word = printed.casefold()
        if len(word) < 4:
            return self.counts[word] >= 2 and (len(word) == 3 or self.is_word(word))
        return self.counts[word] >= 1 or self.known(word)

    def hyphen_stays(self, before: str, after: str) -> bool:
        """Whether a hyphen at the end of a line is the word's own, given the letters before and after it. UN documents are not hyphenated
        by rule, so it stays unless the joined form is found and the word with its hyphen is not."""
        joined = (before + after).casefold()
        compound = f"{before}-{after}".casefold()
        if not after.islower() or compound in self.compounds:
            return True
        if self.is_word(before) and self.is_word(after) and before.casefold() not in BROKEN_AFTER:
            return True
        return not (
            self.counts[joined] and self.known(joined)
            if before.casefold() in BROKEN_AFTER
            else self.counts[joined] or self.known(joined)
        )


def light(text: str) -> list[Edit]:
    """Edits for damage that no source may carry: soft hyphens and invisible characters, tabs and double spaces, ligatures and
    presentation forms, letters apart from their accents, a letter of another script inside a word, spaces between Chinese characters."""
    tidy = "  " not in text and "\t" not in text and text == text.strip() and text[:1] != "."
    if tidy and text.isascii() and text.isprintable():
        return []
    edits = [_cleaned(m, len(text)) for m in _LIGHT.finditer(text)]
    taken = {i for e in edits for i in range(e.start, e.end)}
    found = []
    if not unicodedata.is_normalized("NFC", text):
        for m in _DECOMPOSED.finditer(text):
            composed = unicodedata.normalize("NFC", m[0])
            if composed != m[0]:
                found.append(Edit(m.start(), m.end(), composed, "accents composed"))
    found += [
        Edit(m.start(), m.end(), one, "letter of another script")
        for m in _MIXED.finditer(text)
        if (one := _one_script(m[0])) != m[0]
    ]
    if _LONE.match(text):
        found.append(Edit(0, 1, "с", "letter of another script"))
    found += [Edit(m.start(), m.end(), "", "space between Chinese characters") for m in _BETWEEN.finditer(text)]
    for edit in found:
        if taken.isdisjoint(range(edit.start, edit.end)):
            edits.append(edit)
            taken.update(range(edit.start, edit.end))
    return edits


def _cleaned(match: re.Match[str], length: int) -> Edit:
    run = match[0]
    if run[0] in "\u00ad\u0002\u200b\u2060\ufeff\ufffe":
        return Edit(match.start(), match.end(), "", "invisible character")
    if run[0] == ".":
        return Edit(match.start(), match.end(), "", "stop of a number")
    if run.isspace():
        at_edge = match.start() == 0 or match.end() == length
        beside = match.string[match.end() : match.end() + 1] in ("\u00a0", "\u202f") or match.string[
            match.start() - 1 : match.start()
        ] in ("\u00a0", "\u202f")
        return Edit(match.start(), match.end(), "" if at_edge or beside else " ", "white space")
    return Edit(
        match.start(), match.end(), unicodedata.normalize("NFKC", run), "ligature" if run < "\ufb13" else "presentation form"
    )


def _one_script(word: str) -> str:
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in word)
    table = _LATIN_LIKE if cyrillic <= len(word) - cyrillic else _CYRILLIC_LIKE
    latin = table is _LATIN_LIKE
    mended = "".join(table.get(c, c) for c in word)
    pure = not re.search("[\u0400-\u04ff]", mended) if latin else not re.search("[A-Za-z]", mended)
    return mended if pure else word


def heavy(text: str, evidence: Evidence) -> list[Edit]:
    """Edits for damage of text read from lines: spaces before and inside punctuation, ordinals, split words. French keeps its spaces
    before two-part marks and inside guillemets; Chinese and Arabic words are left alone."""
    edits: list[Edit] = []
    taken: set[int] = set()
    for pattern, rule in _spaces(evidence.language):
        for m in pattern.finditer(text):
            if taken.isdisjoint(range(m.start(), m.end())):
                edits.append(Edit(m.start(), m.end(), "", rule))
                taken.update(range(m.start(), m.end()))
    if evidence.language in SINGLE:
        edits += [e for e in _split_words(text, evidence) if taken.isdisjoint(range(e.start, e.end))]
    return edits


_CLOSERS = {Language.FR: r"[,.)\]”]", Language.ZH: r"[,.;:!?)\]”»，。；：、！？）》」』]", Language.AR: r"[,.;:!?)\]،؛؟]"}
_ORDINAL = {
    Language.EN: r"(?<=\d) (?=(?:st|nd|rd|th)\b)",
    Language.FR: r"(?<=\b1) (?=(?:er|re)\b)|(?<=\d) (?=e (?:séance|session|réunion|anniversaire)\b)",
    Language.ES: r"(?<=\d) (?=[ªº]|a (?:sesión|reunión)\b)",
    Language.RU: r"(?<=\d) (?=-(?:м|е|го|й|я|ой)\b)",
}
_patterns: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {}


def _spaces(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of spaces that should not be, each with its rule's name."""
    if language not in _patterns:
        closers = _CLOSERS.get(language, r"[,.;:!?)\]”]")
        rows = [
            (rf"(?<=[^\s.]) +(?={closers}(?:[\s,.;:)\]”»،؛]|$))", "space before punctuation"),
            (rf"(?<=[{'([' if language is Language.AR else '([“'}]) +(?=\S)", "space after an opening mark"),
            (r"(?<=[^\W\d_]) (?=’[^\W\d_])|(?<=\w) (?='s\b)", "space before an apostrophe"),
            (r"(?<=[^\W\d_]) (?=[-\u2010\u2011][^\W\d_])", "space before a hyphen"),
        ]
        if language is Language.FR:
            rows.append(
                (r"(?<=\b[ldnsjmtcLDNSJMTC]) (?=')|(?<=\b[ldnsjmtcLDNSJMTC][’']) (?=[^\W\d_])", "space beside an apostrophe")
            )
        if language in (Language.RU, Language.ES):
            rows.append((r"(?<=«) +|(?<=\S) +(?=»)", "space inside guillemets"))
        if language is Language.ZH:
            rows.append((rf"(?<=[{HAN}]) +(?=[{HAN}])", "space between Chinese characters"))
        if language in _ORDINAL:
            rows.append((_ORDINAL[language], "ordinal"))
        _patterns[language] = tuple((re.compile(pattern), rule) for pattern, rule in rows)
    return _patterns[language]


def _split_words(text: str, evidence: Evidence) -> Iterator[Edit]:
    """The spaces inside split words: runs of two to four pieces that make one word."""
    if all(map(evidence.is_word, _ALONE.findall(text))):
        return
    words = list(_ALONE.finditer(text))
    strange = [not evidence.is_word(m[0]) for m in words]

    def apart(i: int) -> bool:
        """Whether word `i` and the next cannot be pieces of one."""
        a, b = words[i], words[i + 1]
        return text[a.end() : b.start()] != " " or not b[0].islower()

    at = 0
    while at < len(words) - 1:
        if strange[at] or strange[at + 1]:
            pieces = next((n for n in range(3) if at + n + 1 >= len(words) or apart(at + n)), 3) + 1
            for size in range(pieces, 1, -1):
                run = words[at : at + size]
                if _is_split(text, run, evidence):
                    for a, b in pairwise(run):
                        yield Edit(a.end(), b.start(), "", "split word")
                    at += size - 1
                    break
        at += 1


def _is_split(text: str, run: list[re.Match[str]], evidence: Evidence) -> bool:
    """Whether pieces with one space between and small letters after it make one word."""
    joined = "".join(m[0] for m in run)
    if (
        len(run) == 2
        and not evidence.counts[joined.casefold()]
        and all(evidence.counts[m[0].casefold()] > 2 and len(m[0]) > 2 and evidence.is_word(m[0]) for m in run)
    ):
        return False
    if (
        run[0][0][0].isupper()
        and run[0].start()
        and text[run[0].start() - 2 : run[0].start()] not in (". ", ") ")
        and not evidence.counts[joined.casefold()]
    ):
        return False  # a name in mid-sentence ("Dar es Salaam")
    strange = sum(not evidence.is_word(m[0]) for m in run)
    if strange < (len(run) if _is_short_list(evidence.language, run) else max(1, len(run) - 1)):
        return False
    if any(len(m[0]) == 1 and evidence.is_word(m[0]) for m in run[1:]):
        return False
    if evidence.language is Language.ES and run[-1][0] in ENCLITICS:
        return False
    after = text[run[-1].end() : run[-1].end() + 1]
    if (after in ("’", "'") and len(run[-1][0]) <= 2) or (after == "-" and len(run[-1][0]) <= 3):
        return False
    if run[0].start() and text[run[0].start() - 1] in "’'" and len(run[0][0]) == 1:
        return False
    return evidence.is_known(joined)


def _is_short_list(language: Language, run: list[re.Match[str]]) -> bool:
    """Whether a word list is so short that a half missing there says little, and the halves so long that chance may make a word of them."""
    return language is Language.RU or (language is Language.ES and all(len(m[0]) > 3 for m in run))
