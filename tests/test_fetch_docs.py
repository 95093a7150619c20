"""docs/fetching.md says what is so."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from fetch_runs import inside
from resdiff import errors
from resdiff.cli import EXIT_CODES
from resdiff.errors import FetchError, Incomplete
from resdiff.fetch import collection, wire
from resdiff.fetch.hosts import UN_JITTER, UN_PACE, load
from resdiff.fetch.routes import ROUTES
from servers import Shelf, StandIn

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "fetching.md").read_text(encoding="utf-8")
LINES = [line for line in TEXT.split("```")[1].splitlines() if line.startswith("resdiff ")]


def table(head: str) -> list[list[str]]:
    """The rows of the table whose head begins so."""
    rows = TEXT.split(f"| {head} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_the_reasons_are_the_errors() -> None:
    family = {kind.__name__ for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, FetchError)}
    assert {row[0] for row in table("reason")} == family - {"FetchError"}
    assert all(len(row) == 3 and row[1] and row[2] for row in table("reason"))


def test_the_ways_are_the_routes_in_their_order() -> None:
    rows = table("way")
    assert [row[0] for row in rows] == [route.name for route in ROUTES]
    for row, route in zip(rows, ROUTES, strict=True):
        assert load().of(route.role).name in row[1]
    assert load().of("archive").name in TEXT


def test_its_figures_are_those_of_the_code() -> None:
    hosts = load()
    documents = hosts.of("documents")
    assert f"at least {UN_PACE:g} seconds pass, with up to a second more by chance" in TEXT.replace("\n", " ")
    assert UN_JITTER == documents.jitter == 1.0
    assert "after {:.0f}, {:.0f} and {:.0f} seconds".format(*documents.backoff) in TEXT
    assert documents.patience == 300
    assert "more than five minutes" in TEXT
    assert wire.MOST_FAILURES == 5
    assert "After five failures in a row" in TEXT
    assert (
        f"{collection.MOST_MEMBERS:,} files, {collection.MOST_MEMBER // 2**20} MB a file and {collection.MOST_ALL // 2**30} GB"
        in TEXT
    )
    assert (FetchError("x").exit_code, Incomplete("x").exit_code) == (7, 8)
    assert "0 when all was had or held, 8 when some was not, 7 when nothing was; 4 for a damaged archive; 130 after Ctrl-C" in TEXT
    for code in ("7 the network gave nothing", "8 some of what was to be fetched could not be had", "130 interrupted"):
        assert code in EXIT_CODES.replace("\n", " ").replace("\b", "")


def test_its_row_is_a_row(tmp_path: Path) -> None:
    (tmp_path / "hosts.toml").write_text(TEXT.split("```toml\n")[1].split("```")[0])
    raw = load(tmp_path / "hosts.toml").of("raw")
    assert (raw.address, raw.pace) == ("https://mirror.example.org", 5.0)
    assert tomllib.loads((tmp_path / "hosts.toml").read_text())["host"]


@pytest.mark.parametrize("line", LINES)
def test_its_examples_run(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example, with the specimen's documents in place of the real ones."""
    (tmp_path / "symbols.txt").write_text("S/RES/9101 (2091)\n")
    monkeypatch.chdir(tmp_path)
    words = shlex.split(re.split(r"\s{2,}", line)[0])[2:]
    with StandIn(Shelf(4)) as standin:
        done = inside(
            standin, tmp_path, *({"2482": "9008", "S/RES/2482 (2019)": "S/RES/9008 (2099)"}.get(word, word) for word in words)
        )
        assert done.code == 0, done.err
        assert bool(standin.log) is ("--dry-run" not in words)
