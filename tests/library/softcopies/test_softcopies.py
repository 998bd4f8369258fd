"""From the form to the file: granted once, marked, for its owner alone; whatever fails, nothing leaves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from library import audit
from library.catalogue import works
from library.catalogue.traceability import accept_untraceable
from library.errors import BadForm, LinkExpired, LostRace, NotFound, Refused, Unavailable, Untraceable
from library.readers import accounts
from library.readers.invitations import invite
from library.readers.roles import Role
from library.softcopies import requests
from library.softcopies.requests import RequestForm
from library.softcopies.verification import check_number
from library.store.blobs import file_sha256
from library.store.models import Account, AuditEntry, Copy, Master, SoftcopyRequest, Work
from tests.library.conftest import Stock

PURPOSES = frozenset({"research", "other"})
FORM = RequestForm(purpose="research", purpose_text="skripsi", institution="Universitas Lampung", declared=True)


@pytest.fixture
def shop(stock: Stock) -> Stock:
    stock.accept_untraceable()
    return stock


def _submit(stock: Stock, account: Account, form: RequestForm = FORM) -> SoftcopyRequest:
    with stock.library.database.write() as session:
        work = works.get(session, stock.work_id)
        return requests.submit(session, stock.clock(), account, work, form, PURPOSES)


def _copy(stock: Stock, request: SoftcopyRequest) -> Copy:
    with stock.library.database.read() as session:
        copy = requests.line(session, request.id).copy
    assert copy is not None
    return copy


def _state(stock: Stock, request: SoftcopyRequest) -> str:
    with stock.library.database.read() as session:
        return requests.get(session, request.id).state


def test_an_open_title_is_granted_stamped_and_announced(shop: Stock):
    account = shop.account()
    request = _submit(shop, account)
    shop.library.workers.drain()
    copy = _copy(shop, request)
    download = shop.library.delivery.download(copy.id, account.id)
    assert _state(shop, request) == "DISPATCHED"
    assert file_sha256(download.path) == copy.sha256 == download.sha256
    (mail,) = shop.library.folders.mail.glob("*.eml")
    assert f"/copies/{copy.id}" in mail.read_text().replace("=\n", "")


def test_somebody_elses_copy_does_not_exist(shop: Stock):
    request = _submit(shop, shop.account())
    shop.library.workers.drain()
    other = shop.account("budi@example.org", "Budi")
    with pytest.raises(NotFound):
        shop.library.delivery.download(_copy(shop, request).id, other.id)


def test_a_copy_that_was_deleted_comes_out_the_same_again(shop: Stock):
    account = shop.account()
    copy_id = _copy(shop, request := _submit(shop, account)).id
    shop.library.workers.drain()
    first = _copy(shop, request).sha256
    shop.library.delivery.path(copy_id).unlink()
    assert file_sha256(shop.library.delivery.download(copy_id, account.id).path) == first


def test_a_copy_that_would_come_out_different_does_not_leave(shop: Stock):
    account = shop.account()
    request = _submit(shop, account)
    shop.library.workers.drain()
    copy_id = _copy(shop, request).id
    with shop.library.database.write() as session:
        copy = session.get(Copy, copy_id)
        assert copy is not None
        copy.stamp = {**copy.stamp, "name": "Somebody Else"}
    shop.library.delivery.path(copy_id).unlink()
    with pytest.raises(Unavailable):
        shop.library.delivery.download(copy_id, account.id)
    assert not shop.library.delivery.path(copy_id).exists()


def test_two_readers_hold_different_files_and_one_reader_the_same_mark(shop: Stock):
    siti, budi = shop.account(), shop.account("budi@example.org", "Budi")
    first, other = _submit(shop, siti), _submit(shop, budi)
    shop.library.workers.drain()
    assert _copy(shop, first).sha256 != _copy(shop, other).sha256


def test_a_damaged_master_delivers_nothing_and_a_librarian_is_told(shop: Stock):
    request = _submit(shop, shop.account())
    with shop.library.database.read() as session:
        body = session.query(Master).one().body
    path = shop.library.blobs.path(body)
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    for _ in range(5):
        shop.library.workers.drain()
        shop.clock.forward(minutes=10)
    assert _state(shop, request) == "FAILED"
    assert not shop.library.delivery.path(_copy(shop, request).id).exists()
    assert not list(shop.library.folders.mail.glob("*.eml"))


def test_a_failed_copy_is_made_once_the_master_is_whole_again(shop: Stock):
    account = shop.account()
    request = _submit(shop, account)
    with shop.library.database.read() as session:
        path = shop.library.blobs.path(session.query(Master).one().body)
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:-1])
    for _ in range(5):
        shop.library.workers.drain()
        shop.clock.forward(minutes=10)
    path.write_bytes(whole)
    with shop.library.database.write() as session:
        assert [line.request.id for line in requests.waiting(session)] == [request.id]
        requests.make_again(session, shop.clock(), request.id, account.id)
    shop.library.workers.drain()
    assert _state(shop, request) == "DISPATCHED"


def test_stamping_twice_gives_one_grant_one_file_one_mail(shop: Stock):
    request = _submit(shop, shop.account())
    shop.library.workers.drain()
    shop.library.delivery.handle({"copy": _copy(shop, request).id})
    shop.library.workers.drain()
    assert len(list(shop.library.folders.mail.glob("*.eml"))) == 1


def test_a_copy_ends_with_its_days_and_can_be_asked_for_again(shop: Stock):
    account = shop.account()
    request = _submit(shop, account)
    shop.library.workers.drain()
    copy_id = _copy(shop, request).id
    shop.clock.forward(days=8)
    with pytest.raises(LinkExpired):
        shop.library.delivery.download(copy_id, account.id)
    assert shop.library.delivery.expire() == 1
    assert not shop.library.delivery.path(copy_id).exists()
    assert _state(shop, request) == "EXPIRED"
    assert shop.library.delivery.expire() == 0
    again = _submit(shop, account)
    shop.library.workers.drain()
    assert shop.library.delivery.download(_copy(shop, again).id, account.id).size > 0


def test_a_restricted_title_waits_for_a_librarian(shop: Stock):
    shop.change_work(lambda work: setattr(work, "access", "restricted"))
    account, librarian = shop.account(), shop.account("lia@example.org", "Lia")
    request = _submit(shop, account)
    shop.library.workers.drain()
    assert _state(shop, request) == "SUBMITTED"
    with shop.library.database.write() as session:
        requests.approve(session, shop.clock(), request.id, librarian.id)
    shop.library.workers.drain()
    assert _state(shop, request) == "DISPATCHED"


def test_a_request_is_decided_once(shop: Stock):
    shop.change_work(lambda work: setattr(work, "access", "restricted"))
    librarian = shop.account("lia@example.org", "Lia")
    request = _submit(shop, shop.account())
    with shop.library.database.write() as session:
        requests.reject(session, shop.clock(), request.id, librarian.id, "belum terbit")
    with pytest.raises(LostRace), shop.library.database.write() as session:
        requests.approve(session, shop.clock(), request.id, librarian.id)


def test_a_no_needs_a_reason(shop: Stock):
    shop.change_work(lambda work: setattr(work, "access", "restricted"))
    request = _submit(shop, shop.account())
    with pytest.raises(BadForm), shop.library.database.write() as session:
        requests.reject(session, shop.clock(), request.id, "x", "  ")


def test_only_its_reader_cancels_a_request(shop: Stock):
    shop.change_work(lambda work: setattr(work, "access", "restricted"))
    account, other = shop.account(), shop.account("budi@example.org", "Budi")
    request = _submit(shop, account)
    with pytest.raises(NotFound), shop.library.database.write() as session:
        requests.cancel(session, shop.clock(), request.id, other.id)
    with shop.library.database.write() as session:
        requests.cancel(session, shop.clock(), request.id, account.id)
    assert _state(shop, request) == "CANCELLED"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"purpose": "steal"}, "purpose"),
        ({"purpose": "other", "purpose_text": " "}, "purpose_text"),
        ({"institution": "\u202e "}, "institution"),
        ({"declared": False}, "declared"),
        ({"purpose_text": "x" * 1001}, "purpose_text"),
    ],
)
def test_an_incomplete_form_names_the_field(shop: Stock, change, field):
    values = {"purpose": "research", "purpose_text": "", "institution": "Unila", "declared": True} | change
    with pytest.raises(BadForm) as caught:
        _submit(shop, shop.account(), RequestForm(**values))
    assert list(caught.value.fields) == [field]


@pytest.mark.parametrize("told", [{"traceable": False}, {}], ids=["it-cannot", "nobody-says"])
def test_what_cannot_be_traced_is_refused_until_a_librarian_accepts_it(stock: Stock, told: dict[str, bool]):
    """Preparation says of every master whether it can; one of which nothing is said cannot."""
    with stock.library.database.write() as session:
        master = session.query(Master).one()
        assert "traceable" in master.traceability
        master.traceability = {name: value for name, value in master.traceability.items() if name != "traceable"} | told
    with pytest.raises(Untraceable):
        _submit(stock, stock.account())
    with pytest.raises(Untraceable):
        stock.library.screens.copy_for(stock.account("budi@example.org").id, "reader", stock.work_id)
    librarian = stock.account("lia@example.org", role=Role.LIBRARIAN)
    assert stock.library.screens.copy_for(librarian.id, "librarian", stock.work_id).is_file()


def test_an_acceptance_is_for_the_master_that_was_shown_and_for_none_after_it(stock: Stock):
    """Who gave it, and when, stays with it; the next one, whose marks nobody has seen yet, is refused."""
    librarian = stock.account("lia@example.org", role=Role.LIBRARIAN, office="1872")

    def accept(master_id: str, reason: str) -> None:
        with stock.library.database.write() as session:
            work = session.get_one(Work, stock.work_id)
            accept_untraceable(session, stock.clock(), work, master_id, librarian.id, reason)

    with stock.library.database.write() as session:
        first = session.query(Master).one()
        first.traceability = {"traceable": False}
    accept(first.id, "two pages only")
    _submit(stock, stock.account())
    with stock.library.database.write() as session:
        second = Master(
            file_id=first.file_id, version=2, body=first.body, slots=first.slots, engine=first.engine,
            key_id=first.key_id, traceability={"traceable": False}, created_at=stock.clock(),
        )  # fmt: skip
        session.add(second)
    with pytest.raises(Untraceable):
        _submit(stock, stock.account("budi@example.org"))
    with pytest.raises(LostRace):
        accept(first.id, "the page was open for an hour")
    accept(second.id, "one page only, too")
    _submit(stock, stock.account("tono@example.org"))
    with stock.library.database.read() as session:
        told = {(one.id, one.untraceable_accepted, one.accepted_by, one.accepted_at) for one in session.query(Master)}
    said = {first.id: "two pages only", second.id: "one page only, too"}
    assert told == {(master, reason, librarian.id, stock.clock()) for master, reason in said.items()}


def test_a_number_carries_the_year_of_the_offices_calendar(shop: Stock):
    shop.clock.now = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)  # one o'clock on New Year's Day in Jakarta
    assert _submit(shop, shop.account()).number == "1872-2027-00001"


def test_no_copy_is_granted_to_an_address_that_nobody_has_confirmed(shop: Stock):
    with shop.library.database.write() as session:
        invite(session, shop.clock(), email="tamu@example.org", name="Tamu", role=Role.READER, office=None,
               language="id", actor="system")  # fmt: skip
        guest = accounts.by_email(session, "tamu@example.org")
    with pytest.raises(Refused):
        _submit(shop, guest)


def test_a_work_withdrawn_meanwhile_is_not_granted(shop: Stock):
    shop.change_work(lambda work: setattr(work, "access", "restricted"))
    librarian = shop.account("lia@example.org", "Lia")
    request = _submit(shop, shop.account())
    with shop.library.database.write() as session:
        works.withdraw(session, shop.clock(), shop.work_id, librarian.id, "keliru")
    with pytest.raises(Refused), shop.library.database.write() as session:
        requests.approve(session, shop.clock(), request.id, librarian.id)
    assert _state(shop, request) == "SUBMITTED"


def test_a_master_that_is_away_is_tried_again_until_it_is_back(shop: Stock):
    request = _submit(shop, shop.account())
    with shop.library.database.read() as session:
        path = shop.library.blobs.path(session.query(Master).one().body)
    away = path.rename(path.with_suffix(".away"))
    shop.library.workers.drain()
    assert _state(shop, request) == "STAMPING"
    away.rename(path)
    shop.clock.forward(minutes=1)
    shop.library.workers.drain()
    assert _state(shop, request) == "DISPATCHED"


def test_the_trail_of_a_copy_that_failed_names_nobody(shop: Stock):
    request = _submit(shop, shop.account(name="Siti Rahmawati"))
    copy_id = _copy(shop, request).id
    shop.library.delivery.gave_up({"copy": copy_id}, "UnicodeEncodeError('latin-1', 'Siti Rahmawati', 0, 1, '…')")
    with shop.library.database.read() as session:
        entries = session.query(AuditEntry).filter_by(action="copy.failed").all()
        assert list(audit.broken_links(session)) == []
    assert [entry.details for entry in entries] == [{"error": "UnicodeEncodeError"}]


def test_the_public_page_knows_the_number_and_no_name(shop: Stock):
    request = _submit(shop, shop.account(name="Siti Rahmawati"))
    shop.library.workers.drain()
    number = _copy(shop, request).number
    with shop.library.database.read() as session:
        genuine = check_number(session, number.lower().replace("-", " "))
        assert check_number(session, "0000-0000-0000") is None
    assert genuine is not None
    assert genuine.kind == "copy"
    assert "Siti" not in repr(genuine)


def test_a_number_counts_only_once_the_copy_is_ready(shop: Stock):
    number = _copy(shop, _submit(shop, shop.account())).number
    with shop.library.database.read() as session:
        assert check_number(session, number) is None


def test_reading_on_screen_comes_from_ones_own_copy(shop: Stock):
    siti, budi = shop.account(), shop.account("budi@example.org", "Budi")
    screens = shop.library.screens
    first = screens.copy_for(siti.id, "reader", shop.work_id)
    assert first == screens.copy_for(siti.id, "reader", shop.work_id)
    assert file_sha256(first) != file_sha256(screens.copy_for(budi.id, "reader", shop.work_id))


def test_a_restricted_title_is_not_read_on_screen_by_a_reader(shop: Stock):
    shop.change_work(lambda work: setattr(work, "access", "restricted"))
    with pytest.raises(NotFound):
        shop.library.screens.copy_for(shop.account().id, "reader", shop.work_id)
