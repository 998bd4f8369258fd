"""All pages of a file as rows in reading order."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.text.lines import Line
from ingest.text.order import in_reading_order
from ingest.text.stamps import repeated_addresses
from ingest.text.survey import PageSurvey


def book_rows(surveys: Mapping[int, PageSurvey]) -> dict[int, list[list[Line]]]:
    """Put each page's lines in reading order, without the address that stands on most pages."""
    stamped = repeated_addresses(survey.lines for survey in surveys.values())
    rows = {}
    for number, survey in surveys.items():
        lines = [line for line in survey.lines if line.text.strip() not in stamped]
        rows[number] = in_reading_order(lines, lines[0].direction) if lines else []
    return rows
