"""The forms in which a record may be had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from ingest.exchange import dublin_core, marc
from library.catalogue.records import Record

XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True, slots=True)
class Form:
    """A metadata format: where it is defined, and how a record is written in it."""

    schema: str
    namespace: str
    write: Callable[[Record], etree._Element]


FORMS: Mapping[str, Form] = {
    "oai_dc": Form(dublin_core.SCHEMA, dublin_core.OAI_DC, dublin_core.to_dublin_core),
    "marcxml": Form("http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd", marc.MARC, marc.to_marcxml),
}
