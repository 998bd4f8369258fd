"""The key of a queue number: the paper and the phone of whoever drew it hold it, and the officers' pages do not."""

from __future__ import annotations

import base64
import hmac

from flask import current_app, request, session, url_for

_BYTES = 16
_HELD = "numbers"
_MOST = 5  # numbers of one browser that are remembered


def key_of(leg_id: str) -> str:
    """Give the key of a number: an HMAC-SHA256 of its leg under the installation's secret, cut to 128 bits."""
    mac = hmac.digest(str(current_app.secret_key).encode(), b"queue-number:" + leg_id.encode(), "sha256")
    return base64.urlsafe_b64encode(mac[:_BYTES]).rstrip(b"=").decode()


def address_of(leg_id: str) -> str:
    """Give the address under which a number is followed by whoever drew it."""
    return url_for("guest.follow", leg_id=leg_id, key=key_of(leg_id))


def note_key(leg_id: str) -> None:
    """Remember in this browser that the address at hand brought the number's key."""
    given = request.args.get("key", "")
    if hmac.compare_digest(given.encode(), key_of(leg_id).encode()) and not holds_key(leg_id):
        session[_HELD] = [*_held(), leg_id][-_MOST:]


def holds_key(leg_id: str) -> bool:
    """Say whether this browser has brought the key of a number."""
    return leg_id in _held()


def _held() -> list[str]:
    held = session.get(_HELD)
    return held if isinstance(held, list) else []
