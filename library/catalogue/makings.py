"""How the pages of a file came of the original's, kept when it is entered; corrections are laid over them then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from library.catalogue import corrections
from library.catalogue.intake import Arrival
from library.catalogue.works import current_file
from library.store.models import PageMaking, Work, WorkFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingMaking:
    """How one page was made; see `PageMaking`."""

    number: int
    source_page: int
    part: int = 0
    blank: bool = False
    repairs: list[dict[str, Any]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeArrival(Arrival):
    """An arrival that knows how its pages came of the original's."""

    makings: list[ArrivingMaking] = field(default_factory=list)


def keep_newest(session: Session, work: Work, makings: Iterable[ArrivingMaking]) -> None:
    """Keep how the pages of a work's newest file were made, as `keep` does."""
    session.flush()  # no mapping tells that pages come before what is said of them
    keep(session, work, current_file(session, work.id), makings)


def keep(session: Session, work: Work, file: WorkFile, makings: Iterable[ArrivingMaking]) -> None:
    """Keep how a file's pages, already written, were made, and lay over them what people corrected before."""
    session.add_all(
        PageMaking(
            file_id=file.id,
            number=each.number,
            source_page=each.source_page,
            part=each.part,
            blank=each.blank,
            repairs=list(each.repairs),
            settings=dict(each.settings),
        )
        for each in makings
    )
    session.flush()
    corrections.reapply(session, work, file)


def of_file(session: Session, file_id: str) -> dict[int, PageMaking]:
    """Give the makings of a file by page; pages that nothing was done to have none."""
    return {row.number: row for row in session.query(PageMaking).filter_by(file_id=file_id)}
