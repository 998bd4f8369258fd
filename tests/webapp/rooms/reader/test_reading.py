"""Reading on screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.store.models import Heading
from tests.webapp.conftest import OpenLibrary
from tests.webapp.people import People, sign_in
from tests.webapp.rooms.conftest import Stock
from webapp.app import create_app
from webapp.drawing import DrawingBusy, renderer
from webapp.rooms.reader.show import nearest_tables


@pytest.fixture
def reader(client: FlaskClient, people: People) -> FlaskClient:
    people.reader()
    sign_in(client, "siti@contoh.id")
    return client


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(client: FlaskClient, stock: Stock) -> None:
    answer = client.get(f"/works/{stock.open}/read?page=4&q=kedelai", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert "next=" in answer.location
    assert "page%3D4" in answer.location


@pytest.mark.parametrize("path", ["pages/1/picture", "pages/1/words"])
def test_nothing_large_leaves_without_an_account(client: FlaskClient, stock: Stock, path: str) -> None:
    answer = client.get(f"/works/{stock.open}/{path}", headers={"Accept": "image/*"})
    assert answer.status_code == 401


def test_the_words_sought_are_marked_on_the_page(reader: FlaskClient, stock: Stock) -> None:
    page = reader.get(f"/works/{stock.open}/read?page=4&q=kedelai").text
    boxes = [tuple(map(float, box)) for box in re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"', page)]
    assert len(boxes) == 29, "28 rows and the title of the table"
    assert all(0 < x < 1 and 0 < y < 1 and 0 < width < 0.5 for x, y, width in boxes)


def test_a_page_without_the_words_leads_to_the_next_that_has_them(reader: FlaskClient, stock: Stock) -> None:
    answer = reader.get(f"/works/{stock.open}/find?q=jagung&page=1")
    assert answer.status_code == 303
    assert answer.location.endswith(f"/works/{stock.open}/read?page=5&q=jagung")


def test_every_account_reads_its_own_picture(
    reader: FlaskClient, other: FlaskClient, people: People, stock: Stock
) -> None:
    people.reader("joko@contoh.id", "Joko Susilo")
    sign_in(other, "joko@contoh.id")
    address = f"/works/{stock.open}/pages/4/picture?w=960"
    hers, his = reader.get(address), other.get(address)
    assert hers.mimetype == "image/jpeg"
    assert hers.data != his.data, "the stamp and the mark differ"
    assert "public" not in hers.headers["Cache-Control"]


def test_the_text_of_the_page_stands_there_for_who_cannot_see_the_picture(reader: FlaskClient, stock: Stock) -> None:
    assert "Desa Sukamaju 1 memanen kedelai" in reader.get(f"/works/{stock.open}/read?page=4").text
    words = reader.get(f"/works/{stock.open}/pages/4/words").json["words"]
    assert "kedelai" in {word[0] for word in words}


def test_of_many_tables_those_around_the_page_are_listed() -> None:
    known = [Heading(kind="table", page=page, last_page=page, title=str(page)) for page in range(1, 101)]
    near = [each.page for each in nearest_tables(known, 50)]
    assert near == list(range(38, 62))
    assert [each.page for each in nearest_tables(known, 1)][:2] == [1, 2]
    assert [each.page for each in nearest_tables(known, 100)][-1] == 100
    assert [each.page for each in nearest_tables(known[:3], 2)] == [1, 2, 3]


def test_a_page_beyond_the_end_is_the_last_page(reader: FlaskClient, stock: Stock) -> None:
    answer = reader.get(f"/works/{stock.open}/read?page=999")
    assert answer.status_code == 303
    assert answer.location.endswith("page=5")


def test_a_restricted_work_is_read_by_librarians_alone(
    reader: FlaskClient, other: FlaskClient, people: People, stock: Stock
) -> None:
    for path in ("read", "pages/1/picture", "pages/1/words"):
        assert reader.get(f"/works/{stock.restricted}/{path}").status_code == 404
    people.librarian()
    sign_in(other, "ratna@contoh.id")
    assert other.get(f"/works/{stock.restricted}/read").status_code == 200


def test_a_work_in_review_is_not_there_for_readers(reader: FlaskClient, stock: Stock) -> None:
    assert reader.get(f"/works/{stock.review}/read").status_code == 404
    assert reader.get(f"/works/{stock.review}/find?q=cengkih").status_code == 404


def test_the_page_can_be_cited_by_an_address_that_lasts(reader: FlaskClient, stock: Stock) -> None:
    page = reader.get(f"/works/{stock.open}/read?page=4&q=kedelai").text
    assert f"http://localhost/works/{stock.open}/read?page=4" in page


@pytest.mark.parametrize("query", ["page=abc", "page=-4", "q=%22%3E%3Cscript%3E", "page=4&q=" + "x" * 3000, "q=-padi"])
def test_an_address_that_makes_no_sense_is_still_answered(reader: FlaskClient, stock: Stock, query: str) -> None:
    answer = reader.get(f"/works/{stock.open}/read?{query}", follow_redirects=True)
    assert answer.status_code == 200
    assert '"><script>' not in answer.text


def test_while_all_workers_draw_the_browser_is_told_to_come_again_and_the_page_itself_still_opens(
    reader: FlaskClient, app: Flask, stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        pool = renderer()
    monkeypatch.setattr(pool, "_patience", 0.01)
    with pool.place(), pool.place():
        for path in ("pages/4/picture", "pages/4/words", "pages/4.jpg"):
            answer = reader.get(f"/works/{stock.open}/{path}", headers={"Accept": "image/*"})
            assert (path, answer.status_code) == (path, 503)
            assert 1 <= int(answer.headers["Retry-After"]) <= 10
        assert reader.get(f"/works/{stock.open}/read?page=4&q=kedelai").status_code == 200
    assert reader.get(f"/works/{stock.open}/pages/4/picture").status_code == 200


def test_as_many_pages_are_drawn_at_once_as_the_settings_say(
    library_with: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    with create_app(library_with(renderers=1)).app_context():
        pool = renderer()
    monkeypatch.setattr(pool, "_patience", 0.01)
    with pool.place(), pytest.raises(DrawingBusy):
        pool.word_boxes(Path("nothing.pdf"), 1)
    pool.close()


@pytest.mark.parametrize("path", ["read?page={}", "pages/{}/picture", "pages/{}/words"])
def test_whoever_takes_a_whole_book_in_a_minute_has_to_slow_down(
    library_with: OpenLibrary, people: People, path: str
) -> None:
    """Leafing at two pages a second never meets the limit; it is the account's own."""
    people.reader()
    people.reader("joko@contoh.id", "Joko Susilo")
    app = create_app(library_with(rate_limits=True))
    scraper, person = app.test_client(), app.test_client()
    sign_in(scraper, "siti@contoh.id")
    sign_in(person, "joko@contoh.id")
    answers = [scraper.get(f"/works/none/{path.format(page)}") for page in range(1, 361)]
    codes = [answer.status_code for answer in answers]
    assert codes == [404] * 300 + [429] * 60
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert person.get(f"/works/none/{path.format(1)}").status_code == 404
