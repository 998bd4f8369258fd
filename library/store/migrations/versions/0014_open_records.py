"""what other systems are told of works, and the keys by which they ask."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.store.models.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_record",
        sa.Column("work_id", sa.String(length=10), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("stamp", UtcDateTime(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_public_record_work_id_work")),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_public_record")),
    )
    op.create_index("ix_public_record_stamp_work_id", "public_record", ["stamp", "work_id"])
    op.create_index(op.f("ix_public_record_office"), "public_record", ["office"])
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("used_on", sa.String(length=10), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_api_key_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_key_secret_hash")),
    )
    op.create_index(op.f("ix_api_key_account_id"), "api_key", ["account_id"])
    # Works that were shown before there were stamps: harvesters learn of them, of withdrawn ones as gone.
    op.execute(
        "INSERT INTO public_record (work_id, office, stamp, digest, gone) "
        "SELECT id, office, substr(released_at, 1, 19) || '.000000', '', state <> 'released' "
        "FROM work WHERE released_at IS NOT NULL AND owner_id IS NULL"
    )


def downgrade() -> None:
    op.drop_table("api_key")
    op.drop_table("public_record")
