"""People in tests, and what they do with a browser."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from library.readers import accounts
from library.readers.roles import Role
from library.store.models import Account
from library.wiring import Library

PASSWORD = "kuda hitam lari pagi"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


class People:
    """Opens accounts whose password is `PASSWORD`."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def add(self, address: str, name: str, role: Role, office: str | None = None) -> Account:
        with self._library.database.write() as records:
            return accounts.add(
                records,
                self._library.clock(),
                email=address,
                name=name,
                role=role,
                office=office,
                password=PASSWORD,
            )

    def reader(self, address: str = "siti@contoh.id", name: str = "Siti Rahmawati") -> Account:
        return self.add(address, name, Role.READER)

    def officer(self) -> Account:
        return self.add("wayan@contoh.id", "Wayan Sudarma", Role.OFFICER)

    def librarian(self) -> Account:
        return self.add("ratna@contoh.id", "Ratna Dewi", Role.LIBRARIAN)

    def administrator(self) -> Account:
        return self.add("budi@contoh.id", "Budi Santoso", Role.ADMINISTRATOR)


class _Forms(HTMLParser):
    """The hidden fields of every form on a page, by the form's address."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._open: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = self.forms.setdefault(given.get("action", ""), {})
        elif tag == "input" and given.get("type") == "hidden" and self._open is not None:
            self._open[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def hidden_fields(html: str, action: str) -> dict[str, str]:
    """Give the hidden fields of the form that posts to `action`, else of any form (its CSRF token counts for all)."""
    reader = _Forms()
    reader.feed(html)
    if action in reader.forms:
        return reader.forms[action]
    anything = next((fields for fields in reader.forms.values() if "csrf_token" in fields), {})
    return {"csrf_token": anything["csrf_token"]} if anything else {}


def post(
    client: FlaskClient, url: str, data: dict[str, object] | None = None, *, page: str = "", **more: object
) -> TestResponse:
    """Open `page` (by default `url` itself), fill its form and send it with the tokens that it holds."""
    shown = client.get(page or url, headers={"Accept": "text/html"})
    fields = hidden_fields(shown.text, url)
    return client.post(url, data={**fields, **(data or {})}, headers={"Accept": "text/html"}, **more)


def without_tokens(html: str, *words: str) -> str:
    """Give a page without what differs each time, and without `words`, to compare it with another."""
    text = re.sub(r'name="(csrf_token|once)" value="[^"]*"', "", html)
    for word in words:
        text = text.replace(word, "")
    return text


def sign_in(client: FlaskClient, address: str, password: str = PASSWORD) -> TestResponse:
    """Sign in by the form."""
    answer = post(client, "/account/login", {"email": address, "password": password})
    assert answer.status_code == 303, answer.text
    return answer


def mails(library: Library) -> list[EmailMessage]:
    """Do what is due and give all letters sent so far, oldest first."""
    library.workers.drain()
    files = sorted(library.folders.mail.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]  # type: ignore[misc]


def link_in(letter: EmailMessage) -> str:
    """Give the path of the one-time link in a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    found = re.search(r"http://localhost(/\S+)", body.get_content())
    assert found, body.get_content()
    return found.group(1)
