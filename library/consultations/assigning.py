"""Whose case it is: taken, handed over, let go; and moved to the office that should answer it."""

from __future__ import annotations

from sqlalchemy import or_, select

from library import audit
from library.consultations import case_clocks, cases
from library.consultations.states import OPEN
from library.errors import BadForm
from library.floor.step import Step
from library.readers.own_office import refuse_other_office
from library.readers.roles import Right, Role, has_right
from library.store.models import Account, Consultation


def hand_to(step: Step, case: Consultation, officer_id: str) -> None:
    """Give a case to an officer: oneself or another of the office.

    Raises:
        BadForm: no such officer, disabled, or of another office.
        CaseMovedOn: the case is closed.
    """
    if officer_id not in {officer.id for officer in officers(step, case.office)}:
        raise BadForm({"officer": "choice-invalid"})
    before = case.officer_id
    if before == officer_id:
        return
    cases.move(step, case, OPEN, case.state, officer_id=officer_id)
    cases.note(step, case, "assigned", before=before, after=officer_id)
    audit.record(step.session, step.now, step.by, "case.assign", f"case:{case.id}", before=before, after=officer_id)


def officers(step: Step, office: str) -> list[Account]:
    """List who answers consultations of an office, by name; disabled accounts do not."""
    roles = [role.value for role in Role if has_right(role.value, Right.SERVE_VISITORS)]
    able = (Account.role.in_(roles), Account.disabled_at.is_(None), Account.erased_at.is_(None))
    here = or_(Account.office.is_(None), Account.office == office)
    return list(step.session.scalars(select(Account).where(*able, here).order_by(Account.name, Account.id)))


def release_orphans(step: Step, office: str) -> int:
    """Free the open cases whose officer was disabled or has changed office; give how many. They wait for all again."""
    able = {officer.id for officer in officers(step, office)}
    query = select(Consultation).where(
        Consultation.office == office, Consultation.state != "CLOSED", Consultation.officer_id.is_not(None)
    )
    freed = 0
    for case in step.session.scalars(query).all():
        if case.officer_id not in able:
            before, case.officer_id = case.officer_id, None
            cases.note(step, case, "orphaned", before=before)
            freed += 1
    return freed


def move_office(step: Step, case: Consultation, to: str) -> None:
    """Hand a case to another office; what was promised counts from the same start, under that office's standard.

    Raises:
        BadForm: it is there already, or there is no such office.
        CaseMovedOn: the case is closed.
    """
    if to not in step.offices or to == case.office:
        raise BadForm({"office": "choice-invalid"})
    refuse_other_office(step.session, step.by, case.office)
    before = case.office
    cases.note(step, case, "moved_away", to=to)
    values = {"office": to, "version": step.office(to).version, "officer_id": None}
    cases.move(step, case, OPEN, case.state, **values)
    case_clocks.change_office(step, case)
    cases.note(step, case, "moved_here", before=before)
    audit.record(step.session, step.now, step.by, "case.move", f"case:{case.id}", before=before, after=to)
