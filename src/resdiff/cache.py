"""Raw bytes on disk, by content, each with a record of where it came from. Knows nothing of the network or of what the bytes mean.

`raw/ab/abcd...` holds the bytes as issued, `raw/ab/abcd....json` the record. A file appears whole or not at all: it is written under
another name and renamed. As the name is the SHA-256 of the content, a file that a power cut damaged is told when it is read, and
dropped; it is never served.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

MARKER = ".resdiff-library"
"""The file that marks a folder as a library of ours."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes came from. `symbol` and `language` are what the user stated, "" where nothing was."""

    sha256: str
    size: int
    file: str = ""
    url: str = ""
    retrieved: str = ""
    media_type: str = ""
    symbol: str = ""
    language: str = ""


class Cache:
    """The raw files of one library folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.raw = folder / "raw"

    def put(self, data: bytes, origin: Origin) -> Origin:
        """Keep the bytes and their record; bytes already held stay as they are, and a record already held is overwritten only by one that
        says more of what the user stated. Gives the record as kept. Raises OSError."""
        path = self._path(origin.sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            self._write(path, data)
        held = self.origin(origin.sha256)
        if held is None or (origin.symbol, origin.language) not in ((held.symbol, held.language), ("", "")):
            self._write(path.with_suffix(".json"), json.dumps(asdict(origin), ensure_ascii=False, indent=1).encode())
            return origin
        return held

    def get(self, sha256: str) -> bytes | None:
        """The bytes with this SHA-256, or None where they are not held. Damaged bytes are dropped and count as not held."""
        path = self._path(sha256)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        if digest(data) != sha256:
            path.unlink(missing_ok=True)
            return None
        return data

    def origin(self, sha256: str) -> Origin | None:
        """The record of the bytes with this SHA-256, or None where there is none that can be read."""
        try:
            return Origin(**json.loads(self._path(sha256).with_suffix(".json").read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def origins(self) -> Iterator[Origin]:
        """The records of all bytes held, in the order of their SHA-256."""
        for path in sorted(self.raw.glob("??/*.json")):
            origin = self.origin(path.stem)
            if origin is not None:
                yield origin

    def _path(self, sha256: str) -> Path:
        return self.raw / sha256[:2] / sha256

    def _write(self, path: Path, data: bytes) -> None:
        handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise


def digest(data: bytes) -> str:
    """The SHA-256 of the bytes, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
