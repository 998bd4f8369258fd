"""What sections and fields of an export are called: `catalog_data/export_labels.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from library.offices.strictness import STRICT
from library.offices.words import Words


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a printed export."""

    __pydantic_config__ = STRICT

    title: Words
    nothing: Words
    yes: Words
    sections: dict[str, Words]
    fields: dict[str, Words]

    def section(self, name: str, language: str) -> str:
        """Name a section; one that has no words yet goes by its key."""
        return self.sections[name].in_language(language) if name in self.sections else name

    def field(self, name: str, language: str) -> str:
        """Name a field; one that has no words yet goes by its key."""
        return self.fields[name].in_language(language) if name in self.fields else name


@cache
def load_labels(catalog: Path) -> Labels:
    """Read the words; `catalog` is the folder that the settings name."""
    text = (catalog / "export_labels.toml").read_text("utf-8")
    return TypeAdapter(Labels).validate_python(tomllib.loads(text))
