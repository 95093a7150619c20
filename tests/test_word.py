"""Word files to blocks: every thing that Word prints otherwise than it stores it, on small files written here, and the specimen's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from resdiff import specimen
from resdiff.cache import Origin
from resdiff.errors import Broken, EmptyFile, Encrypted, NotADocument, NoTextLayer, TooLarge, Unreadable
from resdiff.intake import read_document
from resdiff.models import Block, Blocks, Document, Hint, Kind, Language, Layout, MarkKind, SourceKind, Status
from resdiff.read import read, word, word_package
from resdiff.tokens import tokenise
from word_files import NS, TYPES, archive, change, docx, list_, num, p, pattern, relations, t

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
FILES = sorted((FIXTURES / "docx").glob("*.docx"))


def blocks(body: str, *, rejected: bool = False, **parts: str) -> tuple[Block, ...]:
    return word.read(docx(body, **parts), rejected=rejected).blocks


def texts(body: str, *, rejected: bool = False, **parts: str) -> list[str]:
    return [f"{b.marker} {b.text}".strip() for b in blocks(body, rejected=rejected, **parts)]


def document(data: bytes, name: str = "a.docx") -> Document:
    return read_document(data, Origin.of(data, file=name))


RESOLUTION = p(t("The Security Council", "<w:i/>"), ",") + p(t("Recalling", "<w:i/>"), " its lamps,")


# --- the specimen ----------------------------------------------------------------------------------------------------------------


def official(name: str) -> Document:
    inside = {file: data for file, data in specimen.files() if file == f"{name}.xml"}
    data = inside.get(f"{name}.xml") or (FIXTURES / "xml" / f"{name}.xml").read_bytes()
    return document(data, f"{name}.xml")


def test_every_document_of_the_specimen_has_its_word_form() -> None:
    names = {file.stem for file in FILES}
    assert names == {f[:-4] for f, _ in specimen.files() if f.endswith(".xml")} | {f.stem for f in (FIXTURES / "xml").glob("*.xml")}
    assert {name.rpartition(".")[2] for name in names} == {"ar", "en", "es", "fr", "ru", "zh"}
    assert all(file.stat().st_size < 20_000 for file in FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_specimen_reads_from_word_as_from_xml(file: Path) -> None:
    seen, known = document(file.read_bytes(), file.name), official(file.stem)
    assert [(q.id, q.kind, q.number) for q in seen.paragraphs] == [(q.id, q.kind, q.number) for q in known.paragraphs]
    for mine, theirs in zip(seen.paragraphs, known.paragraphs, strict=True):
        assert tokenise(mine.text).keys == tokenise(theirs.text).keys, mine.id
        assert mine.text.replace("\u2011", "-") == theirs.text
    for field in ("symbol", "language", "status", "title", "adoption"):
        assert getattr(seen, field) == getattr(known, field), field
    assert [(n.id, n.paragraph, n.offset, n.text) for n in seen.notes] == [
        (n.id, n.paragraph, n.offset, n.text.lstrip("* ")) for n in known.notes
    ]
    for field in ("organ", "distribution", "issued", "job_number", "reissue", "formula"):
        assert getattr(seen.masthead, field) == getattr(known.masthead, field), field
    assert seen.doubts == ()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_specimen_keeps_its_italics(file: Path) -> None:
    seen, known = document(file.read_bytes(), file.name), official(file.stem)
    slanted = [[[(m.start, m.end) for m in q.marks if m.kind is MarkKind.ITALIC] for q in doc.paragraphs] for doc in (seen, known)]
    assert slanted[0] == slanted[1]


# --- text ------------------------------------------------------------------------------------------------------------------------


def test_a_file_has_its_kind_layout_and_language() -> None:
    read_ = read(docx(RESOLUTION + p("1.", "<w:r><w:tab/></w:r>", t("Decides", "<w:i/>"), " to act.")), "draft.docx")
    assert (read_.kind, read_.layout, read_.language) == (SourceKind.WORD, Layout.PARAGRAPHS, Language.EN)
    assert [b.text for b in read_.blocks] == ["The Security Council,", "Recalling its lamps,", "1. Decides to act."]
    assert [b.line for b in read_.blocks] == [1, 2, 3]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (["a", "<w:r><w:tab/></w:r>", "b"], "a b"),
        (["a", "<w:r><w:br/></w:r>", "b"], "a b"),
        (["non", "<w:r><w:noBreakHyphen/></w:r>", "State"], "non\u2011State"),
        (["terror", "<w:r><w:softHyphen/></w:r>", "ism"], "terrorism"),
        (["15\u00a0000  men "], "15\u00a0000 men"),
        (['<w:r><w:t> kept only where it says so </w:t></w:r>', "on"], "kept only where it says soon"),
        (['<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', " oil"], "• oil"),
        (['<w:r><w:sym w:font="Symbol" w:char="0061"/></w:r>', "-particles"], "α-particles"),
        (['<w:r><w:sym w:font="Symbol" w:char="nonsense"/></w:r>', "x"], "x"),
        (["seen ", t("hidden", "<w:vanish/>"), "here"], "seen here"),
        (["m", t("2", '<w:vertAlign w:val="superscript"/>')], "m2"),
        (["see ", '<w:hyperlink r:id="x"><w:r><w:t>resolution 9001</w:t></w:r></w:hyperlink>'], "see resolution 9001"),
        (['<w:smartTag><w:smartTag><w:r><w:t>Isle</w:t></w:r></w:smartTag></w:smartTag>', " of Fog"], "Isle of Fog"),
        (["a", "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>b</w:t></w:r></w:sdtContent></w:sdt>"], "ab"),
        (["a", "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t></w:r></w:sdtContent></w:sdt>"], "a"),
        (['<w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>y</w:t></w:r></w:rubyBase></w:ruby>'], ""),
        (['<w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>y</w:t></w:r></w:rubyBase></w:ruby></w:r>', "z"], "yz"),
        (["energy ", "<m:oMath><m:r><m:t>E</m:t></m:r></m:oMath>"], "energy E"),
        (['<w:bdo w:val="rtl"><w:r><w:t>إن مجلس</w:t></w:r></w:bdo>', " الأمن 2713 (2023)"], "إن مجلس الأمن 2713 (2023)"),
    ],
)  # fmt: skip
def test_runs_are_read_as_they_are_printed(runs: list[str], text: str) -> None:
    assert [b.text for b in blocks(p(*runs) + p("end"))] == [*([text] if text else []), "end"]


def field(code: str, *result: str) -> str:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return char("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + char("separate") + "".join(result) + char("end")


def test_fields_print_their_result() -> None:
    body = p("see ", field(' HYPERLINK "https://example.org" ', t("resolution "), field("REF n", t("9001"))), ".")
    assert texts(body) == ["see resolution 9001."]
    assert texts(p('<w:fldSimple w:instr="PAGE"><w:r><w:t>4</w:t></w:r></w:fldSimple>', " lamps")) == ["4 lamps"]


def test_a_field_that_is_never_closed_swallows_nothing() -> None:
    body = p("one", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "<w:r><w:instrText>PAGE</w:instrText></w:r>") + p("two")
    assert texts(body) == ["one", "two"]


def test_a_table_of_contents_is_furniture() -> None:
    toc = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
    toc += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    body = p(toc, "Lamps 2") + p("Wicks 3") + p("Oil 4", '<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p("Lamps")
    assert texts(body) == ["Lamps"]
    never = p(toc, "Lamps 2") + p("Wicks 3")
    assert texts(never) == ["Lamps 2", "Wicks 3"]


def test_a_drop_down_of_a_form_prints_what_was_chosen() -> None:
    entries = '<w:listEntry w:val="ink"/><w:listEntry w:val="oil"/>'
    chosen = (
        f'<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData></w:fldChar>'
    )
    rest = '<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(p("Lamp ", f"<w:r>{chosen}</w:r>{rest}", ";")) == ["Lamp oil;"]


def test_italics_come_from_the_run_and_from_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Quote"><w:rPr><w:i/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Below"><w:basedOn w:val="Quote"/></w:style>'
        '<w:style w:type="character" w:styleId="Emphasis"><w:rPr><w:i/></w:rPr></w:style>'
    )
    emphasis = '<w:rStyle w:val="Emphasis"/>'
    body = (
        p(t("Decides", "<w:i/>"), t(" "), t("also", "<w:i/>"), " to act", t(" not", '<w:i w:val="0"/>'))
        + p("see ", t("Decides", emphasis), " it")
        + p("all of it", t(" but this", emphasis), t(" and this", '<w:i w:val="false"/>'), properties='<w:pStyle w:val="Below"/>')
    )
    slanted = [[b.text[m.start : m.end] for m in b.marks if m.kind is MarkKind.ITALIC] for b in blocks(body, styles=styles)]
    assert slanted == [["Decides also"], ["Decides"], ["all of it"]]


def test_bold_stands_for_italics_in_arabic_and_chinese_alone() -> None:
    arabic = p(t("إن مجلس الأمن", "<w:bCs/><w:rtl/>"), t("،", "<w:rtl/>")) + p(
        t("إذ يشير", "<w:bCs/><w:rtl/>"), t(" إلى قراراته السابقة،")
    )
    assert [[(m.kind, m.value) for m in b.marks] for b in blocks(arabic)] == [[(MarkKind.ITALIC, "bold")]] * 2
    assert not any(b.marks for b in blocks(p(t("Decides", "<w:b/>"), " to act")))
    chinese = p("安全理事会，") + p(t("回顾", '<w:rFonts w:eastAsia="楷体"/>'), "其以往各项决议，")
    assert [(m.start, m.end, m.kind) for m in blocks(chinese)[1].marks] == [(0, 2, MarkKind.ITALIC)]


def test_bold_lines_without_a_closing_mark_are_hinted_headings() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    body = p(t("Lamps", "<w:b/>")) + p(t("Decides to act;", "<w:b/>")) + p("Wicks", properties='<w:pStyle w:val="H"/>') + p("plain")
    assert [b.hint for b in blocks(body, styles=styles)] == [Hint.HEADING, Hint.NONE, Hint.HEADING, Hint.NONE]


# --- numbers that Word generates -------------------------------------------------------------------------------------------------

UN = pattern(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))


def numbers(*items: tuple[int, int], numbering: str) -> list[str]:
    """The markers of paragraphs in (list, level)."""
    return [b.marker for b in blocks("".join(p("x", properties=list_(*item)) for item in items), numbering=numbering)]


def test_levels_count_and_begin_again_below_one_above() -> None:
    items = [(1, 0), (1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)]
    assert numbers(*items, numbering=UN + num(1)) == ["1.", "2.", "(a)", "(i)", "(ii)", "(b)", "(i)", "3.", "(a)"]


def test_lists_of_one_pattern_count_on_unless_they_start_afresh() -> None:
    afresh = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    items = [(1, 0), (2, 0), (3, 0), (3, 0), (1, 0)]
    assert numbers(*items, numbering=UN + num(1) + num(2) + num(3, 0, afresh)) == ["1.", "2.", "1.", "2.", "3."]


def test_a_list_may_override_the_shape_of_a_level() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1)"/></w:lvl>'
    shape = f'<w:lvlOverride w:ilvl="0">{level}</w:lvlOverride>'
    assert numbers((1, 0), (1, 0), numbering=UN + num(1, 0, shape)) == ["IV)", "V)"]


def test_restarts_as_the_level_says() -> None:
    never = pattern(("decimal", "%1."), ("lowerLetter", "(%2)", '<w:lvlRestart w:val="0"/>'))
    assert numbers((1, 0), (1, 1), (1, 0), (1, 1), numbering=never + num(1)) == ["1.", "(a)", "2.", "(b)"]
    after_one = pattern(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)", '<w:lvlRestart w:val="1"/>'))
    items = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)]
    assert numbers(*items, numbering=after_one + num(1)) == ["1.", "(a)", "(i)", "(b)", "(ii)", "2.", "(i)"]


def test_numbers_of_several_levels_and_figures_only() -> None:
    legal = pattern(("upperRoman", "%1."), ("decimal", "%1.%2", "<w:isLgl/>"), ("decimal", "%1.%2.%3"))
    items = [(1, 0), (1, 0), (1, 1), (1, 2), (1, 2)]
    assert numbers(*items, numbering=legal + num(1)) == ["I.", "II.", "2.1", "II.1.1", "II.1.2"]


@pytest.mark.parametrize(
    ("format_", "first", "later"),
    [
        ("decimal", "1", {27: "27"}),
        ("decimalZero", "01", {11: "11"}),
        ("lowerLetter", "a", {26: "z", 27: "aa", 28: "bb", 53: "aaa"}),
        ("upperLetter", "A", {3: "C"}),
        ("lowerRoman", "i", {4: "iv", 9: "ix", 49: "xlix"}),
        ("upperRoman", "I", {14: "XIV"}),
        ("arabicAbjad", "أ", {2: "ب", 3: "ج", 5: "ه", 10: "ي"}),
        ("arabicAlpha", "أ", {2: "ب", 3: "ت"}),
        ("russianLower", "а", {4: "г", 11: "л"}),
        ("chineseCounting", "一", {10: "十", 11: "十一", 20: "二十", 21: "二十一", 101: "一百〇一"}),
        ("chineseCountingThousand", "一", {12: "十二"}),
        ("ideographTraditional", "甲", {2: "乙"}),
        ("decimalEnclosedCircle", "①", {2: "②"}),
        ("ordinal", "1st", {2: "2nd", 11: "11th", 23: "23rd"}),
        ("a format of the future", "1", {2: "2"}),
        ("none", "", {}),
    ],
)
def test_number_formats(format_: str, first: str, later: dict[int, str]) -> None:
    from resdiff.read.word_numbering import printed

    assert {n: printed(n, format_) for n in (1, *later)} == {1: first, **later}


def test_bullets_are_printed_as_they_look() -> None:
    dots = pattern(("bullet", "\uf0b7"), ("bullet", "o"), ("bullet", "–"), ("bullet", "\uf0fc"))
    assert numbers((1, 0), (1, 1), (1, 2), (1, 3), numbering=dots + num(1)) == ["•", "◦", "–", "•"]


def test_arabic_numbers_and_letters() -> None:
    arabic = pattern(("decimal", "%1 -"), ("arabicAbjad", "(%2)"))
    assert numbers((1, 0), (1, 1), (1, 1), (1, 0), numbering=arabic + num(1)) == ["1 -", "(أ)", "(ب)", "2 -"]


def test_styles_number_their_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="OP"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub2"><w:basedOn w:val="Sub"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub3"><w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = pattern(("decimal", "%1."), ("lowerLetter", "(%2)", '<w:pStyle w:val="Sub"/>'), ("lowerRoman", "(%3)"))
    names = ["OP", "Sub", "Sub", "Sub3", "OP", "Sub"]
    body = "".join(p("x", properties=f'<w:pStyle w:val="{name}"/>') for name in names)
    body += p("not this one", properties='<w:pStyle w:val="OP"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    body += p("a level of its own", properties='<w:pStyle w:val="OP"/><w:numPr><w:ilvl w:val="1"/></w:numPr>')
    found = [b.marker for b in blocks(body, styles=styles, numbering=levels + num(1))]
    assert found == ["1.", "(a)", "(b)", "(i)", "2.", "(a)", "", "(b)"]


def test_a_list_may_borrow_its_levels_from_a_numbering_style() -> None:
    styles = '<w:style w:type="numbering" w:styleId="UN"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    borrowed = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="UN"/></w:abstractNum>'
    body = p("x", properties=list_(2)) + p("x", properties=list_(2, 1))
    assert [b.marker for b in blocks(body, styles=styles, numbering=UN + borrowed + num(1) + num(2, 7))] == ["1.", "(a)"]


def test_a_number_that_is_a_word_stays_in_the_text() -> None:
    annexes = pattern(("upperRoman", "Annex %1"))
    body = p("Lamps", properties=list_(1)) + p(properties=list_(1))
    assert [(b.marker, b.text) for b in blocks(body, numbering=annexes + num(1))] == [("", "Annex I Lamps"), ("", "Annex II")]


def test_damaged_numbering_numbers_nothing() -> None:
    ring = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="UN"/></w:abstractNum>'
    styles = '<w:style w:type="numbering" w:styleId="UN"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert texts(p("x", properties=list_(1)), numbering=ring + num(1), styles=styles) == ["x"]
    assert texts(p("x", properties=list_(9)), numbering=UN) == ["x"]
    assert texts(p("x", properties='<w:numPr><w:ilvl w:val="-3"/><w:numId w:val="1"/></w:numPr>'), numbering=UN + num(1)) == [
        "1. x"
    ]


def test_generated_numbers_give_the_ids_of_typed_ones() -> None:
    levels = UN + num(1)
    body = RESOLUTION + p("Decides that all ports shall:", properties=list_(1)) + p("Store oil;", properties=list_(1, 1))
    body += p("Count wicks;", properties=list_(1, 1)) + p("Decides to remain seized of the matter.", properties=list_(1))
    assert [q.id for q in document(docx(body, numbering=levels)).paragraphs] == ["PP1", "OP1", "OP1(a)", "OP1(b)", "OP2"]


# --- tracked changes, comments ---------------------------------------------------------------------------------------------------


def marks(body: str, *, rejected: bool = False) -> list[tuple[int, int, str, str]]:
    return [(m.start, m.end, m.kind.value, m.value) for b in blocks(body, rejected=rejected) for m in b.marks]


def test_changes_are_read_as_accepted_or_rejected_and_marked() -> None:
    body = p("Lamps ", change("ins", "shall"), change("del", "should", who="B. Quill"), " burn;")
    assert texts(body) == ["Lamps shall burn;"]
    assert marks(body) == [(6, 11, "insert", "A. Penn, 2091-03-04"), (11, 11, "delete", "B. Quill, 2091-03-04: should")]
    assert texts(body, rejected=True) == ["Lamps should burn;"]
    assert marks(body, rejected=True) == [(6, 6, "insert", "A. Penn, 2091-03-04: shall"), (6, 12, "delete", "B. Quill, 2091-03-04")]


def test_what_was_inserted_and_deleted_again_stands_in_neither_reading() -> None:
    body = p("Lamps ", change("ins", change("del", "never")), "burn;")
    assert texts(body) == texts(body, rejected=True) == ["Lamps burn;"]


def test_moves_are_a_deletion_and_an_insertion() -> None:
    body = p("First", change("moveTo", " and last"), ";") + p("Then", change("moveFrom", " and last"), ".")
    assert texts(body) == ["First and last;", "Then."]
    assert texts(body, rejected=True) == ["First;", "Then and last."]


def mark_of(tag: str) -> str:
    return f'<w:rPr><w:{tag} w:id="1" w:author="A. Penn" w:date="2091-03-04T10:00:00Z"/></w:rPr>'


def test_a_deleted_paragraph_mark_joins_two_paragraphs_under_the_number_of_the_second() -> None:
    body = p("Lamps burn; ", properties=list_(1, 1) + mark_of("del")) + p("Oil is kept;", properties=list_(1, 0))
    assert texts(body, numbering=UN + num(1)) == ["1. Lamps burn; Oil is kept;"]
    assert texts(body, numbering=UN + num(1), rejected=True) == ["(a) Lamps burn;", "2. Oil is kept;"]


def test_an_inserted_paragraph_is_gone_when_rejected() -> None:
    body = p("One;", properties=list_(1)) + p(change("ins", "Two;"), properties=list_(1) + mark_of("ins"))
    body += p("Three;", properties=list_(1))
    assert texts(body, numbering=UN + num(1)) == ["1. One;", "2. Two;", "3. Three;"]
    assert texts(body, numbering=UN + num(1), rejected=True) == ["1. One;", "2. Three;"]


def test_a_deleted_paragraph_takes_its_number_along() -> None:
    body = p("One;", properties=list_(1)) + p(change("del", "Two;"), properties=list_(1) + mark_of("del"))
    body += p("Three;", properties=list_(1))
    assert texts(body, numbering=UN + num(1)) == ["1. One;", "2. Three;"]
    assert texts(body, numbering=UN + num(1), rejected=True) == ["1. One;", "2. Two;", "3. Three;"]
    assert [m.value for b in blocks(body, numbering=UN + num(1)) for m in b.marks] == ["A. Penn, 2091-03-04: Two;"]


def test_changed_properties_are_read_as_before_when_rejected() -> None:
    now = f'{list_(1)}<w:pPrChange w:id="1" w:author="A"><w:pPr>{list_(1, 1)}</w:pPr></w:pPrChange>'
    run = t("Decides", '<w:rPrChange w:id="2" w:author="A"><w:rPr><w:i/></w:rPr></w:rPrChange>')
    body = p("x", properties=list_(1)) + p(run, properties=now)
    assert texts(body, numbering=UN + num(1)) == ["1. x", "2. Decides"]
    assert texts(body, numbering=UN + num(1), rejected=True) == ["1. x", "(a) Decides"]
    assert not blocks(body)[1].marks
    assert blocks(body, rejected=True)[1].marks


def test_rows_that_were_inserted_or_deleted() -> None:
    def row(text: str, tag: str = "") -> str:
        properties = f'<w:trPr><w:{tag} w:id="1" w:author="A. Penn" w:date="2091-03-04T10:00:00Z"/></w:trPr>' if tag else ""
        return f"<w:tr>{properties}<w:tc>{p(text)}</w:tc><w:tc>{p('9')}</w:tc></w:tr>"

    body = p("x") + f"<w:tbl>{row('oil')}{row('wick', 'ins')}{row('tar', 'del')}</w:tbl>"
    assert texts(body) == ["x", "oil\t9", "wick\t9"]
    assert texts(body, rejected=True) == ["x", "oil\t9", "tar\t9"]


def test_notes_in_deleted_words_are_not_counted() -> None:
    anchor = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = p("a", change("del", anchor.format(1)), "b", anchor.format(2))
    footnotes = "".join(f'<w:footnote w:id="{i}">{p(f"note {i}")}</w:footnote>' for i in (1, 2))
    assert [(n.id, n.text) for n in word.read(docx(body, footnotes=footnotes)).notes] == [("1", "note 2")]
    both = word.read(docx(body, footnotes=footnotes), rejected=True).notes
    assert [(n.id, n.text) for n in both] == [("1", "note 1"), ("2", "note 2")]


def test_tracked_changes_are_a_doubt_that_says_how_they_are_read() -> None:
    data = docx(p("Lamps", change("ins", " burn"), change("del", " smoke"), change("del", " smell")))
    assert [d.what for d in word.read(data).doubts] == [
        "tracked changes (1 insertion, 2 deletions) are read as accepted; --tracked rejected reads them the other way"
    ]
    assert "are read as rejected" in word.read(data, rejected=True).doubts[0].what


def test_deletions_outlive_assembly_with_their_place() -> None:
    body = RESOLUTION + p("1.", "<w:r><w:tab/></w:r>", change("del", "Urges"), change("ins", "Requests"), " all to act.")
    paragraph = document(docx(body)).paragraph("OP1")
    assert paragraph.text == "Requests all to act."
    assert {(m.kind, m.start, m.end) for m in paragraph.marks} == {(MarkKind.DELETE, 0, 0), (MarkKind.INSERT, 0, 8)}


def test_words_struck_out_by_their_setting_are_read_like_tracked_deletions() -> None:
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t xml:space='preserve'>at once </w:t></w:r>"
    body = p("Urges keepers ", struck, "to light their lamps;")
    seen = word.read(docx(body))
    assert seen.blocks[0].text == "Urges keepers to light their lamps;"
    assert [(m.kind, m.value) for m in seen.blocks[0].marks] == [(MarkKind.DELETE, "at once")]
    assert "struck out by their setting (1 place) are read as deleted; --tracked rejected" in seen.doubts[0].what
    other = word.read(docx(body), rejected=True)
    assert other.blocks[0].text == "Urges keepers at once to light their lamps;"
    assert "are read as words of the text" in other.doubts[0].what


def test_comments_are_notes_with_author_and_date() -> None:
    comments = (
        f'<w:comment w:id="4" w:author="C. Vellum" w:date="2091-03-05T08:00:00Z">{p("Why not candles?")}</w:comment>'
        f'<w:comment w:id="5" w:author="Start">{p("&lt;&lt;ODS JOB NO&gt;&gt;N2500000E&lt;&lt;ODS JOB NO&gt;&gt;")}</w:comment>'
    ).replace("&amp;", "&")
    body = p('<w:commentRangeStart w:id="4"/>', "Lamps burn", '<w:commentRangeEnd w:id="4"/>', '<w:r><w:commentReference w:id="4"/></w:r>',
             '<w:r><w:commentReference w:id="5"/></w:r>', ";")  # fmt: skip
    seen = word.read(docx(body, comments=comments))
    assert [(n.id, n.text) for n in seen.notes] == [("comment 1", "C. Vellum, 2091-03-05: Why not candles?")]
    assert [(m.start, m.kind, m.value) for m in seen.blocks[0].marks] == [(10, MarkKind.NOTE, "comment 1")]
    assert [d.what for d in seen.doubts] == ["1 comment in the file, listed with the notes"]


# --- notes -----------------------------------------------------------------------------------------------------------------------


def anchor(id_: int, mark: str = "", kind: str = "footnote") -> str:
    own = ' w:customMarkFollows="1"' if mark else ""
    return f'<w:r><w:{kind}Reference{own} w:id="{id_}"/>{f"<w:t>{mark}</w:t>" if mark else ""}</w:r>'


def note(id_: int, text: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{id_}">{p(f"<w:r><w:{kind}Ref/></w:r>", "<w:r><w:tab/></w:r>", text)}</w:{kind}>'


def test_footnotes_are_taken_out_and_anchored() -> None:
    body = p("the handbook,", anchor(7), " and") + p("the manual", anchor(3, "*"), anchor(9), ";")
    rule = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    footnotes = rule + note(3, "* By hand.") + note(7, "See annex.") + note(9, "See  there.")
    seen = word.read(docx(body, footnotes=footnotes))
    assert [(n.id, n.text) for n in seen.notes] == [("1", "See annex."), ("*", "By hand."), ("2", "See there.")]
    assert [b.text for b in seen.blocks] == ["the handbook, and", "the manual;"]
    assert [[(m.start, m.value) for m in b.marks] for b in seen.blocks] == [[(13, "1")], [(10, "*"), (10, "2")]]


def test_endnotes_count_by_themselves_in_the_format_of_the_file() -> None:
    body = p("a", anchor(1, kind="endnote"), "b", anchor(1), "c", anchor(2, kind="endnote"))
    parts = {"footnotes": note(1, "foot"), "endnotes": note(1, "end one", "endnote") + note(2, "end two", "endnote")}
    assert [n.id for n in word.read(docx(body, **parts)).notes] == ["i", "1", "ii"]
    settings = '<w:endnotePr><w:numFmt w:val="upperLetter"/><w:numStart w:val="3"/></w:endnotePr>'
    assert [n.id for n in word.read(docx(body, settings=settings, **parts)).notes] == ["C", "1", "D"]


def test_a_mark_that_comes_again_is_told_apart() -> None:
    body = p("a", anchor(1, "*"), " b", anchor(2, "*"))
    seen = word.read(docx(body, footnotes=note(1, "one") + note(2, "two")))
    assert [n.id for n in seen.notes] == ["*", "*~2"]


def raised(text: str) -> str:
    return t(text, '<w:vertAlign w:val="superscript"/>')


def test_notes_typed_by_hand_are_told_by_their_raised_marks() -> None:
    body = p("the handbook", raised("1"), " of 20 m", raised("2"), " lamps", raised("3"), ";") + p("Text.") + p("____")
    body += p(raised("1"), " See annex.") + p(raised("3"), "\u00a0See there.") + p(raised("9"), " of nothing")
    seen = word.read(docx(body))
    assert [b.text for b in seen.blocks] == ["the handbook of 20 m2 lamps;", "Text.", "____", "9 of nothing"]
    assert [(n.id, n.text) for n in seen.notes] == [("1", "See annex."), ("3", "See there.")]
    assert [(m.start, m.value) for m in seen.blocks[0].marks] == [(12, "1"), (27, "3")]


def test_a_framed_note_is_a_note() -> None:
    body = p("S/2091/4*") + p("* Reissued for technical reasons.", properties='<w:framePr w:y="13731"/>') + p("Text.")
    seen = word.read(docx(body))
    assert [(n.id, n.text) for n in seen.notes] == [("*", "Reissued for technical reasons.")]
    assert [b.text for b in seen.blocks] == ["S/2091/4*", "Text."]
    assert seen.masthead.reissue == "Reissued for technical reasons."


def test_a_heading_that_runs_in_is_one_with_its_paragraph() -> None:
    heading = p("Lamps. ", properties=list_(1) + "<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
    assert texts(heading + p("They burn.") + p("On.", properties=list_(1)), numbering=UN + num(1)) == [
        "1. Lamps. They burn.",
        "2. On.",
    ]


def test_a_dropped_capital_belongs_to_its_word() -> None:
    assert texts(p("L", properties='<w:framePr w:dropCap="drop"/>') + p("amps burn.")) == ["Lamps burn."]


# --- tables, boxes, headers ------------------------------------------------------------------------------------------------------


def table(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(f"<w:tc>{c}</w:tc>" for c in row) + "</w:tr>" for row in rows) + "</w:tbl>"


def test_tables_are_rows_of_cells() -> None:
    merged = "<w:tcPr><w:vMerge/></w:tcPr><w:p/>"
    body = p("Lamps") + table(
        [p("Port"), p("Oil"), p("Wicks")], [p("Fog") + p("Isle"), p("3", list_runs()), p("")], [merged, p("4"), p("5")]
    )
    found = blocks(body)
    assert [(b.hint, b.text) for b in found[1:]] == [
        (Hint.ROW, "Port\tOil\tWicks"),
        (Hint.ROW, "Fog Isle\t3 m"),
        (Hint.ROW, "4\t5"),
    ]


def list_runs() -> str:
    return t(" m", "<w:i/>")


def test_marks_of_cells_stand_in_the_row() -> None:
    row = blocks(p("x") + table([p("a b"), p(t("c", "<w:i/>"))]))[1]
    assert [row.text[m.start : m.end] for m in row.marks] == ["c"]


def test_a_box_is_no_table() -> None:
    body = table([p("The Security Council,") + p("Recalling its lamps,")], [p("1. Decides to act.")])
    assert [(b.hint, b.text) for b in blocks(body)] == [
        (Hint.NONE, "The Security Council,"), (Hint.NONE, "Recalling its lamps,"), (Hint.NONE, "1. Decides to act.")
    ]  # fmt: skip


def test_a_text_in_a_table_of_columns_is_a_doubt() -> None:
    body = table([p("The Security Council,"), p("Comments")], [p("1. Decides to act."), p("No.")])
    assert any("stands in a table" in d.what for d in word.read(docx(body)).doubts)


COVER = table(
    [p("United Nations"), p(t("S"), "/RES/9001 (2091)")],
    [p(t("Security Council", "<w:b/>")), p("Distr.: General") + p("14 March 2091")],
)


def section(**ids: str) -> str:
    refs = "".join(
        f'<w:{"header" if "header" in name else "footer"}Reference w:type="{name.split("_")[0]}" r:id="{id_}"/>'
        for name, id_ in ids.items()
    )
    return f"<w:sectPr>{refs}<w:titlePg/></w:sectPr>"


@pytest.mark.parametrize("place", ["header", "body", "boxes"])
def test_the_masthead_is_the_cover_wherever_it_stands(place: str) -> None:
    rest = p("Resolution 9001 (2091)") + RESOLUTION + p("1. Decides to act.")
    if place == "header":
        data = docx(
            rest + section(first_header="header1", first_footer="footer1"),
            header1=COVER,
            footer1=p("91-00117 (E)") + p("*9100117*"),
        )
    elif place == "body":
        data = docx(COVER + rest)
    else:
        box = f"<w:txbxContent>{COVER}</w:txbxContent>"
        both = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        both += f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        data = docx(p(f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>") + rest)
    doc = document(data)
    assert (doc.symbol, doc.status) == ("S/RES/9001 (2091)", Status.RESOLUTION)
    assert [q.id for q in doc.paragraphs] == ["PP1", "OP1"]
    lines = list(doc.masthead.lines)
    assert [x for x in lines if x in ("United Nations", "S/RES/9001 (2091)", "Security Council", "Distr.: General", "14 March 2091")] == [
        "United Nations", "S/RES/9001 (2091)", "Security Council", "Distr.: General", "14 March 2091"
    ]  # fmt: skip
    assert (doc.masthead.organ, doc.masthead.issued) == ("Security Council", "14 March 2091")
    assert doc.masthead.job_number == ("91-00117 (E)" if place == "header" else "")


def test_the_symbol_of_a_running_head_counts() -> None:
    data = docx(RESOLUTION + p("1. Decides to act.") + section(default_header="header1"), header1=p("S/2091/17/Rev.2"))
    assert word.read(data).symbols == ("S/2091/17/Rev.2",)
    assert document(data).status is Status.DRAFT


def test_a_symbol_is_stated_whole_and_without_its_asterisk() -> None:
    data = docx(p("x") + section(first_header="header1"), header1=p("A/80/6 (Income sect. 1)*"))
    assert word.read(data).symbols == ("A/80/6 (Income sect. 1)",)


def test_text_boxes_after_the_cover_are_text_unless_they_repeat_what_pages_do() -> None:
    def boxed(text: str) -> str:
        return f"<w:r><w:pict><v:textbox><w:txbxContent>{p(text)}</w:txbxContent></v:textbox></w:pict></w:r>"

    body = RESOLUTION + p("1. Decides to act;", boxed("91-00117 (E)")) + p("2. Decides to wait.", boxed("A remark of length"))
    assert texts(body)[2:] == ["1. Decides to act;", "2. Decides to wait.", "A remark of length"]


def test_the_title_of_a_statement_is_cover() -> None:
    body = p(t("Statement by the President of the Security Council", "<w:b/>"))
    body += p("At the 9th meeting of the Security Council, held on 4 May 2090, the President made the following statement:")
    body += p("“The Security Council takes note of the lamps.") + p("“The Security Council welcomes the oil.”")
    doc = document(docx(body))
    assert (doc.status, [q.id for q in doc.paragraphs if q.kind is not Kind.HEADING]) == (Status.STATEMENT, ["P1", "P2"])


def test_a_french_assembly_text_begins_with_its_enacting_words() -> None:
    body = p("L’Assemblée générale,") + p(t("Rappelant", "<w:i/>"), " ses lampes,") + p("1. ", t("Décide", "<w:i/>"), " d’agir.")
    doc = document(docx(body))
    assert (doc.masthead.formula, [q.id for q in doc.paragraphs]) == ("L’Assemblée générale,", ["PP1", "OP1"])


# --- drafts ----------------------------------------------------------------------------------------------------------------------


def set_apart(*paragraphs: str) -> list[list[tuple[str, str, str]]]:
    found = blocks(p("The Security Council,") + "".join(p(text) for text in paragraphs))[1:]
    return [[(m.kind.value, b.text[m.start : m.end], m.value) for m in b.marks] for b in found]


def test_options_and_tags() -> None:
    text = "Reaffirming [also [strongly]] the need, [US: as appropriate,] and lamps [in Fog (France, UK)],"
    assert set_apart(text) == [
        [
            ("option", "[also [strongly]]", ""), ("option", "[strongly]", ""), ("option", "[US: as appropriate,]", ""),
            ("tag", "US:", "US"), ("option", "[in Fog (France, UK)]", ""), ("tag", "(France, UK)", "France, UK"),
        ]
    ]  # fmt: skip


def test_an_option_may_reach_over_paragraphs() -> None:
    assert set_apart("1. Decides [to act:", "(a) now;", "(b) later;] or", "2. Waits [for ever.") == [
        [("option", "[to act:", "")], [("option", "(a) now;", "")], [("option", "(b) later;]", "")], []
    ]  # fmt: skip


def test_places_and_asides_are_no_tags() -> None:
    assert set_apart("Recalling the meeting in Nice (France) of the Council (ISIL), [and] others,", "Quoting [...] and [sic],") == [
        [("option", "[and]", "")], []
    ]  # fmt: skip
    assert set_apart("Recalling the meeting in Nice (France)") == [[]]


def test_tags_beside_brackets_codes_and_whole_paragraphs() -> None:
    assert set_apart("[Urges all to act] (Russian Federation);", "[RUS, CHN: delete]", "EU + Canada: Alternative text;") == [
        [("option", "[Urges all to act]", ""), ("tag", "(Russian Federation)", "Russian Federation")],
        [("position", "[RUS, CHN: delete]", "RUS, CHN: delete")],
        [("tag", "EU + Canada:", "EU + Canada")],
    ]


def test_inserted_and_alternative_numbers_have_ids() -> None:
    body = RESOLUTION + "".join(
        p(x) for x in ("1. Decides to act;", "1 bis. Decides to wait;", "1 alt 2. Decides to go;", "2. Decides to end.")
    )
    assert [q.id for q in document(docx(body)).paragraphs] == ["PP1", "OP1", "OP1bis", "OP1alt2", "OP2"]


# --- refusals --------------------------------------------------------------------------------------------------------------------

RELS = relations({"a": ("officeDocument", "word/document.xml")})


def with_body(document_xml: str | bytes, **more: str | bytes) -> bytes:
    return archive({"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": document_xml, **more})


def deep(count: int) -> str:
    return f"<w:document {NS}><w:body>{'<w:sdt><w:sdtContent>' * count}{p('x')}{'</w:sdtContent></w:sdt>' * count}</w:body></w:document>"


LAUGHS = (
    f'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document {NS}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body>'
    "</w:document>"
)


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (docx(""), EmptyFile, "no text"),
        (docx(p("<w:r><w:drawing/></w:r>")), NoTextLayer, "pictures"),
        (with_body(LAUGHS), Broken, "entities"),
        (with_body(LAUGHS.encode("utf-16")), Broken, "entities"),
        (with_body(f"<w:document {NS}><w:body>"), Broken, "not well-formed"),
        (with_body("<x/>"), NotADocument, "no text document"),
        (with_body(deep(90)), TooLarge, "deep"),
        (with_body(deep(300)), TooLarge, "deep"),
        (with_body(f"<w:document {NS}><w:body>{p('x')}{' ' * 12_000_000}</w:body></w:document>"), TooLarge, "zip bomb"),
        (docx(p("Lamps"))[:-30], Broken, "damaged"),
        (docx(p("Lamps"))[:200], Broken, "damaged"),
        (archive({"word/document.xml": ""}), Broken, "not well-formed"),
        (archive({f"m{i}": "" for i in range(10_001)}), TooLarge, "members"),
        (archive({"a.txt": "x"}), NotADocument, "zip archive"),
        (archive({"xl/workbook.xml": "x"}), NotADocument, "Excel"),
        (archive({"ppt/presentation.xml": "x"}), NotADocument, "PowerPoint"),
        (archive({"content.xml": "x", "META-INF/manifest.xml": "x"}), NotADocument, "OpenDocument"),
    ],
)  # fmt: skip
def test_refusals(data: bytes, error: type[Unreadable], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        read(data, "draft.docx")
    assert caught.value.file == "draft.docx"
    assert caught.value.hint


def test_text_beyond_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "UNPACKED", 3000)
    with pytest.raises(TooLarge, match="unpacks to more than"):
        read(docx(p("lamps " * 600)))


def test_more_tags_than_the_bound_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "PIECES", 500)
    with pytest.raises(TooLarge, match="tags and attributes"):
        read(docx(p("lamps") * 100))


def test_a_locked_member_is_refused() -> None:
    data = bytearray(docx(p("Lamps")))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(sign), bytes(data)):
            data[match.start() + at] |= 1
    with pytest.raises(Encrypted, match="password"):
        read(bytes(data))


def test_what_word_opens_is_opened() -> None:
    strict = f"<w:document {NS}><w:body>{p('Lamps burn.')}</w:body></w:document>".replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    missing = relations({"x": ("image", "NULL"), "y": ("styles", "gone.xml"), "z": ("header", "/word/nowhere.xml")})
    assert word.read(with_body(strict, **{"word/_rels/document.xml.rels": missing})).blocks[0].text == "Lamps burn."
    elsewhere = archive(
        {"_rels/.rels": relations({"a": ("officeDocument", "/word/document2.xml")}), "word/document2.xml":
         f"<w:document {NS}><w:body>{p('Lamps burn.')}</w:body></w:document>"}
    )  # fmt: skip
    assert read(elsewhere).blocks[0].text == "Lamps burn."


def test_a_part_in_another_format_is_a_doubt() -> None:
    assert any("another format" in d.what for d in word.read(docx(p("x") + '<w:altChunk r:id="h"/>')).doubts)


def test_a_file_is_known_by_its_bytes_whatever_its_name() -> None:
    assert read(docx(p("Lamps burn.")), "lamps.pdf").kind is SourceKind.WORD


def test_what_a_server_sent_is_told_by_symbol_and_language() -> None:
    for file in FILES:
        doc = document(file.read_bytes(), "download")
        assert doc.symbol is not None
        assert re.sub(r"[^0-9A-Z]+", "_", doc.symbol).strip("_") == file.stem[:-3]
        assert doc.language == file.stem[-2:]


def checked(blocks_: Blocks) -> None:
    """What every reading must hold to."""
    ids = {note.id for note in blocks_.notes}
    for block in blocks_.blocks:
        assert block.text == block.text.strip(" \t\n")
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text)
            assert mark.kind is not MarkKind.NOTE or mark.value in ids


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_marks_and_notes_agree(file: Path) -> None:
    checked(word.read(file.read_bytes()))


def test_show_reads_tracked_changes_either_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from resdiff.cli import main

    monkeypatch.chdir(tmp_path)
    body = RESOLUTION + p("1. ", change("del", t("Urges", "<w:i/>")), change("ins", t("Requests", "<w:i/>")), " all to act.")
    Path("draft.docx").write_bytes(docx(body))

    def shown(*more: str) -> str:
        done = CliRunner().invoke(main, ["show", "draft.docx", "--library", str(tmp_path / "library"), *more])
        assert done.exit_code == 0, done.output
        return done.output

    assert "Requests all to act." in shown() == shown("--tracked", "accepted")
    assert "--tracked rejected" in shown("--doubts")
    assert "Urges all to act." in shown("--tracked", "rejected")
    refused = CliRunner().invoke(main, ["show", "2482", "--tracked", "rejected", "--library", str(tmp_path / "library")])
    assert (refused.exit_code, "is for files" in refused.output) == (2, True)
