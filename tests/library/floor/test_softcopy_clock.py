"""C3: a softcopy asked for during a visit has five minutes, without the time that its reader owes an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from library.catalogue import works
from library.floor import ClockView
from library.softcopies import questions, requests
from library.softcopies.on_visit import JOB
from library.softcopies.requests import RequestForm
from library.store.models import Account
from tests.library.conftest import Stock
from tests.library.floor.conftest import Room
from tests.library.floor.test_promises import clocks


def ask(room: Room, stock: Stock, *, restricted: bool = False) -> tuple[str, str]:
    """Ask for the work during a visit; give the request and its reader."""
    if restricted:
        stock.change_work(lambda work: setattr(work, "access", "restricted"))
    reader = stock.account()
    visit = room.sign("library", account_id=reader.id)
    form = RequestForm(
        purpose="research", purpose_text="", institution="Unila", declared=True, channel="terminal", visit_id=visit.id
    )
    with room.library.database.write() as session:
        account = session.get_one(Account, reader.id)
        work = works.get(session, stock.work_id, "librarian")
        request = requests.submit(session, room.clock(), account, work, form, frozenset({"research"}))
    room.library.workers.drain({JOB})
    return request.id, reader.id


def c3(room: Room) -> ClockView:
    (clock,) = [clock for clock in clocks(room) if clock.kind == "C3"]
    return clock


def test_the_clock_runs_from_the_form_to_the_dispatch(stocked: Room, stock: Stock):
    room = stocked
    ask(room, stock)
    assert (c3(room).start, c3(room).urgency) == (room.clock(), "quiet")
    room.clock.forward(minutes=3)
    assert c3(room).urgency == "warning"
    room.library.workers.drain()
    assert (c3(room).result, c3(room).used_seconds, c3(room).ending) == ("met", 180, "served")


def test_the_clock_rests_while_the_reader_owes_an_answer(stocked: Room, stock: Stock):
    room = stocked
    request_id, reader = ask(room, stock, restricted=True)
    room.clock.forward(minutes=2)
    change(room, lambda s: questions.ask(s, room.clock(), request_id, room.officer, "Untuk apa?"))
    assert (c3(room).urgency, c3(room).due) == ("paused", None)
    room.clock.forward(minutes=40)
    change(room, lambda s: questions.answer(s, room.clock(), request_id, reader, "Skripsi"))
    room.clock.forward(minutes=2)
    change(room, lambda s: requests.approve(s, room.clock(), request_id, room.officer))
    room.library.workers.drain()
    assert (c3(room).result, c3(room).used_seconds) == ("met", 240)


def change(room: Room, deed: Callable[..., object]) -> None:
    with room.library.database.write() as session:
        deed(session)
    room.library.workers.drain({JOB})


@pytest.mark.parametrize("minutes", [4, 6])
def test_a_refusal_ends_the_clock_and_is_counted_beside_unless_it_came_late(stocked: Room, stock: Stock, minutes: int):
    room = stocked
    request_id, _ = ask(room, stock, restricted=True)
    room.clock.forward(minutes=minutes)
    change(room, lambda s: requests.reject(s, room.clock(), request_id, room.officer, "Belum terbit"))
    assert c3(room).result == ("excluded" if minutes < 5 else "breached")


def test_a_late_order_changes_nothing_of_a_closed_clock(stocked: Room, stock: Stock):
    room = stocked
    request_id, _ = ask(room, stock)
    room.library.workers.drain()
    before = c3(room)
    room.clock.forward(hours=1)
    room.floor.follow_request({"request": request_id})
    assert c3(room) == before
