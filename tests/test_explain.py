"""Why paragraphs are linked or not: what is told agrees with what decided, and with itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from resdiff import specimen
from resdiff.align.explain import explain
from resdiff.cache import Origin
from resdiff.intake import read_document
from resdiff.models import Bar, Document, Explanation, Rival, Way
from resdiff.report import explained
from test_align import written

PAIRS = [("9001_2091", "9002_2092"), ("9003_2093", "9008_2099"), ("9004_2094", "9008_2099")]
"""Documents of the specimen among whose pairs every bar decides."""


def shipped(number: str) -> Document:
    name = f"S_RES_{number}.en.xml"
    data = dict(specimen.files())[name]
    return read_document(data, Origin.of(data, file=name))


def told(left: Document, right: Document) -> Iterator[Rival]:
    for id_ in sorted({p.id for p in (*left.paragraphs, *right.paragraphs)}):
        found = explain(left, right, id_)
        yield from (*(found.later or ()), *(found.earlier or ()))


def reached(rival: Rival) -> bool:
    """Whether the figures told make a link."""
    whole, part = rival.rank >= rival.needed, rival.contained >= rival.enough
    return rival.shared >= rival.least and {Bar.EITHER: whole or part, Bar.BOTH: whole and part, Bar.RANK: whole}[rival.bar]


def test_the_figures_told_are_those_that_decided() -> None:
    bars = set()
    for older, newer in PAIRS:
        for rival in told(shipped(older), shipped(newer)):
            if rival.way is Way.WORDS and not rival.equal:
                bars.add((rival.bar, rival.linked))
                assert reached(rival) == rival.linked
                assert (rival.words >= 0) == rival.linked
    assert bars >= {(Bar.EITHER, True), (Bar.EITHER, False), (Bar.BOTH, True), (Bar.BOTH, False), (Bar.RANK, False)}


SHORT = "Directs pilots to whistle thrice near drifting barges and polish oars weekly;"
LONG = (
    "Requests every guild clerk to number lanterns, barrels, ropes, compasses, charts, ladders, buckets, hammers, kettles and saddles kept"
    " ashore, to whistle thrice near drifting barges, to weigh salted herring, smoked cod, dried plums, onions, turnips, barley, oats, rye"
    " flour, vinegar, mustard, honey, candles, soap, tallow, resin, pitch, canvas, leather, buttons, needles, thread, felt, linen, wool,"
    " silk, ribbons, mirrors, combs, razors, spoons, plates, cups, jugs, bowls, trays, stools, benches, tables, shelves and chests;"
)


def test_a_link_by_the_share_of_the_shorter_one_says_so() -> None:
    (rival,) = (r for r in explain(written(SHORT), written(LONG), "OP1").later or ())
    assert rival.linked
    assert rival.rank < rival.needed
    assert rival.contained >= rival.enough
    said = explained.text(explain(written(SHORT), written(LONG), "OP1"))
    assert f"They are {rival.contained:.2f} of the shorter one, for which 0.45 is enough." in said
    assert "fewer" in said


def test_a_paragraph_that_a_link_explains_has_another_bar() -> None:
    """Where links explain most of one of the two, the share of the shorter one is not what counts."""
    for rival in told(shipped("9003_2093"), shipped("9008_2099")):
        if rival.bar is Bar.BOTH and not rival.linked:
            said = explained.text(Explanation("old", "new", rival.right, (rival,), None))
            assert "Other links explain most of one of the two already" in said
            assert f"{rival.enough:.2f} of the other one, and are {rival.contained:.2f}." in said
            assert "of the shorter one" not in said
            return
    pytest.fail("no such pair")


def made(*, linked: bool, words: float, bar: Bar = Bar.EITHER, shared: float = 3.0, way: Way = Way.WORDS) -> str:
    """What is said of a pair with these figures."""
    rival = Rival("OP1", "OP2", linked, linked, False, 0.2, 0.2, 0.2, 0.21, 0.3, 0.45, bar, shared, 2.0, way, ("a lamp",), words)
    return explained.text(Explanation("old", "new", "OP2", (rival,), None))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (made(linked=True, words=0.2), "It would tip if about 0.2 rare words fewer were shared."),
        (made(linked=False, words=-1.5), "It would tip if about 1.5 rare words more were shared."),
        (made(linked=False, words=-0.01), "It is on the edge: 0.1 rare words more would tip it."),
        (made(linked=True, words=0.0), "It is on the edge: 0.1 rare words fewer would tip it."),
        (made(linked=False, words=-1, shared=1.0), "They come to 1.0 rare words, and 2.0 are the least that make a link."),
        (made(linked=False, words=-1, bar=Bar.RANK), "One of the two is short: hence so high a bar."),
        (made(linked=True, words=-1, way=Way.FORMULA), "linked as the same formula"),
        (made(linked=True, words=-1, way=Way.REST), "fewer words are enough to link them"),
        (made(linked=True, words=-1, way=Way.PASSAGE), "stands in the other word for word"),
        (made(linked=True, words=-1, way=Way.HEADING), "the paragraphs below them are linked"),
    ],
)
def test_what_would_tip_it_is_told_in_words(said: str, sentence: str) -> None:
    assert sentence in said
    assert "links above" not in said


def test_what_weighs_is_explained_once() -> None:
    said = explained.text(explain(written(SHORT), written(LONG), "OP1"))
    assert " ".join(said.split()).count(explained.LEGEND) == 1
    same = explained.text(explain(written(SHORT), written(SHORT), "OP1"))
    assert "Words weigh" not in same
