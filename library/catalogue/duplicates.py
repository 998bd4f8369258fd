"""Works that may be the same, at three levels: same bytes; same number, year and region; near-same text or cover.

Nothing is decided here: pairs are noted, and a librarian who sees both side by side says what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from library.catalogue.fingerprints import cover_likeness, text_likeness
from library.store.models import Fingerprint, Likeness, Succession, Work, WorkFile

# Whole yearbooks of neighbouring districts in the same year have up to 0.29 of their text in common, scans and
# corrected files of one book far more (docs/bench-metadata.md).
TEXT_ALIKE = 0.5
COVER_ALIKE = 0.95
# Where year or region differ, only the same text under another name is worth a look: covers are alike year after year.
TEXT_SAME = 0.95
STRONGEST = ("bytes", "number", "text", "cover")
_IN_USE = ("review", "released")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two works that may be the same; `older` was here first."""

    older: Work
    newer: Work
    level: str
    score: float
    state: str


Signs = tuple[str, float]
"""level and score of a likeness"""


def find(session: Session, work: Work) -> dict[str, Signs]:
    """Find every work that may be the same as this one, with the strongest that speaks for it; only reads."""
    found: dict[str, Signs] = {}
    for other_id, level, score in _alike(session, work):
        known = found.get(other_id)
        if known is None or STRONGEST.index(level) < STRONGEST.index(known[0]):
            found[other_id] = (level, score)
    return found


def note(session: Session, now: datetime, work: Work, found: Mapping[str, Signs]) -> int:
    """Note what was found; gives how many pairs are new."""
    return sum(_note(session, now, work, other_id, *signs) for other_id, signs in found.items())


def _alike(session: Session, work: Work) -> Iterator[tuple[str, str, float]]:
    others = (Work.id != work.id, Work.owner_id.is_(None), Work.state.in_(_IN_USE))
    same_bytes = select(WorkFile.original).where(WorkFile.work_id == work.id)
    query = select(Work.id).join(WorkFile, WorkFile.work_id == Work.id).where(WorkFile.original.in_(same_bytes))
    yield from ((other, "bytes", 1.0) for other in session.scalars(query.where(*others)))
    if work.catalogue_number and work.year is not None:
        numbered = (Work.catalogue_number == work.catalogue_number, Work.year == work.year, Work.region == work.region)
        yield from ((other, "number", 1.0) for other in session.scalars(select(Work.id).where(*numbered, *others)))
    yield from _near(session, work)


def _near(session: Session, work: Work) -> Iterator[tuple[str, str, float]]:
    newest = select(WorkFile.id).where(WorkFile.work_id == work.id).order_by(WorkFile.version.desc()).limit(1)
    mine = session.scalars(select(Fingerprint).where(Fingerprint.file_id.in_(newest))).first()
    if mine is None:  # or it is a printed work, which has no file
        return
    query = (
        select(Work.id, Work.year, Work.region, Fingerprint.sketch, Fingerprint.cover)
        .join(WorkFile, WorkFile.work_id == Work.id)
        .join(Fingerprint, Fingerprint.file_id == WorkFile.id)
        .where(Work.id != work.id, Work.owner_id.is_(None), Work.state.in_(_IN_USE))
    )
    for other, year, region, sketch, cover in session.execute(query).yield_per(500):
        differs = _differ(year, work.year) or _differ(region, work.region)
        text = text_likeness(mine.sketch, sketch)
        if text >= (TEXT_SAME if differs else TEXT_ALIKE):
            yield other, "text", text
        elif not differs and (likeness := cover_likeness(mine.cover, cover)) >= COVER_ALIKE:
            yield other, "cover", likeness


def _differ(one: object, other: object) -> bool:
    """Say whether both are known and not the same."""
    return bool(one) and bool(other) and one != other


def _note(session: Session, now: datetime, work: Work, other_id: str, level: str, score: float) -> bool:
    other = session.get(Work, other_id)
    if other is None or _are_versions(session, work.id, other_id):
        return False
    older, newer = sorted((work, other), key=lambda each: (each.created_at, each.id))
    known = session.get(Likeness, (older.id, newer.id))
    if known is None:
        row = Likeness(older_id=older.id, newer_id=newer.id, level=level, score=score, found_at=now)
        session.add(row)
        session.flush()
        return True
    if known.state == "open":  # what was decided stays decided
        known.level, known.score = level, score
    return False


def _are_versions(session: Session, one: str, other: str) -> bool:
    rows = [session.get(Succession, each) for each in (one, other)]
    return any(row is not None and row.new_id in (one, other) for row in rows)


def waiting(session: Session, office: str | None, limit: int = 100) -> list[Pair]:
    """List the pairs to decide about, the strongest first; of one office or of all."""
    older, newer = aliased(Work), aliased(Work)
    query = (
        select(Likeness, older, newer)
        .join(older, older.id == Likeness.older_id)
        .join(newer, newer.id == Likeness.newer_id)
        .where(Likeness.state == "open", older.state.in_(_IN_USE), newer.state.in_(_IN_USE))
        .order_by(Likeness.score.desc(), Likeness.found_at, Likeness.newer_id)
        .limit(limit)
    )
    if office:
        query = query.where(or_(older.office == office, newer.office == office))
    pairs = [Pair(a, b, row.level, row.score, row.state) for row, a, b in session.execute(query)]
    return sorted(pairs, key=lambda pair: STRONGEST.index(pair.level))


def of_work(session: Session, work_id: str) -> list[Pair]:
    """List the pairs to decide about in which a work stands."""
    older, newer = aliased(Work), aliased(Work)
    query = (
        select(Likeness, older, newer)
        .join(older, older.id == Likeness.older_id)
        .join(newer, newer.id == Likeness.newer_id)
        .where(Likeness.state == "open", or_(older.id == work_id, newer.id == work_id))
        .where(older.state.in_(_IN_USE), newer.state.in_(_IN_USE))
    )
    return [Pair(a, b, row.level, row.score, row.state) for row, a, b in session.execute(query)]
