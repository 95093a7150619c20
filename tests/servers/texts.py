"""Documents of our own invention as values, before they are printed in any form: resolutions in any number, a letter, drafts.

Nothing in them exists. Every masthead says that it is a specimen. The same number and seed give the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from .sentences import DETAILS, LETTER, OPERATIVE, POINTS, RECITALS, SEIZED, WORDS

FIRST, FIRST_YEAR, YEARLY = 9101, 2091, 60
"""Number and year of the first invented resolution, and how many there are in a year."""

_BEGIN = ("Bram", "Cor", "Dun", "Fel", "Gar", "Kest", "Lor", "Mar", "Nor", "Pel", "Ros", "Sal", "Tar", "Vel", "Wen", "Zor")
_MIDDLE = ("a", "e", "i", "o", "en", "an")
_END = ("burg", "mere", "ford", "holm", "wick", "dale", "vik", "port", "stead", "lund")


@dataclass(frozen=True, slots=True)
class Part:
    """One printed paragraph: `kind` is recital, operative, point, heading or plain; italics stand between asterisks."""

    kind: str
    text: str
    marker: str = ""
    level: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One document in one language. `family` is resolution, statement, letter, draft or assembly; `ids` are what a reader must find."""

    symbol: str
    language: str
    family: str
    day: date
    job: str
    title: str
    adopted: str
    parts: tuple[Part, ...]
    meeting: int = 0
    cites: tuple[str, ...] = ()
    star: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(part.id for part in self.parts if part.id)

    @property
    def year(self) -> int:
        return self.day.year


def spelled(day: date, language: str) -> str:
    """14 March 2091, 1er mars 2091, 14 de marzo de 2091."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return WORDS[language]["day"].format(number=number, month=WORDS[language]["months"].split()[day.month - 1], year=day.year)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    end = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{end}"


def place(chance: Random) -> str:
    return chance.choice(_BEGIN) + chance.choice(_MIDDLE) + chance.choice(_END)


def when(number: int) -> date:
    """The day on which an invented resolution was adopted."""
    turn = number - FIRST
    return date(FIRST_YEAR + turn // YEARLY, 4, 1) + timedelta(days=4 * (turn % YEARLY))


def symbol_of(number: int) -> str:
    return f"S/RES/{number} ({when(number).year})"


def cited(number: int, chance: Random) -> tuple[int, ...]:
    """Two to four of the invented resolutions before this one, fewer at the beginning."""
    before = range(FIRST, number)
    return tuple(sorted(chance.sample(before, min(len(before), chance.randint(2, 4)))))


def resolution(
    number: int, language: str, job: str, *, seed: int = 1, day: date | None = None, cites: Sequence[str] | None = None
) -> Text:
    """An invented resolution. With a `day` it stands outside the row of the others and cites what it is told to."""
    if number > 9999:
        raise ValueError("numbers have four digits: no more than 899 resolutions from 9101")
    chance = Random(f"{seed}/{number}")
    words = WORDS[language]
    if cites is None:
        day = when(number)
        cites = [symbol_of(n) for n in cited(number, chance)]
        cites += ["S/RES/9001 (2091)"] * (number % 5 == 0) + ["S/PRST/2093/4"] * (number % 7 == 0 and day.year > 2093)
        cites += ["S/2091/117"] * (number % 9 == 0)
    assert day is not None
    meeting = 20000 + (number - 9000)
    spelled_meeting = ordinal(meeting) if language == "en" else str(meeting)
    return Text(
        symbol=f"S/RES/{number} ({day.year})",
        language=language,
        family="resolution",
        day=day,
        job=job,
        title=words["title"].format(number=number, year=day.year),
        adopted=words["adopted"].format(meeting=spelled_meeting, day=spelled(day, language)),
        parts=tuple(_body(chance, language, cites, number)),
        meeting=meeting,
        cites=tuple(cites),
    )


def draft(symbol: str, language: str, job: str, day: date, *, seed: int = 1) -> Text:
    """A draft resolution that was put to the vote and failed."""
    chance = Random(f"{seed}/{symbol}")
    sponsor = place(chance)
    parts = tuple(_body(chance, language, ["S/RES/9001 (2091)"], 0))
    return Text(symbol, language, "draft", day, job, WORDS[language]["draft"].format(sponsor=sponsor), "", parts)


def letter(symbol: str, language: str, job: str, day: date, *, seed: int = 1) -> Text:
    """A letter to the President of the Council."""
    chance = Random(f"{seed}/{symbol}")
    slots = {"a": place(chance), "b": place(chance), "n": chance.randint(11, 98)}
    title, *body = (line.format(**slots, day=spelled(day, language)) for line in LETTER[language])
    return Text(symbol, language, "letter", day, job, title, "", tuple(Part("plain", line) for line in body))


def assembly(session: int, number: int, language: str, job: str, day: date, *, seed: int = 1) -> Text:
    """A resolution of the General Assembly."""
    chance = Random(f"{seed}/A/{session}/{number}")
    parts = [replace(p, text=p.text.replace("Council", "Assembly")) for p in _body(chance, language, [], 1)]
    title = f"{session}/{number}. {WORDS[language]['theme'].format(a=place(chance))}"
    adopted = WORDS[language]["assembly"].format(day=spelled(day, language))
    return Text(f"A/RES/{session}/{number}", language, "assembly", day, job, title, adopted, tuple(parts))


def _body(chance: Random, language: str, cites: Sequence[str], number: int) -> Iterator[Part]:
    words, turn = WORDS[language], ("en", "fr", "es").index(language)

    def slots() -> dict[str, object]:
        return {"a": place(chance), "b": place(chance), "n": chance.randint(11, 98)}

    numbers = [re.sub(r"^S/RES/", "", symbol) for symbol in cites if symbol.startswith("S/RES/")]
    others = [symbol for symbol in cites if not symbol.startswith("S/RES/")]
    recitals = [row[turn].format(**slots()) for row in chance.sample(RECITALS, chance.randint(3, 5))]
    if numbers:
        listed = words["and"].join([", ".join(numbers[:-1]), numbers[-1]] if len(numbers) > 1 else numbers)
        recitals.insert(0, words["recall" if len(numbers) == 1 else "recalls"].format(listed=listed))
    for other in others:
        recitals.append(words["takes"].format(symbol=other))
    for count, text in enumerate(recitals, 1):
        yield Part("recital", text, id=f"PP{count}")
    rows = chance.sample(OPERATIVE, chance.randint(2, 6))
    count = 0
    for row in rows:
        count += 1
        yield Part("operative", row[turn].format(**slots()) + words["end"], f"{count}.", 1, f"OP{count}")
    if number % 4 == 1:
        count += 1
        yield Part("operative", POINTS[turn].format(**slots()), f"{count}.", 1, f"OP{count}")
        for letter_, row in zip("abc", chance.sample(DETAILS, 3), strict=True):
            yield Part(
                "point", row[turn].format(**slots()) + words["end"], words["point"].format(letter_), 2, f"OP{count}({letter_})"
            )
    count += 1
    yield Part("operative", SEIZED[turn], f"{count}.", 1, f"OP{count}")
