"""Official machine-readable documents (Akoma Ntoso for the UN, XML) to blocks.

The elements are hints only: in these files lists are often flat, text sits in the wrong element, operative paragraphs are filed under
the preamble. What is relied on is the order of the words, the `num` elements, and the italics. Everything the XML prints is in a block,
in a note or in the masthead (checked for files that are not well-formed, tested for the rest).

Shapes this was written for: `preamble/container/p`, `mainBody/paragraph/(num, content/p | list/(intro, point, sublist))`, `section`
with `crossHeading`, `attachments/attachment/doc`, tables, statements whose `alinea` and `paragraph` fell out of the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from resdiff import symbols, vocabulary
from resdiff.errors import Broken, EmptyFile, NotADocument, TooLarge
from resdiff.models import (
    Adoption,
    Block,
    Blocks,
    Doubt,
    Hint,
    Language,
    Layout,
    Mark,
    MarkKind,
    Masthead,
    Note,
    SourceKind,
    Status,
    Vote,
)

LARGEST = 32 * 1024 * 1024
"""Bytes; the largest official file seen has half a million."""

LANGUAGES = {
    "eng": Language.EN,
    "fra": Language.FR,
    "spa": Language.ES,
    "rus": Language.RU,
    "ara": Language.AR,
    "zho": Language.ZH,
    "deu": Language.DE,
}

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
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_UNTIDY = re.compile(r"^[^\S\u00a0\u202f]|[^\S\u00a0\u202f]$|[\t\n\r\f\v]|[^\S\u00a0\u202f]{2}")
_EMPHASIS = re.compile(r"\bitalic\b")
_STRONG = re.compile(r"\bbold\b")
_VOTERS = {"S": 15, "A": 193}


def read(data: bytes, name: str = "") -> Blocks:
    """The blocks of an official XML file; layout PARAGRAPHS, markers apart, notes and cover page apart.

    A file that is not well-formed is read through the parser's recovery, with a doubt that gives line and column; its text must be
    whole. Raises EmptyFile, TooLarge, NotADocument (XML of another kind) and Broken (cut off, or text lost in recovery)."""
    if not data.strip():
        raise EmptyFile("the file is empty", "fetch or copy it again", name)
    if len(data) > LARGEST:
        raise TooLarge(f"the file has {len(data)} bytes, more than {LARGEST}", "this is no single document", name)
    root, doubt = _parse(data, name)
    body = next((child for child in root if _tag(child) in ("statement", "doc", "act", "bill", "debateReport")), None)
    if _tag(root) != "akomaNtoso" or body is None:
        raise NotADocument(
            f"it is XML, but its root is <{_tag(root)}>, not an Akoma Ntoso document",
            "give the official XML, the PDF or plain text",
            name,
        )
    reading = _Reading(strong_is_emphasis=_stated_language(body) in (Language.AR, Language.ZH))
    _walk(root, Hint.NONE, 0, reading)
    reading.flush()
    if not reading.blocks:
        raise EmptyFile("the XML holds no text", "fetch it again, or take the PDF", name)
    if doubt:
        _conserved(data, reading, doubt, name)
    return _blocks(root, body, reading, doubt)


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
    return root, Doubt(None, f"the XML is not well-formed (line {line}, column {column}: {said}); read by recovery")


def _tag(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    strong_is_emphasis: bool
    """Whether bold type stands for italics (Arabic and Chinese print verb phrases in bold)."""
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    cover: list[etree._Element] = field(default_factory=list)
    markers: list[str] = field(default_factory=list)
    """Numbers whose text has not come yet."""
    note_ids: set[str] = field(default_factory=set)
    attachments: int = 0

    def add(self, text: str, marks: tuple[Mark, ...], hint: Hint, annex: int, line: object) -> None:
        """A block, with the marker that waits for it; further waiting markers become blocks without text before it."""
        at = line if isinstance(line, int) else None
        for waiting in self.markers[:-1]:
            self.blocks.append(Block("", waiting, (), None, None, at, hint, annex))
        marker = self.markers[-1] if self.markers else ""
        self.markers.clear()
        self.blocks.append(Block(text, marker, marks, None, None, at, hint, annex))

    def flush(self) -> None:
        """A number without any text after it is kept as a block of its own."""
        if self.markers:
            self.add("", (), Hint.NONE, self.attachments, None)

    def note(self, element: etree._Element) -> str:
        """Keeps a note and gives its id: the printed marker, "~2" added when an annex starts the count again."""
        text, _ = _content(element, None)
        mark = element.get("marker") or _leading_mark(text)
        id_, repeat = mark, 1
        while id_ in self.note_ids:
            repeat += 1
            id_ = f"{mark}~{repeat}"
        self.note_ids.add(id_)
        self.notes.append(Note(id_, None, None, text))
        return id_


def _leading_mark(text: str) -> str:
    match = re.match(r"\*+|\d+|[a-z](?=\W)", text)
    return match[0] if match else "*"


def _walk(element: etree._Element, hint: Hint, annex: int, reading: _Reading) -> None:
    tag = _tag(element)
    if tag == "meta":
        for note in element.iter("{*}note"):
            reading.note(note)
        return
    if tag == "coverPage":
        reading.cover.append(element)
        return
    if tag == "num":
        number, _ = _content(element, reading)
        if number:
            reading.markers.append(number)
    elif tag in _PRINTED:
        text, marks = _content(element, reading)
        if text:
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
    hint = _HINTS.get(tag, hint) if not (tag == "mainBody" and annex) else Hint.BODY
    _loose(element.text, element, hint, annex, reading)
    for child in element:
        _walk(child, hint, annex, reading)
        _loose(child.tail, child, hint, annex, reading)


def _loose(text: str | None, near: etree._Element, hint: Hint, annex: int, reading: _Reading) -> None:
    """Words that stand in no printed element are kept all the same."""
    if text and not text.isspace():
        reading.add(_SPACES.sub(" ", text).strip(), (), hint, annex, near.sourceline)


def _row(element: etree._Element, annex: int, reading: _Reading) -> None:
    """A table row is one block, its cells parted by a tab."""
    cells = [" ".join(filter(None, (_content(p, reading)[0] for p in cell))) or _content(cell, reading)[0] for cell in element]
    if any(cells):
        reading.add("\t".join(cells).strip("\t"), (), Hint.ROW, annex, element.sourceline)


# --- running text ----------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Run:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)

    def put(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)


def _content(element: etree._Element, reading: _Reading | None) -> tuple[str, tuple[Mark, ...]]:
    """The text of a printed element, white space made single (no-break spaces kept), and its marks; notes taken out into `reading`."""
    run = _Run()
    _inline(element, run, reading)
    return _tidy("".join(run.parts), run.marks)


def _inline(element: etree._Element, run: _Run, reading: _Reading | None) -> None:
    run.put(element.text)
    for child in element:
        tag = _tag(child)
        if tag == "authorialNote" and reading is not None:
            run.marks.append(Mark(run.length, run.length, MarkKind.NOTE, reading.note(child)))
        elif tag == "eol":
            run.put(" ")
        elif tag == "":
            run.put(child.text if isinstance(child, etree._Entity) else None)
        else:
            start, style = run.length, child.get("class") or ""
            _inline(child, run, reading)
            if run.length > start and tag == "span":
                if _EMPHASIS.search(style):
                    run.marks.append(Mark(start, run.length, MarkKind.ITALIC))
                elif reading is not None and reading.strong_is_emphasis and _STRONG.search(style):
                    run.marks.append(Mark(start, run.length, MarkKind.ITALIC, "bold"))
        run.put(child.tail)


def _tidy(raw: str, marks: list[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """Runs of white space made one space, none at the ends, and the marks moved with the text."""
    if not _UNTIDY.search(raw):
        return raw, tuple(marks)
    text = _SPACES.sub(" ", raw).strip(" ")
    if not marks:
        return text, ()
    runs = [(m.start(), m.end(), int(m.start() > 0 and m.end() < len(raw))) for m in _SPACES.finditer(raw)]
    moved = []
    for mark in marks:
        start, end = _moved(mark.start, runs), _moved(mark.end, runs)
        if mark.kind is MarkKind.NOTE:
            moved.append(Mark(end, end, mark.kind, mark.value))
            continue
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            moved.append(Mark(start, end, mark.kind, mark.value))
    return text, tuple(moved)


def _moved(offset: int, runs: list[tuple[int, int, int]]) -> int:
    """Where an offset comes to stand when each run of white space (start, end, spaces kept) is made that many spaces."""
    gone = 0
    for start, end, kept in runs:
        if offset <= start:
            break
        gone += offset - start - min(kept, offset - start) if offset < end else end - start - kept
    return offset - gone


def _conserved(data: bytes, reading: _Reading, doubt: Doubt, name: str) -> None:
    """Raises Broken when recovery lost words: all that stands between tags after the metadata must have been read."""
    raw = data.decode("utf-8", "replace")
    raw = raw[raw.find("</meta>") + 7 :] if "</meta>" in raw else raw
    raw = re.sub(r"<num>|<[^>]*>", " ", re.sub(r"<!--.*?-->|<meta\b.*?</meta>", " ", raw, flags=re.DOTALL))
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        raw = raw.replace(entity, char)
    read_: list[str] = [note.text for note in reading.notes] + ["".join(page.itertext()) for page in reading.cover]  # type: ignore[arg-type]
    for block in reading.blocks:
        read_ += [block.marker, block.text]
    want, got = (len("".join(text.split())) for text in (raw, "".join(read_)))
    if got < want:
        raise Broken(f"{want - got} characters of text are lost in recovery: {doubt.what}", "take the PDF", name)


# --- what the file states of itself ----------------------------------------------------------------------------------------------


def _blocks(root: etree._Element, body: etree._Element, reading: _Reading, doubt: Doubt | None) -> Blocks:
    doubts = [doubt] if doubt else []
    lines = [text for page in reading.cover for p in page.iter("{*}p") if (text := _content(p, None)[0])]
    stated = [text for page in reading.cover for e in page.iter("{*}docNumber") if (text := _content(e, None)[0])]
    status = _status(body)
    names = _symbols(stated, body, lines, status, doubts)
    adoption = _adoption(body, reading, names[0] if names else "")
    title = next((k.get("value") for k in body.iter("{*}keyword") if k.get("refersTo") == "title" and k.get("value")), None)
    if title is None and status is not Status.STATEMENT:  # Assembly resolutions print their title
        title = next((text for p in body.iter("{*}preface") for e in p.iter("{*}docTitle") if (text := _content(e, None)[0])), None)
    return Blocks(
        kind=SourceKind.AKN,
        layout=Layout.PARAGRAPHS,
        blocks=tuple(reading.blocks),
        language=_language(body, reading, doubts),
        notes=tuple(reading.notes),
        masthead=_masthead(body, reading, lines),
        symbols=names,
        title=title,
        status=status,
        adoption=adoption,
        doubts=tuple(doubts),
    )


def _symbols(
    stated: list[str], body: etree._Element, lines: list[str], status: Status | None, doubts: list[Doubt]
) -> tuple[str, ...]:
    """The symbols on the cover page, else the one that the number line or the file's own address gives. A doubt where they disagree."""
    names: list[str] = []
    for text in stated:
        try:
            names.append(symbols.parse(text.rstrip("*. ")).text)
        except ValueError:
            names.append(text)
    uri = next((e.get("value") or "" for e in body.iter("{*}FRBRuri")), "").rstrip("/")
    number = uri.rpartition("/")[2]
    digits = re.findall(r"\d+", number) if not re.fullmatch(r"\d{4}-\d\d-\d\d", number) else []
    if status is Status.STATEMENT and names and "/RES/" in names[0]:
        doubts.append(Doubt(None, f"the cover page of this statement says {names[0]}, the symbol of a resolution: not taken"))
        return ()
    if names and digits and not set(digits) <= set(re.findall(r"\d+", names[0])):
        doubts.append(Doubt(None, f"the cover page says {names[0]}, the file's own address says {number}"))
    if not names and "/unsc/" in uri:
        line = next((m for text in lines if (m := re.search(r"(?<!\d)(\d{3,4})\s*\((\d{4})\)", text))), None)
        if line is not None and status is Status.RESOLUTION:
            names.append(f"S/RES/{line[1]} ({line[2]})")
        elif len(digits) == 2:
            names.append(f"S/PRST/{digits[0]}/{digits[1]}" if status is Status.STATEMENT else f"S/RES/{digits[0]} ({digits[1]})")
    return tuple(dict.fromkeys(names))


def _status(body: etree._Element) -> Status | None:
    """What the file says it is; a statement of 2020 calls itself a resolution, so the symbol's PRST counts for more."""
    if body.get("name") == "presidentialStatement" or any("PRST" in (e.text or "") for e in body.iter("{*}docNumber")):
        return Status.STATEMENT
    return Status.RESOLUTION if body.get("name") == "resolution" else None


def _stated_language(body: etree._Element) -> Language | None:
    code = next((e.get("language") for e in body.iter("{*}FRBRlanguage")), None)
    return LANGUAGES.get(code or "")


def _language(body: etree._Element, reading: _Reading, doubts: list[Doubt]) -> Language | None:
    """The language of the words; a doubt where the file states another."""
    stated = _stated_language(body)
    spoken = vocabulary.detect("\n".join(block.text for block in reading.blocks[:60]))
    if stated is None or spoken is None or spoken == stated:
        return stated or spoken
    doubts.append(Doubt(None, f"the file says it is in language {stated.value}, its words are in {spoken.value}"))
    return spoken


def _masthead(body: etree._Element, reading: _Reading, lines: list[str]) -> Masthead:
    def first(tag: str, refers: str) -> str:
        found = (e for page in reading.cover for e in page.iter("{*}" + tag) if e.get("refersTo") == "#" + refers)
        return next((text for e in found if (text := _content(e, None)[0])), "")

    job = next((text for e in body.iter("{*}docketNumber") if (text := _content(e, None)[0])), "")
    reissue = next((note.text for note in reading.notes if note.text.startswith("*")), "")
    return Masthead(
        lines=tuple(lines),
        organ=first("docAuthority", "issuingBody"),
        distribution=first("docStatus", "generalDistribution"),
        issued=first("docDate", "dateOfIssuance"),
        job_number=job,
        reissue=reissue.lstrip("* \t"),
        adoption_line=first("docTitle", "adoption"),
        sponsors=_sponsors(body),
    )


_COMMAS = re.compile(r", (?:and )?| and (?!Herzegovina|Northern|the Grenadines|Nevis|Principe|Barbuda|Tobago)")
"""Between the names of States; the "and" of Bosnia and Herzegovina and its like is a part of the name."""


def _sponsors(body: etree._Element) -> tuple[str, ...]:
    names: list[str] = []
    for step in body.iter("{*}step"):
        if step.get("outcome") in ("draftResolution", "draftResolutionAdditionalSponsors"):
            names += _COMMAS.split(step.get("by") or "")
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _adoption(body: etree._Element, reading: _Reading, symbol: str) -> Adoption:
    """Date, meeting, vote, agenda item, draft and record, as stated in the metadata. Chapter VII is not taken from it."""
    steps = list(body.iter("{*}step"))
    adopted = next((s for s in steps if s.get("outcome") in (None, "adopted") and s.get("as")), None)
    by, record = (adopted.get("by") or "", adopted.get("as")) if adopted is not None else ("", None)
    meeting = re.search(r"(\d{3,5})(?:st|nd|rd|th)\b[^,;]*meeting", by) or re.match(r"S/PV\.(\d+)", record or "")
    draft = next((s.get("as") for s in steps if s.get("outcome") == "draftResolution" and s.get("as")), None)
    agenda = next(
        (k.get("showAs") for k in body.iter("{*}keyword") if k.get("refersTo") == "agenda" and k.get("dictionary") == "S/"), None
    )
    if meeting is None:
        printed = (e for page in reading.cover for e in page.iter("{*}inline") if e.get("name") == "adoptionMeeting")
        meeting = next((m for e in printed if (m := re.search(r"(\d{3,5})", _content(e, None)[0]))), None)
    return Adoption(
        date=_date(body, reading, adopted),
        meeting=int(meeting[1]) if meeting else None,
        vote=_vote(body, _VOTERS.get(symbol[:1], 193)),
        agenda=agenda.rstrip(".") if agenda else None,
        draft=draft,
        record=record,
    )


def _date(body: etree._Element, reading: _Reading, adopted: etree._Element | None) -> date | None:
    """The day of adoption; the year 1 stands for unknown in these files."""
    stated = [e.get("date") for page in reading.cover for e in page.iter("{*}docDate") if e.get("refersTo") == "#adoptionDate"]
    stated += [e.get("date") for e in body.iter("{*}FRBRdate") if e.get("name") == "adoption"]
    stated += [adopted.get("date")] if adopted is not None else []
    if _status(body) is Status.STATEMENT:  # issued on the day it is made
        stated += [e.get("date") for page in reading.cover for e in page.iter("{*}docDate")]
    for text in stated:
        try:
            day = date.fromisoformat(text or "")
        except ValueError:
            continue
        if day.year > 1:
            return day
    return None


def _vote(body: etree._Element, voters: int) -> Vote | None:
    """The counts; None where none is stated, all are zero (adopted without a vote) or they add up to more than can vote."""
    stated = ((e.get("refersTo", "").lstrip("#"), e.get("value") or "0") for e in body.iter("{*}count"))
    counts = {side: int(value) for side, value in stated if value.isdigit()}
    vote = Vote(counts.get("inFavour", 0), counts.get("against", 0), counts.get("abstaining", 0))
    total = vote.for_ + vote.against + vote.abstaining
    return vote if 0 < total <= voters else None
