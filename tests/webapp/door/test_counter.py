"""The counter: next, again, start, finish, hand on, absent, left; and why a promise was late."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from library.wiring import Library
from tests.webapp.door.conftest import LUBUKLINGGAU, METRO, TULANG_BAWANG, Come, Staff, press
from tests.webapp.people import Clock, hidden_fields

HERE = "/desk/counter"


def sit_down(officer: FlaskClient, number: int = 1) -> str:
    return press(officer, "/desk/counter/open", HERE, number=number, services="consultation")


def test_the_next_visitor_is_called_served_and_asked_to_rate(library: Library, staff: Staff, come: Come) -> None:
    officer, visit = staff.officer(METRO), come("Siti Rahmawati")
    assert "A 001" in sit_down(officer)
    leg = visit.legs[-1]
    assert "1 panggilan" in press(officer, "/desk/counter/1/call", HERE)
    serving = press(officer, f"/desk/legs/{leg.id}/start", HERE)
    assert "Siti Rahmawati" in serving
    assert "Penelitian" in serving
    press(officer, f"/desk/legs/{leg.id}/finish", HERE, go_on="")
    assert library.floor.leg(leg.id).state == "DONE"
    assert library.floor.rating_token(leg.id)


def test_pressing_next_twice_calls_one_visitor(library: Library, staff: Staff, come: Come) -> None:
    officer = staff.officer(METRO)
    come("Siti Rahmawati"), come("Agus Prasetyo")
    sit_down(officer)
    fields = hidden_fields(officer.get(HERE).text, "/desk/counter/1/call")
    for _ in range(2):
        assert officer.post("/desk/counter/1/call", data=fields).status_code == 303
    state = library.floor.day(METRO)
    assert (len(state.called), len(state.waiting)) == (1, 1)


def test_two_officers_get_two_different_visitors(library: Library, staff: Staff, come: Come) -> None:
    first, second = staff.officer(METRO), staff.officer(METRO, "ratna@contoh.id")
    come("Siti Rahmawati"), come("Agus Prasetyo")
    sit_down(first, 1)
    sit_down(second, 2)
    press(first, "/desk/counter/1/call", HERE)
    press(second, "/desk/counter/2/call", HERE)
    assert {leg.label for leg in library.floor.day(METRO).called} == {"A 001", "A 002"}
    assert {leg.counter for leg in library.floor.day(METRO).called} == {1, 2}


def test_a_visitor_who_does_not_come_is_absent_after_three_calls_and_may_come_back(
    library: Library, staff: Staff, come: Come, clock: Clock
) -> None:
    officer, leg = staff.officer(METRO), come("Siti Rahmawati").legs[-1]
    sit_down(officer)
    press(officer, "/desk/counter/1/call", HERE)
    assert "Terlalu cepat" in press(officer, f"/desk/legs/{leg.id}/recall", HERE)
    for _ in range(2):
        clock.forward(seconds=60)
        shown = press(officer, f"/desk/legs/{leg.id}/recall", HERE)
    assert "3 panggilan" in shown
    assert "Sudah kembali" in press(officer, f"/desk/legs/{leg.id}/no-show", HERE)
    press(officer, f"/desk/legs/{leg.id}/rejoin", HERE)
    assert library.floor.leg(leg.id).state == "WAITING"


def test_a_visitor_goes_on_to_the_library_with_a_new_clock(library: Library, staff: Staff, come: Come) -> None:
    officer, visit = staff.officer(METRO), come("Siti Rahmawati")
    sit_down(officer)
    press(officer, "/desk/counter/1/call", HERE)
    press(officer, f"/desk/legs/{visit.legs[-1].id}/start", HERE)
    press(officer, f"/desk/legs/{visit.legs[-1].id}/finish", HERE, go_on="library")
    now = library.floor.visit(visit.id)
    assert [leg.service for leg in now.legs] == ["consultation", "library"]
    assert [clock.kind for clock in library.floor.day(METRO).clocks] == ["C2"]


def test_where_the_number_comes_first_the_guest_book_is_signed_at_the_counter(library: Library, staff: Staff) -> None:
    officer = staff.officer(LUBUKLINGGAU)
    press(officer, "/desk/numbers/consultation")
    sit_down(officer)
    shown = press(officer, "/desk/counter/1/call", HERE)
    visit = library.floor.day(LUBUKLINGGAU).visits[0]
    assert f"/desk/visits/{visit.id}/guest-book" in shown
    assert f"/desk/legs/{visit.legs[-1].id}/start" not in shown


def test_without_a_queue_next_serves_the_first_who_came(library: Library, staff: Staff, come: Come) -> None:
    officer = staff.officer(TULANG_BAWANG)
    first = come("Joko Susilo", office=TULANG_BAWANG)
    come("Sri Wahyuni", office=TULANG_BAWANG)
    sit_down(officer)
    assert "Joko Susilo" in press(officer, "/desk/counter/1/call", HERE)
    assert library.floor.visit(first.id).state == "IN_SERVICE"


def test_a_late_promise_asks_for_its_reason_in_place_and_once(
    library: Library, staff: Staff, come: Come, clock: Clock
) -> None:
    officer = staff.officer(METRO)
    sit_down(officer)
    leg = come("Siti Rahmawati").legs[-1]
    clock.forward(minutes=12)
    press(officer, "/desk/counter/1/call", HERE)
    shown = press(officer, f"/desk/legs/{leg.id}/start", HERE)
    assert "Satu janji tidak terpenuhi. Mengapa?" in shown
    assert "12:00, seharusnya 10 menit" in shown
    late = library.floor.breaches_without_reason(METRO)[0]
    refused = press(officer, f"/desk/clocks/{late.id}/reason", HERE, code="because", text="")
    assert "Pilih salah satu" in refused
    press(officer, f"/desk/clocks/{late.id}/reason", HERE, code="crowded", text="Kelas satu SMA")
    assert library.floor.breaches_without_reason(METRO) == []


def test_a_counter_that_serves_somebody_is_not_left(library: Library, staff: Staff, come: Come) -> None:
    officer = staff.officer(METRO)
    come("Siti Rahmawati")
    sit_down(officer)
    press(officer, "/desk/counter/1/call", HERE)
    assert "Loket 1 tidak dapat dipakai" in press(officer, "/desk/counter/1/close", HERE)
    assert library.floor.day(METRO).counters[0].state == "open"


def test_a_counter_rests_and_goes_on(staff: Staff) -> None:
    officer = staff.officer(METRO)
    sit_down(officer)
    assert "Loket sedang jeda" in press(officer, "/desk/counter/1/pause", HERE)
    assert "Loket sedang jeda" not in press(officer, "/desk/counter/open", HERE, number=1, services="consultation")


@pytest.mark.parametrize("deed", ["recall", "start", "finish", "transfer", "no-show", "rejoin", "left"])
def test_a_ticket_that_does_not_exist_is_said_to_be_missing(staff: Staff, deed: str) -> None:
    officer = staff.officer(METRO)
    fields = hidden_fields(officer.get(HERE).text, "/desk/counter/open")
    sent = officer.post(f"/desk/legs/nothing/{deed}", data=fields)
    assert sent.status_code == 303
    assert "tidak ditemukan" in officer.get(HERE).text
