"""Who is asked to do what by when: the acts of asking in a document, by whom they address.

From the clauses of each paragraph those are taken whose verb asks (`*.toml`, asks). Whom it addresses and what it asks for are told by the
grammar of English and French: "requests X to do", "demande à X de faire", "decides that X shall do". A noun that cannot act ("encourages
further efforts to") is no addressee; where none is plain, none is named. In Arabic, Chinese, Russian and Spanish the addressees are those
that are known by name and follow at once on the verb. A sub-paragraph without a verb of its own inherits verb, addressee and term of its
chapeau.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from resdiff import vocabulary
from resdiff.asked.grammar import NOBODY, OTHERS, Addressed, Grammar, load
from resdiff.models import Adoption, Clause, Document, Kind, Language, Paragraph, Status
from resdiff.vocabulary import Opening, Vocabulary

GROUPS = (
    ("States", "States"),
    ("governments", "Governments and authorities"),
    ("parties", "Parties to conflicts"),
    ("Secretary-General", "Secretary-General"),
    ("bodies of the Council", "Committees and bodies of the Council"),
    ("UN bodies", "United Nations bodies and missions"),
    ("organizations", "Organizations and partners"),
    (OTHERS, "Others, as named"),
    (NOBODY, "No addressee told"),
)
"""Kinds of addressee in the order of a table, with the name to print."""

_SKIPPED = (Kind.HEADING, Kind.ROW, Kind.LISTING)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked of one addressee."""

    paragraph: str
    """The paragraph's id."""
    formal: str
    addressee: str
    """As printed, with what its name says of it; "" where none is named."""
    groups: tuple[str, ...]
    """The kinds of addressee that it names (GROUPS)."""
    verb: str
    """As printed."""
    inherited: str
    """The id of the paragraph whose verb and addressee it inherits; "" where it has its own."""
    what: str
    """The words that the verb governs, after the addressee."""
    deadlines: tuple[str, ...]
    """The terms stated, as printed, in order; of an inherited ask without one its chapeau's."""


@dataclass(frozen=True, slots=True)
class Group:
    """The asks of one kind of addressee, in the document's order. An ask of two kinds stands in both groups."""

    name: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked to do what by when in one document; groups without an ask are left out."""

    symbol: str | None
    name: str
    language: Language
    title: str | None
    status: Status
    adoption: Adoption
    grammar: bool
    """Whether addressees and terms are told in this language; else only verbs and what they govern."""
    by_name: bool
    """Whether addressees are told by their names alone, not by the grammar of the sentence."""
    groups: tuple[Group, ...]


def asked(document: Document) -> Asked:
    """Who is asked to do what by when in a document."""
    grammar = load(document.language)
    found = tuple(_asks(document, _Given(grammar, vocabulary.load(document.language), document.adoption.date)))
    groups = tuple(Group(name, tuple(ask for ask in found if kind in ask.groups)) for kind, name in GROUPS)
    return Asked(
        document.symbol,
        document.name,
        document.language,
        document.title,
        document.status,
        document.adoption,
        grammar.tells,
        grammar.by_name,
        tuple(group for group in groups if group.asks),
    )


def _asks(document: Document, given: _Given) -> Iterator[Ask]:
    """Every ask of a document, in order."""
    leads: dict[tuple[str, ...], Ask | None] = {}
    chapeaux = {p.path[:-1] for p in document.paragraphs}
    for paragraph in document.paragraphs:
        if paragraph.kind in _SKIPPED:
            continue
        last: Ask | None = None
        for clause in _clauses(paragraph, given):
            own = clause.end and not _is_means(paragraph, clause, leads)
            ask = _own(paragraph, clause, given) if own else _inherited(paragraph, leads, given)
            last = ask
            if ask is not None and not (paragraph.path in chapeaux and given.grammar.is_bare(ask.what)):
                yield ask
        leads[paragraph.path] = last if given.grammar.leads(paragraph.text) else None


def _is_means(paragraph: Paragraph, clause: Clause, leads: dict[tuple[str, ...], Ask | None]) -> bool:
    """Whether an item tells by what means its chapeau is to be done ("by: (a) ensuring that"): operative acts of the Council are finite
    verbs, so a participle that opens an item is governed by the chapeau."""
    governed = paragraph.kind is Kind.OPERATIVE and leads.get(paragraph.path[:-1]) is not None
    return governed and clause.start == 0 and clause.verb.lower().endswith("ing")


def _clauses(paragraph: Paragraph, given: _Given) -> Iterator[Clause]:
    """The clauses of a paragraph, cut where a verb of asking that is not set off by italics addresses somebody in plain words ("and
    requests the Secretary-General to")."""
    inner: Sequence[Opening] = ()
    if given.grammar.tells and paragraph.clauses:
        preamble = {Kind.PREAMBULAR: True, Kind.OPERATIVE: False}.get(paragraph.kind)
        inner = [one for one in given.vocabulary.inner(paragraph.text, preamble) if given.grammar.asks(one.lemma)]
    for clause in paragraph.clauses:
        for one in inner:
            if clause.start + len(clause.verb) < one.start < one.end < clause.end:
                told = given.grammar.addressed(paragraph.text[one.end : clause.end])
                if told is not None and told.what:
                    yield replace(clause, end=one.start)
                    clause = Clause(paragraph.text[one.start : one.end], "", one.start, clause.end, one.lemma)
        yield clause


@dataclass(frozen=True, slots=True)
class _Given:
    """What is known of a document beside its paragraphs."""

    grammar: Grammar
    vocabulary: Vocabulary
    adopted: date | None


def _own(paragraph: Paragraph, clause: Clause, given: _Given) -> Ask | None:
    """What a clause with a verb of its own asks; None where it asks nothing."""
    grammar = given.grammar
    if not grammar.asks(clause.lemma) and not grammar.orders(clause.lemma):
        return None
    governed = paragraph.text[clause.start + len(clause.verb) : clause.end]
    if grammar.is_idiom(governed):
        return None
    told = grammar.addressed(governed) if grammar.tells else _given(clause, governed)
    if told is None or grammar.orders(clause.lemma):
        told = grammar.ordered(governed)
        if told is None and grammar.orders(clause.lemma):
            return None
    told = told or Addressed("", (NOBODY,), tidied(governed))
    return Ask(
        paragraph.id,
        paragraph.formal,
        told.name,
        told.groups,
        clause.verb,
        "",
        tidied(told.what),
        grammar.deadlines(governed, given.adopted),
    )


def _given(clause: Clause, governed: str) -> Addressed | None:
    """The addressee of the clause itself, where nothing but a few small letters stands between it and the verb."""
    at = governed.find(clause.addressee) if clause.addressee else -1
    if not 0 <= at < 12 or "," in governed[:at]:
        return None
    return Addressed(clause.addressee, (OTHERS,), governed[at + len(clause.addressee) :])


def _inherited(paragraph: Paragraph, leads: dict[tuple[str, ...], Ask | None], given: _Given) -> Ask | None:
    """What a sub-paragraph asks by its chapeau's verb; None where that asks nothing."""
    lead = leads.get(paragraph.path[:-1])
    if lead is None or paragraph.path[-1].startswith("+"):
        return None  # what goes on after a list is no item of it
    starts = (clause.start for clause in paragraph.clauses if clause.end and not _is_means(paragraph, clause, leads))
    start = next(starts, len(paragraph.text))
    words = paragraph.text[:start]
    if not lead.addressee and given.grammar.parses and (told := given.grammar.addressed(words)):
        lead, words = replace(lead, addressee=told.name, groups=told.groups), told.what
    return replace(
        lead,
        paragraph=paragraph.id,
        formal=paragraph.formal,
        inherited=lead.inherited or lead.paragraph,
        what=tidied(words),
        deadlines=given.grammar.deadlines(words, given.adopted) or lead.deadlines,
    )


def tidied(words: str) -> str:
    """Governed words without what stands between them and the next act: marks, quotes, a last "and"."""
    words = words.strip(' \u00a0,;:.،؛，；。：”“»«"')
    for tail in (" and", " et", " y", " и", " as well as", " ainsi que"):
        words = words.removesuffix(tail)
    return words.strip(" \u00a0,;:،؛，；")
