"""Lines that hold right-to-left letters, from the places of their characters to reading order.

The library's own order is not taken: it turns symbols ("/2023/363S"), mirrors brackets and glues numbers. What stands on the page is
undone instead, by the rules that put it there (Unicode Standard Annex 9): from right to left, but words in Latin letters and numbers from
left to right; numbers apart from each other keep the order of the line, save groups of thousands. Brackets are told open or closed by
their neighbours, since the same shape is both; vowel signs go to the letter that they stand on; letters stretched by a tatweel are joined.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from resdiff.read.pdf_process import Piece

LETTER = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdfd\ufe70-\ufefc]")
"""A right-to-left letter (Hebrew to Arabic Extended, and presentation forms)."""
_TATWEEL = "\u0640"
_COLUMN = 3.0
"""Em of free space that part the columns of a masthead."""
_SPACE = 0.2
"""Em of free space between two characters that stand for a space where none is printed."""
_OPEN = {")": "(", "]": "[", "}": "{", "»": "«", "›": "‹", "“": "”"}
"""Closing marks to opening ones; in official Arabic texts ” opens and “ closes (121 of 121)."""
_CLOSE = {opening: closing for closing, opening in _OPEN.items()}
_ALEFS = "\u0622\u0623\u0625\u0627"
_LAM = "\u0644"


@cache
def _kind(char: str) -> str:
    """L, R or EN (numbers), or what parts them: ES (signs), CS (separators), WS (spaces), ON (all else)."""
    kind = unicodedata.bidirectional(char)
    return {"AL": "R", "AN": "EN", "NSM": "R" if LETTER.match(char) else "ON"}.get(kind, kind)


def signs_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """A page's characters with each vowel sign joined to the letter it stands on: of its neighbours in the library's order the one whose
    middle is nearest."""
    out: list[Piece | None] = list(pieces)
    for i, piece in enumerate(pieces):
        if unicodedata.combining(piece.text[0]) == 0 or not LETTER.match(piece.text):
            continue
        near = [
            j
            for j in range(max(0, i - 4), min(len(pieces), i + 5))
            if (base := out[j]) is not None
            and j != i
            and abs(base.y - piece.y) < 1.5 * base.size
            and _kind(base.text[0]) == "R"
            and unicodedata.combining(base.text[0]) == 0
        ]
        if near:
            middle = piece.x0 + piece.x1
            best = min(near, key=lambda j: (abs(out[j].x0 + out[j].x1 - middle), j))  # type: ignore[union-attr]
            out[best] = replace(out[best], text=out[best].text + piece.text)  # type: ignore[type-var, union-attr]
            out[i] = None
    return [piece for piece in out if piece is not None]


def ordered(row: Sequence[Piece], size: float) -> list[Piece]:
    """The characters of one line, each a piece (printed spaces too) in the library's order, as words in reading order."""
    shown = _clusters(row)
    columns: list[list[Piece]] = [[]]
    edge = None
    for piece in shown:
        if edge is not None and piece.x0 - edge > _COLUMN * size and not piece.text.isspace():
            columns.append([])
        columns[-1].append(piece)
        edge = piece.x1 if edge is None or piece.text.strip() else edge
    out: list[Piece] = []
    for column in reversed(columns):
        letters = [_kind(p.text[0]) for p in column]
        backwards = letters.count("R") >= letters.count("L") and "R" in letters
        items = list(_backwards(column, size) if backwards else _forwards(column))
        out += _words(_bracketed(items) if backwards else items, size)
    return out


def _clusters(row: Sequence[Piece]) -> list[Piece]:
    """A line's characters from left to right; those of one ligature, which stand in the same place, are one."""
    index = {id(p): i for i, p in enumerate(row)}
    letters = [p for p in row if LETTER.match(p.text)]
    steps = [b.x0 - a.x0 for a, b in pairwise(letters)]
    flipped = sum(step > 0.01 for step in steps) > sum(step < -0.01 for step in steps)
    out: list[Piece] = []
    for piece in sorted(row, key=lambda p: (p.x0, -index[id(p)] if flipped else index[id(p)])):
        last = out[-1] if out else None
        same = last is not None and abs(last.x0 - piece.x0) < 0.01 and LETTER.match(last.text) and LETTER.match(piece.text)
        if same and last is not None and last.size == piece.size and abs(last.y - piece.y) < 0.1:
            text = last.text + piece.text
            if len(text) == 2 and text[1] == _LAM and text[0] in _ALEFS:
                text = text[::-1]
            out[-1] = replace(last, text=text, x1=max(last.x1, piece.x1))
        else:
            out.append(piece)
    return out


def _backwards(shown: Sequence[Piece], size: float) -> Iterator[list[Piece]]:
    """The characters of a line that is read from right to left, in the order in which they are read: a single one, or a run that is read
    from left to right."""
    items: list[list[Piece]] = []
    at = 0
    while at < len(shown):
        end = _run_end(shown, at, size)
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


def _run_end(shown: Sequence[Piece], at: int, size: float) -> int:
    """Where the run that is read from left to right and begins at `at` ends; a single character where none begins there."""
    if _kind(shown[at].text[0]) not in ("L", "EN"):
        return at + 1
    end, latin, last = at + 1, _kind(shown[at].text[0]) == "L", at
    segment = at + 1
    while segment < len(shown) and _kind(shown[segment].text[0]) != "R" and _near(shown, segment, size):
        latin = latin or _kind(shown[segment].text[0]) == "L"
        segment += 1
    if latin:
        for end in range(at, segment):
            if _kind(shown[end].text[0]) in ("L", "EN"):
                last = end
        opened = sum((p.text in _CLOSE) - (p.text in _OPEN) for p in shown[at : last + 1])
        if last + 1 < segment and opened and (shown[last + 1].text in _OPEN or shown[last + 1].text in _CLOSE):
            last += 1
        return last + 1
    return _number_end(shown, at, segment)


def _near(shown: Sequence[Piece], at: int, size: float) -> bool:
    before = next((p for p in reversed(shown[:at]) if p.text.strip()), None)
    return before is None or not shown[at].text.strip() or shown[at].x0 - before.x1 < 1.5 * size


def _number_end(shown: Sequence[Piece], at: int, segment: int) -> int:
    """Where a number ends: its digits with single separators between them, and groups of thousands. A hyphen belongs to it only where no
    right-to-left letter stands before it."""
    size, y = shown[at].size, shown[at].y
    arabic = any(_kind(p.text[0]) == "R" for p in shown[segment:])
    text, end = "", at
    while end < segment:
        piece = shown[end]
        if abs(piece.y - y) > 0.1 * size or abs(piece.size - size) > 0.5:
            break
        kind, after = _kind(piece.text[0]), shown[end + 1] if end + 1 < segment else None
        if kind != "EN":
            if after is None or _kind(after.text[0]) != "EN":
                break
            if kind == "WS" or (kind == "CS" and not piece.text.strip()):
                group = "".join(p.text for p in shown[end + 1 : end + 5])
                if not (re.search(r"(?:^|\s)[1-9]\d{0,2}(?: \d{3})*$", text) and re.match(r"\d{3}(?!\d)", group)):
                    break
            elif not (kind == "CS" or (kind == "ES" and not arabic)):
                break
        text += piece.text
        end += 1
    return end


def _bracketed(items: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The characters in reading order, with each bracket open or closed as its neighbours say: open after a space and before a word,
    closed before a space and after one; else in turn."""
    read = [piece for item in items for piece in item]
    out: list[Piece] = []
    open_: Counter[str] = Counter()
    for i, piece in enumerate(read):
        shape = _OPEN.get(piece.text, piece.text)
        if shape not in _CLOSE:
            out.append(piece)
            continue
        free_before = not out or out[-1].text.isspace() or out[-1].text in _CLOSE
        after = read[i + 1] if i + 1 < len(read) else None
        free_after = after is None or after.text.isspace() or after.text in ".,;:،؛؟!"
        opens = free_before if free_before != free_after else not open_[shape] and after is not None
        open_[shape] = max(0, open_[shape] + (1 if opens else -1))
        out.append(replace(piece, text=shape if opens else _CLOSE[shape]))
    left = iter(out)
    return [[next(left) for _ in item] for item in items]


def _words(items: Sequence[Sequence[Piece]], size: float) -> list[Piece]:
    """Characters in reading order as words: parted by printed spaces and by gaps, and where the style changes."""
    out: list[Piece] = []
    spaced, last, edges = True, None, (0.0, 0.0)
    for item in items:
        for i, piece in enumerate(item):
            if piece.text.isspace():
                spaced = True
                continue
            extent = (piece.x0, piece.x1) if i else (min(p.x0 for p in item), max(p.x1 for p in item))
            spaced = spaced or (last is not None and max(extent[0] - edges[1], edges[0] - extent[1]) > _SPACE * size)
            edges = (piece.x0, piece.x1)
            text = unicodedata.normalize("NFKC", piece.text) if LETTER.match(piece.text) else piece.text
            same = last is not None and last.style == piece.style and last.size == piece.size and abs(last.y - piece.y) < 0.5
            last = piece
            if text == _TATWEEL and not spaced:
                continue
            if spaced or not same or not out:
                out.append(replace(piece, text=text, before=1 if spaced else 0))
            else:
                held = out[-1]
                out[-1] = replace(held, text=held.text + text, x0=min(held.x0, piece.x0), x1=max(held.x1, piece.x1))
            spaced = False
        if item and last is not None:
            inked = [p for p in item if p.text.strip()] or [last]
            edges = (min(p.x0 for p in inked), max(p.x1 for p in inked))
    return out
