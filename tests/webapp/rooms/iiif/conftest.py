"""One library for a whole file of tests: nobody changes it by looking."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ingest.files import Intake
from library.wiring import Library, open_library
from tests.webapp.people import Clock, People, sign_in
from tests.webapp.rooms.conftest import Browser, Stock, settings_of
from webapp.app import create_app
from webapp.drawing import close_renderer


@dataclass(frozen=True)
class House:
    """The library, its website, and three browsers: Siti's, Joko's, nobody's."""

    library: Library
    app: Flask
    siti: FlaskClient
    joko: FlaskClient
    nobody: FlaskClient
    work: str
    restricted: str
    review: str


@pytest.fixture(scope="module")
def house(stock: Stock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house") / "data"
    shutil.copytree(stock.folder, folder)
    library = open_library(settings_of(folder), Clock())
    Intake(library).register()
    app = create_app(library)
    app.test_client_class = Browser
    people = People(library)
    people.reader()
    people.reader("joko@contoh.id", "Joko Susilo")
    siti, joko = app.test_client(), app.test_client()
    sign_in(siti, "siti@contoh.id")
    sign_in(joko, "joko@contoh.id")
    yield House(library, app, siti, joko, app.test_client(), stock.open, stock.restricted, stock.review)
    close_renderer(app)
    library.close()
