"""Values with where they come from: what a person decided stays, whatever is read, derived or imported later."""

from __future__ import annotations

import pytest

from library import Library
from library.catalogue import descriptions, works
from library.errors import BadForm, NotAllowed
from library.readers import accounts
from library.readers.roles import Role
from library.store.models import AuditEntry, Description, Work
from tests.library.catalogue.shelving import described, shelve

READ = {
    "title": {"value": "Kecamatan Ajung Dalam Angka", "raw": "KECAMATAN AJUNG", "page": 4, "confidence": 0.95},
    "year": {"value": "2022", "raw": "2022", "page": 4, "how": "imprint", "confidence": 0.5},
    "issn": {"value": "2620-455X", "raw": "2620-455x", "page": 4, "bbox": (1, 2, 3, 4), "confidence": 0.97},
}


@pytest.fixture
def work_id(library: Library) -> str:
    made = shelve(library, "Kecamatan Ajung Dalam Angka", 2022, "1102001.3509110", state="review")
    note(library, made, READ)
    return made


def note(library: Library, work_id: str, found: dict) -> None:
    with library.database.write() as session:
        descriptions.note_reading(session, session.get(Work, work_id), found)


def accept(library: Library, work_id: str, field: str, typed: str, actor: str = "system") -> None:
    with library.database.write() as session:
        work = session.get(Work, work_id)
        descriptions.accept(session, library.clock(), work, field, typed, actor, tables=library.describer.tables)


def values(library: Library, work_id: str) -> dict[str, Description]:
    with library.database.read() as session:
        return descriptions.of(session, work_id)


def test_a_value_keeps_how_it_was_printed_and_where(library, work_id):
    issn = values(library, work_id)["issn"]
    assert (issn.value, issn.raw, issn.origin, issn.page, issn.box) == (
        "2620-455X",
        "2620-455x",
        "read",
        4,
        [1, 2, 3, 4],
    )


def test_a_correction_stays_when_the_file_is_read_again_and_the_pages_are_quoted_beside_it(library, work_id):
    accept(library, work_id, "year", "2021")
    accept(library, work_id, "title", "Kecamatan Ajung Dalam Angka")
    again = {**READ, "title": {"value": "Kecamatan Tanggul", "page": 4}, "issn": {"value": "2620-4541", "page": 5}}
    note(library, work_id, again)
    now = values(library, work_id)
    assert (now["year"].value, now["year"].seen, now["year"].origin) == ("2021", "2022", "typed")
    assert (now["title"].value, now["title"].seen) == ("Kecamatan Ajung Dalam Angka", "Kecamatan Tanggul")
    assert (now["issn"].value, now["issn"].page) == ("2620-4541", 5), "nobody had decided about this one"
    with library.database.read() as session:
        work = session.get(Work, work_id)
        assert (work.year, work.title, work.issn) == (2021, "Kecamatan Ajung Dalam Angka", "2620-4541")


def test_doubtful_values_come_first_then_missing_ones_and_accepted_ones_last(library, work_id):
    accept(library, work_id, "issn", "2620-455X")
    order = descriptions.in_order(values(library, work_id))
    assert order[0] == "year"
    assert order[1] == "catalogue_number", "expected and not there"
    assert order[-1] == "issn"


def test_region_office_and_subject_follow_from_the_numbers_until_somebody_decides(library, work_id):
    described(library, work_id)
    now = values(library, work_id)
    assert {name: now[name].value for name in ("region", "subjects")} == {"region": "3509110", "subjects": "542"}
    accept(library, work_id, "region", "35.09")
    accept(library, work_id, "subjects", "542, 531")
    described(library, work_id)
    with library.database.read() as session:
        work = session.get(Work, work_id)
        assert (work.region, work.subjects) == ("3509", "542 531")


def test_a_region_whose_name_the_title_lacks_is_doubtful(library):
    right = shelve(library, "Kecamatan Ajung Dalam Angka", 2022, "1102001.3509110")
    wrong = shelve(library, "Kecamatan Silo Dalam Angka", 2022, "1102001.3509110")
    described(library, right, wrong)
    assert not descriptions.is_doubtful(values(library, right)["region"])
    assert descriptions.is_doubtful(values(library, wrong)["region"])


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("title", "  ", "required"),
        ("year", "22", "year-invalid"),
        ("year", "٢٠٢٢", "year-invalid"),
        ("region", "9999", "choice-invalid"),
        ("subjects", "542 999", "choice-invalid"),
        ("issn", "2" * 21, "too-long"),
    ],
)
def test_a_value_that_cannot_be_is_named_and_nothing_is_kept(library, work_id, field, typed, reason):
    before = {name: row.value for name, row in values(library, work_id).items()}
    with pytest.raises(BadForm) as caught:
        accept(library, work_id, field, typed)
    assert caught.value.fields == {field: reason}
    assert {name: row.value for name, row in values(library, work_id).items()} == before


def test_who_accepted_a_value_is_kept_and_another_office_may_not(library, work_id):
    with library.database.write() as session:
        people = [
            accounts.add(session, library.clock(), email=f"{o}@example.org", name=o, role=Role.LIBRARIAN, office=o)
            for o in ("1872", "3509")
        ]
    with pytest.raises(NotAllowed):
        accept(library, work_id, "year", "2022", people[1].id)
    accept(library, work_id, "year", "2022", people[0].id)
    row = values(library, work_id)["year"]
    assert (row.accepted_by, row.origin) == (people[0].id, "read"), "accepting what was read leaves it read"
    with library.database.write() as session:
        works.release(session, library.clock(), work_id, people[0].id)
    assert {row.accepted_by for row in values(library, work_id).values()} == {people[0].id}
    with library.database.read() as session:
        entry = session.query(AuditEntry).filter_by(action="work.describe").one()
        assert entry.details == {"field": "year", "changed": False}


def test_what_another_catalogue_says_gives_way_to_what_a_person_decided(library, work_id):
    accept(library, work_id, "year", "2021")
    with library.database.write() as session:
        work, tables = session.get(Work, work_id), library.describer.tables
        taken = [
            descriptions.bring_in(session, work, field, value, value, "webapi.bps.go.id", tables)
            for field, value in (("year", "2020"), ("issn", "2620-4541"), ("isbn", "978-0-306-40615-7"))
        ]
    now = values(library, work_id)
    assert taken == [False, True, True]
    assert (now["year"].value, now["year"].seen) == ("2021", "2020")
    assert (now["issn"].value, now["issn"].seen, now["issn"].origin) == ("2620-4541", "2620-455X", "imported")


def test_a_form_of_the_whole_work_leaves_the_same_trace(library, work_id):
    with library.database.write() as session:
        works.correct(session, library.clock(), session.get(Work, work_id), {"issn": "2620-4541"}, "system")
    issn = values(library, work_id)["issn"]
    assert (issn.value, issn.origin, issn.seen) == ("2620-4541", "typed", "2620-455X")
