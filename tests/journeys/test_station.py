"""The scanning station in a browser: pages come by themselves, are put in order by touch, and become one copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from library.floor import GuestEntry
from library.readers.roles import Role
from library.store.models import IngestItem
from tests.ingest.makers import page_picture
from tests.journeys.hall import PASSWORD, Hall, open_hall
from tests.journeys.test_hall_looks import faults
from tests.webapp.people import People
from webapp.assets.__main__ import main as prepare_assets

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]
METRO = "1872"
WORDS = ("Jumlah penduduk\nmenurut kecamatan", "Produksi padi\ndan kedelai", "Panjang jalan\nkabupaten")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "scans" / METRO
    own.mkdir(parents=True)
    return own


@pytest.fixture
def hall(browser: Browser, tmp_path: Path, folder: Path) -> Iterator[Hall]:
    assert prepare_assets() == 0
    opened = open_hall(browser, tmp_path, scan_folder=str(folder.parent))
    yield opened
    opened.close()


@pytest.fixture
def station(hall: Hall) -> Page:
    """The station, with a reader who has signed in by her password."""
    reader = People(hall.library).add("siti@contoh.id", "Siti Rahmawati", Role.READER)
    entry = GuestEntry(
        name="Siti Rahmawati",
        email="siti@contoh.id",
        consent=True,
        service="library",
        purpose="study",
        institution_kind="research",
        occupation="student",
        education="d4_s1",
        account_id=reader.id,
    )
    hall.library.floor.sign_guest_book(None, METRO, entry, by="visitor")
    page = hall.screen(METRO, "scanner")
    page.goto("/terminal")
    page.locator("#email").fill("siti@contoh.id")
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_load_state("networkidle")
    page.goto("/terminal/scan")
    return page


def scan(folder: Path, number: int) -> None:
    """Leave a page in the folder as the machine does.

    It is made beside the folder and moved in whole: the station may take a page the moment it is there.
    """
    page = folder.parent.parent / f"{number}.jpg"
    page_picture(WORDS[number], dpi=200, mode="RGB").save(page, "JPEG", dpi=(200, 200), quality=92)
    page.rename(folder / page.name)


def test_pages_come_by_themselves_are_put_in_order_and_sent_as_one_copy(
    hall: Hall, station: Page, folder: Path
) -> None:
    station.get_by_role("button", name="Mulai memindai").click()
    expect(station.get_by_text("Belum ada halaman.")).to_be_visible()
    for number in range(3):
        scan(folder, number)
        expect(station.locator(".scan-page")).to_have_count(number + 1, timeout=20_000)
    expect(station.get_by_text("3 halaman akan dikirim, sebagai satu salinan")).to_be_visible()
    pictures = station.locator(".scan-page img")
    expect(pictures.nth(2)).to_have_js_property("complete", True)
    assert pictures.nth(0).evaluate("image => image.naturalHeight") == 320

    third = station.locator(".scan-page").nth(2)
    third.get_by_role("button", name="Lebih awal").click()
    expect(pictures.nth(1)).to_have_attribute("alt", "Halaman 1 dari 2.jpg")
    expect(station.locator(".scan-page").nth(1).get_by_role("button", name="Lebih awal")).to_be_focused()
    station.locator(".scan-page").nth(2).get_by_role("button", name="Jangan sertakan").click()
    expect(station.get_by_text("2 halaman akan dikirim, sebagai satu salinan")).to_be_visible()
    assert faults(station) == []

    station.get_by_role("button", name="Selesai: kirim").click()
    expect(station.get_by_text("Centang kotak ini untuk melanjutkan.").first).to_be_visible()
    station.get_by_label("Saya memakai halaman ini").check()
    station.get_by_role("button", name="Selesai: kirim").click()
    expect(station.get_by_text("2 halaman sedang dikirim")).to_be_visible()
    with hall.library.database.read() as records:
        items = records.scalars(select(IngestItem.name).where(IngestItem.owner_id.is_not(None))).all()
    assert items == ["0.jpg … 2.jpg"]


def test_a_page_that_comes_keeps_the_screen_awake_and_silence_clears_it(station: Page, folder: Path) -> None:
    station.clock.install()
    station.get_by_role("button", name="Mulai memindai").click()
    expect(station.get_by_text("Belum ada halaman.")).to_be_visible()
    station.wait_for_load_state("networkidle")  # the scripts listen, and the clock may be moved
    warning = station.get_by_text("Anda masih di sini?")
    station.clock.run_for(60_000)
    scan(folder, 0)
    station.clock.run_for(4_000)
    expect(station.locator(".scan-page")).to_have_count(1, timeout=20_000)
    station.clock.run_for(60_000)
    assert not warning.is_visible(), "the page that came was a sign of life"
    station.clock.run_for(16_000)
    expect(warning).to_be_visible()
    station.clock.run_for(16_000)
    station.wait_for_url("**/terminal")
    assert "Siti" not in station.content()
