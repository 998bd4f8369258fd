"""The guest book: the fields that BPS asks, checked one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from library.errors import BadForm
from library.floor.paths import SERVICES
from library.offices import Office
from library.offices.lists import ListName, load_choices
from library.readers.accounts import MAX_NAME, clean_name, normal_email
from library.softcopies.purposes import purpose_codes

MAX_TEXT = MAX_NAME
CHANNELS = ("terminal", "desk", "phone")
LANGUAGES = ("id", "en")
_OLDEST = 120  # years
_LAST4 = re.compile(r"[0-9A-Z]{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestEntry:
    """A page of the guest book as filled. Codes are those of `catalog_data/lists`; empty is: not given."""

    name: str
    email: str = ""
    """Required where the office states R3 for a walk-in visitor."""
    consent: bool = False
    """Required: she has read what is kept, why, and for how long."""
    service: str = "consultation"
    """Whose path the visit follows: consultation | library."""
    services: tuple[str, ...] = ()
    """Everything she came for: codes of the list `service`; her `service` is added."""
    service_text: str = ""
    """Required with the service `other`."""
    purpose: str = ""
    """Required; a code of `purposes.toml`."""
    purpose_text: str = ""
    """Required with the purpose `other`."""
    institution_kind: str = ""
    """Required; a code of the list `institution`."""
    institution: str = ""
    """Its name; required with the kind `other`."""
    occupation: str = ""
    """Required; a code of the list `occupation`."""
    occupation_text: str = ""
    """Required with the occupation `other`."""
    education: str = ""
    """Required; a code of the list `education`."""
    gender: str = ""
    birth_year: str = ""
    """As typed: four digits, or nothing."""
    id_kind: str = ""
    """A code of the list `identity`. Kept only where the office asks for an identity card (R2)."""
    id_last4: str = ""
    account_id: str | None = None
    """The account of a returning reader who has signed in; whoever passes it has checked that."""
    channel: str = "terminal"
    """terminal | desk | phone; counts where the guest book makes the visit."""
    language: str = "id"


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """An entry that may be kept: cleaned, and without what this office does not ask for."""

    name: str
    email: str
    service: str
    id_kind: str
    id_last4: str
    answers: dict[str, Any]
    """services, service_text, purpose, purpose_text, institution_kind, institution, occupation, occupation_text,
    education, gender, birth_year"""


def asks_email(office: Office, service: str) -> bool:
    """Say whether the office states R3 for walk-in visitors of this service."""
    document = office.standard.services.get(service)  # type: ignore[call-overload]
    return bool(document and document.states("R3", "walk_in"))


def asks_identity(office: Office, service: str) -> bool:
    """Say whether the office states R2 for walk-in visitors of this service."""
    return service in SERVICES and office.identity_is_seen(service)  # type: ignore[arg-type]


def check_entry(entry: GuestEntry, office: Office, catalog: Path, now: datetime) -> CheckedEntry:
    """Check a page of the guest book under the office's standard.

    Raises:
        BadForm: with a reason for every field that is missing or wrong.
    """
    problems = dict(_problems(entry, office, catalog, now))
    if problems:
        raise BadForm(problems)
    keeps_id = asks_identity(office, entry.service)
    return CheckedEntry(
        name=clean_name(entry.name),
        email=normal_email(entry.email) or "",
        service=entry.service,
        id_kind=entry.id_kind if keeps_id else "",
        id_last4=clean_last4(entry.id_last4) if keeps_id else "",
        answers=_answers(entry),
    )


def _answers(entry: GuestEntry) -> dict[str, Any]:
    texts = ("service_text", "purpose_text", "institution", "occupation_text")
    codes = ("purpose", "institution_kind", "occupation", "education", "gender")
    answers: dict[str, Any] = {name: clean_name(getattr(entry, name)) for name in texts}
    answers.update({name: getattr(entry, name) for name in codes})
    answers["services"] = list(dict.fromkeys((entry.service, *entry.services)))
    answers["birth_year"] = int(entry.birth_year) if entry.birth_year.strip() else None
    return {name: value for name, value in answers.items() if value not in ("", None)}


def _problems(entry: GuestEntry, office: Office, catalog: Path, now: datetime) -> Iterator[tuple[str, str]]:
    if not clean_name(entry.name):
        yield "name", "required"
    if not entry.consent:
        yield "consent", "consent-required"
    yield from _email_problem(entry, office)
    yield from _choice("purpose", entry.purpose, purpose_codes(catalog), required=True)
    lists: tuple[tuple[str, ListName, bool], ...] = (
        ("institution_kind", "institution", True), ("occupation", "occupation", True),
        ("education", "education", True), ("gender", "gender", False), ("id_kind", "identity", False),
    )  # fmt: skip
    for field, name, required in lists:
        codes = {item.code for item in load_choices(catalog, name)}
        yield from _choice(field, getattr(entry, field), codes, required=required)
    yield from _service_problems(entry, catalog)
    yield from _text_problems(entry)
    if entry.id_last4.strip() and not is_last4(entry.id_last4):
        yield "id_last4", "last4-invalid"
    if entry.birth_year.strip() and not _is_year(entry.birth_year.strip(), now.year):
        yield "birth_year", "year-invalid"


def _email_problem(entry: GuestEntry, office: Office) -> Iterator[tuple[str, str]]:
    if entry.email.strip():
        if normal_email(entry.email) is None:
            yield "email", "email-invalid"
    elif asks_email(office, entry.service):
        yield "email", "required"


def _choice(field: str, code: str, codes: Iterable[str], *, required: bool) -> Iterator[tuple[str, str]]:
    if code:
        if code not in codes:
            yield field, "choice-invalid"
    elif required:
        yield field, "required"


def _service_problems(entry: GuestEntry, catalog: Path) -> Iterator[tuple[str, str]]:
    known = {item.code for item in load_choices(catalog, "service")}
    if entry.service not in SERVICES:
        yield "service", "choice-invalid"
    if not set(entry.services) <= known:
        yield "services", "choice-invalid"
    if entry.channel not in CHANNELS:
        yield "channel", "choice-invalid"
    if entry.language not in LANGUAGES:
        yield "language", "choice-invalid"


def _text_problems(entry: GuestEntry) -> Iterator[tuple[str, str]]:
    """Ask on where "other" was chosen, and refuse what is too long."""
    asked_on = {
        "service_text": "other" in entry.services,
        "purpose_text": entry.purpose == "other",
        "institution": entry.institution_kind == "other",
        "occupation_text": entry.occupation == "other",
    }
    for field, needed in asked_on.items():
        text = clean_name(getattr(entry, field))
        if needed and not text:
            yield field, "required"
    for field, most in (("name", MAX_NAME), *((name, MAX_TEXT) for name in asked_on)):
        if len(getattr(entry, field)) > most:
            yield field, "too-long"


def clean_last4(text: str) -> str:
    """Give the last four characters of an identity number as they are kept; a whole number is never kept."""
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())


def is_last4(text: str) -> bool:
    """Say whether these are exactly four letters or digits."""
    return _LAST4.fullmatch(clean_last4(text)) is not None


def _is_year(text: str, this_year: int) -> bool:
    return bool(re.fullmatch(r"\d{4}", text, re.ASCII)) and this_year - _OLDEST <= int(text) <= this_year
