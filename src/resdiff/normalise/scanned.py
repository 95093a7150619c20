"""Repairs of what a text recogniser misread, where the document itself proves it: enacting words, letters of a list, note marks glued to
words.

Each is made only on evidence from two sides: the enacting words are known; a letter between (c) and (e) is (d); a figure glued to a word
is a note mark when a note of that number stands at the foot of a page and the figure is glued nowhere else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from resdiff.models import Note
from resdiff.normalise.ledger import Edit
from resdiff.vocabulary import Vocabulary

_LETTER = re.compile(r"(\(?)([A-Za-z0-9]{1,2})\)(?=\s)")
_CONFUSED = {
    "b": "h 6", "c": "e o C", "d": "cl ci ol el cI", "e": "c o", "f": "j J t r", "g": "q 9 y", "h": "b li ii n", "i": "l I 1 j",
    "j": "i f", "k": "lc Ic", "l": "I 1 i", "m": "in rn nn", "n": "ii ri h", "o": "0 c",
}  # fmt: skip
"""What recognisers print for a letter; from the yearly volumes' French texts and the shapes of letters."""
_LIKENESS = 0.85


def misread_formula(text: str, vocabulary: Vocabulary) -> str:
    """The enacting words that a line stands for though a letter or two are misread, or "". They keep the line's closing mark."""
    if not 6 < len(text) < 60 or text[-1] not in ",،，:":
        return ""
    plain = text.rstrip(" ,،，:")
    for words in vocabulary.enacting:
        if plain == words:
            return ""
        if abs(len(plain) - len(words)) <= 3 and SequenceMatcher(None, plain, words, autojunk=False).ratio() >= _LIKENESS:
            return words + text[len(plain) :]
    return ""


def misread_letters(texts: Sequence[str]) -> list[tuple[int, Edit]]:
    """For the texts of a document's paragraphs: the letters of list items that the ones before and after prove to be misread, as pairs of
    paragraph and edit."""
    found: list[tuple[int, Edit]] = []
    items = [(i, m) for i, text in enumerate(texts) if (m := _LETTER.match(text))]
    before = ""
    for at, (i, match) in enumerate(items):
        printed = match[2]
        wanted = chr(ord(before) + 1) if before and before < "z" else ""
        if wanted and printed != wanted and printed in _CONFUSED.get(wanted, "").split() and _follows(items, at, wanted):
            found.append((i, Edit(match.start(2), match.end(2), wanted, "misread letter of a list")))
            printed = wanted
        before = printed if len(printed) == 1 and printed.isalpha() and printed.islower() else ""
    return found


def _follows(items: Sequence[tuple[int, re.Match[str]]], at: int, wanted: str) -> bool:
    """Whether the item after `at` is the one after `wanted`; or, at the end of a list, what is printed is no letter that a list could
    have."""
    if at + 1 < len(items) and items[at + 1][0] - items[at][0] <= 2 and items[at + 1][1][2] == chr(ord(wanted) + 1):
        return True
    ends = at + 1 == len(items) or items[at + 1][0] - items[at][0] > 1 or items[at + 1][1][2] == "a"
    return ends and items[at][1][2] in ("cl", "cI", "ol", "el", "J", "lc", "Ic", "rn", "nn")


_WORD = r"(?<=[^\W\d_]{3})|(?<=[^\W\d_]{3}[,;:])|(?<=[)»”\]])|(?<=[)»”\]][,;])"
_SENTENCE = r"(?<=[^\W\d_]{4}\.)"
_YEAR = r"(?<=\b(?:19|20)\d\d)"


def glued(mark: str, digits: int = 0) -> re.Pattern[str]:
    """A note's number where extraction glued it: to a word, to a mark after one, to the stop that ends a paragraph; one of more digits to
    a year, too. `mark` may be a pattern of so many digits at most."""
    before = f"{_WORD}|{_YEAR}" if (digits or len(mark)) > 1 else _WORD
    # looked at for a digit first: a text has few, and each look behind costs at every letter
    return re.compile(rf"(?=\d)(?:{before}){mark}(?![\d\w%])|(?=\d){_SENTENCE}{mark}(?=[”»]?(?:\n|$))")


def glued_notes(text: str, notes: Sequence[Note]) -> list[tuple[Edit, str]]:
    """The note marks that extraction glued to what stands before them, each with the note's id."""
    marks = [mark for mark in dict.fromkeys(note.id for note in notes) if re.fullmatch(r"\d{1,3}", mark)]
    hits: dict[str, list[re.Match[str]]] = defaultdict(list)
    for digits in {len(mark) for mark in marks}:
        for match in glued(rf"\d{{{digits}}}", digits).finditer(text):
            hits[match[0]].append(match)
    return [(Edit(hits[mark][0].start(), hits[mark][0].end(), "", "note mark"), mark) for mark in marks if len(hits[mark]) == 1]
