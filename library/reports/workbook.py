"""A report as a spreadsheet (XLSX): one sheet for each table, numbers as numbers."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from library.reports.tables import Kind, Table, Value

_FORMATS: dict[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "year": "0",
    "share": "0.0%",
    "minutes": "0.0",
    "score": "0.00",
}
_WIDE, _NARROW = 44, 16
"""Widths of columns, in characters."""


def workbook(tables: list[Table], title: str) -> bytes:
    """Write the tables; give the file's bytes. Text stays text: what looks like a formula is none."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        book.set_properties({"title": title})
        formats = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        for table in tables:
            _sheet(book.add_worksheet(table.code), table, formats, head)
    return buffer.getvalue()


def _sheet(sheet: Worksheet, table: Table, formats: dict[Kind, Format], head: Format) -> None:
    sheet.write_string(0, 0, table.title, head)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, _WIDE if column.kind == "text" and at == 0 else _NARROW)
        sheet.write_string(2, at, column.label, head)
    sheet.freeze_panes(3, 1)
    for line, row in enumerate(table.rows, start=3):
        for at, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            _cell(sheet, line, at, value, formats[column.kind])


def _cell(sheet: Worksheet, line: int, at: int, value: Value, form: Format) -> None:
    if isinstance(value, str):
        sheet.write_string(line, at, value, form)
    elif value is not None:
        sheet.write_number(line, at, float(value) if isinstance(value, Fraction) else value, form)
