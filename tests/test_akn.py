"""Official XML: shapes, marks, notes, what the file states of itself, damage; and the choice of a reader by content."""

# ruff: noqa: E501  (documents as they are, line for line)
from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from resdiff.errors import Broken, EmptyFile, Encrypted, NotADocument, Unreadable
from resdiff.models import Hint, Language, MarkKind, Status, Vote
from resdiff.read import akn, read

META = """<meta><identification><FRBRWork><FRBRuri value="/akn/un/statement/deliberation/unsc/2091-03-04/{number}/"/>
<FRBRdate date="2091-03-04" name="adoption"/></FRBRWork><FRBRExpression><FRBRlanguage language="{language}"/></FRBRExpression></identification>
<classification><keyword refersTo="agenda" value="X" showAs="The situation of lamps." dictionary="S/"/>
<keyword refersTo="title" value="Resolution on lamps"/></classification>
<workflow><step date="2091-03-04" outcome="draftResolution" as="S/2091/17" by="Isle of Fog, North Cape and Bosnia and Herzegovina"/>
<step date="2091-03-04" outcome="adopted" as="S/PV.9876" by="Adopted 13-0-2, 9876th meeting"/></workflow>
<analysis><count value="013" refersTo="inFavour"/><count value="002" refersTo="abstaining"/></analysis>
<presentation><docketNumber>91-00001 (E)</docketNumber></presentation></meta>"""
COVER = """<coverPage><p><docAuthority refersTo="#publisher">United Nations</docAuthority></p><p><docNumber>S/RES/9001 (2091)</docNumber></p>
<p><docAuthority refersTo="#issuingBody">Security Council</docAuthority></p><p><docTitle refersTo="#adoption">Adopted by the Security Council
at its 9876th meeting, on <docDate date="2091-03-04" refersTo="#adoptionDate">4 March 2091</docDate></docTitle></p></coverPage>"""
BODY = """<preamble><formula><p><span class="italic">The Security Council</span>,</p></formula>
<container name="Recalling"><p xml:space="preserve">	<span class="italic">Recalling </span>its  lamps<authorialNote marker="1"><p>A note.</p></authorialNote>,</p></container></preamble>
<mainBody><paragraph><num>1.</num><list><intro><p>Decides:</p></intro><point><num>(a)</num><content><p>one;</p></content></point>
<point><num>(b)</num><content><p>two;</p></content></point><wrapUp><p>and no more;</p></wrapUp></list></paragraph>
<paragraph><subheading>Measures</subheading></paragraph>
<paragraph><num>2.</num><content><p/></content></paragraph><paragraph><content><p>Requests it.</p></content></paragraph>
<table><tr><td><p>North</p></td><td><p>Full</p><p>oil</p></td></tr></table></mainBody>
<attachments><attachment><doc><mainBody><paragraph><heading>Annex</heading></paragraph><paragraph>loose <span class="bold">words</span> here</paragraph></mainBody></doc></attachment></attachments>"""


def xml(body: str = BODY, cover: str = COVER, language: str = "eng", number: str = "9001-2091", name: str = "resolution") -> bytes:
    meta = META.replace("{language}", language).replace("{number}", number)
    space = 'xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"'
    return f'<akomaNtoso {space}><statement name="{name}">{meta}{cover}{body}</statement></akomaNtoso>'.encode()


def test_blocks_markers_and_hints() -> None:
    blocks = akn.read(xml()).blocks
    assert [(b.marker, b.text, b.hint, b.annex) for b in blocks] == [
        ("", "The Security Council,", Hint.FORMULA, 0),
        ("", "Recalling its lamps,", Hint.PREAMBLE, 0),
        ("1.", "Decides:", Hint.BODY, 0),
        ("(a)", "one;", Hint.ITEM, 0),
        ("(b)", "two;", Hint.ITEM, 0),
        ("", "and no more;", Hint.WRAP_UP, 0),
        ("", "Measures", Hint.HEADING, 0),
        ("2.", "Requests it.", Hint.BODY, 0),
        ("", "North\tFull oil", Hint.ROW, 0),
        ("", "Annex", Hint.HEADING, 1),
        ("", "loose", Hint.BODY, 1),
        ("", "words", Hint.BODY, 1),
        ("", "here", Hint.BODY, 1),
    ]


def test_italics_and_notes() -> None:
    found = akn.read(xml())
    recital = found.blocks[1]
    italic, note = recital.marks
    assert recital.text[italic.start : italic.end] == "Recalling"
    assert (note.kind, recital.text[: note.start], note.value) == (MarkKind.NOTE, "Recalling its lamps", "1")
    assert [(n.id, n.text) for n in found.notes] == [("1", "A note.")]


def test_what_it_states_of_itself() -> None:
    found = akn.read(xml())
    assert (found.symbols, found.title, found.status, found.language) == (
        ("S/RES/9001 (2091)",),
        "Resolution on lamps",
        Status.RESOLUTION,
        Language.EN,
    )
    adoption = found.adoption
    assert (adoption.date, adoption.meeting, adoption.vote) == (date(2091, 3, 4), 9876, Vote(13, 0, 2))
    assert (adoption.agenda, adoption.draft, adoption.record, adoption.chapter_vii) == (
        "The situation of lamps",
        "S/2091/17",
        "S/PV.9876",
        None,
    )
    masthead = found.masthead
    assert masthead.adoption_line == "Adopted by the Security Council at its 9876th meeting, on 4 March 2091"
    assert (masthead.organ, masthead.job_number) == ("Security Council", "91-00001 (E)")
    assert masthead.sponsors == ("Isle of Fog", "North Cape", "Bosnia and Herzegovina")
    assert found.doubts == ()


def test_contradictions_are_doubts() -> None:
    words = BODY.replace("The Security Council", "El Consejo de Seguridad")
    found = akn.read(xml(words, language="rus"))
    assert found.language is Language.ES
    assert "its words are in es" in found.doubts[0].what
    assert "9002-2091" in akn.read(xml(number="9002-2091")).doubts[0].what
    statement = akn.read(xml(name="presidentialStatement"))
    assert (statement.symbols, statement.status) == ((), Status.STATEMENT)
    assert statement.doubts


def test_a_number_printed_in_its_element_and_in_the_text_is_read_once() -> None:
    twice = BODY.replace("<p>one;</p>", '<p xml:space="preserve">\t(a)\t<span class="italic">one</span>;</p>').replace(
        "<p>Decides:", "<p>1.5 Decides:"
    )
    for data in (xml(twice), xml(twice).replace(b"loose <", b"loose </i><")):  # well-formed, and read by recovery
        blocks = akn.read(data).blocks
        assert [(b.marker, b.text) for b in blocks[2:5]] == [("1.", "1.5 Decides:"), ("(a)", "one;"), ("(b)", "two;")]
        assert [(m.start, m.end) for m in blocks[3].marks] == [(0, 3)]


DRAFT = COVER.replace("S/RES/9001 (2091)", "S/2091/17")
ADOPTED = '<step date="2091-03-04" outcome="adopted" as="S/PV.9876" by="Adopted 13-0-2, 9876th meeting"/>'
FAILED = '<step date="2091-03-04" outcome="notAdopted" as="S/PV.9876" by="9876th meeting"/>'


@pytest.mark.parametrize(
    ("cover", "steps", "status", "doubt"),
    [
        (DRAFT, FAILED, Status.NOT_ADOPTED, ""),
        (DRAFT, FAILED.replace("notAdopted", "not adopted"), Status.NOT_ADOPTED, ""),
        (DRAFT, FAILED + ADOPTED, Status.NOT_ADOPTED, "“notAdopted” and also “adopted”"),
        (COVER, FAILED, Status.RESOLUTION, "S/RES/9001 (2091), is that of an adopted text"),
        (COVER, ADOPTED, Status.RESOLUTION, ""),
    ],
)
def test_what_became_of_a_draft(cover: str, steps: str, status: Status, doubt: str) -> None:
    found = akn.read(xml(cover=cover, number="").replace(ADOPTED.encode(), steps.encode()))
    assert found.status is status
    assert (found.adoption.date, found.adoption.meeting, found.adoption.record) == (date(2091, 3, 4), 9876, "S/PV.9876")
    assert [doubt in d.what for d in found.doubts] == [True] * bool(doubt)


def test_a_day_of_issue_filed_as_the_day_of_adoption_is_none() -> None:
    issued = '<docDate date="2091-03-06" refersTo="#dateOfIssuance">6 March 2091</docDate>'
    cover = COVER.replace("<p><docTitle", f"<p>{issued}</p><p><docTitle")
    misfiled = xml(cover=cover).replace(b'"2091-03-04" name="adoption"', b'"2091-03-06" name="adoption"')
    found = akn.read(misfiled)
    assert (found.adoption.date, found.doubts) == (date(2091, 3, 4), ())
    other = akn.read(xml(cover=cover).replace(b'"2091-03-04" name="adoption"', b'"2091-03-07" name="adoption"'))
    assert [doubt.what for doubt in other.doubts] == [
        "the date of adoption is taken to be 2091-03-04; elsewhere the file says 2091-03-07"
    ]


def titled(title: str, meeting: str = "9876th meeting") -> str:
    line = f'<p><docTitle refersTo="#resolutionNumber">{title}</docTitle></p>'
    printed = f'its <inline name="adoptionMeeting">{meeting}</inline>'
    return COVER.replace("<p><docTitle", f"{line}<p><docTitle").replace("its 9876th meeting", printed)


def test_the_title_s_number_counts_for_more_than_the_head_s() -> None:
    found = akn.read(xml(cover=titled("Résolution 9001 (2092)")))
    assert found.symbols == ("S/RES/9001 (2092)",)
    assert found.adoption.vote is not None, "the year alone is a slip: the metadata is the resolution's own"
    assert [d.what for d in found.doubts if "S/RES/9001 (2091)" in d.what]
    assert akn.read(xml(cover=titled("Resolution 9001 (2091)"))).doubts == ()


def test_a_date_that_is_an_element_of_its_own_stands_apart() -> None:
    glued = akn.read(xml(cover=COVER.replace(", on <docDate", ", on<docDate"))).masthead
    assert glued.adoption_line == glued.lines[-1] == "Adopted by the Security Council at its 9876th meeting, on 4 March 2091"


@pytest.mark.parametrize(
    ("printed", "stated", "day", "doubt"),
    [
        ("4 March 2091", "2091-03-04", date(2091, 3, 4), False),
        ("6 March 2091", "2091-03-04", date(2091, 3, 6), True),
        ("6 March 2089", "2091-03-04", date(2091, 3, 4), False),
        ("4 March 2091", "0001-01-01", date(2091, 3, 4), False),
    ],
)
def test_the_printed_date_counts_for_more_where_it_is_of_the_symbol_s_year(
    printed: str, stated: str, day: date, doubt: bool
) -> None:
    file = xml().decode().replace("2091-03-04", stated).replace(">4 March 2091<", f">{printed}<")
    found = akn.read(file.encode())
    assert found.adoption.date == day
    assert bool(found.doubts) == doubt


def test_metadata_copied_from_another_resolution_is_not_taken() -> None:
    found = akn.read(xml(cover=titled("Resolution 9002 (2091)", "9880th meeting")))
    assert found.symbols == ("S/RES/9002 (2091)",)
    adoption = found.adoption
    assert (adoption.date, adoption.meeting) == (date(2091, 3, 4), 9880)
    assert (adoption.vote, adoption.draft, adoption.record, adoption.agenda, found.title) == (None, None, None, None, None)
    assert found.masthead.sponsors == ()
    assert len(found.doubts) == 1


@pytest.mark.parametrize(
    ("printed", "by", "record", "meeting"),
    [
        ("9876th", "9876th", "S/PV.9876", 9876),
        ("9876th", "9876th", "S/PV.9867", 9876),
        ("9876th", "9786th", "S/PV.9876", 9876),
        ("9800th", "9876th", "S/PV.9876", 9876),
        ("9876th", "9875th", "S/PV.9874", 9876),
    ],
)
def test_the_meeting_is_what_most_say(printed: str, by: str, record: str, meeting: int) -> None:
    file = xml(cover=titled("Resolution 9001 (2091)", f"{printed} meeting")).decode()
    found = akn.read(file.replace('9876th meeting"', f'{by} meeting"').replace('as="S/PV.9876"', f'as="{record}"').encode())
    assert (found.adoption.meeting, found.adoption.record) == (meeting, f"S/PV.{meeting}")
    assert bool(found.doubts) == (len({printed[:4], by[:4], record[-4:]}) > 1)


def test_unknown_dates_and_impossible_votes() -> None:
    data = xml().replace(b"2091-03-04", b"0001-01-01").replace(b'value="013"', b'value="015"')
    assert (akn.read(data).adoption.date, akn.read(data).adoption.vote) == (date(2091, 3, 4), None)
    assert akn.read(data.replace(b">4 March 2091<", b"><")).adoption.date is None
    two = xml().replace(b'<FRBRdate date="2091-03-04"', b'<FRBRdate date="2091-04-03"')
    assert akn.read(two).adoption.date == date(2091, 3, 4)
    assert "2091-04-03" in akn.read(two).doubts[0].what


def test_symbol_from_the_number_line_or_the_address() -> None:
    bare = COVER.replace("<docNumber>S/RES/9001 (2091)</docNumber>", "")
    assert akn.read(xml(cover=bare)).symbols == ("S/RES/9001 (2091)",)
    assert akn.read(xml(cover=bare, number="2091-7", name="presidentialStatement")).symbols == ("S/PRST/2091/7",)


def test_not_well_formed_is_recovered_with_a_doubt() -> None:
    broken = xml().replace(b"</subheading>", b"</heading>")
    found = akn.read(broken, "x.xml")
    assert "Measures" in [b.text for b in found.blocks]
    assert "line 1" in found.doubts[0].what or "line" in found.doubts[0].what
    assert "column" in found.doubts[0].what


def test_lines_nested_by_mistake_are_read_once() -> None:
    source = xml(cover="<coverPage>" + "<p>fog" * 40 + "</p>" * 40 + "</coverPage>")
    assert akn.read(source).masthead.lines == ("fog" * 40,)


def test_notes_of_one_mark_have_ids_of_their_own() -> None:
    notes = "".join(f'<authorialNote marker="1"><p>Fog {n}.</p></authorialNote>' for n in range(4))
    read_ = akn.read(
        xml("<mainBody><paragraph><num>1.</num><content><p>Decides" + notes + ";</p></content></paragraph></mainBody>")
    )
    assert [note.id for note in read_.notes] == ["1", "1~2", "1~3", "1~4"]


def test_cut_off_is_broken() -> None:
    for end in (400, 900, -30):
        with pytest.raises(Broken) as caught:
            akn.read(xml()[:end], "half.xml")
        assert caught.value.file == "half.xml"


@pytest.mark.parametrize("half", [b"\xed\xa0\x80", b"&#xD800;"])
def test_half_a_character_in_damaged_xml_is_broken(half: bytes) -> None:
    data = xml().replace(b"lamp", b"lamp" + half, 1).replace(b"</p>", b"", 1)
    assert half in data
    with pytest.raises(Broken, match=r"no characters|not well-formed"):
        akn.read(data)


@pytest.mark.parametrize("what", [b"<!--" * 60_000, b"<" * 300_000, b"<meta " * 60_000])
def test_openings_without_end_are_refused_or_told(what: bytes) -> None:
    """Each of these took minutes once: a pattern looked for the end from every opening."""
    try:
        told = akn.read(xml().replace(b"</p>", what + b"</q>", 1)).doubts[0].what
    except Broken as error:
        told = error.what
    assert "not well-formed" in told


def test_no_entity_is_expanded() -> None:
    bomb = b'<!DOCTYPE akomaNtoso [<!ENTITY a "AAAA"><!ENTITY f SYSTEM "file:///etc/hostname">]>' + xml(
        BODY.replace("one;", "one &a; &f;")
    )
    blocks = akn.read(bomb)
    text = " ".join(block.text for block in blocks.blocks)
    assert "AAAA" not in text
    assert "one &a; &f;" in text
    assert any("&a;, &f;" in doubt.what and "AAAA" not in doubt.what for doubt in blocks.doubts)


def test_other_xml_and_empty_files() -> None:
    with pytest.raises(NotADocument, match="rss"):
        akn.read(b"<rss><channel/></rss>", "feed.xml")
    with pytest.raises(EmptyFile):
        akn.read(b"  ", "none.xml")
    with pytest.raises(EmptyFile):
        akn.read(xml("<mainBody/>"), "hollow.xml")


def archive(member: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(member, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "error", "what"),
    [
        (b"", EmptyFile, "empty"),
        (b"\xef\xbb\xbf \n", EmptyFile, "empty"),
        (archive("word/document.xml"), Broken, "word/document.xml"),
        (archive("xl/workbook.xml"), NotADocument, "Excel"),
        (archive("a.txt"), NotADocument, "zip archive"),
        (b"PK\x03\x04 damaged", Broken, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old word", NotADocument, "old Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Encrypted, "password"),
        (b"\xffWPC\x00", NotADocument, "WordPerfect"),
        (b"{\\rtf1 text}", NotADocument, "RTF"),
        (b"<!DOCTYPE html><html><body>x</body></html>", NotADocument, "web page"),
        (b"\n<html lang='en'>", NotADocument, "web page"),
        (b"<?xml version='1.0'?><html xmlns='x'><body/></html>", NotADocument, "web page"),
        (b"\x89PNG\r\n", NotADocument, "picture"),
        (b"<?xml version='1.0'?><rss/>", NotADocument, "rss"),
    ],
)
def test_the_reader_is_picked_by_content(data: bytes, error: type[Unreadable], what: str) -> None:
    with pytest.raises(error, match=what) as caught:
        read(data, "any-name.pdf")
    assert caught.value.file == "any-name.pdf"


def test_xml_is_known_under_any_name() -> None:
    assert read(b"\xef\xbb\xbf" + xml(), "letter.txt").symbols == ("S/RES/9001 (2091)",)
    assert read(b"<?xml version='1.0' encoding='utf-8'?>\n<!--copy-->" + xml()).symbols == ("S/RES/9001 (2091)",)


def test_a_row_keeps_its_italics_and_notes() -> None:
    cells = "<td><p>a <span class='italic'>light</span></p></td><td><p>North<authorialNote marker='7'><p>Far.</p></authorialNote> coast</p></td>"
    found = akn.read(xml(BODY.replace("<tr>", f"<tr>{cells}</tr><tr>")))
    row = next(b for b in found.blocks if b.hint is Hint.ROW)
    italic, note = row.marks
    assert row.text == "a light\tNorth coast"
    assert row.text[italic.start : italic.end] == "light"
    assert (note.kind, row.text[: note.start]) == (MarkKind.NOTE, "a light\tNorth")
    assert [n.text for n in found.notes if n.id == "7"] == ["Far."]
