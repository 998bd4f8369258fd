"""The JSON interface says what its OpenAPI file says, to whoever asks, whatever is asked."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis.core.result import Ok
from sqlalchemy import select

from library.errors import BadForm
from library.exchange import api_keys
from library.store.models import ApiKey
from library.wiring import Library
from tests.webapp.people import People, post, sign_in
from tests.webapp.rooms.conftest import Stock


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_every_answer_is_as_the_file_says(app: Flask, mode: schemathesis.GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    assert len(operations) == 5
    words = schemathesis.checks.CHECKS.get_by_names(["positive_data_acceptance"])
    asking = (
        [each for each in operations if each.query or each.path_parameters] if "negative" in mode.value else operations
    )
    for operation in asking:
        # What can be searched for is no matter of letters alone: 400 says in words what is wrong.
        _probe(operation.as_strategy(generation_mode=mode), words if operation.path.endswith("search") else [])


def _probe(questions: SearchStrategy[Any], left_out: list[Any]) -> None:
    @given(case=questions)
    @settings(max_examples=6, suppress_health_check=list(HealthCheck))
    def check(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(excluded_checks=left_out)

    check()


def test_works_are_listed_narrowed_and_shown(client: FlaskClient, stock: Stock) -> None:
    listed = client.get("/api/v1/works").json
    assert listed is not None
    assert {each["id"] for each in listed["works"]} == {stock.open, stock.restricted}
    narrowed = client.get("/api/v1/works?year_from=2022&office=1872").json
    assert narrowed is not None
    assert [each["id"] for each in narrowed["works"]] == [stock.open]
    assert client.get(f"/api/v1/works/{stock.open}").json == narrowed["works"][0]
    assert client.get(f"/api/v1/works/{stock.review}").status_code == 404


def test_pages_and_tables_are_found(client: FlaskClient, stock: Stock) -> None:
    found = client.get("/api/v1/search?q=kedelai").json
    assert found is not None
    best = found["hits"][0]
    assert best["work"] == stock.open
    assert "kedelai" in best["snippet"]
    assert "<" not in best["snippet"]
    captions = client.get(f"/api/v1/works/{stock.open}/captions").json
    assert captions is not None
    assert any("kedelai" in each["title"] for each in captions["captions"])


def test_a_wrong_parameter_is_named(client: FlaskClient) -> None:
    for query in ("page=0", "page=x", "colour=red", "office=18", "year_from=1", "page=1&page=2"):
        answer = client.get(f"/api/v1/works?{query}", headers={"Accept": "text/html"})
        assert (query, answer.status_code) == (query, 422)
        assert answer.json is not None
        assert list(answer.json["fields"]) == [query.partition("=")[0]]


def test_a_key_is_shown_once_and_works_until_it_is_ended(
    client: FlaskClient, other: FlaskClient, people: People, library: Library
) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    made = post(client, "/account/keys", {"name": "Skripsi"}).text
    secret = made.partition('class="secret"')[2].partition(">")[2].partition("<")[0]
    assert secret.startswith(api_keys.PREFIX)
    assert secret not in client.get("/account/keys").text
    headers = {"Authorization": f"Bearer {secret}"}
    assert other.get("/api/v1/offices", headers=headers).status_code == 200
    with library.database.read() as records:
        key = records.scalars(select(ApiKey)).one()
    assert key.used_on == library.clock().date().isoformat()
    assert post(client, f"/account/keys/{key.id}/end", page="/account/keys").status_code == 303
    refused = other.get("/api/v1/offices", headers=headers)
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, 'Bearer realm="Pustaka"')


def test_a_key_of_a_closed_account_is_not_known(library: Library, people: People) -> None:
    reader = people.reader()
    secret = library.api_keys.make(reader.id, "Skripsi")
    assert library.api_keys.knows(secret)
    with library.database.write() as records:
        account = records.get(type(reader), reader.id)
        assert account is not None
        account.disabled_at = library.clock()
    assert library.api_keys.knows(secret) is None
    assert library.api_keys.knows("") is None


def test_an_account_holds_a_handful_of_keys(library: Library, people: People) -> None:
    reader = people.reader()
    for number in range(api_keys.MOST):
        library.api_keys.make(reader.id, f"Program {number}")
    with pytest.raises(BadForm):
        library.api_keys.make(reader.id, "one more")
    with pytest.raises(BadForm):
        library.api_keys.make(reader.id, " ")
