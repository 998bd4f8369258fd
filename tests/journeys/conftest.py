"""A server on the loopback over a library of its own, and a browser that complains aloud."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from ingest.files import Intake
from library.readers import accounts
from library.readers.roles import Role
from library.settings import Settings
from library.wiring import Library, open_library
from tests.journeys.pages import Person
from webapp.assets.__main__ import main as prepare_assets
from webapp.server import Website

PASSWORD = "kuda hitam lari pagi"


@dataclass(frozen=True)
class Site:
    """A running website."""

    address: str
    library: Library


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Serve an empty library with a librarian; workers do the later work as in an office."""
    assert prepare_assets() == 0
    settings = Settings(data=tmp_path / "data", workers=2, rate_limits=False, development=False)
    library = open_library(settings)
    Intake(library).register()
    with library.database.write() as records:
        librarian = {"email": "ratna@contoh.id", "name": "Ratna Dewi", "role": Role.LIBRARIAN}
        accounts.add(records, library.clock(), password=PASSWORD, **librarian)  # type: ignore[arg-type]
    website = Website(library, "127.0.0.1", 0)
    library.workers.start(settings.workers)
    thread = threading.Thread(target=website.run)
    thread.start()
    yield Site(f"http://127.0.0.1:{website.port}", library)
    website.stop()
    thread.join(60)
    library.close()


@pytest.fixture
def complaints() -> list[str]:
    """What browsers complained about: policy, scripts, missing files."""
    return []


@pytest.fixture
def person(browser: Browser, site: Site, complaints: list[str]) -> Iterator[NewPerson]:
    """Give a maker of people, each with a browser of her own."""
    maker = NewPerson(browser, site, complaints)
    yield maker
    maker.leave()


class NewPerson:
    """Opens a browser window for each person."""

    def __init__(self, browser: Browser, site: Site, complaints: list[str]) -> None:
        self._browser, self._site, self._complaints = browser, site, complaints
        self._contexts: list[BrowserContext] = []

    def __call__(self, width: int = 1280, height: int = 900) -> Person:
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, locale="id-ID", base_url=self._site.address
        )
        context.set_default_timeout(60_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: self._complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        return Person(page)

    def leave(self) -> None:
        for context in self._contexts:
            context.close()
