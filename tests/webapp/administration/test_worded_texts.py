"""Questionnaires, sentences and mails in the administrator's pages."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient

from library.wiring import Library
from tests.webapp.people import post

ROOM = "/administration"


def put_in_force(client: FlaskClient, answer_to: str) -> None:
    assert post(client, f"{answer_to}/publish", page=answer_to).status_code == 303


def typed_on(page: str) -> dict[str, object]:
    """Give what the text fields of a page hold."""
    fields = re.findall(r'<input class="input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page)
    areas = re.findall(r'<textarea class="input" id="[^"]+" name="([^"]+)"[^>]*>\s?(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(value) for name, value in (*fields, *areas)}


def test_a_question_is_worded_anew_and_visitors_see_it(boss: FlaskClient, shelf: Library) -> None:
    page = f"{ROOM}/instruments/skm"
    form = typed_on(boss.get(page).text) | {"time-text-id": "Secepat apa Anda dilayani?"}
    draft = post(boss, page, form).headers["Location"]
    assert "Secepat apa" in boss.get(draft).text
    put_in_force(boss, draft)
    assert shelf.ratings.instrument("1872").question[2].text.id == "Secepat apa Anda dilayani?"
    assert "Secepat apa" in boss.get(page).text
    refused = post(boss, page, form | {"time-text-id": " "})
    assert refused.status_code == 422


def test_a_sentence_is_added_for_one_office_and_offered_no_more(boss: FlaskClient) -> None:
    page = f"{ROOM}/texts/replies/new"
    form = {"scope": "1872", "use": "answer", "title-id": "Terima kasih", "body-id": "Yth. {name}, terima kasih."}
    wrong = post(boss, page, form | {"body-id": "Yth. {nama}"})
    assert wrong.status_code == 422
    assert "{nama}" in wrong.text
    put_in_force(boss, post(boss, page, form).headers["Location"])
    assert "Terima kasih" in boss.get(f"{ROOM}/texts?scope=1872").text
    assert "Terima kasih" not in boss.get(f"{ROOM}/texts?scope=1674").text
    found = re.search(r"/texts/replies/(own_\w+)", boss.get(f"{ROOM}/texts?scope=1872").text)
    assert found is not None
    own = f"{ROOM}/texts/replies/{found.group(1)}"
    assert "Yth. Siti Rahmawati, terima kasih." in boss.get(f"{own}?scope=1872").text
    put_in_force(
        boss,
        post(boss, f"{own}/gone", {"scope": "1872"}, page=f"{own}?scope=1872").headers["Location"],
    )
    assert "Terima kasih" not in boss.get(f"{ROOM}/texts?scope=1872").text


def test_a_mail_is_shown_filled_and_keeps_its_link(boss: FlaskClient) -> None:
    page = f"{ROOM}/texts/mails/rating-invitation"
    shown = boss.get(page).text
    assert "BPS Kota Metro" in shown
    form = typed_on(shown)
    assert set(form) >= {"subject-id", "body-id", "subject-en", "body-en"}
    refused = post(boss, page, form | {"body-en": "Hello {name}"})
    assert refused.status_code == 422
    assert "Hello {name}" in refused.text
    put_in_force(boss, post(boss, page, form | {"subject-id": "Nilai kami"}).headers["Location"])
    assert "Nilai kami" in boss.get(f"{ROOM}/texts").text
    assert boss.get(f"{ROOM}/texts/mails/reset").status_code == 404
