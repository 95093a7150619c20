"""Blocks to units: a number and its text; and what the words of a unit say.

A block may begin more than one unit ("11. (a)"). Numbers are taken from where the source keeps them apart, else from the start of the
text; whether one counts is decided by the sequence, in `outline`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from resdiff.models import Block, Hint, Language, Mark, MarkKind
from resdiff.vocabulary import SUFFIX, MarkerStyle, Vocabulary, suffix, talks

FIGURE = "figure"
"""The style of "(1)": always an item, never a paragraph."""

DATE = 40
"""Code points of a line that holds a date and nothing else, at most."""

Reading = tuple[str, int]
"""Style and ordinal of a marker."""


@dataclass(slots=True)
class Unit:
    """A block, or a part of it that has a number of its own ("11. (a)" begins two)."""

    text: str
    number: str
    readings: tuple[Reading, ...]
    marks: tuple[Mark, ...]
    hint: Hint
    annex: int
    page: int | None
    firm: bool
    """Whether the source keeps the number apart; otherwise the words at the start of the text only look like one."""
    skip: int = 0
    """Where the text's own words begin, when a number that was read stays in the text."""
    lead: str = ""
    """The number with the white space after it, as it stood at the start of the text; empty where the source keeps it apart."""

    @property
    def own(self) -> str:
        """The text past a number that stands in it."""
        return self.text[self.skip :] if self.skip else self.text

    @property
    def suffix(self) -> str:
        """What makes its number one that is put in beside another: "bis" for "3 bis."; else ""."""
        return suffix(self.number)

    def figure(self, style: str) -> int:
        """The ordinal under a style; 0 where it cannot be read so."""
        return next((ordinal for s, ordinal in self.readings if s == style), 0)

    @property
    def printed(self) -> str:
        """Number and text."""
        return f"{self.number} {self.text}".strip()


# --- units -----------------------------------------------------------------------------------------------------------------------

_FIGURE = re.compile(rf"\(?(\d{{1,2}})(?:\s?{SUFFIX})?\)(?:\s+|$)")
_TWICE = re.compile(r"\(\s?([\u0621-\u064a])ـ?\s\1\s?\)\s*")
_RING = re.compile(r"[o◦○⸰∘]\s+(?=\S)|[◦○⸰∘](?=\S)")
"""A round bullet of the second level; word processors print it as a letter o."""
DOTS = ("dash", "bullet", "ring")
"""Styles that do not count: their items are numbered by us."""
_WEAK = (MarkerStyle.CAPITAL, MarkerStyle.CAPITAL_ROMAN, MarkerStyle.BARE_LETTER, MarkerStyle.BARE_ROMAN)


_LABEL = re.compile(
    rf"(OP|PP)[\s\u00a0]?(\d{{1,3}})(?:[\s\u00a0.]?{SUFFIX}(?:[\s\u00a0]?\d{{1,2}}\b)?){{0,2}}[.:)]?[\s\u00a0]+(?=[\[“«‘\"]{{0,2}}[^\W\d_a-z])"
)
"""How drafts label their paragraphs: "PP3", "OP2 bis."; the word after it does not go on as one of running text would."""
_DIGITS = re.compile(r"\d+")
_RECITAL = re.compile(r"\W*(?:\w+\W+)?PP", re.IGNORECASE)
LABEL = "label"
"""The style of "PP3": a recital that says its own number."""
_BRACKETED = re.compile(rf"\[(?:\d{{1,3}}|(?i:new)\s|\([a-z]{{1,4}}(?:\s{SUFFIX})?\)|OP|PP)")


def marker_of(text: str, vocabulary: Vocabulary) -> tuple[str, int, tuple[Reading, ...]] | None:
    """The marker at the start of a text: as printed, where the text goes on, its readings. In drafts an opening bracket may stand before
    it ("[3. Urges ...]"), and close after it ("[3.] Urges")."""
    if _BRACKETED.match(text) and (inner := _bracketed(text, vocabulary)):
        return inner
    if end := talks.own_number(text):
        printed = text[:end].strip()
        number = int(_DIGITS.findall(printed)[0])
        return printed, end, ((LABEL if _RECITAL.match(printed) else MarkerStyle.NUMBER, number),)
    if match := _LABEL.match(text):
        return match[0].strip(), match.end(), ((MarkerStyle.NUMBER if match[1] == "OP" else LABEL, int(match[2])),)
    if match := _FIGURE.match(text):
        beside = ((MarkerStyle.NUMBER, int(match[1])),) if suffix(match[0]) else ()  # "(3 ter)" may be paragraph 3 ter
        return match[0].strip(), match.end(), (*beside, (FIGURE, int(match[1])))
    if match := _TWICE.match(text):  # after the twenty-sixth Arabic letter come doubled ones, as "aa" after "z"
        single = vocabulary.marker(f"({match[1]})")
        return (match[0].strip(), match.end(), ((MarkerStyle.LETTER, 26 + single.readings[0].ordinal),)) if single else None
    if (match := _RING.match(text)) and (text[0] != "o" or vocabulary.language is not Language.ES):
        return match[0].strip(), match.end(), (("ring", 0),)
    marker = vocabulary.marker(text)
    if marker is None or not marker.printed:
        return None
    return marker.printed, marker.end, tuple((_style(r.style, marker.printed), r.ordinal) for r in marker.readings)


def _bracketed(text: str, vocabulary: Vocabulary) -> tuple[str, int, tuple[Reading, ...]] | None:
    """A marker after an opening bracket."""
    closed = re.match(rf"\[([^\s\[\]]{{1,12}}(?:[\s\u00a0]{SUFFIX}\.?)?)\][\s\u00a0]+(?=\S)", text)
    inner = marker_of(closed[1] + " x" if closed else text[1:], vocabulary)
    if inner is None or inner[2][0][0] in (FIGURE, *DOTS, *_WEAK):
        return None
    if closed:
        return (closed[0].strip(), closed.end(), inner[2]) if inner[1] > len(closed[1]) else None
    return f"[{inner[0]}", inner[1] + 1, inner[2]


def _style(style: MarkerStyle, printed: str) -> str:
    """Dashes and bullets are two lists, whatever the dash or the bullet."""
    if style is MarkerStyle.BULLET:
        return "dash" if printed[0] in "-–—" else "bullet"
    return style.value


def units(blocks: Sequence[Block], vocabulary: Vocabulary, *, inline: bool = False) -> Iterator[Unit]:
    """The units of the blocks, in order; every word of the blocks is in a number or a text. With `inline`, numbers at the start of texts
    are read but stay in the text."""
    for block in blocks:
        stated = list(_stated(block.marker, vocabulary))
        found: list[tuple[str, int, tuple[Reading, ...]]] = []
        at = 0
        while (marker := marker_of(block.text[at:], vocabulary)) and len(found) < 3:
            before = [*(r for _, r in stated), *(r for _, _, r in found)]
            twice = bool(stated) and not found and marker[2] == stated[-1][1]  # "(xi)" in the number and in the text
            if twice or _implausible(marker[2], before):
                break
            found.append((marker[0], at, marker[2]))
            at += marker[1]
        yield from _split(block, stated, found, at, inline=inline)


def _split(
    block: Block,
    stated: list[tuple[str, tuple[Reading, ...]]],
    found: list[tuple[str, int, tuple[Reading, ...]]],
    at: int,
    *,
    inline: bool,
) -> Iterator[Unit]:
    """The units of one block: a number each but for the last, which has the text as well."""
    marks = cut(block.marks, at, len(block.text))

    def bare(number: str, readings: tuple[Reading, ...], *, firm: bool) -> Unit:
        return Unit("", number, readings, (), block.hint, block.annex, block.page, firm, 0, "" if firm else f"{number} ")

    if inline and found and not stated:
        yield Unit(block.text, "", found[-1][2], block.marks, block.hint, block.annex, block.page, False, at)
        return
    if found:
        yield from (bare(number, readings, firm=True) for number, readings in stated)
        yield from (bare(number, readings, firm=False) for number, _, readings in found[:-1])
        number, start, readings = found[-1]
        text, lead = block.text[at:], block.text[start:at]
        if (
            number[0] == "[" and "]" not in number
        ):  # the bracket that opens before a number holds what follows: it goes with the text
            number, text, lead = number[1:], f"[{text}", lead.replace("[", "", 1)
            marks = tuple(
                [replace(m, start=m.start + 1 - (m.kind is MarkKind.OPTION and m.start == 0), end=m.end + 1) for m in marks]
            )
        yield Unit(text, number, readings, marks, block.hint, block.annex, block.page, False, 0, lead)
        return
    yield from (bare(number, readings, firm=True) for number, readings in stated[:-1])
    number, readings = stated[-1] if stated else ("", ())
    yield Unit(block.text, number, readings, marks, block.hint, block.annex, block.page, bool(stated))


def _implausible(readings: tuple[Reading, ...], before: Sequence[tuple[Reading, ...]]) -> bool:
    """Whether words at the start of a text are no marker: nothing is numbered after a dash, and a capital or bare letter counts only by
    itself."""
    return bool(before) and (readings[0][0] in (*_WEAK, FIGURE) or not before[-1] or before[-1][0][0] in DOTS)


def _stated(marker: str, vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    """The numbers in a `marker` field: one, or several ("I 1.", "11. (a)"); one that cannot be read has no readings."""
    if not marker:
        return
    for text in (marker, marker + " "):
        found = marker_of(text, vocabulary)
        if found and found[1] >= len(marker):
            yield marker, found[2]
            return
    parts = marker.split()
    first = marker_of(marker, vocabulary)
    if len(parts) == 1 and first and first[2][0][0] == MarkerStyle.NUMBER:
        parts = [marker[: first[1]], marker[first[1] :]]  # "58.b)"
    if len(parts) > 1 and all(marker_of(part, vocabulary) or marker_of(part + " ", vocabulary) for part in parts):
        for part in parts:
            found = marker_of(part, vocabulary) or marker_of(part + " ", vocabulary)
            yield part, found[2] if found else ()
        return
    yield marker, ()


def cut(marks: Sequence[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """The marks of a part of a text, with their offsets in that part."""
    if not marks:
        return ()
    out = []
    for mark in marks:
        if mark.kind is MarkKind.NOTE:
            if start <= mark.start <= end and (mark.start > start or start == 0):
                out.append(replace(mark, start=mark.start - start, end=mark.end - start))
        elif (mark.start < end and mark.end > start) or start <= mark.start == mark.end <= end:
            out.append(replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start))
    return tuple(out)


# --- words -----------------------------------------------------------------------------------------------------------------------

_CLOSED = ",;.:，；。：、؛،…!?؟"
_CLOSES = ",;.，；。؛،"
"""Those of them that end a paragraph, and no chapeau."""
_ENDING = 240
"""Characters at the end of a text in which its last mark is looked for."""
_LAST = re.compile(r"[\s\u00a0\u200b-\u200f\u202a-\u202e”“»«\"’)\]）］】」』》]+$")
_NOTED = re.compile(
    r"(?<=[,;:.،؛，；。])[ \u00a0]?(?:[¹²³⁰⁴-⁹]{1,3}|\[\d{1,3}\])\s*$|(?:(?<=[^\W\d_]{3}[,;:])|(?<=\d{4}[,;])|(?<=[،؛，；]))\d{1,2}\s*$"
)
"""A note's mark after the last mark of a text, raised, in brackets, or glued to what cannot hold a figure."""
_SET_APART = re.compile(r"\s*(?:[\[［<](?P<square>[^\[\]［］<>]{1,200})[\]］>]|[(（](?P<round>[^()（）]{1,200})[)）])\s*$")
"""Brackets at the end of a text, with none inside."""
_SAYS = re.compile(r"[^\W\d_][^:：]{0,80}[:：]\s?\S", re.DOTALL)
"""What somebody says: a name and a colon."""
_BESIDE = 4
"""Ends of a text of so many times _ENDING are looked at for what drafts print after it: three delegations' positions at the least."""


def _is_beside(found: re.Match[str], end: str) -> bool:
    """Whether brackets at the end of a text hold no wording of it: a name and what it asks for, names, a position; and after a semicolon
    anything, after a comma what stands in round ones ("(provisionally agreed)")."""
    inside = found["square"] or found["round"]
    if _SAYS.match(inside) or talks.position(inside) or talks.names(inside, coded=bool(found["square"])):
        return True
    return bool(end) and end in (";；؛,，،" if found["round"] else ";；؛")


def _either(pattern: str, words: str) -> re.Pattern[str]:
    """A pattern that matches nothing when the language has no words for it."""
    return re.compile(pattern if words else r"(?!)", re.IGNORECASE)


class Words:
    """What the words of a unit say, in one language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._places: dict[tuple[str, bool | None], str] = {}
        formulas = "|".join(r"\s+".join(map(re.escape, formula.split())) for formula in vocabulary.enacting).replace("'", "['’]")
        self.formula = _either(rf"[\s\u200e\u200f“\"«]*(?:{formulas})\s*[,:،，：]\s*", formulas)
        annexes = "|".join(re.escape(word) for word in vocabulary.annex_words)
        label = r"(?:[IVXLivxl]{1,6}|[A-ZА-Я]|\d{1,2}|[\u0621-\u064a]{1,8}|[一二三四五六七八九十]{1,3})"
        blank = r"[\s\u00a0]*"
        self.annex = _either(rf"\W*(?:{annexes})(?:{blank}{label})?(?:{blank}(?:[:：.–—-]|\*+)?{blank})$", annexes)
        self.titled = _either(rf"(?:{annexes})[\s\u00a0]+(?:[IVXL]{{1,6}}|[A-Z]|\d{{1,2}}){blank}[:.–—-]?[\s\u00a0]", annexes)
        notes = "|".join(re.escape(word) for word in vocabulary.note_words)
        self.note = _either(rf"\W*(?:{notes}){blank}[:：]", notes)
        closing = vocabulary.closing
        self.comma = closing.get("preambular", ",")
        self.short = 45 if vocabulary.language is Language.ZH else 130

    def closes(self, text: str) -> str:
        """The last mark of a text, quotes, brackets and what drafts print after it passed over; "" where it ends in a word."""
        tail = text[-_ENDING:]
        tail = tail[: talks.trail(tail)] or tail
        tail = _NOTED.sub("", tail)
        end = _LAST.sub("", tail)[-1:]
        if end in _CLOSED:
            return end
        tail = text[-_BESIDE * _ENDING :] if end and text.rstrip()[-1:] in "])>］）" else ""
        while found := _SET_APART.search(tail):
            tail = tail[: found.start()]
            end = _LAST.sub("", tail)[-1:]
            if not _is_beside(found, end):
                break
            if end and end in _CLOSES:
                return end
        return ""

    def comma_ends(self, text: str) -> bool:
        """Whether a text ends as a recital does."""
        return self.closes(text) in (self.comma, ",")

    def ends(self, text: str) -> bool:
        """Whether a text ends as an operative paragraph does."""
        return self.closes(text) in tuple(";.；。؛")

    def opens_list(self, text: str) -> bool:
        """Whether a text ends in a colon."""
        return self.closes(text) in (":", "：")

    def place(self, text: str, preamble: bool | None) -> str:
        """Where the opening phrase of a text belongs: preambular, operative, both, or "" without one."""
        key = (text[:200], preamble)
        if key not in self._places:
            opening = self.vocabulary.opening(text[talks.lead(text) :], preamble)
            self._places[key] = opening.place if opening else ""
        return self._places[key]

    def forget(self) -> None:
        """Drops what was kept of one document's openings."""
        self._places.clear()

    def is_adoption(self, unit: Unit) -> bool:
        """Whether a unit is the line of adoption that the yearly volumes print below the last paragraph."""
        text = unit.text
        return not unit.readings and not text[:1].islower() and bool(self.vocabulary.adopted.fullmatch(text.strip()))

    def is_meeting(self, unit: Unit) -> bool:
        """Whether a unit is the line below the last paragraph that says at which meeting the Assembly adopted it."""
        return not unit.readings and bool(self.vocabulary.plenary.fullmatch(unit.text.strip()))

    def is_its_day(self, unit: Unit, meeting: str) -> bool:
        """Whether a unit is the date that follows on the line of a meeting without one."""
        told = self.vocabulary.plenary.fullmatch(meeting.strip())
        return bool(told and not told["date"] and not unit.readings and len(unit.text) < DATE and self.vocabulary.date(unit.text))

    def is_note(self, text: str) -> bool:
        """Whether a text is a note on what stands before it ("Note: ...")."""
        return bool(self.note.match(text))

    def is_annex(self, unit: Unit) -> bool:
        """Whether a unit is the line that heads an annex."""
        text = unit.text
        if unit.readings or len(text) > 120:
            return False
        return bool(self.annex.match(text)) or (bool(self.titled.match(text)) and not self.closes(text))

    def is_heading(self, unit: Unit) -> bool:
        """Whether a unit looks like a heading: without a closing mark, and short or all in capitals."""
        text = unit.text
        return (len(text) <= self.short or (text.isupper() and len(text) <= 4 * self.short)) and not self.closes(text)
