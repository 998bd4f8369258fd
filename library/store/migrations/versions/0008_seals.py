"""which seal a copy bears."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import library.store.models.base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seal_certificate",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("first_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_seal_certificate")),
    )
    # Plain ALTER TABLE: a table that others point to is not copied and dropped with its rows in it.
    op.add_column("copy", sa.Column("seal", sa.String(length=64), nullable=True))
    op.add_column("copy", sa.Column("sealed_at", library.store.models.base.UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("copy", "sealed_at")
    op.drop_column("copy", "seal")
    op.drop_table("seal_certificate")
