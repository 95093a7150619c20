"""Official XML as published: words conserved, numbers right, languages agreeing; every n-th file of the shared data."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from resdiff import vocabulary
from resdiff.models import Blocks, Document, Kind, Language, Source, SourceKind, Status
from resdiff.parse import assemble
from resdiff.read import akn
from resdiff.read.facts import read_facts
from resdiff.tokens import words

pytestmark = pytest.mark.real

PRINTED = {"p", "heading", "subheading", "crossHeading", "listIntroduction", "listWrapUp"}


def load(path: Path) -> tuple[Blocks, Document]:
    blocks = akn.read(path.read_bytes(), path.name)
    return blocks, assemble(blocks, Source(SourceKind.AKN, "0"), vocabulary.load(blocks.language or Language.EN))


def files(shared: Path, pattern: str, step: int) -> list[Path]:
    return sorted((shared / "data").glob(pattern))[::step]


def test_reading_keeps_every_word_of_the_xml(shared: Path) -> None:
    for path in files(shared, "akn*/**/*.xml", 41):
        try:
            root = ET.parse(path).getroot()
        except ET.ParseError:
            continue
        body = [
            e for e in root.iter() if e.tag.rpartition("}")[2] in ("preface", "preamble", "mainBody", "attachments", "conclusions")
        ]
        inner = {id(child) for e in body for child in e.iter() if child is not e}
        want = sum(len("".join("".join(e.itertext()).split())) for e in body if id(e) not in inner)
        blocks, _ = load(path)
        parts = [part for b in blocks.blocks for part in (b.marker, b.text)] + [n.text for n in blocks.notes]
        got = sum(len("".join(part.split())) for part in parts)
        assert got >= want, path.name


def test_assembling_conserves_words_in_order(shared: Path) -> None:
    for path in files(shared, "akn*/**/*.xml", 41):
        blocks, document = load(path)
        want = [w for b in blocks.blocks for part in (b.marker, b.text) for w in words(part)]
        cover = document.masthead.lines[len(blocks.masthead.lines) :]
        above = [w for line in cover for w in words(line)]
        got = [w for p in document.paragraphs for part in (p.number, p.text) for w in words(part)]
        assert Counter(above) + Counter(got) == Counter(want), path.name
        left = iter(want)
        assert all(word in left for word in got), f"{path.name}: out of order"  # what stands below the text goes to the cover
        assert len({p.id for p in document.paragraphs}) == len(document.paragraphs)


def test_operative_numbers_are_those_of_the_xml(shared: Path) -> None:
    for path in files(shared, "akn*/**/*.xml", 13):
        if "PRST" in path.name:
            continue
        try:
            root = ET.parse(path).getroot()
        except ET.ParseError:
            continue
        texts = ("".join(e.itertext()).strip() for e in root.iter("{*}num"))
        numbers = [int(m[1]) for text in texts if (m := re.fullmatch(r"(\d+)\.", text))]
        rising = numbers[: next((i for i in range(1, len(numbers)) if numbers[i] <= numbers[i - 1]), len(numbers))]
        _, document = load(path)
        found = {int(m[1]) for p in document.paragraphs if (m := re.fullmatch(r"OP(\d+)", p.id))}
        annexed = {p.number for p in document.paragraphs if p.kind is Kind.ANNEX}
        assert set(rising) <= found or {f"{n}." for n in rising} <= annexed, path.name


def test_files_that_are_not_well_formed_have_one_doubt_and_whole_texts(shared: Path) -> None:
    seen = 0
    for path in files(shared, "akn/PRST/200*/*.xml", 7):
        try:
            ET.parse(path)
        except ET.ParseError:
            seen += 1
            blocks, document = load(path)
            assert any("not well-formed (line" in doubt.what for doubt in blocks.doubts), path.name
            assert any(p.kind is Kind.STATEMENT for p in document.paragraphs), path.name
            assert document.status is Status.STATEMENT
    assert seen > 3


def test_languages_agree_on_ids(shared: Path) -> None:
    """The floor of a later milestone is 0.93; measured over all files of 2020 and 2021: 0.959."""
    by_symbol: dict[str | None, dict[str, list[str]]] = defaultdict(dict)
    for year in ("2020", "2021"):
        for language in ("English", "Arabic", "Chinese", "French", "Russian", "Spanish"):
            for path in files(shared, f"akn/{year}/{language}/*.xml", 1):
                if re.search(r"(2512|2531|2551|2556|2568|2576|2584|2595|2607|2612|2617)", path.name):
                    _, document = load(path)
                    by_symbol[document.symbol][language] = [p.id for p in document.paragraphs]
    pairs = [(v["English"], ids) for v in by_symbol.values() if "English" in v for name, ids in v.items() if name != "English"]
    assert len(pairs) > 40
    assert sum(SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.9 for a, b in pairs) / len(pairs) > 0.9


def test_known_structures(shared: Path) -> None:
    def ids(number: int, year: int) -> list[str]:
        found = next(iter(sorted((shared / "data" / "akn" / "Pre-2020" / str(year)).glob(f"S_RES_{number}*.xml"))))
        return [p.id for p in load(found)[1].paragraphs]

    assert [i for i in ids(2253, 2015) if i.startswith(("OP2", "H")) and not re.match(r"OP2\d", i)][:8] == [
        "H1", "OP2", "H2", "OP2(a)", "H3", "OP2(b)", "H4", "OP2(c)",
    ]  # fmt: skip
    assert [i for i in ids(1977, 2011) if re.fullmatch(r"OP\d", i)] == [f"OP{n}" for n in range(1, 10)]
    assert "PP16" in ids(1305, 2000)
    assert ids(2482, 2019).count("PP19") == 1
    assert "OP26" in ids(2482, 2019)


def test_facts_and_xml_agree(shared: Path) -> None:
    facts = {f.symbol: f for f in read_facts((shared / "data" / "metadata" / "2019.json").read_bytes())}
    for path in files(shared, "akn/Pre-2020/2019/*.xml", 5):
        document = load(path)[1]
        known = facts[document.symbol or ""].adoption
        assert (document.adoption.date, document.adoption.meeting, document.adoption.vote) == (
            known.date,
            known.meeting,
            known.vote,
        )
