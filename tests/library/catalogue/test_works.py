"""Correcting a work: what does not fit its column is said, not cut off."""

from __future__ import annotations

import pytest

from library.catalogue import works
from library.catalogue.traceability import accept_untraceable
from library.errors import BadForm, NotAllowed
from library.readers.roles import Role
from library.store.models import AuditEntry, Work


def test_a_value_that_is_too_long_for_its_field_is_named_and_nothing_is_kept(stock):
    values = {"language": "id+en+jv+su", "isbn": "9" * 21, "title": "Padi"}
    with pytest.raises(BadForm) as caught, stock.library.database.write() as session:
        works.correct(session, stock.clock(), session.get(Work, stock.work_id), values, "system")
    assert caught.value.fields == {"language": "too-long", "isbn": "too-long"}
    with stock.library.database.read() as session:
        assert session.get(Work, stock.work_id).title != "Padi"


def test_what_a_librarian_writes_about_a_withdrawal_stands_with_the_work_and_not_in_the_trail(stock):
    reason = "Bu Siti Rahmawati meminta datanya dihapus"
    with stock.library.database.write() as session:
        works.withdraw(session, stock.clock(), stock.work_id, "system", reason, code="personal-data")
    with stock.library.database.read() as session:
        work = session.get(Work, stock.work_id)
        assert (work.state, work.withdrawn_for, work.withdrawn_note) == ("withdrawn", "personal-data", reason)
        entry = session.query(AuditEntry).filter_by(action="work.withdraw").one()
        assert entry.details == {"reason": "personal-data"}


def test_a_withdrawal_needs_a_code_that_the_trail_knows(stock):
    with pytest.raises(BadForm) as caught, stock.library.database.write() as session:
        works.withdraw(session, stock.clock(), stock.work_id, "system", "Siti", code="Siti")
    assert caught.value.fields == {"code": "choice-invalid"}


@pytest.mark.parametrize("deed", ["correct", "withdraw", "release", "accept"])
def test_a_work_is_decided_about_by_its_own_office_and_administrators(stock, deed):
    people = [
        stock.account("jauh@example.org", "Jauh", role=Role.LIBRARIAN, office="3509"),
        stock.account("dekat@example.org", "Dekat", role=Role.LIBRARIAN, office="1872"),
        stock.account("kepala@example.org", "Kepala", role=Role.ADMINISTRATOR, office="3509"),
    ]

    def do(actor: str) -> None:
        with stock.library.database.write() as session:
            work = session.get(Work, stock.work_id)
            if deed == "correct":
                works.correct(session, stock.clock(), work, {"title": f"Padi {actor}"}, actor)
            elif deed == "accept":
                master = works.current_master(session, works.current_file(session, work.id).id)
                accept_untraceable(session, stock.clock(), work, master.id, actor, "small test booklet")
            elif deed == "withdraw":
                work.state = "released"
                works.withdraw(session, stock.clock(), work.id, actor, "keliru")
            else:
                work.state = "review"
                session.flush()
                works.release(session, stock.clock(), work.id, actor)

    with pytest.raises(NotAllowed):
        do(people[0].id)
    for person in people[1:]:
        do(person.id)
