"""The register of processing (UU 27/2022, article 31) as data: `catalog_data/processing.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from library.offices.rules import RetentionRules
from library.offices.strictness import STRICT, Positive
from library.offices.words import Words

Columns = dict[str, tuple[str, ...]]
"""table → columns"""
Basis = Literal["consent", "contract", "law", "public", "interest"]
Effect = Literal["deleted", "blanked", "pseudonymised", "kept"]
Code = Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]


@dataclass(frozen=True, slots=True)
class Keep:
    """How long: a rule of the office in years, days of ours, or neither: until somebody asks for erasure."""

    __pydantic_config__ = STRICT

    years: str | None = None
    days: Positive | None = None

    def years_of(self, rules: RetentionRules) -> int | None:
        """Give the years that an office keeps it; None where it is no rule of the office."""
        return None if self.years is None else int(getattr(rules, self.years).value)


@dataclass(frozen=True, slots=True)
class Root:
    """The table with a row for each record of an activity, and which of its columns say whose and when.

    A column of another table is named by the way to it: `case_id>consultation.account_id`. Empty: it has none.
    """

    table: str
    person: str
    since: str
    until: str
    office: str
    called: str
    reached: str


@dataclass(frozen=True, slots=True)
class Activity:
    """A kind of record about people."""

    __pydantic_config__ = STRICT

    code: Code
    title: Words
    data: Words
    purpose: Words
    basis: Basis
    keep: Keep
    starts: Words
    seen_by: Words
    erasure: Effect
    after: Words
    root: dict[str, Annotated[str, Field(min_length=0)]]
    personal: Columns
    consent: str | None = None
    view: str | None = None
    """The kind under which a look at such a record is written down."""

    @property
    def rows(self) -> Root:
        """The table of its records."""
        named = {"since" if name == "from" else name: value for name, value in self.root.items()}
        return Root(**named)


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A text that people agree to. `digest` is that of the words on the page: new words need a new version."""

    __pydantic_config__ = STRICT

    code: Code
    version: str
    digest: str
    title: Words
    summary: Words


@dataclass(frozen=True, slots=True)
class Register:
    """The whole register."""

    __pydantic_config__ = STRICT

    wait_days: Positive
    unconfirmed_days: Positive
    consent: tuple[ConsentText, ...]
    activity: tuple[Activity, ...]
    links: Columns = field(default_factory=dict)
    plain: Columns = field(default_factory=dict)

    def of(self, code: str) -> Activity:
        """Give an activity by its code; KeyError where there is none."""
        return {each.code: each for each in self.activity}[code]

    def consent_text(self, code: str) -> ConsentText:
        """Give a text by its code; KeyError where there is none."""
        return {each.code: each for each in self.consent}[code]

    def seen_as(self, view: str) -> Activity | None:
        """Give the activity whose records are looked at as this kind."""
        return next((each for each in self.activity if each.view == view), None)


@cache
def load_register(catalog: Path) -> Register:
    """Read the register; `catalog` is the folder that the settings name."""
    text = (catalog / "processing.toml").read_text("utf-8")
    return TypeAdapter(Register).validate_python(tomllib.loads(text))
