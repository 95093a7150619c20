"""Lineage and search over everything that the Council adopted in 2000-2019, read from the official XML."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from resdiff.corpus import Corpus
from resdiff.models import Document, Language, Lineage, SpanKind, Verdict
from resdiff.search import search
from resdiff.trace import trace

pytestmark = pytest.mark.real

TARGET = "S/RES/2482 (2019)"


@pytest.fixture(scope="module")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """The English resolutions and statements of 2000-2019 and their metadata."""
    from resdiff.cache import Origin, digest
    from resdiff.intake import read_document
    from resdiff.read.facts import read_facts

    data = shared / "data"
    with Corpus(tmp_path_factory.mktemp("corpus") / "library.sqlite") as corpus:
        files = sorted(itertools.chain((data / "akn" / "Pre-2020").rglob("*.xml"), (data / "akn" / "PRST").rglob("*.xml")))
        with corpus.writing():
            for file in files:
                held = file.read_bytes()
                corpus.put(read_document(held, Origin(digest(held), len(held), file=str(file))), "test")
            for file in sorted((data / "metadata").glob("*.json")):
                corpus.put_facts(read_facts(file.read_bytes()))
        yield corpus


@pytest.fixture(scope="module")
def target(corpus: Corpus) -> Document:
    document = corpus.get(TARGET)
    assert document is not None
    return document


@pytest.fixture(scope="module")
def lineage(corpus: Corpus, target: Document) -> Lineage:
    return trace(target, corpus.earlier(before=target))


def test_everything_before_the_document_is_searched(lineage: Lineage) -> None:
    searched = lineage.searched
    assert searched.complete
    assert searched.documents > 1800
    assert TARGET not in searched.symbols
    assert "S/RES/2481 (2019)" in searched.symbols
    assert "S/RES/2483 (2019)" not in searched.symbols
    assert searched.to
    assert searched.to < date(2019, 7, 19)


def test_what_is_not_found_and_what_is_verbatim(lineage: Lineage) -> None:
    found = {p.id: p for p in lineage.paragraphs}
    assert found["OP5"].verdict is Verdict.NONE
    assert found["PP6"].verdict is Verdict.VERBATIM
    assert found["PP6"].closest
    assert (found["PP6"].closest.symbol, found["PP6"].closest.id) == ("S/RES/2370 (2017)", "PP8")
    assert found["OP6"].verdict is Verdict.VERBATIM
    assert found["OP26"].verdict is Verdict.STOCK
    assert found["OP1"].earliest
    assert found["OP1"].earliest.symbol == "S/RES/1373 (2001)"


def test_the_words_without_precedent_since_2000(lineage: Lineage, target: Document) -> None:
    """ "organized crime, whether domestic or transnational": its last four words are in no earlier text."""
    phrase = "whether domestic or transnational"
    for found in lineage.paragraphs:
        text = target.paragraph(found.id).text
        at = text.find(phrase)
        if at >= 0:
            assert {s.kind for s in found.spans if s.start <= at and at + len(phrase) <= s.end} <= {SpanKind.NONE}, found.id


def test_nothing_comes_from_later_than_what_carries_it(lineage: Lineage) -> None:
    order = {symbol: at for at, symbol in enumerate(lineage.searched.symbols)}
    for found in lineage.paragraphs:
        for span in found.spans:
            if span.earliest and span.origin:
                assert order[span.origin.symbol] <= order[span.earliest.symbol]
                assert all(order[span.earliest.symbol] <= order[near.symbol] for near in span.nearest)


def test_witnesses_bear_their_weight(lineage: Lineage) -> None:
    witness = next(w for w in lineage.witnesses if w.symbol == "S/RES/2370 (2017)")
    assert witness.recalled
    assert witness.adoption.date == date(2017, 8, 2)
    assert witness.adoption.vote
    assert witness.adoption.vote.for_ == 15
    assert any(not w.recalled for w in lineage.witnesses)
    assert any("PRST" in w.symbol for w in lineage.witnesses)


def test_a_document_traced_with_its_own_copy_at_hand(corpus: Corpus, target: Document) -> None:
    from dataclasses import replace

    draft = replace(target, symbol=None, symbols=(), source=replace(target.source, sha256="draft"))
    copy = trace(draft, corpus.earlier(before=date(2019, 8, 1)))
    assert copy.totals.none == 0
    assert {p.verdict for p in copy.paragraphs} <= {Verdict.VERBATIM, Verdict.STOCK}


@pytest.mark.parametrize(
    ("phrase", "earliest"),
    [
        ("close connection", "S/RES/1373 (2001)"),
        ("domestic or transnational", TARGET),
        ("benefit from transnational organized crime", "S/RES/2195 (2014)"),
    ],
)
def test_short_phrases_are_found(corpus: Corpus, phrase: str, earliest: str) -> None:
    card = search(phrase, Language.EN, corpus.earlier())
    assert card.verdict is Verdict.VERBATIM
    assert card.earliest
    assert card.earliest.reference.symbol == earliest
    for hit in card.exact:
        assert hit.reference.text
        assert {hit.reference.text[slice(*m)].casefold() for m in hit.matched} == {phrase}


def test_every_paragraph_searched_for_itself_comes_out_on_top(corpus: Corpus, target: Document) -> None:
    earlier = corpus.earlier()
    for paragraph in target.paragraphs[::7]:
        card = search(paragraph.text, Language.EN, earlier)
        assert card.nearest
        assert card.nearest.score == 1.0
        assert TARGET in {h.reference.symbol for h in card.exact} | {card.latest.reference.symbol if card.latest else ""}
