"""Laws of word edits: replay, cover, whole words, the picture; then cases that a drafter can read (cases/diff.txt)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resdiff.diff import apply, edits, reverse
from resdiff.diff.unchanged import KEPT
from resdiff.models import Cover, Edit, EditClass, Language, Op
from resdiff.tokens import is_word, tokenise

WORDS = (
    "lantern", "keepers", "shall", "light", "the", "lamps", "of", "every", "harbour", "before", "dusk", "and", "report", "to",
    "the", "Master,", "as", "appropriate;", "in", "fog", "(or", "snow)",
)  # fmt: skip
sentences = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str]:
    """A text and a version of it: words taken out, put in, moved, printed otherwise."""
    left = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=50))
    right = list(left)
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(right)))
        kind = draw(st.sampled_from(("out", "in", "move", "print", "space")))
        size = draw(st.integers(1, 14))
        if kind == "out":
            del right[at : at + size]
        elif kind == "in":
            right[at:at] = draw(st.lists(st.sampled_from(WORDS), max_size=size))
        elif kind == "move":
            block, right = right[at : at + size], right[:at] + right[at + size :]
            to = draw(st.integers(0, len(right)))
            right[to:to] = block
        elif kind == "print":
            right[at : at + 1] = [word.upper() for word in right[at : at + 1]]
        else:
            right[at : at + 1] = [word + " " for word in right[at : at + 1]]
    return " ".join(left), " ".join(right)


def ranges(found: tuple[Edit, ...], side: str, *ops: Op) -> list[tuple[int, int]]:
    return sorted(getattr(edit, side) for edit in found if edit.op in ops)


def covers(spans: list[tuple[int, int]], size: int) -> bool:
    """Whether the ranges follow each other from 0 to `size` without gap or overlap."""
    at = 0
    for start, end in spans:
        if start != at or end <= start:
            return False
        at = end
    return at == size


def runs(text: str, spans: list[tuple[int, int]]) -> set[tuple[str, ...]]:
    """Every run of `KEPT` words, with the marks between them, that stands whole in one of the ranges."""
    found = set()
    for start, end in spans:
        tokens = tokenise(text[start:end])
        printed = [word for word, key in zip(tokens, tokens.keys, strict=True) if not word.isspace()]
        places = [i for i, word in enumerate(printed) if is_word(tokenise(word).keys[0])]
        for k in range(len(places) - KEPT + 1):
            found.add(tuple(printed[places[k] : places[k + KEPT - 1] + 1]))
    return found


@given(st.one_of(versions(), st.tuples(sentences, sentences), st.tuples(st.text(max_size=60), st.text(max_size=60))))
@example(("", ""))
@example(("a", ""))
@example((" ", "  "))
def test_edits_replay_both_ways(texts: tuple[str, str]) -> None:
    left, right = texts
    found = edits(left, right)
    assert apply(found, left, right) == right
    assert apply(reverse(found), right, left) == left
    assert covers(ranges(found, "left", Op.EQUAL, Op.DELETE, Op.MOVE), len(left))
    assert covers(ranges(found, "right", Op.EQUAL, Op.INSERT, Op.MOVE), len(right))


@given(st.one_of(versions(), st.tuples(sentences, sentences)))
def test_unchanged_text_is_unchanged_in_print(texts: tuple[str, str]) -> None:
    left, right = texts
    for edit in edits(left, right):
        if edit.op in (Op.EQUAL, Op.MOVE):
            assert left[slice(*edit.left)] == right[slice(*edit.right)]
        elif edit.op is Op.INSERT:
            assert edit.left[0] == edit.left[1]
        else:
            assert edit.right[0] == edit.right[1]


@given(versions())
def test_no_edit_begins_or_ends_inside_a_word(texts: tuple[str, str]) -> None:
    left, right = texts
    for side, text in (("left", left), ("right", right)):
        bounds = set(tokenise(text).bounds)
        for edit in edits(left, right):
            assert set(getattr(edit, side)) <= bounds


@given(versions())
def test_no_long_run_is_shown_as_both_deleted_and_inserted(texts: tuple[str, str]) -> None:
    left, right = texts
    found = edits(left, right)
    gone = runs(left, ranges(found, "left", Op.DELETE))
    come = runs(right, ranges(found, "right", Op.INSERT))
    assert not gone & come


@given(versions())
def test_surface_edits_are_pairs_of_equal_keys(texts: tuple[str, str]) -> None:
    left, right = texts
    found = edits(left, right)
    gone = [left[slice(*edit.left)] for edit in found if edit.class_ is EditClass.SURFACE and edit.op is Op.DELETE]
    come = [right[slice(*edit.right)] for edit in found if edit.class_ is EditClass.SURFACE and edit.op is Op.INSERT]
    assert [tokenise(text).keys for text in gone] == [tokenise(text).keys for text in come]


@given(sentences)
def test_a_text_against_itself_is_unchanged(text: str) -> None:
    assert all(edit.op is Op.EQUAL for edit in edits(text, text))


def marked(left: str, right: str, language: Language | None = None) -> str:
    """[-gone-] {+come+} <moved here>, with ~ for a surface edit."""
    out = []
    for edit in edits(left, right, language):
        gone, come = left[slice(*edit.left)], right[slice(*edit.right)]
        sign = "~" if edit.class_ is EditClass.SURFACE else ""
        out.append(
            {Op.EQUAL: come, Op.MOVE: f"<{come}>", Op.DELETE: f"[-{sign}{gone}-]", Op.INSERT: f"{{+{sign}{come}+}}"}[edit.op]
        )
    return "".join(out)


def cases(name: str) -> Iterator[tuple[str, str, str, str]]:
    """Title, left, right and expected of each case of a file: blocks parted by lines of one dot, a blank line between cases."""
    lines = [
        line
        for line in (Path(__file__).parent / "cases" / name).read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    parts = "\n".join(lines).strip().split("\n.\n")
    for k in range(0, len(parts) - 3, 4):
        title, left, right, expected = (part.strip("\n") for part in parts[k : k + 4])
        yield title, left, right, expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("核准灯塔看守人名单；", "批准灯塔看守人名单；", "[-核准-]{+批准+}灯塔看守人名单；"),
        ("请守灯人继续提供灯油；", "请守灯人持续提供灯油；", "请守灯人[-继续-]{+持续+}提供灯油；"),
        ("请守灯人提供灯油；", "请老守灯人提供灯油；", "请{+老+}守灯人提供灯油；"),
        # the coast, its waters, and pirates: "off the coast" is what went
        ("打击沿海海域海盗的灯塔；", "打击沿海海盗的灯塔；", "打击沿海[-海域-]海盗的灯塔；"),
        ("灯塔协助打击海盗行为；", "灯塔协助打击群岛沿海海盗行为；", "灯塔协助打击{+群岛沿海+}海盗行为；"),
        ("决定将守灯期续延12个月；", "决定将守灯期延续3个月；", "决定将守灯期[-续延12个月-]{+延续3个月+}；"),
        ("请两国和灯塔王国派人；", "请两国和海岛王国和灯塔王国派人；", "请两国{+和海岛王国+}和灯塔王国派人；"),
    ],
)
def test_no_edit_cuts_a_known_word_of_chinese(left: str, right: str, expected: str) -> None:
    assert marked(left, right, Language.ZH) == expected


@pytest.mark.parametrize(("title", "left", "right", "expected"), list(cases("diff.txt")))
def test_cases(title: str, left: str, right: str, expected: str) -> None:
    assert marked(left, right, Language.EN) == expected, title


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda pair: (pair[0], sum(pair))), max_size=8),
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: (min(pair), max(pair))),
)
def test_a_cover_parts_a_range_into_what_it_holds_and_what_not(ranges: list[tuple[int, int]], span: tuple[int, int]) -> None:
    cover = Cover(ranges)
    held = [at for part in cover.within(span) for at in range(*part)]
    free = [at for part in cover.outside(span) for at in range(*part)]
    assert sorted([*held, *free]) == list(range(*span))
    assert (
        held == [at for at in range(*span) if cover.holds(at)] == [at for at in range(*span) if any(a <= at < b for a, b in ranges)]
    )
