"""Faults of content: the answer is whole, and something else than what was asked for. `faults.py` says what a fault is told by."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from functools import cache
from random import Random

from reportlab.pdfgen.canvas import Canvas

from . import archives
from .answers import Answer, text
from .fault import FILES, Occasion, fault
from .roles import given
from .word import doc
from .word import wordperfect as wordperfect_file

# --- documents --------------------------------------------------------------------------------------------------------------------


@fault(*FILES)
def wrong_language(answer: Answer, on: Occasion) -> Answer:
    """The document asked for in another language, in the same form; another document in another language where there is only one."""
    held = on.shelf.languages(on.symbol)
    other = next((on.shelf.find(on.symbol, code) for code in held if code != on.language), None)
    if other is None:
        other = next(h for h in on.shelf.holdings.values() if h.text.language != on.language and h.text.family == "resolution")
    form = on.form or "pdf"
    return answer.having(body=other.body(form)) if form == "xml" else given(other, form)


@fault(*FILES)
def wrong_document(answer: Answer, on: Occasion, *, served: str = "") -> Answer:
    """Another resolution in the same language and form (`served`, or the one after it on the shelf)."""
    if served:
        other = on.shelf.find(served, on.language)
    else:
        row = [h for h in on.shelf.holdings.values() if h.text.language == on.language and h.text.family == "resolution"]
        at = next((i for i, h in enumerate(row) if h.text.symbol == on.symbol), -1)
        other = row[(at + 1) % len(row)]
    assert other is not None, f"{served} is not on the shelf in {on.language}"
    form = on.form or "pdf"
    return answer.having(body=other.body(form)) if form == "xml" else given(other, form)


@fault("file", "direct")
def wordperfect(answer: Answer, on: Occasion) -> Answer:
    """A WordPerfect file."""
    return answer.having(("Content-Type", "application/wordperfect"), body=wordperfect_file(on.symbol))


@fault("file", "direct")
def legacy_doc(answer: Answer, on: Occasion) -> Answer:
    """A Word file of before 2007."""
    return answer.having(("Content-Type", "application/msword"), body=doc(on.symbol))


@fault(*FILES)
def garbage(answer: Answer, on: Occasion, *, head: str = "%PDF-1.7\n", size: int = 20_000) -> Answer:
    """Chance bytes behind the first bytes of a PDF, and its last line at the end."""
    return answer.having(body=head.encode() + on.chance.randbytes(size) + b"\n%%EOF\n")


@fault(*FILES)
def html_as_pdf(answer: Answer, on: Occasion, *, size: int = 9000) -> Answer:
    """A web page that is said to be a PDF."""
    page = (
        "<!DOCTYPE html><html><head><title>Sign in</title></head><body>" + "<p>Please wait.</p>" * (size // 19) + "</body></html>"
    )
    return text(200, page, "application/pdf")


@fault(*FILES)
def damaged(answer: Answer, on: Occasion, *, bytes_: int = 40) -> Answer:
    """The document with some of its bytes in the middle changed; length, head and end are right."""
    body = bytearray(answer.body)
    start = len(body) // 3
    body[start : start + bytes_] = on.chance.randbytes(bytes_)
    return answer.having(body=bytes(body))


@fault(*FILES)
def partial(answer: Answer, on: Occasion) -> Answer:
    """206 and the first half, though no part was asked for."""
    half = len(answer.body) // 2
    return answer.having(("Content-Range", f"bytes 0-{half - 1}/{len(answer.body)}"), status=206, body=answer.body[:half])


@fault(*FILES, "listing", "archive")
def not_modified(answer: Answer, on: Occasion) -> Answer:
    """304, though the client has nothing."""
    return Answer(304)


@fault("symbol", *FILES)
def json_error(answer: Answer, on: Occasion) -> Answer:
    """200 and an error in JSON."""
    return text(200, '{"error":{"code":500,"message":"The document could not be retrieved"}}', "application/json")


@fault("file", "direct")
def scan(answer: Answer, on: Occasion, *, pages: int = 2) -> Answer:
    """A PDF of pictures, without a text layer, as letters of the years about 1990 are."""
    return answer.having(("Content-Type", "application/pdf"), body=_scan(on.symbol, pages))


@cache
def _scan(symbol: str, pages: int) -> bytes:
    out, chance = io.BytesIO(), Random(symbol)
    canvas = Canvas(out, pagesize=(612, 792), invariant=1, pageCompression=0)
    for _ in range(pages):
        for row in range(100, 700, 12):
            canvas.rect(100 + chance.random() * 30, row, 350 + chance.random() * 50, 4, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


# --- the collections -----------------------------------------------------------------------------------------------------------------


@fault("listing")
def listing_cut_short(answer: Answer, on: Occasion, *, keep: float = 0.5) -> Answer:
    """The listing says that it was truncated, and is."""
    said = json.loads(answer.body or b'{"tree":[]}')
    said["tree"], said["truncated"] = said["tree"][: int(len(said["tree"]) * keep)], True
    return answer.having(body=json.dumps(said).encode())


@fault("listing")
def listing_evil(answer: Answer, on: Occasion) -> Answer:
    """A listing with names that lead out of their folder, names of the wrong type and entries without one."""
    said = json.loads(answer.body or b'{"tree":[]}')
    bad = ["../../etc/passwd", "/etc/passwd", "2092/../../x.xml", "a\u0000b.xml", 7, None, "x" * 5000]
    said["tree"] += [{"path": path, "mode": "100644", "type": "blob", "sha": "0" * 40, "size": 10} for path in bad]
    said["tree"] += [{}, "text", {"type": "blob"}]
    return answer.having(body=json.dumps(said).encode())


@fault("listing")
def listing_no_json(answer: Answer, on: Occasion) -> Answer:
    """JSON that is not a listing."""
    return answer.having(body=b'["no", "listing"]')


@fault("archive")
def evil_archive(answer: Answer, on: Occasion, *, kind: str = "traversal") -> Answer:
    """An archive with one thing wrong (`archives.KINDS` names them) beside a good file."""
    body = archives.evil(kind, answer.body)
    return replace(answer.having(("ETag", f'W/"{kind}"')), body=body)
