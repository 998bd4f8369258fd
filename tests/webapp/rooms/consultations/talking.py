"""What a reader and an officer do with their browsers."""

from __future__ import annotations

from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from library.wiring import Library
from tests.webapp.people import Clock, People, hidden_fields, post

QUESTION = "Berapa luas panen padi sawah menurut kecamatan pada tahun 2025?"
HTML = {"Accept": "text/html"}


@dataclass
class Talk:
    library: Library
    clock: Clock
    people: People
    reader: FlaskClient
    officer: FlaskClient

    def search(self, words: str = "kedelai", office: str = "1808") -> str:
        """Search before asking; give the address of the form."""
        page = f"/consultations/new?office={office}"
        answer = post(self.reader, "/consultations/search", {"office": office, "words": words}, page=page)
        assert answer.status_code == 303, answer.text
        return answer.location

    def send(self, form: str, **fields: object) -> TestResponse:
        """Fill the question's form at an address and send it."""
        given = {"title": "Luas panen padi", "question": QUESTION, **fields}
        return post(self.reader, "/consultations/new", given, page=form)

    def ask(self, office: str = "1808") -> str:
        """Search and ask; give the case's id."""
        answer = self.send(self.search(office=office))
        assert answer.status_code == 303, answer.text
        return answer.location.rpartition("/")[2]

    def say(self, case: str, text: str) -> TestResponse:
        return post(self.reader, f"/consultations/{case}/messages", {"text": text}, page=f"/consultations/{case}")

    def step(self, case: str, step: str, **fields: object) -> TestResponse:
        """Let the officer take a step by its form."""
        return post(self.officer, f"/advice/{case}/{step}", fields, page=f"/advice/{case}")

    def again(self, browser: FlaskClient, page: str, url: str, fields: dict[str, object]) -> list[TestResponse]:
        """Send one form twice, as a double click does."""
        data = {**hidden_fields(browser.get(page, headers=HTML).text, url), **fields}
        return [browser.post(url, data=data, headers=HTML) for _ in range(2)]
