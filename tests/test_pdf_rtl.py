"""Right-to-left lines: what stands on the page from left to right, and what is read."""

from __future__ import annotations

import pytest

from resdiff.read import pdf_lines
from resdiff.read.pdf_process import Piece

WIDTH, SIZE = 5.0, 10.0


def shown(visual: str, y: float = 100.0, left: float = 100.0, order: int = 1) -> list[Piece]:
    """A line whose characters stand from left to right as given, each five points wide, handed over from right to left."""
    pieces = [Piece(c, left + i * WIDTH, left + (i + 1) * WIDTH, y, SIZE, 0, 0) for i, c in enumerate(visual)]
    return pieces[::-order]


def read(pieces: list[Piece]) -> list[str]:
    return [line.plain for line in pdf_lines.lines(1, pieces)]


@pytest.mark.parametrize(
    ("visual", "text"),
    [
        ("ةنيفسلا حابصم", "مصباح السفينة"),
        (")2091( 9001 رارقلا", "القرار 9001 (2091)"),
        ("(2091) 9001 رارقلا", "القرار 9001 (2091)"),
        ("قفرملا ،S/2092/204 رظنا", "انظر S/2092/204، المرفق"),
        ("ريرقت )S/2092/204( 2092 سرام", "مارس 2092 (S/2092/204) تقرير"),
        ("S/RES/9001 (2091) رارقلا", "القرار S/RES/9001 (2091)"),
        ("2092 هينوي/ناريزح 9 يف", "في 9 حزيران/يونيه 2092"),
        ("،2091", "2091،"),
        ("2095-2091 ةرتفلا", "الفترة 2091-2095"),
        ("19-ديفوك ةحئاج", "جائحة كوفيد-19"),
        ("500 1 نم رثكأ", "أكثر من 1 500"),
        (")“ةنجللا”( هئاضعأ", "أعضائه (”اللجنة“)"),
        ("نم )أ( 2 ةرقفلا", "الفقرة 2 (أ) من"),
        ("نم )ب()أ( نيترقفلا", "الفقرتين (أ)(ب) من"),
        ("حيباصم -   1", "1 - مصابيح"),
        ("9 June 2092 هخيرات", "تاريخه 9 June 2092"),
    ],
)
def test_reading_order(visual: str, text: str) -> None:
    for order in (1, -1):
        assert read(shown(visual, order=order)) == [text]


def test_signs_go_to_their_letters_and_ligatures_are_one_letter_pair() -> None:
    pieces = shown("سرح")
    pieces.append(Piece("\u0651", 106, 108, 96, SIZE, 0, 3))
    assert read(pieces) == ["حر\u0651س"]
    both = [Piece(c, 100, 108, 100, SIZE, 0, 0) for c in "أل"]
    assert read([*both, *shown("سار", left=108)]) == ["راسلأ"]
    assert read([Piece("\ufefb", 100, 108, 100, SIZE, 0, 0), *shown("سار", left=108)]) == ["راسلا"]


def test_letters_that_stand_a_little_high_belong_to_the_line() -> None:
    pieces = [p if p.text != "ا" else Piece("ا", p.x0, p.x1, p.y - 3, SIZE, 0, 0) for p in shown("امئاد ةنيفس")]
    assert read(pieces) == ["سفينة دائما"]


def test_strokes_that_stretch_a_line_are_no_text() -> None:
    assert read(shown("ةنيفـــس")) == ["سفينة"]
    stretched = [p for i in range(9) for p in shown("ةني##فس حابصم", y=100.0 + 20 * i)]
    assert set(read(stretched)) == {"مصباح سفينة"}
    assert read(shown("و#ن")) == ["ن#و"]


def test_columns_of_a_masthead_are_read_from_the_right() -> None:
    line = shown("S/RES/9001 (2091)", left=60) + shown("ةدحتملا ممألا", left=480)
    assert read(line) == ["الأمم المتحدة S/RES/9001 (2091)"]


def test_a_note_mark_stands_where_it_is_printed() -> None:
    pieces = [p for p in shown("، ةمتهملا لودلا") if p.text != " " or p.x0 > 120]
    pieces.append(Piece("1", 106, 109, 95.5, 5.8, 0, 3))
    found = pdf_lines.lines(1, pieces)
    assert [p.text for p in found[0].pieces] == ["الدول", "المهتمة", "1", "،"]
    assert found[0].raised(found[0].pieces[2])


def test_a_page_without_spaces_parts_words_by_their_gaps() -> None:
    line = shown("حابصم", left=200) + shown("ةنيفس", left=171.5) + shown("رحبلا", left=144)
    assert read(line) == ["مصباح سفينة البحر"]
