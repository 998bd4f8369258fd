"""A worker that is told to stop, or is killed, loses no page that was recognised and fails no file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.files import Intake
from library import Library, Settings, open_library
from library.catalogue.incoming import Intent
from tests.ingest import makers

PAGES = 5
PUSTAKA = Path(sys.executable).with_name("pustaka")


@contextmanager
def _library(data: Path) -> Iterator[Library]:
    opened = open_library(Settings(data=data))
    Intake(opened).register()
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture
def data(tmp_path: Path) -> tuple[Path, str]:
    """A library with a scan that waits to be read; its folder and the item."""
    words = "Jumlah penduduk kecamatan\nmenurut hasil sensus\ntahun dua ribu dua puluh"
    scan = makers.scan_pdf(tmp_path / "buku.pdf", [f"{words}\nhalaman nomor {n}" for n in range(PAGES)])
    with _library(tmp_path / "data") as library:
        return tmp_path / "data", Intake(library).receive_path(scan, Intent(office="1872", release=True))


def _recognised(data: Path) -> int:
    return len(list((data / "derived" / "work").glob("*/ocr-cache/*.hocr")))


@contextmanager
def _worker_in_mid_book(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PUSTAKA_DATA": str(data), "PUSTAKA_OCR_JOBS": "1"}
    with subprocess.Popen([PUSTAKA, "worker", "--threads", "1"], env=environment, stderr=subprocess.DEVNULL) as worker:
        try:
            until = time.monotonic() + 120
            while _recognised(data) < 2:
                assert time.monotonic() < until, "recognition did not begin"
                assert worker.poll() is None
                time.sleep(0.02)
            yield worker
        finally:
            worker.kill()


def _job(data: Path) -> tuple[str, int, int]:
    with sqlite3.connect(data / "pustaka.db") as database:
        row: tuple[str, int, int] = database.execute(
            "SELECT state, attempts, lapses FROM job WHERE kind = 'ingest.read'"
        ).fetchone()
    database.close()
    return row


def test_sigterm_during_recognition_gives_the_file_back_and_the_next_worker_goes_on(data: tuple[Path, str]) -> None:
    folder, item = data
    with _worker_in_mid_book(folder) as worker:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    finished = _recognised(folder)
    assert finished < PAGES
    assert _job(folder) == ("waiting", 0, 0)
    with _library(folder) as library:  # at once: no lease has to run out
        library.workers.drain()
        read = library.incoming.get(item)
        assert (read.state, read.error) == ("done", "")


def test_after_a_kill_the_next_worker_goes_on_at_once(data: tuple[Path, str]) -> None:
    folder, item = data
    with _worker_in_mid_book(folder) as worker:
        worker.kill()
        worker.wait()
    assert _job(folder)[0] == "leased"
    with _library(folder) as library:
        library.workers.drain()
        assert library.incoming.get(item).state == "done"
        assert list(library.folders.quarantine.iterdir()) == []
    assert _job(folder) == ("done", 1, 1)
