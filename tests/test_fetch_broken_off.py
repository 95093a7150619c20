"""Runs that are broken off, by a kill at any moment or by Ctrl-C, and two at once: the library stays whole, and the next run goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from fetch_runs import TOO_LONG, account, command, environment, library, polite, right, run, started, whole
from resdiff.cache import digest
from servers import Shelf, StandIn
from servers.texts import FIRST, symbol_of

DOCUMENTS = 40
KILLS_OF_LISTS, KILLS_OF_COLLECTIONS = 35, 15


def listed(folder: Path, count: int) -> list[str]:
    """A list of documents in a file; gives the symbols."""
    wanted = [symbol_of(FIRST + n) for n in range(count)]
    (folder / "list.txt").write_text("\n".join(wanted))
    return wanted


def wait_for(standin: StandIn, requests: int, process: subprocess.Popen[str]) -> None:
    """Until so many requests more have come, or the run has ended."""
    goal = len(standin.log) + requests
    end = time.monotonic() + TOO_LONG
    while len(standin.log) < goal and process.poll() is None:
        assert time.monotonic() < end, "the run hangs"
        time.sleep(0.002)


def kill(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def litter(folder: Path) -> list[Path]:
    return list(library(folder).rglob(".part-*"))


def test_killed_again_and_again_while_it_goes_through_a_list(tmp_path: Path) -> None:
    """35 kills of 50, each after a chance number of requests and a chance moment more; the others are below."""
    chance = Random(1)
    wanted = listed(tmp_path, DOCUMENTS)
    line = ("--from", str(tmp_path / "list.txt"), "--lang", "fr", "--originals")
    with StandIn(Shelf(DOCUMENTS)) as standin:
        held: set[str] = set()
        for _ in range(KILLS_OF_LISTS):
            with started(standin, tmp_path, *line) as process:
                wait_for(standin, chance.randint(1, 12), process)
                time.sleep(chance.uniform(0, 0.08))
                kill(process)
            now = set(whole(tmp_path))
            assert held <= now, "what was held is gone"
            held = now
        before = right(tmp_path, standin)
        asked = len(standin.log)
        done = account(standin, tmp_path, *line)
        assert done.code == 0
        assert done.had() == set(wanted)
        assert held <= set(whole(tmp_path))
        assert right(tmp_path, standin) == {(symbol, "fr") for symbol in wanted}
        # what was there in a form is not asked for in it again
        held_before = {d["sha256"] for d in done.documents if d["outcome"] == "held"}
        assert held <= held_before | {d["sha256"] for d in done.documents}
        assert all(d["outcome"] == "held" for d in done.documents if d["sha256"] in held)
        assert len(standin.log) > asked
        polite(standin)
        assert before


def test_killed_again_and_again_while_it_takes_in_a_collection(tmp_path: Path) -> None:
    chance = Random(2)
    shelf = Shelf(150)
    files = {path: data for path, data in shelf.repositories["SCresolutions"].files.items() if path.endswith((".xml", ".json"))}
    with StandIn(shelf) as standin:
        whole_archive = len(shelf.repositories["SCresolutions"].archive()[1])
        assert whole_archive > 100_000
        held: set[str] = set()
        for turn in range(KILLS_OF_COLLECTIONS):
            standin.clear_faults()
            if turn % 3 == 0:
                # in the middle of the download
                standin.fault("drip", stage="archive", size=whole_archive // 20, seconds=0.02)
            with started(standin, tmp_path, "--collection", "sc", read=20, total=60) as process:
                wait_for(standin, 1, process)
                time.sleep(chance.uniform(0, 0.3) if turn % 3 == 0 else chance.uniform(0, 1.5))
                kill(process)
            now = set(whole(tmp_path))
            assert held <= now, "what was held is gone"
            held = now
        standin.clear_faults()
        done = run(standin, tmp_path, "--collection", "sc", read=20, total=60)
        assert done.code == 0
        assert whole(tmp_path).keys() == {digest(data) for data in files.values()}
        asked = len(standin.log)
        assert run(standin, tmp_path, "--collection", "sc").code == 0
        assert [r.status for r in standin.log[asked:]] == [304]
        assert run(standin, tmp_path, "--from", _list(tmp_path, 150), "-q").code == 0
        assert len(standin.log) == asked + 1
        # no part of an archive is left behind
        assert {path.name for path in library(tmp_path).iterdir() if path.is_file()} <= {
            *(".resdiff-library", "library.sqlite", "library.sqlite-wal", "library.sqlite-shm", "fetch.lock"),
        }


def _list(folder: Path, count: int) -> str:
    listed(folder, count)
    return str(folder / "list.txt")


def test_what_a_kill_leaves_half_written_is_harmless_and_swept_up_after_a_day(tmp_path: Path) -> None:
    with StandIn(Shelf(4)) as standin:
        assert run(standin, tmp_path, "9101").code == 0
        held = whole(tmp_path)
        (folder,) = {path.parent for path in library(tmp_path).glob("raw/*/*.json")}
        for name in (".part-old", ".part-young"):
            (folder / name).write_bytes(b"half of somethi")
            (library(tmp_path) / "kept" / name).write_bytes(b"half")
        for path in litter(tmp_path):
            if path.name == ".part-old":
                os.utime(path, (time.time() - 90_000,) * 2)
        assert whole(tmp_path) == held
        done = account(standin, tmp_path, "9101", "9102")
        assert done.had() == {"S/RES/9101 (2091)", "S/RES/9102 (2091)"}
        assert {path.name for path in litter(tmp_path)} == {".part-young"}


@pytest.mark.parametrize("requests", [1, 4, 9])
def test_ctrl_c(tmp_path: Path, requests: int) -> None:
    wanted = listed(tmp_path, 12)
    line = ("--from", str(tmp_path / "list.txt"), "--lang", "fr")
    with StandIn(Shelf(12)) as standin:
        with started(standin, tmp_path, *line, pace=0.05) as process:
            wait_for(standin, requests, process)
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=30)
            assert process.returncode == 130
        assert "resdiff: interrupted. What was finished is kept; the same line goes on from there." in told
        assert "Traceback" not in told
        held = whole(tmp_path)
        assert len(held) < len(wanted)
        done = account(standin, tmp_path, *line)
        assert done.code == 0
        assert sum(d["outcome"] == "held" for d in done.documents) == len(held)
        assert right(tmp_path, standin) == {(symbol, "fr") for symbol in wanted}


def test_ctrl_c_while_it_waits_for_a_server(tmp_path: Path) -> None:
    with StandIn(Shelf(2)) as standin:
        standin.fault("unavailable", retry_after=600)
        with started(standin, tmp_path, "S/2091/117", patience=1000.0) as process:
            wait_for(standin, 1, process)
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=20)
            assert process.returncode == 130
        assert "asking again in" in told
        standin.clear_faults()
        standin.fault("slow_first_byte", seconds=60)
        with started(standin, tmp_path, "S/2091/117", read=60.0, total=60.0) as process:
            wait_for(standin, 1, process)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
            assert process.returncode == 130


def test_two_runs_at_once_on_one_library(tmp_path: Path) -> None:
    wanted = listed(tmp_path, 12)
    line = ("--from", str(tmp_path / "list.txt"), "--lang", "fr", "--format", "json")
    with StandIn(Shelf(12)) as standin:
        with started(standin, tmp_path, *line, pace=0.02) as one, started(standin, tmp_path, *line, pace=0.02) as two:
            outs = [process.communicate(timeout=TOO_LONG) for process in (one, two)]
            assert [process.returncode for process in (one, two)] == [0, 0], outs
        assert right(tmp_path, standin) == {(symbol, "fr") for symbol in wanted}
        assert len(whole(tmp_path)) == len(wanted)
        # no document is asked for twice: its file came once
        files = Counter(r.symbol for r in standin.log if r.stage in ("file", "raw") and r.symbol)
        assert all(files[symbol] <= 2 for symbol in wanted), files  # an old Word file comes before its PDF
        assert max(Counter((r.symbol, r.path) for r in standin.log if r.stage in ("file", "raw")).values()) == 1
        assert max(standin.concurrent_peak.values()) == 1
        polite(standin, 0.02)


def test_two_runs_at_once_on_two_libraries_keep_one_pace(tmp_path: Path) -> None:
    listed(tmp_path, 5)
    with StandIn(Shelf(5)) as standin:
        runs = []
        hosts = standin.hosts_file(tmp_path, pace=0.05)
        for name in ("one", "two"):
            words = [*command(tmp_path, "--from", str(tmp_path / "list.txt"), "--lang", "fr")[:-1], str(tmp_path / name)]
            runs.append(
                subprocess.Popen(words, env=environment(tmp_path, hosts), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            )
        assert [process.wait(timeout=TOO_LONG) for process in runs] == [0, 0]
        assert max(standin.concurrent_peak.values()) == 1
        polite(standin, 0.05)


def test_a_run_that_waits_for_another_says_so(tmp_path: Path) -> None:
    with StandIn(Shelf(2)) as standin:
        standin.fault("slow_first_byte", seconds=4, times=1)
        with started(standin, tmp_path, "S/2091/117", read=20.0, total=30.0) as one:
            wait_for(standin, 1, one)
            done = run(standin, tmp_path, "S/2091/117", read=20.0, total=30.0)
            one.communicate(timeout=TOO_LONG)
        assert done.code == 0
        assert "another run of resdiff fetches into this library; waiting for it" in done.err
        assert "held" in done.out
