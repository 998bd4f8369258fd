"""At a terminal one reads; pictures for viewers of others are not handed out there."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from library.floor.views import VisitView
from tests.webapp.terminal.test_terminals import enter


@pytest.mark.parametrize("path", ["manifest.json", "reading.json", "1/full/max/0/default.jpg"])
def test_a_reader_at_a_terminal_takes_nothing_by_iiif(terminal: FlaskClient, visit: VisitView, path: str) -> None:
    enter(terminal, visit)
    assert terminal.get(f"/iiif/3/anything/{path}", headers={"Accept": "image/*"}).status_code == 401
