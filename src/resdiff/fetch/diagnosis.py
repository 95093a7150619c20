"""What it means that a document was not had: not published in this language, not known at all, refused, or a server that is ill.

The servers say the same for all of these, so a document that they certainly have is asked about, and the other languages of the one that is
missing; no file is downloaded for that.
"""

from __future__ import annotations

from resdiff import symbols
from resdiff.errors import Challenge, FetchError, NotPublished, NotReadable, ServerTrouble, UnknownSymbol, WrongDocument
from resdiff.fetch.answers import Sort, is_error, sort
from resdiff.fetch.course import Course
from resdiff.fetch.routes import CONTROL, SYMBOL_API, Form, Seen, address, by_hand
from resdiff.fetch.wire import Wire
from resdiff.models import Family, Language, Symbol

_CONVERT = (
    "Open the address by hand and look at it; what you save in another form (docx, PDF), or a scan whose text was recognised, "
    "can be added."
)
_ASKED = (Language.EN, Language.FR, Language.ES, Language.RU, Language.AR, Language.ZH)


class Diagnosis:
    """Asks what is needed to name a failure, each thing once a document: a server can fall ill within a run."""

    def __init__(self, wire: Wire, course: Course) -> None:
        self.wire = wire
        self.course = course
        self.host = wire.hosts.of("documents")
        self._health: list[FetchError | None] = []

    def is_certain(self, form: Form) -> bool:
        """Whether the server says that it has no such document in this form, each time it was asked, and is well."""
        seen = self.course.seen[form]
        missing = seen == {Seen.EMPTY} or (seen == {Seen.MISSING} and not self.course.named)
        return missing and self.illness() is None

    def failure(self) -> FetchError:
        """The error to tell of the whole course."""
        course, wish = self.course, self.course.wish
        what, hint = f"{wish.symbol} in {wish.language}", course.tried
        if wish.symbol.family is Family.RESOLUTION and wish.symbol.year is None:
            hint = f'Give its year, as "{wish.symbol} (2027)": the servers go by it. {hint}'
            if not any(course.seen.values()):
                return UnknownSymbol(
                    f"no {wish.symbol} is in the official XML collection in {wish.language}, and its year is not known", hint
                )
        # of what there is as an old Word file there is a PDF as a rule: where that failed, something else is the matter
        foreign = course.foreign.get(Form.PDF) or ("" if course.seen[Form.PDF] - {Seen.MISSING} else course.foreign.get(Form.WORD))
        if foreign and not course.is_troubled:
            return NotReadable(f"{what}: what the servers have cannot be read here: {foreign}", f"{_CONVERT} {hint}")
        if (course.has_seen(Seen.EMPTY) or (course.has_seen(Seen.MISSING) and not course.named)) and not course.refused:
            return self._missing(hint)
        # where a way was in trouble, another time may bring the right one
        if course.refused and not course.is_troubled:
            return WrongDocument(f"{what}: what the servers gave was refused: {course.refused}", hint)
        if course.worst is not None:
            return course.worst.retold(f"{what}: {course.worst.what}", hint)
        return ServerTrouble(f"{what}: the servers gave nothing that can be used", hint)

    def _missing(self, hint: str) -> FetchError:
        wish, ill = self.course.wish, self.illness()
        if ill is not None:
            return ill.retold(f"{wish.symbol} in {wish.language}: {ill.what}", hint)
        # one strange answer among those that say no: it is asked once more
        strange = any(self.course.seen[form] - {Seen.MISSING} for form in (Form.WORD, Form.PDF))
        own: tuple[Language, ...] = (wish.language,) if strange else ()
        if self.course.has_seen(Seen.EMPTY):
            own = ()  # the server names a file of it, with nothing in it
        others = [code for code in _ASKED if code is not wish.language]
        try:
            there = [code for code in (*own, *others) if self._exists(wish.symbol, code)]
            if not there and self._exists(wish.symbol, others[0]):
                there = others[:1]  # one answer may be a slip
        except FetchError as error:
            what = f"{wish.symbol} is not given in {wish.language}; whether it is in others, the server did not say: {error.what}"
            return error.retold(what, hint)
        if wish.language in there:
            what = f"{self.host.name} says of {wish.symbol} in {wish.language} now that it has it, now that it has not"
            return ServerTrouble(what, f"Try again in some minutes. {hint}")
        if there:
            return NotPublished(
                f"{wish.symbol} is not published in {wish.language}; it is in {', '.join(there)}",
                f"Ask for --lang {there[0]}. {hint}",
            )
        return UnknownSymbol(
            f"the server does not know {wish.symbol}", f"Check the number and the year; a symbol may be too recent. {hint}"
        )

    def illness(self) -> FetchError | None:
        """Why the server is not to be believed when it says that it has something not: it does not even give what it certainly has. None
        where it is well."""
        if not self._health:
            self._health.append(self._examined())
        return self._health[0]

    def _examined(self) -> FetchError | None:
        control = symbols.parse(CONTROL)
        try:
            # it may hiccup on this one too
            if self._exists(control, Language.EN) or self._exists(control, Language.EN):
                return None
        except FetchError as error:
            return error
        return ServerTrouble(f"{self.host.name} is ill: it does not even give {CONTROL}", "Try again later.")

    def _exists(self, symbol: Symbol, language: Language) -> bool:
        """Whether the server names a file for a symbol; the file is not asked for. Raises FetchError."""
        url = address(SYMBOL_API, self.host.address, symbol, language, Form.PDF)
        answer = self.wire.ask(url, {"Referer": by_hand(symbol, language)}, follow=False)
        if answer.location and not is_error(answer.location) and "/api/" not in answer.location:
            return True
        found = sort(answer)
        if found is Sort.CHALLENGE:
            error = Challenge(f"{self.host.name} answers with {found}", "Open the address by hand.")
            self.wire.leave(url, error)
            raise error
        if found.is_document or found.is_missing:
            return found.is_document
        raise ServerTrouble(f"{self.host.name} answers with {found}", "Try again in some minutes.")
