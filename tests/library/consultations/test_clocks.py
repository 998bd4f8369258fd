"""C4 and C5 as each office states them, on file and followed by the sweep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from library.clocks import ClockKind, answer_clocks, promise_of
from library.clocks.online import CaseEvent
from library.consultations import FollowUpForm
from library.errors import BadForm, Refused
from library.floor import clock_rows
from library.offices.days import SpecialDay
from library.offices.rules import Inactivity
from library.offices.words import Words
from library.readers.roles import Role
from library.store.models import AuditEntry, RatingInvitation
from tests.library.consultations.conftest import LUBUKLINGGAU, METRO, MONDAY, SUMSEL, TULANG_BAWANG, Talk, at

ZOOM = FollowUpForm(
    kind="zoom", starts_at=at(30, 10), minutes=60, place="https://zoom.example/j/1", text="Mari bertemu."
)


@pytest.mark.parametrize("office", [METRO, TULANG_BAWANG, SUMSEL, LUBUKLINGGAU])
def test_the_answer_is_due_at_closing_time_of_the_third_working_day(talk: Talk, office: str):
    talk = talk.at(office)
    (row,) = talk.clocks(talk.ask())
    assert (row.kind, row.start, row.due) == ("C4", MONDAY, at(26, 15, 30))
    assert row.version == talk.library.offices[office].version
    assert row.warns_at == at(25, 8)


@pytest.mark.parametrize(("minute", "verdict"), [(30, "met"), (31, "breached")])
def test_the_first_answer_stops_the_clock_and_equal_to_the_limit_is_met(talk: Talk, minute: int, verdict: str):
    case = talk.ask()
    talk.clock.now = at(26, 15, minute)
    talk.desk.answer(case, "Ini jawabannya.", by=talk.officer)
    assert talk.verdicts(case)[0] == ("C4", verdict)


def test_being_accepted_moves_nothing(talk: Talk):
    case = talk.ask()
    talk.clock.forward(hours=2)
    talk.desk.accept(case, by=talk.officer)
    (row,) = talk.clocks(case)
    assert (row.start, row.stopped_at) == (MONDAY, None)


def test_a_clarification_cancels_the_clock_and_the_reply_starts_a_new_one(talk: Talk):
    case = talk.ask()
    talk.clock.forward(hours=1)
    talk.desk.clarify(case, "Kecamatan mana?", by=talk.officer)
    assert talk.verdicts(case) == [("C4", "excluded")]
    talk.clock.now = at(25)
    talk.desk.say(case, "Semua kecamatan.", by=talk.reader)
    first, second = talk.clocks(case)
    assert (first.ending, second.start, second.due) == ("cancelled", at(25), at(30, 15, 30))


def test_in_sumatera_selatan_the_clock_runs_from_the_submission_whatever_is_asked_back(talk: Talk):
    talk = talk.at(SUMSEL)
    case = talk.ask()
    talk.desk.clarify(case, "Kecamatan mana?", by=talk.officer)
    talk.desk.say(case, "Semua kecamatan.", by=talk.reader)
    (row,) = talk.clocks(case)
    assert (row.start, row.due, row.stopped_at) == (MONDAY, at(26, 15, 30), None)


@pytest.mark.parametrize("office", [TULANG_BAWANG, SUMSEL])
def test_the_rows_are_what_the_pure_clocks_say_of_the_same_events(talk: Talk, office: str):
    talk = talk.at(office)
    case = talk.ask()
    steps = [("clarification", at(23, 11)), ("reply", at(24, 10)), ("clarification", at(24, 14)), ("reply", at(27, 9))]
    events = [CaseEvent(MONDAY, "submitted")]
    for kind, when in [*steps, ("answer", at(30, 14))]:
        talk.clock.now = when
        events.append(CaseEvent(when, kind))  # type: ignore[arg-type]
        if kind == "clarification":
            talk.desk.clarify(case, "Mohon dijelaskan.", by=talk.officer)
        elif kind == "reply":
            talk.desk.say(case, "Baik, begini.", by=talk.reader)
        else:
            talk.desk.answer(case, "Ini jawabannya.", by=talk.officer)
    rules = talk.library.offices[office]
    promise = promise_of(rules, ClockKind.ANSWER)
    assert promise is not None
    starts = rules.rules.online.answer_starts.value
    expected = answer_clocks(events, promise, rules.calendar, starts=starts)
    assert tuple(clock_rows.read(row) for row in talk.clocks(case) if row.kind == "C4") == expected


def test_closing_before_the_first_answer_is_excluded_and_after_the_limit_a_breach(talk: Talk):
    early, late = talk.ask(), talk.ask()
    talk.desk.finish(early, "cancelled", by=talk.reader)
    talk.clock.now = at(27)
    talk.desk.finish(late, "cancelled", by=talk.reader)
    assert talk.verdicts(early) == [("C4", "excluded")]
    assert talk.verdicts(late) == [("C4", "breached")]


def test_a_case_reopened_without_an_answer_is_owed_one_again(talk: Talk):
    case = talk.ask()
    talk.desk.finish(case, "cancelled", by=talk.reader)
    talk.clock.forward(days=1)
    talk.desk.say(case, "Saya berubah pikiran.", by=talk.reader)
    assert [(row.start, row.stopped_at) for row in talk.clocks(case)][1] == (at(24), None)


@pytest.mark.parametrize("office", [TULANG_BAWANG, LUBUKLINGGAU])
def test_after_seven_days_of_silence_an_officer_is_asked_to_close(talk: Talk, office: str):
    talk = talk.at(office)
    case = talk.answered()
    assert talk.clocks(case)[1].due == at(30, 15, 30)
    talk.clock.now = at(27, 7, 59)
    assert talk.sweep() == 0
    talk.clock.now = at(27, 8)
    assert (talk.sweep(), talk.sweep()) == (1, 0)  # warned a working day before, once
    talk.clock.now = at(30, 15, 29)
    assert talk.sweep() == 0
    talk.clock.now = at(30, 15, 30)
    assert (talk.sweep(), talk.sweep()) == (1, 0)
    shown = talk.case(case)
    assert (shown.state, shown.close_task_at) == ("AWAITING_USER", at(30, 15, 30))
    assert talk.verdicts(case) == [("C4", "met"), ("C5", "ended")]
    talk.desk.close(case, "no_response", by=talk.officer)
    assert talk.case(case).outcome == "no_response"


def test_in_sumatera_selatan_the_system_closes_after_three_working_days(talk: Talk):
    talk = talk.at(SUMSEL)
    case = talk.answered()
    talk.clock.now = at(25, 8)
    assert talk.sweep() == 1
    talk.clock.now = at(26, 15, 30)
    assert talk.sweep() == 1
    shown = talk.case(case)
    assert (shown.state, shown.outcome, shown.events[-1].actor) == ("CLOSED", "no_response", "system")
    subjects = [str(letter["Subject"]) for letter in talk.letters()]
    assert [subject.partition("] ")[2].partition(":")[0] for subject in subjects] == [
        "Konsultasi Anda sudah kami terima",
        "Jawaban",
        "Kami menunggu jawaban Anda",
        "Konsultasi ditutup",
    ]


def test_metro_states_nothing_so_nobody_closes_by_rule(talk: Talk):
    talk = talk.at(METRO)
    case = talk.answered()
    assert [row.kind for row in talk.clocks(case)] == ["C4"]
    talk.clock.forward(days=60)
    assert talk.sweep() == 0
    assert talk.case(case).state == "AWAITING_USER"


def test_nobody_is_closed_as_silent_before_the_days_are_over(talk: Talk):
    case = talk.answered()
    talk.clock.now = at(30, 15, 29)
    with pytest.raises(Refused):
        talk.desk.close(case, "no_response", by=talk.officer)


def test_any_message_by_any_channel_ends_the_silence_and_the_task(talk: Talk):
    case = talk.answered()
    talk.clock.now = at(30, 15, 30)
    talk.sweep()
    talk.desk.record(case, "Beliau menelepon.", "telephone", by=talk.officer)
    shown = talk.case(case)
    assert (shown.state, shown.close_task_at) == ("AWAITING_OFFICER", None)


def test_the_silence_counts_from_the_officers_last_message(talk: Talk):
    case = talk.answered()
    talk.clock.now = at(25)
    talk.desk.answer(case, "Tambahan dari kami.", by=talk.officer)
    running = [row for row in talk.clocks(case) if row.stopped_at is None]
    assert [(row.kind, row.start, row.due) for row in running] == [("C5", at(25), at(2, 15, 30, month=12))]


def test_an_appointment_suspends_the_silence_and_the_days_go_on_after_it(talk: Talk):
    case = talk.answered()
    talk.desk.follow_up(case, ZOOM, by=talk.officer)
    assert talk.case(case).state == "FOLLOW_UP"
    running = next(row for row in talk.clocks(case) if row.stopped_at is None)
    assert running.due == at(7, 15, 30, month=12)  # the days from the 23rd to the 30th do not count
    talk.clock.now = at(30, 11)
    assert talk.sweep() == 1
    assert talk.case(case).state == "AWAITING_USER"
    talk.clock.now = at(7, 15, 30, month=12)
    talk.sweep()
    assert talk.case(case).close_task_at is not None


def test_an_appointment_called_off_lets_the_days_go_on_from_then(talk: Talk):
    case = talk.answered()
    talk.desk.follow_up(case, ZOOM, by=talk.officer)
    talk.clock.now = at(24)
    talk.desk.call_off(case, by=talk.officer)
    shown = talk.case(case)
    assert shown.state == "AWAITING_USER"
    running = next(row for row in talk.clocks(case) if row.stopped_at is None)
    assert running.due == at(1, 15, 30, month=12)
    assert [letter["Subject"] for letter in talk.letters()][-1].startswith("[1808-2026-K00001] Janji dibatalkan")


def test_an_appointment_that_cannot_be_is_refused(talk: Talk):
    case = talk.answered()
    wrong: list[tuple[str, dict[str, object]]] = [
        ("starts_at", {"starts_at": at(22)}),
        ("minutes", {"minutes": 0}),
        ("minutes", {"minutes": 10**13}),
        ("place", {"place": "  "}),
        ("place", {"place": "javascript:alert(1)"}),
        ("kind", {"kind": "dinner"}),
    ]
    for field, changes in wrong:
        with pytest.raises(BadForm) as refused:
            talk.desk.follow_up(case, replace(ZOOM, **changes), by=talk.officer)  # type: ignore[arg-type]
        assert set(refused.value.fields) == {field}
    assert talk.case(case).appointments == ()


def test_where_an_office_states_no_meetings_none_is_offered(talk: Talk):
    talk = talk.at(SUMSEL)
    with pytest.raises(BadForm):
        talk.desk.follow_up(talk.answered(), ZOOM, by=talk.officer)


def test_the_calendar_file_holds_the_meeting_and_goes_with_the_mail(talk: Talk):
    case = talk.answered()
    talk.desk.follow_up(case, ZOOM, by=talk.officer)
    (meeting,) = talk.case(case).appointments
    text = talk.desk.calendar(case, meeting.id, by=talk.reader)
    assert "DTSTART:20261130T030000Z\r\n" in text
    assert "LOCATION:https://zoom.example/j/1\r\n" in text
    letter = talk.letters()[-1]
    (attached,) = letter.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert "UID:" in attached.get_content()


def test_a_holiday_declared_late_moves_open_clocks_and_says_so(talk: Talk):
    done, running = talk.answered(), talk.ask()
    office = talk.library.offices[talk.office]
    holiday = SpecialDay(date(2026, 11, 25), open=False, name=Words("Libur", "Holiday"))
    changed = replace(office, calendar=office.calendar.with_days([holiday]))
    talk.library.offices[talk.office] = changed
    assert talk.desk.holidays_changed(talk.office) == 1  # seven calendar days end as before
    assert talk.desk.holidays_changed(talk.office) == 0
    assert talk.clocks(running)[0].due == at(27, 16)
    assert talk.verdicts(done)[0] == ("C4", "met")
    event = talk.case(running).events[-1]
    assert (event.kind, event.details["before"], event.details["after"]) == (
        "due_moved",
        at(26, 15, 30).isoformat(),
        at(27, 16).isoformat(),
    )
    with talk.library.database.read() as session:
        assert session.query(AuditEntry).filter(AuditEntry.action == "clock.moved").count() == 1


def test_the_floors_round_leaves_the_clocks_of_conversations_alone(talk: Talk):
    case = talk.ask()
    assert talk.library.floor.day(talk.office).clocks == ()
    assert talk.library.floor.holidays_changed(talk.office) == 0
    assert talk.clocks(case)[0].stopped_at is None


def test_the_officer_is_warned_a_working_day_before_the_answer_is_due(talk: Talk):
    case = talk.ask()
    talk.desk.accept(case, by=talk.officer)
    talk.clock.now = at(25, 8)
    assert (talk.sweep(), talk.sweep()) == (1, 0)
    letter = talk.letters()[-1]
    assert letter["To"] == "petugas1808@example.go.id"
    assert "26-11-2026 15:30" in letter["Subject"]


def test_a_case_moved_to_another_office_keeps_its_start_and_gets_that_offices_rules(talk: Talk):
    case = talk.ask()
    talk.clock.forward(hours=3)
    talk.desk.move_office(case, SUMSEL, by=talk.officer)
    shown = talk.at(SUMSEL).case(case)
    assert (shown.office, shown.officer_id) == (SUMSEL, None)
    assert shown.version == talk.library.offices[SUMSEL].version
    old, new = sorted(talk.clocks(case), key=lambda row: row.stopped_at is None)
    assert (old.office, old.result) == (TULANG_BAWANG, "excluded")
    assert (new.office, new.start, new.due) == (SUMSEL, MONDAY, at(26, 15, 30))
    with pytest.raises(Refused):
        talk.case(case)
    talk.at(SUMSEL).desk.answer(case, "Dari Palembang.", by=talk.officers[SUMSEL])
    assert [message.text for message in talk.desk.own_case(case, talk.reader).messages][-1] == "Dari Palembang."


def test_a_case_that_was_late_is_one_breach_wherever_it_is_moved(talk: Talk):
    case = talk.ask()
    talk.clock.now = at(27)
    talk.desk.move_office(case, SUMSEL, by=talk.officer)
    old, new = talk.clocks(case)
    assert (old.office, old.result) == (TULANG_BAWANG, "breached")
    assert (new.office, new.start, new.due) == (SUMSEL, at(27), at(2, 15, 30, month=12))


@pytest.mark.parametrize("moved", [at(27), at(30, 16)])  # over by the new office's days alone, and by both
def test_a_move_closes_nobody_whose_days_would_be_over(talk: Talk, moved: datetime):
    case = talk.answered()
    talk.clock.now = moved
    talk.desk.move_office(case, SUMSEL, by=talk.officer)
    talk.at(SUMSEL).sweep()
    assert talk.at(SUMSEL).case(case).state == "AWAITING_USER"
    assert [row.start for row in talk.clocks(case) if row.stopped_at is None] == [moved]


def test_a_case_found_clear_after_all_is_owed_its_answer_from_then(talk: Talk):
    case = talk.ask()
    talk.desk.clarify(case, "Kecamatan mana?", by=talk.officer)
    talk.clock.now = at(24)
    talk.desk.accept(case, by=talk.officer)
    assert [(row.start, row.result) for row in talk.clocks(case)] == [(MONDAY, "excluded"), (at(24), "")]
    talk.desk.answer(case, "Ini datanya.", by=talk.officer)
    asked_back = talk.ask()
    talk.desk.clarify(asked_back, "Kecamatan mana?", by=talk.officer)
    talk.desk.answer(asked_back, "Sudah jelas.", by=talk.officer)
    assert [one for one in talk.verdicts(asked_back) if one[0] == "C4"] == [("C4", "excluded")]


def test_a_case_that_nobody_has_taken_warns_every_officer_of_its_office(talk: Talk):
    talk.account("kedua@example.go.id", "Ketut", Role.OFFICER, talk.office)
    talk.account("pusat@example.go.id", "Pusat", Role.OFFICER)
    talk.ask()
    talk.clock.now = at(25, 8)
    assert (talk.sweep(), talk.sweep()) == (1, 0)
    warned = {letter["To"] for letter in talk.letters() if "jatuh tempo" in letter["Subject"]}
    assert warned == {"petugas1808@example.go.id", "kedua@example.go.id"}


def test_a_warning_that_reaches_nobody_is_not_recorded_as_given(talk: Talk):
    case = talk.ask()
    talk.disable(talk.officer)
    talk.clock.now = at(25, 8)
    assert talk.sweep() == 0
    talk.account("kedua@example.go.id", "Ketut", Role.OFFICER, talk.office)
    assert talk.sweep() == 1
    assert len(talk.clocks(case)) == 1


def test_a_standard_that_changes_in_mid_case_does_not_touch_the_case(talk: Talk):
    case = talk.ask()
    office = talk.library.offices[talk.office]
    silence = replace(office.rules.online.inactivity, value=Inactivity("system", 1, "working"))
    rules = replace(office.rules, online=replace(office.rules.online, inactivity=silence))
    talk.library.offices[talk.office] = replace(office, standard=replace(office.standard, rules=rules), version="new")
    talk.desk.answer(case, "Ini jawabannya.", by=talk.officer)
    row = next(row for row in talk.clocks(case) if row.kind == "C5")
    assert (row.version, row.limit["calendar_days"]) == (office.version, 7)


def test_a_rating_is_invited_once_when_an_answered_case_closes(talk: Talk):
    case, unanswered = talk.answered(), talk.ask()
    for one in (case, unanswered):
        talk.desk.finish(one, "cancelled", by=talk.reader)
    talk.desk.say(case, "Sebentar.", by=talk.reader)
    talk.desk.finish(case, "cancelled", by=talk.reader)
    with talk.library.database.read() as session:
        assert [row.subject for row in session.query(RatingInvitation)] == [f"case:{case}"]
