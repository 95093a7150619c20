"""Running text made tidy: white space made single, and the marks moved with the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from resdiff.models import Mark, MarkKind
from resdiff.read.spaces import Spaced

_BLANKS = " \t\n\r\v\f\x85\u2028\u2029\u2002\u2003\u2009\u3000"
"""White space that is made one space; no-break spaces are kept as printed."""
_BLANK = frozenset(_BLANKS)
_RUN = re.compile(f"[{_BLANKS}]+")
_UNTIDY = re.compile(f"^[{_BLANKS}]|[{_BLANKS}]$|[{_BLANKS[1:]}]|  ")


def tidied(text: str, marks: Sequence[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """A text with runs of white space made one space and none at the ends, its marks moved with it and joined where they touch. Marks of
    words lose white space at their ends."""
    places = None
    if _UNTIDY.search(text):
        places = Spaced(text, _RUN)
        text = _RUN.sub(" ", text).strip(" ")
    if not marks:
        return text, ()
    kept = []
    for mark in marks:
        start, end = (places(mark.start), places(mark.end)) if places else (mark.start, mark.end)
        if mark.start == mark.end:
            kept.append(Mark(start, start, mark.kind, mark.value))
            continue
        while start < end and text[start] in _BLANK:
            start += 1
        while start < end and text[end - 1] in _BLANK:
            end -= 1
        if start < end:
            kept.append(Mark(start, end, mark.kind, mark.value))
    return text, joined(kept, text)


def joined(marks: Sequence[Mark], text: str) -> tuple[Mark, ...]:
    """Marks in order; those of one kind and value with nothing but white space between them are one."""
    out: list[Mark] = []
    last: dict[tuple[MarkKind, str], int] = {}
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        key = (mark.kind, mark.value)
        before = last.get(key)
        if before is not None and mark.start < mark.end and out[before].start < out[before].end:
            gap = range(out[before].end, mark.start)
            if len(gap) < 4 and all(text[i] in _BLANK for i in gap):
                out[before] = replace(out[before], end=max(out[before].end, mark.end))
                continue
        last[key] = len(out)
        out.append(mark)
    return tuple(sorted(out, key=lambda m: (m.start, m.end)))
