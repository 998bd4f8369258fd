"""Mails of a case: to the reader's own verified address, in one thread, answered to an address that nobody guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from sqlalchemy import select

from library.floor.step import Step
from library.mail import post
from library.store.models import Account, Consultation, ConsultationMessage, Mail

MARK = "·:·:·"
"""Stands above everything that a mail program may quote; what is written below it is not read again."""
DUE = "case-due"
"""The kind of mail that warns officers."""
_REFERENCES = 12
_MAIL_ID = re.compile(r"<[!-;=?-~]{3,290}>")


def thread_of(case: Consultation) -> str:
    """Name a case's thread in the mails' table."""
    return f"case:{case.id}"


def reader_of(step: Step, case: Consultation) -> Account | None:
    """Give the account to which the mails of a case go; None: nobody gets any, for no address was confirmed."""
    account = step.session.get(Account, case.account_id) if case.account_id else None
    if account is None or account.email is None or account.verified_at is None or account.disabled_at is not None:
        return None
    return account


def tell(step: Step, case: Consultation, kind: str, *, calendar: str = "", **values: str) -> bool:
    """Mail the reader; say whether there is an account to mail to."""
    account = reader_of(step, case)
    if account is None:
        return False
    known = {"number": case.number, "title": case.title, "mark": MARK, "path": f"/consultations/{case.id}", "text": ""}
    thread = post.Thread(thread_of(case), f"+{case.reply_token}", _earlier(step, case), calendar)
    post.write(step.session, step.now, account, kind, {**known, **values}, thread=thread)
    return True


def tell_officers(step: Step, case: Consultation, officers: Iterable[Account], kind: str, **values: str) -> bool:
    """Mail officers who may sign in; say whether anybody is told."""
    able = [officer for officer in officers if officer.email is not None and officer.disabled_at is None]
    known = {"number": case.number, "title": case.title, "path": f"/advice/{case.id}"}
    for officer in able:
        post.write(step.session, step.now, officer, kind, {**known, **values})
    return bool(able)


def _earlier(step: Step, case: Consultation) -> tuple[str, ...]:
    """Name the mails of the thread so far, ours by id (`%…`) and hers by Message-ID: the first and the last ones."""
    ours = select(Mail.created_at, Mail.id).where(Mail.thread == thread_of(case), Mail.account_id == case.account_id)
    hers = select(ConsultationMessage.at, ConsultationMessage.mail_id).where(
        ConsultationMessage.case_id == case.id, ConsultationMessage.mail_id.is_not(None)
    )
    names = [(at, f"%{mail}") for at, mail in step.session.execute(ours)]
    names += [(at, mail) for at, mail in step.session.execute(hers) if mail and _MAIL_ID.fullmatch(mail)]
    ordered = [name for _at, name in sorted(names)]
    return tuple(ordered if len(ordered) <= _REFERENCES else [ordered[0], *ordered[1 - _REFERENCES :]])


def domain(base_url: str) -> str:
    """Give the right-hand side of our Message-IDs."""
    return urlsplit(base_url).hostname or "localhost"
