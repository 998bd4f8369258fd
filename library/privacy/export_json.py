"""An export as JSON, written as it is read: `docs/personal-data.md` describes the form.

{"schema": "pustaka-personal-data 1", "made_at": …, "subject": "account:…", "<section>": [{…}, …], …}
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import IO

from library.privacy.gathering import Section, plain

SCHEMA = "pustaka-personal-data 1"


def write_json(sections: Iterable[Section], out: IO[bytes], *, subject: str, made_at: datetime) -> None:
    """Write the sections one record at a time: no account is too large to be held in memory."""
    head = {"schema": SCHEMA, "made_at": made_at.isoformat(), "subject": subject}
    out.write(_encoded(head)[:-1])
    for name, records in sections:
        out.write(b",\n" + _encoded(name) + b": [")
        for n, record in enumerate(records):
            out.write(b",\n " if n else b"\n ")
            out.write(_encoded(record))
        out.write(b"]")
    out.write(b"}\n")


def _encoded(value: object) -> bytes:
    # Half of a surrogate pair can be stored and not encoded; escaped, it is valid JSON all the same.
    text = json.dumps(value, ensure_ascii=False, default=plain)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, default=plain).encode()
