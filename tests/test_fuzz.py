"""The readers on broken documents: a few of each kind here, `python -m tests.fuzz` for as long as one likes."""

from __future__ import annotations

import pytest

from fuzz.child import NAMES, Child, outcome
from fuzz.mutate import mutated, seeds

FEW = 12


@pytest.mark.parametrize("reader", sorted(NAMES))
def test_broken_documents_are_read_or_refused(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESDIFF_SHARED", "/nowhere")
    files = seeds(reader)
    assert files
    inputs = [mutated(reader, files, f"fixed.{n}") for n in range(FEW)]
    assert inputs == [mutated(reader, files, f"fixed.{n}") for n in range(FEW)]
    with Child(reader) as child:
        told = [child.read(data) for data in inputs]
    assert not [outcome for outcome in told if outcome.is_wrong]


def test_a_fault_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise IndexError("a fault of ours")

    monkeypatch.setattr("fuzz.child.read_document", fail)
    told = outcome("text", b"words")
    assert told.is_wrong
    assert "IndexError" in told.what
