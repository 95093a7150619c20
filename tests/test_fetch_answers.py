"""What came back is told by its bytes, whatever the status, the name and the type say."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resdiff.fetch.answers import Answer, Sort, is_end, is_error, sort
from resdiff.fetch.viewer import framed
from servers import Shelf, answers
from servers.word import doc, wordperfect

URL = "https://documents.un.org/doc/undoc/gen/n91/001/01/pdf/n9100101.pdf"
SHELF = Shelf(4)
HELD = SHELF.holdings["s/res/9101(2091)", "en"]


def answer(data: bytes, status: int = 200, *, url: str = URL, location: str = "", waf: str = "") -> Answer:
    return Answer((url,), status, data, 0.1, location=location, waf=waf)


PAGE = b"<!DOCTYPE html><html><head><title>x</title></head><body>" + b"words " * 2000 + b"</body></html>"
AKN = b'<?xml version="1.0"?>\n<akomaNtoso><x/></akomaNtoso>\n'


@pytest.mark.parametrize(
    ("data", "status", "expected"),
    [
        (HELD.body("pdf"), 200, Sort.PDF),
        (b"\n\n" + HELD.body("pdf"), 200, Sort.PDF),
        (HELD.body("docx"), 200, Sort.WORD),
        (HELD.body("xml"), 200, Sort.XML),
        (b"\xef\xbb\xbf" + AKN, 200, Sort.XML),
        (AKN.replace(b"akomaNtoso", b"an:akomaNtoso"), 200, Sort.XML),
        (doc(1), 200, Sort.OLD_WORD),
        (doc(1)[:600], 200, Sort.CUT),
        (wordperfect(1), 200, Sort.WORDPERFECT),
        (b"%PDF-1.7\n%%EOF\n", 200, Sort.CUT),
        (HELD.body("pdf")[:-200], 200, Sort.CUT),
        (HELD.body("docx")[:-200], 200, Sort.CUT),
        (HELD.body("xml")[:-200], 200, Sort.CUT),
        (b"", 200, Sort.NOTHING),
        (b" \r\n", 200, Sort.NOTHING),
        (answers.shell(), 200, Sort.ERROR_PAGE),
        (answers.viewer("S/RES/9101 (2091)", "en", "https://documents.un.org"), 200, Sort.VIEWER),
        (PAGE, 200, Sort.PAGE),
        (b"<!-- saved --> <HTML>" + PAGE, 200, Sort.PAGE),
        (b"<html><body>" + b"x" * 5000 + b"<IFRAME src=x></body>", 200, Sort.VIEWER),
        (b'{"detail":"Nothing is there"}', 404, Sort.MISSING),
        (b"", 410, Sort.MISSING),
        (b"", 400, Sort.MALFORMED),
        (b"", 401, Sort.FORBIDDEN),
        (b"", 403, Sort.FORBIDDEN),
        (HELD.body("pdf"), 404, Sort.MISSING),
        (HELD.body("pdf"), 206, Sort.UNKNOWN),
        (b"", 304, Sort.UNKNOWN),
        (b"", 418, Sort.UNKNOWN),
        (answers.challenge(), 202, Sort.CHALLENGE),
        (answers.challenge(), 200, Sort.CHALLENGE),
        (answers.challenge(), 403, Sort.CHALLENGE),
        (b"PK\x03\x04 no directory", 200, Sort.CUT),
        (b"PK\x03\x04 xl/workbook.xml PK\x05\x06" + bytes(18), 200, Sort.UNKNOWN),
        (b"<?xml version='1.0'?><other/>", 200, Sort.UNKNOWN),
        (b"\x89PNG" + bytes(3000), 200, Sort.UNKNOWN),
        (b"404: Not Found", 200, Sort.UNKNOWN),
    ],
)  # fmt: skip
def test_what_an_answer_is(data: bytes, status: int, expected: Sort) -> None:
    assert sort(answer(data, status)) is expected


def test_a_challenge_says_so_in_a_header_whatever_comes_with_it() -> None:
    assert sort(answer(b"", 202, waf="challenge")) is Sort.CHALLENGE
    assert sort(answer(HELD.body("pdf"), waf="challenge")) is Sort.CHALLENGE


def test_a_document_that_speaks_of_challenges_is_one() -> None:
    body = HELD.body("pdf").replace(b"%PDF-1.4\n", b"%PDF-1.4\n% gokuProps\n", 1)
    assert sort(answer(body)) is Sort.PDF


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/error", Sort.ERROR_PAGE),
        ("https://documents.un.org/Error/", Sort.ERROR_PAGE),
        ("/doc/UNDOC/GEN/N93/001/01/DOC/N9300101.WPF", Sort.WORDPERFECT),
        ("/doc/undoc/gen/n93/001/01/n9300101.wpd?OpenElement", Sort.WORDPERFECT),
        ("/doc/UNDOC/GEN/N91/001/01/PDF/N9100101.PDF", Sort.PAGE),
        ("http://[", Sort.PAGE),
    ],
)
def test_where_a_redirect_leads(location: str, expected: Sort) -> None:
    assert sort(answer(b"", 302, location=location)) is expected
    assert is_end(location) is (expected is not Sort.PAGE)


def test_the_address_of_the_error_page() -> None:
    assert is_error("/error")
    assert is_error("https://documents.un.org/ERROR/?x=1")
    assert not is_error("/doc/error")
    assert sort(answer(PAGE, url="https://documents.un.org/error")) is Sort.ERROR_PAGE


def test_whether_a_file_had_been_named() -> None:
    assert Answer(("https://documents.un.org/api", "https://documents.un.org/DOC/UNDOC/x"), 200, b"", 0).named_a_file
    assert not Answer(("https://documents.un.org/api/symbol/access?s=S/RES/1",), 200, b"", 0).named_a_file


@pytest.mark.parametrize("form", ["pdf", "docx", "xml"])
@given(share=st.floats(0, 1))
@example(share=0.9999)
def test_what_is_cut_short_is_never_a_document(form: str, share: float) -> None:
    whole = HELD.body(form)
    # the last bytes of a file may be an empty line
    part = whole[: min(int(len(whole) * share), len(whole.rstrip()) - 1)]
    assert not sort(answer(part)).is_document or form == "docx"
    assert not sort(answer(part[: len(part) - 22])).is_document


@given(
    st.one_of(
        st.binary(max_size=200),
        st.sampled_from([b"%PDF-", b"PK\x03\x04", b"<html>", b"<akomaNtoso", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]).flatmap(
            lambda head: st.binary(max_size=2000).map(lambda rest: head + rest)
        ),
    ),
    st.integers(100, 599),
    st.text(max_size=20),
)
def test_any_answer_is_of_some_sort(data: bytes, status: int, location: str) -> None:
    found = sort(answer(data, status, location=location))
    assert isinstance(found, Sort)
    assert str(found)
    assert not (found.is_document and found.is_missing)
    if status != 200:
        assert not found.is_document


# --- the viewer page --------------------------------------------------------------------------------------------------------------


def test_the_address_in_a_frame() -> None:
    page = answers.viewer("S/RES/9101 (2091)", "fr", "https://documents.un.org")
    assert framed(page, "https://docs.un.org/fr/x") == "https://documents.un.org/api/symbol/access?s=S/RES/9101%20(2091)&l=fr&t=pdf"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<iframe src='/api?s=1&amp;l=en'>", "https://docs.un.org/api?s=1&l=en"),
        (b"<iframe></iframe><IFRAME SRC=' //documents.un.org/x '>", "https://documents.un.org/x"),
        (b"<iframe src=''>", None),
        (b"<iframe src='http://['>", None),
        (b"<section src='/x'>", None),
        (b"", None),
        (b"\x00\xff", None),
        (b"<p>" * 400_000 + b"<iframe src='/late'>", None),
    ],
)
def test_other_frames(page: bytes, expected: str | None) -> None:
    assert framed(page, "https://docs.un.org/en/S/RES/9101(2091)") == expected


@given(st.binary(max_size=300))
def test_any_page_has_a_frame_or_none(page: bytes) -> None:
    found = framed(b"<iframe src='" + page, "https://docs.un.org/")
    assert found is None or isinstance(found, str)
