"""The grammar of asking in one language: verbs, whom they address, terms. Loads `*.toml`; en.toml explains the keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import Any

from resdiff.models import Language
from resdiff.vocabulary import compiled, talks
from resdiff.vocabulary.openings import expression

NOBODY, OTHERS = "none", "others"
_LONGEST = 420
"""Code points of the longest name of an addressee with all that is said of it."""
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*[’']?")


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a verb addresses: the name as printed, the kinds of addressee in it, what is asked."""

    name: str
    groups: tuple[str, ...]
    what: str


@dataclass(frozen=True)
class Grammar:
    """What one language's file says. Not slotted: what is compiled is kept in cached properties."""

    data: Mapping[str, Any]

    @property
    def tells(self) -> bool:
        """Whether addressees and terms can be told."""
        return "groups" in self.data

    @property
    def by_name(self) -> bool:
        """Whether addressees are told by their names alone, not by the grammar of a sentence."""
        return self.tells and not self.parses

    @property
    def parses(self) -> bool:
        """Whether the grammar of a sentence of asking is known."""
        return "agents" in self.data

    def asks(self, lemma: str) -> bool:
        """Whether a verb asks, with or without an intensifier."""
        after = self.data["intensified"] == "after"
        return lemma not in self.data.get("not_asks", ()) and _is_one(lemma, self.data["asks"], after=after)

    def is_idiom(self, governed: str) -> bool:
        """Whether the words after a verb make another one of it."""
        return self._idioms.match(governed.lstrip()) is not None

    def orders(self, lemma: str) -> bool:
        """Whether a verb asks where "that X shall" follows, and only there."""
        return lemma in self.data["orders"]

    # whom it addresses

    def addressed(self, governed: str) -> Addressed | None:
        """Whom the words after a verb of asking address; None where it is not plain."""
        if self.by_name:
            return self._plainly(governed)
        at = self._after_asides(governed)
        lead = self._lead.match(governed, at)
        at = lead.end() if lead else at
        if that := self._that.match(governed, at):
            return self._clause(governed, that.end()) or self._subject(governed, that.end())
        limit = min((i for c in ";:" if (i := governed.find(c, at)) >= 0), default=len(governed))
        within: Addressed | None = None
        again = self._resumed.search(governed, at, min(limit, at + _LONGEST))
        for match in self._infinitive.finditer(governed, at, min(limit, at + _LONGEST)):
            if again is not None and again.start() < match.start():
                break
            before = governed[at : match.start()].strip(" \u00a0")
            name = self._trailing.sub("", before.strip(",")).strip(", ")
            if found := self._named(name):
                told = Addressed(name, found, governed[match.start() :])
                if not self._is_open(before, match[0]):
                    return told
                within = within or told
            elif self._head(name):
                break
        if within:
            return within
        if again is not None and (found := self._named(governed[at : again.start()].strip(" \u00a0,"))):
            return Addressed(governed[at : again.start()].strip(" \u00a0,"), found, governed[again.start() :])
        if governed[limit : limit + 1] == ":" and limit - at <= _LONGEST and not governed[limit + 1 :].strip():
            name = governed[at:limit].strip(" \u00a0,")
            name = re.sub(expression(self.data["before_list"]), "", name).strip(" \u00a0,")
            if found := self._named(name):
                return Addressed(name, found, "")
        return None

    def _is_open(self, name: str, infinitive: str) -> bool:
        """Whether a name ends within an aside ("States, when designing measures") or a relative clause ("States that undertake"): an
        infinitive there is of that. Not one that goes on with what the addressee does ("the Committee, with the support of others to
        continue"), whose comma was left out."""
        _, comma, last = name.rpartition(",")
        aside = bool(comma and last.strip() and self._asides.match(last.strip())) and not self._carries_on.match(infinitive)
        return aside or self._relative.search(name) is not None

    def is_bare(self, what: str) -> bool:
        """Whether what is asked is nothing but the verb before a list ("shall:")."""
        return not what or (self.parses and (self._modal.fullmatch(what) or self._bare.fullmatch(what)) is not None)

    def leads(self, text: str) -> bool:
        """Whether the list after a chapeau is what it asks for, not what it excepts ("and decides that this shall not apply to:")."""
        return not self.parses or self._no_list.search(text) is None

    def ordered(self, governed: str) -> Addressed | None:
        """Whom "that X shall" addresses; None without it."""
        if not self.parses:
            return None
        that = self._that.match(governed, self._after_asides(governed))
        return self._clause(governed, that.end()) if that else None

    def _clause(self, governed: str, at: int) -> Addressed | None:
        """The subject before a modal verb."""
        at = self._after_asides(governed, at)
        match = self._modal.search(governed, at, at + _LONGEST)
        if match is None or ";" in governed[at : match.start()]:
            return None
        name = governed[at : match.start()].strip(" \u00a0,")
        found = self._named(name)
        return Addressed(name, found, governed[match.start() :]) if found else None

    def _subject(self, governed: str, at: int) -> Addressed | None:
        """The subject of a clause without a modal verb ("that all parties cease"): as far as it is known by name."""
        at = self._after_asides(governed, at)
        lead = self._determiners.match(governed, at)
        at_head = lead.end() if lead else at
        kinds: list[str] = []
        end = at_head
        while found := self._known(governed, end):
            kinds.append(found[0])
            end = found[1]
            joint = self._also.match(governed, end)
            if joint is None or self._known(governed, joint.end()) is None:
                return Addressed(governed[at:end].strip(), tuple(dict.fromkeys(kinds)), governed[end:])
            end = joint.end()
        name = _PROPER.match(governed, at_head)
        known = name and (self._states.fullmatch(name[0]) or re.fullmatch(r"[^\W\d_a-z]{2,}", name[0]))
        if name and known and not _PROPER_END.match(governed, name.end()):
            return Addressed(governed[at : name.end()].strip(), (self._kind(name[0]),), governed[name.end() :])
        return None

    def _plainly(self, governed: str) -> Addressed | None:
        """Names that are known, at once after the verb: as far as they are joined, and on to where what is asked begins, if that comes
        before the next mark."""
        return self._named_at(governed, 0) or self._named_at(governed, self._after_asides(governed))

    def _named_at(self, governed: str, at: int) -> Addressed | None:
        lead = self._lead.match(governed, at)
        at = lead.end() if lead else at
        kinds: list[str] = []
        end, here = at, at
        while (lead := self._determiners.match(governed, here)) and (found := self._known(governed, lead.end())):
            kinds.append(found[0])
            end = found[1]
            joint = self._also.match(governed, end)
            if joint is None:
                break
            here = joint.end()
        if not kinds or self._goes_on.match(governed, end):
            return None
        begins = self._infinitive.search(governed, end, end + _NEAR)
        if begins and not _MARK.search(governed, end, begins.start()):
            adverb = self._manner.search(governed, end, begins.start())
            end = adverb.start() if adverb else begins.start()
        return Addressed(governed[at:end].strip(" \u00a0,，"), tuple(dict.fromkeys(kinds)), governed[end:])

    def _known(self, text: str, at: int) -> tuple[str, int] | None:
        """The kind of the addressee that is known by name at this place, and where its name ends."""
        for kind, pattern in self._groups:
            if match := pattern.match(text, at):
                return kind, match.end()
        return None

    def _after_asides(self, text: str, at: int = 0) -> int:
        """Where a text goes on after asides between commas, and after those that need none."""
        for _ in range(3):
            aside = _ASIDE.match(text, at) or self._first.match(text, at)
            if aside is None:
                break
            at = aside.end()
        return at

    def _named(self, name: str) -> tuple[str, ...]:
        """The kinds of addressee in a name; empty where its head can ask for nothing to be done."""
        if not name or len(name) > _LONGEST:
            return ()
        kinds: dict[str, None] = {}
        for i, segment in enumerate(self._segments(name)):
            heads = [self._head(part.strip()) for part in self._joint.split(segment)]
            if not heads[0] or self._is_joined_name(segment):
                heads = [self._head(segment) or heads[0], *heads[1:]]  # "international and regional partners"
            if i == 0 and not heads[0]:
                return ()
            for kind in (self._kind(head) for head in heads if head):
                if kind != OTHERS or not kinds:
                    kinds[kind] = None
        return tuple(kinds)

    def _segments(self, name: str) -> Iterator[str]:
        """What stands between the commas of a name, asides left out. After one only what is plainly joined goes on with the name: the rest
        may be the aside's ("in consultation with A, B and C")."""
        aside = False
        for segment in name.split(","):
            segment = segment.strip(" \u00a0")
            joined = self._joined.match(segment)
            if self._asides.match(segment[joined.end() :] if joined else segment):
                aside = True
            elif segment and (joined or not aside):
                yield segment[joined.end() :] if joined else segment

    def _head(self, part: str) -> str:
        """The part of a name that holds its head, where that is something that can act; else ""."""
        if self.data["head"] == "first":
            return self._first_head(part)
        if self._stops.match(f" {part}", 1):
            return ""
        stop = self._stops.search(part, 1)
        segment = part[: stop.start()].strip() if stop else part
        words = [m for m in _WORD.finditer(segment) if not self._adverbs.fullmatch(m[0])]
        for before, word in pairwise(words):
            if _PARTICIPLE.fullmatch(word[0]) and self._acts(before[0]) and before[0].casefold() not in _QUANTIFIERS:
                return segment[: before.end()]
        return segment if words and self._acts(words[-1][0]) else ""

    def _first_head(self, part: str) -> str:
        lead = self._determiners.match(part)
        rest = part[lead.end() :] if lead else part
        first = _WORD.match(rest)
        return rest if first and self._acts(first[0]) else ""

    def _acts(self, word: str) -> bool:
        """Whether a word names something that can act: a noun of the list, an acronym, a name."""
        bare = word.rstrip("’'")
        if bare.endswith(("’s", "'s")) or bare != word:
            return False
        small = bare.casefold()
        if small in self._agents or small.rpartition("-")[2] in self._agents:
            return True
        return bare[:1].isupper() and small not in self._things

    def _is_joined_name(self, segment: str) -> bool:
        """Whether a joint stands inside a name that is known ("the Analytical Support and Sanctions Monitoring Team")."""
        return any((match := pattern.search(segment)) and self._joint.search(match[0]) for _, pattern in self._groups)

    def _kind(self, head: str) -> str:
        kind = next((kind for kind, pattern in self._groups if pattern.search(head)), OTHERS)
        return "governments" if kind == OTHERS and self._states.search(head) else kind

    # terms

    def deadlines(self, text: str, adopted: date | None = None) -> tuple[str, ...]:
        """The terms in a text as printed, in order; of those that overlap the first and longest. What was past when the text was adopted is
        none."""
        if not self.tells:
            return ()
        found: list[tuple[int, int]] = []
        for pattern in self._deadlines:
            found += [m.span() for m in pattern.finditer(text)]
        kept: list[tuple[int, int]] = []
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        terms = (" ".join(text[a:b].split()).strip(" ,") for a, b in kept)
        return tuple(dict.fromkeys(term for term in terms if not (adopted and _past(term, adopted))))

    # compiled

    @cached_property
    def _lead(self) -> re.Pattern[str]:
        return _at(f"(?:{self.data['lead']})" if self.data["lead"] else "")

    @cached_property
    def _goes_on(self) -> re.Pattern[str]:
        """What makes a known name a part of another ("other than the Force")."""
        return re.compile(self.data.get("goes_on", "(?!)"), re.IGNORECASE)

    @cached_property
    def _manner(self) -> re.Pattern[str]:
        """Where, between a name and what is asked, is told how to do it."""
        return compiled(self.data.get("manner", "(?!)"))

    @cached_property
    def _carries_on(self) -> re.Pattern[str]:
        """An infinitive that is of no aside."""
        return compiled(self.data.get("carries_on", "(?!)"))

    @cached_property
    def _that(self) -> re.Pattern[str]:
        return re.compile(rf"\s*(?:{expression(self.data['that'])})(?:\b|(?<=['’]))\s*", re.IGNORECASE)

    @cached_property
    def _modal(self) -> re.Pattern[str]:
        return compiled(self.data["modal"])

    @cached_property
    def _resumed(self) -> re.Pattern[str]:
        return compiled(self.data.get("resumed", "(?!)"))

    @cached_property
    def _idioms(self) -> re.Pattern[str]:
        return compiled(self.data.get("idioms", "(?!)"))

    @cached_property
    def _relative(self) -> re.Pattern[str]:
        return re.compile(rf"\s(?:{self.data['relatives']})\s+\w+$")

    @cached_property
    def _trailing(self) -> re.Pattern[str]:
        return re.compile(rf"(?:\s+(?:{self.data.get('adverbs', '(?!)')}))+$")

    @cached_property
    def _no_list(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{expression(self.data['no_list'])})\W*$", re.IGNORECASE)

    @cached_property
    def _bare(self) -> re.Pattern[str]:
        return re.compile(expression(self.data["before_list"]).removesuffix("$"), re.IGNORECASE)

    @cached_property
    def _infinitive(self) -> re.Pattern[str]:
        return compiled(self.data["infinitive"])

    @cached_property
    def _first(self) -> re.Pattern[str]:
        return re.compile(rf"\s*(?:{expression(self.data['first'])}),?\s+", re.IGNORECASE)

    @cached_property
    def _also(self) -> re.Pattern[str]:
        joints = expression(self.data.get("joints", "and|or|as well as"))
        joint = expression(self.data["also"]) if "also" in self.data else rf",\s*|,?\s+(?:{joints})\s+"
        return re.compile(rf"(?:{joint}){self._determiners.pattern}", re.IGNORECASE)

    @cached_property
    def _stops(self) -> re.Pattern[str]:
        return re.compile(rf"(?<=\s)(?:{expression(self.data['stops'])})(?![\w-])", re.IGNORECASE)

    @cached_property
    def _adverbs(self) -> re.Pattern[str]:
        return re.compile(self.data.get("adverbs", r"(?!)"))

    @cached_property
    def _asides(self) -> re.Pattern[str]:
        return compiled(self.data["asides"])

    @cached_property
    def _determiners(self) -> re.Pattern[str]:
        words = self.data.get("determiners", "all|both|the|any|its|their|his")
        return re.compile(rf"(?:(?:{expression(words)})(?:\s+|(?<=['’\u4e00-\u9fff])))*", re.IGNORECASE)

    @cached_property
    def _joint(self) -> re.Pattern[str]:
        return re.compile(rf"\s+(?:{expression(self.data.get('joints', 'and|or|as well as|and/or'))})\s+")

    @cached_property
    def _joined(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{expression(self.data.get('joints', 'and|or|as well as'))})\s+", re.IGNORECASE)

    @cached_property
    def _agents(self) -> frozenset[str]:
        return frozenset(self.data["agents"])

    @cached_property
    def _things(self) -> frozenset[str]:
        return frozenset(self.data["things"])

    @cached_property
    def _groups(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((group["kind"], compiled(group["pattern"])) for group in self.data["groups"])

    @cached_property
    def _states(self) -> re.Pattern[str]:
        """The names of States; those in which a joint stands are told by their first part."""
        names = sorted((name for name in talks.states() if len(name) > 3), key=len, reverse=True)
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")

    @cached_property
    def _deadlines(self) -> tuple[re.Pattern[str], ...]:
        data = self.data["deadlines"]
        parts = {"MONTH": data["month"], "NUMBER": data["number"], "UNIT": data["unit"]}
        parts["DAY"] = _put(data["day"], parts)
        parts["EVENT"] = _put(data["event"], parts)
        return tuple(compiled(_put(pattern, parts)) for pattern in data["patterns"])


_PARTICIPLE = re.compile(r"[a-z]{3,}(?:ing|ed)")
_QUANTIFIERS = frozenset({"all", "those", "both", "others", "these"})
_PROPER = re.compile(r"[^\W\d_a-zа-я][\w’'-]+(?: [^\W\d_a-zа-я][\w’'-]+)*")
_PROPER_END = re.compile(r"[’']s?\b")
_ASIDE = re.compile(r"\s*[,،，][^,،，;؛；:：]{1,200}[,،，]\s*")
_MARK = re.compile(r"[,،，;؛；:：.。]")
_NEAR = 120
"""Code points after a known name within which what is asked begins ("a las partes en el conflicto de ... a que")."""


def _past(term: str, adopted: date) -> bool:
    """Whether a term lies wholly in the years before that of adoption."""
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", term)]
    return bool(years) and max(years) < adopted.year


def _at(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"[\s,،，]*(?:{expression(pattern)}\b)?\s*", re.IGNORECASE)


def _put(pattern: str, parts: Mapping[str, str]) -> str:
    """A pattern with the named parts in it put in."""
    return re.sub("|".join(parts), lambda m: parts[m[0]], pattern)


def _is_one(lemma: str, verbs: list[str], *, after: bool) -> bool:
    return any(lemma == verb or (lemma.endswith(f" {verb}") if after else lemma.startswith(f"{verb} ")) for verb in verbs)


@cache
def load(language: Language) -> Grammar:
    """The grammar of a language."""
    return Grammar(tomllib.loads((files("resdiff") / "asked" / f"{language.value}.toml").read_text(encoding="utf-8")))
