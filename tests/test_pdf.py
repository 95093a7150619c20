"""Reading PDFs into lines, on small PDFs that are written here, and the child process that holds the native library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from resdiff import normalise, parse, vocabulary
from resdiff.errors import Broken, EmptyFile, Encrypted, NoTextLayer, TooLarge
from resdiff.models import Blocks, Document, Hint, Kind, Language, Layout, MarkKind, Source, SourceKind
from resdiff.read import pdf, pdf_lines, pdf_process, words
from resdiff.read.pdf_process import Piece

ROMAN, ITALIC, BOLD = "F1", "F2", "F3"
Run = tuple[float, float, float, str, str]
"""x and y (from the top left, in points), size, font, text."""


def escaped(text: str) -> str:
    return text.replace("(", "\\050").replace(")", "\\051")


def written(pages: Sequence[Sequence[Run]], encrypted: bool = False, drawn: str = "") -> bytes:
    """A PDF with these runs of text on pages of 612 x 792 points, and with what is drawn on the last one."""
    fonts = {ROMAN: "Times-Roman", ITALIC: "Times-Italic", BOLD: "Times-Bold"}
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    named = []
    for name, base in fonts.items():
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>")
        named.append(f"/{name} {len(objects)} 0 R")
    kids = []
    for number, runs in enumerate(pages, 1):
        shown = [f"BT /{font} {size} Tf 1 0 0 1 {x} {792 - y} Tm ({escaped(text)}) Tj ET" for x, y, size, font, text in runs]
        stream = "\n".join([*shown, drawn if number == len(pages) else ""]).encode("cp1252")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream.decode('cp1252')}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R"
            f" /Resources << /Font << {' '.join(named)} >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    lock = ""
    if encrypted:
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>")
        lock = f" /Encrypt {len(objects)} 0 R /ID [<00> <00>]"
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{lock} >>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()


def cover(number: int) -> list[Run]:
    return [
        (123, 58, 14, ROMAN, "United Nations"),
        (459, 56, 20, ROMAN, "S"),
        (470.5, 56, 10, ROMAN, f"/RES/{number} (2091)"),
        (123, 86, 20, BOLD, "Security Council"),
        (397, 86, 10, ROMAN, "Distr.: General"),
        (397, 98, 10, ROMAN, "4 March 2091"),
        (65, 748, 10, ROMAN, "91-00001 (E)"),
        (123, 225, 14, BOLD, f"Resolution {number} (2091)"),
        (123, 250, 12, BOLD, f"Adopted by the Security Council at its {number}th meeting, on"),
        (123, 264, 12, BOLD, "4 March 2091"),
    ]


def body() -> list[list[Run]]:
    first: list[Run] = [
        (147, 288, 10, ITALIC, "The Security Council"),
        (229, 288, 10, ROMAN, ","),
        (147, 306, 10, ITALIC, "Recalling"),
        (187, 306, 10, ROMAN, "the duty of every lighthouse to be seen, and noting the report of the Secretary-"),
        (123, 318, 10, ROMAN, "General on lamps"),
        (189.5, 314, 6.5, ROMAN, "1"),
        (195, 318, 10, ROMAN, "and on the oil that feeds them along the northern coast in winter,"),
        (123, 342, 10, BOLD, "Lamps of the harbour"),
        (147, 360, 10, ROMAN, "1."),
        (171, 360, 10, ITALIC, "Calls upon"),
        (219, 360, 10, ROMAN, "all keepers to light their lamps before dusk, and to keep them burning until"),
        (123, 372, 10, ROMAN, "the last ship has come home from the sea and the"),
        (99, 690, 8, BOLD, "__________________"),
        (117, 705, 5.5, ROMAN, "1"),
        (123, 709, 8.5, ROMAN, "See the note on lamps."),
    ]
    second: list[Run] = [
        (60, 59, 8.5, BOLD, "S/RES/9001 (2091)"),
        (60, 755, 8.5, BOLD, "2/2"),
        (525, 754, 7, ROMAN, "91-00001"),
        (123, 82, 10, ROMAN, "harbour is quiet:"),
        (147, 100, 10, ROMAN, "(a)"),
        (171, 100, 10, ROMAN, "at the pier;"),
        (147, 118, 10, ROMAN, "2."),
        (171, 118, 10, ITALIC, "Decides"),
        (206, 118, 10, ROMAN, "to remain seized of the matter."),
    ]
    return [first, second]


def specimen() -> bytes:
    first, second = body()
    return written([cover(9001) + first, second])


def repaired(blocks: Blocks) -> list[str]:
    return normalise.as_read(normalise.repair(blocks, vocabulary.load(Language.EN), words.known(Language.EN)).blocks).split("\n")


def document(data: bytes) -> Document:
    blocks, terms = pdf.read(data), vocabulary.load(Language.EN)
    done = normalise.repair(blocks, terms, words.known(Language.EN))
    return parse.assemble(done.blocks, Source(SourceKind.PDF, "0" * 64), terms)


def test_a_resolution_as_issued() -> None:
    blocks = pdf.read(specimen(), "lamps.pdf")
    assert blocks.kind is SourceKind.PDF
    assert blocks.layout is Layout.LINES
    assert blocks.language is Language.EN
    assert blocks.symbols == ("S/RES/9001 (2091)",)
    assert repaired(blocks) == [
        "The Security Council,",
        "Recalling the duty of every lighthouse to be seen, and noting the report of the Secretary-General on lamps and on"
        " the oil that feeds them along the northern coast in winter,",
        "Lamps of the harbour",
        "1. Calls upon all keepers to light their lamps before dusk, and to keep them burning until the last ship has come"
        " home from the sea and the harbour is quiet:",
        "(a) at the pier;",
        "2. Decides to remain seized of the matter.",
    ]


def test_cover_notes_and_marks() -> None:
    blocks = pdf.read(specimen())
    assert blocks.masthead.organ == "Security Council"
    assert blocks.masthead.job_number == "91-00001 (E)"
    assert blocks.masthead.issued == "4 March 2091"
    assert blocks.masthead.adoption_line.endswith("meeting, on 4 March 2091")
    assert [(n.id, n.text) for n in blocks.notes] == [("1", "See the note on lamps.")]
    noted = next(b for b in blocks.blocks if b.text.startswith("General on lamps"))
    assert [(m.value, noted.text[: m.start]) for m in noted.marks if m.kind is MarkKind.NOTE] == [("1", "General on lamps")]
    opened = next(b for b in blocks.blocks if b.text.startswith("1. "))
    assert [opened.text[m.start : m.end] for m in opened.marks] == ["Calls upon"]
    assert [b.text for b in blocks.blocks if b.hint is Hint.HEADING] == ["Lamps of the harbour"]


def test_a_raised_figure_that_no_note_bears_stays_in_the_text() -> None:
    first, second = body()
    second[3:4] = [
        (123, 82, 10, ROMAN, "harbour of 300 km"),
        (206, 78, 6.5, ROMAN, "2"),
        (212, 82, 10, ROMAN, "and 40 m"),
        (249, 78, 6.5, ROMAN, "1"),
        (255, 82, 10, ROMAN, "is quiet:"),
    ]
    blocks = pdf.read(written([cover(9001) + first, second]))
    assert "harbour of 300 km² and 40 m¹ is quiet:" in [b.text for b in blocks.blocks]
    assert not blocks.doubts
    second[4] = (206, 78, 6.5, ROMAN, "7")
    second[3] = (123, 82, 10, ROMAN, "harbour of the isle")
    blocks = pdf.read(written([cover(9001) + first, second]))
    assert "harbour of the isle⁷ and 40 m¹ is quiet:" in [b.text for b in blocks.blocks]
    assert [d.what for d in blocks.doubts] == ["a raised number has no note, and stands in the text as ² (page 2)"]


def test_a_picture_is_told() -> None:
    first, second = body()
    dot = "cm BI /W 1 /H 1 /BPC 8 /CS /G ID A EI Q"
    assert not pdf.read(written([cover(9001) + first, second], drawn=f"q 100 0 0 100 100 300 {dot}")).doubts
    blocks = pdf.read(written([cover(9001) + first, second], drawn=f"q 300 0 0 300 100 300 {dot}"))
    assert [d.what for d in blocks.doubts] == ["it holds a picture, such as a map, that is not read (page 2)"]


def test_running_lines_are_named_by_the_record() -> None:
    blocks = pdf.read(specimen())
    done = normalise.repair(blocks, vocabulary.load(Language.EN), words.known(Language.EN))
    read = normalise.as_read(blocks)
    out = {read[r.start : r.end].strip(): r.page for r in done.record if r.rule == "running line"}
    assert out == {"S/RES/9001 (2091)": 2, "2/2 91-00001": 2}


def test_rows_of_a_table_keep_their_cells_and_the_marks_of_its_notes() -> None:
    first, second = body()
    table: list[Run] = [(123, 60, 10, BOLD, "Annex"), (123, 90, 7, ITALIC, "Harbour"), (240, 90, 7, ITALIC, "Lamps lit")]
    table += [(267, 87, 4.5, ITALIC, "a"), (330, 90, 7, ITALIC, "Keepers")]
    for i, (name, lamps, keepers) in enumerate(
        [("Northmere", "12", "3"), ("Salventa and Osterholm", "7", "10"), ("Total", "19", "13")]
    ):
        y = 110 + 14 * i
        table += [
            (123, y, 8.5, ROMAN, name),
            (264 - 4 * len(lamps), y, 8.5, ROMAN, lamps),
            (354 - 4 * len(keepers), y, 8.5, BOLD, keepers),
        ]
    table += [(131, 180, 5.5, ROMAN, "a"), (137, 183, 8.5, ROMAN, "Authorized number is twenty.")]
    found = document(written([cover(9001) + first, second, table]))
    rows = [p for p in found.paragraphs if p.kind is Kind.ROW]
    assert [p.text for p in rows] == [
        "Harbour\tLamps lit\tKeepers",
        "Northmere\t12\t3",
        "Salventa and Osterholm\t7\t10",
        "Total\t19\t13",
    ]
    assert [(n.id, n.paragraph, n.offset, n.text) for n in found.notes][-1] == ("a", rows[0].id, 17, "Authorized number is twenty.")


def test_widely_justified_lines_are_no_table() -> None:
    first, second = body()
    wide = [(123.0 + 90 * column, 90.0 + 12 * row, 10.0, ROMAN, word) for row in range(6) for column, word in enumerate(WIDE[row])]
    found = document(written([cover(9001) + first, second, wide]))
    assert all(p.kind is not Kind.ROW for p in found.paragraphs)


WIDE = [
    ["lighthouses", "international", "cooperation"],
    ["in", "navigational", "matters"],
    ["of", "the"],
    ["harbour", "and"],
    ["x", "y"],
    ["z"],
]


def test_the_meeting_below_an_assembly_resolution_and_a_signature_stay_in_the_text() -> None:
    first, second = body()
    second += [(400, 150, 10, ITALIC, "56th plenary meeting"), (418, 162, 10, ITALIC, "17 November 2091")]
    assert document(written([cover(9001) + first, second])).paragraphs[-1].text == "56th plenary meeting 17 November 2091"
    letter: list[Run] = [*LETTER, (390, 240, 10, ROMAN, "(Signed) A. Keeper")]
    assert document(written([letter])).paragraphs[-1].text == "(Signed) A. Keeper"


LETTER: list[Run] = [
    (63, 40, 10, BOLD, "UNITED NATIONS"), (412, 60, 10, ROMAN, "S/2091/822"), (412, 72, 10, ROMAN, "14 July 2091"),
    (63, 100, 10, ROMAN, "GENERAL ASSEMBLY"), (412, 100, 10, ROMAN, "SECURITY COUNCIL"),
    (63, 112, 10, ROMAN, "Forty-ninth session"), (412, 112, 10, ROMAN, "Forty-ninth year"),
    (63, 124, 10, ROMAN, "Item 38 of the provisional agenda"),
    (110, 160, 10, ROMAN, "Letter dated 12 July 2091 from the keeper of the lamps"),
    (93, 190, 10, ROMAN, "I have the honour to transmit to you herewith a declaration on the lamps of the north, and"),
    (63, 202, 10, ROMAN, "should be grateful if you would have it circulated."),
]  # fmt: skip


def test_the_session_and_the_item_are_of_the_cover_of_a_letter() -> None:
    found = document(written([LETTER]))
    assert found.masthead.lines[-4:] == (
        "SECURITY COUNCIL",
        "Forty-ninth session",
        "Forty-ninth year",
        "Item 38 of the provisional agenda",
    )
    assert [p.text[:6] for p in found.paragraphs] == ["Letter", "I have"]


@pytest.mark.parametrize(
    ("before", "text"),
    [(1, "1. 根据第 9001(2091)号决议 修"), (2, "1. 根据第9001(2091)号决议修"), (0, "1. 根据第9001(2091)号决议修")],
)
def test_air_beside_chinese_characters_is_no_space_but_a_printed_one_is(before: int, text: str) -> None:
    row = [
        Piece("1.", 120, 128, 90, 10, 0, 3),
        Piece("根据第", 145, 175, 90, 10, 0, 2),
        Piece("9001(2091)", 183, 233, 90, 10, 0, before),
        Piece("号决议", 233, 263, 90, 10, 0, 0),
        Piece("修", 303, 313, 90, 10, 0, before),
    ]
    assert [line.plain for line in pdf_lines.lines(1, row)] == [text]


def test_a_scan_has_no_text() -> None:
    with pytest.raises(NoTextLayer) as caught:
        pdf.read(written([[], [(60, 59, 8.5, ROMAN, "2")]]), "scan.pdf")
    assert "2 pages" in caught.value.what
    assert "ocrmypdf scan.pdf" in caught.value.hint
    assert caught.value.file == "scan.pdf"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"%PDF-1.4\nnothing that a reader could use", Broken),
        (b"not a PDF at all", Broken),
    ],
)
def test_what_cannot_be_read(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        pdf.read(data, "broken.pdf")


def test_locked() -> None:
    with pytest.raises(Encrypted):
        pdf.read(written([cover(9001)], encrypted=True))


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LARGEST", 100)
    with pytest.raises(TooLarge):
        pdf.read(specimen())


def test_a_cut_file_is_broken_or_read_in_part() -> None:
    whole = specimen()
    for share in (0.3, 0.6, 0.9):
        try:
            pdf.read(whole[: int(share * len(whole))])
        except (Broken, NoTextLayer):
            continue


def child(folder: Path, script: str) -> pdf_process.Child:
    path = folder / "child.py"
    path.write_text(script, encoding="utf-8")
    return pdf_process.Child(path)


def test_a_crash_is_an_error_and_the_next_request_gets_another_child(tmp_path: Path) -> None:
    crashing = child(tmp_path, "import os, sys\nsys.stdin.buffer.read(8)\nos.abort()\n")
    for _ in range(2):
        with pytest.raises(Broken):
            pdf_process.pages(b"%PDF-", child=crashing)
    crashing.close()


def test_a_hang_is_an_error(tmp_path: Path) -> None:
    hanging = child(tmp_path, "import time\ntime.sleep(600)\n")
    with pytest.raises(TooLarge, match="seconds"):
        pdf_process.pages(b"%PDF-", timeout=0.5, child=hanging)


def test_the_child_is_reused() -> None:
    pdf.read(specimen())
    first = pdf_process._child._process
    pdf.read(specimen())
    assert pdf_process._child._process is first
