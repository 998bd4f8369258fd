"""What machines ask: is it alive, is it ready, how does it do?"""

from __future__ import annotations

import shutil

from flask import Flask
from flask.testing import FlaskClient

from library.jobs import outbox
from library.wiring import Library
from tests.webapp.conftest import OpenLibrary
from webapp.app import create_app

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.5"}


def test_it_is_ready_when_every_part_is_fit(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {
        "ready": True,
        "parts": {"database": True, "migrations": True, "index": True, "workers": True, "disk": True},
    }


def test_a_missing_worker_makes_it_unready(library_with: OpenLibrary) -> None:
    answer = create_app(library_with(workers=1)).test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["parts"]["workers"] is False


def test_a_lost_database_makes_it_unready_and_not_dead(library: Library, client: FlaskClient) -> None:
    library.database.close()
    library.folders.database.unlink()
    library.folders.database.mkdir()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["parts"]["database"] is False
    assert client.get("/healthz").status_code == 200
    shutil.rmtree(library.folders.database)


def test_figures_count_requests_by_route_and_jobs_by_state(library: Library, client: FlaskClient) -> None:
    client.get("/account/verify/one")
    client.get("/account/verify/two")
    client.get("/wp-login.php")
    with library.database.write() as records:
        outbox.add(records, library.clock(), "mail.send", {"mail": "none"})
    text = client.get("/metrics").text
    assert 'pustaka_requests_total{method="GET",route="/account/verify/<secret>",status="410"} 2.0' in text
    assert "wp-login" not in text
    assert 'pustaka_jobs{state="waiting"} 1.0' in text
    assert "pustaka_copy_ready_seconds_count 0.0" in text
    assert 'pustaka_request_seconds_bucket{le="+Inf",route="/account/verify/<secret>"} 2.0' in text


def test_figures_are_for_this_machine_alone(app: Flask) -> None:
    assert app.test_client().get("/metrics").status_code == 200
    assert app.test_client().get("/metrics", environ_base=ELSEWHERE).status_code == 404
    # A proxy on this machine that the settings do not name: the reader may be anywhere.
    assert app.test_client().get("/metrics", headers={"X-Forwarded-For": "203.0.113.5"}).status_code == 404


def test_figures_are_for_who_has_the_token(library_with: OpenLibrary) -> None:
    client = create_app(library_with(metrics_token="kunci")).test_client()
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer salah"}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer kunci"}, environ_base=ELSEWHERE)
    assert answer.status_code == 200
