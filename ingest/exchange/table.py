"""Records as a table (CSV, RFC 4180): a line each. Spreadsheets get no formula; semicolons are as good as commas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from ingest.exchange.cleaning import cleaned_record
from ingest.exchange.counting import counted
from ingest.exchange.errors import RecordsUnreadable
from library.catalogue.fields import FIELDS
from library.catalogue.records import Record

COLUMNS = ("identifier", *FIELDS, "language", "address", "abstract")
# Names under which other tables have the same.
_ALSO = {
    "id": "identifier",
    "pub_id": "identifier",
    "judul": "title",
    "title_en": "parallel_title",
    "tahun": "year",
    "kat_no": "catalogue_number",
    "katalog": "catalogue_number",
    "nomor_katalog": "catalogue_number",
    "pub_no": "publication_number",
    "nomor_publikasi": "publication_number",
    "halaman_colophon": "extent",
    "jumlah_halaman": "extent",
    "penerbit": "publisher",
    "wilayah": "region",
    "subjek": "subjects",
}
# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 100_000


def write_table(records: Iterable[Record]) -> Iterator[str]:
    """Write a header and a line for each record, piece by piece, with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff" + _line(COLUMNS)
    for record in records:
        plain = {"identifier": record.identifier, "language": record.language, "address": record.address}
        cells = {**plain, "abstract": record.abstract, **record.values}
        yield _line([harmless(cells.get(column, "")) for column in COLUMNS])


def _line(cells: Iterable[str]) -> str:
    out = StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()


def harmless(text: str) -> str:
    """Mark a cell that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def read_table(text: str) -> list[Record]:
    """Read a table with a header; the separator is the one that the header has most of.

    Raises:
        RecordsUnreadable: no header that names a title, or broken quotation marks.
        TooManyRecords: it has more lines than are read.
    """
    return counted(record_of(cells) for _line, cells in lines(text))


def lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each line of a table with its number: cells by the names of their columns.

    Raises:
        RecordsUnreadable: as `read_table`.
    """
    clean = text.lstrip("\ufeff").replace("\x00", "")
    first = clean.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(StringIO(clean, newline=""), delimiter=separator, strict=True)
    try:
        header = [_column(name) for name in next(rows, [])]
        if "title" not in header:
            raise RecordsUnreadable("no column for the title", where="CSV: title")
        for row in rows:
            if any(row):
                yield rows.line_num, {name: _plain(cell) for name, cell in zip(header, row, strict=False)}
    except csv.Error as error:
        raise RecordsUnreadable(str(error), where=f"CSV: {rows.line_num}") from error


def _column(name: str) -> str:
    plain = "_".join(name.strip().lower().split())
    return _ALSO.get(plain, plain)


def _plain(cell: str) -> str:
    """Take away the mark with which a table keeps spreadsheets from taking a cell for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def record_of(cells: dict[str, str]) -> Record:
    """Give what a line says of its work."""
    return cleaned_record(
        cells.get("identifier", ""),
        cells,
        language=cells.get("language", ""),
        address=cells.get("address", ""),
        abstract=cells.get("abstract", ""),
    )
