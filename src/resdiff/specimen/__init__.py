"""The specimen: eight resolutions and a statement of our own invention, numbered from 9001 in the years from 2091, in English and French.

They are no United Nations documents and say so in every masthead. `ancestry.json` beside them says, passage by passage, what came from
where; fixtures/make.py makes all of it from fixtures/source.
"""

from __future__ import annotations

from importlib.resources import files as _resources

TARGET = "S/RES/9008 (2099)"
"""The latest of them: the document that `demo` reports on."""

THEME = "terrorism-crime"


def files() -> tuple[tuple[str, bytes], ...]:
    """(name, bytes) of every document as XML, both languages, in the order of names, then of the metadata."""
    folder = _resources(__name__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".xml"))
    return tuple((name, folder.joinpath(name).read_bytes()) for name in (*names, "metadata.json"))


def ancestry() -> bytes:
    """What came from where: JSON, described in fixtures/README.md."""
    return _resources(__name__).joinpath("ancestry.json").read_bytes()
