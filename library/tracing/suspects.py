"""Whom a trace may ask about: every master from which a copy went out, and every identity that could hold one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.store.models import Account, Copy, Master, ScreenReading, Work, WorkFile


@dataclass(frozen=True, slots=True)
class MarkedMaster:
    """A master version that went out, with the keys and identities it went out under."""

    id: str
    work: str
    body: str
    slots: str
    keys: tuple[str, ...]
    identities: tuple[str, ...]


def marked_masters(session: Session, work: str | None = None) -> list[MarkedMaster]:
    """List the masters from which somebody received or read a copy, all versions, withdrawn works included."""
    keys: dict[str, set[str]] = defaultdict(set)
    identities: dict[str, set[str]] = defaultdict(set)
    for table in (Copy, ScreenReading):
        for master, key, account in session.execute(select(table.master_id, table.key_id, table.account_id)):
            keys[master].add(key)
            identities[master].add(account)
    query = select(Master, WorkFile.work_id).join(WorkFile, WorkFile.id == Master.file_id).order_by(Master.id)
    return [
        MarkedMaster(
            id=master.id,
            work=work_id,
            body=master.body,
            slots=master.slots,
            keys=tuple(sorted(keys[master.id])),
            identities=tuple(sorted(identities[master.id])),
        )
        for master, work_id in session.execute(query)
        if master.id in keys and work in (None, work_id)
    ]


def masters_given_out(session: Session, work: str | None = None) -> set[str]:
    """Name the masters from which somebody received or read a copy, of all works or of one."""
    given = {
        master for table in (Copy, ScreenReading) for master in session.scalars(select(table.master_id).distinct())
    }
    if work is None:
        return given
    of_work = select(Master.id).join(WorkFile, WorkFile.id == Master.file_id).where(WorkFile.work_id == work)
    return given & set(session.scalars(of_work))


def all_identities(session: Session) -> list[str]:
    """List every identity that carries a mark, erased ones included."""
    return list(session.scalars(select(Account.id).order_by(Account.id)))


def works_given_out(session: Session) -> list[Work]:
    """List the works of which somebody received or read a copy, by title; withdrawn ones too."""
    given = select(Copy.master_id).union(select(ScreenReading.master_id))
    query = (
        select(Work)
        .where(
            Work.id.in_(
                select(WorkFile.work_id).join(Master, Master.file_id == WorkFile.id).where(Master.id.in_(given))
            )
        )
        .order_by(Work.title, Work.year, Work.id)
    )
    return list(session.scalars(query))
