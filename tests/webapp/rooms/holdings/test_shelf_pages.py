"""Librarians enter, bring, count and correct printed copies; everybody finds where a book stands."""

from __future__ import annotations

import io

import pymarc
import pytest
from flask.testing import FlaskClient
from sqlalchemy import QueuePool

from library.holdings import copies
from library.holdings.copies import CopyForm
from library.wiring import Library
from tests.webapp.people import People, post, sign_in
from tests.webapp.rooms.conftest import Stock
from webapp.rooms.holdings import bringing

BOOK = {"title": "Sensus Pertanian Lampung", "year": "1963", "language": "id", "publisher": "Biro Pusat Statistik"}
PLACE = {"number": "P-7", "shelf_mark": "315.98 SEN", "room": "Ruang Baca", "cabinet": "B", "shelf": "2"}
CODES = {"condition": "good", "state": "shelf"}


@pytest.fixture
def librarian(client: FlaskClient, people: People) -> FlaskClient:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    return client


def entered(librarian: FlaskClient, library: Library) -> str:
    answer = post(librarian, "/bench/printed/new", {**BOOK, **PLACE, **CODES, "office": "1872"})
    assert answer.status_code == 303, answer.text
    library.workers.drain()
    return answer.location.rsplit("/", 1)[1]


def test_a_book_that_was_entered_is_found_with_its_shelf_and_tells_how_to_read_it(
    librarian: FlaskClient, other: FlaskClient, library: Library
) -> None:
    work_id = entered(librarian, library)
    hits = other.get("/search?q=sensus+pertanian").text
    assert "Hanya cetak, 315.98 SEN, Ruang Baca, lemari B, rak 2" in hits
    assert f"/works/{work_id}/pages" not in hits, "there is no page to show"
    page = other.get(f"/works/{work_id}")
    assert page.status_code == 200
    for words in ("Hanya cetak", "315.98 SEN", "Ruang Baca", "sebutkan nomor panggilnya"):
        assert words in page.text
    for path in ("/read", "/copy"):
        assert f"/works/{work_id}{path}" not in page.text
        assert librarian.get(f"/works/{work_id}{path}").status_code == 404
    catalogue = other.get("/works").text
    assert work_id in catalogue
    assert "Hanya cetak" in catalogue, "nobody opens it to read it on the screen"
    assert work_id in other.get("/oai?verb=ListIdentifiers&metadataPrefix=marcxml").text
    assert work_id not in other.get("/opds/new").text, "of a printed work no copy is had"
    told = other.get(f"/api/v1/works/{work_id}").json
    assert [told[name] for name in ("pages", "cover_url", "copy_url")] == [None] * 3
    hits = other.get("/api/v1/search?q=sensus").json["hits"]
    assert [(hit["page"], hit["thumbnail_url"]) for hit in hits] == [(None, None)]
    alone = other.get(f"/works/{work_id}.opds").json
    assert "images" not in alone
    assert [link["rel"] for link in alone["links"]] == ["self", "alternate"]
    book = other.get(f"/works/{work_id}.jsonld").json
    assert {"image", "numberOfPages"} & book.keys() == set()
    assert book["bookFormat"] != "https://schema.org/EBook"
    assert other.get("/opds/v2/search?query=sensus").json["metadata"]["numberOfItems"] == 0
    assert other.get(f"/api/v1/works/{work_id}/captions").json["captions"] == []


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_entered(librarian: FlaskClient, library: Library) -> None:
    entered(librarian, library)
    for wrong in ({"title": " "}, {"year": "19x"}, {"number": "p-7"}, {"state": "lent"}):
        answer = post(librarian, "/bench/printed/new", {**BOOK, **PLACE, **CODES, "number": "P-8", **wrong})
        assert answer.status_code == 422, wrong
    assert librarian.get("/bench/printed").text.count("P-8") == 0


def test_a_file_gains_a_copy_and_says_so_on_its_page(
    librarian: FlaskClient, other: FlaskClient, library: Library, stock: Stock
) -> None:
    assert "Eksemplar cetak" not in other.get(f"/works/{stock.open}").text
    address = f"/bench/printed/works/{stock.open}"
    assert post(librarian, f"{address}/copies", {**PLACE, **CODES, "office": "1872"}, page=address).status_code == 303
    library.workers.drain()
    assert "315.98 SEN" in other.get(f"/works/{stock.open}").text
    assert "Berkas dan cetak" in other.get("/search?q=desa&available=both").text
    listed = librarian.get("/bench/printed?q=315.98").text
    copy = listed.split("/bench/printed/copies/")[1].split('"')[0]
    changed = {**PLACE, "condition": "worn", "state": "binder"}
    assert post(librarian, f"/bench/printed/copies/{copy}", changed).status_code == 303
    assert "sedang dijilid" in other.get(f"/works/{stock.open}").text


def test_a_list_comes_in_from_a_table_and_goes_out_as_marc(librarian: FlaskClient, library: Library) -> None:
    table = (
        "Judul;Tahun;Nomor_Induk;Nomor_Panggil;Ruang;Lemari;Rak;Kondisi;Status\n"
        "Statistik Hotel;1987;=H-1;338.4 STA;Ruang Baca;C;1;baik;tersedia\n"
        "Statistik Hotel;1988;H-2;338.4 STA;Ruang Baca;C;1;rusak ringan;hilang\n"
        "Statistik Hotel;1989;H-3;;;;;hancur;ada\n"
    )
    upload = {"file": (io.BytesIO(table.encode()), "rak.csv"), "office": "1872"}
    answer = post(librarian, "/bench/printed/file", upload, content_type="multipart/form-data")
    assert "2 karya dan 2 eksemplar dimasukkan" in answer.text
    refused = answer.text.partition('id="refused-caption"')[2]
    assert "Statistik Hotel" in refused, "the line that was refused is named"
    assert "Kondisi" in refused, "and the column that is wrong in it"
    records = list(pymarc.MARCReader(librarian.get("/bench/printed/all.mrc").data, to_unicode=True))
    fields = {record.get_fields("852")[0]["p"]: record for record in records if record is not None}
    assert set(fields) == {"=H-1", "H-2"}
    place = fields["H-2"].get_fields("852")[0]
    assert (place["b"], place["c"], place["h"], place["q"]) == ("Ruang Baca", "C; 1", "338.4 STA", "worn")
    given = librarian.get("/bench/printed/all.csv").text
    assert "'=H-1" in given, "no spreadsheet takes it for a formula"
    for back in (given.encode(), librarian.get("/bench/printed/all.mrc").data):
        again = {"file": (io.BytesIO(back), "rak"), "office": "1872"}
        answer = post(librarian, "/bench/printed/file", again, content_type="multipart/form-data")
        assert "0 karya dan 0 eksemplar dimasukkan" in answer.text


def test_whoever_takes_the_list_in_slowly_holds_no_lock_and_misses_no_copy(
    librarian: FlaskClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_id = entered(librarian, library)
    with library.database.write() as records:
        for form in (CopyForm(number="P-9", shelf_mark="315.98 SEN"), CopyForm(number="P-8", shelf_mark="100")):
            copies.add(records, library.clock(), work_id, "1872", form, "cli")
    monkeypatch.setattr(bringing, "PER_PIECE", 1)
    answer = librarian.get("/bench/printed/all.mrc", buffered=False)
    numbers, pool = [], library.database.engine.pool
    for piece in answer.iter_encoded():
        assert isinstance(pool, QueuePool)
        assert pool.checkedout() == 0, "a read that stays open keeps every writer waiting"
        numbers += [record.get_fields("852")[0]["p"] for record in pymarc.MARCReader(piece) if record is not None]
    assert numbers == ["P-8", "P-7", "P-9"]


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x00", b"judul\n", b"<xml/>", b"00000nam a22000004500"])
def test_a_file_that_is_no_list_is_refused_in_words(librarian: FlaskClient, content: bytes) -> None:
    upload = {"file": (io.BytesIO(content), "x.csv")}
    answer = post(librarian, "/bench/printed/file", upload, content_type="multipart/form-data")
    assert answer.status_code == 422


def test_a_count_names_what_is_missing(librarian: FlaskClient, library: Library) -> None:
    work_id = entered(librarian, library)
    address = f"/bench/printed/works/{work_id}"
    post(librarian, f"{address}/copies", {**CODES, "number": "P-8", "office": "1872"}, page=address)
    begun = post(librarian, "/bench/printed/counts", {"room": "", "cabinet": "", "office": "1872"})
    marked = post(librarian, begun.location, {"numbers": "p-7\nX-9"})
    page = librarian.get(marked.location).text
    assert "X-9" in page
    assert "P-8" in page
    post(librarian, f"{begun.location}/end", page=begun.location)
    assert "hilang" in librarian.get("/bench/printed?q=P-8").text
    assert post(librarian, begun.location, {"numbers": "P-8"}, page="/bench/printed/counts").status_code == 409


def test_a_printed_work_that_is_withdrawn_leaves_its_tombstone(
    librarian: FlaskClient, other: FlaskClient, library: Library
) -> None:
    work_id = entered(librarian, library)
    page = f"/bench/printed/works/{work_id}"
    post(librarian, f"/bench/works/{work_id}/withdraw", {"code": "rights", "reason": ""}, page=page)
    library.workers.drain()
    assert other.get(f"/works/{work_id}").status_code == 410
    assert librarian.get(f"/bench/works/{work_id}").location.endswith(page)


@pytest.mark.parametrize(
    ("cabinet", "shelf", "told"),
    [("B", "2", "lemari B, rak 2"), ("Lemari B", "rak 2", "Lemari B, rak 2"), ("Rakitan", "", "lemari Rakitan")],
)
def test_a_place_whose_name_says_what_it_is_is_not_called_so_twice(
    librarian: FlaskClient, library: Library, cabinet: str, shelf: str, told: str
) -> None:
    book = {**BOOK, **PLACE, **CODES, "office": "1872", "cabinet": cabinet, "shelf": shelf}
    assert post(librarian, "/bench/printed/new", book).status_code == 303
    assert f"Ruang Baca, {told}<" in librarian.get("/bench/printed").text


@pytest.mark.parametrize(("sought", "begun"), [("Sensus Ekonomi", "Sensus Ekonomi"), ("2620-455X", "")])
def test_a_title_that_is_not_here_need_not_be_typed_again(librarian: FlaskClient, sought: str, begun: str) -> None:
    shown = librarian.get("/bench/printed/new", query_string={"q": sought}).text
    title = shown.partition('name="title"')[2].partition(">")[0]
    assert f'value="{begun}"' in title


def test_a_filter_that_finds_nothing_does_not_say_that_the_shelf_is_empty(
    librarian: FlaskClient, library: Library
) -> None:
    assert "Belum ada eksemplar" in librarian.get("/bench/printed").text
    entered(librarian, library)
    shown = librarian.get("/bench/printed?q=tak+ada+ini").text
    assert "Belum ada eksemplar" not in shown
    assert "Tidak ada eksemplar seperti itu" in shown
