"""The states of a case and the steps between them.

SUBMITTED ⇄ NEEDS_CLARIFICATION → ACCEPTED → AWAITING_USER ⇄ AWAITING_OFFICER
AWAITING_USER | AWAITING_OFFICER → FOLLOW_UP → AWAITING_USER
any open state → CLOSED → REOPENED → AWAITING_USER
"""

from __future__ import annotations

from typing import Final

UNANSWERED: Final = ("SUBMITTED", "NEEDS_CLARIFICATION", "ACCEPTED")
"""No officer has written an answer yet; a reopened case may be unanswered as well."""
AWAITING: Final = ("AWAITING_USER", "AWAITING_OFFICER", "FOLLOW_UP", "REOPENED")
OPEN: Final = (*UNANSWERED, *AWAITING)
OFFICE_OWES: Final = ("SUBMITTED", "ACCEPTED", "AWAITING_OFFICER", "REOPENED")
"""The next word is the office's."""
OUTCOMES: Final = ("resolved", "no_response", "cancelled")
CHANNELS: Final = ("application", "whatsapp", "social_media", "email")

AFTER_REPLY: Final = {
    "SUBMITTED": "SUBMITTED",
    "NEEDS_CLARIFICATION": "SUBMITTED",
    "ACCEPTED": "ACCEPTED",
    "AWAITING_USER": "AWAITING_OFFICER",
    "AWAITING_OFFICER": "AWAITING_OFFICER",
    "FOLLOW_UP": "FOLLOW_UP",  # the appointment stands until it is over or cancelled
    "REOPENED": "REOPENED",
}
"""Where an open case stands after a message of its user."""
