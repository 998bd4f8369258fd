"""What comes next for a visitor, in the office's order, as the page says it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from library.floor.views import VisitView


@dataclass(frozen=True, slots=True)
class NextStep:
    """One sentence, what to do below it, and its picture."""

    icon: str
    title: str
    advice: str = ""


def next_step(visit: VisitView) -> NextStep:
    """Say where she goes now."""
    leg = visit.leg
    if leg is not None and leg.label and leg.state == "WAITING":
        return NextStep("ticket", _("Please wait for your number"), _("It is shown on the board and called aloud."))
    if "card" in visit.next:
        advice = _("Hand in your identity card there; you get a locker for your bag.")
        return NextStep("id-card", _("Please go to the front office"), advice)
    if "admit" in visit.next:
        return NextStep("door-open", _("Please come in"), _("The reading room is open to you."))
    if leg is not None and leg.state in ("CALLED", "SERVING"):
        return NextStep("users", _("Please go to the consultation desk"), _("The officer is expecting you."))
    if "ticket" in visit.next:
        return NextStep("info", _("Please speak to an officer"), _("No more numbers are given now."))
    return NextStep("door-open", _("Please come in"), _("An officer will be with you in order of arrival."))
