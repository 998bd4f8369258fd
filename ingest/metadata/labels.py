"""The labels of an imprint page, in Indonesian and English, and what stands after them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.metadata.page import Row

_NUMBER = r"(?:no(?:mor|\.)?|number)"
_LABELS = {
    "publication_number": rf"(?:{_NUMBER}\s*publikasi|publication\s*{_NUMBER})",
    "catalogue_number": rf"(?:{_NUMBER}\s*)?(?:katalog|catalogue|catalog)(?:\s*bps)?(?:\s*{_NUMBER})?",
    "issn": r"(?:[pe]-?\s*)?issn",
    "isbn": r"(?:e-?\s*)?isbn",
    "size": r"(?:ukuran\s*buku|book\s*size|ukuran)",
    "edition": r"(?:edisi|cetakan|edition|volume|vol\.)",
    "extent": r"(?:jumlah\s*halaman|number\s*of\s*pages?|total\s*pages?)",
    "publisher": r"(?:diterbitkan\s*oleh|published\s*by|penerbit|publisher)",
    "manuscript": r"(?:naskah|manuscript)",
    "editor": r"(?:penyunting|editor)",
    "printer": r"(?:dicetak\s*oleh|printed\s*by|pencetak)",
    "cover": r"(?:gambar\s*kulit|desain\s*kover|desain\s*kulit|cover\s*design|ilustrasi\s*kover)",
}
# "Nomor Publikasi /Publication Number : 3509.2022": the label, its translation, a colon, the value.
_PATTERNS = {
    field: re.compile(rf"^\W*{label}\s*(?:/\s*[^:\d]*?)?\s*(?:[:：]\s*|(?=\d)|$)(?P<value>.*)$", re.IGNORECASE)
    for field, label in _LABELS.items()
}


def labelled(rows: Sequence[Row]) -> Iterator[tuple[str, str, Row, int]]:
    """Yield (field, value, the row that holds the value, index of the label's row).

    A label with nothing after it takes the row below.
    """
    for index, row in enumerate(rows):
        for field, pattern in _PATTERNS.items():
            match = pattern.match(row.text)
            if not match:
                continue
            value, place = match["value"].strip(), row
            if not value and index + 1 < len(rows):
                place = rows[index + 1]
                value = place.text
            yield field, value, place, index
            break
