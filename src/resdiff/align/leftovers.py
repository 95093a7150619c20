"""What is left on both sides when the best candidates are taken: linked where the paragraphs are the same but for numbers and a word or
two, recall the same resolutions or head the same section, and where one text goes on with the other on fewer words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz.distance import Indel

from resdiff.align.claims import RUN_WORTH_HAN, Found, Pair, Sides, claim, part_of, remaining, worth_of
from resdiff.align.rarity import ONE, Weighed, common_runs
from resdiff.models import Kind, Paragraph, Way

RENEWED = 450
"""Thousandths of the paragraphs of both texts that bear links: from here on one text goes on with the other, and a paragraph that is left
has its like among those left on the other side. (In 55 pairs of texts in six languages what other languages linked was told from what
they did not by this, far better than by evidence alone.)"""

LEFT, LEFT_ACROSS = 180, 240
"""Thousandths: `ENOUGH` for two such paragraphs, where neither has as good a partner; the same between preamble and operative part."""

PASSAGE, PASSAGE_HAN = 12, 19
"""Words, and Chinese characters, that stand in one run in a paragraph that is left and in one that is linked with others: taken over, not
met by chance."""

RIVAL = 600
"""Thousandths of the one's evidence, from which another partner is as good."""

FORMULA_WORDS = 5
"""The least words, numbers left out, of a paragraph that may be linked as the same formula."""

FORMULA_ALIKE = 850
"""Thousandths of the words of two such paragraphs, numbers left out, that must stand in both in one order: "Decides to remain seized of the
matter" with and without "actively" has 933, "Having considered the report" of another month 900; other objects of one verb stay below."""

PLACE_WORDS, PLACE_ALIKE, SHORT = 3, 750, 9
"""The same two of paragraphs of one number: "Urges States to train keepers" and "Urges States to train pilots" have 800; and the most words
that they may have. Longer ones have evidence of their own."""

HEADING_WORDS, HEADING_ALIKE = 3, 600
"""The same two of headings, which are short and stand for what follows: "Lamps Committee/Panel of Keepers" and "Lamps Committee and Panel
of Keepers" have 600."""

RECALLED = 500
"""Thousandths of the words of the shorter of two recitals that recall the same earlier resolutions, numbers left out, that must stand in
the other in one order ("Recalling its resolutions on the islands"; "Reaffirming all its resolutions concerning the islands")."""

RECALLS = 3
"""How many paragraphs are the beginning of a text."""


def link_leftovers(sides: Sides, found: Found, pairs: Mapping[tuple[int, int], Pair], symbols: frozenset[str]) -> None:
    """Link what the best candidates have left; `symbols` are those of the two documents."""
    renewed = 1000 * (len(found.left) + len(found.right)) >= RENEWED * (len(sides.left) + len(sides.right))
    _same_recalled(sides, found, symbols)
    _same_formula(sides, found)
    _same_number(sides, found)
    _heading_as_item(sides, found)
    if renewed:
        _left_over(sides, found, pairs)
        _passage(sides, found, pairs)
        _heading_above(sides, found)


def _same_recalled(sides: Sides, found: Found, symbols: frozenset[str]) -> None:
    """Link what is left of the recitals that open two texts by recalling earlier resolutions, where they recall the same ones or one text
    the other: how much they list is no part of what they say."""
    ours, theirs = (
        {n: p for n, p in enumerate(side[:RECALLS]) if n not in linked and p.kind is Kind.PREAMBULAR and p.citations}
        for side, linked in ((sides.left, found.left), (sides.right, found.right))
    )
    ranked = []
    for i, one in ours.items():
        for j, other in theirs.items():
            named = [{citation.symbol for citation in p.citations} for p in (one, other)]
            shared = 2 * len(named[0] & named[1]) >= min(len(named[0]), len(named[1]))
            said, answer = _unnumbered(one, sides.a[i]), _unnumbered(other, sides.b[j])
            if shared or not symbols.isdisjoint(named[0] | named[1]):
                alike = Indel.similarity(said, answer) * 500 // max(1, min(len(said), len(answer)))
                ranked.append((-alike, abs(i - j), i + j, i, j))
    for negative, *_, i, j in sorted(ranked):
        if -negative >= RECALLED and i not in found.left and j not in found.right:
            claim(sides, found, i, j, common_runs(sides.a[i], sides.b[j]))
            found.ways[i, j] = Way.FORMULA


def _same_formula(sides: Sides, found: Found) -> None:
    """Link what is left on both sides and the same but for numbers, dates and a word or two: the formulas that open and close texts
    ("Having considered the report of ... of 9 March"), and headings. They bear the same act in the same part, and each is linked once."""
    theirs: dict[tuple[str, bool, str], list[tuple[int, str]]] = defaultdict(list)
    for j, (paragraph, weighed) in enumerate(zip(sides.right, sides.b, strict=True)):
        if j not in found.right and (words := _formula_words(paragraph, weighed)):
            theirs[part_of(paragraph), paragraph.kind is Kind.HEADING, words[0]].append((j, words))
    ranked = []
    for i, (paragraph, weighed) in enumerate(zip(sides.left, sides.a, strict=True)):
        if i in found.left or not (words := _formula_words(paragraph, weighed)):
            continue
        for j, others in theirs.get((part_of(paragraph), paragraph.kind is Kind.HEADING, words[0]), ()):
            alike = Indel.similarity(words, others) * 1000 // (len(words) + len(others))
            if alike >= (HEADING_ALIKE if paragraph.kind is Kind.HEADING else FORMULA_ALIKE):
                ranked.append((-alike, abs(i - j), i + j, i, j))
    for *_, i, j in sorted(ranked):
        if i not in found.left and j not in found.right:
            claim(sides, found, i, j, common_runs(sides.a[i], sides.b[j]))
            found.ways[i, j] = Way.FORMULA


def _formula_words(paragraph: Paragraph, weighed: Weighed) -> str:
    """The codes by which a paragraph may be linked as the same formula; none of one that is no act, recital or heading, or too short."""
    least = {Kind.PREAMBULAR: FORMULA_WORDS, Kind.OPERATIVE: FORMULA_WORDS, Kind.HEADING: HEADING_WORDS}.get(paragraph.kind)
    words = _unnumbered(paragraph, weighed) if least else ""
    return words if least and len(words) >= least else ""


def _same_number(sides: Sides, found: Found) -> None:
    """Link what is left of paragraphs of one number that are short and hardly differ: in the next round of a draft they are the same."""
    free = {p.id: j for j, p in enumerate(sides.right) if j not in found.right and p.kind in (Kind.PREAMBULAR, Kind.OPERATIVE)}
    for i, paragraph in enumerate(sides.left):
        j = free.get(paragraph.id)
        if i in found.left or j is None or paragraph.kind is not sides.right[j].kind:
            continue
        one, other = sides.a[i], sides.b[j]
        if one.damped is not one.full or other.damped is not other.full:
            continue  # stock phrases would make them alike
        words, others = _unnumbered(paragraph, one), _unnumbered(sides.right[j], other)
        alike = Indel.similarity(words, others) * 1000 // max(1, len(words) + len(others))
        if min(len(words), len(others)) >= PLACE_WORDS and max(len(words), len(others)) <= SHORT and alike >= PLACE_ALIKE:
            claim(sides, found, i, j, common_runs(one, other))
            found.ways[i, j] = Way.FORMULA


def _unnumbered(paragraph: Paragraph, weighed: Weighed) -> str:
    """The codes of a paragraph's words without those that hold a figure."""
    bounds, text = weighed.tokens.bounds, paragraph.text
    return "".join(
        [
            code
            for code, word in zip(weighed.codes, weighed.words, strict=True)
            if not any(map(str.isdigit, text[bounds[word] : bounds[word + 1]]))
        ]
    )


def _heading_as_item(sides: Sides, found: Found) -> None:
    """Link a heading that became an item, or the reverse: equal words, nothing else answers to either, and no second such pair."""
    places: dict[tuple[int, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, (paragraphs, weighed, linked) in enumerate(((sides.left, sides.a, found.left), (sides.right, sides.b, found.right))):
        for n, (paragraph, w) in enumerate(zip(paragraphs, weighed, strict=True)):
            if n not in linked and w.codes and (paragraph.kind is Kind.HEADING or _is_item(paragraph)):
                places[w.tokens.keys][side].append(n)
    for here, there in places.values():
        if len(here) == len(there) == 1 and (sides.left[here[0]].kind is Kind.HEADING) != (
            sides.right[there[0]].kind is Kind.HEADING
        ):
            claim(sides, found, here[0], there[0], ((0, 0, len(sides.a[here[0]].codes)),))


def _is_item(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands under another as its item; a paragraph with a place of its own is prose."""
    return paragraph.kind is Kind.OPERATIVE and len(paragraph.path) > 1


def _left_over(sides: Sides, found: Found, pairs: Mapping[tuple[int, int], Pair]) -> None:
    """Link what is left on both sides where one text goes on with the other: paragraphs that are best partners of each other, and have no
    rival."""
    taken = []
    for (i, j), pair in pairs.items():
        if i in found.left or j in found.right or pair.evidence < ONE:
            continue
        worth = worth_of(pair.evidence, pair.rank)
        if worth < (LEFT if part_of(sides.left[i]) == part_of(sides.right[j]) else LEFT_ACROSS):
            continue
        rivals = (p for place, p in pairs.items() if (place[0] == i) != (place[1] == j) and place not in found.links)
        if all(worth_of(*remaining(sides, found, rival)) * 1000 < RIVAL * worth for rival in rivals):
            taken.append(pair)
    for pair in taken:
        claim(sides, found, pair.left, pair.right, pair.runs)
        found.ways[pair.left, pair.right] = Way.REST


def _passage(sides: Sides, found: Found, pairs: Mapping[tuple[int, int], Pair]) -> None:
    """Link what is left on one side to the paragraph that took a passage of it over, where one text goes on with the other."""
    least = PASSAGE_HAN if sides.worth is RUN_WORTH_HAN else PASSAGE
    ranked = []
    for (i, j), pair in pairs.items():
        if (i in found.left) != (j in found.right) and _longest_free(pair, found.left.get(i), found.right.get(j)) >= least:
            worth = worth_of(*remaining(sides, found, pair))
            if worth >= LEFT:
                ranked.append((-worth, abs(i - j), i + j, i, j))
    for *_, i, j in sorted(ranked):
        if (i in found.left) != (j in found.right):
            claim(sides, found, i, j, pairs[i, j].runs)
            found.ways[i, j] = Way.PASSAGE


def _longest_free(pair: Pair, claimed_a: bytearray | None, claimed_b: bytearray | None) -> int:
    """The words of the longest shared run of which no link has claimed any."""
    free = (
        n
        for a, b, n in pair.runs
        if not (claimed_a and any(claimed_a[a : a + n])) and not (claimed_b and any(claimed_b[b : b + n]))
    )
    return max(free, default=0)


def _heading_above(sides: Sides, found: Found) -> None:
    """Link what is left of headings above two paragraphs that are linked: where one text goes on with the other the section was renamed."""
    for i, j in list(found.links):
        above = i - 1, j - 1
        if (
            min(above) >= 0
            and sides.left[i].kind is not Kind.HEADING
            and sides.left[i - 1].kind is sides.right[j - 1].kind is Kind.HEADING
            and i - 1 not in found.left
            and j - 1 not in found.right
        ):
            claim(sides, found, *above, common_runs(sides.a[i - 1], sides.b[j - 1]))
            found.ways[above] = Way.HEADING
