"""Word files, at random: what is written is what is read, and damage ends in an error of ours or in a reading that holds together."""

from __future__ import annotations

import random
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from resdiff.errors import Unreadable
from resdiff.models import Blocks, MarkKind
from resdiff.read import read, word
from word_files import change, docx, list_, num, p, pattern, t

FILES = sorted((Path(__file__).resolve().parent.parent / "fixtures" / "docx").glob("*.docx"))
LISTS = pattern(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)")) + num(1)
ROMANS = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
PIECES = [
    "oil",
    "lamps ",
    " wicks",
    " ",
    "",
    "non\u2011State",
    "15\u00a0000",
    "  ",
    "l’île",
    "фонарь ",
    "灯",
    "مصباح ",
    "& <w:p>",
    "a\tb",
]


@dataclass(frozen=True)
class Piece:
    text: str
    status: str = ""
    italic: bool = False

    def stands(self, rejected: bool) -> bool:
        return {"": True, "ins": not rejected, "moveTo": not rejected, "both": False}.get(self.status, rejected)

    @property
    def xml(self) -> str:
        run = t(self.text.replace("\t", ""), "<w:i/>" if self.italic else "")
        if "\t" in self.text:
            before, after = self.text.split("\t")
            run = t(before, "<w:i/>" if self.italic else "") + "<w:r><w:tab/></w:r>" + t(after, "<w:i/>" if self.italic else "")
        if self.status == "both":
            return change("ins", change("del", run))
        return change(self.status, run) if self.status else run


@dataclass(frozen=True)
class Paragraph:
    level: int | None
    pieces: tuple[Piece, ...]
    mark: str = ""

    def goes_on(self, rejected: bool) -> bool:
        return self.mark == ("ins" if rejected else "del")

    @property
    def xml(self) -> str:
        properties = list_(1, self.level) if self.level is not None else ""
        if self.mark:
            properties += f'<w:rPr><w:{self.mark} w:id="1" w:author="A"/></w:rPr>'
        return p(*(piece.xml for piece in self.pieces), properties=properties)


pieces = st.builds(
    Piece, st.sampled_from(PIECES), st.sampled_from(["", "", "", "ins", "del", "moveTo", "moveFrom", "both"]), st.booleans()
)
paragraphs = st.lists(
    st.builds(
        Paragraph,
        st.sampled_from([None, None, 0, 1, 2]),
        st.lists(pieces, max_size=5).map(tuple),
        st.sampled_from(["", "", "", "ins", "del"]),
    ),
    min_size=1,
    max_size=9,
)


def expected(body: list[Paragraph], rejected: bool) -> list[tuple[str, str, str]]:
    """Number, text and the letters in italics of every printed paragraph, by the plainest means."""
    counts = [0, 0, 0]
    out, pending = [], []

    def put(level: int | None) -> None:
        number = ""
        if level is not None:
            counts[level] += 1
            counts[:level] = [max(1, c) for c in counts[:level]]
            counts[level + 1 :] = [0] * (2 - level)
            n = counts[level]
            number = (f"{n}.", f"({chr(96 + n)})", f"({ROMANS[n]})")[level]
        text = " ".join("".join(piece.text for piece in pending).replace("\t", " ").split(" ")).strip()
        while "  " in text:
            text = text.replace("  ", " ")
        if text or number:
            out.append((number, text, "".join("".join(piece.text.split()) for piece in pending if piece.italic)))
        pending.clear()

    for paragraph in body:
        pending += [piece for piece in paragraph.pieces if piece.stands(rejected)]
        if not paragraph.goes_on(rejected):
            put(paragraph.level)
    put(None)
    return out


def holds_together(seen: Blocks) -> None:
    ids = {note.id for note in seen.notes}
    for block in seen.blocks:
        assert block.text == block.text.strip(" \t\n")
        assert list(block.marks) == sorted(block.marks, key=lambda mark: (mark.start, mark.end))
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text)
            assert mark.kind is not MarkKind.NOTE or mark.value in ids


@settings(max_examples=250)
@given(paragraphs, st.booleans())
def test_what_is_written_is_read(body: list[Paragraph], rejected: bool) -> None:
    data = docx("".join(paragraph.xml for paragraph in body) + p("The end."), numbering=LISTS)
    seen = word.read(data, rejected=rejected)
    holds_together(seen)
    said = [
        (b.marker, b.text, "".join("".join(b.text[m.start : m.end].split()) for m in b.marks if m.kind is MarkKind.ITALIC))
        for b in seen.blocks
    ]
    assert said == expected([*body, Paragraph(None, (Piece("The end."),))], rejected)


@settings(max_examples=150)
@given(paragraphs)
def test_both_readings_of_a_text_without_changes_are_one(body: list[Paragraph]) -> None:
    still = [Paragraph(q.level, tuple(Piece(x.text, "", x.italic) for x in q.pieces)) for q in body]
    data = docx("".join(paragraph.xml for paragraph in still) + p("The end."), numbering=LISTS)
    assert word.read(data) == word.read(data, rejected=True)


# --- damage ----------------------------------------------------------------------------------------------------------------------


def survives(data: bytes) -> None:
    for rejected in (False, True):
        try:
            seen = read(data, "x.docx", rejected=rejected)
        except Unreadable:
            continue
        holds_together(seen)


@settings(max_examples=150)
@given(st.sampled_from(FILES), st.integers(0, 2**32), st.integers(1, 12))
def test_damaged_bytes(file: Path, seed: int, count: int) -> None:
    data, chance = bytearray(file.read_bytes()), random.Random(seed)
    for _ in range(count):
        at = chance.randrange(len(data))
        what = chance.randrange(4)
        if what == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif what == 1:
            del data[at : at + chance.randrange(1, 40)]
        elif what == 2:
            data[at:at] = chance.randbytes(chance.randrange(1, 20))
        else:
            data = data[: max(4, at)]
    survives(bytes(data))


def rebuilt(data: bytes, part: str, new: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as made:
        for name in old.namelist():
            made.writestr(name, new if name == part else old.read(name))
    return out.getvalue()


def inside(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if n.endswith((".xml", ".rels"))]
        name = chance.choice(["word/document.xml", chance.choice(names)])
        return name, archive.read(name)


@settings(max_examples=150)
@given(st.sampled_from(FILES), st.integers(0, 2**32))
def test_damaged_xml(file: Path, seed: int) -> None:
    chance, data = random.Random(seed), file.read_bytes()
    name, raw = inside(data, chance)
    text = bytearray(raw)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(text))
        text[at : at + chance.randrange(0, 6)] = chance.choice(
            [b"<", b">", b"/>", b"&", b'"', b"<w:p>", b"9" * 30, b"\xff", b"</w:r>", b""]
        )
    survives(rebuilt(data, name, bytes(text)))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = """
p r t tbl tr tc ins del moveFrom sdt sdtContent fldChar txbxContent footnoteReference pPr rPr numPr body hyperlink pict vanish instrText
"""
TAGS = [f"{W}{name}" for name in NAMES.split()]


def shaken(raw: bytes, chance: random.Random) -> bytes:
    """A tree with elements taken out, doubled, moved, renamed and told nonsense."""
    root = etree.fromstring(raw)
    for _ in range(chance.randrange(1, 25)):
        everything = list(root.iter(etree.Element))
        one, other = chance.choice(everything), chance.choice(everything)
        parent = one.getparent()
        what = chance.randrange(5)
        if parent is None:
            continue
        if what == 0:
            parent.remove(one)
        elif what == 1 and len(everything) < 20_000:
            parent.append(etree.fromstring(etree.tostring(one)))
        elif what == 2 and one not in other.iterancestors() and other is not one:
            other.append(one)
        elif what == 3:
            one.tag = chance.choice(TAGS)
        else:
            for key in list(one.attrib):
                one.set(key, chance.choice(["-1", "99999999999999999999", "nonsense", "0", "", "%1%2%9", "first"]))
    return etree.tostring(root)


@settings(max_examples=250)
@given(st.sampled_from(FILES), st.integers(0, 2**32))
def test_shaken_trees(file: Path, seed: int) -> None:
    chance, data = random.Random(seed), file.read_bytes()
    name, raw = inside(data, chance)
    survives(rebuilt(data, name, shaken(raw, chance)))
