"""traces that were asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import library.store.models.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trace_case",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.String(length=16), nullable=False),
        sa.Column("created_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("work_id", sa.String(length=10), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("verdict", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.String(length=64), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.Column("finished_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("cleared_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_trace_case_created_by_account")),
        sa.ForeignKeyConstraint(["evidence"], ["blob.sha256"], name=op.f("fk_trace_case_evidence_blob")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_trace_case_work_id_work")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trace_case")),
    )
    with op.batch_alter_table("trace_case", schema=None) as batch_op:
        batch_op.create_index("ix_trace_case_created", ["created_at", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("trace_case", schema=None) as batch_op:
        batch_op.drop_index("ix_trace_case_created")
    op.drop_table("trace_case")
