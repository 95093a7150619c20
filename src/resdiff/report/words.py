"""What every display says of a value, in the words of the design (section 2), as plain text.

Nothing here is markup, and nothing is computed that the values do not hold. What is unknown is called unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import quote

from resdiff.models import (
    Adoption,
    ChangeKind,
    Comparison,
    Document,
    Kind,
    Language,
    Lineage,
    Paragraph,
    ParagraphLineage,
    Reference,
    Searched,
    SpanKind,
    Status,
    Verdict,
    Witness,
)
from resdiff.vocabulary import stages

UNKNOWN = "unknown"

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_NAMED = 8
"""Preambular paragraphs without a printed number that are named one by one, at most."""


def count_note(*documents: Document) -> str:
    """Which numbers of these documents are our count: those of preambular paragraphs too, but for drafts that print them ("PP3")."""
    preambular = [p for document in documents for p in document.paragraphs if p.kind is Kind.PREAMBULAR]
    counted = [p.id for p in preambular if not p.number]
    if len(counted) == len(preambular):
        return (
            "Numbers of preambular paragraphs (PP) and of headings (H) are our count: they are not printed in the document. "
            "Operative paragraphs (OP) bear their printed numbers."
        )
    if not counted:
        which = "Numbers of headings (H)"
    elif len(documents) == 1 and len(counted) <= _NAMED:
        which = f"Numbers of {', '.join(counted)} and of headings (H)"
    else:
        which = "Some numbers of preambular paragraphs (PP), and those of headings (H),"
    return f"{which} are our count: they are not printed in the document. Other paragraphs bear their printed numbers."


VERDICTS = {
    Verdict.VERBATIM: "verbatim",
    Verdict.ADAPTED: "adapted",
    Verdict.ASSEMBLED: "assembled",
    Verdict.PARTIAL: "partly found",
    Verdict.STOCK: "stock phrase",
    Verdict.NONE: "not found",
}

SPANS = {
    SpanKind.INHERITED: "found before",
    SpanKind.SAFEGUARD: "safeguard, found before",
    SpanKind.STOCK: "stock phrase, or too few words to trace",
    SpanKind.NONE: "not found before",
}

_CONTROL = {
    **{code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
    **dict.fromkeys(range(0xFDD0, 0xFDF0), 0xFFFD),
    **dict.fromkeys([plane + low for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF)], 0xFFFD),
}
_SPACES = re.compile(r"\s+")


def printable(text: str) -> str:
    """The text with each control character, lone surrogate and noncharacter shown as one visible character (␛ for ESC, � where there is
    no picture). Length and offsets stay; a text without such characters is returned as it is."""
    return text.translate(_CONTROL)


def address(symbol: str, language: Language) -> str:
    """The address of a document on the UN's server."""
    return f"https://docs.un.org/{language.value}/{quote(symbol.replace(' ', ''), safe='/()')}"


def number(value: int) -> str:
    """A count as printed in English text: 2,041."""
    return f"{value:,}"


def counted(value: int, one: str, many: str = "") -> str:
    """Such as "1 word", "2,041 words"."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def percent(part: float, whole: float = 1.0) -> str:
    """A share as a whole percentage; what is not nothing is never printed as 0 %, nor what is not all as 100 %."""
    if whole <= 0:
        return "0 %"
    share = 100 * part / whole
    if 0 < share < 1:
        return "under 1 %"
    if 99 < share < 100:
        return "over 99 %"
    return f"{share:.0f} %"


def day(value: date | None) -> str:
    """Such as "19 July 2019", or unknown."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else UNKNOWN


def ordinal(value: int) -> str:
    """8582nd."""
    suffix = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{suffix}"


def short(symbol: str) -> str:
    """A symbol without its series, for crowded places: "2482", "PRST/2018/9"."""
    match = re.fullmatch(r"S/RES/(\d+) \(\d{4}\)", symbol)
    return match[1] if match else symbol.removeprefix("S/")


def vote(adoption: Adoption, status: Status) -> str:
    """Such as "15-0-0" (for, against, abstaining); a statement of the President is issued without a vote."""
    if adoption.vote:
        return f"{adoption.vote.for_}-{adoption.vote.against}-{adoption.vote.abstaining}"
    return "none (statement)" if status is Status.STATEMENT else UNKNOWN


def chapter(adoption: Adoption) -> str:
    """Whether the text names Chapter VII: yes, no, unknown."""
    return UNKNOWN if adoption.chapter_vii is None else "yes" if adoption.chapter_vii else "no"


def meeting(adoption: Adoption) -> str:
    """Such as "8582nd (S/PV.8582)", the record alone of a text adopted without a meeting (by letter, as in 2020), or unknown."""
    if adoption.meeting is None:
        return adoption.record or UNKNOWN
    return ordinal(adoption.meeting) + (f" ({adoption.record})" if adoption.record else "")


def weight(adoption: Adoption, status: Status) -> tuple[tuple[str, str], ...]:
    """The weight of a precedent as (label, value) pairs, each with "unknown" where it is not known."""
    return (
        ("Kind", status.value),
        ("Adopted", day(adoption.date)),
        ("Record" if adoption.record and adoption.meeting is None else "Meeting", meeting(adoption)),
        ("Vote", vote(adoption, status)),
        ("Chapter VII", chapter(adoption)),
        ("Agenda item", adoption.agenda or UNKNOWN),
        ("Draft", adoption.draft or UNKNOWN),
    )


def nothing_differs(comparison: Comparison) -> str:
    """What is said where two texts have no difference: also whether that is no wonder, because one file or one document was given twice."""
    left, right = comparison.left, comparison.right
    if left.source.sha256 == right.source.sha256:
        return "Nothing differs. Both are the same file, byte for byte."
    if left.symbol and left.symbol == right.symbol:
        return f"Nothing differs. Both are the same document, {left.symbol}."
    return "Nothing differs."


def reading_notes(comparison: Comparison) -> tuple[str, ...]:
    """How each document was read where it could be read in another way too: its tracked changes, and the option for that."""
    sides = (comparison.left, comparison.right)
    return tuple(f"{heading(side)}: {doubt.what}" for side in sides for doubt in side.doubts if "--tracked" in doubt.what)


def isolated(line: str) -> list[tuple[str, bool]]:
    """A line of the change list cut into what is ours and what it quotes, each with whether it is quoted: what is quoted must not run
    together with the rest where it is written from the right to the left. Ours are a label, arrows and the last remark in brackets, and of
    lines on the talks all but the words and names."""
    if told := next((match for pattern in _TOLD if (match := pattern.fullmatch(line))), None):
        quoted = {told.span(name) for name in told.groupdict()}
        spans = [told.span(n) for n in range(1, len(told.groups()) + 1)]
        return [(line[start:end], (start, end) in quoted) for start, end in spans if start < end]
    parts = [part for part in re.split(r"(^[a-z][a-z ]*: | -> | \([a-z][a-z ,]*\)$)", line) if part]
    return [(part, part != " -> " and not part.startswith(" (") and not part.endswith(": ")) for part in parts]


_TOLD = (
    re.compile(
        r"([\[“])(?P<text>.*)([\]”])(?:( \()(?P<by>.*)(\)))?(: [a-z][a-z ,]*?(?:, now under )?)(?P<now>(?<=, now under ).*)?",
        re.DOTALL,
    ),
    re.compile(r"(?:(?P<by>[^“]*)(: ))?(“)(?P<text>.*)(”: (?:new )?position[a-z ;]*)", re.DOTALL),
    re.compile(r"(marked “)(?P<before>[^“”]*)(?:(”, then “)(?P<after>[^“”]*))?(”[a-z ,;]*)"),
    re.compile(r"(comment “)(?P<text>.*)(”: [a-z ]*)", re.DOTALL),
)
"""Lines on the talks: what they quote is named, what is ours is not."""


def strength_note(comparison: Comparison) -> str:
    """Why verbs that differ are not called stronger or weaker, where none can be; "" where there is nothing to say."""
    verbs = any(change.kind is ChangeKind.VERB for link in comparison.links for change in link.changes)
    if not verbs or (comparison.successive and comparison.left.language is Language.EN):
        return ""
    if comparison.left.language is not Language.EN:
        return "Verbs are called stronger or weaker in English only."
    return "Verbs are called stronger or weaker only between versions of one text; too few paragraphs of these two answer to each other."


def weight_line(adoption: Adoption, status: Status) -> str:
    """The weight in one line: "19 July 2019; vote 15-0-0; Chapter VII: no"."""
    when = day(adoption.date) if adoption.date else f"date {UNKNOWN}"
    kind = "statement; " if status is Status.STATEMENT else "" if status is Status.RESOLUTION else f"{status.value}; "
    ballot = "" if status is Status.STATEMENT and not adoption.vote else f"; vote {vote(adoption, status)}"
    return f"{kind}{when}{ballot}; Chapter VII: {chapter(adoption)}"


def dated(document: Document) -> str:
    """The weight of a document in one line; of one that bears no day of adoption, the day of issue as it is printed."""
    line = weight_line(document.adoption, document.status)
    issued = document.masthead.issued
    return line.replace(f"date {UNKNOWN}", f"issued {issued}") if issued and not document.adoption.date else line


def headed(paragraph: Paragraph) -> str:
    """The text of a heading with the number that it bears ("II. Recent developments"), the cells of a row apart; of others the text."""
    if paragraph.kind is Kind.HEADING and paragraph.number and not paragraph.text.startswith(paragraph.number):
        return f"{paragraph.number} {paragraph.text}"
    return paragraph.text.replace("\t", " | ") if paragraph.kind is Kind.ROW else paragraph.text


def sitting(adoption: Adoption) -> str:
    """Such as "8582nd meeting (S/PV.8582)", or "meeting unknown"."""
    if adoption.meeting is None:
        return adoption.record or f"meeting {UNKNOWN}"
    return f"{ordinal(adoption.meeting)} meeting" + (f" ({adoption.record})" if adoption.record else "")


def named(reference: Reference) -> str:
    """Such as "S/RES/2370 (2017) PP8"; the symbol alone where no paragraph is named."""
    return f"{reference.symbol} {reference.id}".strip()


def years(searched: Searched) -> str:
    """Such as "2000-2019", one year where both ends are one, "" where they are unknown."""
    ends = [end.year for end in (searched.from_, searched.to) if end]
    return "" if not ends else str(ends[0]) if ends[0] == ends[-1] else f"{ends[0]}-{ends[-1]}"


def space(searched: Searched) -> str:
    """What was searched, as part of a sentence: "2,041 documents adopted 2000-2019"."""
    when = years(searched)
    return counted(searched.documents, "document") + (f" adopted {when}" if when else "")


def searched_line(searched: Searched) -> str:
    """The search space as a sentence."""
    if not searched.documents:
        return "Nothing was searched: the library holds no earlier document."
    return f"Searched {space(searched)}."


def part_warning(searched: Searched) -> str:
    """The warning that goes with a search of a part of the Council's texts, "" when it was whole."""
    if searched.complete or not searched.documents:
        return ""
    return (
        "Only a part of the Council's texts was searched. Language that is not found here may stand in a document that the library "
        "does not hold, or in one of an earlier year."
    )


def language_note(lineage: Lineage) -> str:
    """What to say where the lineage was computed on the English text and another language is shown by id, "" elsewhere."""
    shown = lineage.shown
    if shown is None:
        return ""
    ids = {paragraph.id for paragraph in lineage.target.paragraphs}
    apart = [paragraph.id for paragraph in shown.paragraphs if paragraph.id not in ids]
    missing = f" In the text shown only: {', '.join(apart)}." if apart else ""
    return (
        f"Traced on the English text of {heading(lineage.target)}, which the library holds; the text asked for ({shown.language}) is shown "
        f"with it, paragraph by paragraph.{missing}"
    )


def beside(lineage: Lineage) -> dict[str, str]:
    """The text to show beside each paragraph of the target, by id; empty where nothing is shown beside it."""
    return {paragraph.id: paragraph.text for paragraph in lineage.shown.paragraphs} if lineage.shown else {}


def verdict(lineage: ParagraphLineage, searched: Searched) -> str:
    """A paragraph's verdict in words: "verbatim in S/RES/2370 (2017) PP8"."""
    closest = lineage.closest
    if lineage.uses:
        return f"too few words to trace; they stand in {counted(lineage.uses, 'earlier paragraph')}"
    if not lineage.spans:
        return "no words"
    if lineage.verdict is Verdict.STOCK:
        return "stock phrase"
    if not searched.documents:
        return "nothing was searched"
    if lineage.verdict is Verdict.NONE or closest is None:
        run = lineage.longest
        most = f"; at most {counted(run.words, 'word')} of it in a row, earliest in {named(run.earliest)}" if run else ""
        return f"not found in {space(searched)}{most}"
    if lineage.verdict is Verdict.ASSEMBLED:
        names = [f"{source.symbol} {source.id}" for source in lineage.sources[:3]] or [named(closest)]
        more = len(lineage.sources) - len(names)
        return "assembled from " + joined(names, f"{number(more)} more" if more > 0 else "")
    lead = {Verdict.VERBATIM: "verbatim in", Verdict.ADAPTED: "adapted from", Verdict.PARTIAL: "partly from"}[lineage.verdict]
    if lineage.verdict is Verdict.VERBATIM and lineage.punctuation:
        lead = "verbatim but for punctuation in"
    return f"{lead} {named(closest)}"


def earliest_role(lineage: ParagraphLineage) -> str:
    """What a paragraph's `earliest` is: the first of all that hold its words where all of them stand in a row, else the oldest of what it
    was made from, and older texts may hold parts of it."""
    return "earliest use of these words" if lineage.verdict is Verdict.VERBATIM or lineage.uses else "oldest source"


def totals_line(lineage: Lineage) -> str:
    """How much was found: "3,685 words: 22 % found before, under 1 % stock phrases, 77 % not found"; the words alone where nothing was
    searched."""
    totals = lineage.totals
    size = counted(totals.words, "word")
    if not lineage.searched.documents:
        return size
    stock = "stock phrases" + (" or too short to trace" if any(item.uses for item in lineage.paragraphs) else "")
    parts = ((totals.inherited, "found before"), (totals.stock, stock), (totals.none, "not found"))
    return f"{size}: {', '.join(f'{percent(count, totals.words)} {name}' for count, name in parts)}"


def joined(names: Sequence[str], more: str = "") -> str:
    """Such as "a, b and c"; `more` is the last of them when it is not empty."""
    every = [*names, *([more] if more else [])]
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}" if every else ""


def snippet(text: str, length: int = 110) -> str:
    """The beginning of a text, cut at a word, on one line."""
    text = _SPACES.sub(" ", printable(text)).strip()
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head).rstrip(" ,;:") + "…"


def witness_table(witnesses: Iterable[Witness]) -> dict[str, Witness]:
    """The witnesses by symbol."""
    return {witness.symbol: witness for witness in witnesses}


def unknown_witness(symbol: str, recalled: bool = False) -> Witness:
    """What stands in for a document that no witness describes: everything unknown, save perhaps that the target names it."""
    status = Status.STATEMENT if "/PRST/" in symbol else Status.RESOLUTION if "/RES/" in symbol else Status.LOCAL
    return Witness(symbol, status, Adoption(), None, recalled)


def heading(document: Document) -> str:
    """What a document is called at the head of a page; a draft with the round that it, or else its file's name, says:
    "draft.docx (Rev.1)"."""
    if document.status.is_precedent:
        return document.name
    if document.status not in (Status.DRAFT, Status.LOCAL):
        return f"{document.name} ({document.status.value})"
    name = (document.source.file or "").replace("\\", "/").rpartition("/")[2]
    said = _rounds(document.masthead.lines) or _rounds([name])
    return f"{document.name} ({printable(said) or document.status.value})"


def _rounds(texts: Iterable[str]) -> str:
    """What texts say of the round and its silence, each once: "Rev.1, under silence until 12 March"."""
    first: dict[str, str] = {}
    for text in texts:
        for match in stages.ROUND.finditer(text):
            first.setdefault(match[0].casefold(), match[0])
    return ", ".join(first.values())
