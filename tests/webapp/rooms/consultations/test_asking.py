"""A reader searches, asks, talks and is done, without a script."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient

from library.readers.roles import Role
from tests.webapp.people import post, sign_in
from tests.webapp.rooms.books import make_book
from tests.webapp.rooms.consultations.talking import HTML, QUESTION, Talk


@pytest.mark.parametrize("office", ["1872", "1808", "1600", "1674"])
def test_a_reader_of_each_office_asks_and_is_answered(talk: Talk, app, office: str):
    talk.people.add(f"meja{office}@contoh.id", "Meja", Role.OFFICER, office)
    officer = app.test_client()
    sign_in(officer, f"meja{office}@contoh.id")
    case = talk.ask(office)
    assert "Pada petugas" in talk.reader.get(f"/consultations/{case}").text
    assert "Luas panen padi" in officer.get("/advice").text
    answered = post(officer, f"/advice/{case}/answer", {"text": "Pada Tabel 5.1."}, page=f"/advice/{case}")
    assert answered.status_code == 303
    assert "Pada Tabel 5.1." in talk.reader.get(f"/consultations/{case}").text
    assert talk.say(case, "Terima kasih.").status_code == 303
    closed = post(talk.reader, f"/consultations/{case}/close", {"outcome": "resolved"}, page=f"/consultations/{case}")
    assert closed.status_code == 303
    page = talk.reader.get(f"/consultations/{case}").text
    assert "Ditutup" in page
    assert "membuka konsultasi ini kembali" in page


def test_where_the_office_wants_a_search_the_form_comes_after_it(talk: Talk):
    before = talk.reader.get("/consultations/new?office=1808").text
    assert 'name="question"' not in before
    after = talk.reader.get(talk.search()).text
    assert 'name="question"' in after
    assert "Kecamatan Metro Dalam Angka" in after  # the page that holds the word


def test_where_a_search_is_offered_one_may_ask_at_once(talk: Talk):
    answer = talk.send("/consultations/new?office=1600", office="1600")
    assert answer.status_code == 303


def test_a_form_without_the_required_search_keeps_what_was_typed(talk: Talk):
    answer = talk.send("/consultations/new?office=1600", office="1808")
    assert answer.status_code == 422
    assert "Cari dahulu" in answer.text


def test_a_short_question_is_refused_and_kept(talk: Talk):
    answer = talk.send(talk.search(), question="padi?")
    assert answer.status_code == 422
    assert "padi?" in answer.text
    assert "Luas panen padi" in answer.text


def test_a_double_click_opens_one_case(talk: Talk):
    form = talk.search()
    fields = {"title": "Padi", "question": QUESTION}
    first, second = talk.again(talk.reader, form, "/consultations/new", fields)
    assert first.location == second.location
    assert talk.reader.get("/consultations").text.count("/consultations/1") <= 1


def test_words_that_say_nothing_are_asked_for_again(talk: Talk):
    page = "/consultations/new?office=1808"
    answer = post(talk.reader, "/consultations/search", {"office": "1808", "words": "  "}, page=page)
    assert answer.status_code == 422


def test_nothing_found_leads_on_to_asking_with_the_words(talk: Talk):
    page = talk.reader.get("/search?q=zzyzx", headers=HTML).text
    assert "/consultations/new?q=zzyzx" in page
    assert 'value="zzyzx"' in talk.reader.get("/consultations/new?q=zzyzx").text


def test_anothers_case_is_not_there(talk: Talk, stranger: FlaskClient):
    case = talk.ask()
    assert stranger.get(f"/consultations/{case}").status_code == 404
    assert stranger.get(f"/consultations/{case}/state").status_code == 404
    assert post(stranger, f"/consultations/{case}/messages", {"text": "Halo"}, page="/consultations").status_code == 404


def test_the_part_that_moves_is_sent_only_when_it_has_moved(talk: Talk):
    case = talk.ask()
    first = talk.reader.get(f"/consultations/{case}/state")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert talk.reader.get(f"/consultations/{case}/state", headers=tag).status_code == 304
    talk.step(case, "answer", text="Pada Tabel 5.1.")
    moved = talk.reader.get(f"/consultations/{case}/state", headers=tag)
    assert moved.status_code == 200
    assert "Pada Tabel 5.1." in moved.text
    assert "data-event" in moved.text


def test_a_file_is_checked_and_then_handed_out_as_a_download(talk: Talk, stranger: FlaskClient, tmp_path):
    case = talk.ask()
    book = make_book(tmp_path / "tabel.pdf", "Tabel", 2022, "1102001.1872099", ("cabai",))
    sent = {"text": "Terlampir.", "files": (io.BytesIO(book.read_bytes()), "tabel.pdf")}
    page = f"/consultations/{case}"
    answer = post(talk.reader, f"{page}/messages", sent, page=page, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    assert "sedang diperiksa" in talk.reader.get(page).text
    talk.library.workers.drain()
    shown = talk.reader.get(page).text
    address = f"{page}/files/" + shown.partition(f"{page}/files/")[2].partition('"')[0]
    got = talk.reader.get(address)
    assert got.data == book.read_bytes()
    assert got.mimetype == "application/octet-stream"
    assert "attachment" in got.headers["Content-Disposition"]
    assert stranger.get(address).status_code == 404


def test_what_a_reader_writes_is_text_and_never_a_page(talk: Talk):
    case = talk.ask()
    talk.say(case, "<script>alert(1)</script> {{ 7*7 }}")
    for browser, page in ((talk.reader, f"/consultations/{case}"), (talk.officer, f"/advice/{case}")):
        shown = browser.get(page).text
        assert "<script>alert(1)" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in shown


def test_the_pages_speak_english_to_who_reads_english(talk: Talk):
    case = talk.ask()
    talk.reader.get("/language/en")
    assert "My consultations" in talk.reader.get("/consultations").text
    assert "With the officer" in talk.reader.get(f"/consultations/{case}").text


def test_a_reply_long_after_leads_to_the_new_case(talk: Talk):
    case = talk.ask()
    talk.step(case, "answer", text="Pada Tabel 5.1.")
    talk.step(case, "close", outcome="resolved")
    talk.clock.forward(days=30)
    sign_in(talk.reader, "siti@contoh.id")
    answer = talk.say(case, "Masih ada pertanyaan.")
    assert answer.status_code == 303
    later = answer.location.rpartition("/")[2]
    assert later != case
    assert f"/consultations/{later}" in talk.reader.get(f"/consultations/{case}").text
