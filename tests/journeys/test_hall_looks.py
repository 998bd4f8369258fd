"""The hall's pages at kiosk, desktop and phone size: nothing that axe finds, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from library.floor import GuestEntry
from tests.journeys.hall import Hall, open_hall
from tests.journeys.looks import faults, too_wide
from webapp.assets.__main__ import main as prepare_assets

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(600)]
METRO, LINGGAU = "1872", "1674"
KIOSK, UPRIGHT, PHONE = (1920, 1080), (1080, 1920), (360, 740)


@pytest.fixture(scope="module")
def hall(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    assert prepare_assets() == 0
    folder: Path = tmp_path_factory.mktemp("looks")
    opened = open_hall(browser, folder)
    yield opened
    opened.close()


def entry(service: str = "consultation") -> GuestEntry:
    return GuestEntry(
        name="Siti Rahmawati",
        email="siti@contoh.id",
        consent=True,
        service=service,
        purpose="study",
        institution_kind="research",
        occupation="student",
        education="d4_s1",
    )


def look(page: Page, *paths: str) -> dict[str, list[str]]:
    """Look at each page in each size; name what is wrong."""
    wrong: dict[str, list[str]] = {}
    for path in paths:
        for width, height in (KIOSK, UPRIGHT, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(path)
            page.wait_for_timeout(300)
            if told := (too_wide(page) if width == UPRIGHT[0] else faults(page)):
                wrong[f"{path} at {width}"] = told
    return wrong


def test_the_guest_book_the_ticket_and_the_board(hall: Hall) -> None:
    floor = hall.library.floor
    floor.open_counter(METRO, 1, ["consultation"], by=hall.officer)
    for _ in range(2):
        visit = floor.sign_guest_book(None, METRO, entry(), by="visitor")
        leg = floor.take_ticket(visit.id, "consultation", by="visitor")
    floor.call_next(METRO, 1, by=hall.officer)
    kiosk = hall.screen(METRO)
    paths = ["/guest/metro", "/guest/metro/book", "/guest/metro/returning", "/board/metro", "/terminal"]
    assert look(kiosk, *paths, f"/tickets/{leg.id}", f"/queue/{leg.id}") == {}
    assert look(hall.screen(LINGGAU), "/guest/lubuklinggau", "/guest/lubuklinggau/called") == {}


def test_the_terminal_with_a_reader_at_it(hall: Hall) -> None:
    visit = hall.library.floor.sign_guest_book(None, METRO, entry("library"), by="visitor")
    terminal = hall.screen(METRO)
    terminal.goto("/terminal")
    terminal.locator("#code").fill(visit.code)
    terminal.get_by_role("button", name="Mulai").click()
    terminal.get_by_text("Apa yang Anda cari?").wait_for()
    paths = ["/terminal", "/terminal/help", "/terminal/open-account", "/terminal/open-account?sent=1", "/search?q=padi"]
    assert look(terminal, *paths) == {}
