"""The service standards on screen."""

from __future__ import annotations

import html

import pytest
from flask.testing import FlaskClient

from library.offices import load_offices, packaged_offices

OFFICES = load_offices(packaged_offices())


def test_every_office_is_listed(client: FlaskClient) -> None:
    page = client.get("/standard").text
    assert all(f'href="/standard/{office.slug}"' in page for office in OFFICES)


@pytest.mark.parametrize("office", OFFICES, ids=[office.slug for office in OFFICES])
def test_every_printed_line_stands_there_verbatim_in_both_languages(client: FlaskClient, office) -> None:
    for language in ("id", "en"):
        client.set_cookie("language", language)
        page = html.unescape(client.get(f"/standard/{office.slug}").text)
        for service in office.standard.services.values():
            for line in (
                *service.requirements,
                *service.steps,
                *service.limits,
                *service.products,
                *service.complaints,
            ):
                assert line.text in page
                assert language == "id" or line.en in page


def test_a_value_that_the_office_does_not_state_is_labelled_a_default(client: FlaskClient) -> None:
    page = client.get("/standard/tulang-bawang").text
    assert "Nilai bawaan, tidak dinyatakan kantor" in page


def test_an_unknown_office_is_not_found(client: FlaskClient) -> None:
    assert client.get("/standard/jakarta").status_code == 404
