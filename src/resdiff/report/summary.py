"""What the evolution report says on its first half page, as values and as lines of text.

Read by the HTML report, the terminal and the Markdown alike. At the very top stands wording that no earlier document holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from resdiff.models import ConceptChange, Evolution, Reference, SpanKind, Totals, VariantUse, Verdict
from resdiff.report import words
from resdiff.report.mosaic import Mosaic, mosaic

PASSAGE_WORDS = 8
"""Shortest passage without a source that is worth naming by itself: references.md, trap "chance phrase overlap", 8 to 12 words."""
PASSAGES = 6
"""How many such passages are named."""
LINES = 12
"""How many lines a section has where there is no room for all: a terminal's half screen."""


@dataclass(frozen=True, slots=True)
class Unfound:
    """A variant of the target that no earlier document holds, and the variants of its concept that earlier ones hold, most used first."""

    concept: str
    variant: str
    target: tuple[str, ...]
    others: tuple[VariantUse, ...]
    everywhere: bool
    """Whether all paragraphs were counted, or only those on the theme."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """The beginning of a paragraph or passage: its place and words."""

    symbol: str
    id: str
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines, for displays without layout."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The first half page."""

    title: str
    searched: str
    warning: str
    totals: Totals
    mosaic: Mosaic
    unfound: tuple[Unfound, ...]
    changes: tuple[ConceptChange, ...]
    not_found: tuple[Snippet, ...]
    passages: tuple[Snippet, ...]
    not_carried: tuple[Snippet, ...]
    space: str

    def sections(self) -> tuple[Section, ...]:
        """The half page as headed lines of text, sections without content left out."""
        total = self.totals
        found = [
            f"{words.percent(total.inherited, total.words)} of {words.counted(total.words, 'word')} found before "
            f"({words.number(total.inherited)}); stock phrases {words.number(total.stock)}; not found {words.number(total.none)}"
        ]
        found += [
            f"{s.symbol}: {words.counted(s.words, 'word')} in {words.counted(s.paragraphs, 'paragraph')}" for s in self.mosaic.top
        ]
        every = (
            ("Wording not found before", [unfound_line(u, self.space) for u in self.unfound]),
            ("How much is found before, and where", found),
            ("Wording that changed", [change_line(c) for c in self.changes]),
            ("Paragraphs not found before", [f"{s.id}: {s.text}" for s in self.not_found]),
            ("Longest passages not found before", [f"{s.id}: {s.text}" for s in self.passages]),
            ("Not carried over", [f"{s.symbol} {s.id}: {s.text}" for s in self.not_carried]),
        )
        return tuple(Section(title, _cut(lines)) for title, lines in every if lines)


def _cut(lines: list[str]) -> tuple[str, ...]:
    more = len(lines) - LINES
    return (*lines[:LINES], *([f"and {words.number(more)} more"] if more > 0 else []))


def summarise(evolution: Evolution) -> Summary:
    """The summary of an evolution."""
    lineage = evolution.lineage
    target = lineage.target
    return Summary(
        title=f"How the language on {lower(evolution.theme.title)} evolved up to {words.heading(target)}",
        searched=words.searched_line(lineage.searched),
        warning=words.part_warning(lineage.searched),
        totals=lineage.totals,
        mosaic=mosaic(lineage),
        unfound=_unfound(evolution),
        changes=_changes(evolution),
        not_found=_not_found(evolution),
        passages=_passages(evolution),
        not_carried=tuple(_carried(reference) for reference in _latest_first(evolution)),
        space=words.space(lineage.searched),
    )


def lower(title: str) -> str:
    """A title as it stands within a sentence; a name in capitals stays."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _unfound(evolution: Evolution) -> tuple[Unfound, ...]:
    """Those that took the place of another wording come before those of a concept that is not found at all."""
    if not evolution.lineage.searched.documents:
        return ()
    out = []
    for use in evolution.variants:
        if use.target and not use.before:
            others = [v for v in evolution.variants if v.concept == use.concept and v.before]
            out.append(
                Unfound(use.concept, use.variant, use.target, tuple(sorted(others, key=lambda v: -v.before)), use.everywhere)
            )
    return tuple(sorted(out, key=lambda u: (not u.everywhere, not u.others, -len(u.target))))


def _changes(evolution: Evolution) -> tuple[ConceptChange, ...]:
    """Changes to wording not found before come first, then those seen in most paragraphs."""
    return tuple(sorted(evolution.changes, key=lambda c: (c.to_found_before > 0, -len(c.target))))


def _not_found(evolution: Evolution) -> tuple[Snippet, ...]:
    lineage = evolution.lineage
    texts = {p.id: p.text for p in lineage.target.paragraphs}
    none = [item.id for item in lineage.paragraphs if item.verdict is Verdict.NONE]
    return tuple(_snippet(lineage.target.name, id_, texts[id_]) for id_ in none)


def _passages(evolution: Evolution) -> tuple[Snippet, ...]:
    lineage = evolution.lineage
    texts = {p.id: p.text for p in lineage.target.paragraphs}
    found = [
        _snippet(lineage.target.name, item.id, texts[item.id][span.start : span.end])
        for item in lineage.paragraphs
        if item.verdict is not Verdict.NONE
        for span in item.spans
        if span.kind is SpanKind.NONE
    ]
    return tuple(sorted((s for s in found if s.words >= PASSAGE_WORDS), key=lambda s: -s.words)[:PASSAGES])


def _latest_first(evolution: Evolution) -> list[Reference]:
    """What was not carried over, the latest document's first: what the nearest predecessors had weighs most with a reader."""
    rank = {witness.symbol: place for place, witness in enumerate(evolution.lineage.witnesses)}
    return sorted(evolution.not_carried, key=lambda reference: -rank.get(reference.symbol, -1))


def _carried(reference: Reference) -> Snippet:
    return _snippet(reference.symbol, reference.id, reference.text or "")


def _snippet(symbol: str, id_: str, text: str) -> Snippet:
    from resdiff.tokens import words as cut

    return Snippet(symbol, id_, words.snippet(text.strip(" ,;"), 120), len(cut(text)))


def unfound_line(unfound: Unfound, space: str) -> str:
    """“…” (OP1, OP2): not found in 2,041 documents adopted 2000-2019; found before: “…” in 143 paragraphs, last S/RES/... PP9."""
    line = f"“{unfound.variant}” ({places(unfound.target)}): not found in {space}{scope(unfound.everywhere)}"
    told = [use_line(use) for use in unfound.others[:2]]
    return line + (f"; found before: {'; '.join(told)}" if told else "")


def use_line(use: VariantUse) -> str:
    """“…” in 143 paragraphs, earliest found S/RES/1373 (2001) OP4, last used S/RES/2462 (2019) PP9."""
    ends = (("earliest found", None if use.earliest == use.latest else use.earliest), ("last used", use.latest))
    told = [f"{label} {words.named(ref)}" for label, ref in ends if ref]
    return f"“{use.variant}” in {words.counted(use.before, 'paragraph')}" + (f", {', '.join(told)}" if told else "")


def change_line(change: ConceptChange) -> str:
    """“…” (S/RES/2195 (2014) PP8) -> “…” (OP1, OP2), found 3 times before."""
    before = f"found {words.counted(change.to_found_before, 'time')} before" if change.to_found_before else "not found before"
    before += scope(change.everywhere)
    return f"“{change.from_}” ({words.named(change.ancestor)}) -> “{change.to}” ({places(change.target)}), {before}"


def scope(everywhere: bool) -> str:
    """What to say of a count that was made in the paragraphs on the theme only."""
    return "" if everywhere else " in a paragraph on the theme"


def places(ids: tuple[str, ...], limit: int = 6) -> str:
    """Ids in a row, cut after `limit`."""
    return ", ".join(ids[:limit]) + (f" and {len(ids) - limit} more" if len(ids) > limit else "")
