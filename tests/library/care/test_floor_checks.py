"""What the doctor says of the floor."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from library import Settings
from library.care.doctor import Check
from library.care.floor_checks import floor_checks
from library.clock import utc_now
from library.floor import devices
from library.offices import packaged_offices
from library.store.models import FloorEvent
from tests.library.floor.conftest import METRO, MONDAY, Room, empty_data, room

__all__ = ["empty_data", "room"]


def checks(room: Room) -> dict[str, Check]:
    return {check.name: check for check in floor_checks(room.library.settings) if check.name != "holidays"}


def test_a_floor_on_which_nothing_was_left_is_well(room: Room):
    assert {name: check.state for name, check in checks(room).items()} == {"floor": "ok"}


def test_a_library_that_is_not_made_yet_is_no_fault_of_the_floor(tmp_path: Path):
    found = list(floor_checks(Settings(data=tmp_path / "none")))
    assert all(check.name == "holidays" for check in found)


def test_things_left_behind_stuck_clocks_and_a_set_back_clock_are_named(room: Room):
    long_ago = utc_now() - timedelta(days=10)
    room.clock.now = _working_morning(room, long_ago)
    held = room.floor.take_card(room.sign("library").id, "ktp", by=room.officer)
    assert checks(room)["clocks"].state == "warning"
    room.clock.forward(days=1)
    room.floor.sweep(room.office)
    assert room.floor.visit(held.id).state == "OVERDUE_CUSTODY"
    found = checks(room)
    assert ("clocks" in found, found["custody"].state) == (False, "warning")
    with room.library.database.write() as session:
        session.query(FloorEvent).first().at = utc_now() + timedelta(hours=1)
    assert checks(room)["time"].state == "warning"


def _working_morning(room: Room, near: datetime) -> datetime:
    calendar = room.rules.calendar
    opening = calendar.opening(calendar.working_day(calendar.local_date(near), -1))
    assert opening is not None
    return opening + timedelta(hours=1)


def test_a_screen_that_nobody_has_seen_for_days_is_named(room: Room):
    room.clock.now = utc_now() - timedelta(days=5)
    with room.library.database.write() as session:
        _, code = devices.add(session, room.clock(), office=room.office, kind="board", name="Papan", actor=room.officer)
        devices.pair(session, room.clock(), code)
    assert "Papan" in checks(room)["devices"].found


@pytest.mark.parametrize("loaded", [False, True])
def test_a_year_without_a_decree_is_named_until_the_office_has_entered_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, loaded: bool
):
    catalog = tmp_path / "catalog"
    shutil.copytree(packaged_offices().parent, catalog)
    metro = catalog / "offices" / "metro.toml"
    if loaded:
        text = metro.read_text("utf-8")
        line = "years_loaded = [2031]\n"
        metro.write_text(
            text.replace("[calendar]\n", f"[calendar]\n{line}")
            if "[calendar]\n" in text
            else f"{text}\n[calendar]\n{line}"
        )
    monkeypatch.setattr("library.care.floor_checks.utc_now", lambda: MONDAY.replace(year=2031, month=6))
    settings = replace(Settings(data=tmp_path / "none"), catalog=catalog)
    warned = [check.found[:4] for check in floor_checks(settings) if check.name == "holidays"]
    assert ("1872" in warned, "1808" in warned) == (not loaded, True)


def test_a_bad_office_file_is_left_to_the_check_of_its_own(tmp_path: Path):
    catalog = tmp_path / "catalog"
    shutil.copytree(packaged_offices().parent, catalog)
    (catalog / "offices" / "metro.toml").write_text("nonsense")
    assert list(floor_checks(replace(Settings(data=tmp_path / "none"), catalog=catalog))) == []


def test_the_folder_of_an_office_whose_scanner_has_none_is_named(room: Room, tmp_path: Path):
    settings = replace(room.library.settings, scan_folder=str(tmp_path))
    (check,) = [check for check in floor_checks(settings) if check.name == "scanner"]
    assert (check.state, str(tmp_path / METRO) in check.found) == ("warning", True)
    (tmp_path / METRO).mkdir()
    assert not [check for check in floor_checks(settings) if check.name == "scanner"]
