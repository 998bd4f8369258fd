"""Accounts: names, addresses, and what an administrator may do with them."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm, NotFound
from library.readers import credentials, links
from library.readers.roles import Role
from library.readers.sessions import end_all
from library.store.models import Account
from library.store.records import found

MAX_NAME = 200
LANGUAGES = ("id", "en")


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


def email_problem(email: str) -> str | None:
    """Give the reason code why no account is opened for this address; None when one may be.

    Letters outside ASCII before the @ need SMTPUTF8 (RFC 6531) at every server on the way, ours included; whether they
    have it shows only when a letter does not arrive. Behind the @ any letters will do (IDNA).
    """
    address = normal_email(email)
    if address is None:
        return "email-invalid"
    return None if address.rpartition("@")[0].isascii() else "email-local-letters"


def find(session: Session, email: str) -> Account | None:
    """Find an account by its address; what is no address is nobody's, not that of an erased account.

    An address that somebody wrote into the guest book and has not proven is nobody's either.
    """
    address = normal_email(email)
    proven = select(Account).where(Account.email == address, Account.role != Role.VISITOR.value)
    return session.scalars(proven).first() if address else None


def free_address(session: Session, address: str) -> None:
    """Take an address from the visit that merely claims it: whoever opens an account for it must not get that visit."""
    claims = select(Account).where(Account.email == address, Account.role == Role.VISITOR.value)
    for claim in session.scalars(claims):
        claim.email = None
    session.flush()


def by_email(session: Session, email: str) -> Account:
    """Find an account by its address.

    Raises:
        NotFound: nobody has it.
    """
    account = find(session, email)
    if account is None:
        raise NotFound(what=email)
    return account


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
    problem, address = email_problem(email), normal_email(email)
    if problem or address is None:
        raise BadForm({"email": problem or "email-invalid"})
    if not clean_name(name):
        raise BadForm({"name": "required"})
    if find(session, address) is not None:
        raise BadForm({"email": "email-taken"})
    free_address(session, address)
    hashed = credentials.hash_password(password) if password else None
    account = Account(email=address, name=clean_name(name), role=role.value, office=office, password=hashed)
    account.created_at = account.verified_at = now
    session.add(account)
    session.flush()
    audit.record(session, now, actor, "account.add", f"account:{account.id}", role=role.value)
    return account


def masked(email: str | None) -> str:
    """Show an address without giving it away: `s…i@contoh.go.id`."""
    local, _, domain = (email or "").partition("@")
    if not domain:
        return "—"
    return f"{local[0]}…{local[-1]}@{domain}" if len(local) > 2 else f"{local[0]}…@{domain}"


def disable(session: Session, now: datetime, account_id: str, actor: str) -> None:
    """Shut an account: it is signed out everywhere, cannot sign in, and its links stop working.

    Raises:
        NotFound: there is no such account.
    """
    account = found(session, Account, account_id)
    if account.disabled_at is None:
        account.disabled_at = now
        end_all(session, now, account_id)
        links.void(session, now, account_id)
        audit.record(session, now, actor, "account.disable", f"account:{account_id}")


def enable(session: Session, now: datetime, account_id: str, actor: str) -> None:
    """Open an account again.

    Raises:
        NotFound: there is no such account.
    """
    account = found(session, Account, account_id)
    if account.disabled_at is not None:
        account.disabled_at = None
        audit.record(session, now, actor, "account.enable", f"account:{account_id}")


def choose_language(session: Session, account_id: str, language: str) -> None:
    """Remember in which language an account reads its pages and mails.

    Raises:
        BadForm: it is none of ours.
    """
    if language not in LANGUAGES:
        raise BadForm({"language": "choice-invalid"})
    session.execute(update(Account).where(Account.id == account_id).values(language=language))


def describe(session: Session, now: datetime, account_id: str, *, name: str, institution: str, language: str) -> None:
    """Change what an account's owner says of herself; the trail says that she did, not what.

    Raises:
        BadForm: no name, or a language that is none of ours.
    """
    if not clean_name(name):
        raise BadForm({"name": "required"})
    account = session.get_one(Account, account_id)
    choose_language(session, account_id, language)
    account.name, account.institution = clean_name(name), clean_name(institution)
    audit.record(session, now, account_id, "account.describe", f"account:{account_id}")
