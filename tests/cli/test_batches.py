"""`pustaka ingest` with folders, archives and batches."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.ingest import archives, makers

PUSTAKA = Path(sys.executable).with_name("pustaka")
MANY = 200


def wait_for(what: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_folder_and_an_archive_become_works_and_what_is_refused_is_named_by_its_place(
    terminal: Terminal, tmp_path: Path
) -> None:
    """Hidden files, unfinished ones and links stay where they are; places stand in the answer."""
    shelf = tmp_path / "rak"
    (shelf / "2019").mkdir(parents=True)
    book = makers.text_pdf(tmp_path / "buku.pdf")
    (shelf / "2019" / "buku.pdf").write_bytes(book.read_bytes())
    (shelf / "bukan.pdf").write_bytes(b"no pdf")
    (shelf / ".sisa.pdf").write_bytes(b"x")
    (shelf / "luar.pdf").symlink_to(book)
    packed = archives.archive(tmp_path / "arsip.zip", {"a/../../b.pdf": b"x", "dalam/bukan.png": b"no picture"})
    answer = terminal.run("ingest", shelf, packed, "--review", "--json")
    assert answer.code == 3
    assert [work["file"] for work in answer.json["works"]] == [str(shelf / "2019" / "buku.pdf")]
    failed = {fault["file"]: fault["error"] for fault in answer.json["failed"]}
    assert set(failed) == {str(shelf / "bukan.pdf"), "arsip.zip/a/b.pdf", "arsip.zip/dalam/bukan.png"}
    assert "leads out of the archive" in failed["arsip.zip/a/b.pdf"]
    listed = terminal.ask("ingest", "--list", "--batch", answer.json["batch"])
    assert listed["batches"][0]["files"] == {"done": 1, "failed": 3, "unpacked": 1}
    put_away = terminal.ask("ingest", "--dismiss", answer.json["batch"], "--list")
    assert put_away["done"][0]["files"] == 3
    assert put_away["batches"][0]["files"] == {"done": 1, "unpacked": 1}


def test_of_two_hundred_files_none_is_lost_or_there_twice_when_taking_them_in_is_killed(
    terminal: Terminal, tmp_path: Path
) -> None:
    """The same command goes on; every byte that was given lies in quarantine under one item."""
    shelf = tmp_path / "rak"
    shelf.mkdir()
    for number in range(MANY):
        (shelf / f"{number:03}.pdf").write_bytes(f"%PDF-1.7 {number}".encode())
    words = ("ingest", shelf, "--later", "--batch", "Rak 7")
    run = subprocess.Popen([PUSTAKA, *words], env=terminal.environment, start_new_session=True)
    quarantine = terminal.data / "quarantine"
    wait_for(lambda: quarantine.is_dir() and len(list(quarantine.iterdir())) >= MANY // 3)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    assert len(list(quarantine.iterdir())) < MANY
    first = terminal.ask(*words)
    assert first["waiting"] == MANY
    listed = terminal.ask("ingest", "--list", "--batch", "Rak 7")
    assert listed["batches"][0]["files"] == {"waiting": MANY}
    assert [file["file"] for file in listed["files"]] == [f"rak/{number:03}.pdf" for number in range(MANY)]
    kept = [hashlib.sha256((quarantine / file["id"]).read_bytes()).digest() for file in listed["files"]]
    assert kept == [hashlib.sha256(path.read_bytes()).digest() for path in sorted(shelf.iterdir())]


def test_a_batch_is_paused_resumed_and_put_away_by_command(terminal: Terminal, tmp_path: Path) -> None:
    """Of what nothing can be said, the answer is a refusal (4); an unknown id is not found (5)."""
    file = tmp_path / "a.pdf"
    file.write_bytes(b"no pdf")
    batch = terminal.ask("ingest", file, "--later")["batch"]
    assert terminal.ask("ingest", "--pause", batch)["done"] == [{"id": batch, "deed": "pause", "files": 1}]
    listed = terminal.ask("ingest", "--list", "--batch", batch)
    assert listed["batches"][0]["paused"] is True
    assert "a.pdf (paused): 1 paused" in terminal.run("ingest", "--list").out
    item = listed["files"][0]["id"]
    assert terminal.run("ingest", "--retry", item, "--json").json["error"]["code"] == "lost-race"
    assert terminal.ask("ingest", "--resume", item)["done"][0]["files"] == 1
    assert terminal.ask("ingest", "--dismiss", item)["done"][0]["files"] == 1
    assert terminal.run("ingest", "--pause", "tiada", "--json").code == 5
    assert list((terminal.data / "quarantine").iterdir()) == []
    assert terminal.ask("ingest", "--list") == {"batches": []}


@pytest.mark.slow
def test_a_watched_folder_is_read_until_the_command_is_told_to_stop(terminal: Terminal, tmp_path: Path) -> None:
    """What cannot be used lies in `refused` with its reason in both languages."""
    folder = tmp_path / "masuk"
    folder.mkdir()
    (folder / "bukan.pdf").write_bytes(b"no pdf")
    run = subprocess.Popen([PUSTAKA, "ingest", "--watch", folder], env=terminal.environment)
    reason = folder / "refused" / "bukan.pdf.txt"
    wait_for(lambda: reason.exists() and (folder / "refused" / "bukan.pdf").exists(), 120)
    run.send_signal(signal.SIGTERM)
    assert run.wait(60) == 0
    assert "no PDF, TIFF, PNG or JPEG" in reason.read_text("utf-8")
    assert "bukan PDF" in reason.read_text("utf-8")
    assert [path.name for path in folder.rglob("*.pdf")] == ["bukan.pdf"]
