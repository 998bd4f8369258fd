"""Every figure of a report is what an independent count of the same facts gives."""

from __future__ import annotations

import csv
import re
import statistics
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO, StringIO

import pymupdf
import pytest
from sqlalchemy import select, text

from bench.year.facts import Fact, Year, some_works
from library import Library, Settings, open_library
from library.errors import NotFound
from library.periods import Period
from library.readers import accounts
from library.readers.roles import Role
from library.reports.document import draw_report
from library.reports.open_data import open_data
from library.reports.report import Report
from library.reports.sought import plain_words
from library.reports.tables import tables
from library.reports.workbook import workbook
from library.reports.written import write_value
from library.store.engine import BUSY_SECONDS
from library.store.models import SoughtInVain, TraceCase
from tests.library.conftest import HandClock
from tests.library.floor.conftest import METRO, SUMSEL, Room, empty_data, room

__all__ = ["empty_data", "room"]
NEW_YEAR = datetime(2027, 2, 1, 2, 0, tzinfo=UTC)
BOTH, YEAR, MARCH = (METRO, SUMSEL), Period(2026), Period(2026, 3)


@dataclass
class Archive:
    library: Library
    facts: list[Fact]

    def of(self, what: str, period: Period, *offices: str) -> list[Fact]:
        return [
            fact
            for fact in self.facts
            if fact.what == what and fact.office in offices and period.first <= fact.day <= period.last
        ]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Write a year of two offices, once for this module: nothing here changes it."""
    opened = open_library(Settings(data=tmp_path_factory.mktemp("year") / "data"), HandClock(NEW_YEAR))
    with opened.database.write() as session:
        reader = accounts.add(session, NEW_YEAR, email="siti@example.org", name="Siti Rahmawati")
        facts = Year(session, reader, *some_works(session, NEW_YEAR)).write(BOTH, 600)
    yield Archive(opened, facts)
    opened.close()


@pytest.mark.parametrize("period", [YEAR, MARCH], ids=lambda period: period.key)
@pytest.mark.parametrize("offices", [(METRO,), (SUMSEL,), BOTH], ids="-".join)
def test_every_count_is_what_the_facts_say(archive: Archive, period: Period, offices: tuple[str, ...]) -> None:
    counts = archive.library.reports.make(offices, period).counts
    plain = ("visits", "served", "unserved", "left", "no_show", "promise", "requested", "dispatched", "rejected")
    for measure in (*plain, "complaints", "complaint_deadline", "ratings", "traces"):
        expected = Counter(fact.part for fact in archive.of(measure, period, *offices))
        assert counts.parts(measure) == dict(expected), measure
        for month in period.months:
            assert counts.total(measure, month=month.key) == len(archive.of(measure, month, *offices)), measure


def test_the_offices_and_the_months_add_up_to_the_whole(archive: Archive) -> None:
    whole = archive.library.reports.make(BOTH, YEAR).counts
    parts = [archive.library.reports.make((office,), month).counts for office in BOTH for month in YEAR.months]
    joined: Counter[object] = Counter()
    for part in parts:
        joined.update(part.numbers)
    assert dict(joined) == dict(whole.numbers)


def test_compliance_delivery_and_index_are_computed_from_the_same_facts(archive: Archive) -> None:
    report = archive.library.reports.make(BOTH, YEAR)
    for kind in ("C1", "C2"):
        met, breached = (
            len([f for f in archive.of("promise", YEAR, *BOTH) if f.part == f"{kind}:{result}"])
            for result in ("met", "breached")
        )
        assert report.compliance(kind).rate == Fraction(met, met + breached)
    late = len([f for f in archive.of("complaint_deadline", YEAR, *BOTH) if f.part == "breached"])
    assert report.compliance("complaint").breached == late
    seconds = [fact.seconds for fact in archive.of("dispatched", YEAR, *BOTH)]
    online = report.delivery["online"]
    assert (online.copies, online.median, online.longest) == (len(seconds), statistics.median(seconds), max(seconds))
    answers = [fact.answers for fact in archive.of("ratings", YEAR, *BOTH)]
    index = sum((Fraction(sum(column), len(answers)) / 9 for column in zip(*answers, strict=True)), Fraction()) * 25
    assert report.ratings is not None
    assert report.ratings.total.exact == index
    asked = Counter(fact.part for fact in archive.of("work", YEAR, *BOTH))
    assert {work.title: work.times for work in report.works} == dict(asked)


def test_a_served_visitor_is_in_the_report_of_her_office_alone(room: Room) -> None:
    room.open(1)
    room.ticket()
    room.serve()
    here, there = (room.library.reports.make((office,), Period(2026, 11)) for office in BOTH)
    assert (here.counts.total("visits"), here.counts.total("served", "consultation")) == (1, 1)
    assert here.compliance("C1").rate == 1
    assert not there.counts.numbers


def test_an_office_that_is_not_there_is_named(room: Room) -> None:
    with pytest.raises(NotFound):
        room.library.reports.make(("9999",), YEAR)


@pytest.fixture(scope="module")
def report(archive: Archive) -> Report:
    return archive.library.reports.make(BOTH, YEAR)


def test_open_data_adds_up_to_the_report_and_names_nobody(archive: Archive, report: Report) -> None:
    text = open_data(report)
    rows = list(csv.DictReader(StringIO(text)))
    assert sum(int(row["number"]) for row in rows if row["measure"] == "visits") == len(
        archive.of("visits", YEAR, *BOTH)
    )
    assert {row["month"] for row in rows} <= {month.key for month in YEAR.months}
    with archive.library.database.read():
        assert not any(word in text for word in ("Siti", "siti@", "Rahmawati"))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pdf_and_the_spreadsheet_hold_every_number_of_the_tables(
    archive: Archive, report: Report, language: str
) -> None:
    found = tables(report, language, archive.library.settings.catalog)
    assert {"summary", "promises", "months", "offices", "ratings", "delivery", "works", "topics", "traces"} <= {
        table.code for table in found
    }
    with pymupdf.open(stream=draw_report(found, "Laporan", ("BPS", "2026"), language), filetype="pdf") as opened:
        drawn = re.sub(r"\s+", " ", " ".join(page.get_text() for page in opened))
    for table in found:
        for row in table.rows:
            for value, column in zip(row, table.columns, strict=True):
                assert re.sub(r"\s+", " ", write_value(value, column.kind, language)).strip() in drawn
    with zipfile.ZipFile(BytesIO(workbook(found, "Laporan"))) as book:
        assert book.testzip() is None
        visits = str(report.counts.total("visits"))
        assert f"<v>{visits}</v>" in book.read("xl/worksheets/sheet1.xml").decode()
        assert len([name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]) == len(found)


def test_words_sought_in_vain_are_shown_from_the_third_time_and_never_somebodys_own(room: Room) -> None:
    for words in ("Inflasi  Kota", "inflasi kota", "siti@example.org", "0812 3456 7890", "x" * 90, "?!"):
        room.library.reports.note_missed(METRO, words)
    november = Period(2026, 11)
    for _again in range(3):  # one who tries again, on one day
        room.library.reports.note_missed(METRO, "padi ladang")
    room.library.reports.note_missed(SUMSEL, "padi ladang")
    assert room.library.reports.make(BOTH, november).missed == []
    assert room.library.reports.make((METRO,), november).missed == []
    room.clock.forward(days=1)
    room.library.reports.note_missed(METRO, "INFLASI KOTA")
    (missed,) = room.library.reports.make((METRO,), november).missed
    assert (missed.words, missed.times, missed.days) == ("inflasi kota", 3, 2)
    assert room.library.reports.make((METRO,), Period(2026, 12)).missed == []
    assert [plain_words(words) for words in ("a@b.id", "NIK 1872 0102 0304 0001", "PDRB 2019-2023")] == [
        *("", "", "pdrb 2019-2023"),
    ]


def test_a_search_is_not_counted_rather_than_kept_waiting_for_another_writer(room: Room) -> None:
    database = room.library.database
    with database.write() as writer:
        writer.execute(text("SELECT 1"))  # takes the lock
        began = time.monotonic()
        room.library.reports.note_missed(METRO, "inflasi")
        assert time.monotonic() - began < BUSY_SECONDS / 2
    room.library.reports.note_missed(METRO, "inflasi")
    with database.read() as session:
        assert session.scalars(select(SoughtInVain.times)).one() == 1
        assert session.scalar(text("PRAGMA busy_timeout")) == BUSY_SECONDS * 1000


def test_a_leak_given_in_by_whoever_belongs_to_no_office_counts_where_there_is_one_office(room: Room) -> None:
    with room.library.database.write() as session:
        admin = accounts.add(session, room.clock(), email="a@example.go.id", name="A", role=Role.ADMINISTRATOR)
        session.add(TraceCase(created_by=admin.id, created_at=room.clock(), state="done", outcome="nobody"))
    november, every = Period(2026, 11), room.library.reports
    only = replace(every, offices={METRO: room.library.offices[METRO]})
    assert only.make((METRO,), november).counts.total("traces") == 1
    assert every.make((METRO,), november).counts.total("traces") == 0
    assert every.make(tuple(room.library.offices), november).counts.total("traces") == 1


def test_values_are_written_in_the_form_of_the_language() -> None:
    assert [write_value(1234, "count", language) for language in ("id", "en")] == ["1.234", "1,234"]
    assert write_value(Fraction(2, 3), "share", "id") == "66,7%"
    assert (write_value(2021, "year", "id"), write_value(None, "score", "id")) == ("2021", "–")
    assert write_value(Fraction(88305, 1000), "score", "id") == "88,31"


def test_the_facts_are_dates_of_more_than_the_year(archive: Archive) -> None:
    days = {fact.day for fact in archive.facts}
    assert min(days) < date(2026, 1, 1)
    assert max(days) > date(2026, 12, 31)
