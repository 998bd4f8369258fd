"""What a version changes, line by line, for people to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: what it is about, and its text before and after; None where there was or is nothing."""

    what: str
    before: str | None
    after: str | None


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Compare two bodies leaf by leaf, in the order of their keys."""
    old, new = flat(before), flat(after)
    keys = [*new, *(key for key in old if key not in new)]
    changed = [Difference(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]
    return sorted(changed, key=lambda each: each.what)


def flat(value: Any, path: str = "") -> dict[str, str]:
    """Give every leaf by its dotted path. Entries of a list are named by their `day` or `code`, else by their place."""
    if isinstance(value, dict):
        parts = [flat(each, f"{path}.{key}" if path else str(key)) for key, each in value.items()]
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        parts = [flat(each, f"{path}[{_label(each, place)}]") for place, each in enumerate(value, start=1)]
    elif isinstance(value, list):
        return {path: ", ".join(map(str, value))}
    else:
        return {path: _text(value)}
    return {key: text for part in parts for key, text in part.items() if not key.endswith((".day", ".code"))}


def _label(entry: Any, place: int) -> str:
    named = entry if isinstance(entry, dict) else {}
    return str(named.get("day") or named.get("code") or place)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "ya / yes" if value else "tidak / no"
    return "" if value is None else str(value)
