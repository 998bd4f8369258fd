"""What a visitor gave about herself: all of it can be handed to her, and all of it can be erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select

from library import audit
from library.feedback import ratings
from library.feedback.complaints import upkeep as complaints
from library.feedback.complaints.step import Step as ComplaintStep
from library.floor import desk_records
from library.floor.custody import held
from library.floor.errors import CustodyOut
from library.floor.own_records import own_records
from library.floor.step import Step
from library.mail import post
from library.privacy import consents
from library.readers.opening import LINKED
from library.readers.roles import Role
from library.readers.sessions import end_all
from library.store.models import Account, Copy, FloorEvent, HeldCard, ScreenReading, Visit

_DAYS_A_YEAR = 365.25
RESTORE = "restore"
"""Erases again what a back-up brought back: it was erased with empty hands, whatever older records say."""


def export_visit(step: Step, visit_id: str) -> dict[str, Any]:
    """Give everything that is kept of a visit and of its person through it, as plain values for a file."""
    visit = step.visit(visit_id)
    card = step.session.get(HeldCard, visit.id)
    kept = ("id", "office", "name", "email", "answers", "id_kind", "id_last4", "channel", "language", "code", "state")
    times = ("arrived_at", "guest_book_at", "consent_at", "id_seen_at", "admitted_at", "closed_at", "erased_at")
    return {
        **{name: getattr(visit, name) for name in kept},
        **{name: _iso(getattr(visit, name)) for name in times},
        "service_date": visit.service_date.isoformat(),
        "card": card
        and {"kind": card.kind, "taken_at": _iso(card.taken_at), "given_back_at": _iso(card.given_back_at)},
        "consultations": desk_records.export(step, visit.id),
        "events": _events(step, visit.id),
        **own_records(step, visit, [account.id for account in _identities_of(step, visit)]),
    }


def _events(step: Step, visit_id: str) -> list[dict[str, Any]]:
    query = select(FloorEvent).where(FloorEvent.visit_id == visit_id).order_by(FloorEvent.seq)
    return [{"at": _iso(event.at), "kind": event.kind, **event.details} for event in step.session.scalars(query)]


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def erase_visit(step: Step, visit_id: str, catalog: Path) -> Visit:
    """Erase what a visitor wrote and showed; counts, events and clocks stay, for they name nobody.

    The identity whose mark her screen pages carry keeps its name, restricted, until the deliveries' own period is
    over; where she read nothing it is erased at once. An account of her own is not touched, nor are its complaints.

    Raises:
        CustodyOut: a card or a locker is out: the desk must still know whose.
    """
    visit = step.visit(visit_id)
    out = held(step, visit.id)
    if out and step.by != RESTORE:
        raise CustodyOut(f"visit {visit.id}: {out}", what=out)
    made = [account.id for account in _identities_of(step, visit)]
    # Also where her page of the guest book is forgotten already: complaints are kept longer than it.
    complaints.erase_of(ComplaintStep(step.session, step.now, step.by, step.offices, catalog), made)
    return _erase_page(step, visit)


def _erase_page(step: Step, visit: Visit) -> Visit:
    if visit.erased_at is None:
        visit.name = visit.email = visit.id_kind = visit.id_last4 = ""
        visit.answers, visit.erased_at = {}, step.now
        desk_records.erase(step, visit.id)
        card = step.session.get(HeldCard, visit.id)
        if card is not None:
            step.session.delete(card)
        made = _identities_of(step, visit)
        subjects = ratings.subjects_of_visit(step.session, visit.id)
        ratings.cut_loose(step.session, account_ids=[account.id for account in made], subjects=subjects)
        for account in made:
            _erase_identity(step, account)
        consents.forget(step.session, visit=visit.id)
        audit.record(step.session, step.now, step.by, "visit.erase", f"visit:{visit.id}")
    return visit


def _identities_of(step: Step, visit: Visit) -> Sequence[Account]:
    """Give the identities that were made for a visit, also one whose visit went over to an account of her own."""
    linked = select(FloorEvent.details).where(FloorEvent.visit_id == visit.id, FloorEvent.kind == LINKED)
    ids = {visit.account_id, *(details["identity"] for details in step.session.scalars(linked))}
    return step.session.scalars(select(Account).where(Account.id.in_(ids), Account.role == Role.VISITOR.value)).all()


def _erase_identity(step: Step, account: Account) -> None:
    account.email = None  # written into the guest book and never proven: no mark needs it
    post.forget_unsent(step.session, account.id)
    if _is_marked(step, account.id):
        return
    account.name, account.erased_at = "", step.now
    end_all(step.session, step.now, account.id)


def _is_marked(step: Step, account_id: str) -> bool:
    read = select(ScreenReading.master_id).where(ScreenReading.account_id == account_id).limit(1)
    held_copy = select(Copy.id).where(Copy.account_id == account_id).limit(1)
    return any(step.session.scalars(query).first() is not None for query in (read, held_copy))


def forget_old(step: Step, office: str) -> int:
    """Erase the pages of the guest book whose years are over, and the identities of readings whose years are."""
    rules = step.office(office).rules.retention
    before = step.now - timedelta(days=rules.guest_book_years.value * _DAYS_A_YEAR)
    old = select(Visit).where(Visit.office == office, Visit.erased_at.is_(None), Visit.arrived_at < before)
    erased = 0
    for visit in step.session.scalars(old).all():
        if not held(step, visit.id):
            _erase_page(step, visit)  # her complaints have years of their own
            erased += 1
    _forget_identities(step, office, step.now - timedelta(days=rules.delivery_identity_years.value * _DAYS_A_YEAR))
    return erased


def _forget_identities(step: Step, office: str, before: datetime) -> None:
    of_visits = select(Visit.account_id).where(Visit.office == office, Visit.arrived_at < before)
    linked = select(FloorEvent.details["identity"].as_string()).where(
        FloorEvent.office == office, FloorEvent.kind == LINKED, FloorEvent.at < before
    )
    query = select(Account).where(
        Account.role == Role.VISITOR.value,
        Account.erased_at.is_(None),
        or_(Account.id.in_(of_visits), Account.id.in_(linked)),
    )
    for account in step.session.scalars(query).all():
        account.name, account.email, account.erased_at = "", None, step.now
        readings = select(ScreenReading).where(ScreenReading.account_id == account.id)
        for reading in step.session.scalars(readings):
            reading.stamp = {}
