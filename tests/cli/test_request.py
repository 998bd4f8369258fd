"""`pustaka request`."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pikepdf
import pymupdf

from tests.cli.conftest import READER, Stock


def test_an_open_work_is_ready_at_once_and_bears_the_readers_name(stock: Stock, tmp_path: Path) -> None:
    """The file is the copy whose checksum was told; every page names its reader; qpdf has no complaint."""
    out = tmp_path / "salinan.pdf"
    words = ("request", stock.book, "--account", READER, "--purpose", "skripsi", "--out", out)
    answer = stock.terminal.ask(*words)
    assert (answer["state"], answer["file"]) == ("ready", str(out))
    assert hashlib.sha256(out.read_bytes()).hexdigest() == answer["sha256"]
    with pymupdf.open(out) as copy:
        assert all("Siti Rahmawati" in page.get_text() for page in copy)
    with pikepdf.open(out) as copy:
        assert copy.check_pdf_syntax() == []


def test_without_out_the_answer_names_the_file_in_the_data_folder(stock: Stock) -> None:
    """Two requests are two copies with numbers of their own."""
    words = ("request", stock.book, "--account", READER, "--purpose", "skripsi")
    first, second = stock.terminal.ask(*words), stock.terminal.ask(*words)
    assert Path(first["file"]).is_file()
    assert first["request"] != second["request"]


def downloads(stock: Stock) -> tuple[list[str], list[tuple[str, str]]]:
    """Give the states of all requests downloaded from, and who is on record for every download of which copy."""
    with closing(sqlite3.connect(stock.terminal.data / "pustaka.db")) as records:
        given = "SELECT r.state FROM copy JOIN softcopy_request r ON r.id = request_id WHERE downloaded_at IS NOT NULL"
        states = [state for (state,) in records.execute(given)]
        query = "SELECT actor, number FROM audit JOIN copy ON subject = 'copy:' || copy.id WHERE action = ?"
        return states, records.execute(query, ("copy.download",)).fetchall()


def test_a_copy_that_is_written_out_is_on_record_as_downloaded(stock: Stock, tmp_path: Path) -> None:
    """By the command line; one that stays in the data folder, or that cannot be written, is not."""
    words = ("request", stock.book, "--account", READER, "--purpose", "skripsi")
    stock.terminal.ask(*words)
    assert stock.terminal.run(*words, "--out", tmp_path / "tiada" / "salinan.pdf").code != 0
    assert downloads(stock) == ([], [])
    copy = stock.terminal.ask(*words, "--out", tmp_path / "salinan.pdf")["copy"]
    assert downloads(stock) == (["DOWNLOADED"], [("cli", copy)])


def test_a_restricted_work_waits_for_a_librarian(stock: Stock, tmp_path: Path) -> None:
    """Pending is an answer (0); no file is written."""
    out = tmp_path / "salinan.pdf"
    words = ("request", stock.restricted, "--account", READER, "--purpose", "skripsi", "--out", out)
    answer = stock.terminal.ask(*words)
    assert (answer["state"], answer["copy"], answer["file"], answer["sha256"]) == ("pending", None, None, None)
    assert not out.exists()


def test_a_work_whose_leak_could_not_be_traced_is_refused(stock: Stock) -> None:
    """Until a librarian has accepted that in writing: exit code 4."""
    answer = stock.terminal.run("request", stock.untraceable, "--account", READER, "--purpose", "skripsi", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (4, "untraceable")


def test_an_unknown_work_or_reader_is_not_found(stock: Stock) -> None:
    """Exit code 5, and as an object where one was asked for."""
    for work, account in (("tiada", READER), (stock.book, "tiada@contoh.id")):
        answer = stock.terminal.run("request", work, "--account", account, "--purpose", "skripsi", "--json")
        assert (answer.code, answer.json["error"]["code"]) == (5, "not-found")


def test_a_request_without_a_purpose_is_bad_input(stock: Stock) -> None:
    """An empty purpose is no purpose (3)."""
    answer = stock.terminal.run("request", stock.book, "--account", READER, "--purpose", " ", "--json")
    assert answer.code == 3


def test_a_librarian_asks_back_and_notes_the_answer(stock: Stock) -> None:
    """The request stays pending; it is named by its number."""
    words = ("request", stock.restricted, "--account", READER, "--purpose", "skripsi")
    number = stock.terminal.ask(*words)["request"]
    asked = stock.terminal.ask("request", number, "--ask", "Untuk kampus mana?")
    assert (asked["request"], asked["state"]) == (number, "pending")
    letters = [path.read_text().replace("=\n", "") for path in (stock.terminal.data / "mail").glob("*.eml")]
    assert any("Untuk kampus mana?" in letter for letter in letters)
    again = stock.terminal.run("request", number, "--ask", "Dan jurusan?", "--json")
    assert (again.code, again.json["error"]["code"]) == (4, "lost-race")
    assert stock.terminal.ask("request", number.lower(), "--answer", "Unila")["state"] == "pending"
    assert stock.terminal.run("request", "1872-2026-99999", "--ask", "?", "--json").code == 5


def test_what_a_request_lacks_is_named(stock: Stock) -> None:
    """Wrong use (2)."""
    for words in ((), ("--account", READER), ("--ask", "a", "--answer", "b")):
        assert stock.terminal.run("request", stock.book, *words).code == 2
