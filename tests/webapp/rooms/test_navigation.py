"""The rooms in the head of a page: where one is, and how many there are."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from tests.webapp.people import People, sign_in
from tests.webapp.rooms.conftest import Stock


class _Rooms(HTMLParser):
    """The links of the row of rooms, and those of them that are marked as where one is."""

    def __init__(self) -> None:
        super().__init__()
        self.every: list[str] = []
        self.here: list[str] = []
        self.how = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "a" and told.get("class") == "nav-link":
            self.every.append(told.get("href") or "")
            if "aria-current" in told:
                self.here.append(told.get("href") or "")
                self.how = told["aria-current"] or ""


def rooms(page: str) -> _Rooms:
    found = _Rooms()
    found.feed(page.partition("<main")[0])
    return found


@pytest.fixture
def librarian(client: FlaskClient, people: People) -> FlaskClient:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    return client


@pytest.mark.parametrize(
    ("page", "room"),
    [("/bench", "/bench"), ("/bench/works/{review}", "/bench"), ("/trace", "/trace"), ("/works/{open}", "/works")],
)
def test_every_page_of_a_room_says_which_room_it_is(librarian: FlaskClient, stock: Stock, page: str, room: str) -> None:
    answer = librarian.get(page.format(review=stock.review, open=stock.open))
    assert answer.status_code == 200
    shown = rooms(answer.text)
    assert shown.here == [room]
    assert shown.how == ("page" if page == room else "true"), "a link to the room is no link to this page"


def test_a_page_of_a_room_that_readers_share_names_no_room_of_the_staff(librarian: FlaskClient) -> None:
    """What was sought in vain belongs to the search, and is not where one is who searches."""
    shown = rooms(librarian.get("/search?q=padi").text)
    assert shown.here == []
    assert any("sought" in each for each in shown.every)


def test_only_who_has_many_rooms_gets_them_in_a_menu_on_a_phone(librarian: FlaskClient, other: FlaskClient) -> None:
    assert 'class="nav wrap nav-many"' in librarian.get("/").text
    assert "nav-many" not in other.get("/").text
