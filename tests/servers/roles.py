"""What each server gives when nothing is wrong. Every role is a function from a request to a reply; the shelf is all it knows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote

from .answers import Answer, Ask, Reply, choice, document, redirect, shell, text, viewer
from .shelf import MEDIA, SIX, Holding, Shelf, language_of

Addresses = Mapping[str, str]
_FILE = re.compile(r"/doc/UNDOC/GEN/N\d\d/\d{3}/\d\d/(?:PDF|DOC)/(N\d{7})\.(PDF|DOCX|DOC|WPF)", re.IGNORECASE)
_CODES = (*SIX, "de", "ot")
_RATE = (
    ("X-RateLimit-Limit", "60"),
    ("X-RateLimit-Remaining", "57"),
    ("X-RateLimit-Used", "3"),
    ("X-RateLimit-Reset", "1900000000"),
)


def given(holding: Holding, form: str) -> Answer:
    """A document in a form, as any of the UN's servers gives it."""
    return document(holding.body(form), MEDIA[form], 1_700_000_000 + int(holding.number[1:]))


def documents(ask: Ask, shelf: Shelf, addresses: Addresses) -> Reply:
    """documents.un.org"""
    reply = _documents(ask, shelf)
    return replace(
        reply, answer=reply.answer.having(("Set-Cookie", "ApplicationGatewayAffinity=5f1d; Path=/; SameSite=None; Secure"))
    )


def _documents(ask: Ask, shelf: Shelf) -> Reply:
    path = ask.path.rstrip("/") or "/"
    if path.casefold() == "/api/symbol/access":
        return _access(ask, shelf)
    if path.casefold() == "/access.nsf/get":
        symbol, language = ask.query.get("ds", ""), language_of(ask.query.get("lang", "e"))
        holding = shelf.find(symbol, language)
        answer = given(holding, "pdf") if holding else redirect("/error")
        return Reply(answer, "file", symbol, language, "pdf")
    match = _FILE.fullmatch(path)
    if match:
        holding, form = shelf.numbers.get(match[1].upper()), match[2].lower()
        if holding is None:
            return Reply(text(200, shell()), "file")
        about = (holding.text.symbol, holding.text.language, form)
        if path != path.lower():
            return Reply(redirect(path.lower(), 301), "upper", *about)
        return Reply(given(holding, form), "file", *about)
    return Reply(text(200, shell()), "error")


def _access(ask: Ask, shelf: Shelf) -> Reply:
    symbol, code = ask.query.get("s", ""), ask.query.get("l", "en")
    if "^" in symbol or not symbol:
        return Reply(text(400, '{"message":"Bad Request"}', "application/json"), "symbol", symbol)
    language = language_of(code)
    holding = shelf.find(symbol, language)
    if holding is None:
        return Reply(redirect("/error"), "symbol", symbol, language)
    form = shelf.form(holding, ask.query.get("t", "pdf").casefold())
    return Reply(redirect(holding.path(form)), "symbol", holding.text.symbol, language, form)


def docs(ask: Ask, shelf: Shelf, addresses: Addresses) -> Reply:
    """docs.un.org"""
    first, _, symbol = ask.path.strip("/").partition("/")
    if first.casefold() not in _CODES or not symbol:
        return Reply(text(200, choice(ask.path.strip("/"))), "choice", ask.path.strip("/"))
    language = language_of(first)
    if ask.query.get("direct", "").casefold() != "true":
        return Reply(text(200, viewer(symbol, first, addresses["documents"])), "viewer", symbol, language)
    holding = shelf.find(symbol, language)
    answer = given(holding, "pdf") if holding else text(200, shell())
    return Reply(answer, "direct", holding.text.symbol if holding else symbol, language, "pdf")


def undocs(ask: Ask, shelf: Shelf, addresses: Addresses) -> Reply:
    """undocs.org"""
    first, _, symbol = ask.path.strip("/").partition("/")
    known = first.casefold() in _CODES
    return Reply(
        redirect(addresses["docs"] + ask.target, 301),
        "redirect",
        symbol if known else ask.path.strip("/"),
        language_of(first) if known else "",
    )


def daccess(ask: Ask, shelf: Shelf, addresses: Addresses) -> Reply:
    """daccess-ods.un.org"""
    symbol, letter = ask.query.get("ds", ""), ask.query.get("lang", "E")
    if not ask.path.casefold().startswith("/access.nsf/get") or not symbol:
        return Reply(text(404, "<html><body>Http Status Code: 404</body></html>"), "redirect")
    to = f"{addresses['documents']}/access.nsf/get?DS={quote(symbol, safe='')}&Lang={quote(letter)}&OpenAgent="
    return Reply(redirect(to), "redirect", symbol, language_of(letter))


def api(ask: Ask, shelf: Shelf, addresses: Addresses) -> Reply:
    """api.github.com: the listing of a collection."""
    match = re.fullmatch(r"/repos/UNxml/(\w+)/git/trees/(?:main|HEAD)", ask.path)
    repository = shelf.repositories.get(match[1]) if match else None
    if repository is None:
        said = {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}
        return Reply(text(404, json.dumps(said), "application/json; charset=utf-8", *_RATE), "listing")
    etag, data = repository.listing()
    return Reply(text(200, data, "application/json; charset=utf-8", ("ETag", etag), *_RATE), "listing")


def raw(ask: Ask, shelf: Shelf, addresses: Addresses) -> Reply:
    """raw.githubusercontent.com: one file of a collection."""
    match = re.fullmatch(r"/UNxml/(\w+)/(?:refs/heads/)?main/(.+)", ask.path)
    repository = shelf.repositories.get(match[1]) if match else None
    data = repository.files.get(match[2]) if match and repository else None
    if data is None:
        return Reply(text(404, "404: Not Found", "text/plain; charset=utf-8"), "raw")
    symbol, language = about(match[2] if match else "", shelf)
    answer = document(data, "text/plain; charset=utf-8", 0).having(("Cache-Control", "max-age=300"))
    return Reply(answer, "raw", symbol, language, "xml")


def about(path: str, shelf: Shelf) -> tuple[str, str]:
    """The document that a path of a collection is named after, and its language."""
    folder = {"English": "en", "French": "fr", "Spanish": "es"}
    language = next((code for name, code in folder.items() if f"{name}/" in path), "en")
    for pattern, symbol in (
        (r"(?:S_RES[_-]|SC_)0*(\d+)", "S/RES/{}"),
        (r"S_PRST_(\d+)_(\d+)", "S/PRST/{}/{}"),
        (r"/S_(\d{4})_(\d+)", "S/{}/{}"),
    ):
        match = re.search(pattern, path)
        if match:
            named = symbol.format(*match.groups())
            found = (h for h in shelf.holdings.values() if h.text.symbol.split(" ")[0] == named)
            return next((h.text.symbol for h in found), named), language
    match = re.search(r"(?:A_RES_)?(\d+)_(\d+)[_-]", path.rpartition("/")[2])
    return (f"A/RES/{match[1]}/{match[2]}" if match else ""), language


def archive(ask: Ask, shelf: Shelf, addresses: Addresses) -> Reply:
    """codeload.github.com: a whole collection; no length is given, as in the real one."""
    match = re.fullmatch(r"/UNxml/(\w+)/(?:legacy\.)?tar\.gz/refs/heads/main", ask.path)
    repository = shelf.repositories.get(match[1]) if match else None
    if repository is None:
        return Reply(text(404, "404: Not Found", "text/plain; charset=utf-8"), "archive")
    etag, data = repository.archive()
    name = f"attachment; filename={repository.name}-main.tar.gz"
    answer = text(200, data, "application/x-gzip", ("ETag", etag), ("Content-Disposition", name))
    return Reply(answer.having(framing="chunked"), "archive")


def elsewhere(ask: Ask, shelf: Shelf, addresses: Addresses) -> Reply:
    """A host that is in nobody's table: it has a good document for whoever comes, and nobody should."""
    holding = shelf.find("S/RES/9001 (2091)", "en")
    assert holding is not None
    return Reply(given(holding, "pdf"), "elsewhere")


ROLES: dict[str, Callable[[Ask, Shelf, Addresses], Reply]] = {
    "documents": documents,
    "docs": docs,
    "undocs": undocs,
    "daccess": daccess,
    "api": api,
    "raw": raw,
    "archive": archive,
    "elsewhere": elsewhere,
}
