"""A real library in a temporary folder: real database, blobs, index, mail folder and workers."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.files import Intake
from library import Library, Settings, open_library
from library.catalogue import works
from library.catalogue.incoming import Intent
from library.readers import accounts
from library.store.models import Account, Work

START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def library(fresh_data: Path, tmp_path: Path, clock: HandClock) -> Iterator[Library]:
    shutil.copytree(fresh_data, tmp_path / "data")
    opened = open_library(Settings(data=tmp_path / "data"), clock)
    Intake(opened).register()
    yield opened
    opened.close()


WORDS = [
    *("luas", "panen", "padi", "sawah", "ladang", "jagung", "kedelai", "menurut", "desa", "kecamatan", "kabupaten"),
    *("produksi", "musim", "tanam", "petani", "ternak", "penduduk", "rumah", "tangga", "sungai", "hujan", "curah"),
    *("pasar", "harga", "beras", "jumlah", "rata", "kerja", "umur", "sekolah", "dasar", "listrik", "air", "tahun"),
]


def draw_booklet(path: Path, pages: int = 3) -> Path:
    """Draw a small publication; each of its pages has words enough to name a reader, whatever the keys.

    Its lines differ, as they do in a real text: marks may add a share of a page's packed size.
    """
    chance = random.Random(path.name)
    canvas = Canvas(str(path), invariant=True)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 10)
        for line in range(44):
            words = " ".join(chance.choices(WORDS, k=10))
            canvas.drawString(72, 780 - 16 * line, f"Halaman {number} baris {line}: {words} {chance.randrange(9999)}")
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(scope="session")
def stocked_data(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Make once: a data folder with one released work; give it and the work's id."""
    folder = tmp_path_factory.mktemp("stock")
    opened = open_library(Settings(data=folder / "data"), HandClock())
    intake = Intake(opened)
    intake.register()
    item = intake.receive_path(draw_booklet(folder / "padi.pdf"), Intent(office="1872", release=True))
    opened.workers.drain()
    work_id = opened.incoming.get(item).work_id
    assert work_id is not None
    opened.close()
    return folder / "data", work_id


@dataclass
class Stock:
    """A library with one released work, and people."""

    library: Library
    work_id: str
    clock: HandClock

    def account(self, email: str = "siti@example.org", name: str = "Siti Rahmawati", **more: object) -> Account:
        with self.library.database.write() as session:
            return accounts.add(session, self.clock(), email=email, name=name, **more)  # type: ignore[arg-type]

    def change_work(self, change: Callable[[Work], None]) -> None:
        with self.library.database.write() as session:
            work = session.get(Work, self.work_id)
            assert work is not None
            change(work)

    def accept_untraceable(self) -> None:
        """Let copies be given of a booklet that has too few marks to name anybody."""
        with self.library.database.write() as session:
            master = works.current_master(session, works.current_file(session, self.work_id).id)
            master.untraceable_accepted = "small test booklet"


@pytest.fixture
def stock(tmp_path: Path, stocked_data: tuple[Path, str], clock: HandClock) -> Iterator[Stock]:
    source, work_id = stocked_data
    shutil.copytree(source, tmp_path / "data")
    opened = open_library(Settings(data=tmp_path / "data"), clock)
    Intake(opened).register()
    yield Stock(opened, work_id, clock)
    opened.close()
