"""Files that might have been documents: real forms of the specimen, and real documents where there are any, broken by chance."""

from __future__ import annotations

import io
import os
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 4_000_000
"""Bytes of the largest input."""

SEEDS = {
    "akn": ("src/resdiff/specimen/*.xml", "data/akn/20*/*/*.xml", "data/akn/PRST/*/*.xml"),
    "html": ("fixtures/html/*.html",),
    "text": ("src/resdiff/specimen/*.txt", "fixtures/text/*.txt", "data/text/*.txt"),
    "pdf": ("fixtures/pdf/*.pdf", "data/pdf/*.pdf"),
    "word": ("fixtures/docx/*.docx",),
}
TOKENS = (
    *(part.encode() for part in (
        "<p>", "</p>", "<table>", "<ol>", "<li>", "<!--", "-->", "<![CDATA[", "]]>", "&#x41;", "&amp;", "&nbsp;", "&lol;", "<!DOCTYPE a [",
        "<br/>", "<span style='mso-list:l0 level1'>", "\0", "\ufeff", "\u202e", "\u2066", "\u200f", "\u00ad", "\u2028", "\x0c", "\r", "\t",
        "(a)", "(i)", "1.", "1 -", "(1)", "S/RES/2482 (2019)", "The Security Council,", "Decides", "Annex", "《", "أ-", "а)", "（一）", "•",
        "Resolution 9101 (2091)", "Adopted by the Security Council at its 9101st meeting, on 4 March 2091", "[", "]", "{", "}", "(" * 50,
        "&#xD800;", "&#0;", "\u00a0", "<w:tab/>", "<w:p>", "</w:r>", "<w:del>", "BT", "Tj", "/F1 0 Tf",
    )),
    b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xff\xfe", b"\xf4\x90\x80\x80",
)  # fmt: skip
"""The last are halves of surrogate pairs, a byte order mark and a character beyond the last."""


def seeds(reader: str) -> list[bytes]:
    """The files that a reader is tried on; real ones only where RESDIFF_SHARED is."""
    shared = (ROOT / os.environ.get("RESDIFF_SHARED", "../shared")).resolve()
    found = [path for pattern in SEEDS[reader] for path in sorted((shared if pattern.startswith("data/") else ROOT).glob(pattern))]
    step = max(1, len(found) // 400)
    return [path.read_bytes()[:LARGEST] for path in found[::step]]


def _place(chance: random.Random, data: bytes) -> int:
    return chance.randrange(len(data) + 1)


def _flip(chance: random.Random, data: bytes, _: list[bytes]) -> bytes:
    out = bytearray(data)
    for _n in range(chance.randrange(1, 30)):
        if out:
            out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _cut(chance: random.Random, data: bytes, _: list[bytes]) -> bytes:
    one, other = sorted((_place(chance, data), _place(chance, data)))
    return data[:one] + data[other:] if chance.random() < 0.7 else data[:one]


def _splice(chance: random.Random, data: bytes, all_: list[bytes]) -> bytes:
    other = chance.choice(all_)
    one, two = sorted((_place(chance, other), _place(chance, other)))
    at = _place(chance, data)
    return data[:at] + other[one:two] + data[at:]


def _repeat(chance: random.Random, data: bytes, _: list[bytes]) -> bytes:
    at = _place(chance, data)
    part = data[at : at + chance.choice((1, 3, 10, 100, 1000, 20000))]
    times = chance.choice((2, 10, 100, 1000, 20000))
    times = min(times, LARGEST // max(1, len(part)))
    return data[:at] + part * times + data[at:]


def _insert(chance: random.Random, data: bytes, _: list[bytes]) -> bytes:
    for _n in range(chance.randrange(1, 8)):
        at = _place(chance, data)
        data = data[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 50, 3000)) + data[at:]
    return data


def _elements(chance: random.Random, data: bytes, _: list[bytes]) -> bytes:
    """An element or a line doubled, moved, deleted or nested in itself."""
    found = [m.span() for m in re.finditer(rb"<(\w+)[^<>]{0,200}>[^<>]{0,4000}</\1>|\n[^\n]{1,2000}(?=\n)", data)]
    if not found:
        return data
    (start, end), (to, _e) = chance.choice(found), chance.choice(found)
    part = data[start:end]
    way = chance.randrange(5)
    if way == 0:
        return data[:end] + part * chance.choice((1, 5, 300)) + data[end:]
    if way == 1:
        return data[:to] + part + data[to:]
    if way == 2:
        return data[:start] + data[end:]
    if way == 3:
        depth = chance.choice((3, 60, 5000))
        head = re.match(rb"<\w+[^<>]*>", part)
        name = re.match(rb"<(\w+)", part)
        return data[:start] + head[0] * depth + part + b"</" + name[1] + b">" * depth + data[end:] if head and name else data + part
    return data[:start] + part.replace(b" ", b"") + data[end:]


def _lists(chance: random.Random, data: bytes, _: list[bytes]) -> bytes:
    """Thousands of items, marks or lines."""
    mark = chance.choice(("({}) ", "{}. ", "{} - ", "• ", "({}", "{}) "))
    letters = "abcdefghijklmnopqrstuvwxyz"
    count = chance.choice((30, 700, 5000, 40000))
    lines = [mark.format(letters[n % 26] if chance.random() < 0.5 else n) + "word " * chance.randrange(9) for n in range(count)]
    wrap = chance.choice(("{}\n", "<p>{}</p>", "<li>{}</li>", "{}"))
    at = _place(chance, data)
    return data[:at] + "".join(wrap.format(line) for line in lines).encode() + data[at:]


def _encoding(chance: random.Random, data: bytes, _: list[bytes]) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(
        chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "utf-7", "cp1251", "gb18030", "shift_jis")), "replace"
    )


def _nonsense(chance: random.Random, data: bytes, _: list[bytes]) -> bytes:
    size = chance.choice((10, 1000, 100_000, 4_000_000))
    pool = chance.choice((bytes(range(256)), b"abcdefgh \n", b"a b\n(1)", "юя \n-".encode(), data or b"x"))
    return bytes(chance.choices(pool, k=size))


WAYS: tuple[Callable[[random.Random, bytes, list[bytes]], bytes], ...] = (
    _flip, _cut, _splice, _repeat, _insert, _elements, _elements, _lists, _encoding, _nonsense,
)  # fmt: skip
WEIGHTS = (12, 8, 8, 8, 14, 16, 16, 8, 4, 1)


def _broken(chance: random.Random, data: bytes, files: list[bytes]) -> bytes:
    for way in chance.choices(WAYS, WEIGHTS, k=chance.choice((1, 1, 2, 3, 6))):
        data = way(chance, data, files)[:LARGEST]
    return data


def _within_word(chance: random.Random, data: bytes, files: list[bytes]) -> bytes:
    """One part of a package broken, the package whole; its parts bear no time of day, so that the same chance gives the same bytes."""
    source = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: source.read(name) for name in source.namelist()}
    name = "word/document.xml" if chance.random() < 0.6 else chance.choice(sorted(parts))
    parts[name] = _broken(chance, parts[name], [parts[name], *parts.values()])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part, content in parts.items():
            target.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def _within_pdf(chance: random.Random, data: bytes, files: list[bytes]) -> bytes:
    """One packed stream broken and packed again; the table of places no longer fits, as in a file that an editor has touched."""
    found = []
    for match in _STREAM.finditer(data):
        try:
            found.append((match, zlib.decompress(match[1])))
        except zlib.error:
            continue
    if not found:
        return _broken(chance, data, files)
    match, content = chance.choice(found)
    return data[: match.start(1)] + zlib.compress(_broken(chance, content, [content])) + data[match.end(1) :]


WITHIN = {"word": _within_word, "pdf": _within_pdf}


def mutated(reader: str, files: list[bytes], seed: str) -> bytes:
    """One input: the same for the same files and seed. Of a packed format, what is packed is broken three times of four."""
    chance = random.Random(seed)
    data = chance.choice(files)
    if reader in WITHIN and chance.random() < 0.75:
        return WITHIN[reader](chance, data, files)
    return _broken(chance, data, files)
