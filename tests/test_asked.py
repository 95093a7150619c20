"""Who is asked to do what by when."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pages
from resdiff import parse, vocabulary
from resdiff.asked import GROUPS, Ask, Asked, asked
from resdiff.asked.grammar import load
from resdiff.models import Adoption, Block, Blocks, Document, Language, Layout, Source, SourceKind, dumps
from resdiff.normalise import repair
from resdiff.report import html, table, terminal

ENACTING = {
    Language.EN: "The Security Council,",
    Language.FR: "Le Conseil de sécurité,",
    Language.ES: "El Consejo de Seguridad,",
    Language.RU: "Совет Безопасности,",
    Language.ZH: "安全理事会，",
    Language.AR: "إن مجلس الأمن،",
}


def document(texts: Sequence[str], language: Language = Language.EN, adopted: date | None = date(2091, 3, 4)) -> Document:
    """A document of numbered paragraphs; what begins with "(" is an item of the one before."""
    blocks = [Block(ENACTING[language])]
    number = 0
    for text in texts:
        if text.startswith("("):
            marker, text = text.split(" ", 1)
        else:
            number += 1
            marker = f"{number}."
        blocks.append(Block(text, marker))
    terms = vocabulary.load(language)
    read = Blocks(SourceKind.WORD, Layout.PARAGRAPHS, tuple(blocks), language, adoption=Adoption(date=adopted))
    return parse.assemble(repair(read, terms, lambda word: True).blocks, Source(SourceKind.WORD, "0"), terms)


def asks(value: Asked) -> list[Ask]:
    found = {(a.paragraph, a.verb, a.what): a for group in value.groups for a in group.asks}
    return sorted(found.values(), key=lambda a: a.paragraph)


def one(text: str, language: Language = Language.EN) -> Ask:
    (found,) = asks(asked(document([text], language)))
    return found


@pytest.mark.parametrize(
    ("text", "groups", "addressee", "what"),
    [
        ("Calls upon all States to light their lamps;", ("States",), "all States", "to light their lamps"),
        (
            "Requests, in this regard, the Secretary-General to report;",
            ("Secretary-General",),
            "the Secretary-General",
            "to report",
        ),
        ("Urges the parties to the conflict to put out fires;", ("parties",), "the parties to the conflict", "to put out fires"),
        (
            "Encourages Member States, in particular those on the coast, and regional organizations to share lamps;",
            ("States", "organizations"),
            "Member States, in particular those on the coast, and regional organizations",
            "to share lamps",
        ),
        (
            "Urges States, when designing measures to counter fog, to mind the lamps;",
            ("States",),
            "States, when designing measures to counter fog",
            "to mind the lamps",
        ),
        (
            "Directs the Committee, with the support of the lamp guild to continue as appropriate, within its mandate, to count lamps;",
            ("bodies of the Council",),
            "the Committee, with the support of the lamp guild",
            "to continue as appropriate, within its mandate, to count lamps",
        ),
        ("Decides that all States shall light lamps;", ("States",), "all States", "shall light lamps"),
        ("Demands that all parties to the conflict stop;", ("parties",), "all parties to the conflict", "stop"),
        ("Directs the Committee to keep a list of lamps;", ("bodies of the Council",), "the Committee", "to keep a list of lamps"),
        (
            "Invites international and regional partners to help;",
            ("organizations",),
            "international and regional partners",
            "to help",
        ),
        ("Calls on troop-contributing countries to send lamps;", ("States",), "troop-contributing countries", "to send lamps"),
        ("Requests UNLAMP to brief the Council;", ("UN bodies",), "UNLAMP", "to brief the Council"),
        ("Calls upon Iceland to repair its lamps;", ("governments",), "Iceland", "to repair its lamps"),
        ("Encourages the Lantern Guild to go on;", ("others",), "the Lantern Guild", "to go on"),
        ("Invites States in a position to do so to lend lamps;", ("States",), "States in a position to do so", "to lend lamps"),
    ],
)
def test_who_is_asked_in_english(text: str, groups: tuple[str, ...], addressee: str, what: str) -> None:
    found = one(text)
    assert (found.groups, found.addressee, found.what) == (groups, addressee, what)


@pytest.mark.parametrize(
    ("text", "groups", "addressee", "what"),
    [
        ("Demande à tous les États d’allumer leurs lampes ;", ("States",), "à tous les États", "d’allumer leurs lampes"),
        (
            "Prie le Secrétaire général de lui faire rapport ;",
            ("Secretary-General",),
            "le Secrétaire général",
            "de lui faire rapport",
        ),
        ("Exhorte les parties au conflit à éteindre les feux ;", ("parties",), "les parties au conflit", "à éteindre les feux"),
        ("Exige de toutes les parties qu’elles cessent ;", ("parties",), "de toutes les parties", "qu’elles cessent"),
        (
            "Engage les États Membres qui entreprennent de réparer des lampes à les allumer ;",
            ("States",),
            "les États Membres qui entreprennent de réparer des lampes",
            "à les allumer",
        ),
        ("Décide que tous les États doivent éteindre les feux ;", ("States",), "tous les États", "doivent éteindre les feux"),
        ("Encourage la poursuite des efforts visant à réparer des lampes ;", ("none",), "", ""),
    ],
)
def test_who_is_asked_in_french(text: str, groups: tuple[str, ...], addressee: str, what: str) -> None:
    found = one(text, Language.FR)
    assert (found.groups, found.addressee) == (groups, addressee)
    assert found.what == what or not addressee


@pytest.mark.parametrize(
    "text",
    [
        "Encourages further efforts to light lamps;",
        "Encourages the efforts of Member States to light lamps;",
        "Calls for urgent measures to light lamps;",
        "Urges the full implementation of the Lamp Agreement;",
        "Encourages enhanced cooperation between States to light lamps;",
        "Calls for all those responsible to be held accountable;",
    ],
)
def test_what_cannot_act_is_not_named(text: str) -> None:
    found = one(text)
    assert (found.groups, found.addressee) == (("none",), "")
    assert found.what


@pytest.mark.parametrize(
    "text",
    [
        "Decides to remain seized of the matter.",
        "Decides that the mandate shall include the lamps;",
        "Welcomes the efforts of all States to light lamps;",
        "Stresses the need for States to light lamps;",
        "Authorizes Member States to light lamps;",
    ],
)
def test_what_asks_nobody_is_left_out(text: str) -> None:
    assert asks(asked(document([text]))) == []


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("to report no later than 31 January 2092", ("no later than 31 January 2092",)),
        ("to report within 90 days and to come back", ("within 90 days",)),
        (
            "to report within thirty (30) days of the adoption of this resolution",
            ("within thirty (30) days of the adoption of this resolution",),
        ),
        ("to report by the end of 2092 and every six months thereafter", ("by the end of 2092", "every six months thereafter")),
        (
            "to report at least 30 days before the expiration of the mandate",
            ("at least 30 days before the expiration of the mandate",),
        ),
        ("to report annually on the lamps", ("annually",)),
        ("to carry out the accord of 31 January 2090", ()),
        ("to clear the lamps laid before 2080", ()),
        ("to do so within existing resources", ()),
    ],
)
def test_terms_in_english(words: str, terms: tuple[str, ...]) -> None:
    assert one(f"Requests the Secretary-General {words};").deadlines == terms


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("de lui faire rapport au plus tard le 31 janvier 2092", ("au plus tard le 31 janvier 2092",)),
        ("de lui faire rapport le 31 janvier 2092 au plus tard", ("le 31 janvier 2092 au plus tard",)),
        ("de lui faire rapport dans les 90 jours, puis tous les six mois", ("dans les 90 jours", "tous les six mois")),
        ("de lui faire rapport d’ici au 1er mars 2092", ("d’ici au 1er mars 2092",)),
        ("de lui faire rapport sur l’accord du 31 janvier 2090", ()),
    ],
)
def test_terms_in_french(words: str, terms: tuple[str, ...]) -> None:
    assert one(f"Prie le Secrétaire général {words} ;", Language.FR).deadlines == terms


def test_a_list_inherits_verb_addressee_and_term_and_says_so() -> None:
    value = asked(
        document(["Requests the Secretary-General, by 1 May 2092, to:", "(a) Count the lamps;", "(b) Report within 10 days;"])
    )
    chapeau = [(a.paragraph, a.addressee) for a in asks(value)]
    assert chapeau == [("OP1(a)", "the Secretary-General, by 1 May 2092"), ("OP1(b)", "the Secretary-General, by 1 May 2092")]
    first, second = asks(value)
    assert (first.verb, first.inherited, first.what, first.deadlines) == ("Requests", "OP1", "Count the lamps", ("by 1 May 2092",))
    assert second.deadlines == ("within 10 days",)


def test_a_participle_that_opens_an_item_is_governed_by_its_chapeau() -> None:
    texts = [
        "Calls upon all States to guard the lamps, including by:",
        "(a) ensuring that each has a keeper;",
        "(b) counting them;",
    ]
    found = [(a.paragraph, a.addressee, a.inherited, a.what) for a in asks(asked(document(texts)))]
    assert found[-2:] == [
        ("OP1(a)", "all States", "OP1", "ensuring that each has a keeper"),
        ("OP1(b)", "all States", "OP1", "counting them"),
    ]


def test_exceptions_are_not_asked_for() -> None:
    texts = ["Decides that all States shall seize lamps and that this measure shall not apply to:", "(a) Lamps of glass;"]
    assert [a.paragraph for a in asks(asked(document(texts)))] == ["OP1"]


def test_a_verb_of_asking_inside_a_clause_is_an_act_of_its_own() -> None:
    found = asks(asked(document(["Urges the parties to stop, and requests the Secretary-General to report within 90 days;"])))
    assert [(a.addressee, a.deadlines) for a in found] == [("the parties", ()), ("the Secretary-General", ("within 90 days",))]


@pytest.mark.parametrize(
    ("language", "text", "groups", "addressee", "what", "terms"),
    [
        (
            Language.ES,
            "Insta a los Estados a que enciendan las lámparas;",
            ("States",),
            "los Estados",
            "a que enciendan las lámparas",
            (),
        ),
        (
            Language.ES,
            "Solicita al Secretario General que, a más tardar el 1 de mayo de 2092, lo informe;",
            ("Secretary-General",),
            "Secretario General",
            "que, a más tardar el 1 de mayo de 2092, lo informe",
            ("a más tardar el 1 de mayo de 2092",),
        ),
        (
            Language.RU,
            "настоятельно призывает все государства-члены и стороны в полной мере соблюдать тишину;",
            ("States", "parties"),
            "все государства-члены и стороны",
            "в полной мере соблюдать тишину",
            (),
        ),
        (
            Language.RU,
            "просит Генерального секретаря представить доклад не позднее 1 мая 2092 года;",
            ("Secretary-General",),
            "Генерального секретаря",
            "представить доклад не позднее 1 мая 2092 года",
            ("не позднее 1 мая 2092 года",),
        ),
        (Language.ZH, "促请所有会员国点亮灯塔；", ("States",), "所有会员国", "点亮灯塔", ()),
        (
            Language.ZH,
            "请秘书长与委员会协商，至迟于2092年5月1日提交报告；",
            ("Secretary-General",),
            "秘书长",
            None,
            ("至迟于2092年5月1日",),
        ),
        (Language.ZH, "促请观察员部队之外的团体点灯；", ("none",), "", None, ()),
        (Language.AR, "يهيب بجميع الدول الأعضاء أن تضيء المصابيح؛", ("States",), "بجميع الدول الأعضاء", "أن تضيء المصابيح", ()),
        (Language.AR, "يطلب إلى الأمين العام أن يقدم تقريرا كل ستة أشهر؛", ("Secretary-General",), "الأمين العام", None, None),
        (Language.ES, "Alienta nuevos esfuerzos para encender las lámparas;", ("none",), "", None, ()),
    ],
)
def test_in_other_languages_addressees_are_known_names_at_once_after_the_verb(
    language: Language, text: str, groups: tuple[str, ...], addressee: str, what: str | None, terms: tuple[str, ...] | None
) -> None:
    value = asked(document([text], language))
    (found,) = asks(value)
    assert (found.groups, found.addressee) == (groups, addressee)
    assert what in (None, found.what)
    assert terms in (None, found.deadlines)
    assert "resdiff knows follows at once" in table.asked_md(value)


def test_every_language_has_its_file() -> None:
    for language in Language:
        assert isinstance(load(language).asks("x"), bool)


TEXTS = [
    "Calls upon all States to light lamps by 1 May 2092;",
    "Urges the Lantern Guild and Member States to go <b>on</b> | =1+1;",
    "Calls for calm;",
]


def test_the_displays_say_the_same() -> None:
    value = asked(document(TEXTS))
    assert [g.name for g in value.groups] == ["States", "Others, as named", "No addressee told"]
    rows = list(csv.DictReader(io.StringIO(table.asked_csv(value))))
    assert [(r["Kind of addressee"], r["Paragraph"], r["By when"]) for r in rows] == [
        ("States", "OP1", "by 1 May 2092"),
        ("States", "OP2", ""),
        ("Others, as named", "OP2", ""),
        ("No addressee told", "OP3", ""),
    ]
    assert "&lt;b&gt;on&lt;/b&gt;" in html.asked_page(value)
    for said in (table.asked_md(value), terminal.as_text(terminal.asked, value), html.asked_page(value)):
        assert "by 1 May 2092" in said
        assert not pages.FORBIDDEN.search(said)
    assert json.loads(dumps(value))["groups"][0]["asks"][0]["deadlines"] == ["by 1 May 2092"]


def test_nothing_asked_is_said() -> None:
    said = terminal.as_text(terminal.asked, asked(document(["Decides to remain seized of the matter."])))
    assert "Nothing is asked of anybody" in said


WORDS = [
    "States",
    "the Secretary-General",
    "to",
    "report",
    ",",
    "that",
    "shall",
    "within 90 days",
    "and",
    "requests",
    ":",
    "of",
    "’s",
    "(a)",
]


@given(
    st.sampled_from(["Requests", "Decides", "Demands", "Calls for"]),
    st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=14),
)
def test_all_it_says_stands_in_the_paragraph(verb: str, words: list[str]) -> None:
    read = document([f"{verb} {' '.join(words)};"])
    texts = {p.id: " ".join(p.text.split()) for p in read.paragraphs}
    names = {kind for kind, _ in GROUPS}
    for ask in asks(asked(read)):
        for part in (ask.verb, ask.addressee, ask.what, *ask.deadlines):
            assert " ".join(part.split()) in texts[ask.paragraph]
        assert set(ask.groups) <= names


@pytest.mark.real
def test_real_documents(shared: Path) -> None:
    from resdiff.cache import Origin
    from resdiff.intake import read_document

    found = []
    for path in sorted((shared / "data" / "akn").glob("202[01]/*/*.xml"))[::20]:
        data = path.read_bytes()
        value = asked(read_document(data, Origin.of(data)))
        found += [a for a in asks(value) if value.grammar]
    named = [a for a in found if a.addressee]
    assert len(found) > 300
    assert len(named) > 0.8 * len(found)
    assert max(len(a.addressee) for a in named) <= 420
