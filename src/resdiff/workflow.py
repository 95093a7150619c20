"""Get, else make, then keep: the only place where rim and core meet. Knows nothing of words and prints nothing.

A `Library` is one folder: `raw/` of bytes as issued (`cache`), and one SQLite file of documents, facts and indexes made from them
(`corpus`). Documents named by a path are read from disk each time and never written anywhere: a draft stays where it is.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from resdiff import naming, symbols
from resdiff.cache import MARKER, Cache, Origin
from resdiff.errors import LibraryError, NotFound, OutdatedLibrary, WrongLanguage
from resdiff.intake import (
    AddSummary,
    Intake,
    Progress,
    bounded,
    files_in,
    printable,
    read_document,
    reader_version,
    repaired,
    writing_into,
)
from resdiff.models import (
    Comparison,
    Document,
    Entry,
    Evolution,
    Explanation,
    Facts,
    Family,
    Language,
    Lineage,
    PrecedentCard,
    Repair,
    Symbol,
)

if TYPE_CHECKING:
    from resdiff.concordance import Concordance
    from resdiff.corpus import Corpus
    from resdiff.retrieve import Begin, Retrieval, Watch
    from resdiff.trace import Earlier


class Library:
    """One library folder. Only `make`, and what takes in, creates it; the SQLite file is made again from the raw bytes where it is gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = Cache(folder)

    @cached_property
    def corpus(self) -> Corpus:
        """The parsed documents. Raises LibraryError, also where there is no library: nothing is made by asking."""
        from resdiff.corpus import Corpus

        if not self.made:
            raise LibraryError(
                f"there is no library in {printable(self.folder)}",
                f"Check --library, or make one there: resdiff add FILE... --library {shlex.quote(printable(self.folder))}   "
                'or: resdiff fetch "S/RES/2482 (2019)"',
            )
        path = self.folder / "library.sqlite"
        try:
            return Corpus(path)
        except OutdatedLibrary:
            # nothing is lost: it holds only what was made from the raw files, and is made again from them
            for ending in ("", "-wal", "-shm"):
                Path(f"{path}{ending}").unlink(missing_ok=True)
            return Corpus(path)

    @property
    def made(self) -> bool:
        """Whether there is a library in the folder."""
        return (self.folder / MARKER).is_file() or self.exists or self.cache.raw.is_dir()

    def make(self) -> None:
        """Make the folder a library where it is none. Raises LibraryError."""
        with writing_into(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            marker = self.folder / MARKER
            if not marker.exists():
                marker.write_text("resdiff library 1\n", encoding="utf-8")

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
        files = tuple(files_in(paths))
        self.make()
        stated = Origin("", 0, symbol=symbols.parse(symbol).text if symbol else "", language=language or "")
        return Intake(self.cache, self.corpus, stated, progress).run(files)

    def retrieval(
        self,
        pace: float | None = None,
        tell: Callable[[str], None] | None = None,
        watch: Watch | None = None,
        begin: Begin | None = None,
        *,
        plan_only: bool = False,
    ) -> Retrieval:
        """Fetching into this library, from the hosts of the shipped table and of the file that $RESDIFF_HOSTS names. `pace` is the least
        pause between two requests in seconds: it can only make the run slower. With `plan_only` nothing is made, and only `plan` can be
        asked for. Raises NotFound, Unreadable for a bad host table, LibraryError."""
        from resdiff.fetch.hosts import load
        from resdiff.retrieve import Retrieval

        own = os.environ.get("RESDIFF_HOSTS")
        hosts = load(Path(own) if own else None)
        if not plan_only:
            self.make()
            # what an earlier run fetched and could not take in any more is not asked for again
            Intake(self.cache, self.corpus, Origin("", 0), None).again(stale=False)
        return Retrieval(
            self.cache,
            self.corpus if self.made else None,
            hosts.slower(pace) if pace else hosts,
            self.folder / "pace" if plan_only else _pauses(self.folder),
            tell or (lambda what: None),
            watch or (lambda item: None),
            begin or (lambda symbol, done, total: None),
        )

    def refresh(self, progress: Progress | None = None) -> AddSummary:
        """Read again what is held only as raw bytes or was read by another version of the readers. Raises LibraryError."""
        return Intake(self.cache, self.corpus, Origin("", 0), progress).again()

    @property
    def gone(self) -> bool:
        """Whether there are raw files but nothing made from them: `refresh` makes it again."""
        return self.cache.raw.is_dir() and not self.corpus.versions() and any(True for _ in self.cache.origins())

    def stale(self) -> int:
        """How many documents held were read by another version of the readers."""
        return self.corpus.stale(reader_version())

    # --- giving out --------------------------------------------------------------------------------------------------------------

    def entries(self) -> tuple[Entry, ...]:
        """What the library holds, by adoption date. Raises LibraryError."""
        return self.corpus.entries()

    def document(self, name: str, language: Language | None = None, *, rejected: bool = False) -> Document:
        """The document that a symbol in any usual spelling, or a file's path, names. A file is read and not kept; `rejected` reads its
        tracked changes as rejected. Raises NotFound, Unreadable, LibraryError."""
        path = Path(name)
        if path.is_file() or (naming.looks_like_path(name) and not path.is_dir()):
            return self._file(path, language, rejected=rejected)
        try:
            symbol = symbols.parse(name)
        except ValueError as error:
            raise naming.neither(name) from error
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
        return tuple((repair, before[repair.start : repair.end]) for repair in repaired(data, path.name, language).record)

    def diff(self, left: str, right: str, language: Language | None = None, *, rejected: bool = False) -> Comparison:
        """Two documents laid beside each other; `rejected` reads the tracked changes of files as rejected. Raises NotFound, Unreadable,
        Mismatch, LibraryError."""
        from resdiff.align import align
        from resdiff.diff import compare

        older, newer = self._two(left, right, language, rejected=rejected)
        return compare(older, newer, align(older, newer))

    def explain(self, left: str, right: str, id_: str, language: Language | None = None) -> Explanation:
        """Why a paragraph of either document is linked as it is. Raises what `diff` raises, and NotFound where neither has it."""
        from resdiff.align.explain import explain

        older, newer = self._two(left, right, language)
        found = explain(older, newer, naming.spelled(id_, (*older.paragraphs, *newer.paragraphs)))
        if found.later is None and found.earlier is None:
            raise NotFound(
                f"no paragraph {id_!r} in {older.name} or {newer.name}",
                naming.ids_hint((id_,), (*newer.paragraphs, *older.paragraphs), right, language),
            )
        return found

    def _two(self, left: str, right: str, language: Language | None, *, rejected: bool = False) -> tuple[Document, Document]:
        """Two documents in one language."""
        (_, older), (_, newer) = self._all((left, right), language, rejected=rejected)
        return older, newer

    def _all(self, names: Sequence[str], language: Language | None, *, rejected: bool = False) -> list[tuple[str, Document]]:
        """The documents of some names, all in one language, each with its name. Raises what `document` raises, and Mismatch."""
        try:
            found = [(name, self.document(name, language, rejected=rejected)) for name in names]
        except WrongLanguage:
            # files in two languages, neither the one asked for: to ask for the language of the first would fail at the second
            if all(map(naming.is_path, names)) and (error := naming.two_languages([(name, self.document(name)) for name in names])):
                raise error from None
            raise
        if error := naming.two_languages(found):
            raise error
        return found

    def compare(
        self,
        names: Sequence[str],
        language: Language | None = None,
        base: str | None = None,
        only: Sequence[str] = (),
        theme: str | None = None,
    ) -> Concordance:
        """Two documents or more beside each other, oldest first, a row per provision. `base` names one of them; `only` holds ids, and
        keeps the rows that have one of them in any column; `theme` keeps the rows of which a cell is on the theme's nexus. Raises
        NotFound, Unreadable, Mismatch, LibraryError."""
        from resdiff.concordance import by_age, concord, some

        found = dict(self._all(names, language))
        naming.different(found)
        documents = by_age(tuple(found.values()))
        column = documents.index(naming.base(base, found)) if base is not None else None
        chosen = naming.theme(theme, documents[0].language) if theme is not None else None
        told = concord(documents, column)
        if unknown := some.unknown(told, only):
            raise NotFound(
                f"none of the documents has a paragraph {', '.join(unknown)}",
                naming.ids_hint(unknown, [p for document in documents for p in document.paragraphs], names[-1], language),
            )
        told = some.of_ids(told, only) if only else told
        return some.on_theme(told, chosen) if chosen else told

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

        chosen = naming.theme(theme)
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
        earlier = self.corpus.earlier(before=before, language=language)
        if not earlier.searched.documents:
            raise self._nothing(language, before)
        return search(query, language, earlier, limit=limit)

    def _negotiated(self, asked: Document) -> Document:
        """The English text of the same document where it is held, for the Council negotiates in English; else the document itself."""
        if asked.language is Language.EN or asked.symbol is None or not self.exists:
            return asked
        return self.corpus.get(asked.symbol, Language.EN) or asked

    def _earlier(self, document: Document, among: Sequence[str], before: date | None) -> Earlier:
        """What to search: what was adopted before the document and before a day, of these documents where any are named. Raises NotFound
        where that is nothing."""
        named = self._named(document, among) if among else None
        own = document.adoption.date
        cut = document if before is None or (own and own < before) else before
        earlier = self.corpus.earlier(before=cut, among=named, language=document.language)
        if not earlier.searched.documents:
            raise self._nothing(document.language, before, document, tuple(among))
        if named:
            self._all_searched(named, earlier, document, before)
        return earlier

    def _all_searched(self, named: Sequence[str], earlier: Earlier, document: Document, before: date | None) -> None:
        """Raises NotFound where one of the documents that the user names is left out of the search: it was adopted later, or not at all."""
        cited = {c.symbol for p in document.paragraphs for c in p.citations}
        left = sorted(set(named) - set(earlier.documents()) - cited)
        if left:
            cut = before.isoformat() if before else document.name
            raise NotFound(
                f"not among what was adopted before {cut}: {', '.join(left)}",
                "Leave it out of --among; only what was adopted earlier can be a source.",
            )

    def _named(self, document: Document, among: Sequence[str]) -> tuple[str, ...]:
        """The symbols that the user names, all of them held; those that the document cites, held or not, for "cited"."""
        found = {c.symbol for p in document.paragraphs for c in p.citations} if "cited" in among else set()
        for name in among:
            if name == "cited":
                continue
            try:
                symbol = self._dated(symbols.parse(name))
            except ValueError as error:
                raise NotFound(
                    f"--among {name!r} is no symbol",
                    'Give one such as "S/RES/2370 (2017)", or "cited" for all that the document names.',
                ) from error
            if not self.corpus.files(symbol.text, document.language):
                raise self._missing(symbol, document.language)
            found.add(symbol.text)
        return tuple(sorted(found))

    def _nothing(
        self, language: Language, before: date | None, document: Document | None = None, among: tuple[str, ...] = ()
    ) -> NotFound:
        """What to say where there is nothing to search: then nothing can be called not found."""
        own = document.adoption.date if document else None
        cut = before.isoformat() if before and not (own and own < before) else document.name if document else ""
        if among:
            names = ", ".join("those that it cites" if name == "cited" else name for name in among)
            return NotFound(
                f"nothing was searched: none of the documents asked for ({names}) is held and was adopted before {cut}",
                "Name others with --among, or leave it out to search everything adopted before.",
            )
        what = f"nothing was searched: the library {self.folder} holds no resolution or statement ({language})"
        held = [e.date for e in self.entries() if e.date and e.language == language and e.status.is_precedent]
        if held and cut:
            return NotFound(f"{what} adopted before {cut}", f"The first that it holds was adopted on {min(held)}.")
        return NotFound(what, "Take in what is to be searched: resdiff fetch SYMBOL..., or resdiff add FILE...")

    def _file(self, path: Path, language: Language | None, *, rejected: bool = False) -> Document:
        try:
            data = bounded(path)
        except OSError as error:
            raise NotFound(f"{printable(path)}: {error.strerror}", "Give the path of a file that exists, or a symbol.") from error
        origin = Origin.of(data, file=printable(path), language=language or "")
        document = read_document(data, origin, rejected=rejected)
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
        year = symbols.year_of(int(symbol.number)) if symbol.family is Family.RESOLUTION and symbol.number.isdigit() else None
        if year and symbol.year and year != symbol.year:
            return NotFound(
                f"resolution {symbol.number} is of {year}, not of {symbol.year}", f'Ask for "S/RES/{symbol.number} ({year})".'
            )
        lang = f" --lang {language}" if language else ""
        return NotFound(
            f"{symbol} is not in the library {printable(self.folder)}",
            f'Fetch it: resdiff fetch "{symbol}"{lang}   or add a file that you have: resdiff add FILE{lang}',
        )

    def lacking(self, document: Document) -> tuple[str, ...]:
        """The resolutions and statements that a document cites and the library does not hold in its language, in the order of their
        mention. Raises LibraryError."""
        cited = dict.fromkeys(c.symbol for p in document.paragraphs for c in p.citations)
        wanted = [
            s for s in cited if symbols.parse(s).family in (Family.RESOLUTION, Family.STATEMENT) and s not in document.symbols
        ]
        return tuple(s for s in wanted if not self.corpus.files(s, document.language))


def demonstrate() -> Evolution:
    """The main job on the specimen, in a library that is gone afterwards."""
    import tempfile

    from resdiff import specimen

    with tempfile.TemporaryDirectory(prefix="resdiff-demo-") as folder:
        library = Library(Path(folder))
        library.make()
        try:
            with library.corpus.writing():
                intake = Intake(library.cache, library.corpus, Origin("", 0), None)
                for name, data in specimen.files():
                    intake.one(data, Origin.of(data, file=name), keep=False)
            return library.evolve(specimen.TARGET, specimen.THEME, Language.EN)
        finally:
            library.close()


def _pauses(folder: Path) -> Path:
    """Where the pauses between requests are kept: with the user, so that they hold over all libraries; in the library where the user has no
    place of his own."""
    import platformdirs

    try:
        own = Path(platformdirs.user_cache_dir("resdiff", appauthor=False)) / "pace"
        own.mkdir(parents=True, exist_ok=True)
    except OSError:
        own = folder / "pace"
    return own


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


def _with_facts(document: Document, facts: Facts) -> Document:
    from resdiff.corpus import fill

    return fill(document, facts)
