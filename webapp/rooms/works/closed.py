"""Works of which everybody may know, and nobody may read: withdrawn ones, and those whose day has not come."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from library.preservation import embargo
from library.preservation.tombstones import Tombstone, tombstone
from library.readers.roles import Right
from library.store.session import Session
from webapp.current import may, use_office
from webapp.pages import page
from webapp.rooms.bench.withdrawing import withdrawal_words


def closed_page(records: Session, work_id: str) -> ResponseReturnValue | None:
    """Give the page that stands in the place of a closed work; None where it is open, or there is none.

    Librarians see the work itself.
    """
    if may(Right.RELEASE):
        return None
    gone = tombstone(records, work_id)
    if gone is not None:
        return _gone(gone)
    work = embargo.announced_work(records, work_id)
    if work is not None:
        return page("works/announced.html", office=use_office(work.office), work=work)
    return None


def _gone(gone: Tombstone) -> ResponseReturnValue:
    """Answer 410: programs that keep lists of addresses take this one off theirs (RFC 9110, 15.5.11)."""
    answer = page(
        "works/withdrawn.html",
        status=410,
        office=use_office(gone.work.office),
        gone=gone,
        work=gone.work,
        reason=withdrawal_words(gone.reason),
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
