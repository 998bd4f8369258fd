"""Files that came in: read by one worker at a time, and what is finished stays finished."""

from __future__ import annotations

import io
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

import ingest.files
from ingest.files import Intake
from library import Library
from library.catalogue.incoming import JOB, Intent
from library.errors import NotAllowed, NotFound
from library.jobs import dead
from library.jobs.outbox import MAX_ATTEMPTS
from library.readers import accounts
from library.readers.roles import Role
from library.store.models import Job, Work
from tests.library.conftest import draw_booklet


def test_the_same_bytes_given_twice_at_once_are_read_once_and_neither_fails(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    intake, path, offices = Intake(library), draw_booklet(tmp_path / "padi.pdf"), ("1872", "1872")
    items = [intake.receive_path(path, Intent(office=office, release=True)) for office in offices]
    begun, read = [], ingest.files.read_file

    def slow(*args: object, **more: object):
        begun.append(args)
        time.sleep(1)
        return read(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(ingest.files, "read_file", slow)
    threads = [threading.Thread(target=intake.handle, args=({"item": item},)) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 1
    first, second = (library.incoming.get(item) for item in items)
    assert first.state == second.state == "done"
    assert first.work_id == second.work_id


def test_a_late_worker_cannot_fail_what_another_has_finished(library: Library, tmp_path: Path):
    intake = Intake(library)
    item = intake.receive_path(draw_booklet(tmp_path / "padi.pdf"), Intent(office="1872", release=True))
    library.workers.drain()
    library.incoming.fail(item, "damaged", {})
    assert library.incoming.get(item).state == "done"


@pytest.mark.parametrize("moment", ["my_turn", "store_files"])
def test_a_file_that_is_put_away_in_the_last_moment_becomes_no_work(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
):
    intake, path = Intake(library), draw_booklet(tmp_path / "padi.pdf")
    if moment == "my_turn":  # the work is there already, and is not given to this file
        intake.receive_path(path, Intent(office="1872"))
        library.workers.drain({JOB})
    item = intake.receive_path(path, Intent(office="1872"))
    before, real = _works(library), getattr(ingest.files, moment)

    def then_put_away(*args: object) -> object:
        given = real(*args)
        library.incoming.pause(item, "cli")
        library.incoming.dismiss(item, "cli")
        return given

    monkeypatch.setattr(ingest.files, moment, then_put_away)
    library.workers.drain({JOB})
    assert (library.incoming.get(item).state, library.incoming.get(item).work_id) == ("dismissed", None)
    assert _works(library) == before


def _works(library: Library) -> list[str]:
    with library.database.read() as session:
        return list(session.scalars(select(Work.id)))


def test_a_file_whose_row_cannot_be_written_does_not_stay_behind(library: Library, tmp_path: Path):
    path = draw_booklet(tmp_path / "padi.pdf")
    with pytest.raises(Exception, match="FOREIGN KEY"):
        Intake(library).receive_path(path, Intent(office="1872", created_by="nobody"))
    assert list(library.folders.quarantine.iterdir()) == []


def test_a_form_that_comes_twice_at_once_brings_each_file_once(library: Library):
    got: list[str] = []

    def post() -> None:
        stream = io.BytesIO(b"%PDF-1.7 the same bytes")
        got.append(library.incoming.receive(stream, "padi.pdf", Intent(office="1872"), "b" * 16))

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert [item.id for item in library.incoming.batch("b" * 16)] == list(set(got))
    assert [path.name for path in library.folders.quarantine.iterdir()] == list(set(got))
    assert library.outbox.counts() == {"waiting": 1}


def test_different_files_of_one_form_are_different_items(library: Library):
    for content in (b"%PDF-1.7 one", b"%PDF-1.7 two"):
        library.incoming.receive(io.BytesIO(content), "padi.pdf", Intent(office="1872"), "b" * 16)
    assert len(library.incoming.batch("b" * 16)) == 2


def test_a_reading_that_was_given_up_is_read_when_its_job_gets_another_life(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock
):
    intake = Intake(library)
    item = intake.receive_path(draw_booklet(tmp_path / "padi.pdf"), Intent(office="1872", release=True))

    def broken(*_args: object, **_more: object):
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(ingest.files, "read_file", broken)
        for _ in range(MAX_ATTEMPTS):
            library.workers.drain({JOB})
            clock.forward(minutes=10)
    assert library.incoming.get(item).state == "failed"
    with library.database.write() as session:
        job = session.query(Job).filter_by(kind=JOB, state="dead").one()
        dead.retry(session, clock(), job.id, "system")
    library.workers.drain({JOB})
    after = library.incoming.get(item)
    assert (after.state, after.error) == ("done", "")
    assert after.work_id


def _person(library: Library, name: str, role: Role, office: str | None) -> str:
    with library.database.write() as session:
        email = f"{name.lower()}@example.org"
        return accounts.add(session, library.clock(), email=email, name=name, role=role, office=office).id


def test_files_are_decided_about_by_their_own_office_their_giver_and_administrators(library: Library):
    stranger = _person(library, "Budi", Role.LIBRARIAN, "3509")
    mine = _person(library, "Ratna", Role.LIBRARIAN, "1872")
    head = _person(library, "Kepala", Role.ADMINISTRATOR, "3509")
    free = _person(library, "Bebas", Role.LIBRARIAN, None)

    def failed(by: str) -> str:
        intent = Intent(office="1872", created_by=by)
        item = library.incoming.receive(io.BytesIO(by.encode()), "padi.pdf", intent, "b" * 16)
        library.incoming.fail(item, "damaged", {})
        return item

    item = failed(mine)
    for deed in (library.incoming.retry, library.incoming.dismiss):
        with pytest.raises(NotAllowed):
            deed(item, stranger)
    assert library.incoming.get(item).state == "failed"
    for who in (mine, head, free, "cli"):
        library.incoming.retry(item, who)
        library.incoming.fail(item, "damaged", {})
    given_elsewhere = failed(stranger)
    library.incoming.dismiss(given_elsewhere, stranger)
    assert library.incoming.get(given_elsewhere).state == "dismissed"


def test_a_reader_s_failed_scan_is_hers_alone_also_by_its_number(library: Library):
    reader = _person(library, "Siti", Role.READER, None)
    intent = Intent(office="1872", access="personal", created_by=reader, owner_id=reader)
    item = library.incoming.receive(io.BytesIO(b"halaman"), "padi.pdf", intent, "b" * 16)
    library.incoming.fail(item, "damaged", {})
    for role in (Role.LIBRARIAN, Role.ADMINISTRATOR):
        other = _person(library, role.value, role, "1872" if role is Role.LIBRARIAN else None)
        for deed in (library.incoming.retry, library.incoming.dismiss):
            with pytest.raises(NotFound):
                deed(item, other)
    assert library.incoming.get(item).state == "failed"
    assert library.incoming.quarantined(item).is_file()
    library.incoming.dismiss(item, reader)
    assert library.incoming.get(item).state == "dismissed"
