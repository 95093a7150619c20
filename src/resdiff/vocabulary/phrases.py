"""Named phrases of the data files and the search for them: of two hundred few are left to look for in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from resdiff.models import Span
from resdiff.tokens import folded, interned, tokenise
from resdiff.vocabulary.openings import expression


@dataclass(frozen=True, slots=True)
class Phrase:
    """A named phrase and its pattern, such as a qualifier ("as appropriate", softener) or a safeguard."""

    name: str
    kind: str
    pattern: str
    note: str = ""
    like: str = ""
    """A pattern of other words to the same effect; "" where there are none."""
    noun: bool = False
    """Whether it qualifies the word after it."""

    def find(self, text: str) -> tuple[Span, ...]:
        """Where it stands in the text, in order."""
        return find(self.pattern, text)

    def means(self, text: str) -> bool:
        """Whether the text holds it, or other words to the same effect."""
        return bool(find(self.pattern, text) or (self.like and find(self.like, text)))


class Phrases(tuple[Phrase, ...]):
    """Phrases that are looked for together."""

    def held(self, text: str) -> list[Phrase]:
        """Those that may stand in a text, in their order: a word that each needs does."""
        return [self[place] for place in self._pointers.of(text)]

    def find(self, text: str) -> list[Span]:
        """Where they stand in the text, phrase by phrase."""
        return [span for place in self._pointers.within(text) for span in self[place].find(text)]

    @cached_property
    def _pointers(self) -> Pointers:
        return Pointers([phrase.pattern for phrase in self])


class Pointers(dict[str, frozenset[int]]):
    """To which of some patterns a word of a text, with the marks that touch it, may belong: it holds a word that each needs. Texts repeat
    their words: to keep the answers takes half the time of looking for each needed word in each text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        needed = [_one_of(_needs(pattern)) for pattern in patterns]
        self._needed = [(place, word) for place, words in enumerate(needed) for word in words]
        self._always = frozenset(place for place, words in enumerate(needed) if not words)
        """The places of patterns that need no word that could be told."""
        self._pointing: dict[int, frozenset[int]] = {}
        """The keys of tokens that point to a pattern, few of all; and how many keys were looked at."""
        self._seen = 0

    def __missing__(self, word: str) -> frozenset[int]:
        places = frozenset(place for place, needed in self._needed if needed in word)
        if len(self) < MOST_WORDS:
            self[word] = places
        return places

    def of(self, text: str) -> list[int]:
        """The places, in order, of the patterns that may stand in a text."""
        return sorted(self._always.union(*map(self.__getitem__, _folded(text).split())))

    def within(self, *paragraphs: str) -> list[int]:
        """The same of paragraphs, such as stand in one of them. They are in tokens already, and tokens hold whole words: to go through
        their keys takes a quarter of the time."""
        tokens = [tokenise(text) for text in paragraphs]  # which may bring new keys
        for key in range(self._seen, interned()):
            if places := self[folded(key)]:
                self._pointing[key] = places
        self._seen = interned()
        found = [self._pointing[key] for told in tokens for key in self._pointing.keys() & told.keys]
        return sorted(self._always.union(*found))


MOST_WORDS = 65536
"""How many words of texts are kept with what they point to."""


@dataclass(frozen=True, slots=True)
class Protection:
    """What safeguards protect, such as international humanitarian law: the wordings that count as the safeguard, and any wording of the
    same substance. A governed one counts only where a duty governs it ("respect for") and no breach ("violations of")."""

    name: str
    said: str
    substance: str
    duty: str = ""
    breach: str = ""

    def find(self, text: str) -> tuple[Span, ...]:
        """Where it stands in the text as a safeguard, in order."""
        spans = find(self.said, text)
        return tuple(span for span in spans if self._is_duty(text, span[0])) if self.duty else spans

    def _is_duty(self, text: str, at: int) -> bool:
        """Whether the nearest governing word before `at`, in the same limb of the sentence, is one of duty."""
        listed = _LISTED.search(text, max(0, at - _LISTS), at)
        at = listed.start() if listed else at
        before = re.split(r"[;.]\s", text[max(0, at - _GOVERNS) : at])[-1]
        duties, breaches = find(self.duty, before), find(self.breach, before)
        return bool(duties) and (not breaches or breaches[-1] < duties[-1])

    def means(self, text: str) -> bool:
        """Whether the text speaks of it in any wording."""
        return bool(find(self.substance, text))


class Protections(tuple[Protection, ...]):
    """Protections that are looked for together."""

    def held(self, *texts: str) -> list[Protection]:
        """Those that may stand as a safeguard in one of some texts, in their order."""
        return [self[place] for place in self._pointers.within(*texts)]

    @cached_property
    def _pointers(self) -> Pointers:
        return Pointers([protection.said for protection in self])


_GOVERNS, _LISTS = 60, 160
"""Code points before a protection, or before the enumeration that it is in, within which the word that governs it must stand; and the
longest enumeration that is looked for."""

_LISTED = re.compile(
    r"(?:[\s,]|\b(?:including|and|as|well|with|applicable|relevant|international|internationally|recognized|the|their|its|of|Charter|United"
    r"|Nations|law|human|rights|fundamental|freedoms|humanitarian|refugee|rule|domestic|obligations|standards|norms|on)\b)*\Z",
    re.IGNORECASE,
)
"""Words of an enumeration of protections, at the end of a text: "international law, including "."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
"""The characters of Chinese, as part of a set in an expression."""


_IN_WORD = re.compile(rf"[^\W_{HAN}]")
_OF_HAN = re.compile(rf"[{HAN}]")


def edges(pattern: str) -> tuple[str, str]:
    """What may not stand before and after a pattern: letters, and before it digits; Chinese writes words without spaces. Only there the
    edges name its characters: a set of thousands takes 2 ms to compile, the most of what a first comparison waited for (it keeps the
    case, to fold it takes 20 ms)."""
    but = HAN if _OF_HAN.search(pattern) or not any(map(str.isalpha, pattern)) else ""
    return rf"(?<!(?-i:[^\W_{but}]))", rf"(?!(?-i:[^\W\d_{but}]))"


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the data files, ready to match; it begins and ends at the edge of a word where it begins or ends in one."""
    before, after = edges(pattern)
    return re.compile(rf"{before}(?:{expression(pattern)}){after}", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _quick(pattern: str) -> re.Pattern[str] | None:
    """The same for folded text, without the edge before it: three times as fast, for the search goes from one first letter to the next.
    None where the pattern tells capitals from small letters."""
    if "(?-i" in pattern or re.search(r"\\[A-Z]", pattern):
        return None
    return re.compile(rf"(?:{expression(pattern.casefold())}){edges(pattern)[1]}")


Needs = tuple[tuple["str | Needs", ...], ...]
"""For each branch of a pattern all that a text must hold for the branch to match, what tells most first: words, and of groups what one of
their branches needs."""


@lru_cache(maxsize=4096)
def _needs(pattern: str) -> Needs:
    """The words without which a pattern cannot match, in folded letters; empty where a branch needs none that can be told. Looking for them
    first makes a search through many phrases ten times as fast."""
    flat = re.sub(r"\\.|\[[^\]]*\]", "\0", pattern)
    groups: list[Needs] = []

    def stand_in(match: re.Match[str]) -> str:
        """A character for a group that must match, with the words that it needs."""
        head, inner, optional = match[1] or "", match[2], match[3] or ""
        needs = () if head[-1:] in ("!", "=") or optional else _of_branches(inner, groups)
        if not needs:
            return "\0"
        groups.append(needs)
        return chr(_GROUP + len(groups) - 1)

    while (inner := re.sub(r"\((\?-i:|\?<?[:!=]|\?P<\w+>)?([^()]*)\)(?:([?*]|\{0?,)|\+|\{[\d,]*\})?", stand_in, flat)) != flat:
        flat = inner
    return _of_branches(flat, groups)


_GROUP = 0xE000


def _of_branches(branches: str, groups: list[Needs]) -> Needs:
    """For each branch its words and what its groups need; empty where a branch has neither."""
    found: list[tuple[str | Needs, ...]] = []
    for branch in branches.split("|"):
        parts = re.findall(r"[a-z]{3,}|[0-9]{3,}|[\ue000-\uf8ff]", re.sub(r"\w[?*]|\w?\{[\d,]*\}", "\0", branch.casefold()))
        needs = [groups[ord(part) - _GROUP] if ord(part[0]) >= _GROUP else part for part in parts]
        if not needs:
            return ()
        found.append(tuple(sorted(dict.fromkeys(needs), key=_surest, reverse=True)))
    return tuple(found)


def _one_of(needs: str | Needs) -> tuple[str, ...]:
    """Words of which a text must hold one: what tells most of each branch."""
    if isinstance(needs, str):
        return (needs,)
    return tuple(dict.fromkeys(word for branch in needs for word in _one_of(branch[0])))


def _holds(small: str, needs: Needs) -> bool:
    """Whether a folded text holds all that one of the branches needs."""
    for branch in needs:
        for need in branch:
            if not (need in small if isinstance(need, str) else _holds(small, need)):
                break
        else:
            return True
    return False


def _surest(needs: str | Needs) -> tuple[int, int]:
    """How much it tells that this is needed: words that are rare in resolutions, long words, and few."""
    words = _one_of(needs)
    return min(0 if word in _COMMON else len(word) for word in words), -len(words)


_COMMON = frozenset(
    (
        "and",
        "council",
        "international",
        "nations",
        "paragraph",
        "resolution",
        "resolutions",
        "secretary",
        "security",
        "united",
        "with",
    )
)
"""Words of every other paragraph: to find one of them says next to nothing."""


_folded = lru_cache(maxsize=64)(str.casefold)  # many phrases are looked for in one text


def find(pattern: str, text: str) -> tuple[Span, ...]:
    """Where a pattern of the data files stands in a text, in order; nowhere inside a word."""
    needs = _needs(pattern)
    small = _folded(text)
    if needs and not _holds(small, needs):
        return ()
    quick = _quick(pattern)
    if quick is None or len(small) != len(text):
        return tuple([m.span() for m in compiled(pattern).finditer(text)])
    spans: list[Span] = []
    at = 0
    while found := quick.search(small, at):
        start, at = found.span()
        if start and _IN_WORD.match(small, start - 1):
            at = start + 1
        elif start == at:
            at += 1
        else:
            spans.append((start, at))
    return tuple(spans)
