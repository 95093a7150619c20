"""The SQLite file: what is put comes back, in order, and the look-ups find it."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdiff import symbols
from resdiff.corpus import Corpus, index
from resdiff.errors import LibraryError
from resdiff.models import Adoption, Facts, Kind, Language, SourceKind, Status, Vote
from resdiff.tokens import words
from shelf import document, paragraph, resolution, shelf

LAMPS = "Calls upon all keepers to light their lamps before dusk;"
WRECKS = "Urges the harbour masters to exchange lists of wrecked lanterns with their neighbours;"
FOG = "Deeply concerned that smugglers of lanterns profit from fog along the coast,"


# --- keeping ----------------------------------------------------------------------------------------------------------------------


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    one = resolution(9001, LAMPS, WRECKS, meeting=9101)
    with shelf(tmp_path, one) as corpus:
        assert corpus.get("S/RES/9001 (2091)") == one
        assert corpus.get("S/RES/9001") == one, "a resolution is known by its number alone"
        assert corpus.get("S/RES/9002 (2092)") is None
        assert corpus.holds(one.source.sha256, "1")
        assert not corpus.holds(one.source.sha256, "2")
        assert corpus.versions() == {one.source.sha256: "1"}


def test_a_new_reading_of_the_same_bytes_takes_the_place_of_the_old(tmp_path: Path) -> None:
    from dataclasses import replace

    one = resolution(9001, LAMPS, WRECKS)
    with shelf(tmp_path, one) as corpus:
        assert corpus.earlier().phrase(words("wrecked lanterns"))
        again = replace(one, paragraphs=(one.paragraphs[0], paragraph("OP2", FOG)))
        corpus.put(again, "2")
        assert corpus.get("S/RES/9001 (2091)") == again
        assert not corpus.holds(one.source.sha256, "1")
        earlier = corpus.earlier()
        assert not earlier.phrase(words("wrecked lanterns"))
        assert [c.id for c in earlier.phrase(words("profit from fog"))] == ["OP2"]
        assert [c.id for c in earlier.phrase(words("light their lamps"))] == ["OP1"]
        assert len(corpus.entries()) == 1


def contents(corpus: Corpus) -> list[object]:
    """What the index holds, whatever the order of writing."""
    from array import array

    corpus.complete()
    with sqlite3.connect(corpus.path) as connection:
        postings = connection.execute("SELECT key, refs FROM posting ORDER BY key").fetchall()
        counts = connection.execute("SELECT language, word, paragraphs FROM word WHERE paragraphs ORDER BY 1, 2").fetchall()
    return [[(key, sorted(array("I", refs))) for key, refs in postings], counts]


def test_the_index_is_the_same_by_whatever_way_it_was_made(tmp_path: Path) -> None:
    from dataclasses import replace

    one, two = resolution(9001, LAMPS, WRECKS), resolution(9002, FOG, LAMPS)
    (tmp_path / "straight").mkdir()
    with shelf(tmp_path / "straight", one, two) as corpus:
        straight = contents(corpus)
    with shelf(tmp_path, replace(one, paragraphs=(paragraph("OP1", FOG),)), two) as corpus:
        corpus.complete()
        corpus.put(replace(one, paragraphs=(paragraph("OP1", WRECKS), paragraph("OP2", WRECKS), paragraph("OP3", FOG))), "2")
        corpus.put(resolution(9003, LAMPS), "2")
        corpus.remove([resolution(9003, LAMPS).source.sha256])
        corpus.put(one, "3")
        assert contents(corpus) == straight


def test_a_transaction_keeps_all_or_nothing(tmp_path: Path) -> None:
    with Corpus(tmp_path / "library.sqlite") as corpus:

        def interrupted() -> None:
            with corpus.writing():
                corpus.put(resolution(9001, LAMPS), "1")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            interrupted()
        assert corpus.entries() == ()
        assert not corpus.earlier().phrase(words("light their lamps"))
        corpus.put(resolution(9002, LAMPS), "1")
        assert [c.symbol for c in corpus.earlier().phrase(words("light their lamps"))] == ["S/RES/9002 (2092)"]


def test_what_an_interrupted_run_left_out_of_the_index_is_found(tmp_path: Path) -> None:
    corpus = shelf(tmp_path, resolution(9001, LAMPS))
    corpus._connection.close()  # as a killed process leaves it: committed, the index still in memory
    with Corpus(tmp_path / "library.sqlite") as again:
        assert again.earlier().phrase(words("light their lamps"))


def test_removing_leaves_nothing_to_find(tmp_path: Path) -> None:
    one, two = resolution(9001, LAMPS), resolution(9002, LAMPS)
    with shelf(tmp_path, one, two) as corpus:
        corpus.earlier()
        assert corpus.remove([one.source.sha256, "unknown"]) == 1
        assert [c.symbol for c in corpus.earlier().phrase(words("light their lamps"))] == ["S/RES/9002 (2092)"]
        assert corpus.get("S/RES/9001 (2091)") is None
        assert not corpus.holds(one.source.sha256, "1")


def test_files_that_give_no_document_are_remembered(tmp_path: Path) -> None:
    with Corpus(tmp_path / "library.sqlite") as corpus:
        corpus.mark_held("a" * 64, "1")
        assert corpus.holds("a" * 64, "1")
        assert not corpus.holds("a" * 64, "2")


def test_a_file_of_several_symbols_is_found_by_each(tmp_path: Path) -> None:
    from dataclasses import replace

    joint = replace(resolution(9001, LAMPS), symbols=("S/RES/9001 (2091)", "A/RES/146/3"))
    with shelf(tmp_path, joint) as corpus:
        assert corpus.get("A/RES/146/3") == joint


# --- what metadata adds -----------------------------------------------------------------------------------------------------------


def test_the_documents_own_words_win_over_metadata(tmp_path: Path) -> None:
    facts = Facts(
        "S/RES/9001 (2091)",
        "On lamps",
        Adoption(date(2091, 1, 1), 7, Vote(14, 0, 1), chapter_vii=True, agenda="Lamps"),
        ("SEALAND",),
    )
    with shelf(tmp_path, resolution(9001, LAMPS)) as corpus:
        corpus.put_facts([facts])
        held = corpus.get("S/RES/9001 (2091)")
        assert held is not None
        assert held.adoption == Adoption(date(2091, 3, 4), 7, Vote(14, 0, 1), chapter_vii=None, agenda="Lamps")
        assert (held.title, held.masthead.sponsors) == ("On lamps", ("SEALAND",))
        assert corpus.facts("S/RES/9001 (2091)") == facts
        entry = corpus.entries()[0]
        assert (entry.title, entry.date, entry.meeting) == ("On lamps", date(2091, 3, 4), 7)
        witness = corpus.earlier().witness("S/RES/9001 (2091)")
        assert witness is not None
        assert witness.adoption == held.adoption


# --- rivals and order -------------------------------------------------------------------------------------------------------------


def test_among_rivals_official_xml_then_the_later_job_number(tmp_path: Path) -> None:
    text = resolution(9001, LAMPS + " Text.")
    pdf = resolution(9001, LAMPS + " PDF.", kind=SourceKind.PDF, job="99-12345 (E)")
    late = resolution(9001, LAMPS + " Later PDF.", kind=SourceKind.PDF, job="04-00001 (E)")
    mended = resolution(9001, LAMPS + " Mended.", kind=SourceKind.AKN, doubts=("the XML is not well-formed (line 3, column 4)",))
    xml = resolution(9001, LAMPS + " XML.", kind=SourceKind.AKN)
    order = [xml, mended, late, pdf, text]
    with shelf(tmp_path, text, pdf, late, mended, xml) as corpus:
        for best in order:
            assert corpus.get("S/RES/9001 (2091)") == best
            entries = [e for e in corpus.entries() if e.preferred]
            assert [e.sha256 for e in entries] == [best.source.sha256]
            assert [c.text for c in corpus.earlier().phrase(words("light their lamps"))] == [best.paragraphs[0].text]
            corpus.remove([best.source.sha256])


def test_english_else_the_only_language(tmp_path: Path) -> None:
    french = resolution(9001, "Demande aux gardiens d’allumer leur lampe;", language=Language.FR)
    russian = resolution(9001, "призывает всех зажечь лампы;", language=Language.RU)
    with shelf(tmp_path, french) as corpus:
        assert corpus.get("S/RES/9001 (2091)") == french
        corpus.put(russian, "1")
        assert corpus.get("S/RES/9001 (2091)") is None
        assert corpus.get("S/RES/9001 (2091)", Language.RU) == russian
        corpus.put(resolution(9001, LAMPS), "1")
        held = corpus.get("S/RES/9001 (2091)")
        assert held is not None
        assert held.language is Language.EN


def test_order_is_date_then_meeting_then_number(tmp_path: Path) -> None:
    day = date(2092, 5, 5)
    statement = document("S/PRST/2092/4", day, [LAMPS], meeting=9210, status=Status.STATEMENT)
    one = document("S/RES/9002 (2092)", day, [LAMPS], meeting=9209)
    two = document("S/RES/9003 (2092)", day, [LAMPS], meeting=9210)
    three = document("S/RES/9004 (2092)", day, [LAMPS])
    undated = document("S/RES/9005 (2092)", None, [LAMPS])
    later = document("S/RES/9006 (2092)", date(2092, 6, 1), [LAMPS])
    with shelf(tmp_path, later, undated, three, two, statement, one, resolution(9001, LAMPS)) as corpus:
        known = corpus.earlier(before=later).documents()
        assert known[0] == "S/RES/9001 (2091)"
        assert [s[6:10] for s in known if "RES" in s] == ["9001", "9002", "9003", "9004", "9005"]
        assert set(corpus.earlier(before=two).documents()) == {"S/RES/9001 (2091)", "S/RES/9002 (2092)"}
        assert set(corpus.earlier(before=statement).documents()) == {"S/RES/9001 (2091)", "S/RES/9002 (2092)"}
        assert corpus.earlier(before=day).documents() == ("S/RES/9001 (2091)",)
        assert "S/RES/9004 (2092)" in corpus.earlier(before=date(2092, 5, 6)).documents()
        assert len(corpus.earlier().documents()) == 7
        view = corpus.earlier()
        assert view.before("S/RES/9001 (2091)").documents() == ()
        assert view.before("S/RES/9006 (2092)").documents() == corpus.earlier(before=later).documents()


def test_only_precedent_is_searched_and_listings_are_not(tmp_path: Path) -> None:
    draft = document("S/2091/7", date(2091, 1, 1), [LAMPS], status=Status.DRAFT)
    names = document("S/RES/9001 (2091)", date(2091, 3, 4), [paragraph("AI.L1", LAMPS, Kind.LISTING), paragraph("OP1", WRECKS)])
    with shelf(tmp_path, draft, names) as corpus:
        earlier = corpus.earlier()
        assert earlier.documents() == ("S/RES/9001 (2091)",)
        assert not earlier.phrase(words("light their lamps"))
        assert corpus.get("S/2091/7") == draft


def test_the_search_space_can_be_narrowed(tmp_path: Path) -> None:
    with shelf(tmp_path, resolution(9001, LAMPS), resolution(9002, LAMPS), resolution(9003, LAMPS)) as corpus:
        earlier = corpus.earlier(among=("S/RES/9001 (2091)", "S/RES/9003 (2093)", "S/RES/9009 (2099)"))
        assert earlier.documents() == ("S/RES/9001 (2091)", "S/RES/9003 (2093)")
        assert earlier.searched.documents == 2
        assert not earlier.searched.complete
        assert earlier.before("S/RES/9003 (2093)").documents() == ("S/RES/9001 (2091)",)
        assert earlier.document("S/RES/9002 (2092)") is None
        assert earlier.paragraph("S/RES/9001 (2091)", "OP1") is not None
        assert earlier.paragraph("S/RES/9001 (2091)", "OP7") is None


def test_complete_only_when_every_number_is_held(tmp_path: Path) -> None:
    """Numbers 1268 to 1284 are the resolutions that followed until the end of 1999: a fact."""
    beginning = next(n for n in range(1, 1285) if symbols.year_of(n) == 1999)
    run = [document(f"S/RES/{n} (1999)", date(1999, 6, 1), [LAMPS]) for n in range(beginning, beginning + 5)]
    with shelf(tmp_path, *run) as corpus:
        assert corpus.earlier().searched.complete
        assert corpus.earlier(before=run[3]).searched.complete
        corpus.remove([run[2].source.sha256])
        assert not corpus.earlier().searched.complete
        assert not corpus.earlier(before=date(1980, 1, 1)).searched.complete


# --- look-ups ---------------------------------------------------------------------------------------------------------------------

WORD = st.sampled_from(["lamp", "fog", "keeper", "of", "the", "wreck", "and", "harbour", "signal", "coast"])
TEXTS = st.lists(st.lists(WORD, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=6)


@given(TEXTS, st.lists(WORD, min_size=1, max_size=7))
def test_a_phrase_is_found_wherever_it_stands_and_nowhere_else(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], phrase: list[str]
) -> None:
    with shelf(tmp_path_factory.mktemp("corpus"), resolution(9001, *texts)) as corpus:
        found = {c.id for c in corpus.earlier().phrase(phrase)}
    assert found == {f"OP{n}" for n, text in enumerate(texts, 1) if f" {' '.join(phrase)} " in f" {text} "}


@given(TEXTS)
def test_a_text_looked_up_for_itself_comes_out_on_top(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    with shelf(tmp_path_factory.mktemp("corpus"), resolution(9001, *texts)) as corpus:
        earlier = corpus.earlier()
        for text in texts:
            best = earlier.similar(text)[0]
            assert sorted(set(words(best.text))) == sorted(set(words(text)))
            assert best.score == pytest.approx(1.0)
            assert text in [c.text for c in earlier.candidates(text)]


def test_languages_do_not_mix(tmp_path: Path) -> None:
    with shelf(tmp_path, resolution(9001, LAMPS), resolution(9002, LAMPS, language=Language.ES)) as corpus:
        earlier = corpus.earlier(language=Language.ES)
        assert [c.symbol for c in earlier.phrase(words("light their lamps"))] == ["S/RES/9002 (2092)"]
        assert [c.symbol for c in earlier.candidates(LAMPS)] == ["S/RES/9002 (2092)"]


def test_keys_are_the_same_on_every_machine() -> None:
    assert index.keys(("light", "lamps"), 2, Language.EN) == [2022315635407909579]
    assert all(0 <= key < 2**63 for key in index.keys(("a", "b", "c", "d", "e"), 2, Language.FR))
    assert index.keys(("a", "b"), 2, Language.EN) != index.keys(("b", "a"), 2, Language.EN)
    assert index.keys(("a",), 2, Language.EN) == []


# --- files that are not ours ------------------------------------------------------------------------------------------------------


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"not a database at all" * 400)
    with pytest.raises(LibraryError) as caught:
        Corpus(path)
    assert "library.sqlite" in caught.value.what
    assert caught.value.hint


def test_a_file_damaged_inside_is_told(tmp_path: Path) -> None:
    corpus = shelf(tmp_path, *(resolution(n, LAMPS, WRECKS, FOG) for n in range(9001, 9040)))
    corpus.close()
    path = tmp_path / "library.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)

    def read() -> None:
        with Corpus(path) as damaged:
            damaged.entries()
            damaged.get("S/RES/9001 (2091)")

    with pytest.raises(LibraryError):
        read()


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    foreign = sqlite3.connect(path)
    foreign.execute("CREATE TABLE shopping (item TEXT)")
    foreign.commit()
    foreign.close()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="not one of resdiff's"):
        Corpus(path)
    assert path.read_bytes() == before


def test_another_format_is_told(tmp_path: Path) -> None:
    shelf(tmp_path).close()
    other = sqlite3.connect(tmp_path / "library.sqlite")
    other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(LibraryError, match="another version"):
        Corpus(tmp_path / "library.sqlite")


def test_a_locked_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with shelf(tmp_path, resolution(9001, LAMPS)) as corpus:
        corpus.complete()
        corpus._connection.execute("PRAGMA busy_timeout = 1")
        other = sqlite3.connect(corpus.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="in use"):
            corpus.put(resolution(9002, LAMPS), "1")
        other.execute("ROLLBACK")
        corpus.put(resolution(9002, LAMPS), "1")
        other.close()
        assert len(corpus.entries()) == 2
