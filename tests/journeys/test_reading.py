"""A reader looks for one figure in one table of one year, and cites it, in under a minute."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import PASSWORD, NewPerson, Site
from tests.journeys.looks import faults
from tests.journeys.reading import READER, reading_room
from webapp.assets.__main__ import main as prepare_assets

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    assert prepare_assets() == 0
    with reading_room(tmp_path_factory.mktemp("reading")) as site:
        yield site


@pytest.fixture
def person(browser: Browser, room: Site, complaints: list[str]) -> Iterator[NewPerson]:
    maker = NewPerson(browser, room, complaints)
    yield maker
    maker.leave()


def test_one_figure_in_one_table_of_one_year_is_found_and_cited_in_under_a_minute(
    person: NewPerson, complaints: list[str]
) -> None:
    reader = person(390, 844)
    reader.log_in(READER, PASSWORD)
    page = reader.page
    started = time.monotonic()

    reader.search("luas panen kedelai tahun:2022")
    page.get_by_role("link", name="Luas panen kedelai menurut desa, 2021").click()
    assert reader.marks() > 28, "a mark in each row, and in the title"
    expect(page.get_by_text("Tabel 2", exact=True).first).to_be_visible()

    layer = page.locator(".page-words")
    expect(layer).to_contain_text("Desa Karangsari 10 memanen kedelai seluas 324 hektare")
    row = layer.locator("text", has_text="Karangsari 10").first
    row.evaluate("line => getSelection().selectAllChildren(line)")
    figure = re.search(r"seluas (\d+) hektare", page.evaluate("String(getSelection())"))
    assert figure, "the text of the picture can be selected"
    assert figure[1] == "324"

    page.get_by_text("Kutip halaman ini").click()
    apa = page.locator(".quote").first.inner_text()
    assert apa.startswith("Badan Pusat Statistik Kota Metro. (2022). Kecamatan Metro Dalam Angka")
    assert "Tabel 2, hlm. PDF 4" in apa
    assert time.monotonic() - started < 60

    cited = re.search(r"(/works/\S+)$", apa)
    assert cited
    page.goto(cited[1])
    expect(page.locator(".page-words")).to_contain_text("Karangsari 10 memanen kedelai seluas 324")
    assert faults(page) == []
    assert complaints == []


def test_the_full_viewer_draws_the_page_turns_it_and_leads_back(person: NewPerson, complaints: list[str]) -> None:
    reader = person(390, 844)
    reader.page.emulate_media(color_scheme="dark")
    reader.log_in(READER, PASSWORD)
    page = reader.page
    reader.search("luas panen kedelai tahun:2022")
    reader.open_first_hit()
    with page.expect_response(lambda answer: "/default." in answer.url and answer.ok) as drawn:
        page.get_by_role("link", name="Penampil").click()
    assert "/iiif/3/" in drawn.value.url
    viewer = page.locator("#viewer[data-ready]")
    expect(viewer.get_by_role("button", name="Perbesar")).to_be_visible()
    with page.expect_response(lambda answer: "/iiif/3/" in answer.url and "/3/info.json" in answer.url):
        viewer.get_by_role("button", name="Perbesar").press("q")
    page.get_by_role("link", name=re.compile("Kembali ke halaman")).click()
    page.wait_for_url("**/read?page=3")
    assert complaints == []


def test_the_first_step_of_the_zoom_shows_on_a_phone(person: NewPerson) -> None:
    reader = person(390, 844)
    reader.log_in(READER, PASSWORD)
    reader.search("luas panen kedelai tahun:2022")
    reader.open_first_hit()
    sheet = reader.page.locator('[data-reader="page"]')
    expect(sheet).to_be_visible()
    widths = [sheet.evaluate("page => page.offsetWidth")]
    for step in ("larger", "larger", "smaller", "smaller"):
        reader.page.locator(f'[data-reader="{step}"]').click()
        widths.append(sheet.evaluate("page => page.offsetWidth"))
    assert widths[0] < widths[1] < widths[2]
    assert widths[3:] == [widths[1], widths[0]]


def test_a_list_of_errors_names_its_fields_in_the_order_of_the_form(person: NewPerson) -> None:
    page = person(390, 844).page
    page.goto("/account/register")
    page.get_by_role("button", name="Daftar", exact=True).click()
    expect(page.locator(".error-summary li").first).to_contain_text("Nama Anda")
    lines = page.locator(".error-summary li").all_inner_texts()
    assert [line.partition(":")[0] for line in lines] == ["Nama Anda", "Surel", "Kata sandi"]
    assert all(len(line.partition(": ")[2]) > 5 for line in lines)
    expect(page.locator(".error-summary")).to_be_focused()
