"""One office: who it is, what it promises, by which rules, and when it is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from library.offices.calendar import OfficeCalendar
from library.offices.days import Override, SpecialDay
from library.offices.hours import WeekHours
from library.offices.rules import CitationRules, Rules
from library.offices.standard import Service
from library.offices.stated import Stated
from library.offices.strictness import STRICT, Positive
from library.offices.words import Words


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not a time zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura")
    return name


@dataclass(frozen=True, slots=True)
class Identity:
    """`code` is the BPS region code; `order` decides which office comes first on screen and in seeds."""

    __pydantic_config__ = STRICT

    code: Annotated[str, Field(pattern=r"^\d{4}$")]
    order: Positive
    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
    name: Words
    unit: Words


@dataclass(frozen=True, slots=True)
class Region:
    """Two schemes that differ: BPS's own codes (MFD) and those of the ministry of home affairs."""

    __pydantic_config__ = STRICT

    bps: Annotated[str, Field(pattern=r"^\d{4}$")]
    kemendagri: Annotated[str, Field(pattern=r"^\d{2}(\.\d{2})?$")]
    level: Literal["country", "province", "regency", "city"]
    name: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`printed` is the head as printed, line by line; the rest is the same in parts."""

    __pydantic_config__ = STRICT

    printed: tuple[str, ...]
    name: str
    address: str
    postal_codes: tuple[str, ...] = ()
    phone: str | None = None
    site: str | None = None
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarSheet:
    """The calendar as the file gives it."""

    __pydantic_config__ = STRICT

    time_zone: Stated[Annotated[str, AfterValidator(_known_zone)]]
    hours: Stated[WeekHours]
    overrides: tuple[Override, ...] = ()
    days: tuple[SpecialDay, ...] = ()
    years_loaded: tuple[Positive, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an override that ends before it starts."""
        for override in self.overrides:
            if override.last < override.first:
                raise ValueError(f"the override {override.name.id!r} ends before it starts")


@dataclass(frozen=True, slots=True)
class Standard:
    """What a version of the service standard covers: everything but the calendar, which moves by itself."""

    __pydantic_config__ = STRICT

    office: Identity
    region: Region
    letterhead: Letterhead
    services: dict[Literal["consultation", "library"], Service]
    rules: Rules


@dataclass(frozen=True)
class Office:
    """An office that was loaded and checked. `version` changes exactly when the standard does."""

    standard: Standard
    version: str
    hours: CalendarSheet
    calendar: OfficeCalendar
    citation: CitationRules

    @property
    def code(self) -> str:
        """The BPS region code: the office's key everywhere."""
        return self.standard.office.code

    @property
    def slug(self) -> str:
        """The office's name in addresses."""
        return self.standard.office.slug

    @property
    def name(self) -> Words:
        """The office's name, normalised."""
        return self.standard.office.name

    @property
    def rules(self) -> Rules:
        """The rules, each value with its origin."""
        return self.standard.rules

    @property
    def letterhead(self) -> Letterhead:
        """The head of the office's letters and pages."""
        return self.standard.letterhead

    def service(self, name: Literal["consultation", "library"]) -> Service | None:
        """Give the document of a service, or None if the office publishes none."""
        return self.standard.services.get(name)

    def states(self, line: str, channel: str | None = None) -> bool:
        """Say whether any document of the office states a row of the requirements."""
        return any(service.states(line, channel) for service in self.standard.services.values())

    def identity_is_seen(self, service: Literal["consultation", "library"]) -> bool:
        """Say whether R2 holds: a tick box "ID seen" at the desk."""
        document = self.service(service)
        return document is not None and document.states("R2", "walk_in")
