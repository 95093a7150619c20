"""What changed between two documents as lines to paste into a cable: "OP7: urges -> calls upon".

Safeguards come before the other changes of a paragraph, named changes before plain edits. Nothing is computed that the links do not hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from resdiff.align.rarity import FUNCTION_WORDS
from resdiff.models import (
    Change,
    ChangeKind,
    Comparison,
    Document,
    Edit,
    EditClass,
    Fate,
    Link,
    LinkKind,
    MarkKind,
    Op,
    Paragraph,
    Span,
)
from resdiff.report import rounds
from resdiff.report.elsewhere import Elsewhere
from resdiff.report.remarks import remarks
from resdiff.report.words import counted, joined, printable, snippet
from resdiff.tokens import words

_SPLIT = "became two"
"""What the source of a renaming says where the later name is one of two that the old one went on as."""

_KINDS = {
    ChangeKind.VERB: "verb differs",
    ChangeKind.QUALIFIER_GAINED: "qualifier gained",
    ChangeKind.QUALIFIER_LOST: "qualifier lost",
    ChangeKind.QUALIFIER_CHANGED: "qualifier differs",
    ChangeKind.SAFEGUARD_GAINED: "safeguard gained",
    ChangeKind.SAFEGUARD_LOST: "safeguard lost",
    ChangeKind.SAFEGUARD_REWORDED: "safeguard reworded",
    ChangeKind.CITATION_GAINED: "citation gained",
    ChangeKind.CITATION_LOST: "citation not carried over",
    ChangeKind.CITATION_PROVISION: "another provision cited",
    ChangeKind.ITEM_GAINED: "item gained",
    ChangeKind.ITEM_LOST: "item not carried over",
    ChangeKind.NAME: "name updated",
    ChangeKind.MODAL: "modal verb differs",
    ChangeKind.ADDRESSEE: "addressee differs",
    ChangeKind.DEADLINE: "date or term differs",
    ChangeKind.TO_OPERATIVE: "moved from preamble to operative part",
    ChangeKind.TO_PREAMBLE: "moved from operative part to preamble",
    ChangeKind.TO_RESOLUTION: "taken up from a statement",
}
_RESTATED = "restated"
"""The rule, and the word, for an act that is said again."""

_MOVES = frozenset({ChangeKind.TO_OPERATIVE, ChangeKind.TO_PREAMBLE, ChangeKind.TO_RESOLUTION})
FLAGGED = frozenset({ChangeKind.SAFEGUARD_GAINED, ChangeKind.SAFEGUARD_LOST, ChangeKind.SAFEGUARD_REWORDED})
"""Changes that every list puts before the others."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the change list. `where` names the paragraph: "OP7", "OP5 -> OP7" when its number changed, "OP5 (earlier text)"."""

    left: str
    right: str
    kind: str
    what: str
    flagged: bool = False
    surface: bool = False

    @property
    def where(self) -> str:
        """The paragraph that the line is about."""
        if not self.right:
            return f"{self.left} (earlier text)"
        return self.right if self.left in ("", self.right) else f"{self.left} -> {self.right}"

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def change_words(change: Change) -> str:
    """A named change in a drafter's words: "urges -> calls upon (verb differs)"."""
    kind = change.direction.value if change.direction else _RESTATED if change.rule == _RESTATED else _KINDS[change.kind]
    if change.kind is ChangeKind.NAME and _SPLIT in change.rule:
        kind = "another list"
    if change.kind in _MOVES:
        return kind
    before, after = snippet(_whole(change.from_), 80), snippet(_whole(change.to), 80)
    if before and after and before != after:
        return f"{before} -> {after} ({kind})"
    if bool(before) != bool(after):
        kind = kind.replace("differs", "gained" if after else "not carried over")
    return f"{kind}: {after or before}" if after or before else kind


def is_surface(link: Link) -> bool:
    """Whether the two texts differ in surface only (spelling, quotes, spaces), or not at all."""
    return all(edit.op is Op.EQUAL or edit.class_ is EditClass.SURFACE for edit in link.edits) and not link.changes


def change_list(comparison: Comparison) -> tuple[Line, ...]:
    """What changed, line by line: of drafts first what became of the words in brackets, then what the authors of Word files remark; then,
    in the order of the later text, safeguards before other changes of a paragraph, then words taken in or left out where no change was
    named; paragraphs found on one side only come where they stand (the earlier text's at the end). Of paragraphs that were divided or
    brought together those words are told as lost or gained that none of their links carries, each once."""
    left = {paragraph.id: paragraph for paragraph in comparison.left.paragraphs}
    elsewhere = Elsewhere(comparison)
    told: dict[str, list[Span]] = defaultdict(list)
    moved = _moved(comparison)
    lines = [Line(p.left, p.right, "proposal", rounds.proposal_words(p)) for p in comparison.proposals]
    lines += [Line(s.left, s.right, "status", rounds.standing_words(s)) for s in comparison.standings]
    lines += [Line(*remark) for remark in remarks(comparison)]
    kept = {(p.right, words(p.text)) for p in comparison.proposals if p.left and p.fate is Fate.KEPT}
    for paragraph in comparison.right.paragraphs:
        if paragraph.id in comparison.added:
            if not _is_wording(paragraph) or (paragraph.id, words(paragraph.text)) in kept:
                continue
            stood = _stood(paragraph, comparison.left)
            what = f"stood in {stood} of the earlier text, in the same words" if stood else f"added: {snippet(paragraph.text)}"
            lines.append(Line("", paragraph.id, "added", what))
            continue
        links = elsewhere.sources(paragraph.id)
        for link in links[:1]:
            own = replace(link, edits=elsewhere.own(link, told[link.left]))
            told[link.left] += [edit.left for edit in own.edits if edit.op is Op.DELETE]
            lines += _link_lines(own, left[link.left], paragraph, (link.left, link.right) in moved, link.edits)
        together, also = elsewhere.joined(paragraph.id)
        if together:
            lines.append(Line("", paragraph.id, "merged", f"brings together {joined(together)}"))
        if also:
            lines.append(Line("", paragraph.id, "merged", f"has words of {joined(also)} too"))
        for link in elsewhere.second(paragraph.id):
            lines += _lost_lines(elsewhere.own(link), left[link.left])
    for id_ in dict.fromkeys(link.left for link in comparison.links):
        parts, also = elsewhere.parted(id_)
        if parts:
            lines.append(Line(id_, "", "split", f"divided among {joined(parts)}"))
        if also:
            lines.append(Line(id_, "", "split", f"words of it also went into {joined(also)}"))
    removed = set(comparison.removed)
    lines += [
        Line(paragraph.id, "", "not carried over", f"not carried over: {snippet(paragraph.text)}")
        for paragraph in comparison.left.paragraphs
        if paragraph.id in removed and _is_wording(paragraph)
    ]
    return tuple(lines)


def folded(comparison: Comparison) -> tuple[Line, ...]:
    """The change list for reading and pasting: paragraphs that differ in surface only are named together, in one line at the end."""
    lines = change_list(comparison)
    minor = [line.where for line in lines if line.surface]
    if len(minor) < 2:
        return lines
    what = f"surface only (spelling, punctuation marks, spaces, printed numbers): {', '.join(minor)}"
    kept = [line for line in lines if not line.surface]
    return (*kept, Line("", f"{len(minor)} paragraphs", "surface", what, surface=True))


def _is_wording(paragraph: Paragraph) -> bool:
    """Whether a paragraph holds more than what drafts print of the talks ("5. (deleted)"), which has lines of its own."""
    return not paragraph.talked or any(words(paragraph.text[slice(*part)]) for part in paragraph.wording)


def _stood(paragraph: Paragraph, earlier: Document) -> str:
    """The paragraph of an earlier draft, one with words in brackets, of which an added paragraph holds a part, word for word; "" where
    there is none. The rest of that paragraph went elsewhere."""
    said = words(paragraph.text)
    if len(said) < _FEW:
        return ""
    drafted = (other for other in earlier.paragraphs if other.marked(MarkKind.OPTION))
    return next((other.id for other in drafted if _holds(words(other.text), said)), "")


_FEW = 4
"""Words of a paragraph below which the same words elsewhere may be others; a judgement."""


def _holds(text: Sequence[str], phrase: Sequence[str]) -> bool:
    return any(text[k : k + len(phrase)] == phrase for k in range(len(text) - len(phrase) + 1))


def _moved(comparison: Comparison) -> set[tuple[str, str]]:
    """The links whose paragraphs changed their place: those of items that moved with the paragraph that they stand under are left out, and
    of paragraphs that went to the other part, which is told by itself, as is the lesser part of a divided paragraph."""
    above = [{p.path: p.id for p in reversed(document.paragraphs)} for document in (comparison.left, comparison.right)]
    sides = [{p.id: p for p in document.paragraphs} for document in (comparison.left, comparison.right)]
    best: dict[str, float] = defaultdict(float)
    for link in comparison.links:
        best[link.left] = max(best[link.left], link.score)
    found = {(link.left, link.right) for link in comparison.links if link.moved and link.primary and link.score == best[link.left]}
    out = set()
    for ids in found:
        paragraphs = [side[id_] for side, id_ in zip(sides, ids, strict=True)]
        parents = tuple(known.get(p.path[:-1], "") for known, p in zip(above, paragraphs, strict=True))
        if parents not in found and paragraphs[0].kind is paragraphs[1].kind:
            out.add(ids)
    return out


def _link_lines(link: Link, left: Paragraph, right: Paragraph, moved: bool, every: Sequence[Edit]) -> list[Line]:
    """The lines of one primary link, each once: its named changes, whether it moved, then the edits that these do not tell, nor the lines
    on how the talks left it; none for a paragraph that stayed as it was. Where words went to or came from another one, as some of `every`
    edit tells, it is not said that it differs in surface only."""
    options = rounds.Options(left), rounds.Options(right)
    shared = not is_surface(replace(link, edits=rounds.untold(every, *options)))
    link = replace(link, edits=rounds.untold(link.edits, *options))
    changes = sorted(link.changes, key=lambda change: change.kind not in FLAGGED)
    lines = [Line(link.left, link.right, c.kind.value, change_words(c), c.kind in FLAGGED) for c in changes]
    if moved:
        same = link.kind is LinkKind.MOVED and is_surface(link)
        lines.append(Line(link.left, link.right, "moved", "moved, same words" if same else "moved"))
        if same:
            return lines
    if is_surface(link) and shared:
        pass  # the lines on what was divided or brought together tell it
    elif is_surface(link) and any(edit.op is not Op.EQUAL for edit in link.edits):
        lines.append(
            Line(
                link.left,
                link.right,
                "surface",
                "surface only (spelling, punctuation marks, spaces, printed numbers)",
                surface=True,
            )
        )
    else:
        told = [text for change in changes for text in (change.from_, change.to) if text and change.kind not in _MOVES]
        lemmas = {text for change in changes if change.kind is ChangeKind.VERB for text in (change.from_, change.to)}
        told += [clause.verb for paragraph in (left, right) for clause in paragraph.clauses if clause.lemma in lemmas]
        lines += [Line(link.left, link.right, kind, what) for kind, what in edit_words(link.edits, left.text, right.text, told)]
    return list(dict.fromkeys(lines))


def _lost_lines(edits: Sequence[Edit], left: Paragraph) -> list[Line]:
    """What an earlier paragraph that others took up holds that none of them has."""
    gone = [edit for edit in edits if edit.op is Op.DELETE and edit.class_ is not EditClass.TALKS]
    return [Line(left.id, "", kind, what) for kind, what in edit_words(gone, left.text, "")]


def edit_words(
    edits: Iterable[Edit], left: str, right: str, told: Sequence[str] = (), limit: int = 4
) -> tuple[tuple[str, str], ...]:
    """Edits in words, each with its kind ("words" or "reference"): deletion and insertion side by side read as one ("urges -> calls upon"),
    what `told` has told already left out; marks and small words last; of more than `limit` the longest, and how many more there are."""
    said: list[tuple[str, str]] = []
    small: list[tuple[str, str]] = []
    for before, after, kind, context in _edit_pairs(edits, left, right):
        if told and all(not text or _is_told(text, told) for text in (before, after)):
            continue
        if len(before) == len(after) == 1 and before in _STOPS and after in _STOPS:
            continue  # how a paragraph closes follows from its place, not from its words
        what = "reference renumbered: " if kind == "reference" else ""
        (small if _is_small(before, after) else said).append((kind, what + _pair_words(before, after, context)))
    said = list(dict.fromkeys([*said, *small]))
    more = len(said) - limit
    if more <= 0:
        return tuple(said)
    longest = set(sorted(said, key=lambda told: -len(told[1]))[:limit])
    return (*(told for told in said if told in longest), ("words", f"and {counted(more, 'more edit')}"))


def _is_told(text: str, told: Sequence[str]) -> bool:
    """Whether every item of a text ("2253 (2015) and 2309 (2016)") is told by one of `told`."""
    items = [item.strip(_PUNCTUATION).casefold() for item in _ITEMS.split(text)]
    every = [other.casefold() for other in told]
    return any(items) and all(not item or any(item in other or other in item for other in every) for item in items)


_STOPS = ",;."
_BRACKETS = re.compile(r"[\[\]［］]")
_UNOPENED = re.compile(r"[^\[\]［］]*[\]］]")
"""A text whose first bracket closes."""
_CONTEXT = 12
"""Characters shown of a run without spaces, as Chinese prints it, before a mark or small word that came or went."""
_ITEMS = re.compile(r",|\band\b")
_PUNCTUATION = " ,;:.()[]“”\"'’‘-–—\t\n"


def _edit_pairs(edits: Iterable[Edit], left: str, right: str) -> list[tuple[str, str, str, str]]:
    """Runs of edits that touch, as (before, after, kind, the word that stands before them); surface edits left out."""
    pairs: list[tuple[str, str, str, str]] = []
    last: Edit | None = None
    for edit in edits:
        before, after = _whole(left[slice(*edit.left)]), _whole(right[slice(*edit.right)])
        if edit.class_ in (EditClass.SURFACE, EditClass.TALKS) or edit.op is Op.EQUAL or not (before or after):
            continue
        kind = "reference" if edit.class_ is EditClass.REFERENCE else "words"
        context = (right[: edit.right[0]].split() or [""])[-1]
        touching = last is not None and last.left[1] == edit.left[0] and last.right[1] == edit.right[0]
        if touching and edit.op is not Op.MOVE and bool(pairs[-1][0]) != bool(before):
            pairs[-1] = (pairs[-1][0] or before, pairs[-1][1] or after, kind, pairs[-1][3])
        else:
            pairs.append((before, after, kind, context))
        last = edit
    return pairs


def _whole(text: str) -> str:
    """A text without what an edit cut off of a draft's brackets at its ends: "[60/" of "[60/90]"."""
    text = text.strip()
    plain = text.replace("［", "[").replace("］", "]")
    if plain.count("[") == plain.count("]") and _UNOPENED.match(plain) is None and not plain.endswith("["):
        return text
    text = text.strip("[]［］/ ")
    return text if text.count("[") == text.count("]") and not _UNOPENED.match(text) else _BRACKETS.sub("", text)


def _is_small(before: str, after: str) -> bool:
    """Whether an edit only adds or takes away marks and function words, which tell nothing without the word before them."""
    return not (before and after) and FUNCTION_WORDS.issuperset(words(before or after))


def _pair_words(before: str, after: str, context: str) -> str:
    if before == after:
        return f"words moved: {snippet(after, 80)}"
    if before and after:
        return f"{snippet(before, 80)} -> {snippet(after, 80)}"
    if _is_small(before, after):
        mark = f"“{printable(after or before)}” " + ("gained" if after else "not carried over")
        place = context if len(context) <= 2 * _CONTEXT else f"…{context[-_CONTEXT:]}"
        return f"{mark} after “{printable(place)}”" if context else f"{mark} at the beginning"
    return f"words gained: {snippet(after, 80)}" if after else f"words not carried over: {snippet(before, 80)}"
