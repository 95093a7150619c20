"""Parsed documents, official metadata and the index of words in one SQLite file.

What is here is made from the raw bytes and the reader's version: deleting the file loses nothing. Words are never judged here.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Self

from resdiff.corpus import schema
from resdiff.corpus.earlier import Shared, Stored, view
from resdiff.corpus.index import FLUSH, SHIFT, Writer
from resdiff.corpus.order import Calendar, merge
from resdiff.models import Document, Entry, Facts, Kind, Language, SourceKind, from_json, to_json
from resdiff.tokens import words

_KINDS = (SourceKind.AKN, SourceKind.WORD, SourceKind.HTML, SourceKind.PDF, SourceKind.TEXT)
"""Rivals for one symbol and language, the best first (design, section 5)."""


class Corpus:
    """The SQLite file of a library, made where there is none. Every method raises LibraryError when the file is damaged, locked or not
    ours."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = schema.connect(path)
        self._writer = Writer()
        self._unwritten: list[int] = []
        self._calendar: Calendar | None = None

    def close(self) -> None:
        """Write what the index still holds in memory and let go of the file."""
        try:
            if self._unwritten:
                self.complete()
        finally:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- taking in ---------------------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of what is put within it, or nothing. Within another one it is a part of that."""
        if self._connection.in_transaction:
            yield
            return
        with self._guard():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with self._guard():
                if self._writer.size >= FLUSH:
                    self._flush()
                self._connection.execute("COMMIT")
        except BaseException:
            # what was committed before and is not in the index yet is found again by its mark
            self._writer.clear()
            self._unwritten.clear()
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        finally:
            self._calendar = None

    def put(self, document: Document, version: str) -> None:
        """Keep a document as this version of the readers read it; an older reading of the same bytes gives way."""
        with self.writing(), self._guard():
            searched = _searched(document)
            id_ = self._row(document, version, len(searched))
            self._connection.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", (id_, _pack(document)))
            self._connection.execute("DELETE FROM name WHERE document = ?", (id_,))
            names = {s for s in (document.symbol, *document.symbols) if s}
            self._connection.executemany("INSERT INTO name VALUES (?, ?)", ((name, id_) for name in sorted(names)))
            self._paragraphs(id_, document.language, searched)

    def put_facts(self, facts: Iterable[Facts]) -> None:
        """Keep official metadata; a later record of the same symbol replaces an earlier one."""
        with self.writing(), self._guard():
            self._connection.executemany(
                "INSERT OR REPLACE INTO fact VALUES (?, ?, ?, ?, ?)",
                (
                    (f.symbol, _iso(f.adoption.date), f.adoption.meeting, f.title, json.dumps(to_json(f), ensure_ascii=False))
                    for f in facts
                ),
            )

    def mark_held(self, sha256: str, version: str) -> None:
        """Remember that a file which gives no document was read by this version."""
        with self.writing(), self._guard():
            self._connection.execute("INSERT OR REPLACE INTO held VALUES (?, ?)", (sha256, version))

    def remove(self, sha256s: Iterable[str]) -> int:
        """Let documents go, named by the bytes they were read from; gives how many there were."""
        removed = 0
        with self.writing(), self._guard():
            for sha256 in sha256s:
                self._connection.execute("DELETE FROM held WHERE sha256 = ?", (sha256,))
                row = self._connection.execute("SELECT id, language FROM document WHERE sha256 = ?", (sha256,)).fetchone()
                if row:
                    self._paragraphs(row[0], Language(row[1]), [])
                    for statement in (
                        "DELETE FROM document WHERE id = ?",
                        "DELETE FROM body WHERE document = ?",
                        "DELETE FROM name WHERE document = ?",
                    ):
                        self._connection.execute(statement, row[:1])
                    removed += 1
        return removed

    def complete(self) -> None:
        """Bring the index up to what is held: what an interrupted run left out is read from the paragraphs."""
        with self.writing(), self._guard():
            if self._unwritten:
                self._flush()
            for id_, language in self._connection.execute("SELECT id, language FROM document WHERE NOT indexed").fetchall():
                for key, text in self._connection.execute(
                    "SELECT id, text FROM paragraph WHERE id >= ? AND id < ?", (id_ << SHIFT, id_ + 1 << SHIFT)
                ):
                    self._writer.add(key, words(text), Language(language))
                self._unwritten.append(id_)
                if self._writer.size >= FLUSH:
                    self._flush()
            self._flush()

    def _row(self, document: Document, version: str, searchable: int) -> int:
        values = {
            "sha256": document.source.sha256,
            "version": version,
            "symbol": document.symbol,
            "language": document.language.value,
            "status": document.status.value,
            "date": _iso(document.adoption.date),
            "meeting": document.adoption.meeting,
            "adoption": json.dumps(to_json(document.adoption), ensure_ascii=False),
            "title": document.title,
            "kind": document.source.kind.value,
            "file": document.source.file,
            "paragraphs": len(document.paragraphs),
            "doubts": len(document.doubts),
            "standing": _standing(document),
            "job": _job(document.masthead.job_number),
            "searchable": searchable,
        }
        names = ", ".join(values)
        slots = ", ".join(f":{name}" for name in values)
        changes = ", ".join(f"{name} = excluded.{name}" for name in values if name != "sha256")
        row = self._connection.execute(
            f"INSERT INTO document ({names}) VALUES ({slots}) ON CONFLICT (sha256) DO UPDATE SET {changes} RETURNING id",  # noqa: S608
            values,
        ).fetchone()
        return int(row[0])

    def _paragraphs(self, id_: int, language: Language, searched: list[tuple[int, str, str]]) -> None:
        new = [(id_ << SHIFT | ordinal, label, text) for ordinal, label, text in searched]
        held = self._connection.execute(
            "SELECT id, label, text FROM paragraph WHERE id >= ? AND id < ? ORDER BY id", (id_ << SHIFT, id_ + 1 << SHIFT)
        ).fetchall()
        if held == new:
            return
        if id_ in self._unwritten:
            self._flush()
        indexed = self._connection.execute("SELECT indexed FROM document WHERE id = ?", (id_,)).fetchone()[0]
        known = {key: text for key, _, text in held} if indexed else {}
        wanted = {key: text for key, _, text in new}
        for key, text in known.items():
            if wanted.get(key) != text:
                self._writer.drop(key, words(text), language)
        for key, text in wanted.items():
            if known.get(key) != text:
                self._writer.add(key, words(text), language)
        self._connection.execute("DELETE FROM paragraph WHERE id >= ? AND id < ?", (id_ << SHIFT, id_ + 1 << SHIFT))
        self._connection.executemany("INSERT INTO paragraph VALUES (?, ?, ?)", new)
        self._connection.execute("UPDATE document SET indexed = 0 WHERE id = ?", (id_,))
        self._unwritten.append(id_)

    def _flush(self) -> None:
        self._writer.flush(self._connection)
        self._connection.executemany("UPDATE document SET indexed = 1 WHERE id = ?", ((id_,) for id_ in self._unwritten))
        self._unwritten.clear()

    # --- giving out --------------------------------------------------------------------------------------------------------------

    def holds(self, sha256: str, version: str) -> bool:
        """Whether these bytes were read by this version of the readers."""
        with self._guard():
            return (
                self._connection.execute(
                    "SELECT 1 FROM document WHERE sha256 = ?1 AND version = ?2 "
                    "UNION ALL SELECT 1 FROM held WHERE sha256 = ?1 AND version = ?2",
                    (sha256, version),
                ).fetchone()
                is not None
            )

    def versions(self) -> dict[str, str]:
        """The version of the readers that each file was read by, by the SHA-256 of its bytes."""
        with self._guard():
            return dict(
                self._connection.execute(
                    "SELECT sha256, version FROM document UNION ALL SELECT sha256, version FROM held ORDER BY 1"
                )
            )

    def stale(self, version: str) -> int:
        """How many documents were read by another version of the readers than this one; files of metadata do not count."""
        with self._guard():
            return int(self._connection.execute("SELECT count(*) FROM document WHERE version <> ?", (version,)).fetchone()[0])

    def entries(self) -> tuple[Entry, ...]:
        """Every document held, by adoption date, meeting, number and language, the best rival before the others; files without a symbol
        at the end."""
        return tuple(place.entry for place in self._dates().places)

    def get(self, symbol: str, language: Language | None = None) -> Document | None:
        """The best document held of a symbol, with what the official metadata says where the document is silent; without a language
        the English one, else the only one; None where there is none, or where there are several. A resolution whose year the symbol does
        not tell is found by its number."""
        with self._guard():
            rows = self._connection.execute(
                "SELECT d.language, b.data, n.symbol FROM name n JOIN document d ON d.id = n.document JOIN body b ON b.document = d.id "
                "WHERE n.symbol = ?1 OR (n.symbol > ?1 || ' (' AND n.symbol < ?1 || ' )') "
                "ORDER BY d.symbol IS NOT n.symbol, d.standing, d.job DESC, d.sha256",
                (symbol,),
            ).fetchall()
        best: dict[str, tuple[bytes, str]] = {}
        for held, data, name in rows:
            best.setdefault(held, (data, name))
        if language is None and best:
            language = Language.EN if Language.EN in best else Language(next(iter(best))) if len(best) == 1 else None
        if language is None or language not in best:
            return None
        data, name = best[language]
        document = _unpack(data)
        facts = self.facts(name)
        return fill(document, facts) if facts else document

    def files(self, symbol: str, language: Language) -> tuple[tuple[str, SourceKind], ...]:
        """The SHA-256 and kind of every file held of a symbol in a language, the best first. A resolution whose year the symbol does not
        tell is found by its number."""
        with self._guard():
            rows = self._connection.execute(
                "SELECT DISTINCT d.sha256, d.kind FROM name n JOIN document d ON d.id = n.document "
                "WHERE d.language = ?2 AND (n.symbol = ?1 OR (n.symbol > ?1 || ' (' AND n.symbol < ?1 || ' )')) "
                "ORDER BY d.standing, d.job DESC, d.sha256",
                (symbol, language.value),
            )
            return tuple((sha256, SourceKind(kind)) for sha256, kind in rows)

    def facts(self, symbol: str) -> Facts | None:
        """The official metadata of a symbol, None where there is none."""
        with self._guard():
            row = self._connection.execute("SELECT data FROM fact WHERE symbol = ?", (symbol,)).fetchone()
        return from_json(Facts, json.loads(row[0])) if row else None

    def earlier(
        self,
        before: Document | date | None = None,
        language: Language = Language.EN,
        among: tuple[str, ...] | None = None,
    ) -> Stored:
        """Everything adopted before a document (by date, then meeting, then number; the document itself left out), before a day, or at
        any time; `among` narrows it to these symbols."""
        with self._guard():
            if self._unwritten or self._connection.execute("SELECT 1 FROM document WHERE NOT indexed LIMIT 1").fetchone():
                self.complete()
            paragraphs = self._connection.execute("SELECT total(searchable) FROM document WHERE language = ?", (language.value,))
            shared = Shared(self._connection, language, int(paragraphs.fetchone()[0]), self.get)
            named = None
            if among is not None:
                rows = self._connection.execute(
                    "SELECT document FROM name WHERE symbol IN (SELECT value FROM json_each(?))", (json.dumps(among),)
                )
                named = frozenset(row[0] for row in rows)
        return view(shared, self._dates().before(before), named)

    def _dates(self) -> Calendar:
        if self._calendar is None:
            with self._guard():
                self._calendar = Calendar.read(self._connection)
        return self._calendar

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise schema.trouble(error, self.path) from error


def fill(document: Document, facts: Facts) -> Document:
    """The document with what official metadata says where the document itself is silent."""
    masthead = document.masthead
    if not masthead.sponsors and facts.sponsors:
        masthead = replace(masthead, sponsors=facts.sponsors)
    return replace(
        document, adoption=merge(document.adoption, facts.adoption), title=document.title or facts.title, masthead=masthead
    )


def _searched(document: Document) -> list[tuple[int, str, str]]:
    """Ordinal, id and text of each paragraph that is searched."""
    if not document.status.is_precedent or document.symbol is None:
        return []
    return [
        (ordinal, p.id, p.text)
        for ordinal, p in enumerate(document.paragraphs[: 1 << SHIFT])
        if p.kind is not Kind.LISTING and p.text and not p.text.isspace()
    ]


def _standing(document: Document) -> int:
    mended = document.source.kind is SourceKind.AKN and any(
        "well-formed" in d.what or "well formed" in d.what for d in document.doubts
    )
    return 2 * _KINDS.index(document.source.kind) + mended


def _job(number: str) -> str:
    """A job number as text that sorts in time: its two-digit year made whole ("99-12345" before "00-12345")."""
    digits = "".join(c for c in number.partition(" ")[0] if c.isdigit())
    return ("19" if digits[:1] in "6789" else "20") + digits if digits else ""


def _pack(document: Document) -> bytes:
    return zlib.compress(json.dumps(to_json(document), ensure_ascii=False, separators=(",", ":")).encode())


def _unpack(data: bytes) -> Document:
    try:
        return from_json(Document, json.loads(zlib.decompress(data)))
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise schema.damaged(error) from error


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
