"""Pages that follow the floor ask often and are answered with nothing while nothing happens."""

from __future__ import annotations

import re

from library.wiring import Library
from tests.webapp.door.conftest import METRO, Come, Staff
from tests.webapp.people import Clock

ASK = {"HX-Request": "true"}


def test_nothing_new_is_answered_with_304_and_a_new_visitor_with_the_part_that_shows_her(
    staff: Staff, come: Come
) -> None:
    officer = staff.officer(METRO)
    come("Siti Rahmawati")
    first = officer.get("/desk/state?view=desk&after=0", headers=ASK)
    seen = re.search(r'data-event="(\d+)"', first.text)
    assert seen
    url = f"/desk/state?view=desk&after={seen.group(1)}"
    again = officer.get(url, headers=ASK)
    assert again.status_code == 200
    quiet = officer.get(url, headers={**ASK, "If-None-Match": again.headers["ETag"]})
    assert (quiet.status_code, quiet.data) == (304, b"")
    come("Agus Prasetyo")
    news = officer.get(url, headers={**ASK, "If-None-Match": again.headers["ETag"]})
    assert news.status_code == 200
    assert "Agus Prasetyo" in news.text
    assert "<html" not in news.text


def test_waiting_times_move_on_without_an_event(staff: Staff, come: Come, clock: Clock) -> None:
    officer = staff.officer(METRO)
    come("Siti Rahmawati")
    url = "/desk/state?view=clocks&after=0"
    tag = officer.get(url, headers=ASK).headers["ETag"]
    clock.forward(seconds=20)
    assert officer.get(url, headers={**ASK, "If-None-Match": tag}).status_code == 200


def test_a_page_left_open_after_signing_out_is_told_so(staff: Staff) -> None:
    officer = staff.officer(METRO)
    with officer.session_transaction() as session:
        session.clear()
    assert officer.get("/desk/state?view=desk", headers=ASK).status_code == 401


def test_an_unknown_screen_is_not_there_and_odd_numbers_do_no_harm(staff: Staff) -> None:
    officer = staff.officer(METRO)
    assert officer.get("/desk/state?view=nothing").status_code == 404
    for after in ("-1", "99999999999999999999", "x", ""):
        assert officer.get(f"/desk/state?view=desk&after={after}").status_code == 200


def test_each_screen_has_its_part(library: Library, staff: Staff, come: Come) -> None:
    officer = staff.officer(METRO)
    come("Siti Rahmawati", "library")
    assert library.floor.day(METRO).clocks
    for view in ("desk", "counter", "clocks"):
        assert 'id="floor"' in officer.get(f"/desk/state?view={view}&after=0").text
