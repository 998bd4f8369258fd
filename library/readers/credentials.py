"""Passwords and secrets: argon2id for what people choose, SHA-256 for what we drew ourselves."""

from __future__ import annotations

import functools
import hashlib
import re
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 10
MAX_LENGTH = 200
# RFC 9106, second recommended option: 64 MiB, 3 passes, 4 lanes.
_hasher = PasswordHasher()


@functools.cache
def _nobody() -> str:
    """Give the hash that is checked for accounts that do not exist, so that the answer takes as long."""
    return _hasher.hash(secrets.token_urlsafe(16))


# The head of the published lists of stolen passwords, from ten letters up, and what people here would add.
_COMMON = frozenset(
    """
    1234567890 0123456789 0987654321 1122334455 1q2w3e4r5t 12345678910 123456789a a123456789 qwertyuiop qwerty12345
    qwerty1234 password12 password123 password1234 iloveyou12 administrator indonesia123 indonesia1 bismillah123
    bismillah1 sayangku123 rahasia123 rahasia1234 katasandi123 perpustakaan pustaka123 pustaka1234 statistik123
    badanpusatstatistik aaaaaaaaaa 1111111111 0000000000 abcdefghij abcd123456 abc1234567 qazwsxedcr zxcvbnm123
    """.split()  # noqa: SIM905 - a word list reads better as words
)
_COMMON_WORDS = frozenset(
    """
    password passwort kata sandi katasandi rahasia qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm 1q2w3e4r qazwsx
    iloveyou sayang sayangku cinta cintaku bismillah alhamdulillah indonesia merdeka admin administrator welcome selamat
    datang pustaka perpustakaan statistik badan pusat garuda jakarta
    bandung surabaya lampung palembang letmein monkey dragon
    """.split()  # noqa: SIM905 - a word list reads better as words
)
# Digits as they stand on a keyboard, and years.
_RUNS = re.compile(r"0?123456789?0?|1234|12345|123|987654321|(?:19|20)\d\d")
_WORD = 3
"""letters; shorter ones are in everything"""
_LEFT = 8
"""A password has to hold that many signs beside what anybody would try first."""


def password_problem(password: str, *, email: str = "", name: str = "") -> str | None:
    """Name what is wrong with a new password (a reason code), or None when it will do (NIST SP 800-63B §5.1.1)."""
    if len(password) < MIN_LENGTH:
        return "password-short"
    if len(password) > MAX_LENGTH:
        return "password-long"
    folded = password.casefold()
    if folded in _COMMON or len(set(folded)) < 4 or _says_little(folded, email.casefold(), name.casefold()):
        return "password-common"
    return None


def _says_little(password: str, email: str, name: str) -> bool:
    """Say whether too little is left once a person's own words and common ones are taken out."""
    words = {email, *re.split(r"[^\w]+", email), *re.split(r"[^\w]+", name), name.replace(" ", ""), *_COMMON_WORDS}
    left = password
    for word in sorted((word for word in words if len(word) >= _WORD), key=lambda word: (-len(word), word)):
        left = left.replace(word, "")
    left = _RUNS.sub("", left)
    return left != password and len(re.sub(r"\s", "", left)) < _LEFT


def hash_password(password: str) -> str:
    """Hash a password with argon2id and a salt of its own."""
    return _hasher.hash(password)


def password_matches(stored: str | None, given: str) -> bool:
    """Compare; takes as long when there is no stored one."""
    try:
        matches = _hasher.verify(stored or _nobody(), given[:MAX_LENGTH])
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None


def is_outdated(stored: str) -> bool:
    """Say whether a hash should be made anew with today's parameters."""
    return _hasher.check_needs_rehash(stored)


def new_secret() -> str:
    """Draw a secret for a link or a session: 256 bits."""
    return secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """Hash a secret that has full entropy; only this is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()
