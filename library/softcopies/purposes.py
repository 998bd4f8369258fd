"""What readers use a softcopy for: a list kept as data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from library.offices import Words


@dataclass(frozen=True, slots=True)
class Purpose:
    """A use of data: its code, kept with the request, and its name."""

    code: str
    name: Words


@cache
def load_purposes(catalog: Path) -> tuple[Purpose, ...]:
    """Give the purposes in the order of the list; `catalog` is the folder that the settings name."""
    table = tomllib.loads((catalog / "lists" / "purposes.toml").read_text("utf-8"))
    return tuple(Purpose(row["code"], Words(**row["name"])) for row in table["purpose"])


def purpose_codes(catalog: Path) -> frozenset[str]:
    """Give the codes that a request may carry."""
    return frozenset(purpose.code for purpose in load_purposes(catalog))
