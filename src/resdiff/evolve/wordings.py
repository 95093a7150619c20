"""The wordings of a theme's concepts: how often each was used before, and where in the target one took the place of another.

What is counted is paragraphs. Of a concept that is looked for everywhere, every paragraph that holds the words of a variant is counted in
one of three ways: the variant stands in it by itself, or in the name of something, or within a longer variant only. So the three together
are what a search for the words finds. Of the other concepts, whose words mean other things elsewhere, only paragraphs on the nexus count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from resdiff import themes
from resdiff.diff import edits
from resdiff.evolve.chains import Ancestry, Text
from resdiff.evolve.places import image, swaps
from resdiff.models import ChangePlace, ConceptChange, ConceptMark, Form, Kind, Quote, Reference, VariantUse
from resdiff.themes import Concept, Standing, Use
from resdiff.tokens import words
from resdiff.trace.earlier import Candidate

Found = tuple[Reference, Sequence[Use]]
"""A paragraph with its text, and the places where it words some concepts."""


@dataclass(slots=True)
class Count:
    """The paragraphs that hold a variant, in the order given, and the words in which they print it by itself."""

    alone: list[Reference] = field(default_factory=list)
    named: list[Reference] = field(default_factory=list)
    longer: list[Reference] = field(default_factory=list)
    printed: dict[str, Counter[str]] = field(default_factory=dict)
    """For each folded form: how it is printed."""
    quotes: list[Quote] = field(default_factory=list)

    @property
    def whole(self) -> int:
        """How many paragraphs hold the words."""
        return len(self.alone) + len(self.named) + len(self.longer)

    def take(self, reference: Reference, uses: Sequence[Use]) -> None:
        """A paragraph with the places where it holds the variant in whatever way."""
        text = reference.text or ""
        if alone := [use for use in uses if use.standing is Standing.ALONE]:
            self.alone.append(reference)
            self.quotes += [Quote(reference.id, use.start, use.end, text[use.start : use.end]) for use in alone]
            printed = {" ".join(text[use.start : use.end].split()) for use in alone}
            for form in {one.casefold(): one for one in sorted(printed)}.values():
                self.printed.setdefault(form.casefold(), Counter())[form] += 1
        elif any(use.standing is Standing.NAME for use in uses):
            self.named.append(reference)
        else:
            self.longer.append(reference)

    def forms(self) -> tuple[Form, ...]:
        """The words as most often printed, and how many paragraphs have them."""
        out = [Form(min(held, key=lambda form: (-held[form], form)), sum(held.values())) for held in self.printed.values()]
        return tuple(sorted(out, key=lambda form: (-form.before, form.text)))


class Wordings:
    """The wordings of the concepts of an ancestry's theme, before and in its target."""

    def __init__(self, ancestry: Ancestry) -> None:
        self._ancestry = ancestry
        self._theme, self._language = ancestry.theme, ancestry.language

    @cached_property
    def counts(self) -> Mapping[tuple[str, str], Count]:
        """How each variant was used before: {(concept, variant): count}."""
        return _counted(
            chain(self._on_nexus(self._ancestry.before), *(self._everywhere(c) for c in self._theme.concepts if c.everywhere))
        )

    @cached_property
    def here(self) -> Mapping[tuple[str, str], Count]:
        """The same in the target."""
        return _counted(self._target())

    def _on_nexus(self, texts: Iterable[Text]) -> Iterable[Found]:
        """The paragraphs on the nexus among these, with the concepts that are looked for there only."""
        concepts = [concept for concept in self._theme.concepts if not concept.everywhere]
        return ((text.reference(), self._uses(text.id, text.text, concepts)) for text in texts if text.nexus)

    def _everywhere(self, concept: Concept) -> Iterable[Found]:
        """The earlier paragraphs, on the nexus or not, that hold a concept's seeds, oldest first."""
        found: dict[tuple[str, str], Candidate] = {}
        for seed in (seed for held in concept.seeds if held.language == self._language for seed in held.patterns):
            found |= {(c.symbol, c.id): c for c in self._ancestry.earlier.phrase(words(seed))}
        texts = [self._ancestry.text(c.symbol, c.id, c.text) for c in found.values()]
        return (
            (text.reference(), self._uses(text.id, text.text, [concept])) for text in sorted(texts, key=lambda text: text.place)
        )

    def _target(self) -> Iterable[Found]:
        """The target's paragraphs; headings too for what is looked for everywhere, for earlier ones are counted."""
        target = self._ancestry.lineage.target
        concepts = [concept for concept in self._theme.concepts if concept.everywhere]
        yield from self._on_nexus(self._ancestry.target)
        for paragraph in target.paragraphs:
            if paragraph.text and paragraph.kind is not Kind.LISTING:
                reference = Reference(target.name, paragraph.id, paragraph.text)
                yield reference, self._uses(paragraph.id, paragraph.text, concepts)

    def _uses(self, id_: str, text: str, concepts: Sequence[Concept]) -> tuple[Use, ...]:
        heading = id_.rpartition(".")[2].startswith("H")
        return themes.uses(text, concepts, self._theme, self._language, heading=heading)

    def references(self) -> Iterable[Reference]:
        """The earlier paragraphs that the counts name."""
        for count in self.counts.values():
            for held in (count.alone, count.named):
                yield from (held[i] for i in (0, -1) if held)

    # --- in the target -----------------------------------------------------------------------------------------------------------

    def variants(self) -> Iterable[VariantUse]:
        """The variants of every concept that the target words on the nexus, in the theme's order: those whose words stand in some earlier
        paragraph or in the target."""
        worded = {concept for text in self._ancestry.target if text.nexus for concept in text.concepts}
        for concept in self._theme.concepts:
            for variant in concept.ordered(self._language) if concept.name(self._language) in worded else ():
                key = concept.name(self._language), variant
                if key in self.counts or key in self.here:
                    yield self._variant(concept, variant)

    def _variant(self, concept: Concept, variant: str) -> VariantUse:
        name = concept.name(self._language)
        count, here = self.counts.get((name, variant), Count()), self.here.get((name, variant), Count())
        return VariantUse(
            concept=name,
            variant=variant,
            before=len(count.alone),
            earliest=count.alone[0] if count.alone else None,
            latest=count.alone[-1] if count.alone else None,
            target=tuple(reference.id for reference in here.alone),
            everywhere=concept.everywhere,
            in_names=len(count.named),
            in_longer=len(count.longer),
            earliest_in_name=count.named[0] if count.named else None,
            target_in_names=tuple(reference.id for reference in here.named),
            target_in_longer=tuple(reference.id for reference in here.longer),
            forms=count.forms(),
            quotes=tuple(here.quotes),
            paragraphs=tuple(Reference(reference.symbol, reference.id) for reference in count.alone),
            elsewhere=0 if concept.everywhere or count.whole else self._elsewhere(here.quotes),
        )

    def _elsewhere(self, quotes: Iterable[Quote]) -> int:
        """How many earlier paragraphs that are not on the nexus hold the quoted words."""
        known = {text.key for text in self._ancestry.before}
        return len({(c.symbol, c.id) for quote in quotes for c in self._ancestry.earlier.phrase(words(quote.text))} - known)

    # --- what took the place of what ---------------------------------------------------------------------------------------------

    def changes(self, descents: Iterable[tuple[Text, Reference]]) -> tuple[ConceptChange, ...]:
        """Where, between a paragraph of the target and its nearest ancestor, one variant took the place of another: variants that no
        earlier paragraph holds come first, then those seen in most paragraphs."""
        found: dict[tuple[str, str, str], list[ChangePlace]] = defaultdict(list)
        for text, ancestor in descents:
            old = self._ancestry.text(ancestor.symbol, ancestor.id, ancestor.text or "")
            was, now = (text.mark.concepts if text.mark else () for text in (old, text))
            if {mark.concept for mark in was} & {mark.concept for mark in now}:
                between = image(old.text, text.text, edits(old.text, text.text, self._language))
                for swap in swaps(was, now, between):
                    place = _place(text, ancestor, swap.was, swap.now)
                    found[swap.now.concept, swap.was.variant, swap.now.variant].append(place)
        out = [self._change(*key, tuple(places)) for key, places in found.items()]
        order = [concept.name(self._language) for concept in self._theme.concepts]
        return tuple(sorted(out, key=lambda c: (c.to_found_before > 0, -len(c.target), order.index(c.concept))))

    def _change(self, concept: str, was: str, now: str, places: tuple[ChangePlace, ...]) -> ConceptChange:
        count = self.counts.get((concept, now), Count())
        return ConceptChange(
            concept=concept,
            from_=was,
            to=now,
            ancestor=places[0].ancestor,
            target=tuple(dict.fromkeys(place.id for place in places)),
            to_found_before=len(count.alone),
            everywhere=next(c.everywhere for c in self._theme.concepts if c.name(self._language) == concept),
            places=places,
            to_in_names=len(count.named),
            to_in_longer=len(count.longer),
        )


def _place(text: Text, ancestor: Reference, was: ConceptMark, now: ConceptMark) -> ChangePlace:
    old = ancestor.text or ""
    spans = (was.start, was.end), (now.start, now.end)
    return ChangePlace(text.id, ancestor, *spans, old[slice(*spans[0])], text.text[slice(*spans[1])])


def _counted(found: Iterable[Found]) -> dict[tuple[str, str], Count]:
    out: dict[tuple[str, str], Count] = {}
    for reference, uses in found:
        held: dict[tuple[str, str], list[Use]] = {}
        for use in uses:
            held.setdefault((use.concept, use.variant), []).append(use)
        for key, mine in held.items():
            out.setdefault(key, Count()).take(reference, mine)
    return out
