"""The specimen: consistent in itself, read alike from every form, and traced as its ancestry says."""

from __future__ import annotations

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from resdiff import specimen
from resdiff.models import Language

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
TRUTH: dict[str, Any] = json.loads(specimen.ancestry())
DOCUMENTS: dict[str, Any] = {d["symbol"]: d for d in TRUTH["documents"]}
XML = {name: data for name, data in specimen.files() if name.endswith(".xml")}
LANGUAGES = ("en", "fr")
FLOORS = {"verdict": 0.96, "closest": 0.95, "origin": 0.93, "passages": 0.93}
"""Shares of the paragraphs with ancestors on which trace and the ancestry must agree; measured, only to rise."""


def name_of(symbol: str, language: str) -> str:
    return f"{re.sub(r'[^0-9A-Z]+', '_', symbol).strip('_')}.{language}"


def words(text: str) -> list[str]:
    """As ancestry.json counts them."""
    return re.findall(r"[^\W_]+(?:[-’'/][^\W_]+)*", text.casefold())


# --- consistent in itself ----------------------------------------------------------------------------------------------------------


def test_it_is_small_and_says_what_it_is() -> None:
    assert sum(len(data) for _, data in specimen.files()) + len(specimen.ancestry()) < 600_000
    assert len(XML) == 18
    for name, data in XML.items():
        said = (
            "SPECIMEN - not a United Nations document"
            if ".en." in name
            else "SPÉCIMEN - ceci n’est pas un document des Nations Unies"
        )
        assert said in data.decode()
    for path in (*FIXTURES.glob("text/*.txt"),):
        assert "SPECIMEN" in path.read_text(encoding="utf-8").replace("É", "E")


@pytest.mark.parametrize("name", sorted(XML))
def test_the_xml_is_well_formed(name: str) -> None:
    assert ET.fromstring(XML[name]).tag.endswith("akomaNtoso")


def test_its_text_has_a_form_for_every_document() -> None:
    assert {p.name for p in FIXTURES.glob("text/*.txt")} >= {name.replace(".xml", ".txt") for name in XML}


def test_its_sources_were_not_changed_without_making_the_forms_again() -> None:
    for symbol, document in DOCUMENTS.items():
        source = FIXTURES / "source" / ("PRST.txt" if "PRST" in symbol else f"{symbol[6:10]}.txt")
        ids = [line.split()[0] for block in source.read_text(encoding="utf-8").split("\n\n")[1:] for line in block.split("\n")[:1]]
        assert [i for i in ids if i not in ("NOTE", "ANNEX")] == document["ids"]


def test_every_reference_of_the_ancestry_names_a_paragraph() -> None:
    def references(value: Any) -> list[tuple[str, str]]:
        if isinstance(value, dict):
            own = [(value["symbol"], value["id"])] if {"symbol", "id"} <= set(value) else []
            return own + [r for item in value.values() for r in references(item)]
        return [r for item in value for r in references(item)] if isinstance(value, list) else []

    found = references(TRUTH)
    assert len(found) > 200
    for symbol, id_ in found:
        assert id_ in DOCUMENTS[symbol]["ids"]
    target = DOCUMENTS[TRUTH["target"]]["ids"]
    for id_ in [*TRUTH["nexus"]["certain"], *TRUTH["nexus"]["arguable"], *(i for c in TRUTH["concepts"] for i in c["target"])]:
        assert id_ in target


def test_sources_are_earlier() -> None:
    order = TRUTH["order"]
    assert [d["date"] for d in TRUTH["documents"]] == sorted(d["date"] for d in TRUTH["documents"])
    for document in TRUTH["documents"]:
        for paragraph in document["paragraphs"]:
            for source in paragraph["sources"]:
                assert order.index(source["symbol"]) < order.index(document["symbol"])


# --- read alike from every form ----------------------------------------------------------------------------------------------------


@cache
def read(data: bytes, name: str) -> Any:
    from resdiff import parse, vocabulary
    from resdiff.models import Source
    from resdiff.normalise import repair
    from resdiff.read import read as read_blocks
    from resdiff.read.words import known

    blocks = read_blocks(data, name)
    text = "\n".join(block.text for block in blocks.blocks)
    language = blocks.language or vocabulary.detect(text) or Language.EN
    terms = vocabulary.load(language)
    source = Source(blocks.kind, hashlib.sha256(data).hexdigest(), file=name)
    return parse.assemble(repair(blocks, terms, known(language)).blocks, source, terms)


def from_xml(symbol: str, language: str = "en") -> Any:
    name = f"{name_of(symbol, language)}.xml"
    return read(XML[name], name)


def from_text(symbol: str, language: str = "en", kind: str = "") -> Any:
    path = FIXTURES / "text" / f"{name_of(symbol, language)}{kind}.txt"
    return read(path.read_bytes(), path.name)


BOTH = [(symbol, language) for symbol in DOCUMENTS for language in LANGUAGES]


def body(document: Any) -> list[tuple[str, list[str]]]:
    """(id, words) of what is neither a heading nor the title of an annex."""
    return [
        (p.id, words(p.text)) for p in document.paragraphs if p.kind.value not in ("heading", "annex") or re.search(r"\d", p.id[2:])
    ]


def expected_ids(symbol: str) -> list[str]:
    return [i for i in DOCUMENTS[symbol]["ids"] if not i.startswith("H")]


@pytest.mark.parametrize(("symbol", "language"), BOTH)
def test_the_xml_gives_its_paragraphs(symbol: str, language: str) -> None:
    document = from_xml(symbol, language)
    truth = DOCUMENTS[symbol]
    assert document.symbol == symbol
    assert document.language == language
    assert not document.doubts
    assert [p.id for p in document.paragraphs if p.kind.value != "heading"] == expected_ids(symbol)
    assert sum(p.kind.value == "heading" for p in document.paragraphs) >= truth["counts"]["H"]
    assert document.adoption.date.isoformat() == truth["date"]
    assert document.adoption.meeting == truth["meeting"]
    assert document.adoption.chapter_vii is truth["chapter_vii"]
    assert len([n for n in document.notes if n.id != "*"]) == truth["notes"]


@pytest.mark.parametrize(("symbol", "language"), BOTH)
def test_the_text_gives_the_same_paragraphs(symbol: str, language: str) -> None:
    xml, text = from_xml(symbol, language), from_text(symbol, language)
    assert text.symbol == symbol
    assert [(p.id, p.text) for p in text.paragraphs] == [(p.id, p.text) for p in xml.paragraphs]
    assert text.masthead == xml.masthead
    assert [replace(n, text=n.text.lstrip("* ")) for n in xml.notes] == list(text.notes)


def test_a_poor_extraction_gives_the_same_paragraphs() -> None:
    poor = from_text(TRUTH["target"], "fr", ".seed")
    assert [(p.id, p.text) for p in poor.paragraphs] == [(p.id, p.text) for p in from_xml(TRUTH["target"], "fr").paragraphs]


def test_the_pdf_gives_the_same_paragraphs() -> None:
    path = FIXTURES / "pdf" / f"{name_of(TRUTH['target'], 'en')}.pdf"
    pdf, xml = read(path.read_bytes(), path.name), from_xml(TRUTH["target"])
    assert pdf.symbol == TRUTH["target"]
    assert [(p.id, p.text) for p in pdf.paragraphs] == [(p.id, p.text) for p in xml.paragraphs]
    assert [note.paragraph for note in pdf.notes] == ["PP9"]


def test_the_reissue_is_seen() -> None:
    assert "8 January 2095" in from_xml("S/RES/9004 (2094)").masthead.reissue


def test_the_reissue_is_seen_in_text() -> None:
    assert "8 January 2095" in from_text("S/RES/9004 (2094)").masthead.reissue


def test_metadata_fills_what_the_documents_do_not_say() -> None:
    from resdiff.read.facts import read_facts

    facts = {f.symbol: f for f in read_facts(dict(specimen.files())["metadata.json"])}
    for symbol, truth in DOCUMENTS.items():
        fact = facts[symbol]
        assert fact.adoption.date.isoformat() == truth["date"]
        assert fact.adoption.meeting == truth["meeting"]
        vote = fact.adoption.vote
        assert (vote and [vote.for_, vote.against, vote.abstaining]) == truth["vote"]
        assert fact.adoption.agenda
        assert fact.adoption.record == f"S/PV.{truth['meeting']}"


def test_the_ancestry_words_stand_in_both_texts() -> None:
    for symbol, truth in DOCUMENTS.items():
        document = from_xml(symbol)
        for paragraph in truth["paragraphs"]:
            mine = words(document.paragraph(paragraph["id"]).text)
            assert len(mine) == paragraph["words"]
            for passage in paragraph["passages"]:
                start, end = passage["words"]
                assert " ".join(mine[start:end]) == passage["text"]
                for place in (passage["source"], passage["earliest"]):
                    theirs = " ".join(words(from_xml(place["symbol"]).paragraph(place["id"]).text))
                    assert f" {passage['text']} " in f" {theirs} "


# --- traced as its ancestry says ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lineages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The lineage of every document of the specimen but the first, in English, by symbol."""
    from resdiff.workflow import Library

    folder = tmp_path_factory.mktemp("specimen")
    for name, data in specimen.files():
        (folder / name).write_bytes(data)
    with Library(tmp_path_factory.mktemp("library")) as library:
        library.add([folder])
        yield {symbol: library.trace(symbol, Language.EN) for symbol in TRUTH["order"][1:]}


@pytest.fixture(scope="module")
def evolution() -> Any:
    from resdiff.workflow import demonstrate

    return demonstrate()


def traced(lineages: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """(name, truth, what trace says) of every paragraph whose ancestry is known."""
    return [
        (f"{symbol} {truth['id']}", truth, found)
        for symbol, lineage in lineages.items()
        for truth in DOCUMENTS[symbol]["paragraphs"]
        for found in lineage.paragraphs
        if found.id == truth["id"]
    ]


def place(reference: Any) -> tuple[str, str] | None:
    if reference is None:
        return None
    return (reference["symbol"], reference["id"]) if isinstance(reference, dict) else (reference.symbol, reference.id)


def test_every_paragraph_is_traced(lineages: dict[str, Any]) -> None:
    assert len(traced(lineages)) == sum(len(d["paragraphs"]) for d in TRUTH["documents"][1:])


def test_what_is_verbatim_is_found_so(lineages: dict[str, Any]) -> None:
    for name, truth, found in traced(lineages):
        if truth["verdict"] == "verbatim":
            assert found.verdict == "verbatim", name
            assert place(found.closest) == place(truth["closest"]), name
            assert place(found.earliest) == place(truth["verbatim_since"]), name


def test_what_is_verbatim_nowhere_is_not_found_so(lineages: dict[str, Any]) -> None:
    for name, truth, found in traced(lineages):
        if truth["verdict"] not in ("verbatim", "stock"):
            assert found.verdict != "verbatim", name


def test_what_names_its_source_is_declared(lineages: dict[str, Any]) -> None:
    for name, truth, found in traced(lineages):
        for declared in truth.get("declared", []):
            assert place(declared) in [place(r) for r in found.declared], name


def test_nothing_comes_from_later(lineages: dict[str, Any]) -> None:
    order = TRUTH["order"]
    for symbol, lineage in lineages.items():
        for paragraph in lineage.paragraphs:
            for source in paragraph.sources:
                assert order.index(source.symbol) < order.index(symbol)


@pytest.mark.parametrize(("what", "floor"), FLOORS.items())
def test_the_share_that_agrees(lineages: dict[str, Any], what: str, floor: float) -> None:
    right, wrong = 0, []
    for name, truth, found in traced(lineages):
        if truth["verdict"] == "stock":  # a paragraph of stock phrases alone is verbatim elsewhere, too: either is right
            continue
        if what == "verdict":
            agrees, wanted, got = found.verdict == truth["verdict"], truth["verdict"], str(found.verdict)
        elif truth["verdict"] == "none":
            continue
        elif what == "passages":
            agrees, wanted, got = covered(found, truth)
        else:
            wanted, got = str(place(truth[what])), str(place(found.closest if what == "closest" else origin(found)))
            agrees = wanted == got
        right += agrees
        wrong += [] if agrees else [f"{name}: {wanted}, found {got}"]
    share = right / (right + len(wrong))
    assert share >= floor, f"{share:.3f}\n" + "\n".join(wrong)


def origin(found: Any) -> Any:
    """The oldest paragraph that any of its passages goes back to."""
    return min((s.origin for s in found.spans if s.origin), key=standing, default=None)


def standing(reference: Any) -> tuple[int, int]:
    return TRUTH["order"].index(reference.symbol), DOCUMENTS[reference.symbol]["ids"].index(reference.id)


def covered(found: Any, truth: Any) -> tuple[bool, str, str]:
    """Whether nine tenths of the words that are known to be inherited lie in passages that trace gives a source."""
    symbol = next(s for s, d in DOCUMENTS.items() if any(p is truth for p in d["paragraphs"]))
    text = from_xml(symbol).paragraph(truth["id"]).text
    bounds = [m.span() for m in re.finditer(r"[^\W_]+(?:[-’'/][^\W_]+)*", text)]
    want = {i for passage in truth["passages"] for i in range(*passage["words"])}
    got = {i for i, (a, b) in enumerate(bounds) if any(s.start <= a and b <= s.end and s.kind != "none" for s in found.spans)}
    return len(want & got) >= 0.9 * len(want), f"{len(want)} words", f"{len(want & got)}"


def test_the_nexus_paragraphs_of_the_target(evolution: Any) -> None:
    certain, arguable = set(TRUTH["nexus"]["certain"]), set(TRUTH["nexus"]["arguable"])
    found = set(evolution.nexus)
    assert certain <= found, certain - found
    assert found <= certain | arguable, found - certain - arguable


@pytest.mark.parametrize("chain", TRUTH["chains"], ids=lambda c: c["id"])
def test_the_chains_of_ancestors(evolution: Any, chain: dict[str, Any]) -> None:
    found = next(c for c in evolution.chains if c.id == chain["id"])
    steps = [place(step.reference) for step in found.steps]
    wanted, other = [place(r) for r in chain["steps"]], [place(r) for r in chain["or"]]
    assert [s for s in steps if s not in other] == wanted


def test_what_was_not_carried_over(evolution: Any) -> None:
    assert {place(r) for r in TRUTH["not_carried"]} <= {place(r) for r in evolution.not_carried}


def test_the_concepts_that_changed(evolution: Any) -> None:
    for concept in TRUTH["concepts"]:
        found = [c for c in evolution.changes if concept["concept"] in c.concept and c.to == concept["target_variant"]]
        assert found, concept["concept"]
        assert {i for c in found for i in c.target} <= set(concept["target"])
        if "found_before" in concept:
            assert all(c.to_found_before == concept["found_before"] for c in found)
