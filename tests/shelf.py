"""Documents of our own invention, as values, for tests of what stands above the readers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from resdiff import symbols
from resdiff.corpus import Corpus
from resdiff.models import (
    Adoption,
    Document,
    Doubt,
    Kind,
    Language,
    Masthead,
    Paragraph,
    Source,
    SourceKind,
    Status,
)


def paragraph(id_: str, text: str, kind: Kind = Kind.OPERATIVE, language: Language = Language.EN) -> Paragraph:
    return Paragraph(id_, id_, kind, (id_,), 1, "", text, citations=symbols.citations(text, language))


def document(
    symbol: str | None,
    when: date | None,
    texts: Sequence[str] | Sequence[Paragraph],
    *,
    meeting: int | None = None,
    language: Language = Language.EN,
    status: Status = Status.RESOLUTION,
    kind: SourceKind = SourceKind.TEXT,
    job: str = "",
    doubts: Sequence[str] = (),
) -> Document:
    """A document with a paragraph OP1, OP2... for each text."""
    paragraphs = tuple(
        item if isinstance(item, Paragraph) else paragraph(f"OP{n}", item, language=language) for n, item in enumerate(texts, 1)
    )
    sha256 = hashlib.sha256(repr((symbol, when, paragraphs, language, status, kind, job)).encode()).hexdigest()
    return Document(
        symbol=symbol,
        language=language,
        title=None,
        status=status,
        adoption=Adoption(date=when, meeting=meeting),
        source=Source(kind, sha256, file=f"{sha256[:8]}.txt"),
        masthead=Masthead(job_number=job),
        notes=(),
        paragraphs=paragraphs,
        doubts=tuple(Doubt(None, what) for what in doubts),
        symbols=(symbol,) if symbol else (),
    )


def resolution(number: int, *texts: str, **more: object) -> Document:
    """Resolution 9001 of 2091, 9002 of 2092 and so on."""
    year = number - 6910
    return document(f"S/RES/{number} ({year})", date(year, 3, 4), texts, **more)  # type: ignore[arg-type]


def shelf(folder: Path, *documents: Document) -> Corpus:
    """A corpus that holds these documents."""
    corpus = Corpus(folder / "library.sqlite")
    with corpus.writing():
        for one in documents:
            corpus.put(one, "1")
    return corpus
