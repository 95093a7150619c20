"""`fetch`: documents from the UN's servers into the library."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resdiff.cli.library import tell_added
from resdiff.cli.options import LANGUAGES, Run, common
from resdiff.cli.progress import progress_bar, ready

if TYPE_CHECKING:
    from resdiff.retrieve import Asked, FetchSummary, Retrieval, Retrieved


@click.command()
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
@common("terminal", "json")
def fetch(names: tuple[str, ...], run: Run, dry_run: bool, **options: Any) -> None:
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
        _collect(run, options["collection"], options["pace"], dry_run=dry_run, refresh=options["refresh"])
        return
    asked = _asked(names, **options)
    if dry_run:
        from resdiff.report import fetching

        plan = run.library.retrieval(options["pace"], plan_only=True).plan(asked)
        run.output.data(plan, "fetch") if run.output.as_data else click.echo(fetching.plan(plan), nl=False)
        return
    with _fetching(run, options["pace"]) as retrieval:
        summary = retrieval.run(asked)
    _account(summary, run)


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
    from resdiff.models import Language
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
    return Asked(tuple(wanted), Language(lang), Form(prefer) if prefer else None, originals, refresh, depth)


@contextlib.contextmanager
def _fetching(run: Run, pace: float | None) -> Iterator[Retrieval]:
    """A run of fetch that prints a line a document, and on a terminal a bar over all and what is being waited for."""
    from resdiff.report import fetching

    ready(run)
    with progress_bar("fetching", run.quiet, str) as progress:

        def watch(item: Retrieved) -> None:
            if not run.output.as_data and (not run.quiet or item.outcome == "failed"):
                click.echo(fetching.line(item))

        yield run.library.retrieval(pace, _waiting(run.quiet), watch, progress)


def _waiting(quiet: bool) -> Callable[[str], None]:
    """Prints what is being waited for."""
    from resdiff.report.words import printable

    def tell(what: str) -> None:
        if not quiet:
            click.echo(f"  {printable(what)}", err=True)

    return tell


def _account(summary: FetchSummary, run: Run) -> None:
    """The closing account, and an exit code that tells all, some or none."""
    from resdiff.account import Outcome
    from resdiff.errors import FetchError, Incomplete
    from resdiff.report import fetching

    if run.output.as_data:
        run.output.data(summary, "fetch")
    elif not run.quiet:
        click.echo("\n" + fetching.summary(summary), nl=False)
    failed = summary.of(Outcome.FAILED)
    if len(failed) == len(summary.documents):
        raise FetchError("nothing could be had", "The reasons stand above, with what to do by hand.")
    if failed:
        raise Incomplete(
            f"{len(failed)} of {len(summary.documents)} could not be had", "The same line asks for these again, and for no other."
        )


def _collect(run: Run, short: str, pace: float | None, *, dry_run: bool, refresh: bool) -> None:
    tell = _waiting(run.quiet)
    if dry_run:
        click.echo(f"{run.library.retrieval(pace, plan_only=True).archive(short)}\nNothing was sent.")
        return
    ready(run)
    with progress_bar("taking in", run.quiet) as progress:
        tell("downloading the collection in one archive; this takes some minutes")
        summary, changed = run.library.retrieval(pace, tell).collect(short, progress, refresh=refresh)
    if run.output.as_data:
        run.output.data(summary, "add")
        return
    if not changed and not run.quiet:
        click.echo("the collection has not changed since it was fetched")
    tell_added(summary, run)
