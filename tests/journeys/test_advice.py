"""The advice service in four offices: asked, answered, timed as each office states, closed, rated, reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from library.periods import Period
from library.readers.roles import Role
from tests.journeys.advice import SOON, Advisor, Complainant, ComplaintsDesk, Reader, Service
from tests.journeys.hall import open_hall
from tests.journeys.looks import faults
from tests.library.mail.post_office import new_letter, open_post_office, reply_to
from webapp.assets.__main__ import main as prepare_assets

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]
METRO, TULANG_BAWANG, SUMSEL, LUBUKLINGGAU = "1872", "1808", "1600", "1674"
OFFICES = (METRO, TULANG_BAWANG, SUMSEL, LUBUKLINGGAU)
BY_OFFICER = (TULANG_BAWANG, LUBUKLINGGAU)


@pytest.fixture
def service(browser: Browser, tmp_path: Path) -> Iterator[Service]:
    """Give a service of one's own: what one journey leaves on the desks is nothing to another."""
    assert prepare_assets() == 0
    folder = tmp_path / "advice"
    folder.mkdir()
    with open_post_office() as (post, port):
        hall = open_hall(
            browser,
            folder,
            mail=f"smtp://127.0.0.1:{port}",
            mail_inbox=f"maildir:{folder / 'inbox'}",
            mail_reply="tanya@pustaka.example",
            session_hours=2400,
            second_factor="",
        )
        yield Service(hall, post, folder / "inbox")
        hall.close()


def test_four_readers_ask_and_each_office_s_clock_ends_the_case_as_it_states(service: Service) -> None:
    service.go_on_to_tuesday()
    reports = service.hall.library.reports
    before = {what: reports.make(OFFICES, Period(2026)).counts.total(what) for what in ("asked", "answered", "ratings")}
    readers, officers = {}, {}
    for office in OFFICES:
        reader = service.person(f"siti{office}@example.org", f"Siti {office}")
        officer = service.person(f"petugas{office}@example.go.id", "Wayan", Role.OFFICER, office)
        readers[office], officers[office] = Reader(service.window(reader)), Advisor(service.window(officer))

    for office in OFFICES:
        readers[office].ask(office, f"Luas panen {office}", search_first=office in BY_OFFICER)
        expect(readers[office].page.get_by_text("Jawaban: 3 hari kerja lagi")).to_be_visible()
        officers[office].open_case(f"Luas panen {office}")
        officers[office].answer()
        seen = readers[office].page
        expect(seen.get_by_text("Tabel 5.1.3")).to_be_visible(timeout=SOON)  # without a touch
        waits = seen.get_by_text("Kami menunggu Anda:")
        expect(waits).to_have_count(0 if office == METRO else 1)
        officers[office].page.goto("about:blank")  # pages that nobody looks at ask every two seconds, too

    service.go_on(days=2, hours=8)  # Thursday after closing: a working day before Sumatera Selatan closes
    warned = {office for office in OFFICES if len(service.post.to(f"siti{office}@")) == 3}
    assert warned == {SUMSEL}
    service.go_on(days=2)  # Saturday: its three working days are over
    for office in OFFICES:
        state = "Ditutup" if office == SUMSEL else "Terjawab"
        expect(readers[office].page.locator("#conversation .chip", has_text=state)).to_be_visible(timeout=SOON)
    expect(readers[SUMSEL].page.locator("#conversation")).to_contain_text("Tidak ada balasan pengguna")

    service.go_on(days=4)  # Wednesday of the next week: seven calendar days are over
    for office in BY_OFFICER:
        desk = officers[office]
        desk.page.goto("/advice")
        expect(desk.page.get_by_text("Tutup: tidak ada balasan")).to_be_visible()
        desk.open_case(f"Luas panen {office}")
        desk.close()
        desk.page.close()
        expect(readers[office].page.locator("#conversation .chip", has_text="Ditutup")).to_be_visible(timeout=SOON)
    officers[METRO].page.goto("/advice")
    expect(officers[METRO].page.get_by_text("Giliran pengguna")).to_be_visible()  # nothing happens there by rule
    readers[METRO].page.get_by_role("button", name="Pertanyaan saya terjawab").click()
    expect(readers[METRO].page.get_by_text("Ditutup. Balasan membukanya kembali.")).to_be_visible()

    service.go_on(hours=2)
    for office in OFFICES:
        readers[office].rate_best(service.rating_link(f"siti{office}@"))
        readers[office].page.close()
    seen = service.window(service.hall.administrator)
    seen.goto("/reports?period=2026&office=all")
    summary = seen.get_by_role("table", name="Ringkasan")
    names = {"asked": "Konsultasi daring", "answered": "Konsultasi daring terjawab", "ratings": "Penilaian"}
    for what, name in names.items():
        row = summary.locator("tr", has=seen.get_by_role("rowheader", name=name, exact=True))
        expect(row).to_have_text(re.compile(rf"{name}\s*{before[what] + 4}\s*$"))
    seen.goto(f"/ratings?period=2026&office={TULANG_BAWANG}")
    expect(seen.locator(".verdict-share")).to_have_text("100,00")


def test_a_reader_who_only_writes_mails_is_answered_closed_and_asked_to_rate(service: Service) -> None:
    service.person("ani@example.org", "Ani Lestari")
    officer = service.person("made@example.go.id", "Made", Role.OFFICER, LUBUKLINGGAU)
    desk, post = Advisor(service.window(officer)), service.post
    asked = "Berapa inflasi Kota Lubuklinggau bulan lalu?"
    service.deliver(new_letter(asked, "Ani <ani@example.org>", "tanya@pustaka.example"))
    desk.page.goto("/advice/mails")
    desk.page.get_by_role("link", name="Catat sebagai konsultasi").click()
    desk.page.get_by_label("Pertanyaan dalam satu baris").fill("Inflasi Lubuklinggau")
    desk.page.locator("#words").fill("inflasi lubuklinggau")
    desk.page.get_by_role("button", name="Buka konsultasi").click()
    desk.page.wait_for_url(re.compile(r"/advice/\w{16}$"))
    desk.answer("Inflasi bulan lalu 0,21 persen.")
    service.go_on(minutes=1)
    answer = post.to("ani@example.org")[-1]
    service.deliver(reply_to(answer, "Dan tahun lalu?", "Ani <ani@example.org>"))
    conversation = desk.page.locator(".conversation")
    expect(conversation.get_by_text("Dan tahun lalu?")).to_be_visible(timeout=SOON)
    elsewhere = reply_to(answer, "Ini dari ponsel saya: kumulatif.", "Ani <ani@ponsel.example>")
    service.deliver(elsewhere)
    desk.page.goto("/advice/mails")
    desk.page.get_by_text("Tambahkan ke konsultasi", exact=True).click()
    desk.page.get_by_role("button", name="Inflasi Lubuklinggau").click()
    expect(conversation.get_by_text("Ini dari ponsel saya: kumulatif.")).to_be_visible()
    expect(conversation.get_by_text("ani@ponsel.example")).to_be_visible()
    desk.answer("Tahun lalu 1,9 persen.")
    desk.close()
    service.go_on(hours=2)
    reader = Reader(service.hall.window(390, 844))
    reader.rate_best(service.rating_link("ani@example.org"))


def test_a_complaint_is_followed_by_its_code_and_kept_from_the_officer_it_is_about(service: Service) -> None:
    service.go_on_to_tuesday()
    about = service.person("ketut@example.go.id", "Ketut Wirawan", Role.OFFICER, METRO)
    deals = service.person("rina@example.go.id", "Rina Astuti", Role.OFFICER, METRO)
    visitor = Complainant(service.hall.window(390, 844))
    slug = service.hall.library.offices[METRO].slug
    code = visitor.file(slug, "Loket tutup sebelum waktunya.", about="Ibu Ketut Wirawan")
    number = re.search(r"ADU-\S+", visitor.page.get_by_role("heading", level=1).inner_text())
    assert number is not None
    expect(visitor.page.get_by_text("Akan diselesaikan paling lambat")).to_be_visible()

    excluded, desk = ComplaintsDesk(service.window(about)), ComplaintsDesk(service.window(deals))
    excluded.page.goto("/complaints/desk")
    expect(excluded.page.get_by_text(number[0])).to_be_hidden()
    desk.open(number[0])
    answer = excluded.page.goto(desk.page.url)
    assert answer is not None
    assert answer.status == 404
    desk.do("Pilah", lambda page: page.get_by_label("Tentang apa?").select_option("conduct"))
    choice = desk.page.get_by_label("Petugas", exact=True)
    assert "Ketut Wirawan" not in choice.evaluate("it => it.textContent")
    desk.do("Serahkan kepada petugas", lambda _page: choice.select_option(label="Rina Astuti"))
    desk.do("Mulai menangani")
    desk.resolve("Jadwal loket sudah diperbaiki.")

    visitor.follow(code)
    expect(visitor.page.get_by_text("Jadwal loket sudah diperbaiki.")).to_be_visible()
    service.go_on(days=1)
    visitor.reopen("Kemarin masih tutup lebih awal.")
    desk.open(number[0])
    expect(desk.page.get_by_text("Kemarin masih tutup lebih awal.")).to_be_visible()
    desk.do("Mulai menangani")
    desk.resolve("Petugas pengganti sudah ditunjuk.")
    visitor.follow(code)
    visitor.page.get_by_role("button", name="Sudah selesai, terima kasih").click()
    expect(visitor.page.locator(".chip", has_text="Ditutup")).to_be_visible()
    counts = service.hall.library.reports.make((METRO,), Period(2026)).counts
    assert (counts.total("complaints"), counts.total("complaint_deadline", "met")) == (1, 2)


DESKTOP: dict[str, Any] = {"width": 1440, "height": 900, "color_scheme": "light"}
PHONE: dict[str, Any] = {"width": 390, "height": 844, "color_scheme": "dark"}
OVERVIEWS = ("/reports", "/ratings", "/complaints/register")


@pytest.mark.long
def test_every_page_of_advice_ratings_complaints_and_reports_can_be_used_by_everybody(service: Service) -> None:
    reader = service.person("tono@example.org", "Tono Sartono")
    officer = service.person("ketut@example.go.id", "Ketut", Role.OFFICER, TULANG_BAWANG)
    case, search, rating = service.shown_everywhere(reader, officer, TULANG_BAWANG)
    wrong: dict[str, list[str]] = {}
    for looks in (DESKTOP, PHONE):
        asks, answers = service.window(reader, **looks), service.window(officer, **looks)
        boss = service.window(service.hall.administrator, **looks)
        hers = ("/consultations", f"/consultations/new?search={search}", f"/consultations/{case}", f"/rate/{rating}")
        theirs = ("/advice", f"/advice/{case}", "/advice/mails", "/advice/new", "/complaints/desk")
        all_of_it = tuple(f"{path}?period=2026&office={TULANG_BAWANG}" for path in OVERVIEWS)
        pages = {asks: hers, answers: theirs, boss: all_of_it}
        for browser, paths in pages.items():
            for path in paths:
                browser.goto(path)
                if told := faults(browser):
                    wrong[f"{path} {looks['color_scheme']}"] = told
            browser.close()
    assert wrong == {}
