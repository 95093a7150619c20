"""Lines that hold right-to-left letters, from the places of their characters to reading order.

The library's own order is not taken: it turns symbols ("/2023/363S"), mirrors brackets and glues numbers. What stands on the page is
undone instead, by the rules that put it there (Unicode Standard Annex 9): from right to left, but words in Latin letters and numbers from
left to right; numbers apart from each other keep the order of the line, save groups of thousands. Brackets are told open or closed by
their neighbours, since the same shape is both; vowel signs go to the letter that they stand on; letters stretched by a tatweel are joined.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import inf

from resdiff.read.pdf_process import Piece

LETTER = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdfd\ufe70-\ufefc]")
"""A right-to-left letter (Hebrew to Arabic Extended, and presentation forms)."""
_TATWEEL = "\u0640"
_COLUMN = 3.0
"""Em of free space that part the columns of a masthead."""
_SPACE = 0.2
"""Em of free space between two characters that stand for a space, in a line that prints spaces."""
_RUN = 300
"""Characters of a run of Latin letters and figures at most."""
_TALL = 60.0
"""Points; letters are not looked for farther from their signs, however large these are."""
_OFTEN = 8
"""How often on a page a character stands inside words when it is a stroke that stretches them."""
_OWN = " /-'\"()[]{}<>:"
"""Characters that may stand between two letters by right."""
_OPEN = {")": "(", "]": "[", "}": "{", "»": "«", "›": "‹", "“": "”"}
"""Closing marks to opening ones; in official Arabic texts ” opens and “ closes (121 of 121)."""
_CLOSE = {opening: closing for closing, opening in _OPEN.items()}
_STOPS = ".,;:،؛؟!"
_MARKS = "،؛؟"
"""Arabic punctuation: no run of Latin letters or figures goes on across it."""
_ALEFS = "\u0622\u0623\u0625\u0627"
_LAM = "\u0644"


@cache
def _kind(char: str) -> str:
    """L, R or EN (numbers), or what parts them: ES (signs), CS (separators), WS (spaces), ON (all else)."""
    kind = unicodedata.bidirectional(char)
    return {"AL": "R", "AN": "EN", "NSM": "R" if LETTER.match(char) else "ON"}.get(kind, kind)


@cache
def _letter(text: str) -> bool:
    """Whether a character, or a letter with its signs, is one that is written from right to left."""
    return bool(LETTER.match(text))


@cache
def _folded(text: str) -> str:
    """A right-to-left letter without the form that it has in a word; other characters as they are."""
    return unicodedata.normalize("NFKC", text) if LETTER.match(text) else text


def spaceless(pieces: Sequence[Piece]) -> bool:
    """Whether a page of right-to-left letters prints no space."""
    return sum(_letter(p.text) for p in pieces) > 50 and not any(p.text.isspace() for p in pieces)


def signs_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """A page's characters with each vowel sign joined to the letter it stands on: the one whose middle is nearest on the nearest line."""
    bases: dict[int, list[tuple[float, int]]] = {}
    signs = []
    for i, piece in enumerate(pieces):
        if not _letter(piece.text):
            continue
        if unicodedata.combining(piece.text[0]):
            signs.append(i)
        else:
            bases.setdefault(round(piece.y), []).append((piece.x0 + piece.x1, i))
    for row in bases.values():
        row.sort()
    out: list[Piece | None] = list(pieces)
    for i in signs:
        at, y, size = pieces[i].x0 + pieces[i].x1, pieces[i].y, min(pieces[i].size, _TALL)
        near: list[tuple[float, int]] = []
        for step in range(round(y - size), round(y + size) + 1):
            row = bases.get(step, [])
            place = bisect_left(row, (at, 0))
            near += [(abs(x - at) / 2 + abs(step - y), j) for x, j in row[max(0, place - 1) : place + 1]]
        base = min(near, default=(inf, -1))
        if base[0] < size and (held := out[base[1]]) is not None:
            out[base[1]], out[i] = replace(held, text=held.text + pieces[i].text), None
    return [piece for piece in out if piece is not None]


def ordered(row: Sequence[Piece], size: float, least: float) -> list[Piece]:
    """The characters of one line, each a piece (printed spaces too) in the library's order, as words in reading order; `least`
    em of free space part words."""
    shown = _clusters(row)
    columns: list[list[Piece]] = [[]]
    edge = None
    for piece in shown:
        if edge is not None and piece.x0 - edge > _COLUMN * size and not piece.text.isspace():
            columns.append([])
        columns[-1].append(piece)
        edge = piece.x1 if edge is None or piece.text.strip() else edge
    out: list[Piece] = []
    for column in (_spaced(column, least * size) for column in reversed(columns)):
        letters = [_kind(p.text[0]) for p in column]
        backwards = letters.count("R") >= letters.count("L")
        items = list(_backwards(column, size) if backwards else _forwards(column))
        out += _words(_bracketed(items) if backwards else items)
    return out


def _clusters(row: Sequence[Piece]) -> list[Piece]:
    """A line's characters from left to right; those of one ligature, which stand in the same place, are one."""
    index = {id(p): i for i, p in enumerate(row)}
    letters = [p for p in row if _letter(p.text)]
    steps = [b.x0 - a.x0 for a, b in pairwise(letters)]
    flipped = sum(step > 0.01 for step in steps) > sum(step < -0.01 for step in steps)
    out: list[Piece] = []
    for piece in sorted(row, key=lambda p: (p.x0, -index[id(p)] if flipped else index[id(p)])):
        last = out[-1] if out else None
        same = last is not None and abs(last.x0 - piece.x0) < 0.01 and _letter(last.text) and _letter(piece.text)
        if same and last is not None and last.size == piece.size and abs(last.y - piece.y) < 0.1:
            turned = piece.text[0] == _LAM and last.text[0] in _ALEFS
            text = piece.text + last.text if turned else last.text + piece.text
            out[-1] = replace(last, text=text, x1=max(last.x1, piece.x1))
        else:
            out.append(piece)
    return out


def _backwards(shown: Sequence[Piece], size: float) -> Iterator[list[Piece]]:
    """The characters of a line that is read from right to left, in the order in which they are read: a single one, or a run that is read
    from left to right."""
    items: list[list[Piece]] = []
    at = 0
    right = max((i for i, p in enumerate(shown) if _kind(p.text[0]) == "R"), default=-1)
    while at < len(shown):
        end = _run_end(shown, at, size, right)
        items.append(list(shown[at:end]))
        at = end
    return reversed(items)


def _forwards(shown: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The same for a line that is read from left to right: single characters, and runs of right-to-left letters with what stands between
    them."""
    at = 0
    kinds = [_kind(p.text[0]) for p in shown]
    while at < len(shown):
        end = at + 1
        if kinds[at] == "R":
            while end < len(shown) and kinds[end] not in ("L", "EN"):
                end += 1
            while kinds[end - 1] != "R":
                end -= 1
        yield list(reversed(shown[at:end]))
        at = end


def _run_end(shown: Sequence[Piece], at: int, size: float, right: int) -> int:
    """Where the run that is read from left to right and begins at `at` ends; a single character where none begins there. `right` is the
    place of the line's first right-to-left letter, the rightmost."""
    if _kind(shown[at].text[0]) not in ("L", "EN"):
        return at + 1
    segment = at + 1
    while segment < min(len(shown), at + _RUN) and shown[segment].text[0] not in _MARKS and _near(shown, segment, size):
        if _kind(shown[segment].text[0]) == "R":
            break
        segment += 1
    if "L" in {_kind(p.text[0]) for p in shown[at:segment]}:
        return _latin_end(shown, at, segment)
    return _number_end(shown, at, segment, hyphens=right < segment)


def _latin_end(shown: Sequence[Piece], at: int, segment: int) -> int:
    """Where a run of Latin letters ends, numbers among them: with its last letter or with what is written together with it, a year in
    brackets after a symbol, a year after a word."""
    letter = max(i for i in range(at, segment) if _kind(shown[i].text[0]) == "L")
    end = letter + 1
    while end < segment and (_kind(shown[end].text[0]) == "EN" or (end + 1 < segment and _joins(shown, end))):
        end += 1
    said = "".join(p.text for p in shown[at:end])
    rest = "".join(p.text for p in shown[end:segment])
    year = re.match(r"\s+[()]\d{4}[()]", rest) or (None if "/" in said else re.match(r"\s+\d{4}(?!\d)", rest))
    return end + (year.end() if year else 0)


def _joins(shown: Sequence[Piece], at: int) -> bool:
    """Whether a sign joins what stands on both sides of it ("S/2092/204", "COVID-19")."""
    return _kind(shown[at].text[0]) in ("CS", "ES") and bool(shown[at].text.strip()) and _kind(shown[at + 1].text[0]) == "EN"


def _near(shown: Sequence[Piece], at: int, size: float) -> bool:
    before = next((p for p in reversed(shown[:at]) if p.text.strip()), None)
    return before is None or not shown[at].text.strip() or shown[at].x0 - before.x1 < 1.5 * size


def _number_end(shown: Sequence[Piece], at: int, segment: int, *, hyphens: bool) -> int:
    """Where a number ends: its digits, and single separators between them. A hyphen belongs to it only where no right-to-left letter
    stands before it. Groups of thousands are numbers of their own: official Arabic texts write them in the order of the line (42 of 42)."""
    end = at
    while end < segment and abs(shown[end].y - shown[at].y) < 1 and abs(shown[end].size - shown[at].size) < 0.5:
        if _kind(shown[end].text[0]) != "EN" and not (
            end + 1 < segment and _joins(shown, end) and (hyphens or _kind(shown[end].text[0]) != "ES")
        ):
            break
        end += 1
    return end


def _bracketed(items: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The characters in reading order, with each bracket open or closed as its neighbours say, other brackets passed over: open after a
    space and before a word, closed before a space and after one; else in turn."""
    read = [piece for item in items for piece in item]
    free = [p.text.isspace() or p.text in _STOPS for p in read]
    sign = [p.text in _OPEN or p.text in _CLOSE for p in read]
    after: list[int | None] = [None] * len(read)
    for i in range(len(read) - 2, -1, -1):
        after[i] = after[i + 1] if sign[i + 1] else i + 1
    out: list[Piece] = []
    open_: Counter[str] = Counter()
    before: int | None = None
    for i, piece in enumerate(read):
        if not sign[i]:
            out.append(piece)
            before = i
            continue
        shape = _OPEN.get(piece.text, piece.text)
        next_ = after[i]
        free_before, free_after = before is None or read[before].text.isspace(), next_ is None or free[next_]
        opens = free_before if free_before != free_after else not open_[shape] and (next_ is not None or free_before)
        open_[shape] = max(0, open_[shape] + (1 if opens else -1))
        out.append(replace(piece, text=shape if opens else _CLOSE[shape]))
    left = iter(out)
    return [[next(left) for _ in item] for item in items]


def _words(items: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Characters in reading order as words: parted by spaces and where the style changes."""
    words: list[list[Piece]] = []
    texts: list[list[str]] = []
    heads: list[int] = []
    spaced, last = True, None
    for piece in (piece for item in items for piece in item):
        if piece.text.isspace():
            spaced = True
            continue
        text = _folded(piece.text)
        same = last is not None and last.style == piece.style and last.size == piece.size and abs(last.y - piece.y) < 0.5
        last = piece
        if text == _TATWEEL and not spaced:
            continue
        if spaced or not same or not words:
            words.append([piece])
            texts.append([text])
            heads.append(1 if spaced else 0)
        else:
            words[-1].append(piece)
            texts[-1].append(text)
        spaced = False
    return [_word(word, "".join(text), before) for word, text, before in zip(words, texts, heads, strict=True)]


def _word(word: Sequence[Piece], text: str, before: int) -> Piece:
    """Characters of one style as one piece."""
    first = word[0]
    left, right = min(p.x0 for p in word), max(p.x1 for p in word)
    return Piece(text, left, right, first.y, first.size, first.style, before)


def _spaced(shown: Sequence[Piece], least: float) -> list[Piece]:
    """A line's characters from left to right, with a space wherever one is missed: where there are `least` points of free space."""
    out: list[Piece] = []
    for gap, piece in zip(_gaps(shown), shown, strict=True):
        if gap > least and not piece.text.isspace() and not out[-1].text.isspace():
            slash = "/" in (piece.text, out[-1].text)
            if not slash or gap > 2 * least:
                out.append(Piece(" ", piece.x0 - gap, piece.x0, piece.y, piece.size, piece.style, piece.before))
        out.append(piece)
    return out


def _gaps(shown: Sequence[Piece]) -> Iterator[float]:
    """The free space to the left of each character, spaces apart; nought where it has no left neighbour."""
    edge: float | None = None
    for piece in shown:
        yield 0.0 if edge is None else piece.x0 - edge
        if piece.text.strip():
            edge = piece.x1 if edge is None else max(edge, piece.x1)


def unstretched(rows: Sequence[list[Piece]]) -> list[list[Piece]]:
    """The rows of a page with the strokes that stretch a line as tatweels, where a file calls them by another character: one that stands
    time and again inside words, touching a letter on both sides."""
    inside: Counter[str] = Counter()
    places: dict[str, set[int]] = {}
    for row in rows:
        shown = sorted(row, key=lambda p: p.x0)
        at = 0
        while at < len(shown):
            end = at + 1
            if not shown[at].text.isascii() or shown[at].text in _OWN:
                at = end
                continue
            while end < len(shown) and shown[end].text == shown[at].text:
                end += 1
            if at > 0 and end < len(shown) and _letter(shown[at - 1].text) and _letter(shown[end].text):
                inside[shown[at].text] += 1
                places.setdefault(shown[at].text, set()).update(id(p) for p in shown[at:end])
            at = end
    taken = {place for char, count in inside.items() if count >= _OFTEN for place in places[char]}
    return [[replace(p, text=_TATWEEL) if id(p) in taken else p for p in row] for row in rows] if taken else list(rows)


def parting(rows: Sequence[Sequence[Piece]]) -> float:
    """Em of free space that part words on a page: _SPACE where spaces are printed; else where its gaps are rarest, between the narrow
    ones within words and the wide ones between them."""
    if any(p.text.isspace() for row in rows for p in row):
        return _SPACE
    gaps = sorted(
        gap / row[0].size
        for row in rows
        if len(row) > 30
        for gap in _gaps(sorted(row, key=lambda p: p.x0))
        if gap > 0.02 * row[0].size
    )
    valleys = [
        (bisect_left(gaps, t + 0.02) - bisect_left(gaps, t - 0.02), abs(t - 0.16), t) for t in (n / 100 for n in range(7, 32))
    ]
    return min(valleys)[2]


def gathered(rows: Sequence[list[Piece]]) -> list[list[Piece]]:
    """The rows of a page (each of one baseline), with letters that stand a little above or below a line, as those with signs do in some
    files, put into it."""
    out: list[list[Piece]] = []
    full = [row for row in rows if not _stray(row)]
    levels = [row[0].y for row in full]
    for row in rows:
        piece = row[0]
        at = bisect_left(levels, piece.y)
        near = [
            other
            for other in (full[max(0, at - 2) : at + 2] if _stray(row) else ())
            if abs(other[0].y - piece.y) < 0.6 * piece.size and len(other) > len(row)
        ]
        if near:
            min(near, key=lambda other: abs(other[0].y - piece.y)).extend(row)
        else:
            out.append(row)
    return out


def _stray(row: Sequence[Piece]) -> bool:
    return len(row) < 9 and all(_kind(p.text[0]) == "R" for p in row)
