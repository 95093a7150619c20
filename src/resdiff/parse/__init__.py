"""Blocks to a Document: one assembler for every source and every language.

    blocks -> units (a number and its text) -> outline (which place each has) -> paragraphs with openings, clauses and citations

Law: the numbers and texts of the paragraphs, after the lines of the masthead, hold the words of the repaired blocks in their order;
nothing is lost and nothing is put in. A line of adoption below the text is the masthead's last.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from resdiff import symbols
from resdiff.models import (
    Adoption,
    Blocks,
    Clause,
    Document,
    Doubt,
    Hint,
    Kind,
    Language,
    MarkKind,
    Masthead,
    Note,
    Paragraph,
    Source,
    SourceKind,
    Status,
)
from resdiff.parse import listings
from resdiff.parse.clauses import chapter_vii, clauses
from resdiff.parse.formal import formal
from resdiff.parse.outline import build
from resdiff.parse.places import Outline, Piece
from resdiff.parse.units import Unit, Words, marker_of, units
from resdiff.vocabulary import MarkerStyle, Vocabulary, talks

_known: dict[int, Words] = {}


def assemble(blocks: Blocks, source: Source, vocabulary: Vocabulary) -> Document:
    """The document that the blocks hold. Its language is the vocabulary's; what could not be told for certain is in its doubts.

    `blocks` are repaired, one a printed paragraph. Chapter VII is told from the words; date and meeting of adoption come from the source,
    else from the adoption line, else from the line that names the resolution ("Resolution 9101 (2091) of 4 March 2091")."""
    words = _known.get(id(vocabulary))
    if words is None or words.vocabulary is not vocabulary:
        words = _known[id(vocabulary)] = Words(vocabulary)
    found = [u for u in units(blocks.blocks, vocabulary, inline=_numbers_in_text(blocks, vocabulary)) if u.text or u.number]
    names = blocks.symbols or _symbols(found[:40], blocks.masthead, words)
    if blocks.status is Status.STATEMENT:
        # a cover page may bear the symbol of the resolution that the statement is about (its reader has raised the doubt)
        names = tuple(name for name in names if "/RES/" not in name)
    statement = (
        blocks.status is Status.STATEMENT or any("/PRST/" in name for name in names) or _is_statement(found, vocabulary.language)
    )
    outline = build(found, words, statement=statement)
    listings.tell(outline.pieces, vocabulary.language)
    paragraphs = _paragraphs(outline, vocabulary)
    masthead = _masthead(blocks.masthead, outline, vocabulary)
    doubts = [*blocks.doubts, *(Doubt(id_, what) for id_, what in outline.doubts)]
    if vocabulary.language is Language.DE:
        doubts.append(Doubt(None, "German: structure only, no vocabulary; verbs and phrases are not told"))
    if not paragraphs:
        doubts.append(Doubt(None, "no paragraphs were found"))
    status = blocks.status or _status(names, masthead, outline, statement=statement)
    headings = [p.text for p in paragraphs[:4] if p.kind is Kind.HEADING] if status is Status.LETTER else []
    return Document(
        symbol=names[0] if names else None,
        language=vocabulary.language,
        title=blocks.title or _title((*masthead.lines, *headings)),
        status=status,
        adoption=_adoption(blocks.adoption, masthead, paragraphs, vocabulary, statement=statement, year=_year(names)),
        source=source,
        masthead=masthead,
        notes=_notes(blocks.notes, outline),
        paragraphs=paragraphs,
        doubts=tuple(doubts),
        symbols=names,
    )


INLINE = 0.004
"""Share of the words of an official XML that may be numbers of items printed inside the text, and are then taken for numbers."""


_WORD = re.compile(r"[^\W_]+")


def _numbers_in_text(blocks: Blocks, vocabulary: Vocabulary) -> bool:
    """Whether numbers at the start of texts stay there. Official XML keeps numbers apart from texts; a file that does not, throughout a
    list or an annex, is taken at its word: there the number is a part of the text as printed, and read for the id only. A stray one is
    taken for what it is."""
    if blocks.kind is not SourceKind.AKN:
        return False
    count = sum(1 for b in blocks.blocks if not b.marker and (m := marker_of(b.text, vocabulary)) and any(map(str.isalnum, m[0])))
    size = sum(len(_WORD.findall(block.text)) for block in blocks.blocks)
    return count > INLINE * size


# --- paragraphs ------------------------------------------------------------------------------------------------------------------


def _paragraphs(outline: Outline, vocabulary: Vocabulary) -> tuple[Paragraph, ...]:
    worded = [piece for piece in outline.pieces if piece.kind is not Kind.ROW]
    italics = sum(mark.kind is MarkKind.ITALIC for piece in worded for mark in piece.unit.marks) > len(outline.pieces) // 8
    lead: dict[str, tuple[Clause, ...]] = {}
    out = []
    for piece in outline.pieces:
        paragraph = _paragraph(piece, vocabulary, italics=italics, chapeau=lead.get(piece.owner, ()))
        lead[paragraph.id] = paragraph.clauses
        out.append(paragraph)
    return tuple(out)


_PREAMBLE = {Kind.PREAMBULAR: True, Kind.OPERATIVE: False, Kind.STATEMENT: False}


def _paragraph(piece: Piece, vocabulary: Vocabulary, *, italics: bool, chapeau: Sequence[Clause]) -> Paragraph:
    unit, path = piece.unit, piece.path
    prefix = _prefix(path)
    opening = ""
    found: tuple[Clause, ...] = ()
    if piece.kind not in (Kind.HEADING, Kind.ROW, Kind.LISTING) and unit.text:
        start = unit.skip + talks.lead(unit.own)
        opening, found = clauses(
            unit.text, unit.marks, vocabulary, preamble=_PREAMBLE.get(piece.kind), italics=italics, start=start
        )
        if not opening and chapeau:
            last = chapeau[-1]
            found = (Clause(last.verb, last.addressee, 0, 0, last.lemma), *found)
    return Paragraph(
        id=piece.id,
        formal=formal(piece.kind, path, prefix, vocabulary.language),
        kind=piece.kind,
        path=path,
        depth=max(0, len(path) - prefix - 1),
        number=unit.number,
        text=unit.text,
        opening=opening,
        marks=unit.marks,
        clauses=found,
        citations=symbols.citations(unit.text, vocabulary.language),
        page=unit.page,
    )


def _prefix(path: tuple[str, ...]) -> int:
    """How many steps of a path name an annex or a section."""
    count = 0
    while count < len(path) - 1 and re.fullmatch(r"[A-Z]{1,6}|[^\W\d_]{1,8}", path[count]):
        count += 1
    return count


def _notes(notes: Sequence[Note], outline: Outline) -> tuple[Note, ...]:
    """The notes with the paragraph and offset of their anchors."""
    where: dict[str, tuple[str, int]] = {}
    for piece in outline.pieces:
        for mark in piece.unit.marks:
            if mark.kind is MarkKind.NOTE:
                where.setdefault(mark.value, (piece.id, mark.start))
    return tuple(replace(n, paragraph=where[n.id][0], offset=where[n.id][1]) if n.id in where else n for n in notes)


# --- cover page ------------------------------------------------------------------------------------------------------------------

_STATEMENTS = {
    Language.EN: r"statement\s+by\s+the\s+president\s+of\s+the\s+security\s+council",
    Language.FR: r"déclaration\s+d[ue](?:\s+la)?\s+président\w*\s+du\s+conseil\s+de\s+sécurité",
    Language.ES: r"declaración\s+de(?:l|\s+la)\s+president\w+\s+del\s+consejo\s+de\s+seguridad",
    Language.RU: r"заявление\s+председателя\s+совета\s+безопасности",
    Language.AR: r"بيان\s+(?:من\s+)?رئيس\w*\s+مجلس\s+الأمن",
    Language.ZH: r"安全理事会主席(?:的)?声明",
    Language.DE: r"erklärung\s+de[rs]\s+präsident\w+\s+des\s+sicherheitsrats",
}
_DRAFT = re.compile(
    r"\bdraft resolution\b|\bprojet de résolution\b|\bproyecto de resolución\b|\bпроект резолюции\b|مشروع قرار|决议草案",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\b(?:identical )?letters? dated\b|\blettres? (?:identiques )?datée?s?\b|\breport of the\b|\brapport d\w+\b", re.IGNORECASE
)
_SYMBOL = re.compile(
    r"\b(?:S/(?:RES|PRST)/\d+(?:/\d+)?(?:\s?\(\d{4}\))?|A/RES/\d+/\d+[A-Z]?|S/\d{4}/\d+(?:/(?:Rev|Add|Corr)\.\d+)?)"
)
_NUMBER_LINE = re.compile(r"^\D{0,30}?(?<![\d/])(\d{1,4})\s?[(（](\d{4})[)）]\D{0,8}$")
_JOB = re.compile(r"\b(?:\d{2}-\d{5}|N\d{7})\b(?:\s?\([A-Z]\))?")
_DISTRIBUTION = re.compile(r"^Distr\b|^Distribución|^Provisional$", re.IGNORECASE)


def _is_statement(head: Sequence[Unit], language: Language) -> bool:
    """Whether one of the first lines is the title of a statement of the President."""
    pattern = re.compile(_STATEMENTS[language], re.IGNORECASE)
    return any(len(unit.text) < 120 and pattern.search(unit.text) for unit in head[:20])


def _symbols(head: Sequence[Unit], masthead: Masthead, words: Words) -> tuple[str, ...]:
    """The symbols that the cover page prints, else the one its number line means ("Resolution 2482 (2019)"). The cover ends at the enacting
    words, the first number, the first recital: what is named below is cited."""
    cover = [*masthead.lines]
    for unit in head:
        if unit.hint in (Hint.PREAMBLE, Hint.BODY, Hint.FORMULA) or len(unit.text) > 300 or words.formula.match(unit.text):
            break
        if unit.figure(MarkerStyle.NUMBER) == 1 or (
            words.closes(unit.text) in (",", "،", "，", ";") and words.place(unit.text, None)
        ):
            break
        cover.append(unit.printed)
    found: list[str] = []
    for line in cover:
        for match in _SYMBOL.finditer(line):
            found += _canonical(match[0])
            if len(found) == 1 and len(line) < 60:
                return tuple(found)
    for line in cover:
        if number := _NUMBER_LINE.match(line.strip()) or words.vocabulary.numbered.fullmatch(line.strip()):
            return _canonical(f"S/RES/{number[1]} ({number[2]})")
    return tuple(dict.fromkeys(found))[:1]


def _canonical(text: str) -> tuple[str, ...]:
    try:
        return (symbols.parse(text).text,)
    except ValueError:
        return ()


def _masthead(known: Masthead, outline: Outline, vocabulary: Vocabulary) -> Masthead:
    """The cover page as the source gave it, with the lines that came as blocks after it; empty fields filled from the lines."""
    lines = (*known.lines, *(unit.printed for unit in outline.cover))
    organs = tuple(formula.casefold() for formula in vocabulary.enacting)

    def first(pattern: re.Pattern[str], group: int = 0) -> str:
        return next((m[group] for line in lines if (m := pattern.search(line))), "")

    dated = (line for line in lines if len(line) < 40 and vocabulary.date(line) and not vocabulary.adoption.search(line))
    return replace(
        known,
        lines=lines,
        organ=known.organ
        or next((line for line in lines if len(line) > 6 and any(o.endswith(line.casefold()) for o in organs)), ""),
        distribution=known.distribution or next((line for line in lines if _DISTRIBUTION.search(line)), ""),
        issued=known.issued or next(dated, ""),
        job_number=known.job_number or first(_JOB),
        reissue=known.reissue or next((x.lstrip("* ") for x in lines if x.startswith("*") and vocabulary.is_furniture(x)), ""),
        adoption_line=known.adoption_line or _adoption_line(lines, vocabulary),
        formula=known.formula or outline.formula,
    )


def _adoption_line(lines: Sequence[str], vocabulary: Vocabulary) -> str:
    """The line of adoption, which may be printed on several lines; "" where there is none."""
    joined = " ".join(lines)
    told = vocabulary.adoption.search(joined) or vocabulary.assembly.search(joined)
    if told:
        return told[0]
    return next((line for line in reversed(lines) if vocabulary.adopted.fullmatch(line.strip())), "")


def _status(names: Sequence[str], masthead: Masthead, outline: Outline, *, statement: bool) -> Status:
    """What the document is, by its symbol, else by its words."""
    name = names[0] if names else ""
    if statement:
        return Status.STATEMENT
    if "/RES/" in name:
        return Status.RESOLUTION
    cover = "\n".join(masthead.lines)
    if _DRAFT.search(cover) and masthead.formula:
        return Status.DRAFT
    if re.match(r"SC/\d", name):
        return Status.PRESS
    if name and (_LETTER.search(cover) or not masthead.formula):
        return Status.LETTER
    return Status.DRAFT if name and masthead.formula else Status.LOCAL


_MEETING = re.compile(
    r"(?<!\d)(\d{3,5})(?:st|nd|rd|th|e|ème|ª|a|-[ема]\w*)?(?:\s\(closed\))?\s?(?:meeting|séance|sesión|заседани|次会议)"
    r"|جلست\w*\s+(\d{3,5})"
)


def _year(names: Sequence[str]) -> int | None:
    """The year that the first symbol names; None where it names none."""
    return symbols.parse(names[0]).year if names and _canonical(names[0]) else None


def _adoption(
    stated: Adoption,
    masthead: Masthead,
    paragraphs: Sequence[Paragraph],
    vocabulary: Vocabulary,
    *,
    statement: bool,
    year: int | None,
) -> Adoption:
    """The facts that the source states, the rest from the adoption line. Of a statement, the day is that of its introductory sentence
    where it is of the year of the symbol."""
    line = masthead.formula if statement else masthead.adoption_line
    match = vocabulary.adoption.search(line) or vocabulary.adopted.fullmatch(line.strip())
    day, meeting = stated.date, stated.meeting
    told = vocabulary.date((match.groupdict().get("date") if match else None) or line) if line else None
    if day is None or (statement and told is not None and told.year == year):
        day = told or day  # the metadata of a statement holds its day of issue or of reissue
    if day is None and not statement:
        day = _named_day(masthead.lines, vocabulary)
    if meeting is None and line:
        figure = match["meeting"] if match else None
        other = _MEETING.search(line)
        meeting = int(figure) if figure else int(other[1] or other[2]) if other else None
    below = [p.text.strip() for p in reversed(paragraphs) if p.kind is Kind.HEADING]
    below += masthead.lines  # where a PDF's reader puts what stands below the text
    if plenary := next((m for text in below if (m := vocabulary.plenary.fullmatch(text))), None):
        meeting, day = meeting or int(plenary["meeting"]), day or vocabulary.date(plenary["date"] or "")
    agenda = stated.agenda or _agenda(masthead.lines, vocabulary)
    texts = [p.text for p in paragraphs if p.kind in (Kind.PREAMBULAR, Kind.OPERATIVE, Kind.STATEMENT, Kind.HEADING)]
    return replace(
        stated, date=day, meeting=meeting, agenda=agenda, chapter_vii=chapter_vii(texts, vocabulary.language) if texts else None
    )


def _title(lines: Sequence[str]) -> str | None:
    """What one of the first lines calls an Assembly resolution, a letter or a report; None for others: Council resolutions print no
    title."""
    for line in lines:
        if numbered := _ASSEMBLY_TITLE.match(line):
            return numbered[1]
        if _LETTER.match(line):
            return line
    return None


_ASSEMBLY_TITLE = re.compile(r"\d{1,2}/\d{1,3}(?:\s?[A-Z])?\s?\.\s+([^\W\d_].*)")


def _agenda(lines: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """The agenda item that the cover of an Assembly resolution names, number and title; None where it names none."""
    for line, following in itertools.pairwise((*lines, "")):
        if vocabulary.agenda.fullmatch(line.strip()):
            apart = (
                vocabulary.assembly.search(following)
                or vocabulary.agenda.fullmatch(following)
                or vocabulary.is_furniture(following)
            )
            titled = following and not apart
            return f"{line.strip()}: {following}" if titled else line.strip()
    return None


def _named_day(lines: Sequence[str], vocabulary: Vocabulary) -> date | None:
    """The date of adoption in the line that names the resolution, as the yearly volumes and the Assembly print it."""
    joined = " ".join(lines)
    found = [m[0] for line in lines if (m := vocabulary.numbered.fullmatch(line.strip()))]
    found += [m[0] for m in vocabulary.assembly.finditer(joined)]
    return next((day for text in found if (day := vocabulary.date(text))), None)
