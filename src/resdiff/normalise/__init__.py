"""Text as read to repaired text, every repair recorded.

Printed lines (a PDF, a text file) become paragraphs: furniture and notes are taken out, lines joined (`lines`), words and spaces mended
(`mend`). What came as whole paragraphs (XML, Word, HTML) is only mended lightly. Afterwards:

1. the layout is PARAGRAPHS; a paragraph keeps its first line's page, line, indent and hint, and all its lines' marks;
2. `replay(as_read(blocks), record)` is `as_read(repaired.blocks)`;
3. repairing what was repaired changes nothing;
4. no word was changed save as the record says; what was taken out as furniture or note stands there in full.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from resdiff.errors import TooLarge
from resdiff.models import Block, Blocks, Doubt, Hint, Language, Layout, Mark, MarkKind, Repair, SourceKind
from resdiff.normalise.apart import Role
from resdiff.normalise.broken import broken
from resdiff.normalise.joints import joints
from resdiff.normalise.ledger import Edit, Ledger, Mapper
from resdiff.normalise.lines import plan
from resdiff.normalise.mend import Evidence, heavy, light
from resdiff.normalise.scanned import misread_formula, misread_letters
from resdiff.normalise.typed import Typed, note_marks
from resdiff.vocabulary import Vocabulary

_ROUNDS = 6
"""Rounds of mending at most; each takes characters out or composes them, so two or three are enough for any text seen."""

_LETTERS = {
    Language.EN: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    Language.FR: "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÉÊ",
    Language.ES: "ABCDEFGHIJKLMNOPQRSTUVWXYZÁÉ",
}


LONGEST = 100_000
"""Characters of a line or a paragraph; the longest paragraph in 2,700 official documents has 4,400. Longer ones are refused: what
takes so long to read is no document."""

MOST_LINES, MOST_PARAGRAPHS = 40_000, 20_000
"""In one document; the longest official one has some 12,000 lines."""

MOST_CHARACTERS, MOST_TYPED = 2_000_000, 1_000_000
"""Code points of a document, and of one in plain text: what a million letters of broken words cost is close to ten seconds. The longest
official document, a report with its annexes, has 850,000; the longest resolution 230,000."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired blocks, and what was done, in order of place in the text as read."""

    blocks: Blocks
    record: tuple[Repair, ...]


def as_read(blocks: Blocks) -> str:
    """The texts of all blocks, joined by line feeds: what a record's ranges refer to."""
    return "\n".join(block.text for block in blocks.blocks)


def replay(text: str, record: Iterable[Repair]) -> str:
    """The text with each repair made."""
    out, at = [], 0
    for repair_ in sorted(record, key=lambda r: (r.start, r.end)):
        out += [text[at : repair_.start], repair_.text]
        at = repair_.end
    out.append(text[at:])
    return "".join(out)


def repair(blocks: Blocks, vocabulary: Vocabulary, known: Callable[[str], bool]) -> Repaired:
    """The blocks repaired, one a paragraph, and the record. `known` tells whether a word is in the language's word list; it is asked only
    where a word may be split. Raises TooLarge for more than MOST_LINES, MOST_PARAGRAPHS,
    MOST_CHARACTERS or MOST_TYPED, and for one over LONGEST."""
    is_typed = blocks.layout is Layout.LINES and blocks.kind is SourceKind.TEXT
    most = MOST_TYPED if is_typed else MOST_CHARACTERS
    _bounded(blocks.blocks, "line" if blocks.layout is Layout.LINES else "paragraph", most)
    text = as_read(blocks)
    ledger = Ledger(text)
    language = vocabulary.language
    evidence = Evidence.of(text if blocks.layout is Layout.LINES else "", language, known)
    heads: Sequence[int] = range(len(blocks.blocks))
    roles: Sequence[Role] = ()
    notes, masthead = blocks.notes, blocks.masthead
    typed: Sequence[Typed] = ()
    if blocks.layout is Layout.LINES:
        planned = plan(blocks, vocabulary, evidence)
        ledger.apply(planned.edits)
        heads, roles, notes, typed = planned.firsts, planned.roles, (*notes, *planned.notes), planned.typed
        told = planned.masthead
        masthead = replace(masthead, job_number=masthead.job_number or told.job_number, reissue=masthead.reissue or told.reissue)
        evidence = Evidence.of(ledger.text, language, known)
    elif blocks.kind is SourceKind.AKN:
        edits, heads = broken(blocks.blocks, vocabulary)
        ledger.apply(edits)
    elif any(block.hint is Hint.FURNITURE for block in blocks.blocks):
        roles = tuple(Role.FURNITURE if block.hint is Hint.FURNITURE else Role.START for block in blocks.blocks)
        edits, heads = joints(blocks.blocks, roles, ["the page's own"] * len(roles), evidence)
        ledger.apply(edits)
    starts = _starts(blocks.blocks)
    separators = _separators(blocks.blocks, starts, heads, roles)
    _short(_places(ledger.mapper(), separators, len(ledger.text)))
    anchors: list[tuple[int, str]] = []
    doubts: list[str] = []
    if is_typed:
        marks, doubts = note_marks(ledger.text, typed, notes)
        anchors = _unscanned(ledger, _places(ledger.mapper(), separators, len(ledger.text)), vocabulary, marks)
    open_: Sequence[int] = range(len(heads))
    for _ in range(_ROUNDS):
        places = _places(ledger.mapper(), separators, len(ledger.text))
        found = {
            i: part for i in open_ if (part := _mended(ledger.text[slice(*places[i])], blocks, heads[i], vocabulary, evidence))
        }
        if not found:
            break
        ledger.apply(_shifted(edit, places[i][0]) for i, edits in found.items() for edit in edits)
        open_ = tuple(found)
    out = _rebuilt(blocks, ledger, starts, separators, heads, roles, anchors) if heads else ()
    _bounded(out, "paragraph", most)
    record = _record(ledger, blocks.blocks, starts)
    mended = replace(blocks, blocks=out, layout=Layout.PARAGRAPHS, notes=notes, masthead=masthead)
    return Repaired(replace(mended, doubts=(*blocks.doubts, *(Doubt(None, what) for what in doubts))), record)


def _bounded(blocks: Sequence[Block], what: str, characters: int) -> None:
    most = MOST_LINES if what == "line" else MOST_PARAGRAPHS
    if len(blocks) > most:
        raise TooLarge(f"it has {len(blocks):,} {what}s, more than {most:,}", "Check that it is one document.")
    if (size := sum(len(block.text) for block in blocks)) > characters:
        raise TooLarge(f"it has {size:,} characters, more than {characters:,}", "Check that it is one document.")
    for block in blocks:
        if len(block.text) > LONGEST:
            place = f" (line {block.line})" if block.line else ""
            raise _too_long(len(block.text), what, place)


def _short(places: Iterable[tuple[int, int]]) -> None:
    """Refuse what became a paragraph of more than LONGEST, before time goes into mending it."""
    for start, end in places:
        if end - start > LONGEST:
            raise _too_long(end - start, "paragraph")


def _too_long(length: int, what: str, place: str = "") -> TooLarge:
    return TooLarge(
        f"it has a {what} of {length:,} characters{place}, and none may have more than {LONGEST:,}",
        "Check that it is a document, or break its lines.",
    )


def _starts(blocks: Sequence[Block]) -> list[int]:
    """Where each block begins in the text as read."""
    starts, at = [], 0
    for block in blocks:
        starts.append(at)
        at += len(block.text) + 1
    return starts


def _separators(blocks: Sequence[Block], starts: Sequence[int], heads: Sequence[int], roles: Sequence[Role]) -> list[int]:
    """Where in the text as read the line feed stands that parts each paragraph but the first from the one before: at the end of the last
    line kept above it."""
    found = []
    for head in heads[1:]:
        last = head - 1
        while roles and roles[last] in (Role.FURNITURE, Role.NOTE):
            last -= 1
        found.append(starts[last] + len(blocks[last].text))
    return found


def _places(mapper: Mapper, separators: Sequence[int], length: int) -> list[tuple[int, int]]:
    """Where each paragraph stands in the present text; the separators are never edited."""
    ends = [mapper(at) for at in separators]
    return list(zip([0, *(end + 1 for end in ends)], [*ends, length], strict=True))


def _unscanned(
    ledger: Ledger, places: Sequence[tuple[int, int]], vocabulary: Vocabulary, noted: Sequence[tuple[Edit, str]]
) -> list[tuple[int, str]]:
    """Undo what a recogniser misread, and take note marks out; where these stood in the text as read, with their notes' ids."""
    parts = [ledger.text[start:end] for start, end in places]
    edits = [_shifted(edit, places[i][0]) for i, edit in misread_letters(parts)]
    for (start, end), part in zip(places[:60], parts, strict=False):
        if words := misread_formula(part, vocabulary):
            edits.append(Edit(start, end, words, "misread enacting words"))
            break
        if part.rstrip(" ,،，:") in vocabulary.enacting:
            break
    marks = [(mark, id_) for mark, id_ in noted if all(mark.end <= edit.start or edit.end <= mark.start for edit in edits)]
    ledger.apply([*edits, *(edit for edit, _ in marks)])
    taken = {change.start: change for change in ledger.changes() if change.rule == "note mark"}
    ids = [id_ for _, id_ in sorted(marks, key=lambda mark: mark[0].start)]
    return list(zip(sorted(taken), ids, strict=False))


def _mended(text: str, blocks: Blocks, head: int, vocabulary: Vocabulary, evidence: Evidence) -> list[Edit]:
    """One round of edits on a paragraph. Heavy edits wait for the round after light ones, so that none overlap."""
    found = light(text)
    if blocks.blocks[head].hint is Hint.ROW:
        found = [edit for edit in found if "\t" not in text[edit.start : edit.end]]  # a tab parts the cells of a row
    if not found and blocks.layout is Layout.LINES:
        found = heavy(text, evidence)
        if found and (marker := vocabulary.marker(text)) and marker.suffix:
            found = [edit for edit in found if edit.start >= marker.end]  # "i bis)" is no bird
    if not found and text[:1].islower() and vocabulary.language in _LETTERS and not blocks.blocks[head].marker:
        found = _cut_letter(text, vocabulary, evidence)
    return found


def _shifted(edit: Edit, by: int) -> Edit:
    return Edit(edit.start + by, edit.end + by, edit.text, edit.rule)


def _cut_letter(text: str, vocabulary: Vocabulary, evidence: Evidence) -> list[Edit]:
    """The first letter of an opening phrase, where it was cut off ("elcoming"): exactly one letter must make an opening of it, and the
    first word must be none by itself."""
    first = text.split(None, 1)[0].strip(",;:")
    if len(first) < 4 or not first.isalpha() or vocabulary.opening(text) is not None:
        return []
    fits = [c for c in _LETTERS[vocabulary.language] if (o := vocabulary.opening(c + text)) is not None and o.end > len(first)]
    if len(fits) != 1 or evidence.known(first):
        return []
    return [Edit(0, 0, fits[0], "first letter restored")]


def _rebuilt(
    blocks: Blocks,
    ledger: Ledger,
    starts: Sequence[int],
    separators: Sequence[int],
    heads: Sequence[int],
    roles: Sequence[Role],
    anchors: Sequence[tuple[int, str]],
) -> tuple[Block, ...]:
    """One block a paragraph, with the marks of all its lines moved along."""
    mapper = ledger.mapper()
    places = _places(mapper, separators, len(ledger.text))
    ends = [*heads[1:], len(blocks.blocks)]
    borne = sorted(anchors, key=lambda anchor: anchor[0])
    out = []
    for (start, end), head, stop in zip(places, heads, ends, strict=True):
        first = blocks.blocks[head]
        marks: list[Mark] = []
        for i in range(head, stop):
            if roles and roles[i] in (Role.FURNITURE, Role.NOTE):
                continue
            marks += _moved(blocks.blocks[i].marks, starts[i], mapper, start, end)
            stop_of = starts[i] + len(blocks.blocks[i].text)
            marks += [
                Mark(mapper(at) - start, mapper(at) - start, MarkKind.NOTE, id_)
                for at, id_ in borne[
                    bisect_left(borne, starts[i], key=itemgetter(0)) : bisect_right(borne, stop_of, key=itemgetter(0))
                ]
            ]
        hint = Hint.MASTHEAD if roles and roles[head] is Role.COVER else first.hint
        out.append(replace(first, text=ledger.text[start:end], marks=_joined(marks, ledger.text[start:end]), hint=hint))
    return tuple(out)


def _moved(marks: Iterable[Mark], at: int, mapper: Mapper, start: int, end: int) -> list[Mark]:
    moved = []
    for mark in marks:
        a, b = (min(max(mapper(at + offset), start), end) - start for offset in (mark.start, mark.end))
        if a < b or mark.start == mark.end:
            moved.append(replace(mark, start=a, end=b))
    return moved


def _joined(marks: Iterable[Mark], text: str) -> tuple[Mark, ...]:
    """Marks in order; italic runs with only white space between them are one."""
    out: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        last = next((m for m in reversed(out) if m.kind is mark.kind), None)
        if mark.kind is MarkKind.ITALIC and last is not None and not text[last.end : mark.start].strip():
            out[out.index(last)] = replace(last, end=max(last.end, mark.end))
        else:
            out.append(mark)
    return tuple(out)


def _record(ledger: Ledger, blocks: Sequence[Block], starts: Sequence[int]) -> tuple[Repair, ...]:
    """The ledger's changes with the page and line where each begins."""
    record = []
    i = 0
    for change in ledger.changes():
        while i + 1 < len(starts) and starts[i + 1] <= change.start:
            i += 1
        where = blocks[i] if blocks else None
        record.append(
            Repair(change.start, change.end, change.text, change.rule, where.page if where else None, where.line if where else None)
        )
    return tuple(record)
