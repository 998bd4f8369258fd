"""Short codes that people type: the visit code, the pairing code of a device, the code sent to an address."""

from __future__ import annotations

import secrets

from library.ids import new_id, normal_copy_number

VISIT_CODE_LETTERS = 8  # 40 bits, for one office and one day


def new_code() -> str:
    """Draw a code such as `K7M4-Q2XT`."""
    raw = new_id(VISIT_CODE_LETTERS).upper()
    return f"{raw[:4]}-{raw[4:]}"


def normal_code(text: str) -> str:
    """Read a code as a person typed it: case, spaces, dashes and look-alike letters forgiven."""
    return normal_copy_number(text[:40])


def new_digits(length: int = 6) -> str:
    """Draw a code of digits, for a mail."""
    return "".join(secrets.choice("0123456789") for _ in range(length))
