"""An office on a Tuesday morning, whatever the day of the test, with a website that can be stopped and begun again."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserContext, Page

from ingest.files import Intake
from library.catalogue.incoming import Intent
from library.floor import devices
from library.readers import accounts
from library.readers.roles import Role
from library.settings import Settings
from library.wiring import Library, open_library
from tests.webapp.rooms.books import make_book
from webapp.server import Website

TUESDAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 09.00 in Jakarta
PASSWORD = "kuda hitam lari pagi"
STAFF = {
    "wayan@contoh.id": ("Wayan Sudarma", Role.OFFICER),
    "budi@contoh.id": ("Budi Santoso", Role.ADMINISTRATOR),
}


class MorningClock:
    """A clock that runs as ours does, from nine o'clock on that Tuesday, and may be moved on."""

    def __init__(self) -> None:
        self._ahead = TUESDAY - datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def forward(self, **time: float) -> None:
        self._ahead += timedelta(**time)


@dataclass
class Hall:
    """The office: its library, its website, and the browsers in it."""

    library: Library
    browser: Browser
    clock: MorningClock
    website: Website = field(init=False)
    port: int = 0
    officer: str = ""
    administrator: str = ""
    contexts: list[BrowserContext] = field(default_factory=list)

    def start(self) -> None:
        """Serve; after a stop, at the same address."""
        self.website = Website(self.library, "127.0.0.1", self.port)
        self.port = self.website.port
        self._thread = threading.Thread(target=self.website.run)
        self._thread.start()

    def stop(self) -> None:
        self.website.stop()
        self._thread.join(60)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def window(self, width: int = 1280, height: int = 900, secret: str = "", **more: object) -> Page:
        """Open a browser; with a device's secret it is that screen."""
        options = {"viewport": {"width": width, "height": height}, "locale": "id-ID", "base_url": self.address}
        context = self.browser.new_context(**options, **more)  # type: ignore[arg-type]
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        if secret:
            context.add_cookies([{"name": "device", "value": secret, "url": self.address, "httpOnly": True}])
        return context.new_page()

    def screen(self, office: str, kind: str = "terminal", width: int = 1920, height: int = 1080) -> Page:
        """Open a paired screen."""
        with self.library.database.write() as records:
            now = self.library.clock()
            _, code = devices.add(records, now, office=office, kind=kind, name=kind, actor=self.administrator)
            _, secret = devices.pair(records, now, code)
        return self.window(width, height, secret)

    def take_in(self, book: Path) -> str:
        """Put a book on the shelf; give its work's id."""
        return _take_in(self.library, book)

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.stop()
        self.library.close()


def open_hall(browser: Browser, folder: Path, **settings: object) -> Hall:
    """Open an office with an officer, an administrator and one book."""
    shutil.copytree(Path(_office_with_a_book().name) / "data", folder / "data")
    clock = MorningClock()
    plain = Settings(data=folder / "data", workers=0, rate_limits=False, **settings)  # type: ignore[arg-type]
    library = open_library(plain, clock)
    Intake(library).register()
    hall = Hall(library, browser, clock)
    with library.database.read() as records:
        for address in STAFF:
            person = accounts.by_email(records, address)
            setattr(hall, person.role, person.id)
    hall.start()
    return hall


@cache
def _office_with_a_book() -> TemporaryDirectory[str]:
    """Make the office once: taking the book in takes longer than what most tests do in it."""
    folder = TemporaryDirectory(prefix="hall-")
    clock = MorningClock()
    library = open_library(Settings(data=Path(folder.name) / "data", workers=0), clock)
    with library.database.write() as records:
        for address, (name, role) in STAFF.items():
            accounts.add(records, clock(), email=address, name=name, role=role, password=PASSWORD)
    book = make_book(
        Path(folder.name) / "a.pdf", "Kecamatan Metro Dalam Angka", 2022, "1102001.1872010", ("padi", "kedelai")
    )
    _take_in(library, book)
    library.close()
    return folder


def _take_in(library: Library, book: Path) -> str:
    intake = Intake(library)
    intake.register()
    item = intake.receive_path(book, Intent(office="1872", release=True))
    library.workers.drain()
    return str(library.incoming.get(item).work_id)
