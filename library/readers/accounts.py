"""Accounts: registration, confirmation of the address, signing in, new passwords."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm, EmailNotVerified, LinkExpired, LoginFailed, NotFound
from library.mail import post
from library.readers import credentials, links
from library.readers.roles import Role
from library.readers.sessions import end_all
from library.store.models import Account

MAX_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The registration form, as typed."""

    email: str
    name: str
    password: str
    institution: str = ""
    language: str = "id"


def clean_name(name: str) -> str:
    """Make one line of a typed name: composed characters, single spaces, no control or direction characters."""
    text = unicodedata.normalize("NFC", name)
    kept = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    return " ".join(kept.split())[:MAX_NAME]


def normal_email(email: str) -> str | None:
    """Normalise an address for comparing (lower case, IDNA); None when it cannot be one."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def _problems(form: Registration) -> dict[str, str]:
    problems = {}
    if normal_email(form.email) is None:
        problems["email"] = "email-invalid"
    if not clean_name(form.name):
        problems["name"] = "required"
    weak = credentials.password_problem(form.password, email=form.email, name=form.name)
    if weak:
        problems["password"] = weak
    return problems


def register(session: Session, now: datetime, form: Registration) -> None:
    """Open an account and mail a link that confirms the address.

    The answer is the same whether or not the address is known: its owner gets a mail that says so.

    Raises:
        BadForm: a field is missing or wrong.
    """
    problems = _problems(form)
    if problems:
        raise BadForm(problems)
    email = normal_email(form.email)
    assert email is not None
    hashed = credentials.hash_password(form.password)  # before the look-up: equal time for known addresses
    known = find(session, email)
    if known is not None:
        _remind(session, now, known)
        return
    account = Account(
        email=email,
        name=clean_name(form.name),
        password=hashed,
        institution=clean_name(form.institution),
        language=form.language,
        created_at=now,
    )
    session.add(account)
    session.flush()
    audit.record(session, now, account.id, "account.register", f"account:{account.id}")
    send_verification(session, now, account)


def _remind(session: Session, now: datetime, account: Account) -> None:
    if account.verified_at is None:
        send_verification(session, now, account)
    else:
        post.write(session, now, account, "already-registered", {})


def send_verification(session: Session, now: datetime, account: Account) -> None:
    """Mail a new confirmation link; older ones stop working."""
    secret = links.issue(session, now, account.id, "verify")
    post.write(session, now, account, "verify", {"path": f"/account/verify/{secret}"})


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


def find(session: Session, email: str) -> Account | None:
    """Find an account by its address."""
    return session.scalars(select(Account).where(Account.email == normal_email(email))).first()


def by_email(session: Session, email: str) -> Account:
    """Find an account by its address.

    Raises:
        NotFound: nobody has it.
    """
    account = find(session, email)
    if account is None:
        raise NotFound(what=email)
    return account


def authenticate(session: Session, now: datetime, email: str, password: str) -> Account:
    """Check e-mail and password.

    Raises:
        LoginFailed: they do not match, or the account is disabled; the same answer, in the same time.
        EmailNotVerified: they match, and the address is not confirmed; a new link has been mailed.
    """
    account = find(session, email)
    matches = credentials.password_matches(account.password if account else None, password)
    if account is None or not matches or account.disabled_at is not None:
        raise LoginFailed
    if account.verified_at is None:
        raise EmailNotVerified(account.id)
    if account.password and credentials.is_outdated(account.password):
        account.password = credentials.hash_password(password)
    audit.record(session, now, account.id, "account.login", f"account:{account.id}")
    return account


def ask_reset(session: Session, now: datetime, email: str) -> None:
    """Mail a link to choose a new password, where the address is known; the answer is the same where it is not."""
    account = find(session, email)
    if account is not None and account.disabled_at is None:
        secret = links.issue(session, now, account.id, "reset")
        post.write(session, now, account, "reset", {"path": f"/account/reset/{secret}"})


def reset_password(session: Session, now: datetime, secret: str, password: str) -> Account:
    """Choose a new password by a mailed link; this also confirms the address and ends every sign-in.

    Raises:
        LinkExpired: the link is unknown, used or too old.
        BadForm: the password will not do (the link stays good).
    """
    account = session.get(Account, links.peek(session, now, secret, "reset"))
    if account is None or account.disabled_at is not None:
        raise LinkExpired
    _check_new(account, password)
    links.use(session, now, secret, "reset")
    account.verified_at = account.verified_at or now
    _set_password(session, now, account, password)
    return account


def change_password(session: Session, now: datetime, account: Account, old: str, new: str) -> None:
    """Change the password of somebody who is signed in; every sign-in ends.

    Raises:
        BadForm: the old one does not match, or the new one will not do.
    """
    if not credentials.password_matches(account.password, old):
        raise BadForm({"old_password": "password-wrong"})
    _check_new(account, new)
    _set_password(session, now, account, new)


def _check_new(account: Account, password: str) -> None:
    weak = credentials.password_problem(password, email=account.email or "", name=account.name)
    if weak:
        raise BadForm({"password": weak})


def _set_password(session: Session, now: datetime, account: Account, password: str) -> None:
    account.password = credentials.hash_password(password)
    end_all(session, now, account.id)
    post.write(session, now, account, "password-changed", {})
    audit.record(session, now, account.id, "account.password", f"account:{account.id}")


def add(
    session: Session,
    now: datetime,
    *,
    email: str,
    name: str,
    role: Role = Role.READER,
    office: str | None = None,
    password: str | None = None,
    actor: str = "cli",
) -> Account:
    """Open an account for somebody whose identity was checked: its address counts as confirmed.

    Raises:
        BadForm: the address or name cannot be used, or the address is taken.
    """
    address = normal_email(email)
    if address is None:
        raise BadForm({"email": "email-invalid"})
    if not clean_name(name):
        raise BadForm({"name": "required"})
    if find(session, address) is not None:
        raise BadForm({"email": "email-taken"})
    hashed = credentials.hash_password(password) if password else None
    account = Account(email=address, name=clean_name(name), role=role.value, office=office, password=hashed)
    account.created_at = account.verified_at = now
    session.add(account)
    session.flush()
    audit.record(session, now, actor, "account.add", f"account:{account.id}", role=role.value)
    return account


def disable(session: Session, now: datetime, account_id: str, actor: str) -> None:
    """Shut an account: it is signed out everywhere and cannot sign in.

    Raises:
        NotFound: there is no such account.
    """
    changed = session.execute(update(Account).where(Account.id == account_id).values(disabled_at=now))
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise NotFound(what=account_id)
    end_all(session, now, account_id)
    audit.record(session, now, actor, "account.disable", f"account:{account_id}")


def masked(email: str | None) -> str:
    """Show an address without giving it away: `s…i@contoh.go.id`."""
    local, _, domain = (email or "").partition("@")
    if not domain:
        return "—"
    return f"{local[0]}…{local[-1]}@{domain}" if len(local) > 2 else f"{local[0]}…@{domain}"
