"""Laws and cases of the HTML pages."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import concordance_samples as several
import pages
import report_samples as samples
from resdiff.concordance import Cell, Concordance, Part, Row, State
from resdiff.models import (
    Comparison,
    Kind,
    Language,
    Link,
    LinkKind,
    Passage,
    Reference,
    Span,
    SpanKind,
    Verdict,
)
from resdiff.report import html, words

PAGES: dict[str, Callable[[], str]] = {
    "evolve": lambda: html.evolve_page(samples.evolution()),
    "evolve whole": lambda: html.evolve_page(samples.evolution(complete=True)),
    "diff": lambda: html.diff_page(samples.comparison()),
    "compare": lambda: html.compare_page(several.concordance()),
    "compare base": lambda: html.compare_page(several.based()),
    "compare arabic": lambda: html.compare_page(several.concordance(Language.AR)),
    "trace": lambda: html.trace_page(samples.lineage()),
    "show": lambda: html.show_page(samples.document()),
}

pieces_of_text = st.one_of(
    st.sampled_from(samples.HOSTILE), st.text(max_size=12), st.sampled_from(["urges", "calls upon", " ", ", ", "States"])
)
texts = st.lists(pieces_of_text, min_size=1, max_size=8).map("".join).filter(bool)


def two(left: str, right: str, kind: LinkKind = LinkKind.EDITED) -> Comparison:
    a = samples.document("S/RES/9006 (2096)", (("OP1", Kind.OPERATIVE, 0, left),))
    b = samples.document(body=(("OP1", Kind.OPERATIVE, 0, right), ("OP2", Kind.OPERATIVE, 0, right)))
    link = Link("OP1", "OP1", kind, 0.5, None, True, (), samples.edits(left, right))
    return Comparison(a, b, ("OP2",), (), (link,))


@given(texts, texts)
def test_stripping_the_markup_of_the_right_side_leaves_the_right_text(left: str, right: str) -> None:
    found = pages.read(html.diff_page(two(left, right)), "data-right").texts
    assert found == [("OP1", words.printable(right)), ("OP2", words.printable(right))]


@given(texts, texts)
def test_the_left_side_is_the_left_text(left: str, right: str) -> None:
    page = html.diff_page(two(left, right)).replace("<del", "<s").replace("</del>", "</s>")
    assert pages.read(page, "data-left").texts == [("OP1", words.printable(left))]


@given(texts, texts)
def test_every_cell_of_a_concordance_holds_its_text(left: str, right: str) -> None:
    a = samples.document("S/RES/9006 (2096)", (("OP1", Kind.OPERATIVE, 0, left),))
    b = samples.document(body=(("OP2", Kind.OPERATIVE, 0, right),))
    before = Cell(State.PLAIN, None, (Part("OP1", left, State.PLAIN, None, (), ()),))
    for state in (State.EDITED, State.SAME, State.BACK):
        after = Cell(state, 0, (Part("OP2", right, state, "OP1", samples.edits(left, right), ()),))
        page = html.compare_page(Concordance((a, b), None, (Row(1, (before, after)),), 1))
        assert pages.read(page, "data-part").texts == [("OP1", words.printable(left)), ("OP2", words.printable(right))]


@given(texts, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_the_evolution_page_conserves_the_target(text: str, ranges: list[Span]) -> None:
    value = samples.evolution()
    target = samples.document(body=(("OP1", Kind.OPERATIVE, 0, text),))
    near = (Reference(samples.R5, "PP6"),)
    spans = tuple(Passage(min(r), max(r), SpanKind.INHERITED, near[0], near[0], near, near) for r in ranges)
    item = replace(value.lineage.paragraphs[2], id="OP1", spans=spans)
    value = replace(value, lineage=replace(value.lineage, target=target, paragraphs=(item,)), nexus=(), chains=())
    assert dict(pages.read(html.evolve_page(value)).texts)["OP1"] == words.printable(text)


@given(texts)
def test_the_document_page_conserves_every_paragraph(text: str) -> None:
    page = html.show_page(samples.document(body=(("OP1", Kind.OPERATIVE, 0, text), ("H1", Kind.HEADING, 0, text))))
    found = dict(pages.read(page).texts)
    assert found["OP1"] == found["H1"] == words.printable(text)


@pytest.mark.parametrize("hostile", samples.HOSTILE)
def test_text_is_never_markup(hostile: str) -> None:
    """No element comes out but ours, whatever the words of document, symbol, id, theme and metadata."""
    value = samples.hostile(hostile)
    lineage, hurt_target = value.lineage, value.lineage.target
    for page in (
        html.evolve_page(value),
        html.trace_page(lineage),
        html.show_page(hurt_target),
    ):
        reader = pages.read(page)
        assert reader.tags.count("script") == (2 if 'class="evolve"' in page else 1)
        assert "img" not in reader.tags
        assert not [name for _, name, _ in reader.attributes if name.startswith("on")]
        data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
        assert data is None or not set("<>&") & set(data[1])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nothing_of_the_network(name: str) -> None:
    page = PAGES[name]()
    reader = pages.read(page)
    assert not [item for item in reader.attributes if item[1] in ("src", "srcset", "poster", "action", "background", "style")]
    for tag, attribute, value in reader.attributes:
        if attribute == "href":
            assert tag == "a"
            assert value.startswith(("#", "https://docs.un.org/"))
    assert "link" not in reader.tags
    assert not re.search(r"@import|url\((?!#pt)", page)


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_admits_exactly_the_pages_own_style_and_script(name: str) -> None:
    page = PAGES[name]()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    told = policy[1].replace("&#39;", "'")
    assert "default-src 'none'" in told
    for tag in ("style", "script"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert body
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in told


@pytest.mark.parametrize("name", PAGES)
def test_forbidden_words_stand_in_no_page_outside_the_documents(name: str) -> None:
    for said in pages.read(PAGES[name]()).apparatus:
        assert not pages.FORBIDDEN.search(said), said


@pytest.mark.parametrize("name", PAGES)
def test_same_input_same_bytes(name: str) -> None:
    assert PAGES[name]() == PAGES[name]()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_heard(name: str) -> None:
    """Language, landmarks, one h1, no heading level skipped, unique ids, table heads with a scope, pictures with a name."""
    page = PAGES[name]()
    reader = pages.read(page)
    assert '<html lang="en">' in page
    assert reader.tags.count("main") == reader.tags.count("h1") == 1
    levels = [int(tag[1]) for tag in reader.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    ids = [value for _, attribute, value in reader.attributes if attribute == "id"]
    assert len(ids) == len(set(ids))
    assert "<th>" not in page
    hashes = {value[1:] for _, attribute, value in reader.attributes if attribute == "href" and value.startswith("#")}
    assert hashes <= set(ids), hashes - set(ids)


def test_wording_without_precedent_stands_at_the_very_top() -> None:
    page = html.evolve_page(samples.evolution())
    variant = page.index("lantern smuggling, whether local or transnational</b></q>")
    assert variant < page.index("Found before") < page.index('id="paragraphs"')
    assert "Wording not found before, in 2,041 documents adopted 2090-2096" in page


def test_nothing_is_called_not_found_where_nothing_was_searched() -> None:
    value = samples.evolution()
    empty = replace(value.lineage.searched, documents=0, from_=None, to=None)
    page = html.evolve_page(replace(value, lineage=replace(value.lineage, searched=empty)))
    assert "Nothing was searched" in page
    assert 'class="unfound' not in page


def test_a_part_of_the_council_is_warned_of() -> None:
    assert "Part of the Council only" in html.evolve_page(samples.evolution())
    assert "Part of the Council only" not in html.evolve_page(samples.evolution(complete=True))


def test_what_is_unknown_is_called_unknown() -> None:
    page = html.evolve_page(samples.evolution())
    assert "30 August 2096; vote unknown; Chapter VII: no" in page
    assert "<dt>Meeting</dt><dd>unknown</dd>" in page


def test_arabic_is_written_from_the_right() -> None:
    page = html.show_page(samples.document(language=Language.AR))
    assert '<div class="text" lang="ar" dir="rtl" data-text="PP1">' in page
    lines = samples.document(language=Language.AR).masthead.lines
    assert lines
    assert all(f"<bdi>{line}</bdi>" in page for line in lines)  # "14 March 2091" is read from the left


def test_colour_never_stands_alone() -> None:
    """Each passage says its source in words and carries its number or key; insertions and deletions are elements, not colours."""
    page = html.evolve_page(samples.evolution())
    for tag in re.findall(r'<(?:a|span) class="p [^>]*>', page):
        assert re.search(r'title="[^"]+"', tag), tag


def test_every_verdict_is_said_in_words() -> None:
    page = html.evolve_page(samples.evolution())
    for said in (
        "Verbatim in S/RES/9005 (2095) PP8",
        "Adapted from ",
        "Assembled from ",
        "Partly from ",
        "Stock phrase",
        "Not found in 2,041",
    ):
        assert said in page, said
    assert all(verdict in words.VERDICTS for verdict in Verdict)


def test_a_large_report_stays_below_three_megabytes() -> None:
    assert len(html.evolve_page(samples.large()).encode()) < 3_000_000


def test_numbered_changes_and_unchanged_runs() -> None:
    page = html.diff_page(samples.comparison())
    numbers = re.findall(r'data-change="(\d+)"', page)
    assert numbers == [str(i + 1) for i in range(len(numbers))]
    assert "1 paragraph unchanged: PP2" in page
    assert [name for name, _ in pages.read(page, "data-right").texts] == [p.id for p in samples.comparison().right.paragraphs]


def test_links_lead_to_documents_as_issued() -> None:
    assert html.official("S/RES/9005 (2095)") == "https://docs.un.org/en/S/RES/9005(2095)"
    assert html.official("S/PRST/2094/2", Language.FR) == "https://docs.un.org/fr/S/PRST/2094/2"
    assert html.official("javascript:alert(1)") == ""


def test_a_line_is_cut_where_scripts_must_not_run_together() -> None:
    assert words.isolated("حتى 2021 -> حتى 2022 (date or term differs)") == [
        ("حتى 2021", True),
        (" -> ", False),
        ("حتى 2022", True),
        (" (date or term differs)", False),
    ]
    assert words.isolated("words gained: الفرق (الأول)") == [("words gained: ", False), ("الفرق (الأول)", True)]


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ("[على: الفور] (فرنسا): still in brackets, now under الصين", ["على: الفور", "فرنسا", "الصين"]),
        ("[على الفور]: kept without brackets, at another place", ["على الفور"]),
        ("“يدعو (الحراس)” (2 alt): chosen", ["يدعو (الحراس)", "2 alt"]),
        ("فرنسا: “حذف «الضباب»”: position no longer printed; the text is as it asks", ["فرنسا", "حذف «الضباب»"]),
        ("“حذف”: new position", ["حذف"]),
        ("marked “متفق عليها”, then “اتفق عليها”; its words are the same", ["متفق عليها", "اتفق عليها"]),
        ("comment “ا. ب, 2091-03-04: لماذا؟”: in both texts", ["ا. ب, 2091-03-04: لماذا؟"]),
    ],
)
def test_of_a_line_on_the_talks_only_what_it_quotes_is_set_apart(line: str, quoted: list[str]) -> None:
    parts = words.isolated(line)
    assert "".join(part for part, _ in parts) == line
    assert [part for part, foreign in parts if foreign] == quoted
