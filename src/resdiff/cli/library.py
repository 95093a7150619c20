"""`add`, `list`, `show`: documents into the library, what it holds, one of them as numbered paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resdiff.cli.options import LANGUAGES, Run, common, lang_option, language
from resdiff.cli.output import shown
from resdiff.cli.progress import progress_bar, ready, ready_for

if TYPE_CHECKING:
    from resdiff.intake import AddSummary
    from resdiff.models import Entry


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--symbol", default="", metavar="SYMBOL", help="The document's symbol, where the file does not bear it.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Refuse files in another language.")
@common("terminal", "json")
def add(files: tuple[Path, ...], symbol: str, lang: str | None, run: Run) -> None:
    """Documents from disk (official XML, Word, PDF, text; whole folders) into the library.

    Official metadata (YEAR.json: votes, meetings, drafts) goes in the same way. What is held already is left alone. Without FILES, what
    an earlier version of resdiff read is read again.

    \b
    resdiff add ~/Downloads/SCresolutions
    resdiff add letter.pdf --symbol S/2018/1177 --lang en
    """
    from resdiff.errors import Unreadable

    with progress_bar("adding", run.quiet) as progress:
        try:
            summary = (
                run.library.add(files, language=language(lang), symbol=symbol, progress=progress)
                if files
                else run.library.refresh(progress)
            )
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    if run.output.as_data:
        run.output.data(summary, "add")
    else:
        tell_added(summary, run)
    if summary.refused and not (summary.added or summary.unchanged or summary.facts):
        worst = summary.refused[0]
        raise Unreadable("nothing could be added", worst.hint)


def tell_added(summary: AddSummary, run: Run) -> None:
    """Print what was refused, a reason a line, and how much was taken in."""
    from resdiff.report.words import printable

    for refusal in summary.refused:
        click.echo(printable(f"refused  {refusal.file}: {refusal.reason}"), err=True)
        if refusal.hint:
            click.echo(printable(f"         {refusal.hint}"), err=True)
    if not run.quiet:
        doubtful = f" ({summary.doubtful} with a doubt)" if summary.doubtful else ""
        facts = f", {summary.facts} records of metadata" if summary.facts else ""
        click.echo(f"added {summary.added}{doubtful}, unchanged {summary.unchanged}, refused {len(summary.refused)}{facts}")
        click.echo(f"library: {shown(run.library.folder)}")


@click.command(name="list")
@lang_option
@click.option("--year", type=int, help="Only documents of this year.")
@common("terminal", "json", "csv", "md")
def list_(lang: str | None, year: int | None, run: Run) -> None:
    """What the library holds, by date of adoption."""
    from resdiff.models import Listing

    ready(run)
    held = run.library.entries()
    entries = tuple(e for e in held if lang in (None, e.language) and (year is None or (e.date and e.date.year == year)))
    if held and not entries and run.output.chosen in (None, "terminal") and run.output.path is None:
        click.echo(_nothing_of(held, year, lang))
        return
    run.output.put(Listing(entries), "listing")


def _nothing_of(held: Sequence[Entry], year: int | None, lang: str | None) -> str:
    asked = " ".join(filter(None, (f"of {year}" if year is not None else "", f"in {lang}" if lang else "")))
    years = [e.date.year for e in held if e.date]
    spread = f", of the years {min(years)}-{max(years)}" if years else ""
    languages = ", ".join(sorted({e.language for e in held}))
    count = f"{len(held)} documents" if len(held) > 1 else "one document"
    return f"Nothing in the library is {asked}; it holds {count} in {languages}{spread}."


_SHOW = ("terminal", "json", "html", "md", "csv", "akn")


@click.command()
@click.argument("doc")
@lang_option
@click.option("--record", is_flag=True, help="List every repair made while reading (files only).")
@click.option("--doubts", is_flag=True, help="Only what a reader should check.")
@click.option("--by-addressee", is_flag=True, help="Who is asked to do what by when.")
@click.option(
    "--tracked",
    type=click.Choice(["accepted", "rejected"]),
    help="Read the tracked changes of a Word file so (files only). Default: accepted.",
)
@common(*_SHOW)
def show(
    doc: str,
    lang: str | None,
    record: bool,
    doubts: bool,
    by_addressee: bool,
    tracked: str | None,
    run: Run,
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
        for repair, before in run.library.record(doc, language(lang)):
            places = [f"{what} {at}" for what, at in (("page", repair.page), ("line", repair.line)) if at]
            click.echo(": ".join((*([", ".join(places)] if places else ()), repair.rule, f"{before!r} -> {repair.text!r}")))
        return
    ready_for(run, doc)
    document = run.library.document(doc, language(lang), rejected=tracked == "rejected")
    if doubts:
        for doubt in document.doubts:
            click.echo(f"{doubt.paragraph or '-'}: {doubt.what}")
        return
    formats = tuple(f for f in _SHOW if f != ("akn" if by_addressee else "csv"))
    output = replace(run.output, formats=formats)
    if output.chosen and output.chosen not in formats:
        raise click.UsageError(f"--format {output.chosen} is {'not for' if by_addressee else 'only for'} --by-addressee")
    if by_addressee:
        from resdiff.asked import asked

        output.put(asked(document), "asked", document.name)
        return
    output.put(run.library.marked(document), "show", document.name)
