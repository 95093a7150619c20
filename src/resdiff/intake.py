"""Taking in: bytes to documents, into the raw files and the database. Prints nothing.

One run of `add` hashes every file, leaves alone what is held, and reads the rest in transactions; a file that cannot be read is refused
with its reason and the rest goes on.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from resdiff import interrupt, symbols
from resdiff.cache import Cache, Origin, digest
from resdiff.errors import DISK_FULL, LibraryError, NotFound, TooLarge, Unreadable, WrongLanguage
from resdiff.models import Document, Doubt, Facts, Family, Language, Source, SourceKind, Status

if TYPE_CHECKING:
    from resdiff.corpus import Corpus
    from resdiff.normalise import Repaired

MAX_BYTES = 64 * 2**20
"""Larger files are refused unread: the longest resolution as issued has about 1 MB."""

BATCH = 64
"""Documents a transaction: an interrupted `add` loses at most these and reads them again."""

READING = ("models", "tokens.py", "vocabulary", "symbols", "normalise", "parse", "read", "languages")
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
        work: list[tuple[Path | None, Origin]] = []
        for file in files:
            try:
                data = bounded(file)
            except (OSError, Unreadable) as error:
                self._refuse(file, error)
                continue
            origin = replace(self.stated, sha256=digest(data), size=len(data), file=printable(file), retrieved=_now())
            if self.corpus.holds(origin.sha256, self.version):
                self.unchanged += 1
            else:
                work.append((file, origin))
        self._take(work)
        return self._summary()

    def again(self, *, stale: bool = True) -> AddSummary:
        """Read again the raw files of which nothing is held or, with `stale`, nothing by this version. Raises LibraryError."""
        origins = list(self.cache.origins())
        held = self.corpus.versions()
        work = [o for o in origins if o.sha256 not in held or (stale and held[o.sha256] != self.version)]
        self.unchanged = len(origins) - len(work)
        self._take([(None, origin) for origin in work])
        return self._summary()

    def stream(self, members: Iterable[tuple[Origin, bytes]]) -> AddSummary:
        """Take in bytes that come one after the other, each with what is known of it but its digest and size; how many there are is not
        known beforehand. Raises LibraryError, and what the stream raises: what came before stays."""
        source = iter(members)
        done = 0
        while batch := list(islice(source, BATCH)):
            with self.corpus.writing():
                for known, data in batch:
                    done += 1
                    interrupt.check()
                    self.progress(known.file, done, 0)
                    origin = replace(known, sha256=digest(data), size=len(data))
                    if self.corpus.holds(origin.sha256, self.version):
                        self.unchanged += 1
                    else:
                        self.one(data, origin, keep=True)
        return self._summary()

    def _take(self, work: Sequence[tuple[Path | None, Origin]]) -> None:
        """Take in files from disk, or, where no path is given, raw files held."""
        for start in range(0, len(work), BATCH):
            with self.corpus.writing():
                for at, (file, origin) in enumerate(work[start : start + BATCH], start):
                    interrupt.check()
                    self.progress(origin.file, at, len(work))
                    try:
                        data = bounded(file) if file else self.cache.get(origin.sha256)
                    except (OSError, Unreadable) as error:
                        self._refuse(file or Path(origin.file), error)
                    else:
                        self.one(data, origin, keep=file is not None)
        if work:
            self.progress("", len(work), len(work))

    def _refuse(self, file: Path, error: OSError | Unreadable) -> None:
        why = error.what if isinstance(error, Unreadable) else error.strerror or str(error)
        self.refused.append(Refusal(printable(file), why, getattr(error, "hint", "")))

    def one(self, data: bytes | None, origin: Origin, *, keep: bool) -> None:
        """Take in the bytes of one file; `keep` puts them among the raw files. Raises LibraryError."""
        try:
            found = self._read(data, origin)
        except Unreadable as error:
            self.refused.append(Refusal(origin.file, error.what, error.hint))
            return
        except Exception as error:  # a fault of ours in one file must not keep the others out
            what = f"resdiff fails to read it ({type(error).__name__}: {error})"
            self.refused.append(Refusal(origin.file, what, "Please report it, with the file or its symbol."))
            return
        if isinstance(found, Document):
            self.corpus.put(found, self.version)
            self.added += 1
            self.doubtful += bool(found.doubts)
        else:
            self.corpus.put_facts(found)
            self.corpus.mark_held(origin.sha256, self.version)
            self.facts += len(found)
        if keep and data is not None:
            with writing_into(self.cache.folder):
                self.cache.put(data, origin)

    @staticmethod
    def _read(data: bytes | None, origin: Origin) -> Document | tuple[Facts, ...]:
        if data is None or digest(data) != origin.sha256:
            raise Unreadable("its bytes changed while it was read", "Add it again.", origin.file)
        if data.lstrip()[:1] == b"{":
            from resdiff.read.facts import read_facts

            return read_facts(data)
        return read_document(data, origin)

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
            raise NotFound(f"there is no file {printable(path)}", "Check the path.")


def printable(path: Path) -> str:
    """A path as text that can be printed and kept: bytes that are no UTF-8, control characters and line separators as escapes (`\\xe9`)."""

    def shown(char: str) -> str:
        if 0xDC80 <= ord(char) <= 0xDCFF:  # how Python holds a byte of a name that is no UTF-8
            return f"\\x{ord(char) - 0xDC00:02x}"
        return char.encode("unicode_escape").decode() if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char

    return "".join(map(shown, str(path)))


@contextmanager
def writing_into(folder: Path) -> Iterator[None]:
    """What is done within writes into a library's folder. Raises LibraryError where that cannot be."""
    try:
        yield
    except OSError as error:
        raise _unwritable(error, folder) from error


def _unwritable(error: OSError, folder: Path) -> LibraryError:
    if error.errno in DISK_FULL:
        return LibraryError(
            f"the library {printable(folder)} cannot grow: the disk is full",
            "Free some space and type the same again: what was taken in before is kept.",
        )
    why = error.strerror or str(error)
    return LibraryError(f"the library {printable(folder)} cannot be written: {why}", "Name another one with --library DIR.")


def read_document(data: bytes, origin: Origin, *, rejected: bool = False) -> Document:
    """The document in the bytes; what the user stated and the file's name are compared with what it says of itself, and a difference is a
    doubt. `rejected` reads the tracked changes of a Word file as rejected. Raises Unreadable."""
    from resdiff import parse, vocabulary

    name = Path(origin.file).name
    try:
        mended = repaired(data, name, origin.language, rejected=rejected)
        source = Source(mended.blocks.kind, origin.sha256, origin.url or None, origin.retrieved or None, origin.file or None)
        document = parse.assemble(mended.blocks, source, vocabulary.load(mended.blocks.language or Language.EN))
    except Unreadable as error:
        error.file = error.file or origin.file
        raise
    return _identified(document, Path(origin.file), origin.symbol, scanned=mended.blocks.scanned)


def repaired(data: bytes, name: str, asked: str | None, *, rejected: bool = False) -> Repaired:
    """The bytes as blocks with their language, and every repair made."""
    from resdiff import normalise, vocabulary
    from resdiff.read import draft, read, words

    blocks = read(data, name, rejected=rejected)
    language = blocks.language or vocabulary.detect("\n".join(block.text for block in blocks.blocks)) or Language(asked or "en")
    if asked and language != asked:
        raise WrongLanguage(f"it is in {language}, not in {asked}", f"Give --lang {language}, or find the version in {asked}.")
    mended = normalise.repair(replace(blocks, language=language), vocabulary.load(language), words.known(language))
    if mended.blocks.kind is SourceKind.TEXT:
        # brackets and tags of a draft may reach over lines, so they are looked for when these are paragraphs
        mended = replace(mended, blocks=replace(mended.blocks, blocks=draft.drafted(mended.blocks.blocks)))
    return mended


def _identified(document: Document, file: Path, stated: str, *, scanned: bool) -> Document:
    """The document under the symbol that the user stated, else the one that its file's name says, where it bears that symbol among
    others, where a recogniser misread it by a character or two, or where it bears none; what differs is a doubt."""
    from resdiff.vocabulary import stages

    try:
        by_name = symbols.parse(file.stem).text
    except ValueError:
        by_name = ""
    doubts = list(document.doubts)
    symbol, names = document.symbol, document.symbols
    chosen = False
    for other, whence in ((stated, "you stated"), (by_name, "the file's name says")):
        if symbol and symbol.startswith(f"{other} ("):
            other = symbol  # a resolution's number without its year, where the table of years does not reach
        if not other or other == symbol:
            chosen = chosen or bool(other)
        elif (symbol is None and _status_of(other) in (None, document.status)) or (
            document.status is Status.LOCAL and symbol is None
        ):
            symbol, chosen = other, True
            doubts.append(Doubt(None, f"the text bears no symbol; {whence} {other}"))
        elif other in names:
            symbol = other if not chosen and _is_rival(other, document.status) else symbol
            chosen = True
        elif scanned and not chosen and by_name not in names and (read := next((n for n in names if _misread(n, other)), "")):
            symbol, names, chosen = other, tuple(other if n == read else n for n in names), True
            doubts.append(Doubt(None, f"the recogniser read {read}; {whence} {other}, which is taken"))
        else:
            doubts.append(Doubt(None, f"the text bears {symbol or 'no symbol of its kind'}, {whence} {other}"))
    status = document.status
    if symbol != document.symbol and status is Status.LOCAL:
        status = _status_of(symbol) or status
    if _filed_as_not_adopted(file):
        if _status_of(symbol) is None:
            day = document.adoption.date
            if status is not Status.NOT_ADOPTED and day and document.source.kind is SourceKind.AKN:
                doubts.append(
                    Doubt(None, f"its folder files it as not adopted, the file says adopted on {day}: taken as not adopted")
                )
            status = Status.NOT_ADOPTED
        else:
            said = f"its folder files it as not adopted, but {symbol} is the symbol of an adopted text: taken as adopted"
            doubts.append(Doubt(None, said))
    if status is Status.LOCAL and document.masthead.formula and stages.bears_round(document.masthead.lines):
        status = Status.DRAFT
    if symbol in names:
        names = tuple(dict.fromkeys((symbol, *names)))
    return replace(document, symbol=symbol, symbols=names, status=status, doubts=tuple(doubts))


def _is_rival(symbol: str, status: Status) -> bool:
    """Whether a document of this status may go by a symbol: a resolution by a resolution's only."""
    return _status_of(symbol) == status if status.is_precedent else _status_of(symbol) is None


def _misread(read: str, said: str) -> bool:
    from resdiff.read.furniture import close

    return close(read, said, 2) and read[:2] == said[:2]


def _filed_as_not_adopted(file: Path) -> bool:
    """Whether a file stands in a folder of texts not adopted, as the official collection has one ("Not adopted"): the texts themselves are
    drafts and do not say what became of them."""
    return any(re.fullmatch(r"(?:drafts?[ _-]+)?not[ _-]*adopted(?:[ _-]+\w+)*", folder.lower()) for folder in file.parent.parts)


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
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)  # a device or a pipe has no size to ask for
    if len(data) > MAX_BYTES:
        raise TooLarge(f"larger than {MAX_BYTES // 2**20} MB", "No resolution is: check the file.", printable(path))
    return data
