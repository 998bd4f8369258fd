"""A librarian's batch: thirty mixed files in one go, from the folder to the shelf."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from library.catalogue.batches import Wanted
from library.store.models import IngestItem
from tests.ingest import archives, makers
from tests.journeys.conftest import PASSWORD, NewPerson, Site
from tests.journeys.pages import LONG, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]


def mixed_shelf(folder: Path) -> Path:
    """Thirty small files in folders: born PDF, scans as TIFF, PNG and JPEG, a ZIP, damaged, locked, empty, others."""
    (folder / "2019").mkdir(parents=True)
    (folder / "2020").mkdir()
    books = [makers.text_pdf(folder / "2019" / f"buku-{n}.pdf", pages=1, lines=(f"Buku nomor {n}",)) for n in range(3)]
    page = makers.page_picture("Luas panen padi\nmenurut kecamatan", dpi=72)
    for ending in ("tif", "png", "jpg"):
        page.save(folder / "2020" / f"pindaian.{ending}", dpi=(72, 72))
    inside = {f"lama/buku-{n}.pdf": book.read_bytes() + b"\n%" for n, book in enumerate(books[:2])}
    inside |= {f"lama/dalam-{n}.zip": b"PK%d" % n for n in range(9)}
    inside |= {f"../keluar-{n}.pdf": b"x%d" % n for n in range(9)}
    archives.archive(folder / "arsip.zip", inside)
    makers.encrypted(folder / "2020" / "rahasia.pdf", books[0], user="sandi")
    (folder / "2020" / "kosong.pdf").touch()
    (folder / "2020" / "rusak.pdf").write_bytes(b"%PDF-1.7 and nothing of use")
    return folder


def items(site: Site, **wanted: str) -> list[IngestItem]:
    return site.library.batches.files(Wanted(**wanted), 100)[0]


def send_folder(person: Person, folder: Path) -> None:
    person.page.goto("/bench")
    person.page.locator("[data-folder-input]").set_input_files(folder)
    expect(person.page.get_by_text("10 berkas")).to_be_visible()
    person.page.get_by_role("button", name="Masukkan", exact=True).click()
    person.page.wait_for_url(re.compile("/bench/batches/[^/]+$"))


def test_thirty_mixed_files_become_works_on_the_shelf_and_the_rest_is_told_why_not(
    site: Site, person: NewPerson, complaints: list[str], tmp_path: Path
) -> None:
    folder = mixed_shelf(tmp_path / "rak 7")
    librarian = person()
    librarian.log_in("ratna@contoh.id", PASSWORD)
    send_folder(librarian, folder)
    page = librarian.page
    expect(page.get_by_role("heading", name="rak 7")).to_be_visible()
    # Nobody touches the page until all is read.
    expect(page.get_by_text("8 sudah masuk")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("21 tidak masuk")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("berkas selesai")).not_to_be_visible(timeout=LONG)
    assert {item.state for item in items(site)} == {"done", "failed", "unpacked"}
    assert len(items(site, state="done")) == 8
    assert len(items(site, state="failed")) == 21

    page.get_by_label("Status").select_option("failed")
    page.get_by_label("Nama").fill("rahasia")
    page.get_by_role("button", name="Tampilkan", exact=True).click()
    expect(page.get_by_text("dikunci dengan kata sandi")).to_be_visible()
    page.get_by_role("button", name="Singkirkan", exact=True).click()
    page.get_by_role("button", name="Singkirkan yang tidak masuk").click()
    expect(page.get_by_text("berkas disingkirkan")).to_be_visible()
    assert items(site, state="failed") == []

    page.goto("/bench")
    page.get_by_role("link", name="Periksa satu per satu").click()
    assert "/bench/" in page.url
    page.go_back()
    page.locator(".work-title a").first.click()
    librarian.accept()
    assert complaints == []
