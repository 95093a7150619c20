"""What of a web page is the document: its notes told apart, and where the text begins and ends.

The document begins at its masthead or title and ends at the end of its text; what the site prints around it (menus, banners, the foot of
the page) is told by the words of mastheads and by what is nothing but links, and stays in the record of repairs as the page's own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from resdiff.models import Mark, MarkKind, Note
from resdiff.read.furniture import REISSUE, SYMBOL, running
from resdiff.read.html_piece import Anchor, Piece
from resdiff.vocabulary import MarkerStyle, Vocabulary

_STRANGE = 3
"""How many lines in a row that no pattern knows a masthead may hold."""
_SHORT = 120
_FIRM = 40
"""Signs; a line that is longer, and ended by a mark, may be a paragraph."""
_STOP = re.compile(r"[.。]\W{0,3}\d{0,3}$")
_ENDS = re.compile(r"[,;:.،؛，；：。!?]\W{0,3}(?:\[?\d{1,3}\]?|\*)?$")
_TITLE = re.compile(
    r"(?i)statement by the president of the security council|déclaration (?:du|de la) président\w* du conseil de sécurité"
    r"|declaración d\w* (?:la )?president\w* del consejo de seguridad|заявление председателя совета безопасности"
    r"|بيان (?:من )?رئيس\w* مجلس الأمن|安全理事会主席(?:的)?声明"
)
_SITE = re.compile(
    r"(?i)©|copyright|all rights reserved|tous droits réservés|derechos reservados|все права|جميع الحقوق|版权|cookie|privacy"
    r"|confidentialité|privacidad|конфиденциальност|خصوصية|隐私|terms of use|conditions d.utilisation|site ?map|plan du site"
    r"|back to|top of (?:the )?page|haut de (?:la )?page|last (?:updated|modified)|dernière mise à jour|webmaster"
    r"|(?:this|the) page|web ?site|skip to|share (?:this|on)|print (?:this|page)|imprimer|download|télécharger|follow us|suivez"
    r"|contact us|accept all|read more|lire la suite|leer más"
)
"""Words of sites, not of documents."""
_QUOTED = re.compile(r"\s*[“”«\"„「『‘]")
_UNQUOTED = re.compile(r"[”»\"」』]\W{0,3}\d{0,3}$")
_GOES_ON = re.compile(r"[;,؛،；，]\W{0,3}\d{0,3}$")


# --- notes -----------------------------------------------------------------------------------------------------------------------


def noted(found: Sequence[Piece]) -> tuple[list[Piece], tuple[Note, ...]]:
    """The pieces without the notes, each anchor a mark, and the notes in order. A note is what a mark leads to, or what begins with a mark
    that stands in a text before it; a mark without a note goes back to the text."""
    targets = {a.target: a.id for p in found for a in p.anchors if a.target and a.start > 0}
    before: set[str] = set()
    notes: dict[str, Note] = {}
    ids: dict[int, str] = {}
    last = -2
    for i, piece in enumerate(found):
        first = piece.anchors[0] if piece.anchors and piece.anchors[0].start == 0 else None
        led = next((targets[name] for name in sorted(piece.names) if name in targets), None)
        id_ = led if led is not None else first.id if first and first.id in before else None
        if id_ is not None and piece.text and not piece.row:
            words = piece.text[first.end :].strip() if first else piece.text
            known = notes.get(id_)
            if known is None:
                notes[id_] = Note(id_, None, None, words)
            elif led is not None and last == i - 1:
                notes[id_] = replace(known, text=f"{known.text} {words}".strip())
            ids[i], last = id_, i
        before |= {a.id for a in piece.anchors if a.start > 0}
    kept = [_anchored(piece, notes) for i, piece in enumerate(found) if i not in ids]
    order = list(dict.fromkeys(a.id for p in found for a in p.anchors if a.id in notes and a.start > 0))
    return kept, tuple(notes[id_] for id_ in [*order, *(id_ for id_ in notes if id_ not in order)])


def _anchored(piece: Piece, notes: dict[str, Note]) -> Piece:
    """The piece with the marks of notes taken out of its words."""
    taken = [a for a in piece.anchors if a.id in notes and a.start > 0]
    for anchor in reversed(taken):
        piece = replace(
            piece,
            text=piece.text[: anchor.start] + piece.text[anchor.end :],
            marks=(*_closed_up(piece.marks, anchor), Mark(anchor.start, anchor.start, MarkKind.NOTE, anchor.id)),
            heavy=tuple(_closed_up(piece.heavy, anchor)),
        )
    text = piece.text.rstrip()
    marks = sorted((replace(m, start=min(m.start, len(text)), end=min(m.end, len(text))) for m in piece.marks), key=_place)
    return replace(piece, text=text, marks=tuple(marks), anchors=())


def _place(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end


def _closed_up(marks: Sequence[Mark], gone: Anchor) -> list[Mark]:
    """The marks after a range of the text was taken out; those within it are gone."""

    def at(offset: int) -> int:
        return offset if offset <= gone.start else max(gone.start, offset - (gone.end - gone.start))

    moved = (replace(m, start=at(m.start), end=at(m.end)) for m in marks)
    return [m for m, old in zip(moved, marks, strict=True) if m.start < m.end or old.start == old.end]


# --- where the document begins and ends ------------------------------------------------------------------------------------------


def _between(indices: Sequence[int], at: int, end: int) -> bool:
    """Whether one of these indices, in order, is past one place and before another."""
    first = bisect_right(indices, at)
    return first < len(indices) and indices[first] < end


class Bounds:
    """Where the document stands among the pieces of a page."""

    def __init__(self, found: Sequence[Piece], vocabulary: Vocabulary) -> None:
        self.found = found
        self.vocabulary = vocabulary
        self._annex = re.compile("|".join(rf"{re.escape(word)}\b" for word in vocabulary.annex_words) or r"(?!)", re.IGNORECASE)
        self.formula = next((i for i, p in enumerate(found) if self._enacts(p)), None)
        self.title = next(
            (i for i, p in enumerate(found) if len(p.text) < _SHORT and _TITLE.search(p.text) and not _is_way(p)), None
        )
        if self.title is not None and self.formula is not None and self.title < self.formula:
            self.formula = None  # the paragraphs of a statement begin with the Council's name
        self.body = self._body()
        self.start = self._start()
        self.end = self._end()

    @property
    def below_cover(self) -> int:
        """Past the last line of the cover page: the enacting words, or what follows on the title of a statement."""
        if self.formula is not None:
            return self.formula
        return self.title + 1 if self.title is not None else self.body or self.start

    @property
    def is_document(self) -> bool:
        """Whether there is a document at all."""
        return self.formula is not None or self.title is not None or (self.body is not None and self._acts() > 1)

    @property
    def left_out(self) -> list[str]:
        """What stands below the end, and is told to be the page's own by nothing but its place."""
        below = (p for p in self.found[self.end :] if not self._is_site(p))
        return [p.text for p in below if len(p.text) > _FIRM and _ENDS.search(p.text)]

    def _enacts(self, piece: Piece) -> bool:
        text = piece.text.lstrip('“”«"„「『‘ \u00a0')
        return not _is_way(piece) and any(
            text.startswith(words) and text[len(words) :].startswith((",", ":", "،", "，", "："))
            for words in self.vocabulary.enacting
        )

    def _body(self) -> int | None:
        """The enacting words, else the title of a statement, else the first paragraph that opens as one of a document."""
        if self.formula is not None or self.title is not None:
            return self.formula if self.formula is not None else self.title
        return next((i for i, p in enumerate(self.found) if self._is_act(p)), None)

    def _is_act(self, piece: Piece) -> bool:
        opening = self.vocabulary.opening(self._own(piece))
        return not _is_way(piece) and opening is not None and bool(_ENDS.search(piece.text)) and len(piece.text) > 30

    def _own(self, piece: Piece) -> str:
        marker = None if piece.marker else self.vocabulary.marker(piece.text)
        return piece.text[marker.end :] if marker else piece.text

    def _acts(self) -> int:
        return sum(self._is_act(piece) for piece in self.found)

    def _start(self) -> int:
        """The first line of the masthead: back from the text as long as lines look like one."""
        if self.body is None:
            return 0
        start, strange = self.body, 0
        for i in range(self.body - 1, -1, -1):
            piece = self.found[i]
            if self._is_cover(piece):
                start, strange = i, 0
            elif self._is_site(piece) or strange == _STRANGE or len(piece.text) > 2 * _SHORT:
                break
            else:
                strange += 1
        return start

    def _is_cover(self, piece: Piece) -> bool:
        text = piece.text
        if len(text) > 2 * _SHORT or piece.site or (_is_way(piece) and not SYMBOL.match(text)):
            return False
        if self.vocabulary.is_masthead(text) or running(text, self.vocabulary.language) or self.vocabulary.adoption.search(text):
            return True
        return bool(_TITLE.search(text) or (len(text) < 60 and SYMBOL.match(text)))

    def _end(self) -> int:
        """Past the last piece of the text: from the end of the page back over what is not, and no farther than the last paragraph, which a
        full stop ends, where neither an annex nor another number follows."""
        end = len(self.found)
        if self.body is None:
            return end
        while end > self.body + 1 and not self._is_text(self.found[end - 1]):
            end -= 1
        end = self._with_list(end)
        if self.formula is None:
            return self._end_of_statement(end) if self.title is not None else end
        number = 0
        for i in range(self.formula + 1, end):
            piece = self.found[i]
            if self._heads_annex(piece):
                return end
            number = max(number, self._number(piece))
            if _STOP.search(piece.text) and self._is_last(i, end, number):
                return self._after(i + 1, end)
        return end

    def _with_list(self, end: int) -> int:
        """The end moved over what no mark ends: a list that a colon announces, an annex, the next number; up to what is the site's."""
        numbers = [n for piece in self.found[self.body or 0 : end] if (n := self._number(piece))]
        annexed = any(map(self._heads_annex, self.found[self.body or 0 : end]))
        for piece in self.found[end:]:
            follows = self.found[end - 1].text.endswith((":", "：")) or self._number(piece) == max(numbers, default=0) + 1
            annexed = annexed or follows or self._heads_annex(piece)
            if not annexed or self._is_site(piece):
                break
            end += 1
        return end

    def _is_text(self, piece: Piece) -> bool:
        if self._is_site(piece):
            return False
        return piece.row or self._is_below(piece) or bool(_ENDS.search(piece.text) or piece.marker)

    def _is_site(self, piece: Piece) -> bool:
        """Whether a piece is the site's: it is said to be, it is links, or its words are those of sites."""
        if piece.site or (_is_way(piece) and not piece.row):
            return True
        return bool(_SITE.search(piece.text)) and len(piece.text) < 2 * _SHORT and not self._number(piece) and not piece.row

    def _is_last(self, at: int, end: int, number: int) -> bool:
        """Whether a paragraph that a full stop ends is the last: no number goes on after it, no recital, no annex before the page's end."""
        return not any(_between(indices, at, end) for indices in (self._going_on, self._numbers.get(number + 1, ())))

    @cached_property
    def _going_on(self) -> list[int]:
        """Where the pieces stand that show that the text is not at its end: looked for once, for a page may hold thousands."""
        return [i for i, piece in enumerate(self.found) if self._goes_on(piece)]

    @cached_property
    def _numbers(self) -> dict[int, list[int]]:
        """Where the pieces with each number stand."""
        found: dict[int, list[int]] = {}
        for i, piece in enumerate(self.found):
            if (number := self._number(piece)) and not self._is_site(piece):
                found.setdefault(number, []).append(i)
        return found

    def _goes_on(self, piece: Piece) -> bool:
        """Whether a piece shows that the text is not at its end, whatever the number of the paragraph before."""
        if self._is_site(piece):
            return False
        told = self._heads_annex(piece) or self._is_act(piece) or (piece.marker and not self._number(piece))
        return bool(told or piece.row or _GOES_ON.search(piece.text))

    def _after(self, at: int, end: int) -> int:
        """Past what stands below the last paragraph: the line of adoption, the meeting and its date, a reissue."""
        while at < end and self._is_below(self.found[at]):
            at += 1
        return at

    def _is_below(self, piece: Piece) -> bool:
        words, text = self.vocabulary, piece.text
        told = words.adopted.fullmatch(text) or words.plenary.fullmatch(text) or (len(text) < 40 and words.date(text))
        return bool(told) or self._reissued(piece)

    def _end_of_statement(self, end: int) -> int:
        """Past the last paragraph of a statement that is quoted, or that opens as one; where none is quoted, the end of the page's text."""
        first = (self.title or 0) + 1
        last = max((i for i in range(first, end) if _QUOTED.match(self.found[i].text)), default=None)
        if last is None or any(map(self._heads_annex, self.found[last + 1 : end])):
            return end
        for i in range(last + 1, end):
            piece = self.found[i]
            if self._is_act(piece) or piece.marker or _UNQUOTED.search(piece.text):
                last = i
        return self._after(last + 1, end)

    def _heads_annex(self, piece: Piece) -> bool:
        text = piece.text
        return len(text) < _SHORT and self._annex.match(text) is not None

    def _number(self, piece: Piece) -> int:
        """The number of a paragraph, generated or printed; 0 for none."""
        text = f"{piece.marker} {piece.text}" if piece.marker else piece.text
        marker = self.vocabulary.marker(text)
        if marker is None:
            return 0
        return next((r.ordinal for r in marker.readings if r.style is MarkerStyle.NUMBER), 0)

    def _reissued(self, piece: Piece) -> bool:
        return piece.text.startswith("*") and len(piece.text) < 2 * _SHORT

    def is_own(self, at: int) -> bool:
        """Whether a piece within the document is no part of its text: nothing but links to elsewhere, or a reissue told below it."""
        piece = self.found[at]
        if piece.site:
            return True
        if self._reissued(piece) and at >= self.below_cover and REISSUE.search(piece.text):
            return True
        return piece.linked > 0.9 and not piece.marker and not _ENDS.search(piece.text) and not SYMBOL.match(piece.text)


def _is_way(piece: Piece) -> bool:
    """Whether a piece is the site's own, or most of it leads elsewhere."""
    return piece.site or piece.linked > 0.5
