"""The viewer page of docs.un.org: the address of the document stands in its frame, whatever that address is today."""

from __future__ import annotations

import warnings
from urllib.parse import urljoin

from bs4 import BeautifulSoup

_MOST = 2**16
"""Bytes of a page that are looked at; the real one has 4,240."""


def framed(page: bytes, base: str) -> str | None:
    """The address in the page's frame, None where it has none."""
    with warnings.catch_warnings():
        # the parser wonders about a page that is no markup; such a page has no frame, and that is all
        warnings.simplefilter("ignore")
        soup = BeautifulSoup(page[:_MOST], "lxml")
    for frame in soup.find_all("iframe"):
        source = frame.get("src")
        if isinstance(source, str) and source.strip():
            try:
                return urljoin(base, source.strip())
            except ValueError:
                return None
    return None
