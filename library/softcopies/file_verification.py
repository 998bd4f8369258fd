"""Is this file the one that we made? Told by its checksum, and by the number that stands on it."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.ids import ALPHABET, normal_copy_number
from library.softcopies.verification import Genuine, check_number
from library.store.models import Copy

# The address in a stamp's QR code, whatever host the copy was made under.
_ADDRESS = re.compile(rf"/(?:V|verify)/((?:[{ALPHABET.upper()}]{{4}}-){{2}}[{ALPHABET.upper()}]{{4}})(?![\w-])")


def check_file(session: Session, sha256: str) -> Genuine | None:
    """Find the copy that this file is, byte for byte; None when no such file left the library."""
    query = select(Copy.number).where(Copy.sha256 == sha256, Copy.ready_at.is_not(None)).limit(1)
    number = session.scalars(query).first()
    return check_number(session, number) if number else None


def number_in(text: str) -> str:
    """Give the copy number in the address of a stamp's QR code; empty where there is none."""
    found = _ADDRESS.search(text)
    return normal_copy_number(found[1]) if found else ""
