"""One batch of inputs in a process of its own."""

from __future__ import annotations

import resource
import time
import traceback
from multiprocessing.connection import Connection

from resdiff.cache import Origin
from resdiff.errors import ResdiffError
from resdiff.intake import read_document

from .mutate import mutated, seeds

SOON = 10.0
"""Seconds for one input."""
MEMORY = 500
"""Megabytes that a process may come to, and with it the program itself."""
BATCH = 150
NAMES = {"akn": "a.xml", "html": "a.html", "text": "a.txt", "pdf": "a.pdf", "word": "a.docx"}


def outcome(reader: str, data: bytes) -> str:
    """What became of an input: "read", the name of a refusal, or the trace of what should not be."""
    try:
        read_document(data, Origin.of(data, file=NAMES[reader]))
    except ResdiffError as error:
        return type(error).__name__
    except Exception:
        return traceback.format_exc()
    return "read"


def work(reader: str, seed: int, first: int, pipe: Connection) -> None:
    """One batch of inputs, told one by one."""
    resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))
    files = seeds(reader)
    for index in range(first, first + BATCH):
        data = mutated(files, f"{seed}.{index}")
        pipe.send((index, "begin", 0.0, 0))
        start = time.process_time()  # the load of the machine is not ours
        said = outcome(reader, data)
        pipe.send((index, said, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
    pipe.send((-1, "done", 0.0, 0))
