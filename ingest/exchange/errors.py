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


class BpsUnreachable(Unavailable):
    """BPS's web API did not answer as it should."""

    code = "bps-unreachable"
    texts: ClassVar[Texts] = {
        "id": "Web API BPS tidak menjawab ({where}). Coba lagi nanti, atau pakai berkas berisi jawabannya.",
        "en": "BPS's web API did not answer ({where}). Try later, or save its answer as a file and use that.",
    }
