"""Whether a word is in a language's word list: evidence for mending split words.

The lists are those that the MIT-licensed package pyspellchecker ships (from subtitles and, for some, other free lists; English 160,000
forms, French 140,000, Arabic 144,000, Spanish 86,000, Russian 20,000). Only the list's words are used, none of the package's code.
Chinese has none: nothing is known there. A list is opened when the first word is asked for, some 30 milliseconds, and kept.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from resdiff.models import Language

_LISTS = frozenset({Language.EN, Language.FR, Language.ES, Language.RU, Language.AR, Language.DE})


def known(language: Language) -> Callable[[str], bool]:
    """A function that tells whether a word (any case) is in the language's list. Nothing is loaded before it is first called."""

    def is_known(word: str) -> bool:
        return word.casefold().replace("’", "'").encode() in _load(language)

    return is_known


@cache
def _load(language: Language) -> frozenset[bytes]:
    """The words of a list, in UTF-8. The file is one JSON object, word to count, so its keys stand between every other pair of quotes;
    taking them so is four times as fast as parsing. Empty where the language has no list or the package is not installed."""
    spec = find_spec("spellchecker") if language in _LISTS else None
    if spec is None or spec.origin is None:
        return frozenset()
    path = Path(spec.origin).parent / "resources" / f"{language.value}.json.gz"
    if not path.is_file():
        return frozenset()
    raw = gzip.decompress(path.read_bytes())
    if b"\\" in raw:
        import json

        return frozenset(word.encode() for word in json.loads(raw))
    return frozenset(raw.split(b'"')[1::2])
