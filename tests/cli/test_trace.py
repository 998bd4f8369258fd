"""`pustaka trace`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pymupdf

from tests.cli.conftest import READER, Stock
from tests.cli.terminal import Terminal
from tests.ingest import makers
from webapp.cli.tracing import MOST_FILES


def test_what_is_no_copy_of_ours_is_traced_to_nobody(stock: Stock, tmp_path: Path) -> None:
    """Exit code 6, a reason, and no name."""
    stranger = makers.text_pdf(tmp_path / "lain.pdf", lines=("Resep rendang padang.", "Dua kilogram daging sapi."))
    answer = stock.terminal.run("trace", stranger, "--json")
    assert answer.code == 6
    assert (answer.json["verdict"], answer.json["accused"]) == ("nobody", [])
    assert answer.json["reason"]


def test_a_copy_as_it_was_delivered_is_traced_to_its_reader(stock: Stock, tmp_path: Path) -> None:
    """The account is named by its address, with the bound on the chance of error; the report is a PDF."""
    out, report = tmp_path / "bocor.pdf", tmp_path / "bukti.pdf"
    stock.terminal.ask("request", stock.book, "--account", READER, "--purpose", "skripsi", "--out", out)
    answer = stock.terminal.run("trace", out, "--report", report, "--json")
    assert answer.code == 0, answer.err
    assert answer.json["verdict"] == "identified"
    assert [accused["account"] for accused in answer.json["accused"]] == [READER]
    with pymupdf.open(report) as document:
        assert "Trace: evidence report" in document[0].get_text()


def test_the_report_speaks_the_language_that_was_asked_for(stock: Stock, tmp_path: Path) -> None:
    """And no other than the library's two."""
    leak, report = tmp_path / "kosong.pdf", tmp_path / "bukti.pdf"
    leak.touch()
    assert stock.terminal.run("trace", leak, "--report", report, "--language", "id").code == 6
    with pymupdf.open(report) as document:
        assert "Hasil: Tidak seorang pun ditemukan\nBerkasnya kosong." in document[0].get_text()
    assert stock.terminal.run("trace", leak, "--report", report, "--language", "jv").code == 2


def test_a_work_whose_master_is_gone_is_said_to_be_left_out(stock: Stock, tmp_path: Path) -> None:
    """It stops no trace that does not name it, and fails one that does."""
    out = tmp_path / "bocor.pdf"
    stock.terminal.ask("request", stock.book, "--account", READER, "--purpose", "skripsi", "--out", out)
    with closing(sqlite3.connect(stock.terminal.data / "pustaka.db")) as records:
        ((body,),) = records.execute("SELECT body FROM master JOIN copy ON copy.master_id = master.id").fetchall()
    next((stock.terminal.data / "blobs").rglob(body)).unlink()
    answer = stock.terminal.run("trace", out)
    assert answer.code == 6
    assert f"({stock.book}): a file of its master is missing" in answer.out
    assert stock.terminal.run("trace", out, "--work", stock.book).code == 5


def test_a_file_or_work_that_is_not_there_is_not_found(stock: Stock, tmp_path: Path) -> None:
    """Exit code 5 for both."""
    leak = makers.text_pdf(tmp_path / "bocor.pdf")
    assert stock.terminal.run("trace", tmp_path / "tiada.pdf").code == 5
    assert stock.terminal.run("trace", leak, "--work", "tiada").code == 5


def test_a_file_that_cannot_be_read_is_said_to_be_so(stock: Stock, tmp_path: Path) -> None:
    """Not a traceback: nobody is named, and the reason tells why."""
    broken = tmp_path / "rusak.pdf"
    broken.write_bytes(b"%PDF-1.7 rusak")
    answer = stock.terminal.run("trace", broken, "--json")
    assert answer.code == 6
    assert (answer.json["verdict"], answer.json["accused"]) == ("nobody", [])
    assert answer.json["reason"]


def test_more_files_than_memory_holds_are_refused_before_anything_is_opened(terminal: Terminal, tmp_path: Path) -> None:
    """Wrong use (2), with the way out; as many as are allowed get on to the first that is not there (5)."""
    photographs = [tmp_path / f"{number}.jpg" for number in range(MOST_FILES + 1)]
    answer = terminal.run("trace", *photographs)
    assert answer.code == 2
    assert f"{MOST_FILES + 1} files; at most {MOST_FILES}" in answer.err
    assert "in several runs" in answer.err
    assert not terminal.data.exists()
    assert terminal.run("trace", *photographs[:MOST_FILES]).code == 5


def test_the_help_names_the_limit(terminal: Terminal) -> None:
    """It is written there by hand, so it is compared with the number that counts."""
    assert f"at most {MOST_FILES} files" in " ".join(terminal.run("trace", "--help").out.split())
