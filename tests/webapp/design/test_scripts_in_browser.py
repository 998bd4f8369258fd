"""What scripts add to the pages, driven as a reader would."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.journey


@pytest.fixture
def guide_page(page: Page, address: str) -> Page:
    page.goto(f"{address}/design?language=en")
    page.wait_for_load_state("networkidle")
    return page


def test_suggestions_are_chosen_by_keys(guide_page: Page) -> None:
    box = guide_page.locator("#search")
    box.press_sequentially("pen")
    expect(guide_page.locator("#search-suggestions [role=option]")).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "search-suggestions-1")
    box.press("Enter")
    guide_page.wait_for_url("**q=penduduk+miskin**")


def test_escape_closes_the_suggestions_and_keeps_the_words(guide_page: Page) -> None:
    box = guide_page.locator("#search")
    box.press_sequentially("pen")
    expect(guide_page.locator("#search-suggestions")).to_be_visible()
    box.press("Escape")
    expect(guide_page.locator("#search-suggestions")).to_be_hidden()
    expect(box).to_have_value("pen")


def test_a_theme_is_changed_at_once(guide_page: Page) -> None:
    guide_page.locator(".menu > summary").click()
    guide_page.get_by_role("button", name="Dark").click()
    expect(guide_page.locator("body")).to_have_css("background-color", "rgb(15, 23, 32)")
    expect(guide_page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_a_menu_closes_at_escape(guide_page: Page) -> None:
    guide_page.locator(".menu > summary").click()
    guide_page.keyboard.press("Escape")
    expect(guide_page.get_by_role("button", name="Dark")).to_be_hidden()


def test_a_draft_survives_a_reload_but_a_password_is_not_kept(page: Page, address: str) -> None:
    page.goto(f"{address}/form?language=en")
    page.get_by_label("Remark").fill("For my thesis")
    page.get_by_label("Password").fill("correct horse battery")
    expect(page.locator("[data-draft-note]")).to_have_text("Draft kept on this device")
    assert "battery" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.reload()
    expect(page.get_by_label("Remark")).to_have_value("For my thesis")
    expect(page.get_by_label("Password")).to_have_value("")


def test_a_draft_is_gone_once_it_is_sent(page: Page, address: str) -> None:
    page.goto(f"{address}/form?language=en")
    page.get_by_label("Remark").fill("For my thesis")
    expect(page.locator("[data-draft-note]")).to_have_text("Draft kept on this device")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/sent**")
    assert page.evaluate("sessionStorage.length") == 0


def test_what_was_typed_before_the_script_came_is_kept_too(page: Page, address: str) -> None:
    """On a slow line the form is there seconds before its scripts."""
    held: list[Route] = []
    page.route("**/draft.js*", lambda route: held.append(route))  # noqa: PLW0108  a built-in takes no attributes
    page.goto(f"{address}/form?language=en", wait_until="domcontentloaded")
    page.get_by_label("Remark").fill("For my thesis")
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    page.unroute("**/draft.js*")
    expect(page.locator("[data-draft-note]")).to_have_text("Draft kept on this device")
    page.reload()
    expect(page.get_by_label("Remark")).to_have_value("For my thesis")


def test_no_draft_is_kept_in_the_hall(page: Page, address: str) -> None:
    page.goto(f"{address}/form?language=en&view=kiosk")
    page.get_by_label("Remark").fill("For my thesis")
    page.wait_for_timeout(600)  # longer than the pause after which drafts are kept
    assert page.evaluate("sessionStorage.length") == 0


def test_a_double_click_sends_once(page: Page, address: str) -> None:
    page.goto(f"{address}/form?language=en")
    page.wait_for_load_state("networkidle")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Send").dblclick(no_wait_after=True)
    page.wait_for_url("**/sent**")
    assert len(sent) == 1


def test_an_upload_leads_to_the_page_that_answers_it(page: Page, address: str) -> None:
    page.goto(f"{address}/form?language=en&files=1")
    page.wait_for_load_state("networkidle")
    book = {"name": "ajung.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7" * 50_000}
    page.get_by_label("Files").set_input_files([book])
    expect(page.locator("[data-drop-list] li")).to_have_text("ajung.pdf")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/sent?bytes=400000")


def test_a_countdown_counts_and_alarms(page: Page, address: str) -> None:
    page.goto(f"{address}/design?language=en")
    late = page.locator("[data-countdown-words]").nth(2)
    before = late.inner_text()
    assert before.endswith("late")
    expect(late).not_to_have_text(before, timeout=3000)


def test_a_password_can_be_looked_at(guide_page: Page) -> None:
    guide_page.locator("#password").fill("secret words")
    guide_page.locator("[data-for=password]").click()
    expect(guide_page.locator("#password")).to_have_attribute("type", "text")
    expect(guide_page.locator("[data-for=password]")).to_have_text("Hide")


def test_a_dialog_opens_in_place_and_gives_the_focus_back(guide_page: Page) -> None:
    opener = guide_page.locator("[data-dialog=cite]")
    opener.click()
    expect(guide_page.locator("#cite")).to_be_visible()
    guide_page.keyboard.press("Escape")
    expect(guide_page.locator("#cite")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_single_key_works_but_not_while_one_types(guide_page: Page) -> None:
    guide_page.locator("#remark").press("/")
    expect(guide_page.locator("#remark")).to_have_value("/")
    guide_page.locator("#remark").blur()
    guide_page.keyboard.press("/")
    expect(guide_page.locator("#search")).to_be_focused()


def test_the_reader_enlarges_by_key_and_stops_at_the_ends(guide_page: Page) -> None:
    sheet = guide_page.locator("[data-reader=page]")
    guide_page.evaluate("document.activeElement.blur()")
    before = sheet.bounding_box()
    for _ in range(9):
        guide_page.keyboard.press("+")
    larger = sheet.bounding_box()
    assert before is not None
    assert larger is not None
    assert larger["width"] > 2.5 * before["width"]
    for _ in range(9):
        guide_page.keyboard.press("-")
    assert sheet.bounding_box() == before


def test_the_words_sought_lie_over_the_picture_at_every_size(guide_page: Page) -> None:
    for _ in range(3):
        picture = guide_page.locator("[data-reader=page] img").bounding_box()
        hit = guide_page.locator("[data-reader=page] rect").first.bounding_box()
        assert picture is not None
        assert hit is not None
        # The box starts at 60 of 420 pt from the left.
        assert (hit["x"] - picture["x"]) / picture["width"] == pytest.approx(60 / 420, abs=0.003)
        guide_page.get_by_role("button", name="Larger").click()


def test_an_arrow_turns_the_page(guide_page: Page) -> None:
    guide_page.evaluate("document.activeElement.blur()")
    guide_page.keyboard.press("ArrowRight")
    guide_page.wait_for_url("**#p35")
