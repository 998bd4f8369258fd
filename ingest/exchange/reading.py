"""A file of records, whatever its format: told by content, never by name."""

from __future__ import annotations

from lxml import etree

from ingest.exchange.bps_api import read_answers
from ingest.exchange.dublin_core import DC, from_dublin_core
from ingest.exchange.errors import RecordsUnreadable
from ingest.exchange.marc import MARC, from_marc, from_marcxml
from ingest.exchange.table import read_table
from ingest.exchange.xml import parse
from library.catalogue.records import Record

LARGEST = 64 << 20
"""bytes of one file; BPS's whole list has some 30 MB"""


def read_records(data: bytes) -> tuple[str, list[Record]]:
    """Read a file: (its format, its records).

    Raises:
        RecordsUnreadable: it is none of the formats, is broken, or has no record in it.
        TooManyRecords: it has more than are compared at once.
    """
    if len(data) > LARGEST:
        raise RecordsUnreadable("too large", where=f"> {LARGEST >> 20} MB")
    kind, found = _read(data)
    if not found:
        raise RecordsUnreadable("no record in it", where=kind)
    return kind, found


def _read(data: bytes) -> tuple[str, list[Record]]:
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:24]
    if start[:1] in (b"{", b"["):
        return "bps", read_answers(_text(data))
    if start[:1] == b"<":
        return _read_xml(parse(data.removeprefix(b"\xef\xbb\xbf").lstrip()))
    # The leader of a MARC record: five digits of length, and the entry map at its end.
    if start[:5].isdigit() and start[20:24] == b"4500":
        return "marc", from_marc(data)
    return "csv", read_table(_text(data))


def _read_xml(root: etree._Element) -> tuple[str, list[Record]]:
    if next(root.iter(f"{{{MARC}}}record"), None) is not None:
        return "marcxml", from_marcxml(root)
    if next(root.iter(f"{{{DC}}}title"), None) is not None:
        return "dc", from_dublin_core(root)
    raise RecordsUnreadable("neither MARCXML nor Dublin Core", where="XML")


def _text(data: bytes) -> str:
    """Decode; a table that an older spreadsheet wrote is in Windows' code page."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
