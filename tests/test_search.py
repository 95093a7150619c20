"""The precedent card: exact uses, near ones, earliest, latest, nearest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdiff import diff
from resdiff.models import Document, Language, PrecedentCard, Verdict
from resdiff.search import search
from shelf import document, resolution, shelf

LAMPS = "Calls upon all keepers to light their lamps before dusk and to keep them burning until the fog has lifted;"
NEAR = "Urges all keepers and pilots to light their lamps well before dusk;"
SMUGGLERS = "Deeply concerned that smugglers, whether local or foreign, profit from fog along the coast,"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    documents = [
        resolution(9001, SMUGGLERS, "Notes the close connection of fog and crime;"),
        resolution(9002, LAMPS, SMUGGLERS.replace("profit", "may profit")),
        resolution(9003, LAMPS, NEAR, "Recalling that fog is not foreign or local to any coast;"),
    ]
    with shelf(tmp_path_factory.mktemp("corpus"), *documents) as corpus:
        yield lambda query, **more: search(query, Language.EN, corpus.earlier(), **more)


def found(hits: object) -> list[tuple[str, str]]:
    return [(h.reference.symbol[6:10], h.reference.id) for h in hits]  # type: ignore[attr-defined]


def holds(card: PrecedentCard) -> None:
    """What every card must keep."""
    assert len(card.exact) <= card.total_exact
    for hit in (*card.exact, *card.near):
        text = hit.reference.text
        assert text is not None
        assert hit.matched
        assert all(0 <= start < end <= len(text) for start, end in hit.matched)
        assert diff.apply(hit.edits, card.query, text) == text
        assert 0 < hit.score <= 1
    assert [h.score for h in card.near] == sorted((h.score for h in card.near), reverse=True)


def test_a_sentence_searched_for_itself_comes_out_on_top(ask) -> None:  # type: ignore[no-untyped-def]
    card = ask(LAMPS)
    holds(card)
    assert found(card.exact) == [("9002", "OP1"), ("9003", "OP1")]
    assert (card.verdict, card.total_exact) == (Verdict.VERBATIM, 2)
    assert found([card.earliest, card.latest, card.nearest]) == [("9002", "OP1"), ("9003", "OP1"), ("9003", "OP1")]
    assert found(card.near) == [("9003", "OP2")]


def test_a_phrase_of_two_words_is_found_word_for_word(ask) -> None:  # type: ignore[no-untyped-def]
    card = ask("close connection")
    holds(card)
    assert found(card.exact) == [("9001", "OP2")]
    hit = card.exact[0]
    assert hit.reference.text
    assert hit.reference.text[slice(*hit.matched[0])] == "close connection"


def test_word_order_counts_for_a_phrase(ask) -> None:  # type: ignore[no-untyped-def]
    assert found(ask("local or foreign").exact) == [("9001", "OP1"), ("9002", "OP2")]


def test_case_quotes_and_punctuation_do_not_count(ask) -> None:  # type: ignore[no-untyped-def]
    card = ask("SMUGGLERS whether local or foreign")
    holds(card)
    assert card.total_exact == 2


def test_a_pasted_paragraph_may_bring_its_number(ask) -> None:  # type: ignore[no-untyped-def]
    card = ask(f" 7. {LAMPS}\n")
    assert card.query == LAMPS
    assert card.total_exact == 2


def test_an_edited_sentence_finds_its_model(ask) -> None:  # type: ignore[no-untyped-def]
    card = ask("Calls upon all masters to light their lamps before dusk and to keep them burning until the mist has lifted;")
    holds(card)
    assert card.total_exact == 0
    assert card.verdict is Verdict.ADAPTED
    assert found(card.near)[:2] == [("9003", "OP1"), ("9002", "OP1")]
    assert card.nearest == card.near[0]
    assert (card.earliest, card.latest) == (None, None)


def test_another_form_of_a_word_is_near(ask) -> None:  # type: ignore[no-untyped-def]
    card = ask("Calling upon all keepers lighting their lamp before dusk")
    holds(card)
    assert found(card.near)[:2] == [("9003", "OP1"), ("9002", "OP1")]
    assert 0.8 <= card.near[0].score < 1


def test_nothing_found_says_what_was_searched(ask) -> None:  # type: ignore[no-untyped-def]
    card = ask("purple elephants juggle")
    assert (card.exact, card.near, card.nearest, card.verdict) == ((), (), None, Verdict.NONE)
    assert card.searched.documents == 3
    assert card.searched.from_ == date(2091, 3, 4)
    assert ask("").total_exact == 0
    assert ask(" ;. ").total_exact == 0


def test_the_limit_cuts_the_lists_and_not_the_count(ask) -> None:  # type: ignore[no-untyped-def]
    card = ask("lamps", limit=1)
    assert (len(card.exact), card.total_exact) == (1, 3)
    assert card.latest
    assert found([card.latest]) == [("9003", "OP2")]


WORD = st.sampled_from(["lamp", "fog", "keeper", "of", "the", "wreck", "and", "harbour", "signal", "coast"])
TEXTS = st.lists(st.lists(WORD, min_size=2, max_size=12).map(" ".join), min_size=1, max_size=6)


@settings(max_examples=40)
@given(TEXTS, st.lists(WORD, min_size=1, max_size=6).map(" ".join))
def test_exact_means_word_for_word(tmp_path_factory: pytest.TempPathFactory, texts: list[str], query: str) -> None:
    with shelf(tmp_path_factory.mktemp("corpus"), resolution(9001, *texts)) as corpus:
        card = search(query, Language.EN, corpus.earlier())
    holds(card)
    assert card.total_exact == sum(f" {query} " in f" {text} " for text in texts)
    for hit in card.exact:
        assert hit.reference.text
        assert {hit.reference.text[slice(*m)] for m in hit.matched} == {query}


def test_other_languages(tmp_path: Path) -> None:
    chinese = "呼吁所有灯塔看守人在黄昏前点灯；"
    french: Document = document(
        "S/RES/9004 (2094)", date(2094, 1, 1), ["Demande à tous les gardiens d’allumer leur lampe ;"], language=Language.FR
    )
    with shelf(tmp_path, french, document("S/RES/9004 (2094)", date(2094, 1, 1), [chinese], language=Language.ZH)) as corpus:
        assert search("d'allumer leur lampe", Language.FR, corpus.earlier(language=Language.FR)).total_exact == 1
        card = search("灯塔看守人", Language.ZH, corpus.earlier(language=Language.ZH))
        holds(card)
        assert card.total_exact == 1
