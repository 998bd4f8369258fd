"""batches of files, and what is known of each file in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.store.models.base import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ENDINGS = (
    ("pdf", "pdf"),
    ("tif", "tiff"),
    ("tiff", "tiff"),
    ("png", "png"),
    ("jpg", "jpeg"),
    ("jpeg", "jpeg"),
)


def upgrade() -> None:
    op.create_table(
        "ingest_batch",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=16), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_ingest_batch_created_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_batch")),
    )
    op.create_index(op.f("ix_ingest_batch_office"), "ingest_batch", ["office"])
    op.create_index(op.f("ix_ingest_batch_created_at"), "ingest_batch", ["created_at"])
    # Plain ALTER TABLE: a table is not copied and dropped with its rows in it.
    op.add_column("ingest_item", sa.Column("path", sa.String(length=500), nullable=False, server_default=""))
    op.add_column("ingest_item", sa.Column("kind", sa.String(length=8), nullable=False, server_default="other"))
    op.add_column("ingest_item", sa.Column("size", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("ingest_item", sa.Column("priority", sa.Integer(), nullable=False, server_default="6"))
    op.add_column("ingest_item", sa.Column("seconds", sa.Double(), nullable=False, server_default="0"))
    op.add_column("ingest_item", sa.Column("parent_id", sa.String(length=16), nullable=True))
    op.add_column("ingest_item", sa.Column("place", sa.String(length=700), nullable=False, server_default=""))
    op.add_column("ingest_item", sa.Column("watched", sa.String(length=500), nullable=False, server_default=""))
    op.create_index(op.f("ix_ingest_item_parent_id"), "ingest_item", ["parent_id"])
    op.create_index("ix_ingest_item_state_created_at", "ingest_item", ["state", "created_at"])
    for ending, kind in _ENDINGS:
        op.execute(f"UPDATE ingest_item SET kind = '{kind}' WHERE lower(name) LIKE '%.{ending}'")  # noqa: S608 - constants of this file
    # Files of before stood in batches that had no row; what readers scanned themselves stands in none.
    op.execute(
        "INSERT INTO ingest_batch (id, name, office, source, paused, expected, created_by, created_at) "
        "SELECT batch, substr(min(name), 1, 200), min(office), 'upload', 0, 0, min(created_by), min(created_at) "
        "FROM ingest_item WHERE owner_id IS NULL GROUP BY batch"
    )


def downgrade() -> None:
    op.drop_index("ix_ingest_item_state_created_at", "ingest_item")
    op.drop_index(op.f("ix_ingest_item_parent_id"), "ingest_item")
    # The version before knows neither these states nor archives.
    op.execute("UPDATE ingest_item SET state = 'failed', error = 'cancelled' WHERE state = 'paused'")
    op.execute("UPDATE ingest_item SET state = 'dismissed' WHERE state = 'unpacked'")
    for column in ("watched", "place", "parent_id", "seconds", "priority", "size", "kind", "path"):
        op.drop_column("ingest_item", column)
    op.drop_table("ingest_batch")
