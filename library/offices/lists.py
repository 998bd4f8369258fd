"""The fixed lists that the guest book and the survey offer: institution, education, subjects, …, in both languages.

What a reader uses data for is a list of its own: `library.softcopies.purposes`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from library.offices.strictness import STRICT, Flag, Natural, Positive
from library.offices.words import Words

ListName = Literal[
    "age", "breach_reason", "channel", "complained_before", "disability", "education", "gender", "identity",
    "institution", "occupation", "outcome", "service",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One choice. `code` is what records keep, `number` its place on BPS's survey sheet.

    `first` and `last` bound an age group in whole years, both included; None is open. `free_text`: the form asks on.
    """

    __pydantic_config__ = STRICT

    number: Positive
    code: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    label: Words
    first: Natural | None = None
    last: Natural | None = None
    free_text: Flag = False


@dataclass(frozen=True, slots=True)
class Choices:
    """A list of items in their order."""

    name: str
    items: tuple[Item, ...]

    def __iter__(self) -> Iterator[Item]:
        """Go through the items in their order."""
        return iter(self.items)

    def __contains__(self, code: object) -> bool:
        """Say whether a form may send this code."""
        return any(item.code == code for item in self.items)

    def label(self, code: str, language: str = "id") -> str:
        """Give the label of a code; a code that an older list had is given back as it is."""
        found = next((item.label for item in self.items if item.code == code), None)
        return code if found is None else found.in_language(language)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of BPS's classification of statistical activities (CSA)."""

    __pydantic_config__ = STRICT

    code: Annotated[str, Field(pattern=r"^\d{3}$")]
    label: Words


@cache
def load_choices(catalog: Path, name: ListName) -> Choices:
    """Give one of the lists; `catalog` is the folder that the settings name."""
    text = (catalog / "lists" / f"{name}.toml").read_text("utf-8")
    return Choices(name, TypeAdapter(tuple[Item, ...]).validate_python(tomllib.loads(text)["item"]))


@cache
def load_subjects(catalog: Path) -> tuple[Subject, ...]:
    """Give the subjects, 514 to 516; `catalog` is the folder that the settings name."""
    text = (catalog / "subjects.toml").read_text("utf-8")
    return TypeAdapter(tuple[Subject, ...]).validate_python(tomllib.loads(text)["subject"])
