"""The version of a service standard: a hash of its content, so that a case can keep the one it was opened under."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from pydantic import TypeAdapter

from library.offices.office import Standard

_STANDARD = TypeAdapter(Standard)


def standard_document(standard: Standard) -> str:
    """Give the standard as canonical JSON: keys sorted, no spaces. Equal standards give equal text."""
    return json.dumps(asdict(standard), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def standard_version(standard: Standard) -> str:
    """Give the version: the first 16 hexadecimal digits of the SHA-256 of the canonical text."""
    return hashlib.sha256(standard_document(standard).encode()).hexdigest()[:16]


def read_standard(document: str) -> Standard:
    """Read back what `standard_document` wrote, to show the standard of an old case.

    Raises:
        pydantic.ValidationError: the text was written by another program or changed.
    """
    return _STANDARD.validate_json(document)
