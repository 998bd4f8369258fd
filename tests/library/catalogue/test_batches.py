"""Batches: files that came together, decided about together."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest

from ingest.files import Intake
from library import Library
from library.catalogue.batches import Wanted
from library.catalogue.incoming import BATCH, JOB, SINGLE, WALK_IN, Intent, Origin
from library.errors import LostRace, NotAllowed, NotFound
from library.readers import accounts
from library.readers.roles import Role
from library.store import schema
from library.store.engine import Database, integrity_errors
from library.store.models import Job
from tests.library.conftest import draw_booklet

HERE = Intent(office="1872")


def bring(library: Library, batch: str, *names: str, intent: Intent = HERE) -> list[str]:
    """Take in small files, each with bytes of its own."""
    items = []
    for name in names:
        items.append(library.incoming.receive(io.BytesIO(f"no pdf: {name}".encode()), name, intent, batch))
        library.clock.forward(seconds=1)  # type: ignore[attr-defined] # files come one after the other
    return items


def refuse(library: Library, *items: str) -> None:
    for item in items:
        library.incoming.fail(item, "damaged", {})


def states(library: Library, batch: str) -> dict[str, str]:
    return {item.name: item.state for item in library.incoming.batch(batch)}


@pytest.fixture
def batch(library: Library) -> str:
    return library.batches.open("Rak 7", "1872", source="upload", by=None, expected=3)


def test_a_batch_says_how_many_have_come_and_how_many_are_still_to_come(library: Library, batch: str):
    bring(library, batch, "a.pdf", "b.pdf")
    view = library.batches.get(batch)
    assert (view.batch.name, view.total, view.finished, view.missing) == ("Rak 7", 2, 0, 1)
    assert view.moving
    assert view.left is None, "nothing was measured on this machine yet"


def test_what_was_put_away_has_come_and_what_an_archive_held_was_not_announced(library: Library, batch: str):
    bring(library, batch, "a.pdf", "b.zip")
    (archive,) = (item.id for item in library.incoming.batch(batch) if item.name == "b.zip")
    for name in ("1.pdf", "2.pdf"):
        origin = Origin(path=f"b.zip/{name}", parent=archive)
        library.incoming.receive(io.BytesIO(name.encode()), name, Intent(office="1872"), batch, origin)
    library.batches.decide(batch, "dismiss", "cli")
    assert library.batches.get(batch).missing == 1


def test_the_same_bytes_under_another_name_have_come_and_are_said_to_be_the_same(library: Library, batch: str):
    first, second = (
        library.incoming.receive(io.BytesIO(b"no pdf"), name, HERE, batch, Origin(path=f"rak/{name}"))
        for name in ("a.pdf", "salinan.pdf")
    )
    again = library.incoming.receive(io.BytesIO(b"no pdf"), "salinan.pdf", HERE, batch, Origin(path="rak/salinan.pdf"))
    assert again == second != first
    twin = library.incoming.get(second)
    assert (twin.state, twin.error_params) == ("same", {"same_as": first, "name": "rak/a.pdf"})
    view = library.batches.get(batch)
    assert (view.total, view.missing, view.counts) == (1, 1, {"waiting": 1, "same": 1})
    assert ("rak/salinan.pdf", 6) in library.batches.received(batch)
    assert [path.name for path in library.folders.quarantine.iterdir()] == [first]


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_the_same_as_a_file_that_was_put_away_is_put_away_with_it(library: Library, batch: str, whole: bool):
    first, second = (
        library.incoming.receive(io.BytesIO(b"no pdf"), name, HERE, batch) for name in ("a.pdf", "salinan.pdf")
    )
    if whole:
        library.batches.decide(batch, "dismiss", "cli")
    else:
        library.incoming.dismiss(first, "cli")
    assert library.incoming.get(second).state == "dismissed"
    assert library.batches.get(batch).missing == 1, "both have come"
    back = library.incoming.receive(io.BytesIO(b"no pdf"), "salinan.pdf", HERE, batch)
    assert library.incoming.get(back).state == "waiting", "whoever sends it again wants it"


def test_a_file_that_is_the_same_as_another_is_put_away_by_itself(library: Library, batch: str):
    first, second = (
        library.incoming.receive(io.BytesIO(b"no pdf"), name, HERE, batch) for name in ("a.pdf", "salinan.pdf")
    )
    library.incoming.dismiss(second, "cli")
    assert (library.incoming.get(first).state, library.incoming.quarantined(first).exists()) == ("waiting", True)


def test_a_paused_batch_is_not_read_until_it_is_resumed_and_what_comes_meanwhile_waits_too(
    library: Library, batch: str
):
    bring(library, batch, "a.pdf")
    library.batches.decide(batch, "pause", "cli")
    bring(library, batch, "b.pdf")
    library.workers.drain({JOB})
    assert states(library, batch) == {"a.pdf": "paused", "b.pdf": "paused"}
    assert library.batches.decide(batch, "resume", "cli") == 2
    assert states(library, batch) == {"a.pdf": "waiting", "b.pdf": "waiting"}
    assert library.outbox.active({JOB}) == 2


def test_an_empty_batch_can_be_paused_before_its_files_come(library: Library, batch: str):
    library.batches.decide(batch, "pause", "cli")
    with pytest.raises(LostRace):
        library.batches.decide(batch, "pause", "cli")


def test_all_refused_files_of_a_batch_are_read_once_more_or_put_away(library: Library, batch: str):
    items = bring(library, batch, "a.pdf", "b.pdf")
    refuse(library, *items)
    assert library.batches.decide(batch, "retry", "cli") == 2
    assert set(states(library, batch).values()) == {"waiting"}
    refuse(library, *items)
    assert library.batches.decide(batch, "dismiss", "cli") == 2
    assert library.batches.get(batch).total == 0
    assert list(library.folders.quarantine.iterdir()) == []
    with pytest.raises(LostRace):
        library.batches.decide(batch, "dismiss", "cli")


def test_one_file_is_paused_resumed_and_put_away_by_itself(library: Library, batch: str):
    first, second = bring(library, batch, "a.pdf", "b.pdf")
    library.incoming.pause(first, "cli")
    refuse(library, first, second)
    assert states(library, batch) == {"a.pdf": "paused", "b.pdf": "failed"}
    with pytest.raises(LostRace):
        library.incoming.pause(second, "cli")
    library.incoming.dismiss(first, "cli")
    assert not library.incoming.quarantined(first).exists()


def test_a_file_paused_while_it_is_read_is_told_at_its_next_page(library: Library, batch: str):
    (item,) = bring(library, batch, "a.pdf")
    library.incoming.begin(item)
    assert library.incoming.progress(item, "ocr", 1, 9)
    library.incoming.pause(item, "cli")
    assert not library.incoming.progress(item, "ocr", 2, 9)
    library.incoming.fail(item, "damaged", {})
    assert library.incoming.get(item).state == "paused", "a late worker changes nothing"


def test_batches_are_decided_about_by_their_own_office(library: Library, batch: str):
    bring(library, batch, "a.pdf")
    people = {}
    with library.database.write() as session:
        for office in ("1872", "3509"):
            person = {"email": f"{office}@example.org", "name": "Ratna", "role": Role.LIBRARIAN, "office": office}
            people[office] = accounts.add(session, library.clock(), **person).id  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        library.batches.decide(batch, "pause", people["3509"])
    assert library.batches.decide(batch, "pause", people["1872"]) == 1


def test_what_a_reader_scanned_for_herself_is_in_no_list(library: Library):
    with library.database.write() as session:
        reader = accounts.add(session, library.clock(), email="siti@example.org", name="Siti").id
    own = Intent(office="1872", access="personal", created_by=reader, owner_id=reader, priority=WALK_IN)
    bring(library, "s" * 16, "a.pdf", intent=own)
    assert library.batches.recent(Wanted(), 10) == ([], 0)
    assert library.batches.files(Wanted(), 10) == ([], 0)
    with pytest.raises(NotFound):
        library.batches.get("s" * 16)


def test_files_are_listed_by_state_kind_office_name_and_page_by_page(library: Library, batch: str):
    bring(library, batch, "padi 2019.pdf", "padi_2020.PDF", "peta.tif", "sawah.jpg")
    there = library.batches.open("Jember", "3509", source="upload", by=None)
    bring(library, there, "kopi.pdf", intent=Intent(office="3509"))
    found = lambda **wanted: [item.name for item in library.batches.files(Wanted(**wanted), 10)[0]]  # noqa: E731
    assert found(kind="pdf", office="1872", name="padi") == ["padi_2020.PDF", "padi 2019.pdf"]
    assert found(name="_") == ["padi_2020.PDF"], "what is typed is no pattern"
    assert found(kind="tiff") == ["peta.tif"]
    assert found(state="failed") == []
    assert library.batches.files(Wanted(batch=batch), 2, 2)[1] == 4
    assert [item.name for item in library.batches.files(Wanted(batch=batch), 2, 2)[0]] == ["peta.tif", "sawah.jpg"]
    assert [view.batch.name for view in library.batches.recent(Wanted(office="3509"), 10)[0]] == ["Jember"]


def test_a_sender_who_comes_back_is_told_what_has_come(library: Library, batch: str):
    library.incoming.receive(io.BytesIO(b"12345"), "a.pdf", HERE, batch, Origin(path="rak/2019/a.pdf"))
    bring(library, batch, "b.pdf")
    assert library.batches.received(batch) == [("rak/2019/a.pdf", 5), ("b.pdf", 13)]


def test_who_waits_goes_before_one_file_and_one_file_before_many(library: Library):
    order = {"many.pdf": BATCH, "one.pdf": SINGLE, "walk-in.pdf": WALK_IN}
    for number, (name, priority) in enumerate(order.items()):
        bring(library, f"{number:016}", name, intent=Intent(office="1872", priority=priority))
    read = []
    while lease := library.outbox.lease("w", {JOB}):
        read.append(library.incoming.get(lease.payload["item"]).name)
    assert read == ["walk-in.pdf", "one.pdf", "many.pdf"]


def test_a_file_read_once_more_keeps_its_place_among_the_urgent(library: Library):
    (item,) = bring(library, "b" * 16, "a.pdf", intent=Intent(office="1872", priority=SINGLE))
    assert library.outbox.lease("w", {JOB})
    refuse(library, item)
    library.incoming.retry(item, "cli")
    with library.database.read() as session:
        assert session.query(Job).filter_by(kind=JOB, state="waiting").one().priority == SINGLE


def test_the_pace_is_measured_and_time_left_is_said_while_the_next_is_read(library: Library, tmp_path: Path):
    batch = library.batches.open("Rak", "1872", source="upload", by=None)
    intake = Intake(library)
    first = intake.receive_path(draw_booklet(tmp_path / "a.pdf"), HERE, batch)
    library.workers.drain({JOB})
    item = library.incoming.get(first)
    assert item.pages == 3
    assert item.seconds > 0
    intake.receive_path(draw_booklet(tmp_path / "b.pdf"), HERE, batch)
    last = intake.receive_path(draw_booklet(tmp_path / "c.pdf"), HERE, batch)
    assert library.batches.get(batch).left is None, "none of them has its turn yet"
    library.incoming.begin(last)
    assert library.batches.get(batch).left == pytest.approx(2 * item.seconds)


OLD_ITEMS = """
INSERT INTO ingest_item (id, batch, office, name, release, access, state, step, page, pages, error, error_params,
  created_at, changed_at)
  VALUES ('i1', 'b1', '1872', 'Padi.PDF', 0, 'open', 'failed', '', 0, 0, 'damaged', '{}', '2026-01-01', '2026-01-01'),
         ('i2', 'b1', '1872', 'peta.tif', 0, 'open', 'waiting', '', 0, 0, '', '{}', '2026-01-02', '2026-01-02');
"""


def test_files_of_before_stand_in_batches_after_the_upgrade_and_are_there_after_a_downgrade(tmp_path: Path):
    database = Database(tmp_path / "used.db")
    schema.upgrade(database.engine, "0015")
    with sqlite3.connect(database.path) as connection:
        connection.executescript(OLD_ITEMS)
    connection.close()
    schema.upgrade(database.engine, "0016")
    with sqlite3.connect(database.path) as connection:
        assert connection.execute("SELECT id, office, created_at FROM ingest_batch").fetchall() == [
            ("b1", "1872", "2026-01-01")
        ]
        assert connection.execute("SELECT kind FROM ingest_item ORDER BY id").fetchall() == [("pdf",), ("tiff",)]
        connection.execute("UPDATE ingest_item SET state = 'paused' WHERE id = 'i2'")
    connection.close()
    schema.downgrade(database.engine, "0015")
    with sqlite3.connect(database.path) as connection:
        assert connection.execute("SELECT state FROM ingest_item").fetchall() == [("failed",), ("failed",)]
    connection.close()
    assert integrity_errors(database.path) == []
    database.close()
