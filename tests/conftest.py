"""What every test may use: the folder of real publications and an empty working folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Give the folder of real publications, or skip with the reason."""
    folder = os.environ.get("PUSTAKA_CORPUS", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("PUSTAKA_CORPUS does not name a folder of real publications")
    return Path(folder).resolve()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser to the tests of a module.

    Playwright runs an event loop in this thread as long as it is open: a second one beside it is refused, and so is
    `asyncio.run` in other tests.
    """
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()
