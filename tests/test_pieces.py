"""Marked pieces: both texts can be read from one line, also where words moved."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resdiff.diff import edits
from resdiff.report.pieces import Side, left_pieces, marked, right_pieces

WORDS = st.lists(st.sampled_from(("keepers", "lamps", "bells", "fog", "of", "the", ",", "log")), max_size=24).map(" ".join)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_one_line(left: str, right: str) -> None:
    """Struck and unchanged words are the earlier text, inserted and unchanged ones the later."""
    woven = right_pieces(left, right, edits(left, right))
    assert "".join(piece.text for piece in woven if piece.side is not Side.RIGHT) == left
    assert "".join(piece.text for piece in woven if piece.side is not Side.LEFT) == right
    assert "".join(piece.text for piece in left_pieces(left, edits(left, right))) == left


def test_words_that_moved_are_marked_at_both_places() -> None:
    """The mark says that they moved, and on which side they stand, without colour."""
    left = "Urges the keepers of the northern lights, in accordance with the law of the sea, to ring their bells each night in fog"
    right = "Urges the keepers of the northern lights to ring their bells each night in fog, in accordance with the law of the sea"
    said = marked(right_pieces(left, right, edits(left, right)))
    assert said.count("to ring their bells each night in fog") == 2
    assert "[~to ring" in said
    assert "{~to ring" in said
