"""Printed works and copies: entered one by one or by file, found by the search, counted on the shelf."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from library import Library
from library.catalogue import versions, works
from library.catalogue.records import Record
from library.errors import BadForm, LostRace, NotAllowed
from library.holdings import copies, counting, importing, printed_works
from library.holdings.copies import CopyForm
from library.holdings.importing import Brought
from library.readers import accounts
from library.readers.roles import Role
from library.store.models import AuditEntry, Work
from search import Query
from tests.library.catalogue.shelving import shelve

ATLAS = {"title": "Atlas Sawah Lampung", "year": "1998", "catalogue_number": "5101001.18"}
PLACE = CopyForm(number="P-7", shelf_mark="315.98 ATL", room="Ruang Baca", cabinet="B", shelf="2")


def enter(library: Library, values: dict[str, str] = ATLAS, form: CopyForm = PLACE) -> str:
    with library.database.write() as session:
        work = printed_works.enter(session, library.clock(), "1872", values, "cli")
        copies.add(session, library.clock(), work.id, "1872", form, "cli")
        work_id = work.id
    library.workers.drain()
    return work_id


def test_a_printed_work_is_found_by_title_number_and_shelf_mark_as_a_hit_of_its_own(library: Library) -> None:
    work_id = enter(library)
    for words in ("atlas sawah", "5101001.18", '"315.98 ATL"', "P-7"):
        found = library.search.search(Query(words))
        assert [(hit.work, hit.page) for hit in found.hits] == [(work_id, 0)], words
    assert [(each.value, each.count) for each in found.facets["available"]] == [("print", 1)]


def test_searches_tell_files_prints_and_both_apart(library: Library) -> None:
    enter(library)
    library.indexer.handle({"work": shelve(library, "Sawah Satu", texts=["sawah"])})
    both = shelve(library, "Sawah Dua", texts=["sawah"])
    with library.database.write() as session:
        copy = copies.add(session, library.clock(), both, "1872", CopyForm(), "cli").id
    library.workers.drain()
    for work in ("file", "print", "both"):
        assert library.search.search(Query("sawah", available=work)).works == 1, work
    with library.database.write() as session:
        copies.change(session, library.clock(), copy, CopyForm(state="missing"), "cli")
    library.workers.drain()
    assert library.search.search(Query("sawah", available="both")).works == 0


def test_the_index_made_anew_holds_printed_works_too(library: Library) -> None:
    from library.care.rebuild import rebuild_index

    work_id = enter(library)
    rebuild_index(library)
    assert library.search.search(Query("atlas")).hits[0].work == work_id
    assert library.indexer.count() == 1


def test_a_file_that_takes_the_place_of_a_printed_work_keeps_its_copies(library: Library) -> None:
    printed, file = enter(library), shelve(library, "Atlas Sawah Lampung", 1998, texts=["sawah"])
    with library.database.write() as session:
        old, new = session.get_one(Work, printed), session.get_one(Work, file)
        versions.supersede(session, library.clock(), old, new, "cli")
        assert [copy.number for copy in copies.of_edition(session, new)] == ["P-7"]
        assert copies.available_as(session, new) == "both"


def test_a_printed_work_is_withdrawn_and_shown_again(library: Library) -> None:
    work_id = enter(library)
    with library.database.write() as session:
        works.withdraw(session, library.clock(), work_id, "cli", "", code="rights")
    library.workers.drain()
    assert library.search.search(Query("atlas")).total == 0
    with library.database.write() as session:
        works.release(session, library.clock(), work_id, "cli")
    library.workers.drain()
    assert library.search.search(Query("atlas")).total == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (CopyForm(number="p-7"), "number"),
        (CopyForm(condition="eaten"), "condition"),
        (CopyForm(state="lent"), "state"),
        (CopyForm(room="R" * 61), "room"),
    ],
)
def test_what_a_copy_cannot_be_is_refused_by_name(library: Library, form: CopyForm, field: str) -> None:
    work_id = enter(library)
    with library.database.write() as session:
        with pytest.raises(BadForm) as refused:
            copies.add(session, library.clock(), work_id, "1872", form, "cli")
        assert list(refused.value.fields) == [field]


@pytest.mark.parametrize("typed", ["é-1", "E\u0301-1", " É-1"])
def test_a_number_with_letters_of_any_alphabet_is_found_and_taken_only_once(library: Library, typed: str) -> None:
    work_id = enter(library, form=CopyForm(number="É-1"))
    with library.database.write() as session:
        copy = copies.by_number(session, "1872", typed)
        assert copy is not None
        assert copy.number == "É-1"
        with pytest.raises(BadForm) as refused:
            copies.add(session, library.clock(), work_id, "1872", CopyForm(number=typed), "cli")
        assert refused.value.fields == {"number": "number-taken"}


def test_a_copy_is_found_by_its_number_without_a_walk_over_all(library: Library) -> None:
    enter(library)
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_more: object) -> None:
        asked.append((statement, given))

    with library.database.read() as session:
        event.listen(library.database.engine, "before_cursor_execute", note)
        copies.by_number(session, "1872", "p-7")
        event.remove(library.database.engine, "before_cursor_execute", note)
        (statement, given) = next(each for each in asked if each[0].startswith("SELECT"))
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
    assert all("number_key=?" in row[-1] for row in plan), plan


def test_numbers_are_drawn_past_those_that_were_typed(library: Library) -> None:
    work_id = enter(library, form=CopyForm(number="1872-00001"))
    with library.database.write() as session:
        assert copies.add(session, library.clock(), work_id, "1872", CopyForm(), "cli").number == "1872-00002"


def test_another_offices_shelf_is_not_hers(library: Library) -> None:
    with library.database.write() as session:
        other = accounts.add(session, library.clock(), email="o@x.id", name="O", role=Role.LIBRARIAN, office="1600")
        with pytest.raises(NotAllowed):
            printed_works.enter(session, library.clock(), "1872", ATLAS, other.id)
        with pytest.raises(NotAllowed):
            importing.bring(session, library.clock(), "1872", [], other.id)


def brought(line: int, number: str, **values: str) -> Brought:
    return Brought(line, Record("", values), CopyForm(number=number, shelf_mark="A 1"))


def test_a_file_brings_works_once_and_copies_to_works_that_are_there(library: Library) -> None:
    file = shelve(library, "Metro Dalam Angka", 2020, "1102001.1872", texts=["isi"])
    lines = [
        brought(2, "A-1", title="Metro Dalam Angka", year="2020", catalogue_number="1102001.1872"),
        brought(3, "A-2", title="Sensus Pertanian", year="1963"),
        brought(4, "A-3", title="Sensus Pertanian", year="1963"),
        brought(5, "A-4", title="", year="1963"),
        brought(6, "a-1", title="Buku Lain", year="1970", issn="x"),
    ]
    with library.database.write() as session:
        first = importing.bring(session, library.clock(), "1872", lines, "cli")
        assert (first.works, first.copies, first.changed) == (1, 3, 0)
        assert [(each.line, each.field, each.reason) for each in first.refused] == [
            (5, "title", "required"),
            (6, "number", "number-taken"),
        ]
        assert [copy.number for copy in copies.of_edition(session, session.get_one(Work, file))] == ["A-1"]
        again = importing.bring(session, library.clock(), "1872", lines[:3], "cli")
        assert (again.works, again.copies, again.changed, again.refused) == (0, 0, 0, [])


def test_what_was_not_held_in_hand_is_missing_and_what_turns_up_is_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_id = enter(library)
    now = library.clock()
    with library.database.write() as session:
        lost = copies.add(session, now, work_id, "1872", CopyForm(number="P-8", room="Ruang Baca"), "cli")
        found = copies.add(session, now, work_id, "1872", CopyForm(number="P-9", state="missing"), "cli")
        away = copies.add(session, now, work_id, "1872", CopyForm(number="P-10", state="binder"), "cli")
        count = counting.begin(session, now, "1872", "", "", "cli")
        marked = counting.mark(session, now, count.id, ["p-7", "P-9", "P-9 ", "X-1", ""], "cli")
        assert (marked.seen, marked.again, marked.unknown) == (2, 0, ("X-1",))
        assert counting.mark(session, now, count.id, ["P-7"], "cli").again == 1
    monkeypatch.setattr(counting, "PORTION", 1)
    final = counting.end(library.database, now, count.id, "cli")
    assert (final.seen, final.missing) == (2, 1)
    with library.database.write() as session:
        states = [copies.get(session, copy.id).state for copy in (lost, found, away)]
        assert states == ["missing", "shelf", "binder"]
        assert [row.details["state"] for row in session.query(AuditEntry).filter_by(action="holding.change")] == [
            "missing",
            "shelf",
        ]
        with pytest.raises(LostRace):
            counting.mark(session, now, count.id, ["P-8"], "cli")


def test_a_count_of_one_room_leaves_the_others_alone_and_names_what_strayed_into_it(library: Library) -> None:
    work_id = enter(library)
    now = library.clock()
    with library.database.write() as session:
        other = copies.add(session, now, work_id, "1872", CopyForm(number="P-8", room="Gudang"), "cli")
        count = counting.begin(session, now, "1872", "Ruang Baca", "", "cli")
        counting.mark(session, now, count.id, ["P-8"], "cli")
    assert counting.end(library.database, now, count.id, "cli").missing == 1
    with library.database.read() as session:
        final = counting.tally(session, count)
        assert [copy.number for copy, _ in final.strays] == ["P-8"]
        assert [copy.number for copy, _ in final.missing] == ["P-7"]
        assert copies.get(session, other.id).state == "shelf"


def test_an_edition_is_named_by_number_label_or_words_of_its_title(library: Library) -> None:
    work_id = enter(library)
    shelve(library, "Atlas Sawah Lampung", 1999)
    shelve(library, "Atlas Sawah Rahasia", 1998, state="review")
    with library.database.read() as session:
        for words in ("p-7", "315.98 atl", "5101001.18", "sawah 1998", work_id.upper()):
            assert [work.id for work in printed_works.find_editions(session, words)] == [work_id], words
        assert len(printed_works.find_editions(session, "atlas")) == 2
        assert printed_works.find_editions(session, " ") == []
        assert printed_works.find_editions(session, "%") == []
