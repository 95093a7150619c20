"""What a run of `fetch` did or would do, as lines of text: one a document as it goes, and the closing account."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from resdiff.account import LEFT_ALONE, Outcome
from resdiff.report.words import counted, printable

if TYPE_CHECKING:
    from resdiff.account import FetchPlan, FetchSummary, Retrieved

_WIDTH = 110
_TOLD = {"failed": "not had"}


def line(item: Retrieved) -> str:
    """One document: how it went, by which way, in what form, how large, how long."""
    return printable(_line(item))


def _line(item: Retrieved) -> str:
    head = f"{_TOLD.get(item.outcome, item.outcome):9}  {item.symbol:22} {item.language}"
    if item.outcome == "failed":
        return f"{head}  {item.reason}: {_what(item)}"
    if item.outcome == "held":
        return f"{head}  {item.form:4}  in the library"
    return f"{head}  {item.form:4} {_size(item.size or 0):>9}  {item.seconds or 0:5.1f} s  {item.route}"


def summary(value: FetchSummary) -> str:
    """The closing account: a table of counts, then each document that could not be had with the reason, what was tried, and the lines that
    bring it in by hand, then where what was refused is kept."""
    out = _table(value)
    alike: dict[tuple[str | None, str], list[Retrieved]] = {}
    for item in value.of(Outcome.FAILED):
        alike.setdefault((item.reason, _what(item).removeprefix(LEFT_ALONE)), []).append(item)
    for items in alike.values():
        out += _missing(items)
    apart = dict.fromkeys(path for item in value.documents for path in item.quarantined)
    if apart:
        is_one = len(apart) == 1
        folder = next(iter(apart)).rpartition("/")[0]
        out += [
            "",
            f"{counted(len(apart), 'file')} that the servers gave in place of what was asked for {'is' if is_one else 'are'} kept apart, "
            f"{'with its reason' if is_one else 'each with its reason'}:",
            f"    {folder}",
        ]
    return "\n".join(map(printable, out)) + "\n"


def _table(value: FetchSummary) -> list[str]:
    ways: dict[str, list[Retrieved]] = {}
    for item in value.of(Outcome.FETCHED, Outcome.UNCHANGED):
        ways.setdefault(item.route or "", []).append(item)
    rows = [
        (way, len(items), _size(_sum(i.size for i in items)), _time(_sum(i.seconds for i in items))) for way, items in ways.items()
    ]
    held, failed = len(value.of(Outcome.HELD)), len(value.of(Outcome.FAILED))
    rows += [("in the library before", held, "", "")] * bool(held) + [("not had", failed, "", "")] * bool(failed)
    width = max(len(row[0]) for row in rows) if rows else 0
    return [f"{way:{width}}  {counted(count, 'document'):>14}  {size:>9}  {time:>8}".rstrip() for way, count, size, time in rows]


def _missing(items: list[Retrieved]) -> list[str]:
    """Documents that could not be had for one reason: what happened and what was tried is told of the one asked for before the others."""
    out = [""]
    for item in items:
        cited = f" (cited by {item.cited_by})" if item.cited_by else ""
        out.append(f"{item.symbol} in {item.language}: {item.reason}{cited}")
    out += [*_indented(_what(items[0])), *_indented(items[0].hint or "")]
    for item in items:
        out += [f"    kept:     {path}" for path in item.quarantined if item.reason == "NotReadable"]
        out += [f"    by hand:  {item.open}", f"    then:     {item.add}"]
    return out


def _what(item: Retrieved) -> str:
    """What happened, without the name of the document, which stands beside it."""
    return (item.what or "").removeprefix(f"{item.symbol} in {item.language}: ")


def plan(value: FetchPlan) -> str:
    """What would be asked, in order; each further address of a document only where those before it give nothing."""
    out = []
    asked = [item for item in value.documents if not item.held]
    for item in value.documents:
        cited = f", cited by {item.cited_by}" if item.cited_by else ""
        out.append(f"{item.symbol} {item.language}{cited}{': in the library' if item.held else ''}")
        out += [f"    {address}" for address in item.addresses]
    out.append("")
    if asked:
        least = _time(len(asked) * value.pace)
        out.append(
            f"{counted(len(asked), 'document')} to ask for; of each the addresses in this order until one gives it, with "
            f"{value.pace:g} s or more between two requests: {least} at the least."
        )
    if value.incomplete:
        out.append(f"What {', '.join(value.incomplete)} cites is known when it is there, and would be asked for then.")
    out.append("Nothing was sent.")
    return "\n".join(map(printable, out)) + "\n"


def _indented(text: str) -> list[str]:
    return textwrap.wrap(printable(text), _WIDTH, initial_indent="    ", subsequent_indent="    ")


def _sum(values: Iterable[float | None]) -> float:
    return sum(value or 0 for value in values)


def _size(count: float) -> str:
    return f"{count / 1024:,.0f} KB" if count < 10 * 2**20 else f"{count / 2**20:,.1f} MB"


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
