"""Word files as issued, and official texts written as Word files and read back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from resdiff.cache import Origin
from resdiff.intake import read_document
from resdiff.models import Block, Blocks, Document, Hint, Kind, Language, MarkKind, Status
from resdiff.read import read
from word_files import docx, list_, num, p, pattern, t

pytestmark = pytest.mark.real

FLOOR = 0.93
"""Documents whose ids, numbers and texts are the same from both; what is lost hangs on hints that only the XML has."""


def document(data: bytes, name: str) -> Document:
    return read_document(data, Origin.of(data, file=name))


def test_a_document_as_issued(shared: Path) -> None:
    """A/80/6 (Income sect. 1): its masthead is a table in the header, its one note a framed paragraph, its figures a table."""
    files = sorted((shared / "data" / "docx").glob("*.docx"))
    assert files
    doc = document(next(f for f in files if "INCOMESECT" in f.name).read_bytes(), "download")
    assert (doc.symbol, doc.language, doc.status) == ("A/80/6 (Income sect. 1)", Language.EN, Status.LETTER)
    assert (doc.masthead.organ, doc.masthead.issued, doc.masthead.job_number) == (
        "General Assembly", "16 May 2025", "25-07797 (E) 280525"
    )  # fmt: skip
    assert [(note.id, note.text) for note in doc.notes] == [("*", "A/80/50.")]
    rows = [q for q in doc.paragraphs if q.kind is Kind.ROW]
    assert [len(row.text.split("\t")) for row in rows] == [4, 1, 5, 5, 5]
    assert not doc.doubts


def written(blocks: Blocks, *, generated: bool) -> bytes:
    """The blocks as a Word file: numbers typed, or generated where they are paragraph numbers in sequence."""
    out = [p(line) for line in blocks.masthead.lines]
    expected = 1
    for block in blocks.blocks:
        if block.hint is Hint.ROW:
            out.append(
                "<w:tbl><w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in [*block.text.split("\t"), ""]) + "</w:tr></w:tbl>"
            )
        elif generated and block.marker == f"{expected}.":
            out.append(p(runs(block), properties=list_(1)))
            expected += 1
        elif not (block.hint is Hint.MASTHEAD and block.text in blocks.masthead.lines):
            out.append(p((t(block.marker) + "<w:r><w:tab/></w:r>" if block.marker else "<w:r><w:tab/></w:r>") + runs(block)))
    return docx("".join(out), numbering=pattern(("decimal", "%1.")) + num(1))


def runs(block: Block) -> str:
    out, at = "", 0
    for mark in block.marks:
        if mark.kind is MarkKind.ITALIC and mark.start >= at:
            out += t(block.text[at : mark.start]) + t(block.text[mark.start : mark.end], "<w:i/>")
            at = mark.end
    return out + t(block.text[at:])


@pytest.mark.parametrize("folder", ["akn/2020", "akn/Pre-2020", "akn-ga"])
def test_official_texts_written_as_word_files_read_the_same(shared: Path, folder: str) -> None:
    files = sorted(f for f in (shared / "data" / folder).rglob("*.xml") if "PRST" not in f.name)
    assert files
    chosen = random.Random(11).sample(files, min(45, len(files)))
    same = 0
    for i, file in enumerate(chosen):
        data = file.read_bytes()
        known, seen = document(data, "a.xml"), document(written(read(data), generated=bool(i % 2)), "a.docx")
        same += [(q.id, q.text) for q in seen.paragraphs] == [(q.id, q.text) for q in known.paragraphs]
    assert same >= FLOOR * len(chosen), f"{same} of {len(chosen)}"
