"""Load a year and open its reports: `python -m bench.year`. Prints the time of loading, and each page's p50 and p95."""

from __future__ import annotations

import argparse
import logging
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import structlog
from flask.testing import FlaskClient

from bench.year.facts import Year, some_works
from library import Library, Settings, open_library
from library.readers import accounts, sessions
from library.readers.roles import Role
from webapp.app import create_app
from webapp.security.sessions import COOKIE_KEY, lifetime

OFFICE = "1872"
AFTER = datetime(2026, 12, 31, 5, 0, tzinfo=UTC)
PAGES = (
    *("/reports?period=2026", "/reports?period=2026-06", "/reports?period=2026&office=all"),
    *("/reports/report.pdf?period=2026", "/reports/report.xlsx?period=2026", "/reports/open-data.csv?period=2026"),
    *("/ratings?period=2026", "/complaints/register?period=2026", "/complaints/desk"),
)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=10_000, help="a third of them asks for a copy")
    parser.add_argument("--times", type=int, default=30, help="how often each page is opened")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-year-") as folder:
        settings = Settings(data=Path(folder) / "data", workers=0, rate_limits=False, base_url="http://localhost")
        library = open_library(settings, lambda: AFTER)
        begun = time.perf_counter()
        facts = _load(library, arguments.visits)
        print(f"{arguments.visits} visits, {facts} facts, loaded in {time.perf_counter() - begun:.1f} s\n")
        _open_pages(_head_of_office(library), arguments.times)
        library.close()


def _load(library: Library, visits: int) -> int:
    with library.database.write() as session:
        reader = accounts.add(session, AFTER, email="reader@example.org", name="Reader")
        return len(Year(session, reader, *some_works(session, AFTER)).write((OFFICE,), visits))


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
    print("| page | p50 | p95 |\n|---|---|---|")
    for page in PAGES:
        taken = []
        for _ in range(times):
            begun = time.perf_counter()
            answer = client.get(page)
            taken.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200, f"{page}: {answer.status_code}"
        ninety_fifth = statistics.quantiles(taken, n=20)[18]
        print(f"| {page} | {statistics.median(taken):.0f} ms | {ninety_fifth:.0f} ms |", flush=True)


if __name__ == "__main__":
    main()
