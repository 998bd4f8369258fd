"""The reading room's door: letting a reader in is the service of the library beginning."""

from __future__ import annotations

from library.clocks import Ending, Stop
from library.floor import leg_clocks, paths, tickets
from library.floor.errors import WrongStep
from library.floor.step import Step
from library.store.models import Leg, Visit


def admit(step: Step, visit_id: str) -> Visit:
    """Let a reader in: with her bag in a locker, or without a bag straight from the guest book.

    Raises:
        WrongStep: she has not signed the guest book, hands over her card just now, or did not come for the library.
    """
    visit = step.visit(visit_id)
    leg = _waiting(step, visit)
    if leg is None:
        raise WrongStep(f"visit {visit.id} has no place in the library", state=visit.state)
    _let_in(step, visit, leg)
    return visit


def first_login(step: Step, visit: Visit) -> None:
    """Count signing in at a terminal as being served by the library, and as coming in where the door was open."""
    leg = _waiting(step, visit)
    if leg is None:
        return
    if visit.state in _doors(step, visit):
        _let_in(step, visit, leg)
    elif not leg_clocks.is_stopped(step, leg):
        leg_clocks.stop(step, leg, Stop(step.now, Ending.SERVED))


def _waiting(step: Step, visit: Visit) -> Leg | None:
    legs = (leg for leg in tickets.open_legs(step, visit.id) if leg.state == "WAITING")
    return next((leg for leg in legs if not paths.has_desk(step.office_of(leg), leg.service)), None)


def _doors(step: Step, visit: Visit) -> tuple[str, ...]:
    return (
        ("GUESTBOOK_DONE", "LOCKER") if paths.has_custody(step.office_of(visit), visit.service) else ("GUESTBOOK_DONE",)
    )


def _let_in(step: Step, visit: Visit, leg: Leg) -> None:
    step.move(visit, _doors(step, visit), "ADMITTED", admitted_at=step.now)
    step.move(leg, ("WAITING",), "SERVING", officer_id=step.person)
    step.note("admitted", leg)
    if not leg_clocks.is_stopped(step, leg):
        leg_clocks.stop(step, leg, Stop(step.now, Ending.SERVED))
