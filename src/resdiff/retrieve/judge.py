"""Whether bytes that a server gave are the document wished for: by the symbol and the language of their own first page."""

from __future__ import annotations

from collections.abc import Iterable

from resdiff.cache import Origin, digest
from resdiff.errors import NotADocument, NoTextLayer, Unreadable
from resdiff.fetch import Verdict, Wish
from resdiff.intake import read_document
from resdiff.models import Document, Family, SourceKind, Symbol

_OFFICE = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")
"""How Word files begin, old and newer: where one cannot be read here it may be right all the same."""


class Judge:
    """Judges, and keeps what it read of the bytes that are right until it is taken."""

    def __init__(self) -> None:
        self._read: dict[str, Document] = {}

    def __call__(self, wish: Wish, data: bytes) -> Verdict:
        """Whether these are the bytes of the document wished for."""
        from resdiff.vocabulary import detect

        sha256 = digest(data)
        try:
            document = read_document(data, Origin(sha256, len(data)))
        except NoTextLayer as error:
            return Verdict(False, error.what, foreign=True)
        except Unreadable as error:
            return Verdict(False, error.what, foreign=isinstance(error, NotADocument) and data.startswith(_OFFICE))
        except Exception as error:  # one strange file must not end a run over a hundred
            return Verdict(
                False, f"an error of resdiff's own in reading it ({type(error).__name__}); please report it", foreign=True
            )
        borne = dict.fromkeys(s for s in (document.symbol, *document.symbols) if s)
        if not any(is_same(wish.symbol, name) for name in borne):
            return Verdict(False, f"it bears {', '.join(borne)}" if borne else "it bears no symbol by which it could be told")
        if document.language is not wish.language:
            return Verdict(False, f"it is in {document.language}, not in {wish.language}")
        if document.source.kind is not SourceKind.AKN and detect(_words(document)) is not wish.language:
            return Verdict(False, f"its text does not look like {wish.language}")
        self._read[sha256] = document
        return Verdict(True)

    def take(self, sha256: str) -> Document:
        """What was read of bytes that were right."""
        return self._read.pop(sha256)


def is_same(wanted: Symbol, name: str) -> bool:
    """Whether a document that bears a symbol is the one wanted."""
    # a resolution whose year nobody could tell beforehand is known by its number
    return name == wanted.text or (
        wanted.year is None and wanted.family is Family.RESOLUTION and name.startswith(f"{wanted.text} (")
    )


def _words(document: Document) -> str:
    """The document's cover and its words, enough to tell the language by."""
    texts: Iterable[str] = (*document.masthead.lines, *(p.text for p in document.paragraphs[:40]))
    return "\n".join(texts)
