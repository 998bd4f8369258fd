"""CSL-JSON: the record from which every style of the Citation Style Language is made."""

from __future__ import annotations

from typing import Any

from library.citing.source import Source


def to_csl(source: Source) -> list[dict[str, Any]]:
    """Give the items (schema csl-data.json 1.0): one, a report by an organisation."""
    accessed = source.accessed
    made: dict[str, Any] = {
        "id": source.key,
        "type": "report",
        "title": source.title,
        "author": [{"literal": source.author}],
        "issued": {"date-parts": [[source.year]]} if source.year else {},
        "publisher": source.publisher,
        "number": source.number,
        "page": source.page,
        "note": source.table,
        "ISBN": source.isbn,
        "ISSN": source.issn,
        "language": source.language,
        "URL": source.address,
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
    }
    return [{name: value for name, value in made.items() if value not in ("", {})}]
