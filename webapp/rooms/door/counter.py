"""The counter: the next visitor, her case, and what an officer does with it by single keys."""

from __future__ import annotations

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from library.floor.paths import SERVICES, has_desk, has_queue
from library.floor.views import ClockView, CounterView, FloorState, LegView, VisitView
from library.offices import Office
from library.offices.lists import load_choices
from library.readers.roles import Right
from library.softcopies.purposes import load_purposes
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.rooms.door.blueprint import blueprint
from webapp.rooms.door.screens import Screen, Values, show
from webapp.security import audience


@dataclass(frozen=True, slots=True)
class Case:
    """Whom the counter calls or serves now."""

    leg: LegView
    visit: VisitView | None
    clock: ClockView | None

    @property
    def needs_guest_book(self) -> bool:
        """Where the number comes first, the guest book is signed at the counter, before the service."""
        return self.visit is not None and "guest_book" in self.visit.next


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the queue."""

    leg: LegView
    visit: VisitView | None
    clock: ClockView | None
    minutes: int


@blueprint.get("/counter")
@audience.right(Right.SERVE_VISITORS)
def counter() -> ResponseReturnValue:
    """Show the officer's counter; who sits at none chooses one."""
    return show(COUNTER)


def _fill(office: Office, state: FloorState) -> Values:
    mine = my_counter(state)
    case = _case(state, mine.leg) if mine and mine.leg else None
    desks = [service for service in SERVICES if has_desk(office, service)]
    return {
        "mine": mine,
        "case": case,
        "queue": [_waiting(state, leg) for leg in state.waiting if mine is None or leg.service in mine.services],
        "elsewhere": [] if mine is None else [leg for leg in state.waiting if leg.service not in mine.services],
        "desks": desks,
        "numbers": any(has_queue(office, service) for service in desks),
        "go_on": [service for service in SERVICES if not case or service != case.leg.service],
        "unexplained": _unexplained(office, case),
        **_guest_book_words(),
    }


def _guest_book_words() -> Values:
    """Give the words of the codes that a visitor chose in the guest book."""
    catalog, language = current_library().settings.catalog, choose_language()
    return {
        "purposes": {each.code: each.name.in_language(language) for each in load_purposes(catalog)},
        "wishes": {each.code: each.label.in_language(language) for each in load_choices(catalog, "service")},
    }


def my_counter(state: FloorState) -> CounterView | None:
    """Give the counter at which whoever is signed in sits."""
    me = signed_in_visitor().id
    return next((each for each in state.counters if each.officer_id == me and each.state != "closed"), None)


def _case(state: FloorState, leg: LegView) -> Case:
    return Case(leg, state.visit(leg.visit_id), _clock(state, leg))


def _waiting(state: FloorState, leg: LegView) -> Waiting:
    minutes = int((state.hours.now - leg.place).total_seconds() // 60)
    return Waiting(leg, state.visit(leg.visit_id), _clock(state, leg), max(0, minutes))


def _clock(state: FloorState, leg: LegView) -> ClockView | None:
    return next((clock for clock in state.clocks if clock.subject == f"leg:{leg.id}"), None)


def _unexplained(office: Office, case: Case | None) -> list[ClockView]:
    """Give the late clocks to explain, those of the visitor at the counter first, then the newest."""
    breaches = current_library().floor.breaches_without_reason(office.code)
    here = case.visit.id if case and case.visit else ""
    newest = sorted(breaches, key=lambda clock: clock.stopped_at or clock.start, reverse=True)
    return sorted(newest, key=lambda clock: clock.visit_id != here)


COUNTER = Screen("counter", "door/parts/counter.html", _fill)
