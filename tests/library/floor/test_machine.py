"""Random walks over the floor: whatever officers and visitors press, in whatever order, what must hold holds."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from library import Settings, open_library
from library.errors import Refused
from library.floor.errors import WrongStep
from library.store.models import ClockRow, HeldCard, Leg, Locker, Visit
from tests.library.conftest import HandClock
from tests.library.floor.conftest import MONDAY, OFFICES, Room, entry, new_officer

ANY = st.integers(0, 50)
COUNTER = st.integers(1, 3)


class FloorWalk(RuleBasedStateMachine):
    """Visitors and officers who press whatever they like."""

    data: ClassVar[Path]

    @initialize(office=st.sampled_from(OFFICES))
    def begin(self, office: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="floor-walk-"))
        shutil.copytree(self.data, self.folder / "data")
        library = open_library(Settings(data=self.folder / "data"), HandClock(MONDAY))
        self.room = Room(library, library.clock, office, new_officer(library, "p@example.go.id"))  # type: ignore[arg-type]
        self.closed: dict[str, ClockRow] = {}
        self.room.open(1, 2)
        for service in ("consultation", "library", "consultation", "consultation"):
            self.come(service)

    def press(self, deed: Callable[[], Any]) -> None:
        try:
            deed()
        except Refused:
            return

    def visit(self, which: int) -> str:
        with self.room.library.database.read() as session:
            ids = sorted(session.scalars(session.query(Visit.id).statement))
        return ids[which % len(ids)] if ids else "none"

    def with_visit(self, which: int, deed: Callable[[str], Any]) -> None:
        if (visit_id := self.visit(which)) != "none":
            self.press(lambda: deed(visit_id))

    def with_leg(self, which: int, deed: Callable[[str], Any]) -> None:
        def on_leg(visit_id: str) -> None:
            if (leg := self.room.floor.visit(visit_id).leg) is not None:
                deed(leg.id)

        self.with_visit(which, on_leg)

    @rule(service=st.sampled_from(["consultation", "library"]))
    def come(self, service: str) -> None:
        room = self.room
        path = room.rules.rules.consultation.path.value
        if service == "consultation" and "ticketed" in path and path.index("ticketed") < path.index("guest_book"):
            self.press(room.ticket)
        else:
            self.press(lambda: room.sign(service))

    @rule(which=ANY, choice=ANY)
    def do_what_is_offered(self, which: int, choice: int) -> None:
        """Take a step that the visit's view offers: it must not be refused for its order."""
        visit_id = self.visit(which)
        if visit_id == "none" or not (offered := self.room.floor.visit(visit_id).next):
            return
        self.press(lambda: self.offered(visit_id, offered[choice % len(offered)]))

    @rule(moves=st.lists(st.tuples(ANY, st.sampled_from([0, 0, 0, 1])), min_size=3, max_size=8))
    def a_busy_while(self, moves: list[tuple[int, int]]) -> None:
        for which, choice in moves:
            self.do_what_is_offered(which, choice)

    def offered(self, visit_id: str, step: str) -> None:
        floor, room, by = self.room.floor, self.room, self.room.officer
        leg = floor.visit(visit_id).leg
        leg_id = leg.id if leg else ""
        deeds: dict[str, Callable[[], Any]] = {
            "guest_book": lambda: floor.sign_guest_book(visit_id, room.office, entry(), by="visitor"),
            "ticket": lambda: floor.take_ticket(visit_id, floor.visit(visit_id).service, by="visitor"),
            "call": lambda: floor.call_next(room.office, 1, by=by) or floor.call_next(room.office, 2, by=by),
            "start": lambda: floor.start(leg_id, by=by),
            "finish": lambda: floor.finish(leg_id, by=by),
            "card": lambda: floor.take_card(visit_id, "sim", by=by),
            "locker": lambda: floor.give_locker(visit_id, by=by),
            "admit": lambda: floor.admit(visit_id, by=by),
            "give_back": lambda: self.give_all_back(visit_id),
            "leave": lambda: floor.leave(visit_id, by=by),
            "close": lambda: floor.close(visit_id, by=by),
        }
        try:
            deeds[step]()
        except WrongStep as refusal:
            raise AssertionError(f"{step} was offered") from refusal

    def give_all_back(self, visit_id: str) -> None:
        view = self.room.floor.visit(visit_id)
        card, locker = view.card is not None, view.locker is not None
        self.room.floor.give_back(visit_id, card=card, locker=locker, by=self.room.officer)

    @rule(which=ANY)
    def sign(self, which: int) -> None:
        self.with_visit(
            which, lambda id_: self.room.floor.sign_guest_book(id_, self.room.office, entry(), by="visitor")
        )

    @rule(which=ANY)
    def take_number(self, which: int) -> None:
        self.with_visit(which, lambda id_: self.room.floor.take_ticket(id_, "consultation", by="visitor"))

    @rule(number=COUNTER, state=st.sampled_from(["open", "open", "pause", "close"]))
    def counter(self, number: int, state: str) -> None:
        floor, room = self.room.floor, self.room
        deeds = {
            "open": lambda: room.open(number),
            "pause": lambda: floor.pause_counter(room.office, number, by=room.officer),
        }
        self.press(deeds.get(state, lambda: floor.close_counter(room.office, number, by=room.officer)))

    @rule(number=COUNTER)
    def call(self, number: int) -> None:
        self.press(lambda: self.room.floor.call_next(self.room.office, number, by=self.room.officer))

    @rule(which=ANY, deed=st.sampled_from(["recall", "start", "no_show", "rejoin", "left"]))
    def leg(self, which: int, deed: str) -> None:
        self.with_leg(which, lambda id_: getattr(self.room.floor, deed)(id_, by=self.room.officer))

    @rule(which=ANY, go_on=st.sampled_from([None, None, "library", "consultation"]))
    def finish(self, which: int, go_on: str | None) -> None:
        self.with_leg(which, lambda id_: self.room.floor.finish(id_, by=self.room.officer, go_on=go_on))

    @rule(which=ANY)
    def transfer(self, which: int) -> None:
        self.with_leg(which, lambda id_: self.room.floor.transfer(id_, "consultation", by=self.room.officer))

    @rule(which=ANY, deed=st.sampled_from(["admit", "leave", "close", "card", "locker", "back"]))
    def door(self, which: int, deed: str) -> None:
        floor, by = self.room.floor, self.room.officer
        deeds: dict[str, Callable[[str], Any]] = {
            "admit": lambda id_: floor.admit(id_, by=by),
            "leave": lambda id_: floor.leave(id_, by=by),
            "close": lambda id_: floor.close(id_, by=by),
            "card": lambda id_: floor.take_card(id_, "ktp", by=by),
            "locker": lambda id_: floor.give_locker(id_, by=by),
            "back": lambda id_: floor.give_back(id_, card=True, locker=which % 2 == 0, by=by),
        }
        self.with_visit(which, deeds[deed])

    @rule(minutes=st.sampled_from([0.5, 1, 4, 11, 60, -3]))
    def time_passes(self, minutes: float) -> None:
        self.room.clock.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        self.room.floor.sweep(self.room.office)

    @invariant()
    def what_must_hold_holds(self) -> None:
        with self.room.library.database.read() as session:
            legs, visits = session.query(Leg).all(), {visit.id: visit for visit in session.query(Visit)}
            numbers_run_without_gaps(legs)
            a_counter_has_one_visitor(legs)
            a_visit_has_one_service_at_a_time(legs)
            states_agree(legs, visits)
            held = {card.visit_id for card in session.query(HeldCard) if card.given_back_at is None}
            held |= {locker.visit_id for locker in session.query(Locker) if locker.visit_id}
            assert not any(visits[id_].state == "CLOSED" for id_ in held)
            clocks = {row.id: row for row in session.query(ClockRow)}
        self.closed_clocks_stand(clocks)

    def closed_clocks_stand(self, clocks: dict[str, ClockRow]) -> None:
        for id_, before in self.closed.items():
            now = clocks[id_]
            assert (now.start, now.stopped_at, now.result) == (before.start, before.stopped_at, before.result)
        self.closed = {id_: row for id_, row in clocks.items() if row.stopped_at is not None}
        assert all(row.used_us is not None and row.used_us >= 0 for row in self.closed.values())

    def teardown(self) -> None:
        room = self.room
        for visit in room.floor.day(room.office).visits:
            if visit.card or visit.locker:
                self.give_all_back(visit.id)
        room.clock.now = max(room.clock.now, MONDAY) + timedelta(days=1)
        room.floor.sweep(room.office)
        with room.library.database.read() as session:
            assert {visit.state for visit in session.query(Visit)} <= {"CLOSED"}
            assert not session.query(ClockRow).filter(ClockRow.stopped_at.is_(None)).count()
        room.library.close()
        shutil.rmtree(self.folder)


def numbers_run_without_gaps(legs: list[Leg]) -> None:
    numbers = sorted(leg.n for leg in legs if leg.n is not None)
    assert numbers == list(range(1, len(numbers) + 1))


def a_counter_has_one_visitor(legs: list[Leg]) -> None:
    busy = Counter(leg.counter for leg in legs if leg.state in ("CALLED", "SERVING") and leg.counter)
    assert all(count == 1 for count in busy.values())


def a_visit_has_one_service_at_a_time(legs: list[Leg]) -> None:
    under_way = Counter(leg.visit_id for leg in legs if leg.state in ("WAITING", "CALLED", "SERVING"))
    assert all(count == 1 for count in under_way.values())


def states_agree(legs: list[Leg], visits: dict[str, Visit]) -> None:
    allowed = {
        "WAITING": {"TICKETED", "GUESTBOOK_DONE", "ID_HELD", "LOCKER"},
        "CALLED": {"CALLED", "GUESTBOOK_DONE"},
        "SERVING": {"IN_SERVICE", "ADMITTED", "OVERDUE_CUSTODY"},
    }
    for leg in legs:
        assert leg.state not in allowed or visits[leg.visit_id].state in allowed[leg.state]
        assert leg.state != "SERVING" or visits[leg.visit_id].guest_book_at is not None


@pytest.mark.timeout(600)
def test_random_walks_keep_what_must_hold(empty_data: Path):
    FloorWalk.data = empty_data
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        FloorWalk, settings=settings(max_examples=10, stateful_step_count=40, suppress_health_check=slow)
    )
