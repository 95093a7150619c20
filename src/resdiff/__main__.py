"""`python -m resdiff`."""

from .cli import main

main(prog_name="resdiff")
