"""The ways to a document, in their order, as data: whom to ask, how to spell it, what it can give, after what it may help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from resdiff.models import Family, Language, Symbol


class Form(StrEnum):
    """The forms in which a document can be asked for."""

    XML = "xml"
    WORD = "word"
    PDF = "pdf"


class Spelling(StrEnum):
    """How a symbol is put into an address. Both forms with brackets resolve; links as a rule have no space."""

    CLOSED = "closed"
    """S/RES/2482(2019)"""
    SPACED = "spaced"
    """S/RES/2482 (2019)"""
    LOWER = "lower"
    """s/res/2482(2019)"""


class Seen(StrEnum):
    """What an earlier route met, as far as it decides whether a later one may help."""

    MISSING = "missing"
    """The server says that it has no such document."""
    ASTRAY = "astray"
    """A page came though the server had named the file: the address in upper case is not always served."""
    TROUBLE = "trouble"
    """Busy, ill, silent, or something that is no document."""
    WRONG = "wrong"
    """A document, but not the one asked for, or a damaged one."""
    EMPTY = "empty"
    """The server named a file without a byte in it: not published yet."""
    FOREIGN = "foreign"
    """A file of a kind that cannot be read here; every other way leads to the same one."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way. `path` is filled with the symbol, the language and the type asked for; `after` says what must have been met before (nothing:
    always tried)."""

    name: str
    role: str
    forms: tuple[Form, ...]
    path: str = ""
    spelling: Spelling = Spelling.CLOSED
    lower_case: bool = False
    """Follow the redirect to the address in lower case."""
    viewer: bool = False
    """The answer is a page; the document is at the address in its frame."""
    after: frozenset[Seen] = frozenset()
    pause: bool = False
    """Wait as long as the host's row says under `hiccup`: the servers now and then say of what they have that they have it not."""


_API = "/api/symbol/access?s={symbol}&l={language}&t={type}"
_MISSING = frozenset({Seen.MISSING})
_LOST = frozenset({Seen.MISSING, Seen.ASTRAY, Seen.TROUBLE, Seen.WRONG, Seen.EMPTY})

SYMBOL_API = Route("ODS symbol API", "documents", (Form.WORD, Form.PDF), _API)
"""The best way by symbol; by it one also learns whether there is a document."""

ROUTES = (
    Route("official XML collection", "raw", (Form.XML,)),
    SYMBOL_API,
    Route(
        "ODS symbol API, file in lower case",
        "documents",
        (Form.WORD, Form.PDF),
        _API,
        lower_case=True,
        after=frozenset({Seen.ASTRAY}),
    ),
    Route("ODS symbol API, symbol with a space", "documents", (Form.PDF,), _API, Spelling.SPACED, after=_MISSING, pause=True),
    Route("ODS symbol API, symbol in lower case", "documents", (Form.PDF,), _API, Spelling.LOWER, after=_MISSING),
    Route("docs.un.org direct", "docs", (Form.PDF,), "/{language}/{symbol}?direct=true", after=_LOST),
    Route("docs.un.org viewer", "docs", (Form.PDF,), "/{language}/{symbol}", viewer=True, after=_LOST),
    Route("old front door", "daccess", (Form.PDF,), "/access.nsf/Get?OpenAgent&DS={symbol}&Lang={letter}", after=_LOST),
)
"""The ways in the order in which they are tried, best first, as the servers behaved in 2025-2026. Those to the UN's documents by symbol end
at the same store: they help when one way is out of order, not when there is no such document."""

_ORDER = {
    Form.XML: (Form.XML, Form.WORD, Form.PDF),
    Form.WORD: (Form.WORD, Form.PDF, Form.XML),
    Form.PDF: (Form.PDF, Form.WORD, Form.XML),
}
_TYPE = {Form.WORD: "docx", Form.PDF: "pdf"}
_LETTER = {
    Language.EN: "E",
    Language.FR: "F",
    Language.ES: "S",
    Language.AR: "A",
    Language.RU: "R",
    Language.ZH: "C",
    Language.DE: "O",
}
CONTROL = "S/RES/1373(2001)"
"""A document that the servers have in all six languages: when even this one is not given, the server is ill."""


def steps(prefer: Form, only: Form | None = None) -> Iterator[tuple[Form, Route]]:
    """Every form with every way that can give it, in order: the form preferred before the others; `only` leaves the others out."""
    for form in (only,) if only else _ORDER[prefer]:
        for route in ROUTES:
            if form in route.forms:
                yield form, route


def address(route: Route, host: str, symbol: Symbol, language: Language, form: Form) -> str:
    """The address to ask, for a route that goes by symbol; `host` is scheme and name."""
    filled = route.path.format(
        symbol=spelled(symbol, route.spelling), language=language.value, type=_TYPE.get(form, "pdf"), letter=_LETTER[language]
    )
    return host + filled


def spelled(symbol: Symbol, spelling: Spelling = Spelling.CLOSED) -> str:
    """The symbol as it stands in an address; a space is %20, never a plus, which no server was seen to take."""
    text = symbol.text if spelling is Spelling.SPACED else symbol.text.replace(" (", "(")
    text = text.lower() if spelling is Spelling.LOWER else text
    return quote(text, safe="/()")


def by_hand(symbol: Symbol, language: Language) -> str:
    """The address that a person opens in a browser."""
    return f"https://docs.un.org/{language.value}/{spelled(symbol)}"


COLLECTIONS = {Family.RESOLUTION: "SCresolutions", Family.STATEMENT: "SCresolutions", Family.ASSEMBLY: "GAresolutions"}
"""Which official collection of XML holds a kind of document."""
