"""Many at once: nobody is called twice, nobody is lost, every number is given once."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from library import Settings, open_library
from library.errors import LostRace
from library.floor.errors import LockerRefused, WrongStep
from tests.library.conftest import HandClock
from tests.library.floor.conftest import METRO, MONDAY, Room

MANY = 50
COUNTERS = range(1, MANY + 1)


def test_fifty_counters_that_press_at_once_call_fifty_different_visitors(room: Room):
    legs = {room.ticket().id for _ in range(MANY)}
    room.open(*COUNTERS)
    with ThreadPoolExecutor(MANY) as pool:
        called = [leg.id for leg in pool.map(room.call, COUNTERS)]
    assert len(called) == MANY
    assert set(called) == legs
    assert room.floor.board(room.office).waiting == 0


def _call_from_elsewhere(data: Path, counters: list[int], officer: str) -> list[str]:
    library = open_library(Settings(data=data), HandClock(MONDAY))
    try:
        return [leg.id for number in counters if (leg := library.floor.call_next(METRO, number, by=officer))]
    finally:
        library.close()


def test_two_processes_never_call_the_same_visitor(room: Room):
    legs = {room.ticket().id for _ in range(MANY)}
    room.open(*COUNTERS)
    data, halves = room.library.settings.data, (list(COUNTERS[::2]), list(COUNTERS[1::2]))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.starmap(_call_from_elsewhere, [(data, half, room.officer) for half in halves])
    assert all(len(half) == MANY // 2 for half in found)
    assert {leg for half in found for leg in half} == legs


def test_fifty_visitors_who_sign_at_once_get_fifty_numbers_in_a_row(room: Room):
    with ThreadPoolExecutor(10) as pool:
        legs = list(pool.map(lambda _: room.ticket(), range(MANY)))
    assert sorted(leg.n or 0 for leg in legs) == list(range(1, MANY + 1))
    assert len({room.floor.visit(leg.visit_id).code for leg in legs}) == MANY


def test_one_form_that_is_sent_ten_times_at_once_is_one_visit(room: Room):
    from tests.library.floor.conftest import entry

    token = room.token()

    def sign(_: int) -> str:
        return room.floor.sign_guest_book(None, room.office, entry(), by="visitor", token=token).id

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(sign, range(10)))) == 1
    assert room.kinds().count("arrived") == 1


def test_one_locker_is_given_to_one_visitor(room: Room):
    visits = [room.floor.take_card(room.sign("library").id, "ktp", by=room.officer) for _ in range(8)]

    def give(visit_id: str) -> bool:
        try:
            room.floor.give_locker(visit_id, 7, by=room.officer)
        except LockerRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(give, [visit.id for visit in visits])) == 1


def test_of_two_officers_who_answer_one_call_one_is_told_that_she_lost(room: Room):
    room.open()
    leg = room.ticket()
    room.call()

    def start(_: int) -> str:
        try:
            return room.start(leg).state
        except (LostRace, WrongStep):
            return "lost"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(start, range(2))) == ["SERVING", "lost"]
