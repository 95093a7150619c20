"""Small Word files for tests, written by hand: a zip of the parts that a test names."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from html import escape
from io import BytesIO

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:wps="urn:wps"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
ROOTS = {"styles": "styles", "numbering": "numbering", "settings": "settings", "footnotes": "footnotes", "endnotes": "endnotes",
         "comments": "comments", "header": "hdr", "footer": "ftr"}  # fmt: skip


def relations(pairs: Mapping[str, tuple[str, str]]) -> str:
    """A relationships part: id to (kind, target)."""
    inside = "".join(f'<Relationship Id="{i}" Type="{KIND}{kind}" Target="{target}"/>' for i, (kind, target) in pairs.items())
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def archive(members: Mapping[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word file with this body and these parts: styles, numbering, footnotes... (what stands inside their root), header and footer."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"a": ("officeDocument", "word/document.xml")}),
    }
    named: dict[str, tuple[str, str]] = {}
    for name, inside in parts.items():
        kind = name.rstrip("0123456789_")
        root = ROOTS[kind]
        members[f"word/{name}.xml"] = f"<w:{root} {NS}>{inside}</w:{root}>"
        named[name] = (kind, f"{name}.xml")
    members["word/_rels/document.xml.rels"] = relations(named)
    members["word/document.xml"] = f"<w:document {NS}><w:body>{body}</w:body></w:document>"
    return archive(members)


def t(text: str, properties: str = "") -> str:
    """A run."""
    inside = f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inside}</w:r>"


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; what is no markup is made a run."""
    inside = "".join(run if run.startswith("<") else t(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def change(tag: str, *runs: str, who: str = "A. Penn", when: str = "2091-03-04T10:00:00Z") -> str:
    """A tracked change around runs."""
    inside = "".join(run if run.startswith("<") else t(run) for run in runs)
    if tag == "del":
        inside = inside.replace("<w:t xml", "<w:delText xml").replace("</w:t>", "</w:delText>")
    return f'<w:{tag} w:id="1" w:author="{who}" w:date="{when}">{inside}</w:{tag}>'


def list_(number: int, level: int = 0) -> str:
    """Paragraph properties that put a paragraph into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def pattern(*levels: tuple[str, str] | tuple[str, str, str], key: int = 0) -> str:
    """A w:abstractNum: (format, text) or (format, text, more) a level."""
    inside = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{one[0]}"/>{one[2] if len(one) > 2 else ""}'
        f'<w:lvlText w:val="{one[1]}"/></w:lvl>'
        for i, one in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{key}">{inside}</w:abstractNum>'


def num(key: int, of: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'
