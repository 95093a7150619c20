"""What came back: told by the bytes, not by the status, the name or the type that a server gives.

The UN's servers answer 200 with an error page, a viewer, nothing at all, or another format than was asked; each is told apart here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class Sort(StrEnum):
    """What an answer is."""

    PDF = "PDF"
    WORD = "Word"
    OLD_WORD = "old Word (.doc)"
    XML = "official XML"
    WORDPERFECT = "WordPerfect"
    ERROR_PAGE = "the server's error page"
    VIEWER = "a viewer page"
    PAGE = "a web page"
    NOTHING = "an empty answer"
    MISSING = "not found (404)"
    MALFORMED = "not understood (400)"
    CHALLENGE = "a challenge that only a browser can pass"
    FORBIDDEN = "refused (403)"
    CUT = "cut short"
    UNKNOWN = "a file of another kind"

    @property
    def is_document(self) -> bool:
        """Whether it may be what was asked for; what it says of itself decides."""
        return self in (Sort.PDF, Sort.WORD, Sort.OLD_WORD, Sort.XML)

    @property
    def is_missing(self) -> bool:
        """Whether the server says that it has no such document."""
        return self in (Sort.ERROR_PAGE, Sort.NOTHING, Sort.MISSING, Sort.MALFORMED)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a server. `asked` are the addresses on the way, the last of them gave it; `seconds` from the request to the last
    byte."""

    asked: tuple[str, ...]
    status: int
    data: bytes
    seconds: float
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    location: str = ""
    waf: str = ""
    """What the header of a bot check says."""

    @property
    def url(self) -> str:
        """The address that gave the answer."""
        return self.asked[-1]

    @property
    def named_a_file(self) -> bool:
        """Whether the server had named a file on the way to this answer."""
        return any("/doc/" in url.lower() for url in self.asked)


_CHALLENGE = re.compile(rb"gokuProps|awsWafCookieDomainList|cf-chl-|challenge-platform|_Incapsula_Resource", re.IGNORECASE)
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])", re.IGNORECASE | re.DOTALL)
_SHELL = 4000
"""A page of fewer bytes without a frame is the shell of the UN's application, which it serves for what it does not have (1,303 bytes in
2025-2026)."""

_SMALLEST = 1024
"""Bytes of the smallest file taken for a document: no masthead fits in less."""

_TAIL = 2048
"""The end of a whole PDF (`%%EOF`) and of a whole zip file (its directory) stands in so many bytes at the end."""


def sort(answer: Answer) -> Sort:
    """What the answer is."""
    data = answer.data
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    # a challenge is looked for first: it comes with any status, and with 202 and no body
    if answer.waf or (_CHALLENGE.search(data[:65536]) and not head.startswith((b"%PDF-", b"PK"))):
        return Sort.CHALLENGE
    by_status = {400: Sort.MALFORMED, 401: Sort.FORBIDDEN, 403: Sort.FORBIDDEN, 404: Sort.MISSING, 410: Sort.MISSING}
    if answer.location:
        return Sort.ERROR_PAGE if is_error(answer.location) else Sort.WORDPERFECT if is_end(answer.location) else Sort.PAGE
    if answer.status != 200:
        return by_status.get(answer.status, Sort.UNKNOWN)
    if not data.strip():
        return Sort.NOTHING
    if head.startswith(b"%PDF-"):
        return Sort.PDF if len(data) >= _SMALLEST and b"%%EOF" in data[-_TAIL:] else Sort.CUT
    if head.startswith(b"PK\x03\x04"):
        if b"PK\x05\x06" not in data[-_TAIL - 65536 :]:
            return Sort.CUT
        return Sort.WORD if b"word/document.xml" in data else Sort.UNKNOWN
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Sort.OLD_WORD if len(data) >= _SMALLEST else Sort.CUT
    if head.startswith(b"\xffWPC"):
        return Sort.WORDPERFECT
    if _PAGE.match(head):
        return _page(answer)
    if head.startswith(b"<") and b"akomaNtoso" in data[:65536]:
        return Sort.XML if data.rstrip().endswith(b"akomaNtoso>") else Sort.CUT
    return Sort.UNKNOWN


def _page(answer: Answer) -> Sort:
    if b"<iframe" in answer.data.lower():
        return Sort.VIEWER
    if is_error(answer.url) or len(answer.data) < _SHELL:
        return Sort.ERROR_PAGE
    return Sort.PAGE


def is_error(location: str) -> bool:
    """Whether an address is that of the error page."""
    return _path(location).rstrip("/") == "/error"


def is_end(location: str) -> bool:
    """Whether nothing can be gained by following a redirect to this address: the error page, and a WordPerfect file, which nobody here
    reads."""
    return is_error(location) or _path(location).endswith((".wpf", ".wpd"))


def _path(location: str) -> str:
    try:
        return urlsplit(location).path.lower()
    except ValueError:
        return ""
