"""Series: recognised by number, region and title without the year; gaps shown; librarians have the last word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library import Library
from library.catalogue import series
from library.errors import BadForm, NotFound
from library.store.models import SeriesPlace, Work
from tests.library.catalogue.shelving import described, shelve

AJUNG = "1102001.3509110"


def series_of(library: Library, *work_ids: str) -> list[str | None]:
    with library.database.read() as session:
        found = [series.of_work(session, work_id) for work_id in work_ids]
    return [each.id if each else None for each in found]


def yearbooks(library: Library, *years: int) -> list[str]:
    made = [shelve(library, f"Kecamatan Ajung Dalam Angka {year}", year, AJUNG) for year in years]
    described(library, *made)
    return made


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kota Metro Dalam Angka 2022", "KOTA METRO DALAM ANGKA"),
        ("Statistik Daerah Tahun 2019", "Statistik Daerah 2020"),
        ("PDRB Kota Metro 2018-2022", "PDRB Kota Metro 2019–2023"),
        ("Indikator Volume 3 2021", "Indikator, Volume IV 2022"),
    ],
)
def test_a_title_is_the_same_from_year_to_year(one: str, other: str) -> None:
    assert series.title_key(one) == series.title_key(other)


def test_editions_of_one_number_and_region_stand_together_with_the_missing_years(library):
    made = yearbooks(library, 2019, 2022, 2020)
    assert len(set(series_of(library, *made))) == 1
    with library.database.read() as session:
        years = series.by_year(series.editions(session, series_of(library, made[0])[0]))
    assert [(year.year, len(year.works)) for year in years] == [(2022, 1), (2021, 0), (2020, 1), (2019, 1)]


@settings(max_examples=40)
@given(st.lists(st.none() | st.integers(1990, 2030)))
def test_every_year_between_the_first_and_the_last_is_there_once(years: list[int | None]) -> None:
    shown = [year.year for year in series.by_year([Work(title="x", year=year) for year in years])]
    dated = [year for year in years if year is not None]
    assert shown == (list(range(max(dated), min(dated) - 1, -1)) if dated else [])


def test_another_region_another_title_and_a_lone_work_are_apart(library):
    made = [
        *yearbooks(library, 2020),
        shelve(library, "Kecamatan Puger Dalam Angka 2020", 2020, "1102001.3509030"),
        shelve(library, "Potensi Desa Seluruh Indonesia", 2020, AJUNG),
        shelve(library, "Laporan Tunggal", 2020),
    ]
    described(library, *made)
    found = series_of(library, *made)
    assert len(set(found)) == 4
    assert found[-1] is None, "one work without a number is no series"


def test_an_imprint_that_names_its_neighbour_does_not_leave_its_shelf(library):
    made = yearbooks(library, 2019)
    slip = shelve(library, "Kecamatan Tanggul Dalam Angka 2020", 2020, AJUNG)
    described(library, slip)
    assert len(set(series_of(library, *made, slip))) == 1


def test_works_without_a_number_become_a_series_with_the_second_year(library):
    made = [shelve(library, f"Laporan Kinerja {year}", year) for year in (2020, 2021, 2022)]
    described(library, *made)
    found = series_of(library, *made)
    assert found[0] is not None
    assert len(set(found)) == 1


def test_what_a_librarian_took_apart_stays_apart_and_what_she_joined_stays_joined(library):
    made = yearbooks(library, 2019, 2020, 2021)
    (whole,) = set(series_of(library, *made))
    with library.database.write() as session:
        own = series.split(session, library.clock(), whole, made[:1], "system").id
    described(library, *made)
    assert series_of(library, *made) == [own, whole, whole]
    with library.database.write() as session:
        series.merge(session, library.clock(), own, whole, "system")
    described(library, *made)
    assert set(series_of(library, *made)) == {whole}
    with library.database.read() as session:
        assert series.get(session, own).id == whole, "the old address leads on"
        assert session.get(SeriesPlace, made[0]).fixed


def test_the_next_year_of_a_merged_series_goes_where_it_leads(library):
    old = [shelve(library, f"Ajung Dalam Angka {year}", year, AJUNG) for year in (2019, 2020)]
    new = [shelve(library, f"Profil Statistik Wilayah {year}", year, AJUNG) for year in (2021, 2022)]
    bare = [shelve(library, f"Ulasan Singkat {year}", year) for year in (2019, 2020)]
    described(library, *old, *new, *bare)
    into = series_of(library, new[0])[0]
    with library.database.write() as session:
        for each in (old[0], bare[0]):
            series.merge(session, library.clock(), series.of_work(session, each).id, into, "system")
    later = [shelve(library, "Ajung Dalam Angka 2023", 2023, AJUNG), shelve(library, "Ulasan Singkat 2023", 2023)]
    described(library, *later)
    assert series_of(library, *later) == [into, into]


def test_a_title_without_a_number_joins_no_series_of_another_office_and_region(library):
    there = [shelve(library, f"Statistik Daerah {year}", year, office="1808") for year in (2019, 2020)]
    here = shelve(library, "Statistik Daerah 2021", 2021)
    described(library, *there, here)
    assert series_of(library, here) == [None]
    later = shelve(library, "Statistik Daerah 2021", 2021, office="1808")
    described(library, later)
    assert series_of(library, later) == series_of(library, there[0])


def test_a_series_is_not_emptied_by_a_split_nor_joined_with_itself(library):
    made = yearbooks(library, 2019, 2020)
    (whole,) = set(series_of(library, *made))
    for wrong in ([], made, ["nothing"]):
        with pytest.raises(BadForm), library.database.write() as session:
            series.split(session, library.clock(), whole, wrong, "system")
    with pytest.raises(BadForm), library.database.write() as session:
        series.merge(session, library.clock(), whole, whole, "system")
    with pytest.raises(NotFound), library.database.write() as session:
        series.merge(session, library.clock(), whole, "nothing", "system")


def test_a_reader_s_own_scan_is_in_no_series(library, clock):
    from library.readers import accounts

    with library.database.write() as session:
        owner = accounts.add(session, clock(), email="siti@example.org", name="Siti").id
    mine = shelve(library, "Kecamatan Ajung Dalam Angka", 2020, AJUNG, owner_id=owner, state="personal")
    described(library, mine)
    assert series_of(library, mine) == [None]
