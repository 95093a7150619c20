"""On real documents: their files are found in a listing, they are judged right under their own symbol, and wrong under any other."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from resdiff import symbols
from resdiff.fetch import Wish
from resdiff.fetch.collection import Member, candidates, language_of
from resdiff.models import Language
from resdiff.retrieve.judge import Judge

pytestmark = pytest.mark.real


def wish(name: str, language: Language = Language.EN) -> Wish:
    return Wish(symbols.parse(name), language)


@pytest.mark.parametrize("folder", ["akn", "akn-ga"])
def test_files_of_the_collections_are_found_by_symbol_and_language(shared: Path, folder: str) -> None:
    root = shared / "data" / folder
    members = tuple(Member(path.relative_to(root).as_posix(), 1, "") for path in sorted(root.rglob("*.xml")))
    found = 0
    for member in members:
        head = (root / member.path).read_bytes()[:60_000].decode("utf-8", "replace")
        number = re.search(r'<docNumber[^>]*refersTo="#symbol"[^>]*>(.*?)</docNumber>', head, re.DOTALL)
        try:
            symbol = symbols.parse(re.sub(r"<[^>]+>", "", number[1])) if number else None
        except ValueError:
            symbol = None
        found += symbol is not None and member in candidates(members, symbol, language_of(member.path))
    # about ten files carry a wrong number, or none
    assert found >= 0.994 * len(members)


def test_pdfs_as_issued_are_right_under_their_own_symbol_and_under_no_other(shared: Path) -> None:
    tried = 0
    for path in sorted((shared / "data" / "pdf").rglob("*.pdf")):
        data = path.read_bytes()
        verdict = Judge()(wish(path.stem), data)
        if verdict.foreign:
            continue  # a scan
        tried += 1
        assert verdict.right, f"{path.name}: {verdict.reason}"
        other = wish("S/RES/2482 (2019)") if tried % 2 else wish(path.stem, Language.FR)
        assert not Judge()(other, data).right
    assert tried >= 20


def test_official_xml_is_right_under_the_symbol_of_its_name(shared: Path) -> None:
    paths = [path for path in sorted((shared / "data" / "akn").rglob("*.xml")) if re.search(r"S_RES[_-]|SC_", path.name)]
    right = 0
    for path in Random(5).sample(paths, 60):
        number = re.search(r"(?:S_RES[_-]|SC_)0*(\d+)", path.name)
        assert number
        right += Judge()(wish(number[1], language_of(str(path))), path.read_bytes()).right
    assert right >= 59
