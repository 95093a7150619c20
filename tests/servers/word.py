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
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/footer1.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
_PARTS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"""
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document {spaces}><w:body>{body}<w:sectPr><w:footerReference w:type="first" r:id="rId1"/>\
<w:pgSz w:w="12240" w:h="15840"/><w:titlePg/></w:sectPr></w:body></w:document>"""
_FOOTER = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr {spaces}>{body}</w:ftr>"""


@cache
def docx(text: Text) -> bytes:
    """The text as a Word file: the cover a table, one paragraph a printed paragraph, number and tab before it, openings in italics, the
    job number at the foot of the first page."""
    words = WORDS[text.language]
    rows = (
        (words["un"], text.symbol + text.star),
        (words["specimen"], words["distr"]),
        (words["ga" if text.family == "assembly" else "organ"], spelled(text.day, text.language)),
    )
    cells = ("".join(f"<w:tc>{_paragraph(cell, '')}</w:tc>" for cell in row) for row in rows)
    table = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
    formula = {"assembly": "ga_formula", "resolution": "formula", "draft": "formula"}.get(text.family)
    body = [words[formula]] if formula else []
    body += [f"{part.marker}\t{part.text}" if part.marker else part.text for part in text.parts]
    printed = [table, *(_paragraph(line, "") for line in (text.title, text.adopted) if line)] + [_paragraph(line) for line in body]
    foot = _paragraph(f"{text.job} ({words['letter']})", "")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, said in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", _DOCUMENT.format(spaces=_SPACES, body="".join(printed))),
            ("word/_rels/document.xml.rels", _PARTS),
            ("word/footer1.xml", _FOOTER.format(spaces=_SPACES, body=foot)),
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
