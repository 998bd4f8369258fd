"""Survey instruments as data: `catalog_data/instruments/*.toml`, one file each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from library.offices.strictness import STRICT, Flag
from library.offices.words import Words

Kind = Literal["skm", "importance_satisfaction"]
NINE = 9
HIGHEST: dict[Kind, int] = {"skm": 4, "importance_satisfaction": 10}
"""The end of each scale, which begins at 1."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `answers` are the words of its scale from the lowest; without them its numbers are shown."""

    __pydantic_config__ = STRICT

    code: Annotated[str, Field(pattern=r"^[a-z_]{2,30}$")]
    name: Words
    text: Words
    answers: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument. `offices` use it by name; the one with `default` is used by all others."""

    __pydantic_config__ = STRICT

    code: Annotated[str, Field(pattern=r"^[a-z_]{2,20}$")]
    version: Annotated[str, Field(max_length=20)]
    kind: Kind
    name: Words
    source: str
    question: tuple[Question, ...]
    default: Flag = False
    offices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an SKM without nine elements, a code used twice, and scales without words for each step."""
        codes = [question.code for question in self.question]
        if len(set(codes)) != len(codes) or not codes:
            raise ValueError(f"{self.code}: every question needs a code of its own")
        if self.kind == "skm" and len(codes) != NINE:
            raise ValueError(f"{self.code}: the SKM has nine elements, not {len(codes)}")
        if any(question.answers and len(question.answers) != self.highest for question in self.question):
            raise ValueError(f"{self.code}: a question needs words for every step of the scale, or none")

    @property
    def highest(self) -> int:
        """The end of the scale."""
        return HIGHEST[self.kind]

    @property
    def codes(self) -> tuple[str, ...]:
        """The questions' codes in their order."""
        return tuple(question.code for question in self.question)


@cache
def load_instruments(catalog: Path) -> tuple[Instrument, ...]:
    """Give all instruments by their code; `catalog` is the folder that the settings name.

    Raises:
        ValueError: a file is wrong, or not exactly one instrument is the default.
    """
    read = TypeAdapter(Instrument).validate_python
    files = sorted((catalog / "instruments").glob("*.toml"))
    found = tuple(read(tomllib.loads(file.read_text("utf-8"))) for file in files)
    if sum(instrument.default for instrument in found) != 1:
        raise ValueError("exactly one instrument is the default")
    return found


def instrument_of(catalog: Path, office: str) -> Instrument:
    """Give the instrument that an office uses."""
    known = load_instruments(catalog)
    own = (instrument for instrument in known if office in instrument.offices)
    return next(own, next(instrument for instrument in known if instrument.default))


def instrument_by_code(catalog: Path, code: str) -> Instrument | None:
    """Give an instrument; None where there is none of this code."""
    return next((instrument for instrument in load_instruments(catalog) if instrument.code == code), None)
