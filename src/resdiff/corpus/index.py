"""The index of words: which paragraphs hold a word, or two words in a row.

Pairs carry the search for descent, the rarest first. On 120 paragraphs of real resolutions of 2009-2019 the sixty best paragraphs by rare
pairs explained every word that aligning with all earlier paragraphs explained; runs of four words explained as many, and named fewer of
the equal sources, in an index twice the size. Single words serve the look-up by rare words.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from resdiff.models import Language
from resdiff.tokens import shingles

SHIFT = 16
"""A paragraph's id is its document's id shifted by this many bits, plus its ordinal."""

FLUSH = 1_500_000
"""Postings held in memory before they are written: about 150 MB."""

_WIDTH = array("I").itemsize
_MASK = (1 << 63) - 1
_MIX = 0x5851F42D4C957F2D
"""An odd number with irregular bits, so that the order of words counts (the multiplier of Knuth's MMIX generator)."""
_SALT = {language: int.from_bytes(language.value.encode(), "big") << 40 for language in Language}


@cache
def _word(word: str, salt: int) -> int:
    (shingle,) = shingles((word,), 1)
    return shingle ^ salt


def keys(words: Sequence[str], size: int, language: Language) -> list[int]:
    """The key of each word, or of each two words in a row, in order: 63 bits, the same in every process and on every machine."""
    salt = _SALT[language]
    ones = [_word(word, salt) for word in words]
    # made of its words' keys, a pair's key is several times quicker to have than a digest of its own
    return ones if size == 1 else [(a * _MIX + b) & _MASK for a, b in pairwise(ones)]


class Writer:
    """Gathers changes of the index and writes them in key order, many at once."""

    def __init__(self) -> None:
        self._added: defaultdict[int, list[int]] = defaultdict(list)
        self._dropped: defaultdict[int, set[int]] = defaultdict(set)
        self._words: Counter[tuple[Language, str]] = Counter()
        self.size = 0

    def add(self, id_: int, words: Sequence[str], language: Language) -> None:
        """Take a paragraph's words in."""
        added = self._added
        runs = _runs(words, language)
        for key in runs:
            added[key].append(id_)
        self._words.update([(language, word) for word in set(words)])
        self.size += len(runs)

    def drop(self, id_: int, words: Sequence[str], language: Language) -> None:
        """Take the words out that a paragraph had when it was last written."""
        runs = _runs(words, language)
        for key in runs:
            self._dropped[key].add(id_)
        self._words.subtract([(language, word) for word in set(words)])
        self.size += len(runs)

    def flush(self, connection: sqlite3.Connection) -> None:
        """Write what was gathered; the caller holds the transaction."""
        for key in sorted(self._dropped):
            _remove(connection, key, self._dropped[key])
        added = self._added
        connection.executemany(
            # concatenation makes text of blobs, byte for byte; the cast makes a blob of it again
            "INSERT INTO posting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET refs = CAST(refs || excluded.refs AS BLOB)",
            ((key, _packed(added[key])) for key in sorted(added)),
        )
        connection.executemany(
            "INSERT INTO word VALUES (?, ?, ?) ON CONFLICT (language, word) DO UPDATE SET paragraphs = paragraphs + excluded.paragraphs",
            sorted((language.value, word, count) for (language, word), count in self._words.items() if count),
        )
        self.clear()

    def clear(self) -> None:
        """Forget what was gathered."""
        self._added.clear()
        self._dropped.clear()
        self._words.clear()
        self.size = 0


def _runs(words: Sequence[str], language: Language) -> set[int]:
    return {*keys(words, 1, language), *keys(words, 2, language)}


def _remove(connection: sqlite3.Connection, key: int, ids: set[int]) -> None:
    row = connection.execute("SELECT refs FROM posting WHERE key = ?", (key,)).fetchone()
    left = [id_ for id_ in array("I", row[0]) if id_ not in ids] if row else []
    if left:
        connection.execute("UPDATE posting SET refs = ? WHERE key = ?", (_packed(left), key))
    else:
        connection.execute("DELETE FROM posting WHERE key = ?", (key,))


def _packed(ids: list[int]) -> bytes:
    # most runs stand in one paragraph only
    return array("I", ids).tobytes() if len(ids) > 1 else ids[0].to_bytes(_WIDTH, sys.byteorder)


class Reader:
    """Looks postings up and keeps what it has read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._held: dict[int, array[int]] = {}
        self._counts: dict[int, int] = {}

    def count(self, key: int) -> int:
        """How many postings a key has, without reading them."""
        known = self._counts.get(key)
        if known is None:
            row = self._connection.execute("SELECT length(refs) FROM posting WHERE key = ?", (key,)).fetchone()
            known = self._counts[key] = row[0] // _WIDTH if row else 0
        return known

    def get(self, key: int) -> array[int]:
        """The ids of the paragraphs that hold a run of words, each once."""
        held = self._held.get(key)
        if held is None:
            held = array("I")
            row = self._connection.execute("SELECT refs FROM posting WHERE key = ?", (key,)).fetchone()
            if row:
                held.frombytes(row[0])
            self._held[key] = held
        return held
