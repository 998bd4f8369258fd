"""`pustaka account export | erase | breach`."""

from __future__ import annotations

import csv
import json
import stat
import zipfile
from pathlib import Path

from tests.cli.conftest import READER, Stock
from tests.cli.test_document import _example, fits, shape


def test_everything_of_a_reader_is_written_into_a_file_of_its_owner_alone(stock: Stock, tmp_path: Path) -> None:
    """And the answer has the documented shape."""
    out = tmp_path / "siti.zip"
    answer = stock.terminal.ask("account", "export", "--email", READER, "--out", out)
    assert fits(_example(("account", "export")), answer), shape(answer)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with zipfile.ZipFile(out) as pack:
        data = json.loads(pack.read("data.json"))
    assert data["account"][0]["email"] == READER


def test_whose_data_are_meant_has_to_be_said_once(stock: Stock) -> None:
    """Wrong use (2); an unknown person is not found (5)."""
    assert stock.terminal.run("account", "export").code == 2
    assert stock.terminal.run("account", "export", "--email", READER, "--visit", "x").code == 2
    assert stock.terminal.run("account", "export", "--email", "tiada@contoh.id").code == 5
    assert stock.terminal.run("account", "export", "--visit", "tiada").code == 5


def test_nothing_is_erased_without_a_yes_and_everything_with_it(stock: Stock) -> None:
    """Once and for good; whoever is gone is not found."""
    assert stock.terminal.run("account", "erase", "--email", READER, given="n\n").code != 0
    answer = stock.terminal.ask("account", "erase", "--email", READER, "--yes")
    assert fits(_example(("account", "erase")), answer), shape(answer)
    assert stock.terminal.run("account", "erase", "--email", READER, "--yes").code == 5


def test_a_breach_names_persons_and_fields_and_a_list_that_computes_nothing(stock: Stock, tmp_path: Path) -> None:
    """A name that a spreadsheet would compute is text in the list."""
    stock.terminal.ask("account", "add", "--email", "rumus@contoh.id", "--name", "=HYPERLINK(1)")
    out = tmp_path / "daftar.csv"
    answer = stock.terminal.ask("account", "breach", "--from", "2020-01-01", "--kind", "account", "--out", out)
    assert fits(_example(("account", "breach")), answer), shape(answer)
    assert answer["total"] == 2
    assert "account.email" in answer["people"][0]["fields"]["account"]
    with out.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert "'=HYPERLINK(1)" in names


def test_what_is_no_time_or_no_kind_is_bad_input(stock: Stock) -> None:
    """Named, with what there is (3)."""
    assert stock.terminal.run("account", "breach", "--from", "kemarin").code == 3
    answer = stock.terminal.run("account", "breach", "--kind", "gossip")
    assert answer.code == 3
    assert "guest_book" in answer.err
