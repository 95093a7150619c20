"""How much the words of two documents weigh, and which runs of them two paragraphs share.

A word tells of descent by its rarity: the fewer paragraphs of the two documents hold it, the more two that do have to do with each other.
Short documents have no statistics, so a word that is common in any resolution is held down by a list, language by language (our own
judgement: articles, prepositions, auxiliaries; then the names of the house, which any paragraph may bear). Words are compared by stem in
English, French and Spanish, for "Recalling" in the preamble answers to "Recalls" in the operative part.

Weights are whole numbers and codes are given in the order of the stems, so nothing depends on which document stands left.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from operator import sub

from rapidfuzz.distance import Indel

from resdiff.models import Cover, Language, Span
from resdiff.tokens import Tokens, fold, folded, intern

ONE = 1000
"""The weight of a word as rare as can be: in one paragraph of each document."""

DAMPED = 400
"""Thousandths of its weight that a word keeps inside a stock phrase or a safeguard."""

FORMULA = 600
"""A paragraph is a formula when stock and safeguards are more than this many thousandths of its weight."""

LISTED = 2
"""As how many citations a longer list of them weighs: what a paragraph says is not in the list of the resolutions that it recalls."""

MOVED_RUN = 3
"""Words that must stand together to be matched out of their order."""

Listed = tuple[int, int, int]
"""A list of citations in a text: its range, and how many there are, more than `LISTED`."""

Runs = tuple[tuple[int, int, int], ...]
"""Common runs: first word on the left, first word on the right, number of words."""

_EVERYWHERE = {
    Language.EN: "the of and to in for on by with that its as at from or an a is are be been has have had this these those such"
    " which who whom their his her it they all any each into not may shall will can could should would other also"
    " further including upon under over between both than so but if when where while",
    Language.FR: "le la les l' de des du d' et à au aux en dans pour par sur avec que qu' qui dont ou où un une son sa ses leur"
    " leurs ce cet cette ces est sont été être a ont il elle ils elles se s' ne n' pas plus tout tous toute toutes y"
    " compris ainsi notamment également",
    Language.ES: "el la los las de del y e a al en para por con que o u un una su sus se no más todo todos toda todas es son ha"
    " han ser sido este esta estos estas ese esa como lo incluida incluidos también además",
    Language.RU: "и в во на с со по для к ко о об от из за при не что как а или их его ее это все всех также том числе которые"
    " который быть был были эти этих этого своих своей",
    Language.AR: "في من على إلى عن مع أن إن التي الذي الذين ما لا أو و إذ ذلك هذه هذا تلك بما كل جميع كما بين قد",
    Language.ZH: "的 和 在 了 是 以 及 其 为 并 对 与 有 这 此 或 不 所 一 由 于 将 该 等",
}
_HOUSE = {
    Language.EN: "council security united nations member members states state resolution resolutions international relevant"
    " paragraph paragraphs general secretary-general secretary committee peace threat threats maintenance terrorism terrorist"
    " terrorists acts individuals groups undertakings entities associated isil al-qaida da'esh",
    Language.FR: "conseil sécurité nations unies membres membre états état résolution résolutions international internationale"
    " internationales internationaux paragraphe paragraphes général générale secrétaire comité",
    Language.ES: "consejo seguridad naciones unidas miembros miembro estados estado resolución resoluciones internacional"
    " internacionales pertinentes párrafo párrafos general secretario comité",
    Language.RU: "совет совета безопасности организации объединенных наций государств государства государствам члены членам"
    " резолюции резолюция резолюций международного международной пункте пункта генерального секретаря комитет комитета",
    Language.AR: "مجلس الأمن الأمم المتحدة الدول الأعضاء القرار القرارات قرار الدولية الدولي الفقرة الأمين العام اللجنة",
    Language.ZH: "安 全 理 会 联 合 国 会 员 决 议 第 段 号",
}
FUNCTION_WORDS = frozenset(word for words in _EVERYWHERE.values() for word in words.split())
"""Articles, prepositions, auxiliaries and their like, of all languages."""
FUNCTION_KEYS = frozenset(map(intern, FUNCTION_WORDS))
"""Their keys."""

_EVERYWHERE_WORTH, _HOUSE_WORTH, _SMALL_NUMBER_WORTH = 120, 450, 300
_ENDINGS = {
    Language.EN: ("ingly", "edly", "ing", "ed", "es", "s", "e"),
    Language.FR: ("antes", "ant", "ent", "ées", "és", "ée", "é", "es", "s", "e"),
    Language.ES: ("ando", "iendo", "ados", "adas", "ado", "ada", "es", "s", "a", "o", "e"),
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A paragraph ready for comparing: one character for each word, and running sums of the words' weights (one more than words)."""

    codes: str
    tokens: Tokens
    words: tuple[int, ...]
    """The token index of each word."""
    full: tuple[int, ...]
    damped: tuple[int, ...]
    """The same sums with stock phrases and safeguards held down; the very same object as `full` where there are none."""
    formula: bool
    """Whether the paragraph holds hardly anything but stock phrases and safeguards."""
    weight: int
    """What the words weigh together; stock and safeguards in full only where there is hardly anything else."""

    def span(self, first: int, count: int) -> Span:
        """The characters from the first word of a run to the end of its last."""
        return self.tokens.bounds[self.words[first]], self.tokens.bounds[self.words[first + count - 1] + 1]


@lru_cache(maxsize=65536)
def stem(word: str, language: Language) -> str:
    """The part of a folded word that verb forms and plurals leave alone; at least three letters, and numbers whole."""
    if len(word) > 4 and word.isalpha():
        for ending in _ENDINGS.get(language, ()):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                return word[: -len(ending)]
    return word


@lru_cache(maxsize=16)
def _prior(language: Language) -> dict[str, int]:
    worth = {stem(fold(word), language): _HOUSE_WORTH for word in _HOUSE.get(language, "").split()}
    return worth | {stem(fold(word), language): _EVERYWHERE_WORTH for word in _EVERYWHERE.get(language, "").split()}


def _outside(tokens: Tokens, beside: Cover) -> tuple[int, ...]:
    """The indices of the words that do not begin in some ranges."""
    return tuple([i for i in tokens.word_indices() if not beside.holds(tokens.bounds[i])])


def weigh(
    tokens: tuple[Sequence[Tokens], Sequence[Tokens]],
    language: Language,
    formulas: tuple[Sequence[Sequence[Span]], Sequence[Sequence[Span]]],
    beside: tuple[Sequence[Sequence[Span]], Sequence[Sequence[Span]]],
    lists: tuple[Sequence[Sequence[Listed]], Sequence[Sequence[Listed]]],
) -> tuple[list[Weighed], list[Weighed]]:
    """The paragraphs of two documents, weighed by the rarity of their words in both. `formulas` gives, for each paragraph, the ranges of
    its stock phrases and safeguards, `beside` those that are no part of its wording, `lists` those of its lists of citations."""
    words = [
        [_outside(t, Cover(no)) if no else t.word_indices() for t, no in zip(*side, strict=True)]
        for side in zip(tokens, beside, strict=True)
    ]
    keys = [
        [list(map(t.keys.__getitem__, index)) for t, index in zip(side, ours, strict=True)]
        for side, ours in zip(tokens, words, strict=True)
    ]
    stems = {key: stem(folded(key), language) for key in set(chain.from_iterable(chain.from_iterable(keys)))}
    found = Counter(chain.from_iterable(set(map(stems.__getitem__, paragraph)) for side in keys for paragraph in side))
    worth = _worth(found, len(tokens[0]) + len(tokens[1]), language)
    letters = {word: chr(0x4E00 + n if n < 0x8000 else 0x10000 + n) for n, word in enumerate(sorted(found))}
    code_of, worth_of = {key: letters[word] for key, word in stems.items()}, {key: worth[word] for key, word in stems.items()}
    left, right = (
        [
            _weighed(t, w, "".join(map(code_of.__getitem__, k)), list(map(worth_of.__getitem__, k)), f, c)
            for t, w, k, f, c in zip(tokens[side], words[side], keys[side], formulas[side], lists[side], strict=True)
        ]
        for side in (0, 1)
    )
    return left, right


def _worth(found: Counter[str], paragraphs: int, language: Language) -> dict[str, int]:
    """The weight of each stem: its inverse document frequency over both documents, held down by what is common in any resolution."""
    prior = _prior(language)
    top = math.log(paragraphs / 2 + 1)
    rarity = {
        count: min(1.0, max(0.02, math.log((paragraphs + 2) / max(2, count)) / top)) if top else 1.0
        for count in set(found.values())
    }
    worth = {}
    for word, count in found.items():
        small = word.isdigit() and len(word) < 3
        known = _SMALL_NUMBER_WORTH if small else prior.get(word, ONE)
        worth[word] = max(1, round(known * rarity[count]))
    return worth


def _weighed(
    tokens: Tokens,
    words: tuple[int, ...],
    codes: str,
    weights: Sequence[int],
    formulas: Sequence[Span],
    lists: Sequence[Listed],
) -> Weighed:
    """A paragraph from the code and the worth of each of its words."""
    full = tuple(accumulate(weights, initial=0))
    damped = full
    if formulas and weights:
        held = list(weights)
        starts = [tokens.bounds[word] for word in words]
        for start, end in formulas:
            for k in range(bisect_left(starts, start), bisect_left(starts, end)):
                held[k] = weights[k] * DAMPED // 1000
        damped = tuple(accumulate(held, initial=0))
    lost = (full[-1] - damped[-1]) * 1000 // (1000 - DAMPED)
    formula = lost * 1000 > FORMULA * full[-1]
    if lists and weights:
        held = list(map(sub, damped[1:], damped))
        starts = [tokens.bounds[word] for word in words]
        for start, end, count in lists:
            for k in range(bisect_left(starts, start), bisect_left(starts, end)):
                held[k] = held[k] * LISTED // count
        damped = tuple(accumulate(held, initial=0))
    return Weighed(codes, tokens, words, full, damped, formula, full[-1] if formula else damped[-1])


def common_runs(left: Weighed, right: Weighed) -> Runs:
    """The runs of words that two paragraphs share: the longest common sequence first, then what is left in another order. Swapping the
    paragraphs swaps the runs' sides and nothing else."""
    a, b = left.codes, right.codes
    if (len(a), a) > (len(b), b):
        return tuple([(j, i, n) for i, j, n in _runs(b, a)])
    return tuple(_runs(a, b))


def _runs(a: str, b: str) -> list[tuple[int, int, int]]:
    runs = equal_runs(a, b)
    if min(len(a), len(b)) - sum([n for _, _, n in runs]) > MOVED_RUN:
        runs += equal_runs(*written_over(a, b, runs), MOVED_RUN)
    return runs


def written_over(a: str, b: str, runs: Iterable[tuple[int, int, int]]) -> tuple[str, str]:
    """Two texts in codes with their common runs, which are in order on both sides, written over: so these are not found again."""
    rest_a, rest_b = "", ""
    x = y = 0
    for i, j, n in runs:
        rest_a += a[x:i] + "\x01" * n
        rest_b += b[y:j] + "\x02" * n
        x, y = i + n, j + n
    return rest_a + a[x:], rest_b + b[y:]


def equal_runs(a: Sequence[Hashable], b: Sequence[Hashable], least: int = 1) -> list[tuple[int, int, int]]:
    """The longest common sequence of two sequences as runs of at least so many: first on the left, first on the right, how many; in order
    on both."""
    return [(block.a, block.b, block.size) for block in Indel.editops(a, b).as_matching_blocks() if block.size >= least]
