"""Raw bytes are kept whole, by content, with what is known of them."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from resdiff.cache import Cache, Origin, Quarantined, digest


def origin(data: bytes, **stated: str) -> Origin:
    return Origin.of(data, file="a.xml", **stated)


def test_what_was_put_comes_out(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    kept = cache.put(b"words", origin(b"words"))
    assert cache.get(kept.sha256) == b"words"
    assert cache.origin(kept.sha256) == kept
    assert list(cache.origins()) == [kept]


def test_the_same_bytes_are_kept_once_and_a_statement_is_not_lost(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(b"words", origin(b"words", symbol="S/2018/1177"))
    kept = cache.put(b"words", origin(b"words"))
    assert kept.symbol == "S/2018/1177"
    assert cache.put(b"words", origin(b"words", symbol="S/2018/1178")).symbol == "S/2018/1178"
    assert len(list(cache.origins())) == 1


def test_damaged_bytes_are_never_served(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    kept = cache.put(b"whole", origin(b"whole"))
    path = next(p for p in tmp_path.rglob("*") if p.is_file() and p.suffix == "")
    path.write_bytes(b"who")
    assert cache.get(kept.sha256) is None
    assert not path.exists()


def test_what_is_not_held_is_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get("0" * 64) is None
    assert cache.origin("0" * 64) is None
    assert list(cache.origins()) == []


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "no space left")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        cache.put(b"words", origin(b"words"))
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_bytes_always_have_their_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken off between the two, there is a record without bytes, which is none; never bytes that nobody knows anything of."""
    cache = Cache(tmp_path)
    written: list[str] = []
    replace_ = Path.replace

    def fail_second(self: Path, target: Path) -> Path:
        written.append(target.suffix)
        if len(written) == 2:
            raise KeyboardInterrupt
        return replace_(self, target)

    monkeypatch.setattr(Path, "replace", fail_second)
    with pytest.raises(KeyboardInterrupt):
        cache.put(b"words", origin(b"words"))
    monkeypatch.undo()
    assert written == [".json", ""]
    assert list(cache.origins()) == []
    assert cache.get(digest(b"words")) is None
    cache.put(b"words", origin(b"words"))
    assert [o.sha256 for o in cache.origins()] == [digest(b"words")]


def test_a_record_of_another_version_or_none_at_all(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    kept = cache.put(b"words", origin(b"words"))
    path = next(tmp_path.rglob("*.json"))
    path.write_text(path.read_text().replace("{", '{"later": [1], ', 1))
    assert cache.origin(kept.sha256) == kept
    for spoilt in ("", "[]", "null", "7", '{"size": 3}', "{"):
        path.write_text(spoilt)
        assert cache.origin(kept.sha256) is None
        assert list(cache.origins()) == []
    assert cache.put(b"words", origin(b"words")) == kept


def test_an_address_outranks_none_and_the_form_asked_for_is_remembered(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(b"words", replace(origin(b"words"), url="https://documents.un.org/x", route="way", preferred="pdf", etag='"1"'))
    kept = cache.put(b"words", origin(b"words", symbol="S/2018/1177"))
    assert (kept.url, kept.route, kept.preferred, kept.etag, kept.symbol) == (
        "https://documents.un.org/x",
        "way",
        "pdf",
        '"1"',
        "S/2018/1177",
    )
    later = cache.put(b"words", replace(origin(b"words"), url="https://docs.un.org/y", route="other"))
    assert (later.url, later.route, later.etag, later.preferred) == ("https://docs.un.org/y", "other", "", "pdf")


def test_what_was_replaced_is_kept_and_read_no_more_until_it_comes_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old, new = (cache.put(data, origin(data)) for data in (b"old", b"new"))
    cache.replace(old.sha256, new.sha256)
    cache.replace(new.sha256, new.sha256)
    cache.replace("0" * 64, new.sha256)
    assert [o.sha256 for o in cache.origins()] == [new.sha256]
    assert cache.get(old.sha256) == b"old"
    held = cache.origin(old.sha256)
    assert held is not None
    assert held.replaced == new.sha256
    assert cache.put(b"old", origin(b"old")).replaced == ""
    assert len(list(cache.origins())) == 2


def test_what_was_refused_is_kept_apart_with_its_reason(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    what = Quarantined(digest(b"other"), 5, "S/2018/1177", "fr", "way", "https://documents.un.org/x", "it bears S/2018/1178", "now")
    path = cache.quarantine(b"other", what)
    assert path == tmp_path / "quarantine" / digest(b"other")
    assert path.read_bytes() == b"other"
    assert json.loads(path.with_suffix(".json").read_text())["reason"] == "it bears S/2018/1178"
    assert cache.get(digest(b"other")) is None
    assert list(cache.origins()) == []


def test_what_saves_asking_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.load("x.json") is None
    cache.save("x.json", 'W/"1"', b'{"tree": []}\nmore')
    assert cache.load("x.json") == ('W/"1"', b'{"tree": []}\nmore')
    path = tmp_path / "kept" / "x.json"
    whole = path.read_bytes()
    for spoilt in (b"", whole[:-1], whole[5:], b"[]\n", b"7\n", b"null\n", b"\xff"):
        path.write_bytes(spoilt)
        assert cache.load("x.json") is None


def test_what_was_left_half_written_a_day_ago_is_swept_up(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(b"words", origin(b"words"))
    cache.save("x.json", "", b"")
    cache.quarantine(b"x", Quarantined(digest(b"x"), 1, "", "", "", "", "", ""))
    folders = [next((tmp_path / "raw").iterdir()), tmp_path / "kept", tmp_path / "quarantine"]
    for folder in folders:
        (folder / ".part-old").write_bytes(b"ha")
        (folder / ".part-new").write_bytes(b"ha")
        os.utime(folder / ".part-old", (0, 0))
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    cache.sweep()
    assert before - {path for path in tmp_path.rglob("*") if path.is_file()} == {folder / ".part-old" for folder in folders}
    Cache(tmp_path / "none").sweep()
