"""The day view says whether the promise is kept, and beside which day."""

from __future__ import annotations

import pytest
from flask import Flask

from library.clocks import Compliance
from library.wiring import Library
from tests.webapp.door.conftest import METRO, PALEMBANG, Come, Staff, clock, come, press, staff
from tests.webapp.people import Clock
from webapp.rooms.day.verdict import shares, verdict

__all__ = ["clock", "come", "staff"]


def test_a_kept_promise_is_said_large_and_a_broken_one_with_its_reason(
    library: Library, staff: Staff, come: Come, clock: Clock
) -> None:
    officer, counter = staff.officer(METRO), "/desk/counter"
    assert "Belum ada yang dinilai" in officer.get("/day").text
    press(officer, "/desk/counter/open", counter, number=1, services="consultation")
    leg = come("Siti Rahmawati").legs[-1]
    press(officer, "/desk/counter/1/call", counter)
    press(officer, f"/desk/legs/{leg.id}/start", counter)
    assert "Janji terpenuhi" in officer.get("/day").text
    press(officer, f"/desk/legs/{leg.id}/finish", counter)
    late = come("Agus Prasetyo").legs[-1]
    clock.forward(minutes=11)
    assert "1 janji sedang terlambat saat ini." in officer.get("/day").text
    press(officer, "/desk/counter/1/call", counter)
    press(officer, f"/desk/legs/{late.id}/start", counter)
    breach = library.floor.breaches_without_reason(METRO)[0]
    press(officer, f"/desk/clocks/{breach.id}/reason", counter, code="crowded", text="Satu kelas datang")
    shown = officer.get("/day").text
    assert "1 janji tidak terpenuhi" in shown
    assert "50%" in shown
    assert "Satu kelas datang" in shown
    assert "Nama" not in shown
    assert "Agus Prasetyo" not in shown


def test_a_picture_of_the_hours_has_the_numbers_behind_it(staff: Staff, come: Come) -> None:
    for name in ("Siti", "Agus", "Dewi"):
        come(name)
    shown = staff.officer(METRO).get("/day").text
    assert 'role="img"' in shown
    assert "3 pada hari ini, 0 seminggu sebelumnya" in shown
    assert "09.00–10.00" in shown


@pytest.mark.parametrize("date", ["2026-11-16", "2099-01-01", "yesterday", "", "0001-01-01"])
def test_any_day_may_be_asked_and_none_after_today(staff: Staff, date: str) -> None:
    answer = staff.officer(METRO).get(f"/day?date={date}")
    assert answer.status_code == 200
    assert 'value="2099' not in answer.text


def test_the_figures_of_another_office_are_not_shown(staff: Staff, come: Come) -> None:
    come("Siti")
    assert "0 pada hari ini" in staff.officer(PALEMBANG).get("/day?office=1872").text


def test_excluded_clocks_are_counted_beside_the_rate_and_not_in_it(app: Flask) -> None:
    with app.test_request_context("/"):
        judged = verdict({"C1": Compliance(met=3, breached=1, excluded=5)}, running_late=0)
        share = shares({"C1": Compliance(met=3, breached=1, excluded=5)}, ("C1", "C3"))
    assert (judged.rate, judged.kept) == (0.75, False)
    assert [(each.rate, each.excluded) for each in share] == [(0.75, 5), (None, 0)]
