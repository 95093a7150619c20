"""A plain text to blocks, one a printed line.

The line's words are the block's text, its leading white space the `indent` (in characters; a tab counts eight), a blank line before it
the `gap`. Some extractions put a blank line after every line, or nearly: there blank lines mean nothing and no block has a gap. Nothing
is taken out here: cover, running lines and notes are blocks like the others, and `normalise.repair` tells them apart.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from resdiff import vocabulary
from resdiff.errors import EmptyFile, NotADocument, TooLarge
from resdiff.models import Block, Blocks, Doubt, Language, Layout, SourceKind
from resdiff.normalise import MOST_LINES
from resdiff.normalise.typed import NOTED
from resdiff.read.furniture import SYMBOL, running, stated_symbols

LARGEST = 3 << 20
"""Bytes; the longest document known, a report with its tables, has 0.9 million characters."""

_COVER = 40
"""Lines that a cover page has at most."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LINE = re.compile(r"\r\n|[\n\r\v\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_TITLE = re.compile(
    r"(?i)^\W*(?:r[ée]solution|resoluci[óo]n|резолюция|القرار|第)\s*\d+|^\W*S(?:/RES)?/\d|statement by the president"
)


def read(data: bytes, name: str = "") -> Blocks:
    """The lines of a text file in UTF-8, UTF-16 or, with a doubt, Windows-1252. Raises EmptyFile, TooLarge, and NotADocument for what is
    no text, or prose without enacting words, numbered paragraphs or a symbol."""
    if len(data) > LARGEST:
        raise TooLarge(f"larger than {LARGEST >> 20} MB", file=name)
    text, doubts = _decode(data, name)
    if not text.strip("\ufeff \t\r\n\v\f\xa0"):
        raise EmptyFile("the file has no words", file=name)
    if (count := text.count("\n") + text.count("\r")) > 2 * MOST_LINES:
        raise TooLarge(f"it has {count:,} lines", "Check that it is one document.", file=name)
    blocks = _blocks(text)
    language = vocabulary.detect(text)
    if not _is_document(blocks, language):
        raise NotADocument(
            "a text without enacting words, numbered paragraphs or a symbol",
            "resdiff reads resolutions, statements, drafts and letters of UN organs",
            file=name,
        )
    lines = [block.text for block in blocks]
    return Blocks(
        kind=SourceKind.TEXT,
        layout=Layout.LINES,
        blocks=blocks,
        language=language,
        symbols=stated_symbols(_heads(lines, language), language),
        doubts=doubts,
    )


def _heads(lines: Sequence[str], language: Language | None) -> list[str]:
    """The running lines of the cover, those that pages repeat, and those beside another one: a symbol that a sentence leaves alone on a
    line is none of these."""
    words = vocabulary.load(language or Language.EN).enacting
    cover = next((i for i, line in enumerate(lines[:_COVER]) if line.rstrip(" ,،，:") in words), _COVER)
    counts = Counter(lines)
    runs = [running(line, language) for line in lines]
    return [
        line
        for i, line in enumerate(lines)
        if runs[i]
        and not line.startswith("http")
        and (i < cover or counts[line] > 1 or any(runs[max(0, i - 1) : i] + runs[i + 1 : i + 2]))
    ]


def _decode(data: bytes, name: str) -> tuple[str, tuple[Doubt, ...]]:
    """The text of the bytes, without a byte order mark, and a doubt where the encoding is a guess."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError as error:
                raise NotADocument(f"not the {encoding.upper()} text that its first bytes promise", file=name) from error
    if guess := _sixteen(data):
        return data.decode(guess, "replace"), (Doubt(None, f"read as {guess.upper()} without a byte order mark"),)
    try:
        text, doubts = data.decode("utf-8"), ()
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        return _checked(text, name), (Doubt(None, "not UTF-8: read as Windows-1252, so accents and quotes may be wrong"),)
    return _checked(text, name), doubts


def _sixteen(data: bytes) -> str:
    """The byte order of UTF-16 without a mark: one of the two bytes of most characters is zero."""
    head = data[:4096]
    if len(head) < 8:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    return "utf-16-le" if odd > 0.4 * half > 4 * even else "utf-16-be" if even > 0.4 * half > 4 * odd else ""


def _checked(text: str, name: str) -> str:
    if len(_CONTROL.findall(text[:65536])) > max(2, len(text[:65536]) // 500):
        raise NotADocument(
            "not a text: it is full of control characters",
            "Open it in the program that made it, and save it as text, .docx or PDF.",
            name,
        )
    return text


def _blocks(text: str) -> tuple[Block, ...]:
    rows = [(page, row) for page, part in enumerate(text.split("\f"), 1) for row in _LINE.split(part)]
    paged = rows[-1][0] > 1
    seen: list[tuple[int, int, int, str, bool]] = []
    blank = False
    for number, (page, row) in enumerate(rows, 1):
        row = _CONTROL.sub("", row.expandtabs(8).replace("\ufeff", ""))
        words = row.strip()
        if not words:
            blank = True
            continue
        seen.append((page, number, len(row) - len(row.lstrip()), words, blank and bool(seen)))
        blank = False
    mean = _blank_lines_mean_something(
        [(words, gap) for _, _, _, words, gap in seen], len({indent for _, _, indent, _, _ in seen}) > 1
    )
    return tuple(
        Block(words, indent=float(indent), page=page if paged else None, line=number, gap=gap and mean)
        for page, number, indent, words, gap in seen
    )


def _blank_lines_mean_something(lines: list[tuple[str, bool]], indented: bool) -> bool:
    """Whether a blank line separates paragraphs: not where lines that plainly go on (no closing mark before, a small letter after) stand
    after a blank line as a rule."""
    width = sorted(len(words) for words, _ in lines)[int(0.9 * (len(lines) - 1))] if lines else 0
    going_on = [
        gap
        for (before, _), (words, gap) in pairwise((NOTED.sub("", words), gap) for words, gap in lines)
        if len(before) > 0.6 * width and (before[-1].isalnum() or before[-1] in "-,") and _goes_on(before, words)
    ]
    if lines and all(gap for _, gap in lines[1:]):
        wrap = 60 if re.search("[\u4e00-\u9fff]", "".join(words for words, _ in lines)) else 110
        if max(len(words) for words, _ in lines) <= wrap:
            return not indented and len(going_on) < max(2, 0.15 * len(lines))
    return sum(going_on) < max(2, 0.15 * sum(gap for _, gap in lines))


def _goes_on(before: str, words: str) -> bool:
    first = words[0]
    return first.islower() or first.isdecimal() or (first.isalpha() and not first.isupper() and before[-1].isalnum())


def _is_document(blocks: tuple[Block, ...], language: Language | None) -> bool:
    """Whether it looks like a document: a symbol or a title on a line, enacting words, or two numbered paragraphs in sequence."""
    words = vocabulary.load(language or Language.EN)
    expected = 1
    openings = 0
    for block in blocks:
        text = block.text
        if any(text.startswith(formula) for formula in words.enacting) or _TITLE.match(text):
            return True
        if len(text) < 60 and SYMBOL.search(text):
            return True
        marker = words.marker(text)
        if marker and any(r.ordinal == expected and r.style == vocabulary.MarkerStyle.NUMBER for r in marker.readings):
            expected += 1
        openings += words.opening(text) is not None and text[:1].isupper() and text.rstrip()[-1:] in ",;"
        if expected > 2 or openings > 2:
            return True
    return False
