"""consents, who looked at what, erasures, identities kept for traces, breaches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.store.models.base import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _consents()
    _views()
    _erasures()
    _identities()
    _breaches()


def _consents() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=True),
        sa.Column("visit_id", sa.String(length=16), nullable=True),
        sa.Column("text", sa.String(length=30), nullable=False),
        sa.Column("version", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consent_account_id_account")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_consent_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_account_id"), "consent", ["account_id"])
    op.create_index(op.f("ix_consent_visit_id"), "consent", ["visit_id"])


def _views() -> None:
    op.create_table(
        "record_view",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("record", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=16), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_view")),
    )
    for column in ("at", "actor", "person"):
        op.create_index(op.f(f"ix_record_view_{column}"), "record_view", [column])


def _erasures() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("postponed", sa.String(length=20), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index(
        "uq_erasure_open", "erasure", ["subject"], unique=True, sqlite_where=sa.text("state IN ('waiting', 'running')")
    )
    op.create_index("ix_erasure_due", "erasure", ["state", "due_at"])


def _identities() -> None:
    op.create_table(
        "traced_identity",
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("kept_until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_traced_identity_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_traced_identity")),
    )
    op.create_index(op.f("ix_traced_identity_kept_until"), "traced_identity", ["kept_until"])


def _breaches() -> None:
    op.create_table(
        "breach",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("known_at", UtcDateTime(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("told_people_at", UtcDateTime(), nullable=True),
        sa.Column("told_authority_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach")),
    )


def downgrade() -> None:
    for table in ("breach", "traced_identity", "erasure", "record_view", "consent"):
        op.drop_table(table)
