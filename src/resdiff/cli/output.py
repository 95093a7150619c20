"""Values to the terminal, to standard output or whole to a file."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from resdiff.errors import DISK_FULL, LibraryError, NotFound, ResdiffError


def shown(path: Path) -> str:
    """A path as it can be printed."""
    from resdiff.intake import printable

    return printable(path)


@dataclass(frozen=True, slots=True)
class Output:
    """Where a value goes: to the terminal, to standard output ("-"), or whole or not at all to a file; and in which of the formats."""

    formats: tuple[str, ...]
    chosen: str | None
    path: Path | None
    quiet: bool

    @property
    def as_data(self) -> bool:
        """Whether a file or a format for programs was asked for, and not words on the terminal."""
        return self.chosen == "json" or self.path is not None

    def data(self, value: Any, kind: str) -> None:
        """Print a value as JSON, whatever the file is called."""
        replace(self, chosen="json").put(value, kind)

    def put(self, value: Any, kind: str, name: str = "") -> None:
        """Print a value; `kind` says what it is, `name` what a page of it is called where no file is named."""
        format_ = self._format()
        path = self.path
        if format_ == "terminal" and path is None:
            from resdiff.report import terminal

            terminal.put(getattr(terminal, kind), value)
            return
        text = rendered(value, kind, format_)
        if path is None and format_ == "html":
            path = Path(f"resdiff-{kind}-{_file_name(name)}.html")
        if path is None or str(path) == "-":
            if format_ == "akn":  # an XML file says its encoding: it is not the terminal's to choose
                sys.stdout.flush()
                sys.stdout.buffer.write(text.encode())
            else:
                sys.stdout.write(text)
            return
        write_whole(path, text, encoding="utf-8-sig" if format_ == "csv" else "utf-8")
        if not self.quiet:
            click.echo(f"written: {shown(path)} ({len(text.encode()) / 1024:,.0f} KB)", err=True)

    def _format(self) -> str:
        if self.chosen:
            return self.chosen
        if self.path is None or str(self.path) == "-":
            return "terminal" if self.path is None else "md" if "md" in self.formats else "json"
        suffix = self.path.suffix.lower().lstrip(".")
        suffix = {"htm": "html", "markdown": "md", "xml": "akn"}.get(suffix, suffix)
        if suffix in self.formats and suffix != "terminal":
            return suffix
        known = ", ".join(f for f in self.formats if f != "terminal")
        raise click.UsageError(f"{self.path}: say which format with --format, one of {known}.")


def rendered(value: Any, kind: str, format_: str) -> str:
    """A value as text in a format."""
    if format_ == "json":
        from resdiff.models import dumps

        return dumps(value)
    if format_ == "html":
        from resdiff.report import html

        return str(getattr(html, f"{kind}_page")(value))
    if format_ == "akn":
        from resdiff.report import akn

        return akn.show_akn(value)
    if format_ == "terminal":
        from resdiff.report import terminal

        return terminal.as_text(getattr(terminal, kind), value)
    from resdiff.report import table

    return str(getattr(table, f"{kind}_{format_}")(value))


def write_whole(path: Path, text: str, encoding: str) -> None:
    """A text into a file, whole or not at all. Raises NotFound, LibraryError."""
    # a link's target is written, not the link; a device or a pipe is written into: renaming over /dev/null would take it from everybody
    path = path.resolve()
    if path.exists() and not path.is_file():
        _write_into(path, text, encoding)
        return
    try:
        handle, part = tempfile.mkstemp(prefix=".part-", dir=path.parent or Path())
    except OSError as error:
        raise _unwritten(path, error) from error
    try:
        with os.fdopen(handle, "w", encoding=encoding, newline="") as file:
            file.write(text)
        # a temporary file is private; a report is as open as any other file the user makes
        mask = os.umask(0)
        os.umask(mask)
        Path(part).chmod(0o666 & ~mask)
        Path(part).replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        if isinstance(error, OSError) and error.errno not in DISK_FULL:
            raise _unwritten(path, error) from error
        raise


def _write_into(path: Path, text: str, encoding: str) -> None:
    try:
        with path.open("w", encoding=encoding, newline="") as file:
            file.write(text)
    except OSError as error:
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: OSError) -> ResdiffError:
    if error.errno in DISK_FULL:
        return LibraryError(f"{shown(path)} cannot be written: the disk is full", "Free some space and type the same again.")
    return NotFound(f"{shown(path)} cannot be written: {error.strerror or error}", "Name another file with -o.")


def _file_name(name: str) -> str:
    kept = "".join(c if c.isalnum() else "_" for c in Path(name).stem if c not in "()")
    return "_".join(part for part in kept.split("_") if part) or "report"
