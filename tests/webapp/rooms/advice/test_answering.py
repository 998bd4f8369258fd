"""An officer sees the cases of her office, takes every step, and loses nothing that she typed."""

from __future__ import annotations

import pytest
from flask import Flask

from library.floor import GuestEntry
from library.readers.roles import Role
from tests.webapp.people import mails, post, sign_in
from tests.webapp.rooms.conftest import Stock
from tests.webapp.rooms.consultations.conftest import talk
from tests.webapp.rooms.consultations.talking import Talk
from webapp.rooms.advice.contact import pages_in, reach_link, whatsapp_link

__all__ = ["talk"]
NUMBERS = [
    ("0812-3456-7890", "https://wa.me/6281234567890"),
    ("+62 812 3456 7890", "https://wa.me/6281234567890"),
    ("62 812 34567890", "https://wa.me/6281234567890"),
    ("Budi", ""),
    ("12", ""),
    ("javascript:alert(1)", ""),
]


def test_the_queue_shows_the_clock_and_leads_to_the_case(talk: Talk):
    case = talk.ask()
    page = talk.officer.get("/advice").text
    assert f"/advice/{case}" in page
    assert "hari kerja lagi" in page
    part = talk.officer.get("/advice/state")
    assert "data-event" in part.text
    assert talk.officer.get("/advice/state", headers={"If-None-Match": part.headers["ETag"]}).status_code == 304


def test_another_offices_officer_is_turned_away(talk: Talk, app: Flask):
    case = talk.ask()
    talk.people.add("metro@contoh.id", "Metro", Role.OFFICER, "1872")
    other = app.test_client()
    sign_in(other, "metro@contoh.id")
    assert case not in other.get("/advice").text
    assert other.get(f"/advice/{case}").status_code == 403
    assert post(other, f"/advice/{case}/answer", {"text": "Halo"}, page="/advice").status_code == 403


def test_an_answer_goes_with_pages_of_the_catalogue_and_by_mail(talk: Talk, stock: Stock):
    case = talk.ask()
    answer = talk.step(case, "answer", text="Lihat tabelnya.", pages=f"http://localhost/works/{stock.open}?page=2")
    assert answer.status_code == 303
    shown = talk.reader.get(f"/consultations/{case}").text
    assert f"/works/{stock.open}?page=2" in shown
    assert f"/works/{stock.open}/copy" in shown
    assert "Lihat tabelnya." in mails(talk.library)[-1].get_content()


def test_an_answer_with_a_wrong_page_is_refused_and_kept(talk: Talk, stock: Stock):
    case = talk.ask()
    answer = talk.step(case, "answer", text="Lihat tabelnya.", pages=f"{stock.open} 999")
    assert answer.status_code == 422
    assert "Lihat tabelnya." in answer.text
    assert f"{stock.open} 999" in answer.text
    unknown = talk.step(case, "answer", text="Lihat tabelnya.", pages="0000000000")
    assert unknown.status_code == 422
    assert "0000000000" in unknown.text


def test_a_ready_made_sentence_is_filled_in_and_can_be_changed(talk: Talk):
    case = talk.ask()
    page = talk.officer.get(f"/advice/{case}?reply=not_collected").text
    assert "Yth. Siti Rahmawati, data tersebut tidak dikumpulkan" in page


def test_every_step_of_a_case_can_be_taken_without_a_script(talk: Talk):
    case = talk.ask()
    steps: list[tuple[str, dict[str, object]]] = [
        ("accept", {}),
        ("clarify", {"text": "Kecamatan mana?"}),
        ("record", {"text": "Semua, katanya.", "channel": "telephone"}),
        ("remark", {"text": "Tanya seksi produksi."}),
        ("answer", {"text": "Pada Tabel 5.1."}),
        (
            "follow-up",
            {"kind": "zoom", "day": "2026-11-27", "time": "10:00", "minutes": "45", "place": "https://z.example/1"},
        ),
        ("call-off", {}),
        ("close", {"outcome": "resolved"}),
        ("publish", {"question": "Di mana luas panen padi?", "answer": "Pada Tabel 5.1."}),
    ]
    for step, fields in steps:
        answer = talk.step(case, step, **fields)
        assert answer.status_code == 303, (step, answer.text)
        assert "alert-bad" not in talk.officer.get(f"/advice/{case}").text, step
    assert "Tanya seksi produksi." not in talk.reader.get(f"/consultations/{case}").text


def test_a_step_that_cannot_be_taken_says_why_and_keeps_what_was_typed(talk: Talk):
    case = talk.ask()
    zoom = {"kind": "zoom", "time": "10:00", "place": "https://z.example/1"}
    wrong: list[tuple[str, dict[str, object], str]] = [
        ("answer", {"text": "  ", "pages": "catatan saya"}, "catatan saya"),
        ("close", {"outcome": "resolved"}, ""),
        ("follow-up", {**zoom, "day": "kemarin"}, "z.example/1"),
        ("hand", {"officer": "nobody"}, ""),
        ("move", {"to": "9999"}, ""),
    ]
    for step, fields, kept in wrong:
        answer = talk.step(case, step, **fields)
        assert answer.status_code == 422, step
        assert "error-summary" in answer.text
        assert kept in answer.text


def test_an_appointment_is_a_calendar_file_for_both(talk: Talk):
    case = talk.ask()
    meeting = {"kind": "visit", "day": "2026-11-27", "time": "10:00", "minutes": "60", "place": "Ruang PST"}
    talk.step(case, "follow-up", text="Silakan datang.", **meeting)
    for browser, room in ((talk.reader, "consultations"), (talk.officer, "advice")):
        page = browser.get(f"/{room}/{case}").text
        address = f"/{room}/{case}/meetings/" + page.partition("/meetings/")[2].partition('"')[0]
        file = browser.get(address)
        assert file.mimetype == "text/calendar"
        assert "DTSTART:20261127T030000Z" in file.text


def test_a_published_answer_stands_above_the_pages_and_can_be_taken_back(talk: Talk):
    case = talk.ask()
    talk.step(case, "answer", text="Pada Tabel 5.1.")
    talk.step(case, "close", outcome="resolved")
    refused = talk.step(case, "publish", question="Pertanyaan Siti Rahmawati", answer="Ada.")
    assert refused.status_code == 422
    talk.step(case, "publish", question="Di mana data kedelai?", answer="Pada Tabel 5.1.")
    talk.library.workers.drain()
    results = talk.reader.get("/search?q=kedelai").text
    address = "/answers/" + results.partition('href="/answers/')[2].partition('"')[0]
    shown = talk.reader.get(address)
    assert "Pada Tabel 5.1." in shown.text
    assert "Siti" not in shown.text.partition("<main")[2].partition("</main")[0]
    assert address in talk.reader.get(talk.search("kedelai")).text
    post(talk.officer, f"/advice{address}/withdraw", page=address)
    talk.library.workers.drain()
    assert talk.reader.get(address).status_code == 404
    assert address not in talk.reader.get("/search?q=kedelai").text


def test_what_came_by_whatsapp_is_entered_and_answered_there(talk: Talk):
    fields = {"channel": "whatsapp", "title": "Inflasi", "question": "Berapa inflasi bulan lalu?", "words": "inflasi"}
    wrong = post(talk.officer, "/advice/new", fields)
    assert wrong.status_code == 422
    assert "Berapa inflasi bulan lalu?" in wrong.text
    answer = post(talk.officer, "/advice/new", {**fields, "contact": "0812-3456-7890", "contact_name": "Budi"})
    assert answer.status_code == 303
    page = talk.officer.get(answer.location).text
    assert "https://wa.me/6281234567890" in page
    assert "inflasi" in page


@pytest.mark.parametrize(
    ("contact", "channel", "link"),
    [
        ("budi@contoh.id", "email", "mailto:budi@contoh.id?subject="),
        ("0812-3456-7890", "whatsapp", "https://wa.me/6281234567890?text=Naik"),
        ("@budi", "social_media", ""),
    ],
)
def test_who_gets_no_mail_from_us_is_named_to_the_officer_who_answers(
    talk: Talk, contact: str, channel: str, link: str
):
    fields = {"channel": channel, "title": "Inflasi", "question": "Berapa inflasi bulan lalu?", "words": "inflasi"}
    case = post(talk.officer, "/advice/new", {**fields, "contact": contact}).location.rpartition("/")[2]
    talk.step(case, "answer", text="Naik & turun.")
    page = talk.officer.get(f"/advice/{case}").text
    assert f"tidak terkirim: kirim sendiri kepada {contact}." in page
    assert "Pembaca sudah diberi tahu" not in page
    assert f"Kirim sendiri tulisan Anda kepada {contact}." in page
    assert f'href="{link}' in page


def test_a_link_carries_a_whole_answer_or_none_and_no_header_of_somebody_elses():
    assert reach_link("email", "a@b.id?bcc=c@d.id", "S", "T") == ""
    assert (
        reach_link("email", "a@b.id", "[1] A&B", "satu\ndua") == "mailto:a@b.id?subject=%5B1%5D%20A%26B&body=satu%0Adua"
    )
    assert "body" not in reach_link("email", "a@b.id", "S", "x" * 1501)


def test_a_mail_that_waits_is_read_and_entered_as_a_case(talk: Talk):
    raw = (
        b"From: Siti <siti@contoh.id>\r\nTo: tanya@localhost\r\nMessage-ID: <m1@contoh.id>\r\n"
        b"Subject: Harga beras\r\n\r\n"
        b"Berapa harga beras bulan lalu?\r\n"
    )
    assert talk.library.consultations.take_mail(raw, len(raw)) == "waiting"
    page = talk.officer.get("/advice/mails").text
    assert "Harga beras" in page
    address = "/advice/new?mail=" + page.partition("/advice/new?mail=")[2].partition('"')[0]
    answer = post(talk.officer, "/advice/new", _mail_fields(talk, address), page=address)
    assert answer.status_code == 303, answer.text
    assert "Harga beras" in talk.reader.get("/consultations").text
    assert "Harga beras" not in talk.officer.get("/advice/mails").text


def _mail_fields(talk: Talk, address: str) -> dict[str, object]:
    page = talk.officer.get(address).text
    assert "Berapa harga beras bulan lalu?" in page
    return {
        "channel": "email",
        "title": "Harga beras",
        "question": "Berapa harga beras bulan lalu?",
        "words": "harga beras",
        "contact": "siti@contoh.id",
    }


def test_a_late_answer_asks_for_its_reason_once(talk: Talk):
    other, case = talk.ask(), talk.ask()
    talk.clock.forward(days=10)
    sign_in(talk.officer, "petugas@contoh.id")
    talk.step(case, "answer", text="Maaf terlambat.")
    page = talk.officer.get(f"/advice/{case}").text
    assert "Mengapa terlambat?" in page
    clock = page.partition('name="clock" value="')[2].partition('"')[0]
    assert talk.step(case, "reason", clock=clock, reason="no-such").status_code == 422
    wrong = post(talk.officer, f"/advice/{other}/reason", {"clock": clock, "reason": "other", "reason_text": "x"})
    assert wrong.status_code == 422
    given = talk.step(case, "reason", clock=clock, reason="other", reason_text="Petugas sakit.")
    assert given.status_code == 303
    assert "Mengapa terlambat?" not in talk.officer.get(f"/advice/{case}").text


def test_closed_cases_are_found_by_their_words(talk: Talk):
    case = talk.ask()
    talk.step(case, "close", outcome="cancelled")
    assert f"/advice/{case}" in talk.officer.get("/advice/closed?q=PANEN").text
    assert f"/advice/{case}" not in talk.officer.get("/advice/closed?q=kopi").text


def test_the_sheet_at_the_desk_is_written_with_what_was_handed_over(talk: Talk, stock: Stock):
    floor, officer = talk.library.floor, talk.library.consultations.officers("1808")[0][0]
    entry = GuestEntry(
        name="Budi", email="budi@contoh.id", consent=True, purpose="study", institution_kind="research",
        institution="Unila", occupation="student", education="d4_s1", channel="desk",
    )  # fmt: skip
    floor.open_counter("1808", 1, ("consultation",), by=officer)
    floor.sign_guest_book(None, "1808", entry, by=officer)
    leg = floor.call_next("1808", 1, by=officer)
    assert leg is not None
    assert f"/advice/desk/{leg.id}" in talk.officer.get("/desk/counter").text
    sheet = f"/advice/desk/{leg.id}"
    fields = {"topic": "Padi", "question": "Luas panen?", "answer": "Halaman 2.", "outcome": "answered"}
    wrong = post(talk.officer, sheet, {**fields, "outcome": ""})
    assert wrong.status_code == 422
    assert "Luas panen?" in wrong.text
    assert post(talk.officer, sheet, {**fields, "sources": f"/works/{stock.open}?page=2"}).status_code == 303
    page = talk.officer.get(sheet).text
    assert f"/works/{stock.open}?page=2" in page
    assert f"/works/{stock.open}/copy" in page


@pytest.mark.parametrize(("typed", "link"), NUMBERS)
def test_a_number_becomes_an_address_of_whatsapp(typed: str, link: str):
    assert whatsapp_link(typed) == link


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("ab12cd34ef", ("ab12cd34ef", None)),
        ("ab12cd34ef 7", ("ab12cd34ef", 7)),
        ("/works/ab12cd34ef?page=7", ("ab12cd34ef", 7)),
        ("https://pustaka.example/works/ab12cd34ef/read?q=padi&page=12", ("ab12cd34ef", 12)),
        ("https://statistics.example/works/ab12cd34ef", ("ab12cd34ef", None)),
    ],
)
def test_a_page_of_the_catalogue_is_understood_as_it_is_copied(line: str, page: tuple[str, int | None]):
    assert pages_in(f"\n{line}\n") == [page]
