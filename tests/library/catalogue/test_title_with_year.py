"""A title that differs in its year and capitals alone is the same title."""

from __future__ import annotations

from library.catalogue import reconciling
from library.catalogue.records import Record
from tests.library.catalogue.shelving import shelve


def test_the_year_in_a_title_of_bps_is_no_difference(library):
    shelve(library, "Kecamatan Ajung Dalam Angka", 2020, "1102001.3509110")
    told = {"title": "KECAMATAN AJUNG DALAM ANGKA 2020", "year": "2020", "catalogue_number": "1102001.3509110"}
    with library.database.read() as session:
        (same,) = reconciling.reconcile(session, [Record("x", told)])
        (other,) = reconciling.reconcile(session, [Record("x", {**told, "title": "Ajung District in Figures"})])
    assert same.differences == ()
    assert [each.field for each in other.differences] == ["title"]
