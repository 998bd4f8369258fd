"""Language and appearance."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.webapp.people import People, post, sign_in


def language(client: FlaskClient, **headers: str) -> str:
    text = client.get("/account/login", headers=headers).text
    return text.partition('<html lang="')[2][:2]


def test_indonesian_comes_first_and_the_browsers_wish_counts(client: FlaskClient) -> None:
    assert language(client) == "id"
    assert language(client, **{"Accept-Language": "en-GB,en;q=0.9"}) == "en"
    assert language(client, **{"Accept-Language": "fr,de;q=0.5"}) == "id"


def test_the_switch_keeps_the_page_and_is_remembered(client: FlaskClient) -> None:
    answer = client.get("/language/en?next=/account/register")
    assert answer.headers["Location"] == "/account/register"
    assert language(client) == "en"
    assert language(client, **{"Accept-Language": "id"}) == "en"


def test_the_account_decides_before_the_browser(client: FlaskClient, people: People) -> None:
    people.reader()
    client.get("/language/en")
    sign_in(client, "siti@contoh.id")
    assert '<html lang="id"' in client.get("/account").text
    client.get("/language/en?next=/account", headers={"Sec-Fetch-Site": "same-origin"})
    assert '<html lang="en"' in client.get("/account").text


def test_another_sites_link_does_not_change_the_account(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    client.get("/language/en", headers={"Sec-Fetch-Site": "cross-site"})
    assert '<html lang="id"' in client.get("/account").text


@pytest.mark.parametrize("url", ["/language/fr", "/language/..", "/language/en%0d%0aX"])
def test_there_are_two_languages(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 404


def test_the_switch_leads_to_no_other_site(client: FlaskClient) -> None:
    assert client.get("/language/en?next=//jahat.example").headers["Location"] == "/"


def test_the_theme_is_remembered(client: FlaskClient) -> None:
    headers = {"Referer": "http://localhost/account/register?a=1"}
    answer = post(client, "/theme", {"theme": "dark"}, page="/account/login")
    assert answer.status_code == 303
    assert 'data-theme="dark"' in client.get("/account/login").text
    assert post(client, "/theme", {"theme": "neon"}, page="/account/login").status_code == 400
    client.set_cookie("theme", '"><script>')
    assert 'data-theme="auto"' in client.get("/account/login", headers=headers).text
