"""The breach query: whose data, which fields.

Three questions in one form. Without an actor or a device: whose records were there in that time, at that office, of
those kinds, as when the database or a back-up was taken. With a member of the staff: whose records that account looked
at or dealt with. With a terminal: who signed in or signed the guest book there. Which fields a kind holds stands in the
register, and which table, and which of its columns say whose and when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, and_, literal, select, true
from sqlalchemy.orm import Session

from library.privacy import touched
from library.privacy.register import Activity, Register, load_register
from library.store.models import Account, Base, TracedIdentity

BATCH = 500


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known of a breach; None or empty: not limited by it."""

    first: datetime | None = None
    last: datetime | None = None
    office: str = ""
    actor: str = ""
    device: str = ""
    kinds: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give plain values, to be kept."""
        plain = asdict(self)
        return {**plain, "kinds": list(self.kinds), "first": _iso(self.first), "last": _iso(self.last)}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Scope:
        """Read what was kept."""
        office, actor, device = (str(plain.get(name, "")) for name in ("office", "actor", "device"))
        first, last = (datetime.fromisoformat(plain[name]) if plain.get(name) else None for name in ("first", "last"))
        return cls(first, last, office, actor, device, tuple(plain.get("kinds", ())))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


@dataclass(slots=True)
class Affected:
    """A person and what of hers is concerned. Without an account, each record stands for a person of its own."""

    key: str
    """`account:…`, or the record's own, such as `visit:…`"""
    name: str = ""
    reached: str = ""
    """E-mail address, telephone number or name on a social medium; empty: nobody can be told directly."""
    language: str = "id"
    records: dict[str, int] = field(default_factory=dict)
    """kind → how many"""

    def fields(self, register: Register) -> dict[str, tuple[str, ...]]:
        """Give the columns that hold something of her, by kind."""
        return {
            code: tuple(f"{table}.{name}" for table, names in register.of(code).personal.items() for name in names)
            for code in self.records
        }


class _Row(NamedTuple):
    kind: str
    record: str
    person: str | None
    name: str
    reached: str


def affected(session: Session, scope: Scope, catalog: Path) -> list[Affected]:
    """Give the persons concerned, by key; an account counts once, whatever of hers is concerned."""
    people: dict[str, Affected] = {}
    for row in _rows(session, scope, load_register(catalog)):
        key = f"account:{row.person}" if row.person else f"{row.kind}:{row.record}"
        person = people.setdefault(key, Affected(key, row.name, row.reached))
        person.records[row.kind] = person.records.get(row.kind, 0) + 1
        person.name, person.reached = person.name or row.name, person.reached or row.reached
    _name_accounts(session, people)
    return [people[key] for key in sorted(people)]


def _rows(session: Session, scope: Scope, register: Register) -> Iterator[_Row]:
    wanted = [each for each in register.activity if not scope.kinds or each.code in scope.kinds]
    records = touched.records(session, scope.first, scope.last, scope.actor, scope.device, register)
    for activity in wanted:
        if records is None:
            yield from _select(session, activity, scope, _was_there(activity, scope))
        elif records.get(activity.code):
            for chunk in _chunks(sorted(records[activity.code])):
                yield from _select(session, activity, scope, _key(activity).in_(chunk))


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    return (keys[at : at + BATCH] for at in range(0, len(keys), BATCH))


def _select(session: Session, activity: Activity, scope: Scope, which: ColumnElement[bool]) -> Iterator[_Row]:
    if not activity.rows.person:
        return  # working notes of the staff: about nobody who could be told
    query = _query(activity).where(which)
    if scope.office:
        office = _column(activity, activity.rows.office)
        query = query.where(office == scope.office) if office is not None else query
    for record, person, name, reached in session.execute(query).yield_per(1000):
        if person or name or reached:
            yield _Row(activity.code, str(record), person, name or "", reached or "")


def _query(activity: Activity) -> Select[Any]:
    root = activity.rows
    blank = literal("")
    person, called, reached = (_column(activity, way) for way in (root.person, root.called, root.reached))
    query: Select[Any] = select(
        _key(activity), blank if person is None else person, _or(called, blank), _or(reached, blank)
    ).select_from(_table(activity))
    for way in {way.partition(".")[0] for way in (root.person, root.office) if ">" in way}:
        here, _arrow, there = way.partition(">")
        other = Base.metadata.tables[there]
        query = query.outerjoin(other, other.c.id == _table(activity).c[here])
    return query


def _or(column: ColumnElement[Any] | None, otherwise: ColumnElement[Any]) -> ColumnElement[Any]:
    return otherwise if column is None else column


def _table(activity: Activity) -> Table:
    return Base.metadata.tables[activity.rows.table]


def _key(activity: Activity) -> ColumnElement[Any]:
    return next(iter(_table(activity).primary_key.columns))


def _column(activity: Activity, way: str) -> ColumnElement[Any] | None:
    """Give a column of the root table, or of the table that its way leads to; None where it has none."""
    if not way:
        return None
    if ">" not in way:
        return _table(activity).c[way]
    table, _dot, name = way.partition(">")[2].partition(".")
    return Base.metadata.tables[table].c[name]


def _was_there(activity: Activity, scope: Scope) -> ColumnElement[bool]:
    """Say which were there at some moment of the time: begun before its end, not erased before its beginning."""
    root = activity.rows
    where: list[ColumnElement[bool]] = []
    if scope.last is not None:
        where.append(_table(activity).c[root.since] <= scope.last)
    if root.until and scope.first is not None:
        until = _table(activity).c[root.until]
        where.append(until.is_(None) | (until >= scope.first))
    return and_(true(), *where)


def _name_accounts(session: Session, people: dict[str, Affected]) -> None:
    """Put names and confirmed addresses to the accounts; an erased one is reached by what a trace still knows."""
    keys = [key.removeprefix("account:") for key in people if key.startswith("account:")]
    for chunk in _chunks(keys):
        query = (
            select(Account, TracedIdentity)
            .outerjoin(TracedIdentity, TracedIdentity.account_id == Account.id)
            .where(Account.id.in_(chunk))
        )
        for account, kept in session.execute(query):
            person = people[f"account:{account.id}"]
            person.name = account.name or (kept.name if kept else "") or person.name
            person.reached = account.email or (kept.email if kept else "") or person.reached
            person.language = account.language


def whole_day(text: str, *, end: bool = False) -> datetime:
    """Read a day or an instant that was typed (UTC where it names no zone); a day's end is its last moment.

    Raises:
        ValueError: it is neither.
    """
    at = datetime.fromisoformat(text)
    if end and len(text) == len("2026-11-21"):
        at = at.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
