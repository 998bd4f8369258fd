"""A library with three works on its shelves: one open, one restricted, one in review."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ingest.files import Intake
from library.catalogue.incoming import Intent
from library.settings import Settings
from library.wiring import Library, open_library
from tests.webapp.people import Clock
from tests.webapp.rooms.books import make_book
from webapp.app import create_app
from webapp.drawing import close_renderer


@dataclass(frozen=True)
class Stock:
    """The data folder, and the ids of the works in it."""

    folder: Path
    open: str
    restricted: str
    review: str


def settings_of(folder: Path) -> Settings:
    return Settings(data=folder, workers=0, rate_limits=False, base_url="http://localhost")


def take_in(library: Library, book: Path, **intent: object) -> str:
    """Read a file to its end and give the id of the work that it became."""
    item = Intake(library).receive_path(book, Intent(office="1872", **intent))  # type: ignore[arg-type]
    library.workers.drain()
    done = library.incoming.get(item)
    assert done.work_id, (done.state, done.error)
    return done.work_id


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """Fill a data folder once; every test gets a copy of it."""
    books, folder = tmp_path_factory.mktemp("books"), tmp_path_factory.mktemp("stock") / "data"
    library = open_library(settings_of(folder), Clock())
    Intake(library).register()
    crops = ("padi", "kedelai", "jagung")
    first = make_book(books / "a.pdf", "Kecamatan Metro Dalam Angka", 2022, "1102001.1872010", crops)
    second = make_book(books / "b.pdf", "Kecamatan Rahasia Dalam Angka", 2021, "1102001.1872020", ("tembakau",))
    third = make_book(books / "c.pdf", "Kecamatan Baru Dalam Angka", 2023, "1102001.1872030", ("cengkih",))
    made = Stock(
        folder,
        take_in(library, first, release=True),
        take_in(library, second, release=True, access="restricted"),
        take_in(library, third),
    )
    library.close()
    return made


@pytest.fixture
def library(stock: Stock, tmp_path: Path, clock: Clock) -> Iterator[Library]:
    """Give a library of one's own with the three works."""
    shutil.copytree(stock.folder, tmp_path / "data")
    opened = open_library(settings_of(tmp_path / "data"), clock)
    Intake(opened).register()
    yield opened
    opened.close()


class Browser(FlaskClient):
    """Reads every answer to its end, so that files are closed."""

    def open(self, *args: Any, buffered: bool = True, **more: Any) -> TestResponse:
        return super().open(*args, buffered=buffered, **more)


@pytest.fixture
def app(library: Library) -> Iterator[Flask]:
    app = create_app(library)
    app.test_client_class = Browser
    yield app
    close_renderer(app)


@pytest.fixture
def other(app: Flask) -> FlaskClient:
    """Give a second browser."""
    return app.test_client()
