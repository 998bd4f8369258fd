"""Records of another catalogue: matched by what they say together, taken over where nobody has decided."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from library import Library
from library.catalogue import descriptions, kept_records, reconciling, versions
from library.catalogue.reconciling import Match
from library.catalogue.records import Record, of_work, released
from library.errors import NotAllowed, NotFound
from library.readers import accounts
from library.readers.roles import Role
from library.store.models import Work
from tests.library.catalogue.shelving import described, shelve

NUMBER = "1102001.3509110"
AJUNG = {"title": "Kecamatan Ajung Dalam Angka 2020", "year": "2020", "catalogue_number": NUMBER}


def match(library: Library, values: dict[str, str], identifier: str = "", office: str | None = None) -> Match:
    with library.database.read() as session:
        (found,) = reconciling.reconcile(session, [Record(identifier, values)], office)
    return found


def test_a_record_is_matched_by_our_own_id_by_number_and_year_or_by_title(library):
    mine = shelve(library, "Kecamatan Ajung Dalam Angka", 2020, NUMBER)
    shelve(library, "Kecamatan Ajung Dalam Angka", 2021, NUMBER)
    other = shelve(library, "Statistik Daerah Kota Metro", 2020)
    for values, identifier, work, by in (
        ({"title": "x"}, other, other, "identifier"),
        ({**AJUNG, "title": "Ajung District in Figures"}, "", mine, "number"),
        ({"title": "STATISTIK DAERAH KOTA METRO 2020", "year": "2020"}, "aa17", other, "title"),
    ):
        found = match(library, values, identifier)
        assert (found.work and found.work.id, found.by) == (work, by)
    assert match(library, {"title": "Lain Sama Sekali", "year": "2020"}).by == ""
    assert match(library, AJUNG, office="1808").work is None, "another office's shelf"


def test_two_works_that_could_be_meant_are_left_to_a_librarian(library):
    for _ in range(2):
        shelve(library, "Kecamatan Ajung Dalam Angka", 2020, NUMBER)
    found = match(library, AJUNG)
    assert (found.work, found.by) == (None, "several")


def take(library: Library, values: dict[str, str], actor: str = "system") -> tuple[int, int]:
    with library.database.write() as session:
        matches = reconciling.reconcile(session, [Record("x", values)])
        return reconciling.take_over(
            session, library.clock(), matches, "webapi.bps.go.id", actor, tables=library.describer.tables
        )


def test_values_are_taken_over_but_not_what_a_person_decided_and_not_what_cannot_be(library):
    mine = shelve(library, "Kecamatan Ajung Dalam Angka", 2020, NUMBER)
    with library.database.write() as session:
        work, tables = session.get(Work, mine), library.describer.tables
        descriptions.accept(session, library.clock(), work, "publisher", "BPS Jember", "system", tables=tables)
    wanted = {**AJUNG, "publisher": "BPS Kabupaten Jember", "issn": "2620-455X", "region": "9999"}
    assert take(library, wanted) == (1, 1)
    with library.database.read() as session:
        now = descriptions.of(session, mine)
    assert (now["issn"].value, now["issn"].origin, now["issn"].source) == ("2620-455X", "imported", "webapi.bps.go.id")
    assert (now["publisher"].value, now["publisher"].seen) == ("BPS Jember", "BPS Kabupaten Jember")
    assert take(library, wanted) == (0, 1), "a second time changes nothing"


def test_a_librarian_takes_nothing_over_for_another_office(library):
    mine = shelve(library, "Kecamatan Ajung Dalam Angka", 2020, NUMBER)
    with library.database.write() as session:
        far = accounts.add(
            session, library.clock(), email="j@example.org", name="J", role=Role.LIBRARIAN, office="1808"
        )
    with pytest.raises(NotAllowed):
        take(library, {**AJUNG, "issn": "2620-455X"}, far.id)
    with library.database.read() as session:
        assert session.get(Work, mine).issn == ""


def test_our_own_records_match_themselves_and_differ_in_nothing(library):
    made = [shelve(library, f"Kecamatan Ajung Dalam Angka {year}", year, NUMBER) for year in (2020, 2021)]
    described(library, *made)
    with library.database.read() as session:
        records = [of_work(session, work) for work in released(session)]
        found = reconciling.reconcile(session, records)
    assert {each.work.id for each in found} == set(made)
    assert {each.by for each in found} == {"identifier"}
    assert [each.field for match in found for each in match.differences] == []


def test_kept_records_come_back_and_nothing_else_does(library):
    record = Record("x", AJUNG, language="id", abstract="“…”")
    kept = kept_records.keep(library.folders.work, [record], source="a.csv", office="1872")
    assert kept_records.load(library.folders.work, kept).records == (record,)
    for wrong in ("0" * 16, "../../etc/passwd", "", kept.upper()):
        with pytest.raises(NotFound):
            kept_records.load(library.folders.work, wrong)


def test_what_a_newer_file_has_replaced_is_meant_by_no_record(library):
    old, new = (shelve(library, "Kecamatan Ajung Dalam Angka", 2020, NUMBER) for _ in range(2))
    with library.database.write() as session:
        versions.supersede(session, library.clock(), session.get(Work, old), session.get(Work, new), "system")
    found = match(library, AJUNG)
    assert (found.work and found.work.id, found.by) == (new, "number")
    assert match(library, {"title": "x"}, identifier=old).work is None


def test_a_long_list_is_found_without_asking_the_records_for_each(library):
    mine = shelve(library, "Kecamatan Ajung Dalam Angka", 2020, NUMBER)
    asked: list[str] = []
    records = [Record(f"x{number}", {"title": f"Lain {number}", "year": "2020"}) for number in range(50)]
    with library.database.read() as session:
        event.listen(session.bind, "before_cursor_execute", lambda *told: asked.append(told[2]))
        found = reconciling.find(session, [*records, Record("", AJUNG)])
    assert [each.work_id for each in found] == [None] * 50 + [mine]
    assert len([each for each in asked if each != "BEGIN"]) == 1
