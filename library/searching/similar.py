"""Works that a reader of one may want too: what is known of both decides, and is said."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from library.catalogue.works import is_superseded
from library.store.models import Work

_CANDIDATES = 400
"""works that are compared; those of the nearest years first"""


@dataclass(frozen=True, slots=True)
class Similar:
    """A work that is like another; `reasons` are codes: region, subject, series, words."""

    work: Work
    reasons: tuple[str, ...]


def similar(session: Session, work: Work, limit: int = 6) -> list[Similar]:
    """List works that are like one, the likest first; its own other years stand in its series and are left out."""
    found = [(_likeness(work, other), other) for other in _candidates(session, work)]
    ranked = sorted(found, key=lambda each: (-sum(each[0].values()), _years_apart(work, each[1]), each[1].id))
    return [Similar(other, tuple(reasons)) for reasons, other in ranked if reasons][:limit]


def _candidates(session: Session, work: Work) -> list[Work]:
    series = work.catalogue_number.partition(".")[0]
    subjects = work.subjects.split()
    alike = [Work.region == work.region] if work.region else []
    alike += [Work.catalogue_number.startswith(f"{series}.")] if series else []
    alike += [Work.subjects.contains(code, autoescape=True) for code in subjects]
    if not alike:
        return []
    query = (
        select(Work)
        .where(Work.state == "released", ~is_superseded(), Work.id != work.id, or_(*alike))
        .order_by(Work.year.desc(), Work.id)
        .limit(_CANDIDATES)
    )
    return [other for other in session.scalars(query) if not _other_year(work, other)]


def _other_year(work: Work, other: Work) -> bool:
    return bool(work.catalogue_number) and work.catalogue_number == other.catalogue_number


def _likeness(work: Work, other: Work) -> dict[str, int]:
    """Weigh what both have in common."""
    series = work.catalogue_number.partition(".")[0]
    shared = set(work.subjects.split()) & set(other.subjects.split())
    weights = {
        "region": 3 if work.region and work.region == other.region else 0,
        "subject": 2 if shared else 0,
        "series": 2 if series and series == other.catalogue_number.partition(".")[0] else 0,
    }
    return {name: weight for name, weight in weights.items() if weight}


def _years_apart(work: Work, other: Work) -> int:
    return abs((work.year or 0) - (other.year or 0))
