"""What a server says: an answer as a value, which faults may change, and the pages that the real servers give."""

from __future__ import annotations

import email.utils
import hashlib
import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

SHELL_SIZE, VIEWER_SIZE, STUB_SIZE, BAD_GATEWAY_SIZE = 1303, 4240, 162, 552
"""Bytes of the pages that the real servers give, as counted in 2025-2026."""


@dataclass(frozen=True)
class Answer:
    """One answer. What follows `body` is how it is sent: faults set it."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    stream: Callable[[], Iterator[bytes]] | None = None
    """Sent after the body, for ever if it likes."""
    framing: str = "length"
    """How the end is told: length, chunked, or close (by closing the connection)."""
    declared: int | None = None
    """The Content-Length that is given, where it is not that of the body."""
    wait: float = 0.0
    """Seconds before the first byte."""
    drip: tuple[int, float] | None = None
    """So many bytes, then so many seconds."""
    drip_head: tuple[int, float] | None = None
    """The same for the headers."""
    cut: float | None = None
    """The share of the body after which the connection is closed."""
    cut_headers: bool = False
    """Closed in the middle of the headers."""
    hang_up: str = ""
    """close or reset: no byte at all."""

    def __getitem__(self, name: str) -> str:
        return next((value for key, value in self.headers if key.casefold() == name.casefold()), "")

    def having(self, *more: tuple[str, str], **fields: object) -> Answer:
        """The same with headers put in place of those of the same name, and fields changed."""
        names = {name.casefold() for name, _ in more}
        kept = tuple(pair for pair in self.headers if pair[0].casefold() not in names)
        return replace(self, headers=(*kept, *more), **fields)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Ask:
    """One request: `path` with its escapes undone, `query` likewise (names in lower case), `target` as it came."""

    role: str
    method: str
    target: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as a server saw it. `at` is time.monotonic() when its first line was read; `answered` names the faults that struck,
    joined by "+", or says "served"; `status` is 0 where no answer was sent."""

    role: str
    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    answered: str
    symbol: str = ""
    language: str = ""
    stage: str = ""
    status: int = 0


@dataclass(frozen=True)
class Reply:
    """An answer before faults, and what it is about: the stage of the way to a document, and the document."""

    answer: Answer
    stage: str
    symbol: str = ""
    language: str = ""
    form: str = field(default="", compare=False)


def text(status: int, body: str | bytes, kind: str = "text/html; charset=utf-8", *more: tuple[str, str]) -> Answer:
    return Answer(status, (("Content-Type", kind), *more), body.encode() if isinstance(body, str) else body)


def redirect(location: str, status: int = 302) -> Answer:
    return text(status, b"", "text/html; charset=utf-8", ("Location", location))


def document(data: bytes, media: str, day: float) -> Answer:
    """A file, with what is needed to ask for it again only when it has changed."""
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    when = email.utils.formatdate(day, usegmt=True)
    return text(200, data, media, ("ETag", etag), ("Last-Modified", when), ("Accept-Ranges", "bytes"))


def conditional(answer: Answer, ask: Ask) -> Answer:
    """304 where the client has it, 206 where it asks for a part of it, as it stands otherwise."""
    if answer.status != 200 or not answer["ETag"]:
        return answer
    known, since = ask.headers.get("if-none-match", ""), ask.headers.get("if-modified-since", "")
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    if (known and (known.strip() == "*" or answer["ETag"].removeprefix("W/") in tags)) or (
        since and not known and since == answer["Last-Modified"]
    ):
        return Answer(304, tuple(pair for pair in answer.headers if pair[0] in ("ETag", "Last-Modified")))
    begin, _, end = ask.headers.get("range", "").removeprefix("bytes=").partition("-")
    if answer["Accept-Ranges"] and begin.isdigit() and ask.headers.get("if-range", answer["ETag"]) == answer["ETag"]:
        first, last, size = int(begin), int(end) if end.isdigit() else len(answer.body) - 1, len(answer.body)
        if first >= size or last < first:
            return Answer(416, (("Content-Range", f"bytes */{size}"),))
        last = min(last, size - 1)
        return answer.having(("Content-Range", f"bytes {first}-{last}/{size}"), status=206, body=answer.body[first : last + 1])
    return answer


def padded(page: str, size: int) -> bytes:
    """The page made so many bytes long by a comment before its last line."""
    room = size - len(page.encode()) - len("<!---->")
    assert room >= 0, f"the page is too long by {-room} bytes"
    head, end = page.rsplit("\n", 1)
    return f"{head}\n{end}".replace("</html>", f"<!--{'.' * room}--></html>").encode()


def shell() -> bytes:
    """The page that documents.un.org gives for whatever it has not."""
    return padded(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><base href="/"><title>ODS</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="favicon.ico">'
        '<script src="main.3f2a.js" type="module"></script></head><body><app-root></app-root>'
        "<noscript>Please enable JavaScript to continue using this application.</noscript></body>\n</html>",
        SHELL_SIZE,
    )


def stub() -> bytes:
    """What a front server writes below a redirect."""
    return padded("<html>\n<head><title>301 Moved Permanently</title></head>\n<body><h1>301 Moved</h1></body>\n</html>", STUB_SIZE)


def bad_gateway() -> bytes:
    return padded(
        "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1><hr>Microsoft-Azure-Application-Gateway/v2"
        "</body>\n</html>",
        BAD_GATEWAY_SIZE,
    )


def viewer(symbol: str, language: str, documents: str) -> bytes:
    """The page of docs.un.org: links to the other languages and one frame with the document's address in it."""
    links = " ".join(
        f'<a href="/{code}/{quote(symbol, safe="/()")}">{name}</a>'
        for code, name in zip(
            ("ar", "en", "es", "fr", "ru", "zh"), ("العربية", "English", "Español", "Français", "Русский", "中文"), strict=True
        )
        if code != language
    )
    source = f"{documents}/api/symbol/access?s={quote(symbol, safe='/()')}&l={language}&t=pdf"
    return padded(
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}"><head><meta charset="utf-8"><title>{html.escape(symbol)}</title></head>'
        f'<body><nav>{links}</nav>\n<iframe title="document" width="100%" height="100%" src="{html.escape(source)}"></iframe>'
        "</body>\n</html>",
        VIEWER_SIZE,
    )


def choice(symbol: str) -> bytes:
    """The page of docs.un.org for an address without a language."""
    links = "".join(
        f'<li><a href="/{code}/{quote(symbol, safe="/()")}">{code}</a></li>' for code in ("ar", "en", "es", "fr", "ru", "zh")
    )
    page = f"<!DOCTYPE html>\n<html><head><title>Choose a language</title></head><body><ul>{links}</ul></body>\n</html>"
    return page.encode()


def challenge() -> bytes:
    """A bot check that only a browser with JavaScript passes."""
    return (
        b'<!DOCTYPE html>\n<html lang="en"><head><title></title><script type="text/javascript">window.awsWafCookieDomainList = [];'
        b'window.gokuProps = {"key":"specimen","context":"specimen","iv":"specimen"};</script>'
        b'<script src="https://specimen.token.awswaf.com/challenge.js"></script></head>'
        b"<body><noscript><h1>JavaScript is disabled</h1></noscript></body></html>"
    )
