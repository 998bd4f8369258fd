"""First form: the title."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.reading import Metadata
from ingest.text.lines import Line


def read_metadata(rows: Mapping[int, list[list[Line]]], pages: int, pdf_title: str, name: str) -> Metadata:
    """Read it."""
    return Metadata()
