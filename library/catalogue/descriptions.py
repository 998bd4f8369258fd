"""A work's values with where each comes from: read from a page, derived from others, typed, or imported.

What a person has typed or accepted stays when the file is read again; what the pages say is then noted beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library import audit
from library.catalogue.fields import COLUMNS, EXPECTED, FIELDS, CodeTables, normalised
from library.errors import BadForm
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.models import Account, Description, Work

JOB = "catalogue.describe"
DOUBTFUL = 0.75
"""below this confidence a value is shown to a librarian before the others"""


def of(session: Session, work_id: str) -> dict[str, Description]:
    """Give a work's values by field."""
    rows = session.scalars(select(Description).where(Description.work_id == work_id))
    return {row.field: row for row in rows}


def of_these(session: Session, work_ids: Collection[str]) -> dict[str, dict[str, Description]]:
    """Give what is known of the values of several works: work → field → its row."""
    found: dict[str, dict[str, Description]] = {work_id: {} for work_id in work_ids}
    for row in session.scalars(select(Description).where(Description.work_id.in_(work_ids))):
        found[row.work_id][row.field] = row
    return found


def told(work: Work, rows: Mapping[str, Description]) -> dict[str, str]:
    """Give what the catalogue says of a work: its columns, and the fields that only descriptions hold."""
    columns = {field: str(getattr(work, field)) for field in COLUMNS if getattr(work, field) not in (None, "")}
    return {field: row.value for field, row in rows.items() if row.value and field not in COLUMNS} | columns


def order_work(session: Session, now: datetime, work_id: str) -> None:
    """Have derived values, series and likenesses of a work made in the background."""
    outbox.add(session, now, JOB, {"work": work_id}, priority=7, dedupe=f"describe:{work_id}")


def note_reading(session: Session, work: Work, found: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what the pages say, value by value.

    Args:
        session: holds the write lock.
        work: the work; its columns follow unless a person has decided.
        found: field → {value, raw, page, bbox, how, confidence}, as `ingest` read it.
    """
    known = of(session, work.id)
    for field, place in found.items():
        if field in FIELDS and place.get("value"):
            _note(session, work, known.get(field), field, place)


def _note(session: Session, work: Work, row: Description | None, field: str, place: Mapping[str, Any]) -> None:
    value = str(place["value"])[:500]
    if row is None:
        row = Description(work_id=work.id, field=field, value=value, origin="read", seen="")
        session.add(row)
    row.page, row.box = place.get("page"), place.get("bbox")
    if not _is_decided(row):
        row.value, row.raw, row.origin = value, str(place.get("raw") or value)[:500], "read"
        row.source, row.confidence, row.seen = str(place.get("how") or "")[:120], place.get("confidence"), ""
        _set_column(work, field, value)
    else:
        row.seen = value if value != row.value else ""


def derive(session: Session, work: Work, field: str, value: str, source: str, confidence: float) -> None:
    """Keep a value that follows from others, unless it was read or a person has decided."""
    row = session.get(Description, (work.id, field))
    if row is None and value:
        row = Description(work_id=work.id, field=field, seen="")
        session.add(row)
    if row is None or _is_decided(row) or row.origin == "read":
        return
    row.value, row.raw, row.origin, row.source, row.confidence = value, value, "derived", source, confidence
    _set_column(work, field, value)


def bring_in(session: Session, work: Work, field: str, value: str, raw: str, source: str, tables: CodeTables) -> bool:
    """Take a value over from another catalogue; True where something changed.

    What a person has typed or accepted stays, and what the other catalogue says is noted beside it.

    Raises:
        BadForm: the value cannot be.
    """
    clean = _normal(field, value, tables)
    row = session.get(Description, (work.id, field))
    if row is None:
        row = Description(work_id=work.id, field=field, value="", origin="imported", seen="")
        session.add(row)
    if _is_decided(row) or row.value == clean:
        row.seen = clean if clean != row.value else row.seen
        return False
    row.seen = row.value if row.origin == "read" else ""
    row.value, row.raw, row.origin, row.source, row.confidence = clean, raw[:500], "imported", source[:120], None
    _set_column(work, field, clean)
    return True


def accept(
    session: Session, now: datetime, work: Work, field: str, typed: str, actor: str, *, tables: CodeTables
) -> Description:
    """Accept a value as it is shown, or in the words that a librarian typed over it; give what is kept.

    Raises:
        BadForm: the value cannot be; nothing is kept.
        NotAllowed: the work is another office's.
    """
    refuse_other_office(session, actor, work.office)
    if field not in FIELDS:
        raise BadForm({"field": "choice-invalid"})
    value = _normal(field, typed, tables)
    row = session.get(Description, (work.id, field))
    changed = value != (row.value if row else "")
    row = _typed(session, work, row, field, value, typed) if changed or row is None else row
    row.accepted_by, row.accepted_at = _account(session, actor), now
    audit.record(session, now, actor, "work.describe", f"work:{work.id}", field=field, changed=changed)
    if changed:
        follow(session, now, work)
    return row


def typed_over(session: Session, now: datetime, work: Work, values: Mapping[str, object], actor: str) -> None:
    """Note values that were changed in the form of the whole work."""
    for field, value in values.items():
        if field in FIELDS:
            text = "" if value is None else str(value)
            row = _typed(session, work, session.get(Description, (work.id, field)), field, text, text)
            row.accepted_by, row.accepted_at = _account(session, actor), now
    order_work(session, now, work.id)


def accept_rest(session: Session, now: datetime, work_id: str, actor: str) -> None:
    """Note that a person released a work with its values before her eyes."""
    account = _account(session, actor)
    if account is None:
        return
    for row in of(session, work_id).values():
        if row.accepted_at is None:
            row.accepted_by, row.accepted_at = account, now


def _typed(session: Session, work: Work, row: Description | None, field: str, value: str, raw: str) -> Description:
    if row is None:
        row = Description(work_id=work.id, field=field, value="", origin="typed", seen="")
        session.add(row)
    if row.origin == "read" and row.value != value:
        row.seen = row.value
    row.value, row.raw, row.origin, row.source, row.confidence = value, raw.strip()[:500], "typed", "", None
    _set_column(work, field, value)
    return row


def follow(session: Session, now: datetime, work: Work) -> None:
    """Have everything that depends on a work's values follow a change."""
    order_work(session, now, work.id)
    if work.state == "released":
        outbox.add(session, now, "search.index", {"work": work.id}, dedupe=f"index:{work.id}")


def in_order(rows: Mapping[str, Description]) -> list[str]:
    """Order the fields for a librarian's eye: doubtful ones, expected ones that are empty, the rest, accepted ones."""
    return sorted(FIELDS, key=lambda field: (_rank(field, rows.get(field)), FIELDS.index(field)))


def _rank(field: str, row: Description | None) -> int:
    if row is None:
        return 1 if field in EXPECTED else 3
    if row.accepted_at is not None:
        return 4
    return 0 if is_doubtful(row) else 2


def is_doubtful(row: Description) -> bool:
    """Say whether a value should be looked at before others: little confidence, or the pages say otherwise."""
    return row.accepted_at is None and ((row.confidence or 1.0) < DOUBTFUL or bool(row.seen))


def to_check(session: Session, work_ids: Iterable[str]) -> dict[str, int]:
    """Count the doubtful values of each work; works without any are left out."""
    query = (
        select(Description.work_id, func.count())
        .where(Description.work_id.in_(list(work_ids)), Description.accepted_at.is_(None))
        .where((Description.confidence < DOUBTFUL) | (Description.seen != ""))
        .group_by(Description.work_id)
    )
    return {work_id: number for work_id, number in session.execute(query)}  # noqa: C416 - rows are no tuples for mypy


def _normal(field: str, typed: str, tables: CodeTables) -> str:
    try:
        return normalised(field, typed, tables)
    except ValueError as reason:
        raise BadForm({field: str(reason)}) from reason


def _is_decided(row: Description) -> bool:
    return row.origin == "typed" or row.accepted_at is not None


def _account(session: Session, actor: str) -> str | None:
    """Give the account behind an actor; `cli` and `system` are nobody's."""
    return actor if session.get(Account, actor) else None


def _set_column(work: Work, field: str, value: str) -> None:
    if field == "year":
        work.year = int(value) if value else None
    elif field in COLUMNS and (value or field != "title"):
        setattr(work, field, value)
