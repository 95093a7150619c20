"""A comparison as rows: each paragraph of the later text beside the one it comes from, numbered changes, unchanged runs gathered.

Law: the rows hold every paragraph of the later text once, in order, and every paragraph of the earlier text at least once; one that has no
answer, or is the first source of none, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resdiff.models import Comparison, EditClass, Kind, Link, LinkKind, Op, Paragraph
from resdiff.report import change_list, words
from resdiff.report.elsewhere import Elsewhere
from resdiff.report.pieces import Piece, Side, left_pieces, right_pieces


@dataclass(frozen=True, slots=True)
class Row:
    """One pair, or one paragraph that stands on one side only. `number` counts the changes (0 for none), `state` is a key of `_STATES`;
    `said` are its changes in words; `others` further paragraphs of the earlier text that it draws on, `shared` others of the later text
    that draw on the same one."""

    number: int
    state: str
    left: Paragraph | None
    right: Paragraph | None
    left_pieces: tuple[Piece, ...]
    right_pieces: tuple[Piece, ...]
    said: tuple[change_list.Line, ...]
    others: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The ids of both sides: "OP5", "OP5 -> OP7", "OP5 (earlier text)"."""
        if self.state == "taken-up" and self.left:
            return f"{self.left.id} (earlier text)"
        left, right = (self.left.id if self.left else ""), (self.right.id if self.right else "")
        return left if left == right else f"{left} → {right}" if left and right else left or right

    @property
    def families(self) -> tuple[str, ...]:
        """The kinds of its changes, by which a reader may choose what to see: keys of `FAMILIES`."""
        told = {family for line in self.said for family, kinds in FAMILIES.items() if line.kind.startswith(kinds)}
        return tuple(family for family in FAMILIES if family in told or family == self.state)

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        paragraph = self.right or self.left
        return bool(paragraph and paragraph.kind is Kind.HEADING)

    @property
    def status(self) -> str:
        """Its state in words."""
        return _STATES[self.state]


_STATES = {
    "same": "unchanged",
    "surface": "surface only",
    "reference": "references renumbered",
    "edited": "words differ",
    "moved": "moved",
    "part": "part of a paragraph",
    "added": "only in the later text",
    "taken-up": "taken up by others",
    "removed": "not carried over",
}


TALKS = ("proposal", "status", "comment", "tracked")
"""Kinds of the change list's lines that tell of the talks and of what authors remark."""

FAMILIES = {
    "proposals": TALKS,
    "safeguards": ("safeguard",),
    "verbs": ("verb", "modal"),
    "addressees": ("addressee",),
    "qualifiers": ("qualifier",),
    "terms": ("deadline",),
    "items": ("item",),
    "names": ("name",),
    "citations": ("citation",),
    "crossings": ("preamble to", "operative part to", "statement to"),
    "wording": ("words",),
    "added": (),
    "removed": (),
    "moved": ("moved",),
}
"""Kinds of change that a reader may choose, with how the kinds of the change list's lines begin."""

FAMILY_NAMES = {
    "terms": "dates and terms",
    "crossings": "from one part or form to another",
    "wording": "other wording",
    "added": "added paragraphs",
    "removed": "paragraphs not carried over",
    "moved": "moved paragraphs",
}


def families(shown: Sequence[Group]) -> tuple[tuple[str, str, int], ...]:
    """The kinds of change that there are, each with its name and the number of changes that hold it."""
    rows = [row for group in shown for row in group.rows]
    counts = {family: sum(family in row.families for row in rows) for family in FAMILIES}
    return tuple((family, FAMILY_NAMES.get(family, family), count) for family, count in counts.items() if count)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that follow each other: one change, or a run of unchanged ones."""

    rows: tuple[Row, ...]
    same: bool

    @property
    def span(self) -> str:
        """The ids that a run of unchanged rows goes through."""
        ends = [row.label for row in (self.rows[0], self.rows[-1])]
        return ends[0] if len(self.rows) == 1 else f"{ends[0]} to {ends[1]}"


def groups(comparison: Comparison) -> tuple[Group, ...]:
    """The rows in the order of the later text, unchanged ones gathered."""
    out: list[Group] = []
    for row in _numbered(comparison):
        same = row.state == "same"
        if same and out and out[-1].same:
            out[-1] = Group((*out[-1].rows, row), True)
        else:
            out.append(Group((row,), same))
    return tuple(out)


def _numbered(comparison: Comparison) -> list[Row]:
    out: list[Row] = []
    number = 0
    lines: dict[tuple[str, str], list[change_list.Line]] = {}
    for line in change_list.change_list(comparison):
        lines.setdefault((line.left, line.right), []).append(line)
    elsewhere = Elsewhere(comparison)
    for left, right, links in _pairs(comparison, elsewhere):
        state = _state(left, right, links)
        number += state != "same"
        said = tuple(lines.get((left.id if left else "", right.id if right else ""), ()))
        if left and right:  # what a draft newly prints in brackets has no place in the earlier one
            said += tuple(line for line in lines.get(("", right.id), ()) if line.kind in TALKS)
        out.append(_row(number if state != "same" else 0, state, left, right, links, said, elsewhere))
    return out


def _row(
    number: int,
    state: str,
    left: Paragraph | None,
    right: Paragraph | None,
    links: Sequence[Link],
    said: tuple[change_list.Line, ...],
    elsewhere: Elsewhere,
) -> Row:
    if right is None and left is not None and links:
        lost = left_pieces(left.text, [edit for edit in elsewhere.own(links[0]) if edit.op is Op.DELETE])
        return Row(number, state, left, None, lost, (), said, shared=tuple(elsewhere.went_into(left.id)))
    if right is None or left is None:
        before: tuple[Piece, ...] = (Piece(words.printable(left.text), Side.LEFT),) if left else ()
        after: tuple[Piece, ...] = (Piece(words.printable(right.text), Side.RIGHT),) if right else ()
        return Row(number, state, left, right, before, after, ())
    primary = links[0]
    edits = primary.edits if state != "same" or primary.edits else ()
    others = tuple(link.left for link in links[1:] if link.right == right.id and not link.primary)
    shared = tuple(link.right for link in links[1:] if link.left == left.id and link.right != right.id)
    before, after = left_pieces(left.text, edits), right_pieces(left.text, right.text, edits)
    return Row(number, state, left, right, before, after, said, others, shared)


def _state(left: Paragraph | None, right: Paragraph | None, links: Sequence[Link]) -> str:
    if left is None:
        return "added"
    if right is None:
        return "taken-up" if links else "removed"
    link = links[0]
    if link.kind is LinkKind.PARTIAL:
        return "part"
    if link.kind is LinkKind.MOVED:
        return "moved"
    if change_list.is_surface(link):
        return "same" if left.text == right.text else "surface"
    if not link.changes and all(
        edit.op is Op.EQUAL or edit.class_ in (EditClass.SURFACE, EditClass.REFERENCE) for edit in link.edits
    ):
        return "reference"
    return "edited"


def _pairs(comparison: Comparison, elsewhere: Elsewhere) -> list[tuple[Paragraph | None, Paragraph | None, list[Link]]]:
    """Pairs in the order of the later text; a paragraph without answer stands after the one that it followed."""
    left = {paragraph.id: paragraph for paragraph in comparison.left.paragraphs}
    out: list[tuple[Paragraph | None, Paragraph | None, list[Link]]] = []
    for paragraph in comparison.right.paragraphs:
        links = elsewhere.sources(paragraph.id)
        if not links:
            out.append((None, paragraph, []))
            continue
        rest = [link for link in elsewhere.answers(links[0].left) if link.right != paragraph.id]
        out.append((left[links[0].left], paragraph, [*links, *rest]))
        out += [(left[link.left], None, [link]) for link in elsewhere.second(paragraph.id)]
    removed = set(comparison.removed)
    answers = {paragraph.id for paragraph in comparison.left.paragraphs} - removed
    before = 0
    places = {pair[0].id: i for i, pair in enumerate(out) if pair[0] and pair[1]}
    waiting: dict[int, list[Paragraph]] = {}
    for paragraph in comparison.left.paragraphs:
        if paragraph.id in removed:
            waiting.setdefault(before, []).append(paragraph)
        elif paragraph.id in answers and paragraph.id in places and not _moved(elsewhere.answers(paragraph.id)):
            before = places[paragraph.id] + 1
    for at in sorted(waiting, reverse=True):
        out[at:at] = [(paragraph, None, []) for paragraph in waiting[at]]
    return out


def _moved(links: Sequence[Link]) -> bool:
    return all(link.kind is LinkKind.MOVED for link in links)
