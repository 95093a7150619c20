"""The command line: arguments in, printing out, errors to exit codes. Nothing is worked out here.

Everything heavy is imported by the command that needs it: `resdiff --help` loads click alone.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from resdiff import interrupt
from resdiff.errors import DISK_FULL, LibraryError, NotFound, ResdiffError

if TYPE_CHECKING:
    from resdiff.intake import AddSummary, Progress
    from resdiff.models import Document, Entry
    from resdiff.retrieve import Asked, FetchSummary, Retrieval, Retrieved
    from resdiff.workflow import Library

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
EXIT_CODES = """\b
Exit codes: 0 done; 1 differences found (only with --exit-code); 2 usage;
3 no such document, file or theme; 4 a file that cannot be read; 5 the library
cannot be used; 6 things that cannot be compared; 7 the network gave nothing;
8 some of what was to be fetched could not be had; 9 an error of resdiff's own;
130 interrupted."""
OWN_ERROR = 9
DEFAULT_TARGET = "S/RES/2482 (2019)"
DEFAULT_THEME = "terrorism-crime"


class _Group(click.Group):
    """Turns our errors into a message, a hint and an exit code."""

    def main(self, *args: Any, **extra: Any) -> Any:
        _open_streams()
        return super().main(*args, **extra)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError:
            _drop_output()
            raise click.exceptions.Exit(0) from None

    def invoke(self, ctx: click.Context) -> Any:
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


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EXIT_CODES)
@click.version_option(package_name="resdiff")
def main() -> None:
    """Git blame, diff and precedent search for the language of United Nations resolutions.

    \b
    A document is named by its symbol in any usual spelling, or by a file's path:
        resdiff show 2482
        resdiff diff S/RES/2253 S/RES/2368
        resdiff trace draft.txt --format csv -o sourcing.csv
        resdiff search "can benefit from organized crime"
    Begin with `resdiff demo`: the main job on invented documents, offline.
    """


# --- options ---------------------------------------------------------------------------------------------------------------------


def _common(*formats: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options that every command has, and `--format` of the formats it can print."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(*args: Any, quiet: bool, debug: bool, verbose: bool, library_dir: Path | None, **options: Any) -> None:
            from resdiff.workflow import find_library

            library = find_library(library_dir)
            if verbose:
                click.echo(f"library: {_shown(library.folder)}", err=True)
            try:
                command(*args, library=library, quiet=quiet, **options)
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


_lang = click.option("--lang", type=click.Choice(LANGUAGES), help="Default: English where it is held, else the only one.")
_among = click.option("--among", multiple=True, metavar="DOC", help='Search only this document (repeatable), or "cited" ones.')
_before = click.option(
    "--before", type=click.DateTime(["%Y-%m-%d", "%Y"]), metavar="DATE", help="Search only what was adopted before."
)


def _shown(path: Path) -> str:
    from resdiff.intake import printable

    return printable(path)


def _language(code: str | None) -> Any:
    from resdiff.models import Language

    return Language(code) if code else None


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


# --- output ----------------------------------------------------------------------------------------------------------------------


def _emit(
    value: Any,
    kind: str,
    format_: str | None,
    output: Path | None,
    formats: tuple[str, ...],
    *,
    name: str = "",
    quiet: bool = False,
) -> None:
    """Print a value: to the terminal, to standard output, or whole or not at all to a file."""
    chosen = _chosen(format_, output, formats)
    if chosen == "terminal" and output is None:
        from resdiff.report import terminal

        terminal.put(getattr(terminal, kind), value)
        return
    text = _rendered(value, kind, chosen)
    if output is None and chosen == "html":
        output = Path(f"resdiff-{kind}-{_file_name(name)}.html")
    if output is None or str(output) == "-":
        if chosen == "akn":  # an XML file says its encoding: it is not the terminal's to choose
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode())
        else:
            sys.stdout.write(text)
        return
    _write_whole(output, text, encoding="utf-8-sig" if chosen == "csv" else "utf-8")
    if not quiet:
        click.echo(f"written: {_shown(output)} ({len(text.encode()) / 1024:,.0f} KB)", err=True)


def _chosen(format_: str | None, output: Path | None, formats: tuple[str, ...]) -> str:
    if format_:
        return format_
    if output is None or str(output) == "-":
        return "terminal" if output is None else "md" if "md" in formats else "json"
    suffix = output.suffix.lower().lstrip(".")
    suffix = {"htm": "html", "markdown": "md", "xml": "akn"}.get(suffix, suffix)
    if suffix in formats and suffix != "terminal":
        return suffix
    raise click.UsageError(f"{output}: say which format with --format, one of {', '.join(f for f in formats if f != 'terminal')}.")


def _rendered(value: Any, kind: str, format_: str) -> str:
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


def _write_whole(path: Path, text: str, encoding: str) -> None:
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
        return LibraryError(f"{_shown(path)} cannot be written: the disk is full", "Free some space and type the same again.")
    return NotFound(f"{_shown(path)} cannot be written: {error.strerror or error}", "Name another file with -o.")


def _file_name(name: str) -> str:
    kept = "".join(c if c.isalnum() else "_" for c in Path(name).stem if c not in "()")
    return "_".join(part for part in kept.split("_") if part) or "report"


@contextlib.contextmanager
def _progress(what: str, quiet: bool, shown: Callable[[str], str] = lambda name: Path(name).name) -> Iterator[Progress | None]:
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


def _ready(library: Library, quiet: bool) -> None:
    """Make the SQLite file again where it is gone or of another version; say where documents were read by another version."""
    if not library.cache.raw.is_dir():
        return
    if library.gone:
        with _progress("reading the library again", quiet) as progress:
            library.refresh(progress)
    elif not quiet and (stale := library.stale()):
        click.echo(f"note: {stale} documents were read by another version of resdiff; `resdiff add` reads them again.", err=True)


def _ready_for(library: Library, quiet: bool, *docs: str) -> None:
    """The same, unless all that is asked for are files, which need no library."""
    if not all(Path(doc).is_file() for doc in docs):
        _ready(library, quiet)


# --- commands --------------------------------------------------------------------------------------------------------------------


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--symbol", default="", metavar="SYMBOL", help="The document's symbol, where the file does not bear it.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Refuse files in another language.")
@_common("terminal", "json")
def add(
    files: tuple[Path, ...], symbol: str, lang: str | None, library: Library, format_: str | None, output: Path | None, quiet: bool
) -> None:
    """Documents from disk (official XML, Word, PDF, text; whole folders) into the library.

    Official metadata (YEAR.json: votes, meetings, drafts) goes in the same way. What is held already is left alone. Without FILES, what
    an earlier version of resdiff read is read again.

    \b
    resdiff add ~/Downloads/SCresolutions
    resdiff add letter.pdf --symbol S/2018/1177 --lang en
    """
    from resdiff.errors import Unreadable

    with _progress("adding", quiet) as progress:
        try:
            summary = (
                library.add(files, language=_language(lang), symbol=symbol, progress=progress)
                if files
                else library.refresh(progress)
            )
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    if format_ == "json" or output is not None:
        _emit(summary, "add", format_ or "json", output, ("json",), quiet=quiet)
    else:
        _tell_added(summary, library, quiet)
    if summary.refused and not (summary.added or summary.unchanged or summary.facts):
        worst = summary.refused[0]
        raise Unreadable("nothing could be added", worst.hint)


def _tell_added(summary: AddSummary, library: Library, quiet: bool) -> None:
    from resdiff.report.words import printable

    for refusal in summary.refused:
        click.echo(printable(f"refused  {refusal.file}: {refusal.reason}"), err=True)
        if refusal.hint:
            click.echo(printable(f"         {refusal.hint}"), err=True)
    if not quiet:
        doubtful = f" ({summary.doubtful} with a doubt)" if summary.doubtful else ""
        facts = f", {summary.facts} records of metadata" if summary.facts else ""
        click.echo(f"added {summary.added}{doubtful}, unchanged {summary.unchanged}, refused {len(summary.refused)}{facts}")
        click.echo(f"library: {_shown(library.folder)}")


@main.command()
@click.argument("names", nargs=-1, metavar="[SYMBOL]...")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language to fetch.")
@click.option("--cited", is_flag=True, help="Also all that they cite.")
@click.option("--depth", type=click.IntRange(0, 5), metavar="N", help="How far citations are followed (--cited: 1).")
@click.option("--from", "list_file", type=click.Path(path_type=Path), metavar="FILE", help="Also the symbols in FILE, one a line.")
@click.option("--prefer", type=click.Choice(("xml", "word", "pdf")), help="The form to ask for before the others.")
@click.option("--originals", is_flag=True, help="Also the PDF as issued.")
@click.option("--refresh", is_flag=True, help="Ask again for what is held.")
@click.option("--collection", type=click.Choice(("sc", "ga")), help="A whole official XML collection with its metadata.")
@click.option("--dry-run", is_flag=True, help="Print what would be asked; send nothing.")
@click.option("--pace", type=click.FloatRange(0, 3600), metavar="SECONDS", help="Pause longer between requests; never shorter.")
@_common("terminal", "json")
def fetch(
    names: tuple[str, ...], library: Library, format_: str | None, output: Path | None, quiet: bool, dry_run: bool, **options: Any
) -> None:
    """Documents from the UN's servers into the library: verified, and never faster than is polite.

    What is held is not asked for again; an interrupted run goes on where it stopped. The whole Council first is the best start: it is one
    download, and every other command is the better for it.

    \b
    resdiff fetch --collection sc
    resdiff fetch "S/RES/2482 (2019)" --lang fr --cited
    resdiff fetch --from symbols.txt --dry-run
    """
    if options["collection"]:
        if names or any(options[o] for o in ("list_file", "cited", "depth", "originals", "prefer")) or options["lang"] != "en":
            raise click.UsageError("--collection stands alone: it brings everything, in every language. Give no symbols with it.")
        _collect(
            library, options["collection"], options["pace"], format_, output, quiet, dry_run=dry_run, refresh=options["refresh"]
        )
        return
    asked = _asked(names, **options)
    as_data = format_ == "json" or output is not None
    if dry_run:
        from resdiff.report import fetching

        plan = library.retrieval(options["pace"], plan_only=True).plan(asked)
        _emit(plan, "fetch", "json", output, ("json",), quiet=quiet) if as_data else click.echo(fetching.plan(plan), nl=False)
        return
    with _fetching(library, options["pace"], quiet, lines=not as_data) as retrieval:
        summary = retrieval.run(asked)
    _account(summary, as_data, output, quiet)


def _asked(
    names: tuple[str, ...],
    *,
    lang: str,
    cited: bool,
    depth: int | None,
    list_file: Path | None,
    prefer: str | None,
    originals: bool,
    refresh: bool,
    **_: Any,
) -> Asked:
    from resdiff import symbols
    from resdiff.fetch.routes import Form
    from resdiff.retrieve import Asked, listed

    wanted = []
    for name in (*names, *(listed(list_file) if list_file else ())):
        try:
            wanted.append(symbols.parse(name))
        except ValueError as error:
            raise click.UsageError(f'{error}. Give a symbol such as "S/RES/2482 (2019)".') from error
    if not wanted:
        raise click.UsageError('Give a symbol such as "S/RES/2482 (2019)", --from FILE, or --collection sc.')
    depth = depth if depth is not None else int(cited)
    return Asked(tuple(wanted), _language(lang), Form(prefer) if prefer else None, originals, refresh, depth)


@contextlib.contextmanager
def _fetching(library: Library, pace: float | None, quiet: bool, *, lines: bool) -> Iterator[Retrieval]:
    """A run of fetch that prints a line a document, and on a terminal a bar over all and what is being waited for."""
    from resdiff.report import fetching

    _ready(library, quiet)
    with _progress("fetching", quiet, str) as progress:

        def watch(item: Retrieved) -> None:
            if lines and (not quiet or item.outcome == "failed"):
                click.echo(fetching.line(item))

        yield library.retrieval(pace, _waiting(quiet), watch, progress)


def _waiting(quiet: bool) -> Callable[[str], None]:
    """Prints what is being waited for."""
    from resdiff.report.words import printable

    def tell(what: str) -> None:
        if not quiet:
            click.echo(f"  {printable(what)}", err=True)

    return tell


def _account(summary: FetchSummary, as_data: bool, output: Path | None, quiet: bool) -> None:
    """The closing account, and an exit code that tells all, some or none."""
    from resdiff.account import Outcome
    from resdiff.errors import FetchError, Incomplete
    from resdiff.report import fetching

    if as_data:
        _emit(summary, "fetch", "json", output, ("json",), quiet=quiet)
    elif not quiet:
        click.echo("\n" + fetching.summary(summary), nl=False)
    failed = summary.of(Outcome.FAILED)
    if len(failed) == len(summary.documents):
        raise FetchError("nothing could be had", "The reasons stand above, with what to do by hand.")
    if failed:
        raise Incomplete(
            f"{len(failed)} of {len(summary.documents)} could not be had", "The same line asks for these again, and for no other."
        )


def _collect(
    library: Library,
    short: str,
    pace: float | None,
    format_: str | None,
    output: Path | None,
    quiet: bool,
    *,
    dry_run: bool,
    refresh: bool,
) -> None:
    tell = _waiting(quiet)
    if dry_run:
        click.echo(f"{library.retrieval(pace, plan_only=True).archive(short)}\nNothing was sent.")
        return
    _ready(library, quiet)
    with _progress("taking in", quiet) as progress:
        tell("downloading the collection in one archive; this takes some minutes")
        summary, changed = library.retrieval(pace, tell).collect(short, progress, refresh=refresh)
    if format_ == "json" or output is not None:
        _emit(summary, "add", format_ or "json", output, ("json",), quiet=quiet)
        return
    if not changed and not quiet:
        click.echo("the collection has not changed since it was fetched")
    _tell_added(summary, library, quiet)


@main.command(name="list")
@_lang
@click.option("--year", type=int, help="Only documents of this year.")
@_common("terminal", "json", "csv", "md")
def list_(lang: str | None, year: int | None, library: Library, format_: str | None, output: Path | None, quiet: bool) -> None:
    """What the library holds, by date of adoption."""
    from resdiff.models import Listing

    _ready(library, quiet)
    held = library.entries()
    entries = tuple(e for e in held if lang in (None, e.language) and (year is None or (e.date and e.date.year == year)))
    if held and not entries and format_ in (None, "terminal") and output is None:
        click.echo(_nothing_of(held, year, lang))
        return
    _emit(Listing(entries), "listing", format_, output, ("terminal", "json", "csv", "md"), quiet=quiet)


def _nothing_of(held: Sequence[Entry], year: int | None, lang: str | None) -> str:
    asked = " ".join(filter(None, (f"of {year}" if year is not None else "", f"in {lang}" if lang else "")))
    years = [e.date.year for e in held if e.date]
    spread = f", of the years {min(years)}-{max(years)}" if years else ""
    languages = ", ".join(sorted({e.language for e in held}))
    count = f"{len(held)} documents" if len(held) > 1 else "one document"
    return f"Nothing in the library is {asked}; it holds {count} in {languages}{spread}."


_SHOW = ("terminal", "json", "html", "md", "csv", "akn")


@main.command()
@click.argument("doc")
@_lang
@click.option("--record", is_flag=True, help="List every repair made while reading (files only).")
@click.option("--doubts", is_flag=True, help="Only what a reader should check.")
@click.option("--by-addressee", is_flag=True, help="Who is asked to do what by when.")
@click.option(
    "--tracked",
    type=click.Choice(["accepted", "rejected"]),
    help="Read the tracked changes of a Word file so (files only). Default: accepted.",
)
@_common(*_SHOW)
def show(
    doc: str,
    lang: str | None,
    record: bool,
    doubts: bool,
    by_addressee: bool,
    tracked: str | None,
    library: Library,
    format_: str | None,
    output: Path | None,
    quiet: bool,
) -> None:
    """One document as numbered paragraphs.

    \b
    resdiff show 2482
    resdiff show S_RES_2482.fr.txt --format json
    resdiff show S_RES_2482.pdf --format akn -o S_RES_2482.xml
    resdiff show 2482 --by-addressee --format csv -o asked.csv
    resdiff show draft.docx --tracked rejected
    """
    if tracked and not Path(doc).is_file():
        raise click.UsageError("--tracked is for files: what the library holds is read with its changes accepted")
    if record:
        for repair, before in library.record(doc, _language(lang)):
            places = [f"{what} {at}" for what, at in (("page", repair.page), ("line", repair.line)) if at]
            click.echo(": ".join((*([", ".join(places)] if places else ()), repair.rule, f"{before!r} -> {repair.text!r}")))
        return
    _ready_for(library, quiet, doc)
    document = library.document(doc, _language(lang), rejected=tracked == "rejected")
    if doubts:
        for doubt in document.doubts:
            click.echo(f"{doubt.paragraph or '-'}: {doubt.what}")
        return
    formats = tuple(f for f in _SHOW if f != ("akn" if by_addressee else "csv"))
    if format_ and format_ not in formats:
        raise click.UsageError(f"--format {format_} is {'not for' if by_addressee else 'only for'} --by-addressee")
    if by_addressee:
        from resdiff.asked import asked

        _emit(asked(document), "asked", format_, output, formats, name=document.name, quiet=quiet)
        return
    _emit(library.marked(document), "show", format_, output, formats, name=document.name, quiet=quiet)


@main.command()
@click.argument("left")
@click.argument("right")
@_lang
@click.option("--exit-code", is_flag=True, help="Exit with 1 where the texts differ.")
@_common("terminal", "json", "html", "md", "csv")
def diff(
    left: str,
    right: str,
    lang: str | None,
    exit_code: bool,
    library: Library,
    format_: str | None,
    output: Path | None,
    quiet: bool,
) -> None:
    """Two documents: a change list to paste, then paragraph by paragraph, word by word.

    \b
    resdiff diff 2253 2368
    resdiff diff zero-draft.txt rev1.txt -o changes.html
    """
    _ready_for(library, quiet, left, right)
    comparison = library.diff(left, right, _language(lang))
    name = f"{comparison.left.name} {comparison.right.name}"
    _emit(comparison, "diff", format_, output, ("terminal", "json", "html", "md", "csv"), name=name, quiet=quiet)
    if exit_code and (comparison.added or comparison.removed or any(link.kind != "same" for link in comparison.links)):
        raise click.exceptions.Exit(1)


def _tell_lacking(library: Library, target: Document, quiet: bool) -> None:
    """Name what the document cites and the library lacks, with the line that brings it. Nothing is fetched by itself: for a draft that
    would tell a server what is being negotiated."""
    lacking = () if quiet else library.lacking(target)
    if lacking:
        from resdiff.report.words import counted, joined

        names = joined([*lacking[:5]], f"{len(lacking) - 5} more" if len(lacking) > 5 else "")
        click.echo(f"note: it cites {counted(len(lacking), 'document')} that the library lacks: {names}", err=True)
        line = " ".join(f'"{symbol}"' for symbol in lacking)
        click.echo(f"  To have them (the servers will see which): resdiff fetch {line} --lang {target.language}", err=True)


@main.command()
@click.argument("doc")
@_lang
@_among
@_before
@_common("terminal", "json", "html", "md", "csv")
def trace(
    doc: str,
    lang: str | None,
    among: tuple[str, ...],
    before: datetime | None,
    library: Library,
    format_: str | None,
    output: Path | None,
    quiet: bool,
) -> None:
    """The sourcing table: each paragraph, its precedent, what was changed.

    \b
    resdiff trace 2482 --format csv -o sourcing.csv
    resdiff trace draft.txt --among cited
    """
    _ready(library, quiet)
    lineage = library.trace(doc, _language(lang), among, _date(before))
    _emit(lineage, "trace", format_, output, ("terminal", "json", "html", "md", "csv"), name=lineage.target.name, quiet=quiet)
    _tell_lacking(library, lineage.target, quiet)


@main.command()
@click.argument("doc", default=DEFAULT_TARGET)
@click.option("--theme", default=DEFAULT_THEME, show_default=True, help="A theme that resdiff knows, or a path of a .toml file.")
@_lang
@_among
@_before
@_common("terminal", "json", "html", "md")
def evolve(
    doc: str,
    theme: str,
    lang: str | None,
    among: tuple[str, ...],
    before: datetime | None,
    library: Library,
    format_: str | None,
    output: Path | None,
    quiet: bool,
) -> None:
    """The report: how the language on a theme evolved up to DOC.

    \b
    resdiff evolve 2482 --format html -o report.html
    """
    _ready(library, quiet)
    evolution = library.evolve(doc, theme, _language(lang), among, _date(before))
    _emit(evolution, "evolve", format_, output, ("terminal", "json", "html", "md"), name=evolution.lineage.target.name, quiet=quiet)
    _tell_lacking(library, evolution.lineage.target, quiet)


@main.command()
@click.argument("words")
@_lang
@_before
@click.option("--limit", default=20, show_default=True, help="How many uses to list.")
@_common("terminal", "json", "md", "csv")
def search(
    words: str,
    lang: str | None,
    before: datetime | None,
    limit: int,
    library: Library,
    format_: str | None,
    output: Path | None,
    quiet: bool,
) -> None:
    """The precedent card of a phrase or of a whole pasted sentence: exact uses, then near ones.

    \b
    resdiff search "can benefit from organized crime"
    """
    from resdiff.tokens import words as cut

    if not cut(words):
        raise click.UsageError('give the words to look for, as in: resdiff search "can benefit from organized crime"')
    _ready(library, quiet)
    card = library.search(words, _language(lang), _date(before), limit)
    _emit(card, "search", format_, output, ("terminal", "json", "md", "csv"), quiet=quiet)


@main.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("resdiff-demo.html"),
    show_default=True,
    metavar="FILE",
    help="The report.",
)
@click.option("-q", "--quiet", is_flag=True, help="No messages but errors.")
@click.option("--debug", is_flag=True, help="A traceback where something fails.")
def demo(output: Path, quiet: bool, debug: bool) -> None:
    """The main job on the built-in specimen, offline: writes an HTML report and says where.

    The specimen is invented: eight resolutions of our own writing that imitate the real form. Nothing is added to your library.
    """
    from resdiff.workflow import demonstrate

    evolution = demonstrate()
    text = _rendered(evolution, "evolve", "html")
    _write_whole(output, text, "utf-8")
    if not quiet:
        target = evolution.lineage.target
        totals = evolution.lineage.totals
        click.echo(f"read the specimen (invented documents) and traced {target.name}: {len(target.paragraphs)} paragraphs,")
        click.echo(
            f"{totals.inherited} of {totals.words} words found in earlier documents, {len(evolution.nexus)} paragraphs on the theme"
        )
        click.echo(f"report: {_shown(output.resolve())}")


if __name__ == "__main__":
    main()
