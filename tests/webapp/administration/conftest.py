"""One administrator's browser for a module: pages that edit data need no library of their own each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.settings import Settings
from library.wiring import Library, open_library
from tests.webapp.people import Clock, People, sign_in
from webapp.app import create_app


@pytest.fixture(scope="module")
def shared(fresh_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give an application with one administrator; its tests keep to years, offices and texts of their own."""
    data = tmp_path_factory.mktemp("administration") / "data"
    shutil.copytree(fresh_data, data)
    settings = Settings(data=data, workers=0, rate_limits=False, base_url="http://localhost")
    library = open_library(settings, Clock())
    People(library).administrator()
    yield create_app(library)
    library.close()


@pytest.fixture(scope="module")
def boss(shared: Flask) -> FlaskClient:
    """Give the administrator's browser."""
    client = shared.test_client()
    sign_in(client, "budi@contoh.id")
    return client


@pytest.fixture(scope="module")
def shelf(shared: Flask) -> Library:
    """Give the library behind it."""
    library: Library = shared.extensions["library"]
    return library
