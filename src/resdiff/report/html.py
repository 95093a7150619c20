"""HTML pages, each one file that needs nothing else: styles and script inside, no request to anywhere.

Text from documents is escaped by Jinja2 wherever it stands, and the content security policy of each page admits this page's own style and
script by their digests and nothing more. No time, path or random value goes in: the same value gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import jinja2

from resdiff.asked import Asked
from resdiff.concordance import Concordance
from resdiff.models import Comparison, Document, Evolution, Language, Lineage, Verdict
from resdiff.report import change_list, words


def direction(language: Language) -> str:
    """The direction of writing: "rtl" for Arabic, else "ltr"."""
    return "rtl" if language is Language.AR else "ltr"


def official(symbol: str, language: Language = Language.EN) -> str:
    """The address of a document on the UN's server, "" for what is not a symbol of the Council."""
    if not re.fullmatch(r"S/(RES/\d+ \(\d{4}\)|PRST/\d{4}/\d+)", symbol):
        return ""
    return words.address(symbol, language)


@cache
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.PackageLoader("resdiff.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    env.filters.update(capitalise=lambda text: text[:1].upper() + text[1:], isolated=words.isolated)
    env.filters.update(
        printable=words.printable, snippet=words.snippet, number=words.number, short=words.short, percent=words.percent
    )
    env.globals.update(words=words, direction=direction, official=official)
    return env


@cache
def _asset(name: str) -> str:
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0].strip()


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def _page(template: str, title: str, documents: Sequence[Document], extra_style: str = "", **values: Any) -> str:
    """A whole page on some documents: the template with its style and script put in and admitted by digest."""
    style = "\n".join(_asset(name) for name in ("base.css", extra_style) if name)
    script = _asset("report.js")
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'; form-action 'none'"
    # Both are our own files, and hold no "</": they go in as they are so that the digests fit.
    own = {"style": style, "script": script, "counted": words.count_note(*documents)}
    return _environment().get_template(template).render(title=words.printable(title), policy=policy, **own, **values) + "\n"


def show_page(document: Document) -> str:
    """One document as numbered paragraphs, with its facts, notes and doubts."""
    from resdiff.report.pieces import printed

    paragraphs = [{"paragraph": paragraph, "runs": printed(paragraph)} for paragraph in document.paragraphs]
    return _page("show.html", words.heading(document), [document], "show.css", document=document, paragraphs=paragraphs)


def diff_page(comparison: Comparison) -> str:
    """Two documents: the change list, the numbering of both, then paragraph by paragraph."""
    from resdiff.report import changes, table

    groups = changes.groups(comparison)
    title = f"{words.heading(comparison.left)} → {words.heading(comparison.right)}"
    total = sum(row.number > 0 for group in groups for row in group.rows)
    lines = change_list.folded(comparison)
    numbering = table.numbering(comparison)
    return _page(
        "diff.html",
        title,
        [comparison.left, comparison.right],
        "diff.css",
        comparison=comparison,
        groups=groups,
        families=changes.families(groups),
        total=total,
        lines=lines,
        numbering=numbering,
    )


def compare_page(concordance: Concordance) -> str:
    """Documents beside each other: a row per provision, a column per document."""
    from resdiff.report.concordance import view

    shown = view(concordance)
    language = concordance.documents[0].language
    return _page(
        "compare.html",
        shown.title,
        concordance.documents,
        "compare.css",
        view=shown,
        language=language,
        based=concordance.base is not None,
    )


def asked_page(value: Asked) -> str:
    """Who is asked to do what by when, a table for each kind of addressee."""
    from resdiff.report import asked

    return _page("asked.html", asked.title(value), (), "asked.css", value=value, said=asked)


def trace_page(lineage: Lineage) -> str:
    """The sourcing table."""
    from resdiff.report import sourcing

    title = f"Sourcing of {words.heading(lineage.target)}"
    return _page("trace.html", title, [lineage.target], "trace.css", lineage=lineage, rows=sourcing.rows(lineage))


def evolve_page(evolution: Evolution) -> str:
    """The report: how the language on a theme evolved up to a document."""
    from resdiff.report import evolution as views
    from resdiff.report import summary, timeline, wordings

    view = summary.summarise(evolution)
    lineage = evolution.lineage
    data = views.passage_data(lineage, view.mosaic)
    shown: dict[str, int] = {source.symbol: source.words for source in view.mosaic.sources}
    return _page(
        "evolve.html",
        view.title,
        [lineage.target],
        "evolve.css",
        evolution=evolution,
        lineage=lineage,
        target=lineage.target,
        view=view,
        paragraphs=views.paragraph_views(evolution, view.mosaic),
        chains=views.chain_views(evolution),
        timelines=timeline.timelines(evolution),
        concepts=timeline.concepts(evolution),
        wordings=wordings,
        named=len([item for item in lineage.paragraphs if item.verdict is not Verdict.STOCK]),
        shown=shown,
        recalled=sum(witness.recalled for witness in lineage.witnesses),
        is_statement=views.is_statement,
        data=data,
    )
