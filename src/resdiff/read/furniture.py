"""What stands on a page around the text, as both line readers (PDF and text) see it: running lines, the cover page, the document's
symbol.

Patterns that need a language come from the vocabulary; those here are the same in all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from resdiff import vocabulary
from resdiff.models import Language, Masthead

SYMBOL = re.compile(r"(?<![\w/])[AS]/(?:[A-Z]+/)?[\w.-]+(?:/[\w.-]+)*(?:\s?\(\d{4}\))?")
_PAGE = re.compile(r"(?i)page\s+\d+|\d{1,3}|(?:english|french|spanish|russian|arabic|chinese)(?:\s+page\s+\d+)?|français|page")
_JOB = re.compile(r"(?<!\d)(?:\d{2}-\d{5}|[NS]\d{7})\*{0,3}(?:\s*\([EFSRCA]\))?(?:\s*\d{6})*(?:\s*/\.\.\.)?")
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
    text = " ".join(text.split())
    if _PAGE.fullmatch(text) or _JOB.fullmatch(text):
        return True
    return vocabulary.load(language or Language.EN).is_furniture(text)


def masthead_of(lines: Sequence[str], language: Language | None) -> Masthead:
    """A masthead from the lines of the cover page, its named parts filled where a line says them."""
    cover = vocabulary.load(language or Language.EN)
    parts = dict.fromkeys(("organ", "distribution", "issued", "job_number", "reissue", "adoption_line"), "")
    sponsors: tuple[str, ...] = ()
    for line in lines:
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


def stated_symbols(lines: Sequence[str]) -> tuple[str, ...]:
    """The symbols that cover and running lines state, in order of first appearance, as printed but for the asterisks of a reissue."""
    found: dict[str, None] = {}
    for line in lines:
        match = SYMBOL.search(line)
        if match and len(line) - len(match[0]) < 40:
            found.setdefault(" ".join(match[0].split()).rstrip(".-"))
    return tuple(found)
