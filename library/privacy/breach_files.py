"""Whom to tell of a breach, as a file: CSV for a letter's merge, JSON for a program."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from library.privacy.breach import Affected, Scope
from library.privacy.register import Register

COLUMNS = ("person", "name", "contact", "language", "kinds", "records", "fields")
# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """Write a text so that no spreadsheet computes with it."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def as_csv(people: Iterable[Affected], register: Register) -> str:
    """Give a line for each person (RFC 4180)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for person in people:
        fields = "; ".join(name for names in person.fields(register).values() for name in names)
        kinds = "; ".join(person.records)
        cells = (person.key, person.name, person.reached, person.language, kinds)
        writer.writerow([*(safe_cell(cell) for cell in cells), sum(person.records.values()), fields])
    return out.getvalue()


def as_json(people: Iterable[Affected], register: Register, scope: Scope) -> str:
    """Give everything, kind by kind."""
    plain = [plain_person(person, register) for person in people]
    return json.dumps({"scope": scope.to_json(), "total": len(plain), "people": plain}, ensure_ascii=False)


def plain_person(person: Affected, register: Register) -> dict[str, object]:
    """Give a person as plain values."""
    return {
        "person": person.key,
        "name": person.name,
        "contact": person.reached,
        "language": person.language,
        "records": person.records,
        "fields": person.fields(register),
    }
