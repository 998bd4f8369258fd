"""The rating page: by the number, by the code, by the mail; once; in both languages; never in the way."""

from __future__ import annotations

from datetime import UTC, datetime

from flask.testing import FlaskClient

from library.floor import VisitView
from library.periods import Period
from library.wiring import Library
from tests.library.feedback.filled import form
from tests.webapp.door.conftest import METRO, PALEMBANG, Come, Staff, clock, come, press, staff
from tests.webapp.people import Clock, post
from webapp.rooms.guest.number_key import address_of

__all__ = ["clock", "come", "staff"]
NOVEMBER = Period(2026, 11)


def serve(officer: FlaskClient, visit: VisitView) -> str:
    """Serve a visitor at counter 1; give her leg."""
    leg = visit.legs[-1]
    press(officer, "/desk/counter/1/call", "/desk/counter")
    press(officer, f"/desk/legs/{leg.id}/start", "/desk/counter")
    press(officer, f"/desk/legs/{leg.id}/finish", "/desk/counter")
    return leg.id


def own_address(client: FlaskClient, leg: str) -> str:
    """Give the address on the paper of whoever drew the number."""
    with client.application.test_request_context():
        return address_of(leg)


def open_counter(staff: Staff) -> FlaskClient:
    officer = staff.officer(METRO)
    press(officer, "/desk/counter/open", "/desk/counter", number=1, services="consultation")
    return officer


def test_a_phone_goes_from_its_number_to_the_rating_and_a_second_one_is_thanked(
    client: FlaskClient, library: Library, staff: Staff, come: Come
) -> None:
    leg = serve(open_counter(staff), come("Siti Rahmawati"))
    led = post(client, f"/rate/number/{leg}", page=own_address(client, leg))
    assert led.status_code == 303
    address = led.headers["Location"]
    shown = client.get(address)
    assert "Bagaimana pelayanan kami?" in shown.text
    assert "Siti" not in shown.text
    half = post(client, address, {**form(4), "time": ""}, page=address)
    assert half.status_code == 422
    assert 'href="#time"' in half.text
    assert half.text.count("checked") == 8
    sent = post(client, address, form(4, comment="<script>alert(1)</script>"), page=address)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/rate/thanks")
    assert "Terima kasih" in client.get("/rate/thanks").text
    for again in (client.get(address), post(client, address, form(1), page="/rate")):
        assert again.status_code == 200
        assert "Anda sudah menilai pelayanan ini" in again.text
    assert "sudah menilai" in post(client, f"/rate/number/{leg}", page="/rate").text
    assert library.ratings.scores([METRO], NOVEMBER, library.ratings.instrument(METRO)).total.exact == 100


def test_the_visit_code_opens_it_in_english_at_any_screen(client: FlaskClient, staff: Staff, come: Come) -> None:
    visit = come("Siti Rahmawati")
    serve(open_counter(staff), visit)
    client.get("/language/en")
    wrong = post(client, "/rate", {"office": METRO, "code": "AAAA-AAAA"})
    assert wrong.status_code == 422
    led = post(client, "/rate", {"office": METRO, "code": visit.code})
    assert led.status_code == 303
    assert client.get(led.headers["Location"]).status_code == 200


def test_an_officer_is_not_led_to_her_visitors_rating(staff: Staff, come: Come) -> None:
    visit, officer = come("Siti Rahmawati"), open_counter(staff)
    leg = serve(officer, visit)
    assert post(officer, f"/rate/number/{leg}", page="/rate").status_code == 403
    assert post(officer, "/rate", {"office": METRO, "code": visit.code}).status_code == 403


def test_an_officer_who_has_signed_out_has_no_key_to_her_visitor_s_number(
    client: FlaskClient, staff: Staff, come: Come
) -> None:
    leg = serve(open_counter(staff), come("Siti Rahmawati"))
    shown = client.get(f"/queue/{leg}")
    assert f"/rate/number/{leg}" not in shown.text
    assert 'href="/rate"' in shown.text
    assert "key=" not in client.get(f"/tickets/{leg}").text
    other = own_address(client, "another-leg-0001").partition("?")[2]
    for key in ("", "key=", f"key={'x' * 22}", "key=%C3%A9", other):
        assert client.get(f"/queue/{leg}?{key}").status_code == 200
        refused = post(client, f"/rate/number/{leg}", page="/rate")
        assert refused.status_code == 403, key
        assert 'name="code"' in refused.text


def test_an_invitation_that_is_over_says_so_and_nothing_else(client: FlaskClient) -> None:
    answer = client.get("/rate/no-such-token")
    assert answer.status_code == 410
    assert "Undangan ini sudah berakhir" in answer.text


def test_closing_a_visit_does_not_wait_for_a_rating(staff: Staff, come: Come, library: Library) -> None:
    visit = come("Siti Rahmawati")
    serve(open_counter(staff), visit)
    assert library.floor.close(visit.id, by="system").state == "CLOSED"


def test_the_head_of_the_office_sees_the_index_and_everybody_the_poster_from_five_answers(
    client: FlaskClient, library: Library, staff: Staff, come: Come, clock: Clock
) -> None:
    officer = open_counter(staff)
    poster = "/ratings/poster/metro/2026-11/id.pdf"
    for n in range(5):
        assert officer.get(poster).status_code == 404
        token = library.floor.rating_token(serve(officer, come(f"Tamu {n}")))
        assert token is not None
        library.ratings.rate(token, form(3 + (n > 1), comment="<b>Baik</b>" if n == 4 else ""), "id")
    page = officer.get("/ratings").text
    assert "90,00" in page  # (2 × 75 + 3 × 100) / 5
    assert "Mutu pelayanan A" in page
    assert "&lt;b&gt;Baik&lt;/b&gt;" in page
    assert "November 2026" in page
    assert "90,00" in officer.get("/ratings?period=2026").text
    assert "Belum ada penilaian" in officer.get("/ratings?period=2026-10").text
    assert officer.get(poster).data[:5] == b"%PDF-"  # a preview for the office's own staff
    assert staff.officer(PALEMBANG, "sari@contoh.id").get(poster).status_code == 404
    clock.now = datetime(2026, 12, 14, 16, 0, tzinfo=UTC)  # 23.00 WIB: a service of 30 November can be rated today
    assert client.get(poster).status_code == 404
    clock.forward(hours=1)
    assert client.get(poster).status_code == 404  # with the year's poster it could tell of a small December
    clock.now = datetime(2027, 1, 14, 17, 0, tzinfo=UTC)
    for final in (poster, "/ratings/poster/metro/2026/en.pdf"):
        pdf = client.get(final)
        assert (pdf.status_code, pdf.data[:5]) == (200, b"%PDF-")
    assert [client.get(f"/ratings/poster/{odd}.pdf").status_code for odd in ("metro/2026-13/id", "metro/2026/fr")] == [
        404,
        404,
    ]
