"""Web pages: the specimen in four shapes, what is read and what is left out, encodings, refusals, and pages of any kind."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdiff import parse, specimen, vocabulary
from resdiff.errors import EmptyFile, NotADocument, TooLarge, Unreadable
from resdiff.models import Blocks, Document, Hint, Language, Layout, MarkKind, Source, SourceKind
from resdiff.normalise import as_read, repair, replay
from resdiff.read import html, html_piece, read
from resdiff.read.words import known
from servers.answers import viewer
from test_report_html import PAGES as REPORTS

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
PAGES = sorted((FIXTURES / "html").glob("*.html"))
XML = dict(specimen.files()[:-1])


@cache
def assembled(data: bytes, name: str) -> Document:
    blocks = read(data, name)
    terms = vocabulary.load(blocks.language or Language.EN)
    return parse.assemble(repair(blocks, terms, known(terms.language)).blocks, Source(blocks.kind, "0"), terms)


def official(name: str) -> Document:
    data = XML.get(name) or (FIXTURES / "xml" / name).read_bytes()
    return assembled(data, name)


# --- the specimen ----------------------------------------------------------------------------------------------------------------


def test_there_are_pages_of_four_shapes() -> None:
    assert {path.name.split(".")[2] for path in PAGES} == {"old", "lists", "modern", "word"}
    assert len(PAGES) >= 32


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_page_of_the_specimen_gives_its_paragraphs(path: Path) -> None:
    page = assembled(path.read_bytes(), path.name)
    xml = official(f"{path.name.rsplit('.', 2)[0]}.xml")
    assert (page.symbol, page.language, page.status) == (xml.symbol, xml.language, xml.status)
    assert [(p.id, p.kind, p.text) for p in page.paragraphs] == [(p.id, p.kind, p.text) for p in xml.paragraphs]
    assert [[(m.start, m.end) for m in p.marks if m.kind is MarkKind.ITALIC] for p in page.paragraphs] == [
        [(m.start, m.end) for m in p.marks if m.kind is MarkKind.ITALIC] for p in xml.paragraphs
    ]
    assert list(page.notes) == [n for n in xml.notes if n.id != "*"]
    assert replace(page.masthead, job_number="") == replace(xml.masthead, job_number="")
    assert (page.adoption.date, page.adoption.meeting) == (xml.adoption.date, xml.adoption.meeting)
    assert all("declares no encoding" in doubt.what for doubt in page.doubts)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_what_the_site_prints_is_taken_out_and_recorded(path: Path) -> None:
    blocks = read(path.read_bytes(), path.name)
    terms = vocabulary.load(blocks.language or Language.EN)
    repaired = repair(blocks, terms, known(terms.language))
    own = [b.text for b in blocks.blocks if b.hint is Hint.FURNITURE]
    assert replay(as_read(blocks), repaired.record) == as_read(repaired.blocks)
    assert repair(repaired.blocks, terms, known(terms.language)).record == ()
    taken = [as_read(blocks)[r.start : r.end].strip("\n") for r in repaired.record if r.rule == "the page's own"]
    assert [line for part in taken for line in part.split("\n")] == [line for line in own if line]
    assert bool(own) == (not path.name.endswith("word.html") or "9004" in path.name)


# --- what a page holds -----------------------------------------------------------------------------------------------------------

HEAD = "<p>S/RES/9101 (2091)</p><p>The Security Council,</p><p><i>Recalling</i> its lamps,</p>"
END = "<p>9. <i>Decides</i> to remain seized of the matter.</p>"


def page(body: str, head: str = HEAD, end: str = END) -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8><title>T</title></head><body>{head}{body}{end}</body></html>".encode()


def texts(body: str) -> list[tuple[str, str]]:
    """(marker, text) of what stands between the head and the end."""
    blocks = html.read(page(body)).blocks
    return [(b.marker, b.text) for b in blocks[3:-1]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>Decides it;<li>Urges it;</ol>", [("1.", "Decides it;"), ("2.", "Urges it;")]),
        (
            "<ol start=3><li>Decides it;<li value=7>Urges it;<li>Asks it;</ol>",
            [("3.", "Decides it;"), ("7.", "Urges it;"), ("8.", "Asks it;")],
        ),
        (
            "<ol><li>Decides:<ol type=a><li>one;<li>two:<ol type=i><li>x;<li>y;</ol></ol></ol>",
            [("1.", "Decides:"), ("a.", "one;"), ("b.", "two:"), ("i.", "x;"), ("ii.", "y;")],
        ),
        ("<ol style='list-style-type: upper-roman'><li>Decides it;</ol>", [("I.", "Decides it;")]),
        ("<ol reversed><li>Decides it;<li>Urges it;</ol>", [("2.", "Decides it;"), ("1.", "Urges it;")]),
        ("<ol><li>1. Decides it;<li>2. Urges it;</ol>", [("", "1. Decides it;"), ("", "2. Urges it;")]),
        ("<ol><li><b>1.</b><span>Decides it;</span></ol>", [("", "1. Decides it;")]),
        ("<p><span>(a)</span><span>lamps<i>;</i></span></p>", [("", "(a) lamps;")]),
        ("<ul><li>(a) lamps;<li>fog;</ul>", [("", "(a) lamps;"), ("•", "fog;")]),
        ("<ul style='list-style:none'><li>lamps;</ul>", [("", "lamps;")]),
        ("<ol><li><p>Decides it;</p><p>and more.</p></li></ol>", [("1.", "Decides it;"), ("", "and more.")]),
        ("<p>1. Decides:<br>(a) lamps;<br>(b) fog;</p>", [("", "1. Decides:"), ("", "(a) lamps;"), ("", "(b) fog;")]),
        ("<p>1. Decides to light<br>the lamps;</p>", [("", "1. Decides to light the lamps;")]),
        ("<p>1. Decides to light<br><br>2. Urges it;</p>", [("", "1. Decides to light"), ("", "2. Urges it;")]),
        ("<p>1.&nbsp;&nbsp;&nbsp; Decides &nbsp; it&nbsp;;</p>", [("", "1. Decides it\u00a0;")]),
        ("<table><tr><td>1.<td>Decides it;<tr><td>2.<td>Urges it;</table>", [("1.", "Decides it;"), ("2.", "Urges it;")]),
        (
            "<table><tr><td>1 –<td>Decides it:<tr><td>㈠<td>lamps;<tr><td>o<td>fog;</table>",
            [("1 –", "Decides it:"), ("㈠", "lamps;"), ("o", "fog;")],
        ),
        ("<table border=1><tr><th>Isle<th>Lamps<tr><td>Fog<td>7</table>", [("", "Isle\tLamps"), ("", "Fog\t7")]),
        ("<p>1. Decides&#146;s &amp; &lt;b&gt; &eacute; &#x4e2d;;</p>", [("", "1. Decides’s & <b> é 中;")]),
        (
            "<p hidden>x</p><p style='display: none'>y</p><p aria-hidden=true>z</p><!-- c --><script>s</script><p>1. Decides;</p>",
            [("", "1. Decides;")],
        ),
        ("<p>1. Decides <del>not</del> to <ins>light</ins> it;</p>", [("", "1. Decides to light it;")]),
        (
            "<p>1. Decides it at the 14021<sup>st</sup> meeting of m<sup>2</sup>;</p>",
            [("", "1. Decides it at the 14021st meeting of m2;")],
        ),
    ],
)
def test_what_is_read(body: str, expected: list[tuple[str, str]]) -> None:
    assert texts(body) == expected


def test_italics_of_every_kind() -> None:
    body = "<p>1. <em>Decides</em> and <span style='font-style:italic'>urges</span> <i style='font-style:normal'>it</i> <u>asks</u>;</p>"
    block = html.read(page(body)).blocks[3]
    assert [block.text[m.start : m.end] for m in block.marks] == ["Decides", "urges", "asks"]


def test_bold_type_stands_for_italics_in_chinese() -> None:
    data = page("<p>1. <b>决定</b>点灯；</p>", "<p>安全理事会，</p><p><b>回顾</b>其灯，</p>", "<p>2. <b>决定</b>继续处理此案。</p>")
    assert [b.text[m.start : m.end] for b in html.read(data).blocks for m in b.marks] == ["回顾", "决定", "决定"]


def test_tracked_changes_are_read_as_accepted_and_marked() -> None:
    block = html.read(page("<p>1. Decides <del>not</del> to <ins>light</ins> it;</p>")).blocks[3]
    assert [(m.kind, block.text[m.start : m.end], m.value) for m in block.marks] == [
        (MarkKind.DELETE, "", "not"),
        (MarkKind.INSERT, "light", ""),
    ]


NOTES = [
    ("<sup>1</sup>", "<hr><p><sup>1</sup> On lamps.</p>"),
    ("<sup><a href='#n1'>1</a></sup>", "<ol><li id=n1>On lamps. <a href='#r'>↩</a></ol>"),
    ("<a href='#n1'><sup>1</sup></a>", "<div id=n1><a href='#r'>1</a> On lamps.</div>"),
    (
        "<a href='http://example.org/p.htm#_ftn1' name=_ftnref1>[1]</a>",
        "<p><a href='http://example.org/p.htm#_ftnref1' name=_ftn1>[1]</a> On lamps.</p>",
    ),
]


@pytest.mark.parametrize(("anchor", "note"), NOTES)
def test_notes_are_taken_out_and_anchored(anchor: str, note: str) -> None:
    found = html.read(page(f"<p>1. Decides it{anchor} all;</p>", end=END + note))
    assert [(n.id, n.text) for n in found.notes] == [("1", "On lamps.")]
    block = found.blocks[3]
    assert block.text == "1. Decides it all;"
    assert [(m.start, m.value) for m in block.marks if m.kind is MarkKind.NOTE] == [(13, "1")]
    assert not any("On lamps" in b.text for b in found.blocks)


def test_a_mark_without_a_note_stays_in_the_text() -> None:
    assert texts("<p>1. Decides it<sup>7</sup> all;</p>") == [("", "1. Decides it7 all;")]


def test_the_document_ends_where_its_text_does() -> None:
    site = "<p>Related news. Ships sail again.</p><ul><li><a href='/x'>More</a></ul><p>© The site. All rights reserved.</p>"
    blocks = html.read(page("<p>1. Decides it;</p>", end="<p>2. Decides to remain seized of the matter.</p>" + site)).blocks
    assert [b.text for b in blocks if b.hint is Hint.FURNITURE] == [
        "Related news. Ships sail again.",
        "More",
        "© The site. All rights reserved.",
    ]


def test_an_annex_is_no_part_of_the_site() -> None:
    annex = "<h2>Annex</h2><p>1. Lamps are lit.</p><p>2. Fog is told of.</p>"
    blocks = html.read(page("<p>1. Decides it;</p>", end="<p>2. Decides to remain seized of the matter.</p>" + annex)).blocks
    assert not any(b.hint is Hint.FURNITURE for b in blocks)


NEWS = "<div><h4>Latest</h4><p>The Secretary-General welcomed the lamps and spoke of them at some length.</p></div>"


@pytest.mark.parametrize(
    "end",
    [
        "<p>1. Takes note of the nominations of:</p><p>Ms. Ada Fog</p><p>Mr. Ben Lamp</p>",
        "<p>1. Decides it.</p><p>Annex</p><p>A. Entities</p><p>1. Fog Company</p><p>2. Lamp Company</p>",
        "<p>1. Decides it;</p><p>2. Requests a report on the lamps, without a mark at its end</p>",
        "<p>1. Decides it.</p><p>Ada Fog</p><p>Ada Fog has put out lamps,</p><p>Ada Fog is the keeper of the fog and of its lamps.</p>",
    ],
    ids=["list", "annex", "number", "entry"],
)
def test_what_no_mark_ends_is_kept(end: str) -> None:
    site = "<footer><p>Related news. Ships sail again.</p></footer><p><a href='/'>Home</a></p>"
    blocks = html.read(page("", end=end + site)).blocks
    assert [b.text for b in blocks if b.hint is Hint.FURNITURE] == ["Related news. Ships sail again.", "Home"]


@pytest.mark.parametrize(
    ("head", "end"),
    [
        (HEAD, "<p>1. Decides to remain seized of the matter.</p>"),
        (
            "<p>Statement by the President of the Security Council</p>",
            "<p>“The Security Council recalls its lamps.</p><p>“The Security Council will remain seized of the matter.”</p>",
        ),
    ],
)
def test_what_is_left_out_by_its_place_alone_is_told(head: str, end: str) -> None:
    read = html.read(page("", head=head, end=end + NEWS))
    assert next(b.text for b in read.blocks if b.hint is Hint.FURNITURE) == "Latest"
    (doubt,) = read.doubts
    assert doubt.what.startswith("what stands below the last paragraph, from “The Secretary-General welcomed the lamps")


def test_the_annex_of_a_statement_is_kept() -> None:
    said = "<p>“The Security Council recalls its lamps.”</p><p>Annex</p><p>The lamps are lit at dusk.</p>"
    blocks = html.read(page("", head="<p>Statement by the President of the Security Council</p>", end=said)).blocks
    assert not any(b.hint is Hint.FURNITURE for b in blocks)


def test_a_document_in_what_is_called_a_side_bar_is_read() -> None:
    read = html.read(page("", head='<div class="sidebar">' + HEAD, end=END + "</div>"))
    assert not any(b.hint is Hint.FURNITURE for b in read.blocks)


def test_a_text_in_one_preformatted_piece_is_read_as_a_text_file() -> None:
    text = (FIXTURES / "text" / "S_RES_9005_2095.en.txt").read_text(encoding="utf-8")
    data = f"<html><body><a href='/'>Home</a><pre>\n{text.replace('&', '&amp;')}</pre></body></html>".encode()
    found = html.read(data)
    assert (found.kind, found.layout) == (SourceKind.HTML, Layout.LINES)
    assert [p.text for p in assembled(data, "a.html").paragraphs] == [p.text for p in official("S_RES_9005_2095.en.xml").paragraphs]


# --- characters ------------------------------------------------------------------------------------------------------------------

FRENCH = "<p>Le Conseil de sécurité,</p><p><i>Rappelant</i> l’œuvre des phares,</p><p>1. <i>Décide</i> d’éclairer la côte.</p>"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", "iso-8859-1"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("cp1252", ""),
        ("cp1252", "no-such-thing"),
    ],
)
def test_encodings(encoding: str, declared: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    data = f"<html><head>{meta}</head><body>{FRENCH}</body></html>".encode(encoding)
    assert [b.text for b in read(data, "a.html").blocks][1] == "Rappelant l’œuvre des phares,"


# --- what is no document ---------------------------------------------------------------------------------------------------------


def refused(data: bytes) -> NotADocument:
    with pytest.raises(NotADocument) as error:
        read(data, "page.html")
    assert "resdiff fetch" in error.value.hint
    return error.value


def test_the_viewer_is_named_with_what_it_frames() -> None:
    error = refused(viewer("S/RES/9101 (2091)", "en", "https://documents.example.org"))
    assert "viewer" in str(error)
    assert "https://documents.example.org" in str(error)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<title>404</title><h1>Not Found</h1><p>The page cannot be found.</p>", "what it does not have"),
        ("<title>Error</title><p>Access denied</p>", "error page"),
        ("<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x.js'></script>", "check"),
        ("<title>App</title><div id=app></div><script src='main.js'></script>", "loaded by a script"),
        ("<title>Lamps for sale</title><p>" + "We sell lamps of every kind to everybody. " * 20 + "</p>", "Lamps for sale"),
    ],
)
def test_other_pages_say_what_they_are(body: str, said: str) -> None:
    assert said in str(refused(f"<!doctype html><html><head></head><body>{body}</body></html>".encode()))


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("which", sorted(REPORTS))
def test_a_report_of_resdiff_is_no_document(which: str, *, marked: bool) -> None:
    made = REPORTS[which]()
    if not marked:
        made = made.replace('<meta name="generator" content="resdiff">', "")
    assert "a report of resdiff, not a document" in refused(made.encode()).what


def test_bounds() -> None:
    with pytest.raises(EmptyFile):
        html.read(b"\xef\xbb\xbf  \n")
    with pytest.raises(TooLarge):
        html.read(b"<html>" + b"x" * (html.LARGEST + 1))
    for many in ("<div>" * 100_000, "<p><b><i>x" * 60_000, "<br>" * 400_000, "<" * 400_000, "<table><tr><td>" * 5_000):
        begun = time.monotonic()
        with pytest.raises((TooLarge, NotADocument)):
            html.read(f"<html><body>{many}</body></html>".encode())
        assert time.monotonic() - begun < 10


def test_a_long_page_is_read_in_time() -> None:
    body = "".join(
        f"<p>{n}. <i>Urges</i> <a href='#x'>all</a> States, <b>again</b>, to light lamp {n};</p>" for n in range(1, 4000)
    )
    begun = time.monotonic()
    assert len(html.read(page(body, end="")).blocks) == 4002
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "unit", ["x", " ", "\u00a0", "<br>", "“", ",", "1", "* ", "— ", "مجلس", "Annex ", "S/RES/", "(a) ", "<del>x</del>"]
)
def test_a_line_without_end_is_read_in_time(unit: str) -> None:
    begun = time.monotonic()
    survives(page(f"<p>{unit * (90_000 // len(unit))}</p>"))
    assert time.monotonic() - begun < 10


# --- pages of any kind -----------------------------------------------------------------------------------------------------------

TAGS = [
    "p",
    "div",
    "br",
    "i",
    "b",
    "sup",
    "a",
    "li",
    "ol",
    "ul",
    "table",
    "tr",
    "td",
    "th",
    "h2",
    "hr",
    "pre",
    "span",
    "ins",
    "del",
    "script",
]
ATTRIBUTES = [
    "",
    " type=a",
    " start=3",
    " value=-2",
    " href='#n'",
    " href='/x'",
    " id=n",
    " name=n",
    " hidden",
    " border=1",
    " style='font-style:italic'",
]
WORDS = [
    "The Security Council,",
    "Recalling the lamps,",
    "1. ",
    "Decides it;",
    "(a) ",
    "1",
    "*",
    "[1]",
    "&nbsp;",
    "&#0;",
    "&bogus;",
    "Annex",
    "S/RES/9101 (2091)",
    "É中ع",
]


@st.composite
def structures(draw: st.DrawFn) -> str:
    parts = draw(
        st.lists(
            st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
            | st.builds("</{}>".format, st.sampled_from(TAGS))
            | st.sampled_from(WORDS)
            | st.text(max_size=6),
            max_size=40,
        )
    )
    return "".join(parts)


def survives(data: bytes) -> Blocks | None:
    """The blocks, or None where it is refused; nothing else may come of any bytes."""
    try:
        blocks = html.read(data, "x.html")
    except Unreadable:
        return None
    terms = vocabulary.load(blocks.language or Language.EN)
    for block in blocks.blocks:
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text)
    repaired = repair(blocks, terms, lambda word: True)
    assert replay(as_read(blocks), repaired.record) == as_read(repaired.blocks)
    parse.assemble(repaired.blocks, Source(SourceKind.HTML, "0"), terms)
    return blocks


@settings(max_examples=300)
@given(structures())
def test_any_structure_is_read_or_refused(body: str) -> None:
    survives(f"<html><body>{HEAD}{body}{END}</body></html>".encode("utf-8", "surrogatepass"))


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    survives(data)
    survives(b"<html><body>" + HEAD.encode() + data + END.encode())


@given(st.sampled_from(PAGES), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=3)), max_size=8))
def test_a_damaged_page_is_read_or_refused(path: Path, damage: Sequence[tuple[float, bytes]]) -> None:
    data = path.read_bytes()
    for at, put in damage:
        place = int(at * len(data))
        data = data[:place] + put + data[place + len(put) :]
    survives(data)


@given(structures())
def test_no_word_is_lost(body: str) -> None:
    """Every letter that stands between tags is in a block, a note, or a mark of a change; scripts and hidden elements aside."""
    if re.search(r"script|iframe|hidden|del|&|pre", body):
        return
    blocks = survives(f"<html><body>{HEAD}{body}{END}</body></html>".encode("utf-8", "surrogatepass"))
    assert blocks is not None
    want = re.sub(r"<[^<>]*>", "", body)
    if "<" in want or ">" in want:
        return
    got = "".join([b.text for b in blocks.blocks] + [n.text for n in blocks.notes])
    missing = [c for c in set(want) if c.isalpha() and c not in got]
    assert not missing


def test_thousands_of_breaks_in_one_line_cost_no_more_than_their_words() -> None:
    """Only the end of what stands before a break tells whether it parts two paragraphs."""
    body = "<br>".join(f"<i>fog {n}</i> and the lamps of the outer islands go on" for n in range(3000))
    raw = html_piece.Line()
    text_ = re.sub("<[^>]*>", "", body.replace("<br>", html_piece.BREAK))
    raw.italics = [(m.start(), m.end()) for m in re.finditer(r"fog \d+", text_)]
    (piece,) = html_piece.split(text_, raw)
    assert len(piece.marks) == 3000
    assert all(piece.text[mark.start : mark.end].startswith("fog ") for mark in piece.marks)
