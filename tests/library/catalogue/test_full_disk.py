"""A full disk is told, costs nothing that was there, and is no fault of a file."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.files import Intake
from library import Library, Settings, open_library
from library.care.fixity import verify
from library.catalogue.incoming import JOB, Intent
from library.errors import StorageFailed
from tests.library.conftest import HandClock, draw_booklet

SIZE = 300 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 MB, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk, and not everywhere")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def library(small_disk: Path, clock: HandClock) -> Iterator[Library]:
    opened = open_library(Settings(data=small_disk / "data"), clock)
    Intake(opened).register()
    yield opened
    opened.close()


@contextmanager
def full(disk: Path, left: int) -> Iterator[None]:
    """Fill the disk but for `left` bytes."""
    ballast, facts = disk / "ballast", os.statvfs(disk)
    with ballast.open("wb") as file:
        file.write(bytes(facts.f_bavail * facts.f_frsize - left))
    try:
        yield
    finally:
        ballast.unlink()


def test_an_upload_that_does_not_fit_is_refused_and_leaves_nothing(library: Library, small_disk: Path):
    with full(small_disk, 64 << 10), pytest.raises(StorageFailed):
        library.incoming.receive(io.BytesIO(bytes(1 << 20)), "besar.pdf", Intent(office="1872"), "b" * 16)
    assert list(library.folders.quarantine.iterdir()) == []
    assert library.incoming.batch("b" * 16) == []
    assert verify(library).sound


def test_a_file_that_was_read_on_a_full_disk_is_not_blamed_and_read_once_there_is_room(
    library: Library, small_disk: Path, tmp_path: Path, clock: HandClock
):
    book = draw_booklet(tmp_path / "padi.pdf", pages=6)
    item = Intake(library).receive_path(book, Intent(office="1872", release=True))
    with full(small_disk, 256 << 10):
        library.workers.drain({JOB})
        # Room for a few rows, but not for what reading unpacks; the file is not to blame.
        assert library.incoming.get(item).error == ""
        assert library.outbox.counts() == {"waiting": 1}
    clock.forward(minutes=2)
    library.workers.drain()
    assert library.incoming.get(item).state == "done"
    assert verify(library).sound
