"""The report is read on screen and taken along; nobody sees another office's without the right."""

from __future__ import annotations

from flask.testing import FlaskClient

from library.periods import Period
from library.wiring import Library
from tests.webapp.door.conftest import METRO, PALEMBANG, Come, Staff, clock, come, staff
from tests.webapp.people import Clock

__all__ = ["clock", "come", "staff"]
FILES = ("report.pdf", "report.xlsx", "open-data.csv")


def test_the_month_is_shown_and_taken_along_in_three_forms(staff: Staff, come: Come) -> None:
    officer = staff.officer(METRO)
    come("Siti Rahmawati")
    page = officer.get("/reports")
    assert page.status_code == 200
    assert "November 2026" in page.text
    assert "Siti" not in page.text
    starts = (b"%PDF-", b"PK\x03\x04", b"office,office_name")
    for name, start in zip(FILES, starts, strict=True):
        answer = officer.get(f"/reports/{name}?period=2026")
        assert answer.data.startswith(start), name
        assert "attachment" in answer.headers["Content-Disposition"]
    assert "1872,BPS Kota Metro,2026-11,visits,,1" in officer.get("/reports/open-data.csv").text
    year = officer.get("/reports?period=2026").text
    assert "<svg" in year
    assert "Menurut bulan" in year


def test_only_whoever_may_choose_sees_other_offices_or_all(staff: Staff, come: Come) -> None:
    come("Siti Rahmawati")
    other, head = staff.officer(PALEMBANG, "sari@contoh.id"), staff.administrator()
    counts = "/reports/open-data.csv?office="
    assert "visits" not in other.get(f"{counts}{METRO}").text
    assert "visits" not in other.get(f"{counts}all").text
    assert "1872,BPS Kota Metro,2026-11,visits,,1" in head.get(f"{counts}all").text
    everything = head.get("/reports?office=all&period=2026")
    assert "Semua kantor" in everything.text
    assert "Menurut kantor" in everything.text


def test_a_period_that_is_none_or_has_not_begun_is_this_month(staff: Staff) -> None:
    officer = staff.officer(METRO)
    for odd in ("2030", "2026-12", "never", "0000-00", "2026-11-01"):
        assert "November 2026" in officer.get(f"/reports?period={odd}").text


def test_a_search_that_finds_nothing_is_counted_without_whoever_sought(
    client: FlaskClient, library: Library, clock: Clock
) -> None:
    for _ in range(3):
        client.get("/search?q=harga+cabai")
        clock.forward(days=1)
    (missed,) = library.reports.make((METRO,), Period(2026, 11)).missed
    assert (missed.words, missed.times) == ("harga cabai", 3)
