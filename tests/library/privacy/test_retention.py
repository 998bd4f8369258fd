"""What is kept too long goes by itself, kind by kind, and no report of the past changes by it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from library import Library, Settings, audit, open_library
from library.periods import Period
from library.privacy.looks import Looker
from library.readers import accounts
from library.readers.roles import Role
from library.reports.report import Report
from library.store.models import (
    AuditEntry,
    Complaint,
    Consultation,
    IngestItem,
    Mail,
    RecordView,
    SignIn,
    SoftcopyRequest,
    TraceCase,
    Visit,
)
from tests.library.conftest import HandClock
from tests.library.floor.conftest import METRO, MONDAY, Room, new_officer
from tests.library.privacy.conftest import WORDS, Life, complain, visit


def words_left(life: Life) -> set[str]:
    dump = life.dump()
    return {word for word in WORDS if word in dump}


def test_each_kind_goes_when_its_own_period_is_over(life: Life) -> None:
    sweep = life.library.privacy.retention.sweep
    life.clock.forward(days=8)
    assert sweep() == {"sign_in": 2}
    assert "bougenvil" not in words_left(life)
    life.clock.forward(days=360)
    counts = sweep()
    assert counts["guest_book"] == 2
    assert counts["letters"] > 0
    assert words_left(life) == {"kenanga", "melati", "cempaka", "kamboja", "flamboyan"}
    life.clock.forward(days=366)
    assert sweep()["consultation"] == 2
    assert words_left(life) == {"kenanga", "melati", "kamboja"}
    life.clock.forward(days=3 * 366)
    counts = sweep()
    assert (counts["complaint"], counts["softcopy"]) == (2, 6)
    assert words_left(life) == {"kenanga"}  # her account is hers as long as she wants it
    assert sweep() == {}


def test_rows_that_are_counted_stay_and_the_trail_says_how_many_went(life: Life) -> None:
    kept = (Visit, SoftcopyRequest, Consultation, Complaint, Mail)
    with life.library.database.read() as session:
        before = [session.query(table).count() for table in kept]
    life.clock.forward(days=6 * 366)
    counts = life.library.privacy.retention.sweep()
    with life.library.database.read() as session:
        assert [session.query(table).count() for table in kept] == before
        assert session.query(SignIn).count() == 0
        entry = session.query(AuditEntry).filter(AuditEntry.action == "retention.sweep").one()
        assert entry.details == counts
        assert list(audit.broken_links(session)) == []


def test_looks_and_the_names_of_leaked_files_have_periods_of_their_own(life: Life) -> None:
    life.library.privacy.look(Looker(life.room.officer, "officer", METRO), "account", life.reader)
    with life.library.database.write() as session:
        leak = {"name": "dari-siti.pdf", "sha256": "0" * 64, "size": 1}
        verdict = {
            "outcome": "identified",
            "accused": [{"identity": life.reader}],
            "pages": [{"file": "dari-siti.pdf"}],
        }
        case = TraceCase(created_by=life.room.officer, created_at=life.clock(), files=[leak], verdict=verdict)
        session.add(case)
    life.clock.forward(days=366)
    assert life.library.privacy.retention.sweep()["access_log"] == 1
    life.clock.forward(days=4 * 366)
    assert life.library.privacy.retention.sweep()["trace"] == 1
    with life.library.database.read() as session:
        assert session.query(RecordView).count() == 0
        kept = session.query(TraceCase).one()
        assert kept.files[0]["name"] == ""
        assert kept.verdict == {"outcome": "identified", "accused": [], "pages": [{"file": ""}]}


def test_what_a_reader_scanned_for_herself_goes_with_its_years(life: Life) -> None:
    with life.library.database.write() as session:
        known = {"batch": "b" * 16, "created_at": life.clock(), "changed_at": life.clock(), "office": METRO}
        session.add(IngestItem(**known, name="sirsak.pdf", owner_id=life.reader, state="done"))
        session.add(IngestItem(**known, name="publikasi.pdf", created_by=life.room.officer, state="done"))
    life.clock.forward(days=6 * 366)
    assert life.library.privacy.retention.sweep()["self_scan"] == 1
    assert "sirsak" not in life.dump()
    assert "publikasi.pdf" in life.dump()


GOES_WITH = {
    "desk_consultation": "guest_book",
    "reading": "softcopy",
    "inbound_mail": "consultation",
    "consultation_search": "consultation",
}


def test_whatever_the_register_promises_a_period_is_swept(life: Life) -> None:
    promised = {each.code for each in life.library.privacy.register.activity if each.keep.years or each.keep.days}
    swept = {code for code, _deed in life.library.privacy.retention._deeds()}
    assert {GOES_WITH.get(code, code) for code in promised} <= swept


def test_an_account_that_nobody_confirmed_goes_after_a_month_and_an_invited_officer_stays(life: Life) -> None:
    with life.library.database.write() as session:
        for address, role in (("asing@example.org", Role.READER), ("undangan@example.go.id", Role.OFFICER)):
            accounts.add(session, life.clock(), email=address, name="Orang", role=role).verified_at = None
    life.clock.forward(days=29)
    assert "unconfirmed" not in life.library.privacy.retention.sweep()
    life.clock.forward(days=2)
    assert life.library.privacy.retention.sweep()["unconfirmed"] == 1
    assert "asing@example.org" not in life.dump()
    assert "undangan@example.go.id" in life.dump()


def test_a_kind_that_fails_keeps_no_other_waiting(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> int:
        raise OSError("disk")

    monkeypatch.setattr("library.privacy.copies.blank_requests", broken)
    life.clock.forward(days=6 * 366)
    counts = life.library.privacy.retention.sweep()
    assert "softcopy" not in counts
    assert counts["complaint"] == 2


def test_who_reads_on_after_her_stamp_was_forgotten_gets_a_new_one(life: Life) -> None:
    life.clock.forward(days=6 * 366)
    life.library.privacy.retention.sweep()
    shutil.rmtree(life.library.folders.screens)
    assert life.library.screens.copy_for(life.reader, "reader", life.work_id).is_file()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, fresh_data: Path) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("years") / "data"
    shutil.copytree(fresh_data, folder)
    clock = HandClock(MONDAY)
    opened = open_library(Settings(data=folder, workers=0), clock)
    yield Room(opened, clock, METRO, new_officer(opened, "petugas@example.go.id"))
    opened.close()


DEEDS = st.lists(st.tuples(st.sampled_from(("visit", "complaint")), st.integers(1, 40)), min_size=1, max_size=5)


@given(deeds=DEEDS, years=st.integers(1, 6))
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
def test_reports_of_past_months_never_change_by_a_sweep(desk: Room, deeds: list[tuple[str, int]], years: int) -> None:
    """Whatever happened, and whenever the sweep comes: the examples follow one another in one library."""
    began = desk.clock().date()
    for kind, weeks in deeds:
        desk.clock.forward(weeks=weeks)
        _wait_for_an_open_door(desk)
        if kind == "visit":
            visit(desk, None, name="Tamu", email="tamu@example.org")
        else:
            complain(desk, None, "kamboja")
    desk.clock.forward(days=years * 366)
    past = [Period(year) for year in range(began.year, desk.clock().year + 1)]
    before = [_report(desk.library, period) for period in past]
    desk.library.privacy.retention.sweep()
    assert [_report(desk.library, period) for period in past] == before
    desk.clock.now = MONDAY + timedelta(weeks=(desk.clock.now - MONDAY).days // 7 + 1)


def _wait_for_an_open_door(desk: Room) -> None:
    while not desk.rules.calendar.is_open(desk.clock()):
        desk.clock.forward(days=1)


def _report(library: Library, period: Period) -> Report:
    return replace(library.reports.make((METRO,), period), made_at=MONDAY)
