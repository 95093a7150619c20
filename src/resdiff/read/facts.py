"""Official metadata records (one JSON object a line, a file for each year) to facts of adoption.

Figures are strings there. Known traps: the day may carry a place ("19 November 2004 in Nairobi") or be an ISO time, a closed meeting
prints "4337th (closed) meeting", a vote by mail has no meeting, counts are zero for texts adopted without a vote, and the counts of 2521
add up to eighteen (its own line says 12-0-3). The flag for Chapter VII is not taken: it disagrees with the words of 22 texts.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from resdiff import symbols, vocabulary
from resdiff.errors import Broken, EmptyFile, NotADocument
from resdiff.models import Adoption, Facts, Language, Vote

COUNCIL = 15
"""Members of the Security Council since 1966 (Charter, Art. 23): no count can be higher."""


def read_facts(data: bytes) -> tuple[Facts, ...]:
    """The facts of every record, in the file's order; a record without a symbol is passed over.

    Raises EmptyFile, Broken (a line that is no JSON, with its number) and NotADocument (JSON, but not records)."""
    if not data.strip():
        raise EmptyFile("the file is empty")
    found = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise Broken(f"line {number} is not JSON: {error}", "metadata has one JSON object a line") from None
        if not isinstance(record, dict) or "symbol" not in record:
            raise NotADocument(f"line {number} is JSON, but not a metadata record with a symbol")
        if record["symbol"]:
            found.append(_facts(record))
    return tuple(found)


def _facts(record: Mapping[str, Any]) -> Facts:
    symbol = _printable(record["symbol"])
    with contextlib.suppress(ValueError):
        symbol = symbols.parse(symbol).text
    sponsors = [*_names(record.get("sponsors")), *_names(record.get("additional_sponsors"))]
    return Facts(
        symbol=symbol,
        title=_text(record, "resolution_title"),
        adoption=Adoption(
            date=_date(str(record.get("adoption_date") or "")),
            meeting=_meeting(str(record.get("adoption_meeting") or ""), str(record.get("outcome_letter") or "")),
            vote=_vote(record),
            agenda=(_text(record, "agenda_item_name") or "").rstrip(".") or None,
            draft=_text(record, "draft_resolution"),
            record=_text(record, "outcome_letter"),
        ),
        sponsors=tuple(dict.fromkeys(sponsors)),
    )


def _text(record: Mapping[str, Any], key: str) -> str | None:
    return " ".join(_printable(record.get(key)).split()) or None


def _printable(value: Any) -> str:
    """A value as text without the halves of characters that JSON can write (half a surrogate pair) and nothing can hold."""
    return str(value or "").encode("utf-8", "replace").decode()


def _names(value: Any) -> list[str]:
    return [name for item in value if (name := _printable(item).strip())] if isinstance(value, list) else []


def _date(text: str) -> date | None:
    """ "19 July 2019", with or without a place after it, or an ISO date; None for anything else and for the year 1."""
    day = vocabulary.load(Language.EN).date(text)
    if day is None:
        with contextlib.suppress(ValueError):
            day = date.fromisoformat(text.strip()[:10])
    return day if day is not None and day.year > 1 else None


def _meeting(text: str, record: str) -> int | None:
    match = re.match(r"\s*(\d{1,5})(?!\d)", text) or re.match(r"S/PV\.(\d{1,5})(?!\d)", record)
    return int(match[1]) if match else None


def _vote(record: Mapping[str, Any]) -> Vote | None:
    """None where a count is missing, all are zero, or they add up to more than the Council has members."""
    counts = [str(record.get(f"MS_{side}_count", "")).strip() for side in ("in_favour", "against", "abstaining")]
    if not all(re.fullmatch(r"[0-9]{1,3}", count) for count in counts):
        return None
    vote = Vote(*map(int, counts))
    return vote if 0 < vote.for_ + vote.against + vote.abstaining <= COUNCIL else None
