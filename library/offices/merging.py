"""An office's own values over the defaults, each marked with who said it."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from library.offices.stated import Origin

Table = dict[str, Any]

_CALENDAR_LEAVES = ("time_zone", "hours")


def with_defaults(sheet: Table, defaults: Table) -> Table:
    """Give the sheet with every rule and both calendar leaves filled in and marked; the rest is left as it stands."""
    merged = dict(sheet)
    merged["rules"] = _merge_groups(sheet.get("rules", {}), defaults.get("rules", {}))
    merged["citation"] = _merge_leaves(sheet.get("citation", {}), defaults.get("citation", {}))
    merged["calendar"] = _merge_calendar(sheet.get("calendar", {}), defaults.get("calendar", {}))
    return merged


def overlaid(table: Table, changes: Table) -> Table:
    """Give the table with changes laid over it: tables are joined key by key, everything else is replaced."""
    merged = dict(table)
    for key, value in changes.items():
        before = merged.get(key)
        merged[key] = overlaid(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return merged


def edited(table: Table, body: Table) -> Table:
    """Give an office's table as administrators left it: changed here and there, or replaced as a whole.

    Its code and its name in addresses stay those of its file: records and links are kept under them.
    """
    changed = dict(body["whole"]) if "whole" in body else overlaid(table, body.get("changes", {}))
    identity = table["office"]
    fixed = {key: identity[key] for key in ("code", "slug") if key in identity}
    return {**dated(changed), "office": {**changed.get("office", {}), **fixed}}


def dated(table: Table) -> Table:
    """Read the dates of a calendar, which JSON keeps as text, back as dates; what is none is left for the schema."""
    calendar = table.get("calendar")
    if not isinstance(calendar, dict):
        return table
    stated = {key: calendar[key] for key in ("overrides", "days") if isinstance(calendar.get(key), list)}
    lists = {key: [_dated(entry) for entry in entries] for key, entries in stated.items()}
    return {**table, "calendar": {**calendar, **lists}}


def undated(value: Any) -> Any:
    """Give a value with its dates and times as text, for JSON."""
    if isinstance(value, dict):
        return {key: undated(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [undated(each) for each in value]
    return value.isoformat() if isinstance(value, date | time) else value


def _dated(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    return {key: _date(value) if key in ("first", "last", "day") else value for key, value in entry.items()}


def _date(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _merge_groups(stated: Any, default: Any) -> Any:
    if not isinstance(stated, dict):
        return stated  # the schema names the mistake
    groups = [*default, *(group for group in stated if group not in default)]
    return {group: _merge_leaves(stated.get(group, {}), default.get(group, {})) for group in groups}


def _merge_leaves(stated: Any, default: Table) -> Any:
    if not isinstance(stated, dict):
        return stated
    return _marked(default, "default") | _marked(stated, "stated")


def _merge_calendar(stated: Any, default: Table) -> Any:
    if not isinstance(stated, dict):
        return stated
    leaves = {key: table[key] for table in (default, stated) for key in _CALENDAR_LEAVES if key in table}
    origins: dict[str, Origin] = {key: "stated" if key in stated else "default" for key in leaves}
    return stated | {key: _mark(value, origins[key]) for key, value in leaves.items()}


def _mark(value: Any, origin: Origin) -> Table:
    """Shape a value as `Stated` is read."""
    return {"value": value, "origin": origin}


def _marked(table: Table, origin: Origin) -> Table:
    return {key: _mark(value, origin) for key, value in table.items()}
