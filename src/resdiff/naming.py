"""What a user names: files and symbols, paragraphs, themes; and what to say where a name means nothing, or two that do not go together."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from resdiff import symbols
from resdiff.errors import Mismatch, NotFound, Unreadable
from resdiff.models import Document, Language, Paragraph

if TYPE_CHECKING:
    from resdiff.themes import Theme

NEAREST = 3
"""Ids that are told where one that no paragraph has was asked for."""


_TOO_HIGH = re.compile(r"\W*S\W{0,2}RES\W{0,2}\d{5,}\b.*", re.IGNORECASE)


def neither(name: str) -> NotFound:
    """What to say of what names no document: a folder, or nothing at all."""
    if name and Path(name).is_dir():
        return NotFound(
            f"{name!r} is a folder", f"Give a file in it, or take all of it into the library: resdiff add {shlex.quote(name)}"
        )
    if _TOO_HIGH.fullmatch(name):
        return NotFound(f"{name!r} is no symbol: no resolution of the Council has so high a number", "Check the number.")
    hint = 'Give a path, or a symbol such as "S/RES/2482 (2019)", of a resolution also its number alone: 2482.'
    return NotFound(f"{name!r} is neither a file nor a symbol", hint)


def is_path(name: str) -> bool:
    """Whether a name is that of a file, there or not."""
    return looks_like_path(name) or Path(name).is_file()


def two_languages(found: Sequence[tuple[str, Document]]) -> Mismatch | None:
    """The error of documents, each with the name it was given by, that are not all in one language; None where they are. What to type
    instead names symbols where symbols were given, else the files as they were named: there may be no library to ask by symbol."""
    (name, first), *others = found
    other_name, other = next(((n, d) for n, d in others if d.language != first.language), ("", first))
    if other is first:
        return None
    if is_path(name) or is_path(other_name):
        shown = " and ".join(f"resdiff show {shlex.quote(n)}" for n in (name, other_name))
        hint = f"Give all of them in one language, or read each by itself: {shown}"
        return Mismatch(f"{name} is in {first.language}, {other_name} in {other.language}", hint)
    if first.symbol == other.symbol:
        hint = f'Read each by itself: resdiff show "{other.symbol}" --lang {first.language}'
    elif len(found) > 2:
        hint = "Give all of them in one language, with --lang where they are held in several."
    else:
        hint = f'Compare both in one language: resdiff diff "{first.symbol}" "{other.symbol}" --lang {other.language}'
    return Mismatch(f"{first.name} is in {first.language}, {other.name} in {other.language}", hint)


def spelled(id_: str, paragraphs: Sequence[Paragraph]) -> str:
    """The id that is meant, whatever its capitals and spaces ("op 7" for OP7), where that is one only; else as given."""
    ids = {paragraph.id for paragraph in paragraphs}
    meant = {known for known in ids if _plain(known) == _plain(id_)}
    return id_ if id_ in ids or len(meant) != 1 else meant.pop()


_WORDED = re.compile(r"(?:operative\s+)?(?:paragraph|para|par)\b\.?(?=\s*\d)", re.IGNORECASE)


def _plain(id_: str) -> str:
    """An id without spaces and capitals; "paragraph 3 (a)" is an operative one."""
    return "".join(_WORDED.sub("OP", id_).split()).casefold()


def _nearest(id_: str, paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
    """Up to three ids that one which no paragraph has may have meant: those that bear the same number, then those spelled most alike."""
    known = {_plain(paragraph.id): paragraph.id for paragraph in paragraphs}
    wanted = _plain(id_)
    number = wanted.lstrip(ascii_lowercase + ".")
    numbered = [plain for plain in known if number and plain.lstrip(ascii_lowercase) == number]
    alike = get_close_matches(wanted, known, NEAREST)
    return tuple(known[plain] for plain in dict.fromkeys((*numbered, *alike)))[:NEAREST]


def ids_hint(asked: Sequence[str], paragraphs: Sequence[Paragraph], name: str, language: Language | None) -> str:
    """What to type instead of ids that no paragraph has: the nearest, and where all are printed."""
    near = tuple(dict.fromkeys(id_ for wanted in asked for id_ in _nearest(wanted, paragraphs)))
    lang = f" --lang {language}" if language else ""
    printed = f"resdiff show {shlex.quote(name)}{lang}"
    return f"The nearest: {', '.join(near)}. All ids are printed by: {printed}" if near else f"Ids are printed by: {printed}"


def base(name: str, found: Mapping[str, Document]) -> Document:
    """The document that `--base` names, one of those that were given: as it was given, or by its symbol. Raises NotFound."""
    if name in found:
        return found[name]
    try:
        wanted = symbols.parse(name).text
    except ValueError:
        wanted = name
    for document in found.values():
        if any(wanted == held or held.startswith(f"{wanted} (") for held in (document.symbol, *document.symbols) if held):
            return document
    names = ", ".join(document.name for document in found.values())
    raise NotFound(f"the base {name} is not among the documents given", f"Give one of {names}, or add it to the line.")


def different(found: Mapping[str, Document]) -> None:
    """Raises Mismatch where the documents are one only, or one of them was named twice."""
    if len(found) == 1:
        ((name, document),) = found.items()
        called = name if document.name == name else f"{document.name} ({name})"
        raise Mismatch(f"there is nothing to compare: only one document was given, {called}", "Name two or more different ones.")
    named: dict[str, list[str]] = {}
    for name, document in found.items():
        named.setdefault(document.source.sha256, []).append(name)
    for names in named.values():
        if len(names) > 1:
            what = f"{', '.join(names[:-1])} and {names[-1]} are the same document, {found[names[0]].name}"
            raise Mismatch(what, "Keep one of them, and name a different document beside it.")


def theme(name: str, language: Language | None = None) -> Theme:
    """A theme that resdiff ships, by its key, or one of the user's own, by the path of its file; it must speak the language, where one is
    given."""
    theme = _theme_of(name)
    if language is not None and language not in theme.languages:
        raise NotFound(
            f"the theme {theme.key} has no patterns for {language}",
            f"It has them for {', '.join(theme.languages)}: give one with --lang.",
        )
    return theme


def _theme_of(name: str) -> Theme:
    from resdiff import themes

    if not name.endswith(".toml"):
        return themes.load(name)
    try:
        return themes.theme_of(tomllib.loads(Path(name).read_text(encoding="utf-8")))
    except OSError as error:
        raise NotFound(
            f"{name}: {error.strerror}", "Give the path of a theme's file, or the name of one that resdiff ships."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        hint = "Begin from a copy of the theme that resdiff ships; its head explains the notation."
        raise Unreadable(f"not a theme ({type(error).__name__}: {error})", hint, name) from error


def looks_like_path(name: str) -> bool:
    """Whether a name is written as paths are, whether or not there is such a file."""
    return name.startswith((".", "/", "~")) or name.lower().endswith(
        (".xml", ".pdf", ".txt", ".docx", ".doc", ".htm", ".html", ".json")
    )
