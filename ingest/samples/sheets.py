"""The data of the sample works, as `catalog_data/samples/*.toml` holds it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import ConfigDict, TypeAdapter

_STRICT = ConfigDict(extra="forbid")

Row = tuple[str, str, float]
Kind = Literal["count", "value", "rate", "sum", "share", "ratio", "copy", "fit"]
Palette = Literal["green", "orange", "blue", "teal", "slate"]
Art = Literal["terraces", "sunrise", "harbour", "weave", "orbit"]


@dataclass(frozen=True)
class Both:
    """A text in Indonesian and English; a work in one language uses one of them."""

    __pydantic_config__ = _STRICT

    id: str = ""
    en: str = ""


@dataclass(frozen=True)
class Column:
    """How the figures of a column come about: from a base, or from other columns (`of`, counted from 1)."""

    __pydantic_config__ = _STRICT

    id: str
    en: str
    kind: Kind
    base: float = 0.0
    growth: float = 1.0  # factor a year
    spread: float = 0.0  # how far rows stray from their weight, as a part of the value
    season: float = 0.0  # for months: high in January, low in July
    drift: float = 0.0  # for months: growth a month
    decimals: int = 0
    of: tuple[int, ...] = ()
    times: float = 1.0
    table: str = ""
    fit: str = ""  # a cell such as "3.1.1|total|1" whose value (by `times`) the column adds up to


@dataclass(frozen=True)
class Chart:
    """A drawing of one column of the table above it."""

    __pydantic_config__ = _STRICT

    kind: Literal["bars", "line", "pie", "pyramid"]
    column: int


@dataclass(frozen=True)
class TableSheet:
    """A numbered table. `rows` names a list of the work, or "years" or "months"."""

    __pydantic_config__ = _STRICT

    number: str
    title: Both
    head: Both
    rows: str
    columns: tuple[Column, ...]
    source: Both
    total: bool = False
    chart: Chart | None = None


@dataclass(frozen=True)
class Highlight:
    """A figure worth a large print: a cell such as "3.1.1|total|1", and what it counts."""

    __pydantic_config__ = _STRICT

    cell: str
    name: Both


@dataclass(frozen=True)
class Chapter:
    """A chapter: an opening page with text, and its tables."""

    __pydantic_config__ = _STRICT

    title: Both
    emblem: str
    text: tuple[Both, ...]
    highlights: tuple[Highlight, ...] = ()
    tables: tuple[TableSheet, ...] = ()


@dataclass(frozen=True)
class Edition:
    """One edition of a work."""

    __pydantic_config__ = _STRICT

    year: int
    publication: str
    palette: Palette
    art: Art
    volume: int | None = None


@dataclass(frozen=True)
class WorkSheet:
    """What all editions of a work share."""

    __pydantic_config__ = _STRICT

    slug: str
    kind: Literal["book", "leaflet", "scan"]
    office: str
    access: Literal["open", "restricted"]
    languages: tuple[Literal["id", "en"], ...]
    page: Literal["A4", "A5", "B5"]
    title: Both
    region: Both
    catalogue: str
    base_year: int
    issn: str | None = None
    isbn: str | None = None


@dataclass(frozen=True)
class Panel:
    """One panel of the leaflet: a heading, a large figure, a text, perhaps a chart of numbers."""

    __pydantic_config__ = _STRICT

    heading: Both
    text: Both
    figure: str = ""
    unit: Both = Both()
    emblem: str = ""
    series: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class TypedPage:
    """One page of the work that looks typed and scanned: its lines as they stand."""

    __pydantic_config__ = _STRICT

    lines: tuple[str, ...]
    cover: bool = False


@dataclass(frozen=True)
class Sheet:
    """One file of `catalog_data/samples`."""

    __pydantic_config__ = _STRICT

    work: WorkSheet
    editions: tuple[Edition, ...]
    foreword: tuple[Both, ...] = ()
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    chapters: tuple[Chapter, ...] = ()
    panels: tuple[Panel, ...] = ()
    pages: tuple[TypedPage, ...] = ()


@cache
def load_sheets() -> tuple[Sheet, ...]:
    """Give all sample works, in the order of their files' names."""
    folder = files("catalog_data") / "samples"
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    adapter = TypeAdapter(Sheet)
    return tuple(adapter.validate_python(tomllib.loads(path.read_text("utf-8"))) for path in paths)
