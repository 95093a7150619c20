"""Two spellings of one thing: "calls on" and "calls upon", "twenty-four" and "24"."""

from __future__ import annotations

import re
from functools import cache

from resdiff.models import Language
from resdiff.tokens import words
from resdiff.vocabulary import load
from resdiff.vocabulary.openings import expression


def one_thing(before: str, after: str, language: Language) -> bool:
    """Whether the vocabulary calls two printed words or phrases two spellings of one thing, or they differ in the white space at a hyphen
    or a slash only ("gender- based", left by a line end) or in a hyphen ("sub-region", "subregion"; "cross-border", "cross border"), or
    they are one number: in words and figures (in English), or with its thousands set apart otherwise ("210 000", "210000")."""
    if len(before) + len(after) >= 120:
        return False
    if language is Language.EN and before.isdigit() is not after.isdigit() and figures(before) == figures(after):
        return True
    if _AT_HYPHEN.sub(r"\1", before) == _AT_HYPHEN.sub(r"\1", after):
        return True
    if _hyphened(before) is not _hyphened(after) and _letters(before) == _letters(after) != "":
        return True
    if _GROUPED.fullmatch(before) and _GROUPED.fullmatch(after) and _digits(before) == _digits(after):
        return True
    return _spellings(language).fullmatch(f"{before}\0{after}") is not None


def _hyphened(text: str) -> bool:
    return _HYPHEN.search(text) is not None


def _letters(text: str) -> str:
    """A text of letters without its hyphens and spaces, folded; "" where it holds a figure, for "1-2" is not "12"."""
    return "" if any(map(str.isdigit, text)) else _HYPHEN.sub("", text).replace(" ", "").casefold()


_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011](?=[^\W\d_])")
_AT_HYPHEN = re.compile(r"\s*([-\u2010\u2011/])\s*")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+|\d{4,}")
"""A whole number of four figures or more, its thousands set apart by spaces, commas or points alike, or not at all."""


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {name: n for n, name in enumerate(_UNITS.split(), 1)} | {name: 10 * n for n, name in enumerate(_TENS.split(), 2)}


def figures(text: str) -> tuple[str, ...]:
    """The folded words of an English text with numbers in figures, "thirty (30)" told once."""
    out: list[str] = []
    tens = 0
    for word in words(text.replace("-", " ")):
        value = _VALUES.get(word, 0)
        if tens and 0 < value < 10:
            out[-1] = str(tens + value)
        elif not out or word != out[-1]:
            out.append(str(value) if value else word)
        tens = value if value >= 20 else 0
    return tuple(out)


def one_verb(before: str, after: str, language: Language) -> bool:
    """Whether two lemmas are one verb in two spellings: what stands between, or before, equal words is one thing; an owner, an article or
    the plural of a noun within ("expresses its concerns") makes no other verb."""
    before, after = _bare(before, language), _bare(after, language)
    one, other = before.split(), after.split()
    while one and other and one[-1] == other[-1]:
        del one[-1], other[-1]
    if one_thing(" ".join(one), " ".join(other), language):
        return True
    while one and other and one[0] == other[0]:
        del one[0], other[0]
    return (not one and not other) or one_thing(" ".join(one), " ".join(other), language)


def _bare(lemma: str, language: Language) -> str:
    for pattern, replacement in load(language).data.get("openings", {}).get("bare", ()):
        lemma = re.sub(pattern, replacement, lemma)
    return lemma


@cache
def _spellings(language: Language) -> re.Pattern[str]:
    """All pairs of spellings in one pattern, both ways round, with a zero character between: many small patterns take far longer to
    compile."""
    pairs = [(expression(first), expression(second)) for first, second in load(language).surface_pairs]
    both = [f"(?:{first})\0(?:{second})" for one, two in pairs for first, second in ((one, two), (two, one))]
    return re.compile("|".join(both) or "(?!)", re.IGNORECASE)
