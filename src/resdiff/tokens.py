"""Text to tokens: words as printed, each with the interned key under which it is compared.

Law: the tokens of a text, joined, are the text. A token is a word (with inner hyphens, apostrophes and slashes: "non-State", "Da’esh",
"S/RES/2482", "and/or"), a number ("15,000", "2.5"), a French elision ("l’", "qu’"), one Han character, a run of white space, or one other
character. Folding (case, quotes, dashes, no-break spaces, Arabic vowel signs and tatweel) goes into the key only; nothing displayed was
ever folded.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress, count
from typing import cast

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_LETTER = rf"(?:(?![_{_HAN}])\w|[{_MARKS}])"
_TOKEN = re.compile(
    rf"""
    [ ](?!\s)                                                        # one plain space, and
  | [a-z]+(?![\w’'/\-\u2010\u2011{_MARKS}])                          # a plain word: most tokens, so asked first
  | (?:[ldnsjmtc]|qu|jusqu|lorsqu|puisqu|quoiqu)[’'](?={_LETTER})   # French elision, a word of its own
  | \d+(?:[.,\u00a0\u202f]\d+)*(?!{_LETTER})                         # a number with its groups
  | {_LETTER}+(?:[-\u2010\u2011’'/]{_LETTER}+)*                      # a word
  | [{_HAN}]                                                         # Chinese: by character
  | \s+
  | .
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_STRIPPED = re.compile(rf"[{_MARKS}\u0640\u00ad\u200b-\u200f\u2060\ufeff]")
_FOLD = str.maketrans(
    dict.fromkeys("‘’‚‛′´`", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)

SPACE = 0
"""The key of white space."""

_interned: dict[str, int] = {" ": SPACE}
_words: list[bool] = [False]
_folded: list[str] = [" "]
_cache: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into tokens."""

    text: str
    bounds: tuple[int, ...]
    """Token i is `text[bounds[i]:bounds[i + 1]]`; one more entry than tokens."""
    keys: tuple[int, ...]
    """The interned key of each token: equal numbers mean equal keys, within this process only."""
    words: tuple[int, ...]
    """The indices of the tokens that are words or numbers, in order: found once, as every comparison asks for them several times."""

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[str]:
        return (self.text[self.bounds[i] : self.bounds[i + 1]] for i in range(len(self.keys)))

    def word_indices(self) -> tuple[int, ...]:
        """The indices of the tokens that are words or numbers, in order."""
        return self.words


def fold(text: str) -> str:
    """The comparison form of a text: NFKC, case folded, one kind of quote and dash, single spaces, no vowel signs or tatweel. Its length
    may differ from the text's."""
    text = unicodedata.normalize("NFKC", _STRIPPED.sub("", unicodedata.normalize("NFKC", text)))
    return re.sub(r"\s+", " ", text.casefold().translate(_FOLD))


def intern(key: str) -> int:
    """The number that stands for a folded key in this process."""
    number = _interned.get(key)
    if number is None:
        number = _interned[key] = len(_words)
        _words.append(any(c.isalnum() for c in key))
        _folded.append(key)
    return number


def interned() -> int:
    """How many keys there are so far: each number below is one."""
    return len(_folded)


def folded(key: int) -> str:
    """The text of an interned key."""
    return _folded[key]


def is_word(key: int) -> bool:
    """Whether an interned key is a word or a number, not space or punctuation."""
    return _words[key]


@lru_cache(maxsize=1024)  # aligning, diffing and naming look at the same paragraphs; two long resolutions have 600
def tokenise(text: str) -> Tokens:
    """The tokens of a text."""
    printed = _TOKEN.findall(text)
    keys = list(map(_cache.get, printed))
    if None in keys:
        for i, key in enumerate(keys):
            if key is None:
                word = printed[i]
                keys[i] = _cache[word] = SPACE if word.isspace() else intern(fold(word))
    found = cast("tuple[int, ...]", tuple(keys))
    bounds = tuple(accumulate(map(len, printed), initial=0))
    return Tokens(text, bounds, found, tuple(compress(count(), map(_words.__getitem__, found))))


def words(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a text, in order; punctuation and space left out."""
    tokens = tokenise(text)
    return tuple([_folded[tokens.keys[i]] for i in tokens.words])


def shingles(keys: Sequence[str], size: int) -> Iterable[int]:
    """Each run of `size` words as a number of 63 bits that is the same in every process and on every machine; none when there are fewer
    words."""
    for i in range(len(keys) - size + 1):
        digest = hashlib.blake2b("\x1f".join(keys[i : i + size]).encode(), digest_size=8).digest()
        yield int.from_bytes(digest, "big") >> 1
