"""Old Word files (.doc, 1997-2003): no reader of our own, but a program that is installed turns them into what we read.

LibreOffice first: it keeps generated numbers, notes, italics, tracked changes. antiword else: text only. The program runs on a copy in a
folder of its own, LibreOffice with a fresh profile that runs no macros and fetches nothing, and is ended with all its children after
LIMIT seconds.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from resdiff import vocabulary
from resdiff.errors import Broken, EmptyFile, NotADocument, TooLarge
from resdiff.models import Block, Blocks, Doubt, Hint, Layout, Mark, MarkKind, Note, SourceKind
from resdiff.read import word
from resdiff.read.draft import drafted
from resdiff.read.word_tidy import tidied

LIMIT = 60
"""Seconds; a resolution takes LibreOffice three."""
LARGEST = 64 << 20
"""Bytes."""

_STREAM = "WordDocument".encode("utf-16-le")
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "C:/Program Files/LibreOffice/program/soffice.exe")
_WAY_OUT = "install LibreOffice or antiword and give it again; or save it as .docx in Word; or take the PDF or the official XML from the UN"
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "DisableActiveContent", "true"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)


def read(data: bytes, name: str = "", *, rejected: bool = False) -> Blocks:
    """The blocks of an old Word file. Raises NotADocument (another office file; or no program is installed, with the ways out), Broken,
    TooLarge, EmptyFile."""
    if _STREAM not in data:
        raise NotADocument(
            "it is like an old Word (.doc) or other office file, but holds no Word text",
            "save it as .docx, PDF or plain text",
            name,
        )
    if len(data) > LARGEST:
        raise TooLarge(f"the file has more than {LARGEST >> 20} MB", "this is no single document: check the file", name)
    office, antiword = _office(), shutil.which("antiword")
    if office:
        blocks = word.read(_converted(office, data, name), name, rejected=rejected)
        return replace(blocks, doubts=(*blocks.doubts, Doubt(None, "an old Word file, read through LibreOffice")))
    if antiword:
        return _plain(_printed(antiword, data, name), name)
    raise NotADocument(
        "it is an old Word file (.doc), read through LibreOffice or antiword, and neither is installed", _WAY_OUT, name
    )


def _profile() -> str:
    """The settings of a LibreOffice that runs no macros and fetches nothing."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{key}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, key, value in _SETTINGS
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _office() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def _converted(program: str, data: bytes, name: str) -> bytes:
    """The file as .docx, made by LibreOffice."""
    with tempfile.TemporaryDirectory(prefix="resdiff-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
        (folder / "in.doc").write_bytes(data)
        profile = (folder / "profile").as_uri()
        said = _run(
            [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck",
             "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(folder / "in.doc")],
            folder, "LibreOffice", name,
        )  # fmt: skip
        made = folder / "out" / "in.docx"
        if not made.is_file():
            what = " ".join(said.decode("utf-8", "replace").split())[-200:]
            raise Broken(f"LibreOffice could not read it{f' ({what})' if what else ''}", "fetch it again, or take the PDF", name)
        return made.read_bytes()


def _printed(program: str, data: bytes, name: str) -> str:
    """The text that antiword prints, a paragraph a line."""
    with tempfile.TemporaryDirectory(prefix="resdiff-", ignore_cleanup_errors=True) as place:
        file = Path(place) / "in.doc"
        file.write_bytes(data)
        said = _run([program, "-w", "0", "-m", "UTF-8.txt", str(file)], Path(place), "antiword", name)
    text = said.decode("utf-8", "replace")
    if not text.strip():
        raise Broken("antiword could not read it", "fetch it again, or take the PDF", name)
    return text


def _run(command: Sequence[str], folder: Path, what: str, name: str) -> bytes:
    """What a program prints; it and its children are ended at the limit."""
    grouped = os.name == "posix"
    process = subprocess.Popen(  # noqa: S603  # our own arguments; the file's name is ours too
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=grouped
    )
    try:
        return process.communicate(timeout=LIMIT)[0]
    except BaseException as error:
        _end(process, grouped=grouped)
        if isinstance(error, subprocess.TimeoutExpired):
            raise TooLarge(
                f"{what} needed more than {LIMIT} seconds for it", "save it as .docx yourself, or take the PDF", name
            ) from error
        raise


def _end(process: subprocess.Popen[bytes], *, grouped: bool) -> None:
    """Ends a program that still runs, and with it all that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if grouped:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


# --- what antiword prints --------------------------------------------------------------------------------------------------------

_ROW = re.compile(r"\|.*\|")
_NOTE = re.compile(r"\[(\d{1,3})\]\s?(?=\S)")


def _plain(text: str, name: str) -> Blocks:
    """Blocks of antiword's text: a paragraph a line, the cells of a table between bars, the notes at the end, each under its number."""
    lines = [line.strip() for line in re.split(r"[\n\f]", text)]
    numbers = {match[1] for line in lines if (match := _NOTE.match(line))}
    anchored = {n for n in numbers if any(f"[{n}]" in line and not line.startswith(f"[{n}]") for line in lines)}
    blocks: list[Block] = []
    notes: list[Note] = []
    for line in lines:
        note = _NOTE.match(line)
        if note and note[1] in anchored:
            notes.append(Note(note[1], None, None, line[note.end() :]))
        elif _ROW.fullmatch(line):
            cells = "\t".join(" ".join(cell.split()) for cell in line.strip("|").split("|")).strip("\t")
            blocks += [Block(cells, hint=Hint.ROW)] if cells.strip() else []
        elif line:
            blocks.append(_anchored(line, anchored))
    if not blocks:
        raise EmptyFile("the Word file holds no text", "fetch or save it again", name)
    doubts = (
        Doubt(
            None,
            "an old Word file, read through antiword: without headers, italics, tracked changes, generated numbers; LibreOffice keeps them",
        ),
    )
    language = vocabulary.detect("\n".join(block.text for block in blocks[:80]))
    return Blocks(SourceKind.WORD, Layout.PARAGRAPHS, drafted(tuple(blocks)), language, tuple(notes), doubts=doubts)


def _anchored(line: str, numbers: set[str]) -> Block:
    """A paragraph, the numbers of its notes taken out and anchored."""
    text, marks, at = "", [], 0
    for match in re.finditer(r"\[(\d{1,3})\]", line):
        if match[1] in numbers:
            text += line[at : match.start()]
            marks.append(Mark(len(text), len(text), MarkKind.NOTE, match[1]))
            at = match.end()
    text, moved = tidied(text + line[at:], marks)
    return Block(text, marks=moved)
