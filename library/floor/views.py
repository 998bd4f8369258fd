"""What the floor shows: frozen values, made from the records, safe to keep after the transaction is over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from library.clocks import Compliance


@dataclass(frozen=True, slots=True, kw_only=True)
class LegView:
    """One service of a visit. It names nobody, so that a ticket page may show it; its id is its secret address."""

    id: str
    visit_id: str
    office: str
    service_date: date
    service: str
    """consultation | library"""
    n: int | None
    """None where there is no queue."""
    label: str
    """As printed and called: "A 012"; empty without a queue."""
    state: str
    """WAITING CALLED SERVING DONE NO_SHOW LEFT TRANSFERRED EXPIRED SWEPT"""
    counter: int | None
    officer_id: str | None
    calls: int
    called_at: datetime | None
    recall_at: datetime | None
    """From when it may be called again; None unless it is CALLED."""
    may_no_show: bool
    may_rejoin: bool
    ahead: int | None
    """How many are WAITING or CALLED in front of it; None unless it is WAITING."""
    place: datetime
    created_at: datetime
    ended_at: datetime | None
    came_from: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitView:
    """One stay, for the officers of the office and for the visitor herself."""

    id: str
    office: str
    service_date: date
    version: str
    service: str
    state: str
    """ARRIVED GUESTBOOK_DONE TICKETED CALLED IN_SERVICE ID_HELD LOCKER ADMITTED LEAVING CLOSED OVERDUE_CUSTODY"""
    path: tuple[str, ...]
    """The stops of its service as the office's standard has them: "arrived", "guest_book", … "closed"."""
    next: tuple[str, ...]
    """What may be done now: guest_book ticket call start finish card locker admit give_back leave close."""
    code: str
    account_id: str | None
    has_account: bool
    """She has an account of her own, so she may ask for a softcopy."""
    name: str
    email: str
    answers: dict[str, Any]
    """The other fields of the guest book, as codes; `library.floor.guest_book` names them."""
    id_asked: bool
    """R2 holds: the desk shows the tick box "ID seen"."""
    id_kind: str
    id_last4: str
    id_seen: bool
    card: str | None
    """Kind of the identity card that the front office holds now."""
    locker: int | None
    channel: str
    language: str
    arrived_at: datetime
    guest_book_at: datetime | None
    admitted_at: datetime | None
    closed_at: datetime | None
    closing: str
    """done | left | swept"""
    legs: tuple[LegView, ...]

    @property
    def leg(self) -> LegView | None:
        """The service that is under way or was last."""
        return self.legs[-1] if self.legs else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """A promise and how it stands at the instant of asking."""

    id: str
    kind: str
    """C1 C2 C3"""
    office: str
    subject: str
    """`leg:…` or `request:…`"""
    visit_id: str | None
    label: str
    """The ticket's label, or the request's number."""
    version: str
    limit_minutes: int | None
    start: datetime
    warns_at: datetime | None
    due: datetime | None
    """None while it rests."""
    urgency: str
    """quiet | warning | alarm | paused | closed"""
    answering: bool
    """The visitor was called and is on her way: the promise holds unless she was called too late."""
    used_seconds: float
    provisional: bool
    stopped_at: datetime | None
    ending: str
    result: str
    """met | breached | excluded, once it is closed"""
    reason: str
    reason_text: str

    @property
    def needs_reason(self) -> bool:
        """It was breached and nobody has said why."""
        return self.result == "breached" and not self.reason


@dataclass(frozen=True, slots=True)
class CounterView:
    """A counter (*loket*) of the room."""

    number: int
    state: str
    """open | paused | closed"""
    services: tuple[str, ...]
    officer_id: str | None
    officer: str
    """The officer's name."""
    leg: LegView | None
    """Whom it calls or serves now."""


@dataclass(frozen=True, slots=True)
class LockerView:
    """A locker of the room."""

    number: int
    visit_id: str | None
    broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenState:
    """How open an office is at an instant."""

    now: datetime
    is_working_day: bool
    is_open: bool
    opens_at: datetime | None
    """The next opening if it is not open."""
    closes_at: datetime | None
    """When the day closes for good."""
    last_ticket_at: datetime | None
    takes_visitors: bool
    """Terminals and phones let visitors in: it is a working day that is not over."""
    gives_tickets: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorState:
    """Everything an officer sees of the room."""

    office: str
    service_date: date
    hours: OpenState
    visits: tuple[VisitView, ...]
    """Who is here, in order of arrival; also who left something behind on an earlier day."""
    waiting: tuple[LegView, ...]
    """In the order in which they will be called."""
    called: tuple[LegView, ...]
    serving: tuple[LegView, ...]
    no_shows: tuple[LegView, ...]
    """Those that may still come back."""
    counters: tuple[CounterView, ...]
    lockers: tuple[LockerView, ...]
    overdue: tuple[VisitView, ...]
    """With a card or a locker still out after closing time."""
    clocks: tuple[ClockView, ...]
    """Those that run, the most urgent first."""
    reasons_due: int
    """Breaches that nobody has explained."""
    last_event: int

    def visit(self, visit_id: str) -> VisitView | None:
        """Find one of the visits."""
        return next((visit for visit in self.visits if visit.id == visit_id), None)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A number on the board and where it is called to."""

    label: str
    counter: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardState:
    """What the room's board shows: numbers, never names."""

    office: str
    hours: OpenState
    now_serving: tuple[BoardLine, ...]
    called: tuple[BoardLine, ...]
    """Called and not answered yet, the newest first."""
    last_called: BoardLine | None
    waiting: int
    """Numbers that wait."""
    next_labels: tuple[str, ...]
    average_wait_seconds: float | None
    """From the ticket to the call that was answered, today; None before the first."""
    last_event: int


@dataclass(frozen=True, slots=True)
class Happening:
    """One event, as the board and the staff's pages hear of it. It names nobody."""

    seq: int
    at: datetime
    kind: str
    visit_id: str | None
    leg_id: str | None
    service: str
    label: str
    counter: int | None


@dataclass(frozen=True, slots=True)
class Wait:
    """Waiting times (seconds) of those who were called or let in."""

    count: int
    median: float | None
    mean: float | None
    longest: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """One day in numbers, computed from its events."""

    day: date
    visits: int
    arrivals: tuple[int, ...]
    """By local hour, 24 of them."""
    served: dict[str, int]
    """Legs that were served, by service."""
    wait: dict[str, Wait]
    """By service."""
    unserved: int
    """Expired while waiting."""
    left: int
    no_shows: int
    swept: int
    """Visits that nobody closed; counted here and in no average."""
    compliance: dict[str, Compliance]
    """By clock: C1, C2, C3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """A day beside the same weekday of the week before (up to the same time of day while it is today)."""

    office: str
    today: DayCounts
    last_week: DayCounts
    breaches: tuple[ClockView, ...]
    reasons: tuple[tuple[str, int], ...] = field(default=())
    """Codes of the reasons and how often each was given, the most frequent first; "" is: not explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceView:
    """A paired screen."""

    id: str
    office: str
    kind: str
    """terminal | board | scanner"""
    name: str
    state: str
    """waiting (to be paired) | paired | revoked"""
    created_at: datetime
    paired_at: datetime | None
    seen_at: datetime | None
