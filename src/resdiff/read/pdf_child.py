"""The process that holds the native PDF library, so that a crash, a hang or a hunger for memory there is only an error here.

It is run by path, imports nothing of resdiff, and speaks over its standard streams: a request is 8 bytes of length and the PDF; an answer
is, for each page as soon as it is read, 8 bytes of length and JSON, `[width, height, scan, [piece...]]`, and in the same way at its end
`{"failed": [page...]}` or `{"error": kind, "what": words}` (encrypted, broken, memory, large). A piece is a run of characters without a
space inside and of one style: `[text, x0, x1, y, size, style, before]`; x0 and x1 are its left and right edge, y its baseline measured
from the top of the page, size the height of its font, all in points; style adds 1 for italic, 2 for bold, 4 for a barcode; before tells
what stood in front of it: 0 nothing, 1 a printed space, 2 a space that the library inferred from a gap, 3 a new line. scan is 1 when an
image covers the page or text on it is invisible, so that the text is what a recogniser made of it. On a page with right-to-left letters
each character is a piece of its own, printed spaces too: what is drawn from right to left has no word before the order is known.
"""

from __future__ import annotations

import ctypes
import gc
import json
import re
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any

MEMORY = 640 << 20
"""Bytes of address space that the process may take; some 150 MB are its own, 500 pages of text take as much."""
PAGES = 500
"""Pages that are read at most. The longest reports to the Council have some 400."""
CHARACTERS = 60_000
"""Characters of one page that are read at most; a dense page of the Official Records has 8,000."""
SECONDS = 8
"""For opening the file, and for each page; a page of text takes 0.03. Then the system ends the process (not on Windows)."""

NOTHING, SPACE, INFERRED, LINE = range(4)
PICTURE, SCAN = 1, 2
FEW = 300
"""Characters of a page that may be the furniture and the caption of a drawing."""
ITALIC, BOLD, BARCODE = 1, 2, 4
_FORCE_BOLD = 1 << 18
_ITALIC_FLAG = 1 << 6


def _limit() -> None:
    """Bound the process's memory where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    bound = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))


def _style(raw: Any, page: Any, index: int, buffer: Any, flags: Any) -> int:
    """The style of one character, from its font's flags and name."""
    size = raw.FPDFText_GetFontInfo(page, index, buffer, len(buffer), flags)
    name = buffer.raw[: max(0, min(size, len(buffer)) - 1)].decode("utf-8", "replace").lower()
    style = 0
    if "italic" in name or "oblique" in name or flags.value & _ITALIC_FLAG:
        style |= ITALIC
    if "bold" in name or flags.value & _FORCE_BOLD:
        style |= BOLD
    if "barcode" in name or "3 of 9" in name:
        style |= BARCODE
    return style


class _Pen:
    """Gathers characters into pieces."""

    def __init__(self, height: float, apart: bool) -> None:
        self.height = height
        self.apart = apart
        self.pieces: list[list[Any]] = []
        self.before = LINE
        self.open = False

    def space(self, kind: int) -> None:
        self.open = False
        self.before = (
            max(self.before, kind) if LINE in (self.before, kind) else kind if self.before == NOTHING else min(self.before, kind)
        )

    def glyph(self, text: str, left: float, right: float, base: float, size: float, style: int) -> None:
        y = round(self.height - base, 2)
        last = self.pieces[-1] if self.open and not self.apart else None
        if (
            last
            and last[5] == style
            and abs(last[3] - y) < 0.5
            and abs(last[4] - size) < 0.2
            and -0.5 * size < left - last[2] < 0.6 * size
        ):
            last[0] += text
            last[2] = max(last[2], round(right, 2))
            return
        self.pieces.append([text, round(left, 2), round(right, 2), y, round(size, 2), style, self.before])
        self.open, self.before = True, NOTHING


def _page(raw: Any, page: Any) -> list[Any]:
    """Width, height, what its images are (`SCAN`, `PICTURE` or 0) and pieces of one page, in the library's order."""
    text = page.get_textpage()
    if text.count_chars() > CHARACTERS:
        raise OverflowError
    width, height = page.get_size()
    left, bottom, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    handle = text.raw
    pen, hands = _Pen(height, bool(_RTL.search(text.get_text_range()))), _Hands(raw, handle)
    # a look-up of a name costs as much as a call here, and there are a million of them
    unicode, generated, loose, origin = (
        raw.FPDFText_GetUnicode,
        raw.FPDFText_IsGenerated,
        raw.FPDFText_GetLooseCharBox,
        raw.FPDFText_GetCharOrigin,
    )
    for index in range(text.count_chars()):
        code = unicode(handle, index)
        # the library makes up spaces and line ends, and nothing else
        if code in _MADE_UP and generated(handle, index) == 1:
            pen.space(LINE if code in (10, 13) else INFERRED)
            continue
        if code in _NO_TEXT or 0xD800 <= code < 0xE000:
            if code == 0 or not pen.apart:
                continue
            code = _TATWEEL  # the stretch between two letters, which has no code of its own in many fonts
        char = "\u00ad" if code in (2, 0xFFFE) else chr(code)
        if char.isspace() and not (pen.apart and code in (32, 0xA0)):
            pen.space(LINE if code in (10, 13) else SPACE)
            continue
        loose(handle, index, box)
        origin(handle, index, left, bottom)
        x, y = left.value, bottom.value
        if not -50 < x < width + 50 or not -50 < y < height + 50:
            continue
        if char == " " and box.right - x < 0.1:
            pen.space(INFERRED)  # made up, though the library does not say so
            continue
        size, style = hands.of(index)
        pen.glyph(char, x, max(box.right, x), y, size, style)
    return [
        round(width, 2),
        round(height, 2),
        SCAN if hands.unseen > 0.1 * len(hands.seen) else _images(raw, page, width * height, text.count_chars()),
        pen.pieces,
    ]


_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdfd\ufe70-\ufefc]")
_TATWEEL = 0x640
_NO_TEXT = frozenset((*range(2), *range(3, 9), *range(14, 32), 0x7F, 0xFFFF))
"""Codes of glyphs that stand for no character: control codes, save white space and the hyphen at the end of a line (2)."""
_MADE_UP = frozenset((0, 10, 13, 32, 0xA0))


class _Hands:
    """Size and style of each run of characters that a page sets in one go: all its characters share them."""

    def __init__(self, raw: Any, page: Any) -> None:
        self.raw, self.page = raw, page
        self.seen: dict[int | None, tuple[float, int]] = {}
        self.unseen = 0
        self._matrix, self._flags, self._buffer = raw.FS_MATRIX(), ctypes.c_int(), ctypes.create_string_buffer(128)

    def of(self, index: int) -> tuple[float, int]:
        """Height of the font in points, and style, of one character."""
        run = self.raw.FPDFText_GetTextObject(self.page, index)
        key = ctypes.addressof(run.contents) if run else None
        held = self.seen.get(key)
        if held is None:
            self.raw.FPDFText_GetMatrix(self.page, index, self._matrix)
            size = self.raw.FPDFText_GetFontSize(self.page, index) * abs(self._matrix.d or self._matrix.b or 1)
            held = self.seen[key] = (size, _style(self.raw, self.page, index, self._buffer, self._flags))
            if self.raw.FPDFTextObj_GetTextRenderMode(run) == self.raw.FPDF_TEXTRENDERMODE_INVISIBLE:
                self.unseen += 1
        return held


def _images(raw: Any, page: Any, area: float, characters: int) -> int:
    """SCAN where images cover two thirds of a page; PICTURE where they cover a tenth, or where a drawing does on a page of few characters
    (on others the text itself may lie in it)."""
    covered = drawn = 0.0
    for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM], max_depth=2):
        x0, y0, x1, y1 = shape.get_bounds()
        if shape.type == raw.FPDF_PAGEOBJ_IMAGE:
            covered += (x1 - x0) * (y1 - y0)
        elif characters < FEW:
            drawn += (x1 - x0) * (y1 - y0)
    if covered > 0.66 * area:
        return SCAN
    return PICTURE if covered + drawn > 0.1 * area else 0


def _answer(data: bytes, say: Callable[[Any], None]) -> dict[str, Any]:
    """Reads a PDF and says each page; gives what ends the answer."""
    import pypdfium2
    import pypdfium2.raw as raw

    _clock(SECONDS)
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        kind = "encrypted" if "password" in str(error).lower() or "security" in str(error).lower() else "broken"
        return {"error": kind, "what": str(error)}
    if count > PAGES:
        return {"error": "large", "what": f"it has {count:,} pages, and at most {PAGES} are read"}
    failed = []
    for number in range(count):
        _clock(SECONDS)
        try:
            page = document[number]
            say(_page(raw, page))
            page.close()
        except OverflowError:
            return {"error": "large", "what": f"page {number + 1} has more than {CHARACTERS:,} characters"}
        except pypdfium2.PdfiumError:
            failed.append(number + 1)
            say([0.0, 0.0, 0, []])
    document.close()
    return {"failed": failed}


def _clock(seconds: int) -> None:
    """Let the system end this process after so many seconds, where it can; nought stops the clock."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def main() -> None:
    """Answer requests until the input ends. Cycles are looked for between two requests only: half a million pieces have none, and looking
    through them time and again takes a quarter of the time."""
    _limit()
    gc.disable()
    source, out = sys.stdin.buffer, sys.stdout.buffer

    def say(what: Any) -> None:
        body = json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        out.write(struct.pack(">Q", len(body)) + body)
        out.flush()

    while len(head := source.read(8)) == 8:
        data = source.read(struct.unpack(">Q", head)[0])
        try:
            said = _answer(data, say)
        except MemoryError:
            said = {"error": "memory", "what": ""}
        _clock(0)
        say(said)
        del data, said
        gc.collect()


if __name__ == "__main__":
    main()
