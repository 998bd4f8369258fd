"""What preparation found out about a work's marks, page by page: how well a leak of it could be traced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from library.catalogue import works
from library.errors import NotFound
from library.store.models import Account, Master
from watermark.master import SLOTS_ALONE

Stretch = tuple[int, int]
"""first and last page, from 1"""


@dataclass(frozen=True, slots=True)
class TraceReport:
    """What the staff see before release.

    Attributes:
        prepared: whether there is a master at all.
        traceable: whether the whole can name a reader, as it was judged when the master was made: requests go by it.
        pages: how many the work has.
        slots: marks of all pages together.
        single: pages that name a reader alone.
        per_page: marks of every page; empty where none were noted.
        removed: what was taken out of the file, by the engine's kind: in how many places.
        master: the master that is told of, by its id; empty where there is none.
        accepted: a librarian's written reason for delivering copies of it although it is not traceable.
        accepted_by: the librarian's name; empty where the reason is older than its record.
        accepted_at: when it was written.
    """

    prepared: bool = False
    traceable: bool = False
    pages: int = 0
    slots: int = 0
    single: int = 0
    per_page: tuple[int, ...] = ()
    removed: dict[str, int] = field(default_factory=dict)
    master: str = ""
    accepted: str = ""
    accepted_by: str = ""
    accepted_at: datetime | None = None

    @property
    def alone(self) -> list[int]:
        """The pages that name a reader by themselves."""
        return self._between(SLOTS_ALONE)

    @property
    def together(self) -> list[int]:
        """The pages that name a reader together with others only."""
        return self._between(1, SLOTS_ALONE)

    @property
    def bare(self) -> list[int]:
        """The pages that bear no mark."""
        return self._between(0, 1)

    def _between(self, least: int, below: float = float("inf")) -> list[int]:
        return [number for number, slots in enumerate(self.per_page, 1) if least <= slots < below]


def trace_report(session: Session, file_id: str) -> TraceReport:
    """Read the report of a work's file; an empty one where it has not been prepared."""
    try:
        master = works.current_master(session, file_id)
    except NotFound:
        return TraceReport()
    librarian = session.get(Account, master.accepted_by) if master.accepted_by else None
    return replace(report_of(master), accepted_by=librarian.name if librarian else "")


def report_of(master: Master) -> TraceReport:
    """Read what is kept with a master; which pages name a reader alone goes by what the engine holds for enough now."""
    kept = master.traceability
    per_page = tuple(kept.get("per_page", ()))
    return TraceReport(
        prepared=True,
        traceable=bool(kept.get("traceable", False)),
        pages=int(kept.get("pages", 0)),
        slots=int(kept.get("slots", 0)),
        single=sum(slots >= SLOTS_ALONE for slots in per_page) if per_page else int(kept.get("single_page", 0)),
        per_page=per_page,
        removed=dict(kept.get("removed", {})),
        master=master.id,
        accepted=master.untraceable_accepted,
        accepted_at=master.accepted_at,
    )


def stretches(pages: Iterable[int]) -> list[Stretch]:
    """Join pages that follow one another, from ascending numbers."""
    found: list[Stretch] = []
    for number in pages:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
