"""The style guide in a real browser: for every eye, hand and size."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from webapp.assets.places import NODE_MODULES

pytestmark = pytest.mark.journey

PATHS = ["design", "error", "bare", "letter"]
VIEWS = [
    *[(320, 700, "public", path) for path in PATHS],
    (1280, 900, "staff", "design"),
    (1080, 1920, "kiosk", "design"),
]

# Everything one can press, but links within a line of text, and what stands inside a pressable line.
SMALL_TARGETS = """least => [...document.querySelectorAll('a, button, summary, input, select, textarea')]
  .filter(e => e.checkVisibility() && !e.closest('p, .skip, dialog, .choice, .work-title, [aria-hidden]'))
  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < least - 0.5 || box.width < least - 0.5).map(([html]) => html)"""


def open_guide(page: Page, address: str, path: str = "design", **query: str) -> None:
    page.goto(f"{address}/{path}?" + "&".join(f"{name}={value}" for name, value in query.items()))
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("theme", "language"), [("light", "id"), ("dark", "en")])
def test_axe_finds_nothing(page: Page, address: str, theme: str, language: str) -> None:
    axe = (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    for width, height, view, path in VIEWS:
        page.set_viewport_size({"width": width, "height": height})
        open_guide(page, address, path, view=view, theme=theme, language=language)
        page.evaluate(axe)
        found = page.evaluate("axe.run()")["violations"]
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == [], (view, path)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_runs_over_the_edge(page: Page, address: str, width: int) -> None:
    """320 px is also what a 1280 px window shows at 400 % zoom."""
    page.set_viewport_size({"width": width, "height": 700})
    for path in PATHS:
        open_guide(page, address, path, **{"in": "1"})
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, path


@pytest.mark.parametrize(("view", "least"), [("public", 44), ("staff", 44), ("kiosk", 64)])
def test_targets_are_large_enough(page: Page, address: str, view: str, least: int) -> None:
    open_guide(page, address, view=view)
    assert page.evaluate(SMALL_TARGETS, least) == []


def test_focus_can_be_seen_wherever_the_tab_key_leads(page: Page, address: str) -> None:
    open_guide(page, address)
    page.evaluate("document.activeElement.blur()")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        ring = """() => { const e = document.activeElement, c = e.closest('.choice') || e, s = getComputedStyle(c);
                  return [e.outerHTML.slice(0, 60), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 3] }"""
        html, seen = page.evaluate(ring)
        # Past the last element the focus leaves the page for a moment.
        if not seen and not html.startswith("<body"):
            unseen.append(html)
    assert unseen == []


def test_the_first_tab_skips_to_the_content(page: Page, address: str) -> None:
    open_guide(page, address, path="error")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_system_s_dark_is_followed_unless_the_reader_chose(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    open_guide(page, address)
    assert page.evaluate(ground) == "rgb(15, 23, 32)"
    open_guide(page, address, theme="light")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_paper_is_white_even_in_the_dark(page: Page, address: str) -> None:
    open_guide(page, address, theme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".head .search").is_visible()


def test_nothing_moves_where_the_system_asks_for_none(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_guide(page, address)
    moving = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0)"
    assert page.evaluate(f"{moving}.length") == 0


def test_everything_stands_there_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/design?language=en")
    for name in ("Ask for the copy", "Upload", "Search"):
        assert page.get_by_role("button", name=name).first.is_visible()
    # What only scripts can do is not offered.
    assert page.get_by_role("button", name="Copy the citation").count() == 0
    page.locator(".menu > summary").click()
    assert page.get_by_role("link", name="Log in").first.is_visible()
    context.close()
