"""What went wrong on the wire, under our own names, and what a busy server asks for."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from requests.utils import get_environ_proxies, select_proxy

from resdiff.errors import DISK_FULL, Busy, CertificateTrouble, FetchError, Offline, ServerTrouble, TimedOut
from resdiff.fetch.hosts import Host

BUSY = (408, 425, 429, 500, 502, 503, 504)
LATER = "Try again in some minutes."
SLOW = "Try again later: the same line goes on from what is there."
_NO_NETWORK = "Check the connection; behind a proxy, set HTTPS_PROXY. What is in the library needs none."


def is_rationed(response: requests.Response) -> bool:
    """Whether a refusal is one for the time being: so many requests an hour, or too many at once."""
    headers = response.headers
    return response.status_code == 403 and (headers.get("X-RateLimit-Remaining") == "0" or "Retry-After" in headers)


def busy(response: requests.Response, host: Host) -> FetchError:
    """What an answer means by which a server says that it cannot now."""
    after = retry_after(response.headers)
    when = f"; it asks us to come back in {span(after)}" if after else ""
    if response.status_code in (408, 425, 429, 503, 403):
        return Busy(f"{host.name} is busy ({response.status_code}){when}", LATER, after)
    return ServerTrouble(f"{host.name} is in trouble ({response.status_code})", LATER)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks us to wait, from a number or a date; None where it asks for nothing that can be read."""
    printed = headers.get("Retry-After", "").strip()
    try:
        if printed.isdecimal():
            after = float(printed)
        elif printed:
            after = (parsedate_to_datetime(printed) - datetime.now(UTC)).total_seconds()
        else:
            after = float(headers.get("X-RateLimit-Reset", "")) - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0.0, after), _YEAR) if math.isfinite(after) else None


_YEAR = 366 * 86400.0


def span(seconds: float) -> str:
    """Such as "45 seconds", "30 minutes"."""
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds" if seconds >= 2 else f"{seconds:.1f} seconds"


def named(error: BaseException, host: Host, url: str) -> BaseException:
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
        return Offline(
            f"the proxy {_proxy(url)} does not let us through to {host.name}",
            "Check HTTPS_PROXY, or ask whoever runs the proxy. What is in the library needs no network.",
        )
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return TimedOut(f"{host.name} did not let us in within {span(host.connect)}", SLOW)
    if isinstance(error, requests.exceptions.Timeout) or "timed out" in text.lower():
        return TimedOut(f"{host.name} was silent for {span(host.read)}", SLOW)
    if any(name in text for name in ("NameResolutionError", "NewConnectionError", "Network is unreachable")):
        return Offline(f"{host.name} cannot be reached", _NO_NETWORK)
    if isinstance(error, OSError) and "CA certificate bundle" in text:
        return CertificateTrouble(
            "the file of certificates that REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names does not exist",
            "Correct its path, or unset it. resdiff never goes on without a check.",
        )
    if isinstance(error, OSError) and error.errno not in DISK_FULL:
        return ServerTrouble(f"{host.name} broke off ({type(error).__name__})", LATER)
    return error


def _proxy(url: str) -> str:
    """The proxy that stands before an address, without the user's name and password; the message is about it."""
    found = select_proxy(url, get_environ_proxies(url)) or ""
    return found.rpartition("@")[2].rpartition("/")[2] or "of your settings"


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
