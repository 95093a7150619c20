"""What delegations ask for in two rounds of a draft ("[US: delete]"), and what became of it: still printed, done, or gone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from resdiff.models import Document, Fate, Link, MarkKind, Paragraph, Proposal
from resdiff.tokens import fold, words
from resdiff.vocabulary import talks

FEW = 3
"""Words of a proposal below which the same words elsewhere may be others; a judgement."""


def positions(left: Document, right: Document, links: Mapping[str, Sequence[Link]]) -> Iterator[Proposal]:
    """What delegations ask for in both drafts: each delegation's by itself, for another may have joined it."""
    theirs = {p.id: _asked(p) for p in right.paragraphs}
    others = {p.id: p for p in right.paragraphs}
    linked = {link.right for own in links.values() for link in own}
    added = [p for p in right.paragraphs if p.id not in linked]
    met: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for paragraph in left.paragraphs:
        for key, (name, ask) in _asked(paragraph).items():
            own = [link.right for link in links[paragraph.id]]
            where = next((id_ for id_ in own if key in theirs[id_]), "")
            met[where].add(key)
            is_done = _is_met(ask, paragraph, [others[id_] for id_ in own]) or _is_added(ask, added)
            fate = Fate.STILL if where else Fate.MET if is_done else Fate.GONE
            yield Proposal(paragraph.id, where or next(iter(own), ""), ask, name, fate, position=True)
    for paragraph in right.paragraphs:
        for key, (name, ask) in theirs[paragraph.id].items():
            if key not in met[paragraph.id]:
                yield Proposal("", paragraph.id, ask, name, Fate.ADDED, position=True)


def _is_met(ask: str, paragraph: Paragraph, later: Sequence[Paragraph]) -> bool:
    """Whether the later text is as a position asks: the words that it quotes last are there now, or those that it would see deleted are
    gone. Where it quotes nothing that is only known of a whole paragraph that was to be deleted."""
    quoted = [words(match[1]) for match in _QUOTED.finditer(ask)]
    deletes = talks.deletes(ask)
    if not quoted or not all(quoted):
        return deletes and not later and len(words(ask)) == 1
    if not later:
        return False
    stood = holds(paragraph, quoted[-1])
    stands = any(holds(other, quoted[-1]) for other in later)
    return stood and not stands if deletes else stands and not stood


def _is_added(ask: str, added: Sequence[Paragraph]) -> bool:
    """Whether the words that a position would see put in, and that it quotes last, stand in a paragraph that is new."""
    quoted = [words(match[1]) for match in _QUOTED.finditer(ask)] or [words(ask.partition(":")[2])]
    return len(quoted[-1]) > FEW and not talks.deletes(ask) and any(holds(p, quoted[-1]) for p in added)


_QUOTED = re.compile(r"[“„\"«「『]\s?([^“”„\"«»「」『』]{1,400}?)\s?[”“\"»」』]")


def holds(paragraph: Paragraph, phrase: tuple[str, ...], *, whole: bool = False) -> bool:
    """Whether the wording of a paragraph holds some words next to each other; with `whole`, whether it is these and no others."""
    said = words("".join(paragraph.text[start:end] for start, end in paragraph.wording))
    if whole:
        return said == phrase
    return any(said[k : k + len(phrase)] == phrase for k in range(len(said) - len(phrase) + 1))


def _asked(paragraph: Paragraph) -> dict[tuple[str, str], tuple[str, str]]:
    """The positions that a paragraph prints, by delegation and what it asks, as they are compared, then as printed."""
    found = {}
    for mark in paragraph.marks:
        for said in talks.positions(mark.value) if mark.kind is MarkKind.POSITION else ():
            for name in said.names or ("",):
                found[fold(name), fold(said.ask)] = (name, said.ask)
    return found
