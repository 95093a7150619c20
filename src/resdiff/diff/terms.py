"""Terms and dates, names and citations that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from resdiff.diff.pairing import Frame, Laid, Pairing, touches
from resdiff.diff.spellings import figures
from resdiff.models import Change, ChangeKind, Paragraph, Span
from resdiff.tokens import fold, words
from resdiff.vocabulary import Renaming, find

# --- terms -----------------------------------------------------------------------------------------------------------------------

_NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|(?:twenty|thirty|forty|fifty|sixty|ninety)"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)(?: \(\d+\))?"
)
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_TERM = (
    rf"(?:(?:(?:no|not) later than|within|every|for a (?:further |final |new )?period of|period of|period ending(?: on)?"
    rf"|by|until|before|in) "
    rf"(?:(?:a|an|the|every|at least|at most|up to|another|additional|further|next|first) )*"
    rf"(?:{_NUMBER}[ -](?:working |calendar |business )?(?:days?|weeks?|months?|years?)|\d{{1,2}} {MONTH} \d{{4}})"
    rf"|(?:(?:no|not) later than|by|until|before|(?:expir(?:y|es?|ation)|mandate) in) (?:(?:the )?end of )?{MONTH} \d{{4}})"
)
"""A time by which, or for which, something is due; the date of an event ("on 3 May") is none."""

BESIDE = 4
"""How many words may come or go with a term for it to be told as gained or lost: with more, it is new text that has a term."""


def terms(pairing: Pairing, laid: Laid) -> Iterator[Change]:
    """Terms of which one took the place of another, and such as came or went alone."""
    left, right = pairing.left.text, pairing.right.text
    before, after = find(_TERM, left), find(_TERM, right)
    for run in laid.replaced:
        ours = [span for span in before if touches(span, [run.left])]
        theirs = [span for span in after if touches(span, [run.right])]
        if len(ours) == len(theirs) == 1:
            one, other = left[slice(*ours[0])], right[slice(*theirs[0])]
            if _figures(one) != _figures(other):
                yield Change(ChangeKind.DEADLINE, one, other)
        elif len(theirs) == 1 and not before and _alone(right, theirs[0], run.right):
            yield Change(ChangeKind.DEADLINE, "", right[slice(*theirs[0])])
        elif len(ours) == 1 and not after and _alone(left, ours[0], run.left):
            yield Change(ChangeKind.DEADLINE, left[slice(*ours[0])], "")


def _alone(text: str, term: Span, run: Span) -> bool:
    """Whether a term came or went whole, with few other words."""
    inside = run[0] <= term[0] and term[1] <= run[1]
    return inside and len(words(text[slice(*run)])) - len(words(text[slice(*term)])) <= BESIDE


_FILLERS = frozenset({"further", "additional", "new", "final", "another", "no", "not"})


def _figures(text: str) -> tuple[str, ...]:
    """The folded words of a term with numbers in figures, "thirty (30)" told once: "within thirty days" is "within 30 days",
    "a further six months" is "six months"."""
    return tuple([word for word in figures(text) if word not in _FILLERS])


# --- names -----------------------------------------------------------------------------------------------------------------------


def names(pairing: Pairing, laid: Laid, given: Frame) -> Iterator[tuple[Change, Span, Span]]:
    """An old name of the dated table that gave way to its later one, with where both stand; none before the date of the renaming, and none
    where the earlier text has the later name already."""
    said = set()
    left, right = pairing.left.text, pairing.right.text
    for renaming in given.vocabulary.renamed.held(left):
        if not _is_due(renaming, given.later):
            continue
        earlier = renaming.earlier(left)
        later = renaming.later(right) if earlier else ()
        held = renaming.later(left) if later else ()
        for old in earlier if later else ():
            if touches(old, held):
                continue
            new = next((span for span in later if _took_its_place(old, span, laid)), None)
            if new is None:
                continue
            one, other = left[slice(*old)], right[slice(*new)]
            if (fold(one), fold(other)) not in said and fold(one) != fold(other):
                said.add((fold(one), fold(other)))
                yield Change(ChangeKind.NAME, one, other, rule=renaming.source), old, new


def _is_due(renaming: Renaming, adopted: date | None) -> bool:
    return adopted is None or renaming.since <= adopted


def _took_its_place(old: Span, new: Span, laid: Laid) -> bool:
    """Whether the later name came in one edit with the loss of the old one, or was made of it by what was put in."""
    for run in laid.replaced:
        if touches(old, [run.left]) and touches(new, [run.right]):
            return True
        if touches(new, [run.right]):
            inside = set(laid.right.within(new))
            if any(laid.there.get(i) in inside for i in laid.left.within(old)):
                return True
    return False


# --- citations -------------------------------------------------------------------------------------------------------------------


def citations(pairing: Pairing, given: Frame, told: Sequence[tuple[Span, Span]]) -> Iterator[Change]:
    """Documents named on one side only, over the whole split or merge, and in more paragraphs of its document than of the other: what only
    went to another paragraph was neither gained nor lost. Names that `told` has told are left out."""
    come = _only(pairing.right, (pairing.left, *pairing.sources), given.cited[1], given.cited[0], [new for _, new in told])
    gone = _only(pairing.left, (pairing.right, *pairing.siblings), given.cited[0], given.cited[1], [old for old, _ in told])
    yield from _other_provisions(pairing)
    if come:
        yield Change(ChangeKind.CITATION_GAINED, "", ", ".join(come))
    if gone:
        yield Change(ChangeKind.CITATION_LOST, ", ".join(gone), "")


def _other_provisions(pairing: Pairing) -> Iterator[Change]:
    """One provision of another document cited in the place of another one of the same."""
    for citation in pairing.left.citations:
        same = [c for c in pairing.right.citations if c.symbol == citation.symbol and c.provision]
        own = [c for c in pairing.left.citations if c.symbol == citation.symbol and c.provision]
        if len(same) == len(own) == 1 and own[0] is citation and same[0].provision != citation.provision:
            before, after = (f"paragraph {c.provision} of {c.symbol}" for c in (citation, same[0]))
            yield Change(ChangeKind.CITATION_PROVISION, before, after)


def _only(
    here: Paragraph, there: Sequence[Paragraph], own: Mapping[str, int], others: Mapping[str, int], told: Sequence[Span]
) -> list[str]:
    """The documents that a paragraph names, and none of those on the other side, in whatever form."""
    spans = {citation.symbol: (citation.start, citation.end) for citation in here.citations}
    named = {citation.symbol for paragraph in there for citation in paragraph.citations}
    return [
        symbol
        for symbol, span in spans.items()
        if symbol not in named
        and own.get(symbol, 0) > others.get(symbol, 0)
        and not touches(span, told)
        and not _prints(symbol, there[0].text)
    ]


_NUMBERED = re.compile(r"/RES/(\d+)(?: \(\d{4}\))?$|(\d+/\d+(?:/\d+)?)$")


def _prints(symbol: str, text: str) -> bool:
    """Whether a text prints a document's number in any form ("UNSCR 1540", "the 1540 Committee", "(2015/6)"), not as a year in brackets."""
    number = _NUMBERED.search(symbol)
    if number is None:
        return False
    printed = number[1] or number[2]
    return re.search(rf"(?<![\d(]){printed}(?!\d)|\({printed}(?![\d)])", text) is not None
