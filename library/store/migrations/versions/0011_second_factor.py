"""the second step at sign-in, and versions of what administrators edit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import library.store.models.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _second_step()
    _revisions()
    # Plain ALTER TABLE: a table that others point to is not copied and dropped with its rows in it.
    op.add_column("sign_in", sa.Column("factor_at", library.store.models.base.UtcDateTime(), nullable=True))


def _second_step() -> None:
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("asked_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("offered", sa.String(length=200), nullable=True),
        sa.Column("secret", sa.String(length=200), nullable=True),
        sa.Column("confirmed_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("created_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("used_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False)
    op.create_table(
        "half_sign_in",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("expires_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("ended_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_half_sign_in_account_id_account")),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_half_sign_in")),
    )
    op.create_index(op.f("ix_half_sign_in_account_id"), "half_sign_in", ["account_id"], unique=False)


def _revisions() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("made_at", library.store.models.base.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("published_at", library.store.models.base.UtcDateTime(), nullable=True),
        sa.Column("published_by", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_index("uq_revision_subject_number", "revision", ["kind", "subject", "number"], unique=True)


def downgrade() -> None:
    op.drop_column("sign_in", "factor_at")
    for table in ("revision", "half_sign_in", "recovery_code", "second_factor"):
        op.drop_table(table)
