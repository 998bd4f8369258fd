"""Who of the staff looked at whose record, in one row, without what stood there."""

from __future__ import annotations

from sqlalchemy import event

from library.privacy import looks
from library.privacy.looks import Looker, Sought
from library.store.models import Consultation, RecordView, SoftcopyRequest, TraceCase, Visit
from tests.library.floor.conftest import METRO
from tests.library.privacy.conftest import Life, visit


def rows(life: Life) -> list[tuple[str, str | None, str, str | None]]:
    with life.library.database.read() as session:
        return [
            (row.kind, row.person, row.role, row.office) for row in session.query(RecordView).order_by(RecordView.id)
        ]


def test_each_kind_of_record_leads_to_its_person(life: Life) -> None:
    officer = Looker(life.room.officer, "officer", METRO)
    with life.library.database.read() as session:
        ids = {
            "visit": session.query(Visit.id).filter_by(account_id=life.reader).scalar(),
            "case": session.query(Consultation.id).filter_by(account_id=life.reader).scalar(),
            "request": session.query(SoftcopyRequest.id).filter_by(account_id=life.reader).scalar(),
            "account": life.reader,
        }
    for kind, record in ids.items():
        life.library.privacy.look(officer, kind, record)
    assert rows(life) == [(kind, life.reader, "officer", METRO) for kind in ids]


def test_somebody_without_an_account_is_told_apart_by_the_record_alone(life: Life) -> None:
    guest = visit(life.room, None, name="Tamu", email="tamu@example.org")
    with life.library.database.read() as session:
        identity = session.get_one(Visit, guest).account_id
    life.library.privacy.look(Looker("cli"), "visit", guest)
    life.library.privacy.look(Looker("cli"), "visit", "nothing")
    assert [row[1] for row in rows(life)] == [identity, None]


def test_a_trace_is_a_look_at_everybody_to_whom_it_points(life: Life) -> None:
    with life.library.database.write() as session:
        accused = [{"identity": life.reader}, {"identity": life.other}, {"identity": "made-up"}]
        case = TraceCase(created_by=life.room.officer, created_at=life.clock(), verdict={"accused": accused})
        session.add(case)
    life.library.privacy.look(Looker("cli"), "trace", case.id)
    assert sorted(str(row[1]) for row in rows(life)) == sorted((life.reader, life.other))


def test_who_looks_at_herself_leaves_no_row(life: Life) -> None:
    life.library.privacy.look(Looker(life.reader, "librarian"), "account", life.reader)
    assert rows(life) == []


def test_she_sees_the_looks_at_her_and_an_administrator_finds_them_by_either_side(life: Life) -> None:
    privacy = life.library.privacy
    privacy.look(Looker(life.room.officer, "officer", METRO), "account", life.reader, purpose="  B-12/2026\n")
    life.clock.forward(hours=1)
    privacy.look(Looker("cli"), "account", life.other)
    assert [row.purpose for row in privacy.mine(life.reader).looks] == ["B-12/2026"]
    assert [row.person for row in privacy.looks(Sought(actor=life.room.officer))] == [life.reader]
    assert [row.person for row in privacy.looks(Sought(person=life.other))] == [life.other]
    assert len(privacy.looks(Sought(kind="account"))) == 2
    assert [row.person for row in privacy.looks(Sought(first=life.clock()))] == [life.other]
    assert [row.person for row in privacy.looks(Sought(after=life.clock()))] == [life.reader]


def test_a_look_costs_one_insert(life: Life) -> None:
    statements: list[str] = []
    engine = life.library.database.engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with life.library.database.write() as session:
        looks.looked(session, life.clock(), Looker("cli"), "account", life.reader)
    assert sum(statement.startswith("INSERT") for statement in statements) == 1
    assert len(statements) <= 3
