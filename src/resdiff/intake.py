"""Taking in: bytes to documents, into the raw files and the database. Prints nothing.

One run of `add` hashes every file, leaves alone what is held, and reads the rest in transactions; a file that cannot be read is refused
with its reason and the rest goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from resdiff import symbols
from resdiff.cache import Cache, Origin, digest
from resdiff.errors import NotFound, TooLarge, Unreadable, WrongLanguage
from resdiff.models import Document, Doubt, Family, Language, Source, Status

if TYPE_CHECKING:
    from resdiff.corpus import Corpus
    from resdiff.normalise import Repaired

MAX_BYTES = 64 * 2**20
"""Larger files are refused unread: the longest resolution as issued has about 1 MB."""

BATCH = 64
"""Documents a transaction: an interrupted `add` loses at most these and reads them again."""

READING = ("models.py", "tokens.py", "vocabulary", "symbols", "normalise", "parse", "read", "languages")
"""What decides how bytes become a document."""

Progress = Callable[[str, int, int], None]
"""Called with the name at hand, how many are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken in, and why."""

    file: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class AddSummary:
    """What `add` did: counts of files, and the refused ones each with its reason."""

    added: int
    unchanged: int
    doubtful: int
    """How many of the added ones carry a doubt."""
    facts: int
    """Records of official metadata taken in."""
    refused: tuple[Refusal, ...]


class Intake:
    """One run of `add`: reads, keeps raw bytes, parses what is not held, in transactions of BATCH documents."""

    def __init__(self, cache: Cache, corpus: Corpus, stated: Origin, progress: Progress | None) -> None:
        self.cache = cache
        self.corpus = corpus
        self.stated = stated
        self.progress = progress or (lambda name, done, total: None)
        self.version = reader_version()
        self.added = self.unchanged = self.doubtful = self.facts = 0
        self.refused: list[Refusal] = []

    def run(self, files: Sequence[Path]) -> AddSummary:
        """Take in these files. Raises LibraryError."""
        work = []
        for file in files:
            try:
                data = bounded(file)
            except (OSError, Unreadable) as error:
                self.refused.append(
                    Refusal(str(file), getattr(error, "what", None) or getattr(error, "strerror", None) or str(error))
                )
                continue
            origin = replace(self.stated, sha256=digest(data), size=len(data), file=str(file), retrieved=_now())
            if self.corpus.holds(origin.sha256, self.version):
                self.unchanged += 1
            else:
                work.append(origin)
        self._take(work, from_disk=True)
        return self._summary()

    def again(self) -> AddSummary:
        """Read again the raw files of which nothing, or nothing by this version, is held. Raises LibraryError."""
        origins = list(self.cache.origins())
        work = [o for o in origins if not self.corpus.holds(o.sha256, self.version)]
        self.unchanged = len(origins) - len(work)
        self._take(work, from_disk=False)
        return self._summary()

    def _take(self, work: Sequence[Origin], *, from_disk: bool) -> None:
        for start in range(0, len(work), BATCH):
            with self.corpus.writing():
                for at, origin in enumerate(work[start : start + BATCH], start):
                    self.progress(origin.file, at, len(work))
                    data = Path(origin.file).read_bytes() if from_disk else self.cache.get(origin.sha256)
                    self.one(data, origin, keep=from_disk)
        if work:
            self.progress("", len(work), len(work))

    def one(self, data: bytes | None, origin: Origin, *, keep: bool) -> None:
        """Take in the bytes of one file; `keep` puts them among the raw files. Raises LibraryError."""
        try:
            if data is None or digest(data) != origin.sha256:
                raise Unreadable("its bytes changed while it was read", "Add it again.", origin.file)
            if data.lstrip()[:1] == b"{":
                from resdiff.read.facts import read_facts

                facts = read_facts(data)
                self.corpus.put_facts(facts)
                self.corpus.mark_held(origin.sha256, self.version)
                self.facts += len(facts)
            else:
                document = read_document(data, origin)
                self.corpus.put(document, self.version)
                self.added += 1
                self.doubtful += bool(document.doubts)
        except Unreadable as error:
            self.refused.append(Refusal(origin.file, error.what, error.hint))
            return
        if keep:
            self.cache.put(data, origin)

    def _summary(self) -> AddSummary:
        return AddSummary(self.added, self.unchanged, self.doubtful, self.facts, tuple(self.refused))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, in order; hidden ones in folders are passed over. Raises NotFound."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and not any(part.startswith(".") for part in p.relative_to(path).parts)
            )
        elif path.exists():
            yield path
        else:
            raise NotFound(f"there is no file {path}", "Check the path.")


def read_document(data: bytes, origin: Origin) -> Document:
    """The document in the bytes; what the user stated and the file's name are compared with what it says of itself, and a difference is a
    doubt. Raises Unreadable."""
    from resdiff import parse, vocabulary

    name = Path(origin.file).name
    try:
        mended = repaired(data, name, origin.language)
        source = Source(mended.blocks.kind, origin.sha256, origin.url or None, origin.retrieved or None, origin.file or None)
        document = parse.assemble(mended.blocks, source, vocabulary.load(mended.blocks.language or Language.EN))
    except Unreadable as error:
        error.file = error.file or origin.file
        raise
    return _identified(document, name, origin.symbol)


def repaired(data: bytes, name: str, asked: str | None) -> Repaired:
    """The bytes as blocks with their language, and every repair made."""
    from resdiff import normalise, vocabulary
    from resdiff.read import read, words

    blocks = read(data, name)
    language = blocks.language or vocabulary.detect("\n".join(block.text for block in blocks.blocks)) or Language(asked or "en")
    if asked and language != asked:
        raise WrongLanguage(f"it is in {language}, not in {asked}", f"Give --lang {language}, or find the version in {asked}.")
    return normalise.repair(replace(blocks, language=language), vocabulary.load(language), words.known(language))


def _identified(document: Document, name: str, stated: str) -> Document:
    try:
        by_name = symbols.parse(Path(name).stem).text
    except ValueError:
        by_name = ""
    doubts = list(document.doubts)
    symbol = document.symbol
    for other, whence in ((stated, "you stated"), (by_name, "the file's name says")):
        if not other:
            continue
        if (symbol is None and _status_of(other) in (None, document.status)) or (
            document.status is Status.LOCAL and symbol is None
        ):
            symbol = other
            doubts.append(Doubt(None, f"the text bears no symbol; {whence} {other}"))
        elif symbol != other and other not in document.symbols:
            doubts.append(Doubt(None, f"the text bears {symbol or 'no symbol of its kind'}, {whence} {other}"))
    status = document.status
    if symbol != document.symbol and status is Status.LOCAL:
        status = _status_of(symbol) or status
    return replace(document, symbol=symbol, status=status, doubts=tuple(doubts))


def _status_of(symbol: str | None) -> Status | None:
    family = symbols.parse(symbol).family if symbol else None
    return {Family.RESOLUTION: Status.RESOLUTION, Family.STATEMENT: Status.STATEMENT}.get(family) if family else None


@cache
def reader_version() -> str:
    """A short hash of everything that decides how bytes become a document: readers, repair, assembler, vocabulary. When it changes,
    documents are read again."""
    hashed = hashlib.sha256()
    package = resources.files("resdiff")
    for part in READING:
        entry = package / part
        for file in [entry] if entry.is_file() else sorted(entry.iterdir(), key=lambda f: f.name):
            if file.name.endswith((".py", ".toml", ".txt")):
                hashed.update(file.name.encode() + file.read_bytes())
    return hashed.hexdigest()[:16]


def bounded(path: Path) -> bytes:
    """The bytes of a file. Raises OSError, and TooLarge over MAX_BYTES."""
    if path.is_file() and path.stat().st_size > MAX_BYTES:
        raise TooLarge(f"larger than {MAX_BYTES // 2**20} MB", "No resolution is: check the file.", str(path))
    return path.read_bytes()
