"""`pustaka ingest --records`: lists of publications held against the catalogue."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Stock


def test_a_list_is_compared_first_and_then_taken_over(stock: Stock, tmp_path: Path) -> None:
    """A dry run changes nothing; a record of nothing that is here is named."""
    records = tmp_path / "daftar.csv"
    records.write_text(f"id,title,issn\n{stock.book},Buku,2620-455X\n,Entah Apa,\n", encoding="utf-8")
    dry = stock.terminal.ask("ingest", "--records", records, "--dry-run")
    assert (dry["records"], dry["matched"], dry["changed"]) == (2, 1, 0)
    assert dry["unmatched"] == [{"title": "Entah Apa", "why": "none"}]
    assert stock.terminal.ask("ingest", "--records", records)["changed"] == 1
    again = stock.terminal.ask("ingest", "--records", records)
    assert (again["differences"], again["changed"]) == ([], 0)


def test_a_file_that_is_no_list_ends_with_3_and_naming_nothing_with_2(stock: Stock, tmp_path: Path) -> None:
    """As every other file that cannot be used, and every other wrong use."""
    nothing = tmp_path / "x.json"
    nothing.write_text(json.dumps({"data": []}), encoding="utf-8")
    assert stock.terminal.run("ingest", "--records", nothing, "--json").code == 3
    assert stock.terminal.run("ingest").code == 2
