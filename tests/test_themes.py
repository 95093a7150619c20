"""Themes: the pattern language, the tie between two sides, wordings and strands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdiff import themes
from resdiff.errors import NotFound
from resdiff.models import Kind, Language, ThemeMark
from resdiff.themes import patterns
from resdiff.tokens import words
from shelf import document, paragraph

CASES = Path(__file__).parent / "cases" / "themes-invented.txt"
THEME = themes.load("terrorism-crime")
FORBIDDEN = re.compile(r"\b(agreed|new|first|dropped|died|superseded|binding|typo)\b", re.IGNORECASE)


def invented() -> Iterator[tuple[Language, bool, str, str]]:
    """Language, verdict, text and the text that leads to it."""
    before = ""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, verdict, text = line.split(" ", 2)
            if text.startswith("+ "):
                yield Language(language), verdict == "yes", text[2:], before
            elif not text.endswith(":"):
                yield Language(language), verdict == "yes", text, ""
            before = text


def look(text: str, language: Language = Language.EN) -> ThemeMark:
    found = themes.look(text, THEME, language)
    assert found is not None, text
    return found


def variants(text: str, concept: str, language: Language = Language.EN) -> list[str]:
    return [c.variant for c in look(text, language).concepts if c.concept == concept]


# --- laws -------------------------------------------------------------------------------------------------------------------------


@given(st.text(max_size=300), st.sampled_from(THEME.languages))
def test_any_text_can_be_looked_at_and_marks_lie_within_it(text: str, language: Language) -> None:
    found = themes.look(text, THEME, language)
    ranges = [(c.start, c.end) for c in found.concepts] if found else []
    assert all(0 <= start < end <= len(text) for start, end in ranges)


PIECES = st.sampled_from(
    [
        "terrorists",
        "organized crime",
        "transnational",
        "whether domestic or transnational",
        "links",
        "between",
        "can benefit",
        "may",
        "from",
        "and",
        "illicit drugs",
        ", in some cases,",
        "United Nations Office on Drugs and Crime",
        "contribute to the financial resources of",
        "that fund",
        ";",
    ]
)


@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_wordings_of_a_concept_do_not_overlap(text: str) -> None:
    found = themes.look(text, THEME, Language.EN)
    for concept in {c.concept for c in found.concepts} if found else ():
        ranges = sorted((c.start, c.end) for c in found.concepts if c.concept == concept) if found else []
        assert all(end <= start for (_, end), (start, _) in pairwise(ranges))


@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_the_cheap_tests_never_hide_a_tie(text: str) -> None:
    if themes.on_nexus(text, THEME, Language.EN):
        assert set(THEME.seeds(Language.EN)) & set(words(text))
        assert any(stem in text.lower() for stem in THEME.stems(Language.EN))


@given(st.text(max_size=200))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(patterns.lowered(text)) == len(text)


@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_a_text_alone_is_on_the_nexus_exactly_when_looked_at(text: str) -> None:
    found = themes.look(text, THEME, Language.EN)
    assert themes.on_nexus(text, THEME, Language.EN) is bool(found and found.nexus)


# --- the pattern language ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("lamp", "a lamp", True),
        ("lamp", "two lamps", False),
        ("lamp*", "two lamps", True),
        ("lamps?", "one lamp", True),
        ("fog_horn", "a foghorn", True),
        ("fog_horn", "a fog-horn", True),
        ("fog_horn", "a fog horn", True),
        ("organized fog", "organised fog", True),
        ("lamp oil", "lamp, oil", True),
        ("lamp oil", "lamp. oil", False),
        ("lamp ~2 oil", "lamp with much oil", True),
        ("lamp ~2 oil", "lamp with very much oil", False),
        ("lamp ~4 oil", "lamp; with oil", False),
        ("(lamp|lantern) oil", "lantern oil", True),
        ("(whale)? oil lamp", "oil lamp", True),
        ("lamp (?!oil) ~3 fog", "lamp oil in fog", False),
        ("lamp (?!oil) ~3 fog", "lamp in the fog", True),
        ("keeper's", "the keeper's", True),
    ],
)
def test_patterns(pattern: str, text: str, expected: bool) -> None:
    assert bool(re.search(patterns.regex(pattern), text)) is expected
    assert bool(patterns.union([pattern]).search(text)) is expected


@pytest.mark.parametrize("pattern", ["lamp (oil", "lamp {2}", "lamp [oil"])
def test_a_pattern_that_is_not_well_formed_is_an_error(pattern: str) -> None:
    with pytest.raises(ValueError, match="lamp"):
        patterns.regex(pattern)


def test_a_long_paragraph_is_quick_to_look_at() -> None:
    text = "links of lamps and lanterns, terrorists, " * 400  # a gap that can be cut in many ways would take minutes here
    assert not themes.on_nexus(text, THEME, Language.EN)


# --- the theme --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "expected", "text", "before"), list(invented()), ids=lambda value: str(value)[:40])
def test_what_ties_terrorism_to_crime(language: Language, expected: bool, text: str, before: str) -> None:
    found = themes.look(text, THEME, language, before)
    assert bool(found and found.nexus) is expected
    if expected and not before:
        assert set(THEME.seeds(language)) & set(words(text)), "no seed finds it"


def test_themes_are_found_by_key() -> None:
    assert themes.shipped() == ("terrorism-crime",)
    with pytest.raises(NotFound, match="nonesuch"):
        themes.load("nonesuch")


def test_every_strand_and_concept_has_names_and_patterns_in_every_language_of_the_theme() -> None:
    assert THEME.languages == (Language.EN, Language.FR)
    for strand in THEME.strands:
        assert {w.language for w in strand.words if w.patterns} == set(THEME.languages), strand.key
    for concept in THEME.concepts:
        ordered = [concept.ordered(language) for language in THEME.languages]
        assert len(ordered[0]) == len(ordered[1]) == len(set(ordered[0])) == len(set(ordered[1])), concept.key
        assert not concept.everywhere or {w.language for w in concept.seeds} == set(THEME.languages), concept.key


def test_no_name_says_what_reports_must_not_say() -> None:
    for language in THEME.languages:
        names = THEME.names(language)
        shown = [names.title, *(name for _, name in names.strands), *(c.name(language) for c in THEME.concepts)]
        shown += [v for c in THEME.concepts for v in c.ordered(language)]
        assert not FORBIDDEN.search(" ".join(shown))


def test_the_longer_wording_is_told_from_the_shorter() -> None:
    assert variants("the links between terrorism and organized crime, whether domestic or transnational", "the crime") == [
        "organized crime, whether domestic or transnational"
    ]
    assert variants("transnational organised crime on the quay", "the crime") == ["transnational organized crime"]
    french = "criminalité organisée, qu’elle soit nationale ou transnationale"
    assert variants(f"les liens entre le terrorisme et la {french}", "la criminalité", Language.FR) == [french]


def test_a_convention_is_no_wording_of_the_crime() -> None:
    assert variants("the Convention against Transnational Organized Crime and organized crime itself", "the crime") == [
        "organized crime"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("terrorists benefit from smuggling", "benefit"),
        ("terrorists can benefit from smuggling", "can benefit"),
        ("smuggling that may benefit terrorist groups", "may benefit"),
        ("terrorists continue to profit from smuggling", "profit"),
    ],
)
def test_fact_and_possibility(text: str, expected: str) -> None:
    assert variants(text, "the benefit") == [expected]


def test_a_wording_points_at_its_own_words() -> None:
    text = "Concerned that terrorists can benefit from the smuggling of lamps,"
    (found,) = [c for c in look(text).concepts if c.variant == "can benefit"]
    assert text[found.start : found.end] == "can benefit"


def test_strands() -> None:
    text = "Links between terrorism and trafficking in persons, arms and cultural property at sea, and the training of keepers"
    assert set(look(text).strands) == {"persons", "arms", "culture", "sea", "capacity"}
    assert "drugs" not in look("terrorism and the United Nations Office on Drugs and Crime, with ransom").strands


# --- documents --------------------------------------------------------------------------------------------------------------------


def test_marking_fills_themes_and_nothing_else() -> None:
    plain = document("S/RES/9001 (2091)", date(2091, 3, 4), ["Notes the links between terrorism and smuggling;", "Remains seized."])
    marked = themes.mark(plain, THEME)
    assert [bool(p.themes and p.themes[0].nexus) for p in marked.paragraphs] == [True, False]
    assert replace(marked, paragraphs=tuple(replace(p, themes=()) for p in marked.paragraphs)) == plain
    assert themes.mark(marked, THEME) == marked


def test_a_sub_paragraph_takes_a_side_from_its_chapeau_and_a_heading_is_passed_over() -> None:
    heading = paragraph("H1", "Links between terrorism and smuggling", Kind.HEADING)
    chapeau = paragraph("OP1", "Calls upon all keepers to prevent terrorists from benefiting from:")
    below = replace(paragraph("OP1(a)", "the smuggling of lamp oil;"), path=("OP1", "(a)"))
    apart = replace(paragraph("OP2(a)", "the smuggling of lamp oil;"), path=("OP2", "(a)"))
    marked = themes.mark(document(None, None, [heading, chapeau, below, apart]), THEME)
    assert [bool((mark := themes.of(p, THEME)) and mark.nexus) for p in marked.paragraphs] == [False, False, True, False]


def test_a_language_without_patterns_is_left_alone() -> None:
    russian = document(None, None, ["Отмечая связь между терроризмом и преступностью,"], language=Language.RU)
    assert themes.mark(russian, THEME) is russian
    assert themes.look("терроризм", THEME, Language.RU) is None
