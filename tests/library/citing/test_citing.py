"""Citations: what people print, and records that nothing in a title can break."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.citing import Source, author_of
from library.citing.bibtex import to_bibtex
from library.citing.csl import to_csl
from library.citing.prose import Prose
from library.citing.ris import to_ris
from library.citing.source import number_of
from library.offices import load_offices, packaged_offices
from library.offices.rules import CitationRules
from library.offices.stated import Stated
from library.store.models import Work

AJUNG = Source(
    key="w3k9",
    author="Badan Pusat Statistik Kabupaten Jember",
    title="Kecamatan Ajung Dalam Angka 2022",
    year=2022,
    publisher="BPS Kabupaten Jember",
    number="Katalog 1102001.3509110",
    isbn="",
    issn="2477-5231",
    language="id",
    page="45",
    counted=False,
    table="Tabel 3.2.4",
    address="https://pustaka.contoh.id/works/w3k9/read?page=57",
    accessed=date(2026, 11, 21),
)
HOSTILE = (
    "50% & 100$ #1_a ~ ^ \\input{/etc/passwd} }} {{ @book{x,",
    "Judul\r\nER  - \r\n\r\nTY  - BOOK\nTI  - palsu",
    "Judul\u2028},\n}\n@misc{palsu,\n title={x}",
    "tanpa\u202eakhir\x00\x1b[31m",
    "\\",
    "}",
)


def book(**changes: object) -> Source:
    return dataclasses.replace(AJUNG, **changes)  # type: ignore[arg-type]


def test_apa_names_the_organisation_the_year_the_number_and_the_place_in_the_book() -> None:
    assert Prose(book(publisher=AJUNG.author), "id").apa() == (
        "Badan Pusat Statistik Kabupaten Jember. (2022). Kecamatan Ajung Dalam Angka 2022 (Katalog 1102001.3509110; "
        "Tabel 3.2.4, hlm. 45). https://pustaka.contoh.id/works/w3k9/read?page=57"
    )


def test_apa_in_the_text_is_in_the_readers_language() -> None:
    assert Prose(AJUNG, "id").apa_in_text() == "(Badan Pusat Statistik Kabupaten Jember, 2022, Tabel 3.2.4, hlm. 45)"
    assert Prose(book(table=""), "en").apa_in_text() == "(Badan Pusat Statistik Kabupaten Jember, 2022, p. 45)"


def test_a_page_that_was_counted_is_not_taken_for_a_printed_one() -> None:
    assert "Tabel 3.2.4, hlm. PDF 57)" in Prose(book(page="57", counted=True), "id").apa()
    assert Prose(book(page="57", counted=True, table=""), "en").apa_in_text().endswith("2022, PDF p. 57)")


def test_a_publisher_that_is_not_the_author_is_named_too() -> None:
    assert ". BPS Kabupaten Jember. https://" in Prose(AJUNG, "id").apa()


def test_chicago_says_when_the_page_was_seen() -> None:
    assert (
        Prose(AJUNG, "en")
        .chicago()
        .endswith("Accessed 21 November 2026. https://pustaka.contoh.id/works/w3k9/read?page=57.")
    )


def test_a_work_without_a_year_says_so() -> None:
    assert "(t.t.)" in Prose(book(year=None), "id").apa()
    assert "(n.d.)" in Prose(book(year=None), "en").apa()


def test_the_line_under_a_table_does_not_say_the_year_twice() -> None:
    line = "Sumber: Badan Pusat Statistik Kabupaten Jember, Kecamatan Ajung Dalam Angka 2022, Tabel 3.2.4, hlm. 45"
    assert Prose(AJUNG, "id").under_a_table() == line


def test_a_part_that_ends_a_sentence_gets_no_second_full_stop() -> None:
    assert "Berapa? Badan" not in Prose(book(title="Berapa?"), "id").chicago()
    assert "Berapa?." not in Prose(book(title="Berapa?"), "id").chicago()


def test_bibtex_holds_every_field_in_braces_of_its_own() -> None:
    entry = to_bibtex(AJUNG)
    assert entry.startswith("@techreport{bps2022w3k9,\n  author = {{Badan Pusat Statistik Kabupaten Jember}},\n")
    assert "  pages = {45},\n" in entry
    assert "  urldate = {2026-11-21},\n}" in entry


def balance(text: str) -> int:
    """Count braces as BibTeX does, which knows no escape."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    return depth


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_ends_a_bibtex_field_or_begins_another_entry(title: str) -> None:
    entry = to_bibtex(book(title=title, author=title, table=title, address=f"https://x.id/{title}"))
    assert balance(entry) == 0
    assert len(re.findall(r"^\s*@", entry, re.MULTILINE)) == 1
    assert "\\input" not in entry
    assert len(entry.splitlines()) == len(re.findall(r"^  \w+ = ", entry, re.MULTILINE)) + 2


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_ends_a_ris_record_or_begins_another_line(title: str) -> None:
    lines = to_ris(book(title=title, author=title)).split("\r\n")
    assert [line[:2] for line in lines if line].count("TY") == 1
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert not any(ord(c) < 32 for line in lines for c in line)


@pytest.mark.hypothesis
@given(st.text(max_size=80))
def test_any_text_is_balanced_in_bibtex_and_one_line_in_ris(text: str) -> None:
    assert balance(to_bibtex(book(title=text, author=text, address=text))) == 0
    lines = to_ris(book(title=text)).splitlines()
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert [line[:2] for line in lines].count("ER") == 1


def test_csl_json_leaves_out_what_is_not_known() -> None:
    item = to_csl(book(year=None, table="", issn=""))[0]
    assert item["author"] == [{"literal": "Badan Pusat Statistik Kabupaten Jember"}]
    assert item["accessed"] == {"date-parts": [[2026, 11, 21]]}
    assert not {"issued", "note", "ISSN", "ISBN"} & item.keys()
    assert json.loads(json.dumps(item)) == item


def test_bps_is_written_out_in_the_author_but_not_in_its_english_name() -> None:
    assert author_of(Work(office="1872", publisher="BPS Kota Metro"), None) == "Badan Pusat Statistik Kota Metro"
    assert author_of(Work(office="1872", publisher="BPS-Statistics Metro"), None) == "BPS-Statistics Metro"


def test_an_office_says_itself_how_it_wants_to_be_cited() -> None:
    metro = next(office for office in load_offices(packaged_offices()) if office.code == "1872")
    work = Work(office="1872", publisher="CV. Cetak Jaya", catalogue_number="1", publication_number="2")
    assert metro.citation.author.is_default, "none of the four offices states a rule"
    assert (author_of(work, metro), number_of(work, metro)) == ("CV. Cetak Jaya", "Katalog 1")
    own = CitationRules(Stated("office"), Stated(False), Stated("publication"))
    office = dataclasses.replace(metro, citation=own)
    assert (author_of(work, office), number_of(work, office)) == ("BPS Kota Metro", "No. Publikasi 2")
