"""Official XML: writes it for an invented text, and reads the specimen's so that it can be printed in other forms."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from lxml import etree

from .sentences import WORDS
from .texts import Part, Text, spelled

_NAMES = {"statement": "presidentialStatement", "draft": "draftResolution", "resolution": "resolution", "assembly": "resolution"}
_FRAME = """<akomaNtoso xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" \
xmlns:akn4un="http://un.org/akn4un">
  <!--{specimen}: written for the tests of resdiff-->
  <statement name="{name}">
    <meta>
      <identification source="#specimen">
        <FRBRWork>
          <FRBRthis value="{uri}/!main/"></FRBRthis>
          <FRBRuri value="{uri}/"></FRBRuri>
          <FRBRdate date="{day}" name="{event}"></FRBRdate>
          <FRBRauthor href="{author}" as="author"></FRBRauthor>
          <FRBRcountry value="un"></FRBRcountry>
        </FRBRWork>
        <FRBRExpression>
          <FRBRthis value="{uri}/{iso}@!main/"></FRBRthis>
          <FRBRuri value="{uri}/{iso}@/"></FRBRuri>
          <FRBRdate date="{day}" name="publication"></FRBRdate>
          <FRBRauthor href="{author}" as="issuer"></FRBRauthor>
          <FRBRlanguage language="{iso}"></FRBRlanguage>
        </FRBRExpression>
      </identification>
{workflow}      <presentation source="#un">
        <akn4un:footerFirstPage>
          <akn4un:footerFirstPageLeft>
            <akn4un:internalCode>
              <docketNumber refersTo="#publicationJobNumber">{job} ({letter})</docketNumber>
            </akn4un:internalCode>
          </akn4un:footerFirstPageLeft>
        </akn4un:footerFirstPage>
      </presentation>
    </meta>
    <coverPage eId="coverPage_1">
{cover}    </coverPage>
{body}  </statement>
</akomaNtoso>
"""


@cache
def xml(text: Text) -> bytes:
    """The official XML of a text, as the collections on GitHub hold it."""
    words, author = WORDS[text.language], "ga" if text.family == "assembly" else "sc"
    slug = re.sub(r"\W+", "-", text.symbol.removeprefix("S/RES/").removeprefix("S/").removeprefix("A/RES/")).strip("-").lower()
    return _FRAME.format(
        specimen=words["specimen"],
        name=_NAMES[text.family],
        uri=f"/akn/un/statement/deliberation/un{author}/{text.day}/{slug}",
        day=text.day,
        event="voting" if text.family == "draft" else "adoption",
        author=author,
        iso=words["iso"],
        workflow=_workflow(text),
        job=text.job,
        letter=words["letter"],
        cover=_cover(text),
        body=_body(text),
    ).encode()


def _workflow(text: Text) -> str:
    if text.family != "draft":
        return ""
    sponsor = text.title.split(":")[0].strip()
    return (
        f'      <workflow source="#un">\n        <step date="{text.day}" outcome="draftResolution" by="{sponsor}" />\n'
        f'        <step date="{text.day}" outcome="notAdopted" as="S/PV.20001" by="The draft resolution was not adopted" />\n'
        "      </workflow>\n"
    )


def _cover(text: Text) -> str:
    words = WORDS[text.language]
    organ = words["ga" if text.family == "assembly" else "organ"]
    lines = [
        f'<span refersTo="#publisher" class="upperLeft"><docAuthority refersTo="#publisher">{words["un"]}</docAuthority></span>',
        f'<docNumber refersTo="#symbol">{text.symbol}</docNumber>',
        f'<docStatus class="upperLeft">{words["specimen"]}</docStatus>',
        f'<docAuthority refersTo="#issuingBody" class="rightBig">{organ}</docAuthority>',
        f'<docStatus refersTo="#generalDistribution" class="rightSmall">{words["distr"]}</docStatus>',
        f'<docDate date="{text.day}" class="rightSmall" refersTo="#dateOfIssuance">{spelled(text.day, text.language)}</docDate>',
    ]
    if text.family == "resolution":
        lines += [
            f'<docTitle refersTo="#resolutionNumber">\t\t{text.title}</docTitle>',
            f'<docTitle refersTo="#adoption">{text.adopted}</docTitle>',
        ]
    return "".join(f'      <p xml:space="preserve">{line}</p>\n' for line in lines)


def _inline(text: str) -> str:
    out = re.sub(r"\*(.+?)\*", r'<span class="italic">\1</span>', html.escape(text, quote=False))
    return re.sub(r"(\d{4} \(2\d{3}\))", lambda m: f'<a href="#S/RES/{m[1].replace(" ", "")}">{m[1]}</a>', out)


def _p(text: str) -> str:
    return f'<p xml:space="preserve">\t{_inline(text)}</p>'


def _body(text: Text) -> str:
    words = WORDS[text.language]
    preface = {"draft": text.title, "assembly": text.title}.get(text.family)
    out = (
        [f'    <preface>\n      <p><docTitle refersTo="sponsors">\t\t{preface}</docTitle></p>\n    </preface>\n'] if preface else []
    )
    formula = words["ga_formula" if text.family == "assembly" else "formula"]
    out.append(f'    <preamble>\n      <formula name="enactingFormula" eId="formula_1">{_p(formula)}</formula>\n')
    for number, part in enumerate((p for p in text.parts if p.kind == "recital"), 2):
        opening = re.match(r"\*(.+?)\*", part.text)
        name = opening[1] if opening else ""
        out.append(f'      <container name="{name}" eId="container_{number}">\n        {_p(part.text)}\n      </container>\n')
    out.append("    </preamble>\n    <mainBody>\n")
    rest = [p for p in text.parts if p.kind != "recital"]
    for at, part in enumerate(rest):
        below = []
        while at + 1 + len(below) < len(rest) and rest[at + 1 + len(below)].level > part.level:
            below.append(rest[at + 1 + len(below)])
        if part.level == 1:
            out.append(_numbered(at, part, below))
    return "".join(out) + "    </mainBody>\n"


def _numbered(at: int, part: Part, below: list[Part]) -> str:
    head = f'      <paragraph eId="para_{at}" class="SingleTxt">\n        <num>{part.marker}</num>\n'
    if not below:
        return f"{head}        <content>{_p(part.text)}</content>\n      </paragraph>\n"
    points = "".join(
        f"          <point>\n            <num>{p.marker}</num>\n            <content>{_p(p.text)}</content>\n          </point>\n"
        for p in below
    )
    return f"{head}        <list>\n          <intro>{_p(part.text)}</intro>\n{points}        </list>\n      </paragraph>\n"


# --- the specimen's -----------------------------------------------------------------------------------------------------------------

_LANGUAGES = {words["iso"]: language for language, words in WORDS.items()}


@cache
def specimen(data: bytes) -> Text:
    """The text of one of the specimen's XML files, to be printed in other forms; its notes are left out."""
    root = etree.fromstring(data)
    body = root[-1]

    def said(tag: str, refers: str) -> str:
        found = next((e for e in body.iter("{*}" + tag) if e.get("refersTo") == "#" + refers), None)
        return " ".join("".join(found.itertext()).split()) if found is not None else ""

    language = _LANGUAGES[next(body.iter("{*}FRBRlanguage")).get("language", "")]
    symbol = said("docNumber", "symbol")
    statement = body.get("name") == "presidentialStatement"
    return Text(
        symbol=symbol.rstrip("*"),
        language=language,
        family="statement" if statement else "resolution",
        day=date.fromisoformat(next(e.get("date", "") for e in body.iter("{*}FRBRdate") if e.get("name") == "adoption")),
        job=said("docketNumber", "publicationJobNumber").split(" ")[0],
        title=WORDS[language]["statement"] if statement else said("docTitle", "resolutionNumber"),
        adopted=said("docTitle", "adoption"),
        parts=tuple(_parts(body)),
        star="*" if symbol.endswith("*") else "",
    )


def _parts(body: etree._Element) -> Iterator[Part]:
    for element in body.iter("{*}container", "{*}alinea", "{*}paragraph", "{*}point", "{*}wrapUp"):
        tag = etree.QName(element).localname
        own = next(_own(element), None)
        if own is None:
            continue
        text, number = _words(own), element.find("{*}num")
        if tag == "container":
            yield Part("recital", text)
        elif tag == "alinea":
            yield Part("plain", text)
        elif number is not None:
            level = 1 + len([a for a in element.iterancestors() if etree.QName(a).localname == "list"])
            yield Part("point" if level > 1 else "operative", text, "".join(number.itertext()).strip(), level)
        else:
            yield Part("plain" if tag == "wrapUp" or len(text) > 90 or text[:1] in "“«" else "heading", text)


def _own(element: etree._Element) -> Iterator[etree._Element]:
    """The printed paragraphs of an element that are not those of a point in it."""
    for p in element.iter("{*}p"):
        holder = next(
            a for a in p.iterancestors() if etree.QName(a).localname in ("container", "alinea", "paragraph", "point", "wrapUp")
        )
        note = any(etree.QName(a).localname == "authorialNote" for a in p.iterancestors())
        if holder is element and not note:
            yield p


def _words(p: etree._Element) -> str:
    """Its text, italics between asterisks, notes left out."""

    def inner(element: etree._Element) -> str:
        out = element.text or ""
        for child in element:
            if etree.QName(child).localname != "authorialNote":
                said = inner(child)
                out += f"*{said}*" if child.get("class") == "italic" else said
            out += child.tail or ""
        return out

    return re.sub(r"[ \t\n]+", " ", inner(p)).strip()
