"""A reader with a delivered copy, and leaks of it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pytest
from PIL import Image
from sqlalchemy import select

from ingest.files import Intake
from library import Settings, open_library
from library.catalogue import works
from library.readers.roles import Role
from library.softcopies import requests
from library.softcopies.requests import RequestForm
from library.store.models import Account, Copy
from library.tracing.desk import JOB
from tests.library.conftest import HandClock, Stock


@dataclass
class Leaky:
    """A library, the reader whose copy leaks, the copy, and a librarian who traces."""

    stock: Stock
    reader: Account
    copy: Path
    librarian: Account

    def ask(self, *files: tuple[bytes, str], case: str = "c" * 16, work: str | None = None) -> str:
        """Hand a leak in."""
        uploads = [(io.BytesIO(data), name) for data, name in files]
        self.stock.library.traces.submit(case, uploads, actor=self.librarian.id, work=work)
        return case

    def trace(self, *files: tuple[bytes, str], case: str = "c" * 16, work: str | None = None) -> str:
        """Hand a leak in and let the worker trace it."""
        self.ask(*files, case=case, work=work)
        assert self.stock.library.workers.drain({JOB}) == 1
        return case


def deliver(stock: Stock, account: Account) -> Path:
    """Give the account its copy, as a reader gets it."""
    form = RequestForm(purpose="research", purpose_text="skripsi", institution="Universitas Lampung", declared=True)
    with stock.library.database.write() as session:
        request = requests.submit(
            session, stock.clock(), account, works.get(session, stock.work_id), form, frozenset({"research"})
        )
    stock.library.workers.drain()
    with stock.library.database.read() as session:
        copy = requests.line(session, request.id).copy
    assert copy is not None
    return stock.library.delivery.download(copy.id, account.id).path


def photographed(pdf: Path, page: int = 0, dpi: int = 150) -> bytes:
    """Draw a page as a JPEG: what a screenshot leaves of it."""
    with pymupdf.open(pdf) as document:
        drawn = document[page].get_pixmap(dpi=dpi)
        picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def leaky_data(stocked_data: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str, str]:
    """Make once: a data folder with a delivered copy; give it, and the ids of the work, reader and librarian."""
    source, work_id = stocked_data
    folder = tmp_path_factory.mktemp("leaky") / "data"
    shutil.copytree(source, folder)
    stock = Stock(open_library(Settings(data=folder), HandClock()), work_id, HandClock())
    stock.accept_untraceable()
    reader = stock.account()
    for number in range(20):
        stock.account(f"lain{number}@example.org", f"Pembaca {number}")
    librarian = stock.account("ratna@example.org", "Ratna Dewi", role=Role.LIBRARIAN)
    deliver(stock, reader)
    stock.library.close()
    return folder, work_id, reader.id, librarian.id


@pytest.fixture
def leaky(leaky_data: tuple[Path, str, str, str], tmp_path: Path, clock: HandClock) -> Iterator[Leaky]:
    source, work_id, reader, librarian = leaky_data
    shutil.copytree(source, tmp_path / "data")
    library = open_library(Settings(data=tmp_path / "data"), clock)
    Intake(library).register()
    with library.database.read() as session:
        people = [session.get_one(Account, id_) for id_ in (reader, librarian)]
        copy = session.scalars(select(Copy)).one()
    yield Leaky(Stock(library, work_id, clock), people[0], library.delivery.path(copy.id), people[1])
    library.close()
