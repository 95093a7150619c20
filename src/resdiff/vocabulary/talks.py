"""What drafts under negotiation print beside the wording: who proposes it, what a delegation asks for, how the talks left a paragraph,
which of several options it is, and how far the draft is.

    [US: strongly] condemns               a name before a proposal
    [also (France, UK)]                   names after one
    [RUS, CHN: delete]  <US reserves>     a position: it is no wording
    [agreed ad ref]                       a status
    [Option B: Urges ...]                 a label
    Under silence until 12 March          a round

The names and what delegations ask for are data (`talks.toml`). Drafting practice; the United Nations prints no such documents.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

SETTLED = (
    r"(?i:\[\s*(?:agreed(?:\s+ad\s+ref(?:erendum|\.)?)?|ad\s+ref(?:erendum|\.)?)\s*\]"
    r"|\(\s*(?:agreed\s+)?ad\s+ref(?:erendum|\.)?\s*\)|(?<!\w)agreed\s+ad\s+ref(?:erendum\b|\.|\b))"
)
"""A pattern of what drafts print at the end or the beginning of a paragraph that delegations have settled."""

TALKS = (
    rf"(?:{SETTLED}"
    r"|\[\s*(?-i:[A-Z])[\w/+&,;’' -]{0,60}:[^\[\]]{0,160}\]"
    r"|[\[<(]\s*(?-i:[A-Z]{2})[\w/+&,;.’' -]{0,40}\s(?i:reserv|retain|del(?:\.|et)|oppose|support|to\s+revert)[^\[\]<>()]{0,60}[\]>)]"
    r"|\[\s*(?i:silence\s+broken|pending|placeholder|to\s+revert|tbc|tbd|delet\w+|reserv\w+)\b[^\[\]]{0,60}\])"
)
"""A pattern of all that drafts print after a paragraph of the talks: the same, and what a delegation asks for ("[US: delete]"). It is for
the end of a text, and asks less than `position`."""

ROUND = re.compile(
    r"\b(?:zero[ _-]draft|first[ _-]draft|elements|non-?paper|rev(?:ision)?\.?[ _-]?\d+|draft[ _-]?\d+|silence broken|in blue"
    r"|(?:(?:put |placed )?under )?silence(?: procedure)?"
    r"(?: (?:until|till|up to|ends?|expires?) (?:[ap]\.m\.|\d\.(?=\d)|[^\n;.]){1,60})?)(?![a-z])",
    re.IGNORECASE,
)
"""A pattern of how a draft or its file's name says which round it is, and that it is under silence and until when."""

_SILENCE = re.compile(
    r"[\W_]*(?:(?:draft |text |this text is |the text is )?(?:(?:put |placed )?under )?silence(?: procedure)?|silence broken|in blue)\b"
    r"(?:\s+(?:until|till|up to|ends?|expires?|by|broken)\b.{0,100}|[\W_]*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Position:
    """What delegations ask for: their names, as printed, none where the draft says nothing of it; and what, as printed."""

    names: tuple[str, ...]
    ask: str


def is_labelled(line: str) -> bool:
    """Whether a line begins with what an option is called: "Option B: Urges ...", "[Alt 2: Urges ..."."""
    return bool(_LABELLED.match(line.lstrip("[ ")))


def is_round(line: str) -> bool:
    """Whether a line says nothing but how far a draft is: "Under silence until Monday, 12 March, 10 a.m."."""
    return bool(_SILENCE.fullmatch(line.strip()))


# --- names -----------------------------------------------------------------------------------------------------------------------

_LONGEST = 200
"""Code points of the longest list of names, name of an option or position that is looked at: a judgement."""
_PARTS = re.compile(r"\s?(?:[,;/+&،、，]|(?<=\s)(?:and|et|y|и)(?=\s))\s?")
_CODE = re.compile(r"[A-Z]{2,4}|[A-Z]\d{1,2}")
_NO_CODE = frozenset(("ALT", "ADD", "DEL", "NEW", "TBC", "TBD", "NB", "PP", "OP"))
_ROMAN = re.compile(r"[IVXLCDM]+")
LABEL = re.compile(
    r"(?i:option|alternative|alternativa|alt|variant|variante|version|opción|вариант|الخيار|备选案文)\.?\s?(?:\d{1,2}|[A-Z])?(?=\s?[:：.–—-]\s?\S)"
)
"""A pattern of what an option is called, before its colon: "Option B", "Alt 2"."""


@cache
def _data() -> Any:
    return tomllib.loads((files("resdiff.vocabulary") / "talks.toml").read_text(encoding="utf-8"))


def states() -> tuple[str, ...]:
    """The short names of States in English and French, as printed with curly apostrophes."""
    return (*_data()["english"], *_data()["french"])


_ELSEWHERE = ("spanish", "russian", "arabic", "chinese")


@cache
def _known() -> frozenset[str]:
    """All names; a code that reads as a Roman numeral is none by itself: "(CD)" numbers an item."""
    data = _data()
    codes = (code for code in data["codes"] if not _ROMAN.fullmatch(code))
    return frozenset(name.replace("’", "'") for name in (*states(), *chain(*map(data.get, _ELSEWHERE)), *data["groups"], *codes))


def names(text: str, *, coded: bool = False) -> tuple[str, ...]:
    """The delegations that a text names, as printed, where it names nothing else; else none. `coded` takes any code of two to four
    capitals for a name."""
    if len(text) > _LONGEST:
        return ()
    parts = list(_PARTS.finditer(text))
    starts, ends = [0, *(part.end() for part in parts)], [*(part.start() for part in parts), len(text)]
    found: list[str] = []
    at = 0
    while at < len(starts):
        # the longest first: "Bosnia and Herzegovina, Cuba"
        for end in range(min(at + _JOINED, len(ends)), at, -1):
            name = text[starts[at] : ends[end - 1]].strip()
            if _is_name(name, coded=coded):
                found.append(name)
                at = end
                break
        else:
            return ()
    return tuple(found)


_JOINED = 3
"""Parts of the longest name that holds what else joins names: "Saint Vincent and the Grenadines" has two."""


def _is_name(text: str, *, coded: bool) -> bool:
    plain = text.replace("’", "'").removeprefix("the ")
    return plain in _known() or bool(coded and _CODE.fullmatch(plain) and plain not in _NO_CODE)


# --- positions -------------------------------------------------------------------------------------------------------------------

_PLACE = (
    r"(?:\s+(?:as is|as it is|here|(?:in|from|until|to|after|before|with|by|for|on|at)\s+)?\s*(?:[“\"'‘«]|(?:OP|PP)\s?\d|(?:the\s+)?"
    r"(?:original|previous|existing|rest|last|first|second|whole|entire|paragraph|para\b|sentence|text|language|reference|bracket|word|"
    r"up\b|down\b|earlier\b|later\b)).*|\s+(?:as is|as it is|here|up|down|this|it|all))?"
)


_COLON = re.compile(r"(?P<who>[^:：]*\S)\s*[:：]\s*(?P<what>.+)", re.DOTALL)
_REMARK = re.compile(r"(?:comment|remark|note|query|question|commentaire|observation|remarque)s?", re.IGNORECASE)


@cache
def _asks() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What is asked for after a name and a colon, after a name alone, and alone or before a name."""
    data = _data()
    alone, told, named = ("|".join(data[kind]) for kind in ("alone", "told", "named"))
    after = rf"(?:(?:{alone})(?:\W.*)?|(?:{told}|{named}){_PLACE})[\s.;,!]*"
    bare = rf"(?P<ask>(?:{alone})(?:\s+(?:paragraph|para|this|here|silence))?)"
    return (
        re.compile(rf"(?:{told})\W.*|{after}", re.IGNORECASE | re.DOTALL),
        re.compile(rf"(?P<names>\S.{{0,{_LONGEST}}}?)\s+(?P<ask>(?:to\s+)?{after})", re.IGNORECASE | re.DOTALL),
        re.compile(rf"{bare}(?:\s*(?:[-–—:(]|\bby\b|\bof\b|\bfrom\b|\bpar\b)\s*(?P<names>[^)]+)\)?)?[\s.;,!?]*", re.IGNORECASE),
    )


def position(inside: str) -> Position | None:
    """What a pair of brackets holds, where that is a position: "US: delete", "CHN reserves", "delete – EU", "pending"; else None, and for
    what is longer than any."""
    inside = inside.strip()
    if not inside or len(inside) > _LONGEST or LABEL.match(inside + ": x"):
        return None
    after, beside, bare = _asks()
    if split := _COLON.match(inside):
        who, what = split["who"], split["what"]
        if _REMARK.fullmatch(who):
            return position(what) or Position((), inside)
        found = names(who, coded=True) or ((who,) if who[0].isupper() else ())
        if found and after.fullmatch(what):
            return Position(found, what)
    if (match := beside.fullmatch(inside)) and (found := names(match["names"], coded=True)):
        return Position(found, match["ask"].strip())
    if match := bare.fullmatch(inside):
        if match["names"] is None:
            return Position((), inside)
        if found := names(match["names"], coded=True):
            return Position(found, match["ask"].strip())
    return None


def _is_beside(inside: str) -> bool:
    """Whether a pair of brackets holds what stands beside the wording: names, or a position."""
    return bool(names(inside) or position(inside))


# --- the beginning of a paragraph ------------------------------------------------------------------------------------------------

_OPENED = re.compile(r"[\s\u00a0]*[\[<]")
_SETTLED = re.compile(rf"[\s\u00a0]*{SETTLED}[\s\u00a0.:;]*")
_CLOSED = re.compile(r"[\s\u00a0]*[\[<(]([^\[\]<>()]{1,200})[\]>)][\s\u00a0:]*")
_LABELLED = re.compile(rf"[\s\u00a0]*{LABEL.pattern}\s?[:：.–—-][\s\u00a0]*")
_SIGNED = re.compile(r"[\s\u00a0]*([^\W\d_][^\[\]():：]{0,120}?)\s?[:：][\s\u00a0]*")


def lead(text: str) -> int:
    """Where the own words of a paragraph begin, in code points: after opening brackets, names, positions, statuses and labels; 0 where it
    begins with them."""
    at = 0
    while step := _step(text, at):
        at = step
    return at


def _step(text: str, at: int) -> int:
    """The offset after the next of those that stands at `at`; 0 where none does."""
    if match := _SETTLED.match(text, at):
        return match.end()
    if (match := _CLOSED.match(text, at)) and _is_beside(match[1]):
        return match.end()
    if match := _OPENED.match(text, at) or _LABELLED.match(text, at):
        return match.end()
    if (match := _SIGNED.match(text, at)) and names(match[1], coded=at > 0):
        return match.end()
    return 0


# --- the end of a paragraph ------------------------------------------------------------------------------------------------------

_ENDS = re.compile(rf"\s*{TALKS}\W*$")
_ROUND_ENDS = re.compile(r"\s*\(([^()]{1,200})\)\W*$")
_DASH_ENDS = re.compile(r"\s*[-–—]\s?([^\[\]()–—-]{1,120}?)\s?\]\W*$")


def trail(text: str) -> int:
    """Where the own words of a paragraph end, in code points, its closing mark with them: before names, positions and statuses; the length
    of the text where nothing such follows them."""
    end = len(text)
    small = text.casefold()
    if ("agreed" in small or "ad ref" in small or text.rstrip()[-1:] in ("]", ">")) and (match := _ENDS.search(text)):
        end = match.start()
    last = text[:end].rstrip(" \u00a0]>")
    if last[-1:] == ")" and (match := _ROUND_ENDS.search(text[:end])) and _is_beside(match[1]):
        end = match.start()
    elif "]" in text and (match := _DASH_ENDS.search(text[:end])):
        end = match.start() if names(match[1], coded=True) else end
    return end
