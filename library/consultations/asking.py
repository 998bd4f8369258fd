"""Opening a case: by its reader in the application, or by an officer for somebody who wrote elsewhere."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from library.consultations import case_clocks, cases, letters, searches
from library.consultations.states import CHANNELS
from library.consultations.wording import MOST_TEXT, MOST_TITLE, clean_line, clean_text
from library.errors import BadForm, NotFound, Refused
from library.floor.step import Step
from library.offices import Office
from library.offices.lists import load_subjects
from library.readers import accounts
from library.readers.own_office import refuse_other_office
from library.store.counters import next_number
from library.store.models import Account, Consultation

SHORTEST = 15
"""Characters of a question below which nobody can know what is meant."""
_TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForm:
    """The reader's form. `title` is what she looks for in a line, `question` all an officer needs to know."""

    title: str
    question: str
    subject: str = ""
    search_id: str | None = None
    language: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredCase:
    """What an officer enters for somebody who wrote by another channel, and the search that was made for her."""

    channel: str
    title: str
    question: str
    words: str
    """The words that were searched for; may be empty where the office does not require a search."""
    subject: str = ""
    contact_name: str = ""
    contact: str = ""
    """Telephone number, name on the social medium, or e-mail address; an account's address links the case to it."""
    language: str = "id"
    mail_id: str | None = None
    """The Message-ID of the mail that is entered."""


def submit(step: Step, account_id: str, office_code: str, form: AskForm, catalog: Path) -> Consultation:
    """Open a case as its reader; C4 starts.

    Raises:
        BadForm: a field is missing, or the search that this office requires.
        Refused: nobody has shown that the account's address is hers.
    """
    office, account = step.office(office_code), step.session.get(Account, account_id)
    if account is None:
        raise NotFound(what=account_id)
    if account.verified_at is None or account.disabled_at is not None:
        raise Refused(why="akun ditutup atau alamatnya belum dikonfirmasi / account shut, or its address unconfirmed")
    problems = _problems(form.title, form.question, form.subject, catalog)
    if form.search_id is None and office.rules.online.search.value == "required":
        problems["words"] = "search-first"
    if "application" not in office.rules.online.channels.value:
        problems["channel"] = "choice-invalid"
    if problems:
        raise BadForm(problems)
    search = searches.own(step.session, form.search_id, account_id) if form.search_id else None
    case = _new(step, office, "application", form.title, form.subject, form.language)
    case.account_id, case.search_id = account_id, search.id if search else None
    return _open(step, case, form.question)


def _problems(title: str, question: str, subject: str, catalog: Path) -> dict[str, str]:
    """Say what keeps a question from being clear and complete."""
    problems: dict[str, str] = {}
    if not clean_line(title):
        problems["title"] = "required"
    if len(title.strip()) > MOST_TITLE:
        problems["title"] = "too-long"
    if len(question.strip()) > MOST_TEXT:
        problems["question"] = "too-long"
    elif len(clean_text(question)) < SHORTEST:
        problems["question"] = "question-short"
    if subject and subject not in {known.code for known in load_subjects(catalog)}:
        problems["subject"] = "choice-invalid"
    return problems


def enter(
    step: Step, office_code: str, entry: EnteredCase, catalog: Path, looked: tuple[int | None, list[list[object]]]
) -> Consultation:
    """Open a case for somebody who wrote by WhatsApp, a social medium or mail; the search made for her is kept.

    `looked` is what the words of the entry found.

    Raises:
        BadForm: a field is missing, the office does not have this channel, or it requires a search.
        NotAllowed: it is another office's desk.
    """
    refuse_other_office(step.session, step.by, office_code)
    office = step.office(office_code)
    problems = _problems(entry.title, entry.question, entry.subject, catalog)
    if entry.channel not in CHANNELS or entry.channel not in office.rules.online.channels.value:
        problems["channel"] = "choice-invalid"
    if not clean_line(entry.contact):
        problems["contact"] = "required"
    if not entry.words.strip() and office.rules.online.search.value == "required":
        problems["words"] = "search-first"
    if problems:
        raise BadForm(problems)
    case = _new(step, office, entry.channel, entry.title, entry.subject, entry.language)
    account = accounts.find(step.session, entry.contact) if entry.channel == "email" else None
    if account is not None and account.verified_at is not None and account.disabled_at is None:
        case.account_id = account.id
    else:
        case.contact_name, case.contact = clean_line(entry.contact_name), clean_line(entry.contact, 254)
    if entry.words.strip():
        case.search_id = searches.keep(step, None, office_code, searches.checked_words(entry.words), *looked).id
    return _open(step, case, entry.question, mail_id=entry.mail_id, entered=True)


def after_closed(step: Step, closed: Consultation, text: str, channel: str, mail_id: str | None) -> Consultation:
    """Open a new case with the reader's reply to one that can be reopened no more; both know of each other."""
    office = step.office(closed.office)
    case = _new(step, office, channel, closed.title, closed.subject, closed.language)
    case.account_id, case.contact_name, case.contact = closed.account_id, closed.contact_name, closed.contact
    case.search_id, case.previous_id = closed.search_id, closed.id
    return _open(step, case, text, mail_id=mail_id)


def _new(step: Step, office: Office, channel: str, title: str, subject: str, language: str) -> Consultation:
    year = step.today(office.code).year
    n = next_number(step.session, f"consultation:{office.code}:{year}")
    return Consultation(
        number=f"{office.code}-{year}-K{n:05d}",
        office=office.code,
        version=office.version,
        channel=channel,
        title=clean_line(title),
        subject=subject,
        language=language if language in accounts.LANGUAGES else "id",
        submitted_at=step.now,
        reply_token=secrets.token_hex(_TOKEN_BYTES),
    )


def _open(
    step: Step, case: Consultation, question: str, *, mail_id: str | None = None, entered: bool = False
) -> Consultation:
    step.session.add(case)
    step.session.flush()
    message = cases.write(step, case, "user", "message", clean_text(question), channel=case.channel, mail_id=mail_id)
    details = {"channel": case.channel, "search": case.search_id, "message": message.id, "previous": case.previous_id}
    cases.note(step, case, "submitted", entered=entered, **details)
    case_clocks.owe_answer(step, case)
    letters.tell(step, case, "case-received")
    return case


def later_case(step: Step, case: Consultation) -> Consultation | None:
    """Give the case that was opened after this one, if one was."""
    return step.session.scalars(select(Consultation).where(Consultation.previous_id == case.id)).first()
