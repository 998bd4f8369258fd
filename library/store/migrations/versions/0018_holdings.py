"""printed copies, counts of them, and readers' scans of an edition."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.store.models.base import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _copies()
    _counts()
    op.create_table(
        "edition_scan",
        sa.Column("item_id", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decided_by", sa.String(length=16), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("batch", sa.String(length=16), nullable=True),
        sa.Column("taken_as", sa.String(length=16), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["ingest_item.id"], name=op.f("fk_edition_scan_item_id_ingest_item")),
        sa.ForeignKeyConstraint(["edition_id"], ["work.id"], name=op.f("fk_edition_scan_edition_id_work")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_edition_scan_decided_by_account")),
        sa.ForeignKeyConstraint(["taken_as"], ["ingest_item.id"], name=op.f("fk_edition_scan_taken_as_ingest_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_edition_scan")),
    )
    op.create_index(op.f("ix_edition_scan_edition_id"), "edition_scan", ["edition_id"])


def _copies() -> None:
    op.create_table(
        "holding",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("work_id", sa.String(length=10), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("number_key", sa.String(length=120), nullable=False),
        sa.Column("shelf_mark", sa.String(length=60), nullable=False),
        sa.Column("room", sa.String(length=60), nullable=False),
        sa.Column("cabinet", sa.String(length=40), nullable=False),
        sa.Column("shelf", sa.String(length=40), nullable=False),
        sa.Column("condition", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_holding_work_id_work")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
        sa.UniqueConstraint("office", "number_key", name=op.f("uq_holding_office_number_key")),
    )
    op.create_index(op.f("ix_holding_work_id"), "holding", ["work_id"])
    op.create_index("ix_holding_office_shelf_mark", "holding", ["office", "shelf_mark"])


def _counts() -> None:
    op.create_table(
        "stock_count",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("room", sa.String(length=60), nullable=False),
        sa.Column("cabinet", sa.String(length=40), nullable=False),
        sa.Column("began_by", sa.String(length=16), nullable=True),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["began_by"], ["account.id"], name=op.f("fk_stock_count_began_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count")),
    )
    op.create_index(op.f("ix_stock_count_office"), "stock_count", ["office"])
    op.create_table(
        "stock_seen",
        sa.Column("count_id", sa.String(length=16), nullable=False),
        sa.Column("holding_id", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["count_id"], ["stock_count.id"], name=op.f("fk_stock_seen_count_id_stock_count")),
        sa.ForeignKeyConstraint(["holding_id"], ["holding.id"], name=op.f("fk_stock_seen_holding_id_holding")),
        sa.PrimaryKeyConstraint("count_id", "holding_id", name=op.f("pk_stock_seen")),
    )
    op.create_index(op.f("ix_stock_seen_holding_id"), "stock_seen", ["holding_id"])


def downgrade() -> None:
    for table in ("edition_scan", "stock_seen", "stock_count", "holding"):
        op.drop_table(table)
