"""Get, else make, then keep."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from invented import OPERATIVE, resolution
from resdiff import intake, workflow
from resdiff.cache import Origin
from resdiff.errors import Mismatch, NotFound, WrongLanguage
from resdiff.models import Language, Status
from resdiff.workflow import Library, find_library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three invented resolutions, an empty file, and one that is no document."""
    folder = tmp_path / "documents"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.txt").write_text(resolution(9101, 2091), encoding="utf-8")
    (folder / "b.txt").write_text(resolution(9102, 2092, operative=(*OPERATIVE[:1], OPERATIVE[2])), encoding="utf-8")
    (folder / "deeper" / "c.txt").write_text(resolution(9103, 2093), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "shopping.txt").write_text("eggs, flour, a lamp\n", encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def test_a_folder_is_added_once(library: Library, folder: Path) -> None:
    summary = library.add([folder])
    assert (summary.added, summary.unchanged) == (3, 0)
    assert sorted(Path(r.file).name for r in summary.refused) == ["empty.txt", "shopping.txt"]
    assert all(r.reason for r in summary.refused)
    again = library.add([folder])
    assert (again.added, again.unchanged) == (0, 3)
    assert [e.symbol for e in library.entries()] == ["S/RES/9101 (2091)", "S/RES/9102 (2092)", "S/RES/9103 (2093)"]


def test_a_fault_of_ours_in_one_file_keeps_no_other_out(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "deep.json").write_text('{"a":' * 100_000, encoding="utf-8")
    read = intake.read_document

    def fails(data: bytes, origin: Origin) -> object:
        if origin.file.endswith("b.txt"):
            raise AssertionError("a lamp too many")
        return read(data, origin)

    monkeypatch.setattr(intake, "read_document", fails)
    summary = library.add([folder])
    assert summary.added == 2
    refused = {Path(r.file).name: r for r in summary.refused}
    assert "a lamp too many" in refused["b.txt"].reason
    assert "report" in refused["b.txt"].hint
    assert refused["deep.json"].reason
    monkeypatch.undo()
    assert library.add([folder]).added == 1


def test_another_version_of_the_readers_reads_again(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add([folder])
    for module in (workflow, intake):
        monkeypatch.setattr(module, "reader_version", lambda: "another")
    assert library.stale() == 3
    assert library.refresh().added == 3
    assert library.stale() == 0
    assert len(library.entries()) == 3


def test_the_database_is_made_again_from_the_raw_bytes(library: Library, folder: Path) -> None:
    library.add([folder])
    before = library.document("9101")
    library.close()
    (library.folder / "library.sqlite").unlink()
    library.refresh()
    assert library.document("9101") == before


def test_a_database_of_another_format_is_made_again(library: Library, folder: Path) -> None:
    library.add([folder])
    before = library.document("9101")
    library.close()
    with sqlite3.connect(library.folder / "library.sqlite") as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    assert library.gone
    library.refresh()
    assert library.document("9101") == before
    assert not library.gone


def test_an_interrupted_run_goes_on(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BATCH", 1)

    def interrupt(name: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.add([folder], progress=interrupt)
    assert len(library.entries()) == 2
    assert library.add([folder]).added == 1
    assert len(library.entries()) == 3


def test_a_file_named_by_its_path_is_not_kept(library: Library, folder: Path) -> None:
    document = library.document(str(folder / "a.txt"))
    assert document.symbol == "S/RES/9101 (2091)"
    assert not library.folder.exists()


def test_a_symbol_that_is_not_held_says_what_to_do(library: Library, folder: Path) -> None:
    library.add([folder])
    with pytest.raises(NotFound) as caught:
        library.document("S/RES/9109 (2099)")
    assert "resdiff add FILE" in caught.value.hint
    with pytest.raises(NotFound) as caught:
        library.document("S/RES/9101 (2091)", Language.FR)
    assert "held in en" in caught.value.what
    with pytest.raises(NotFound, match="of 2019, not of 2018"):
        library.document("S/RES/2482 (2018)")


def test_another_language_than_asked_is_refused(library: Library, folder: Path) -> None:
    summary = library.add([folder / "a.txt"], language=Language.FR)
    assert summary.added == 0
    assert "not in fr" in summary.refused[0].reason
    with pytest.raises(WrongLanguage):
        library.document(str(folder / "a.txt"), Language.FR)


def test_a_stated_symbol_that_differs_is_a_doubt(library: Library, folder: Path) -> None:
    library.add([folder / "a.txt"], symbol="S/RES/9110 (2099)")
    document = library.document("9101")
    assert any("you stated S/RES/9110 (2099)" in d.what for d in document.doubts)
    assert document.status is Status.RESOLUTION


def test_two_languages_are_not_compared(library: Library, folder: Path) -> None:
    french = folder / "f.txt"
    french.write_text(
        "Nations Unies\n\nS/RES/9101 (2091)\n\nConseil de sécurité\n\nRésolution 9101 (2091)\n\nLe Conseil de sécurité,\n\n"
        "Rappelant le devoir de tout phare d’être vu,\n\n1. Demande à tous les gardiens d’allumer leur lampe ;\n\n"
        "2. Décide de rester saisi de la question.\n",
        encoding="utf-8",
    )
    with pytest.raises(Mismatch) as caught:
        library.diff(str(folder / "a.txt"), str(french))
    assert "resdiff parallel" not in caught.value.hint
    assert "resdiff show" in caught.value.hint


def test_where_the_library_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RESDIFF_LIBRARY", raising=False)
    marked = tmp_path / "project" / "cache"
    below = tmp_path / "project" / "drafts" / "2091"
    below.mkdir(parents=True)
    marked.mkdir()
    assert find_library(None, below).folder != marked
    (marked / ".resdiff-library").write_text("resdiff library 1\n")
    assert find_library(None, below).folder == marked
    monkeypatch.setenv("RESDIFF_LIBRARY", str(tmp_path / "other"))
    assert find_library(None, below).folder == tmp_path / "other"
    assert find_library(tmp_path / "asked", below).folder == tmp_path / "asked"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="users are told apart by number on POSIX only")
def test_another_users_marked_folder_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RESDIFF_LIBRARY", raising=False)
    marked = tmp_path / "cache"
    marked.mkdir()
    (marked / ".resdiff-library").write_text("resdiff library 1\n")
    monkeypatch.setattr(os, "getuid", lambda: 123456)
    assert find_library(None, tmp_path).folder != marked


def test_the_version_of_the_readers_covers_all_that_reading_loads() -> None:
    """A module that decides how bytes become a document, and is not counted, would leave stale documents behind."""
    code = (
        "import sys; from resdiff import normalise, parse, vocabulary\n"
        "from resdiff.read import akn, facts, pdf, read, text, words\n"
        "print(*(m.split('.')[1] for m in sys.modules if m.startswith('resdiff.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    counted = {part.removesuffix(".py") for part in intake.READING} | {"errors"}
    assert set(done.stdout.split()) <= counted


def test_where_nothing_was_adopted_before_nothing_is_called_not_found(library: Library, folder: Path) -> None:
    """Neither by trace nor by evolve nor by search."""
    library.add([folder])
    for ask in (
        lambda: library.trace("9101"),
        lambda: library.trace("9102", among=("9103",)),
        lambda: library.trace("9102", among=("cited",)),
        lambda: library.trace("9103", before=date(1990, 1, 1)),
        lambda: library.evolve("9101", "terrorism-crime"),
        lambda: library.search("light the lamps", before=date(1990, 1, 1)),
        lambda: library.search("allumer leur lampe", Language.FR),
    ):
        with pytest.raises(NotFound, match="nothing was searched") as caught:
            ask()
        assert caught.value.hint


def test_a_day_after_the_document_does_not_let_later_ones_in(library: Library, folder: Path) -> None:
    library.add([folder])
    assert library.trace("9102", before=date(2099, 1, 1)).searched.symbols == ("S/RES/9101 (2091)",)
    assert library.trace("9103", before=date(2092, 1, 1)).searched.symbols == ("S/RES/9101 (2091)",)


def test_what_is_searched_is_named_by_symbols_that_are_held(library: Library, folder: Path) -> None:
    library.add([folder])
    assert library.trace("9103", among=("9101", "9102")).searched.documents == 2
    for among, said in (
        ("junk", "'junk' is no symbol"),
        ("", "'' is no symbol"),
        ("S/RES/9104 (2094)", "9104 .* is not in the library"),
    ):
        with pytest.raises(NotFound, match=said) as caught:
            library.trace("9103", among=("9101", among))
        assert caught.value.hint
    with pytest.raises(NotFound, match=r"not among what was adopted before S/RES/9102 \(2092\): S/RES/9103 \(2093\)"):
        library.trace("9102", among=("9101", "9103"))


def test_a_file_named_by_number_alone_is_no_doubt(tmp_path: Path) -> None:
    file = tmp_path / "S_RES_9101_9100101E.txt"
    file.write_text(resolution(9101, 2091), encoding="utf-8")
    document = Library(tmp_path / "library").document(str(file))
    assert document.symbol == "S/RES/9101 (2091)"
    assert not any("file's name" in doubt.what for doubt in document.doubts)


def test_a_draft_filed_as_not_adopted_has_that_status(tmp_path: Path) -> None:
    text = resolution(9101, 2091)
    draft = text.replace("S/RES/9101 (2091)", "S/2091/101").replace("Resolution 9101 (2091)", "Draft resolution")
    for folder, status in (("Not adopted/English", Status.NOT_ADOPTED), ("2091/English", None)):
        file = tmp_path / folder / "S_2091_101-9100101E.txt"
        file.parent.mkdir(parents=True)
        file.write_text(draft, encoding="utf-8")
        document = Library(tmp_path / "library").document(str(file))
        assert document.symbol == "S/2091/101"
        assert (document.status is Status.NOT_ADOPTED) == (status is not None), document.status
    file = tmp_path / "Not adopted" / "S_RES_9101.txt"
    file.write_text(text, encoding="utf-8")
    document = Library(tmp_path / "library").document(str(file))
    assert document.status is Status.RESOLUTION
    assert any("its folder files it as not adopted" in doubt.what for doubt in document.doubts)
