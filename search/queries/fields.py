"""The names by which a reader may call a field, in Indonesian and English."""

from __future__ import annotations

TEXT_FIELDS = {
    "judul": "title",
    "title": "title",
    "tabel": "caption",
    "table": "caption",
    "gambar": "caption",
    "figure": "caption",
    "katalog": "code",
    "catalogue": "code",
    "catalog": "code",
    "publikasi": "code",
    "publication": "code",
    "nomor": "code",
    "number": "code",
}

KEYWORD_FIELDS = {
    "kantor": "office",
    "office": "office",
    "jenis": "kind",
    "kind": "kind",
    "bahasa": "language",
    "language": "language",
    "karya": "work",
    "work": "work",
    "subjek": "subject",
    "subject": "subject",
    "wilayah": "region",
    "region": "region",
    "akses": "access",
    "access": "access",
    "bentuk": "available",
    "available": "available",
}

NUMBER_FIELDS = {"tahun": "year", "year": "year", "halaman": "page", "page": "page"}

LANGUAGES = {"indonesia": "id", "indonesian": "id", "id": "id", "inggris": "en", "english": "en", "en": "en"}
BOTH = "id+en"
"""The code of works with both languages side by side."""

FIELDS = TEXT_FIELDS | KEYWORD_FIELDS | NUMBER_FIELDS
