"""What drafts print of the talks beside the wording."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdiff.models import Block, MarkKind
from resdiff.read.draft import drafted
from resdiff.vocabulary import talks

CASES = [
    line.split(" = ")
    for line in (Path(__file__).parent / "cases" / "positions.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("printed", "meant"), CASES)
def test_positions(printed: str, meant: str) -> None:
    found = talks.position(printed)
    assert (f"{', '.join(found.names)}: {found.ask}" if found else "wording") == meant


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("[US: delete] Urges keepers", "Urges keepers"),
        ("[[EU: [Strongly] urges keepers", "Strongly] urges keepers"),
        ("Agreed ad ref. Urges keepers", "Urges keepers"),
        ("(FR, UK) Urges keepers", "Urges keepers"),
        ("[Option 2 – Urges keepers", "Urges keepers"),
        ("(iv) urges keepers", "(iv) urges keepers"),
        ("Keepers: the lamps", "Keepers: the lamps"),
        ("Urges (France)", "Urges (France)"),
    ],
)
def test_where_the_own_words_of_a_paragraph_begin(text: str, own: str) -> None:
    assert text[talks.lead(text) :] == own


@pytest.mark.parametrize(
    ("line", "round_"),
    [
        ("Under silence until Monday, 12 March, 10 a.m.", True),
        ("In blue", True),
        ("Silence procedure ends at 5 p.m.", True),
        ("Under silence, the keepers shall watch the lamps.", False),
        ("Silence is golden", False),
    ],
)
def test_lines_that_only_say_how_far_a_draft_is(line: str, round_: bool) -> None:
    assert talks.is_round(line) is round_


def test_a_round_is_told_to_its_end() -> None:
    assert talks.ROUND.findall("Rev.2, under silence until Monday, 12 March, 10 a.m.; comments to the Chair") == [
        "Rev.2",
        "under silence until Monday, 12 March, 10 a.m.",
    ]


@given(st.text(alphabet="[]<>():;,.–/ USFRdelete reservesOption B\n", max_size=400))
def test_nothing_that_is_printed_breaks_it(text: str) -> None:
    assert 0 <= talks.lead(text) <= len(text)
    talks.position(text)
    (block,) = drafted((Block(text),))
    assert block.text == text
    assert all(0 <= mark.start < mark.end <= len(text) for mark in block.marks)
    positions = [mark for mark in block.marks if mark.kind is MarkKind.POSITION]
    assert all(talks.position(mark.value) for mark in positions)
