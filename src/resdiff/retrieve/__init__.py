"""Fetching into a library: what is held is not asked for, what comes is judged by what it says of itself, what that cites comes next.

The only place where the network, the raw files and the database meet; prints nothing. A document is kept whole before the next is asked
for, so that a run can be broken off anywhere and goes on from there.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from resdiff import symbols
from resdiff.account import FetchPlan, FetchSummary, Outcome, Planned, Retrieved
from resdiff.cache import Cache, Origin, Quarantined, digest
from resdiff.errors import FetchError, NotFound, Unreadable
from resdiff.fetch import Fetched, Fetcher, Form, Wish, by_hand, collection, steps
from resdiff.fetch.hosts import Hosts
from resdiff.fetch.pace import Pace
from resdiff.fetch.routes import COLLECTIONS, address
from resdiff.fetch.wire import Wire
from resdiff.intake import AddSummary, Intake, writing_into
from resdiff.models import Document, Family, Language, SourceKind, Symbol
from resdiff.retrieve.judge import Judge

if TYPE_CHECKING:
    from resdiff.corpus import Corpus

__all__ = ["Asked", "Begin", "FetchPlan", "FetchSummary", "Outcome", "Planned", "Retrieval", "Retrieved", "Watch", "listed"]

_KINDS = {Form.XML: SourceKind.AKN, Form.WORD: SourceKind.WORD, Form.PDF: SourceKind.PDF}

WHOLE = "collection"
"""The route of what came with a whole collection."""

Watch = Callable[[Retrieved], None]
"""Called after each document with how it went."""

Begin = Callable[[str, int, int], None]
"""Called before each document with its symbol, how many are done, how many are known of; at the end with ""."""


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


@dataclass
class Retrieval:
    """Runs of `fetch` on one library. Without a corpus there is no library yet: then only `plan` can be asked for."""

    cache: Cache
    corpus: Corpus | None
    hosts: Hosts
    pauses: Path
    """The folder in which the pauses between requests are kept, for all runs of the user."""
    tell: Callable[[str], None] = lambda what: None
    watch: Watch = lambda item: None
    begin: Begin = lambda symbol, done, total: None
    _judge: Judge = field(default_factory=Judge)
    _refused: list[str] = field(default_factory=list)

    # --- documents ---------------------------------------------------------------------------------------------------------------

    def run(self, asked: Asked) -> FetchSummary:
        """Fetch what is asked for and not held, and what it cites. Raises LibraryError; what the servers do not give is in the summary."""
        self.cache.sweep()
        fetcher = Fetcher(Wire(self.hosts, Pace(self.pauses), self.tell), self._judge, self._quarantine, self.cache, self.tell)
        done: list[Retrieved] = []
        for item, rest in self._queue(asked):
            for wish in _wishes(item.symbol, asked):
                wish = replace(wish, symbol=self._dated(wish.symbol))
                self.begin(wish.symbol.text, len(done), len(done) + 1 + rest())
                got = replace(self._one(fetcher, wish, asked), cited_by=item.cited_by)
                done.append(got)
                self.watch(got)
        self.begin("", len(done), len(done))
        return FetchSummary(tuple(done))

    def plan(self, asked: Asked) -> FetchPlan:
        """What `run` would ask. Nothing is sent, nothing is written."""
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
        over: set[str] = set()
        while todo:
            item = todo.popleft()
            if self._dated(item.symbol).text in over:
                continue  # asked for without its year, and cited with it
            yield item, lambda: len(todo)
            over.add(self._dated(item.symbol).text)
            if item.depth >= asked.depth:
                continue
            for cited in self._cited(item.symbol, asked.language):
                if cited.text not in known:
                    known.add(cited.text)
                    todo.append(_Item(cited, item.depth + 1, self._dated(item.symbol).text))

    def _dated(self, symbol: Symbol) -> Symbol:
        """The symbol with its year, where that was not known and a document that bears it is held."""
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
        if self.corpus is None:
            return None
        return self.corpus.get(symbol.text, language) or self.corpus.get(symbol.text, Language.EN) or self.corpus.get(symbol.text)

    def _one(self, fetcher: Fetcher, wish: Wish, asked: Asked) -> Retrieved:
        self._refused.clear()
        with self._alone():
            held = None if asked.refresh else self._held(wish, asked.prefer)
            if held is not None:
                sha256, kind = held
                return Retrieved(wish.symbol.text, wish.language, Outcome.HELD, form=kind.value, sha256=sha256)
            try:
                with writing_into(self.cache.folder):
                    fetched = fetcher.fetch(wish)
            except FetchError as error:
                return self._failed(wish, error)
            return self._kept(wish, fetched, asked.prefer)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One document at a time over all runs on this library, so that two runs do not ask for the same one. Raises LibraryError."""
        lock = FileLock(self.cache.folder / "fetch.lock")
        with writing_into(self.cache.folder):
            try:
                lock.acquire(timeout=1.0)
            except Timeout:
                self.tell("another run of resdiff fetches into this library; waiting for it")
                lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _held(self, wish: Wish, prefer: Form | None) -> tuple[str, SourceKind] | None:
        """The bytes and kind of the document where it is held, whole, in the form asked for or as what came when that was asked for before;
        without a form asked for, in any."""
        wanted = wish.only or prefer
        for sha256, kind in self._files(wish.symbol, wish.language):
            origin = self.cache.origin(sha256)
            fits = wanted is None or kind is _KINDS[wanted] or (origin is not None and origin.preferred == wanted)
            if fits and self.cache.get(sha256) is not None:
                return sha256, kind
        return None

    def _files(self, symbol: Symbol, language: Language) -> tuple[tuple[str, SourceKind], ...]:
        return self.corpus.files(symbol.text, language) if self.corpus else ()

    def _kept(self, wish: Wish, fetched: Fetched, prefer: Form | None) -> Retrieved:
        """The document kept: its bytes with their record first, for the database can be made again from them."""
        sha256 = digest(fetched.data)
        document = self._judge.take(sha256)
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
            preferred=(wish.only or prefer or ""),
        )
        symbol = symbols.parse(document.symbol) if wish.symbol.year is None and document.symbol else wish.symbol
        before = self._files(symbol, wish.language)
        self._put(fetched.data, origin, document)
        is_known = sha256 in dict(before)
        if not is_known:
            self._give_way([old for old, kind in before if kind is document.source.kind], origin)
        return Retrieved(
            symbol.text,
            wish.language,
            Outcome.UNCHANGED if is_known else Outcome.FETCHED,
            form=str(document.source.kind),
            route=fetched.route,
            url=fetched.url,
            size=len(fetched.data),
            seconds=round(fetched.seconds, 3),
            sha256=sha256,
            quarantined=tuple(self._refused),
        )

    def _put(self, data: bytes, origin: Origin, document: Document) -> None:
        assert self.corpus is not None
        intake = Intake(self.cache, self.corpus, Origin("", 0), None)
        with writing_into(self.cache.folder):
            origin = self.cache.put(data, origin)
        if origin.file or origin.symbol or origin.language:
            # it was added by hand before, and what was stated then counts
            intake.one(data, origin, keep=False)
        else:
            source = replace(document.source, url=origin.url or None, retrieved=origin.retrieved or None)
            self.corpus.put(replace(document, source=source), intake.version)

    def _give_way(self, olds: Sequence[str], origin: Origin) -> None:
        """What was fetched before and is now given in other bytes: those are kept, and read no more. Of official XML, only the same file of
        the collection gives way; what the user added never does."""
        for old in olds:
            held = self.cache.origin(old)
            if held is not None and held.url and collection.path_of(held.url, held.file) == collection.path_of(origin.url):
                self._replace(old, origin.sha256)

    def _replace(self, old: str, by: str) -> None:
        assert self.corpus is not None
        with writing_into(self.cache.folder):
            self.cache.replace(old, by)
        self.corpus.remove([old])

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

    def _quarantine(self, wish: Wish, data: bytes, route: str, url: str, reason: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        what = Quarantined(digest(data), len(data), wish.symbol.text, wish.language.value, route, url, reason, now)
        with writing_into(self.cache.folder):
            self._refused.append(str(self.cache.quarantine(data, what)))

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

    def collect(
        self, short: str, progress: Callable[[str, int, int], None] | None = None, *, refresh: bool = False
    ) -> tuple[AddSummary, bool]:
        """A whole official XML collection with its metadata, taken in from one archive; and whether it had changed since the last time.
        Raises NotFound for a collection that does not exist, FetchError, Unreadable for a damaged archive (nothing of it is taken in),
        LibraryError."""
        assert self.corpus is not None
        name = f"{_collection(short)}.archive"
        self.cache.sweep()
        fetcher = Fetcher(Wire(self.hosts, Pace(self.pauses), self.tell), self._judge, tell=self.tell)
        intake = Intake(self.cache, self.corpus, Origin("", 0), progress)
        with self._alone(), writing_into(self.cache.folder):
            kept = None if refresh else self.cache.load(name)
            with tempfile.TemporaryFile(dir=self.cache.folder) as file:
                answer = fetcher.archive(short, file, kept[0] if kept else "")
                if answer.status == 304:
                    return intake.again(), False
                now = datetime.now(UTC).isoformat(timespec="seconds")
                origin = Origin("", 0, url=answer.url, retrieved=now, route=WHOLE, last_modified=answer.last_modified)
                with self._changes(origin.url) as seen:
                    summary = intake.stream(
                        (replace(origin, file=seen(path, data)), data) for path, data in collection.unpack(file)
                    )
                self.cache.save(name, answer.etag, b"")
        return summary, True

    def archive(self, short: str) -> str:
        """The address that `collect` would ask. Raises NotFound."""
        return self.hosts.of("archive").address + collection.archive_path(_collection(short))

    @contextlib.contextmanager
    def _changes(self, url: str) -> Iterator[Callable[[str, bytes], str]]:
        """Takes the members of an archive as they come; at the end, the files that came before from the same path in other bytes give
        way."""
        before = defaultdict(set)
        for held in self.cache.origins():
            before[collection.path_of(held.url, held.file)].add(held.sha256)
        now: dict[str, str] = {}

        def seen(path: str, data: bytes) -> str:
            now[collection.path_of(url, path)] = digest(data)
            return path

        yield seen
        current = set(now.values())
        for path, sha256 in now.items():
            for old in before[path] - current:
                self._replace(old, sha256)


def _collection(short: str) -> str:
    if short not in collection.COLLECTIONS:
        raise NotFound(f"there is no collection {short!r}", f"Collections are {', '.join(collection.COLLECTIONS)}.")
    return collection.COLLECTIONS[short]


def _wishes(symbol: Symbol, asked: Asked) -> Iterator[Wish]:
    prefer = asked.prefer or Form.XML
    yield Wish(symbol, asked.language, prefer)
    if asked.originals:
        yield Wish(symbol, asked.language, Form.PDF, Form.PDF)


def listed(file: Path) -> Sequence[str]:
    """The symbols in a list, one a line; empty lines and what follows a # are passed over. Raises NotFound, Unreadable."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise NotFound(f"{file}: {error.strerror}", "Give the path of a list of symbols, one a line.") from error
    except UnicodeDecodeError as error:
        raise Unreadable("not a list of symbols: it is no UTF-8 text", "Give one symbol a line.", str(file)) from error
    return [line for line in (raw.partition("#")[0].strip() for raw in text.splitlines()) if line]
