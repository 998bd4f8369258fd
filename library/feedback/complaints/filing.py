"""Receiving a complaint: what must be there, and the receipt with its number and its code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from library.errors import BadForm
from library.feedback.complaints.deadline import due_after
from library.feedback.complaints.states import CHANNELS
from library.feedback.complaints.step import Step
from library.feedback.written import tidy
from library.ids import new_id, normal_copy_number
from library.readers.accounts import clean_name, normal_email
from library.readers.credentials import secret_hash
from library.readers.roles import Role
from library.store.counters import next_number
from library.store.models import Account, Complaint

MAX_TEXT = 5000
MAX_ABOUT = 200
MAX_PHONE = 40
SERVICES = ("consultation", "library")
STAFF = (Role.OFFICER.value, Role.LIBRARIAN.value, Role.ADMINISTRATOR.value)
_CODE_LENGTH = 16
"""Characters of the tracking code: 80 bits, not to be guessed."""
_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintForm:
    """A complaint as written. Without a name, an address and an account it is anonymous."""

    text: str
    service: str = ""
    about_text: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    channel: str = "web"
    account_id: str | None = None
    language: str = "id"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the complainant gets; the code is told here only, its hash is kept."""

    complaint_id: str
    number: str
    code: str


def file(step: Step, office_code: str, form: ComplaintForm) -> Receipt:
    """Receive a complaint and register it: it has its number at once.

    Raises:
        BadForm: with a reason for every field that is missing or wrong.
    """
    problems = dict(_problems(form))
    if problems:
        raise BadForm(problems)
    office, code = step.office(office_code), new_code()
    made = Complaint(
        id=new_id(),
        office=office.code,
        number=_number(step, office_code),
        tracking_hash=secret_hash(normal_code(code)),
        state="RECEIVED",
        channel=form.channel,
        service=form.service,
        text=tidy(form.text),
        about_text=clean_name(form.about_text),
        about_id=_named(step, office_code, form.about_text),
        name=clean_name(form.name),
        email=normal_email(form.email) or "",
        phone=clean_name(form.phone),
        account_id=form.account_id,
        language=form.language,
        version=office.version,
        received_at=step.now,
        due_at=due_after(office, step.now),
    )
    step.session.add(made)
    step.session.flush()
    step.note(made, "receive", channel=form.channel)
    step.move(made, "register")
    return Receipt(made.id, made.number, code)


def _problems(form: ComplaintForm) -> Iterator[tuple[str, str]]:
    if not tidy(form.text):
        yield "text", "required"
    for name, most in (("text", MAX_TEXT), ("about_text", MAX_ABOUT), ("phone", MAX_PHONE), ("name", MAX_ABOUT)):
        # Browsers send a line's end as two characters; the page and the row count one.
        if len(tidy(getattr(form, name))) > most:
            yield name, "too-long"
    if form.email.strip() and normal_email(form.email) is None:
        yield "email", "email-invalid"
    if form.service not in ("", *SERVICES):
        yield "service", "choice-invalid"
    if form.channel not in CHANNELS:
        yield "channel", "choice-invalid"


def _number(step: Step, office: str) -> str:
    year = step.office(office).calendar.local_date(step.now).year
    return f"ADU-{office}-{year}-{next_number(step.session, f'complaint:{office}:{year}'):04d}"


def _named(step: Step, office: str, about: str) -> str | None:
    """Find the officer whose full name is written; so she is kept out before anybody has read the complaint."""
    written = clean_name(about).casefold()
    query = select(Account.id, Account.name).where(Account.role.in_(STAFF), Account.office == office)
    found = [
        (len(name), account)
        for account, name in step.session.execute(query)
        if len(name) >= _SHORTEST_NAME and name.casefold() in written
    ]
    # The longest name is meant: "Ani" is also in "Ani Lestari". Two of one length are two people.
    longest = [account for length, account in found if length == max(found)[0]]
    return longest[0] if len(longest) == 1 else None


def new_code() -> str:
    """Draw a tracking code such as `7K3M-9QRT-2X4B-8HJN`."""
    return normal_copy_number(new_id(_CODE_LENGTH))


def normal_code(text: str) -> str:
    """Read a tracking code as a person typed it."""
    return normal_copy_number(text[:60])


def draw_code_again(step: Step, complaint_id: str) -> str:
    """Give a new code to whoever sends her own form once more; the one before stops working."""
    code = new_code()
    step.complaint(complaint_id).tracking_hash = secret_hash(normal_code(code))
    return code
