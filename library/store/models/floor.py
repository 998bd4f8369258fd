"""The service floor: visits, their legs, custody, counters, devices, clocks, and the events behind every figure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from library.ids import new_id
from library.store.models.base import Base


class Visit(Base):
    """One person's stay at one office on one day, with the guest book as she filled it.

    What a person wrote can be erased; the row and its opaque identity stay, so that counts and marks hold.
    """

    __tablename__ = "visit"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    office: Mapped[str] = mapped_column(String(8))
    service_date: Mapped[date] = mapped_column(Date)
    """The office's local day of arrival."""
    version: Mapped[str] = mapped_column(String(64))
    """Of the standard in force at arrival; the visit keeps it."""
    service: Mapped[str] = mapped_column(String(20))
    """consultation | library: whose path the visit follows now."""
    state: Mapped[str] = mapped_column(String(16), default="ARRIVED")
    code: Mapped[str] = mapped_column(String(9))
    """The visit code, such as `K7M4-Q2XT`: signs in at a terminal until the visit closes; unique by office and day."""
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    """Her own account, or an identity of role `visitor` made for this visit; None until the guest book is signed."""
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The other fields of the guest book by name; see `library.floor.guest_book`."""
    consent_at: Mapped[datetime | None]
    id_kind: Mapped[str] = mapped_column(String(20), default="")
    id_last4: Mapped[str] = mapped_column(String(4), default="")
    id_seen_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    id_seen_at: Mapped[datetime | None]
    channel: Mapped[str] = mapped_column(String(10), default="terminal")
    """terminal | desk | phone"""
    language: Mapped[str] = mapped_column(String(2), default="id")
    arrived_at: Mapped[datetime]
    guest_book_at: Mapped[datetime | None]
    admitted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closing: Mapped[str] = mapped_column(String(8), default="")
    """done | left | swept; swept visits are counted and never averaged."""
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("office", "service_date", "code"),
        Index("ix_visit_day", "office", "service_date", "state"),
    )


class Leg(Base):
    """One service that a visit asks for: a ticket where there is a queue, else a place in the order of arrival."""

    __tablename__ = "leg"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), index=True)
    office: Mapped[str] = mapped_column(String(8))
    service_date: Mapped[date] = mapped_column(Date)
    service: Mapped[str] = mapped_column(String(20))
    queue: Mapped[str] = mapped_column(String(20))
    """Numbers run by queue: the service's name."""
    n: Mapped[int | None]
    """None where the office has no queue."""
    label: Mapped[str] = mapped_column(String(12), default="")
    """The number as printed and called: "A 012"."""
    state: Mapped[str] = mapped_column(String(12), default="WAITING")
    place: Mapped[datetime]
    """Orders the queue: when it was joined, or joined again."""
    counter: Mapped[int | None]
    officer_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    calls: Mapped[int] = mapped_column(default=0)
    called_at: Mapped[datetime | None]
    """The last call."""
    returns: Mapped[int] = mapped_column(default=0)
    came_from: Mapped[str | None] = mapped_column(ForeignKey("leg.id"))
    """The leg that was transferred, or after which the visitor went on to another service."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("office", "queue", "service_date", "n"),
        Index("ix_leg_queue", "office", "service_date", "queue", "state", "place"),
    )


class FloorEvent(Base):
    """Something that happened on the floor. Append-only; durations and reports are computed from these alone."""

    __tablename__ = "floor_event"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    office: Mapped[str] = mapped_column(String(8))
    service_date: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(30))
    visit_id: Mapped[str | None] = mapped_column(String(16), index=True)
    leg_id: Mapped[str | None] = mapped_column(String(16), index=True)
    actor: Mapped[str] = mapped_column(String(40))
    """an account's id, `visitor`, `device:…`, `cli` or `system`"""
    version: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Codes and numbers, never what a person wrote."""

    __table_args__ = (
        Index("ix_floor_event_day", "office", "service_date", "seq"),
        Index("ix_floor_event_kind", "office", "kind", "service_date", "details"),
    )


class ClockRow(Base):
    """A clock of `library.clocks`, as it is stored; a closed one never changes."""

    __tablename__ = "clock"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    office: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(2))
    """C1 … C5"""
    subject: Mapped[str] = mapped_column(String(40))
    """`leg:…` for C1 and C2, `request:…` for C3, `case:…` for C4 and C5"""
    version: Mapped[str] = mapped_column(String(64))
    limit: Mapped[dict[str, Any]]
    """{"minutes": 5} | {"working_days": 3} | {"calendar_days": 7}, and {"warning_percent": 60}"""
    start: Mapped[datetime]
    due: Mapped[datetime | None]
    warns_at: Mapped[datetime | None]
    provisional: Mapped[bool] = mapped_column(default=False)
    pauses: Mapped[list[Any]] = mapped_column(default=list)
    """[[start, end or null], …] as ISO instants"""
    stopped_at: Mapped[datetime | None]
    ending: Mapped[str] = mapped_column(String(10), default="")
    used_us: Mapped[int | None]
    result: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(String(20), default="")
    """Why it was breached, a code; asked of the officer."""
    reason_text: Mapped[str] = mapped_column(String(500), default="")
    reason_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        Index("ix_clock_subject", "subject", "kind"),
        Index("ix_clock_open", "office", "stopped_at", "due"),
        Index("ix_clock_verdict", "office", "kind", "result", "start"),
    )


class CounterDesk(Base):
    """A counter (*loket*) of an office: who sits there, which services it serves, whether it is open."""

    __tablename__ = "counter_desk"

    office: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    services: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(8), default="closed")
    """open | paused | closed"""
    changed_at: Mapped[datetime]


class Locker(Base):
    """A locker. `visit_id` is who has its key."""

    __tablename__ = "locker"

    office: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[str | None] = mapped_column(ForeignKey("visit.id"), unique=True)
    broken: Mapped[bool] = mapped_column(default=False)


class HeldCard(Base):
    """An identity card that the front office holds for a locker. No scan and no number is kept."""

    __tablename__ = "held_card"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    office: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20))
    taken_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    taken_at: Mapped[datetime]
    given_back_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    given_back_at: Mapped[datetime | None]


class Device(Base):
    """A paired screen of an office: terminal, guest-book stand, board or scanning station. Known by its cookie."""

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    office: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(10))
    """terminal | board | scanner"""
    name: Mapped[str] = mapped_column(String(60))
    pairing: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Hash of the pairing code until it is used."""
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class RatingInvitation(Base):
    """An invitation to rate that was made when a service ended; the token works once."""

    __tablename__ = "rating_invitation"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    office: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(40), unique=True)
    """`leg:…`, `request:…` or `case:…`; `gone:…` after whoever was served has been erased"""
    service: Mapped[str] = mapped_column(String(20), default="consultation")
    channel: Mapped[str] = mapped_column(String(10), default="walk_in")
    """walk_in | online"""
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    mailed_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Hash of the token that was mailed: it goes on working when the visitor's own page draws another."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_rating_invitation_created", "office", "created_at"),)
