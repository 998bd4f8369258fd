"""consultations, online and at the desk, their mails, and published answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import library.store.models.base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultation_event",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_consultation_event")),
    )
    with op.batch_alter_table("consultation_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_event_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_consultation_event_office", ["office", "seq"], unique=False)

    op.create_table(
        "consultation_search",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=True),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("hits", sa.JSON(), nullable=False),
        sa.Column("made_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consultation_search_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_search")),
    )
    with op.batch_alter_table("consultation_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_search_account_id"), ["account_id"], unique=False)

    op.create_table(
        "consultation",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=True),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=3), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("search_id", sa.String(length=16), nullable=True),
        sa.Column("officer_id", sa.String(length=16), nullable=True),
        sa.Column("submitted_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("first_answer_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("closed_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("close_task_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("previous_id", sa.String(length=16), nullable=True),
        sa.Column("reply_token", sa.String(length=32), nullable=False),
        sa.Column("erased_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consultation_account_id_account")),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_consultation_officer_id_account")),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["consultation.id"], name=op.f("fk_consultation_previous_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["search_id"], ["consultation_search.id"], name=op.f("fk_consultation_search_id_consultation_search")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("number", name=op.f("uq_consultation_number")),
        sa.UniqueConstraint("reply_token", name=op.f("uq_consultation_reply_token")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_consultation_office_state", ["office", "state", "submitted_at"], unique=False)

    op.create_table(
        "consultation_appointment",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("starts_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("ends_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("made_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("cancelled_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["consultation.id"], name=op.f("fk_consultation_appointment_case_id_consultation")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_consultation_appointment_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_appointment")),
    )
    with op.batch_alter_table("consultation_appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_appointment_case_id"), ["case_id"], unique=False)

    op.create_table(
        "consultation_message",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(length=8), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mail_id", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_consultation_message_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["consultation.id"], name=op.f("fk_consultation_message_case_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_message")),
        sa.UniqueConstraint("mail_id", name=op.f("uq_consultation_message_mail_id")),
    )
    with op.batch_alter_table("consultation_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_message_case_id"), ["case_id"], unique=False)

    op.create_table(
        "desk_consultation",
        sa.Column("leg_id", sa.String(length=16), nullable=False),
        sa.Column("visit_id", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("officer_id", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=3), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("written_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("erased_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["leg_id"], ["leg.id"], name=op.f("fk_desk_consultation_leg_id_leg")),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_desk_consultation_officer_id_account")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_desk_consultation_visit_id_visit")),
        sa.PrimaryKeyConstraint("leg_id", name=op.f("pk_desk_consultation")),
    )
    with op.batch_alter_table("desk_consultation", schema=None) as batch_op:
        batch_op.create_index("ix_desk_consultation_office", ["office", "written_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_desk_consultation_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "inbound_mail",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("received_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=True),
        sa.Column("settled_by", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["consultation.id"], name=op.f("fk_inbound_mail_case_id_consultation")),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_inbound_mail_settled_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_inbound_mail_message_id")),
    )
    with op.batch_alter_table("inbound_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbound_mail_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_inbound_mail_state", ["state", "received_at"], unique=False)

    op.create_table(
        "published_answer",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=True),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=3), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("published_by", sa.String(length=16), nullable=False),
        sa.Column("published_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["consultation.id"], name=op.f("fk_published_answer_case_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["account.id"], name=op.f("fk_published_answer_published_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_answer")),
        sa.UniqueConstraint("case_id", name=op.f("uq_published_answer_case_id")),
    )
    op.create_table(
        "consultation_file",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("error", sa.String(length=40), nullable=False),
        sa.Column("work_id", sa.String(length=10), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["consultation_message.id"],
            name=op.f("fk_consultation_file_message_id_consultation_message"),
        ),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_consultation_file_work_id_work")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_file")),
    )
    with op.batch_alter_table("consultation_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_file_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_file_sha256"), ["sha256"], unique=False)
    # Plain ALTER TABLE: a table that others point to is not copied and dropped with its rows in it.
    op.add_column("mail", sa.Column("thread", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("mail", sa.Column("headers", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("mail", sa.Column("calendar", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_mail_thread", "mail", ["thread"])


def downgrade() -> None:
    op.drop_index("ix_mail_thread", "mail")
    op.drop_column("mail", "calendar")
    op.drop_column("mail", "headers")
    op.drop_column("mail", "thread")
    with op.batch_alter_table("consultation_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_file_sha256"))
        batch_op.drop_index(batch_op.f("ix_consultation_file_message_id"))

    op.drop_table("consultation_file")
    op.drop_table("published_answer")
    with op.batch_alter_table("inbound_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_inbound_mail_state")
        batch_op.drop_index(batch_op.f("ix_inbound_mail_case_id"))

    op.drop_table("inbound_mail")
    with op.batch_alter_table("desk_consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_consultation_visit_id"))
        batch_op.drop_index("ix_desk_consultation_office")

    op.drop_table("desk_consultation")
    with op.batch_alter_table("consultation_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_message_case_id"))

    op.drop_table("consultation_message")
    with op.batch_alter_table("consultation_appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_appointment_case_id"))

    op.drop_table("consultation_appointment")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index("ix_consultation_office_state")
        batch_op.drop_index(batch_op.f("ix_consultation_account_id"))

    op.drop_table("consultation")
    with op.batch_alter_table("consultation_search", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_search_account_id"))

    op.drop_table("consultation_search")
    with op.batch_alter_table("consultation_event", schema=None) as batch_op:
        batch_op.drop_index("ix_consultation_event_office")
        batch_op.drop_index(batch_op.f("ix_consultation_event_case_id"))

    op.drop_table("consultation_event")
