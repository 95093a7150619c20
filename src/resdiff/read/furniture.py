"""What stands on a page around the text, as both line readers (PDF and text) see it: running lines, the cover page, the document's
symbol.

Patterns that need a language come from the vocabulary; those here are the same in all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from resdiff import symbols, vocabulary
from resdiff.models import Language, Masthead

SYMBOL = re.compile(r"(?<![\w/])[AS]/(?:[A-Z]+/)?[\w.-]+(?:/[\w.-]+)*(?:\s?\(\d{4}\))?")
_JOINT = re.compile(r"(?<=\d)\s?[-–—]\s?(?=[AS]/)")
"""Between the two symbols of a joint document."""
_NUMBERED = re.compile(r"[/.]\d+(?:\s?\(\d{4}\))?(?:/(?:Rev|Add|Corr)\.\d+)*$")
_PAGE = re.compile(r"(?i)page\s+\d+|\d{1,3}|(?:english|french|spanish|russian|arabic|chinese)(?:\s+page\s+\d+)?|français|page")
_JOB = re.compile(r"(?<!\d)(?:\d{2}-\d{5}|[NS]\d{7})\*{0,3}(?:\s*\([EFSRCA]\))?(?:\s*\d{6})*(?:\s*/\.\.\.)?")
LONGEST = 500
"""Characters of a line that can be a running line, or of a part of the cover that says something for it."""
REISSUE = re.compile(r"(?i)\bre-?issued?\b|nouveau tirage|publicad[oa] nuevamente|переизда|أعيد إصدار|重新印发|重发")
_DATE = re.compile(r"\d{1,2}(?:er)?\s+[^\W\d_]+(?:[ /][^\W\d_]+)*\s+\d{4}|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2} de \w+ de \d{4}")
_DISTRIBUTION = re.compile(r"(?i)distr\.?\b")
_DRAFT = re.compile(
    r"(?i)\s*:\s*(?:revised )?(?:draft resolution|projet de r[ée]solution|proyecto de resoluci[óo]n|проект резолюции)\W*$"
)

_BETWEEN = re.compile(
    r",\s*|\s+(?:and|et|y|и)\s+(?!Northern Ireland|Herzegovina|Tobago|Barbuda|Nevis|the Grenadines|Principe|Nieves)(?=[A-ZÀ-ÝА-Я])"
)
"""What parts the names of sponsors; the names that themselves hold an "and" are listed."""


def running(text: str, language: Language | None = None) -> bool:
    """Whether a whole line is what pages repeat: a symbol, a page number, a job number, an address, "/..."."""
    if len(text) > LONGEST:
        return False
    text = " ".join(text.split())
    if _PAGE.fullmatch(text) or _JOB.fullmatch(text):
        return True
    return vocabulary.load(language or Language.EN).is_furniture(text)


def masthead_of(lines: Sequence[str], language: Language | None) -> Masthead:
    """A masthead from the lines of the cover page, its named parts filled where a line says them."""
    cover = vocabulary.load(language or Language.EN)
    parts = dict.fromkeys(("organ", "distribution", "issued", "job_number", "reissue", "adoption_line"), "")
    sponsors: tuple[str, ...] = ()
    for line in (line[:LONGEST] for line in lines):
        if not parts["distribution"] and _DISTRIBUTION.match(line):
            parts["distribution"] = line
        elif not parts["issued"] and _DATE.fullmatch(line):
            parts["issued"] = line
        elif not parts["job_number"] and _JOB.fullmatch(line):
            parts["job_number"] = line
        elif not parts["reissue"] and REISSUE.search(line):
            parts["reissue"] = line.lstrip("* ")
        elif not parts["adoption_line"] and cover.adoption.search(line):
            parts["adoption_line"] = line
        elif not parts["organ"] and any(line.casefold() in words.casefold() for words in cover.enacting) and len(line) > 3:
            parts["organ"] = line
        if match := _DRAFT.search(line):
            sponsors = tuple(part.strip() for part in _BETWEEN.split(line[: match.start()]) if part.strip())
    return Masthead(lines=tuple(lines), sponsors=sponsors, **parts)


def stated_symbols(lines: Sequence[str], language: Language | None = None) -> tuple[str, ...]:
    """The symbols that cover and running lines state, in order of first appearance and in their canonical form, without the asterisks of a
    reissue. A joint document bears several, on a line each or on one ("A/45/155-S/21174"). A line that says more cites them."""
    found: dict[str, None] = {}
    for line in lines:
        if len(line) > LONGEST:
            continue
        matches = list(SYMBOL.finditer(_JOINT.sub(" ", line)))
        rest = SYMBOL.sub("", _JOINT.sub(" ", line)).strip(" *–—-,;/")
        if (
            matches
            and "[" not in rest
            and (not rest or running(rest, language) or vocabulary.load(language or Language.EN).is_masthead(rest))
        ):
            for match in matches:
                found.setdefault(_canonical(" ".join(match[0].split()).rstrip(".-")))
    return tuple(found)


def _canonical(printed: str) -> str:
    try:
        return symbols.parse(printed).text
    except ValueError:
        return printed


def well_read(stated: Sequence[str]) -> tuple[str, ...]:
    """The symbols without those that a recogniser misread: of two that differ by one character the one that looks like a symbol's number,
    or that stands first."""
    kept: list[str] = []
    for symbol in stated:
        twin = next((i for i, other in enumerate(kept) if close(symbol, other, 1)), None)
        if twin is None:
            kept.append(symbol)
        elif _NUMBERED.search(symbol) and not _NUMBERED.search(kept[twin]):
            kept[twin] = symbol
    return tuple(kept)


def close(one: str, other: str, edits: int) -> bool:
    """Whether one text becomes the other by at most so many characters put in, taken out or replaced."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(one, other, score_cutoff=edits) <= edits
