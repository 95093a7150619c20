"""What drafts under negotiation print beside the wording: who proposes it, what a delegation asks for, and which of several options it is
(how far the talks are: `stages`).

    [US: strongly] condemns               a name before a proposal
    [also (France, UK)]                   names after one
    [RUS, CHN: delete]  <US reserves>     a position: it is no wording
    [agreed ad ref]                       a status
    [Option B: Urges ...]                 a label

The names and what delegations ask for are data (`talks.toml`). Drafting practice; the United Nations prints no such documents.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, islice, pairwise
from typing import Any

from resdiff.models import Span
from resdiff.vocabulary.markers import SUFFIX, suffix
from resdiff.vocabulary.phrases import HAN
from resdiff.vocabulary.stages import AGREED, SETTLED

_NEW = r"(?:new|nouve(?:au|lle)|nuev[oa]|новый|جديدة?|新增?)"
"""What says of a paragraph that it is new."""
TALKS = (
    rf"(?:{SETTLED}"
    r"|[\[［]\s*[^\W\d_][\w/+&,;’' -]{0,60}[:：][^\[\]［］]{0,160}[\]］]"
    r"|[\[<(]\s*(?-i:[A-Z]{2})[\w/+&,;.’' -]{0,40}\s(?i:reserv|retain|del(?:\.|et)|oppose|support|to\s+revert)[^\[\]<>()]{0,60}[\]>)]"
    r"|\[\s*(?i:silence\s+broken|pending|placeholder|to\s+revert|tbc|tbd|delet\w+|reserv\w+)\b[^\[\]]{0,60}\])"
)
"""A pattern of all that drafts print after a paragraph of the talks: the same, and what a delegation asks for ("[US: delete]"). It is for
the end of a text, and asks less than `position`."""


@dataclass(frozen=True, slots=True)
class Position:
    """What delegations ask for: their names, as printed, none where the draft says nothing of it; and what, as printed."""

    names: tuple[str, ...]
    ask: str
    apart: bool = False
    """Whether it is one only after the closing mark of a paragraph, where nothing else can stand: wording may read so ("[retain]")."""


def is_labelled(line: str) -> bool:
    """Whether a line begins with what an option is called: "Option B: Urges ...", "[Alt 2: Urges ..."."""
    return bool(LABELLED.match(line.lstrip("[［ ")))


# --- names -----------------------------------------------------------------------------------------------------------------------

_LONGEST = 200
"""Code points of the longest list of names, name of an option or position without a name that is looked at: a judgement."""
LONGEST = 1000
"""The same of positions after a name and a colon: they quote words to be put in."""
_PARTS = re.compile(
    rf"\s?(?:[,;/\\+&،；、，／＋]|(?<=\s)(?:and|et|y|e|и)(?=\s))\s?(?:(?:and|et|y|и)\s)?(?:و(?=\w))?|\sو(?=\w)|(?<=[{HAN}])[和与及](?=[{HAN}])"
)
_CODE = re.compile(r"[A-Z]{2,4}|[A-Z]\d{1,2}")
_NO_CODE = frozenset(
    [
        "ALT",
        "ADD",
        "DEL",
        "NEW",
        "TBC",
        "TBD",
        "NB",
        "PP",
        "OP",
        "AKA",
        "FKA",
        "NKA",
        "DOB",
        "POB",
        "YOB",
        "TEL",
        "FAX",
        "NOTE",
        "SRC",
        "REF",
        "RES",
        "UNGA",
        "UNSC",
        "UNSG",
        "HRC",
    ]
)
_ROMAN = re.compile(r"[IVXLCDM]+")
_ARTICLE = re.compile(r"(?:the|la|le|les|el|los|las)\s+|l['’]", re.IGNORECASE)
_WHICH = (
    r"\d{1,2}|[A-ZА-Яａ-ｚＡ-Ｚ]|(?:II|III|IV|VI{0,3}|IX)(?!\w)|(?i:one|two|three|four|five|un|deux|trois|uno|dos|tres)(?!\w)"
    r"|ال(?:أولى?|ثانية?|ثالثة?|رابعة?|خامسة?)|(?:ألف|باء|جيم|دال|هاء|واو|زاي|حاء)(?!\w)|[一二三四五六七八九十甲乙丙丁]"
)
LABEL = re.compile(
    r"(?i:option|alternative|alternativa|alternativo|alt|variant|variante|version|opción|вариант|альтернатива|الخيار|البديل"
    rf"|备选案文|备选方案)\.?\s?(?:{_WHICH})?(?=\s?(?:[:：–—-]\s?|\.\s)\S)"
    rf"|(?:备选|选项|方案)\s?(?:{_WHICH})(?=\s?[:：.–—-]\s?\S)"
    r"|(?i:first|second|third|fourth)\s(?i:option|alternative)(?=\s?[:：–—-]\s?\S)"
    r"|(?i:première|deuxième|seconde|troisième)\s(?i:option|variante)(?=\s?[:：–—-]\s?\S)"
    r"|(?i:primera|segunda|tercera)\s(?i:opción|alternativa)(?=\s?[:：–—-]\s?\S)"
    r"|(?i:первый|второй|третий)\s(?i:вариант)(?=\s?[:：–—-]\s?\S)"
    r"|第[一二三四五]\s?(?:备选案文|备选方案|选项|方案)(?=\s?[:：–—-]\s?\S)"
)
"""A pattern of what an option is called, before its colon: "Option B", "Alt 2"."""
LABELLED = re.compile(rf"[\s\u00a0]*({LABEL.pattern})\s?[:：.–—-]")
"""A pattern of the same with its colon, and spaces before."""


@cache
def _data() -> Any:
    return tomllib.loads((files("resdiff.vocabulary") / "talks.toml").read_text(encoding="utf-8"))


def states() -> tuple[str, ...]:
    """The short names of States in English and French, as printed with curly apostrophes."""
    return (*_data()["english"], *_data()["french"])


_ELSEWHERE = ("spanish", "russian", "arabic", "chinese")


@cache
def _known() -> frozenset[str]:
    """All names; a code that reads as a Roman numeral is none by itself: "(CD)" numbers an item."""
    data = _data()
    codes = (code for code in data["codes"] if not _ROMAN.fullmatch(code))
    return frozenset(name.replace("’", "'") for name in (*states(), *chain(*map(data.get, _ELSEWHERE)), *data["groups"], *codes))


@cache
def _bodies() -> frozenset[str]:
    """Names of bodies that resolutions print themselves."""
    return frozenset(_data()["bodies"])


def is_body(text: str) -> bool:
    """Whether a text is the name of a body that resolutions print themselves."""
    return text in _bodies()


def names(text: str, *, coded: bool = False) -> tuple[str, ...]:
    """The delegations that a text names, as printed, where it names nothing else; else none. `coded` takes any code of two to four
    capitals for a name."""
    if len(text) > _LONGEST:
        return ()
    parts = list(_PARTS.finditer(text))
    starts, ends = [0, *(part.end() for part in parts)], [*(part.start() for part in parts), len(text)]
    found: list[str] = []
    at = 0
    while at < len(starts):
        # the longest first: "Bosnia and Herzegovina, Cuba"
        for end in range(min(at + _JOINED, len(ends)), at, -1):
            name = text[starts[at] : ends[end - 1]].strip()
            if _is_name(name, coded=coded):
                found.append(name)
                at = end
                break
        else:
            return ()
    return tuple(found)


_JOINED = 3
"""Parts of the longest name that holds what else joins names: "Saint Vincent and the Grenadines" has two."""


def _is_name(text: str, *, coded: bool) -> bool:
    plain = text.replace("’", "'")
    if article := _ARTICLE.match(plain):
        plain = plain if plain in _known() else plain[article.end() :]
    return plain in _known() or (coded and (plain in _bodies() or (bool(_CODE.fullmatch(plain)) and plain not in _NO_CODE)))


def signers(text: str, *, coded: bool = False) -> tuple[str, ...]:
    """The delegations whose proposal a text says that something is, where it says nothing else; else none: names, also with those for whom
    or with whom one speaks ("Egypt, on behalf of the African Group", which is one), or as owners ("US proposal"). `coded` takes any code
    for a name, and whatever one speaks for."""
    if len(text) > _LONGEST:
        return ()
    text = text.strip()
    if found := names(text, coded=coded):
        return found
    if (match := _NEWLY.fullmatch(text)) and (match["new"] or match["anew"]):
        return signers(match["who"], coded=coded)
    with_, by, before, after, others = _signed()
    if match := with_.fullmatch(text):
        whom = names(match["whom"], coded=True)
        first = names(match["who"], coded=True) if match["who"] else whom
        return (text,) if first and (coded or whom) else ()
    if match := by.fullmatch(text):
        first = signers(match["who"], coded=coded)
        return (*first, *names(match["whom"], coded=coded)) if first else ()
    for pattern in (before, after, others):
        if (match := pattern.fullmatch(text)) and (found := names(match["who"], coded=coded)):
            return found
    return ()


_NEW_ONE = (
    rf"(?:(?:proposed\s|proposal for a\s)?{_NEW}(?:\s(?:operative\s|preambular\s)?(?:para(?:graph)?|text|language|proposal|OP|PP))?"
    r"|nouveau (?:paragraphe|texte)|nuevo (?:párrafo|texto)|новый (?:пункт|абзац|текст)|(?:فقرة|نص) جديدة?|新(?:增)?(?:段落?|案文))"
)
_NEWLY = re.compile(
    rf"(?:(?P<new>{_NEW_ONE})\s?[,;:，；–—-]?\s?(?:(?:proposed )?by\s|from\s)?)?"
    rf"(?P<open>[(（]\s?)?(?P<who>[^\W\d_][^()（）]*?)(?(open)\s?[)）])(?P<anew>\s?[,;，；–—-]\s?{_NEW_ONE})?",
    re.IGNORECASE,
)
_KIND = re.compile(
    rf"(?:(?:to )?(?:add|insert|ajouter|insérer|añadir|agregar|insertar|добавить)(?: an?| une?| una?)? )?"
    rf"(?!(?:new|nouve(?:au|lle)|nuev[oa]|новый|新)$){_NEW_ONE}|{_NEW} (?:sentence|sub-?para(?:graph)?|footnote|phrase|frase|предложение)"
    r"|(?:(?:chair|co-chair|facilitator|penholder)s?['’]s? )?(?:compromise|bridging|fallback)(?: (?:text|language|proposal|wording))?"
    r"|(?:texte de |proposition de )?compromis|(?:texto|propuesta) de (?:transacción|avenencia|compromiso)"
    r"|компромисс(?:ный (?:текст|вариант))?"
    r"|(?:نص|اقتراح) توفيقي|(?:折中|折衷)(?:案文|方案|提案)?",
    re.IGNORECASE,
)


def is_kind(text: str) -> bool:
    """Whether a text says of what follows what kind of proposal it is, and nothing else: "New OP", "compromise text"."""
    return bool(_KIND.fullmatch(text.strip()))


@cache
def _signed() -> tuple[re.Pattern[str], ...]:
    data = _data()
    behalf, supported, after, before, others = (
        "|".join(data[kind]) for kind in ("behalf", "supported", "proposed_after", "proposed_before", "others")
    )

    def joined(how: str, *, first: str = "") -> re.Pattern[str]:
        return re.compile(
            rf"(?P<who>[^()（）]*?){first}[\s,،，]*[(（]?\s*(?:{how})(?:\s+|(?<=[{HAN}])|(?<=['’]))(?P<whom>[^()（）:：;；。]{{2,80}}?)\s*[)）]?",
            re.IGNORECASE,
        )

    return (
        joined(behalf),
        joined(supported),
        re.compile(rf"(?:{before})(?:\s+|(?<=[{HAN}]))(?P<who>\S.*)", re.IGNORECASE),
        re.compile(rf"(?P<who>\S.*?)\s?(?:{after})", re.IGNORECASE),
        re.compile(rf"(?P<who>\S.*?)\s?(?:{others})", re.IGNORECASE),
    )


# --- numbers ------------------------------------------------------------------------------------------------------------------------

NUMBERED = re.compile(
    rf"(?:{_NEW}\s|[(（]{_NEW}[)）]\s)?(?P<label>OP|PP)?[\s\u00a0]?(?P<number>\d{{1,3}})"
    rf"(?P<suffix>(?:[\s\u00a0.]?{SUFFIX}){{1,2}})?(?:[\s\u00a0]{_NEW}(?!\w))?"
    rf"(?P<mark>[.):：]{{0,2}}(?:[\s\u00a0]{_NEW}(?!\w))?|[\s\u00a0]?[–—-])(?=[\s\u00a0\[(（［])",
    re.IGNORECASE,
)
"""A pattern of the numbers of paragraphs as drafts print them before a name: "2 alt", "OP6 bis", "New PP3"."""
_TOGETHER = re.compile(
    rf"[(（](?P<number>\d{{1,3}}[\s\u00a0.]?{SUFFIX})\s?[,;，–—-]\s?(?P<who>[^()（）]{{2,200}})[)）][\s\u00a0:：]*"
)
_SIGNS = re.compile(
    r"[\s\u00a0]*(?P<all>[(（](?P<round>[^()（）]{1,200})[)）]|[\[［](?P<square>[^\[\]［］]{1,200})[\]］]|(?P<colon>[^\W\d_][^:：\[\]]{1,120}?)\s?(?=[:：]))[:：]?"
)


def own_number(text: str) -> int:
    """Where the words after the number of a draft's paragraph begin that other texts do not print so: one put in beside another or with a
    label, before the name of who proposes it ("2 alt (India) ...", "OP6 bis (new, Niger) ...", "(2 alt, India) ..."), or an alternative
    before a colon; 0 where a text begins with none."""
    if (both := _TOGETHER.match(text)) and signers(both["who"], coded=True):
        return both.end()
    match = NUMBERED.match(text)
    if match is None or not (match["label"] or match["suffix"]):
        return 0
    if signature(text, match.end()) or ("alt" in suffix(match[0]) and match["mark"].strip(" .)") in tuple(":：–—-")):
        return len(text) - len(text[match.end() :].lstrip())
    return 0


def signature(text: str, at: int) -> tuple[Span, str] | None:
    """What stands at a place, right after the number of a paragraph, and says whose that is, or that it is new: its range and the words;
    None where nothing does."""
    match = _SIGNS.match(text, at)
    inside = match["round"] or match["square"] or match["colon"] if match else ""
    if match and (signers(inside, coded=True) or (is_source(inside) and not any(map(str.isdigit, inside)))):
        return (match.start("all"), match.end()), inside
    return None


# --- sources -----------------------------------------------------------------------------------------------------------------------

_SYMBOL = (
    r"(?:[ASE]|HRC)/(?:[\w.-]+/)*[\w.-]*\d[\w.-]*(?:\s?\(\d{4}\))?|\d{2}/\d{1,3}(?:\s?[A-Z](?!\w))?"
    r"|\d{3,4}\s?[(（]\d{4}[)）]|(?:UN)?SCR\s?\d{3,4}"
)


@cache
def _source() -> re.Pattern[str]:
    data = _data()
    words, enough, small = ("|".join(data[kind]) for kind in ("source", "sourced", "beside_source"))
    return re.compile(
        rf"\s*(?:(?P<enough>(?:{enough}){_BOUND})|(?P<symbol>(?:{_SYMBOL}){_BOUND})|(?P<bare>\d{{4}}{_BOUND})|(?P<number>{_NUMBERED})|(?P<word>(?:{words}){_BOUND})"
        rf"|{_COUNTED}|\d{{1,3}}{_BOUND}|(?:{small}){_BOUND}|[,;.:/&–—-])\s*",
        re.IGNORECASE,
    )


def is_source(inside: str) -> bool:
    """Whether a pair of brackets after a paragraph holds nothing but where that is taken from: "AL 2368 OP4", "76/189, PP1", "new"."""
    step, at, kinds = _source(), 0, []
    while at < len(inside) <= _LONGEST and (match := step.match(inside, at)):
        at = match.end()
        kinds.append(match.lastgroup)
    named = "number" in kinds and ("symbol" in kinds or "bare" in kinds)
    said = "enough" in kinds or named or ("symbol" in kinds and "word" in kinds)
    return at == len(inside) and said and inside[-1] not in _MARKS


# --- positions -------------------------------------------------------------------------------------------------------------------

_QUOTE = "“”„‟\"'‘’«»「」『』"
_QUOTED = rf"[{_QUOTE}《][^{_QUOTE}《》]{{0,{_LONGEST}}}(?:(?<=\w)['’](?=\w)[^{_QUOTE}《》]{{0,{_LONGEST}}})*[{_QUOTE}》]"
_NUMBERED = r"(?:OP|PP|OPs|PPs)\s?\d{1,3}(?:\s?(?:bis|ter|quater|alt\.?\s?\d?))?(?:\s?\([a-z]{1,4}\))*(?!\w)"
_COUNTED = (
    r"(?:para(?:graph)?s?\.?|§+|paragraphe|párrafo|п\.|пункт\w*|الفقرة)\s?\d{1,3}(?:\s?(?:bis|ter|quater|бис|مكررا))?(?:\s?\([a-z]{1,4}\))*"
    r"|第\d{1,3}段"
)
_BOUND = rf"(?:(?!\w)|(?<=[{HAN}]))"
_COLON = re.compile(r"(?P<who>[^:：]*\S)\s*[:：]\s*(?P<what>.+)", re.DOTALL)
_REMARK = re.compile(
    r"(?:[^:：]{2,60}\s)?(?:comment|remark|note|query|question|commentaire|observation|remarque|nota|comentario|примечание|комментарий|ملاحظة|注)s?"
    r"(?:\s(?:by|from|of|d[eu]s?(?: la)?|от)\s[^:：]{2,60}|\s?[(（][^()（）:：]{2,60}[)）])?|placeholder(?: for)?",
    re.IGNORECASE,
)
_STATUS = re.compile(AGREED, re.IGNORECASE)
_LIKE_NAME = re.compile(
    r"(?:[A-ZÀ-ÝА-ЯЁ][\w’'.-]*|[+/&]|\d+)(?:[\s,]+(?:[A-ZÀ-ÝА-ЯЁ][\w’'.-]*|of|the|and|de[sl]?|du|la|et|y|и|[+/&]|\d+)){0,5}"
)
"""What may be the name of a delegation that is not known."""
_OPEN_ROUND = re.compile(r"[(（]([^()（）]*)[)）]")
_LATER = re.compile(
    r"(?:[\w\s-]{0,40}\s)?(?:TBC|TBD)"
    r"|(?:the )?(?:dates?|texts?|language|wording|figures?|numbers?|names?|titles?|symbols?|references?) (?:to come|to follow"
    r"|to be (?:confirmed|determined|completed|inserted|provided|updated|added|agreed))"
    r"|placeholder\b.*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Asks:
    """Patterns of what is asked for."""

    after: re.Pattern[str]
    """After a name and a colon."""
    strict: re.Pattern[str]
    """The same of what is hardly wording whoever asks for it."""
    beside: re.Pattern[str]
    """After a name alone, with it."""
    opened: re.Pattern[str]
    """How it begins after a name alone, with it."""
    stances: re.Pattern[str]
    """After a name, with it and a colon or without: where a delegation stands."""
    views: re.Pattern[str]
    """The same of what wording may say elsewhere."""
    backed: re.Pattern[str]
    """That names back what stands there, or do not: "supported by EU"."""
    bare: re.Pattern[str]
    """Alone or before a name."""
    first: re.Pattern[str]
    """What is asked, before the names of those who ask: "retain: EU", "keep (EU, UK)"."""
    begun: re.Pattern[str]
    """What takes a delegation, or what it says, as that which it is about: "supports US"."""
    apart: re.Pattern[str]
    """Alone, after the closing mark of a paragraph."""
    step: re.Pattern[str]
    """A word of an instruction that holds nothing else."""


@cache
def _asks() -> _Asks:
    data = _data()
    alone, told, named, proposing, parts, which, small, stances, views = (
        "|".join(data[kind]) for kind in ("alone", "told", "named", "proposing", "parts", "which", "small", "stances", "views")
    )
    stands = rf"(?P<names>\S.{{0,{_LONGEST}}}?)(?:\s*[:：–—]\s*|\s+-\s+|\s+|(?<=[{HAN}]))(?P<ask>%s)[\s.;,!?，。；؛،]*"
    part = rf"(?:(?:{which}){_BOUND}\s*){{0,2}}(?:{parts}){_BOUND}.*|(?:{which}){_BOUND}"
    words = rf"(?:(?:{small}){_BOUND}\s*)"
    place = (
        rf"(?:\s*[:：]?\s*{words}{{0,4}}(?:[{_QUOTE}]|(?:OP|PP)s?\s?\d|{_COUNTED}).*|\s*{words}{{0,3}}(?:{part})"
        r"|\s+(?:as (?:it )?is|as it is|here|up|down|this|it|all))?"
    )
    where = rf"(?:(?:(?:{small}|{parts}|{which}){_BOUND}|{_QUOTED}|{_NUMBERED}|{_COUNTED}|[,;–—-])\s*){{0,12}}"
    proposes = rf"(?:(?:{proposing}){_BOUND}\s*)?"
    does = rf"(?:(?:{alone}){_BOUND}(?:\W.*)?|(?:{told}|{named}){_BOUND}{place})"
    alone_beside = rf"(?:{alone}){_BOUND}(?:{place}|\s+(?:on|to|for)\s+(?:this|it|all|now)|\s*[;,:(–—-].*)"
    beside = rf"{proposes}(?:{alone_beside}|(?:{told}|{named}){_BOUND}{place})[\s.;,!，。；؛،]*"
    after = rf"{proposes}{does}[\s.;,!，。；؛،]*"
    bare = rf"(?P<ask>(?:{alone}){_BOUND}(?:\s+(?:paragraph|para|this|here|silence))?)"
    flags = re.IGNORECASE | re.DOTALL
    return _Asks(
        re.compile(rf"{proposes}(?:{told})(?:\W.*|(?<=[{HAN}]).*)|{where}(?:{told}){_BOUND}.*|{after}", flags),
        re.compile(after, flags),
        re.compile(rf"(?P<names>\S.{{0,{_LONGEST}}}?)(?:\s*[–—]\s*|\s+-\s+|\s+|(?<=[{HAN}]))(?P<ask>(?:to\s+)?{beside})", flags),
        re.compile(
            rf"\s*(?P<names>\S[^:：;；؛]{{0,{_LONGEST}}}?)\s*[–—-]?\s*(?:(?<=\s)|(?<=[{HAN}]))(?:to\s+)?{proposes}(?:{alone}|{told}|{named}){_BOUND}",
            flags,
        ),
        re.compile(stands % f"(?:{stances})", flags),
        re.compile(stands % f"(?:{views})", flags),
        re.compile(
            r"(?P<ask>[+–−-]|(?:support(?:ed)?|oppos(?:ed|ition)|object(?:ed|ions?)|appuyée?|soutenue?|apoyad[oa])(?:\s(?:to\s)?(?:by|par|por|from)|\s?:))"
            r"\s?(?P<names>.+?)[\s.;,]*",
            flags,
        ),
        re.compile(
            rf"{bare}(?:\s*(?:[-–—:(（：]|\bby\b|\bof\b|\bfrom\b|\bpar\b|\bpor\b)\s*(?P<names>[^)）]+)[)）]?)?[\s.;,!?]*",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?P<ask>(?:{alone}|{named}){_BOUND})\s*(?:[:：–]\s*|\s-\s+|(?=[(（]))[(（]?(?P<names>[^()（）]+)[)）]?[\s.;,]*",
            flags,
        ),
        re.compile(rf"{proposes}(?:{named}){_BOUND}\s*(?P<names>.+)", flags),
        re.compile(rf"(?:{told}|{named}){_BOUND}{place}[\s.!?]*", flags),
        re.compile(
            rf"\s*(?:(?P<verb>(?:{alone}|{told}|{named}){_BOUND})|(?P<number>{_NUMBERED})"
            rf"|(?P<thing>{_QUOTED}|{_COUNTED}|(?:{parts}){_BOUND})|(?P<small>(?:{which}|{small}){_BOUND})|[,;.:/–—-])\s*",
            re.IGNORECASE,
        ),
    )


def position(inside: str) -> Position | None:
    """What a pair of brackets holds, where that is a position: "US: delete", "CHN reserves", "delete – EU", "pending"; else None, and for
    what is longer than any."""
    inside = inside.strip()
    if not inside or len(inside) > LONGEST or LABEL.match(inside[:_LONGEST] + ": x"):
        return None
    if within := _OPEN_ROUND.fullmatch(inside):
        return position(within[1])
    return _alone(inside) or _several(inside)


def _alone(inside: str) -> Position | None:
    """A position that is one delegation's, or one of several that ask for the same."""
    asks = _asks()
    if (split := _COLON.match(inside)) and split.end("who") <= _LONGEST:
        who, what = split["who"], split["what"]
        if _REMARK.fullmatch(who):
            return position(what) or Position((), inside)
        found = signers(who, coded=True)
        if _asked(what, asks) if found else _is_certain(who, what, asks):
            return Position(found or (who,), what)
    if len(inside) > _LONGEST:
        return None
    if (match := asks.beside.fullmatch(inside)) and (found := signers(match["names"], coded=True)):
        return Position(found, match["ask"].strip())
    if match := asks.bare.fullmatch(inside):
        if match["names"] is None:
            return Position((), inside)
        if found := signers(match["names"], coded=True):
            return Position(found, match["ask"].strip())
    return _stance(inside, asks) or _nameless(inside, asks)


def _stance(inside: str, asks: _Asks) -> Position | None:
    """Where delegations stand that a pair of brackets names: "China: red line", "supported by EU"."""
    for pattern in (asks.stances, asks.backed, asks.views, asks.first):
        if (match := pattern.fullmatch(inside)) and (found := signers(match["names"], coded=True)):
            return Position(found, match["ask"].strip(" :"), pattern is not asks.stances)
    return None


_PART = re.compile(
    rf"[;/.\n؛；。](?:\s|$)|\s/\s|(?<=\w)/(?=\w)|[,،，、](?:\s|(?<=[{HAN}，、]))|(?<=[{HAN}])[；。，]|\s(?:and|but|while|et|y|и|но)\s"
)
"""Where what one delegation says may end and what the next says begin."""
_BARE_PART = re.compile(r"[^;/؛；]+")
_MARKED = re.compile(r"\s*[+–−-]\s?(?P<who>[^\s,;/+–−-][^,;/+–−]{0,60}?)(?=\s*(?:[,;/]|$))")
_SAYING = re.compile(r"\s*(?P<who>[^\s:：;；؛][^:：;；؛]{0,199}?[^\s:：;；؛])\s*[:：]")
_QUOTES = re.compile(_QUOTED)


def positions(inside: str) -> tuple[Position, ...]:
    """What a pair of brackets holds that is a position, by those who say it: "US: delete; China, Russia: retain" is two. Empty where the
    brackets hold none."""
    whole = position(inside)
    if whole is None or not whole.names:
        return () if whole is None else (whole,)
    inside = inside.strip()
    if within := _OPEN_ROUND.fullmatch(inside):
        return positions(within[1])
    found = [_by(inside[slice(*part)]) for part in _said_apart(inside)]
    return tuple(said for said in found if said) if len(found) > 1 and all(found) else (whole,)


def _said_apart(inside: str) -> list[Span]:
    """The parts of a text in brackets, cut where another delegation begins to speak; what is quoted is one delegation's."""
    quoted = [match.span() for match in _QUOTES.finditer(inside)]
    parts, at, busy = [], 0, _spoken(inside, 0)
    for mark in _PART.finditer(inside):
        if mark.start() < busy or any(start < mark.start() < end for start, end in quoted):
            continue
        if said := _spoken(inside, mark.end()):
            parts.append((at, mark.start()))
            at, busy = mark.end(), said
    return [*parts, (at, len(inside))]


def _spoken(text: str, at: int) -> int:
    """The offset after the name of a delegation that begins to speak at a place and, without a colon, the first words of what it asks;
    0 where none does."""
    if (said := _SAYING.match(text, at)) and signers(said["who"], coded=True):
        return said.end()
    asks = _asks()
    if (said := asks.opened.match(text, at)) and signers(said["names"], coded=True):
        return said.end()
    part = _BARE_PART.match(text, at)
    own = part[0].strip() if part else ""
    said = asks.bare.fullmatch(own) or asks.first.fullmatch(own)
    if part and said and said["names"] and signers(said["names"], coded=True):
        return at + len(part[0].rstrip())
    if (said := _MARKED.match(text, at)) and signers(said["who"], coded=True):
        return said.end()
    return _named(text, at) if text[max(0, at - 2) : at].strip() in tuple(";/；؛.") else 0


_BESIDE_NAMES = 8
"""Words among which the end of the names is looked for with which a sentence begins."""


def _named(text: str, at: int) -> int:
    """The offset after the names with which a sentence begins that says what delegations would have ("EU and UK would keep it"); 0 where it
    begins with none."""
    spaces = [
        match.start() for match in islice(re.finditer(r"(?<=\S)\s+(?=[^\W\d_A-ZА-Я])", text[at : at + _LONGEST]), _BESIDE_NAMES)
    ]
    ends = (at + space for space in reversed(spaces) if signers(text[at : at + space], coded=True))
    return next(ends, 0)


def _by(part: str) -> Position | None:
    """What delegations say in a part of a pair of brackets; with a colon whatever follows their names."""
    part = part.strip()
    if (said := _alone(part)) is not None:
        return said if said.names else None
    split = _COLON.fullmatch(part)
    found = signers(split["who"], coded=True) if split else ()
    if split and found:
        return Position(found, split["what"])
    end = _named(part, 0)
    return Position(signers(part[:end], coded=True), part[end:].strip()) if end else None


_NEXT = re.compile(rf"[;/؛；]\s*|[,.،，。]\s+|\s+(?={LABEL.pattern})")
"""Where in brackets a choice may end and the next begin: between names at a slash or a semicolon."""


def choices(inside: str) -> tuple[Span, ...]:
    """The parts of a pair of brackets that hold a choice each, under what it is called or the name of who proposes it: "Option 1: Urges /
    Option 2: Invites", "US: Urges / EU: Invites". Empty where the brackets hold one wording."""
    if ":" not in inside and "：" not in inside and not LABEL.search(inside):
        return ()
    first = _SAYING.match(inside)
    parts, at, deep, seen = [], 0, 0, 0
    busy = first.end() if first and signers(first["who"], coded=True) else 0
    for mark in _NEXT.finditer(inside):
        deep += sum((c in "[［(（") - (c in "]］)）") for c in inside[seen : mark.start()])
        seen = mark.start()
        if deep or mark.start() < busy:
            continue
        said = _SAYING.match(inside, mark.end()) if mark[0].strip()[:1] in tuple(";/؛；") else None
        named = said.end() if said and signers(said["who"], coded=True) else 0
        if named or LABELLED.match(inside, mark.end()):
            parts.append((at, mark.start()))
            at = mark.end()
            busy = max(at, named)
    return (*parts, (at, len(inside))) if parts else ()


def answered(inside: str) -> int:
    """Where in a pair of brackets what others ask begins after the wording there: "US: strongly; China: delete"; 0 where nothing does."""
    if len(inside) > LONGEST or not any(colon in inside for colon in ":："):
        return 0
    at = 0
    for (_, end), (start, stop) in reversed(list(pairwise(_said_apart(inside)))):
        said = _alone(inside[start:stop].strip())
        if said is None or not said.names:
            break
        at = end
    return at


def _several(inside: str) -> Position | None:
    """What more than one delegation says in one pair of brackets, where each part is a position by itself."""
    found = [_alone(inside[slice(*part)].strip()) for part in _said_apart(inside)]
    named = [said for said in found if said is not None and said.names]
    if not len(found) == len(named) > 1:
        return None
    return Position(tuple(chain(*(said.names for said in named))), inside, all(said.apart for said in named))


def deletes(ask: str) -> bool:
    """Whether what a delegation asks for is that words go: "delete", "to remove the reference"."""
    return bool(_deleting().match(ask))


@cache
def _deleting() -> re.Pattern[str]:
    return re.compile(rf"(?:to\s|à\s|de\s)?(?:{'|'.join(_data()['deleting'])})", re.IGNORECASE)


def _is_certain(who: str, what: str, asks: _Asks) -> bool:
    """Whether something is asked for by one who is not known, but may be a delegation: "Maintain" in a list is no such thing."""
    if not _LIKE_NAME.fullmatch(who) or not asks.strict.fullmatch(what):
        return False
    return not what[0].isupper() or bool(asks.bare.fullmatch(what))


def _asked(what: str, asks: _Asks) -> bool:
    """Whether something is asked for after a name and a colon."""
    if asks.after.fullmatch(what):
        return True
    kind, _, said = what.replace("：", ":").partition(":")
    if is_kind(kind) and _QUOTES.match(said.strip()):
        return True
    about = asks.begun.fullmatch(what)
    return bool(about and signers(about["names"].rstrip(" .;,"), coded=True))


def _nameless(inside: str, asks: _Asks) -> Position | None:
    """An instruction that no delegation signs: one in which every word is of instructions and which names a paragraph as drafts do ("merge
    with OP7") wherever it stands, else only where nothing else can stand."""
    if _STATUS.fullmatch(inside):
        return None
    if _LATER.fullmatch(inside):
        return Position((), inside)
    at, kinds = 0, set()
    while at < len(inside) and (match := asks.step.match(inside, at)):
        at = match.end()
        kinds.add(match.lastgroup)
    if at == len(inside) and "verb" in kinds and kinds & {"number", "thing"}:
        return Position((), inside, "number" not in kinds)
    if asks.apart.fullmatch(inside):
        return Position((), inside, apart=True)
    return None


def is_beside(inside: str) -> bool:
    """Whether a pair of brackets holds what stands beside the wording, wherever it stands: names, or a position."""
    if signers(inside):
        return True
    said = position(inside)
    return said is not None and not said.apart


def is_code(inside: str) -> bool:
    """Whether a text names delegations by codes and nothing else, none of them a body that resolutions print so themselves."""
    found = names(inside)
    return bool(found) and all(name.isupper() and len(name) <= _SHORT and name not in _bodies() for name in found)


_SHORT = 4
"""Characters of the longest code."""

# --- the beginning of a paragraph ------------------------------------------------------------------------------------------------

_OPENED = re.compile(r"[\s\u00a0]*[\[［<]")
_SETTLED = re.compile(rf"[\s\u00a0]*{SETTLED}[\s\u00a0.:;]*")
_CLOSED = re.compile(
    r"[\s\u00a0]*(?:[\[［<(（]([^\[\]［］<>()（）]{1,200})[\]］>)）]|[\[［]([^\[\]［］<>]{1,200})[\]］])[\s\u00a0:：]*"
)
_LABELLED = re.compile(rf"{LABELLED.pattern}[\s\u00a0]*")
_SIGNED = re.compile(r"[\s\u00a0]*([^\W\d_][^\[\]():：]{0,120}?(?:[(（][^()（）\[\]:：]{1,100}[)）])?)\s?[:：][\s\u00a0]*")


def lead(text: str) -> int:
    """Where the own words of a paragraph begin, in code points: after opening brackets, names, positions, statuses and labels; 0 where it
    begins with them."""
    at = 0
    while step := _step(text, at):
        at = step
    return at


def _step(text: str, at: int) -> int:
    """The offset after the next of those that stands at `at`; 0 where none does."""
    if match := _SETTLED.match(text, at):
        return match.end()
    if (match := _CLOSED.match(text, at)) and is_beside(match[1] or match[2]):
        return match.end()
    if match := _OPENED.match(text, at) or _LABELLED.match(text, at):
        return match.end()
    if (match := _SIGNED.match(text, at)) and (signers(match[1], coded=at > 0) or is_kind(match[1])):
        return match.end()
    return 0


# --- the end of a paragraph ------------------------------------------------------------------------------------------------------

_ENDS = re.compile(rf"\s*{TALKS}\W*$")
_STATUS_ENDS = re.compile(rf"\s*{SETTLED}\s*$")
_BRACKETS = (("[［", "]］"), ("(（", ")）"), ("<", ">"))
_ROUND_ENDS = re.compile(r"\s*[(（]([^()（）]{1,200})[)）]\W*$")
_DASH_ENDS = re.compile(r"\s*[-–—]\s?([^\[\]()–—-]{1,120}?)\s?\]\W*$")
_MARKS = ",;.:，；。：、؛،…!?؟"
_WINDOW = LONGEST + _LONGEST
_MOST = 16
"""Brackets after a paragraph that are looked at: a judgement."""


def trail(text: str) -> int:
    """Where the own words of a paragraph end, in code points, its closing mark with them: before names, positions and statuses; the length
    of the text where nothing such follows them."""
    end = at = len(text)
    pairs: list[tuple[int, bool]] = []
    while len(pairs) < _MOST and (pair := _last_pair(text, at)):
        pairs.append(pair)
        at = pair[0]
    closed = _is_closed(text, at)
    for start, sure in pairs:
        if not (sure or closed):
            break
        end = start
    if end == len(text) and _may_end(text) and (match := _ENDS.search(text, max(0, end - _WINDOW))):
        end = match.start() if _is_closed(text, match.start()) else end
    last = text[:end].rstrip(" \u00a0]］>")
    if last[-1:] in (")", "）") and (match := _ROUND_ENDS.search(text, max(0, end - _WINDOW), end)) and is_beside(match[1]):
        end = match.start()
    elif "]" in text and (match := _DASH_ENDS.search(text, max(0, end - _WINDOW), end)):
        end = match.start() if names(match[1], coded=True) else end
    return end


def _may_end(text: str) -> bool:
    """Whether a text ends in what may be of the talks."""
    return text.rstrip()[-1:] in ("]", "］", ">", ")", "）") or bool(re.search(r"(?i)agreed|ad[\s.-]?r[eé]f", text[-_SHORTEST:]))


_SHORTEST = 40


def _is_closed(text: str, end: int) -> bool:
    """Whether the words before a place are closed by a mark."""
    last = text[max(0, end - _WINDOW) : end].rstrip(' \u00a0”»"’]）)')[-1:]
    return bool(last) and last in _MARKS


def _last_pair(text: str, end: int) -> tuple[int, bool] | None:
    """Where the last pair of brackets of a text begins, where it holds what stands beside the wording, and whether it does so wherever it
    stands; None where it does not."""
    low = max(0, end - _WINDOW)
    if not _may_end(text[low:end]):
        return None
    if match := _STATUS_ENDS.search(text, low, end):
        return match.start(), True
    last = low + len(text[low:end].rstrip()) - 1
    opens, closes = next((kind for kind in _BRACKETS if text[last] in kind[1]), ("", ""))
    first = _opened(text, low, last, opens, closes)
    if first < 0:
        return None
    inside, square, start = text[first + 1 : last], closes == "]］", len(text[:first].rstrip())
    said = position(inside)
    if said is not None and (said.names or square):
        return start, not said.apart
    if signers(inside):
        return start, not square or is_code(inside)
    return (start, False) if is_source(inside) else None


def _opened(text: str, low: int, last: int, opens: str, closes: str) -> int:
    """Where the pair of brackets that closes at `last` was opened; -1 where that is not in the text from `low` on."""
    deep = 0
    for at in range(last, low - 1, -1):
        if text[at] in closes:
            deep += 1
        elif text[at] in opens:
            deep -= 1
            if not deep:
                return at
    return -1
