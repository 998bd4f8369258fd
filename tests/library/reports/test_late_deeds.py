"""Whatever is done, in whatever order, to whatever month: the next report says it, as a count apart from it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.year.apart import open_apart
from bench.year.facts import Year, some_works
from library import Library, Settings, open_library
from library.consultations import AskForm
from library.errors import LibraryError
from library.feedback.complaints import handling
from library.feedback.complaints.desk import Deed
from library.feedback.complaints.filing import ComplaintForm
from library.periods import Period
from library.readers import accounts
from library.readers.roles import Role
from library.store.models import Account, Master, Work
from tests.library.conftest import HandClock
from tests.library.reports.test_apart import AFTER, METRO, SUMSEL

OFFICES = (METRO, SUMSEL)
TIMES = (Period(2026), Period(2027), Period(2026, 12))
Figures = dict[tuple[str, ...], int]


@dataclass
class Desk:
    """Both offices, and what was begun there; a deed that is refused changes nothing, which is counted too."""

    library: Library
    clock: HandClock
    officers: dict[str, str]
    seed: int = 0
    complaints: list[tuple[str, str]] = field(default_factory=list)
    cases: list[tuple[str, str, str]] = field(default_factory=list)

    def complain(self, n: int) -> None:
        office = OFFICES[n % 2]
        receipt = self.library.complaints.file(office, ComplaintForm(text="Loket tutup.", name="Tono"))
        self.complaints.append((office, receipt.complaint_id))

    def settle(self, n: int) -> None:
        office, complaint = self.complaints[n % len(self.complaints)]
        officer = self.officers[office]
        deeds: tuple[Deed, ...] = (
            lambda step, row: handling.classify(step, row, "waiting", None, None),
            lambda step, row: handling.assign(step, row, officer),
            handling.start,
            lambda step, row: handling.resolve(step, row, "Sudah diperbaiki."),
        )
        for deed in deeds:
            self.library.complaints.do(office, complaint, deed, officer)

    def reopen(self, n: int) -> None:
        self.library.complaints.reopen(self.complaints[n % len(self.complaints)][1], "Belum selesai.")

    def ask(self, n: int) -> None:
        office, desk = OFFICES[n % 2], self.library.consultations
        with self.library.database.write() as session:
            reader = accounts.add(session, self.clock(), email=f"r{len(self.cases)}@example.org", name="Siti").id
        search = desk.look(reader, office, "padi")
        form = AskForm(title="Luas panen", question="Berapa luas panen padi sawah tahun 2025?", search_id=search.id)
        self.cases.append((office, desk.submit(reader, office, form), reader))

    def answer(self, n: int) -> None:
        office, case, _reader = self.cases[n % len(self.cases)]
        self.library.consultations.answer(case, "Lihat Tabel 5.1.3.", by=self.officers[office])
        if n % 3:
            self.library.consultations.close(case, "resolved", by=self.officers[office])

    def reply(self, n: int) -> None:
        _office, case, reader = self.cases[n % len(self.cases)]
        self.library.consultations.say(case, "Dan tahun 2024?", by=reader)

    def erase(self, n: int) -> None:
        self.library.privacy.erase_now(f"account:{self.cases[n % len(self.cases)][2]}", self.officers[METRO])

    def enter_late(self, n: int) -> None:
        """Visits, requests, ratings, settled complaints and traces of any month of the years."""
        self.seed += 1
        with self.library.database.write() as session:
            reader = session.query(Account).filter_by(email="first@example.org").one()
            works, masters = session.query(Work).all(), session.query(Master).order_by(Master.id).all()
            librarians = dict.fromkeys(OFFICES, self.officers[METRO])
            Year(session, reader, works, masters, self.seed, librarians).write(OFFICES, 1 + n % 5)

    def wait(self, n: int) -> None:
        self.clock.forward(days=1 + n)

    def forget(self, _n: int) -> None:
        self.library.privacy.retention.sweep()

    def figures(self) -> list[Figures]:
        return [
            {tuple(cell): number for cell, number in self.library.reports.make(OFFICES, period).counts.numbers.items()}
            for period in TIMES
        ]

    def figures_apart(self) -> list[Figures]:
        path = self.library.folders.database
        return [
            dict(open_apart(path, OFFICES, period.first, period.last, self.clock()).counts().items())
            for period in TIMES
        ]


DEEDS: tuple[Callable[[Desk, int], None], ...] = (
    *(Desk.complain, Desk.settle, Desk.reopen, Desk.ask, Desk.answer, Desk.reply),
    *(Desk.erase, Desk.enter_late, Desk.wait, Desk.forget),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Open one library for all orders of deeds: each goes on where the one before it ended."""
    clock = HandClock(AFTER)
    opened = open_library(Settings(data=tmp_path_factory.mktemp("late") / "data", workers=0), clock)
    with opened.database.write() as session:
        accounts.add(session, AFTER, email="first@example.org", name="Siti Rahmawati")
        some_works(session, AFTER)
        officers = {
            office: accounts.add(
                session, AFTER, email=f"{office}@example.go.id", name="W", role=Role.OFFICER, office=office
            ).id
            for office in OFFICES
        }
    found = Desk(opened, clock, officers)
    for begin, n in ((Desk.wait, 25), (Desk.complain, 0), (Desk.settle, 0), (Desk.wait, 2), (Desk.reopen, 0)):
        begin(found, n)  # reopened in another month than that of its receipt
    for begin in (Desk.settle, Desk.ask, Desk.enter_late):
        begin(found, 0)
    yield found
    opened.close()


@settings(max_examples=5)
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), min_size=6, max_size=12))
def test_no_deed_leaves_a_report_behind(desk: Desk, deeds: list[tuple[Callable[[Desk, int], None], int]]) -> None:
    for deed, n in deeds:
        with suppress(LibraryError):
            deed(desk, n)
    assert desk.figures() == desk.figures_apart()


def test_whoever_is_erased_and_what_is_forgotten_stays_counted(desk: Desk) -> None:
    desk.ask(0)
    last = len(desk.cases) - 1
    office, case, _reader = desk.cases[last]
    desk.library.consultations.answer(case, "Lihat Tabel 5.1.3.", by=desk.officers[office])
    desk.library.consultations.close(case, "resolved", by=desk.officers[office])
    before = desk.figures()
    desk.erase(last)
    desk.forget(0)
    assert desk.figures() == before == desk.figures_apart()
