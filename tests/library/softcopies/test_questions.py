"""A librarian may ask back before deciding; the reader's answer puts the request where it stood."""

from __future__ import annotations

import email
import email.policy

import pytest

from library import audit
from library.errors import BadForm, LostRace, NotAllowed, NotFound
from library.readers.roles import Role
from library.softcopies import questions, requests
from library.store.models import Account, AuditEntry, SoftcopyRequest
from tests.library.conftest import Stock
from tests.library.softcopies.test_softcopies import _state, _submit, shop  # noqa: F401 - a fixture

ASK = "Untuk skripsi di kampus mana?\nMohon sebutkan judulnya."


@pytest.fixture
def people(shop: Stock) -> tuple[Account, Account]:  # noqa: F811
    """A reader and a librarian of the work's office, and the title restricted."""
    shop.change_work(lambda work: setattr(work, "access", "restricted"))
    return shop.account(), shop.account("lia@example.org", "Lia", role=Role.LIBRARIAN, office="1872")


def _ask(stock: Stock, request: SoftcopyRequest, actor: str, text: str = ASK) -> None:
    with stock.library.database.write() as session:
        questions.ask(session, stock.clock(), request.id, actor, text)


def _answer(stock: Stock, request: SoftcopyRequest, account: str, text: str) -> None:
    with stock.library.database.write() as session:
        questions.answer(session, stock.clock(), request.id, account, text)


def test_a_question_is_mailed_answered_and_the_request_waits_again(shop: Stock, people):  # noqa: F811
    reader, librarian = people
    request, began = _submit(shop, reader), shop.clock()
    shop.library.workers.drain()
    shop.clock.forward(minutes=2)
    _ask(shop, request, librarian.id)
    assert _state(shop, request) == "NEEDS_INFO"
    shop.library.workers.drain()
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in shop.library.folders.mail.glob("*.eml")
    ]
    [mail] = [mail for mail in mails if "Pertanyaan" in mail["Subject"]]
    assert ASK in mail.get_content()
    assert f"/requests/{request.id}" in mail.get_content()
    shop.clock.forward(minutes=5)
    _answer(shop, request, reader.id, "Universitas Lampung")
    assert _state(shop, request) == "SUBMITTED"
    with shop.library.database.read() as session:
        assert [line.request.id for line in requests.waiting(session)] == [request.id]
        [asked] = questions.of_request(session, request.id)
        assert (asked.question, asked.answer, asked.asked_by) == (ASK, "Universitas Lampung", librarian.id)
        assert (asked.asked_at - began).total_seconds() == 120
        assert (asked.answered_at - asked.asked_at).total_seconds() == 300
    with shop.library.database.write() as session:
        requests.approve(session, shop.clock(), request.id, librarian.id)
    shop.library.workers.drain()
    assert _state(shop, request) == "DISPATCHED"


def test_a_question_that_waits_is_not_asked_twice_and_may_be_asked_anew_after_the_answer(shop: Stock, people):  # noqa: F811
    reader, librarian = people
    request = _submit(shop, reader)
    _ask(shop, request, librarian.id)
    with pytest.raises(LostRace):
        _ask(shop, request, librarian.id)
    _answer(shop, request, reader.id, "Unila")
    _ask(shop, request, librarian.id, "Jurusan apa?")
    _answer(shop, request, reader.id, "Statistika")
    with shop.library.database.read() as session:
        assert [asked.answer for asked in questions.of_request(session, request.id)] == ["Unila", "Statistika"]


def test_only_its_reader_answers_and_only_what_was_asked(shop: Stock, people):  # noqa: F811
    reader, librarian = people
    request = _submit(shop, reader)
    with pytest.raises(LostRace):
        _answer(shop, request, reader.id, "x")
    _ask(shop, request, librarian.id)
    with pytest.raises(NotFound):
        _answer(shop, request, librarian.id, "x")
    assert _state(shop, request) == "NEEDS_INFO"


@pytest.mark.parametrize(("text", "why"), [("  \n ", "required"), ("\0\x1b", "required"), ("x" * 1001, "too-long")])
def test_a_question_and_an_answer_need_words(shop: Stock, people, text: str, why: str):  # noqa: F811
    reader, librarian = people
    request = _submit(shop, reader)
    with pytest.raises(BadForm) as asked:
        _ask(shop, request, librarian.id, text)
    _ask(shop, request, librarian.id)
    with pytest.raises(BadForm) as answered:
        _answer(shop, request, reader.id, text)
    assert (asked.value.fields, answered.value.fields) == ({"question": why}, {"answer": why})


def test_the_trail_says_that_was_asked_and_answered_and_not_what(shop: Stock, people):  # noqa: F811
    reader, librarian = people
    request = _submit(shop, reader)
    _ask(shop, request, librarian.id)
    _answer(shop, request, reader.id, "Siti Rahmawati, NIK 1872")
    with shop.library.database.read() as session:
        deeds = session.query(AuditEntry).filter(AuditEntry.action.in_(("request.ask", "request.answer")))
        trail = deeds.order_by(AuditEntry.seq).all()
        assert [(row.actor, row.details) for row in trail] == [(librarian.id, {}), (reader.id, {})]
        assert not list(audit.broken_links(session))


@pytest.mark.parametrize("deed", ["ask", "approve", "reject", "again"])
def test_requests_are_decided_by_their_own_office(shop: Stock, people, deed: str):  # noqa: F811
    reader, _librarian = people
    stranger = shop.account("jauh@example.org", "Jauh", role=Role.LIBRARIAN, office="3509")
    request, now = _submit(shop, reader), shop.clock()
    deeds = {
        "ask": lambda session: questions.ask(session, now, request.id, stranger.id, "?"),
        "approve": lambda session: requests.approve(session, now, request.id, stranger.id),
        "reject": lambda session: requests.reject(session, now, request.id, stranger.id, "tidak"),
        "again": lambda session: requests.make_again(session, now, request.id, stranger.id),
    }
    with pytest.raises(NotAllowed), shop.library.database.write() as session:
        deeds[deed](session)
    assert _state(shop, request) == "SUBMITTED"


def test_a_request_that_waits_for_an_answer_can_be_decided_or_taken_back(shop: Stock, people):  # noqa: F811
    reader, librarian = people
    first, second = _submit(shop, reader), _submit(shop, reader)
    for request in (first, second):
        _ask(shop, request, librarian.id)
    with shop.library.database.write() as session:
        requests.cancel(session, shop.clock(), first.id, reader.id)
        requests.reject(session, shop.clock(), second.id, librarian.id, "tidak dijawab")
    assert (_state(shop, first), _state(shop, second)) == ("CANCELLED", "REJECTED")
