"""Copies out of a file: each finds its work, or brings it with it; bringing the same file again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from library.catalogue import reconciling
from library.catalogue.reconciling import Meant
from library.catalogue.records import Record
from library.catalogue.series import title_key
from library.errors import BadForm
from library.holdings import copies, printed_works
from library.holdings.copies import CopyForm
from library.readers.own_office import refuse_other_office

_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Brought:
    """A copy as a file tells of it, with its work; `line` is where it stands there."""

    line: int
    record: Record
    copy: CopyForm


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that could not be used; `field`: the one that is wrong, empty where it is the work that is meant."""

    line: int
    title: str
    field: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """What became of the copies of a file."""

    works: int = 0
    copies: int = 0
    changed: int = 0
    refused: list[Refused] = field(default_factory=list)


def bring(session: Session, now: datetime, office: str, brought: Sequence[Brought], actor: str) -> Outcome:
    """Enter copies of an office: of the work that their record means, else of a new printed one.

    A number that the office has already for the same work means that copy, whose place and state are brought up to
    date; for another work it is refused. What cannot be entered is named and keeps nothing else back.

    Raises:
        NotAllowed: the office is not the actor's.
    """
    refuse_other_office(session, actor, office)
    meant = reconciling.find(session, [each.record for each in brought])
    bringing = _Bringing(session, now, office, actor)
    for each, known in zip(brought, meant, strict=True):
        bringing.take(each, known)
    return bringing.outcome


class _Bringing:
    """What is kept from line to line: works that an earlier line has brought are not brought again."""

    def __init__(self, session: Session, now: datetime, office: str, actor: str) -> None:
        self._session, self._now, self._office, self._actor = session, now, office, actor
        self._entered: dict[_Key, str] = {}
        self.outcome = Outcome()

    def take(self, each: Brought, known: Meant) -> None:
        title = each.record.values.get("title", "")[:120]
        if known.by == "several":
            self.outcome.refused.append(Refused(each.line, title, "", "several"))
            return
        try:
            with self._session.begin_nested():
                self._take(each, known.work_id)
        except BadForm as problem:
            wrong, reason = next(iter(problem.fields.items()))
            self.outcome.refused.append(Refused(each.line, title, wrong, reason))

    def _take(self, each: Brought, work_id: str | None) -> None:
        number = each.copy.number
        same = copies.by_number(self._session, self._office, number) if number else None
        if same is not None and work_id == same.work_id:
            before = same.changed_at
            after = copies.change(
                self._session, self._now, same.id, replace(each.copy, number=""), self._actor
            ).changed_at
            self.outcome.changed += after != before
            return
        key = _key(each.record)
        own = work_id or self._entered.get(key)
        new = own is None
        if own is None:
            values = _values(each.record)
            own = printed_works.enter(self._session, self._now, self._office, values, self._actor).id
        copies.add(self._session, self._now, own, self._office, each.copy, self._actor)
        self._entered[key] = own
        self.outcome.works += new
        self.outcome.copies += 1


def _key(record: Record) -> _Key:
    told = record.values
    return title_key(told.get("title", "")), told.get("year", ""), told.get("catalogue_number", "")


def _values(record: Record) -> dict[str, str]:
    language = record.language if record.language in ("id", "en", "id+en") else "id"
    return {**record.values, "language": language}
