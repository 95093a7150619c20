"""What official XML states of its document: symbol, status, language, cover page, adoption.

All of it comes from `meta` and `coverPage`. Known traps: the date 0001-01-01 is unknown; a statement may bear the symbol of a
resolution; a file may say one language and be in another; counts of votes may add up to more than the members.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from lxml import etree

from resdiff import symbols, vocabulary
from resdiff.models import Adoption, Doubt, Language, Masthead, Note, Status, Vote
from resdiff.read.akn_text import SPACES, outermost, words_of

LANGUAGES = {
    "eng": Language.EN,
    "fra": Language.FR,
    "spa": Language.ES,
    "rus": Language.RU,
    "ara": Language.AR,
    "zho": Language.ZH,
    "deu": Language.DE,
}
_NAMES = {
    "resolution": Status.RESOLUTION,
    "draftResolution": Status.DRAFT,
    "draftNotAdopted": Status.NOT_ADOPTED,
    "pressStatement": Status.PRESS,
    "letterOrReport": Status.LETTER,
    "localFile": Status.LOCAL,
}
"""What the name of a document says; all but the first are what resdiff writes (`report.akn`)."""
_FAILED = re.compile(r"(?i)not[\s_-]*adopted|\brejected|\bvetoed")
_PASSED = re.compile(r"(?i)adopted")
"""What the steps of a file's workflow say of the outcome ("adopted", "adoptedWithoutVote"; "notAdopted" for what failed)."""
_NUMBER = re.compile(r"(?:(?<=RES/)|(?<![\d/]))(\d{1,4})\s*[(（](\d{4})[)）]")
_DATED = re.compile(r"(?<=[^\W\d_])(?=\d{1,2}[\s\u00a0][^\W\d_]+[\s\u00a0]\d{4}\b)")
_VOTERS = {"S": 15, "A": 193}
"""Members of the Security Council and of the General Assembly."""


_COMMAS = re.compile(r", (?:and )?| and (?!Herzegovina|Northern|the Grenadines|Nevis|Principe|Barbuda|Tobago)")
"""Between the names of States; the "and" of Bosnia and Herzegovina and its like is a part of the name."""


class Record:
    """What one file states of itself; `doubts` grows with every contradiction found."""

    def __init__(self, body: etree._Element, cover: Sequence[etree._Element]) -> None:
        self.body = body
        self.cover = cover
        self.doubts: list[Doubt] = []
        self.lines = tuple(_parted(text) for page in cover for p in outermost(page, "p") if (text := words_of(p)))
        self.status = self._status()
        self.foreign = False
        """Whether the metadata was copied from another resolution's file: the number at the head is not the one of the title."""
        self.symbols = self._symbols()

    def _symbols(self) -> tuple[str, ...]:
        """The symbols on the cover page, else the one that the number line or the file's own address gives. A doubt where they disagree."""
        names: list[str] = []
        for text in self._on_cover("docNumber"):
            try:
                names.append(symbols.parse(text.rstrip("*. ")).text)
            except ValueError:
                names.append(text)
        head, names = names, self._titled(names)
        uri = next((e.get("value") or "" for e in self.body.iter("{*}FRBRuri")), "").rstrip("/")
        number = uri.rpartition("/")[2]
        digits = re.findall(r"\d+", number) if not re.fullmatch(r"\d{4}-\d\d-\d\d", number) else []
        if self.status is Status.STATEMENT and names and "/RES/" in names[0]:
            self.doubts.append(
                Doubt(None, f"the cover page of this statement says {names[0]}, the symbol of a resolution: not taken")
            )
            return ()
        if names == head != [] and digits and not set(digits) <= set(re.findall(r"\d+", names[0])):
            self.doubts.append(Doubt(None, f"the cover page says {names[0]}, the file's own address says {number}"))
        if not names and "/unsc/" in uri:
            line = next((m for text in self.lines if (m := re.search(r"(?<!\d)(\d{3,4})\s*\((\d{4})\)", text))), None)
            if line is not None and self.status is Status.RESOLUTION:
                names.append(f"S/RES/{line[1]} ({line[2]})")
            elif len(digits) == 2:
                names.append(
                    f"S/PRST/{digits[0]}/{digits[1]}" if self.status is Status.STATEMENT else f"S/RES/{digits[0]} ({digits[1]})"
                )
        return tuple(dict.fromkeys(names))

    def _titled(self, names: list[str]) -> list[str]:
        """The symbols with what the title says of a resolution of the Council ("Resolution 2510 (2020)") in place of what the head of the
        cover page says otherwise: heads, addresses and metadata are copied from file to file, titles are proofread."""
        head = _NUMBER.search(names[0]) if names and names[0].startswith("S/RES/") else None
        titles = (e for page in self.cover for e in outermost(page, "docTitle", refersTo="#resolutionNumber"))
        title = next((m for e in titles if (m := _NUMBER.search(words_of(e)))), None)
        if head is None or title is None or head.groups() == title.groups():
            return names
        self.foreign = head[1] != title[1]
        symbol = f"S/RES/{title[1]} ({title[2]})"
        self.doubts.append(Doubt(None, f"the head of the cover page says {names[0]}, its title {symbol}: the title's is taken"))
        return [symbol, *names[1:]]

    def _status(self) -> Status | None:
        """What the file says it is and what became of it; a statement of 2020 calls itself a resolution, so the symbol's PRST counts for
        more. A text whose file says that it was not adopted is none, unless it bears the symbol of a resolution: then the file
        contradicts itself."""
        named = self._named()
        told = [step.get("outcome") or "" for step in self.body.iter("{*}step")]
        failed = next((outcome for outcome in told if _FAILED.search(outcome)), None)
        if failed is None:
            return named
        number = next((words_of(e) for page in self.cover for e in page.iter("{*}docNumber")), "")
        adopted = next((outcome for outcome in told if _PASSED.match(outcome)), None)
        said = f"the file's record of the proceedings says “{failed}”"
        if "RES/" in number or named is Status.STATEMENT:
            what = f"the number on its cover page, {number}, is that of an adopted text" if number else "it is a statement"
            self.doubts.append(Doubt(None, f"{said}, but {what}: taken as adopted"))
            return named
        if adopted is not None:
            self.doubts.append(Doubt(None, f"{said} and also “{adopted}”: taken as not adopted, so as no precedent"))
        return Status.NOT_ADOPTED

    def _named(self) -> Status | None:
        if self.body.get("name") == "presidentialStatement" or any(
            "PRST" in (e.text or "") for e in self.body.iter("{*}docNumber")
        ):
            return Status.STATEMENT
        return _NAMES.get(self.body.get("name") or "")

    def stated_language(self) -> Language | None:
        """The language that the file says it is in."""
        code = next((e.get("language") for e in self.body.iter("{*}FRBRlanguage")), None)
        return LANGUAGES.get(code or "")

    def language(self, text: str) -> Language | None:
        """The language of the words; a doubt where the file states another."""
        stated = self.stated_language()
        spoken = vocabulary.detect(text)
        if stated is None or spoken is None or spoken == stated:
            return stated or spoken
        self.doubts.append(Doubt(None, f"the file says it is in language {stated.value}, its words are in {spoken.value}"))
        return spoken

    def masthead(self, notes: Sequence[Note]) -> Masthead:
        """The cover page, job number and sponsors; a reissue is told in a note."""

        def first(tag: str, refers: str) -> str:
            found = (e for page in self.cover for e in outermost(page, tag, refersTo="#" + refers))
            return next((text for e in found if (text := words_of(e))), "")

        job = next((text for e in outermost(self.body, "docketNumber") if (text := words_of(e))), "")
        reissue = next((note.text for note in notes if note.text.startswith("*")), "")
        return Masthead(
            lines=self.lines,
            organ=first("docAuthority", "issuingBody"),
            distribution=first("docStatus", "generalDistribution"),
            issued=first("docDate", "dateOfIssuance"),
            job_number=job,
            reissue=first("docStatus", "reissue") or reissue.lstrip("* \t"),
            adoption_line=_parted(first("docTitle", "adoption")),
            sponsors=self._sponsors(),
        )

    def _sponsors(self) -> tuple[str, ...]:
        names: list[str] = []
        for step in self.body.iter("{*}step") if not self.foreign else ():
            if step.get("outcome") in ("draftResolution", "draftResolutionAdditionalSponsors"):
                by = step.get("by") or ""
                names += [by] if step.get("refersTo") == "#sponsor" else _COMMAS.split(by)
        return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))

    def adoption(self) -> Adoption:
        """Date, meeting, vote, agenda item, draft and record, as stated in the metadata. Chapter VII is not taken from it."""
        steps = list(self.body.iter("{*}step"))
        adopted = next((s for s in steps if s.get("outcome") in (None, "adopted") and s.get("as")), None)
        if adopted is None:
            told = ((s, s.get("outcome") or "") for s in steps)
            adopted = next((s for s, said in told if said == "adopted" or _FAILED.search(said)), None)
        by, record = (adopted.get("by") or "", adopted.get("as")) if adopted is not None else ("", None)
        draft = next((s.get("as") for s in steps if s.get("outcome") == "draftResolution" and s.get("as")), None)
        agenda = next(
            (
                k.get("showAs")
                for k in self.body.iter("{*}keyword")
                if k.get("refersTo") == "agenda" and k.get("dictionary") == "S/"
            ),
            None,
        )
        if self.foreign:
            return Adoption(date=self._date(None), meeting=self._meeting("", ""))
        meeting = self._meeting(by, record or "")
        if meeting and record and re.fullmatch(r"S/PV\.\d+", record):
            record = f"S/PV.{meeting}"
        return Adoption(
            date=self._date(adopted),
            meeting=meeting,
            vote=self._vote(),
            agenda=SPACES.sub(" ", agenda).strip().rstrip(". ") if agenda else None,
            draft=draft,
            record=record,
        )

    def _meeting(self, by: str, record: str) -> int | None:
        """The meeting of adoption: of what the cover page, the step of adoption and the symbol of the record say the most frequent, at a
        tie what is printed."""
        printed = (e for page in self.cover for e in outermost(page, "inline", name="adoptionMeeting"))
        found = [next((m for e in printed if (m := re.search(r"(\d{3,5})", words_of(e)))), None)]
        found += [re.search(r"(\d{1,5})(?:st|nd|rd|th)\b[^,;]*meeting", by), re.match(r"S/PV\.(\d{1,5})", record)]
        stated = [int(match[1]) for match in found if match]
        best = max(stated, key=stated.count, default=None)
        if best is not None and stated.count(best) < len(stated):
            others = ", ".join(str(n) for n in dict.fromkeys(stated) if n != best)
            self.doubts.append(Doubt(None, f"the meeting is taken to be {best}; elsewhere the file says {others}"))
        return best

    def _date(self, adopted: etree._Element | None) -> date | None:
        """The day of adoption: the printed one where it is of the year of the symbol, else the one stated most often; the year 1 stands for
        unknown in these files."""
        printed = [(e.get("refersTo"), e.get("date")) for e in self.body.iter("{*}docDate")]
        stated = [day for what, day in printed if what == "#adoptionDate"]
        issued_on = {day for what, day in printed if what == "#dateOfIssuance"} if stated else set()
        stated += [e.get("date") for e in self.body.iter("{*}FRBRdate") if e.get("name") == "adoption"][:1]
        stated += [adopted.get("date")] if adopted is not None and adopted.get("outcome") else []
        if self.status is Status.STATEMENT:  # issued on the day it is made
            issued = (
                e.get("date") for page in self.cover for e in page.iter("{*}docDate") if e.get("refersTo") == "#dateOfIssuance"
            )
            stated = [*issued, *stated]
        days = [day for text in stated if (day := _day(text)) is not None]
        told = self._printed_day()
        days = [told, *days] if told else days
        best = told or max(days, key=days.count, default=None)
        others = ", ".join(str(day) for day in dict.fromkeys(days) if day != best and str(day) not in issued_on)
        if best is not None and others:  # a day of issue filed as that of adoption is none
            self.doubts.append(Doubt(None, f"the date of adoption is taken to be {best}; elsewhere the file says {others}"))
        return best

    def _printed_day(self) -> date | None:
        """The day of adoption in the words of the cover page; None where it is not of the year of the symbol (the words of an earlier
        resolution that were left standing)."""
        words = vocabulary.load(self.stated_language() or Language.EN)
        printed = (e for page in self.cover for e in outermost(page, "docDate", refersTo="#adoptionDate"))
        day = next((day for e in printed if (day := words.date(words_of(e)))), None)
        try:
            year = symbols.parse(self.symbols[0]).year if self.symbols else None
        except ValueError:
            year = None
        return day if day is not None and day.year == year else None

    def _vote(self) -> Vote | None:
        """The counts; None where none is stated, all are zero (adopted without a vote) or they add up to more than can vote."""
        stated = ((e.get("refersTo", "").lstrip("#"), e.get("value") or "0") for e in self.body.iter("{*}count"))
        counts = {side: int(value) for side, value in stated if value.isdecimal()}
        vote = Vote(counts.get("inFavour", 0), counts.get("against", 0), counts.get("abstaining", 0))
        total = vote.for_ + vote.against + vote.abstaining
        voters = _VOTERS.get(self.symbols[0][:1] if self.symbols else "S", 193)
        return vote if 0 < total <= voters else None

    def title(self) -> str | None:
        """The library's title in the metadata; Assembly resolutions print one of their own."""
        stated = (k.get("value") for k in self.body.iter("{*}keyword") if k.get("refersTo") == "title" and not self.foreign)
        title = next((text for text in stated if text), None)
        if title is None and self.status is not Status.STATEMENT:
            title = next((t for p in outermost(self.body, "preface") for e in outermost(p, "docTitle") if (t := words_of(e))), None)
        return title

    def _on_cover(self, tag: str) -> list[str]:
        return [text for page in self.cover for e in outermost(page, tag) if (text := words_of(e))]


def _parted(line: str) -> str:
    """A line with the space before its date, which a thousand files leave out where the date is an element of its own ("on15 May 2007")."""
    return _DATED.sub(" ", line)


def _day(text: str | None) -> date | None:
    """An ISO date; None for none, and for the year 1."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.year > 1 else None
