"""how a sign-in began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain ALTER TABLE: a table that others point to is not copied and dropped with its rows in it.
    op.add_column("sign_in", sa.Column("how", sa.String(length=10), nullable=False, server_default="password"))
    # Nobody noted which of these began with the code of a paper ticket; whoever is still in proves herself once more.
    op.execute("UPDATE sign_in SET how = 'code' WHERE device_id IS NOT NULL")


def downgrade() -> None:
    op.drop_column("sign_in", "how")
