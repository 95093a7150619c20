"""Which paragraphs two rounds of a draft mark as settled, and whether their words differ all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from resdiff.models import Document, EditClass, Link, MarkKind, Op, Paragraph, Standing
from resdiff.tokens import words


def standings(left: Document, right: Document, links: Sequence[Link]) -> tuple[Standing, ...]:
    """The paragraphs that one of two drafts marks as settled, in the order of the earlier one, then those that only the later marks."""
    ours, theirs = {p.id: p for p in left.paragraphs}, {p.id: p for p in right.paragraphs}
    by_left: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_left[link.left].append(link)
    found = []
    met: set[str] = set()
    for paragraph in left.paragraphs:
        own = by_left[paragraph.id]
        way = next((link for link in own if link.primary), own[0] if own else None)
        before, after = _status(paragraph), _status(theirs[way.right]) if way else ""
        if before or (after and way and way.right not in met):
            met.add(way.right if way else "")
            found.append(
                Standing(paragraph.id, way.right if way else "", before, after, way is None or _differs(way, ours, theirs))
            )
    linked = {link.right for link in links}
    found += [Standing("", p.id, "", said, True) for p in right.paragraphs if p.id not in linked and (said := _status(p))]
    return tuple(found)


def _status(paragraph: Paragraph) -> str:
    return next((mark.value for mark in paragraph.marks if mark.kind is MarkKind.STATUS), "")


def _differs(link: Link, ours: Mapping[str, Paragraph], theirs: Mapping[str, Paragraph]) -> bool:
    """Whether words differ; marks, spaces and what the talks print beside the wording count for nothing."""
    for edit in link.edits:
        if edit.op is Op.EQUAL or edit.class_ in (EditClass.SURFACE, EditClass.TALKS):
            continue
        if words(ours[link.left].text[slice(*edit.left)]) or words(theirs[link.right].text[slice(*edit.right)]):
            return True
    return False
