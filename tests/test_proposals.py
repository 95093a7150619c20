"""What became of the words in brackets from one round of a draft to the next."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdiff.align import align
from resdiff.cache import Origin
from resdiff.diff import apply, compare, reverse
from resdiff.intake import read_document
from resdiff.models import Block, Comparison, Document, EditClass, Fate, MarkKind, Op, Status
from resdiff.read.draft import drafted
from resdiff.report.change_list import change_list
from resdiff.report.changes import groups
from resdiff.report.words import heading
from resdiff.vocabulary import talks

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
        ("PP2", "Deeply concerned at the number of wrecks on the salt coast", "France, UK", Fate.KEPT),
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


SETTLED = """Zero draft

The Security Council,

Recalling its resolution 9001 (2091), [agreed ad ref]

Deeply concerned at the number of wrecks on the salt coast,

1. Urges all States to light their lamps before dusk; (agreed ad ref.)

2. Requests the Secretary-General to report [within six months] on the lamps of the coast; Agreed ad referendum

3. Decides to remain seized of the matter. [AGREED]
"""
LATER = """Rev.1

The Security Council,

Recalling its resolution 9001 (2091), [agreed ad ref]

Deeply concerned at the number of wrecks on the salt coast, [agreed ad ref]

1. Calls upon all States to light their lamps before dusk;

2. Requests the Secretary-General to report within six months on the lamps of the coast; [agreed ad ref]

3. Decides to remain seized of the matter. [AGREED]
"""


def test_paragraphs_that_a_draft_marks_as_settled_are_told_with_whether_they_differ() -> None:
    told = rounds(SETTLED, LATER)
    assert [(s.left, s.right, s.before, s.after, s.differs) for s in told.standings] == [
        ("PP1", "PP1", "agreed ad ref", "agreed ad ref", False),
        ("PP2", "PP2", "", "agreed ad ref", False),
        ("OP1", "OP1", "agreed ad ref.", "", True),
        ("OP2", "OP2", "Agreed ad referendum", "agreed ad ref", False),
        ("OP3", "OP3", "AGREED", "AGREED", False),
    ]
    assert [(p.left, p.text) for p in told.proposals] == [("OP2", "within six months")]
    assert [line.what for line in change_list(told) if line.kind == "status"] == [
        "marked “agreed ad ref” in both; its words are the same",
        "marked “agreed ad ref” in the later draft; its words are the same",
        "marked “agreed ad ref.” in the earlier draft, no longer marked; its words differ",
        "marked “Agreed ad referendum”, then “agreed ad ref”; its words are the same",
        "marked “AGREED” in both; its words are the same",
    ]
    others = [line.what for line in change_list(told) if line.kind not in ("status", "proposal")]
    assert others[0] == "urges -> calls upon (verb differs)"
    assert not [what for what in others if "ad ref" in what]


def test_settled_words_in_running_text_are_no_status() -> None:
    text = SETTLED.replace(" (agreed ad ref.)", "").replace("light their lamps", "light the lamps (agreed ad ref) at sea")
    (first, *_) = [p for p in read(text, "zero.txt").paragraphs if p.id == "OP1"]
    assert not [mark for mark in first.marks if mark.kind is MarkKind.STATUS]


def test_a_paragraph_marked_in_a_draft_that_the_other_does_not_hold() -> None:
    told = rounds(
        SETTLED, LATER.replace("1. Calls upon all States to light their lamps before dusk;\n\n2.", "1.").replace("\n3.", "\n2.")
    )
    gone = [s for s in told.standings if not s.right]
    assert [(s.left, s.before) for s in gone] == [("OP1", "agreed ad ref.")]
    assert "only in the earlier draft" in next(
        line.what for line in change_list(told) if line.kind == "status" and line.where.startswith("OP1")
    )


def test_of_a_paragraph_that_moved_and_was_marked_nothing_else_is_told() -> None:
    first = "Recalling its resolution 9001 (2091),"
    second = "Deeply concerned at the number of wrecks on the salt coast,"
    left = LATER.replace(" [agreed ad ref]", "")
    right = LATER.replace(f"{first} [agreed ad ref]\n\n{second}", f"{second} [agreed ad ref]\n\n{first}")
    assert right.index(second) < right.index(first)
    lines = [line.what for line in change_list(rounds(left, right)) if "PP" in line.where]
    assert any("marked “agreed ad ref”" in what for what in lines)
    assert not [what for what in lines if what.startswith("words ")]


BRACKETED = """Zero draft

The Security Council,

Expressing [deep][grave] concern at the loss of lanterns along the coast,

1. Decides to [fully] extend the watch for [60][90] days and supports its work in the [northern] and southern regions;

2. Urges keepers to light their lamps before dusk [immediately [and unconditionally]] and to report [within six months of the storm];

3. Expresses [deep/grave] concern at fog, and decides to count bells every [60/90] days;
"""
SETTLED_ROUND = """Rev.1

The Security Council,

Expressing grave concern at the loss of lanterns along the coast,

1. Decides to fully extend the watch for 90 days and supports its work in the northern and southern regions;

2. Urges keepers to light their lamps before dusk immediately and to report [within nine months of the storm];

3. Expresses grave concern at fog, and decides to count bells every 90 days;
"""


def test_single_words_in_brackets_are_followed() -> None:
    """A word or a number that loses its brackets is kept, and the brackets themselves are no change of wording."""
    comparison = rounds(BRACKETED, SETTLED_ROUND)
    told = {(p.left, p.text): p.fate for p in comparison.proposals if p.left}
    assert told == {
        ("PP1", "deep"): Fate.GONE,
        ("PP1", "grave"): Fate.KEPT,
        ("OP1", "fully"): Fate.KEPT,
        ("OP1", "60"): Fate.GONE,
        ("OP1", "90"): Fate.KEPT,
        ("OP1", "northern"): Fate.KEPT,
        ("OP2", "immediately and unconditionally"): Fate.PARTLY,
        ("OP2", "and unconditionally"): Fate.GONE,
        ("OP2", "within six months of the storm"): Fate.CHANGED,
        ("OP3", "deep/grave"): Fate.PARTLY,
        ("OP3", "60/90"): Fate.PARTLY,
    }
    plain = [str(line) for line in change_list(comparison) if line.kind != "proposal"]
    assert plain == [
        "OP2: within six months -> within nine months (date or term differs)",
        "OP2: qualifier lost: unconditionally",
        "OP3: [deep/grave] -> grave",
        "OP3: words not carried over: 60",
    ]


MARKED_UP = """Zero draft

Under silence until 12 March

The Security Council,

Recalling the duty of every lighthouse to be seen, [RUS: delete]

Expressing deep concern at the loss of lanterns along the coast, [agreed ad ref]

1. Urges keepers to light their lamps before dusk; [CHN: reserve]

2. Decides to count the bells of the northern reefs. [agreed ad ref]
"""


def test_what_is_printed_of_the_talks_is_no_wording() -> None:
    """A recital that ends in a tag is no heading, marks of the talks link nothing, and the head tells the round with its silence."""
    draft = read(MARKED_UP, "draft.txt")
    assert [p.id for p in draft.paragraphs] == ["PP1", "PP2", "OP1", "OP2"]
    assert heading(draft) == "draft.txt (Zero draft, Under silence until 12 March)"
    other = read(
        MARKED_UP.replace(
            "Expressing deep concern at the loss of lanterns along the coast", "Noting that fog hides what a lamp would show"
        )
        .replace("Recalling the duty of every lighthouse to be seen", "Bearing in mind the songs of the fishermen of the south")
        .replace("2. Decides to count the bells of the northern reefs", "2. Requests pilots to carry ropes"),
        "later.txt",
    )
    assert [(link.left, link.right) for link in align(draft, other).links] == [("OP1", "OP1")]


def test_wording_that_begins_like_a_position_is_wording() -> None:
    later = MARKED_UP.replace("before dusk;", "before dusk [US: with additional lamps] [RUS: additional oil];")
    told = [str(line) for line in change_list(rounds(MARKED_UP, later)) if line.kind == "proposal"]
    assert "OP1: [additional oil] (RUS): added in brackets" in told


def test_a_position_is_not_told_as_wording() -> None:
    later = MARKED_UP.replace("[RUS: delete]", "").replace("[CHN: reserve]", "[CHN: reserve] [US: add bells]")
    told = [str(line) for line in change_list(rounds(MARKED_UP, later)) if line.kind == "proposal"]
    assert told == [
        "PP1: RUS: “delete”: position no longer printed",
        "OP1: CHN: “reserve”: position still printed",
        "OP1: US: “add bells”: new position",
    ]


TALKED = """Zero draft

The Security Council,

Recalling the duty of every lighthouse to be seen, [RUS: delete]

Expressing deep concern at the loss of lanterns, (UK to revert)

1. Urges keepers to light their lamps [immediately [and unconditionally]];

2. Requests pilots to carry ropes on board at all times;

2 alt. Invites pilots to carry ropes on board in fog and at night;

3. Decides to count the bells [within 90 days]; [silence broken by RUS]

4. Stresses the need for [60/90] days of oil;

[Option B: Stresses the need for whale oil;]

5. [EU/FR: Calls upon captains to report;] [PENDING]

6. Decides to remain seized. [EU/FR: retain]
"""
TALKED_ON = """Rev.1

The Security Council,

Recalling the duty of every lighthouse to be seen, [RUS, CHN: delete]

Expressing deep concern at the loss of lanterns,

1. Urges keepers to light their lamps immediately; [FR: retain]

2. Invites pilots to carry ropes on board in fog and at night;

3. Decides to count the bells within [120] days;

4. Stresses the need for 90 days of oil; <US reserves>

5. Calls upon captains to report;

6. Decides to remain seized. [CHN del.]
"""


def test_positions_labels_and_alternatives_are_told_as_what_they_are() -> None:
    told = rounds(TALKED, TALKED_ON)
    assert [(p.left, p.right, p.text, p.by, p.fate) for p in told.proposals if not p.position] == [
        ("OP1", "OP1", "immediately and unconditionally", "", Fate.PARTLY),
        ("OP1", "OP1", "and unconditionally", "", Fate.GONE),
        ("OP3", "OP3", "within 90 days", "", Fate.PARTLY),
        ("OP4", "OP4", "60/90", "", Fate.PARTLY),
        ("OP4+1", "", "Stresses the need for whale oil;", "Option B", Fate.GONE),
        ("OP5", "OP5", "Calls upon captains to report;", "EU/FR", Fate.KEPT),
        ("OP2alt", "OP2", "Invites pilots to carry ropes on board in fog and at night;", "2 alt", Fate.CHOSEN),
        ("", "OP3", "120", "", Fate.ADDED),
    ]
    assert [(p.left or p.right, p.by, p.text, p.fate) for p in told.proposals if p.position] == [
        ("PP1", "RUS", "delete", Fate.STILL),
        ("PP2", "UK", "to revert", Fate.GONE),
        ("OP3", "RUS", "silence broken", Fate.GONE),
        ("OP5", "", "PENDING", Fate.GONE),
        ("OP6", "EU", "retain", Fate.GONE),
        ("OP6", "FR", "retain", Fate.GONE),
        ("PP1", "CHN", "delete", Fate.ADDED),
        ("OP1", "FR", "retain", Fate.ADDED),
        ("OP4", "US", "reserves", Fate.ADDED),
        ("OP6", "CHN", "del.", Fate.ADDED),
    ]
    plain = [str(line) for line in change_list(told) if line.kind != "proposal"]
    assert plain == [
        "OP1: qualifier lost: unconditionally",
        "OP3: 90 -> [120]",
        "OP4: words not carried over: 60",
        "OP2 (earlier text): not carried over: Requests pilots to carry ropes on board at all times;",
        "OP4+1 (earlier text): not carried over: [Option B: Stresses the need for whale oil;]",
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('Urges access to oil; [EU: after "access" insert "for all"]', "Urges access for all to oil;", True),
        ('Urges access to oil; [EU: after "access" insert "for all"]', "Urges access to whale oil;", False),
        ('Urges States to train keepers; [UK: replace "keepers" with "pilots"]', "Urges States to train pilots;", True),
        ('Urges keepers to ring and to sing; [Fiji: delete "and to sing"]', "Urges keepers to ring;", True),
        ('Urges keepers to ring and to sing; [Fiji: retain "and to sing"]', "Urges keepers to ring;", False),
        (
            "Invite les gardiens à sonner ; [Fédération de Russie : ajouter « sans délai »]",
            "Invite les gardiens à sonner sans délai ;",
            True,
        ),
    ],
)
def test_a_position_that_the_later_text_follows_is_told_as_done(before: str, after: str, told: bool) -> None:
    text = "The Security Council,\n\nRecalling its lamps,\n\n1. {}\n\n2. Decides to remain seized."
    found = [p.fate for p in rounds(text.format(before), text.format(after)).proposals if p.position]
    assert found == [Fate.MET if told else Fate.GONE]


def test_an_option_put_before_another_is_told_whole() -> None:
    """Options that begin alike: the edits put the new one in whole, and the other stays as it was."""
    text = "The Security Council,\n\nRecalling its lamps,\n\n1. {}\n\n2. Decides to remain seized."
    one, other = "[Decides to lift the ban on whale oil;]", "[Decides to keep the ban on whale oil;]"
    found = [(p.text, p.fate) for p in rounds(text.format(one), text.format(f"{other} {one}")).proposals]
    assert found == [(one[1:-1], Fate.STILL), (other[1:-1], Fate.ADDED)]


@pytest.mark.parametrize(
    ("before", "after", "fate"),
    [
        ("[Strongly condemns] the wreckers;", "Condemns the wreckers;", Fate.PARTLY),
        ("Urges keepers to sing [full, equal and safe songs];", "Urges keepers to sing full and equal songs;", Fate.PARTLY),
        ("Urges keepers to sing [at night];", "Urges keepers to sing late at night;", Fate.KEPT),
        ("Urges keepers to sing [songs of the reef];", "Urges keepers to sing songs of the northern reef;", Fate.WIDENED),
        ("Urges keepers to sing [songs of the reef];", "Urges keepers to sing [songs of the northern reef];", Fate.CHANGED),
        ("Urges keepers to sing [songs of the reef];", "Urges keepers to sing [songs of the reef];", Fate.STILL),
        ("Urges keepers to sing songs of the reef;", "Urges keepers to sing [songs of the reef];", Fate.BRACKETED),
        ("Urges keepers to sing songs of the reef;", "Urges keepers to sing [songs of the reef and tide];", Fate.REOPENED),
        ("Urges keepers to sing;", "Urges keepers to sing [songs of the reef];", Fate.ADDED),
        ("[Strongly] urges keepers to sing;", "Urges keepers to sing;", Fate.GONE),
    ],
)
def test_one_word_more_or_less_is_not_the_same_words(before: str, after: str, fate: Fate) -> None:
    text = "The Security Council,\n\nRecalling its lamps,\n\n1. {}\n\n2. Decides to remain seized."
    assert [p.fate for p in rounds(text.format(before), text.format(after)).proposals] == [fate]


def test_what_is_newly_in_brackets_is_told_beside_its_paragraph() -> None:
    rows = {row.right.id: row for group in groups(rounds(TALKED, TALKED_ON)) for row in group.rows if row.right}
    assert "[120]: added in brackets" in [line.what for line in rows["OP3"].said]
    assert "CHN: “delete”: new position" in [line.what for line in rows["PP1"].said]


def test_the_edits_of_a_draft_replay_with_what_it_prints_of_the_talks() -> None:
    told = rounds(TALKED, TALKED_ON)
    for link in told.links:
        left, right = told.left.paragraph(link.left).text, told.right.paragraph(link.right).text
        assert apply(link.edits, left, right) == right
        assert apply(reverse(link.edits), right, left) == left
    assert EditClass.TALKS in {edit.class_ for link in told.links for edit in link.edits}


def test_a_paragraph_of_thousands_of_options_is_followed() -> None:
    """Each option is looked up, not searched for: the test runs into the suite's limit where the time grows with their square."""
    body = " ".join(f"[word{i}] [US: other{i}]" for i in range(2500))
    later = " ".join(f"word{i}" if i % 2 else f"[other{i}]" for i in range(2500))
    text = "Zero draft\n\nThe Security Council,\n\nRecalling its lamps,\n\n1. Urges keepers to light {};\n"
    fates = [p.fate for p in rounds(text.format(body), text.format(later)).proposals]
    assert fates.count(Fate.KEPT) == fates.count(Fate.STILL) == 1250
    assert fates.count(Fate.GONE) == 2500


@pytest.mark.parametrize(
    ("before", "after", "fates"),
    [
        (
            "Urges [all keepers - CHN] to sleep by day; [RUS: bracket whole para]",
            "Urges all keepers to sleep by day;",
            ["[all keepers] (CHN): kept without brackets", "RUS: “bracket whole para”: position no longer printed"],
        ),
        (
            "[EU: Welcomes] / [RUS: Takes note of] the report on the bells;",
            "Takes note of the report on the bells;",
            ["[Welcomes] (EU): not carried over", "[Takes note of] (RUS): kept without brackets"],
        ),
        ("Welcomes the bells; [Kenya: to revert]", "Welcomes the bells;", ["Kenya: “to revert”: position no longer printed"]),
        (
            "[Welcomes the bells;] (Comment: Kenya to revert)",
            "Welcomes the bells;",
            ["[Welcomes the bells;]: kept without brackets", "Kenya: “to revert”: position no longer printed"],
        ),
        (
            "Option A: Condemns the wreckers;\nOption B: Deplores the wreckers;",
            "Condemns the wreckers;",
            ["“Condemns the wreckers;” (Option A): chosen", "[Deplores the wreckers;] (Option B): not carried over"],
        ),
        (
            "Option A: Condemns the wreckers;\n2. Option B: Deplores the wreckers;",
            "Deplores the wreckers;",
            ["[Condemns the wreckers;] (Option A): not carried over", "“Deplores the wreckers;” (Option B): chosen"],
        ),
        (
            "Decides to stop [the trade in oil [and rope];]",
            "Decides to stop the trade in oil;",
            ["[the trade in oil and rope;]: kept in part", "[and rope]: not carried over"],
        ),
    ],
)
def test_fates_are_told_once_and_as_what_they_are(before: str, after: str, fates: list[str]) -> None:
    text = "The Security Council,\n\nRecalling its lamps,\n\n1. Requests pilots to carry ropes;\n\n2. {}\n\n3. Decides to remain seized."
    lines = [line for line in change_list(rounds(text.format(before), text.format(after))) if line.kind != "not carried over"]
    assert [line.what for line in lines] == fates


@pytest.mark.parametrize(
    ("before", "by"),
    [
        ("[México: Exhorta] [Estados Unidos: Exige] a los fareros que enciendan las lámparas;", ["México", "Estados Unidos"]),
        ("[Китай: призывает] [США: требует] от смотрителей зажечь лампы до сумерек;", ["Китай", "США"]),
        ("[فرنسا: يحث] [الصين: يطلب] إلى حراس المنارات أن يضيئوا مصابيحهم؛", ["فرنسا", "الصين"]),
        ("[法国：敦促] [美国：要求] 灯塔看守人在黄昏前点灯；", ["法国", "美国"]),
    ],
)
def test_names_of_delegations_in_other_languages(before: str, by: list[str]) -> None:
    (block,) = drafted((Block(before),))
    assert by == [mark.value for mark in block.marks if mark.kind is MarkKind.TAG]


PIECES = (
    "[", "]", "(", ")", "[US: delete]", "[RUS, CHN: retain]", "(France)", "FR/UK:", "- CHN]", "[agreed ad ref]", "Option A:", "[Alt 2:",
    "1.", "2 alt.", "2 bis.", "9.", "(a)", "(i)", "OP4.", "PP2", "Urges", "Calls upon", "Recalling", "all keepers", "to light their lamps",
    "within 90 days", "[60/90]", "immediately", "and", ";", ",", ".", ":", "\n\n", "\n", "<CHN reserves>", "[PENDING]", "[...]", "Annex",
    "Under silence until 12 March", "[Chair: move to PP4]", "[США:", "[美国：",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.lists(st.sampled_from(PIECES), max_size=60))
@settings(deadline=None)
def test_no_word_of_a_draft_is_lost_and_every_edit_replays(first: list[str], then: list[str]) -> None:
    text = "The Security Council,\n\nRecalling its lamps,\n\n{}\n\n9. Decides to remain seized."
    told = rounds(text.format(" ".join(first)), text.format(" ".join(then)))
    for pieces, document in ((first, told.left), (then, told.right)):
        printed = " ".join([*document.masthead.lines, *(f"{p.number} {p.text}" for p in document.paragraphs)])
        assert Counter(re.findall(r"\w+", printed)) == Counter(re.findall(r"\w+", text.format(" ".join(pieces))))
    change_list(told)
    for link in told.links:
        left, right = told.left.paragraph(link.left).text, told.right.paragraph(link.right).text
        assert apply(link.edits, left, right) == right
        assert apply(reverse(link.edits), right, left) == left


def test_a_word_that_options_side_by_side_share_is_the_chosen_ones() -> None:
    text = "The Security Council,\n\nRecalling its lamps,\n\n1. Requests pilots to report {} on the wrecks;\n\n2. Decides to remain seized."
    told = rounds(text.format("[every 60 days][every 90 days – RUS]"), text.format("every 90 days"))
    assert [(p.text, p.by, p.fate) for p in told.proposals] == [
        ("every 60 days", "", Fate.GONE),
        ("every 90 days", "RUS", Fate.KEPT),
    ]
    told = rounds(text.format("[at once] / [every 60 days] [every 90 days]"), text.format("[every 60 days]"))
    assert [p.fate for p in told.proposals] == [Fate.GONE, Fate.STILL, Fate.GONE]


def test_words_quoted_in_a_position_are_no_wording() -> None:
    """The words that a delegation asks for are neither kept nor changed: wording that says the same is new."""
    asked = "[RUS: add “and the principle of the open sea”]"
    before = f"Zero draft\n\nThe Security Council,\n\nRecalling the duty of keepers, {asked}\n"
    after = "Rev.1\n\nThe Security Council,\n\nRecalling the duty of keepers and pilots, {}\n"
    left = f"Recalling the duty of keepers, {asked}"
    (link,) = rounds(before, after.format("and the principles of the open sea,")).links
    same = [left[slice(*edit.left)] for edit in link.edits if edit.op is Op.EQUAL]
    assert not [text for text in same if "sea" in text or "principle" in text]
    assert [edit.class_ for edit in link.edits if "RUS" in left[slice(*edit.left)]] == [EditClass.TALKS]
    (link,) = rounds(before, after.format(asked)).links
    assert [asked in left[slice(*edit.left)] for edit in link.edits if edit.op is Op.EQUAL][-1]


def test_what_is_asked_for_and_cited_after_a_paragraph_is_no_named_change() -> None:
    """Neither the safeguard that a delegation wants nor the resolution that a paragraph is taken from was ever there."""
    asked = "[RUS: add “in accordance with international humanitarian law”] [language from A/RES/75/900, OP6]"
    text = "{}\n\nThe Security Council,\n\nRecalling the duty of every lighthouse,\n\n1. Urges keepers to light their lamps; {}\n"
    comparison = rounds(text.format("Zero draft", asked), text.format("Rev.1", ""))
    assert [change for link in comparison.links for change in link.changes] == []
    assert [line.kind for line in change_list(comparison)] == ["proposal"]


def fates(before: str, after: str) -> list[tuple[str, str, Fate]]:
    frame = "Zero draft\n\nThe Security Council,\n\nRecalling its resolution 9001 (2091),\n\n{}\n\n2. Decides to remain seized.\n"
    return [(p.text, p.by, p.fate) for p in rounds(frame.format(f"1. {before}"), frame.format(f"1. {after}")).proposals]


def test_a_word_that_a_proposal_shares_with_the_words_before_it_is_its_own() -> None:
    before = 'Decides to keep the lamps lit until 30 June 2091; [US: "until 31 December 2091"]'
    assert fates(before, "Decides to keep the lamps lit until 31 December 2091;") == [
        ('"until 31 December 2091"', "US", Fate.KEPT),
    ]
    assert fates(before, "Decides to keep the lamps lit until 31 March 2091;")[0][2] is not Fate.KEPT


def test_who_adds_words_is_no_word_of_the_proposal() -> None:
    after = "Urges all keepers to light their lamps in every harbour;"
    assert fates("Urges all keepers to light their lamps [proposed by Kenya: in every harbour];", after) == [
        ("in every harbour", "proposed by Kenya", Fate.KEPT)
    ]
    assert fates("Urges all keepers to light their lamps [ajout Chine : in every harbour];", after) == [
        ("in every harbour", "ajout Chine", Fate.KEPT)
    ]


def test_each_of_several_in_one_pair_of_brackets_asks_for_its_own() -> None:
    before = "Urges keepers to light their lamps; (US: delete; China, Russia: retain)"
    assert fates(before, "Urges keepers to light their lamps; (China: retain)") == [
        ("delete", "US", Fate.GONE),
        ("retain", "China", Fate.STILL),
        ("retain", "Russia", Fate.GONE),
    ]


DIVERS = "Encourages divers to map the wrecks of the northern reef;"
ROPES = (
    "The Security Council,\n\nRecalling its lamps,\n\n1. Urges keepers to light lamps;\n\n2. Requests pilots to carry ropes;\n\n{}"
)


@pytest.mark.parametrize(
    ("label", "id_", "by"),
    [
        ("2 alt (India) ", "OP2alt", "2 alt, India"),
        ("2 alt. (India) ", "OP2alt", "2 alt, India"),
        ("2alt (India, Norway) ", "OP2alt", "2alt, India, Norway"),
        ("2 alt India: ", "OP2alt", "2 alt, India"),
        ("2 alt: ", "OP2alt", "2 alt"),
        ("OP2 alt (India): ", "OP2alt", "OP2 alt, India"),
        ("(2 alt, India) ", "OP2alt", "2 alt, India"),
        ("2 alt 2 (India) ", "OP2alt2", "2 alt 2, India"),
        ("2 bis (new, Niger) ", "OP2bis", "2 bis, new, Niger"),
        ("OP2 bis (new, Niger) ", "OP2bis", "OP2 bis, new, Niger"),
        ("2 ter. (France) ", "OP2ter", "2 ter, France"),
        ("OP2bis (Niger): ", "OP2bis", "OP2bis, Niger"),
        ("2 bis [Niger] ", "OP2bis", "2 bis, Niger"),
        ("New OP2 bis (Niger): ", "OP2bis", "New OP2 bis, Niger"),
        ("2 бис (Китай) ", "OP2bis", "2 бис, Китай"),
        ("2 bis (new, Kenya, on behalf of the African Group): ", "OP2bis", "2 bis, new, Kenya, on behalf of the African Group"),
    ],
)
def test_an_inserted_paragraph_is_told_with_who_proposes_it(label: str, id_: str, by: str) -> None:
    draft = read(ROPES.format(label + DIVERS), "draft.txt")
    assert [p.id for p in draft.paragraphs] == ["PP1", "OP1", "OP2", id_]
    told = rounds(ROPES.format(label + DIVERS), ROPES.format(""))
    assert [(p.left, p.text, p.by, p.fate) for p in told.proposals] == [(id_, DIVERS, by, Fate.GONE)]
    told = rounds(ROPES.format(label + DIVERS), ROPES.format(f"3. {DIVERS}"))
    fate = Fate.CHOSEN if "alt" in label else Fate.UNSIGNED
    assert [(p.right, p.text, p.by, p.fate) for p in told.proposals] == [("OP3", DIVERS, by, fate)]
    assert not [line for line in change_list(told) if line.kind == "words"]


@pytest.mark.parametrize("label", ["2 bis (a) ", "2 alternative harbours: ", "OP2 (harbours) ", "2 (France) "])
def test_a_number_before_something_else_than_a_name_is_read_as_before(label: str) -> None:
    assert talks.own_number(label + DIVERS) == 0


def test_a_name_that_a_draft_prints_before_a_paragraph_is_looked_for_in_both_rounds() -> None:
    text = "{}\n\n" + ROPES.format("3. (Niger) " + DIVERS)
    told = rounds(text.format("Zero draft"), text.format("Rev.1 (12 March)"))
    assert [p.fate for p in told.proposals] == [Fate.SIGNED]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "[Urges [US: calls upon] all keepers to watch;]",
            "Urges all keepers to watch;",
            [("Urges all keepers to watch;", "", Fate.KEPT), ("calls upon", "US", Fate.GONE)],
        ),
        (
            "[Urges [US: calls upon] all keepers to watch;]",
            "Calls upon all keepers to watch;",
            [("Urges all keepers to watch;", "", Fate.PARTLY), ("calls upon", "US", Fate.KEPT)],
        ),
        (
            "Urges keepers to sing [and ring [Kenya, on behalf of the African Group: the bells of the reef]];",
            "Urges keepers to sing and ring;",
            [("and ring", "", Fate.KEPT), ("the bells of the reef", "Kenya, on behalf of the African Group", Fate.GONE)],
        ),
        (
            "[Option 1: Urges keepers to sing / Option 2: Invites keepers to sing];",
            "Invites keepers to sing;",
            [("Urges keepers to sing", "Option 1", Fate.GONE), ("Invites keepers to sing", "Option 2", Fate.KEPT)],
        ),
        (
            "[US: Urges / EU: Invites / Cuba, Peru: Requests] keepers to sing;",
            "[Invites] keepers to sing;",
            [("Urges", "US", Fate.GONE), ("Invites", "EU", Fate.STILL), ("Requests", "Cuba, Peru", Fate.GONE)],
        ),
        (
            "[alt 1: Urges keepers to sing; alt 2: Invites keepers to sing;]",
            "Urges keepers to sing;",
            [("Urges keepers to sing", "alt 1", Fate.KEPT), ("Invites keepers to sing;", "alt 2", Fate.GONE)],
        ),
        (
            "[[US: strongly] [UK: kindly]] urges keepers to sing;",
            "Kindly urges keepers to sing;",
            [("strongly", "US", Fate.GONE), ("kindly", "UK", Fate.KEPT)],
        ),
        (
            "Urges keepers to sing; [compromise text: and to ring]",
            "Urges keepers to sing and to ring;",
            [("and to ring", "compromise text", Fate.KEPT)],
        ),
        (
            "Urges keepers to sing. [US: new sentence: Bells are rung.]",
            "Urges keepers to sing. Bells are rung.",
            [("Bells are rung.", "US", Fate.KEPT)],
        ),
        (
            "[Urges [strongly] (US) all keepers to sing (EU)];",
            "Urges all keepers to sing;",
            [("Urges all keepers to sing", "EU", Fate.KEPT), ("strongly", "US", Fate.GONE)],
        ),
        (
            "[US: Urges keepers to sing; EU: delete]",
            "Urges keepers to sing;",
            [("Urges keepers to sing", "US", Fate.KEPT), ("delete", "EU", Fate.GONE)],
        ),
    ],
)
def test_a_proposal_within_another_is_its_own(before: str, after: str, told: list[tuple[str, str, Fate]]) -> None:
    assert fates(before, after) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("[US: all]", "[all]", "[all] (US): still in brackets, no longer under a name"),
        ("[all (US)]", "[all]", "[all] (US): still in brackets, no longer under a name"),
        ("[US: all]", "[RUS: all]", "[all] (US): still in brackets, now under RUS"),
        ("[US: all]", "[US, UK: all]", "[all] (US): still in brackets, now under US, UK"),
        ("[all]", "[US: all]", "[all]: still in brackets, now under US"),
        ("[US, UK: all]", "[all (UK/US)]", "[all] (US, UK): still in brackets"),
        ("[US: all]", "[all – US]", "[all] (US): still in brackets"),
        ("[Option 1: all]", "[all]", "[all] (Option 1): still in brackets"),
        ("[US: all the]", "[all] [EU: the]", "[all the] (US): still in brackets"),
    ],
)
def test_under_whose_name_words_stand_now(before: str, after: str, told: str) -> None:
    text = "Zero draft\n\n" + ROPES.format("3. Urges keepers to light {} lamps;")
    lines = [line.what for line in change_list(rounds(text.format(before), text.format(after))) if line.kind == "proposal"]
    assert lines == [told]


def test_under_whose_name_a_paragraph_stands_now() -> None:
    told = rounds(ROPES.format("2 bis (Niger) " + DIVERS), ROPES.format("2 bis (Niger, Togo) " + DIVERS))
    assert [(p.fate, p.now) for p in told.proposals] == [(Fate.SIGNED, "Niger, Togo")]


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ("New OP", "New OP"),
        ("add new OP", "add new OP"),
        ("New paragraph (Niger)", "New paragraph (Niger)"),
        ("New para by Niger", "New para by Niger"),
        ("Nouveau paragraphe (Tchad)", "Nouveau paragraphe (Tchad)"),
        ("新段落（中国）", "新段落（中国）"),
    ],
)
def test_that_a_paragraph_is_new_is_no_word_of_it(said: str, by: str) -> None:
    told = rounds(ROPES.format(f"[{said}: {DIVERS}]"), ROPES.format(f"3. {DIVERS}"))
    assert [(p.text, p.by, p.fate) for p in told.proposals] == [(DIVERS, by, Fate.KEPT)]
    assert [line.kind for line in change_list(told)] == ["proposal"]


REPORT = "Requests pilots to report {} on the wrecks of the northern reef {};"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (("[every 90 days]", ""), ("", "[every 90 days]"), ["[every 90 days]: still in brackets, at another place"]),
        (
            ("[every 90 days]", ""),
            ("", "every 90 days"),
            ["[every 90 days]: kept without brackets, at another place", "words moved: every 90 days"],
        ),
        (("every 90 days", ""), ("", "[every 90 days]"), ["[every 90 days]: put in brackets", "words moved: every 90 days"]),
        (("[US: at once]", ""), ("", "[at once – US]"), ["[at once] (US): still in brackets, at another place"]),
        (("[and]", "and shoals"), ("", "and shoals"), ["[and]: not carried over"]),
    ],
)
def test_an_option_that_stands_at_another_place_is_moved(before: tuple[str, str], after: tuple[str, str], told: list[str]) -> None:
    comparison = rounds(*(ROPES.format("3. " + REPORT.format(*places)) for places in (before, after)))
    assert [line.what for line in change_list(comparison)] == told
    for link in comparison.links:
        left, right = comparison.left.paragraph(link.left).text, comparison.right.paragraph(link.right).text
        assert apply(link.edits, left, right) == right
        assert apply(reverse(link.edits), right, left) == left


def test_what_an_option_moved_past_is_moved_too() -> None:
    told = rounds(ROPES.format("3. Urges all [kindly] keepers to watch;"), ROPES.format("3. [kindly] Urges all keepers to watch;"))
    assert [line.what for line in change_list(told)] == ["[kindly]: still in brackets", "words moved: Urges all"]


def test_an_option_in_another_paragraph_is_told_there() -> None:
    told = rounds(
        ROPES.format("3. Decides to count the bells [every 90 days];"),
        ROPES.replace("carry ropes", "carry ropes [every 90 days]").format("3. Decides to count the bells;"),
    )
    lines = [str(line) for line in change_list(told) if line.kind == "proposal"]
    assert lines == ["OP3 -> OP2: [every 90 days]: still in brackets"]


def test_a_paragraph_that_a_delegation_asks_to_add_is_what_it_asked_for() -> None:
    told = rounds(ROPES.format(f"3. Rings bells; [Niger: add new OP: “{DIVERS}”]"), ROPES.format(f"3. Rings bells;\n\n4. {DIVERS}"))
    assert [(p.by, p.fate) for p in told.proposals] == [("Niger", Fate.MET)]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "Encourages [the keepers of lamps] [and the ringers of bells] to meet;",
            "Encourages the ringers of bells, the keepers of lamps to meet;",
            [
                "[the keepers of lamps]: kept without brackets",
                "[and the ringers of bells]: kept in part",
                "words moved: keepers of lamps",
            ],
        ),
        (
            "Urges [relevant] keepers and pilots to meet;",
            "Urges keepers and relevant pilots to meet;",
            ["[relevant]: kept without brackets, at another place", "words moved: relevant"],
        ),
        (
            "Decides to [establish a committee of keepers] [set up a group of pilots] for the reef;",
            "Decides to set up a committee of keepers for the reef;",
            ["[establish a committee of keepers]: kept in part", "[set up a group of pilots]: kept in part", "words moved: set up"],
        ),
        (
            "Urges keepers to watch [with care] the lamps of the coast;",
            "Urges pilots of the reef to watch over the harbour;",
            ["[with care]: not carried over"],
        ),
    ],
)
def test_words_that_stand_elsewhere_in_the_paragraph_are_not_told_as_lost(before: str, after: str, told: list[str]) -> None:
    lines = [line.what for line in change_list(rounds(ROPES.format(f"3. {before}"), ROPES.format(f"3. {after}")))]
    assert [what for what in lines if what[0] == "[" or "moved" in what] == told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Urges keepers to watch; [Chair’s proposal: and to sing]", "Urges keepers to watch and to sing;"),
        ("Urges keepers to watch and to sing;", "Urges keepers to watch; [and to sing]"),
    ],
)
def test_a_closing_mark_that_only_changed_its_place_beside_brackets_is_no_change(before: str, after: str) -> None:
    comparison = rounds(ROPES.format(f"3. {before}"), ROPES.format(f"3. {after}"))
    assert [line.kind for line in change_list(comparison)] == ["proposal"]


def test_brackets_of_full_width_are_no_words() -> None:
    text = "安全理事会，\n\n回顾每座灯塔的职责，\n\n1. {}\n\n2. 决定继续处理此案。\n"
    told = rounds(text.format("［敦促］［中国：鼓励］看守人［每天］守夜；"), text.format("鼓励看守人守夜；"))
    assert not [line for line in change_list(told) if "“］”" in line.what or "“［”" in line.what]
    told = rounds(text.format("敦促看守人［每90天］报告沉船情况；"), text.format("敦促看守人报告沉船情况［每90天］；"))
    assert [line.what for line in change_list(told)] == ["[每90天]: still in brackets, at another place"]


def test_a_bracketed_paragraph_that_is_marked_is_told_once() -> None:
    text = "The Security Council,\n\n{}\n\n1. Urges keepers to watch;\n"
    told = rounds(
        text.format("PP1 [Recalling the lamps,] [agreed ad ref]"), text.format("PP1 Recalling the lamps, [agreed ad ref]")
    )
    assert [(p.text, p.fate) for p in told.proposals] == [("Recalling the lamps,", Fate.KEPT)]


def test_brackets_that_an_edit_cuts_are_not_quoted() -> None:
    told = rounds(
        ROPES.format("3. Urges keepers to light [red] lamps [and [blue] lamps];"),
        ROPES.format("3. Urges keepers to light blue lamps;"),
    )
    assert [line.what for line in change_list(told) if line.kind == "words"] == ["words not carried over: red lamps and"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Rings bells; (US, EU)", "Rings bells; (US)", ["“Rings bells;” (US, EU): still under a name, now under US"]),
        ("Rings bells; (US)", "Rings bells;", ["“Rings bells;” (US): carried over, no longer under a name"]),
        ("Rings bells; (AL)", "Rings bells;", []),
        ("Rings bells; [SRC: 9001 (2091) OP3]", "Rings bells;", []),
        ("Rings bells; [OP3 alt (US): Rings gongs;]", "Rings gongs;", ["[Rings gongs;] (OP3 alt (US)): kept without brackets"]),
    ],
)
def test_names_after_a_paragraph(before: str, after: str, told: list[str]) -> None:
    text = "Zero draft\n\n" + ROPES.format("3. {}")
    lines = [line.what for line in change_list(rounds(text.format(before), text.format(after))) if line.kind == "proposal"]
    assert lines == told


@pytest.mark.parametrize("asked", ["Niger: add OP3 bis: {}", "Niger: new OP: “{}”", "Niger: add new para: “{}”"])
def test_a_paragraph_asked_for_in_other_words_is_what_was_asked_for(asked: str) -> None:
    told = rounds(ROPES.format(f"3. Rings bells; [{asked.format(DIVERS)}]"), ROPES.format(f"3. Rings bells;\n\n4. {DIVERS}"))
    assert [(p.by, p.fate) for p in told.proposals] == [("Niger", Fate.MET)]
    assert not [line for line in change_list(told) if line.kind == "words"]


def test_what_stood_before_a_proposal_that_became_the_paragraph_is_not_added() -> None:
    told = rounds(
        ROPES.format("3. Urges keepers to light lamps [and to ring bells in fog];"),
        ROPES.format("3. Urges keepers to light lamps;\n\n4. Urges keepers to ring bells in fog;"),
    )
    assert not [line for line in change_list(told) if line.what.startswith("added")]
