"""A document as Akoma Ntoso 3.0 (OASIS LegalDocML, Akoma Ntoso Version 1.0), which reads back to the same document.

Elements and their order are those of the standard's schema; where it leaves a choice, those of the official machine-readable texts of the
United Nations: what stands on the cover page is a `p` each, facts of adoption are steps of a workflow and counts of a vote. What the cover
page does not print is in a `block` there. An element's `eId` is the paragraph's id as resdiff shows it.

Characters that XML cannot hold (control characters, lone surrogates) come out as visible ones, and a comment at the top says how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from lxml import etree

from resdiff import symbols, vocabulary
from resdiff.models import Document, Kind, Language, MarkKind, Paragraph, Status
from resdiff.report import words
from resdiff.report.akn_body import Body
from resdiff.report.akn_inline import NS, Writer, add, put

_NAMES = {
    Status.RESOLUTION: "resolution",
    Status.STATEMENT: "presidentialStatement",
    Status.DRAFT: "draftResolution",
    Status.NOT_ADOPTED: "draftNotAdopted",
    Status.PRESS: "pressStatement",
    Status.LETTER: "letterOrReport",
    Status.LOCAL: "localFile",
}
_CODES = {
    Language.EN: "eng",
    Language.FR: "fra",
    Language.ES: "spa",
    Language.RU: "rus",
    Language.AR: "ara",
    Language.ZH: "zho",
    Language.DE: "deu",
}
_UNKNOWN_DAY = "0001-01-01"
"""Stands for an unknown date in the official files: the standard requires one."""
_SELF = "#resdiff"


def show_akn(document: Document) -> str:
    """The document as an XML file's text, in UTF-8 by its declaration."""
    writer = Writer(document)
    root = etree.Element(f"{{{NS}}}akomaNtoso", nsmap={None: NS})  # type: ignore[dict-item]
    main = add(root, "statement", {"name": _NAMES[document.status]})
    apart = _notes(writer)
    _meta(writer, main, _work(document), apart)
    _cover(writer, main)
    _text(writer, main)
    _indent(root)
    said = " Written by resdiff; not a publication of the United Nations "
    if writer.replaced:
        said += f"; {words.counted(writer.replaced, 'character')} that XML cannot hold shown by other characters "
    root.addprevious(etree.Comment(said))
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True).decode() + "\n"


# --- what is known of it ---------------------------------------------------------------------------------------------------------


def _work(document: Document) -> str:
    """The address of the work, in the form of the official files."""
    day = document.adoption.date.isoformat() if document.adoption.date else "undated"
    if not document.symbol:
        return f"/akn/un/statement/document/{day}/document"
    organ = {"S": "unsc", "A": "unga"}.get(document.symbol[:1], "un")
    slug = re.sub(r"\W+", "-", document.symbol.removeprefix("S/RES/").removeprefix("S/")).strip("-").lower()
    return f"/akn/un/statement/deliberation/{organ}/{day}/{slug or 'document'}"


def _meta(writer: Writer, parent: etree._Element, work: str, apart: bool) -> None:
    document = writer.document
    meta = add(parent, "meta")
    _identification(writer, meta, work)
    _classification(writer, meta)
    _workflow(writer, meta)
    _vote(document, meta)
    references = add(meta, "references", {"source": _SELF})
    add(references, "TLCOrganization", {"eId": "resdiff", "href": "/akn/ontology/organization/resdiff", "showAs": "resdiff"})
    add(references, "TLCOrganization", {"eId": "un", "href": "/akn/ontology/organization/un", "showAs": "United Nations"})
    for role in ("author", "editor"):
        add(references, "TLCRole", {"eId": role, "href": f"/akn/ontology/role/un/{role}", "showAs": role})
    for concept in ("symbol", "issuingBody", "generalDistribution", "dateOfIssuance", "adoption", "reissue", "sponsor"):
        add(references, "TLCConcept", {"eId": concept, "href": f"/akn/ontology/concept/un/{concept}", "showAs": concept})
    for side in ("inFavour", "against", "abstaining"):
        add(references, "TLCConcept", {"eId": side, "href": f"/akn/ontology/concept/un/voting/{side}", "showAs": side})
    loose = [note for note in document.notes if apart or note.id not in writer.notes]
    if loose:
        notes = add(meta, "notes", {"source": _SELF})
        for note in loose:
            writer.write_note(notes, note, "note", {})


def _identification(writer: Writer, meta: etree._Element, work: str, component: str = "!main") -> None:
    document = writer.document
    day = document.adoption.date.isoformat() if document.adoption.date else _UNKNOWN_DAY
    code = _CODES[document.language]
    identification = add(meta, "identification", {"source": _SELF})
    levels = (
        ("FRBRWork", f"{work}/", "adoption", day, "#un", "#author"),
        ("FRBRExpression", f"{work}/{code}@/", "publication", day, "#un", "#author"),
        ("FRBRManifestation", f"{work}/{code}@.xml", "markup", _UNKNOWN_DAY, _SELF, "#editor"),
    )
    for tag, address, what, when, who, role in levels:
        level = add(identification, tag)
        add(level, "FRBRthis", {"value": f"{address}{component}"})
        add(level, "FRBRuri", {"value": address})
        add(level, "FRBRdate", {"date": when, "name": what})
        add(level, "FRBRauthor", {"href": who, "as": role})
        if tag == "FRBRWork":
            add(level, "FRBRcountry", {"value": "un"})
            if document.symbol:
                add(level, "FRBRnumber", {"value": writer.safe(document.symbol)})
        elif tag == "FRBRExpression":
            add(level, "FRBRlanguage", {"language": code})


def _classification(writer: Writer, meta: etree._Element) -> None:
    """The library's title and the agenda item."""
    document = writer.document
    stated = (("title", document.title, "DHL"), ("agenda", document.adoption.agenda, "S/"))
    if any(value for _, value, _ in stated):
        classification = add(meta, "classification", {"source": _SELF})
        for what, value, dictionary in stated:
            if value:
                said = writer.safe(value)
                add(classification, "keyword", {"refersTo": what, "value": said, "showAs": said, "dictionary": dictionary})


def _workflow(writer: Writer, meta: etree._Element) -> None:
    """Draft, sponsors, adoption."""
    document, adoption = writer.document, writer.document.adoption
    steps: list[dict[str, str]] = []
    if adoption.draft:
        steps.append({"outcome": "draftResolution", "as": writer.safe(adoption.draft), "by": ""})
    for sponsor in document.masthead.sponsors:
        steps.append({"outcome": "draftResolution", "by": writer.safe(sponsor), "refersTo": "#sponsor"})
    if adoption.date or adoption.meeting or adoption.record:
        day = adoption.date.isoformat() if adoption.date else _UNKNOWN_DAY
        outcome = "notAdopted" if document.status is Status.NOT_ADOPTED else "adopted"
        step = {"date": day, "outcome": outcome, "by": f"{words.ordinal(adoption.meeting)} meeting" if adoption.meeting else ""}
        steps.append(step | ({"as": writer.safe(adoption.record)} if adoption.record else {}))
    if steps:
        workflow = add(meta, "workflow", {"source": _SELF})
        for step in steps:
            add(workflow, "step", {"date": _UNKNOWN_DAY} | step)


def _vote(document: Document, meta: etree._Element) -> None:
    vote = document.adoption.vote
    if vote:
        voting = add(add(add(meta, "analysis", {"source": _SELF}), "parliamentary"), "voting")
        for side, count in (("inFavour", vote.for_), ("against", vote.against), ("abstaining", vote.abstaining)):
            add(voting, "count", {"value": str(count), "refersTo": f"#{side}"})


def _notes(writer: Writer) -> bool:
    """Decides where the notes stand: those with an anchor at it, the others in the metadata; True where all must stand there, because
    reading them from their places would give them in another order."""
    anchored = [m.value for p in writer.document.paragraphs for m in p.marks if m.kind is MarkKind.NOTE]
    known = {note.id: note for note in writer.document.notes}
    order = list(dict.fromkeys(id_ for id_ in anchored if id_ in known))
    loose = [note.id for note in writer.document.notes if note.id not in order]
    if [*loose, *order] != [note.id for note in writer.document.notes]:
        return True
    writer.notes = {id_: known[id_] for id_ in order}
    return False


# --- the cover page --------------------------------------------------------------------------------------------------------------

_Fact = tuple[str, dict[str, str], str]
"""An element, its attributes, its words."""


def _cover(writer: Writer, parent: etree._Element) -> None:
    """Every line of the cover page, with what it states told; what no line states, in a block."""
    document = writer.document
    lines, _ = _lines(document)
    names = document.symbols or ((document.symbol,) if document.symbol else ())
    in_order = tuple(name for line in lines if (name := _symbol(line)) in names) == names
    told: dict[int, _Fact] = {}
    blocks: list[_Fact] = [] if in_order else [("docNumber", {"refersTo": "#symbol"}, name) for name in names]
    for i, line in enumerate(lines):
        if in_order and _symbol(line) in names:
            told[i] = ("docNumber", {"refersTo": "#symbol"}, line)
    for tag, attributes, value in _stated(document):
        exact = (i for i, line in enumerate(lines) if i not in told and line == value)
        at = next(exact, next((i for i, line in enumerate(lines) if i not in told and value in line), None))
        if at is None:
            blocks.append((tag, attributes, value))
        else:
            told[at] = (tag, attributes, value)
    if lines or blocks:
        cover = add(parent, "coverPage", {"eId": "coverPage"})
        for i, line in enumerate(lines):
            _line(writer, add(cover, "p"), line, told.get(i))
        for tag, attributes, value in blocks:
            put(add(add(cover, "block", {"name": tag}), tag, attributes), writer.safe(value))


def _line(writer: Writer, element: etree._Element, line: str, fact: _Fact | None) -> None:
    if fact is None:
        put(element, writer.safe(line))
        return
    tag, attributes, value = fact
    before, _, after = line.partition(value)
    put(element, writer.safe(before))
    put(add(element, tag, attributes), writer.safe(value))
    put(element, writer.safe(after))


def _stated(document: Document) -> Iterator[_Fact]:
    """What the cover page states, the symbols aside."""
    masthead = document.masthead
    stated: tuple[_Fact, ...] = (
        ("docAuthority", {"refersTo": "#issuingBody"}, masthead.organ),
        ("docStatus", {"refersTo": "#generalDistribution"}, masthead.distribution),
        ("docDate", {"refersTo": "#dateOfIssuance", "date": _issued(document)}, masthead.issued),
        ("docTitle", {"refersTo": "#adoption"}, masthead.adoption_line),
        ("docketNumber", {}, masthead.job_number),
        ("docStatus", {"refersTo": "#reissue"}, masthead.reissue),
    )
    yield from (fact for fact in stated if fact[2])


def _issued(document: Document) -> str:
    """The day of issue; unknown for a statement without a day of adoption, which would be taken from it."""
    day: date | None = vocabulary.load(document.language).date(document.masthead.issued)
    if day is None or (document.status is Status.STATEMENT and document.adoption.date is None):
        return _UNKNOWN_DAY
    return day.isoformat()


def _symbol(line: str) -> str:
    try:
        return symbols.parse(line.rstrip("*. ")).text
    except ValueError:
        return line


def _lines(document: Document) -> tuple[list[str], list[str]]:
    """The lines of the cover page before the enacting words, and those below the text."""
    lines, formula = list(document.masthead.lines), document.masthead.formula
    if not formula or formula not in lines:
        return lines, []
    at = len(lines) - 1 - lines[::-1].index(formula)
    return lines[:at], lines[at + 1 :]


# --- the text --------------------------------------------------------------------------------------------------------------------


def _text(writer: Writer, main: etree._Element) -> None:
    document = writer.document
    text, annexes = _parts(document.paragraphs)
    recitals = 1 + max((i for i, p in enumerate(text) if p.kind is Kind.PREAMBULAR and not _operative_before(text, i)), default=-1)
    formula = document.masthead.formula if document.masthead.formula in document.masthead.lines else ""
    if formula or recitals:
        preamble = add(main, "preamble")
        if formula:
            put(add(add(preamble, "formula", {"name": "enactingFormula"}), "p"), writer.safe(formula))
        Body(writer, preamble).recitals(text[:recitals])
    body = add(main, "mainBody")
    if document.status is not Status.STATEMENT and any(p.kind is Kind.STATEMENT for p in text):
        body.set("class", "plain")
    Body(writer, body).paragraphs(text[recitals:])
    below = _lines(document)[1]
    if below:
        conclusions = add(main, "conclusions")
        for line in below:
            put(add(conclusions, "p"), writer.safe(line))
    if annexes:
        attachments = add(main, "attachments")
        for number, annex in enumerate(annexes, 1):
            doc = add(add(attachments, "attachment", {"eId": f"att_{number}"}), "doc", {"name": "annex"})
            _identification(writer, add(doc, "meta"), _work(document), f"!annex_{number}")
            Body(writer, add(doc, "mainBody")).paragraphs(annex)


def _operative_before(text: Sequence[Paragraph], at: int) -> bool:
    return any(p.kind not in (Kind.PREAMBULAR, Kind.HEADING, Kind.ROW) for p in text[:at])


def _parts(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[list[Paragraph]]]:
    """The document's own paragraphs, and those of each annex: the last ones whose ids begin with an annex's step."""
    start = len(paragraphs)
    while start and _in_annex(paragraphs[start - 1]):
        start -= 1
    if not any(p.kind in (Kind.ANNEX, Kind.LISTING) for p in paragraphs[start:]) and not _fresh(paragraphs, start):
        start = len(paragraphs)
    annexes: list[list[Paragraph]] = []
    for paragraph in paragraphs[start:]:
        if not annexes or annexes[-1][0].path[0] != paragraph.path[0]:
            annexes.append([])
        annexes[-1].append(paragraph)
    return list(paragraphs[:start]), annexes


def _in_annex(paragraph: Paragraph) -> bool:
    kinds = (Kind.ANNEX, Kind.LISTING, Kind.HEADING, Kind.ROW)
    return paragraph.kind in kinds and len(paragraph.path) > 1 and re.fullmatch(r"A[IVXL]*", paragraph.path[0]) is not None


def _fresh(paragraphs: Sequence[Paragraph], start: int) -> bool:
    """Whether the headings and rows from here on are an annex of their own, not the end of a section A."""
    return start < len(paragraphs) and all(p.path[0] != paragraphs[start].path[0] for p in paragraphs[:start])


def _indent(element: etree._Element, depth: int = 0) -> None:
    """Puts the elements that hold no words of their own on lines of their own."""
    if element.tag in _TEXTUAL or not len(element):
        return
    for child in element:
        _indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    element.text = "\n" + "  " * (depth + 1)
    element[-1].tail = "\n" + "  " * depth


_TEXTUAL = frozenset(f"{{{NS}}}{tag}" for tag in ("p", "num", "heading", "block", "listIntroduction", "listWrapUp", "crossHeading"))
