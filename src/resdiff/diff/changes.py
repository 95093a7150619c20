"""What a drafter would say of a link: verb, modal, addressee, deadline, qualifiers, safeguards, names, citations, part and kind.

Precision goes before recall: what is uncertain is not said. A partial link says only what its clauses and its place say, for the rest of
the heavier paragraph came from elsewhere. Gains and losses are reckoned over a whole split or merge, so that a safeguard which went into
the other half is not called lost. Words beyond the verb are judged in English only, and a direction is given only

* within one scale of the vocabulary, for the same addressee, in the same part of the document, and
* where one document is a version of the other: a successive renewal or another draft (design, section 2), never between texts in force
  side by side.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from resdiff.models import (
    Change,
    ChangeKind,
    Clause,
    Direction,
    Document,
    Edit,
    Kind,
    Language,
    Link,
    LinkKind,
    Op,
    Paragraph,
    Span,
    Status,
)
from resdiff.tokens import fold, tokenise, words
from resdiff.vocabulary import Phrase, Renaming, Rung, Vocabulary, compiled, load
from resdiff.vocabulary.openings import expression

RENEWAL = 0.6
"""The least share of operative paragraphs, on both sides, that must answer to each other whole for two documents to be versions of one."""

CLAUSE = 0.5
"""The least share of the words of the shorter of two clauses, verb aside, that must be unchanged for their verbs to be compared."""

ADDRESSED = 40
"""Code points after a verb within which its addressee must begin to be compared: further on it may be anybody."""

REACH = 120
"""Code points around an edit within which a phrase that it touches must begin and end."""

SMALL = 12
"""An insertion or deletion of up to this many words is one in which a qualifier is worth naming; a longer one is new text altogether."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A linked pair of paragraphs with its edits, and the other paragraphs of its split or merge."""

    left: Paragraph
    right: Paragraph
    link: Link
    siblings: tuple[Paragraph, ...]
    """Other right paragraphs that the left one went into."""
    sources: tuple[Paragraph, ...]
    """Other left paragraphs that the right one came from."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for the whole comparison."""

    vocabulary: Vocabulary
    successive: bool
    to_resolution: bool

    @property
    def english(self) -> bool:
        """Whether more than verbs may be judged."""
        return self.vocabulary.language is Language.EN


def frame(left: Document, right: Document, links: Sequence[Link]) -> Frame:
    """The frame of a comparison, from the documents and their links."""
    to_resolution = left.status is Status.STATEMENT and right.status is Status.RESOLUTION
    return Frame(load(left.language), _successive(left, right, links), to_resolution)


def _successive(left: Document, right: Document, links: Sequence[Link]) -> bool:
    """Whether one document is a version of the other: of one kind, of one agenda item where known, and with most operative paragraphs of
    both answering to each other whole."""
    agendas = {fold(document.adoption.agenda) for document in (left, right) if document.adoption.agenda}
    if len(agendas) > 1 or (left.status is Status.STATEMENT) != (right.status is Status.STATEMENT):
        return False
    whole = [link for link in links if link.kind is not LinkKind.PARTIAL]
    for document, linked in ((left, {link.left for link in whole}), (right, {link.right for link in whole})):
        body = [p.id for p in document.paragraphs if p.kind in (Kind.OPERATIVE, Kind.STATEMENT)]
        if len(body) < 2 or sum(1 for id_ in body if id_ in linked) < RENEWAL * len(body):
            return False
    return True


def named(pairing: Pairing, given: Frame) -> tuple[Change, ...]:
    """The named changes of one link, safeguards first."""
    found: list[Change] = []
    whole = pairing.link.kind is not LinkKind.PARTIAL
    changed = any(edit.op in (Op.INSERT, Op.DELETE) and edit.class_ is None for edit in pairing.link.edits)
    if changed and whole and given.english:
        found += _phrases(pairing, given.vocabulary.safeguards, ChangeKind.SAFEGUARD_GAINED, ChangeKind.SAFEGUARD_LOST, size=None)
    if changed:
        found += _verbs(pairing, given)
    if changed and whole and given.english:
        found += _modals(pairing, given)
        found += _deadlines(pairing)
        found += _phrases(pairing, given.vocabulary.qualifiers, ChangeKind.QUALIFIER_GAINED, ChangeKind.QUALIFIER_LOST, size=SMALL)
    if changed and whole:
        found += _names(pairing, given.vocabulary.renamed)
        found += _citations(pairing)
    return tuple(dict.fromkeys((*found, *_place(pairing, given))))


# --- part and kind ---------------------------------------------------------------------------------------------------------------


def _place(pairing: Pairing, given: Frame) -> Iterator[Change]:
    """From one part to the other; from a statement to a resolution."""
    kinds = (pairing.left.kind, pairing.right.kind)
    if kinds == (Kind.PREAMBULAR, Kind.OPERATIVE):
        yield Change(ChangeKind.TO_OPERATIVE, pairing.left.id, pairing.right.id)
    elif kinds == (Kind.OPERATIVE, Kind.PREAMBULAR):
        yield Change(ChangeKind.TO_PREAMBLE, pairing.left.id, pairing.right.id)
    if given.to_resolution:
        yield Change(ChangeKind.TO_RESOLUTION, pairing.left.id, pairing.right.id)


# --- verbs and addressees --------------------------------------------------------------------------------------------------------


def _verbs(pairing: Pairing, given: Frame) -> Iterator[Change]:
    """The verbs of clauses that answer to each other and differ; their addressees where the verb stayed."""
    for before, after in _paired(pairing):
        if before.lemma == after.lemma or _one_spelling(before.lemma, after.lemma, given.vocabulary.language):
            if given.english and _other_addressee(before, after, pairing, given.vocabulary):
                yield Change(ChangeKind.ADDRESSEE, before.addressee, after.addressee)
            continue
        direction, rule = _direction(before, after, pairing, given)
        yield Change(ChangeKind.VERB, before.lemma, after.lemma, direction, rule)


def _other_addressee(before: Clause, after: Clause, pairing: Pairing, vocabulary: Vocabulary) -> bool:
    """Whether the words right after the verb name another addressee. Two names that end alike or hold each other ("the Committee",
    "Sanctions Committee") may be one body; of States each word counts ("all States", "Member States")."""
    places = []
    for clause, text in ((before, pairing.left.text), (after, pairing.right.text)):
        verb_end = clause.start + len(clause.verb)
        at = text.find(clause.addressee, verb_end) if clause.addressee else -1
        if at < 0 or at - verb_end > ADDRESSED:
            return False
        places.append((at, at + len(clause.addressee)))
    one, other = fold(before.addressee), fold(after.addressee)
    gone, come = _changed(pairing, None)
    if one == other or not (_touches(places[0], gone) or _touches(places[1], come)):
        return False
    return one.split()[-1] != other.split()[-1] or (_of_states(before, vocabulary) and _of_states(after, vocabulary))


def _of_states(clause: Clause, vocabulary: Vocabulary) -> bool:
    return next((p.kind for p in vocabulary.addressees if compiled(p.pattern).fullmatch(clause.addressee)), "") == "States"


def _paired(pairing: Pairing) -> Iterator[tuple[Clause, Clause]]:
    """The clauses that share most unchanged words, each once, in the order of the right text. A clause without a verb of its own is its
    chapeau's and is compared there."""
    ours = [clause for clause in pairing.left.clauses if clause.end > clause.start and clause.lemma]
    theirs = [clause for clause in pairing.right.clauses if clause.end > clause.start and clause.lemma]
    if not ours or not theirs:
        return
    unchanged = [edit for edit in pairing.link.edits if edit.op in (Op.EQUAL, Op.MOVE)]
    places, other_places = _word_places(pairing.left.text), _word_places(pairing.right.text)
    scored = []
    for a, before in enumerate(ours):
        for b, after in enumerate(theirs):
            shared = sum(_between(places, _common(edit, _object(before), _object(after))) for edit in unchanged)
            least = min(_between(places, _object(before)), _between(other_places, _object(after)))
            if shared >= 3 and shared >= CLAUSE * least:
                scored.append((-shared, abs(a - b), a, b))
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs = []
    for _, _, a, b in sorted(scored):
        if a not in used_a and b not in used_b:
            used_a.add(a)
            used_b.add(b)
            pairs.append((b, a))
    for b, a in sorted(pairs):
        yield ours[a], theirs[b]


def _object(clause: Clause) -> Span:
    """A clause without its verb phrase."""
    return clause.start + len(clause.verb), clause.end


def _common(edit: Edit, before: Span, after: Span) -> Span:
    """The left range of the unchanged text of an edit that stands in both clauses; empty or negative where none does."""
    shift = edit.right[0] - edit.left[0]
    return max(edit.left[0], before[0], after[0] - shift), min(edit.left[1], before[1], after[1] - shift)


def _word_places(text: str) -> tuple[int, ...]:
    """Where each word begins."""
    tokens = tokenise(text)
    return tuple([tokens.bounds[i] for i in tokens.word_indices()])


def _between(places: Sequence[int], span: Span) -> int:
    """How many words begin in a range."""
    return max(0, bisect_left(places, span[1]) - bisect_left(places, span[0]))


def _one_spelling(before: str, after: str, language: Language) -> bool:
    """Whether two lemmas are two spellings of one verb ("calls on", "calls upon"): what stands between equal words is one thing."""
    one, other = before.split(), after.split()
    while one and other and one[0] == other[0]:
        del one[0], other[0]
    while one and other and one[-1] == other[-1]:
        del one[-1], other[-1]
    return one_thing(" ".join(one), " ".join(other), language)


def one_thing(before: str, after: str, language: Language) -> bool:
    """Whether the vocabulary calls two printed words or phrases two spellings of one thing."""
    return len(before) + len(after) < 120 and _spellings(language).fullmatch(f"{before}\0{after}") is not None


@cache
def _spellings(language: Language) -> re.Pattern[str]:
    """All pairs of spellings in one pattern, both ways round, with a zero character between: many small patterns take far longer to
    compile."""
    pairs = [(expression(first), expression(second)) for first, second in load(language).surface_pairs]
    both = [f"(?:{first})\0(?:{second})" for one, two in pairs for first, second in ((one, two), (two, one))]
    return re.compile("|".join(both) or "(?!)", re.IGNORECASE)


def _direction(before: Clause, after: Clause, pairing: Pairing, given: Frame) -> tuple[Direction | None, str]:
    """Stronger or weaker, with the rule, or None: one scale, one addressee, one part, successive versions only."""
    earlier, later = given.vocabulary.rungs(before.lemma), given.vocabulary.rungs(after.lemma)
    if any(rung.restated for rung in (*earlier, *later)):
        return None, "restated" if given.english else ""
    if not (given.successive and given.english) or pairing.left.kind is not pairing.right.kind:
        return None, ""
    if fold(before.addressee) != fold(after.addressee):
        return None, ""
    found: dict[Direction, str] = {}
    for x in earlier:
        for y in later:
            direction, rule, one_verb = _step(x, y) if x.scale == y.scale else (None, "", False)
            if direction and (one_verb or before.addressee or rule not in NEEDS_ADDRESSEE):
                found.setdefault(direction, rule)
    return next(iter(found.items())) if len(found) == 1 else (None, "")


NEEDS_ADDRESSEE = ("scale (a)", "scale (b)")
"""Where two verbs can only be ranked if it is known whom both address."""


def _step(before: Rung, after: Rung) -> tuple[Direction | None, str, bool]:
    """The direction from one rung to another of its scale, the rule, and whether it is one verb with or without an intensifier."""
    rule = f"scale ({before.scale})"
    if before.verb == after.verb and before.intensified != after.intensified:
        return (Direction.STRONGER if after.intensified else Direction.WEAKER), rule, True
    if before.band == after.band:
        return None, rule, False
    return (Direction.STRONGER if after.band > before.band else Direction.WEAKER), rule, False


# --- words ----------------------------------------------------------------------------------------------------------------------


def _phrases(
    pairing: Pairing, phrases: Iterable[Phrase], gained: ChangeKind, lost: ChangeKind, size: int | None
) -> Iterator[Change]:
    """Phrases of the vocabulary that stand in inserted text and more often than before, or in deleted text and less often."""
    left, right = pairing.left.text, pairing.right.text
    gone, come = _changed(pairing, size)
    near = _near(left, gone) + _near(right, come)
    if not near:
        return
    found: list[tuple[ChangeKind, Span, str]] = []
    for phrase in phrases:
        if not phrase.find(near):
            continue
        before, after = _meant(phrase, left), _meant(phrase, right)
        if len(after) > len(before) + sum(len(_meant(phrase, p.text)) for p in pairing.sources):
            found += [(gained, span, right[slice(*span)]) for span in after if _touches(span, come)][: len(after) - len(before)]
        elif len(before) > len(after) + sum(len(_meant(phrase, p.text)) for p in pairing.siblings):
            found += [(lost, span, left[slice(*span)]) for span in before if _touches(span, gone)][: len(before) - len(after)]
    for kind, span, printed in sorted(found, key=lambda item: (item[0] is lost, item[1])):
        if not any(kind is k and other != span and other[0] <= span[0] and span[1] <= other[1] for k, other, _ in found):
            yield Change(kind, "" if kind is gained else printed, printed if kind is gained else "")


_BREACH = re.compile(r"\b(?:violat\w+|breach\w*|abuse\w*)\b[^,;]{0,60}$", re.IGNORECASE)


def _meant(phrase: Phrase, text: str) -> list[Span]:
    """Where a phrase stands as what it is: "violations of international humanitarian law" is an accusation, not a safeguard."""
    return [span for span in phrase.find(text) if not _BREACH.search(text, max(0, span[0] - 90), span[0])]


def _changed(pairing: Pairing, size: int | None) -> tuple[list[Span], list[Span]]:
    """The deleted ranges of the left text and the inserted ones of the right, of up to `size` words; surface edits and renumbered
    references left out."""
    gone, come = [], []
    for edit in pairing.link.edits:
        if edit.class_ is None and edit.op is Op.DELETE and _is_small(pairing.left.text, edit.left, size):
            gone.append(edit.left)
        elif edit.class_ is None and edit.op is Op.INSERT and _is_small(pairing.right.text, edit.right, size):
            come.append(edit.right)
    return gone, come


def _near(text: str, ranges: Sequence[Span]) -> str:
    """The text around the ranges, where a phrase that touches one of them must stand: a quick look before the whole text is searched."""
    return "".join(text[max(0, start - REACH) : end + REACH] + " ¶ " for start, end in ranges)


def _is_small(text: str, span: Span, size: int | None) -> bool:
    return size is None or len(words(text[slice(*span)])) <= size


def _touches(span: Span, ranges: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in ranges)


def _replaced(pairing: Pairing) -> Iterator[tuple[str, str, str]]:
    """Words that took the place of others: deleted text, inserted text, and the right text from the insertion on."""
    edits = pairing.link.edits
    for gone, come in pairwise(edits):
        if gone.op is Op.DELETE and come.op is Op.INSERT and gone.class_ is come.class_ is None:
            yield pairing.left.text[slice(*gone.left)], pairing.right.text[slice(*come.right)], pairing.right.text[come.right[0] :]


_MODALS = ("shall", "must", "should", "may", "will", "can", "could", "might")


def _modals(pairing: Pairing, given: Frame) -> Iterator[Change]:
    """One modal in the place of another, in a replacement of a few words; "not" gained or lost after one. `shall` stands above `should`."""
    for before, after, _ in _replaced(pairing):
        gone = [word for word in words(before) if word in _MODALS]
        come = [word for word in words(after) if word in _MODALS]
        if len(gone) == len(come) == 1 and gone != come and max(len(words(before)), len(words(after))) <= 6:
            direction = None
            if given.successive and pairing.left.kind is pairing.right.kind and {*gone, *come} == {"shall", "should"}:
                direction = Direction.STRONGER if come == ["shall"] else Direction.WEAKER
            yield Change(ChangeKind.MODAL, gone[0], come[0], direction, "shall above should" if direction else "")
    for edit in pairing.link.edits:
        text, span = (pairing.right.text, edit.right) if edit.op is Op.INSERT else (pairing.left.text, edit.left)
        if edit.op in (Op.INSERT, Op.DELETE) and words(text[slice(*span)]) == ("not",):
            last = words(text[: span[0]])[-1:]
            if last and last[0] in _MODALS:
                pair = (last[0], f"{last[0]} not")
                yield Change(ChangeKind.MODAL, *(pair if edit.op is Op.INSERT else pair[::-1]))


_NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|(?:twenty|thirty|forty|fifty|sixty|ninety)"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)(?: \(\d+\))?"
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DEADLINE = (
    rf"(?:(?:no|not) later than|within|every|for a (?:further |final |new )?period of|period of|for|after|in|by|until|before|on) "
    rf"(?:(?:a|an|the|every|at least|at most|up to|another|additional|further|next|first) )*"
    rf"(?:{_NUMBER}[ -](?:working |calendar |business )?(?:days?|weeks?|months?|years?)|\d{{1,2}} {_MONTH} \d{{4}})"
)


def _deadlines(pairing: Pairing) -> Iterator[Change]:
    """Terms and dates by which something is due, where both texts hold equally many and some differ."""
    before = list(compiled(_DEADLINE).finditer(pairing.left.text))
    after = list(compiled(_DEADLINE).finditer(pairing.right.text))
    touched = [edit for edit in pairing.link.edits if edit.op in (Op.INSERT, Op.DELETE) and edit.class_ is None]
    if len(before) != len(after):
        return
    for one, other in zip(before, after, strict=True):
        if _digits(one[0]) != _digits(other[0]) and _touches(one.span(), [e.left for e in touched if e.op is Op.DELETE]):
            yield Change(ChangeKind.DEADLINE, one[0], other[0])


_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {name: n for n, name in enumerate(_UNITS.split(), 1)} | {name: 10 * n for n, name in enumerate(_TENS.split(), 2)}


def _digits(text: str) -> tuple[str, ...]:
    """The folded words of a term with numbers in figures, "thirty (30)" told once: "within thirty days" is "within 30 days"."""
    out: list[str] = []
    tens = 0
    for word in words(text.replace("-", " ")):
        value = _VALUES.get(word, 0)
        if tens and 0 < value < 10:
            out[-1] = str(tens + value)
        elif not out or word != out[-1]:
            out.append(str(value) if value else word)
        tens = value if value >= 20 else 0
    return tuple(out)


def _names(pairing: Pairing, renamed: Iterable[Renaming]) -> Iterator[Change]:
    """An old name of the dated table that gave way to its later one."""
    gone, come = _changed(pairing, None)
    near_gone, near_come = _near(pairing.left.text, gone), _near(pairing.right.text, come)
    said = set()
    for renaming in renamed:
        if not (renaming.later(near_come) and renaming.earlier(near_gone)):
            continue
        old = [pairing.left.text[slice(*span)] for span in renaming.earlier(pairing.left.text) if _touches(span, gone)]
        new = [pairing.right.text[slice(*span)] for span in renaming.later(pairing.right.text) if _touches(span, come)]
        if old and new and (old[0], new[0]) not in said and fold(old[0]) != fold(new[0]):
            said.add((old[0], new[0]))
            yield Change(ChangeKind.NAME, old[0], new[0], rule=renaming.source)


def _citations(pairing: Pairing) -> Iterator[Change]:
    """Documents named on one side only, over the whole split or merge."""
    before = dict.fromkeys(citation.symbol for citation in pairing.left.citations)
    after = dict.fromkeys(citation.symbol for citation in pairing.right.citations)
    known_before = {citation.symbol for p in pairing.sources for citation in p.citations} | set(before)
    known_after = {citation.symbol for p in pairing.siblings for citation in p.citations} | set(after)
    come = [symbol for symbol in after if symbol not in known_before]
    gone = [symbol for symbol in before if symbol not in known_after]
    if come:
        yield Change(ChangeKind.CITATION_GAINED, "", ", ".join(come))
    if gone:
        yield Change(ChangeKind.CITATION_LOST, ", ".join(gone), "")
