"""A librarian's pages: the list, the text beside the picture, corrections that are searched at once."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient
from PIL import Image

from library.catalogue import works
from library.wiring import Library
from tests.webapp.people import People, post, sign_in
from tests.webapp.rooms.conftest import Stock


@pytest.fixture
def librarian(client: FlaskClient, people: People) -> FlaskClient:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    return client


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def test_the_list_shows_the_doubtful_first_and_alone_where_asked(
    librarian: FlaskClient, library: Library, stock: Stock
) -> None:
    with library.database.write() as records:
        file = works.current_file(records, stock.open)
        works.page(records, file.id, 3).confidence = 0.41
        works.page(records, file.id, 4).confidence = 0.93
    address = f"/bench/works/{stock.open}/pages"
    page = librarian.get(address).text
    numbers = re.findall(rf'<h2 class="small-title"><a href="{address}/(\d+)">', page)
    assert numbers == ["3", "4", "1", "2", "5"]
    assert "41%" in page
    assert f"/works/{stock.open}/pages/3.jpg" in page
    assert librarian.get(f"{address}?page={'9' * 25}").status_code == 200
    below = librarian.get(f"{address}?show=unsure").text
    assert re.findall(rf'<h2 class="small-title"><a href="{address}/(\d+)">', below) == ["3"]
    ordered = librarian.get(f"{address}?order=page").text
    assert re.findall(rf'<h2 class="small-title"><a href="{address}/(\d+)">', ordered) == ["1", "2", "3", "4", "5"]


def test_a_page_is_corrected_beside_its_picture_and_found_by_readers(
    librarian: FlaskClient, other: FlaskClient, library: Library, stock: Stock
) -> None:
    address = f"/bench/works/{stock.open}/pages/3"
    page = librarian.get(address).text
    assert f"/works/{stock.open}/pages/3/picture" in page
    text = "Tabel 1. Luas panen cempedak menurut desa\nDesa Sukamaju 1 memanen 41"
    assert post(librarian, address, {"text": text, "seen": seen(page)}, page=address).status_code == 303
    library.workers.drain()
    assert stock.open in other.get("/search?q=cempedak").text
    assert "Ratna Dewi" in librarian.get(address).text, "it says who corrected"
    read = librarian.get(f"/works/{stock.open}/read?page=3&q=cempedak+sukamaju").text
    assert len(re.findall("<rect ", read)) == 2, "both the corrected word and the kept one have their place"
    assert "Luas panen cempedak menurut desa" in read
    words = librarian.get(f"/works/{stock.open}/pages/3/words").get_json()["words"]
    assert "cempedak" in [word[0] for word in words]


def test_a_correction_can_be_taken_back(librarian: FlaskClient, library: Library, stock: Stock) -> None:
    address = f"/bench/works/{stock.open}/pages/3"
    post(librarian, address, {"text": "salah", "seen": seen(librarian.get(address).text)}, page=address)
    assert post(librarian, f"{address}/take-back", page=address).status_code == 303
    with library.database.read() as records:
        assert "padi" in works.page(records, works.current_file(records, stock.open).id, 3).text


def test_who_was_late_keeps_her_words_and_may_save_them_again(librarian: FlaskClient, stock: Stock) -> None:
    address = f"/bench/works/{stock.open}/pages/3"
    first = seen(librarian.get(address).text)
    post(librarian, address, {"text": "pertama", "seen": first}, page=address)
    late = post(librarian, address, {"text": "kedua & <b>", "seen": first}, page=address)
    assert late.status_code == 409
    assert "kedua &amp; &lt;b&gt;" in late.text
    again = post(librarian, address, {"text": "kedua", "seen": seen(late.text)}, page=address)
    assert again.status_code == 303


def test_a_text_that_is_too_long_is_named_beside_the_field(librarian: FlaskClient, stock: Stock) -> None:
    address = f"/bench/works/{stock.open}/pages/3"
    form = {"text": "x" * 60_001, "seen": seen(librarian.get(address).text)}
    answer = post(librarian, address, form, page=address)
    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text


def test_a_page_that_is_not_there_is_not_found(librarian: FlaskClient, stock: Stock) -> None:
    assert librarian.get(f"/bench/works/{stock.open}/pages/99").status_code == 404
    assert librarian.get("/bench/works/tidak-ada/pages").status_code == 404
    assert librarian.get(f"/bench/works/{stock.open}/pages?page=99999").status_code == 200


def test_a_page_is_tried_with_other_settings_and_left_as_it_is(
    librarian: FlaskClient, library: Library, stock: Stock
) -> None:
    address = f"/bench/works/{stock.open}/pages/3"
    wrong = post(librarian, f"{address}/again", {"skew": "miring", "turn": "0"}, page=address)
    assert wrong.status_code == 422
    assert 'id="skew-error"' in wrong.text
    ordered = post(librarian, f"{address}/again", {"turn": "180", "skew": "1,5"}, page=address)
    assert ordered.status_code == 303
    trial = ordered.location
    assert 'hx-trigger="every 2s"' in librarian.get(trial).text
    library.workers.drain({"page.try"})
    ready = librarian.get(trial).text
    assert f"{trial}/1.jpg" in ready
    picture = librarian.get(f"{trial}/1.jpg")
    assert picture.mimetype == "image/jpeg"
    with Image.open(io.BytesIO(picture.data)) as opened:
        assert max(opened.size) <= 320, "what bears no mark is small"
    assert librarian.get(f"{trial}/2.jpg").status_code == 404
    assert trial in librarian.get(address).text
    assert post(librarian, f"{trial}/dismiss", page=trial).status_code == 303
    assert post(librarian, f"{trial}/accept", page=address).status_code == 409
    assert trial not in librarian.get(address).text
