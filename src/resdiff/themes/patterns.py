"""The small language in which linguists write what to look for (described at the head of each file in `themes/`), as regular expressions.

Texts are folded before they are looked at, at equal length, so that what is found is a range of the text as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_FOLD = str.maketrans(
    dict.fromkeys("‘’‚‛′´`", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
_BETWEEN = r"[^\w;.]*+"
_GAP = r"(?:\w++[^\w;.]++)"
"""Possessive throughout: a gap is cut into words in one way only, or a long paragraph would take minutes."""

_PIECE = re.compile(
    r"~(?P<gap>\d+)|(?P<look>\(\?!)|(?P<word>[\w'*-](?:[\w'*-]|(?<=[\w'-])\?)*)|(?P<mark>[()|\[\]?])|(?P<space>\s+)"
)
_START = r"(?<!\w)"
_LEADING = re.compile(r"\A\W+")
_TRAILING = re.compile(r"\W+\Z")


def regex(pattern: str) -> str:
    """The regular expression of a pattern as the file writes it. Raises ValueError."""
    out = []
    at = 0
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None:
            raise ValueError(f"pattern {pattern!r} at {at}")
        at = piece.end()
        if piece["gap"]:
            out.append(f"{_GAP}{{0,{piece['gap']}}}?")
        elif piece["look"]:
            out.append(f"(?!{_BETWEEN}")
        elif piece["word"]:
            out.append(_word(piece["word"]))
        elif piece["space"]:
            out.append(_BETWEEN)
        else:
            out.append({"(": "(?:", "[": "(?P<at>", "]": ")"}.get(piece["mark"], piece["mark"]))
    try:
        re.compile("".join(out))
    except re.error as error:
        raise ValueError(f"pattern {pattern!r}: {error}") from error
    return "".join(out)


def _word(word: str) -> str:
    if word in ("T", "C"):
        return f"{word}_*+"  # no other letter of these layers is a capital
    start = "" if word.startswith("*") else _START
    body = re.sub(r"(?<=[iy])z", "[sz]", word.replace("_", "[ -]?")).replace("*", r"\w*")
    return start + body + ("+" if word.endswith("*") else r"(?!\w)")


_LEAD = re.compile(r"\((?!\?)([^()]*)\)(\??)\s*")


def _spelled_out(pattern: str) -> list[str]:
    """The pattern with a choice at its head resolved into one pattern each: Python tells alternatives apart quickly by their first letter
    only, and a theme has hundreds."""
    match = _LEAD.match(pattern)
    if match is None or "[" in pattern:
        return [pattern]
    rest = pattern[match.end() :]
    heads = [f"{head} {rest}" if match[0].endswith(" ") else head + rest for head in match[1].split("|")] + [rest] * bool(match[2])
    return [final for head in heads if head.strip() for final in _spelled_out(head.strip())]


def union(patterns: Iterable[str]) -> re.Pattern[str]:
    """One expression for all patterns, the first that fits counting; one that never matches for none."""
    each = [regex(final) for pattern in patterns for final in _spelled_out(pattern)]
    if not each:
        return re.compile(r"(?!)")
    if all(expression.startswith(_START) for expression in each):
        return re.compile(_START + "(?:" + "|".join(expression[len(_START) :] for expression in each) + ")")
    return re.compile("|".join(f"(?:{expression})" for expression in each))


def lowered(text: str) -> str:
    """Lower case and folded quotes and dashes, at the same length."""
    text = text.translate(_FOLD)
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def words_in(text: str) -> tuple[int, int]:
    """The range of a text without what is no word at its ends (an optional word that is missing leaves the space beside it)."""
    start = len(text) - len(_LEADING.sub("", text))
    return start, max(start, len(_TRAILING.sub("", text)))


def put(text: str, pattern: re.Pattern[str], letter: str) -> str:
    """The text with each match of the pattern as `letter` and underscores, space and stops around it left as they are."""

    def one(match: re.Match[str]) -> str:
        start, end = words_in(match[0])
        return match[0][:start] + (letter + "_" * (end - start - 1)) * (start < end) + match[0][end:]

    return pattern.sub(one, text)


def hint(pattern: str) -> str:
    """The longest letters in a row that every match of a pattern holds, in lower case; "" where that cannot be told."""
    certain = re.sub(r"\([^()]*\)\??|~\d+|\w\?", " ", pattern)
    letters = re.findall(r"[^\W\d_]+", re.sub(r"(?<=[iy])z", " ", lowered(certain).replace("*", " "))) if "(" not in certain else []
    return max((run for run in letters if len(run) > 2), key=len, default="")
