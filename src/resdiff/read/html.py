"""A web page to blocks, one a printed paragraph: pages of the United Nations of every age, and what browsers and Word save.

The page is decoded by its byte order mark, by what it declares, else by what its words tell; parsed by Beautiful Soup over lxml within
bounds of size and depth; taken apart into pieces (`html_text`); and cut to the document (`html_page`). What the site prints around it
stays among the blocks with the hint FURNITURE, for the repair to take out and record. Pages that hold no document say what they are.
"""

from __future__ import annotations

import codecs
import re
import warnings
from dataclasses import replace

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

from resdiff import vocabulary
from resdiff.errors import EmptyFile, NotADocument, TooLarge, Unreadable
from resdiff.models import Block, Blocks, Doubt, Hint, Language, Layout, SourceKind
from resdiff.read import text
from resdiff.read.furniture import REISSUE, SYMBOL, masthead_of, stated_symbols
from resdiff.read.html_page import Bounds, noted
from resdiff.read.html_piece import Piece
from resdiff.read.html_text import pieces

LARGEST = 16 << 20
"""Bytes; the longest resolution, saved by Word, has some two million."""
MOST_TAGS = 60_000
"""Of elements; the longest resolution, saved by Word, has some 30,000. More would take more than ten seconds to parse."""
MOST_PARAGRAPHS = 6_000
"""Of a page; the longest resolution has 2,100."""
DEEPEST = 200
"""Elements in one another; what a site nests has some thirty."""

_FETCH = 'fetch the document by its symbol, for example: resdiff fetch "S/RES/2482 (2019)"'
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_LABELS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "windows-1252": "cp1252",
    "x-cp1252": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "unicode": "utf-16",
    "windows-1256": "cp1256", "windows-1251": "cp1251", "koi8-r": "koi8-r", "macintosh": "mac-roman", "x-mac-roman": "mac-roman",
}  # fmt: skip
"""What browsers read for what pages declare (WHATWG, Encoding)."""
_GUESSES = (
    ("cp1256", Language.AR),
    ("koi8-r", Language.RU),
    ("cp1251", Language.RU),
    ("gb18030", Language.ZH),
    ("big5", Language.ZH),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_WINDOWS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
"""Characters that pages mean by the control characters U+0080-U+009F (WHATWG, HTML, numeric references)."""
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)[^<>]*?(/?)>")
_names = str.split
_VOID = frozenset(
    _names(
        "area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option tbody thead tfoot colgroup"
    )
)
"""Elements without an end, or whose end may be left out."""
_SHELLS = (
    (
        re.compile(r"(?i)gokuprops|awswaf|cf-chl-|challenge-platform|just a moment|enable javascript and cookies"),
        "a check that only a browser passes",
    ),
    (
        re.compile(r"(?i)\b(?:404|not found|page introuvable|no document|does not exist|cannot be found)\b"),
        "a server’s page for what it does not have",
    ),
    (re.compile(r"(?i)\b(?:403|forbidden|access denied|50[0-4]|bad gateway|service unavailable|error)\b"), "a server’s error page"),
)


def read(data: bytes, name: str = "") -> Blocks:
    """The blocks of a web page; layout PARAGRAPHS, generated numbers apart, notes apart. A page whose text is preformatted has the layout
    of a text file.

    Raises EmptyFile, TooLarge, and NotADocument with what the page is: a viewer with the document in a frame, an error page, another
    page."""
    if len(data) > LARGEST:
        raise TooLarge(f"larger than {LARGEST >> 20} MB", "No resolution is: check the file.", name)
    page, doubts = _decoded(data)
    soup = _parsed(page, name)
    if _is_report(soup):
        what = "it is a report of resdiff, not a document of the United Nations"
        raise NotADocument(what, "give the documents that the report was made from, or " + _FETCH, name)
    if (lines := _preformatted(soup)) is not None:
        return lines
    found, notes = noted(pieces(soup))
    if len(found) > MOST_PARAGRAPHS:
        raise TooLarge(f"it has {len(found):,} paragraphs, more than {MOST_PARAGRAPHS:,}", "Check that it is one document.", name)
    said = "\n".join(piece.text for piece in found)
    language = vocabulary.detect(said) or _stated(soup)
    words = vocabulary.load(language or Language.EN)
    bounds = Bounds(found, words)
    if not bounds.is_document and any(piece.site for piece in found):
        found = [replace(piece, site=False) for piece in found]  # no document outside what the page calls its foot, its side bar
        bounds = Bounds(found, words)
    if not bounds.is_document:
        raise _refusal(soup, page, said, name)
    inside = range(bounds.start, bounds.end)
    own = [i not in inside or bounds.is_own(i) for i in range(len(found))]
    strong = language in (Language.AR, Language.ZH)
    heads = {i for i in range(bounds.start, bounds.below_cover) if not own[i]}
    cover = [found[i].text for i in sorted(heads)]
    reissue = next((p.text.lstrip("* ") for p in found if p.text.startswith("*") and REISSUE.search(p.text)), "")
    masthead = masthead_of(cover, language)
    if below := bounds.left_out:
        said = f"what stands below the last paragraph, from “{below[0][:60].rstrip()}”, is left out as the page’s own"
        doubts = (*doubts, Doubt(None, said))
    return Blocks(
        kind=SourceKind.HTML,
        layout=Layout.PARAGRAPHS,
        blocks=tuple(
            _block(piece, Hint.FURNITURE if own[i] else Hint.MASTHEAD if i in heads else Hint.NONE, strong=strong)
            for i, piece in enumerate(found)
            if piece.text or piece.marker
        ),
        language=language,
        notes=notes,
        masthead=replace(masthead, lines=(), reissue=masthead.reissue or reissue),
        symbols=stated_symbols([line.rstrip("*") for line in cover if SYMBOL.search(line)], language),
        doubts=doubts,
    )


def _block(piece: Piece, hint: Hint, *, strong: bool) -> Block:
    marks = (*piece.marks, *piece.heavy) if strong else piece.marks
    if hint is Hint.NONE:
        hint = Hint.ROW if piece.row else Hint.HEADING if piece.heading else Hint.NONE
    return Block(piece.text, piece.marker, tuple(sorted(marks, key=lambda m: (m.start, m.end))), hint=hint)


# --- characters --------------------------------------------------------------------------------------------------------------------


def _decoded(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    """The page's text, and a doubt where its encoding is a guess."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _cleaned(data[len(mark) :].decode(encoding, "replace")), ()
    if data[:200].count(0) > 40:
        return _cleaned(data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")), ()
    declared = _declared(data)
    if not data.isascii():
        try:
            return _cleaned(data.decode("utf-8")), ()  # other encodings hardly ever make UTF-8 by chance, whatever is declared
        except UnicodeDecodeError:
            pass
    if declared and declared != "utf-8":
        page = data.decode(declared, "replace")
        lost = page.count("\ufffd")
        said = f"{lost} characters are not {declared}, which the page declares: they are lost"
        return _cleaned(page), (Doubt(None, said),) if lost else ()
    if data.isascii():
        return _cleaned(data.decode("ascii")), ()
    return _guessed(data)


def _declared(data: bytes) -> str:
    """The encoding that the page declares, as Python calls it; "" for none and for one that it does not know."""
    match = _CHARSET.search(data[:8192])
    label = (match[1] or match[2]).decode("ascii", "replace").lower() if match else ""
    label = _LABELS.get(label, label)
    try:
        known = codecs.lookup(label).name if label else ""
    except LookupError:
        return ""
    return "" if known.startswith("utf-16") or not codecs.lookup(known or "ascii")._is_text_encoding else known


def _guessed(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    """Text in an encoding that nothing declares: the one in which its words are those of a language written so, else that of western
    Windows."""
    for encoding, language in _GUESSES:
        page = data.decode(encoding, "replace")
        said = " ".join(re.sub(r"<[^<>]*>", " ", page).split())
        if any(words in said for words in vocabulary.load(language).enacting) and vocabulary.detect(said) is language:
            return _cleaned(page), (Doubt(None, f"the page declares no encoding: read as {encoding}"),)
    page = data.decode("cp1252", "replace")
    return _cleaned(page), (Doubt(None, "the page declares no encoding: read as Windows-1252, so accents and quotes may be wrong"),)


def _cleaned(text: str) -> str:
    return _CONTROL.sub("", text.translate(_WINDOWS))


# --- the tree ----------------------------------------------------------------------------------------------------------------------


def _parsed(page: str, name: str) -> BeautifulSoup:
    """The tree. Raises EmptyFile and TooLarge."""
    if not page.strip():
        raise EmptyFile("the page is empty", "save it again, or " + _FETCH, name)
    depth = deepest = count = 0
    for match in _TAG.finditer(page):
        count += 1
        if match[2].lower() in _VOID or match[3]:
            continue
        depth = max(0, depth + (-1 if match[1] else 1))
        deepest = max(deepest, depth)
    if count > MOST_TAGS or deepest > DEEPEST or page.count("<") > 2 * MOST_TAGS:
        what = f"{count:,} elements" if count > MOST_TAGS else f"elements nested {deepest:,} deep"
        raise TooLarge(f"a web page with {what}, more than any document has", "save the document's own page, or " + _FETCH, name)
    with warnings.catch_warnings():
        for told in (XMLParsedAsHTMLWarning, MarkupResemblesLocatorWarning):
            warnings.simplefilter("ignore", told)
        return BeautifulSoup(page, "lxml")


def _is_report(soup: BeautifulSoup) -> bool:
    """Whether resdiff itself wrote the page (`report/templates/base.html`): it names itself as the generator; a page saved before it did
    so has its word at the foot and its kicker at the head."""
    said = soup.find("meta", attrs={"name": "generator"})
    if said is not None and str(said.get("content")).split()[:1] == ["resdiff"]:
        return True
    kicker = soup.find("p", class_="kicker")
    foot = soup.find("footer", class_="foot")
    return (
        kicker is not None and kicker.get_text().startswith("resdiff") and foot is not None and "Made by resdiff" in foot.get_text()
    )


def _preformatted(soup: BeautifulSoup) -> Blocks | None:
    """The document as a text file holds it, where the page is a frame around one (`pre`); None elsewhere."""
    found = max((pre.get_text() for pre in soup.find_all("pre")), key=len, default="")
    if len(found) < 400 or 2 * len(found) < len(soup.get_text()):
        return None
    try:
        return replace(text.read(found.encode("utf-8", "replace")), kind=SourceKind.HTML)
    except Unreadable:
        return None


def _stated(soup: BeautifulSoup) -> Language | None:
    """The language that the page says it is in."""
    root = soup.find("html")
    code = str(root.get("lang") or root.get("xml:lang") or "")[:2].lower() if root is not None else ""
    return Language(code) if code in set(Language) else None


def _refusal(soup: BeautifulSoup, page: str, text: str, name: str) -> NotADocument:
    """What to say of a page that holds no document."""
    frame = next(
        (str(f.get("src")) for f in soup.find_all(["iframe", "frame", "embed", "object"]) if f.get("src") or f.get("data")), None
    )
    title = " ".join(soup.title.get_text().split())[:80] if soup.title else ""
    called = f" (“{title}”)" if title else ""
    if frame is not None and len(text) < 20_000:
        address = f" at {frame[:120]}" if frame != "None" else ""
        return NotADocument(f"a viewer page{called}: the document itself stands in a frame{address}", _FETCH, name)
    said = f"{title} {text[:2000]}" if len(text) < 4000 else title
    for pattern, what in _SHELLS:
        if pattern.search(said) or (what.startswith("a check") and pattern.search(page[:65536])):
            return NotADocument(f"{what}{called}, not a document", _FETCH, name)
    if len(text.split()) < 20:
        return NotADocument(f"a web page{called} without a text of its own: its words are loaded by a script", _FETCH, name)
    what = f"a web page{called} without enacting words, numbered paragraphs or a symbol"
    return NotADocument(what, "save the page of the document itself, or " + _FETCH, name)
