"""A long batch never starves who waits at the station: the page that is being recognised ends, then it is her turn."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ingest.files
from ingest.files import Intake
from ingest.reading import Progress
from library import Library
from library.catalogue.incoming import BATCH, JOB, WALK_IN, Intent
from library.store.models import Job
from tests.library.conftest import draw_booklet

PAGES = 500


class LongBooks:
    """In place of recognition: books of five hundred pages, a page in 20 ms; other files are read as ever."""

    def __init__(self) -> None:
        self.broken_off: list[tuple[str, int]] = []
        self.begun = threading.Barrier(3)
        self.real = ingest.files.read_file

    def read(self, path: Path, folder: Path, *, name: str, progress: Callable[[Progress], None], **more: Any) -> Any:
        if not name.startswith("buku"):
            return self.real(path, folder, name=name, progress=progress, **more)
        known = [page for broken, page in self.broken_off if broken == name]
        if not known:
            self.begun.wait(30)
        for page in range(max(known, default=0) + 1, PAGES):
            time.sleep(0.02)
            try:
                progress(Progress("ocr", page, PAGES))
            except BaseException:
                self.broken_off.append((name, page))
                raise
        raise AssertionError("nobody broke it off")


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_of_two_workers_with_long_books_one_goes_over_to_the_self_scan_at_its_next_page(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock
):
    books, intake = LongBooks(), Intake(library)
    monkeypatch.setattr(ingest.files, "read_file", books.read)
    paths = [draw_booklet(tmp_path / f"buku-{number}.pdf", pages=1) for number in range(3)]
    items = [intake.receive_path(path, Intent(office="1872", priority=BATCH), "b" * 16) for path in paths]
    library.workers.start(3)  # the first of them never reads books
    books.begun.wait(30)
    walk_in = intake.receive_path(
        draw_booklet(tmp_path / "pindaian.pdf", pages=1), Intent(office="1872", priority=WALK_IN)
    )
    clock.forward(seconds=2)
    wait_for(lambda: library.incoming.get(walk_in).state == "done")
    (name, page), *more = books.broken_off
    assert len(more) <= 1, "the other may have seen her wait at the same moment"
    assert page < PAGES / 2
    wait_for(lambda: sum(library.incoming.get(item).state == "reading" for item in items) == 2)
    states = {item.name: item.state for item in library.incoming.batch("b" * 16)}
    assert states[name] == "reading", "it goes on before the third book is begun"
    assert states["buku-2.pdf"] == "waiting"
    library.workers.stop()


def test_a_book_gives_way_to_nobody_as_urgent_as_itself(library: Library, tmp_path: Path, clock):
    intake = Intake(library)
    for number in range(2):
        intake.receive_path(draw_booklet(tmp_path / f"{number}.pdf", pages=1), Intent(office="1872", priority=BATCH))
    clock.forward(seconds=2)
    assert not library.outbox.waits_before(JOB, BATCH)
    assert library.outbox.waits_before(JOB, BATCH + 1)


def test_a_job_that_was_given_back_keeps_its_place_in_the_line(library: Library, tmp_path: Path, clock):
    intake = Intake(library)
    first = intake.receive_path(draw_booklet(tmp_path / "a.pdf", pages=1), Intent(office="1872"))
    clock.forward(seconds=1)
    intake.receive_path(draw_booklet(tmp_path / "b.pdf", pages=1), Intent(office="1872"))
    lease = library.outbox.lease("w", {JOB})
    assert lease is not None
    clock.forward(seconds=5)
    library.outbox.give_back(lease)
    again = library.outbox.lease("w", {JOB})
    assert again is not None
    assert again.payload == {"item": first}
    with library.database.read() as session:
        assert session.get(Job, again.job).attempts == 1  # type: ignore[union-attr]
