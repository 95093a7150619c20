"""Tokens lose nothing, and their keys fold what a reader would not see as another word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resdiff.tokens import fold, is_word, shingles, tokenise, words

PIECES = st.sampled_from((
    "l’État", "qu'il", "non-State", "Da’esh", "15,000", "2.5", "S/RES/2482", "and/or", "决定", "قــرّر", "إذ", "й", "“", "”", " ",
    "\u00a0", "\n", "\u00ad", "ﬁ", "e\u0301", "…", "–",
))  # fmt: skip


@given(st.text(max_size=200))
def test_joined_tokens_are_the_text(text: str) -> None:
    tokens = tokenise(text)
    assert "".join(tokens) == text
    assert len(tokens) == len(tokens.keys) == len(tokens.bounds) - 1


@given(st.lists(PIECES, max_size=30).map("".join))
def test_joined_tokens_are_the_text_in_every_script(text: str) -> None:
    tokens = tokenise(text)
    assert "".join(tokens) == text
    assert all(a < b for a, b in zip(tokens.bounds, tokens.bounds[1:], strict=False))


@given(st.text(max_size=100))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_printed_differences_that_are_none() -> None:
    for left, right in (
        ("Da’esh", "Da'esh"),
        ("non‑State", "non-State"),
        ("STATES", "States"),
        ("قــرر", "قرر"),
        ("état", "e\u0301tat"),
    ):
        assert [k for k in tokenise(left).keys if is_word(k)] == [k for k in tokenise(right).keys if is_word(k)], (left, right)


def test_words() -> None:
    assert words("Urges all States, as appropriate, to act;") == ("urges", "all", "states", "as", "appropriate", "to", "act")
    assert words("l’État décide") == ("l'", "état", "décide")
    assert words("决定") == ("决", "定")


def test_shingles_are_the_same_everywhere() -> None:
    assert list(shingles(("urges", "all", "states"), 2)) == list(shingles(["urges", "all", "states"], 2))
    assert len(list(shingles(("a", "b"), 3))) == 0
