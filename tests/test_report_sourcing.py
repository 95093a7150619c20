"""What the sourcing table calls what it names: the closest source, the oldest one, the first use of the same words."""

from __future__ import annotations

from pathlib import Path

from resdiff.models import Document, Lineage
from resdiff.report import html, sourcing, table, terminal, words
from resdiff.trace import trace
from shelf import resolution, shelf

LAMPS = "Calls upon all keepers to light their lamps before dusk and to keep them burning until the fog has lifted from the coast;"
WRECKS = "Urges the harbour masters to exchange lists of wrecked lanterns with their neighbours and to publish them each spring;"


def traced(folder: Path, target: Document, *earlier: Document) -> Lineage:
    with shelf(folder, *earlier) as corpus:
        return trace(target, corpus.earlier(before=target))


def told(lineage: Lineage) -> tuple[str, list[tuple[str, str]]]:
    """The verdict of the first row, and place and role of each precedent."""
    row = sourcing.rows(lineage)[0]
    return row.verdict, [(precedent.where, precedent.role) for precedent in row.precedents]


def test_a_verbatim_paragraph_names_the_earliest_use(tmp_path: Path) -> None:
    verdict, named = told(traced(tmp_path, resolution(9009, LAMPS), resolution(9001, f"{WRECKS} {LAMPS}"), resolution(9002, LAMPS)))
    assert verdict == "verbatim in S/RES/9002 (2092) OP1"
    assert named[:2] == [
        ("S/RES/9002 (2092) OP1", "closest, 23 words, 100 %"),
        ("S/RES/9001 (2091) OP1", "earliest use of these words, 23 words, 100 %"),
    ]


def test_an_adapted_paragraph_names_its_oldest_source_and_what_stood_before(tmp_path: Path) -> None:
    """The source holds a part of the text that an older document holds, too."""
    passage = LAMPS[LAMPS.index("to light") : -1]
    lineage = traced(
        tmp_path,
        resolution(9009, LAMPS.replace("all keepers", "the owners of vessels")),
        resolution(
            9001, f"{WRECKS[:-1]}, and afterwards {passage}, whatever the pilots, smugglers and captains of the coast may say;"
        ),
        resolution(9002, LAMPS),
    )
    verdict, named = told(lineage)
    assert verdict == "adapted from S/RES/9002 (2092) OP1"
    assert named[0][1].startswith("closest, oldest source")
    assert named[1] == ("S/RES/9001 (2091) OP1", "earliest use of 19 of its words in a row")


def test_few_words_are_said_to_be_few(tmp_path: Path) -> None:
    lineage = traced(tmp_path, resolution(9009, "Wrecked lanterns:", LAMPS), resolution(9001, WRECKS), resolution(9002, WRECKS))
    verdict, named = told(lineage)
    assert verdict == "too few words to trace; they stand in 2 earlier paragraphs"
    assert named[0] == ("S/RES/9002 (2092) OP1", "closest, 2 words, 100 %")
    assert named[1] == ("S/RES/9001 (2091) OP1", "earliest use of these words, 2 words, 100 %")
    assert words.totals_line(lineage) == "25 words: 0 % found before, 8 % stock phrases or too short to trace, 92 % not found"
    assert words.totals_line(lineage) in terminal.as_text(terminal.trace, lineage, 200)


def test_a_formula_is_called_a_stock_phrase(tmp_path: Path) -> None:
    lineage = traced(tmp_path, resolution(9009, "Calls upon Member States:"), resolution(9001, WRECKS))
    assert told(lineage) == ("stock phrase", [])
    assert "100 % stock phrases, " in words.totals_line(lineage)


def test_nothing_is_called_not_found_where_nothing_was_searched(tmp_path: Path) -> None:
    lineage = traced(tmp_path, resolution(9001, LAMPS, WRECKS))
    for page in (table.trace_md(lineage), html.trace_page(lineage), terminal.as_text(terminal.trace, lineage)):
        assert "not found" not in page.casefold()
        assert "othing was searched" in page
