"""Two spellings of one thing: "calls on" and "calls upon"."""

from __future__ import annotations

import re
from functools import cache

from resdiff.models import Language
from resdiff.vocabulary import load
from resdiff.vocabulary.openings import expression


def one_thing(before: str, after: str, language: Language) -> bool:
    """Whether the vocabulary calls two printed words or phrases two spellings of one thing."""
    return len(before) + len(after) < 120 and _spellings(language).fullmatch(f"{before}\0{after}") is not None


def one_verb(before: str, after: str, language: Language) -> bool:
    """Whether two lemmas are one verb in two spellings: what stands between, or before, equal words is one thing."""
    one, other = before.split(), after.split()
    while one and other and one[-1] == other[-1]:
        del one[-1], other[-1]
    if one_thing(" ".join(one), " ".join(other), language):
        return True
    while one and other and one[0] == other[0]:
        del one[0], other[0]
    return (not one and not other) or one_thing(" ".join(one), " ".join(other), language)


@cache
def _spellings(language: Language) -> re.Pattern[str]:
    """All pairs of spellings in one pattern, both ways round, with a zero character between: many small patterns take far longer to
    compile."""
    pairs = [(expression(first), expression(second)) for first, second in load(language).surface_pairs]
    both = [f"(?:{first})\0(?:{second})" for one, two in pairs for first, second in ((one, two), (two, one))]
    return re.compile("|".join(both) or "(?!)", re.IGNORECASE)
