"""Invented figures that agree with one another: sums are sums, shares are shares, editions follow a trend."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.samples.sheets import Column, Edition, Sheet, TableSheet

_MONTHS = (
    ("Januari", "January"), ("Februari", "February"), ("Maret", "March"), ("April", "April"), ("Mei", "May"),
    ("Juni", "June"), ("Juli", "July"), ("Agustus", "August"), ("September", "September"), ("Oktober", "October"),
    ("November", "November"), ("Desember", "December"),
)  # fmt: skip
_SERIES_YEARS = 5
_PLACE = re.compile(r"\[([\d.]+\|\w+\|\d+)\]")


@dataclass(frozen=True)
class GridRow:
    """A row's label in both languages, and its place in time."""

    id: str
    en: str
    weight: float
    year: int
    month: int = 0


@dataclass(frozen=True)
class Grid:
    """A computed table: `values[row][column]`, and the last line if the table has one."""

    sheet: TableSheet
    rows: tuple[GridRow, ...]
    values: tuple[tuple[float, ...], ...]
    totals: tuple[float, ...] | None


def write_number(value: float, decimals: int, language: str) -> str:
    """Write 1234.5 as "1.234,5" in Indonesian and "1,234.5" in English."""
    text = f"{value:,.{decimals}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


class Figures:
    """The figures of one edition. The data are of the year before the edition's."""

    def __init__(self, sheet: Sheet, edition: Edition) -> None:
        """Keep the sheet; tables are computed when asked for."""
        self._sheet = sheet
        self._tables = {table.number: table for chapter in sheet.chapters for table in chapter.tables}
        self._grids: dict[str, Grid] = {}
        self.year = edition.year
        self.data_year = edition.year - 1
        self.first_year = self.data_year - _SERIES_YEARS + 1

    def grid(self, number: str) -> Grid:
        """Give the computed table with this number."""
        if number not in self._grids:
            self._grids[number] = self._compute(self._tables[number])
        return self._grids[number]

    def fill(self, text: str, language: str) -> str:
        """Put years and figures into a text: `{data_year}`, and `[3.1.1|total|1]` for a cell."""
        years = {"year": self.year, "data_year": self.data_year, "first_year": self.first_year}
        return _PLACE.sub(lambda found: write_number(*self.cell(found[1]), language), text.format_map(years))

    def cell(self, place: str) -> tuple[float, int]:
        """Give the value and the decimals of a cell such as "3.1.1|total|1"."""
        number, row, column = place.split("|")
        grid, index = self.grid(number), int(column) - 1
        line = grid.totals if row == "total" else grid.values[int(row) - 1]
        assert line is not None  # a text that asks for a total belongs to a table that has one
        return line[index], grid.sheet.columns[index].decimals

    def _rows(self, name: str) -> tuple[GridRow, ...]:
        if name == "years":
            years = range(self.first_year, self.data_year + 1)
            return tuple(GridRow(str(year), str(year), 1.0, year) for year in years)
        if name == "months":
            named = enumerate(_MONTHS)
            return tuple(GridRow(id_, en, 1.0, self.data_year, month) for month, (id_, en) in named)
        return tuple(GridRow(*row, self.data_year) for row in self._sheet.rows[name])

    def _compute(self, table: TableSheet) -> Grid:
        rows = self._rows(table.rows)
        columns: list[list[float]] = []
        totals: list[float] = []
        for position, column in enumerate(table.columns):
            others = [columns[n - 1] for n in column.of] if column.kind != "copy" else []
            values = [self._value(table, column, position, row, others, n) for n, row in enumerate(rows)]
            values = self._fitted(column, values) if column.kind == "fit" else values
            columns.append(values)
            totals.append(_total(column, values, [totals[n - 1] for n in column.of if n <= len(totals)]))
        return Grid(table, rows, tuple(zip(*columns, strict=True)), tuple(totals) if table.total else None)

    def _value(
        self, table: TableSheet, column: Column, position: int, row: GridRow, others: list[list[float]], index: int
    ) -> float:
        match column.kind:
            case "sum":
                value = sum(other[index] for other in others)
            case "share":
                value = 100 * others[0][index] / sum(others[0])
            case "ratio":
                value = column.times * others[0][index] / others[1][index]
            case "copy":
                value = self.grid(column.table).values[index][column.of[0] - 1]
            case _:
                value = self._grown(column, (table.number, row.id, str(position)), row)
        return value if column.kind == "fit" else round(value, column.decimals)

    def _fitted(self, column: Column, weights: list[float]) -> list[float]:
        """Share out a whole number by weights: whole parts first, then one each by largest remainder."""
        whole = round(self.cell(column.fit)[0] * column.times)
        exact = [whole * weight / sum(weights) for weight in weights]
        parts = [math.floor(part) for part in exact]
        by_remainder = sorted(range(len(exact)), key=lambda n: parts[n] - exact[n])
        for n in by_remainder[: whole - sum(parts)]:
            parts[n] += 1
        return [float(part) for part in parts]

    def _grown(self, column: Column, key: tuple[str, ...], row: GridRow) -> float:
        weight = 1.0 if column.kind == "rate" else row.weight
        trend = column.growth ** (row.year - self._sheet.work.base_year)
        own = 1 + column.spread * _wobble(*key)
        yearly = 1 + 0.2 * column.spread * _wobble(*key, str(row.year))
        season = 1 + column.season * math.cos(2 * math.pi * row.month / 12)
        return (column.base or 1.0) * weight * trend * own * yearly * season * (1 + column.drift) ** row.month


def _total(column: Column, values: list[float], of: list[float]) -> float:
    match column.kind:
        case "ratio":
            total = column.times * of[0] / of[1]
        case "rate":
            return math.nan  # a rate has no sum
        case "share":
            total = 100.0
        case _:
            total = sum(values)
    return round(total, column.decimals)


def _wobble(*key: str) -> float:
    """Give a number in [-1, 1) that depends on the key alone."""
    digest = hashlib.blake2b("|".join(key).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**63 - 1
