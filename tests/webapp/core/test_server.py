"""Serving: answers under way are finished when the server is told to stop."""

from __future__ import annotations

import gc
import http.client
import threading
import time

import pytest

from tests.webapp.conftest import OpenLibrary
from webapp import server
from webapp.app import create_app
from webapp.security import audience
from webapp.server import Website


def ask(port: int, url: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", url, headers={"Connection": "close"})
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def test_an_answer_under_way_is_finished_and_nothing_new_is_taken(
    library_with: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_with()
    app = create_app(library)
    begun = threading.Event()

    @audience.public
    def slow() -> str:
        begun.set()
        time.sleep(1.0)
        return "finished"

    app.add_url_rule("/slow", "slow", slow)
    monkeypatch.setattr(server, "create_app", lambda _library: app)
    website = Website(library, "127.0.0.1", 0)
    port = website.port
    running = threading.Thread(target=website.run)
    running.start()
    answers: list[tuple[int, str]] = []
    asking = threading.Thread(target=lambda: answers.append(ask(port, "/slow")))
    asking.start()
    assert begun.wait(20)
    website.stop()
    asking.join(30)
    running.join(30)
    assert answers == [(200, "finished")]
    assert not running.is_alive()
    with pytest.raises(OSError, match="refused"):
        ask(port, "/healthz")


def test_no_answer_names_the_programs_that_made_it(library_with: OpenLibrary) -> None:
    website = Website(library_with(), "127.0.0.1", 0)
    running = threading.Thread(target=website.run)
    running.start()
    connection = http.client.HTTPConnection("127.0.0.1", website.port, timeout=30)
    connection.request("GET", "/healthz")
    answer = connection.getresponse()
    answer.read()
    assert answer.headers["Server"] is None
    connection.close()
    website.stop()
    running.join(30)


def test_what_is_there_at_the_start_is_not_searched_for_garbage() -> None:
    kept = [[] for _ in range(1000)]
    try:
        server.set_aside()
        assert gc.get_freeze_count() >= len(kept)
    finally:
        gc.unfreeze()
