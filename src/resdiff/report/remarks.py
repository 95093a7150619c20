"""What the authors of two Word files remark in them, in words: comments, and tracked changes with who made them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from resdiff.models import Comparison, Document, Mark, MarkKind, Note, Paragraph
from resdiff.report.words import counted, snippet
from resdiff.tokens import fold
from resdiff.vocabulary import talks

Remark = tuple[str, str, str, str]
"""The paragraphs on both sides, "" where there is none, the kind ("comment" or "tracked"), and what is said."""
_Said = dict[str, tuple[str, str]]
"""What is remarked on a paragraph, as it is compared: its kind and words."""

_COMMENT = re.compile(r"comment \d+(?:~\d+)?")
_COLUMN = re.compile(r"remark \d+")
"""What notes are called that are comments of a Word file, and those that stand in a column beside its text."""
_DATED = re.compile(r"(?P<who>.{1,80}?, \d{4}-\d\d-\d\d)(?:: (?P<words>.*))?", re.DOTALL)
_MOST = 3
"""Tracked changes of one author in one paragraph that are quoted."""
_WHERE = "only in the earlier text", "only in the later text", "in both texts"


def remarks(comparison: Comparison) -> Iterator[Remark]:
    """The comments and tracked changes of both texts, each once, in the order of the earlier one, then those that only the later has."""
    ours, theirs = _remarks(comparison.left), _remarks(comparison.right)
    answers = {link.left: link.right for link in comparison.links if link.primary}
    linked = set(answers.values())
    told: set[tuple[str, str]] = set()
    for paragraph in comparison.left.paragraphs:
        where = answers.get(paragraph.id, "")
        for key, (kind, said) in ours.get(paragraph.id, {}).items():
            both = key in theirs.get(where, {})
            told.add((where if both else "", key))
            yield paragraph.id, where, kind, f"{said}: {_WHERE[2 if both else 0]}"
    sources = {right: left for left, right in answers.items()}
    for paragraph in comparison.right.paragraphs:
        for key, (kind, said) in theirs.get(paragraph.id, {}).items():
            if (paragraph.id, key) not in told:
                yield sources[paragraph.id] if paragraph.id in linked else "", paragraph.id, kind, f"{said}: {_WHERE[1]}"


def _remarks(document: Document) -> Mapping[str, _Said]:
    """What is remarked on each paragraph, by id."""
    found: dict[str, _Said] = defaultdict(dict)
    for note in document.notes:
        if note.paragraph and _is_comment(note):
            said = f"comment “{snippet(note.text, 160)}”"
            found[note.paragraph][fold(said)] = ("comment", said)
    for paragraph in document.paragraphs:
        for said in _tracked(paragraph):
            found[paragraph.id][fold(said)] = ("tracked", said)
    return found


def _is_comment(note: Note) -> bool:
    """Whether a note is a comment that no other line tells: what a delegation asks for in a column of comments is told as a position."""
    if _COLUMN.fullmatch(note.id):
        return not any(said.names for said in talks.positions(note.text))
    return bool(_COMMENT.fullmatch(note.id))


def _tracked(paragraph: Paragraph) -> Iterator[str]:
    """The tracked changes of a paragraph, those of one author and day together."""
    by: dict[str, list[str]] = defaultdict(list)
    for mark in paragraph.marks:
        if mark.kind in (MarkKind.INSERT, MarkKind.DELETE) and (made := _DATED.fullmatch(mark.value)):
            text = _words(paragraph, mark, made["words"] or "")
            if any(map(str.isalnum, text)):
                by[made["who"]].append(f"{'puts in' if mark.kind is MarkKind.INSERT else 'strikes'} “{snippet(text, 80)}”")
    for who, said in by.items():
        more = [f"and {counted(len(said) - _MOST, 'more change')}"] if len(said) > _MOST else []
        yield f"tracked by {who}: {', '.join([*said[:_MOST], *more])}"


def _words(paragraph: Paragraph, mark: Mark, struck: str) -> str:
    """The words that a tracked change puts in or strikes, whether or not they stand in the text."""
    return paragraph.text[mark.start : mark.end] if mark.end > mark.start else struck
