"""The counts of a report as open data (CSV, RFC 4180): one line for each office, month, measure and part. No people."""

from __future__ import annotations

import csv
from io import StringIO

from library.reports.report import Report

COLUMNS = ("office", "office_name", "month", "measure", "part", "number")


def open_data(report: Report) -> str:
    """Write the counts; every line can be added up with every other of its measure."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for cell, number in report.counts.numbers.items():
        name = report.offices[cell.office].name.id
        writer.writerow((cell.office, name, cell.month, cell.measure, cell.part, number))
    return out.getvalue()
