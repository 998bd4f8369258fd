"""Reading programs, search engines and browsers find the works."""

from __future__ import annotations

import json
import re

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from library.catalogue import works
from library.wiring import Library
from search import PageDocument
from tests.webapp.people import Clock
from tests.webapp.rooms.conftest import Stock
from webapp.rooms.open import choosing, sitemap


def first_identifier(client: FlaskClient, work: str) -> str:
    """Give what reading programs take for the name of a work in the feed of the newest."""
    root = etree.fromstring(client.get("/opds/new").data)
    words = {"a": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/terms/"}
    return str(root.xpath("string(//a:entry[contains(a:id, $work)]/dc:identifier[1])", namespaces=words, work=work))


def test_a_feed_reader_follows_the_ways_to_a_work(client: FlaskClient, stock: Stock) -> None:
    start = feedparser.parse(client.get("/opds").data)
    assert not start.bozo
    assert {link.rel for link in start.feed.links} >= {"self", "start", "search"}
    assert all(way.content[0].value != way.title for way in start.entries)
    new = feedparser.parse(client.get("/opds/new").data)
    assert not new.bozo
    assert {entry.id for entry in new.entries} == {
        f"http://localhost/works/{each}" for each in (stock.open, stock.restricted)
    }
    entry = next(each for each in new.entries if each.id.endswith(stock.open))
    assert entry.title == "Kecamatan Metro Dalam Angka"
    assert first_identifier(client, stock.open) == entry.id
    links = {link.rel: link.href for link in entry.links}
    assert links["http://opds-spec.org/acquisition/borrow"] == f"http://localhost/works/{stock.open}/copy"
    for address in (links["http://opds-spec.org/image"], links["alternate"]):
        assert client.get(address.removeprefix("http://localhost")).status_code == 200


def test_words_lead_to_works_and_bad_words_to_an_empty_feed(client: FlaskClient, stock: Stock) -> None:
    found = feedparser.parse(client.get("/opds/search?q=kedelai").data)
    assert [entry.id for entry in found.entries] == [f"http://localhost/works/{stock.open}"]
    assert feedparser.parse(client.get('/opds/search?q="kedelai').data).entries is not None
    assert client.get("/opds/search?q=tahun:x..y").status_code == 200


def test_a_json_feed_in_which_nothing_is_found_leads_on(client: FlaskClient) -> None:
    """An empty list of publications is none by the format's schema; programs refuse the whole feed."""
    feed = json.loads(client.get("/opds/v2/search?query=tidakada").data)
    assert "publications" not in feed
    (way,) = feed["navigation"]
    assert json.loads(client.get(way["href"].removeprefix("http://localhost")).data)["publications"]


def coconuts(work: str, page: int, text: str) -> PageDocument:
    kind = "born-digital"
    return PageDocument(work=work, page=page, title="T", text=text, office="1872", year=2022, kind=kind, language="id")


def test_a_search_in_feeds_shows_each_work_once_and_all_of_them_in_pages(
    client: FlaskClient, stock: Stock, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "PER_PAGE", 1)
    library.search.replace(stock.open, [coconuts(stock.open, number, "kelapa kelapa") for number in range(1, 8)])
    library.search.replace(stock.restricted, [coconuts(stock.restricted, 1, "kelapa lain")])
    first, second = (feedparser.parse(client.get(f"/opds/search?q=kelapa&page={number}").data) for number in (1, 2))
    assert [entry.id[-10:] for feed in (first, second) for entry in feed.entries] == [stock.open, stock.restricted]
    assert first.feed.opensearch_totalresults == "2"
    assert "next" in {link.rel for link in first.feed.links}
    assert json.loads(client.get("/opds/v2/search?query=kelapa").data)["metadata"]["numberOfItems"] == 2
    with library.database.write() as records:
        works.withdraw(records, library.clock(), stock.open, "system", "", code="personal-data")
    left = client.get("/api/v1/search?q=kelapa").json
    assert left is not None
    assert ({hit["work"] for hit in left["hits"]}, left["works"]) == ({stock.restricted}, 1)
    assert stock.open not in client.get("/search?q=kelapa").text
    picture = client.get(f"/works/{stock.restricted}/cover.jpg")
    assert picture.headers["Cache-Control"] == "public, no-cache"
    tag = {"If-None-Match": picture.headers["ETag"]}
    assert client.get(f"/works/{stock.restricted}/cover.jpg", headers=tag).status_code == 304


def test_feeds_in_json_hold_the_same(client: FlaskClient, stock: Stock) -> None:
    start = json.loads(client.get("/opds/v2").data)
    assert {"rel": "search", "templated": True}.items() <= start["links"][1].items()
    new = json.loads(client.get("/opds/v2/new").data)
    assert new["metadata"]["numberOfItems"] == 2
    assert {each["metadata"]["identifier"][-10:] for each in new["publications"]} == {stock.open, stock.restricted}
    one = new["publications"][0]
    assert one["images"]
    again = json.loads(client.get(one["links"][0]["href"].removeprefix("http://localhost")).data)
    assert again == one


def test_a_long_feed_comes_in_pages(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "PER_PAGE", 1)
    first = feedparser.parse(client.get("/opds/office/1872").data)
    way = next(link.href for link in first.feed.links if link.rel == "next")
    second = feedparser.parse(client.get(way.removeprefix("http://localhost")).data)
    assert {first.entries[0].id} & {second.entries[0].id} == set()
    assert "next" not in {link.rel for link in second.feed.links}


def test_a_correction_reaches_feeds_sitemap_and_interface(
    client: FlaskClient, library: Library, stock: Stock, clock: Clock
) -> None:
    clock.forward(days=3)
    before = f"{clock():%Y-%m-%dT%H:%M:%SZ}"
    assert client.get(f"/api/v1/works?changed_since={before}").json == {
        "total": 0,
        "page": 1,
        "next": None,
        "works": [],
    }
    with library.database.write() as records:
        works.correct(records, clock(), works.get(records, stock.open), {"title": "Judul Baru"}, "system")
    library.workers.drain()
    feed = feedparser.parse(client.get("/opds/new").data)
    updated = {entry.id[-10:]: entry.updated for entry in feed.entries}
    assert updated[stock.open] == feed.feed.updated == before
    assert updated[stock.restricted] < before
    publications = json.loads(client.get("/opds/v2/new").data)["publications"]
    told = {each["metadata"]["title"]: each["metadata"] for each in publications}["Judul Baru"]
    assert (told["modified"], told["published"], told["language"]) == (before, "2022-01-01", ["id"])
    assert [each["name"] for each in told["author"]] == [
        {"id": "BPS Kota Metro", "en": "BPS-Statistics Metro Municipality"}
    ]
    (subject,) = told["subject"]
    assert subject["name"].keys() == {"id", "en"}
    assert f"works/{stock.open}</loc><lastmod>{before[:10]}</lastmod>" in client.get("/sitemap-1.xml").text
    changed = client.get(f"/api/v1/works?changed_since={before}").json
    assert changed is not None
    assert [(each["id"], each["changed_at"]) for each in changed["works"]] == [(stock.open, before)]
    assert client.get("/api/v1/works?changed_since=2026-02-31T00:00:00Z").status_code == 200


def test_a_page_says_what_it_shows_in_schema_orgs_words(client: FlaskClient, stock: Stock) -> None:
    shown = client.get(f"/works/{stock.open}").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert (told["@type"], told["name"]) == ("Book", "Kecamatan Metro Dalam Angka")
    assert told == json.loads(client.get(f"/works/{stock.open}.jsonld").data)


def test_crawlers_find_every_released_work_and_no_other(
    client: FlaskClient, stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "PER_FILE", 1)
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
    parts = [each.text for each in etree.fromstring(client.get("/sitemap.xml").data).iter("{*}loc")]
    found = {
        each.text
        for part in parts
        for each in etree.fromstring(client.get(str(part).removeprefix("http://localhost")).data).iter("{*}loc")
    }
    assert {each[-10:] for each in found if each and "/works/" in each} == {stock.open, stock.restricted}
    assert client.get("/sitemap-99.xml").status_code == 404


def test_whoever_asks_again_is_told_that_nothing_has_changed(client: FlaskClient) -> None:
    for path in ("/opds", "/opds/new", "/opds/v2/new", "/sitemap-1.xml", "/api/v1/works", "/opensearch.xml"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "public, no-cache"
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (path, again.status_code, again.data) == (path, 304, b"")


def test_who_follows_the_next_page_misses_no_work_that_stays(
    client: FlaskClient, library: Library, stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "PER_PAGE", 1)
    listed = client.get("/api/v1/works?per_page=1&office=1872").json
    assert listed is not None
    feed = feedparser.parse(client.get("/opds/new").data)
    onward = [listed["next"], next(link.href for link in feed.feed.links if link.rel == "next")]
    with library.database.write() as records:
        works.withdraw(records, library.clock(), listed["works"][0]["id"], "system", "")
    (left,) = {stock.open, stock.restricted} - {listed["works"][0]["id"]}
    for address in onward:
        assert left in client.get(address.removeprefix("http://localhost")).text
    assert client.get("/opds/new?after=x").status_code == 200


def test_browsers_learn_how_to_search_here(client: FlaskClient) -> None:
    assert 'href="/opensearch.xml"' in client.get("/").text
    described = etree.fromstring(client.get("/opensearch.xml").data)
    templates = [each.get("template", "") for each in described.iter("{*}Url")]
    for template in templates:
        way = template.removeprefix("http://localhost").replace("{searchTerms}", "kedelai")
        assert client.get(way).status_code == 200


@pytest.mark.parametrize("path", ["/opds/office/9999", "/works/0000000000.opds", "/works/0000000000.jsonld"])
def test_what_is_not_public_is_not_there(client: FlaskClient, stock: Stock, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.get(f"/works/{stock.review}.opds").status_code == 404
