"""White space made single: where the offsets of a text go."""

from __future__ import annotations

import re
from bisect import bisect_right


class Spaced:
    """Where the offsets of a text come to stand when its runs of white space are made one space, and none at the ends."""

    def __init__(self, text: str, runs: re.Pattern[str]) -> None:
        self.starts: list[int] = []
        self.runs: list[tuple[int, int, int]] = []
        """Length of a run of white space, how much of it stays, and how much went before it."""
        gone = 0
        for match in runs.finditer(text):
            stays = int(match.start() > 0 and match.end() < len(text))
            if stays and len(match[0]) == 1:
                continue
            self.starts.append(match.start())
            self.runs.append((len(match[0]), stays, gone))
            gone += len(match[0]) - stays

    def __call__(self, at: int) -> int:
        """The offset in the tidied text of an offset in the text as it was; code points."""
        i = bisect_right(self.starts, at) - 1
        if i < 0:
            return at
        length, stays, gone = self.runs[i]
        inside = min(at - self.starts[i], length)
        return at - gone - inside + min(inside, stays)
