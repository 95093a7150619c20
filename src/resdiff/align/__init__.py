"""Which paragraph of one document answers to which of another: many to many.

The picture: descent between resolutions is not one to one. A recital is split in two, two are merged, a clause wanders from the operative
part to the preamble, and every paragraph of a sanctions text shares "individuals, groups, undertakings and entities associated with" with
every other. So likeness above a threshold, and any matching of one to one, fails (measured on hand-made pairs: mean F1 0.67 to 0.84).
What decides is rarity, claiming and structure:

1. Paragraphs with equal keys are linked at once; among equal copies the place decides.
2. Every other pair that shares rare word pairs is a candidate. Its evidence is the weight of the words in common runs: a word weighs by its
   rarity in the two documents (`rarity`); a longer run weighs more.
3. Candidates are taken best first. A link claims its words on both sides, and a claimed word counts little for the next: a paragraph
   already explained is not explained again by shared boilerplate, while its unexplained rest can still find its source.
4. Structure (neighbours, parent, part, place) adds to evidence and never makes a link alone. Stock phrases and safeguards weigh less,
   save where one of the two paragraphs hardly holds anything else. Headings meet headings only, listings listings;
   a heading and an item of equal words are linked at last, where nothing else answers to either.
5. What is left on both sides and the same but for numbers and a word or two (the formulas that open and close texts) is linked at last,
   and so are recitals that open by recalling the same resolutions; a list of these weighs no more than two of them.
6. Where one text goes on with the other, two paragraphs that are left need less, if neither has as good a partner, and so does one that is
   left and went word for word into another; and the headings above linked paragraphs are linked.

All of it is reckoned in whole numbers from facts that stay when the sides are swapped, so swapping the sides mirrors the links.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import chain
from math import isqrt
from zlib import crc32

from rapidfuzz.distance import Indel

from resdiff.align.rarity import LISTED, ONE, Listed, Runs, Weighed, common_runs, weigh
from resdiff.models import Alignment, Cover, Document, Kind, Language, Link, LinkKind, MarkKind, Paragraph, Run, Span, Way
from resdiff.tokens import SPACE, Tokens, intern, tokenise
from resdiff.vocabulary import load

RUN_WORTH = tuple(round(1000 * (1 - 0.6**n)) for n in range(20))
"""What a run of 0, 1, 2... words is worth, in thousandths: one shared word may be chance, six in a row are not."""

RUN_WORTH_HAN = tuple(round(1000 * (1 - 0.6 ** (n / 1.6))) for n in range(20))
"""The same of Chinese characters, of which there are 1.6 for each English word in the same resolutions."""

ECHO = 500
"""Thousandths of its weight that a word still counts when one side has claimed it already: a clause may be repeated in two places."""

CANDIDATES = 6
"""How many partners of each paragraph are looked at closely. (Of 1,159 links of paragraphs that differ, in 285 pairs of documents in six
languages, 1,145 were of the first partner of either paragraph; none was found that needs a seventh.)"""

ECHOES = 2
"""The same for a paragraph that is linked by equal keys already."""

COMMON_PAIR, COMMON_ECHO = 200, 40
"""A pair of words points nowhere if it would make more candidates than this, paragraphs of one side times paragraphs of the other; the same
from or to a paragraph that is linked by equal keys already."""

ENOUGH = 290
"""Thousandths: the least evidence, measured against the geometric mean of both weights, that makes a link, less `DEPTH`."""

DEPTH = 20
"""Thousandths that each whole rare word of evidence counts for by itself: two long paragraphs may share much and be mostly different."""

CONTAINED = 450
"""Thousandths: the least evidence, measured against the lighter paragraph alone, that makes a link."""

REPEATED = 250
"""Thousandths: the least evidence, measured against the other paragraph, of a link to a paragraph that other links explain already."""

LEAST = 2 * ONE
"""The least evidence of a link, in words as rare as can be; a lighter pair must match almost whole."""

WHOLE = 550
"""Thousandths: the least evidence between two paragraphs too light for `LEAST`."""

PARTIAL = 350
"""Thousandths: a link whose words are less than this part of the heavier paragraph is partial."""

INSIDE = 700
"""Thousandths of a paragraph from which it stands almost whole in another."""

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

BETWEEN = 60
"""Code points that may stand between two citations of one list: dates, "and", names of organs."""

IN_ORDER = 250
"""Thousandths: the least score of a link that tells in which order the paragraphs stand; a phrase that is repeated elsewhere does not."""


_Parents = Sequence[int | None]


@dataclass(slots=True)
class Pair:
    """A candidate and what speaks for it before any claim."""

    left: int
    right: int
    runs: Runs
    evidence: int
    ratio: int
    """Evidence against the geometric mean of both weights, in thousandths."""
    rank: int = 0
    """The ratio, raised or lowered by structure."""


@dataclass(slots=True)
class Found:
    """The links made so far, with their runs, and the words they have claimed on each side."""

    links: dict[tuple[int, int], Runs] = field(default_factory=dict)
    left: dict[int, bytearray] = field(default_factory=dict)
    right: dict[int, bytearray] = field(default_factory=dict)
    ways: dict[tuple[int, int], Way] = field(default_factory=dict)
    """How those links were made that do not rest on their words alone."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two documents, made ready."""

    left: Sequence[Paragraph]
    right: Sequence[Paragraph]
    a: Sequence[Weighed]
    b: Sequence[Weighed]
    left_parents: _Parents
    right_parents: _Parents
    worth: Sequence[int]


def align(left: Document, right: Document) -> Alignment:
    """The links between two documents in the order of the right one, then of the left; every paragraph that bears none is in `added` or
    `removed`. `same` links carry equal keys; every linked right paragraph has one primary link. Edits and changes are `diff`'s."""
    sides, found, _ = worked(left, right)
    return alignment(sides, found)


def worked(left: Document, right: Document) -> tuple[Sides, Found, dict[tuple[int, int], Pair]]:
    """The two documents made ready, the links found between them, and every candidate that was looked at."""
    parents = _parents(left.paragraphs), _parents(right.paragraphs)
    tokens = [tokenise(p.text) for p in left.paragraphs], [tokenise(p.text) for p in right.paragraphs]
    equal = _equal_pairs(left.paragraphs, right.paragraphs, tokens, parents)
    formulas = _formulas(left, {i for i, _ in equal}), _formulas(right, {j for _, j in equal})
    beside = [_beside(p) for p in left.paragraphs], [_beside(p) for p in right.paragraphs]
    lists = [_lists(p) for p in left.paragraphs], [_lists(p) for p in right.paragraphs]
    a, b = weigh(tokens, left.language, formulas, beside, lists)
    worth = RUN_WORTH_HAN if left.language is Language.ZH else RUN_WORTH
    sides = Sides(left.paragraphs, right.paragraphs, a, b, *parents, worth)
    found = Found()
    for i, j in equal:
        claim(sides, found, i, j, ((0, 0, len(a[i].codes)),))
    pairs = _candidates(sides, found)
    _rank(sides, found, pairs)
    _take(sides, found, pairs)
    renewed = 1000 * (len(found.left) + len(found.right)) >= RENEWED * (len(sides.left) + len(sides.right))
    _same_recalled(sides, found, frozenset(d.symbol for d in (left, right) if d.symbol))
    _same_formula(sides, found)
    _same_number(sides, found)
    _heading_as_item(sides, found)
    if renewed:
        _left_over(sides, found, pairs)
        _passage(sides, found, pairs)
        _heading_above(sides, found)
    return sides, found, pairs


def _formulas(document: Document, linked: set[int]) -> list[tuple[Span, ...]]:
    """The ranges of stock phrases and safeguards in each paragraph that is not linked yet (the only ones whose weight still matters)."""
    return [() if index in linked else _formulas_in(p.text, document.language) for index, p in enumerate(document.paragraphs)]


@lru_cache(maxsize=1024)  # as of tokens: a document is compared with several others
def _formulas_in(text: str, language: Language) -> tuple[Span, ...]:
    return tuple(load(language).formulas.find(text))


def _lists(paragraph: Paragraph) -> list[Listed]:
    """The lists of citations in a paragraph, each as a range and how many there are; dates and "and" stand between them."""
    if len(paragraph.citations) <= LISTED:
        return []
    found: list[list[int]] = []
    for citation in paragraph.citations:
        if found and citation.start - found[-1][1] <= BETWEEN:
            found[-1][1:] = citation.end, found[-1][2] + 1
        else:
            found.append([citation.start, citation.end, 1])
    return [(start, end, count) for start, end, count in found if count > LISTED]


def _beside(paragraph: Paragraph) -> tuple[Span, ...]:
    """What a text prints that is no part of its wording: its own number, and of a draft who asks for what and how the talks left it."""
    return ((0, paragraph.begin), *paragraph.talked) if paragraph.begin else paragraph.talked


def _parents(paragraphs: Sequence[Paragraph]) -> list[int | None]:
    """For each paragraph the index of the one it stands under: the latest with its path less the last step."""
    seen: dict[tuple[str, ...], int] = {}
    parents = []
    for index, paragraph in enumerate(paragraphs):
        parents.append(seen.get(paragraph.path[:-1]) if len(paragraph.path) > 1 else None)
        seen[paragraph.path] = index
    return parents


# --- equal paragraphs ------------------------------------------------------------------------------------------------------------


def _sort(paragraph: Paragraph) -> Kind | None:
    """What may only meet its like: headings and listings."""
    return paragraph.kind if paragraph.kind in (Kind.HEADING, Kind.LISTING) else None


_BRACKETS = frozenset(map(intern, "[]"))


def _keys(tokens: Tokens, _: Paragraph) -> tuple[int, ...]:
    return tokens.keys


def _wording(tokens: Tokens, paragraph: Paragraph) -> tuple[int, ...]:
    """The keys of a paragraph of a draft without brackets, spaces and what it prints of the talks; all keys where it holds nothing else."""
    beside = Cover(_beside(paragraph))
    told = zip(tokens.keys, tokens.bounds, strict=False)
    own = [key for key, start in told if key != SPACE and key not in _BRACKETS and not beside.holds(start)]
    return tuple(own) or tokens.keys


def _equal_pairs(
    ours: Sequence[Paragraph],
    theirs: Sequence[Paragraph],
    tokens: tuple[Sequence[Tokens], Sequence[Tokens]],
    parents: tuple[_Parents, _Parents],
) -> list[tuple[int, int]]:
    """The pairs of paragraphs with equal keys; in drafts what is no wording, brackets and spaces are set aside. Of several copies those are
    paired whose surroundings agree most, then those in order."""
    compared = _wording if any(p.talked or p.marked(MarkKind.OPTION) for p in (*ours, *theirs)) else _keys
    left = [(compared(t, p), _sort(p)) for t, p in zip(tokens[0], ours, strict=True)]
    right = [(compared(t, p), _sort(p)) for t, p in zip(tokens[1], theirs, strict=True)]
    copies: dict[tuple[tuple[int, ...], Kind | None], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i, key in enumerate(left):
        copies[key][0].append(i)
    for j, key in enumerate(right):
        if key in copies:
            copies[key][1].append(j)

    def alike(i: int, j: int) -> int:
        """3 for two paragraphs that can only answer to each other, 1 for equal ones with copies or beyond both edges, else 0."""
        inside, inside_other = 0 <= i < len(left), 0 <= j < len(right)
        if not (inside and inside_other):
            return int(inside == inside_other)
        here, there = copies[left[i]]
        return (3 if len(here) == len(there) == 1 else 1) if left[i] == right[j] else 0

    def agreement(i: int, j: int) -> int:
        """How far the paragraphs before, after and above agree, and the ids."""
        up, other = parents[0][i], parents[1][j]
        above = int(up is other) if up is None or other is None else alike(up, other)
        return above + alike(i - 1, j - 1) + alike(i + 1, j + 1) + int(ours[i].id == theirs[j].id)

    pairs: list[tuple[int, int]] = []
    for here, there in copies.values():
        if len(here) == len(there) == 1:
            pairs.append((here[0], there[0]))
            continue
        free_left, free_right = set(here), set(there)
        for *_, i, j in sorted((-agreement(i, j), abs(i - j), i + j, i, j) for i in here for j in there):
            if i in free_left and j in free_right:
                pairs.append((i, j))
                free_left.remove(i)
                free_right.remove(j)
    return pairs


# --- candidates and their evidence -----------------------------------------------------------------------------------------------


def _candidates(sides: Sides, found: Found) -> dict[tuple[int, int], Pair]:
    """For each paragraph its most promising partners by shared word pairs and rare single words, with their evidence. Two paragraphs that
    are both linked by equal keys have nothing left to find."""
    by_left = _scores(sides, found)
    by_right: list[dict[int, int]] = [{} for _ in sides.b]
    for i, score in enumerate(by_left):
        for j, weight in score.items():
            by_right[j][i] = weight
    wanted = {(i, j) for i, score in enumerate(by_left) for j in _best(score, i, ECHOES if i in found.left else CANDIDATES)}
    wanted |= {(i, j) for j, score in enumerate(by_right) for i in _best(score, j, ECHOES if j in found.right else CANDIDATES)}
    pairs = {}
    sorts = [_sort(p) for p in sides.left], [_sort(p) for p in sides.right]
    for i, j in sorted(wanted):
        a, b = sides.a[i], sides.b[j]
        if sorts[0][i] is sorts[1][j] and _promises(by_left[i][j], a.weight, b.weight):
            runs = common_runs(a, b)
            evidence = evidence_of(a, b, runs, sides.worth, None, None)
            pairs[i, j] = Pair(i, j, runs, evidence, ratio_of(evidence, a.weight, b.weight))
    return pairs


def _scores(sides: Sides, found: Found) -> list[dict[int, int]]:
    """For each left paragraph the weight of the features that it shares with right ones, by their index: of each feature the lesser of its
    two weights. Of features that stand in many paragraphs none is counted, nor those that two linked paragraphs share."""
    here, there = _features_of(sides)
    ours, theirs = Counter(chain.from_iterable(here)), Counter(chain.from_iterable(there))
    places = {feature: count * theirs[feature] for feature, count in ours.items() if feature in theirs}
    telling = {feature for feature, count in places.items() if count <= COMMON_PAIR}
    rare = {feature for feature in telling if places[feature] <= COMMON_ECHO}
    # where nothing is damped, and so in linked paragraphs, a feature weighs what it can: the lesser weight is the left one
    linked, plain, damped = (defaultdict[str, list[int]](list) for _ in range(3))
    for j, features in enumerate(there):
        standing = linked if j in found.right else plain if sides.b[j].damped is sides.b[j].full else damped
        for feature in features.keys() & (rare if standing is linked else telling):
            standing[feature].append(j)
    scores = []
    for i, features in enumerate(here):
        score: dict[int, int] = {}
        get = score.get
        keys = features.keys() & rare if i in found.left else features.keys()
        for standing in (plain,) if i in found.left else (plain, linked):
            for feature in keys & standing.keys():
                weight = features[feature]
                for j in standing[feature]:
                    score[j] = get(j, 0) + weight
        for feature in keys & damped.keys():
            for j in damped[feature]:
                score[j] = get(j, 0) + min(features[feature], there[j][feature])
        scores.append(score)
    return scores


def _promises(shared: int, a: int, b: int) -> bool:
    """Whether the weight of shared word pairs, in which most words count twice, can hold enough evidence for a link: at least a sixth of
    the geometric mean of both weights (of 5,853 links of paragraphs that differ, in 830 pairs of documents in six languages, the least had
    0.177)."""
    return 2 * shared > min(a, b) or (shared > LEAST and 36 * shared * shared > a * b)


def _features_of(sides: Sides) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    """The features of the paragraphs on both sides. Where nothing is damped the words alone tell them, and equal paragraphs share them."""
    known: dict[str, dict[str, int]] = {}

    def features(weighed: Weighed) -> dict[str, int]:
        if weighed.damped is not weighed.full:
            return _features(weighed)
        if weighed.codes not in known:
            known[weighed.codes] = _features(weighed)
        return known[weighed.codes]

    return [features(w) for w in sides.a], [features(w) for w in sides.b]


def _features(weighed: Weighed) -> dict[str, int]:
    """The pairs of neighbouring words and the single words of a paragraph, with their weights."""
    codes, sums = weighed.codes, weighed.damped
    features = {codes[n : n + 2]: sums[n + 2] - sums[n] for n in range(len(codes) - 1)}
    for n, code in enumerate(codes):
        if sums[n + 1] - sums[n] > ONE // 2:
            features[code] = sums[n + 1] - sums[n]
    return features


def _best(score: dict[int, int], own: int, most: int) -> list[int]:
    """The highest scores; among equals the nearest places, then the first."""
    if len(score) > most:
        least = max(LEAST // 2 if len(score) >= 50 else -1, sorted(score.values())[-most] - 1)
        ranked = sorted([(-weight, abs(own - other), other) for other, weight in score.items() if weight > least])
        return [other for *_, other in ranked[:most]]
    return list(score)


def ratio_of(evidence: int, a: int, b: int) -> int:
    """Evidence against the geometric mean of two weights, in thousandths."""
    return evidence * 1000 // max(1, isqrt(a * b))


def evidence_of(
    a: Weighed, b: Weighed, runs: Runs, worth: Sequence[int], claimed_a: bytearray | None, claimed_b: bytearray | None
) -> int:
    """The weight of the words of common runs, longer runs weighing more; claimed words count little or nothing."""
    sums_a, sums_b = (a.full, b.full) if a.formula or b.formula else (a.damped, b.damped)
    total = 0
    last = len(worth) - 1
    if claimed_a is None and claimed_b is None:
        for i, j, n in runs:
            ours, theirs = sums_a[i + n] - sums_a[i], sums_b[j + n] - sums_b[j]
            total += (ours if ours < theirs else theirs) * worth[n if n < last else last]
        return total // 1000
    for i, j, n in runs:
        start, state = 0, -1
        for k in range(n + 1):
            now = -1 if k == n else (claimed_a[i + k] if claimed_a else 0) + (claimed_b[j + k] if claimed_b else 0)
            if now != state:
                if state in (0, 1):
                    weight = min(sums_a[i + k] - sums_a[i + start], sums_b[j + k] - sums_b[j + start]) * worth[min(k - start, last)]
                    total += weight if state == 0 else weight * ECHO // 1000
                start, state = k, now
    return total // 1000


def claim(sides: Sides, found: Found, i: int, j: int, runs: Runs) -> None:
    """Make a link: its words are claimed on both sides."""
    found.links[i, j] = runs
    ours = found.left.setdefault(i, bytearray(len(sides.a[i].codes)))
    theirs = found.right.setdefault(j, bytearray(len(sides.b[j].codes)))
    for a, b, n in runs:
        ours[a : a + n] = b"\x01" * n
        theirs[b : b + n] = b"\x01" * n


# --- structure, and taking the best first ----------------------------------------------------------------------------------------


def _rank(sides: Sides, found: Found, pairs: dict[tuple[int, int], Pair]) -> None:
    """Give each candidate its rank: the ratio raised by neighbours and parents that answer to each other, lowered by another part or a
    distant place. All of it is known before the first claim, so the order of taking does not matter to it."""
    count_left, count_right = len(sides.left), len(sides.right)
    parts = [_part(p) for p in sides.left], [_part(p) for p in sides.right]

    def likeness(i: int | None, j: int | None) -> int:
        if i is None or j is None:
            return 0
        if (i, j) in found.links:
            return 1000
        pair = pairs.get((i, j))
        return min(1000, pair.ratio) if pair else 0

    for pair in pairs.values():
        i, j = pair.left, pair.right
        raised = 1000
        raised += 60 * (likeness(i - 1, j - 1) + likeness(i + 1, j + 1)) // 1000
        raised += 120 * likeness(sides.left_parents[i], sides.right_parents[j]) // 1000
        raised -= 60 * (parts[0][i] != parts[1][j])
        raised -= 100 * abs(i * count_right - j * count_left) // (count_left * count_right)
        pair.rank = pair.ratio * raised // 1000


def _part(paragraph: Paragraph) -> str:
    """Which part of a document a paragraph stands in; annexes are one part."""
    if paragraph.path and paragraph.path[0].startswith("A"):
        return "annex"
    return "preamble" if paragraph.kind is Kind.PREAMBULAR else "body"


def _take(sides: Sides, found: Found, pairs: dict[tuple[int, int], Pair]) -> None:
    """Take candidates best first until none has enough. Claims only take evidence away, so what has not enough at first is left out; a rank
    that fell because of claims is put back and waits its turn."""
    waiting = []
    for (i, j), pair in pairs.items():
        if _suffices(pair.evidence, pair.rank, (sides.a[i].weight, False), (sides.b[j].weight, False)):
            waiting.append((-_turn(pair.rank, pair.evidence, sides.a[i].weight, sides.b[j].weight), abs(i - j), i + j, i, j))
    heapify(waiting)
    while waiting:
        negative, distance, place, i, j = heappop(waiting)
        pair = pairs[i, j]
        a, b = sides.a[i], sides.b[j]
        evidence, rank = _remaining(sides, found, pair)
        turn = _turn(rank, evidence, a.weight, b.weight)
        if turn < -negative:
            heappush(waiting, (-turn, distance, place, i, j))
        elif _suffices(evidence, rank, (a.weight, explained(found.left.get(i))), (b.weight, explained(found.right.get(j)))):
            claim(sides, found, i, j, pair.runs)


def _turn(rank: int, evidence: int, a: int, b: int) -> int:
    """When a candidate is taken, the highest first: its rank, raised where one paragraph stands almost whole in the other, however long
    that is; a paragraph that shares less with it must not come before."""
    contained = evidence * 1000 // max(1, min(a, b))
    return max(rank, contained * INSIDE // 1000) if contained >= INSIDE and evidence >= 2 * LEAST else rank


def _left_over(sides: Sides, found: Found, pairs: dict[tuple[int, int], Pair]) -> None:
    """Link what is left on both sides where one text goes on with the other: paragraphs that are best partners of each other, and have no
    rival."""
    taken = []
    for (i, j), pair in pairs.items():
        if i in found.left or j in found.right or pair.evidence < ONE:
            continue
        worth = _worth(pair.evidence, pair.rank)
        if worth < (LEFT if _part(sides.left[i]) == _part(sides.right[j]) else LEFT_ACROSS):
            continue
        rivals = (p for place, p in pairs.items() if (place[0] == i) != (place[1] == j) and place not in found.links)
        if all(_worth(*_remaining(sides, found, rival)) * 1000 < RIVAL * worth for rival in rivals):
            taken.append(pair)
    for pair in taken:
        claim(sides, found, pair.left, pair.right, pair.runs)
        found.ways[pair.left, pair.right] = Way.REST


def _passage(sides: Sides, found: Found, pairs: dict[tuple[int, int], Pair]) -> None:
    """Link what is left on one side to the paragraph that took a passage of it over, where one text goes on with the other."""
    least = PASSAGE_HAN if sides.worth is RUN_WORTH_HAN else PASSAGE
    ranked = []
    for (i, j), pair in pairs.items():
        if (i in found.left) != (j in found.right) and _longest_free(pair, found.left.get(i), found.right.get(j)) >= least:
            worth = _worth(*_remaining(sides, found, pair))
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


def _remaining(sides: Sides, found: Found, pair: Pair) -> tuple[int, int]:
    """The evidence and the rank of a candidate that the claims have left."""
    a, b = sides.a[pair.left], sides.b[pair.right]
    evidence = evidence_of(a, b, pair.runs, sides.worth, found.left.get(pair.left), found.right.get(pair.right))
    return evidence, pair.rank * ratio_of(evidence, a.weight, b.weight) // max(1, pair.ratio)


def _worth(evidence: int, rank: int) -> int:
    """What is measured against `ENOUGH`: the rank, and `DEPTH` for each whole rare word of evidence."""
    return rank + DEPTH * evidence // ONE


def _same_formula(sides: Sides, found: Found) -> None:
    """Link what is left on both sides and the same but for numbers, dates and a word or two: the formulas that open and close texts
    ("Having considered the report of ... of 9 March"), and headings. They bear the same act in the same part, and each is linked once."""
    theirs: dict[tuple[str, bool, str], list[tuple[int, str]]] = defaultdict(list)
    for j, (paragraph, weighed) in enumerate(zip(sides.right, sides.b, strict=True)):
        if j not in found.right and (words := _formula_words(paragraph, weighed)):
            theirs[_part(paragraph), paragraph.kind is Kind.HEADING, words[0]].append((j, words))
    ranked = []
    for i, (paragraph, weighed) in enumerate(zip(sides.left, sides.a, strict=True)):
        if i in found.left or not (words := _formula_words(paragraph, weighed)):
            continue
        for j, others in theirs.get((_part(paragraph), paragraph.kind is Kind.HEADING, words[0]), ()):
            alike = Indel.similarity(words, others) * 1000 // (len(words) + len(others))
            if alike >= (HEADING_ALIKE if paragraph.kind is Kind.HEADING else FORMULA_ALIKE):
                ranked.append((-alike, abs(i - j), i + j, i, j))
    for *_, i, j in sorted(ranked):
        if i not in found.left and j not in found.right:
            claim(sides, found, i, j, common_runs(sides.a[i], sides.b[j]))
            found.ways[i, j] = Way.FORMULA


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


def _is_item(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands under another as its item; a paragraph with a place of its own is prose."""
    return paragraph.kind is Kind.OPERATIVE and len(paragraph.path) > 1


def _formula_words(paragraph: Paragraph, weighed: Weighed) -> str:
    """The codes by which a paragraph may be linked as the same formula; none of one that is no act, recital or heading, or too short."""
    least = {Kind.PREAMBULAR: FORMULA_WORDS, Kind.OPERATIVE: FORMULA_WORDS, Kind.HEADING: HEADING_WORDS}.get(paragraph.kind)
    words = _unnumbered(paragraph, weighed) if least else ""
    return words if least and len(words) >= least else ""


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


def explained(claimed: bytearray | None) -> bool:
    """Whether links explain more than half of a paragraph's words, from those that they have claimed."""
    return claimed is not None and 2 * sum(claimed) > len(claimed)


def _suffices(evidence: int, rank: int, a: tuple[int, bool], b: tuple[int, bool]) -> bool:
    """Whether evidence, measured against what the two paragraphs hold, makes a link; of each its weight, and whether others explain it."""
    lighter = max(1, min(a[0], b[0]))
    if lighter < LEAST:
        return rank >= WHOLE
    if a[1] != b[1]:
        repeated = evidence * 1000 // max(1, a[0] if b[1] else b[0])
        return evidence >= LEAST and repeated >= REPEATED and _worth(evidence, rank) >= ENOUGH
    return evidence >= LEAST and (_worth(evidence, rank) >= ENOUGH or evidence * 1000 // lighter >= CONTAINED)


# --- the result ------------------------------------------------------------------------------------------------------------------


def alignment(sides: Sides, found: Found) -> Alignment:
    """The links that were found, with kind, score, group and what explains them."""
    scores = {pair: _score(sides.a[pair[0]], sides.b[pair[1]], runs) for pair, runs in found.links.items()}
    primary: dict[int, tuple[int, int]] = {}
    for i, j in sorted(found.links):
        if j not in primary or scores[i, j] > scores[primary[j]]:
            primary[j] = (i, j)
    groups = _groups(found)
    moved = _moved(sides, found, scores)
    links = []
    for i, j in sorted(found.links, key=lambda pair: (pair[1], pair[0])):
        a, b = sides.a[i], sides.b[j]
        runs = tuple(Run(a.span(x, n), b.span(y, n)) for x, y, n in sorted(found.links[i, j]) if n > 0)
        links.append(
            Link(
                left=sides.left[i].id,
                right=sides.right[j].id,
                kind=LinkKind.EDITED if found.ways.get((i, j)) in _TOO_COMMON else _kind(a, b, found.links[i, j], (i, j) in moved),
                score=scores[i, j] / 1000,
                group=groups.get((i, j)),
                primary=primary[j] == (i, j),
                moved=(i, j) in moved,
                runs=runs,
            )
        )
    linked_left, linked_right = {i for i, _ in found.links}, {j for _, j in found.links}
    return Alignment(
        tuple(links),
        added=tuple(p.id for j, p in enumerate(sides.right) if j not in linked_right),
        removed=tuple(p.id for i, p in enumerate(sides.left) if i not in linked_left),
    )


_TOO_COMMON = (Way.FORMULA, Way.HEADING)
"""Ways of links whose words do not tell how much of the paragraphs stands."""


def _score(a: Weighed, b: Weighed, runs: Runs) -> int:
    """Likeness in thousandths: twice the weight of the shared words against the weight of both paragraphs; 1000 for equal keys."""
    if a.tokens.keys == b.tokens.keys:
        return 1000
    shared = sum(a.full[i + n] - a.full[i] for i, _, n in runs)
    return min(999, 2000 * shared // max(1, a.full[-1] + b.full[-1]))


def _kind(a: Weighed, b: Weighed, runs: Runs, moved: bool) -> LinkKind:
    if a.tokens.keys == b.tokens.keys:
        return LinkKind.MOVED if moved else LinkKind.SAME
    shared = sum(a.full[i + n] - a.full[i] for i, _, n in runs)
    return LinkKind.PARTIAL if shared * 1000 < PARTIAL * max(a.full[-1], b.full[-1]) else LinkKind.EDITED


def _groups(found: Found) -> dict[tuple[int, int], int]:
    """A number for each set of links that hang together through a split or a merge, in the order of the right paragraphs."""
    by_left: dict[int, list[int]] = defaultdict(list)
    by_right: dict[int, list[int]] = defaultdict(list)
    for i, j in sorted(found.links):
        by_left[i].append(j)
        by_right[j].append(i)
    groups: dict[tuple[int, int], int] = {}
    number = 0
    for start in sorted(by_right):
        if any((i, start) in groups for i in by_right[start]):
            continue
        members: set[tuple[int, int]] = set()
        todo = [start]
        while todo:
            j = todo.pop()
            for i in by_right[j]:
                for other in by_left[i]:
                    if (i, other) not in members:
                        members.add((i, other))
                        todo.append(other)
        if len(members) > 1:
            number += 1
            groups.update(dict.fromkeys(members, number))
    return groups


def _moved(sides: Sides, found: Found, scores: dict[tuple[int, int], int]) -> set[tuple[int, int]]:
    """The links that break the common order: those outside the longest chain of links that fall on neither side, for a reader takes as few
    paragraphs as can be for moved. Chains as long are told apart by the words that they hold, by place and by the words themselves, so that
    the answer is the same from both sides."""
    links = sorted((i, j) for i, j in found.links if scores[i, j] >= IN_ORDER)
    best: list[tuple[int, int, int]] = []
    tree: dict[int, tuple[int, int]] = {}
    size = len(sides.right) + 1
    for i, j in links:
        words = 1 + len(sides.a[i].codes) + len(sides.b[j].codes)
        texts = crc32(f"{sides.left[i].kind}{sides.left[i].text}".encode()) + crc32(
            f"{sides.right[j].kind}{sides.right[j].text}".encode()
        )
        weight = 10**13 + words * 1_000_000 + (999 - min(999, abs(i - j))) * 1000 + texts % 997
        top, node = (0, -1), j + 1
        while node > 0:
            top = max(top, tree.get(node, (0, -1)))
            node -= node & -node
        total = top[0] + weight
        best.append((total, top[1], len(best)))
        node = j + 1
        while node <= size:
            tree[node] = max(tree.get(node, (0, -1)), (total, len(best) - 1))
            node += node & -node
    kept = set()
    at = max(best)[2] if best else -1
    while at >= 0:
        kept.add(links[at])
        at = best[at][1]
    return set(links) - kept
