"""A reader who turns pages at the scanner does not touch the screen: her scans are her signs of life."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from library.floor.rounds import JOB, order
from library.wiring import Library
from tests.webapp.people import PASSWORD, Clock, post
from tests.webapp.terminal.test_self_scan import app, folder, library, scanned, station

__all__ = ["app", "folder", "library", "station"]
STATE = "/terminal/scan/state"


@pytest.fixture
def scanning(station: FlaskClient) -> FlaskClient:
    assert post(station, "/terminal/scan/begin", page="/terminal/scan").status_code == 303
    return station


def test_each_scan_that_comes_keeps_her_signed_in(scanning: FlaskClient, folder: Path, clock: Clock) -> None:
    version = ""
    for number in range(3):
        clock.forward(seconds=60)
        scanned(folder, f"{number}.pdf")
        answer = scanning.get(STATE, query_string={"after": version})
        assert answer.status_code == 200
        version = answer.get_json()["version"]
    assert scanning.get("/terminal/scan").text.count("Halaman 1 dari") == 3
    assert scanning.get(STATE, query_string={"after": version}).status_code == 204


def test_a_page_that_only_asks_lets_her_rest(scanning: FlaskClient, clock: Clock) -> None:
    quiet = scanning.get(STATE).get_json()["version"]
    for _ in range(2):
        clock.forward(seconds=44)
        assert scanning.get(STATE, query_string={"after": quiet}).status_code == 204
    clock.forward(seconds=4)
    assert scanning.get(STATE).status_code in (302, 303, 401)


def test_the_page_watches_for_scans(scanning: FlaskClient) -> None:
    assert f'data-url="{STATE}"' in scanning.get("/terminal/scan").text


def test_leaving_after_the_sign_in_has_rested_deletes_her_scans(
    scanning: FlaskClient, folder: Path, clock: Clock
) -> None:
    left = scanned(folder, "a.pdf")
    clock.forward(seconds=100)
    post(scanning, "/terminal/leave", page="/terminal")
    assert not left.exists()


def test_whoever_signs_in_next_ends_the_turn_of_the_one_before(
    scanning: FlaskClient, folder: Path, clock: Clock
) -> None:
    left = scanned(folder, "a.pdf")
    clock.forward(seconds=100)
    form = {"email": "siti@contoh.id", "password": PASSWORD}
    assert post(scanning, "/terminal/account", form, page="/terminal").status_code == 303
    assert not left.exists()


def test_the_round_deletes_what_a_lapsed_turn_left(
    scanning: FlaskClient, folder: Path, clock: Clock, library: Library
) -> None:
    left = scanned(folder, "a.pdf")
    clock.forward(minutes=4)
    order(library.database, clock.now)
    library.workers.drain({JOB})
    assert not left.exists()
