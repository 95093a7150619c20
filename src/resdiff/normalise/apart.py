"""What stands around the text of printed lines: the cover, running lines, notes at the foot of pages, the vote below the last paragraph.

Nothing is lost by being told apart: cover lines stay blocks with the hint MASTHEAD, notes go to the document's notes, and what is taken
out as furniture stands in the record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from resdiff.models import Blocks, Hint, Masthead, Note, SourceKind
from resdiff.normalise.scanned import glued, misread_formula
from resdiff.normalise.typed import Typed, typed_notes
from resdiff.vocabulary import MarkerStyle, Vocabulary

_ADDRESS = re.compile(r"https?://\S+$")
_BARE = re.compile(r"\d{1,4}$")
_SYMBOL_LINE = re.compile(r"(?:[AES]|ST|TD)/\S[\w/.() ]*\*{0,3}$")
_FOOT = re.compile(r"\d{1,3} (?=[A-ZÀ-ÝА-Я«“(])|\d{1,3}$|\*{1,3} ?(?=\w)|_{5,}$")
_STOPPED = re.compile(r"[.。]\W{0,3}\d{0,3}$")
_WRAPPED = 3
"""How many printed lines the line of adoption below a resolution may take."""
_STARRED = re.compile(r"\*{1,3} ?(?=[^\W\d_])")
_JOB = re.compile(r"(?:\d{2}-\d{5}|N\d{7})\*{0,3}(?:\s?\([A-Z]\))?(?:\s\d{6})*")
_YEAR_ENDS = re.compile(r"\b\d{4}\W{0,3}$")
_DATED = re.compile(r"[^\W\d_]+\.? (?:de )?\d{4}\b")
"""What makes a figure before it a day."""
_TAIL = 12
"""How many lines above a page number may be notes."""
_STRANGE = 2
"""How many lines in a row that no pattern knows a cover without enacting words may hold."""


class Role(StrEnum):
    """What a printed line is."""

    COVER = "cover"
    FURNITURE = "furniture"
    NOTE = "note"
    START = "start"
    GOES_ON = "goes on"


class Apart:
    """Tells the lines of one document that are not its text; all others are left as GOES_ON."""

    def __init__(self, blocks: Blocks, vocabulary: Vocabulary) -> None:
        self.blocks = blocks.blocks
        self.kind = blocks.kind
        self.vocabulary = vocabulary
        self.texts = [block.text.strip() for block in self.blocks]
        self.repeated = {t for t, n in Counter(self.texts).items() if n > 1 and len(t) < 120}
        self.roles = [Role.GOES_ON] * len(self.blocks)
        self.rules = [""] * len(self.blocks)
        """For what is taken out, the rule's name."""
        self.notes: tuple[Note, ...] = ()
        self.typed: tuple[Typed, ...] = ()
        """Those of the notes that a typed draft prints."""
        self._borne: Counter[str] | None = None
        self.cover = self._cover()
        for i in range(len(self.blocks)):
            rule = self._furniture(i, i < self.cover)
            if rule and self.kind is SourceKind.TEXT and _STARRED.match(self.texts[i]):
                self.roles[i], self.rules[i] = Role.NOTE, "note"
            elif rule:
                self.roles[i], self.rules[i] = Role.FURNITURE, rule
            elif i < self.cover:
                self.roles[i] = Role.COVER
        self._take_notes(self.roles, self.rules)
        self.masthead = self._told()
        self.adoption: frozenset[int] = frozenset()
        """Lines of the adoption line below the text, save its first, which is COVER."""
        self._take_adoption()
        self._run_on()

    def _take_adoption(self) -> None:
        """The yearly volumes print the vote and the meeting below a resolution's last paragraph, which ends in a stop."""
        body = [i for i in range(self.cover, len(self.roles)) if self.roles[i] is Role.GOES_ON]
        for at in range(1, len(body)):
            first = self.texts[body[at]]
            if first[:1].islower() or not _STOPPED.search(self.texts[body[at - 1]]):
                continue
            lines: list[int] = []
            for size in range(1, _WRAPPED + 1):
                joined = " ".join(self.texts[i] for i in body[at : at + size])
                if self.vocabulary.adopted.fullmatch(joined):
                    lines = body[at : at + size]
                    if _STOPPED.search(joined):
                        break
            if lines:
                self.roles[lines[0]] = Role.COVER
                self.adoption |= set(lines[1:])

    def _run_on(self) -> None:
        """Lines of the cover each stand alone, save a line that goes on at the margin where others are indented."""
        cover = [i for i in range(self.cover) if self.roles[i] is Role.COVER]
        indents = {self.blocks[i].indent for i in cover}
        if self.kind is not SourceKind.TEXT or len(indents) < 2:
            return
        least = min(n for n in indents if n is not None)
        for i in cover[1:]:
            if self.blocks[i].indent == least and not self.blocks[i].gap:
                self.roles[i] = Role.GOES_ON

    def _cover(self) -> int:
        """How many lines stand above the enacting words, or, where there are none, match what mastheads say without a break."""
        for i, text in enumerate(self.texts[:120]):
            if is_formula(text, self.vocabulary) or (
                i < 60 and self.kind is SourceKind.TEXT and misread_formula(text, self.vocabulary)
            ):
                return i
            if i > 20 and self._numbered(text):
                break
        count = 0
        while count < len(self.texts) and (
            self.blocks[count].hint is Hint.MASTHEAD or self.vocabulary.is_masthead(self.texts[count])
        ):
            count += 1
            if self.kind is SourceKind.TEXT:
                count = self._known_again(count)
        return count

    def _known_again(self, i: int) -> int:
        """Where the cover goes on below a line or two that no pattern knows, as long as they are short and no paragraph's; else `i`."""
        for j in range(i, min(i + _STRANGE + 1, len(self.texts))):
            text = self.texts[j]
            if self.vocabulary.is_masthead(text):
                return j if i and not self.vocabulary.is_furniture(text) else i
            if len(text) > 90 or text[-1:] in ",;:." or text[:1] in '“«"‘' or self._numbered(text) or self.vocabulary.opening(text):
                return i
        return i

    def _furniture(self, i: int, cover: bool) -> str:
        """The rule's name where a line is furniture, else "". A symbol alone on a line may be the end of a sentence: it must be repeated,
        or stand beside another such line."""
        text = self.texts[i]
        if self.blocks[i].hint is Hint.MASTHEAD and not cover:
            return "running line"
        if _ADDRESS.match(text) and " " not in text and self.vocabulary.is_furniture(text):
            return "address"
        if cover:
            return ""
        if not self.vocabulary.is_furniture(text):
            return "page number" if _BARE.match(text) and self._beside_furniture(i) else ""
        if _SYMBOL_LINE.match(text) and not (text in self.repeated or self._beside_furniture(i)):
            return ""
        return "running line"

    def _beside_furniture(self, i: int) -> bool:
        return any(
            0 <= j < len(self.texts)
            and not _BARE.match(self.texts[j])
            and not _SYMBOL_LINE.match(self.texts[j])
            and self.vocabulary.is_furniture(self.texts[j])
            and not _ADDRESS.match(self.texts[j])
            for j in (i - 2, i - 1, i + 1, i + 2)
        ) or i in (0, len(self.texts) - 1)

    def _take_notes(self, roles: list[Role], rules: list[str]) -> None:
        """Mark notes that stand at the foot of a page: lines from the first that begins with a bare number, no stop, or with asterisks.
        Above a page number that is enough; above other running lines, and at the end, the text must hold the mark too."""
        if self.kind is not SourceKind.TEXT:
            return
        found: list[tuple[int, Note]] = []
        for i in [i for i, role in enumerate(roles) if role is Role.NOTE]:
            lines = self.texts[i : i + 2] if self._dated_below(i) else self.texts[i : i + 1]
            for j in range(i, i + len(lines)):
                roles[j], rules[j] = Role.NOTE, "note"
            found += [(i, note) for note in self._read_notes([" ".join(lines)])]
        self.typed = tuple(self._take_typed())
        found += [(typed.first, typed.note) for typed in self.typed]
        for i in range(max(1, self.cover), len(roles) + 1):
            numbered = i < len(roles) and rules[i] == "page number"
            if not numbered and ((i < len(roles) and roles[i] is Role.GOES_ON) or roles[i - 1] is not Role.GOES_ON):
                continue
            start = next(
                (
                    j
                    for j in range(max(0, i - _TAIL), i)
                    if _FOOT.match(self.texts[j]) and self._only_notes(j, i, roles) and (numbered or self._is_marked(j, i, roles))
                ),
                None,
            )
            if start is None:
                continue
            for j in range(start, i):
                if roles[j] is Role.GOES_ON:
                    roles[j], rules[j] = Role.NOTE, "note"
            found += [(start, note) for note in self._read_notes([self.texts[j] for j in range(start, i)])]
        self.notes = tuple(note for _, note in sorted(found, key=lambda pair: pair[0]))

    def _take_typed(self) -> Sequence[Typed]:
        """Mark the notes of a typed draft: below the text, and raised ones anywhere."""
        body = [i for i in range(max(1, self.cover), len(self.roles)) if self.roles[i] is Role.GOES_ON]

        def begins(i: int) -> bool:
            text = self.texts[i]
            return self._numbered(text) or (text[:1].isupper() and self.vocabulary.opening(text) is not None)

        def opens(style: str, words: str) -> bool:
            return style != "raised" and (self.vocabulary.opening(words) is not None or bool(_DATED.match(words)))

        found = typed_notes(self.texts, body, lambda i: self.blocks[i].gap, opens, begins)
        for typed in found:
            for i in range(typed.first, typed.last + 1):
                self.roles[i], self.rules[i] = Role.NOTE, "note"
        return found

    def _dated_below(self, i: int) -> bool:
        """Whether the date of a reissue stands on the line below."""
        if i + 1 >= len(self.texts) or self.roles[i + 1] is not Role.GOES_ON or _YEAR_ENDS.search(self.texts[i]):
            return False
        return len(self.texts[i + 1]) < 40 and bool(_YEAR_ENDS.search(self.texts[i + 1]))

    def _is_marked(self, start: int, end: int, roles: Sequence[Role]) -> bool:
        """Whether the text of the page above a note bears the note's mark, or the whole text once; a rule stands for the note below it."""
        text = self.texts[start]
        if text.startswith("_"):
            return start + 1 < end and bool(_FOOT.match(self.texts[start + 1])) and self._is_marked(start + 1, end, roles)
        mark = re.match(r"\d+|\*+", text)
        if mark is None:
            return False
        top = next((j + 1 for j in range(start - 1, -1, -1) if roles[j] is Role.FURNITURE and j >= self.cover), 0)
        page = [self.texts[j] for j in range(top, start) if roles[j] in (Role.GOES_ON, Role.COVER)]
        if mark[0].startswith("*"):
            return any(_starred(line) == mark[0] for line in page)
        return glued(mark[0]).search("\n".join(page)) is not None or self._borne_once(mark[0])

    def _borne_once(self, mark: str) -> bool:
        """Whether the whole text bears a mark once: all are looked for once, for thousands of lines may begin with a number."""
        if len(mark) > 3:
            return False
        if self._borne is None:
            text = "\n".join(self.texts)
            hits = (m for figures, n in ((r"\d", 1), (r"\d\d\d?", 3)) for m in glued(figures, n).finditer(text))
            self._borne = Counter("".join(c for c in m[0] if c.isdigit()) for m in hits)
        return self._borne[mark] == 1

    def _told(self) -> Masthead:
        """What the foot of the first page says for the cover: the job number, and a reissue, which the note on the symbol's asterisk tells
        (in official XML too)."""
        below = [self.texts[i] for i in range(self.cover, len(self.texts)) if self.roles[i] is Role.FURNITURE]
        stars = next((s for i in range(self.cover) if (s := _starred(self.texts[i])) and _SYMBOL_LINE.match(self.texts[i])), "")
        return Masthead(
            job_number=next((text for text in below if _JOB.fullmatch(text)), ""),
            reissue=next((n.text for n in self.notes if n.id == stars or self.vocabulary.is_furniture(f"{n.id} {n.text}")), ""),
        )

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


def _starred(line: str) -> str:
    """The asterisks glued to a word of a line, or ""."""
    match = re.search(r"(?<=[\w)])\*+", line)
    return match[0] if match else ""


def is_formula(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is the enacting words and no more."""
    plain = re.sub(r"\s+", " ", text).strip(" ,،，:")
    if not re.search(r"[,،，:]\s*$", text) or len(text) - len(plain) > 3:
        return False
    return any(plain.casefold() == words.casefold() for words in vocabulary.enacting)
