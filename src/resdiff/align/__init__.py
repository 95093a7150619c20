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
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import chain
from zlib import crc32

from resdiff.align.claims import (
    RUN_WORTH,
    RUN_WORTH_HAN,
    Found,
    Pair,
    Parents,
    Sides,
    claim,
    evidence_of,
    explained,
    part_of,
    ratio_of,
    remaining,
    worth_of,
)
from resdiff.align.leftovers import link_leftovers
from resdiff.align.rarity import LISTED, ONE, Listed, Runs, Weighed, common_runs, weigh
from resdiff.models import Alignment, Cover, Document, Kind, Language, Link, LinkKind, MarkKind, Paragraph, Run, Span, Way
from resdiff.tokens import SPACE, Tokens, intern, tokenise
from resdiff.vocabulary import load

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

BETWEEN = 60
"""Code points that may stand between two citations of one list: dates, "and", names of organs."""

IN_ORDER = 250
"""Thousandths: the least score of a link that tells in which order the paragraphs stand; a phrase that is repeated elsewhere does not."""


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
    link_leftovers(sides, found, pairs, frozenset(d.symbol for d in (left, right) if d.symbol))
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
    parents: tuple[Parents, Parents],
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


# --- structure, and taking the best first ----------------------------------------------------------------------------------------


def _rank(sides: Sides, found: Found, pairs: dict[tuple[int, int], Pair]) -> None:
    """Give each candidate its rank: the ratio raised by neighbours and parents that answer to each other, lowered by another part or a
    distant place. All of it is known before the first claim, so the order of taking does not matter to it."""
    count_left, count_right = len(sides.left), len(sides.right)
    parts = [part_of(p) for p in sides.left], [part_of(p) for p in sides.right]

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
        evidence, rank = remaining(sides, found, pair)
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


def _suffices(evidence: int, rank: int, a: tuple[int, bool], b: tuple[int, bool]) -> bool:
    """Whether evidence, measured against what the two paragraphs hold, makes a link; of each its weight, and whether others explain it."""
    lighter = max(1, min(a[0], b[0]))
    if lighter < LEAST:
        return rank >= WHOLE
    if a[1] != b[1]:
        repeated = evidence * 1000 // max(1, a[0] if b[1] else b[0])
        return evidence >= LEAST and repeated >= REPEATED and worth_of(evidence, rank) >= ENOUGH
    return evidence >= LEAST and (worth_of(evidence, rank) >= ENOUGH or evidence * 1000 // lighter >= CONTAINED)


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
