"""What a library is asked and told in a run of `fetch`: what is held, what is right, what is kept, and what cannot be."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from resdiff import symbols
from resdiff.account import Outcome, Retrieved
from resdiff.cache import Cache
from resdiff.errors import LibraryError, NotFound
from resdiff.fetch import Form, Wish
from resdiff.fetch.hosts import load
from resdiff.models import Language
from resdiff.retrieve import Asked, Retrieval, listed
from resdiff.retrieve import judge as judging
from resdiff.retrieve.judge import Judge, is_same
from resdiff.workflow import Library
from servers import Shelf, StandIn
from servers.printed import pdf
from servers.shelf import spelling

SHELF = Shelf(6)
EN, FR = Language.EN, Language.FR


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(SHELF) as servers:
        yield servers


@pytest.fixture
def retrieval(standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Retrieval]]:
    """Fetching into a library; what is told and watched is in `seen`."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    libraries = []

    def made(**columns: Any) -> Retrieval:
        monkeypatch.setenv("RESDIFF_HOSTS", str(standin.hosts_file(tmp_path, **columns)))
        home = Library(tmp_path / "library")
        libraries.append(home)
        seen: list[Any] = []
        made = home.retrieval(None, seen.append, seen.append, lambda *at: seen.append(at))
        made.seen = seen  # type: ignore[attr-defined]
        return made

    yield made
    for home in libraries:
        home.close()


def asked(*names: str, language: Language = EN, **more: Any) -> Asked:
    return Asked(tuple(map(symbols.parse, names)), language, **more)


# --- a run ------------------------------------------------------------------------------------------------------------------------


def test_each_document_is_told_of_as_it_comes(retrieval: Callable[..., Retrieval]) -> None:
    run = retrieval()
    summary = run.run(asked("9008", depth=1))
    begun = [item for item in run.seen if isinstance(item, tuple)]  # type: ignore[attr-defined]
    assert begun[0] == ("S/RES/9008", 0, 1)
    assert begun[1][1:] == (1, 9)
    assert begun[-1] == ("", 9, 9)
    assert [symbol for symbol, _, _ in begun[1:-1]] == [d.symbol for d in summary.documents[1:]]
    done = [item for item in run.seen if isinstance(item, Retrieved)]  # type: ignore[attr-defined]
    assert [replace(item, cited_by=None) for item in done] == [replace(item, cited_by=None) for item in summary.documents]
    assert len(summary.of(Outcome.FETCHED)) == 9
    assert summary.of(Outcome.HELD, Outcome.FAILED) == ()


def test_a_library_that_another_run_uses(retrieval: Callable[..., Retrieval], tmp_path: Path) -> None:
    run = retrieval()
    held = threading.Event()

    def other() -> None:
        with FileLock(tmp_path / "library" / "fetch.lock"):
            held.set()
            time.sleep(1.5)

    threading.Thread(target=other).start()
    held.wait()
    assert run.run(asked("9101")).of(Outcome.FETCHED)
    assert run.seen[1].startswith("another run of resdiff")  # type: ignore[attr-defined]


@pytest.mark.parametrize("what", ["raw", "quarantine", "fetch.lock"])
def test_a_library_that_cannot_be_written(standin: StandIn, retrieval: Callable[..., Retrieval], tmp_path: Path, what: str) -> None:
    run = retrieval()
    place = tmp_path / "library" / what
    if what == "fetch.lock":
        place.mkdir()
    else:
        place.write_text("in the way")
    standin.fault("wrong_document", symbol="S/2091/117", times=1)
    with pytest.raises(LibraryError, match="cannot be written"):
        run.run(asked("S/2091/117"))


def test_a_listing_that_cannot_be_kept(retrieval: Callable[..., Retrieval], tmp_path: Path, standin: StandIn) -> None:
    run = retrieval()
    (tmp_path / "library" / "kept").write_text("in the way")
    with pytest.raises(LibraryError, match="cannot be written"):
        run.run(asked("9101"))


def test_a_full_disk_while_an_archive_comes(
    retrieval: Callable[..., Retrieval], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run = retrieval()

    def full(self: Cache, name: str, etag: str, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Cache, "save", full)
    with pytest.raises(LibraryError, match="the disk is full"):
        run.collect("sc")


def test_what_gives_way_cannot_be_noted(retrieval: Callable[..., Retrieval], monkeypatch: pytest.MonkeyPatch) -> None:
    run = retrieval()
    run.run(asked("S/2091/117", prefer=Form.PDF))

    def full(self: Cache, sha256: str, by: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Cache, "replace", full)
    holding = SHELF.holdings[spelling("S/2091/117"), "en"]
    SHELF.add(replace(holding.text, parts=holding.text.parts[:-1]))
    try:
        with pytest.raises(LibraryError, match="the disk is full"):
            run.run(asked("S/2091/117", prefer=Form.PDF, refresh=True))
    finally:
        SHELF.add(holding.text)


def test_a_collection_that_does_not_exist(retrieval: Callable[..., Retrieval]) -> None:
    with pytest.raises(NotFound, match="no collection 'xx'"):
        retrieval().collect("xx")
    with pytest.raises(NotFound):
        retrieval().archive("xx")


def test_without_a_library_there_are_only_plans(tmp_path: Path) -> None:
    run = Retrieval(Cache(tmp_path / "none"), None, load(), tmp_path / "pace")
    plan = run.plan(asked("S/RES/2482 (2019)", depth=1, language=FR))
    assert [planned.held for planned in plan.documents] == [False]
    assert plan.incomplete == ("S/RES/2482 (2019)",)
    assert plan.pace == 2.5
    assert plan.documents[0].addresses[0] == "https://api.github.com/repos/UNxml/SCresolutions/git/trees/main?recursive=1"
    assert plan.documents[0].addresses[-1] == "https://daccess-ods.un.org/access.nsf/Get?OpenAgent&DS=S/RES/2482(2019)&Lang=F"
    assert list(tmp_path.iterdir()) == []


def test_citations_of_meetings_and_of_itself_are_not_followed(retrieval: Callable[..., Retrieval]) -> None:
    run = retrieval()
    run.run(asked("9008"))
    names = [symbol.text for symbol in run._cited(symbols.parse("9008"), EN)]
    assert "S/RES/9008 (2099)" not in names
    assert not any(name.startswith("S/PV") for name in names)


# --- a list -----------------------------------------------------------------------------------------------------------------------


def test_what_stands_in_a_list(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes("\ufeffS/RES/1 (1946) # of old\r\n\r\n# none\r\n  2482\r\n".encode())
    assert listed(tmp_path / "list") == ["S/RES/1 (1946)", "2482"]


# --- what is right ----------------------------------------------------------------------------------------------------------------


def wish(name: str, language: Language = EN) -> Wish:
    return Wish(symbols.parse(name), language)


LETTER = SHELF.holdings[spelling("S/2091/117"), "en"].text


@pytest.mark.parametrize(
    ("name", "language", "data", "reason"),
    [
        ("S/2091/117", EN, SHELF.holdings[spelling("S/2091/117"), "en"].body("pdf"), ""),
        ("S/RES/9101 (2091)", EN, SHELF.holdings[spelling("S/RES/9101 (2091)"), "en"].body("xml"), ""),
        ("9101", EN, SHELF.holdings[spelling("S/RES/9101 (2091)"), "en"].body("xml"), ""),
        ("S/RES/910 (2091)", EN, SHELF.holdings[spelling("S/RES/9101 (2091)"), "en"].body("xml"), "it bears S/RES/9101 (2091)"),
        ("S/RES/9101 (2092)", EN, SHELF.holdings[spelling("S/RES/9101 (2091)"), "en"].body("xml"), "it bears S/RES/9101 (2091)"),
        ("S/2091/117", FR, SHELF.holdings[spelling("S/2091/117"), "en"].body("pdf"), "it is in en, not in fr"),
        ("S/2091/117", EN, SHELF.holdings[spelling("S/2091/117"), "fr"].body("pdf"), "it is in fr, not in en"),
        ("S/2091/117", EN, pdf(replace(LETTER, symbol="S/2091/118")), "it bears S/2091/118"),
        ("S/2091/117", EN, pdf(replace(LETTER, symbol="S/2091/117/Add.1")), "it bears S/2091/117/Add.1"),
        ("S/2091/117", EN, pdf(replace(LETTER, symbol="S/2091/117", star="*")), ""),
        ("S/2091/117", EN, pdf(replace(LETTER, symbol="no symbol")), "it bears no symbol by which it could be told"),
        ("S/2091/117", EN, b"%PDF-1.7\nchance\n%%EOF", "PDF"),
        ("S/2091/117", EN, b"plain words that are no document", ""),
    ],
)
def test_by_its_own_symbol_and_language(name: str, language: Language, data: bytes, reason: str) -> None:
    verdict = Judge()(wish(name, language), data)
    if data.startswith(b"plain"):
        assert not verdict.right
        return
    assert verdict.right is not bool(reason)
    assert reason in verdict.reason
    assert not verdict.foreign


def test_text_in_another_language_than_its_cover_says(monkeypatch: pytest.MonkeyPatch) -> None:
    data = SHELF.holdings[spelling("S/2091/117"), "en"].body("pdf")
    words = "Le Conseil de sécurité, rappelant ses résolutions sur la paix, décide de rester saisi de la question"
    monkeypatch.setattr(judging, "_words", lambda document: words)
    assert Judge()(wish("S/2091/117"), data).reason == "its text does not look like en"


def test_an_error_in_reading_one_file_ends_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "read_document", lambda data, origin: 1 // 0)
    verdict = Judge()(wish("S/2091/117"), b"%PDF-")
    assert verdict.foreign
    assert "ZeroDivisionError" in verdict.reason


def test_what_was_read_is_handed_over_once() -> None:
    judge = Judge()
    data = SHELF.holdings[spelling("S/2091/117"), "en"].body("pdf")
    assert judge(wish("S/2091/117"), data).right
    from resdiff.cache import digest

    assert judge.take(digest(data)).symbol == "S/2091/117"
    with pytest.raises(KeyError):
        judge.take(digest(data))


@pytest.mark.parametrize(
    ("wanted", "name", "same"),
    [
        ("9101", "S/RES/9101 (2091)", True),
        ("9101", "S/RES/91011 (2091)", False),
        ("S/RES/9101 (2091)", "S/RES/9101 (2091)", True),
        ("S/RES/9101 (2091)", "S/RES/9101 (2092)", False),
        ("S/2091/117", "S/2091/117 (x)", False),
    ],
)
def test_one_and_the_same(wanted: str, name: str, same: bool) -> None:
    assert is_same(symbols.parse(wanted), name) is same
