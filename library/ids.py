"""Names of records: random, short, without letters that people mix up."""

from __future__ import annotations

import re
import secrets

# Crockford's base 32: no i, l, o, u.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(length: int = 16) -> str:
    """Make a random id of `length` characters, 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_work_id() -> str:
    """Make an id that people type: 10 characters, 50 bits, unique by the database."""
    return new_id(10)


def new_copy_number() -> str:
    """Make the number printed on a copy, such as `7K3M-9QRT-2X4B` (60 bits: not to be guessed)."""
    raw = new_id(12).upper()
    return "-".join(raw[i : i + 4] for i in range(0, 12, 4))


def normal_copy_number(text: str) -> str:
    """Read a copy number as a person typed it: case, spaces and look-alike letters forgiven."""
    raw = "".join(c for c in text.upper() if c.isalnum())
    raw = raw.translate(str.maketrans("OILU", "011V"))
    return "-".join(raw[i : i + 4] for i in range(0, len(raw), 4))


def as_request_number(text: str) -> str:
    """Read what a person typed as the number of a request, such as `1872-2026-00001`, which the stamp bears, too.

    Empty where it is none: a copy's number has twelve letters and digits.
    """
    digits = re.sub(r"[\s-]", "", text)
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}" if re.fullmatch(r"[0-9]{13}", digits) else ""
