"""Records of others: read whatever the format, written so that they can be read again, and harmless both ways."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ingest.exchange import bps_api, counting
from ingest.exchange.dublin_core import to_dublin_core
from ingest.exchange.errors import BpsUnreachable, RecordsUnreadable, TooManyRecords
from ingest.exchange.marc import to_marcxml, write_marc
from ingest.exchange.reading import read_records
from ingest.exchange.table import write_table
from library.catalogue.records import Record

AJUNG = Record(
    "eq8tprc13g",
    {
        "title": "Kecamatan Ajung Dalam Angka 2022",
        "parallel_title": "Ajung Subdistrict in Figures 2022",
        "year": "2022",
        "catalogue_number": "1102001.3509110",
        "publication_number": "3509.2217",
        "issn": "2620-455X",
        "isbn": "978-0-306-40615-7",
        "publisher": "Badan Pusat Statistik Kabupaten Jember",
        "extent": "xxxvi + 300",
        "size": "14.8 × 21 cm",
        "region": "3509110",
        "subjects": "542 531",
    },
    language="id+en",
    address="https://pustaka.example/works/eq8tprc13g",
    abstract="Data <b>kecamatan</b> & desa",
    names={"542": "Buku Tahunan", "531": "Neraca Ekonomi", "3509110": "Ajung"},
)
PUBLICATION = {
    "pub_id": "aa17c1286ea6de96e80622b5",
    "title": "Keadaan Angkatan Kerja di Provinsi Sumatera Utara Agustus 2014",
    "kat_no": "2303004.12",
    "pub_no": "12520.1501",
    "issn": "978-602-331-007-4",
    "abstract": "<p>Pengumpulan data &amp; konsep<script>x</script></p>",
    "sch_date": "",
    "rl_date": "2015-02-27",
    "updt_date": None,
    "cover": "https://example.org/c.jpg?sign=1",
    "pdf": "https://example.org/p.pdf?sign=1",
    "size": "5.17 MB",
}
PAGING = {"page": 1, "pages": 2, "per_page": 10, "count": 1, "total": 2}


def listed(*publications: dict[str, object], **paging: object) -> dict[str, object]:
    return {"status": "OK", "data-availability": "available", "data": [{**PAGING, **paging}, list(publications)]}


def test_a_list_and_a_view_of_bps_are_read_alike() -> None:
    view = {"data": {**PUBLICATION, "related": [{"pub_id": "x", "title": "Lain"}]}}
    for answer in (listed(PUBLICATION), view, [listed(PUBLICATION)]):
        kind, (record,) = read_records(json.dumps(answer).encode())
        assert (kind, record.identifier) == ("bps", "aa17c1286ea6de96e80622b5")
        assert record.values == {
            "title": PUBLICATION["title"],
            "year": "2014",
            "catalogue_number": "2303004.12",
            "publication_number": "12520.1501",
            "isbn": "978-602-331-007-4",
        }
        assert record.abstract == "Pengumpulan data & konsepx"


def test_a_dash_is_no_number_and_the_release_tells_the_year_where_the_title_does_not() -> None:
    entry = {"pub_id": "b", "title": "Statistik Daerah", "issn": "-", "kat_no": " ", "rl_date": "2019-09-26"}
    (record,) = read_records(json.dumps(listed(entry)).encode())[1]
    assert record.values == {"title": "Statistik Daerah", "year": "2019"}


@pytest.mark.parametrize(
    ("written", "kind", "lost"),
    [
        ("".join(write_table([AJUNG])).encode(), "csv", set()),
        (b"".join(write_marc([AJUNG])), "marc", {"language"}),
        (etree.tostring(to_marcxml(AJUNG)), "marcxml", {"language"}),
        (etree.tostring(to_dublin_core(AJUNG)), "dc", {"identifier", "extent", "size", "region", "subjects"}),
    ],
    ids=["csv", "marc", "marcxml", "dc"],
)
def test_what_is_written_can_be_read_again(written: bytes, kind: str, lost: set[str]) -> None:
    """Whatever the format has a place for."""
    found, (record,) = read_records(written)
    assert found == kind
    assert record.values == {name: value for name, value in AJUNG.values.items() if name not in lost}
    assert (record.address, record.abstract) == (AJUNG.address, AJUNG.abstract)
    assert record.identifier == AJUNG.identifier or "identifier" in lost
    assert record.language == AJUNG.language or "language" in lost


def test_a_spreadsheet_finds_no_formula_and_the_dash_comes_back() -> None:
    evil = Record('=cmd|" /C calc"!A0', {"title": "-2+3 dan =HYPERLINK(1)", "publisher": "@SUM(1)"})
    text = "".join(write_table([evil]))
    assert not any(cell.startswith(("=", "@", "-", "+")) for line in text.splitlines() for cell in line.split(","))
    (record,) = read_records(text.encode())[1]
    assert (record.identifier, record.values["title"]) == (evil.identifier, "-2+3 dan =HYPERLINK(1)")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_a_table_with_semicolons_and_other_names_is_read(encoding: str) -> None:
    text = 'Judul;Tahun;Katalog;ISSN\r\n"Daérah; Dalam Angka";2020;1102001.3509110;2620-455x\r\n;;;\r\n'
    (record,) = read_records(text.encode(encoding))[1]
    assert record.values["title"] == "Daérah; Dalam Angka"
    assert (record.values["year"], record.values["issn"]) == ("2020", "2620-455X")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"data": []}',
        b"[" * 100_000,
        b"a,b\n1,2\n",
        b'title\n"never closed',
        b"\x00\xff\xfe\x00" * 50,
        b"<a/>",
        b"<a",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><dc xmlns="http://purl.org/dc/elements/1.1/">&x;</dc>',
        b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>',
        b"00026nam a2200025 i 4500\x1e\x1d",
        b"99999nam a2200025 i 4500",
        b"%PDF-1.7 not a record",
    ],
)
def test_what_is_no_list_of_records_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(RecordsUnreadable) as caught:
        read_records(data)
    for language in ("id", "en"):
        assert "CSV" in caught.value.sentence(language)


@settings(max_examples=60)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for start in (b"", b"{", b"<", b"title,year\n", b"00050nam a2200037 i 4500"):
        try:
            read_records(start + data)
        except RecordsUnreadable:
            continue


@settings(max_examples=40)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_title_can_be_written_in_every_format(title: str, publisher: str) -> None:
    record = Record("x", {"title": title, "publisher": publisher})
    etree.tostring(to_dublin_core(record))
    b"".join(write_marc([record]))
    etree.tostring(to_marcxml(record))
    "".join(write_table([record]))


def test_a_text_that_is_too_long_for_marc_is_cut_and_the_record_stays_sound() -> None:
    long = Record("x", {"title": "Judul"}, abstract="é" * 20_000)
    kind, (record,) = read_records(b"".join(write_marc([long])))
    assert (kind, record.values["title"]) == ("marc", "Judul")
    assert record.abstract.startswith("ééé")


@pytest.fixture
def bps() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """Serve two pages of a list as BPS does, and keep what was asked."""
    asked: list[dict[str, list[str]]] = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(parse_qs(urlsplit(self.path).query))
            page = int(asked[-1]["page"][0])
            right = asked[-1]["key"] == ["secret"]
            body = listed({**PUBLICATION, "pub_id": f"p{page}"}, page=page) if right else {"status": "Error"}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/api", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_page_of_a_domain_is_asked_for(bps: tuple[str, list[dict[str, list[str]]]]) -> None:
    address, asked = bps
    found = bps_api.fetch("1200", "secret", address=address)
    assert [record.identifier for record in found] == ["p1", "p2"]
    assert [(each["page"], each["domain"], each["model"]) for each in asked] == [
        (["1"], ["1200"], ["publication"]),
        (["2"], ["1200"], ["publication"]),
    ]


def test_a_wrong_key_or_a_silent_server_is_said_without_the_key(bps: tuple[str, list[dict[str, list[str]]]]) -> None:
    for address in (bps[0], "http://127.0.0.1:9/v1/api"):
        with pytest.raises(BpsUnreachable) as caught:
            bps_api.fetch("1200", "wr0ng-key", address=address)
        assert "wr0ng-key" not in f"{caught.value} {caught.value.sentence('en')} {caught.value.__cause__}"


_DC_MANY = '<r xmlns:d="http://purl.org/dc/elements/1.1/">{}</r>'
_MARC_MANY = '<r xmlns="http://www.loc.gov/MARC21/slim">{}</r>'


@pytest.mark.parametrize(
    "data",
    [
        b"title\n" + b"a\n" * 4,
        json.dumps([listed(PUBLICATION)] * 4).encode(),
        _DC_MANY.format("<o><d:title>a</d:title></o>" * 4).encode(),
        _MARC_MANY.format(etree.tostring(to_marcxml(AJUNG)).decode() * 4).encode(),
        b"".join(write_marc([AJUNG] * 4)),
    ],
    ids=["csv", "bps", "dc", "marcxml", "marc"],
)
def test_more_records_than_are_compared_at_once_are_refused_in_every_format(
    monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr(counting, "MOST", 4)
    assert len(read_records(data)[1]) == 4
    monkeypatch.setattr(counting, "MOST", 3)
    with pytest.raises(TooManyRecords) as caught:
        read_records(data)
    assert "> 3" in caught.value.sentence("id")


def test_a_record_with_many_titles_is_one() -> None:
    data = _DC_MANY.format("<o><d:title>a</d:title><d:title>b</d:title></o>" * 2).encode()
    assert [record.values["parallel_title"] for record in read_records(data)[1]] == ["b", "b"]


def test_a_leader_that_is_too_short_is_refused_and_half_a_character_is_left_out() -> None:
    sound = etree.tostring(to_marcxml(AJUNG)).decode()
    with pytest.raises(RecordsUnreadable):
        read_records(sound.replace("a2200000 i 4500", "a22").encode())
    half = {**PUBLICATION, "pub_id": "\ud800a", "title": "Judul \udfff2020", "abstract": "x\ud800"}
    (record,) = read_records(json.dumps(listed(half)).encode())[1]
    assert (record.identifier, record.values["title"], record.abstract) == ("a", "Judul 2020", "x")
