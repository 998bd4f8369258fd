"""Changing an office's data in pieces or as a whole file, and giving them back as a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import tomlkit
from sqlalchemy.orm import Session

from library.errors import BadInput
from library.offices.hours import WEEKDAYS
from library.offices.loading import code_of
from library.offices.merging import Table, overlaid, undated
from library.revisions import offices, shelf

MAX_BYTES = 1_000_000
_DASHES = re.compile(r"\s*(?:[-–—]|s/d|sampai|to)\s*")
_DOTTED = re.compile(r"\b(\d{1,2})[.:](\d{2})\b")
CLOSED = frozenset({"", "-", "–", "tutup", "closed", "libur"})


def with_piece(session: Session, day: date, code: str, piece: Table) -> Table:
    """Give the next body of an office's data: what was changed before, with one more piece laid over it."""
    row = shelf.in_force(session, offices.KIND, day, code).get(code)
    body = dict(row.body) if row is not None else {}
    key = "whole" if "whole" in body else "changes"
    return {key: undated(overlaid(body.get(key, {}), piece))}


def as_whole(text: str) -> tuple[str, Table]:
    """Read an uploaded file; give its office's code and the body that replaces all of an office's data.

    Raises:
        BadInput: it is no TOML, or names no office; the rest is checked against the schema before it is published.
    """
    if len(text.encode()) > MAX_BYTES:
        raise BadInput(what=f"berkas lebih dari {MAX_BYTES} byte / the file has more than {MAX_BYTES} bytes")
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as exc:
        raise BadInput(what=f"TOML: {str(exc)[:200]}") from exc
    code = code_of(table)
    if code is None or not re.fullmatch(r"\d{4}", code):
        raise BadInput(what="office.code: empat angka kode wilayah BPS / the four figures of the BPS region code")
    return code, {"whole": undated(table)}


def slug_of(body: Table) -> str:
    """Give the name in addresses that a whole file states.

    Raises:
        BadInput: it states none that can be one.
    """
    slug = str(body["whole"].get("office", {}).get("slug", ""))
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", slug):
        raise BadInput(what="office.slug: huruf kecil, angka, tanda hubung / lower-case letters, figures, hyphens")
    return slug


def as_file(table: Table) -> str:
    """Write an office's data as the file that would hold them."""
    return tomlkit.dumps(table)


def read_day_hours(text: str) -> list[str]:
    """Read a day's hours as people write them: `08.00–12.00, 13.00–15.30`; closed where nothing or `tutup` stands."""
    if text.strip().lower() in CLOSED:
        return []
    pieces = (piece.strip() for piece in re.split(r"[,;\n]| dan | and ", text))
    return [_DOTTED.sub(_time, _DASHES.sub("-", piece)) for piece in pieces if piece]


def shown_day_hours(intervals: Iterable[Any]) -> str:
    """Write a day's hours for a form, as `read_day_hours` reads them."""
    return ", ".join(str(each) for each in intervals)


def read_week(typed: Mapping[str, str], *, keep_blank: bool = False) -> dict[str, list[str]]:
    """Read a form's hours of seven weekdays; with `keep_blank` an empty day is left out, and keeps its usual hours."""
    given = {day: typed.get(day, "") for day in WEEKDAYS}
    return {day: read_day_hours(text) for day, text in given.items() if text.strip() or not keep_blank}


def _time(found: re.Match[str]) -> str:
    return f"{int(found.group(1)):02}:{found.group(2)}"
