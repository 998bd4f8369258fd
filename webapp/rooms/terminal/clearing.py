"""Clearing away what a reader scanned and did not send, never in the way of signing out."""

from __future__ import annotations

import structlog

from webapp.current import current_library

log = structlog.get_logger(__name__)


def clear_away(device: str) -> None:
    """End the sitting at a screen; where that fails, nobody is shown its pages, and the round tries again."""
    try:
        current_library().sittings.end(device)
    except Exception:  # whatever is wrong with the scanner, nobody stays signed in for it
        log.exception("terminal-clearing", device=device)
