"""The style guide, served and looked at with a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from waitress import create_server, wasyncore

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
    """Serve the guide on the loopback; give its address.

    By waitress, as the website is: werkzeug's server leaves a file open when a browser hangs up before its answer.
    """
    sockets: dict[int, object] = {}
    server = create_server(guide, map=sockets, host="127.0.0.1", port=0)
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            wasyncore.loop(timeout=0.2, map=sockets, count=1, use_poll=True)
        server.task_dispatcher.shutdown()
        wasyncore.close_all(sockets)

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    ended.set()
    thread.join()


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
