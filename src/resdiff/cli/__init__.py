"""The command line: arguments in, printing out, errors to exit codes. Nothing is worked out here.

Everything heavy is imported by the command that needs it: `resdiff --help` loads click alone.
"""

from __future__ import annotations

import click

from resdiff.cli.comparing import compare, diff
from resdiff.cli.fetching import fetch
from resdiff.cli.group import Group
from resdiff.cli.library import add, list_, show
from resdiff.cli.precedents import demo, evolve, search, trace

EXIT_CODES = """\b
Exit codes: 0 done; 1 differences found (only with --exit-code); 2 usage;
3 no such document, file or theme; 4 a file that cannot be read; 5 the library
cannot be used; 6 things that cannot be compared; 7 the network gave nothing;
8 some of what was to be fetched could not be had; 9 an error of resdiff's own;
130 interrupted."""


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EXIT_CODES)
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


for _command in (add, fetch, list_, show, diff, compare, trace, evolve, search, demo):
    main.add_command(_command)
