"""The index of runs of words: which paragraphs hold a word, a pair of words or four words in a row.

Everything found through it is verified on the text, so that it may hold too much (what was removed or read again since) but never too
little. Runs of four words carry the search for descent (references, 3.2: four- and five-word shingles find 92-93 % of twelve-word
clauses), pairs and single words the short phrases and the look-up by rare words.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ..models import Language
from ..tokens import shingles

RUN = 4
"""Words in a long shingle."""

SHIFT = 16
"""A paragraph's id is its document's id shifted by this many bits, plus its ordinal."""

FLUSH = 1_200_000
"""Postings held in memory before they are written: about 150 MB."""

_WIDTH = array("I").itemsize
_SALT = {language: int.from_bytes(language.value.encode(), "big") << 40 for language in Language}


def keys(words: Sequence[str], size: int, language: Language) -> list[int]:
    """The key of each run of `size` words, in order."""
    salt = _SALT[language]
    return [shingle ^ salt for shingle in shingles(words, size)]


class Writer:
    """Gathers postings and writes them in key order, many at once."""

    def __init__(self) -> None:
        self._pending: defaultdict[int, list[int]] = defaultdict(list)
        self._words: dict[tuple[Language, str], int] = {}
        self.size = 0

    def add(self, id_: int, words: Sequence[str], language: Language) -> None:
        """Take a paragraph's words in."""
        runs = set(keys(words, RUN, language))
        runs.update(keys(words, 2, language))
        runs.update(self._single(set(words), language))
        for key in runs:
            self._pending[key].append(id_)
        self.size += len(runs)

    def _single(self, words: Iterable[str], language: Language) -> Iterator[int]:
        for word in words:
            key = self._words.get((language, word))
            if key is None:
                key = self._words[language, word] = keys((word,), 1, language)[0]
            yield key

    def flush(self, connection: sqlite3.Connection) -> None:
        """Write what was gathered; the caller holds the transaction."""
        pending = self._pending
        connection.executemany(
            # concatenation makes text of blobs, byte for byte; the cast makes a blob of it again
            "INSERT INTO posting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET refs = CAST(refs || excluded.refs AS BLOB)",
            ((key, array("I", pending[key]).tobytes()) for key in sorted(pending)),
        )
        self.clear()

    def clear(self) -> None:
        """Forget what was gathered."""
        self._pending.clear()
        self.size = 0


class Reader:
    """Looks postings up and keeps what it has read."""

    def __init__(self, connection: sqlite3.Connection, repeats: bool) -> None:
        self._connection = connection
        self._repeats = repeats
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
            if self._repeats:
                held = array("I", sorted(set(held)))
            self._held[key] = held
        return held
