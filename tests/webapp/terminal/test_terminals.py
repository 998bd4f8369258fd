"""A terminal: who gets in, for how long, what may be asked there, and what is left afterwards: nothing."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from library.floor import devices
from library.floor.views import VisitView
from library.store.models import Account
from library.wiring import Library
from tests.webapp.guest.conftest import METRO, Pair
from tests.webapp.people import PASSWORD, Clock, People, hidden_fields, post, sign_in
from tests.webapp.terminal.conftest import sign_book
from webapp.security import terminals


def enter(client: FlaskClient, visit: VisitView) -> None:
    answer = post(client, "/terminal/code", {"code": visit.code}, page="/terminal")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/terminal"), answer.text


def cookie(client: FlaskClient) -> str:
    kept = client.get_cookie("device")
    return kept.value if kept else ""


def test_a_code_pairs_a_browser_once(client: FlaskClient, app: Flask, library: Library, people: People) -> None:
    boss = people.administrator()
    with library.database.write() as records:
        _, code = devices.add(records, library.clock(), office=METRO, kind="terminal", name="Terminal 1", actor=boss.id)
    assert client.get("/terminal").headers["Location"] == "/terminal/pair"
    answer = post(client, "/terminal/pair", {"code": code.lower().replace("-", " ")})
    assert answer.headers["Location"] == "/terminal"
    set_cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in set_cookie
    assert "SameSite=Lax" in set_cookie
    assert client.get("/terminal").status_code == 200
    assert post(app.test_client(), "/terminal/pair", {"code": code}).status_code == 410


def test_a_paired_board_is_led_to_its_board(paired: Pair) -> None:
    assert paired(METRO, "board").get("/terminal").headers["Location"] == "/board/metro"


def test_a_visit_code_opens_the_terminal_and_stops_the_library_s_clock(
    terminal: FlaskClient, visit: VisitView, library: Library
) -> None:
    assert [clock.kind for clock in library.floor.day(METRO).clocks] == ["C2"]
    enter(terminal, visit)
    assert "Siti Rahmawati" in terminal.get("/terminal").text
    assert library.floor.day(METRO).clocks == ()
    assert terminal.get("/works").status_code == 200


def test_a_code_works_in_its_office_today_and_until_the_visit_is_closed(
    terminal: FlaskClient, paired: Pair, visit: VisitView, library: Library, clock: Clock, officer: Account
) -> None:
    elsewhere = paired("1808", "terminal", "Lain")
    assert post(elsewhere, "/terminal/code", {"code": visit.code}, page="/terminal").status_code == 403
    enter(terminal, visit)
    library.floor.leave(visit.id, by=officer.id)
    library.floor.close(visit.id, by=officer.id)
    assert terminal.get("/works").headers["Location"] == "/terminal"
    assert post(terminal, "/terminal/code", {"code": visit.code}, page="/terminal").status_code == 403
    other = sign_book(library, "Joko", "joko@contoh.id")
    clock.forward(days=1)
    assert post(terminal, "/terminal/code", {"code": other.code}, page="/terminal").status_code == 403


def test_a_code_is_worth_nothing_away_from_a_terminal(client: FlaskClient, paired: Pair, visit: VisitView) -> None:
    assert post(client, "/terminal/code", {"code": visit.code}, page="/terminal/pair").status_code == 404
    board = paired(METRO, "board", "Papan")
    assert post(board, "/terminal/code", {"code": visit.code}, page="/board/metro").status_code in (400, 404)


def test_an_account_signs_in_and_its_open_visit_is_found(
    terminal: FlaskClient, people: People, library: Library
) -> None:
    reader = people.reader()
    visit = sign_book(library, account_id=reader.id)
    data = {"email": "siti@contoh.id", "password": PASSWORD}
    assert post(terminal, "/terminal/account", data, page="/terminal").status_code == 303
    assert library.floor.visit(visit.id).state == "ADMITTED"


def test_before_anybody_is_in_every_address_leads_to_the_first_page(terminal: FlaskClient) -> None:
    for path in ("/", "/search?q=padi", "/works", "/account/login", "/account", "/desk", "/bench", "/copies/x"):
        assert terminal.get(path, headers={"Accept": "text/html"}).headers["Location"] == "/terminal", path


def test_staff_rooms_stay_shut_at_a_terminal(terminal: FlaskClient, people: People) -> None:
    people.librarian()
    data = {"email": "ratna@contoh.id", "password": PASSWORD}
    post(terminal, "/terminal/account", data, page="/terminal")
    for path in ("/bench", "/trace", "/desk", "/requests", "/administration/people", "/account"):
        answer = terminal.get(path)
        assert answer.status_code == 303 or path == "/requests", path


def test_nothing_that_a_terminal_shows_is_kept(terminal: FlaskClient, visit: VisitView) -> None:
    paths = ("/terminal", "/works", "/search?q=padi", "/terminal/help", "/nowhere")
    before = [terminal.get(path).headers["Cache-Control"] for path in paths]
    enter(terminal, visit)
    after = [terminal.get(path).headers["Cache-Control"] for path in paths]
    assert {*before, *after} == {"no-store"}


def test_no_file_is_downloaded_at_a_terminal(terminal: FlaskClient, people: People, library: Library) -> None:
    people.reader()
    post(terminal, "/terminal/account", {"email": "siti@contoh.id", "password": PASSWORD}, page="/terminal")
    answer = terminal.get("/copies/anything/file")
    assert answer.status_code == 403
    assert "tidak dapat diunduh" in answer.text


def test_a_route_that_hands_out_files_is_stopped_on_its_way_out(app: Flask, paired: Pair) -> None:
    """Also one that nobody has thought of yet."""
    from webapp.security import audience

    @audience.public
    def leak() -> tuple[str, dict[str, str]]:
        return "secret", {"Content-Disposition": "attachment; filename=a.pdf"}

    app.add_url_rule("/terminal/leak", "terminal.leak", leak)
    answer = paired().get("/terminal/leak")
    assert (answer.status_code, "secret" in answer.text) == (403, False)
    assert app.test_client().get("/terminal/leak").text == "secret"


def test_finishing_ends_the_sign_in_and_wipes_the_browser(terminal: FlaskClient, visit: VisitView) -> None:
    enter(terminal, visit)
    old = cookie(terminal)
    answer = post(terminal, "/terminal/leave", page="/terminal")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    ready = answer.headers["Location"]
    terminal.delete_cookie("device")  # as the browser does
    terminal.delete_cookie("pustaka")
    assert terminal.get(ready).headers["Location"] == "/terminal"
    assert cookie(terminal) not in ("", old)
    page = terminal.get("/terminal")
    assert page.status_code == 200
    assert "Siti" not in page.text


def test_a_screen_that_nobody_touched_is_wiped_after_its_sign_in_has_ended(
    terminal: FlaskClient, visit: VisitView, clock: Clock
) -> None:
    """Page and server count the same seconds: the token of the page has ended when it asks to be wiped."""
    enter(terminal, visit)
    old, fields = cookie(terminal), hidden_fields(terminal.get("/works").text, "/terminal/leave")
    clock.forward(seconds=terminals.RESTS + 1)
    answer = terminal.post("/terminal/leave", data=fields)
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    terminal.delete_cookie("device")
    terminal.delete_cookie("pustaka")
    assert terminal.get(answer.headers["Location"]).headers["Location"] == "/terminal"
    assert cookie(terminal) not in ("", old)


def test_another_site_does_not_wipe_a_screen(terminal: FlaskClient, visit: VisitView) -> None:
    enter(terminal, visit)
    assert terminal.post("/terminal/leave", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert terminal.get("/works").status_code == 200


def test_the_way_back_after_a_wipe_works_once(terminal: FlaskClient, app: Flask, visit: VisitView) -> None:
    enter(terminal, visit)
    ready = post(terminal, "/terminal/leave", page="/terminal").headers["Location"]
    terminal.get(ready)
    stranger = app.test_client()
    stranger.get(ready)
    assert cookie(stranger) == ""
    stranger.get(ready[:-3] + "abc")
    assert cookie(stranger) == ""
    assert terminal.get("/terminal").status_code == 200


def test_a_silent_page_is_signed_out_by_the_server_s_clock(
    terminal: FlaskClient, visit: VisitView, clock: Clock
) -> None:
    enter(terminal, visit)
    clock.forward(seconds=terminals.RESTS - 1)
    assert terminal.get("/works").status_code == 200
    clock.forward(seconds=terminals.RESTS)
    assert terminal.get("/works", headers={"Accept": "text/html"}).headers["Location"] == "/terminal"
    assert "Siti" not in terminal.get("/terminal").text


def test_a_sign_in_that_was_carried_to_another_browser_is_worth_nothing(
    terminal: FlaskClient, app: Flask, visit: VisitView
) -> None:
    enter(terminal, visit)
    kept = terminal.get_cookie("pustaka")
    assert kept
    thief = app.test_client()
    thief.set_cookie("pustaka", kept.value)
    assert thief.get("/account/copies", headers={"Accept": "text/html"}).status_code == 303
    assert "Siti" not in thief.get("/").text


def test_the_next_reader_puts_the_one_before_out(terminal: FlaskClient, visit: VisitView, library: Library) -> None:
    enter(terminal, visit)
    kept = terminal.get_cookie("pustaka")
    post(terminal, "/terminal/leave", page="/terminal")
    assert kept
    terminal.set_cookie("pustaka", kept.value)  # the cookie of before, put back by hand
    assert "Siti" not in terminal.get("/terminal").text


def test_a_revoked_screen_is_no_terminal_any_more(
    terminal: FlaskClient, visit: VisitView, library: Library, people: People
) -> None:
    enter(terminal, visit)
    with library.database.write() as records:
        (device,) = devices.of_office(records, METRO)
        devices.revoke(records, library.clock(), device.id, "system")
    assert terminal.get("/terminal").headers["Location"] == "/terminal/pair"
    assert terminal.get("/account/copies", headers={"Accept": "text/html"}).status_code == 303


def test_a_clerk_s_own_browser_is_no_terminal(client: FlaskClient, officer: Account) -> None:
    sign_in(client, "wayan@contoh.id")
    assert client.get("/terminal").headers["Location"] == "/terminal/pair"
    assert client.get("/works").status_code == 200


def test_a_script_that_follows_a_form_takes_no_word_from_the_page_it_leads_to(
    terminal: FlaskClient, people: People
) -> None:
    people.reader()
    data = {"email": "siti@contoh.id", "password": PASSWORD}
    post(terminal, "/terminal/account", data, page="/terminal")
    with terminal.session_transaction() as session:
        session["_flashes"] = [("good", "Kata-kata sekali pakai")]
    assert terminal.get("/terminal", headers={"X-Stay": "1"}).text == ""
    assert "Kata-kata sekali pakai" in terminal.get("/terminal").text


def test_the_way_to_complain_begins_at_the_first_page_and_every_step_of_it_rests(
    terminal: FlaskClient, visit: VisitView
) -> None:
    assert 'href="/complaints/metro"' in terminal.get("/terminal").text
    sent = post(terminal, "/complaints/metro/new", {"text": "Saya menunggu dua jam."})
    steps = ("/complaints/metro", "/complaints/track", sent.headers["Location"])
    for path in steps:
        page = terminal.get(path)
        assert page.status_code == 200, path
        assert (page.text.count('data-module="idle"'), 'id="leave"' in page.text) == (1, True), path
    enter(terminal, visit)
    for path in steps:
        assert terminal.get(path).text.count('data-module="idle"') == 1, path


def test_elsewhere_a_complaint_s_page_does_not_rest(client: FlaskClient) -> None:
    assert 'data-module="idle"' not in client.get("/complaints/track").text
