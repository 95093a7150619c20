"""`diff`: documents beside each other."""

from __future__ import annotations

import click

from resdiff.cli.options import Run, common, lang_option, language
from resdiff.cli.progress import ready_for


@click.command()
@click.argument("left")
@click.argument("right")
@lang_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 where the texts differ.")
@common("terminal", "json", "html", "md", "csv")
def diff(
    left: str,
    right: str,
    lang: str | None,
    exit_code: bool,
    run: Run,
) -> None:
    """Two documents: a change list to paste, then paragraph by paragraph, word by word.

    \b
    resdiff diff 2253 2368
    resdiff diff zero-draft.txt rev1.txt -o changes.html
    """
    ready_for(run, left, right)
    comparison = run.library.diff(left, right, language(lang))
    name = f"{comparison.left.name} {comparison.right.name}"
    run.output.put(comparison, "diff", name)
    if exit_code and (comparison.added or comparison.removed or any(link.kind != "same" for link in comparison.links)):
        raise click.exceptions.Exit(1)
