"""Plain texts of real documents: the French text of 2482 as extracted, the yearly volumes, and official XML printed in three shapes."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from resdiff import normalise, parse, vocabulary
from resdiff.models import Document, Kind, Language, Source, SourceKind
from resdiff.read import text, words

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def scorers(shared: Path) -> Iterator[Callable[[str], ModuleType]]:
    """Imports a scorer by name: `flat` prints official XML as text, `common` folds a paragraph to its words."""
    sys.path.insert(0, str(shared / "score"))
    yield importlib.import_module
    sys.path.remove(str(shared / "score"))


def repaired(data: bytes) -> normalise.Repaired:
    blocks = text.read(data)
    assert blocks.language is not None
    done = normalise.repair(blocks, vocabulary.load(blocks.language), words.known(blocks.language))
    assert normalise.replay(normalise.as_read(blocks), done.record) == normalise.as_read(done.blocks)
    return done


def document(path: Path) -> Document:
    done = repaired(path.read_bytes())
    language = done.blocks.language or Language.EN
    return parse.assemble(done.blocks, Source(SourceKind.TEXT, "0"), vocabulary.load(language))


def test_2482_in_french(shared: Path) -> None:
    found = document(shared / "data" / "text" / "S_RES_2482_2019.fr.txt")
    ids = [p.id for p in found.paragraphs]
    assert [i for i in ids if i.startswith("PP")] == [f"PP{n}" for n in range(1, 20)]
    assert [i for i in ids if re.fullmatch(r"OP\d+", i)] == [f"OP{n}" for n in range(1, 27)]
    assert [i for i in ids if "(" in i] == ["OP10(a)", "OP10(b)", *(f"OP15({c})" for c in "abcdef")]
    assert len(ids) == 53
    assert found.symbol == "S/RES/2482 (2019)"
    whole = "\n".join(p.text for p in found.paragraphs)
    for damage in ("undocs.org", "19-12422", "2/8", " ’", "terror isme", "interna tional", " d ans", "  ", " ,"):
        assert damage not in whole
    assert " ;" in whole


@pytest.mark.parametrize(
    ("name", "preambular", "operative", "items"),
    [
        ("1267_1999.en", 10, 16, 9),
        ("1267_1999.fr", 10, 16, 9),
        ("1373_2001.fr", 10, 9, 18),
        ("1452_2002.fr", 4, 6, 6),
        ("1526_2004.fr", 8, 25, 3),
        ("1617_2005.fr", 14, 22, 7),
        ("1624_2005.fr", 15, 7, 6),
    ],
)
def test_other_texts(shared: Path, name: str, preambular: int, operative: int, items: int) -> None:
    found = document(shared / "data" / "text" / f"S_RES_{name}.txt").paragraphs
    assert sum(p.kind is Kind.PREAMBULAR and p.depth <= 1 for p in found) == preambular
    assert sum(bool(re.fullmatch(r"OP\d+", p.id)) for p in found) == operative
    assert sum(bool(re.fullmatch(r"OP\d+\([a-z]\)", p.id)) for p in found) == items


FOLDERS = ("Arabic", "Chinese", "English", "French", "Russian", "Spanish")


@pytest.mark.parametrize("shape", ["clean", "wrapped", "seed"])
@pytest.mark.parametrize("language", FOLDERS)
def test_printed_xml_comes_back_paragraph_by_paragraph(
    shared: Path, scorers: Callable[[str], ModuleType], language: str, shape: str
) -> None:
    flat, key = scorers("flat"), scorers("common").key
    files = sorted((shared / "data" / "akn" / "2020" / language).glob("*.xml"))[::9]
    wrong = []
    for path in files:
        printed = [*flat.masthead(path)[0], *(f"{n} {t}" if n and not t.startswith(n) else t for n, t in flat.printed_blocks(path))]
        got = [key(block.text) for block in repaired(flat.printed(path, shape).encode()).blocks.blocks]
        if [k for k in got if k] != [k for line in printed if (k := key(line))]:
            wrong.append(path.name)
    assert len(wrong) <= 1, wrong
