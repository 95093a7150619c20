"""Printed pages (PDF), with the geometry of documents as issued since 2025: letter paper, body from 123 to 489 points, furniture at 60.

The same text gives the same bytes. Fonts are those that every reader has, so languages are those of Western Europe.
"""

from __future__ import annotations

import io
import re
from functools import cache

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from .sentences import WORDS
from .texts import Text, spelled

LEFT, RIGHT, EDGE, FAR = 123.0, 489.0, 60.0, 552.0
HEIGHT, TOP, BOTTOM, PITCH, GAP, SIZE = 792.0, 72.0, 722.0, 12.0, 6.0, 10.0
ROMAN, ITALIC, BOLD = "Times-Roman", "Times-Italic", "Times-Bold"
Word = tuple[tuple[str, str], ...]
"""What stands between two spaces: runs of (font, letters)."""


@cache
def pdf(text: Text) -> bytes:
    """The text as printed."""
    return _Print(text).done()


class _Print:
    """One document on its way to the page; `y` is measured from the top."""

    def __init__(self, text: Text) -> None:
        self.text, self.words = text, WORDS[text.language]
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=(612, HEIGHT), invariant=1, pageCompression=0)
        self.canvas.setTitle(text.symbol)
        self.page, self.y = 1, 0.0
        self.feet: list[int] = []

    def done(self) -> bytes:
        self.cover()
        formula = {"assembly": "ga_formula", "resolution": "formula", "draft": "formula"}.get(self.text.family)
        if formula:
            self.paragraph(self.words[formula], LEFT + 24)
        for part in self.text.parts:
            indent = LEFT + 24 * max(part.level, 1)
            if part.kind == "heading":
                self.paragraph(part.text, LEFT + 36)
            elif part.level > 1:
                self.paragraph(part.text, indent + 24, part.marker, indent, LEFT + 24 * (part.level - 1))
            elif part.marker:
                self.paragraph(part.text, indent + 24, part.marker, indent)
            else:
                self.paragraph(part.text, indent)
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()

    def at(self, x: float, y: float, said: str, font: str = ROMAN, size: float = SIZE) -> float:
        """Print at a place; gives where it ends."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - y, said)
        return x + stringWidth(said, font, size)

    def cover(self) -> None:
        text, words = self.text, self.words
        self.at(EDGE + 60, 50, words["un"], ROMAN, 14)
        end = self.at(400, 50, text.symbol[0], ROMAN, 20)
        self.at(end, 50, text.symbol[1:] + text.star)
        self.canvas.line(EDGE, HEIGHT - 56, FAR, HEIGHT - 56)
        self.at(EDGE + 60, 70, words["specimen"], ROMAN, 8)
        self.at(EDGE + 60, 100, words["ga" if text.family == "assembly" else "organ"], BOLD, 14)
        self.at(430, 100, words["distr"])
        self.at(430, 112, spelled(text.day, text.language))
        self.canvas.line(EDGE, HEIGHT - 140, FAR, HEIGHT - 140)
        self.y = 170
        for line, size in ((text.title, 14), (text.adopted, 12)):
            for row in _wrap([((BOLD, word),) for word in line.split(" ")], 0, RIGHT - LEFT, size) if line else []:
                self.at(LEFT, self.y, " ".join(word[0][1] for word in row), BOLD, size)
                self.y += size + 2
            self.y += 10
        self.foot()

    def foot(self) -> None:
        """What stands below every page, and above all but the first."""
        if self.page == 1:
            self.at(EDGE, 748, f"{self.text.job} ({self.words['letter']})", ROMAN, 8.5)
            self.at(EDGE, 762, f"*{self.text.job.replace('-', '')}*", ROMAN, 8.5)
            return
        odd = self.page % 2
        width = stringWidth(self.text.symbol, BOLD, 8.5)
        self.at(FAR - width if odd else EDGE, 50, self.text.symbol, BOLD, 8.5)
        self.at(EDGE if odd else FAR - stringWidth(self.text.job, ROMAN, 7), 752, self.text.job, ROMAN, 7)
        number = str(self.page)
        self.at(FAR - stringWidth(number, BOLD, 8.5) if odd else EDGE, 752, number, BOLD, 8.5)

    def room(self, lines: int) -> None:
        """Turn the page where so many lines find no room."""
        if self.y + lines * PITCH > BOTTOM:
            self.canvas.showPage()
            self.page, self.y = self.page + 1, TOP
            self.foot()

    def paragraph(self, said: str, first: float, marker: str = "", at: float = 0.0, left: float = LEFT) -> None:
        """A justified paragraph whose first line begins at `first`, its number at `at`, the others at `left`."""
        lines = _wrap(_words(said), first - left, RIGHT - left, SIZE)
        self.room(min(2, len(lines)))
        for number, line in enumerate(lines):
            self.room(1)
            if number == 0 and marker:
                self.at(at, self.y, marker)
            self.line(line, first if number == 0 else left, last=number == len(lines) - 1)
            self.y += PITCH
        self.y += GAP

    def line(self, words: list[Word], x: float, *, last: bool) -> None:
        free = RIGHT - x - _width(words, SIZE)
        drawn = self.canvas.beginText(x, HEIGHT - self.y)
        drawn.setWordSpace(free / (len(words) - 1) if len(words) > 1 and not last else 0)
        for number, word in enumerate(words):
            for turn, (font, letters) in enumerate(word):
                drawn.setFont(font, SIZE)
                end = number < len(words) - 1 and turn == len(word) - 1
                drawn.textOut(letters + " " if end else letters)
        self.canvas.drawText(drawn)


def _words(said: str) -> list[Word]:
    """The words of a text with their fonts; a no-break space does not part words (it is printed as a space)."""
    words: list[list[tuple[str, str]]] = [[]]
    for turn, run in enumerate(re.split(r"\*", said)):
        font = ITALIC if turn % 2 else ROMAN
        for number, letters in enumerate(run.split(" ")):
            if number:
                words.append([])
            if letters:
                words[-1].append((font, letters.replace("\u00a0", " ").replace("\u2011", "-")))
    return [tuple(word) for word in words if word]


def _width(words: list[Word], size: float) -> float:
    letters = sum(stringWidth(said, font, size) for word in words for font, said in word)
    return letters + sum(stringWidth(" ", word[-1][0], size) for word in words[:-1])


def _wrap(words: list[Word], first: float, width: float, size: float) -> list[list[Word]]:
    """Lines of words; the first is shorter by `first` points."""
    lines: list[list[Word]] = [[]]
    room = width - first
    for word in words:
        if lines[-1] and _width([*lines[-1], word], size) > room:
            lines.append([])
            room = width
        lines[-1].append(word)
    return lines
