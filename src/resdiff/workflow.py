"""Get, else make, then keep: the only place where rim and core meet. Knows nothing of words and prints nothing.

A `Library` is one folder: `raw/` of bytes as issued (`cache`), and one SQLite file of documents, facts and indexes made from them
(`corpus`). Documents named by a path are read from disk each time and never written anywhere: a draft stays where it is.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from resdiff import symbols
from resdiff.cache import MARKER, Cache, Origin, digest
from resdiff.errors import LibraryError, Mismatch, NotFound, OutdatedLibrary, ResdiffError, Unreadable, WrongLanguage
from resdiff.models import (
    Comparison,
    Document,
    Doubt,
    Entry,
    Evolution,
    Facts,
    Family,
    Language,
    Lineage,
    PrecedentCard,
    Repair,
    Source,
    Status,
    Symbol,
)

if TYPE_CHECKING:
    from resdiff.corpus import Corpus
    from resdiff.normalise import Repaired
    from resdiff.themes import Theme
    from resdiff.trace import Earlier

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


class Library:
    """One library folder. Opening it creates what is missing, and makes the SQLite file again from the raw bytes where it is gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = Cache(folder)

    @cached_property
    def corpus(self) -> Corpus:
        """The parsed documents. Raises LibraryError."""
        from resdiff.corpus import Corpus

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            marker = self.folder / MARKER
            if not marker.exists():
                marker.write_text("resdiff library 1\n", encoding="utf-8")
        except OSError as error:
            raise LibraryError(
                f"the library {self.folder} cannot be written: {error.strerror}", "Name another one with --library DIR."
            ) from error
        path = self.folder / "library.sqlite"
        try:
            return Corpus(path)
        except OutdatedLibrary:
            # nothing is lost: it holds only what was made from the raw files, and is made again from them
            for ending in ("", "-wal", "-shm"):
                Path(f"{path}{ending}").unlink(missing_ok=True)
            return Corpus(path)

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the SQLite file."""
        if "corpus" in self.__dict__:
            self.corpus.close()
            del self.__dict__["corpus"]

    # --- taking in ---------------------------------------------------------------------------------------------------------------

    def add(
        self, paths: Sequence[Path], *, language: Language | None = None, symbol: str = "", progress: Progress | None = None
    ) -> AddSummary:
        """Read files and folders into the library; what is held in the same bytes and was read by this version is left alone. A file that
        cannot be read is refused and the rest goes on. Raises NotFound for a path that does not exist, LibraryError."""
        files = tuple(_files(paths))
        stated = Origin("", 0, symbol=symbols.parse(symbol).text if symbol else "", language=language or "")
        return _Intake(self, stated, progress).run(files)

    def refresh(self, progress: Progress | None = None) -> AddSummary:
        """Read again what is held only as raw bytes or was read by another version of the readers. Raises LibraryError."""
        return _Intake(self, Origin("", 0), progress).again()

    @property
    def gone(self) -> bool:
        """Whether there are raw files but nothing made from them: `refresh` makes it again."""
        return self.cache.raw.is_dir() and not self.corpus.versions() and any(True for _ in self.cache.origins())

    def stale(self) -> int:
        """How many documents held were read by another version of the readers."""
        return sum(1 for version in self.corpus.versions().values() if version != reader_version())

    # --- giving out --------------------------------------------------------------------------------------------------------------

    def entries(self) -> tuple[Entry, ...]:
        """What the library holds, by adoption date. Raises LibraryError."""
        return self.corpus.entries()

    def document(self, name: str, language: Language | None = None) -> Document:
        """The document that a symbol in any usual spelling, or a file's path, names. A file is read and not kept. Raises NotFound,
        Unreadable, LibraryError."""
        path = Path(name)
        if _looks_like_path(name) or path.is_file():
            return self._file(path, language)
        try:
            symbol = symbols.parse(name)
        except ValueError as error:
            raise NotFound(
                f"{name!r} is neither a file nor a symbol", 'Give a path, or a symbol such as "S/RES/2482 (2019)".'
            ) from error
        symbol = self._dated(symbol)
        document = self.corpus.get(symbol.text, language)
        if document is None:
            raise self._missing(symbol, language)
        return document

    def _dated(self, symbol: Symbol) -> Symbol:
        # a bare number of a year that the table of facts does not know yet: the library may hold it
        if symbol.year is None and symbol.family is Family.RESOLUTION:
            known = {e.symbol for e in self.entries() if e.symbol and e.symbol.startswith(f"{symbol.text} (")}
            if len(known) == 1:
                return symbols.parse(known.pop())
        return symbol

    def marked(self, document: Document) -> Document:
        """The document with what each paragraph says of every theme that resdiff ships."""
        from resdiff import themes

        for key in themes.shipped():
            document = themes.mark(document, themes.load(key))
        return document

    def record(self, name: str, language: Language | None = None) -> tuple[tuple[Repair, str], ...]:
        """Every repair made while a document was read, in order, each with the text that it took the place of. Raises NotFound, Unreadable,
        LibraryError."""
        from resdiff.normalise import as_read
        from resdiff.read import read

        document = self.document(name, language)
        path = Path(name)
        data = self.cache.get(document.source.sha256) if not path.is_file() else path.read_bytes()
        if data is None:
            raise NotFound(f"the bytes of {document.name} are no longer in the library", "Add the file again.")
        before = as_read(read(data, path.name))
        return tuple((repair, before[repair.start : repair.end]) for repair in _repaired(data, path.name, language).record)

    def diff(self, left: str, right: str, language: Language | None = None) -> Comparison:
        """Two documents laid beside each other. Raises NotFound, Unreadable, Mismatch, LibraryError."""
        from resdiff.align import align
        from resdiff.diff import compare

        older, newer = self.document(left, language), self.document(right, language)
        if older.language != newer.language:
            raise Mismatch(
                f"{older.name} is in {older.language}, {newer.name} in {newer.language}",
                f'To see one document in two languages: resdiff parallel "{newer.name}" --lang {older.language},{newer.language}',
            )
        return compare(older, newer, align(older, newer))

    def trace(self, name: str, language: Language | None = None, among: Sequence[str] = (), before: date | None = None) -> Lineage:
        """Where each passage of a document comes from, in everything adopted before it; `among` holds symbols, or "cited" for what the
        document names. Raises NotFound, Unreadable, LibraryError."""
        from resdiff.trace import trace

        asked = self.document(name, language)
        document = self._negotiated(asked)
        lineage = trace(document, self._earlier(document, among, before))
        return lineage if document is asked else replace(lineage, shown=asked)

    def evolve(
        self, name: str, theme: str, language: Language | None = None, among: Sequence[str] = (), before: date | None = None
    ) -> Evolution:
        """How the language on a theme evolved up to a document. Raises NotFound, Unreadable, LibraryError."""
        from resdiff import themes
        from resdiff.evolve import evolve
        from resdiff.trace import trace

        chosen = _theme(theme)
        asked = self.document(name, language)
        document = self._negotiated(asked)
        earlier = self._earlier(document, among, before)
        lineage = trace(themes.mark(document, chosen), earlier)
        return evolve(lineage if document is asked else replace(lineage, shown=asked), chosen, earlier)

    def search(self, query: str, language: Language | None = None, before: date | None = None, limit: int = 20) -> PrecedentCard:
        """The precedent card of a phrase or a sentence. Raises NotFound where nothing can be asked, LibraryError."""
        from resdiff.search import search
        from resdiff.vocabulary import detect

        language = language or detect(query) or Language.EN
        return search(query, language, self.corpus.earlier(before=before, language=language), limit=limit)

    def _negotiated(self, asked: Document) -> Document:
        """The English text of the same document where it is held, for the Council negotiates in English; else the document itself."""
        if asked.language is Language.EN or asked.symbol is None or not self.exists:
            return asked
        return self.corpus.get(asked.symbol, Language.EN) or asked

    def _earlier(self, document: Document, among: Sequence[str], before: date | None) -> Earlier:
        named: tuple[str, ...] | None = None
        if among:
            cited = {c.symbol for p in document.paragraphs for c in p.citations}
            named = tuple(sorted({s for name in among for s in (cited if name == "cited" else {symbols.parse(name).text})}))
        return self.corpus.earlier(before=before or document, among=named, language=document.language)

    def _file(self, path: Path, language: Language | None) -> Document:
        try:
            data = _bounded(path)
        except OSError as error:
            raise NotFound(f"{path}: {error.strerror}", "Give the path of a file that exists, or a symbol.") from error
        document = read_document(data, Origin(digest(data), len(data), file=str(path), language=language or ""))
        held = document.symbol and self.exists and self.corpus.facts(document.symbol)
        return _with_facts(document, held) if held else document

    @property
    def exists(self) -> bool:
        """Whether there is a SQLite file: reading a local file needs none and makes none."""
        return (self.folder / "library.sqlite").is_file()

    def _missing(self, symbol: Symbol, language: Language | None) -> NotFound:
        held = sorted({e.language for e in self.entries() if e.symbol == symbol.text})
        if held and language is None:
            return NotFound(
                f"{symbol} is held in {', '.join(held)}, none of them English", f"Say which with --lang, as --lang {held[0]}."
            )
        if held:
            return NotFound(
                f"{symbol} is held in {', '.join(held)}, not in {language}", f"Ask for --lang {held[0]}, or add the file."
            )
        return NotFound(
            f"{symbol} is not in the library {self.folder}",
            "Save it from https://docs.un.org/" + (language or "en") + f"/{symbol.text.replace(' ', '')} and type: resdiff add FILE"
            f"{f' --lang {language}' if language else ''}",
        )


def demonstrate() -> Evolution:
    """The main job on the specimen, in a library that is gone afterwards."""
    import tempfile

    from resdiff import specimen

    with tempfile.TemporaryDirectory(prefix="resdiff-demo-") as folder:
        library = Library(Path(folder))
        try:
            with library.corpus.writing():
                intake = _Intake(library, Origin("", 0), None)
                for name, data in specimen.files():
                    intake.one(data, Origin(digest(data), len(data), file=name), keep=False)
            return library.evolve(specimen.TARGET, specimen.THEME, Language.EN)
        finally:
            library.close()


def find_library(asked: Path | None, here: Path | None = None) -> Library:
    """The library: the folder asked for, else $RESDIFF_LIBRARY, else a folder `cache/` marked as ours and owned by the user in the current
    folder or above it, else the user's data folder."""
    if asked is not None:
        return Library(asked)
    if os.environ.get("RESDIFF_LIBRARY"):
        return Library(Path(os.environ["RESDIFF_LIBRARY"]))
    start = (here or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        marker = folder / "cache" / MARKER
        # a marked folder in a place that others can write to (/tmp) must not be taken for the user's own
        if marker.is_file() and (not hasattr(os, "getuid") or marker.stat().st_uid == os.getuid()):
            return Library(folder / "cache")
    import platformdirs

    return Library(Path(platformdirs.user_data_dir("resdiff", appauthor=False)))


def read_document(data: bytes, origin: Origin) -> Document:
    """The document in the bytes; what the user stated and the file's name are compared with what it says of itself, and a difference is a
    doubt. Raises Unreadable."""
    from resdiff import parse, vocabulary

    name = Path(origin.file).name
    try:
        repaired = _repaired(data, name, origin.language)
        source = Source(repaired.blocks.kind, origin.sha256, origin.url or None, origin.retrieved or None, origin.file or None)
        document = parse.assemble(repaired.blocks, source, vocabulary.load(repaired.blocks.language or Language.EN))
    except Unreadable as error:
        error.file = error.file or origin.file
        raise
    return _identified(document, name, origin.symbol)


def _repaired(data: bytes, name: str, asked: str | None) -> Repaired:
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
        if symbol is None:
            symbol = other
            doubts.append(Doubt(None, f"the text bears no symbol; {whence} {other}"))
        elif symbol != other and other not in document.symbols:
            doubts.append(Doubt(None, f"the text bears {symbol}, {whence} {other}"))
    status = document.status
    if symbol != document.symbol and status is Status.LOCAL:
        status = _status_of(symbol) or status
    return replace(document, symbol=symbol, status=status, doubts=tuple(doubts))


def _status_of(symbol: str | None) -> Status | None:
    family = symbols.parse(symbol).family if symbol else None
    return {Family.RESOLUTION: Status.RESOLUTION, Family.STATEMENT: Status.STATEMENT}.get(family) if family else None


def _theme(name: str) -> Theme:
    """A theme that resdiff ships, by its key, or one of the user's own, by the path of its file."""
    from resdiff import themes

    if not name.endswith(".toml"):
        return themes.load(name)
    try:
        return themes.theme_of(tomllib.loads(Path(name).read_text(encoding="utf-8")))
    except OSError as error:
        raise NotFound(
            f"{name}: {error.strerror}", "Give the path of a theme's file, or the name of one that resdiff ships."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        hint = "Begin from a copy of the theme that resdiff ships; its head explains the notation."
        raise Unreadable(f"not a theme ({type(error).__name__}: {error})", hint, name) from error


def _with_facts(document: Document, facts: Facts) -> Document:
    from resdiff.corpus import fill

    return fill(document, facts)


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


def _bounded(path: Path) -> bytes:
    from resdiff.errors import TooLarge

    if path.is_file() and path.stat().st_size > MAX_BYTES:
        raise TooLarge(f"larger than {MAX_BYTES // 2**20} MB", "No resolution is: check the file.", str(path))
    return path.read_bytes()


def _looks_like_path(name: str) -> bool:
    return name.startswith((".", "/", "~")) or name.lower().endswith(
        (".xml", ".pdf", ".txt", ".docx", ".doc", ".htm", ".html", ".json")
    )


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and not any(part.startswith(".") for part in p.relative_to(path).parts)
            )
        elif path.exists():
            yield path
        else:
            raise NotFound(f"there is no file {path}", "Check the path.")


class _Intake:
    """One run of `add`: reads, keeps raw bytes, parses what is not held, in transactions of BATCH documents."""

    def __init__(self, library: Library, stated: Origin, progress: Progress | None) -> None:
        self.library = library
        self.stated = stated
        self.progress = progress or (lambda name, done, total: None)
        self.version = reader_version()
        self.added = self.unchanged = self.doubtful = self.facts = 0
        self.refused: list[Refusal] = []

    def run(self, files: Sequence[Path]) -> AddSummary:
        work = []
        for file in files:
            try:
                data = _bounded(file)
            except (OSError, Unreadable) as error:
                self.refused.append(
                    Refusal(str(file), getattr(error, "what", None) or getattr(error, "strerror", None) or str(error))
                )
                continue
            origin = replace(self.stated, sha256=digest(data), size=len(data), file=str(file), retrieved=_now())
            if self.library.corpus.holds(origin.sha256, self.version):
                self.unchanged += 1
            else:
                work.append(origin)
        self._take(work, from_disk=True)
        return self._summary()

    def again(self) -> AddSummary:
        origins = list(self.library.cache.origins())
        work = [o for o in origins if not self.library.corpus.holds(o.sha256, self.version)]
        self.unchanged = len(origins) - len(work)
        self._take(work, from_disk=False)
        return self._summary()

    def _take(self, work: Sequence[Origin], *, from_disk: bool) -> None:
        for start in range(0, len(work), BATCH):
            with self.library.corpus.writing():
                for at, origin in enumerate(work[start : start + BATCH], start):
                    self.progress(origin.file, at, len(work))
                    data = Path(origin.file).read_bytes() if from_disk else self.library.cache.get(origin.sha256)
                    self.one(data, origin, keep=from_disk)
        if work:
            self.progress("", len(work), len(work))

    def one(self, data: bytes | None, origin: Origin, *, keep: bool) -> None:
        corpus = self.library.corpus
        try:
            if data is None or digest(data) != origin.sha256:
                raise Unreadable("its bytes changed while it was read", "Add it again.", origin.file)
            if data.lstrip()[:1] == b"{":
                from resdiff.read.facts import read_facts

                facts = read_facts(data)
                corpus.put_facts(facts)
                corpus.mark_held(origin.sha256, self.version)
                self.facts += len(facts)
            else:
                document = read_document(data, origin)
                corpus.put(document, self.version)
                self.added += 1
                self.doubtful += bool(document.doubts)
        except Unreadable as error:
            self.refused.append(Refusal(origin.file, error.what, error.hint))
            return
        if keep:
            self.library.cache.put(data, origin)

    def _summary(self) -> AddSummary:
        return AddSummary(self.added, self.unchanged, self.doubtful, self.facts, tuple(self.refused))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


__all__ = ["AddSummary", "Library", "Refusal", "ResdiffError", "find_library", "read_document", "reader_version"]
