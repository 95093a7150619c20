"""What has been met on the way to one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from resdiff.errors import Busy, CertificateTrouble, Challenge, FetchError, Offline, ServerTrouble, StrayRedirect
from resdiff.fetch.routes import Form, Route, Seen
from resdiff.models import Language, Symbol


@dataclass(frozen=True, slots=True)
class Wish:
    """One document in one language. `only` leaves the other forms out; `prefer` puts a form before the others."""

    symbol: Symbol
    language: Language
    prefer: Form = Form.XML
    only: Form | None = None


@dataclass
class Course:
    """The way to one document so far: what was seen of each form, in words what each route met, the trouble to tell of, why the bytes were
    refused that were refused before others, and by form what came that cannot be read here."""

    wish: Wish
    seen: defaultdict[Form, set[Seen]] = field(default_factory=lambda: defaultdict(set))
    notes: list[tuple[str, str]] = field(default_factory=list)
    worst: FetchError | None = None
    refused: str = ""
    foreign: dict[Form, str] = field(default_factory=dict)
    named: bool = False
    """Whether the server named a file: then there is such a document, whatever else it says."""

    def note(self, form: Form, route: Route, what: str) -> None:
        """Remember what a route met."""
        of = f" for {_CALLED[form]}" if len(route.forms) > 1 else ""
        self.notes.append((f"{route.name}{of}", what))

    @property
    def tried(self) -> str:
        """What was tried and what it met, as a sentence."""
        said = [
            f"{route}: {'the same' if at and what == self.notes[at - 1][1] else what}"
            for at, (route, what) in enumerate(self.notes)
        ]
        return f"Tried: {'; '.join(said) or 'nothing'}."

    def strange(self, form: Form, what: str) -> None:
        """Remember that a file came that cannot be read here."""
        self.foreign.setdefault(form, what)

    def trouble(self, form: Form, route: Route, error: FetchError) -> None:
        """Remember that a route failed; of several failures, the one that the user can do most about is told."""
        self.seen[form].add(Seen.TROUBLE)
        self.worst = error if self.worst is None or _rank(error) > _rank(self.worst) else self.worst
        self.note(form, route, error.what)

    def has_seen(self, *what: Seen) -> bool:
        """Whether any of these was met, in whatever form."""
        return any(seen & set(what) for seen in self.seen.values())

    @property
    def is_troubled(self) -> bool:
        """Whether any way failed for a reason that may pass."""
        return self.has_seen(Seen.TROUBLE)


_CALLED = {Form.XML: "XML", Form.WORD: "Word", Form.PDF: "PDF"}


def _rank(error: FetchError) -> int:
    order: Iterable[type[FetchError]] = (ServerTrouble, Busy, StrayRedirect, Challenge, Offline, CertificateTrouble)
    return next((at for at, kind in enumerate(order, 1) if isinstance(error, kind)), 0)
