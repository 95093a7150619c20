"""How a command ends: our errors as a message, a hint and an exit code; Ctrl-C, closed pipes and full disks in words."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any, NoReturn

import click

from resdiff import interrupt
from resdiff.errors import DISK_FULL, LibraryError, ResdiffError

OWN_ERROR = 9


class Group(click.Group):
    """Turns our errors into a message, a hint and an exit code."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """See click; the streams are made ready."""
        _open_streams()
        return super().main(*args, **extra)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """See click; a pipe may be closed while help is printed."""
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError:
            _drop_output()
            raise click.exceptions.Exit(0) from None

    def invoke(self, ctx: click.Context) -> Any:
        """See click; what is raised becomes words and an exit code."""
        try:
            try:
                with interrupt.heeded():
                    return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # what cannot be printed is told here, not when Python ends
        except ResdiffError as error:
            if _debug(ctx):
                raise
            _tell(ctx, error)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            # the reader of a pipe (head, less) has seen enough
            _drop_output()
            ctx.exit(0)
        except OSError as error:
            if _debug(ctx) or error.errno not in DISK_FULL:
                raise
            _drop_output()
            _tell(ctx, LibraryError("the disk is full", "Free some space and type the same again: what was finished is kept."))
        except SystemExit:
            ctx.exit(0)  # rich ends so where the reader of a pipe is gone
        except KeyboardInterrupt:
            click.echo("\nresdiff: interrupted. What was finished is kept; the same line goes on from there.", err=True)
            ctx.exit(130)
        except Exception as error:
            if _debug(ctx):
                raise
            click.secho(f"resdiff: an error of resdiff's own: {type(error).__name__}: {error}", fg="red", err=True)
            click.echo("  Please report it with what you typed and what --debug prints.", err=True)
            ctx.exit(OWN_ERROR)


def _debug(ctx: click.Context) -> bool:
    return "--debug" in sys.argv


def _tell(ctx: click.Context, error: ResdiffError) -> NoReturn:
    from resdiff.report.words import printable

    # what a server or a file says of itself may stand in it, and is no command to a terminal
    click.secho(f"resdiff: {printable(str(error))}", fg="red", err=True)
    if error.hint:
        click.echo(f"  {printable(error.hint)}", err=True)
    ctx.exit(error.exit_code)


def _open_streams() -> None:
    """Silent streams for what was started without any (`>&-`), lest the next file opened be taken for one; and what an encoding lacks is
    printed as an escape."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """What is still to be printed goes nowhere, so that the end of the program is quiet."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
