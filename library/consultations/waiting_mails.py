"""Mails that wait for a person: shown, added to a case, entered as one, or put aside."""

from __future__ import annotations

from itertools import islice

from sqlalchemy import func, or_, select, update

from library.consultations import cases, conversation
from library.consultations.views import MailView
from library.consultations.wording import MOST_TEXT
from library.errors import BadForm, LostRace, NotFound
from library.floor.step import Step
from library.readers.accounts import normal_email
from library.readers.own_office import refuse_other_office, serves
from library.store.models import Account, Consultation, InboundMail

ADDED = ("new", "stranger", "failed", "too-large")
"""Why a mail waits that somebody wrote to the office; the others are machines', unreadable, or of an erased case."""
_FROM = "surel dari / mail from"
_MOST_CASES = 5


def waiting(step: Step, limit: int = 100) -> list[MailView]:
    """List the mails that wait for a person, oldest first; what belongs to another office's case is that office's."""
    query = select(InboundMail).where(InboundMail.state == "waiting").order_by(InboundMail.received_at)
    own = (row for row in step.session.scalars(query) if _concerns(step, row))
    return [show(step, row) for row in islice(own, limit)]


def _concerns(step: Step, row: InboundMail) -> bool:
    case = step.session.get(Consultation, row.case_id) if row.case_id else None
    return case is None or serves(step.session, step.by, case.office)


def show(step: Step, row: InboundMail) -> MailView:
    """Show a mail that waits."""
    adds = row.reason in ADDED
    known = tuple((case.number, case.title) for case in _cases_of(step, row)) if adds else ()
    return MailView(row.id, row.received_at, row.sender, row.subject, row.text, row.reason, row.case_id, adds, known)


def _cases_of(step: Step, row: InboundMail) -> list[Consultation]:
    """Give the cases that a mail may belong to, of the offices that whoever asks serves, the newest first."""
    theirs = select(Account.id).where(Account.email == normal_email(row.sender))
    contact = func.lower(Consultation.contact) == row.sender.lower()
    may_be = or_(Consultation.id == row.case_id, Consultation.account_id.in_(theirs), contact)
    query = select(Consultation).where(may_be, Consultation.erased_at.is_(None))
    found = step.session.scalars(query.order_by(Consultation.submitted_at.desc()).limit(_MOST_CASES))
    return [case for case in found if serves(step.session, step.by, case.office)]


def find(step: Step, mail_id: str) -> InboundMail:
    """Give a mail that came in.

    Raises:
        NotFound: there is none, or it belongs to another office's case.
    """
    row = step.session.get(InboundMail, mail_id)
    if row is None or not _concerns(step, row):
        raise NotFound(what=mail_id)
    return row


def add_to(step: Step, mail_id: str, number: str) -> str:
    """Bring a waiting mail into the case of a number, as its user's message; give the case that it stands in.

    That it is the user's, an officer has judged: above the words stands which address they came from.

    Raises:
        NotFound: there is no such mail.
        NotAllowed: it is another office's case.
        BadForm: no such case, or the mail is none that a user wrote.
        LostRace: somebody else has looked after it.
    """
    row = find(step, mail_id)
    query = select(Consultation).where(Consultation.number == number.strip().upper(), Consultation.erased_at.is_(None))
    case = step.session.scalars(query).first()
    if case is None or row.reason not in ADDED:
        raise BadForm({"number": "no-such-case"})
    refuse_other_office(step.session, step.by, case.office)
    settle(step, mail_id, case.id)
    words = f"[{_FROM}: {row.sender}]\n\n{row.text}"[:MOST_TEXT]
    message = conversation.say(step, case, words, channel="email", mail_id=row.message_id)
    row.case_id = message.case_id
    cases.note(step, cases.find(step, message.case_id), "mail_added", mail=row.id, message=message.id)
    return message.case_id


def settle(step: Step, mail_id: str, case_id: str | None = None) -> None:
    """Note that a person has looked after a mail: entered it as a case, or put it aside.

    Raises:
        LostRace: somebody else has.
        NotFound: there is none, or it belongs to another office's case.
    """
    find(step, mail_id)
    values = {"state": "settled", "settled_by": step.officer}
    if case_id is not None:
        values["case_id"] = case_id
    waiting_row = (InboundMail.id == mail_id, InboundMail.state == "waiting")
    if step.session.execute(update(InboundMail).where(*waiting_row).values(**values)).rowcount != 1:  # type: ignore[attr-defined]
        raise LostRace(f"mail {mail_id} waits for nobody")
