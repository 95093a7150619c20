"""Building the index, finding candidates, tracing and searching.

Three tables. The index: processor seconds for each thousand paragraphs, and bytes for each. Candidates: paragraphs of sampled documents,
by the look-up that trace uses and by the rare-words look-up, beside aligning with every earlier paragraph; the share of the words that
exhaustive alignment explains which each explains, and how often it finds the best source. Whole tasks: milliseconds a document traced and
a phrase searched. On the English resolutions and statements of 2000-2019 where the real documents are (RESDIFF_SHARED), else on the
specimen. Usage: python -m benchmarks.trace [NUMBER OF PARAGRAPHS SAMPLED]
"""

from __future__ import annotations

import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from resdiff import specimen
from resdiff.cache import Origin
from resdiff.corpus import Corpus
from resdiff.corpus.earlier import Stored
from resdiff.intake import read_document
from resdiff.models import Document, Kind, Language, Status
from resdiff.search import search
from resdiff.trace import trace
from resdiff.trace.descent import CANDIDATES, Match, Matcher, match, shares
from resdiff.trace.earlier import Candidate

ROOT = Path(__file__).resolve().parent.parent
SHARED = (ROOT / os.environ.get("RESDIFF_SHARED", "../shared")).resolve()
PHRASES = ("close connection", "in accordance with international law", "Decides to remain seized of the matter")


def documents() -> Iterator[Document]:
    """The documents to measure on."""
    akn = SHARED / "data" / "akn"
    if akn.is_dir():
        for file in sorted(itertools.chain((akn / "Pre-2020").rglob("*.xml"), (akn / "PRST").rglob("*.xml"))):
            data = file.read_bytes()
            yield read_document(data, Origin.of(data, file=str(file)))
    else:
        for name, data in specimen.files():
            if name.endswith(".en.xml"):
                yield read_document(data, Origin.of(data, file=name))


def clock(task: Callable[..., object], *given: object) -> float:
    """Processor seconds that a task takes."""
    started = time.process_time()
    task(*given)
    return time.process_time() - started


def build(corpus: Corpus, held: Iterable[Document]) -> None:
    """Put documents in, in transactions of 64 as `add` does."""
    for batch in _batched(list(held)):
        with corpus.writing():
            for document in batch:
                corpus.put(document, "benchmark")
    corpus.complete()


def _batched(held: list[Document]) -> Iterator[list[Document]]:
    for start in range(0, len(held), 64):
        yield held[start : start + 64]


def explained(matcher: Matcher, text: str, candidates: Iterable[Candidate]) -> tuple[int, set[tuple[str, str]]]:
    """How many words of a text these candidates explain, and which are best."""
    target = matcher.words(text)
    found = [m for c in candidates if (m := match(target, c, matcher.words(c.text)))]
    told = shares(found, target)
    best: tuple[Match, ...] = told[0].sources if told else ()
    return sum(share.size for share in told), {m.reference for m in best}


def every(view: Stored) -> list[Candidate]:
    """Every paragraph that a view holds."""
    out = []
    for rank, symbol in enumerate(view.documents()):
        document = view.document(symbol)
        paragraphs = document.paragraphs if document else ()
        out += [Candidate(symbol, p.id, p.text, 0.0, rank) for p in paragraphs if p.kind is not Kind.LISTING]
    return out


def candidates(corpus: Corpus, sample: list[Document], number: int) -> None:
    """The second table."""
    methods: dict[str, Callable[[Stored, str], Iterable[Candidate]]] = {
        "pairs, rarest first": lambda view, text: view.candidates(text, CANDIDATES),
        "rare words": lambda view, text: view.similar(text, CANDIDATES),
    }
    words, best, spent = dict.fromkeys(methods, 0), dict.fromkeys(methods, 0), dict.fromkeys(methods, 0.0)
    total = asked = 0
    for document in sample:
        view = corpus.earlier(before=document)
        matcher, whole = Matcher(view), every(view)
        texts = [p.text for p in document.paragraphs if p.kind in (Kind.PREAMBULAR, Kind.OPERATIVE) and len(p.text) > 60]
        for text in texts[:: max(1, len(texts) // 3)]:
            known, sources = explained(matcher, text, whole)
            if not known or asked >= number:
                continue
            total, asked = total + known, asked + 1
            for name, method in methods.items():
                view.candidates(text, CANDIDATES), view.similar(text, CANDIDATES)  # both warm
                spent[name] += clock(method, view, text)
                found, named = explained(matcher, text, method(view, text))
                words[name] += found
                best[name] += bool(named & sources)
    print(f"\n{asked} paragraphs that have a source\n{'candidates by':22} {'words':>7} {'best':>7} {'ms':>7}")
    for name in methods:
        print(f"{name:22} {words[name] / total:7.3f} {best[name] / asked:7.3f} {spent[name] / asked * 1000:7.1f}")


def main(number: int) -> None:
    held = list(documents())
    with tempfile.TemporaryDirectory() as folder, Corpus(Path(folder) / "library.sqlite") as corpus:
        paragraphs = sum(len(d.paragraphs) for d in held)
        seconds = clock(build, corpus, held)
        size = corpus.path.stat().st_size + sum(p.stat().st_size for p in corpus.path.parent.glob("*-wal"))
        each = f"{seconds / paragraphs * 1e6:.0f} ms a thousand, {size / paragraphs:.0f} bytes each"
        print(f"index: {len(held)} documents, {paragraphs} paragraphs, {each}")
        last = [d for d in held if d.status is Status.RESOLUTION and d.symbol][len(held) // 2 :]
        sample = random.Random(1).sample(last, min(len(last), 12)) or held[-2:]
        candidates(corpus, sample, number)
        times = [clock(trace, d, corpus.earlier(before=d)) * 1000 for d in sample]
        print(f"\ntrace: median {statistics.median(times):.0f} ms a document, longest {max(times):.0f} ms")
        for phrase in PHRASES:
            times = [clock(search, phrase, Language.EN, corpus.earlier()) * 1000 for _ in range(5)]
            print(f"search: {statistics.median(times):.0f} ms for {phrase!r}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 24)
