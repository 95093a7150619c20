"""Markdown and CSV tables."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import concordance_samples as several
import pages
import report_samples as samples
from resdiff.models import Document, Entry, Kind, Language, Listing, SourceKind, Status
from resdiff.report import change_list, table, terminal, words

LISTING = Listing(
    (
        Entry(
            "S/RES/9001 (2091)",
            Language.EN,
            Status.RESOLUTION,
            samples.FACTS[samples.R1][0],
            9101,
            None,
            SourceKind.AKN,
            "ab",
            "a.xml",
            22,
            0,
            True,
        ),
        Entry(None, Language.FR, Status.LOCAL, None, None, None, SourceKind.TEXT, "cd", "=cmd|' /C calc'!A0.txt", 3, 1, True),
    )
)

DISPLAYS: dict[str, Callable[[], str]] = {
    "diff.md": lambda: table.diff_md(samples.comparison()),
    "diff.csv": lambda: table.diff_csv(samples.comparison()),
    "compare.md": lambda: table.compare_md(several.concordance()),
    "compare.csv": lambda: table.compare_csv(several.concordance()),
    "compare.base.md": lambda: table.compare_md(several.based()),
    "directed.md": lambda: table.diff_md(samples.directed()),
    "trace.md": lambda: table.trace_md(samples.lineage()),
    "trace.csv": lambda: table.trace_csv(samples.lineage()),
    "show.md": lambda: table.show_md(samples.document()),
    "listing.md": lambda: table.listing_md(LISTING),
    "listing.csv": lambda: table.listing_csv(LISTING),
    "search.md": lambda: table.search_md(samples.card()),
    "search.csv": lambda: table.search_csv(samples.card()),
    "evolve.md": lambda: table.evolve_md(samples.evolution()),
    "diff.txt": lambda: terminal.as_text(terminal.diff, samples.comparison()),
    "compare.txt": lambda: terminal.as_text(terminal.compare, several.concordance(), 80),
    "compare.wide.txt": lambda: terminal.as_text(terminal.compare, several.concordance(), 160),
    "show.txt": lambda: terminal.as_text(terminal.show, samples.document()),
    "search.txt": lambda: terminal.as_text(terminal.search, samples.card()),
    "evolve.txt": lambda: terminal.as_text(terminal.evolve, samples.evolution()),
}
GOLDEN = Path(__file__).parent / "golden" / "report"
JUDGED = {"trace.md", "trace.csv"}
"""Displays whose word edits are the core's judgement: no golden file holds that still."""


@pytest.mark.parametrize("name", sorted(set(DISPLAYS) - JUDGED))
def test_golden(name: str) -> None:
    """The display as it was last looked at. RESDIFF_RENEW=1 writes it anew, for a person to review."""
    path = GOLDEN / name
    said = DISPLAYS[name]()
    if os.environ.get("RESDIFF_RENEW") or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8", newline="")
        pytest.fail(f"{path} was written: look at it, then run again")
    with path.open(encoding="utf-8", newline="") as file:
        assert said == file.read()


@pytest.mark.parametrize("name", DISPLAYS)
def test_forbidden_words(name: str) -> None:
    """The samples' own texts hold none of the words, so no display may."""
    assert not pages.FORBIDDEN.search(DISPLAYS[name]()), name


@pytest.mark.parametrize("name", DISPLAYS)
def test_same_input_same_bytes(name: str) -> None:
    assert DISPLAYS[name]() == DISPLAYS[name]()


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=4))
def test_csv_reads_back_as_rfc_4180(rows: list[list[str]]) -> None:
    said = table.csv_table(("a", "b", "c"), rows)
    assert list(csv.reader(io.StringIO(said, newline=""), strict=True))[1:] == [
        [table.csv_cell(cell) for cell in row] for row in rows
    ]
    assert said.endswith("\r\n")


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    cell = table.csv_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'" if text.startswith(("=", "+", "-", "@", "\t")) else "") == words.printable(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_formulas_are_defused(text: str) -> None:
    assert table.csv_cell(text) == f"'{text}"


@given(st.lists(st.text(), min_size=2, max_size=2))
def test_markdown_cells_stay_cells(cells: list[str]) -> None:
    line = table.md_table(("a", "b"), [[table.md_text(cell) for cell in cells]]).split("\n")[2]
    bare = line.replace("\\\\", "").replace("\\|", "")
    assert bare.count("|") == 3
    assert "<" not in bare.replace("\\<", "")


def test_the_sourcing_table_has_the_penholders_columns() -> None:
    rows = list(csv.reader(io.StringIO(table.trace_csv(samples.lineage()), newline="")))
    assert rows[0] == ["Paragraph", "Text, marked against its precedent", "Precedent", "Remarks"]
    assert [row[0] for row in rows[1:]] == [p.id for p in samples.document().paragraphs]
    assert all(row[3] == "" for row in rows[1:])
    told = {row[0]: row for row in rows[1:]}
    assert told["PP2"][2].startswith("verbatim in S/RES/9005 (2095) PP8")
    assert "2 November 2095; vote 14-0-1; Chapter VII: unknown" in told["PP2"][2]
    assert "{+Calls upon+}" in told["OP2"][1]
    assert told["OP4"][2].startswith("not found in 2,041 documents adopted 2090-2096")
    assert "named by the paragraph itself" in told["OP3(b)"][2]


def test_the_change_list_can_be_pasted() -> None:
    lines = [str(line) for line in change_list.change_list(samples.comparison())]
    assert "OP1 -> OP2: Urges -> Calls upon (verb differs)" in lines
    assert lines.index("OP1 -> OP2: safeguard gained: in accordance with the law of the sea") < lines.index(
        "OP1 -> OP2: Urges -> Calls upon (verb differs)"
    )
    assert "OP1 -> OP2: Urges -> Decides (stronger)" in "\n".join(str(line) for line in change_list.change_list(samples.directed()))


def test_the_note_on_numbers_says_which_are_our_count() -> None:
    printed = "Other paragraphs bear their printed numbers."
    plain = samples.document()
    recitals = [p.id for p in plain.paragraphs if p.kind is Kind.PREAMBULAR]

    def labelled(*ids: str) -> Document:
        return replace(plain, paragraphs=tuple(replace(p, number=p.id) if p.id in ids else p for p in plain.paragraphs))

    every = "Numbers of preambular paragraphs (PP) and of headings (H) are our count"
    assert words.count_note().startswith(every)
    assert words.count_note(plain, plain).startswith(every)
    assert words.count_note(labelled(*recitals)).startswith("Numbers of headings (H) are our count")
    but = words.count_note(labelled(*recitals[:-1]))
    assert but.startswith(f"Numbers of {recitals[-1]} and of headings (H) are our count")
    assert but.endswith(printed)
    assert words.count_note(labelled(*recitals), plain).startswith("Some numbers of preambular paragraphs (PP)")
    assert words.count_note(labelled(*recitals)) in " ".join(table.show_md(labelled(*recitals)).split())
