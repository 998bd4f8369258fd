"""the service floor."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import library.store.models.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "floor_event",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("visit_id", sa.String(length=16), nullable=True),
        sa.Column("leg_id", sa.String(length=16), nullable=True),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_floor_event")),
    )
    with op.batch_alter_table("floor_event", schema=None) as batch_op:
        batch_op.create_index("ix_floor_event_day", ["office", "service_date", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_floor_event_leg_id"), ["leg_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_floor_event_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "rating_invitation",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("created_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("expires_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("used_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_invitation")),
        sa.UniqueConstraint("subject", name=op.f("uq_rating_invitation_subject")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_rating_invitation_token_hash")),
    )
    op.create_table(
        "clock",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("limit", sa.JSON(), nullable=False),
        sa.Column("start", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("due", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("warns_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.Column("stopped_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("ending", sa.String(length=10), nullable=False),
        sa.Column("used_us", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("reason_text", sa.String(length=500), nullable=False),
        sa.Column("reason_by", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["reason_by"], ["account.id"], name=op.f("fk_clock_reason_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    with op.batch_alter_table("clock", schema=None) as batch_op:
        batch_op.create_index("ix_clock_open", ["office", "stopped_at", "due"], unique=False)
        batch_op.create_index("ix_clock_subject", ["subject", "kind"], unique=False)

    op.create_table(
        "counter_desk",
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.String(length=16), nullable=True),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("changed_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_counter_desk_officer_id_account")),
        sa.PrimaryKeyConstraint("office", "number", name=op.f("pk_counter_desk")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pairing", sa.String(length=64), nullable=True),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("created_by", sa.String(length=16), nullable=False),
        sa.Column("created_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("paired_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("seen_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("revoked_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_device_created_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("pairing", name=op.f("uq_device_pairing")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_device_secret_hash")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("consent_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("id_kind", sa.String(length=20), nullable=False),
        sa.Column("id_last4", sa.String(length=4), nullable=False),
        sa.Column("id_seen_by", sa.String(length=16), nullable=True),
        sa.Column("id_seen_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("arrived_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("guest_book_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("admitted_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("closed_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("closing", sa.String(length=8), nullable=False),
        sa.Column("erased_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_visit_account_id_account")),
        sa.ForeignKeyConstraint(["id_seen_by"], ["account.id"], name=op.f("fk_visit_id_seen_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("office", "service_date", "code", name=op.f("uq_visit_office_service_date_code")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_visit_day", ["office", "service_date", "state"], unique=False)

    op.create_table(
        "held_card",
        sa.Column("visit_id", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("taken_by", sa.String(length=16), nullable=False),
        sa.Column("taken_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("given_back_by", sa.String(length=16), nullable=True),
        sa.Column("given_back_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["given_back_by"], ["account.id"], name=op.f("fk_held_card_given_back_by_account")),
        sa.ForeignKeyConstraint(["taken_by"], ["account.id"], name=op.f("fk_held_card_taken_by_account")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_held_card_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_held_card")),
    )
    op.create_table(
        "leg",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("visit_id", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("queue", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("place", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.String(length=16), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("called_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("came_from", sa.String(length=16), nullable=True),
        sa.Column("created_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("ended_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["came_from"], ["leg.id"], name=op.f("fk_leg_came_from_leg")),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_leg_officer_id_account")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_leg_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leg")),
        sa.UniqueConstraint("office", "queue", "service_date", "n", name=op.f("uq_leg_office_queue_service_date_n")),
    )
    with op.batch_alter_table("leg", schema=None) as batch_op:
        batch_op.create_index("ix_leg_queue", ["office", "service_date", "queue", "state", "place"], unique=False)
        batch_op.create_index(batch_op.f("ix_leg_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "locker",
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.String(length=16), nullable=True),
        sa.Column("broken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_locker_visit_id_visit")),
        sa.PrimaryKeyConstraint("office", "number", name=op.f("pk_locker")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_locker_visit_id")),
    )
    with op.batch_alter_table("ingest_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("visit_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("owner_id", sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_ingest_item_visit_id_visit"), "visit", ["visit_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_ingest_item_owner_id_account"), "account", ["owner_id"], ["id"])

    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("visit_id", sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_sign_in_visit_id_visit"), "visit", ["visit_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_sign_in_device_id_device"), "device", ["device_id"], ["id"])

    with op.batch_alter_table("softcopy_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("visit_id", sa.String(length=16), nullable=True))
        batch_op.create_index(batch_op.f("ix_softcopy_request_visit_id"), ["visit_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_softcopy_request_visit_id_visit"), "visit", ["visit_id"], ["id"])

    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.String(length=16), nullable=True))
        batch_op.create_index(batch_op.f("ix_work_owner_id"), ["owner_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_work_owner_id_account"), "account", ["owner_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_work_owner_id_account"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_work_owner_id"))
        batch_op.drop_column("owner_id")

    with op.batch_alter_table("softcopy_request", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_softcopy_request_visit_id_visit"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_softcopy_request_visit_id"))
        batch_op.drop_column("visit_id")

    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_sign_in_device_id_device"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_sign_in_visit_id_visit"), type_="foreignkey")
        batch_op.drop_column("visit_id")
        batch_op.drop_column("device_id")

    with op.batch_alter_table("ingest_item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_ingest_item_owner_id_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_ingest_item_visit_id_visit"), type_="foreignkey")
        batch_op.drop_column("owner_id")
        batch_op.drop_column("visit_id")

    op.drop_table("locker")
    with op.batch_alter_table("leg", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leg_visit_id"))
        batch_op.drop_index("ix_leg_queue")

    op.drop_table("leg")
    op.drop_table("held_card")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_day")
        batch_op.drop_index(batch_op.f("ix_visit_account_id"))

    op.drop_table("visit")
    op.drop_table("device")
    op.drop_table("counter_desk")
    with op.batch_alter_table("clock", schema=None) as batch_op:
        batch_op.drop_index("ix_clock_subject")
        batch_op.drop_index("ix_clock_open")

    op.drop_table("clock")
    op.drop_table("rating_invitation")
    with op.batch_alter_table("floor_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_floor_event_visit_id"))
        batch_op.drop_index(batch_op.f("ix_floor_event_leg_id"))
        batch_op.drop_index("ix_floor_event_day")

    op.drop_table("floor_event")
