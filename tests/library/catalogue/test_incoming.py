"""Files that came in: read by one worker at a time, and what is finished stays finished."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

import ingest.files
from ingest.files import Intake
from library import Library
from library.catalogue.incoming import Intent
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


def test_a_file_whose_row_cannot_be_written_does_not_stay_behind(library: Library, tmp_path: Path):
    path = draw_booklet(tmp_path / "padi.pdf")
    with pytest.raises(Exception, match="FOREIGN KEY"):
        Intake(library).receive_path(path, Intent(office="1872", created_by="nobody"))
    assert list(library.folders.quarantine.iterdir()) == []
