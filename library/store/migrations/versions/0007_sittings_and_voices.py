"""sittings at the scanner, and the voices of the rooms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.store.models.base import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scan_sitting",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("device_id", sa.String(length=16), nullable=False),
        sa.Column("sign_in", sa.String(length=16), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("scanner", sa.Boolean(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_scan_sitting_device_id_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_sitting")),
        sa.UniqueConstraint("device_id", name=op.f("uq_scan_sitting_device_id")),
    )
    op.create_index(op.f("ix_scan_sitting_office"), "scan_sitting", ["office"], unique=False)
    op.create_table(
        "voice_lease",
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("device_id", sa.String(length=16), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("spoken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office", name=op.f("pk_voice_lease")),
    )


def downgrade() -> None:
    op.drop_table("voice_lease")
    op.drop_index(op.f("ix_scan_sitting_office"), table_name="scan_sitting")
    op.drop_table("scan_sitting")
