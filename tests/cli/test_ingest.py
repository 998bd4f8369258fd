"""`pustaka ingest`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.ingest import makers

PUSTAKA = Path(sys.executable).with_name("pustaka")
PAGES = 4


def test_a_bad_file_does_not_stop_the_good_ones(terminal: Terminal, tmp_path: Path) -> None:
    """The good files are works, each bad one is named with a sentence, and the exit code is 3."""
    first = makers.text_pdf(tmp_path / "pertama.pdf")
    last = makers.text_pdf(tmp_path / "terakhir.pdf", lines=("Produksi jagung dan kedelai di kabupaten ini.",))
    empty, secret = tmp_path / "kosong.pdf", tmp_path / "rahasia.pdf"
    empty.touch()
    makers.encrypted(secret, first, user="sandi")
    pipe, copy = tmp_path / "pipa.pdf", tmp_path / "salinan.pdf"
    os.mkfifo(pipe)  # nobody ever writes into it
    copy.write_bytes(last.read_bytes())
    answer = terminal.run("ingest", first, empty, secret, tmp_path / "tiada.pdf", pipe, last, copy, "--json")
    assert answer.code == 3
    assert [work["file"] for work in answer.json["works"]] == [str(first), str(last)]
    failed = {fault["file"]: fault["error"] for fault in answer.json["failed"]}
    assert set(failed) == {str(empty), str(secret), str(tmp_path / "tiada.pdf"), str(pipe)}
    assert answer.json["same"] == [{"file": str(copy), "same_as": last.name}]
    assert "password" in failed[str(secret)]
    assert terminal.ask("search", "kedelai")["total"] == 2


def test_a_file_given_twice_is_one_work(terminal: Terminal, tmp_path: Path) -> None:
    """The second time says which work it is, and the shelves stay as they are."""
    book = makers.text_pdf(tmp_path / "buku.pdf")
    first = terminal.run("ingest", book, "--json").json
    again = terminal.run("ingest", book, "--json").json
    assert [work["id"] for work in again["works"]] == [work["id"] for work in first["works"]]
    assert terminal.ask("search", "padi")["total"] == 2


def test_a_work_stands_on_the_shelf_of_the_named_office(terminal: Terminal, tmp_path: Path) -> None:
    """By code or by name; an unknown one is not found (5) and nothing is ingested."""
    book = makers.text_pdf(tmp_path / "buku.pdf")
    unknown = terminal.run("ingest", book, "--office", "9999", "--json")
    assert (unknown.code, unknown.json["error"]["code"]) == (5, "not-found")
    terminal.ask("ingest", book, "--office", "metro")
    assert terminal.ask("search", "padi", "--office", "1872")["total"] == 2
    assert terminal.ask("search", "padi", "--office", "1674")["total"] == 0


def test_a_work_left_for_review_is_not_found_by_readers(terminal: Terminal, tmp_path: Path) -> None:
    """`--review` waits for a librarian's look."""
    work = terminal.ask("ingest", "--review", makers.text_pdf(tmp_path / "buku.pdf"))["works"][0]
    assert work["state"] != "released"
    assert terminal.ask("search", "padi")["total"] == 0


@pytest.mark.slow
def test_a_run_that_was_killed_goes_on_where_it_was(terminal: Terminal, tmp_path: Path) -> None:
    """After SIGKILL in mid-book the same command ends with the work, and recognised pages are kept."""
    words = "Jumlah penduduk kecamatan\nmenurut hasil sensus\nhalaman nomor"
    scan = makers.scan_pdf(tmp_path / "buku.pdf", [f"{words} {n}" for n in range(PAGES)])
    run = subprocess.Popen([PUSTAKA, "ingest", scan], env=terminal.environment, start_new_session=True)
    before = _wait_for_pages(terminal.data, 2)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    work = terminal.ask("ingest", scan)["works"][0]
    assert work["pages"] == PAGES
    assert terminal.ask("search", "sensus")["total"] == PAGES
    assert all(time_kept == path.stat().st_mtime_ns for path, time_kept in before.items() if path.exists())


def _wait_for_pages(data: Path, count: int) -> dict[Path, int]:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        pages = list((data / "derived").rglob("*.hocr"))
        if len(pages) >= count:
            return {path: path.stat().st_mtime_ns for path in pages}
        time.sleep(0.05)
    raise AssertionError("recognition did not begin")
