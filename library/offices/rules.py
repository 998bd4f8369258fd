"""What the printed lines mean for the machines, and the defaults where an office states nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from library.offices.stated import Stated
from library.offices.strictness import STRICT, Flag, Natural, Positive

Stop = Literal[
    "arrived", "guest_book", "ticketed", "called", "in_service", "id_held", "locker", "admitted", "leaving", "closed"
]
OnlineChannel = Literal["application", "whatsapp", "social_media", "email"]
FollowUp = Literal["visit", "zoom"]
Path = tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Inactivity:
    """Who closes a silent conversation, after how many days of which kind. "none": nobody does by rule."""

    __pydantic_config__ = STRICT

    by: Literal["officer", "system", "none"]
    days: Positive | None = None
    counts: Literal["calendar", "working"] | None = None

    def __post_init__(self) -> None:
        """Refuse half a rule."""
        given = (self.days is not None, self.counts is not None)
        if given != (self.by != "none",) * 2:
            raise ValueError('"days" and "counts" belong to by = "officer" or "system", and to nothing else')


@dataclass(frozen=True, slots=True)
class ConsultationRules:
    """Walk-in consultation. `limit_minutes` is T1, `path` the order of the stops at the door and the desk."""

    __pydantic_config__ = STRICT

    limit_minutes: Stated[Positive]
    queue: Stated[Flag]
    path: Stated[Path]


@dataclass(frozen=True, slots=True)
class LibraryRules:
    """The reading room. `limit_minutes` is T3; `custody`: card against locker (L1, L2); `self_scan` is L3."""

    __pydantic_config__ = STRICT

    limit_minutes: Stated[Positive]
    custody: Stated[Flag]
    self_scan: Stated[Flag]
    request_form: Stated[Flag]
    application: Stated[str]
    path: Stated[Path]


@dataclass(frozen=True, slots=True)
class OnlineRules:
    """Online consultation. `answer_starts`: when the request is clear (T2), or when it is submitted."""

    __pydantic_config__ = STRICT

    application: Stated[str]
    channels: Stated[tuple[OnlineChannel, ...]]
    search: Stated[Literal["required", "offered"]]
    answer_working_days: Stated[Positive]
    answer_starts: Stated[Literal["clear", "submitted"]]
    inactivity: Stated[Inactivity]
    follow_up: Stated[tuple[FollowUp, ...]]
    reopening_days: Stated[Natural]


@dataclass(frozen=True, slots=True)
class QueueRules:
    """Numbers and calls."""

    __pydantic_config__ = STRICT

    prefix: Stated[Annotated[str, Field(pattern="^[A-Z]{0,2}$", min_length=0)]]
    digits: Stated[Annotated[int, Field(strict=True, ge=1, le=4)]]
    last_ticket_minutes: Stated[Natural]
    calls_before_no_show: Stated[Positive]
    call_gap_seconds: Stated[Natural]
    no_show_returns: Stated[Natural]
    no_show_rejoins: Stated[Literal["end"]]

    def number(self, n: int) -> str:
        """Write the `n`-th number of the day as it is printed and called: "A 012"."""
        return f"{self.prefix.value} {n:0{self.digits.value}}".strip()


@dataclass(frozen=True, slots=True)
class SoftcopyRules:
    """Requests: the promise to a walk-in reader (ours), the life of the link, the size of a file."""

    __pydantic_config__ = STRICT

    limit_minutes: Stated[Positive]
    link_days: Stated[Positive]
    max_pages: Stated[Positive]
    max_bytes: Stated[Positive]


@dataclass(frozen=True, slots=True)
class ClockRules:
    """When a running clock warns, in percent of its limit."""

    __pydantic_config__ = STRICT

    warning_percent: Stated[Annotated[int, Field(strict=True, ge=1, le=100)]]


@dataclass(frozen=True, slots=True)
class FeedbackRules:
    """Ratings and complaints."""

    __pydantic_config__ = STRICT

    rating_days: Stated[Positive]
    complaint_working_days: Stated[Positive]


@dataclass(frozen=True, slots=True)
class FloorRules:
    """How many counters and lockers the room starts with."""

    __pydantic_config__ = STRICT

    counters: Stated[Positive]
    lockers: Stated[Natural]


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """How long records about people are kept, in years."""

    __pydantic_config__ = STRICT

    guest_book_years: Stated[Positive]
    conversation_years: Stated[Positive]
    complaint_years: Stated[Positive]
    delivery_identity_years: Stated[Positive]
    access_log_years: Stated[Positive]


@dataclass(frozen=True, slots=True)
class CitationRules:
    """How the office wants to be cited. `author`: whom the imprint names, or the office; `spelled_out`: not "BPS"."""

    __pydantic_config__ = STRICT

    author: Stated[Literal["publisher", "office"]]
    spelled_out: Stated[Flag]
    number: Stated[Literal["catalogue", "publication", "none"]]


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that differs between offices and that a machine needs to know."""

    __pydantic_config__ = STRICT

    consultation: ConsultationRules
    library: LibraryRules
    online: OnlineRules
    queue: QueueRules
    softcopy: SoftcopyRules
    clocks: ClockRules
    feedback: FeedbackRules
    floor: FloorRules
    retention: RetentionRules
