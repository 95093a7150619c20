"""The official XML collections: which file holds a document, and the whole of one as an archive. Names of files vary by year and hand, so
a name only proposes; what the file says of itself decides."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Protocol
from urllib.parse import quote, unquote, urlsplit

from resdiff.errors import Broken, ServerTrouble, TooLarge
from resdiff.models import Family, Language, Symbol

OWNER = "UNxml"
BRANCH = "main"

COLLECTIONS = {"sc": "SCresolutions", "ga": "GAresolutions"}
"""The collections by the short names that a user types: the Security Council's, the General Assembly's."""

MOST_MEMBERS = 60_000
MOST_MEMBER = 32 * 2**20
MOST_ALL = 4 * 2**30
"""Bounds of an archive: files, bytes of one, bytes of all, unpacked. The Council's collection has about 5,000 files and 400 MB."""


class Keep(Protocol):
    """Where listings are kept between two runs."""

    def load(self, name: str) -> tuple[str, bytes] | None:
        """The ETag and the bytes kept under a name."""

    def save(self, name: str, etag: str, data: bytes) -> None:
        """Keep bytes with their ETag."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a collection; `blob` is the git hash of its bytes, "" where the listing gives none."""

    path: str
    size: int
    blob: str


def listing(data: bytes) -> tuple[Member, ...]:
    """The XML files that a listing names; entries that name no file plainly are passed over. Raises ServerTrouble for anything that is no
    whole listing."""
    try:
        tree = json.loads(data)
        truncated, entries = tree.get("truncated"), list(tree["tree"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ServerTrouble("the listing of the official XML collection cannot be read", "Try again later.") from error
    if truncated:
        raise ServerTrouble("the listing of the official XML collection is not whole", "Try again later.")
    return tuple(member for entry in entries if isinstance(entry, dict) and (member := _member(entry)) is not None)


def _member(entry: dict[str, object]) -> Member | None:
    path, size, blob = entry.get("path"), entry.get("size"), entry.get("sha")
    if entry.get("type") != "blob" or not isinstance(path, str) or not path.lower().endswith(".xml"):
        return None
    if len(path) > _LONGEST or not path.isprintable() or not {"", ".", ".."}.isdisjoint(path.split("/")):
        return None
    return Member(path, size if isinstance(size, int) else 0, blob if isinstance(blob, str) else "")


_LONGEST = 300
"""Characters of a path in a collection that are taken; the longest real one has about 80."""

_FOLDER = {
    Language.EN: ("english", "en"),
    Language.FR: ("french", "fr"),
    Language.ES: ("spanish", "es"),
    Language.RU: ("russian", "ru"),
    Language.AR: ("arabic", "ar"),
    Language.ZH: ("chinese", "zh"),
    Language.DE: ("german", "de"),
}
_LETTERS = dict(
    zip("efsracgo", (*(Language(code) for code in ("en", "fr", "es", "ru", "ar", "zh")), Language.DE, Language.DE), strict=True)
)


def candidates(members: tuple[Member, ...], symbol: Symbol, language: Language) -> tuple[Member, ...]:
    """The files that may hold a document in a language, by their names, the likeliest first (of two, the later job number)."""
    pattern = _pattern(symbol)
    if pattern is None:
        return ()
    found = [m for m in members if pattern.search(m.path.rpartition("/")[2])]
    fitting = [m for m in found if language_of(m.path) is language]
    return tuple(sorted(fitting, key=lambda m: (_job(m.path), m.path), reverse=True))


def languages(members: tuple[Member, ...], symbol: Symbol) -> tuple[Language, ...]:
    """The languages in which a collection seems to hold a document, by the names of its files."""
    pattern = _pattern(symbol)
    if pattern is None:
        return ()
    return tuple(sorted({language_of(m.path) for m in members if pattern.search(m.path.rpartition("/")[2])}))


def language_of(path: str) -> Language:
    """The language that a path of a collection tells by its folder, else by the letter at the end of its name; English where by neither,
    for the files without a letter are the English ones of the first years."""
    folders = re.split(r"[/ _-]+", path.rpartition("/")[0].lower())
    for language, names in _FOLDER.items():
        if any(name in folders for name in names):
            return language
    letter = re.search(r"(?<=[\d_-])([A-Za-z])(?:[ _-]?\(?\d\)?)?\.xml$", path)
    return _LETTERS.get(letter[1].lower(), Language.EN) if letter else Language.EN


def _pattern(symbol: Symbol) -> re.Pattern[str] | None:
    number, _, suffix = symbol.number.partition("/")
    if symbol.family is Family.ASSEMBLY:
        number, suffix = symbol.number, ""
    # "/Corr.1" in the name where it is in the symbol, and nowhere else
    year = r"(?:[_ -]*\(?\d{4}\)?)?"
    end = rf"(?!{year}[_ -]*(?:Corr|Rev|Add)(?![A-Za-z]))"
    if suffix:
        kind, _, count = suffix.partition(".")
        end = rf"{year}[_ -]+{re.escape(kind)}[._ -]*{re.escape(count)}(?!\d)"
    if symbol.family is Family.RESOLUTION and number.isdigit():
        return re.compile(rf"^(?:S[_ -]?RES[_ -]*|SC[_ -]+)0*{number}(?=\b|[_ (-]){end}", re.IGNORECASE)
    if symbol.family is Family.STATEMENT and symbol.year:
        return re.compile(rf"PRST[_ /-]+{symbol.year}[_ /-]+0*{number}(?!\d){end}", re.IGNORECASE)
    match = re.fullmatch(r"((?:ES-|S-)?\d+)/(\d+)( [A-Z])?.*", number)
    if symbol.family is Family.ASSEMBLY and match:
        part = rf"[_ -]*{match[3].strip()}(?![A-Za-z])" if match[3] else r"(?![_ ]?[A-D](?=[_ -]))"
        return re.compile(rf"^(?:A[_ -]?RES[_ -]*)?{match[1]}[_ -]+0*{match[2]}(?!\d){part}", re.IGNORECASE)
    return None


def _job(path: str) -> str:
    job = re.search(r"(?:^|[_-])N?(\d{7})[A-Z]?(?=[^/]*$)", path)
    return ("19" if job[1][0] in "6789" else "20") + job[1] if job else ""


def raw_path(collection: str, path: str) -> str:
    """The path of a file of a collection at the host that serves single files."""
    return f"/{OWNER}/{collection}/{BRANCH}/{quote(path)}"


def listing_path(collection: str) -> str:
    """The path of a collection's listing."""
    return f"/repos/{OWNER}/{collection}/git/trees/{BRANCH}?recursive=1"


def archive_path(collection: str) -> str:
    """The path of a whole collection as one archive."""
    return f"/{OWNER}/{collection}/tar.gz/refs/heads/{BRANCH}"


def path_of(url: str, file: str = "") -> str:
    """Where in which collection what came from an address stands, "" for what is of no collection; `file` is the path within an archive."""
    _, _, path = urlsplit(url).path.partition(f"/{OWNER}/")
    name, _, rest = path.partition("/")
    if rest == f"tar.gz/refs/heads/{BRANCH}":
        return f"{name}/{file}"
    return f"{name}/{unquote(rest.removeprefix(f'{BRANCH}/'))}" if rest.startswith(f"{BRANCH}/") else ""


def is_blob(data: bytes, blob: str) -> bool:
    """Whether bytes are those that the listing names by their git hash; a listing without hashes decides nothing."""
    return not blob or hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == blob


def unpack(archive: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """The documents and metadata in an archive, one after the other: path within the collection, bytes. The whole archive is looked through
    before the first is given. Nothing is written to disk and no name decides a place; links, devices and whatever is neither XML nor JSON
    are passed over.

    Raises Broken for an archive that is damaged or ends in the middle, TooLarge beyond the bounds: then nothing is given."""
    for _ in _members(archive, wanted=False):
        pass
    for name, data in _members(archive, wanted=True):
        yield _shown(name.partition("/")[2] or name), data


def _members(archive: IO[bytes], *, wanted: bool) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the members that are wanted, or nothing but the checks."""
    archive.seek(0)
    unpacked = _Unpacked(archive)
    try:
        with tarfile.open(fileobj=unpacked, mode="r:") as tar:  # type: ignore[call-overload]
            for count, member in enumerate(tar, 1):
                if count > MOST_MEMBERS or member.size > MOST_ALL:
                    raise TooLarge("the archive holds more than any collection of the UN", _NOTHING)
                if member.size < 0:
                    raise Broken("the archive is damaged (a file of less than no bytes)", _NOTHING)
                if not member.isreg() or not member.name.lower().endswith((".xml", ".json")):
                    continue
                if member.size > MOST_MEMBER:
                    raise TooLarge(f"{_shown(member.name)} in the archive is larger than any document", _NOTHING)
                file = tar.extractfile(member) if wanted else None
                if file is not None:
                    yield member.name, file.read(MOST_MEMBER)
        unpacked.drain()
    except (Broken, TooLarge, GeneratorExit):
        raise
    except Exception as error:  # the libraries raise what they like at archives made to break them
        raise Broken(f"the archive is damaged ({type(error).__name__})", _NOTHING) from error


class _Unpacked:
    """An archive unpacked as it is read, from the front to the end: no step back and no large bite, whatever its heads say."""

    def __init__(self, archive: IO[bytes]) -> None:
        self._file = gzip.GzipFile(fileobj=archive, mode="rb")
        self._at = 0

    def tell(self) -> int:
        return self._at

    def read(self, size: int) -> bytes:
        if not 0 <= size <= MOST_MEMBER:
            raise TooLarge("something in the archive is larger than any document", _NOTHING)
        data = self._file.read(size)
        self._at += len(data)
        if self._at > MOST_ALL:
            raise TooLarge("the archive holds more than any collection of the UN", _NOTHING)
        return data

    def seek(self, offset: int) -> int:
        if offset < self._at:
            raise tarfile.ReadError("a step back")
        while self._at < offset and self.read(min(offset - self._at, 2**20)):
            pass
        return self._at

    def drain(self) -> None:
        """Read on to the end, where the checksum of all stands."""
        while self.read(2**20):
            pass


_NOTHING = "Nothing of it was taken in. Fetch it again; if that does not help, tell whoever keeps the collection."


def _shown(name: str) -> str:
    """A name from an archive, fit to be kept in a record and printed: no control characters, no way out of its folder."""
    parts = [p for p in re.split(r"[/\\]+", "".join(c for c in name if c.isprintable())) if p not in ("", ".", "..")]
    return "/".join(parts)[:300]
