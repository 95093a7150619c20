"""The command line as a user meets it: help, messages, exit codes, whole files."""

from __future__ import annotations

import errno
import json
import os
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from invented import OPERATIVE, resolution
from resdiff import cli
from resdiff.errors import LibraryError
from resdiff.workflow import Library

COMMANDS = sorted(cli.main.commands)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function that runs the command line in an empty folder with a library of its own."""
    monkeypatch.setenv("RESDIFF_LIBRARY", str(tmp_path / "library"))
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(cli.main, list(arguments))

    (tmp_path / "old.txt").write_text(resolution(9101, 2091), encoding="utf-8")
    later = (OPERATIVE[0].replace("Calls upon", "Urges"), *OPERATIVE[1:])
    (tmp_path / "new.txt").write_text(resolution(9102, 2092, operative=later), encoding="utf-8")
    return invoke


def test_help_loads_click_alone() -> None:
    code = (
        "import sys; from resdiff import cli\n"
        "try: cli.main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'rich', 'lxml', 'jinja2', 'rapidfuzz', 'sqlite3', 'pypdfium2', 'numpy', 'requests'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    command = cli.main.commands[name]
    assert command.help
    assert len(command.get_short_help_str()) > 10
    assert all(p.help for p in command.params if isinstance(p, click.Option))


def test_the_exit_codes_in_the_help_are_those_of_the_errors() -> None:
    from resdiff import errors

    codes = {e.exit_code for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.ResdiffError)}
    assert all(f"{code} " in cli.EXIT_CODES for code in codes)


def test_adding_and_listing(run) -> None:
    done = run("add", "old.txt", "new.txt")
    assert done.exit_code == 0, done.output
    assert "added 2" in done.output
    listed = json.loads(run("list", "--format", "json").stdout)
    assert [entry["symbol"] for entry in listed["entries"]] == ["S/RES/9101 (2091)", "S/RES/9102 (2092)"]


def test_nothing_that_could_be_added_is_an_error(run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("add", "empty.txt")
    assert done.exit_code == 4
    assert "empty.txt" in done.stderr
    assert "Traceback" not in done.output


def test_show_as_json_follows_the_format(run) -> None:
    said = json.loads(run("show", "old.txt", "--format", "json").stdout)
    assert said["format"] == 1
    assert [p["id"] for p in said["paragraphs"]] == ["PP1", "PP2", "OP1", "OP2", "OP3"]
    assert said["source"]["kind"] == "text"
    assert said["adoption"]["date"] == "2091-03-04"


def test_the_record_lists_each_repair_in_words(run, tmp_path: Path) -> None:
    (tmp_path / "wrapped.txt").write_text(resolution(9101, 2091).replace(" profit from", "  profit from"), encoding="utf-8")
    done = run("show", "wrapped.txt", "--record")
    assert done.exit_code == 0
    assert "line" in done.output
    assert "Repair(" not in done.output


def test_the_record_of_a_web_page_names_no_lines(run, tmp_path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in resolution(9101, 2091).splitlines() if line)
    (tmp_path / "page.html").write_text(f"<html><body><nav>Home</nav>{body}</body></html>", encoding="utf-8")
    done = run("show", "page.html", "--record")
    assert done.exit_code == 0
    assert done.output.startswith("the page's own: 'Home")


def test_a_difference_is_an_exit_code_only_when_asked(run) -> None:
    assert run("diff", "old.txt", "new.txt", "--format", "md").exit_code == 0
    assert run("diff", "old.txt", "new.txt", "--format", "md", "--exit-code").exit_code == 1
    assert run("diff", "old.txt", "old.txt", "--format", "md", "--exit-code").exit_code == 0


@pytest.mark.parametrize("format_", ["terminal", "md", "html"])
def test_the_same_text_on_both_sides_is_told_so(run, tmp_path: Path, format_: str) -> None:
    text = (tmp_path / "old.txt").read_text(encoding="utf-8")
    (tmp_path / "copy.txt").write_text(text, encoding="utf-8")
    (tmp_path / "spaced.txt").write_text(f"{text}\n\n", encoding="utf-8")
    (tmp_path / "other.txt").write_text(text.replace("9101", "9105"), encoding="utf-8")

    def said(other: str) -> str:
        done = run("diff", "old.txt", other, "--format", format_, *(["-o", "-"] if format_ == "html" else []))
        assert done.exit_code == 0, done.output
        return " ".join(done.stdout.split())

    for same in ("old.txt", "copy.txt"):
        assert "Nothing differs. Both are the same file, byte for byte." in said(same)
    assert "Nothing differs. Both are the same document, S/RES/9101 (2091)." in said("spaced.txt")
    assert "Nothing differs." in said("other.txt")
    assert "Both are" not in said("other.txt")
    assert "Nothing differs" not in said("new.txt")


FRENCH = """Nations Unies S/RES/9101 (2091)

Résolution 9101 (2091)

Le Conseil de sécurité,

1. Demande à tous les gardiens d’allumer leurs lampes avant la nuit ;

2. Décide de rester saisi de la question.
"""


@pytest.mark.parametrize("command", ["diff", "compare"])
@pytest.mark.parametrize("lang", [(), ("--lang", "ru")])
def test_files_in_two_languages_are_advised_on_as_files(run, tmp_path: Path, command: str, lang: tuple[str, ...]) -> None:
    """There is no library to ask by symbol; and what a message says to type works."""
    (tmp_path / "en français.txt").write_text(FRENCH, encoding="utf-8")
    done = run(command, "old.txt", "en français.txt", *lang)
    assert done.exit_code == 6, done.output
    assert "old.txt is in en, en français.txt in fr" in done.stderr
    for advice in ("resdiff show old.txt", "resdiff show 'en français.txt'"):
        assert advice in done.stderr
        assert run(*shlex.split(advice)[1:]).exit_code == 0
    one = run(command, "old.txt", "new.txt", "--lang", "ru")
    assert one.exit_code == 4
    assert "--lang en" in one.stderr


def test_held_documents_in_two_languages_are_advised_on_as_symbols(run, tmp_path: Path) -> None:
    (tmp_path / "fr.txt").write_text(FRENCH.replace("9101", "9104"), encoding="utf-8")
    assert run("add", "old.txt", "fr.txt").exit_code == 0
    done = run("diff", "9101", "9104")
    assert done.exit_code == 6
    assert 'resdiff diff "S/RES/9101 (2091)" "S/RES/9104 (2091)" --lang fr' in done.stderr


@pytest.mark.parametrize("id_", ["OP2", "op2", "op 2", " Op2 "])
def test_an_id_is_known_in_any_spelling(run, id_: str) -> None:
    done = run("diff", "old.txt", "new.txt", "--explain", id_)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("OP2 of S/RES/9102 (2092)")


@pytest.mark.parametrize(("id_", "near"), [("2", "PP2, OP2"), ("OPP1", "PP1, OP1"), ("OP2(z)", "OP2"), ("xyzzy", "")])
@pytest.mark.parametrize("command", [("diff", "--explain"), ("compare", "--only")])
def test_an_id_that_is_not_there_names_the_nearest(run, command: tuple[str, str], id_: str, near: str) -> None:
    name, option = command
    done = run(name, "old.txt", "new.txt", option, id_)
    assert done.exit_code == 3
    assert f"The nearest: {near}" in done.stderr if near else "nearest" not in done.stderr
    assert "printed by: resdiff show new.txt" in done.stderr


def test_a_folder_is_called_a_folder(run, tmp_path: Path) -> None:
    (tmp_path / "my drafts").mkdir()
    (tmp_path / "one.txt").mkdir()
    for name in ("my drafts", "./my drafts", "one.txt"):
        done = run("show", name)
        assert done.exit_code == 3
        assert "is a folder" in done.stderr
        assert f"resdiff add {shlex.quote(name)}" in done.stderr


def test_what_is_neither_file_nor_symbol_says_what_a_symbol_is(run) -> None:
    done = run("show", "99999")
    assert done.exit_code == 3
    assert "neither a file nor a symbol" in done.stderr
    assert "S/RES/2482 (2019)" in done.stderr
    assert run("add", "old.txt").exit_code == 0
    assert run("show", "9101").exit_code == 0


@pytest.mark.parametrize(
    ("name", "said"), [("bad.pdf", "not a PDF"), ("bad.docx", "not a Word file"), ("bad.txt", "save it as text")]
)
def test_bytes_that_are_no_document_say_so_and_the_way_out(run, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / name).write_bytes(bytes(range(1, 32)) * 40)
    done = run("show", name)
    assert done.exit_code == 4
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_a_missing_document_says_what_to_type(run) -> None:
    run("add", "old.txt")
    done = run("show", "S/RES/9109 (2099)")
    assert done.exit_code == 3
    assert "resdiff add" in done.stderr
    assert done.stdout == ""
    assert run("show", "no such thing").exit_code == 3


def test_the_ending_of_the_file_names_the_format(run, tmp_path: Path) -> None:
    assert run("diff", "old.txt", "new.txt", "-o", "changes.md").exit_code == 0
    assert "OP1" in (tmp_path / "changes.md").read_text(encoding="utf-8")
    done = run("diff", "old.txt", "new.txt", "-o", "changes.docx")
    assert done.exit_code == 2
    assert not (tmp_path / "changes.docx").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of POSIX")
def test_what_is_no_ordinary_file_is_never_replaced(run, tmp_path: Path) -> None:
    (tmp_path / "target.md").write_text("old", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "target.md")
    assert run("diff", "old.txt", "new.txt", "-o", "link.md").exit_code == 0
    assert (tmp_path / "link.md").is_symlink()
    assert "OP1" in (tmp_path / "target.md").read_text(encoding="utf-8")
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    reader = threading.Thread(target=pipe.read_text, daemon=True)
    reader.start()
    assert run("diff", "old.txt", "new.txt", "-o", "pipe.md").exit_code == 0
    reader.join(timeout=10)
    assert pipe.is_fifo()
    (tmp_path / "folder.md").mkdir()
    assert run("diff", "old.txt", "new.txt", "-o", "folder.md").exit_code == 3


def test_an_unwritable_file_leaves_nothing(run, tmp_path: Path) -> None:
    done = run("diff", "old.txt", "new.txt", "-o", "no/such/folder/changes.md")
    assert done.exit_code == 3
    assert "cannot be written" in done.stderr


def test_demo_writes_a_report(run, tmp_path: Path) -> None:
    done = run("demo")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "resdiff-demo.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") or page.startswith("<!DOCTYPE html>")
    assert str(tmp_path / "resdiff-demo.html") in done.output
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize("command", [["list"], ["show", "2482"], ["search", "lamps"], ["trace", "2482"], ["evolve", "2482"]])
def test_asking_makes_no_library(run, tmp_path: Path, command: list[str]) -> None:
    done = run(*command, "--library", "mistyped")
    assert done.exit_code == 5
    assert "there is no library in mistyped" in done.stderr
    assert "resdiff add FILE... --library mistyped" in done.stderr
    assert not (tmp_path / "mistyped").exists()
    assert run("add", "old.txt", "--library", "mistyped").exit_code == 0
    assert run("list", "--library", "mistyped").exit_code == 0


@pytest.mark.parametrize("words", ["", "   ", "*", ". ;", "«»"])
def test_a_search_for_no_words_is_a_usage_error(run, words: str) -> None:  # type: ignore[no-untyped-def]
    result = run("search", words)
    assert result.exit_code == 2
    assert "give the words to look for" in result.output + result.stderr


def test_a_list_of_nothing_says_of_what(run) -> None:
    run("add", "old.txt", "new.txt")
    said = run("list", "--year", "1900").stdout
    assert "Nothing in the library is of 1900" in said
    assert "2091-2092" in said
    assert "in fr" in run("list", "--lang", "fr").stdout
    assert json.loads(run("list", "--year", "1900", "--format", "json").stdout)["entries"] == []


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8 are of Linux file systems")
def test_a_name_that_is_no_unicode_is_taken_in(run, tmp_path: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    strange = Path(os.fsdecode(os.fsencode(folder) + b"/dr\xe9ft\n.txt"))
    strange.write_text(resolution(9103, 2093), encoding="utf-8")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_bytes(b"")
    done = run("add", "old.txt", "names")
    assert done.exit_code == 0, done.output
    assert "added 2" in done.stdout
    assert r"\xff.txt" in done.stderr
    said = json.loads(run("show", "9103", "--format", "json").stdout)
    assert said["source"]["file"] == str(Path("names") / r"dr\xe9ft\n.txt")
    assert run("show", str(strange)).exit_code == 0


@pytest.mark.parametrize("reader", ["import sys; sys.stdin.buffer.readline()", "pass"])
@pytest.mark.parametrize(
    "command", [["list"], ["show", "9101", "--format", "json"], ["show", "9101"], ["--help"], ["show", "--help"]]
)
def test_a_reader_that_has_seen_enough_is_no_error(run, tmp_path: Path, command: list[str], reader: str) -> None:
    run("add", "old.txt")
    with subprocess.Popen(
        [sys.executable, "-m", "resdiff", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as done:
        subprocess.run([sys.executable, "-c", reader], stdin=done.stdout, check=True)
        assert done.stdout is not None
        done.stdout.close()
        assert done.wait(timeout=60) == 0
        assert done.stderr is not None
        assert done.stderr.read() == ""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a shell of POSIX closes the stream")
def test_a_closed_output_is_no_error(run) -> None:
    run("add", "old.txt")
    for command in ("list -q", "show 9101 -q", "show 9101 -q --format json"):
        line = f"{sys.executable} -m resdiff {command} >&-"
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("where", ["resdiff.cache.Cache.put", "tempfile.mkstemp", "resdiff.workflow.Library.make"])
def test_a_full_disk_is_told(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    run("add", "old.txt")
    monkeypatch.setattr(where, _full)
    for command in (["add", "new.txt"], ["diff", "old.txt", "new.txt", "-o", "changes.md"]):
        done = run(*command)
        if command[0] == "add" or "mkstemp" in where:
            assert done.exit_code == 5
            assert "the disk is full" in done.stderr
    monkeypatch.undo()
    monkeypatch.setenv("RESDIFF_LIBRARY", str(tmp_path / "library"))
    monkeypatch.chdir(tmp_path)
    assert len(json.loads(run("list", "--format", "json").stdout)["entries"]) == 1
    assert run("add", "new.txt").exit_code == 0


def test_a_full_disk_of_the_database_is_told(run, tmp_path: Path) -> None:
    run("add", "old.txt")
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(9200, 9240):
        (folder / f"{number}.txt").write_text(resolution(number, 2093), encoding="utf-8")
    with Library(tmp_path / "library") as library:
        pages = library.corpus._connection.execute("PRAGMA page_count").fetchone()[0]
        library.corpus._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LibraryError, match="the disk is full"):
            library.add([folder])
    with Library(tmp_path / "library") as library:
        assert len(library.entries()) == 1
        assert library.add([folder]).added == 40


def test_metadata_is_no_stale_document(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = {"symbol": "S/RES/9101 (2091)", "date": "2091-03-04", "vote": "", "meeting": "S/PV.99001"}
    (tmp_path / "2091.json").write_text(json.dumps([record]), encoding="utf-8")
    assert run("add", "old.txt", "2091.json").exit_code == 0
    with Library(tmp_path / "library") as library:
        assert library.stale() == 0
        monkeypatch.setattr("resdiff.workflow.reader_version", lambda: "another")
        assert library.stale() == 1


def test_show_writes_akoma_ntoso_that_reads_back(run, tmp_path: Path) -> None:
    assert run("show", "old.txt", "-o", "old.xml").exit_code == 0
    text = (tmp_path / "old.xml").read_text(encoding="utf-8")
    assert text.startswith("<?xml version='1.0' encoding='UTF-8'?>")
    printed = run("show", "old.txt", "--format", "akn")
    assert printed.stdout_bytes.decode("utf-8") == text
    one, two = (json.loads(run("show", name, "--format", "json").stdout) for name in ("old.txt", "old.xml"))
    assert one["paragraphs"] == two["paragraphs"]
    assert one["symbol"] == two["symbol"] == "S/RES/9101 (2091)"
    assert run("diff", "old.txt", "old.xml", "--exit-code").exit_code == 0


# --- compare ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(run, tmp_path: Path):
    """The same with a third document."""
    (tmp_path / "draft.txt").write_text("\n\n".join(f"{n}. {text}" for n, text in enumerate(OPERATIVE[:2], 1)), encoding="utf-8")
    (tmp_path / "last.txt").write_text(resolution(9103, 2093, operative=OPERATIVE[1:]), encoding="utf-8")
    return run


def test_compare_puts_the_oldest_in_front(three) -> None:
    done = three("compare", "last.txt", "draft.txt", "old.txt", "new.txt", "--format", "json")
    assert done.exit_code == 0, done.output
    value = json.loads(done.stdout)
    assert value["format"] == 1
    assert [document["source"]["file"] for document in value["documents"]] == ["old.txt", "new.txt", "last.txt", "draft.txt"]
    assert value["base"] is None
    assert value["total"] == len(value["rows"])


@pytest.mark.parametrize("format_", ["terminal", "md", "csv", "html"])
def test_compare_prints_in_every_format(three, format_: str) -> None:
    target = ["-o", "-"] if format_ == "html" else []
    done = three("compare", "old.txt", "new.txt", "last.txt", "--format", format_, "--base", "9102", *target)
    assert done.exit_code == 0, done.output
    assert "S/RES/9102 (2092)" in done.stdout


def test_compare_finds_documents_and_base_by_any_spelling(three) -> None:
    assert three("add", "old.txt", "new.txt").exit_code == 0
    done = three("compare", "9101", "S/RES/9102", "last.txt", "--base", "S/RES/9101 (2091)", "--format", "json")
    assert json.loads(done.stdout)["base"] == 0
    again = three("compare", "9101", "S/RES/9101", "--format", "json")
    assert again.exit_code == 6
    assert "the same document" in again.stderr


def test_compare_names_the_document_that_was_given_again_and_again(three, tmp_path: Path) -> None:
    done = three("compare", "old.txt", "old.txt", "old.txt")
    assert done.exit_code == 6
    assert "only one document was given, S/RES/9101 (2091) (old.txt)" in done.stderr
    (tmp_path / "copy.txt").write_text((tmp_path / "old.txt").read_text(encoding="utf-8"), encoding="utf-8")
    again = three("compare", "old.txt", "copy.txt", "./old.txt", "new.txt")
    assert again.exit_code == 6
    assert "old.txt, copy.txt and ./old.txt are the same document, S/RES/9101 (2091)" in again.stderr


def test_compare_keeps_the_rows_that_were_asked_for(three) -> None:
    done = three("compare", "old.txt", "last.txt", "--only", "pp1, OP3", "--format", "json")
    value = json.loads(done.stdout)
    assert [[[part["id"] for part in cell["parts"]] for cell in row["cells"]] for row in value["rows"]] == [
        [["PP1"], ["PP1"]],
        [["OP3"], ["OP2"]],
    ]
    assert value["only"] == ["pp1", "OP3"]
    wrong = three("compare", "old.txt", "last.txt", "--only", "OP99")
    assert wrong.exit_code == 3
    assert "OP99" in wrong.stderr
    assert "resdiff show" in wrong.stderr


def test_compare_keeps_the_rows_on_a_theme(three) -> None:
    done = three("compare", "old.txt", "new.txt", "--theme", "--format", "json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["rows"] == []
    assert three("compare", "old.txt", "new.txt", "--theme", "weather").exit_code == 3


@pytest.mark.parametrize("arguments", [("old.txt",), (), ("old.txt", "new.txt", "--only", ","), ("old.txt", "old.txt")])
def test_compare_says_what_it_wants(three, arguments: tuple[str, ...]) -> None:
    done = three("compare", *arguments)
    assert done.exit_code in (2, 6)
    assert "Traceback" not in done.output


def test_the_base_must_be_among_the_documents(three) -> None:
    done = three("compare", "old.txt", "new.txt", "--base", "last.txt")
    assert done.exit_code == 3
    assert "not among the documents" in done.stderr


def test_a_number_that_no_resolution_has_is_told_as_such(run) -> None:
    said = run("show", "S/RES/99999")
    assert said.exit_code == 3
    assert "so high a number" in said.stderr


def test_a_paragraph_may_be_named_in_words(run) -> None:
    assert "OP1 of S/RES/9102 (2092): linked" in run("diff", "old.txt", "new.txt", "--explain", "paragraph 1").stdout
