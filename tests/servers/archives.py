"""Archives that nobody should unpack as they stand: one thing wrong in each, beside good files where that can be."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache

TOP = "SCresolutions-main"
GOOD = f"{TOP}/2092/English/SC_9002_2092-E.xml"


def _tar(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as packed:
        for member, data in members:
            packed.addfile(member, io.BytesIO(data))
    return gzip.compress(out.getvalue(), 6, mtime=0)


def _file(
    name: str, data: bytes = b"<akomaNtoso/>", kind: bytes = tarfile.REGTYPE, link: str = ""
) -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    member.size = len(data) if kind == tarfile.REGTYPE else 0
    return member, data if kind == tarfile.REGTYPE else b""


def _with_good(good: bytes, *more: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """The members of a good archive with bad ones first and last."""
    with tarfile.open(fileobj=io.BytesIO(good), mode="r:gz") as packed:
        held = [(m, file.read() if (file := packed.extractfile(m)) else b"") for m in packed.getmembers()]
    return _tar(*more, *held, *more)


def traversal(good: bytes) -> bytes:
    """Names that lead out of the folder."""
    names = ("../../outside.xml", f"{TOP}/../../outside.xml", f"{TOP}/2092/English/../../../../outside.xml", "..\\..\\outside.xml")
    return _with_good(good, *map(_file, names))


def absolute(good: bytes) -> bytes:
    """Names from the root of the disk."""
    return _with_good(good, *map(_file, ("/tmp/outside.xml", "//tmp/outside.xml", "C:\\outside.xml")))


def symlink(good: bytes) -> bytes:
    """Links to places outside, and files written through one."""
    return _with_good(
        good,
        _file(f"{TOP}/2092/English/link.xml", kind=tarfile.SYMTYPE, link="/etc/passwd"),
        _file(f"{TOP}/away", kind=tarfile.SYMTYPE, link="/tmp"),
        _file(f"{TOP}/away/outside.xml"),
    )


def hardlink(good: bytes) -> bytes:
    """Hard links to what is not in the archive, and to what is outside."""
    return _with_good(
        good,
        _file(f"{TOP}/2092/English/hard.xml", kind=tarfile.LNKTYPE, link="/etc/passwd"),
        _file(f"{TOP}/2092/English/hard2.xml", kind=tarfile.LNKTYPE, link="../../outside.xml"),
    )


def device(good: bytes) -> bytes:
    """Devices and a pipe."""
    kinds = (tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
    return _with_good(good, *(_file(f"{TOP}/2092/English/dev{i}.xml", kind=kind) for i, kind in enumerate(kinds)))


@cache
def bomb(good: bytes, megabytes: int = 600) -> bytes:
    """One file of zeros, a thousand times as large as what is sent."""
    member = tarfile.TarInfo(f"{TOP}/2092/English/S_RES_9099 (2092)-9200999E.xml")
    member.size = megabytes * 2**20
    return zeros(megabytes, member.tobuf(), bytes(1024))


@cache
def zeros(megabytes: int, head: bytes, tail: bytes = b"") -> bytes:
    """What gzip makes of a head, so many megabytes of zeros, and a tail; quick, as one block is compressed once and repeated."""
    block, packer = bytes(2**20), zlib.compressobj(9, zlib.DEFLATED, -15)
    parts = [packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH) for part in (head, block)]
    check = zlib.crc32(head)
    for _ in range(megabytes):
        check = zlib.crc32(block, check)
    end = packer.compress(tail) + packer.flush()
    size = len(head) + megabytes * len(block) + len(tail)
    trailer = struct.pack("<II", zlib.crc32(tail, check), size & 0xFFFFFFFF)
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + parts[0] + parts[1] * megabytes + end + trailer


def lying_size(good: bytes) -> bytes:
    """A file that says it has a terabyte, and the archive ends."""
    member = tarfile.TarInfo(GOOD)
    member.size = 10**12
    return _packed(iter([member.tobuf(tarfile.GNU_FORMAT), bytes(10240)]))


@cache
def many(good: bytes, members: int = 200_000) -> bytes:
    """Tiny files without number."""
    template = bytearray(tarfile.TarInfo("x" * 99).tobuf(tarfile.USTAR_FORMAT))

    def blocks() -> Iterator[bytes]:
        for number in range(members):
            template[:100] = f"{TOP}/many/{number}.xml".encode().ljust(100, b"\0")
            template[148:156] = b" " * 8
            template[148:156] = f"{sum(template[:512]):06o}\0 ".encode()
            yield bytes(template)
        yield bytes(1024)

    return _packed(blocks())


def _packed(blocks: Iterator[bytes]) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return b"".join(packer.compress(block) for block in blocks) + packer.flush()


def cut(good: bytes) -> bytes:
    """The first half."""
    return good[: len(good) // 2]


def not_gzip(good: bytes) -> bytes:
    """A web page."""
    return b"<!DOCTYPE html><html><body>Unicorn!</body></html>"


def gzip_of_nothing(good: bytes) -> bytes:
    """Compressed, but no archive."""
    return gzip.compress(b"no archive " * 1000, mtime=0)


def empty(good: bytes) -> bytes:
    """An archive without members."""
    return _tar()


def other_tops(good: bytes) -> bytes:
    """Files that are not under the one folder."""
    return _with_good(good, _file("loose.xml"), _file("Other-main/2092/English/SC_9009_2092-E.xml"))


def twice(good: bytes) -> bytes:
    """One name twice, with two contents."""
    with tarfile.open(fileobj=io.BytesIO(good), mode="r:gz") as packed:
        name = next(name for name in packed.getnames() if name.endswith(".xml"))
    return _with_good(good, _file(name, b"<akomaNtoso>other</akomaNtoso>"))


KINDS: dict[str, Callable[[bytes], bytes]] = {
    f.__name__: f
    for f in (
        traversal,
        absolute,
        symlink,
        hardlink,
        device,
        bomb,
        lying_size,
        many,
        cut,
        not_gzip,
        gzip_of_nothing,
        empty,
        other_tops,
        twice,
    )
}


def evil(kind: str, good: bytes) -> bytes:
    """An archive of a kind; `good` is the one that is asked for."""
    return KINDS[kind](good)
