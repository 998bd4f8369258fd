"""From the door to the rating, in each office's own order; and two clerks and a board at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from library.readers import accounts
from library.readers.roles import Role
from library.settings import Settings
from library.wiring import open_library
from tests.journeys.conftest import PASSWORD, NewPerson, Site
from tests.journeys.floor import Officer, RunningClock, Terminal
from webapp.assets.__main__ import main as prepare_assets
from webapp.assets.places import ROOT
from webapp.server import Website

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(900)]
OFFICES = {"1872": "metro", "1808": "tulang-bawang", "1600": "sumatera-selatan", "1674": "lubuklinggau"}
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class FloorSite(Site):
    """A running website whose clock shows a working morning."""

    clock: RunningClock


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FloorSite]:
    """Serve an empty library with two officers at each office and an administrator."""
    assert prepare_assets() == 0
    clock = RunningClock()
    library = open_library(Settings(data=tmp_path / "data", workers=0, rate_limits=False), clock)
    with library.database.write() as records:
        for office in OFFICES:
            for number in (1, 2):
                email = f"petugas{number}.{office}@contoh.id"
                person = {"email": email, "name": f"Petugas {number}", "role": Role.OFFICER, "office": office}
                accounts.add(records, clock(), password=PASSWORD, **person)  # type: ignore[arg-type]
        head = {"email": "budi@contoh.id", "name": "Budi Santoso", "role": Role.ADMINISTRATOR}
        accounts.add(records, clock(), password=PASSWORD, **head)  # type: ignore[arg-type]
    website = Website(library, "127.0.0.1", 0)
    thread = threading.Thread(target=website.run)
    thread.start()
    yield FloorSite(f"http://127.0.0.1:{website.port}", library, clock)
    website.stop()
    thread.join(60)
    library.close()


def officer(person: NewPerson, office: str, number: int = 1) -> Officer:
    worker = Officer(person().page)
    worker.log_in(f"petugas{number}.{office}@contoh.id", PASSWORD)
    return worker


def terminal(person: NewPerson, office: str) -> Terminal:
    """Pair a screen in the hall, as an administrator does on the first day."""
    head = Officer(person().page)
    head.log_in("budi@contoh.id", PASSWORD)
    code = head.make_pairing_code(office, "terminal", "Terminal 1")
    screen = Terminal(person(1024, 768).page, OFFICES[office])
    screen.pair(code)
    return screen


def served_at_the_counter(worker: Officer, site: FloorSite, shown: str) -> None:
    """Serve whoever is at the counter to the end, and see her invited to rate."""
    worker.expect_case(shown)
    worker.key("f")
    expect(worker.page.locator(".flashes")).to_contain_text("Selesai.")
    worker.at_desk()
    worker.step("Siti Rahmawati", "Tutup kunjungan")
    expect(worker.page.get_by_text("Belum ada pengunjung")).to_be_visible()


def invited_to_rate(site: FloorSite, leg_id: str) -> None:
    assert site.library.floor.rating_token(leg_id)


def only_leg(site: FloorSite, office: str) -> str:
    return site.library.floor.day(office).visits[0].legs[-1].id


@pytest.mark.parametrize("office", ["1872", "1600"], ids=["metro", "sumatera-selatan"])
def test_book_then_number_then_desk_then_rating(
    site: FloorSite, person: NewPerson, complaints: list[str], office: str
) -> None:
    screen, worker = terminal(person, office), officer(person, office)
    worker.open_counter(1)
    screen.sign_guest_book("Siti Rahmawati", "consultation")
    expect(screen.page.locator(".done-number")).to_have_text("A 001")
    worker.expect_case("A 001")  # by itself, without a reload
    leg = only_leg(site, office)
    worker.key("n")
    worker.expect_case("Dipanggil")
    worker.key("s")
    served_at_the_counter(worker, site, "Sedang dilayani")
    invited_to_rate(site, leg)
    assert complaints == []


def test_book_then_desk_without_a_number(site: FloorSite, person: NewPerson, complaints: list[str]) -> None:
    screen, worker = terminal(person, "1808"), officer(person, "1808")
    worker.open_counter(1)
    screen.sign_guest_book("Siti Rahmawati", "consultation")
    worker.expect_case("Siti Rahmawati")
    leg = only_leg(site, "1808")
    worker.key("n")
    served_at_the_counter(worker, site, "Sedang dilayani")
    invited_to_rate(site, leg)
    assert complaints == []


def test_number_first_and_the_book_when_it_is_called(site: FloorSite, person: NewPerson, complaints: list[str]) -> None:
    screen, worker = terminal(person, "1674"), officer(person, "1674")
    worker.open_counter(1)
    screen.take_number()
    worker.expect_case("A 001")
    leg = only_leg(site, "1674")
    worker.key("n")
    worker.expect_case("Dipanggil")
    worker.key("s")  # the guest book comes before the service
    worker.page.wait_for_url("**/guest-book")
    worker.sign_guest_book("Siti Rahmawati")
    worker.page.goto("/desk/counter")
    worker.key("s")
    served_at_the_counter(worker, site, "Sedang dilayani")
    invited_to_rate(site, leg)
    assert complaints == []


def test_the_reading_room_by_card_and_locker(site: FloorSite, person: NewPerson, complaints: list[str]) -> None:
    screen, worker = terminal(person, "1872"), officer(person, "1872")
    worker.at_desk()
    screen.sign_guest_book("Siti Rahmawati", "library")
    leg = only_leg(site, "1872")
    worker.step("Siti Rahmawati", "Terima kartu")
    worker.step("Siti Rahmawati", "Beri loker")
    expect(worker.page.locator(".locker-taken")).to_contain_text("1")
    worker.step("Siti Rahmawati", "Persilakan masuk")
    worker.step("Siti Rahmawati", "Layanan selesai")
    worker.step("Siti Rahmawati", "Kembalikan kartu, ambil kunci 1")
    expect(worker.page.locator(".locker-taken")).to_have_count(0)
    worker.step("Siti Rahmawati", "Tutup kunjungan")
    expect(worker.page.get_by_text("Belum ada pengunjung")).to_be_visible()
    invited_to_rate(site, leg)
    assert complaints == []


def test_two_clerks_and_a_board_at_once(site: FloorSite, person: NewPerson, complaints: list[str]) -> None:
    floor = site.library.floor
    first, second = officer(person, "1600", 1), officer(person, "1600", 2)
    board = person(1920, 1080).page
    board.goto("/board/sumatera-selatan")
    first.open_counter(1)
    second.open_counter(2)
    for name in ("Siti Rahmawati", "Agus Prasetyo", "Dewi Lestari"):
        desk = officer_signs(second, name)
        assert desk
    second.page.goto("/desk/counter")
    first.expect_case("A 001")

    for worker in (first, second):
        worker.key("n")
    for worker in (first, second):
        worker.expect_case("Dipanggil")
    assert {leg.counter for leg in floor.day("1600").called} == {1, 2}
    assert len({leg.label for leg in floor.day("1600").called}) == 2
    for label in ("A 001", "A 002"):
        expect(board.get_by_text(label).first).to_be_visible(timeout=20_000)
    assert "Siti" not in board.content()
    assert complaints == []


def officer_signs(worker: Officer, name: str) -> str:
    """Sign the guest book at the desk for somebody who came in."""
    worker.page.goto("/desk/visits/new")
    worker.page.locator("[name=services][value=consultation]").check()
    worker.sign_guest_book(name)
    return worker.page.locator(".flashes").inner_text()


def test_what_an_officer_types_survives_what_others_do(
    site: FloorSite, person: NewPerson, complaints: list[str]
) -> None:
    worker, other = officer(person, "1872", 1), officer(person, "1872", 2)
    officer_signs(worker, "Siti Rahmawati")
    siti = worker.page.locator(".visit", has_text="Siti Rahmawati")
    siti.locator("summary").click()
    digits = siti.locator("[name=last4]")
    digits.fill("12")
    officer_signs(other, "Agus Prasetyo")
    expect(worker.page.locator(".visit")).to_have_count(2, timeout=20_000)
    expect(digits).to_be_focused()
    expect(digits).to_have_value("12")
    digits.press_sequentially("34")
    siti.get_by_role("button", name="Identitas sudah dilihat").click()
    expect(worker.page.locator(".flashes")).to_contain_text("Identitas sudah dilihat.")
    assert site.library.floor.day("1872").visits[0].id_last4 == "1234"
    assert complaints == []


def test_a_lost_connection_is_said_and_found_again(site: FloorSite, person: NewPerson) -> None:
    worker = officer(person, "1872")
    with worker.page.expect_response("**/desk/state?*"):
        worker.at_desk()
    worker.page.context.set_offline(True)
    banner = worker.page.locator("#live-banner")
    expect(banner).to_contain_text("Tanpa sambungan sejak 09.", timeout=20_000)
    worker.page.context.set_offline(False)
    expect(banner).to_be_hidden(timeout=40_000)


def test_without_scripts_the_counter_works_by_forms_and_reloads(
    site: FloorSite, browser: Browser, person: NewPerson
) -> None:
    desk = officer(person, "1872", 2)
    officer_signs(desk, "Siti Rahmawati")
    context = browser.new_context(java_script_enabled=False, base_url=site.address, locale="id-ID")
    context.set_default_timeout(60_000)
    plain = Officer(context.new_page())
    plain.log_in("petugas1.1872@contoh.id", PASSWORD)
    plain.page.goto("/desk/counter")
    plain.page.get_by_role("button", name="Buka loket").click()
    for label in ("Panggil berikutnya", "Mulai", "Selesai"):
        plain.page.get_by_role("button", name=label).click()
    assert site.library.floor.day("1872").visits[0].state == "LEAVING"
    context.close()


def test_axe_finds_nothing_on_the_staffs_screens(site: FloorSite, person: NewPerson) -> None:
    head = Officer(person().page)
    officer_signs(officer(person, "1872"), "Siti Rahmawati")
    head.log_in("budi@contoh.id", PASSWORD)
    faults = {}
    for path in (
        "/desk",
        "/desk/counter",
        "/desk/clocks",
        "/desk/closing",
        "/desk/devices",
        "/desk/visits/new",
        "/day",
    ):
        head.page.goto(path)
        faults[path] = axe(head.page)
    assert {path: found for path, found in faults.items() if found} == {}


def axe(page: Page) -> list[str]:
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in result["violations"]]
