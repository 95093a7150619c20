"""Where each passage comes from: the laws of descent, then cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdiff.models import Document, Kind, Language, Lineage, ParagraphLineage, SpanKind, Status, Verdict
from resdiff.tokens import tokenise
from resdiff.trace import trace
from shelf import document, paragraph, resolution, shelf

LAMPS = "Calls upon all keepers to light their lamps before dusk and to keep them burning until the fog has lifted from the coast;"
WRECKS = "Urges the harbour masters to exchange lists of wrecked lanterns with their neighbours and to publish them each spring;"
SMUGGLERS = (
    "Deeply concerned that smugglers of lanterns profit from fog along the coast and corrupt the pilots who should hinder them,"
)
OTHER = "Welcomes the musical evening that seven retired captains arranged for orphans, and thanks the cook for her marzipan."


def traced(folder: Path, target: Document, *earlier: Document) -> Lineage:
    with shelf(folder, *earlier) as corpus:
        return trace(target, corpus.earlier(before=target, language=target.language))


def one(folder: Path, text: str, *earlier: Document) -> ParagraphLineage:
    return traced(folder, resolution(9009, text), *earlier).paragraphs[0]


# --- laws -------------------------------------------------------------------------------------------------------------------------

WORDS = [
    "lamp",
    "fog",
    "keeper",
    "harbour",
    "wreck",
    "signal",
    "pilot",
    "coast",
    "rope",
    "tide",
    "of",
    "the",
    "and",
    "to",
    "in",
    "which",
]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)
STATEMENTS = st.sampled_from(("", "Acting under Chapter VII of the Charter,", "Decides to remain seized of the matter."))


@st.composite
def histories(draw: st.DrawFn) -> list[list[str]]:
    """Documents of a few paragraphs, the later ones partly made of pieces of the earlier ones."""
    documents: list[list[str]] = []
    for _ in range(draw(st.integers(2, 4))):
        paragraphs = []
        for _ in range(draw(st.integers(1, 3))):
            pool = [text for texts in documents for text in texts]
            pieces = [draw(SENTENCES)]
            if pool and draw(st.booleans()):
                words = draw(st.sampled_from(pool)).split()
                start = draw(st.integers(0, len(words) - 1))
                pieces.insert(draw(st.integers(0, 1)), " ".join(words[start:]))
            paragraphs.append(" ".join((*pieces, draw(STATEMENTS))).strip())
        documents.append(paragraphs)
    return documents


@settings(max_examples=40)
@given(histories())
def test_origin_earliest_nearest_document_are_in_order(tmp_path_factory: pytest.TempPathFactory, history: list[list[str]]) -> None:
    documents = [resolution(9001 + n, *texts) for n, texts in enumerate(history)]
    order = {d.symbol: n for n, d in enumerate(documents)}
    target = documents[-1]
    lineage = traced(tmp_path_factory.mktemp("corpus"), target, *documents)
    for found in lineage.paragraphs:
        for span in found.spans:
            if span.kind in (SpanKind.NONE, SpanKind.STOCK):
                assert (span.origin, span.earliest, span.nearest, span.carriers) == (None, None, (), ())
                continue
            assert span.origin
            assert span.earliest
            assert span.nearest
            assert order[span.origin.symbol] <= order[span.earliest.symbol]
            for nearest in span.nearest:
                assert order[span.earliest.symbol] <= order[nearest.symbol] < order[target.symbol]
            assert span.earliest == span.carriers[0]
            assert set(span.nearest) <= set(span.carriers)


@settings(max_examples=40)
@given(histories())
def test_spans_cover_every_word_once_and_totals_add_up(tmp_path_factory: pytest.TempPathFactory, history: list[list[str]]) -> None:
    documents = [resolution(9001 + n, *texts) for n, texts in enumerate(history)]
    target = documents[-1]
    lineage = traced(tmp_path_factory.mktemp("corpus"), target, *documents)
    words = 0
    for paragraph_, found in zip(target.paragraphs, lineage.paragraphs, strict=True):
        told = [at for span in found.spans for at in range(span.start, span.end)]
        assert told == sorted(set(told))
        tokens = tokenise(paragraph_.text)
        for at in tokens.word_indices():
            words += 1
            assert any(s.start <= tokens.bounds[at] and tokens.bounds[at + 1] <= s.end for s in found.spans)
        assert all(source.words > 0 and 0 < source.share <= 1 for source in found.sources)
    totals = lineage.totals
    assert totals.words == words == totals.inherited + totals.stock + totals.none


@settings(max_examples=25)
@given(histories())
def test_with_its_own_copy_at_hand_all_is_inherited_or_stock(
    tmp_path_factory: pytest.TempPathFactory, history: list[list[str]]
) -> None:
    copies = [resolution(9001 + n, *texts) for n, texts in enumerate(history)]
    draft = document(None, date(2099, 1, 1), [t for texts in history for t in texts], status=Status.DRAFT)
    lineage = traced(tmp_path_factory.mktemp("corpus"), draft, *copies)
    assert lineage.totals.none == 0
    assert {p.verdict for p in lineage.paragraphs} <= {Verdict.VERBATIM, Verdict.STOCK}


@settings(max_examples=10)
@given(histories())
def test_with_nothing_earlier_nothing_is_found(tmp_path_factory: pytest.TempPathFactory, history: list[list[str]]) -> None:
    documents = [resolution(9001 + n, *texts) for n, texts in enumerate(history)]
    lineage = traced(tmp_path_factory.mktemp("corpus"), documents[0], *documents)
    assert lineage.totals.inherited == 0
    assert lineage.searched.documents == 0
    assert lineage.witnesses == ()
    assert {p.verdict for p in lineage.paragraphs} <= {Verdict.NONE, Verdict.STOCK}


def test_the_same_input_gives_the_same_lineage(tmp_path: Path) -> None:
    history = [resolution(9001, LAMPS, WRECKS), resolution(9002, LAMPS), resolution(9003, f"{LAMPS} {WRECKS}")]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert traced(tmp_path / "a", history[2], *history) == traced(tmp_path / "b", history[2], *reversed(history))


# --- verdicts ---------------------------------------------------------------------------------------------------------------------


def test_verbatim_tells_the_earliest_and_the_latest_use(tmp_path: Path) -> None:
    found = one(tmp_path, LAMPS, resolution(9001, WRECKS, LAMPS), resolution(9002, LAMPS), resolution(9003, OTHER))
    assert found.verdict is Verdict.VERBATIM
    assert found.closest
    assert (found.closest.symbol, found.closest.id, found.closest.text) == ("S/RES/9002 (2092)", "OP1", LAMPS)
    assert found.earliest
    assert (found.earliest.symbol, found.earliest.id) == ("S/RES/9001 (2091)", "OP2")
    (span,) = found.spans
    assert [(r.symbol, r.id) for r in span.carriers] == [("S/RES/9001 (2091)", "OP2"), ("S/RES/9002 (2092)", "OP1")]


def test_case_quotes_and_closing_marks_make_no_difference(tmp_path: Path) -> None:
    found = one(tmp_path, LAMPS.upper().replace(";", "."), resolution(9001, LAMPS))
    assert found.verdict is Verdict.VERBATIM


def test_adapted_leaves_the_changed_words_out(tmp_path: Path) -> None:
    text = LAMPS.replace("all keepers", "the owners of vessels")
    found = one(tmp_path, text, resolution(9001, LAMPS))
    assert found.verdict is Verdict.ADAPTED
    none = [text[s.start : s.end] for s in found.spans if s.kind is SpanKind.NONE]
    assert none == ["the owners of vessels"]


def test_a_reordered_paragraph_is_still_explained(tmp_path: Path) -> None:
    head, tail = LAMPS.rstrip(";").split(" and to ")
    found = one(tmp_path, f"{tail.capitalize()}, and moreover {head.lower()}", resolution(9001, LAMPS))
    assert found.verdict is Verdict.ADAPTED
    assert found.sources[0].words >= 18


def test_assembled_names_every_source(tmp_path: Path) -> None:
    found = one(tmp_path, f"{LAMPS[:-1]}, and {WRECKS}", resolution(9001, LAMPS), resolution(9002, WRECKS), resolution(9003, OTHER))
    assert found.verdict is Verdict.ASSEMBLED
    assert {s.symbol for s in found.sources} == {"S/RES/9001 (2091)", "S/RES/9002 (2092)"}


def test_a_clause_taken_into_a_long_paragraph_is_partial(tmp_path: Path) -> None:
    filler = "that marble statues, gilded carriages, silver spoons, porcelain dolls, brass trumpets and paper kites be counted"
    text = f"Notes {filler}, {WRECKS[:-1]}, before snow, sleet, hail and thunder spoil what parchment, ink, wax and twine is left;"
    found = one(tmp_path, text, resolution(9001, f"{OTHER} {WRECKS} {SMUGGLERS}"))
    assert found.verdict is Verdict.PARTIAL
    assert found.sources[0].words >= 15


def test_chance_phrases_are_not_descent(tmp_path: Path) -> None:
    text = "Requests the cook to prepare, before dusk and along the coast, a supper for seven retired captains of merchant ships;"
    found = one(tmp_path, text, resolution(9001, LAMPS, SMUGGLERS, OTHER))
    assert (found.verdict, found.sources, found.closest) == (Verdict.NONE, (), None)
    assert {s.kind for s in found.spans} == {SpanKind.NONE}


def test_stock_inherits_nothing(tmp_path: Path) -> None:
    found = one(tmp_path, "Decides to remain seized of the matter.", resolution(9001, "Decides to remain seized of the matter."))
    assert found.verdict is Verdict.STOCK
    assert all(s.kind in (SpanKind.STOCK, SpanKind.NONE) and s.origin is None for s in found.spans)


def test_a_safeguard_is_inherited_in_a_class_of_its_own(tmp_path: Path) -> None:
    text = "Calls upon all keepers to light their lamps, in accordance with international humanitarian law, wherever fog is seen;"
    lineage = traced(tmp_path, resolution(9009, text), resolution(9001, text))
    safeguards = [text[s.start : s.end] for s in lineage.paragraphs[0].spans if s.kind is SpanKind.SAFEGUARD]
    assert any("international humanitarian law" in s for s in safeguards)
    assert lineage.totals.inherited == lineage.totals.words


def test_headings_rows_and_listings_are_left_out(tmp_path: Path) -> None:
    target = document(
        "S/RES/9009 (2099)",
        date(2099, 1, 1),
        [
            paragraph("H1", LAMPS, Kind.HEADING),
            paragraph("AI.L1", LAMPS, Kind.LISTING),
            paragraph("AI.R1", LAMPS, Kind.ROW),
            paragraph("OP1", WRECKS),
        ],
    )
    lineage = traced(tmp_path, target, resolution(9001, LAMPS))
    assert [p.id for p in lineage.paragraphs] == ["OP1"]
    assert lineage.totals.inherited == 0


# --- origin, witnesses, what a paragraph says itself --------------------------------------------------------------------------------


def test_origin_goes_back_through_rewordings(tmp_path: Path) -> None:
    oldest = LAMPS.replace("until the fog has lifted from the coast", "until the mist is gone from every coast")
    middle = LAMPS.replace("all keepers", "the owners of vessels")
    found = one(
        tmp_path,
        middle.replace("before dusk", "at nightfall"),
        resolution(9001, oldest),
        resolution(9002, LAMPS),
        resolution(9003, middle),
    )
    assert {s.origin.symbol for s in found.spans if s.origin} == {"S/RES/9001 (2091)"}
    assert found.closest
    assert found.closest.symbol == "S/RES/9003 (2093)"


def test_what_a_paragraph_names_is_declared(tmp_path: Path) -> None:
    text = "Reiterates the call in paragraph 2 of resolution 9001 (2091), and recalls resolution 9005 (2095);"
    found = one(tmp_path, text, resolution(9001, LAMPS, WRECKS))
    assert [(r.symbol, r.id, r.text) for r in found.declared] == [
        ("S/RES/9001 (2091)", "OP2", WRECKS),
        ("S/RES/9005 (2095)", "", None),
    ]


def test_witnesses_are_told_oldest_first_and_recalled_ones_marked(tmp_path: Path) -> None:
    target = resolution(9009, "Recalling its resolution 9002 (2092),", LAMPS, WRECKS)
    lineage = traced(tmp_path, target, resolution(9002, WRECKS), resolution(9001, LAMPS), resolution(9003, OTHER))
    assert [(w.symbol, w.recalled) for w in lineage.witnesses] == [("S/RES/9001 (2091)", False), ("S/RES/9002 (2092)", True)]


def test_the_document_itself_and_later_ones_are_no_source(tmp_path: Path) -> None:
    target = resolution(9005, LAMPS)
    lineage = traced(tmp_path, target, target, resolution(9006, LAMPS))
    assert lineage.paragraphs[0].verdict is Verdict.NONE
    assert lineage.searched.documents == 0


def test_a_dozen_chinese_characters_are_no_passage(tmp_path: Path) -> None:
    """Twelve characters say what six or seven English words say."""
    clause = "所有灯塔看守人都应当点灯"
    held = f"促请各港务长每年春天交换并公布在沿岸失踪的灯笼清单，以便{clause}；"
    target = document(
        "S/RES/9009 (2099)", date(2099, 1, 1), [f"欢迎七位退休船长为孤儿举办音乐晚会并感谢厨师，{clause}。"], language=Language.ZH
    )
    earlier = document("S/RES/9001 (2091)", date(2091, 1, 1), [held], language=Language.ZH)
    assert traced(tmp_path, target, earlier).paragraphs[0].verdict is Verdict.NONE


def test_a_comma_within_is_told_and_a_closing_mark_is_not(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    text = "Calls upon the keepers of all northern harbours and the pilots to light every lamp before dusk"
    other = text.replace("harbours and", "harbours, and")
    plain = one(tmp_path / "a", f"{text};", resolution(9001, f"{text}."))
    comma = one(tmp_path / "b", f"{text};", resolution(9001, f"{other};"))
    assert (plain.verdict, plain.punctuation) == (Verdict.VERBATIM, False)
    assert (comma.verdict, comma.punctuation) == (Verdict.VERBATIM, True)


def test_a_few_words_are_not_verbatim_within_a_longer_text(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    longer = "Calls upon all keepers to light their lamps before dusk and to count the wrecks of every winter;"
    assert one(tmp_path / "a", "Calls upon all keepers:", resolution(9001, longer)).verdict is Verdict.NONE
    assert one(tmp_path / "b", "Calls upon all keepers:", resolution(9001, "Calls upon all keepers:")).verdict is Verdict.VERBATIM
