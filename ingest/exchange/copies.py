"""Printed copies in tables and in MARC 21 (field 852, https://www.loc.gov/marc/holdings/hd852.html), in and out.

852: $b room, $c cabinet and shelf with a semicolon between them, $h shelf mark, $p the copy's number, $q condition,
$x what the staff noted. A table has a line for each copy: the columns of its work, and those of the copy.
"""

# mypy: allow-untyped-calls
# pymarc is annotated in part only.

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pymarc
from pymarc import Field, Indicators, Subfield
from pymarc.exceptions import PymarcException

from ingest.exchange import table
from ingest.exchange.cleaning import writable
from ingest.exchange.counting import counted
from ingest.exchange.errors import RecordsUnreadable
from ingest.exchange.marc import record_of, sound_records, to_marc
from ingest.exchange.reading import LARGEST
from ingest.exchange.xml import parse
from library.catalogue.records import Record
from library.holdings.copies import CONDITIONS, NAMES, STATES, CopyForm
from library.holdings.importing import Brought

COLUMNS = ("number", "shelf_mark", "room", "cabinet", "shelf", "condition", "state", "note")
# Names under which the offices' own lists have the same.
_ALSO = {
    "nomor_induk": "number",
    "no_induk": "number",
    "no._induk": "number",
    "inventaris": "number",
    "barcode": "number",
    "nomor_panggil": "shelf_mark",
    "no_panggil": "shelf_mark",
    "call_number": "shelf_mark",
    "ruang": "room",
    "ruangan": "room",
    "lemari": "cabinet",
    "rak": "shelf",
    "kondisi": "condition",
    "status": "state",
    "catatan": "note",
}
_WORDS = {
    **dict.fromkeys(("baik", "bagus", "good", ""), "good"),
    **dict.fromkeys(("lusuh", "usang", "worn", "rusak ringan"), "worn"),
    **dict.fromkeys(("rusak", "rusak berat", "damaged"), "damaged"),
    **dict.fromkeys(("tersedia", "di rak", "ada", "shelf"), "shelf"),
    **dict.fromkeys(("dipakai", "dibaca", "in-use"), "in-use"),
    **dict.fromkeys(("dijilid", "binder"), "binder"),
    **dict.fromkeys(("hilang", "missing"), "missing"),
    **dict.fromkeys(("ditarik", "dikeluarkan", "withdrawn"), "withdrawn"),
}


def read_copies(data: bytes) -> list[Brought]:
    """Read a file of copies: a table (CSV), MARC 21, or MARCXML; told by content.

    Raises:
        RecordsUnreadable: it is none of them, is broken, or holds no copy.
        TooManyRecords: it brings more than are taken at once.
    """
    if len(data) > LARGEST:
        raise RecordsUnreadable("too large", where=f"> {LARGEST >> 20} MB")
    clean = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if clean[:1] == b"<":
        found = counted(_from_marc(_xml_records(clean)))
    elif clean[:5].isdigit() and clean[20:24] == b"4500":
        found = counted(_from_marc(sound_records(pymarc.MARCReader(io.BytesIO(clean), utf8_handling="replace"))))
    else:
        found = counted(_from_table(_text(data)))
    if not found:
        raise RecordsUnreadable("no copy in it", where="852")
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _from_table(text: str) -> Iterator[Brought]:
    for line, cells in table.lines(text):
        own = {_ALSO.get(name, name): value for name, value in cells.items()}
        yield Brought(line, table.record_of(cells), copy_of(own))


def _xml_records(data: bytes) -> Sequence[pymarc.Record]:
    parse(data)  # refuses what is harmful before pymarc sees it
    try:
        return [record for record in pymarc.parse_xml_to_array(io.BytesIO(data)) if record is not None]
    except (PymarcException, ValueError, KeyError, IndexError, AttributeError) as error:
        raise RecordsUnreadable(str(error)[:200], where="MARCXML") from error


def _from_marc(records: Iterable[pymarc.Record]) -> Iterator[Brought]:
    for number, record in enumerate(records, 1):
        known = record_of(record)
        for field in record.get_fields("852"):
            yield Brought(number, known, copy_of(_of_field(field)))


def _of_field(field: Field) -> dict[str, str]:
    told = {code: " ".join(field.get_subfields(code)) for code in "bchijpqx"}
    cabinet, _, shelf = told["c"].partition(";")
    mark = " ".join(filter(None, (told["h"], told["i"]))) or told["j"]
    return {
        "number": told["p"],
        "shelf_mark": mark,
        "room": told["b"],
        "cabinet": cabinet,
        "shelf": shelf,
        "condition": told["q"],
        "note": told["x"],
    }


def copy_of(cells: Mapping[str, str]) -> CopyForm:
    """Read what a line says of its copy; a state or condition that nobody knows is left for the library to refuse."""
    plain = {name: " ".join(writable(cells.get(name, "") or "").split()) for name in NAMES}
    for name, codes in (("condition", CONDITIONS), ("state", STATES)):
        word = plain[name].lower()
        known = _WORDS.get(word, word) if word else codes[0]
        plain[name] = known if known in codes else plain[name]
    return CopyForm(**plain)


def write_copies(rows: Iterable[tuple[Record, CopyForm]]) -> Iterator[str]:
    """Write a table: a line for each copy, such that `read_copies` takes it again."""
    columns = (*COLUMNS, *table.COLUMNS)
    yield "\ufeff" + _line(columns)
    for record, copy in rows:
        cells = {"identifier": record.identifier, "language": record.language, "address": record.address}
        cells |= {**record.values, **{name: getattr(copy, name) for name in NAMES}}
        yield _line([table.harmless(cells.get(column, "")) for column in columns])


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()


def marc_with_copies(record: Record, copies: Iterable[CopyForm]) -> bytes:
    """Write a work in MARC's own container with a field 852 for each of its copies."""
    made = to_marc(record)
    for copy in copies:
        made.add_ordered_field(_field(copy))
    return made.as_marc()


def _field(copy: CopyForm) -> Field:
    place = f"{copy.cabinet}; {copy.shelf}" if copy.shelf else copy.cabinet
    parts = {"b": copy.room, "c": place, "h": copy.shelf_mark, "p": copy.number, "q": copy.condition, "x": copy.note}
    told = [Subfield(code=code, value=writable(text)) for code, text in parts.items() if text]
    return Field(tag="852", indicators=Indicators("8", " "), subfields=told)
