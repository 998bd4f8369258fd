"""Codes of six figures that a phone and the server compute alike from the time (TOTP, RFC 6238)."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30
"""seconds"""
FIGURES = 6
DRIFT = 1
"""Steps by which a phone's clock may be off on either side (RFC 6238, section 5.2)."""
ISSUER = "Pustaka"
_SECRET_BYTES = 20  # RFC 4226, section 4: 160 bits are recommended


def new_secret() -> bytes:
    """Draw a secret."""
    return secrets.token_bytes(_SECRET_BYTES)


def matching_step(secret: bytes, typed: str, now: datetime, after: int) -> int | None:
    """Find the time step whose code was typed, among those later than `after`; None where it is none of them."""
    current, found = int(now.timestamp()) // STEP, None
    for step in range(current - DRIFT, current + DRIFT + 1):
        # Every step is compared, whichever fits: the time tells nothing.
        if hmac.compare_digest(code_at(secret, step), typed) and step > after:
            found = step
    return found


def code_at(secret: bytes, step: int) -> str:
    """Give the code of a time step, counted from 1970."""
    return _clockwork(secret).generate(step * STEP).decode()


def address(secret: bytes, account: str) -> str:
    """Give the `otpauth://` address that goes into the QR code."""
    return _clockwork(secret).get_provisioning_uri(account, ISSUER)


def spelled(secret: bytes) -> str:
    """Write the secret for typing: base 32 in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _clockwork(secret: bytes) -> TOTP:
    # SHA-1 is what every authenticator app computes; HMAC does not rest on its collision resistance.
    return TOTP(secret, FIGURES, SHA1(), STEP)  # noqa: S303 - RFC 6238's default
