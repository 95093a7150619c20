"""What a document is called and when it was adopted: the lines around the text, in every language; symbols of joint documents and scans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from resdiff import intake, vocabulary
from resdiff.cache import Origin
from resdiff.models import Document, Language, Status
from resdiff.read.furniture import stated_symbols, well_read

VOLUMES = {
    "en": ("Resolution 9101 (2091) of 4 March 2091", "The Security Council,", "Recalling the duty of every lighthouse to be seen,",
           "1. Decides to remain seized of the matter.", "Adopted unanimously at the 9101st meeting."),
    "fr": ("Résolution 9101 (2091) du 4 mars 2091", "Le Conseil de sécurité,", "Rappelant que tout phare doit être vu,",
           "1. Décide de rester saisi de la question.", "Adoptée à l'unanimité à la 9101e séance."),
    "es": ("Resolución 9101 (2091), de 4 de marzo de 2091", "El Consejo de Seguridad,", "Recordando que todo faro debe ser visto,",
           "1. Decide seguir ocupándose de la cuestión.", "Aprobada por unanimidad en la 9101ª sesión."),
    "ru": ("Резолюция 9101 (2091) от 4 марта 2091 года", "Совет Безопасности,", "напоминая, что каждый маяк должен быть виден,",
           "1. постановляет продолжать заниматься этим вопросом.", "Принята единогласно на 9101-м заседании."),
    "ar": ("القرار 9101 (2091) المؤرخ 4 آذار/مارس 2091", "إن مجلس الأمن،", "إذ يشير إلى واجب كل منارة،",
           "1 - يقرر أن يبقي المسألة قيد نظره.", "اتخذ بالإجماع في الجلسة 9101."),
    "zh": ("2091年3月4日第9101(2091)号决议", "安全理事会，", "回顾每座灯塔都应被看见，", "1. 决定继续处理此案。", "第9101次会议一致通过。"),
}  # fmt: skip
"""A resolution as the yearly volumes print it."""

VOTES = {
    "en": "Adopted at the 9101st meeting by 14 votes to none, with 1 abstention (Ruritania).",
    "fr": "Adoptée à la 9101e séance par 14 voix contre zéro, avec une abstention (Ruritanie).",
    "es": "Aprobada en la 9101a sesión por 14 votos contra ninguno y 1 abstención (Ruritania).",
    "ru": "Принята на 9101-м заседании 14 голосами при 1 воздержавшемся.",
    "ar": "اتخذ في الجلسة 9101 بأغلبية 14 صوتا مقابل لا شيء وامتناع عضو واحد عن التصويت.",
    "zh": "第9101次会议以14票对0票、1票弃权通过。",
}

ASSEMBLY = {
    "en": "Resolution adopted by the General Assembly on 4 March 2091",
    "fr": "Résolution adoptée par l’Assemblée générale le 4 mars 2091",
    "es": "Resolución aprobada por la Asamblea General el 4 de marzo de 2091",
    "ru": "Резолюция, принятая Генеральной Ассамблеей 4 марта 2091 года",
    "ar": "قرار اتخذته الجمعية العامة في 4 آذار/مارس 2091",
    "zh": "2091年3月4日大会决议",
}


def read(text: str, file: str = "draft.txt", symbol: str = "") -> Document:
    data = text.encode()
    return intake.read_document(data, Origin.of(data, file=file, symbol=symbol))


@pytest.mark.parametrize("vote", [None, VOTES])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("language", VOLUMES)
def test_a_resolution_of_the_yearly_volumes(language: str, gap: str, vote: dict[str, str] | None) -> None:
    lines = [*VOLUMES[language][:-1], vote[language] if vote else VOLUMES[language][-1]]
    document = read(gap.join(lines) + "\n")
    assert (document.symbol, document.status) == ("S/RES/9101 (2091)", Status.RESOLUTION)
    assert [p.id for p in document.paragraphs] == ["PP1", "OP1"]
    assert (document.adoption.date, document.adoption.meeting) == (date(2091, 3, 4), 9101)
    assert document.masthead.adoption_line == document.masthead.lines[-1] == lines[-1]
    assert document.doubts == ()


def test_a_vote_on_two_lines_above_an_annex() -> None:
    vote = "Adopted at the 9101st meeting by 14 votes to none, with 1\nabstention (Ruritania)."
    document = read("\n\n".join([*VOLUMES["en"][:-1], vote, "Annex", "Lamps that must be lit"]))
    assert document.masthead.adoption_line == VOTES["en"]
    assert [p.id for p in document.paragraphs] == ["PP1", "OP1", "A.H1", "A.H2"]


def test_a_meeting_that_a_recogniser_misread_is_unknown() -> None:
    lines = [*VOLUMES["fr"][:-1], "Adoptée à l'unanimité à la 910 le séance."]
    document = read("\n".join(lines))
    assert [p.id for p in document.paragraphs] == ["PP1", "OP1"]
    assert (document.adoption.date, document.adoption.meeting) == (date(2091, 3, 4), None)


def test_an_adoption_inside_a_sentence_is_text() -> None:
    text = "\n".join(
        [*VOLUMES["en"][:3], "1. Recalls the statement by its President on lamps that was", "adopted at its 9100th meeting."]
    )
    document = read(text)
    assert document.paragraphs[-1].text.endswith("adopted at its 9100th meeting.")
    assert document.adoption.meeting is None


def test_an_adoption_line_printed_on_two_lines() -> None:
    cover = (
        "S/RES/9101 (2091)",
        "RESOLUTION 9101 (2091)",
        "Adopted by the Security Council at its 9101st meeting",
        "on 4 March 2091",
    )
    document = read("\n\n".join([*cover, *VOLUMES["en"][1:4]]))
    assert (document.adoption.date, document.adoption.meeting) == (date(2091, 3, 4), 9101)


@pytest.mark.parametrize("language", ASSEMBLY)
def test_the_adoption_line_of_the_assembly(language: str) -> None:
    assert vocabulary.load(Language(language)).date(ASSEMBLY[language]) == date(2091, 3, 4)
    document = read("\n\n".join(["A/RES/145/10", ASSEMBLY[language], *VOLUMES[language][1:4]]))
    assert document.symbol == "A/RES/145/10"
    assert document.adoption.date == date(2091, 3, 4)


JOINT = [
    "A/145/230",
    "S/2091/822",
    "14 July 2091",
    "Letter dated 13 July 2091 from the Keeper of the Lamps",
    "I have the honour to report.",
]


def test_a_joint_document_keeps_its_symbols_the_asked_one_first() -> None:
    document = read("\n\n".join(JOINT), "letter.txt")
    assert document.symbols == ("A/145/230", "S/2091/822")
    for named in (read("\n\n".join(JOINT), "S_2091_822-EN.txt"), read("\n\n".join(JOINT), symbol="S/2091/822")):
        assert (named.symbol, named.symbols, named.doubts) == ("S/2091/822", ("S/2091/822", "A/145/230"), ())
    stated = read("\n\n".join(JOINT), "S_2091_822-EN.txt", symbol="A/145/230")
    assert (stated.symbol, stated.symbols) == ("A/145/230", ("A/145/230", "S/2091/822"))


def test_symbols_on_one_line_and_those_that_a_line_cites() -> None:
    assert stated_symbols(["A/145/155-S/21174"]) == ("A/145/155", "S/21174")
    assert stated_symbols(["United Nations S/RES/9101(2091)*"]) == ("S/RES/9101 (2091)",)
    assert stated_symbols(["[without reference to a Main Committee (A/145/L.8 and Add.1)]", "see also S/2091/5"]) == ()


def test_a_symbol_alone_on_a_line_of_the_text_is_not_the_document_s() -> None:
    text = "\n".join(
        [*VOLUMES["en"][1:3], "1. Recalls paragraph 4 of its resolution", "S/RES/9055 (2088)", "and all that it says on lamps;"]
    )
    assert read(text).symbol is None


def test_of_symbols_that_differ_by_a_character_one_was_misread() -> None:
    assert well_read(("A/45/155J", "S/21174", "A/45/155")) == ("A/45/155", "S/21174")
    assert well_read(("A/45/155", "A/45/155J")) == ("A/45/155",)
    assert well_read(("A/49/230", "S/1994/822")) == ("A/49/230", "S/1994/822")


def test_a_misread_symbol_is_mended_by_the_file_s_name_only_in_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(["S/2091/8Z2", *JOINT[2:]])
    assert read(text, "S_2091_822.txt").symbol == "S/2091/8Z2"
    seen = intake.repaired

    def scanned(data: bytes, name: str, asked: str | None, **more: bool) -> object:
        found = seen(data, name, asked)
        return replace(found, blocks=replace(found.blocks, scanned=True))

    monkeypatch.setattr(intake, "repaired", scanned)
    document = read(text, "S_2091_822.txt")
    assert (document.symbol, document.symbols) == ("S/2091/822", ("S/2091/822",))
    assert any("recogniser read S/2091/8Z2" in doubt.what for doubt in document.doubts)


@pytest.mark.real
@pytest.mark.parametrize(
    ("file", "symbol", "day", "meeting"),
    [
        ("text/S_RES_1267_1999.en.txt", "S/RES/1267 (1999)", date(1999, 10, 15), 4051),
        ("text/S_RES_1267_1999.fr.txt", "S/RES/1267 (1999)", date(1999, 10, 15), None),
        ("text/S_RES_1373_2001.fr.txt", "S/RES/1373 (2001)", date(2001, 9, 28), 4385),
        ("text/S_RES_1452_2002.fr.txt", "S/RES/1452 (2002)", date(2002, 12, 20), 4678),
        ("text/S_RES_1624_2005.fr.txt", "S/RES/1624 (2005)", date(2005, 9, 14), 5261),
        ("pdf/A_RES_70_10-EN.pdf", "A/RES/70/10", date(2015, 11, 17), 56),
        ("pdf/S_21174-EN.pdf", "S/21174", None, None),
        ("pdf/S_1994_822-EN.pdf", "S/1994/822", None, None),
    ],
)
def test_real_documents(shared: Path, file: str, symbol: str, day: date | None, meeting: int | None) -> None:
    path = shared / "data" / file
    data = path.read_bytes()
    document = intake.read_document(data, Origin.of(data, file=path.name))
    assert (document.symbol, document.adoption.date, document.adoption.meeting) == (symbol, day, meeting)
    assert not document.paragraphs[-1].id.endswith("+1")
