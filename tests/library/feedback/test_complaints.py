"""A complaint has a number at once, is never in the hands of whom it is about, and is settled by a known day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from library.errors import BadForm, LostRace, NotAllowed, NotFound
from library.feedback import personal
from library.feedback.complaints import handling
from library.feedback.complaints.desk import Complaints
from library.feedback.complaints.filing import MAX_TEXT, ComplaintForm, Receipt
from library.feedback.complaints.register import as_csv
from library.feedback.complaints.states import MOVES, STATES
from library.feedback.complaints.step import Step
from library.feedback.errors import NotImpartial, WrongComplaintStep
from library.offices import SpecialDay, Words
from library.periods import Period
from library.readers import accounts
from library.readers.roles import Role
from library.store.models import Account, AuditEntry, Complaint, ComplaintEvent, Mail
from tests.library.floor.conftest import METRO, SUMSEL, Room, empty_data, room

__all__ = ["empty_data", "room"]
TEXT = "Saya menunggu dua jam."


def staff(room: Room, name: str, email: str, office: str | None = METRO) -> str:
    role = Role.OFFICER if office else Role.ADMINISTRATOR
    with room.library.database.write() as session:
        return accounts.add(session, room.clock(), email=email, name=name, role=role, office=office).id


def desk(room: Room) -> Complaints:
    return room.library.complaints


def file(room: Room, office: str = METRO, **form: object) -> Receipt:
    return desk(room).file(office, ComplaintForm(text=TEXT, **form))  # type: ignore[arg-type]


def do(room: Room, receipt: Receipt, by: str, deed: object, *words: object) -> None:
    desk(room).do(METRO, receipt.complaint_id, lambda step, row: deed(step, row, *words), by)  # type: ignore[operator]


def handled(room: Room, receipt: Receipt, by: str) -> None:
    """Bring a complaint as far as being dealt with by `by`."""
    do(room, receipt, by, handling.classify, "waiting", None, None)
    do(room, receipt, by, handling.assign, by)
    do(room, receipt, by, handling.start)


def state(room: Room, receipt: Receipt) -> str:
    return desk(room).track(receipt.code).state


def test_every_complaint_has_a_number_in_its_offices_series_and_a_code_that_is_not_kept(room: Room) -> None:
    first, second, other = file(room), file(room), file(room, SUMSEL)
    assert [each.number for each in (first, second, other)] == [
        *("ADU-1872-2026-0001", "ADU-1872-2026-0002", "ADU-1600-2026-0001"),
    ]
    assert desk(room).track(f" {first.code.lower().replace('-', ' ')} ").number == first.number
    with pytest.raises(NotFound):
        desk(room).track(first.number)
    with room.library.database.read() as session:
        assert first.code not in str([vars(row) for row in session.scalars(select(Complaint))])
    assert state(room, first) == "REGISTERED"


def test_what_is_missing_or_wrong_is_named_field_by_field(room: Room) -> None:
    with pytest.raises(BadForm) as caught:
        desk(room).file(
            METRO, ComplaintForm(text=" \n ", email="siti", service="tea", channel="pigeon", phone="0" * 41)
        )
    assert caught.value.fields == {
        "text": "required",
        "email": "email-invalid",
        "service": "choice-invalid",
        "channel": "choice-invalid",
        "phone": "too-long",
    }


def test_the_way_from_the_receipt_to_the_end(room: Room) -> None:
    receipt, officer = file(room, name="Siti"), room.officer
    handled(room, receipt, officer)
    do(room, receipt, officer, handling.ask, "Pada hari apa?")
    assert state(room, receipt) == "WAITING_COMPLAINANT"
    desk(room).write(receipt.complaint_id, "Hari Senin.")
    do(room, receipt, officer, handling.note_internally, "Loket 2 tutup hari itu.")
    do(room, receipt, officer, handling.resolve, "Loket kedua kini dibuka lebih awal.")
    desk(room).accept(receipt.complaint_id)
    shown = desk(room).track(receipt.code)
    assert (shown.state, shown.late) == ("CLOSED", False)
    assert [(each.side, each.text) for each in shown.said] == [
        ("office", "Pada hari apa?"),
        ("complainant", "Hari Senin."),
        ("office", "Loket kedua kini dibuka lebih awal."),
    ]
    assert [each.kind for each in shown.happened] == [
        *("receive", "register", "classify", "assign", "start", "ask", "answer", "resolve", "close"),
    ]
    with room.library.database.read() as session:
        kept = str([event.details for event in session.scalars(select(ComplaintEvent))])
    assert not any(words in kept for words in ("Siti", "Senin", "Loket"))


def test_every_step_from_a_state_that_does_not_allow_it_is_refused(room: Room) -> None:
    receipt = file(room)
    for name in STATES:
        with room.library.database.write() as session:
            row = session.get_one(Complaint, receipt.complaint_id)
            row.state, row.assignee_id = name, room.officer
            session.flush()
            step = Step(session, room.clock(), room.officer, room.library.offices, room.library.settings.catalog)
            for deed, move in MOVES.items():
                if name not in move.states:
                    with pytest.raises(WrongComplaintStep):
                        step.move(row, deed)


def test_the_officer_complained_about_neither_sees_it_nor_gets_it(room: Room) -> None:
    ani = staff(room, "Ani Lestari", "ani@example.go.id")
    receipt = file(room, about_text="petugas loket, bu ANI  Lestari")  # found by her name, before anybody reads it
    assert desk(room).listed(METRO, ani) == []
    with pytest.raises(NotFound):
        desk(room).show(METRO, receipt.complaint_id, ani)
    with pytest.raises(NotFound):
        do(room, receipt, ani, handling.classify, "conduct", None, ani)
    do(room, receipt, room.officer, handling.classify, "conduct", ani, ani)
    with pytest.raises(NotImpartial):
        do(room, receipt, room.officer, handling.assign, ani)
    assert ani not in dict(desk(room).staff(METRO, receipt.complaint_id, room.officer))
    assert desk(room).listed(METRO, room.officer)[0].number == receipt.number


def test_an_old_page_does_not_clear_the_officer_who_was_named_since(room: Room) -> None:
    ani, receipt = staff(room, "Ani Lestari", "ani@example.go.id"), file(room)
    do(room, receipt, room.officer, handling.classify, "conduct", ani, None)
    with pytest.raises(LostRace):
        do(room, receipt, room.officer, handling.classify, "waiting", None, None)
    shown = desk(room).show(METRO, receipt.complaint_id, room.officer)
    assert (shown.topic, shown.about_id) == ("conduct", ani)


def test_an_officer_who_has_left_can_still_be_the_one_it_is_about(room: Room) -> None:
    ani, receipt = staff(room, "Ani Lestari", "ani@example.go.id"), file(room)
    do(room, receipt, room.officer, handling.classify, "conduct", ani, None)
    with room.library.database.write() as session:
        session.get_one(Account, ani).disabled_at = room.clock()
    assert ani not in dict(desk(room).people(METRO))
    assert dict(desk(room).people(METRO, (ani, "Ani Lestari")))[ani] == "Ani Lestari"
    do(room, receipt, room.officer, handling.classify, "waiting", ani, ani)
    assert desk(room).show(METRO, receipt.complaint_id, room.officer).topic == "waiting"


def test_an_officer_who_finds_that_it_is_about_herself_gives_it_out_of_her_hands(room: Room) -> None:
    receipt = file(room)
    handled(room, receipt, room.officer)
    do(room, receipt, room.officer, handling.classify, "conduct", room.officer, None)
    assert state(room, receipt) == "CLASSIFIED"
    with pytest.raises(NotFound):
        do(room, receipt, room.officer, handling.resolve, "Saya tidak bersalah.")


def test_only_whom_it_is_given_to_deals_with_it_and_it_can_be_given_on_when_her_account_is_closed(room: Room) -> None:
    receipt, ani = file(room), staff(room, "Ani Lestari", "ani@example.go.id")
    do(room, receipt, room.officer, handling.classify, "other", None, None)
    do(room, receipt, room.officer, handling.assign, ani)
    with pytest.raises(NotAllowed):
        do(room, receipt, room.officer, handling.start)
    with room.library.database.write() as session:
        session.get_one(Account, ani).disabled_at = room.clock()
    with pytest.raises(BadForm):
        do(room, receipt, room.officer, handling.assign, ani)
    do(room, receipt, room.officer, handling.assign, room.officer)
    do(room, receipt, room.officer, handling.start)
    assert state(room, receipt) == "IN_PROGRESS"


def test_an_officer_of_another_office_finds_nothing_here(room: Room) -> None:
    receipt, other = file(room), staff(room, "Budi", "budi@example.go.id", SUMSEL)
    with pytest.raises(NotFound):
        desk(room).show(SUMSEL, receipt.complaint_id, other)
    do(room, receipt, room.officer, handling.classify, "other", None, None)
    with pytest.raises(BadForm):
        do(room, receipt, room.officer, handling.assign, other)


def test_the_deadline_is_closing_time_of_the_fifth_working_day_and_a_late_holiday_moves_it(room: Room) -> None:
    receipt = file(room)  # Monday 23 November
    due = desk(room).track(receipt.code).due_at
    assert due == datetime(2026, 11, 30, 8, 30, tzinfo=UTC)  # Monday 15.30 WIB
    closed = SpecialDay(day=date(2026, 11, 26), open=False, name=Words("Cuti bersama", "Joint leave"))
    room.change(calendar=room.rules.calendar.with_days([closed]))
    desk(room).go_round()
    moved = desk(room).track(receipt.code).due_at
    assert moved == datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    with room.library.database.read() as session:
        event = session.scalars(select(ComplaintEvent).where(ComplaintEvent.kind == "due_moved")).one()
    assert event.details == {"old": due.isoformat(), "new": moved.isoformat()}


@pytest.mark.parametrize(("after", "late"), [(timedelta(0), False), (timedelta(microseconds=1), True)])
def test_settled_at_the_last_instant_is_in_time(room: Room, after: timedelta, late: bool) -> None:
    receipt = file(room)
    handled(room, receipt, room.officer)
    room.clock.now = desk(room).track(receipt.code).due_at + after
    do(room, receipt, room.officer, handling.resolve, "Selesai.")
    room.clock.forward(days=3)
    assert desk(room).track(receipt.code).late is late


def test_a_settled_complaint_is_reopened_within_the_window_and_closes_by_itself_after_it(room: Room) -> None:
    receipt = file(room)
    handled(room, receipt, room.officer)
    do(room, receipt, room.officer, handling.resolve, "Selesai.")
    room.clock.forward(days=7)
    desk(room).reopen(receipt.complaint_id, "Belum selesai.")
    shown = desk(room).track(receipt.code)
    assert (shown.state, shown.late) == ("REOPENED", False)
    do(room, receipt, room.officer, handling.start)
    do(room, receipt, room.officer, handling.resolve, "Kini selesai.")
    room.clock.forward(days=7, seconds=1)
    desk(room).go_round()
    assert state(room, receipt) == "CLOSED"
    with pytest.raises(WrongComplaintStep):
        desk(room).reopen(receipt.complaint_id, "Terlambat.")
    with pytest.raises(WrongComplaintStep):
        desk(room).write(receipt.complaint_id, "Halo?")


def test_a_deadline_that_was_missed_stays_missed_when_the_complaint_is_reopened(room: Room) -> None:
    receipt = file(room)  # Monday 23 November, to be settled by the 30th
    handled(room, receipt, room.officer)
    room.clock.now = desk(room).track(receipt.code).due_at + timedelta(seconds=1)
    do(room, receipt, room.officer, handling.resolve, "Selesai.")
    room.clock.forward(days=2)
    desk(room).reopen(receipt.complaint_id, "Belum selesai.")
    do(room, receipt, room.officer, handling.start)
    do(room, receipt, room.officer, handling.resolve, "Kini selesai.")

    def verdicts(period: Period) -> dict[str, int]:
        return room.library.reports.make((METRO,), period).counts.parts("complaint_deadline")

    assert verdicts(Period(2026, 11)) == {"breached": 1}
    assert verdicts(Period(2026, 12)) == {"met": 1}  # the second round began on 2 December
    assert verdicts(Period(2026)) == {"breached": 1, "met": 1}
    (entry,) = desk(room).register(METRO, Period(2026))
    assert entry.in_time is False


def test_handing_on_needs_the_reference_of_lapor_and_turning_down_needs_reason_and_words(room: Room) -> None:
    first, second = file(room), file(room)
    with pytest.raises(BadForm) as caught:
        do(room, first, room.officer, handling.forward, "  ")
    assert caught.value.fields == {"lapor": "required"}
    do(room, first, room.officer, handling.forward, " 1234 567 ")
    assert (state(room, first), desk(room).track(first.code).lapor) == ("FORWARDED", "1234 567")
    for reason, words in (("because", "Maaf."), ("not_ours", " ")):
        with pytest.raises(BadForm):
            do(room, second, room.officer, handling.reject, reason, words)
    do(room, second, room.officer, handling.reject, "not_ours", "Ini urusan Disdukcapil.")
    assert state(room, second) == "REJECTED"


def test_an_account_hears_of_an_answer_by_mail_and_nobody_else_does(room: Room) -> None:
    with room.library.database.write() as session:
        reader = accounts.add(session, room.clock(), email="siti@example.org", name="Siti Rahmawati")
        reader.verified_at = room.clock()
    mine, typed = file(room, account_id=reader.id), file(room, email="orang@example.org")
    for receipt in (mine, typed):
        handled(room, receipt, room.officer)
        do(room, receipt, room.officer, handling.resolve, "Selesai.")
    with room.library.database.read() as session:
        mails = session.scalars(select(Mail).where(Mail.kind == handling.NEWS)).all()
    assert [mail.account_id for mail in mails] == [reader.id]
    assert "Selesai" not in mails[0].text
    assert desk(room).own(mine.complaint_id, reader.id).number == mine.number
    with pytest.raises(NotFound):
        desk(room).own(typed.complaint_id, reader.id)


def test_the_register_names_nobody_and_a_formula_is_text(room: Room) -> None:
    receipt = file(room, name="Siti Rahmawati", email="siti@example.org", about_text="Ani")
    do(room, receipt, room.officer, handling.forward, "=HYPERLINK(1)")
    entries = desk(room).register(METRO, Period(2026, 11))
    text = as_csv(entries)
    assert text.splitlines()[0].startswith("number,office,received,channel")
    assert "ADU-1872-2026-0001,1872,2026-11-23,web,,,FORWARDED,2026-11-30,2026-11-23,yes,'=HYPERLINK(1)" in text
    assert not any(word in text for word in ("Siti", "Ani", "example.org", TEXT))
    assert desk(room).register(METRO, Period(2026, 10)) == []


def test_the_register_s_pages_make_up_the_whole_and_end_with_the_local_day(room: Room) -> None:
    november, december = Period(2026, 11), Period(2026, 12)
    for minutes in (0, 1, 2, 60 * 24 * 8):  # the last one on the first of December
        room.clock.forward(minutes=minutes)
        file(room)
    whole = desk(room).register(METRO, november)
    pages = [desk(room).register(METRO, november, start=start, most=2) for start in (0, 2, 4)]
    assert [entry for page in pages for entry in page] == whole
    assert (desk(room).registered(METRO, november), len(whole)) == (3, 3)
    assert [entry.received.day for entry in desk(room).register(METRO, december)] == [1]


def test_what_a_person_gave_is_handed_over_and_erased_and_the_counts_stay(room: Room) -> None:
    with room.library.database.write() as session:
        reader = accounts.add(session, room.clock(), email="siti@example.org", name="Siti Rahmawati")
    receipt = file(room, account_id=reader.id, name="Siti Rahmawati", phone="0812")
    do(room, receipt, room.officer, handling.note_internally, "Sudah ditelepon.")
    desk(room).write(receipt.complaint_id, "Masih menunggu.")
    with room.library.database.write() as session:
        (given,) = personal.export_account(session, reader.id)["complaints"]
        assert (given["text"], given["phone"]) == (TEXT, "0812")
        assert [each["text"] for each in given["messages"]] == ["Masih menunggu."]
        step = Step(session, room.clock(), "cli", room.library.offices, room.library.settings.catalog)
        personal.erase_account(step, reader.id)
        assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq.desc())).first() == "complaint.erase"
    shown = desk(room).show(METRO, receipt.complaint_id, "")
    assert (shown.state, shown.text, {each.text for each in shown.said}) == ("REJECTED", "", {""})
    with pytest.raises(NotFound):  # the code on her receipt finds nothing any more
        desk(room).track(receipt.code)
    assert len(desk(room).register(METRO, Period(2026))) == 1


def test_who_left_an_address_and_has_no_account_is_given_and_erased_by_the_desk(room: Room) -> None:
    ani = staff(room, "Ani Lestari", "ani@example.go.id")
    hers, other = (file(room, email="siti@example.org", about_text="Ani Lestari") for _ in range(2))
    given = desk(room).export_one(METRO, hers.complaint_id, room.officer)
    assert (given["email"], given["text"]) == ("siti@example.org", TEXT)
    for deed in (desk(room).export_one, desk(room).erase_one):
        with pytest.raises(NotFound):
            deed(METRO, hers.complaint_id, ani)
    desk(room).erase_one(METRO, hers.complaint_id, room.officer)
    shown = partial(desk(room).show, METRO, by=room.officer)
    assert [shown(each.complaint_id).email for each in (hers, other)] == ["", "siti@example.org"]


def test_an_account_gets_and_loses_its_own_complaints_alone(room: Room) -> None:
    with room.library.database.write() as session:
        reader = accounts.add(session, room.clock(), email="siti@example.org", name="Siti Rahmawati")
    hers, other = file(room, account_id=reader.id, phone="0812"), file(room, phone="0813")
    assert [each["phone"] for each in desk(room).export(reader.id)] == ["0812"]
    assert desk(room).erase(reader.id, "cli") == 1
    shown = partial(desk(room).show, METRO, by=room.officer)
    assert [shown(each.complaint_id).phone for each in (hers, other)] == ["", "0813"]


def test_text_is_measured_as_it_is_kept(room: Room) -> None:
    lines = "baris\r\n" * (MAX_TEXT // 6)  # as a browser sends line breaks
    receipt = desk(room).file(METRO, ComplaintForm(text=f"{lines}x"))
    assert len(desk(room).track(receipt.code).text) == MAX_TEXT // 6 * 6 + 1
    with pytest.raises(BadForm):
        desk(room).file(METRO, ComplaintForm(text="x" * (MAX_TEXT + 1)))


def test_complaints_are_forgotten_when_their_years_are_over(room: Room) -> None:
    old, running = file(room, name="Siti"), file(room, name="Budi")
    handled(room, old, room.officer)
    do(room, old, room.officer, handling.resolve, "Selesai.")
    desk(room).accept(old.complaint_id)
    room.clock.forward(days=5 * 365.25 + 1)
    assert desk(room).forget_old(METRO) == 1
    shown = partial(desk(room).show, METRO, by=room.officer)
    assert (shown(old.complaint_id).name, shown(running.complaint_id).name) == ("", "Budi")
