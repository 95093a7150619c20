"""The family of errors. Each says what happened and why, and carries a hint: what to type next.

ResdiffError                     exit code
    NotFound            3        no such document, paragraph, theme or file
    Unreadable          4        a file that cannot be read, with its reason
        NotADocument             not a document that resdiff knows
        Broken                   damaged beyond recovery
        NoTextLayer              a scan without text
        Encrypted
        EmptyFile
        TooLarge                 over a bound of size, time or memory
        WrongLanguage            another language than was asked
    LibraryError        5        the library cannot be used (locked, damaged, not ours)
        OutdatedLibrary          made by another version of resdiff; it is made again from the raw files
    Mismatch            6        things that cannot be compared (two languages)
    FetchError          7        the network, and what the servers answered
        NotPublished             the document exists, not in this language
        UnknownSymbol            the server does not know the symbol
        Busy                     the server asks for patience
        ServerTrouble            the server is ill, or broke off
        TimedOut                 no answer in time
        Offline                  no way to the server
        CertificateTrouble       the server cannot prove who it is
        Challenge                a check that only a browser passes, or a plain refusal
        StrayRedirect            sent on to a host that is not ours to ask
        TooLong                  more bytes than any document has
        WrongDocument            another document, or another language, than was asked
        NotReadable              what the servers have cannot be read here: a scan, an old Word file
    Incomplete          8        some of what was asked was had, some not
"""

import errno
from typing import Self

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
"""What the system says when a disk, or the user's share of it, is full."""


class ResdiffError(Exception):
    """What went wrong, in one sentence; `hint` is what to do next ("" where nothing helps)."""

    exit_code = 1

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class NotFound(ResdiffError):
    """No such document, paragraph, theme or file."""

    exit_code = 3


class Unreadable(ResdiffError):
    """A file that cannot be read. `file` names it, `what` says why without naming it again."""

    exit_code = 4

    def __init__(self, what: str, hint: str = "", file: str = "") -> None:
        super().__init__(what, hint)
        self.file = file

    def __str__(self) -> str:
        return f"{self.file}: {self.what}" if self.file else self.what


class NotADocument(Unreadable):
    """Not a document that resdiff knows."""


class Broken(Unreadable):
    """Damaged beyond recovery."""


class NoTextLayer(Unreadable):
    """A scan without text."""


class Encrypted(Unreadable):
    """Locked by a password."""


class EmptyFile(Unreadable):
    """No bytes, or no words."""


class TooLarge(Unreadable):
    """Over a bound of size, time or memory."""


class WrongLanguage(Unreadable):
    """In another language than was asked."""


class LibraryError(ResdiffError):
    """The library cannot be used: locked, damaged, not ours."""

    exit_code = 5


class OutdatedLibrary(LibraryError):
    """Made by another version of resdiff."""


class Mismatch(ResdiffError):
    """Things that cannot be compared."""

    exit_code = 6


class FetchError(ResdiffError):
    """The network, and what the servers answered."""

    exit_code = 7

    def retold(self, what: str, more: str = "") -> Self:
        """The same kind of error in other words, `more` after its hint."""
        return type(self)(what, f"{self.hint} {more}".strip())


class NotPublished(FetchError):
    """The document exists, but not in this language."""


class UnknownSymbol(FetchError):
    """The server does not know the symbol."""


class Busy(FetchError):
    """The server asks for patience; `retry_after` is the seconds it asks for, None where it does not say."""

    def __init__(self, what: str, hint: str = "", retry_after: float | None = None) -> None:
        super().__init__(what, hint)
        self.retry_after = retry_after

    def retold(self, what: str, more: str = "") -> Self:
        """The same in other words, asking for as much patience."""
        return type(self)(what, f"{self.hint} {more}".strip(), self.retry_after)


class ServerTrouble(FetchError):
    """The server is ill, or broke off in the middle."""


class TimedOut(FetchError):
    """No answer in time."""


class Offline(FetchError):
    """No way to the server."""


class CertificateTrouble(FetchError):
    """The server cannot prove who it is."""


class Challenge(FetchError):
    """A check that only a browser passes, or a plain refusal."""


class StrayRedirect(FetchError):
    """Sent on to a host that is not ours to ask."""


class TooLong(FetchError):
    """More bytes than any document has."""


class WrongDocument(FetchError):
    """Another document, or another language, than was asked."""


class NotReadable(FetchError):
    """What the servers have cannot be read here: a scan without text, an old Word file."""


class Incomplete(ResdiffError):
    """Some of what was asked was had, some not."""

    exit_code = 8
