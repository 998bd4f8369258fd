"""Pages of the catalogue in a conversation and at the desk: as links, never as unmarked files."""

from __future__ import annotations

import io

import pytest

from library import Library
from library.consultations import AskForm, DeskForm
from library.errors import BadForm, NotAllowed, NotFound
from library.floor.errors import WrongStep
from library.readers import accounts
from library.readers.roles import Role
from library.store.models import WorkFile
from tests.library.conftest import Stock
from tests.library.floor.conftest import METRO, Room, new_officer, stocked

__all__ = ["stocked"]
SHEET = DeskForm(topic="Padi", question="Luas panen?", answer="Ada pada halaman 2.", outcome="answered", subject="515")


def original_of(library: Library, work_id: str) -> bytes:
    with library.database.read() as session:
        file = session.query(WorkFile).filter(WorkFile.work_id == work_id).one()
    return library.blobs.path(file.original).read_bytes()


def ask(stock: Stock) -> tuple[str, str]:
    """Ask at Metro; give the case and an officer."""
    reader, desk = stock.account(), stock.library.consultations
    search = desk.look(reader.id, METRO, "padi")
    form = AskForm(title="Luas panen padi", question="Berapa luas panen padi sawah?", search_id=search.id)
    return desk.submit(reader.id, METRO, form), new_officer(stock.library, "petugas@example.go.id")


def test_the_search_before_asking_keeps_its_hits(stock: Stock):
    reader = stock.account()
    found = stock.library.consultations.look(reader.id, METRO, "padi")
    assert found.found
    assert found.hits[0].work == stock.work_id


def test_a_page_of_the_catalogue_goes_as_a_link(stock: Stock):
    case, officer = ask(stock)
    desk = stock.library.consultations
    desk.answer(case, "Lihat halaman 2.", by=officer, pages=[(stock.work_id, 2)])
    (page,) = desk.case(case, by=officer).messages[-1].files
    assert (page.work_id, page.page, page.state) == (stock.work_id, 2, "ready")
    with pytest.raises(NotFound):
        desk.file(case, page.id, by=officer, staff=True)


def test_a_page_that_is_not_there_is_refused(stock: Stock):
    case, officer = ask(stock)
    with pytest.raises(BadForm):
        stock.library.consultations.answer(case, "Lihat.", by=officer, pages=[(stock.work_id, 99)])
    with pytest.raises(NotFound):
        stock.library.consultations.answer(case, "Lihat.", by=officer, pages=[("nothing", 1)])


def test_an_unmarked_file_of_the_catalogue_is_never_handed_over(stock: Stock):
    case, officer = ask(stock)
    desk = stock.library.consultations
    received = desk.receive(io.BytesIO(original_of(stock.library, stock.work_id)), "padi.pdf")
    with pytest.raises(BadForm) as refused:
        desk.answer(case, "Ini berkasnya.", by=officer, files=[received])
    assert refused.value.fields == {"files": "catalogue-file"}
    assert desk.case(case, by=officer).first_answer_at is None


def test_a_consultation_at_the_desk_is_written_on_its_leg(stocked: Room, stock: Stock):
    stocked.open()
    stocked.ticket()
    leg = stocked.start(stocked.call())
    desk = stock.library.consultations
    with_source = DeskForm(**{**_fields(SHEET), "sources": ((stock.work_id, 2),)})
    desk.write_desk(leg.id, with_source, by=stocked.officer)
    stocked.clock.forward(minutes=7)
    stocked.finish(leg)
    shown = desk.desk(leg.id, by=stocked.officer)
    assert (shown.topic, shown.outcome, shown.seconds) == ("Padi", "answered", 420.0)
    assert [(source.work, source.page) for source in shown.sources] == [(stock.work_id, 2)]


def test_the_sheet_waits_until_somebody_is_served(stocked: Room, stock: Stock):
    stocked.open()
    leg = stocked.ticket()
    with pytest.raises(WrongStep):
        stock.library.consultations.write_desk(leg.id, SHEET, by=stocked.officer)


def test_the_sheet_is_its_own_offices(stocked: Room, stock: Stock):
    stocked.open()
    stocked.ticket()
    leg = stocked.start(stocked.call())
    with stock.library.database.write() as session:
        other = accounts.add(
            session, stocked.clock(), email="lain@example.go.id", name="Lain", role=Role.OFFICER, office="1600"
        )
    with pytest.raises(NotAllowed):
        stock.library.consultations.write_desk(leg.id, SHEET, by=other.id)


def test_a_sheet_is_complete_or_refused(stocked: Room, stock: Stock):
    stocked.open()
    stocked.ticket()
    leg = stocked.start(stocked.call())
    for changes, problem in (
        ({"topic": ""}, {"topic": "required"}),
        ({"answer": " "}, {"answer": "required"}),
        ({"outcome": "happy"}, {"outcome": "choice-invalid"}),
        ({"subject": "1"}, {"subject": "choice-invalid"}),
    ):
        form = DeskForm(**{**_fields(SHEET), **changes})
        with pytest.raises(BadForm) as refused:
            stock.library.consultations.write_desk(leg.id, form, by=stocked.officer)
        assert refused.value.fields == problem


def test_what_was_said_at_the_desk_is_exported_and_erased_with_the_visit(stocked: Room, stock: Stock):
    stocked.open()
    ticket = stocked.ticket()
    leg = stocked.start(stocked.call())
    desk = stock.library.consultations
    desk.write_desk(leg.id, SHEET, by=stocked.officer)
    exported = stocked.floor.export_visit(ticket.visit_id)["consultations"]
    assert [one["question"] for one in exported] == ["Luas panen?"]
    stocked.floor.erase_visit(ticket.visit_id, by=stocked.officer)
    shown = desk.desk(leg.id, by=stocked.officer)
    assert (shown.topic, shown.question, shown.answer, shown.outcome) == ("", "", "", "answered")


def _fields(form: DeskForm) -> dict:
    return {name: getattr(form, name) for name in DeskForm.__dataclass_fields__}
