"""The specimen as printed pages: every PDF gives the paragraphs of the official XML's form and of the Word file, in every language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from resdiff import tokens
from resdiff.models import Document, Language
from resdiff.read import pdf
from test_specimen import FIXTURES, XML, read

PDFS = sorted((FIXTURES / "pdf").glob("*.pdf"))
NAMES = [path.stem for path in PDFS]


@cache
def form(name: str, kind: str) -> Document:
    """One form of a document of the specimen; the XML of English and French is part of the package."""
    file = f"{name}.{kind}"
    document: Document = read(XML[file] if file in XML else (FIXTURES / kind / file).read_bytes(), file)
    return document


def told(document: Document) -> list[tuple[str, str]]:
    """(id, comparison form of the text) of every paragraph."""
    return [(p.id, tokens.fold(p.text)) for p in document.paragraphs]


def noted(document: Document) -> list[tuple[str, str | None, int | None, str]]:
    """Every note but what a reissue says of itself, which Word files and PDFs keep with the masthead."""
    return [(n.id, n.paragraph, n.offset, tokens.fold(n.text)) for n in document.notes if n.id != "*"]


def test_there_is_a_pdf_for_every_document() -> None:
    assert set(NAMES) == {Path(n).stem for n in XML} | {p.stem for p in (FIXTURES / "xml").glob("*.xml")}
    assert sum(path.stat().st_size for path in PDFS) < 1_500_000


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_gives_the_paragraphs_of_the_xml(name: str) -> None:
    printed, official = form(name, "pdf"), form(name, "xml")
    assert told(printed) == told(official)
    assert noted(printed) == noted(official)
    assert (printed.symbol, printed.language, printed.adoption) == (official.symbol, official.language, official.adoption)
    assert printed.masthead.job_number.replace("*", "") == official.masthead.job_number
    assert len(printed.doubts) == (printed.language is Language.AR)


@pytest.mark.parametrize("name", NAMES)
def test_word_and_pdf_of_a_document_give_the_same(name: str) -> None:
    printed, word = form(name, "pdf"), form(name, "docx")
    assert told(printed) == told(word)
    assert noted(printed) == noted(word)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_but_spaces_and_hyphens_differs_from_the_xml_letter_by_letter(name: str) -> None:
    for one, other in zip(form(name, "pdf").paragraphs, form(name, "xml").paragraphs, strict=True):
        assert one.text == other.text.replace("\u00a0", " ").replace("\u2011", "-")


@pytest.mark.parametrize("name", [name for name in NAMES if "9004" in name])
def test_a_reissue_is_told(name: str) -> None:
    assert pdf.read((FIXTURES / "pdf" / f"{name}.pdf").read_bytes()).masthead.reissue
