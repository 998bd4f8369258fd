"""Reading on screen: every account reads from its own marked copy, so a photographed screen can be traced."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from library import audit
from library.catalogue import works
from library.errors import NotFound
from library.readers.roles import Right, has_right
from library.softcopies import stamps
from library.softcopies.assembly import order_for
from library.softcopies.requests import refuse_untraceable
from library.softcopies.workshop import Workshop
from library.store.models import Account, Master, ScreenReading, Work


class Screens:
    """Makes and finds the copies from which the reader's pages are drawn."""

    def __init__(self, workshop: Workshop) -> None:
        self._database = workshop.database
        self._folders = workshop.folders
        self._settings = workshop.settings
        self._offices = workshop.offices
        self._assembler = workshop.assembler
        self._clock = workshop.clock

    def copy_for(self, account_id: str, role: str, work_id: str) -> Path:
        """Give the path of this account's own marked copy, making it at its first reading.

        Raises:
            NotFound: the work may not be seen, or is restricted and this account has no right to it.
            Untraceable: its master has too few slots and no librarian has accepted that; who decides about it may look.
        """
        master, reading = self._open(account_id, role, work_id)
        path = self._folders.screens / master.id / f"{account_id}.pdf"
        if not path.is_file():
            self._assembler.make(order_for(master, account_id, reading.stamp), path)
        return path

    def _open(self, account_id: str, role: str, work_id: str) -> tuple[Master, ScreenReading]:
        with self._database.read() as session:
            work = works.get(session, work_id, role)
            refuse_closed(work, role)
            master = works.current_master(session, works.current_file(session, work_id).id)
            if not has_right(role, Right.RELEASE):
                refuse_untraceable(master)
            reading = session.get(ScreenReading, (account_id, master.id))
        if reading is None or not reading.stamp:
            reading = self._first(account_id, work, master)
        return master, reading

    def _first(self, account_id: str, work: Work, master: Master) -> ScreenReading:
        now = self._clock()
        with self._database.write() as session:
            known = session.get(ScreenReading, (account_id, master.id))
            if known is not None and known.stamp:
                return known
            account = session.get(Account, account_id)
            if account is None:
                raise NotFound(what=account_id)
            # A stamp whose years were over is written anew: she reads on, and its years begin again.
            reading = known or ScreenReading(account_id=account_id, master_id=master.id, key_id=master.key_id)
            reading.first_at = now
            session.add(reading)
            session.flush()
            reading.stamp = self._stamp(account, work, reading)
            audit.record(session, now, account_id, "screen.open", f"work:{work.id}", master=master.id)
            return reading

    def _stamp(self, account: Account, work: Work, reading: ScreenReading) -> dict[str, Any]:
        office = self._offices[work.office]
        return stamps.stamp_lines(
            account,
            office=office.name.in_language(account.language),
            date=stamps.local_date(reading.first_at, office.hours.time_zone.value, account.language),
            request=None,
            number=reading.number,
            base_url=self._settings.base_url,
            language=account.language,
        )

    def forget(self, master_id: str) -> None:
        """Delete the screen copies of a master; they are made again when they are read."""
        shutil.rmtree(self._folders.screens / master_id, ignore_errors=True)


def refuse_closed(work: Work, role: str) -> None:
    """Let pass open works, and restricted ones for those who may read them.

    Raises:
        NotFound: the work is restricted for this role.
    """
    if work.access != "open" and not has_right(role, Right.READ_RESTRICTED):
        raise NotFound(what=work.id)
