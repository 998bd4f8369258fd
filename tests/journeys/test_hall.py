"""The hall in a browser: a book left in the middle, a terminal between two readers, a board whose server goes away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from library.floor import GuestEntry
from tests.journeys.hall import Hall, open_hall
from webapp.assets.__main__ import main as prepare_assets

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]
METRO = "1872"


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    assert prepare_assets() == 0
    opened = open_hall(browser, tmp_path)
    yield opened
    opened.close()


def complaints_of(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("console", lambda m: heard.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def choose(page: Page, name: str) -> None:
    """Touch a choice as a finger does; the next question comes by itself."""
    page.locator("[data-step]:visible").get_by_role("radio", name=name, exact=True).locator("..").click()


def sign_book(page: Page, service: str = "Konsultasi") -> str:
    """Fill the guest book of Metro in, one question at a time; give the visit code."""
    fill_in(page, "metro", service)
    return page.locator(".done-code").inner_text()


def fill_in(page: Page, slug: str, service: str = "Konsultasi") -> None:
    page.goto(f"/guest/{slug}")
    page.get_by_role("link", name="Isi buku tamu").click()
    expect(page.get_by_text("Langkah 1 dari")).to_be_visible()
    answer_questions(page, service)
    page.wait_for_url("**/done")


def answer_questions(page: Page, service: str) -> None:
    """Answer what is asked, as a visitor with her card in her hand does."""
    if service:
        choose(page, service)
    page.get_by_label("Nama lengkap").fill("Siti Rahmawati")
    page.keyboard.press("Enter")
    page.get_by_label("Alamat surel").fill("siti@contoh.id")
    page.keyboard.press("Enter")
    if page.get_by_label("Empat angka terakhir").is_visible():
        choose(page, "KTP")
        page.get_by_label("Empat angka terakhir").fill("1234")
        page.keyboard.press("Enter")
    choose(page, "Lembaga penelitian dan pendidikan")
    page.get_by_label("Nama sekolah, kantor, atau perusahaan").fill("Universitas Metro")
    page.keyboard.press("Enter")
    choose(page, "Pelajar/Mahasiswa")
    choose(page, "D4/S1")
    choose(page, "Perempuan")
    page.get_by_role("button", name="Berikutnya").click()  # the year of birth is hers to leave out
    choose(page, "Penelitian")
    page.get_by_label("Ya, saya setuju").check()
    page.get_by_role("button", name="Isi buku tamu").click()


def enter(page: Page, code: str) -> None:
    page.goto("/terminal")
    page.locator("#code").fill(code)
    page.get_by_role("button", name="Mulai").click()
    expect(page.get_by_text("Apa yang Anda cari?")).to_be_visible()


def test_a_visitor_signs_with_a_number_and_a_code_in_a_handful_of_touches(hall: Hall) -> None:
    kiosk = hall.screen(METRO)
    heard = complaints_of(kiosk)
    code = sign_book(kiosk)
    assert len(code) == 9
    expect(kiosk.locator(".done-number")).to_have_text("A 001")
    kiosk.get_by_role("button", name="Selesai").click()
    kiosk.wait_for_url("**/guest/metro")
    kiosk.go_back()
    kiosk.wait_for_timeout(500)
    assert code not in kiosk.content()
    assert "Siti" not in kiosk.content()
    assert heard == []


def serve(hall: Hall, leg_id: str, office: str) -> None:
    """An officer serves the visitor to the end."""
    floor = hall.library.floor
    leg = floor.leg(leg_id)
    if leg.state == "WAITING":
        floor.open_counter(office, 1, ["consultation"], by=hall.officer)
        called = floor.call_next(office, 1, by=hall.officer)
        assert called
        assert called.id == leg_id
    if floor.leg(leg_id).state == "CALLED":
        floor.start(leg_id, by=hall.officer)
    floor.finish(leg_id, by=hall.officer)


@pytest.mark.parametrize(("office", "slug"), [("1872", "metro"), ("1600", "sumatera-selatan")])
def test_book_then_number_then_the_call_on_her_phone(hall: Hall, office: str, slug: str) -> None:
    kiosk = hall.screen(office)
    fill_in(kiosk, slug)
    expect(kiosk.locator(".done-number")).to_have_text("A 001")
    (leg,) = hall.library.floor.day(office).waiting
    phone = hall.window(360, 740)
    phone.goto(f"/queue/{leg.id}")
    expect(phone.get_by_text("Anda berikutnya")).to_be_visible()
    hall.library.floor.open_counter(office, 1, ["consultation"], by=hall.officer)
    hall.library.floor.call_next(office, 1, by=hall.officer)
    expect(phone.get_by_text("Silakan menuju loket 1")).to_be_visible(timeout=15_000)
    serve(hall, leg.id, office)
    expect(phone.get_by_text("Anda sudah dilayani")).to_be_visible(timeout=15_000)
    assert hall.library.floor.rating_token(leg.id), "she is invited to rate"


def test_the_book_alone_where_there_is_no_queue(hall: Hall) -> None:
    kiosk = hall.screen("1808")
    fill_in(kiosk, "tulang-bawang")
    expect(kiosk.get_by_role("heading", name="Silakan masuk")).to_be_visible()
    (leg,) = hall.library.floor.day("1808").waiting
    serve(hall, leg.id, "1808")
    assert hall.library.floor.rating_token(leg.id)


def test_number_then_the_call_then_the_book(hall: Hall) -> None:
    floor, office = hall.library.floor, "1674"
    kiosk = hall.screen(office)
    kiosk.goto("/guest/lubuklinggau")
    kiosk.get_by_role("button", name="Ambil nomor").dblclick()
    expect(kiosk.locator(".done-number")).to_have_text("A 001")
    kiosk.get_by_role("button", name="Selesai").click()
    (leg,) = floor.day(office).waiting
    floor.open_counter(office, 1, ["consultation"], by=hall.officer)
    floor.call_next(office, 1, by=hall.officer)
    kiosk.get_by_role("link", name="Nomor saya sudah dipanggil").click()
    kiosk.get_by_role("link", name="A 001").click()
    answer_questions(kiosk, service="")
    kiosk.wait_for_url("**/done")
    expect(kiosk.get_by_role("heading", name="Silakan ke meja konsultasi")).to_be_visible()
    serve(hall, leg.id, office)
    assert floor.rating_token(leg.id)


def test_a_question_without_an_answer_is_not_passed(hall: Hall) -> None:
    kiosk = hall.screen(METRO)
    kiosk.goto("/guest/metro/book")
    kiosk.get_by_role("button", name="Berikutnya").click()
    expect(kiosk.get_by_text("Silakan isi ini dahulu.")).to_be_visible()
    choose(kiosk, "Konsultasi")
    kiosk.get_by_label("Nama lengkap").fill("Siti")
    kiosk.keyboard.press("Enter")
    kiosk.get_by_label("Alamat surel").fill("bukan alamat")
    kiosk.keyboard.press("Enter")
    assert kiosk.get_by_label("Alamat surel").is_visible()


def test_a_book_that_was_left_in_the_middle_is_cleared_after_a_minute(hall: Hall) -> None:
    kiosk = hall.screen(METRO)
    kiosk.clock.install()
    kiosk.goto("/guest/metro/book")
    choose(kiosk, "Konsultasi")
    kiosk.wait_for_load_state("networkidle")
    kiosk.clock.run_for(1000)
    kiosk.get_by_label("Nama lengkap").fill("Siti Rahmawati")
    kiosk.clock.run_for(46_000)
    expect(kiosk.get_by_text("Halaman ini dikosongkan dalam")).to_be_visible()
    kiosk.get_by_role("button", name="Saya masih di sini").click()
    kiosk.clock.run_for(1000)
    assert kiosk.get_by_label("Nama lengkap").input_value() == "Siti Rahmawati"
    kiosk.clock.run_for(61_000)
    kiosk.wait_for_url("**/guest/metro")
    kiosk.go_back()
    kiosk.wait_for_timeout(500)
    assert "Siti" not in str(kiosk.evaluate("[...document.querySelectorAll('input')].map(f => f.value)"))
    assert hall.library.floor.day(METRO).visits == ()


def test_a_kiosk_that_is_closed_in_the_middle_remembers_nothing(hall: Hall) -> None:
    kiosk = hall.screen(METRO)
    kiosk.goto("/guest/metro/book")
    choose(kiosk, "Konsultasi")
    kiosk.get_by_label("Nama lengkap").fill("Siti Rahmawati")
    context = kiosk.context
    kiosk.close()
    again = context.new_page()
    again.goto("/guest/metro/book")
    assert "Siti" not in str(again.evaluate("[...document.querySelectorAll('input')].map(f => f.value)"))
    assert again.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length") == 0
    assert hall.library.floor.day(METRO).visits == ()


def read_something(page: Page) -> None:
    page.locator("#search-main").fill("kedelai")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=kedelai")
    page.wait_for_load_state("networkidle")  # a link that is followed before its script runs is an ordinary one
    page.locator(".hit a").first.click()
    page.wait_for_url("**/read?**")
    expect(page.locator('[data-reader="page"] img')).to_be_visible()


def nothing_is_left(page: Page) -> None:
    """Press Back as often as the history goes; nothing of the reader shows, neither page nor words."""
    for _ in range(6):
        page.go_back()
        page.wait_for_timeout(300)
        seen = page.content() + page.url
        assert "kedelai" not in seen.lower()
        assert "Siti" not in seen


def test_a_terminal_shows_nothing_of_the_reader_before(hall: Hall) -> None:
    terminal = hall.screen(METRO)
    heard = complaints_of(terminal)
    code = sign_book(terminal, "Perpustakaan")
    enter(terminal, code)
    read_something(terminal)
    picture = terminal.locator('[data-reader="page"] img').get_attribute("src")
    terminal.wait_for_load_state("networkidle")  # the button goes back by a script
    terminal.get_by_role("button", name="Kembali", exact=True).click()
    terminal.wait_for_url("**/search?q=kedelai")
    terminal.get_by_role("button", name="Selesai dan hapus").click()
    terminal.wait_for_url("**/terminal")
    expect(terminal.get_by_text("Dengan kode kunjungan")).to_be_visible()
    assert heard == []
    nothing_is_left(terminal)

    terminal.goto("/terminal")
    cached = f"fetch('{picture}', {{cache: 'only-if-cached', mode: 'same-origin'}}).then(r => r.status, () => 0)"
    assert terminal.evaluate(cached) in (0, 401, 504)
    other = hall.library.floor.sign_guest_book(None, METRO, entry("Joko"), by="visitor")
    enter(terminal, other.code)
    nothing_is_left(terminal)


def entry(name: str) -> GuestEntry:
    return GuestEntry(
        name=name,
        email="joko@contoh.id",
        consent=True,
        service="library",
        purpose="study",
        institution_kind="research",
        occupation="student",
        education="d4_s1",
    )


def consultation(name: str) -> GuestEntry:
    return replace(entry(name), service="consultation")


def test_a_terminal_that_nobody_touches_wipes_itself(hall: Hall) -> None:
    terminal = hall.screen(METRO)
    visit = hall.library.floor.sign_guest_book(None, METRO, entry("Siti"), by="visitor")
    terminal.clock.install()
    enter(terminal, visit.code)
    terminal.wait_for_load_state("networkidle")  # the scripts listen, and the clock may be moved
    terminal.clock.run_for(80_000)
    expect(terminal.get_by_text("Anda masih di sini?")).to_be_visible()
    terminal.clock.run_for(12_000)
    expect(terminal.get_by_text("Dengan kode kunjungan")).to_be_visible()
    names = [cookie["name"] for cookie in terminal.context.cookies()]
    assert "device" in names, "the screen itself stays paired"
    nothing_is_left(terminal)


def test_the_board_goes_on_after_the_server_was_away_and_does_not_grow(hall: Hall) -> None:
    floor = hall.library.floor
    floor.open_counter(METRO, 1, ["consultation"], by=hall.officer)
    for name in ("Satu", "Dua"):
        visit = floor.sign_guest_book(None, METRO, consultation(name), by="visitor")
        floor.take_ticket(visit.id, "consultation", by="visitor")
    board = hall.window(1920, 1080)
    board.goto("/board/metro")
    first = floor.call_next(METRO, 1, by=hall.officer)
    assert first
    expect(board.locator(".room-number")).to_have_text("A 001", timeout=15_000)
    nodes = board.evaluate("document.querySelectorAll('*').length")

    hall.stop()
    expect(board.get_by_text("Sambungan sedang terputus")).to_be_visible(timeout=30_000)
    expect(board.locator(".room-number")).to_have_text("A 001")
    floor.start(first.id, by=hall.officer)
    floor.finish(first.id, by=hall.officer)
    floor.call_next(METRO, 1, by=hall.officer)
    hall.start()
    expect(board.locator(".room-number")).to_have_text("A 002", timeout=30_000)
    expect(board.get_by_text("Sambungan sedang terputus")).to_be_hidden()
    for _ in range(20):
        leg = floor.day(METRO).called[0]
        hall.clock.forward(minutes=2)
        floor.recall(leg.id, by=hall.officer)
    board.wait_for_timeout(5000)
    assert abs(board.evaluate("document.querySelectorAll('*').length") - nodes) < 30


def test_one_screen_of_the_room_speaks_and_its_calls_never_overlap(hall: Hall) -> None:
    floor = hall.library.floor
    for number, person in ((1, hall.officer), (2, hall.administrator)):
        floor.open_counter(METRO, number, ["consultation"], by=person)
        visit = floor.sign_guest_book(None, METRO, consultation(f"Tamu {number}"), by="visitor")
        floor.take_ticket(visit.id, "consultation", by="visitor")
    boards = [hall.screen(METRO, "board"), hall.screen(METRO, "board")]
    for board in boards:
        # The clips themselves are cut short; what is looked at is which are played, and when.
        board.add_init_script(LISTEN)
        board.goto("/board/metro")
        board.wait_for_timeout(500)
    floor.call_next(METRO, 1, by=hall.officer)
    floor.call_next(METRO, 2, by=hall.administrator)
    for _ in range(60):
        boards[0].wait_for_timeout(500)
        played = boards[0].evaluate("window.played")
        if len(played) >= 14 and played[-1][2]:
            break
    assert [name for name, _, _ in played][:7] == [
        "nomor-antrian", "huruf-a", "nol", "nol", "satu", "silakan-menuju-loket", "satu",
    ]  # fmt: skip
    ends = [end for _, _, end in played]
    starts = [start for _, start, _ in played]
    assert all(start >= end for end, start in zip(ends, starts[1:], strict=False)), "one clip after the other"
    assert boards[1].evaluate("window.played.length") == 0, "the other screen is silent"


LISTEN = """
window.played = [];
HTMLMediaElement.prototype.play = function () {
  const entry = [this.src.split("/").pop().split(".wav")[0], performance.now(), 0];
  window.played.push(entry);
  setTimeout(() => { entry[2] = performance.now(); this.dispatchEvent(new Event("ended")); }, 60);
  return Promise.resolve();
};
"""
