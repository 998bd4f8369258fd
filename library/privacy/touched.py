"""Which records an account of the staff looked at or dealt with, or whose were shown at a device, in some time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from library.privacy.register import Register
from library.store.models import (
    AuditEntry,
    ComplaintEvent,
    ConsultationEvent,
    Copy,
    FloorEvent,
    RecordView,
    SignIn,
)

Records = dict[str, set[str]]
"""activity → ids of records"""


def records(
    session: Session, first: datetime | None, last: datetime | None, actor: str, device: str, register: Register
) -> Records | None:
    """Give the records; None where neither an actor nor a device is named: then it is the whole store."""
    if not actor and not device:
        return None
    found: Records = defaultdict(set)
    if actor:
        _by_actor(session, found, (first, last), actor, register)
    if device:
        _at_device(session, found, (first, last), device)
    return found


Span = tuple[datetime | None, datetime | None]


def _in(at: Any, span: Span) -> list[ColumnElement[bool]]:
    first, last = span
    return [*([at >= first] if first else []), *([at <= last] if last else [])]


def _by_actor(session: Session, found: Records, span: Span, actor: str, register: Register) -> None:
    viewed = select(RecordView.kind, RecordView.record).where(RecordView.actor == actor, *_in(RecordView.at, span))
    done = select(AuditEntry.subject).where(AuditEntry.actor == actor, *_in(AuditEntry.at, span))
    kinds = [*session.execute(viewed).all(), *(subject.partition(":")[::2] for subject in session.scalars(done))]
    for kind, record in kinds:
        _add(session, found, str(kind), str(record), register)
    _add_all(session, found, "guest_book", select(FloorEvent.visit_id), FloorEvent, span, actor)
    _add_all(session, found, "consultation", select(ConsultationEvent.case_id), ConsultationEvent, span, actor)
    _add_all(session, found, "complaint", select(ComplaintEvent.complaint_id), ComplaintEvent, span, actor)


def _add(session: Session, found: Records, kind: str, record: str, register: Register) -> None:
    if kind == "copy":
        copy = session.get(Copy, record)
        kind, record = "request", copy.request_id if copy is not None else ""
    if kind == "export":  # everything of a person was handed out; it is known under the person herself
        kind, _colon, record = record.partition(":")
    activity = register.seen_as(kind)
    if activity is not None and record:
        found[activity.code].add(record)


def _add_all(
    session: Session,
    found: Records,
    code: str,
    query: Select[Any],
    events: type[FloorEvent | ConsultationEvent | ComplaintEvent],
    span: Span,
    actor: str,
) -> None:
    ids: Iterable[str | None] = session.scalars(query.where(events.actor == actor, *_in(events.at, span)).distinct())
    found[code].update(each for each in ids if each)


def _at_device(session: Session, found: Records, span: Span, device: str) -> None:
    """Give who signed in there, and whose visits were signed or served there."""
    signed_in = select(SignIn.id, SignIn.account_id, SignIn.visit_id).where(
        SignIn.device_id == device, *_in(SignIn.created_at, span)
    )
    for sign_in, account, visit in session.execute(signed_in):
        found["sign_in"].add(sign_in)
        found["account"].add(account)
        found["guest_book"].update([visit] if visit else [])
    _add_all(session, found, "guest_book", select(FloorEvent.visit_id), FloorEvent, span, f"device:{device}")
    by_event = [event for event in _signed_in_events(session, span) if event.details.get("device") == device]
    found["guest_book"].update(event.visit_id for event in by_event if event.visit_id)


def _signed_in_events(session: Session, span: Span) -> Iterable[FloorEvent]:
    return session.scalars(select(FloorEvent).where(FloorEvent.kind == "signed_in", *_in(FloorEvent.at, span)))
