"""Every route × method × kind of person, against the declared audience."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, Rule

from library.readers import sessions
from library.readers.roles import Role, has_right
from library.settings import Settings
from library.store.models import Account
from library.wiring import open_library
from tests.webapp.people import People
from webapp.app import create_app
from webapp.security import audience
from webapp.security.sessions import COOKIE_KEY, lifetime

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PEOPLE = ("anonymous", "disabled", *[role.value for role in Role])


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    data = tmp_path_factory.mktemp("matrix") / "data"
    library = open_library(Settings(data=data, workers=0, rate_limits=False, base_url="http://localhost"))
    people = People(library)
    for role in Role:
        people.add(f"{role.value}@contoh.id", role.value, role)
    people.add("disabled@contoh.id", "disabled", Role.ADMINISTRATOR)
    yield create_app(library)
    library.close()


def browser(app: Flask, who: str) -> FlaskClient:
    client, library = app.test_client(), app.extensions["library"]
    if who == "anonymous":
        return client
    with app.app_context(), library.database.write() as records:
        # Not by `accounts.find`: the address of a visitor without an account is nobody's.
        account = records.scalars(select(Account).where(Account.email == f"{who}@contoh.id")).one()
        secret = sessions.begin(records, library.clock(), account, lifetime())
        if who == "disabled":
            # As if the row of the sign-in had been forgotten: the account itself is what is asked.
            account.disabled_at = library.clock()
    with client.session_transaction() as session:
        session[COOKIE_KEY] = secret
    return client


def guarded(app: Flask) -> Iterator[tuple[Rule, str, audience.Audience]]:
    for rule in app.url_map.iter_rules():
        declared = audience.of(app.view_functions[rule.endpoint])
        assert declared is not None
        if declared != audience.PUBLIC:
            yield from ((rule, method, declared) for method in METHODS if method in (rule.methods or ()))


def url_of(app: Flask, rule: Rule) -> str:
    values = {name: 1 if isinstance(kind, IntegerConverter) else "nothing" for name, kind in rule._converters.items()}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)  # type: ignore[arg-type]


def let_in(client: FlaskClient, url: str, method: str) -> bool:
    answer = client.open(url, method=method, buffered=True)
    turned_away = answer.status_code in (401, 403) or answer.headers.get("Location", "").startswith("/account/login")
    assert answer.status_code < 500, f"{method} {url}: {answer.status_code}"
    return not turned_away


@pytest.mark.parametrize("who", PEOPLE)
def test_whoever_is_let_in_is_whom_the_route_names(app: Flask, who: str) -> None:
    client, wrong = browser(app, who), []
    for rule, method, declared in guarded(app):
        knows = who not in ("anonymous", "disabled")
        expected = knows and (not declared.rights or any(has_right(who, right) for right in declared.rights))
        if let_in(client, url_of(app, rule), method) != expected:
            wrong.append(f"{method} {rule} for {who}")
    assert wrong == []
