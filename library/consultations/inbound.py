"""What becomes of a mail that came in.

A reply reaches its conversation when it was sent to the case's own address (or answers one of the case's mails) and
comes from the verified address of the case's reader. Everything else that a person wrote waits for a person; what a
machine wrote is noted and ends here: nothing is ever answered by machine, so no loop can begin.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass

import structlog
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from library.catalogue.file_names import clean_file_name
from library.consultations import cases, conversation, files, letters
from library.consultations.files import Attachments, Received
from library.consultations.wording import MOST_TEXT, clean_text
from library.errors import BadForm, Unavailable
from library.floor.step import Step
from library.mail.letter import Letter, LetterFile, Unreadable, read_letter
from library.mail.mailbox import MOST_BYTES
from library.readers.accounts import normal_email
from library.store.models import Account, Consultation, InboundMail, Mail

_CUT = "[surat ini lebih panjang; selengkapnya di kotak surat / this mail goes on; all of it is in the mailbox]"
_MEGA = 100_000  # bytes from which a size is told in megabytes
_UNREADABLE = "@unreadable.invalid>"
TOKEN = re.compile(r"\+([0-9a-f]{32})@")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail as it came: read, or why it could not be."""

    letter: Letter
    size: int
    whole: bool


def read(raw: bytes, size: int) -> Arrived:
    """Read a mail; one that nobody can read is kept by its checksum for a person to open in the mailbox."""
    try:
        letter = read_letter(raw, letters.MARK)
    except Unreadable as exc:
        log.warning("mail-unreadable", error=str(exc), size=size)
        name = f"<{hashlib.sha256(raw).hexdigest()}{_UNREADABLE}"
        letter = Letter(message_id=name)
    return Arrived(letter, size, whole=size <= MOST_BYTES)


def is_known(session: Session, letter: Letter) -> bool:
    """Say whether a mail of this Message-ID was seen before."""
    query = select(InboundMail.id).where(InboundMail.message_id == letter.message_id)
    return session.scalars(query).first() is not None


def is_own(session: Session, letter: Letter, domain: str) -> bool:
    """Say whether the mail is one that we sent ourselves."""
    name, _at, host = letter.message_id.strip("<>").partition("@")
    return host == domain and session.get(Mail, name) is not None


def case_of(session: Session, letter: Letter, domain: str) -> Consultation | None:
    """Find the case that a mail answers, by the address that it was sent to, else by the mails that it refers to."""
    for address in letter.recipients:
        token = TOKEN.search(address.lower())
        if token:
            query = select(Consultation).where(Consultation.reply_token == token[1])
            found = session.scalars(query).first()
            if found is not None:
                return found
    names = [one.strip("<>").removesuffix(f"@{domain}") for one in letter.references if one.endswith(f"@{domain}>")]
    threads = select(Mail.thread).where(Mail.id.in_(names), Mail.thread.startswith("case:"))
    thread = session.scalars(threads).first()
    return session.get(Consultation, thread.removeprefix("case:")) if thread else None


def is_from_its_reader(session: Session, case: Consultation, letter: Letter) -> bool:
    """Say whether the sender is the verified address of the case's reader."""
    account = session.get(Account, case.account_id) if case.account_id else None
    known = account is not None and account.verified_at is not None and account.disabled_at is None
    return known and account is not None and account.email is not None and normal_email(letter.sender) == account.email


def take(step: Step, arrived: Arrived, received: tuple[Received, ...], notes: tuple[str, ...], domain: str) -> str:
    """Bring a mail into its conversation, or keep it; give what became of it.

    `received` are its files, in quarantine; `notes` say what was left out. Both count only when it is taken.
    """
    letter = arrived.letter
    if is_known(step.session, letter):
        return "known"
    state, reason, case = _decide(step, arrived, domain)
    row = InboundMail(message_id=letter.message_id, received_at=step.now, size=arrived.size, state=state, reason=reason)
    row.case_id = case.id if case else None
    if state != "taken":
        row.sender, row.subject = letter.sender, letter.subject
        row.text = _words(letter, _left_out(letter)) if state == "waiting" else ""
    step.session.add(row)
    step.session.flush()
    if state == "taken" and case is not None:
        return _say_or_keep(step, row, case, letter, received, notes)
    if reason == "bounce" and case is not None:
        cases.note(step, case, "bounced", mail=row.id)
    return state


def would_be_taken(step: Step, arrived: Arrived, domain: str) -> bool:
    """Say whether a mail will reach a conversation, before anything of it is kept."""
    return not is_known(step.session, arrived.letter) and _decide(step, arrived, domain)[0] == "taken"


def _decide(step: Step, arrived: Arrived, domain: str) -> tuple[str, str, Consultation | None]:
    """Give what is to become of a mail, why, and the case that it belongs to."""
    letter = arrived.letter
    if letter.message_id.endswith(_UNREADABLE):
        return "waiting", "unreadable", None
    if is_own(step.session, letter, domain):
        return "dropped", "own", None
    case = case_of(step.session, letter, domain)
    if letter.automatic:
        told = letter.automatic == "bounce" and case is not None
        return "waiting" if told else "dropped", letter.automatic, case
    reason = _objection(step, case, arrived)
    return "waiting" if reason else "taken", reason, case


def _objection(step: Step, case: Consultation | None, arrived: Arrived) -> str:
    """Say why a person's mail cannot go into a conversation; empty: it can."""
    if case is None:
        return "new"
    if case.erased_at is not None:
        return "erased"
    if not is_from_its_reader(step.session, case, arrived.letter):
        return "stranger"
    return "" if arrived.whole else "too-large"


def _say_or_keep(
    step: Step,
    row: InboundMail,
    case: Consultation,
    letter: Letter,
    received: tuple[Received, ...],
    notes: tuple[str, ...],
) -> str:
    """Say it in the conversation; what that refuses, it would refuse every minute again: a person gets it."""
    try:
        with step.session.begin_nested():
            said_in = _say(step, case, letter, received, notes)
    except (Unavailable, OperationalError):  # the disk or the database: it goes well later
        raise
    except Exception:  # whatever a mail brings about, it must not be fetched for ever
        log.exception("mail-not-said", case=case.id, mail=row.id)
        row.state, row.reason = "waiting", "failed"
        row.sender, row.subject, row.text = letter.sender, letter.subject, _words(letter, _left_out(letter))
    else:
        row.case_id = said_in
    return row.state


def _words(letter: Letter, notes: tuple[str, ...]) -> str:
    """Give what a mail says and what is to be noted of it, no longer than a message may be."""
    text, told = clean_text(letter.text), "\n".join(notes)[: MOST_TEXT // 2]
    whole = "\n\n".join(part for part in (text, told) if part)
    if not letter.cut and len(whole) <= MOST_TEXT:
        return whole
    told = "\n".join(part for part in (told, _CUT) if part)
    return f"{text[: MOST_TEXT - len(told) - 2]}\n\n{told}"


def _say(step: Step, case: Consultation, letter: Letter, received: tuple[Received, ...], notes: tuple[str, ...]) -> str:
    words = _words(letter, notes) or "—"
    message = conversation.say(step, case, words, channel="email", mail_id=letter.message_id)
    for each in received:
        try:
            files.attach(step, message, (each,))
        except BadForm:  # a file of the catalogue comes back to us: we have it
            log.info("mail-file-left-out", case=case.id)
    return message.case_id


def quarantine(attachments: Attachments, letter: Letter) -> tuple[tuple[Received, ...], tuple[str, ...]]:
    """Put a mail's files into quarantine; what is too large or too many is left out and said in the conversation."""
    received: list[Received] = []
    notes: list[str] = []
    for file in letter.files:
        try:
            if len(received) >= files.MOST_FILES:
                raise BadForm({"files": "too-many-files"})  # noqa: TRY301 - told like one that is too large
            received.append(attachments.receive(io.BytesIO(file.content), file.name))
        except BadForm:
            notes.append(_note(file))
    return tuple(received), tuple(notes)


def _left_out(letter: Letter) -> tuple[str, ...]:
    """Name the files of a mail that waits: they stay in the mailbox."""
    return tuple(_note(file) for file in letter.files)


def _note(file: LetterFile) -> str:
    size = f"{len(file.content) / 1e6:.1f} MB" if len(file.content) >= _MEGA else f"{len(file.content)} B"
    return f"[lampiran tidak dibawa / attachment left out: {clean_file_name(file.name)}, {size}]"
