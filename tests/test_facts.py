"""Metadata records to facts."""

from __future__ import annotations

import json
from datetime import date

import pytest

from resdiff.errors import Broken, EmptyFile, NotADocument
from resdiff.models import Vote
from resdiff.read.facts import read_facts


def record(**changes: object) -> dict[str, object]:
    return {
        "symbol": "S/RES/9001 (2091)",
        "adoption_meeting": "9876th meeting",
        "adoption_date": "4 March 2091",
        "agenda_item_name": "The situation of  lamps.",
        "draft_resolution": "S/2091/17",
        "outcome_letter": "S/PV.9876",
        "resolution_title": "Security Council resolution 9001 (2091) [on lamps]",
        "chapter_VII": "Chapter VII",
        "MS_in_favour_count": "13",
        "MS_against_count": "0",
        "MS_abstaining_count": "2",
        "sponsors": ["ISLE OF FOG", "ISLE OF FOG"],
        "additional_sponsors": ["NORTH CAPE"],
    } | changes


def facts(**changes: object):  # type: ignore[no-untyped-def]
    return read_facts(json.dumps(record(**changes)).encode())[0]


def test_a_record() -> None:
    found = facts()
    assert found.symbol == "S/RES/9001 (2091)"
    assert found.title == "Security Council resolution 9001 (2091) [on lamps]"
    assert found.sponsors == ("ISLE OF FOG", "NORTH CAPE")
    adoption = found.adoption
    assert (adoption.date, adoption.meeting, adoption.vote) == (date(2091, 3, 4), 9876, Vote(13, 0, 2))
    assert (adoption.agenda, adoption.draft, adoption.record) == ("The situation of lamps", "S/2091/17", "S/PV.9876")
    assert adoption.chapter_vii is None, "told from the words of the text, never from the metadata"


@pytest.mark.parametrize(
    ("counts", "vote"),
    [
        (("15", "0", "0"), Vote(15, 0, 0)),
        (("14", "0", "0"), Vote(14, 0, 0)),
        (("15", "0", "3"), None),
        (("0", "0", "0"), None),
        (("", "0", "0"), None),
        (("12", "x", "3"), None),
    ],
)
def test_votes(counts: tuple[str, str, str], vote: Vote | None) -> None:
    sides = ("MS_in_favour_count", "MS_against_count", "MS_abstaining_count")
    assert facts(**dict(zip(sides, counts, strict=True))).adoption.vote == vote


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("19 July 2019", date(2019, 7, 19)),
        ("19 November 2004 in Nairobi", date(2004, 11, 19)),
        ("2021-07-09 00:00:00", date(2021, 7, 9)),
        ("0001-01-01", None),
        ("31 June 2019", None),
        ("", None),
    ],
)
def test_dates(printed: str, day: date | None) -> None:
    assert facts(adoption_date=printed).adoption.date == day


def test_meetings() -> None:
    assert facts(adoption_meeting="4337th (closed) meeting").adoption.meeting == 4337
    assert facts(adoption_meeting="Voting by mail", outcome_letter="S/2020/246").adoption.meeting is None


def test_what_is_no_metadata() -> None:
    with pytest.raises(EmptyFile):
        read_facts(b" \n")
    with pytest.raises(Broken, match="line 2"):
        read_facts(json.dumps(record()).encode() + b"\n{half a record\n")
    with pytest.raises(NotADocument):
        read_facts(b'{"title": "something else"}')
    assert read_facts(json.dumps(record(symbol="")).encode()) == ()


def test_values_that_nothing_can_hold() -> None:
    found = facts(
        resolution_title="lamps \ud800",
        sponsors=["\udc00 ISLE"],
        adoption_meeting="9" * 30,
        outcome_letter="",
        MS_in_favour_count="²",
    )
    assert (found.title, found.sponsors[0], found.adoption.meeting, found.adoption.vote) == ("lamps ?", "? ISLE", None, None)
