"""looks at the bytes that are kept, copies for the long run, embargoes, and the day of a withdrawal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.store.models.base import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("work", sa.Column("embargo_until", UtcDateTime(), nullable=True))
    op.add_column("work", sa.Column("withdrawn_at", UtcDateTime(), nullable=True))
    # The trail knows when works were withdrawn before there was a column for it.
    op.execute(
        "UPDATE work SET withdrawn_at = (SELECT max(at) FROM audit WHERE action = 'work.withdraw' "
        "AND subject = 'work:' || work.id) WHERE state = 'withdrawn'"
    )
    op.create_table(
        "fixity_check",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fixity_check")),
    )
    op.create_index("ix_fixity_check_sha256_at", "fixity_check", ["sha256", "at"])
    op.create_table(
        "fixity_alarm",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("fault", sa.String(length=8), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_fixity_alarm")),
    )
    op.create_table(
        "archive_copy",
        sa.Column("file_id", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("profile", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["work_file.id"], name=op.f("fk_archive_copy_file_id_work_file")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_archive_copy_sha256_blob")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_archive_copy")),
    )


def downgrade() -> None:
    for table in ("archive_copy", "fixity_alarm", "fixity_check"):
        op.drop_table(table)
    # What is only announced was never shown to anybody: without a date it waits for a librarian.
    op.execute("UPDATE work SET state = 'review' WHERE state = 'announced'")
    op.drop_column("work", "withdrawn_at")
    op.drop_column("work", "embargo_until")
