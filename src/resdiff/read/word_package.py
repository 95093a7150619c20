"""A Word file (.docx) opened within bounds: the XML parts that hold words, each parsed without entities.

python-docx's parser and element classes are used, its package loader is not: that reads every member whole whatever its size, and refuses
what Word opens (a relationship to a part that is not there, a template or macro file, the strict form of the format). Here nothing but the
parts with words is unpacked, pictures and macros never are, and

* the archive's directory, the number of members, the parts' size, their ratio to the packed size and the tags in them are bounded;
* a part with a DOCTYPE is refused (Word writes none), so there are no entities; nothing is fetched;
* elements nested deeper than DEEPEST are refused.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from posixpath import dirname, join, normpath

from docx.oxml.parser import parse_xml
from lxml import etree

from resdiff.errors import Broken, Encrypted, NotADocument, TooLarge, Unreadable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

LARGEST = 64 << 20
"""Bytes of a file; most of a large one are pictures, which are not read."""
UNPACKED = 40 << 20
"""Bytes of all parts that are read; 2,000 pages of a resolution's kind have 25 million."""
PIECES = 1_500_000
"""Tags and attributes in them, which are what takes memory and time (120 bytes and some microseconds each); 2,000 pages have a million."""
RATIO = 250
"""Unpacked to packed size of a part over a million bytes; text marked up by Word comes to 10, by a program to 80."""
MEMBERS = 10_000
DIRECTORY = 4 << 20
DEEPEST = 120
"""Elements inside one another; a text box in a table in a text box has some forty."""

_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
}
_KEPT = frozenset(["styles", "numbering", "settings", "footnotes", "endnotes", "comments", "header", "footer"])
_DOCTYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_MAIN = re.compile(r"word/document\d*\.xml", re.IGNORECASE)
_AGAIN = "fetch or save it again, or take the PDF or the official XML from the UN"
_NO_TEXT = "this is no single document: check the file, or save its text as a file of its own"
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    struct.error,
)
"""What zipfile raises for damaged archives."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file that hold words, as roots of XML trees; None or empty where the file has none."""

    document: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    settings: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    comments: etree._Element | None
    running: dict[str, etree._Element]
    """Headers and footers by the id under which the document names them."""


def sort_of(data: bytes, name: str = "") -> str:
    """What a zip archive holds: "word", "excel", "powerpoint", "opendocument" or "zip". Raises Broken, TooLarge."""
    with _opened(data, name) as archive:
        names = {member.casefold() for member in archive.namelist()}
    if any(_MAIN.fullmatch(member) for member in names):
        return "word"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "excel"
    if "ppt/presentation.xml" in names:
        return "powerpoint"
    return "opendocument" if "content.xml" in names and "meta-inf/manifest.xml" in names else "zip"


def opened(data: bytes, name: str = "") -> Package:
    """The parts of a Word file. Raises Broken, Encrypted, TooLarge, NotADocument."""
    if len(data) > LARGEST:
        raise TooLarge(f"the file has more than {LARGEST >> 20} MB", _NO_TEXT, name)
    with _opened(data, name) as archive:
        reader = _Reader(archive, name)
        path = reader.main()
        document = reader.part(path)
        if document.tag != f"{W}document" or document.find(f"{W}body") is None:
            raise NotADocument("it has the form of a Word file, but holds no text document", _AGAIN, name)
        single: dict[str, etree._Element] = {}
        running: dict[str, etree._Element] = {}
        for id_, kind, target in reader.related(path):
            if kind not in _KEPT or not reader.has(target):
                continue
            if kind in ("header", "footer"):
                running[id_] = reader.part(target)
            elif kind not in single:
                single[kind] = reader.part(target)
    return Package(
        document,
        single.get("styles"),
        single.get("numbering"),
        single.get("settings"),
        single.get("footnotes"),
        single.get("endnotes"),
        single.get("comments"),
        running,
    )


class _Reader:
    """Reads members of an archive by the names that their relationships give, all within UNPACKED bytes."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive = archive
        self.name = name
        self.left, self.pieces = UNPACKED, PIECES
        self.members = {info.filename.casefold(): info for info in archive.infolist()}
        self.trees: dict[str, etree._Element] = {}

    def has(self, path: str) -> bool:
        return path.casefold() in self.members

    def main(self) -> str:
        """The path of the main part: the one the package names, else the usual one."""
        named = (target for _, kind, target in self.related("") if kind == "officeDocument" and self.has(target))
        path = next(named, None) or next((m for m in self.members if _MAIN.fullmatch(m)), None)
        if path is None:
            raise NotADocument("it has the form of a Word file, but holds no text document", _AGAIN, self.name)
        return path

    def related(self, path: str) -> Iterator[tuple[str, str, str]]:
        """Id, kind (the last word of its type) and path of each part that a part names within the file."""
        folder, _, file = path.rpartition("/")
        sheet = join(folder, "_rels", f"{file}.rels")
        if not self.has(sheet):
            return
        for one in self.part(sheet):
            target = one.get("Target") or ""
            if not isinstance(one.tag, str) or not target or (one.get("TargetMode") or "") == "External":
                continue
            whole = target[1:] if target.startswith("/") else normpath(join(dirname(path), target))
            yield one.get("Id") or "", (one.get("Type") or "").rpartition("/")[2], whole

    def part(self, path: str) -> etree._Element:
        """The root of a part."""
        key = path.casefold()
        if key not in self.trees:
            self.trees[key] = _tree(self._bytes(self.members[key]), path, self.name)
        return self.trees[key]

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise Encrypted("its parts are locked by a password", "unlock it and save it again", self.name)
        if info.file_size > (1 << 20) and info.file_size > RATIO * info.compress_size:
            raise TooLarge(f"{info.filename} unpacks to more than {RATIO} times its size (a zip bomb)", _NO_TEXT, self.name)
        try:
            with self.archive.open(info) as member:
                raw = member.read(self.left + 1)
        except _FAULTS as error:
            raise Broken(f"it is damaged ({info.filename} cannot be unpacked)", _AGAIN, self.name) from error
        self.left -= len(raw)
        if self.left < 0:
            raise TooLarge(f"its text unpacks to more than {UNPACKED >> 20} MB", _NO_TEXT, self.name)
        self.pieces -= raw.count(b"<") + raw.count(b"=")
        if self.pieces < 0:
            raise TooLarge(f"it has more than {PIECES} tags and attributes", _NO_TEXT, self.name)
        return raw


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, its directory within bounds: zipfile makes an object of every entry."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end >= 0 and len(data) >= end + 20:
        count, size = struct.unpack("<HL", data[end + 10 : end + 16])
        if data[max(0, end - 20) : end].startswith(b"PK\x06\x07"):
            wide = data.rfind(b"PK\x06\x06", max(0, end - 4096), end)
            count, size = struct.unpack("<QQ", data[wide + 32 : wide + 48]) if 0 <= wide <= len(data) - 48 else (0, 0)
        if count > MEMBERS or size > DIRECTORY:
            raise TooLarge(f"the archive has more than {MEMBERS} members", _NO_TEXT, name)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        if len(archive.namelist()) > MEMBERS:
            raise TooLarge(f"the archive has more than {MEMBERS} members", _NO_TEXT, name)
    except Unreadable:
        raise
    except _FAULTS as error:
        raise Broken("it is a damaged zip or office file", _AGAIN, name) from error
    return archive


def _tree(raw: bytes, path: str, name: str) -> etree._Element:
    """The root of an XML part. Raises Broken, TooLarge."""
    if any(sign in raw for sign in _DOCTYPE):
        raise Broken(f"{path} declares a document type (entities), which no word processor writes", _AGAIN, name)
    for strict, usual in _STRICT.items():
        raw = raw.replace(strict, usual)
    try:
        root: etree._Element = parse_xml(raw)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "Excessive depth" in str(error):
            raise TooLarge(f"{path} nests elements too deeply", _NO_TEXT, name) from error
        raise Broken(f"it is damaged ({path} is not well-formed XML: {error})", _AGAIN, name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Broken(f"{path} declares a document type (entities), which no word processor writes", _AGAIN, name)
    if root.xpath("boolean(/*" + "/*" * DEEPEST + ")"):
        raise TooLarge(f"{path} nests elements more than {DEEPEST} deep", _NO_TEXT, name)
    return root
