"""Writing a mail (now, with its reason) and sending it (later, by a worker)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from library.mail.reply_foot import choose_foot
from library.mail.thread_headers import THREAD_POLICY
from library.revisions import mails
from library.settings import Settings
from library.store.engine import Database
from library.store.models import Account, Mail

JOB = "mail.send"
Transport = Callable[[EmailMessage], None]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation that a mail belongs to.

    `reply` is written behind the name of the address for replies (`+…`). `earlier` are the mails before it: ours by
    id (`%…`), others by Message-ID. `calendar` is a calendar file that goes with it.
    """

    name: str
    reply: str
    earlier: tuple[str, ...] = ()
    calendar: str = ""


def write(
    session: Session,
    now: datetime,
    account: Account,
    kind: str,
    values: dict[str, str],
    *,
    thread: Thread | None = None,
    unsubscribe: str = "",
) -> None:
    """Write a mail to the account's own address. `values["path"]` becomes {link}; the worker adds the base address.

    `unsubscribe` is the path of a page that ends mails of this kind; the mail's head names it (RFC 2369).
    """
    text = mails.text_of(session, now.date(), kind, account.language)
    known = {"name": account.name, "link": "{link}", "base_url": "{base_url}", **values}
    path = values.get("path", "")
    mail = Mail(
        account_id=account.id,
        kind=kind,
        subject=_one_line(text.subject.format_map(known)),
        text=text.body.format_map({**known, "link": "\0base" + path, "base_url": "\0base"}),
        created_at=now,
    )
    if thread is not None:
        mail.thread, mail.calendar = thread.name, thread.calendar
        mail.headers = {"reply": thread.reply, "earlier": list(thread.earlier)}
    if unsubscribe:
        mail.headers = {**(mail.headers or {}), "unsubscribe": unsubscribe}
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
                mail.text = mail.calendar = ""  # it may hold a one-time link
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
        message = EmailMessage(policy=THREAD_POLICY)
        message["From"] = self._settings.mail_from
        message["To"] = deliverable(address)
        message["Subject"] = mail.subject
        message["Date"] = mail.created_at
        message["Message-ID"] = f"<{mail.id}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"
        self._join_thread(message, mail)
        if path := mail.headers.get("unsubscribe"):
            message["List-Unsubscribe"] = f"<{self._settings.base_url.rstrip('/')}{path}>"
        text = choose_foot(mail.text, replies=bool(self._settings.mail_inbox))
        message.set_content(text.replace("\0base", self._settings.base_url.rstrip("/")))
        if mail.calendar:
            method = {"method": "PUBLISH"}
            message.add_attachment(mail.calendar, subtype="calendar", params=method, filename="pustaka.ics")
        return message

    @property
    def _domain(self) -> str:
        """The right-hand side of our Message-IDs."""
        return urlsplit(self._settings.base_url).hostname or "localhost"

    def _join_thread(self, message: EmailMessage, mail: Mail) -> None:
        """Refer to the mails before it (RFC 5322, section 3.6.4), and ask for replies where they are expected."""
        local, _at, domain = self._settings.mail_reply.rpartition("@")
        if mail.thread and local:
            message["Reply-To"] = f"{local}{mail.headers['reply']}@{domain}"
        earlier = [_as_message_id(name, self._domain) for name in mail.headers.get("earlier", ())]
        if earlier:
            message["In-Reply-To"], message["References"] = earlier[-1], " ".join(earlier)


def _as_message_id(name: str, domain: str) -> str:
    return f"<{name[1:]}@{domain}>" if name.startswith("%") else name
