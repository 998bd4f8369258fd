"""A real library on a Monday at nine, with a reader, and an officer at each office."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.files import Intake
from library import Library, Settings, open_library
from library.consultations import AskForm, CaseView, Consultations
from library.readers import accounts
from library.readers.roles import Role
from library.store.models import Account, ClockRow
from tests.library.conftest import HandClock

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Jakarta
METRO, TULANG_BAWANG, SUMSEL, LUBUKLINGGAU = "1872", "1808", "1600", "1674"
OFFICES = (METRO, TULANG_BAWANG, SUMSEL, LUBUKLINGGAU)
QUESTION = "Berapa luas panen padi sawah menurut kecamatan pada tahun 2025?"
SETTINGS = {"base_url": "http://pustaka.example", "mail_reply": "tanya@pustaka.example"}


def at(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> datetime:
    """Give an instant in Jakarta."""
    return datetime(2026, month, day, hour - 7, minute, tzinfo=UTC)


@dataclass
class Talk:
    """A reader and an officer of one office."""

    library: Library
    clock: HandClock
    office: str
    reader: str
    officers: dict[str, str]
    tokens: Iterator[int] = field(default_factory=lambda: iter(range(10**6)))

    @property
    def desk(self) -> Consultations:
        return self.library.consultations

    @property
    def officer(self) -> str:
        return self.officers[self.office]

    def at(self, office: str) -> Talk:
        return replace(self, office=office)

    def token(self) -> str:
        return f"token-of-a-form-{next(self.tokens):06}"

    def ask(self, **changes: object) -> str:
        """Search, then ask."""
        search = self.desk.look(self.reader, self.office, "padi")
        form = AskForm(title="Luas panen padi", question=QUESTION, search_id=search.id)
        return self.desk.submit(self.reader, self.office, replace(form, **changes))  # type: ignore[arg-type]

    def answered(self) -> str:
        case = self.ask()
        self.desk.answer(case, "Tabel 5.1.3 pada publikasi terlampir.", by=self.officer)
        return case

    def case(self, case_id: str) -> CaseView:
        return self.desk.case(case_id, by=self.officer)

    def clocks(self, case_id: str) -> list[ClockRow]:
        with self.library.database.read() as session:
            rows = session.query(ClockRow).filter(ClockRow.subject == f"case:{case_id}")
            return rows.order_by(ClockRow.start, ClockRow.kind, ClockRow.id).all()

    def verdicts(self, case_id: str) -> list[tuple[str, str]]:
        return [(row.kind, row.result) for row in self.clocks(case_id)]

    def letters(self) -> list[EmailMessage]:
        """Send what waits and give all mails that went out."""
        import email
        import email.policy

        self.library.workers.drain()
        files = sorted(self.library.folders.mail.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]

    def sweep(self) -> int:
        return self.desk.sweep(self.office)

    def account(self, email: str, name: str, role: Role = Role.READER, office: str | None = None) -> str:
        with self.library.database.write() as session:
            return accounts.add(session, self.clock(), email=email, name=name, role=role, office=office).id

    def disable(self, account_id: str) -> None:
        with self.library.database.write() as session:
            accounts.disable(session, self.clock(), account_id, "cli")

    def address_of(self, account_id: str) -> str | None:
        with self.library.database.read() as session:
            return session.get_one(Account, account_id).email


@pytest.fixture(scope="session")
def peopled_data(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, str]]:
    """Make once: a data folder with a reader, and an officer at each office."""
    folder = tmp_path_factory.mktemp("consultations") / "data"
    opened = open_library(Settings(data=folder), HandClock(MONDAY))
    with opened.database.write() as session:
        reader = accounts.add(session, MONDAY, email="siti@example.org", name="Siti Rahmawati").id
        officers = {
            office: accounts.add(
                session, MONDAY, email=f"petugas{office}@example.go.id", name="Wayan", role=Role.OFFICER, office=office
            ).id
            for office in OFFICES
        }
    opened.close()
    return folder, reader, officers


@pytest.fixture
def talk(tmp_path: Path, peopled_data: tuple[Path, str, dict[str, str]]) -> Iterator[Talk]:
    folder, reader, officers = peopled_data
    shutil.copytree(folder, tmp_path / "data")
    clock = HandClock(MONDAY)
    opened = open_library(Settings(data=tmp_path / "data", **SETTINGS), clock)  # type: ignore[arg-type]
    Intake(opened).register()
    yield Talk(opened, clock, TULANG_BAWANG, reader, officers)
    opened.close()
