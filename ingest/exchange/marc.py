"""Records as MARC 21 (https://www.loc.gov/marc/bibliographic/), in its own container and as MARCXML, by pymarc."""

# mypy: allow-untyped-calls
# pymarc is annotated in part only.

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import pymarc
from lxml import etree
from pymarc import Field, Indicators, Subfield
from pymarc.exceptions import PymarcException

from ingest.exchange.cleaning import cleaned_record, writable
from ingest.exchange.counting import counted
from ingest.exchange.errors import RecordsUnreadable
from library.catalogue.records import Record

MARC = "http://www.loc.gov/MARC21/slim"
_LANGUAGES = {"id": "ind", "en": "eng", "id+en": "ind"}
_LEADER = "00000nam a2200000 i 4500"  # language material, monograph, Unicode, ISBD
_FIELD_BYTES = 9_000


def to_marc(record: Record) -> pymarc.Record:
    """Make a MARC record.

    Catalogue number: 037 (stock number, source BPS). Publication number: 088 (report number). Region and subjects:
    651 and 650 with their codes in $0.
    """
    made = pymarc.Record(force_utf8=True)
    made.leader = pymarc.Leader(_LEADER)
    for field in _fields(record):
        made.add_field(field)
    return made


def _fields(record: Record) -> Iterator[Field]:
    told = record.values
    yield Field(tag="001", data=writable(record.identifier) or "-")
    yield Field(tag="003", data="Pustaka")
    yield Field(tag="008", data=_fixed(told.get("year", ""), record.language))
    yield from _one("020", "  ", a=told.get("isbn"))
    yield from _one("022", "  ", a=told.get("issn"))
    yield from _one("037", "  ", a=told.get("catalogue_number"), b="BPS")
    for code in ("ind", "eng") if record.language == "id+en" else ():
        yield from _one("041", "0 ", a=code)
    yield from _one("088", "  ", a=told.get("publication_number"))
    yield from _one("245", "00", a=told.get("title", "-"))
    yield from _one("246", "31", a=told.get("parallel_title"))
    yield from _one("250", "  ", a=told.get("edition"))
    if told.get("publisher") or told.get("year"):
        yield from _one("264", " 1", b=told.get("publisher", ""), c=told.get("year", ""))
    yield from _one("300", "  ", a=told.get("extent"), c=told.get("size"))
    yield from _one("520", "  ", a=record.abstract)
    for code in told.get("subjects", "").split():
        yield from _one("650", " 7", a=record.names.get(code, code), **{"0": f"(CSA){code}", "2": "local"})
    if region := told.get("region"):
        yield from _one("651", " 7", a=record.names.get(region, region), **{"0": f"(BPS){region}", "2": "local"})
    yield from _one("856", "40", u=record.address)


def _one(tag: str, indicators: str, **subfields: str | None) -> Iterator[Field]:
    """Give a field, unless its first subfield is empty."""
    if not next(iter(subfields.values())) and tag != "264":
        return
    parts = [Subfield(code=code, value=_short(text)) for code, text in subfields.items() if text]
    yield Field(tag=tag, indicators=Indicators(*indicators), subfields=parts)


def _short(text: str) -> str:
    """Cut what a field cannot hold: its length has four digits."""
    return writable(text).encode()[:_FIELD_BYTES].decode(errors="ignore")


def _fixed(year: str, language: str) -> str:
    """Give field 008: 40 characters, of which we know the year, Indonesia, and the language."""
    date = f"s{year}    " if len(year) == 4 else "nuuuuuuuu"
    return f"000101{date}io {' ' * 17}{_LANGUAGES.get(language, 'und')} d"


def write_marc(records: Iterable[Record]) -> Iterator[bytes]:
    """Write records one after the other in MARC's own container (ISO 2709)."""
    for record in records:
        yield to_marc(record).as_marc()


def to_marcxml(record: Record) -> etree._Element:
    """Write a record as an element of MARCXML."""
    return etree.fromstring(pymarc.record_to_xml(to_marc(record), namespace=True))


def from_marc(data: bytes) -> list[Record]:
    """Read a file of MARC's own container; records that are broken are passed over.

    Raises:
        RecordsUnreadable: none of them can be read.
        TooManyRecords: there are more than are read.
    """
    reader = pymarc.MARCReader(io.BytesIO(data), to_unicode=True, utf8_handling="replace")
    found = counted(sound_records(reader))
    if not found:
        raise RecordsUnreadable("no sound record", where="MARC")
    return [record_of(record) for record in found]


def sound_records(reader: pymarc.MARCReader) -> Iterator[pymarc.Record]:
    """Give the records that can be read; broken ones are passed over."""
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except (PymarcException, UnicodeError, ValueError, IndexError):
            continue  # this record alone is broken
        if record is not None:
            yield record


def from_marcxml(root: etree._Element) -> list[Record]:
    """Read every record of a document that `xml.parse` has found harmless.

    Raises:
        RecordsUnreadable: some record is none of MARC's.
        TooManyRecords: there are more than are read.
    """
    counted(root.iter(f"{{{MARC}}}record"))
    data = etree.tostring(root, encoding="utf-8")
    try:
        found = pymarc.parse_xml_to_array(io.BytesIO(data))
    except (PymarcException, ValueError, KeyError, IndexError, AttributeError) as error:
        raise RecordsUnreadable(str(error)[:200], where="MARCXML") from error
    return [record_of(record) for record in found if record is not None]


def record_of(record: pymarc.Record) -> Record:
    """Give what a MARC record says of its work."""
    values = {
        "title": _tidy(" ".join(filter(None, (_first(record, "245", "a"), _first(record, "245", "b"))))),
        "parallel_title": _tidy(_first(record, "246", "a")),
        "edition": _tidy(_first(record, "250", "a")),
        "catalogue_number": _first(record, "037", "a"),
        "publication_number": _first(record, "088", "a"),
        "isbn": _first(record, "020", "a"),
        "issn": _first(record, "022", "a"),
        "publisher": _tidy(_first(record, "264", "b") or _first(record, "260", "b")),
        "year": _first(record, "264", "c") or _first(record, "260", "c") or _first_year(record),
        "extent": _tidy(_first(record, "300", "a")),
        "size": _tidy(_first(record, "300", "c")),
        "region": _code(record, "651", "(BPS)"),
        "subjects": " ".join(_codes(record, "650", "(CSA)")),
    }
    fixed = record.get_fields("001")
    return cleaned_record(
        (fixed[0].data or "") if fixed else "",
        values,
        address=_first(record, "856", "u"),
        abstract=_first(record, "520", "a"),
    )


def _first(record: pymarc.Record, tag: str, code: str) -> str:
    texts = (text for field in record.get_fields(tag) for text in field.get_subfields(code))
    return " ".join(next(texts, "").split())


def _first_year(record: pymarc.Record) -> str:
    fixed = record.get_fields("008")
    return (fixed[0].data or "")[7:11] if fixed else ""


def _codes(record: pymarc.Record, tag: str, source: str) -> list[str]:
    texts = [text for field in record.get_fields(tag) for text in field.get_subfields("0")]
    return [text.removeprefix(source) for text in texts if text.startswith(source)]


def _code(record: pymarc.Record, tag: str, source: str) -> str:
    return next(iter(_codes(record, tag, source)), "")


def _tidy(text: str) -> str:
    """Take away the marks with which cards divided one part from the next: "Title /", "Publisher,"."""
    return text.rstrip(" /:;,=").strip()
