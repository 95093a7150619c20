"""The evolution report and the sourcing page as values ready for a template: paragraphs with their passages, sources, chains, timeline.

Word diffs are made here, each pair once. A template only prints what it finds.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from resdiff.diff import edits
from resdiff.models import (
    Chain,
    Evolution,
    Kind,
    Lineage,
    Paragraph,
    ParagraphLineage,
    Reference,
    SpanKind,
    Status,
    Verdict,
    Witness,
)
from resdiff.report import words
from resdiff.report.mosaic import FOUND, Mosaic
from resdiff.report.pieces import Piece, Run, Side, right_pieces, runs

SHOWN_SOURCES = 6
"""How many sources of a paragraph open with a word diff; the others are listed."""


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as it stands in the text: its runs, how it is marked ("s1".. of a source, "s0" of another, "stock", "none"), what stands
    over it, what it says on being pointed at, and where a click leads."""

    index: int | None
    style: str
    key: str
    label: str
    href: str
    safeguard: bool
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a share bar, its start and width in per cent."""

    style: str
    start: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source of a paragraph; `pieces` is its word diff to the paragraph, None where its text is not known."""

    anchor: str
    where: str
    style: str
    roles: tuple[str, ...]
    words: int
    share: str
    witness: Witness
    pieces: tuple[Piece, ...] | None

    @property
    def same(self) -> bool:
        """Whether the source holds the paragraph's words and no others."""
        return bool(self.pieces) and all(p.side is Side.BOTH or p.note == "surface" for p in self.pieces or ())


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """One paragraph of the target."""

    paragraph: Paragraph
    anchor: str
    verdict: str
    style: str
    nexus: bool
    chain: str
    passages: tuple[PassageView, ...]
    bars: tuple[Bar, ...]
    sources: tuple[SourceView, ...]
    more: tuple[SourceView, ...]
    names: tuple[SourceView, ...]
    """Documents that the paragraph names as a whole."""
    shown: str = ""
    """The same paragraph in the language asked for, where the lineage was computed on the English text."""

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return self.paragraph.kind is Kind.HEADING


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a chain, with the word diff from the step before."""

    where: str
    key: str
    witness: Witness
    target: bool
    likeness: str
    pieces: tuple[Piece, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class ChainView:
    """The ancestors of one paragraph, the oldest at the head."""

    id: str
    anchor: str
    steps: tuple[StepView, ...]

    @property
    def path(self) -> tuple[str, ...]:
        """The places of the chain in short."""
        return tuple(step.key for step in self.steps)


def slug(text: str) -> str:
    """A text as the value of an id attribute: no white space."""
    return re.sub(r"\s+", "_", text)


def paragraph_views(evolution: Evolution, shown: Mosaic) -> tuple[ParagraphView, ...]:
    """Every paragraph of the target but listings, in order."""
    lineage = evolution.lineage
    known = {item.id: item for item in lineage.paragraphs}
    beside = words.beside(lineage)
    chains = {chain.id for chain in evolution.chains if len(chain.steps) > 1}
    out = []
    for paragraph in lineage.target.paragraphs:
        if paragraph.kind is Kind.LISTING:
            continue
        item = known.get(paragraph.id)
        anchor = f"p-{slug(paragraph.id)}"
        chain = f"c-{slug(paragraph.id)}" if paragraph.id in chains else ""
        nexus = paragraph.id in evolution.nexus
        if item is None:
            plain = tuple(_passages(paragraph, None, shown, {}, anchor))
            out.append(ParagraphView(paragraph, anchor, "", "", nexus, chain, plain, (), (), (), (), beside.get(paragraph.id, "")))
            continue
        sources = _sources(paragraph, item, shown, lineage)
        anchors = {source.where: source.anchor for source in sources[:SHOWN_SOURCES]}
        passages = tuple(_passages(paragraph, item, shown, anchors, anchor))
        said, bars = words.verdict(item, lineage.searched), _bars(item, shown)
        shares = (sources[:SHOWN_SOURCES], sources[SHOWN_SOURCES:], _named(item, shown, lineage))
        out.append(
            ParagraphView(
                paragraph, anchor, said, item.verdict.value, nexus, chain, passages, bars, *shares, beside.get(paragraph.id, "")
            )
        )
    return tuple(out)


def _style(kind: SpanKind, reference: Reference | None, shown: Mosaic) -> str:
    if kind in FOUND and reference:
        return f"s{shown.slots.get(reference.symbol, 0)}"
    return kind.value


def _passages(
    paragraph: Paragraph, item: ParagraphLineage | None, shown: Mosaic, anchors: dict[str, str], anchor: str
) -> list[PassageView]:
    """The runs of a paragraph gathered by passage."""
    spans = item.spans if item else ()
    out: list[PassageView] = []
    gathered: list[tuple[int | None, list[Run]]] = []
    for run in runs(paragraph.text, spans, paragraph.marks):
        if gathered and gathered[-1][0] == run.passage:
            gathered[-1][1].append(run)
        else:
            gathered.append((run.passage, [run]))
    before = ""
    for index, held in gathered:
        if index is None:
            out.append(PassageView(None, "", "", "", "", False, tuple(held)))
            continue
        span, reference = spans[index], shown.shown[paragraph.id][index]
        key, label, href = "", words.SPANS[span.kind], ""
        if reference and span.kind in FOUND:
            where = words.named(reference)
            key = words.short(reference.symbol)
            label = f"{where} ({label})"
            href = anchors.get(where, anchor)
        if span.kind is SpanKind.STOCK:
            key = "stock"
        told = "" if key == before else key
        before = key or before
        held_runs = tuple(held)
        safeguard = span.kind is SpanKind.SAFEGUARD
        out.append(PassageView(index, _style(span.kind, reference, shown), told, label, href, safeguard, held_runs))
    return out


def _bars(item: ParagraphLineage, shown: Mosaic) -> tuple[Bar, ...]:
    """The shares of a paragraph by source, most words at the left, then stock, then what was not found."""
    counts: dict[tuple[str, str], int] = {}
    for span, reference, count in zip(item.spans, shown.shown[item.id], shown.counts[item.id], strict=True):
        name = words.short(reference.symbol) if reference and span.kind in FOUND else words.SPANS[span.kind]
        key = (_style(span.kind, reference, shown), name)
        counts[key] = counts.get(key, 0) + count
    total = sum(counts.values())
    order = {"none": 2, "stock": 1}
    out: list[Bar] = []
    at = 0.0
    for (style, name), count in sorted(counts.items(), key=lambda kv: (order.get(kv[0][0], 0), -kv[1], kv[0])):
        width = 100 * count / total if total else 0.0
        out.append(Bar(style, round(at, 2), round(width, 2), f"{name}: {words.counted(count, 'word')}"))
        at += width
    return tuple(bar for bar in out if bar.width)


def _sources(paragraph: Paragraph, item: ParagraphLineage, shown: Mosaic, lineage: Lineage) -> tuple[SourceView, ...]:
    """The closest source, then by words; the earliest and those the paragraph itself names come in where they are not among them."""
    held: dict[tuple[str, str], tuple[Reference, int, float]] = {}
    for source in item.sources:
        held[source.symbol, source.id] = (Reference(source.symbol, source.id, source.text), source.words, source.share)
    for reference in (item.closest, item.earliest, *item.declared):
        if reference and reference.id:
            held.setdefault((reference.symbol, reference.id), (reference, 0, 0.0))
    roles = {key: _roles(key, item) for key in held}
    ordered = sorted(held, key=lambda key: ("closest" not in roles[key], not roles[key] or held[key][1] > 0, -held[key][1], key))
    if item.verdict is Verdict.NONE:
        ordered = [key for key in ordered if held[key][1] or roles[key]]
    witnesses = words.witness_table(lineage.witnesses)
    out = []
    for i, key in enumerate(ordered):
        reference, count, share = held[key]
        witness = witnesses.get(reference.symbol) or words.unknown_witness(reference.symbol, reference in item.declared)
        style = f"s{shown.slots.get(reference.symbol, 0)}"
        pieces = None
        if reference.text is not None and i < SHOWN_SOURCES:
            pieces = right_pieces(reference.text, paragraph.text, edits(reference.text, paragraph.text, lineage.target.language))
        told = words.percent(share) if count else ""
        out.append(SourceView(f"p-{slug(item.id)}-{i}", words.named(reference), style, roles[key], count, told, witness, pieces))
    return tuple(out)


def _named(item: ParagraphLineage, shown: Mosaic, lineage: Lineage) -> tuple[SourceView, ...]:
    witnesses = words.witness_table(lineage.witnesses)
    out = []
    for reference in (reference for reference in item.declared if not reference.id):
        witness = witnesses.get(reference.symbol) or words.unknown_witness(reference.symbol, recalled=True)
        style = f"s{shown.slots.get(reference.symbol, 0)}"
        out.append(SourceView("", reference.symbol, style, (), 0, "", witness, None))
    return tuple(out)


def _roles(key: tuple[str, str], item: ParagraphLineage) -> tuple[str, ...]:
    out = []
    for name, reference in (("closest", item.closest), (words.earliest_role(item), item.earliest)):
        if reference and (reference.symbol, reference.id) == key:
            out.append(name)
    if any((reference.symbol, reference.id) == key for reference in item.declared):
        out.append("named by the paragraph itself")
    return tuple(out)


# --- chains ---------------------------------------------------------------------------------------------------------


def chain_views(evolution: Evolution) -> tuple[ChainView, ...]:
    """The chains that have an ancestor at all."""
    witnesses = words.witness_table(evolution.lineage.witnesses)
    target = evolution.lineage.target
    itself = Witness(target.name, target.status, target.adoption, target.title, False)
    return tuple(_chain(chain, witnesses, itself) for chain in evolution.chains if len(chain.steps) > 1)


def _chain(chain: Chain, witnesses: dict[str, Witness], itself: Witness) -> ChainView:
    out: list[StepView] = []
    before = ""
    for i, step in enumerate(chain.steps):
        reference, last = step.reference, i == len(chain.steps) - 1
        text = reference.text or ""
        pieces = right_pieces(before, text, step.edits) if i else (Piece(words.printable(text), Side.BOTH),)
        witness = itself if last else witnesses.get(reference.symbol) or words.unknown_witness(reference.symbol)
        key = reference.id if last else f"{words.short(reference.symbol)} {reference.id}"
        same = bool(i) and all(p.side is Side.BOTH or p.note == "surface" for p in pieces)
        likeness = "" if last else words.percent(step.score)
        out.append(StepView(words.named(reference), key, witness, last, likeness, pieces, same))
        before = text
    return ChainView(chain.id, f"c-{slug(chain.id)}", tuple(out))


# --- what the script of the page reads -------------------------------------------------------------------------------------------


def passage_data(lineage: Lineage, shown: Mosaic) -> str:
    """The origin, earliest, nearest and carriers of every passage as JSON that is safe inside a script element. References are numbers
    into `refs`, pairs of a number into `docs` and an id; a document is its symbol and weight."""
    docs: dict[str, int] = {}
    refs: dict[tuple[int, str], int] = {}

    def ref(reference: Reference | None) -> int | None:
        if reference is None:
            return None
        doc = docs.setdefault(reference.symbol, len(docs))
        return refs.setdefault((doc, words.printable(reference.id)), len(refs))

    table: dict[str, list[Any]] = {}
    for item in lineage.paragraphs:
        table[f"p-{slug(item.id)}"] = [
            [
                words.SPANS[span.kind],
                count,
                ref(span.origin),
                ref(span.earliest),
                [ref(r) for r in span.nearest],
                [ref(r) for r in span.carriers],
            ]
            for span, count in zip(item.spans, shown.counts[item.id], strict=True)
        ]
    witnesses = words.witness_table(lineage.witnesses)
    seen = [witnesses.get(symbol) or words.unknown_witness(symbol) for symbol in docs]
    told = [[words.printable(w.symbol), words.weight_line(w.adoption, w.status), w.recalled] for w in seen]
    text = json.dumps({"docs": told, "refs": list(refs), "passages": table}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028")


def is_statement(witness: Witness) -> bool:
    """Whether a document is a statement of the President."""
    return witness.status is Status.STATEMENT
