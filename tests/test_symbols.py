"""Symbols: the law that a printed form parses back to itself, the table of years, spellings, citations (cases/*.txt)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdiff.models import Family, Language
from resdiff.symbols import citations, parse, year_of

CASES = Path(__file__).parent / "cases"


def lines(name: str) -> list[list[str]]:
    text = (CASES / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


suffixes = st.sampled_from(("", "", "", "/Rev.1", "/Add.2", "/Corr.1", "/Rev.2/Add.1"))
printed_forms = st.one_of(
    st.builds(lambda n, y: f"S/RES/{n} ({y})", st.integers(1, 9999), st.integers(1946, 2199)),
    st.builds(lambda n: f"S/RES/{n}", st.integers(1, 9999)),
    st.builds(lambda y, n: f"S/PRST/{y}/{n}", st.integers(1994, 2199), st.integers(1, 99)),
    st.builds(lambda y, n, s: f"S/{y}/{n}{s}", st.integers(1994, 2199), st.integers(1, 9999), suffixes),
    st.builds(lambda s, n: f"A/RES/{s}/{n}", st.integers(31, 199), st.integers(1, 999)),
    st.builds(lambda n: f"S/PV.{n}", st.integers(1, 99999)),
    st.builds(lambda c, s, n, x: f"A/C.{c}/{s}/L.{n}{x}", st.integers(1, 6), st.integers(31, 99), st.integers(1, 99), suffixes),
)


@given(printed_forms)
def test_a_printed_form_parses_back_to_itself(printed: str) -> None:
    symbol = parse(printed)
    assert parse(symbol.text) == symbol
    assert parse(symbol.text.lower()) == symbol
    assert parse(symbol.text.replace(" (", "(")) == symbol


@given(st.one_of(st.text(max_size=60), st.text("SARESPVECT/0123456789 ().-_IVXLbis", max_size=24)))
def test_whatever_parses_parses_back(text: str) -> None:
    try:
        symbol = parse(text)
    except ValueError:
        return
    assert parse(symbol.text) == symbol


JUNK = st.text("-+=&#@~^|$\\{}()%!абcxzQ07", min_size=1, max_size=3)


def other(text: str, symbol: str) -> bool:
    try:
        return parse(text).text != symbol
    except ValueError:
        return True


@given(printed_forms, JUNK, st.data())
def test_what_is_no_spelling_never_reads_as_the_symbol(printed: str, junk: str, data: st.DataObject) -> None:
    symbol = parse(printed).text
    assert other(junk + printed, symbol)
    assert other(printed + junk, symbol) or re.fullmatch(r"%[0-9A-Fa-f]{2}", junk)
    at = data.draw(st.integers(1, len(printed) - 1))
    assert other(printed[:at] + junk + printed[at:], symbol) or junk.strip("0") == ""


@given(st.integers(1, 2811))
def test_years_rise_with_numbers(number: int) -> None:
    year, following = year_of(number), year_of(number + 1)
    assert year is not None
    assert following is not None
    assert 1946 <= year <= following <= year + 1 <= 2026


@pytest.mark.parametrize(
    ("number", "year"),
    [
        (1, 1946), (15, 1946), (16, 1947), (132, 1959), (133, 1960), (186, 1964), (242, 1967), (338, 1973), (435, 1978), (598, 1987),
        (660, 1990), (687, 1991), (1267, 1999), (1284, 1999), (1285, 2000), (1373, 2001), (2482, 2019), (2617, 2021), (2811, 2025),
        (2812, 2026),
    ],
)  # fmt: skip
def test_year_of_a_resolution(number: int, year: int) -> None:
    assert year_of(number) == year


def test_numbers_beyond_the_table_have_no_year() -> None:
    assert year_of(0) is None
    assert year_of(9001) is None


@pytest.mark.parametrize(("spelling", "text", "family", "number", "year"), lines("symbols.txt"))
def test_spellings(spelling: str, text: str, family: str, number: str, year: str) -> None:
    symbol = parse(spelling)
    assert (symbol.text, symbol.family, symbol.number, str(symbol.year or "-")) == (text, Family(family), number, year)
    assert parse(symbol.text) == symbol


@pytest.mark.parametrize("text", [row[0] for row in lines("symbols-refused.txt")] + ["", " "])
def test_what_is_no_symbol(text: str) -> None:
    with pytest.raises(ValueError, match="not a document symbol"):
        parse(text)


@pytest.mark.parametrize(("language", "text", "expected"), lines("citations.txt"))
def test_citations(language: str, text: str, expected: str) -> None:
    found = citations(text, Language(language))
    assert "; ".join(f"{c.symbol} @{c.provision}" if c.provision else c.symbol for c in found) == expected


PIECES = (
    "resolution", "1373 (2001)", "2178", "paragraph 5 of", "and", ",", "of 3 May 2001", "60/288", "S/PRST/2018/9", "annex I of", "15,000",
    "the", "paragraphs 2 (a) to (c),", "au paragraphe 4 de la", "决议", "第",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_citations_lie_in_the_text_in_order(text: str) -> None:
    for language in (Language.EN, Language.FR, Language.ZH):
        found = citations(text, language)
        assert [c.start for c in found] == sorted(c.start for c in found)
        for citation in found:
            assert 0 <= citation.start < citation.end <= len(text)
            assert parse(citation.symbol).text == citation.symbol


@pytest.mark.real
def test_years_of_the_official_metadata(shared: Path) -> None:
    seen = 0
    for file in sorted((shared / "data" / "metadata").glob("*.json")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if '"symbol"' not in line:
                continue
            symbol = parse(json.loads(line.strip().rstrip(","))["symbol"])
            if symbol.family is Family.RESOLUTION:
                assert year_of(int(symbol.number)) == symbol.year == int(file.stem)
                seen += 1
    assert seen > 1300


@pytest.mark.real
def test_file_names_of_the_collection(shared: Path) -> None:
    files = [file for file in (shared / "data").rglob("*") if file.name.startswith(("S_", "SC_", "A_RES"))]
    for file in files:
        symbol = parse(file.name)
        assert parse(file.stem) == symbol == parse(symbol.text)
        assert symbol.number.split("/")[0] in file.name
    assert len(files) > 2600
