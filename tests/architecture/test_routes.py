"""Every route says for whom it is, and every link in the frame leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from library.settings import Settings
from library.wiring import open_library
from webapp import navigation
from webapp.app import create_app
from webapp.security import audience, csrf

# What anybody may ask without an account. A new line here is a decision, not a formality.
PUBLIC = {
    "account.accept_invitation",
    "account.ask_reset",
    "account.choose_password",
    "account.confirm",
    "account.forgot",
    "account.give_code",
    "account.invitation",
    "account.log_in",
    "account.login",
    "account.logout",
    "account.open_account",
    "account.register",
    "account.resend",
    "account.reset",
    "account.second_step",
    "account.verify",
    "complaints.channels",
    "complaints.deed",
    "complaints.find",
    "complaints.look",
    "complaints.new",
    "complaints.offices",
    "complaints.submit",
    "complaints.track",
    "front.home",
    "guest.board",
    "guest.board_state",
    "guest.book",
    "guest.book_called",
    "guest.called",
    "guest.done",
    "guest.door",
    "guest.follow",
    "guest.follow_state",
    "guest.known_reader",
    "guest.leave",
    "guest.recognise",
    "guest.sign",
    "guest.sign_called",
    "guest.start",
    "guest.take_number",
    "guest.ticket",
    "guest.voice",
    "healthz",
    "iiif.manifest",
    "metrics",
    "offices.office",
    "offices.standard",
    "open.api_captions",
    "open.api_description",
    "open.api_offices",
    "open.api_search",
    "open.api_work",
    "open.api_works",
    "open.harvest",
    "open.harvest_by_form",
    "open.opds",
    "open.opds2",
    "open.opds2_new",
    "open.opds2_office",
    "open.opds2_search",
    "open.opds2_work",
    "open.opds_new",
    "open.opds_office",
    "open.opds_search",
    "open.opensearch",
    "open.robots",
    "open.schema_org_work",
    "open.sitemap",
    "open.sitemap_part",
    "preferences.language",
    "preferences.theme",
    "privacy.keep",
    "privacy.keep_by_link",
    "privacy.overview",
    "ratings.ask",
    "ratings.by_code",
    "ratings.by_number",
    "ratings.poster",
    "ratings.rate",
    "ratings.send",
    "ratings.thanks",
    "reader.citation",
    "readyz",
    "search.answer",
    "search.results",
    "search.stop",
    "search.stopping",
    "search.suggest",
    "static",
    "terminal.enter_account",
    "terminal.enter_code",
    "terminal.help_page",
    "terminal.here",
    "terminal.leave",
    "terminal.pair",
    "terminal.pair_now",
    "terminal.ready",
    "terminal.start",
    "verification.ask",
    "verification.check",
    "verification.check_upload",
    "verification.from_code",
    "works.catalogue",
    "works.cover",
    "works.record",
    "works.series",
    "works.show",
    "works.tables",
    "works.thumbnail",
}
# Endpoints whose paths stand in mails, stamps and bookmarks.
FIXED = {
    "front.home": "/",
    "search.results": "/search",
    "works.show": "/works/<work_id>",
    "requests.mine": "/account/copies",
    "requests.copy": "/copies/<copy_id>",
    "verification.check": "/verify/<number>",
    "verification.from_code": "/V/<number>",
    "account.login": "/account/login",
    "complaints.mine": "/complaints/mine/<complaint_id>",
    "ratings.rate": "/rate/<token>",
    "account.verify": "/account/verify/<secret>",
    "account.reset": "/account/reset/<secret>",
    "account.invitation": "/account/invitation/<secret>",
    "privacy.keep": "/privacy/keep/<secret>",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    data: Path = tmp_path_factory.mktemp("routes") / "data"
    library = open_library(Settings(data=data, workers=0, rate_limits=False))
    yield create_app(library)
    library.close()


def test_every_route_says_for_whom_it_is(app: Flask) -> None:
    silent = [str(rule) for rule in app.url_map.iter_rules() if audience.of(app.view_functions[rule.endpoint]) is None]
    assert silent == []


def test_the_public_routes_are_these_and_no_others(app: Flask) -> None:
    public = {name for name, view in app.view_functions.items() if audience.of(view) == audience.PUBLIC}
    assert public == PUBLIC


def test_the_addresses_in_letters_and_stamps_stay_as_they_are(app: Flask) -> None:
    rules = {(rule.endpoint, rule.rule) for rule in app.url_map.iter_rules()}
    assert set(FIXED.items()) - rules == set()


def test_every_link_in_the_frame_leads_to_a_page(app: Flask) -> None:
    ways = (*navigation.MAIN, *navigation.ACCOUNT, *navigation.FOOTER)
    assert [way.endpoint for way in ways if way.endpoint not in app.view_functions] == []


def test_nothing_changes_by_looking(app: Flask) -> None:
    """A route that takes GET takes nothing else: what it shows and what it does are told apart by name."""
    mixed = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.methods and "GET" in rule.methods and rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
    ]
    assert mixed == []


def test_every_route_that_changes_something_checks_where_the_form_came_from(app: Flask) -> None:
    assert app.config["WTF_CSRF_METHODS"] >= {"POST", "PUT", "PATCH", "DELETE"}
    protect = app.extensions["csrf"]
    assert not protect._exempt_views
    assert not protect._exempt_blueprints
    assert [name for name, view in app.view_functions.items() if csrf.is_exempt(view)] == ["open.harvest_by_form"]
    assert [name for name, view in app.view_functions.items() if csrf.ends(view)] == ["terminal.leave"]
