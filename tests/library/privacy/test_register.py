"""The register of processing names every column there is, and its pages' words are those that people agree to."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, String, Table

import catalog_data
from library.offices.rules import RetentionRules
from library.privacy.coverage import compare
from library.privacy.labels import load_labels
from library.privacy.looks import KINDS
from library.privacy.register import load_register
from library.store.models import Base

CATALOG = Path(catalog_data.__file__).parent
TEMPLATES = Path(__file__).parents[3] / "webapp" / "templates"
REGISTER = load_register(CATALOG)
WORDING = {
    "guest-book": ("guest/book.html", r'<div class="consent">(.*?)</div>'),
    "softcopy": ("requests/new.html", r'tick\("declared", _\("(.*?)"\)'),
    "account": ("account/register.html", r'<p class="small">(.*?)</p>'),
}
"""Where the words of each consent stand."""


def test_every_column_of_every_table_is_declared_exactly_once() -> None:
    gaps = compare(REGISTER, Base.metadata)
    assert gaps.none, gaps


def test_a_column_that_nobody_declared_and_one_that_is_not_there_are_both_found() -> None:
    tables = MetaData()
    Table("account", tables, Column("email", String), Column("shoe_size", String))
    gaps = compare(REGISTER, tables)
    assert ("account", "shoe_size") in gaps.undeclared
    assert ("account", "name") in gaps.unknown
    assert ("visit", "name") in gaps.unknown


def test_what_the_register_points_to_is_there() -> None:
    rules = {field.name for field in dataclasses.fields(RetentionRules)}
    texts = {text.code for text in REGISTER.consent}
    for each in REGISTER.activity:
        columns = Base.metadata.tables[each.rows.table].c
        assert each.keep.years in {None, *rules}, each.code
        assert each.consent in {None, *texts}, each.code
        assert each.view in {None, *KINDS}, each.code
        for way in (each.rows.person, each.rows.since, each.rows.until, each.rows.office):
            assert way.partition(">")[0] in {"", *columns.keys()}, (each.code, way)


def test_whatever_rests_on_consent_says_which_text() -> None:
    assert [each.code for each in REGISTER.activity if each.basis == "consent" and each.consent is None] == []


@pytest.mark.parametrize("text", REGISTER.consent, ids=lambda text: text.code)
def test_new_words_of_a_consent_are_a_new_version(text) -> None:
    """Whoever changes the words on the page raises the version and writes the digest that this test names."""
    page, pattern = WORDING[text.code]
    found = re.search(pattern, (TEMPLATES / page).read_text("utf-8"), re.DOTALL)
    assert found, page
    digest = hashlib.sha256(" ".join(found[1].split()).encode()).hexdigest()[:16]
    assert text.digest == digest, f"{text.code}: {digest}"


def test_every_section_of_an_export_has_its_words() -> None:
    document = (Path(__file__).parents[3] / "docs" / "personal-data.md").read_text("utf-8")
    sections = re.findall(r"^\| `(\w+)` \|", document, re.MULTILINE)
    assert [name for name in sections if name not in load_labels(CATALOG).sections] == []
