"""From error to answer."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ingest import errors as ingest_errors
from library import errors as library_errors
from library.wiring import Library
from search import errors as search_errors
from webapp.app import create_app
from webapp.errors import STATUS, status_of
from webapp.security import audience


def family(root: type[Exception]) -> list[type[Exception]]:
    return [root, *(kind for child in root.__subclasses__() for kind in family(child))]


ALL = [
    kind
    for root in (library_errors.LibraryError, ingest_errors.IngestError, search_errors.SearchError)
    for kind in family(root)
    if not kind.__module__.startswith("tests")
]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_error_of_the_trees_has_a_status_of_an_error(kind: type[Exception]) -> None:
    status = next(STATUS[parent] for parent in kind.__mro__ if parent in STATUS)
    assert 400 <= status < 600


def test_the_nearest_ancestor_counts() -> None:
    assert status_of(library_errors.SearchUnavailable()) == 503
    assert status_of(library_errors.BadForm({"a": "required"})) == 422
    assert status_of(ingest_errors.TooLarge()) == 413
    assert status_of(KeyError()) == 500


@pytest.fixture
def broken(library: Library) -> Flask:
    app = create_app(library)
    raised = {
        "missing": library_errors.NotFound("rahasia dapur", what="<script>x</script>"),
        "race": library_errors.LostRace("rahasia dapur"),
        "file": ingest_errors.Encrypted("rahasia dapur"),
        "query": search_errors.BadQuery("missing_value", field="judul"),
        "index": search_errors.IndexDamaged("damaged", file="rahasia dapur"),
        "bug": RuntimeError("rahasia dapur"),
    }

    def fail(which: str) -> str:
        raise raised[which]

    app.add_url_rule("/fail/<which>", "fail", audience.public(fail))
    return app


@pytest.mark.parametrize(
    ("which", "status", "words"),
    [
        ("missing", 404, "tidak ditemukan: &lt;script&gt;x&lt;/script&gt;"),
        ("race", 409, "Sudah ada yang mengubahnya"),
        ("file", 422, "sandi"),
        ("query", 400, "setelah “judul:” belum ada"),
        ("index", 503, "Pencarian sedang diperbaiki"),
        ("bug", 500, "Terjadi kesalahan pada sistem"),
    ],
)
def test_a_person_reads_what_to_do_and_nothing_of_the_inside(
    broken: Flask, which: str, status: int, words: str
) -> None:
    answer = broken.test_client().get(f"/fail/{which}")
    assert answer.status_code == status
    assert words in answer.text
    assert "rahasia dapur" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_a_program_gets_the_same_as_json(broken: Flask) -> None:
    answer = broken.test_client().get("/fail/race", headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["sentence"].startswith("Sudah ada")


def test_in_english_for_who_reads_english(broken: Flask) -> None:
    answer = broken.test_client().get("/fail/race", headers={"Accept-Language": "en", "Accept": "text/html"})
    assert "Somebody else changed this first" in answer.text
    assert "This has changed meanwhile" in answer.text


def test_without_a_database_there_is_still_a_page_in_both_languages(library: Library, client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["sign_in"] = "x" * 43
    library.database.close()
    library.folders.database.rename(library.folders.database.with_suffix(".away"))
    library.folders.database.mkdir()
    answer = client.get("/account", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert "Ada gangguan pada layanan" in answer.text
    assert "The service has a fault" in answer.text
    assert "Content-Security-Policy" in answer.headers
    library.folders.database.rmdir()
