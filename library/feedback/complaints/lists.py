"""Topics of complaints and reasons for turning one down: `catalog_data/complaints.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from library.offices.words import Words

ListOf = Literal["topic", "rejection"]


@cache
def load_list(catalog: Path, which: ListOf) -> dict[str, Words]:
    """Give the labels by code, in their order; `catalog` is the folder that the settings name."""
    table = tomllib.loads((catalog / "complaints.toml").read_text("utf-8"))
    return {row["code"]: Words(**row["label"]) for row in table[which]}


def label(catalog: Path, which: ListOf, code: str, language: str) -> str:
    """Give the label of a code; a code that an older list had is given back as it is."""
    found = load_list(catalog, which).get(code)
    return code if found is None else found.in_language(language)
