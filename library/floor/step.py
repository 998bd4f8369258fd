"""What every deed on the floor works with: one transaction, one instant, one person, and the offices' rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from library.errors import LostRace, NotAllowed, NotFound
from library.floor.errors import WrongStep
from library.offices import Office, Standard, read_standard
from library.store.models import FloorEvent, Leg, OfficeVersion, Visit
from library.store.records import found

NOBODY = ("visitor", "system", "cli")


@dataclass(frozen=True, slots=True)
class Step:
    """One deed. `by` is an account's id, `visitor`, `device:<id>`, `system` or `cli`."""

    session: Session
    now: datetime
    by: str
    offices: Mapping[str, Office]

    @property
    def person(self) -> str | None:
        """The account that does it; None where no account does."""
        return None if self.by in NOBODY or ":" in self.by else self.by

    @property
    def officer(self) -> str:
        """The account of a deed that only a person can do.

        Raises:
            NotAllowed: a device or a visitor tried.
        """
        if self.person is None:
            raise NotAllowed(f"{self.by} is not an officer")
        return self.person

    def office(self, code: str) -> Office:
        """Give an office under the standard in force.

        Raises:
            NotFound: there is none of this code.
        """
        if code not in self.offices:
            raise NotFound(what=code)
        return self.offices[code]

    def today(self, code: str) -> date:
        """Give the office's local day."""
        return self.office(code).calendar.local_date(self.now)

    def office_of(self, record: Visit | Leg) -> Office:
        """Give a visit's office under the standard that the visit keeps."""
        visit = record if isinstance(record, Visit) else self.visit(record.visit_id)
        return office_at(self.session, self.office(visit.office), visit.version)

    def visit(self, visit_id: str) -> Visit:
        """Give a visit.

        Raises:
            NotFound: there is none of this id.
        """
        return found(self.session, Visit, visit_id)

    def leg(self, leg_id: str) -> Leg:
        """Give a leg.

        Raises:
            NotFound: there is none of this id.
        """
        return found(self.session, Leg, leg_id)

    def move(self, record: Visit | Leg, states: tuple[str, ...], to: str, **values: object) -> None:
        """Take one step of a state table, if nobody else did first.

        Raises:
            WrongStep: the record is in none of `states`.
            LostRace: it was, and is not any more.
        """
        if record.state not in states:
            raise WrongStep(
                f"{type(record).__name__} {record.id} is {record.state}, not in {states}", state=record.state
            )
        kind = type(record)
        statement = update(kind).where(kind.id == record.id, kind.state.in_(states)).values(state=to, **values)
        if self.session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
            raise LostRace(f"{kind.__name__} {record.id} is in none of {states}")
        self.session.refresh(record)

    def note(self, kind: str, record: Visit | Leg, **details: Any) -> None:
        """Append the event of this deed. `details` are codes and numbers, never what a person wrote."""
        leg = record if isinstance(record, Leg) else None
        visit = self.visit(leg.visit_id) if leg is not None else record
        assert isinstance(visit, Visit)
        if leg is not None:
            details = {"service": leg.service, "label": leg.label, **details}
        self._append(kind, visit.office, record.service_date, visit.version, visit.id, leg.id if leg else None, details)

    def note_room(self, kind: str, office: str, **details: Any) -> None:
        """Append an event that belongs to no visit: a counter opened, a locker broken."""
        self._append(kind, office, self.today(office), self.office(office).version, None, None, details)

    def _append(
        self,
        kind: str,
        office: str,
        day: date,
        version: str,
        visit_id: str | None,
        leg_id: str | None,
        details: dict[str, Any],
    ) -> None:
        self.session.add(
            FloorEvent(
                at=self.now,
                office=office,
                service_date=day,
                kind=kind,
                visit_id=visit_id,
                leg_id=leg_id,
                actor=self.by,
                version=version,
                details=details,
            )
        )
        self.session.flush()


def office_at(session: Session, office: Office, version: str) -> Office:
    """Give an office under an earlier version of its standard; the calendar is today's, for it moves by itself.

    Raises:
        NotFound: the version was never noted.
    """
    if office.version == version:
        return office
    row = session.get(OfficeVersion, (office.code, version))
    if row is None:
        raise NotFound(what=f"{office.code} {version}")
    return replace(office, standard=_read(row.body), version=version)


@lru_cache(maxsize=64)
def _read(body: str) -> Standard:
    return read_standard(body)
