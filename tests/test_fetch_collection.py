"""The official XML collections: which file holds a document, and a whole one as an archive, however either is made."""

from __future__ import annotations

import builtins
import contextlib
import gzip
import io
import json
import os
import random
import struct
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdiff import symbols
from resdiff.errors import Broken, ServerTrouble, TooLarge, Unreadable
from resdiff.fetch import collection
from resdiff.fetch.collection import Member, candidates, is_blob, language_of, languages, listing, path_of, unpack
from resdiff.models import Language
from servers import Shelf, archives
from servers.repository import blob

SHELF = Shelf(4)
GOOD = SHELF.repositories["SCresolutions"].archive()[1]

EN = Language.EN


def named(*paths: str) -> tuple[Member, ...]:
    return tuple(Member(path, 1, "") for path in paths)


# --- names ------------------------------------------------------------------------------------------------------------------------

NAMES = [
    ("S/RES/2482 (2019)", "en", "Pre-2020/2019/S_RES_2482_1912422E.xml"),
    ("S/RES/1373 (2001)", "en", "Pre-2020/2001/S_RES_1373_N0155743.xml"),
    ("S/RES/2504 (2020)", "en", "2020/English/S_RES_2504 (2020)-2000407E.xml"),
    ("S/RES/2561 (2021)", "fr", "2021/French/SC_2561_2021-F.xml"),
    ("S/RES/2728 (2024)", "ar", "2024/Arabic/S_RES_2728-2405650A.xml"),
    ("S/RES/2779 (2025)", "en", "2025/English/S_RES-2779-2507317E.xml"),
    ("S/RES/2779 (2025)", "en", "2025/English/s_res_2779-2507317e.XML"),
    ("S/RES/2779 (2025)", "ru", "2025/Russian/S_RES_2779-2507317R (2).xml"),
    ("S/RES/2779 (2025)", "de", "2025/German/S_RES_2779-2507317G.xml"),
    ("S/RES/2779 (2025)", "zh", "x/S_RES_02779-2507317C.xml"),
    ("S/PRST/2018/9", "en", "PRST/2018/S_PRST_2018_9-1807403E.xml"),
    ("S/PRST/2018/9", "en", "PRST/2018/S_PRST_2018_09.xml"),
    ("A/RES/74/12", "es", "74session/Spanish/A_RES_74_12-1912345S.xml"),
    ("A/RES/74/12", "fr", "74session/French/74_12_F.xml"),
    ("A/RES/75/251 A", "en", "75session/English/A_RES_75_251A-2100001E.xml"),
    ("A/RES/ES-11/1", "en", "ES/English/A_RES_ES-11_1-2227243E.xml"),
]


@pytest.mark.parametrize(("symbol", "language", "path"), NAMES)
def test_the_file_of_a_document(symbol: str, language: str, path: str) -> None:
    assert [m.path for m in candidates(named(path), symbols.parse(symbol), Language(language))] == [path]
    assert languages(named(path), symbols.parse(symbol)) == (Language(language),)


@pytest.mark.parametrize(
    ("symbol", "path"),
    [
        ("S/RES/2482 (2019)", "Pre-2020/2019/S_RES_24820_1912422E.xml"),
        ("S/RES/2482 (2019)", "Pre-2020/2019/S_RES_12482_1912422E.xml"),
        ("S/RES/248 (1968)", "Pre-2020/2019/S_RES_2482_1912422E.xml"),
        ("S/RES/2482 (2019)", "Pre-2020/2019/S_RES_2482_Corr.1_1912422E.xml"),
        ("S/RES/2482 (2019)", "Pre-2020/2019/S_RES_2482 (2019)_Corr.1-1912422E.xml"),
        ("S/RES/2482 (2019)", "Pre-2020/2019/S_PRST_2482_1.xml"),
        ("S/RES/19 (1947)", "PRST/2018/S_PRST_2018_9-1807403E.xml"),
        ("S/RES/2019 (2011)", "Not adopted/English/S_2019_961-1941208E.xml"),
        ("S/PRST/2018/9", "PRST/2018/S_PRST_2018_19-1807403E.xml"),
        ("S/PRST/2018/1", "PRST/2018/S_PRST_2018_10-1807403E.xml"),
        ("S/PRST/2018/9", "PRST/2017/S_PRST_2017_9-1807403E.xml"),
        ("A/RES/74/12", "74session/English/A_RES_74_121-1912345E.xml"),
        ("A/RES/75/251 A", "75session/English/A_RES_75_251B-2100001E.xml"),
        ("A/RES/217 (III)", "x/A_RES_217.xml"),
        ("S/2018/1177", "x/S_2018_1177.xml"),
        ("S/PV.8582", "x/S_PV_8582.xml"),
    ],
)
def test_the_file_of_another_document(symbol: str, path: str) -> None:
    assert candidates(named(path), symbols.parse(symbol), EN) == ()
    assert languages(named(path), symbols.parse(symbol)) == ()


def test_of_two_files_the_later_job_number_is_the_likelier() -> None:
    members = named("2020/English/S_RES_2504-2000407E.xml", "2020/English/S_RES_2504-2001234E.xml", "2020/English/S_RES_2504.xml")
    found = candidates(members, symbols.parse("S/RES/2504 (2020)"), EN)
    assert [m.path.rpartition("-")[2] for m in found] == ["2001234E.xml", "2000407E.xml", "2020/English/S_RES_2504.xml"]
    old = named("1999/S_RES_1267_9930044E.xml", "2001/S_RES_1267_0101234E.xml")
    assert candidates(old, symbols.parse("S/RES/1267 (1999)"), EN)[0].path.startswith("2001")


def test_without_a_year_a_number_is_enough() -> None:
    assert candidates(named("2099/English/S_RES-9008-9901204E.xml"), symbols.parse("9008"), EN)


def test_a_corrigendum_is_asked_for_by_its_own_name() -> None:
    members = named("2019/English/S_RES_2482-1E.xml", "2019/English/S_RES_2482_Corr.1-2E.xml", "x/S_RES_2482 (2019)_Corr.2-3E.xml")
    for symbol, path in zip(("S/RES/2482 (2019)", "S/RES/2482 (2019)/Corr.1", "S/RES/2482 (2019)/Corr.2"), members, strict=True):
        assert candidates(members, symbols.parse(symbol), EN) == (path,)


def test_the_language_of_a_path() -> None:
    assert language_of("2021/French/SC_2561_2021-F.xml") is Language.FR
    assert language_of("FRENCH/SC_2561_2021.xml") is Language.FR
    assert language_of("2021/GA resolutions_English/x.xml") is EN
    assert language_of("x/S_RES_2728-2405650A.xml") is Language.AR
    assert language_of("x/S_RES_1373_N0155743.xml") is EN
    assert language_of("x/S_RES_1373.xml") is EN


FOLDERS = (
    *(("English", "E", "en"), ("French", "F", "fr"), ("Spanish", "S", "es")),
    *(("Russian", "R", "ru"), ("Arabic", "A", "ar"), ("Chinese", "C", "zh")),
)
HABITS = (
    *("S_RES_{n}_{j}{l}", "S_RES_{n} ({y})-{j}{l}", "SC_{n}_{y}-{l}", "S_RES_{n}-{j}{l}", "S_RES-{n}-{j}{l}"),
    *("S_RES_{n} ({y})_{l}", "S_RES_{n}_N{j}", "s_res_{n}-{j}{l} (2)", "S-RES-{n}-{j}{l}", "S_RES_0{n}_{j}{l}"),
)


@given(st.integers(1, 9999), st.integers(1946, 2099), st.sampled_from(FOLDERS), st.sampled_from(HABITS), st.integers(1, 9999))
def test_a_document_is_found_under_every_habit_of_naming_and_under_no_other_number(
    number: int, year: int, language: tuple[str, str, str], habit: str, other: int
) -> None:
    folder, letter, code = language
    path = f"{year}/{folder}/" + habit.format(n=number, y=year, l=letter, j=f"{year % 100:02}12345") + ".xml"
    assert candidates(named(path), symbols.parse(f"S/RES/{number} ({year})"), Language(code))
    if other != number:
        assert not candidates(named(path), symbols.parse(f"S/RES/{other} ({year})"), Language(code))


@given(st.text(max_size=60), st.sampled_from(NAMES))
def test_any_name_is_a_candidate_or_none(path: str, of: tuple[str, str, str]) -> None:
    candidates(named(path, path + ".xml"), symbols.parse(of[0]), Language(of[1]))
    language_of(path)
    collection.raw_path("SCresolutions", path)


def test_every_file_of_the_stand_in_is_found_by_its_symbol() -> None:
    members = listing(SHELF.repositories["SCresolutions"].listing()[1]) + listing(SHELF.repositories["GAresolutions"].listing()[1])
    assert all(m.path.endswith(".xml") and m.blob and m.size for m in members)
    paths = {m.path for m in members}
    for holding in SHELF.holdings.values():
        text = holding.text
        if text.family not in ("resolution", "statement", "assembly") or text.symbol == "S/RES/1373 (2001)":
            continue
        if text.year == 2091 and text.language != "en" and text.family == "resolution":
            continue
        if text.family == "statement" and text.language != "en":
            continue
        found = candidates(members, symbols.parse(text.symbol), Language(text.language))
        assert found, text.symbol
        paths -= {m.path for m in found}
    # what is left is filed under a name or a folder that is not its own, or was not adopted
    assert {path.split("/")[0] for path in paths} <= {"Not adopted", "2092"}


# --- a listing --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b'["no", "listing"]', b'{"tree": null}', b'{"tree": 7}', b"{", b"\xff", b"[" * 100_000]
)
def test_what_is_no_listing(data: bytes) -> None:
    with pytest.raises(ServerTrouble, match="listing"):
        listing(data)


def test_a_listing_that_was_cut_short_is_no_listing() -> None:
    with pytest.raises(ServerTrouble, match="not whole"):
        listing(json.dumps({"truncated": True, "tree": []}).encode())


def test_strange_entries_of_a_listing_are_passed_over() -> None:
    good = {"path": "2099/English/S_RES-9008-9901204E.xml", "type": "blob", "sha": "0" * 40, "size": 10}
    bad: list[object] = [
        {**good, "path": path}
        for path in ("../x.xml", "/x.xml", "a/../x.xml", "a//x.xml", "a\x00.xml", "a\nb.xml", 7, None, "x" * 400 + ".xml", "x.txt")
    ]
    bad += [{}, "text", None, 7, [], {"type": "blob"}, {**good, "type": "tree"}]
    assert [m.path for m in listing(json.dumps({"tree": [*bad, good]}).encode())] == [good["path"]]
    assert listing(json.dumps({"tree": [{**good, "size": "x", "sha": None}]}).encode()) == (Member(str(good["path"]), 0, ""),)


KEYS = st.sampled_from(["tree", "path", "type", "sha", "size", "truncated", "blob"])


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=12,
    )
)
def test_any_json_is_a_listing_or_trouble(value: object) -> None:
    with contextlib.suppress(ServerTrouble):
        assert isinstance(listing(json.dumps(value).encode()), tuple)


def test_bytes_are_told_by_the_hash_of_the_listing() -> None:
    assert is_blob(b"words", blob(b"words"))
    assert not is_blob(b"word", blob(b"words"))
    assert is_blob(b"words", "")


def test_where_in_a_collection_something_came_from() -> None:
    path = "2020/English/S_RES_2504 (2020)-2000407E.xml"
    raw = "https://raw.githubusercontent.com" + collection.raw_path("SCresolutions", path)
    archive = "https://codeload.github.com" + collection.archive_path("SCresolutions")
    assert (
        path_of(raw)
        == path_of(archive, "2020/English/S_RES_2504 (2020)-2000407E.xml")
        == "SCresolutions/2020/English/S_RES_2504 (2020)-2000407E.xml"
    )
    assert path_of("https://documents.un.org/doc/undoc/gen/n91/001/01/pdf/n9100101.pdf") == path_of("") == ""
    assert path_of("https://x/UNxml/SCresolutions/other/x.xml", "a") == ""


# --- an archive -------------------------------------------------------------------------------------------------------------------


def opened(data: bytes) -> Iterator[tuple[str, bytes]]:
    return unpack(io.BytesIO(data))


def test_an_archive_gives_documents_and_metadata() -> None:
    found = dict(opened(GOOD))
    files = SHELF.repositories["SCresolutions"].files
    assert found == {path: data for path, data in files.items() if path.endswith((".xml", ".json"))}


REFUSED = {
    "bomb": TooLarge,
    "lying_size": (TooLarge, Broken),
    "many": TooLarge,
    "cut": Broken,
    "not_gzip": Broken,
    "gzip_of_nothing": Broken,
}


@pytest.mark.parametrize("kind", sorted(archives.KINDS))
def test_archives_that_nobody_should_unpack(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong is refused in words, the rest comes, and nothing at all is written anywhere."""
    data = archives.evil(kind, GOOD)
    for module, name in ((os, "open"), (os, "mkdir"), (os, "symlink"), (os, "link"), (os, "mknod"), (builtins, "open")):
        monkeypatch.setattr(module, name, lambda *what, **more: pytest.fail(f"something is opened: {what}"))
    start = time.monotonic()
    if kind in REFUSED:
        with pytest.raises(REFUSED[kind]) as caught:
            list(opened(data))
        assert "archive" in caught.value.what
        assert "Nothing of it was taken in" in caught.value.hint
    else:
        found = list(opened(data))
        names = [name for name, _ in found]
        if kind not in ("empty",):
            assert set(dict(opened(GOOD))) <= set(names)
        for name in names:
            assert not name.startswith("/")
            assert ".." not in name.split("/")
            assert "\\" not in name
    assert time.monotonic() - start < 30


def test_nothing_of_a_damaged_archive_is_given() -> None:
    """A byte that was changed on the way is told by the checksum at the end, before the first document is handed out."""
    chance = random.Random(7)
    for _ in range(40):
        data = bytearray(GOOD)
        at = chance.randrange(len(data) // 2, len(data))
        data[at] ^= 1 << chance.randrange(8)
        with pytest.raises((Broken, TooLarge)):
            next(opened(bytes(data)))
    for length in (0, 1, 10, 18, 100, len(GOOD) // 2, len(GOOD) - 8, len(GOOD) - 1):
        with pytest.raises(Broken):
            next(opened(GOOD[:length]))


def tar(*headers: bytes) -> bytes:
    return gzip.compress(b"".join(headers) + bytes(1024), mtime=0)


def head(name: str, size: bytes, kind: bytes = b"0") -> bytes:
    """A tar header with any size field."""
    block = bytearray(tarfile.TarInfo(name).tobuf(tarfile.USTAR_FORMAT))
    block[124:136] = size.ljust(12, b"\0")
    block[156:157] = kind
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return bytes(block)


@pytest.mark.parametrize(
    "data",
    [
        tar(head("a.xml", b"\xff" * 11 + b"\x00")),
        tar(head("a.xml", b"\x80" + (2**63).to_bytes(11, "big"))),
        tar(head("a.xml", b"77777777777")),
        tar(head("a.xml", b"nonsense")),
        tar(head("././@PaxHeader", b"77777777777", b"x")),
        tar(head("././@LongLink", b"77777777777", b"L")),
        tar(head("././@PaxHeader", b"\xff" * 12, b"x")),
        tar(head("././@PaxHeader", b"1000", b"x") + b"30 size=-99999999999999999999\n".ljust(512, b"\0"), head("a.xml", b"0")),
        tar(*[head("././@PaxHeader", b"0", b"x")] * 5000),
        gzip.compress(b"\x00" * 200_000, mtime=0)[:-4] + struct.pack("<I", 5),
        gzip.compress(random.Random(3).randbytes(100_000), mtime=0),
        b"\x1f\x8b",
        b"",
    ],
    ids=range(13),
)
def test_heads_of_archives_that_lie(data: bytes) -> None:
    start = time.monotonic()
    with pytest.raises(Unreadable):
        list(opened(data))
    assert time.monotonic() - start < 10


def test_a_long_name_does_not_open_a_bomb() -> None:
    """The heads of long names are read whole by the library: no more of them than a document may have."""
    size = 200 * 2**20
    bomb = archives.zeros(200, head("././@LongLink", f"{size:o}".encode(), b"L"))
    with pytest.raises((TooLarge, Broken)):
        next(opened(bomb))


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, max_size=40).map(lambda name: name.replace("\x00", "") + ".xml"),
            st.binary(max_size=700),
            st.sampled_from([b"0", b"0", b"0", b"1", b"2", b"3", b"5", b"6"]),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_names_decide_nothing(members: list[tuple[str, bytes, bytes]]) -> None:
    out = io.BytesIO()
    wanted = []
    with tarfile.open(fileobj=out, mode="w:gz") as packed:
        for name, data, kind in members:
            member = tarfile.TarInfo("top/" + name.encode("utf-8", "replace").decode())
            member.type, member.linkname = kind, "/etc/passwd"
            member.size = len(data) if kind == tarfile.REGTYPE else 0
            packed.addfile(member, io.BytesIO(data))
            if kind == tarfile.REGTYPE:
                wanted.append(data)
    found = list(opened(out.getvalue()))
    assert [data for _, data in found] == wanted
    for name, _ in found:
        assert name.isprintable()
        assert len(name) <= 300
        assert not {"..", "."} & set(name.split("/"))
        assert not name.startswith("/")


def test_bounds_are_those_of_what_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "MOST_MEMBERS", 5)
    with pytest.raises(TooLarge, match="more than any collection"):
        next(opened(GOOD))
    monkeypatch.setattr(collection, "MOST_MEMBERS", 60_000)
    monkeypatch.setattr(collection, "MOST_ALL", 20_000)
    with pytest.raises(TooLarge, match="more than any collection"):
        next(opened(GOOD))
    monkeypatch.setattr(collection, "MOST_ALL", 2**30)
    monkeypatch.setattr(collection, "MOST_MEMBER", 6_000)
    with pytest.raises(TooLarge, match="larger than any document"):
        next(opened(GOOD))


def test_an_archive_is_read_forwards_only() -> None:
    unpacked = collection._Unpacked(io.BytesIO(GOOD))
    assert unpacked.seek(1000) == unpacked.tell() == 1000
    with pytest.raises(tarfile.ReadError):
        unpacked.seek(999)
    with pytest.raises(TooLarge):
        unpacked.read(-1)


def test_a_file_of_less_than_no_bytes() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("top/a.xml"))
    block = bytearray(out.getvalue())
    block[124:136] = b"\xff" * 12
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block[:512]):06o}\0 ".encode()
    with pytest.raises(Broken):
        list(opened(gzip.compress(bytes(block))))


def test_a_file_on_disk_is_read_from_its_beginning_and_may_be_left_half_read() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(GOOD)
        names = unpack(file)
        first = next(names)
        assert first[0]
        names.close()
        assert next(unpack(file)) == first
