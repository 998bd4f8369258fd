"""The librarian's list of what was sought in vain, and works that are alike."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from library.errors import BadForm, NotFound
from library.reports import sought as counting
from library.searching.similar import similar
from library.searching.sought import mark, sought
from library.store.models import SoughtMark, Work

DAY = date(2026, 11, 20)
SINCE = DAY - timedelta(days=300)


def seek(session, words: str, *days: date, office: str = "1872") -> None:
    for day in days:
        counting.note(session, office, day, words)


def test_the_list_says_how_often_when_last_and_whether_it_is_found_by_now(stock) -> None:
    library, next_day = stock.library, DAY + timedelta(days=1)
    with library.database.write() as session:
        seek(session, "kurs emas", DAY, DAY, next_day)
        seek(session, "luas panen padi", DAY, next_day, next_day, next_day)
        seek(session, "sekali saja", DAY, DAY, DAY, DAY)
        seek(session, "kurs emas", DAY, DAY, next_day, office="1674")
        rows = sought(session, library.search, "1872", SINCE)
    assert [(row.words, row.times, row.days, row.last, row.state) for row in rows] == [
        ("luas panen padi", 4, 2, next_day, "open"),
        ("kurs emas", 3, 2, next_day, "open"),
    ]
    assert rows[0].found
    assert rows[1].found == 0


def test_what_is_settled_stays_so_until_it_is_sought_again(stock) -> None:
    library = stock.library
    with library.database.write() as session:
        seek(session, "kurs emas", DAY, DAY, DAY + timedelta(days=1))
        mark(session, stock.clock(), "1872", "kurs emas", "ordered", "  dari   BPS pusat ", "system")
        (row,) = sought(session, library.search, "1872", SINCE)
        assert (row.state, row.note) == ("ordered", "dari BPS pusat")
        seek(session, "kurs emas", DAY + timedelta(days=5))
        (row,) = sought(session, library.search, "1872", SINCE)
        assert (row.state, row.note) == ("open", "dari BPS pusat")
        mark(session, stock.clock(), "1872", "kurs emas", "handled", "", "system")
        mark(session, stock.clock(), "1872", "kurs emas", "open", "", "system")
        assert session.get(SoughtMark, ("1872", "kurs emas")) is None


def test_only_words_of_the_list_can_be_marked_and_only_so(stock) -> None:
    with stock.library.database.write() as session:
        seek(session, "kurs emas", DAY)
        with pytest.raises(NotFound):
            mark(session, stock.clock(), "1872", "tak pernah dicari", "handled", "", "system")
        with pytest.raises(BadForm):
            mark(session, stock.clock(), "1872", "kurs emas", "evil", "", "system")


def test_similar_works_share_region_subject_or_series_and_say_so(stock) -> None:
    def add(session, number: str, region: str, subjects: str, year: int, state: str = "released") -> str:
        facts = {"kind": "born-digital", "pages": 1, "created_at": stock.clock(), "state": state}
        work = Work(office="1872", title=f"Buku {number} {year}", catalogue_number=number, year=year, **facts)
        work.region, work.subjects = region, subjects
        session.add(work)
        session.flush()
        return work.id

    with stock.library.database.write() as session:
        own = add(session, "1102001.1872010", "1872010", "542", 2022)
        add(session, "1102001.1872010", "1872010", "542", 2021)  # another year of it
        region = add(session, "4101002.1872010", "1872010", "519", 2022)
        series = add(session, "1102001.1872020", "1872020", "542 531", 2020)
        add(session, "1102001.1872030", "1872030", "542", 2022, state="review")
        add(session, "9999999.11", "11", "600", 2022)
        found = similar(session, session.get(Work, own))
    assert [(each.work.id, each.reasons) for each in found] == [(series, ("subject", "series")), (region, ("region",))]


def test_a_work_of_which_nothing_is_known_is_like_nothing(stock) -> None:
    with stock.library.database.read() as session:
        assert similar(session, Work(id="x", catalogue_number="", region="", subjects="")) == []
