"""The style guide, served and looked at with a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.webapp.design.guide_app import create_guide
from webapp.assets.__main__ import main as prepare_assets


@pytest.fixture(scope="session")
def assets() -> None:
    """Have the vendor folder ready, as `make setup` does."""
    assert prepare_assets() == 0


@pytest.fixture(scope="session")
def guide(assets: None) -> Flask:
    return create_guide()


@pytest.fixture(scope="module")
def address(guide: Flask) -> Iterator[str]:
    """Serve the guide on the loopback; give its address."""
    server = make_server("127.0.0.1", 0, guide, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page; whatever the browser complains about (policy, scripts, missing files) fails the test."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
