"""A counter is its officer's: nobody else calls there, pauses it or closes it, but an administrator may close it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from library.floor import CounterView, LegView
from library.floor.errors import CounterRefused
from library.readers import accounts
from library.readers.roles import Role
from tests.library.floor.conftest import METRO, TULANG_BAWANG, Room, new_officer


@pytest.fixture
def other(room: Room) -> str:
    return new_officer(room.library, "lain@example.go.id")


def test_nobody_calls_at_another_officer_s_counter(room: Room, other: str):
    room.open()
    leg = room.ticket()
    with pytest.raises(CounterRefused):
        room.floor.call_next(room.office, 1, by=other)
    assert room.floor.leg(leg.id).state == "WAITING"
    assert room.call().id == leg.id


def test_nobody_serves_at_another_officer_s_counter(room: Room, other: str):
    room = room.at(TULANG_BAWANG)
    room.open()
    leg = room.sign().leg
    assert leg is not None
    with pytest.raises(CounterRefused):
        room.floor.start(leg.id, by=other, counter=1)
    assert room.floor.start(leg.id, by=room.officer, counter=1).counter == 1


Deed = Callable[[Room, str], CounterView]
DEEDS: dict[str, Deed] = {
    "paused": lambda room, by: room.floor.pause_counter(room.office, 1, by=by),
    "closed": lambda room, by: room.floor.close_counter(room.office, 1, by=by),
}


@pytest.mark.parametrize("state", sorted(DEEDS))
def test_a_counter_is_paused_and_closed_by_its_officer_or_an_administrator(room: Room, other: str, state: str):
    deed = DEEDS[state]
    with room.library.database.write() as session:
        now = room.library.clock()
        boss = accounts.add(session, now, email="a@example.go.id", name="A", role=Role.ADMINISTRATOR, office=METRO).id
    for by in (room.officer, boss):
        room.open()
        with pytest.raises(CounterRefused):
            deed(room, other)
        assert deed(room, by).state == state


def test_a_call_at_ones_own_counter_gives_somebody(room: Room, other: str):
    room.open()
    room.floor.open_counter(room.office, 2, ("consultation",), by=other)
    first, second = room.ticket(), room.ticket()
    assert room.call().id == first.id
    called: LegView | None = room.floor.call_next(room.office, 2, by=other)
    assert called is not None
    assert called.id == second.id
