"""What drafts print of the talks beside the wording."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdiff.models import Block, MarkKind
from resdiff.read.draft import drafted
from resdiff.vocabulary import talks


def cases(name: str) -> list[list[str]]:
    """The lines of a file of cases, each at its " = "."""
    lines = (Path(__file__).parent / "cases" / name).read_text(encoding="utf-8").splitlines()
    return [line.split(" = ") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("printed", "meant"), cases("positions.txt"))
def test_positions(printed: str, meant: str) -> None:
    found = talks.position(printed)
    assert (f"{'(at the end) ' * found.apart}{', '.join(found.names)}: {found.ask}" if found else "wording") == meant


@pytest.mark.parametrize(("text", "meant"), cases("talked.txt"))
def test_what_a_paragraph_prints_beside_its_wording(text: str, meant: str) -> None:
    (block, _) = drafted((Block(text), Block("[also]")))
    marks = [mark for mark in block.marks if mark.kind is not MarkKind.OPTION]
    assert (" | ".join(f"{mark.kind.value} {text[mark.start : mark.end]}" for mark in marks) or "wording") == meant
    taken = {(mark.start, mark.end) for mark in marks}
    assert not [mark for mark in block.marks if mark.kind is MarkKind.OPTION and (mark.start, mark.end) in taken]


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
