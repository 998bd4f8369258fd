"""Codes of regions and subjects: two systems that number the same places otherwise, and proposals that follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from library.catalogue.classification import load_classification
from library.catalogue.regions import issuing_office, load_regions, region_of
from library.settings import Settings
from tools.regions import rows

CATALOG = Settings(data=Path()).catalog
REGIONS = load_regions(CATALOG)


@pytest.mark.parametrize(
    ("bps", "kemendagri", "name"),
    [
        ("1808", "18.05", "Kabupaten Tulang Bawang"),
        ("1805", "18.02", "Kabupaten Lampung Tengah"),
        ("1872", "18.72", "Kota Metro"),
        ("1674", "16.73", "Kota Lubuk Linggau"),
        ("16", "16", "Sumatera Selatan"),
        ("3509110", "35.09.17", "Ajung"),
        ("7605", "76.01", "Kabupaten Pasangkayu"),
    ],
)
def test_a_region_has_the_codes_of_both_systems(bps: str, kemendagri: str, name: str) -> None:
    region = REGIONS.by_bps(bps)
    assert region is not None
    assert (region.kemendagri, region.name) == (kemendagri, name)
    assert REGIONS.by_kemendagri(kemendagri.replace(".", "")) == region


def test_every_province_and_regency_of_bps_has_its_other_code_and_no_code_stands_twice() -> None:
    large = [region for region in REGIONS if region.bps and len(region.bps) <= 4]
    assert len(large) == 34 + 514
    assert [region.bps for region in large if not region.kemendagri] == []
    for codes in ([r.bps for r in REGIONS if r.bps], [r.kemendagri for r in REGIONS if r.kemendagri]):
        assert len(codes) == len(set(codes))


def test_a_region_lies_in_others() -> None:
    assert [region.name for region in REGIONS.place("3509110")] == ["Ajung", "Kabupaten Jember", "Jawa Timur"]
    assert [region.name for region in REGIONS.place("3509999")] == ["Kabupaten Jember", "Jawa Timur"]
    assert REGIONS.place("9999") == ()


@pytest.mark.corpus
def test_the_table_is_what_the_published_ones_give(corpus: Path) -> None:
    kept = [(region.bps, region.kemendagri, region.name) for region in REGIONS]
    assert kept == rows(corpus / "regions")


@pytest.mark.parametrize(
    ("number", "region"), [("1102001.3509110", "3509110"), ("1303004", ""), ("1102001.73", "73"), ("1102001.x", "")]
)
def test_a_catalogue_number_names_its_region(number: str, region: str) -> None:
    assert region_of(number) == region


@pytest.mark.parametrize(
    ("number", "office"),
    [
        ("3509.2217", "3509"),
        ("73000.24006", "7300"),
        ("12520.1501", "1200"),
        ("18720.2401", "1872"),
        ("03200.2322", "0000"),
        ("99999.1", ""),
        ("", ""),
    ],
)
def test_a_publication_number_names_the_office_that_gave_it(number: str, office: str) -> None:
    assert issuing_office(number, REGIONS) == office


@pytest.mark.parametrize(
    ("number", "title", "subject"),
    [
        ("1102001.3509110", "Kecamatan Ajung Dalam Angka", "542"),
        ("", "Kota Metro Dalam Angka 2024", "542"),
        ("2303004", "Keadaan Angkatan Kerja di Indonesia", "520"),
        ("", "Statistik Pendidikan 2023", "521"),
        ("", "Laporan Tahunan", ""),
    ],
)
def test_a_subject_is_proposed_by_series_or_by_a_word_of_the_title(number: str, title: str, subject: str) -> None:
    classification = load_classification(CATALOG)
    assert classification.proposed(number, title) == subject
    if subject:
        assert subject in classification
        assert classification.domain_of(subject) in {"514", "515", "516"}
