"""Printed lines to paragraphs: which lines are furniture, which begin a paragraph, and how the others join.

Nothing tells a paragraph's first line for certain, so the shape of the whole document is looked at first (`_shape`):

* *gap*: white space between paragraphs (a PDF's spacing, blank lines of a text);
* *indent*: first lines are indented; an indent of a single character, as some extractions leave it, must be backed by the words;
* *long*: a line is a paragraph, save where a page ended in mid-sentence;
* *flat*: neither; markers in sequence, opening phrases after a closing mark and short lines decide.

A line that would begin with a small letter or a figure after an unclosed line goes on with the paragraph in every shape.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from resdiff.models import Block, Blocks, Hint, Language, Note, SourceKind
from resdiff.normalise.ledger import Edit
from resdiff.normalise.mend import _HAN, Evidence
from resdiff.normalise.scanned import misread_formula
from resdiff.vocabulary import Marker, MarkerStyle, Vocabulary

_CLOSED = re.compile(
    r"[,;:.!?…،؛؟，；：。！？、]\W{0,3}(?:\[?\d{1,3}\]?)?$"
    r"|[;,؛،；，]\s*(?:and/or|and|or|et/ou|et|ou|y/o|y|o|e|u|и/или|и|или|و/أو|و|أو|和|或|以及|及|并)$"
)
_FIRMLY = re.compile(r"[;:.؛；：。]\W{0,3}$|[;؛；]\s*[^\W\d_]{1,3}$")
_ADDRESS = re.compile(r"https?://\S+$")
_BARE = re.compile(r"\d{1,4}$")
_SYMBOL_LINE = re.compile(r"(?:[AES]|ST|TD)/\S[\w/.() ]*\*{0,3}$")
_FOOT = re.compile(r"\d{1,3} (?=[A-ZÀ-ÝА-Я«“(])|\d{1,3}$|\*{1,3} ?(?=\w)|_{5,}$")
_ADOPTED = re.compile(
    r"(?:Adopted (?:unanimously|by \S+ votes)|Adopt[ée]e? (?:à l['’]unanimité|par \S+ voix)|Aprobada (?:por unanimidad|por \S+ votos)"
    r"|Принята (?:единогласно|\S+ голосами)).{0,120}$",
    re.IGNORECASE,
)
"""How the yearly volumes end a resolution: the vote and the meeting, below the last paragraph."""
_TAIL = 12
"""How many lines above a page number may be notes."""


class Role(StrEnum):
    COVER = "cover"
    FURNITURE = "furniture"
    NOTE = "note"
    START = "start"
    GOES_ON = "goes on"


class Shape(StrEnum):
    GAP = "gap"
    INDENT = "indent"
    LONG = "long"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Plan:
    """What each block is, edits that make paragraphs of them, the first block of each paragraph, and the notes taken out."""

    roles: tuple[Role, ...]
    rules: tuple[str, ...]
    edits: tuple[Edit, ...]
    firsts: tuple[int, ...]
    notes: tuple[Note, ...]


def plan(blocks: Blocks, vocabulary: Vocabulary, evidence: Evidence) -> Plan:
    """How the lines of a document become paragraphs."""
    lines = _Lines(blocks, vocabulary)
    roles, rules = lines.roles()
    edits, firsts = _edits(blocks.blocks, roles, rules, evidence)
    return Plan(tuple(roles), tuple(rules), tuple(edits), tuple(firsts), lines.notes)


class _Lines:
    """The lines of one document and what is usual among them."""

    def __init__(self, blocks: Blocks, vocabulary: Vocabulary) -> None:
        self.blocks = blocks.blocks
        self.kind = blocks.kind
        self.vocabulary = vocabulary
        self.language = vocabulary.language
        self.texts = [block.text.strip() for block in self.blocks]
        self.notes: tuple[Note, ...] = ()
        self.repeated = {t for t, n in Counter(self.texts).items() if n > 1 and len(t) < 120}
        self.expected: dict[MarkerStyle, int] = {}
        self.sure = False
        """Whether every indented line may begin a paragraph, so that an indent of one character can be trusted."""
        lengths = sorted(map(len, self.texts))
        self.width = min(100, lengths[int(0.9 * (len(lengths) - 1))]) if lengths else 80
        """Characters of a full line; of a document whose lines are paragraphs, a hundred."""

    # --- furniture ---------------------------------------------------------------------------------------------------------------

    def roles(self) -> tuple[list[Role], list[str]]:
        """Each line's role, and for what is taken out the rule's name."""
        roles = [Role.GOES_ON] * len(self.blocks)
        rules = [""] * len(self.blocks)
        cover = self._cover()
        for i in range(len(self.blocks)):
            rule = self._furniture(i, i < cover)
            if rule:
                roles[i], rules[i] = Role.FURNITURE, rule
            elif i < cover:
                roles[i] = Role.COVER
        self._take_notes(roles, rules)
        self._starts(roles, cover)
        last = next((i for i in range(len(roles) - 1, -1, -1) if roles[i] in (Role.START, Role.GOES_ON)), None)
        if last is not None and last > cover and _ADOPTED.match(self.texts[last]):
            roles[last] = Role.COVER
        return roles, rules

    def _cover(self) -> int:
        """How many lines stand above the enacting words, or, where there are none, match what mastheads say without a break."""
        for i, text in enumerate(self.texts[:120]):
            if self.is_formula(text) or i < 60 and self.kind is SourceKind.TEXT and misread_formula(text, self.vocabulary):
                return i
            if self.vocabulary.marker(text) and self.vocabulary.marker(text).readings[0].style is MarkerStyle.NUMBER and i > 20:  # type: ignore[union-attr]
                break
        count = 0
        while count < len(self.texts) and (self.blocks[count].hint is Hint.MASTHEAD or self.vocabulary.is_masthead(self.texts[count])):
            count += 1
        return count

    def is_formula(self, text: str) -> bool:
        """Whether a line is the enacting words and no more."""
        plain = re.sub(r"\s+", " ", text).strip(" ,،，:")
        if not re.search(r"[,،，:]\s*$", text) or len(text) - len(plain) > 3:
            return False
        return any(plain.casefold() == words.casefold() for words in self.vocabulary.enacting)

    def _furniture(self, i: int, cover: bool) -> str:
        """The rule's name where a line is furniture, else "". A symbol alone on a line may be the end of a sentence: it must be repeated, or
        stand beside another such line."""
        text = self.texts[i]
        if self.blocks[i].hint is Hint.MASTHEAD and not cover:
            return "running line"
        if _ADDRESS.match(text) and " " not in text and self._is_link(text):
            return "address"
        if cover:
            return ""
        if not self.vocabulary.is_furniture(text):
            return "page number" if _BARE.match(text) and self._beside_furniture(i) and not self._ends_sentence(i) else ""
        if _SYMBOL_LINE.match(text) and not (text in self.repeated or self._beside_furniture(i)):
            return ""
        return "running line"

    def _is_link(self, text: str) -> bool:
        return self.vocabulary.is_furniture(text)

    def _beside_furniture(self, i: int) -> bool:
        return any(
            0 <= j < len(self.texts) and not _BARE.match(self.texts[j]) and not _SYMBOL_LINE.match(self.texts[j])
            and self.vocabulary.is_furniture(self.texts[j]) and not _ADDRESS.match(self.texts[j])
            for j in (i - 2, i - 1, i + 1, i + 2)
        ) or i in (0, len(self.texts) - 1)

    def _ends_sentence(self, i: int) -> bool:
        """Whether a bare number is the last word of the line above: that line ends in a word such as "of" or "paragraph"."""
        return False

    def _take_notes(self, roles: list[Role], rules: list[str]) -> None:
        """Mark notes that stand at the foot of a page, above its number: lines from the first that begins with a bare number and no stop."""
        if self.kind is not SourceKind.TEXT:
            return
        found: list[Note] = []
        for i, role in enumerate(roles):
            if role is not Role.FURNITURE or rules[i] != "page number":
                continue
            start = next((j for j in range(max(0, i - _TAIL), i) if _FOOT.match(self.texts[j]) and self._only_notes(j, i, roles)), None)
            if start is None:
                continue
            for j in range(start, i):
                if roles[j] is Role.GOES_ON:
                    roles[j], rules[j] = Role.NOTE, "note"
            found += self._read_notes([self.texts[j] for j in range(start, i)])
        self.notes = tuple(found)

    def _only_notes(self, start: int, end: int, roles: Sequence[Role]) -> bool:
        return all(
            roles[j] is Role.GOES_ON and len(self.texts[j]) < 400 and not self._numbered(self.texts[j]) for j in range(start, end)
        )

    def _numbered(self, text: str) -> bool:
        marker = self.vocabulary.marker(text)
        return marker is not None and marker.readings[0].style in (MarkerStyle.NUMBER, MarkerStyle.LETTER)

    @staticmethod
    def _read_notes(texts: Sequence[str]) -> list[Note]:
        notes: list[Note] = []
        waiting: list[str] = []
        for text in texts:
            match = re.match(r"(\d{1,3}|\*{1,3}) ?(.*)", text)
            if match and not match[2]:
                waiting.append(match[1])
            elif match and _FOOT.match(text):
                notes.append(Note(match[1], None, None, match[2]))
            elif waiting:
                notes += [Note(id_, None, None, text if id_ == waiting[0] else "") for id_ in waiting]
                waiting = []
            elif notes:
                notes[-1] = Note(notes[-1].id, None, None, f"{notes[-1].text} {text}".strip())
        return notes + [Note(w, None, None, "") for w in waiting]

    # --- paragraphs --------------------------------------------------------------------------------------------------------------

    def _starts(self, roles: list[Role], cover: int) -> None:
        body = [i for i, role in enumerate(roles) if role is Role.GOES_ON]
        shape = self._shape(body)
        base = self._base(body)
        self.sure = shape is Shape.INDENT and not self._spurious(body, base)
        last: int | None = None
        for i in body:
            marker = self.vocabulary.marker(self.texts[i])
            broken = last is not None and i != last + 1
            if last is None or self._begins(shape, base, last, i, marker, broken, roles):
                roles[i] = Role.START
                self._count(marker)
            last = i
        self._cover_starts(roles, cover)

    def _spurious(self, body: Sequence[int], base: float) -> bool:
        """Whether some indented line plainly goes on with the sentence of the line above."""
        return any(
            (self.blocks[i].indent or 0.0) > base and self._lower(self.texts[i]) and not _FIRMLY.search(self.texts[last])
            and self.vocabulary.marker(self.texts[i]) is None
            for last, i in zip(body, body[1:], strict=False)
        )

    def _cover_starts(self, roles: list[Role], cover: int) -> None:
        """Lines of the cover each stand alone, save a line that goes on at the margin where others are indented."""
        indents = {self.blocks[i].indent for i in range(cover) if roles[i] is Role.COVER}
        least = min((n for n in indents if n is not None), default=0.0)
        several = len(indents) > 1 and self.kind is SourceKind.TEXT
        first = True
        for i in range(cover):
            if roles[i] is not Role.COVER:
                continue
            goes_on = several and not first and self.blocks[i].indent == least and not self.blocks[i].gap
            roles[i] = Role.GOES_ON if goes_on else Role.COVER
            first = False

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
        gaps = sum(block.gap for block in blocks)
        if gaps >= max(2, 0.05 * len(blocks)) and gaps < len(blocks) - 1 or gaps and gaps == len(blocks) - 1:
            return Shape.GAP
        base = self._base(body)
        indented = sum((block.indent or 0) > base for block in blocks)
        return Shape.INDENT if 0 < indented and (indented < len(blocks) or len(blocks) == 1) else Shape.LONG if upper > 120 else Shape.FLAT

    def _base(self, body: Sequence[int]) -> float:
        """The indent of lines that go on: the least common one among those seen often."""
        counts = Counter(self.blocks[i].indent or 0.0 for i in body)
        often = [indent for indent, n in counts.items() if n >= 0.1 * len(body)]
        return min(often) if often else min(counts, default=0.0)

    def _begins(
        self, shape: Shape, base: float, last: int, i: int, marker: Marker | None, broken: bool, roles: Sequence[Role]
    ) -> bool:
        """Whether line `i` begins a paragraph; `last` is the line before it that is kept, `broken` whether something was taken out between."""
        block, before = self.blocks[i], self.blocks[last]
        text, above = self.texts[i], self.texts[last]
        if self.is_formula(text) or self.is_formula(above):
            return True
        if self._alone(above) and roles[last] is Role.START:
            return False
        if self.kind is SourceKind.PDF:
            return self._begins_printed(base, last, i, marker, roles)
        closed = bool(_CLOSED.search(above))
        deeper = (block.indent or 0.0) - base
        if block.gap and not broken or shape is Shape.INDENT and deeper >= 2:
            return closed or not self._lower(text) or marker is not None or self._room(above, text)
        if shape is Shape.INDENT:
            return deeper > 0 and self._plausible(text, above, marker)
        if shape is Shape.GAP:
            if block.gap or broken:
                return self._plausible(text, above, marker)
            return self._in_sequence(marker) and bool(_FIRMLY.search(above)) or self._heads(above, roles[last], marker)
        if shape is Shape.LONG:
            if marker is not None and (closed or self._in_sequence(marker)):
                return True
            if closed and not broken:
                return not self._small(text) or bool(_FIRMLY.search(above)) or self._opens(text)
            return self._plausible(text, above, marker) and (closed or block.gap or self._opens(text) or len(above) < 60)
        return self._begins_flat(text, above, marker, closed)

    def _begins_flat(self, text: str, above: str, marker: Marker | None, closed: bool) -> bool:
        if marker is not None and self._in_sequence(marker):
            return closed
        return closed and self._opens(text) and not self._small(text)

    def _begins_printed(self, base: float, last: int, i: int, marker: Marker | None, roles: Sequence[Role]) -> bool:
        """For a PDF: white space above begins a paragraph; at the top of a page, the indent and the words."""
        block, before = self.blocks[i], self.blocks[last]
        text, above = self.texts[i], self.texts[last]
        closed = bool(_CLOSED.search(above))
        heading = block.hint is Hint.HEADING
        if heading != (before.hint is Hint.HEADING):
            return True
        if heading:
            return block.gap or marker is not None
        if block.page == before.page:
            if block.gap:
                return closed or not self._small(text) or marker is not None or (block.indent or 0) > base + 6
            shift = (block.indent or 0) - (before.indent or 0)
            return shift > 6 and closed and (self._in_sequence(marker) or roles[last] is not Role.START and not self._small(text)) or (
                self._in_sequence(marker) and bool(_FIRMLY.search(above)) and abs(shift) > 3
            )
        if marker is not None and (closed or self._in_sequence(marker)) and ((block.indent or 0) > base + 6 or _FIRMLY.search(above)):
            return True
        if (block.indent or 0) > base + 6 and closed:
            return (block.indent or 0) != (before.indent or 0) or bool(_FIRMLY.search(above)) or self._opens(text)
        return bool(_FIRMLY.search(above)) and not self._small(text) and not above.endswith(".")

    def _plausible(self, text: str, above: str, marker: Marker | None) -> bool:
        """Whether the words themselves allow a paragraph to begin here."""
        closed = bool(_CLOSED.search(above))
        if marker is not None:
            return closed or self._in_sequence(marker)
        if self.language in (Language.AR, Language.ZH):
            return closed or self._opens(text) or len(above) < 0.6 * self.width
        if self._small(text):
            short = len(above) < 0.75 * self.width and self._room(above, text)
            return bool(_FIRMLY.search(above)) or short or (self.language is Language.RU and closed and self._opens(text))
        return closed or self._opens(text) or self._room(above, text) or self.sure

    def _room(self, above: str, text: str) -> bool:
        """Whether the first word of a line would have stood, with room to spare, on the line above: the break was meant."""
        return len(above) + len(text.split(None, 1)[0]) + 5 < self.width

    def _heads(self, above: str, role: Role, marker: Marker | None) -> bool:
        """Whether the line above is a heading, so that a numbered line after it begins a paragraph."""
        return role is Role.START and len(above) < 80 and not _CLOSED.search(above) and self._in_sequence(marker)

    def _alone(self, text: str) -> bool:
        """Whether a line is a marker and no more, as some extractions split it from its paragraph."""
        marker = self.vocabulary.marker(text)
        return marker is not None and not text[marker.end :].strip() and marker.readings[0].style is not MarkerStyle.CAPITAL

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
        return self.vocabulary.opening(text) is not None and (text[:1].isupper() or self.language in (Language.RU, Language.AR, Language.ZH))

    def _in_sequence(self, marker: Marker | None) -> bool:
        """Whether a marker is the first of its kind or the one after the last seen."""
        if marker is None:
            return False
        return any(
            r.style is MarkerStyle.BULLET or r.ordinal == 1 or r.ordinal == self.expected.get(r.style, 1) for r in marker.readings
        )

    def _count(self, marker: Marker | None) -> None:
        if marker is None:
            return
        for reading in marker.readings:
            if reading.ordinal == 1 or reading.ordinal == self.expected.get(reading.style, 1):
                self.expected[reading.style] = reading.ordinal + 1
                return
        self.expected[marker.readings[0].style] = marker.readings[0].ordinal + 1


def _edits(
    blocks: Sequence[Block], roles: Sequence[Role], rules: Sequence[str], evidence: Evidence
) -> tuple[list[Edit], list[int]]:
    """Edits on the lines joined by line feeds that take out furniture and notes and join what goes on; the first block of each paragraph."""
    edits: list[Edit] = []
    firsts: list[int] = []
    starts, at = [], 0
    for block in blocks:
        starts.append(at)
        at += len(block.text) + 1
    kept: int | None = None
    for i, block in enumerate(blocks):
        start, end = starts[i], starts[i] + len(block.text)
        if roles[i] in (Role.FURNITURE, Role.NOTE):
            edits.append(Edit(start, end + 1, "", rules[i]))
            continue
        if kept is None or roles[i] in (Role.START, Role.COVER):
            firsts.append(i)
        else:
            edits.append(_joint(starts[kept] + len(blocks[kept].text), blocks[kept].text, block.text, evidence))
        kept = i
    tail = len(blocks) - 1 - (kept if kept is not None else -1)
    if tail:
        edits = _moved_back(edits, tail, at - 1)
    return edits, firsts


def _moved_back(edits: list[Edit], tail: int, length: int) -> list[Edit]:
    """The same edits, but the last `tail` lines go with the line feed before them rather than the one after."""
    moved = [Edit(max(0, e.start - 1), min(e.end - 1, length), e.text, e.rule) for e in edits[-tail:]]
    if moved[0].start == 0 and edits[-tail].start == 0:
        moved = [Edit(0, edits[-tail].end - 1, "", moved[0].rule), *moved[1:]]
    return [*edits[:-tail], *moved]


def _joint(at: int, above: str, below: str, evidence: Evidence) -> Edit:
    """The edit that joins two lines, the first ending at `at`: by a space, by nothing between Chinese characters, and at a hyphen with or
    without it."""
    left, right = above[-1:], below[:1]
    if re.match(f"[{_HAN}]", left) or re.match(f"[{_HAN}]", right):
        return Edit(at, at + 1, "", "line joined")
    before = re.search(r"([^\W\d_]+)[-\u2010\u00ad]$", above)
    after = re.match(r"[^\W\d_]+", below)
    if before and after:
        if left != "\u00ad" and evidence.hyphen_stays(before[1], after[0]):
            return Edit(at, at + 1, "", "line joined at a hyphen")
        return Edit(at - 1, at + 1, "", "line-end hyphen")
    if re.search(r"\d[-\u2010]$", above) and right.isalnum():
        return Edit(at, at + 1, "", "line joined at a hyphen")
    return Edit(at, at + 1, " ", "line joined")
