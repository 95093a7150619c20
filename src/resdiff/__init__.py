"""Git blame, diff and precedent search for the language of United Nations resolutions.

    import resdiff
    with resdiff.open_library() as library:
        document = library.document("S/RES/2482 (2019)")

What stands here: `open_library`, the value types of `resdiff.models` and the errors of `resdiff.errors`, each loaded when first asked for.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from resdiff.workflow import Library


def open_library(folder: str | Path | None = None) -> Library:
    """The library in a folder, or the one the command line would use. Opening it touches nothing on disk. Raises LibraryError when it is
    first read."""
    from resdiff.workflow import find_library

    return find_library(Path(folder) if folder is not None else None)


def __getattr__(name: str) -> Any:
    if name[0].isupper():
        for module in (import_module("resdiff.models"), import_module("resdiff.errors")):
            if name in vars(module):
                return vars(module)[name]
    raise AttributeError(f"module 'resdiff' has no attribute {name!r}")
