"""What is shown of consultations: frozen values, without a session behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from library.consultations.states import OFFICE_OWES


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A page that the search before asking found."""

    work: str
    page: int
    title: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """A search that was made before asking."""

    id: str
    office: str
    words: str
    found: int | None
    """Pages found in all; None: search was out of order."""
    hits: tuple[SearchHit, ...]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class FileView:
    """A file or a page of the catalogue on a message."""

    id: str
    name: str
    size: int
    """bytes"""
    media_type: str
    state: str
    """waiting | ready | refused"""
    error: str
    work_id: str | None
    page: int | None
    title: str
    """Of the work."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """Something that was written."""

    id: int
    at: datetime
    by: str
    """user | officer | system"""
    author: str
    """The writer's name; empty where it is not known or was erased."""
    channel: str
    kind: str
    text: str
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """A meeting."""

    id: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class CaseClock:
    """A clock of a case."""

    id: str
    kind: str
    """C4 | C5"""
    start: datetime
    due: datetime | None
    urgency: str
    """closed | paused | quiet | warning | alarm"""
    days_left: int | None
    """Working days after today up to the due date; 0: today is the last."""
    provisional: bool
    stopped_at: datetime | None
    result: str
    reason: str
    office: str
    """Whose promise it is: of a case that was moved, perhaps an earlier office's."""

    @property
    def runs(self) -> bool:
        """It has not stopped."""
        return self.stopped_at is None

    @property
    def needs_reason(self) -> bool:
        """It was breached and nobody has said why."""
        return self.result == "breached" and not self.reason


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that happened; for the staff."""

    seq: int
    at: datetime
    kind: str
    actor: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case in a list."""

    id: str
    number: str
    office: str
    title: str
    state: str
    outcome: str
    channel: str
    who: str
    officer_id: str | None
    officer: str
    submitted_at: datetime
    close_task_at: datetime | None
    clock: CaseClock | None
    """The one that runs."""

    @property
    def waits_for_office(self) -> bool:
        """The next word is the office's."""
        return self.state in OFFICE_OWES


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case with everything in it; for its reader without notes, events and clocks of the staff."""

    id: str
    number: str
    office: str
    version: str
    title: str
    subject: str
    state: str
    outcome: str
    channel: str
    language: str
    account_id: str | None
    who: str
    contact: str
    mailed: bool
    """What an officer writes is mailed to the reader; False: it is for the officer to send."""
    officer_id: str | None
    officer: str
    submitted_at: datetime
    first_answer_at: datetime | None
    closed_at: datetime | None
    close_task_at: datetime | None
    reopen_until: datetime | None
    """Set where a reply reopens the closed case."""
    previous_id: str | None
    later_id: str | None
    published_id: str | None
    search: SearchView | None
    messages: tuple[MessageView, ...]
    appointments: tuple[AppointmentView, ...]
    clocks: tuple[CaseClock, ...]
    events: tuple[EventView, ...]
    last_event: int

    @property
    def is_open(self) -> bool:
        """Somebody may still write in it."""
        return self.state != "CLOSED"

    @property
    def clock(self) -> CaseClock | None:
        """The clock that runs."""
        return next((clock for clock in self.clocks if clock.runs), None)

    @property
    def appointment(self) -> AppointmentView | None:
        """The appointment that stands."""
        return next((each for each in reversed(self.appointments) if not each.cancelled), None)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A published question and answer."""

    id: str
    office: str
    language: str
    subject: str
    question: str
    answer: str
    published_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailView:
    """A mail that waits for a person."""

    id: str
    received_at: datetime
    sender: str
    subject: str
    text: str
    reason: str
    case_id: str | None
    adds: bool
    """It can be added to a case: somebody wrote it, and it can be read."""
    cases: tuple[tuple[str, str], ...] = ()
    """Cases that it may belong to, as number and title: the one it was sent to, and those of its sender."""
