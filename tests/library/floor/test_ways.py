"""Each office's own order, from the door to the end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from library.errors import LostRace, NotFound
from library.floor.errors import CustodyOut, LockerRefused, WrongStep
from library.offices.stated import Stated
from tests.library.floor.conftest import LUBUKLINGGAU, METRO, SUMSEL, TULANG_BAWANG, Room, entry


@pytest.mark.parametrize("office", [METRO, SUMSEL])
def test_book_then_number_then_desk(room: Room, office: str):
    room = room.at(office)
    room.open()
    visit = room.sign()
    states = [visit.state]
    leg = room.floor.take_ticket(visit.id, "consultation", by="visitor")
    for deed in (room.call, lambda: room.start(leg), lambda: room.finish(leg)):
        states.append(room.floor.visit(visit.id).state)
        deed()
    states += [room.floor.visit(visit.id).state, room.floor.close(visit.id, by=room.officer).state]
    assert states == ["GUESTBOOK_DONE", "TICKETED", "CALLED", "IN_SERVICE", "LEAVING", "CLOSED"]
    assert leg.label == "A 001"


def test_book_then_desk_without_a_number(room: Room):
    room = room.at(TULANG_BAWANG)
    visit = room.sign()
    assert visit.leg is not None
    assert (visit.leg.n, visit.leg.label, visit.leg.state) == (None, "", "WAITING")
    assert visit.next == ("start", "leave")
    with pytest.raises(WrongStep):
        room.floor.take_ticket(visit.id, "consultation", by="visitor")
    room.start(visit.leg)
    room.finish(visit.leg)
    assert room.floor.close(visit.id, by=room.officer).closing == "done"
    assert "called" not in room.kinds()


def test_number_then_wait_then_book_then_desk(room: Room):
    room = room.at(LUBUKLINGGAU)
    room.open()
    leg = room.ticket()
    visit = room.floor.visit(leg.visit_id)
    assert (visit.state, visit.account_id, leg.label) == ("TICKETED", None, "A 001")
    with pytest.raises(WrongStep):  # the book comes after the call here
        room.floor.sign_guest_book(visit.id, room.office, entry(), by="visitor")
    room.call()
    with pytest.raises(WrongStep):
        room.start(leg)
    assert room.floor.sign_guest_book(visit.id, room.office, entry(), by="visitor").state == "GUESTBOOK_DONE"
    room.start(leg)
    room.finish(leg)
    assert room.floor.visit(visit.id).state == "LEAVING"


def test_where_the_number_comes_first_nobody_begins_with_the_book(room: Room):
    with pytest.raises(WrongStep):
        room.at(LUBUKLINGGAU).sign()


def test_book_then_card_then_locker_then_reading(room: Room):
    visit = room.sign("library")
    views = [
        visit,
        room.floor.take_card(visit.id, "ktp", by=room.officer),
        room.floor.give_locker(visit.id, by=room.officer),
        room.floor.admit(visit.id, by=room.officer),
        room.floor.leave(visit.id, by=room.officer),
    ]
    assert [view.state for view in views] == ["GUESTBOOK_DONE", "ID_HELD", "LOCKER", "ADMITTED", "LEAVING"]
    with pytest.raises(CustodyOut):
        room.floor.close(visit.id, by=room.officer)
    room.floor.give_back(visit.id, locker=True, by=room.officer)
    with pytest.raises(CustodyOut):
        room.floor.close(visit.id, by=room.officer)
    room.floor.give_back(visit.id, card=True, by=room.officer)
    assert room.floor.close(visit.id, by=room.officer).state == "CLOSED"


def test_without_a_bag_a_reader_goes_straight_in(room: Room):
    visit = room.floor.admit(room.sign("library").id, by=room.officer)
    assert (visit.state, visit.card, visit.locker) == ("ADMITTED", None, None)


def test_an_office_without_custody_holds_no_cards(room: Room):
    visit = room.at(SUMSEL).sign("library")
    with pytest.raises(WrongStep):
        room.floor.take_card(visit.id, "ktp", by=room.officer)
    assert "card" not in visit.next


def test_steps_out_of_order_are_refused_and_change_nothing(room: Room):
    room.open()
    visit = room.sign("library")
    before = room.kinds()
    refused = [
        lambda: room.floor.give_locker(visit.id, by=room.officer),
        lambda: room.floor.give_back(visit.id, card=True, by=room.officer),
        lambda: room.floor.close(visit.id, by=room.officer),
        lambda: room.floor.take_ticket(visit.id, "consultation", by="visitor"),
        lambda: room.floor.sign_guest_book(visit.id, room.office, entry(), by="visitor"),
        lambda: room.start(visit.legs[0]),
        lambda: room.finish(visit.legs[0]),
        lambda: room.floor.transfer(visit.legs[0].id, "consultation", by=room.officer),
        lambda: room.floor.recall(visit.legs[0].id, by=room.officer),
        lambda: room.floor.no_show(visit.legs[0].id, by=room.officer),
        lambda: room.floor.rejoin(visit.legs[0].id, by=room.officer),
    ]
    for deed in refused:
        with pytest.raises(LostRace):
            deed()
    assert room.floor.visit(visit.id) == visit
    assert room.kinds() == before


def test_who_hands_her_card_over_is_let_in_only_with_a_locker(room: Room):
    visit = room.floor.take_card(room.sign("library").id, "ktp", by=room.officer)
    with pytest.raises(WrongStep):
        room.floor.admit(visit.id, by=room.officer)
    assert room.floor.give_back(visit.id, card=True, by=room.officer).state == "GUESTBOOK_DONE"
    assert room.floor.admit(visit.id, by=room.officer).state == "ADMITTED"


def test_a_visit_may_go_on_to_another_service_and_back(room: Room):
    room.open()
    leg = room.ticket()
    room.start(room.call())
    reading = room.finish(leg, go_on="library")
    assert reading is not None
    assert (reading.service, reading.came_from) == ("library", leg.id)
    room.floor.admit(leg.visit_id, by=room.officer)
    again = room.finish(reading, go_on="consultation")
    assert again is not None
    assert again.label == "A 002"
    assert room.floor.visit(leg.visit_id).state == "TICKETED"


def test_another_offices_page_of_the_guest_book_does_not_exist(room: Room):
    leg = room.at(LUBUKLINGGAU).ticket()
    with pytest.raises(NotFound):
        room.floor.sign_guest_book(leg.visit_id, METRO, entry(), by="visitor")


def with_lockers(room: Room, many: int) -> None:
    rules = room.rules.rules
    fewer = replace(rules, floor=replace(rules.floor, lockers=Stated(many)))
    room.change(standard=replace(room.rules.standard, rules=fewer))


def test_lockers_that_the_office_s_file_adds_later_are_there_and_none_is_taken_away(room: Room):
    with_lockers(room, 1)
    first, second = room.sign("library"), room.sign("library", email="dua@contoh.id")
    for visit in (first, second):
        room.floor.take_card(visit.id, "ktp", by=room.officer)
    room.floor.give_locker(first.id, by=room.officer)
    with pytest.raises(LockerRefused):
        room.floor.give_locker(second.id, by=room.officer)
    with_lockers(room, 3)
    assert [locker.number for locker in room.floor.day(room.office).lockers] == [1, 2, 3]
    assert room.floor.give_locker(second.id, by=room.officer).locker == 2
    with_lockers(room, 1)
    held = {locker.number: locker.visit_id for locker in room.floor.day(room.office).lockers}
    assert (held[1], held[2]) == (first.id, second.id)
