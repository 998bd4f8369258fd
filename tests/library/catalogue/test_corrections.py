"""What a librarian corrects in a page's text stays, whatever is read, rebuilt or restored afterwards."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest

from ingest.files import Intake
from library import audit, open_library
from library.catalogue import corrections, makings, rereading, works
from library.catalogue.corrections import fingerprint
from library.catalogue.incoming import Intent
from library.catalogue.makings import ArrivingMaking
from library.catalogue.page_list import page_list
from library.errors import BadForm, LostRace, NotAllowed, NotFound
from library.readers.roles import Role
from library.store.models import AuditEntry, Page, PageCorrection, Work, WorkFile
from search import Query
from tests.library.conftest import draw_booklet


def text_of(stock, number: int = 1) -> str:
    with stock.library.database.read() as session:
        return works.page(session, works.current_file(session, stock.work_id).id, number).text


def correct(stock, text: str, number: int = 1, *, seen: str | None = None, actor: str = "system") -> bool:
    before = text_of(stock, number) if seen is None else seen
    with stock.library.database.write() as session:
        work = session.get(Work, stock.work_id)
        done = corrections.correct(session, stock.clock(), work, number, text, fingerprint(before), actor)
    stock.library.workers.drain()
    return done


def hits(stock, words: str) -> list[int]:
    return [hit.page for hit in stock.library.search.search(Query(words)).hits]


def test_a_corrected_page_is_found_by_its_new_words_at_once_and_no_more_by_the_old(stock):
    assert not hits(stock, "cempedak")
    correct(stock, "Produksi cempedak\nmenurut desa", 2)
    assert hits(stock, "cempedak") == [2]
    assert text_of(stock, 2) == "Produksi cempedak\nmenurut desa"
    with stock.library.database.write() as session:
        corrections.take_back(session, stock.clock(), session.get(Work, stock.work_id), 2, "system")
    stock.library.workers.drain()
    assert not hits(stock, "cempedak")
    assert text_of(stock, 2).startswith("Halaman 2 baris 0")


def test_it_says_who_corrected_when_and_keeps_what_was_before(stock):
    ratna = stock.account("ratna@contoh.id", role=Role.LIBRARIAN)
    read = text_of(stock)
    correct(stock, "satu", actor=ratna.id)
    stock.clock.forward(hours=1)
    correct(stock, "dua", actor=ratna.id)
    with stock.library.database.read() as session:
        work = session.get(Work, stock.work_id)
        place = corrections.place_of(session, work, works.current_file(session, work.id), 1)
        newest, first = corrections.history(session, place)
        trail = session.query(AuditEntry).filter_by(action="page.correct").all()
        assert not list(audit.broken_links(session))
    assert (newest.text, newest.ended_at, newest.by) == ("dua", None, ratna.id)
    assert (first.text, first.ended_at) == ("satu", newest.at)
    assert newest.recognised == first.recognised == read, "what the machine read stays beside"
    assert [(row.actor, row.details) for row in trail] == [(ratna.id, {"page": 1})] * 2


def test_a_correction_over_a_text_that_was_changed_meanwhile_is_refused(stock):
    before = text_of(stock)
    correct(stock, "milik orang lain")
    with pytest.raises(LostRace):
        correct(stock, "milik saya", seen=before)
    assert text_of(stock) == "milik orang lain"


def test_the_same_text_again_is_no_correction(stock):
    assert not correct(stock, text_of(stock) + "\r\n")
    with stock.library.database.read() as session:
        assert session.query(PageCorrection).count() == 0


def test_another_office_and_a_page_that_is_not_there_are_refused(stock):
    stranger = stock.account("lain@contoh.id", role=Role.LIBRARIAN, office="3509")
    with pytest.raises(NotAllowed):
        correct(stock, "x", actor=stranger.id)
    with pytest.raises(NotFound):
        correct(stock, "x", 99, seen="")


def test_what_a_reader_scanned_for_herself_is_nobodys_to_correct(stock):
    reader = stock.account("pembaca@contoh.id")
    stock.change_work(lambda work: setattr(work, "owner_id", reader.id))
    with pytest.raises(NotFound):
        correct(stock, "x")


def test_hostile_text_is_tidied_or_refused(stock):
    correct(stock, "a\x00b\x1b[31m\r\nbaris\u0301  \r\n\r\n")
    assert text_of(stock) == "ab[31m\nbariś"
    with pytest.raises(BadForm):
        correct(stock, "x" * 60_001)


def test_a_correction_survives_rereading_rebuilding_and_a_new_version_of_the_same_bytes(stock):
    library = stock.library
    correct(stock, "cempedak yang dikoreksi", 2)
    with library.database.write() as session:
        rereading.order(session, stock.clock(), session.get(Work, stock.work_id), "system")
    library.workers.drain()
    assert text_of(stock, 2) == "cempedak yang dikoreksi"
    assert "cempedak yang dikoreksi" in [page.text for page in library.indexer.all_documents()]
    with library.database.write() as session:  # a reading with other settings: page 2 has become page 3
        work, old = session.get(Work, stock.work_id), works.current_file(session, stock.work_id)
        shared = {"work_id": work.id, "original": old.original, "shown": old.shown, "name": "a.pdf"}
        new = WorkFile(**shared, version=2, media_type=old.media_type, pages=3, created_at=stock.clock())
        session.add(new)
        session.flush()
        plain = {"file_id": new.id, "source": "ocr", "width": 420, "height": 595}
        session.add_all(Page(number=n, text=f"baru dibaca {n}", **plain) for n in (1, 2, 3))
        session.flush()
        moved = [ArrivingMaking(number=2, source_page=1, part=2), ArrivingMaking(number=3, source_page=2)]
        makings.keep(session, work, new, moved)
    assert [text_of(stock, n) for n in (1, 2, 3)] == ["baru dibaca 1", "baru dibaca 2", "cempedak yang dikoreksi"]
    with library.database.write() as session:
        corrections.take_back(session, stock.clock(), session.get(Work, stock.work_id), 3, "system")
    assert text_of(stock, 3) == "baru dibaca 3", "the newest reading comes back"


def test_the_same_file_taken_in_after_its_withdrawal_is_corrected_already(stock, tmp_path):
    library = stock.library
    correct(stock, "cempedak yang dikoreksi", 2)
    with library.database.write() as session:
        works.withdraw(session, stock.clock(), stock.work_id, "system", "", code="replaced")
    item = Intake(library).receive_path(draw_booklet(tmp_path / "padi.pdf"), Intent(office="1872", release=True))
    library.workers.drain()
    again = SimpleNamespace(library=library, work_id=library.incoming.get(item).work_id)
    assert again.work_id != stock.work_id
    assert text_of(again, 2) == "cempedak yang dikoreksi"


def test_a_copy_of_the_data_holds_the_corrections(stock, tmp_path):
    correct(stock, "cempedak yang dikoreksi", 2)
    stock.library.database.close()
    shutil.copytree(stock.library.folders.root, tmp_path / "copy")
    other = open_library(stock.library.settings.__class__(data=tmp_path / "copy"), stock.clock)
    assert text_of(SimpleNamespace(library=other, work_id=stock.work_id), 2) == "cempedak yang dikoreksi"
    other.close()


def test_pages_are_listed_the_least_sure_first(stock):
    with stock.library.database.write() as session:
        file = works.current_file(session, stock.work_id)
        for number, sure in ((1, 0.9), (2, 0.3)):
            works.page(session, file.id, number).confidence = sure
    correct(stock, "dikoreksi", 2)
    with stock.library.database.read() as session:
        work = session.get(Work, stock.work_id)
        file = works.current_file(session, work.id)
        found = page_list(session, work, file)
        below = page_list(session, work, file, unsure=True)
        second = page_list(session, work, file, by_page=True, first=1, count=1)
    assert [page.number for page in found.pages] == [2, 1, 3], "a page that needed no recognition comes last"
    assert [page.number for page in below.pages] == [2]
    assert (found.total, found.unsure, below.total) == (3, 1, 1)
    assert [page.corrected for page in found.pages] == [True, False, False]
    assert [page.number for page in second.pages] == [2]
