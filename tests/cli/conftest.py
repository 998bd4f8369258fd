"""Data folders for the commands: an empty one, and one with three works and a reader."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.cli.books import varied_book
from tests.cli.terminal import Terminal
from tests.ingest import makers

READER = "siti@contoh.id"


DIRECTORY = (
    "Direktori perusahaan industri besar dan sedang yang dijaga kerahasiaannya.",
    "Nama dan alamat perusahaan dicantumkan atas izin pemiliknya masing-masing.",
    "Tenaga kerja perusahaan dihitung menurut jenis kelamin serta pendidikannya.",
)


@dataclass(frozen=True)
class Stock:
    """A stocked library: type into `terminal`; the works' identifiers."""

    terminal: Terminal
    book: str
    restricted: str
    untraceable: str


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Give a terminal over a data folder that is not there yet."""
    return Terminal(tmp_path / "data")


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """Fill one library for all; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("stock")
    terminal = Terminal(folder / "data")
    book = varied_book(folder / "buku.pdf", pages=3)
    directory = makers.text_pdf(folder / "direktori.pdf", pages=6, lines=DIRECTORY)
    leaflet = makers.text_pdf(folder / "lembar.pdf", pages=1, lines=("Sepatah kata saja.",))
    ingested = [work["id"] for work in terminal.ask("ingest", book, leaflet)["works"]]
    ingested += [work["id"] for work in terminal.ask("ingest", "--restricted", directory)["works"]]
    terminal.ask("account", "add", "--email", READER, "--name", "Siti Rahmawati")
    return Stock(terminal, book=ingested[0], untraceable=ingested[1], restricted=ingested[2])


@pytest.fixture
def stock(stocked: Stock, tmp_path: Path) -> Stock:
    """Give a stocked library of one's own."""
    data = tmp_path / "data"
    shutil.copytree(stocked.terminal.data, data)
    return replace(stocked, terminal=Terminal(data))
