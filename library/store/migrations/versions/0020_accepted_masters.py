"""which master a librarian has accepted that cannot be traced, and who did, when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from library.store.models.base import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# The trail knows who accepted a work, and when; what was shown then is the newest master that there was.
_TO_MASTERS = """
WITH said AS (
  SELECT work.id AS work_id, work.untraceable_accepted AS reason, audit.actor, audit.at
  FROM work JOIN audit ON audit.seq = (
    SELECT max(seq) FROM audit WHERE action = 'work.accept-untraceable' AND subject = 'work:' || work.id
  )
  WHERE work.untraceable_accepted != ''
), shown AS (
  SELECT said.*, (
    SELECT master.id FROM master JOIN work_file ON work_file.id = master.file_id
    WHERE work_file.work_id = said.work_id AND master.created_at <= said.at
    ORDER BY work_file.version DESC, master.version DESC LIMIT 1
  ) AS master_id
  FROM said
)
UPDATE master SET
  untraceable_accepted = shown.reason,
  accepted_by = (SELECT id FROM account WHERE id = shown.actor),
  accepted_at = shown.at
FROM shown WHERE master.id = shown.master_id
"""

_TO_WORKS = """
UPDATE work SET untraceable_accepted = coalesce((
  SELECT master.untraceable_accepted FROM master JOIN work_file ON work_file.id = master.file_id
  WHERE work_file.work_id = work.id ORDER BY work_file.version DESC, master.version DESC LIMIT 1
), '')
"""


def upgrade() -> None:
    with op.batch_alter_table("master") as batch_op:
        batch_op.add_column(sa.Column("untraceable_accepted", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("accepted_by", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("accepted_at", UtcDateTime(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_master_accepted_by_account"), "account", ["accepted_by"], ["id"])
    op.execute(_TO_MASTERS)
    op.drop_column("work", "untraceable_accepted")


def downgrade() -> None:
    op.add_column("work", sa.Column("untraceable_accepted", sa.String(length=500), nullable=False, server_default=""))
    op.execute(_TO_WORKS)
    with op.batch_alter_table("master") as batch_op:
        batch_op.drop_constraint(op.f("fk_master_accepted_by_account"), type_="foreignkey")
        for column in ("accepted_at", "accepted_by", "untraceable_accepted"):
            batch_op.drop_column(column)
