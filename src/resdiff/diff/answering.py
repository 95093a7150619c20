"""Which clauses of two paragraphs answer to each other.

Two clauses answer to each other where the words that the two verbs govern do: what comes right after the one verb comes right after the
other, and most of what follows is unchanged. Order proves nothing, nor does a verb that merely stands in the same paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from resdiff.align.rarity import FUNCTION_KEYS
from resdiff.diff.pairing import Laid, Pairing, Words
from resdiff.models import Clause, Language, LinkKind, Span
from resdiff.tokens import intern
from resdiff.vocabulary import load

GOVERNED = 10
"""How many words of meaning after a verb tell what it governs."""

ANSWERED = 0.5
"""The least share of them, in the clause that has fewer, that must stand in the other clause."""

WELL_ANSWERED = 0.75
"""The same where the two clauses have only their first word in common at their beginnings, or another addressee."""

FIRST = 4
"""How many words of meaning are the beginning of a clause."""

PARTLY = 3
"""How many of them must be the same in paragraphs of which only a part is, else more words after them."""

FAR = 100
"""By how many places the acts of two paragraphs that answer to each other may differ: more than any paragraph has that was not made to take
time."""

_PREPOSITIONS = (
    "regarding concerning about against towards toward through throughout among amongst within upon during after before since because"
    " given per via despite without across around vers contre envers concernant parmi chez entre dès lors selon depuis pendant durant lors"
    " afin si face hacia contra sobre entre"
)
_SMALL = FUNCTION_KEYS | frozenset(map(intern, _PREPOSITIONS.split()))
_TO = intern("to")


@dataclass(frozen=True, slots=True)
class Act:
    """A clause with the indices of its verb's words, and of the words of meaning that the verb governs, the first of these as printed."""

    clause: Clause
    verb: range
    governed: tuple[int, ...]
    printed: tuple[str, ...]
    asked: tuple[int, ...]
    """The first of the governed words that are no part of the addressee: what he is asked to do, or is thanked for."""
    joint: str
    """How these are joined to the one whom the verb governs: "to" ("urges the Guild to") or "for" ("commends it for its"); else ""."""


def paired(pairing: Pairing, laid: Laid, language: Language) -> Iterator[tuple[Clause, Clause]]:
    """The clauses that answer to each other, each once, in the order of the right text. A clause without a verb of its own is its
    chapeau's and is compared there. A phrase may be a verb with words that the other text has after its own ("expressing its support for",
    "reaffirming its support for"): then the verbs come alone."""
    ours, theirs = (
        [_act(clause, side.text, counted, language) for clause in side.clauses if clause.end > clause.start and clause.lemma]
        for side, counted in ((pairing.left, laid.left), (pairing.right, laid.right))
    )
    scored = []
    for a, one in enumerate(ours):
        for b, other in enumerate(theirs[max(0, a - FAR) : a + FAR], max(0, a - FAR)):
            found = _answers(pairing, laid, one, other, language)
            if found is not None:
                scored.append((-found[0], abs(a - b), a, b, found[1]))
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs = []
    for _, _, a, b, clauses in sorted(scored, key=lambda item: item[:4]):
        if a not in used_a and b not in used_b:
            used_a.add(a)
            used_b.add(b)
            pairs.append((b, clauses))
    for _, clauses in sorted(pairs, key=lambda item: item[0]):
        yield clauses


def _answers(pairing: Pairing, laid: Laid, one: Act, other: Act, language: Language) -> tuple[int, tuple[Clause, Clause]] | None:
    """How many governed words two clauses share, and the clauses; None where they do not answer to each other."""
    left, right = pairing.left.text, pairing.right.text
    before, after = one.clause, other.clause
    least = ANSWERED
    if pairing.link.kind is LinkKind.PARTIAL or not pairing.link.primary:
        begin = _begin(laid, one, other)
        if begin < min(2, len(one.asked), len(other.asked)):
            return None
        if begin < min(PARTLY, len(one.governed), len(other.governed)):
            least = WELL_ANSWERED
    if shared := _shared(laid, one, other, least):
        return shared, (before, after)
    if language is not Language.EN:
        return None
    alone = _alone(before), _alone(after)
    if alone != (before, after) and _keeps(before, laid.left, laid.wide) and _keeps(after, laid.right, laid.back):
        one, other = _act(alone[0], left, laid.left, language), _act(alone[1], right, laid.right, language)
        if (shared := _shared(laid, one, other, least)) and _begin(laid, one, other) >= min(
            3, len(one.governed), len(other.governed)
        ):
            return shared, alone
    if (ours := addressed(before, left, language)) is None or (theirs := addressed(after, right, language)) is None:
        return None
    one, other = _act(before, left, laid.left, language, ours[1]), _act(after, right, laid.right, language, theirs[1])
    shared = _shared(laid, one, other, WELL_ANSWERED)
    return (shared, (before, after)) if shared else None


def _alone(clause: Clause) -> Clause:
    """A clause with the first word of its verb phrase for its verb."""
    head, _, rest = clause.verb.partition(" ")
    return replace(clause, verb=head, lemma=clause.lemma.split()[0]) if rest and " its " in f" {rest} " else clause


def _keeps(clause: Clause, counted: Words, answers: Mapping[int, int]) -> bool:
    """Whether the noun of a phrase ("support" of "expresses its support") stands in the other text, too; so, too, where there is none."""
    phrase = counted.within((clause.start, clause.start + len(clause.verb)))
    return _alone(clause) is clause or phrase[-1] in answers


def _act(clause: Clause, text: str, counted: Words, language: Language, start: int = 0) -> Act:
    """A clause as an act; what it governs begins at `start`, else after the verb and the asides that follow it ("in this regard")."""
    inside = counted.within((start or after_verb(clause, text, language), clause.end))
    verb = counted.within((clause.start, clause.start + len(clause.verb)))
    at = text.find(clause.addressee, clause.start + len(clause.verb), clause.end) if clause.addressee else -1
    named = (at, at + len(clause.addressee)) if at >= 0 else (0, 0)
    joint = _JOINT.match(text, clause.start + len(clause.verb), clause.end)
    governed = tuple([i for i in inside if counted.keys[i] not in _SMALL])
    return Act(
        clause,
        verb,
        governed,
        tuple([text[slice(*counted.spans[i])] + _mark(text, counted.spans[i][1]) for i in governed[:FIRST]]),
        tuple([i for i in governed if not named[0] <= counted.spans[i][0] < named[1]][:FIRST]),
        joint[1].lower() if joint else "",
    )


def governed(clause: Clause, text: str, counted: Words, language: Language) -> tuple[int, ...]:
    """The indices of the words of meaning that a verb governs."""
    return _act(clause, text, counted, language).governed


_JOINT = re.compile(
    r"(?:\s+(?!and\b|or\b|of\b)\w[\w’'-]*){1,5}?\s+(to(?=\s+\w)|for(?=\s+(?:\w+ing|its|their|his|her)\b))\b", re.IGNORECASE
)


def _mark(text: str, at: int) -> str:
    """The apostrophe of a plural that owns something ("the parties’"), which is no part of a word."""
    return text[at : at + 1] if text[at : at + 1] in _APOSTROPHES else ""


_APOSTROPHES = ("'", "’")


def _owned(one: Act, other: Act) -> bool:
    """Whether one verb governs somebody and the other what is his ("urges the Front", "notes the Front’s answer"), or resolutions of two
    numbers."""
    names = [{_OWNER.sub("", word.casefold()): _OWNER.search(word) is not None for word in act.printed} for act in (one, other)]
    if any(names[1].get(name, owns) is not owns for name, owns in names[0].items()):
        return True
    numbers = [act.printed[1] for act in (one, other) if act.printed[:1] == ("resolution",) and len(act.printed) > 1]
    return len(numbers) == 2 and numbers[0] != numbers[1]


_OWNER = re.compile(r"['’]s$|(?<=s)['’]$")


def _shared(laid: Laid, one: Act, other: Act, least: float) -> int:
    """How many of the words that two verbs govern are the same, or 0 where the clauses do not answer to each other."""
    if not _begin_alike(laid, one.governed, other.governed) or _stands_elsewhere(laid, one, other) or _owned(one, other):
        return 0
    inside = set(other.governed)
    shared = sum(1 for i in one.governed[:GOVERNED] if laid.wide.get(i) in inside)
    fewer = min(GOVERNED, len(one.governed), len(other.governed))
    # what somebody is asked to do is seldom what he is thanked for
    alike = _begin(laid, one, other) > 1 and (not one.joint or not other.joint or one.joint == other.joint)
    share = least if alike else WELL_ANSWERED
    return shared if shared >= max(2, share * fewer) else 0


def _begin(laid: Laid, one: Act, other: Act) -> int:
    """How many words the beginnings of what two clauses ask, or say, have in common; whom they name tells nothing of it."""
    first = set(other.asked)
    return sum(1 for i in one.asked if laid.wide.get(i) in first)


def _begin_alike(laid: Laid, ours: Sequence[int], theirs: Sequence[int]) -> bool:
    """Whether the first word that each verb governs is the same, or one word right before it was put in or left out: "the report", "the
    latest report", but not "the readiness of the Government", "the Government", nor "to appoint him", "him"."""
    for k, m in ((0, 0), (1, 0), (0, 1)):
        if k < len(ours) and m < len(theirs) and laid.wide.get(ours[k]) == theirs[m]:
            beside = ours[k] == ours[0] + k and theirs[m] == theirs[0] + m
            return beside and not (k and _after_to(laid.left, ours[0])) and not (m and _after_to(laid.right, theirs[0]))
    return False


def _after_to(counted: Words, word: int) -> bool:
    return word > 0 and counted.keys[word - 1] == _TO


def _stands_elsewhere(laid: Laid, one: Act, other: Act) -> bool:
    """Whether a word of either verb phrase is unchanged in another place of the other text: then that verb neither came nor went."""

    def strays(counted: Words, verb: range, answers: Mapping[int, int], place: range) -> bool:
        found = (answers.get(i) for i in verb if counted.keys[i] not in _SMALL)
        return any(j is not None and j not in place for j in found)

    return strays(laid.left, one.verb, laid.wide, other.verb) or strays(laid.right, other.verb, laid.back, one.verb)


# --- what stands after a verb ----------------------------------------------------------------------------------------------------


def after_verb(clause: Clause, text: str, language: Language) -> int:
    """Where the text goes on after a verb and the asides that follow it."""
    start = clause.start + len(clause.verb)
    aside = _asides(language).match(text, start, clause.end)
    return aside.end() if aside else start


@cache
def _asides(language: Language) -> re.Pattern[str]:
    openings = load(language).data.get("openings", {})
    said = sorted({*openings.get("asides", ()), *openings.get("adverbs", ())}, key=len, reverse=True)
    return re.compile(rf"(?:[\s,]*(?:{'|'.join(map(re.escape, said))})(?!\w))*" if said else "", re.IGNORECASE)


_BEFORE = re.compile(r"[\s,]*(?:that\s+)?", re.IGNORECASE)
_AFTER = re.compile(r"(?:,? in particular [^,;]{0,60},)?\s+(?:to|shall|should|must|not to|may)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)  # an act is held against every act of the other side
def addressed(clause: Clause, text: str, language: Language) -> Span | None:
    """Where the addressee of a clause stands, right after the verb and alone ("Urges the Committee to"); None where it does not."""
    lead = _BEFORE.match(text, after_verb(clause, text, language))
    assert lead is not None
    end = lead.end() + len(clause.addressee)
    if clause.addressee and text.startswith(clause.addressee, lead.end()) and _AFTER.match(text, end):
        return lead.end(), end
    named = _BODY.match(text, lead.end(), clause.end)
    return (lead.end(), named.end()) if named and named[0] != clause.addressee else None


_BODY = re.compile(
    r"the (?-i:[A-Z])[\w’'-]*"
    r"(?:\s+(?:(?:of|on|for)\s+(?:the\s+)?)?(?!to\b|and\b|shall\b|should\b|must\b|may\b)\w[\w’'-]*){0,4}?(?=\s+to\s+\w)",
    re.IGNORECASE,
)
"""A body by its printed name, where the vocabulary knows none ("the Secretariat to")."""
