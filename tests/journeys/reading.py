"""A library with one released yearbook, a reader, and a website over it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.files import Intake
from library.catalogue.incoming import Intent
from library.readers import accounts
from library.settings import Settings
from library.wiring import Library, open_library
from tests.journeys.conftest import PASSWORD, Site
from tests.webapp.rooms.books import make_book
from webapp.server import Website

READER = "siti@contoh.id"


@contextmanager
def reading_room(folder: Path) -> Iterator[Site]:
    """Serve it until the end of the block."""
    library = open_library(Settings(data=folder / "data", workers=0, rate_limits=False))
    _fill(library, folder)
    website = Website(library, "127.0.0.1", 0)
    thread = threading.Thread(target=website.run)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{website.port}", library)
    finally:
        website.stop()
        thread.join(60)
        library.close()


def _fill(library: Library, folder: Path) -> None:
    Intake(library).register()
    for year, crops in ((2021, ("kedelai",)), (2022, ("padi", "kedelai"))):
        catalogue = f"1102001.18720{year % 100}"
        book = make_book(folder / f"{year}.pdf", "Kecamatan Metro Dalam Angka", year, catalogue, crops)
        Intake(library).receive_path(book, Intent(office="1872", release=True))
    library.workers.drain()
    with library.database.write() as records:
        accounts.add(records, library.clock(), email=READER, name="Siti Rahmawati", password=PASSWORD)
