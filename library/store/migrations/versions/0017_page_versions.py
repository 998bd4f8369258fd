"""how pages were made, what people corrected in them, and pages that are tried with other settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.store.models.base import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_making",
        sa.Column("file_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_page", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Boolean(), nullable=False),
        sa.Column("repairs", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id", "number"], ["page.file_id", "page.number"], name=op.f("fk_page_making_file_id_page")
        ),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_page_making")),
    )
    op.create_table(
        "page_correction",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("office", sa.String(length=8), nullable=False),
        sa.Column("source_page", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recognised", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=16), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["original"], ["blob.sha256"], name=op.f("fk_page_correction_original_blob")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_page_correction_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_correction")),
    )
    place = ["original", "office", "source_page", "part"]
    op.create_index("ix_page_correction_place", "page_correction", place)
    op.create_table(
        "page_trial",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("work_id", sa.String(length=10), nullable=False),
        sa.Column("file_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("sheet", sa.String(length=64), nullable=True),
        sa.Column("error", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=16), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_page_trial_work_id_work")),
        sa.ForeignKeyConstraint(["file_id"], ["work_file.id"], name=op.f("fk_page_trial_file_id_work_file")),
        sa.ForeignKeyConstraint(["sheet"], ["blob.sha256"], name=op.f("fk_page_trial_sheet_blob")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_page_trial_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_trial")),
    )
    op.create_index(op.f("ix_page_trial_work_id"), "page_trial", ["work_id"])


def downgrade() -> None:
    op.drop_table("page_trial")
    op.drop_table("page_correction")
    op.drop_table("page_making")
