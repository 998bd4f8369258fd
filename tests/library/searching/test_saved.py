"""Saved searches, and the mails about what is new to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from library.catalogue import headings, works
from library.catalogue.headings import ArrivingHeading
from library.errors import BadForm, NotFound
from library.readers import accounts
from library.searching import alerts, personal
from library.searching.alerts import JOB, AlertRound, order
from library.searching.saved import FILTERS, MOST, query_of
from library.store.models import Account, Job, Mail, SavedSearch, Work


@pytest.fixture
def reader(stock) -> Account:
    account = stock.account()
    with stock.library.database.write() as session:
        session.get(Account, account.id).verified_at = stock.clock()
    return account


def go_round(stock) -> int:
    library = stock.library
    return AlertRound(library.database, library.search, library.headings, library.clock).go_round(stock.clock())


def release_again(stock) -> None:
    """Let the work be one that came just now."""
    stock.change_work(lambda work: setattr(work, "released_at", stock.clock()))
    stock.clock.forward(minutes=20)


def mails(stock) -> list[Mail]:
    with stock.library.database.read() as session:
        return list(session.scalars(select(Mail).where(Mail.kind == "saved-search").order_by(Mail.created_at)))


def test_the_same_search_is_kept_once_and_others_beside_it(stock, reader) -> None:
    saved = stock.library.saved_searches
    first = saved.keep(reader.id, " Padi  sawah ", {"office": "1872", "page": "3", "work": "x"}, alert=False)
    again = saved.keep(reader.id, "padi sawah", {"office": "1872"}, alert=False)
    saved.keep(reader.id, "padi sawah", {}, alert=False)
    assert first.id == again.id
    assert first.filters == {"office": "1872"}
    assert len(saved.of(reader.id)) == 2
    assert saved.holds(reader.id, "PADI SAWAH", {"office": "1872"}) is not None
    assert saved.holds(reader.id, "padi sawah", {"office": "1674"}) is None


def test_too_many_and_empty_searches_are_refused(stock, reader) -> None:
    saved = stock.library.saved_searches
    with pytest.raises(BadForm):
        saved.keep(reader.id, "   ", {}, alert=False)
    for number in range(MOST):
        saved.keep(reader.id, f"kata {number}", {}, alert=False)
    with pytest.raises(BadForm):
        saved.keep(reader.id, "satu lagi", {}, alert=False)
    saved.keep(reader.id, "kata 0", {}, alert=True)


def test_nobody_sees_or_changes_the_search_of_another(stock, reader) -> None:
    saved, other = stock.library.saved_searches, stock.account("budi@example.org", "Budi")
    kept = saved.keep(reader.id, "padi", {}, alert=False)
    assert saved.of(other.id) == []
    for deed in (lambda: saved.forget(other.id, kept.id), lambda: saved.set_alert(other.id, kept.id, alert=True)):
        with pytest.raises(NotFound):
            deed()


def test_a_new_work_that_answers_is_told_once_a_day_in_one_mail(stock, reader) -> None:
    saved = stock.library.saved_searches
    saved.keep(reader.id, "halaman baris", {}, alert=True)
    saved.keep(reader.id, "jagung", {}, alert=True)
    saved.keep(reader.id, "zzzqqq", {}, alert=True)
    assert go_round(stock) == 0, "the work was there before"
    stock.clock.forward(days=1)
    release_again(stock)
    assert go_round(stock) == 1
    (mail,) = mails(stock)
    assert mail.text.count("/searches/stop/") == 2
    assert "zzzqqq" not in mail.text
    assert mail.headers["unsubscribe"].startswith("/searches/stop/")
    release_again(stock)
    assert go_round(stock) == 0, "one mail a day"
    stock.clock.forward(days=1)
    assert go_round(stock) == 1, "what came meanwhile is told the day after"
    stock.clock.forward(days=1)
    assert go_round(stock) == 0, "and once only"


def test_filters_and_quotation_marks_left_open_hold_for_mails_too(stock, reader) -> None:
    saved = stock.library.saved_searches
    saved.keep(reader.id, "jagung", {"office": "1674"}, alert=True)
    saved.keep(reader.id, '"halaman 1', {}, alert=True)
    stock.clock.forward(days=1)
    release_again(stock)
    assert go_round(stock) == 1
    (mail,) = mails(stock)
    assert "jagung" not in mail.text


def looks(stock) -> list[SavedSearch]:
    with stock.library.database.read() as session:
        return list(session.scalars(select(SavedSearch).order_by(SavedSearch.words)))


def test_two_rounds_at_once_write_one_mail(stock, reader, monkeypatch) -> None:
    library = stock.library
    for words in ("halaman baris", "jagung"):
        library.saved_searches.keep(reader.id, words, {}, alert=True)
    stock.clock.forward(days=1)
    release_again(stock)
    rounds = [AlertRound(library.database, library.search, library.headings, library.clock) for _ in range(2)]
    write = rounds[0]._tell

    def tell_late(*news: object) -> bool:
        assert rounds[1].go_round(stock.clock()) == 1
        return write(*news)

    monkeypatch.setattr(rounds[0], "_tell", tell_late)
    assert rounds[0].go_round(stock.clock()) == 0
    assert len(mails(stock)) == 1


def test_works_beyond_those_of_one_round_are_told_by_the_next(stock, reader, monkeypatch) -> None:
    monkeypatch.setattr(alerts, "_MOST_WORKS", 1)
    stock.library.saved_searches.keep(reader.id, "jagung", {}, alert=True)
    stock.clock.forward(days=1)
    with stock.library.database.write() as session:
        other = Work(title="Lain", office="1872", state="released", kind="born-digital", pages=0)
        other.created_at = other.released_at = stock.clock()
        session.add(other)
    stock.clock.forward(minutes=1)
    release_again(stock)
    assert go_round(stock) == 0
    assert looks(stock)[0].looked_at == stock.clock() - timedelta(minutes=21)
    assert go_round(stock) == 1


def test_who_asked_for_tables_alone_is_not_told_of_pages(stock, reader) -> None:
    for kind in ("table", "figure"):
        stock.library.saved_searches.keep(reader.id, "jagung", {"find": kind}, alert=True)
    table = ArrivingHeading(
        kind="table", number="1", title="Panen jagung", parallel_title="", page=1, last_page=1, level=0, box=None
    )
    with stock.library.database.write() as session:
        headings.keep(session, stock.clock(), works.current_file(session, stock.work_id).id, [table])
    stock.library.indexer.handle({"work": stock.work_id})
    stock.clock.forward(days=1)
    release_again(stock)
    assert go_round(stock) == 1
    (mail,) = mails(stock)
    assert "find=table" in mail.text
    assert "find=figure" not in mail.text


def test_whoever_cannot_or_must_not_be_written_to_is_not(stock, reader) -> None:
    stock.library.saved_searches.keep(reader.id, "jagung", {}, alert=True)
    for name in ("email", "verified_at", "disabled_at", "erased_at"):
        with stock.library.database.write() as session:
            account = session.get(Account, reader.id)
            before = getattr(account, name)
            setattr(account, name, stock.clock() if before is None else None)
        stock.clock.forward(days=1)
        release_again(stock)
        assert go_round(stock) == 0, name
        with stock.library.database.write() as session:
            setattr(session.get(Account, reader.id), name, before)


def test_an_account_without_an_address_cannot_ask_for_mails(stock) -> None:
    with stock.library.database.write() as session:
        visitor = accounts.add(session, stock.clock(), email="x@example.org", name="Tamu")
        visitor.email = None
        visitor_id = visitor.id
    with pytest.raises(BadForm):
        stock.library.saved_searches.keep(visitor_id, "padi", {}, alert=True)


def test_the_link_of_a_mail_stops_one_search_or_all_of_them(stock, reader) -> None:
    saved = stock.library.saved_searches
    kept = [saved.keep(reader.id, words, {}, alert=True) for words in ("padi", "jagung", "kedelai")]
    with stock.library.database.read() as session:
        secret = session.get(SavedSearch, kept[0].id).stop_secret
    assert saved.by_secret(secret).words == "padi"
    assert saved.stop(secret) == 1
    assert sorted(each.words for each in saved.of(reader.id) if each.alert) == ["jagung", "kedelai"]
    assert saved.stop(secret, all_of_them=True) == 2
    with pytest.raises(NotFound):
        saved.stop("no such secret")


def test_what_a_reader_saved_is_handed_over_and_erased(stock, reader) -> None:
    stock.library.saved_searches.keep(reader.id, "padi", {"office": "1872"}, alert=True)
    with stock.library.database.write() as session:
        (told,) = personal.export(session, reader.id)
        assert (told["words"], told["filters"], told["alert"]) == ("padi", {"office": "1872"}, True)
        assert "secret" not in str(told)
        assert personal.erase(session, reader.id) == 1
    assert stock.library.saved_searches.of(reader.id) == []


def test_the_round_orders_itself_again_even_while_the_index_is_away(stock, reader, monkeypatch) -> None:
    library = stock.library
    order(library.database, stock.clock())
    for file in library.folders.index.rglob("*"):
        if file.is_file():
            file.write_bytes(b"broken")
    stock.library.saved_searches.keep(reader.id, "jagung", {}, alert=True)
    stock.clock.forward(days=1)
    release_again(stock)
    library.workers.drain()
    with library.database.read() as session:
        (waiting,) = session.scalars(select(Job).where(Job.kind == JOB, Job.finished_at.is_(None))).all()
        kept = session.scalars(select(SavedSearch)).one()
        released = session.get(Work, stock.work_id).released_at
    assert waiting.run_after >= stock.clock() + timedelta(hours=23)
    assert kept.looked_at < released, "what was not looked at is told later"


@pytest.mark.parametrize(
    "filters", [{"year_from": "abc"}, {"year_to": "2020; drop"}, {"office": ""}, {"also": "no"}, {"find": "table"}]
)
def test_any_filters_make_a_query(filters: dict[str, str]) -> None:
    query = query_of("padi", filters)
    assert query.year_from is None
    assert query.office is None
    assert query.synonyms is (filters.get("also") != "no")


def test_every_way_to_narrow_a_search_is_kept() -> None:
    told = {
        "office": "1872",
        "kind": "scanned",
        "language": "id",
        "subject": "515",
        "region": "1872",
        "available": "print",
    }
    asked = query_of("padi", told)
    assert {name: getattr(asked, name) for name in told} == told
    assert set(told) <= set(FILTERS)
