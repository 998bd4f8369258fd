"""What is kept of a visitor besides her visit: who she is for the marks, and what she did and said under that name.

Of the identities that were made for the visit it is everything; of an account of her own only what belongs to this
visit, for the rest is hers to see when she signs in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from library.feedback import ratings
from library.feedback.complaints import upkeep as complaints
from library.floor.step import Step
from library.store.models import Account, Copy, IngestItem, ScreenReading, SignIn, SoftcopyRequest, Visit
from library.store.models.base import Base

_ACCOUNT = ("id", "name", "email", "role", "institution", "language", "created_at", "verified_at", "erased_at")
_SIGN_IN = ("account_id", "how", "device_id", "agent", "created_at", "seen_at", "ended_at")
_READING = ("account_id", "master_id", "number", "stamp", "first_at")
_REQUEST = (
    *("number", "account_id", "work_id", "purpose", "purpose_text", "institution", "channel"),
    *("state", "reason", "submitted_at", "decided_at"),
)
_COPY = ("number", "sha256", "stamp", "created_at", "ready_at", "dispatched_at", "downloaded_at")
_SCAN = ("name", "owner_id", "state", "work_id", "created_at", "changed_at")


def own_records(step: Step, visit: Visit, made: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of a visit's person as plain values; `made` are the identities that were made for the visit."""
    accounts = select(Account).where(Account.id.in_({*made, visit.account_id or ""})).order_by(Account.created_at)
    of_visit = or_(SignIn.visit_id == visit.id, SignIn.account_id.in_(made))
    sign_ins = select(SignIn).where(of_visit).order_by(SignIn.created_at)
    scans = select(IngestItem).where(IngestItem.visit_id == visit.id).order_by(IngestItem.created_at)
    return {
        "identities": [_plain(row, _ACCOUNT) for row in step.session.scalars(accounts)],
        "sign_ins": [_plain(row, _SIGN_IN) for row in step.session.scalars(sign_ins)],
        "readings": _readings(step, visit, made),
        "requests": _requests(step, visit, made),
        "scans": [_plain(row, _SCAN) for row in step.session.scalars(scans)],
        "complaints": complaints.export_of(step.session, made),
        "ratings": ratings.export(
            step.session, account_ids=made, subjects=ratings.subjects_of_visit(step.session, visit.id)
        ),
    }


def _readings(step: Step, visit: Visit, made: Sequence[str]) -> list[dict[str, Any]]:
    """A reading knows no visit: of an account of her own it counts where it began during this one."""
    until = visit.closed_at or step.now
    during = and_(ScreenReading.account_id == visit.account_id, ScreenReading.first_at.between(visit.arrived_at, until))
    query = select(ScreenReading).where(or_(ScreenReading.account_id.in_(made), during))
    return [_plain(row, _READING) for row in step.session.scalars(query.order_by(ScreenReading.first_at))]


def _requests(step: Step, visit: Visit, made: Sequence[str]) -> list[dict[str, Any]]:
    query = (
        select(SoftcopyRequest, Copy)
        .outerjoin(Copy, Copy.request_id == SoftcopyRequest.id)
        .where(or_(SoftcopyRequest.visit_id == visit.id, SoftcopyRequest.account_id.in_(made)))
        .order_by(SoftcopyRequest.submitted_at)
    )
    rows = step.session.execute(query).all()
    return [{**_plain(request, _REQUEST), "copy": _plain(copy, _COPY) if copy else None} for request, copy in rows]


def _plain(row: Base, names: tuple[str, ...]) -> dict[str, Any]:
    values = ((name, getattr(row, name)) for name in names)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}
