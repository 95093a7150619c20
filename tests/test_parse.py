"""The assembler: ids by example in tests/cases/parse.txt, the law that it conserves words, names, clauses and the cover page."""

# ruff: noqa: E501  (documents as they are, line for line)
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdiff import vocabulary
from resdiff.models import (
    Adoption,
    Block,
    Blocks,
    Document,
    Hint,
    Kind,
    Language,
    Layout,
    Mark,
    MarkKind,
    Note,
    Source,
    SourceKind,
    Status,
)
from resdiff.parse import assemble
from resdiff.tokens import words

CASES = Path(__file__).parent / "cases" / "parse.txt"
HINTS = {"formula": Hint.FORMULA, "preamble": Hint.PREAMBLE, "body": Hint.BODY, "row": Hint.ROW, "heading": Hint.HEADING}


def cases() -> Iterator[tuple[str, list[str], list[str]]]:
    text = "\n".join(line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for case in text.strip().split("\n\n"):
        title, blocks, ids = case.split("\n.\n")
        yield title, blocks.splitlines(), ids.split()


def document(lines: list[str], language: Language = Language.EN, *, kind: SourceKind = SourceKind.TEXT) -> Document:
    blocks = []
    for line in lines:
        name, bar, rest = line.partition("|")
        blocks.append(Block(rest, hint=HINTS[name]) if bar and name in HINTS else Block(line))
    found = Blocks(kind, Layout.PARAGRAPHS, tuple(blocks), language)
    return assemble(found, Source(kind, "0" * 64), vocabulary.load(language))


def ids(doc: Document) -> list[str]:
    return [p.id for p in doc.paragraphs]


@pytest.mark.parametrize(("title", "lines", "wanted"), [pytest.param(*case, id=case[0]) for case in cases()])
def test_ids_by_example(title: str, lines: list[str], wanted: list[str]) -> None:
    assert " ".join(ids(document(lines))).split() == wanted, title  # a space may stand in an id: OP2(c bis)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (Language.FR, ["Le Conseil de sécurité,", "Rappelant ses résolutions,", "1. Décide que les gardiens :", "a) Veillent, à savoir :", "i) la nuit ;", "ii) le jour ;", "b) Dorment ;", "2. Décide de rester saisi de la question."]),
        (Language.ES, ["El Consejo de Seguridad,", "Recordando sus resoluciones,", "1. Decide que los guardianes:", "a) Velen:", "i) de noche;", "ii) de día;", "b) Duerman;", "2. Decide seguir ocupándose de la cuestión."]),
        (Language.RU, ["Совет Безопасности,", "ссылаясь на свои резолюции,", "1. постановляет, что смотрители:", "а) бодрствуют:", "i) ночью;", "ii) днем;", "b) спят;", "2. постановляет продолжать заниматься этим вопросом."]),
        (Language.AR, ["إن مجلس الأمن،", "إذ يشير إلى قراراته،", "1 - يقرر أن يقوم الحراس بما يلي:", "(أ) السهر:", "’1‘ ليلا؛", "’2‘ نهارا؛", "(ب) النوم؛", "2 - يقرر أن يبقي المسألة قيد نظره."]),
        (Language.ZH, ["安全理事会，", "回顾其各项决议，", "1. 决定守护人应：", "(a) 守望：", "㈠ 夜间；", "㈡ 白天；", "(b) 睡眠；", "2. 决定继续处理此案。"]),
    ],
)  # fmt: skip
def test_ids_are_the_same_in_every_language(language: Language, lines: list[str]) -> None:
    assert ids(document(lines, language)) == ["PP1", "OP1", "OP1(a)", "OP1(a)(i)", "OP1(a)(ii)", "OP1(b)", "OP2"]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (Language.EN, ["The Security Council,", "[Expressing concern at the fog,] [China: delete] [France, UK: retain]", "Noting the fog, (agreed)", "1. Decides to act."]),
        (Language.FR, ["Le Conseil de sécurité,", "[Se déclarant préoccupé,] [Chine : supprimer] [France, Royaume-Uni : conserver]", "Notant le brouillard, (convenu)", "1. Décide d’agir."]),
        (Language.ES, ["El Consejo de Seguridad,", "[Expresando su preocupación,] [China: suprimir] [Francia, Reino Unido: mantener]", "Observando la niebla, (acordado)", "1. Decide actuar."]),
        (Language.RU, ["Совет Безопасности,", "[выражая озабоченность,] [Китай: исключить] [Франция: сохранить]", "отмечая туман, (согласовано)", "1. постановляет действовать."]),
        (Language.AR, ["إن مجلس الأمن،", "[وإذ يعرب عن القلق،] [الصين: حذف] [فرنسا، المملكة المتحدة: إبقاء]", "وإذ يلاحظ الضباب، (متفق عليه)", "1 - يقرر أن يعمل."]),
        (Language.ZH, ["安全理事会，", "[表示关切，]［中国：删除］［法国、联合王国：保留］", "注意到雾，（暂定商定）", "1. 决定行动。"]),
    ],
)  # fmt: skip
def test_recitals_with_positions_after_them_are_no_headings(language: Language, lines: list[str]) -> None:
    assert ids(document(lines, language)) == ["PP1", "PP2", "OP1"]


def test_markers_apart_and_in_the_text_give_the_same_paragraphs() -> None:
    apart = (
        Block("The Security Council,", hint=Hint.FORMULA),
        Block("Recalling its resolutions,", hint=Hint.PREAMBLE),
        Block("Decides that keepers shall:", "1.", hint=Hint.BODY),
        Block("wake;", "(a)", hint=Hint.ITEM),
        Block("", "2.", hint=Hint.BODY),
        Block("Decides to remain seized of the matter.", "(a)", hint=Hint.ITEM),
    )
    inside = ["The Security Council,", "Recalling its resolutions,", "1. Decides that keepers shall:", "(a) wake;"]
    inside.append("2. (a) Decides to remain seized of the matter.")
    doc = assemble(
        Blocks(SourceKind.AKN, Layout.PARAGRAPHS, apart, Language.EN), Source(SourceKind.AKN, "0"), vocabulary.load(Language.EN)
    )
    other = document(inside)
    assert [(p.id, p.number, p.text) for p in doc.paragraphs] == [(p.id, p.number, p.text) for p in other.paragraphs]


def test_a_lost_number_before_items_in_chinese_where_forms_do_not_tell_the_place() -> None:
    lines = ["安全理事会，", "回顾其各项决议，", "1. 决定点灯；", "(a) 表示关切雾；", "(b) 促请守护人；", "3. 决定继续处理此案。"]
    assert ids(document(lines, Language.ZH)) == ["PP1", "OP1", "OP2(a)", "OP2(b)", "OP3"]


@pytest.mark.parametrize(
    ("language", "first", "second", "label"),
    [(Language.EN, "A", "B", "B"), (Language.AR, "ألف - المنارات", "باء - السفن", "B"), (Language.ZH, "一、灯", "二、船", "II")],
)
def test_sections_have_one_id_in_every_language(language: Language, first: str, second: str, label: str) -> None:
    acts = {
        Language.EN: ("The Security Council,", "1. Decides to act;", "2. Urges all."),
        Language.AR: ("إن مجلس الأمن،", "1 - يقرر أن يعمل؛", "2 - يحث الجميع."),
        Language.ZH: ("安全理事会，", "1. 决定行动；", "2. 敦促各方。"),
    }
    formula, *body = acts[language]
    found = ids(document([formula, first, *body, second, *body], language))
    assert [id_ for id_ in found if "H" not in id_] == ["OP1", "OP2", f"{label}.OP1", f"{label}.OP2"]


def test_a_title_with_the_number_of_the_item_after_it_is_a_heading() -> None:
    parts = [
        Block("Decides that keepers shall have these tasks:", "1.", hint=Hint.BODY),
        Block("Trim the lamps;", "(a)", hint=Hint.ITEM),
        Block("Oil and wicks", "(b)", hint=Hint.ITEM),
        Block("Store the oil;", "(b)", hint=Hint.ITEM),
        Block("Change the wicks;", "(c)", hint=Hint.ITEM),
        Block("Decides to remain seized of the matter.", "2.", hint=Hint.BODY),
    ]
    doc = assemble(
        Blocks(SourceKind.AKN, Layout.PARAGRAPHS, (Block("The Security Council,", hint=Hint.FORMULA), *parts), Language.EN),
        Source(SourceKind.AKN, "0"),
        vocabulary.load(Language.EN),
    )
    assert ids(doc) == ["OP1", "OP1(a)", "H1", "OP1(b)", "OP1(c)", "OP2"]


def held(doc: Document) -> list[str]:
    """The words of a document in order: cover, then numbers and texts."""
    parts = [*doc.masthead.lines]
    for p in doc.paragraphs:
        parts += [p.number, p.text]
    return [word for part in parts for word in words(part)]


PIECES = st.sampled_from(
    [
        "The Security Council,", "Recalling its resolution 9001 (2091),", "Acting under Chapter VII,", "1. Decides to act:", "2. Urges all;",
        "(a) one;", "(b) two,", "(i) three;", "(ii) four.", "• a point", "– a dash;", "A", "II", "A. General", "Annex", "Annex I", "3. (a) Both;",
        "Measures", "* * *", "(1) figure;", "Decides to remain seized.", "and goes on;", "7. Requests more.", "“quoted", "5 Calls upon it;", "a. bare;",
        "Article 3", "1 bis. Inserted;", "(x) ten;", "", "22-12345 (E)", "At the 9th meeting of the Security Council, held on 4 May 2090:",
        "Statement by the President of the Security Council", "Note: oil is fat.", "Lamps and oil", "oil, as follows:", "whale oil;", "◦ ring;",
        "2.(b) wicks;", "By sea only.", "(a bis) one and a half;", "(i) ter two", "1bis Urges [all];", "(2 quater) Urges all;", "2. Option A: Urges all;",
        "2. Option B: Invites all;", "[2. Invites all;]", "PP1. Noting,", "PP1.alt [US: Noting,]", "Noting the fog,¹", "¹ S/2091/1.", "[Noting,] [US: delete]",
    ]
)  # fmt: skip
BLOCKS = st.lists(
    st.builds(
        Block,
        PIECES,
        st.sampled_from(["", "", "", "1.", "2.", "(a)", "(i)", "•", "I 1.", "11. (a)", "x"]),
        hint=st.sampled_from(list(Hint)),
        annex=st.sampled_from([0, 0, 0, 1, 2]),
    ),
    max_size=24,
)


@settings(max_examples=300)
@given(
    BLOCKS,
    st.sampled_from([Language.EN, Language.FR, Language.DE]),
    st.sampled_from(list(SourceKind)),
    st.sampled_from([None, *Status]),
)
def test_assembling_conserves_words_in_order_and_ids_are_unique(
    blocks: list[Block], language: Language, kind: SourceKind, status: Status | None
) -> None:
    found = Blocks(kind, Layout.PARAGRAPHS, tuple(blocks), language, status=status)
    doc = assemble(found, Source(kind, "0"), vocabulary.load(language))
    assert held(doc) == [word for block in blocks for part in (block.marker, block.text) for word in words(part)]
    assert len(set(ids(doc))) == len(doc.paragraphs)
    for p in doc.paragraphs:
        assert p.formal
        assert p.path
        for clause in p.clauses:
            assert 0 <= clause.start <= clause.end <= len(p.text)


def test_marks_and_notes_move_with_the_text() -> None:
    text = "1. Urges all keepers to wake;"
    marks = (Mark(3, 8, MarkKind.ITALIC), Mark(20, 20, MarkKind.NOTE, "1"))
    blocks = Blocks(
        SourceKind.WORD,
        Layout.PARAGRAPHS,
        (Block("The Security Council,"), Block("Recalling its lamps,"), Block(text, marks=marks)),
        Language.EN,
        notes=(Note("1", None, None, "A note."),),
    )
    doc = assemble(blocks, Source(SourceKind.WORD, "0"), vocabulary.load(Language.EN))
    op = doc.paragraph("OP1")
    assert [op.text[m.start : m.end] for m in op.marks] == ["Urges", ""]
    assert (doc.notes[0].paragraph, doc.notes[0].offset) == ("OP1", 17)


def test_clauses_addressees_and_inherited_verbs() -> None:
    doc = document(
        [
            "The Security Council,",
            "Recalling its lamps,",
            "1. Calls upon all Member States to light their lamps, and further requests the Secretary-General to report:",
            "(a) on oil;",
            "2. Decides to remain seized of the matter.",
        ]
    )
    first, second = doc.paragraph("OP1").clauses
    assert (first.verb, first.addressee, first.lemma) == ("Calls upon", "all Member States", "calls upon")
    assert second.lemma == "requests"
    assert second.addressee == "the Secretary-General"
    inherited = doc.paragraph("OP1(a)").clauses[0]
    assert (inherited.lemma, inherited.start, inherited.end) == ("requests", 0, 0)
    assert doc.paragraph("OP2").opening == "Decides"


@pytest.mark.parametrize(
    ("language", "recital", "item", "annexed"),
    [
        (Language.EN, "fourth preambular paragraph", "para. 15 (c) (ii)", "annex I, para. 4 (b)"),
        (Language.FR, "quatrième alinéa", "par. 15 c) ii)", "annexe I, par. 4 b)"),
        (Language.ES, "cuarto párrafo del preámbulo", "párr. 15 c) ii)", "anexo I, párr. 4 b)"),
        (Language.RU, "четвертый пункт преамбулы", "пункт 15 (c) (ii)", "приложение I, пункт 4 (b)"),
        (Language.AR, "الفقرة الرابعة من الديباجة", "الفقرة 15 (ج) (ii)", "المرفق I, الفقرة 4 (ب)"),
        (Language.ZH, "序言部分第四段", "第15(c)(ii)段", "附件 I, 第4(b)段"),
    ],
)
def test_formal_names(language: Language, recital: str, item: str, annexed: str) -> None:
    from resdiff.parse.formal import formal

    assert formal(Kind.PREAMBULAR, ("PP4",), 0, language) == recital
    assert formal(Kind.OPERATIVE, ("OP15", "(c)", "(ii)"), 0, language) == item
    assert formal(Kind.ANNEX, ("AI", "4", "(b)"), 1, language) == annexed


@pytest.mark.parametrize(
    ("language", "recital", "paragraph", "item"),
    [
        (Language.EN, "fourth preambular paragraph bis", "para. 15 bis", "para. 15 (c bis)"),
        (Language.FR, "quatrième alinéa bis", "par. 15 bis", "par. 15 c bis)"),
        (Language.ES, "cuarto párrafo del preámbulo bis", "párr. 15 bis", "párr. 15 c bis)"),
        (Language.RU, "четвертый пункт преамбулы бис", "пункт 15 бис", "пункт 15 (c бис)"),
        (Language.AR, "الفقرة الرابعة من الديباجة مكررا", "الفقرة 15 مكررا", "الفقرة 15 (ج مكررا)"),
        (Language.ZH, "序言部分第四段之二", "第15之二段", "第15(c之二)段"),
    ],
)
def test_formal_names_of_what_is_put_in_beside_another(language: Language, recital: str, paragraph: str, item: str) -> None:
    from resdiff.parse.formal import formal

    assert formal(Kind.PREAMBULAR, ("PP4bis",), 0, language) == recital
    assert formal(Kind.OPERATIVE, ("OP15bis",), 0, language) == paragraph
    assert formal(Kind.OPERATIVE, ("OP15", "(c bis)"), 0, language) == item


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (Language.EN, ["The Security Council,", "1. Urges all;", "1 bis. [Decides to act;]", "1bis alt [Requests oil;]", "1. ter Decides to sleep;", "2. Decides to remain seized."]),
        (Language.FR, ["Le Conseil de sécurité,", "1. Engage chacun ;", "1 bis. [Décide d’agir ;]", "1 bis alt. [Prie chacun ;]", "1. ter Décide ;", "2. Décide de rester saisi."]),
        (Language.ES, ["El Consejo de Seguridad,", "1. Insta a todos;", "1 bis. [Decide actuar;]", "1bis alt. [Pide aceite;]", "1 ter Decide dormir;", "2. Decide seguir."]),
        (Language.RU, ["Совет Безопасности,", "1. просит всех;", "1 бис. [постановляет;]", "1 бис альт. [просит;]", "1 тер постановляет спать;", "2. постановляет продолжать."]),
        (Language.AR, ["إن مجلس الأمن،", "1 - يحث الجميع؛", "1 مكررا - [يقرر أن يعمل؛]", "1 مكررا بديل - [يطلب؛]", "1 مكررا ثانيا يقرر النوم؛", "2 - يقرر أن يبقي."]),
        (Language.ZH, ["安全理事会，", "1. 敦促各方；", "1之二. [决定行动；]", "1之二备选案文. [请；]", "1之三 决定睡眠；", "2. 决定继续。"]),
    ],
)  # fmt: skip
def test_numbers_put_in_beside_others_have_one_id_in_every_language(language: Language, lines: list[str]) -> None:
    doc = document(lines, language)
    assert ids(doc) == ["OP1", "OP1bis", "OP1bisalt", "OP1ter", "OP2"]
    assert not [p.text for p in doc.paragraphs if p.text[:1].isdigit()]


@pytest.mark.parametrize("number", range(1, 60))
def test_ordinals_differ(number: int) -> None:
    from resdiff.parse.formal import ordinal

    for language in Language:
        assert ordinal(number, language) != ordinal(number + 1, language)


def test_a_statement() -> None:
    doc = document(
        [
            "S/PRST/2090/7",
            "Statement by the President of the Security Council",
            "At the 9123rd meeting of the Security Council, held on 4 May 2090, the President made the following statement:",
            "“The Security Council welcomes the lamps.",
            "“The Council requests the Secretary-General to report.”",
        ]
    )
    assert doc.status is Status.STATEMENT
    assert doc.symbol == "S/PRST/2090/7"
    assert [p.id for p in doc.paragraphs if p.kind is Kind.STATEMENT] == ["P1", "P2"]
    assert (doc.adoption.date, doc.adoption.meeting) == (date(2090, 5, 4), 9123)
    assert doc.masthead.formula.startswith("At the 9123rd")
    assert doc.paragraph("P2").clauses[0].lemma == "requests"


@pytest.mark.parametrize(
    ("held", "day"), [("4 May 2090", date(2090, 5, 4)), ("4 May 2089", date(2090, 5, 9)), ("a day in May", date(2090, 5, 9))]
)
def test_a_statement_is_made_on_the_day_of_its_meeting_not_of_its_issue(held: str, day: date) -> None:
    line = f"At the 9123rd meeting of the Security Council, held on {held}, the President made the following statement:"
    blocks = Blocks(
        SourceKind.AKN,
        Layout.PARAGRAPHS,
        (Block(line), Block("“The Security Council welcomes the lamps.”")),
        Language.EN,
        symbols=("S/PRST/2090/7",),
        status=Status.STATEMENT,
        adoption=Adoption(date=date(2090, 5, 9)),
    )
    assert assemble(blocks, Source(SourceKind.AKN, "0"), vocabulary.load(Language.EN)).adoption.date == day


def test_the_cover_page_gives_symbol_date_and_meeting() -> None:
    doc = document(
        [
            "United Nations",
            "Security Council",
            "Distr.: General",
            "4 March 2091",
            "Resolution 9001 (2091)",
            "Adopted by the Security Council at its 9876th meeting, on 4 March 2091",
            "The Security Council,",
            "Acting for these reasons under Chapter VII of the Charter,",
            "1. Decides to remain seized of the matter.",
        ]
    )
    assert doc.symbol == "S/RES/9001 (2091)"
    assert doc.status is Status.RESOLUTION
    assert (doc.adoption.date, doc.adoption.meeting, doc.adoption.chapter_vii) == (date(2091, 3, 4), 9876, True)
    assert doc.masthead.distribution == "Distr.: General"
    assert doc.masthead.formula == "The Security Council,"


def test_drafts_letters_and_local_files() -> None:
    draft = ["S/2091/17", "Isle of Fog: draft resolution", "The Security Council,", "Recalling its lamps,", "1. Decides to act."]
    assert document(draft).status is Status.DRAFT
    assert document(["The Security Council,", "Recalling its lamps,", "1. Decides to act."]).status is Status.LOCAL
    letter = ["S/2091/18", "Letter dated 4 May 2091 from the keeper", "I have the honour to write.", "Accept my regards."]
    assert document(letter).status is Status.LETTER
    assert document(letter).title == "Letter dated 4 May 2091 from the keeper"
    assert document(draft).title is None
    assembly = ["A/RES/91/10", "91/10. Report of the keeper", "The General Assembly,", "Recalling its lamps,", "1. Decides to act."]
    assert document(assembly).title == "Report of the keeper"


def test_doubts_name_what_was_not_certain() -> None:
    gap = document(["The Security Council,", "Recalling its lamps,", "1. Decides to act;", "3. Decides to stop."])
    assert ids(gap) == ["PP1", "OP1", "OP3"]
    assert any("2 is missing" in doubt.what for doubt in gap.doubts)
    assert any("German" in doubt.what for doubt in document(["Der Sicherheitsrat,", "1. beschließt es."], Language.DE).doubts)
    assert any("no paragraphs" in doubt.what for doubt in document([]).doubts)


def test_a_statement_never_bears_the_symbol_of_a_resolution() -> None:
    from dataclasses import replace

    from resdiff.models import Blocks, Layout, Masthead, Source, SourceKind, Status
    from resdiff.parse import assemble
    from resdiff.vocabulary import load

    cover = Masthead(lines=("United Nations", "S/RES/9001 (2091)", "Security Council"))
    blocks = Blocks(
        SourceKind.AKN, Layout.PARAGRAPHS, (Block("“The Security Council thanks the keepers.”"),), Language.EN, masthead=cover
    )
    source = Source(SourceKind.AKN, "0" * 64)
    assert assemble(replace(blocks, status=Status.STATEMENT), source, load(Language.EN)).symbol is None


def test_chapter_vii_is_heard_in_a_line_that_stands_alone() -> None:
    from resdiff.models import Blocks, Layout, Source, SourceKind
    from resdiff.parse import assemble
    from resdiff.vocabulary import load

    said = ("The Security Council,", "Recalling its lamps,", "Acting under Chapter VII of the Charter", "1. Decides to light them.")
    blocks = Blocks(SourceKind.TEXT, Layout.PARAGRAPHS, tuple(Block(text) for text in said), Language.EN)
    assert assemble(blocks, Source(SourceKind.TEXT, "0" * 64), load(Language.EN)).adoption.chapter_vii is True


def test_title_and_reissue_of_a_statement_are_of_the_cover() -> None:
    lines = [
        "Statement by the President of the Security Council",
        "* Reissued for technical reasons.",
        "At the 9101st meeting, held on 4 March 2091, the President made the following statement:",
        "“The Security Council welcomes the lamps.",
        "“The Security Council remains seized of the matter.”",
    ]
    for order in (lines, [lines[0], *lines[2:], lines[1]]):
        blocks = Blocks(SourceKind.AKN, Layout.PARAGRAPHS, tuple(map(Block, order)), Language.EN, status=Status.STATEMENT)
        doc = assemble(blocks, Source(SourceKind.AKN, "0"), vocabulary.load(Language.EN))
        assert ids(doc) == ["H1", "P1", "P2"]
        assert doc.masthead.reissue == "Reissued for technical reasons."
        assert set(doc.masthead.lines) >= {lines[0], lines[1]}


ASSEMBLY = [
    "General Assembly",
    "Ninety-first session",
    "Agenda item 12 (b)",
    "Lamps and harbours",
    "Resolution adopted by the General Assembly on 3 December 2091",
    "91/7. Lamps",
    "A",
    "LAMPS OF THE COAST",
    "The General Assembly,",
    "Recalling its resolution 90/3 of 1 June 2090,",
    "1. Decides that keepers shall:",
    "(a) Trim the lamps;",
    "(b) Store the oil;",
    "2. Requests the Secretary-General to report.",
    "B",
    "LAMPS OF THE RIVER",
    "The General Assembly,",
    "Deeply concerned at the fog,",
    "1. Urges haste;",
    "2. Invites all ports to help.",
    "42nd plenary meeting",
    "3 December 2091",
    "Annex",
    "Rules of the guild",
    "1. Keepers wake.",
    "2. Keepers sleep.",
]


def test_a_resolution_of_the_assembly_with_lettered_parts() -> None:
    doc = document(ASSEMBLY)
    wanted = "PP1 OP1 OP1(a) OP1(b) OP2 H1 H2 B.H1 B.PP1 B.OP1 B.OP2 B.H2 A.H1 A.H2 A.1 A.2"
    assert ids(doc) == wanted.split()
    assert doc.adoption.date == date(2091, 12, 3)
    assert doc.adoption.meeting == 42
    assert doc.adoption.agenda == "Agenda item 12 (b): Lamps and harbours"
    assert doc.masthead.adoption_line == "Resolution adopted by the General Assembly on 3 December 2091"
    assert next(p.text for p in doc.paragraphs if p.id == "B.H2") == "42nd plenary meeting 3 December 2091"


@pytest.mark.parametrize(
    ("language", "formula", "act", "line"),
    [
        (Language.EN, "The General Assembly,", "1. Decides to light the lamp.", "9th (resumed) plenary meeting 24\u00a0December 2091"),
        (Language.FR, "L’Assemblée générale,", "1. Décide d’allumer la lampe.", "9e\u00a0séance plénière (reprise) 24\u00a0décembre 2091"),
        (Language.ES, "La Asamblea General,", "1. Decide encender la lámpara.", "9a sesión plenaria (continuación) 24\u00a0de diciembre de 2091"),
        (Language.RU, "Генеральная Ассамблея,", "1. постановляет зажечь лампу.", "9‑е (возобновленное) пленарное заседание 24\u00a0декабря 2091\u00a0года"),
        (Language.AR, "إن الجمعية العامة،", "1 - تقرر إضاءة المصباح.", "الجلسة العامة 9 (المستأنفة) 24 كانون الأول/ديسمبر 2091"),
        (Language.ZH, "大会，", "1. 决定点灯。", "第9次全体会议(续会) 2091年12月24日"),
    ],
)  # fmt: skip
def test_the_meeting_below_a_resolution_of_the_assembly(language: Language, formula: str, act: str, line: str) -> None:
    doc = document([formula, act, line], language)
    assert ids(doc) == ["OP1", "H1"]
    assert (doc.adoption.meeting, doc.adoption.date) == (9, date(2091, 12, 24))
    assert doc.paragraphs[-1].text == line
