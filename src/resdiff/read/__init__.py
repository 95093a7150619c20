"""Files to blocks: the reader is picked by what the bytes are, never by the name.

Each reader is imported when it is needed: a session that reads only XML never loads the PDF library.
"""

from __future__ import annotations

import re

from resdiff.errors import EmptyFile, Encrypted, NotADocument
from resdiff.models import Blocks

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"II*\x00", "a scanned picture (TIFF)"),
    (b"MM\x00*", "a scanned picture (TIFF)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_WAY_OUT = "save it as .docx or PDF, or take the PDF or the official XML from the UN"
_HTML = re.compile(rb"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<div[\s>]|<table[\s>]", re.IGNORECASE)
_XML = re.compile(rb"<\?xml\b|<(?:[\w.-]+:)?[A-Za-z][\w.-]*[\s/>]|<!--|<!DOCTYPE")


def read(data: bytes, name: str = "", *, rejected: bool = False) -> Blocks:
    """The blocks of a document: PDF, Word, HTML, official XML, text. `name` is for messages only; `rejected` reads the tracked changes
    of a Word file as rejected.

    Raises the Unreadable family: EmptyFile, NotADocument with what the file is and the way out, Encrypted, Broken, NoTextLayer,
    TooLarge."""
    if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf"):
        raise EmptyFile("the file is empty", "fetch or copy it again", name)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\x0c")
    if b"%PDF-" in data[:1024]:
        from resdiff.read import pdf

        return pdf.read(data, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data, name, rejected=rejected)
    if data.startswith(_OLE):
        return _ole(data, name, rejected=rejected)
    _refuse(head, name)
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")) and b"<" in data[:8]:
        order = "utf-16-le" if head.startswith(b"<\0") else "utf-16-be" if head.startswith(b"\0<") else "utf-16"
        head = data[:4096].decode(order, "replace").lstrip("\ufeff \t\r\n").encode()
    if head.startswith(b"<"):
        if _HTML.match(head) or (_HTML.search(head) and b"<akomaNtoso" not in head):
            from resdiff.read import html

            return html.read(data, name)
        if _XML.match(head):
            from resdiff.read import akn

            return akn.read(data, name)
    from resdiff.read import text

    try:
        return text.read(data, name)
    except NotADocument as error:
        raise _misnamed(error, name) from error


_ENDINGS = {
    ".pdf": "a PDF",
    ".docx": "a Word file",
    ".doc": "a Word file",
    ".xml": "XML",
    ".html": "a web page",
    ".htm": "a web page",
}


def _misnamed(error: NotADocument, name: str) -> NotADocument:
    """The error of a file read as a text, which says first that it is not what its name says."""
    what = next((what for ending, what in _ENDINGS.items() if name.lower().endswith(ending)), "")
    if not what:
        return error
    rest = error.what.removeprefix("not a text: ")
    return NotADocument(f"not {what}, whatever its name says: {rest}", "Fetch or copy it again.", name)


def _refuse(head: bytes, name: str) -> None:
    """Raises NotADocument for a file of a kind that is known but not read."""
    if head.startswith(b"\xffWPC"):
        raise NotADocument(
            "it is a WordPerfect file",
            "open it in LibreOffice and save it as .docx, or take the PDF or the official XML from the UN",
            name,
        )
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise NotADocument(f"it is {what}", _WAY_OUT, name)


def _ole(data: bytes, name: str, *, rejected: bool) -> Blocks:
    """The blocks of an old office file."""
    if b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P" in data:
        raise Encrypted("it is an office file locked by a password", "unlock it and save it again", name)
    from resdiff.read import word_legacy

    return word_legacy.read(data, name, rejected=rejected)


def _zip(data: bytes, name: str, *, rejected: bool) -> Blocks:
    """The blocks of a Word file; other archives are refused."""
    from resdiff.read import word, word_package

    sort = word_package.sort_of(data, name)
    if sort == "word":
        return word.read(data, name, rejected=rejected)
    if sort == "zip":
        raise NotADocument("it is a zip archive", "unpack it and give the documents in it", name)
    what = {"excel": "an Excel workbook", "powerpoint": "a PowerPoint file", "opendocument": "an OpenDocument file"}[sort]
    raise NotADocument(f"it is {what}", "save it as .docx, PDF or plain text" if sort == "opendocument" else _WAY_OUT, name)
