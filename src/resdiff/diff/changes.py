"""What a drafter would say of a link: verb, modal, addressee, term, qualifiers, safeguards, names, citations, part and kind.

Precision goes before recall: what is uncertain is not said. Verbs are told of clauses that answer to each other (`verbs`), documents of
every link of two whole paragraphs; all else only of a link that tells where the right paragraph comes from, and whose two paragraphs are
earlier and later form of one, by the words that they share. Gains and losses are reckoned over a whole split or merge, with chapeaux and
items, so that a safeguard which went into the other half is not called lost (`wording`). Words beyond verbs, terms, names and documents
are judged in English only, and a direction is given only

* within one scale of the vocabulary, for the same addressee, in the same part of the document, and
* where one document is a version of the other: a successive renewal or another draft (design, section 2), never between texts in force
  side by side.
"""

from __future__ import annotations

from collections.abc import Iterator

from resdiff.align.rarity import equal_runs
from resdiff.diff import terms, verbs, wording
from resdiff.diff.describing import describing
from resdiff.diff.items import items
from resdiff.diff.pairing import ALMOST, Frame, Pairing, lay
from resdiff.models import Change, ChangeKind, Kind, LinkKind
from resdiff.tokens import words


def named(pairing: Pairing, given: Frame) -> tuple[Change, ...]:
    """The named changes of one link, safeguards first; none of rows of a table and of names on a list."""
    if pairing.right.kind in (Kind.ROW, Kind.LISTING):
        return ()
    if not pairing.changed:
        return tuple(_place(pairing, given))
    laid = lay(pairing)
    own = pairing.link.primary and pairing.link.kind is not LinkKind.PARTIAL and laid.one
    found: list[Change] = []
    if own and given.english:
        found += wording.safeguards(pairing, laid, given)
    found += verbs.verbs(pairing, laid, given)
    if own and given.english:
        found += verbs.modals(pairing, given)
    if pairing.link.primary:
        found += terms.terms(pairing, laid, given, own=own)
    if own and given.english:
        told = any(change.kind is ChangeKind.ADDRESSEE for change in found)
        found += (
            change for change in wording.qualifiers(pairing, laid, given) if not (told and "all" in (change.from_, change.to))
        )
    if own:
        renamed = list(terms.names(pairing, laid, given))
        found += (change for change, _, _ in renamed)
        found += terms.citations(pairing, laid, given, [(old, new) for _, old, new in renamed])
    elif pairing.link.primary and pairing.link.kind is not LinkKind.PARTIAL:
        # what a paragraph names does not hang on its other words
        found += terms.citations(pairing, laid, given, ())
    if own and given.english:
        found += tuple(describing(pairing, laid, given, found))
        found += tuple(items(pairing, laid, given, found))
    if pairing.link.kind is not LinkKind.PARTIAL:
        found += _place(pairing, given)
    return tuple(dict.fromkeys(found))


def _place(pairing: Pairing, given: Frame) -> Iterator[Change]:
    """From one part to the other; from a statement to a resolution."""
    if not pairing.link.primary:
        return
    kinds = (pairing.left.kind, pairing.right.kind)
    if _stays(pairing):
        pass  # the right paragraph has its words, but nothing left the other part
    elif kinds == (Kind.PREAMBULAR, Kind.OPERATIVE):
        yield Change(ChangeKind.TO_OPERATIVE, pairing.left.id, pairing.right.id)
    elif kinds == (Kind.OPERATIVE, Kind.PREAMBULAR):
        yield Change(ChangeKind.TO_PREAMBLE, pairing.left.id, pairing.right.id)
    if given.to_resolution:
        yield Change(ChangeKind.TO_RESOLUTION, pairing.left.id, pairing.right.id)


RUN = 4
"""How many words in a row are no chance: a long paragraph has most words of any other somewhere."""


def _stays(pairing: Pairing) -> bool:
    """Whether the left paragraph stands nearly whole in another right paragraph of its own part, which it went into as well, and more of
    it than in this one."""
    if pairing.left.kind is pairing.right.kind:
        return False
    others = [other.text for other in pairing.siblings if other.kind is pairing.left.kind]
    if not others:
        return False
    own = words(pairing.left.text)
    here, *held = (sum(n for _, _, n in equal_runs(own, words(text), RUN)) for text in (pairing.right.text, *others))
    return any(count >= ALMOST * len(own) and count > here for count in held)
