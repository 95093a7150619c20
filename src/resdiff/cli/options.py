"""Options that many commands have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resdiff.cli.output import Output, shown

if TYPE_CHECKING:
    from resdiff.models import Language
    from resdiff.workflow import Library

DEFAULT_THEME = "terrorism-crime"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@dataclass(frozen=True, slots=True)
class Run:
    """What every command is given: the library, whether to keep silent, and where its value goes."""

    library: Library
    quiet: bool
    output: Output


def common(*formats: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options that every command has, and `--format` of the formats it can print; the command is given a `Run`."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(
            *args: Any,
            quiet: bool,
            debug: bool,
            verbose: bool,
            library_dir: Path | None,
            format_: str | None = None,
            output: Path | None = None,
            **options: Any,
        ) -> None:
            from resdiff.workflow import find_library

            library = find_library(library_dir)
            if verbose:
                click.echo(f"library: {shown(library.folder)}", err=True)
            try:
                command(*args, run=Run(library, quiet, Output(formats, format_, output, quiet)), **options)
            finally:
                library.close()

        options = [
            click.option("--library", "library_dir", type=click.Path(path_type=Path), metavar="DIR", help="The library's folder."),
            click.option("-q", "--quiet", is_flag=True, help="No messages but errors."),
            click.option("-v", "--verbose", is_flag=True, help="Say what is being used."),
            click.option("--debug", is_flag=True, help="A traceback where something fails."),
        ]
        if formats:
            options = [
                click.option(
                    "--format", "format_", type=click.Choice(formats), help="Default: terminal, or what -o's name ends in."
                ),
                click.option(
                    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE ('-': standard output)."
                ),
                *options,
            ]
        for option in reversed(options):
            run = option(run)
        return run

    return decorate


lang_option = click.option("--lang", type=click.Choice(LANGUAGES), help="Default: English where it is held, else the only one.")
among_option = click.option(
    "--among", multiple=True, metavar="DOC", help='Search only this document (repeatable), or "cited" ones.'
)
before_option = click.option(
    "--before", type=click.DateTime(["%Y-%m-%d", "%Y"]), metavar="DATE", help="Search only what was adopted before."
)


def language(code: str | None) -> Language | None:
    """The language of a code."""
    from resdiff.models import Language

    return Language(code) if code else None


def day(moment: datetime | None) -> date | None:
    """The day that was typed."""
    return moment.date() if moment else None
