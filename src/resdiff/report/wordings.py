"""What the evolution report says of wordings: which no earlier document holds, which took the place of another, how each is counted.

Quotation marks hold words as a text prints them, and nothing else; what a theme calls a wording stands without.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resdiff.models import ChangePlace, ConceptChange, Evolution, Form, Reference, Span, VariantUse
from resdiff.report import words

FORMS = 2
"""How many printed forms of a wording are named where there is no room for all."""

BESIDE = 3
"""How many words are quoted on each side of a wording that says nothing by itself ("can benefit")."""

COUNTED = (
    "A wording is counted once for each earlier paragraph that has it by itself: not in the name of something (a convention, an office, a "
    "plan; told by a list of names and by capitals), and not within a longer wording of the same concept. Paragraphs that have it in such "
    "a way only are counted beside; all together are the paragraphs that hold the words. Headings and rows of tables count; titles, "
    "footnotes and lists of names do not. Spellings and the forms that the table lists are counted together. On the theme: counted only "
    "in paragraphs that tie the two sides of the theme together, for elsewhere the words mean other things. A change is told only where, "
    "in a paragraph and its nearest ancestor, one wording stands in the place of the other. Quotation marks hold words as printed."
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A wording as printed, with a few words of the same text on each side where it says nothing alone."""

    before: str
    text: str
    after: str

    def __str__(self) -> str:
        return f"“{self.before}{self.text}{self.after}”"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A wording as printed in the target, and the paragraphs that print it so."""

    excerpt: Excerpt
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unfound:
    """A variant of the target that no earlier document holds, and the variants of its concept that earlier ones hold, most used first."""

    concept: str
    variant: str
    quoted: tuple[Quoted, ...]
    others: tuple[VariantUse, ...]
    everywhere: bool
    """Whether all paragraphs were counted, or only those on the theme."""
    elsewhere: int
    """How many paragraphs that are not on the theme hold the words, where only those on the theme were counted."""


@dataclass(frozen=True, slots=True)
class Move:
    """Paragraphs where the same words took the place of the same words: their ids, and the ancestor of each."""

    was: Excerpt
    now: Excerpt
    places: tuple[tuple[str, Reference], ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A variant that took the place of another, by the words as printed, most paragraphs in front."""

    change: ConceptChange
    moves: tuple[Move, ...]

    @property
    def paragraphs(self) -> int:
        """In how many paragraphs."""
        return len(self.change.target)


def excerpt(text: str, start: int, end: int, beside: int = 0) -> Excerpt:
    """A range of a text with `beside` words on each side, an ellipsis where the text goes on. White space is made one space."""
    if not beside:
        return Excerpt("", _tidy(text[start:end]), "")
    before, after = text[:start].split(), text[end:].split(" ")
    near, far = before[-beside:], after[: beside + 1]
    head = ("… " if len(before) > beside else "") + " ".join(near) + (" " if text[:start][-1:].isspace() else "")
    tail = " ".join(far) + (" …" if len(after) > beside + 1 else "")
    return Excerpt(words.printable(head), _tidy(text[start:end]), words.printable(tail))


def _shown(quoted: str, text: str, span: Span, everywhere: bool) -> Excerpt:
    """Quoted words, with words of the text beside them where they say nothing alone."""
    return excerpt(text, *span, 0 if everywhere else BESIDE) if text[slice(*span)] == quoted else excerpt(quoted, 0, len(quoted))


def _tidy(text: str) -> str:
    return words.printable(" ".join(text.split()))


# --- not found before ------------------------------------------------------------------------------------------------------------


def unfound(evolution: Evolution) -> tuple[Unfound, ...]:
    """The variants of the target whose words no earlier document holds. Those that took the place of another wording come before those of
    a concept that is not found at all."""
    if not evolution.lineage.searched.documents:
        return ()
    out = []
    for use in evolution.variants:
        if use.target and not (use.before or use.in_names or use.in_longer):
            others = sorted((v for v in evolution.variants if v.concept == use.concept and v.before), key=lambda v: -v.before)
            held = _quoted(evolution, use)
            out.append(Unfound(use.concept, use.variant, held, tuple(others), use.everywhere, use.elsewhere))
    return tuple(sorted(out, key=lambda u: (not u.everywhere, not u.others, -sum(len(q.target) for q in u.quoted))))


def _quoted(evolution: Evolution, use: VariantUse) -> tuple[Quoted, ...]:
    """The words of a variant as the target prints them, the most frequent in front."""
    texts = {p.id: p.text for p in evolution.lineage.target.paragraphs}
    found: dict[str, tuple[Excerpt, list[str]]] = {}
    for quote in use.quotes:
        shown = _shown(quote.text, texts.get(quote.id, ""), (quote.start, quote.end), use.everywhere)
        held = found.setdefault(str(shown).casefold(), (shown, []))
        if quote.id not in held[1]:
            held[1].append(quote.id)
    return tuple(sorted((Quoted(shown, tuple(ids)) for shown, ids in found.values()), key=lambda quoted: -len(quoted.target)))


def unfound_line(item: Unfound, space: str) -> str:
    """“…” (OP1, OP2): not found in 2,041 documents adopted 2000-2019; before: “…” in 143 paragraphs, last used S/RES/... PP9."""
    line = "; ".join(f"{quoted.excerpt} ({places(quoted.target)})" for quoted in item.quoted)
    line += f": not found{scope(item.everywhere)} in {space}"
    if item.elsewhere:
        line += f" (off the theme, the words stand in {words.counted(item.elsewhere, 'paragraph')})"
    told = [use_line(use) for use in item.others[:2]]
    return line + (f"; before: {'; '.join(told)}" if told else "")


# --- counts ----------------------------------------------------------------------------------------------------------------------


def form_names(forms: Sequence[Form], limit: int = FORMS) -> tuple[str, ...]:
    """The most frequent printed forms of a wording, as printed."""
    return tuple(words.printable(form.text) for form in forms[:limit])


def use_line(use: VariantUse) -> str:
    """“…” in 143 paragraphs (24 more have it in a name only), earliest found S/RES/1373 (2001) OP4, last used S/RES/2462 (2019) PP9."""
    forms = [f"“{form}”" for form in form_names(use.forms)] or [words.printable(use.variant)]
    more = len(use.forms) - len(forms)
    name = " or ".join(forms) + (f" or {words.counted(more, 'other form')}" if more > 0 else "")
    ends = (("earliest found", None if use.earliest == use.latest else use.earliest), ("last used", use.latest))
    told = [f"{label} {words.named(ref)}" for label, ref in ends if ref]
    return f"{name} in {count(use.before, use)}" + (f", {', '.join(told)}" if told else "")


def count(before: int, use: VariantUse | ConceptChange) -> str:
    """196 paragraphs (46 more have it only in a name, 188 more only within a longer wording)."""
    return words.counted(before, "paragraph") + scope(use.everywhere) + beside(use)


def beside(use: VariantUse | ConceptChange) -> str:
    """What is to be said beside a count of paragraphs that have a wording by itself; "" where all have it so."""
    named, longer = (use.in_names, use.in_longer) if isinstance(use, VariantUse) else (use.to_in_names, use.to_in_longer)
    told = [f"{words.number(named)} more only in a name"] * bool(named)
    told += [f"{words.number(longer)} more only within a longer wording"] * bool(longer)
    return f" ({', '.join(told)})" if told else ""


def scope(everywhere: bool) -> str:
    """What to say of a count that was made in the paragraphs on the theme only."""
    return "" if everywhere else " on the theme"


def places(ids: tuple[str, ...], limit: int = 6) -> str:
    """Ids in a row, cut after `limit`."""
    return ", ".join(ids[:limit]) + (f" and {len(ids) - limit} more" if len(ids) > limit else "")


# --- changes ---------------------------------------------------------------------------------------------------------------------


def changed(evolution: Evolution) -> tuple[Changed, ...]:
    """The changes by the words as printed: to wording not found before first, then those seen in most paragraphs."""
    texts = {p.id: p.text for p in evolution.lineage.target.paragraphs}
    out = [Changed(change, _moves(change, texts)) for change in evolution.changes]
    return tuple(sorted(out, key=lambda c: (not _lacking(c.change), -c.paragraphs)))


def _moves(change: ConceptChange, texts: dict[str, str]) -> tuple[Move, ...]:
    found: dict[str, tuple[Excerpt, Excerpt, list[tuple[str, Reference]]]] = {}
    for place in change.places:
        was, now = _excerpts(change, place, texts)
        held = found.setdefault(f"{was}>{now}".casefold(), (was, now, []))
        if (place.id, place.ancestor) not in held[2]:
            held[2].append((place.id, place.ancestor))
    moves = [Move(was, now, tuple(held)) for was, now, held in found.values()]
    return tuple(sorted(moves, key=lambda move: -len(move.places)))


def _excerpts(change: ConceptChange, place: ChangePlace, texts: dict[str, str]) -> tuple[Excerpt, Excerpt]:
    old, text = place.ancestor.text or "", texts.get(place.id, "")
    return _shown(place.was_text, old, place.was, change.everywhere), _shown(place.now_text, text, place.now, change.everywhere)


def change_lines(item: Changed) -> Iterable[str]:
    """“…” -> “…”: OP1 (from S/RES/2195 (2014) PP8), OP2 (from ...); found before in 3 paragraphs."""
    for move in item.moves:
        told = [f"{id_} (from {words.named(ancestor)})" for id_, ancestor in move.places]
        yield f"{move.was} -> {move.now}: {places(tuple(told), 3)}; {found_before(item.change)}"


def _lacking(change: ConceptChange) -> bool:
    return not (change.to_found_before or change.to_in_names or change.to_in_longer)


def found_before(change: ConceptChange) -> str:
    """What to say of how often the words that came in had been used."""
    if _lacking(change):
        return "not found before" + scope(change.everywhere)
    return f"the later wording found before in {count(change.to_found_before, change)}"
