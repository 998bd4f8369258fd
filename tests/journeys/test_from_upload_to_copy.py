"""The main job by clicking: a librarian's file becomes a reader's stamped copy."""

from __future__ import annotations

import email
import email.policy
import re
import time
from pathlib import Path

import pikepdf
import pypdf
import pytest

from tests.journeys.conftest import PASSWORD, NewPerson, Site
from tests.journeys.pages import Person
from tests.webapp.rooms.books import make_book

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(900)]
NAME = "Siti Rahmawati"


def confirm_address(site: Site, person: Person) -> None:
    """Wait for the letter in the mail folder and open its link."""
    until = time.monotonic() + 60
    while not (letters := sorted(site.library.folders.mail.glob("*.eml"))) and time.monotonic() < until:
        time.sleep(0.2)
    letter = email.message_from_bytes(letters[0].read_bytes(), policy=email.policy.default)
    body = letter.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    found = re.search(r"https?://[^/\s]+(/account/verify/\S+)", body)
    assert found, body
    person.page.goto(found.group(1))
    person.page.get_by_role("main").get_by_role("button").first.click()
    person.page.wait_for_url(lambda url: "/account/verify/" not in url)


def wait_for_index(site: Site) -> None:
    until = time.monotonic() + 60
    while site.library.search.count() == 0 and time.monotonic() < until:
        time.sleep(0.2)


def test_a_file_is_taken_in_found_read_and_handed_out_to_its_reader_alone(
    site: Site, person: NewPerson, complaints: list[str], tmp_path: Path
) -> None:
    book = make_book(
        tmp_path / "metro.pdf", "Kecamatan Metro Dalam Angka", 2022, "1102001.1872010", ("padi", "kedelai")
    )
    librarian = person()
    librarian.log_in("ratna@contoh.id", PASSWORD)
    librarian.upload(book)
    librarian.open_review("metro.pdf")
    assert librarian.page.get_by_label("Nomor katalog").input_value() == "1102001.1872010"
    librarian.accept()
    wait_for_index(site)

    reader = person(360, 740)
    reader.register(NAME, "siti@contoh.id", PASSWORD)
    confirm_address(site, reader)
    reader.search("kedelai")
    reader.open_first_hit()
    assert "page=4" in reader.page.url
    assert reader.marks() == 29, "28 rows and the title of the table"
    reader.ask_for_copy("Universitas Metro")
    copy = reader.download()
    address = copy.url
    pages = pypdf.PdfReader(copy.path()).pages
    assert len(pages) == 4
    assert all(NAME in page.extract_text() for page in pages)

    with site.library.database.write() as records:
        from library.readers import accounts

        accounts.add(records, site.library.clock(), email="joko@contoh.id", name="Joko", password=PASSWORD)
    stranger = person()
    stranger.log_in("joko@contoh.id", PASSWORD)
    assert complaints == []
    assert stranger.page.request.get(address).status == 404


@pytest.mark.corpus
def test_a_scan_is_recognised_with_progress_by_page(
    site: Site, person: NewPerson, complaints: list[str], corpus: Path, tmp_path: Path
) -> None:
    scan = tmp_path / "keputusan.pdf"
    with pikepdf.open(corpus / "scan" / "kepka_bapeten_140_2020_notext.pdf") as whole:
        del whole.pages[3:]
        whole.save(scan)
    librarian = person()
    librarian.log_in("ratna@contoh.id", PASSWORD)
    librarian.upload(scan)
    librarian.page.get_by_text(re.compile(r"halaman \d+ dari 3")).first.wait_for(timeout=300_000)
    librarian.open_review(scan.name)
    librarian.accept()
    wait_for_index(site)
    librarian.search("pendelegasian wewenang")
    librarian.open_first_hit()
    assert librarian.marks() > 0
    assert complaints == []
