"""Verbs, addressees and modals that differ between clauses that answer to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from resdiff.diff.answering import addressed, governed, paired
from resdiff.diff.pairing import Frame, Laid, Pairing
from resdiff.diff.spellings import one_verb
from resdiff.models import Change, ChangeKind, Clause, Direction, Edit, Language, LinkKind, Op
from resdiff.tokens import fold, words
from resdiff.vocabulary import Rung, Vocabulary, compiled, load


def verbs(pairing: Pairing, laid: Laid, given: Frame) -> Iterator[Change]:
    """The verbs of clauses that answer to each other and differ; where the verb stayed, addressees that differ."""
    language = given.vocabulary.language
    pairs = tuple(paired(pairing, laid, language))
    yield from _between(pairing, laid, pairs, language)
    yield from _openings(pairing, laid, pairs, language)
    for before, after in pairs:
        if before.lemma != after.lemma and _cut_by_bracket(before, after, pairing):
            continue
        if before.lemma == after.lemma or one_verb(before.lemma, after.lemma, language):
            if given.english and (whom := _other_addressee(before, after, pairing, laid, given.vocabulary)):
                yield Change(ChangeKind.ADDRESSEE, *whom)
            continue
        if not _exchanged(before, after, laid):
            continue
        direction, rule = _direction(before, after, pairing, given)
        yield Change(ChangeKind.VERB, before.lemma, after.lemma, direction, rule)


COMMON = 0.5
"""The least share of the words of meaning of the shorter of two clauses that must be in the other one, for them to answer to each other by
their place alone."""


def _in_common(before: Clause, after: Clause, pairing: Pairing, laid: Laid, language: Language) -> float:
    """The words of meaning that two clauses share, as a share of the shorter one's; 0 where it is one word."""
    ours = governed(before, pairing.left.text, laid.left, language)
    theirs = set(governed(after, pairing.right.text, laid.right, language))
    shared = sum(laid.wide.get(i) in theirs for i in ours)
    return shared / min(len(ours), len(theirs)) if shared > 1 else 0.0


def _between(pairing: Pairing, laid: Laid, pairs: Sequence[tuple[Clause, Clause]], language: Language) -> Iterator[Change]:
    """The verbs of two clauses that stand alone at one place of two paragraphs that are one by their words, between clauses that answer to
    each other; no direction, for what they govern differs."""
    if not pairing.link.primary or pairing.link.kind is LinkKind.PARTIAL or not laid.one or language is Language.ZH:
        return  # a Chinese verb phrase ends where no space tells it
    answers = {after.start: before.start for before, after in pairs}
    ours, theirs = ([c for c in p.clauses if c.lemma and c.end > c.start] for p in (pairing.left, pairing.right))
    at = {clause.start: n for n, clause in enumerate(ours)}
    met = set(answers.values())
    last = -1
    waiting: list[Clause] = []
    for clause in [*theirs, None]:
        if clause is not None and clause.start not in answers:
            waiting.append(clause)
            continue
        place = at[answers[clause.start]] if clause is not None else len(ours)
        alone = ours[last + 1 : place]
        if len(alone) == len(waiting) == 1 and alone[0].start not in met and not (last < 0 and clause is None):
            before, after = alone[0], waiting[0]
            if _took_its_place(before, after, pairing, laid, language):
                yield Change(ChangeKind.VERB, _said(before, pairing.left.text), _said(after, pairing.right.text))
        last, waiting = place, []


def _took_its_place(before: Clause, after: Clause, pairing: Pairing, laid: Laid, language: Language) -> bool:
    """Whether a verb gave way to another one that governs half the same words, and neither opens another act on the other side."""
    if one_verb(before.lemma, after.lemma, language) or _goes_on(before, after) or _thanked_and_asked(before, after, language):
        return False
    if _stands_elsewhere(before, after, pairing, language) or not _exchanged(before, after, laid):
        return False
    return _in_common(before, after, pairing, laid, language) >= COMMON


def _openings(pairing: Pairing, laid: Laid, pairs: Sequence[tuple[Clause, Clause]], language: Language) -> Iterator[Change]:
    """The opening verbs of two paragraphs that are one whatever their verbs ("Authorizes the Mission", "Recalls its authorization given to
    the Mission"), or that begin by speaking of the same ("Calls upon the Guild to mend its lamps", "Stresses the need of the Guild for
    mending its lamps"), where nothing else answers to either; no direction, for what they govern may differ."""
    before, after = (next((c for c in p.clauses if p.opening and c.start <= 1), None) for p in (pairing.left, pairing.right))
    if before is None or after is None or not pairing.link.primary:
        return
    if not (laid.nearly_same or (laid.one and _of_one_thing(before, after, pairing, laid, language))):
        return
    if any(before is one or after is other for one, other in pairs) or one_verb(before.lemma, after.lemma, language):
        return
    if _cut_by_bracket(before, after, pairing) or not _exchanged(before, after, laid):
        return
    if not laid.nearly_same and (
        _goes_on(before, after) or _beside(before, after, pairing) or _stands_elsewhere(before, after, pairing, language)
    ):
        return
    if before.lemma != after.lemma:
        vocabulary = load(language)
        again = _says_again(vocabulary.rungs(before.lemma), vocabulary.rungs(after.lemma))
        said = _said(before, pairing.left.text), _said(after, pairing.right.text)
        yield Change(ChangeKind.VERB, *said, None, RESTATED if again else "")


def _goes_on(before: Clause, after: Clause) -> bool:
    """Whether one verb phrase is the other one's beginning ("recalls", "recalls its request")."""
    return f"{after.lemma} ".startswith(f"{before.lemma} ") or f"{before.lemma} ".startswith(f"{after.lemma} ")


def _beside(before: Clause, after: Clause, pairing: Pairing) -> bool:
    """Whether one of two verbs stands beside the other one already ("commends and strongly supports", "supporting")."""
    sides = ((before, pairing.left.text, after), (after, pairing.right.text, before))
    return any(
        (second := _SECOND.match(text, clause.start + len(clause.verb))) is not None
        and second[1][:STEM].casefold() == other.lemma.split()[-1][:STEM]
        for clause, text, other in sides
    )


_SECOND = re.compile(r",?\s+and\s+(?:\w+ly\s+)?(\w+)", re.IGNORECASE)
STEM = 5
"""How many letters two forms of one verb have in common."""

FIRST, SAME = 10, 4
"""How many words of meaning after two verbs are looked at, and how many of them must be the same, for them to speak of the same."""


def _of_one_thing(before: Clause, after: Clause, pairing: Pairing, laid: Laid, language: Language) -> bool:
    """Whether two verbs govern one thing: they begin by speaking of it, or have half of their words in common."""
    if _thanked_and_asked(before, after, language):
        return False
    if _speak_of_the_same(before, after, pairing, laid, language):
        return True
    whole = pairing.link.kind is not LinkKind.PARTIAL and language is not Language.ZH
    return whole and _in_common(before, after, pairing, laid, language) >= COMMON


def _speak_of_the_same(before: Clause, after: Clause, pairing: Pairing, laid: Laid, language: Language) -> bool:
    """Whether what two verbs govern begins with some words of meaning that stayed, in whatever construction; known of English only."""
    if language is not Language.EN or pairing.link.kind is LinkKind.PARTIAL:
        return False
    ours, theirs = (
        governed(before, pairing.left.text, laid.left, language),
        governed(after, pairing.right.text, laid.right, language),
    )
    first = set(theirs[:FIRST])
    return sum(laid.wide.get(i) in first for i in ours[:FIRST]) >= SAME


def _thanked_and_asked(before: Clause, after: Clause, language: Language) -> bool:
    """Whether one verb thanks and the other asks: what somebody is asked to do, and what he is thanked for, are two things."""
    scales = [{rung.scale for rung in load(language).rungs(clause.lemma)} for clause in (before, after)]
    return any("c" in one and not other.isdisjoint({"a", "b"}) for one, other in (scales, scales[::-1]))


def _stands_elsewhere(before: Clause, after: Clause, pairing: Pairing, language: Language) -> bool:
    """Whether the one verb opens another act of the later text, or the other one of the earlier text: then neither gave way."""
    sides = ((before, after, pairing.right), (after, before, pairing.left))
    others = ((one, clause) for one, other, side in sides for clause in side.clauses if clause.start != other.start)
    return any(one.lemma == clause.lemma or one_verb(one.lemma, clause.lemma, language) for one, clause in others)


_HELD = re.compile(
    r"\s+its\s+(?:full\s+|strong\s+|deep\s+|firm\s+)?(?:appreciation|support|commitment|concern|gratitude|intention|call|request)\b"
)


def _said(clause: Clause, text: str) -> str:
    """The lemma of a clause with what the verb holds, where that is an act of its own ("reiterates its appreciation")."""
    held = _HELD.match(text, clause.start + len(clause.verb))
    return clause.lemma + (f" {' '.join(held[0].split())}" if held and " its " not in f"{clause.lemma} " else "")


def _exchanged(before: Clause, after: Clause, laid: Laid) -> bool:
    """Whether a verb went and another came, and neither stands unchanged on the other side. Where a clause came or fell, the verb of its
    neighbour does ("Noting the fog, recalling the bells" beside "Recalling the bells"; "Encourages" beside "Welcomes and encourages")."""
    ours = laid.left.within((before.start, before.start + len(before.verb)))
    theirs = laid.right.within((after.start, after.start + len(after.verb)))
    kept = ours and laid.wide.get(ours[0], theirs.start) not in theirs
    stood = theirs and laid.back.get(theirs[0], ours.start) not in ours
    return not kept and not stood


_BRACKETS = re.compile(r"[\[\]［］]")


def _cut_by_bracket(before: Clause, after: Clause, pairing: Pairing) -> bool:
    """Whether one of two verb phrases breaks off at a bracket within it ("expresses [deep] concern") and is the other one so far; or both
    are the same, or the one goes on as the other, once brackets are left out."""
    sides = ((before, pairing.left.text, after), (after, pairing.right.text, before))
    for clause, text, other in sides:
        said = _BRACKETS.sub("", text[clause.start : clause.start + 2 * len(other.verb) + len(clause.verb) + 4])
        if "[" in text and said[: len(other.verb)].casefold() == _BRACKETS.sub("", other.verb).casefold():
            return True
    short, long = sorted((before, after), key=lambda clause: len(clause.lemma))
    goes_on = long.lemma.startswith(f"{short.lemma} ")
    return goes_on and any(p.text[short.start + len(short.verb) :].lstrip()[:1] == "[" for p in (pairing.left, pairing.right))


def _other_addressee(before: Clause, after: Clause, pairing: Pairing, laid: Laid, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Who was addressed and who is, where a verb that stayed is addressed to somebody else: one addressee right after the verb, and nobody
    beside him, on each side. Two names of one kind may be one body ("the Committee", "the Sanctions Committee"; a Government and its
    authorities), and so may two names that have a word in common, or of which one is short; of States each word counts ("all States",
    "Member States")."""
    ours = addressed(before, pairing.left.text, vocabulary.language)
    theirs = addressed(after, pairing.right.text, vocabulary.language)
    if ours is None or theirs is None:
        return None
    whom = pairing.left.text[slice(*ours)], pairing.right.text[slice(*theirs)]
    if _who(whom[0]) == _who(whom[1]):
        return None
    if all(i in laid.wide for i in laid.left.within(ours)) and all(j in laid.back for j in laid.right.within(theirs)):
        return None
    kinds = [_kind(name, vocabulary) for name in whom]
    if all(kinds):
        return whom if kinds[0] != kinds[1] or kinds[0] == "States" or _two_governments(*whom) else None
    if not set(_who(whom[0])).isdisjoint(set(_who(whom[1])) - {"the"}) or any(w.isupper() for name in whom for w in name.split()):
        return None
    return whom


_OF = re.compile(r"\bGovernment of (?:the )?(.+)")


def _two_governments(one: str, other: str) -> bool:
    """Whether two Governments go by names without a word in common, none of them letters that may stand for the other one."""
    names = [match[1] for match in map(_OF.search, (one, other)) if match]
    if len(names) < 2 or any(word.isupper() for name in names for word in name.split()):
        return False
    return set(words(names[0])).isdisjoint(words(names[1]))


def _who(name: str) -> list[str]:
    """Who is addressed; how many of them is a matter of qualifiers ("all States"), and a hyphen is none ("Secretary General")."""
    return sorted(word for word in words(name.replace("-", " ")) if word != "all")


def _kind(name: str, vocabulary: Vocabulary) -> str:
    return next((p.kind for p in vocabulary.addressees if compiled(p.pattern).fullmatch(name)), "")


# --- stronger and weaker ---------------------------------------------------------------------------------------------------------


def _direction(before: Clause, after: Clause, pairing: Pairing, given: Frame) -> tuple[Direction | None, str]:
    """Stronger or weaker, with the rule, or None: one scale, one addressee, one part, successive versions only."""
    earlier, later = given.vocabulary.rungs(before.lemma), given.vocabulary.rungs(after.lemma)
    if any(rung.restated for rung in (*earlier, *later)):
        return None, RESTATED if given.english and _says_again(earlier, later) else ""
    if not (given.successive and given.english) or pairing.left.kind is not pairing.right.kind:
        return None, ""
    if fold(before.addressee) != fold(after.addressee):
        return None, ""
    if _of_statement(before, pairing.left.text) != _of_statement(after, pairing.right.text):
        return None, ""
    found: dict[Direction, str] = {}
    for x in earlier:
        for y in later:
            direction, rule, one = _step(x, y) if x.scale == y.scale else (None, "", False)
            if direction and (one or before.addressee or rule not in NEEDS_ADDRESSEE):
                found.setdefault(direction, rule)
    return next(iter(found.items())) if len(found) == 1 else (None, "")


RESTATED = "restated"
"""The rule of an act that is said again ("decides", "recalls its decision"): neither stronger nor weaker."""

NEEDS_ADDRESSEE = ("scale (a)", "scale (b)")
"""Where two verbs can only be ranked if it is known whom both address."""

_NOTING = frozenset({"notes", "note", "welcomes", "commends", "concern", "regrets", "deplores", "condemns"})


def _of_statement(clause: Clause, text: str) -> bool:
    """Whether a verb governs a statement ("notes that"), not a thing ("notes the report"); "that" after a verb that asks tells nothing."""
    return clause.lemma.split()[-1] in _NOTING and text.startswith(" that ", clause.start + len(clause.verb))


def _says_again(earlier: Sequence[Rung], later: Sequence[Rung]) -> bool:
    """Whether the later verb says again what the earlier one did ("demands", "reiterates its demand"; not "encourages", "reiterates its
    call")."""
    return any(x.scale == y.scale and x.band == y.band and y.restated and not x.restated for x in earlier for y in later)


def _step(before: Rung, after: Rung) -> tuple[Direction | None, str, bool]:
    """The direction from one rung to another of its scale, the rule, and whether it is one verb with or without an intensifier."""
    rule = f"scale ({before.scale})"
    if before.verb == after.verb and before.intensified != after.intensified:
        return (Direction.STRONGER if after.intensified else Direction.WEAKER), rule, True
    if before.band == after.band:
        return None, rule, False
    return (Direction.STRONGER if after.band > before.band else Direction.WEAKER), rule, False


# --- modals ----------------------------------------------------------------------------------------------------------------------

_MODALS = ("shall", "must", "should", "may", "will", "can", "could", "might")
_NEGATIONS = frozenset({"not", "no", "never", "neither", "nor", "cannot"})


def modals(pairing: Pairing, given: Frame) -> Iterator[Change]:
    """One modal in the place of another, in a replacement of a few words; "not" gained or lost after one, where no other negation gave way
    to it. `shall` stands above `should`."""
    for gone, come in pairwise(pairing.link.edits):
        if not (gone.op is Op.DELETE and come.op is Op.INSERT and gone.class_ is come.class_ is None):
            continue
        before, after = words(pairing.left.text[slice(*gone.left)]), words(pairing.right.text[slice(*come.right)])
        ours, theirs = [w for w in before if w in _MODALS], [w for w in after if w in _MODALS]
        if len(ours) == len(theirs) == 1 and ours != theirs and max(len(before), len(after)) <= 6:
            direction = None
            if given.successive and pairing.left.kind is pairing.right.kind and {*ours, *theirs} == {"shall", "should"}:
                direction = Direction.STRONGER if theirs == ["shall"] else Direction.WEAKER
            yield Change(ChangeKind.MODAL, ours[0], theirs[0], direction, "shall above should" if direction else "")
    yield from _polarity(pairing)


def _polarity(pairing: Pairing) -> Iterator[Change]:
    edits = pairing.link.edits
    for at, edit in enumerate(edits):
        text, span = (pairing.right.text, edit.right) if edit.op is Op.INSERT else (pairing.left.text, edit.left)
        if edit.op not in (Op.INSERT, Op.DELETE) or words(text[slice(*span)]) != ("not",):
            continue
        last = words(text[: span[0]])[-1:]
        beside = (*edits[max(0, at - 1) : at], *edits[at + 1 : at + 2])
        if any(_negates(pairing, other) for other in beside):
            continue
        next_ = words(text[span[1] :])[:2]
        pair = ("", "")
        if last and last[0] in _MODALS:
            pair = (last[0], f"{last[0]} not")
        elif next_[:1] == ("to",):
            pair = (" ".join(next_), f"not {' '.join(next_)}")
        if pair[0]:
            yield Change(ChangeKind.MODAL, *(pair if edit.op is Op.INSERT else pair[::-1]))


def _negates(pairing: Pairing, edit: Edit) -> bool:
    """Whether a gain or loss is one of a negation."""
    changed = {Op.INSERT: pairing.right.text[slice(*edit.right)], Op.DELETE: pairing.left.text[slice(*edit.left)]}.get(edit.op, "")
    return not _NEGATIONS.isdisjoint(words(changed))
