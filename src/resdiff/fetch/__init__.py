"""Documents from the servers of the United Nations, over HTTP: the ways in their order, politeness, and failures with names.

Knows nothing of a library: what is right is decided by a judge that is handed in, what is refused and what was listed go to functions that
are handed in. One `Fetcher` serves one run; it asks one thing at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from resdiff.errors import Challenge, FetchError, ServerTrouble
from resdiff.fetch import collection
from resdiff.fetch.answers import Answer, Sort, sort
from resdiff.fetch.collection import Keep, Member
from resdiff.fetch.course import Course, Wish
from resdiff.fetch.diagnosis import Diagnosis
from resdiff.fetch.hosts import Hosts
from resdiff.fetch.routes import COLLECTIONS, Form, Route, Seen, address, by_hand, steps
from resdiff.fetch.viewer import framed
from resdiff.fetch.wire import Tell, Wire
from resdiff.models import Family

__all__ = ["Fetched", "Fetcher", "Form", "Judge", "Refuse", "Verdict", "Wish", "by_hand", "collection", "steps"]


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
    read here, and may well be right all the same."""

    right: bool
    reason: str = ""
    foreign: bool = False


Judge = Callable[[Wish, bytes], Verdict]
Refuse = Callable[[Wish, bytes, str, str, str], None]
"""Called with the wish, the bytes refused, the route, the address and the reason."""


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

    # --- one document ------------------------------------------------------------------------------------------------------------

    def fetch(self, wish: Wish) -> Fetched:
        """The document wished for, from the first way that gives the right one.

        Raises NotPublished, UnknownSymbol, WrongDocument, Challenge, Busy, ServerTrouble, TimedOut, Offline, CertificateTrouble,
        StrayRedirect, TooLong: what was met, with every way that was tried."""
        course = Course(wish)
        diagnosis = Diagnosis(self.wire, course)
        for form, route in steps(wish.prefer, wish.only):
            if route.path and wish.symbol.family is Family.RESOLUTION and wish.symbol.year is None:
                continue  # the servers go by the year
            if Seen.FOREIGN in course.seen[form] or (route.after and not route.after & course.seen[form]):
                continue
            if route.role != "documents" and route.after and diagnosis.is_certain(form):
                continue  # the other doors lead to the same store, which is open and has no such thing
            fetched = self._take(course, form, route)
            if fetched is not None:
                return fetched
        raise diagnosis.failure()

    def _take(self, course: Course, form: Form, route: Route) -> Fetched | None:
        """What one way gives, None where it gives nothing right: what it met is noted."""
        try:
            ask = self._by_symbol if route.path else self._from_collection
            return ask(course, form, route)
        except FetchError as error:
            course.trouble(form, route, error)
            return None

    def _by_symbol(self, course: Course, form: Form, route: Route) -> Fetched | None:
        wish, host = course.wish, self.hosts.of(route.role)
        if route.pause:
            self.tell(f"{host.name} says that it has no {wish.symbol}; looking once more in {host.hiccup:.0f} s")
            time.sleep(host.hiccup)
        url = address(route, host.address, wish.symbol, wish.language, form)
        headers = {"Referer": by_hand(wish.symbol, wish.language)}
        answer = self.wire.ask(url, headers, lower_case=route.lower_case)
        found = sort(answer)
        if route.viewer and found is Sort.VIEWER:
            inner = framed(answer.data, answer.url)
            if inner is None:
                raise ServerTrouble("the viewer page has no frame", "")
            answer = self.wire.ask(inner, headers, lower_case=True)
            found = sort(answer)
        return self._judged(course, form, route, answer, found)

    def _judged(self, course: Course, form: Form, route: Route, answer: Answer, found: Sort) -> Fetched | None:
        host = self.hosts.at(answer.url) or self.hosts.of(route.role)
        course.named = course.named or answer.named_a_file or found is Sort.WORDPERFECT
        if found is Sort.CHALLENGE or found is Sort.FORBIDDEN:
            error = Challenge(f"{host.name} answers with {found}", "Open the address by hand.")
            if found is Sort.CHALLENGE:
                self.wire.leave(answer.url, error)  # asking again would be a loop
            raise error
        if found.is_document:
            return self._right(course, form, route, answer, found)
        course.note(form, route, str(found))
        if found is Sort.WORDPERFECT:
            course.strange(form, str(found))
        # that there is no Word file says nothing: there may be a PDF all the same
        if form is not Form.WORD or not found.is_missing or answer.named_a_file:
            course.seen[form].add(_met(answer, found))
        return None

    def _right(self, course: Course, form: Form, route: Route, answer: Answer, found: Sort) -> Fetched | None:
        verdict = self.judge(course.wish, answer.data)
        if verdict.right:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            about = (answer.seconds, answer.media_type, answer.etag, answer.last_modified)
            return Fetched(answer.data, found, route.name, answer.url, now, *about)
        if not verdict.foreign:
            self._refused(course, form, route, answer, verdict.reason)
            return None
        course.note(form, route, f"{found}, not read here: {verdict.reason}")
        # a scan is the same at every door, and by whatever form it was asked for; what came as something else may be a PDF at another one
        for of in {form, Form.PDF} if found is Sort.PDF else {form}:
            course.strange(of, verdict.reason)
            course.seen[of].add(Seen.FOREIGN if found is Sort.PDF else Seen.WRONG)
        if Form.PDF in course.foreign:
            self.refuse(course.wish, answer.data, route.name, answer.url, verdict.reason)
        return None

    def _refused(self, course: Course, form: Form, route: Route, answer: Answer, reason: str) -> None:
        course.seen[form].add(Seen.WRONG)
        course.refused = course.refused or reason
        course.note(form, route, f"{sort(answer)}, refused: {reason}")
        self.refuse(course.wish, answer.data, route.name, answer.url, reason)

    # --- the official XML --------------------------------------------------------------------------------------------------------

    def _from_collection(self, course: Course, form: Form, route: Route) -> Fetched | None:
        name = COLLECTIONS.get(course.wish.symbol.family)
        if name is None:
            return None
        members = self._members(name)
        named = collection.candidates(members, course.wish.symbol, course.wish.language)
        if not named:
            held = ", ".join(collection.languages(members, course.wish.symbol))
            course.note(form, route, f"only in {held}" if held else "does not list it")
        for member in named:
            answer = self.wire.ask(self.hosts.of(route.role).address + collection.raw_path(name, member.path))
            found = sort(answer)
            if found is Sort.XML and not collection.is_blob(answer.data, member.blob):
                verdict = self.judge(course.wish, answer.data)
                self._refused(course, form, route, answer, verdict.reason or _OTHER_BYTES)
                if verdict.right:
                    course.trouble(form, route, ServerTrouble(f"{member.path}: {_OTHER_BYTES}", "Try again in some minutes."))
                continue
            fetched = self._judged(course, form, route, answer, found)
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
        kept = self.keep.load(f"{name}.json") if self.keep is not None else None
        headers = {"Accept": "application/json"} | ({"If-None-Match": kept[0]} if kept and kept[0] else {})
        try:
            answer = self.wire.ask(self.hosts.of("api").address + collection.listing_path(name), headers)
            if answer.status == 304 and kept:
                return collection.listing(kept[1])
            if answer.status != 200:
                raise ServerTrouble(f"the listing of the official XML collection is not given ({answer.status})", "")
            members = collection.listing(answer.data)
        except FetchError as error:
            if kept is None:
                raise
            # yesterday's listing finds nearly everything, and what it finds is checked all the same
            self.tell(f"{error.what}; going by the listing of the last time")
            return collection.listing(kept[1])
        if self.keep is not None:
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
        found = sort(answer) if answer.status != 200 else None
        if found is Sort.CHALLENGE or found is Sort.FORBIDDEN:
            raise Challenge(f"{self.hosts.of('archive').name} answers with {found}", _BY_HAND.format(name=name))
        if answer.status not in (200, 304):
            raise ServerTrouble(f"the archive of the collection is not given ({answer.status})", _BY_HAND.format(name=name))
        return answer


def _met(answer: Answer, found: Sort) -> Seen:
    if not found.is_missing:
        return Seen.WRONG
    if answer.named_a_file:
        return Seen.EMPTY if found is Sort.NOTHING else Seen.ASTRAY
    return Seen.MISSING


_OTHER_BYTES = "these are not the bytes that the listing names"
_BY_HAND = (
    "Try again later; or download https://github.com/UNxml/{name} as an archive in a browser, unpack it, and add the folder: "
    "resdiff add {name}-main"
)
