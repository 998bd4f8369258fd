"""Load a year and open its reports: `python -m bench.year`.

Prints the time of loading, whether every count of the report agrees with a calculation apart from it, and of each page
the first opening, p50 and p95 by the wall's clock, and p50 and p95 of the processor's time, which other work on the
machine leaves nearly alone.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import structlog
from flask.testing import FlaskClient

from bench.year.apart import open_apart
from bench.year.cases import Cases
from bench.year.facts import Year, some_works
from library import Library, Settings, open_library
from library.periods import Period
from library.readers import accounts, sessions
from library.readers.roles import Role
from webapp.app import create_app
from webapp.security.sessions import COOKIE_KEY, lifetime
from webapp.server import set_aside

OFFICE = "1872"
AFTER = datetime(2026, 12, 31, 5, 0, tzinfo=UTC)
PAGES = (
    *("/reports?period=2026", "/reports?period=2026-06", "/reports?period=2026&office=all"),
    *("/reports/report.pdf?period=2026", "/reports/report.xlsx?period=2026", "/reports/open-data.csv?period=2026"),
    *("/ratings?period=2026", "/complaints/register?period=2026", "/complaints/desk"),
    *("/advice", "/advice/closed"),
)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=10_000, help="a third of them asks for a copy")
    parser.add_argument("--cases", type=int, default=1_500)
    parser.add_argument("--times", type=int, default=30, help="how often each page is opened")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-year-") as folder:
        settings = Settings(data=Path(folder) / "data", workers=0, rate_limits=False, base_url="http://localhost")
        library = open_library(settings, lambda: AFTER)
        begun = time.perf_counter()
        facts = _load(library, arguments.visits) + _load_cases(library, arguments.cases)
        taken = time.perf_counter() - begun
        print(f"{arguments.visits} visits, {arguments.cases} cases, {facts} facts, loaded in {taken:.1f} s")
        print(f"{_compare(library)} counts of the year agree with the calculation apart\n")
        client = _head_of_office(library)
        set_aside()  # as the server does when it starts
        _open_pages(client, arguments.times)
        library.close()


def _load(library: Library, visits: int) -> int:
    with library.database.write() as session:
        reader = accounts.add(session, AFTER, email="reader@example.org", name="Reader")
        return len(Year(session, reader, *some_works(session, AFTER)).write((OFFICE,), visits))


def _load_cases(library: Library, count: int) -> int:
    with library.database.write() as session:
        asker = accounts.add(session, AFTER, email="asker@example.org", name="Asker").id
        role, address = Role.OFFICER, "officer@example.org"
        officer = accounts.add(session, AFTER, email=address, name="Officer", role=role, office=OFFICE).id
        cases = Cases(session, library.offices, asker, {OFFICE: officer}, library.settings.catalog)
        return len(cases.write((OFFICE,), count))


def _compare(library: Library) -> int:
    """Give how many counts the report of the year has; each of them must be the one that is calculated apart."""
    year = Period(2026)
    counts = {tuple(cell): number for cell, number in library.reports.make([OFFICE], year).counts.numbers.items()}
    apart = open_apart(library.folders.database, [OFFICE], year.first, year.last, AFTER).counts()
    odd = set(counts.items()) ^ set(apart.items())
    if odd:
        sys.exit(f"the figures do not agree: {sorted(odd)[:10]}")
    return len(apart)


def _head_of_office(library: Library) -> FlaskClient:
    client = create_app(library).test_client()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with client.application.app_context(), library.database.write() as session:
        head = accounts.add(session, AFTER, email="head@example.org", name="Head", role=Role.ADMINISTRATOR)
        secret = sessions.begin(session, AFTER, head, lifetime())
    with client.session_transaction() as kept:
        kept[COOKIE_KEY] = secret
    return client


def _open_pages(client: FlaskClient, times: int) -> None:
    print("| page | first | p50 | p95 | p50, processor | p95, processor |\n|---|---|---|---|---|---|")
    for page in PAGES:
        first, _worked = _open(client, page)  # templates and statements are made ready at the first opening
        taken, worked = zip(*(_open(client, page) for _ in range(times)), strict=True)
        numbers = (first, statistics.median(taken), _p95(taken), statistics.median(worked), _p95(worked))
        print(f"| {page} | {' | '.join(f'{number:.0f} ms' for number in numbers)} |", flush=True)


def _open(client: FlaskClient, page: str) -> tuple[float, float]:
    """Open a page; give the milliseconds by the wall's clock and by the processor's."""
    begun, worked = time.perf_counter(), time.process_time()
    answer = client.get(page)
    taken = (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000
    assert answer.status_code == 200, f"{page}: {answer.status_code}"
    return taken


def _p95(milliseconds: Sequence[float]) -> float:
    return statistics.quantiles(milliseconds, n=20)[18]


if __name__ == "__main__":
    main()
