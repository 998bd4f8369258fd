"""A visit from the door to the end: arriving, signing the guest book, leaving, closing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select, update

from library.errors import BadForm, NotFound
from library.floor import admission, custody, identities, legs, opening, paths, tickets
from library.floor.codes import new_code, normal_code
from library.floor.errors import CustodyOut, WrongStep
from library.floor.guest_book import CHANNELS, LANGUAGES, GuestEntry, check_entry
from library.floor.step import Step
from library.privacy import consents
from library.store.models import Leg, SignIn, Visit

_CODE_DRAWS = 20


def arrive(step: Step, office_code: str, service: str, *, channel: str, language: str) -> Visit:
    """Note that somebody came in; where the number comes first she gets it at once.

    Raises:
        OfficeClosed: the day is over (the front desk may still let somebody in).
        NoTickets: the number comes first, and it is too late for one.
    """
    _check_choices(service, channel, language)
    office = step.office(office_code)
    opening.refuse_closed(office, step.now, channel)
    visit = _new_visit(step, office_code, service, channel, language)
    step.note("arrived", visit, channel=channel, service=service)
    if paths.number_comes_first(office, service):
        tickets.take(step, visit, service)
    return visit


def _check_choices(service: str, channel: str, language: str) -> None:
    given = (("service", service, paths.SERVICES), ("channel", channel, CHANNELS), ("language", language, LANGUAGES))
    wrong = {name: "choice-invalid" for name, value, known in given if value not in known}
    if wrong:
        raise BadForm(wrong)


def _new_visit(step: Step, office: str, service: str, channel: str, language: str) -> Visit:
    visit = Visit(
        office=office,
        service_date=step.today(office),
        version=step.office(office).version,
        service=service,
        code=_free_code(step, office),
        channel=channel,
        language=language,
        arrived_at=step.now,
    )
    step.session.add(visit)
    step.session.flush()
    return visit


def _free_code(step: Step, office: str) -> str:
    for _ in range(_CODE_DRAWS):
        code = new_code()
        taken = select(Visit.id).where(Visit.office == office, Visit.service_date == step.today(office))
        if step.session.scalars(taken.where(Visit.code == code)).first() is None:
            return code
    raise AssertionError("twenty draws of 40 bits were all taken")


def sign(step: Step, visit_id: str | None, office_code: str, entry: GuestEntry, catalog: Path) -> Visit:
    """Sign the guest book; where it comes first, this makes the visit.

    Raises:
        BadForm: with a reason for every field.
        OfficeClosed: as for arriving.
        WrongStep: it is signed already, or not her turn to sign yet.
    """
    if visit_id is None:
        check_entry(entry, step.office(office_code), catalog, step.now)  # before the visit exists
        if paths.number_comes_first(step.office(office_code), entry.service):
            raise WrongStep("the number comes first here", state="—")
        visit = arrive(step, office_code, entry.service, channel=entry.channel, language=entry.language)
    else:
        visit = step.visit(visit_id)
        if visit.office != office_code:
            raise NotFound(what=visit_id)
    _sign(step, visit, entry, catalog)
    return visit


def _sign(step: Step, visit: Visit, entry: GuestEntry, catalog: Path) -> None:
    office, before = step.office_of(visit), _state_before_signing(step, visit)
    checked = check_entry(entry, office, catalog, step.now)
    if before != "ARRIVED" and checked.service != visit.service:
        raise BadForm({"service": "service-fixed"})  # her number is for the other one
    step.move(visit, (before,), "GUESTBOOK_DONE", guest_book_at=step.now, service=checked.service)
    visit.name, visit.email, visit.answers = checked.name, checked.email, checked.answers
    visit.id_kind, visit.id_last4, visit.consent_at = checked.id_kind, checked.id_last4, step.now
    consents.given(step.session, step.now, consents.GUEST_BOOK, catalog, visit=visit.id, language=visit.language)
    identities.identify(step, visit, entry.account_id)
    step.note("guest_book", visit, service=visit.service, services=checked.answers["services"])
    _wait_without_number(step, visit)


def _state_before_signing(step: Step, visit: Visit) -> str:
    path = paths.path_of(step.office_of(visit), visit.service)
    return paths.STATE[path[path.index("guest_book") - 1]]


def _wait_without_number(step: Step, visit: Visit) -> None:
    """Where no number is given, signing the book is joining the order of arrival."""
    if not paths.has_queue(step.office_of(visit), visit.service):
        tickets.join(step, visit, visit.service)


def leave(step: Step, visit_id: str) -> Visit:
    """Let a visitor go: what she waits for is left, what she was given is done.

    Raises:
        WrongStep: she has left already.
    """
    visit = step.visit(visit_id)
    step.move(visit, paths.PRESENT, "LEAVING")
    _end_legs(step, visit)
    step.note("leaving", visit)
    return visit


def _end_legs(step: Step, visit: Visit) -> None:
    for leg in tickets.open_legs(step, visit.id):
        if leg.state == "SERVING":
            legs.done(step, leg)
        else:
            legs.leave(step, leg)


def close(step: Step, visit_id: str) -> Visit:
    """Close a visit; its code stops working.

    Raises:
        CustodyOut: a card or a locker key has not been given back.
        WrongStep: she has not left yet, or it is closed already.
    """
    visit = step.visit(visit_id)
    held = custody.held(step, visit.id)
    if held:
        raise CustodyOut(f"visit {visit.id}: {held}", what=held)
    if visit.state == paths.OVERDUE:
        _end_legs(step, visit)
    end(step, visit, ("LEAVING", paths.OVERDUE), how_it_ended(step, visit))
    return visit


def how_it_ended(step: Step, visit: Visit) -> str:
    """Say whether anything was done for a visitor: "done" or "left"."""
    served = select(Leg.id).where(Leg.visit_id == visit.id, Leg.state.in_(("DONE", "TRANSFERRED")))
    return "left" if step.session.scalars(served).first() is None else "done"


def end(step: Step, visit: Visit, states: tuple[str, ...], closing: str) -> None:
    """Write CLOSED and sign the visit's browsers out."""
    step.move(visit, states, "CLOSED", closed_at=step.now, closing=closing)
    step.session.execute(
        update(SignIn).where(SignIn.visit_id == visit.id, SignIn.ended_at.is_(None)).values(ended_at=step.now)
    )
    step.note("closed", visit, closing=closing)


def by_code(step: Step, office: str, code: str) -> Visit:
    """Find today's open visit of this code.

    Raises:
        NotFound: there is none, it is closed, or the guest book is not signed.
    """
    query = select(Visit).where(
        Visit.office == office,
        Visit.service_date == step.today(office),
        Visit.code == normal_code(code),
        Visit.state.not_in(("CLOSED", paths.OVERDUE)),
        Visit.account_id.is_not(None),
    )
    visit = step.session.scalars(query).first()
    if visit is None:
        raise NotFound(what="kode kunjungan / visit code")
    return visit


def signed_in(step: Step, visit_id: str, device_id: str | None) -> Visit:
    """Note that she signed in at a terminal: in the library that is being served."""
    visit = step.visit(visit_id)
    step.note("signed_in", visit, device=device_id)
    admission.first_login(step, visit)
    return visit
