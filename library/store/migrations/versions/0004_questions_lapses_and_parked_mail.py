"""questions back, lapsed leases, parked mail, and why a work was withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import library.store.models.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_question",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("request_id", sa.String(length=16), nullable=False),
        sa.Column("question", sa.String(length=1000), nullable=False),
        sa.Column("asked_by", sa.String(length=16), nullable=True),
        sa.Column("asked_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_request_question_asked_by_account")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["softcopy_request.id"], name=op.f("fk_request_question_request_id_softcopy_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_question")),
    )
    with op.batch_alter_table("request_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_question_request_id"), ["request_id"], unique=False)
    # Plain ALTER TABLE: a table that others point to is not copied and dropped with its rows in it.
    op.add_column("job", sa.Column("lapses", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("mail", sa.Column("parked_at", library.store.models.base.UtcDateTime(), nullable=True))
    op.add_column("work", sa.Column("withdrawn_for", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("work", sa.Column("withdrawn_note", sa.String(length=500), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("work", "withdrawn_note")
    op.drop_column("work", "withdrawn_for")
    op.drop_column("mail", "parked_at")
    op.drop_column("job", "lapses")
    with op.batch_alter_table("request_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_question_request_id"))
    op.drop_table("request_question")
