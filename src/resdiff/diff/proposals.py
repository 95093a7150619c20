"""What became of the proposals of a draft in its next round: words in square brackets, and whose they are.

Each option of the earlier draft is followed word by word through the edits: kept once its brackets are gone, still in brackets, kept in
part, or not carried over. Options of the later draft whose words the earlier one does not hold in brackets are added. And which
paragraphs the drafts mark as settled, with whether their words differ all the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from resdiff.diff.pairing import touches, unchanged, words_of
from resdiff.models import Document, EditClass, Fate, Link, Mark, MarkKind, Op, Paragraph, Proposal, Span, Standing
from resdiff.tokens import words

KEPT = 0.8
"""Share of the words of a proposal that must stand in the later draft for it to be kept; a judgement."""

PARTLY = 0.2
"""Below this share nothing of it counts as kept: a word or two stand anywhere."""


def proposals(left: Document, right: Document, links: Sequence[Link]) -> tuple[Proposal, ...]:
    """The options of both drafts with what became of them, in the order of the earlier one, then those that were added."""
    theirs = {p.id: p for p in right.paragraphs}
    followed: dict[str, list[Span]] = {}
    out = []
    for paragraph in left.paragraphs:
        if options := _options(paragraph):
            own = [link for link in links if link.left == paragraph.id]
            out += [_fate(paragraph, option, own, theirs, followed) for option in options]
    for paragraph in right.paragraphs:
        for option in _options(paragraph):
            if not touches((option.start, option.end), followed.get(paragraph.id, ())):
                text, by = _said(paragraph, option)
                out.append(Proposal("", paragraph.id, text, by, Fate.ADDED))
    return tuple(out)


def standings(left: Document, right: Document, links: Sequence[Link]) -> tuple[Standing, ...]:
    """The paragraphs that one of two drafts marks as settled, in the order of the earlier one, then those that only the later marks."""
    ours, theirs = {p.id: p for p in left.paragraphs}, {p.id: p for p in right.paragraphs}
    found = []
    met: set[str] = set()
    for paragraph in left.paragraphs:
        own = [link for link in links if link.left == paragraph.id]
        link = next((link for link in own if link.primary), own[0] if own else None)
        before, after = _status(paragraph), _status(theirs[link.right]) if link else ""
        if before or (after and link and link.right not in met):
            met.add(link.right if link else "")
            found.append(
                Standing(paragraph.id, link.right if link else "", before, after, link is None or _differs(link, ours, theirs))
            )
    linked = {link.right for link in links}
    found += [Standing("", p.id, "", said, True) for p in right.paragraphs if p.id not in linked and (said := _status(p))]
    return tuple(found)


def _status(paragraph: Paragraph) -> str:
    return next((mark.value for mark in paragraph.marks if mark.kind is MarkKind.STATUS), "")


def _differs(link: Link, ours: dict[str, Paragraph], theirs: dict[str, Paragraph]) -> bool:
    """Whether words outside the marks of status differ; marks and spaces count for nothing."""
    told = [p.marked(MarkKind.STATUS) for p in (ours[link.left], theirs[link.right])]
    for edit in link.edits:
        if edit.op is Op.EQUAL or edit.class_ is EditClass.SURFACE:
            continue
        for text, span, marks in zip((ours[link.left].text, theirs[link.right].text), (edit.left, edit.right), told, strict=True):
            spans = [(start + span[0], end + span[0]) for start, end in words_of(text[slice(*span)]).spans]
            if any(not touches(word, marks) for word in spans):
                return True
    return False


def _options(paragraph: Paragraph) -> list[Mark]:
    return [mark for mark in paragraph.marks if mark.kind is MarkKind.OPTION]


def _tags(paragraph: Paragraph, option: Mark) -> list[Mark]:
    """The tags within an option, and one right after it: "[also (France)]", "[also] (France)"."""
    text = paragraph.text
    return [
        mark
        for mark in paragraph.marks
        if mark.kind is MarkKind.TAG
        and (
            option.start <= mark.start < option.end or (mark.start >= option.end and not text[option.end : mark.start].strip(" ("))
        )
    ]


def _said(paragraph: Paragraph, option: Mark) -> tuple[str, str]:
    """The words of an option as printed, without brackets and tags, and whose they are."""
    tags = _tags(paragraph, option)
    text = paragraph.text[option.start : option.end]
    for tag in sorted((t for t in tags if t.start < option.end), key=lambda t: -t.start):
        text = text[: tag.start - option.start] + text[tag.end - option.start :]
    text = re.sub(r"\[\s*:|\(\s*\)|[\[\]]", " ", text)
    inner = [(other.start, other.end) for other in _options(paragraph) if option.start < other.start and other.end <= option.end]
    own = dict.fromkeys(tag.value for tag in tags if tag.value and not touches((tag.start, tag.end), inner))
    return " ".join(text.split()), ", ".join(own)


def _fate(
    paragraph: Paragraph, option: Mark, links: Sequence[Link], theirs: dict[str, Paragraph], followed: dict[str, list[Span]]
) -> Proposal:
    text, by = _said(paragraph, option)
    tags = [(tag.start, tag.end) for tag in _tags(paragraph, option)]
    spans = [span for span in words_of(paragraph.text).spans if option.start <= span[0] < option.end and not touches(span, tags)]
    best: tuple[float, float, str] = (0, 0, "")
    for link in links:
        kept = [there for span in spans if (there := _there(span, link))]
        chosen = sum(_chosen(paragraph.text, span, link, theirs[link.right].text) for span in spans) / 2
        brackets = theirs[link.right].marked(MarkKind.OPTION)
        inside = [there for there in kept if touches(there, brackets)]
        followed.setdefault(link.right, []).extend(inside)
        best = max(best, (len(kept) + chosen, len(inside), link.right))
    count, inside_count, where = best
    share = count / len(spans) if spans else 0.0
    whole = Fate.STILL if 2 * inside_count > count else Fate.KEPT
    fate = whole if share >= KEPT else Fate.PARTLY if share >= PARTLY else Fate.GONE
    where = where or next((link.right for link in links), "")
    return Proposal(paragraph.id, where, text, by, fate)


def _chosen(text: str, span: Span, link: Link, other: str) -> bool:
    """Whether a word that holds alternatives ("deep/grave", "60/90") gave way to one of them."""
    choices = words(text[slice(*span)].replace("/", " / "))
    if len(choices) < 2 or "/" not in text[slice(*span)]:
        return False
    gone = [edit.left for edit in link.edits if edit.op is Op.DELETE and edit.left[0] <= span[0] and span[1] <= edit.left[1]]
    come = [edit.right for edit in link.edits if edit.op is Op.INSERT and any(at in edit.left for _, at in gone)]
    return any(word in choices for there in come for word in words(other[slice(*there)]))


def _there(span: Span, link: Link) -> Span | None:
    """Where a word of the earlier text stands in the later one, unchanged or moved."""
    for before, after in unchanged(link.edits):
        if before[0] <= span[0] and span[1] <= before[1]:
            start = after[0] + span[0] - before[0] if before[1] - before[0] == after[1] - after[0] else after[0]
            return start, start + span[1] - span[0]
    return None
