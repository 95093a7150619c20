"""What the evolution report says on its first half page, as values and as lines of text.

Read by the HTML report, the terminal and the Markdown alike. At the very top stands wording that no earlier document holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from resdiff.models import Evolution, Language, Reference, SpanKind, Totals, Verdict
from resdiff.report import words
from resdiff.report.mosaic import Mosaic, mosaic
from resdiff.report.wordings import COUNTED, Changed, Unfound, change_lines, changed, unfound, unfound_line

PASSAGE_WORDS = 8
"""Shortest passage without a source that is worth naming by itself: references.md, trap "chance phrase overlap", 8 to 12 words."""
PASSAGES = 6
"""How many such passages are named."""
LINES = 12
"""How many lines a section has where there is no room for all: a terminal's half screen."""


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
    changes: tuple[Changed, ...]
    not_found: tuple[Snippet, ...]
    reworded: tuple[tuple[str, Reference], ...]
    """Paragraphs of which hardly a word is found in one place, but which have an ancestor by their language: id and nearest ancestor."""
    passages: tuple[Snippet, ...]
    not_carried: tuple[Snippet, ...]
    """Of the documents that the target takes most words from first."""
    space: str
    off: str
    """What to say where no paragraph of the target is on the theme; else "" """
    counted: str
    """How wordings are counted; "" where none are."""

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
            ("On the theme", [self.off] * bool(self.off)),
            ("Wording not found before", [unfound_line(u, self.space) for u in self.unfound]),
            ("How much is found before, and where", found),
            ("Wording that changed", [line for change in self.changes for line in change_lines(change)]),
            ("Paragraphs not found before", [f"{s.id}: {s.text}" for s in self.not_found]),
            ("Reworded throughout", [f"{id_}: from {words.named(ancestor)}" for id_, ancestor in self.reworded]),
            ("Longest passages not found before", [f"{s.id}: {s.text}" for s in self.passages]),
            ("Not carried over", [f"{s.symbol} {s.id}: {s.text}" for s in self.not_carried]),
            ("How wordings are counted", [self.counted] * bool(self.counted and (self.unfound or self.changes))),
        )
        return tuple(Section(title, _cut(lines)) for title, lines in every if lines)


def _cut(lines: list[str]) -> tuple[str, ...]:
    more = len(lines) - LINES
    return (*lines[:LINES], *([f"and {words.number(more)} more"] if more > 0 else []))


def summarise(evolution: Evolution) -> Summary:
    """The summary of an evolution."""
    lineage = evolution.lineage
    target, shown = lineage.target, mosaic(lineage)
    return Summary(
        title=f"How the language on {lower(evolution.theme.title)} evolved up to {words.heading(target)}",
        searched=words.searched_line(lineage.searched),
        warning=words.part_warning(lineage.searched),
        totals=lineage.totals,
        mosaic=shown,
        unfound=unfound(evolution),
        changes=changed(evolution),
        not_found=_not_found(evolution),
        reworded=_reworded(evolution),
        passages=_passages(evolution),
        not_carried=tuple(_carried(reference) for reference in _drawn_on_first(evolution, shown)) if evolution.nexus else (),
        space=words.space(lineage.searched),
        off=_off(evolution),
        counted=COUNTED if evolution.variants else "",
    )


def lower(title: str) -> str:
    """A title as it stands within a sentence; a name in capitals stays."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _not_found(evolution: Evolution) -> tuple[Snippet, ...]:
    lineage = evolution.lineage
    texts = {p.id: p.text for p in lineage.target.paragraphs}
    told = {id_ for id_, _ in _reworded(evolution)}
    none = [item.id for item in lineage.paragraphs if item.verdict is Verdict.NONE and item.id not in told]
    return tuple(_snippet(lineage.target.name, id_, texts[id_]) for id_ in none)


def _reworded(evolution: Evolution) -> tuple[tuple[str, Reference], ...]:
    """To call such a paragraph not found would gainsay its chain of ancestors further down."""
    ancestors = {chain.id: chain.steps[-2].reference for chain in evolution.chains if len(chain.steps) > 1}
    none = [item.id for item in evolution.lineage.paragraphs if item.verdict is Verdict.NONE]
    return tuple((id_, ancestors[id_]) for id_ in none if id_ in ancestors)


def _passages(evolution: Evolution) -> tuple[Snippet, ...]:
    lineage = evolution.lineage
    texts = {p.id: p.text for p in lineage.target.paragraphs}
    found = [
        _snippet(lineage.target.name, item.id, texts[item.id][span.start : span.end])
        for item in lineage.paragraphs
        if item.verdict is not Verdict.NONE
        for span in item.spans
        if span.kind is SpanKind.NONE and own_words(texts[item.id][span.start : span.end], lineage.target.language) >= PASSAGE_WORDS
    ]
    return tuple(sorted(found, key=lambda s: -s.words)[:PASSAGES])


def own_words(text: str, language: Language) -> int:
    """How many words a passage has beside safeguards: these stand in hundreds of texts, in ever other order, and to say of them that they
    are not found before would mislead."""
    from resdiff.tokens import words as cut
    from resdiff.vocabulary import load

    held = sorted(span for phrase in load(language).safeguards for span in phrase.find(text))
    at, rest = 0, []
    for start, end in held:
        rest.append(text[at : max(at, start)])
        at = max(at, end)
    return sum(len(cut(part)) for part in (*rest, text[at:]))


def _off(evolution: Evolution) -> str:
    if evolution.nexus:
        return ""
    line = f"No paragraph of {evolution.lineage.target.name} ties the two sides of the theme together."
    left = len(evolution.not_carried)
    return line + (f" The documents that it recalls have {words.counted(left, 'such paragraph')}." if left else "")


def _drawn_on_first(evolution: Evolution, shown: Mosaic) -> list[Reference]:
    """What was not carried over, by how many words the target takes from its document: what it left of a text that it draws on tells most.
    Among equals the latest document first."""
    rank = {witness.symbol: place for place, witness in enumerate(evolution.lineage.witnesses)}
    taken = {source.symbol: source.words for source in shown.sources}
    return sorted(evolution.not_carried, key=lambda reference: (-taken.get(reference.symbol, 0), -rank.get(reference.symbol, -1)))


def _carried(reference: Reference) -> Snippet:
    return _snippet(reference.symbol, reference.id, reference.text or "")


def _snippet(symbol: str, id_: str, text: str) -> Snippet:
    from resdiff.tokens import words as cut

    return Snippet(symbol, id_, words.snippet(text.strip(" ,;"), 120), len(cut(text)))
