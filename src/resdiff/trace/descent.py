"""One paragraph and the earlier ones like it -> which words of it come from which.

1. Each earlier paragraph that the look-up gives is aligned with it word by word. A match is *good* when much of the paragraph, or most of
   the earlier one, is found in it, by weight of rare words; there every run of two words counts. Elsewhere only a passage of twelve words
   counts, for chance phrases are never descent: with runs of eight words counted anywhere, three of ten sources named between resolutions
   compared by hand were wrong, with twelve fewer than one of ten.
2. The best source is taken first, then what explains most of the rest, until nothing explains enough. Sources that explain the same words
   are equals.
3. The origin of a run is found by following the matches of its earliest source back through the documents before that one, until nothing
   earlier is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from resdiff.align.rarity import equal_runs, written_over
from resdiff.models import Language, Span, Verdict
from resdiff.tokens import fold, tokenise, words
from resdiff.trace.earlier import Candidate, Earlier
from resdiff.vocabulary import Phrase

GOOD = 0.4
"""Share of its weight that a paragraph must have in common with an earlier one for short runs to count."""

CONTAINED = 0.6
"""The same share of the earlier one: it was taken over nearly whole into a longer paragraph."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Lengths in words, made for English and stretched for languages that need more words for the same."""

    run: int
    """Words of a run that counts in a good match."""
    passage: int
    """Words of a passage that counts elsewhere."""
    gap: int
    """Words that may be changed between two runs of one passage."""
    gain: int
    """Words that a further source must explain, with at least one run of this length."""
    few: int
    """Words in a row below which two texts share a phrase by chance: a paragraph of fewer ("Arms embargo:") is verbatim only where it
    stands as a paragraph of its own, and of a passage of fewer no earliest use is told. A judgement, at the low end of the 8 to 12 words
    that are usual for it."""


STRETCH = {Language.FR: 1.32, Language.ES: 1.24, Language.RU: 0.96, Language.AR: 0.94, Language.ZH: 1.6}
"""Words (in Chinese: characters) for each English word in the same resolutions, counted in those of 2020 and 2021."""


def measure(language: Language) -> Measure:
    """The lengths for a language."""
    stretch = STRETCH.get(language, 1.0)
    return Measure(max(2, int(2 * stretch)), round(12 * stretch), round(4 * stretch), round(4 * stretch), round(8 * stretch))


DEPTH = 12
"""Steps that an origin is followed back."""

CANDIDATES, ANCESTORS = 60, 16
"""Earlier paragraphs aligned with a paragraph of the target, and with one of its ancestors."""

FLOOR = 0.4
"""The weight of a word that stands everywhere, where a word in one paragraph of twenty has 3: so that word order still tells."""


MOST = 0.5
"""Share of a paragraph's words, stock phrases set aside, that makes it adapted or assembled; less is partial."""

SECOND = 0.15
"""Share that a further source must explain for a paragraph to be assembled rather than adapted."""

LEAST = 0.1
"""Share below which what was found is not told as descent."""

STOCK_REST = 3
"""Words beside its stock phrases that a stock paragraph may hold ("Decides ... of the matter")."""


@dataclass(frozen=True)
class Words:
    """A text's words, one character for each, and the running sums of their weights (one more than words)."""

    text: str
    codes: str
    sums: tuple[float, ...]
    measure: Measure

    @property
    def weight(self) -> float:
        """The weight of the whole text."""
        return self.sums[-1]

    def weigh(self, start: int, end: int) -> float:
        """The weight of some words in a row."""
        return self.sums[end] - self.sums[start]

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The characters of each word."""
        tokens = tokenise(self.text)
        return tuple([(tokens.bounds[i], tokens.bounds[i + 1]) for i in tokens.word_indices()])


Block = tuple[int, int, int]
"""A common run: its first word in the paragraph, its first word in the earlier one, how many words."""


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier paragraph laid beside a later one."""

    source: Candidate
    words: Words
    blocks: tuple[Block, ...]
    """The common runs that count as descent, in order."""
    good: bool
    whole: bool
    """Whether the paragraph stands in the earlier one word for word."""
    likeness: float
    """Twice the common weight over the weight of both: 1 for the same words."""

    @property
    def reference(self) -> tuple[str, str]:
        """Symbol and paragraph id."""
        return self.source.symbol, self.source.id


@dataclass(frozen=True, slots=True)
class Share:
    """What one source, or several equal ones, explain of a paragraph that nothing nearer explains."""

    sources: tuple[Match, ...]
    """The nearest in wording first, the latest first among those."""
    runs: tuple[Span, ...]
    """Ranges of words, in order."""

    @property
    def size(self) -> int:
        """How many words."""
        return sum(end - start for start, end in self.runs)


class Matcher:
    """Finds the matches of texts in one language; what was weighed and found stays known."""

    def __init__(self, earlier: Earlier) -> None:
        self._earlier = earlier
        self._known: dict[str, Words] = {}
        self._weights: dict[int, float] = {}
        self._measure = measure(earlier.language)
        self._ancestors: dict[tuple[str, str], tuple[Match, ...]] = {}

    def words(self, text: str) -> Words:
        """The words of a text with their weights."""
        known = self._known.get(text)
        if known is None:
            tokens = tokenise(text)
            at = tokens.word_indices()
            codes = [tokens.keys[i] for i in at]
            weights = self._weights
            for i, code in zip(at, codes, strict=True):
                if code not in weights:
                    weights[code] = FLOOR + self._earlier.rarity(fold(text[tokens.bounds[i] : tokens.bounds[i + 1]]))
            sums = tuple(accumulate([weights[code] for code in codes], initial=0.0))
            known = self._known[text] = Words(text, "".join(map(chr, codes)), sums, self._measure)
        return known

    def matches(self, text: str) -> tuple[Match, ...]:
        """Every earlier paragraph of which some words count as descent, oldest first. All that hold the whole text are among them; where
        it is of few words, those that hold no more, and the first of all others if there is such a one."""
        target = self.words(text)
        size = len(target.codes)
        held = self._earlier.phrase(words(text))
        if size < self._measure.few:
            # a word or two stand in thousands of long paragraphs, so their spaces are looked at first
            brief = (c for c in held if c.text.count(" ") <= 2 * size + 2)
            alone = tuple(c for c in brief if self.words(c.text).codes == target.codes)
            held = tuple(dict.fromkeys((*held[:1], *alone))) if alone else ()
        others = self._earlier.candidates(text, CANDIDATES) if size >= self._measure.gain else ()
        whole = {(c.symbol, c.id) for c in held}
        return self._matched(target, (*held, *(c for c in others if (c.symbol, c.id) not in whole)), len(held))

    def ancestors(self, source: Candidate) -> tuple[Match, ...]:
        """The same for an earlier paragraph, in what came before its document."""
        key = source.symbol, source.id
        if key not in self._ancestors:
            before = self._earlier.before(source.symbol).candidates(source.text, ANCESTORS)
            self._ancestors[key] = self._matched(self.words(source.text), before)
        return self._ancestors[key]

    def _matched(self, target: Words, candidates: Iterable[Candidate], whole: int = 0) -> tuple[Match, ...]:
        """The matches among these; the first `whole` of them hold the whole text, and count as verbatim however few its words."""
        found = [m for n, c in enumerate(candidates) if (m := match(target, c, self.words(c.text), n < whole))]
        return tuple(sorted(found, key=lambda m: (m.source.rank, m.source.symbol)))

    def origin(self, source: Candidate, start: int, end: int) -> Candidate:
        """The paragraph that some words of an earlier one go back to through its rewordings; that one itself where nothing earlier is
        found."""
        for _ in range(DEPTH):
            steps = [(cover, -m.source.rank, m) for m in self.ancestors(source) if m.good and (cover := _cover(m, start, end))]
            if not steps:
                break
            cover, _, step = max(steps, key=lambda s: s[:2])
            if cover * 2 < end - start:
                break
            start, end = _mapped(step, start, end)
            source = step.source
        return source


def match(target: Words, candidate: Candidate, other: Words, short: bool = False) -> Match | None:
    """An earlier paragraph laid beside a later one; None where nothing counts as descent. With `short`, few words count as verbatim within
    more."""
    size = len(target.codes)
    if not size or not other.codes:
        return None
    at = other.codes.find(target.codes)
    least = target.measure
    whole = at >= 0 and (short or size >= least.few or size == len(other.codes))
    blocks = [(0, at, size)] if whole else _blocks(target.codes, other.codes, least)
    common = sum(target.weigh(i, i + n) for i, _, n in blocks)
    likeness = 2 * common / (target.weight + other.weight)
    contained = len(other.codes) >= 2 * least.gain and common >= CONTAINED * other.weight
    good = whole or (at < 0 and (common >= GOOD * target.weight or contained))
    if not good:
        blocks = _passages(blocks, least)
    return Match(candidate, other, tuple(blocks), good, whole, likeness) if blocks else None


def _blocks(left: str, right: str, least: Measure) -> list[Block]:
    """Common runs: the longest common sequence, then what is left in another order, in runs twice as long as a gain."""
    runs = equal_runs(left, right)
    rest = written_over(left, right, runs)
    runs = [run for run in runs if run[2] >= least.run]
    if min(len(left), len(right)) - sum(n for _, _, n in runs) >= 2 * least.gain:
        runs += equal_runs(*rest, 2 * least.gain)
    return sorted(runs)


def _passages(blocks: Sequence[Block], least: Measure) -> list[Block]:
    """The blocks that stand close together on both sides and hold the words of a passage among them."""
    kept: list[Block] = []
    group: list[Block] = []
    for block in [*blocks, None]:
        if group and (block is None or not _near(group[-1], block, least.gap)):
            if sum(n for _, _, n in group) >= least.passage and max(n for _, _, n in group) >= least.gain:
                kept += group
            group = []
        if block:
            group.append(block)
    return kept


def _near(one: Block, other: Block, gap: int) -> bool:
    return 0 <= other[0] - one[0] - one[2] <= gap and 0 <= other[1] - one[1] - one[2] <= gap


def _cover(match: Match, start: int, end: int) -> int:
    return sum(max(0, min(i + n, end) - max(i, start)) for i, _, n in match.blocks)


def _mapped(match: Match, start: int, end: int) -> Span:
    touched = [
        (max(i, start), j + max(0, start - i), min(i + n, end) - max(i, start))
        for i, j, n in match.blocks
        if i < end and i + n > start
    ]
    return min(j for _, j, _ in touched), max(j + n for _, j, n in touched)


def shares(matches: Sequence[Match], target: Words, taken: Sequence[Span] = ()) -> tuple[Share, ...]:
    """The sources of a paragraph, the one that explains most first; `taken` are ranges of words that none may explain."""
    free = [True] * len(target.codes)
    for start, end in taken:
        free[start:end] = [False] * (end - start)
    open_ = list(free)
    out: list[Share] = []
    left = list(matches)
    while left:
        gains = [(gain, m) for m in left if (gain := _gain(m, target, free))]
        if not gains:
            break
        left = [m for _, m in gains]
        best = max(weight for (_, weight), _ in gains) - 1e-9
        runs, nearest = min(
            ((runs, m) for (runs, weight), m in gains if weight >= best),
            key=lambda found: (-found[1].likeness, -found[1].source.rank),
        )
        equals = sorted(
            (m for (other, _), m in gains if other == runs), key=lambda m: (m is not nearest, -m.likeness, -m.source.rank)
        )
        out.append(Share(tuple(equals), runs))
        for start, end in runs:
            free[start:end] = [False] * (end - start)
    return _settled(out, open_, target.measure.gain) if len(out) > 1 else tuple(out)


def _settled(found: Sequence[Share], open_: Sequence[bool], gain: int) -> tuple[Share, ...]:
    """The same sources, each word given to the one that holds it in the longest run: what was chosen first must not cut up what another
    has in one piece. Sources left with too little are dropped, and their words stay with nobody."""
    held = [[min(lengths) for lengths in zip(*(_lengths(m, open_) for m in share.sources), strict=True)] for share in found]
    owned = [any(start <= at < end for share in found for start, end in share.runs) for at in range(len(open_))]
    owner = [max(range(len(found)), key=lambda k: (held[k][at], -k)) if is_owned else None for at, is_owned in enumerate(owned)]
    out = []
    for k, share in enumerate(found):
        edges = [at for at in range(len(owner) + 1) if (at > 0 and owner[at - 1] == k) != (at < len(owner) and owner[at] == k)]
        pieces = [piece for run in zip(edges[::2], edges[1::2], strict=True) for piece in _unbroken(share.sources, run)]
        if pieces and sum(end - start for start, end in pieces) >= gain:
            out.append(Share(share.sources, tuple(pieces)))
    return tuple(out)


def _lengths(match: Match, open_: Sequence[bool]) -> list[int]:
    """For each word, how long the run is in which the earlier paragraph holds it."""
    lengths = [0] * len(open_)
    for i, _, n in match.blocks:
        for start, end in _free(i, i + n, open_, 1):
            lengths[start:end] = [end - start] * (end - start)
    return lengths


def _unbroken(sources: Sequence[Match], run: Span) -> list[Span]:
    """A range cut where one of the sources does not have it in a row."""
    edges = {i for m in sources for i, _, _ in m.blocks} | {i + n for m in sources for i, _, n in m.blocks}
    cuts = [run[0], *sorted(at for at in edges if run[0] < at < run[1]), run[1]]
    return list(pairwise(cuts))


def _gain(match: Match, target: Words, free: Sequence[bool]) -> tuple[tuple[Span, ...], float] | None:
    """The ranges that a match would explain now, and their weight; None where they are too few."""
    least, need = (1, 1) if match.whole else (target.measure.run, target.measure.gain)
    runs = tuple(run for i, _, n in match.blocks for run in _free(i, i + n, free, least))
    if sum(end - start for start, end in runs) < need or max(end - start for start, end in runs) < need:
        return None
    return runs, sum(target.weigh(*run) for run in runs)


def _free(start: int, end: int, free: Sequence[bool], least: int) -> list[Span]:
    """The stretches of at least so many words in a range that are still free."""
    out = []
    at = start
    while at < end:
        if not free[at]:
            at += 1
            continue
        stop = at
        while stop < end and free[stop]:
            stop += 1
        if stop - at >= least:
            out.append((at, stop))
        at = stop
    return out


def judge(target: Words, stock: Sequence[Span], matches: Sequence[Match]) -> tuple[Verdict, tuple[Share, ...]]:
    """What to say of a paragraph, and its sources: where it is verbatim, only those that hold all of it."""
    whole = [m for m in matches if m.whole]
    found = shares(whole or matches, target, stock)
    verdict = _verdict(target, stock, found, bool(whole))
    return verdict, () if verdict is Verdict.NONE else found


def _verdict(target: Words, stock: Sequence[Span], found: Sequence[Share], whole: bool) -> Verdict:
    held = sum(end - start for start, end in stock)
    size = len(target.codes) - held
    # with its own words it is one sentence all the same: a threat to peace, determined in one situation, is precedent for that one
    if held and (size <= STOCK_REST or (held >= 2 * size and not whole)):
        return Verdict.STOCK
    if whole:
        return Verdict.VERBATIM
    parts = [share.size / size for share in found] if size > 0 else []
    if sum(parts) < LEAST:
        return Verdict.STOCK if held else Verdict.NONE
    if sum(parts) < MOST:
        return Verdict.PARTIAL
    return Verdict.ASSEMBLED if parts[0] < MOST or sum(1 for part in parts if part >= SECOND) > 1 else Verdict.ADAPTED


def ranges(phrases: Iterable[Phrase], target: Words) -> tuple[Span, ...]:
    """The words that these phrases cover, as ranges in order that do not overlap."""
    covered = [False] * len(target.codes)
    for phrase in phrases:
        for start, end in phrase.find(target.text):
            for at, (first, last) in enumerate(target.spans):
                if first < end and last > start:
                    covered[at] = True
    edges = [at for at in range(len(covered) + 1) if (at > 0 and covered[at - 1]) != (at < len(covered) and covered[at])]
    return tuple(zip(edges[::2], edges[1::2], strict=True))
