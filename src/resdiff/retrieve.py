"""Fetching into a library: what is held is not asked for, what comes is judged by what it says of itself, what that cites comes next.

The only place where the network, the raw files and the database meet; prints nothing. A document is kept whole before the next is asked
for, so that a run can be broken off anywhere and goes on from there.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from resdiff import symbols
from resdiff.cache import Cache, Origin, Quarantined, digest
from resdiff.errors import FetchError, LibraryError, NotADocument, NotFound, Unreadable
from resdiff.fetch import Fetched, Fetcher, Form, Verdict, Wish, by_hand, collection, steps
from resdiff.fetch.hosts import Hosts
from resdiff.fetch.pace import Pace
from resdiff.fetch.routes import COLLECTIONS, address
from resdiff.fetch.wire import Wire
from resdiff.intake import AddSummary, Intake, read_document
from resdiff.models import Document, Family, Language, SourceKind, Symbol

if TYPE_CHECKING:
    from resdiff.corpus import Corpus

_OLE = b"\xd0\xcf\x11\xe0"
"""How an old Word file begins: read only where a program for it is installed."""

_KINDS = {Form.XML: SourceKind.AKN, Form.WORD: SourceKind.WORD, Form.PDF: SourceKind.PDF}


class Outcome(StrEnum):
    """How it went with one document."""

    FETCHED = "fetched"
    HELD = "held"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Retrieved:
    """One document asked for, in one form, and how it went. `size` in bytes, `seconds` on the wire; `reason` is the name of the error."""

    symbol: str
    language: Language
    outcome: Outcome
    cited_by: str | None = None
    form: str | None = None
    route: str | None = None
    url: str | None = None
    size: int | None = None
    seconds: float | None = None
    sha256: str | None = None
    reason: str | None = None
    what: str | None = None
    hint: str | None = None
    open: str | None = None
    """The address to open by hand, where it failed."""
    add: str | None = None
    """The line to type after saving what is there."""
    quarantined: tuple[str, ...] = ()
    """The files of what was refused."""


@dataclass(frozen=True, slots=True)
class FetchSummary:
    """What a run of `fetch` did, in the order in which documents were asked for."""

    documents: tuple[Retrieved, ...]

    def of(self, outcome: Outcome) -> tuple[Retrieved, ...]:
        """The documents with which it went so."""
        return tuple(d for d in self.documents if d.outcome is outcome)


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be asked for one document, in order, the next address only where those before give nothing; nothing where it is held."""

    symbol: str
    language: Language
    held: bool
    cited_by: str | None
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """What a run of `fetch` would ask; `incomplete` names documents whose citations are not known before they are there."""

    documents: tuple[Planned, ...]
    pace: float
    """Seconds between two requests to the UN's servers, at the least."""
    incomplete: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for."""

    symbols: tuple[Symbol, ...]
    language: Language
    prefer: Form | None = None
    originals: bool = False
    refresh: bool = False
    depth: int = 0
    """How far citations are followed: 0 not at all, 1 what the documents asked for cite."""


@dataclass
class _Item:
    symbol: Symbol
    depth: int
    cited_by: str | None = None


Watch = Callable[[Retrieved, int, int], None]
"""Called after each document with how it went, how many are done, how many are known of."""


@dataclass
class Retrieval:
    """One run of `fetch` on one library."""

    cache: Cache
    corpus: Corpus
    hosts: Hosts
    pauses: Path
    """The folder in which the pauses between requests are kept, for all runs of the user."""
    tell: Callable[[str], None] = lambda what: None
    watch: Watch = lambda item, done, total: None
    _read: dict[str, Document] = field(default_factory=dict)
    _refused: list[str] = field(default_factory=list)

    # --- documents ---------------------------------------------------------------------------------------------------------------

    def run(self, asked: Asked) -> FetchSummary:
        """Fetch what is asked for and not held, and what it cites. Raises LibraryError; what the servers do not give is in the summary."""
        fetcher = Fetcher(Wire(self.hosts, Pace(self.pauses), self.tell), self._judge, self._quarantine, self.cache, self.tell)
        done: list[Retrieved] = []
        for item, rest in self._queue(asked):
            for wish in _wishes(item.symbol, asked):
                wish = replace(wish, symbol=self._dated(wish.symbol))
                got = replace(self._one(fetcher, wish, asked), cited_by=item.cited_by)
                done.append(got)
                self.watch(got, len(done), len(done) + rest())
        return FetchSummary(tuple(done))

    def plan(self, asked: Asked) -> FetchPlan:
        """What `run` would ask. Nothing is sent."""
        planned: list[Planned] = []
        unknown: list[str] = []
        for item, _ in self._queue(asked):
            for wish in _wishes(item.symbol, asked):
                held = not asked.refresh and self._held(wish, asked.prefer) is not None
                addresses = () if held else tuple(dict.fromkeys(self._addresses(wish)))
                planned.append(Planned(item.symbol.text, asked.language, held, item.cited_by, addresses))
            if item.depth < asked.depth and self._document(item.symbol, asked.language) is None:
                unknown.append(item.symbol.text)
        return FetchPlan(tuple(planned), self.hosts.of("documents").pace, tuple(unknown))

    def _queue(self, asked: Asked) -> Iterator[tuple[_Item, Callable[[], int]]]:
        """What is to be had, what was asked for before what that cites; citations are read when a document's turn is over."""
        todo = deque(_Item(symbol, 0) for symbol in dict.fromkeys(asked.symbols))
        known = {item.symbol.text for item in todo}
        while todo:
            item = todo.popleft()
            yield item, lambda: len(todo)
            if item.depth >= asked.depth:
                continue
            for cited in self._cited(item.symbol, asked.language):
                if cited.text not in known:
                    known.add(cited.text)
                    todo.append(_Item(cited, item.depth + 1, item.symbol.text))

    def _dated(self, symbol: Symbol) -> Symbol:
        """The symbol with its year, where that was not known and a document that bears it has come meanwhile."""
        document = self._document(symbol, Language.EN) if symbol.year is None and symbol.family is Family.RESOLUTION else None
        return symbols.parse(document.symbol) if document and document.symbol else symbol

    def _cited(self, symbol: Symbol, language: Language) -> Iterator[Symbol]:
        document = self._document(symbol, language)
        if document is None:
            return
        names = dict.fromkeys(c.symbol for p in document.paragraphs for c in p.citations)
        for name in names:
            with contextlib.suppress(ValueError):
                cited = symbols.parse(name)
                if cited.family is not Family.MEETING and name not in (document.symbol, *document.symbols):
                    yield cited

    def _document(self, symbol: Symbol, language: Language) -> Document | None:
        # what could not be had in the language asked cites the same in any other
        return self.corpus.get(symbol.text, language) or self.corpus.get(symbol.text, Language.EN) or self.corpus.get(symbol.text)

    def _one(self, fetcher: Fetcher, wish: Wish, asked: Asked) -> Retrieved:
        self._refused.clear()
        # one document at a time over all runs on this library, so that two runs do not ask for the same one
        with FileLock(self.cache.folder / "fetch.lock"):
            held = None if asked.refresh else self._held(wish, asked.prefer)
            if held is not None:
                sha256, kind = held
                return Retrieved(wish.symbol.text, wish.language, Outcome.HELD, form=kind.value, sha256=sha256)
            try:
                fetched = fetcher.fetch(wish)
            except FetchError as error:
                return self._failed(wish, error)
            return self._kept(wish, fetched)

    def _held(self, wish: Wish, prefer: Form | None) -> tuple[str, SourceKind] | None:
        """The bytes and kind of the document where it is held, whole, in the form asked for; without a form asked for, in any."""
        wanted = wish.only or prefer
        for sha256, kind in self.corpus.files(wish.symbol.text, wish.language):
            if wanted in (None, *(form for form, k in _KINDS.items() if k is kind)) and self.cache.get(sha256) is not None:
                return sha256, kind
        return None

    def _kept(self, wish: Wish, fetched: Fetched) -> Retrieved:
        """The document kept: its bytes with their record first, for the database can be made again from them."""
        sha256 = digest(fetched.data)
        document = self._read.pop(sha256)
        origin = Origin(
            sha256,
            len(fetched.data),
            url=fetched.url,
            retrieved=fetched.retrieved,
            media_type=fetched.media_type,
            route=fetched.route,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            bears=document.symbol or "",
            written_in=document.language.value,
            job_number=document.masthead.job_number,
        )
        intake = Intake(self.cache, self.corpus, Origin("", 0), None)
        try:
            origin = self.cache.put(fetched.data, origin)
        except OSError as error:
            raise LibraryError(f"the library {self.cache.folder} cannot be written: {error.strerror}", _FREE) from error
        with self.corpus.writing():
            intake.one(fetched.data, origin, keep=False)
        return Retrieved(
            wish.symbol.text,
            wish.language,
            Outcome.FETCHED,
            form=str(document.source.kind),
            route=fetched.route,
            url=fetched.url,
            size=len(fetched.data),
            seconds=round(fetched.seconds, 3),
            sha256=sha256,
            quarantined=tuple(self._refused),
        )

    def _failed(self, wish: Wish, error: FetchError) -> Retrieved:
        return Retrieved(
            wish.symbol.text,
            wish.language,
            Outcome.FAILED,
            reason=type(error).__name__,
            what=error.what,
            hint=error.hint,
            open=by_hand(wish.symbol, wish.language),
            add=f'resdiff add FILE --symbol "{wish.symbol.text}" --lang {wish.language}',
            quarantined=tuple(self._refused),
        )

    # --- what the servers gave ---------------------------------------------------------------------------------------------------

    def _judge(self, wish: Wish, data: bytes) -> Verdict:
        """Whether bytes are the document wished for, by the symbol and the language of its own first page."""
        from resdiff.vocabulary import detect

        sha256 = digest(data)
        try:
            document = read_document(data, Origin(sha256, len(data)))
        except Unreadable as error:
            return Verdict(False, error.what, foreign=isinstance(error, NotADocument) and data.startswith(_OLE))
        borne = dict.fromkeys(s for s in (document.symbol, *document.symbols) if s)
        if not any(_same(wish.symbol, name) for name in borne):
            return Verdict(False, f"it bears {', '.join(borne)}" if borne else "it bears no symbol by which it could be told")
        if document.language is not wish.language:
            return Verdict(False, f"it is in {document.language}, not in {wish.language}")
        if document.source.kind is not SourceKind.AKN and detect(_words(document)) is not wish.language:
            return Verdict(False, f"its text does not look like {wish.language}")
        self._read[sha256] = document
        return Verdict(True)

    def _quarantine(self, wish: Wish, data: bytes, route: str, url: str, reason: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        what = Quarantined(digest(data), len(data), wish.symbol.text, wish.language.value, route, url, reason, now)
        try:
            self._refused.append(str(self.cache.quarantine(data, what)))
        except OSError as error:
            raise LibraryError(f"the library {self.cache.folder} cannot be written: {error.strerror}", _FREE) from error

    def _addresses(self, wish: Wish) -> Iterator[str]:
        for form, route in steps(wish.prefer, wish.only):
            host = self.hosts.of(route.role).address
            if route.path:
                yield address(route, host, wish.symbol, wish.language, form)
            elif wish.symbol.family in COLLECTIONS:
                name = COLLECTIONS[wish.symbol.family]
                yield self.hosts.of("api").address + collection.listing_path(name)
                yield host + collection.raw_path(name, "") + "..."

    # --- a whole collection ------------------------------------------------------------------------------------------------------

    def collect(self, short: str, progress: Callable[[str, int, int], None] | None = None) -> tuple[AddSummary, bool]:
        """A whole official XML collection with its metadata, taken in from one archive; and whether it had changed since the last time.
        Raises NotFound for a collection that does not exist, FetchError, Unreadable for a damaged archive (what was taken in before the
        damage stays), LibraryError."""
        if short not in collection.COLLECTIONS:
            raise NotFound(f"there is no collection {short!r}", f"Collections are {', '.join(collection.COLLECTIONS)}.")
        name = f"{collection.COLLECTIONS[short]}.archive"
        fetcher = Fetcher(Wire(self.hosts, Pace(self.pauses), self.tell), self._judge, tell=self.tell)
        intake = Intake(self.cache, self.corpus, Origin("", 0), progress)
        with FileLock(self.cache.folder / "fetch.lock"), tempfile.TemporaryFile(dir=self.cache.folder) as file:
            answer = fetcher.archive(short, file, (self.cache.load(name) or ("", b""))[0])
            if answer.status == 304:
                return intake.again(), False
            file.seek(0)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            origin = Origin("", 0, url=answer.url, retrieved=now, route="collection", last_modified=answer.last_modified)
            summary = intake.stream((replace(origin, file=path), data) for path, data in collection.unpack(file))
            self.cache.save(name, answer.etag, b"")
        return summary, True


_FREE = "Free some space, or name another library with --library DIR; what was fetched before is kept."


def _wishes(symbol: Symbol, asked: Asked) -> Iterator[Wish]:
    prefer = asked.prefer or Form.XML
    yield Wish(symbol, asked.language, prefer)
    if asked.originals:
        yield Wish(symbol, asked.language, Form.PDF, Form.PDF)


def _same(wanted: Symbol, name: str) -> bool:
    # a resolution whose year nobody could tell beforehand is known by its number
    return name == wanted.text or (
        wanted.year is None and wanted.family is Family.RESOLUTION and name.startswith(f"{wanted.text} (")
    )


def _words(document: Document) -> str:
    """The document's cover and its words, enough to tell the language by."""
    texts: Iterable[str] = (*document.masthead.lines, *(p.text for p in document.paragraphs[:40]))
    return "\n".join(texts)


def listed(file: Path) -> Sequence[str]:
    """The symbols in a list, one a line; empty lines and what follows a # are passed over. Raises NotFound, Unreadable."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise NotFound(f"{file}: {error.strerror}", "Give the path of a list of symbols, one a line.") from error
    except UnicodeDecodeError as error:
        raise Unreadable("not a list of symbols: it is no UTF-8 text", "Give one symbol a line.", str(file)) from error
    return [line for line in (raw.partition("#")[0].strip() for raw in text.splitlines()) if line]
