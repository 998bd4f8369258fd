"""What boards, staff and the head of the office see."""

from __future__ import annotations

from datetime import date, timedelta

from library import Settings, open_library
from tests.library.floor.conftest import TULANG_BAWANG, Room


def test_the_board_shows_numbers_and_no_names(room: Room):
    room.open(1, 2)
    for _ in range(4):
        room.ticket(name="Rahmawati Unik")
    room.start(room.call(1))
    room.clock.forward(minutes=2)
    room.call(2)
    board = room.floor.board(room.office)
    assert [(line.label, line.counter) for line in board.now_serving] == [("A 001", 1)]
    assert [(line.label, line.counter) for line in board.called] == [("A 002", 2)]
    assert board.last_called is not None
    assert (board.last_called.label, board.waiting, board.next_labels) == ("A 002", 2, ("A 003", "A 004"))
    assert board.average_wait_seconds == 0  # only the first has come to her counter yet
    assert "Rahmawati" not in repr(board) + repr(room.floor.events_after(room.office, 0))


def test_the_board_is_the_same_after_the_server_starts_again(room: Room):
    room.open()
    room.ticket()
    room.ticket()
    room.start(room.call())
    before = room.floor.board(room.office)
    room.library.close()
    again = open_library(Settings(data=room.library.settings.data), room.clock)
    assert again.floor.board(room.office) == before
    again.close()


def test_who_listens_from_an_event_on_misses_nothing(room: Room):
    room.open()
    room.ticket()
    seen = room.floor.board(room.office).last_event
    leg = room.call()
    room.start(leg)
    news = room.floor.events_after(room.office, seen)
    assert [(event.kind, event.label, event.counter) for event in news] == [
        ("called", "A 001", 1),
        ("started", "A 001", 1),
    ]
    assert news[-1].seq == room.floor.board(room.office).last_event
    assert room.floor.events_after("1600", 0) == []


def test_an_office_without_a_queue_has_a_board_without_numbers(room: Room):
    room = room.at(TULANG_BAWANG)
    room.sign()
    board = room.floor.board(room.office)
    assert (board.waiting, board.now_serving, board.last_called) == (0, (), None)


def test_the_room_as_an_officer_sees_it(room: Room):
    room.open()
    room.ticket()
    room.start(room.call())
    waiting = room.ticket()
    reader = room.floor.take_card(room.sign("library").id, "sim", by=room.officer)
    room.floor.give_locker(reader.id, by=room.officer)
    day = room.floor.day(room.office)
    assert [len(part) for part in (day.visits, day.waiting, day.serving, day.called)] == [3, 2, 1, 0]
    assert waiting.id in {leg.id for leg in day.waiting}
    assert [(locker.number, locker.visit_id) for locker in day.lockers][:2] == [(1, reader.id), (2, None)]
    counter = day.counters[0]
    assert (counter.number, counter.state, counter.officer) == (1, "open", "Petugas")
    assert counter.leg is not None
    assert [clock.kind for clock in day.clocks] == ["C2"]
    shown = day.visit(reader.id)
    assert shown is not None
    assert (shown.card, shown.locker) == ("sim", 1)


def test_the_most_urgent_clock_stands_first(room: Room):
    early = room.sign("library")
    room.clock.forward(minutes=6)
    room.sign("library")
    room.open()
    room.ticket()
    clocks = room.floor.day(room.office).clocks
    assert (clocks[0].visit_id, clocks[0].urgency) == (early.id, "alarm")
    assert {clock.urgency for clock in clocks[1:]} == {"quiet"}


def test_today_is_compared_with_last_weeks_same_hours(room: Room):
    room.open()
    for _ in range(2):
        room.ticket()
        room.serve(minutes=10)
    room.clock.forward(hours=2)
    room.sign("library")  # later than the hour at which we look next week
    room.clock.now -= timedelta(hours=2, minutes=20)
    room.clock.forward(days=7)
    room.floor.sweep(room.office)
    room.open()
    room.ticket()
    room.clock.forward(minutes=25)
    room.serve(minutes=1)
    figures = room.floor.figures(room.office, date(2026, 11, 30))
    assert (figures.today.visits, figures.last_week.visits) == (1, 2)
    assert (figures.today.arrivals[9], figures.last_week.arrivals[9]) == (1, 2)
    assert figures.today.served == {"consultation": 1}
    assert figures.today.wait["consultation"].median == 25 * 60
    assert (figures.today.compliance["C1"].breached, figures.last_week.compliance["C1"].met) == (1, 2)
    assert [breach.label for breach in figures.breaches] == ["A 001"]
    assert figures.reasons == (("", 1),)


def test_the_rating_is_invited_when_a_service_ends_and_closing_does_not_wait_for_it(room: Room):
    room.open()
    leg = room.ticket()
    assert room.floor.rating_token(leg.id) is None
    room.serve()
    assert room.floor.close(leg.visit_id, by=room.officer).state == "CLOSED"
    tokens = {room.floor.rating_token(leg.id) for _ in range(2)}
    assert len(tokens) == 2
    assert None not in tokens
    room.clock.forward(days=14)
    assert room.floor.rating_token(leg.id) is None


def test_a_broken_locker_is_not_given_out(room: Room):
    room.floor.set_locker_broken(room.office, 1, broken=True, by=room.officer)
    visit = room.floor.take_card(room.sign("library").id, "ktp", by=room.officer)
    assert room.floor.give_locker(visit.id, by=room.officer).locker == 2
