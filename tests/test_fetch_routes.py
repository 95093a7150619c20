"""The ways to a document are data: their order, and how a symbol stands in an address."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdiff import symbols
from resdiff.fetch.hosts import load
from resdiff.fetch.routes import CONTROL, ROUTES, Form, Route, Spelling, address, by_hand, spelled, steps
from resdiff.models import Language, Symbol

SYMBOL = symbols.parse("S/RES/2482 (2019)")
HOSTS = load()


def route(name: str) -> Route:
    (found,) = (r for r in ROUTES if r.name == name)
    return found


def test_the_ways_in_their_order() -> None:
    assert [(form.value, way.name) for form, way in steps(Form.XML)] == [
        ("xml", "official XML collection"),
        ("word", "ODS symbol API"),
        ("word", "ODS symbol API, file in lower case"),
        ("pdf", "ODS symbol API"),
        ("pdf", "ODS symbol API, file in lower case"),
        ("pdf", "ODS symbol API, symbol with a space"),
        ("pdf", "ODS symbol API, symbol in lower case"),
        ("pdf", "docs.un.org direct"),
        ("pdf", "docs.un.org viewer"),
        ("pdf", "old front door"),
    ]


@pytest.mark.parametrize("prefer", list(Form))
def test_the_form_preferred_comes_before_the_others_and_none_is_left_out(prefer: Form) -> None:
    forms = list(dict.fromkeys(form for form, _ in steps(prefer)))
    assert forms[0] is prefer
    assert set(forms) == set(Form)
    assert {form for form, _ in steps(prefer, Form.PDF)} == {Form.PDF}


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("ODS symbol API", Form.WORD, "https://x/api/symbol/access?s=S/RES/2482(2019)&l=fr&t=docx"),
        ("ODS symbol API", Form.PDF, "https://x/api/symbol/access?s=S/RES/2482(2019)&l=fr&t=pdf"),
        ("ODS symbol API, symbol with a space", Form.PDF, "https://x/api/symbol/access?s=S/RES/2482%20(2019)&l=fr&t=pdf"),
        ("ODS symbol API, symbol in lower case", Form.PDF, "https://x/api/symbol/access?s=s/res/2482(2019)&l=fr&t=pdf"),
        ("docs.un.org direct", Form.PDF, "https://x/fr/S/RES/2482(2019)?direct=true"),
        ("docs.un.org viewer", Form.PDF, "https://x/fr/S/RES/2482(2019)"),
        ("old front door", Form.PDF, "https://x/access.nsf/Get?OpenAgent&DS=S/RES/2482(2019)&Lang=F"),
    ],
)
def test_addresses(name: str, form: Form, expected: str) -> None:
    assert address(route(name), "https://x", SYMBOL, Language.FR, form) == expected


def test_the_address_to_open_by_hand() -> None:
    assert by_hand(SYMBOL, Language.ES) == "https://docs.un.org/es/S/RES/2482(2019)"
    assert by_hand(symbols.parse("S/PRST/2018/9"), Language.EN) == "https://docs.un.org/en/S/PRST/2018/9"


def test_the_control_symbol_is_one() -> None:
    assert spelled(symbols.parse(CONTROL)) == CONTROL


@given(
    st.one_of(
        st.tuples(st.integers(1, 9999), st.integers(1946, 2099)).map(lambda n: f"S/RES/{n[0]} ({n[1]})"),
        st.tuples(st.integers(1994, 2099), st.integers(1, 99)).map(lambda n: f"S/PRST/{n[0]}/{n[1]}"),
        st.sampled_from(
            ["S/2018/1177", "S/2001/521/Add.1", "S/PV.9106 (Resumption 1)", "A/RES/981 (X)", "A/RES/60/288", "A/RES/35/130 A"]
        ),
    ),
    st.sampled_from(list(Spelling)),
    st.sampled_from(list(Language)),
)
def test_a_symbol_stands_whole_in_every_address(name: str, spelling: Spelling, language: Language) -> None:
    symbol = symbols.parse(name)
    text = spelled(symbol, spelling)
    assert " " not in text
    assert "+" not in text
    assert symbols.parse(unquote(text)) == symbol
    for form, way in steps(Form.XML):
        if way.path:
            url = address(way, HOSTS.of(way.role).address, symbol, language, form)
            parts = urlsplit(url)
            assert parts.hostname == HOSTS.of(way.role).name
            said = parse_qs(parts.query)
            inside = (said.get("s") or said.get("DS") or [parts.path.split("/", 2)[-1]])[0]
            assert symbols.parse(unquote(inside)) == symbol


def test_what_is_no_symbol_cannot_lead_elsewhere() -> None:
    strange = Symbol("S/1/../../x?y#z&l=en\n@evil", SYMBOL.family, "1", None)
    url = address(route("ODS symbol API"), "https://x", strange, Language.EN, Form.PDF)
    assert parse_qs(urlsplit(url).query)["l"] == ["en"]
    assert urlsplit(url).fragment == ""
    assert "\n" not in url
