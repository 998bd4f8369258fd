"""A real library in a temporary folder, the application over it, and people who can sign in."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.settings import Settings
from library.wiring import Library, open_library
from tests.webapp.people import Clock, People
from webapp.app import create_app

OpenLibrary = Callable[..., Library]


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands until it is moved."""
    return Clock()


@pytest.fixture
def library_with(fresh_data: Path, tmp_path: Path, clock: Clock) -> Iterator[OpenLibrary]:
    """Give a function that opens a library with settings of one's own; all are closed at the end."""
    opened: list[Library] = []
    plain = Settings(data=tmp_path / "data", workers=0, rate_limits=False, base_url="http://localhost")

    def open_with(**settings: object) -> Library:
        if not plain.data.exists():  # a test may have filled it already
            shutil.copytree(fresh_data, plain.data)
        opened.append(open_library(dataclasses.replace(plain, **settings), clock))
        return opened[-1]

    yield open_with
    for library in opened:
        library.close()


@pytest.fixture
def library(library_with: OpenLibrary) -> Library:
    """Give a library without rate limits; its workers do what is due on `library.workers.drain()`."""
    return library_with()


@pytest.fixture
def app(library: Library) -> Flask:
    """Give the application, CSRF on."""
    return create_app(library)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser without JavaScript."""
    return app.test_client()


@pytest.fixture
def people(library: Library) -> People:
    """Give a maker of accounts."""
    return People(library)
