"""What the twenty books of `front/` say of themselves: the published table, and what was looked up on the pages."""

from __future__ import annotations

import csv
import re
from pathlib import Path

COLUMNS = {
    "judul": "title",
    "title_en": "parallel_title",
    "tahun": "year",
    "nomor_publikasi": "publication_number",
    "katalog": "catalogue_number",
    "issn": "issn",
    "halaman_colophon": "extent",
}
# Where the table, which was made by pattern, differs from what the page shows (each looked at).
CHECKED = {
    ("jelbuk_dalam_angka_2020.pdf", "extent"): "xx + 85",  # the table's pattern missed ":xx + 85"
    ("jenggawah_dalam_angka_2022.pdf", "issn"): "2620-455X",  # the table lost the check character
    ("sumbersari_dalam_angka_2022.pdf", "issn"): "2620-679X",  # the same
    ("patrang_dalam_angka_2020.pdf", "publication_number"): "3509.2041",  # printed without a separator: 35092041
}


def books(corpus: Path) -> list[Path]:
    """Give the files of `front/`."""
    return sorted((corpus / "front").glob("*.pdf"))


def truth(corpus: Path, *, corrected: bool = True) -> dict[tuple[str, str], str]:
    """Give (file name, field) → value; `corrected`: with the four cells that were looked up."""
    with (corpus / "meta" / "colophon_40.tsv").open(encoding="utf-8") as table:
        rows = {row["file"].lower(): row for row in csv.DictReader(table, delimiter="\t")}
    stated = {
        (book.name, field): rows[book.name][column] for book in books(corpus) for column, field in COLUMNS.items()
    }
    return stated | CHECKED if corrected else stated


def same(expected: str, found: str) -> bool:
    """Compare two spellings: separators, spaces and capitals aside."""
    return _bare(expected) == _bare(found)


def _bare(value: str) -> str:
    return re.sub(r"[\s.,-]", "", value).lower()
