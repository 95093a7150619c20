"""Annexes that list persons and entities under sanctions: their paragraphs are listings, outside index and search.

Such a list is true of the day of adoption only: the committees change it afterwards without a resolution. What gives it away is the data
by which persons and entities are told apart (births, passports, other names), in many of its entries; a statute or a mandate that
mentions a nationality has it in one paragraph of twenty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from resdiff.models import Kind, Language
from resdiff.parse.places import Piece

SHARE = 0.12
"""Of an annex's paragraphs; measured on the annexes of 2000-2021: listings 0.14 to 0.6 save two, everything else below 0.06."""

_IDENTIFIERS = {
    Language.EN: r"\b(?:[DPY]OB|a\.?k\.?a|date of birth|place of birth|passport|location:|identifiers:)",
    Language.FR: r"\b(?:date de naissance|lieu de naissance|né(?:e)? (?:le|en)|passeport|alias|pseudonyme|adresse ?:)",
    Language.ES: r"\b(?:fecha de nacimiento|lugar de nacimiento|pasaporte|alias|ubicación:)",
    Language.RU: r"\b(?:дата рождения|место рождения|паспорт|он же|она же|также известн\w+|местонахождение:)",
    Language.AR: r"(?:تاريخ الميلاد|تاريخ الولادة|مكان الميلاد|مكان الولادة|جواز السفر|المعروف باسم|الموقع:)",
    Language.ZH: r"(?:出生日期|出生地|护照|又名|别名|地点：)",
    Language.DE: r"\b(?:geboren am|geburtsdatum|geburtsort|reisepass|alias)",
}


def tell(pieces: Sequence[Piece], language: Language) -> None:
    """Makes listings of the annex paragraphs that list persons or entities: kind, and "L" before the number of an entry."""
    pattern = re.compile(_IDENTIFIERS[language], re.IGNORECASE)
    annexes: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.kind is Kind.ANNEX and len(piece.path) > 1:
            annexes[piece.path[0]].append(piece)
    for entries in annexes.values():
        telling = sum(bool(pattern.search(piece.unit.text)) for piece in entries)
        if telling < 2 or telling < SHARE * len(entries):
            continue
        for piece in entries:
            piece.kind = Kind.LISTING
            piece.path = tuple(
                f"L{step}" if step[0].isdigit() and i == _first(piece.path) else step for i, step in enumerate(piece.path)
            )
            piece.owner = ""


def _first(path: tuple[str, ...]) -> int:
    """Where the number of an entry stands in its path: after the annex and the sections."""
    return next((i for i, step in enumerate(path) if step[0].isdigit()), -1)
