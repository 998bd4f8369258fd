"""OAI-PMH: a real harvester takes the catalogue, all of it and only what is public, and learns what has gone."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator

import pymarc
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sickle import Sickle
from sickle.oaiexceptions import BadArgument, IdDoesNotExist, NoRecordsMatch
from sqlalchemy import event
from werkzeug.serving import make_server

from library.catalogue import works
from library.wiring import Library
from tests.webapp.people import Clock
from tests.webapp.rooms.conftest import Stock
from webapp.rooms.open.oai import answers

QUESTIONS = (
    ("", "badVerb"),
    ("verb=Identify&verb=Identify", "badVerb"),
    ("verb=Identify&x=1", "badArgument"),
    ("verb=ListRecords", "badArgument"),
    ("verb=ListRecords&metadataPrefix=mods", "cannotDisseminateFormat"),
    ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-01-01", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-03-01T00:00:00Z", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31", ""),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=&until=2030-01-01", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=%D9%A2%D9%A0%D9%A2%D9%A0-01-01", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=office:none", "noRecordsMatch"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=1872", "noRecordsMatch"),
    ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
    ("verb=ListRecords&resumptionToken=%00", "badResumptionToken"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%00%ff", "idDoesNotExist"),
    ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
)
SPACES = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}


@pytest.fixture
def harvester(app: Flask) -> Iterator[Sickle]:
    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Sickle(f"http://127.0.0.1:{server.server_port}/oai", timeout=60)
    server.shutdown()
    thread.join()
    server.server_close()


def ask(client: FlaskClient, **arguments: str) -> etree._Element:
    answer = client.get("/oai", query_string=arguments)
    assert answer.status_code == 200
    assert answer.content_type == "text/xml; charset=utf-8"
    return etree.fromstring(answer.data)


def codes(root: etree._Element) -> list[str]:
    return [each.get("code", "") for each in root.findall("o:error", SPACES)]


def test_a_harvester_takes_all_that_is_public_and_nothing_else(harvester: Sickle, stock: Stock) -> None:
    about = harvester.Identify()
    assert (about.deletedRecord, about.granularity) == ("persistent", "YYYY-MM-DDThh:mm:ssZ")
    assert about.adminEmail == "pustaka@localhost"
    assert [each.metadataPrefix for each in harvester.ListMetadataFormats()] == ["oai_dc", "marcxml"]
    assert "office:1872" in [each.setSpec for each in harvester.ListSets()]
    records = {each.header.identifier: each for each in harvester.ListRecords(metadataPrefix="oai_dc")}
    assert set(records) == {f"oai:localhost:{stock.open}", f"oai:localhost:{stock.restricted}"}
    told = records[f"oai:localhost:{stock.open}"].metadata
    assert told["title"][0] == "Kecamatan Metro Dalam Angka"
    assert told["date"] == ["2022"]
    assert f"http://localhost/works/{stock.open}" in told["identifier"]
    assert "Katalog 1102001.1872010" in told["identifier"]


def test_what_was_withdrawn_is_told_as_gone_and_comes_back_when_released_again(
    harvester: Sickle, library: Library, stock: Stock, clock: Clock
) -> None:
    before = clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    clock.forward(hours=1)
    with library.database.write() as records:
        works.withdraw(records, clock(), stock.open, "system", "wrong file", code="wrong-file")
    library.workers.drain()
    later = clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    changed = list(harvester.ListRecords(**{"metadataPrefix": "oai_dc", "from": later}))
    assert [(each.header.identifier, each.deleted) for each in changed] == [(f"oai:localhost:{stock.open}", True)]
    unchanged = list(harvester.ListIdentifiers(metadataPrefix="oai_dc", until=before))
    assert [each.identifier for each in unchanged] == [f"oai:localhost:{stock.restricted}"]
    clock.forward(hours=1)
    with library.database.write() as records:
        works.release(records, clock(), stock.open, "system")
    library.workers.drain()
    assert not harvester.GetRecord(identifier=f"oai:localhost:{stock.open}", metadataPrefix="oai_dc").deleted


def test_a_stamp_moves_only_when_the_description_does(library: Library, stock: Stock, clock: Clock) -> None:
    first = library.public_records.get(stock.open).stamp
    clock.forward(days=1)
    library.public_records.handle({"work": stock.open})
    assert library.public_records.get(stock.open).stamp == first
    with library.database.write() as records:
        work = works.get(records, stock.open)
        works.correct(records, clock(), work, {"title": "Kecamatan Metro dalam Angka"}, "system")
    library.workers.drain()
    assert library.public_records.get(stock.open).stamp == clock().replace(microsecond=0)


def test_a_long_list_comes_in_parts_that_a_harvester_joins(
    harvester: Sickle, client: FlaskClient, stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "AT_ONCE", 1)
    whole = [each.identifier for each in harvester.ListIdentifiers(metadataPrefix="oai_dc")]
    assert sorted(whole) == sorted(f"oai:localhost:{each}" for each in (stock.open, stock.restricted))
    token = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc").find(".//o:resumptionToken", SPACES)
    assert token is not None
    assert token.text
    assert (token.get("completeListSize"), token.get("cursor")) == ("2", "0")
    last = ask(client, verb="ListIdentifiers", resumptionToken=token.text).find(".//o:resumptionToken", SPACES)
    assert last is not None
    assert (last.text, last.get("cursor")) == (None, "1")
    assert codes(ask(client, verb="ListRecords", resumptionToken=token.text)) == ["badResumptionToken"]
    assert codes(ask(client, verb="ListIdentifiers", resumptionToken=token.text + "x")) == ["badResumptionToken"]


def test_marc_records_are_read_by_the_library_of_the_field(client: FlaskClient, stock: Stock) -> None:
    answer = client.get(f"/oai?verb=GetRecord&metadataPrefix=marcxml&identifier=oai:localhost:{stock.open}")
    (record,) = pymarc.parse_xml_to_array(io.BytesIO(answer.data))  # type: ignore[no-untyped-call] # pymarc's own
    assert record.title == "Kecamatan Metro Dalam Angka"
    assert record["008"].data[7:11] == "2022"
    assert len(record["008"].data) == 40
    assert record["856"]["u"] == f"http://localhost/works/{stock.open}"
    assert record["037"]["a"] == "1102001.1872010"
    assert pymarc.Record(data=record.as_marc()).title == record.title


def test_errors_are_the_protocols_own(harvester: Sickle, stock: Stock) -> None:
    with pytest.raises(IdDoesNotExist):
        harvester.GetRecord(identifier=f"oai:localhost:{stock.review}", metadataPrefix="oai_dc")
    with pytest.raises(NoRecordsMatch):
        harvester.ListRecords(metadataPrefix="oai_dc", **{"from": "2030-01-01"})
    with pytest.raises(BadArgument):
        harvester.ListRecords(metadataPrefix="oai_dc", set="office none")


def test_a_question_that_cannot_be_is_answered_in_valid_xml(client: FlaskClient) -> None:
    for query, code in QUESTIONS:
        answer = client.get(f"/oai?{query}")
        assert answer.status_code == 200, query
        assert (query, codes(etree.fromstring(answer.data))) == (query, [code] if code else [])


def test_only_questions_that_cannot_be_read_are_not_repeated(client: FlaskClient) -> None:
    asked = {"verb": "ListRecords", "metadataPrefix": "mods"}
    repeated = ask(client, **asked).find("o:request", SPACES)
    assert repeated is not None
    assert dict(repeated.attrib) == asked
    unreadable = ask(client, **asked, colour="red").find("o:request", SPACES)
    assert unreadable is not None
    assert not unreadable.attrib


def test_a_list_goes_on_to_what_has_changed_since_it_was_begun(
    client: FlaskClient, library: Library, stock: Stock, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "AT_ONCE", 1)
    first = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", until="2026-11-22")
    token = first.findtext(".//o:resumptionToken", "", SPACES)
    given = first.findtext(".//o:identifier", "", SPACES)[-10:]
    (other,) = {stock.open, stock.restricted} - {given}
    clock.forward(days=3)
    with library.database.write() as records:
        works.correct(records, clock(), works.get(records, other), {"title": "Baru"}, "system")
    library.workers.drain()
    rest = ask(client, verb="ListIdentifiers", resumptionToken=token)
    assert [each.text[-10:] for each in rest.iterfind(".//o:identifier", SPACES) if each.text] == [other]


def test_a_list_is_read_with_few_questions_and_headers_without_descriptions(
    client: FlaskClient, library: Library, stock: Stock
) -> None:
    seen: list[str] = []
    event.listen(library.database.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    assert not [each for each in seen if "FROM description" in each]
    ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert len([each for each in seen if "FROM description" in each]) == 1


def test_harvesters_may_ask_by_post_from_anywhere(client: FlaskClient) -> None:
    answer = client.post("/oai", data={"verb": "Identify"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert b"<Identify>" in answer.data
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
