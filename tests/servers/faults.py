"""What can go wrong, by name. A fault is a function from an answer to a worse one; several may meet in one answer, in the order in which
they were asked for. Parameters are keyword arguments with defaults; `FAULTS` holds all of them.

`at` are the stages at which a fault strikes unless it is told otherwise: symbol (the API that finds a document), upper (the file's address
in upper case), file, error (the error page), viewer, direct and choice (docs.un.org), redirect (undocs, daccess), listing, raw, archive.
"""

from __future__ import annotations

import email.utils
import gzip as gz
import inspect
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from . import archives
from .answers import Answer, Ask, bad_gateway, challenge, shell, stub, text
from .answers import redirect as redirected
from .answers import viewer as viewer_page
from .roles import Addresses, given
from .shelf import Shelf
from .word import doc
from .word import wordperfect as wordperfect_file

FILES = frozenset({"file", "direct", "raw"})
"""Where a document comes."""
ALL = frozenset({"symbol", "upper", "file", "error", "viewer", "direct", "choice", "redirect", "listing", "raw", "archive"})


@dataclass(frozen=True)
class Occasion:
    """Where a fault strikes: the request, what it is about, and a source of chance of its own."""

    ask: Ask
    stage: str
    symbol: str
    language: str
    form: str
    shelf: Shelf
    addresses: Addresses
    chance: Random


Change = Callable[..., Answer]


@dataclass(frozen=True)
class Fault:
    """A fault: what it does, and where it strikes unless it is told otherwise."""

    name: str
    change: Change
    at: frozenset[str]

    def check(self, parameters: dict[str, Any]) -> None:
        """Raises TypeError for a parameter that the fault does not have."""
        inspect.signature(self.change).bind(None, None, **parameters)


FAULTS: dict[str, Fault] = {}


def fault(*at: str) -> Callable[[Change], Change]:
    """Register a fault under its function's name."""

    def named(change: Change) -> Change:
        name = change.__name__.rstrip("_")
        FAULTS[name] = Fault(name, change, frozenset(at) or ALL)
        return change

    return named


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
    length, so that only the content shows it), "headers" (in the middle of the headers)."""
    if framing == "headers":
        return answer.having(cut_headers=True)
    if framing == "close":
        return answer.having(body=answer.body[: int(len(answer.body) * share)], framing="close")
    return answer.having(cut=share, framing=framing)


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


@fault("symbol", "upper", "file", "direct", "redirect", "raw", "listing", "archive")
def redirect_loop(answer: Answer, on: Occasion, *, fresh: bool = False) -> Answer:
    """302 to the address that was asked; `fresh`: to one that was not asked before, for ever."""
    if not fresh:
        return redirected(on.ask.target)
    target, mark = on.ask.target.split("#")[0].split("&round=")[0].split("?round=")[0], on.ask.query.get("round", "0")
    return redirected(f"{target}{'&' if '?' in target else '?'}round={int(mark) + 1}")


@fault("symbol", "upper", "file", "direct", "redirect", "raw", "listing", "archive")
def redirect_elsewhere(answer: Answer, on: Occasion, *, status: int = 302) -> Answer:
    """To a host that is in nobody's table."""
    return redirected(on.addresses["elsewhere"] + on.ask.target, status)


@fault("symbol", "upper", "file", "direct", "redirect", "raw", "listing", "archive")
def redirect_to_file_scheme(answer: Answer, on: Occasion) -> Answer:
    """To a file of the client's own machine."""
    return redirected("file:///etc/passwd")


@fault("symbol", "upper", "file", "direct", "redirect", "raw", "listing", "archive")
def redirect_to(answer: Answer, on: Occasion, *, location: str, status: int = 302) -> Answer:
    """To any address; {role} in it is the address of a role."""
    return redirected(location.format(**on.addresses), status)


# --- other content -------------------------------------------------------------------------------------------------------------------


@fault(*FILES)
def wrong_language(answer: Answer, on: Occasion) -> Answer:
    """The document asked for in another language, in the same form; another document in another language where there is only one."""
    held = on.shelf.languages(on.symbol)
    other = next((on.shelf.find(on.symbol, code) for code in held if code != on.language), None)
    if other is None:
        other = next(h for h in on.shelf.holdings.values() if h.text.language != on.language and h.text.family == "resolution")
    form = on.form or "pdf"
    return answer.having(body=other.body(form)) if form == "xml" else given(other, form)


@fault(*FILES)
def wrong_document(answer: Answer, on: Occasion, *, served: str = "") -> Answer:
    """Another resolution in the same language and form (`served`, or the one after it on the shelf)."""
    if served:
        other = on.shelf.find(served, on.language)
    else:
        row = [h for h in on.shelf.holdings.values() if h.text.language == on.language and h.text.family == "resolution"]
        at = next((i for i, h in enumerate(row) if h.text.symbol == on.symbol), -1)
        other = row[(at + 1) % len(row)]
    assert other is not None, f"{served} is not on the shelf in {on.language}"
    form = on.form or "pdf"
    return answer.having(body=other.body(form)) if form == "xml" else given(other, form)


@fault("file", "direct")
def wordperfect(answer: Answer, on: Occasion) -> Answer:
    """A WordPerfect file."""
    return answer.having(("Content-Type", "application/wordperfect"), body=wordperfect_file(on.symbol))


@fault("file", "direct")
def legacy_doc(answer: Answer, on: Occasion) -> Answer:
    """A Word file of before 2007."""
    return answer.having(("Content-Type", "application/msword"), body=doc(on.symbol))


@fault(*FILES)
def garbage(answer: Answer, on: Occasion, *, head: str = "%PDF-1.7\n", size: int = 20_000) -> Answer:
    """Chance bytes behind the first bytes of a PDF, and its last line at the end."""
    return answer.having(body=head.encode() + on.chance.randbytes(size) + b"\n%%EOF\n")


@fault(*FILES)
def html_as_pdf(answer: Answer, on: Occasion, *, size: int = 9000) -> Answer:
    """A web page that is said to be a PDF."""
    page = (
        "<!DOCTYPE html><html><head><title>Sign in</title></head><body>" + "<p>Please wait.</p>" * (size // 19) + "</body></html>"
    )
    return text(200, page, "application/pdf")


@fault(*FILES)
def damaged(answer: Answer, on: Occasion, *, bytes_: int = 40) -> Answer:
    """The document with some of its bytes in the middle changed; length, head and end are right."""
    body = bytearray(answer.body)
    start = len(body) // 3
    body[start : start + bytes_] = on.chance.randbytes(bytes_)
    return answer.having(body=bytes(body))


# --- the collections -----------------------------------------------------------------------------------------------------------------


@fault("listing")
def listing_cut_short(answer: Answer, on: Occasion, *, keep: float = 0.5) -> Answer:
    """The listing says that it was truncated, and is."""
    said = json.loads(answer.body or b'{"tree":[]}')
    said["tree"], said["truncated"] = said["tree"][: int(len(said["tree"]) * keep)], True
    return answer.having(body=json.dumps(said).encode())


@fault("listing")
def listing_evil(answer: Answer, on: Occasion) -> Answer:
    """A listing with names that lead out of their folder, names of the wrong type and entries without one."""
    said = json.loads(answer.body or b'{"tree":[]}')
    bad = ["../../etc/passwd", "/etc/passwd", "2092/../../x.xml", "a\u0000b.xml", 7, None, "x" * 5000]
    said["tree"] += [{"path": path, "mode": "100644", "type": "blob", "sha": "0" * 40, "size": 10} for path in bad]
    said["tree"] += [{}, "text", {"type": "blob"}]
    return answer.having(body=json.dumps(said).encode())


@fault("listing")
def listing_no_json(answer: Answer, on: Occasion) -> Answer:
    """JSON that is not a listing."""
    return answer.having(body=b'["no", "listing"]')


@fault("archive")
def evil_archive(answer: Answer, on: Occasion, *, kind: str = "traversal") -> Answer:
    """An archive with one thing wrong (`archives.KINDS` names them) beside a good file."""
    body = archives.evil(kind, answer.body)
    return replace(answer.having(("ETag", f'W/"{kind}"')), body=body)
