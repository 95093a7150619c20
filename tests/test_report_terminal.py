"""Displays for a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import concordance_samples as several
import pages
import report_samples as samples
from resdiff.models import Adoption, Kind, Status
from resdiff.report import terminal
from test_report_table import LISTING

DISPLAYS: dict[str, tuple[Callable[..., None], Any]] = {
    "show": (terminal.show, samples.document()),
    "listing": (terminal.listing, LISTING),
    "diff": (terminal.diff, samples.comparison()),
    "compare": (terminal.compare, several.concordance()),
    "compare base": (terminal.compare, several.based()),
    "trace": (terminal.trace, samples.lineage()),
    "search": (terminal.search, samples.card()),
    "evolve": (terminal.evolve, samples.evolution()),
}


@pytest.mark.parametrize("name", DISPLAYS)
def test_no_colour_in_a_pipe(name: str) -> None:
    assert "\x1b" not in terminal.as_text(*DISPLAYS[name])


@pytest.mark.parametrize("width", [60, 160])
@pytest.mark.parametrize("name", DISPLAYS)
def test_colour_never_stands_alone(name: str, width: int) -> None:
    """With and without colour the same characters are printed."""

    def said(color: str | None) -> str:
        out = io.StringIO()
        display, value = DISPLAYS[name]
        kind: Any = color
        display(value, Console(file=out, width=width, force_terminal=bool(color), color_system=kind, markup=False, highlight=False))
        return out.getvalue()

    plain = Console(file=io.StringIO(), width=10_000)
    bare = "\n".join(plain.render_str(line, markup=False).plain for line in said(None).splitlines())
    coloured = io.StringIO()
    for line in said("truecolor").splitlines():
        from rich.text import Text

        coloured.write(Text.from_ansi(line).plain + "\n")
    assert [line.rstrip() for line in coloured.getvalue().splitlines()] == [line.rstrip() for line in bare.splitlines()]


@pytest.mark.parametrize("name", DISPLAYS)
def test_forbidden_words(name: str) -> None:
    assert not pages.FORBIDDEN.search(terminal.as_text(*DISPLAYS[name]))


@given(st.text())
def test_control_characters_never_reach_the_terminal(text: str) -> None:
    said = terminal.as_text(terminal.show, samples.document(body=(("OP1", Kind.OPERATIVE, 0, text),)))
    assert not [
        c
        for c in said
        if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) < 0x202F or 0x2066 <= ord(c) < 0x206A)
    ]


def test_markers_without_colour() -> None:
    said = terminal.as_text(terminal.diff, samples.comparison())
    assert "[-Urges-]{+Calls upon+}" in said
    assert "OP5 not carried over" in said


def test_side_by_side_on_a_wide_terminal() -> None:
    wide = terminal.as_text(terminal.diff, samples.comparison(), width=160)
    assert any("[-Urges-]" in line and "{+Calls upon+}" in line for line in wide.splitlines())


def test_rich_reads_no_markup_in_texts() -> None:
    said = terminal.as_text(terminal.show, samples.document(body=(("OP1", Kind.OPERATIVE, 0, "[bold]lamp[/bold] :lamp:"),)))
    assert "[bold]lamp[/bold] :lamp:" in said


def test_show_prints_what_stands_beside_the_texts() -> None:
    told = samples.document(body=(("H1", Kind.HEADING, 0, "Recent storms"), ("A.R1", Kind.ROW, 0, "Lamps\t3\t7")))
    heading, row = told.paragraphs
    told = replace(
        told,
        paragraphs=(replace(heading, number="II."), row),
        adoption=Adoption(),
        masthead=replace(told.masthead, issued="5 April 2097"),
        status=Status.LETTER,
    )
    said = terminal.as_text(terminal.show, told)
    assert "H1  II. Recent storms" in said
    assert "Lamps | 3 | 7" in said
    assert "issued 5 April 2097" in said
    assert "date unknown" not in said


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("name", ["diff"])
def test_lists_keep_to_the_width(name: str, width: int) -> None:
    display, value = DISPLAYS[name]
    lines = terminal.as_text(display, value, width).splitlines()
    assert max(map(len, lines)) <= width
    assert all(line.startswith("  ") or ":" in line or not line for line in lines[1 : lines.index("Paragraph by paragraph") - 1])


@pytest.mark.parametrize("name", DISPLAYS)
def test_no_line_in_a_pipe_ends_in_a_space(name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    terminal.put(*DISPLAYS[name])
    said = capsys.readouterr().out
    assert said.strip()
    assert not [line for line in said.splitlines() if line != line.rstrip()]
