"""What can be asked of `resdiff fetch`, what it prints, what it keeps, and how it ends."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from fetch_runs import Run, command, environment, inside, library, polite, quarantined, right, whole
from resdiff import cli
from resdiff.cache import Cache, digest
from resdiff.models import Status
from resdiff.workflow import Library
from servers import Shelf, StandIn, texts
from servers.archives import KINDS
from servers.printed import pdf
from servers.shelf import spelling

SHELF = Shelf(12)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(SHELF) as servers:
        yield servers


def data(done: Run) -> list[tuple[str, str, str]]:
    """Symbol, outcome, form or reason of each document."""
    return [(d["symbol"], d["outcome"], d["form"] or d["reason"]) for d in done.documents]


# --- which documents --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("9101", "S/RES/9101 (2091)"),
        ("S/RES/9101", "S/RES/9101 (2091)"),
        ("s/res/9101(2091)", "S/RES/9101 (2091)"),
        ("https://undocs.org/en/S/RES/9101(2091)", "S/RES/9101 (2091)"),
        ("https://undocs.org/S/RES/9101%20(2091)", "S/RES/9101 (2091)"),
        ("https://docs.un.org/en/S/RES/9101(2091)?direct=true", "S/RES/9101 (2091)"),
        ("https://documents.un.org/api/symbol/access?s=S/RES/9101(2091)&l=en&t=pdf", "S/RES/9101 (2091)"),
        ("PRST/2093/4", "S/PRST/2093/4"),
        ("A/RES/146/12", "A/RES/146/12"),
    ],
)
def test_a_document_by_any_name(standin: StandIn, tmp_path: Path, name: str, symbol: str) -> None:
    done = inside(standin, tmp_path, name, "--format", "json")
    assert done.code == 0
    assert done.one["symbol"] == symbol
    assert right(tmp_path, standin) == {(symbol, "en")}


@pytest.mark.parametrize("names", [("nonsense",), (), ("S/RES/",), ("--from", "list.txt"), ("--collection", "xx")])
def test_what_names_nothing(standin: StandIn, tmp_path: Path, names: tuple[str, ...]) -> None:
    (tmp_path / "list.txt").write_text("# nothing\n\n")
    done = inside(standin, tmp_path, *(str(tmp_path / n) if n == "list.txt" else n for n in names))
    assert done.code == 2
    assert standin.log == ()
    assert not library(tmp_path).exists()


def test_a_list(standin: StandIn, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(
        "\ufeff# the first two\nS/RES/9101 (2091)\n\n  9102   # without its year\nS/RES/9101(2091)\n"
    )
    done = inside(standin, tmp_path, "S/RES/9103 (2091)", "--from", str(tmp_path / "list.txt"), "--format", "json")
    assert [d["symbol"] for d in done.documents] == ["S/RES/9103 (2091)", "S/RES/9101 (2091)", "S/RES/9102 (2091)"]
    assert done.code == 0


@pytest.mark.parametrize(("content", "code"), [(None, 3), (b"\xff\xfeS", 4), (b"S/RES/9101 (2091)\nwords\n", 2)])
def test_a_list_that_is_none(standin: StandIn, tmp_path: Path, content: bytes | None, code: int) -> None:
    if content is not None:
        (tmp_path / "list.txt").write_bytes(content)
    done = inside(standin, tmp_path, "--from", str(tmp_path / "list.txt"))
    assert done.code == code
    assert "symbol" in done.err
    assert standin.log == ()


def test_all_that_it_cites(standin: StandIn, tmp_path: Path) -> None:
    done = inside(standin, tmp_path, "9008", "--cited", "--format", "json")
    assert done.code == 0
    assert done.documents[0]["symbol"] == "S/RES/9008 (2099)"
    assert {d["cited_by"] for d in done.documents[1:]} == {"S/RES/9008 (2099)"}
    assert len(done.documents) == 9
    # with another document that cites some of the same nothing is asked twice
    before = len(standin.log)
    again = inside(standin, tmp_path, "9008", "9007", "--cited", "--format", "json")
    assert {d["outcome"] for d in again.documents} == {"held"}
    assert len(again.documents) == len({d["symbol"] for d in again.documents})
    assert len(standin.log) == before


def test_how_far_citations_are_followed(standin: StandIn, tmp_path: Path) -> None:
    number = max(n for n in range(9101, 9113))
    held = []
    for depth in range(3):
        done = inside(standin, tmp_path, texts.symbol_of(number), "--depth", str(depth), "--format", "json")
        held.append({d["symbol"] for d in done.documents})
    assert held[0] == {texts.symbol_of(number)}
    cited = next(h.text.cites for h in SHELF.holdings.values() if h.text.symbol == texts.symbol_of(number))
    assert held[1] == held[0] | set(cited)
    assert held[1] < held[2]
    assert inside(standin, tmp_path, "9101", "--depth", "9").code == 2


def test_what_is_cited_by_what_could_not_be_had_in_this_language(standin: StandIn, tmp_path: Path) -> None:
    """9053 is in English and Spanish; what it cites is asked for in French all the same."""
    inside(standin, tmp_path, "S/RES/9053 (2093)")
    done = inside(standin, tmp_path, "S/RES/9053 (2093)", "--cited", "--lang", "fr", "--format", "json")
    assert data(done)[0] == ("S/RES/9053 (2093)", "failed", "NotPublished")
    assert {d["symbol"] for d in done.documents[1:]} == {"S/RES/9051 (2091)", "S/RES/9052 (2092)"}
    assert done.code == 8


# --- forms ------------------------------------------------------------------------------------------------------------------------


def test_the_pdf_as_issued_too(standin: StandIn, tmp_path: Path) -> None:
    done = inside(standin, tmp_path, "S/RES/9101 (2091)", "S/RES/9105 (2091)", "--lang", "fr", "--originals", "--format", "json")
    assert data(done) == [
        ("S/RES/9101 (2091)", "fetched", "word"),
        ("S/RES/9101 (2091)", "fetched", "pdf"),
        ("S/RES/9105 (2091)", "fetched", "pdf"),
        ("S/RES/9105 (2091)", "held", "pdf"),
    ]
    before = len(standin.log)
    again = inside(standin, tmp_path, "S/RES/9101 (2091)", "--lang", "fr", "--originals", "--format", "json")
    assert [d["outcome"] for d in again.documents] == ["held", "held"]
    assert len(standin.log) == before


def test_the_form_preferred_is_asked_for_beside_what_is_held_and_once(standin: StandIn, tmp_path: Path) -> None:
    symbol = "S/RES/9103 (2091)"
    for prefer, form in ((None, "akn"), ("word", "word"), ("pdf", "pdf"), ("xml", "akn")):
        options = ["--prefer", prefer] if prefer else []
        done = inside(standin, tmp_path, symbol, *options, "--format", "json")
        assert done.one["form"] == form
    assert done.one["outcome"] == "held"
    assert len(right(tmp_path, standin)) == 1
    assert len(whole(tmp_path)) == 3


@pytest.mark.parametrize(("number", "language", "prefer"), [(9105, "en", "word"), (9101, "fr", "xml")])
def test_a_form_that_there_is_not_is_not_asked_for_again_and_again(
    standin: StandIn, tmp_path: Path, number: int, language: str, prefer: str
) -> None:
    line = (f"S/RES/{number} (2091)", "--lang", language, "--prefer", prefer, "--format", "json")
    done = inside(standin, tmp_path, *line)
    assert done.one["outcome"] == "fetched"
    assert done.one["form"] in ("pdf", "word")
    before = len(standin.log)
    again = inside(standin, tmp_path, *line)
    assert again.one["outcome"] == "held"
    assert len(standin.log) == before


# --- what is held -----------------------------------------------------------------------------------------------------------------


def test_what_is_held_is_not_asked_for(standin: StandIn, tmp_path: Path) -> None:
    inside(standin, tmp_path, "9101", "S/2091/117")
    before = len(standin.log)
    done = inside(standin, tmp_path, "9101", "S/2091/117", "--format", "json")
    assert data(done) == [("S/RES/9101 (2091)", "held", "akn"), ("S/2091/117", "held", "word")]
    assert done.code == 0
    assert len(standin.log) == before


def test_offline_what_is_held_is_there_and_the_rest_is_named(standin: StandIn, tmp_path: Path) -> None:
    inside(standin, tmp_path, "9101")
    for role in standin.addresses:
        standin.shut(role)
    assert inside(standin, tmp_path, "9101").code == 0
    done = inside(standin, tmp_path, "9101", "S/RES/9102 (2091)", "--format", "json")
    assert data(done) == [("S/RES/9101 (2091)", "held", "akn"), ("S/RES/9102 (2091)", "failed", "Offline")]
    assert done.code == 8
    assert inside(standin, tmp_path, "S/RES/9102 (2091)").code == 7


def test_bytes_that_were_spoilt_are_asked_for_again(standin: StandIn, tmp_path: Path) -> None:
    done = inside(standin, tmp_path, "S/RES/9101 (2091)", "--format", "json")
    sha256 = done.one["sha256"]
    (library(tmp_path) / "raw" / sha256[:2] / sha256).write_bytes(b"half")
    again = inside(standin, tmp_path, "S/RES/9101 (2091)", "--format", "json")
    assert again.one["outcome"] in ("fetched", "unchanged")
    assert right(tmp_path, standin) == {("S/RES/9101 (2091)", "en")}


def test_the_database_can_be_lost(standin: StandIn, tmp_path: Path) -> None:
    inside(standin, tmp_path, "9101", "S/2091/117")
    before = len(standin.log)
    for path in library(tmp_path).glob("library.sqlite*"):
        path.unlink()
    done = inside(standin, tmp_path, "9101", "S/2091/117", "--format", "json")
    assert {d["outcome"] for d in done.documents} == {"held"}
    assert len(standin.log) == before


def test_what_is_kept_of_a_document(standin: StandIn, tmp_path: Path) -> None:
    inside(standin, tmp_path, "S/2091/117", "--lang", "fr", "--prefer", "pdf")
    ((sha256, origin),) = whole(tmp_path).items()
    assert (origin.bears, origin.written_in, origin.route, origin.preferred) == ("S/2091/117", "fr", "ODS symbol API", "pdf")
    assert origin.url.startswith(standin.addresses["documents"] + "/doc/undoc/gen/")
    assert origin.media_type == "application/pdf"
    assert origin.etag.startswith('"')
    assert origin.last_modified.endswith("GMT")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", origin.retrieved)
    assert re.match(r"91-\d{5}", origin.job_number)
    assert (origin.symbol, origin.language, origin.replaced) == ("", "", "")
    with Library(library(tmp_path)) as held:
        document = held.corpus.get("S/2091/117")
        assert document is not None
        assert (document.source.sha256, document.source.url, document.source.retrieved) == (sha256, origin.url, origin.retrieved)


def test_what_was_added_by_hand_is_held_and_its_record_is_added_to(standin: StandIn, tmp_path: Path) -> None:
    holding = SHELF.holdings[spelling("S/2091/117"), "en"]
    (tmp_path / "letter.pdf").write_bytes(holding.body("pdf"))
    with Library(library(tmp_path)) as held:
        held.add([tmp_path / "letter.pdf"], symbol="S/2091/117")
    assert inside(standin, tmp_path, "S/2091/117", "--format", "json").one["outcome"] == "held"
    assert standin.log == ()
    done = inside(standin, tmp_path, "S/2091/117", "--refresh", "--prefer", "pdf", "--format", "json")
    assert done.one["outcome"] == "unchanged"
    (origin,) = whole(tmp_path).values()
    assert (origin.symbol, Path(origin.file).name, origin.route) == ("S/2091/117", "letter.pdf", "ODS symbol API")
    with Library(library(tmp_path)) as held:
        document = held.corpus.get("S/2091/117")
        assert document is not None
        assert document.source.url == origin.url
        assert document.source.file == origin.file


def test_one_file_under_two_symbols(tmp_path: Path) -> None:
    shelf = Shelf(2)
    letter = shelf.holdings[spelling("S/2091/117"), "en"].text
    joint = shelf.add(replace(letter, symbol="A/146/434–S/2091/117"), word="")
    for name in ("A/146/434", "S/2091/117"):
        shelf.aliases[spelling(name)] = spelling(joint.text.symbol)
    with StandIn(shelf) as standin:
        assert inside(standin, tmp_path, "A/146/434").code == 0
        before = len(standin.log)
        done = inside(standin, tmp_path, "S/2091/117", "--format", "json")
        assert done.one["outcome"] == "held"
        assert len(standin.log) == before
        assert len(whole(tmp_path)) == 1


def test_what_was_saved_by_hand_is_added_by_the_line_that_is_printed(standin: StandIn, tmp_path: Path) -> None:
    standin.fault("challenge")
    failed = inside(standin, tmp_path, "S/2091/117", "--lang", "fr", "--format", "json").one
    assert failed["open"] == "https://docs.un.org/fr/S/2091/117"
    (tmp_path / "saved.pdf").write_bytes(SHELF.holdings[spelling("S/2091/117"), "fr"].body("pdf"))
    words = shlex.split(failed["add"].replace("FILE", shlex.quote(str(tmp_path / "saved.pdf"))))[1:]
    done = CliRunner().invoke(cli.main, [*words, "--library", str(library(tmp_path))])
    assert done.exit_code == 0, done.output
    before = len(standin.log)
    assert inside(standin, tmp_path, "S/2091/117", "--lang", "fr", "--format", "json").one["outcome"] == "held"
    assert len(standin.log) == before


# --- asking again -----------------------------------------------------------------------------------------------------------------


def test_asked_again_and_the_same(standin: StandIn, tmp_path: Path) -> None:
    inside(standin, tmp_path, "S/RES/9101 (2091)", "S/2091/117")
    done = inside(standin, tmp_path, "S/RES/9101 (2091)", "S/2091/117", "--refresh", "--format", "json")
    assert [d["outcome"] for d in done.documents] == ["unchanged", "unchanged"]
    assert len(whole(tmp_path)) == 2


def place(shelf: Shelf) -> None:
    """Put what the shelf has of 9103 into the collection."""
    repository = shelf.repositories["SCresolutions"]
    for path in [path for path in repository.files if "9103" in path]:
        repository.put(path, shelf.holdings[spelling("S/RES/9103 (2091)"), "en"].body("xml"))


@pytest.mark.parametrize("symbol", ["S/RES/9103 (2091)", "S/2091/117"])
def test_asked_again_and_changed(tmp_path: Path, symbol: str) -> None:
    """The bytes of before are kept, and read no more; what the server gives now is what is shown."""
    shelf = Shelf(4)
    with StandIn(shelf) as standin:
        inside(standin, tmp_path, symbol)
        (old,) = whole(tmp_path)
        holding = shelf.holdings[spelling(symbol), "en"]
        parts = (replace(holding.text.parts[0], text="*Recalling* the amended harbour of Kestaburg,"), *holding.text.parts[1:])
        shelf.add(replace(holding.text, parts=parts))
        place(shelf)
        assert inside(standin, tmp_path, symbol, "--format", "json").one["outcome"] == "held"
        done = inside(standin, tmp_path, symbol, "--refresh", "--format", "json")
        assert done.one["outcome"] == "fetched"
        held = whole(tmp_path)
        assert held.keys() == {old, done.one["sha256"]}
        assert held[old].replaced == done.one["sha256"]
        for _ in range(2):
            with Library(library(tmp_path)) as home:
                home.refresh()
                document = home.corpus.get(symbol)
                assert document is not None
                assert any("amended harbour" in paragraph.text for paragraph in document.paragraphs)
                assert document.source.sha256 == done.one["sha256"]
                assert len(home.corpus.versions()) == 1
            for path in library(tmp_path).glob("library.sqlite*"):
                path.unlink()
        # and where the server gives what it gave before, that is shown again
        shelf.add(holding.text)
        place(shelf)
        inside(standin, tmp_path, symbol, "--refresh")
        with Library(library(tmp_path)) as home:
            document = home.corpus.get(symbol)
            assert document is not None
            assert document.source.sha256 == old


def test_what_was_added_by_hand_never_gives_way(standin: StandIn, tmp_path: Path) -> None:
    holding = SHELF.holdings[spelling("S/2091/117"), "en"]
    (tmp_path / "own.pdf").write_bytes(
        pdf(replace(holding.text, parts=(*holding.text.parts, texts.Part("plain", "One more line."))))
    )
    with Library(library(tmp_path)) as home:
        home.add([tmp_path / "own.pdf"])
    inside(standin, tmp_path, "S/2091/117", "--refresh", "--prefer", "pdf")
    assert {origin.replaced for origin in whole(tmp_path).values()} == {""}
    assert len(whole(tmp_path)) == 2


# --- a plan -----------------------------------------------------------------------------------------------------------------------


def test_a_dry_run_sends_nothing_and_makes_nothing(standin: StandIn, tmp_path: Path) -> None:
    done = inside(standin, tmp_path, "9008", "S/2091/117", "--cited", "--lang", "fr", "--dry-run")
    assert done.code == 0
    assert standin.log == ()
    assert {path.name for path in tmp_path.iterdir()} == {"hosts.toml"}
    assert done.out.splitlines()[0] == "S/RES/9008 fr"
    assert f"    {standin.addresses['documents']}/api/symbol/access?s=S/2091/117&l=fr&t=docx" in done.out.splitlines()
    assert "What S/RES/9008, S/2091/117 cites is known when it is there" in done.out
    assert done.out.endswith("Nothing was sent.\n")
    inside(standin, tmp_path, "9008")
    before = len(standin.log)
    done = inside(standin, tmp_path, "9008", "--cited", "--dry-run")
    assert "S/RES/9008 en: in the library" in done.out
    assert "S/RES/9001 (2091) en, cited by S/RES/9008 (2099)" in done.out
    assert "8 documents to ask for" in done.out
    assert len(standin.log) == before


def test_a_plan_as_data(standin: StandIn, tmp_path: Path) -> None:
    done = inside(standin, tmp_path, "S/RES/9101 (2091)", "--prefer", "pdf", "--originals", "--dry-run", "--format", "json")
    (document, original) = json.loads(done.out)["documents"]
    assert document["held"] is False
    assert document["addresses"][0].endswith("t=pdf")
    assert any("/git/trees/" in address for address in document["addresses"])
    assert not any("docx" in address for address in original["addresses"])
    assert standin.log == ()


def test_a_plan_of_a_collection(standin: StandIn, tmp_path: Path) -> None:
    done = inside(standin, tmp_path, "--collection", "sc", "--dry-run")
    assert done.out == f"{standin.addresses['archive']}/UNxml/SCresolutions/tar.gz/refs/heads/main\nNothing was sent.\n"
    assert standin.log == ()
    assert not library(tmp_path).exists()


# --- what is printed --------------------------------------------------------------------------------------------------------------


def test_the_account(standin: StandIn, tmp_path: Path) -> None:
    inside(standin, tmp_path, "9102")
    standin.fault("wrong_document", symbol="S/2091/117")
    done = inside(standin, tmp_path, "9101", "9102", "S/2091/117", "S/RES/9052 (2092)")
    assert done.code == 8
    lines = done.out.splitlines()
    assert re.fullmatch(r"fetched    S/RES/9101 \(2091\)      en  akn +\d+ KB +\d\.\d s  official XML collection", lines[0])
    assert lines[1] == "held       S/RES/9102 (2091)      en  akn   in the library"
    assert lines[2].startswith("not had    S/2091/117             en  WrongDocument: what the servers gave was refused")
    assert lines[3] == "not had    S/RES/9052 (2092)      en  NotPublished: S/RES/9052 (2092) is not published in en; it is in fr"
    assert re.match(r"official XML collection +1 document +\d+ KB +\d\.\d s", lines[5])
    assert re.match(r"in the library before +1 document", lines[6])
    assert re.match(r"not had +2 documents", lines[7])
    assert "S/2091/117 in en: WrongDocument" in lines
    assert "    by hand:  https://docs.un.org/en/S/RES/9052(2092)" in lines
    assert '    then:     resdiff add FILE --symbol "S/RES/9052 (2092)" --lang en' in lines
    assert f"    {library(tmp_path) / 'quarantine'}" in lines
    assert any(
        re.match(rf"{len(quarantined(tmp_path))} files that the servers gave in place of what was asked for", line)
        for line in lines
    )
    assert "resdiff: 2 of 4 could not be had" in done.err
    assert all(len(line) <= 160 for line in lines)


def test_what_cannot_be_read_here_is_kept_and_shown(standin: StandIn, tmp_path: Path) -> None:
    standin.fault("scan")
    done = inside(standin, tmp_path, "S/2091/117")
    (record,) = quarantined(tmp_path)
    assert f"    kept:     {library(tmp_path) / 'quarantine' / record['sha256']}" in done.out.splitlines()
    assert "is kept apart, with its reason" in done.out


@pytest.mark.parametrize("piped", [False, True])
def test_on_a_terminal(standin: StandIn, tmp_path: Path, piped: bool) -> None:
    """A bar that names what is asked for now; what goes to a file is none of its business."""
    main, other = pty.openpty()
    file = tmp_path / "out.txt"
    with file.open("w") as out:
        process = subprocess.Popen(
            command(tmp_path, "9008", "--cited"),
            env=environment(tmp_path, standin.hosts_file(tmp_path, pace=0.1), TERM="xterm", COLUMNS="100"),
            stdin=other,
            stdout=out if piped else other,
            stderr=other,
        )
    os.close(other)
    shown = b""
    with contextlib.suppress(OSError):  # the end of a terminal
        while block := os.read(main, 65536):
            shown += block
    os.close(main)
    assert process.wait(timeout=60) == 0
    text = re.sub(r"\x1b\[[?\d;]*[A-Za-z]", "", shown.decode())
    assert re.search(r"fetching .*\d/9 .*S/(RES|PRST)/\d+", text)
    assert shown.endswith(b"\x1b[2K") or "official XML collection" in text.splitlines()[-1] or piped
    lines = file.read_text().splitlines() if piped else text.splitlines()
    assert len([line for line in lines if re.search(r"fetched    S/\w+/[\d/]+( \(\d+\))? +en  akn", line)]) == 9
    assert ("fetched " in text) is not piped


def test_what_fails_alike_is_told_of_once(standin: StandIn, tmp_path: Path) -> None:
    for role in standin.addresses:
        standin.shut(role)
    done = inside(standin, tmp_path, "S/RES/9101 (2091)", "S/RES/9102 (2091)", "S/2091/117")
    account = done.out.partition("\n\n")[2]
    assert "S/RES/9101 (2091) in en: Offline\nS/RES/9102 (2091) in en: Offline\n" in account
    assert account.count("Check the connection") == 2
    assert account.count("by hand:") == 3


def test_nothing_could_be_had(standin: StandIn, tmp_path: Path) -> None:
    done = inside(standin, tmp_path, "S/RES/9052 (2092)")
    assert done.code == 7
    assert "resdiff: nothing could be had" in done.err


def test_quietly(standin: StandIn, tmp_path: Path) -> None:
    done = inside(standin, tmp_path, "9101", "-q")
    assert (done.out, done.err, done.code) == ("", "", 0)
    done = inside(standin, tmp_path, "9102", "S/RES/9052 (2092)", "-q")
    assert done.code == 8
    assert done.out.splitlines() == [
        "not had    S/RES/9052 (2092)      en  NotPublished: S/RES/9052 (2092) is not published in en; it is in fr"
    ]


def test_as_data_and_into_a_file(standin: StandIn, tmp_path: Path) -> None:
    done = inside(standin, tmp_path, "9101", "S/RES/9052 (2092)", "-o", str(tmp_path / "account.json"))
    assert done.code == 8
    assert done.out == ""
    account = json.loads((tmp_path / "account.json").read_text())
    assert account["format"] == 1
    had, failed = account["documents"]
    assert had.keys() == failed.keys()
    assert had["outcome"] == "fetched"
    assert (had["language"], had["route"], had["reason"], had["quarantined"]) == ("en", "official XML collection", None, [])
    assert had["size"] > 1000
    assert had["seconds"] >= 0
    assert len(had["sha256"]) == 64
    assert (failed["outcome"], failed["reason"], failed["form"]) == ("failed", "NotPublished", None)
    assert "account.json" in done.err


@pytest.mark.parametrize(
    "options",
    [
        ("9101", "--collection", "sc"),
        ("--collection", "sc", "--cited"),
        ("--collection", "sc", "--lang", "fr"),
        ("--collection", "sc", "--originals"),
        ("--collection", "sc", "--prefer", "pdf"),
        ("--collection", "sc", "--depth", "2"),
    ],
)
def test_a_collection_stands_alone(standin: StandIn, tmp_path: Path, options: tuple[str, ...]) -> None:
    done = inside(standin, tmp_path, *options)
    assert done.code == 2
    assert "--collection stands alone" in done.err
    assert standin.log == ()


def test_a_host_table_that_is_none(tmp_path: Path) -> None:
    done = inside(None, tmp_path, "9101", env={"RESDIFF_HOSTS": str(tmp_path / "none.toml")})
    assert done.code == 3
    assert "RESDIFF_HOSTS" in done.err
    assert not library(tmp_path).exists()


# --- a whole collection -----------------------------------------------------------------------------------------------------------


def test_a_collection(standin: StandIn, tmp_path: Path) -> None:
    done = inside(standin, tmp_path, "--collection", "sc")
    assert done.code == 0
    assert [r.role for r in standin.log] == ["archive"]
    files = {path: blob for path, blob in SHELF.repositories["SCresolutions"].files.items() if path.endswith((".xml", ".json"))}
    held = whole(tmp_path)
    assert held.keys() == {digest(blob) for blob in files.values()}
    assert {origin.file for origin in held.values()} <= set(files)
    assert {origin.route for origin in held.values()} == {"collection"}
    assert all(origin.url.startswith(standin.addresses["archive"]) for origin in held.values())
    documents = len({digest(blob) for path, blob in files.items() if path.endswith(".xml")})
    assert f"added {documents}" in done.out
    assert "refused 0" in done.out
    assert "records of metadata" in done.out
    with Library(library(tmp_path)) as home:
        for symbol in ("S/2095/812", "S/2096/33"):
            document = home.corpus.get(symbol)
            assert document is not None
            assert document.status is Status.NOT_ADOPTED
        facts = home.corpus.facts("S/RES/9101 (2091)")
        assert facts is not None
        assert facts.adoption.meeting
    polite(standin)
    # what came with it is not asked for one by one
    assert inside(standin, tmp_path, "9101", "9102", "S/PRST/2093/4").code == 0
    assert {r.role for r in standin.log} == {"archive"}


def test_a_collection_that_has_not_changed_is_not_downloaded(standin: StandIn, tmp_path: Path) -> None:
    inside(standin, tmp_path, "--collection", "sc")
    done = inside(standin, tmp_path, "--collection", "sc")
    assert done.code == 0
    assert [r.status for r in standin.log] == [200, 304]
    assert "has not changed since it was fetched" in done.out
    assert inside(standin, tmp_path, "--collection", "sc", "--refresh").code == 0
    assert [r.status for r in standin.log] == [200, 304, 200]
    account = json.loads(inside(standin, tmp_path, "--collection", "sc", "--format", "json").out)
    assert account["added"] == 0
    assert account["unchanged"] > 20


def test_a_collection_that_has_changed(tmp_path: Path) -> None:
    shelf = Shelf(4)
    repository = shelf.repositories["SCresolutions"]
    path = next(p for p in repository.files if "9103" in p)
    with StandIn(shelf) as standin:
        inside(standin, tmp_path, "--collection", "sc")
        (old,) = (sha for sha, origin in whole(tmp_path).items() if origin.file == path)
        holding = shelf.holdings[spelling("S/RES/9103 (2091)"), "en"]
        parts = (replace(holding.text.parts[0], text="*Recalling* the amended harbour of Kestaburg,"), *holding.text.parts[1:])
        repository.put(path, shelf.add(replace(holding.text, parts=parts)).body("xml"))
        facts = next(p for p in repository.files if p == "data_extract/2091.json")
        repository.put(facts, repository.files[facts].replace(b"Lights and harbours", b"Ferries and harbours"))
        done = inside(standin, tmp_path, "--collection", "sc")
        assert "added 1" in done.out
        held = whole(tmp_path)
        assert held[old].replaced
        for _ in range(2):
            with Library(library(tmp_path)) as home:
                home.refresh()
                document = home.corpus.get("S/RES/9103 (2091)")
                assert document is not None
                assert "amended harbour" in document.paragraphs[0].text
                assert document.adoption.agenda == "Ferries and harbours"
            for sqlite in library(tmp_path).glob("library.sqlite*"):
                sqlite.unlink()


def test_a_single_file_that_came_before_gives_way_to_that_of_the_collection(tmp_path: Path) -> None:
    shelf = Shelf(4)
    repository = shelf.repositories["SCresolutions"]
    path = next(p for p in repository.files if "9103" in p)
    with StandIn(shelf) as standin:
        inside(standin, tmp_path, "S/RES/9103 (2091)")
        (old,) = whole(tmp_path)
        repository.put(path, repository.files[path].replace(b"<content>", b"<content >", 1))
        inside(standin, tmp_path, "--collection", "sc")
        held = whole(tmp_path)
        assert held[old].replaced == next(sha for sha, origin in held.items() if origin.file == path)


REFUSED = {"bomb", "lying_size", "many", "cut", "not_gzip", "gzip_of_nothing"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_evil_archive(standin: StandIn, tmp_path: Path, kind: str) -> None:
    inside(standin, tmp_path, "S/2091/117")
    before = set(whole(tmp_path))
    standin.fault("evil_archive", kind=kind)
    done = inside(standin, tmp_path, "--collection", "sc", largest=10**9, read=20, total=60)
    assert done.code == (4 if kind in REFUSED else 0)
    if kind in REFUSED:
        assert re.search(r"resdiff: .*archive", done.err)
        assert "Nothing of it was taken in" in done.err
        assert set(whole(tmp_path)) == before
    assert not list(tmp_path.rglob("outside*"))
    assert {path.name for path in tmp_path.iterdir()} == {"hosts.toml", "library", "cache"}
    # nothing is lost, and the next run brings what is right
    standin.clear_faults()
    assert inside(standin, tmp_path, "--collection", "sc").code == 0
    held = whole(tmp_path)
    assert before <= set(held)
    files = SHELF.repositories["SCresolutions"].files
    assert {digest(blob) for path, blob in files.items() if path.endswith((".xml", ".json"))} <= held.keys()
    assert Cache(library(tmp_path)).load("SCresolutions.archive") is not None
