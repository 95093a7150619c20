"""A text -> the same text in other spellings: "Daesh" for "Da’esh", "counterterrorism" for "counter-terrorism".

What counts as one thing in two spellings is in the data files (`surface_pairs`); only pairs that are written alike are taken, for "also"
and "further" are two words. A word printed with an apostrophe or hyphen within is also tried without it, and two words are tried with a
hyphen between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import Indel

from resdiff.vocabulary.openings import expression

ALIKE = 0.75
"""Share of their letters that two spellings have in common: "Taliban" and "Taleban" 0.86, "upon" and "on" 0.67. Of what differs alone, the
ending set aside, a little less will do; "this resolution" and "the present resolution" have 0.43."""

PHRASE = 12
"""Words of a text in which two words are also tried as one with a hyphen ("cross border"): in a longer one it says little."""

_SPECIAL = re.compile(r"[\[\](){}|*+?^$.]|\\[a-zA-Z]")
_INNER = re.compile(r"(?<=\w)([-\u2010\u2011’'‘ʼ])(?=\w)")
_SPACE = re.compile(r"(?<=[^\W\d])\s+(?=[^\W\d])")
_HYPHENS = "-\u2010\u2011"


def spellings(text: str, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The text with one thing in it spelled otherwise, everywhere in it; each once, the text itself left out."""
    found = [other for pair in pairs for other in _paired(text, *pair)]
    for match in _INNER.finditer(text):
        found += [
            text[: match.start()] + between + text[match.end() :] for between in ("", " ")[: 2 if match[1] in _HYPHENS else 1]
        ]
    spaces = list(_SPACE.finditer(text))
    found += [f"{text[: space.start()]}-{text[space.end() :]}" for space in spaces if len(spaces) < PHRASE]
    return tuple(other for other in dict.fromkeys(found) if other != text)


def _paired(text: str, one: str, other: str) -> Iterator[str]:
    for before, tail, after in _steps(one, other):
        pattern = _compiled(before, tail)
        if pattern.search(text):
            yield pattern.sub(lambda match, after=after: after + match["tail"], text)  # type: ignore[misc]


@lru_cache(maxsize=4096)
def _steps(one: str, other: str) -> tuple[tuple[str, str, str], ...]:
    """What to look for, the ending that both patterns share, and what to put before it instead; both ways round."""
    tail = _tail(one, other)
    cut = -len(tail) or None
    forms = [*_forms(one[:cut]), *_forms(other[:cut])] if tail else [*_forms(one), *_forms(other)]
    unlike = [(a, b) for a in forms for b in forms if a != b]
    return tuple((a, tail, b) for a, b in unlike if _alike(a + tail, b + tail, ALIKE) and _alike(a, b, ALIKE - 0.15))


def _tail(one: str, other: str) -> str:
    """The longest ending that two patterns share and that is a pattern by itself; "" where one of them is a choice of several."""
    if re.search(r"\|(?![^(]*\))", one + other):
        return ""
    size = 0
    while size < min(len(one), len(other)) and one[-size - 1] == other[-size - 1]:
        size += 1
    for start in range(len(one) - size, len(one)):
        head, tail = one[:start], one[start:]
        if tail[0] not in "?*+{)" and not head.endswith("\\") and head.count("(") == head.count(")"):
            return tail
    return ""


def _forms(pattern: str) -> list[str]:
    """The texts that a simple pattern stands for (choices, optional letters); none where it is not so simple."""
    out = []
    for branch in pattern.split("|"):
        forms = [""]
        for letter, optional in re.findall(r"(\\.|[^\\])(\?)?", branch):
            if _SPECIAL.fullmatch(letter):
                return []
            plain = letter[-1]
            forms = [form + end for form in forms for end in ((plain, "") if optional else (plain,))]
        out += forms
    return out


def _alike(one: str, other: str, floor: float) -> bool:
    letters = ["".join(c for c in text.casefold() if c.isalnum()) for text in (one, other)]
    return Indel.normalized_similarity(*letters) >= floor


@lru_cache(maxsize=4096)
def _compiled(before: str, tail: str) -> re.Pattern[str]:
    literal = re.escape(before).replace(r"\ ", " ").replace(r"\-", "-")
    return re.compile(rf"(?<!\w){expression(literal)}(?P<tail>{expression(tail)})(?!\w)", re.IGNORECASE)
