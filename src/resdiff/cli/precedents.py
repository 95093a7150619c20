"""`trace`, `evolve`, `search`, `demo`: a text against everything adopted before it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resdiff.cli.options import DEFAULT_THEME, Run, among_option, before_option, common, day, lang_option, language
from resdiff.cli.output import rendered, shown, write_whole
from resdiff.cli.progress import ready

if TYPE_CHECKING:
    from resdiff.models import Document

DEFAULT_TARGET = "S/RES/2482 (2019)"


def _tell_lacking(run: Run, target: Document) -> None:
    """Name what the document cites and the library lacks, with the line that brings it. Nothing is fetched by itself: for a draft that
    would tell a server what is being negotiated."""
    lacking = () if run.quiet else run.library.lacking(target)
    if lacking:
        from resdiff.report.words import counted, joined

        names = joined([*lacking[:5]], f"{len(lacking) - 5} more" if len(lacking) > 5 else "")
        click.echo(f"note: it cites {counted(len(lacking), 'document')} that the library lacks: {names}", err=True)
        line = " ".join(f'"{symbol}"' for symbol in lacking)
        click.echo(f"  To have them (the servers will see which): resdiff fetch {line} --lang {target.language}", err=True)


@click.command()
@click.argument("doc")
@lang_option
@among_option
@before_option
@common("terminal", "json", "html", "md", "csv")
def trace(
    doc: str,
    lang: str | None,
    among: tuple[str, ...],
    before: datetime | None,
    run: Run,
) -> None:
    """The sourcing table: each paragraph, its precedent, what was changed.

    \b
    resdiff trace 2482 --format csv -o sourcing.csv
    resdiff trace draft.txt --among cited
    """
    ready(run)
    lineage = run.library.trace(doc, language(lang), among, day(before))
    run.output.put(lineage, "trace", lineage.target.name)
    _tell_lacking(run, lineage.target)


@click.command()
@click.argument("doc", default=DEFAULT_TARGET)
@click.option("--theme", default=DEFAULT_THEME, show_default=True, help="A theme that resdiff knows, or a path of a .toml file.")
@lang_option
@among_option
@before_option
@common("terminal", "json", "html", "md")
def evolve(
    doc: str,
    theme: str,
    lang: str | None,
    among: tuple[str, ...],
    before: datetime | None,
    run: Run,
) -> None:
    """The report: how the language on a theme evolved up to DOC.

    \b
    resdiff evolve 2482 --format html -o report.html
    """
    ready(run)
    evolution = run.library.evolve(doc, theme, language(lang), among, day(before))
    run.output.put(evolution, "evolve", evolution.lineage.target.name)
    _tell_lacking(run, evolution.lineage.target)


@click.command()
@click.argument("words")
@lang_option
@before_option
@click.option("--limit", default=20, show_default=True, help="How many uses to list.")
@common("terminal", "json", "md", "csv")
def search(
    words: str,
    lang: str | None,
    before: datetime | None,
    limit: int,
    run: Run,
) -> None:
    """The precedent card of a phrase or of a whole pasted sentence: exact uses, then near ones.

    \b
    resdiff search "can benefit from organized crime"
    """
    from resdiff.tokens import words as cut

    if not cut(words):
        raise click.UsageError('give the words to look for, as in: resdiff search "can benefit from organized crime"')
    ready(run)
    card = run.library.search(words, language(lang), day(before), limit)
    run.output.put(card, "search")


@click.command()
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
    text = rendered(evolution, "evolve", "html")
    write_whole(output, text, "utf-8")
    if not quiet:
        target = evolution.lineage.target
        totals = evolution.lineage.totals
        click.echo(f"read the specimen (invented documents) and traced {target.name}: {len(target.paragraphs)} paragraphs,")
        click.echo(
            f"{totals.inherited} of {totals.words} words found in earlier documents, {len(evolution.nexus)} paragraphs on the theme"
        )
        click.echo(f"report: {shown(output.resolve())}")
