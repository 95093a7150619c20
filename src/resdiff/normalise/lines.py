"""Printed lines to paragraphs: which line begins one.

Nothing tells a paragraph's first line for certain, so the shape of the whole document is looked at first (`Shape`). A line that would
begin with a small letter or a figure after an unclosed line goes on with the paragraph in every shape, unless the line above had room for
its first word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from resdiff.models import Blocks, Hint, Language, Masthead, Note, SourceKind
from resdiff.normalise.apart import Apart, Role, is_formula
from resdiff.normalise.joints import joints
from resdiff.normalise.ledger import Edit
from resdiff.normalise.mend import HAN, Evidence
from resdiff.normalise.typed import RAISED, Typed
from resdiff.vocabulary import TALKS, Marker, MarkerStyle, Vocabulary, talks

_CLOSED = re.compile(
    rf"[,;:.!?…،؛؟，；：。！？、]\W{{0,3}}(?:\[?\d{{1,3}}\]?|[{RAISED}]{{1,3}}\W?)?$"
    r"|[;,؛،；，]\s*(?:and/or|and|or|et/ou|et|ou|y/o|y|o|e|u|и/или|и|или|و/أو|و|أو|和|或|以及|及|并)$"
    rf"|{TALKS}\W{{0,3}}$"
)
_FIRMLY = re.compile(rf"[;:.؛；：。]\W{{0,3}}[{RAISED}]{{0,3}}$|[;؛；]\s*[^\W\d_]{{1,3}}$|{TALKS}\W{{0,3}}$")
_SHARE = 0.6
"""How many of the lines that look like a paragraph's first must be set off in one way for that to be the document's way."""
_PIECE = re.compile(rf"[{HAN}]|[^\s{HAN}]+")
_CASELESS = frozenset({Language.RU, Language.AR, Language.ZH})
"""Languages where a small letter does not tell that a sentence goes on: Russian recitals begin with one."""


class Shape(StrEnum):
    """How a document sets its paragraphs off."""

    GAP = "gap"
    """By white space: a PDF's spacing, blank lines of a text."""
    INDENT = "indent"
    """By an indented first line; an indent of one character, as some extractions leave it, must be backed by the words."""
    LONG = "long"
    """A line is a paragraph, save where a page ended in mid-sentence."""
    FLAT = "flat"
    """Not at all: markers in sequence, and opening phrases after a closing mark, decide."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What each block is, edits that make paragraphs of them, the first block of each paragraph, and the notes taken out."""

    roles: tuple[Role, ...]
    edits: tuple[Edit, ...]
    firsts: tuple[int, ...]
    notes: tuple[Note, ...]
    typed: tuple[Typed, ...]
    """Those of the notes that a typed draft prints."""
    masthead: Masthead
    """What lines below the cover say for it."""


def plan(blocks: Blocks, vocabulary: Vocabulary, evidence: Evidence) -> Plan:
    """How the lines of a document become paragraphs."""
    apart = Apart(blocks, vocabulary)
    roles = apart.roles
    body = [i for i, role in enumerate(roles) if role is Role.GOES_ON and i >= apart.cover and i not in apart.adoption]
    _Starts(blocks, vocabulary, apart.texts).find(roles, body)
    for last, i in pairwise(body):
        if Role.COVER in roles[last + 1 : i]:
            roles[i] = Role.START  # what stands below the line of adoption does not go on with it
    edits, firsts = joints(blocks.blocks, roles, apart.rules, evidence)
    return Plan(tuple(roles), tuple(edits), tuple(firsts), apart.notes, apart.typed, apart.masthead)


class _Starts:
    """Finds the lines that begin a paragraph."""

    def __init__(self, blocks: Blocks, vocabulary: Vocabulary, texts: Sequence[str]) -> None:
        self.blocks = blocks.blocks
        self.kind = blocks.kind
        self.vocabulary = vocabulary
        self.language = vocabulary.language
        self.texts = texts
        self.expected: dict[MarkerStyle, int] = {}
        self.bases: dict[int | None, float] = {}
        self.sure = False
        """Whether every indented line may begin a paragraph, so that an indent of one character can be trusted."""
        lengths = sorted(map(len, self.texts))
        self.width = min(100, lengths[int(0.9 * (len(lengths) - 1))]) if lengths else 80
        """Characters of a full line; of a document whose lines are paragraphs, a hundred."""

    def find(self, roles: list[Role], body: Sequence[int]) -> None:
        """Give the lines of the body that begin a paragraph the role START."""
        self.bases = self._bases(body)
        shape = self._shape(body)
        self.sure = shape is Shape.INDENT and not self._spurious(body)
        last: int | None = None
        for i in body:
            marker = self.vocabulary.marker(self.texts[i])
            broken = last is not None and i != last + 1
            if last is None or self._begins(shape, last, i, marker, broken, roles):
                roles[i] = Role.START
                self._count(marker)
            last = i

    def _spurious(self, body: Sequence[int]) -> bool:
        """Whether indented lines plainly go on with the sentence of the line above. Where small letters do not tell, an unclosed full line
        above may be a heading, so that one in twenty-five is no proof."""
        indented = found = 0
        for last, i in pairwise(body):
            text, above = self.texts[i], self.texts[last]
            if self._deeper(i) <= 0:
                continue
            indented += 1
            if self.vocabulary.marker(text) is not None:
                continue
            if self.language not in _CASELESS:
                found += len(body) * (text[:1].islower() and not _FIRMLY.search(above))
            elif not _CLOSED.search(above) and not self._room(above, text) and not self._opens(text):
                found += 1
        return found > 0.04 * indented

    def _shape(self, body: Sequence[int]) -> Shape:
        blocks = [self.blocks[i] for i in body]
        if not blocks:
            return Shape.FLAT
        if self.kind is SourceKind.PDF:
            return Shape.GAP
        lengths = sorted(len(block.text) for block in blocks)
        upper = lengths[int(0.9 * (len(lengths) - 1))]
        if lengths[-1] > 2.2 * upper or upper > (90 if self.language is Language.ZH else 170):
            return Shape.LONG
        likely = [i for last, i in pairwise(body) if i == last + 1 and _CLOSED.search(self.texts[last]) and self._looks_first(i)]
        if len(likely) < 3:
            likely = list(body[1:])
        gapped = sum(self.blocks[i].gap for i in likely)
        indented = sum(self._deeper(i) > 0 for i in likely)
        enough = 1 if len(likely) == len(body) - 1 else max(1.0, _SHARE * len(likely))
        if max(gapped, indented) >= enough:
            return Shape.GAP if gapped > indented else Shape.INDENT
        return Shape.LONG if upper > 120 else Shape.FLAT

    def _looks_first(self, i: int) -> bool:
        """Whether a line's words are those a paragraph begins with."""
        return self.vocabulary.marker(self.texts[i]) is not None or self._opens(self.texts[i])

    def _bases(self, body: Sequence[int]) -> dict[int | None, float]:
        """For each page of a text (a PDF's indents are measured from the margin already) the indent of lines that go on: the least among
        those seen often."""
        pages: dict[int | None, list[float]] = {}
        for i in body:
            page = self.blocks[i].page if self.kind is SourceKind.TEXT else None
            pages.setdefault(page, []).append(self.blocks[i].indent or 0.0)
        bases = {}
        for page, indents in pages.items():
            often = [indent for indent, n in Counter(indents).items() if n >= max(1, 0.1 * len(indents))]
            bases[page] = min(often or indents)
        return bases

    def _deeper(self, i: int) -> float:
        """How much further right a line begins than lines that go on."""
        base = self.bases.get(self.blocks[i].page if self.kind is SourceKind.TEXT else None, 0.0)
        return (self.blocks[i].indent or 0.0) - base

    def _begins(self, shape: Shape, last: int, i: int, marker: Marker | None, broken: bool, roles: Sequence[Role]) -> bool:
        """Whether line `i` begins a paragraph; `last` is the line before it that is kept, `broken` whether something was taken out
        between."""
        block = self.blocks[i]
        text, above = self.texts[i], self.texts[last]
        if is_formula(text, self.vocabulary) or is_formula(above, self.vocabulary):
            return True
        if self._alone(above) and roles[last] is Role.START:
            return False
        if (block.gap or block.page != self.blocks[last].page) and self._heads_annex(text):
            return True
        if self.kind is SourceKind.PDF:
            return self._begins_printed(last, i, marker, roles)
        closed = bool(_CLOSED.search(above))
        if closed and talks.is_labelled(text[marker.end if marker else 0 :]):
            return True
        deeper = self._deeper(i)
        if (block.gap and not broken) or (shape is Shape.INDENT and deeper >= 2):
            return closed or not self._lower(text) or marker is not None or self._room(above, text)
        if shape is Shape.INDENT:
            if deeper <= 0:
                return self._next_number(marker) and bool(_FIRMLY.search(above))
            return self.sure or self._plausible(text, above, marker)
        if shape is Shape.GAP:
            if block.gap or broken:
                return self._plausible(text, above, marker)
            return (self._in_sequence(marker) and bool(_FIRMLY.search(above))) or self._heads(above, roles[last], marker)
        if shape is Shape.LONG:
            if marker is not None and (closed or self._in_sequence(marker)):
                return True
            if closed and not broken:
                return not self._small(text) or bool(_FIRMLY.search(above)) or self._opens(text)
            return self._plausible(text, above, marker) and (closed or block.gap or self._opens(text) or len(above) < 60)
        return self._begins_flat(text, above, marker, roles[last])

    def _begins_flat(self, text: str, above: str, marker: Marker | None, role: Role) -> bool:
        """For lines without any layout: a number in sequence, an opening phrase or a capital after a closing mark, and short lines. Printed
        lines differ in length by a tenth, so that a short one is only believed with fifteen characters to spare."""
        closed, slack = bool(_CLOSED.search(above)), self._slack(above, text)
        if marker is not None and self._in_sequence(marker):
            return closed or slack > 15
        if self._small(text):
            return False
        if closed and self._opens(text):
            return True
        if _FIRMLY.search(above):
            return slack > 5
        return slack > 15 and (closed or role is Role.START)

    def _begins_printed(self, last: int, i: int, marker: Marker | None, roles: Sequence[Role]) -> bool:
        """For a PDF: white space above begins a paragraph; at the top of a page, the indent and the words."""
        block, before = self.blocks[i], self.blocks[last]
        text, above = self.texts[i], self.texts[last]
        closed = bool(_CLOSED.search(above))
        heading = block.hint is Hint.HEADING
        if heading != (before.hint is Hint.HEADING) or Hint.ROW in (block.hint, before.hint):
            return True
        if heading:
            return block.gap or marker is not None
        if block.page == before.page:
            if block.gap:
                return closed or not self._small(text) or marker is not None or self._deeper(i) > 6
            shift = (block.indent or 0) - (before.indent or 0)
            return (
                shift > 6 and closed and (self._in_sequence(marker) or (roles[last] is not Role.START and not self._small(text)))
            ) or (self._in_sequence(marker) and bool(_FIRMLY.search(above)) and abs(shift) > 3)
        if marker is not None and (closed or self._in_sequence(marker)) and (self._deeper(i) > 6 or _FIRMLY.search(above)):
            return True
        if self._deeper(i) > 6 and closed:
            return (block.indent or 0) != (before.indent or 0) or bool(_FIRMLY.search(above)) or self._opens(text)
        return bool(_FIRMLY.search(above)) and not self._small(text) and not above.endswith(".")

    def _plausible(self, text: str, above: str, marker: Marker | None) -> bool:
        """Whether the words themselves allow a paragraph to begin here."""
        closed = bool(_CLOSED.search(above))
        if marker is not None:
            return closed or self._in_sequence(marker) or self._room(above, text)
        if self.language in _CASELESS:
            return closed or self._opens(text) or self._room(above, text)
        if self._small(text):
            short = len(above) < 0.75 * self.width and self._room(above, text)
            return bool(_FIRMLY.search(above)) or short
        return closed or self._opens(text) or self._room(above, text)

    def _room(self, above: str, text: str) -> bool:
        """Whether the first word of a line would have stood, with room to spare, on the line above: the break was meant."""
        return self._slack(above, text) > 4

    def _slack(self, above: str, text: str) -> int:
        """How many characters more would have stood on the line above, had the first word of this one stood there too."""
        word = _PIECE.match(text)
        return self.width - len(above) - 1 - (len(word[0]) if word else 1)

    def _heads(self, above: str, role: Role, marker: Marker | None) -> bool:
        """Whether the line above is a heading, so that a numbered line after it begins a paragraph."""
        return role is Role.START and len(above) < 80 and not _CLOSED.search(above) and self._in_sequence(marker)

    def _heads_annex(self, text: str) -> bool:
        """Whether a line, alone below white space or at the top of a page, is what heads an annex."""
        words = "|".join(map(re.escape, self.vocabulary.annex_words))
        return (
            len(text) < 24
            and bool(re.fullmatch(rf"(?:{words})(?:\s+(?:[IVX]{{1,5}}|[A-Z]|\d{{1,2}}))?", text, re.IGNORECASE))
            and text[:1] != text[:1].lower()
        )

    def _alone(self, text: str) -> bool:
        """Whether a line is a marker and no more, as some extractions split it from its paragraph."""
        marker = self.vocabulary.marker(text)
        return marker is not None and not text[marker.end :].strip() and not text[-1:].isalpha()

    def _lower(self, text: str) -> bool:
        """Whether a line begins with a small letter, in a language whose paragraphs do not."""
        return text[:1].islower() and self.language is not Language.RU

    def _small(self, text: str) -> bool:
        """Whether a line begins with a small letter, a figure or a mark that no paragraph begins with."""
        first = text[:1]
        if self.language in (Language.AR, Language.ZH):
            return first in ",.;)،؛，。；、）"
        return first.islower() or first.isdigit() or first in ",.;:)]%/"

    def _opens(self, text: str) -> bool:
        return self.vocabulary.opening(text) is not None and (
            text[:1].isupper() or self.language in (Language.RU, Language.AR, Language.ZH)
        )

    def _in_sequence(self, marker: Marker | None) -> bool:
        """Whether a marker is the first of its kind or the one after the last seen."""
        if marker is None:
            return False
        return any(
            r.style is MarkerStyle.BULLET or r.ordinal == 1 or 0 <= self.expected.get(r.style, 1) - r.ordinal <= bool(marker.suffix)
            for r in marker.readings
        )

    def _next_number(self, marker: Marker | None) -> bool:
        """Whether a marker is the paragraph number after the last seen."""
        number = MarkerStyle.NUMBER
        return (
            marker is not None
            and number in self.expected
            and any(r.style is number and 0 <= self.expected[number] - r.ordinal <= bool(marker.suffix) for r in marker.readings)
        )

    def _count(self, marker: Marker | None) -> None:
        if marker is None or (marker.suffix and any(r.ordinal == self.expected.get(r.style, 1) - 1 for r in marker.readings)):
            return
        for reading in marker.readings:
            if reading.ordinal == 1 or reading.ordinal == self.expected.get(reading.style, 1):
                self.expected[reading.style] = reading.ordinal + 1
                return
        self.expected[marker.readings[0].style] = marker.readings[0].ordinal + 1
