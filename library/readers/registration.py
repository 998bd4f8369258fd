"""Registration: an account is opened by anybody and works once its address is confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm, LinkExpired
from library.mail import post
from library.readers import credentials, links
from library.readers.accounts import clean_name, email_problem, find, free_address, normal_email
from library.store.models import Account

# What an account without an id is called in the audit trail.
NOBODY = "anonymous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The registration form, as typed."""

    email: str
    name: str
    password: str
    institution: str = ""
    language: str = "id"


def _problems(form: Registration) -> dict[str, str]:
    problems = {}
    if wrong := email_problem(form.email):
        problems["email"] = wrong
    if not clean_name(form.name):
        problems["name"] = "required"
    weak = credentials.password_problem(form.password, email=form.email, name=form.name)
    if weak:
        problems["password"] = weak
    return problems


def checked(form: Registration) -> str:
    """Check the form and give its password's hash, which takes long and needs no transaction.

    Raises:
        BadForm: a field is missing or wrong.
    """
    problems = _problems(form)
    if problems:
        raise BadForm(problems)
    return credentials.hash_password(form.password)


def register(session: Session, now: datetime, form: Registration, hashed: str) -> None:
    """Open an account and mail a link that confirms the address; `hashed` comes from `checked`.

    The answer is the same whether or not the address is known: its owner gets a mail that says so.
    Of an address that nobody has confirmed yet, the last registration counts. Whoever made it need not be the owner
    of the address: its password opens the account only if it is confirmed where it was typed (`is_by`, `doubt`).
    """
    email = normal_email(form.email)
    assert email is not None
    account = find(session, email)
    if account is not None and (account.verified_at is not None or account.disabled_at is not None):
        _remind(session, now, account)
        return
    if account is None:
        free_address(session, email)
        account = Account(email=email, created_at=now)
        session.add(account)
    account.name, account.institution = clean_name(form.name), clean_name(form.institution)
    account.password, account.language = hashed, form.language
    session.flush()
    audit.record(session, now, account.id, "account.register", f"account:{account.id}")
    send_verification(session, now, account)


def _remind(session: Session, now: datetime, account: Account) -> None:
    audit.record(session, now, NOBODY, "account.register-again", f"account:{account.id}")
    if account.disabled_at is None:
        post.write(session, now, account, "already-registered", {})


def send_verification(session: Session, now: datetime, account: Account) -> None:
    """Mail a new confirmation link; older ones stop working."""
    secret = links.issue(session, now, account.id, "verify")
    post.write(session, now, account, "verify", {"path": f"/account/verify/{secret}"})


def ask_verification(session: Session, now: datetime, email: str) -> None:
    """Mail the link once more, where there is something to confirm; the answer is the same where there is not."""
    account = find(session, email)
    waiting = account is not None and account.verified_at is None and account.disabled_at is None
    audit.record(session, now, NOBODY, "account.ask-verification", f"account:{account.id if account else '-'}")
    # An invited account has no password yet: its own link, not this one, opens it.
    if waiting and account is not None and account.password is not None:
        send_verification(session, now, account)


def verify(session: Session, now: datetime, secret: str) -> Account:
    """Confirm the address to which the link was mailed.

    Raises:
        LinkExpired: the link is unknown, used or too old.
    """
    account = session.get(Account, links.use(session, now, secret, "verify"))
    if account is None or account.disabled_at is not None:
        raise LinkExpired
    account.verified_at = account.verified_at or now
    audit.record(session, now, account.id, "account.verify", f"account:{account.id}")
    return account


def proof(hashed: str) -> str:
    """Give what a browser keeps of a registration that was typed in it; it tells nothing of the password."""
    return credentials.secret_hash(hashed)


def is_by(session: Session, now: datetime, secret: str, kept: str) -> bool:
    """Say whether the registration that this link confirms was typed where `kept` comes from.

    Raises:
        LinkExpired: the link is unknown, used or too old.
    """
    account = session.get(Account, links.peek(session, now, secret, "verify"))
    return account is not None and account.password is not None and proof(account.password) == kept


def doubt(session: Session, now: datetime, secret: str) -> str:
    """Use the link up where the registration was typed elsewhere, perhaps by a stranger; give an invitation's secret.

    The password that was typed opens nothing any more: whoever can read the letters of this address chooses her own.

    Raises:
        LinkExpired: the link is unknown, used or too old.
    """
    account = session.get(Account, links.use(session, now, secret, "verify"))
    if account is None or account.disabled_at is not None:
        raise LinkExpired
    account.password = None
    audit.record(session, now, account.id, "account.doubt", f"account:{account.id}")
    return links.issue(session, now, account.id, "invite")
