"""What is remarked on a draft in a Word file, and how the change list tells it: comments, a column of comments, tracked changes."""

from __future__ import annotations

from tests.word_files import change, docx, p

from resdiff.align import align
from resdiff.cache import Origin
from resdiff.diff import compare
from resdiff.intake import read_document
from resdiff.models import Document, MarkKind
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


# --- a column of comments --------------------------------------------------------------------------------------------------------


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{''.join(map(p, cell.split('|')))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def commented(*rows: tuple[str, ...], before: str = "") -> Document:
    data = docx(before + table(*rows))
    return read_document(data, Origin.of(data, file="draft.docx"))


RECITAL, ACT, END = "Recalling the duty of every lighthouse,", "1. Urges keepers to light lamps;", "2. Decides to remain seized."
FORMULA = "The Security Council,"


def shown(document: Document) -> list[tuple[str, str, list[str]]]:
    notes = {note.id: note.text for note in document.notes}
    marks = ((p, [notes[mark.value] for mark in p.marks if mark.kind is MarkKind.NOTE]) for p in document.paragraphs)
    return [(p.id, p.text, said) for p, said in marks]


def test_a_column_of_comments_is_no_text() -> None:
    draft = commented(("Text", "Comments"), (FORMULA, ""), (RECITAL, "US: delete"), (ACT, "EU: supports|Why lamps?"), (END, ""))
    assert shown(draft) == [
        ("PP1", RECITAL, ["US: delete"]),
        ("OP1", "Urges keepers to light lamps;", ["EU: supports", "Why lamps?"]),
        ("OP2", "Decides to remain seized.", []),
    ]
    assert "3 comments in a column beside the text, listed with the notes" in [doubt.what for doubt in draft.doubts]


def test_columns_under_the_names_of_delegations_are_what_these_say() -> None:
    draft = commented(("Rev.1", "EU", "China"), (FORMULA, "", ""), (RECITAL, "", "delete"), (ACT, "too weak", ""), (END, "", ""))
    assert [said for _, _, said in shown(draft)] == [["China: delete"], ["EU: too weak"], []]


def test_a_column_without_a_heading_in_which_delegations_speak_is_one_of_comments() -> None:
    rows = ((RECITAL, "US: delete"), (ACT, ""), (END, "China, Russia: reserve"))
    assert [said for _, _, said in shown(commented(*rows, before=p(FORMULA)))] == [["US: delete"], [], ["China, Russia: reserve"]]


def test_other_tables_are_read_as_before() -> None:
    harbours = commented(("Harbour", "Comments"), ("Fog Isle", "closed"), ("Salt Coast", "open"), before=p(FORMULA) + p(RECITAL))
    assert [p.text for p in harbours.paragraphs][-1] == "Salt Coast\topen"
    rounds = commented((FORMULA, FORMULA, ""), (RECITAL, RECITAL, ""), (ACT, "1. Invites keepers to light lamps;", ""))
    assert not [note for note in rounds.notes if note.id.startswith("remark")]


def test_what_delegations_ask_beside_the_text_is_told_as_positions() -> None:
    left = commented(("Text", "Comments"), (FORMULA, ""), (RECITAL, "US: delete"), (ACT, "EU: supports|Why lamps?"), (END, ""))
    right = commented(("Text", "Comments"), (FORMULA, ""), (RECITAL, ""), (ACT, "EU: supports"), (END, "Fiji: reserve"))
    assert told(left, right) == [
        "PP1: US: “delete”: position no longer printed",
        "OP1: EU: “supports”: position still printed",
        "OP2: Fiji: “reserve”: new position",
        "OP1: comment “Why lamps?”: only in the earlier text",
    ]
