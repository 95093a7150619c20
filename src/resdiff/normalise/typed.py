"""Notes that a typed draft prints in its text, and the marks that bear them.

    Welcoming the report,¹         a raised figure
    Welcoming the report,[1]       a figure in square brackets, when a note of that number stands below
    Welcoming the report,1         a plain one: glued to a word or its mark, or to the comma after a year

    ¹ S/2091/123, annex.           below the last paragraph (a raised one anywhere below its mark), with or without a rule above
    [1] S/2091/123, annex.
    1 Resolution 76/189.

A line is a note by its mark and its place; a figure in the text is a mark where it can be nothing else. What is not certain stays in the
text, with a doubt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from resdiff.models import Note
from resdiff.normalise.ledger import Edit
from resdiff.normalise.scanned import glued, glued_notes

RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_FIGURES = str.maketrans(RAISED, "1230456789")
_LINE = re.compile(
    rf"(?P<raised>[{RAISED}]{{1,3}})\s*(?=\S)|\[(?P<square>\d{{1,3}})\]\s*(?=\S)"
    r"|(?P<plain>\d{1,2})[ \u00a0]{1,8}(?=[A-ZÀ-ÖØ-ÞЀ-Я«“(\u0621-\u064a\u3400-\u9fff])"
)
"""How a note begins."""
_RULE = re.compile(r"[-_—–]{3,}$")
_ENDS = re.compile(rf"[.。;；؛)\]］）”»\"]\W?(?:\d{{1,2}}|[{RAISED}]{{1,3}})?$")
_LONGEST = 12
"""Lines of the longest note that is looked at."""
_REMARKS = 3
"""Lines at most that may stand below the notes of a draft: what its author remarks on it."""
_BEFORE = r"(?:(?<=[,;:.!?،؛，；。：)\]）］»”\"'’])|(?<=[^\W\d_]{3})|(?<=[\u3400-\u9fff])(?<!米)|(?<=\b(?:19|20)\d\d))"
"""What a note's mark stands after; "km²" and "10⁶" are none."""
_RAISED = re.compile(
    rf"(?=[ ,\u00a0]{{0,2}}[{RAISED}])"  # first, for a look behind costs at every letter
    rf"(?:{_BEFORE}[ \u00a0]?|(?<=[{RAISED}])[ ,\u00a0]{{1,2}})([{RAISED}]{{1,3}})(?![\w{RAISED}])"
)
_SQUARE = re.compile(
    r"(?=[ \u00a0]?\[\d)(?<=\S)(?:(?=\[)|[ \u00a0](?=\[\d{1,3}\][,;:.،؛，；。]))\[(\d{1,3})\](?=[\s,;:.،؛，；。]|$)"
)
_GLUED = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ,;:.](?=\[)")
"""What a figure in brackets stands glued to where it is no option: these have a space before them, but in Chinese."""
_COMMA = re.compile(r"(?=\d)(?:(?<=\b(?:19|20)\d\d[,;])|(?<=[\w)»”\]）》][،؛，；]))(\d{1,2})(?![\d\w%,.،，、])")
"""A plain figure glued to the comma after a year ("of 17 December 2091,1"), or to an Arabic or Chinese one."""
NOTED = re.compile(rf"(?<=[,;:.،؛，；。])(?:[{RAISED}]{{1,3}}|\d{{1,2}})$")
"""A figure after the mark that ends a line."""
_LAST = re.compile(r"(?:(?<=[^\W\d_]{3}[,;])|(?<=\b(?:19|20)\d\d[,;])|(?<=[،؛，；]))\d{1,2}$", re.MULTILINE)
"""A plain figure after the mark that ends a paragraph."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A note that a typed text prints: where its lines begin and end, how its mark is printed ("raised", "square", "plain"), and it."""

    first: int
    last: int
    style: str
    note: Note


def _read(text: str) -> tuple[str, str, str] | None:
    """How the mark of a line that may be a note is printed, its number, and the note's words."""
    match = _LINE.match(text)
    if match is None or match.lastgroup is None:
        return None
    return match.lastgroup, match[match.lastgroup].translate(_FIGURES), text[match.end() :]


class _Lines:
    """The lines of a text that may be notes, and what stands between them."""

    def __init__(
        self,
        texts: Sequence[str],
        body: Sequence[int],
        gap: Callable[[int], bool],
        opens: Callable[[str, str], bool],
        begins: Callable[[int], bool],
    ) -> None:
        self.texts = texts
        self.gap = gap
        self.body = body
        self.place = {line: at for at, line in enumerate(body)}
        """Where a line of the body stands in it."""
        self.begins = begins
        read = ((i, _read(texts[i])) for i in body)
        self.read = {i: found for i, found in read if found and not opens(found[0], found[2])}
        """Of each line that may begin a note: how its mark is printed, the mark's number, the note's words."""
        self.borne = {(style, number) for style, number, _, _ in _marks("\n".join(texts[i][i in self.read :] for i in body))}
        """The marks that the text may bear, each with how it is printed."""

    def last(self, i: int) -> int:
        """The last line of the note that begins on line `i`: a note goes on until it is closed, or something else begins."""
        at = self.place[i]
        for line in self.body[at + 1 : at + _LONGEST]:
            if (
                line != i + 1
                or line in self.read
                or self.gap(line)
                or self.begins(line)
                or (_ENDS.search(self.texts[i]) and not self.texts[line][0].islower())
            ):
                break
            i = line
        return i

    def below(self) -> set[int]:
        """The lines that begin a note below the last paragraph: numbered in sequence, each on the line after the one before, with nothing
        but a remark or two after them; raised, below a rule, or the text bears the mark of one of them."""
        starts = sorted(self.read)
        rest = self.body[self.place[self.last(starts[-1])] + 1 :]
        if len(rest) > _REMARKS or any(self.begins(line) for line in rest):
            return set()
        run = starts[-1:]
        for i in reversed(starts[:-1]):
            style, number, _ = self.read[run[-1]]
            follows = self.body[self.place[self.last(i)] + 1] == run[-1]
            step = int(number) - int(self.read[i][1])
            if not follows or style != self.read[i][0] or not (step == 1 or (style == "raised" and step > 1)):
                break
            run.append(i)
        style, above = self.read[run[0]][0], run[-1] - 1
        ruled = above >= 0 and bool(_RULE.match(self.texts[above]))
        before = self.body[self.place[run[-1]] - 1] if self.place[run[-1]] else -1
        if not (ruled or self.gap(run[-1]) or (before >= 0 and _ENDS.search(self.texts[before]))):
            return set()
        return set(run) if style == "raised" or ruled or any((style, self.read[i][1]) in self.borne for i in run) else set()


def typed_notes(
    texts: Sequence[str],
    body: Sequence[int],
    gap: Callable[[int], bool],
    opens: Callable[[str, str], bool],
    begins: Callable[[int], bool],
) -> list[Typed]:
    """The notes among the lines of the body, in order. `gap` tells which have white space before them; `opens`, given how a line's mark is
    printed and the words after it, whether these are a paragraph's; `begins`, whether a line begins one."""
    lines = _Lines(texts, body, gap, opens, begins)
    if not lines.read:
        return []
    below = lines.below()
    found = []
    for i, (style, number, words) in sorted(lines.read.items()):
        if i in below or (style == "raised" and ("raised", number) in lines.borne):
            last = lines.last(i)
            found.append(Typed(i, last, style, Note(number, None, None, " ".join((words, *texts[i + 1 : last + 1])))))
    return found


def _marks(text: str) -> Iterator[tuple[str, str, int, int]]:
    """The figures of a text that may be a note's mark: how each is printed, its number, where it stands with a space before it."""
    for style, pattern in (("raised", _RAISED), ("square", _SQUARE), ("plain", _COMMA)):
        for match in pattern.finditer(text):
            yield style, match[1].translate(_FIGURES), match.start(), match.end()
    for figures, digits in ((r"\d", 1), (r"\d\d", 2)):
        for match in glued(figures, digits).finditer(text):
            yield "plain", match[0].strip(), match.start(), match.end()


def note_marks(text: str, typed: Sequence[Typed], notes: Sequence[Note]) -> tuple[list[tuple[Edit, str]], list[str]]:
    """The marks of notes in the text, each with the note's id, and what is not certain, in words. Of typed notes every raised figure ("¹²"
    are two where there is no note 12), every one in brackets that is glued to a word, of the others such as stand there once; of those of
    all `notes` that their place on a page tells, such as are glued where only a mark can be."""
    ids = {(note.style, note.note.id) for note in typed}
    known = {note.id for note in notes}
    marks = glued_notes(
        text, [note for note in notes if all((style, note.id) not in ids for style in ("raised", "square", "plain"))]
    )
    placed = known - {id_ for _, id_ in ids} - {id_ for _, id_ in marks}
    found: dict[tuple[str, str], dict[tuple[int, int], None]] = defaultdict(dict)
    for style, number, start, end in _marks(text):
        several = style == "raised" and (style, number) not in ids and all((style, figure) in ids for figure in number)
        for at, figure in enumerate(number if several else (number,), end - len(number)):
            found[style, figure][(at if several and at > end - len(number) else start), (at + 1 if several else end)] = None
    doubts: list[str] = []
    for style, id_ in sorted(ids | {("plain", id_) for id_ in placed}):
        places = found.get((style, id_), {})
        sure = style == "raised" or (style == "square" and all(_GLUED.match(text, start - 1) for start, _ in places))
        if places and (sure or len(places) == 1):
            marks += ((Edit(start, end, "", "note mark"), id_) for start, end in places)
        elif id_ not in placed:
            doubts.append(f"note {id_} is printed below the text: which words bear it is not certain")
    lone = {id_: None for style, id_ in found if style == "raised" and ("raised", id_) not in ids}
    lone |= {match[0]: None for match in _LAST.finditer(text) if match[0] not in known}
    if lone:
        doubts.append(f"may be marks of notes that are not printed, and stand in the text: {', '.join(sorted(lone, key=int))}")
    return marks, doubts
