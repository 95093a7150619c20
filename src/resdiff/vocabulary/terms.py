"""Times by which, or for which, something is due: "no later than 3 May 2031", "within 30 days", "for a period of six months"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from resdiff.models import Span
from resdiff.tokens import words
from resdiff.vocabulary.openings import expression
from resdiff.vocabulary.phrases import edges, find

Due = tuple[tuple[int | str, ...], tuple[int, ...], bool]
"""What a term says: its numbers in order, the month (1 to 12) or else the places of its units in the data, whether it comes back ("every").
Numbers in words stand before a unit only, for an article may be spelt like one ("una"); a term without a number is its folded words."""


class Terms:
    """The terms of a language, from the table `terms` of its data file and its months."""

    def __init__(self, data: Mapping[str, Any], months: Sequence[str]) -> None:
        self._data, self._month_names = data, months

    def find(self, text: str) -> list[Span]:
        """Where terms stand in the text, in order, none within another. The date of an event ("on 3 May 2031") is none."""
        return list(find(self._pattern, text))

    def due(self, term: str) -> Due:
        """What a term says, in numbers: "within thirty (30) days" and "no later than 30 days" say one thing."""
        again = self._again.search(term) is not None
        months = tuple([n for n, name in enumerate(self._months, 1) if name.search(term)])
        lengths = [] if months else list(self._length.finditer(term))
        if not lengths:
            figures = [int(figure) for figure in re.findall(r"\d{1,6}", self._any_month.sub(" ", term))]
            return tuple(figures) or words(term), months, again
        units = tuple([n for match in lengths for n, unit in enumerate(self._units) if unit.fullmatch(match["unit"])])
        return tuple([self._value(match["number"]) for match in lengths]), units, again

    @cached_property
    def _pattern(self) -> str:
        parts = {
            "NUMBER": rf"(?:\d{{1,6}}|{'|'.join(self._words)})(?: ?\(\d+\))?",
            "MONTH": f"(?:{'|'.join(chain.from_iterable(self._names))})",
            "UNIT": f"(?:{'|'.join(self._data['units'])})",
        }
        patterns = "|".join(self._data["patterns"])
        return re.sub("NUMBER|MONTH|UNIT", lambda part: parts[part[0]], patterns) if patterns else "(?!)"

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._values, key=len, reverse=True)

    @cached_property
    def _values(self) -> Mapping[str, int]:
        """Each number in words, as the data write it, with its value."""
        return {word: int(value) for value, words in self._data["numbers"].items() for word in words.split("|")}

    def _value(self, printed: str) -> int:
        if printed.isdecimal():
            return int(printed)
        return self._values[next(word for word in self._words if re.fullmatch(expression(word), printed, re.IGNORECASE))]

    @cached_property
    def _length(self) -> re.Pattern[str]:
        units = "|".join(self._data["units"])
        number = "|".join(map(expression, [r"\d{1,6}", *self._words]))
        before, _ = edges(units)
        return re.compile(
            rf"{before}(?P<number>{number})(?: ?\(\d+\))?{expression('[ -]?')}(?P<unit>{expression(units)})", re.IGNORECASE
        )

    @cached_property
    def _names(self) -> list[list[str]]:
        return [sorted(names.replace("/", "/ ?").split("|"), key=len, reverse=True) for names in self._month_names]

    @cached_property
    def _months(self) -> list[re.Pattern[str]]:
        return [_words_of(names) for names in self._names]

    @cached_property
    def _any_month(self) -> re.Pattern[str]:
        return _words_of(list(chain.from_iterable(self._names)))

    @cached_property
    def _units(self) -> list[re.Pattern[str]]:
        return [re.compile(expression(unit), re.IGNORECASE) for unit in self._data["units"]]

    @cached_property
    def _again(self) -> re.Pattern[str]:
        return _words_of([self._data["again"]])


def _words_of(patterns: Sequence[str]) -> re.Pattern[str]:
    """Any of some patterns as whole words; in Chinese, which has no spaces, anywhere."""
    said = "|".join(map(expression, patterns)) or "(?!)"
    before, after = edges(said)
    return re.compile(f"{before}(?:{said}){after}", re.IGNORECASE)
