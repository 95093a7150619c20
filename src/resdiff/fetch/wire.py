"""One polite question over HTTP: paced, bounded in size and time, redirects followed by hand and only to hosts of the table, tried again
when a server is busy or silent, and every failure with its own name."""

from __future__ import annotations

import contextlib
import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, metadata
from typing import IO
from urllib.parse import quote, urljoin, urlsplit

import requests
from requests.auth import AuthBase

from resdiff.account import LEFT_ALONE
from resdiff.errors import Busy, CertificateTrouble, FetchError, Offline, ServerTrouble, StrayRedirect, TimedOut, TooLong
from resdiff.fetch.answers import Answer, Sort, is_end, sort
from resdiff.fetch.failures import BUSY, LATER, SLOW, busy, is_rationed, named, span
from resdiff.fetch.hosts import Host, Hosts
from resdiff.fetch.pace import Pace

MOST_REDIRECTS = 6
"""The UN's servers need two; the bound ends loops."""

MOST_FAILURES = 5
"""After so many failures in a row of one part of it a host is left alone for the rest of the run."""

_BLOCK = 65536
_PROJECT = "https://github.com/resdiff/resdiff"

Tell = Callable[[str], None]
"""Called with a sentence on what is being waited for."""


def user_agent() -> str:
    """What resdiff calls itself: its name, version and the project's address. The front stands there because crude filters turn away
    whatever does not begin so."""
    try:
        about = metadata("resdiff")
        version = about["Version"]
        address = (about.get_all("Project-URL") or [_PROJECT])[0].rpartition(" ")[2]
    except PackageNotFoundError:
        version, address = "0", _PROJECT
    return f"Mozilla/5.0 (compatible; resdiff/{version}; +{address})"


class _NoPassword(AuthBase):
    """Nothing from the user's .netrc is sent to anybody."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


@dataclass
class _Exchange:
    """One request on its way, in a thread of its own."""

    gone: threading.Event = field(default_factory=threading.Event)
    """Set when nobody waits for the answer any more."""
    box: queue.Queue[Answer | BaseException] = field(default_factory=queue.Queue)
    response: requests.Response | None = None


class Wire:
    """Asks the hosts of a table, one request at a time."""

    def __init__(self, hosts: Hosts, pace: Pace, tell: Tell = lambda what: None) -> None:
        self.hosts = hosts
        self.pace = pace
        self.tell = tell
        self._failures: Counter[str] = Counter()
        """How often in a row each part of a host has failed: the doors to the files and the files are different machines."""
        self._closed: dict[str, FetchError] = {}
        self._hung: dict[str, threading.Thread] = {}
        self._not_before: dict[str, float] = {}
        self._answered = False
        self._session = _session()

    def ask(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        follow: bool = True,
        lower_case: bool = False,
        sink: IO[bytes] | None = None,
    ) -> Answer:
        """The answer at an address, after its redirects, save one to an error page; each address is asked again as its host's row says
        while the server is busy or silent. `lower_case` follows redirects to the address in lower case; `sink` takes the body of a good
        answer in place of `Answer.data`.

        Raises Busy, ServerTrouble, TimedOut, Offline, CertificateTrouble, StrayRedirect, TooLong; for a host that is left alone what it
        is left alone for."""
        url = _plain(url)
        asked: tuple[str, ...] = ()
        spent = 0.0
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._patiently(url, dict(headers or {}), sink)
            asked += (url,)
            spent += answer.seconds
            if not follow or not answer.location or is_end(answer.location):
                return replace(answer, asked=asked, seconds=spent)
            url = _onward(url, answer.location, lower_case=lower_case)
            if url in asked:
                break
        raise ServerTrouble(f"{self._host(asked[0]).name} sends us round in a circle", LATER)

    def leave(self, url: str, error: FetchError) -> None:
        """Leave the host of an address alone for the rest of the run."""
        host = self.hosts.at(url)
        if host is not None:
            self._closed.setdefault(host.name, error)

    # --- patience ----------------------------------------------------------------------------------------------------------------

    def _patiently(self, url: str, headers: dict[str, str], sink: IO[bytes] | None) -> Answer:
        """One address without its redirects, asked as often as its host's row allows."""
        host, part = self._host(url), _part(url)
        self._come_back(host)
        # what has just failed in all its tries gets one try for each further question, until it answers again
        tries = 1 if self._failures[part] else host.tries
        for turn in range(tries):
            try:
                with self.pace.turn(host):
                    answer = self._once(url, headers, host, sink)
                if sink is None and sort(answer) is Sort.CUT:
                    raise ServerTrouble(f"{host.name} broke off in the middle of the file", LATER)
            except FetchError as error:
                pause = self._pause(host, turn, error) if turn + 1 < tries else None
                if pause is None:
                    self._count(host, part, error)
                    raise
                self.tell(f"{error.what}; asking again in {pause:.0f} s")
                time.sleep(pause)
                if sink is not None:
                    sink.seek(0)
                    sink.truncate()
            else:
                self._answered = True
                self._failures[part] = 0
                return answer
        raise AssertionError("a host is asked once at least")

    def _pause(self, host: Host, turn: int, error: FetchError) -> float | None:
        """Seconds before the next try; None where another one is of no use, or the server asks for more patience than there is."""
        if not isinstance(error, (Busy, ServerTrouble, TimedOut, Offline)):
            return None
        if isinstance(error, Offline) and not self._answered:
            return None  # there is no network at all, it seems: that is told at once
        if isinstance(error, TimedOut) and turn:
            return None  # each try takes minutes
        own = host.backoff[min(turn, len(host.backoff) - 1)] if host.backoff else host.pace
        wanted = error.retry_after if isinstance(error, Busy) and error.retry_after is not None else 0.0
        if wanted > host.patience:
            return None
        return max(own + random.uniform(0, host.jitter), wanted)  # noqa: S311

    def _count(self, host: Host, part: str, error: FetchError) -> None:
        """Note that a part of a host failed in all its tries."""
        self._failures[part] += 1
        if isinstance(error, Busy) and error.retry_after:
            self._not_before[host.name] = time.monotonic() + error.retry_after
        if isinstance(error, (CertificateTrouble, Offline)) or self._failures[part] >= MOST_FAILURES:
            self._closed.setdefault(host.name, error)

    def _come_back(self, host: Host) -> None:
        """Wait until the time at which the host asked us to come back. Raises Busy where that is too long."""
        left = self._not_before.get(host.name, 0.0) - time.monotonic()
        if left > host.patience:
            raise Busy(f"{host.name} asks us to come back in {span(left)}", LATER, left)
        if left > 0:
            self.tell(f"{host.name} asks us to come back in {span(left)}")
            time.sleep(left)

    def _host(self, url: str) -> Host:
        """The row of the host of an address that may be asked now."""
        host = self.hosts.at(url)
        if host is None:
            raise StrayRedirect(
                f"the server sends us on to {_stranger(url)}, which is not a host that resdiff asks",
                "If you trust it, give it a row in the host table (see docs/fetching.md).",
            )
        closed = self._closed.get(host.name)
        if closed is not None:
            raise closed.retold(f"{LEFT_ALONE}{closed.what}")
        hung = self._hung.get(host.name)
        if hung is not None and hung.is_alive():
            raise TimedOut(f"{host.name} still sends an earlier answer", SLOW)
        return host

    # --- one request -------------------------------------------------------------------------------------------------------------

    def _once(self, url: str, headers: dict[str, str], host: Host, sink: IO[bytes] | None) -> Answer:
        """One request and one answer. The work is done beside, in a thread that is broken off at the end of `total` seconds: the library's
        own time-outs only bound the silence between two bytes."""
        exchange = _Exchange()

        def work() -> None:
            try:
                exchange.box.put(self._exchange(url, headers, host, sink, exchange))
            except BaseException as error:
                exchange.box.put(error)

        thread = threading.Thread(target=work, daemon=True, name="resdiff-wire")
        thread.start()
        try:
            got = _waited(exchange.box, host.total + host.connect)
        except queue.Empty:
            self._break_off(exchange, thread, host)
            raise TimedOut(f"{host.name} was not done after {span(host.total)}", SLOW) from None
        finally:
            exchange.gone.set()
        if isinstance(got, BaseException):
            raise named(got, host, url) from got
        return got

    def _break_off(self, exchange: _Exchange, thread: threading.Thread, host: Host) -> None:
        """End a request; where it cannot be ended, its host is not asked while it lasts, for there is one request at a time."""
        exchange.gone.set()
        if exchange.response is not None:
            with contextlib.suppress(OSError, RuntimeError, ValueError, AttributeError):
                exchange.response.raw.shutdown()
        thread.join(1.0)
        if thread.is_alive():
            self._hung[host.name] = thread
        self._session = _session()

    def _exchange(self, url: str, headers: dict[str, str], host: Host, sink: IO[bytes] | None, exchange: _Exchange) -> Answer:
        start = time.monotonic()
        with self._session.get(
            url, headers=headers, timeout=(host.connect, host.read), stream=True, allow_redirects=False, auth=_NoPassword()
        ) as response:
            exchange.response = response
            if response.status_code in BUSY or is_rationed(response):
                raise busy(response, host)
            take = sink if response.status_code == 200 else None
            data = _body(response, host, take, exchange.gone, start)
            header = response.headers
            if (
                response.status_code == 200
                and not data
                and not take
                and not {"Content-Length", "Transfer-Encoding"} & header.keys()
            ):
                # a connection that was cut within the headers looks like an answer without a body
                raise ServerTrouble(f"{host.name} broke off before the file", LATER)
            return Answer(
                (url,),
                response.status_code,
                data,
                time.monotonic() - start,
                header.get("Content-Type", "").partition(";")[0].strip(),
                header.get("ETag", ""),
                header.get("Last-Modified", ""),
                header.get("Location", "") if response.is_redirect else "",
                header.get("x-amzn-waf-action", "") or header.get("cf-mitigated", ""),
            )


class _Session(requests.Session):
    """A session that leaves redirects alone; the library would read the whole body of one, however long, to prepare for the next."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


def _session() -> requests.Session:
    session = _Session()
    session.headers.update(
        {"User-Agent": user_agent(), "Accept": "application/pdf,*/*;q=0.8", "Accept-Language": "en", "Accept-Encoding": "gzip"}
    )
    return session


def _waited(box: queue.Queue[Answer | BaseException], seconds: float) -> Answer | BaseException:
    """What is put into the box. In short waits, for a long one cannot be broken off by Ctrl-C everywhere. Raises queue.Empty."""
    end = time.monotonic() + seconds
    while True:
        left = end - time.monotonic()
        try:
            return box.get(timeout=max(0.0, min(left, 1.0)))
        except queue.Empty:
            if left <= 0:
                raise


def _body(response: requests.Response, host: Host, sink: IO[bytes] | None, gone: threading.Event, start: float) -> bytes:
    """The body, unpacked, never more than the row allows."""
    kept = bytearray()
    size = 0
    for block in response.iter_content(_BLOCK):
        size += len(block)
        if size > host.largest:
            raise TooLong(
                f"{host.name} sent more than {host.largest / 2**20:,.0f} MB", "No document is so large: look at it by hand."
            )
        if gone.is_set() or time.monotonic() - start > host.total:
            raise TimedOut(f"{host.name} was not done after {span(host.total)}", SLOW)
        if sink is None:
            kept += block
        else:
            sink.write(block)
    return bytes(kept)


# --- addresses -------------------------------------------------------------------------------------------------------------------


def _plain(url: str) -> str:
    """The address in printable ASCII: whatever else is in it, and what readers of addresses disagree about, is escaped."""
    return quote(url.strip(), safe="%/:=&?~#+!$,;'@()*[]|^`{}<>\"-._")


def _onward(url: str, location: str, *, lower_case: bool) -> str:
    """Where a redirect leads."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode()  # bytes of UTF-8, as a header hands them over
    try:
        url = urljoin(url, _plain(location))
        parts = urlsplit(url)
    except ValueError:
        return _plain(location)
    return parts._replace(path=parts.path.lower()).geturl() if lower_case else url


def _part(url: str) -> str:
    """Host and uppermost folder of an address."""
    parts = urlsplit(url)
    return f"{parts.netloc.lower()}/{parts.path.strip('/').partition('/')[0].lower()}"


def _stranger(url: str) -> str:
    """How an address that is not asked is called: by its host where it has one; without what may be a password."""
    with contextlib.suppress(ValueError):
        name = urlsplit(url).netloc.rpartition("@")[2]
        if name:
            return name[:80]
    return url[:80]
