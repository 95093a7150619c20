"""Raw bytes are kept whole, by content, with what is known of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from resdiff.cache import Cache, Origin, digest


def origin(data: bytes, **stated: str) -> Origin:
    return Origin(digest(data), len(data), file="a.xml", **stated)


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
