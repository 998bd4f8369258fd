"""Small secrets in the database, sealed under a key that lies beside it: the rows alone open nothing."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from library.errors import Unavailable

_NONCE = 12  # bytes (NIST SP 800-38D, section 8.2.2)
_INFO = b"pustaka second factor"


def seal(key: bytes, owner: str, secret: bytes) -> str:
    """Encrypt (AES-256-GCM) so that it opens for this owner's row only."""
    nonce = os.urandom(_NONCE)
    return base64.urlsafe_b64encode(nonce + _cipher(key).encrypt(nonce, secret, owner.encode())).decode()


def unseal(key: bytes, owner: str, sealed: str) -> bytes:
    """Decrypt.

    Raises:
        Unavailable: it was sealed under another key or for another row, or was changed.
    """
    try:
        raw = base64.urlsafe_b64decode(sealed)
        return _cipher(key).decrypt(raw[:_NONCE], raw[_NONCE:], owner.encode())
    except (InvalidTag, ValueError, binascii.Error) as exc:
        raise Unavailable(f"the second factor of {owner} was sealed under another keys/web.key") from exc


def fingerprint(key: bytes, owner: str, secret: str) -> str:
    """Give what is kept of a secret that is only ever compared (HMAC-SHA256)."""
    return hmac.new(_derived(key), f"{owner}:{secret}".encode(), sha256).hexdigest()


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(_derived(key))


def _derived(key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_INFO).derive(key)
