"""What can go wrong, by name. A fault is a function from an answer to a worse one; several may meet in one answer, in the order in which
they were asked for. Parameters are keyword arguments with defaults; `FAULTS` holds all of them.

`at` are the stages at which a fault strikes unless it is told otherwise: symbol (the API that finds a document), upper (the file's address
in upper case), file, error (the error page), viewer, direct and choice (docs.un.org), redirect (undocs, daccess), listing, raw, archive.
"""

from __future__ import annotations

import email.utils
import gzip as gz
import json
import time
from collections.abc import Iterator

from . import archives, bad_content
from .answers import Answer, bad_gateway, challenge, shell, stub, text
from .answers import redirect as redirected
from .answers import viewer as viewer_page
from .fault import ALL, FAULTS, FILES, Fault, Occasion, fault

__all__ = ["ALL", "FAULTS", "Fault", "Occasion", "bad_content"]

MOVING = ("symbol", "upper", "file", "direct", "redirect", "raw", "listing", "archive")
"""Stages that may send a client on to another address."""

# --- pages in place of documents -----------------------------------------------------------------------------------------------------


@fault("symbol")
def error_redirect(answer: Answer, on: Occasion, *, absolute: bool = False) -> Answer:
    """302 to /error: no such document, or a hiccup."""
    return redirected((on.addresses["documents"] if absolute else "") + "/error")


@fault("symbol", "file", "direct")
def shell_(answer: Answer, on: Occasion, *, status: int = 200) -> Answer:
    """The shell of the application, 1,303 bytes of HTML with 200."""
    return text(status, shell())


@fault("symbol", "direct")
def viewer(answer: Answer, on: Occasion) -> Answer:
    """The viewer page of 4 KB, whatever was asked."""
    return text(200, viewer_page(on.symbol, on.language or "en", on.addresses["documents"]))


@fault(*FILES)
def zero_bytes(answer: Answer, on: Occasion) -> Answer:
    """200 and nothing: not published yet."""
    return answer.having(body=b"")


@fault("upper")
def upper_case_fails(answer: Answer, on: Occasion, *, form: str = "shell") -> Answer:
    """The address in upper case gives the shell ("shell"), or a body of 162 bytes and no redirect ("stub"); that in lower case works."""
    return text(200, shell() if form == "shell" else stub())


@fault("viewer")
def no_frame(answer: Answer, on: Occasion) -> Answer:
    """A viewer page without its frame."""
    return answer.having(body=answer.body.replace(b"<iframe", b"<section"))


@fault("viewer")
def strange_frame(answer: Answer, on: Occasion, *, source: str = "") -> Answer:
    """A viewer page whose frame leads to another host (or to `source`)."""
    to = source or on.addresses["elsewhere"] + "/api/symbol/access?s=x"
    return answer.having(body=answer.body.replace(on.addresses["documents"].encode(), to.encode()))


@fault()
def challenge_(answer: Answer, on: Occasion, *, empty: bool = False, status: int = 202) -> Answer:
    """A bot check: 202, a header that says so, and a page (or nothing)."""
    return text(status, b"" if empty else challenge()).having(("x-amzn-waf-action", "challenge"))


# --- refusals ------------------------------------------------------------------------------------------------------------------------


def _retry(after: int | str | None) -> tuple[tuple[str, str], ...]:
    """A Retry-After in seconds, or "date" and "date:7" for a date in so many seconds; anything else as it stands."""
    if after is None:
        return ()
    kind, _, seconds = str(after).partition(":")
    return (
        ("Retry-After", email.utils.formatdate(time.time() + float(seconds or 1), usegmt=True) if kind == "date" else str(after)),
    )


@fault()
def bad_gateway_(answer: Answer, on: Occasion) -> Answer:
    """502 with a page of 552 bytes."""
    return text(502, bad_gateway())


@fault()
def server_error(answer: Answer, on: Occasion) -> Answer:
    """500."""
    return text(500, "<html><body>Server Error</body></html>")


@fault()
def unavailable(answer: Answer, on: Occasion, *, retry_after: int | str | None = None) -> Answer:
    """503, with or without Retry-After (seconds, "date", "date:7")."""
    return text(503, "<html><body>Service Unavailable</body></html>", "text/html", *_retry(retry_after))


@fault()
def too_many(answer: Answer, on: Occasion, *, retry_after: int | str | None = 1) -> Answer:
    """429."""
    return text(429, "<html><body>Too Many Requests</body></html>", "text/html", *_retry(retry_after))


@fault()
def forbidden(answer: Answer, on: Occasion) -> Answer:
    """403."""
    return text(403, "<html><body>Forbidden</body></html>")


@fault("listing")
def rate_limited(answer: Answer, on: Occasion, *, reset: float = 1800.0, retry_after: int | str | None = None) -> Answer:
    """403 as GitHub gives it when the hour's requests are spent; they come back in `reset` seconds."""
    rate = (("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", str(int(time.time() + reset))))
    said = json.dumps({"message": "API rate limit exceeded", "documentation_url": "https://docs.github.com/rest"})
    return text(403, said, "application/json; charset=utf-8", *rate, *_retry(retry_after))


@fault(*FILES, "symbol", "listing", "archive")
def not_found(answer: Answer, on: Occasion) -> Answer:
    """404 with 29 bytes of JSON."""
    return text(404, '{"detail":"Nothing is there"}', "application/json")


@fault("symbol")
def bad_request(answer: Answer, on: Occasion) -> Answer:
    """400."""
    return text(400, '{"message":"Bad Request"}', "application/json")


# --- the wire ------------------------------------------------------------------------------------------------------------------------


@fault()
def slow_first_byte(answer: Answer, on: Occasion, *, seconds: float = 3.0) -> Answer:
    """Nothing for some seconds, then the answer."""
    return answer.having(wait=seconds)


@fault(*FILES, "listing", "archive")
def drip(answer: Answer, on: Occasion, *, size: int = 1, seconds: float = 0.05) -> Answer:
    """The answer, `size` bytes at a time with a pause after each: it would take minutes or days."""
    return answer.having(drip=(size, seconds))


@fault(*FILES, "listing", "archive")
def cut(answer: Answer, on: Occasion, *, share: float = 0.5, framing: str = "length") -> Answer:
    """The connection is closed in mid-body. `framing`: "length" (announced and not kept), "chunked" (no last chunk), "close" (without any
    length, so that only the content shows it), "short" (announced as it is sent), "headers" (in the middle of the headers)."""
    if framing == "headers":
        return answer.having(cut_headers=True)
    if framing == "short":
        return answer.having(body=answer.body[: int(len(answer.body) * share)])
    if framing == "close":
        return answer.having(body=answer.body[: int(len(answer.body) * share)], framing="close")
    return answer.having(cut=share, framing=framing)


@fault()
def drip_headers(answer: Answer, on: Occasion, *, size: int = 1, seconds: float = 0.05) -> Answer:
    """The headers, `size` bytes at a time with a pause after each: no wait is ever long, and there is no end of it."""
    return answer.having(drip_head=(size, seconds))


@fault()
def refused(answer: Answer, on: Occasion, *, how: str = "reset") -> Answer:
    """The connection is let in and dropped without a byte: "reset" or "close". (`StandIn.shut` closes a port.)"""
    return answer.having(hang_up=how)


@fault()
def header_flood(answer: Answer, on: Occasion, *, headers: int = 500, size: int = 200) -> Answer:
    """More headers than anyone reads."""
    return answer.having(*((f"X-Flood-{number}", "x" * size) for number in range(headers)))


@fault(*FILES, "listing")
def gzip(answer: Answer, on: Occasion) -> Answer:
    """A good answer, compressed though nobody asked for it."""
    return answer.having(("Content-Encoding", "gzip"), body=gz.compress(answer.body, mtime=0))


@fault(*FILES, "listing")
def false_gzip(answer: Answer, on: Occasion) -> Answer:
    """A good answer that is said to be compressed, and is not."""
    return answer.having(("Content-Encoding", "gzip"))


@fault(*FILES, "listing")
def gzip_bomb(answer: Answer, on: Occasion, *, megabytes: int = 200) -> Answer:
    """A few hundred kilobytes that open into so many megabytes."""
    return answer.having(("Content-Encoding", "gzip"), body=archives.zeros(megabytes, b"%PDF-1.7\n"))


@fault(*FILES, "listing", "archive", "symbol")
def huge(answer: Answer, on: Occasion, *, declared: int | None = None, framing: str = "chunked") -> Answer:
    """A body that does not end; with `declared`, its length is announced (and is as long as that)."""

    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(65536)

    return answer.having(stream=endless, declared=declared, framing="length" if declared else framing)


# --- redirects -----------------------------------------------------------------------------------------------------------------------


@fault(*MOVING)
def redirect_loop(answer: Answer, on: Occasion, *, fresh: bool = False) -> Answer:
    """302 to the address that was asked; `fresh`: to one that was not asked before, for ever."""
    if not fresh:
        return redirected(on.ask.target)
    target, mark = on.ask.target.split("#")[0].split("&round=")[0].split("?round=")[0], on.ask.query.get("round", "0")
    return redirected(f"{target}{'&' if '?' in target else '?'}round={int(mark) + 1}")


@fault(*MOVING)
def detour(answer: Answer, on: Occasion, *, hops: int = 2) -> Answer:
    """So many redirects on the same host before the answer, which is a good one."""
    return redirect_loop(answer, on, fresh=True) if int(on.ask.query.get("round", "0")) < hops else answer


@fault(*MOVING)
def redirect_nowhere(answer: Answer, on: Occasion) -> Answer:
    """A redirect that does not say where to."""
    return text(302, b"")


@fault(*MOVING)
def redirect_elsewhere(answer: Answer, on: Occasion, *, status: int = 302) -> Answer:
    """To a host that is in nobody's table."""
    return redirected(on.addresses["elsewhere"] + on.ask.target, status)


@fault(*MOVING)
def redirect_to_file_scheme(answer: Answer, on: Occasion) -> Answer:
    """To a file of the client's own machine."""
    return redirected("file:///etc/passwd")


@fault(*MOVING)
def redirect_to(answer: Answer, on: Occasion, *, location: str, status: int = 302) -> Answer:
    """To any address; {role} in it is the address of a role."""
    return redirected(location.format(**on.addresses), status)
