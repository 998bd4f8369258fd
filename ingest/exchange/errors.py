"""Why a file of records cannot be used."""

from __future__ import annotations

from typing import ClassVar

from library.errors import BadInput, Texts, Unavailable


class RecordsUnreadable(BadInput):
    """The file is none of the formats, or is broken."""

    code = "records-unreadable"
    texts: ClassVar[Texts] = {
        "id": "Berkas ini bukan daftar publikasi yang dapat dibaca ({where}). Dapat dipakai: JSON dari web API BPS,"
        " CSV, Dublin Core (XML), MARC 21 (.mrc atau XML).",
        "en": "This file is no list of publications that can be read ({where}). What can be used: JSON of BPS's web"
        " API, CSV, Dublin Core (XML), MARC 21 (.mrc or XML).",
    }


class TooManyRecords(RecordsUnreadable):
    """The file brings more records than are compared at once."""

    code = "records-too-many"
    texts: ClassVar[Texts] = {
        "id": "Berkas ini berisi terlalu banyak cantuman ({where}). Bagilah menjadi beberapa berkas (CSV, JSON, MARC"
        " atau Dublin Core), misalnya menurut tahun.",
        "en": "This file has too many records ({where}). Divide it into several files (CSV, JSON, MARC or Dublin"
        " Core), by year for example.",
    }


class BpsUnreachable(Unavailable):
    """BPS's web API did not answer as it should."""

    code = "bps-unreachable"
    texts: ClassVar[Texts] = {
        "id": "Web API BPS tidak menjawab ({where}). Coba lagi nanti, atau pakai berkas berisi jawabannya.",
        "en": "BPS's web API did not answer ({where}). Try later, or save its answer as a file and use that.",
    }
