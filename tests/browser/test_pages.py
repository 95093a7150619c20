"""The pages in a real browser: no console message, no request, no sideways scrolling, mouse and keys, paper."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import concordance_samples as several
import report_samples as samples
from resdiff.models import Language
from resdiff.report import html

pytestmark = pytest.mark.browser

PAGES = {
    "evolve": lambda: html.evolve_page(samples.evolution()),
    "evolve_large": lambda: html.evolve_page(samples.large()),
    "diff": lambda: html.diff_page(samples.comparison()),
    "compare": lambda: html.compare_page(several.concordance()),
    "compare_base": lambda: html.compare_page(several.based()),
    "compare_arabic": lambda: html.compare_page(several.concordance(Language.AR)),
    "trace": lambda: html.trace_page(samples.lineage()),
    **{f"hostile{i}": lambda text=text: html.evolve_page(samples.hostile(text)) for i, text in enumerate(samples.HOSTILE)},
    "show": lambda: html.show_page(samples.document()),
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("RESDIFF_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("no Chromium here")
    with sync.sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pages")
    for name, make in PAGES.items():
        (root / f"{name}.html").write_text(make(), encoding="utf-8", errors="strict")
    return root


def opened(chromium: Any, folder: Path, name: str, width: int = 1280) -> tuple[Any, list[str]]:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
    page.goto((folder / f"{name}.html").as_uri())
    return page, said


@pytest.mark.parametrize("width", [1280, 800, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_silent_and_fits(chromium: Any, folder: Path, name: str, width: int) -> None:
    page, said = opened(chromium, folder, name, width)
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints(chromium: Any, folder: Path, name: str) -> None:
    page, said = opened(chromium, folder, name)
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    assert said == []
    page.close()


def test_a_click_opens_the_precedent_beside_the_paragraph(chromium: Any, folder: Path) -> None:
    page, _ = opened(chromium, folder, "evolve")
    page.locator("#p-OP1 a.p").first.click()
    source = page.locator("#p-OP1 details[open] .text").first
    assert source.is_visible()
    assert source.locator("ins").count()
    assert "Earliest found word for word" in page.locator("#p-OP1 .note").inner_text()
    text, beside = page.locator("#p-OP1 .text").first.bounding_box(), page.locator("#p-OP1 .note").bounding_box()
    assert beside["x"] >= text["x"] + text["width"]
    page.keyboard.press("Escape")
    assert page.locator("#p-OP1 details[open]").count() == 0
    page.close()


def test_the_keyboard_does_what_the_mouse_does(chromium: Any, folder: Path) -> None:
    page, _ = opened(chromium, folder, "evolve")
    page.keyboard.press("n")
    assert page.locator(".para.here").get_attribute("id") == "p-PP1"
    page.keyboard.press("n")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#p-PP2 details[open]").count() == 1
    page.keyboard.press("p")
    assert page.locator(".para.here").get_attribute("id") == "p-PP1"
    page.close()


def test_the_legend_shows_one_source_alone(chromium: Any, folder: Path) -> None:
    page, _ = opened(chromium, folder, "evolve")
    button = page.locator(".legend [data-slot=s1]")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator(".p.lit").count() == page.locator(".para .p.s1").count() > 0
    page.close()


def test_without_script_a_link_still_leads_to_the_precedent(chromium: Any, folder: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "evolve.html").as_uri())
    page.locator("#p-PP2 summary").first.click()
    assert page.locator("#p-PP2 details[open] .text").is_visible()
    context.close()


def test_changes_one_by_one_and_as_one_text(chromium: Any, folder: Path) -> None:
    page, _ = opened(chromium, folder, "diff")
    row = page.locator("#c3")
    assert row.locator(".r del").first.is_hidden()
    page.locator("#inline").click()
    assert row.locator(".r del").first.is_visible()
    assert row.locator(".l").is_hidden()
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.locator(".pair.here").get_attribute("id") == "c2"
    page.keyboard.press("p")
    assert page.locator("#count").inner_text() == "1"
    page.close()


def test_changes_of_one_kind(chromium: Any, folder: Path) -> None:
    page, _ = opened(chromium, folder, "diff")
    every = page.locator(".pair[data-change]:visible").count()
    kinds = [option.get_attribute("value") for option in page.locator("#kind option").all()]
    assert len(kinds) > 2
    for kind in kinds[1:]:
        page.select_option("#kind", kind)
        shown = page.locator(".pair:visible").all()
        assert 0 < len(shown) < every
        assert all(kind in str(row.get_attribute("data-kinds")).split() for row in shown)
    page.locator("#next").click()
    assert page.locator(".pair.here").is_visible()
    page.select_option("#kind", "")
    assert page.locator(".pair[data-change]:visible").count() == every
    page.close()


def test_rows_of_a_concordance_one_by_one(chromium: Any, folder: Path) -> None:
    page, _ = opened(chromium, folder, "compare")
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.locator("tr.here").get_attribute("id") == "r3"
    assert page.locator("#count").inner_text() == "2"
    edge = "(s, e) => document.querySelector(s).getBoundingClientRect()[e]"
    head, row = page.evaluate(f"(() => {{ const f = {edge}; return [f('thead th', 'bottom'), f('tr.here', 'top')]; }})()")
    assert row >= head - 1
    page.keyboard.press("p")
    assert page.locator("tr.here").get_attribute("id") == "r2"
    page.locator("#changed-only").click()
    assert page.locator("#r1").is_hidden()
    assert page.locator("#r2").is_visible()
    page.close()


def test_the_heads_of_a_concordance_stay_in_sight(chromium: Any, folder: Path) -> None:
    page, _ = opened(chromium, folder, "compare", 390)
    pane = page.locator(".pane")
    pane.evaluate("(e) => { e.scrollTop = 400; e.scrollLeft = 300; }")
    box = pane.bounding_box()
    assert abs(page.locator("thead th").nth(2).bounding_box()["y"] - box["y"]) <= 2
    assert abs(page.locator("#r4 th").bounding_box()["x"] - box["x"]) <= 2
    page.close()


def test_an_arabic_concordance_runs_from_the_right(chromium: Any, folder: Path) -> None:
    page, _ = opened(chromium, folder, "compare_arabic", 1600)
    heads = [page.locator("thead th").nth(n).bounding_box()["x"] for n in (0, 1, 2)]
    assert heads == sorted(heads, reverse=True)
    page.close()


@pytest.mark.parametrize("name", ["evolve", "diff", "trace", "show", "compare", "compare_base"])
def test_contrast_is_double_a(chromium: Any, folder: Path, name: str) -> None:
    """Every text against the background that it stands on: 4.5, and 3 for large type (WCAG 2.1, 1.4.3)."""
    page, _ = opened(chromium, folder, name)
    poor = page.evaluate(
        """() => {
      const parse = (c) => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
      const lum = ([r, g, b]) => { const f = (v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
        return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
      const back = (e) => {
        for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] > .9) return c; }
        return [255, 255, 255, 1];
      };
      const out = [];
      document.querySelectorAll('details').forEach((d) => { d.open = true; });
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const e = walk.currentNode.parentElement;
        if (!walk.currentNode.textContent.trim() || !e.offsetParent || e.closest('svg,script,template')) continue;
        const style = getComputedStyle(e), a = lum(parse(style.color)), b = lum(back(e));
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.7 && Number(style.fontWeight) >= 600);
        if (ratio < (large ? 3 : 4.5)) out.push([ratio.toFixed(2), e.className, walk.currentNode.textContent.slice(0, 30)]);
      }
      return out;
    }"""
    )
    assert poor == []
    page.close()
