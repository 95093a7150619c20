"""Old Word files: which program reads them, what happens without one, and that none outlives its time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from resdiff.errors import Broken, NotADocument, TooLarge
from resdiff.models import Hint, MarkKind, SourceKind
from resdiff.read import read, word_legacy
from word_files import docx, p

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le") + bytes(500)
FILES = sorted((Path(__file__).resolve().parent.parent / "fixtures" / "docx").glob("*.docx"))
posix = pytest.mark.skipif(os.name != "posix", reason="programs of the tests are shell scripts")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the whole PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(word_legacy, "_PLACES", ())
    return folder


def install(folder: Path, name: str, code: str) -> None:
    file = folder / name
    file.write_text(f"#!{sys.executable}\nimport sys, time, subprocess, pathlib\n{code}", encoding="utf-8")
    file.chmod(0o755)


def test_without_a_program_both_ways_out_are_named(programs: Path) -> None:
    with pytest.raises(NotADocument, match="neither is installed") as caught:
        read(OLD, "letter.doc")
    for way in ("LibreOffice", "antiword", ".docx", "PDF", "official XML"):
        assert way in caught.value.hint


def test_other_old_office_files_are_told_apart(programs: Path) -> None:
    with pytest.raises(NotADocument, match="holds no Word text"):
        read(OLD.replace("WordDocument".encode("utf-16-le"), "Workbook".encode("utf-16-le")))


def test_wordperfect_is_refused_with_its_ways_out() -> None:
    with pytest.raises(NotADocument, match="WordPerfect") as caught:
        read(b"\xffWPC\x10\x00\x00\x00 old", "S_1999_1293.wpf")
    assert "LibreOffice" in caught.value.hint
    assert "PDF" in caught.value.hint


@posix
def test_libreoffice_comes_first_and_gets_a_profile_of_its_own(programs: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(docx(p("The Security Council,") + p("Recalling its lamps,")))
    code = f"""
args = sys.argv[1:]
profile = next(a for a in args if a.startswith("-env:UserInstallation=file://")).partition("file://")[2]
settings = pathlib.Path(profile, "user", "registrymodifications.xcu").read_text()
assert "DisableMacrosExecution" in settings and "BlockUntrustedRefererLinks" in settings
out = pathlib.Path(args[args.index("--outdir") + 1])
out.mkdir()
assert pathlib.Path(args[-1]).read_bytes().startswith(b"\\xd0\\xcf")
(out / "in.docx").write_bytes(pathlib.Path({str(made)!r}).read_bytes())
pathlib.Path({str(tmp_path)!r}, "told").write_text(profile)
"""
    install(programs, "soffice", code)
    install(programs, "antiword", "sys.exit('antiword was asked')")
    seen = read(OLD, "letter.doc")
    assert seen.kind is SourceKind.WORD
    assert [b.text for b in seen.blocks] == ["The Security Council,", "Recalling its lamps,"]
    assert [d.what for d in seen.doubts] == ["an old Word file, read through LibreOffice"]
    assert not Path((tmp_path / "told").read_text()).exists()


@posix
def test_a_program_that_makes_nothing_is_an_error(programs: Path) -> None:
    install(programs, "soffice", "print('Error: source file could not be loaded')")
    with pytest.raises(Broken, match="could not be loaded"):
        read(OLD, "letter.doc")


@posix
def test_a_program_that_hangs_is_ended_with_its_children(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_legacy, "LIMIT", 1)
    child = tmp_path / "child"
    install(programs, "soffice", f"""
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path({str(child)!r}).write_text(str(other.pid))
time.sleep(60)
""")  # fmt: skip
    started = time.monotonic()
    with pytest.raises(TooLarge, match="more than 1 seconds"):
        read(OLD, "letter.doc")
    assert time.monotonic() - started < 10
    pid = int(child.read_text())
    for _ in range(50):
        if not alive(pid):
            break
        time.sleep(0.1)
    assert not alive(pid)


def alive(pid: int) -> bool:
    """Whether a process runs (one that waits to be reaped does not)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


@posix
def test_antiword_gives_paragraphs_rows_and_notes(programs: Path) -> None:
    said = (
        "\nThe Security Council,\n\n\tRecalling  the handbook,[1] and [2091],\n\n|Port |Oil |\n|     |   |\n|Fog  |3  |\n\n"
        "1.\tDecides to act.\n\n-----------------------\n[1] See annex.\n"
    )
    install(programs, "antiword", f"""
assert sys.argv[1:4] == ["-w", "0", "-m"], sys.argv
sys.stdout.buffer.write({said.encode()!r})
""")  # fmt: skip
    seen = read(OLD, "letter.doc")
    assert [(b.hint, b.text) for b in seen.blocks] == [
        (Hint.NONE, "The Security Council,"), (Hint.NONE, "Recalling the handbook, and [2091],"), (Hint.ROW, "Port\tOil"),
        (Hint.ROW, "Fog\t3"), (Hint.NONE, "1. Decides to act."), (Hint.NONE, "-----------------------"),
    ]  # fmt: skip
    assert [(n.id, n.text) for n in seen.notes] == [("1", "See annex.")]
    assert [m.start for m in seen.blocks[1].marks if m.kind is MarkKind.NOTE] == [23]
    assert "antiword" in seen.doubts[0].what
    assert "LibreOffice" in seen.doubts[0].what


@posix
@pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed")
def test_a_real_old_file_reads_as_the_new_one(tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice") or ""
    source = next(file for file in FILES if file.stem == "S_RES_9002_2092.fr")
    profile = (tmp_path / "profile").as_uri()
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "doc:MS Word 97",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    old, new = read((tmp_path / f"{source.stem}.doc").read_bytes()), read(source.read_bytes())
    assert [(b.marker, b.text) for b in old.blocks] == [(b.marker, b.text) for b in new.blocks]
    assert (old.notes, old.symbols, old.language) == (new.notes, new.symbols, new.language)
