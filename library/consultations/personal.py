"""What a person gave in consultations: all of it can be handed to her, and all of it can be erased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from library import audit
from library.consultations import case_clocks, cases, letters, searches, states
from library.consultations.files import Attachments
from library.floor.step import Step
from library.store.models import (
    Account,
    Consultation,
    ConsultationAppointment,
    ConsultationFile,
    ConsultationMessage,
    ConsultationSearch,
    InboundMail,
    Mail,
)
from library.store.models.base import Base

_DAYS_A_YEAR = 365.25
_CASE = (
    *("number", "office", "channel", "contact_name", "contact", "language", "subject", "title", "state", "outcome"),
    *("submitted_at", "first_answer_at", "closed_at", "erased_at"),
)
_MESSAGE = ("at", "by", "channel", "kind", "text")
_FILE = ("name", "media_type", "size", "state", "sha256", "work_id", "page")
_MEETING = ("kind", "starts_at", "ends_at", "place", "cancelled_at")
_SEARCH = ("office", "words", "found", "hits", "made_at")
_MAIL = ("received_at", "sender", "subject", "text", "state", "reason")


def export(step: Step, account_id: str) -> dict[str, list[dict[str, Any]]]:
    """Give every case, search and mail of an account as plain values; notes that staff wrote about her are among it."""
    own = select(Consultation).where(Consultation.account_id == account_id).order_by(Consultation.submitted_at)
    searched = select(ConsultationSearch).where(ConsultationSearch.account_id == account_id)
    return {
        "consultations": [_case(step, case) for case in step.session.scalars(own)],
        "searches": _rows(step.session.scalars(searched.order_by(ConsultationSearch.made_at)), _SEARCH),
        "mails": _rows(_mails_from(step, account_id), _MAIL),
    }


def export_case(step: Step, case_id: str) -> dict[str, Any]:
    """Give one case as plain values: for whoever wrote by another channel and has no account."""
    return _case(step, cases.find(step, case_id))


def _mails_from(step: Step, account_id: str) -> list[InboundMail]:
    """Give the mails that came from an account's own address and stand in none of its cases.

    Where nobody has confirmed the address, it may be a stranger's, and so may the mails.
    """
    account = step.session.get(Account, account_id)
    if account is None or account.email is None or account.verified_at is None:
        return []
    own = select(Consultation.id).where(Consultation.account_id == account_id)
    loose = or_(InboundMail.case_id.is_(None), InboundMail.case_id.not_in(own))
    query = select(InboundMail).where(func.lower(InboundMail.sender) == account.email, loose)
    return list(step.session.scalars(query.order_by(InboundMail.received_at, InboundMail.id)))


def _case(step: Step, case: Consultation) -> dict[str, Any]:
    messages = cases.messages(step, case)
    files = select(ConsultationFile).where(ConsultationFile.message_id.in_([message.id for message in messages]))
    meetings = select(ConsultationAppointment).where(ConsultationAppointment.case_id == case.id)
    mails = select(InboundMail).where(InboundMail.case_id == case.id).order_by(InboundMail.received_at)
    return {
        **_plain(case, _CASE),
        "messages": _rows(messages, _MESSAGE),
        "files": _rows(step.session.scalars(files), _FILE),
        "appointments": _rows(step.session.scalars(meetings), _MEETING),
        "mails": _rows(step.session.scalars(mails), _MAIL),
    }


def _rows(rows: Iterable[Base], names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [_plain(row, names) for row in rows]


def _plain(row: Base, names: tuple[str, ...]) -> dict[str, Any]:
    values = ((name, getattr(row, name)) for name in names)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}


def erase(step: Step, attachments: Attachments, account_id: str) -> list[str]:
    """Erase all that an account gave in consultations; give the blobs to delete after the commit."""
    left: list[str] = []
    for case in step.session.scalars(select(Consultation).where(Consultation.account_id == account_id)).all():
        left += erase_case(step, attachments, case)
    for row in step.session.scalars(select(ConsultationSearch).where(ConsultationSearch.account_id == account_id)):
        searches.erase(row)
    for mail in _mails_from(step, account_id):
        _erase_mail(mail)
        _unsay(step, mail)
    return left


def _unsay(step: Step, mail: InboundMail) -> None:
    """Blank what an officer has added of a mail to somebody else's case."""
    for message in step.session.scalars(
        select(ConsultationMessage).where(ConsultationMessage.mail_id == mail.message_id)
    ):
        message.text = ""


def erase_case(step: Step, attachments: Attachments, case: Consultation) -> list[str]:
    """Erase the words of a case; its number, states, events and clocks stay, for they name nobody.

    An answer that was published names nobody either, and stays. An open case is closed as cancelled by this.
    """
    left: list[str] = []
    if case.state != "CLOSED":
        _shut(step, case)
    case.title = case.contact_name = case.contact = ""
    case.erased_at = case.erased_at or step.now
    messages = cases.messages(step, case)
    for message in messages:
        message.text = ""
    query = select(ConsultationFile).where(ConsultationFile.message_id.in_([message.id for message in messages]))
    for file in step.session.scalars(query).all():
        blob = attachments.forget(step.session, file)
        left += [blob] if blob else []
    for meeting in step.session.scalars(
        select(ConsultationAppointment).where(ConsultationAppointment.case_id == case.id)
    ):
        meeting.place = ""
    searches.erase_of(step, case)
    _erase_mails(step, case)
    audit.record(step.session, step.now, step.by, "case.erase", f"case:{case.id}")
    return left


def _shut(step: Step, case: Consultation) -> None:
    cases.move(step, case, states.OPEN, "CLOSED", outcome="cancelled", closed_at=step.now, close_task_at=None)
    case_clocks.end_all(step, case)
    cases.note(step, case, "closed", outcome="cancelled", erased=True)


def _erase_mails(step: Step, case: Consultation) -> None:
    for mail in step.session.scalars(select(InboundMail).where(InboundMail.case_id == case.id)):
        _erase_mail(mail)
    # What warned the officers stands in no thread; its subject begins with the case's number and tells the title.
    warnings = and_(Mail.kind == letters.DUE, Mail.subject.startswith(f"[{case.number}]", autoescape=True))
    for sent in step.session.scalars(select(Mail).where(or_(Mail.thread == letters.thread_of(case), warnings))).all():
        if sent.sent_at is None:
            step.session.delete(sent)
        else:
            sent.subject = sent.text = sent.calendar = ""


def _erase_mail(mail: InboundMail) -> None:
    """Blank a mail; nobody can enter it as a case any more, so it waits for nobody."""
    mail.sender = mail.subject = mail.text = ""
    if mail.state == "waiting":
        mail.state = "settled"


def forget_old(step: Step, attachments: Attachments, office: str) -> tuple[int, list[str]]:
    """Erase the conversations whose years are over, mails that nobody took, and searches without a case.

    Gives how many conversations, and the blobs to delete.
    """
    years = step.office(office).rules.retention.conversation_years.value
    before, left, count = step.now - timedelta(days=years * _DAYS_A_YEAR), [], 0
    old = select(Consultation).where(
        Consultation.office == office,
        Consultation.state == "CLOSED",
        Consultation.closed_at < before,
        Consultation.erased_at.is_(None),
    )
    for case in step.session.scalars(old).all():
        left += erase_case(step, attachments, case)
        count += 1
    loose = select(InboundMail).where(InboundMail.received_at < before, InboundMail.sender != "")
    for mail in step.session.scalars(loose).all():
        _erase_mail(mail)
    searches.forget_old(step, office, before)
    return count, left
