"""Comments and tracked changes of Word files in the change list."""

from __future__ import annotations

from tests.word_files import change, docx, p

from resdiff.align import align
from resdiff.cache import Origin
from resdiff.diff import compare
from resdiff.intake import read_document
from resdiff.models import Document
from resdiff.report.change_list import change_list


def comment(id_: int, who: str, text: str) -> str:
    return f'<w:comment w:id="{id_}" w:author="{who}" w:date="2091-03-05T10:00:00Z">{p(text)}</w:comment>'


def anchor(id_: int) -> str:
    return f'<w:r><w:commentReference w:id="{id_}"/></w:r>'


def draft(first: str, second: str, comments: str = "") -> Document:
    body = p("Zero draft") + p("The Security Council,") + p("Recalling the duty of every lighthouse,") + first + second
    data = docx(body + p("3. Decides to remain seized of the matter."), **({"comments": comments} if comments else {}))
    return read_document(data, Origin.of(data, file="draft.docx"))


def told(left: Document, right: Document) -> list[str]:
    return [str(line) for line in change_list(compare(left, right, align(left, right)))]


def test_comments_are_told_with_who_made_them_and_in_which_text() -> None:
    both = comment(0, "B. Ink", "Is dusk enough?")
    left = draft(
        p("1. Urges keepers to light lamps;", anchor(0)),
        p("2. Requests pilots to carry ropes;", anchor(1)),
        both + comment(1, "C. Quill", "France to revert"),
    )
    right = draft(
        p("1. Urges keepers to light lamps;", anchor(0)),
        p("2. Requests pilots to carry ropes;", anchor(1)),
        both + comment(1, "C. Quill", "Done: see OP1"),
    )
    assert told(left, right) == [
        "OP1: comment “B. Ink, 2091-03-05: Is dusk enough?”: in both texts",
        "OP2: comment “C. Quill, 2091-03-05: France to revert”: only in the earlier text",
        "OP2: comment “C. Quill, 2091-03-05: Done: see OP1”: only in the later text",
    ]


def test_tracked_changes_are_told_with_who_made_them() -> None:
    ropes = p("2. Requests pilots to carry ropes;")
    tracked = p("1. Urges keepers ", change("ins", "strongly "), "to light ", change("del", "all "), "lamps;")
    left, right = draft(tracked, ropes), draft(p("1. Urges keepers strongly to light lamps;"), ropes)
    said = "OP1: tracked by A. Penn, 2091-03-04: puts in “strongly”, strikes “all”: only in the "
    assert told(left, right) == [f"{said}earlier text"]
    assert told(right, left) == [f"{said}later text"]


def test_many_tracked_changes_are_counted() -> None:
    many = p("1. Urges keepers ", *[part for n in range(5) for part in (change("ins", f"word{n} "), "and ")], "to light lamps;")
    (line,) = [line for line in told(draft(many, p("2. Rings;")), draft(many, p("2. Rings;"))) if "tracked" in line]
    assert line.endswith("“word2”, and 2 more changes: in both texts")
