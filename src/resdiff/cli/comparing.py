"""`diff`, `compare`: documents beside each other."""

from __future__ import annotations

import click

from resdiff.cli.options import DEFAULT_THEME, Run, common, lang_option, language
from resdiff.cli.progress import ready_for


@click.command()
@click.argument("left")
@click.argument("right")
@lang_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 where the texts differ.")
@click.option(
    "--tracked",
    type=click.Choice(["accepted", "rejected"]),
    help="Read the tracked changes of Word files so. Default: accepted.",
)
@click.option(
    "--explain", metavar="ID", help='Why a paragraph ("OP9") is linked as it is: what was shared, the runner-up, what would tip it.'
)
@common("terminal", "json", "html", "md", "csv")
def diff(
    left: str,
    right: str,
    lang: str | None,
    exit_code: bool,
    tracked: str | None,
    explain: str | None,
    run: Run,
) -> None:
    """Two documents: a change list to paste, then paragraph by paragraph, word by word.

    \b
    resdiff diff 2253 2368
    resdiff diff zero-draft.txt rev1.txt -o changes.html
    resdiff diff 2253 2368 --explain OP9
    """
    ready_for(run, left, right)
    if explain is not None and tracked:
        raise click.UsageError("--tracked does not go with --explain")
    if explain is not None:
        if run.output.chosen not in (None, "terminal", "json"):
            raise click.UsageError("--explain prints to the terminal or as json")
        run.output.put(run.library.explain(left, right, explain, language(lang)), "explain")
        return
    comparison = run.library.diff(left, right, language(lang), rejected=tracked == "rejected")
    name = f"{comparison.left.name} {comparison.right.name}"
    run.output.put(comparison, "diff", name)
    if exit_code and (comparison.added or comparison.removed or any(link.kind != "same" for link in comparison.links)):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("docs", nargs=-1, required=True, metavar="DOC DOC...")
@lang_option
@click.option("--base", metavar="DOC", help="Compare every column with this one. Default: each with the column before it.")
@click.option("--only", metavar="IDS", help='Only the rows of these paragraphs, with their items, in any column: "PP4,OP15(c)".')
@click.option(
    "--theme",
    is_flag=False,
    flag_value=DEFAULT_THEME,
    metavar="[NAME]",
    help=f"Only rows on a theme: one that resdiff knows, or a path of a .toml file; {DEFAULT_THEME} where none is named.",
)
@common("terminal", "json", "html", "md", "csv")
def compare(
    docs: tuple[str, ...],
    lang: str | None,
    base: str | None,
    only: str | None,
    theme: str | None,
    run: Run,
) -> None:
    """Two or more side by side: a concordance table, one row per provision, a column per document, oldest first.

    \b
    resdiff compare 2253 2368 2610 -o concordance.html
    resdiff compare 2253 2368 draft.docx --base 2368 --only PP4,OP15(c)
    """
    ids = tuple(dict.fromkeys(part.strip() for part in (only or "").split(",") if part.strip()))
    if only is not None and not ids:
        raise click.UsageError('--only wants ids, as in: --only "PP4,OP15(c)"')
    if len(docs) < 2:
        raise click.UsageError("give two documents or more, as in: resdiff compare 2253 2368 2610")
    ready_for(run, *docs)
    concordance = run.library.compare(docs, language(lang), base, ids, theme)
    from resdiff.report.concordance import file_name

    run.output.put(concordance, "compare", file_name(concordance))
