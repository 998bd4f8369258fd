"""The fields that describe a work: which there are, which are columns of the work, and what each can hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from library.catalogue.classification import Classification
from library.catalogue.regions import Regions
from library.readers.accounts import clean_name

FIELDS = (
    "title",
    "parallel_title",
    "year",
    "edition",
    "catalogue_number",
    "region",
    "publication_number",
    "office",
    "issn",
    "isbn",
    "extent",
    "size",
    "publisher",
    "subjects",
)
# Fields that readers search, sort and filter by: the work carries them, the description says where they are from.
COLUMNS = frozenset(
    {
        "title",
        "parallel_title",
        "year",
        "catalogue_number",
        "region",
        "publication_number",
        "issn",
        "isbn",
        "publisher",
        "subjects",
    }
)
# What a librarian looks for where nothing was read.
EXPECTED = frozenset({"title", "year", "catalogue_number", "region", "publication_number", "publisher", "subjects"})
_LONGEST = {"title": 500, "parallel_title": 500, "publisher": 200, "issn": 20, "isbn": 20, "subjects": 60}
_USUAL = 60


@dataclass(frozen=True, slots=True)
class CodeTables:
    """The tables against which regions and subjects are checked."""

    regions: Regions
    classification: Classification


def normalised(field: str, typed: str, tables: CodeTables) -> str:
    """Write a typed value as the catalogue keeps it.

    Raises:
        ValueError: it cannot be; the text is a code for the person: required, year-invalid, too-long, choice-invalid.
    """
    text = " ".join(typed.split())[:500] if field in {"title", "parallel_title"} else clean_name(typed)
    if field == "title" and not text:
        raise ValueError("required")
    if not text:
        return ""
    if field == "year" and not (re.fullmatch(r"\d{4}", text, re.ASCII) and 1800 <= int(text) <= 2100):
        raise ValueError("year-invalid")
    if field in {"region", "subjects"}:
        text = _codes(field, text, tables)
    if len(text) > _LONGEST.get(field, _USUAL):
        raise ValueError("too-long")
    return text


def _codes(field: str, text: str, tables: CodeTables) -> str:
    """Take codes, apart by spaces or commas; a region also by Kemendagri's code, which has dots."""
    codes = [part for part in re.split(r"[\s,;]+", text) if part]
    if field == "region":
        theirs = tables.regions.by_kemendagri(text) if "." in text else None
        code = theirs.bps if theirs else text
        if not tables.regions.may_be(code):
            raise ValueError("choice-invalid")
        return code
    if any(code not in tables.classification for code in codes):
        raise ValueError("choice-invalid")
    return " ".join(dict.fromkeys(codes))
