"""The same words in another spelling: what is tried, and what a search says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from resdiff.models import Language, PrecedentCard, Verdict
from resdiff.report import table, terminal
from resdiff.search import search
from resdiff.vocabulary import load
from shelf import resolution, shelf


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Daesh", {"Da'esh"}),
        ("the lamps of Da’esh", {"the lamps of Daesh"}),
        ("programmes", {"programs"}),
        ("a program of lamps", {"a programme of lamps"}),
        ("cooperative keepers", {"co-operative keepers"}),
        ("recognises lamps", {"recognizes lamps"}),
        ("sub-paragraph", {"subparagraph", "sub paragraph"}),
        ("lamp-lighter", {"lamplighter", "lamp lighter"}),
        ("calls upon keepers and also on this one", set()),
        ("this resolution", set()),
        ("", set()),
    ],
)
def test_one_thing_is_spelled_otherwise(text: str, expected: set[str]) -> None:
    spaced = {"-".join((" ".join(text.split()[:n]), " ".join(text.split()[n:]))) for n in range(1, len(text.split()))}
    assert set(load(Language.EN).spellings(text)) == expected | spaced


def test_every_language_has_its_spellings() -> None:
    assert "Daesh" in load(Language.FR).spellings("Daech")
    for language in Language:
        assert load(language).spellings("12 345") == ()


def ask(folder: Path, query: str, limit: int = 20) -> PrecedentCard:
    documents = [
        resolution(9001, "Notes the lamp programme of the coast;", "Welcomes the lamp program and the lamp programme;"),
        resolution(9002, "Notes the lamp program of the isles;"),
        resolution(9003, "Notes the lamp programme of the capes;", "Encourages every lamp-lighter;"),
    ]
    with shelf(folder, *documents) as corpus:
        return search(query, Language.EN, corpus.earlier(), limit)


def test_uses_in_another_spelling_are_the_nearest_and_told_by_themselves(tmp_path: Path) -> None:
    card = ask(tmp_path, "lamp program")
    assert (card.verdict, card.total_exact, card.total_documents) == (Verdict.VERBATIM, 2, 2)
    (other,) = card.spellings
    assert (other.text, other.paragraphs, other.documents) == ("lamp programme", 3, 2)
    assert [(r.symbol, r.id) for r in (other.earliest, other.latest)] == [
        ("S/RES/9001 (2091)", "OP1"),
        ("S/RES/9003 (2093)", "OP1"),
    ]
    # the paragraph with both spellings is an exact use already
    assert [(h.reference.symbol, h.reference.id, h.score) for h in card.near[:2]] == [
        ("S/RES/9003 (2093)", "OP1", 0.99),
        ("S/RES/9001 (2091)", "OP1", 0.99),
    ]
    line = "“lamp programme” in 3 paragraphs of 2 documents, earliest found S/RES/9001 (2091) OP1, last used S/RES/9003 (2093) OP1"
    assert line in terminal.as_text(terminal.search, card, 200)
    assert line in table.search_md(card).replace("\\", "")
    assert table.card_line(card) == "Found word for word in 2 paragraphs of 2 documents."


@pytest.mark.parametrize("query", ["lamp lighter", "lamplighters", "every lamp lighter"])
def test_two_words_are_found_as_one_with_a_hyphen(tmp_path: Path, query: str) -> None:
    card = ask(tmp_path, query)
    assert card.total_exact == 0
    assert [spelling.text for spelling in card.spellings] == (
        [query.replace("lamp lighter", "lamp-lighter")] if " " in query else []
    )
