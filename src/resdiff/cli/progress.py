"""Bars on long work, and a library made ready before it is asked."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from resdiff.cli.options import Run
    from resdiff.intake import Progress


@contextlib.contextmanager
def progress_bar(what: str, quiet: bool, shown: Callable[[str], str] = lambda name: Path(name).name) -> Iterator[Progress | None]:
    """A progress bar on a terminal, nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    # the bar takes over what is printed to a terminal beside it; what goes to a file or a pipe is none of its business
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
        task = bar.add_task(what, total=None, name="")

        def advance(name: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, name=shown(name)[:40])

        yield advance


def ready(run: Run) -> None:
    """Make the SQLite file again where it is gone or of another version; say where documents were read by another version."""
    library = run.library
    if not library.cache.raw.is_dir():
        return
    if library.gone:
        with progress_bar("reading the library again", run.quiet) as progress:
            library.refresh(progress)
    elif not run.quiet and (stale := library.stale()):
        click.echo(f"note: {stale} documents were read by another version of resdiff; `resdiff add` reads them again.", err=True)


def ready_for(run: Run, *docs: str) -> None:
    """The same, unless all that is asked for are files, which need no library."""
    if not all(Path(doc).is_file() for doc in docs):
        ready(run)
