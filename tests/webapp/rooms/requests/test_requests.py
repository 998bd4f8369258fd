"""Asking for a copy and getting it."""

from __future__ import annotations

import hashlib
import io

import pikepdf
import pypdf
import pytest
from flask.testing import FlaskClient

from library.wiring import Library
from tests.webapp.people import Clock, People, hidden_fields, mails, post, sign_in
from tests.webapp.rooms.conftest import Stock

FILLED = {"purpose": "research", "purpose_text": "Skripsi", "institution": "Universitas Metro", "declared": "yes"}


@pytest.fixture
def reader(client: FlaskClient, people: People) -> FlaskClient:
    people.reader()
    sign_in(client, "siti@contoh.id")
    return client


@pytest.fixture
def librarian(other: FlaskClient, people: People) -> FlaskClient:
    people.librarian()
    sign_in(other, "ratna@contoh.id")
    return other


def ask(client: FlaskClient, work: str, **changes: str) -> str:
    """Send the form and give the address of the request."""
    answer = post(client, f"/works/{work}/copy", {**FILLED, **changes})
    assert answer.status_code == 303, answer.text
    return answer.location


def file_address(page: str) -> str:
    return "/copies/" + page.partition('href="/copies/')[2].partition('"')[0]


def get_copy(client: FlaskClient, library: Library, work: str) -> str:
    """Ask, let the worker stamp, and give the address of the file."""
    address = ask(client, work)
    library.workers.drain()
    return file_address(client.get(address).text)


def test_an_open_title_is_stamped_with_the_reader_s_name_on_every_page(
    reader: FlaskClient, library: Library, stock: Stock
) -> None:
    answer = reader.get(get_copy(reader, library, stock.open))
    assert answer.mimetype == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.data).hexdigest()}"'
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    assert len(pages) == 5
    assert all("Siti Rahmawati" in page.extract_text() for page in pages)
    with pikepdf.open(io.BytesIO(answer.data)) as opened:
        assert opened.check_pdf_syntax() == []


def test_the_request_page_shows_progress_and_then_the_way_to_the_file(
    reader: FlaskClient, library: Library, stock: Stock
) -> None:
    address = ask(reader, stock.open)
    assert f'hx-get="{address}/state"' in reader.get(address).text
    library.workers.drain()
    part = reader.get(f"{address}/state").text
    assert "/file" in part
    assert "hx-get" not in part


def test_the_mail_leads_to_the_copy(reader: FlaskClient, library: Library, stock: Stock) -> None:
    get_copy(reader, library, stock.open)
    letter = mails(library)[-1]
    path = "/copies/" + letter.get_body(("plain",)).get_content().partition("/copies/")[2].split()[0]  # type: ignore[union-attr]
    assert letter["To"] == "siti@contoh.id"
    assert reader.get(path).status_code == 200


def test_another_account_gets_404_for_everything(
    reader: FlaskClient, other: FlaskClient, people: People, library: Library, stock: Stock
) -> None:
    request, file = ask(reader, stock.open), ""
    library.workers.drain()
    file = file_address(reader.get(request).text)
    people.reader("joko@contoh.id", "Joko Susilo")
    sign_in(other, "joko@contoh.id")
    for address in (request, f"{request}/state", file.removesuffix("/file"), file):
        assert other.get(address).status_code == 404, address
    assert post(other, f"{request}/cancel", page="/").status_code == 404


def test_not_even_a_librarian_gets_a_reader_s_file(
    reader: FlaskClient, librarian: FlaskClient, library: Library, stock: Stock
) -> None:
    assert librarian.get(get_copy(reader, library, stock.open)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/works/{work}/copy", "/account/copies", "/copies/abc", "/copies/abc/file", "/requests"]
)
def test_who_is_not_signed_in_is_asked_to(client: FlaskClient, stock: Stock, path: str) -> None:
    answer = client.get(path.format(work=stock.open), headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert "/account/login" in answer.location


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": "evil"}, "purpose"),
        ({"purpose": "other", "purpose_text": " "}, "purpose_text"),
        ({"institution": "\u202e "}, "institution"),
        ({"declared": ""}, "declared"),
        ({"purpose_text": "x" * 1001}, "purpose_text"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    reader: FlaskClient, stock: Stock, changes: dict[str, str], field: str
) -> None:
    answer = post(reader, f"/works/{stock.open}/copy", {**FILLED, "institution": "Dinas <Pertanian>", **changes})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    if "institution" not in changes:
        assert "Dinas &lt;Pertanian&gt;" in answer.text


def test_the_same_form_sent_twice_is_one_request(reader: FlaskClient, stock: Stock) -> None:
    address = f"/works/{stock.open}/copy"
    data = {**hidden_fields(reader.get(address).text, address), **FILLED}
    first, second = reader.post(address, data=data), reader.post(address, data=data)
    assert first.location == second.location
    assert reader.get("/account/copies").text.count("copy-line") == 1


def test_a_form_without_its_token_is_refused_in_words(reader: FlaskClient, stock: Stock) -> None:
    answer = post(reader, f"/works/{stock.open}/copy", {**FILLED, "once": ""})
    assert answer.status_code == 422


def test_a_restricted_title_waits_for_a_librarian_who_grants_it(
    reader: FlaskClient, librarian: FlaskClient, library: Library, stock: Stock
) -> None:
    request = ask(reader, stock.restricted)
    library.workers.drain()
    assert "/file" not in reader.get(request).text
    assert "Siti Rahmawati" in librarian.get("/requests").text
    assert post(librarian, f"{request}/approve", page="/requests").status_code == 303
    library.workers.drain()
    assert reader.get(file_address(reader.get(request).text)).status_code == 200


def test_a_refusal_needs_a_reason_and_the_reader_gets_to_see_it(
    reader: FlaskClient, librarian: FlaskClient, stock: Stock
) -> None:
    request = ask(reader, stock.restricted)
    assert post(librarian, f"{request}/reject", {"reason": "  "}, page="/requests").status_code == 422
    assert post(librarian, f"{request}/reject", {"reason": "Belum rilis."}, page="/requests").status_code == 303
    assert "Belum rilis." in reader.get(request).text


def test_a_librarian_asks_back_and_the_reader_s_answer_brings_the_request_back(
    reader: FlaskClient, librarian: FlaskClient, stock: Stock
) -> None:
    address = ask(reader, stock.restricted)
    empty = post(librarian, f"{address}/ask", {"question": " "})
    assert empty.status_code == 422
    assert 'id="question-1-error"' in empty.text
    post(librarian, f"{address}/ask", {"question": "Untuk tahun berapa?"})
    assert "Siti Rahmawati" not in librarian.get("/requests").text  # it is the reader's turn
    page = reader.get(address).text
    assert "Untuk tahun berapa?" in page
    assert 'name="answer"' in page
    assert post(reader, f"{address}/answer", {"answer": ""}).status_code == 422
    post(reader, f"{address}/answer", {"answer": "Tahun 2021 saja."})
    waiting = librarian.get("/requests").text
    assert "Tahun 2021 saja." in waiting
    assert 'name="answer"' not in reader.get(address).text


def test_nobody_else_answers_for_a_reader(reader: FlaskClient, librarian: FlaskClient, stock: Stock) -> None:
    address = ask(reader, stock.restricted)
    post(librarian, f"{address}/ask", {"question": "Untuk tahun berapa?"})
    assert post(librarian, f"{address}/answer", {"answer": "2021"}).status_code == 404


def test_a_request_is_decided_once(reader: FlaskClient, librarian: FlaskClient, stock: Stock) -> None:
    request = ask(reader, stock.restricted)
    post(librarian, f"{request}/approve", page="/requests")
    late = post(librarian, f"{request}/reject", {"reason": "Terlambat"}, page="/requests")
    assert late.status_code == 303
    assert "Terlambat" not in reader.get(request).text


def test_a_request_can_be_taken_back_until_it_is_decided(
    reader: FlaskClient, librarian: FlaskClient, stock: Stock
) -> None:
    request = ask(reader, stock.restricted)
    assert post(reader, f"{request}/cancel", page=request).status_code == 303
    assert "Siti Rahmawati" not in librarian.get("/requests").text


def test_readers_decide_nothing(reader: FlaskClient, stock: Stock) -> None:
    request = ask(reader, stock.restricted)
    assert reader.get("/requests").status_code == 403
    assert post(reader, f"{request}/approve", page="/").status_code == 403


def test_a_work_that_cannot_be_traced_is_refused_with_the_reason(
    reader: FlaskClient, library: Library, stock: Stock
) -> None:
    from library.catalogue import works

    with library.database.write() as records:
        master = works.current_master(records, works.current_file(records, stock.open).id)
        master.traceability = {**master.traceability, "traceable": False}
    answer = reader.get(f"/works/{stock.open}/copy")
    assert answer.status_code == 409
    assert "pustakawan perlu menyetujuinya" in answer.text
    with library.database.write() as records:
        works.current_master(records, works.current_file(records, stock.open).id).untraceable_accepted = "Satu halaman"
    assert reader.get(f"/works/{stock.open}/copy").status_code == 200


def test_a_cut_off_download_goes_on_where_it_stopped(reader: FlaskClient, library: Library, stock: Stock) -> None:
    address = get_copy(reader, library, stock.open)
    whole = reader.get(address)
    tag = whole.headers["ETag"]
    rest = reader.get(address, headers={"Range": "bytes=1000-", "If-Range": tag})
    assert rest.status_code == 206
    assert rest.data == whole.data[1000:]
    assert reader.get(address, headers={"Range": "bytes=1000-", "If-Range": '"other"'}).data == whole.data
    assert reader.get(address, headers={"Range": "bytes=99999999-"}).status_code == 416
    assert reader.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert reader.head(address).content_length == len(whole.data)


def test_a_copy_whose_days_are_over_can_be_asked_for_again(
    reader: FlaskClient, library: Library, stock: Stock, clock: Clock
) -> None:
    address = get_copy(reader, library, stock.open)
    clock.forward(days=8)
    sign_in(reader, "siti@contoh.id")
    for path in (address, address.removesuffix("/file")):
        answer = reader.get(path)
        assert answer.status_code == 410
        assert f"/works/{stock.open}/copy" in answer.text


def test_a_deleted_file_is_made_again_as_it_was(reader: FlaskClient, library: Library, stock: Stock) -> None:
    address = get_copy(reader, library, stock.open)
    first = reader.get(address).data
    for file in library.folders.copies.rglob("*.pdf"):
        file.unlink()
    assert reader.get(address).data == first


def test_nobody_asks_for_a_work_in_review(reader: FlaskClient, stock: Stock) -> None:
    assert reader.get(f"/works/{stock.review}/copy").status_code == 404
