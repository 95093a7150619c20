"""Reading plain text into lines."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.invented import resolution

from resdiff.cache import Origin
from resdiff.errors import EmptyFile, NotADocument, TooLarge
from resdiff.intake import read_document
from resdiff.models import Language, Layout, SourceKind
from resdiff.read import read, text, words
from resdiff.symbols import citations

SOURCE = resolution(9001, 2091)


def test_lines_with_place_and_indent() -> None:
    blocks = text.read(b"     The Security Council,\n\n     Recalling lamps,\n\tfurther recalling\nfog,\n")
    assert [(b.text, b.indent, b.line) for b in blocks.blocks] == [
        ("The Security Council,", 5.0, 1),
        ("Recalling lamps,", 5.0, 3),
        ("further recalling", 8.0, 4),
        ("fog,", 0.0, 5),
    ]
    assert blocks.layout is Layout.LINES
    assert blocks.kind is SourceKind.TEXT
    assert blocks.language is Language.EN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_of_unicode(encoding: str) -> None:
    source = SOURCE.replace("lanterns", "“lanternes” d’été")
    blocks = text.read(source.encode(encoding))
    assert "“lanternes” d’été" in "\n".join(b.text for b in blocks.blocks)
    assert [d.what for d in blocks.doubts if "UTF-8" in d.what] == []


def test_windows_1252_with_a_doubt() -> None:
    blocks = text.read(SOURCE.replace("lanterns", "“lanternes” d’été").encode("cp1252"))
    assert "“lanternes” d’été" in "\n".join(b.text for b in blocks.blocks)
    assert "Windows-1252" in blocks.doubts[0].what


def test_line_ends_of_all_systems() -> None:
    plain = [b.text for b in text.read(SOURCE.encode()).blocks]
    for end in ("\r\n", "\r"):
        assert [b.text for b in text.read(SOURCE.replace("\n", end).encode()).blocks] == plain


def test_form_feeds_count_pages() -> None:
    blocks = text.read(("The Security Council,\fRecalling lamps,\n" + SOURCE).encode())
    assert [b.page for b in blocks.blocks[:2]] == [1, 2]


def test_blank_lines_part_paragraphs_or_nothing() -> None:
    assert any(b.gap for b in text.read(SOURCE.encode()).blocks)
    lines = "\n\n".join(
        [
            " The Security Council,",
            " Recalling the duty of every lighthouse to be seen in the fog that lies upon the",
            "coast and of every keeper to watch over the lamps of the tower and of the pier",
            "and to keep the oil dry,",
            " 1. Decides to remain seized of the matter.",
        ]
    )
    assert not any(b.gap for b in text.read(lines.encode()).blocks)


def test_stated_symbols() -> None:
    assert text.read(SOURCE.encode()).symbols == ("S/RES/9001 (2091)",)


@pytest.mark.parametrize("data", [b"", b"  \n\t\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_no_words(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        text.read(data, "empty.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"It was a bright cold day in April.\nThe keeper went down to the harbour\nand looked at the sea.\n",
        bytes(range(32)) * 40,
        b"\x7fELF" + bytes(200) + b"abc",
    ],
)
def test_no_document(data: bytes) -> None:
    with pytest.raises(NotADocument) as caught:
        text.read(data, "novel.txt")
    assert caught.value.file == "novel.txt"


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LARGEST", 10)
    with pytest.raises(TooLarge):
        text.read(SOURCE.encode())


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30), max_size=8))
def test_no_character_of_a_line_is_lost(lines: list[str]) -> None:
    source = "The Security Council,\n" + "\n".join(lines)
    wanted = [line.replace("\ufeff", "").strip() for line in source.split("\n")]
    assert [b.text for b in text.read(source.encode()).blocks] == [line for line in wanted if line]


def test_word_lists() -> None:
    assert words.known(Language.EN)("Humanitarian")
    assert words.known(Language.FR)("environnement")
    assert not words.known(Language.EN)("humanitari")
    assert not words.known(Language.ZH)("灯塔")


@pytest.mark.parametrize(
    "body", ["lamps and fog " * 10_000, "lamp\n" * 300_000, "lamps and\nfog on\n" * 10_000, ("lamp " * 300 + "\n") * 750]
)
def test_what_no_document_has_is_refused_in_time(body: str) -> None:
    data = f"S/RES/9101 (2091)\n\nThe Security Council,\n\n1. Decides that {body};\n".encode()
    with pytest.raises(TooLarge, match=r"paragraph|line|characters, more than 1,000,000") as caught:
        read_document(data, Origin("0", len(data), file="x.txt"))
    assert caught.value.hint


def test_a_long_paragraph_of_citations_is_read_in_time() -> None:
    recital = "Recalling " + "resolutions 1373, 1267 and 2178 (2014), " * 2000
    started = time.perf_counter()
    assert len(citations(recital, Language.EN)) == 6000
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(("name", "what"), [("letter.pdf", "a PDF"), ("draft.docx", "a Word file"), ("page.html", "a web page")])
def test_a_file_that_is_not_what_its_name_says_is_told_so(name: str, what: str) -> None:
    for data in (b"hello\n", bytes(range(1, 32)) * 40):
        with pytest.raises(NotADocument, match=f"not {what}, whatever its name says") as told:
            read(data, name)
        assert told.value.hint
