"""What is kept of a work's marks, read for the staff."""

from __future__ import annotations

from typing import Any

import pytest

from library.catalogue.trace_report import TraceReport, report_of, stretches, trace_report
from library.store.models import Master
from library.wiring import Library
from watermark.master import SLOTS_ALONE

A = SLOTS_ALONE


def kept(**traceability: Any) -> TraceReport:
    return report_of(Master(traceability=traceability))


def test_every_page_is_of_one_kind_at_the_very_number_of_the_engine():
    report = kept(per_page=[A, A - 1, 0, 1, A + 200], pages=5)
    assert (report.alone, report.together, report.bare) == ([1, 5], [2, 4], [3])


def test_how_many_name_a_reader_alone_is_counted_anew_and_not_as_an_older_engine_did():
    assert kept(per_page=[A, A - 1], single_page=2).single == 1


def test_a_report_without_its_pages_still_gives_its_totals():
    report = kept(pages=3, single_page=2, slots=200)
    assert (report.prepared, report.single, report.slots, report.per_page) == (True, 2, 200, ())
    assert report.alone == report.together == report.bare == []


def test_without_a_master_nothing_is_prepared_or_traceable(library: Library):
    with library.database.read() as session:
        report = trace_report(session, "no such file")
    assert (report.prepared, report.traceable) == (False, False)


@pytest.mark.parametrize(
    ("pages", "joined"),
    [([], []), ([7], [(7, 7)]), ([1, 2, 3, 192], [(1, 3), (192, 192)]), ([1, 3, 5], [(1, 1), (3, 3), (5, 5)])],
)
def test_pages_that_follow_one_another_are_joined(pages: list[int], joined: list[tuple[int, int]]):
    assert stretches(pages) == joined
