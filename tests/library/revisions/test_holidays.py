"""Holidays that administrators declare, by hand and from files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from library import Library, open_library
from library.clocks import ClockKind, promise_of, read_clock
from library.errors import BadInput, LostRace
from library.floor import clock_rows
from library.offices import SpecialDay, Words
from library.revisions import holidays, shelf
from library.revisions.holiday_files import read_holidays
from library.revisions.holidays import NATION, HolidayYear
from library.store.models import AuditEntry, ClockRow, OfficeVersion
from tests.library.conftest import HandClock

METRO = "1872"
LEAVE = SpecialDay(date(2026, 11, 25), open=False, name=Words("Cuti bersama", "Joint leave"))


def declare(library: Library, year: HolidayYear) -> int:
    return library.editing.draft(holidays.KIND, year.subject, year.body(), "budi").id


def an_open_clock(library: Library, clock: HandClock) -> None:
    """Start a C1 on Saturday 21 November 2026: due ten minutes after the office opens on Monday."""
    office = library.offices[METRO]
    promise = promise_of(office, ClockKind.CONSULTATION)
    assert promise is not None
    with library.database.write() as session:
        clock_rows.keep(session, METRO, "leg:none", read_clock(clock(), promise, office.calendar))


def due(library: Library) -> datetime | None:
    with library.database.read() as session:
        return session.scalars(select(ClockRow.due)).one()


def test_a_day_counts_when_it_is_published_and_not_before(library: Library) -> None:
    draft = declare(library, HolidayYear(NATION, 2026, (LEAVE,)))
    assert all(office.calendar.is_working_day(LEAVE.day) for office in library.offices.values())
    library.editing.publish(draft, "budi")
    assert not any(office.calendar.is_working_day(LEAVE.day) for office in library.offices.values())
    holiday = library.offices[METRO].calendar.holiday(LEAVE.day)
    assert holiday is not None
    assert holiday.en == "Joint leave"


def test_every_part_of_the_library_and_the_next_process_see_it(library: Library, clock: HandClock) -> None:
    library.editing.publish(declare(library, HolidayYear(NATION, 2026, (LEAVE,))), "budi")
    parts = (library.floor.offices, library.consultations.offices, library.ratings.offices, library.complaints.offices)
    assert not any(part[METRO].calendar.is_working_day(LEAVE.day) for part in parts)
    other = open_library(library.settings, clock)
    assert not other.offices[METRO].calendar.is_working_day(LEAVE.day)
    own = HolidayYear(METRO, 2026, (SpecialDay(LEAVE.day, open=True, name=LEAVE.name),))
    library.editing.publish(declare(library, own), "budi")
    assert other.offices_in_force.refresh()
    assert other.offices[METRO].calendar.is_working_day(LEAVE.day)
    assert not other.offices_in_force.refresh()
    other.close()


def test_an_office_opens_although_the_nation_rests(library: Library) -> None:
    library.editing.publish(declare(library, HolidayYear(NATION, 2026, (LEAVE,))), "budi")
    opens = SpecialDay(LEAVE.day, open=True, name=Words("Pelayanan khusus", "Special service"))
    library.editing.publish(declare(library, HolidayYear(METRO, 2026, (opens,))), "budi")
    at_work = [code for code, office in library.offices.items() if office.calendar.is_working_day(LEAVE.day)]
    assert at_work == [METRO]


def test_the_preview_says_which_open_clocks_move_and_publishing_moves_them(library: Library, clock: HandClock) -> None:
    an_open_clock(library, clock)
    before = due(library)
    monday = SpecialDay(date(2026, 11, 23), open=False, name=LEAVE.name)
    draft = declare(library, HolidayYear(NATION, 2026, (monday,)))
    preview = library.editing.preview(draft)
    assert [(each.kind, each.before) for each in preview.moved] == [("C1", before)]
    assert due(library) == before
    assert library.editing.publish(draft, "budi") == 1
    assert due(library) == preview.moved[0].after == before + timedelta(days=1)  # type: ignore[operator]
    with library.database.read() as session:
        moved = session.scalars(select(AuditEntry).where(AuditEntry.action == "clock.moved")).one()
    assert moved.actor == "budi"


def test_taking_an_earlier_version_up_again_undoes_a_day(library: Library, clock: HandClock) -> None:
    library.editing.publish(declare(library, HolidayYear(NATION, 2026)), "budi")
    library.editing.publish(declare(library, HolidayYear(NATION, 2026, (LEAVE,))), "budi")
    first = library.editing.history(holidays.KIND, "national:2026")[-1]
    again = library.editing.take_up_again(first.id, "wati")
    undone = library.editing.preview(again.id).differences
    assert [(each.what, each.before, each.after) for each in undone] == [
        ("2026-11-25", "Cuti bersama / Joint leave: tutup / closed", None)
    ]
    library.editing.publish(again.id, "wati")
    assert library.offices[METRO].calendar.is_working_day(LEAVE.day)
    assert [row.number for row in library.editing.history(holidays.KIND, "national:2026")] == [3, 2, 1]


def test_of_two_drafts_the_older_cannot_undo_the_newer_unseen(library: Library) -> None:
    older = declare(library, HolidayYear(NATION, 2026))
    newer = declare(library, HolidayYear(NATION, 2026, (LEAVE,)))
    library.editing.publish(newer, "budi")
    for deed in (library.editing.publish, library.editing.publish):
        with pytest.raises(LostRace):
            deed(older, "wati")
    with pytest.raises(LostRace):
        library.editing.publish(newer, "budi")
    library.editing.drop(older, "wati")
    assert library.editing.drafts() == []


def test_holidays_are_no_part_of_the_standard(library: Library) -> None:
    with library.database.read() as session:
        before = len(session.scalars(select(OfficeVersion)).all())
    library.editing.publish(declare(library, HolidayYear(NATION, 2026, (LEAVE,))), "budi")
    with library.database.read() as session:
        assert len(session.scalars(select(OfficeVersion)).all()) == before


def test_a_year_whose_decree_is_known_is_no_longer_provisional(library: Library) -> None:
    far = HolidayYear(NATION, 2031, is_complete=True)
    calendar = library.offices[METRO].calendar
    assert calendar.is_provisional(date(2031, 3, 1), date(2031, 3, 9))
    library.editing.publish(declare(library, far), "budi")
    calendar = library.offices[METRO].calendar
    assert not calendar.is_provisional(date(2031, 3, 1), date(2031, 3, 9))
    assert holidays.is_known(far)


@pytest.mark.parametrize(
    "year",
    [
        HolidayYear(NATION, 2027, (LEAVE,)),
        HolidayYear(NATION, 1500),
        HolidayYear(NATION, 2026, (SpecialDay(LEAVE.day, open=False, name=Words(" ", "x")),)),
        HolidayYear(NATION, 2026, (SpecialDay(LEAVE.day, open=False, name=Words("x" * 121, "x")),)),
    ],
)
def test_a_year_that_will_not_do_is_not_even_drafted(library: Library, year: HolidayYear) -> None:
    with pytest.raises(BadInput):
        declare(library, year)
    assert library.editing.drafts() == []


def test_a_file_of_lines_is_read_as_ministries_write_it() -> None:
    text = "Tanggal;Nama;Name;Kantor\r\n25/11/2026;Cuti bersama;Joint leave\r\n2026-12-1; Hari  A ;;buka\r\n;;;\r\n"
    first, second = read_holidays(text.encode("utf-8-sig"))
    assert first == LEAVE
    assert second == SpecialDay(date(2026, 12, 1), open=True, name=Words("Hari A", "Hari A"))


def test_a_calendar_file_gives_whole_days_each_day_of_a_stretch() -> None:
    event = "BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:{name}\r\nDTSTART;VALUE=DATE:{start}\r\n{end}END:VEVENT\r\n"
    text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    text += event.format(n=1, name="Idulfitri", start="20270310", end="DTEND;VALUE=DATE:20270312\r\n")
    text += event.format(n=2, name="Nyepi", start="20270308", end="") + "END:VCALENDAR\r\n"
    days = read_holidays(text.encode())
    assert [(each.day.isoformat(), each.name.id) for each in days] == [
        ("2027-03-10", "Idulfitri"),
        ("2027-03-11", "Idulfitri"),
        ("2027-03-08", "Nyepi"),
    ]


TIMED = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Rapat\r\nDTSTART:20270310T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
ENDLESS = TIMED.replace("DTSTART:20270310T090000Z", "DTSTART;VALUE=DATE:20270310\r\nDTEND;VALUE=DATE:99991231")

LAST_DAY = TIMED.replace("DTSTART:20270310T090000Z", "DTSTART;VALUE=DATE:99991231")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "tidak ada hari"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"x" * (257 << 10), "256 KiB"),
        (b"31-02-2027,Hari aneh", "baris 1"),
        (b"2027-01-01\n2027-01-02,Ada", "baris 1"),
        (b'2027-01-01,"tanpa akhir', "CSV"),
        (("2027-01-01," + "n" * 121).encode(), "baris 1"),
        (b"\n".join(b"2027-01-01,Sama" for _ in range(201)), "200"),
        (b"BEGIN:VCALENDAR\nkacau", "iCalendar"),
        (TIMED.encode(), "acara 1"),
        (ENDLESS.encode(), "200"),
        (LAST_DAY.encode(), "9999"),
    ],
)
def test_what_is_no_list_of_days_is_refused_by_its_place(data: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_holidays(data)
    assert said in refused.value.sentence("id")


def test_a_version_from_a_day_on_begins_by_itself(library: Library, clock: HandClock) -> None:
    with library.database.write() as session:
        later = shelf.draft(session, clock(), "reply", "salam", {"a": "1"}, "budi", valid_from=date(2027, 1, 1))
        shelf.publish(session, clock(), later.id, "budi")
        now = shelf.draft(session, clock(), "reply", "salam", {"a": "2"}, "budi")
        shelf.publish(session, clock(), now.id, "budi")
        for day, body in ((date(2026, 12, 31), {"a": "2"}), (date(2027, 1, 1), {"a": "1"})):
            assert shelf.in_force(session, "reply", day)["salam"].body == body
        assert [row.number for row in shelf.to_come(session, "reply", date(2026, 12, 1))] == [1]
    assert datetime(2026, 11, 21, 2, 0, tzinfo=UTC) == clock()
