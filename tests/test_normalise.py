"""Laws of repair (replay, idempotence, conservation), and cases in plain text."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdiff import normalise, vocabulary
from resdiff.models import Block, Blocks, Hint, Language, Layout, Mark, MarkKind, Note, SourceKind
from resdiff.normalise.ledger import Edit, Ledger
from resdiff.normalise.mend import light
from resdiff.normalise.scanned import glued_notes, misread_formula, misread_letters
from resdiff.read import text, words

CASES = Path(__file__).parent / "cases"


def cases(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """(title, language, input, wanted) of each case in a file."""
    for match in re.finditer(r"(?m)^(\S[^\n]*)\n< (\w\w)\n((?:.*\n)*?)\.\n((?:.*\n)*?)\.$", path.read_text(encoding="utf-8")):
        source = "".join("\n" if line == "~\n" else line for line in match[3].splitlines(keepends=True))
        yield match[1], match[2], source, match[4].rstrip("\n")


def repaired(source: str, language: str) -> tuple[Blocks, normalise.Repaired]:
    blocks = text.read(source.encode())
    return blocks, normalise.repair(blocks, vocabulary.load(Language(language)), words.known(Language(language)))


@pytest.mark.parametrize(("language", "source", "wanted"), [pytest.param(*c[1:], id=c[0]) for c in cases(CASES / "repair.txt")])
def test_case(language: str, source: str, wanted: str) -> None:
    blocks, done = repaired(source, language)
    assert normalise.as_read(done.blocks) == wanted
    check_laws(blocks, done, language)


def check_laws(blocks: Blocks, done: normalise.Repaired, language: str) -> None:
    """Law 2, and what the package promises besides."""
    read = normalise.as_read(blocks)
    assert normalise.replay(read, done.record) == normalise.as_read(done.blocks)
    assert done.blocks.layout is Layout.PARAGRAPHS
    for one, other in zip(done.record, done.record[1:], strict=False):
        assert one.end <= other.start
    for repair in done.record:
        assert read[repair.start : repair.end] != repair.text
        assert repair.rule
    for block in done.blocks.blocks:
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text)
    again = normalise.repair(done.blocks, vocabulary.load(Language(language)), words.known(Language(language)))
    assert again.record == ()
    assert again.blocks == done.blocks


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("Recalling the long service of the guild and of its many old keepers and welcoming efforts", "to light all lamps,", True),
        (
            "Recalling the long service of the guild and of its many old keepers and welcoming efforts,",
            "to light all lamps,",
            False,
        ),
        ("Recalling the long service of the guild and of its many old keepers and welcoming efforts", "To light all lamps,", False),
        ("Recalling the long service of the guild and of its many old keepers in the year 1884", "to light all lamps,", False),
        ("Recalling the long service of the guild and of its many old keepers and welcoming efforts", "noting the fog,", False),
        (
            "Assistance to the guild and to all of its many old keepers in the ports of the northern coast",
            "to light all lamps;",
            False,
        ),
        ("Recalling the guild", "to light all lamps,", False),
    ],
)
def test_a_paragraph_broken_in_official_xml_is_joined_where_there_is_no_doubt(above: str, below: str, joined: bool) -> None:
    blocks = Blocks(SourceKind.AKN, Layout.PARAGRAPHS, (Block(above), Block(below)), Language.EN)
    done = normalise.repair(blocks, vocabulary.load(Language.EN), words.known(Language.EN))
    assert [block.text for block in done.blocks.blocks] == ([f"{above} {below}"] if joined else [above, below])
    check_laws(blocks, done, "en")


PIECES = (
    "the lamp keepers of harbour Recalling Decides 1. 2. (a) (b) (i) fog, coast; dusk. l ’eau terror isme co\u00adop \ufb01re e\u0301clat"
    " inter- S/RES/9001 (2091) 2/3 91-00001 — • \u041eil \u0441ase  \t ‘x’ : ) ( “ ” « » 12 1er er é ’ 灯塔 ， على "
    "¹ ² fog,¹ [1] lamp[1] 2091,1 1 ____"
)
pieces = st.sampled_from(PIECES.split(" "))
printed = st.lists(st.lists(pieces, min_size=1, max_size=9).map(" ".join), max_size=14)


@st.composite
def blocks_of(draw: st.DrawFn) -> Blocks:
    rows = []
    for line in draw(printed):
        marks = ()
        if line and draw(st.booleans()):
            start = draw(st.integers(0, len(line)))
            marks = (Mark(start, draw(st.integers(start, len(line))), MarkKind.ITALIC), Mark(start, start, MarkKind.NOTE, "1"))
        hint = draw(st.sampled_from([Hint.NONE, Hint.NONE, Hint.HEADING, Hint.MASTHEAD]))
        rows.append(
            Block(
                line,
                marks=marks,
                indent=draw(st.sampled_from([0.0, 1.0, 5.0, 24.0])),
                page=draw(st.integers(1, 2)),
                gap=draw(st.booleans()),
                hint=hint,
            )
        )
    kind = draw(st.sampled_from([SourceKind.TEXT, SourceKind.PDF]))
    return Blocks(kind, draw(st.sampled_from(list(Layout))), tuple(rows))


@given(blocks_of(), st.sampled_from(["en", "fr", "es", "ru", "ar", "zh"]))
def test_repair_replays_and_is_idempotent(blocks: Blocks, language: str) -> None:
    done = normalise.repair(blocks, vocabulary.load(Language(language)), words.known(Language(language)))
    check_laws(blocks, done, language)


@given(blocks_of(), st.sampled_from(["en", "fr"]))
def test_repair_conserves_letters(blocks: Blocks, language: str) -> None:
    """Letters and digits of the text as read are in the repaired text or in what the record took out, in order of reading."""
    done = normalise.repair(blocks, vocabulary.load(Language(language)), words.known(Language(language)))
    read = normalise.as_read(blocks)
    out = [repair for repair in done.record if repair.rule in ("running line", "page number", "address", "note")]
    kept = normalise.replay(read, [repair for repair in done.record if repair in out])
    changed = sum(len(repair.text) + repair.end - repair.start for repair in done.record if repair not in out)
    letters = [len(re.sub(r"[\W_]", "", t)) for t in (kept, normalise.as_read(done.blocks))]
    assert abs(letters[0] - letters[1]) <= changed


@given(st.text(alphabet="abc", max_size=12), st.data())
def test_ledger_composes(first: str, data: st.DataObject) -> None:
    ledger = Ledger(first)
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(ledger.text)))
        to = data.draw(st.integers(at, len(ledger.text)))
        ledger.apply([Edit(at, to, data.draw(st.text(alphabet="xyz", max_size=3)), "rule")])
    changes = ledger.changes()
    assert sum(length for length, _, _ in ledger.entries) == len(first)
    now = first
    for change in reversed(changes):
        now = now[: change.start] + change.text + now[change.end :]
    assert now == ledger.text


def paragraphs(*texts: str, language: str = "en") -> list[str]:
    blocks = Blocks(SourceKind.AKN, Layout.PARAGRAPHS, tuple(Block(t) for t in texts))
    done = normalise.repair(blocks, vocabulary.load(Language(language)), words.known(Language(language)))
    check_laws(blocks, done, language)
    return [block.text for block in done.blocks.blocks]


def test_light_repair_of_whole_paragraphs() -> None:
    assert paragraphs("alls upon all keepers to light  their lamps;") == ["Calls upon all keepers to light their lamps;"]
    assert paragraphs("elcoming\tthe light\u00ads,") == ["Welcoming the lights,"]
    assert paragraphs("to light the lamps;", "noting the fog,") == ["to light the lamps;", "noting the fog,"]
    assert paragraphs("The Couns\u0435l of ﬁre") == ["The Counsel of fire"]
    assert paragraphs("e\u0301clat", language="fr") == ["éclat"]
    assert paragraphs("c тревогой отмечая туман,", "o лампы", language="ru") == ["с тревогой отмечая туман,", "o лампы"]
    assert paragraphs("审查了报告 和灯塔， 并1 500盏灯", language="zh") == ["审查了报告和灯塔，并1 500盏灯"]
    assert paragraphs(".\tLamps of all kinds;", ". “The Council", ".5 of it") == ["Lamps of all kinds;", "“The Council", ".5 of it"]
    assert paragraphs("Prie les États ;\u00a0", language="fr") == ["Prie les États ;\u00a0"]


def test_a_row_keeps_its_cells() -> None:
    rows = Blocks(SourceKind.AKN, Layout.PARAGRAPHS, (Block("Lamp\tlit  at dusk", hint=Hint.ROW),))
    done = normalise.repair(rows, vocabulary.load(Language.EN), words.known(Language.EN))
    assert done.blocks.blocks[0].text == "Lamp\tlit at dusk"


def test_clean_text_is_left_alone() -> None:
    assert light("Calls upon all keepers to light their lamps;") == []
    assert paragraphs("Décide « de rester » saisi ; et", language="fr") == ["Décide « de rester » saisi ; et"]


def test_italics_and_note_marks_move_along() -> None:
    rows = (
        Block(
            "Recalling the  duty of keepers,", marks=(Mark(0, 9, MarkKind.ITALIC), Mark(23, 23, MarkKind.NOTE, "1")), indent=24.0
        ),
        Block("further recalling lamps,", marks=(Mark(0, 17, MarkKind.ITALIC),), indent=0.0),
    )
    done = normalise.repair(
        Blocks(SourceKind.PDF, Layout.LINES, rows), vocabulary.load(Language.EN), words.known(Language.EN)
    ).blocks.blocks[0]
    assert done.text == "Recalling the duty of keepers, further recalling lamps,"
    assert [done.text[m.start : m.end] for m in done.marks if m.kind is MarkKind.ITALIC] == ["Recalling", "further recalling"]
    assert [m.start for m in done.marks if m.kind is MarkKind.NOTE] == [done.text.index("keepers,")]


def test_notes_at_the_foot_of_a_page() -> None:
    long = "Recalling the duty of every lighthouse to be seen, and of every keeper to watch over the lamps in the long nights of the year"
    source = (
        f"Resolution 9001 (2091)\nThe Security Council,\n{long},\n{long} of Harbour17, and the fog that lies on the\n"
        "17 Resolution 12 of the Assembly.\n64\n\nResolutions and decisions of the Security Council 2091\n"
        "coast of the north,\n1. Decides to remain seized of the matter.\n"
    )
    blocks = text.read(source.encode())
    done = normalise.repair(blocks, vocabulary.load(Language.EN), words.known(Language.EN))
    assert [(n.id, n.text) for n in done.blocks.notes] == [("17", "Resolution 12 of the Assembly.")]
    assert any("of Harbour, and" in b.text and b.marks and b.marks[0].value == "17" for b in done.blocks.blocks)
    check_laws(blocks, done, "en")


def mended(source: str, language: str = "en") -> Blocks:
    blocks, done = repaired(source, language)
    check_laws(blocks, done, language)
    return done.blocks


HEAD = "United Nations\nS/RES/9001 (2091){}\nSecurity Council\nResolution 9001 (2091)\nThe Security Council,\n"
RECITALS = (
    "     Recalling the duty of every lighthouse to be seen in fog and by night{}\n"
    "     Noting the handbook of the keepers of lamps in the harbours of the north and\n"
)
REST = "of the south, with thanks,\n     1. Calls upon all keepers to light their lamps;\n     2. Decides to remain seized of the matter.\n"


def test_a_number_put_in_beside_another_is_no_split_word() -> None:
    body = "1. Décide que les gardiens :\n\ni) veillent ;\n\ni bis) dorment ;\n\n2. Décide de rester saisi.\n"
    assert "i bis) dorment ;" in [b.text for b in mended(f"Le Conseil de sécurité,\n\n{body}", "fr").blocks]


@pytest.mark.parametrize("mark", [",1", "1,"])
@pytest.mark.parametrize("rule", ["", "__________\n"])
def test_a_note_above_the_job_number(mark: str, rule: str) -> None:
    foot = f"{rule}1 See S/2091/204, annex, and the list of lamps that follows it, as amended by the\nkeepers.\n91-00640 (E)\n"
    found = mended(HEAD.format("") + RECITALS.format(mark) + foot + "S/RES/9001 (2091)\n" + REST)
    assert [(n.id, n.text) for n in found.notes] == [
        ("1", "See S/2091/204, annex, and the list of lamps that follows it, as amended by the keepers.")
    ]
    assert found.masthead.job_number == "91-00640 (E)"
    lines = [b.text for b in found.blocks]
    assert "Noting the handbook of the keepers of lamps in the harbours of the north and of the south, with thanks," in lines
    recital = next(b for b in found.blocks if b.text.startswith("Recalling"))
    assert recital.text == "Recalling the duty of every lighthouse to be seen in fog and by night,"
    assert [(m.kind, m.value) for m in recital.marks] == [(MarkKind.NOTE, "1")]


def test_a_figure_at_the_foot_without_a_mark_is_text() -> None:
    recital = "     Noting the fog that lay on the coast of the north from the ninth of June to\n12 June 2091 and\n91-00640 (E)\n"
    found = mended(
        HEAD.format("") + RECITALS.format(",") + REST[:27] + recital + "S/RES/9001 (2091)\nthe lamps lost in it,\n" + REST[27:]
    )
    assert not found.notes
    assert any("of June to 12 June 2091 and the lamps lost in it," in b.text for b in found.blocks)


@pytest.mark.parametrize("line", ["on 8 January 2092.", "on\n8 January 2092."])
def test_a_reissue_at_the_foot(line: str) -> None:
    foot = f"* Reissued for technical reasons {line}\n91-00640 (E)\n"
    found = mended(HEAD.format("*") + RECITALS.format(",") + foot + "S/RES/9001 (2091)\n" + REST)
    assert found.masthead.reissue == "Reissued for technical reasons on 8 January 2092."
    assert [n.id for n in found.notes] == ["*"]
    assert any(b.text.endswith("of the north and of the south, with thanks,") for b in found.blocks)


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
STYLES = {"raised": lambda n: str(n).translate(RAISED), "square": "[{}]".format, "plain": str}
BORNE = (
    ("Recalling the duty of every lighthouse to be seen", ","),
    ("Noting the handbook of the keepers of lamps of 17 December 2091", ","),
    ("Welcoming the report on whales (S/2091/12)", ","),
    ("Deploring the wrecks of the coast of 20 km² and 12 lamps", ","),
    ("1. Urges pilots and keepers to meet in the harbour", ";"),
)


@given(
    st.sampled_from(list(STYLES)),
    st.sets(st.sampled_from(range(len(BORNE))), min_size=1),
    st.booleans(),
    st.sampled_from(["", "__________\n", "------\n\n"]),
    st.sampled_from(["", "\n[Note: what is yellow is new.]\n"]),
)
def test_notes_of_a_typed_draft_are_taken_out_with_their_marks(
    style: str, noted: set[int], before: bool, rule: str, remark: str
) -> None:
    before = before and not (style == "plain" and 1 in noted)  # a figure glued to a year says nothing
    mark = STYLES[style]
    numbers = {i: n for n, i in enumerate(sorted(noted), 1)}
    marks = [mark(numbers[i]) if i in numbers else "" for i in range(len(BORNE))]
    texts = [f"{t}{m}{end}" if before else f"{t}{end}{m}" for (t, end), m in zip(BORNE, marks, strict=True)]
    notes = [f"{mark(n)} {'Resolution' if n % 2 else 'See S/2091/'}{n}, annex" + "." * (n % 3 != 0) for n in numbers.values()]
    body = [*texts, "2. Decides to remain seized of the matter."]
    found = mended("The Security Council,\n\n" + "\n\n".join(body) + f"\n\n{rule}" + "\n".join(notes) + "\n" + remark)
    clean = ["The Security Council,", *(f"{t}{end}" for t, end in BORNE), body[-1], *filter(None, [remark.strip()])]
    assert [b.text for b in found.blocks] == clean
    assert [(n.id, f"{mark(n.id)} {n.text}") for n in found.notes] == [(str(n), t) for n, t in enumerate(notes, 1)]
    assert {b.text: [m.value for m in b.marks] for b in found.blocks if b.marks} == {
        "".join(BORNE[i]): [str(n)] for i, n in numbers.items()
    }
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("formula", "recital", "paragraph", "note"),
    [
        ("Le Conseil de sécurité,", "Rappelant le brouillard,", "1. Décide d’agir.", "Résolution 12."),
        ("El Consejo de Seguridad,", "Recordando la niebla,", "1. Decide actuar.", "Resolución 12."),
        ("Совет Безопасности,", "ссылаясь на туман,", "1. постановляет действовать.", "Резолюция 12."),
        ("إن مجلس الأمن،", "إذ يشير إلى الضباب،", "1 - يقرر أن يعمل.", "القرار 12."),
        ("安全理事会，", "回顾雾，", "1. 决定行动。", "第12号决议。"),
    ],
)
@pytest.mark.parametrize("style", STYLES)
def test_notes_of_a_typed_draft_in_other_languages(style: str, formula: str, recital: str, paragraph: str, note: str) -> None:
    mark = STYLES[style](1)
    language = str(vocabulary.detect(f"{formula}\n"))
    found = mended(f"{formula}\n\n{recital}{mark}\n\n{paragraph}\n\n{mark} {note}\n", language)
    assert [b.text for b in found.blocks] == [formula, recital, paragraph]
    assert [(n.id, n.text) for n in found.notes] == [("1", note)]
    assert [m.value for m in found.blocks[1].marks] == ["1"]


@pytest.mark.parametrize(
    ("lines", "left", "doubt"),
    [
        (["Noting lamps,1", "Noting fog,1", "", "___", "1 Resolution 12."], ["Noting lamps,1", "Noting fog,1"], "note 1 is"),
        (["Noting 20 km² of oil,", "", "² Resolution 12."], ["Noting 20 km² of oil,"], "note 2 is"),
        (["Noting the lamps,¹"], ["Noting the lamps,¹"], "may be marks of notes that are not printed"),
        (["Noting the lamps of 2091,3"], ["Noting the lamps of 2091,3"], "may be marks of notes that are not printed"),
    ],
)
def test_a_figure_that_may_be_a_note_s_mark_stays_with_a_doubt(lines: list[str], left: list[str], doubt: str) -> None:
    body = ["The Security Council,", *(line for line in lines if line.startswith("Noting")), "1. Decides to act."]
    found = mended("\n\n".join(body) + "\n\n" + "\n".join(line for line in lines if not line.startswith("Noting")))
    assert [b.text for b in found.blocks] == ["The Security Council,", *left, "1. Decides to act."]
    assert [d.what[: len(doubt)] for d in found.doubts] == [doubt]


def test_figures_that_are_no_marks_of_notes() -> None:
    body = "The Security Council,\n\nNoting 20 km² and 10⁶ lamps, every [60] [90] days,\n\n1. Decides to act;\n\n2. Decides to end.\n\n"
    for end in ("1 March 2091\n", "12 March 2091\n", "[1] Urges keepers to act;\n"):
        found = mended(body + end)
        assert not found.notes
        assert [b.text for b in found.blocks][1] == "Noting 20 km² and 10⁶ lamps, every [60] [90] days,"
        assert any(end.strip() in b.text for b in found.blocks)


def test_thousands_of_lines_that_may_be_notes_are_read_in_time() -> None:
    """The test runs into the suite's limit where the time grows with the square of their number."""
    for lines in (["¹ lamps,¹", "goes on"], ["[1] lamps[1]"], ["1 Lamps."], ["¹²³ fog,¹ ²"], ["12 Lamps,1"]):
        source = "The Security Council,\n\nNoting the lamps,¹\n\n1. Decides to act.\n\n" + "\n\n".join(lines * 3000)
        blocks = text.read(source.encode())
        normalise.repair(blocks, vocabulary.load(Language.EN), words.known(Language.EN))


def test_a_line_of_the_cover_that_no_pattern_knows() -> None:
    head = "United Nations\nS/PRST/2091/4\nA text for the keepers of lamps\nSecurity Council\n18 February 2091\n"
    said = "     “The Security Council looks to the lamps of the north.\n     “The Security Council thanks their keepers.”\n"
    found = mended(head + "Statement by the President of the Security Council\nAt the 9301st meeting the President said:\n" + said)
    assert [b.hint for b in found.blocks] == [Hint.MASTHEAD] * 6 + [Hint.NONE] * 3


def test_half_words_split_time_and_again_are_no_words() -> None:
    recital = "Réaffirmant le droit interna tional des phares,\n"
    source = "Nations Unies\nLe Conseil de sécurité,\n" + 4 * recital + "1. Décide de rester saisi de la question.\n"
    assert sum("droit international des phares" in b.text for b in mended(source, "fr").blocks) == 4


def test_what_a_recogniser_misread() -> None:
    french = vocabulary.load(Language.FR)
    assert misread_formula("Le Conseil (le sécurité,", french) == "Le Conseil de sécurité,"
    assert misread_formula("Le Conseil de sécurité,", french) == ""
    assert misread_formula("Le Comité des phares,", french) == ""
    assert [(i, e.text) for i, e in misread_letters(["a) x", "b) y", "e) z", "d) w"])] == [(2, "c")]
    assert misread_letters(["a) x", "b) y", "d) w", "e) v"]) == []
    note = Note("41", None, None, "Lamps.")
    assert [e.start for e, _ in glued_notes("the convention41 and 1941 lamps", [note])] == [14]
    assert glued_notes("the convention41 and the protocol41", [note]) == []
    note = Note("1", None, None, "Lamps.")
    assert [e.start for e, _ in glued_notes("lamps of the harbour.1\nThe fog", [note])] == [21]
    assert glued_notes("see para.1 of the text, S/2091/1,1 and 3,1 metres", [note]) == []


def test_two_notes_of_one_number_have_one_mark() -> None:
    notes = [Note("41", None, None, "S/2091/1."), Note("41", None, None, "S/2091/2.")]
    assert [id_ for _, id_ in glued_notes("the convention41 and 1941 lamps", notes)] == ["41"]


def test_a_word_without_end_takes_no_longer_than_its_letters() -> None:
    """Each of these took seconds to minutes before: a pattern that looked at a word anew from each of its letters."""
    blocks = tuple(Block("x" * 20_000 + end) for end in ("", "-", "\u0436", "1-"))
    started = time.monotonic()
    for language in Language:
        known = words.known(language) if language is not Language.DE else lambda _: False
        normalise.repair(Blocks(SourceKind.PDF, Layout.LINES, blocks), vocabulary.load(language), known)
    assert time.monotonic() - started < 5


def test_nothing_to_repair() -> None:
    empty = Blocks(SourceKind.TEXT, Layout.LINES, ())
    done = normalise.repair(empty, vocabulary.load(Language.EN), words.known(Language.EN))
    assert done.blocks.blocks == ()
    assert done.record == ()
