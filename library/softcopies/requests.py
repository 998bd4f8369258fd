"""The request form and what becomes of it.

SUBMITTED → APPROVED (by rule for open titles, else by a librarian) | REJECTED | CANCELLED
SUBMITTED ⇄ NEEDS_INFO (`library.softcopies.questions`), which can be decided and cancelled as well
APPROVED → STAMPING → STAMPED → DISPATCHED → DOWNLOADED; FAILED after the last attempt; EXPIRED with its link
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import works
from library.errors import BadForm, LostRace, NotFound, Refused, Untraceable
from library.jobs import outbox
from library.mail import post
from library.readers.accounts import clean_name
from library.readers.own_office import refuse_other_office
from library.softcopies import on_visit
from library.store.counters import next_number
from library.store.models import Account, Copy, Master, SoftcopyRequest, Work
from library.store.records import found

STAMP_JOB = "softcopy.stamp"
# A walk-in reader waits five minutes at most, so copies go before everything else.
STAMP_PRIORITY = 0
MAX_TEXT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForm:
    """The form as filled. `purpose` is a code of the list, `purpose_text` what the reader adds in her words."""

    purpose: str
    purpose_text: str
    institution: str
    declared: bool
    language: str = "id"
    channel: str = "web"
    visit_id: str | None = None
    """The visit during which it is made; whoever passes it knows that it is the reader's own."""


def submit(
    session: Session,
    now: datetime,
    account: Account,
    work: Work,
    form: RequestForm,
    purposes: frozenset[str],
    *,
    actor: str | None = None,
    zone: str = "Asia/Jakarta",
) -> SoftcopyRequest:
    """File a request; an open title is granted at once and its copy ordered in the same commit.

    Its number carries the year that the office's calendar (`zone`) shows. Where it is made during a visit
    (`form.visit_id`), clock C3 runs until the copy is dispatched.

    Raises:
        Refused: the account is shut, or nobody has shown that its address is hers.
        BadForm: a field is missing or wrong.
        Untraceable: its master has too few slots and no librarian has accepted that.
        NotFound: the work is not released or not prepared.
    """
    _check(form, purposes)
    _refuse_unproven(account)
    own = work.owner_id is not None and work.owner_id == account.id
    if work.state != "released" and not own:
        raise NotFound(what=work.id)
    master = works.current_master(session, works.current_file(session, work.id).id)
    refuse_untraceable(master)
    year = now.astimezone(ZoneInfo(zone)).year
    request = SoftcopyRequest(
        number=f"{work.office}-{year}-{next_number(session, f'request:{work.office}:{year}'):05d}",
        office=work.office,
        account_id=account.id,
        work_id=work.id,
        purpose=form.purpose,
        purpose_text=form.purpose_text.strip()[:MAX_TEXT],
        institution=clean_name(form.institution),
        language=form.language,
        channel=form.channel,
        submitted_at=now,
        visit_id=form.visit_id,
    )
    session.add(request)
    session.flush()
    audit.record(session, now, actor or account.id, "request.submit", f"request:{request.id}", work=work.id)
    if work.access == "open" or own:
        _grant(session, now, request, master, decided_by=None)
    else:
        tell(session, now, request, work, "request-pending")
    on_visit.follow(session, now, request)
    return request


def _check(form: RequestForm, purposes: frozenset[str]) -> None:
    problems = {}
    if form.purpose not in purposes:
        problems["purpose"] = "choice-invalid"
    if form.purpose == "other" and not form.purpose_text.strip():
        problems["purpose_text"] = "required"
    if len(form.purpose_text) > MAX_TEXT:
        problems["purpose_text"] = "too-long"
    if not clean_name(form.institution):
        problems["institution"] = "required"
    if not form.declared:
        problems["declared"] = "declaration-required"
    if problems:
        raise BadForm(problems)


def _refuse_unproven(account: Account) -> None:
    """A copy names its reader by an address; one that nobody has confirmed could be a stranger's."""
    if account.verified_at is None or account.disabled_at is not None:
        raise Refused(why="akun ditutup atau alamatnya belum dikonfirmasi / account shut, or its address unconfirmed")


def refuse_untraceable(master: Master) -> None:
    """Let pass what can be traced, or what a librarian has accepted in writing: this master, not one before it.

    Preparation always says whether a master can; one of which nobody has said it waits for a librarian like one that
    cannot.

    Raises:
        Untraceable: neither.
    """
    if not master.traceability.get("traceable", False) and not master.untraceable_accepted:
        raise Untraceable(f"master {master.id} cannot name a reader")


def _grant(session: Session, now: datetime, request: SoftcopyRequest, master: Master, decided_by: str | None) -> None:
    move(session, request, ("SUBMITTED", "NEEDS_INFO"), "APPROVED", decided_by=decided_by, decided_at=now)
    copy = Copy(
        request_id=request.id,
        account_id=request.account_id,
        master_id=master.id,
        office=request.office,
        key_id=master.key_id,
        created_at=now,
    )
    session.add(copy)
    session.flush()
    _order_copy(session, now, copy)


def _order_copy(session: Session, now: datetime, copy: Copy) -> None:
    outbox.add(session, now, STAMP_JOB, {"copy": copy.id}, priority=STAMP_PRIORITY, dedupe=f"stamp:{copy.id}")


def move(session: Session, request: SoftcopyRequest, states: tuple[str, ...], to: str, **values: object) -> None:
    """Take one step of the state table, if nobody else did first.

    Raises:
        LostRace: the request is in none of `states` any more.
    """
    statement = update(SoftcopyRequest).where(SoftcopyRequest.id == request.id, SoftcopyRequest.state.in_(states))
    changed = session.execute(statement.values(state=to, **values))
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise LostRace(f"request {request.id} is in none of {states}")
    session.refresh(request)


def tell(session: Session, now: datetime, request: SoftcopyRequest, work: Work, kind: str, **more: str) -> None:
    """Mail the reader how her request stands."""
    account = session.get_one(Account, request.account_id)
    values = {"title": work.title, "number": request.number, "reason": request.reason, "path": "/account/copies"}
    post.write(session, now, account, kind, values | more)


def approve(session: Session, now: datetime, request_id: str, actor: str) -> SoftcopyRequest:
    """Grant a restricted title.

    Raises:
        LostRace: it was decided already.
        Refused: the work was withdrawn meanwhile, or the account shut.
        NotAllowed: it is another office's.
    """
    request = get(session, request_id)
    refuse_other_office(session, actor, request.office)
    work, account = session.get(Work, request.work_id), session.get(Account, request.account_id)
    assert work is not None
    assert account is not None
    _refuse_unproven(account)
    if work.state != "released":
        raise Refused(why="publikasi ini sudah ditarik / this work was withdrawn")
    master = works.current_master(session, works.current_file(session, work.id).id)
    refuse_untraceable(master)
    _grant(session, now, request, master, decided_by=actor)
    on_visit.follow(session, now, request)
    audit.record(session, now, actor, "request.approve", f"request:{request.id}")
    return request


def make_again(session: Session, now: datetime, request_id: str, actor: str) -> SoftcopyRequest:
    """Order once more a copy that could not be made; the grant and its number stay what they were.

    Raises:
        LostRace: it did not fail, or somebody else has ordered it again.
        NotAllowed: it is another office's.
    """
    request = line(session, request_id)
    refuse_other_office(session, actor, request.request.office)
    if request.copy is None:
        raise LostRace(f"request {request_id} was never granted")
    move(session, request.request, ("FAILED",), "APPROVED")
    _order_copy(session, now, request.copy)
    audit.record(session, now, actor, "request.again", f"request:{request_id}")
    return request.request


def reject(session: Session, now: datetime, request_id: str, actor: str, reason: str) -> SoftcopyRequest:
    """Say no, with a reason that the reader gets to see.

    Raises:
        BadForm: no reason given.
        LostRace: it was decided already.
        NotAllowed: it is another office's.
    """
    if not reason.strip():
        raise BadForm({"reason": "required"})
    request = get(session, request_id)
    refuse_other_office(session, actor, request.office)
    values = {"decided_by": actor, "decided_at": now, "reason": reason.strip()[:MAX_TEXT]}
    move(session, request, ("SUBMITTED", "NEEDS_INFO"), "REJECTED", **values)
    on_visit.follow(session, now, request)
    work = session.get(Work, request.work_id)
    assert work is not None
    tell(session, now, request, work, "request-rejected")
    audit.record(session, now, actor, "request.reject", f"request:{request.id}")
    return request


def cancel(session: Session, now: datetime, request_id: str, account_id: str) -> None:
    """Take a request back before it was granted.

    Raises:
        NotFound: it is somebody else's.
        LostRace: it was granted or decided already.
    """
    request = own(session, request_id, account_id)
    move(session, request, ("SUBMITTED", "NEEDS_INFO"), "CANCELLED", decided_at=now)
    on_visit.follow(session, now, request)
    audit.record(session, now, account_id, "request.cancel", f"request:{request.id}")


def get(session: Session, request_id: str) -> SoftcopyRequest:
    """Give a request.

    Raises:
        NotFound: there is none.
    """
    return found(session, SoftcopyRequest, request_id)


def by_number(session: Session, number: str) -> SoftcopyRequest:
    """Give the request with this number, as it stands in the stamp and in mails.

    Raises:
        NotFound: there is none.
    """
    request = session.scalars(select(SoftcopyRequest).where(SoftcopyRequest.number == number.strip().upper())).first()
    if request is None:
        raise NotFound(what=number)
    return request


def own(session: Session, request_id: str, account_id: str) -> SoftcopyRequest:
    """Give a request of this account; somebody else's does not exist for her.

    Raises:
        NotFound: there is none of hers.
    """
    request = get(session, request_id)
    if request.account_id != account_id:
        raise NotFound(what=request_id)
    return request


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request with what stands beside it in a list."""

    request: SoftcopyRequest
    work: Work
    copy: Copy | None
    account: Account


def of_account(session: Session, account_id: str, limit: int = 100) -> list[RequestLine]:
    """List an account's requests, newest first."""
    query = _lines().where(SoftcopyRequest.account_id == account_id)
    return _read_lines(session, query.order_by(SoftcopyRequest.submitted_at.desc()).limit(limit))


def line(session: Session, request_id: str) -> RequestLine:
    """Give a request with its work, copy and account.

    Raises:
        NotFound: there is none.
    """
    found = _read_lines(session, _lines().where(SoftcopyRequest.id == request_id))
    if not found:
        raise NotFound(what=request_id)
    return found[0]


def waiting(session: Session, office: str | None = None, limit: int = 200) -> list[RequestLine]:
    """List the requests that wait for a librarian, oldest first: to be decided, or failed in the making."""
    query = _lines().where(SoftcopyRequest.state.in_(("SUBMITTED", "FAILED")))
    if office:
        query = query.where(SoftcopyRequest.office == office)
    return _read_lines(session, query.order_by(SoftcopyRequest.submitted_at).limit(limit))


def _read_lines(session: Session, query: Select[SoftcopyRequest, Work, Copy, Account]) -> list[RequestLine]:
    return [RequestLine(request, work, copy, account) for request, work, copy, account in session.execute(query)]


def _lines() -> Select[SoftcopyRequest, Work, Copy, Account]:
    return (
        select(SoftcopyRequest, Work, Copy, Account)
        .join(Work, Work.id == SoftcopyRequest.work_id)
        .join(Account, Account.id == SoftcopyRequest.account_id)
        .outerjoin(Copy, Copy.request_id == SoftcopyRequest.id)
    )
