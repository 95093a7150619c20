"""What drafts print of the talks beside the wording."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdiff.cache import Origin
from resdiff.intake import read_document
from resdiff.models import Block, MarkKind, Status
from resdiff.read.draft import drafted
from resdiff.vocabulary import stages, talks


def cases(name: str) -> list[list[str]]:
    """The lines of a file of cases, each at its " = "."""
    lines = (Path(__file__).parent / "cases" / name).read_text(encoding="utf-8").splitlines()
    return [line.split(" = ") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("printed", "meant"), cases("positions.txt"))
def test_positions(printed: str, meant: str) -> None:
    found = talks.position(printed)
    assert (f"{'(at the end) ' * found.apart}{', '.join(found.names)}: {found.ask}" if found else "wording") == meant


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("US: delete; China, Russia: retain", ["US: delete", "China, Russia: retain"]),
        ("(US: delete / EU: retain)", ["US: delete", "EU: retain"]),
        ("US, UK: delete. Cuba: retain", ["US, UK: delete", "Cuba: retain"]),
        ("US, UK delete, Cuba, Mexico retain", ["US, UK: delete", "Cuba, Mexico: retain"]),
        ("US reserves, EU supports and China opposes", ["US: reserves", "EU: supports", "China: opposes"]),
        ("UK: supports US, EU: flexible", ["UK: supports US", "EU: flexible"]),
        ("US to delete, EU: retain", ["US: to delete", "EU: retain"]),
        ("US: delete; China: strongly prefers its own text", ["US: delete", "China: strongly prefers its own text"]),
        ("EU: delete “fog”; add “mist”; Cuba: retain “fog”", ["EU: delete “fog”; add “mist”", "Cuba: retain “fog”"]),
        ("EU: delete “fog; Cuba: mist”; add “rain”", ["EU: delete “fog; Cuba: mist”; add “rain”"]),
        ("Bosnia and Herzegovina: delete; Cuba: retain", ["Bosnia and Herzegovina: delete", "Cuba: retain"]),
        ("Chine : supprimer ; France et Royaume-Uni : maintenir", ["Chine: supprimer", "France, Royaume-Uni: maintenir"]),
        ("México: suprimir; Cuba: mantener", ["México: suprimir", "Cuba: mantener"]),
        ("Китай: исключить; США: сохранить", ["Китай: исключить", "США: сохранить"]),
        ("فرنسا: إبقاء؛ الصين: حذف", ["فرنسا: إبقاء", "الصين: حذف"]),
        ("中国：删除；法国、联合王国：保留", ["中国: 删除", "法国, 联合王国: 保留"]),
        ("US: delete; retain", ["US: delete; retain"]),
        ("US would like to delete it; EU and UK would keep it", ["US: would like to delete it", "EU, UK: would keep it"]),
        ("delete: US, UK; retain: EU", ["US, UK: delete", "EU: retain"]),
        ("Delete (US, UK) / retain (EU)", ["US, UK: Delete", "EU: retain"]),
        ("US – delete; EU – retain", ["US: delete", "EU: retain"]),
        ("-US, +EU", ["US: -", "EU: +"]),
        ("US\\EU: delete", ["US, EU: delete"]),
        ("US: merge with OP4", ["US: merge with OP4"]),
        ("pending", [": pending"]),
        ("US: strongly condemns; EU: deplores", []),
    ],
)
def test_what_is_asked_is_told_of_those_who_ask_for_it(printed: str, said: list[str]) -> None:
    assert [f"{', '.join(found.names)}: {found.ask}" for found in talks.positions(printed)] == said


@pytest.mark.parametrize(("text", "meant"), cases("talked.txt"))
def test_what_a_paragraph_prints_beside_its_wording(text: str, meant: str) -> None:
    (block, _) = drafted((Block(text), Block("[also]")))
    marks = [mark for mark in block.marks if mark.kind is not MarkKind.OPTION]
    assert (" | ".join(f"{mark.kind.value} {text[mark.start : mark.end]}" for mark in marks) or "wording") == meant
    taken = {(mark.start, mark.end) for mark in marks}
    assert not [mark for mark in block.marks if mark.kind is MarkKind.OPTION and (mark.start, mark.end) in taken]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("[US: delete] Urges keepers", "Urges keepers"),
        ("[[EU: [Strongly] urges keepers", "Strongly] urges keepers"),
        ("Agreed ad ref. Urges keepers", "Urges keepers"),
        ("(FR, UK) Urges keepers", "Urges keepers"),
        ("[Option 2 – Urges keepers", "Urges keepers"),
        ("(iv) urges keepers", "(iv) urges keepers"),
        ("Keepers: the lamps", "Keepers: the lamps"),
        ("Urges (France)", "Urges (France)"),
    ],
)
def test_where_the_own_words_of_a_paragraph_begin(text: str, own: str) -> None:
    assert text[talks.lead(text) :] == own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ('Recalling the sea, [US: replace "[sea]" with "fog"] [UK: retain]', "Recalling the sea,"),
        ("[وإذ يقلقه الضباب،] [الصين: حذف] [فرنسا، المملكة المتحدة: إبقاء]", "[وإذ يقلقه الضباب،]"),
        ("[关切雾气，]［中国：删除］［法国、联合王国：保留］", "[关切雾气，]"),
        ("Urges keepers to watch; [agreed ad ref] [US: delete] (AL 9001 OP4)", "Urges keepers to watch;"),
        ("Urges keepers to watch; [retain]", "Urges keepers to watch;"),
        ("Urges keepers to [watch] [retain]", "Urges keepers to [watch] [retain]"),
        ("Urges keepers to watch [at dawn (FR);]", "Urges keepers to watch [at dawn (FR);]"),
        ("[US: Urges keepers to watch;]", "[US: Urges keepers to watch;]"),
    ],
)
def test_where_the_own_words_of_a_paragraph_end(text: str, own: str) -> None:
    assert text[: talks.trail(text)] == own


@pytest.mark.parametrize(
    ("line", "round_"),
    [
        ("Under silence until Monday, 12 March, 10 a.m.", True),
        ("In blue", True),
        ("Silence procedure ends at 5 p.m.", True),
        ("Under silence, the keepers shall watch the lamps.", False),
        ("Silence is golden", False),
        ("Sous procédure d’approbation tacite jusqu’au 12 mars", True),
        ("En bleu", True),
        ("Silence rompu par la Chine", True),
        ("Sous silence, les gardiens veillent.", False),
        ("Procedimiento de acuerdo tácito hasta el 12 de marzo", True),
        ("Texto en azul", True),
        ("Под процедурой молчания до 12 марта", True),
        ("Молчание нарушено", True),
        ("قيد إجراء الصمت حتى 12 آذار/مارس", True),
        ("باللون الأزرق", True),
        ("默许程序至3月12日", True),
        ("打破默许", True),
        ("默许程序是灯塔的规则。", False),
    ],
)
def test_lines_that_only_say_how_far_a_draft_is(line: str, round_: bool) -> None:
    assert stages.is_round(line) is round_


def test_a_round_is_told_to_its_end() -> None:
    assert stages.ROUND.findall("Draft (under silence until 12 March (10 a.m.))") == ["under silence until 12 March (10 a.m.)"]
    assert stages.ROUND.findall("Rev.2, under silence until Monday, 12 March, 10 a.m.; comments to the Chair") == [
        "Rev.2",
        "under silence until Monday, 12 March, 10 a.m.",
    ]


ROUNDS = {
    "Rév.1": "Rév.1",
    "Projet de résolution - Rév.1 (12 mars)": "Rév.1",
    "BORRADOR CERO": "BORRADOR CERO",
    "Segundo borrador": "Segundo borrador",
    "AVANT-PROJET": "AVANT-PROJET",
    "PROJET ZÉRO": "PROJET ZÉRO",
    "Нулевой проект": "Нулевой проект",
    "المسودة صفر": "المسودة صفر",
    "مشروع قرار - التنقيح 1": "التنقيح 1",
    "决议草案（第一次修订）": "第一次修订",
    "零草案": "零草案",
    "Avant-projet zéro": "Avant-projet zéro",
    "Première révision": "Première révision",
    "Procédure de silence jusqu'au 12 mars": "Procédure de silence jusqu'au 12 mars",
    "Texte mis en bleu": "mis en bleu",
    "Bajo silencio hasta el 12 de marzo": "Bajo silencio hasta el 12 de marzo",
    "Puesto en azul": "Puesto en azul",
    "Процедура умолчания до 12 марта": "Процедура умолчания до 12 марта",
    "Ред. 2": "Ред. 2",
    "إجراء الموافقة الصامتة": "إجراء الموافقة الصامتة",
    "静默程序，至3月12日": "静默程序，至3月12日",
    "蓝色草案": "蓝色草案",
    "Los faros en azul y blanco": "",
    "Les phares en bleu et blanc": "",
    "Third draft (in blue)": "Third draft",
    "Compilation text of 12 March": "Compilation text",
    "First draft resolution": "",
    "Premier projet de résolution": "",
    "Первый проект резолюции": "",
    "Reverend 2": "",
    "决议草案": "",
}


@pytest.mark.parametrize(("line", "said"), ROUNDS.items())
def test_rounds_in_six_languages(line: str, said: str) -> None:
    match = stages.ROUND.search(line)
    assert (match[0] if match else "") == said
    assert stages.bears_round([line]) is bool(said)


def test_a_text_that_bears_a_round_is_a_draft() -> None:
    text = "{}\n\nEl Consejo de Seguridad,\n\nRecordando el deber de los faros,\n\n1. Insta a los guardianes a velar.\n"
    for line, status in (("BORRADOR CERO", Status.DRAFT), ("Faros", Status.LOCAL)):
        data = text.format(line).encode()
        assert read_document(data, Origin.of(data, file="faros.txt")).status is status


@given(st.text(alphabet="[]<>():;,.–/ USFRdelete reservesOption B“”OP4中国：删除［］（）\n", max_size=400))
def test_nothing_that_is_printed_breaks_it(text: str) -> None:
    assert 0 <= talks.lead(text) <= len(text)
    talks.position(text)
    (block,) = drafted((Block(text),))
    assert block.text == text
    assert all(0 <= mark.start < mark.end <= len(text) for mark in block.marks)
    positions = [mark for mark in block.marks if mark.kind is MarkKind.POSITION]
    assert all(talks.position(mark.value) for mark in positions)


@pytest.mark.parametrize("inside", [" " * 995, "\u00a0" * 995, "US / " * 190, "a " * 490])
def test_a_long_pair_of_brackets_is_read_at_once(inside: str) -> None:
    """The test runs into the suite's limit where the time grows with a power of the length."""
    assert talks.answered(inside) == 0
    assert talks.positions(inside) == ()
