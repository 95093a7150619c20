"""One polite question over HTTP: paced, bounded in size and time, redirects followed by hand and only to hosts of the table, tried again
when a server is busy or silent, and every failure with its own name."""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, metadata
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import AuthBase

from resdiff.errors import Busy, CertificateTrouble, FetchError, Offline, ServerTrouble, StrayRedirect, TimedOut, TooLong
from resdiff.fetch.answers import Answer, Sort, sort
from resdiff.fetch.hosts import Host, Hosts
from resdiff.fetch.pace import Pace

MOST_REDIRECTS = 6
"""The UN's servers need two; the bound ends loops."""

_BLOCK = 65536
_BUSY = (408, 425, 429, 500, 502, 503, 504)
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


class Wire:
    """Asks the hosts of a table, one request at a time."""

    def __init__(self, hosts: Hosts, pace: Pace, tell: Tell = lambda what: None) -> None:
        self.hosts = hosts
        self.pace = pace
        self.tell = tell
        self._tired: set[str] = set()
        self._not_before: dict[str, float] = {}
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
        """The answer at an address, after its redirects; busy and silent servers are asked again as their row says. `lower_case` follows
        redirects to the address in lower case; `sink` takes the body of a good answer in place of `Answer.data`.

        Raises Busy, ServerTrouble, TimedOut, Offline, CertificateTrouble, StrayRedirect, TooLong."""
        host = self._host(url)
        # a host that has just failed in all its tries gets one try for each further question, until it answers again
        tries = 1 if host.name in self._tired else host.tries
        self._come_back(host)
        for turn in range(tries):
            try:
                answer = self._follow(url, dict(headers or {}), follow=follow, lower_case=lower_case, sink=sink)
                if sink is None and sort(answer) is Sort.CUT:
                    raise ServerTrouble(f"{host.name} broke off in the middle of the file", _LATER)
                self._tired.discard(host.name)
                return answer
            except (Busy, ServerTrouble, TimedOut, Offline) as error:
                pause = self._pause(host, turn, error)
                if isinstance(error, Busy) and error.retry_after:
                    self._not_before[host.name] = time.monotonic() + error.retry_after
                if turn + 1 == tries or pause is None:
                    self._tired.add(host.name)
                    raise
                self.tell(f"{error.what}; asking again in {pause:.0f} s")
                time.sleep(pause)
                if sink is not None:
                    sink.seek(0)
                    sink.truncate()
        raise AssertionError("a host is asked once at least")

    def _come_back(self, host: Host) -> None:
        """Wait until the time at which the host asked us to come back. Raises Busy where that is too long."""
        left = self._not_before.get(host.name, 0.0) - time.monotonic()
        if left > host.patience:
            raise Busy(f"{host.name} asks us to come back in {left:.0f} seconds", _LATER, left)
        if left > 0:
            self.tell(f"{host.name} asks us to come back in {left:.0f} s")
            time.sleep(left)

    def _pause(self, host: Host, turn: int, error: FetchError) -> float | None:
        """Seconds before the next try; None where the server asks for more patience than there is."""
        own = host.backoff[min(turn, len(host.backoff) - 1)] if host.backoff else host.pace
        wanted = error.retry_after if isinstance(error, Busy) and error.retry_after is not None else 0.0
        if wanted > host.patience:
            return None
        return max(own + random.uniform(0, host.jitter), wanted)  # noqa: S311

    def _host(self, url: str) -> Host:
        host = self.hosts.at(url)
        if host is None:
            raise StrayRedirect(
                f"the server sent us on to {urlsplit(url).hostname or url[:80]}, which is not a host that resdiff asks",
                "If you trust it, give it a row in the host table (see docs/fetching.md).",
            )
        return host

    def _follow(self, url: str, headers: dict[str, str], *, follow: bool, lower_case: bool, sink: IO[bytes] | None) -> Answer:
        asked: tuple[str, ...] = ()
        spent = 0.0
        for _ in range(MOST_REDIRECTS + 1):
            host = self._host(url)
            with self.pace.turn(host):
                answer = self._once(url, headers, host, sink)
            asked += (url,)
            spent += answer.seconds
            if not (follow and answer.location):
                return replace(answer, asked=asked, seconds=spent)
            url = urljoin(url, answer.location)
            if lower_case:
                parts = urlsplit(url)
                url = parts._replace(path=parts.path.lower()).geturl()
            if url in asked:
                break
        raise ServerTrouble(f"{urlsplit(asked[0]).hostname} sends us round in a circle", _LATER)

    def _once(self, url: str, headers: dict[str, str], host: Host, sink: IO[bytes] | None) -> Answer:
        """One request and one answer. The work is done beside, in a thread that is left alone at the end of `total` seconds: the library's
        own time-outs only bound the silence between two bytes."""
        box: queue.Queue[Answer | BaseException] = queue.Queue()
        gone = threading.Event()

        def work() -> None:
            try:
                box.put(self._exchange(url, headers, host, sink, gone))
            except BaseException as error:
                box.put(error)

        threading.Thread(target=work, daemon=True, name="resdiff-wire").start()
        try:
            got = box.get(timeout=host.total + host.connect)
        except queue.Empty:
            self._session = _session()
            raise TimedOut(f"{host.name} was not done after {host.total:.0f} seconds", _SLOW) from None
        finally:
            gone.set()
        if isinstance(got, BaseException):
            raise _named(got, host) from got
        return got

    def _exchange(self, url: str, headers: dict[str, str], host: Host, sink: IO[bytes] | None, gone: threading.Event) -> Answer:
        start = time.monotonic()
        with self._session.get(
            url, headers=headers, timeout=(host.connect, host.read), stream=True, allow_redirects=False, auth=_NoPassword()
        ) as response:
            if response.status_code in _BUSY or _rationed(response):
                raise _busy(response, host)
            take = sink if response.status_code == 200 else None
            data = _body(response, host, take, gone, start)
            header = response.headers
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


_LATER = "Try again in some minutes."
_SLOW = "Try again later: the same line goes on from what is there."


def _session() -> requests.Session:
    session = requests.Session()
    session.headers.update(
        {"User-Agent": user_agent(), "Accept": "application/pdf,*/*;q=0.8", "Accept-Language": "en", "Accept-Encoding": "gzip"}
    )
    return session


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
            raise TimedOut(f"{host.name} was not done after {host.total:.0f} seconds", _SLOW)
        if sink is None:
            kept += block
        else:
            sink.write(block)
    return bytes(kept)


def _rationed(response: requests.Response) -> bool:
    return response.status_code == 403 and response.headers.get("X-RateLimit-Remaining") == "0"


def _busy(response: requests.Response, host: Host) -> FetchError:
    after = _retry_after(response.headers)
    when = f"; it asks us to come back in {after:.0f} seconds" if after else ""
    if response.status_code in (408, 425, 429, 503, 403):
        return Busy(f"{host.name} is busy ({response.status_code}){when}", _LATER, after)
    return ServerTrouble(f"{host.name} is in trouble ({response.status_code})", _LATER)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks us to wait, from a number or a date; None where it asks for nothing that can be read."""
    printed = headers.get("Retry-After", "").strip()
    if printed.isdigit():
        return float(printed)
    try:
        if printed:
            moment = parsedate_to_datetime(printed)
            return max(0.0, (moment - datetime.now(UTC)).total_seconds())
        reset = headers.get("X-RateLimit-Reset", "")
        return max(0.0, float(reset) - time.time()) if reset else None
    except (ValueError, TypeError):
        return None


def _named(error: BaseException, host: Host) -> BaseException:
    """The error of the HTTP library under our own name."""
    if isinstance(error, FetchError) or not isinstance(error, Exception):
        return error
    text = _roots(error)
    if isinstance(error, requests.exceptions.SSLError) and "certificate" in text.lower():
        return CertificateTrouble(
            f"the certificate of {host.name} cannot be checked",
            "Behind an institution's proxy, set REQUESTS_CA_BUNDLE to its certificates; with Python from python.org on a Mac, run its "
            "“Install Certificates”. resdiff never goes on without a check.",
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return Offline(f"the proxy does not let us through to {host.name}", "Check HTTPS_PROXY, or ask whoever runs the proxy.")
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return TimedOut(f"{host.name} did not let us in within {host.connect:.0f} seconds", _SLOW)
    if isinstance(error, requests.exceptions.Timeout) or "timed out" in text.lower():
        return TimedOut(f"{host.name} was silent for {host.read:.0f} seconds", _SLOW)
    if "NameResolutionError" in text or "NewConnectionError" in text or "Network is unreachable" in text:
        return Offline(
            f"{host.name} cannot be reached",
            "Check the connection; behind a proxy, set HTTPS_PROXY. What is in the library needs none.",
        )
    if isinstance(error, (requests.exceptions.RequestException, OSError)):
        return ServerTrouble(f"{host.name} broke off ({type(error).__name__})", _LATER)
    return error


def _roots(error: BaseException) -> str:
    """The names and words of an error and of those it came from, for the HTTP library wraps its own several deep."""
    words: list[str] = []
    todo: list[Any] = [error]
    while todo and len(words) < 20:
        at = todo.pop()
        words.append(f"{type(at).__name__} {at}")
        todo += [
            e
            for e in (at.__cause__, at.__context__, getattr(at, "reason", None), *getattr(at, "args", ()))
            if isinstance(e, BaseException)
        ]
    return " ".join(words)
