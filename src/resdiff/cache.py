"""Raw bytes on disk, by content, each with a record of where it came from. Knows nothing of the network or of what the bytes mean.

`raw/ab/abcd...` holds the bytes as issued, `raw/ab/abcd....json` the record. A file appears whole or not at all: it is written under
another name, brought to the disk and renamed; the record comes before the bytes, so that bytes always have one. As the name is the SHA-256
of the content, a file that was damaged all the same is told when it is read, and dropped; it is never served. What a run that was killed
left under another name (`.part-...`) is never looked at, and is swept up after a day.

`quarantine/` holds bytes that a server gave for something that they are not, each with a record of why: never a part of the library.
`kept/` holds what saves asking again: listings of collections with their ETags.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

MARKER = ".resdiff-library"
"""The file that marks a folder as a library of ours."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes came from. `symbol` and `language` are what the user stated, "" where nothing was; what was not fetched has no `url`,
    `route`, `etag` and `last_modified`. `retrieved` is a time in UTC, ISO 8601."""

    sha256: str
    size: int
    file: str = ""
    url: str = ""
    retrieved: str = ""
    media_type: str = ""
    symbol: str = ""
    language: str = ""
    route: str = ""
    """The way by which it was fetched."""
    etag: str = ""
    last_modified: str = ""
    bears: str = ""
    """The symbol that the document was found to bear when it was fetched."""
    written_in: str = ""
    """The language that it was found to be in."""
    job_number: str = ""
    preferred: str = ""
    """The form that was asked for before others when this one came, where the user named one."""
    replaced: str = ""
    """The SHA-256 of what came in its place when it was asked for again: these bytes stay, and are read no more."""

    @classmethod
    def of(cls, data: bytes, **known: str) -> Origin:
        """The record of bytes, with what else is known of them."""
        return cls(digest(data), len(data), **known)

    def __or__(self, other: Origin) -> Origin:
        """This record with what another one of the same bytes adds: what the user states now outranks what was stated before, and an
        address outranks none."""
        mine, theirs = asdict(self), asdict(other)
        stated = {k: theirs[k] or mine[k] for k in ("symbol", "language", "bears", "written_in", "job_number", "preferred")}
        fetched = other if other.url or not self.url else self
        from_there = {k: getattr(fetched, k) for k in ("url", "route", "etag", "last_modified", "media_type", "retrieved")}
        # what comes again is read again
        return Origin(**{**mine, **from_there, **stated, "file": self.file or other.file, "replaced": other.replaced})


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Bytes that a server gave for something that they are not. `symbol` and `language` are what was asked for."""

    sha256: str
    size: int
    symbol: str
    language: str
    route: str
    url: str
    reason: str
    retrieved: str


class Cache:
    """The raw files of one library folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.raw = folder / "raw"

    def put(self, data: bytes, origin: Origin) -> Origin:
        """Keep the bytes and their record; bytes already held stay as they are, and a record already held is added to. Gives the record as
        kept. Raises OSError."""
        path = self._path(origin.sha256)
        held = self.origin(origin.sha256)
        kept = origin if held is None else held | origin
        if kept != held:
            self._write(path.with_suffix(".json"), _record(kept))
        if self.get(origin.sha256) is None:
            self._write(path, data)
        return kept

    def replace(self, sha256: str, by: str) -> None:
        """Note that other bytes have come in the place of these. Raises OSError."""
        held = self.origin(sha256)
        if held is not None and sha256 != by:
            self._write(self._path(sha256).with_suffix(".json"), _record(replace(held, replaced=by)))

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
            held = json.loads(self._path(sha256).with_suffix(".json").read_bytes())
            return Origin(**{name: value for name, value in held.items() if name in _FIELDS})
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def origins(self) -> Iterator[Origin]:
        """The records of all bytes held that were not replaced, in the order of their SHA-256."""
        for path in sorted(self.raw.glob("??/*.json")):
            origin = self.origin(path.stem)
            if origin is not None and not origin.replaced and path.with_suffix("").exists():
                yield origin

    def sweep(self, older: float = 86400.0) -> None:
        """Remove what runs that were killed left half written, so many seconds ago: younger files may belong to a run that goes on."""
        for folder in ("raw/??", "quarantine", "kept"):
            for path in self.folder.glob(f"{folder}/.part-*"):
                with contextlib.suppress(OSError):
                    if time.time() - path.stat().st_mtime >= older:
                        path.unlink()

    def quarantine(self, data: bytes, what: Quarantined) -> Path:
        """Keep bytes apart with the reason why they were refused; gives the file. Raises OSError."""
        path = self.folder / "quarantine" / what.sha256
        self._write(path, data)
        self._write(path.with_suffix(".json"), _record(what))
        return path

    def load(self, name: str) -> tuple[str, bytes] | None:
        """What was kept under a name with its ETag, None where nothing whole is."""
        try:
            head, _, data = (self.folder / "kept" / name).read_bytes().partition(b"\n")
            sha256, etag = json.loads(head)
        except (OSError, ValueError, TypeError):
            return None
        return (str(etag), data) if sha256 == digest(data) else None

    def save(self, name: str, etag: str, data: bytes) -> None:
        """Keep bytes under a name with their ETag. Raises OSError."""
        self._write(self.folder / "kept" / name, json.dumps([digest(data), etag]).encode() + b"\n" + data)

    def _path(self, sha256: str) -> Path:
        return self.raw / sha256[:2] / sha256

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                # without this a power cut may leave the name and not the bytes
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise


_FIELDS = frozenset(field.name for field in fields(Origin))


def _record(record: Origin | Quarantined) -> bytes:
    return json.dumps(asdict(record), ensure_ascii=False, indent=1).encode()


def digest(data: bytes) -> str:
    """The SHA-256 of the bytes, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
