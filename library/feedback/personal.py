"""What of ratings and complaints belongs to an account: all of it is handed over on request, and erased on request."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from library.feedback import ratings
from library.feedback.complaints import upkeep
from library.feedback.complaints.step import Step


def export_account(session: Session, account_id: str) -> dict[str, list[dict[str, Any]]]:
    """Give an account's ratings and complaints as plain values for a file."""
    return {
        "ratings": ratings.export(session, account_ids=[account_id]),
        "complaints": upkeep.export_of(session, [account_id]),
    }


def erase_account(step: Step, account_id: str) -> None:
    """Cut its ratings loose and erase its complaints; what counts and names nobody stays."""
    ratings.cut_loose(step.session, account_ids=[account_id])
    upkeep.erase_of(step, [account_id])
