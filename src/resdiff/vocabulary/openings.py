"""The verb phrase that opens a paragraph, found by its words.

A language's data give verb forms, adverbs that may stand before, after and inside them, intensifiers that count, and completions ("with
deep concern", "its call") that belong to the phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

PREAMBULAR = "preambular"
OPERATIVE = "operative"
BOTH = "both"


@dataclass(frozen=True, slots=True)
class Opening:
    """The verb phrase that opens a paragraph: `text[start:end]`. In English the lemma is the third person singular with the adverbs of
    repetition taken out; elsewhere the language's own citation form. `place` is "preambular", "operative" or "both"."""

    end: int
    lemma: str
    place: str
    start: int = 0

    def stands(self, preamble: bool | None) -> bool:
        """Whether its form is one of the preamble (true) or of the operative part (false); None asks for neither."""
        return preamble is None or self.place in (BOTH, PREAMBULAR if preamble else OPERATIVE)


_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u00ad\u200b-\u200f"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_HAN}]|(?:(?![\d_{_HAN}])\w|[{_MARKS}])+(?:[-\u2010\u2011’‘ʼ'](?:(?![\d_{_HAN}])\w|[{_MARKS}])+)*")
_LEADING = re.compile(rf"[\s“”«»\"‘’'„—–{_MARKS}]*")
_BLANK = re.compile(r"\s*,?\s*")
_REACH = 160
"""Code points looked at from the start: the longest opening of the corpus has 96."""

_Words = Sequence[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class _Form:
    words: tuple[str, ...]
    lemma: str
    place: str
    inflected: bool = False
    """Whether it agrees with an organ that is a "she": inside a paragraph such a form may as well belong to somebody else."""


@dataclass(frozen=True, slots=True)
class _Completion:
    """What may follow a verb and belongs to its phrase: "with deep concern", "its call"."""

    verbs: frozenset[str]
    pattern: re.Pattern[str]
    drop: frozenset[str]
    lemmas: Mapping[str, str]
    as_printed: bool


_STRIPPED = re.compile(f"[{_MARKS}]")
_APOSTROPHES = str.maketrans("’‘ʼ\u2010\u2011", "'''--")


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """A word as it is compared here: small letters, one kind of apostrophe and hyphen, no vowel signs or tatweel."""
    return _STRIPPED.sub("", unicodedata.normalize("NFC", word)).casefold().translate(_APOSTROPHES)


_PART = re.compile(r"\[(?:\\.|[^\]])*\]|\\.|\(\?-i:| \?| |'|-")


@lru_cache(maxsize=8192)
def expression(pattern: str) -> str:
    """A pattern of the data files as a regular expression: a space is any white space, " ?" an optional one, an apostrophe any
    apostrophe, a hyphen any hyphen."""
    return _PART.sub(_part, pattern)


def _part(match: re.Match[str]) -> str:
    part = match[0]
    if part.startswith("["):
        return part.replace("'", "'’‘ʼ").replace(" ", "\u00a0 ")
    return {" ?": r"\s*", " ": r"\s+", "'": "['’‘ʼ]", "-": "[-\u2010\u2011\u2013]"}.get(part, part)


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(key(m[0]) for m in _WORD.finditer(phrase))


def _by_first(phrases: Sequence[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = _split(phrase)
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in found.items()}


def _inflected(places: Mapping[str, str], rules: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Each form with its place, and the forms that the rules (pattern, replacement) make of it where the organ is a "she": the Assembly is,
    in Arabic, French and Spanish."""
    for form, place in places.items():
        found = {form: None}
        for pattern, replacement in rules:
            found |= dict.fromkeys(re.sub(pattern, replacement, known) for known in list(found))
        for known in found:
            if known == form or known not in places:
                yield known, place


class Openings:
    """The opening phrases of one language, ready to match."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.adverbs = _by_first(data.get("adverbs", ()))
        self.intensifiers = _by_first(data.get("intensifiers", ()))
        self.subjects = _by_first(data.get("subjects", ()))
        self.asides = frozenset(map(_split, data.get("asides", ())))
        self.never_inside = frozenset(map(_split, data.get("never_inside", ())))
        self.ambiguous = frozenset(map(_split, data.get("ambiguous", ())))
        self.followers = frozenset(map(key, data.get("followers", ())))
        self.prefixes = frozenset(map(key, data.get("prefixes", ())))
        self.suffixes = tuple(map(key, data.get("suffixes", ())))
        self.proclitics = tuple(map(key, data.get("proclitics", ())))
        self.follow = bool(data.get("intensifiers_follow", False))
        self.glue = str(data.get("glue", " "))
        self.forms: dict[str, list[_Form]] = {}
        for lemma, preambular, operative in data["verbs"]:
            places = {form: PREAMBULAR for form in preambular.split("|") if form}
            for form in filter(None, operative.split("|")):
                places[form] = BOTH if form in places else OPERATIVE
            for form, place in _inflected(places, data.get("inflections", ())):
                words = _split(form)
                self.forms.setdefault(words[0], []).append(_Form(words, lemma, place, form not in places))
        for group in self.forms.values():
            group.sort(key=lambda form: (-len(form.words), form.inflected))
        self.completions = tuple(
            _Completion(
                frozenset(item["verbs"]),
                re.compile(expression(item["pattern"]) + r"(?![^\W\d_])" * item.get("edge", True), re.IGNORECASE),
                frozenset(map(key, item.get("drop", ()))),
                item.get("lemmas", {}),
                item.get("as_printed", False),
            )
            for item in data.get("completions", ())
        )
        self.whole = tuple(
            (re.compile(expression(item["pattern"]), re.IGNORECASE), item["lemma"], item["place"]) for item in data.get("whole", ())
        )

        self.starts = frozenset((*self.forms, *self.adverbs, *self.intensifiers, *self.subjects, *self.prefixes))

    def match(self, text: str, at: int, preamble: bool | None) -> Opening | None:
        """The opening phrase at offset `at`; a form of the asked place wins over one of the other."""
        piece = text[at : at + _REACH]
        lead = _LEADING.match(piece)
        assert lead is not None
        first = _WORD.match(piece, lead.end())
        if first is None or not self._may_start(key(first[0])):
            return None
        words: _Words = [(key(m[0]), m.start(), m.end()) for m in _WORD.finditer(piece, lead.end())]
        i = self._subject(words)
        if i:
            preamble = False
        found = self._from(piece, words, i, preamble, inside=at > 0) or self._whole(piece, words[i][1] if i < len(words) else 0)
        if found is None:
            return None
        return Opening(at + found.end, found.lemma, found.place, at + found.start)

    def is_act(self, text: str, opening: Opening) -> bool:
        """Whether a phrase inside a paragraph may be an act of the organ's own: "support" or "ensuring" may not."""
        words = [(word, 0, 0) for word in _split(text[opening.start : opening.end])]
        i = 0
        while step := self._span(self.adverbs, words, i):
            i += step
        return tuple(word for word, _, _ in words[i:]) not in self.never_inside

    def _may_start(self, word: str) -> bool:
        """A quick look at the first word: most pieces of a paragraph begin with none that could open an act."""
        if word in self.starts or self.whole or any(word.removesuffix(suffix) in self.starts for suffix in self.suffixes):
            return True
        return any(word.removeprefix(clitic) in self.starts for clitic in self.proclitics)

    def _subject(self, words: _Words) -> int:
        """The index after "The Security Council" or "In this regard, the Council"; 0 where the text has no such subject."""
        i = 0
        while i < len(words):
            subject = self._span(self.subjects, words, i)
            if subject:
                return i + subject
            step = self._span(self.adverbs, words, i)
            if not step:
                return 0
            i += step
        return 0

    def _whole(self, piece: str, at: int) -> Opening | None:
        for pattern, lemma, place in self.whole:
            match = pattern.match(piece, at)
            if match:
                return Opening(match.end(), lemma, place, at)
        return None

    def _from(self, piece: str, words: _Words, i: int, preamble: bool | None, *, inside: bool) -> Opening | None:
        first = i
        place = ""
        front: list[str] = []
        while i < len(words) and i < first + 10:
            if words[i][0] in self.prefixes:
                place, i, inside = PREAMBULAR, i + 1, False
            found = self._form(piece, words, i, preamble, inside=inside)
            if found is not None:
                form, end = found
                front += self._strong(words[i:end])
                return self._finish(piece, words, (words[first][1], end), form, place or form.place, front)
            step = self._span(self.adverbs, words, i)
            if not step:
                step = self._span(self.intensifiers, words, i)
                front += [word for word, _, _ in words[i : i + step]]
            if not step:
                return None
            i += step
        return None

    def _finish(self, piece: str, words: _Words, reach: tuple[int, int], form: _Form, place: str, front: list[str]) -> Opening:
        """The opening with what follows the verb form: adverbs, intensifiers and one completion."""
        start, i = reach
        back: list[str] = []
        end = at = words[i - 1][2]
        lemma = form.lemma
        while True:
            completed = self._complete(piece, at, lemma)
            if completed is not None:
                lemma, end = completed
                break
            if i >= len(words) or piece[at : words[i][1]].strip():
                break
            step = self._span(self.adverbs, words, i)
            passed = tuple(word for word, _, _ in words[i : i + step])
            if step and passed in self.ambiguous and not self._closes(piece, words, i + step):
                break
            if not step:
                step = self._span(self.intensifiers, words, i)
                back += [word for word, _, _ in words[i : i + step]]
            if not step:
                break
            i += step
            at = words[i - 1][2]
            if passed not in self.asides:
                end = at
        strong = front or back
        return Opening(end, self.glue.join([lemma, *strong] if self.follow else [*strong, lemma]), place, start)

    def _complete(self, piece: str, end: int, lemma: str) -> tuple[str, int] | None:
        """The lemma with the completion that stands at `end`, and where that ends."""
        for completion in self.completions:
            if lemma not in completion.verbs:
                continue
            blank = _BLANK.match(piece, end)
            match = completion.pattern.match(piece, blank.end() if blank else end)
            if match:
                said = match[0].replace(",", " ").split()
                kept = " ".join(w if completion.as_printed else key(w) for w in said if key(w) not in completion.drop)
                return self.glue.join((lemma, completion.lemmas.get(kept, kept))).strip(), match.end()
        return None

    def _closes(self, piece: str, words: _Words, i: int) -> bool:
        """Whether "further" before word `i` is an adverb: a determiner, "that", "to" or a stop follows; else it belongs to a noun."""
        if i >= len(words):
            return True
        return words[i][0] in self.followers or bool(piece[words[i - 1][2] : words[i][1]].strip())

    def _form(self, piece: str, words: _Words, i: int, preamble: bool | None, *, inside: bool) -> tuple[_Form, int] | None:
        """The longest verb form at word `i` and the index after it; adverbs, or an aside between commas, may stand inside it."""
        if i >= len(words):
            return None
        best: tuple[_Form, int] | None = None
        for form in self._candidates(words[i][0], inside=inside):
            end = self._inside(piece, words, i, form.words)
            if not end:
                continue
            if preamble is None or form.place in (BOTH, PREAMBULAR if preamble else OPERATIVE):
                return form, end
            best = best or (form, end)
        return best

    def _candidates(self, word: str, *, inside: bool) -> Sequence[_Form]:
        forms = self.forms.get(word)
        if forms is not None and inside:
            return [form for form in forms if not form.inflected]
        if forms is None:
            for clitic in self.proclitics if not inside else ():
                if word.startswith(clitic) and word[len(clitic) :] in self.forms:
                    return [_Form((word, *form.words[1:]), form.lemma, form.place) for form in self.forms[word[len(clitic) :]]]
            for suffix in self.suffixes:
                if word.endswith(suffix) and word[: -len(suffix)] in self.forms:
                    stem = word[: -len(suffix)]
                    return [_Form((word, *form.words[1:]), form.lemma, form.place) for form in self.forms[stem]]
        return forms or ()

    def _inside(self, piece: str, words: _Words, i: int, phrase: tuple[str, ...]) -> int:
        j = i
        for position, word in enumerate(phrase):
            if position and j < len(words) and words[j][0] != word:
                j += self._aside(piece, words, j, word)
            if j >= len(words) or words[j][0] != word:
                return 0
            j += 1
        return j

    def _strong(self, words: _Words) -> list[str]:
        """The intensifiers inside a form: "Calls strongly upon"."""
        return [word for k, (word, _, _) in enumerate(words) if k and (word,) in self.intensifiers.get(word, ())]

    def _aside(self, piece: str, words: _Words, j: int, wanted: str) -> int:
        """How many words from `j` to pass over so that the phrase goes on: adverbs, or up to seven words between two commas."""
        step = 0
        while j + step < len(words):
            more = self._span(self.adverbs, words, j + step) or self._span(self.intensifiers, words, j + step)
            if not more:
                break
            step += more
        if step and j + step < len(words) and words[j + step][0] == wanted:
            return step
        if "," not in piece[words[j - 1][2] : words[j][1]]:
            return 0
        for k in range(j + 1, min(j + 8, len(words))):
            if words[k][0] == wanted and "," in piece[words[k - 1][2] : words[k][1]]:
                return k - j
        return 0

    @staticmethod
    def _span(phrases: Mapping[str, tuple[tuple[str, ...], ...]], words: _Words, i: int) -> int:
        if i >= len(words):
            return 0
        for phrase in phrases.get(words[i][0], ()):
            if all(i + k < len(words) and words[i + k][0] == word for k, word in enumerate(phrase)):
                return len(phrase)
        return 0
