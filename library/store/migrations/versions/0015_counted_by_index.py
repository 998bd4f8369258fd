"""indexes from which reports count, so that no figure need be kept."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_floor_event_kind", "floor_event", ["office", "kind", "service_date", "details"]),
    ("ix_clock_verdict", "clock", ["office", "kind", "result", "start"]),
    ("ix_rating_invitation_created", "rating_invitation", ["office", "created_at"]),
    ("ix_softcopy_request_submitted", "softcopy_request", ["office", "submitted_at", "state", "visit_id"]),
    ("ix_consultation_submitted", "consultation", ["office", "submitted_at", "channel", "outcome", "first_answer_at"]),
    ("ix_complaint_received", "complaint", ["office", "received_at", "topic", "due_at", "settled_at"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table)
