"""The tables of the SQLite file, and opening it.

document    one row a file read: what lists and look-ups need
body        the whole document as compressed JSON
name        every symbol that a file bears
paragraph   the words that are searched: adopted resolutions and statements, listings left out; id is document * 65536 + ordinal
fact        one official metadata record a symbol
posting     key of a word or of two in a row -> ids of the paragraphs that hold it (32-bit numbers)
held        files that were read and gave no document (metadata)
state       counts that the index keeps of itself
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from resdiff.errors import LibraryError, OutdatedLibrary

APPLICATION = 0x72646966
"""SQLite's application_id of our files: "rdif"."""

VERSION = 3
"""SQLite's user_version: raised whenever a table changes."""

_TABLES = """
CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL UNIQUE, version TEXT NOT NULL,
    symbol TEXT, language TEXT NOT NULL, status TEXT NOT NULL,
    date TEXT, meeting INTEGER, adoption TEXT NOT NULL, title TEXT,
    kind TEXT NOT NULL, file TEXT, paragraphs INTEGER NOT NULL, doubts INTEGER NOT NULL,
    standing INTEGER NOT NULL, job TEXT NOT NULL, searchable INTEGER NOT NULL,
    indexed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE body (document INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE name (symbol TEXT NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (symbol, document)) WITHOUT ROWID;
CREATE INDEX name_document ON name (document);
CREATE TABLE paragraph (id INTEGER PRIMARY KEY, label TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE fact (symbol TEXT PRIMARY KEY, date TEXT, meeting INTEGER, title TEXT, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE posting (key INTEGER PRIMARY KEY, refs BLOB NOT NULL);
CREATE TABLE held (sha256 TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE word (language TEXT NOT NULL, word TEXT NOT NULL, paragraphs INTEGER NOT NULL, PRIMARY KEY (language, word)) WITHOUT ROWID;
"""

_PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -65536;
"""

HINT = "Move the file away and type `resdiff add`: it is made again from the raw files in the library."


def connect(path: Path) -> sqlite3.Connection:
    """An open connection to our SQLite file, made where there is none. Raises LibraryError for a damaged file, a foreign one, or one of
    another version."""
    connection = None
    try:
        # isolation_level None: transactions are begun and ended by us, never behind our back
        connection = sqlite3.connect(path, timeout=10, isolation_level=None)
        connection.execute("PRAGMA cell_size_check = ON")
        _identify(connection, path)
        connection.executescript(_PRAGMAS)
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise trouble(error, path) from error
    except LibraryError:
        assert connection is not None
        connection.close()
        raise
    return connection


def _identify(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == APPLICATION and version == VERSION:
        return
    if application == APPLICATION:
        raise OutdatedLibrary(f"{path} was made by another version of resdiff (format {version}, this one writes {VERSION})", HINT)
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        # another process may have made the tables between the two looks
        made = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
        connection.execute("ROLLBACK")
        if made:
            return
        raise LibraryError(f"{path} is a SQLite file, but not one of resdiff's", "Name another library with --library DIR.")
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def trouble(error: sqlite3.Error, path: Path) -> LibraryError:
    """What to tell of an error of SQLite's."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return LibraryError(f"{path} is in use by another process", "Wait until it has ended and try again.")
    if "unable to open" in text or "readonly" in text:
        return LibraryError(
            f"{path} cannot be opened for writing", "Check the folder's permissions, or name another with --library DIR."
        )
    if "full" in text:
        return LibraryError(f"{path} cannot grow: the disk is full", "Free some space and try again.")
    if "disk i/o" in text.lower():
        return LibraryError(f"{path} cannot be read or written ({text})", "Is the disk full, or gone? See to that and try again.")
    return LibraryError(f"{path} is damaged or no SQLite file ({text})", HINT)


def damaged(error: Exception) -> LibraryError:
    """What to tell of a document that cannot be read back."""
    return LibraryError(f"a document in the library is damaged ({error})", HINT)
