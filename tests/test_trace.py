"""Where each passage comes from: the laws of descent, then cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdiff.models import Document, Kind, Language, Lineage, Paragraph, ParagraphLineage, SpanKind, Status, Verdict
from resdiff.tokens import tokenise, words
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
                taken = draw(st.sampled_from(pool)).split()
                start = draw(st.integers(0, len(taken) - 1))
                pieces.insert(draw(st.integers(0, 1)), " ".join(taken[start:]))
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
            assert span.nearest
            oldest = span.earliest or span.carriers[0]
            assert order[span.origin.symbol] <= order[oldest.symbol]
            for nearest in span.nearest:
                assert order[oldest.symbol] <= order[nearest.symbol] < order[target.symbol]
            assert oldest == span.carriers[0]
            assert set(span.nearest) <= set(span.carriers)


@settings(max_examples=40)
@given(histories())
def test_no_paragraph_holds_the_words_before_the_earliest(
    tmp_path_factory: pytest.TempPathFactory, history: list[list[str]]
) -> None:
    documents = [resolution(9001 + n, *texts) for n, texts in enumerate(history)]
    target = documents[-1]
    shelved = [(d.symbol, p.id, f" {' '.join(words(p.text))} ") for d in documents[:-1] for p in d.paragraphs]

    def first(text: str) -> tuple[str | None, str]:
        return next((symbol, id_) for symbol, id_, held in shelved if f" {' '.join(words(text))} " in held)

    for found in traced(tmp_path_factory.mktemp("corpus"), target, *documents).paragraphs:
        text = target.paragraph(found.id).text
        if found.verdict is Verdict.VERBATIM or found.uses:
            assert found.earliest
            assert (found.earliest.symbol, found.earliest.id) == first(text)
        if found.earliest:
            assert (found.earliest.symbol, found.earliest.id) in [(s.symbol, s.id) for s in found.sources]
        for span in found.spans:
            if span.earliest:
                assert (span.earliest.symbol, span.earliest.id) == first(text[span.start : span.end])


@settings(max_examples=40)
@given(histories())
def test_spans_cover_every_word_once_and_totals_add_up(tmp_path_factory: pytest.TempPathFactory, history: list[list[str]]) -> None:
    documents = [resolution(9001 + n, *texts) for n, texts in enumerate(history)]
    target = documents[-1]
    lineage = traced(tmp_path_factory.mktemp("corpus"), target, *documents)
    size = 0
    for paragraph_, found in zip(target.paragraphs, lineage.paragraphs, strict=True):
        told = [at for span in found.spans for at in range(span.start, span.end)]
        assert told == sorted(set(told))
        tokens = tokenise(paragraph_.text)
        for at in tokens.word_indices():
            size += 1
            assert any(s.start <= tokens.bounds[at] and tokens.bounds[at + 1] <= s.end for s in found.spans)
        assert all(source.words > 0 and 0 < source.share <= 1 for source in found.sources)
    totals = lineage.totals
    assert totals.words == size == totals.inherited + totals.stock + totals.none


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
    """Nor are they called not found: it is told how many paragraphs hold them, the shortest and the oldest."""
    first = resolution(9001, "Calls upon all keepers to light their lamps before dusk and to count the wrecks of every winter;")
    second = resolution(9002, "Calls upon all keepers to light their lamps;", "Notes that it calls upon all keepers;")
    found = one(tmp_path, "Calls upon all keepers:", first, second)
    assert (found.verdict, found.uses) == (Verdict.STOCK, 3)
    assert found.closest
    assert found.earliest
    assert [(r.symbol, r.id) for r in (found.closest, found.earliest)] == [
        ("S/RES/9002 (2092)", "OP2"),
        ("S/RES/9001 (2091)", "OP1"),
    ]
    assert {(s.kind, s.origin, s.carriers) for s in found.spans} == {(SpanKind.STOCK, None, ())}


def test_a_few_words_that_no_text_holds_are_not_found(tmp_path: Path) -> None:
    found = one(
        tmp_path, "Lantern glass;", resolution(9001, "Requests the keepers to count every lantern, its glass and its wick;")
    )
    assert (found.verdict, found.uses, found.closest) == (Verdict.NONE, None, None)


def test_a_few_words_are_verbatim_where_a_paragraph_holds_no_more(tmp_path: Path) -> None:
    """The earliest use is the first of all, within a longer text or not."""
    longer = "Requests the keepers to count every lantern, its glass and its wick;"
    found = one(tmp_path, "Its wick;", resolution(9001, longer), resolution(9002, "Its wick"), resolution(9003, longer))
    assert (found.verdict, found.uses) == (Verdict.VERBATIM, None)
    assert found.closest
    assert found.earliest
    assert [(r.symbol, r.id) for r in (found.closest, found.earliest)] == [
        ("S/RES/9002 (2092)", "OP1"),
        ("S/RES/9001 (2091)", "OP1"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Calls upon Member States:",
        "Encourages all States to:",
        "Decides that the Secretary-General shall:",
        "Urges the parties",
        "Decides:",
    ],
)
def test_a_verb_and_whom_it_addresses_are_a_formula(tmp_path: Path, text: str) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    longer = f"{text[:-1]}, {LAMPS}"
    for name, held in (("a", OTHER), ("b", text), ("c", longer)):
        found = one(tmp_path / name, text, resolution(9001, held))
        assert (found.verdict, found.uses) == (Verdict.STOCK, None)
        assert {s.kind for s in found.spans} == {SpanKind.STOCK}


@pytest.mark.parametrize("text", ["Demands that Member States withdraw:", "Commends the cook;", "Support for lighthouse repairs"])
def test_a_verb_with_an_object_is_no_formula(tmp_path: Path, text: str) -> None:
    assert one(tmp_path, text, resolution(9001, OTHER)).verdict is Verdict.NONE


def test_french_formulas(tmp_path: Path) -> None:
    target = document("S/RES/9009 (2099)", date(2099, 1, 1), ["Demande à tous les États Membres :"], language=Language.FR)
    held = document(
        "S/RES/9001 (2091)", date(2091, 1, 1), ["Se félicite de la soirée que sept capitaines ont donnée ;"], language=Language.FR
    )
    assert traced(tmp_path, target, held).paragraphs[0].verdict is Verdict.STOCK


def test_a_verbatim_paragraph_has_no_source_but_what_holds_it_whole(tmp_path: Path) -> None:
    """However near another one is: here the stock phrase differs, and the rest is the same."""
    near = "Requests the harbour masters to count the lamps of every pier and wharf, acting under Chapter VII of the Charter;"
    text = near.replace("the Charter", "the Charter of the United Nations")
    found = one(tmp_path, text, resolution(9001, near), resolution(9002, f"{text[:-1]} and to report on {WRECKS}"))
    assert found.verdict is Verdict.VERBATIM
    assert {s.symbol for s in found.sources} == {"S/RES/9002 (2092)"}


def test_the_first_use_of_common_words_is_among_the_sources(tmp_path: Path) -> None:
    """However many later paragraphs hold the same words."""
    text = "Calls upon the keepers to light the lamps of the harbour before dusk;"
    later = [resolution(9002 + n, *[text.replace("dusk", f"dusk and {n} times {m}") for m in range(80)]) for n in range(4)]
    found = one(tmp_path, text[:-6], resolution(9001, f"{OTHER} {text}"), *later)
    assert found.verdict is Verdict.VERBATIM
    assert found.earliest
    assert found.earliest.symbol == "S/RES/9001 (2091)"


def test_a_part_of_a_passage_has_an_earliest_use_of_its_own(tmp_path: Path) -> None:
    """A safeguard cuts a passage; what stands after it may be older than the whole."""
    head, tail = (
        "Calls upon all keepers to light their lamps, in accordance with international law",
        LAMPS[len("Calls upon all keepers ") :],
    )
    text = f"{head}, {tail}"
    found = one(tmp_path, text, resolution(9001, f"{WRECKS[:-1]}, and {tail}"), resolution(9002, text))
    assert found.earliest
    assert found.earliest.symbol == "S/RES/9002 (2092)"
    told = {text[s.start : s.end]: s.earliest.symbol for s in found.spans if s.earliest}
    assert told[next(part for part in told if "before dusk" in part)] == "S/RES/9001 (2091)"


def test_the_number_printed_in_an_item_is_none_of_its_words(tmp_path: Path) -> None:
    def item(letter: str) -> Paragraph:
        return replace(paragraph(f"A.P1{letter}", f"{letter} {LAMPS}", Kind.ANNEX), path=("A", "P1", letter))

    found = traced(tmp_path, resolution(9009, item("(dd)")), resolution(9001, item("(d)"))).paragraphs[0]
    assert found.verdict is Verdict.VERBATIM
    assert found.earliest
    assert [(s.start, s.end) for s in found.spans] == [(5, 4 + len(LAMPS))]


def test_of_what_is_not_found_the_longest_run_of_words_is_told(tmp_path: Path) -> None:
    run = "to light their lamps before dusk and to keep them burning"
    text = f"{OTHER[:-1]}, whom it taught {run} in spite of the draught, {'the rain and the wind, ' * 20}"
    with shelf(tmp_path, resolution(9001, LAMPS)) as corpus:
        target = resolution(9009, text, OTHER)
        long, other = trace(target, corpus.earlier(before=target, language=target.language)).paragraphs
    assert long.verdict is other.verdict is Verdict.NONE
    assert long.longest
    assert (long.longest.words, long.longest.earliest.symbol) == (11, "S/RES/9001 (2091)")
    assert text[long.longest.start : long.longest.end] == run
    assert other.longest is None


def test_a_stock_phrase_in_a_sentence_of_its_own_is_precedent_where_that_was_said_before(tmp_path: Path) -> None:
    """A threat to peace, determined in one situation, is precedent for that situation, and only for it."""
    text = (
        "Determining that the fog in Ruritania continues to constitute a threat to international peace and security in the region,"
    )
    target = resolution(9009, text, text.replace("Ruritania", "Pontevedro"))
    said, other = traced(tmp_path, target, resolution(9001, text)).paragraphs
    assert said.verdict is Verdict.VERBATIM
    assert other.verdict is not Verdict.VERBATIM
