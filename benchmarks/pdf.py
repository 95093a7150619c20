"""Reading a PDF against one pass over the code point, box and font of every character, in the same run. Bar: three times that pass.

Needs the real documents (RESDIFF_SHARED), or give PDFs. Usage: python -m benchmarks.pdf [FILE...]"""

from __future__ import annotations

import ctypes
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw

from benchmarks.__main__ import SHARED
from resdiff.read import read

ROUNDS = 5
BAR = 3.0
PAGES = 20


def one_pass(data: bytes) -> int:
    """Code point, box and font of every character; gives the number of pages."""
    document = pypdfium2.PdfDocument(data)
    edges = [ctypes.c_double() for _ in range(4)]
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            raw.FPDFText_GetUnicode(text, index)
            raw.FPDFText_GetCharBox(text, index, *edges)
            raw.FPDFText_GetFontInfo(text, index, name, 128, flags)
    return len(document)


def seconds(work: Callable[[bytes], object], data: bytes) -> float:
    started = time.perf_counter()
    work(data)
    return time.perf_counter() - started


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]] or sorted((SHARED / "data" / "pdf").glob("*.pdf"))
    print(f"{'file':28} {'pages':>5} {'one pass':>9} {'read':>7} {'ratio':>6}")
    for file in files:
        data = file.read_bytes()
        pages = one_pass(data)
        if pages < PAGES and len(sys.argv) == 1:
            continue
        pairs = [(seconds(one_pass, data), seconds(read, data)) for _ in range(ROUNDS)]
        ratio = statistics.median(reading / least for least, reading in pairs)
        least, reading = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{file.name:28} {pages:5} {least:8.3f}s {reading:6.3f}s {ratio:6.2f}{'  OVER' if ratio > BAR else ''}")


if __name__ == "__main__":
    main()
