"""A web page's tree to pieces: one a printed paragraph or row, with its italics, the anchors of its notes, and how much of it is links.

The tree is walked without recursion. What a browser does not show is left out (scripts, styles, hidden elements, frames); what it
generates is put in (the numbers of lists).
"""

from __future__ import annotations

import re
from dataclasses import replace

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PreformattedString

from resdiff.models import Mark
from resdiff.read.html_lists import List, counted, is_data, is_numbered, list_of, says, style_of, value
from resdiff.read.html_piece import BREAK, NUMBER, Anchor, Line, Piece, split

_names = str.split
_BLOCKS = frozenset(
    _names(
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
        "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul"
    )
)
_UNSEEN = frozenset(
    _names(
        "script style noscript template svg math iframe frame frameset noframes object embed applet audio video canvas select button input "
        "textarea datalist head title meta link base map img picture source del s strike"
    )
)
_ITALIC = frozenset(_names("i em cite var dfn u"))
"""Verbs are underlined in pages made after typescripts."""
_BOLD = frozenset(_names("b strong"))
_HEADINGS = frozenset(_names("h1 h2 h3 h4 h5 h6"))
_SITES = frozenset(_names("nav footer aside dialog"))
_ROLES = frozenset(_names("navigation contentinfo complementary search dialog alertdialog banner menu menubar toolbar"))
_CALLED = re.compile(
    r"(?:site|page|main|global|top|bottom)?[-_]?(?:nav|navigation|navbar|menu|footer|breadcrumbs?|sidebar|cookies?|share|sharing|social|pager|"
    r"pagination|toolbar)(?:[-_](?:bar|box|banner|notice|consent|links|block|wrapper|container))?",
    re.IGNORECASE,
)
"""What sites call their own parts."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SLANTED = re.compile(r"(?<![\w-])font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_UPRIGHT = re.compile(r"(?<![\w-])font-style\s*:\s*normal", re.IGNORECASE)
_HEAVY = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_ANCHOR = re.compile(r"\s*[\[(]?\s*(\d{1,3}|\*{1,3}|[a-z])\s*[\])]?\s*")
_FEW = 8
"""Parts of text in which the mark of a note stands."""


def pieces(soup: BeautifulSoup) -> list[Piece]:
    """The page's pieces in order."""
    walk = _Walk()
    walk.run(soup)
    return walk.out


class _Walk:
    """One page on its way to pieces."""

    def __init__(self) -> None:
        self.out: list[Piece] = []
        self.now = Line()
        self.marker = ""
        self.lists: list[List] = []
        self.names: list[str] = []
        self.cells: list[Piece] | None = None
        self.tables: dict[int, bool] = {}
        """Whether each table met so far holds data."""
        self.pre = 0
        self.heading = 0
        self.site = 0

    def run(self, root: Tag) -> None:
        """Walks over the tree: each element is entered, and left when all that is in it was walked."""
        stack: list[tuple[Tag | NavigableString, dict[str, int] | None]] = [(root, None)]
        while stack:
            node, state = stack.pop()
            if isinstance(node, NavigableString):
                if not isinstance(node, PreformattedString | Comment):
                    self._words(str(node))
            elif state is not None:
                self._leave(node, state)
            elif not self._is_unseen(node):
                stack.append((node, self._enter(node)))
                stack.extend((child, None) for child in reversed(node.contents) if isinstance(child, Tag | NavigableString))
        self._flush()

    def _is_unseen(self, tag: Tag) -> bool:
        name = tag.name
        if name in ("del", "s", "strike"):
            self.now.struck.append((self.now.length, " ".join(tag.get_text().split())))
        if name in _UNSEEN or tag.has_attr("hidden") or value(tag, "aria-hidden").lower() == "true":
            return True
        return bool(_HIDDEN.search(value(tag, "style")))

    # in and out of elements

    def _enter(self, tag: Tag) -> dict[str, int]:
        """What is to be known when the element is left: where its words begin, by what they are."""
        name, style = tag.name, value(tag, "style")
        at = self.now.length
        if name == "br":
            self._put(BREAK)
            return {}
        state: dict[str, int] = {}
        if name in _BLOCKS:
            self._flush()
            at = 0
            self._block(tag, state)
        for key in ("id", "name"):
            if (label := value(tag, key)) and (key == "id" or name == "a"):
                if name in _BLOCKS:
                    self.names.append(label)
                    state["named"] = state.get("named", 0) + 1
                else:
                    self.now.names.add(label)
        upright = bool(_UPRIGHT.search(style))
        if (name in _ITALIC and not upright) or _SLANTED.search(style):
            state["italic"] = at
        if name in _BOLD or _HEAVY.search(style):
            state["heavy"] = at
        if name == "ins":
            state["added"] = at
        if name == "a" and tag.has_attr("href"):
            state["link"] = at
        if name == "sup" or _RAISED.search(style):
            state["raised"] = at
        return state

    def _block(self, tag: Tag, state: dict[str, int]) -> None:
        name = tag.name
        if _is_site(tag):
            self.site += 1
            state["site"] = 1
        if name in ("ol", "ul", "menu", "dir"):
            self.lists.append(list_of(tag))
            state["list"] = 1
        elif name == "li":
            self.marker = self._number(tag)
        elif name == "pre":
            self.pre += 1
            state["pre"] = 1
        elif name in _HEADINGS:
            self.heading += 1
            state["heading"] = 1
        elif name == "tr" and self.cells is None:
            data = self._is_data(tag)
            if data or is_numbered(tag):
                self.cells = []
                state["row"] = 1 if data else 2

    def _is_data(self, row: Tag) -> bool:
        """Whether a row is one of a table of data."""
        table = row.find_parent("table")
        if table is None:
            return False
        if id(table) not in self.tables:
            self.tables[id(table)] = is_data(table)
        return self.tables[id(table)]

    def _leave(self, tag: Tag, state: dict[str, int]) -> None:
        end = self.now.length
        for what, found in (("italic", self.now.italics), ("heavy", self.now.heavy), ("added", self.now.added)):
            if what in state and end > state[what]:
                found.append((state[what], end))
        if "link" in state:
            self._link(tag, state["link"], end)
        elif "raised" in state:
            self._raised(state["raised"], end, "")
        if tag.name in _BLOCKS:
            self._flush()
            self._close(state)
        elif end < _FEW and NUMBER.fullmatch(self._since(0)):
            self._put(" ")  # "<span>1.</span><span>Decides</span>"

    def _close(self, state: dict[str, int]) -> None:
        if "list" in state:
            self.lists.pop()
            self.marker = ""
        if "pre" in state:
            self.pre -= 1
        if "heading" in state:
            self.heading -= 1
        self.site -= state.get("site", 0)
        for _ in range(state.get("named", 0)):
            self.names.pop()
        if "row" in state:
            self._row(numbered=state["row"] == 2)

    def _link(self, tag: Tag, start: int, end: int) -> None:
        """The end of a link: a note's anchor, the way back from a note, or a way to another page."""
        page, _, place = value(tag, "href").partition("#")
        words = self._since(start)
        if place and _ANCHOR.fullmatch(words):
            self._raised(start, end, place)
        elif page or not place:
            if end > start:
                self.now.links.append((start, end))
        elif words.strip() and not any(c.isalnum() for c in words):
            self._cut(start)

    def _raised(self, start: int, end: int, target: str) -> None:
        """What is set high, or leads to a place on the page: a note's mark, if it looks like one."""
        match = _ANCHOR.fullmatch(self._since(start))
        while match and self.now.anchors and self.now.anchors[-1].start >= start:
            target = self.now.anchors.pop().target or target  # "<sup><a>1</a></sup>", "<a><sup>1</sup></a>"
        if match:
            self.now.anchors.append(Anchor(start, end, match[1], target))

    def _since(self, start: int) -> str:
        """The words from an offset on."""
        tail: list[str] = []
        length = self.now.length
        for part in reversed(self.now.parts):
            if length <= start or len(tail) > _FEW:
                break
            tail.append(part)
            length -= len(part)
        return "".join(reversed(tail))[max(0, start - length) :]

    def _cut(self, start: int) -> None:
        while self.now.length > start:
            part = self.now.parts.pop()
            kept = part[: max(0, start - self.now.length + len(part))]
            self.now.length += len(kept) - len(part)
            if kept:
                self.now.parts.append(kept)
                break

    # words

    def _words(self, text: str) -> None:
        if self.pre:
            text = text.replace("\r\n", "\n").replace("\n", BREAK)
        self._put(text.replace(BREAK, " ") if not self.pre else text)

    def _put(self, text: str) -> None:
        if text:
            self.now.parts.append(text)
            self.now.length += len(text)

    def _number(self, li: Tag) -> str:
        """The marker that a list generates for an item."""
        if not self.lists:
            return "•"
        open_ = self.lists[-1]
        if (stated := value(li, "value").strip()) and re.fullmatch(r"-?\d{1,4}", stated):
            open_.count = int(stated)
        number, style = open_.count, style_of(li) or open_.style
        open_.count += open_.step
        return counted(number, style)

    def _flush(self) -> None:
        """Ends a paragraph."""
        line, self.now = self.now, Line()
        raw = "".join(line.parts)
        if not raw.strip() and not line.names:
            return
        for piece in split(raw, line):
            piece.names = piece.names | frozenset(self.names)
            piece.heading = self.heading > 0
            piece.site = self.site > 0
            if piece.text and self.marker:
                piece.marker = "" if says(piece.text, self.marker) else self.marker
                self.marker = ""
            if piece.text or piece.names:
                (self.out if self.cells is None else self.cells).append(piece)

    def _row(self, *, numbered: bool) -> None:
        """Ends a row of a table: one piece, its cells parted by tabs; or a number and its text side by side."""
        cells, self.cells = self.cells or [], None
        cells = [cell for cell in cells if cell.text]
        if not cells:
            return
        if numbered and len(cells) > 1:
            self.out.append(replace(cells[1], marker=cells[0].text, names=cells[0].names | cells[1].names))
            self.out += cells[2:]
            return
        text, marks = "", list[Mark]()
        for i, cell in enumerate(cells):
            text += "\t" if i else ""
            marks += (replace(m, start=m.start + len(text), end=m.end + len(text)) for m in cell.marks)
            text += cell.text
        self.out.append(Piece(text, tuple(marks), row=True, site=cells[0].site))


def _is_site(tag: Tag) -> bool:
    """Whether an element is said to be the site's own."""
    if tag.name in _SITES or value(tag, "role").lower() in _ROLES:
        return True
    if tag.name in ("html", "body", "main", "article"):
        return False
    return any(_CALLED.fullmatch(name) for name in (value(tag, "id"), *value(tag, "class").split()))
