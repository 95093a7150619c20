"""Documents from the servers of the United Nations, over HTTP: the ways in their order, politeness, and failures with names.

Knows nothing of a library: what is right is decided by a judge that is handed in, what is refused and what was listed go to functions that
are handed in. One `Fetcher` serves one run; it asks one thing at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, NoReturn

from resdiff.errors import (
    Busy,
    CertificateTrouble,
    Challenge,
    FetchError,
    NotPublished,
    Offline,
    ServerTrouble,
    UnknownSymbol,
    WrongDocument,
)
from resdiff.fetch import collection
from resdiff.fetch.answers import Answer, Sort, is_error, sort
from resdiff.fetch.collection import Keep, Member
from resdiff.fetch.hosts import Hosts
from resdiff.fetch.routes import COLLECTIONS, CONTROL, Form, Route, Seen, Spelling, address, by_hand, spelled, steps
from resdiff.fetch.viewer import framed
from resdiff.fetch.wire import Tell, Wire
from resdiff.models import Family, Language, Symbol

__all__ = ["Fetched", "Fetcher", "Form", "Judge", "Refuse", "Verdict", "Wish", "by_hand", "collection", "steps"]


MOST_FAILURES = 5
"""After so many failures in a row a host is left alone for the rest of the run."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One document in one language. `only` leaves the other forms out; `prefer` puts a form before the others."""

    symbol: Symbol
    language: Language
    prefer: Form = Form.XML
    only: Form | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes that the judge found to be the document asked for, and where they came from."""

    data: bytes
    sort: Sort
    route: str
    url: str
    retrieved: str
    """Time of day in UTC, ISO 8601."""
    seconds: float
    media_type: str
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says of bytes: that they are the document wished for, or why not; `foreign` where they are of a kind that cannot be
    read here, and may well be right."""

    right: bool
    reason: str = ""
    foreign: bool = False


Judge = Callable[[Wish, bytes], Verdict]
Refuse = Callable[[Wish, bytes, str, str, str], None]
"""Called with the wish, the bytes refused, the route, the address and the reason."""


@dataclass
class _Course:
    """What has been met on the way to one document."""

    wish: Wish
    seen: set[Seen] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    worst: FetchError | None = None
    refused: str = ""

    def note(self, route: Route, what: str) -> None:
        self.notes.append(f"{route.name}: {what}")


class Fetcher:
    """Fetches documents one after the other over the ways that `routes` lists."""

    def __init__(
        self,
        wire: Wire,
        judge: Judge,
        refuse: Refuse = lambda *what: None,
        keep: Keep | None = None,
        tell: Tell = lambda what: None,
    ) -> None:
        self.wire = wire
        self.hosts: Hosts = wire.hosts
        self.judge = judge
        self.refuse = refuse
        self.keep = keep
        self.tell = tell
        self._listings: dict[str, tuple[Member, ...] | FetchError] = {}
        self._shut: dict[str, FetchError] = {}
        self._failures: dict[str, int] = {}
        self._healthy: bool | None = None

    # --- one document ------------------------------------------------------------------------------------------------------------

    def fetch(self, wish: Wish) -> Fetched:
        """The document wished for, from the first way that gives the right one.

        Raises NotPublished, UnknownSymbol, WrongDocument, Challenge, Busy, ServerTrouble, TimedOut, Offline, CertificateTrouble: what was
        met, with every way that was tried and the address to open by hand."""
        course = _Course(wish)
        self._healthy = None
        for form, route in steps(wish.prefer, wish.only):
            if route.after and not route.after & course.seen:
                continue
            if route.role != "documents" and route.after and not self._may_help(course):
                continue
            if form is not Form.XML and wish.symbol.family is Family.RESOLUTION and wish.symbol.year is None:
                raise UnknownSymbol(
                    f"the year of resolution {wish.symbol.number} is not known, and the servers go by it",
                    f'Give it, as "S/RES/{wish.symbol.number} (2027)".',
                )
            fetched = self._take(course, form, route)
            if fetched is not None:
                return fetched
        return self._give_up(course)

    def _take(self, course: _Course, form: Form, route: Route) -> Fetched | None:
        """What one way gives, None where it gives nothing right: what it met is noted."""
        shut = self._shut.get(route.role)
        if shut is not None:
            course.worst = course.worst or shut
            course.note(route, f"not asked, {shut.what}")
            return None
        try:
            ask = self._from_collection if form is Form.XML else self._by_symbol
            fetched = ask(course, form, route)
            self._failures[route.role] = 0
            return fetched
        except FetchError as error:
            course.seen.add(Seen.TROUBLE)
            course.worst = error if _rank(error) >= _rank(course.worst) else course.worst
            course.note(route, error.what)
            self._failures[route.role] = self._failures.get(route.role, 0) + 1
            # asking again would be a loop, would never help within this run, or would take it hours
            if isinstance(error, (Challenge, CertificateTrouble)) or self._failures[route.role] >= MOST_FAILURES:
                self._shut[route.role] = error
            return None

    def _by_symbol(self, course: _Course, form: Form, route: Route) -> Fetched | None:
        wish = course.wish
        host = self.hosts.of(route.role)
        url = address(route, host.address, wish.symbol, wish.language, form)
        headers = {"Referer": by_hand(wish.symbol, wish.language)}
        answer = self.wire.ask(url, headers, lower_case=route.lower_case)
        found = sort(answer)
        # the other spellings are a further look by themselves
        if found.is_missing and not _named_a_file(answer) and route.spelling is Spelling.CLOSED:
            self.tell(f"{host.name} shows {found}; looking once more in {host.hiccup:.0f} s")
            time.sleep(host.hiccup)
            answer = self.wire.ask(url, headers, lower_case=route.lower_case)
            found = sort(answer)
        if route.viewer and found is Sort.VIEWER:
            inner = framed(answer.data, answer.url)
            if inner is None:
                raise ServerTrouble("the viewer page has no frame", "")
            answer = self.wire.ask(inner, headers, lower_case=True)
            found = sort(answer)
        return self._judged(course, form, route, answer, found)

    def _judged(self, course: _Course, form: Form, route: Route, answer: Answer, found: Sort) -> Fetched | None:
        if found is Sort.CHALLENGE or found is Sort.FORBIDDEN:
            raise Challenge(f"{self.hosts.of(route.role).name} answers with {found}", "It is not asked again in this run.")
        if found.is_document:
            return self._right(course, route, answer, found)
        course.note(route, str(found))
        if _named_a_file(answer) and found in (Sort.ERROR_PAGE, Sort.PAGE, Sort.MISSING, Sort.NOTHING):
            course.seen.add(Seen.ASTRAY)
        elif found.is_missing and form is Form.WORD:
            pass  # there may be no Word file of what there is as PDF
        elif found.is_missing:
            course.seen.add(Seen.MISSING)
        else:
            course.seen.add(Seen.WRONG)
        return None

    def _right(self, course: _Course, route: Route, answer: Answer, found: Sort) -> Fetched | None:
        verdict = self.judge(course.wish, answer.data)
        if verdict.right:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            return Fetched(
                answer.data,
                found,
                route.name,
                answer.url,
                now,
                answer.seconds,
                answer.media_type,
                answer.etag,
                answer.last_modified,
            )
        course.seen.add(Seen.WRONG)
        course.note(route, f"{found}, {'not read here' if verdict.foreign else 'refused'}: {verdict.reason}")
        if verdict.foreign:
            return None
        course.refused = course.refused or verdict.reason
        self.refuse(course.wish, answer.data, route.name, answer.url, verdict.reason)
        return None

    # --- the official XML --------------------------------------------------------------------------------------------------------

    def _from_collection(self, course: _Course, form: Form, route: Route) -> Fetched | None:
        name = COLLECTIONS.get(course.wish.symbol.family)
        if name is None:
            return None
        members = self._members(name)
        named = collection.candidates(members, course.wish.symbol, course.wish.language)
        if not named:
            held = ", ".join(collection.languages(members, course.wish.symbol))
            course.note(route, f"only in {held}" if held else "does not list it")
        for member in named:
            answer = self.wire.ask(self.hosts.of(route.role).address + collection.raw_path(name, member.path))
            found = sort(answer)
            if found is Sort.XML and not collection.is_blob(answer.data, member.blob):
                raise ServerTrouble(f"{member.path} is not the file that the listing names", "")
            fetched = self._judged(course, form, route, answer, found) if found is not Sort.MISSING else None
            if fetched is not None:
                return fetched
        return None

    def _members(self, name: str) -> tuple[Member, ...]:
        """The files of a collection, asked for once a run and only when it has changed. Raises FetchError."""
        if name not in self._listings:
            try:
                self._listings[name] = self._listed(name)
            except FetchError as error:
                self._listings[name] = error
        held = self._listings[name]
        if isinstance(held, FetchError):
            raise held
        return held

    def _listed(self, name: str) -> tuple[Member, ...]:
        kept = self.keep.load(f"{name}.json") if self.keep else None
        headers = {"Accept": "application/json"} | ({"If-None-Match": kept[0]} if kept and kept[0] else {})
        try:
            answer = self.wire.ask(self.hosts.of("api").address + collection.listing_path(name), headers)
            if answer.status == 304 and kept:
                return collection.listing(kept[1])
            if answer.status != 200:
                raise ServerTrouble(f"the listing of the official XML collection is not given ({answer.status})", "")
            members = collection.listing(answer.data)
        except FetchError:
            if kept is None:
                raise
            # yesterday's listing finds nearly everything, and what it finds is checked all the same
            return collection.listing(kept[1])
        if self.keep:
            self.keep.save(f"{name}.json", answer.etag, answer.data)
        return members

    def archive(self, short: str, sink: IO[bytes], etag: str = "") -> Answer:
        """A whole collection as one archive, streamed into `sink`; with the ETag of the last one, status 304 when it has not changed.
        Raises FetchError."""
        name = collection.COLLECTIONS[short]
        headers = {"Accept": "application/gzip,*/*;q=0.8", "Accept-Encoding": "identity"} | (
            {"If-None-Match": etag} if etag else {}
        )
        answer = self.wire.ask(self.hosts.of("archive").address + collection.archive_path(name), headers, sink=sink)
        if answer.status not in (200, 304):
            raise ServerTrouble(f"the archive of the collection is not given ({answer.status})", "Try again later.")
        return answer

    # --- what a failure means ----------------------------------------------------------------------------------------------------

    def _may_help(self, course: _Course) -> bool:
        """Whether the other doors to the UN's store may help: not where the first door is open and says that it has no such thing."""
        return not (course.seen & {Seen.MISSING} and self._is_healthy())

    def _is_healthy(self) -> bool:
        """Whether the server gives a document that it certainly has; asked once for each document that is missing, for a server can fall
        ill within a run."""
        if self._healthy is None:
            try:
                # it may hiccup on this one too
                self._healthy = self._exists(CONTROL, Language.EN) or self._exists(CONTROL, Language.EN)
            except FetchError:
                self._healthy = False
        return self._healthy

    def _exists(self, spelling: str, language: Language) -> bool:
        """Whether the server names a file for a symbol; the file is not asked for. Raises FetchError."""
        host = self.hosts.of("documents")
        answer = self.wire.ask(f"{host.address}/api/symbol/access?s={spelling}&l={language.value}&t=pdf", follow=False)
        return (bool(answer.location) and not is_error(answer.location)) or sort(answer) is Sort.PDF

    def _give_up(self, course: _Course) -> NoReturn:
        wish = course.wish
        hint = f"Tried: {'; '.join(course.notes) or 'nothing'}."
        if Seen.MISSING in course.seen and not course.refused:
            self._missing(wish, hint)
        if course.refused and Seen.TROUBLE not in course.seen:
            raise WrongDocument(f"what the servers gave for {wish.symbol} in {wish.language} was refused: {course.refused}", hint)
        if course.worst is not None:
            error = type(course.worst)(f"{wish.symbol} in {wish.language}: {course.worst.what}", course.worst.hint + " " + hint)
            if isinstance(error, Busy) and isinstance(course.worst, Busy):
                error.retry_after = course.worst.retry_after
            raise error
        if course.refused:
            raise WrongDocument(f"what the servers gave for {wish.symbol} in {wish.language} was refused: {course.refused}", hint)
        if Seen.ASTRAY in course.seen or Seen.WRONG in course.seen:
            raise ServerTrouble(f"{wish.symbol} in {wish.language}: the servers gave no document", hint)
        raise NotPublished(f"{wish.symbol} is not in the official XML collection in {wish.language}", hint)

    def _missing(self, wish: Wish, hint: str) -> NoReturn:
        """The server has no such document: not in this language, not at all, or it is ill."""
        if not self._is_healthy():
            raise ServerTrouble(
                f"{self.hosts.of('documents').name} is ill: it does not even give {CONTROL}", "Try again later. " + hint
            )
        others = [code for code in _ASKED if code is not wish.language]
        try:
            there = [code for code in others if self._exists(spelled(wish.symbol), code)]
        except FetchError as error:
            raise NotPublished(
                f"the server has no {wish.symbol} in {wish.language}; whether in others, it did not say", hint
            ) from error
        if there:
            raise NotPublished(
                f"{wish.symbol} is not published in {wish.language}; it is in {', '.join(there)}",
                f"Ask for --lang {there[0]}. {hint}",
            )
        raise UnknownSymbol(
            f"the server does not know {wish.symbol}", f"Check the number and the year; a symbol may be too recent. {hint}"
        )


_ASKED = (Language.EN, Language.FR, Language.ES, Language.RU, Language.AR, Language.ZH)


def _named_a_file(answer: Answer) -> bool:
    """Whether the server had named a file on the way to this answer."""
    return any("/doc/" in url.lower() for url in answer.asked)


def _rank(error: FetchError | None) -> int:
    """Which of several troubles is told: the one that the user can do something about."""
    order: Iterable[type[FetchError]] = (ServerTrouble, Busy, Challenge, Offline, CertificateTrouble)
    return next((at for at, kind in enumerate(order, 1) if isinstance(error, kind)), 0)
