"""Reading our own HTML back in tests: the text under chosen elements, the visible words of the apparatus."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})

FORBIDDEN = re.compile(
    r"\b(agreed|consensus|(non-)?binding|obligations?|violat\w+|new|first|unprecedented|dropped|deleted|died|lost ground|watered"
    r"|concession\w*|weakened|strengthened|superseded|replaced|repealed|in force|authors?|stolen|copied|plagiar\w+|typos?|errors?"
    r"|boilerplate|intentions?|meant|implies)\b",
    re.IGNORECASE,
)
"""Words that the tool never says: drafting rules, "Words a tool must not say"."""


class Reader(HTMLParser):
    """Gathers, for each element with the attribute `key`, its text without what stands in a `del`; and all tags and words outside."""

    def __init__(self, key: str) -> None:
        super().__init__(convert_charrefs=True)
        self.key = key
        self.open: list[tuple[str, str | None]] = []
        self.texts: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.apparatus: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in held.items()]
        for name in ("aria-label", "title", "placeholder", "data-done"):
            if name in held and not self._inside("data-text"):
                self.apparatus.append(held[name])
        if self.key in held:
            self.texts.append((held[self.key], ""))
        if tag not in VOID:
            mark = self.key if self.key in held else "data-text" if "data-text" in held else None
            self.open.append((tag, mark))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def _inside(self, mark: str) -> bool:
        return any(held == mark for _, held in self.open)

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self.open}
        if self._inside(self.key):
            if "del" not in tags:
                name, text = self.texts[-1]
                self.texts[-1] = (name, text + data)
        elif not tags & {"script", "style"}:
            self.apparatus.append(data)


def read(page: str, key: str = "data-text") -> Reader:
    reader = Reader(key)
    reader.feed(page)
    reader.close()
    return reader
