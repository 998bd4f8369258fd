"""ratings, complaints, and what was sought in vain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.store.models.base import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rating_invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("service", sa.String(length=20), nullable=False, server_default="consultation"))
        batch_op.add_column(sa.Column("channel", sa.String(length=10), nullable=False, server_default="walk_in"))
        batch_op.add_column(sa.Column("account_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("mailed_hash", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(op.f("fk_rating_invitation_account_id_account"), "account", ["account_id"], ["id"])
        batch_op.create_unique_constraint(op.f("uq_rating_invitation_mailed_hash"), ["mailed_hash"])
        batch_op.create_index(op.f("ix_rating_invitation_account_id"), ["account_id"], unique=False)
    # What was invited so far were services of visits.
    op.execute(
        "UPDATE rating_invitation SET "
        "service = (SELECT leg.service FROM leg WHERE 'leg:' || leg.id = subject), "
        "account_id = (SELECT visit.account_id FROM leg JOIN visit ON visit.id = leg.visit_id "
        "WHERE 'leg:' || leg.id = subject) "
        "WHERE EXISTS (SELECT 1 FROM leg WHERE 'leg:' || leg.id = subject)"
    )
    op.create_table(
        "rating",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("invitation_id", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("instrument", sa.String(length=20), nullable=False),
        sa.Column("instrument_version", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(length=1000), nullable=False),
        sa.Column("gender", sa.String(length=20), nullable=False),
        sa.Column("age", sa.String(length=20), nullable=False),
        sa.Column("education", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["rating_invitation.id"], name=op.f("fk_rating_invitation_id_rating_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_rating_invitation_id")),
    )
    op.create_index("ix_rating_day", "rating", ["office", "service_date"], unique=False)
    op.create_table(
        "complaint",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("tracking_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about_text", sa.String(length=200), nullable=False),
        sa.Column("about_id", sa.String(length=16), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=True),
        sa.Column("assignee_id", sa.String(length=16), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("lapor", sa.String(length=60), nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["about_id"], ["account.id"], name=op.f("fk_complaint_about_id_account")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_complaint_account_id_account")),
        sa.ForeignKeyConstraint(["assignee_id"], ["account.id"], name=op.f("fk_complaint_assignee_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
        sa.UniqueConstraint("tracking_hash", name=op.f("uq_complaint_tracking_hash")),
    )
    op.create_index(op.f("ix_complaint_account_id"), "complaint", ["account_id"], unique=False)
    op.create_index("ix_complaint_office", "complaint", ["office", "state", "due_at"], unique=False)
    op.create_table(
        "complaint_event",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_event_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_complaint_event")),
    )
    op.create_index(op.f("ix_complaint_event_complaint_id"), "complaint_event", ["complaint_id"], unique=False)
    op.create_table(
        "complaint_message",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("author_id", sa.String(length=16), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_complaint_message_author_id_account")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_message_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_message")),
    )
    op.create_index(op.f("ix_complaint_message_complaint_id"), "complaint_message", ["complaint_id"], unique=False)
    op.create_table(
        "sought_in_vain",
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("office", "month", "words", name=op.f("pk_sought_in_vain")),
    )


def downgrade() -> None:
    for table in ("sought_in_vain", "complaint_message", "complaint_event", "complaint", "rating"):
        op.drop_table(table)
    with op.batch_alter_table("rating_invitation", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_rating_invitation_account_id"))
        batch_op.drop_constraint(op.f("uq_rating_invitation_mailed_hash"), type_="unique")
        batch_op.drop_constraint(op.f("fk_rating_invitation_account_id_account"), type_="foreignkey")
        for column in ("mailed_hash", "account_id", "channel", "service"):
            batch_op.drop_column(column)
