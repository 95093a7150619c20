"""Items of an enumeration gained or lost: words that came or went with a comma or an "and" of their own, between words that stayed.

Only what was put into, or taken out of, a sentence that is otherwise the same is told, and only where it can be an item: no clause with a
verb of the Council's, no relative clause, no phrase that only qualifies, nothing that stands elsewhere on the other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from resdiff.diff.pairing import Frame, Laid, Pairing, Replacement, Words, stands, touches
from resdiff.models import Change, ChangeKind, Paragraph, Span
from resdiff.tokens import words

LONGEST = 14
"""How many words the longest item may have: a judgement; longer ones are sentences of their own."""

BESIDE = 5
"""How many other words may come or go with a member at one place: with more, the place was rewritten."""

_SEPARATOR = r"(?:[,;]\s*(?:(?:and|or|as well as)\b)?|(?<!\w)(?:and(?:/or)?|or|as well as)\b)"
_BEFORE = re.compile(
    rf"\s*(?:{_SEPARATOR}\s+)?(?:including|such as)\s+(?:(?:through|by|on|in|with|for)\s+)?|\s*{_SEPARATOR}\s+", re.IGNORECASE
)
_AFTER = re.compile(rf"\s*{_SEPARATOR}\s*$", re.IGNORECASE)
_JOINTS = re.compile(r"(?:[\s,;]|\b(?:and|or|as well as|the|an?)\b)*", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?)\s", re.IGNORECASE)
_OPENS = re.compile(r"\b(?:including|such as),?\s*$", re.IGNORECASE)
OPENER = 20
"""Code points before a row in which what opens it is looked for."""
_BETWEEN = re.compile(rf"\s*{_SEPARATOR}\s*", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*(?:(?:and|or|as well as)\b\s*)?|\s+as well as\s+", re.IGNORECASE)
_JOINED = re.compile(r"(?:^|[\w,;])\s*$")
_PARTED = re.compile(r"\s*(?:[\w,;.:)]|$)")
_PREPOSITION = re.compile(r"(?:in|on|at|by|for|of|from|to|with|through|against)\s+", re.IGNORECASE)
_NO_ITEM = re.compile(
    r"""(?:
    (?:which|that|who|whose|whom|where|when|while|if|unless|until|before|after|upon|once|as|because|since|although|though|despite|notwithstanding
      |in|on|at|by|for|of|from|to|with|within|without|under|through|throughout|during|between|among|into|towards?|against|about|over|regarding|concerning
      |pursuant|according|subject|based|including|inter|particularly|especially|notably|also|further|thus|thereby|therefore|not|only|its|it|this|these
      |should|shall|must|may|can|could|will|would|is|are|was|were|be|been|has|have|had|such|so|then|taking|bearing|noting|recognizing|stressing|emphasizing
      |he|they|we|there|both|either|neither|no|where|per|via|consistent|inside|outside|due|aimed|drawing|acting|given|depending|whether|rather|than|led|made|wherever|whenever|resolutions?|decisions?|(?:sub-?)?paragraphs?|regards?\s+to)\b
    | (?:\w+ed|known|called|held|led|made|set|given|taken|drawn|found|chosen|seen|sent|built)\s+(?:by|in|to|at|on|from|with|as)\b
    | [\d(“"'’‘] )""",
    re.IGNORECASE | re.VERBOSE,
)
_CLAUSE = re.compile(r"\b(?:which|who|whose|shall|should|must|will|would|is|are|was|were|has|have|had)\b", re.IGNORECASE)
_GERUND = re.compile(r"\w+ing\b", re.IGNORECASE)
_CUT_OFF = re.compile(r"(?:ing|\b(?:of|to|in|the|a|and|or|by|for|with|on|as|from))$", re.IGNORECASE)
_NAMED_DOING = re.compile(
    r"\b(?:trafficking|smuggling|training|financing|funding|policing|peacekeeping|peacebuilding|laundering|monitoring|reporting|planning|poaching"
    r"|mining|bombing|killing|maiming|looting|capacity[- ]building|information[- ]sharing|human being)$",
    re.IGNORECASE,
)
"""Nouns that end as verbs do."""
_DAY = re.compile(r"\b(?:\d{4}|January|February|March|April|May|June|July|August|September|October|November|December)\b")


def items(pairing: Pairing, laid: Laid, given: Frame, told: Sequence[Change]) -> Iterator[Change]:
    """Items gained, then items lost; what other changes have told is left out."""
    said = (" ".join(c.to for c in told), " ".join(c.from_ for c in told))
    sides = (
        (pairing.right, (pairing.left, *pairing.sources), given.apart[0], said[0]),
        (pairing.left, (pairing.right, *pairing.siblings), given.apart[1], said[1]),
    )
    for n, (here, there, apart, known) in enumerate(sides):
        for run in laid.fine:
            own, other = (run.right, run.left) if n == 0 else (run.left, run.right)
            item = _item(here.text, own, there[0].text[slice(*other)])
            if item is None:
                continue
            counted, kept = (laid.right, laid.back) if n == 0 else (laid.left, laid.wide)
            if not _stays_beside(here.text, item, own, counted, kept):
                continue
            near = tuple(p.text for p in there)
            whole = [item] if _tells(here, item, given) and not _is_object(here, own, item) else []
            members = _members(here, item, given) or whole
            if not members or _others(laid, run, here.text[slice(*item)]) > BESIDE:
                continue
            for member in members:
                printed = here.text[slice(*member)]
                if stands(printed, [known]):
                    continue
                # a word or two, and a name, stand somewhere in any resolution; more went to a paragraph of their own, or came from one
                parts = [part for part in _BETWEEN.split(printed) if part.strip()]
                if all(stands(part, near if len(words(part)) <= SHORT or _is_name(part) else (*near, *apart)) for part in parts):
                    continue
                kind = ChangeKind.ADDRESSEE if _asked(here, member) else (ChangeKind.ITEM_GAINED, ChangeKind.ITEM_LOST)[n]
                yield Change(kind, *(("", printed), (printed, ""))[n])


def _stays_beside(text: str, item: Span, run: Span, counted: Words, kept: Mapping[int, int]) -> bool:
    """Whether the member after one that came or went before it stayed: "Morocco and the Front" may have given way to "the parties"."""
    after = _NEXT_ONE.match(text, item[1])
    if after is None or after.end() < run[1]:
        return True
    next_ = counted.within((after.end(), len(text)))
    return not next_ or next_.start in kept


_NEXT_ONE = re.compile(r"\s*,?\s*(?:and|or|as well as)\s+(?:the|an?)?\s*", re.IGNORECASE)

SHORT = 3
"""How many words stand in a row by chance."""

_NAME = re.compile(
    r"(?:the\s+)?[^\W\d_a-z][\w.’'-]*(?:\s+(?:(?:of|and|for|in|on|the|to|de|du|des|al)\s+)*(?:[^\W\d_a-z][\w.’'-]*|\([A-Z][\w-]*\)))*"
)


def _is_name(words_: str) -> bool:
    """Whether some words are a name: with capitals, but for the small words between."""
    return _NAME.fullmatch(words_.strip()) is not None


def _members(paragraph: Paragraph, item: Span, given: Frame) -> list[Span]:
    """The members of a row that came or went as one, parted by commas (an "and" may stand within a member); none where not each of them can
    be told."""
    text = paragraph.text
    found = []
    start = item[0]
    for between in [*_COMMA.finditer(text, *item), None]:
        end = between.start() if between else item[1]
        if start < end:
            found.append((start, end))
        start = between.end() if between else end
    # "the management, storage and security of arms": what follows the last member belongs to all
    shared = [" of " in text[slice(*member)] for member in found]
    if len(found) < 2 or (shared[-1] and not shared[0]):
        return []
    return found if all(_tells(paragraph, member, given) for member in found) else []


def _others(laid: Laid, part: Replacement, item: str) -> int:
    """How many other words come or go in the run of edits that a member is a part of, by words that stayed further than a few away."""
    run = next(r for r in laid.replaced if r.left[0] <= part.left[0] and part.right[1] <= r.right[1] and part.left[1] <= r.left[1])
    gone = sum(i not in laid.wide for i in laid.left.within(_around(laid.left, part.left, run.left, laid.wide)))
    come = sum(j not in laid.back for j in laid.right.within(_around(laid.right, part.right, run.right, laid.back)))
    return gone + come - len(words(item))


def _around(counted: Words, part: Span, run: Span, kept: Mapping[int, int]) -> Span:
    """As much of a run as is not parted from a part of it by a few words in a row that stayed."""
    inside = counted.within(part)
    low, high = counted.within(run).start, counted.within(run).stop
    first, last = inside.start, inside.stop
    while first > low and not all(i in kept for i in range(max(low, first - PARTED), first)):
        first -= 1
    while last < high and not all(i in kept for i in range(last, min(high, last + PARTED))):
        last += 1
    ends = [counted.spans[i] for i in range(first, last)]
    return (ends[0][0], ends[-1][1]) if ends else part


PARTED = 4
"""How many words in a row that stayed make what stands beyond them another place."""


def _asked(paragraph: Paragraph, item: Span) -> bool:
    """Whether a member is one of those whom a clause addresses: it stands in a row with the one that follows the verb."""
    text = paragraph.text
    for clause in paragraph.clauses:
        start = text.find(clause.addressee, clause.start) if clause.addressee else -1
        if start < 0 or len(words(text[clause.start : start])) > len(words(clause.verb)) + 2:
            continue
        end = start + len(clause.addressee)
        if touches(item, [(start, end)]) or (end <= item[0] and _JOINTS.fullmatch(text, end, item[0])):
            return True
    return False


def _item(text: str, run: Span, replaced: str) -> Span | None:
    """The words between the separators of a run of edits that stands for nothing but separators; None where it is no item."""
    if not _JOINTS.fullmatch(replaced):
        return None
    start, end = run
    if start >= end:
        return None
    head = _BEFORE.match(text, start, end) or (_BEFORE.match(text, start - 1, end) if start else None)
    tail = _AFTER.search(text[start:end])
    begin = head.end() if head and head.end() > start else start
    stop = start + tail.start() if tail else end
    # the first of a row whose comma stayed: "including (boats), lamps and ropes"
    first = _OPENS.search(text, max(0, start - OPENER), start) is not None and text.startswith(",", end)
    if not (head or tail or first) or begin >= stop:
        return None
    # a member stands after words or a separator, and before either or the end of the clause
    if not (head or _JOINED.search(text[:start])) or not (tail or _PARTED.match(text, end)):
        return None
    more = _JOINTS.match(text, begin, stop)
    begin = more.end() if more and not _ARTICLE.match(text, begin) else begin
    # "on lamps and " before "on buoys": the members share their preposition
    shared = _PREPOSITION.match(text, begin, stop) if tail and not head else None
    if shared and text[end:].lstrip().casefold().startswith(shared[0].casefold()):
        begin = shared.end()
    while begin < stop and text[stop - 1] in " ,;\u00a0":
        stop -= 1
    return (begin, stop) if begin < stop else None


def _is_object(paragraph: Paragraph, run: Span, item: Span) -> bool:
    """Whether words that came or went without a separator before them stand last in their clause ("looks forward to the swift repair of the
    lamps, and urges"): what the verb governs, no first member of a row; or are one or two words before the noun that they describe ("the
    many ships")."""
    text = paragraph.text
    begins = any(_BEFORE.match(text, at, item[0]) for at in (run[0], max(0, run[0] - 1)))
    if not begins and any(_JOINTS.fullmatch(text, item[1], c.start) for c in paragraph.clauses):
        return True
    next_ = _NEXT.match(text, item[1], run[1] + LONGEST * 4)
    return item[0] > run[0] and len(words(text[slice(*item)])) <= 2 and text.startswith("the ", item[0]) and next_ is not None


_NEXT = re.compile(
    r"\s+(?!(?:and|or|as|of|to|in|on|at|by|for|from|with|within|under|through|during|between|among|against|about|over"
    r"|who|which|that|is|are|was|were)\b)\w"
)


def _tells(paragraph: Paragraph, item: Span, given: Frame) -> bool:
    """Whether these words can be a member of an enumeration."""
    text = paragraph.text[slice(*item)]
    count = len(words(text))
    if not 0 < count <= LONGEST or _NO_ITEM.match(text) or _CLAUSE.search(text) or _DAY.search(text):
        return False
    if _CUT_OFF.search(text) and not _NAMED_DOING.search(text):
        return False
    if text.count("(") != text.count(")") or any(mark in text for mark in '“”":;'):
        return False
    if given.vocabulary.opening(text) is not None:
        return False
    joint = re.search(r"(?:and|or|as well as)\s*$", paragraph.text[: item[0]], re.IGNORECASE)
    next_ = re.match(r",?\s*(?:and|or|as well as)\s+\w+ing\b", paragraph.text[item[1] :], re.IGNORECASE)
    if (_GERUND.match(text) and not (joint or next_)) or (count == 1 and text.endswith("ly")):
        return False
    if _PAIR.search(paragraph.text, max(0, item[0] - LONGEST * 4), item[0]) or _in_title(paragraph.text, item):
        return False
    vocabulary = given.vocabulary
    if count > 1 and vocabulary.describing is not None and vocabulary.describing.holds(text.split()[-1]):
        return False  # without what it describes
    if vocabulary.terms is not None and any(start == 0 for start, _ in vocabulary.terms.find(text)):
        return False  # when something is due, not what
    if touches(item, [(c.start, c.end) for c in paragraph.citations]):
        return False
    return not any(2 * len(words(text[slice(*span)])) >= count for span in vocabulary.phrases.find(text))


_PAIR = re.compile(r"\bbetween\b[^,;.]*$", re.IGNORECASE)
"""Before a member of a pair: "between A and B" is no row."""
_TITLES = re.compile(
    r"\b(?:children and armed conflict|women,? (?:and )?peace,? and security|youth,? (?:and )?peace,? and security|peace and security)\b",
    re.IGNORECASE,
)


def _in_title(text: str, item: Span) -> bool:
    """Whether words are the later part of what goes by a fixed title ("children and armed conflict")."""
    return any(match.start() < item[0] < match.end() for match in _TITLES.finditer(text, max(0, item[0] - 40), item[1] + 20))
