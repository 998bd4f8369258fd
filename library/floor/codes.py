"""Short codes that people type: the visit code and the pairing code of a device."""

from __future__ import annotations

from library.ids import new_id, normal_copy_number

LETTERS = 8  # 40 bits: for one office and one day, or for one hour


def new_code() -> str:
    """Draw a code such as `K7M4-Q2XT`."""
    raw = new_id(LETTERS).upper()
    return f"{raw[:4]}-{raw[4:]}"


def normal_code(text: str) -> str:
    """Read a code as a person typed it: case, spaces, dashes and look-alike letters forgiven."""
    return normal_copy_number(text[:40])
