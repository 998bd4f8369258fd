"""The fields of a page in the index.

Terms:  text, title, caption, code    stems with their frequency, scored
        exact, title_exact            folded words with their positions, for phrases and exact matches
        work, office, kind, language, access, subject, region, available   one value a page, as it was given
Columns: page, year, words (number of words of the text), body (the whole PageDocument as JSON)
"""

from __future__ import annotations

from typing import Final

from whoosh import fields, formats
from whoosh.columns import CompressedBytesColumn, NumericColumn

VERSION: Final = 2
"""Counts up when the files or the analyser's terms change, so that an index written before is rebuilt."""

SCORED: Final = ("text", "title", "caption", "code")
POSITIONED: Final = ("exact", "title_exact")
KEYWORDS: Final = ("work", "office", "kind", "language", "access", "subject", "region", "available")
NUMBERS: Final = ("page", "year", "words")
NO_YEAR: Final = 0

NUMBER_COLUMN: Final = NumericColumn("i", default=0)
BODY_COLUMN: Final = CompressedBytesColumn(level=3)


def schema() -> fields.Schema:
    """Return Whoosh's picture of the fields."""
    stems = {name: fields.FieldType(formats.Frequency(), None) for name in SCORED}
    exact = {name: fields.FieldType(formats.Positions(), None) for name in POSITIONED}
    keywords = {name: fields.FieldType(formats.Existence(), None) for name in KEYWORDS}
    numbers = {name: fields.COLUMN(NUMBER_COLUMN) for name in NUMBERS}
    return fields.Schema(**stems, **exact, **keywords, **numbers, body=fields.COLUMN(BODY_COLUMN))
