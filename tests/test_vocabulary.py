"""The language data hold together: every form opens to its lemma, every rung can be reached; openings and markers case by case."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from resdiff.models import Language
from resdiff.vocabulary import Phrase, Phrases, Vocabulary, compiled, detect, load, roman_value
from resdiff.vocabulary.openings import expression
from resdiff.vocabulary.phrases import _holds, _needs

CASES = Path(__file__).parent / "cases"
FULL = [language for language in Language if language is not Language.DE]


def lines(name: str) -> list[list[str]]:
    text = (CASES / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


# --- the data -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", list(Language))
def test_every_pattern_is_a_regular_expression(language: Language) -> None:
    vocabulary = load(language)
    phrases = [*vocabulary.stock, *vocabulary.safeguards, *vocabulary.qualifiers, *vocabulary.addressees]
    assert all(compiled(phrase.pattern) for phrase in phrases)
    assert all(compiled(renaming.old) and compiled(renaming.new) for renaming in vocabulary.renamed)
    assert all(compiled(left) and compiled(right) for left, right in vocabulary.surface_pairs)
    assert len(vocabulary.stock) <= 10
    assert len(vocabulary.months) == 12
    assert vocabulary.furniture
    assert vocabulary.masthead
    assert set(vocabulary.closing) == {"preambular", "operative", "last"}
    assert not {phrase.name for phrase in vocabulary.stock} & {phrase.name for phrase in vocabulary.safeguards}


@pytest.mark.parametrize("language", FULL)
def test_every_form_opens_to_its_lemma(language: Language) -> None:
    vocabulary = load(language)
    for lemma, preambular, operative in vocabulary.data["openings"]["verbs"]:
        for forms, preamble in ((preambular, True), (operative, False)):
            for form in filter(None, forms.split("|")):
                opening = vocabulary.opening(form + "。" * (language is Language.ZH), preamble)
                assert opening is not None, form
                assert (opening.start, opening.end, opening.lemma) == (0, len(form), lemma)
                assert opening.stands(preamble), form


@pytest.mark.parametrize("lemma", sorted(load(Language.EN).scales))
def test_every_rung_can_be_reached(lemma: str) -> None:
    opening = load(Language.EN).opening(f"{lemma.capitalize()} all keepers of lamps;", False)
    assert opening is not None
    assert opening.lemma == lemma


def test_scales_compare_only_what_may_be_compared() -> None:
    rungs = load(Language.EN).rungs
    (urges,), (upon,), (strongly,) = rungs("urges"), rungs("calls upon"), rungs("strongly urges")
    assert urges.scale == upon.scale == "a"
    assert urges.band == upon.band == strongly.band == 2
    assert strongly.verb == "urges"
    assert strongly.intensified
    assert {rung.scale for rung in rungs("encourages")} == {"a", "b"}
    assert [rung.scale for rung in rungs("requests")] == ["b"]
    assert [(rung.band, rung.restated) for rung in rungs("reiterates its call")] == [(2, True)]
    assert rungs("recalls") == rungs("stresses") == rungs("recognizes") == ()
    (deplores,), (more,), (rejects,) = rungs("deplores"), rungs("strongly deplores"), rungs("rejects")
    assert deplores.band == more.band == rejects.band
    assert (more.verb, more.intensified) == ("deplores", True)
    assert [rung.scale for rung in rungs("condemns")] == ["e"] != [deplores.scale]
    assert load(Language.FR).rungs("exige") == ()


def test_german_has_structure_without_words() -> None:
    vocabulary = load(Language.DE)
    assert vocabulary.opening("Beschließt, mit der Angelegenheit befasst zu bleiben") is None
    assert vocabulary.enacting[0] == "Der Sicherheitsrat"
    assert vocabulary.marker("1. beschließt") is not None


# --- openings -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "place", "marked", "lemma"), lines("openings.txt"))
def test_openings(language: str, place: str, marked: str, lemma: str) -> None:
    end = marked.index("|")
    opening = load(Language(language)).opening(marked.replace("|", ""), {"p": True, "o": False, "-": None}[place])
    assert opening is not None
    assert (opening.end, opening.lemma) == (end, lemma)


def test_what_does_not_open() -> None:
    for text in ("", "12", "The lamps of the harbour", "With a view to lighting the lamps", "(a) Urges", "Furthermore"):
        assert load(Language.EN).opening(text) is None


def test_place_tells_preamble_from_operative_part() -> None:
    opening = load(Language.EN).opening
    assert [o.place for t in ("Recalling the", "Recalls the") if (o := opening(t))] == ["preambular", "operative"]
    assert [o.place for t in ("إذ يشير", "يشير") if (o := load(Language.AR).opening(t))] == ["preambular", "operative"]


def test_forms_of_the_assembly_open_paragraphs_and_begin_no_act_inside_one() -> None:
    """Inside, "she" may be anybody: the lamp that helps, the mission concerned."""
    assert load(Language.AR).inner("تقرر إضاءة المنارة التي تدعم السفن، وتشجع الحراس، وتدعم الموانئ؛", False) == ()
    assert load(Language.FR).inner("Prie la Mission, préoccupée par la brume, de veiller ;", False) == ()
    found = load(Language.AR).inner("إذ تشير إلى قراراتها، وإذ تؤكد أهمية المنارات،", True)
    assert [opening.lemma for opening in found] == ["يؤكد"]


def test_acts_inside_a_paragraph() -> None:
    text = "Urges keepers to light lamps, and encourages them to report, further requests the Master to act, and calls upon all to note"
    found = load(Language.EN).inner(text, False)
    assert [opening.lemma for opening in found] == ["encourages", "requests", "calls upon"]
    assert [text[opening.start : opening.end] for opening in found] == ["encourages", "further requests", "calls upon"]


@given(st.text(max_size=80), st.sampled_from(FULL))
def test_an_opening_lies_in_the_text(text: str, language: Language) -> None:
    opening = load(language).opening(text)
    assert opening is None or 0 <= opening.start < opening.end <= len(text)


# --- markers --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "marked", "readings"), lines("markers.txt"))
def test_markers(language: str, marked: str, readings: str) -> None:
    marker = load(Language(language)).marker(marked.replace("|", ""))
    if readings == "-":
        assert marker is None
        return
    assert marker is not None
    assert marker.end == marked.index("|")
    found = [f"{reading.style} {reading.ordinal}" for reading in marker.readings]
    assert ", ".join([*found, marker.suffix] if marker.suffix else found) == readings


@given(st.text(max_size=40), st.sampled_from(list(Language)))
def test_a_marker_lies_at_the_start(text: str, language: Language) -> None:
    marker = load(language).marker(text)
    if marker is not None:
        assert 0 < marker.end <= len(text)
        assert text.lstrip().startswith(marker.printed)
        assert marker.readings


@given(st.integers(1, 60))
def test_roman_numerals(number: int) -> None:
    tens, ones = divmod(number, 10)
    printed = ("", "x", "xx", "xxx", "xl", "l", "lx")[tens] + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
    assert roman_value(printed) == number


# --- masthead and furniture -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "S/RES/9002 (2092)", "S/2091/580/Rev.1*", "91-12422 2/8", "2/7 91-12422", "91-12422 (E)", "91-03579* (E)", "24   91-27711",
        "91-22291 (E)    151216", "*9112422*", "N0521201", "3/3", "Distr.: General", "Please recycle", "Page 2", "/...",
        "https://undocs.org/en/S/RES/9002%20(2092)", "* Reissued for technical reasons on 3 May 2091.", "-----",
    ],
)  # fmt: skip
def test_furniture(line: str) -> None:
    assert load(Language.EN).is_furniture(line)


@pytest.mark.parametrize(
    "line", ["", "the Council", "2 and 3", "2091", "12", "S/2014/756 of the", "1. Decides", "15,000", "Security Council", "and/or"]
)
def test_text_is_no_furniture(line: str) -> None:
    assert not load(Language.EN).is_furniture(line)


ADOPTED = [
    ("en", "Adopted by the Security Council at its 18582nd meeting, on19 July 2091", "18582", date(2091, 7, 19)),
    ("en", "Adopted by the Security Council on 19 July 2091", None, date(2091, 7, 19)),
    ("fr", "Adoptée par le Conseil de sécurité à sa 18582e séance, le 1er août 2091", "18582", date(2091, 8, 1)),
    (
        "es",
        "Aprobada por el Consejo de Seguridad en su 18582ª sesión, celebrada el 19 de julio de 2091",
        "18582",
        date(2091, 7, 19),
    ),
    ("ru", "принятая Советом Безопасности на его 18582-м заседании 19 июля 2091 года", "18582", date(2091, 7, 19)),
    ("ar", "الذي اتخذه مجلس الأمن في جلسته 18582، المعقودة في 19 تموز/يوليه 2091", "18582", date(2091, 7, 19)),
    ("zh", "安全理事会2091年7月19日第18582次会议通过", "18582", date(2091, 7, 19)),
]


@pytest.mark.parametrize(("language", "line", "meeting", "day"), ADOPTED)
def test_adoption_lines(language: str, line: str, meeting: str | None, day: date) -> None:
    vocabulary = load(Language(language))
    match = vocabulary.adoption.search(line)
    assert match is not None
    assert match["meeting"] == meeting
    assert vocabulary.date(match["date"]) == day
    assert vocabulary.is_masthead(line)


def test_dates_of_issue_are_english_in_every_language() -> None:
    assert {load(language).date("19 July 2091") for language in FULL} == {date(2091, 7, 19)}
    assert load(Language.EN).date("31 February 2091") is None


@pytest.mark.parametrize("language", list(Language))
def test_the_enacting_words_tell_the_language(language: Language) -> None:
    comma = {Language.AR: "،", Language.ZH: "，"}.get(language, ",")
    assert detect(f"S/RES/9002 (2092)\n\n{load(language).enacting[0]}{comma}\n\n1. x") == language


def test_nothing_tells_the_language_of_numbers() -> None:
    assert detect("") is None
    assert (
        detect("a lamp\n" + "\n" * 300_000 + "The Security Council,\n") is Language.EN
    )  # blank lines cost no more than their number
    assert detect("S/RES/9002 (2092)\n12\n3/4") is None


# --- on real documents ----------------------------------------------------------------------------------------------------------


def paragraphs(folder: Path) -> Iterator[tuple[bool, str]]:
    """Whether it is preambular, and its text: a plain walk of the official XML, which is enough to count with."""
    for file in sorted(folder.glob("*.xml")):
        source = file.read_text(encoding="utf-8")
        for preamble, part in ((True, "preamble"), (False, "mainBody")):
            whole = re.search(rf"<{part}\b.*?</{part}>", source, re.DOTALL)
            if not whole:
                continue
            pieces = re.findall(
                r'<container name="[^"]*" eId="[^"]*">(.*?)</container>' if preamble
                else r"<num>\s*\d+(?:\.|\s-)\s*</num>\s*<content[^>]*>\s*(<p\b.*?</p>)", whole[0], re.DOTALL,
            )  # fmt: skip
            for piece in pieces:
                text = re.sub(r"<authorialNote.*?</authorialNote>|<[^>]+>", "", piece, flags=re.DOTALL)
                yield preamble, re.sub(r"\s+", " ", text).strip()


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "language"), [("English", "en"), ("French", "fr"), ("Spanish", "es"), ("Arabic", "ar"), ("Chinese", "zh")]
)
def test_nearly_every_paragraph_has_an_opening(shared: Path, name: str, language: str) -> None:
    vocabulary: Vocabulary = load(Language(language))
    found = [vocabulary.opening(text, preamble) for preamble, text in paragraphs(shared / "data" / "akn" / "2021" / name) if text]
    assert len(found) > 700
    assert sum(opening is not None for opening in found) >= 0.99 * len(found)


@pytest.mark.real
def test_metadata_dates_are_read(shared: Path) -> None:
    for line in (shared / "data" / "metadata" / "2019.json").read_text(encoding="utf-8").splitlines():
        if '"adoption_date"' in line:
            assert load(Language.EN).date(json.loads(line.strip().rstrip(","))["adoption_date"]) is not None


WORDS = [
    "as appropriate",
    "where APPROPRIATE",
    "in accordance with international law",
    "the Charter of the United Nations",
    "all",
    "All States",
    "relevant",
    "as soon as possible",
    "subrelevant",
    "all_",
    "_all",
    "straße",
    "İstanbul",
    "il y a lieu",
    "según proceda",
    "в соответствующих случаях",
    "حسب الاقتضاء",
    "酌情",
    "international peace and security",
    ",",
    ".",
    "(",
    "“",
    "Member States",
    "(2019)",
    "1",
    "ﬁnal",
    "’",
    "respect for human rights",
    "humanitarian",
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=8),
    st.sampled_from((" ", "", "\u00a0", "  ")),
    st.sampled_from((Language.EN, Language.FR, Language.ES, Language.RU, Language.AR, Language.ZH)),
)
def test_a_phrase_is_found_where_its_pattern_matches(words: list[str], space: str, language: Language) -> None:
    """The quick way through folded text finds what the pattern finds in the text as printed."""
    text = space.join(words)
    vocabulary = load(language)
    for phrase in (*vocabulary.stock, *vocabulary.safeguards, *vocabulary.qualifiers):
        found = [m.span() for m in compiled(phrase.pattern).finditer(text)]
        assert list(phrase.find(text)) == [(start, end) for start, end in found if start < end]


def _patterns(language: Language) -> Iterator[str]:
    told = load(language)
    for phrase in (*told.stock, *told.safeguards, *told.qualifiers):
        yield from filter(None, (phrase.pattern, phrase.like))
    for renaming in told.renamed:
        yield from (renaming.old, renaming.new)
    for protection in told.protections:
        yield from filter(None, (protection.said, protection.substance, protection.duty, protection.breach))


def _always_holds(pattern: str) -> None:
    letters = st.characters(max_codepoint=0x9FFF, exclude_characters="ſKıİ")  # casefolding makes other letters of these
    made = st.from_regex(re.compile(expression(pattern), re.IGNORECASE), fullmatch=True, alphabet=letters)

    @settings(max_examples=4, database=None, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(made)
    def holds(text: str) -> None:
        assert _holds(text.casefold(), _needs(pattern))
        phrases = Phrases([Phrase("", "", pattern)])
        assert phrases.held(f"of ({text}).")
        assert phrases.find(f"of ({text}).") == list(phrases[0].find(f"of ({text})."))

    holds()


@pytest.mark.parametrize("language", list(Language))
def test_what_a_pattern_matches_holds_a_word_that_it_needs(language: Language) -> None:
    """The look for needed words leaves out no text: whatever text a pattern makes, one of them stands in it."""
    for pattern in dict.fromkeys(_patterns(language)):
        if "(?=" not in pattern and _needs(pattern):
            _always_holds(pattern)
