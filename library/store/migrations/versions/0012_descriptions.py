"""described values, series, likenesses and successions of works; what is in the catalogue is described as it stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from library.store.models.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_FIELDS = (
    "title",
    "parallel_title",
    "year",
    "catalogue_number",
    "publication_number",
    "issn",
    "isbn",
    "publisher",
)
_TABLES = ("succession", "likeness", "fingerprint", "series_place", "series", "description")


def upgrade() -> None:
    op.add_column("work", sa.Column("region", sa.String(length=7), nullable=False, server_default=""))
    op.add_column("work", sa.Column("subjects", sa.String(length=60), nullable=False, server_default=""))
    op.create_index("ix_work_region", "work", ["region"])
    _descriptions()
    _series()
    _likenesses()
    _describe_what_is_there()


def _descriptions() -> None:
    op.create_table(
        "description",
        sa.Column("work_id", sa.String(length=10), nullable=False),
        sa.Column("field", sa.String(length=24), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.Column("raw", sa.String(length=500), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("box", sa.JSON(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("seen", sa.String(length=500), nullable=False),
        sa.Column("accepted_by", sa.String(length=16), nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_description_work_id_work")),
        sa.ForeignKeyConstraint(["accepted_by"], ["account.id"], name=op.f("fk_description_accepted_by_account")),
        sa.PrimaryKeyConstraint("work_id", "field", name=op.f("pk_description")),
    )


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=7), nullable=False),
        sa.Column("region", sa.String(length=7), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("merged_into", sa.String(length=16), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into"], ["series.id"], name=op.f("fk_series_merged_into_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_index(op.f("ix_series_key"), "series", ["key"])
    op.create_index("ix_series_number_region", "series", ["number", "region"])
    op.create_table(
        "series_place",
        sa.Column("work_id", sa.String(length=10), nullable=False),
        sa.Column("series_id", sa.String(length=16), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_series_place_work_id_work")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_place_series_id_series")),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_series_place")),
    )
    op.create_index(op.f("ix_series_place_series_id"), "series_place", ["series_id"])


def _likenesses() -> None:
    op.create_table(
        "fingerprint",
        sa.Column("file_id", sa.String(length=16), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("cover", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["work_file.id"], name=op.f("fk_fingerprint_file_id_work_file")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_fingerprint")),
    )
    op.create_table(
        "likeness",
        sa.Column("older_id", sa.String(length=10), nullable=False),
        sa.Column("newer_id", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=16), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["older_id"], ["work.id"], name=op.f("fk_likeness_older_id_work")),
        sa.ForeignKeyConstraint(["newer_id"], ["work.id"], name=op.f("fk_likeness_newer_id_work")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_likeness_decided_by_account")),
        sa.PrimaryKeyConstraint("older_id", "newer_id", name=op.f("pk_likeness")),
    )
    op.create_index(op.f("ix_likeness_newer_id"), "likeness", ["newer_id"])
    op.create_table(
        "succession",
        sa.Column("old_id", sa.String(length=10), nullable=False),
        sa.Column("new_id", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.String(length=16), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["old_id"], ["work.id"], name=op.f("fk_succession_old_id_work")),
        sa.ForeignKeyConstraint(["new_id"], ["work.id"], name=op.f("fk_succession_new_id_work")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_succession_decided_by_account")),
        sa.PrimaryKeyConstraint("old_id", name=op.f("pk_succession")),
    )
    op.create_index(op.f("ix_succession_new_id"), "succession", ["new_id"])


def _describe_what_is_there() -> None:
    """Carry the values over: what still is as it was read, as read; what was changed since, as typed."""
    bind = op.get_bind()
    columns = ", ".join(_FIELDS)
    # The columns' names are those above; a reader's own scans are in nobody's catalogue.
    works = bind.execute(sa.text(f"SELECT id, found, {columns} FROM work WHERE owner_id IS NULL")).mappings().all()  # noqa: S608
    table = sa.table("description", *(sa.column(name) for name in _COLUMNS[:-1]), sa.column("box", sa.JSON))
    rows = [row for work in works for row in _rows(work)]
    if rows:
        op.bulk_insert(table, rows)
    _order_the_rest(bind, [work["id"] for work in works])
    regions = [{"w": work["id"], "r": region} for work in works if (region := _region(work["catalogue_number"]))]
    if regions:
        bind.execute(sa.text("UPDATE work SET region = :r WHERE id = :w"), regions)


def _order_the_rest(bind: sa.Connection, work_ids: list[str]) -> None:
    """Have series, subjects and fingerprints made by the workers: it takes too long to stand still for."""
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    orders = [{"p": json.dumps({"work": work}), "d": f"describe:{work}", "now": now} for work in work_ids]
    if orders:
        bind.execute(
            sa.text(
                "INSERT INTO job (kind, payload, dedupe, priority, state, run_after, attempts, lapses, fence, error,"
                " created_at) VALUES ('catalogue.describe', :p, :d, 7, 'waiting', :now, 0, 0, 0, '', :now)"
            ),
            orders,
        )


_COLUMNS = ("work_id", "field", "value", "raw", "origin", "source", "page", "confidence", "seen", "box")


def _rows(work: Any) -> list[dict[str, Any]]:
    found = json.loads(work["found"] or "{}")
    return [
        _row(work["id"], field, str(work[field]), found.get(field) or {})
        for field in _FIELDS
        if work[field] not in (None, "")
    ]


def _row(work_id: str, field: str, value: str, place: dict[str, Any]) -> dict[str, Any]:
    return {
        "work_id": work_id,
        "field": field,
        "value": value[:500],
        "raw": str(place.get("raw") or value)[:500],
        "origin": "read" if place else "typed",
        "source": str(place.get("how") or "")[:120],
        "page": place.get("page"),
        "confidence": None,
        "seen": "",
        "box": place.get("bbox"),
    }


def _region(number: str) -> str:
    region = number.partition(".")[2]
    return region if region.isdecimal() and len(region) in (2, 4, 7) else ""


def downgrade() -> None:
    op.execute("DELETE FROM job WHERE kind = 'catalogue.describe'")
    for table in _TABLES:
        op.drop_table(table)
    op.drop_index("ix_work_region", "work")
    op.drop_column("work", "subjects")
    op.drop_column("work", "region")
