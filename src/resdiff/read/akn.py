"""Official machine-readable documents (Akoma Ntoso for the UN, XML) to blocks.

The elements are hints only: in these files lists are often flat, text sits in the wrong element, operative paragraphs are filed under
the preamble. What is relied on is the order of the words, the `num` elements, and the italics. Everything the XML prints is in a block,
in a note or in the masthead (checked for files that are not well-formed, tested for the rest).

Shapes this was written for: `preamble/container/p`, `mainBody/paragraph/(num, content/p | list/(intro, point, sublist))`, `section`
with `crossHeading`, `attachments/attachment/doc`, tables, statements whose `alinea` and `paragraph` fell out of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from resdiff.errors import Broken, EmptyFile, NotADocument, TooLarge
from resdiff.models import Block, Blocks, Doubt, Hint, Language, Layout, Mark, Note, SourceKind
from resdiff.read.akn_record import Record
from resdiff.read.akn_text import SPACES, content, joined, outermost, tag_of, words_of

LARGEST = 16 << 20
"""Bytes; the largest official file seen has two million."""

_names = str.split
_INLINE = frozenset(
    _names(
        "a span b i u sup sub inline docTitle docDate docNumber docAuthority docStatus docProponent session event eol img ref term"
    )
)
_PRINTED = frozenset(_names("p heading subheading crossHeading listIntroduction listWrapUp block")) | _INLINE
_HINTS = {
    "preface": Hint.MASTHEAD,
    "formula": Hint.FORMULA,
    "preamble": Hint.PREAMBLE,
    "mainBody": Hint.BODY,
    "heading": Hint.HEADING,
    "subheading": Hint.HEADING,
    "crossHeading": Hint.HEADING,
    "block": Hint.HEADING,
    "point": Hint.ITEM,
    "item": Hint.ITEM,
    "wrapUp": Hint.WRAP_UP,
    "listWrapUp": Hint.WRAP_UP,
}
_ATTACHMENT = "attachment"
_EMPTY = "empty"
"""The class of an element that has a number and no words: the number is not that of the next words."""
_NUMBERED = re.compile(r"[(（]\w{1,5}[)）]|\w{1,5}[.)、]")
"""A number as `num` gives it, with its punctuation."""
_CONTAINERS = {("container", "name", "preamble"): Hint.PREAMBLE, ("mainBody", "class", "plain"): Hint.NONE}
"""What resdiff itself writes so (`report.akn`): recitals inside a body, a body that is neither preamble nor operative part."""


def read(data: bytes, name: str = "") -> Blocks:
    """The blocks of an official XML file; layout PARAGRAPHS, markers apart, notes and cover page apart.

    A file that is not well-formed is read through the parser's recovery, with a doubt that gives line and column; its text must be
    whole. Raises EmptyFile, TooLarge, NotADocument (XML of another kind) and Broken (cut off, or text lost in recovery)."""
    if not data.strip():
        raise EmptyFile("the file is empty", "fetch or copy it again", name)
    if len(data) > LARGEST:
        raise TooLarge(f"the file has {len(data)} bytes, more than {LARGEST}", "this is no single document", name)
    root, doubt = _parse(data, name)
    body = next((child for child in root if tag_of(child) in ("statement", "doc", "act", "bill", "debateReport")), None)
    if tag_of(root) != "akomaNtoso" or body is None:
        raise NotADocument(
            f"it is XML, but its root is <{tag_of(root)}>, not an Akoma Ntoso document",
            "give the official XML, the PDF or plain text",
            name,
        )
    record = Record(body, list(outermost(body, "coverPage")))
    reading = _Reading(strong=record.stated_language() in (Language.AR, Language.ZH))
    _walk(root, Hint.NONE, 0, reading)
    reading.flush()
    if not reading.blocks and doubt:
        raise Broken(f"no text is left after recovery: {doubt.what}", "fetch it again, or take the PDF", name)
    if not reading.blocks:
        raise EmptyFile("the XML holds no text", "fetch it again, or take the PDF", name)
    if doubt:
        _conserved(data, reading, record, doubt, name)
    language = record.language("\n".join(block.text for block in reading.blocks[:60]))
    return Blocks(
        kind=SourceKind.AKN,
        layout=Layout.PARAGRAPHS,
        blocks=tuple(reading.blocks),
        language=language,
        notes=tuple(reading.notes),
        masthead=record.masthead(reading.notes),
        symbols=record.symbols,
        title=record.title(),
        status=record.status,
        adoption=record.adoption(),
        doubts=(*((doubt,) if doubt else ()), *_entities(root), *record.doubts),
    )


# --- the tree --------------------------------------------------------------------------------------------------------------------


def _parse(data: bytes, name: str) -> tuple[etree._Element, Doubt | None]:
    """The root, and a doubt where the file was not well-formed. No entity is expanded, no DTD loaded, nothing fetched."""
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True, "remove_pis": True}
    try:
        return etree.fromstring(data, etree.XMLParser(**safe)), None  # type: ignore[arg-type]
    except etree.XMLSyntaxError as error:
        line, column = error.position
        said = (error.msg or "not well-formed").split(", line")[0]
    if not data.rstrip().endswith(b">") or (b"</akomaNtoso" not in data[-200:] and b"<akomaNtoso" in data[:4000]):
        raise Broken(f"the XML is cut off ({said}, line {line}, column {column})", "fetch it again, or take the PDF", name)
    root = etree.fromstring(data, etree.XMLParser(recover=True, **safe))  # type: ignore[arg-type]
    if root is None:
        raise Broken(f"the XML is damaged beyond recovery ({said}, line {line}, column {column})", "take the PDF", name)
    try:
        etree.tostring(root, encoding="utf-8").decode("utf-8")
    except UnicodeDecodeError:  # recovery keeps bytes that are no characters
        what = f"the XML holds bytes that are no characters ({said}, line {line}, column {column})"
        raise Broken(what, "fetch it again, or take the PDF", name) from None
    return root, Doubt(None, f"the XML is not well-formed (line {line}, column {column}: {said}); read by recovery")


def _entities(root: etree._Element) -> Iterator[Doubt]:
    """A doubt where the XML refers to texts that stand elsewhere: these are never read."""
    names = dict.fromkeys(entity.text or "" for entity in root.iter(etree.Entity))
    if names:
        yield Doubt(None, f"the XML refers to texts that stand elsewhere and were not read: {', '.join(names)}")


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    strong: bool
    """Whether bold type stands for italics (Arabic and Chinese print verb phrases in bold)."""
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    markers: list[str] = field(default_factory=list)
    """Numbers whose text has not come yet."""
    note_ids: dict[str, int] = field(default_factory=dict)
    """Of each mark of a note how many bear it."""
    attachments: int = 0
    repeated: list[str] = field(default_factory=list)
    """Numbers that stood in the text too."""

    def add(self, text: str, marks: tuple[Mark, ...], hint: Hint, annex: int, line: object) -> None:
        """A block, with the marker that waits for it; further waiting markers become blocks without text before it."""
        at = line if isinstance(line, int) else None
        for waiting in self.markers[:-1]:
            self.blocks.append(Block("", waiting, (), None, None, at, hint, annex))
        marker = self.markers[-1] if self.markers else ""
        self.markers.clear()
        if text.startswith(f"{marker} ") and _NUMBERED.fullmatch(marker):  # what is printed once stands in `num` and in the text
            past = len(marker) + 1
            self.repeated.append(marker)
            text = text[past:]
            marks = tuple(replace(m, start=max(0, m.start - past), end=max(0, m.end - past)) for m in marks)
        self.blocks.append(Block(text, marker, marks, None, None, at, hint, annex))

    def content(self, element: etree._Element, *, whole: bool = True) -> tuple[str, tuple[Mark, ...]]:
        """The text of an element and its marks, notes taken out."""
        return content(element, self.note, strong=self.strong, whole=whole)

    def flush(self) -> None:
        """A number without any text after it is kept as a block of its own."""
        if self.markers:
            self.add("", (), Hint.NONE, self.attachments, None)

    def note(self, element: etree._Element) -> str:
        """Keeps a note and gives its id: the printed marker, "~2" added when an annex starts the count again."""
        text = words_of(element)
        mark = element.get("marker") or _leading_mark(text)
        id_ = mark
        while id_ in self.note_ids:
            self.note_ids[mark] = self.note_ids.get(mark, 1) + 1
            id_ = f"{mark}~{self.note_ids[mark]}"
        self.note_ids[id_] = 1
        self.notes.append(Note(id_, None, None, text))
        return id_


def _leading_mark(text: str) -> str:
    match = re.match(r"\*+|\d+|[a-z](?=\W)", text)
    return match[0] if match else "*"


def _walk(element: etree._Element, hint: Hint, annex: int, reading: _Reading) -> None:
    tag = tag_of(element)
    if tag == "meta":
        for note in outermost(element, "note"):
            reading.note(note)
        return
    if tag == "coverPage":
        return  # the record has it
    if tag == "num":
        number, _ = reading.content(element)
        if number:
            reading.markers.append(number)
    elif tag in _PRINTED:
        text, marks = reading.content(element)
        if text or (element.get("class") == _EMPTY and (marks or reading.markers)):
            reading.add(text, marks, _HINTS.get(tag, hint), annex, element.sourceline)
    elif tag == "tr":
        _row(element, annex, reading)
    elif tag == "authorialNote":
        reading.note(element)
    else:
        _structure(element, tag, hint, annex, reading)


def _structure(element: etree._Element, tag: str, hint: Hint, annex: int, reading: _Reading) -> None:
    if tag == _ATTACHMENT:
        reading.flush()
        reading.attachments += 1
        annex = reading.attachments
    hint = _HINTS.get(tag, hint)
    for (told, key, value), meant in _CONTAINERS.items():
        hint = meant if tag == told and element.get(key) == value else hint
    _loose(element.text, element, hint, annex, reading)
    for child in element:
        _walk(child, hint, annex, reading)
        _loose(child.tail, child, hint, annex, reading)


def _loose(text: str | None, near: etree._Element, hint: Hint, annex: int, reading: _Reading) -> None:
    """Words that stand in no printed element are kept all the same."""
    if text and not text.isspace():
        reading.add(SPACES.sub(" ", text).strip(), (), hint, annex, near.sourceline)


def _row(element: etree._Element, annex: int, reading: _Reading) -> None:
    """A table row is one block, its cells parted by a tab."""
    text, marks = "", list[Mark]()
    for i, cell in enumerate(element):
        text += "\t" if i else ""
        worded = any(piece.strip() for child in cell for piece in child.itertext())
        for part in list(cell) if worded else [cell]:
            words, own = reading.content(part, whole=False)
            text += " " if words and text and text[-1] != "\t" else ""
            marks += (replace(m, start=m.start + len(text), end=m.end + len(text)) for m in own)
            text += words
    lead = len(text) - len(text.lstrip("\t"))
    text = text.strip("\t")
    if text or marks:
        inside = tuple(replace(m, start=_clipped(m.start - lead, text), end=_clipped(m.end - lead, text)) for m in marks)
        reading.add(text, joined(text, inside), Hint.ROW, annex, element.sourceline)


def _clipped(offset: int, text: str) -> int:
    return min(max(0, offset), len(text))


def _without(raw: str, opening: re.Pattern[str], closing: str) -> str:
    """A text with a space for each stretch from an opening to the closing that follows; one that is never closed stays."""
    kept, at = [], 0
    while (match := opening.search(raw, at)) and (end := raw.find(closing, match.end())) >= 0:
        kept.append(raw[at : match.start()])
        at = end + len(closing)
    return " ".join([*kept, raw[at:]])


def _conserved(data: bytes, reading: _Reading, record: Record, doubt: Doubt, name: str) -> None:
    """Raises Broken when recovery lost words: all that stands between tags after the metadata must have been read."""
    raw = data.decode("utf-8", "replace")
    raw = raw[raw.find("</meta>") + 7 :] if "</meta>" in raw else raw
    for opening, closing in ((r"<!--", "-->"), (r"<meta\b", "</meta>"), ("<", ">")):
        raw = _without(raw, re.compile(opening), closing)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        raw = raw.replace(entity, char)
    read_: list[str] = [note.text for note in reading.notes] + ["".join(page.itertext()) for page in record.cover]  # type: ignore[arg-type]
    read_ += reading.repeated
    for block in reading.blocks:
        read_ += [block.marker, block.text]
    want, got = (len("".join(text.split())) for text in (raw, "".join(read_)))
    if got < want:
        raise Broken(f"{want - got} characters of text are lost in recovery: {doubt.what}", "take the PDF", name)
