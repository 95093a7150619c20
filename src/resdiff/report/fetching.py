"""What a run of `fetch` did or would do, as lines of text: one a document as it goes, and the closing account."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from resdiff.report.words import counted, printable

if TYPE_CHECKING:
    from resdiff.retrieve import FetchPlan, FetchSummary, Retrieved

_WIDTH = 110


def line(item: Retrieved) -> str:
    """One document: how it went, by which way, in what form, how large, how long."""
    return printable(_line(item))


def _line(item: Retrieved) -> str:
    head = f"{item.outcome:8} {item.symbol:22} {item.language}"
    if item.outcome == "failed":
        return f"{head}  {item.reason}: {item.what}"
    if item.outcome == "held":
        return f"{head}  {item.form}, in the library"
    return f"{head}  {item.form:5} {_size(item.size or 0):>9}  {item.seconds or 0:5.1f} s  {item.route}"


def summary(value: FetchSummary) -> str:
    """The closing account: counts, then each document that could not be had with the reason, what was tried, and the lines that bring it in
    by hand."""
    fetched, held, failed = ([d for d in value.documents if d.outcome == outcome] for outcome in ("fetched", "held", "failed"))
    size = sum(item.size or 0 for item in fetched)
    out = [
        f"fetched {len(fetched)} ({_size(size)}), in the library before {len(held)}, not had {len(failed)}",
    ]
    for item in failed:
        out += ["", f"{item.symbol} in {item.language}: {item.reason}" + (f" (cited by {item.cited_by})" if item.cited_by else "")]
        out += _indented(item.what or "")
        out += _indented(item.hint or "")
        out += [f"    by hand:  {item.open}", f"    then:     {item.add}"]
    refused = [path for item in value.documents for path in item.quarantined]
    if refused:
        out += [
            "",
            f"{counted(len(refused), 'file')} that the servers gave {'was' if len(refused) == 1 else 'were'} refused and kept apart:",
        ]
        out += [f"    {path}" for path in refused]
    return "\n".join(out) + "\n"


def plan(value: FetchPlan) -> str:
    """What would be asked, in order; each further address of a document only where those before it give nothing."""
    out = []
    asked = [item for item in value.documents if not item.held]
    for item in value.documents:
        out.append(
            f"{item.symbol} {item.language}"
            + (f", cited by {item.cited_by}" if item.cited_by else "")
            + (": held" if item.held else "")
        )
        out += [f"    {address}" for address in item.addresses]
    least = len(asked) * value.pace
    out += [
        "",
        f"{counted(len(asked), 'document')} to ask for, {value.pace:g} s or more between two requests: {least:.0f} s or more.",
        "Nothing was sent.",
    ]
    if value.incomplete:
        out.append(f"What {', '.join(value.incomplete)} cites is known when it is there.")
    return "\n".join(out) + "\n"


def _indented(text: str) -> list[str]:
    return textwrap.wrap(printable(text), _WIDTH, initial_indent="    ", subsequent_indent="    ")


def _size(count: int) -> str:
    return f"{count / 1024:,.0f} KB" if count < 10 * 2**20 else f"{count / 2**20:,.1f} MB"
