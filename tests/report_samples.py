"""Values for tests of reports: an invented story of lanterns, fog and wreckers, in the form of resolutions. All texts are our own.

Edits and passages are worked out here by a small stand-in, so that these values do not move when the core's judgement does.
"""

from __future__ import annotations

import difflib
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from resdiff.models import (
    Adoption,
    Chain,
    ChainStep,
    Change,
    ChangeKind,
    ChangePlace,
    Comparison,
    ConceptChange,
    Direction,
    Document,
    Doubt,
    Edit,
    EditClass,
    Evolution,
    Form,
    Hit,
    Kind,
    Language,
    Lineage,
    Link,
    LinkKind,
    Mark,
    MarkKind,
    Masthead,
    Note,
    Op,
    Paragraph,
    ParagraphLineage,
    Passage,
    PrecedentCard,
    Quote,
    Reference,
    Searched,
    Source,
    SourceKind,
    SourceShare,
    SpanKind,
    Status,
    StrandCell,
    ThemeNames,
    Totals,
    VariantUse,
    Verdict,
    Vote,
    Witness,
)
from resdiff.tokens import fold, tokenise, words

# --- texts -----------------------------------------------------------------------------------------------------------------------

R1, R3, S1, R5, R6, TARGET = (
    "S/RES/9001 (2091)",
    "S/RES/9003 (2093)",
    "S/PRST/2094/2",
    "S/RES/9005 (2095)",
    "S/RES/9006 (2096)",
    "S/RES/9008 (2097)",
)

EARLIER: dict[str, dict[str, str]] = {
    R1: {
        "PP2": "Deeply concerned by the close connection between wreckers and organized lantern smuggling, which lengthens the nights "
        "of every coast that has no light of its own,",
        "OP3": "Decides that all coastal States shall keep a register of the lanterns made, sold or lost within their waters, and shall "
        "show that register to any neighbour that asks for it;",
        "OP4": "Notes with concern the close connection between wreckers and organized lantern smuggling, and in this regard calls on "
        "States to enhance the coordination of their efforts along every coast;",
        "OP7": "Requests the Keeper of the Registers to report on the fog within ninety days;",
        "OP8": "Decides to remain seized of the matter.",
    },
    R3: {
        "PP4": "Recognizing that keepers of lighthouses bear the primary responsibility for the light that leaves their towers, and that "
        "measures taken against wreckers must comply with the law of the sea and with the rights of those in peril on it,",
        "OP2": "Urges States to exchange lists of lost lanterns with their neighbours, and to consider opening their harbours to vessels "
        "that have lost their way;",
        "OP5": "Encourages States to train keepers, customs officers and pilots to recognize a false light;",
        "OP6": "Calls upon States to prevent the sale of lamp oil to persons who are known to have lit false lights;",
    },
    S1: {
        "P3": "The Council expresses its concern at the increasing links, in many cases, between wreckers and transnational lantern "
        "smuggling, and calls on States to enhance the coordination of efforts at every level of the coast.",
        "P6": "The Council stresses that an unlit buoy is a threat to every vessel, whatever flag it flies.",
    },
    R5: {
        "PP6": "Expressing concern that wreckers benefit from transnational lantern smuggling in some regions, including from the "
        "traffic in brass, lenses, lamp oil and forged charts,",
        "PP8": "Reaffirming that measures taken against wreckers must comply with the law of the sea and with the rights of those in "
        "peril on it, and that respect for both makes every measure more effective,",
        "OP9": "Urges States to investigate, prosecute and dismantle networks that traffic in brass, lenses and lamp oil, and to trace "
        "the money that wreckers draw from them;",
        "OP10": "Invites the Assembly of Pilots to prepare, within existing resources, a chart of all places where a false light was "
        "seen;",
    },
    R6: {
        "PP3": "Reaffirming that measures taken against wreckers must comply with the law of the sea and with the rights of those in "
        "peril on it, and that respect for both makes every measure more effective,",
        "OP1": "Calls upon States to enhance the coordination of efforts at the local, regional and coastal levels in order to "
        "strengthen a common response to the links between wreckers and transnational lantern smuggling;",
        "OP4": "Urges States to exchange lists of lost lanterns with their neighbours in a timely manner, as appropriate, and to "
        "consider opening their harbours to vessels that have lost their way;",
        "OP12": "Encourages States to consider a common fund for the widows of pilots;",
    },
}

BODY: tuple[tuple[str, Kind, int, str], ...] = (
    (
        "PP1",
        Kind.PREAMBULAR,
        0,
        "Recalling its resolutions 9001 (2091), 9003 (2093), 9005 (2095) and 9006 (2096), and S/PRST/2094/2,",
    ),
    (
        "PP2",
        Kind.PREAMBULAR,
        0,
        "Reaffirming that measures taken against wreckers must comply with the law of the sea and with the rights of those in peril on "
        "it, and that respect for both makes every measure more effective,",
    ),
    (
        "PP3",
        Kind.PREAMBULAR,
        0,
        "Expressing its concern that wreckers can benefit from lantern smuggling, whether local or transnational, including from the "
        "traffic in brass, lenses, lamp oil, beacon glass and forged charts, and that keepers of lighthouses bear the primary "
        "responsibility for the light that leaves their towers,",
    ),
    (
        "PP4",
        Kind.PREAMBULAR,
        0,
        "Acknowledging that lighthouse keepers who live alone for long may be drawn into the trade by the mere wish for company,",
    ),
    (
        "OP1",
        Kind.OPERATIVE,
        0,
        "Calls upon States to enhance the coordination of efforts at all levels in order to strengthen a common response to the links "
        "between wreckers and lantern smuggling, whether local or transnational, which are a threat to every vessel, whatever flag it "
        "flies;",
    ),
    (
        "OP2",
        Kind.OPERATIVE,
        0,
        "Calls upon States to exchange lists of lost lanterns with their neighbours in a timely manner, in accordance with the law of "
        "the sea, and to open their harbours to vessels that have lost their way;",
    ),
    ("H1", Kind.HEADING, 0, "Registers and training"),
    ("OP3", Kind.OPERATIVE, 0, "Encourages States:"),
    (
        "OP3(a)",
        Kind.OPERATIVE,
        1,
        "to train keepers, customs officers, pilots and divers to recognize a false light;",
    ),
    (
        "OP3(b)",
        Kind.OPERATIVE,
        1,
        "to prevent the sale of lamp oil to persons who are known to have lit false lights, and to keep a register of the lanterns "
        "made, sold or lost within their waters;",
    ),
    (
        "OP4",
        Kind.OPERATIVE,
        0,
        "Notes with concern that sellers of forged charts now reach their buyers by carrier gull, and that no register of gulls is "
        "kept on any coast;",
    ),
    (
        "OP5",
        Kind.OPERATIVE,
        0,
        "Urges States to investigate, prosecute and dismantle networks that traffic in brass, lenses and lamp oil, to trace the money "
        "that wreckers draw from them, and to consider, as appropriate, the return of lost lenses to the towers they were made for;",
    ),
    ("OP6", Kind.OPERATIVE, 0, "Requests the Keeper of the Registers to report on the fog within twelve months;"),
    ("OP7", Kind.OPERATIVE, 0, "Decides to remain seized of the matter."),
)

NEXUS = ("PP3", "OP1", "OP5")

FACTS: dict[str, tuple[date, int | None, Vote | None, bool | None, bool]] = {
    R1: (date(2091, 3, 4), 9101, Vote(15, 0, 0), True, True),
    R3: (date(2093, 6, 18), 9260, Vote(13, 0, 2), False, True),
    S1: (date(2094, 2, 23), 9311, None, False, True),
    R5: (date(2095, 11, 2), 9452, Vote(14, 0, 1), None, True),
    R6: (date(2096, 8, 30), None, None, False, False),
}


def openings(text: str) -> int:
    """The length of the opening words, for italics."""
    for phrase in ("Expressing its concern", "Notes with concern", "Calls upon"):
        if text.startswith(phrase):
            return len(phrase)
    return len(text.split(" ", 1)[0]) if text[:1].isupper() else 0


def paragraph(id_: str, kind: Kind, depth: int, text: str) -> Paragraph:
    """A paragraph with its opening in italics."""
    cut = openings(text) if kind is not Kind.HEADING else 0
    number = f"{id_.removeprefix('OP')}." if id_.startswith("OP") and not depth else f"({id_[-2]})" if depth else ""
    marks = (Mark(0, cut, MarkKind.ITALIC),) if cut else ()
    path = tuple([id_] if not depth else [id_[:-3], id_[-3:]])
    return Paragraph(id_, id_.lower(), kind, path, depth, number, text, opening=text[:cut], marks=marks)


def document(
    symbol: str | None = TARGET,
    body: Sequence[tuple[str, Kind, int, str]] = BODY,
    language: Language = Language.EN,
    year: int = 2097,
) -> Document:
    """An invented document."""
    return Document(
        symbol=symbol,
        language=language,
        title="Lanterns, fog and wreckers",
        status=Status.RESOLUTION if symbol else Status.LOCAL,
        adoption=Adoption(date(year, 7, 19), 9582, Vote(12, 1, 2), False, "Threats to coasts by night", "S/2097/580", "S/PV.9582"),
        source=Source(SourceKind.TEXT, "ab" * 32, file="invented.txt"),
        masthead=Masthead(
            ("SPECIMEN - not a United Nations document",),
            formula="The Security Council,",
            job_number="97-00000",
            issued="19 July 2097",
        ),
        notes=(Note("1", "PP3", 30, "See the register of lanterns, volume II."),),
        paragraphs=tuple(paragraph(*item) for item in body),
        doubts=(Doubt("OP4", "two readings of the marker; the sequence decided"),),
    )


# --- the small stand-in for the core's judgement ---------------------------------------------------------------------------------


def edits(left: str, right: str) -> tuple[Edit, ...]:
    """Word edits by the standard library; edits of equal keys are surface."""
    a, b = tokenise(left), tokenise(right)
    out = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a.keys, b.keys, autojunk=False).get_opcodes():
        here, there = (a.bounds[i], a.bounds[j]), (b.bounds[k], b.bounds[m])
        if tag == "equal":
            same = left[slice(*here)] == right[slice(*there)]
            if same:
                out.append(Edit(Op.EQUAL, here, there))
                continue
        surface = EditClass.SURFACE if fold(left[slice(*here)]) == fold(right[slice(*there)]) else None
        if here[0] < here[1]:
            out.append(Edit(Op.DELETE, here, (there[0], there[0]), surface))
        if there[0] < there[1]:
            out.append(Edit(Op.INSERT, (here[1], here[1]), there, surface))
    return tuple(out)


def passages(text: str, sources: Sequence[tuple[str, str, str]], shortest: int = 3) -> tuple[Passage, ...]:
    """Runs of at least `shortest` words that a source holds, the longest source first; the rest is not found."""
    target = tokenise(text)
    owner: list[int | None] = [None] * len(target)
    for number, (_, _, source) in enumerate(sources):
        keys = tokenise(source).keys
        for block in difflib.SequenceMatcher(None, target.keys, keys, autojunk=False).get_matching_blocks():
            span = range(block.a, block.a + block.size)
            if len(words(text[target.bounds[span.start] : target.bounds[span.stop]])) >= shortest:
                for at in span:
                    owner[at] = number if owner[at] is None else owner[at]
    out: list[Passage] = []
    start = 0
    for at in range(1, len(target) + 1):
        if at == len(target) or owner[at] != owner[start]:
            out.append(_passage(target.bounds[start], target.bounds[at], owner[start], text, sources))
            start = at
    return tuple(span for span in out if text[span.start : span.end].strip(" ,;."))


def _passage(start: int, end: int, owner: int | None, text: str, sources: Sequence[tuple[str, str, str]]) -> Passage:
    if "seized of the matter" in text[start:end]:
        reference = Reference(R1, "OP8")
        return Passage(start, end, SpanKind.STOCK, reference, reference, (reference,), (reference,))
    if owner is None:
        return Passage(start, end, SpanKind.NONE)
    words_here = text[start:end].strip()
    carriers = tuple(Reference(symbol, id_) for symbol, id_, source in sources if words_here in source)
    nearest = Reference(*sources[owner][:2])
    kind = SpanKind.SAFEGUARD if "law of the sea" in words_here else SpanKind.INHERITED
    oldest = min((*carriers, nearest), key=lambda r: FACTS[r.symbol][0] if r.symbol in FACTS else date(2090, 1, 1))
    return Passage(start, end, kind, oldest, oldest, (nearest,), carriers or (nearest,))


def shares(text: str, spans: Sequence[Passage], texts: dict[tuple[str, str], str]) -> tuple[SourceShare, ...]:
    """How many words each nearest source accounts for."""
    counts: dict[tuple[str, str], int] = {}
    for span in spans:
        if span.kind in (SpanKind.INHERITED, SpanKind.SAFEGUARD):
            key = (span.nearest[0].symbol, span.nearest[0].id)
            counts[key] = counts.get(key, 0) + len(words(text[span.start : span.end]))
    size = len(words(text))
    return tuple(SourceShare(*key, texts[key], n, n / size) for key, n in sorted(counts.items(), key=lambda item: -item[1]))


def _verdict(text: str, found: Sequence[SourceShare], spans: Sequence[Passage]) -> Verdict:
    if any(span.kind is SpanKind.STOCK for span in spans):
        return Verdict.STOCK
    share = sum(source.share for source in found)
    if share < 0.3:
        return Verdict.NONE
    if len(found) > 1 and share > 0.6:
        return Verdict.ASSEMBLED
    return Verdict.VERBATIM if share > 0.99 else Verdict.ADAPTED if share > 0.6 else Verdict.PARTIAL


def _lineage_of(item: Paragraph, sources: Sequence[tuple[str, str, str]]) -> ParagraphLineage:
    texts = {(symbol, id_): text for symbol, id_, text in sources}
    spans = passages(item.text, sources)
    found = shares(item.text, spans, texts)
    verdict = _verdict(item.text, found, spans)
    if verdict is Verdict.NONE:
        return ParagraphLineage(item.id, verdict, None, None, (), (), (Passage(0, len(item.text), SpanKind.NONE),))
    closest = Reference(found[0].symbol, found[0].id, found[0].text) if found else None
    oldest = min(found, key=lambda s: FACTS[s.symbol][0] if s.symbol in FACTS else date(2090, 1, 1)) if found else None
    earliest = Reference(oldest.symbol, oldest.id, oldest.text) if oldest else None
    declared = (Reference(R1, "OP3"),) if item.id == "OP3(b)" else ()
    return ParagraphLineage(item.id, verdict, closest, earliest, declared, found, spans)


def _sources(text: str) -> list[tuple[str, str, str]]:
    every = [(symbol, id_, source) for symbol, held in EARLIER.items() for id_, source in held.items()]
    keys = tokenise(text).keys
    return sorted(every, key=lambda s: -difflib.SequenceMatcher(None, keys, tokenise(s[2]).keys, autojunk=False).ratio())[:3]


def totals(target: Document, found: Sequence[ParagraphLineage]) -> Totals:
    """The words of the target by kind of passage."""
    counts = dict.fromkeys(SpanKind, 0)
    size = 0
    texts = {p.id: p.text for p in target.paragraphs}
    for item in found:
        size += len(words(texts[item.id]))
        for span in item.spans:
            counts[span.kind] += len(words(texts[item.id][span.start : span.end]))
    inherited = counts[SpanKind.INHERITED] + counts[SpanKind.SAFEGUARD]
    return Totals(size, inherited, counts[SpanKind.STOCK], size - inherited - counts[SpanKind.STOCK])


def witnesses() -> tuple[Witness, ...]:
    """The invented earlier documents, one of them with next to nothing known."""
    out = []
    for symbol, (day, meeting, vote, chapter, recalled) in FACTS.items():
        status = Status.STATEMENT if "PRST" in symbol else Status.RESOLUTION
        record = f"S/PV.{meeting}" if meeting else None
        adoption = Adoption(day, meeting, vote, chapter, "Threats to coasts by night" if meeting else None, None, record)
        out.append(Witness(symbol, status, adoption, None, recalled))
    return tuple(out)


def lineage(complete: bool = False) -> Lineage:
    """Where the invented target comes from."""
    target = document()
    found = tuple(_lineage_of(p, _sources(p.text)) for p in target.paragraphs if p.kind is not Kind.HEADING)
    searched = Searched(2041, date(2090, 1, 5), date(2096, 12, 20), tuple(EARLIER), complete)
    return Lineage(target, searched, found, totals(target, found), witnesses())


# --- the values that reports read ------------------------------------------------------------------------------------------------


def chain(id_: str, *ancestors: tuple[str, str]) -> Chain:
    """A chain of ancestors, the target last."""
    text = {item[0]: item[3] for item in BODY}[id_]
    places = [*((symbol, place, EARLIER[symbol][place]) for symbol, place in ancestors), (TARGET, id_, text)]
    steps: list[ChainStep] = []
    for i, (symbol, place, words_) in enumerate(places):
        before = edits(places[i - 1][2], words_) if i else ()
        score = 1.0 if i == len(places) - 1 else difflib.SequenceMatcher(None, words_, places[i + 1][2], autojunk=False).ratio()
        steps.append(ChainStep(Reference(symbol, place, words_), before, round(score, 3)))
    return Chain(id_, tuple(steps))


_SMUGGLING, _LINKS = "lantern smuggling", "tie between wreckers and smuggling"
_WHETHER = "lantern smuggling, whether local or transnational"


def _quote(id_: str, words_: str) -> Quote:
    text = {item[0]: item[3] for item in BODY}[id_]
    start = text.index(words_)
    return Quote(id_, start, start + len(words_), words_)


def _place(id_: str, ancestor: tuple[str, str], was: str, now: str) -> ChangePlace:
    old, quote = EARLIER[ancestor[0]][ancestor[1]], _quote(id_, now)
    start = old.index(was)
    return ChangePlace(id_, Reference(*ancestor, old), (start, start + len(was)), (quote.start, quote.end), was, now)


def _variants() -> tuple[VariantUse, ...]:
    return (
        VariantUse(
            *(_SMUGGLING, _WHETHER, 0, None, None, ("PP3", "OP1")),
            quotes=(_quote("PP3", _WHETHER), _quote("OP1", _WHETHER)),
        ),
        VariantUse(
            *(_SMUGGLING, "organized lantern smuggling", 2, Reference(R1, "PP2"), Reference(R1, "OP4"), ()),
            forms=(Form("organized lantern smuggling", 2),),
        ),
        VariantUse(
            *(_SMUGGLING, "transnational lantern smuggling", 14, Reference(S1, "P3"), Reference(R6, "OP1"), ()),
            in_names=3,
            in_longer=1,
            earliest_in_name=Reference(R1, "PP1"),
            target_in_names=("OP5",),
            forms=(
                Form("transnational lantern smuggling", 11),
                Form("transnational lantern-smuggling", 3),
                Form("transnational smuggling of lanterns", 1),
            ),
        ),
        VariantUse(
            *(_LINKS, "close connection", 2, Reference(R1, "PP2"), Reference(R1, "OP4"), (), False),
            forms=(Form("close connection", 2),),
        ),
        VariantUse(
            *(_LINKS, "links or linkages", 9, Reference(S1, "P3"), Reference(R6, "OP1"), ("OP1",), False),
            forms=(Form("links", 9),),
            quotes=(_quote("OP1", "links"),),
        ),
        VariantUse(*("benefit", "benefit", 5, Reference(R5, "PP6"), Reference(R5, "PP6"), (), False), forms=(Form("benefit", 5),)),
        VariantUse(
            *("benefit", "can benefit", 0, None, None, ("PP3",), False), quotes=(_quote("PP3", "can benefit"),), elsewhere=4
        ),
    )


def _changes() -> tuple[ConceptChange, ...]:
    can = _place("PP3", (R5, "PP6"), "benefit", "can benefit")
    whether = (
        _place("PP3", (R5, "PP6"), "transnational lantern smuggling", _WHETHER),
        _place("OP1", (R6, "OP1"), "transnational lantern smuggling", _WHETHER),
    )
    return (
        ConceptChange("benefit", "benefit", "can benefit", can.ancestor, ("PP3",), 0, False, (can,)),
        ConceptChange(
            *(_SMUGGLING, "transnational lantern smuggling", _WHETHER, whether[0].ancestor, ("PP3", "OP1"), 0, True, whether)
        ),
    )


def evolution(complete: bool = False) -> Evolution:
    """The invented story's evolution."""
    strands = (
        ("goods", "Brass, lenses and lamp oil"),
        ("charts", "Forged charts"),
        ("registers", "Registers and lists"),
        ("people", "Keepers"),
    )
    cells = (
        StrandCell("goods", R5, ("PP6", "OP9")),
        StrandCell("goods", R3, ("OP6",)),
        StrandCell("goods", TARGET, ("PP3", "OP3(b)", "OP5")),
        StrandCell("charts", R5, ("PP6", "OP10")),
        StrandCell("charts", TARGET, ("PP3", "OP4")),
        StrandCell("registers", R1, ("OP3", "OP7")),
        StrandCell("registers", R3, ("OP2",)),
        StrandCell("registers", R6, ("OP4",)),
        StrandCell("registers", TARGET, ("OP2", "OP3(b)", "OP4", "OP6")),
        StrandCell("people", R3, ("PP4", "OP5")),
        StrandCell("people", S1, ("P6",)),
        StrandCell("people", TARGET, ("PP3", "PP4", "OP3(a)")),
    )
    variants, changes = _variants(), _changes()
    carried = tuple(Reference(s, i, EARLIER[s][i]) for s, i in ((R5, "OP10"), (R6, "OP12"), (R1, "PP2")))
    chains = (
        chain("PP3", (R1, "PP2"), (R5, "PP6")),
        chain("OP1", (R1, "OP4"), (S1, "P3"), (R6, "OP1")),
        chain("OP5", (R5, "OP9")),
    )
    theme = ThemeNames("lanterns", "Wreckers and lantern smuggling", strands)
    return Evolution(theme, lineage(complete), NEXUS, chains, variants, changes, cells, carried)


def comparison() -> Comparison:
    """Two invented versions: edits, surface, a move, a split, a merge, paragraphs on one side only, named changes."""
    left_body = (
        ("PP1", Kind.PREAMBULAR, 0, "Recalling resolution 9001 (2091) and the 'Charter of the Coasts',"),
        (
            "PP2",
            Kind.PREAMBULAR,
            0,
            "Concerned that fog hides what lanterns would show, and that no State can light its coast alone,",
        ),
        (
            "OP1",
            Kind.OPERATIVE,
            0,
            "Urges all States to light their lamps before dusk, as appropriate, and to tell their neighbours;",
        ),
        (
            "OP2",
            Kind.OPERATIVE,
            0,
            "Decides that keepers shall keep a register of lanterns; and that pilots shall read it each night;",
        ),
        ("OP3", Kind.OPERATIVE, 0, "Invites harbour masters to ring their bells in fog;"),
        ("OP4", Kind.OPERATIVE, 0, "Requests the Keeper of the Registers to report within ninety days;"),
        ("OP5", Kind.OPERATIVE, 0, "Encourages sellers of lamp oil to mark their barrels;"),
        ("OP6", Kind.OPERATIVE, 0, "Decides to remain seized of the matter."),
    )
    right_body = (
        ("PP1", Kind.PREAMBULAR, 0, "Recalling resolution 9001 (2091) and the “Charter of the Coasts”,"),
        (
            "PP2",
            Kind.PREAMBULAR,
            0,
            "Concerned that fog hides what lanterns would show, and that no State can light its coast alone,",
        ),
        ("OP1", Kind.OPERATIVE, 0, "Invites harbour masters to ring their bells in fog;"),
        (
            "OP2",
            Kind.OPERATIVE,
            0,
            "Calls upon all States to light their lamps before dusk, in accordance with the law of the sea, and to tell neighbours;",
        ),
        ("OP3", Kind.OPERATIVE, 0, "Decides that keepers shall keep a register of lanterns;"),
        ("OP4", Kind.OPERATIVE, 0, "Decides also that pilots shall read the register of lanterns each night, and shall sign it;"),
        ("OP5", Kind.OPERATIVE, 0, "Recommends that gulls be counted in spring;"),
        ("OP6", Kind.OPERATIVE, 0, "Requests the Keeper of the Registers to report within twelve months;"),
        ("OP7", Kind.OPERATIVE, 0, "Decides to remain seized of the matter."),
    )
    left, right = document("S/RES/9006 (2096)", left_body, year=2096), document(body=right_body)
    pairs = (
        ("PP1", "PP1", LinkKind.EDITED, None, True, ()),
        ("PP2", "PP2", LinkKind.SAME, None, True, ()),
        ("OP3", "OP1", LinkKind.MOVED, None, True, ()),
        (
            "OP1",
            "OP2",
            LinkKind.EDITED,
            None,
            True,
            (
                Change(ChangeKind.VERB, "Urges", "Calls upon"),
                Change(ChangeKind.QUALIFIER_LOST, "as appropriate", ""),
                Change(ChangeKind.SAFEGUARD_GAINED, "", "in accordance with the law of the sea"),
            ),
        ),
        ("OP2", "OP3", LinkKind.PARTIAL, 1, True, ()),
        ("OP2", "OP4", LinkKind.PARTIAL, 1, True, ()),
        (
            "OP4",
            "OP6",
            LinkKind.EDITED,
            None,
            True,
            (Change(ChangeKind.DEADLINE, "ninety days", "twelve months", None, "deadline"),),
        ),
        ("OP6", "OP7", LinkKind.SAME, None, True, ()),
    )
    a, b = {i: t for i, _, _, t in left_body}, {i: t for i, _, _, t in right_body}
    links = tuple(
        Link(
            i,
            j,
            kind,
            1.0 if kind is LinkKind.SAME else 0.8,
            group,
            primary,
            (),
            edits(a[i], b[j]),
            changes,
            kind is LinkKind.MOVED,
        )
        for i, j, kind, group, primary, changes in pairs
    )
    return Comparison(left, right, ("OP5",), ("OP5",), links)


def directed() -> Comparison:
    """The same with a direction, as between successive renewals."""
    value = comparison()
    change = Change(ChangeKind.VERB, "Urges", "Decides", Direction.STRONGER, "scale (a)")
    return replace(value, links=tuple(replace(link, changes=(change,)) if link.right == "OP2" else link for link in value.links))


def card() -> PrecedentCard:
    """A precedent card."""
    query = "exchange lists of lost lanterns with their neighbours"
    known = {witness.symbol: witness for witness in witnesses()}

    def hit(symbol: str, id_: str, score: float, exact: bool) -> Hit:
        text = EARLIER[symbol][id_]
        at = text.find(query)
        return Hit(Reference(symbol, id_, text), known[symbol], score, ((at, at + len(query)),) if exact else (), ())

    exact = (hit(R3, "OP2", 1.0, True), hit(R6, "OP4", 1.0, True))
    near = (hit(R1, "OP3", 0.55, False),)
    searched = Searched(2041, date(2090, 1, 5), date(2096, 12, 20), tuple(EARLIER), False)
    return PrecedentCard(query, Language.EN, Verdict.VERBATIM, exact, near, exact[0], exact[1], exact[1], 2, searched)


HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }} {% raw %}",
    "\u202eabc\u202c \u200f\u061c",
    "a\x00b\x1b[31mc\x07\x9b\r\n\td",
    "&lt;b&gt; &amp; &#60;",
    "\ud800 \ufffe]]>--><!--",
    "قرار مجلس الأمن بشأن المنارات",
)
"""Texts that try to be markup, to end the terminal's line or to turn the writing round."""


def hostile(words_: str) -> Evolution:
    """The evolution with these words at the end of every text, symbol, id and name."""
    value = evolution()

    def hurt(text: str) -> str:
        return f"{text}{words_}"

    old = value.lineage
    paragraphs = tuple(replace(p, text=hurt(p.text)) for p in old.target.paragraphs)
    adoption = replace(old.target.adoption, agenda=hurt("x"), record=hurt("y"), draft=hurt("z"))
    target = replace(old.target, symbol=hurt("S/RES/1"), paragraphs=paragraphs, title=hurt("t"), adoption=adoption)
    seen = tuple(replace(w, symbol=hurt(w.symbol), adoption=replace(w.adoption, agenda=hurt("x"))) for w in old.witnesses)
    items = tuple(
        replace(i, closest=replace(i.closest, symbol=hurt(i.closest.symbol), id=hurt(i.closest.id))) if i.closest else i
        for i in old.paragraphs
    )
    theme = ThemeNames("k", hurt("Theme"), tuple((key, hurt(name)) for key, name in value.theme.strands))
    variants = tuple(
        replace(
            use,
            concept=hurt(use.concept),
            variant=hurt(use.variant),
            forms=tuple(replace(form, text=hurt(form.text)) for form in use.forms),
            quotes=tuple(replace(quote, text=hurt(quote.text)) for quote in use.quotes),
        )
        for use in value.variants
    )
    changes = tuple(
        replace(
            change,
            from_=hurt(change.from_),
            to=hurt(change.to),
            places=tuple(
                replace(
                    place,
                    ancestor=replace(place.ancestor, text=hurt(place.ancestor.text or "")),
                    was_text=hurt(place.was_text),
                    now_text=hurt(place.now_text),
                )
                for place in change.places
            ),
        )
        for change in value.changes
    )
    lineage_ = replace(old, target=target, paragraphs=items, witnesses=seen)
    return replace(value, lineage=lineage_, theme=theme, variants=variants, changes=changes)


# --- a large one -----------------------------------------------------------------------------------------------------------------

_WORDS = (
    "lantern keeper coast fog harbour pilot register beacon lens brass oil vessel wrecker smuggler chart tower night signal States urges "
    "measures effective cooperation neighbours exchange timely information networks dismantle prosecute concern between and of the to in "
    "with by from all relevant appropriate regional levels law sea rights peril common response threat every light false trade traffic"
)
_VOCABULARY = tuple(words(_WORDS))


def large(paragraphs: int = 45, documents: int = 300, sources: int = 12, seed: int = 7) -> Evolution:
    """An evolution as large as a real one: `paragraphs` of the target, each with `sources` out of `documents` documents."""
    rng = random.Random(seed)

    def sentence(size: int) -> str:
        return " ".join(rng.choice(_VOCABULARY) for _ in range(size)).capitalize() + ";"

    names = [f"S/RES/{9100 + i} ({2000 + i // 16})" for i in range(documents)]
    seen = tuple(
        Witness(
            name,
            Status.RESOLUTION,
            Adoption(date(2000 + i // 16, 1 + i % 12, 3), 5000 + i, Vote(15, 0, 0), False),
            None,
            i % 11 == 0,
        )
        for i, name in enumerate(names)
    )
    body, found, chains = [], [], []
    for n in range(1, paragraphs + 1):
        text = sentence(rng.randint(40, 140))
        id_ = f"OP{n}"
        body.append((id_, Kind.OPERATIVE, 0, text))
        parts = text.split(" ")
        held = []
        for _ in range(sources):
            start = rng.randrange(len(parts) - 8)
            piece = " ".join(parts[start : start + rng.randint(6, 30)])
            held.append((rng.choice(names), f"OP{rng.randint(1, 40)}", f"{sentence(20)[:-1]} {piece} {sentence(30)}"))
        spans = passages(text, held)
        spans = tuple(
            replace(s, carriers=tuple(Reference(rng.choice(names), "PP3") for _ in range(40))) if s.nearest else s for s in spans
        )
        listed = shares(text, spans, {(s, i): t for s, i, t in held})
        closest = Reference(listed[0].symbol, listed[0].id, listed[0].text)
        found.append(ParagraphLineage(id_, Verdict.ASSEMBLED, closest, closest, (), listed, spans))
        if n % 3 == 0:
            steps = [*held[:7], (TARGET, id_, text)]
            before = [(), *(edits(steps[i][2], steps[i + 1][2]) for i in range(len(steps) - 1))]
            chains.append(Chain(id_, tuple(ChainStep(Reference(*s), e, 0.7) for s, e in zip(steps, before, strict=True))))
    target = document(body=body)
    searched = Searched(2041, date(2000, 1, 5), date(2096, 12, 20), tuple(names), True)
    whole = Lineage(target, searched, tuple(found), totals(target, found), seen)
    names_ = tuple((f"s{i}", f"Strand number {i}") for i in range(14))
    cells = tuple(StrandCell(key, rng.choice(names), ("OP1", "OP2")) for key, _ in names_ for _ in range(40))
    cells += tuple(StrandCell(key, TARGET, ("OP1",)) for key, _ in names_)
    base = evolution()
    return replace(base, lineage=whole, chains=tuple(chains), strands=cells, theme=ThemeNames("x", "A large theme", names_))
