"""PDFs as issued: resolutions of 2025 against the official XML of the same documents, drafts, older documents, scans."""

from __future__ import annotations

import difflib
import re
import unicodedata
from pathlib import Path

import pytest

from resdiff import normalise, parse, vocabulary
from resdiff import read as readers
from resdiff.errors import NoTextLayer
from resdiff.models import Document, Kind, Language, Source
from resdiff.read import pdf, words

pytestmark = pytest.mark.real


def document(path: Path) -> Document:
    blocks = readers.read(path.read_bytes(), path.name)
    language = blocks.language or Language.EN
    done = normalise.repair(blocks, vocabulary.load(language), words.known(language))
    assert normalise.replay(normalise.as_read(blocks), done.record) == normalise.as_read(done.blocks)
    return parse.assemble(done.blocks, Source(blocks.kind, "0"), vocabulary.load(language))


def body(found: Document) -> list[tuple[str, str]]:
    folded = ((p.id, " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", p.text).casefold()))) for p in found.paragraphs)
    return [row for row, p in zip(folded, found.paragraphs, strict=True) if p.kind is not Kind.HEADING and row[1]]


def test_resolutions_of_2025_agree_with_their_xml(shared: Path) -> None:
    shares, errors = [], []
    for line in (shared / "score" / "pairs.tsv").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        issued, official = (body(document(shared / "score" / part)) for part in line.split("\t"))
        same = sum(m.size for m in difflib.SequenceMatcher(None, issued, official, autojunk=False).get_matching_blocks())
        shares.append(same / max(len(issued), len(official)))
        a, b = (" ".join(text for _, text in rows).split() for rows in (issued, official))
        common = sum(m.size for m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
        errors.append((len(a) + len(b) - 2 * common) / len(b))
    assert sum(shares) / len(shares) >= 0.99
    assert sum(errors) / len(errors) <= 0.001


@pytest.mark.parametrize(
    ("name", "preambular", "operative"),
    [
        ("S_2016_1061", 3, 3),
        ("S_2016_1100", 10, 13),
        ("S_2017_77", 28, 39),
        ("S_2017_444", 3, 3),
        ("S_2018_221", 33, 35),
        ("S_2018_257", 19, 29),
    ],
)
def test_drafts(shared: Path, name: str, preambular: int, operative: int) -> None:
    found = document(shared / "data" / "pdf" / f"{name}-EN.pdf")
    ids = [p.id for p in found.paragraphs]
    assert sum(bool(re.fullmatch(r"PP\d+", i)) for i in ids) == preambular
    assert [i for i in ids if re.fullmatch(r"OP\d+", i)] == [f"OP{n}" for n in range(1, operative + 1)]
    assert found.symbol == name.replace("_", "/")


def test_an_assembly_resolution(shared: Path) -> None:
    found = document(shared / "data" / "pdf" / "A_RES_70_10-EN.pdf")
    assert [p.id for p in found.paragraphs] == ["PP1", "PP2", "PP3", "PP4", "OP1", "OP2", "OP3", "OP4", "OP5", "H1"]
    assert found.adoption.meeting == 56  # its line stands below the text, as in official XML
    assert [n.id for n in found.notes] == ["1"]


def test_a_table_is_rows(shared: Path) -> None:
    found = document(shared / "data" / "pdf" / "S_2012_197-EN.pdf")
    rows = [p.text.split("\t") for p in found.paragraphs if p.kind.value == "row"]
    assert len(rows) == 33
    assert {len(cells) for cells in rows} == {5}
    assert (
        [sum(int(cells[i]) for cells in rows[1:-1]) for i in range(1, 5)]
        == [int(cell) for cell in rows[-1][1:]]
        == [203, 27, 5, 235]
    )
    assert [(n.id, n.paragraph is not None) for n in found.notes] == [("a", True), ("b", True), ("c", True)]


def test_a_scan_without_text(shared: Path) -> None:
    path = shared / "data" / "pdf" / "S_25016-EN.pdf"
    with pytest.raises(NoTextLayer, match="2 pages"):
        pdf.read(path.read_bytes(), path.name)


def test_a_scan_with_recognised_text_is_read_with_a_doubt(shared: Path) -> None:
    assert any("scan" in doubt.what for doubt in pdf.read((shared / "data" / "pdf" / "S_21174-EN.pdf").read_bytes()).doubts)


def test_every_pdf_with_text_is_read(shared: Path) -> None:
    for path in sorted((shared / "data" / "pdf").glob("*.pdf")):
        if "25016" not in path.name:
            assert document(path).paragraphs, path.name
