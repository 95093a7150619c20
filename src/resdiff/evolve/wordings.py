"""The wordings of a theme's concepts: how often each was used before, and where in the target one took the place of another.

What is counted is paragraphs. Of a concept that is looked for everywhere, every paragraph that holds the words of a variant is counted in
one of three ways: the variant stands in it by itself, or in the name of something, or within a longer variant only. So the three together
are what a search for the words finds. Of the other concepts, whose words mean other things elsewhere, the paragraphs on the nexus count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from resdiff import themes
from resdiff.diff import edits
from resdiff.evolve.chains import Ancestry, Text
from resdiff.evolve.places import image, swaps
from resdiff.models import ChangePlace, ConceptChange, ConceptMark, Form, Kind, Quote, Reference, VariantUse
from resdiff.themes import Concept, Standing, Use
from resdiff.tokens import words
from resdiff.trace.earlier import Candidate


@dataclass(slots=True)
class Count:
    """The earlier paragraphs that hold a variant, oldest first, and the words in which they print it by itself."""

    alone: list[Reference] = field(default_factory=list)
    named: list[Reference] = field(default_factory=list)
    longer: list[Reference] = field(default_factory=list)
    printed: dict[str, Counter[str]] = field(default_factory=dict)
    """For each folded form: how it is printed."""

    def take(self, reference: Reference, marks: Sequence[Use]) -> None:
        """A paragraph with the places where it holds the variant in whatever way."""
        text = reference.text or ""
        alone = [mark for mark in marks if mark.standing is Standing.ALONE]
        if alone:
            self.alone.append(reference)
            printed = {" ".join(text[mark.start : mark.end].split()) for mark in alone}
            for form in {one.casefold(): one for one in sorted(printed)}.values():
                self.printed.setdefault(form.casefold(), Counter())[form] += 1
        elif any(mark.standing is Standing.NAME for mark in marks):
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
        out: dict[tuple[str, str], Count] = defaultdict(Count)
        for concept in self._theme.concepts:
            for reference, marks in self._everywhere(concept) if concept.everywhere else self._on_nexus(concept):
                for variant, held in _by_variant(marks).items():
                    out[concept.name(self._language), variant].take(reference, held)
        return out

    def _on_nexus(self, concept: Concept) -> Iterable[tuple[Reference, Sequence[Use]]]:
        name = concept.name(self._language)
        return ((text.reference(), _marked(text, name)) for text in self._ancestry.before)

    def _everywhere(self, concept: Concept) -> Iterable[tuple[Reference, Sequence[Use]]]:
        """The earlier paragraphs, on the nexus or not, that hold a concept's seeds, oldest first."""
        found: dict[tuple[str, str], Candidate] = {}
        for seed in (seed for held in concept.seeds if held.language == self._language for seed in held.patterns):
            found |= {(c.symbol, c.id): c for c in self._ancestry.earlier.phrase(words(seed))}
        texts = [self._ancestry.text(c.symbol, c.id, c.text) for c in found.values()]
        for text in sorted(texts, key=lambda text: text.place):
            yield text.reference(), self._uses(text.id, text.text, concept)

    def _uses(self, id_: str, text: str, concept: Concept) -> tuple[Use, ...]:
        heading = id_.rpartition(".")[2].startswith("H")
        return themes.uses(text, concept, self._theme, self._language, heading=heading)

    def references(self) -> Iterable[Reference]:
        """The earlier paragraphs that the counts name."""
        for count in self.counts.values():
            for held in (count.alone, count.named):
                yield from (held[i] for i in (0, -1) if held)

    # --- in the target -----------------------------------------------------------------------------------------------------------

    def variants(self) -> Iterable[VariantUse]:
        """The variants of every concept that the target words on the nexus, in the theme's order: those whose words stand in some earlier
        paragraph or in the target."""
        for concept in self._theme.concepts:
            name = concept.name(self._language)
            if not any(text.nexus and _marked(text, name) for text in self._ancestry.target):
                continue
            here = self._here(concept)
            for variant in concept.ordered(self._language):
                use = self._variant(concept, variant, here.get(variant, Count()))
                if use.target or use.target_in_names or use.target_in_longer or use.before or use.in_names or use.in_longer:
                    use = replace(use, quotes=tuple(self._quotes(concept, variant)))
                    yield replace(use, elsewhere=self._elsewhere(use))

    def _variant(self, concept: Concept, variant: str, here: Count) -> VariantUse:
        name = concept.name(self._language)
        count = self.counts.get((name, variant), Count())
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
            paragraphs=tuple(Reference(reference.symbol, reference.id) for reference in count.alone),
        )

    def _marks_here(self, concept: Concept) -> Iterable[tuple[Reference, Sequence[Use]]]:
        """The target's paragraphs with the places where they word a concept; headings too where earlier ones were counted."""
        target, symbol = self._ancestry.lineage.target, self._ancestry.lineage.target.name
        if not concept.everywhere:
            name = concept.name(self._language)
            yield from ((text.reference(), _marked(text, name)) for text in self._ancestry.target)
            return
        for paragraph in target.paragraphs:
            if paragraph.text and paragraph.kind is not Kind.LISTING:
                yield Reference(symbol, paragraph.id, paragraph.text), self._uses(paragraph.id, paragraph.text, concept)

    def _here(self, concept: Concept) -> Mapping[str, Count]:
        out: dict[str, Count] = defaultdict(Count)
        for reference, marks in self._marks_here(concept):
            for variant, held in _by_variant(marks).items():
                out[variant].take(reference, held)
        return out

    def _quotes(self, concept: Concept, variant: str) -> Iterable[Quote]:
        for reference, marks in self._marks_here(concept):
            for mark in _by_variant(marks).get(variant, ()):
                if mark.standing is Standing.ALONE:
                    yield Quote(reference.id, mark.start, mark.end, (reference.text or "")[mark.start : mark.end])

    def _elsewhere(self, use: VariantUse) -> int:
        if use.everywhere or use.before:
            return 0
        known = {text.key for text in self._ancestry.before}
        found = {(c.symbol, c.id) for quote in use.quotes for c in self._ancestry.earlier.phrase(words(quote.text))}
        return len(found - known)

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


def _by_variant(marks: Iterable[Use]) -> dict[str, list[Use]]:
    out: dict[str, list[Use]] = {}
    for mark in marks:
        out.setdefault(mark.variant, []).append(mark)
    return out


def _marked(text: Text, concept: str) -> tuple[Use, ...]:
    """The places where a paragraph was marked as wording a concept."""
    marks = text.mark.concepts if text.mark else ()
    return tuple(Use(mark.variant, mark.start, mark.end, Standing.ALONE) for mark in marks if mark.concept == concept)
