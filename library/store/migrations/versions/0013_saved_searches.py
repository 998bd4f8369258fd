"""headings of tables, figures and chapters, saved searches, and what was done about words sought in vain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.store.models.base import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _headings()
    _saved_searches()
    op.create_table(
        "sought_mark",
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("office", "words", name=op.f("pk_sought_mark")),
    )


def _headings() -> None:
    op.create_table(
        "heading",
        sa.Column("file_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("parallel_title", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("last_page", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("box", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["work_file.id"], name=op.f("fk_heading_file_id_work_file")),
        sa.PrimaryKeyConstraint("file_id", "place", name=op.f("pk_heading")),
    )
    op.create_index("ix_heading_file_page", "heading", ["file_id", "page"])
    op.create_table(
        "headings_read",
        sa.Column("file_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["work_file.id"], name=op.f("fk_headings_read_file_id_work_file")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_headings_read")),
    )


def _saved_searches() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("alert", sa.Boolean(), nullable=False),
        sa.Column("stop_secret", sa.String(length=43), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=False),
        sa.Column("mailed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_search_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_saved_search_account_id_key")),
        sa.UniqueConstraint("stop_secret", name=op.f("uq_saved_search_stop_secret")),
    )
    op.create_index(op.f("ix_saved_search_account_id"), "saved_search", ["account_id"])


def downgrade() -> None:
    for table in ("sought_mark", "saved_search", "headings_read", "heading"):
        op.drop_table(table)
