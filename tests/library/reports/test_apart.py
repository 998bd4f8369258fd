"""A small year of two offices: what the report says is what a calculation apart from it gives."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from scipy import stats

from bench.year.apart import Apart, open_apart, percentile, sample_needed
from bench.year.cases import Cases
from bench.year.facts import Fact, Year, some_works
from library import Library, Settings, open_library
from library.feedback.groups import LEAST
from library.periods import Period
from library.readers import accounts
from library.readers.roles import Role
from tests.library.conftest import HandClock

AFTER = datetime(2027, 2, 1, 2, 0, tzinfo=UTC)
METRO, SUMSEL = "1872", "1600"
BOTH, YEAR, MARCH = (METRO, SUMSEL), Period(2026), Period(2026, 3)
CASES = 60


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Write a year of two offices, once for this module: nothing here changes it."""
    opened = open_library(Settings(data=tmp_path_factory.mktemp("apart") / "data", workers=0), HandClock(AFTER))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def facts(library: Library) -> list[Fact]:
    with library.database.write() as session:
        reader = accounts.add(session, AFTER, email="siti@example.org", name="Siti Rahmawati")
        officers = {
            office: accounts.add(
                session, AFTER, email=f"{office}@example.go.id", name="W", role=Role.OFFICER, office=office
            ).id
            for office in BOTH
        }
        year = Year(session, reader, *some_works(session, AFTER)).write(BOTH, 300)
        reader_id = reader.id
    with library.database.write() as session:
        cases = Cases(session, library.offices, reader_id, officers, library.settings.catalog)
        return [*year, *cases.write(BOTH, CASES)]


def apart(library: Library, period: Period, *offices: str) -> Apart:
    return open_apart(library.folders.database, offices, period.first, period.last, library.clock())


@pytest.mark.parametrize("period", [YEAR, MARCH], ids=lambda period: period.key)
@pytest.mark.parametrize("offices", [(METRO,), BOTH], ids="-".join)
def test_every_count_agrees(library: Library, facts: list[Fact], offices: tuple[str, ...], period: Period) -> None:
    numbers = library.reports.make(offices, period).counts.numbers
    expected = apart(library, period, *offices).counts()
    assert {tuple(cell): number for cell, number in numbers.items()} == expected
    told = [fact for fact in facts if fact.office in offices and period.first <= fact.day <= period.last]
    for measure in ("asked", "answered", "closed"):
        parts = [fact.part for fact in told if fact.what == measure]
        assert sum(n for key, n in expected.items() if key[2] == measure) == len(parts), measure
    c4 = [fact.part for fact in told if fact.what == "promise" and fact.part.startswith("C4")]
    for part in set(c4):
        assert sum(n for key, n in expected.items() if key[3] == part) == c4.count(part), part


def test_delivery_times_and_the_works_most_asked_for_agree(library: Library, facts: list[Fact]) -> None:
    report, own = library.reports.make(BOTH, YEAR), apart(library, YEAR, *BOTH)
    waits, online = own.waits(), report.delivery["online"]
    assert len(waits) == len([f for f in facts if f.what == "dispatched" and YEAR.first <= f.day <= YEAR.last])
    assert (online.copies, online.longest) == (len(waits), waits[-1])
    assert online.median == pytest.approx(statistics.median(waits), abs=1e-6)
    assert online.ninth_decile == pytest.approx(percentile(waits, 0.9), abs=1e-6)
    assert {work.title: work.times for work in report.works} == dict(own.asked_works())


def test_the_index_its_parts_its_sample_and_its_limits_agree(library: Library, facts: list[Fact]) -> None:
    assert facts
    scores, own = library.reports.make(BOTH, YEAR).ratings, apart(library, YEAR, *BOTH)
    assert scores is not None
    ((answers, index),) = own.index_by("'all'").values()
    assert (scores.total.answers, scores.total.exact) == (answers, index)
    columns = {"office": scores.by_office, "service": scores.by_service, "substr(service_date, 1, 7)": scores.by_month}
    for column, parts in columns.items():
        assert {part: (score.answers, score.exact) for part, score in parts.items()} == own.index_by(column), column
    for group, parts in scores.groups.items():
        found = own.index_by(group)
        assert {part: (score.answers, score.exact) for part, score in parts.items()}.items() <= found.items()
        hidden = sum(number for part, (number, _index) in found.items() if part not in parts)
        assert scores.hidden[group] == hidden
        assert hidden == 0 or hidden >= LEAST
    assert (scores.invited, scores.needed) == (own.invited(), sample_needed(own.invited()))
    assert scores.interval is not None
    assert (scores.interval.low, scores.interval.high) == pytest.approx(limits(own), abs=1e-9)


def limits(own: Apart) -> tuple[float, float]:
    """Give Student's limits with the correction for a finite population, by another library's distribution."""
    values = [float(100 * Fraction(sum(answers), 36)) for answers in own.answers()]
    n, population = len(values), own.invited()
    error = statistics.stdev(values) / n**0.5 * (1 - n / population) ** 0.5
    reach = stats.t.ppf(0.975, n - 1) * error
    mean = statistics.fmean(values)
    return mean - reach, mean + reach
