"""The viewer page of docs.un.org: the address of the document stands in its frame, whatever that address is today."""

from __future__ import annotations

from urllib.parse import urljoin

from bs4 import BeautifulSoup


def framed(page: bytes, base: str) -> str | None:
    """The address in the page's frame, None where it has none."""
    for frame in BeautifulSoup(page, "lxml").find_all("iframe"):
        source = frame.get("src")
        if isinstance(source, str) and source.strip():
            return urljoin(base, source.strip())
    return None
