"""Akoma Ntoso: what is written reads back to the same document."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from resdiff import parse, specimen, vocabulary
from resdiff.models import (
    Adoption,
    Block,
    Blocks,
    Document,
    Hint,
    Language,
    Layout,
    Mark,
    MarkKind,
    Masthead,
    Note,
    Source,
    SourceKind,
    Status,
    Vote,
)
from resdiff.normalise import repair
from resdiff.read import read
from resdiff.report.akn import show_akn

NS = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
SCHEMA = os.environ.get("RESDIFF_AKN_SCHEMA", "")
"""The path of akomantoso30.xsd, which is not part of this repository."""


def assembled(blocks: Blocks) -> Document:
    terms = vocabulary.load(blocks.language or Language.EN)
    return parse.assemble(repair(blocks, terms, lambda word: True).blocks, Source(blocks.kind, "0"), terms)


def again(document: Document) -> Document:
    """The document written and read."""
    return assembled(read(show_akn(document).encode(), "again.xml"))


def same(document: Document) -> Document:
    """What must come back: all but the source, the doubts, the pages, and the verbs that are told from the words."""
    paragraphs = tuple(
        replace(p, page=None, themes=(), opening="", clauses=(), marks=tuple(sorted(p.marks, key=str))) for p in document.paragraphs
    )
    return replace(document, source=Source(SourceKind.AKN, "0"), doubts=(), paragraphs=paragraphs)


def valid(text: str) -> None:
    """Well-formed, and valid where the schema is at hand."""
    root = etree.fromstring(text.encode())
    if SCHEMA:
        etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)


# --- the specimen, real documents ------------------------------------------------------------------------------------------------

XML = dict(specimen.files()[:-1])


@pytest.mark.parametrize("name", XML)
def test_every_document_of_the_specimen(name: str) -> None:
    document = assembled(read(XML[name], name))
    valid(show_akn(document))
    assert same(again(document)) == same(document)


@pytest.mark.real
def test_a_sample_of_real_documents_in_all_languages(shared: Path) -> None:
    paths = sorted((shared / "data").glob("akn*/**/*.xml"))
    by_folder: dict[Path, list[Path]] = {}
    for path in paths:
        by_folder.setdefault(path.parent, []).append(path)
    chosen = [path for found in by_folder.values() for path in found[:: max(1, len(found) // 4)][:4]][:200]
    languages = set()
    for path in chosen:
        document = assembled(read(path.read_bytes(), path.name))
        languages.add(document.language)
        valid(show_akn(document))
        assert same(again(document)) == same(document), path.name
    assert len(chosen) > 150
    assert languages >= {Language.AR, Language.EN, Language.ES, Language.FR, Language.RU, Language.ZH}


# --- the law ---------------------------------------------------------------------------------------------------------------------

WORDS = [
    "lamp",
    "keepers",
    "of",
    "the",
    "fog",
    "resolution 9001 (2091)",
    "&",
    "<b>",
    "]]>",
    '"quoted"',
    "naïve",
    "an item (a)",
    "2.",
]
PREAMBULAR = ["Recalling", "Noting with concern", "Recognizing", "Deeply concerned"]
OPERATIVE = ["Calls upon", "Decides", "Urges", "Requests", "Recalls"]
KINDS = [MarkKind.INSERT, MarkKind.OPTION, MarkKind.TAG]


@st.composite
def words(draw: st.DrawFn, opening: str = "", end: str = "") -> str:
    middle = draw(st.lists(st.sampled_from(WORDS) | st.text("abcd éя中ع", min_size=1, max_size=6), min_size=1, max_size=6))
    return " ".join(f"{opening} of {' '.join(middle)}".split()) + end


@st.composite
def marked(draw: st.DrawFn, text: str) -> tuple[Mark, ...]:
    """Italics, and marks that overlap in any way; two of one kind say different things. In a row of cells: one of all of it."""
    if "\t" in text:
        return (Mark(0, len(text), MarkKind.INSERT, "FR: a row"),) if draw(st.booleans()) else ()
    found = []
    for i, kind in enumerate(draw(st.lists(st.sampled_from([MarkKind.ITALIC, *KINDS]), max_size=4))):
        start = draw(st.integers(0, len(text) - 1))
        found.append(Mark(start, draw(st.integers(start + 1, len(text))), kind, "" if kind is MarkKind.ITALIC else f"FR <{i}>: b"))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        found.append(Mark(at, at, MarkKind.DELETE, "somebody: the words & that went"))
    return tuple(sorted(found, key=lambda m: (m.start, m.end)))


@st.composite
def blocks_of_list(draw: st.DrawFn, depth: int = 0) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    count = draw(st.integers(2, 4))
    for i in range(count):
        nested = depth == 0 and draw(st.booleans()) and i < count - 1
        out.append(
            (f"({'abcd'[i]})" if depth == 0 else f"({['i', 'ii', 'iii', 'iv'][i]})", draw(words(end=":" if nested else ";")))
        )
        if nested:
            out += draw(blocks_of_list(1))
    return out


@st.composite
def numbered(draw: st.DrawFn, count: int) -> list[tuple[str, str]]:
    """Numbered paragraphs, some with lists, some with headings before them or text after their lists."""
    out: list[tuple[str, str]] = []
    for number in range(1, count + 1):
        if draw(st.integers(0, 4)) == 0:
            out.append((draw(st.sampled_from(["", "", "A."])) if number == 1 else "", "Measures on lamps"))
        listed = draw(st.booleans())
        out.append((f"{number}.", draw(words(draw(st.sampled_from(OPERATIVE)), ":" if listed else ";"))))
        if listed:
            out += draw(blocks_of_list())
            if draw(st.booleans()):
                out.append(("", draw(words("and no more", ";"))))
        if draw(st.integers(0, 5)) == 0:
            out += [("row", "North\tfull\toil"), ("row", draw(words(end="\t\tempty")))]
    return out


COVER = ["United Nations", "S/RES/9001 (2091)*", "Security Council", "Distr.: General", "4 March 2091", "Resolution 9001 (2091)"]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document in the form of a resolution, read from a file that keeps its numbers apart or in the text."""
    kind = draw(st.sampled_from([SourceKind.AKN, SourceKind.WORD, SourceKind.HTML]))
    apart = kind is SourceKind.AKN or draw(st.booleans())
    parts: list[tuple[str, str, int]] = [("", "The Security Council,", 0)]
    for _ in range(draw(st.integers(0, 3))):
        parts.append(("", draw(words(draw(st.sampled_from(PREAMBULAR)), ",")), 0))
    parts += [(*part, 0) for part in draw(numbered(draw(st.integers(1, 4))))]
    for annex in range(1, draw(st.integers(0, 2)) + 1):
        parts += [("", f"Annex {'I' * annex}", annex), *((*part, annex) for part in draw(numbered(draw(st.integers(1, 2)))))]
    blocks = [Block(line, hint=Hint.MASTHEAD) for line in draw(st.lists(st.sampled_from(COVER), unique=True))]
    for number, text, annex in parts:
        row = number == "row"
        lead = f"{number} " if number and not row and not apart else ""
        marks = tuple(replace(m, start=m.start + len(lead), end=m.end + len(lead)) for m in draw(marked(text)))
        blocks.append(
            Block(lead + text, number if apart and not row else "", marks, hint=Hint.ROW if row else Hint.NONE, annex=annex)
        )
    notes = draw(
        st.permutations([Note(id_, None, None, f"Words of note {id_} & more.") for id_ in draw(st.sets(st.sampled_from("123*")))])
    )
    for note in notes:
        if draw(st.booleans()):
            i = draw(st.integers(0, len(blocks) - 1))
            at = draw(st.integers(0, len(blocks[i].text)))
            blocks[i] = replace(blocks[i], marks=(*blocks[i].marks, Mark(at, at, MarkKind.NOTE, note.id)))
    title = draw(st.none() | st.just("On lamps"))
    status = draw(st.sampled_from([None, Status.RESOLUTION, Status.DRAFT, Status.NOT_ADOPTED, Status.LOCAL]))
    return assembled(
        Blocks(
            kind,
            Layout.PARAGRAPHS,
            tuple(blocks),
            Language.EN,
            tuple(notes),
            draw(mastheads()),
            (),
            title,
            status,
            draw(adoptions()),
        )
    )


def mastheads() -> st.SearchStrategy[Masthead]:
    return st.builds(
        Masthead,
        job_number=st.sampled_from(["", "91-00001 (E)"]),
        reissue=st.sampled_from(["", "Reissued for technical reasons on 5 May 2091."]),
        sponsors=st.sampled_from([(), ("Isle of Fog", "Bosnia and Herzegovina", "North, Cape and Sons")]),
    )


def adoptions() -> st.SearchStrategy[Adoption]:
    return st.builds(
        Adoption,
        st.none() | st.dates(date(1946, 1, 1), date(2099, 1, 1)),
        st.none() | st.integers(1, 20000),
        st.none() | st.builds(Vote, st.integers(1, 13), st.integers(0, 1), st.integers(0, 1)),
        st.none(),
        st.none() | st.just("The situation of lamps"),
        st.none() | st.just("S/2091/17"),
        st.none() | st.just("S/2091/99"),
    )


@settings(max_examples=int(os.environ.get("RESDIFF_EXAMPLES", "100")))
@given(documents())
def test_what_is_written_reads_back(document: Document) -> None:
    text = show_akn(document)
    valid(text)
    assert same(again(document)) == same(document)
    assert show_akn(document) == text


# --- whatever stands in a text ---------------------------------------------------------------------------------------------------

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=30)


@st.composite
def strange(draw: st.DrawFn) -> Document:
    """Documents whose texts, numbers, notes and marks hold any characters, in any order."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        text = draw(ANYTHING)
        at = draw(st.integers(0, len(text)))
        marks = (Mark(0, len(text), draw(st.sampled_from(KINDS)), draw(ANYTHING)), Mark(at, at, MarkKind.NOTE, draw(ANYTHING)))
        hint = draw(st.sampled_from([Hint.NONE, Hint.HEADING, Hint.ROW, Hint.PREAMBLE, Hint.BODY]))
        found.append(
            Block(
                text, draw(st.sampled_from(["", "1.", "(a)", "7", "o"]) | ANYTHING), marks, hint=hint, annex=draw(st.integers(0, 1))
            )
        )
    said = draw(ANYTHING)
    masthead = Masthead((said,), said, said, said, said, said, said, said, (said,))
    adoption = Adoption(None, None, None, None, said, said, said)
    blocks = Blocks(
        SourceKind.WORD, Layout.PARAGRAPHS, tuple(found), None, (Note(said, None, None, said),), masthead, (), said, None, adoption
    )
    return parse.assemble(replace(blocks, language=Language.EN), Source(SourceKind.WORD, "0"), vocabulary.load(Language.EN))


@given(strange())
def test_it_is_never_broken_and_keeps_every_word(document: Document) -> None:
    text = show_akn(document)
    root = etree.fromstring(text.encode())
    etree.strip_elements(root, f"{NS}authorialNote", f"{NS}meta", f"{NS}formula", with_tail=False)
    parts = [part for tag in ("preamble", "mainBody", "attachments") for part in root[0].iterchildren(f"{NS}{tag}")]
    got = ["".join(e.itertext()) for part in parts for e in part.iter(f"{NS}num", f"{NS}p", f"{NS}heading", f"{NS}block")]
    assert spaceless(got) == spaceless(part for p in document.paragraphs for part in (p.number, p.text))


def spaceless(parts: Iterable[str]) -> str:
    """The words of texts, those characters left out that XML cannot hold and what is shown for them."""
    return re.sub(r"[\s\x00-\x1f\u2400-\u241f\ud800-\udfff\ufffd-\uffff]", "", "".join(parts))


def test_characters_that_xml_cannot_hold_are_shown_and_counted() -> None:
    paragraph = Block("Decides\x00 that \x1b[31m lamps\ud800 burn;", "1.")
    document = parse.assemble(
        Blocks(SourceKind.WORD, Layout.PARAGRAPHS, (Block("The Security Council,"), paragraph), Language.EN),
        Source(SourceKind.WORD, "0"),
        vocabulary.load(Language.EN),
    )
    text = show_akn(document)
    assert "Decides␀ that ␛[31m lamps\ufffd burn;" in text
    assert "3 characters that XML cannot hold" in text
    assert again(document).paragraphs[0].text == "Decides␀ that ␛[31m lamps\ufffd burn;"


def test_it_says_what_a_draft_sets_apart() -> None:
    marks = (
        Mark(0, 7, MarkKind.ITALIC),
        Mark(3, 12, MarkKind.INSERT, "FR"),
        Mark(8, 12, MarkKind.TAG, "UK"),
        Mark(12, 12, MarkKind.DELETE, "FR: not"),
    )
    block = Block("Decides that lamps burn;", "1.", marks)
    document = assembled(Blocks(SourceKind.WORD, Layout.PARAGRAPHS, (Block("The Security Council,"), block), Language.EN))
    root = etree.fromstring(show_akn(document).encode())
    assert ["".join(e.itertext()) for e in root.iter(f"{NS}ins")] == ["ides", " that"]
    assert [(e.get("title"), e.text) for e in root.iter(f"{NS}del")] == [("FR: not", None)]
    assert same(again(document)) == same(document)


def test_what_it_cites_is_a_reference() -> None:
    block = Block("Recalls resolution 9001 (2091);", "1.")
    document = assembled(Blocks(SourceKind.WORD, Layout.PARAGRAPHS, (Block("The Security Council,"), block), Language.EN))
    root = etree.fromstring(show_akn(document).encode())
    assert [(e.get("href"), e.text) for e in root.iter(f"{NS}ref")] == [("https://docs.un.org/en/S/RES/9001(2091)", "9001 (2091)")]
