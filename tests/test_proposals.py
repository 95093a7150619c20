"""What became of the words in brackets from one round of a draft to the next."""

from __future__ import annotations

from dataclasses import replace

from resdiff.align import align
from resdiff.cache import Origin
from resdiff.diff import compare
from resdiff.intake import read_document
from resdiff.models import Comparison, Document, Fate, Status
from resdiff.report.change_list import change_list
from resdiff.report.words import heading

FIRST = """Zero draft

The Security Council,

Recalling its resolution 9001 (2091),

[Deeply concerned [RUS: also] at the number of wrecks on the salt coast (France, UK)],

1. [Urges] [Calls upon] all States to light their lamps before dusk [, in accordance with international law] and to keep them burning
[US: at all times];

2. Requests the Secretary-General to report [within six months] on the lamps of the coast;

3. Decides to remain seized of the matter.
"""
SECOND = """Rev.1

The Security Council,

Recalling its resolution 9001 (2091),

Deeply concerned at the number of wrecks on the salt coast,

1. Calls upon all States to light their lamps before dusk, in accordance with international law, and to keep them burning;

2. Requests the Secretary-General to report [within six months] on the lamps of the coast [and of the islands];

3. Decides to remain seized of the matter.
"""


def read(text: str, name: str) -> Document:
    data = text.encode()
    return read_document(data, Origin.of(data, file=name))


def rounds(first: str = FIRST, second: str = SECOND) -> Comparison:
    sides = read(first, "zero.txt"), read(second, "rev1.txt")
    return compare(*sides, align(*sides))


def test_each_proposal_is_followed_into_the_next_round() -> None:
    told = [(p.left or p.right, p.text, p.by, p.fate) for p in rounds().proposals]
    assert told == [
        ("PP2", "Deeply concerned also at the number of wrecks on the salt coast", "France, UK", Fate.KEPT),
        ("PP2", "also", "RUS", Fate.GONE),
        ("OP1", "Urges", "", Fate.GONE),
        ("OP1", "Calls upon", "", Fate.KEPT),
        ("OP1", ", in accordance with international law", "", Fate.KEPT),
        ("OP1", "at all times", "US", Fate.GONE),
        ("OP2", "within six months", "", Fate.STILL),
        ("OP2", "and of the islands", "", Fate.ADDED),
    ]


def test_the_change_list_begins_with_them() -> None:
    lines = [str(line) for line in change_list(rounds())]
    assert lines[1] == "PP2: [also] (RUS): not carried over"
    assert lines[6] == "OP2: [within six months]: still in brackets"


def test_a_draft_against_itself_keeps_its_brackets() -> None:
    assert {p.fate for p in rounds(FIRST, FIRST).proposals} == {Fate.STILL}


def test_texts_without_brackets_have_no_proposals() -> None:
    plain = SECOND.replace("[", "").replace("]", "")
    assert rounds(plain, plain).proposals == ()


def test_a_draft_is_called_by_its_round() -> None:
    comparison = rounds()
    assert heading(comparison.left) == "zero.txt (Zero draft)"
    assert heading(comparison.right) == "rev1.txt (Rev.1)"
    assert heading(read(SECOND.replace("Rev.1\n", ""), "lamps rev 3.txt")) == "lamps rev 3.txt (rev 3)"
    assert heading(read(SECOND.replace("Rev.1\n", ""), "lamps.txt")) == "lamps.txt (local file)"


def test_a_letter_has_no_round() -> None:
    letter = read(SECOND.replace("Rev.1", "Elements of a common approach"), "letter.txt")
    assert heading(replace(letter, status=Status.LETTER)) == "letter.txt (letter or report)"
