"""Writing a mail (now, with its reason) and sending it (later, by a worker)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import structlog
from email_validator import validate_email
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from library.clock import Clock
from library.jobs import outbox
from library.mail.texts import mail_text
from library.settings import Settings
from library.store.engine import Database
from library.store.models import Account, Mail

JOB = "mail.send"
Transport = Callable[[EmailMessage], None]
log = structlog.get_logger(__name__)


def write(session: Session, now: datetime, account: Account, kind: str, values: dict[str, str]) -> None:
    """Write a mail to the account's own address. `values["path"]` becomes {link}; the worker adds the base address."""
    text = mail_text(kind, account.language)
    known = {"name": account.name, "link": "{link}", "base_url": "{base_url}", **values}
    path = values.get("path", "")
    mail = Mail(
        account_id=account.id,
        kind=kind,
        subject=_one_line(text.subject.format_map(known)),
        text=text.body.format_map({**known, "link": "\0base" + path, "base_url": "\0base"}),
        created_at=now,
    )
    session.add(mail)
    session.flush()
    outbox.add(session, now, JOB, {"mail": mail.id}, priority=2)


def deliverable(address: str) -> str:
    """Write the domain of an address in ASCII letters, as every mail server takes it."""
    local, _at, _domain = address.rpartition("@")
    return f"{local}@{validate_email(address, check_deliverability=False).ascii_domain}"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]


def forget_unsent(session: Session, account_id: str) -> None:
    """Delete what an account was to be written and was not: it holds her name, and perhaps a secret."""
    session.execute(delete(Mail).where(Mail.account_id == account_id, Mail.sent_at.is_(None)))


def _address(session: Session, mail_id: str) -> str | None:
    query = select(Account.email).join(Mail, Mail.account_id == Account.id).where(Mail.id == mail_id)
    return session.scalars(query).first()


class Sender:
    """The worker's side: takes a mail's row, composes it, hands it to the transport."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, transport: Transport) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._transport = transport

    def handle(self, payload: dict[str, Any]) -> None:
        """Send the mail of this job unless it has gone out already."""
        if self._drop_undeliverable(payload["mail"]):
            return
        message = self._compose(payload["mail"])
        if message is None:
            return
        self._transport(message)
        with self._database.write() as session:
            mail = session.get(Mail, payload["mail"])
            if mail is not None:
                mail.sent_at = self._clock()
                mail.text = ""  # it may hold a one-time link
        log.info("mail-sent", mail=payload["mail"])

    def _drop_undeliverable(self, mail_id: str) -> bool:
        """Forget a mail whose account has lost its address meanwhile: nobody will ever read it; say whether it was."""
        with self._database.read() as session:
            if _address(session, mail_id) is not None:
                return False
        with self._database.write() as session:
            mail = session.get(Mail, mail_id)
            if mail is None or mail.sent_at is not None or _address(session, mail_id) is not None:
                return False
            session.delete(mail)
        log.info("mail-dropped", mail=mail_id)
        return True

    def _compose(self, mail_id: str) -> EmailMessage | None:
        with self._database.read() as session:
            mail = session.get(Mail, mail_id)
            account = session.get(Account, mail.account_id) if mail else None
            if mail is None or mail.sent_at is not None or account is None or account.email is None:
                return None
            if mail.parked_at is not None:
                return None  # released, it gets another job
            return self._message(mail, account.email)

    def _message(self, mail: Mail, address: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.mail_from
        message["To"] = deliverable(address)
        message["Subject"] = mail.subject
        message["Date"] = mail.created_at
        message["Message-ID"] = f"<{mail.id}@{urlsplit(self._settings.base_url).hostname}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text.replace("\0base", self._settings.base_url.rstrip("/")))
        return message
