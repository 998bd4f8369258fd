"""Who stands behind an accused identity: an account, or a visit of somebody who had none.

An address is told only where its owner has proven it: anybody can type a stranger's into the guest book.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.readers.opening import LINKED
from library.readers.roles import Role
from library.store.models import Account, FloorEvent, TracedIdentity, Visit, Work
from library.tracing import words
from library.tracing.chain import records_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watermark.trace.verdict import Accused

Kind = Literal["account", "visit"]
Address = Literal["proven", "unproven", "erased"]


@dataclass(frozen=True, slots=True)
class Person:
    """What the records know of an account; `email` is None unless its owner has proven it and nobody erased it."""

    identity: str
    name: str
    email: str | None
    address: Address

    def in_words(self, language: str = "en") -> str:
        """Name her for a report."""
        unproven = words.UNPROVEN.in_language(language).format(identity=self.identity)
        known = {"proven": self.email, "unproven": unproven, "erased": words.ERASED.in_language(language)}
        return f"{self.name} <{known[self.address]}>"


@dataclass(frozen=True, slots=True)
class Linked:
    """The account to which a visit went over, at `at`: its owner proved the address of the guest book by a mailed code.

    What was read before then bears the visit's own mark.
    """

    person: Person
    at: datetime

    def in_words(self, language: str) -> str:
        """Name the account for a report, and since when."""
        at = f"{self.at:%Y-%m-%d %H:%M:%S}"
        return words.SINCE.in_language(language).format(person=self.person.in_words(language), at=at)


@dataclass(frozen=True, slots=True)
class TracedVisit:
    """The visit for which an identity was made; `day` is the office's."""

    id: str
    office: str
    day: date
    linked: Linked | None = None

    def in_words(self, language: str) -> str:
        """Say for a report which visit it was."""
        return words.WHERE.in_language(language).format(id=self.id, day=self.day, office=self.office)


@dataclass(frozen=True, slots=True)
class NamedReader:
    """An accused identity with what the records know of it.

    For a visit `name` is what somebody wrote into the guest book, and no address is told. It is empty once erased.
    """

    identity: str
    kind: Kind
    email: str | None
    address: Address
    name: str
    visit: TracedVisit | None
    work: str
    title: str
    bound: float
    score: float
    records: tuple[tuple[str, str], ...]

    def in_words(self, language: str = "en") -> str:
        """Name the reader for a report, with what is known of it only by her own word."""
        if self.kind == "account":
            return Person(self.identity, self.name, self.email, self.address).in_words(language)
        where = self.visit.in_words(language) if self.visit else ""
        who = words.CLAIMED if self.name else words.NAMELESS
        return words.VISIT.in_language(language).format(
            where=where, who=who.in_language(language).format(name=self.name)
        )

    def linked_in_words(self, language: str = "en") -> str:
        """Name the account to which the visit went over; empty where it went over to none."""
        linked = self.visit.linked if self.visit else None
        return linked.in_words(language) if linked else ""

    def to_json(self) -> dict[str, Any]:
        """Give who it is and its chain of records, as the command-line contract has it."""
        visit, linked = self.visit, self.visit.linked if self.visit else None
        return {
            "kind": self.kind,
            "account": self.email,
            "address": self.address if self.kind == "account" else None,
            "name": self.name,
            "visit": visit and {"id": visit.id, "office": visit.office, "date": visit.day.isoformat()},
            "linked_account": linked
            and {
                "id": linked.person.identity,
                "account": linked.person.email,
                "name": linked.person.name,
                "since": linked.at.isoformat(),
            },
            "records": [{"what": what, "value": value} for what, value in self.records],
        }


def name_readers(session: Session, accused: Iterable[Accused]) -> tuple[NamedReader, ...]:
    """Put names to accused identities, as the records have them now."""
    return tuple(_named(session, one) for one in accused)


def _named(session: Session, accused: Accused) -> NamedReader:
    account, work = session.get_one(Account, accused.identity), session.get(Work, accused.work)
    visiting, person = account.role == Role.VISITOR.value, person_of(session, account)
    return NamedReader(
        identity=accused.identity,
        kind="visit" if visiting else "account",
        email=person.email,
        address=person.address,
        name=person.name,
        visit=_visit_of(session, account.id) if visiting else None,
        work=accused.work,
        title=work.title if work else "",
        bound=accused.bound,
        score=accused.score,
        records=tuple(records_of(session, accused.identity, accused.work)),
    )


def person_of(session: Session, account: Account) -> Person:
    """Give name and address; those of an erased account stand apart until its copies' years are over."""
    kept = session.get(TracedIdentity, account.id)
    name, email = (account.name, account.email) if kept is None else (kept.name, kept.email)
    # What was typed into the guest book is a claim, whether or not an account was opened with it at the desk since.
    if account.role == Role.VISITOR.value or (email is not None and account.verified_at is None):
        return Person(account.id, name, None, "unproven")
    return Person(account.id, name, email, "erased" if email is None else "proven")


def _visit_of(session: Session, identity: str) -> TracedVisit | None:
    """Find the visit for which an identity was made, also where the visit went over to an account since."""
    visit = session.scalars(select(Visit).where(Visit.account_id == identity).limit(1)).first()
    if visit is not None:
        return TracedVisit(visit.id, visit.office, visit.service_date)
    went_over = select(FloorEvent).where(
        FloorEvent.kind == LINKED, FloorEvent.details["identity"].as_string() == identity
    )
    event = session.scalars(went_over.limit(1)).first()
    if event is None:
        return None
    person = person_of(session, session.get_one(Account, event.actor))
    return TracedVisit(str(event.visit_id), event.office, event.service_date, Linked(person, event.at))
