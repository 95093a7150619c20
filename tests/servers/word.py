"""Word files: a small DOCX of a text, and the magic of formats that nobody reads any more."""

from __future__ import annotations

import html
import io
import zipfile
from functools import cache
from random import Random

from .sentences import WORDS
from .texts import Text, spelled

_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}<w:sectPr>\
<w:pgSz w:w="12240" w:h="15840"/></w:sectPr></w:body></w:document>"""


@cache
def docx(text: Text) -> bytes:
    """The text as a Word file: one paragraph a printed paragraph, the number and a tab before it, openings in italics."""
    words = WORDS[text.language]
    cover = [words["un"], text.symbol + text.star, words["specimen"], words["ga" if text.family == "assembly" else "organ"]]
    cover += [words["distr"], spelled(text.day, text.language), text.title, text.adopted]
    formula = {"assembly": "ga_formula", "resolution": "formula", "draft": "formula"}.get(text.family)
    body = [words[formula]] if formula else []
    body += [f"{part.marker}\t{part.text}" if part.marker else part.text for part in text.parts]
    printed = [_paragraph(line, "") for line in cover if line] + [_paragraph(line) for line in body]
    printed.append(_paragraph(f"{text.job} ({words['letter']})", ""))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, said in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", _DOCUMENT.format(body="".join(printed))),
        ):
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), said)
    return out.getvalue()


def _paragraph(said: str, italics: str = "*") -> str:
    runs = []
    for turn, run in enumerate(said.split(italics) if italics else [said]):
        style = "<w:rPr><w:i/></w:rPr>" if turn % 2 else ""
        for number, piece in enumerate(run.split("\t")):
            tab = f"<w:r>{style}<w:tab/></w:r>" if number else ""
            text = html.escape(piece, quote=False)
            runs.append(f'{tab}<w:r>{style}<w:t xml:space="preserve">{text}</w:t></w:r>' if piece else tab)
    return f"<w:p>{''.join(runs)}</w:p>"


def doc(seed: object) -> bytes:
    """Something that begins as a Word file of 2000-2014 does."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + Random(f"doc {seed}").randbytes(8184)


def wordperfect(seed: object) -> bytes:
    """Something that begins as a WordPerfect file of 1993-2000 does."""
    return b"\xffWPC" + Random(f"wpf {seed}").randbytes(8188)
